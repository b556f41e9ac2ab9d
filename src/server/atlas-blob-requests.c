/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-server"

#include "config.h"

#include "server/atlas-blob-requests.h"

#include <string.h>

#include "server/atlas-blobs.h"

/* What a laptop may have sent of files that no record names yet. */
#define UNNAMED_BYTES_MAX ((gint64) 8 * ATLAS_LIMIT_BLOB_BYTES)
#define QUOTA_RETRY_S     3600

#define UPLOAD_OFFSET     "Upload-Offset"
#define UPLOAD_COMPLETE   "Upload-Complete"
#define IS_TRUE           "?1"          /* RFC 9651 */

/* Where one request is about one file. */
typedef struct {
  AtlasBackend *backend;        /* (unowned) */
  AtlasSession *session;        /* (unowned) */
  AtlasRequest *request;        /* (unowned) */
  AtlasAnswer  *answer;         /* (unowned) */
  const char   *name;
} Asked;

static void
set_number (AtlasAnswer *answer,
            const char  *header,
            gint64       number)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, number);

  atlas_answer_set_header (answer, header, text);
}

/* The same answer tells who asks and who has just sent a piece how far the file has come. */
static void
answer_state (AtlasAnswer          *answer,
              const AtlasBlobState *state)
{
  atlas_answer_empty (answer, state->is_complete ? 200 : 204);
  if (state->is_complete)
    atlas_answer_set_header (answer, UPLOAD_COMPLETE, IS_TRUE);
  else
    set_number (answer, UPLOAD_OFFSET, state->received);
}

static gboolean
head (Asked   *asked,
      GError **error)
{
  AtlasBlobState state;

  if (!atlas_blobs_find (asked->backend, asked->name, &state, error))
    return FALSE;
  if (state.is_known)
    answer_state (asked->answer, &state);
  else
    atlas_answer_problem (asked->answer, ATLAS_PROBLEM_NOT_FOUND, NULL);

  return TRUE;
}

static void
answer_wrong_offset (AtlasAnswer *answer,
                     gint64       expected)
{
  g_autoptr(json_t) problem = NULL;

  problem = atlas_problem_to_json (ATLAS_PROBLEM_WRONG_OFFSET, "The upload is elsewhere");
  json_object_set_new (problem, "expected", json_integer (expected));
  atlas_answer_json (answer, atlas_problem_status (ATLAS_PROBLEM_WRONG_OFFSET), problem);
  answer->is_problem = TRUE;
  set_number (answer, UPLOAD_OFFSET, expected);
}

static gboolean
within_quota (Asked    *asked,
              gboolean *within,
              GError  **error)
{
  gint64 bytes;

  if (!atlas_blobs_weigh (asked->backend, asked->session->device, &bytes, error))
    return FALSE;

  *within = bytes <= UNNAMED_BYTES_MAX;
  if (!*within)
    {
      atlas_answer_problem (asked->answer, ATLAS_PROBLEM_SLOW_DOWN,
                            "Too much of what this laptop sent is named by no record yet");
      asked->answer->retry_after_s = QUOTA_RETRY_S;
    }
  return TRUE;
}

/* The end of a file is where the client says so, sends nothing more, or a record that the client's
 * user sees says so. */
static gboolean
is_the_end (Asked                *asked,
            const AtlasBlobState *state,
            gboolean             *is_end,
            GError              **error)
{
  AtlasBlobSight sight;

  *is_end = g_strcmp0 (asked->request->upload_complete, IS_TRUE) == 0 ||
            g_bytes_get_size (asked->request->body) == 0;
  if (*is_end)
    return TRUE;
  if (!atlas_blobs_see (asked->backend, asked->name, asked->session->grants, &sight, error))
    return FALSE;

  *is_end = sight.is_seen && state->received >= sight.size;
  return TRUE;
}

