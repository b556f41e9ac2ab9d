/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The figures of every indicator, and what they come to. */
#include "config.h"

#include "rules/atlas-indicator.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define PERCENT    100.0
#define WEEK_DAYS  7.0

static const char * const codes[ATLAS_N_INDICATORS] = {
  [ATLAS_INDICATOR_SUSPENSIONS] = "suspensions", [ATLAS_INDICATOR_PERMANENT] = "permanent",
  [ATLAS_INDICATOR_COHORTS] = "cohorts", [ATLAS_INDICATOR_PART_TIME] = "part-time",
  [ATLAS_INDICATOR_MANAGED_MOVES] = "managed-moves",
  [ATLAS_INDICATOR_REINTEGRATION] = "reintegration",
  [ATLAS_INDICATOR_ALTERNATIVE] = "alternative", [ATLAS_INDICATOR_SPECIALIST] = "specialist",
  [ATLAS_INDICATOR_COMMUNITY] = "community", [ATLAS_INDICATOR_FROM_SPECIAL] = "from-special",
  [ATLAS_INDICATOR_OUT_OF_COUNTY] = "out-of-county",
  [ATLAS_INDICATOR_RESTRICTIVE] = "restrictive", [ATLAS_INDICATOR_HOME_CHOSEN] = "home-chosen",
  [ATLAS_INDICATOR_HOME_PRESSED] = "home-pressed",
};

/*
 * Indicator after indicator, the figure that stands for it first: id, label, unit, what is counted,
 * of what, what is left out and why, how many children it is about, what it rests on. Origin:
 * requirements T080 to T091 and T093.
 */
