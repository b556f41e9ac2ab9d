/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-list-tab.h"

/* A list with one row chosen: going to its edge chooses nothing else. */
static void
go_to_edge (GtkListBox *list,
            GtkWidget  *edge)
{
  GtkListBoxRow *chosen = gtk_list_box_get_selected_row (list);
  guint selected = g_signal_lookup ("row-selected", GTK_TYPE_LIST_BOX);

  g_signal_handlers_block_matched (list, G_SIGNAL_MATCH_ID, selected, 0, NULL, NULL, NULL);
  gtk_widget_grab_focus (edge);
  if (chosen != NULL)
    gtk_list_box_select_row (list, chosen);
  else
    gtk_list_box_unselect_all (list);
  g_signal_handlers_unblock_matched (list, G_SIGNAL_MATCH_ID, selected, 0, NULL, NULL, NULL);
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint                  keyval,
                guint                  keycode,
                GdkModifierType        state,
                GtkListBox            *list)
{
  GtkWidget *edge = NULL;

  if (keyval == GDK_KEY_Tab || keyval == GDK_KEY_KP_Tab)
    edge = gtk_widget_get_last_child (GTK_WIDGET (list));
  else if (keyval == GDK_KEY_ISO_Left_Tab)
    edge = gtk_widget_get_first_child (GTK_WIDGET (list));
  if (edge != NULL)
    go_to_edge (list, edge);

  return GDK_EVENT_PROPAGATE;
}

/**
 * atlas_list_leave_by_tab:
 * @list: a list in which one row is chosen
 *
 * Has Tab leave the list, and the arrows move in it. By itself a list box takes Tab from row to row
 * and chooses each on the way, so that only the last could ever be reached.
 */
void
atlas_list_leave_by_tab (GtkListBox *list)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), list);
  gtk_widget_add_controller (GTK_WIDGET (list), keys);
}
