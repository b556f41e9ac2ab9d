/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is looked at in the borders of a pack. Rules: RFC 7946; docs/packs.md, "Borders". */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "exchange/atlas-pack-check-private.h"
#include "exchange/atlas-pack-files.h"

#define RING_LEAST   4          /* positions, the last the same as the first */
#define EDGES_MOST   200000
#define COVER_PART   0.005      /* of the outline, that the areas may miss or exceed */
#define FEATURES_MOST 1000
#define SEVERAL      G_MAXUINT  /* features with one corner */

/* Doubles are compared by their bits: neighbours share their points exactly. */
typedef struct {
  double x;
  double y;
} Point;

typedef struct {
  Point from;
  Point to;
  guint feature;
} Edge;

typedef struct {
  AtlasPackCheck *check;
  const char     *file;
  GPtrArray      *ids;          /* (element-type utf8): of the features, by their place */
  GArray         *edges;        /* (element-type Edge): outer rings run against the clock */
  double          area;         /* in square degrees */
  gboolean        is_sound;     /* every ring could be read */
} Shape;

static void
shape_clear (Shape *shape)
{
  g_ptr_array_unref (shape->ids);
  g_array_unref (shape->edges);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Shape, shape_clear)

static const char *
name_of (const Shape *shape,
         guint feature)
{
  return g_ptr_array_index (shape->ids, feature);
}

static gboolean
read_point (json_t *position,
            Point  *point)
{
  json_t *x = json_array_get (position, 0);
  json_t *y = json_array_get (position, 1);

  if (!json_is_number (x) || !json_is_number (y))
    return FALSE;

  *point = (Point) { json_number_value (x), json_number_value (y) };
  return isfinite (point->x) && isfinite (point->y);
}

static gboolean
is_same (Point a,
         Point b)
{
  return a.x == b.x && a.y == b.y;
}

static gboolean
is_in_uk (Point point)
{
  return point.x >= ATLAS_UK_WEST && point.x <= ATLAS_UK_EAST && point.y >= ATLAS_UK_SOUTH &&
         point.y <= ATLAS_UK_NORTH;
}

static double
area_of (const Point *points,
         gsize        n_points)
{
  double twice = 0;

  for (gsize i = 0; i + 1 < n_points; i++)
    twice += points[i].x * points[i + 1].y - points[i + 1].x * points[i].y;

  return twice / 2;
}

/* Says what is wrong with a ring, if anything is. */
static gboolean
check_ring (Shape       *shape,
            guint        feature,
            const Point *points,
            gsize        n_points)
{
  gboolean is_inside = TRUE;

  for (gsize i = 0; i < n_points; i++)
    is_inside &= is_in_uk (points[i]);

  if (n_points < RING_LEAST)
    atlas_pack_check_say (shape->check, "shape-ring", shape->file,
                          /* Translators: the key of an area. */
                          _("“%s” has a ring of fewer than four positions."),
                          name_of (shape, feature));
  else if (!is_same (points[0], points[n_points - 1]))
    atlas_pack_check_say (shape->check, "shape-ring", shape->file,
                          /* Translators: the key of an area. */
                          _("“%s” has a ring that is not closed."), name_of (shape, feature));
  else if (!is_inside)
    atlas_pack_check_say (shape->check, "shape-outside", shape->file,
                          /* Translators: the key of an area. */
                          _("“%s” lies outside the United Kingdom; are longitude and latitude in "
                            "their order?"), name_of (shape, feature));
  else
    return TRUE;

  return FALSE;
}

/* The outer ring runs against the clock and a hole with it, whatever the file says. */
static void
take_ring (Shape       *shape,
           guint        feature,
           const Point *points,
           gsize        n_points,
           gboolean     is_hole)
{
  double area = area_of (points, n_points);
  gboolean is_turned = (area < 0) != is_hole;

  for (gsize i = 0; i + 1 < n_points && shape->edges->len < EDGES_MOST; i++)
    {
      Edge edge = { points[i], points[i + 1], feature };

      if (is_turned)
        edge = (Edge) { points[i + 1], points[i], feature }
      ;
      if (!is_same (edge.from, edge.to))
        g_array_append_val (shape->edges, edge);
    }
  shape->area += is_hole ? -fabs (area) : fabs (area);
}

