/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A list of referrals of any length. Finding answers with row numbers alone, some bytes each and in
 * the order wanted; a page of them is then read by number, wherever in the list it lies, so that
 * the last page costs no more than the first.
 */
#define G_LOG_DOMAIN "atlas-store"

#include "config.h"

#include "store/atlas-store-referrals.h"

#include "records/atlas-codes.h"
#include "rules/atlas-groups.h"
#include "rules/atlas-school-year.h"
#include "rules/atlas-waiting.h"
#include "store/atlas-query-private.h"
#include "store/atlas-referral-board.h"
#include "store/atlas-store-wording.h"

/* What an exclusion owes ends with the school year, at the latest. */
#define DAY6_WINDOW_DAYS 365
#define RECEPTION_AGE    4      /* on 31 August before it */
#define ALL              "county"

#define DAYS_A_WEEK      7
#define NO_REVIEW_STEPS  " ('draft', 'moved-on', 'ended')"

/* As atlas_care_comes_first() has it; a test holds the two together. */
#define COMES_FIRST "(coalesce (c.care, '') IN ('CLA', 'PLA'))"

#define CLOSED_STEPS "('started', 'under-review', 'moved-on', 'ended')"

typedef struct {
  GString   *where;
  GPtrArray *texts;             /* (element-type utf8) (nullable): in the order of the marks */
} Search;

/**
 * atlas_referral_step_is_open:
 * @step: (nullable): code of `referral-step`
 *
 * Returns: whether somebody must still find the child a place or an answer
 */
gboolean
atlas_referral_step_is_open (const char *step)
{
  static const char * const closed[] = { "started", "under-review", "moved-on", "ended", NULL };

  return step != NULL && !g_strv_contains (closed, step);
}

void
atlas_referral_line_free (AtlasReferralLine *line)
{
  if (line == NULL)
    return;

  g_free (line->id);
  g_free (line->reference);
  g_free (line->child);
  g_free (line->child_name);
  g_free (line->town);
  g_free (line->area_name);
  g_free (line->kind);
  g_free (line->kind_words);
  g_free (line->tier_words);
  g_free (line->step);
  g_free (line->owner);
  g_free (line->next_step);
  g_free (line->school_name);
  g_free (line->asked_name);
  atlas_place_state_clear (&line->place);
  g_free (line);
}

static void
add_text (Search     *search,
          const char *text)
{
  g_ptr_array_add (search->texts, g_strdup (text));
}

static void
add_scope (Search     *search,
           const char *scope)
{
  if (scope == NULL || g_str_equal (scope, ALL))
    return;

  g_string_append (search->where, " AND instr (r.scopes, ?) > 0");
  g_ptr_array_add (search->texts, g_strdup_printf (" %s ", scope));
}

static void
add_words (Search     *search,
           const char *words)
{
  g_autofree char *expression = atlas_query_words (words);

  if (expression == NULL)
    return;

  g_string_append (search->where,
                   " AND r.pk IN (SELECT rowid FROM search_referral WHERE words MATCH ?"
                   " UNION ALL SELECT f.pk FROM search_child s CROSS JOIN child k ON k.pk = s.rowid"
                   " CROSS JOIN referral f ON f.child = k.id WHERE s.words MATCH ?)");
  add_text (search, expression);
  add_text (search, expression);
}

static void
add_values (Search     *search,
            const char *before,
            GStrv       values,
            const char *after)
{
  g_string_append (search->where, before);
  for (char **at = values; *at != NULL; at++)
    {
      g_string_append (search->where, at == values ? "?" : ", ?");
      add_text (search, *at);
    }
  g_string_append (search->where, after);
}

/* A year group is a span of birthdays: from 1 September to 31 August. */
static void
add_years (Search   *search,
           GStrv     years,
           AtlasDate on)
{
  g_string_append (search->where, " AND r.child IN (SELECT id FROM child WHERE 0");
  for (char **at = years; *at != NULL; at++)
    {
      int year_group = atlas_year_group_parse (*at);
      int born_in;

      if (year_group == ATLAS_YEAR_GROUP_NONE)
        continue;

      born_in = atlas_academic_year (on) - RECEPTION_AGE - year_group - 1;
      g_string_append_printf (search->where, " OR born BETWEEN %d AND %d",
                              atlas_date_new (born_in, 9, 1), atlas_date_new (born_in + 1, 8, 31));
    }
  g_string_append_c (search->where, ')');
}

