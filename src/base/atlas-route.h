/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * AtlasRouteView:
 * @ATLAS_ROUTE_TODAY: what needs somebody today
 * @ATLAS_ROUTE_MAP: county, areas and partnerships
 * @ATLAS_ROUTE_PROVISION: the directory and the places board
 * @ATLAS_ROUTE_REFERRALS: the list of referrals and the record of each
 * @ATLAS_ROUTE_PANELS: meetings, agendas and decisions
 * @ATLAS_ROUTE_REPORTS: indicators and the capacity position
 *
 * The six views, in the order of the sidebar.
 */
typedef enum {
  ATLAS_ROUTE_TODAY,
  ATLAS_ROUTE_MAP,
  ATLAS_ROUTE_PROVISION,
  ATLAS_ROUTE_REFERRALS,
  ATLAS_ROUTE_PANELS,
  ATLAS_ROUTE_REPORTS,
} AtlasRouteView;

#define ATLAS_ROUTE_N_VIEWS (ATLAS_ROUTE_REPORTS + 1)

/**
 * AtlasRoute:
 *
 * The address of one page: a view (`today`, `map?measure=free`) or a record shown in a view
 * (`area/dspl2`, `referral/K7-204`). A plain value.
 */
typedef struct _AtlasRoute AtlasRoute;

AtlasRoute     *atlas_route_new           (const char       *head,
                                           const char       *key) G_GNUC_WARN_UNUSED_RESULT;
AtlasRoute     *atlas_route_parse         (const char       *text,
                                           GError          **error) G_GNUC_WARN_UNUSED_RESULT;
AtlasRoute     *atlas_route_copy          (const AtlasRoute *route) G_GNUC_WARN_UNUSED_RESULT;
void            atlas_route_free          (AtlasRoute       *route);
char           *atlas_route_format        (const AtlasRoute *route) G_GNUC_WARN_UNUSED_RESULT;

AtlasRouteView  atlas_route_get_view      (const AtlasRoute *route);
const char     *atlas_route_get_head      (const AtlasRoute *route);
const char     *atlas_route_get_key       (const AtlasRoute *route);
const char     *atlas_route_get_param     (const AtlasRoute *route,
                                           const char       *name);
void            atlas_route_set_param     (AtlasRoute       *route,
                                           const char       *name,
                                           const char       *value);
gboolean        atlas_route_same_page     (const AtlasRoute *a,
                                           const AtlasRoute *b);
AtlasRoute     *atlas_route_up            (const AtlasRoute *route) G_GNUC_WARN_UNUSED_RESULT;

const char     *atlas_route_view_name     (AtlasRouteView    view);
gboolean        atlas_route_view_by_name  (const char       *name,
                                           AtlasRouteView   *view);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasRoute, atlas_route_free)

G_END_DECLS
