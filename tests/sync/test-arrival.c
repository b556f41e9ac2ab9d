/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gio/gio.h>
#include <string.h>

#include "../isolate.h"
#include "base/atlas-error.h"
#include "base/atlas-id.h"
#include "store/atlas-history.h"
#include "store/atlas-store-sync.h"
#include "store/atlas-verify.h"
#include "sync-fixture.h"

#define EPOCH "0195f3a0-0000-7000-8000-00000000e90c"
#define NORTH "0195f3a0-0000-7000-8000-0000000000a1"
#define CHILD "0195f3a0-0000-7000-8000-0000000000c1"
#define OTHER "0195f3a0-0000-7000-8000-0000000000c2"
#define NOTE  "0195f3a0-0000-7000-8000-0000000000e1"
#define REFERRAL "0195f3a0-0000-7000-8000-0000000000f1"
#define PRIYA "0195f3a0-0000-7000-8000-0000000000d1"

/* A store that has joined a server and holds an area and a child, as the server sent them. */
typedef struct {
  char       *folder;
  AtlasStore *store;
  gint64      head;
} Fixture;

static json_t *
put (const char *type,
     const char *id,
     gint64      rev,
     json_t     *fields)
{
  return json_pack ("{s:s, s:i, s:s, s:s, s:I, s:[s, s], s:o, s:{}}", "op", "put", "seq", 1,
                    "type", type, "id", id, "rev", (json_int_t) rev, "scopes", "county",
                    strcmp (type, "area") == 0 ? "open" : "area/north", "fields", fields, "frev");
}

static json_t *
removal (const char *op,
         const char *type,
         const char *id)
{
  return json_pack ("{s:s, s:i, s:s, s:s}", "op", op, "seq", 2, "type", type, "id", id);
}

static json_t *
child_named (const char *first,
             const char *last)
{
  return json_pack ("{s:s, s:s, s:s}", "first_name", first, "last_name", last, "area", NORTH);
}

static gboolean
arrive_with (Fixture *fixture,
             json_t  *changes,
             json_t  *grants,
             GError **error)
{
  g_autoptr(GPtrArray) pages = g_ptr_array_new_with_free_func ((GDestroyNotify) json_decref);
  AtlasPullCounts counts = { 0 };

  g_ptr_array_add (pages, json_pack ("{s:s, s:b, s:I, s:o, s:o}", "cursor", "c", "more", FALSE,
                                     "head", (json_int_t) fixture->head, "grants", grants,
                                     "changes", changes));
  return atlas_store_sync_store_round (fixture->store, pages, &counts, error);
}

static json_t *
grants_of (int         version,
           const char *scope)
{
  return json_pack ("{s:i, s:[s], s:{}}", "version", version, "scopes", scope, "roles");
}