static void
read_ring (Shape   *shape,
           guint    feature,
           json_t  *ring,
           gboolean is_hole)
{
  g_autoptr(GArray) points = g_array_new (FALSE, FALSE, sizeof (Point));
  gboolean is_read = json_is_array (ring);

  for (gsize i = 0; i < json_array_size (ring) && is_read; i++)
    {
      Point point;

      is_read = read_point (json_array_get (ring, i), &point);
      if (is_read)
        g_array_append_val (points, point);
    }

  if (!is_read)
    atlas_pack_check_say (shape->check, "shape-ring", shape->file,
                          /* Translators: the key of an area. */
                          _("“%s” has a ring that cannot be read."), name_of (shape, feature));
  if (is_read && check_ring (shape, feature, (const Point *) points->data, points->len))
    take_ring (shape, feature, (const Point *) points->data, points->len, is_hole);
  else
    shape->is_sound = FALSE;
}

static void
read_polygon (Shape  *shape,
              guint   feature,
              json_t *rings)
{
  for (gsize i = 0; i < json_array_size (rings); i++)
    read_ring (shape, feature, json_array_get (rings, i), i > 0);
}

static void
read_feature (Shape  *shape,
              json_t *object)
{
  json_t *properties = json_object_get (object, "properties");
  json_t *geometry = json_object_get (object, "geometry");
  json_t *coordinates = json_object_get (geometry, "coordinates");
  const char *id = atlas_json_string (properties, "id");
  const char *kind = atlas_json_string (geometry, "type");
  guint feature = shape->ids->len;

  g_ptr_array_add (shape->ids, g_strdup (id != NULL ? id : ""));
  if (g_strcmp0 (kind, "Polygon") == 0)
    read_polygon (shape, feature, coordinates);
  else if (g_strcmp0 (kind, "MultiPolygon") == 0)
    for (gsize i = 0; i < json_array_size (coordinates); i++)
      read_polygon (shape, feature, json_array_get (coordinates, i));
  else
    {
      shape->is_sound = FALSE;
      atlas_pack_check_say (shape->check, "shape-ring", shape->file,
                            /* Translators: the key of an area. */
                            _("“%s” is neither a Polygon nor a MultiPolygon."),
                            name_of (shape, feature));
    }
}

static gboolean
read_shape (AtlasPackCheck *check,
            const char     *name,
            Shape          *shape)
{
  json_t *shapes = json_object_get (atlas_pack_get_manifest (check->pack), "shapes");
  g_autoptr(GBytes) bytes = atlas_pack_get_shape (check->pack, name);
  g_autoptr(GError) error = NULL;
  g_autoptr(json_t) root = NULL;
  json_t *features;
  gsize size = 0;
  const char *text = bytes != NULL ? g_bytes_get_data (bytes, &size) : NULL;

  *shape = (Shape) { .check = check, .is_sound = TRUE };
  shape->file = atlas_json_string (shapes, name);
  shape->ids = g_ptr_array_new_with_free_func (g_free);
  shape->edges = g_array_new (FALSE, FALSE, sizeof (Edge));
  if (shape->file == NULL)
    return FALSE;

  root = atlas_json_parse (text != NULL ? text : "", (gssize) size, &error);
  features = json_object_get (root, "features");
  if (!json_is_array (features))
    {
      atlas_pack_check_say (check, "shape-file", shape->file,
                            _("It is no GeoJSON with a list of features."));
      return FALSE;
    }
  for (gsize i = 0; i < json_array_size (features); i++)
    read_feature (shape, json_array_get (features, i));

  return TRUE;
}

/* A shape is for a record, and a record has one shape. */
static void
check_keys (Shape      *shape,
            const char *type)
{
  g_autoptr(GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < shape->ids->len; i++)
    {
      const char *id = name_of (shape, i);
      g_autofree char *shown = g_utf8_make_valid (id, -1);

      if (!g_hash_table_add (ids, (char *) id))
        atlas_pack_check_say (shape->check, "shape-key", shape->file,
                              /* Translators: the key of an area. */
                              _("“%s” has two shapes."), shown);
      else if (atlas_pack_check_find_key (shape->check, type, id) == NULL)
        atlas_pack_check_say (shape->check, "shape-key", shape->file,
                              /* Translators: the key of a shape, and a type of record. */
                              _("The shape “%1$s” is of no %2$s."), shown, type);
    }

  for (guint i = 0; i < shape->check->rows->len; i++)
    {
      const AtlasImportRow *row = g_ptr_array_index (shape->check->rows, i);

      if (strcmp (row->type->name, type) == 0 && !g_hash_table_contains (ids, row->key))
        atlas_pack_check_say_row (shape->check, "shape-key", i,
                                  /* Translators: a file. */
                                  _("It has no shape in %s."), shape->file);
    }
}

