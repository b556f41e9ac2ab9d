/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-window.h"

#include <glib/gi18n.h>

#include "app/atlas-compat.h"
#include "app/atlas-find-dialog.h"
#include "app/atlas-history-window.h"
#include "app/atlas-join-page.h"
#include "app/atlas-opening-page.h"
#include "app/atlas-preferences.h"
#include "app/atlas-session-work.h"
#include "app/atlas-settings.h"
#include "app/atlas-shell.h"
#include "app/atlas-trouble-page.h"
#include "app/atlas-ui.h"
#include "app/atlas-welcome-page.h"
#include "base/atlas-error.h"
#include "base/atlas-folders.h"
#include "base/atlas-trail.h"

#define TOAST_SECONDS 10
#define VIEW_BY_ROLE  "by-role"

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

  /* Template */
  GtkStack            *stack;
  AtlasOpeningPage    *opening_page;
  AtlasTroublePage    *trouble_page;
  AtlasJoinPage       *join_page;
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
sync_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  AtlasSession *session = ATLAS_WINDOW (widget)->session;

  atlas_session_set_offline (session, FALSE);
  atlas_session_sync_now (session);
}

static void
work_offline_action (GtkWidget  *widget,
                     const char *name,
                     GVariant   *parameter)
{
  atlas_session_set_offline (ATLAS_WINDOW (widget)->session, TRUE);
}

static void
sync_changed_cb (AtlasWindow *self)
{
  const AtlasSyncFacts *facts = atlas_session_get_sync (self->session);
  gboolean is_joined = facts->state != ATLAS_SYNC_ALONE;
  gboolean is_offline = atlas_session_is_offline (self->session);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.sync", is_joined);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.sign-in",
                                 atlas_sync_facts_needs_sign_in (facts));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.copy-sync-details", is_joined);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.work-offline", is_joined && !is_offline);
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

/* The folder that somebody has named with --data; NULL in the usual ones. */
static const char *
find_named_folder (AtlasWindow *self)
{
  const char *folder = atlas_session_get_folder (self->session);
  g_autofree char *county = atlas_folders_county ();
  g_autofree char *demonstration = atlas_folders_demonstration ();

  return g_strcmp0 (folder, county) == 0 || g_strcmp0 (folder, demonstration) == 0 ? NULL : folder;
}

/* Takes @usual. */
static void
open_named_or (AtlasWindow     *self,
               char            *usual,
               AtlasSessionMake make)
{
  g_autofree char *owned = usual;
  g_autofree char *named = g_strdup (find_named_folder (self));

  atlas_window_open (self, named != NULL ? named : usual, make, NULL);
}

static void
explore_action (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  open_named_or (ATLAS_WINDOW (widget), atlas_folders_demonstration (),
                 ATLAS_SESSION_DEMONSTRATION);
}

static void
start_asked_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  if (atlas_ask_finish (result, NULL))
    open_named_or (ATLAS_WINDOW (source), atlas_folders_county (), ATLAS_SESSION_COUNTY);
}

static void
start_county_action (GtkWidget  *widget,
                     const char *name,
                     GVariant   *parameter)
{
  AtlasWindow *self = ATLAS_WINDOW (widget);

  atlas_ask_async (widget, _("Start Hertfordshire here?"),
                   _("Its areas, partnerships and provision are put into a new store, "
                     "if there is none yet. Real children must not be entered in it "
                     "until stores are sealed."),
                   _("_Start"), ATLAS_ASK_PLAIN, self->cancellable, start_asked_cb, NULL);
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
join_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  AtlasWindow *self = ATLAS_WINDOW (widget);

  atlas_join_page_begin (self->join_page, find_named_folder (self));
  gtk_stack_set_visible_child_name (self->stack, "join");
}

static void
sign_in_action (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  AtlasWindow *self = ATLAS_WINDOW (widget);
  g_autofree char *folder = g_strdup (atlas_session_get_folder (self->session));
  g_autofree char *server = g_strdup (atlas_session_get_sync (self->session)->server);

  if (folder == NULL || server == NULL)
    return;

  atlas_session_close (self->session);
  atlas_join_page_begin_again (self->join_page, folder, server);
  gtk_stack_set_visible_child_name (self->stack, "join");
}

static void
joined_cb (AtlasWindow *self,
           const char  *folder)
{
  atlas_window_open (self, folder, ATLAS_SESSION_NOTHING, NULL);
}

