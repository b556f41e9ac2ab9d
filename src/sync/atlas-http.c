/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-sync"

#include "config.h"

#include "sync/atlas-http.h"

#define AGENT       "provision-atlas/" PACKAGE_VERSION
/* A page is 1 MiB of records, with what surrounds them; nobody else is listened to for longer. */
#define ANSWER_MAX  (16 * 1024 * 1024)
/* What TLS gives at once. Freeing more than 64 KiB makes the allocator tidy up all it has. */
#define CHUNK_BYTES (16 * 1024)

/* A request moves this much in so many of the session's timeouts, or is given up: some 200 bytes a
 * second, less than any line that is of use. */
#define PACE_BYTES  (16 * 1024)
#define PACE_TIMES  4

/**
 * atlas_http_session_new:
 * @pin: (nullable): whom to trust; %NULL for whom the system trusts
 * @timeout_s: seconds without a word after which a request is given up; at least 1
 *
 * Makes a session on the calling thread's default main context. It goes through the proxy of the
 * system's settings.
 *
 * Returns: (transfer full): the session
 */
SoupSession *
atlas_http_session_new (AtlasPin *pin,
                        guint     timeout_s)
{
  SoupSession *session = soup_session_new_with_options ("timeout", timeout_s,
                                                        "user-agent", AGENT, NULL);

  if (pin != NULL)
    soup_session_set_tls_database (session, G_TLS_DATABASE (pin));
  return session;
}

/**
 * Exchange:
 *
 * One request and its answer, read in a loop of the calling thread's. Silence ends it by the
 * session's timeout; so that nobody can hold a laptop up with a byte now and then, it also has to
 * move some bytes in each of the times that its pace has.
 */
typedef struct {
  GMainLoop    *loop;
  GCancellable *cancellable;    /* its own */
  GInputStream *stream;         /* (nullable): NULL before the answer's head */
  GByteArray   *all;
  guint64       moved;          /* bytes of this time */
  gboolean      is_too_slow;
  gboolean      is_done;
  GError       *error;
  guint8        chunk[CHUNK_BYTES];
} Exchange;

static void
end (Exchange *self,
     GError   *error)
{
  self->error = error;
  self->is_done = TRUE;
  g_main_loop_quit (self->loop);
}

static void read_on (Exchange *self);

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  Exchange *self = user_data;
  GError *error = NULL;
  gssize n_read = g_input_stream_read_finish (self->stream, result, &error);

  if (n_read > 0)
    {
      g_byte_array_append (self->all, self->chunk, (guint) n_read);
      self->moved += (guint64) n_read;
      if (self->all->len <= ANSWER_MAX)
        {
          read_on (self);
          return;
        }
      error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE,
                                   "The answer does not end");
    }

  end (self, error);
}

static void
read_on (Exchange *self)
{
  g_input_stream_read_async (self->stream, self->chunk, sizeof self->chunk, G_PRIORITY_DEFAULT,
                             self->cancellable, read_cb, self);
}

static void
sent_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  Exchange *self = user_data;
  GError *error = NULL;

  self->stream = soup_session_send_finish (SOUP_SESSION (source), result, &error);
  if (self->stream != NULL)
    read_on (self);
  else
    end (self, error);
}

static void
wrote_body_data_cb (SoupMessage *message,
                    guint        length,
                    gpointer     user_data)
{
  ((Exchange *) user_data)->moved += length;
}

static gboolean
cancelled_cb (GCancellable *cancellable,
              gpointer      user_data)
{
  g_cancellable_cancel (((Exchange *) user_data)->cancellable);
  return G_SOURCE_REMOVE;
}

static gboolean
look_at_pace_cb (gpointer user_data)
{
  Exchange *self = user_data;

  self->is_too_slow = self->moved < PACE_BYTES;
  self->moved = 0;
  if (!self->is_too_slow)
    return G_SOURCE_CONTINUE;

  g_cancellable_cancel (self->cancellable);
  return G_SOURCE_REMOVE;
}