static void
add_reviews (Search   *search,
             AtlasDate sunday)
{
  g_string_append_printf (search->where,
                          " AND ((r.review_by <= %d AND r.step NOT IN" NO_REVIEW_STEPS ")"
                          " OR r.id IN (SELECT referral FROM placement"
                          " WHERE review_by <= %d AND ended IS NULL))", sunday, sunday);
}

static void
add_filter (Search                    *search,
            const AtlasReferralFilter *filter,
            AtlasDate                  on)
{
  GStrv steps = filter->facets[ATLAS_REFERRAL_FACET_STEP];
  GStrv tiers = filter->facets[ATLAS_REFERRAL_FACET_TIER];
  GStrv years = filter->facets[ATLAS_REFERRAL_FACET_YEAR];
  GStrv areas = filter->facets[ATLAS_REFERRAL_FACET_AREA];
  GStrv partnerships = filter->facets[ATLAS_REFERRAL_FACET_PARTNERSHIP];
  GStrv kinds = filter->facets[ATLAS_REFERRAL_FACET_KIND];

  if (steps != NULL)
    add_values (search, " AND r.step IN (", steps, ")");
  if (tiers != NULL)
    add_values (search, " AND CAST (r.tier AS TEXT) IN (", tiers, ")");
  if (kinds != NULL)
    add_values (search, " AND r.kind IN (", kinds, ")");
  if (areas != NULL)
    add_values (search, " AND r.child IN (SELECT c.id FROM area a JOIN child c ON c.area = a.id"
                " WHERE a.key IN (", areas, "))");
  if (partnerships != NULL)
    add_values (search, " AND r.child IN (SELECT c.id FROM partnership p"
                " JOIN child c ON c.partnership = p.id WHERE p.key IN (", partnerships, "))");
  if (years != NULL)
    add_years (search, years, on);
  if (filter->is_open || filter->waiting_days > 0)
    g_string_append (search->where, " AND r.step NOT IN " CLOSED_STEPS);
  if (filter->waiting_days > 0)
    g_string_append_printf (search->where, " AND r.received <= %d", on - filter->waiting_days);
  if (filter->review_due)
    add_reviews (search, on + DAYS_A_WEEK - atlas_date_weekday (on));
  if (filter->owes_day6)
    g_string_append_printf (search->where,
                            " AND r.exclusion IN (SELECT id FROM exclusion"
                            " WHERE kind IN ('PERM', 'SUSP') AND \"from\" BETWEEN %d AND %d"
                            " AND (cancelled IS NULL OR cancelled > %d)"
                            " AND (education_started IS NULL OR education_started > %d))",
                            on - DAY6_WINDOW_DAYS, on, on, on);
}

/* Where a step stands among the steps, as SQL: their codes are in the order of the work. */
static char *
step_column (void)
{
  g_autoptr(GPtrArray) codes = atlas_codes_list ("referral-step");
  GString *column = g_string_new ("CASE r.step");

  for (guint i = 0; i < codes->len; i++)
    g_string_append_printf (column, " WHEN '%s' THEN %u",
                            ((const AtlasCode *) g_ptr_array_index (codes, i))->code, i);

  return g_string_free (g_string_append (column, " END"), FALSE);
}

static void
append_order (GString                   *sql,
              const AtlasReferralFilter *filter)
{
  static const char * const columns[] = {
    "r.received", "r.reference", "c.born", "r.tier", "r.next_by", "x.\"from\"", NULL,
    "r.received",
  };
  gboolean is_queue = filter->sort == ATLAS_REFERRAL_SORT_QUEUE;
  /* The later born is in the lower year. */
  gboolean is_turned = filter->sort == ATLAS_REFERRAL_SORT_YEAR;
  g_autofree char *step = filter->sort == ATLAS_REFERRAL_SORT_STEP ? step_column () : NULL;
  const char *column = step != NULL ? step : columns[filter->sort];

  g_string_append_printf (sql, " ORDER BY %s%s IS NULL, %s%s, r.id",
                          is_queue ? COMES_FIRST " DESC, " : "", column, column,
                          filter->descending != is_turned ? " DESC" : "");
}

