/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the server promises whatever happens at once: protocol, section 14, each by itself. What
 * happens at random is in tests/faults. Two processes serve one county here. */
#include "config.h"

#include <signal.h>
#include <string.h>

#include "../isolate.h"
#include "base/atlas-id.h"
#include "test-mirror.h"

#define N_AT_ONCE   4
#define N_TRANSFERS 40
#define TIERS       6           /* of two referrals together */

/* One process for all of them, and another beside it over the same database. */
static TestServer *shared;
static TestServer beside;

typedef struct {
  TestClient *client;
  json_t     *sets;
  json_t     *answer;
  guint       status;
} Sending;

static gpointer
send_in_thread (gpointer data)
{
  Sending *sending = data;

  sending->answer = test_client_push_sets (sending->client, json_incref (sending->sets));
  sending->status = sending->client->status;
  return NULL;
}

/* The same laptop again, as one that asks a second process. */
static TestClient *
twin (TestClient *client,
      TestServer *server)
{
  TestClient *self = test_client_new (server);

  self->device = g_strdup (client->device);
  self->user = g_strdup (client->user);
  self->access = g_strdup (client->access);
  self->epoch = g_strdup (client->epoch);
  self->n = client->n;
  return self;
}

static gint64
rev_of (TestClient *client,
        const char *type,
        const char *id)
{
  g_autoptr(json_t) body = test_json ("{'type':'%s','ids':['%s']}", type, id);
  g_autoptr(json_t) answer = test_client_send (client, "POST", "/v1/fetch", body);

  return atlas_json_integer (json_array_get (json_object_get (answer, "changes"), 0), "rev", 0);
}

static json_t *
set_tier (const char *referral,
          int         base,
          int         from,
          int         to)
{
  return test_json ("{'op':'set','type':'referral','id':'%s','base':%d,'fields':{'tier':[%d,%d]}}",
                    referral, base, from, to);
}

/* 1: sent four times at once through two processes, by a copied laptop, and by one that enrolled
 * again, a set is done once. */
static void
test_a_set_is_done_once (void)
{
  g_autoptr(TestClient) client = test_client_for (shared, "county_officer", "county");
  g_autofree char *referral = test_client_refer (client, "dspl3", NULL);
  g_autoptr(json_t) set = test_client_set (client,
                                           json_pack ("[o]", set_tier (referral, 1, 3, 4)));
  Sending sendings[N_AT_ONCE] = { { NULL } };
  GThread *threads[N_AT_ONCE];
  guint n_first = 0;

  for (int i = 0; i < N_AT_ONCE; i++)
    {
      sendings[i].client = twin (client, i % 2 == 0 ? shared : &beside);
      sendings[i].sets = json_pack ("[o]", json_deep_copy (set));
      threads[i] = g_thread_new ("sending", send_in_thread, &sendings[i]);
    }
  for (int i = 0; i < N_AT_ONCE; i++)
    {
      g_thread_join (threads[i]);
      g_assert_cmpuint (sendings[i].status, ==, 200);
      test_assert_state (sendings[i].answer, "applied");
      n_first += !atlas_json_boolean (test_result (sendings[i].answer, 0), "replayed");
      json_decref (sendings[i].answer);
      json_decref (sendings[i].sets);
      test_client_free (sendings[i].client);
    }

  g_assert_cmpuint (n_first, ==, 1);
  g_assert_cmpint (rev_of (client, "referral", referral), ==, 2);
}

static json_t *
find_fields (TestClient *client,
             const char *type,
             const char *id)
{
  g_autoptr(json_t) changes = NULL;

  g_clear_pointer (&client->cursor, g_free);
  changes = test_client_pull (client);
  return json_incref (json_object_get (test_find (changes, type, id), "fields"));
}

/* 2: whatever becomes of a set, what it said can be read afterwards, also once the laptop has said
 * that it needs the results no more. */
