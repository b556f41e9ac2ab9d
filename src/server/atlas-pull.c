/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-server"

#include "config.h"

#include "server/atlas-pull.h"

#include <string.h>

#include "base/atlas-id.h"
#include "server/atlas-cursor.h"
#include "server/atlas-stored.h"
#include "server/atlas-sums.h"

#define MOST_FETCHED 200                /* protocol, section 7 */

/**
 * Entry:
 *
 * One row of the feed: a record that got a place in the order, or left a scope there.
 */
typedef struct {
  gint64           seq;
  const AtlasType *type;
  char            *id;
  gboolean         is_exit;
} Entry;

typedef struct {
  AtlasService *service;
  AtlasSession *session;
  AtlasBackend *backend;
  AtlasCursor  *cursor;
  AtlasGrants  *former;         /* (nullable): the grants that the reader was brought up to,
                                   if they differ */
  gint64        head;
  gint64        horizon;
  gsize         limit;
  GString      *changes;        /* written as they come, so that nothing is written twice */
  gsize         n_changes;
  gboolean      more;
} Pull;

static void
entry_free (Entry *entry)
{
  if (entry == NULL)
    return;

  g_free (entry->id);
  g_free (entry);
}

static int
compare_entries (gconstpointer a,
                 gconstpointer b)
{
  const Entry *first = *(Entry * const *) a;
  const Entry *second = *(Entry * const *) b;

  if (first->seq != second->seq)
    return first->seq < second->seq ? -1 : 1;

  return (int) first->is_exit - (int) second->is_exit;
}

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

static gboolean
add_entries (Pull       *self,
             const char *sql,
             const char *scope,
             gint64      after,
             gint64      until,
             gboolean    are_exits,
             GPtrArray  *entries,
             GError    **error)
{
  g_autoptr(AtlasRows) query = NULL;
  AtlasStep step;

  query = atlas_backend_query (self->backend, error, sql, "tiii", scope, after, until,
                               (gint64) self->limit + 1);
  while ((step = atlas_rows_step (query, error)) == ATLAS_STEP_ROW)
    {
      Entry *entry = g_new0 (Entry, 1);

      entry->seq = atlas_rows_int (query, 0);
      entry->type = atlas_type_find (atlas_rows_text (query, 1));
      entry->id = atlas_rows_id (query, 2);
      entry->is_exit = are_exits;
      g_ptr_array_add (entries, entry);
    }

  return step == ATLAS_STEP_DONE;
}

/* The next entries of some scopes in the server's order, each once. A row that several scopes share
 * stands in the feed of each. */
static GPtrArray *
list_entries (Pull    *self,
              GStrv    scopes,
              gint64   after,
              gint64   until,
              gboolean with_exits,
              GError **error)
{
  static const char records[] = "SELECT seq, type, id FROM record_scope "
                                "WHERE scope = ?1 AND seq > ?2 AND seq <= ?3 "
                                "ORDER BY seq LIMIT ?4";
  static const char exits[] = "SELECT seq, type, id FROM scope_exit WHERE scope = ?1 "
                              "AND seq > ?2 AND seq <= ?3 ORDER BY seq LIMIT ?4";
  g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify) entry_free);
  g_autoptr(GPtrArray) once = g_ptr_array_new_with_free_func ((GDestroyNotify) entry_free);
  gint64 last = -1;

  for (gsize i = 0; scopes[i] != NULL; i++)
    if (!add_entries (self, records, scopes[i], after, until, FALSE, all, error) ||
        (with_exits && !add_entries (self, exits, scopes[i], after, until, TRUE, all, error)))
      return NULL;

  g_ptr_array_sort (all, compare_entries);
  for (guint i = 0; i < all->len; i++)
    {
      Entry *entry = g_ptr_array_index (all, i);

      if (entry->seq == last)
        continue;
      last = entry->seq;
      g_ptr_array_index (all, i) = NULL;
      g_ptr_array_add (once, entry);
    }

  return g_steal_pointer (&once);
}

static json_t *
strv_to_json (GStrv strv)
{
  json_t *array = json_array ();

  for (gsize i = 0; strv[i] != NULL; i++)
    json_array_append_new (array, json_string (strv[i]));

  return array;
}

static json_t *
new_change (const char  *op,
            AtlasStored *stored,
            gint64       seq)
{
  return json_pack ("{s:s, s:I, s:s, s:s}", "op", op, "seq", (json_int_t) seq,
                    "type", stored->type->name, "id", stored->id);
}

