/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <libsoup/soup.h>
#include <string.h>

#include "../server/test-host.h"
#include "scripted-server.h"

#define EPOCH "0195f3a0-0000-7000-8000-00000000e90c"

typedef enum { SAY, CUT, STALL } Manner;

typedef struct {
  Manner manner;
  guint  status;
  char  *body;
  char  *header;                /* (nullable): set in place of one that the server gives itself */
  char  *value;
} Line;

/* What is said of one path: lines in order, of which the last is repeated. */
typedef struct {
  GQueue  lines;
  guint   n_heard;
  GBytes *heard;
} Part;

struct _ScriptedServer
{
  TestHost   *host;
  GMutex      mutex;
  GHashTable *parts;            /* (element-type utf8 Part): guarded by the mutex */
};

static void
line_free (Line *line)
{
  g_free (line->body);
  g_free (line->header);
  g_free (line->value);
  g_free (line);
}

static void
part_free (Part *part)
{
  g_queue_clear_full (&part->lines, (GDestroyNotify) line_free);
  g_clear_pointer (&part->heard, g_bytes_unref);
  g_free (part);
}

static Part *
get_part (ScriptedServer *self,
          const char     *path)
{
  Part *part = g_hash_table_lookup (self->parts, path);

  if (part == NULL)
    {
      part = g_new0 (Part, 1);
      g_queue_init (&part->lines);
      g_hash_table_insert (self->parts, g_strdup (path), part);
    }

  return part;
}

static void
speak (SoupServerMessage *message,
       const Line        *line)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);

  soup_message_headers_replace (headers, "Sync-Epoch", EPOCH);
  if (line->header != NULL)
    soup_message_headers_replace (headers, line->header, line->value);
  soup_server_message_set_status (message, line->status, NULL);
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_COPY, line->body,
                                    strlen (line->body));
}

static void
request_cb (SoupServer        *server,
            SoupServerMessage *message,
            const char        *path,
            GHashTable        *query,
            gpointer           user_data)
{
  ScriptedServer *self = user_data;
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  Part *part = get_part (self, path);
  Line *line = g_queue_peek_head (&part->lines);

  part->n_heard++;
  g_clear_pointer (&part->heard, g_bytes_unref);
  part->heard = soup_message_body_flatten (body);

  if (line == NULL)
    soup_server_message_set_status (message, SOUP_STATUS_NOT_FOUND, NULL);
  else if (line->manner == CUT)
    g_socket_close (soup_server_message_get_socket (message), NULL);
  else if (line->manner == STALL)
    soup_server_message_pause (message);
  else
    speak (message, line);

  if (part->lines.length > 1)
    line_free (g_queue_pop_head (&part->lines));
}

ScriptedServer *
scripted_server_new (void)
{
  ScriptedServer *self = g_new0 (ScriptedServer, 1);

  self->parts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) part_free);
  g_mutex_init (&self->mutex);
  self->host = test_host_new (request_cb, self);

  return self;
}

void
scripted_server_free (ScriptedServer *self)
{
  test_host_free (self->host);
  g_hash_table_unref (self->parts);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

const char *
scripted_server_url (ScriptedServer *self)
{
  return test_host_url (self->host);
}

const char *
scripted_server_ca (ScriptedServer *self)
{
  return test_host_ca (self->host);
}

static Line *
add_line (ScriptedServer *self,
          const char     *path,
          Manner          manner)
{
  Line *line = g_new0 (Line, 1);

  line->manner = manner;
  g_queue_push_tail (&get_part (self, path)->lines, line);
  return line;
}

/* Adds what a path says next. The last of what was added is said again and again. */
void
scripted_server_say (ScriptedServer *self,
                     const char     *path,
                     guint           status,
                     const char     *body)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  Line *line = add_line (self, path, SAY);

  line->status = status;
  line->body = g_strdup (body);
}

/* Gives a header to what was added last. */
void
scripted_server_header (ScriptedServer *self,
                        const char     *path,
                        const char     *name,
                        const char     *value)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  Line *line = g_queue_peek_tail (&get_part (self, path)->lines);

  line->header = g_strdup (name);
  line->value = g_strdup (value);
}

void
scripted_server_cut (ScriptedServer *self,
                     const char     *path)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  add_line (self, path, CUT);
}

void
scripted_server_stall (ScriptedServer *self,
                       const char     *path)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  add_line (self, path, STALL);
}

guint
scripted_server_count (ScriptedServer *self,
                       const char     *path)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return get_part (self, path)->n_heard;
}

/* What was sent to a path last. */
json_t *
scripted_server_heard (ScriptedServer *self,
                       const char     *path)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  gsize length;
  const char *text = g_bytes_get_data (get_part (self, path)->heard, &length);

  return atlas_json_parse (text, (gssize) length, NULL);
}
