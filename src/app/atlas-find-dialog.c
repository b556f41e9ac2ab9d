/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-find-dialog.h"

#include "app/atlas-find.h"
#include "app/atlas-session-work.h"
#include "app/atlas-ui.h"

/**
 * AtlasFindDialog:
 *
 * Finds anything by part of its name: a page, a provision, a school, an area, a child's
 * reference. Opens from Ctrl+K.
 */
struct _AtlasFindDialog
{
  AdwWindow     parent_instance;

  AtlasSession *session;        /* (nullable): NULL until given */
  GCancellable *cancellable;    /* (nullable): of the search that runs */
  GListStore   *found;          /* (element-type AtlasDestination) */

  /* Template */
  GtkEditable  *entry;
  GtkStack     *stack;
  GtkListBox   *list;
};

G_DEFINE_FINAL_TYPE (AtlasFindDialog, atlas_find_dialog, ADW_TYPE_WINDOW)

static GtkWidget *
make_row (gpointer item,
          gpointer user_data)
{
  AtlasDestination *found = item;
  g_autofree char *name = g_markup_escape_text (atlas_destination_get_name (found), -1);
  g_autofree char *within = NULL;
  GtkWidget *row = adw_action_row_new ();

  if (atlas_destination_get_within (found) != NULL)
    within = g_markup_escape_text (atlas_destination_get_within (found), -1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), within != NULL ? within : "");
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  within != NULL ? within : "", -1);

  return row;
}

static void
found_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GError)    error = NULL;
  g_autoptr(GPtrArray) found = g_task_propagate_pointer (G_TASK (result), &error);
  AtlasFindDialog *self;

  if (found == NULL)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        g_warning ("Searching: %s", error->message);
      return;
    }

  self = user_data;
  g_list_store_splice (self->found, 0, g_list_model_get_n_items (G_LIST_MODEL (self->found)),
                       found->pdata, found->len);
  gtk_stack_set_visible_child_name (self->stack, found->len > 0 ? "found" : "nothing");
}

static void
search_changed_cb (AtlasFindDialog *self)
{
  atlas_renew_cancellable (&self->cancellable);

  atlas_session_read_async (self->session, atlas_find_work,
                            g_strdup (gtk_editable_get_text (self->entry)), g_free,
                            (GDestroyNotify) g_ptr_array_unref,
                            self->cancellable, found_cb, self);
}

static void
open_found (AtlasFindDialog *self,
            guint            at)
{
  g_autoptr(AtlasDestination) found = g_list_model_get_item (G_LIST_MODEL (self->found), at);
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));

  if (found == NULL || parent == NULL)
    return;

  gtk_widget_activate_action (GTK_WIDGET (parent), "win.go", "s",
                              atlas_destination_get_route (found));
  gtk_window_close (GTK_WINDOW (self));
}

static void
row_activated_cb (AtlasFindDialog *self,
                  GtkListBoxRow   *row)
{
  open_found (self, (guint) gtk_list_box_row_get_index (row));
}

static void
entry_activate_cb (AtlasFindDialog *self)
{
  open_found (self, 0);
}

static void
stop_search_cb (AtlasFindDialog *self)
{
  gtk_window_close (GTK_WINDOW (self));
}

static void
atlas_find_dialog_dispose (GObject *object)
{
  AtlasFindDialog *self = ATLAS_FIND_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->session);
  g_clear_object (&self->found);

  G_OBJECT_CLASS (atlas_find_dialog_parent_class)->dispose (object);
}

static void
atlas_find_dialog_class_init (AtlasFindDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = atlas_find_dialog_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, ATLAS_UI "atlas-find-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, AtlasFindDialog, entry);
  gtk_widget_class_bind_template_child (widget_class, AtlasFindDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, AtlasFindDialog, list);
  gtk_widget_class_bind_template_callback (widget_class, entry_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_search_cb);
}

static void
atlas_find_dialog_init (AtlasFindDialog *self)
{
  self->found = g_list_store_new (ATLAS_TYPE_DESTINATION);
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_list_box_bind_model (self->list, G_LIST_MODEL (self->found), make_row, NULL, NULL);
}

/**
 * atlas_find_dialog_show:
 * @parent: the window that a found page opens in
 *
 * Opens the search.
 */
void
atlas_find_dialog_show (GtkWindow    *parent,
                        AtlasSession *session)
{
  AtlasFindDialog *self;

  g_return_if_fail (GTK_IS_WINDOW (parent));
  g_return_if_fail (ATLAS_IS_SESSION (session));

  self = g_object_new (ATLAS_TYPE_FIND_DIALOG, "transient-for", parent, NULL);
  self->session = g_object_ref (session);
  search_changed_cb (self);
  gtk_window_present (GTK_WINDOW (self));
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}
