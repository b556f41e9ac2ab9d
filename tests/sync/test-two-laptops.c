/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two laptops and a server: real processes, real TLS. The laptops' rounds run in this one. */
#include "config.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>

#include "../isolate.h"
#include "../patience.h"
#include "base/atlas-error.h"
#include "base/atlas-id.h"
#include "laptop-fixture.h"
#include "sync-fixture.h"
#include "sync/atlas-pin.h"
#include "sync/atlas-settle.h"
#include "sync/atlas-sync-service.h"

#define STARTS "2099-01-05"

typedef struct {
  Laptop *a;
  Laptop *b;
  char   *child;                /* known to both */
} Fixture;

/* One server for all of them: each test has users, laptops and records of its own. */
static TestServer *shared;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  g_autofree char *area = test_key_id ("area", "dspl3");

  fixture->a = laptop_joined (shared, "area_lead", "area/dspl3");
  fixture->b = laptop_joined (shared, "county_officer", "county");
  fixture->child = laptop_create (fixture->a, "child",
                                  json_pack ("{s:s, s:s, s:s}", "first_name", "Zoë",
                                             "last_name", "Quill", "area", area));
  laptop_sync (fixture->a);
  laptop_sync (fixture->b);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  laptop_assert_sound (fixture->a);
  laptop_assert_sound (fixture->b);
  laptop_free (fixture->a);
  laptop_free (fixture->b);
  g_free (fixture->child);
}

static void
test_a_change_arrives (Fixture      *fixture,
                       gconstpointer data)
{
  AtlasSyncReport sent;
  AtlasSyncReport got;

  laptop_change (fixture->a, "child", fixture->child, "last_name", "Quince");
  laptop_assert_state (fixture->a, "child", fixture->child, ATLAS_RECORD_SAVED);
  sent = laptop_sync (fixture->a);
  g_assert_cmpuint (sent.n_pushed, ==, 1);
  g_assert_cmpuint (sent.push.n_applied, ==, 1);
  laptop_assert_state (fixture->a, "child", fixture->child, ATLAS_RECORD_SENT);

  got = laptop_sync (fixture->b);
  g_assert_cmpuint (got.pull.n_put, ==, 1);
  laptop_assert_text (fixture->b, "child", fixture->child, "last_name", "Quince");
}

static void
assert_born (Laptop     *self,
             const char *id)
{
  g_autoptr(AtlasRecord) child = laptop_get (self, "child", id);

  g_assert_true (atlas_record_has (child, atlas_type_field (atlas_type_find ("child"), "born")));
}

static void
test_different_fields_merge (Fixture      *fixture,
                             gconstpointer data)
{
  laptop_change (fixture->a, "child", fixture->child, "last_name", "Quince");
  laptop_change (fixture->b, "child", fixture->child, "born", "2012-05-01");
  laptop_sync (fixture->a);
  laptop_sync (fixture->b);
  laptop_sync (fixture->a);

  laptop_assert_text (fixture->a, "child", fixture->child, "last_name", "Quince");
  laptop_assert_text (fixture->b, "child", fixture->child, "last_name", "Quince");
  assert_born (fixture->a, fixture->child);
  assert_born (fixture->b, fixture->child);
  g_assert_null (laptop_find_open (fixture->a, "conflict", fixture->child));
}

static char *
make_two_versions (Fixture *fixture)
{
  AtlasSyncReport report;
  char *conflict;

  laptop_change (fixture->a, "child", fixture->child, "last_name", "Quince");
  laptop_change (fixture->b, "child", fixture->child, "last_name", "Quillon");
  laptop_sync (fixture->a);
  report = laptop_sync (fixture->b);
  g_assert_cmpuint (report.push.n_merged, ==, 1);
  laptop_sync (fixture->a);

  conflict = laptop_find_open (fixture->a, "conflict", fixture->child);
  g_assert_nonnull (conflict);
  laptop_assert_text (fixture->b, "child", fixture->child, "last_name", "Quince");
  laptop_assert_state (fixture->a, "child", fixture->child, ATLAS_RECORD_TWO_VERSIONS);
  laptop_assert_state (fixture->b, "child", fixture->child, ATLAS_RECORD_TWO_VERSIONS);
  return conflict;
}

