/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What somebody has typed at a meeting and not recorded yet, and which child was being heard. It
 * stays on this laptop, so that a meeting goes on where it was when a battery ends, and is nobody
 * else's to see.
 */
#include "config.h"

#include "store/atlas-meeting-draft.h"

/**
 * atlas_store_get_meeting_draft:
 * @store: a store
 * @meeting: id of a meeting
 * @referral: id of the referral that is heard
 *
 * Returns: (transfer full) (nullable): what was typed, as it was given; %NULL when nothing was
 */
json_t *
atlas_store_get_meeting_draft (AtlasStore *store,
                               const char *meeting,
                               const char *referral)
{
  g_autoptr(AtlasStmt) stmt = NULL;

  stmt = atlas_db_prepare (atlas_store_get_db (store),
                           "SELECT body FROM draft WHERE meeting = ? AND referral = ?", NULL);
  if (stmt == NULL)
    return NULL;

  atlas_stmt_bind_id (stmt, 1, meeting);
  atlas_stmt_bind_id (stmt, 2, referral);

  return atlas_stmt_step (stmt, NULL) == ATLAS_STEP_ROW
         ? json_loads (atlas_stmt_get_text (stmt, 0), 0, NULL) : NULL;
}

/**
 * atlas_store_set_meeting_draft:
 * @store: a store
 * @meeting: id of a meeting
 * @referral: id of the referral that is heard now
 * @draft: an object; an empty one when nothing is typed
 * @error: return location for an error
 *
 * Keeps what is typed about a child, and that the meeting is at this child.
 *
 * Returns: whether it was kept
 */
gboolean
atlas_store_set_meeting_draft (AtlasStore *store,
                               const char *meeting,
                               const char *referral,
                               json_t     *draft,
                               GError    **error)
{
  static const char *sql =
    "INSERT OR REPLACE INTO draft (meeting, referral, turn, body) VALUES (?1, ?2,"
    " (SELECT coalesce (max (turn), 0) + 1 FROM draft WHERE meeting = ?1), ?3)";
  g_autoptr(AtlasStmt) stmt = atlas_db_prepare (atlas_store_get_db (store), sql, error);
  g_autofree char *text = atlas_json_to_text (draft);

  if (stmt == NULL)
    return FALSE;

  atlas_stmt_bind_id (stmt, 1, meeting);
  atlas_stmt_bind_id (stmt, 2, referral);
  atlas_stmt_bind_text (stmt, 3, text);

  return atlas_stmt_run (stmt, error);
}

/**
 * atlas_store_get_meeting_child:
 * @store: a store
 * @meeting: id of a meeting
 *
 * Returns: (transfer full) (nullable): id of the referral that was heard last on this laptop
 */
char *
atlas_store_get_meeting_child (AtlasStore *store,
                               const char *meeting)
{
  g_autoptr(AtlasStmt) stmt = NULL;

  stmt = atlas_db_prepare (atlas_store_get_db (store), "SELECT referral FROM draft"
                           " WHERE meeting = ? ORDER BY turn DESC LIMIT 1", NULL);
  if (stmt == NULL)
    return NULL;

  atlas_stmt_bind_id (stmt, 1, meeting);

  return atlas_stmt_step (stmt, NULL) == ATLAS_STEP_ROW ? atlas_stmt_get_id (stmt, 0) : NULL;
}

/**
 * atlas_store_clear_meeting_drafts:
 * @store: a store
 * @meeting: id of a meeting that has ended
 * @error: return location for an error
 *
 * Forgets what was typed and not recorded.
 *
 * Returns: whether it is forgotten
 */
gboolean
atlas_store_clear_meeting_drafts (AtlasStore *store,
                                  const char *meeting,
                                  GError    **error)
{
  g_autoptr(AtlasStmt) stmt = atlas_db_prepare (atlas_store_get_db (store),
                                                "DELETE FROM draft WHERE meeting = ?", error);

  if (stmt == NULL)
    return FALSE;

  atlas_stmt_bind_id (stmt, 1, meeting);

  return atlas_stmt_run (stmt, error);
}
