/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-today-row.h"

#include "app/atlas-chip.h"
#include "app/atlas-day6-cells.h"
#include "app/atlas-flow.h"
#include "app/atlas-ui.h"

/**
 * AtlasTodayRow:
 *
 * One line of the Today page: who or what, how it stands, and a clock or a word on what to do.
 */
struct _AtlasTodayRow
{
  AdwPreferencesRow parent_instance;

  AtlasTodayItem   *item;

  /* Template */
  GtkLabel         *title;
  GtkLabel         *subtitle;
  AtlasDay6Cells   *clock;
  AtlasChip        *chip;
  GtkWidget        *arrow;
};

G_DEFINE_FINAL_TYPE (AtlasTodayRow, atlas_today_row, ADW_TYPE_PREFERENCES_ROW)

static void
atlas_today_row_dispose (GObject *object)
{
  AtlasTodayRow *self = ATLAS_TODAY_ROW (object);

  g_clear_object (&self->item);

  G_OBJECT_CLASS (atlas_today_row_parent_class)->dispose (object);
}

static void
atlas_today_row_class_init (AtlasTodayRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = atlas_today_row_dispose;

  g_type_ensure (ATLAS_TYPE_CHIP);
  g_type_ensure (ATLAS_TYPE_DAY6_CELLS);
  g_type_ensure (ATLAS_TYPE_FLOW);

  gtk_widget_class_set_template_from_resource (widget_class, ATLAS_UI "atlas-today-row.ui");
  gtk_widget_class_bind_template_child (widget_class, AtlasTodayRow, title);
  gtk_widget_class_bind_template_child (widget_class, AtlasTodayRow, subtitle);
  gtk_widget_class_bind_template_child (widget_class, AtlasTodayRow, clock);
  gtk_widget_class_bind_template_child (widget_class, AtlasTodayRow, chip);
  gtk_widget_class_bind_template_child (widget_class, AtlasTodayRow, arrow);
}

static void
atlas_today_row_init (AtlasTodayRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
show_item (AtlasTodayRow  *self,
           AtlasTodayItem *item)
{
  const char *subtitle = atlas_today_item_get_subtitle (item);
  const char *words = atlas_today_item_get_words (item);
  gboolean has_route = atlas_today_item_get_route (item) != NULL;
  gboolean has_clock = atlas_today_item_get_cells (item) >= 0;
  g_autofree char *spoken = atlas_today_item_get_spoken (item);

  gtk_label_set_label (self->title, atlas_today_item_get_title (item));
  gtk_label_set_label (self->subtitle, subtitle != NULL ? subtitle : "");
  gtk_widget_set_visible (GTK_WIDGET (self->subtitle), subtitle != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->clock), has_clock);
  if (has_clock)
    atlas_day6_cells_set (self->clock, atlas_today_item_get_cells (item), words,
                          atlas_today_item_is_near (item));
  else
    atlas_chip_set_label (self->chip, words);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), has_route);
  gtk_widget_set_visible (self->arrow, has_route);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
}

GtkWidget *
atlas_today_row_new (AtlasTodayItem *item)
{
  AtlasTodayRow *self = g_object_new (ATLAS_TYPE_TODAY_ROW, NULL);

  self->item = g_object_ref (item);
  show_item (self, item);

  return GTK_WIDGET (self);
}

/**
 * atlas_today_row_get_route:
 *
 * Returns: (nullable): the page that the row opens
 */
const char *
atlas_today_row_get_route (AtlasTodayRow *self)
{
  g_return_val_if_fail (ATLAS_IS_TODAY_ROW (self), NULL);

  return atlas_today_item_get_route (self->item);
}
