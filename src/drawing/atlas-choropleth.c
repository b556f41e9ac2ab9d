/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-drawing"

#include "config.h"

#include "drawing/atlas-choropleth.h"

#include <glib/gi18n.h>
#include <math.h>

/* The room of a label of two lines, relative to body text. */
#define LABEL_HALF_WIDTH  1.6
#define LABEL_HALF_HEIGHT 1.3

/* How a pin is moved off a label: by so many times the text's size, this often, in so many
   directions; and how much farther it goes rather than into another area. */
#define MOVE_STEP   0.4
#define MOVE_RINGS  12
#define MOVE_TURNS  16
#define MOVE_ABROAD 2.5

/* The same strings are in many values; they live as long as the map does. */
struct _AtlasChoropleth
{
  AtlasGeometry *areas;
  AtlasGeometry *context;        /* (nullable) */
  char          *title;
  char          *caption;
  char          *credits;
  char          *mark;

  GStringChunk  *words;
  AtlasMeasure   measure;
  GArray        *values;         /* (element-type AtlasAreaValue) */
  GHashTable    *value_by_id;    /* id to index + 1 */

  GStringChunk  *pin_words;
  GArray        *pins;           /* (element-type AtlasPin) */
};

static const char *
keep (GStringChunk *words,
      const char   *text)
{
  return text != NULL ? g_string_chunk_insert_const (words, text) : NULL;
}

static void
choropleth_clear (gpointer data)
{
  AtlasChoropleth *self = data;

  atlas_geometry_unref (self->areas);
  g_clear_pointer (&self->context, atlas_geometry_unref);
  g_free (self->title);
  g_free (self->caption);
  g_free (self->credits);
  g_free (self->mark);
  g_string_chunk_free (self->words);
  g_array_unref (self->values);
  g_hash_table_unref (self->value_by_id);
  g_string_chunk_free (self->pin_words);
  g_array_unref (self->pins);
}

/**
 * atlas_choropleth_new:
 * @areas: the areas to draw
 *
 * Makes a map that says nothing of its areas yet.
 *
 * Returns: (transfer full): the map
 */
AtlasChoropleth *
atlas_choropleth_new (AtlasGeometry *areas)
{
  AtlasChoropleth *self = g_atomic_rc_box_new0 (AtlasChoropleth);

  self->areas = atlas_geometry_ref (areas);
  self->credits = g_strdup (atlas_geometry_get_attribution (areas));
  self->words = g_string_chunk_new (1024);
  self->values = g_array_new (FALSE, FALSE, sizeof (AtlasAreaValue));
  self->value_by_id = g_hash_table_new (g_str_hash, g_str_equal);
  self->pin_words = g_string_chunk_new (1024);
  self->pins = g_array_new (FALSE, FALSE, sizeof (AtlasPin));

  return self;
}

