/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a laptop does when the server, or what stands in its place, says something unexpected. */
#include "config.h"

#include <gio/gio.h>
#include <sodium.h>
#include <string.h>

#include "../isolate.h"
#include "base/atlas-error.h"
#include "base/atlas-id.h"
#include "scripted-laptop.h"
#include "sync-fixture.h"
#include "sync/atlas-backoff.h"
#include "sync/atlas-pin.h"
#include "sync/atlas-secrets.h"
#include "sync/atlas-sync.h"

static gboolean
has_other (ScriptedLaptop *fixture)
{
  g_autoptr(AtlasRecord) record = atlas_store_get (fixture->store, "child", OTHER, NULL);

  return record != NULL;
}

static void
say_news (ScriptedLaptop *fixture)
{
  g_autofree char *put = g_strdup_printf (PUT, OTHER, "Ned");

  scripted_laptop_say (fixture, "/v1/changes", 200, PAGE, "c1", "false", 5, put);
}

static void
test_news_arrive (ScriptedLaptop *fixture,
                  gconstpointer   data)
{
  AtlasSyncReport report;

  say_news (fixture);
  report = scripted_laptop_run_well (fixture);
  g_assert_cmpuint (report.pull.n_put, ==, 1);
  g_assert_cmpint (report.pull.head, ==, 5);
  g_assert_true (has_other (fixture));
}

static void
test_a_failed_push_does_not_stop_the_pull (ScriptedLaptop *fixture,
                                           gconstpointer   data)
{
  scripted_laptop_enter_child (fixture);
  scripted_laptop_say (fixture, "/v1/push", 500, "oh");
  say_news (fixture);
  scripted_laptop_run_badly (fixture, ATLAS_ERROR_NETWORK, ATLAS_SYNC_PROBLEM_FAULT);
  g_assert_true (has_other (fixture));
  g_assert_cmpint (scripted_laptop_n_unsent (fixture), ==, 1);
}

static void
test_a_failed_pull_does_not_undo_the_push (ScriptedLaptop *fixture,
                                           gconstpointer   data)
{
  AtlasSyncReport report;

  scripted_laptop_enter_child (fixture);
  scripted_laptop_say (fixture, "/v1/push", 200, "{\"last\":1,\"results\":["
                       "{\"n\":1,\"state\":\"applied\",\"seq\":7,\"ops\":[{\"rev\":1}]}]}");
  scripted_laptop_say (fixture, "/v1/changes", 503, "%s", "");
  report = scripted_laptop_run_badly (fixture, ATLAS_ERROR_NETWORK, ATLAS_SYNC_PROBLEM_BUSY);
  g_assert_cmpuint (report.push.n_applied, ==, 1);
  g_assert_cmpint (scripted_laptop_n_unsent (fixture), ==, 0);
}

static void
test_retry_after_is_told (ScriptedLaptop *fixture,
                          gconstpointer   data)
{
  AtlasSyncReport report;

  scripted_laptop_say (fixture, "/v1/changes", 429, PROBLEM, "slow-down", "");
  scripted_server_header (fixture->server, "/v1/changes", "Retry-After", "17");
  report = scripted_laptop_run_badly (fixture, ATLAS_ERROR_NETWORK, ATLAS_SYNC_PROBLEM_BUSY);
  g_assert_cmpuint (report.retry_after_s, ==, 17);
}

static void
test_a_cut_connection_loses_nothing (ScriptedLaptop *fixture,
                                     gconstpointer   data)
{
  scripted_laptop_enter_child (fixture);
  scripted_server_cut (fixture->server, "/v1/push");
  say_news (fixture);
  scripted_laptop_run_badly (fixture, ATLAS_ERROR_NETWORK, ATLAS_SYNC_PROBLEM_NO_ANSWER);
  g_assert_cmpint (scripted_laptop_n_unsent (fixture), ==, 1);
}

static void
test_a_sign_in_page_is_not_the_server (ScriptedLaptop *fixture,
                                       gconstpointer   data)
{
  scripted_laptop_say (fixture, "/v1/changes", 200,
                       "<html><title>Welcome to the hotel</title></html>");
  scripted_laptop_run_badly (fixture, ATLAS_ERROR_NETWORK, ATLAS_SYNC_PROBLEM_NOT_A_SERVER);
}