static void
search_clear (Search *search)
{
  g_string_free (search->where, TRUE);
  g_ptr_array_unref (search->texts);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Search, search_clear)

static AtlasStmt *
prepare_search (AtlasStore *store,
                Search     *search,
                const char *select,
                const char *order,
                GError    **error)
{
  g_autofree char *sql = g_strconcat (select, " WHERE 1", search->where->str, order, NULL);
  AtlasStmt *stmt = atlas_db_prepare (atlas_store_get_db (store), sql, error);

  for (guint i = 0; stmt != NULL && i < search->texts->len; i++)
    atlas_stmt_bind_text (stmt, (int) i + 1, g_ptr_array_index (search->texts, i));

  return stmt;
}

static AtlasStmt *
prepare_find (AtlasStore                *store,
              const AtlasReferralFilter *filter,
              const char                *scope,
              const char                *words,
              AtlasDate                  on,
              GError                   **error)
{
  g_auto(Search)       search = { g_string_new (NULL), g_ptr_array_new_with_free_func (g_free) };
  g_autoptr(GString)   order = g_string_new (NULL);
  g_autoptr(GString)   select = g_string_new ("SELECT r.pk, r.step FROM referral r");

  if (filter->sort == ATLAS_REFERRAL_SORT_YEAR || filter->sort == ATLAS_REFERRAL_SORT_QUEUE)
    g_string_append (select, " LEFT JOIN child c ON c.id = r.child");
  if (filter->sort == ATLAS_REFERRAL_SORT_EXCLUDED)
    g_string_append (select, " LEFT JOIN exclusion x ON x.id = r.exclusion");
  add_scope (&search, scope);
  add_words (&search, words);
  add_filter (&search, filter, on);
  append_order (order, filter);

  return prepare_search (store, &search, select->str, order->str, error);
}

/**
 * atlas_store_find_referrals:
 * @store: a store
 * @filter: which, in which order
 * @scope: (nullable): as `area/dspl2`; %NULL and `county` mean everything
 * @words: (nullable): what a person typed
 * @on: the date that year groups and clocks stand on
 * @error: return location for an error
 *
 * Finds referrals: every word must be found in the referral, or every word in the child's names
 * and number.
 *
 * Returns: (transfer full) (element-type gint64): row numbers for atlas_store_read_referrals()
 */
GArray *
atlas_store_find_referrals (AtlasStore                *store,
                            const AtlasReferralFilter *filter,
                            const char                *scope,
                            const char                *words,
                            AtlasDate                  on,
                            GError                   **error)
{
  g_autoptr(AtlasStmt) stmt = prepare_find (store, filter, scope, words, on, error);
  g_autoptr(GArray)    rows = g_array_new (FALSE, FALSE, sizeof (gint64));
  AtlasStep step;

  if (stmt == NULL)
    return NULL;

  while ((step = atlas_stmt_step (stmt, error)) == ATLAS_STEP_ROW)
    {
      gint64 row = atlas_stmt_get_integer (stmt, 0);

      g_array_append_val (rows, row);
    }

  return step == ATLAS_STEP_DONE ? g_steal_pointer (&rows) : NULL;
}

/**
 * atlas_store_find_board:
 * @store: a store
 * @filter: which, in which order
 * @scope: (nullable): as `area/dspl2`; %NULL and `county` mean everything
 * @words: (nullable): what a person typed
 * @on: the date that year groups and clocks stand on
 * @error: return location for an error
 *
 * Finds what atlas_store_find_referrals() finds, apart by step, in one look at the store, so that
 * no referral stands in two columns.
 *
 * Returns: (transfer full) (element-type GArray): for each step of atlas_board_step() the row
 *   numbers of its referrals, for atlas_store_read_referrals()
 */
