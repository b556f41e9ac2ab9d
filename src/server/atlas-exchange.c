/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-server"

#include "config.h"

#include "server/atlas-exchange.h"

#include "server/atlas-limiter.h"
#include "server/atlas-service.h"

static AtlasRequest *
copy_request (SoupServerMessage *message,
              const char        *path,
              GHashTable        *query)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  AtlasRequest *request = atlas_request_new ();
  const char *accepts = soup_message_headers_get_list (headers, "Accept-Encoding");

  request->method = g_strdup (soup_server_message_get_method (message));
  request->path = g_strdup (path);
  request->query = query != NULL ? g_hash_table_ref (query) : NULL;
  request->authorization = g_strdup (soup_message_headers_get_one (headers, "Authorization"));
  request->protocol = g_strdup (soup_message_headers_get_one (headers, "Sync-Protocol"));
  request->schema = g_strdup (soup_message_headers_get_one (headers, "Sync-Schema"));
  request->if_none_match = g_strdup (soup_message_headers_get_one (headers, "If-None-Match"));
  request->content_encoding = g_strdup (soup_message_headers_get_list (headers,
                                                                       "Content-Encoding"));
  request->range = g_strdup (soup_message_headers_get_one (headers, "Range"));
  request->upload_offset = g_strdup (soup_message_headers_get_one (headers, "Upload-Offset"));
  request->upload_complete = g_strdup (soup_message_headers_get_one (headers, "Upload-Complete"));
  request->address = atlas_limiter_address (soup_server_message_get_remote_address (message),
                                            soup_message_headers_get_list (headers,
                                                                           "X-Forwarded-For"));
  request->takes_gzip = accepts != NULL && soup_header_contains (accepts, "gzip");
  request->body = soup_message_body_flatten (body);

  return request;
}

static gint64
wait_until_us (AtlasRequest *request)
{
  const char *text = atlas_request_argument (request, "wait");
  gint64 wait_s = text != NULL ? g_ascii_strtoll (text, NULL, 10) : 0;

  return g_get_monotonic_time () + CLAMP (wait_s, 0, ATLAS_LIMIT_WAIT_S) * G_USEC_PER_SEC;
}

/**
 * atlas_exchange_new:
 * @server: whose it is
 * @message: HTTP's side of it, with its body
 * @path: what is asked for
 * @query: (nullable): with what arguments
 *
 * Copies a request, for the thread that answers it.
 *
 * Returns: (transfer full): a new exchange
 */
AtlasExchange *
atlas_exchange_new (AtlasServer       *server,
                    SoupServerMessage *message,
                    const char        *path,
                    GHashTable        *query)
{
  AtlasExchange *self = g_new0 (AtlasExchange, 1);

  g_atomic_ref_count_init (&self->refs);
  self->server = g_object_ref (server);
  self->message = g_object_ref (message);
  self->request = copy_request (message, path, query);
  self->answer = atlas_answer_new ();
  self->wait_until_us = wait_until_us (self->request);

  return self;
}

AtlasExchange *
atlas_exchange_ref (AtlasExchange *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
atlas_exchange_unref (AtlasExchange *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;

  g_object_unref (self->message);
  g_object_unref (self->server);
  atlas_request_free (self->request);
  atlas_answer_free (self->answer);
  g_free (self->id);
  g_free (self);
}

static void
write_body (SoupServerMessage *message,
            AtlasAnswer       *answer)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  const char *media = "application/json";

  if (answer->is_file)
    media = "application/octet-stream";
  else if (answer->is_problem)
    media = "application/problem+json";

  soup_message_headers_set_content_type (headers, media, NULL);
  if (g_bytes_get_size (answer->body) > 0)
    soup_message_body_append_bytes (soup_server_message_get_response_body (message), answer->body);
}

/**
 * atlas_exchange_rest:
 * @self: an exchange that begins to wait
 *
 * Counts no longer that the server works on it.
 *
 * Returns: (transfer full): itself
 */
AtlasExchange *
atlas_exchange_rest (AtlasExchange *self)
{
  self->busy_us += g_get_monotonic_time () - self->busy_since_us;
  self->busy_since_us = 0;

  return atlas_exchange_ref (self);
}

/**
 * atlas_exchange_write:
 * @message: HTTP's side
 * @epoch: the server's history
 * @answer: what to say
 *
 * Makes HTTP's answer.
 */
void
atlas_exchange_write (SoupServerMessage *message,
                      const char        *epoch,
                      AtlasAnswer       *answer)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  GHashTableIter iter;
  gpointer name;
  gpointer value;

  soup_message_headers_replace (headers, "Cache-Control", "no-store");
  soup_message_headers_replace (headers, "Sync-Epoch", epoch);
  soup_server_message_set_status (message, answer->status, NULL);
  if (answer->etag != NULL)
    soup_message_headers_replace (headers, "ETag", answer->etag);
  if (answer->is_packed)
    soup_message_headers_replace (headers, "Content-Encoding", "gzip");
  if (answer->retry_after_s > 0)
    {
      g_autofree char *seconds = g_strdup_printf ("%u", answer->retry_after_s);

      soup_message_headers_replace (headers, "Retry-After", seconds);
    }
  if (answer->headers != NULL)
    {
      g_hash_table_iter_init (&iter, answer->headers);
      while (g_hash_table_iter_next (&iter, &name, &value))
        soup_message_headers_replace (headers, name, value);
    }
  if (answer->body != NULL)
    write_body (message, answer);
}

/**
 * atlas_exchange_write_problem:
 * @message: HTTP's side
 * @epoch: the server's history
 * @problem: which
 * @retry_after_s: when to ask again, or 0
 *
 * Answers a request that goes no further.
 */
void
atlas_exchange_write_problem (SoupServerMessage *message,
                              const char        *epoch,
                              AtlasProblem       problem,
                              guint              retry_after_s)
{
  g_autoptr(AtlasAnswer) answer = atlas_answer_new ();

  atlas_answer_problem (answer, problem, NULL);
  answer->retry_after_s = retry_after_s;
  atlas_exchange_write (message, epoch, answer);
}
