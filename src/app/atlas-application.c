/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-application.h"

#include <glib/gi18n.h>

#include "app/atlas-attachment-work.h"
#include "app/atlas-compat.h"
#include "app/atlas-help-window.h"
#include "app/atlas-preferences.h"
#include "app/atlas-settings.h"
#include "app/atlas-window.h"
#include "base/atlas-folders.h"

/**
 * AtlasApplication:
 *
 * The one instance of the program. It reads the command line and shows a window for a store.
 */
struct _AtlasApplication
{
  AdwApplication parent_instance;
};

G_DEFINE_FINAL_TYPE (AtlasApplication, atlas_application, ADW_TYPE_APPLICATION)

static const GOptionEntry options[] = {
  { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_("Show the version and exit"), NULL },
  { "demo", 0, 0, G_OPTION_ARG_NONE, NULL, N_("Open the demonstration county"), NULL },
  { "data", 0, 0, G_OPTION_ARG_FILENAME, NULL, N_("Keep the data in this folder"), N_("DIR") },
  { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_STRING_ARRAY, NULL, NULL, N_("[atlas:PAGE]") },
  { NULL }
};

/* Keys that belong to no text field; Undo and Redo are bound by the window, after the fields. */
static const struct {
  const char *action;
  const char *keys[3];
} shortcuts[] = {
  { "win.go::today", { "<Control>1", NULL } },
  { "win.go::map", { "<Control>2", NULL } },
  { "win.go::provision", { "<Control>3", NULL } },
  { "win.go::referrals", { "<Control>4", NULL } },
  { "win.go::panels", { "<Control>5", NULL } },
  { "win.go::reports", { "<Control>6", NULL } },
  { "win.back", { "<Alt>Left", NULL } },
  { "win.forward", { "<Alt>Right", NULL } },
  { "win.up", { "<Alt>Up", NULL } },
  { "win.find", { "<Control>k", NULL } },
  { "win.preferences", { "<Control>comma", NULL } },
  { "win.switch-county", { "<Control>o", NULL } },
  { "win.choose-scope", { "<Control>l", NULL } },
  { "win.go::referrals?page=new", { "<Control>n", NULL } },
  { "win.search", { "<Control>f", NULL } },
  { "win.go::panels?form=meeting", { "<Control><Shift>n", NULL } },
  { "win.menu", { "F10", NULL } },
  { "win.toggle-pane", { "F9", NULL } },
  { "win.sync", { "F5", "<Control>r", NULL } },
  { "win.print", { "<Control>p", NULL } },
  { "window.close", { "<Control>w", NULL } },
  { "app.help", { "F1", NULL } },
  { "app.quit", { "<Control>q", NULL } },
};

static void
quit_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  g_application_quit (G_APPLICATION (user_data));
}

static void
about_action (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  atlas_show_about (gtk_application_get_active_window (GTK_APPLICATION (user_data)));
}

static void
help_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  atlas_help_window_present (gtk_application_get_active_window (GTK_APPLICATION (user_data)));
}

static const GActionEntry actions[] = {
  { .name = "about", .activate = about_action },
  { .name = "help", .activate = help_action },
  { .name = "quit", .activate = quit_action },
};

static void
atlas_application_startup (GApplication *application)
{
  G_APPLICATION_CLASS (atlas_application_parent_class)->startup (application);

  gtk_window_set_default_icon_name (APP_ID);
  atlas_preferences_apply_colors (atlas_settings_get_default ());
  for (gsize i = 0; i < G_N_ELEMENTS (shortcuts); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (application), shortcuts[i].action,
                                           shortcuts[i].keys);
}

static void
atlas_application_shutdown (GApplication *application)
{
  atlas_attachments_close ();

  G_APPLICATION_CLASS (atlas_application_parent_class)->shutdown (application);
}

/* The store that was open last, or the user's own. */
static char *
find_last_folder (void)
{
  g_autofree char *last = g_settings_get_string (atlas_settings_get_default (), "last-store");

  return *last != '\0' ? g_steal_pointer (&last) : atlas_folders_county ();
}

static void
open_folder (AtlasApplication *self,
             const char       *folder,
             AtlasSessionMake  make,
             const char       *route)
{
  AtlasWindow *window = atlas_application_find_window (self, folder);

  if (window == NULL)
    {
      window = atlas_window_new (self);
      atlas_window_open (window, folder, make, route);
    }
  else if (route != NULL)
    {
      atlas_window_go (window, route);
    }

  gtk_window_present (GTK_WINDOW (window));
}

