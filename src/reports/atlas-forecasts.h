/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/atlas-json.h"
#include "rules/atlas-forecast.h"
#include "store/atlas-store.h"

G_BEGIN_DECLS

/**
 * AtlasForecastOf:
 * @ATLAS_FORECAST_OF_SCOPE: all that was asked about
 * @ATLAS_FORECAST_OF_AREA: an area of it
 * @ATLAS_FORECAST_OF_PLACE: one line of places
 *
 * What a forecast is of.
 */
typedef enum {
  ATLAS_FORECAST_OF_SCOPE,
  ATLAS_FORECAST_OF_AREA,
  ATLAS_FORECAST_OF_PLACE,
} AtlasForecastOf;

/**
 * AtlasForecastRow:
 * @of: what it is of
 * @route: (nullable): the page of that
 * @name: (nullable): what people call it; %NULL for all
 * @phase: (nullable): code
 * @commissioned: places of the lines whose figures are known
 * @occupied: places taken in these
 * @n_unknown: lines left out of a sum: without a return, or without any stay that is known here
 * @invented: whether a figure in it is made up
 * @forecast: the forecast
 *
 * One forecast of places.
 */
typedef struct {
  AtlasForecastOf of;
  char           *route;
  char           *name;
  const char     *phase;
  int             commissioned;
  int             occupied;
  guint           n_unknown;
  gboolean        invented;
  AtlasForecast   forecast;

  /*< private >*/
  char           *key;
  GArray         *stays;        /* (element-type AtlasForecastStay) */
} AtlasForecastRow;

/**
 * AtlasForecasts:
 * @on: the day that is stood on
 * @seed: of the made-up futures
 * @rows: (element-type AtlasForecastRow): of all by phase, then of areas, then of lines
 *
 * Forecasts of a county or a part of it.
 */
typedef struct {
  AtlasDate  on;
  guint64    seed;
  GPtrArray *rows;

  /*< private >*/
  GPtrArray *places;            /* (element-type AtlasPlaceLine) */
} AtlasForecasts;

AtlasForecasts *atlas_forecasts_new       (AtlasStore             *store,
                                           const char             *scope,
                                           AtlasDate               on,
                                           GError                **error)
                                           G_GNUC_WARN_UNUSED_RESULT;
void            atlas_forecasts_free      (AtlasForecasts         *self);
char           *atlas_forecasts_word      (AtlasForecasts         *self,
                                           const AtlasForecastRow *row)
                                           G_GNUC_WARN_UNUSED_RESULT;
char           *atlas_forecasts_word_test (const AtlasForecastRow *row)
                                           G_GNUC_WARN_UNUSED_RESULT;
char           *atlas_forecasts_word_name (const AtlasForecastRow *row)
                                           G_GNUC_WARN_UNUSED_RESULT;
json_t         *atlas_forecasts_to_json   (AtlasForecasts         *self)
                                           G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasForecasts, atlas_forecasts_free)

G_END_DECLS
