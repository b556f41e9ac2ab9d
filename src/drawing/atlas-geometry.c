/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-drawing"

#include "config.h"

#include "drawing/atlas-geometry.h"

#include <math.h>

/* Kilometres in a degree of latitude on a sphere of 6,371.0088 km, the IUGG's mean radius. */
#define KM_A_DEGREE (6371.0088 * G_PI / 180.0)

/* How far aside an arrow key looks for each step ahead: first within half a right angle, then to
 * the sides, so that every place can be reached. */
#define NARROW_CONE 1.0
#define WIDE_CONE   6.0

struct _AtlasGeometry
{
  GPtrArray      *features;    /* (element-type AtlasFeature) */
  GHashTable     *by_id;       /* id to feature, both unowned */
  AtlasProjection projection;
  AtlasBox        box;
  char           *attribution;
};

/**
 * atlas_projection_new:
 * @origin: the middle of the county
 *
 * Returns: a projection that is true along the latitude of @origin
 */
AtlasProjection
atlas_projection_new (AtlasPosition origin)
{
  return (AtlasProjection) { origin, cos (origin.latitude * G_PI / 180.0) };
}

AtlasPoint
atlas_projection_project (const AtlasProjection *self,
                          AtlasPosition          position)
{
  return (AtlasPoint) {
           (position.longitude - self->origin.longitude) * self->cos_latitude * KM_A_DEGREE,
           (self->origin.latitude - position.latitude) * KM_A_DEGREE,
  };
}

AtlasBox
atlas_box_empty (void)
{
  return (AtlasBox) { INFINITY, INFINITY, -INFINITY, -INFINITY };
}

gboolean
atlas_box_is_empty (const AtlasBox *self)
{
  return self->x1 > self->x2 || self->y1 > self->y2;
}

void
atlas_box_add (AtlasBox  *self,
               AtlasPoint point)
{
  self->x1 = MIN (self->x1, point.x);
  self->y1 = MIN (self->y1, point.y);
  self->x2 = MAX (self->x2, point.x);
  self->y2 = MAX (self->y2, point.y);
}

void
atlas_box_add_box (AtlasBox       *self,
                   const AtlasBox *other)
{
  self->x1 = MIN (self->x1, other->x1);
  self->y1 = MIN (self->y1, other->y1);
  self->x2 = MAX (self->x2, other->x2);
  self->y2 = MAX (self->y2, other->y2);
}

gboolean
atlas_box_contains (const AtlasBox *self,
                    AtlasPoint      point)
{
  return point.x >= self->x1 && point.x <= self->x2 && point.y >= self->y1 && point.y <= self->y2;
}

/**
 * atlas_viewport_fit:
 * @box: what must be seen
 * @width: of the surface
 * @height: of the surface
 * @margin: kept free on every side
 *
 * Finds the largest view of @box, in the middle of the surface.
 *
 * Returns: the viewport
 */
AtlasViewport
atlas_viewport_fit (const AtlasBox *box,
                    double          width,
                    double          height,
                    double          margin)
{
  AtlasViewport view = { 1, width / 2, height / 2 };
  double across = box->x2 - box->x1;
  double down = box->y2 - box->y1;
  double room_x = MAX (width - 2 * margin, 1);
  double room_y = MAX (height - 2 * margin, 1);

  if (atlas_box_is_empty (box))
    return view;

  if (across > 0 && down > 0)
    view.scale = MIN (room_x / across, room_y / down);

  view.x = width / 2 - view.scale * (box->x1 + box->x2) / 2;
  view.y = height / 2 - view.scale * (box->y1 + box->y2) / 2;

  return view;
}

AtlasPoint
atlas_viewport_to_surface (const AtlasViewport *self,
                           AtlasPoint           point)
{
  return (AtlasPoint) { self->x + point.x * self->scale, self->y + point.y * self->scale };
}

AtlasPoint
atlas_viewport_to_plane (const AtlasViewport *self,
                         AtlasPoint           point)
{
  return (AtlasPoint) { (point.x - self->x) / self->scale, (point.y - self->y) / self->scale };
}