static void
test_a_redirect_is_not_followed (ScriptedLaptop *fixture,
                                 gconstpointer   data)
{
  scripted_laptop_say (fixture, "/v1/changes", 302, "%s", "");
  scripted_server_header (fixture->server, "/v1/changes", "Location", "/v1/other");
  scripted_laptop_run_badly (fixture, ATLAS_ERROR_NETWORK, ATLAS_SYNC_PROBLEM_NOT_A_SERVER);
  g_assert_cmpuint (scripted_server_count (fixture->server, "/v1/other"), ==, 0);
}

static void
test_broken_json_changes_nothing (ScriptedLaptop *fixture,
                                  gconstpointer   data)
{
  scripted_laptop_say (fixture, "/v1/changes", 200, "{\"cursor\":\"c1\",\"changes\":[");
  scripted_laptop_run_badly (fixture, ATLAS_ERROR_NETWORK, ATLAS_SYNC_PROBLEM_NOT_A_SERVER);
  g_assert_false (has_other (fixture));
}

static void
test_another_authority_is_not_trusted (ScriptedLaptop *fixture,
                                       gconstpointer   data)
{
  g_autoptr(ScriptedServer) other = scripted_server_new ();
  g_autoptr(GError) error = NULL;

  g_assert_true (atlas_store_set_meta (fixture->store, "server_ca", scripted_server_ca (other),
                                       &error));
  scripted_laptop_run_badly (fixture, ATLAS_ERROR_NETWORK, ATLAS_SYNC_PROBLEM_UNTRUSTED);
  g_assert_cmpuint (scripted_server_count (fixture->server, "/v1/info"), ==, 0);
}

static void
assert_signed (ScriptedLaptop *fixture)
{
  g_autoptr(json_t) body = scripted_server_heard (fixture->server, "/v1/token");
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, "first", -1);
  g_autofree char *text = g_strdup_printf ("sync-token\n%s\n%s\n%s", DEVICE, hash,
                                           atlas_json_string (body, "ts"));
  gsize length;
  g_autofree guint8 *key = g_base64_decode (fixture->public_key, &length);
  g_autofree guint8 *signature = g_base64_decode (atlas_json_string (body, "sig"), &length);

  g_assert_cmpuint (length, ==, crypto_sign_BYTES);
  g_assert_cmpint (crypto_sign_verify_detached (signature, (const guint8 *) text, strlen (text),
                                                key), ==, 0);
}

static void
test_an_expired_token_is_renewed_once (ScriptedLaptop *fixture,
                                       gconstpointer   data)
{
  g_autoptr(AtlasSecrets) secrets = NULL;

  scripted_laptop_say (fixture, "/v1/changes", 401, PROBLEM, "token-expired", "");
  say_news (fixture);
  scripted_laptop_say (fixture, "/v1/token", 200, TOKENS);
  scripted_laptop_run_well (fixture);
  g_assert_cmpuint (scripted_server_count (fixture->server, "/v1/token"), ==, 1);
  assert_signed (fixture);

  secrets = atlas_secrets_load (fixture->folder, DEVICE, NULL);
  g_assert_cmpstr (secrets->refresh_token, ==, "next");
  g_assert_cmpstr (secrets->access_token, ==, "new");
}

static void
test_a_refused_token_signs_out (ScriptedLaptop *fixture,
                                gconstpointer   data)
{
  scripted_laptop_enter_child (fixture);
  scripted_laptop_say (fixture, "/v1/push", 401, PROBLEM, "token-expired", "");
  scripted_laptop_say (fixture, "/v1/changes", 401, PROBLEM, "token-expired", "");
  scripted_laptop_say (fixture, "/v1/token", 401, PROBLEM, "token-reused", "");
  scripted_laptop_run_badly (fixture, ATLAS_ERROR_SIGNED_OUT, ATLAS_SYNC_PROBLEM_SIGN_IN);
  g_assert_cmpint (scripted_laptop_n_unsent (fixture), ==, 1);
}

static void
test_missing_keys_sign_out (ScriptedLaptop *fixture,
                            gconstpointer   data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *path = g_build_filename (fixture->folder, "secrets.json", NULL);
  AtlasSyncReport report;

  g_assert_true (g_file_set_contents (path, "{}", -1, &error));
  g_assert_false (atlas_sync_run_once (fixture->folder, NULL, NULL, &report, NULL, &error));
  g_assert_error (error, ATLAS_ERROR, ATLAS_ERROR_SIGNED_OUT);
}

