/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <signal.h>
#include <string.h>

#include "../isolate.h"
#include "base/atlas-digest.h"
#include "base/atlas-id.h"
#include "test-mirror.h"

/* Far more than an answer takes, and less than the wait that is asked for. */
#define PATIENCE_S 25

#define SCOPES       300
#define SCOPES_A_SET 100

/* More than an index takes of a row. */
#define MANY_BYTES   9000

static TestServer *shared;

static void
push_ops (TestClient *client,
          const char *state,
          json_t     *ops)
{
  g_autoptr(json_t) answer = test_client_push (client, ops);

  test_assert_state (answer, state);
}

static void
move_child (TestClient *client,
            const char *child,
            int         base,
            const char *from,
            const char *to)
{
  g_autofree char *from_id = test_key_id ("area", from);
  g_autofree char *to_id = test_key_id ("area", to);

  push_ops (client, "applied",
            test_json ("[{'op':'set','type':'child','id':'%s','base':%d,"
                       "'fields':{'area':['%s','%s']}}]", child, base, from_id, to_id));
}

static void
test_digests_follow_every_change (void)
{
  g_autofree char *code = test_server_add_user (shared, "Verifying Lead", "area_lead",
                                                "area/dspl3");
  g_autofree char *child = NULL;
  g_autofree char *other = NULL;
  g_autofree char *referral = NULL;
  g_autofree char *granted = NULL;
  g_auto(TestMirror) officer = { NULL };
  g_auto(TestMirror) lead = { NULL };
  g_auto(TestMirror) masked = { NULL };

  test_mirror_init (&officer, test_client_for (shared, "county_officer", "county"));
  test_mirror_init (&lead, test_client_enrol (shared, code));
  test_mirror_init (&masked, test_client_for (shared, "commissioning_officer", "county"));
  referral = test_client_refer (officer.client, "dspl3", &child);
  test_mirror_assert_agrees (&officer);
  test_mirror_assert_agrees (&lead);
  test_mirror_assert_agrees (&masked);

  push_ops (officer.client, "applied",
            test_json ("[{'op':'set','type':'referral','id':'%s','base':1,"
                       "'fields':{'tier':[3,4]}}]", referral));
  test_mirror_assert_agrees (&lead);

  move_child (officer.client, child, 1, "dspl3", "dspl5");
  g_free (test_client_refer (officer.client, "dspl3", &other));
  test_mirror_assert_agrees (&lead);
  move_child (officer.client, child, 2, "dspl5", "dspl3");
  test_mirror_assert_agrees (&lead);

  push_ops (officer.client, "applied",
            test_json ("[{'op':'delete','type':'referral','id':'%s','base':2}]", referral));
  test_mirror_assert_agrees (&officer);
  test_mirror_assert_agrees (&lead);
  test_mirror_assert_agrees (&masked);

  granted = test_server_run (shared, 0, NULL, "grant", "add", "%", "Verifying Lead", "--scope",
                             "area/dspl5", "--role", "area_lead", NULL);
  test_mirror_assert_agrees (&lead);
}

static void
test_a_conflict_and_a_parked_set_are_in_the_digest (void)
{
  g_auto(TestMirror) officer = { NULL };
  g_auto(TestMirror) lead = { NULL };
  g_autofree char *child = NULL;
  g_autofree char *elsewhere = atlas_id_new ();
  g_autofree char *referral = NULL;

  test_mirror_init (&officer, test_client_for (shared, "county_officer", "county"));
  test_mirror_init (&lead, test_client_for (shared, "area_lead", "area/dspl3"));
  referral = test_client_refer (officer.client, "dspl3", &child);
  push_ops (officer.client, "applied",
            test_json ("[{'op':'set','type':'referral','id':'%s','base':1,"
                       "'fields':{'tier':[3,4]}}]", referral));
  push_ops (lead.client, "merged",
            test_json ("[{'op':'set','type':'referral','id':'%s','base':1,"
                       "'fields':{'tier':[3,5]}}]", referral));
  push_ops (lead.client, "parked", json_pack ("[o]", test_create_child (elsewhere, "dspl5")));
  test_mirror_assert_agrees (&officer);
  test_mirror_assert_agrees (&lead);
}

