/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "rules/atlas-forecast.h"

#include <stdlib.h>

#define DAYS_A_WEEK      7
#define NEVER            (ATLAS_FORECAST_WEEKS + 1) /* a week further than is looked */
#define TEST_STEP_WEEKS  4      /* between the days that the back-test stands on */

/* The past as it is used for one forecast. */
typedef struct {
  int     n_weeks;
  int     arrivals[ATLAS_FORECAST_HISTORY_WEEKS]; /* the latest week first */
  int     leaving[ATLAS_FORECAST_WEEKS]; /* planned ends of those who are there, by week ahead */
  GArray *lengths;              /* (element-type int): of stays, in weeks */
} Past;

/* Every made-up future: places taken by week, and the week in which they are full. */
typedef struct {
  int taken[ATLAS_FORECAST_WEEKS][ATLAS_FORECAST_RUNS];
  int full[ATLAS_FORECAST_RUNS];
} Futures;

/**
 * atlas_forecast_draw:
 * @state: (inout): where the row of numbers stands; a seed to begin with
 *
 * The next number of a row that is the same everywhere for the same seed.
 *
 * Source: Steele, Lea and Flood, Fast splittable pseudorandom number generators (2014).
 *
 * Returns: a number of 64 bits
 */
guint64
atlas_forecast_draw (guint64 *state)
{
  guint64 mixed = (*state += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15));

  mixed = (mixed ^ (mixed >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  mixed = (mixed ^ (mixed >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);

  return mixed ^ (mixed >> 31);
}

static gboolean
has_left (const AtlasForecastStay *stay,
          AtlasDate                on)
{
  return stay->ended != ATLAS_DATE_NONE && stay->ended < on;
}

/* As it was known on @on: an end that came later was not, but the planned one was. */
static AtlasDate
known_end (const AtlasForecastStay *stay,
           AtlasDate                on)
{
  return has_left (stay, on) ? stay->ended : stay->planned_end;
}

static int
weeks_up (AtlasDate days)
{
  return (days + DAYS_A_WEEK - 1) / DAYS_A_WEEK;
}

static void
add_to_past (Past                    *past,
             const AtlasForecastStay *stay,
             AtlasDate                on)
{
  AtlasDate end = known_end (stay, on);
  int week = (on - stay->starts) / DAYS_A_WEEK;

  if (week < past->n_weeks)
    past->arrivals[week]++;
  if (end != ATLAS_DATE_NONE && end >= stay->starts)
    {
      int length = weeks_up (end - stay->starts + 1);

      g_array_append_val (past->lengths, length);
    }
  if (!has_left (stay, on) && end != ATLAS_DATE_NONE && end >= on &&
      weeks_up (end - on + 1) <= ATLAS_FORECAST_WEEKS)
    past->leaving[weeks_up (end - on + 1) - 1]++;
}

static void
read_past (const AtlasForecastCase *facts,
           Past                    *past)
{
  AtlasDate first = facts->on + 1;

  for (gsize i = 0; i < facts->n_stays; i++)
    first = MIN (first, facts->stays[i].starts);
  past->n_weeks = MIN ((facts->on + 1 - first) / DAYS_A_WEEK, ATLAS_FORECAST_HISTORY_WEEKS);
  past->lengths = g_array_new (FALSE, FALSE, sizeof (int));

  for (gsize i = 0; i < facts->n_stays; i++)
    if (facts->stays[i].starts <= facts->on)
      add_to_past (past, &facts->stays[i], facts->on);
}

static gboolean
is_enough (const Past *past)
{
  int arrivals = 0;

  for (int i = 0; i < past->n_weeks; i++)
    arrivals += past->arrivals[i];

  return past->n_weeks >= ATLAS_FORECAST_LEAST_WEEKS && arrivals >= ATLAS_FORECAST_LEAST_ARRIVALS;
}

/* One future: each week is like some week of the past, each stay as long as some stay. */
static void
make_future (const AtlasForecastCase *facts,
             const Past              *past,
             int                      n_weeks,
             int                      run,
             guint64                 *state,
             Futures                 *futures)
{
  int leaving[ATLAS_FORECAST_WEEKS];
  int taken = facts->occupied;

  for (int week = 0; week < ATLAS_FORECAST_WEEKS; week++)
    leaving[week] = past->leaving[week];

  futures->full[run] = taken >= facts->commissioned ? 0 : NEVER;
  for (int week = 0; week < n_weeks; week++)
    {
      int arrivals = past->arrivals[atlas_forecast_draw (state) % (guint64) past->n_weeks];

      for (int i = 0; i < arrivals && past->lengths->len > 0; i++)
        {
          guint which = (guint) (atlas_forecast_draw (state) % past->lengths->len);
          int length = g_array_index (past->lengths, int, which);

          if (length < n_weeks - week)
            leaving[week + length]++;
        }

      taken = MAX (0, taken + arrivals - leaving[week]);
      futures->taken[week][run] = taken;
      if (taken >= facts->commissioned && futures->full[run] == NEVER)
        futures->full[run] = week + 1;
    }
}

static int
compare_ints (const void *a,
              const void *b)
{
  return *(const int *) a - *(const int *) b;
}

/* Of sorted runs; so many per cent of them are at most that. */
static int
rank (const int *runs,
      int        percent)
{
  return runs[(ATLAS_FORECAST_RUNS - 1) * percent / 100];
}

static AtlasDate
end_of_week (AtlasDate on,
             int       week)
{
  return week == NEVER ? ATLAS_DATE_NONE : on + DAYS_A_WEEK * week;
}

/* The back-test looks no further than it compares. */
static void
look_ahead (const AtlasForecastCase *facts,
            const Past              *past,
            int                      n_weeks,
            AtlasForecast           *answer)
{
  g_autofree Futures *futures = g_new0 (Futures, 1);
  guint64 state = facts->seed;

  for (int run = 0; run < ATLAS_FORECAST_RUNS; run++)
    make_future (facts, past, n_weeks, run, &state, futures);

  for (int week = 0; week < n_weeks; week++)
    {
      int *runs = futures->taken[week];

      qsort (runs, ATLAS_FORECAST_RUNS, sizeof *runs, compare_ints);
      answer->weeks[week].low = rank (runs, ATLAS_FORECAST_LOW_PERCENT);
      answer->weeks[week].middle = rank (runs, 50);
      answer->weeks[week].high = rank (runs, ATLAS_FORECAST_HIGH_PERCENT);
    }

  qsort (futures->full, ATLAS_FORECAST_RUNS, sizeof (int), compare_ints);
  answer->full_early = end_of_week (facts->on, rank (futures->full, ATLAS_FORECAST_LOW_PERCENT));
  answer->full = end_of_week (facts->on, rank (futures->full, 50));
  answer->full_late = end_of_week (facts->on, rank (futures->full, ATLAS_FORECAST_HIGH_PERCENT));
}

static int
count_there (const AtlasForecastCase *facts,
             AtlasDate                on)
{
  int n = 0;

  for (gsize i = 0; i < facts->n_stays; i++)
    n += facts->stays[i].starts <= on && !has_left (&facts->stays[i], on);

  return n;
}

/* Stands on a day in the past with what was known then, and compares. */
static void
test_once (const AtlasForecastCase *facts,
           AtlasDate                then,
           AtlasForecast           *answer)
{
  AtlasForecastCase past_facts = *facts;
  AtlasForecast guess = { 0 };
  AtlasForecastBand *band = &guess.weeks[ATLAS_FORECAST_TEST_WEEKS - 1];
  Past past = { 0 };
  int happened = count_there (facts, then + DAYS_A_WEEK * ATLAS_FORECAST_TEST_WEEKS);

  past_facts.on = then;
  past_facts.occupied = count_there (facts, then);
  read_past (&past_facts, &past);
  if (is_enough (&past))
    {
      look_ahead (&past_facts, &past, ATLAS_FORECAST_TEST_WEEKS, &guess);
      answer->n_tests++;
      answer->n_within += happened >= band->low && happened <= band->high;
      answer->error += abs (band->middle - happened);
    }
  g_array_unref (past.lengths);
}

static void
test_back (const AtlasForecastCase *facts,
           AtlasForecast           *answer)
{
  for (int i = 0; i < ATLAS_FORECAST_TESTS; i++)
    test_once (facts, facts->on - DAYS_A_WEEK * (ATLAS_FORECAST_TEST_WEEKS + TEST_STEP_WEEKS * i),
               answer);

  if (answer->n_tests > 0)
    answer->error /= answer->n_tests;
}

/**
 * atlas_forecast_make:
 * @facts: places and the stays in them
 *
 * Forecasts when places are full. Those who are there leave on the days planned for them, unless
 * that day has passed. Of the weeks ahead each brings as many children as some week of the past
 * year did, and each of them stays as long as somebody did; a few hundred such futures give a
 * middle and a band. With too little history nothing is forecast.
 *
 * The back-test makes the same forecast as of days in the past, with what was known then, and says
 * by how many places it was out. A planned end that was changed since is not known as it was.
 *
 * Returns: the forecast
 */
AtlasForecast
atlas_forecast_make (const AtlasForecastCase *facts)
{
  AtlasForecast answer = { 0 };
  Past past = { 0 };

  answer.full = answer.full_early = answer.full_late = ATLAS_DATE_NONE;
  read_past (facts, &past);
  answer.history_weeks = past.n_weeks;
  for (int i = 0; i < past.n_weeks; i++)
    answer.arrivals += past.arrivals[i];
  for (gsize i = 0; i < facts->n_stays; i++)
    {
      const AtlasForecastStay *stay = &facts->stays[i];

      if (stay->starts <= facts->on && (facts->on - stay->starts) / DAYS_A_WEEK < past.n_weeks)
        answer.by_tier[CLAMP (stay->tier, 0, ATLAS_FORECAST_TIERS - 1)]++;
    }

  answer.has_history = is_enough (&past);
  if (answer.has_history)
    {
      look_ahead (facts, &past, ATLAS_FORECAST_WEEKS, &answer);
      test_back (facts, &answer);
    }
  g_array_unref (past.lengths);

  return answer;
}