static void
test_a_locked_laptop_is_told (ScriptedLaptop *fixture,
                              gconstpointer   data)
{
  scripted_laptop_say (fixture, "/v1/changes", 403, PROBLEM, "device-locked", "");
  scripted_laptop_run_badly (fixture, ATLAS_ERROR_SIGNED_OUT, ATLAS_SYNC_PROBLEM_LOCKED);
}

static void
test_an_old_program_only_pulls (ScriptedLaptop *fixture,
                                gconstpointer   data)
{
  AtlasSyncReport report;

  scripted_laptop_enter_child (fixture);
  scripted_laptop_say (fixture, "/v1/push", 426, PROBLEM, "client-too-old", "");
  say_news (fixture);
  report = scripted_laptop_run_badly (fixture, ATLAS_ERROR_PROTOCOL,
                                      ATLAS_SYNC_PROBLEM_CLIENT_TOO_OLD);
  g_assert_true (report.may_only_pull);
  g_assert_true (has_other (fixture));
  g_assert_cmpint (scripted_laptop_n_unsent (fixture), ==, 1);
}

static void
test_a_newer_schema_is_not_pushed_to (ScriptedLaptop *fixture,
                                      gconstpointer   data)
{
  AtlasSyncReport report;

  say_news (fixture);
  scripted_laptop_say (fixture, "/v1/info", 200, INFO, "false", 99);
  scripted_laptop_run_well (fixture);
  scripted_laptop_enter_child (fixture);
  report = scripted_laptop_run_well (fixture);
  g_assert_true (report.may_only_pull);
  g_assert_cmpuint (scripted_server_count (fixture->server, "/v1/push"), ==, 0);
}

static void
test_too_much_is_halved (ScriptedLaptop *fixture,
                         gconstpointer   data)
{
  g_autoptr(json_t) body = NULL;
  AtlasSyncReport report;

  for (guint i = 0; i < 4; i++)
    scripted_laptop_enter_child (fixture);
  scripted_laptop_say (fixture, "/v1/push", 413, PROBLEM, "too-large", "");
  scripted_laptop_say (fixture, "/v1/push", 200, "{\"last\":2,\"results\":["
                       "{\"n\":1,\"state\":\"applied\",\"seq\":7},"
                       "{\"n\":2,\"state\":\"applied\",\"seq\":8}]}");
  scripted_laptop_say (fixture, "/v1/push", 200, "{\"last\":4,\"results\":["
                       "{\"n\":3,\"state\":\"applied\",\"seq\":9},"
                       "{\"n\":4,\"state\":\"applied\",\"seq\":10}]}");
  say_news (fixture);
  report = scripted_laptop_run_well (fixture);
  g_assert_cmpuint (report.push.n_applied, ==, 4);

  body = scripted_server_heard (fixture->server, "/v1/push");
  g_assert_cmpuint (json_array_size (json_object_get (body, "sets")), ==, 2);
  g_assert_cmpint (atlas_json_integer (body, "ack", -1), ==, 2);
}

static void
test_one_set_too_large_is_told (ScriptedLaptop *fixture,
                                gconstpointer   data)
{
  scripted_laptop_enter_child (fixture);
  scripted_laptop_say (fixture, "/v1/push", 413, PROBLEM, "too-large", "");
  say_news (fixture);
  scripted_laptop_run_badly (fixture, ATLAS_ERROR_PROTOCOL, ATLAS_SYNC_PROBLEM_TOO_LARGE);
  g_assert_cmpint (scripted_laptop_n_unsent (fixture), ==, 1);
}

static void
test_half_done_is_gone_on_with (ScriptedLaptop *fixture,
                                gconstpointer   data)
{
  scripted_laptop_enter_child (fixture);
  scripted_laptop_enter_child (fixture);
  scripted_laptop_say (fixture, "/v1/push", 200,
                       "{\"last\":1,\"results\":[{\"n\":1,\"state\":\"applied\",\"seq\":7}]}");
  scripted_laptop_say (fixture, "/v1/push", 200, "{\"last\":2,\"results\":["
                       "{\"n\":2,\"state\":\"parked\",\"seq\":8,\"park\":\"" OTHER "\"}]}");
  say_news (fixture);
  scripted_laptop_run_well (fixture);
  g_assert_cmpint (scripted_laptop_n_unsent (fixture), ==, 0);
}