static void
test_every_set_ends_where_it_can_be_read (void)
{
  g_autoptr(TestClient) officer = test_client_for (shared, "county_officer", "county");
  g_autoptr(TestClient) lead = test_client_for (shared, "area_lead", "area/dspl3");
  g_autofree char *referral = test_client_refer (officer, "dspl3", NULL);
  g_autofree char *elsewhere = test_client_refer (officer, "dspl5", NULL);
  g_autoptr(json_t) applied = test_client_push (officer,
                                                json_pack ("[o]", set_tier (referral, 1, 3, 4)));
  g_autoptr(json_t) merged = test_client_push (lead,
                                               json_pack ("[o]", set_tier (referral, 1, 3, 5)));
  g_autoptr(json_t) parked = test_client_push (lead,
                                               json_pack ("[o]", set_tier (elsewhere, 1, 3, 2)));
  g_autoptr(json_t) ack = test_json ("{'device':'%s','ack':2,'sets':[]}", lead->device);
  g_autoptr(json_t) acked = test_client_send (lead, "POST", "/v1/push", ack);
  json_t *conflicts = json_object_get (test_result (merged, 0), "conflicts");
  const char *conflict = json_string_value (json_array_get (conflicts, 0));
  g_autoptr(json_t) record = find_fields (lead, "referral", referral);
  g_autoptr(json_t) version = find_fields (lead, "conflict", conflict);
  g_autoptr(json_t) aside = find_fields (lead, "parked",
                                         atlas_json_string (test_result (parked, 0), "park"));
  json_t *op = json_array_get (json_object_get (json_object_get (aside, "set"), "ops"), 0);

  test_assert_state (applied, "applied");
  test_assert_state (merged, "merged");
  test_assert_parked (parked, "forbidden");
  g_assert_cmpuint (lead->status, ==, 200);
  g_assert_cmpint (atlas_json_integer (record, "tier", 0), ==, 4);
  g_assert_cmpint (atlas_json_integer (json_object_get (json_object_get (version, "fields"),
                                                        "tier"), "proposed", 0), ==, 5);
  g_assert_cmpstr (atlas_json_string (op, "id"), ==, elsewhere);
  g_assert_cmpint (json_integer_value (json_array_get (json_object_get (json_object_get (op,
                                                                                         "fields"),
                                                                        "tier"), 1)), ==, 2);
}

/* 3: four people change a value that all have seen at once: one is taken, three are kept beside. */
static void
test_nobody_overwrites_what_they_have_not_seen (void)
{
  g_autoptr(TestClient) officer = test_client_for (shared, "county_officer", "county");
  g_autofree char *referral = test_client_refer (officer, "dspl3", NULL);
  Sending sendings[N_AT_ONCE] = { { NULL } };
  GThread *threads[N_AT_ONCE];
  const int tiers[N_AT_ONCE] = { 1, 2, 4, 5 };
  g_autoptr(json_t) record = NULL;
  int taken = 0;
  guint n_kept = 0;

  for (int i = 0; i < N_AT_ONCE; i++)
    {
      json_t *op = set_tier (referral, 1, 3, tiers[i]);
      TestClient *client = test_client_for (shared, "county_officer", "county");

      sendings[i].client = client;
      sendings[i].sets = json_pack ("[o]", test_client_set (client, json_pack ("[o]", op)));
    }
  for (int i = 0; i < N_AT_ONCE; i++)
    threads[i] = g_thread_new ("sending", send_in_thread, &sendings[i]);
  for (int i = 0; i < N_AT_ONCE; i++)
    {
      const char *state;

      g_thread_join (threads[i]);
      state = atlas_json_string (test_result (sendings[i].answer, 0), "state");
      taken = strcmp (state, "applied") == 0 ? tiers[i] : taken;
      n_kept += strcmp (state, "merged") == 0;
      json_decref (sendings[i].answer);
      json_decref (sendings[i].sets);
      test_client_free (sendings[i].client);
    }

  record = find_fields (officer, "referral", referral);
  g_assert_cmpuint (n_kept, ==, N_AT_ONCE - 1);
  g_assert_cmpint (atlas_json_integer (record, "tier", 0), ==, taken);
}