static void
test_the_other_version_is_taken (Fixture      *fixture,
                                 gconstpointer data)
{
  g_autofree char *conflict = make_two_versions (fixture);
  g_autofree char *set = NULL;
  g_autoptr(GError) error = NULL;

  set = atlas_settle_conflict (fixture->a->store, conflict, ATLAS_SETTLE_TAKEN, NULL, &error);
  g_assert_no_error (error);
  laptop_sync (fixture->a);
  laptop_sync (fixture->b);
  laptop_assert_text (fixture->a, "child", fixture->child, "last_name", "Quillon");
  laptop_assert_text (fixture->b, "child", fixture->child, "last_name", "Quillon");
  laptop_assert_state (fixture->a, "child", fixture->child, ATLAS_RECORD_SENT);
  laptop_assert_text (fixture->b, "conflict", conflict, "state", "taken");

  g_assert_null (atlas_settle_conflict (fixture->b->store, conflict, ATLAS_SETTLE_KEPT, NULL,
                                        &error));
  g_assert_error (error, ATLAS_ERROR, ATLAS_ERROR_CHANGED);
}

static void
test_another_value_is_written (Fixture      *fixture,
                               gconstpointer data)
{
  g_autofree char *conflict = make_two_versions (fixture);
  g_autofree char *set = NULL;
  g_autoptr(GError) error = NULL;

  set = atlas_settle_by_word (fixture->b->store, conflict, "Quest", &error);
  g_assert_no_error (error);
  laptop_sync (fixture->b);
  laptop_sync (fixture->a);
  laptop_assert_text (fixture->a, "child", fixture->child, "last_name", "Quest");
  laptop_assert_text (fixture->a, "conflict", conflict, "state", "edited");
}

static void
test_settled_twice_is_parked (Fixture      *fixture,
                              gconstpointer data)
{
  g_autofree char *conflict = make_two_versions (fixture);
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *parked = NULL;
  g_autoptr(GError) error = NULL;
  AtlasSyncReport report;

  first = atlas_settle_by_word (fixture->a->store, conflict, "kept", &error);
  second = atlas_settle_by_word (fixture->b->store, conflict, "taken", &error);
  g_assert_no_error (error);
  laptop_sync (fixture->a);
  report = laptop_sync (fixture->b);
  g_assert_cmpuint (report.push.n_parked, ==, 1);
  laptop_assert_text (fixture->b, "child", fixture->child, "last_name", "Quince");
  laptop_assert_text (fixture->b, "conflict", conflict, "state", "kept");
  parked = laptop_find_open (fixture->b, "parked", fixture->child);
  g_assert_nonnull (parked);
}

static void
test_a_forbidden_change_is_parked (Fixture      *fixture,
                                   gconstpointer data)
{
  g_autofree char *south = test_key_id ("area", "dspl5");
  g_autofree char *child = NULL;
  g_autofree char *parked = NULL;
  g_autofree char *set = NULL;
  g_autoptr(GPtrArray) open = NULL;
  g_autoptr(GError)    error = NULL;
  AtlasSyncReport report;

  child = laptop_create (fixture->a, "child",
                         json_pack ("{s:s, s:s}", "first_name", "Ned", "area", south));
  report = laptop_sync (fixture->a);
  g_assert_cmpuint (report.push.n_parked, ==, 1);
  laptop_assert_missing (fixture->a, "child", child);
  laptop_assert_state (fixture->a, "child", child, ATLAS_RECORD_NOT_ACCEPTED);

  /* The county officer, who may, makes the change again. */
  laptop_sync (fixture->b);
  parked = laptop_find_open (fixture->b, "parked", child);
  g_assert_nonnull (parked);
  set = atlas_settle_by_word (fixture->b->store, parked, "taken", &error);
  g_assert_no_error (error);
  report = laptop_sync (fixture->b);
  g_assert_cmpuint (report.push.n_applied, ==, 1);
  laptop_assert_text (fixture->b, "child", child, "first_name", "Ned");

  laptop_sync (fixture->a);
  laptop_assert_text (fixture->a, "parked", parked, "state", "accepted");
  laptop_assert_missing (fixture->a, "child", child);
}

static char *
offer (Laptop     *self,
       const char *child,
       const char *reference,
       const char *place)
{
  g_autofree char *nhas = test_key_id ("provision", "nhas");
  g_autofree char *referral = NULL;

  referral = laptop_create (self, "referral", json_pack ("{s:s, s:s, s:s}", "reference", reference,
                                                         "child", child, "step", "sent"));
  return laptop_create (self, "offer",
                        json_pack ("{s:s, s:s, s:s, s:s, s:s}", "referral", referral,
                                   "provision", nhas, "place", place, "step", "offered",
                                   "starts", STARTS));
}

