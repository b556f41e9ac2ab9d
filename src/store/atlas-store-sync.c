/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is to be sent, what was sent, and what the server said of it. */
#define G_LOG_DOMAIN "atlas-store"

#include "config.h"

#include "store/atlas-store-sync.h"

#include <string.h>

#include "base/atlas-error.h"
#include "store/atlas-store-sync-private.h"

/* A server restored from a backup is caught up from here. Source: protocol, section 2. */
#define JOURNAL_DAYS 30
#define MS_A_DAY     (G_GINT64_CONSTANT (24) * 60 * 60 * 1000)

/* What a set gains on its way from the outbox to the wire: its number, its epoch, a comma. */
#define SET_FRAME_BYTES 80

void
atlas_queued_set_free (AtlasQueuedSet *self)
{
  g_free (self->set_id);
  g_free (self->label);
  g_free (self->made_at);
  g_free (self->received_at);
  g_clear_pointer (&self->ops, json_decref);
  g_free (self);
}

/**
 * atlas_store_sync_count_unsent:
 * @self: a store
 * @count: (out): how many change sets the server has not answered
 * @error: return location for an error
 *
 * Returns: whether they could be counted
 */
gboolean
atlas_store_sync_count_unsent (AtlasStore *self,
                               gint64     *count,
                               GError    **error)
{
  return atlas_db_ask_integer (atlas_store_get_db (self), "SELECT count (*) FROM outbox", count,
                               error);
}

static AtlasQueuedSet *
read_unsent (AtlasStmt *stmt,
             GError   **error)
{
  g_autoptr(AtlasQueuedSet) set = g_new0 (AtlasQueuedSet, 1);
  g_autoptr(json_t)         body = atlas_json_parse (atlas_stmt_get_text (stmt, 4), -1, error);

  if (body == NULL)
    return NULL;

  set->n = atlas_stmt_get_integer (stmt, 0);
  set->set_id = atlas_stmt_get_id (stmt, 1);
  set->label = g_strdup (atlas_stmt_get_text (stmt, 2));
  set->made_at = g_strdup (atlas_stmt_get_text (stmt, 3));
  set->state = ATLAS_SET_UNSENT;
  set->ops = json_incref (json_object_get (body, "ops"));

  return g_steal_pointer (&set);
}

/**
 * atlas_store_sync_list_unsent:
 * @self: a store
 * @offset: how many to pass over
 * @limit: how many to give at most
 * @error: return location for an error
 *
 * Lists what the server has not answered.
 *
 * Returns: (transfer full) (element-type AtlasQueuedSet): in the order in which they were made
 */
GPtrArray *
atlas_store_sync_list_unsent (AtlasStore *self,
                              guint       offset,
                              guint       limit,
                              GError    **error)
{
  g_autoptr(GPtrArray) sets = NULL;
  g_autoptr(AtlasStmt) stmt = NULL;
  AtlasStep step;

  sets = g_ptr_array_new_with_free_func ((GDestroyNotify) atlas_queued_set_free);
  stmt = atlas_db_prepare (atlas_store_get_db (self),
                           "SELECT n, set_id, label, made_at, body FROM outbox"
                           " ORDER BY n LIMIT ? OFFSET ?", error);
  if (stmt == NULL)
    return NULL;

  atlas_stmt_bind_integer (stmt, 1, limit);
  atlas_stmt_bind_integer (stmt, 2, offset);
  while ((step = atlas_stmt_step (stmt, error)) == ATLAS_STEP_ROW)
    {
      AtlasQueuedSet *set = read_unsent (stmt, error);

      if (set == NULL)
        return NULL;
      g_ptr_array_add (sets, set);
    }

  return step == ATLAS_STEP_DONE ? g_steal_pointer (&sets) : NULL;
}

static gboolean
append_set (json_t    *sets,
            AtlasStmt *stmt,
            GError   **error)
{
  json_t *body = atlas_json_parse (atlas_stmt_get_text (stmt, 2), -1, error);

  if (body == NULL)
    return FALSE;

  json_object_set_new (body, "n", json_integer (atlas_stmt_get_integer (stmt, 0)));
  if (!atlas_stmt_is_null (stmt, 1))
    json_object_set_new (body, "epoch", json_string (atlas_stmt_get_text (stmt, 1)));
  json_array_append_new (sets, body);

  return TRUE;
}