typedef struct {
  TestClient *client;
  const char *first;
  const char *second;
  int         is_done;          /* (atomic) */
} Transfers;

/* Moves a tier from one referral to the other and back, both in one set. */
static gpointer
transfer_in_thread (gpointer data)
{
  Transfers *self = data;

  for (int i = 0; i < N_TRANSFERS; i++)
    {
      int there = i % 2 == 0 ? 1 : -1;
      int now = i % 2 == 0 ? 0 : 1;
      g_autoptr(json_t) answer = NULL;

      answer = test_client_push (self->client,
                                 json_pack ("[o, o]",
                                            set_tier (self->first, i + 1, 3 + now, 3 + now + there),
                                            set_tier (self->second, i + 1, 3 - now,
                                                      3 - now - there)));
      test_assert_state (answer, "applied");
    }

  g_atomic_int_set (&self->is_done, TRUE);
  return NULL;
}

typedef struct {
  TestClient *client;
  const char *ids[2];
  gint64      tiers[2];
  gint64      revs[2];
} Reader;

static void
take_tiers (Reader *self,
            json_t *changes)
{
  for (int i = 0; i < 2; i++)
    {
      json_t *change = test_find (changes, "referral", self->ids[i]);

      if (change == NULL)
        continue;
      g_assert_cmpint (atlas_json_integer (change, "rev", 0), >=, self->revs[i]);
      self->revs[i] = atlas_json_integer (change, "rev", 0);
      self->tiers[i] = atlas_json_integer (json_object_get (change, "fields"), "tier", 0);
    }
}

/* A round in pages of two. */
static void
read_round (Reader *self)
{
  gboolean more = TRUE;

  while (more)
    {
      g_autofree char *path = g_strconcat ("/v1/changes?limit=2&cursor=", self->client->cursor,
                                           NULL);
      g_autoptr(json_t) page = test_client_send (self->client, "GET", path, NULL);

      g_assert_cmpuint (self->client->status, ==, 200);
      take_tiers (self, json_object_get (page, "changes"));
      g_free (self->client->cursor);
      self->client->cursor = g_strdup (atlas_json_string (page, "cursor"));
      more = atlas_json_boolean (page, "more");
    }
}

/* 5, 6 and 7: whoever reads page by page through one process while another writes sees at the end
 * of each round both halves of a set or neither, and in the end misses nothing. */
static void
test_a_round_is_a_state_that_was (void)
{
  g_autoptr(TestClient) writer = test_client_for (&beside, "county_officer", "county");
  g_autofree char *code = test_server_add_user (shared, "Reading Lead", "area_lead", "area/dspl3");
  g_autofree char *granted = test_server_run (shared, 0, NULL, "grant", "add", "%", "Reading Lead",
                                              "--role", "area_lead", "--scope", "area/dspl5",
                                              NULL);
  g_autoptr(TestClient) lead = test_client_enrol (shared, code);
  g_autofree char *first = test_client_refer (writer, "dspl5", NULL);
  g_autofree char *second = test_client_refer (writer, "dspl3", NULL);
  g_autoptr(json_t) before = test_client_pull (lead);
  Transfers transfers = { writer, first, second, FALSE };
  Reader reader = { lead, { first, second }, { 0, 0 }, { 0, 0 } };
  GThread *thread;
  gboolean was_done = FALSE;

  take_tiers (&reader, before);
  thread = g_thread_new ("writing", transfer_in_thread, &transfers);
  while (!was_done)
    {
      was_done = g_atomic_int_get (&transfers.is_done);
      read_round (&reader);
      g_assert_cmpint (reader.tiers[0] + reader.tiers[1], ==, TIERS);
    }
  g_thread_join (thread);

  g_assert_cmpint (reader.revs[0], ==, N_TRANSFERS + 1);
  g_assert_cmpint (reader.revs[1], ==, N_TRANSFERS + 1);
}