static void
test_the_last_place_given_twice (Fixture      *fixture,
                                 gconstpointer data)
{
  g_autofree char *nhas = test_key_id ("provision", "nhas");
  g_autofree char *place = NULL;
  g_autofree char *count = NULL;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *question = NULL;
  g_autofree char *set = NULL;
  g_autoptr(GError) error = NULL;

  place = laptop_create (fixture->b, "place",
                         json_pack ("{s:s, s:i}", "provision", nhas, "commissioned", 1));
  count = laptop_create (fixture->b, "return",
                         json_pack ("{s:s, s:s, s:s, s:i}", "provision", nhas, "place", place,
                                    "as_at", "2026-01-05", "on_roll", 0));
  laptop_sync (fixture->b);
  laptop_sync (fixture->a);

  first = offer (fixture->a, fixture->child, "AA-001", place);
  second = offer (fixture->b, fixture->child, "BB-001", place);
  laptop_sync (fixture->a);
  laptop_sync (fixture->b);
  laptop_sync (fixture->a);
  laptop_assert_text (fixture->a, "offer", first, "allocation", "confirmed");
  laptop_assert_text (fixture->a, "offer", second, "allocation", "over");

  question = laptop_find_open (fixture->a, "question", place);
  g_assert_nonnull (question);
  set = atlas_settle_by_word (fixture->b->store, question, "kept", &error);
  g_assert_no_error (error);
  laptop_sync (fixture->b);
  laptop_sync (fixture->a);
  laptop_assert_text (fixture->a, "question", question, "state", "settled");
  laptop_assert_text (fixture->a, "offer", second, "step", "withdrawn");
  laptop_assert_text (fixture->a, "offer", first, "step", "offered");
}

static void
test_a_copied_store_enrols_again (Fixture      *fixture,
                                  gconstpointer data)
{
  static const char * const files[] = { ATLAS_STORE_FILE, "secrets.json" };
  g_autoptr(Laptop) copy = laptop_new (shared);
  g_autoptr(GError) error = NULL;
  g_autoptr(json_t) answer = NULL;
  g_autofree char *told = NULL;
  g_autofree char *code = NULL;
  g_autofree char *user = NULL;
  g_autofree char *ca = laptop_read_ca (shared);
  AtlasJoinRequest request;
  AtlasSyncReport report;

  user = atlas_store_get_meta (fixture->a->store, "user_name");
  atlas_db_exec (atlas_store_get_db (fixture->a->store), "PRAGMA wal_checkpoint (TRUNCATE)", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr(GFile) from = g_file_new_build_filename (fixture->a->folder, files[i], NULL);
      g_autoptr(GFile) to = g_file_new_build_filename (copy->folder, files[i], NULL);

      g_assert_true (g_file_copy (from, to, G_FILE_COPY_NONE, NULL, NULL, NULL, &error));
    }
  laptop_open (copy);

  laptop_change (fixture->a, "child", fixture->child, "last_name", "Quince");
  laptop_change (copy, "child", fixture->child, "first_name", "Zoe");
  laptop_sync (fixture->a);
  g_assert_false (atlas_sync_run_once (copy->folder, NULL, NULL, &report, NULL, &error));
  g_assert_error (error, ATLAS_ERROR, ATLAS_ERROR_SIGNED_OUT);
  g_clear_error (&error);
  g_assert_cmpint (report.problem, ==, ATLAS_SYNC_PROBLEM_CLONED);

  told = test_server_run (shared, 0, NULL, "user", "code", "%", user, "--format", "json", NULL);
  answer = atlas_json_parse (told, -1, &error);
  g_assert_no_error (error);
  code = g_strdup (atlas_json_string (answer, "enrol_code"));
  request = laptop_request (shared, code, ca);
  g_assert_true (atlas_join_has_joined (copy->folder, shared->url));
  g_assert_false (atlas_join_has_joined (copy->folder, "https://elsewhere.example"));
  g_assert_true (atlas_join_again (copy->folder, &request, NULL, &error));
  g_assert_no_error (error);
  report = laptop_sync (copy);
  g_assert_cmpuint (report.push.n_applied, ==, 1);
  laptop_sync (fixture->a);
  laptop_assert_text (fixture->a, "child", fixture->child, "first_name", "Zoe");
  laptop_assert_text (copy, "child", fixture->child, "last_name", "Quince");
  laptop_assert_sound (copy);
}