static void
test_a_gap_is_filled_from_the_journal (ScriptedLaptop *fixture,
                                       gconstpointer   data)
{
  g_autoptr(json_t) body = NULL;

  scripted_laptop_enter_child (fixture);
  scripted_laptop_say (fixture, "/v1/push", 200,
                       "{\"last\":1,\"results\":[{\"n\":1,\"state\":\"applied\",\"seq\":7}]}");
  scripted_laptop_say (fixture, "/v1/push", 409, PROBLEM, "gap", ",\"expected\":1");
  scripted_laptop_say (fixture, "/v1/push", 200, "{\"last\":2,\"results\":["
                       "{\"n\":1,\"state\":\"applied\",\"seq\":7},"
                       "{\"n\":2,\"state\":\"applied\",\"seq\":8}]}");
  say_news (fixture);
  scripted_laptop_run_well (fixture);
  scripted_laptop_enter_child (fixture);
  scripted_laptop_run_well (fixture);
  g_assert_cmpint (scripted_laptop_n_unsent (fixture), ==, 0);
  body = scripted_server_heard (fixture->server, "/v1/push");
  g_assert_cmpuint (json_array_size (json_object_get (body, "sets")), ==, 2);
}

static void
test_a_gap_without_a_journal_is_told (ScriptedLaptop *fixture,
                                      gconstpointer   data)
{
  g_autoptr(GError) error = NULL;

  atlas_store_set_meta (fixture->store, "last_n", "7", &error);
  scripted_laptop_enter_child (fixture);
  scripted_laptop_say (fixture, "/v1/push", 409, PROBLEM, "gap", ",\"expected\":3");
  say_news (fixture);
  scripted_laptop_run_badly (fixture, ATLAS_ERROR_PROTOCOL, ATLAS_SYNC_PROBLEM_GAP);
  g_assert_cmpuint (scripted_server_count (fixture->server, "/v1/push"), ==, 1);
}

/* The numbers of the new history are lower, and say nothing of what has arrived. */
static void
test_another_history_takes_nothing_off_the_screen (ScriptedLaptop *fixture,
                                                   gconstpointer   data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *epoch = NULL;

  atlas_store_set_meta (fixture->store, "head", "60", &error);
  scripted_laptop_enter_child (fixture);
  scripted_laptop_say (fixture, "/v1/push", 200,
                       "{\"last\":1,\"results\":[{\"n\":1,\"state\":\"applied\",\"seq\":7}]}");
  scripted_server_header (fixture->server, "/v1/push", "Sync-Epoch", OTHER);
  scripted_laptop_say (fixture, "/v1/changes", 503, PROBLEM, "unavailable", "");
  scripted_laptop_run_badly (fixture, ATLAS_ERROR_NETWORK, ATLAS_SYNC_PROBLEM_BUSY);
  g_assert_cmpint (scripted_laptop_ask (fixture, "SELECT count (*) FROM child"), ==, 1);
  g_assert_cmpint (scripted_laptop_ask (fixture, "SELECT count (*) FROM pending"), ==, 1);

  scripted_laptop_say (fixture, "/v1/devices/self", 200, "{\"state\":\"active\",\"last_n\":1}");
  scripted_server_header (fixture->server, "/v1/devices/self", "Sync-Epoch", OTHER);
  say_news (fixture);
  scripted_server_header (fixture->server, "/v1/changes", "Sync-Epoch", OTHER);
  scripted_laptop_run_badly (fixture, ATLAS_ERROR_NETWORK, ATLAS_SYNC_PROBLEM_BUSY);
  scripted_laptop_run_well (fixture);
  g_assert_true (has_other (fixture));
  epoch = atlas_store_get_meta (fixture->store, "epoch");
  g_assert_cmpstr (epoch, ==, OTHER);
}

static void
test_after_an_old_cursor_all_is_got (ScriptedLaptop *fixture,
                                     gconstpointer   data)
{
  g_autofree char *lost = g_strdup_printf (PUT, DEVICE, "Ida");

  scripted_laptop_say (fixture, "/v1/changes", 200, PAGE, "c0", "false", 3, lost);
  scripted_laptop_say (fixture, "/v1/changes", 410, PROBLEM, "cursor-too-old", "");
  say_news (fixture);
  scripted_laptop_run_well (fixture);
  scripted_laptop_enter_child (fixture);
  scripted_laptop_say (fixture, "/v1/push", 503, PROBLEM, "unavailable", "");
  scripted_laptop_run_badly (fixture, ATLAS_ERROR_NETWORK, ATLAS_SYNC_PROBLEM_BUSY);
  g_assert_true (has_other (fixture));
  g_assert_cmpint (scripted_laptop_ask (fixture, "SELECT count (*) FROM child"), ==, 2);
  g_assert_cmpint (scripted_laptop_n_unsent (fixture), ==, 1);
}

