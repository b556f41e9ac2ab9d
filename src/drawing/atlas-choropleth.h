/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "drawing/atlas-drawing.h"
#include "drawing/atlas-geometry.h"

G_BEGIN_DECLS

/**
 * AtlasAreaValue:
 * @id: the feature's id
 * @number: (nullable): what is printed first in the area, such as "2"; without it @name is
 * @name: its name
 * @has_value: whether there is a value; without one the area is hatched
 * @value: what decides the class, or the size of a circle
 * @value_text: (nullable): what is printed, such as "88%"; without a value, why there is none, or
 *   %NULL for the measure's own words
 * @spoken: (nullable): the whole of it as words: "Stevenage, 88 per cent of places filled"
 *
 * What a map says of one area.
 */
typedef struct {
  const char *id;
  const char *number;
  const char *name;
  gboolean    has_value;
  double      value;
  const char *value_text;
  const char *spoken;
} AtlasAreaValue;

/**
 * AtlasMeasure:
 * @heading: what is measured, for the legend: "Places filled"
 * @is_count: whether the values are counts, which are drawn as circles; else they are rates, in
 *   classes
 * @breaks: the least value of the second to the fifth class, ascending
 * @labels: the classes in words, the lowest first: "under 60%"
 * @no_data: what hatching means: "no return"
 *
 * How values become classes. The same breaks are used all year, so that a colour keeps its meaning.
 */
typedef struct {
  const char *heading;
  gboolean    is_count;
  double      breaks[ATLAS_N_CLASSES - 1];
  const char *labels[ATLAS_N_CLASSES];
  const char *no_data;
} AtlasMeasure;

/**
 * AtlasPin:
 * @id: what it stands for
 * @name: its name
 * @position: where
 * @is_town: whether only its town is known; it is then drawn hollow
 *
 * One provision on the map.
 */
typedef struct {
  const char   *id;
  const char   *name;
  AtlasPosition position;
  gboolean      is_town;
} AtlasPin;

/**
 * AtlasCluster:
 * @point: its middle on the surface
 * @is_town: whether every member's position is its town's
 * @members: (element-type guint): indices of the pins in it, at least one
 *
 * Pins that stand too close to be told apart.
 */
typedef struct {
  AtlasPoint point;
  gboolean   is_town;
  GArray    *members;
} AtlasCluster;

typedef enum {
  ATLAS_LEGEND_CLASS,
  ATLAS_LEGEND_NO_DATA,
  ATLAS_LEGEND_CIRCLE,
  ATLAS_LEGEND_PIN,
  ATLAS_LEGEND_TOWN_PIN,
} AtlasLegendKind;

/**
 * AtlasLegendItem:
 * @kind: what it explains
 * @class_index: which class, for %ATLAS_LEGEND_CLASS
 * @label: in words, owned by the choropleth or a literal
 *
 * One swatch of a legend.
 */
typedef struct {
  AtlasLegendKind kind;
  int             class_index;
  const char     *label;
} AtlasLegendItem;

typedef struct _AtlasChoropleth AtlasChoropleth;

AtlasChoropleth      *atlas_choropleth_new            (AtlasGeometry         *areas)
                                                       G_GNUC_WARN_UNUSED_RESULT;
AtlasChoropleth      *atlas_choropleth_ref            (AtlasChoropleth       *self)
                                                       G_GNUC_WARN_UNUSED_RESULT;
void                  atlas_choropleth_unref          (AtlasChoropleth       *self);

void                  atlas_choropleth_set_context    (AtlasChoropleth       *self,
                                                       AtlasGeometry         *context);
void                  atlas_choropleth_set_texts      (AtlasChoropleth       *self,
                                                       const char            *title,
                                                       const char            *caption,
                                                       const char            *credits);
void                  atlas_choropleth_set_mark       (AtlasChoropleth       *self,
                                                       const char            *mark);
