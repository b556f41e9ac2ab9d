/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-pending-view.h"

#include <glib/gi18n.h>

#include "app/atlas-ui.h"

/**
 * AtlasPendingView:
 *
 * Stands where a view will be, and says so.
 */
struct _AtlasPendingView
{
  AdwBin parent_instance;
};

static void view_iface_init (AtlasViewInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (AtlasPendingView, atlas_pending_view, ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (ATLAS_TYPE_VIEW, view_iface_init))

static void
atlas_pending_view_set_session (AtlasView    *view,
                                AtlasSession *session)
{
}

static void
atlas_pending_view_set_route (AtlasView        *view,
                              const AtlasRoute *route)
{
}

static void
atlas_pending_view_refresh (AtlasView *view)
{
}

static const char *
atlas_pending_view_get_title (AtlasView *view)
{
  return _("Provision Atlas");
}

static void
view_iface_init (AtlasViewInterface *iface)
{
  iface->set_session = atlas_pending_view_set_session;
  iface->set_route = atlas_pending_view_set_route;
  iface->refresh = atlas_pending_view_refresh;
  iface->get_title = atlas_pending_view_get_title;
}

static void
atlas_pending_view_class_init (AtlasPendingViewClass *klass)
{
  gtk_widget_class_set_template_from_resource (GTK_WIDGET_CLASS (klass),
                                               ATLAS_UI "atlas-pending-view.ui");
}

static void
atlas_pending_view_init (AtlasPendingView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
