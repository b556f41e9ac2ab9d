/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <jansson.h>

G_BEGIN_DECLS

/**
 * AtlasPosition:
 * @longitude: degrees east, WGS84
 * @latitude: degrees north, WGS84
 *
 * Where something lies on the earth.
 */
typedef struct {
  double longitude;
  double latitude;
} AtlasPosition;

/**
 * AtlasPoint:
 * @x: to the right; kilometres east on the map plane, pixels or points on a surface
 * @y: downwards
 *
 * A point on a plane.
 */
typedef struct {
  double x;
  double y;
} AtlasPoint;

/**
 * AtlasBox:
 * @x1: left
 * @y1: top
 * @x2: right
 * @y2: bottom
 *
 * An upright rectangle on a plane. An empty one has @x1 greater than @x2.
 */
typedef struct {
  double x1;
  double y1;
  double x2;
  double y2;
} AtlasBox;

/**
 * AtlasProjection:
 * @origin: the position that becomes 0, 0
 * @cos_latitude: how much shorter a degree east is than a degree north
 *
 * A local equirectangular projection to kilometres. Over a county 70 km across, lengths at its
 * northern and southern edges are wrong by less than 1%.
 */
typedef struct {
  AtlasPosition origin;
  double        cos_latitude;
} AtlasProjection;

/**
 * AtlasViewport:
 * @scale: units of the surface a kilometre
 * @x: where the plane's 0, 0 lies on the surface
 * @y: likewise
 *
 * Which part of the plane a surface shows, and how large.
 */
typedef struct {
  double scale;
  double x;
  double y;
} AtlasViewport;

/**
 * AtlasFeature:
 * @id: its key, unique in the collection
 * @name: (nullable): its name
 * @properties: what else the file says of it, an object
 * @is_point: whether it is a position rather than an area
 * @rings: (element-type GArray): rings of #AtlasPoint in kilometres, the closing point left out;
 *   what an odd number of them enclose is inside. Empty for a point
 * @box: its extents
 * @label: the pole of inaccessibility: the inside point farthest from any border
 * @label_room_km: how far
 * @area_km2: its area
 *
 * An area or a position of a map. Read only.
 */
typedef struct {
  char       *id;
  char       *name;
  json_t     *properties;
  gboolean    is_point;
  GPtrArray  *rings;
  AtlasBox    box;
  AtlasPoint  label;
  double      label_room_km;
  double      area_km2;
} AtlasFeature;

typedef struct _AtlasGeometry AtlasGeometry;

AtlasProjection     atlas_projection_new             (AtlasPosition          origin);
AtlasPoint          atlas_projection_project         (const AtlasProjection *self,
                                                      AtlasPosition          position);

AtlasBox            atlas_box_empty                  (void);
gboolean            atlas_box_is_empty               (const AtlasBox        *self);
void                atlas_box_add                    (AtlasBox              *self,
                                                      AtlasPoint             point);
void                atlas_box_add_box                (AtlasBox              *self,
                                                      const AtlasBox        *other);
gboolean            atlas_box_contains               (const AtlasBox        *self,
                                                      AtlasPoint             point);

AtlasViewport       atlas_viewport_fit               (const AtlasBox        *box,
                                                      double                 width,
                                                      double                 height,
                                                      double                 margin);
AtlasPoint          atlas_viewport_to_surface        (const AtlasViewport   *self,
                                                      AtlasPoint             point);
AtlasPoint          atlas_viewport_to_plane          (const AtlasViewport   *self,
                                                      AtlasPoint             point);
void                atlas_viewport_zoom              (AtlasViewport         *self,
                                                      double                 times,
                                                      AtlasPoint             around);

int                 atlas_points_find_towards        (const AtlasPoint      *points,
                                                      guint                  n_points,
                                                      AtlasPoint             from,
                                                      AtlasPoint             towards);

gboolean            atlas_feature_contains           (const AtlasFeature    *self,
                                                      AtlasPoint             point);
gboolean            atlas_ring_orient                (GArray                *ring,
                                                      gboolean               is_hole);
void                atlas_feature_measure            (AtlasFeature          *self);

AtlasGeometry      *atlas_geometry_new               (const AtlasProjection *projection,
                                                      const char            *attribution)
                                                     G_GNUC_WARN_UNUSED_RESULT;
AtlasGeometry      *atlas_geometry_ref               (AtlasGeometry         *self)
                                                     G_GNUC_WARN_UNUSED_RESULT;
void                atlas_geometry_unref             (AtlasGeometry         *self);
void                atlas_geometry_add               (AtlasGeometry         *self,
                                                      AtlasFeature          *feature);
AtlasGeometry      *atlas_geometry_select            (AtlasGeometry         *self,
                                                      const char * const    *ids)
                                                     G_GNUC_WARN_UNUSED_RESULT;

guint               atlas_geometry_get_n_features    (AtlasGeometry         *self);
const AtlasFeature *atlas_geometry_get_feature       (AtlasGeometry         *self,
                                                      guint                  index);
const AtlasFeature *atlas_geometry_find              (AtlasGeometry         *self,
                                                      const char            *id);
const AtlasFeature *atlas_geometry_pick              (AtlasGeometry         *self,
                                                      AtlasPoint             point);
const AtlasBox     *atlas_geometry_get_box           (AtlasGeometry         *self);
const AtlasProjection *atlas_geometry_get_projection (AtlasGeometry         *self);
const char         *atlas_geometry_get_attribution   (AtlasGeometry         *self);

AtlasFeature       *atlas_feature_new                (void) G_GNUC_WARN_UNUSED_RESULT;
AtlasFeature       *atlas_feature_ref                (AtlasFeature          *self)
                                                     G_GNUC_WARN_UNUSED_RESULT;
void                atlas_feature_unref              (AtlasFeature          *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasFeature, atlas_feature_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasGeometry, atlas_geometry_unref)

G_END_DECLS