static gboolean
append (Asked          *asked,
        AtlasBlobState *state,
        GBytes         *piece,
        GError        **error)
{
  gboolean within = FALSE;
  gboolean is_end = FALSE;

  if (state->received + (gint64) g_bytes_get_size (piece) > ATLAS_LIMIT_BLOB_BYTES)
    {
      atlas_answer_problem (asked->answer, ATLAS_PROBLEM_TOO_LARGE, "The file is too large");
      return TRUE;
    }
  if (!atlas_blobs_append (asked->backend, asked->name, piece, state, error) ||
      !within_quota (asked, &within, error))
    return FALSE;
  if (!within)
    return TRUE;

  answer_state (asked->answer, state);
  if (state->is_complete)
    return TRUE;
  if (!is_the_end (asked, state, &is_end, error))
    return FALSE;
  if (!is_end)
    return TRUE;

  atlas_answer_problem (asked->answer, ATLAS_PROBLEM_HASH_MISMATCH,
                        "What has come is another file; it was thrown away");
  return atlas_blobs_drop (asked->backend, asked->name, error);
}

static gboolean
patch (Asked   *asked,
       GError **error)
{
  const char *offset_text = asked->request->upload_offset;
  g_autoptr(GBytes) piece = NULL;
  AtlasBlobState state;
  gint64 offset = -1;

  if (asked->session->schema < ATLAS_SCHEMA_OLDEST)
    {
      atlas_answer_problem (asked->answer, ATLAS_PROBLEM_CLIENT_TOO_OLD,
                            "This program may read, but no longer write");
      return TRUE;
    }
  if (offset_text == NULL ||
      !g_ascii_string_to_signed (offset_text, 10, 0, G_MAXINT64, &offset, NULL))
    {
      atlas_answer_problem (asked->answer, ATLAS_PROBLEM_MALFORMED, "“Upload-Offset” is missing");
      return TRUE;
    }

  piece = atlas_request_bytes (asked->request, ATLAS_LIMIT_BLOB_BYTES, asked->answer);
  if (piece == NULL)
    return TRUE;
  if (!atlas_blobs_lock (asked->backend, asked->name, asked->session->device, &state, error))
    return FALSE;

  /* A piece that is sent again, its answer lost, finds the file whole. */
  if (state.is_complete)
    answer_state (asked->answer, &state);
  else if (offset != state.received)
    answer_wrong_offset (asked->answer, state.received);
  else
    return append (asked, &state, piece, error);

  return TRUE;
}

/* Returns: whether @header asks for one range; then @last is below @size only if it can be met. */
static gboolean
read_range (const char *header,
            gint64      size,
            gint64     *first,
            gint64     *last)
{
  g_autofree char *range = NULL;
  char *dash;
  gboolean from_end;

  if (header == NULL || !g_str_has_prefix (header, "bytes=") || strchr (header, ',') != NULL)
    return FALSE;

  range = g_strstrip (g_strdup (header + strlen ("bytes=")));
  dash = strchr (range, '-');
  if (dash == NULL)
    return FALSE;

  *dash++ = '\0';
  from_end = *range == '\0';
  *first = 0;
  *last = size - 1;
  if ((!from_end && !g_ascii_string_to_signed (range, 10, 0, G_MAXINT64, first, NULL)) ||
      (*dash != '\0' && !g_ascii_string_to_signed (dash, 10, 0, G_MAXINT64, last, NULL)) ||
      (from_end && *dash == '\0') || (!from_end && *first > *last && *first < size))
    return FALSE;

  if (from_end)
    {
      *first = *last > 0 ? MAX (size - *last, 0) : size;
      *last = size - 1;
    }
  *last = MIN (*last, size - 1);
  return TRUE;
}

static gboolean
answer_bytes (Asked   *asked,
              gint64   size,
              GError **error)
{
  g_autofree char *content_range = NULL;
  g_autoptr(GBytes) bytes = NULL;
  gboolean is_part;
  gint64 first;
  gint64 last;

  is_part = read_range (asked->request->range, size, &first, &last);
  if (is_part && first >= size)
    {
      content_range = g_strdup_printf ("bytes */%" G_GINT64_FORMAT, size);
      atlas_answer_problem (asked->answer, ATLAS_PROBLEM_NOT_SATISFIABLE, NULL);
      atlas_answer_set_header (asked->answer, "Content-Range", content_range);
      return TRUE;
    }
  if (!is_part)
    {
      first = 0;
      last = size - 1;
    }

  bytes = atlas_blobs_read (asked->backend, asked->name, first, last - first + 1, error);
  if (bytes == NULL)
    return FALSE;

  atlas_answer_bytes (asked->answer, is_part ? 206 : 200, bytes);
  if (is_part)
    {
      content_range = g_strdup_printf ("bytes %" G_GINT64_FORMAT "-%" G_GINT64_FORMAT "/%"
                                       G_GINT64_FORMAT, first, last, size);
      atlas_answer_set_header (asked->answer, "Content-Range", content_range);
    }
  return TRUE;
}

