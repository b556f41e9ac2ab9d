/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-view-row.h"

#include <glib/gi18n.h>

#include "app/atlas-ui.h"

/**
 * AtlasViewRow:
 *
 * One of the six views in the sidebar, with how many things in it need somebody.
 */
struct _AtlasViewRow
{
  GtkListBoxRow  parent_instance;

  AtlasRouteView view;

  /* Template */
  GtkImage      *icon;
  GtkLabel      *title;
  GtkLabel      *count;
};

G_DEFINE_FINAL_TYPE (AtlasViewRow, atlas_view_row, GTK_TYPE_LIST_BOX_ROW)

static void
atlas_view_row_class_init (AtlasViewRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               ATLAS_UI "atlas-view-row.ui");
  gtk_widget_class_bind_template_child (widget_class, AtlasViewRow, icon);
  gtk_widget_class_bind_template_child (widget_class, AtlasViewRow, title);
  gtk_widget_class_bind_template_child (widget_class, AtlasViewRow, count);
}

static void
atlas_view_row_init (AtlasViewRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
atlas_view_row_new (AtlasRouteView view,
                    const char    *title,
                    const char    *icon_name)
{
  AtlasViewRow *self = g_object_new (ATLAS_TYPE_VIEW_ROW, NULL);

  self->view = view;
  gtk_label_set_label (self->title, title);
  gtk_image_set_from_icon_name (self->icon, icon_name);
  atlas_view_row_set_count (self, 0);

  return GTK_WIDGET (self);
}

AtlasRouteView
atlas_view_row_get_view (AtlasViewRow *self)
{
  g_return_val_if_fail (ATLAS_IS_VIEW_ROW (self), ATLAS_ROUTE_TODAY);

  return self->view;
}

/**
 * atlas_view_row_set_count:
 * @count: how many things need somebody; 0 shows no number
 */
void
atlas_view_row_set_count (AtlasViewRow *self,
                          guint         count)
{
  g_autofree char *number = NULL;
  g_autofree char *spoken = NULL;
  const char *title;

  g_return_if_fail (ATLAS_IS_VIEW_ROW (self));

  title = gtk_label_get_label (self->title);
  number = g_strdup_printf ("%u", count);
  gtk_label_set_label (self->count, number);
  gtk_widget_set_visible (GTK_WIDGET (self->count), count > 0);

  if (count > 0)
    /* Translators: a view and how many things wait in it: Referrals, 31 */
    spoken = g_strdup_printf (_("%s, %u"), title, count);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, spoken != NULL ? spoken : title,
                                  -1);
}
