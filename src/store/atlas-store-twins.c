/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records that may be of one child: the same number, or the same name and date of birth. */
#define G_LOG_DOMAIN "atlas-store"

#include "config.h"

#include "store/atlas-store-twins.h"

#define DUPLICATE "duplicate"   /* the check that somebody passes when they are two children */

void
atlas_twin_question_free (AtlasTwinQuestion *question)
{
  if (question == NULL)
    return;

  g_free (question->except);
  g_free (question->upn);
  g_free (question->first_name);
  g_free (question->last_name);
  g_free (question);
}

void
atlas_twin_free (AtlasTwin *twin)
{
  g_object_unref (twin->child);
  g_free (twin->reference);
  g_free (twin);
}

static AtlasStmt *
prepare (AtlasStore              *store,
         const AtlasTwinQuestion *question,
         GError                 **error)
{
  static const char *sql =
    "SELECT c.id, ?2 <> '' AND c.upn = ?2 AS same, (SELECT r.reference FROM referral r"
    "  WHERE r.child = c.id ORDER BY r.received DESC, r.reference LIMIT 1)"
    " FROM child c WHERE c.id IS NOT ?1 AND ((?2 <> '' AND c.upn = ?2) OR"
    " (?3 <> '' AND ?4 <> '' AND c.born = ?5 AND lower(c.last_name) = lower(?4)"
    "  AND lower(c.first_name) = lower(?3)))"
    " ORDER BY same DESC, c.id LIMIT 5";
  AtlasStmt *stmt = atlas_db_prepare (atlas_store_get_db (store), sql, error);

  if (stmt == NULL)
    return NULL;

  if (question->except != NULL)
    atlas_stmt_bind_id (stmt, 1, question->except);
  atlas_stmt_bind_text (stmt, 2, question->upn != NULL ? question->upn : "");
  atlas_stmt_bind_text (stmt, 3, question->first_name != NULL ? question->first_name : "");
  atlas_stmt_bind_text (stmt, 4, question->last_name != NULL ? question->last_name : "");
  if (question->born != ATLAS_DATE_NONE)
    atlas_stmt_bind_integer (stmt, 5, question->born);

  return stmt;
}

/**
 * atlas_store_find_twins:
 * @store: a store
 * @question: who may be here already
 * @error: return location for an error
 *
 * Finds children who may be the one that is asked about: the same pupil number, or the same first
 * and last name and date of birth.
 *
 * Source: requirements.md T116: each child once.
 *
 * Returns: (transfer full) (element-type AtlasTwin): at most five, the same number first
 */
GPtrArray *
atlas_store_find_twins (AtlasStore              *store,
                        const AtlasTwinQuestion *question,
                        GError                 **error)
{
  g_autoptr(AtlasStmt) stmt = prepare (store, question, error);
  g_autoptr(GPtrArray) twins = NULL;
  AtlasStep step;

  if (stmt == NULL)
    return NULL;

  twins = g_ptr_array_new_with_free_func ((GDestroyNotify) atlas_twin_free);
  while ((step = atlas_stmt_step (stmt, error)) == ATLAS_STEP_ROW)
    {
      g_autofree char *id = atlas_stmt_get_id (stmt, 0);
      AtlasRecord *child = atlas_store_get (store, "child", id, error);
      AtlasTwin *twin;

      if (child == NULL)
        return NULL;
      twin = g_new0 (AtlasTwin, 1);
      twin->child = (AtlasChild *) child;
      twin->has_same_upn = atlas_stmt_get_integer (stmt, 1) != 0;
      twin->reference = g_strdup (atlas_stmt_get_text (stmt, 2));
      g_ptr_array_add (twins, twin);
    }

  return step == ATLAS_STEP_DONE ? g_steal_pointer (&twins) : NULL;
}

/* Somebody has looked at both and says that they are two children. */
static gboolean
is_passed (AtlasStore *store,
           AtlasChild *child)
{
  g_autoptr(AtlasQuery) query = atlas_query_new (&atlas_passed_type);
  g_autoptr(GPtrArray)  passed = NULL;

  atlas_query_where_text (query, "subject", ATLAS_COMPARE_EQUAL,
                          atlas_record_get_id (ATLAS_RECORD (child)));
  atlas_query_where_text (query, "check", ATLAS_COMPARE_EQUAL, DUPLICATE);
  passed = atlas_store_list (store, query, NULL);

  return passed != NULL && passed->len > 0;
}

/**
 * atlas_store_read_twins_of:
 * @store: a store
 * @child: a child who is here
 * @error: return location for an error
 *
 * Finds the other records that may be of the same child, unless somebody has passed that finding.
 *
 * Returns: (transfer full) (element-type AtlasTwin): as atlas_store_find_twins()
 */
GPtrArray *
atlas_store_read_twins_of (AtlasStore *store,
                           AtlasChild *child,
                           GError    **error)
{
  AtlasTwinQuestion question = {
    .except = (char *) atlas_record_get_id (ATLAS_RECORD (child)), .upn = child->upn,
    .first_name = child->first_name, .last_name = child->last_name, .born = child->born,
  };

  if (is_passed (store, child))
    return g_ptr_array_new_with_free_func ((GDestroyNotify) atlas_twin_free);

  return atlas_store_find_twins (store, &question, error);
}
