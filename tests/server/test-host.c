/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "test-host.h"

#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/lsan_interface.h>
#endif

#include "server/atlas-authority.h"

struct _TestHost
{
  AtlasAuthority    *authority;
  SoupServerCallback callback;
  gpointer           user_data;
  char              *url;
  GThread           *thread;
  GMainContext      *context;
  GMainLoop         *loop;
};

typedef struct {
  TestHost *self;
  GMutex    mutex;
  GCond     cond;
  gboolean  is_ready;
} Start;

static SoupServer *
listen_on_a_port (TestHost *self)
{
  g_autofree char *pem = g_strconcat (self->authority->server_pem, self->authority->server_key_pem,
                                      NULL);
  g_autoptr(GTlsCertificate) certificate = NULL;
  g_autoptr(GError) error = NULL;
  g_autoslist(GUri) uris = NULL;
  SoupServer *server;

  certificate = g_tls_certificate_new_from_pem (pem, -1, &error);
  g_assert_no_error (error);
  server = soup_server_new ("tls-certificate", certificate, NULL);
  soup_server_add_handler (server, NULL, self->callback, self->user_data, NULL);
  soup_server_listen_local (server, 0, SOUP_SERVER_LISTEN_HTTPS | SOUP_SERVER_LISTEN_IPV4_ONLY,
                            &error);
  g_assert_no_error (error);
  uris = soup_server_get_uris (server);
  self->url = g_strdup_printf ("https://127.0.0.1:%d", g_uri_get_port (uris->data));

  return server;
}

static gpointer
serve_in_thread (gpointer data)
{
  Start *start = data;
  TestHost *self = start->self;
  g_autoptr(SoupServer) server = NULL;

  /* SoupServer's own listener (libsoup 3.2) keeps where it listens and what it accepted. */
#ifdef __SANITIZE_ADDRESS__
  __lsan_disable ();
#endif
  g_main_context_push_thread_default (self->context);
  server = listen_on_a_port (self);
  g_mutex_lock (&start->mutex);
  start->is_ready = TRUE;
  g_cond_signal (&start->cond);
  g_mutex_unlock (&start->mutex);

  g_main_loop_run (self->loop);
  soup_server_disconnect (server);
  g_clear_object (&server);
  g_main_context_pop_thread_default (self->context);
#ifdef __SANITIZE_ADDRESS__
  __lsan_enable ();
#endif
  return NULL;
}

/* The callback runs on the host's thread. */
TestHost *
test_host_new (SoupServerCallback callback,
               gpointer           user_data)
{
  static const char * const names[] = { "127.0.0.1", NULL };
  TestHost *self = g_new0 (TestHost, 1);
  Start start = { .self = self };
  g_autoptr(GError) error = NULL;

  self->authority = atlas_authority_new ("Test", names, &error);
  g_assert_no_error (error);
  self->callback = callback;
  self->user_data = user_data;
  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);

  g_mutex_init (&start.mutex);
  g_cond_init (&start.cond);
  self->thread = g_thread_new ("host", serve_in_thread, &start);
  g_mutex_lock (&start.mutex);
  while (!start.is_ready)
    g_cond_wait (&start.cond, &start.mutex);
  g_mutex_unlock (&start.mutex);
  g_mutex_clear (&start.mutex);
  g_cond_clear (&start.cond);

  return self;
}

static gboolean
quit_cb (gpointer data)
{
  g_main_loop_quit (data);
  return G_SOURCE_REMOVE;
}

void
test_host_free (TestHost *self)
{
  g_main_context_invoke (self->context, quit_cb, self->loop);
  g_thread_join (self->thread);
  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);
  atlas_authority_free (self->authority);
  g_free (self->url);
  g_free (self);
}

const char *
test_host_url (TestHost *self)
{
  return self->url;
}

const char *
test_host_ca (TestHost *self)
{
  return self->authority->ca_pem;
}
