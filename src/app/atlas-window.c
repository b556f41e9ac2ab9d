/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-window.h"

#include <glib/gi18n.h>

#include "app/atlas-compat.h"
#include "app/atlas-door.h"
#include "app/atlas-find-dialog.h"
#include "app/atlas-history-window.h"
#include "app/atlas-opening-page.h"
#include "app/atlas-preferences.h"
#include "app/atlas-session-work.h"
#include "app/atlas-settings.h"
#include "app/atlas-shell.h"
#include "app/atlas-trouble-page.h"
#include "app/atlas-ui.h"
#include "app/atlas-window-sync.h"
#include "base/atlas-error.h"
#include "base/atlas-folders.h"
#include "base/atlas-trail.h"
#include "store/atlas-stores.h"

#define VIEW_BY_ROLE  "by-role"

#define PAGE_DOOR    "door"
#define PAGE_OPENING "opening"
#define PAGE_SHELL   "shell"
#define PAGE_TROUBLE "trouble"

#define KEY_LAST_STORE "last-store"
#define KEY_SCOPES     "scopes"

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
  GCancellable        *cancellable;
  char                *wanted_route;    /* (nullable): to open once the store is */

  AtlasShell          *shell;           /* (unowned): in the stack, as long as its county */

  /* Template */
  GtkStack            *stack;
  AtlasOpeningPage    *opening_page;
  AtlasTroublePage    *trouble_page;
  AtlasDoor           *door;
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

  gtk_stack_set_visible_child_name (self->stack, PAGE_SHELL);
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
find_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  atlas_find_dialog_show (GTK_WINDOW (widget), ATLAS_WINDOW (widget)->session);
}

static void
preferences_action (GtkWidget  *widget,
                    const char *name,
                    GVariant   *parameter)
{
  atlas_preferences_show (GTK_WINDOW (widget), ATLAS_WINDOW (widget)->session);
}

static void
undone_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *label = NULL;
  g_autofree char *text = NULL;
  AtlasWindow *self;

  if (g_cancellable_is_cancelled (g_task_get_cancellable (G_TASK (result))))
    return;

  self = user_data;
  label = atlas_session_undo_finish (self->session, result, &error);
  if (label != NULL)
    /* Translators: %s is what was undone, or done again: K7-204 place held */
    text = g_strdup_printf (_("Changed back: %s"), label);
  else if (g_error_matches (error, ATLAS_ERROR, ATLAS_ERROR_NOT_FOUND))
    text = g_strdup (_("There is nothing more to undo"));
  else
    text = g_strdup (_("This cannot be undone: it was changed again since. See its History."));

  atlas_window_toast (GTK_WIDGET (self), text);
}

static void
history_action (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  atlas_history_window_present (widget, ATLAS_WINDOW (widget)->session);
}

static void
undo_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  AtlasWindow *self = ATLAS_WINDOW (widget);

  atlas_session_undo_async (self->session, self->cancellable, undone_cb, self);
}

static void
undo_set_action (GtkWidget  *widget,
                 const char *name,
                 GVariant   *parameter)
{
  AtlasWindow *self = ATLAS_WINDOW (widget);

  atlas_session_undo_set_async (self->session, g_variant_get_string (parameter, NULL),
                                self->cancellable, undone_cb, self);
}

static void
redo_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  AtlasWindow *self = ATLAS_WINDOW (widget);

  atlas_session_redo_async (self->session, self->cancellable, undone_cb, self);
}

static void
reopen_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  AtlasWindow *self = ATLAS_WINDOW (widget);
  g_autofree char *folder = g_strdup (atlas_session_get_folder (self->session));

  if (folder != NULL)
    atlas_session_open (self->session, folder, ATLAS_SESSION_NOTHING);
}

static void
show_first_page (AtlasWindow *self)
{
  g_autofree char *view = g_settings_get_string (atlas_settings_get_default (), "default-view");
  g_autofree char *route = g_steal_pointer (&self->wanted_route);

  if (route == NULL && atlas_trail_get_current (self->trail) != NULL)
    return;

  if (route == NULL)
    route = g_strdup (g_str_equal (view, VIEW_BY_ROLE)
                      ? atlas_session_get_first_view (self->session) : view);

  atlas_window_go (self, route);
}

