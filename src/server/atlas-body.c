/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-server"

#include "config.h"

#include "server/atlas-body.h"

#include <string.h>

#include "server/atlas-blob-requests.h"
#include "server/atlas-problem.h"
#include "server/atlas-service.h"

/**
 * atlas_body_limit:
 * @path: what is asked for
 *
 * Returns: the most bytes that its body may have
 */
gsize
atlas_body_limit (const char *path)
{
  gboolean is_large = strcmp (path, "/v1/push") == 0 || g_str_has_prefix (path, ATLAS_BLOBS_PATH);

  return is_large ? ATLAS_LIMIT_PUSH_BYTES : ATLAS_LIMIT_SMALL_BYTES;
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