/* Takes out of a record's texts what the reader may not see; gives the names of what was there. */
static json_t *
mask (AtlasStored *stored)
{
  g_autoptr(json_t) fields = atlas_json_parse (stored->fields_text, -1, NULL);
  g_autoptr(json_t) frev = atlas_json_parse (stored->frev_text, -1, NULL);
  json_t *masked = json_array ();

  for (guint i = 0; i < stored->type->n_fields; i++)
    {
      const AtlasField *field = &stored->type->fields[i];

      if (!field->mask)
        continue;
      if (json_object_get (fields, field->name) != NULL)
        json_array_append_new (masked, json_string (field->name));
      json_object_del (fields, field->name);
      json_object_del (frev, field->name);
    }

  g_free (stored->fields_text);
  g_free (stored->frev_text);
  stored->fields_text = atlas_json_to_text (fields);
  stored->frev_text = atlas_json_to_text (frev);
  return masked;
}

static void
remove_masked (json_t          *fields,
               const AtlasType *type)
{
  for (guint i = 0; i < type->n_fields; i++)
    if (type->fields[i].mask)
      json_object_del (fields, type->fields[i].name);
}

static gboolean
is_masked (Pull            *self,
           AtlasStored     *stored,
           const AtlasType *type)
{
  AtlasRight rights;

  if (type == NULL)
    return FALSE;

  rights = atlas_grants_rights (self->session->grants, (const char * const *) stored->scopes, type);
  return (rights & ATLAS_RIGHT_MASK) != 0;
}

/* Versions of a record, and sets that were parked, hold values of other records: what the reader
 * gets masked there is masked here too. */
static void
mask_held (Pull        *self,
           AtlasStored *stored)
{
  g_autoptr(json_t) fields = atlas_json_parse (stored->fields_text, -1, NULL);
  json_t *subject = json_object_get (fields, "subject");
  const AtlasType *type = atlas_type_find (json_string_value (json_array_get (subject, 0)));
  json_t *ops = json_object_get (json_object_get (fields, "set"), "ops");
  gsize i;
  json_t *op;

  if (is_masked (self, stored, type))
    remove_masked (json_object_get (fields, "fields"), type);
  json_array_foreach (ops, i, op)
  {
    const AtlasType *of = atlas_type_find (atlas_json_string (op, "type"));

    if (is_masked (self, stored, of))
      remove_masked (json_object_get (op, "fields"), of);
  }

  g_free (stored->fields_text);
  stored->fields_text = atlas_json_to_text (fields);
}

/* Of `{"tier":[3,"device"]}` a reader gets `{"tier":3}`. The text is the server's own: nothing but
 * the marks has brackets. */
static void
append_revisions (GString    *text,
                  const char *frev)
{
  const char *open;
  const char *comma;
  const char *end;

  while ((open = strchr (frev, '[')) != NULL && (comma = strchr (open, ',')) != NULL &&
         (end = strchr (comma, ']')) != NULL)
    {
      g_string_append_len (text, frev, open - frev);
      g_string_append_len (text, open + 1, comma - open - 1);
      frev = end + 1;
    }
  g_string_append (text, frev);
}

/* Writes a change, and what a record holds as it is kept: reading it and writing it again would
 * take longer than all the rest. */
static void
add_change (Pull        *self,
            json_t      *taken,
            AtlasStored *values)
{
  g_autoptr(json_t) change = taken;
  g_autofree char *text = atlas_json_to_text (change);

  if (self->n_changes++ > 0)
    g_string_append_c (self->changes, ',');
  if (values == NULL)
    {
      g_string_append (self->changes, text);
      return;
    }

  g_string_append (self->changes, "{\"fields\":");
  g_string_append (self->changes, values->fields_text);
  g_string_append (self->changes, ",\"frev\":");
  append_revisions (self->changes, values->frev_text);
  g_string_append_c (self->changes, ',');
  g_string_append (self->changes, text + strlen ("{"));
}