void                  atlas_choropleth_set_values     (AtlasChoropleth       *self,
                                                       const AtlasMeasure    *measure,
                                                       const AtlasAreaValue  *values,
                                                       gsize                  n_values);
void                  atlas_choropleth_set_pins       (AtlasChoropleth       *self,
                                                       const AtlasPin        *pins,
                                                       gsize                  n_pins);

AtlasGeometry        *atlas_choropleth_get_areas      (AtlasChoropleth       *self);
AtlasGeometry        *atlas_choropleth_get_context    (AtlasChoropleth       *self);
const char           *atlas_choropleth_get_title      (AtlasChoropleth       *self);
const char           *atlas_choropleth_get_caption    (AtlasChoropleth       *self);
const char           *atlas_choropleth_get_credits    (AtlasChoropleth       *self);
const char           *atlas_choropleth_get_mark       (AtlasChoropleth       *self);
const AtlasMeasure   *atlas_choropleth_get_measure    (AtlasChoropleth       *self);
double                atlas_choropleth_get_largest    (AtlasChoropleth       *self);
const AtlasAreaValue *atlas_choropleth_get_value      (AtlasChoropleth       *self,
                                                       const char            *id);
int                   atlas_choropleth_get_class      (AtlasChoropleth       *self,
                                                       const AtlasAreaValue  *value);
guint                 atlas_choropleth_get_n_pins     (AtlasChoropleth       *self);
const AtlasPin       *atlas_choropleth_get_pin        (AtlasChoropleth       *self,
                                                       guint                  index);
GPtrArray            *atlas_choropleth_cluster_pins   (AtlasChoropleth       *self,
                                                       const AtlasViewport   *view,
                                                       const AtlasStyle      *style)
                                                       G_GNUC_WARN_UNUSED_RESULT;
GArray               *atlas_choropleth_list_legend    (AtlasChoropleth       *self)
                                                       G_GNUC_WARN_UNUSED_RESULT;
char                 *atlas_choropleth_dup_spoken     (AtlasChoropleth       *self,
                                                       const AtlasFeature    *feature)
                                                       G_GNUC_WARN_UNUSED_RESULT;
char                 *atlas_choropleth_describe       (AtlasChoropleth       *self)
                                                       G_GNUC_WARN_UNUSED_RESULT;

void                  atlas_choropleth_draw_map       (AtlasChoropleth       *self,
                                                       cairo_t               *cr,
                                                       const AtlasViewport   *view,
                                                       const AtlasStyle      *style);
void                  atlas_choropleth_draw_pins      (AtlasChoropleth       *self,
                                                       cairo_t               *cr,
                                                       const AtlasViewport   *view,
                                                       const AtlasStyle      *style);
double                atlas_choropleth_draw_legend    (AtlasChoropleth       *self,
                                                       cairo_t               *cr,
                                                       const AtlasStyle      *style,
                                                       double                 x,
                                                       double                 y,
                                                       double                 width);
void                  atlas_choropleth_draw           (AtlasChoropleth       *self,
                                                       cairo_t               *cr,
                                                       double                 width,
                                                       double                 height,
                                                       const AtlasStyle      *style,
                                                       gboolean               with_mark);

void                  atlas_legend_item_draw          (const AtlasLegendItem *self,
                                                       cairo_t               *cr,
                                                       const AtlasStyle      *style,
                                                       double                 x,
                                                       double                 y,
                                                       double                 width,
                                                       double                 height);
void                  atlas_feature_add_path          (const AtlasFeature    *self,
                                                       cairo_t               *cr,
                                                       const AtlasViewport   *view);
double                atlas_pin_get_radius            (const AtlasStyle      *style,
                                                       guint                  n_members);
void                  atlas_pin_draw                  (cairo_t               *cr,
                                                       const AtlasStyle      *style,
                                                       AtlasPoint             point,
                                                       guint                  n_members,
                                                       gboolean               is_town);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasChoropleth, atlas_choropleth_unref)

G_END_DECLS
