/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-window.h"

#include <glib/gi18n.h>

#include "app/atlas-compat.h"
#include "app/atlas-settings.h"
#include "app/atlas-shell.h"
#include "app/atlas-ui.h"
#include "base/atlas-trail.h"

#define TOAST_SECONDS 10

/**
 * AtlasWindow:
 *
 * A window on one store. It owns the session and the trail of pages, and the verbs that every
 * page shares: go, back, forward, up, search, print, undo.
 */
struct _AtlasWindow
{
  AdwApplicationWindow parent_instance;

  AtlasSession        *session;
  AtlasTrail          *trail;

  /* Template */
  GtkStack            *stack;
  AtlasShell          *shell;
};

G_DEFINE_FINAL_TYPE (AtlasWindow, atlas_window, ADW_TYPE_APPLICATION_WINDOW)

static AtlasRoute *
find_up (AtlasWindow *self)
{
  AtlasView *view = atlas_shell_get_view (self->shell);
  const AtlasRoute *route = atlas_trail_get_current (self->trail);

  return view != NULL && route != NULL ? atlas_view_get_up (view, route) : NULL;
}

static void
update_actions (AtlasWindow *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  AtlasView *view = atlas_shell_get_view (self->shell);
  g_autoptr(AtlasRoute) up = find_up (self);

  gtk_widget_action_set_enabled (widget, "win.back", atlas_trail_can_go_back (self->trail));
  gtk_widget_action_set_enabled (widget, "win.forward", atlas_trail_can_go_forward (self->trail));
  gtk_widget_action_set_enabled (widget, "win.up", up != NULL);
  gtk_widget_action_set_enabled (widget, "win.search",
                                 view != NULL && atlas_view_can_search (view));
  gtk_widget_action_set_enabled (widget, "win.print",
                                 view != NULL && atlas_view_can_print (view));
  gtk_widget_action_set_enabled (widget, "win.toggle-pane",
                                 view != NULL && atlas_view_has_pane (view));
}

static void
show_current (AtlasWindow *self)
{
  const AtlasRoute *route = atlas_trail_get_current (self->trail);

  if (route == NULL)
    return;

  atlas_shell_show_route (self->shell, route);
  update_actions (self);
}

static void
go_action (GtkWidget  *widget,
           const char *name,
           GVariant   *parameter)
{
  atlas_window_go (ATLAS_WINDOW (widget), g_variant_get_string (parameter, NULL));
}

static void
back_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  AtlasWindow *self = ATLAS_WINDOW (widget);

  if (atlas_trail_back (self->trail) != NULL)
    show_current (self);
}

static void
forward_action (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  AtlasWindow *self = ATLAS_WINDOW (widget);

  if (atlas_trail_forward (self->trail) != NULL)
    show_current (self);
}

static void
up_action (GtkWidget  *widget,
           const char *name,
           GVariant   *parameter)
{
  AtlasWindow *self = ATLAS_WINDOW (widget);
  g_autoptr(AtlasRoute) up = find_up (self);

  if (up == NULL)
    return;

  atlas_trail_visit (self->trail, up);
  show_current (self);
}

/* The button in the header bar: where somebody came from, or the list of views when narrow. */
static void
leave_action (GtkWidget  *widget,
              const char *name,
              GVariant   *parameter)
{
  AtlasWindow *self = ATLAS_WINDOW (widget);
  g_autoptr(AtlasRoute) up = find_up (self);

  if (up == NULL)
    atlas_shell_show_sidebar (self->shell);
  else if (atlas_trail_can_go_back (self->trail))
    back_action (widget, name, NULL);
  else
    up_action (widget, name, NULL);
}

static void
scope_action (GtkWidget  *widget,
              const char *name,
              GVariant   *parameter)
{
  AtlasWindow *self = ATLAS_WINDOW (widget);

  atlas_session_set_scope (self->session, g_variant_get_string (parameter, NULL));
}

static void
choose_scope_action (GtkWidget  *widget,
                     const char *name,
                     GVariant   *parameter)
{
  atlas_shell_open_scopes (ATLAS_WINDOW (widget)->shell);
}

static void
menu_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  atlas_shell_open_menu (ATLAS_WINDOW (widget)->shell);
}

static void
search_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  atlas_shell_open_search (ATLAS_WINDOW (widget)->shell);
}

static void
print_action (GtkWidget  *widget,
              const char *name,
              GVariant   *parameter)
{
  atlas_view_print (atlas_shell_get_view (ATLAS_WINDOW (widget)->shell));
}

static void
toggle_pane_action (GtkWidget  *widget,
                    const char *name,
                    GVariant   *parameter)
{
  atlas_view_toggle_pane (atlas_shell_get_view (ATLAS_WINDOW (widget)->shell));
}

static void
copy_sync_details_action (GtkWidget  *widget,
                          const char *name,
                          GVariant   *parameter)
{
  AtlasWindow *self = ATLAS_WINDOW (widget);
  g_autofree char *text = NULL;

  text = atlas_sync_facts_for_it (atlas_session_get_sync (self->session),
                                  "provision-atlas " PACKAGE_VERSION);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
  atlas_window_toast (widget, _("Details copied"));
}

static void
atlas_window_dispose (GObject *object)
{
  AtlasWindow *self = ATLAS_WINDOW (object);

  g_clear_object (&self->session);

  G_OBJECT_CLASS (atlas_window_parent_class)->dispose (object);
}

