/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-server"

#include "config.h"

#include "server/atlas-county.h"

#include <gio/gio.h>
#include <sodium.h>
#include <string.h>

#include "base/atlas-error.h"
#include "base/atlas-id.h"
#include "demo/atlas-county.h"
#include "exchange/atlas-pack.h"
#include "server/atlas-accounts.h"
#include "server/atlas-audit.h"
#include "server/atlas-authority.h"
#include "server/atlas-folder.h"
#include "server/atlas-loader.h"

#define ADMINISTRATOR "administrator"

void
atlas_county_new_clear (AtlasCountyNew *self)
{
  g_clear_pointer (&self->ca_path, g_free);
  g_clear_pointer (&self->fingerprint, g_free);
  g_clear_pointer (&self->enrol_code, g_free);
}

static char *
absolute_path (const char *folder,
               const char *name)
{
  g_autofree char *path = atlas_folder_path (folder, name);
  g_autoptr(GFile)  file = g_file_new_for_path (path);

  return g_file_get_path (file);
}

static gboolean
write_authority (const char         *folder,
                 const char         *title,
                 const char * const *names,
                 AtlasCountyNew     *result,
                 GError            **error)
{
  g_autoptr(AtlasAuthority) authority = atlas_authority_new (title, names, error);

  if (authority == NULL ||
      !atlas_folder_write (folder, ATLAS_FOLDER_CA, authority->ca_pem, -1, error) ||
      !atlas_folder_write (folder, ATLAS_FOLDER_CA_KEY, authority->ca_key_pem, -1, error) ||
      !atlas_folder_write (folder, ATLAS_FOLDER_CERTIFICATE, authority->server_pem, -1, error) ||
      !atlas_folder_write (folder, ATLAS_FOLDER_KEY, authority->server_key_pem, -1, error))
    return FALSE;

  result->ca_path = absolute_path (folder, ATLAS_FOLDER_CA);
  result->fingerprint = g_steal_pointer (&authority->fingerprint);
  return TRUE;
}

static gboolean
set_public_key (AtlasBackend *backend,
                const char   *name,
                const guint8 *key,
                gsize         length,
                GError      **error)
{
  g_autofree char *text = g_base64_encode (key, length);

  return atlas_meta_set (backend, name, text, error);
}

/* The key that signs the audit chain, and the one to which laptops seal their database keys. */
static gboolean
write_keys (const char   *folder,
            AtlasBackend *backend,
            GError      **error)
{
  guint8 public_key[crypto_sign_PUBLICKEYBYTES];
  guint8 secret_key[crypto_sign_SECRETKEYBYTES];
  guint8 box_public[crypto_box_PUBLICKEYBYTES];
  guint8 box_secret[crypto_box_SECRETKEYBYTES];
  gboolean done;

  crypto_sign_keypair (public_key, secret_key);
  crypto_box_keypair (box_public, box_secret);

  done = atlas_folder_write (folder, ATLAS_FOLDER_AUDIT_KEY, (const char *) secret_key,
                             sizeof secret_key, error) &&
         atlas_folder_write (folder, ATLAS_FOLDER_RECOVERY_KEY, (const char *) box_secret,
                             sizeof box_secret,
                             error) &&
         set_public_key (backend, "audit_key", public_key, sizeof public_key, error) &&
         set_public_key (backend, "recovery_key", box_public, sizeof box_public, error);

  sodium_memzero (secret_key, sizeof secret_key);
  sodium_memzero (box_secret, sizeof box_secret);
  return done;
}

static gboolean
write_facts (AtlasBackend *backend,
             AtlasPack    *pack,
             gboolean      is_demonstration,
             GError      **error)
{
  g_autofree char *epoch = atlas_id_new ();
  g_autoptr(json_t) details = json_pack ("{s:s, s:s}", "epoch", epoch, "county",
                                         atlas_pack_get_name (pack));

  return atlas_meta_set (backend, "epoch", epoch, error) &&
         atlas_meta_set (backend, "county", atlas_pack_get_name (pack), error) &&
         atlas_meta_set (backend, "name", atlas_pack_get_title (pack), error) &&
         atlas_meta_set (backend, "demonstration", is_demonstration ? "1" : "0", error) &&
         atlas_meta_set (backend, "next_prefix", "0", error) &&
         atlas_audit_append (backend, "begin", details, error);
}