/* A provision that nobody knew, and the child's referral to it. */
static void
add_provision (json_t     *ops,
               const char *child,
               const char *key)
{
  g_autofree char *referral = atlas_id_new ();
  json_t *refer = test_create_referral (referral, child);

  json_object_set_new (json_object_get (refer, "fields"), "asked", json_string (key));
  json_array_append_new (ops, test_json ("{'op':'create','type':'provision','id':'%s','fields':{"
                                         "'key':'%s','name':'Invented','kind':'ap-provider',"
                                         "'invented':true}}", key, key));
  json_array_append_new (ops, refer);
}

/* An index of PostgreSQL takes some 2,700 bytes of a row. The list of this child's scopes is longer
 * by far, and does not let itself be packed. */
static void
test_hundreds_of_scopes_are_no_trouble (void)
{
  g_auto(TestMirror) officer = { NULL };
  g_auto(TestMirror) provider = { NULL };
  g_autofree char *child = atlas_id_new ();
  g_autofree char *scope = NULL;

  test_mirror_init (&officer, test_client_for (shared, "county_officer", "county"));
  push_ops (officer.client, "applied", json_pack ("[o]", test_create_child (child, "dspl3")));
  for (int i = 0; i < SCOPES; i += SCOPES_A_SET)
    {
      json_t *ops = json_array ();

      for (int j = 0; j < SCOPES_A_SET; j++)
        {
          g_autofree char *key = atlas_id_new ();

          add_provision (ops, child, key);
          g_free (scope);
          scope = g_strconcat ("provision/", key, NULL);
        }
      push_ops (officer.client, "applied", ops);
    }
  test_mirror_assert_agrees (&officer);

  test_mirror_init (&provider, test_client_for (shared, "provider", scope));
  test_mirror_assert_agrees (&provider);
  g_assert_true (g_hash_table_contains (test_mirror_table (&provider, "child"), child));
}

static void
test_a_key_with_spaces_or_without_end_is_no_scope (void)
{
  g_auto(TestMirror) officer = { NULL };
  g_autofree char *endless = g_strnfill (MANY_BYTES, 'k');
  const char *keys[] = { "", "invented area/dspl5", endless, NULL };

  test_mirror_init (&officer, test_client_for (shared, "county_officer", "county"));
  for (gsize i = 0; keys[i] != NULL; i++)
    {
      g_autofree char *id = atlas_id_new ();
      g_autoptr(json_t) answer = NULL;

      answer = test_client_push (officer.client,
                                 test_json ("[{'op':'create','type':'provision','id':'%s',"
                                            "'fields':{'key':'%s','name':'Invented',"
                                            "'kind':'ap-provider'}}]", id, keys[i]));
      test_assert_parked (answer, "invalid");
    }
  test_mirror_assert_agrees (&officer);
}

static void
test_verifying_does_not_wait (void)
{
  g_auto(TestMirror) officer = { NULL };
  g_autoptr(json_t) first = NULL;
  g_autoptr(json_t) page = NULL;
  g_autoptr(json_t) without = NULL;
  g_autofree char *path = NULL;
  g_autofree char *plain = NULL;

  test_mirror_init (&officer, test_client_for (shared, "county_officer", "county"));
  first = test_mirror_pull (&officer);
  soup_session_abort (officer.client->session);
  g_object_set (officer.client->session, "timeout", PATIENCE_S, NULL);
  path = g_strconcat ("/v1/changes?wait=55&verify=1&cursor=", officer.client->cursor, NULL);
  page = test_client_send (officer.client, "GET", path, NULL);
  g_assert_cmpuint (officer.client->status, ==, 200);
  g_assert_true (json_is_object (json_object_get (page, "digest")));

  plain = g_strconcat ("/v1/changes?cursor=", officer.client->cursor, NULL);
  without = test_client_send (officer.client, "GET", plain, NULL);
  g_assert_cmpuint (officer.client->status, ==, 200);
  g_assert_null (json_object_get (without, "digest"));
}

