/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a laptop that asks for news and gets none costs a server that holds a million records; and
 * how many such answers a second the server gives, against nginx giving the same bytes from memory
 * over TLS to the same callers.
 */
#include "config.h"

#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>

#include "server/atlas-cursor.h"
#include "sync/sync-fixture.h"

#include "speed-caller.h"
#include "speed-fixture.h"

#define RECORDS  1000000
#define CALLERS  4
#define REQUESTS 1000           /* of each caller in a run */
#define RUNS     5
#define WAIT_US  200000

typedef struct {
  const char *url;
  const char *ca;
  const char *path;
  const char *access;
} Asking;

static gpointer
ask_in_thread (gpointer data)
{
  const Asking *asking = data;
  g_autoptr(SpeedCaller) caller = speed_caller_new (asking->url, asking->ca);

  for (int i = 0; i < REQUESTS; i++)
    {
      speed_caller_ask (caller, asking->path, asking->access);
      g_assert_cmpuint (speed_caller_read (caller, NULL), ==, 200);
    }

  return NULL;
}

/* Answers a second to several callers, each of whom asks again once answered. */
static double
rate_of (Asking *asking)
{
  GThread *threads[CALLERS];
  gint64 began = g_get_monotonic_time ();

  for (int i = 0; i < CALLERS; i++)
    threads[i] = g_thread_new ("caller", ask_in_thread, asking);
  for (int i = 0; i < CALLERS; i++)
    g_thread_join (threads[i]);

  return CALLERS * REQUESTS / speed_seconds_since (began);
}

/* The place of somebody who has everything, without getting a million records first. */
static char *
path_at_head (TestClient *client)
{
  g_autoptr(json_t) page = test_client_send (client, "GET", "/v1/changes?limit=1", NULL);
  g_autoptr(AtlasCursor) cursor = atlas_cursor_parse (atlas_json_string (page, "cursor"));
  g_autofree char *text = NULL;

  cursor->seq = atlas_json_integer (page, "head", 0);
  text = atlas_cursor_write (cursor);
  return g_strconcat ("/v1/changes?cursor=", text, NULL);
}

static guint
find_port (void)
{
  g_autoptr(GSocketListener) listener = g_socket_listener_new ();

  return g_socket_listener_add_any_inet_port (listener, NULL, NULL);
}

static void
die_with_the_bench (gpointer data)
{
  prctl (PR_SET_PDEATHSIG, SIGTERM);
}

static GSubprocess *
start_nginx (TestServer *server,
             const char *folder,
             guint       port,
             const char *body)
{
  g_autoptr(GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);
  g_autofree char *program = g_find_program_in_path ("nginx");
  g_autofree char *path = g_build_filename (folder, "nginx.conf", NULL);
  g_autofree char *text = NULL;
  g_autoptr(GError) error = NULL;
  GSubprocess *process;

  if (program == NULL && g_file_test ("/usr/sbin/nginx", G_FILE_TEST_IS_EXECUTABLE))
    program = g_strdup ("/usr/sbin/nginx");
  if (program == NULL)
    return NULL;

  text = g_strdup_printf ("daemon off; worker_processes 1; pid %s/pid; error_log stderr crit;\n"
                          "events { worker_connections 64; }\n"
                          "http { access_log off; keepalive_requests 1000000;\n"
                          "client_body_temp_path %s; proxy_temp_path %s; fastcgi_temp_path %s;\n"
                          "uwsgi_temp_path %s; scgi_temp_path %s;\n"
                          "server { listen 127.0.0.1:%u ssl;\n"
                          "ssl_certificate %s/server.pem; ssl_certificate_key %s/server-key.pem;\n"
                          "location / { default_type application/json; return 200 '%s'; } } }\n",
                          folder, folder, folder, folder, folder, folder, port, server->folder,
                          server->folder, body);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  g_subprocess_launcher_set_child_setup (launcher, die_with_the_bench, NULL, NULL);
  process = g_subprocess_launcher_spawn (launcher, &error, program, "-p", folder, "-c", path, NULL);
  g_assert_no_error (error);
  g_usleep (WAIT_US);
  return process;
}

static void
compare_with_nginx (TestServer *server,
                    Asking     *asking,
                    const char *body)
{
  g_autofree char *folder = g_dir_make_tmp ("atlas-bench-XXXXXX", NULL);
  guint port = find_port ();
  g_autofree char *url = g_strdup_printf ("https://127.0.0.1:%u", port);
  g_autoptr(GSubprocess) nginx = start_nginx (server, folder, port, body);
  Asking of_nginx = { url, asking->ca, asking->path, asking->access };
  double most = 0;
  double nginx_most = 0;

  for (int i = 0; i < RUNS; i++)
    {
      most = MAX (most, rate_of (asking));
      if (nginx != NULL)
        nginx_most = MAX (nginx_most, rate_of (&of_nginx));
    }

  speed_tell (most, "answers/s", NULL, "answers that there is nothing new, to %d callers", CALLERS);
  if (nginx == NULL)
    {
      printf ("nginx is not installed: nothing to compare with\n");
      return;
    }

  speed_tell (nginx_most, "answers/s", NULL, "nginx with the same bytes from memory");
  speed_tell (nginx_most / most, "times", NULL, "nginx against the server");
  g_subprocess_send_signal (nginx, SIGTERM);
  g_subprocess_wait (nginx, NULL, NULL);
  sync_fixture_remove (folder);
}

static void
time_one (TestServer *server,
          Asking     *asking,
          char      **body)
{
  g_autoptr(SpeedCaller) caller = speed_caller_new (asking->url, asking->ca);
  double cpu_s = speed_server_cpu (server);
  double least_s = 0;

  for (int i = 0; i < REQUESTS; i++)
    {
      gint64 began = g_get_monotonic_time ();

      g_clear_pointer (body, g_free);
      speed_caller_ask (caller, asking->path, asking->access);
      g_assert_cmpuint (speed_caller_read (caller, body), ==, 200);
      speed_take_least (&least_s, speed_seconds_since (began));
    }
  cpu_s = speed_server_cpu (server) - cpu_s;

  speed_tell (cpu_s * 1000 / REQUESTS, "ms", "5", "processor time of the server to say that there"
              " is nothing new among %d records", speed_records (RECORDS));
  speed_tell (least_s * 1000, "ms", NULL, "from asking to answer, at best");
}

int
main (void)
{
  g_autoptr(TestServer) server = test_server_new (SPEED_CONFIG "[limits]\ndevice_per_minute=0\n");
  g_autoptr(TestClient) client = test_client_for (server, "county_officer", "county");
  g_autofree char *path = NULL;
  g_autofree char *body = NULL;
  Asking asking = { server->url, server->ca, NULL, client->access };

  speed_fill (server, speed_records (RECORDS));
  path = path_at_head (client);
  asking.path = path;
  time_one (server, &asking, &body);
  compare_with_nginx (server, &asking, body);
  speed_tell (speed_server_peak (server), "MB", NULL, "memory of the server, at most");
  return 0;
}
