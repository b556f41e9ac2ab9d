/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-application.h"

#include <glib/gi18n.h>

#include "app/atlas-window.h"

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
  { "win.choose-scope", { "<Control>l", NULL } },
  { "win.search", { "<Control>f", NULL } },
  { "win.menu", { "F10", NULL } },
  { "win.toggle-pane", { "F9", NULL } },
  { "win.print", { "<Control>p", NULL } },
  { "window.close", { "<Control>w", NULL } },
  { "app.quit", { "<Control>q", NULL } },
};

static void
quit_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  g_application_quit (G_APPLICATION (user_data));
}

static const GActionEntry actions[] = {
  { .name = "quit", .activate = quit_action },
};

static void
atlas_application_startup (GApplication *application)
{
  G_APPLICATION_CLASS (atlas_application_parent_class)->startup (application);

  gtk_window_set_default_icon_name (APP_ID);
  for (gsize i = 0; i < G_N_ELEMENTS (shortcuts); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (application), shortcuts[i].action,
                                           shortcuts[i].keys);
}

static void
atlas_application_activate (GApplication *application)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (application));

  if (window == NULL)
    {
      g_autoptr(AtlasSession) session = atlas_session_new ();

      window = GTK_WINDOW (atlas_window_new (ATLAS_APPLICATION (application), session));
    }

  gtk_window_present (window);
}

static int
atlas_application_command_line (GApplication            *application,
                                GApplicationCommandLine *command_line)
{
  g_application_activate (application);

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
  application_class->activate = atlas_application_activate;
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
                       "flags", G_APPLICATION_HANDLES_COMMAND_LINE,
                       "resource-base-path", "/org/provisionatlas/ProvisionAtlas",
                       NULL);
}