/* Whether the folder is one of those on this laptop's list, not one given on the command line. */
static gboolean
is_on_list (const char *folder)
{
  g_autofree char *program = atlas_folders_program ();

  return atlas_stores_holds (program, folder);
}

static void
remember_store (AtlasWindow *self)
{
  const char *folder = atlas_session_get_folder (self->session);

  /* A folder given on the command line is for that time only. */
  if (is_on_list (folder))
    g_settings_set_string (atlas_settings_get_default (), KEY_LAST_STORE, folder);
}

/* The scope of each county stays chosen from one start to the next. */
static void
take_up_scope (AtlasWindow *self)
{
  g_autofree char *scope = atlas_settings_get_of_store (KEY_SCOPES,
                                                        atlas_session_get_folder (self->session));

  atlas_session_set_scope (self->session, scope != NULL ? scope : "county");
}

static void
scope_changed_cb (AtlasWindow *self)
{
  if (atlas_session_get_state (self->session) == ATLAS_SESSION_READY)
    atlas_settings_set_of_store (KEY_SCOPES, atlas_session_get_folder (self->session),
                                 atlas_session_get_scope (self->session));
}

/* There is no store in the folder: it is new, or the county that was open last is gone. */
static void
show_door (AtlasWindow *self)
{
  const char *folder = atlas_session_get_folder (self->session);
  g_autofree char *last = g_settings_get_string (atlas_settings_get_default (), KEY_LAST_STORE);

  if (folder != NULL && !is_on_list (folder))
    atlas_door_show_welcome (self->door, folder);
  else
    atlas_door_show_counties (self->door, NULL, NULL,
                              folder != NULL && g_str_equal (folder, last)
                              ? _("The county that was open last is no longer on this laptop.")
                              : NULL);
  gtk_stack_set_visible_child_name (self->stack, PAGE_DOOR);
}

static void
enable_actions (AtlasWindow *self)
{
  AtlasSessionState state = atlas_session_get_state (self->session);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.find", state == ATLAS_SESSION_READY);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.history", state == ATLAS_SESSION_READY);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.undo", state == ATLAS_SESSION_READY);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.redo", state == ATLAS_SESSION_READY);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.switch-county",
                                 state != ATLAS_SESSION_OPENING);
}

static void
state_changed_cb (AtlasWindow *self)
{
  enable_actions (self);

  switch (atlas_session_get_state (self->session))
    {
    case ATLAS_SESSION_OPENING:
      gtk_stack_set_visible_child_name (self->stack, PAGE_OPENING);
      break;

    case ATLAS_SESSION_READY:
      remember_store (self);
      take_up_scope (self);
      gtk_stack_set_visible_child_name (self->stack, PAGE_SHELL);
      show_first_page (self);
      break;

    case ATLAS_SESSION_TROUBLE:
      atlas_trouble_page_set_error (self->trouble_page, atlas_session_get_error (self->session),
                                    atlas_session_get_folder (self->session));
      gtk_stack_set_visible_child_name (self->stack, PAGE_TROUBLE);
      break;

    case ATLAS_SESSION_EMPTY:
    default:
      show_door (self);
    }
}

static void
progress_changed_cb (AtlasWindow *self)
{
  const char *progress = atlas_session_get_progress (self->session);

  atlas_opening_page_set_words (self->opening_page,
                                progress != NULL ? progress : _("Opening the county"));
}

static void
title_changed_cb (AtlasWindow *self)
{
  const char *county = atlas_session_get_county_name (self->session);
  /* Translators: the title of a window: a county, and the program */
  g_autofree char *title = county != NULL ? g_strdup_printf (_("%s – Provision Atlas"), county)
                                          : g_strdup (_("Provision Atlas"));

  gtk_window_set_title (GTK_WINDOW (self), title);
}

