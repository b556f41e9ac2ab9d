/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a window can do about sync. */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-window-sync.h"

#include <glib/gi18n.h>

#include "app/atlas-devices-window.h"
#include "app/atlas-session-work.h"

static void
copy_sync_details_action (GtkWidget  *widget,
                          const char *name,
                          GVariant   *parameter)
{
  AtlasWindow *self = ATLAS_WINDOW (widget);
  g_autofree char *text = NULL;

  text = atlas_sync_facts_for_it (atlas_session_get_sync (atlas_window_get_session (self)),
                                  "provision-atlas " PACKAGE_VERSION);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
  atlas_window_toast (widget, _("Details copied"));
}

static void
sync_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  AtlasSession *session = atlas_window_get_session (ATLAS_WINDOW (widget));

  atlas_session_set_offline (session, FALSE);
  atlas_session_sync_now (session);
}

static void
work_offline_action (GtkWidget  *widget,
                     const char *name,
                     GVariant   *parameter)
{
  atlas_session_set_offline (atlas_window_get_session (ATLAS_WINDOW (widget)), TRUE);
}

static void
devices_action (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  atlas_devices_window_present (widget, atlas_window_get_session (ATLAS_WINDOW (widget)));
}

/**
 * atlas_window_install_sync_actions:
 * @widget_class: the window's
 */
void
atlas_window_install_sync_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.copy-sync-details", NULL,
                                   copy_sync_details_action);
  gtk_widget_class_install_action (widget_class, "win.sync", NULL, sync_action);
  gtk_widget_class_install_action (widget_class, "win.work-offline", NULL, work_offline_action);
  gtk_widget_class_install_action (widget_class, "win.devices", NULL, devices_action);
}

/**
 * atlas_window_update_sync_actions:
 *
 * Lets those be used that can be, as sync stands now.
 */
void
atlas_window_update_sync_actions (AtlasWindow *self)
{
  AtlasSession *session = atlas_window_get_session (self);
  const AtlasSyncFacts *facts = atlas_session_get_sync (session);
  gboolean is_joined = facts->state != ATLAS_SYNC_ALONE;
  gboolean is_offline = atlas_session_is_offline (session);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.sync", is_joined);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.sign-in",
                                 atlas_sync_facts_needs_sign_in (facts) ||
                                 atlas_sync_facts_needs_way (facts));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.devices", is_joined);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.copy-sync-details", is_joined);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.work-offline", is_joined && !is_offline);
}