/* A page that nobody has said the county of is one of the county that is open. */
static void
open_route (AtlasApplication *self,
            const char       *route)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));
  g_autofree char *folder = NULL;

  if (ATLAS_IS_WINDOW (window))
    {
      atlas_window_go (ATLAS_WINDOW (window), route);
      gtk_window_present (window);
      return;
    }

  folder = find_last_folder ();
  open_folder (self, folder, ATLAS_SESSION_NOTHING, route);
}

static void
atlas_application_activate (GApplication *application)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (application));
  g_autofree char *folder = find_last_folder ();

  if (window != NULL)
    gtk_window_present (window);
  else
    open_folder (ATLAS_APPLICATION (application), folder, ATLAS_SESSION_NOTHING, NULL);
}

/* Routes that another program gives, by D-Bus. */
static void
atlas_application_open (GApplication *application,
                        GFile       **files,
                        int           n_files,
                        const char   *hint)
{
  g_autofree char *route = g_file_get_uri (files[0]);

  open_route (ATLAS_APPLICATION (application), route);
}

static int
atlas_application_command_line (GApplication            *application,
                                GApplicationCommandLine *command_line)
{
  AtlasApplication *self = ATLAS_APPLICATION (application);
  GVariantDict *given = g_application_command_line_get_options_dict (command_line);
  g_autoptr(GFile)      data = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *data_name = NULL;
  g_auto(GStrv) routes = NULL;
  gboolean is_demo = g_variant_dict_contains (given, "demo");

  g_variant_dict_lookup (given, G_OPTION_REMAINING, "^as", &routes);
  if (g_variant_dict_lookup (given, "data", "^ay", &data_name))
    {
      data = g_application_command_line_create_file_for_arg (command_line, data_name);
      folder = g_file_get_path (data);
    }
  if (folder == NULL && is_demo)
    folder = atlas_folders_demonstration ();
  if (folder == NULL && routes == NULL)
    {
      g_application_activate (application);
      return 0;
    }
  if (folder == NULL)
    {
      open_route (self, routes[0]);
      return 0;
    }

  open_folder (self, folder, is_demo ? ATLAS_SESSION_DEMONSTRATION : ATLAS_SESSION_NOTHING,
               routes != NULL ? routes[0] : NULL);

  return 0;
}

static int
atlas_application_handle_local_options (GApplication *application,
                                        GVariantDict *given)
{
  if (!g_variant_dict_contains (given, "version"))
    return -1;

  g_print ("provision-atlas %s\n", PACKAGE_VERSION);

  return 0;
}

static void
atlas_application_class_init (AtlasApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  application_class->startup = atlas_application_startup;
  application_class->shutdown = atlas_application_shutdown;
  application_class->activate = atlas_application_activate;
  application_class->open = atlas_application_open;
  application_class->command_line = atlas_application_command_line;
  application_class->handle_local_options = atlas_application_handle_local_options;
}

static void
atlas_application_init (AtlasApplication *self)
{
  g_application_add_main_option_entries (G_APPLICATION (self), options);
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
}

AtlasApplication *
atlas_application_new (void)
{
  return g_object_new (ATLAS_TYPE_APPLICATION,
                       "application-id", APP_ID,
                       "flags", G_APPLICATION_HANDLES_COMMAND_LINE | G_APPLICATION_HANDLES_OPEN,
                       "resource-base-path", "/org/provisionatlas/ProvisionAtlas",
                       NULL);
}

/**
 * atlas_application_find_window:
 * @folder: a data folder
 *
 * Returns: (transfer none) (nullable): the window in which the store of that folder is open
 */
AtlasWindow *
atlas_application_find_window (AtlasApplication *self,
                               const char       *folder)
{
  GList *windows;

  g_return_val_if_fail (ATLAS_IS_APPLICATION (self), NULL);

  windows = gtk_application_get_windows (GTK_APPLICATION (self));
  for (GList *window = windows; window != NULL; window = window->next)
    if (ATLAS_IS_WINDOW (window->data) &&
        g_strcmp0 (atlas_session_get_folder (atlas_window_get_session (window->data)),
                   folder) == 0)
      return window->data;

  return NULL;
}
