/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A server that was restored to an earlier moment gets back what its laptops had been told it did.
 * Source: protocol, section 9, and section 14, invariant 12.
 */
#include "config.h"

#include <string.h>

#include "../isolate.h"
#include "base/atlas-error.h"
#include "base/atlas-id.h"
#include "laptop-fixture.h"
#include "store/atlas-history.h"
#include "sync/atlas-sync-engine.h"

typedef struct {
  TestServer *server;
  Laptop     *lead;
  Laptop     *officer;
  char       *child;            /* known to both, and to the backup */
  char       *backup;
} Fixture;

static char *
enter (Laptop     *laptop,
       const char *name)
{
  g_autofree char *area = test_key_id ("area", "dspl3");

  return laptop_create (laptop, "child", json_pack ("{s:s, s:s, s:s}", "first_name", name,
                                                    "last_name", "Quill", "area", area));
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->server = test_server_new (NULL);
  fixture->lead = laptop_joined (fixture->server, "area_lead", "area/dspl3");
  fixture->officer = laptop_joined (fixture->server, "county_officer", "county");
  fixture->child = enter (fixture->lead, "Zoë");
  laptop_sync (fixture->lead);
  laptop_sync (fixture->officer);
  fixture->backup = laptop_back_up (fixture->server, "backup");
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  laptop_assert_sound (fixture->lead);
  laptop_assert_sound (fixture->officer);
  laptop_free (fixture->lead);
  laptop_free (fixture->officer);
  test_server_free (fixture->server);
  g_free (fixture->child);
  g_free (fixture->backup);
}

static void
restore (Fixture *fixture)
{
  laptop_restore (fixture->server, fixture->backup);
  laptop_follow (fixture->lead);
  laptop_follow (fixture->officer);
}

static gint64
ask (Laptop     *laptop,
     const char *sql)
{
  g_autoptr(GError) error = NULL;
  gint64 value = -1;

  atlas_db_ask_integer (atlas_store_get_db (laptop->store), sql, &value, &error);
  g_assert_no_error (error);
  return value;
}

static void
assert_nothing_beside (Laptop *laptop)
{
  g_autofree char *folder = atlas_store_sync_anew_folder (laptop->folder);

  g_assert_false (g_file_test (folder, G_FILE_TEST_EXISTS));
}

/* What the window says for as long as it is so, also when the program was ended meanwhile. */
static void
assert_known_restored (Laptop  *laptop,
                       gboolean is_known)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(AtlasSyncEngine) engine = atlas_sync_engine_open (laptop->folder, laptop->folder,
                                                              &error);

  g_assert_no_error (error);
  g_assert_true (atlas_sync_engine_is_restored (engine) == is_known);
}

static void
write_draft (Laptop     *laptop,
             const char *referral)
{
  g_autoptr(GError)    error = NULL;
  g_autoptr(AtlasStmt) stmt = NULL;

  stmt = atlas_db_prepare (atlas_store_get_db (laptop->store),
                           "INSERT INTO draft (meeting, referral, turn, body)"
                           " VALUES (?1, ?1, 1, '{}')", &error);
  g_assert_no_error (error);
  atlas_stmt_bind_id (stmt, 1, referral);
  g_assert_true (atlas_stmt_run (stmt, &error));
}

