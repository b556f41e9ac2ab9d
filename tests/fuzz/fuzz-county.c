/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz-county.h"

#include <glib/gstdio.h>
#include <sodium.h>
#include <stdlib.h>

#include "server/atlas-accounts.h"
#include "server/atlas-county.h"

static char *folder;
static AtlasService *service;
static char *user;

static void
clean_up (void)
{
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  g_clear_pointer (&service, atlas_service_close);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_unlink (path);
    }
  g_rmdir (folder);
}

static void
begin (void)
{
  static const char *names[] = { "localhost", NULL };
  g_auto(AtlasCountyNew) county = { NULL };
  AtlasBackend *backend;

  g_assert (sodium_init () >= 0);
  folder = g_dir_make_tmp ("atlas-fuzz-XXXXXX", NULL);
  g_assert (atlas_county_create (folder, NULL, "hertfordshire", names, -1, &county, NULL));
  service = atlas_service_open (folder, NULL, NULL);
  g_assert (service != NULL);
  atexit (clean_up);

  backend = atlas_service_get_backend (service);
  g_assert (atlas_accounts_find_user (backend, "administrator", &user, NULL));
  g_assert (atlas_backend_run (backend, NULL,
                               "INSERT INTO device (id, account, name, public_key, prefix, state, "
                               "enrolled_at) VALUES (?1, ?2, 'x', 'x', 'X2', 'active', 'now')",
                               "uu", FUZZ_DEVICE, user));
}

/* Made when it is first asked for, and removed when the program ends. */
AtlasService *
fuzz_county (void)
{
  if (service == NULL)
    begin ();

  return service;
}

AtlasSession *
fuzz_county_session (void)
{
  AtlasSession *session = g_new0 (AtlasSession, 1);

  session->user = g_strdup (user);
  session->device = g_strdup (FUZZ_DEVICE);
  session->schema = ATLAS_SCHEMA_CURRENT;
  session->grants = atlas_grants_load (atlas_service_get_backend (fuzz_county ()), user, -1, NULL);
  return session;
}
