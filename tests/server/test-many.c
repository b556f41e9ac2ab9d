/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Several server processes of one county, over one PostgreSQL. */
#include "config.h"

#include <signal.h>
#include <string.h>

#include "../isolate.h"
#include "base/atlas-id.h"
#include "server-fixture.h"
#include "test-database.h"

#define N_PROCESSES 4
#define N_CLIENTS   8
#define N_SETS      25          /* of each client */
#define N_KILLS     8
#define N_PLACES    2
#define WAIT_S      55
#define STARTS      "2099-01-05"

typedef struct {
  TestServer *servers[N_PROCESSES];
  TestClient *officer;
  char       *referral;
  int         n_enrolled;       /* atomic: writers that have their tokens */
} Fixture;

/* One county for all of them: each test has users, laptops and records of its own. */
static TestServer *shared;

/* A process that is killed comes back where it was. */
static void
stay (TestServer *server)
{
  g_free (server->listen);
  server->listen = g_strdup (server->url + strlen ("https://"));
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->servers[0] = shared;
  for (int i = 1; i < N_PROCESSES; i++)
    fixture->servers[i] = test_server_beside (shared, NULL);
  for (int i = 0; i < N_PROCESSES; i++)
    stay (fixture->servers[i]);

  fixture->officer = test_client_for (shared, "county_officer", "county");
  fixture->referral = test_client_refer (fixture->officer, "dspl3", NULL);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  for (int i = 1; i < N_PROCESSES; i++)
    test_server_free (fixture->servers[i]);
  test_client_free (fixture->officer);
  g_free (fixture->referral);
}

/* A laptop on a thread of its own. */
typedef struct {
  Fixture   *fixture;
  char      *code;
  int        index;
  GPtrArray *notes;             /* (element-type utf8): that it was told are kept */
} Writer;

static json_t *
next_set (Writer     *writer,
          TestClient *client,
          int         i,
          char      **note)
{
  *note = atlas_id_new ();

  return test_client_set (client,
                          test_json ("[{'op':'create','type':'note','id':'%s','fields':"
                                     "{'referral':'%s','text':'An invented note'}},"
                                     "{'op':'add','type':'referral','id':'%s',"
                                     "'field':'agencies','values':['w%d-%d']}]",
                                     *note, writer->fixture->referral, writer->fixture->referral,
                                     writer->index, i));
}

/* Sends a set until it is answered, each time to another process. */
static void
push_somewhere (Writer     *writer,
                TestClient *client,
                json_t     *set)
{
  do
    {
      g_autoptr(json_t) answer = NULL;

      client->server = writer->fixture->servers[g_random_int_range (0, N_PROCESSES)];
      answer = test_client_push_sets (client, json_pack ("[O]", set));
      if (client->status == 200)
        test_assert_state (answer, "applied");
      else
        g_assert_true (client->status == 0 || client->status == 503);
    }
  while (client->status != 200);
}

static gpointer
write_in_thread (gpointer data)
{
  Writer *writer = data;
  g_autoptr(TestClient) client = test_client_enrol (shared, writer->code);

  g_atomic_int_inc (&writer->fixture->n_enrolled);
  for (int i = 0; i < N_SETS; i++)
    {
      char *note = NULL;
      g_autoptr(json_t) set = next_set (writer, client, i, &note);

      push_somewhere (writer, client, set);
      g_ptr_array_add (writer->notes, note);
    }

  return NULL;
}

typedef struct {
  TestServer *server;
  char       *code;
  GHashTable *met;              /* (element-type utf8): ids of notes */
  int         is_last;          /* atomic */
} Reader;

/* Goes on from its cursor, round after round. What a round leaves out no later one brings. */
static gpointer
read_in_thread (gpointer data)
{
  Reader *reader = data;
  g_autoptr(TestClient) client = test_client_enrol (reader->server, reader->code);
  gboolean is_last;

  do
    {
      g_autoptr(json_t) changes = NULL;

      is_last = g_atomic_int_get (&reader->is_last);
      changes = test_client_pull (client);
      for (gsize i = 0; i < json_array_size (changes); i++)
        {
          json_t *change = json_array_get (changes, i);

          if (g_str_equal (atlas_json_string (change, "type"), "note"))
            g_assert_true (g_hash_table_add (reader->met,
                                             g_strdup (atlas_json_string (change, "id"))));
        }
    }
  while (!is_last);

  return NULL;
}

static char *
add_user (void)
{
  g_autofree char *name = atlas_id_new ();

  return test_server_add_user (shared, name, "county_officer", "county");
}

static void
start_writers (Fixture *fixture,
               Writer  *writers,
               GThread *threads[])
{
  for (int i = 0; i < N_CLIENTS; i++)
    {
      writers[i] = (Writer) { fixture, add_user (), i, g_ptr_array_new_with_free_func (g_free) };
      threads[i] = g_thread_new ("writer", write_in_thread, &writers[i]);
    }

  /* From here on each of them tries again whatever is not answered. */
  while (g_atomic_int_get (&fixture->n_enrolled) < N_CLIENTS)
    g_usleep (1000);
}

