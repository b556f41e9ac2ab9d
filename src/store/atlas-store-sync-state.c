/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How records and change sets stand with the server, and the receipt for them. */
#define G_LOG_DOMAIN "atlas-store"

#include "config.h"

#include "store/atlas-store-sync.h"

#include <string.h>

#include "base/atlas-error.h"

/* Record types whose open records wait for somebody to settle them. */
static const char * const settled_types[] = { "conflict", "parked", "question" };

void
atlas_receipt_clear (AtlasReceipt *self)
{
  g_clear_pointer (&self->received_at, g_free);
}

static gboolean
is_there (AtlasStore *self,
          const char *sql,
          const char *type,
          const char *id,
          gboolean   *there,
          GError    **error)
{
  g_autoptr(AtlasStmt) stmt = atlas_db_prepare (atlas_store_get_db (self), sql, error);
  AtlasStep step;

  if (stmt == NULL)
    return FALSE;

  atlas_stmt_bind_text (stmt, 1, type);
  atlas_stmt_bind_id (stmt, 2, id);
  step = atlas_stmt_step (stmt, error);
  *there = step == ATLAS_STEP_ROW;
  return step != ATLAS_STEP_ERROR;
}

/**
 * atlas_store_sync_record_state:
 * @self: a store
 * @type: name of a record type
 * @id: a record's id
 * @state: (out): where it stands
 * @error: return location for an error
 *
 * Says whether a record is sent. What needs a person comes before what only needs a network. In a
 * store without a server everything is saved on this laptop.
 *
 * Returns: whether the store could be asked
 */
gboolean
atlas_store_sync_record_state (AtlasStore       *self,
                               const char       *type,
                               const char       *id,
                               AtlasRecordState *state,
                               GError          **error)
{
  static const char parked[] =
    "SELECT 1 FROM parked WHERE subject_type = ?1 AND subject_id = ?2 AND state = 'open' UNION ALL"
    " SELECT 1 FROM pending p JOIN journal j ON j.n = p.n"
    " WHERE p.type = ?1 AND p.id = ?2 AND j.state = 'parked' LIMIT 1";
  static const char conflict[] =
    "SELECT 1 FROM conflict WHERE subject_type = ?1 AND subject_id = ?2 AND state = 'open' LIMIT 1";
  static const char unsent[] =
    "SELECT 1 FROM pending p JOIN outbox o ON o.n = p.n WHERE p.type = ?1 AND p.id = ?2 LIMIT 1";
  g_autofree char *device = atlas_store_get_meta (self, "device");
  gboolean is_parked;
  gboolean has_two_versions;
  gboolean is_unsent;

  if (!is_there (self, parked, type, id, &is_parked, error) ||
      !is_there (self, conflict, type, id, &has_two_versions, error) ||
      !is_there (self, unsent, type, id, &is_unsent, error))
    return FALSE;

  if (is_parked)
    *state = ATLAS_RECORD_NOT_ACCEPTED;
  else if (has_two_versions)
    *state = ATLAS_RECORD_TWO_VERSIONS;
  else
    *state = is_unsent || device == NULL ? ATLAS_RECORD_SAVED : ATLAS_RECORD_SENT;
  return TRUE;
}

static AtlasSetState
state_from_word (const char *word)
{
  if (g_strcmp0 (word, "parked") == 0)
    return ATLAS_SET_PARKED;
  if (g_strcmp0 (word, "merged") == 0)
    return ATLAS_SET_MERGED;
  return ATLAS_SET_APPLIED;
}

/**
 * atlas_store_sync_set_state:
 * @self: a store
 * @set_id: id of a change set, as History has it
 * @state: (out): what became of it
 * @error: return location for an error
 *
 * Says what became of a change set. A set that was answered so long ago that the journal has
 * forgotten it counts as applied.
 *
 * Errors: %ATLAS_ERROR_NOT_FOUND when no such set was made here.
 *
 * Returns: whether it is known
 */
gboolean
atlas_store_sync_set_state (AtlasStore    *self,
                            const char    *set_id,
                            AtlasSetState *state,
                            GError       **error)
{
  g_autoptr(AtlasStmt) stmt = NULL;
  AtlasStep step;

  stmt = atlas_db_prepare (atlas_store_get_db (self),
                           "SELECT o.n IS NOT NULL, j.state FROM history h"
                           " LEFT JOIN outbox o ON o.set_id = h.set_id"
                           " LEFT JOIN journal j ON j.set_id = h.set_id"
                           " WHERE h.set_id = ? AND h.origin = 'local'", error);
  if (stmt == NULL)
    return FALSE;

  atlas_stmt_bind_id (stmt, 1, set_id);
  step = atlas_stmt_step (stmt, error);
  if (step == ATLAS_STEP_DONE)
    g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_NOT_FOUND, "There is no change set %s", set_id);
  if (step != ATLAS_STEP_ROW)
    return FALSE;

  *state = atlas_stmt_get_integer (stmt, 0) != 0
           ? ATLAS_SET_UNSENT : state_from_word (atlas_stmt_get_text (stmt, 1));
  return TRUE;
}