GPtrArray *
atlas_store_find_board (AtlasStore                *store,
                        const AtlasReferralFilter *filter,
                        const char                *scope,
                        const char                *words,
                        AtlasDate                  on,
                        GError                   **error)
{
  g_autoptr(AtlasStmt) stmt = prepare_find (store, filter, scope, words, on, error);
  g_autoptr(GPtrArray) columns = NULL;
  AtlasStep step;

  if (stmt == NULL)
    return NULL;

  columns = g_ptr_array_new_full (ATLAS_BOARD_N_STEPS, (GDestroyNotify) g_array_unref);
  for (guint i = 0; i < ATLAS_BOARD_N_STEPS; i++)
    g_ptr_array_add (columns, g_array_new (FALSE, FALSE, sizeof (gint64)));
  while ((step = atlas_stmt_step (stmt, error)) == ATLAS_STEP_ROW)
    {
      gint64 row = atlas_stmt_get_integer (stmt, 0);
      int column = atlas_board_find_step (atlas_stmt_get_text (stmt, 1));

      if (column >= 0)
        g_array_append_val ((GArray *) g_ptr_array_index (columns, column), row);
    }

  return step == ATLAS_STEP_DONE ? g_steal_pointer (&columns) : NULL;
}

/**
 * atlas_store_count_referrals:
 * @store: a store
 * @scope: (nullable): as `area/dspl2`; %NULL and `county` mean everything
 * @count: (out): how many referrals there are, open or not
 * @error: return location for an error
 *
 * Returns: whether they could be counted
 */
gboolean
atlas_store_count_referrals (AtlasStore *store,
                             const char *scope,
                             gint64     *count,
                             GError    **error)
{
  g_auto(Search)       search = { g_string_new (NULL), g_ptr_array_new_with_free_func (g_free) };
  g_autoptr(AtlasStmt) stmt = NULL;

  add_scope (&search, scope);
  stmt = prepare_search (store, &search, "SELECT count (*) FROM referral r", "", error);
  if (stmt == NULL || atlas_stmt_step (stmt, error) != ATLAS_STEP_ROW)
    return FALSE;

  *count = atlas_stmt_get_integer (stmt, 0);
  return TRUE;
}

/* The first decision that left it undecided, since the last one that decided it. */
#define FIRST_HEARD_SQL \
  " (SELECT min (d.\"on\") FROM decision d WHERE d.referral = r.id" \
  "  AND d.kind IN ('ask', 'deferred') AND d.\"on\" > coalesce ((SELECT max (e.\"on\")" \
  "   FROM decision e WHERE e.referral = r.id AND e.kind NOT IN ('ask', 'deferred')), 0))"

/* In the order of the columns that line_from_row() reads. */
#define LINE_SQL \
  "SELECT r.id, r.reference, r.child, coalesce (c.known_as, c.first_name), c.last_name, c.born," \
  " c.town, coalesce (a.short_name, a.name), r.kind, r.tier, r.step, r.received, r.owner," \
  " r.next_step, r.next_by, s.name, p.name, x.child, x.establishment, c.care," FIRST_HEARD_SQL \
  " FROM referral r LEFT JOIN child c ON c.id = r.child LEFT JOIN area a ON a.id = c.area" \
  " LEFT JOIN exclusion x ON x.id = r.exclusion" \
  " LEFT JOIN establishment s ON s.id = coalesce (x.establishment, c.establishment)" \
  " LEFT JOIN provision p ON p.id = r.asked WHERE r.pk = ?"

static char *
join_name (const char *first,
           const char *last)
{
  if (first == NULL || last == NULL)
    return g_strdup (first != NULL ? first : last);

  return g_strconcat (first, " ", last, NULL);
}

/* A line has the words of the day on which its referral was received. */
static void
word_line (AtlasReferralLine  *line,
           const AtlasWording *wording,
           AtlasDate           born,
           AtlasDate           on)
{
  AtlasDate day = line->received != ATLAS_DATE_NONE ? line->received : on;
  gboolean is_early = atlas_is_early_years (line->kind, born, day);

  if (line->kind != NULL)
    line->kind_words = g_strdup (atlas_wording_code (wording, "referral-kind", line->kind, day));
  if (line->tier > 0)
    line->tier_words = g_strdup (atlas_wording_tier (wording, line->tier, day, is_early));
}