/* The buckets of what a mirror holds of a type. */
static json_t *
buckets_of (TestMirror *self,
            const char *type)
{
  gint64 counts[ATLAS_DIGEST_BUCKETS] = { 0 };
  guint64 sums[ATLAS_DIGEST_BUCKETS] = { 0 };
  json_t *buckets = json_object ();
  GHashTableIter iter;
  gpointer id;
  gpointer rev;

  g_hash_table_iter_init (&iter, test_mirror_table (self, type));
  while (g_hash_table_iter_next (&iter, &id, &rev))
    {
      guint8 bytes[ATLAS_ID_BYTES];
      guint8 bucket;

      g_assert_true (atlas_id_to_bytes (id, bytes));
      bucket = atlas_digest_bucket (type, bytes);
      counts[bucket]++;
      sums[bucket] += atlas_digest_of_record (type, bytes, GPOINTER_TO_INT (rev));
    }

  for (int i = 0; i < ATLAS_DIGEST_BUCKETS; i++)
    {
      g_autofree char *name = g_strdup_printf ("%02x", i);
      g_autofree char *sum = atlas_digest_format (sums[i]);

      if (counts[i] > 0)
        json_object_set_new (buckets, name, json_pack ("[I, s]", (json_int_t) counts[i], sum));
    }

  return buckets;
}

static json_t *
reconcile (TestMirror *self,
           const char *type)
{
  json_t *body = json_pack ("{s:s, s:i, s:o}", "type", type, "at", 1, "buckets",
                            buckets_of (self, type));
  json_t *answer = test_client_send (self->client, "POST", "/v1/reconcile", body);

  json_decref (body);
  g_assert_cmpuint (self->client->status, ==, 200);
  g_assert_cmpint (atlas_json_integer (answer, "head", 0), >, 0);
  return answer;
}

static json_t *
fetch (TestClient *client,
       const char *type,
       json_t     *ids)
{
  g_autoptr(json_t) body = json_pack ("{s:s, s:o}", "type", type, "ids", ids);

  return test_client_send (client, "POST", "/v1/fetch", body);
}

static char *
bucket_name (const char *type,
             const char *id)
{
  guint8 bytes[ATLAS_ID_BYTES];

  g_assert_true (atlas_id_to_bytes (id, bytes));
  return g_strdup_printf ("%02x", atlas_digest_bucket (type, bytes));
}

static gboolean
lists (json_t     *bucket,
       const char *id,
       gint64      rev)
{
  gsize i;
  json_t *pair;

  json_array_foreach (bucket, i, pair)
  {
    if (strcmp (json_string_value (json_array_get (pair, 0)), id) == 0)
      return json_integer_value (json_array_get (pair, 1)) == rev;
  }

  return FALSE;
}

