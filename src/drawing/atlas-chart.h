/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "drawing/atlas-drawing.h"

G_BEGIN_DECLS

/**
 * AtlasChartKind:
 * @ATLAS_CHART_BARS: one line of figures as horizontal bars, in the order given
 * @ATLAS_CHART_TREND: one or more lines over the ticks of time
 *
 * What a chart looks like.
 */
typedef enum {
  ATLAS_CHART_BARS,
  ATLAS_CHART_TREND,
} AtlasChartKind;

/**
 * AtlasChartPoint:
 * @has_value: whether there is a figure; a missing one is a gap, never zero
 * @value: the figure, not negative
 * @text: (nullable): how it is written: "88%"; for a missing one, why: "No return"
 * @is_provisional: whether it may still change; it is drawn hollow
 *
 * One figure of a chart.
 */
typedef struct {
  gboolean    has_value;
  double      value;
  const char *text;
  gboolean    is_provisional;
} AtlasChartPoint;

typedef struct _AtlasChart AtlasChart;

AtlasChart            *atlas_chart_new           (AtlasChartKind         kind,
                                                  const char            *title,
                                                  const char            *caption)
                                                  G_GNUC_WARN_UNUSED_RESULT;
AtlasChart            *atlas_chart_ref           (AtlasChart            *self)
                                                  G_GNUC_WARN_UNUSED_RESULT;
void                   atlas_chart_unref         (AtlasChart            *self);

void                   atlas_chart_set_reference (AtlasChart            *self,
                                                  const char            *label,
                                                  double                 value);
void                   atlas_chart_set_full      (AtlasChart            *self,
                                                  double                 full);
void                   atlas_chart_add_tick      (AtlasChart            *self,
                                                  const char            *label,
                                                  const char            *note);
guint                  atlas_chart_add_line      (AtlasChart            *self,
                                                  const char            *name);
void                   atlas_chart_set_point     (AtlasChart            *self,
                                                  guint                  line,
                                                  guint                  tick,
                                                  const AtlasChartPoint *point);

AtlasChartKind         atlas_chart_get_kind      (AtlasChart            *self);
const char            *atlas_chart_get_title     (AtlasChart            *self);
const char            *atlas_chart_get_caption   (AtlasChart            *self);
double                 atlas_chart_get_reference (AtlasChart            *self,
                                                  const char           **label);
double                 atlas_chart_get_full      (AtlasChart            *self);
guint                  atlas_chart_get_n_ticks   (AtlasChart            *self);
const char            *atlas_chart_get_tick      (AtlasChart            *self,
                                                  guint                  tick,
                                                  const char           **note);
guint                  atlas_chart_get_n_lines   (AtlasChart            *self);
const char            *atlas_chart_get_line      (AtlasChart            *self,
                                                  guint                  line);
const AtlasChartPoint *atlas_chart_get_point     (AtlasChart            *self,
                                                  guint                  line,
                                                  guint                  tick);
double                 atlas_chart_get_largest   (AtlasChart            *self);
gboolean               atlas_chart_has_provisional (AtlasChart          *self);

char                  *atlas_chart_describe      (AtlasChart            *self)
                                                  G_GNUC_WARN_UNUSED_RESULT;
char                  *atlas_chart_to_text       (AtlasChart            *self)
                                                  G_GNUC_WARN_UNUSED_RESULT;

double                 atlas_chart_get_height    (AtlasChart            *self,
                                                  double                 width,
                                                  const AtlasStyle      *style);
void                   atlas_chart_draw          (AtlasChart            *self,
                                                  cairo_t               *cr,
                                                  double                 width,
                                                  double                 height,
                                                  const AtlasStyle      *style);
double                 atlas_chart_step          (double                 largest);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasChart, atlas_chart_unref)

G_END_DECLS