static void
add_put (Pull        *self,
         AtlasStored *stored,
         AtlasRight   rights)
{
  g_auto(GStrv) scopes = atlas_grants_visible (self->session->grants,
                                               (const char * const *) stored->scopes,
                                               stored->type);
  json_t *change = new_change (stored->is_deleted ? "del" : "put", stored, stored->seq);

  json_object_set_new (change, "rev", json_integer (stored->rev));
  json_object_set_new (change, "scopes", strv_to_json (scopes));
  if (stored->is_deleted)
    {
      add_change (self, change, NULL);
      return;
    }

  if ((rights & ATLAS_RIGHT_MASK) != 0)
    json_object_set_new (change, "masked", mask (stored));
  if (stored->type->follow_subject)
    mask_held (self, stored);
  if (stored->by != NULL)
    json_object_set_new (change, "by", json_string (stored->by));
  if (stored->at != NULL)
    json_object_set_new (change, "at", json_string (stored->at));
  add_change (self, change, stored);
}

static AtlasRight
rights_of (AtlasGrants *grants,
           AtlasStored *stored)
{
  return atlas_grants_rights (grants, (const char * const *) stored->scopes, stored->type);
}

/* Whether the reader has, or may have, the record from before. */
static gboolean
may_hold (Pull  *self,
          gint64 seq)
{
  return seq > self->cursor->floor;
}

static void
add_current (Pull        *self,
             AtlasStored *stored,
             Entry       *entry)
{
  AtlasRight rights = rights_of (self->session->grants, stored);

  if ((rights & ATLAS_RIGHT_READ) == 0)
    {
      if (entry->is_exit && may_hold (self, entry->seq))
        add_change (self, new_change ("gone", stored, entry->seq), NULL);
      return;
    }

  /* An exit from one scope is no news to who sees the record through another; and what has moved on
   * since has its entry further down. */
  if (stored->seq != entry->seq || (stored->is_deleted && !may_hold (self, entry->seq)))
    return;

  add_put (self, stored, rights);
}

/* A record in a scope that was given or taken, or whose role has changed: news only if it looks
 * different under the two grants. */
static void
add_regranted (Pull        *self,
               AtlasStored *stored)
{
  AtlasRight then = rights_of (self->former, stored) & ~ATLAS_RIGHT_WRITE;
  AtlasRight now = rights_of (self->session->grants, stored) & ~ATLAS_RIGHT_WRITE;
  g_auto(GStrv) scopes_then = NULL;
  g_auto(GStrv) scopes_now = NULL;

  if ((now & ATLAS_RIGHT_READ) == 0)
    {
      if ((then & ATLAS_RIGHT_READ) != 0)
        add_change (self, new_change ("gone", stored, stored->seq), NULL);
      return;
    }

  scopes_then = atlas_grants_visible (self->former, (const char * const *) stored->scopes,
                                      stored->type);
  scopes_now = atlas_grants_visible (self->session->grants, (const char * const *) stored->scopes,
                                     stored->type);
  if (now == then &&
      g_strv_equal ((const char * const *) scopes_then, (const char * const *) scopes_now))
    return;
  if (stored->is_deleted && (then & ATLAS_RIGHT_READ) == 0)
    return;

  add_put (self, stored, now);
}

/* Goes through entries until the page is full; *at tells how far it came. */
static gboolean
add_page (Pull      *self,
          GPtrArray *entries,
          gint64    *at,
          gboolean   is_fill,
          GError   **error)
{
  for (guint i = 0; i < entries->len; i++)
    {
      Entry *entry = g_ptr_array_index (entries, i);
      g_autoptr(AtlasStored) stored = NULL;

      if (self->n_changes >= self->limit ||
          self->changes->len >= ATLAS_LIMIT_PAGE_BYTES ||
          i >= self->limit)
        {
          self->more = TRUE;
          return TRUE;
        }

      if (entry->type != NULL &&
          !atlas_stored_load_text (self->backend, entry->type, entry->id, &stored, error))
        return FALSE;
      if (stored != NULL && is_fill)
        add_regranted (self, stored);
      else if (stored != NULL)
        add_current (self, stored, entry);
      *at = entry->seq;
    }

  return TRUE;
}