static char *
name_edge (Point from,
           Point to)
{
  return g_strdup_printf ("%a %a %a %a", from.x, from.y, to.x, to.y);
}

static double
turn (Point a,
      Point b,
      Point c)
{
  return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}

/* Whether each crosses the other between its ends. */
static gboolean
cross (const Edge *one,
       const Edge *two)
{
  double a = turn (one->from, one->to, two->from);
  double b = turn (one->from, one->to, two->to);
  double c = turn (two->from, two->to, one->from);
  double d = turn (two->from, two->to, one->to);
  const double least = 1e-12;   /* square degrees: about a square metre's hundredth */

  return ((a > least && b < -least) || (a < -least && b > least)) &&
         ((c > least && d < -least) || (c < -least && d > least));
}

static void
say_overlap (Shape      *shape,
             GHashTable *said,
             guint       one,
             guint       two)
{
  g_autofree char *pair = g_strdup_printf ("%u %u", MIN (one, two), MAX (one, two));

  if (one != two && g_hash_table_add (said, g_steal_pointer (&pair)))
    atlas_pack_check_say (shape->check, "shape-overlap", shape->file,
                          /* Translators: the keys of two areas. */
                          _("“%1$s” and “%2$s” overlap."), name_of (shape, MIN (one, two)),
                          name_of (shape, MAX (one, two)));
}

static int
compare_edges (gconstpointer a,
               gconstpointer b)
{
  const Edge *one = a;
  const Edge *two = b;
  double first = MIN (one->from.x, one->to.x);
  double second = MIN (two->from.x, two->to.x);

  return (first > second) - (first < second);
}

/* Edges are compared only with those beside them. */
static void
check_crossings (Shape      *shape,
                 GHashTable *said)
{
  g_autoptr(GArray) sorted = g_array_copy (shape->edges);

  g_array_sort (sorted, compare_edges);
  for (guint i = 0; i < sorted->len; i++)
    {
      const Edge *edge = &g_array_index (sorted, Edge, i);
      double right = MAX (edge->from.x, edge->to.x);

      for (guint j = i + 1; j < sorted->len; j++)
        {
          const Edge *other = &g_array_index (sorted, Edge, j);

          if (MIN (other->from.x, other->to.x) > right)
            break;
          if (edge->feature != other->feature && cross (edge, other))
            say_overlap (shape, said, edge->feature, other->feature);
        }
    }
}

/* One shape within another crosses none of its lines. */
static gboolean
is_inside (const Shape *shape,
           guint        feature,
           Point        point)
{
  gboolean inside = FALSE;

  for (guint i = 0; i < shape->edges->len; i++)
    {
      const Edge *edge = &g_array_index (shape->edges, Edge, i);

      if (edge->feature == feature && (edge->from.y > point.y) != (edge->to.y > point.y) &&
          point.x < (edge->to.x - edge->from.x) * (point.y - edge->from.y) /
          (edge->to.y - edge->from.y) + edge->from.x)
        inside = !inside;
    }

  return inside;
}

static char *
name_point (Point point)
{
  return g_strdup_printf ("%a %a", point.x, point.y);
}

/* The place of the only feature that has a corner there, from 1; SEVERAL when others do too. */
static GHashTable *
index_corners (const Shape *shape)
{
  GHashTable *corners = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < shape->edges->len; i++)
    {
      const Edge *edge = &g_array_index (shape->edges, Edge, i);
      char *name = name_point (edge->from);
      guint there = GPOINTER_TO_UINT (g_hash_table_lookup (corners, name));
      gboolean is_alone = there == 0 || there == edge->feature + 1;

      g_hash_table_insert (corners, name,
                           GUINT_TO_POINTER (is_alone ? edge->feature + 1 : SEVERAL));
    }

  return corners;
}

/* One corner of each feature is enough, if no other has it. */
static void
check_within (Shape      *shape,
              GHashTable *said)
{
  g_autoptr(GHashTable) corners = index_corners (shape);
  g_autoptr(GHashTable) looked_at = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < shape->edges->len; i++)
    {
      const Edge *edge = &g_array_index (shape->edges, Edge, i);
      g_autofree char *name = name_point (edge->from);

      if (GPOINTER_TO_UINT (g_hash_table_lookup (corners, name)) == SEVERAL ||
          !g_hash_table_add (looked_at, GUINT_TO_POINTER (edge->feature)))
        continue;
      for (guint other = 0; other < shape->ids->len; other++)
        if (other != edge->feature && is_inside (shape, other, edge->from))
          say_overlap (shape, said, edge->feature, other);
    }
}

