/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How long after a commit those who wait for news have it, with 500 of them. Each waits on a TLS
 * connection of its own; what counts is when the answer's bytes are there, from when the change was
 * sent to the server. Once a change of one area concerns whom it would in a county, and once it
 * concerns all.
 */
#include "config.h"

#include <stdio.h>
#include <sys/epoll.h>

#include "base/atlas-id.h"

#include "speed-caller.h"
#include "speed-fixture.h"

#define WAITING    500
#define LAPTOPS    20           /* that they belong to */
#define ROUNDS     10
#define AT_ONCE    100          /* that begin to wait */
#define SETTLE_US  100000       /* for them to do so */
#define SETTLE_MS  300
#define GIVE_UP_MS 20000
#define CHANGED    "dspl3"

/* Who waits: an even share of the laptops for each. */
static const char * const of_a_county[] = {
  "county", "dspl1", "dspl2", "dspl3", "dspl4", "dspl5", "dspl6", "dspl7", "dspl8", "dspl9",
};
static const char * const all_concerned[] = { "county" };

typedef struct {
  TestClient  *client;          /* (unowned) */
  SpeedCaller *caller;
  gboolean     is_concerned;
  double       ms;              /* of this round, or -1 */
} Waiter;

typedef struct {
  TestServer         *server;
  const char * const *places;   /* in which the laptops see everything */
  guint               n_places;
  guint               n_concerned;
  GPtrArray          *clients;  /* (element-type TestClient) */
  TestClient         *author;
  Waiter              waiters[WAITING];
  int                 poll;
} Bench;

static void
ask (Waiter *waiter)
{
  g_autofree char *path = g_strdup_printf ("/v1/changes?limit=500&wait=55&cursor=%s",
                                           waiter->client->cursor);

  speed_caller_ask (waiter->caller, path, waiter->client->access);
}

static void
connect_waiter (Bench *bench,
                guint  i)
{
  Waiter *waiter = &bench->waiters[i];
  struct epoll_event event = { .events = EPOLLIN | EPOLLET, .data.u32 = i };

  const char *place = bench->places[i % LAPTOPS % bench->n_places];

  waiter->client = g_ptr_array_index (bench->clients, i % LAPTOPS);
  waiter->is_concerned = g_str_equal (place, "county") || g_str_equal (place, CHANGED);
  bench->n_concerned += waiter->is_concerned ? 1 : 0;
  waiter->caller = speed_caller_new (bench->server->url, bench->server->ca);
  g_assert_cmpint (epoll_ctl (bench->poll, EPOLL_CTL_ADD, speed_caller_fd (waiter->caller),
                              &event), ==, 0);
}

/* Whom the server sent away, since too many came at once, asks again, until all of them wait. */
static void
settle (Bench *bench)
{
  struct epoll_event events[WAITING];
  int n;

  do
    {
      g_usleep (SETTLE_US);
      n = epoll_wait (bench->poll, events, WAITING, 0);
      for (int i = 0; i < n; i++)
        {
          Waiter *waiter = &bench->waiters[events[i].data.u32];

          g_assert_cmpuint (speed_caller_read (waiter->caller, NULL), ==, 503);
          ask (waiter);
        }
    }
  while (n > 0);
}

static void
wait_for_all (Bench *bench,
              gint64 began,
              int    n_expected)
{
  struct epoll_event events[WAITING];
  int n_there = 0;

  while (n_there < n_expected)
    {
      int n = epoll_wait (bench->poll, events, WAITING, GIVE_UP_MS);

      g_assert_cmpint (n, >, 0);
      for (int i = 0; i < n; i++)
        {
          Waiter *waiter = &bench->waiters[events[i].data.u32];

          if (waiter->ms >= 0 || !waiter->is_concerned)
            continue;
          waiter->ms = speed_seconds_since (began) * 1000;
          n_there++;
        }
    }
}

static gpointer
push_in_thread (gpointer data)
{
  Bench *bench = data;
  g_autofree char *id = atlas_id_new ();
  g_autoptr(json_t) answer = NULL;

  answer = test_client_push (bench->author, json_pack ("[o]", test_create_child (id, CHANGED)));
  test_assert_state (answer, "applied");
  return NULL;
}

static int
compare (gconstpointer a,
         gconstpointer b)
{
  const double one = *(const double *) a;
  const double other = *(const double *) b;

  return one < other ? -1 : one > other;
}

static double
percentile (GArray *sorted,
            double  part)
{
  return g_array_index (sorted, double, (guint) (part * (sorted->len - 1)));
}

