/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-sync-row.h"

#include <glib/gi18n.h>

#include "app/atlas-compat.h"
#include "app/atlas-ui.h"

/**
 * AtlasSyncRow:
 *
 * Says at the foot of the sidebar where sync stands, in words, and opens the list of what has
 * not been sent.
 */
struct _AtlasSyncRow
{
  AdwBin         parent_instance;

  AtlasSession  *session;       /* (nullable): NULL until given */

  /* Template */
  GtkMenuButton *button;
  GtkImage      *icon;
  GtkLabel      *title;
  GtkLabel      *body;
  GtkLabel      *popover_title;
  GtkLabel      *popover_body;
  GtkWidget     *unsent_window;
  GtkListBox    *unsent_list;
  GtkWidget     *buttons;
  GtkPopover    *popover;
};

G_DEFINE_FINAL_TYPE (AtlasSyncRow, atlas_sync_row, ADW_TYPE_BIN)

static const char *
icon_for_state (AtlasSyncState state)
{
  switch (state)
    {
    case ATLAS_SYNC_ALONE:
      return "atlas-laptop-symbolic";

    case ATLAS_SYNC_OFFLINE:
    case ATLAS_SYNC_UNREACHABLE:
    case ATLAS_SYNC_SIGNED_OUT:
    case ATLAS_SYNC_STOPPED:
      return "atlas-sync-offline-symbolic";

    case ATLAS_SYNC_SENDING:
    case ATLAS_SYNC_RECEIVING:
    case ATLAS_SYNC_UP_TO_DATE:
    default:
      return "atlas-sync-symbolic";
    }
}

static char *
explain (const AtlasSyncFacts *facts,
         gboolean              is_demonstration)
{
  if (facts->state != ATLAS_SYNC_ALONE)
    return atlas_sync_facts_body (facts);

  if (is_demonstration)
    return g_strdup (_("The demonstration lives on this laptop alone. "
                       "It can be sent only to a demonstration server."));

  return g_strdup (_("This county lives on this laptop alone. "
                     "Join a council’s server to share it."));
}

static void
sync_changed_cb (AtlasSyncRow *self)
{
  const AtlasSyncFacts *facts = atlas_session_get_sync (self->session);
  g_autoptr(GTimeZone)  zone = g_time_zone_new_local ();
  g_autofree char *title = atlas_sync_facts_title (facts, zone);
  g_autofree char *body = atlas_sync_facts_body (facts);
  g_autofree char *more = NULL;
  g_autofree char *spoken = NULL;

  more = explain (facts, atlas_session_is_demonstration (self->session));
  /* Translators: where sync stands, and how much waits: Working offline. 4 changes saved … */
  spoken = g_strdup_printf (_("%s. %s"), title, body);

  gtk_image_set_from_icon_name (self->icon, icon_for_state (facts->state));
  gtk_label_set_label (self->title, title);
  gtk_label_set_label (self->body, body);
  gtk_label_set_label (self->popover_title, title);
  gtk_label_set_label (self->popover_body, more);
  gtk_widget_set_visible (self->buttons, facts->state != ATLAS_SYNC_ALONE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  atlas_announce (GTK_WIDGET (self), spoken);
}

static void
atlas_sync_row_dispose (GObject *object)
{
  AtlasSyncRow *self = ATLAS_SYNC_ROW (object);

  g_clear_object (&self->session);

  G_OBJECT_CLASS (atlas_sync_row_parent_class)->dispose (object);
}

static void
atlas_sync_row_class_init (AtlasSyncRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = atlas_sync_row_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, ATLAS_UI "atlas-sync-row.ui");
  gtk_widget_class_bind_template_child (widget_class, AtlasSyncRow, button);
  gtk_widget_class_bind_template_child (widget_class, AtlasSyncRow, icon);
  gtk_widget_class_bind_template_child (widget_class, AtlasSyncRow, title);
  gtk_widget_class_bind_template_child (widget_class, AtlasSyncRow, body);
  gtk_widget_class_bind_template_child (widget_class, AtlasSyncRow, popover);
  gtk_widget_class_bind_template_child (widget_class, AtlasSyncRow, popover_title);
  gtk_widget_class_bind_template_child (widget_class, AtlasSyncRow, popover_body);
  gtk_widget_class_bind_template_child (widget_class, AtlasSyncRow, unsent_window);
  gtk_widget_class_bind_template_child (widget_class, AtlasSyncRow, unsent_list);
  gtk_widget_class_bind_template_child (widget_class, AtlasSyncRow, buttons);
}

static void
atlas_sync_row_init (AtlasSyncRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
atlas_sync_row_set_session (AtlasSyncRow *self,
                            AtlasSession *session)
{
  g_return_if_fail (ATLAS_IS_SYNC_ROW (self));
  g_return_if_fail (ATLAS_IS_SESSION (session));
  g_return_if_fail (self->session == NULL);

  self->session = g_object_ref (session);
  g_signal_connect_object (session, "sync-changed", G_CALLBACK (sync_changed_cb), self,
                           G_CONNECT_SWAPPED);
  sync_changed_cb (self);
}
