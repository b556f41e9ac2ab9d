/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-drawing"

#include "config.h"

#include "drawing/atlas-geometry.h"

#include <math.h>

/* The pole is found to within this share of the area's diagonal: less than a pixel of a map. */
#define PRECISION 0.001

/* A thin area is covered by at most this many squares along its length to begin with. */
#define MAX_SQUARES_A_SIDE 64

/* However odd an outline is, the search ends after this many distances to a side, or squares. */
#define MAX_SIDES   200000000
#define MAX_SQUARES 20000

/* A square of the plane, with the most that a point of it can be from the border. */
typedef struct {
  AtlasPoint centre;
  double     half;
  double     distance;
  double     bound;
} Square;

static double
squared_distance_to_segment (AtlasPoint p,
                             AtlasPoint a,
                             AtlasPoint b)
{
  double dx = b.x - a.x;
  double dy = b.y - a.y;
  double length2 = dx * dx + dy * dy;
  double along = length2 > 0 ? ((p.x - a.x) * dx + (p.y - a.y) * dy) / length2 : 0;

  along = CLAMP (along, 0, 1);
  dx = p.x - a.x - along * dx;
  dy = p.y - a.y - along * dy;

  return dx * dx + dy * dy;
}

/* Distance to the nearest border, negative outside. */
static double
distance_inside (const AtlasFeature *feature,
                 AtlasPoint          point)
{
  double nearest2 = INFINITY;

  for (guint r = 0; r < feature->rings->len; r++)
    {
      const GArray *ring = g_ptr_array_index (feature->rings, r);
      const AtlasPoint *vertices = (const AtlasPoint *) (gpointer) ring->data;

      for (guint i = 0, j = ring->len - 1; i < ring->len; j = i++)
        nearest2 = MIN (nearest2, squared_distance_to_segment (point, vertices[i], vertices[j]));
    }

  return atlas_feature_contains (feature, point) ? sqrt (nearest2) : -sqrt (nearest2);
}

static Square
square_new (const AtlasFeature *feature,
            AtlasPoint          centre,
            double              half)
{
  double distance = distance_inside (feature, centre);

  return (Square) { centre, half, distance, distance + half * G_SQRT2 };
}

/* The squares are a binary heap, the greatest bound first. */
static void
heap_push (GArray *heap,
           Square  square)
{
  guint i = heap->len;

  g_array_append_val (heap, square);

  while (i > 0 && g_array_index (heap, Square, (i - 1) / 2).bound < square.bound)
    {
      g_array_index (heap, Square, i) = g_array_index (heap, Square, (i - 1) / 2);
      i = (i - 1) / 2;
    }

  g_array_index (heap, Square, i) = square;
}

static Square
heap_pop (GArray *heap)
{
  Square top = g_array_index (heap, Square, 0);
  Square last = g_array_index (heap, Square, heap->len - 1);
  guint i = 0;
  guint child;

  g_array_set_size (heap, heap->len - 1);
  if (heap->len == 0)
    return top;

  for (child = 1; child < heap->len; child = 2 * i + 1)
    {
      if (child + 1 < heap->len &&
          g_array_index (heap, Square, child + 1).bound > g_array_index (heap, Square, child).bound)
        child++;
      if (g_array_index (heap, Square, child).bound <= last.bound)
        break;

      g_array_index (heap, Square, i) = g_array_index (heap, Square, child);
      i = child;
    }

  g_array_index (heap, Square, i) = last;

  return top;
}

static void
cover_box (const AtlasFeature *feature,
           GArray             *heap)
{
  double across = feature->box.x2 - feature->box.x1;
  double down = feature->box.y2 - feature->box.y1;
  double side = MAX (MIN (across, down), MAX (across, down) / MAX_SQUARES_A_SIDE);

  for (int i = 0; i * side < across; i++)
    for (int j = 0; j * side < down; j++)
      {
        AtlasPoint centre = {
          feature->box.x1 + (i + 0.5) * side, feature->box.y1 + (j + 0.5) * side,
        };

        heap_push (heap, square_new (feature, centre, side / 2));
      }
}

