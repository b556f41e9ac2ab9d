/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-measure-row.h"

#include <glib/gi18n.h>

#include "app/atlas-ui.h"
#include "app/atlas-view.h"

/**
 * AtlasMeasureRow:
 *
 * One area or partnership of a ranked list: its name, a line more, a bar, the value, and a button
 * that opens its page.
 */
struct _AtlasMeasureRow
{
  GtkListBoxRow   parent_instance;

  char           *id;

  /* Template */
  GtkLabel       *title;
  GtkLabel       *detail;
  GtkProgressBar *bar;
  GtkLabel       *value;
  GtkButton      *open;
};

G_DEFINE_FINAL_TYPE (AtlasMeasureRow, atlas_measure_row, GTK_TYPE_LIST_BOX_ROW)

static void
atlas_measure_row_finalize (GObject *object)
{
  AtlasMeasureRow *self = ATLAS_MEASURE_ROW (object);

  g_free (self->id);

  G_OBJECT_CLASS (atlas_measure_row_parent_class)->finalize (object);
}

static void
atlas_measure_row_class_init (AtlasMeasureRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = atlas_measure_row_finalize;

  gtk_widget_class_set_template_from_resource (widget_class, ATLAS_UI "atlas-measure-row.ui");
  gtk_widget_class_bind_template_child (widget_class, AtlasMeasureRow, title);
  gtk_widget_class_bind_template_child (widget_class, AtlasMeasureRow, detail);
  gtk_widget_class_bind_template_child (widget_class, AtlasMeasureRow, bar);
  gtk_widget_class_bind_template_child (widget_class, AtlasMeasureRow, value);
  gtk_widget_class_bind_template_child (widget_class, AtlasMeasureRow, open);
}

static void
atlas_measure_row_init (AtlasMeasureRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * atlas_measure_row_new:
 * @item: what the row says
 * @route: the page of it
 */
GtkWidget *
atlas_measure_row_new (AtlasMeasureItem *item,
                       const char       *route)
{
  AtlasMeasureRow *self = g_object_new (ATLAS_TYPE_MEASURE_ROW, NULL);
  const char *title = atlas_measure_item_get_title (item);
  g_autofree char *open = NULL;

  self->id = g_strdup (atlas_measure_item_get_id (item));
  gtk_label_set_label (self->title, title);
  gtk_label_set_label (self->detail, atlas_measure_item_get_detail (item));
  gtk_label_set_label (self->value, atlas_measure_item_get_value (item));
  gtk_progress_bar_set_fraction (self->bar, atlas_measure_item_get_fraction (item));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  atlas_measure_item_get_spoken (item), -1);

  /* Translators: opens the page of an area. */
  open = g_strdup_printf (_("Open %s"), title);
  atlas_view_set_route (GTK_ACTIONABLE (self->open), route);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->open), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  open, -1);

  return GTK_WIDGET (self);
}

const char *
atlas_measure_row_get_id (AtlasMeasureRow *self)
{
  g_return_val_if_fail (ATLAS_IS_MEASURE_ROW (self), NULL);

  return self->id;
}
