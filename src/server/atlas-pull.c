/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-server"

#include "config.h"

#include "server/atlas-pull.h"

#include <string.h>

#include "base/atlas-id.h"
#include "server/atlas-changes.h"
#include "server/atlas-cursor.h"
#include "server/atlas-feed.h"
#include "server/atlas-sums.h"

#define MOST_FETCHED 200                /* protocol, section 7 */

typedef struct {
  AtlasService *service;
  AtlasSession *session;
  AtlasBackend *backend;
  AtlasCursor  *cursor;
  GPtrArray    *formers;        /* (element-type AtlasGrants): all that have been in force since
                                   those that the reader was brought up to */
  GPtrArray    *former_sights;  /* (element-type AtlasSights): of each of them */
  gint64        head;
  gint64        horizon;
  gsize         limit;
  AtlasChanges *changes;
  gboolean      more;
  gint64        audit_at;       /* -1: the reader has not said */
} Pull;

static gboolean
read_head (Pull    *self,
           GError **error)
{
  g_autoptr(AtlasRows) query = NULL;

  query = atlas_backend_query (self->backend, error,
                               "SELECT seq, horizon FROM sync_head WHERE only_row = 1", "");
  if (atlas_rows_step (query, error) != ATLAS_STEP_ROW)
    return FALSE;

  self->head = atlas_rows_int (query, 0);
  self->horizon = atlas_rows_int (query, 1);
  return TRUE;
}

/* Whether the reader has, or may have, the record from before. */
static gboolean
may_hold (Pull  *self,
          gint64 seq)
{
  return seq > self->cursor->floor;
}

static void
add_current (Pull           *self,
             AtlasFeedEntry *entry)
{
  AtlasStored *stored = entry->stored;

  if ((atlas_changes_sight (self->changes, stored)->rights & ATLAS_RIGHT_READ) == 0)
    {
      if (entry->is_exit && may_hold (self, entry->seq))
        atlas_changes_gone (self->changes, stored, entry->seq);
      return;
    }

  /* An exit from one scope is no news to who sees the record through another; and what has moved on
   * since has its entry further down. */
  if (stored->seq == entry->seq && (!stored->is_deleted || may_hold (self, entry->seq)))
    atlas_changes_put (self->changes, stored);
}

/* A record in a scope that was given or taken, or whose role has changed: news only if it looks
 * different. What was taken and given again may have been erased between, in the middle of a round,
 * so all grants since then count. What the news will bring is left to it. */
static void
add_regranted (Pull           *self,
               AtlasFeedEntry *entry)
{
  AtlasStored *stored = entry->stored;
  const AtlasSight *is = atlas_changes_sight (self->changes, stored);
  gboolean was_seen = FALSE;
  gboolean differs = FALSE;

  for (guint i = 0; i < self->former_sights->len; i++)
    {
      const AtlasSight *was = atlas_sights_get (g_ptr_array_index (self->former_sights, i),
                                                stored->type, stored->scopes_text);

      was_seen |= (was->rights & ATLAS_RIGHT_READ) != 0;
      differs |= ((was->rights ^ is->rights) & ~ATLAS_RIGHT_WRITE) != 0 ||
                 strcmp (was->scopes, is->scopes) != 0;
    }

  if ((is->rights & ATLAS_RIGHT_READ) == 0 && was_seen)
    atlas_changes_gone (self->changes, stored, stored->seq);
  else if ((is->rights & ATLAS_RIGHT_READ) != 0 && differs && stored->seq <= self->cursor->seq &&
           (was_seen || !stored->is_deleted))
    atlas_changes_put (self->changes, stored);
}

static gboolean
is_full (Pull *self)
{
  return atlas_changes_count (self->changes) >= self->limit ||
         atlas_changes_text (self->changes)->len >= ATLAS_LIMIT_PAGE_BYTES;
}