/* Whether any file of a laptop has a word in it, whatever stands round it. */
static gboolean
has_word (Laptop     *laptop,
          const char *word)
{
  g_autoptr(GDir) dir = g_dir_open (laptop->folder, 0, NULL);
  gboolean is_there = FALSE;
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (laptop->folder, name, NULL);
      g_autofree char *bytes = NULL;
      gsize length = 0;

      if (!g_file_get_contents (path, &bytes, &length, NULL))
        continue;
      for (gsize i = 0; i + strlen (word) <= length && !is_there; i++)
        is_there = memcmp (bytes + i, word, strlen (word)) == 0;
    }

  return is_there;
}

static void
test_what_was_taken_away_goes (Fixture      *fixture,
                               gconstpointer data)
{
  g_autofree char *user = atlas_store_get_meta (fixture->a->store, "user_name");
  g_autofree char *output = NULL;

  /* What this laptop's own person typed stays in the journal for thirty days, to be sent again. */
  laptop_change (fixture->b, "child", fixture->child, "last_name", "Zwyndrecht");
  laptop_sync (fixture->b);
  laptop_sync (fixture->a);
  g_assert_true (has_word (fixture->a, "Zwyndrecht"));
  output = test_server_run (shared, 0, NULL, "grant", "add", "%", user, "--role", "area_lead",
                            "--scope", "area/dspl5", NULL);
  laptop_sync (fixture->a);
  g_free (output);
  output = test_server_run (shared, 0, NULL, "grant", "remove", "%", user, "--role", "area_lead",
                            "--scope", "area/dspl3", NULL);
  laptop_sync (fixture->a);
  laptop_assert_missing (fixture->a, "child", fixture->child);
  laptop_assert_text (fixture->b, "child", fixture->child, "last_name", "Zwyndrecht");
  g_assert_false (has_word (fixture->a, "Zwyndrecht"));
}

/* What is unsent is put aside on the server, for those who may accept it, before the copy goes. */
static void
test_the_county_wipes_a_laptop (Fixture      *fixture,
                                gconstpointer data)
{
  g_autoptr(Laptop) lost = laptop_joined (shared, "area_lead", "area/dspl3");
  g_autofree char *device = atlas_store_get_meta (lost->store, "device");
  g_autofree char *output = NULL;
  g_autofree char *parked = NULL;
  g_autoptr(GError) error = NULL;
  AtlasSyncReport report;

  laptop_change (lost, "child", fixture->child, "last_name", "Quince");
  g_clear_pointer (&lost->store, atlas_store_close);
  output = test_server_run (shared, 0, NULL, "device", "wipe", "%", device, "--push-first", NULL);
  g_assert_false (atlas_sync_run_once (lost->folder, NULL, NULL, &report, NULL, &error));
  g_assert_cmpint (report.problem, ==, ATLAS_SYNC_PROBLEM_WIPE);
  g_assert_false (g_file_test (lost->folder, G_FILE_TEST_EXISTS));

  laptop_sync (fixture->b);
  parked = laptop_find_open (fixture->b, "parked", fixture->child);
  g_assert_nonnull (parked);
}

static void
test_an_empty_folder_has_joined_nothing (void)
{
  g_autoptr(Laptop) laptop = laptop_new (shared);
  g_autoptr(GError) error = NULL;
  AtlasSyncReport report;

  g_assert_false (atlas_sync_run_once (laptop->folder, NULL, NULL, &report, NULL, &error));
  g_assert_error (error, ATLAS_ERROR, ATLAS_ERROR_NOT_FOUND);
}