static void
end_writers (Writer  *writers,
             GThread *threads[])
{
  for (int i = 0; i < N_CLIENTS; i++)
    g_thread_join (threads[i]);
}

/* All of them came, each once: no write was lost under another, none was done twice. */
static void
assert_all_are_there (Fixture    *fixture,
                      Writer     *writers,
                      GHashTable *met)
{
  g_autoptr(json_t) changes = test_client_pull (fixture->officer);
  json_t *change = test_find (changes, "referral", fixture->referral);
  json_t *agencies = json_object_get (json_object_get (change, "fields"), "agencies");
  g_autofree char *output = test_server_run (shared, 0, NULL, "check", "%", NULL);

  g_assert_cmpuint (json_array_size (agencies), ==, N_CLIENTS * N_SETS);
  g_assert_cmpint (atlas_json_integer (change, "rev", 0), ==, 1 + N_CLIENTS * N_SETS);
  for (int i = 0; i < N_CLIENTS; i++)
    {
      for (guint j = 0; j < writers[i].notes->len; j++)
        g_assert_true (g_hash_table_contains (met, g_ptr_array_index (writers[i].notes, j)));
      g_ptr_array_unref (writers[i].notes);
      g_free (writers[i].code);
    }
}

static void
test_a_reader_misses_no_commit (Fixture      *fixture,
                                gconstpointer data)
{
  g_autoptr(GHashTable) met = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *code = add_user ();
  Reader reader = { fixture->servers[1], code, met, FALSE };
  Writer writers[N_CLIENTS];
  GThread *threads[N_CLIENTS];
  GThread *thread = g_thread_new ("reader", read_in_thread, &reader);

  start_writers (fixture, writers, threads);
  end_writers (writers, threads);
  g_atomic_int_set (&reader.is_last, TRUE);
  g_thread_join (thread);

  g_assert_cmpuint (g_hash_table_size (met), ==, N_CLIENTS * N_SETS);
  assert_all_are_there (fixture, writers, met);
}

static void
test_a_killed_process_takes_nothing_with_it (Fixture      *fixture,
                                             gconstpointer data)
{
  g_autoptr(GHashTable) met = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *code = add_user ();
  Reader reader = { fixture->servers[1], code, met, TRUE };
  Writer writers[N_CLIENTS];
  GThread *threads[N_CLIENTS];

  start_writers (fixture, writers, threads);
  for (int i = 0; i < N_KILLS; i++)
    {
      TestServer *victim = fixture->servers[g_test_rand_int_range (0, N_PROCESSES)];

      g_usleep ((gulong) g_test_rand_int_range (20, 300) * 1000);
      test_server_stop (victim, SIGKILL);
      test_server_start (victim);
    }
  end_writers (writers, threads);

  read_in_thread (&reader);
  assert_all_are_there (fixture, writers, met);
}

typedef struct {
  TestClient *client;
  int         is_answered;      /* atomic */
} Waiting;

static gpointer
wait_in_thread (gpointer data)
{
  Waiting *waiting = data;
  g_autofree char *path = g_strdup_printf ("/v1/changes?wait=%d&cursor=%s", WAIT_S,
                                           waiting->client->cursor);
  json_t *page = test_client_send (waiting->client, "GET", path, NULL);

  g_atomic_int_set (&waiting->is_answered, TRUE);
  return page;
}

static void
assert_is_woken (Fixture *fixture)
{
  g_autoptr(TestClient) client = test_client_for (fixture->servers[2], "county_officer", "county");
  g_autoptr(json_t) before = test_client_pull (client);
  g_autoptr(json_t) page = NULL;
  g_autofree char *child = atlas_id_new ();
  g_autoptr(json_t) answer = NULL;
  Waiting waiting = { client, FALSE };
  gint64 until_us = g_get_monotonic_time () + (WAIT_S - 10) * G_USEC_PER_SEC;
  GThread *thread = g_thread_new ("waiting", wait_in_thread, &waiting);

  g_usleep (300000);
  answer = test_client_push (fixture->officer,
                             json_pack ("[o]", test_create_child (child, "dspl3")));
  test_assert_state (answer, "applied");

  /* Well before the server would have answered in any case. */
  while (!g_atomic_int_get (&waiting.is_answered) && g_get_monotonic_time () < until_us)
    g_usleep (20000);
  g_assert_true (g_atomic_int_get (&waiting.is_answered));

  page = g_thread_join (thread);
  g_assert_cmpuint (client->status, ==, 200);
  g_assert_nonnull (test_find (json_object_get (page, "changes"), "child", child));
}

/* Nothing else would tell the process: it asks the database for nothing while it waits. */
static void
test_a_commit_elsewhere_wakes_whoever_waits (Fixture      *fixture,
                                             gconstpointer data)
{
  assert_is_woken (fixture);
}