/**
 * atlas_store_sync_next_batch:
 * @self: a store
 * @from: the lowest number to send, or 0 for what the server has not answered
 * @max_sets: how many sets the server takes at once
 * @max_bytes: how long a push may be
 * @error: return location for an error
 *
 * Makes the next push: sets in the order of their numbers, at least one if there is any. With @from
 * it goes back into the journal, for a server that asks for a number again.
 *
 * Returns: (transfer full): array of sets as they go on the wire; empty when nothing is to be sent
 */
json_t *
atlas_store_sync_next_batch (AtlasStore *self,
                             gint64      from,
                             guint       max_sets,
                             gsize       max_bytes,
                             GError    **error)
{
  g_autoptr(AtlasStmt) stmt = NULL;
  g_autoptr(json_t)    sets = json_array ();
  gsize n_bytes = 0;
  AtlasStep step;

  stmt = atlas_db_prepare (atlas_store_get_db (self), from > 0
                           ? "SELECT n, epoch, body FROM journal WHERE n >= ?1 UNION ALL"
                           " SELECT n, epoch, body FROM outbox WHERE n >= ?1 ORDER BY n LIMIT ?2"
                           : "SELECT n, epoch, body FROM outbox WHERE n >= ?1 ORDER BY n LIMIT ?2",
                           error);
  if (stmt == NULL)
    return NULL;

  atlas_stmt_bind_integer (stmt, 1, from);
  atlas_stmt_bind_integer (stmt, 2, max_sets);
  while ((step = atlas_stmt_step (stmt, error)) == ATLAS_STEP_ROW)
    {
      n_bytes += strlen (atlas_stmt_get_text (stmt, 2)) + SET_FRAME_BYTES;
      if (n_bytes > max_bytes && json_array_size (sets) > 0)
        break;
      if (!append_set (sets, stmt, error))
        return NULL;
    }

  return step != ATLAS_STEP_ERROR ? g_steal_pointer (&sets) : NULL;
}

static gboolean
run_numbered (AtlasStore *self,
              const char *sql,
              gint64      n,
              GError    **error)
{
  g_autoptr(AtlasStmt) stmt = atlas_db_prepare (atlas_store_get_db (self), sql, error);

  if (stmt == NULL)
    return FALSE;

  atlas_stmt_bind_integer (stmt, 1, n);
  return atlas_stmt_run (stmt, error);
}

static gboolean
bind_and_run_result (AtlasStore *self,
                     const char *sql,
                     json_t     *result,
                     gint64      received_ms,
                     GError    **error)
{
  g_autofree char *text = atlas_json_to_text (result);
  g_autofree char *received_at = atlas_time_format (received_ms);
  g_autoptr(AtlasStmt) stmt = atlas_db_prepare (atlas_store_get_db (self), sql, error);

  if (stmt == NULL)
    return FALSE;

  atlas_stmt_bind_integer (stmt, 1, atlas_json_integer (result, "n", 0));
  atlas_stmt_bind_text (stmt, 2, atlas_json_string (result, "state"));
  atlas_stmt_bind_integer (stmt, 3, atlas_json_integer (result, "seq", 0));
  atlas_stmt_bind_text (stmt, 4, text);
  atlas_stmt_bind_text (stmt, 5, received_at);
  return atlas_stmt_run (stmt, error);
}

static gboolean
count_state (const char      *state,
             AtlasPushCounts *counts)
{
  if (g_strcmp0 (state, "applied") == 0)
    counts->n_applied++;
  else if (g_strcmp0 (state, "merged") == 0)
    counts->n_merged++;
  else if (g_strcmp0 (state, "parked") == 0)
    counts->n_parked++;
  else
    return FALSE;

  return TRUE;
}