static guint
count_vertices (const AtlasFeature *feature)
{
  guint n_vertices = 0;

  for (guint r = 0; r < feature->rings->len; r++)
    n_vertices += ((const GArray *) g_ptr_array_index (feature->rings, r))->len;

  return n_vertices;
}

static Square
find_pole (const AtlasFeature *feature)
{
  g_autoptr(GArray) heap = g_array_new (FALSE, FALSE, sizeof (Square));
  double across = feature->box.x2 - feature->box.x1;
  double down = feature->box.y2 - feature->box.y1;
  double precision = hypot (across, down) * PRECISION;
  AtlasPoint middle = { feature->box.x1 + across / 2, feature->box.y1 + down / 2 };
  Square best = square_new (feature, middle, 0);
  guint max_squares = MIN (MAX_SQUARES, MAX_SIDES / MAX (count_vertices (feature), 1));
  guint n_squares = 0;

  cover_box (feature, heap);

  while (heap->len > 0 && n_squares < max_squares)
    {
      Square square = heap_pop (heap);

      if (square.distance > best.distance)
        best = square;
      if (square.bound - best.distance <= precision)
        break;

      for (guint i = 0; i < 4; i++)
        {
          double half = square.half / 2;
          AtlasPoint centre = {
            square.centre.x + (i & 1 ? half : -half),
            square.centre.y + (i & 2 ? half : -half),
          };

          heap_push (heap, square_new (feature, centre, half));
        }

      n_squares += 4;
    }

  return best;
}

static double
signed_area (const GArray *ring)
{
  const AtlasPoint *vertices = (const AtlasPoint *) (gpointer) ring->data;
  double twice = 0;

  for (guint i = 0, j = ring->len - 1; i < ring->len; j = i++)
    twice += vertices[j].x * vertices[i].y - vertices[i].x * vertices[j].y;

  return twice / 2;
}

/**
 * atlas_ring_orient:
 * @ring: (element-type AtlasPoint): a ring without its closing point
 * @is_hole: whether it bounds a hole
 *
 * Turns a ring so that outer rings have a positive area and holes a negative one.
 *
 * Returns: whether it encloses anything
 */
gboolean
atlas_ring_orient (GArray  *ring,
                   gboolean is_hole)
{
  AtlasPoint *vertices = (AtlasPoint *) (gpointer) ring->data;
  double area = signed_area (ring);

  if ((area < 0) != is_hole)
    for (guint i = 0, j = ring->len - 1; i < j; i++, j--)
      {
        AtlasPoint kept = vertices[i];

        vertices[i] = vertices[j];
        vertices[j] = kept;
      }

  return area != 0;
}

/**
 * atlas_feature_measure:
 * @self: a feature whose rings are complete and turned by atlas_ring_orient()
 *
 * Computes extents, area and the place for a label, once. Cost: some hundred times O(vertices).
 *
 * Source: the pole of inaccessibility, found by halving squares, the most promising first.
 */
void
atlas_feature_measure (AtlasFeature *self)
{
  Square pole;

  self->box = atlas_box_empty ();
  self->area_km2 = 0;

  for (guint r = 0; r < self->rings->len; r++)
    {
      const GArray *ring = g_ptr_array_index (self->rings, r);

      for (guint i = 0; i < ring->len; i++)
        atlas_box_add (&self->box, g_array_index (ring, AtlasPoint, i));
    }

  for (guint r = 0; r < self->rings->len; r++)
    self->area_km2 += signed_area (g_ptr_array_index (self->rings, r));

  self->area_km2 = fabs (self->area_km2);
  pole = find_pole (self);
  self->label = pole.centre;
  self->label_room_km = MAX (pole.distance, 0);
}