static void
test_the_server_hears_of_repairs (ScriptedLaptop *fixture,
                                  gconstpointer   data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(json_t) heard = NULL;

  atlas_store_set_meta (fixture->store, "repairs_untold", "3", &error);
  scripted_laptop_say (fixture, "/v1/push", 503, PROBLEM, "unavailable", "");
  scripted_laptop_say (fixture, "/v1/push", 200, "{\"last\":0,\"results\":[]}");
  say_news (fixture);
  scripted_laptop_run_well (fixture);
  scripted_laptop_run_well (fixture);
  scripted_laptop_run_well (fixture);
  g_assert_cmpuint (scripted_server_count (fixture->server, "/v1/push"), ==, 2);
  heard = scripted_server_heard (fixture->server, "/v1/push");
  g_assert_cmpint (atlas_json_integer (heard, "repairs", 0), ==, 3);
  g_assert_cmpuint (json_array_size (json_object_get (heard, "sets")), ==, 0);
}

static void
test_an_answer_without_results_is_unreadable (ScriptedLaptop *fixture,
                                              gconstpointer   data)
{
  scripted_laptop_enter_child (fixture);
  scripted_laptop_say (fixture, "/v1/push", 200, "{\"last\":0,\"results\":[]}");
  say_news (fixture);
  scripted_laptop_run_badly (fixture, ATLAS_ERROR_PROTOCOL, ATLAS_SYNC_PROBLEM_UNREADABLE);
  g_assert_cmpint (scripted_laptop_n_unsent (fixture), ==, 1);
}

static void
test_pages_that_lead_nowhere_end (ScriptedLaptop *fixture,
                                  gconstpointer   data)
{
  scripted_laptop_say (fixture, "/v1/changes", 200, PAGE, "c1", "true", 5, "");
  scripted_laptop_run_badly (fixture, ATLAS_ERROR_PROTOCOL, ATLAS_SYNC_PROBLEM_UNREADABLE);
  g_assert_cmpuint (scripted_server_count (fixture->server, "/v1/changes"), ==, 2);
}

static void
test_half_a_round_is_not_shown (ScriptedLaptop *fixture,
                                gconstpointer   data)
{
  g_autofree char *put = g_strdup_printf (PUT, OTHER, "Ned");
  g_autofree char *cursor = NULL;

  scripted_laptop_say (fixture, "/v1/changes", 200, PAGE, "c1", "true", 5, put);
  scripted_laptop_say (fixture, "/v1/changes", 500, "%s", "");
  scripted_laptop_run_badly (fixture, ATLAS_ERROR_NETWORK, ATLAS_SYNC_PROBLEM_FAULT);
  g_assert_false (has_other (fixture));
  cursor = atlas_store_get_meta (fixture->store, "cursor");
  g_assert_null (cursor);
}

static void
test_a_demonstration_s_server_is_refused (ScriptedLaptop *fixture,
                                          gconstpointer   data)
{
  g_autoptr(GError) error = NULL;

  atlas_store_set_meta (fixture->store, "demonstration", "true", &error);
  say_news (fixture);
  scripted_laptop_run_badly (fixture, ATLAS_ERROR_NOT_ALLOWED, ATLAS_SYNC_PROBLEM_OTHER_COUNTY);
  g_assert_cmpuint (scripted_server_count (fixture->server, "/v1/changes"), ==, 0);
}

static gboolean
cancel_cb (gpointer data)
{
  g_cancellable_cancel (data);
  return G_SOURCE_REMOVE;
}

static gpointer
cancel_in_thread (gpointer data)
{
  ScriptedLaptop *fixture = ((gpointer *) data)[0];

  while (scripted_server_count (fixture->server, "/v1/changes") == 0)
    g_thread_yield ();
  cancel_cb (((gpointer *) data)[1]);
  return NULL;
}

