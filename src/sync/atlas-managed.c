/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-sync"

#include "config.h"

#include "sync/atlas-managed.h"

#include <string.h>

#include "base/atlas-error.h"
#include "sync/atlas-pin.h"

#define DEFAULT_PATH "/etc/provision-atlas/laptop.conf"
#define PATH_FOR_TRY "PROVISION_ATLAS_LAPTOP_CONF"
#define GROUP        "server"

static gboolean
check_keys (GKeyFile *file,
            GError  **error)
{
  static const char * const known[] = { "address", "ca", "trust", NULL };
  g_auto(GStrv) groups = g_key_file_get_groups (file, NULL);
  g_auto(GStrv) keys = g_key_file_get_keys (file, GROUP, NULL, NULL);

  for (gsize i = 0; groups[i] != NULL; i++)
    if (strcmp (groups[i], GROUP) != 0)
      {
        g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_INVALID, "there is no group “%s”", groups[i]);
        return FALSE;
      }
  for (gsize i = 0; keys != NULL && keys[i] != NULL; i++)
    if (!g_strv_contains (known, keys[i]))
      {
        g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_INVALID, "there is no key “%s”", keys[i]);
        return FALSE;
      }

  return TRUE;
}

static gboolean
read_trust (AtlasManaged *self,
            GKeyFile     *file,
            GError      **error)
{
  g_autofree char *trust = g_key_file_get_string (file, GROUP, "trust", NULL);
  g_autofree char *pem = NULL;

  self->trusts_system = g_strcmp0 (trust, ATLAS_PIN_SYSTEM) == 0;
  if (trust != NULL &&
      (!self->trusts_system || g_key_file_has_key (file, GROUP, "ca", NULL)))
    {
      g_set_error_literal (error, ATLAS_ERROR, ATLAS_ERROR_INVALID,
                           "“trust” can only be “system”, and then there is no “ca”");
      return FALSE;
    }
  if (self->trusts_system)
    return TRUE;

  self->ca_path = g_key_file_get_string (file, GROUP, "ca", error);
  if (self->ca_path == NULL || !g_file_get_contents (self->ca_path, &pem, NULL, error))
    return FALSE;

  self->fingerprint = atlas_fingerprint_of_pem (pem, error);
  return self->fingerprint != NULL;
}

static gboolean
read_file (AtlasManaged *self,
           const char   *path,
           GError      **error)
{
  g_autoptr(GKeyFile) file = g_key_file_new ();

  if (!g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, error) || !check_keys (file, error))
    return FALSE;

  self->server = g_key_file_get_string (file, GROUP, "address", error);
  return self->server != NULL && read_trust (self, file, error);
}

/**
 * atlas_managed_read:
 * @path: a file with a group `[server]` that has `address`, and `ca` or `trust`
 * @error: return location for an error
 *
 * Returns: (transfer full): what it settles
 */
AtlasManaged *
atlas_managed_read (const char *path,
                    GError    **error)
{
  g_autoptr(AtlasManaged) self = g_new0 (AtlasManaged, 1);

  if (read_file (self, path, error))
    return g_steal_pointer (&self);

  g_prefix_error (error, "Reading “%s”: ", path);
  return NULL;
}

/**
 * atlas_managed_load:
 * @error: return location for an error
 *
 * Reads what is settled for this laptop, in `/etc/provision-atlas/laptop.conf` or the file that
 * `PROVISION_ATLAS_LAPTOP_CONF` names.
 *
 * Returns: (transfer full) (nullable): it, or %NULL without an error when nothing is settled
 */
AtlasManaged *
atlas_managed_load (GError **error)
{
  const char *path = g_getenv (PATH_FOR_TRY);

  if (path == NULL)
    path = DEFAULT_PATH;

  return g_file_test (path, G_FILE_TEST_EXISTS) ? atlas_managed_read (path, error) : NULL;
}

void
atlas_managed_free (AtlasManaged *self)
{
  if (self == NULL)
    return;

  g_free (self->server);
  g_free (self->ca_path);
  g_free (self->fingerprint);
  g_free (self);
}