typedef struct {
  TestClient *client;
  int         n;
} Making;

static gpointer
make_in_thread (gpointer data)
{
  Making *self = data;

  for (int i = 0; i < self->n; i++)
    g_free (test_client_refer (self->client, "dspl3", NULL));
  return NULL;
}

/* 4 and 7: whoever reads on while four write through two processes holds in the end what the server
 * would give anew. */
static void
test_no_commit_is_missed (void)
{
  g_auto(TestMirror) mirror = { NULL };
  Making makings[N_AT_ONCE];
  GThread *threads[N_AT_ONCE];

  test_mirror_init (&mirror, test_client_for (shared, "area_lead", "area/dspl3"));
  for (int i = 0; i < N_AT_ONCE; i++)
    {
      makings[i].client = test_client_for (i % 2 == 0 ? shared : &beside, "county_officer",
                                           "county");
      makings[i].n = 10;
      threads[i] = g_thread_new ("making", make_in_thread, &makings[i]);
    }
  for (int i = 0; i < 10; i++)
    test_mirror_assert_agrees (&mirror);
  for (int i = 0; i < N_AT_ONCE; i++)
    {
      g_thread_join (threads[i]);
      test_client_free (makings[i].client);
    }

  test_mirror_assert_agrees (&mirror);
}

/* 8: a grant that is taken away in the middle of a round shows nothing more from the next page
 * on. */
static void
test_nothing_outside_the_grants_is_sent (void)
{
  g_autofree char *code = test_server_add_user (shared, "Leaving Lead", "area_lead", "area/dspl5");
  g_autoptr(TestClient) officer = test_client_for (shared, "county_officer", "county");
  g_autoptr(TestClient) lead = test_client_enrol (shared, code);
  g_autofree char *child = NULL;
  g_autofree char *path = NULL;
  g_autofree char *referral = test_client_refer (officer, "dspl5", &child);
  g_autoptr(json_t) page = test_client_send (lead, "GET", "/v1/changes?limit=10", NULL);
  g_autoptr(json_t) rest = NULL;
  gsize i;
  json_t *change;

  g_assert_true (atlas_json_boolean (page, "more"));
  lead->cursor = g_strdup (atlas_json_string (page, "cursor"));
  g_free (test_server_run (shared, 0, NULL, "grant", "add", "%", "Leaving Lead", "--role",
                           "area_lead", "--scope", "area/dspl2", NULL));
  g_free (test_server_run (shared, 0, NULL, "grant", "remove", "%", "Leaving Lead", "--scope",
                           "area/dspl5", NULL));
  rest = test_client_pull (lead);
  json_array_foreach (rest, i, change)
  {
    g_autofree char *scopes = atlas_json_to_text (json_object_get (change, "scopes"));
    const char *id = atlas_json_string (change, "id");

    /* That it is gone may be said of what never came. */
    if (g_strcmp0 (atlas_json_string (change, "op"), "gone") == 0)
      continue;
    g_assert_cmpstr (id, !=, child);
    g_assert_cmpstr (id, !=, referral);
    g_assert_null (strstr (scopes, "area/dspl5"));
  }
}

static char *
make_place (TestClient *client,
            int         places)
{
  char *place = atlas_id_new ();
  g_autofree char *count = atlas_id_new ();
  g_autofree char *nhas = test_key_id ("provision", "nhas");
  g_autoptr(json_t) answer = NULL;

  answer = test_client_push (client,
                             test_json ("[{'op':'create','type':'place','id':'%s','fields':"
                                        "{'provision':'%s','commissioned':%d,'invented':true}},"
                                        "{'op':'create','type':'return','id':'%s','fields':"
                                        "{'provision':'%s','place':'%s','as_at':'2026-01-05',"
                                        "'on_roll':0}}]", place, nhas, places, count, nhas, place));
  test_assert_state (answer, "applied");
  return place;
}