/**
 * atlas_store_sync_count_open:
 * @self: a store
 * @count: (out): how many two versions, changes not accepted and questions wait for somebody
 * @error: return location for an error
 *
 * Returns: whether they could be counted
 */
gboolean
atlas_store_sync_count_open (AtlasStore *self,
                             gint64     *count,
                             GError    **error)
{
  *count = 0;
  for (guint i = 0; i < G_N_ELEMENTS (settled_types); i++)
    {
      g_autoptr(AtlasQuery) query = atlas_query_new (atlas_type_find (settled_types[i]));
      gint64 n = 0;

      atlas_query_where_text (query, "state", ATLAS_COMPARE_EQUAL, "open");
      if (!atlas_store_count (self, query, &n, error))
        return FALSE;
      *count += n;
    }

  return TRUE;
}

/**
 * atlas_store_sync_list_open:
 * @self: a store
 * @type: `conflict`, `parked` or `question`
 * @error: return location for an error
 *
 * Lists what people must settle. Ids carry the time of their making, so the oldest comes first.
 *
 * Returns: (transfer full) (element-type AtlasRecord): the open records of that type
 */
GPtrArray *
atlas_store_sync_list_open (AtlasStore *self,
                            const char *type,
                            GError    **error)
{
  const AtlasType *description = atlas_type_find (type);
  g_autoptr(AtlasQuery) query = NULL;

  g_return_val_if_fail (description != NULL, NULL);

  query = atlas_query_new (description);
  atlas_query_where_text (query, "state", ATLAS_COMPARE_EQUAL, "open");
  return atlas_store_list (self, query, error);
}

#define RECEIPT "SELECT count (*), coalesce (sum (o.n IS NULL), 0)," \
  " coalesce (sum (j.state = 'merged'), 0), coalesce (sum (j.state = 'parked'), 0)," \
  " max (j.stored_at) FROM history h LEFT JOIN outbox o ON o.set_id = h.set_id" \
  " LEFT JOIN journal j ON j.set_id = h.set_id WHERE h.origin = 'local' AND "

static gboolean
read_receipt (AtlasStmt    *stmt,
              AtlasReceipt *receipt,
              GError      **error)
{
  memset (receipt, 0, sizeof *receipt);
  if (atlas_stmt_step (stmt, error) != ATLAS_STEP_ROW)
    return FALSE;

  receipt->n_sets = (guint) atlas_stmt_get_integer (stmt, 0);
  receipt->n_received = (guint) atlas_stmt_get_integer (stmt, 1);
  receipt->n_two_versions = (guint) atlas_stmt_get_integer (stmt, 2);
  receipt->n_not_accepted = (guint) atlas_stmt_get_integer (stmt, 3);
  if (receipt->n_received == receipt->n_sets)
    receipt->received_at = g_strdup (atlas_stmt_get_text (stmt, 4));
  return TRUE;
}

/**
 * atlas_store_sync_receipt_between:
 * @self: a store
 * @from: RFC 3339
 * @to: RFC 3339
 * @receipt: (out caller-allocates): what the server has acknowledged
 * @error: return location for an error
 *
 * Gives the receipt for everything done here in a span of time.
 *
 * Returns: whether the store could be asked
 */
gboolean
atlas_store_sync_receipt_between (AtlasStore   *self,
                                  const char   *from,
                                  const char   *to,
                                  AtlasReceipt *receipt,
                                  GError      **error)
{
  g_autoptr(AtlasStmt) stmt = NULL;

  stmt = atlas_db_prepare (atlas_store_get_db (self), RECEIPT "h.made_at BETWEEN ? AND ?", error);
  if (stmt == NULL)
    return FALSE;

  atlas_stmt_bind_text (stmt, 1, from);
  atlas_stmt_bind_text (stmt, 2, to);
  return read_receipt (stmt, receipt, error);
}

/**
 * atlas_store_sync_receipt_for:
 * @self: a store
 * @type: name of a record type, as `decision`
 * @ids: (array zero-terminated=1): records of it, as the decisions of a meeting
 * @receipt: (out caller-allocates): what the server has acknowledged
 * @error: return location for an error
 *
 * Gives the receipt for everything done here to some records: "11 of 11 decisions received".
 *
 * Returns: whether the store could be asked
 */
gboolean
atlas_store_sync_receipt_for (AtlasStore         *self,
                              const char         *type,
                              const char * const *ids,
                              AtlasReceipt       *receipt,
                              GError            **error)
{
  g_autoptr(GString)   sql = g_string_new (RECEIPT "h.k IN (SELECT k FROM history_record"
                                           " WHERE type = ? AND id IN (NULL");
  g_autoptr(AtlasStmt) stmt = NULL;

  for (guint i = 0; ids[i] != NULL; i++)
    g_string_append (sql, ", ?");
  g_string_append (sql, "))");

  stmt = atlas_db_prepare (atlas_store_get_db (self), sql->str, error);
  if (stmt == NULL)
    return FALSE;

  atlas_stmt_bind_text (stmt, 1, type);
  for (guint i = 0; ids[i] != NULL; i++)
    atlas_stmt_bind_id (stmt, (int) i + 2, ids[i]);
  return read_receipt (stmt, receipt, error);
}
