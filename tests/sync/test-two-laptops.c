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
#include "server/server-fixture.h"
#include "store/atlas-verify.h"
#include "sync-fixture.h"
#include "sync/atlas-join.h"
#include "sync/atlas-pin.h"
#include "sync/atlas-settle.h"
#include "sync/atlas-sync-service.h"

#define STARTS "2099-01-05"

typedef struct {
  char       *folder;
  AtlasStore *store;
} Laptop;

typedef struct {
  Laptop *a;
  Laptop *b;
  char   *child;                /* known to both */
} Fixture;

/* One server for all of them: each test has users, laptops and records of its own. */
static TestServer *shared;

static AtlasJoinRequest
request_by_code (const char *code,
                 const char *ca)
{
  return (AtlasJoinRequest) {
           .server = shared->url, .ca_pem = ca, .enrol_code = code, .device_name = "Laptop",
  };
}

static char *
read_ca (void)
{
  char *pem = NULL;

  g_assert_true (g_file_get_contents (shared->ca, &pem, NULL, NULL));
  return pem;
}

static char *
add_user (const char *role,
          const char *scope)
{
  g_autofree char *name = atlas_id_new ();

  return test_server_add_user (shared, name, role, scope);
}

static Laptop *
laptop_new (void)
{
  Laptop *self = g_new0 (Laptop, 1);
  g_autoptr(GError) error = NULL;

  self->folder = g_dir_make_tmp ("atlas-laptop-XXXXXX", &error);
  g_assert_no_error (error);
  return self;
}

static void
laptop_open (Laptop *self)
{
  g_autoptr(GError) error = NULL;

  self->store = atlas_store_open (self->folder, ATLAS_STORE_DEFAULT, &error);
  g_assert_no_error (error);
}

