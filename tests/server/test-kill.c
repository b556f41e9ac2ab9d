/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <signal.h>

#include "../isolate.h"
#include "../patience.h"
#include "base/atlas-id.h"
#include "server-fixture.h"

#define N_ROUNDS 12

typedef struct {
  TestServer *server;
  int         after_ms;
} Killer;

/* From a thread of its own, so that the blow falls anywhere in a push. */
static gpointer
kill_in_thread (gpointer data)
{
  Killer *killer = data;

  g_usleep ((gulong) killer->after_ms * 1000);
  g_subprocess_send_signal (killer->server->process, SIGKILL);
  return NULL;
}

/* Pushes one set a request until the server dies. What it was told goes into @acknowledged; the
 * set without an answer is sent again later, unchanged, as a client's outbox does. */
static void
push_until_killed (TestClient *client,
                   const char *referral,
                   GHashTable *acknowledged,
                   json_t    **unanswered)
{
  while (TRUE)
    {
      g_autofree char *note = atlas_id_new ();
      g_autoptr(json_t) set = *unanswered;
      g_autoptr(json_t) answer = NULL;

      *unanswered = NULL;
      if (set == NULL)
        set = test_client_set (client,
                               test_json ("[{'op':'create','type':'note','id':'%s','fields':"
                                          "{'referral':'%s','text':'An invented note'}}]", note,
                                          referral));
      answer = test_client_push_sets (client, json_pack ("[O]", set));
      if (client->status != 200)
        {
          *unanswered = g_steal_pointer (&set);
          return;
        }

      test_assert_state (answer, "applied");
      g_hash_table_add (acknowledged,
                        g_strdup (atlas_json_string (json_array_get (json_object_get (set, "ops"),
                                                                     0), "id")));
    }
}

static void
test_nothing_acknowledged_is_lost (void)
{
  g_autoptr(TestServer) server = test_server_new (NULL);
  g_autoptr(TestClient) client = test_client_for (server, "county_officer", "county");
  g_autoptr(GHashTable) acknowledged = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                                              NULL);
  g_autoptr(GHashTable) met = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(json_t) unanswered = NULL;
  g_autoptr(json_t) changes = NULL;
  g_autofree char *child = atlas_id_new ();
  g_autofree char *referral = atlas_id_new ();
  g_autoptr(json_t) made = NULL;
  g_autofree char *output = NULL;
  GHashTableIter iter;
  gpointer id;

  made = test_client_push (client, json_pack ("[o, o]", test_create_child (child, "dspl3"),
                                              test_create_referral (referral, child)));
  test_assert_state (made, "applied");

  for (int i = 0; i < N_ROUNDS; i++)
    {
      Killer killer = { server, g_test_rand_int_range (20, 500) * (int) patience () };
      GThread *thread = g_thread_new ("killer", kill_in_thread, &killer);

      push_until_killed (client, referral, acknowledged, &unanswered);
      g_thread_join (thread);
      test_server_stop (server, SIGKILL);
      test_server_start (server);
    }

  changes = test_client_pull (client);
  for (gsize i = 0; i < json_array_size (changes); i++)
    {
      json_t *change = json_array_get (changes, i);

      /* Each note once: a set is applied at most once, whatever is lost or repeated. */
      if (g_str_equal (atlas_json_string (change, "type"), "note"))
        g_assert_true (g_hash_table_add (met, (gpointer) atlas_json_string (change, "id")));
    }

  g_test_message ("%u sets acknowledged, %d kills", g_hash_table_size (acknowledged), N_ROUNDS);
  g_assert_cmpuint (g_hash_table_size (acknowledged), >, 0);
  g_hash_table_iter_init (&iter, acknowledged);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    g_assert_true (g_hash_table_contains (met, id));
  g_assert_cmpuint (g_hash_table_size (met), <=, g_hash_table_size (acknowledged) + 1);

  output = test_server_run (server, 0, NULL, "check", "%", NULL);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, TEST_ISOLATE, NULL);
  g_test_add_func ("/server/kill/nothing-acknowledged-is-lost", test_nothing_acknowledged_is_lost);

  return g_test_run ();
}