/* Goes through a part of the feed until the page is full; *at tells how far it came. */
static gboolean
add_page (Pull    *self,
          GStrv    scopes,
          gint64   until,
          gint64  *at,
          gboolean is_fill,
          GError **error)
{
  const AtlasFeedRange range = {
    (const char * const *) scopes, *at, until, self->limit, !is_fill,
  };
  g_autoptr(GPtrArray) entries = NULL;
  gint64 reached;

  entries = atlas_feed_list (self->backend, &range, &reached, error);
  if (entries == NULL)
    return FALSE;

  for (guint i = 0; i < entries->len; i++)
    {
      AtlasFeedEntry *entry = g_ptr_array_index (entries, i);

      if (is_full (self))
        {
          self->more = TRUE;
          return TRUE;
        }

      if (is_fill)
        add_regranted (self, entry);
      else
        add_current (self, entry);
      *at = entry->seq;
    }

  *at = reached;
  self->more = reached < until;
  return TRUE;
}

/* The scopes in which any of the former grants differs from those in force. */
static GStrv
list_regranted (Pull    *self,
                GError **error)
{
  AtlasGrants *now = self->session->grants;
  g_autoptr(GHashTable) scopes = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree const char **names = NULL;

  for (gint64 version = self->cursor->version; version < now->version; version++)
    {
      AtlasGrants *former = atlas_grants_load (self->backend, self->session->user, version, error);
      g_auto(GStrv) differ = NULL;

      if (former == NULL)
        return NULL;

      g_ptr_array_add (self->formers, former);
      g_ptr_array_add (self->former_sights, atlas_sights_new (former));
      differ = atlas_grants_differ (former, now);
      for (gsize i = 0; differ[i] != NULL; i++)
        g_hash_table_add (scopes, (gpointer) g_intern_string (differ[i]));
    }

  names = (const char **) g_hash_table_get_keys_as_array (scopes, NULL);
  return g_strdupv ((char **) names);
}

/* Before anything new: what new grants uncover, cover or mask. That goes up to the head, since what
 * has changed after the cursor may be on the laptop as it was before, and be for it no more. */
static gboolean
catch_up_with_grants (Pull    *self,
                      GError **error)
{
  AtlasCursor *cursor = self->cursor;
  g_auto(GStrv) scopes = NULL;

  if (cursor->version == self->session->grants->version)
    return TRUE;

  if (cursor->fill_version != self->session->grants->version)
    {
      cursor->fill_version = self->session->grants->version;
      cursor->fill_seq = 0;
    }

  scopes = list_regranted (self, error);
  if (scopes == NULL ||
      !add_page (self, scopes, self->head, &cursor->fill_seq, TRUE, error))
    return FALSE;
  if (self->more)
    return TRUE;

  cursor->version = cursor->fill_version;
  cursor->fill_version = 0;
  cursor->fill_seq = 0;
  return TRUE;
}

static gboolean
add_news (Pull    *self,
          GError **error)
{
  g_auto(GStrv) scopes = atlas_grants_scopes (self->session->grants);

  if (self->more)
    return TRUE;
  if (!add_page (self, scopes, self->head, &self->cursor->seq, FALSE, error))
    return FALSE;

  if (!self->more)
    self->cursor->seq = self->head;
  return TRUE;
}

/* Whether the cursor can be gone on from; if not, the answer says what to do. */
static gboolean
check_cursor (Pull        *self,
              AtlasAnswer *answer)
{
  AtlasCursor *cursor = self->cursor;

  if (strcmp (cursor->epoch, atlas_service_get_epoch (self->service)) != 0 ||
      cursor->seq > self->head)
    {
      atlas_answer_problem (answer, ATLAS_PROBLEM_EPOCH_CHANGED,
                            "The server's history is another one");
      return FALSE;
    }
  if (cursor->seq < self->horizon && cursor->floor < self->horizon)
    {
      atlas_answer_problem (answer, ATLAS_PROBLEM_CURSOR_TOO_OLD, NULL);
      return FALSE;
    }

  return TRUE;
}

/* What is to be compared with goes with the end of the round. */
static gboolean
make_digest (Pull         *self,
             AtlasRequest *request,
             json_t      **digest,
             GError      **error)
{
  *digest = NULL;
  if (self->more || g_strcmp0 (atlas_request_argument (request, "verify"), "1") != 0)
    return TRUE;

  *digest = atlas_sums_digest (self->backend, self->session->grants, error);
  return *digest != NULL;
}

