/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Everything that the Today page stands on, read at once so that its parts agree. */
#define G_LOG_DOMAIN "atlas-store"

#include "config.h"

#include "store/atlas-store-today.h"

#include "rules/atlas-return-window.h"
#include "rules/atlas-school-year.h"
#include "store/atlas-store-places.h"

#define NEXT_MEETINGS_MAX 3
#define REVIEWS_MAX       200   /* the page shows some and counts the rest */
#define LAST_WEEKDAY      7     /* Sunday, counted from Monday as 1 */
#define ALL               "county"

static void
late_return_free (AtlasLateReturn *late)
{
  g_free (late->provision);
  g_free (late->name);
  g_free (late);
}

static void
review_due_free (AtlasReviewDue *review)
{
  g_free (review->reference);
  g_free (review->town);
  g_free (review->provision_name);
  g_free (review);
}

static void
next_meeting_free (AtlasNextMeeting *meeting)
{
  g_free (meeting->meeting);
  g_free (meeting->panel_name);
  g_free (meeting->at);
  g_free (meeting->where);
  g_free (meeting);
}

static void
open_matter_free (AtlasOpenMatter *matter)
{
  g_free (matter->type);
  g_free (matter->id);
  g_free (matter->kind);
  g_free (matter->subject_type);
  g_free (matter->reference);
  g_free (matter->by);
  g_free (matter->made_at);
  g_free (matter);
}

void
atlas_today_free (AtlasToday *today)
{
  if (today == NULL)
    return;

  g_clear_pointer (&today->day6, g_ptr_array_unref);
  g_clear_pointer (&today->asked_free, g_hash_table_unref);
  g_clear_pointer (&today->late_returns, g_ptr_array_unref);
  g_clear_pointer (&today->reviews, g_ptr_array_unref);
  g_clear_pointer (&today->meetings, g_ptr_array_unref);
  g_clear_pointer (&today->matters, g_ptr_array_unref);
  g_free (today);
}

static char *
dup_text (AtlasStmt *stmt,
          int        column)
{
  return g_strdup (atlas_stmt_get_text (stmt, column));
}

static AtlasLateReturn *
find_late (GPtrArray      *late_returns,
           AtlasProvision *provision)
{
  for (guint i = 0; i < late_returns->len; i++)
    {
      AtlasLateReturn *late = g_ptr_array_index (late_returns, i);

      if (g_str_equal (late->provision, provision->key))
        return late;
    }

  return NULL;
}

/* The page names the provision once, with the oldest of its figures. */
static void
take_late_return (AtlasToday     *today,
                  AtlasPlaceLine *line)
{
  AtlasDate last = line->facts.return_date;
  AtlasLateReturn *late;

  if (!atlas_return_is_late (&line->facts.returns, last, today->on))
    return;

  late = find_late (today->late_returns, line->provision);
  if (late == NULL)
    {
      late = g_new0 (AtlasLateReturn, 1);
      late->provision = g_strdup (line->provision->key);
      late->name = g_strdup (line->provision->name);
      late->last = last;
      g_ptr_array_add (today->late_returns, late);
    }
  late->last = MIN (late->last, last);
}

static void
take_line (AtlasToday     *today,
           GHashTable     *provisions,
           AtlasPlaceLine *line)
{
  const char *id = atlas_record_get_id (ATLAS_RECORD (line->provision));
  AtlasFree free = atlas_free_count (&line->facts, today->on, today->on, FALSE);
  AtlasFree for_child = atlas_free_count (&line->facts, today->on, today->on, TRUE);
  AtlasFree *asked = g_hash_table_lookup (today->asked_free, id);

  if (free.commissioned == 0)
    return;

  if (asked == NULL)
    g_hash_table_insert (today->asked_free, g_strdup (id), g_memdup2 (&for_child,
                                                                      sizeof for_child));
  else
    atlas_free_add (asked, &for_child);
  if (today->n_lines == 0)
    today->free = free;
  else
    atlas_free_add (&today->free, &free);

  today->n_lines++;
  today->n_unknown += free.is_known ? 0 : 1;
  today->has_invented_figures |= line->last_return != NULL && line->last_return->invented &&
                                 !line->provision->invented;
  g_hash_table_add (provisions, (char *) id);
  take_late_return (today, line);
}

