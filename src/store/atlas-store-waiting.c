/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-store"

#include "config.h"

#include "store/atlas-store-waiting.h"

#include "records/atlas-codes.h"
#include "store/atlas-store-referrals.h"

/* In the year in which a child turns so old on or before 31 August, they begin Reception. */
#define RECEPTION_AGE 4

/* Year groups of each phase, both included. */
static const struct { AtlasPhase phase; int first; int last; } phases[] = {
  { ATLAS_PHASE_EARLY_YEARS, -5, -1 },
  { ATLAS_PHASE_PRIMARY, 0, 6 },
  { ATLAS_PHASE_SECONDARY, 7, 11 },
  { ATLAS_PHASE_POST_16, 12, 14 },
};

void
atlas_waiting_free (AtlasWaiting *self)
{
  g_free (self->area);
  g_free (self->partnership);
  g_free (self);
}

static void
append_steps (GString *sql,
              gboolean are_open)
{
  g_autoptr(GPtrArray) codes = atlas_codes_list ("referral-step");
  const char *before = "";

  for (guint i = 0; i < codes->len; i++)
    {
      const AtlasCode *code = g_ptr_array_index (codes, i);

      if (atlas_referral_step_is_open (code->code) != are_open)
        continue;
      g_string_append_printf (sql, "%s'%s'", before, code->code);
      before = ", ";
    }
}

/* Those that are open, and those that were: closed by a later step, and nobody had started by the
 * day. The open steps by name, so that the index finds the few that are open among the many that
 * are not. */
static AtlasStmt *
prepare (AtlasStore *store,
         GError    **error)
{
  g_autoptr(GString) sql = g_string_new ("SELECT c.area, c.partnership,"
                                         " count (DISTINCT r.child), min (r.received) FROM ("
                                         "SELECT child, received FROM referral WHERE step IN (");

  append_steps (sql, TRUE);
  g_string_append (sql,
                   ") AND (received IS NULL OR received <= ?1)"
                   " UNION ALL SELECT child, received FROM referral WHERE step IN (");
  append_steps (sql, FALSE);
  g_string_append (sql,
                   ") AND step_on > ?1 AND received <= ?1 AND NOT EXISTS"
                   " (SELECT 1 FROM placement p WHERE p.referral = referral.id AND p.starts <= ?1)"
                   ") r JOIN child c ON c.id = r.child"
                   " WHERE ?2 IS NULL OR c.born BETWEEN ?2 AND ?3"
                   " GROUP BY c.area, c.partnership ORDER BY c.area, c.partnership");

  return atlas_db_prepare (atlas_store_get_db (store), sql->str, error);
}

/* A phase is a span of birthdays: from 1 September to 31 August. */
static void
bind_birthdays (AtlasStmt *stmt,
                AtlasPhase phase,
                AtlasDate  on)
{
  int reception_born = atlas_academic_year (on) - RECEPTION_AGE;

  for (gsize i = 0; i < G_N_ELEMENTS (phases); i++)
    if (phases[i].phase == phase)
      {
        atlas_stmt_bind_integer (stmt, 2,
                                 atlas_date_new (reception_born - phases[i].last - 1, 9, 1));
        atlas_stmt_bind_integer (stmt, 3,
                                 atlas_date_new (reception_born - phases[i].first, 8, 31));
        return;
      }

  atlas_stmt_bind_null (stmt, 2);
  atlas_stmt_bind_null (stmt, 3);
}

/**
 * atlas_store_count_waiting:
 * @store: a store
 * @phase: of the children, or %ATLAS_PHASE_NONE for all, also those without a date of birth
 * @on: the day; what was received later is left out
 * @error: return location for an error
 *
 * Counts the children with a referral that was open on the day, as atlas_referral_step_is_open()
 * says, by where they live now. Earlier steps of a referral are not kept: one that is closed was
 * open until its placement began, or else until the day of its present step.
 *
 * Returns: (transfer full) (element-type AtlasWaiting): a row for each area and partnership in
 *   which somebody waits
 */
GPtrArray *
atlas_store_count_waiting (AtlasStore *store,
                           AtlasPhase  phase,
                           AtlasDate   on,
                           GError    **error)
{
  g_autoptr(AtlasStmt) stmt = prepare (store, error);
  g_autoptr(GPtrArray) rows = NULL;
  AtlasStep step;

  if (stmt == NULL)
    return NULL;

  rows = g_ptr_array_new_with_free_func ((GDestroyNotify) atlas_waiting_free);
  atlas_stmt_bind_integer (stmt, 1, on);
  bind_birthdays (stmt, phase, on);
  while ((step = atlas_stmt_step (stmt, error)) == ATLAS_STEP_ROW)
    {
      AtlasWaiting *row = g_new0 (AtlasWaiting, 1);

      row->area = atlas_stmt_get_id (stmt, 0);
      row->partnership = atlas_stmt_get_id (stmt, 1);
      row->children = (int) atlas_stmt_get_integer (stmt, 2);
      row->since = atlas_stmt_is_null (stmt, 3) ? ATLAS_DATE_NONE
                                                : (AtlasDate) atlas_stmt_get_integer (stmt, 3);
      g_ptr_array_add (rows, row);
    }

  return step == ATLAS_STEP_DONE ? g_steal_pointer (&rows) : NULL;
}