static gboolean
get (Asked   *asked,
     GError **error)
{
  g_autofree char *etag = g_strdup_printf ("\"%s\"", asked->name);
  AtlasBlobState state;
  AtlasBlobSight sight;

  if (!atlas_blobs_find (asked->backend, asked->name, &state, error) ||
      !atlas_blobs_see (asked->backend, asked->name, asked->session->grants, &sight, error))
    return FALSE;
  if (!state.is_complete || !sight.is_seen)
    {
      atlas_answer_problem (asked->answer, ATLAS_PROBLEM_NOT_FOUND, NULL);
      return TRUE;
    }

  if (g_strcmp0 (asked->request->if_none_match, etag) == 0)
    atlas_answer_empty (asked->answer, 304);
  else if (!answer_bytes (asked, state.received, error))
    return FALSE;
  if (!asked->answer->is_problem)
    asked->answer->etag = g_steal_pointer (&etag);
  return TRUE;
}

static gboolean
answer_asked (Asked   *asked,
              GError **error)
{
  const char *method = asked->request->method;

  /* What the user sees and the file come from one moment. */
  g_clear_pointer (&asked->session->grants, atlas_grants_free);
  asked->session->grants = atlas_grants_load (asked->backend, asked->session->user, -1, error);
  if (asked->session->grants == NULL)
    return FALSE;
  if (strcmp (method, "HEAD") == 0)
    return head (asked, error);
  if (strcmp (method, "PATCH") == 0)
    return patch (asked, error);

  return get (asked, error);
}

/* What was refused leaves no trace, but for a file that turned out to be another. */
static void
finish (Asked   *asked,
        gboolean done,
        gboolean writes,
        GError  *error)
{
  gboolean keeps = done && writes &&
                   (!asked->answer->is_problem ||
                    asked->answer->status == atlas_problem_status (ATLAS_PROBLEM_HASH_MISMATCH));
  g_autoptr(GError) fault = NULL;

  if (!done)
    atlas_answer_fault (asked->answer, error);
  if (!keeps)
    atlas_backend_rollback (asked->backend);
  else if (!atlas_backend_commit (asked->backend, &fault))
    atlas_answer_fault (asked->answer, fault);
}

/**
 * atlas_blobs_handle:
 * @service: the service
 * @session: who asks
 * @request: `HEAD`, `PATCH` or `GET` of a file
 * @answer: gets the answer
 *
 * Takes a file piece by piece, says how far it has come, and gives it, whole or in part, to whoever
 * sees a record that names it.
 *
 * Source: protocol, section 10.
 */
void
atlas_blobs_handle (AtlasService *service,
                    AtlasSession *session,
                    AtlasRequest *request,
                    AtlasAnswer  *answer)
{
  Asked asked = {
    .backend = atlas_service_get_backend (service),
    .session = session,
    .request = request,
    .answer = answer,
    .name = request->path + strlen (ATLAS_BLOBS_PATH),
  };
  gboolean writes = strcmp (request->method, "PATCH") == 0;
  g_autoptr(GError) error = NULL;

  if (!atlas_blob_name_is_valid (asked.name) ||
      !(writes || strcmp (request->method, "GET") == 0 || strcmp (request->method, "HEAD") == 0))
    {
      atlas_answer_problem (answer, ATLAS_PROBLEM_NOT_FOUND, NULL);
      return;
    }
  if (!atlas_backend_begin (asked.backend, writes, &error))
    {
      atlas_answer_fault (answer, error);
      return;
    }

  finish (&asked, answer_asked (&asked, &error), writes, error);
}
