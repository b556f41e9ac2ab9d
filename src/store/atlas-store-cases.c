/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fills the case files of Day 6 from records, and says beside each what has been done about it. */
#define G_LOG_DOMAIN "atlas-store"

#include "config.h"

#include "store/atlas-store-cases.h"

#include "rules/atlas-groups.h"
#include "rules/atlas-school-year.h"

/*
 * How long ago an exclusion may lie and still be shown: a school year. Suspensions end with it, at
 * the latest (45 school days: Education and Inspections Act 2006 s52, as SI 2012/1033 has it).
 */
#define WINDOW_DAYS 365

/* The last year group of compulsory school age: Education Act 1996 s8. */
#define LAST_YEAR_GROUP 11

#define ALL "county"

void
atlas_place_state_clear (AtlasPlaceState *state)
{
  g_clear_pointer (&state->provision, g_free);
  g_clear_pointer (&state->provision_name, g_free);
}

/**
 * atlas_store_read_place:
 * @store: a store
 * @referral: id of a referral
 * @on: the date
 * @state: (out caller-allocates): where its place stands; cleared by atlas_place_state_clear()
 * @error: return location for an error
 *
 * Finds how far a referral has come towards a place.
 *
 * Returns: whether the store could be asked
 */
gboolean
atlas_store_read_place (AtlasStore      *store,
                        const char      *referral,
                        AtlasDate        on,
                        AtlasPlaceState *state,
                        GError         **error)
{
  static const char *sql =
    "SELECT 4 AS step, t.provision, n.name, t.starts AS day FROM placement t"
    " LEFT JOIN provision n ON n.id = t.provision"
    " WHERE t.referral = ?1 AND t.starts <= ?2 AND (t.ended IS NULL OR t.ended >= ?2)"
    " UNION ALL"
    " SELECT CASE o.step WHEN 'accepted' THEN 3 ELSE 2 END, o.provision, n.name, o.step_on"
    " FROM offer o LEFT JOIN provision n ON n.id = o.provision"
    " WHERE o.referral = ?1 AND o.step IN ('offered', 'accepted')"
    " UNION ALL"
    " SELECT 1, h.provision, n.name, h.use_by FROM hold h"
    " LEFT JOIN provision n ON n.id = h.provision"
    " WHERE h.referral = ?1 AND h.released IS NULL AND h.use_by >= ?2"
    " ORDER BY step DESC, day DESC LIMIT 1";
  g_autoptr(AtlasStmt) stmt = atlas_db_prepare (atlas_store_get_db (store), sql, error);
  AtlasStep step;

  *state = (AtlasPlaceState) { .on = ATLAS_DATE_NONE };
  if (stmt == NULL)
    return FALSE;

  atlas_stmt_bind_id (stmt, 1, referral);
  atlas_stmt_bind_integer (stmt, 2, on);
  step = atlas_stmt_step (stmt, error);
  if (step != ATLAS_STEP_ROW)
    return step == ATLAS_STEP_DONE;

  state->step = (AtlasPlaceStep) atlas_stmt_get_integer (stmt, 0);
  state->provision = atlas_stmt_get_id (stmt, 1);
  state->provision_name = g_strdup (atlas_stmt_get_text (stmt, 2));
  state->on = atlas_stmt_get_date (stmt, 3);

  return TRUE;
}

void
atlas_day6_row_free (AtlasDay6Row *row)
{
  if (row == NULL)
    return;

  g_free (row->exclusion);
  g_free (row->child);
  g_free (row->reference);
  g_free (row->town);
  g_free (row->school);
  g_free (row->school_name);
  g_free (row->asked);
  g_free (row->asked_name);
  g_free (row->next_step);
  g_free (row->owner);
  atlas_place_state_clear (&row->place);
  g_free (row);
}

static void
take_exclusion (AtlasStmt *stmt,
                GArray    *exclusions,
                AtlasDate *education_started)
{
  AtlasExclusionCase exclusion = { .to = ATLAS_DATE_NONE };
  AtlasDate started = atlas_stmt_get_date (stmt, 4);

  exclusion.is_permanent = g_strcmp0 (atlas_stmt_get_text (stmt, 0), "PERM") == 0;
  exclusion.from = atlas_stmt_get_date (stmt, 1);

  /* Without a session the day itself counts, so that the clock shows the earliest due day. */
  if (!atlas_day_session_parse (atlas_stmt_get_text (stmt, 2), &exclusion.session))
    exclusion.session = ATLAS_DAY_SESSION_AM;
  exclusion.sessions = (guint) atlas_stmt_get_integer (stmt, 3);
  g_array_append_val (exclusions, exclusion);
  if (started != ATLAS_DATE_NONE)
    *education_started = MAX (*education_started, started);
}