static gboolean
store_result (AtlasStore      *self,
              json_t          *result,
              gint64           received_ms,
              AtlasPushCounts *counts,
              GError         **error)
{
  AtlasDb *db = atlas_store_get_db (self);
  gint64 n = atlas_json_integer (result, "n", 0);

  if (n < 1 || atlas_json_integer (result, "seq", -1) < 0 ||
      !count_state (atlas_json_string (result, "state"), counts))
    {
      g_set_error_literal (error, ATLAS_ERROR, ATLAS_ERROR_PROTOCOL,
                           "The server's answer to a change has not the form of one");
      return FALSE;
    }

  if (!bind_and_run_result (self, "INSERT INTO journal (n, set_id, label, made_at, epoch, body,"
                            " state, seq, result, stored_at)"
                            " SELECT n, set_id, label, made_at, epoch, body, ?2, ?3, ?4, ?5"
                            " FROM outbox WHERE n = ?1", result, received_ms, error))
    return FALSE;
  if (atlas_db_changes (db) == 1)
    return run_numbered (self, "DELETE FROM outbox WHERE n = ?", n, error);

  if (!bind_and_run_result (self, "UPDATE journal SET state = ?2, seq = ?3, result = ?4,"
                            " stored_at = ?5 WHERE n = ?1", result, received_ms, error))
    return FALSE;
  if (atlas_db_changes (db) == 1)
    return TRUE;

  g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_PROTOCOL,
               "The server answered change %" G_GINT64_FORMAT ", which was never sent", n);
  return FALSE;
}

/**
 * atlas_store_sync_store_results:
 * @self: a store
 * @results: array of results, as a push was answered
 * @received_ms: when, Unix time in milliseconds by the server's clock
 * @counts: (inout): counted up
 * @error: return location for an error
 *
 * Moves answered sets from the outbox to the journal, in one transaction. Their changes stay laid
 * over what arrives until a round has brought the server's own view of them.
 *
 * Errors: %ATLAS_ERROR_PROTOCOL when the answer has not the form of one; nothing is stored then.
 *
 * Source: protocol, sections 5 and 6.
 *
 * Returns: whether all were stored
 */
gboolean
atlas_store_sync_store_results (AtlasStore      *self,
                                json_t          *results,
                                gint64           received_ms,
                                AtlasPushCounts *counts,
                                GError         **error)
{
  g_autoptr(AtlasTransaction) tx = atlas_transaction_begin (atlas_store_get_db (self), error);
  AtlasPushCounts counted = *counts;

  if (tx == NULL)
    return FALSE;

  for (gsize i = 0; i < json_array_size (results); i++)
    if (!store_result (self, json_array_get (results, i), received_ms, &counted, error))
      return FALSE;
  if (!atlas_store_sync_release_passed (self, error) || !atlas_transaction_commit (tx, error))
    return FALSE;

  *counts = counted;
  return TRUE;
}

/**
 * atlas_store_sync_prune:
 * @self: a store
 * @server_ms: the present by the server's clock, Unix time in milliseconds
 * @own_ms: the present by this laptop's
 * @error: return location for an error
 *
 * Forgets sets that were answered more than thirty days ago and have been seen to arrive. Both
 * clocks must say so: one of them may have been set wrong.
 *
 * Returns: whether they are forgotten
 */
gboolean
atlas_store_sync_prune (AtlasStore *self,
                        gint64      server_ms,
                        gint64      own_ms,
                        GError    **error)
{
  g_autofree char *answered_before = atlas_time_format (server_ms - JOURNAL_DAYS * MS_A_DAY);
  g_autofree char *made_before = atlas_time_format (own_ms - JOURNAL_DAYS * MS_A_DAY);
  g_autoptr(AtlasStmt) stmt = NULL;

  stmt = atlas_db_prepare (atlas_store_get_db (self), "DELETE FROM journal WHERE stored_at < ?"
                           " AND made_at < ? AND n NOT IN (SELECT n FROM pending)", error);
  if (stmt == NULL)
    return FALSE;

  atlas_stmt_bind_text (stmt, 1, answered_before);
  atlas_stmt_bind_text (stmt, 2, made_before);
  if (!atlas_stmt_run (stmt, error))
    return FALSE;
  if (atlas_db_changes (atlas_store_get_db (self)) > 0)
    atlas_store_sync_leave_no_pages (self);
  return TRUE;
}
