/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "server/atlas-accounts.h"
#include "server/atlas-county.h"
#include "server/atlas-folder.h"
#include "server/atlas-push.h"

#define DEVICE "01a20000-0000-7000-8000-000000000001"

int LLVMFuzzerTestOneInput (const guint8 *data,
                            gsize         size);

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

/* A county with one laptop of an officer's. */
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
                               "uu", DEVICE, user));
}

/* The input stands for the member `sets` of a push; each is the first that the laptop sends. */
int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autoptr(AtlasRequest) request = atlas_request_new ();
  g_autoptr(AtlasAnswer) answer = atlas_answer_new ();
  g_autoptr(AtlasSession) session = g_new0 (AtlasSession, 1);
  g_autoptr(GString) body = g_string_new ("{\"device\":\"" DEVICE "\",\"ack\":1,\"sets\":");
  AtlasBackend *backend;

  if (service == NULL)
    begin ();

  backend = atlas_service_get_backend (service);
  g_assert (atlas_backend_run (backend, NULL, "UPDATE device SET last_n = 0, ack = 0", ""));
  g_assert (atlas_backend_run (backend, NULL, "DELETE FROM set_seen", ""));

  session->user = g_strdup (user);
  session->device = g_strdup (DEVICE);
  session->schema = ATLAS_SCHEMA_CURRENT;
  session->grants = atlas_grants_load (backend, user, -1, NULL);
  g_string_append_len (body, (const char *) data, (gssize) size);
  g_string_append_c (body, '}');
  request->body = g_bytes_new (body->str, body->len);

  atlas_push_handle (service, session, request, answer);
  g_assert (answer->status == 200 || (answer->status >= 400 && answer->status < 500));

  return 0;
}