/**
 * atlas_store_read_day6:
 * @store: a store
 * @calendars: its calendars
 * @child: id of the child
 * @establishment: (nullable): id of the excluding school
 * @born: the child's date of birth, or %ATLAS_DATE_NONE
 * @on: the date
 * @error: return location for an error
 *
 * Works out Day 6 of the last run of exclusions of a child from a school. Pupil referral units are
 * provisions in this store, so the school is never one; a child whose examinations are all taken
 * is not known to be so before Year 12.
 *
 * Returns: (transfer full) (nullable): the Day 6; %NULL without @error when none was ever owed
 */
AtlasDay6 *
atlas_store_read_day6 (AtlasStore     *store,
                       AtlasCalendars *calendars,
                       const char     *child,
                       const char     *establishment,
                       AtlasDate       born,
                       AtlasDate       on,
                       GError        **error)
{
  g_autoptr(AtlasStmt) stmt = NULL;
  g_autoptr(GArray)    exclusions = g_array_new (FALSE, FALSE, sizeof (AtlasExclusionCase));
  AtlasDay6Case day6_case = { .education_started = ATLAS_DATE_NONE };
  int year_group = atlas_year_group (born, on);
  AtlasStep step;

  /* The plus keeps SQLite from looking through everybody whom that school has excluded. */
  stmt = atlas_db_prepare (atlas_store_get_db (store),
                           "SELECT kind, \"from\", session, sessions, education_started"
                           " FROM exclusion WHERE child = ?1 AND +establishment IS ?2"
                           " AND kind IN ('PERM', 'SUSP')"
                           " AND (cancelled IS NULL OR cancelled > ?3)", error);
  if (stmt == NULL)
    return NULL;

  atlas_stmt_bind_id (stmt, 1, child);
  atlas_stmt_bind_id (stmt, 2, establishment);
  atlas_stmt_bind_integer (stmt, 3, on);
  while ((step = atlas_stmt_step (stmt, error)) == ATLAS_STEP_ROW)
    take_exclusion (stmt, exclusions, &day6_case.education_started);
  if (step == ATLAS_STEP_ERROR)
    return NULL;

  day6_case.exclusions = (const AtlasExclusionCase *) exclusions->data;
  day6_case.n_exclusions = exclusions->len;
  day6_case.is_exempt = year_group != ATLAS_YEAR_GROUP_NONE && year_group > LAST_YEAR_GROUP;

  return atlas_day6_new (atlas_calendars_get (calendars, establishment), &day6_case, on);
}

static gboolean
read_referral (AtlasStore   *store,
               AtlasDay6Row *row,
               AtlasDate     on,
               GError      **error)
{
  static const char *sql =
    "SELECT r.id, r.reference, r.asked, p.name, r.next_step, r.owner FROM referral r"
    " LEFT JOIN provision p ON p.id = r.asked WHERE r.child = ?1"
    " ORDER BY r.exclusion IS ?2 DESC, r.step IN ('ended', 'moved-on', 'not-agreed'),"
    " r.received DESC, r.id LIMIT 1";
  g_autoptr(AtlasStmt) stmt = atlas_db_prepare (atlas_store_get_db (store), sql, error);
  g_autofree char *referral = NULL;
  AtlasStep step;

  if (stmt == NULL)
    return FALSE;

  atlas_stmt_bind_id (stmt, 1, row->child);
  atlas_stmt_bind_id (stmt, 2, row->exclusion);
  step = atlas_stmt_step (stmt, error);
  if (step != ATLAS_STEP_ROW)
    return step == ATLAS_STEP_DONE;

  referral = atlas_stmt_get_id (stmt, 0);
  row->reference = g_strdup (atlas_stmt_get_text (stmt, 1));
  row->asked = atlas_stmt_get_id (stmt, 2);
  row->asked_name = g_strdup (atlas_stmt_get_text (stmt, 3));
  row->next_step = g_strdup (atlas_stmt_get_text (stmt, 4));
  row->owner = g_strdup (atlas_stmt_get_text (stmt, 5));

  return atlas_store_read_place (store, referral, on, &row->place, error);
}

/* The child's last exclusion from each school, where it may still owe something. */
static AtlasStmt *
find_candidates (AtlasStore *store,
                 const char *scope,
                 AtlasDate   on,
                 GError    **error)
{
  static const char *sql =
    "SELECT e.id, e.child, e.establishment, c.born, c.town, s.name, e.kind, max (e.\"from\"),"
    " c.care"
    " FROM exclusion e LEFT JOIN child c ON c.id = e.child"
    " LEFT JOIN establishment s ON s.id = e.establishment"
    " WHERE e.\"from\" BETWEEN ?1 AND ?2 AND e.kind IN ('PERM', 'SUSP')"
    " AND (e.cancelled IS NULL OR e.cancelled > ?2)"
    " AND (e.education_started IS NULL OR e.education_started > ?2)"
    " AND (?3 IS NULL OR instr (e.scopes, ?3) > 0)"
    " GROUP BY e.child, e.establishment ORDER BY e.child, e.establishment";
  AtlasStmt *stmt = atlas_db_prepare (atlas_store_get_db (store), sql, error);
  g_autofree char *word = g_strdup_printf (" %s ", scope);

  if (stmt == NULL)
    return NULL;

  atlas_stmt_bind_integer (stmt, 1, on - WINDOW_DAYS);
  atlas_stmt_bind_integer (stmt, 2, on);
  atlas_stmt_bind_text (stmt, 3, scope == NULL || g_str_equal (scope, ALL) ? NULL : word);

  return stmt;
}