/* Two shapes that run along one line in one direction lie on the same side of it. */
static GHashTable *
index_edges (Shape      *shape,
             GHashTable *said)
{
  GHashTable *edges = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < shape->edges->len; i++)
    {
      const Edge *edge = &g_array_index (shape->edges, Edge, i);
      char *name = name_edge (edge->from, edge->to);
      const Edge *other = g_hash_table_lookup (edges, name);

      if (other != NULL)
        {
          say_overlap (shape, said, edge->feature, other->feature);
          g_free (name);
          continue;
        }
      g_hash_table_insert (edges, name, (gpointer) edge);
    }

  return edges;
}

/* Lines that only one area has, by the point at which they begin. */
static GHashTable *
index_border (Shape      *shape,
              GHashTable *edges)
{
  GHashTable *border = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < shape->edges->len; i++)
    {
      Edge *edge = &g_array_index (shape->edges, Edge, i);
      g_autofree char *back = name_edge (edge->to, edge->from);

      if (!g_hash_table_contains (edges, back))
        g_hash_table_insert (border, name_point (edge->from), edge);
    }

  return border;
}

/* The border of all areas together runs against the clock; round a gap it runs with it. Where areas
 * only touch, a line may not lead back; nothing is said of it. */
static void
check_gaps (Shape      *shape,
            GHashTable *edges)
{
  g_autoptr(GHashTable) border = index_border (shape, edges);

  while (g_hash_table_size (border) > 0)
    {
      GHashTableIter iter;
      gpointer value;
      const Edge *edge;
      Point start;
      Point end;
      double twice = 0;

      g_hash_table_iter_init (&iter, border);
      g_hash_table_iter_next (&iter, NULL, &value);
      edge = value;
      start = edge->from;
      while (edge != NULL)
        {
          g_autofree char *from = name_point (edge->from);
          g_autofree char *to = name_point (edge->to);

          end = edge->to;
          twice += (edge->from.x - start.x) * (edge->to.y - start.y) -
                   (edge->to.x - start.x) * (edge->from.y - start.y);
          g_hash_table_remove (border, from);
          edge = g_hash_table_lookup (border, to);
        }
      if (twice < 0 && is_same (start, end))
        atlas_pack_check_say (shape->check, "shape-gap", shape->file,
                              /* Translators: longitude and latitude. */
                              _("There is a gap between areas at %1$.5f, %2$.5f."), start.x,
                              start.y);
    }
}

static void
check_cover (Shape *areas,
             Shape *outline)
{
  double part = outline->area > 0 ? areas->area / outline->area : 1;

  if (fabs (part - 1) > COVER_PART)
    atlas_pack_check_say (areas->check, "shape-cover", areas->file,
                          /* Translators: a share in per cent. */
                          _("The areas together are %.1f%% of the county’s outline."), part * 100);
}

static void
check_fit (Shape *shape)
{
  g_autoptr(GHashTable) said = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GHashTable) edges = index_edges (shape, said);

  if (shape->edges->len >= EDGES_MOST || shape->ids->len > FEATURES_MOST)
    {
      atlas_pack_check_note (shape->check, "shape-fit", shape->file,
                             _("It has too many points for its areas to be held against each "
                               "other."));
      return;
    }

  check_crossings (shape, said);
  check_within (shape, said);
  if (shape->is_sound && g_hash_table_size (said) == 0)
    check_gaps (shape, edges);
}

void
atlas_pack_check_shapes (AtlasPackCheck *self)
{
  g_auto(Shape) outline = { 0 };
  g_auto(Shape) areas = { 0 };
  g_auto(Shape) partnerships = { 0 };
  gboolean has_outline = read_shape (self, "outline", &outline);

  if (read_shape (self, "areas", &areas))
    {
      check_keys (&areas, "area");
      check_fit (&areas);
      if (has_outline && areas.is_sound && outline.is_sound)
        check_cover (&areas, &outline);
    }
  else if (areas.file == NULL)
    {
      atlas_pack_check_note (self, "shape-file", ATLAS_PACK_MANIFEST,
                             _("It has no shapes of areas: the county has lists and no map."));
    }
  if (read_shape (self, "partnerships", &partnerships))
    {
      check_keys (&partnerships, "partnership");
      check_fit (&partnerships);
    }
}
