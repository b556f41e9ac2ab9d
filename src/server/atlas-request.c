/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-server"

#include "config.h"

#include "server/atlas-request.h"

#include <sodium.h>
#include <string.h>

#include "base/atlas-error.h"
#include "server/atlas-gzip.h"

#define MOST_INFLATED_BYTES  (16 * 1024 * 1024)     /* protocol, section 1 */
#define MOST_INFLATED_TIMES  30                     /* protocol, section 1 */
#define LEAST_PACKED_BYTES   1300                   /* what goes in one packet as it is */
#define BUSY_RETRY_S         1

AtlasRequest *
atlas_request_new (void)
{
  return g_new0 (AtlasRequest, 1);
}

void
atlas_request_free (AtlasRequest *self)
{
  if (self == NULL)
    return;

  g_free (self->method);
  g_free (self->path);
  g_clear_pointer (&self->query, g_hash_table_unref);
  g_free (self->authorization);
  g_free (self->protocol);
  g_free (self->schema);
  g_free (self->if_none_match);
  g_free (self->content_encoding);
  g_free (self->range);
  g_free (self->upload_offset);
  g_free (self->upload_complete);
  g_free (self->address);
  g_clear_pointer (&self->waits, atlas_waits_free);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_clear_pointer (&self->identity, atlas_identity_free);
  g_free (self);
}

static GBytes *
inflate (AtlasRequest *self,
         gsize         limit,
         AtlasAnswer  *answer)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) plain = NULL;
  gsize most = MIN (MIN (limit, MOST_INFLATED_BYTES),
                    g_bytes_get_size (self->body) * MOST_INFLATED_TIMES);

  plain = atlas_gzip_inflate (self->body, most, &error);
  if (plain == NULL)
    atlas_answer_problem (answer,
                          g_error_matches (error, ATLAS_ERROR, ATLAS_ERROR_NO_SPACE)
                          ? ATLAS_PROBLEM_TOO_LARGE : ATLAS_PROBLEM_MALFORMED,
                          error->message);

  return g_steal_pointer (&plain);
}

/**
 * atlas_request_bytes:
 * @self: a request
 * @limit: the most bytes that its body may have, once unpacked
 * @answer: gets a problem if there is one
 *
 * Returns: (transfer full) (nullable): the body, or %NULL when @answer says why not
 */
GBytes *
atlas_request_bytes (AtlasRequest *self,
                     gsize         limit,
                     AtlasAnswer  *answer)
{
  g_autoptr(GBytes) plain = NULL;

  if (self->content_encoding == NULL ||
      g_ascii_strcasecmp (self->content_encoding, "identity") == 0)
    {
      plain = g_bytes_ref (self->body);
    }
  else if (g_ascii_strcasecmp (self->content_encoding, "gzip") != 0)
    {
      atlas_answer_problem (answer, ATLAS_PROBLEM_MALFORMED, "Only gzip is understood");
      return NULL;
    }
  else if ((plain = inflate (self, limit, answer)) == NULL)
    {
      return NULL;
    }

  if (g_bytes_get_size (plain) > limit)
    {
      atlas_answer_problem (answer, ATLAS_PROBLEM_TOO_LARGE,
                            "The body is larger than this server takes");
      return NULL;
    }

  return g_steal_pointer (&plain);
}

/**
 * atlas_request_json:
 * @self: a request
 * @limit: the most bytes that its body may have, once unpacked
 * @answer: gets a problem if there is one
 *
 * Reads the body, which must be one JSON object.
 *
 * Returns: (transfer full) (nullable): the object, or %NULL when @answer says why not
 */
json_t *
atlas_request_json (AtlasRequest *self,
                    gsize         limit,
                    AtlasAnswer  *answer)
{
  g_autoptr(GBytes) plain = atlas_request_bytes (self, limit, answer);
  g_autoptr(GError) error = NULL;
  g_autoptr(json_t) body = NULL;
  const char *text;
  gsize length;

  if (plain == NULL)
    return NULL;

  text = g_bytes_get_data (plain, &length);
  body = atlas_json_parse (text != NULL ? text : "", (gssize) length, &error);
  if (body == NULL || !json_is_object (body))
    {
      atlas_answer_problem (answer, ATLAS_PROBLEM_MALFORMED,
                            error != NULL ? error->message : "The body is not a JSON object");
      return NULL;
    }
  if (!atlas_json_is_exact (body))
    {
      atlas_answer_problem (answer, ATLAS_PROBLEM_MALFORMED,
                            "An integer is larger than 2^53-1");
      return NULL;
    }

  return g_steal_pointer (&body);
}

/**
 * atlas_request_argument:
 * @self: a request
 * @name: of a query parameter
 *
 * Returns: (transfer none) (nullable): its value
 */
const char *
atlas_request_argument (AtlasRequest *self,
                        const char   *name)
{
  return self->query != NULL ? g_hash_table_lookup (self->query, name) : NULL;
}

AtlasAnswer *
atlas_answer_new (void)
{
  return g_new0 (AtlasAnswer, 1);
}

/**
 * atlas_answer_reset:
 * @self: an answer
 *
 * Empties an answer, for a request that is asked again.
 */