static void
assert_answers (TestClient *client,
                guint       status)
{
  do
    {
      g_autoptr(json_t) answer = test_client_send (client, "GET", "/v1/devices/self", NULL);

      g_assert_true (client->status == 200 || client->status == 503);
      if (client->status == 503)
        g_assert_nonnull (client->retry_after);
      if (client->status != status)
        g_usleep (50000);
    }
  while (client->status != status);
}

static void
test_a_database_that_went_comes_back (Fixture      *fixture,
                                      gconstpointer data)
{
  assert_answers (fixture->officer, 200);
  test_database_open (shared->database, FALSE);
  assert_answers (fixture->officer, 503);
  test_database_open (shared->database, TRUE);
  assert_answers (fixture->officer, 200);

  assert_is_woken (fixture);
}

typedef struct {
  TestServer *server;
  char       *code;
  char       *place;
  char       *offer;
  int        *n_ready;          /* atomic: how many are about to ask */
} Asker;

static gpointer
offer_in_thread (gpointer data)
{
  Asker *asker = data;
  g_autoptr(TestClient) client = test_client_enrol (asker->server, asker->code);
  g_autofree char *referral = test_client_refer (client, "dspl3", NULL);
  g_autofree char *provision = test_key_id ("provision", "nhas");
  g_autoptr(json_t) answer = NULL;

  g_atomic_int_inc (asker->n_ready);
  while (g_atomic_int_get (asker->n_ready) < N_CLIENTS)
    g_usleep (1000);
  answer = test_client_push (client,
                             test_json ("[{'op':'create','type':'offer','id':'%s','fields':"
                                        "{'referral':'%s','provision':'%s','place':'%s',"
                                        "'step':'offered','starts':'" STARTS "'}}]",
                                        asker->offer, referral, provision, asker->place));
  test_assert_state (answer, "applied");
  return NULL;
}

static void
make_places (const char *place)
{
  g_autoptr(TestClient) client = test_client_for (shared, "commissioning_officer", "county");
  g_autofree char *provision = test_key_id ("provision", "nhas");
  g_autoptr(json_t) answer = NULL;

  answer = test_client_push (client,
                             test_json ("[{'op':'create','type':'place','id':'%s','fields':"
                                        "{'provision':'%s','commissioned':%d,'invented':true}}]",
                                        place, provision, N_PLACES));
  test_assert_state (answer, "applied");
}

static void
assert_allocated (Fixture    *fixture,
                  Asker      *askers,
                  const char *place)
{
  g_autoptr(json_t) changes = test_client_pull (fixture->officer);
  json_t *fields = json_object_get (test_find (changes, "place", place), "fields");
  guint n_confirmed = 0;

  for (int i = 0; i < N_CLIENTS; i++)
    {
      json_t *offer = test_find (changes, "offer", askers[i].offer);
      const char *allocation = atlas_json_string (json_object_get (offer, "fields"), "allocation");

      if (g_strcmp0 (allocation, "confirmed") == 0)
        n_confirmed++;
      else
        g_assert_cmpstr (allocation, ==, "over");
    }

  g_assert_cmpuint (n_confirmed, ==, N_PLACES);
  g_assert_cmpuint (json_array_size (json_object_get (fields, "claims")), ==, N_PLACES);
}

static void
test_no_place_is_given_twice (Fixture      *fixture,
                              gconstpointer data)
{
  g_autofree char *place = atlas_id_new ();
  Asker askers[N_CLIENTS];
  GThread *threads[N_CLIENTS];
  int n_ready = 0;

  make_places (place);
  for (int i = 0; i < N_CLIENTS; i++)
    {
      askers[i] = (Asker) { fixture->servers[i % N_PROCESSES], add_user (), place, atlas_id_new (),
                            &n_ready };
      threads[i] = g_thread_new ("asker", offer_in_thread, &askers[i]);
    }
  for (int i = 0; i < N_CLIENTS; i++)
    g_thread_join (threads[i]);

  assert_allocated (fixture, askers, place);
  for (int i = 0; i < N_CLIENTS; i++)
    {
      g_free (askers[i].code);
      g_free (askers[i].offer);
    }
}

#define ADD(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)

int
main (int    argc,
      char **argv)
{
  int result;

  g_test_init (&argc, &argv, TEST_ISOLATE, NULL);
  ADD ("/server/many/a-reader-misses-no-commit", test_a_reader_misses_no_commit);
  ADD ("/server/many/a-killed-process-takes-nothing-with-it",
       test_a_killed_process_takes_nothing_with_it);
  ADD ("/server/many/a-commit-elsewhere-wakes-whoever-waits",
       test_a_commit_elsewhere_wakes_whoever_waits);
  ADD ("/server/many/a-database-that-went-comes-back", test_a_database_that_went_comes_back);
  ADD ("/server/many/no-place-is-given-twice", test_no_place_is_given_twice);

  shared = test_server_new (NULL);
  result = g_test_run ();
  test_server_free (shared);
  return result;
}
