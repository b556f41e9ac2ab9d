/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/atlas-session.h"

#include <glib/gstdio.h>

#include "app/atlas-session-work.h"
#include "base/atlas-error.h"

#define N_SCOPES 29     /* the county, its 9 areas, its 19 partnerships */

typedef struct {
  char         *folder;
  AtlasSession *session;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("atlas-session-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->session = atlas_session_new ();
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  static const char * const names[] = {
    ATLAS_STORE_FILE, ATLAS_STORE_FILE "-wal", ATLAS_STORE_FILE "-shm",
  };

  g_assert_finalize_object (fixture->session);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (fixture->folder, names[i], NULL);

      g_unlink (path);
    }
  g_rmdir (fixture->folder);
  g_free (fixture->folder);
}

static void
wait_until_opened (AtlasSession *session)
{
  while (atlas_session_get_state (session) == ATLAS_SESSION_OPENING)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_a_folder_without_a_store_is_empty (Fixture      *fixture,
                                        gconstpointer data)
{
  atlas_session_open (fixture->session, fixture->folder, ATLAS_SESSION_NOTHING);
  wait_until_opened (fixture->session);
  g_assert_cmpint (atlas_session_get_state (fixture->session), ==, ATLAS_SESSION_EMPTY);
}

static void
test_a_damaged_store_is_trouble (Fixture      *fixture,
                                 gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *path = g_build_filename (fixture->folder, ATLAS_STORE_FILE, NULL);
  g_autofree char *found = NULL;
  g_autofree char *content = g_strnfill (9000, 'x');

  g_file_set_contents (path, content, -1, &error);
  g_assert_no_error (error);

  atlas_session_open (fixture->session, fixture->folder, ATLAS_SESSION_COUNTY);
  wait_until_opened (fixture->session);
  g_assert_cmpint (atlas_session_get_state (fixture->session), ==, ATLAS_SESSION_TROUBLE);
  g_assert_error (atlas_session_get_error (fixture->session), ATLAS_ERROR, ATLAS_ERROR_DAMAGED);

  atlas_session_close (fixture->session);
  g_file_get_contents (path, &found, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (found, ==, content);
}

static void
test_a_new_county_is_made_and_looked_at_in_parts (Fixture      *fixture,
                                                  gconstpointer data)
{
  GListModel *scopes;

  atlas_session_open (fixture->session, fixture->folder, ATLAS_SESSION_COUNTY);
  wait_until_opened (fixture->session);
  g_assert_cmpint (atlas_session_get_state (fixture->session), ==, ATLAS_SESSION_READY);
  g_assert_false (atlas_session_is_demonstration (fixture->session));
  g_assert_cmpstr (atlas_session_get_county_name (fixture->session), ==, "Hertfordshire");

  scopes = atlas_session_get_scopes (fixture->session);
  g_assert_cmpint (g_list_model_get_n_items (scopes), ==, N_SCOPES);
  g_assert_cmpstr (atlas_session_get_scope_name (fixture->session), ==, "All Hertfordshire");
  atlas_session_set_scope (fixture->session, "area/dspl2");
  g_assert_cmpstr (atlas_session_get_scope_name (fixture->session), ==, "2 Stevenage");
  atlas_session_set_scope (fixture->session, "area/nowhere");
  g_assert_cmpstr (atlas_session_get_scope (fixture->session), ==, "county");
}

static void
test_a_session_can_be_closed_while_it_opens (Fixture      *fixture,
                                             gconstpointer data)
{
  atlas_session_open (fixture->session, fixture->folder, ATLAS_SESSION_COUNTY);
  atlas_session_close (fixture->session);
  g_assert_cmpint (atlas_session_get_state (fixture->session), ==, ATLAS_SESSION_EMPTY);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_null (atlas_session_get_service (fixture->session));
}

static void
test_a_demonstration_stays_on_its_day (Fixture      *fixture,
                                       gconstpointer data)
{
  g_autoptr(AtlasStore) store = NULL;
  g_autoptr(GError) error = NULL;

  atlas_session_open (fixture->session, fixture->folder, ATLAS_SESSION_DEMONSTRATION);
  wait_until_opened (fixture->session);
  g_assert_true (atlas_session_is_demonstration (fixture->session));
  g_assert_cmpint (atlas_session_get_as_of (fixture->session), ==, atlas_date_today (NULL));
  atlas_session_close (fixture->session);

  store = atlas_store_open (fixture->folder, ATLAS_STORE_DEFAULT, &error);
  g_assert_no_error (error);
  atlas_store_set_meta (store, "demonstration_as_of", "2026-03-02", &error);
  g_assert_no_error (error);
  g_clear_pointer (&store, atlas_store_close);

  atlas_session_open (fixture->session, fixture->folder, ATLAS_SESSION_NOTHING);
  wait_until_opened (fixture->session);
  g_assert_cmpint (atlas_session_get_as_of (fixture->session), ==, atlas_date_new (2026, 3, 2));
}

static void
undone_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  GAsyncResult **kept = user_data;

  *kept = g_object_ref (result);
}

static void
test_nothing_is_undone_twice (Fixture      *fixture,
                              gconstpointer data)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError)       error = NULL;

  atlas_session_open (fixture->session, fixture->folder, ATLAS_SESSION_COUNTY);
  wait_until_opened (fixture->session);
  atlas_session_undo_async (fixture->session, NULL, undone_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);

  g_assert_null (atlas_session_undo_finish (fixture->session, result, &error));
  g_assert_error (error, ATLAS_ERROR, ATLAS_ERROR_NOT_FOUND);
}

static void
test_work_without_a_store_is_refused (Fixture      *fixture,
                                      gconstpointer data)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError)       error = NULL;

  atlas_session_redo_async (fixture->session, NULL, undone_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);

  g_assert_null (atlas_session_undo_finish (fixture->session, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/app/session/a-folder-without-a-store-is-empty", Fixture, NULL,
              set_up, test_a_folder_without_a_store_is_empty, tear_down);
  g_test_add ("/app/session/a-damaged-store-is-trouble", Fixture, NULL,
              set_up, test_a_damaged_store_is_trouble, tear_down);
  g_test_add ("/app/session/a-new-county-is-made-and-looked-at-in-parts", Fixture, NULL,
              set_up, test_a_new_county_is_made_and_looked_at_in_parts, tear_down);
  g_test_add ("/app/session/a-demonstration-stays-on-its-day", Fixture, NULL,
              set_up, test_a_demonstration_stays_on_its_day, tear_down);
  g_test_add ("/app/session/it-can-be-closed-while-it-opens", Fixture, NULL,
              set_up, test_a_session_can_be_closed_while_it_opens, tear_down);
  g_test_add ("/app/session/nothing-is-undone-twice", Fixture, NULL,
              set_up, test_nothing_is_undone_twice, tear_down);
  g_test_add ("/app/session/work-without-a-store-is-refused", Fixture, NULL,
              set_up, test_work_without_a_store_is_refused, tear_down);

  return g_test_run ();
}