static json_t *
make_offer (TestClient *client,
            const char *place,
            char      **id)
{
  g_autofree char *referral = test_client_refer (client, "dspl3", NULL);
  g_autofree char *nhas = test_key_id ("provision", "nhas");

  *id = atlas_id_new ();
  return test_client_set (client,
                          test_json ("[{'op':'create','type':'offer','id':'%s','fields':{"
                                     "'referral':'%s','provision':'%s','place':'%s',"
                                     "'step':'offered','starts':'2099-01-05'}}]", *id, referral,
                                     nhas, place));
}

/* 10: of four offers that come at once for two places, two are confirmed. */
static void
test_no_place_is_given_twice (void)
{
  g_autoptr(TestClient) officer = test_client_for (shared, "county_officer", "county");
  g_autofree char *place = make_place (officer, 2);
  Sending sendings[N_AT_ONCE] = { { NULL } };
  GThread *threads[N_AT_ONCE];
  char *ids[N_AT_ONCE];
  guint n_confirmed = 0;
  guint n_over = 0;

  for (int i = 0; i < N_AT_ONCE; i++)
    {
      TestClient *client = test_client_for (i % 2 == 0 ? shared : &beside, "county_officer",
                                            "county");

      sendings[i].client = client;
      sendings[i].sets = json_pack ("[o]", make_offer (client, place, &ids[i]));
    }
  for (int i = 0; i < N_AT_ONCE; i++)
    threads[i] = g_thread_new ("offering", send_in_thread, &sendings[i]);
  for (int i = 0; i < N_AT_ONCE; i++)
    {
      g_autoptr(json_t) fields = NULL;
      const char *allocation;

      g_thread_join (threads[i]);
      test_assert_state (sendings[i].answer, "applied");
      fields = find_fields (officer, "offer", ids[i]);
      allocation = atlas_json_string (fields, "allocation");
      n_confirmed += g_strcmp0 (allocation, "confirmed") == 0;
      n_over += g_strcmp0 (allocation, "over") == 0;
      json_decref (sendings[i].answer);
      json_decref (sendings[i].sets);
      test_client_free (sendings[i].client);
      g_free (ids[i]);
    }

  g_assert_cmpuint (n_confirmed, ==, 2);
  g_assert_cmpuint (n_over, ==, 2);
}

int
main (int    argc,
      char **argv)
{
  int failures;

  g_test_init (&argc, &argv, TEST_ISOLATE, NULL);
  g_test_add_func ("/server/invariants/a-set-is-done-once", test_a_set_is_done_once);
  g_test_add_func ("/server/invariants/every-set-ends-where-it-can-be-read",
                   test_every_set_ends_where_it_can_be_read);
  g_test_add_func ("/server/invariants/nobody-overwrites-what-they-have-not-seen",
                   test_nobody_overwrites_what_they_have_not_seen);
  g_test_add_func ("/server/invariants/a-round-is-a-state-that-was",
                   test_a_round_is_a_state_that_was);
  g_test_add_func ("/server/invariants/no-commit-is-missed", test_no_commit_is_missed);
  g_test_add_func ("/server/invariants/nothing-outside-the-grants-is-sent",
                   test_nothing_outside_the_grants_is_sent);
  g_test_add_func ("/server/invariants/no-place-is-given-twice", test_no_place_is_given_twice);

  /* Who reads without a pause here is no fault of theirs. */
  shared = test_server_new ("[limits]\ndevice_per_minute=0\n");
  beside = *shared;
  beside.process = NULL;
  beside.url = NULL;
  test_server_start (&beside);
  failures = g_test_run ();
  test_server_stop (&beside, SIGTERM);
  g_free (beside.url);
  test_server_free (shared);

  return failures;
}