static int
compare_late (gconstpointer a,
              gconstpointer b)
{
  const AtlasLateReturn *late_a = *(AtlasLateReturn * const *) a;
  const AtlasLateReturn *late_b = *(AtlasLateReturn * const *) b;

  if (late_a->last != late_b->last)
    return late_a->last < late_b->last ? -1 : 1;

  return g_strcmp0 (late_a->name, late_b->name);
}

static gboolean
read_places (AtlasStore *store,
             const char *scope,
             AtlasToday *today,
             GError    **error)
{
  g_autoptr(GPtrArray)  lines = atlas_store_list_places (store, scope, today->on, error);
  g_autoptr(GHashTable) provisions = g_hash_table_new (g_str_hash, g_str_equal);

  if (lines == NULL)
    return FALSE;

  today->late_returns = g_ptr_array_new_with_free_func ((GDestroyNotify) late_return_free);
  today->asked_free = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (guint i = 0; i < lines->len; i++)
    take_line (today, provisions, g_ptr_array_index (lines, i));

  today->n_provisions = g_hash_table_size (provisions);
  g_ptr_array_sort (today->late_returns, compare_late);

  return TRUE;
}

/* Prepares a statement whose ?1 is the day and ?2 the scope, as rows keep it. */
static AtlasStmt *
prepare (AtlasStore *store,
         const char *sql,
         const char *scope,
         AtlasDate   on,
         GError    **error)
{
  AtlasStmt *stmt = atlas_db_prepare (atlas_store_get_db (store), sql, error);
  g_autofree char *word = g_strdup_printf (" %s ", scope);

  if (stmt == NULL)
    return NULL;

  atlas_stmt_bind_integer (stmt, 1, on);
  atlas_stmt_bind_text (stmt, 2, scope == NULL || g_str_equal (scope, ALL) ? NULL : word);

  return stmt;
}

static gboolean
read_reviews (AtlasStore *store,
              const char *scope,
              AtlasToday *today,
              GError    **error)
{
  static const char *sql =
    "SELECT r.reference, c.born, c.town, p.name, t.review_by AS due FROM placement t"
    " JOIN referral r ON r.id = t.referral LEFT JOIN child c ON c.id = t.child"
    " LEFT JOIN provision p ON p.id = t.provision"
    " WHERE t.review_by <= ?1 AND t.ended IS NULL AND (?2 IS NULL OR instr (t.scopes, ?2) > 0)"
    " UNION ALL"
    " SELECT r.reference, c.born, c.town, NULL, r.review_by FROM referral r"
    " LEFT JOIN child c ON c.id = r.child"
    " WHERE r.review_by <= ?1 AND r.step NOT IN ('draft', 'moved-on', 'ended')"
    " AND (?2 IS NULL OR instr (r.scopes, ?2) > 0)"
    " ORDER BY due DESC, reference LIMIT ?3";
  AtlasDate monday = today->on - (atlas_date_weekday (today->on) - 1);
  AtlasDate sunday = monday + LAST_WEEKDAY - 1;
  g_autoptr(AtlasStmt) stmt = prepare (store, sql, scope, sunday, error);
  AtlasStep step;

  if (stmt == NULL)
    return FALSE;

  today->reviews = g_ptr_array_new_with_free_func ((GDestroyNotify) review_due_free);
  atlas_stmt_bind_integer (stmt, 3, REVIEWS_MAX);
  while ((step = atlas_stmt_step (stmt, error)) == ATLAS_STEP_ROW)
    {
      AtlasReviewDue *review = g_new0 (AtlasReviewDue, 1);

      review->reference = dup_text (stmt, 0);
      review->year_group = atlas_year_group (atlas_stmt_get_date (stmt, 1), today->on);
      review->town = dup_text (stmt, 2);
      review->provision_name = dup_text (stmt, 3);
      review->due = atlas_stmt_get_date (stmt, 4);
      today->n_reviews_this_week += review->due >= monday ? 1 : 0;
      g_ptr_array_insert (today->reviews, 0, review);
    }

  return step == ATLAS_STEP_DONE;
}

