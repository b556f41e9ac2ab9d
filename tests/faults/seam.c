/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE
#include "config.h"

#include "seam.h"

#include <dlfcn.h>
#include <sodium.h>
#include <string.h>

#define US_A_MS     1000
#define MS_A_SECOND 1000

static struct {
  gint64      true_ms;
  GThread    *first;            /* (unowned): that of the test */
  SeamActor  *laptop;           /* (nullable): who acts there, and so on threads that it starts */
  SeamSend    send;
  gpointer    send_data;
  const char *vfs;
} seam;

static __thread SeamActor *acting;
static __thread sqlite3 *last_opened;

/**
 * seam_act:
 * @actor: (nullable): whose clock and chance count from now on
 *
 * Returns: (nullable): whose did before
 */
SeamActor *
seam_act (SeamActor *actor)
{
  SeamActor *before = acting;

  acting = actor;
  if (seam.first == NULL)
    seam.first = g_thread_self ();
  if (g_thread_self () == seam.first)
    seam.laptop = actor;
  return before;
}

gboolean
seam_is_first_thread (void)
{
  return seam.first == NULL || g_thread_self () == seam.first;
}

static SeamActor *
whoever_acts (void)
{
  return acting != NULL ? acting : seam.laptop;
}

void
seam_set_network (SeamSend send,
                  gpointer data)
{
  seam.send = send;
  seam.send_data = data;
}

/* With 0 the machine's own clock counts again. */
void
seam_set_time (gint64 true_ms)
{
  seam.true_ms = true_ms;
}

gint64
seam_time (void)
{
  return seam.true_ms;
}

void
seam_set_vfs (const char *name)
{
  seam.vfs = name;
}

/* The connection that this thread opened last. */
sqlite3 *
seam_last_opened (void)
{
  return last_opened;
}

void
seam_answer_clear (SeamAnswer *answer)
{
  g_clear_pointer (&answer->body, g_bytes_unref);
  g_clear_pointer (&answer->epoch, g_free);
  g_clear_pointer (&answer->headers, g_hash_table_unref);
  memset (answer, 0, sizeof *answer);
}

static gpointer
next_symbol (const char *name)
{
  gpointer found = dlsym (RTLD_NEXT, name);

  g_assert (found != NULL);
  return found;
}

/* The clock. */

gint64
g_get_real_time (void)
{
  SeamActor *actor = whoever_acts ();

  if (seam.true_ms == 0)
    {
      static gint64 (*real) (void);

      if (real == NULL)
        real = (gint64 (*)(void))next_symbol ("g_get_real_time");
      return real ();
    }

  return (seam.true_ms + (actor != NULL ? actor->ahead_ms : 0)) * US_A_MS;
}

/* Nobody sets this one. */
gint64
g_get_monotonic_time (void)
{
  static gint64 (*real) (void);

  if (seam.true_ms != 0)
    return seam.true_ms * US_A_MS;
  if (real == NULL)
    real = (gint64 (*)(void))next_symbol ("g_get_monotonic_time");
  return real ();
}

GDateTime *
g_date_time_new_now (GTimeZone *zone)
{
  g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc (g_get_real_time () / G_USEC_PER_SEC);

  return g_date_time_to_timezone (utc, zone);
}

GDateTime *
g_date_time_new_now_utc (void)
{
  return g_date_time_new_from_unix_utc (g_get_real_time () / G_USEC_PER_SEC);
}

GDateTime *
g_date_time_new_now_local (void)
{
  return g_date_time_new_from_unix_local (g_get_real_time () / G_USEC_PER_SEC);
}

/* Chance. */

static const char *
chance_name (void)
{
  return "seam";
}

static void
draw_chance (void * const buffer,
             const size_t length)
{
  SeamActor *actor = whoever_acts ();
  unsigned char key[randombytes_SEEDBYTES] = { 0 };
  const guint64 parts[] = { actor != NULL ? actor->seed : 1, actor != NULL ? actor->n_drawn++ : 0 };

  memcpy (key, parts, sizeof parts);
  randombytes_buf_deterministic (buffer, length, key);
}