static gboolean
write_page (Pull        *self,
            json_t      *digest,
            AtlasAnswer *answer,
            GError     **error)
{
  g_autofree char *cursor = atlas_cursor_write (self->cursor);
  g_autoptr(json_t) audit = atlas_audit_signer_describe (atlas_service_get_signer (self->service),
                                                         self->backend, self->audit_at, error);
  g_autoptr(json_t) rest = NULL;
  g_autofree char *text = NULL;

  if (audit == NULL)
    return FALSE;

  rest = json_pack ("{s:s, s:b, s:I, s:o, s:O*, s:O}", "cursor", cursor, "more", self->more,
                    "head", (json_int_t) self->head,
                    "grants", atlas_grants_to_json (self->session->grants),
                    "digest", digest, "audit", audit);
  text = atlas_json_to_text (rest);
  atlas_answer_text (answer, 200,
                     g_strconcat ("{\"changes\":[", atlas_changes_text (self->changes)->str, "],",
                                  text + strlen ("{"), NULL));
  return TRUE;
}

static gboolean
answer_page (Pull         *self,
             AtlasRequest *request,
             AtlasAnswer  *answer,
             json_t       *digest,
             gboolean      has_new_grants,
             gboolean      is_first,
             GError      **error)
{
  g_autofree char *etag = g_strdup_printf ("\"%" G_GINT64_FORMAT ".%" G_GINT64_FORMAT "\"",
                                           self->head,
                                           self->session->grants->version);
  const char *wait = atlas_request_argument (request, "wait");
  gboolean is_empty = atlas_changes_count (self->changes) == 0 && !self->more && digest == NULL &&
                      !has_new_grants && !is_first;

  if (is_empty && request->may_wait && wait != NULL && g_ascii_strtoll (wait, NULL, 10) > 0)
    {
      g_clear_pointer (&request->waits, atlas_waits_free);
      request->waits = atlas_waits_new (self->session->device, self->session->grants, self->head);
      answer->nothing_new = TRUE;
      return TRUE;
    }

  if (digest == NULL && g_strcmp0 (request->if_none_match, etag) == 0)
    atlas_answer_empty (answer, 304);
  else if (!write_page (self, digest, answer, error))
    return FALSE;

  answer->etag = g_steal_pointer (&etag);
  return TRUE;
}

static gboolean
read_arguments (Pull         *self,
                AtlasRequest *request)
{
  const char *text = atlas_request_argument (request, "limit");
  const char *audit_at = atlas_request_argument (request, "audit_at");
  guint64 limit = ATLAS_LIMIT_PAGE;

  self->audit_at = -1;
  if (text != NULL && !g_ascii_string_to_unsigned (text, 10, 1, G_MAXUINT32, &limit, NULL))
    return FALSE;

  self->limit = MIN (limit, ATLAS_LIMIT_PAGE);
  return audit_at == NULL ||
         g_ascii_string_to_signed (audit_at, 10, 0, G_MAXINT64, &self->audit_at, NULL);
}

static gboolean
make_page (Pull         *self,
           AtlasRequest *request,
           AtlasAnswer  *answer,
           GError      **error)
{
  const char *text = atlas_request_argument (request, "cursor");
  gboolean is_first = text == NULL || *text == '\0';
  gboolean has_new_grants;
  g_autoptr(json_t) digest = NULL;

  if (!read_head (self, error))
    return FALSE;

  self->cursor = is_first ? atlas_cursor_new (atlas_service_get_epoch (self->service),
                                              self->session->grants->version, self->head)
                          : atlas_cursor_parse (text);
  if (self->cursor == NULL || !read_arguments (self, request))
    {
      atlas_answer_problem (answer, ATLAS_PROBLEM_MALFORMED,
                            "The cursor, the limit or “audit_at” is not one");
      return TRUE;
    }
  if (!check_cursor (self, answer))
    return TRUE;

  has_new_grants = self->cursor->version != self->session->grants->version;
  if (!catch_up_with_grants (self, error) || !add_news (self, error) ||
      !make_digest (self, request, &digest, error))
    return FALSE;

  return answer_page (self, request, answer, digest, has_new_grants, is_first, error);
}

