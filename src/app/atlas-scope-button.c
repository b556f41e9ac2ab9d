/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-scope-button.h"

#include <glib/gi18n.h>
#include <string.h>

#include "app/atlas-ui.h"

#define INDENT 18       /* pixels; a partnership stands under its area */

/**
 * AtlasScopeButton:
 *
 * Says which part of the county every view shows, and lets it be changed.
 */
struct _AtlasScopeButton
{
  AdwBin         parent_instance;

  AtlasSession  *session;       /* (nullable): NULL until given */
  GtkFilter     *filter;

  /* Template */
  GtkMenuButton *button;
  GtkLabel      *label;
  GtkPopover    *popover;
  GtkEditable   *entry;
  GtkListBox    *list;
};

G_DEFINE_FINAL_TYPE (AtlasScopeButton, atlas_scope_button, ADW_TYPE_BIN)

static gboolean
contains_words (const char *text,
                const char *words)
{
  g_autofree char *folded_text = g_utf8_casefold (text != NULL ? text : "", -1);
  g_autofree char *folded_words = g_utf8_casefold (words, -1);

  return strstr (folded_text, folded_words) != NULL;
}

static gboolean
scope_matches (gpointer item,
               gpointer user_data)
{
  AtlasScopeButton *self = user_data;
  AtlasDestination *scope = item;
  const char *words = gtk_editable_get_text (self->entry);

  return contains_words (atlas_destination_get_name (scope), words) ||
         contains_words (atlas_destination_get_within (scope), words);
}

static GtkWidget *
make_row (gpointer item,
          gpointer user_data)
{
  AtlasDestination *scope = item;
  const char *within = atlas_destination_get_within (scope);
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *label = gtk_label_new (atlas_destination_get_name (scope));
  g_autofree char *spoken = NULL;

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  if (within != NULL)
    {
      gtk_widget_set_margin_start (label, INDENT);
      /* Translators: a partnership and the area that it lies in */
      spoken = g_strdup_printf (_("%s, in %s"), atlas_destination_get_name (scope), within);
    }

  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), label);
  g_object_set_data_full (G_OBJECT (row), "scope", g_object_ref (scope), g_object_unref);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  spoken != NULL ? spoken : atlas_destination_get_name (scope), -1);

  return row;
}

static void
choose (AtlasScopeButton *self,
        GtkListBoxRow    *row)
{
  AtlasDestination *scope = g_object_get_data (G_OBJECT (row), "scope");

  gtk_popover_popdown (self->popover);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.scope", "s",
                              atlas_destination_get_route (scope));
}

static void
row_activated_cb (AtlasScopeButton *self,
                  GtkListBoxRow    *row)
{
  choose (self, row);
}

static void
entry_activate_cb (AtlasScopeButton *self)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->list, 0);

  if (row != NULL)
    choose (self, row);
}

static void
stop_search_cb (AtlasScopeButton *self)
{
  gtk_popover_popdown (self->popover);
}

static void
search_changed_cb (AtlasScopeButton *self)
{
  gtk_filter_changed (self->filter, GTK_FILTER_CHANGE_DIFFERENT);
}

static void
popover_map_cb (AtlasScopeButton *self)
{
  gtk_editable_set_text (self->entry, "");
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}

static void
scope_changed_cb (AtlasScopeButton *self)
{
  const char *name = atlas_session_get_scope_name (self->session);
  g_autofree char *spoken = NULL;

  if (name == NULL)
    name = _("Whole County");

  gtk_label_set_label (self->label, name);
  /* Translators: the part of the county that every view shows */
  spoken = g_strdup_printf (_("Showing %s. Choose an area or partnership"), name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
}

static void
atlas_scope_button_dispose (GObject *object)
{
  AtlasScopeButton *self = ATLAS_SCOPE_BUTTON (object);

  g_clear_object (&self->session);
  g_clear_object (&self->filter);

  G_OBJECT_CLASS (atlas_scope_button_parent_class)->dispose (object);
}

static void
atlas_scope_button_class_init (AtlasScopeButtonClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = atlas_scope_button_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               ATLAS_UI "atlas-scope-button.ui");
  gtk_widget_class_bind_template_child (widget_class, AtlasScopeButton, button);
  gtk_widget_class_bind_template_child (widget_class, AtlasScopeButton, label);
  gtk_widget_class_bind_template_child (widget_class, AtlasScopeButton, popover);
  gtk_widget_class_bind_template_child (widget_class, AtlasScopeButton, entry);
  gtk_widget_class_bind_template_child (widget_class, AtlasScopeButton, list);
  gtk_widget_class_bind_template_callback (widget_class, entry_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, popover_map_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_search_cb);
}

static void
atlas_scope_button_init (AtlasScopeButton *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->filter = GTK_FILTER (gtk_custom_filter_new (scope_matches, self, NULL));
}

void
atlas_scope_button_set_session (AtlasScopeButton *self,
                                AtlasSession     *session)
{
  g_autoptr(GtkFilterListModel) matches = NULL;

  g_return_if_fail (ATLAS_IS_SCOPE_BUTTON (self));
  g_return_if_fail (ATLAS_IS_SESSION (session));
  g_return_if_fail (self->session == NULL);

  self->session = g_object_ref (session);
  matches = gtk_filter_list_model_new (g_object_ref (atlas_session_get_scopes (session)),
                                       g_object_ref (self->filter));
  gtk_list_box_bind_model (self->list, G_LIST_MODEL (matches), make_row, NULL, NULL);
  g_signal_connect_object (session, "notify::scope-name", G_CALLBACK (scope_changed_cb), self,
                           G_CONNECT_SWAPPED);
  scope_changed_cb (self);
}

/**
 * atlas_scope_button_open:
 *
 * Opens the list, as Ctrl+L does.
 */
void
atlas_scope_button_open (AtlasScopeButton *self)
{
  g_return_if_fail (ATLAS_IS_SCOPE_BUTTON (self));

  gtk_menu_button_popup (self->button);
}