static gboolean
is_owed (const AtlasDay6Status *status)
{
  return status->clock.state != ATLAS_CLOCK_NOT_RUNNING && status->clock.state != ATLAS_CLOCK_MET;
}

/* Answers NULL without an error where nothing is owed. */
static AtlasDay6Row *
read_row (AtlasStore     *store,
          AtlasCalendars *calendars,
          AtlasStmt      *stmt,
          AtlasDate       on,
          GError        **error)
{
  g_autoptr(AtlasDay6Row) row = g_new0 (AtlasDay6Row, 1);
  g_autoptr(AtlasDay6)    day6 = NULL;
  AtlasDate born = atlas_stmt_get_date (stmt, 3);

  row->exclusion = atlas_stmt_get_id (stmt, 0);
  row->child = atlas_stmt_get_id (stmt, 1);
  row->school = atlas_stmt_get_id (stmt, 2);
  row->year_group = atlas_year_group (born, on);
  row->town = g_strdup (atlas_stmt_get_text (stmt, 4));
  row->school_name = g_strdup (atlas_stmt_get_text (stmt, 5));
  row->comes_first = atlas_care_comes_first (atlas_stmt_get_text (stmt, 8));
  row->is_permanent = g_strcmp0 (atlas_stmt_get_text (stmt, 6), "PERM") == 0;
  row->place.on = ATLAS_DATE_NONE;

  day6 = atlas_store_read_day6 (store, calendars, row->child, row->school, born, on, error);
  if (day6 == NULL)
    return NULL;

  row->status = atlas_day6_status (day6, on);
  if (!is_owed (&row->status) || !read_referral (store, row, on, error))
    return NULL;

  return g_steal_pointer (&row);
}

/* The first to be due comes first; on one day, those looked after or once looked after. */
static int
compare_rows (gconstpointer a,
              gconstpointer b)
{
  const AtlasDay6Row *row_a = *(AtlasDay6Row * const *) a;
  const AtlasDay6Row *row_b = *(AtlasDay6Row * const *) b;
  AtlasDate due_a = row_a->status.clock.due;
  AtlasDate due_b = row_b->status.clock.due;

  if (due_a == due_b && row_a->comes_first != row_b->comes_first)
    return row_a->comes_first ? -1 : 1;
  if (due_a == due_b)
    return g_strcmp0 (row_a->reference, row_b->reference);
  if (due_a == ATLAS_DATE_NONE || due_b == ATLAS_DATE_NONE)
    return due_a == ATLAS_DATE_NONE ? 1 : -1;

  return due_a < due_b ? -1 : 1;
}

/**
 * atlas_store_list_day6:
 * @store: a store
 * @scope: (nullable): as `area/dspl2`; %NULL and `county` mean everything
 * @on: the date
 * @error: return location for an error
 *
 * Lists the children who are owed full-time education by Day 6 and do not have it: the clock
 * runs, or has run out. A suspension that ends before its sixth school day owes nothing.
 *
 * Returns: (transfer full) (element-type AtlasDay6Row): the first to be due comes first; of those
 *   due on one day, who atlas_care_comes_first() says
 */
GPtrArray *
atlas_store_list_day6 (AtlasStore *store,
                       const char *scope,
                       AtlasDate   on,
                       GError    **error)
{
  g_autoptr(GPtrArray)      rows = NULL;
  g_autoptr(AtlasCalendars) calendars = atlas_calendars_new (store, error);
  g_autoptr(AtlasStmt)      stmt = NULL;
  AtlasStep step;

  rows = g_ptr_array_new_with_free_func ((GDestroyNotify) atlas_day6_row_free);
  if (calendars == NULL || (stmt = find_candidates (store, scope, on, error)) == NULL)
    return NULL;

  while ((step = atlas_stmt_step (stmt, error)) == ATLAS_STEP_ROW)
    {
      g_autoptr(GError) fault = NULL;
      AtlasDay6Row *row = read_row (store, calendars, stmt, on, &fault);

      if (fault != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&fault));
          return NULL;
        }
      if (row != NULL)
        g_ptr_array_add (rows, row);
    }
  if (step == ATLAS_STEP_ERROR)
    return NULL;

  g_ptr_array_sort (rows, compare_rows);
  return g_steal_pointer (&rows);
}