static void
test_a_damaged_copy_is_repaired (void)
{
  g_auto(TestMirror) lead = { NULL };
  g_autoptr(TestClient) officer = test_client_for (shared, "county_officer", "county");
  g_autofree char *kept = NULL;
  g_autofree char *lost = NULL;
  g_autofree char *hidden = NULL;
  g_autofree char *invented = atlas_id_new ();
  g_autofree char *lost_bucket = NULL;
  g_autofree char *invented_bucket = NULL;
  g_autoptr(json_t) digest = NULL;
  g_autoptr(json_t) same = NULL;
  g_autoptr(json_t) told = NULL;
  g_autoptr(json_t) fetched = NULL;
  json_t *differ;

  g_free (test_client_refer (officer, "dspl3", &kept));
  g_free (test_client_refer (officer, "dspl3", &lost));
  g_free (test_client_refer (officer, "dspl5", &hidden));
  test_mirror_init (&lead, test_client_for (shared, "area_lead", "area/dspl3"));
  digest = test_mirror_pull (&lead);
  same = reconcile (&lead, "child");
  g_assert_cmpuint (json_object_size (json_object_get (same, "differ")), ==, 0);

  g_hash_table_remove (test_mirror_table (&lead, "child"), lost);
  g_hash_table_insert (test_mirror_table (&lead, "child"), g_strdup (invented),
                       GINT_TO_POINTER (1));
  lost_bucket = bucket_name ("child", lost);
  invented_bucket = bucket_name ("child", invented);
  told = reconcile (&lead, "child");
  differ = json_object_get (told, "differ");
  g_assert_cmpuint (json_object_size (differ), ==,
                    strcmp (lost_bucket, invented_bucket) == 0 ? 1 : 2);
  g_assert_true (lists (json_object_get (differ, lost_bucket), lost, 1));
  g_assert_true (json_is_array (json_object_get (differ, invented_bucket)));
  g_assert_false (lists (json_object_get (differ, invented_bucket), invented, 1));

  fetched = fetch (lead.client, "child", json_pack ("[s, s, s]", lost, hidden, invented));
  g_assert_cmpuint (lead.client->status, ==, 200);
  g_assert_cmpuint (json_array_size (json_object_get (fetched, "changes")), ==, 1);
  test_mirror_take (&lead, json_object_get (fetched, "changes"));
  g_hash_table_remove (test_mirror_table (&lead, "child"), invented);
  test_mirror_assert_agrees (&lead);
}

static void
test_nothing_hidden_is_told (void)
{
  g_auto(TestMirror) lead = { NULL };
  g_autoptr(TestClient) officer = test_client_for (shared, "county_officer", "county");
  g_autofree char *hidden = NULL;
  g_autofree char *text = NULL;
  g_autoptr(json_t) told = NULL;

  g_free (test_client_refer (officer, "dspl5", &hidden));
  test_mirror_init (&lead, test_client_for (shared, "area_lead", "area/dspl3"));
  told = reconcile (&lead, "child");
  text = atlas_json_to_text (told);
  g_assert_null (strstr (text, hidden));
}

static void
test_what_is_fetched_is_masked_as_in_a_page (void)
{
  g_autoptr(TestClient) officer = test_client_for (shared, "county_officer", "county");
  g_autoptr(TestClient) masked = test_client_for (shared, "commissioning_officer", "county");
  g_autofree char *child = NULL;
  g_autoptr(json_t) plain = NULL;
  g_autoptr(json_t) fetched = NULL;
  json_t *change;

  g_free (test_client_refer (officer, "dspl3", &child));
  plain = fetch (officer, "child", json_pack ("[s]", child));
  change = json_array_get (json_object_get (plain, "changes"), 0);
  g_assert_nonnull (json_object_get (json_object_get (change, "fields"), "last_name"));

  fetched = fetch (masked, "child", json_pack ("[s]", child));
  change = json_array_get (json_object_get (fetched, "changes"), 0);
  g_assert_nonnull (json_object_get (change, "masked"));
  g_assert_null (json_object_get (json_object_get (change, "fields"), "last_name"));
}

static void
assert_refused (TestClient *client,
                const char *path,
                json_t     *body,
                guint       status,
                const char *problem)
{
  g_autoptr(json_t) answer = test_client_send (client, "POST", path, body);

  g_assert_cmpuint (client->status, ==, status);
  g_assert_cmpstr (test_problem (answer), ==, problem);
  json_decref (body);
}