static void
test_what_was_applied_comes_back (Fixture      *fixture,
                                  gconstpointer data)
{
  g_autofree char *second = enter (fixture->lead, "Ned");
  g_autofree char *unsent = NULL;
  g_autofree char *epoch = atlas_store_get_meta (fixture->lead->store, "epoch");
  g_autofree char *later = NULL;
  AtlasSyncReport report;
  gint64 n_history;

  laptop_change (fixture->lead, "child", fixture->child, "last_name", "Quince");
  g_assert_cmpuint (laptop_sync (fixture->lead).push.n_applied, ==, 2);
  laptop_sync (fixture->officer);
  laptop_change (fixture->officer, "child", second, "born", "2012-05-01");
  g_assert_cmpuint (laptop_sync (fixture->officer).push.n_applied, ==, 1);
  laptop_sync (fixture->lead);

  unsent = enter (fixture->lead, "Ida");
  laptop_change (fixture->lead, "child", second, "first_name", "Edward");
  write_draft (fixture->lead, second);
  n_history = ask (fixture->lead, "SELECT count (*) FROM history");
  restore (fixture);

  report = laptop_sync (fixture->lead);
  g_assert_cmpuint (report.n_pushed, ==, 4);
  g_assert_cmpuint (report.push.n_applied, ==, 4);
  later = atlas_store_get_meta (fixture->lead->store, "epoch");
  g_assert_cmpstr (later, !=, epoch);
  assert_nothing_beside (fixture->lead);
  g_assert_cmpint (ask (fixture->lead, "SELECT count (*) FROM history"), ==, n_history);
  g_assert_cmpint (ask (fixture->lead, "SELECT count (*) FROM draft"), ==, 1);
  g_assert_cmpint (ask (fixture->lead, "SELECT count (*) FROM pending"), ==, 0);

  report = laptop_sync (fixture->officer);
  g_assert_cmpuint (report.n_pushed, ==, 1);
  g_assert_cmpuint (report.push.n_applied, ==, 1);
  laptop_sync (fixture->lead);
  for (guint i = 0; i < 2; i++)
    {
      Laptop *laptop = i == 0 ? fixture->lead : fixture->officer;
      g_autoptr(AtlasRecord) child = laptop_get (laptop, "child", second);

      laptop_assert_text (laptop, "child", fixture->child, "last_name", "Quince");
      laptop_assert_text (laptop, "child", second, "first_name", "Edward");
      laptop_assert_text (laptop, "child", unsent, "first_name", "Ida");
      g_assert_true (atlas_record_has (child, atlas_type_field (atlas_type_find ("child"),
                                                                "born")));
    }
}

/* What the server no longer has and nobody on this laptop has done goes from the screen. */
static void
test_what_nobody_sends_again_goes (Fixture      *fixture,
                                   gconstpointer data)
{
  g_autofree char *lost = enter (fixture->lead, "Ned");

  laptop_sync (fixture->lead);
  laptop_sync (fixture->officer);
  restore (fixture);
  laptop_sync (fixture->officer);
  laptop_assert_missing (fixture->officer, "child", lost);

  laptop_sync (fixture->lead);
  laptop_sync (fixture->officer);
  laptop_assert_text (fixture->officer, "child", lost, "first_name", "Ned");
}

static void
stop_cb (AtlasSyncState state,
         guint          done,
         guint          total,
         gpointer       data)
{
  if (state == ATLAS_SYNC_CATCHING_UP && done > 0)
    g_cancellable_cancel (data);
}

static void
test_broken_off_nothing_is_lost (Fixture      *fixture,
                                 gconstpointer data)
{
  g_autofree char *late = enter (fixture->lead, "Ned");
  g_autofree char *epoch = atlas_store_get_meta (fixture->lead->store, "epoch");
  g_autofree char *after = NULL;
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;
  AtlasSyncReport report;

  laptop_sync (fixture->lead);
  restore (fixture);
  g_assert_false (atlas_sync_run_once (fixture->lead->folder, stop_cb, cancellable, &report,
                                       cancellable, &error));
  g_assert_nonnull (error);
  after = atlas_store_get_meta (fixture->lead->store, "epoch");
  g_assert_cmpstr (after, ==, epoch);
  assert_known_restored (fixture->lead, TRUE);
  laptop_assert_text (fixture->lead, "child", late, "first_name", "Ned");
  laptop_assert_text (fixture->lead, "child", fixture->child, "first_name", "Zoë");

  assert_known_restored (fixture->officer, FALSE);
  laptop_sync (fixture->lead);
  assert_known_restored (fixture->lead, FALSE);
  laptop_sync (fixture->officer);
  laptop_assert_text (fixture->officer, "child", late, "first_name", "Ned");
  assert_nothing_beside (fixture->lead);
}

