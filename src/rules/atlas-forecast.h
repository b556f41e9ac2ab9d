/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/atlas-date.h"

G_BEGIN_DECLS

/* All set by this county, as no source gives them. */
#define ATLAS_FORECAST_WEEKS          26  /* looked ahead */
#define ATLAS_FORECAST_HISTORY_WEEKS  52  /* looked back, at most */
#define ATLAS_FORECAST_LEAST_WEEKS    26  /* of history, or nothing is said */
#define ATLAS_FORECAST_LEAST_ARRIVALS 12  /* in that history, or nothing is said */
#define ATLAS_FORECAST_RUNS           400 /* made-up futures */
#define ATLAS_FORECAST_LOW_PERCENT    10  /* of them end below the band */
#define ATLAS_FORECAST_HIGH_PERCENT   90
#define ATLAS_FORECAST_SEED           2020
#define ATLAS_FORECAST_TEST_WEEKS     8   /* how far ahead the back-test looks */
#define ATLAS_FORECAST_TESTS          6   /* days in the past that it stands on */
#define ATLAS_FORECAST_TIERS          6   /* 1 to 5; 0 where no tier is known */

/**
 * AtlasForecastStay:
 * @starts: first day
 * @planned_end: last day planned, or %ATLAS_DATE_NONE
 * @ended: last day, or %ATLAS_DATE_NONE while it goes on
 * @tier: 1 to 5, or 0
 *
 * A child's stay, past or present.
 */
typedef struct {
  AtlasDate starts;
  AtlasDate planned_end;
  AtlasDate ended;
  int       tier;
} AtlasForecastStay;

/**
 * AtlasForecastCase:
 * @on: the day that is stood on; later starts and ends are not looked at
 * @commissioned: places
 * @occupied: places taken on that day: on roll, offered, held
 * @stays: (array length=n_stays): every stay in those places
 * @n_stays: how many
 * @seed: of the made-up futures; equal seeds give equal forecasts
 *
 * What a forecast is made from.
 */
typedef struct {
  AtlasDate                on;
  int                      commissioned;
  int                      occupied;
  const AtlasForecastStay *stays;
  gsize                    n_stays;
  guint64                  seed;
} AtlasForecastCase;

/**
 * AtlasForecastBand:
 * @low: nine in ten futures have at least this
 * @middle: half of them have at most this
 * @high: nine in ten have at most this
 *
 * Places taken at the end of a week.
 */
typedef struct {
  int low;
  int middle;
  int high;
} AtlasForecastBand;

/**
 * AtlasForecast:
 * @has_history: whether there is enough to say anything; if not, only the next three say something
 * @history_weeks: weeks of history
 * @arrivals: children who came in them
 * @by_tier: of these, by tier
 * @weeks: places taken at the end of each week ahead
 * @full: the end of the week in which half of the futures are full, or %ATLAS_DATE_NONE when that
 *   is further than is looked
 * @full_early: the same for one future in ten
 * @full_late: the same for nine in ten
 * @n_tests: forecasts that were made as of the past and compared with what happened
 * @n_within: of these, how often what happened lay in the band
 * @error: places by which the middle was out, on average
 *
 * When places run out, how sure that is, and how well such forecasts did.
 */
typedef struct {
  gboolean          has_history;
  int               history_weeks;
  int               arrivals;
  int               by_tier[ATLAS_FORECAST_TIERS];
  AtlasForecastBand weeks[ATLAS_FORECAST_WEEKS];
  AtlasDate         full;
  AtlasDate         full_early;
  AtlasDate         full_late;
  int               n_tests;
  int               n_within;
  double            error;
} AtlasForecast;

AtlasForecast atlas_forecast_make (const AtlasForecastCase *facts);
guint64       atlas_forecast_draw (guint64                 *state);

G_END_DECLS
