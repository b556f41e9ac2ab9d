/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a server has erased is on no laptop any more: real processes, and every byte looked at. */
#define _GNU_SOURCE
#include "config.h"

#include <gio/gio.h>
#include <string.h>

#include "../isolate.h"
#include "base/atlas-id.h"
#include "server/server-fixture.h"
#include "sync-fixture.h"
#include "sync/atlas-join.h"
#include "sync/atlas-sync-service.h"

#define NAME  "Quillfeather"
#define NEWER "Quillwright"
#define WORDS "spoke of the sea"

static char *
join (TestServer *server,
      const char *role,
      const char *scope)
{
  g_autofree char *name = atlas_id_new ();
  g_autofree char *code = test_server_add_user (server, name, role, scope);
  g_autofree char *ca = NULL;
  g_autoptr(GError) error = NULL;
  char *folder = g_dir_make_tmp ("atlas-laptop-XXXXXX", NULL);
  AtlasJoinRequest request = { .server = server->url, .enrol_code = code, .device_name = "Laptop" };

  g_assert_true (g_file_get_contents (server->ca, &ca, NULL, NULL));
  request.ca_pem = ca;
  g_assert_true (atlas_join_begin (folder, &request, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (atlas_join_finish (folder, NULL, &error));
  g_assert_no_error (error);

  return folder;
}

static void
run_sync (const char *folder)
{
  g_autoptr(GError) error = NULL;
  AtlasSyncReport report;

  g_assert_true (atlas_sync_run_once (folder, NULL, NULL, &report, NULL, &error));
  g_assert_no_error (error);
}

static void
apply (const char     *folder,
       AtlasChangeSet *set)
{
  g_autoptr(GError) error = NULL;
  AtlasStore *store = atlas_store_open (folder, ATLAS_STORE_DEFAULT, &error);

  g_assert_no_error (error);
  g_assert_true (atlas_store_apply (store, set, &error));
  g_assert_no_error (error);
  atlas_store_close (store);
}

static void
enter (const char *folder,
       const char *child,
       const char *referral)
{
  g_autoptr(AtlasChangeSet) set = atlas_change_set_new ("Entered");
  g_autofree char *note = atlas_id_new ();
  g_autofree char *area = test_key_id ("area", "dspl3");

  atlas_change_set_create (set, "child", child,
                           json_pack ("{s:s, s:s, s:s}", "first_name", "Zoë", "last_name", NAME,
                                      "area", area));
  atlas_change_set_create (set, "referral", referral,
                           json_pack ("{s:s, s:s, s:s, s:i}", "reference", "T-1", "child", child,
                                      "step", "draft", "tier", 3));
  atlas_change_set_create (set, "note", note,
                           json_pack ("{s:s, s:s, s:s}", "referral", referral, "on", "2026-01-05",
                                      "text", WORDS));
  apply (folder, set);
}

/* Changes the child without sending it. */
static void
edit (const char *folder,
      const char *child)
{
  g_autoptr(AtlasChangeSet) set = atlas_change_set_new ("Changed");
  g_autoptr(AtlasRecord) record = NULL;
  g_autoptr(GError) error = NULL;
  AtlasStore *store = atlas_store_open (folder, ATLAS_STORE_DEFAULT, &error);

  g_assert_no_error (error);
  record = atlas_store_get (store, "child", child, &error);
  g_assert_no_error (error);
  atlas_store_close (store);
  atlas_change_set_set_text (set, record, "last_name", NEWER);
  apply (folder, set);
}

static gboolean
holds (const char *folder,
       const char *words)
{
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *bytes = NULL;
      gsize length;

      if (g_file_test (path, G_FILE_TEST_IS_DIR) ? holds (path, words)
          : g_file_get_contents (path, &bytes, &length, NULL) &&
          memmem (bytes, length, words, strlen (words)) != NULL)
        {
          g_test_message ("“%s” is in %s", words, path);
          return TRUE;
        }
    }

  return FALSE;
}

static void
assert_nowhere (const char *folder)
{
  g_assert_false (holds (folder, NAME));
  g_assert_false (holds (folder, NEWER));
  g_assert_false (holds (folder, WORDS));
}

static void
test_an_erased_child_is_nowhere (void)
{
  g_autoptr(TestServer) server = test_server_new (NULL);
  g_autofree char *a = join (server, "area_lead", "area/dspl3");
  g_autofree char *b = join (server, "county_officer", "county");
  g_autofree char *child = atlas_id_new ();
  g_autofree char *referral = atlas_id_new ();
  g_autofree char *route = g_strconcat ("child/", child, NULL);
  g_autofree char *erased = NULL;

  enter (a, child, referral);
  run_sync (a);
  run_sync (b);
  edit (b, child);
  g_assert_true (holds (a, NAME));
  g_assert_true (holds (b, NEWER));

  erased = test_server_run (server, 0, NULL, "erase", "%", route, "--reason", "asked for", NULL);
  run_sync (a);
  run_sync (b);

  assert_nowhere (a);
  assert_nowhere (b);
  assert_nowhere (server->folder);

  sync_fixture_remove (a);
  sync_fixture_remove (b);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, TEST_ISOLATE, NULL);

  g_test_add_func ("/erase/an-erased-child-is-nowhere", test_an_erased_child_is_nowhere);

  return g_test_run ();
}