static GSource *
add_source (GMainContext *context,
            GSource      *source,
            GSourceFunc   callback,
            Exchange     *exchange)
{
  g_source_set_callback (source, callback, exchange, NULL);
  g_source_attach (source, context);
  return source;
}

static void
run_exchange (Exchange     *self,
              SoupSession  *session,
              SoupMessage  *message,
              GCancellable *cancellable)
{
  GMainContext *context = g_main_loop_get_context (self->loop);
  guint pace_s = PACE_TIMES * soup_session_get_timeout (session);
  gulong handler = g_signal_connect (message, "wrote-body-data", G_CALLBACK (wrote_body_data_cb),
                                     self);
  g_autoptr(GSource) pace = add_source (context, g_timeout_source_new_seconds (pace_s),
                                        look_at_pace_cb, self);
  g_autoptr(GSource) cancelled = add_source (context, g_cancellable_source_new (cancellable),
                                             G_SOURCE_FUNC (cancelled_cb), self);

  soup_session_send_async (session, message, G_PRIORITY_DEFAULT, self->cancellable, sent_cb, self);
  while (!self->is_done)
    g_main_loop_run (self->loop);

  g_source_destroy (pace);
  g_source_destroy (cancelled);
  g_signal_handler_disconnect (message, handler);
}

static GBytes *
take_answer (Exchange *self,
             GError  **error)
{
  if (self->error == NULL)
    return g_byte_array_free_to_bytes (g_steal_pointer (&self->all));

  if (self->is_too_slow)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "The answer is too slow");
  else
    g_propagate_error (error, g_steal_pointer (&self->error));
  return NULL;
}

static GBytes *
exchange (SoupSession  *session,
          SoupMessage  *message,
          GCancellable *cancellable,
          GError      **error)
{
  g_autoptr(GMainContext) context = g_main_context_ref_thread_default ();
  Exchange self = { NULL };
  GBytes *answer;

  self.loop = g_main_loop_new (context, FALSE);
  self.cancellable = g_cancellable_new ();
  self.all = g_byte_array_new ();
  run_exchange (&self, session, message, cancellable);
  answer = take_answer (&self, error);

  if (self.stream != NULL)
    g_input_stream_close (self.stream, NULL, NULL);
  g_clear_pointer (&self.all, g_byte_array_unref);
  g_clear_object (&self.stream);
  g_clear_error (&self.error);
  g_object_unref (self.cancellable);
  g_main_loop_unref (self.loop);
  return answer;
}

/* A name and a password are for the proxy alone, and are tried once: a second wrong one could lock
 * the person's account. */
static gboolean
authenticate_cb (SoupMessage *message,
                 SoupAuth    *auth,
                 gboolean     is_again,
                 gpointer     user_data)
{
  const AtlasProxyLogin *login = user_data;

  if (is_again || !soup_auth_is_for_proxy (auth))
    return FALSE;

  soup_auth_authenticate (auth, login->user, login->password);
  return TRUE;
}

/**
 * atlas_http_send:
 * @session: a session, with its context the thread's default
 * @message: what to send; redirects are not followed
 * @login: (nullable): for a proxy that asks
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error
 *
 * Sends a request and reads the whole answer, of whatever status. The calling thread waits.
 *
 * Errors: those of libsoup and of GIO; %G_IO_ERROR_TIMED_OUT also for what comes, but too slowly.
 *
 * Returns: (transfer full): the answer's body
 */
GBytes *
atlas_http_send (SoupSession           *session,
                 SoupMessage           *message,
                 const AtlasProxyLogin *login,
                 GCancellable          *cancellable,
                 GError               **error)
{
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  if (login != NULL)
    g_signal_connect (message, "authenticate", G_CALLBACK (authenticate_cb), (gpointer) login);

  return exchange (session, message, cancellable, error);
}
