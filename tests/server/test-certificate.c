/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <signal.h>
#include <string.h>

#include "../isolate.h"
#include "../patience.h"
#include "server-fixture.h"
#include "server/atlas-authority.h"

#define LOOK_MS 20
#define WAIT_S  20

static const char * const names[] = { "localhost", "127.0.0.1", NULL };

static char *
write_file (TestServer *server,
            const char *name,
            const char *text)
{
  char *path = g_build_filename (server->parent, name, NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  return path;
}

static gboolean
accept_cb (GTlsConnection      *connection,
           GTlsCertificate     *certificate,
           GTlsCertificateFlags flags,
           gpointer             user_data)
{
  return TRUE;
}

/* Fingerprint of the authority that a new connection is shown. */
static char *
authority_shown (TestServer *server)
{
  g_autoptr(GSocketClient) client = g_socket_client_new ();
  g_autoptr(GSocketConnection) plain = NULL;
  g_autoptr(GIOStream) tls = NULL;
  g_autofree char *pem = NULL;
  g_autoptr(GError) error = NULL;
  GTlsCertificate *certificate;

  plain = g_socket_client_connect_to_uri (client, server->url, 443, NULL, &error);
  g_assert_no_error (error);
  tls = g_tls_client_connection_new (G_IO_STREAM (plain), NULL, &error);
  g_assert_no_error (error);
  g_signal_connect (tls, "accept-certificate", G_CALLBACK (accept_cb), NULL);
  g_tls_connection_handshake (G_TLS_CONNECTION (tls), NULL, &error);
  g_assert_no_error (error);

  certificate = g_tls_connection_get_peer_certificate (G_TLS_CONNECTION (tls));
  while (g_tls_certificate_get_issuer (certificate) != NULL)
    certificate = g_tls_certificate_get_issuer (certificate);
  g_object_get (certificate, "certificate-pem", &pem, NULL);
  return atlas_authority_fingerprint (pem, NULL);
}

static gboolean
wait_until_shown (TestServer *server,
                  const char *fingerprint)
{
  gint64 until_us = g_get_monotonic_time () + patience () * WAIT_S * G_USEC_PER_SEC;

  while (g_get_monotonic_time () < until_us)
    {
      g_autofree char *shown = authority_shown (server);

      if (strcmp (shown, fingerprint) == 0)
        return TRUE;
      g_usleep (LOOK_MS * 1000);
    }

  return FALSE;
}

static void
test_a_new_certificate_is_shown_without_a_break (void)
{
  g_autoptr(TestServer) server = test_server_new (NULL);
  g_autoptr(TestClient) client = test_client_enrol (server, server->admin_code);
  g_autoptr(AtlasAuthority) council = atlas_authority_new ("Council", names, NULL);
  g_autofree char *chain = write_file (server, "chain.pem", council->server_pem);
  g_autofree char *key = write_file (server, "key.pem", council->server_key_pem);
  g_autofree char *set = test_server_run (server, 0, NULL, "certificate", "set", "%", "--chain",
                                          chain, "--key", key, NULL);
  g_autoptr(json_t) answer = NULL;

  g_subprocess_send_signal (server->process, SIGHUP);
  g_assert_true (wait_until_shown (server, council->fingerprint));

  /* The client trusts the old authority alone: only its connection that was there answers. */
  answer = test_client_send (client, "GET", "/v1/devices/self", NULL);
  g_assert_cmpuint (client->status, ==, 200);
  soup_session_abort (client->session);
  g_clear_pointer (&answer, json_decref);
  answer = test_client_send (client, "GET", "/v1/devices/self", NULL);
  g_assert_cmpuint (client->status, ==, 0);
}

static void
test_a_key_of_another_certificate_is_refused (void)
{
  g_autoptr(TestServer) server = test_server_new (NULL);
  g_autoptr(AtlasAuthority) council = atlas_authority_new ("Council", names, NULL);
  g_autoptr(AtlasAuthority) other = atlas_authority_new ("Other", names, NULL);
  g_autofree char *chain = write_file (server, "chain.pem", council->server_pem);
  g_autofree char *key = write_file (server, "key.pem", other->server_key_pem);
  g_autofree char *shown = authority_shown (server);
  g_autofree char *in_use = g_build_filename (server->folder, "server-key.pem", NULL);
  g_autofree char *set = test_server_run (server, 3, NULL, "certificate", "set", "%", "--chain",
                                          chain, "--key", key, NULL);
  g_autofree char *before = test_server_run (server, 0, NULL, "check", "%", NULL);
  g_autofree char *found = NULL;
  g_autofree char *later = NULL;

  /* Somebody copies it there by hand: the server stays with what it has, and check says so. */
  g_assert_true (g_file_set_contents_full (in_use, other->server_key_pem, -1,
                                           G_FILE_SET_CONTENTS_CONSISTENT, 0600, NULL));
  found = test_server_run (server, 1, NULL, "check", "%", "--format", "json", NULL);
  g_assert_nonnull (strstr (found, "\"certificate\""));
  g_subprocess_send_signal (server->process, SIGHUP);
  later = authority_shown (server);
  g_assert_cmpstr (later, ==, shown);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, TEST_ISOLATE, NULL);
  g_test_add_func ("/server/certificate/a-new-one-is-shown-without-a-break",
                   test_a_new_certificate_is_shown_without_a_break);
  g_test_add_func ("/server/certificate/a-key-of-another-is-refused",
                   test_a_key_of_another_certificate_is_refused);

  return g_test_run ();
}