/**
 * atlas_viewport_zoom:
 * @self: a viewport
 * @times: how many times larger things become
 * @around: the point of the surface that stays where it is
 *
 * Enlarges or reduces.
 */
void
atlas_viewport_zoom (AtlasViewport *self,
                     double         times,
                     AtlasPoint     around)
{
  self->x = around.x + (self->x - around.x) * times;
  self->y = around.y + (self->y - around.y) * times;
  self->scale *= times;
}

static int
find_in_cone (const AtlasPoint *points,
              guint             n_points,
              AtlasPoint        from,
              AtlasPoint        towards,
              double            cone)
{
  double best_score = INFINITY;
  int best = -1;

  for (guint i = 0; i < n_points; i++)
    {
      double dx = points[i].x - from.x;
      double dy = points[i].y - from.y;
      double ahead = dx * towards.x + dy * towards.y;
      double aside = fabs (dx * towards.y - dy * towards.x);

      if (ahead > 0 && aside <= ahead * cone && ahead + 2 * aside < best_score)
        {
          best = (int) i;
          best_score = ahead + 2 * aside;
        }
    }

  return best;
}

/**
 * atlas_points_find_towards:
 * @points: (array length=n_points): where one may go
 * @n_points: their number
 * @from: where one is
 * @towards: a direction of length 1
 *
 * Finds where an arrow key leads: the nearest point ahead, straight on before aside.
 *
 * Returns: its index, or -1 when there is nothing in that direction
 */
int
atlas_points_find_towards (const AtlasPoint *points,
                           guint             n_points,
                           AtlasPoint        from,
                           AtlasPoint        towards)
{
  int found = find_in_cone (points, n_points, from, towards, NARROW_CONE);

  return found >= 0 ? found : find_in_cone (points, n_points, from, towards, WIDE_CONE);
}

static void
feature_clear (gpointer data)
{
  AtlasFeature *self = data;

  g_free (self->id);
  g_free (self->name);
  g_clear_pointer (&self->properties, json_decref);
  g_clear_pointer (&self->rings, g_ptr_array_unref);
}

/**
 * atlas_feature_new:
 *
 * Makes a feature without id, name or rings, to be filled in and measured before it is added.
 *
 * Returns: (transfer full): the feature
 */
AtlasFeature *
atlas_feature_new (void)
{
  AtlasFeature *self = g_atomic_rc_box_new0 (AtlasFeature);

  self->rings = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  self->box = atlas_box_empty ();

  return self;
}

