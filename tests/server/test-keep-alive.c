/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <signal.h>

#include "../isolate.h"
#include "server-fixture.h"

static guint64
ask (SoupSession *session,
     const char  *url)
{
  g_autoptr(SoupMessage) message = soup_message_new ("GET", url);
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) answer = soup_session_send_and_read (session, message, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (soup_message_get_status (message), ==, 200);
  return soup_message_get_connection_id (message);
}

/* A laptop that gets a county page by page shakes hands once. */
static void
test_one_connection_takes_many_requests (void)
{
  g_autoptr(TestServer) server = test_server_new (NULL);
  g_autoptr(TestClient) client = test_client_new (server);
  g_autofree char *url = g_strconcat (server->url, "/v1/info", NULL);
  guint64 first = ask (client->session, url);

  for (guint i = 0; i < 3; i++)
    g_assert_cmpuint (ask (client->session, url), ==, first);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, TEST_ISOLATE, NULL);

  g_test_add_func ("/server/one-connection-takes-many-requests",
                   test_one_connection_takes_many_requests);

  return g_test_run ();
}