static void
welcome_action (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  AtlasWindow *self = ATLAS_WINDOW (widget);

  atlas_session_close (self->session);
  gtk_stack_set_visible_child_name (self->stack, "welcome");
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

static void
remember_store (AtlasWindow *self)
{
  const char *folder = atlas_session_get_folder (self->session);
  g_autofree char *county = atlas_folders_county ();
  g_autofree char *demonstration = atlas_folders_demonstration ();

  /* A folder given on the command line is for that time only. */
  if (g_strcmp0 (folder, county) == 0 || g_strcmp0 (folder, demonstration) == 0)
    g_settings_set_string (atlas_settings_get_default (), "last-store", folder);
}

/* The scope stays chosen from one start to the next. */
static void
take_up_scope (AtlasWindow *self)
{
  g_autofree char *scope = g_settings_get_string (atlas_settings_get_default (), "scope");

  atlas_session_set_scope (self->session, scope);
}

static void
scope_changed_cb (AtlasWindow *self)
{
  if (atlas_session_get_state (self->session) == ATLAS_SESSION_READY)
    g_settings_set_string (atlas_settings_get_default (), "scope",
                           atlas_session_get_scope (self->session));
}

static void
state_changed_cb (AtlasWindow *self)
{
  AtlasSessionState state = atlas_session_get_state (self->session);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.find", state == ATLAS_SESSION_READY);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.history", state == ATLAS_SESSION_READY);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.undo", state == ATLAS_SESSION_READY);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.redo", state == ATLAS_SESSION_READY);

  switch (state)
    {
    case ATLAS_SESSION_OPENING:
      gtk_stack_set_visible_child_name (self->stack, "opening");
      break;

    case ATLAS_SESSION_READY:
      remember_store (self);
      take_up_scope (self);
      gtk_stack_set_visible_child_name (self->stack, "shell");
      show_first_page (self);
      break;

    case ATLAS_SESSION_TROUBLE:
      atlas_trouble_page_set_error (self->trouble_page, atlas_session_get_error (self->session),
                                    atlas_session_get_folder (self->session));
      gtk_stack_set_visible_child_name (self->stack, "trouble");
      break;

    case ATLAS_SESSION_EMPTY:
    default:
      gtk_stack_set_visible_child_name (self->stack, "welcome");
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

  atlas_trail_free (self->trail);
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

  g_type_ensure (ATLAS_TYPE_JOIN_PAGE);
  g_type_ensure (ATLAS_TYPE_OPENING_PAGE);
  g_type_ensure (ATLAS_TYPE_SHELL);
  g_type_ensure (ATLAS_TYPE_TROUBLE_PAGE);
  g_type_ensure (ATLAS_TYPE_WELCOME_PAGE);

  gtk_widget_class_set_template_from_resource (widget_class, ATLAS_UI "atlas-window.ui");
  gtk_widget_class_bind_template_child (widget_class, AtlasWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, AtlasWindow, opening_page);
  gtk_widget_class_bind_template_child (widget_class, AtlasWindow, trouble_page);
  gtk_widget_class_bind_template_child (widget_class, AtlasWindow, join_page);
  gtk_widget_class_bind_template_child (widget_class, AtlasWindow, shell);
  gtk_widget_class_bind_template_callback (widget_class, joined_cb);

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
  gtk_widget_class_install_action (widget_class, "win.sync", NULL, sync_action);
  gtk_widget_class_install_action (widget_class, "win.work-offline", NULL, work_offline_action);
  gtk_widget_class_install_action (widget_class, "win.find", NULL, find_action);
  gtk_widget_class_install_action (widget_class, "win.preferences", NULL, preferences_action);
  gtk_widget_class_install_action (widget_class, "win.history", NULL, history_action);
  gtk_widget_class_install_action (widget_class, "win.undo", NULL, undo_action);
  gtk_widget_class_install_action (widget_class, "win.undo-set", "s", undo_set_action);
  gtk_widget_class_install_action (widget_class, "win.redo", NULL, redo_action);
  gtk_widget_class_install_action (widget_class, "win.explore", NULL, explore_action);
  gtk_widget_class_install_action (widget_class, "win.join", NULL, join_action);
  gtk_widget_class_install_action (widget_class, "win.sign-in", NULL, sign_in_action);
  gtk_widget_class_install_action (widget_class, "win.start-county", NULL, start_county_action);
  gtk_widget_class_install_action (widget_class, "win.reopen", NULL, reopen_action);
  gtk_widget_class_install_action (widget_class, "win.welcome", NULL, welcome_action);

  /* Not accelerators, which would come before a text field's own undo. */
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_z, GDK_CONTROL_MASK, "win.undo", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_z,
                                       GDK_CONTROL_MASK | GDK_SHIFT_MASK, "win.redo", NULL);
}

static void
atlas_window_init (AtlasWindow *self)
{
  GSettings *settings = atlas_settings_get_default ();

  self->trail = atlas_trail_new ();
  self->cancellable = g_cancellable_new ();
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

  self->session = atlas_session_new ();
  atlas_shell_set_session (self->shell, self->session);
  g_signal_connect_object (self->session, "notify::state", G_CALLBACK (state_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "notify::progress", G_CALLBACK (progress_changed_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "notify::scope", G_CALLBACK (scope_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "sync-changed", G_CALLBACK (sync_changed_cb), self,
                           G_CONNECT_SWAPPED);
  update_actions (self);
  sync_changed_cb (self);
  state_changed_cb (self);
  progress_changed_cb (self);

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

  g_free (self->wanted_route);
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

/* With an action there is a button that undoes what was done. */
static void
show_toast (GtkWidget  *from,
            const char *text,
            const char *undo_action,
            GVariant   *target)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);
  g_autoptr(GVariant) owned = target != NULL ? g_variant_ref_sink (target) : NULL;
  GtkRoot *root = gtk_widget_get_root (from);
  AdwToast *toast;

  if (!ATLAS_IS_WINDOW (root))
    return;

  toast = adw_toast_new (escaped);
  if (undo_action != NULL)
    {
      adw_toast_set_button_label (toast, _("Undo"));
      adw_toast_set_action_target_value (toast, owned);
      adw_toast_set_action_name (toast, undo_action);
    }
  adw_toast_set_timeout (toast, TOAST_SECONDS);
  atlas_announce (from, text);
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
  g_return_if_fail (GTK_IS_WIDGET (from) && text != NULL);

  show_toast (from, text, NULL, NULL);
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
  g_return_if_fail (GTK_IS_WIDGET (from) && text != NULL);

  show_toast (from, text, "win.undo", NULL);
}

/**
 * atlas_window_toast_undo_set:
 * @from: any widget in the window
 * @text: what was done
 * @set_id: the change set that Undo takes back, or several with spaces between
 *
 * Says that something was done, with Undo for just that.
 */
void
atlas_window_toast_undo_set (GtkWidget  *from,
                             const char *text,
                             const char *set_id)
{
  g_return_if_fail (GTK_IS_WIDGET (from) && text != NULL && set_id != NULL);

  show_toast (from, text, "win.undo-set", g_variant_new_string (set_id));
}