static char *
new_code (TestServer *server,
          const char *user)
{
  g_autofree char *told = test_server_run (server, 0, NULL, "user", "code", "%", user, "--format",
                                           "json", NULL);
  g_autoptr(json_t) answer = atlas_json_parse (told, -1, NULL);

  return g_strdup (atlas_json_string (answer, "enrol_code"));
}

static void
sign_in_again (Laptop     *laptop,
               const char *code)
{
  g_autofree char *ca = laptop_read_ca (laptop->server);
  g_autoptr(GError) error = NULL;
  AtlasJoinRequest request = laptop_request (laptop->server, code, ca);
  AtlasSyncReport report;

  g_assert_false (atlas_sync_run_once (laptop->folder, NULL, NULL, &report, NULL, &error));
  g_assert_error (error, ATLAS_ERROR, ATLAS_ERROR_SIGNED_OUT);
  g_assert_cmpint (report.problem, ==, ATLAS_SYNC_PROBLEM_SIGN_IN);
  g_clear_error (&error);

  g_assert_true (atlas_join_again (laptop->folder, &request, NULL, &error));
  g_assert_no_error (error);
}

/* The laptop, its user too, came after the backup: it says that it was here, and sends it all. */
static void
test_an_unknown_laptop_sends_it_all (Fixture      *fixture,
                                     gconstpointer data)
{
  g_autoptr(Laptop) late = laptop_joined (fixture->server, "area_lead", "area/dspl3");
  g_autofree char *user = atlas_store_get_meta (late->store, "user_name");
  g_autofree char *first = enter (late, "Ned");
  g_autofree char *second = NULL;
  g_autofree char *unsent = NULL;
  g_autofree char *code = NULL;
  AtlasSyncReport report;

  laptop_sync (late);
  second = enter (late, "Ida");
  laptop_change (late, "child", first, "last_name", "Quince");
  laptop_sync (late);
  unsent = enter (late, "Una");
  restore (fixture);
  laptop_follow (late);

  g_free (test_server_add_user (fixture->server, user, "area_lead", "area/dspl3"));
  code = new_code (fixture->server, user);
  sign_in_again (late, code);
  report = laptop_sync (late);
  g_assert_cmpuint (report.push.n_applied, ==, 4);

  laptop_sync (fixture->officer);
  laptop_assert_text (fixture->officer, "child", first, "last_name", "Quince");
  laptop_assert_text (fixture->officer, "child", second, "first_name", "Ida");
  laptop_assert_text (fixture->officer, "child", unsent, "first_name", "Una");
  laptop_assert_sound (late);
}

/* More than thirty days ago: the numbers do not fit any more, what there is comes nevertheless. */
static void
test_a_gap_is_passed_by_signing_in (Fixture      *fixture,
                                    gconstpointer data)
{
  g_autofree char *user = atlas_store_get_meta (fixture->lead->store, "user_name");
  g_autofree char *forgotten = enter (fixture->lead, "Ned");
  g_autofree char *kept = NULL;
  g_autofree char *code = NULL;
  g_autofree char *ca = laptop_read_ca (fixture->server);
  g_autoptr(GError) error = NULL;
  gint64 in_31_days = g_get_real_time () / 1000 + G_GINT64_CONSTANT (31) * 24 * 60 * 60 * 1000;
  AtlasJoinRequest request;
  AtlasSyncReport report;

  laptop_sync (fixture->lead);
  g_assert_true (atlas_store_sync_prune (fixture->lead->store, in_31_days, in_31_days, &error));
  kept = enter (fixture->lead, "Ida");
  laptop_sync (fixture->lead);
  restore (fixture);
  code = new_code (fixture->server, user);

  g_assert_false (atlas_sync_run_once (fixture->lead->folder, NULL, NULL, &report, NULL, &error));
  g_assert_cmpint (report.problem, ==, ATLAS_SYNC_PROBLEM_GAP);
  g_clear_error (&error);
  laptop_assert_text (fixture->lead, "child", forgotten, "first_name", "Ned");

  request = laptop_request (fixture->server, code, ca);
  g_assert_true (atlas_join_again (fixture->lead->folder, &request, NULL, &error));
  g_assert_no_error (error);
  report = laptop_sync (fixture->lead);
  g_assert_cmpuint (report.push.n_applied, ==, 1);
  laptop_assert_text (fixture->lead, "child", kept, "first_name", "Ida");
}

