/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "rules/atlas-forecast.h"

#define STAYS_MAX 600
#define N_RANDOM  25            /* random histories that the slow computation is compared on */
#define FAR       1000          /* a week that is never reached */

static AtlasDate
today (void)
{
  return atlas_date_parse ("2026-11-20");
}

/* A child a week for two years, each for @weeks weeks, on the same weekday. */
static GArray *
steady_stays (int weeks)
{
  GArray *stays = g_array_new (FALSE, TRUE, sizeof (AtlasForecastStay));

  for (int i = 0; i < 104; i++)
    {
      AtlasForecastStay stay = { 0 };

      stay.starts = today () - 7 * i;
      stay.planned_end = stay.starts + 7 * weeks - 1;
      stay.ended = stay.planned_end < today () ? stay.planned_end : ATLAS_DATE_NONE;
      stay.tier = 4 + i % 2;
      g_array_append_val (stays, stay);
    }

  return stays;
}

static AtlasForecastCase
make_case (GArray *stays,
           int     commissioned,
           int     occupied)
{
  AtlasForecastCase facts = {
    today (), commissioned, occupied, (const AtlasForecastStay *) (gpointer) stays->data,
    stays->len, ATLAS_FORECAST_SEED,
  };

  return facts;
}

/* T123: forecast: date when demand passes places. With one child a week it is exact. */
static void
test_a_steady_row_of_children_is_forecast_exactly (void)
{
  g_autoptr(GArray) stays = steady_stays (100);
  AtlasForecastCase facts = make_case (stays, 15, 5);
  AtlasForecast answer = atlas_forecast_make (&facts);

  /* Those who came 100 weeks ago leave at one a week; so nothing moves. */
  g_assert_true (answer.has_history);
  g_assert_cmpint (answer.history_weeks, ==, ATLAS_FORECAST_HISTORY_WEEKS);
  g_assert_cmpint (answer.arrivals, ==, 52);
  g_assert_cmpint (answer.by_tier[4], ==, 26);
  g_assert_cmpint (answer.by_tier[5], ==, 26);
  g_assert_cmpint (answer.weeks[0].middle, ==, 5);
  g_assert_cmpint (answer.full, ==, ATLAS_DATE_NONE);

  for (guint i = 0; i < stays->len; i++)
    g_array_index (stays, AtlasForecastStay, i).planned_end = ATLAS_DATE_NONE;
  facts = make_case (stays, 15, 5);
  answer = atlas_forecast_make (&facts);
  g_assert_cmpint (answer.full, ==, today () + 70);
  g_assert_cmpint (answer.full_early, ==, today () + 70);
  g_assert_cmpint (answer.full_late, ==, today () + 70);
  g_assert_cmpint (answer.weeks[ATLAS_FORECAST_WEEKS - 1].low, ==, 5 + ATLAS_FORECAST_WEEKS);
}

static void
test_a_steady_past_is_foreseen_without_error (void)
{
  g_autoptr(GArray) stays = steady_stays (20);
  AtlasForecastCase facts = make_case (stays, 40, 20);
  AtlasForecast answer = atlas_forecast_make (&facts);

  g_assert_cmpint (answer.n_tests, ==, ATLAS_FORECAST_TESTS);
  g_assert_cmpint (answer.n_within, ==, ATLAS_FORECAST_TESTS);
  g_assert_cmpfloat (answer.error, ==, 0);

  /* In the last eight weeks nobody came, which no history could tell. */
  for (guint i = 0; i < 8; i++)
    g_array_index (stays, AtlasForecastStay, i).starts += 7 * FAR;
  answer = atlas_forecast_make (&facts);
  g_assert_cmpfloat (answer.error, >, 1);
}

static void
test_a_short_history_says_nothing (void)
{
  g_autoptr(GArray) stays = steady_stays (20);
  AtlasForecastCase facts;
  AtlasForecast answer;

  g_array_set_size (stays, ATLAS_FORECAST_LEAST_WEEKS - 1);
  facts = make_case (stays, 10, 5);
  answer = atlas_forecast_make (&facts);
  g_assert_false (answer.has_history);
  g_assert_cmpint (answer.full, ==, ATLAS_DATE_NONE);
  g_assert_cmpint (answer.n_tests, ==, 0);

  g_array_set_size (stays, 0);
  facts = make_case (stays, 10, 5);
  answer = atlas_forecast_make (&facts);
  g_assert_false (answer.has_history);
  g_assert_cmpint (answer.history_weeks, ==, 0);
}

