/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How long after a commit those who wait for news have it, with 500 of them. Each waits on a TLS
 * connection of its own; what counts is when the answer's bytes are there, from when the change was
 * sent to the server.
 */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>

#include "base/atlas-id.h"

#include "speed-fixture.h"

#define WAITING    500
#define LAPTOPS    20           /* that they belong to */
#define ROUNDS     10
#define ANSWER_MAX (256 * 1024)
#define AT_ONCE    100          /* that begin to wait */
#define SETTLE_US  100000       /* for them to do so */
#define SETTLE_MS  300
#define GIVE_UP_MS 20000

typedef struct {
  TestClient        *client;    /* (unowned) */
  GSocketConnection *connection;
  GIOStream         *tls;
  char              *cursor;
  double             ms;        /* of the last round, or -1 */
} Waiter;

typedef struct {
  TestServer *server;
  GPtrArray  *clients;          /* (element-type TestClient) */
  TestClient *author;
  Waiter      waiters[WAITING];
  int         poll;
} Bench;

static void
ask (Waiter *waiter)
{
  g_autofree char *text = NULL;
  g_autoptr(GError) error = NULL;

  text = g_strdup_printf ("GET /v1/changes?limit=500&wait=55&cursor=%s HTTP/1.1\r\n"
                          "Host: localhost\r\nAuthorization: Bearer %s\r\n"
                          "Sync-Protocol: 1\r\nSync-Schema: 1\r\nSync-Client: bench/1\r\n"
                          "Accept-Encoding: gzip\r\n\r\n", waiter->cursor, waiter->client->access);
  g_output_stream_write_all (g_io_stream_get_output_stream (waiter->tls), text, strlen (text),
                             NULL, NULL, &error);
  g_assert_no_error (error);
}

static gsize
content_length (const char *answer)
{
  const char *header = strstr (answer, "Content-Length: ");

  return header != NULL ? strtoul (header + strlen ("Content-Length: "), NULL, 10) : 0;
}

/* The answer is there already, or on its way; says whether it is one with news. */
static gboolean
read_answer (Waiter *waiter)
{
  g_autofree char *answer = g_malloc0 (ANSWER_MAX + 1);
  g_autoptr(GError) error = NULL;
  const char *body = NULL;
  gsize n_read = 0;

  while (body == NULL || n_read < (gsize) (body - answer) + content_length (answer))
    {
      gssize n = g_input_stream_read (g_io_stream_get_input_stream (waiter->tls),
                                      answer + n_read, ANSWER_MAX - n_read, NULL, &error);

      g_assert_no_error (error);
      g_assert_cmpint (n, >, 0);
      n_read += (gsize) n;
      body = strstr (answer, "\r\n\r\n");
      if (body != NULL)
        body += strlen ("\r\n\r\n");
    }

  return g_str_has_prefix (answer, "HTTP/1.1 200");
}

static void
connect_waiter (Bench  *bench,
                Waiter *waiter,
                guint   i)
{
  g_autoptr(GSocketClient) client = g_socket_client_new ();
  g_autoptr(GTlsDatabase) database = g_tls_file_database_new (bench->server->ca, NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(GSocketConnectable) identity =
    g_network_address_parse_uri (bench->server->url, 443, NULL);
  GType type = g_tls_backend_get_client_connection_type (g_tls_backend_get_default ());
  struct epoll_event event = { .events = EPOLLIN | EPOLLET, .data.u32 = i };

  waiter->client = g_ptr_array_index (bench->clients, i % LAPTOPS);
  waiter->connection = g_socket_client_connect (client, identity, NULL, &error);
  g_assert_no_error (error);
  waiter->tls = g_initable_new (type, NULL, &error, "base-io-stream", waiter->connection,
                                "server-identity", identity, "database", database, NULL);
  g_assert_no_error (error);
  g_tls_connection_handshake (G_TLS_CONNECTION (waiter->tls), NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (epoll_ctl (bench->poll, EPOLL_CTL_ADD,
                              g_socket_get_fd (g_socket_connection_get_socket
                                                 (waiter->connection)), &event), ==, 0);
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

          g_assert_false (read_answer (waiter));
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

          if (waiter->ms >= 0)
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

  answer = test_client_push (bench->author, json_pack ("[o]", test_create_child (id, "dspl3")));
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

static void
run_round (Bench  *bench,
           GArray *all,
           double *p50,
           double *p99)
{
  g_autoptr(GArray) round = g_array_new (FALSE, FALSE, sizeof (double));
  GThread *thread;
  gint64 began;

  for (guint i = 0; i < WAITING; i++)
    {
      Waiter *waiter = &bench->waiters[i];

      g_free (waiter->cursor);
      waiter->cursor = g_strdup (waiter->client->cursor);
      waiter->ms = -1;
      ask (waiter);
      if (i % AT_ONCE == AT_ONCE - 1)
        g_usleep (SETTLE_US);
    }
  settle (bench);

  began = g_get_monotonic_time ();
  thread = g_thread_new ("push", push_in_thread, bench);
  wait_for_all (bench, began, WAITING);
  g_thread_join (thread);

  for (guint i = 0; i < WAITING; i++)
    {
      g_assert_true (read_answer (&bench->waiters[i]));
      g_array_append_val (round, bench->waiters[i].ms);
    }
  g_array_append_vals (all, round->data, round->len);
  g_array_sort (round, compare);
  speed_take_least (p50, percentile (round, 0.5));
  speed_take_least (p99, percentile (round, 0.99));
}

int
main (void)
{
  g_autoptr(TestServer) server = test_server_new (SPEED_CONFIG);
  g_autoptr(GArray) all = g_array_new (FALSE, FALSE, sizeof (double));
  Bench bench = { server, g_ptr_array_new (), NULL };
  double p50 = 0;
  double p99 = 0;

  bench.poll = epoll_create1 (0);
  bench.author = test_client_for (server, "county_officer", "county");
  for (int i = 0; i < LAPTOPS; i++)
    g_ptr_array_add (bench.clients, test_client_for (server, "county_officer", "county"));
  for (guint i = 0; i < WAITING; i++)
    connect_waiter (&bench, &bench.waiters[i], i);

  /* What TLS says after a handshake is no answer. */
  while (epoll_wait (bench.poll, (struct epoll_event[WAITING]) { 0 }, WAITING, SETTLE_MS) > 0)
    ;
  for (int i = 0; i < ROUNDS; i++)
    {
      for (guint j = 0; j < LAPTOPS; j++)
        {
          TestClient *client = g_ptr_array_index (bench.clients, j);
          g_autoptr(json_t) changes = test_client_pull (client);

          g_assert_nonnull (changes);
        }
      run_round (&bench, all, &p50, &p99);
    }

  g_array_sort (all, compare);
  speed_tell (p50, "ms", NULL, "change sent to answer with %d waiting, median of the best of %d"
              " rounds", WAITING, ROUNDS);
  speed_tell (p99, "ms", "50", "change sent to answer with %d waiting, 99th percentile of the best"
              " of %d rounds", WAITING, ROUNDS);
  speed_tell (percentile (all, 0.5), "ms", NULL, "median of all rounds");
  speed_tell (percentile (all, 0.99), "ms", NULL, "99th percentile of all rounds");
  speed_tell (speed_server_peak (server), "MB", NULL, "memory of the server with them, at most");
  return 0;
}
