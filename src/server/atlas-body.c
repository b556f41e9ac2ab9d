/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-server"

#include "config.h"

#include "server/atlas-body.h"

#include <string.h>

#include "server/atlas-blob-requests.h"
#include "server/atlas-problem.h"
#include "server/atlas-service.h"

/* Memory that a body takes, until its request is done with. */
typedef struct {
  GObject *owner;
  goffset *used;
  goffset  length;
} Room;

static void
room_free (Room *room)
{
  *room->used -= room->length;
  g_object_unref (room->owner);
  g_free (room);
}

/* Returns: as the head says; 0 if it does not */
static goffset
length_of (SoupServerMessage *message)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);

  return soup_message_headers_get_content_length (headers);
}

/**
 * atlas_body_limit:
 * @message: a request whose head is there
 * @path: what it asks for
 *
 * A file may come in one piece, if the head says how long it is.
 *
 * Returns: the most bytes that its body may have
 */
goffset
atlas_body_limit (SoupServerMessage *message,
                  const char        *path)
{
  if (g_str_has_prefix (path, ATLAS_BLOBS_PATH))
    return length_of (message) > 0 ? ATLAS_LIMIT_BLOB_BYTES : ATLAS_LIMIT_PUSH_BYTES;

  return strcmp (path, "/v1/push") == 0 ? ATLAS_LIMIT_PUSH_BYTES : ATLAS_LIMIT_SMALL_BYTES;
}

/**
 * atlas_body_make_room:
 * @message: a request whose head is there
 * @owner: kept for as long as the message is
 * @used: bytes that large bodies take together; part of @owner
 * @most: how many they may take
 *
 * Counts a body that is larger than a push may be until its message is gone.
 *
 * Returns: whether there is room for it
 */
gboolean
atlas_body_make_room (SoupServerMessage *message,
                      GObject           *owner,
                      goffset           *used,
                      goffset            most)
{
  goffset length = length_of (message);
  Room *room;

  if (length <= ATLAS_LIMIT_PUSH_BYTES)
    return TRUE;
  if (*used + length > most)
    return FALSE;

  *used += length;
  room = g_new (Room, 1);
  *room = (Room) { g_object_ref (owner), used, length };
  g_object_set_data_full (G_OBJECT (message), "atlas-room", room, (GDestroyNotify) room_free);
  return TRUE;
}

/**
 * atlas_body_refuse:
 * @listener: whose connection it is
 * @message: a request that goes on too long
 * @epoch: the server's history
 *
 * Answers 413 while the body is still coming. SoupServer answers only after a body's end: here the
 * answer goes out at once, past it, and the writing side of the connection is closed; what the
 * client still sends is read and thrown away for a few seconds, so that it gets to read the answer.
 */
void
atlas_body_refuse (AtlasListener     *listener,
                   SoupServerMessage *message,
                   const char        *epoch)
{
  g_autoptr(json_t) problem = atlas_problem_to_json (ATLAS_PROBLEM_TOO_LARGE,
                                                     "The body is larger than this server takes");
  g_autofree char *body = atlas_json_to_text (problem);
  g_autoptr(GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *date = soup_date_time_to_string (now, SOUP_DATE_HTTP);
  g_autofree char *answer = NULL;

  answer = g_strdup_printf ("HTTP/1.1 413 Request Entity Too Large\r\n"
                            "Date: %s\r\nCache-Control: no-store\r\nSync-Epoch: %s\r\n"
                            "Connection: close\r\nContent-Type: application/problem+json\r\n"
                            "Content-Length: %" G_GSIZE_FORMAT "\r\n\r\n%s",
                            date, epoch, strlen (body), body);
  soup_message_body_set_accumulate (soup_server_message_get_request_body (message), FALSE);
  soup_server_message_set_status (message, SOUP_STATUS_REQUEST_ENTITY_TOO_LARGE, NULL);
  atlas_listener_end (listener, soup_server_message_get_remote_address (message), answer);
}
