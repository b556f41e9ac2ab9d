/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-shell.h"

#include <glib/gi18n.h>

#include "app/atlas-banner.h"
#include "app/atlas-flow.h"
#include "app/atlas-list-tab.h"
#include "app/atlas-map-page.h"
#include "app/atlas-panels-view.h"
#include "app/atlas-provision-view.h"
#include "app/atlas-referrals-view.h"
#include "app/atlas-reflow.h"
#include "app/atlas-reports-view.h"
#include "app/atlas-scope-button.h"
#include "app/atlas-sync-row.h"
#include "app/atlas-sync-status.h"
#include "app/atlas-today-view.h"
#include "app/atlas-ui.h"
#include "app/atlas-view-row.h"

#define PAGE_CONTENT "content"
#define PAGE_SIDEBAR "sidebar"
#define CLASS_NARROW "narrow"
#define NARROW_EM    40.0       /* below this width, pages show one column and words only */

/**
 * AtlasShell:
 *
 * The frame round the six views: sidebar, header bar, banner, toasts. The one file that may use
 * AdwLeaflet, which libadwaita 2 will not have.
 */
struct _AtlasShell
{
  AdwBin            parent_instance;

  AtlasSession     *session;    /* (nullable): NULL until given */
  AtlasRoute       *route;      /* (nullable): NULL until a page is shown */
  AtlasView        *views[ATLAS_ROUTE_N_VIEWS];         /* (nullable): NULL until first shown */
  AtlasViewRow     *rows[ATLAS_ROUTE_N_VIEWS];
  gboolean          is_selecting;       /* a row is being selected by us, not by a person */
  GtkWidget        *shown_tools;        /* (nullable): of the view shown, in one of two places */
  guint             today_id;

  /* Template */
  AdwToastOverlay  *toasts;
  AdwLeaflet       *leaflet;
  GtkMenuButton    *menu_button;
  AtlasScopeButton *scope_button;
  GtkListBox       *views_list;
  AtlasSyncRow     *sync_row;
  AdwWindowTitle   *title;
  GtkWidget        *back_button;
  GtkWidget        *search_button;
  GtkSearchBar     *search_bar;
  GtkEditable      *search_entry;
  GtkWidget        *tools;
  GtkWidget        *bottom_bar;
  GtkWidget        *bottom_tools;
  AtlasBanner      *banner;
  GtkStack         *stack;
};

G_DEFINE_FINAL_TYPE (AtlasShell, atlas_shell, ADW_TYPE_BIN)

/* In the order of AtlasRouteView: what the sidebar says, its icon, the widget that shows it. */
static const struct {
  const char *title;
  const char *icon_name;
  GType       (*get_type) (void);
} views[ATLAS_ROUTE_N_VIEWS] = {
  { N_("Today"), "atlas-today-symbolic", atlas_today_view_get_type },
  { N_("Map"), "atlas-map-symbolic", atlas_map_page_get_type },
  { N_("Provision"), "atlas-provision-symbolic", atlas_provision_view_get_type },
  { N_("Referrals"), "atlas-referrals-symbolic", atlas_referrals_view_get_type },
  { N_("Panels"), "atlas-panels-symbolic", atlas_panels_view_get_type },
  { N_("Reports"), "atlas-reports-symbolic", atlas_reports_view_get_type },
};

static AtlasView *
get_current (AtlasShell *self)
{
  return self->route != NULL ? self->views[atlas_route_get_view (self->route)] : NULL;
}

static void
update_heading (AtlasShell *self)
{
  AtlasView *view = get_current (self);
  g_autoptr(AtlasRoute) up = NULL;
  const char *subtitle;
  gboolean is_folded = adw_leaflet_get_folded (self->leaflet);

  if (view == NULL)
    return;

  up = atlas_view_get_up (view, self->route);
  subtitle = atlas_view_get_subtitle (view);
  adw_window_title_set_title (self->title, atlas_view_get_title (view));
  adw_window_title_set_subtitle (self->title, subtitle != NULL ? subtitle : "");
  gtk_widget_set_visible (self->back_button, is_folded || up != NULL);
  gtk_widget_set_visible (self->search_button, atlas_view_can_search (view));
  gtk_search_bar_set_key_capture_widget (self->search_bar,
                                         atlas_view_can_search (view)
                                         ? GTK_WIDGET (self->stack) : NULL);
}

static void
heading_changed_cb (AtlasShell *self,
                    AtlasView  *view)
{
  if (view == get_current (self))
    update_heading (self);
}