static void
test_bad_questions_are_refused (void)
{
  g_autoptr(TestClient) officer = test_client_for (shared, "county_officer", "county");
  g_autoptr(json_t) many = json_array ();
  g_autoptr(json_t) unknown = NULL;

  for (int i = 0; i < 201; i++)
    json_array_append_new (many, json_string ("0194f0c2-7b1e-7c3a-8d52-0a1b2c3d4e5f"));

  assert_refused (officer, "/v1/fetch", json_pack ("{s:s, s:O}", "type", "child", "ids", many),
                  413, "too-large");
  assert_refused (officer, "/v1/fetch", test_json ("{'type':'child'}"), 400, "malformed");
  assert_refused (officer, "/v1/reconcile", test_json ("{'type':'child','buckets':{}}"), 400,
                  "malformed");
  assert_refused (officer, "/v1/reconcile",
                  test_json ("{'type':'child','at':1,'buckets':{'0g':[1,'0000000000000000']}}"),
                  400, "malformed");
  assert_refused (officer, "/v1/reconcile",
                  test_json ("{'type':'child','at':1,'buckets':{'00':[1,'0']}}"), 400, "malformed");
  assert_refused (officer, "/v1/reconcile",
                  test_json ("{'type':'child','at':999999999,'buckets':{}}"), 409,
                  "epoch-changed");

  unknown = fetch (officer, "nothing", json_array ());
  g_assert_cmpuint (officer->status, ==, 200);
  g_assert_cmpuint (json_array_size (json_object_get (unknown, "changes")), ==, 0);
}

static void
test_an_older_database_gets_its_sums (void)
{
  g_autoptr(TestServer) server = test_server_new (NULL);
  g_auto(TestMirror) officer = { NULL };

  test_mirror_init (&officer, test_client_for (server, "county_officer", "county"));
  g_free (test_client_refer (officer.client, "dspl3", NULL));
  test_server_stop (server, SIGTERM);
  test_server_sql (server, "DELETE FROM record_sum; DELETE FROM meta WHERE name = 'sums'");
  test_server_start (server);
  test_mirror_assert_agrees (&officer);
}

static void
test_check_finds_a_wrong_sum (void)
{
  g_autoptr(TestServer) server = test_server_new (NULL);
  g_autofree char *good = test_server_run (server, 0, NULL, "check", "%", NULL);
  g_autofree char *bad = NULL;

  test_server_stop (server, SIGTERM);
  test_server_sql (server, "UPDATE record_sum SET low = low + 1 WHERE type = 'area'");
  bad = test_server_run (server, 1, NULL, "check", "%", "--format", "json", NULL);
  g_assert_nonnull (strstr (bad, "\"sums\""));
}

int
main (int    argc,
      char **argv)
{
  int failures;

  g_test_init (&argc, &argv, TEST_ISOLATE, NULL);
  shared = test_server_new (NULL);

  g_test_add_func ("/server/verify/digests-follow-every-change", test_digests_follow_every_change);
  g_test_add_func ("/server/verify/a-conflict-and-a-parked-set-are-in-the-digest",
                   test_a_conflict_and_a_parked_set_are_in_the_digest);
  g_test_add_func ("/server/verify/hundreds-of-scopes-are-no-trouble",
                   test_hundreds_of_scopes_are_no_trouble);
  g_test_add_func ("/server/verify/a-key-with-spaces-or-without-end-is-no-scope",
                   test_a_key_with_spaces_or_without_end_is_no_scope);
  g_test_add_func ("/server/verify/verifying-does-not-wait", test_verifying_does_not_wait);
  g_test_add_func ("/server/verify/a-damaged-copy-is-repaired", test_a_damaged_copy_is_repaired);
  g_test_add_func ("/server/verify/nothing-hidden-is-told", test_nothing_hidden_is_told);
  g_test_add_func ("/server/verify/what-is-fetched-is-masked-as-in-a-page",
                   test_what_is_fetched_is_masked_as_in_a_page);
  g_test_add_func ("/server/verify/bad-questions-are-refused", test_bad_questions_are_refused);
  g_test_add_func ("/server/verify/an-older-database-gets-its-sums",
                   test_an_older_database_gets_its_sums);
  g_test_add_func ("/server/verify/check-finds-a-wrong-sum", test_check_finds_a_wrong_sum);

  failures = g_test_run ();
  test_server_free (shared);
  return failures;
}