#define FIGURE(indicator, id, label, unit, part, whole, unknown, left_out, children, evidence) \
  { ATLAS_INDICATOR_ ## indicator, id, label, ATLAS_INDICATOR_ ## unit, ATLAS_TALLY_ ## part, \
    whole, ATLAS_TALLY_ ## unknown, left_out, ATLAS_TALLY_ ## children, \
    ATLAS_EVIDENCE_ ## evidence }
static const AtlasIndicatorFigure figures[] = {
  FIGURE (SUSPENSIONS, "suspensions", N_("Suspensions"), NUMBER, SUSPENSIONS, ATLAS_TALLY_NONE,
          NONE, NULL, SUSPENDED, EXCLUSIONS),
  FIGURE (SUSPENSIONS, "sessions", N_("Sessions missed by suspension"), NUMBER, SESSIONS,
          ATLAS_TALLY_NONE, SESSIONS_UNKNOWN, N_("suspensions whose length is not recorded"),
          SESSIONS_CHILDREN, EXCLUSIONS),
  FIGURE (SUSPENSIONS, "sessions-percent", N_("Share of all sessions"), PERCENT, SESSIONS,
          ATLAS_WHOLE_SESSIONS, SESSIONS_UNKNOWN, N_("suspensions whose length is not recorded"),
          SESSIONS_CHILDREN, EXCLUSIONS),
  FIGURE (SUSPENSIONS, "suspended", N_("Children suspended once or more"), NUMBER, SUSPENDED,
          ATLAS_TALLY_NONE, NONE, NULL, SUSPENDED, EXCLUSIONS),
  FIGURE (SUSPENSIONS, "suspended-percent", N_("Share of children on rolls"), PERCENT, SUSPENDED,
          ATLAS_WHOLE_ROLL, NONE, NULL, SUSPENDED, EXCLUSIONS),

  FIGURE (PERMANENT, "permanent", N_("Permanent exclusions"), NUMBER, PERMANENT, ATLAS_TALLY_NONE,
          NONE, NULL, PERMANENT_CHILDREN, EXCLUSIONS),
  FIGURE (PERMANENT, "permanently-excluded-percent", N_("Share of children on rolls"), PERCENT,
          PERMANENT_CHILDREN, ATLAS_WHOLE_ROLL, NONE, NULL, PERMANENT_CHILDREN, EXCLUSIONS),
  FIGURE (PERMANENT, "moves-begun", N_("Beside them: managed moves that began"), NUMBER,
          MOVES_BEGUN, ATLAS_TALLY_NONE, NONE, NULL, MOVES_BEGUN, MOVES),
  FIGURE (PERMANENT, "home-notified", N_("Beside them: home education notified"), NUMBER, HOME,
          ATLAS_TALLY_NONE, NONE, NULL, HOME, HOME),

  FIGURE (PART_TIME, "part-time", N_("Children on part-time timetables"), NUMBER,
          PART_TIME_CHILDREN, ATLAS_TALLY_NONE, NONE, NULL, PART_TIME_CHILDREN, TIMETABLES),
  FIGURE (PART_TIME, "part-time-agreed-percent", N_("Timetables that the family agreed to"),
          PERCENT, PART_TIME_AGREED, ATLAS_TALLY_PART_TIME, NONE, NULL, PART_TIME_CHILDREN,
          TIMETABLES),
  FIGURE (PART_TIME, "part-time-reviewed-percent", N_("Reviews held by their day"), PERCENT,
          REVIEWS_HELD, ATLAS_TALLY_REVIEWS_DUE, REVIEWS_UNKNOWN,
          N_("timetables with no day of review"), PART_TIME_CHILDREN, TIMETABLES),
  FIGURE (PART_TIME, "part-time-weeks", N_("How long they have lasted: median"), MEDIAN_WEEKS,
          DAYS_PART_TIME, ATLAS_TALLY_NONE, NONE, NULL, PART_TIME_CHILDREN, TIMETABLES),

  FIGURE (MANAGED_MOVES, "moves-sustained", N_("Managed moves that lasted two terms"), NUMBER,
          MOVES_SUSTAINED, ATLAS_TALLY_MOVES_KNOWN, MOVES_UNKNOWN,
          N_("moves of which nobody recorded what came of them"), MOVES_SUSTAINED, MOVES),
  FIGURE (MANAGED_MOVES, "moves-due", N_("Managed moves of two terms ago"), NUMBER, MOVES_DUE,
          ATLAS_TALLY_NONE, NONE, NULL, MOVES_DUE, MOVES),
  FIGURE (MANAGED_MOVES, "moves-sustained-percent", N_("Share that lasted"), PERCENT,
          MOVES_SUSTAINED, ATLAS_TALLY_MOVES_KNOWN, MOVES_UNKNOWN,
          N_("moves of which nobody recorded what came of them"), MOVES_SUSTAINED, MOVES),

  FIGURE (REINTEGRATION, "returned", N_("Children back in a mainstream school"), NUMBER, RETURNED,
          ATLAS_TALLY_NONE, RETURNED_UNKNOWN, N_("children whose date of birth is not recorded"),
          RETURNED, CENTRE_ROLLS),
  FIGURE (REINTEGRATION, "returned-median", N_("Time to their return: median"), MEDIAN_DAYS,
          DAYS_TO_RETURN, ATLAS_TALLY_NONE, RETURNED_UNKNOWN,
          N_("children whose date of birth is not recorded"), RETURNED, CENTRE_ROLLS),
  FIGURE (REINTEGRATION, "returned-p90", N_("Time within which nine of ten returned"), P90_DAYS,
          DAYS_TO_RETURN, ATLAS_TALLY_NONE, RETURNED_UNKNOWN,
          N_("children whose date of birth is not recorded"), RETURNED, CENTRE_ROLLS),
  FIGURE (REINTEGRATION, "not-returned", N_("Children still on a centre’s roll at the end"), NUMBER,
          NOT_RETURNED, ATLAS_TALLY_NONE, NONE, NULL, NOT_RETURNED, CENTRE_ROLLS),

  FIGURE (ALTERNATIVE, "alternative-attendance-percent", N_("Sessions attended"), PERCENT, PRESENT,
          ATLAS_TALLY_POSSIBLE, NONE, NULL, ATTENDED_CHILDREN, SESSIONS),
  FIGURE (ALTERNATIVE, "alternative-children", N_("Children in the registers"), NUMBER,
          ATTENDED_CHILDREN, ATLAS_TALLY_NONE, NONE, NULL, ATTENDED_CHILDREN, SESSIONS),
  FIGURE (ALTERNATIVE, "year-11", N_("Year 11 children placed"), NUMBER, YEAR_11, ATLAS_TALLY_NONE,
          NONE, NULL, YEAR_11, STAYS),
  FIGURE (ALTERNATIVE, "year-11-goes-on-percent", N_("Year 11 children who go on learning"),
          PERCENT, GOES_ON, ATLAS_TALLY_DESTINATIONS, DESTINATIONS_UNKNOWN,
          N_("children of whom nobody recorded where they go"), DESTINATIONS, STAYS),

  FIGURE (SPECIALIST, "specialist", N_("Children in specialist provision on the last day"), NUMBER,
          SPECIALIST, ATLAS_TALLY_NONE, NONE, NULL, SPECIALIST, STAYS),

  FIGURE (COMMUNITY, "community", N_("Children in a mainstream school of their home area"), NUMBER,
          COMMUNITY, ATLAS_TALLY_TAUGHT, COMMUNITY_UNKNOWN,
          N_("children whose home area or school is not recorded"), COMMUNITY, SCHOOL_ROLLS),
  FIGURE (COMMUNITY, "community-percent", N_("Share of the children on record"), PERCENT, COMMUNITY,
          ATLAS_TALLY_TAUGHT, COMMUNITY_UNKNOWN,
          N_("children whose home area or school is not recorded"), COMMUNITY, SCHOOL_ROLLS),

  FIGURE (FROM_SPECIAL, "from-special", N_("Children back from a special school"), NUMBER,
          FROM_SPECIAL, ATLAS_TALLY_NONE, NONE, NULL, FROM_SPECIAL, SCHOOL_ROLLS),

  FIGURE (OUT_OF_COUNTY, "out-of-county", N_("Children placed outside the county, last day"),
          NUMBER, OUT_OF_COUNTY, ATLAS_TALLY_NONE, OUT_UNKNOWN,
          N_("children at a place whose authority is not recorded"), OUT_OF_COUNTY, STAYS),

  FIGURE (RESTRICTIVE, "restrictive", N_("Restrictive physical interventions"), NUMBER, RESTRICTIVE,
          ATLAS_TALLY_NONE, NONE, NULL, RESTRICTIVE_CHILDREN, RESTRICTIVE),
  FIGURE (RESTRICTIVE, "restrictive-children", N_("Children concerned"), NUMBER,
          RESTRICTIVE_CHILDREN, ATLAS_TALLY_NONE, NONE, NULL, RESTRICTIVE_CHILDREN, RESTRICTIVE),

  FIGURE (HOME_CHOSEN, "home-chosen", N_("Educated at home instead of an exclusion"), NUMBER,
          HOME_CHOSEN, ATLAS_TALLY_NONE, HOME_UNKNOWN, N_("notices without a reason"), HOME_CHOSEN,
          HOME),

  FIGURE (HOME_PRESSED, "home-pressed", N_("Educated at home after pressure or advice"), NUMBER,
          HOME_PRESSED, ATLAS_TALLY_NONE, HOME_UNKNOWN, N_("notices without a reason"),
          HOME_PRESSED, HOME),
};
#undef FIGURE

/**
 * atlas_indicator_figures:
 * @kind: an indicator
 * @n_figures: (out): how many; 0 for the groups, which are counted by the figures of others
 *
 * Returns: (transfer none) (array length=n_figures): its figures, the one that stands for it first
 */
const AtlasIndicatorFigure *
atlas_indicator_figures (AtlasIndicatorKind kind,
                         gsize             *n_figures)
{
  gsize first = 0;

  while (first < G_N_ELEMENTS (figures) && figures[first].kind != kind)
    first++;
  *n_figures = 0;
  while (first + *n_figures < G_N_ELEMENTS (figures) && figures[first + *n_figures].kind == kind)
    (*n_figures)++;

  return &figures[MIN (first, G_N_ELEMENTS (figures) - 1)];
}

/**
 * atlas_indicator_figure_find:
 * @id: as `suspended-percent`
 *
 * Returns: (transfer none) (nullable): the figure
 */
const AtlasIndicatorFigure *
atlas_indicator_figure_find (const char *id)
{
  for (gsize i = 0; i < G_N_ELEMENTS (figures); i++)
    if (strcmp (figures[i].id, id) == 0)
      return &figures[i];

  return NULL;
}

const char *
atlas_indicator_to_code (AtlasIndicatorKind kind)
{
  return codes[kind];
}

/**
 * atlas_indicator_parse:
 * @code: (nullable): as a label of a set has it
 * @kind: (out): the indicator
 *
 * Returns: whether this program can count it
 */
gboolean
atlas_indicator_parse (const char         *code,
                       AtlasIndicatorKind *kind)
{
  for (int i = 0; i < ATLAS_N_INDICATORS; i++)
    if (g_strcmp0 (codes[i], code) == 0)
      {
        *kind = (AtlasIndicatorKind) i;
        return TRUE;
      }

  return FALSE;
}

/**
 * atlas_tally_init:
 * @self: (out caller-allocates): a tally of nothing; cleared by atlas_tally_clear()
 */
void
atlas_tally_init (AtlasTally *self)
{
  *self = (AtlasTally) { { 0 } };
  for (int i = 0; i < ATLAS_N_TALLY_LISTS; i++)
    self->lists[i] = g_array_new (FALSE, FALSE, sizeof (int));
}

void
atlas_tally_clear (AtlasTally *self)
{
  for (int i = 0; i < ATLAS_N_TALLY_LISTS; i++)
    g_clear_pointer (&self->lists[i], g_array_unref);
}

/**
 * atlas_tally_reset:
 * @self: a tally, which forgets what it has
 */
void
atlas_tally_reset (AtlasTally *self)
{
  memset (self->counts, 0, sizeof self->counts);
  for (int i = 0; i < ATLAS_N_TALLY_LISTS; i++)
    g_array_set_size (self->lists[i], 0);
}

/**
 * atlas_tally_add:
 * @self: a tally
 * @other: what was counted over other cases in the same term
 *
 * Adds up two tallies. A child belongs to one case, so that children are added too.
 */
void
atlas_tally_add (AtlasTally       *self,
                 const AtlasTally *other)
{
  for (int i = 0; i < ATLAS_N_TALLY_COUNTS; i++)
    self->counts[i] += other->counts[i];
  for (int i = 0; i < ATLAS_N_TALLY_LISTS; i++)
    if (other->lists[i]->len > 0)
      g_array_append_vals (self->lists[i], other->lists[i]->data, other->lists[i]->len);
}

static int
compare_ints (gconstpointer a,
              gconstpointer b)
{
  return *(const int *) a - *(const int *) b;
}

/* The median, between the two in the middle where their number is even; or the nearest rank. */
static double
read_list (const GArray      *list,
           AtlasIndicatorUnit unit)
{
  g_autoptr(GArray) sorted = g_array_copy ((GArray *) list);
  guint n = sorted->len;
  double middle;

  g_array_sort (sorted, compare_ints);
  if (unit == ATLAS_INDICATOR_P90_DAYS)
    return g_array_index (sorted, int, (n * 9 + 9) / 10 - 1);

  middle = (g_array_index (sorted, int, (n - 1) / 2) + g_array_index (sorted, int, n / 2)) / 2.0;

  return unit == ATLAS_INDICATOR_MEDIAN_WEEKS ? middle / WEEK_DAYS : middle;
}

static gint64
find_whole (const AtlasIndicatorFigure *figure,
            const AtlasTally           *tally,
            const AtlasIndicatorBase   *base)
{
  if (figure->whole == ATLAS_WHOLE_ROLL)
    return MAX (base->roll, 0);
  if (figure->whole == ATLAS_WHOLE_SESSIONS)
    return MAX (base->roll, 0) * base->sessions;

  return figure->whole != ATLAS_TALLY_NONE ? tally->counts[figure->whole] : 0;
}

static AtlasIndicatorWhy
find_why (const AtlasIndicatorFigure *figure,
          const AtlasIndicatorValue  *value,
          AtlasDate                   first,
          const AtlasIndicatorBase   *base)
{
  if (base->days.to < base->days.from)
    return ATLAS_INDICATOR_NOT_BEGUN;
  if (first == ATLAS_DATE_NONE || first > base->days.to)
    return ATLAS_INDICATOR_NO_RECORDS;
  if (value->part == 0 && value->left_out > 0)
    return ATLAS_INDICATOR_LEFT_OUT;
  if (figure->whole >= ATLAS_WHOLE_ROLL && value->whole <= 0)
    return ATLAS_INDICATOR_NO_ROLL;
  if (figure->unit == ATLAS_INDICATOR_PERCENT && value->whole == 0)
    return ATLAS_INDICATOR_NONE_OF_THEM;
  if (figure->unit > ATLAS_INDICATOR_PERCENT && value->part == 0)
    return ATLAS_INDICATOR_NONE_OF_THEM;

  return ATLAS_INDICATOR_KNOWN;
}

/**
 * atlas_indicator_value:
 * @figure: a figure
 * @tally: what was counted
 * @evidence: since when there are records
 * @base: what it is set beside
 *
 * Works out what a figure comes to, or why nobody knows. What is not known is never 0.
 *
 * Returns: the value
 */
AtlasIndicatorValue
atlas_indicator_value (const AtlasIndicatorFigure *figure,
                       const AtlasTally           *tally,
                       const AtlasEvidence        *evidence,
                       const AtlasIndicatorBase   *base)
{
  gboolean is_list = figure->unit > ATLAS_INDICATOR_PERCENT;
  AtlasIndicatorValue value = {
    .part = is_list ? tally->lists[figure->part]->len : tally->counts[figure->part],
    .whole = find_whole (figure, tally, base),
    .left_out = figure->unknown != ATLAS_TALLY_NONE ? tally->counts[figure->unknown] : 0,
    .children = tally->counts[figure->children],
  };

  value.why = find_why (figure, &value, evidence->first[figure->evidence], base);
  if (value.why != ATLAS_INDICATOR_KNOWN)
    return value;

  if (is_list)
    value.value = read_list (tally->lists[figure->part], figure->unit);
  else if (figure->unit == ATLAS_INDICATOR_PERCENT)
    value.value = PERCENT * (double) value.part / (double) value.whole;
  else
    value.value = (double) value.part;

  return value;
}