static AtlasView *
ensure_view (AtlasShell    *self,
             AtlasRouteView which)
{
  AtlasView *view = self->views[which];

  if (view != NULL)
    return view;

  view = g_object_new (views[which].get_type (), NULL);
  self->views[which] = view;
  atlas_view_set_session (view, self->session);
  g_signal_connect_object (view, "heading-changed", G_CALLBACK (heading_changed_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_stack_add_named (self->stack, GTK_WIDGET (view), atlas_route_view_name (which));

  return view;
}

/* The header bar of a narrow window has no room for a view's tools: they stand below the page. */
static void
place_tools (AtlasShell *self)
{
  gboolean is_narrow = gtk_widget_has_css_class (GTK_WIDGET (self), CLASS_NARROW);
  GtkWidget *place = is_narrow ? self->bottom_tools : self->tools;
  GtkWidget *before;

  gtk_widget_set_visible (self->bottom_bar, is_narrow && self->shown_tools != NULL);
  if (self->shown_tools == NULL || gtk_widget_get_parent (self->shown_tools) == place)
    return;

  before = gtk_widget_get_parent (self->shown_tools);
  if (before != NULL)
    gtk_box_remove (GTK_BOX (before), self->shown_tools);
  gtk_box_append (GTK_BOX (place), self->shown_tools);
}

static void
show_tools (AtlasShell *self,
            AtlasView  *view)
{
  GtkWidget *tools = atlas_view_get_tools (view);

  if (self->shown_tools == tools)
    return;

  /* The view keeps its tools; they leave the window while another view is shown. */
  if (self->shown_tools != NULL)
    gtk_box_remove (GTK_BOX (gtk_widget_get_parent (self->shown_tools)), self->shown_tools);

  g_set_object (&self->shown_tools, tools);
  place_tools (self);
}

static void
select_row (AtlasShell    *self,
            AtlasRouteView which)
{
  self->is_selecting = TRUE;
  gtk_list_box_select_row (self->views_list, GTK_LIST_BOX_ROW (self->rows[which]));
  self->is_selecting = FALSE;
}

static void
view_selected_cb (AtlasShell    *self,
                  GtkListBoxRow *row)
{
  AtlasRouteView which;

  if (row == NULL || self->is_selecting || adw_leaflet_get_folded (self->leaflet))
    return;

  which = atlas_view_row_get_view (ATLAS_VIEW_ROW (row));
  if (self->route == NULL || atlas_route_get_view (self->route) != which)
    atlas_view_go (GTK_WIDGET (self), atlas_route_view_name (which));
}

static void
view_activated_cb (AtlasShell    *self,
                   GtkListBoxRow *row)
{
  AtlasRouteView which = atlas_view_row_get_view (ATLAS_VIEW_ROW (row));

  atlas_view_go (GTK_WIDGET (self), atlas_route_view_name (which));
}

static void
folded_changed_cb (AtlasShell *self)
{
  update_heading (self);
}

static void
search_changed_cb (AtlasShell *self)
{
  AtlasView *view = get_current (self);

  if (view != NULL && atlas_view_can_search (view))
    atlas_view_search (view, gtk_editable_get_text (self->search_entry));
}

static void
search_mode_changed_cb (AtlasShell *self)
{
  if (!gtk_search_bar_get_search_mode (self->search_bar))
    gtk_editable_set_text (self->search_entry, "");
}

static void
stop_search_action (GtkWidget  *widget,
                    const char *name,
                    GVariant   *parameter)
{
  gtk_search_bar_set_search_mode (ATLAS_SHELL (widget)->search_bar, FALSE);
}

static void
changed_cb (AtlasShell *self)
{
  AtlasView *current = get_current (self);
  AtlasView *today = self->views[ATLAS_ROUTE_TODAY];

  /* The other views read again when they are next shown, as they always do. */
  if (current != NULL)
    atlas_view_refresh (current);
  if (today != NULL && today != current)
    atlas_view_refresh (today);
}

static void
counts_changed_cb (AtlasShell *self)
{
  for (int i = 0; i < ATLAS_ROUTE_N_VIEWS; i++)
    atlas_view_row_set_count (self->rows[i],
                              atlas_session_get_count (self->session, (AtlasRouteView) i));
}

static gboolean
is_today (AtlasDate date)
{
  g_autoptr(GTimeZone) zone = g_time_zone_new_local ();

  return date == atlas_date_today (zone);
}

static void
update_banner (AtlasShell *self)
{
  gboolean is_demonstration = atlas_session_is_demonstration (self->session);
  AtlasDate as_of = atlas_session_get_as_of (self->session);
  const char *words;
  g_autofree char *date = NULL;
  g_autofree char *dated = NULL;
  g_autofree char *notice = NULL;
  g_autofree char *noticed = NULL;

  if (atlas_session_get_state (self->session) != ATLAS_SESSION_READY)
    {
      atlas_banner_set_text (self->banner, ATLAS_BANNER_NOTICE, NULL);
      return;
    }

  words = is_demonstration
          ? _("Demonstration county. Nothing here is real.")
          : _("Real children must not be entered here until this laptop’s store is sealed.");
  date = atlas_date_format_long (as_of);
  notice = atlas_sync_facts_notice (atlas_session_get_sync (self->session));
  if (notice != NULL)
    {
      /* Translators: what is wrong with sync now, then a warning that stands there always */
      noticed = g_strdup_printf (_("%s %s"), notice, words);
      words = noticed;
    }
  if (!is_today (as_of))
    /* Translators: a warning, and the day that the figures are of */
    dated = g_strdup_printf (_("%s As at %s."), words, date);

  atlas_banner_set_text (self->banner,
                         is_demonstration ? ATLAS_BANNER_DEMONSTRATION : ATLAS_BANNER_NOTICE,
                         dated != NULL ? dated : words);
}

static void
reflow (GtkWidget *widget,
        double     width_em)
{
  if (width_em < NARROW_EM)
    gtk_widget_add_css_class (widget, CLASS_NARROW);
  else
    gtk_widget_remove_css_class (widget, CLASS_NARROW);
  place_tools (ATLAS_SHELL (widget));
}

/* Today counts what needs somebody, and its number stands beside it whatever page is shown. */
static gboolean
read_today_in_idle (gpointer user_data)
{
  AtlasShell *self = user_data;

  self->today_id = 0;
  if (self->views[ATLAS_ROUTE_TODAY] == NULL &&
      atlas_session_get_state (self->session) == ATLAS_SESSION_READY)
    {
      g_autoptr(AtlasRoute) route = atlas_route_new ("today", NULL);

      atlas_view_show_route (ensure_view (self, ATLAS_ROUTE_TODAY), route);
    }

  return G_SOURCE_REMOVE;
}

static void
atlas_shell_dispose (GObject *object)
{
  AtlasShell *self = ATLAS_SHELL (object);

  g_clear_handle_id (&self->today_id, g_source_remove);
  g_clear_object (&self->shown_tools);
  g_clear_object (&self->session);
  g_clear_pointer (&self->route, atlas_route_free);

  G_OBJECT_CLASS (atlas_shell_parent_class)->dispose (object);
}

static void
atlas_shell_class_init (AtlasShellClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = atlas_shell_dispose;

  g_type_ensure (ATLAS_TYPE_BANNER);
  g_type_ensure (ATLAS_TYPE_SCOPE_BUTTON);
  g_type_ensure (ATLAS_TYPE_SYNC_ROW);

  gtk_widget_class_set_template_from_resource (widget_class, ATLAS_UI "atlas-shell.ui");
  gtk_widget_class_bind_template_child (widget_class, AtlasShell, toasts);
  gtk_widget_class_bind_template_child (widget_class, AtlasShell, leaflet);
  gtk_widget_class_bind_template_child (widget_class, AtlasShell, menu_button);
  gtk_widget_class_bind_template_child (widget_class, AtlasShell, scope_button);
  gtk_widget_class_bind_template_child (widget_class, AtlasShell, views_list);
  gtk_widget_class_bind_template_child (widget_class, AtlasShell, sync_row);
  gtk_widget_class_bind_template_child (widget_class, AtlasShell, title);
  gtk_widget_class_bind_template_child (widget_class, AtlasShell, back_button);
  gtk_widget_class_bind_template_child (widget_class, AtlasShell, search_button);
  gtk_widget_class_bind_template_child (widget_class, AtlasShell, search_bar);
  gtk_widget_class_bind_template_child (widget_class, AtlasShell, search_entry);
  gtk_widget_class_bind_template_child (widget_class, AtlasShell, tools);
  gtk_widget_class_bind_template_child (widget_class, AtlasShell, bottom_bar);
  gtk_widget_class_bind_template_child (widget_class, AtlasShell, bottom_tools);
  gtk_widget_class_bind_template_child (widget_class, AtlasShell, banner);
  gtk_widget_class_bind_template_child (widget_class, AtlasShell, stack);
  gtk_widget_class_install_action (widget_class, "shell.stop-search", NULL, stop_search_action);
  gtk_widget_class_bind_template_callback (widget_class, folded_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_mode_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, view_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, view_selected_cb);
}

static void
atlas_shell_init (AtlasShell *self)
{
  gtk_widget_set_layout_manager (GTK_WIDGET (self), atlas_reflow_new (reflow));
  gtk_widget_init_template (GTK_WIDGET (self));
  atlas_list_leave_by_tab (self->views_list);

  gtk_search_bar_connect_entry (self->search_bar, self->search_entry);

  /* Until there is a width, the least of it must do: a window may open narrow. */
  gtk_widget_add_css_class (GTK_WIDGET (self), CLASS_NARROW);

  self->is_selecting = TRUE;
  for (int i = 0; i < ATLAS_ROUTE_N_VIEWS; i++)
    {
      GtkWidget *row = atlas_view_row_new ((AtlasRouteView) i, _(views[i].title),
                                           views[i].icon_name);

      self->rows[i] = ATLAS_VIEW_ROW (row);
      gtk_list_box_append (self->views_list, row);
    }
  self->is_selecting = FALSE;
}

void
atlas_shell_set_session (AtlasShell   *self,
                         AtlasSession *session)
{
  g_return_if_fail (ATLAS_IS_SHELL (self));
  g_return_if_fail (ATLAS_IS_SESSION (session));
  g_return_if_fail (self->session == NULL);

  self->session = g_object_ref (session);
  atlas_scope_button_set_session (self->scope_button, session);
  atlas_sync_row_set_session (self->sync_row, session);
  g_signal_connect_object (session, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "counts-changed", G_CALLBACK (counts_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::state", G_CALLBACK (update_banner), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::as-of", G_CALLBACK (update_banner), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "sync-changed", G_CALLBACK (update_banner), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::demonstration", G_CALLBACK (update_banner), self,
                           G_CONNECT_SWAPPED);
  update_banner (self);
}

/**
 * atlas_shell_show_route:
 *
 * Shows a page: makes its view when it is the first time, and brings the content forward when
 * the window is narrow.
 */
void
atlas_shell_show_route (AtlasShell       *self,
                        const AtlasRoute *route)
{
  AtlasRouteView which;
  AtlasView *view;
  gboolean is_same_view;

  g_return_if_fail (ATLAS_IS_SHELL (self));
  g_return_if_fail (route != NULL);

  which = atlas_route_get_view (route);
  is_same_view = self->route != NULL && atlas_route_get_view (self->route) == which;
  if (!is_same_view)
    gtk_search_bar_set_search_mode (self->search_bar, FALSE);

  view = ensure_view (self, which);
  g_clear_pointer (&self->route, atlas_route_free);
  self->route = atlas_route_copy (route);

  atlas_view_show_route (view, route);
  gtk_stack_set_visible_child (self->stack, GTK_WIDGET (view));
  show_tools (self, view);
  select_row (self, which);
  update_heading (self);
  adw_leaflet_set_visible_child_name (self->leaflet, PAGE_CONTENT);

  if (self->views[ATLAS_ROUTE_TODAY] == NULL && self->today_id == 0)
    self->today_id = g_idle_add_full (G_PRIORITY_LOW, read_today_in_idle, self, NULL);
}

/**
 * atlas_shell_get_view:
 *
 * Returns: (nullable) (transfer none): the view shown, or %NULL before the first page
 */
AtlasView *
atlas_shell_get_view (AtlasShell *self)
{
  g_return_val_if_fail (ATLAS_IS_SHELL (self), NULL);

  return get_current (self);
}

/**
 * atlas_shell_show_sidebar:
 *
 * In a narrow window: goes back to the list of views.
 */
void
atlas_shell_show_sidebar (AtlasShell *self)
{
  g_return_if_fail (ATLAS_IS_SHELL (self));

  adw_leaflet_set_visible_child_name (self->leaflet, PAGE_SIDEBAR);
}

gboolean
atlas_shell_is_folded (AtlasShell *self)
{
  g_return_val_if_fail (ATLAS_IS_SHELL (self), FALSE);

  return adw_leaflet_get_folded (self->leaflet);
}

void
atlas_shell_open_scopes (AtlasShell *self)
{
  g_return_if_fail (ATLAS_IS_SHELL (self));

  atlas_shell_show_sidebar (self);
  atlas_scope_button_open (self->scope_button);
}

void
atlas_shell_open_menu (AtlasShell *self)
{
  g_return_if_fail (ATLAS_IS_SHELL (self));

  atlas_shell_show_sidebar (self);
  gtk_menu_button_popup (self->menu_button);
}

/**
 * atlas_shell_open_search:
 *
 * Searches in the view shown, if it can be searched.
 */
void
atlas_shell_open_search (AtlasShell *self)
{
  g_return_if_fail (ATLAS_IS_SHELL (self));

  if (!gtk_widget_get_visible (self->search_button))
    return;

  gtk_search_bar_set_search_mode (self->search_bar, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}

void
atlas_shell_add_toast (AtlasShell *self,
                       AdwToast   *toast)
{
  g_return_if_fail (ATLAS_IS_SHELL (self));
  g_return_if_fail (ADW_IS_TOAST (toast));

  adw_toast_overlay_add_toast (self->toasts, toast);
}