/* Whoever was not concerned waits since the first round. */
static void
ask_all (Bench   *bench,
         gboolean is_first)
{
  for (guint i = 0; i < WAITING; i++)
    {
      Waiter *waiter = &bench->waiters[i];

      waiter->ms = -1;
      if (is_first || waiter->is_concerned)
        ask (waiter);
      if (i % AT_ONCE == AT_ONCE - 1)
        g_usleep (SETTLE_US);
    }
  settle (bench);
}

static void
run_round (Bench  *bench,
           GArray *all,
           double *p50,
           double *p99)
{
  g_autoptr(GArray) round = g_array_new (FALSE, FALSE, sizeof (double));
  GThread *thread;
  gint64 began;

  ask_all (bench, all->len == 0);
  began = g_get_monotonic_time ();
  thread = g_thread_new ("push", push_in_thread, bench);
  wait_for_all (bench, began, (int) bench->n_concerned);
  g_thread_join (thread);

  for (guint i = 0; i < WAITING; i++)
    if (bench->waiters[i].is_concerned)
      {
        g_assert_cmpuint (speed_caller_read (bench->waiters[i].caller, NULL), ==, 200);
        g_array_append_val (round, bench->waiters[i].ms);
      }
  g_array_append_vals (all, round->data, round->len);
  g_array_sort (round, compare);
  speed_take_least (p50, percentile (round, 0.5));
  speed_take_least (p99, percentile (round, 0.99));
}

static void
make_laptops (Bench *bench)
{
  bench->author = test_client_for (bench->server, "county_officer", "county");
  for (guint i = 0; i < LAPTOPS; i++)
    {
      const char *place = bench->places[i % bench->n_places];
      gboolean is_county = g_str_equal (place, "county");
      g_autofree char *scope = is_county ? g_strdup (place) : g_strconcat ("area/", place, NULL);

      g_ptr_array_add (bench->clients, test_client_for (bench->server,
                                                        is_county ? "county_officer" : "area_lead",
                                                        scope));
    }
}

static void
pull_all (Bench *bench)
{
  for (guint i = 0; i < LAPTOPS; i++)
    {
      g_autoptr(json_t) changes = test_client_pull (g_ptr_array_index (bench->clients, i));

      g_assert_nonnull (changes);
    }
}

static void
run (const char         *who,
     const char * const *places,
     guint               n_places)
{
  g_autoptr(TestServer) server = test_server_new (SPEED_CONFIG);
  g_autoptr(GArray) all = g_array_new (FALSE, FALSE, sizeof (double));
  g_autofree Bench *bench = g_new0 (Bench, 1);
  double p50 = 0;
  double p99 = 0;
  double cpu_s;

  bench->server = server;
  bench->places = places;
  bench->n_places = n_places;
  bench->clients = g_ptr_array_new ();
  bench->poll = epoll_create1 (0);
  make_laptops (bench);
  for (guint i = 0; i < WAITING; i++)
    connect_waiter (bench, i);

  /* What TLS says after a handshake is no answer. */
  cpu_s = speed_server_cpu (server);
  while (epoll_wait (bench->poll, (struct epoll_event[WAITING]) { 0 }, WAITING, SETTLE_MS) > 0)
    ;
  for (int i = 0; i < ROUNDS; i++)
    {
      pull_all (bench);
      run_round (bench, all, &p50, &p99);
    }

  g_array_sort (all, compare);
  printf ("%d wait, a change concerns %u of them: %s\n", WAITING, bench->n_concerned, who);
  speed_tell (p50, "ms", NULL, "change sent to answer, median of the best of %d rounds", ROUNDS);
  speed_tell (p99, "ms", "50", "change sent to answer, 99th percentile of the best of %d rounds",
              ROUNDS);
  speed_tell (percentile (all, 0.5), "ms", NULL, "median of all rounds");
  speed_tell (percentile (all, 0.99), "ms", NULL, "99th percentile of all rounds");
  speed_tell ((speed_server_cpu (server) - cpu_s) * 1000 / ROUNDS / bench->n_concerned, "ms", NULL,
              "processor time of the server for each of these, asking and answer");
  speed_tell (speed_server_peak (server), "MB", NULL, "memory of the server with them, at most");
}

int
main (void)
{
  run ("as in a county", of_a_county, G_N_ELEMENTS (of_a_county));
  run ("all", all_concerned, G_N_ELEMENTS (all_concerned));
  return 0;
}