AtlasChoropleth *
atlas_choropleth_ref (AtlasChoropleth *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
atlas_choropleth_unref (AtlasChoropleth *self)
{
  g_atomic_rc_box_release_full (self, choropleth_clear);
}

/**
 * atlas_choropleth_set_context:
 * @self: a map
 * @context: (nullable): land that is drawn pale under the areas, such as the county's outline
 *
 * Sets what the areas lie in. It has the projection of the areas.
 */
void
atlas_choropleth_set_context (AtlasChoropleth *self,
                              AtlasGeometry   *context)
{
  AtlasGeometry *old = self->context;

  self->context = context != NULL ? atlas_geometry_ref (context) : NULL;
  g_clear_pointer (&old, atlas_geometry_unref);
}

/**
 * atlas_choropleth_set_texts:
 * @self: a map
 * @title: (nullable): the finding, in ten words or fewer
 * @caption: (nullable): measure, date, source and missing returns
 * @credits: (nullable): whose data are shown, or %NULL for the geometry's own attribution
 *
 * Sets the words round a printed map.
 */
void
atlas_choropleth_set_texts (AtlasChoropleth *self,
                            const char      *title,
                            const char      *caption,
                            const char      *credits)
{
  g_autofree char *old_title = self->title;
  g_autofree char *old_caption = self->caption;
  g_autofree char *old_credits = self->credits;

  self->title = g_strdup (title);
  self->caption = g_strdup (caption);
  self->credits =
    g_strdup (credits != NULL ? credits : atlas_geometry_get_attribution (self->areas));
}

/**
 * atlas_choropleth_set_mark:
 * @self: a map
 * @mark: (nullable): the demonstration's words, printed on a yellow strip above the map
 *
 * Marks every print and export of the map.
 */
void
atlas_choropleth_set_mark (AtlasChoropleth *self,
                           const char      *mark)
{
  g_autofree char *old = self->mark;

  self->mark = g_strdup (mark);
}

/**
 * atlas_choropleth_set_values:
 * @self: a map
 * @measure: what the values mean
 * @values: (array length=n_values): one for each area; they are copied
 * @n_values: their number
 *
 * Sets what the map says. An area without an entry is drawn like one without a value.
 */
void
atlas_choropleth_set_values (AtlasChoropleth      *self,
                             const AtlasMeasure   *measure,
                             const AtlasAreaValue *values,
                             gsize                 n_values)
{
  GStringChunk *old_words = self->words;

  self->words = g_string_chunk_new (1024);
  self->measure = *measure;
  self->measure.heading = keep (self->words, measure->heading);
  self->measure.no_data = keep (self->words, measure->no_data);
  for (guint i = 0; i < ATLAS_N_CLASSES; i++)
    self->measure.labels[i] = keep (self->words, measure->labels[i]);

  g_array_set_size (self->values, 0);
  g_hash_table_remove_all (self->value_by_id);

  for (gsize i = 0; i < n_values; i++)
    {
      AtlasAreaValue value = values[i];

      value.id = keep (self->words, value.id);
      value.number = keep (self->words, value.number);
      value.name = keep (self->words, value.name);
      value.value_text = keep (self->words, value.value_text);
      value.spoken = keep (self->words, value.spoken);
      value.has_value = value.has_value && isfinite (value.value);
      g_array_append_val (self->values, value);
      g_hash_table_insert (self->value_by_id, (gpointer) value.id,
                           GUINT_TO_POINTER (self->values->len));
    }

  g_string_chunk_free (old_words);
}

/**
 * atlas_choropleth_set_pins:
 * @self: a map
 * @pins: (array length=n_pins): they are copied
 * @n_pins: their number
 *
 * Sets the provisions on the map.
 */
void
atlas_choropleth_set_pins (AtlasChoropleth *self,
                           const AtlasPin  *pins,
                           gsize            n_pins)
{
  GStringChunk *old_words = self->pin_words;

  self->pin_words = g_string_chunk_new (1024);
  g_array_set_size (self->pins, 0);

  for (gsize i = 0; i < n_pins; i++)
    {
      AtlasPin pin = pins[i];

      pin.id = keep (self->pin_words, pin.id);
      pin.name = keep (self->pin_words, pin.name);
      g_array_append_val (self->pins, pin);
    }

  g_string_chunk_free (old_words);
}

AtlasGeometry *
atlas_choropleth_get_areas (AtlasChoropleth *self)
{
  return self->areas;
}

AtlasGeometry *
atlas_choropleth_get_context (AtlasChoropleth *self)
{
  return self->context;
}

const char *
atlas_choropleth_get_title (AtlasChoropleth *self)
{
  return self->title;
}

const char *
atlas_choropleth_get_caption (AtlasChoropleth *self)
{
  return self->caption;
}

const char *
atlas_choropleth_get_credits (AtlasChoropleth *self)
{
  return self->credits;
}

const char *
atlas_choropleth_get_mark (AtlasChoropleth *self)
{
  return self->mark;
}

const AtlasMeasure *
atlas_choropleth_get_measure (AtlasChoropleth *self)
{
  return &self->measure;
}

/**
 * atlas_choropleth_get_value:
 * @self: a map
 * @id: (nullable): an area
 *
 * Returns: (transfer none) (nullable): what the map says of it, until the values are set again
 */
const AtlasAreaValue *
atlas_choropleth_get_value (AtlasChoropleth *self,
                            const char      *id)
{
  guint place = id != NULL ? GPOINTER_TO_UINT (g_hash_table_lookup (self->value_by_id, id)) : 0;

  return place > 0 ? &g_array_index (self->values, AtlasAreaValue, place - 1) : NULL;
}

/**
 * atlas_choropleth_get_class:
 * @self: a map
 * @value: (nullable): a value
 *
 * Returns: 0 to 4, or -1 for a count or no value
 */
int
atlas_choropleth_get_class (AtlasChoropleth      *self,
                            const AtlasAreaValue *value)
{
  int class_index = 0;

  if (value == NULL || !value->has_value || self->measure.is_count)
    return -1;

  for (guint i = 0; i < ATLAS_N_CLASSES - 1; i++)
    class_index += value->value >= self->measure.breaks[i];

  return class_index;
}

/**
 * atlas_choropleth_get_largest:
 * @self: a map
 *
 * Returns: the greatest value, or 0
 */
double
atlas_choropleth_get_largest (AtlasChoropleth *self)
{
  double largest = 0;

  for (guint i = 0; i < self->values->len; i++)
    if (g_array_index (self->values, AtlasAreaValue, i).has_value)
      largest = MAX (largest, g_array_index (self->values, AtlasAreaValue, i).value);

  return largest;
}

guint
atlas_choropleth_get_n_pins (AtlasChoropleth *self)
{
  return self->pins->len;
}

const AtlasPin *
atlas_choropleth_get_pin (AtlasChoropleth *self,
                          guint            index)
{
  g_return_val_if_fail (index < self->pins->len, NULL);

  return &g_array_index (self->pins, AtlasPin, index);
}

static void
cluster_free (gpointer data)
{
  AtlasCluster *self = data;

  g_array_unref (self->members);
  g_free (self);
}

static AtlasCluster *
find_cluster (GPtrArray *clusters,
              AtlasPoint point,
              double     distance)
{
  for (guint i = 0; i < clusters->len; i++)
    {
      AtlasCluster *cluster = g_ptr_array_index (clusters, i);

      if (hypot (cluster->point.x - point.x, cluster->point.y - point.y) < distance)
        return cluster;
    }

  return NULL;
}

/* Whether a cluster could stand at a point: on no label's words, and on no cluster before it. */
static gboolean
is_clear (AtlasChoropleth     *self,
          GPtrArray           *clusters,
          guint                index,
          AtlasPoint           point,
          const AtlasViewport *view,
          const AtlasStyle    *style)
{
  const AtlasCluster *cluster = g_ptr_array_index (clusters, index);
  double radius = atlas_pin_get_radius (style, cluster->members->len);
  double across = style->text_size * LABEL_HALF_WIDTH + radius;
  double down = style->text_size * LABEL_HALF_HEIGHT + radius;

  for (guint i = 0; i < atlas_geometry_get_n_features (self->areas); i++)
    {
      const AtlasFeature *feature = atlas_geometry_get_feature (self->areas, i);
      AtlasPoint label = atlas_viewport_to_surface (view, feature->label);

      if (fabs (point.x - label.x) < across && fabs (point.y - label.y) < down)
        return FALSE;
    }
  for (guint i = 0; i < index; i++)
    {
      const AtlasCluster *other = g_ptr_array_index (clusters, i);
      double apart = radius + atlas_pin_get_radius (style, other->members->len);

      if (hypot (other->point.x - point.x, other->point.y - point.y) < apart)
        return FALSE;
    }

  return TRUE;
}

/* Moves a cluster off the words of an area, as little as will do and rather within its own area: a
 * number that nobody can read helps nobody. Where there is no room it stays. */
static void
make_way_for_labels (AtlasChoropleth     *self,
                     GPtrArray           *clusters,
                     guint                index,
                     const AtlasViewport *view,
                     const AtlasStyle    *style)
{
  AtlasCluster *cluster = g_ptr_array_index (clusters, index);
  const AtlasPoint from = cluster->point;
  const AtlasFeature *home = NULL;
  double least = G_MAXDOUBLE;

  if (is_clear (self, clusters, index, from, view, style))
    return;

  home = atlas_geometry_pick (self->areas, atlas_viewport_to_plane (view, from));
  for (int ring = 1; ring <= MOVE_RINGS && ring * MOVE_STEP * style->text_size < least; ring++)
    for (int turn = 0; turn < MOVE_TURNS; turn++)
      {
        double angle = 2 * G_PI * turn / MOVE_TURNS;
        double distance = ring * MOVE_STEP * style->text_size;
        AtlasPoint point = { from.x + distance * cos (angle), from.y + distance * sin (angle) };
        double cost = distance;

        if (!is_clear (self, clusters, index, point, view, style))
          continue;
        if (atlas_geometry_pick (self->areas, atlas_viewport_to_plane (view, point)) != home)
          cost += MOVE_ABROAD * style->text_size;
        if (cost < least)
          {
            least = cost;
            cluster->point = point;
          }
      }
}

/**
 * atlas_choropleth_cluster_pins:
 * @self: a map
 * @view: how it is seen
 * @style: how it is drawn
 *
 * Gathers pins that would stand on one another, and moves those that would hide a label to beside
 * it. Cost: O(pins times clusters).
 *
 * Returns: (transfer full) (element-type AtlasCluster): every pin in one cluster, in their order
 */
GPtrArray *
atlas_choropleth_cluster_pins (AtlasChoropleth     *self,
                               const AtlasViewport *view,
                               const AtlasStyle    *style)
{
  GPtrArray *clusters = g_ptr_array_new_with_free_func (cluster_free);
  const AtlasProjection *projection = atlas_geometry_get_projection (self->areas);
  double distance = 2 * atlas_pin_get_radius (style, 2);

  for (guint i = 0; i < self->pins->len; i++)
    {
      const AtlasPin *pin = &g_array_index (self->pins, AtlasPin, i);
      AtlasPoint point =
        atlas_viewport_to_surface (view, atlas_projection_project (projection, pin->position));
      AtlasCluster *cluster = find_cluster (clusters, point, distance);

      if (cluster == NULL)
        {
          cluster = g_new0 (AtlasCluster, 1);
          cluster->point = point;
          cluster->is_town = TRUE;
          cluster->members = g_array_new (FALSE, FALSE, sizeof (guint));
          g_ptr_array_add (clusters, cluster);
        }

      g_array_append_val (cluster->members, i);
      cluster->is_town = cluster->is_town && pin->is_town;
    }

  for (guint i = 0; i < clusters->len; i++)
    make_way_for_labels (self, clusters, i, view, style);

  return clusters;
}

/**
 * atlas_choropleth_list_legend:
 * @self: a map
 *
 * Lists what must be explained: every class, so that maps of different days look alike, and of the
 * rest what occurs.
 *
 * Returns: (transfer full) (element-type AtlasLegendItem): items, valid until the values are set
 * again
 */
GArray *
atlas_choropleth_list_legend (AtlasChoropleth *self)
{
  GArray *items = g_array_new (FALSE, FALSE, sizeof (AtlasLegendItem));
  gboolean has_pin = FALSE;
  gboolean has_town_pin = FALSE;

  for (int i = 0; i < ATLAS_N_CLASSES && !self->measure.is_count; i++)
    if (self->measure.labels[i] != NULL)
      g_array_append_val (items,
                          ((AtlasLegendItem) { ATLAS_LEGEND_CLASS, i, self->measure.labels[i] }));

  if (self->measure.is_count)
    g_array_append_val (items, ((AtlasLegendItem) { ATLAS_LEGEND_CIRCLE, -1,
                                                    _("larger circle, larger number") }));

  if (self->measure.no_data != NULL)
    g_array_append_val (items,
                        ((AtlasLegendItem) { ATLAS_LEGEND_NO_DATA, -1, self->measure.no_data }));

  for (guint i = 0; i < self->pins->len; i++)
    {
      has_pin |= !g_array_index (self->pins, AtlasPin, i).is_town;
      has_town_pin |= g_array_index (self->pins, AtlasPin, i).is_town;
    }

  if (has_pin)
    g_array_append_val (items, ((AtlasLegendItem) { ATLAS_LEGEND_PIN, -1, _("provision") }));
  if (has_town_pin)
    g_array_append_val (items, ((AtlasLegendItem) { ATLAS_LEGEND_TOWN_PIN, -1,
                                                    _("at its town") }));

  return items;
}

/**
 * atlas_choropleth_dup_spoken:
 * @self: a map
 * @feature: one of its areas
 *
 * Puts an area in words: the owner's, or name and value, or the name that its boundary came with.
 *
 * Returns: (transfer full): the words
 */
char *
atlas_choropleth_dup_spoken (AtlasChoropleth    *self,
                             const AtlasFeature *feature)
{
  const AtlasAreaValue *value = atlas_choropleth_get_value (self, feature->id);

  if (value == NULL || value->name == NULL)
    return g_strdup (feature->name != NULL ? feature->name : feature->id);
  if (value->spoken != NULL)
    return g_strdup (value->spoken);
  if (value->has_value && value->value_text != NULL)
    return g_strdup_printf ("%s, %s", value->name, value->value_text);

  return g_strdup (value->name);
}

static void
append_missing (AtlasChoropleth *self,
                GString         *text)
{
  g_autoptr(GString) names = g_string_new (NULL);

  for (guint i = 0; i < self->values->len; i++)
    {
      const AtlasAreaValue *value = &g_array_index (self->values, AtlasAreaValue, i);

      if (!value->has_value)
        g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", value->name);
    }

  /* Translators: %s is a list of areas. */
  if (names->len > 0)
    g_string_append_printf (text, _(" No figure: %s."), names->str);
}

/**
 * atlas_choropleth_describe:
 * @self: a map
 *
 * Puts the map in words for somebody who cannot see it: title, highest, lowest, missing.
 *
 * Returns: (transfer full): the words
 */
char *
atlas_choropleth_describe (AtlasChoropleth *self)
{
  g_autoptr(GString) text =
    g_string_new (self->title != NULL ? self->title : self->measure.heading);
  const AtlasAreaValue *highest = NULL;
  const AtlasAreaValue *lowest = NULL;

  for (guint i = 0; i < self->values->len; i++)
    {
      const AtlasAreaValue *value = &g_array_index (self->values, AtlasAreaValue, i);

      if (value->has_value && (highest == NULL || value->value > highest->value))
        highest = value;
      if (value->has_value && (lowest == NULL || value->value < lowest->value))
        lowest = value;
    }

  if (text->len > 0)
    g_string_append_c (text, '.');

  /* Translators: name and value of an area, twice. */
  if (highest != NULL)
    g_string_append_printf (text, _(" Highest: %s, %s. Lowest: %s, %s."),
                            highest->name, highest->value_text, lowest->name, lowest->value_text);

  append_missing (self, text);

  return g_strdup (g_strstrip (text->str));
}