static uint32_t
draw_number (void)
{
  uint32_t number;

  draw_chance (&number, sizeof number);
  return number;
}

double
g_random_double (void)
{
  return draw_number () / ((double) UINT32_MAX + 1);
}

/* Keys, tokens and ids come from the actors' seeds from now on. */
void
seam_set_chance (void)
{
  static randombytes_implementation chance = {
    .implementation_name = chance_name,
    .random = draw_number,
    .buf = draw_chance,
  };

  randombytes_set_implementation (&chance);
}

/* The network. */

static GQuark
body_quark (void)
{
  return g_quark_from_static_string ("seam-body");
}

static GQuark
status_quark (void)
{
  return g_quark_from_static_string ("seam-status");
}

void
soup_message_set_request_body_from_bytes (SoupMessage *message,
                                          const char  *content_type,
                                          GBytes      *bytes)
{
  g_object_set_qdata_full (G_OBJECT (message), body_quark (), g_bytes_ref (bytes),
                           (GDestroyNotify) g_bytes_unref);
}

guint
soup_message_get_status (SoupMessage *message)
{
  return GPOINTER_TO_UINT (g_object_get_qdata (G_OBJECT (message), status_quark ()));
}

static void
write_headers (SoupMessage *message,
               SeamAnswer  *answer)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);
  g_autoptr(GDateTime) at = g_date_time_new_from_unix_utc (answer->at_ms / MS_A_SECOND);
  GHashTableIter iter;
  gpointer name;
  gpointer value;

  if (answer->at_ms != 0)
    {
      g_autofree char *date = soup_date_time_to_string (at, SOUP_DATE_HTTP);

      soup_message_headers_replace (headers, "Date", date);
    }
  if (answer->epoch != NULL)
    soup_message_headers_replace (headers, "Sync-Epoch", answer->epoch);
  if (answer->retry_after_s > 0)
    {
      g_autofree char *seconds = g_strdup_printf ("%u", answer->retry_after_s);

      soup_message_headers_replace (headers, "Retry-After", seconds);
    }
  if (answer->headers == NULL)
    return;

  g_hash_table_iter_init (&iter, answer->headers);
  while (g_hash_table_iter_next (&iter, &name, &value))
    soup_message_headers_replace (headers, name, value);
}

static GInputStream *
send_now (SoupMessage *message,
          GError     **error)
{
  g_auto(SeamAnswer) answer = { 0 };
  GBytes *body = g_object_get_qdata (G_OBJECT (message), body_quark ());

  g_assert (seam.send != NULL);
  if (!seam.send (message, body, &answer, seam.send_data, error))
    return NULL;

  g_object_set_qdata (G_OBJECT (message), status_quark (), GUINT_TO_POINTER (answer.status));
  write_headers (message, &answer);
  return answer.body != NULL ? g_memory_input_stream_new_from_bytes (answer.body)
                             : g_memory_input_stream_new ();
}

/* The whole of it happens before this returns: only its end is told by the loop. */
void
soup_session_send_async (SoupSession        *session,
                         SoupMessage        *message,
                         int                 io_priority,
                         GCancellable       *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer            user_data)
{
  g_autoptr(GTask) task = g_task_new (session, NULL, callback, user_data);
  GError *error = NULL;
  GInputStream *stream = send_now (message, &error);

  if (stream != NULL)
    g_task_return_pointer (task, stream, g_object_unref);
  else
    g_task_return_error (task, error);
}

GInputStream *
soup_session_send_finish (SoupSession  *session,
                          GAsyncResult *result,
                          GError      **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* The disk. */

int
sqlite3_open_v2 (const char *path,
                 sqlite3   **handle,
                 int         flags,
                 const char *vfs)
{
  static int (*real) (const char *, sqlite3 **, int, const char *);
  int fault;

  if (real == NULL)
    real = (int (*)(const char *, sqlite3 **, int, const char *))next_symbol ("sqlite3_open_v2");

  fault = real (path, handle, flags, vfs != NULL ? vfs : seam.vfs);
  last_opened = *handle;
  return fault;
}