static void
test_a_silent_server_can_be_left (ScriptedLaptop *fixture,
                                  gconstpointer   data)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;
  gpointer both[] = { fixture, cancellable };
  GThread *thread;
  AtlasSyncReport report;

  scripted_server_stall (fixture->server, "/v1/changes");
  thread = g_thread_new ("cancel", cancel_in_thread, both);
  g_assert_false (atlas_sync_run_once (fixture->folder, NULL, NULL, &report, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_thread_join (thread);
}

static void
test_waits_double_up_to_five_minutes (void)
{
  g_assert_cmpuint (atlas_backoff_ms (1, 0, 1.0), ==, 1000);
  g_assert_cmpuint (atlas_backoff_ms (2, 0, 1.0), ==, 2000);
  g_assert_cmpuint (atlas_backoff_ms (4, 0, 0.5), ==, 4000);
  g_assert_cmpuint (atlas_backoff_ms (20, 0, 1.0), ==, 300000);
  g_assert_cmpuint (atlas_backoff_ms (G_MAXUINT, 0, 1.0), ==, 300000);
  g_assert_cmpuint (atlas_backoff_ms (5, 0, 0.0), ==, 0);
  g_assert_cmpuint (atlas_backoff_ms (1, 30, 0.0), ==, 30000);
  g_assert_cmpuint (atlas_backoff_ms (1, G_MAXUINT, 0.0), ==, 3600000);
}

static void
test_fingerprints_are_read_as_typed (void)
{
  const char *typed = "0123 4567:89AB-CDEF 0123 4567 89ab cdef 0123 4567 89ab cdef"
                      " 0123 4567 89ab cdef";
  g_autofree char *read = atlas_fingerprint_read (typed);
  g_autofree char *bad = atlas_fingerprint_read ("0123");
  g_autofree char *worse = atlas_fingerprint_read ("zz");

  g_assert_cmpstr (read, ==, "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef");
  g_assert_null (bad);
  g_assert_null (worse);
}

#define ADD(path, func) g_test_add ("/rounds/" path, ScriptedLaptop, NULL, scripted_laptop_set_up, \
                                    func, scripted_laptop_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, TEST_ISOLATE, NULL);

  ADD ("news-arrive", test_news_arrive);
  ADD ("a-failed-push-does-not-stop-the-pull", test_a_failed_push_does_not_stop_the_pull);
  ADD ("a-failed-pull-does-not-undo-the-push", test_a_failed_pull_does_not_undo_the_push);
  ADD ("retry-after-is-told", test_retry_after_is_told);
  ADD ("a-cut-connection-loses-nothing", test_a_cut_connection_loses_nothing);
  ADD ("a-sign-in-page-is-not-the-server", test_a_sign_in_page_is_not_the_server);
  ADD ("a-redirect-is-not-followed", test_a_redirect_is_not_followed);
  ADD ("broken-json-changes-nothing", test_broken_json_changes_nothing);
  ADD ("another-authority-is-not-trusted", test_another_authority_is_not_trusted);
  ADD ("an-expired-token-is-renewed-once", test_an_expired_token_is_renewed_once);
  ADD ("a-refused-token-signs-out", test_a_refused_token_signs_out);
  ADD ("missing-keys-sign-out", test_missing_keys_sign_out);
  ADD ("a-locked-laptop-is-told", test_a_locked_laptop_is_told);
  ADD ("an-old-program-only-pulls", test_an_old_program_only_pulls);
  ADD ("a-newer-schema-is-not-pushed-to", test_a_newer_schema_is_not_pushed_to);
  ADD ("too-much-is-halved", test_too_much_is_halved);
  ADD ("one-set-too-large-is-told", test_one_set_too_large_is_told);
  ADD ("half-done-is-gone-on-with", test_half_done_is_gone_on_with);
  ADD ("a-gap-is-filled-from-the-journal", test_a_gap_is_filled_from_the_journal);
  ADD ("a-gap-without-a-journal-is-told", test_a_gap_without_a_journal_is_told);
  ADD ("another-history-takes-nothing-off-the-screen",
       test_another_history_takes_nothing_off_the_screen);
  ADD ("after-an-old-cursor-all-is-got", test_after_an_old_cursor_all_is_got);
  ADD ("the-server-hears-of-repairs", test_the_server_hears_of_repairs);
  ADD ("an-answer-without-results-is-unreadable", test_an_answer_without_results_is_unreadable);
  ADD ("pages-that-lead-nowhere-end", test_pages_that_lead_nowhere_end);
  ADD ("half-a-round-is-not-shown", test_half_a_round_is_not_shown);
  ADD ("a-demonstration-s-server-is-refused", test_a_demonstration_s_server_is_refused);
  ADD ("a-silent-server-can-be-left", test_a_silent_server_can_be_left);
  g_test_add_func ("/backoff/waits-double-up-to-five-minutes",
                   test_waits_double_up_to_five_minutes);
  g_test_add_func ("/pin/fingerprints-are-read-as-typed", test_fingerprints_are_read_as_typed);

  return g_test_run ();
}