/* Before anything new: what new grants uncover, cover or mask of what is old. */
static gboolean
catch_up_with_grants (Pull    *self,
                      GError **error)
{
  AtlasCursor *cursor = self->cursor;
  g_auto(GStrv)        scopes = NULL;
  g_autoptr(GPtrArray) entries = NULL;

  if (cursor->version == self->session->grants->version)
    return TRUE;

  self->former = atlas_grants_load (self->backend, self->session->user, cursor->version, error);
  if (self->former == NULL)
    return FALSE;
  if (cursor->fill_version != self->session->grants->version)
    {
      cursor->fill_version = self->session->grants->version;
      cursor->fill_seq = 0;
    }

  scopes = atlas_grants_differ (self->former, self->session->grants);
  entries = list_entries (self, scopes, cursor->fill_seq, cursor->seq, FALSE, error);
  if (entries == NULL || !add_page (self, entries, &cursor->fill_seq, TRUE, error))
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
  g_auto(GStrv)        scopes = atlas_grants_scopes (self->session->grants);
  g_autoptr(GPtrArray) entries = NULL;

  if (self->more)
    return TRUE;

  entries = list_entries (self, scopes, self->cursor->seq, self->head, TRUE, error);
  if (entries == NULL || !add_page (self, entries, &self->cursor->seq, FALSE, error))
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

static void
answer_page (Pull         *self,
             AtlasRequest *request,
             AtlasAnswer  *answer,
             json_t       *digest,
             gboolean      has_new_grants,
             gboolean      is_first)
{
  g_autofree char *cursor = atlas_cursor_write (self->cursor);
  g_autofree char *etag = g_strdup_printf ("\"%" G_GINT64_FORMAT ".%" G_GINT64_FORMAT "\"",
                                           self->head,
                                           self->session->grants->version);
  g_autoptr(json_t) rest = NULL;
  g_autofree char *text = NULL;
  const char *wait = atlas_request_argument (request, "wait");
  gboolean is_empty = self->n_changes == 0 && !self->more && digest == NULL &&
                      !has_new_grants && !is_first;
  gboolean is_same = digest == NULL && g_strcmp0 (request->if_none_match, etag) == 0;

  if (is_empty && request->may_wait && wait != NULL && g_ascii_strtoll (wait, NULL, 10) > 0)
    {
      answer->nothing_new = TRUE;
      return;
    }

  if (is_same)
    {
      atlas_answer_empty (answer, 304);
    }
  else
    {
      rest = json_pack ("{s:s, s:b, s:I, s:o, s:O*}", "cursor", cursor, "more", self->more,
                        "head", (json_int_t) self->head,
                        "grants", atlas_grants_to_json (self->session->grants),
                        "digest", digest);
      text = atlas_json_to_text (rest);
      atlas_answer_text (answer, 200, g_strdup_printf ("{\"changes\":[%s],%s", self->changes->str,
                                                       text + strlen ("{")));
    }
  answer->etag = g_steal_pointer (&etag);
}

static gboolean
read_limit (Pull         *self,
            AtlasRequest *request)
{
  const char *text = atlas_request_argument (request, "limit");
  guint64 limit = ATLAS_LIMIT_PAGE;

  if (text != NULL && !g_ascii_string_to_unsigned (text, 10, 1, G_MAXUINT32, &limit, NULL))
    return FALSE;

  self->limit = MIN (limit, ATLAS_LIMIT_PAGE);
  return TRUE;
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
  if (self->cursor == NULL || !read_limit (self, request))
    {
      atlas_answer_problem (answer, ATLAS_PROBLEM_MALFORMED, "The cursor or the limit is not one");
      return TRUE;
    }
  if (!check_cursor (self, answer))
    return TRUE;

  has_new_grants = self->cursor->version != self->session->grants->version;
  if (!catch_up_with_grants (self, error) || !add_news (self, error) ||
      !make_digest (self, request, &digest, error))
    return FALSE;

  answer_page (self, request, answer, digest, has_new_grants, is_first);
  return TRUE;
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

  pull.changes = g_string_new (NULL);
  if (!make_page (&pull, request, answer, &error))
    atlas_answer_fault (answer, error);

  g_clear_pointer (&pull.cursor, atlas_cursor_free);
  g_clear_pointer (&pull.former, atlas_grants_free);
  g_string_free (pull.changes, TRUE);
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
    AtlasRight rights;

    if (!atlas_id_is_valid (json_string_value (id)))
      continue;
    if (!atlas_stored_load_text (self->backend, type, json_string_value (id), &stored, error))
      return FALSE;
    if (stored == NULL)
      continue;

    rights = rights_of (self->session->grants, stored);
    if ((rights & ATLAS_RIGHT_READ) != 0)
      add_put (self, stored, rights);
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
    atlas_answer_text (answer, 200, g_strdup_printf ("{\"changes\":[%s]}", self->changes->str));
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

  pull.changes = g_string_new (NULL);
  answer_fetched (&pull, body, answer);
  g_string_free (pull.changes, TRUE);
}