/* A county has a session and a shell of its own, so that nothing of it outlives it. */
static void
begin_county (AtlasWindow *self)
{
  self->trail = atlas_trail_new ();
  self->cancellable = g_cancellable_new ();
  self->session = atlas_session_new ();
  self->shell = g_object_new (ATLAS_TYPE_SHELL, NULL);
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->shell), PAGE_SHELL);
  atlas_shell_set_session (self->shell, self->session);

  g_signal_connect_object (self->session, "notify::state", G_CALLBACK (state_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "notify::progress", G_CALLBACK (progress_changed_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "notify::scope", G_CALLBACK (scope_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "notify::county-name", G_CALLBACK (title_changed_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "sync-changed",
                           G_CALLBACK (atlas_window_update_sync_actions), self,
                           G_CONNECT_SWAPPED);
  update_actions (self);
  atlas_window_update_sync_actions (self);
  enable_actions (self);
  progress_changed_cb (self);
  title_changed_cb (self);
}

/* All but the list of shortcuts, which belongs to the window and says nothing of a county. */
static void
close_dialogs (AtlasWindow *self)
{
  gpointer shortcuts = gtk_application_window_get_help_overlay (GTK_APPLICATION_WINDOW (self));
  g_autoptr(GList) windows = gtk_window_list_toplevels ();

  for (GList *window = windows; window != NULL; window = window->next)
    if (gtk_window_get_transient_for (window->data) == GTK_WINDOW (self) &&
        window->data != shortcuts)
      gtk_window_destroy (window->data);
}

/* What was done is stored before anything that waits for it is given up. */
static void
end_county (AtlasWindow *self)
{
  g_signal_handlers_disconnect_by_data (self->session, self);
  atlas_store_service_stop_reading (atlas_session_get_service (self->session));
  atlas_session_close (self->session);
  g_cancellable_cancel (self->cancellable);
  close_dialogs (self);

  gtk_stack_set_visible_child_name (self->stack, PAGE_OPENING);
  gtk_stack_remove (self->stack, GTK_WIDGET (self->shell));
  self->shell = NULL;
  g_clear_object (&self->session);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->trail, atlas_trail_free);
  g_clear_pointer (&self->wanted_route, g_free);
}

static void
switch_county_action (GtkWidget  *widget,
                      const char *name,
                      GVariant   *parameter)
{
  AtlasWindow *self = ATLAS_WINDOW (widget);
  const char *folder = atlas_session_get_folder (self->session);
  AtlasSessionState state = atlas_session_get_state (self->session);

  atlas_door_show_counties (self->door, state == ATLAS_SESSION_READY ? folder : NULL, folder,
                            NULL);
  gtk_stack_set_visible_child_name (self->stack, PAGE_DOOR);
}

static void
left_cb (AtlasWindow *self)
{
  if (atlas_session_get_state (self->session) == ATLAS_SESSION_READY)
    gtk_stack_set_visible_child_name (self->stack, PAGE_SHELL);
}

static void
county_chosen_cb (AtlasWindow *self,
                  const char  *folder)
{
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));
  AtlasWindow *other = atlas_application_find_window (ATLAS_APPLICATION (application), folder);

  /* Two windows on one store would sync it twice. */
  if (other != NULL && other != self)
    gtk_window_present (GTK_WINDOW (other));
  else if (other == self && atlas_session_get_state (self->session) == ATLAS_SESSION_READY)
    left_cb (self);
  else
    atlas_window_open (self, folder, ATLAS_SESSION_NOTHING, NULL);
}

static void
sign_in_action (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  AtlasWindow *self = ATLAS_WINDOW (widget);
  g_autofree char *folder = g_strdup (atlas_session_get_folder (self->session));
  g_autofree char *server = NULL;
  gboolean needs_way = atlas_sync_facts_needs_way (atlas_session_get_sync (self->session));

  server = g_strdup (parameter != NULL ? g_variant_get_string (parameter, NULL)
                                       : atlas_session_get_sync (self->session)->server);

  if (folder == NULL || server == NULL)
    return;

  end_county (self);
  begin_county (self);
  if (needs_way)
    atlas_door_show_connection (self->door, folder);
  else
    atlas_door_show_sign_in (self->door, folder, server);
  gtk_stack_set_visible_child_name (self->stack, PAGE_DOOR);
}

static void
atlas_window_dispose (GObject *object)
{
  AtlasWindow *self = ATLAS_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->session != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->session, self);
      atlas_session_close (self->session);
    }
  g_clear_object (&self->session);

  G_OBJECT_CLASS (atlas_window_parent_class)->dispose (object);
}