static void
test_few_children_say_nothing (void)
{
  g_autoptr(GArray) stays = steady_stays (20);
  AtlasForecastCase facts;

  g_array_remove_range (stays, ATLAS_FORECAST_LEAST_ARRIVALS - 2, 90);
  facts = make_case (stays, 10, 5);
  g_assert_cmpint (atlas_forecast_make (&facts).arrivals, <, ATLAS_FORECAST_LEAST_ARRIVALS);
  g_assert_false (atlas_forecast_make (&facts).has_history);
}

static GArray *
random_stays (GRand *random)
{
  GArray *stays = g_array_new (FALSE, TRUE, sizeof (AtlasForecastStay));
  int n = g_rand_int_range (random, 60, STAYS_MAX);

  for (int i = 0; i < n; i++)
    {
      AtlasForecastStay stay = { 0 };

      stay.starts = today () - g_rand_int_range (random, 0, 500);
      stay.planned_end = g_rand_int_range (random, 0, 6) > 0
                         ? stay.starts + g_rand_int_range (random, 0, 300) : ATLAS_DATE_NONE;
      stay.ended = ATLAS_DATE_NONE;
      if (g_rand_boolean (random) && stay.planned_end != ATLAS_DATE_NONE)
        stay.ended = MIN (stay.planned_end, today () - 1);
      if (stay.ended != ATLAS_DATE_NONE && stay.ended < stay.starts)
        stay.ended = ATLAS_DATE_NONE;
      g_array_append_val (stays, stay);
    }

  return stays;
}

typedef struct {
  AtlasDate first;
  AtlasDate last;               /* ATLAS_DATE_NONE: goes on */
} SlowStay;

/* The last day of a stay as it is known today. */
static AtlasDate
slow_end (const AtlasForecastStay *stay)
{
  return stay->ended != ATLAS_DATE_NONE && stay->ended < today () ? stay->ended
                                                                  : stay->planned_end;
}

/* One future, day by day, with every child of it in a list. */
static void
slow_future (const AtlasForecastCase *facts,
             guint64                 *state,
             int                     *taken_by_week)
{
  g_autoptr(GArray) there = g_array_new (FALSE, FALSE, sizeof (SlowStay));
  g_autoptr(GArray) lengths = g_array_new (FALSE, FALSE, sizeof (int));
  AtlasDate first = facts->on + 1;
  guint64 n_weeks;
  int others;

  for (gsize i = 0; i < facts->n_stays; i++)
    {
      const AtlasForecastStay *stay = &facts->stays[i];
      AtlasDate end = slow_end (stay);
      SlowStay one = { stay->starts, end != ATLAS_DATE_NONE && end >= today () ? end
                                                                               : ATLAS_DATE_NONE };

      first = MIN (first, stay->starts);
      if (end != ATLAS_DATE_NONE)
        {
          int length = (int) ((end - stay->starts + 1 + 6) / 7);

          g_array_append_val (lengths, length);
        }
      if (stay->ended == ATLAS_DATE_NONE || stay->ended >= today ())
        g_array_append_val (there, one);
    }

  n_weeks = (guint64) MIN ((facts->on + 1 - first) / 7, ATLAS_FORECAST_HISTORY_WEEKS);
  others = facts->occupied - (int) there->len;
  for (int week = 1; week <= ATLAS_FORECAST_WEEKS; week++)
    {
      int like = (int) (atlas_forecast_draw (state) % n_weeks);
      AtlasDate from = facts->on - 7 * (like + 1) + 1;
      AtlasDate end = facts->on + 7 * week;
      int n = 0;

      for (gsize i = 0; i < facts->n_stays; i++)
        if (facts->stays[i].starts >= from && facts->stays[i].starts < from + 7)
          {
            int length = g_array_index (lengths, int, atlas_forecast_draw (state) % lengths->len);
            SlowStay one = { end, end + 7 * length - 1 };

            g_array_append_val (there, one);
          }
      for (guint i = 0; i < there->len; i++)
        {
          AtlasDate last = g_array_index (there, SlowStay, i).last;

          n += last == ATLAS_DATE_NONE || last >= end;
        }
      taken_by_week[week - 1] = others + n;
    }
}

