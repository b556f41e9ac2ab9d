/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-view.h"

G_DEFINE_INTERFACE (AtlasView, atlas_view, GTK_TYPE_WIDGET)

typedef enum { SIGNAL_HEADING_CHANGED } AtlasViewSignal;
static guint signals[SIGNAL_HEADING_CHANGED + 1];

static void
atlas_view_default_init (AtlasViewInterface *iface)
{
  /**
   * AtlasView::heading-changed:
   *
   * The title, the subtitle, or what can be done on the page is no longer what it was.
   */
  signals[SIGNAL_HEADING_CHANGED] = g_signal_new ("heading-changed", ATLAS_TYPE_VIEW,
                                                  G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                                  G_TYPE_NONE, 0);
}

void
atlas_view_set_session (AtlasView    *self,
                        AtlasSession *session)
{
  g_return_if_fail (ATLAS_IS_VIEW (self));
  g_return_if_fail (ATLAS_IS_SESSION (session));

  ATLAS_VIEW_GET_IFACE (self)->set_session (self, session);
}

/**
 * atlas_view_show_route:
 *
 * Shows a page of this view: gives it the route, then has it read.
 */
void
atlas_view_show_route (AtlasView        *self,
                       const AtlasRoute *route)
{
  g_return_if_fail (ATLAS_IS_VIEW (self));
  g_return_if_fail (route != NULL);

  ATLAS_VIEW_GET_IFACE (self)->set_route (self, route);
  atlas_view_refresh (self);
}

void
atlas_view_refresh (AtlasView *self)
{
  g_return_if_fail (ATLAS_IS_VIEW (self));

  ATLAS_VIEW_GET_IFACE (self)->refresh (self);
}

const char *
atlas_view_get_title (AtlasView *self)
{
  g_return_val_if_fail (ATLAS_IS_VIEW (self), NULL);

  return ATLAS_VIEW_GET_IFACE (self)->get_title (self);
}

const char *
atlas_view_get_subtitle (AtlasView *self)
{
  AtlasViewInterface *iface;

  g_return_val_if_fail (ATLAS_IS_VIEW (self), NULL);

  iface = ATLAS_VIEW_GET_IFACE (self);

  return iface->get_subtitle != NULL ? iface->get_subtitle (self) : NULL;
}

/**
 * atlas_view_get_up:
 * @route: the page shown
 *
 * Finds the level above the page shown.
 *
 * Returns: (nullable): its route, or %NULL at the top of the view
 */
AtlasRoute *
atlas_view_get_up (AtlasView        *self,
                   const AtlasRoute *route)
{
  AtlasViewInterface *iface;

  g_return_val_if_fail (ATLAS_IS_VIEW (self), NULL);

  iface = ATLAS_VIEW_GET_IFACE (self);

  return iface->get_up != NULL ? iface->get_up (self) : atlas_route_up (route);
}

gboolean
atlas_view_can_search (AtlasView *self)
{
  g_return_val_if_fail (ATLAS_IS_VIEW (self), FALSE);

  return ATLAS_VIEW_GET_IFACE (self)->search != NULL;
}

void
atlas_view_search (AtlasView  *self,
                   const char *words)
{
  g_return_if_fail (atlas_view_can_search (self));

  ATLAS_VIEW_GET_IFACE (self)->search (self, words);
}

gboolean
atlas_view_can_print (AtlasView *self)
{
  g_return_val_if_fail (ATLAS_IS_VIEW (self), FALSE);

  return ATLAS_VIEW_GET_IFACE (self)->print != NULL;
}

void
atlas_view_print (AtlasView *self)
{
  g_return_if_fail (atlas_view_can_print (self));

  ATLAS_VIEW_GET_IFACE (self)->print (self);
}

GtkWidget *
atlas_view_get_tools (AtlasView *self)
{
  AtlasViewInterface *iface;

  g_return_val_if_fail (ATLAS_IS_VIEW (self), NULL);

  iface = ATLAS_VIEW_GET_IFACE (self);

  return iface->get_tools != NULL ? iface->get_tools (self) : NULL;
}

gboolean
atlas_view_has_pane (AtlasView *self)
{
  g_return_val_if_fail (ATLAS_IS_VIEW (self), FALSE);

  return ATLAS_VIEW_GET_IFACE (self)->toggle_pane != NULL;
}

void
atlas_view_toggle_pane (AtlasView *self)
{
  g_return_if_fail (atlas_view_has_pane (self));

  ATLAS_VIEW_GET_IFACE (self)->toggle_pane (self);
}

/**
 * atlas_view_heading_changed:
 *
 * For views: says that the header bar must be read again.
 */
void
atlas_view_heading_changed (AtlasView *self)
{
  g_return_if_fail (ATLAS_IS_VIEW (self));

  g_signal_emit (self, signals[SIGNAL_HEADING_CHANGED], 0);
}

/**
 * atlas_view_go:
 * @from: any widget in the window
 * @route: the page to open
 *
 * Opens a page, as every row, pin and card does.
 */
void
atlas_view_go (GtkWidget  *from,
               const char *route)
{
  g_return_if_fail (GTK_IS_WIDGET (from));
  g_return_if_fail (route != NULL);

  gtk_widget_activate_action (from, "win.go", "s", route);
}

/**
 * atlas_view_set_route:
 * @actionable: a row, a card or a button
 * @route: (nullable): the page that it opens; %NULL for none
 *
 * Has a widget open a page.
 */
void
atlas_view_set_route (GtkActionable *actionable,
                      const char    *route)
{
  g_return_if_fail (GTK_IS_ACTIONABLE (actionable));

  /* The target before the action: in a window, one without the other is a fault. */
  if (route == NULL)
    gtk_actionable_set_action_name (actionable, NULL);
  gtk_actionable_set_action_target_value (actionable,
                                          route != NULL ? g_variant_new_string (route) : NULL);
  if (route != NULL)
    gtk_actionable_set_action_name (actionable, "win.go");
}