static Laptop *
laptop_joined (const char *role,
               const char *scope)
{
  Laptop *self = laptop_new ();
  g_autofree char *code = add_user (role, scope);
  g_autofree char *ca = read_ca ();
  g_autoptr(GError) error = NULL;
  AtlasJoinRequest request = request_by_code (code, ca);

  g_assert_true (atlas_join_begin (self->folder, &request, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (atlas_join_finish (self->folder, NULL, &error));
  g_assert_no_error (error);
  laptop_open (self);
  return self;
}

static void
laptop_free (Laptop *self)
{
  g_clear_pointer (&self->store, atlas_store_close);
  sync_fixture_remove (self->folder);
  g_free (self->folder);
  g_free (self);
}

static AtlasSyncReport
run_sync (Laptop *self)
{
  g_autoptr(GError) error = NULL;
  AtlasSyncReport report;

  g_assert_true (atlas_sync_run_once (self->folder, NULL, NULL, &report, NULL, &error));
  g_assert_no_error (error);
  return report;
}

static void
assert_sound (Laptop *self)
{
  g_autoptr(GError)    error = NULL;
  g_autoptr(GPtrArray) findings = atlas_store_verify (self->store, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < findings->len; i++)
    g_test_message ("%s", ((AtlasVerifyFinding *) g_ptr_array_index (findings, i))->text);
  g_assert_cmpuint (findings->len, ==, 0);
}

static AtlasRecord *
get (Laptop     *self,
     const char *type,
     const char *id)
{
  g_autoptr(GError) error = NULL;
  AtlasRecord *record = atlas_store_get (self->store, type, id, &error);

  g_assert_no_error (error);
  return record;
}

static void
change (Laptop     *self,
        const char *type,
        const char *id,
        const char *field,
        const char *to)
{
  g_autoptr(GError)         error = NULL;
  g_autoptr(AtlasRecord)    record = get (self, type, id);
  g_autoptr(AtlasChangeSet) set = atlas_change_set_new ("Changed");

  atlas_change_set_set_text (set, record, field, to);
  g_assert_true (atlas_store_apply (self->store, set, &error));
  g_assert_no_error (error);
}

static char *
create (Laptop     *self,
        const char *type,
        json_t     *fields)
{
  g_autoptr(GError)         error = NULL;
  g_autoptr(AtlasChangeSet) set = atlas_change_set_new ("Entered");
  char *id = atlas_id_new ();

  atlas_change_set_create (set, type, id, fields);
  g_assert_true (atlas_store_apply (self->store, set, &error));
  g_assert_no_error (error);
  return id;
}

static void
assert_text (Laptop     *self,
             const char *type,
             const char *id,
             const char *field,
             const char *value)
{
  g_autoptr(AtlasRecord) record = get (self, type, id);

  g_assert_cmpstr (atlas_record_get_text (record, field), ==, value);
}

static void
assert_missing (Laptop     *self,
                const char *type,
                const char *id)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (atlas_store_get (self->store, type, id, &error));
  g_assert_error (error, ATLAS_ERROR, ATLAS_ERROR_NOT_FOUND);
}

static void
assert_state (Laptop          *self,
              const char      *type,
              const char      *id,
              AtlasRecordState expected)
{
  g_autoptr(GError) error = NULL;
  AtlasRecordState state;

  g_assert_true (atlas_store_sync_record_state (self->store, type, id, &state, &error));
  g_assert_cmpint (state, ==, expected);
}

/* The one open record of a type, about a subject. */
static char *
find_open (Laptop     *self,
           const char *type,
           const char *subject)
{
  g_autoptr(GError)    error = NULL;
  g_autoptr(GPtrArray) open = atlas_store_sync_list_open (self->store, type, &error);
  char *found = NULL;

  g_assert_no_error (error);
  for (guint i = 0; i < open->len; i++)
    {
      AtlasRecord *record = g_ptr_array_index (open, i);
      g_autoptr(json_t) about = NULL;

      about = atlas_record_get_value (record, atlas_type_field (atlas_type_find (type), "subject"));
      if (g_strcmp0 (json_string_value (json_array_get (about, 1)), subject) == 0)
        {
          g_assert_null (found);
          found = g_strdup (atlas_record_get_id (record));
        }
    }

  return found;
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  g_autofree char *area = test_key_id ("area", "dspl3");

  fixture->a = laptop_joined ("area_lead", "area/dspl3");
  fixture->b = laptop_joined ("county_officer", "county");
  fixture->child = create (fixture->a, "child", json_pack ("{s:s, s:s, s:s}", "first_name", "Zoë",
                                                           "last_name", "Quill", "area", area));
  run_sync (fixture->a);
  run_sync (fixture->b);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  assert_sound (fixture->a);
  assert_sound (fixture->b);
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

  change (fixture->a, "child", fixture->child, "last_name", "Quince");
  assert_state (fixture->a, "child", fixture->child, ATLAS_RECORD_SAVED);
  sent = run_sync (fixture->a);
  g_assert_cmpuint (sent.n_pushed, ==, 1);
  g_assert_cmpuint (sent.push.n_applied, ==, 1);
  assert_state (fixture->a, "child", fixture->child, ATLAS_RECORD_SENT);

  got = run_sync (fixture->b);
  g_assert_cmpuint (got.pull.n_put, ==, 1);
  assert_text (fixture->b, "child", fixture->child, "last_name", "Quince");
}

static void
assert_born (Laptop     *self,
             const char *id)
{
  g_autoptr(AtlasRecord) child = get (self, "child", id);

  g_assert_true (atlas_record_has (child, atlas_type_field (atlas_type_find ("child"), "born")));
}

static void
test_different_fields_merge (Fixture      *fixture,
                             gconstpointer data)
{
  change (fixture->a, "child", fixture->child, "last_name", "Quince");
  change (fixture->b, "child", fixture->child, "born", "2012-05-01");
  run_sync (fixture->a);
  run_sync (fixture->b);
  run_sync (fixture->a);

  assert_text (fixture->a, "child", fixture->child, "last_name", "Quince");
  assert_text (fixture->b, "child", fixture->child, "last_name", "Quince");
  assert_born (fixture->a, fixture->child);
  assert_born (fixture->b, fixture->child);
  g_assert_null (find_open (fixture->a, "conflict", fixture->child));
}

static char *
make_two_versions (Fixture *fixture)
{
  AtlasSyncReport report;
  char *conflict;

  change (fixture->a, "child", fixture->child, "last_name", "Quince");
  change (fixture->b, "child", fixture->child, "last_name", "Quillon");
  run_sync (fixture->a);
  report = run_sync (fixture->b);
  g_assert_cmpuint (report.push.n_merged, ==, 1);
  run_sync (fixture->a);

  conflict = find_open (fixture->a, "conflict", fixture->child);
  g_assert_nonnull (conflict);
  assert_text (fixture->b, "child", fixture->child, "last_name", "Quince");
  assert_state (fixture->a, "child", fixture->child, ATLAS_RECORD_TWO_VERSIONS);
  assert_state (fixture->b, "child", fixture->child, ATLAS_RECORD_TWO_VERSIONS);
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
  run_sync (fixture->a);
  run_sync (fixture->b);
  assert_text (fixture->a, "child", fixture->child, "last_name", "Quillon");
  assert_text (fixture->b, "child", fixture->child, "last_name", "Quillon");
  assert_state (fixture->a, "child", fixture->child, ATLAS_RECORD_SENT);
  assert_text (fixture->b, "conflict", conflict, "state", "taken");

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
  run_sync (fixture->b);
  run_sync (fixture->a);
  assert_text (fixture->a, "child", fixture->child, "last_name", "Quest");
  assert_text (fixture->a, "conflict", conflict, "state", "edited");
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
  run_sync (fixture->a);
  report = run_sync (fixture->b);
  g_assert_cmpuint (report.push.n_parked, ==, 1);
  assert_text (fixture->b, "child", fixture->child, "last_name", "Quince");
  assert_text (fixture->b, "conflict", conflict, "state", "kept");
  parked = find_open (fixture->b, "parked", fixture->child);
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

  child = create (fixture->a, "child",
                  json_pack ("{s:s, s:s}", "first_name", "Ned", "area", south));
  report = run_sync (fixture->a);
  g_assert_cmpuint (report.push.n_parked, ==, 1);
  assert_missing (fixture->a, "child", child);
  assert_state (fixture->a, "child", child, ATLAS_RECORD_NOT_ACCEPTED);

  /* The county officer, who may, makes the change again. */
  run_sync (fixture->b);
  parked = find_open (fixture->b, "parked", child);
  g_assert_nonnull (parked);
  set = atlas_settle_by_word (fixture->b->store, parked, "taken", &error);
  g_assert_no_error (error);
  report = run_sync (fixture->b);
  g_assert_cmpuint (report.push.n_applied, ==, 1);
  assert_text (fixture->b, "child", child, "first_name", "Ned");

  run_sync (fixture->a);
  assert_text (fixture->a, "parked", parked, "state", "accepted");
  assert_missing (fixture->a, "child", child);
}

static char *
offer (Laptop     *self,
       const char *child,
       const char *reference,
       const char *place)
{
  g_autofree char *nhas = test_key_id ("provision", "nhas");
  g_autofree char *referral = NULL;

  referral = create (self, "referral", json_pack ("{s:s, s:s, s:s}", "reference", reference,
                                                  "child", child, "step", "sent"));
  return create (self, "offer", json_pack ("{s:s, s:s, s:s, s:s, s:s}", "referral", referral,
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

  place = create (fixture->b, "place",
                  json_pack ("{s:s, s:i}", "provision", nhas, "commissioned", 1));
  count = create (fixture->b, "return",
                  json_pack ("{s:s, s:s, s:s, s:i}", "provision", nhas, "place", place,
                             "as_at", "2026-01-05", "on_roll", 0));
  run_sync (fixture->b);
  run_sync (fixture->a);

  first = offer (fixture->a, fixture->child, "AA-001", place);
  second = offer (fixture->b, fixture->child, "BB-001", place);
  run_sync (fixture->a);
  run_sync (fixture->b);
  run_sync (fixture->a);
  assert_text (fixture->a, "offer", first, "allocation", "confirmed");
  assert_text (fixture->a, "offer", second, "allocation", "over");

  question = find_open (fixture->a, "question", place);
  g_assert_nonnull (question);
  set = atlas_settle_by_word (fixture->b->store, question, "kept", &error);
  g_assert_no_error (error);
  run_sync (fixture->b);
  run_sync (fixture->a);
  assert_text (fixture->a, "question", question, "state", "settled");
  assert_text (fixture->a, "offer", second, "step", "withdrawn");
  assert_text (fixture->a, "offer", first, "step", "offered");
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Laptop, laptop_free)

static void
test_a_copied_store_enrols_again (Fixture      *fixture,
                                  gconstpointer data)
{
  static const char * const files[] = { ATLAS_STORE_FILE, "secrets.json" };
  g_autoptr(Laptop) copy = laptop_new ();
  g_autoptr(GError) error = NULL;
  g_autoptr(json_t) answer = NULL;
  g_autofree char *told = NULL;
  g_autofree char *code = NULL;
  g_autofree char *user = NULL;
  g_autofree char *ca = read_ca ();
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

  change (fixture->a, "child", fixture->child, "last_name", "Quince");
  change (copy, "child", fixture->child, "first_name", "Zoe");
  run_sync (fixture->a);
  g_assert_false (atlas_sync_run_once (copy->folder, NULL, NULL, &report, NULL, &error));
  g_assert_error (error, ATLAS_ERROR, ATLAS_ERROR_SIGNED_OUT);
  g_clear_error (&error);
  g_assert_cmpint (report.problem, ==, ATLAS_SYNC_PROBLEM_CLONED);

  told = test_server_run (shared, 0, NULL, "user", "code", "%", user, "--format", "json", NULL);
  answer = atlas_json_parse (told, -1, &error);
  g_assert_no_error (error);
  code = g_strdup (atlas_json_string (answer, "enrol_code"));
  request = request_by_code (code, ca);
  g_assert_true (atlas_join_has_joined (copy->folder, shared->url));
  g_assert_false (atlas_join_has_joined (copy->folder, "https://elsewhere.example"));
  g_assert_true (atlas_join_again (copy->folder, &request, NULL, &error));
  g_assert_no_error (error);
  report = run_sync (copy);
  g_assert_cmpuint (report.push.n_applied, ==, 1);
  run_sync (fixture->a);
  assert_text (fixture->a, "child", fixture->child, "first_name", "Zoe");
  assert_text (copy, "child", fixture->child, "last_name", "Quince");
  assert_sound (copy);
}

static void
test_what_was_taken_away_goes (Fixture      *fixture,
                               gconstpointer data)
{
  g_autofree char *user = atlas_store_get_meta (fixture->a->store, "user_name");
  g_autofree char *output = NULL;

  output = test_server_run (shared, 0, NULL, "grant", "add", "%", user, "--role", "area_lead",
                            "--scope", "area/dspl5", NULL);
  run_sync (fixture->a);
  g_free (output);
  output = test_server_run (shared, 0, NULL, "grant", "remove", "%", user, "--role", "area_lead",
                            "--scope", "area/dspl3", NULL);
  run_sync (fixture->a);
  assert_missing (fixture->a, "child", fixture->child);
  assert_text (fixture->b, "child", fixture->child, "last_name", "Quill");
}

static void
test_an_empty_folder_has_joined_nothing (void)
{
  g_autoptr(Laptop) laptop = laptop_new ();
  g_autoptr(GError) error = NULL;
  AtlasSyncReport report;

  g_assert_false (atlas_sync_run_once (laptop->folder, NULL, NULL, &report, NULL, &error));
  g_assert_error (error, ATLAS_ERROR, ATLAS_ERROR_NOT_FOUND);
}

static void
test_joined_by_fingerprint (void)
{
  g_autoptr(Laptop) laptop = laptop_new ();
  g_autoptr(GError) error = NULL;
  g_autofree char *code = add_user ("area_lead", "area/dspl3");
  g_autofree char *grouped = NULL;
  g_auto(AtlasServerSight) sight = { NULL };
  AtlasJoinRequest request;

  g_assert_true (atlas_join_look (shared->url, NULL, &sight, NULL, &error));
  g_assert_no_error (error);
  g_assert_false (sight.is_demonstration);
  g_assert_cmpstr (sight.county, ==, "hertfordshire");
  grouped = atlas_fingerprint_format (sight.fingerprint);
  request = request_by_code (code, NULL);

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
  run_sync (laptop);
}

static void
test_a_wrong_code_changes_nothing (void)
{
  g_autoptr(Laptop) laptop = laptop_new ();
  g_autoptr(GError) error = NULL;
  g_autofree char *ca = read_ca ();
  AtlasJoinRequest request = request_by_code ("AAAA-BBBB-CCCC-DDDD-EEEE", ca);

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
  g_autoptr(Laptop) laptop = laptop_new ();
  g_autoptr(GError) error = NULL;
  g_autofree char *code = add_user ("area_lead", "area/dspl3");
  g_autofree char *ca = read_ca ();
  g_autofree char *kept = NULL;
  AtlasJoinRequest request = request_by_code (code, ca);

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
  change (fixture->b, "child", fixture->child, "last_name", "Quince");
  run_sync (fixture->b);
  wait_for_more (&n_stored, before);
  assert_text (fixture->a, "child", fixture->child, "last_name", "Quince");

  atlas_sync_service_set_offline (service, TRUE);
  wait_for_state (service, ATLAS_SYNC_OFFLINE, 0);
  change (fixture->a, "child", fixture->child, "last_name", "Quest");
  atlas_sync_service_sync_now (service);
  wait_for_state (service, ATLAS_SYNC_OFFLINE, 1);
  atlas_sync_service_set_offline (service, FALSE);
  wait_for_state (service, ATLAS_SYNC_UP_TO_DATE, 0);
  run_sync (fixture->b);
  assert_text (fixture->b, "child", fixture->child, "last_name", "Quest");

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
  run_sync (fixture->a);
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