static AtlasReferralLine *
line_from_row (AtlasStmt          *stmt,
               const AtlasWording *wording,
               AtlasDate           on)
{
  AtlasReferralLine *line = g_new0 (AtlasReferralLine, 1);

  line->id = atlas_stmt_get_id (stmt, 0);
  line->reference = g_strdup (atlas_stmt_get_text (stmt, 1));
  line->child = atlas_stmt_get_id (stmt, 2);
  line->child_name = join_name (atlas_stmt_get_text (stmt, 3), atlas_stmt_get_text (stmt, 4));
  line->year_group = atlas_year_group (atlas_stmt_get_date (stmt, 5), on);
  line->town = g_strdup (atlas_stmt_get_text (stmt, 6));
  line->area_name = g_strdup (atlas_stmt_get_text (stmt, 7));
  line->kind = g_strdup (atlas_stmt_get_text (stmt, 8));
  line->tier = (int) atlas_stmt_get_integer (stmt, 9);
  line->step = g_strdup (atlas_stmt_get_text (stmt, 10));
  line->received = atlas_stmt_get_date (stmt, 11);
  line->owner = g_strdup (atlas_stmt_get_text (stmt, 12));
  line->next_step = g_strdup (atlas_stmt_get_text (stmt, 13));
  line->next_by = atlas_stmt_get_date (stmt, 14);
  line->school_name = g_strdup (atlas_stmt_get_text (stmt, 15));
  line->asked_name = g_strdup (atlas_stmt_get_text (stmt, 16));
  word_line (line, wording, atlas_stmt_get_date (stmt, 5), on);
  line->comes_first = atlas_care_comes_first (atlas_stmt_get_text (stmt, 19));
  line->heard_days = MAX (0, atlas_days_since (atlas_stmt_get_date (stmt, 20), on));

  return line;
}

static gboolean
read_clock (AtlasStore        *store,
            AtlasCalendars   **calendars,
            AtlasStmt         *stmt,
            AtlasDate          on,
            AtlasReferralLine *line,
            GError           **error)
{
  g_autofree char *child = atlas_stmt_get_id (stmt, 17);
  g_autofree char *school = atlas_stmt_get_id (stmt, 18);
  g_autoptr(AtlasDay6) day6 = NULL;
  g_autoptr(GError)    fault = NULL;

  if (child == NULL)
    return TRUE;
  if (*calendars == NULL && (*calendars = atlas_calendars_new (store, error)) == NULL)
    return FALSE;

  day6 = atlas_store_read_day6 (store, *calendars, child, school,
                                atlas_stmt_get_date (stmt, 5), on, &fault);
  if (fault != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&fault));
      return FALSE;
    }

  line->has_day6 = day6 != NULL;
  line->status = atlas_day6_status (day6, on);
  return TRUE;
}

/**
 * atlas_store_read_referrals:
 * @store: a store
 * @rows: (array length=n_rows): row numbers from atlas_store_find_referrals()
 * @n_rows: how many
 * @on: the date that year groups and clocks stand on
 * @error: return location for an error
 *
 * Reads a page of a list.
 *
 * Returns: (transfer full) (element-type AtlasReferralLine) (nullable): the lines, in the order of
 *   @rows, %NULL where one is gone
 */
GPtrArray *
atlas_store_read_referrals (AtlasStore   *store,
                            const gint64 *rows,
                            gsize         n_rows,
                            AtlasDate     on,
                            GError      **error)
{
  g_autoptr(GPtrArray)      lines = NULL;
  g_autoptr(AtlasCalendars) calendars = NULL;
  g_autoptr(AtlasWording)   wording = atlas_store_read_wording (store, error);

  if (wording == NULL)
    return NULL;

  lines = g_ptr_array_new_full ((guint) n_rows, (GDestroyNotify) atlas_referral_line_free);
  for (gsize i = 0; i < n_rows; i++)
    {
      g_autoptr(AtlasStmt)         stmt = NULL;
      g_autoptr(AtlasReferralLine) line = NULL;
      AtlasStep step;

      stmt = atlas_db_prepare (atlas_store_get_db (store), LINE_SQL, error);
      if (stmt == NULL)
        return NULL;
      atlas_stmt_bind_integer (stmt, 1, rows[i]);
      step = atlas_stmt_step (stmt, error);
      if (step == ATLAS_STEP_ERROR)
        return NULL;
      if (step == ATLAS_STEP_ROW)
        {
          line = line_from_row (stmt, wording, on);
          if (!read_clock (store, &calendars, stmt, on, line, error) ||
              !atlas_store_read_place (store, line->id, on, &line->place, error))
            return NULL;
        }
      g_ptr_array_add (lines, g_steal_pointer (&line));
    }

  return g_steal_pointer (&lines);
}