static void
test_joined_by_fingerprint (void)
{
  g_autoptr(Laptop) laptop = laptop_new (shared);
  g_autoptr(GError) error = NULL;
  g_autofree char *code = laptop_add_user (shared, "area_lead", "area/dspl3");
  g_autofree char *grouped = NULL;
  g_auto(AtlasServerSight) sight = { NULL };
  AtlasJoinRequest request;

  g_assert_true (atlas_join_look (shared->url, FALSE, NULL, &sight, NULL, &error));
  g_assert_no_error (error);
  g_assert_false (sight.is_demonstration);
  g_assert_cmpstr (sight.county, ==, "hertfordshire");
  grouped = atlas_fingerprint_format (sight.fingerprint);
  request = laptop_request (shared, code, NULL);

  request.fingerprint = "0000000000000000000000000000000000000000000000000000000000000000";
  g_assert_false (atlas_join_begin (laptop->folder, &request, NULL, NULL, NULL, &error));
  g_assert_error (error, ATLAS_ERROR, ATLAS_ERROR_NETWORK);
  g_clear_error (&error);

  request.fingerprint = "0123";
  g_assert_false (atlas_join_begin (laptop->folder, &request, NULL, NULL, NULL, &error));
  g_assert_error (error, ATLAS_ERROR, ATLAS_ERROR_INVALID);
  g_clear_error (&error);

  request.fingerprint = grouped;
  g_assert_true (atlas_join_begin (laptop->folder, &request, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (atlas_join_finish (laptop->folder, NULL, &error));
  laptop_open (laptop);
  laptop_sync (laptop);
}

static void
test_a_wrong_code_changes_nothing (void)
{
  g_autoptr(Laptop) laptop = laptop_new (shared);
  g_autoptr(GError) error = NULL;
  g_autofree char *ca = laptop_read_ca (shared);
  AtlasJoinRequest request = laptop_request (shared, "AAAA-BBBB-CCCC-DDDD-EEEE", ca);

  g_assert_false (atlas_join_begin (laptop->folder, &request, NULL, NULL, NULL, &error));
  g_assert_error (error, ATLAS_ERROR, ATLAS_ERROR_SIGNED_OUT);
  g_clear_error (&error);
  g_assert_false (atlas_store_exists (laptop->folder));
  g_assert_false (atlas_join_finish (laptop->folder, NULL, &error));
  g_assert_error (error, ATLAS_ERROR, ATLAS_ERROR_NOT_FOUND);
}

static void
test_a_demonstration_joins_no_county (void)
{
  g_autoptr(Laptop) laptop = laptop_new (shared);
  g_autoptr(GError) error = NULL;
  g_autofree char *code = laptop_add_user (shared, "area_lead", "area/dspl3");
  g_autofree char *ca = laptop_read_ca (shared);
  g_autofree char *kept = NULL;
  AtlasJoinRequest request = laptop_request (shared, code, ca);

  laptop->store = atlas_store_open (laptop->folder, ATLAS_STORE_CREATE, &error);
  g_assert_true (atlas_store_set_meta (laptop->store, "demonstration", "true", &error));
  g_assert_false (atlas_join_begin (laptop->folder, &request, NULL, NULL, NULL, &error));
  g_assert_error (error, ATLAS_ERROR, ATLAS_ERROR_NOT_ALLOWED);
  g_clear_error (&error);

  /* The same folder as a county may join, with the same code: it was not used up. */
  g_assert_true (atlas_store_set_meta (laptop->store, "demonstration", NULL, &error));
  g_clear_pointer (&laptop->store, atlas_store_close);
  g_assert_true (atlas_join_begin (laptop->folder, &request, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (atlas_join_finish (laptop->folder, &kept, &error));
  g_assert_no_error (error);
  g_assert_true (atlas_store_exists (kept));
  laptop_open (laptop);
}

static void
note_cb (AtlasSyncService *service,
         guint            *count)
{
  (*count)++;
}

static gboolean
deadline_cb (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

#define DEADLINE_MS ((guint) patience () * 20000)

static void
wait_for_state (AtlasSyncService *service,
                AtlasSyncState    state,
                guint             unsent)
{
  gboolean is_late = FALSE;
  guint source = g_timeout_add (DEADLINE_MS, deadline_cb, &is_late);

  while (!is_late && (atlas_sync_service_get_facts (service)->state != state ||
                      atlas_sync_service_get_facts (service)->unsent != unsent))
    g_main_context_iteration (NULL, TRUE);
  if (is_late)
    g_test_message ("state %d, problem %s, unsent %u, %s",
                    atlas_sync_service_get_facts (service)->state,
                    atlas_sync_problem_name (atlas_sync_service_get_facts (service)->problem),
                    atlas_sync_service_get_facts (service)->unsent,
                    atlas_sync_service_get_facts (service)->detail);
  g_assert_false (is_late);
  g_source_remove (source);
}

static void
wait_for_more (guint *count,
               guint  than)
{
  gboolean is_late = FALSE;
  guint source = g_timeout_add (DEADLINE_MS, deadline_cb, &is_late);

  while (!is_late && *count <= than)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (is_late);
  g_source_remove (source);
}

static void
test_the_service_keeps_on (Fixture      *fixture,
                           gconstpointer data)
{
  g_autoptr(AtlasSyncService) service = atlas_sync_service_new (fixture->a->folder);
  guint n_stored = 0;
  guint before;

  g_signal_connect (service, "stored", G_CALLBACK (note_cb), &n_stored);
  atlas_sync_service_start (service);
  wait_for_state (service, ATLAS_SYNC_UP_TO_DATE, 0);

  /* What another laptop sends comes while the server holds the request. */
  before = n_stored;
  laptop_change (fixture->b, "child", fixture->child, "last_name", "Quince");
  laptop_sync (fixture->b);
  wait_for_more (&n_stored, before);
  laptop_assert_text (fixture->a, "child", fixture->child, "last_name", "Quince");

  atlas_sync_service_set_offline (service, TRUE);
  wait_for_state (service, ATLAS_SYNC_OFFLINE, 0);
  laptop_change (fixture->a, "child", fixture->child, "last_name", "Quest");
  atlas_sync_service_sync_now (service);
  wait_for_state (service, ATLAS_SYNC_OFFLINE, 1);
  atlas_sync_service_set_offline (service, FALSE);
  wait_for_state (service, ATLAS_SYNC_UP_TO_DATE, 0);
  laptop_sync (fixture->b);
  laptop_assert_text (fixture->b, "child", fixture->child, "last_name", "Quest");

  atlas_sync_service_stop (service);
  g_assert_finalize_object (g_steal_pointer (&service));
}

static void
test_two_programs_do_not_sync_at_once (Fixture      *fixture,
                                       gconstpointer data)
{
  g_autoptr(AtlasSyncService) service = atlas_sync_service_new (fixture->a->folder);
  g_autoptr(GError) error = NULL;
  AtlasSyncReport report;

  atlas_sync_service_start (service);
  wait_for_state (service, ATLAS_SYNC_UP_TO_DATE, 0);
  g_assert_false (atlas_sync_run_once (fixture->a->folder, NULL, NULL, &report, NULL, &error));
  g_assert_error (error, ATLAS_ERROR, ATLAS_ERROR_BUSY);
  atlas_sync_service_stop (service);
  laptop_sync (fixture->a);
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  int failed;

  g_test_init (&argc, &argv, TEST_ISOLATE, NULL);
  shared = test_server_new (NULL);

  ADD ("/two-laptops/a-change-arrives", test_a_change_arrives);
  ADD ("/two-laptops/different-fields-merge", test_different_fields_merge);
  ADD ("/two-laptops/the-other-version-is-taken", test_the_other_version_is_taken);
  ADD ("/two-laptops/another-value-is-written", test_another_value_is_written);
  ADD ("/two-laptops/settled-twice-is-parked", test_settled_twice_is_parked);
  ADD ("/two-laptops/a-forbidden-change-is-parked", test_a_forbidden_change_is_parked);
  ADD ("/two-laptops/the-last-place-given-twice", test_the_last_place_given_twice);
  ADD ("/two-laptops/a-copied-store-enrols-again", test_a_copied_store_enrols_again);
  ADD ("/two-laptops/what-was-taken-away-goes", test_what_was_taken_away_goes);
  ADD ("/two-laptops/the-county-wipes-a-laptop", test_the_county_wipes_a_laptop);
  ADD ("/two-laptops/the-service-keeps-on", test_the_service_keeps_on);
  ADD ("/two-laptops/one-program-syncs-at-a-time", test_two_programs_do_not_sync_at_once);
  g_test_add_func ("/join/an-empty-folder-has-joined-nothing",
                   test_an_empty_folder_has_joined_nothing);
  g_test_add_func ("/join/a-fingerprint-is-enough", test_joined_by_fingerprint);
  g_test_add_func ("/join/a-wrong-code-changes-nothing", test_a_wrong_code_changes_nothing);
  g_test_add_func ("/join/a-demonstration-joins-no-county",
                   test_a_demonstration_joins_no_county);

  failed = g_test_run ();
  test_server_free (shared);
  return failed;
}