static void
arrive (Fixture *fixture,
        gint64   head,
        json_t  *changes)
{
  g_autoptr(GError) error = NULL;

  fixture->head = head;
  arrive_with (fixture, changes, grants_of (1, "area/north"), &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("atlas-arrival-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->store = atlas_store_open (fixture->folder, ATLAS_STORE_CREATE, &error);
  g_assert_no_error (error);
  atlas_store_set_meta (fixture->store, "device", CHILD, &error);
  atlas_store_set_meta (fixture->store, "epoch", EPOCH, &error);
  g_assert_no_error (error);
  arrive (fixture, 10,
          json_pack ("[o, o]",
                     put ("area", NORTH, 1,
                          json_pack ("{s:s, s:s}", "key", "north", "name", "North")),
                     put ("child", CHILD, 1, child_named ("Zoë", "Quill"))));
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  g_clear_pointer (&fixture->store, atlas_store_close);
  sync_fixture_remove (fixture->folder);
  g_free (fixture->folder);
}

static void
rename_child (Fixture    *fixture,
              const char *field,
              const char *to)
{
  g_autoptr(GError)         error = NULL;
  g_autoptr(AtlasChangeSet) set = atlas_change_set_new ("Name put right");
  g_autoptr(AtlasRecord)    child = atlas_store_get (fixture->store, "child", CHILD, &error);

  g_assert_no_error (error);
  atlas_change_set_set_text (set, child, field, to);
  g_assert_true (atlas_store_apply (fixture->store, set, &error));
  g_assert_no_error (error);
}

static void
assert_name (Fixture    *fixture,
             const char *field,
             const char *value)
{
  g_autoptr(GError)      error = NULL;
  g_autoptr(AtlasRecord) child = atlas_store_get (fixture->store, "child", CHILD, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (atlas_record_get_text (child, field), ==, value);
}

static void
assert_no_child (Fixture    *fixture,
                 const char *id)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (atlas_store_get (fixture->store, "child", id, &error));
  g_assert_error (error, ATLAS_ERROR, ATLAS_ERROR_NOT_FOUND);
}

static gint64
count_rows (Fixture    *fixture,
            const char *sql)
{
  g_autoptr(AtlasStmt) stmt = atlas_db_prepare (atlas_store_get_db (fixture->store), sql, NULL);

  g_assert_cmpint (atlas_stmt_step (stmt, NULL), ==, ATLAS_STEP_ROW);
  return atlas_stmt_get_integer (stmt, 0);
}

static gboolean
answer (Fixture    *fixture,
        gint64      n,
        const char *state,
        gint64      seq,
        GError    **error)
{
  AtlasPushCounts counts = { 0 };
  g_autoptr(json_t) results = json_pack ("[{s:I, s:s, s:I, s:[]}]", "n", (json_int_t) n,
                                         "state", state, "seq", (json_int_t) seq, "ops");

  return atlas_store_sync_store_results (fixture->store, results, g_get_real_time () / 1000,
                                         &counts, error);
}

static void
assert_sound (Fixture *fixture)
{
  g_autoptr(GError)    error = NULL;
  g_autoptr(GPtrArray) findings = atlas_store_verify (fixture->store, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < findings->len; i++)
    g_test_message ("%s", ((AtlasVerifyFinding *) g_ptr_array_index (findings, i))->text);
  g_assert_cmpuint (findings->len, ==, 0);
}

static void
test_a_pending_change_stays_on_screen (Fixture      *fixture,
                                       gconstpointer data)
{
  rename_child (fixture, "last_name", "Quince");
  arrive (fixture, 11, json_pack ("[o]", put ("child", CHILD, 2, child_named ("Zoe", "Quill"))));
  assert_name (fixture, "first_name", "Zoe");
  assert_name (fixture, "last_name", "Quince");

  /* Even when somebody else's change of the same value came first: the server will say so. */
  arrive (fixture, 12, json_pack ("[o]", put ("child", CHILD, 3, child_named ("Zoe", "Quiller"))));
  assert_name (fixture, "last_name", "Quince");
  assert_sound (fixture);
}

static void
assert_found (Fixture    *fixture,
              const char *words,
              gint64      n_expected)
{
  g_autoptr(AtlasQuery) query = atlas_query_new (atlas_type_find ("child"));
  gint64 n_found = -1;

  atlas_query_search (query, words);
  g_assert_true (atlas_store_count (fixture->store, query, &n_found, NULL));
  g_assert_cmpint (n_found, ==, n_expected);
}

/* Of a record that is here only what changed is written. */
static void
test_what_changed_is_written (Fixture      *fixture,
                              gconstpointer data)
{
  g_autoptr(GPtrArray) findings = NULL;

  arrive (fixture, 11, json_pack ("[o]", put ("child", CHILD, 2, child_named ("Zoë", "Reed"))));
  assert_name (fixture, "first_name", "Zoë");
  assert_name (fixture, "last_name", "Reed");
  assert_found (fixture, "Quill", 0);
  assert_found (fixture, "Zoë Reed", 1);

  /* What it has no more goes too. */
  arrive (fixture, 12, json_pack ("[o]", put ("child", CHILD, 3,
                                              json_pack ("{s:s, s:s}", "last_name", "Reed",
                                                         "area", NORTH))));
  assert_name (fixture, "first_name", NULL);
  assert_found (fixture, "Zoë", 0);
  assert_found (fixture, "Reed", 1);

  findings = atlas_store_verify (fixture->store, NULL);
  g_assert_cmpuint (findings->len, ==, 0);
}

static void
test_a_result_stays_until_passed (Fixture      *fixture,
                                  gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  rename_child (fixture, "last_name", "Quince");
  g_assert_true (answer (fixture, 1, "merged", 20, &error));
  arrive (fixture, 19, json_pack ("[o]", put ("child", CHILD, 2, child_named ("Zoë", "Quiller"))));
  assert_name (fixture, "last_name", "Quince");
  g_assert_cmpint (count_rows (fixture, "SELECT count (*) FROM pending"), ==, 1);

  arrive (fixture, 20, json_array ());
  assert_name (fixture, "last_name", "Quiller");
  g_assert_cmpint (count_rows (fixture, "SELECT count (*) FROM pending"), ==, 0);
  g_assert_cmpint (count_rows (fixture, "SELECT count (*) FROM shadow"), ==, 0);
  assert_sound (fixture);
}

static void
test_an_answer_after_its_round_releases (Fixture      *fixture,
                                         gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  /* The first answer was lost; the round came; then the server repeats its answer. */
  rename_child (fixture, "last_name", "Quince");
  arrive (fixture, 30, json_pack ("[o]", put ("child", CHILD, 2, child_named ("Zoë", "Quince"))));
  g_assert_cmpint (count_rows (fixture, "SELECT count (*) FROM pending"), ==, 1);
  g_assert_true (answer (fixture, 1, "applied", 20, &error));
  g_assert_cmpint (count_rows (fixture, "SELECT count (*) FROM pending"), ==, 0);
  assert_name (fixture, "last_name", "Quince");
}

static void
test_a_parked_record_leaves_the_screen (Fixture      *fixture,
                                        gconstpointer data)
{
  g_autoptr(GError)         error = NULL;
  g_autoptr(AtlasChangeSet) set = atlas_change_set_new ("Child entered");
  AtlasRecordState state;

  atlas_change_set_create (set, "child", OTHER, child_named ("Ned", "Quill"));
  g_assert_true (atlas_store_apply (fixture->store, set, &error));
  g_assert_true (answer (fixture, 1, "parked", 20, &error));
  g_assert_true (atlas_store_sync_record_state (fixture->store, "child", OTHER, &state, &error));
  g_assert_cmpint (state, ==, ATLAS_RECORD_NOT_ACCEPTED);

  arrive (fixture, 20, json_array ());
  assert_no_child (fixture, OTHER);
  assert_sound (fixture);
}

static void
test_gone_leaves_no_trace (Fixture      *fixture,
                           gconstpointer data)
{
  g_autoptr(GPtrArray) history = NULL;

  rename_child (fixture, "last_name", "Xylophonist");
  arrive (fixture, 11, json_pack ("[o]", removal ("gone", "child", CHILD)));
  assert_no_child (fixture, CHILD);
  history = atlas_store_list_history (fixture->store, "child", CHILD, 0, 10, NULL);
  g_assert_cmpuint (history->len, ==, 0);
  g_assert_cmpint (count_rows (fixture, "SELECT count (*) FROM history"
                               " WHERE instr (ops, 'Xylophonist') > 0"), ==, 0);

  /* What was queued is still sent: the server decides what becomes of it. */
  g_assert_cmpint (count_rows (fixture, "SELECT count (*) FROM outbox"
                               " WHERE instr (body, 'Xylophonist') > 0"), ==, 1);
  assert_sound (fixture);
}

static void
test_erased_leaves_the_outbox_too (Fixture      *fixture,
                                   gconstpointer data)
{
  g_autoptr(json_t) change = removal ("del", "child", CHILD);
  g_autoptr(json_t) batch = NULL;
  g_autoptr(GError) error = NULL;

  rename_child (fixture, "last_name", "Xylophonist");
  json_object_set_new (change, "erased", json_true ());
  arrive (fixture, 11, json_pack ("[O]", change));
  assert_no_child (fixture, CHILD);
  g_assert_cmpint (count_rows (fixture, "SELECT count (*) FROM outbox"
                               " WHERE instr (body, 'Xylophonist') > 0"), ==, 0);

  /* The number is still sent, so that the server meets no gap. */
  batch = atlas_store_sync_next_batch (fixture->store, 0, 100, 100000, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (json_array_size (batch), ==, 1);
}

static void
test_lost_grants_purge (Fixture      *fixture,
                        gconstpointer data)
{
  g_autoptr(GError)      error = NULL;
  g_autoptr(AtlasRecord) area = NULL;

  fixture->head = 12;
  g_assert_true (arrive_with (fixture, json_array (), grants_of (2, "area/south"), &error));
  g_assert_no_error (error);
  assert_no_child (fixture, CHILD);
  area = atlas_store_get (fixture->store, "area", NORTH, &error);
  g_assert_no_error (error);
  assert_sound (fixture);
}

static void
test_a_bad_round_changes_nothing (Fixture      *fixture,
                                  gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  fixture->head = 13;
  g_assert_false (arrive_with (fixture,
                               json_pack ("[o, o]",
                                          put ("child", CHILD, 2, child_named ("Ann", "Quill")),
                                          removal ("put", "child", OTHER)),
                               grants_of (1, "area/north"), &error));
  g_assert_error (error, ATLAS_ERROR, ATLAS_ERROR_PROTOCOL);
  assert_name (fixture, "first_name", "Zoë");
  g_assert_cmpint (count_rows (fixture, "SELECT value FROM meta WHERE key = 'head'"), ==, 10);
}

static void
test_an_answer_to_nothing_is_refused (Fixture      *fixture,
                                      gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  rename_child (fixture, "last_name", "Quince");
  g_assert_false (answer (fixture, 7, "applied", 20, &error));
  g_assert_error (error, ATLAS_ERROR, ATLAS_ERROR_PROTOCOL);
  g_clear_error (&error);
  g_assert_false (answer (fixture, 1, "done", 20, &error));
  g_assert_error (error, ATLAS_ERROR, ATLAS_ERROR_PROTOCOL);
  g_assert_cmpint (count_rows (fixture, "SELECT count (*) FROM outbox"), ==, 1);
}

static void
test_batches_keep_to_the_limits (Fixture      *fixture,
                                 gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(json_t) all = NULL;
  g_autoptr(json_t) two = NULL;
  g_autoptr(json_t) one = NULL;

  rename_child (fixture, "last_name", "Quince");
  rename_child (fixture, "last_name", "Quillon");
  rename_child (fixture, "last_name", "Quest");

  all = atlas_store_sync_next_batch (fixture->store, 0, 100, 1000000, &error);
  two = atlas_store_sync_next_batch (fixture->store, 0, 2, 1000000, &error);
  one = atlas_store_sync_next_batch (fixture->store, 0, 100, 10, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (json_array_size (all), ==, 3);
  g_assert_cmpuint (json_array_size (two), ==, 2);
  g_assert_cmpuint (json_array_size (one), ==, 1);
  g_assert_cmpint (atlas_json_integer (json_array_get (all, 2), "n", 0), ==, 3);
  g_assert_cmpstr (atlas_json_string (json_array_get (all, 2), "epoch"), ==, EPOCH);
}

static void
test_no_set_is_too_large_to_send (Fixture      *fixture,
                                  gconstpointer data)
{
  g_autoptr(AtlasChangeSet) set = atlas_change_set_new ("Far too much");
  g_autoptr(GError) error = NULL;
  g_autofree char *text = g_strnfill (30000, 'x');

  for (guint i = 0; i < 40; i++)
    {
      g_autofree char *id = atlas_id_new ();

      atlas_change_set_create (set, "child", id, json_pack ("{s:s}", "child_view", text));
    }
  g_assert_false (atlas_store_apply (fixture->store, set, &error));
  g_assert_error (error, ATLAS_ERROR, ATLAS_ERROR_INVALID);
  g_assert_cmpint (count_rows (fixture, "SELECT count (*) FROM outbox"), ==, 0);
  g_assert_cmpint (count_rows (fixture, "SELECT count (*) FROM child"), ==, 1);
}

static void
test_renumbered_from_one (Fixture      *fixture,
                          gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(json_t) batch = NULL;

  rename_child (fixture, "last_name", "Quince");
  rename_child (fixture, "last_name", "Quillon");
  rename_child (fixture, "last_name", "Quest");
  g_assert_true (answer (fixture, 1, "applied", 20, &error));
  g_assert_true (atlas_store_sync_renumber (fixture->store, OTHER, "K8", FALSE, &error));
  g_assert_no_error (error);

  batch = atlas_store_sync_next_batch (fixture->store, 0, 100, 1000000, &error);
  g_assert_cmpuint (json_array_size (batch), ==, 2);
  g_assert_cmpint (atlas_json_integer (json_array_get (batch, 0), "n", 0), ==, 1);
  arrive (fixture, 20, json_pack ("[o]", put ("child", CHILD, 2, child_named ("Zoë", "Quince"))));
  assert_name (fixture, "last_name", "Quest");
  g_assert_cmpint (count_rows (fixture, "SELECT count (*) FROM pending"), ==, 2);
  assert_sound (fixture);
}

/* What was answered and goes out once more is unsent, with a number that a server takes. */
static void
test_what_goes_out_again_is_renumbered_as_unsent (Fixture      *fixture,
                                                  gconstpointer data)
{
  static const char again[] =
    "INSERT INTO journal SELECT n, set_id, label, made_at, epoch, body, 'applied', 1, '{}', made_at"
    " FROM outbox WHERE n = (SELECT min (n) FROM outbox)";
  g_autoptr(GError) error = NULL;

  rename_child (fixture, "last_name", "Quince");
  rename_child (fixture, "last_name", "Quillon");
  g_assert_true (atlas_db_exec (atlas_store_get_db (fixture->store), again, &error));
  g_assert_no_error (error);
  g_assert_true (atlas_store_sync_renumber (fixture->store, OTHER, "K8", FALSE, &error));
  g_assert_no_error (error);
  g_assert_cmpint (count_rows (fixture, "SELECT min (n) FROM outbox"), ==, 1);
  g_assert_cmpint (count_rows (fixture, "SELECT max (n) FROM outbox"), ==, 2);
  g_assert_cmpint (count_rows (fixture, "SELECT n FROM journal"), ==, 1);
}

static void
test_the_receipt_counts_what_was_answered (Fixture      *fixture,
                                           gconstpointer data)
{
  const char * const ids[] = { CHILD, NULL };
  g_autoptr(GError) error = NULL;
  g_auto(AtlasReceipt) before = { 0 };
  g_auto(AtlasReceipt) after = { 0 };

  rename_child (fixture, "last_name", "Quince");
  rename_child (fixture, "first_name", "Zoe");
  g_assert_true (answer (fixture, 1, "merged", 20, &error));
  g_assert_true (atlas_store_sync_receipt_for (fixture->store, "child", ids, &before, &error));
  g_assert_cmpuint (before.n_sets, ==, 2);
  g_assert_cmpuint (before.n_received, ==, 1);
  g_assert_cmpuint (before.n_two_versions, ==, 1);
  g_assert_null (before.received_at);

  g_assert_true (answer (fixture, 2, "applied", 21, &error));
  g_assert_true (atlas_store_sync_receipt_between (fixture->store, "2000", "2100", &after, &error));
  g_assert_cmpuint (after.n_received, ==, 2);
  g_assert_nonnull (after.received_at);
}

static void
test_old_answers_are_forgotten (Fixture      *fixture,
                                gconstpointer data)
{
  gint64 later = g_get_real_time () / 1000 + G_GINT64_CONSTANT (31) * 24 * 60 * 60 * 1000;
  g_autoptr(GError) error = NULL;

  rename_child (fixture, "last_name", "Quince");
  g_assert_true (answer (fixture, 1, "applied", 20, &error));
  g_assert_true (atlas_store_sync_prune (fixture->store, later, later, &error));
  g_assert_cmpint (count_rows (fixture, "SELECT count (*) FROM journal"), ==, 1);

  arrive (fixture, 20, json_pack ("[o]", put ("child", CHILD, 2, child_named ("Zoë", "Quince"))));
  g_assert_true (atlas_store_sync_prune (fixture->store, later, later, &error));
  g_assert_cmpint (count_rows (fixture, "SELECT count (*) FROM journal"), ==, 0);
}

static void
test_a_new_store_takes_its_place (Fixture      *fixture,
                                  gconstpointer data)
{
  g_autofree char *staging = atlas_store_sync_staging (fixture->folder);
  g_autofree char *kept = NULL;
  g_autoptr(GError)     error = NULL;
  g_autoptr(AtlasStore) old = NULL;
  g_autoptr(AtlasStore) ready = NULL;

  ready = atlas_store_open (staging, ATLAS_STORE_CREATE | ATLAS_STORE_BULK, &error);
  g_assert_no_error (error);
  g_clear_pointer (&ready, atlas_store_close);

  /* Not while somebody looks at the old one. */
  g_assert_false (atlas_store_sync_swap (fixture->folder, &kept, &error));
  g_assert_error (error, ATLAS_ERROR, ATLAS_ERROR_BUSY);
  g_clear_error (&error);
  assert_name (fixture, "first_name", "Zoë");

  g_clear_pointer (&fixture->store, atlas_store_close);
  g_assert_true (atlas_store_sync_swap (fixture->folder, &kept, &error));
  g_assert_no_error (error);
  fixture->store = atlas_store_open (fixture->folder, ATLAS_STORE_DEFAULT, &error);
  assert_no_child (fixture, CHILD);

  old = atlas_store_open (kept, ATLAS_STORE_DEFAULT, &error);
  g_assert_no_error (error);
  g_assert_nonnull (old);
}

/* A record as somebody has left it. */
static json_t *
put_by_priya (const char *type,
              const char *id,
              gint64      rev,
              json_t     *fields,
              const char *at)
{
  json_t *change = put (type, id, rev, fields);

  json_object_set_new (change, "by", json_string (PRIYA));
  json_object_set_new (change, "at", json_string (at));

  return change;
}

static GPtrArray *
list_history (Fixture *fixture)
{
  g_autoptr(GError) error = NULL;
  GPtrArray *history = atlas_store_list_history (fixture->store, NULL, NULL, 0, 10, &error);

  g_assert_no_error (error);
  return history;
}

static void
test_history_tells_what_others_did (Fixture      *fixture,
                                    gconstpointer data)
{
  static const char at[] = "2026-11-20T10:40:00.000Z";
  g_autoptr(GError)    error = NULL;
  g_autoptr(GPtrArray) first = list_history (fixture);
  g_autoptr(GPtrArray) history = NULL;
  g_autoptr(GPtrArray) of_child = NULL;
  AtlasHistoryEntry *entry;
  json_t *fields;

  /* In a first load everything is new, and nothing of it is news. */
  g_assert_cmpuint (first->len, ==, 0);

  arrive (fixture, 11,
          json_pack ("[o, o, o]",
                     put ("user", PRIYA, 1, json_pack ("{s:s}", "name", "Priya Shah")),
                     put_by_priya ("child", CHILD, 2, child_named ("Zoe", "Quiller"), at),
                     put_by_priya ("child", OTHER, 1, child_named ("Ned", "Quill"), at)));
  history = list_history (fixture);
  g_assert_cmpuint (history->len, ==, 1);
  entry = g_ptr_array_index (history, 0);
  g_assert_cmpstr (entry->label, ==, "Child changed (First name, Last name) and 1 more record");
  g_assert_cmpstr (entry->by_name, ==, "Priya Shah");
  g_assert_cmpstr (entry->made_at, ==, at);
  g_assert_cmpstr (entry->origin, ==, "server");
  fields = json_object_get (json_array_get (entry->ops, 0), "fields");
  g_assert_cmpstr (json_string_value (json_array_get (json_object_get (fields, "last_name"), 0)),
                   ==, "Quill");

  of_child = atlas_store_list_history (fixture->store, "child", OTHER, 0, 10, &error);
  g_assert_cmpuint (of_child->len, ==, 1);

  /* It is somebody else's: there is nothing to undo here. */
  g_assert_false (atlas_store_undo (fixture->store, NULL, NULL, &error));
  g_assert_error (error, ATLAS_ERROR, ATLAS_ERROR_NOT_FOUND);
  assert_sound (fixture);
}

static void
test_own_changes_come_back_unsaid (Fixture      *fixture,
                                   gconstpointer data)
{
  g_autoptr(GPtrArray) own = NULL;
  g_autoptr(GPtrArray) both = NULL;
  g_autoptr(GPtrArray) repeated = NULL;

  rename_child (fixture, "last_name", "Quince");
  arrive (fixture, 11, json_pack ("[o]", put_by_priya ("child", CHILD, 2,
                                                       child_named ("Zoë", "Quince"),
                                                       "2026-11-20T10:41:00.000Z")));
  own = list_history (fixture);
  g_assert_cmpuint (own->len, ==, 1);
  g_assert_cmpstr (((AtlasHistoryEntry *) g_ptr_array_index (own, 0))->origin, ==, "local");

  /* What another changed beside it is told, and a page that comes twice is told once. */
  for (int i = 0; i < 2; i++)
    arrive (fixture, 12, json_pack ("[o]", put_by_priya ("child", CHILD, 3,
                                                         child_named ("Zoe", "Quince"),
                                                         "2026-11-20T10:42:00.000Z")));
  both = list_history (fixture);
  g_assert_cmpuint (both->len, ==, 2);
  g_assert_cmpstr (((AtlasHistoryEntry *) g_ptr_array_index (both, 0))->label, ==,
                   "Child changed (First name)");

  arrive (fixture, 13, json_pack ("[o]", removal ("del", "child", CHILD)));
  repeated = list_history (fixture);
  g_assert_cmpuint (repeated->len, ==, 3);
  g_assert_cmpstr (((AtlasHistoryEntry *) g_ptr_array_index (repeated, 0))->label, ==,
                   "Child deleted");
}

static void
test_gone_takes_what_others_did_along (Fixture      *fixture,
                                       gconstpointer data)
{
  arrive (fixture, 11, json_pack ("[o]", put_by_priya ("child", CHILD, 2,
                                                       child_named ("Zoë", "Xylophonist"),
                                                       "2026-11-20T10:41:00.000Z")));
  g_assert_cmpint (count_rows (fixture, "SELECT count (*) FROM history"
                               " WHERE instr (ops, 'Xylophonist') > 0"), ==, 1);
  arrive (fixture, 12, json_pack ("[o]", removal ("gone", "child", CHILD)));
  g_assert_cmpint (count_rows (fixture, "SELECT count (*) FROM history"
                               " WHERE instr (ops, 'Xylophonist') > 0"), ==, 0);
}

static gint64
count_words (Fixture    *fixture,
             const char *words)
{
  g_autofree char *sql = g_strdup_printf ("SELECT count (*) FROM history WHERE"
                                          " instr (ops, '%s') > 0 OR instr (label, '%s') > 0",
                                          words, words);

  return count_rows (fixture, sql);
}

/* Of a note that was deleted nobody says that it is gone with its referral. */
static void
test_gone_takes_what_was_deleted_along (Fixture      *fixture,
                                        gconstpointer data)
{
  static const char at[] = "2026-11-20T10:41:00.000Z";

  arrive (fixture, 11, json_pack ("[o]", put ("referral", REFERRAL, 1,
                                              json_pack ("{s:s, s:s, s:s}", "reference", "K7-204",
                                                         "child", CHILD, "step", "draft"))));
  arrive (fixture, 12, json_pack ("[o]", put_by_priya ("note", NOTE, 1,
                                                       json_pack ("{s:s, s:s}", "referral",
                                                                  REFERRAL, "text", "Xylophone"),
                                                       at)));
  arrive (fixture, 13, json_pack ("[o]", removal ("del", "note", NOTE)));
  g_assert_cmpint (count_words (fixture, "Note added: K7-204"), ==, 1);
  g_assert_cmpint (count_words (fixture, "Note deleted: K7-204"), ==, 1);
  g_assert_cmpint (count_words (fixture, "Xylophone"), ==, 1);

  arrive (fixture, 14, json_pack ("[o, o]", removal ("gone", "referral", REFERRAL),
                                  removal ("gone", "child", CHILD)));
  g_assert_cmpint (count_words (fixture, "K7-204"), ==, 0);
  g_assert_cmpint (count_words (fixture, "Xylophone"), ==, 0);
  assert_sound (fixture);
}

/* A record may change on one page of a round, and on another be this user's no more. */
static void
test_what_goes_in_its_round_is_unsaid (Fixture      *fixture,
                                       gconstpointer data)
{
  arrive (fixture, 11, json_pack ("[o, o]",
                                  put_by_priya ("child", CHILD, 2,
                                                child_named ("Zoë", "Xylophonist"),
                                                "2026-11-20T10:41:00.000Z"),
                                  removal ("gone", "child", CHILD)));
  assert_no_child (fixture, CHILD);
  g_assert_cmpint (count_words (fixture, "Xylophonist"), ==, 0);
  assert_sound (fixture);
}

static void
test_wider_grants_are_no_news (Fixture      *fixture,
                               gconstpointer data)
{
  g_autoptr(GError)    error = NULL;
  g_autoptr(GPtrArray) history = NULL;

  fixture->head = 11;
  g_assert_true (arrive_with (fixture,
                              json_pack ("[o]", put_by_priya ("child", OTHER, 4,
                                                              child_named ("Ned", "Quill"),
                                                              "2026-09-01T09:00:00.000Z")),
                              grants_of (2, "area/north"), &error));
  g_assert_no_error (error);
  history = list_history (fixture);
  g_assert_cmpuint (history->len, ==, 0);
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, TEST_ISOLATE, NULL);

  ADD ("/arrival/a-pending-change-stays-on-screen", test_a_pending_change_stays_on_screen);
  ADD ("/arrival/what-changed-is-written", test_what_changed_is_written);
  ADD ("/arrival/a-result-stays-until-passed", test_a_result_stays_until_passed);
  ADD ("/arrival/an-answer-after-its-round-releases", test_an_answer_after_its_round_releases);
  ADD ("/arrival/a-parked-record-leaves-the-screen", test_a_parked_record_leaves_the_screen);
  ADD ("/arrival/gone-leaves-no-trace", test_gone_leaves_no_trace);
  ADD ("/arrival/erased-leaves-the-outbox-too", test_erased_leaves_the_outbox_too);
  ADD ("/arrival/lost-grants-purge", test_lost_grants_purge);
  ADD ("/arrival/a-bad-round-changes-nothing", test_a_bad_round_changes_nothing);
  ADD ("/arrival/an-answer-to-nothing-is-refused", test_an_answer_to_nothing_is_refused);
  ADD ("/arrival/batches-keep-to-the-limits", test_batches_keep_to_the_limits);
  ADD ("/arrival/no-set-is-too-large-to-send", test_no_set_is_too_large_to_send);
  ADD ("/arrival/renumbered-from-one", test_renumbered_from_one);
  ADD ("/arrival/what-goes-out-again-is-renumbered-as-unsent",
       test_what_goes_out_again_is_renumbered_as_unsent);
  ADD ("/arrival/the-receipt-counts-what-was-answered", test_the_receipt_counts_what_was_answered);
  ADD ("/arrival/old-answers-are-forgotten", test_old_answers_are_forgotten);
  ADD ("/arrival/history-tells-what-others-did", test_history_tells_what_others_did);
  ADD ("/arrival/own-changes-come-back-unsaid", test_own_changes_come_back_unsaid);
  ADD ("/arrival/gone-takes-what-others-did-along", test_gone_takes_what_others_did_along);
  ADD ("/arrival/gone-takes-what-was-deleted-along", test_gone_takes_what_was_deleted_along);
  ADD ("/arrival/what-goes-in-its-round-is-unsaid", test_what_goes_in_its_round_is_unsaid);
  ADD ("/arrival/wider-grants-are-no-news", test_wider_grants_are_no_news);
  ADD ("/arrival/a-new-store-takes-its-place", test_a_new_store_takes_its_place);

  return g_test_run ();
}