static gboolean
read_meetings (AtlasStore *store,
               const char *scope,
               AtlasToday *today,
               GError    **error)
{
  static const char *sql =
    "SELECT m.id, p.name, m.\"on\", coalesce (m.at, p.at), m.\"where\","
    " (SELECT count (*) FROM referral r WHERE r.panel = m.panel AND r.step = 'panel')"
    " FROM meeting m JOIN panel p ON p.id = m.panel"
    " WHERE m.\"on\" >= ?1 AND m.step IN ('planned', 'open')"
    " AND (?2 IS NULL OR instr (m.scopes, ?2) > 0) ORDER BY m.\"on\", m.id LIMIT ?3";
  g_autoptr(AtlasStmt) stmt = prepare (store, sql, scope, today->on, error);
  AtlasStep step;

  if (stmt == NULL)
    return FALSE;

  today->meetings = g_ptr_array_new_with_free_func ((GDestroyNotify) next_meeting_free);
  atlas_stmt_bind_integer (stmt, 3, NEXT_MEETINGS_MAX);
  while ((step = atlas_stmt_step (stmt, error)) == ATLAS_STEP_ROW)
    {
      AtlasNextMeeting *meeting = g_new0 (AtlasNextMeeting, 1);

      meeting->meeting = atlas_stmt_get_id (stmt, 0);
      meeting->panel_name = dup_text (stmt, 1);
      meeting->on = atlas_stmt_get_date (stmt, 2);
      meeting->at = dup_text (stmt, 3);
      meeting->where = dup_text (stmt, 4);
      meeting->n_children = (int) atlas_stmt_get_integer (stmt, 5);
      g_ptr_array_add (today->meetings, meeting);
    }

  return step == ATLAS_STEP_DONE;
}

static gboolean
read_matters (AtlasStore *store,
              const char *scope,
              AtlasToday *today,
              GError    **error)
{
  static const char *sql =
    "SELECT m.type, m.id, m.kind, m.subject_type,"
    " (SELECT reference FROM referral WHERE id = m.subject_id OR child = m.subject_id"
    "  ORDER BY received DESC LIMIT 1), m.by, m.made_at FROM"
    " (SELECT 'conflict' AS type, id, kind, subject_type, subject_id, \"by\", made_at, scopes"
    "  FROM conflict WHERE state = 'open'"
    "  UNION ALL SELECT 'question', id, kind, subject_type, subject_id, NULL, NULL, scopes"
    "  FROM question WHERE state = 'open'"
    "  UNION ALL SELECT 'parked', id, reason, subject_type, subject_id, \"by\", made_at, scopes"
    "  FROM parked WHERE state = 'open') m"
    " WHERE ?1 IS NOT NULL AND (?2 IS NULL OR instr (m.scopes, ?2) > 0) ORDER BY m.made_at, m.id";
  g_autoptr(AtlasStmt) stmt = prepare (store, sql, scope, today->on, error);
  AtlasStep step;

  if (stmt == NULL)
    return FALSE;

  today->matters = g_ptr_array_new_with_free_func ((GDestroyNotify) open_matter_free);
  while ((step = atlas_stmt_step (stmt, error)) == ATLAS_STEP_ROW)
    {
      AtlasOpenMatter *matter = g_new0 (AtlasOpenMatter, 1);

      matter->type = dup_text (stmt, 0);
      matter->id = atlas_stmt_get_id (stmt, 1);
      matter->kind = dup_text (stmt, 2);
      matter->subject_type = dup_text (stmt, 3);
      matter->reference = dup_text (stmt, 4);
      matter->by = atlas_store_name_user (store, atlas_stmt_get_text (stmt, 5));
      matter->made_at = dup_text (stmt, 6);
      g_ptr_array_add (today->matters, matter);
    }

  return step == ATLAS_STEP_DONE;
}

/**
 * atlas_store_read_today:
 * @store: a store
 * @scope: (nullable): as `area/dspl2`; %NULL and `county` mean everything
 * @on: the day
 * @error: return location for an error
 *
 * Reads what needs somebody on a day, at one moment of the store.
 *
 * Returns: (transfer full): it
 */
AtlasToday *
atlas_store_read_today (AtlasStore *store,
                        const char *scope,
                        AtlasDate   on,
                        GError    **error)
{
  g_autoptr(AtlasToday)       today = g_new0 (AtlasToday, 1);
  g_autoptr(AtlasTransaction) tx = NULL;

  tx = atlas_transaction_begin_read (atlas_store_get_db (store), error);
  today->on = on;
  if (tx == NULL)
    return NULL;

  today->day6 = atlas_store_list_day6 (store, scope, on, error);
  if (today->day6 == NULL || !read_places (store, scope, today, error) ||
      !read_reviews (store, scope, today, error) || !read_meetings (store, scope, today, error) ||
      !read_matters (store, scope, today, error))
    return NULL;

  return g_steal_pointer (&today);
}