void
atlas_answer_reset (AtlasAnswer *self)
{
  if (self->check_password != NULL)
    sodium_memzero (self->check_password, strlen (self->check_password));

  g_clear_pointer (&self->body, g_bytes_unref);
  g_clear_pointer (&self->etag, g_free);
  g_clear_pointer (&self->headers, g_hash_table_unref);
  g_clear_pointer (&self->check_hash, g_free);
  g_clear_pointer (&self->check_password, g_free);
  g_clear_pointer (&self->check_oidc, atlas_oidc_free);
  g_clear_pointer (&self->check_token, g_free);
  g_clear_pointer (&self->check_nonce, g_free);
  g_clear_pointer (&self->device, g_free);
  memset (self, 0, sizeof *self);
}

void
atlas_answer_free (AtlasAnswer *self)
{
  if (self == NULL)
    return;

  atlas_answer_reset (self);
  g_free (self);
}

static void
set_body (AtlasAnswer *self,
          guint        status,
          json_t      *body)
{
  char *text = atlas_json_to_text (body);

  g_clear_pointer (&self->body, g_bytes_unref);
  self->status = status;
  self->body = g_bytes_new_take (text, strlen (text));
  self->is_file = FALSE;
  self->is_packed = FALSE;
}

/**
 * atlas_answer_json:
 * @self: an answer
 * @status: HTTP status
 * @body: what to say
 *
 * Answers with a JSON value.
 */
void
atlas_answer_json (AtlasAnswer *self,
                   guint        status,
                   json_t      *body)
{
  set_body (self, status, body);
  self->is_problem = FALSE;
}

/**
 * atlas_answer_text:
 * @self: an answer
 * @status: HTTP status
 * @text: (transfer full): JSON, written already
 *
 * Answers with JSON that the caller has put together as text.
 */
void
atlas_answer_text (AtlasAnswer *self,
                   guint        status,
                   char        *text)
{
  g_clear_pointer (&self->body, g_bytes_unref);
  self->status = status;
  self->body = g_bytes_new_take (text, strlen (text));
  self->is_file = FALSE;
  self->is_packed = FALSE;
  self->is_problem = FALSE;
}

/**
 * atlas_answer_bytes:
 * @self: an answer
 * @status: HTTP status
 * @bytes: of a file
 *
 * Answers with what is not JSON.
 */
void
atlas_answer_bytes (AtlasAnswer *self,
                    guint        status,
                    GBytes      *bytes)
{
  g_clear_pointer (&self->body, g_bytes_unref);
  self->status = status;
  self->body = g_bytes_ref (bytes);
  self->is_file = TRUE;
  self->is_packed = FALSE;
  self->is_problem = FALSE;
}

/**
 * atlas_answer_set_header:
 * @self: an answer
 * @name: of an HTTP header, a literal
 * @value: what it says
 */
void
atlas_answer_set_header (AtlasAnswer *self,
                         const char  *name,
                         const char  *value)
{
  if (self->headers == NULL)
    self->headers = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  g_hash_table_insert (self->headers, (char *) name, g_strdup (value));
}

void
atlas_answer_empty (AtlasAnswer *self,
                    guint        status)
{
  g_clear_pointer (&self->body, g_bytes_unref);
  self->status = status;
  self->is_problem = FALSE;
}

/**
 * atlas_answer_problem:
 * @self: an answer
 * @problem: which
 * @detail: (nullable): a sentence; never personal
 *
 * Answers with a problem document.
 */
void
atlas_answer_problem (AtlasAnswer *self,
                      AtlasProblem problem,
                      const char  *detail)
{
  g_autoptr(json_t) body = atlas_problem_to_json (problem, detail);

  set_body (self, atlas_problem_status (problem), body);
  self->is_problem = TRUE;
}

/**
 * atlas_answer_fault:
 * @self: an answer
 * @error: what failed on our side
 *
 * Answers that the server could not do it now. The operator's log gets the reason, the client
 * does not: it can hold a path.
 */
void
atlas_answer_fault (AtlasAnswer *self,
                    GError      *error)
{
  if (g_error_matches (error, ATLAS_ERROR, ATLAS_ERROR_BUSY) ||
      g_error_matches (error, ATLAS_ERROR, ATLAS_ERROR_NO_SPACE))
    {
      g_info ("A request has to wait: %s", error->message);
      atlas_answer_problem (self, ATLAS_PROBLEM_UNAVAILABLE, NULL);
      self->retry_after_s = BUSY_RETRY_S;
      self->is_busy = TRUE;
      return;
    }

  g_info ("A request failed: %s", error->message);
  atlas_answer_problem (self, ATLAS_PROBLEM_FAULT, NULL);
}

/**
 * atlas_answer_pack:
 * @self: an answer
 *
 * Packs the body if that saves anything.
 */
void
atlas_answer_pack (AtlasAnswer *self)
{
  g_autoptr(GBytes) packed = NULL;

  if (self->body == NULL || self->is_packed || self->is_file ||
      g_bytes_get_size (self->body) < LEAST_PACKED_BYTES)
    return;

  packed = atlas_gzip_deflate (self->body);
  if (g_bytes_get_size (packed) >= g_bytes_get_size (self->body))
    return;

  g_bytes_unref (self->body);
  self->body = g_steal_pointer (&packed);
  self->is_packed = TRUE;
}