/* In an office of one the administrator is also its officer; `grant remove` parts the two. */
static gboolean
add_administrator (AtlasBackend   *backend,
                   AtlasCountyNew *result,
                   GError        **error)
{
  g_autoptr(AtlasGrants) grants = atlas_grants_new (NULL, 0);
  g_autofree char *user = NULL;

  atlas_grants_add (grants, ATLAS_SCOPE_COUNTY, "administrator");
  atlas_grants_add (grants, ATLAS_SCOPE_COUNTY, "county_officer");
  if (!atlas_accounts_add_user (backend, ADMINISTRATOR, grants, &user, error))
    return FALSE;

  result->enrol_code = atlas_accounts_make_code (backend, user, error);
  return result->enrol_code != NULL;
}

static gboolean
load (AtlasBackend   *backend,
      AtlasPack      *pack,
      int             invented,
      AtlasCountyNew *result,
      GError        **error)
{
  g_autoptr(AtlasImport) import = atlas_pack_read (pack, NULL);
  guint n_invented = 0;

  if (!atlas_county_check_rows (import, error) ||
      !atlas_loader_load_pack (backend, import, error) ||
      (invented >= 0 &&
       !atlas_loader_load_demonstration (backend, import, (guint) invented, &n_invented, error)))
    return FALSE;

  result->n_records = atlas_import_count (import, ATLAS_ROW_NEW) + n_invented;
  return TRUE;
}

static gboolean
fill (const char     *folder,
      AtlasBackend   *backend,
      AtlasPack      *pack,
      int             invented,
      AtlasCountyNew *result,
      GError        **error)
{
  return write_facts (backend, pack, invented >= 0, error) &&
         write_keys (folder, backend, error) &&
         load (backend, pack, invented, result, error) &&
         add_administrator (backend, result, error);
}

static gboolean
make_in (const char         *folder,
         const char         *database,
         AtlasPack          *pack,
         const char * const *names,
         int                 invented,
         AtlasCountyNew     *result,
         GError            **error)
{
  g_autoptr(AtlasBackend) backend = NULL;
  g_autofree char *title = g_strdup_printf ("Provision Atlas, %s", atlas_pack_get_title (pack));

  if (!write_authority (folder, title, names, result, error) ||
      (backend = atlas_folder_new_backend (folder, database, error)) == NULL ||
      !atlas_backend_begin (backend, TRUE, error))
    return FALSE;

  if (fill (folder, backend, pack, invented, result, error))
    return atlas_backend_commit (backend, error);

  atlas_backend_rollback (backend);
  return FALSE;
}

/**
 * atlas_county_create:
 * @folder: a folder that is empty or not there
 * @database: (nullable): where the county is to be kept, as libpq reads it, or %NULL for a file in
 *   the folder
 * @pack: name of a shipped county pack, or a folder with one
 * @names: (array zero-terminated=1): host names and addresses by which laptops reach the server
 * @invented: how many children to make up for a demonstration, or -1 for a real county
 * @result: (out caller-allocates): what to tell
 * @error: return location for an error
 *
 * Begins a county's server: authority, certificate, keys, the pack's reference data, and a first
 * administrator.
 *
 * Returns: whether it was begun
 */
gboolean
atlas_county_create (const char         *folder,
                     const char         *database,
                     const char         *pack,
                     const char * const *names,
                     int                 invented,
                     AtlasCountyNew     *result,
                     GError            **error)
{
  g_autoptr(AtlasPack) opened = atlas_pack_open (pack, error);
  g_autofree char *made = NULL;

  if (opened == NULL || !atlas_folder_create (folder, &made, error))
    return FALSE;
  if (make_in (folder, database, opened, names, invented, result, error))
    return TRUE;

  atlas_folder_clear (folder, made);
  return FALSE;
}