AtlasFeature *
atlas_feature_ref (AtlasFeature *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
atlas_feature_unref (AtlasFeature *self)
{
  g_atomic_rc_box_release_full (self, feature_clear);
}

static gboolean
ring_is_crossed (const GArray *ring,
                 AtlasPoint    point)
{
  const AtlasPoint *vertices = (const AtlasPoint *) (gpointer) ring->data;
  gboolean inside = FALSE;

  for (guint i = 0, j = ring->len - 1; i < ring->len; j = i++)
    {
      AtlasPoint a = vertices[i];
      AtlasPoint b = vertices[j];

      if ((a.y > point.y) != (b.y > point.y) &&
          point.x < (b.x - a.x) * (point.y - a.y) / (b.y - a.y) + a.x)
        inside = !inside;
    }

  return inside;
}

/**
 * atlas_feature_contains:
 * @self: a feature
 * @point: a point of the plane
 *
 * Asks whether a point lies inside an area, by the even-odd rule. A border belongs to the area on
 * its south-east, so that every point of a county lies in one area. Cost: O(vertices).
 *
 * Returns: the answer; always %FALSE for a position
 */
gboolean
atlas_feature_contains (const AtlasFeature *self,
                        AtlasPoint          point)
{
  gboolean inside = FALSE;

  if (!atlas_box_contains (&self->box, point))
    return FALSE;

  for (guint i = 0; i < self->rings->len; i++)
    inside ^= ring_is_crossed (g_ptr_array_index (self->rings, i), point);

  return inside;
}

static void
geometry_clear (gpointer data)
{
  AtlasGeometry *self = data;

  g_ptr_array_unref (self->features);
  g_hash_table_unref (self->by_id);
  g_free (self->attribution);
}

/**
 * atlas_geometry_new:
 * @projection: how positions became points
 * @attribution: (nullable): who must be named where the map is shown
 *
 * Makes an empty collection of features.
 *
 * Returns: (transfer full): the collection
 */
AtlasGeometry *
atlas_geometry_new (const AtlasProjection *projection,
                    const char            *attribution)
{
  AtlasGeometry *self = g_atomic_rc_box_new0 (AtlasGeometry);

  self->features = g_ptr_array_new_with_free_func ((GDestroyNotify) atlas_feature_unref);
  self->by_id = g_hash_table_new (g_str_hash, g_str_equal);
  self->projection = *projection;
  self->box = atlas_box_empty ();
  self->attribution = g_strdup (attribution);

  return self;
}

AtlasGeometry *
atlas_geometry_ref (AtlasGeometry *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
atlas_geometry_unref (AtlasGeometry *self)
{
  g_atomic_rc_box_release_full (self, geometry_clear);
}

/**
 * atlas_geometry_add:
 * @self: a collection that nobody else holds yet
 * @feature: (transfer full): a measured feature, whose id is new to @self
 *
 * Adds a feature.
 */
void
atlas_geometry_add (AtlasGeometry *self,
                    AtlasFeature  *feature)
{
  g_return_if_fail (feature->id != NULL);
  g_return_if_fail (!g_hash_table_contains (self->by_id, feature->id));

  g_ptr_array_add (self->features, feature);
  g_hash_table_insert (self->by_id, feature->id, feature);
  atlas_box_add_box (&self->box, &feature->box);
}

/**
 * atlas_geometry_select:
 * @self: a collection
 * @ids: (array zero-terminated=1): ids; those that are not in @self are passed over
 *
 * Takes some features, such as the partnerships of one area. They are shared, not copied.
 *
 * Returns: (transfer full): a smaller collection in the order of @ids
 */
AtlasGeometry *
atlas_geometry_select (AtlasGeometry      *self,
                       const char * const *ids)
{
  AtlasGeometry *chosen = atlas_geometry_new (&self->projection, self->attribution);

  for (gsize i = 0; ids[i] != NULL; i++)
    {
      AtlasFeature *feature = g_hash_table_lookup (self->by_id, ids[i]);

      if (feature != NULL && !g_hash_table_contains (chosen->by_id, ids[i]))
        atlas_geometry_add (chosen, atlas_feature_ref (feature));
    }

  return chosen;
}

guint
atlas_geometry_get_n_features (AtlasGeometry *self)
{
  return self->features->len;
}

const AtlasFeature *
atlas_geometry_get_feature (AtlasGeometry *self,
                            guint          index)
{
  g_return_val_if_fail (index < self->features->len, NULL);

  return g_ptr_array_index (self->features, index);
}

/**
 * atlas_geometry_find:
 * @self: a collection
 * @id: (nullable): a feature's id
 *
 * Returns: (transfer none) (nullable): the feature
 */
const AtlasFeature *
atlas_geometry_find (AtlasGeometry *self,
                     const char    *id)
{
  return id != NULL ? g_hash_table_lookup (self->by_id, id) : NULL;
}

/**
 * atlas_geometry_pick:
 * @self: a collection
 * @point: a point of the plane
 *
 * Returns: (transfer none) (nullable): the first area that contains @point
 */
const AtlasFeature *
atlas_geometry_pick (AtlasGeometry *self,
                     AtlasPoint     point)
{
  for (guint i = 0; i < self->features->len; i++)
    if (atlas_feature_contains (g_ptr_array_index (self->features, i), point))
      return g_ptr_array_index (self->features, i);

  return NULL;
}

const AtlasBox *
atlas_geometry_get_box (AtlasGeometry *self)
{
  return &self->box;
}

const AtlasProjection *
atlas_geometry_get_projection (AtlasGeometry *self)
{
  return &self->projection;
}

const char *
atlas_geometry_get_attribution (AtlasGeometry *self)
{
  return self->attribution;
}