static void
atlas_window_finalize (GObject *object)
{
  AtlasWindow *self = ATLAS_WINDOW (object);

  atlas_trail_free (self->trail);

  G_OBJECT_CLASS (atlas_window_parent_class)->finalize (object);
}

static void
atlas_window_class_init (AtlasWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = atlas_window_dispose;
  object_class->finalize = atlas_window_finalize;

  g_type_ensure (ATLAS_TYPE_SHELL);

  gtk_widget_class_set_template_from_resource (widget_class, ATLAS_UI "atlas-window.ui");
  gtk_widget_class_bind_template_child (widget_class, AtlasWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, AtlasWindow, shell);

  gtk_widget_class_install_action (widget_class, "win.go", "s", go_action);
  gtk_widget_class_install_action (widget_class, "win.back", NULL, back_action);
  gtk_widget_class_install_action (widget_class, "win.forward", NULL, forward_action);
  gtk_widget_class_install_action (widget_class, "win.up", NULL, up_action);
  gtk_widget_class_install_action (widget_class, "win.leave", NULL, leave_action);
  gtk_widget_class_install_action (widget_class, "win.scope", "s", scope_action);
  gtk_widget_class_install_action (widget_class, "win.choose-scope", NULL, choose_scope_action);
  gtk_widget_class_install_action (widget_class, "win.menu", NULL, menu_action);
  gtk_widget_class_install_action (widget_class, "win.search", NULL, search_action);
  gtk_widget_class_install_action (widget_class, "win.print", NULL, print_action);
  gtk_widget_class_install_action (widget_class, "win.toggle-pane", NULL, toggle_pane_action);
  gtk_widget_class_install_action (widget_class, "win.copy-sync-details", NULL,
                                   copy_sync_details_action);
}

static void
atlas_window_init (AtlasWindow *self)
{
  GSettings *settings = atlas_settings_get_default ();

  self->trail = atlas_trail_new ();
  gtk_widget_init_template (GTK_WIDGET (self));

  g_settings_bind (settings, "window-width", self, "default-width", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "window-height", self, "default-height", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "window-maximized", self, "maximized", G_SETTINGS_BIND_DEFAULT);
}

/**
 * atlas_window_new:
 * @session: (transfer none): the store to show
 *
 * Makes a window on a store.
 */
AtlasWindow *
atlas_window_new (AtlasApplication *application,
                  AtlasSession     *session)
{
  AtlasWindow *self = g_object_new (ATLAS_TYPE_WINDOW, "application", application, NULL);

  self->session = g_object_ref (session);
  atlas_shell_set_session (self->shell, session);
  update_actions (self);
  atlas_window_go (self, atlas_route_view_name (ATLAS_ROUTE_TODAY));

  return self;
}

AtlasSession *
atlas_window_get_session (AtlasWindow *self)
{
  g_return_val_if_fail (ATLAS_IS_WINDOW (self), NULL);

  return self->session;
}

/**
 * atlas_window_go:
 * @route: address of a page; what is not one is said in a toast
 *
 * Opens a page and remembers it for Back.
 */
void
atlas_window_go (AtlasWindow *self,
                 const char  *route)
{
  g_autoptr(AtlasRoute) parsed = NULL;

  g_return_if_fail (ATLAS_IS_WINDOW (self));
  g_return_if_fail (route != NULL);

  parsed = atlas_route_parse (route, NULL);
  if (parsed == NULL)
    {
      atlas_window_toast (GTK_WIDGET (self), _("There is no such page"));
      return;
    }

  atlas_trail_visit (self->trail, parsed);
  show_current (self);
}

static void
add_toast (GtkWidget *from,
           AdwToast  *toast)
{
  GtkRoot *root = gtk_widget_get_root (from);

  if (!ATLAS_IS_WINDOW (root))
    {
      g_object_unref (toast);
      return;
    }

  adw_toast_set_timeout (toast, TOAST_SECONDS);
  atlas_announce (from, adw_toast_get_title (toast));
  atlas_shell_add_toast (ATLAS_WINDOW (root)->shell, toast);
}

/**
 * atlas_window_toast:
 * @from: any widget in the window
 * @text: what was done. Never the only notice: a screen reader on GTK 4.8 does not hear it
 *
 * Says that something was done.
 */
void
atlas_window_toast (GtkWidget  *from,
                    const char *text)
{
  g_autofree char *escaped = NULL;

  g_return_if_fail (GTK_IS_WIDGET (from));
  g_return_if_fail (text != NULL);

  escaped = g_markup_escape_text (text, -1);
  add_toast (from, adw_toast_new (escaped));
}

/**
 * atlas_window_toast_undo:
 * @from: any widget in the window
 * @text: what was done
 *
 * Says that something was done, with Undo.
 */
void
atlas_window_toast_undo (GtkWidget  *from,
                         const char *text)
{
  g_autofree char *escaped = NULL;
  AdwToast *toast;

  g_return_if_fail (GTK_IS_WIDGET (from));
  g_return_if_fail (text != NULL);

  escaped = g_markup_escape_text (text, -1);
  toast = adw_toast_new (escaped);
  adw_toast_set_button_label (toast, _("Undo"));
  adw_toast_set_action_name (toast, "win.undo");
  add_toast (from, toast);
}