/**
 * atlas_pull_handle:
 * @service: the service
 * @session: who asks
 * @request: `GET /v1/changes`
 * @answer: gets one page
 *
 * Answers with the next page of what the user may see, as it is at one moment. The session's
 * grants must have been read in the same transaction, which the caller has begun.
 *
 * Source: protocol, section 6.
 */
void
atlas_pull_handle (AtlasService *service,
                   AtlasSession *session,
                   AtlasRequest *request,
                   AtlasAnswer  *answer)
{
  g_autoptr(GError) error = NULL;
  Pull pull = { service, session, atlas_service_get_backend (service) };

  pull.formers = g_ptr_array_new_with_free_func ((GDestroyNotify) atlas_grants_free);
  pull.former_sights = g_ptr_array_new_with_free_func ((GDestroyNotify) atlas_sights_free);
  pull.changes = atlas_changes_new (session->grants);
  if (!make_page (&pull, request, answer, &error))
    atlas_answer_fault (answer, error);

  session->reads = g_hash_table_ref (atlas_changes_reads (pull.changes));
  g_clear_pointer (&pull.cursor, atlas_cursor_free);
  g_ptr_array_unref (pull.former_sights);
  g_ptr_array_unref (pull.formers);
  atlas_changes_free (pull.changes);
}

/* What the reader may not see, and what is not there, is left out alike. */
static gboolean
add_fetched (Pull            *self,
             const AtlasType *type,
             json_t          *ids,
             GError         **error)
{
  gsize i;
  json_t *id;

  json_array_foreach (ids, i, id)
  {
    g_autoptr(AtlasStored) stored = NULL;

    if (!atlas_id_is_valid (json_string_value (id)))
      continue;
    if (!atlas_stored_load_text (self->backend, type, json_string_value (id), &stored, error))
      return FALSE;
    if (stored == NULL)
      continue;

    if ((atlas_changes_sight (self->changes, stored)->rights & ATLAS_RIGHT_READ) != 0)
      atlas_changes_put (self->changes, stored);
  }

  return TRUE;
}

static void
answer_fetched (Pull        *self,
                json_t      *body,
                AtlasAnswer *answer)
{
  const AtlasType *type = atlas_type_find (atlas_json_string (body, "type"));
  g_autoptr(GError) error = NULL;

  if (type != NULL && !add_fetched (self, type, json_object_get (body, "ids"), &error))
    atlas_answer_fault (answer, error);
  else
    atlas_answer_text (answer, 200,
                       g_strconcat ("{\"changes\":[", atlas_changes_text (self->changes)->str,
                                    "]}", NULL));
}

/**
 * atlas_pull_fetch:
 * @service: the service
 * @session: who asks
 * @request: `POST /v1/fetch`
 * @answer: gets the records
 *
 * Answers with those of up to 200 records that the user may see, as a page has them. Called like
 * atlas_pull_handle().
 *
 * Source: protocol, section 7.
 */
void
atlas_pull_fetch (AtlasService *service,
                  AtlasSession *session,
                  AtlasRequest *request,
                  AtlasAnswer  *answer)
{
  g_autoptr(json_t) body = atlas_request_json (request, ATLAS_LIMIT_SMALL_BYTES, answer);
  json_t *ids = json_object_get (body, "ids");
  Pull pull = { service, session, atlas_service_get_backend (service) };

  if (body == NULL)
    return;
  if (atlas_json_string (body, "type") == NULL || !json_is_array (ids))
    {
      atlas_answer_problem (answer, ATLAS_PROBLEM_MALFORMED, "“type” or “ids” is missing");
      return;
    }
  if (json_array_size (ids) > MOST_FETCHED)
    {
      atlas_answer_problem (answer, ATLAS_PROBLEM_TOO_LARGE, "That is more than 200 ids");
      return;
    }

  pull.changes = atlas_changes_new (session->grants);
  answer_fetched (&pull, body, answer);
  session->reads = g_hash_table_ref (atlas_changes_reads (pull.changes));
  atlas_changes_free (pull.changes);
}