static void
test_restored_twice (Fixture      *fixture,
                     gconstpointer data)
{
  g_autofree char *second_backup = NULL;
  g_autofree char *late = enter (fixture->lead, "Ned");
  g_autofree char *later = NULL;

  laptop_sync (fixture->lead);
  restore (fixture);
  laptop_sync (fixture->lead);
  second_backup = laptop_back_up (fixture->server, "second");
  later = enter (fixture->lead, "Ida");
  laptop_change (fixture->lead, "child", late, "last_name", "Quince");
  laptop_sync (fixture->lead);

  laptop_restore (fixture->server, second_backup);
  laptop_follow (fixture->lead);
  laptop_follow (fixture->officer);
  laptop_sync (fixture->lead);
  laptop_sync (fixture->officer);
  laptop_assert_text (fixture->officer, "child", late, "last_name", "Quince");
  laptop_assert_text (fixture->officer, "child", later, "first_name", "Ida");
}

static void
follow_in_staging (Laptop *laptop)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *staging = atlas_store_sync_staging (laptop->folder);
  g_autoptr(AtlasStore) store = atlas_store_open (staging, ATLAS_STORE_BULK, &error);

  g_assert_no_error (error);
  g_assert_true (atlas_store_set_meta (store, "server", laptop->server->url, &error));
}

/* Whoever was joining, before or after the backup, cannot go on, and begins anew with another
 * code. */
static void
join_over_a_restore (Fixture *fixture,
                     gboolean is_known)
{
  g_autoptr(Laptop) laptop = laptop_new (fixture->server);
  g_autofree char *backup = NULL;
  g_autofree char *ca = laptop_read_ca (fixture->server);
  g_autofree char *code = laptop_add_user (fixture->server, "area_lead", "area/dspl3");
  g_autofree char *other = NULL;
  g_autoptr(GError) error = NULL;
  AtlasJoinRequest request = laptop_request (fixture->server, code, ca);

  g_assert_true (atlas_join_begin (laptop->folder, &request, NULL, NULL, NULL, &error));
  backup = laptop_back_up (fixture->server, "later");
  laptop_restore (fixture->server, is_known ? backup : fixture->backup);
  follow_in_staging (laptop);
  other = laptop_add_user (fixture->server, "area_lead", "area/dspl3");
  request = laptop_request (fixture->server, other, ca);
  atlas_join_begin (laptop->folder, &request, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (atlas_join_finish (laptop->folder, NULL, &error));
  laptop_open (laptop);
  laptop_sync (laptop);
}

static void
test_a_join_that_is_not_known_begins_anew (Fixture      *fixture,
                                           gconstpointer data)
{
  join_over_a_restore (fixture, FALSE);
}

static void
test_a_join_of_another_history_begins_anew (Fixture      *fixture,
                                            gconstpointer data)
{
  join_over_a_restore (fixture, TRUE);
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, TEST_ISOLATE, NULL);

  ADD ("/restored/what-was-applied-comes-back", test_what_was_applied_comes_back);
  ADD ("/restored/what-nobody-sends-again-goes", test_what_nobody_sends_again_goes);
  ADD ("/restored/broken-off-nothing-is-lost", test_broken_off_nothing_is_lost);
  ADD ("/restored/an-unknown-laptop-sends-it-all", test_an_unknown_laptop_sends_it_all);
  ADD ("/restored/a-gap-is-passed-by-signing-in", test_a_gap_is_passed_by_signing_in);
  ADD ("/restored/restored-twice", test_restored_twice);
  ADD ("/restored/a-join-that-is-not-known-begins-anew", test_a_join_that_is_not_known_begins_anew);
  ADD ("/restored/a-join-of-another-history-begins-anew",
       test_a_join_of_another_history_begins_anew);

  return g_test_run ();
}