static int
compare_ints (gconstpointer a,
              gconstpointer b)
{
  return *(const int *) a - *(const int *) b;
}

static void
test_a_slow_and_obvious_computation_agrees (void)
{
  GRand *random = g_rand_new_with_seed (20261122);

  for (int i = 0; i < N_RANDOM; i++)
    {
      g_autoptr(GArray) stays = random_stays (random);
      AtlasForecastCase facts = make_case (stays, 10000, 5000);
      AtlasForecast answer = atlas_forecast_make (&facts);
      g_autofree int *runs = g_new0 (int, ATLAS_FORECAST_RUNS * ATLAS_FORECAST_WEEKS);
      guint64 state = facts.seed;

      g_assert_true (answer.has_history);
      for (int run = 0; run < ATLAS_FORECAST_RUNS; run++)
        {
          int weeks[ATLAS_FORECAST_WEEKS];

          slow_future (&facts, &state, weeks);
          for (int week = 0; week < ATLAS_FORECAST_WEEKS; week++)
            runs[week * ATLAS_FORECAST_RUNS + run] = weeks[week];
        }
      for (int week = 0; week < ATLAS_FORECAST_WEEKS; week++)
        {
          int *of_week = runs + week * ATLAS_FORECAST_RUNS;

          qsort (of_week, ATLAS_FORECAST_RUNS, sizeof *of_week, compare_ints);
          g_assert_cmpint (answer.weeks[week].low, ==, of_week[399 / 10]);
          g_assert_cmpint (answer.weeks[week].middle, ==, of_week[399 / 2]);
          g_assert_cmpint (answer.weeks[week].high, ==, of_week[399 * 9 / 10]);
        }
    }
  g_rand_free (random);
}

static void
test_equal_seeds_give_equal_forecasts (void)
{
  GRand *random = g_rand_new_with_seed (7);
  g_autoptr(GArray) stays = random_stays (random);
  AtlasForecastCase facts = make_case (stays, 80, 60);
  AtlasForecast first = atlas_forecast_make (&facts);
  AtlasForecast second = atlas_forecast_make (&facts);

  g_assert_cmpmem (first.weeks, sizeof first.weeks, second.weeks, sizeof second.weeks);
  g_assert_cmpint (first.full, ==, second.full);
  g_assert_cmpint (first.full_early, <=, first.full_late == ATLAS_DATE_NONE ? G_MAXINT32
                                                                            : first.full_late);
  g_rand_free (random);
}

/* The published first numbers of SplitMix64 with the seed 1234567. */
static void
test_the_row_of_numbers_is_the_published_one (void)
{
  guint64 state = 1234567;

  g_assert_cmpuint (atlas_forecast_draw (&state), ==, G_GUINT64_CONSTANT (6457827717110365317));
  g_assert_cmpuint (atlas_forecast_draw (&state), ==, G_GUINT64_CONSTANT (3203168211198807973));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/forecast/a-steady-row-of-children-is-forecast-exactly",
                   test_a_steady_row_of_children_is_forecast_exactly);
  g_test_add_func ("/forecast/a-steady-past-is-foreseen-without-error",
                   test_a_steady_past_is_foreseen_without_error);
  g_test_add_func ("/forecast/a-short-history-says-nothing", test_a_short_history_says_nothing);
  g_test_add_func ("/forecast/few-children-say-nothing", test_few_children_say_nothing);
  g_test_add_func ("/forecast/a-slow-and-obvious-computation-agrees",
                   test_a_slow_and_obvious_computation_agrees);
  g_test_add_func ("/forecast/equal-seeds-give-equal-forecasts",
                   test_equal_seeds_give_equal_forecasts);
  g_test_add_func ("/forecast/the-row-of-numbers-is-the-published-one",
                   test_the_row_of_numbers_is_the_published_one);

  return g_test_run ();
}