static void
atlas_window_finalize (GObject *object)
{
  AtlasWindow *self = ATLAS_WINDOW (object);

  g_clear_pointer (&self->trail, atlas_trail_free);
  g_free (self->wanted_route);

  G_OBJECT_CLASS (atlas_window_parent_class)->finalize (object);
}

static void
atlas_window_class_init (AtlasWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = atlas_window_dispose;
  object_class->finalize = atlas_window_finalize;

  g_type_ensure (ATLAS_TYPE_DOOR);
  g_type_ensure (ATLAS_TYPE_OPENING_PAGE);
  g_type_ensure (ATLAS_TYPE_TROUBLE_PAGE);

  gtk_widget_class_set_template_from_resource (widget_class, ATLAS_UI "atlas-window.ui");
  gtk_widget_class_bind_template_child (widget_class, AtlasWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, AtlasWindow, opening_page);
  gtk_widget_class_bind_template_child (widget_class, AtlasWindow, trouble_page);
  gtk_widget_class_bind_template_child (widget_class, AtlasWindow, door);
  gtk_widget_class_bind_template_callback (widget_class, county_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, left_cb);

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
  gtk_widget_class_install_action (widget_class, "win.find", NULL, find_action);
  gtk_widget_class_install_action (widget_class, "win.preferences", NULL, preferences_action);
  gtk_widget_class_install_action (widget_class, "win.history", NULL, history_action);
  gtk_widget_class_install_action (widget_class, "win.undo", NULL, undo_action);
  gtk_widget_class_install_action (widget_class, "win.undo-set", "s", undo_set_action);
  gtk_widget_class_install_action (widget_class, "win.redo", NULL, redo_action);
  gtk_widget_class_install_action (widget_class, "win.sign-in", NULL, sign_in_action);
  gtk_widget_class_install_action (widget_class, "win.sign-in-at", "s", sign_in_action);
  gtk_widget_class_install_action (widget_class, "win.reopen", NULL, reopen_action);
  gtk_widget_class_install_action (widget_class, "win.switch-county", NULL, switch_county_action);
  atlas_window_install_sync_actions (widget_class);

  /* Not accelerators, which would come before a text field's own undo. */
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_z, GDK_CONTROL_MASK, "win.undo", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_z,
                                       GDK_CONTROL_MASK | GDK_SHIFT_MASK, "win.redo", NULL);
}

static void
atlas_window_init (AtlasWindow *self)
{
  GSettings *settings = atlas_settings_get_default ();

  gtk_widget_init_template (GTK_WIDGET (self));

  g_settings_bind (settings, "window-width", self, "default-width", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "window-height", self, "default-height", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "window-maximized", self, "maximized", G_SETTINGS_BIND_DEFAULT);
}

/**
 * atlas_window_new:
 *
 * Makes a window that has no store yet.
 */
AtlasWindow *
atlas_window_new (AtlasApplication *application)
{
  AtlasWindow *self = g_object_new (ATLAS_TYPE_WINDOW, "application", application, NULL);

  begin_county (self);

  return self;
}

/**
 * atlas_window_open:
 * @folder: the data folder
 * @make: what to make when the folder has no store
 * @route: (nullable): the page to show once the store is open
 *
 * Opens a store in the window, in the place of another.
 */
void
atlas_window_open (AtlasWindow     *self,
                   const char      *folder,
                   AtlasSessionMake make,
                   const char      *route)
{
  g_return_if_fail (ATLAS_IS_WINDOW (self));
  g_return_if_fail (folder != NULL);

  if (atlas_session_get_folder (self->session) != NULL)
    {
      end_county (self);
      begin_county (self);
    }

  self->wanted_route = g_strdup (route);
  atlas_session_open (self->session, folder, make);
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

  if (atlas_session_get_state (self->session) != ATLAS_SESSION_READY)
    {
      g_free (self->wanted_route);
      self->wanted_route = g_strdup (route);
      return;
    }

  atlas_trail_visit (self->trail, parsed);
  show_current (self);
}

/**
 * atlas_window_add_toast:
 *
 * For atlas_window_toast() and those beside it.
 */
void
atlas_window_add_toast (AtlasWindow *self,
                        AdwToast    *toast)
{
  g_return_if_fail (ATLAS_IS_WINDOW (self));

  atlas_shell_add_toast (self->shell, toast);
}
