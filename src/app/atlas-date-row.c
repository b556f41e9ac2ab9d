/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-date-row.h"

#include "app/atlas-ui.h"

/**
 * AtlasDateRow:
 *
 * A row in which a day is typed ("20 November 2026", "20/11/2026", "2026-11-20") or chosen. What
 * cannot be read as a day is marked and kept.
 */
struct _AtlasDateRow
{
  AdwEntryRow    parent_instance;

  /* Template */
  GtkMenuButton *button;
  GtkCalendar   *calendar;
};

G_DEFINE_FINAL_TYPE (AtlasDateRow, atlas_date_row, ADW_TYPE_ENTRY_ROW)

static const char *
get_text (AtlasDateRow *self)
{
  return gtk_editable_get_text (GTK_EDITABLE (self));
}

static void
text_changed_cb (AtlasDateRow *self)
{
  if (atlas_date_row_is_valid (self))
    gtk_widget_remove_css_class (GTK_WIDGET (self), "error");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self), "error");

  gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_INVALID,
                               atlas_date_row_is_valid (self) ? GTK_ACCESSIBLE_INVALID_FALSE
                                                              : GTK_ACCESSIBLE_INVALID_TRUE, -1);
}

static void
day_selected_cb (AtlasDateRow *self)
{
  g_autoptr(GDateTime) day = gtk_calendar_get_date (self->calendar);

  atlas_date_row_set_date (self, atlas_date_new (g_date_time_get_year (day),
                                                 g_date_time_get_month (day),
                                                 g_date_time_get_day_of_month (day)));
  gtk_menu_button_popdown (self->button);
}

static void
atlas_date_row_class_init (AtlasDateRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class, ATLAS_UI "atlas-date-row.ui");
  gtk_widget_class_bind_template_child (widget_class, AtlasDateRow, button);
  gtk_widget_class_bind_template_child (widget_class, AtlasDateRow, calendar);
  gtk_widget_class_bind_template_callback (widget_class, text_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, day_selected_cb);
}

static void
atlas_date_row_init (AtlasDateRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * atlas_date_row_new:
 * @title: what is asked
 * @date: the day to begin with, or %ATLAS_DATE_NONE
 */
GtkWidget *
atlas_date_row_new (const char *title,
                    AtlasDate   date)
{
  AtlasDateRow *self = g_object_new (ATLAS_TYPE_DATE_ROW, "title", title, NULL);

  atlas_date_row_set_date (self, date);

  return GTK_WIDGET (self);
}

/**
 * atlas_date_row_get_date:
 *
 * Returns: the day, or %ATLAS_DATE_NONE when there is none or it cannot be read
 */
AtlasDate
atlas_date_row_get_date (AtlasDateRow *self)
{
  return atlas_date_parse_typed (get_text (self));
}

void
atlas_date_row_set_date (AtlasDateRow *self,
                         AtlasDate     date)
{
  g_autofree char *text = atlas_date_format_long (date);

  gtk_editable_set_text (GTK_EDITABLE (self), text);
}

/**
 * atlas_date_row_is_valid:
 *
 * Returns: whether the row is empty or holds a day
 */
gboolean
atlas_date_row_is_valid (AtlasDateRow *self)
{
  return *get_text (self) == '\0' || atlas_date_row_get_date (self) != ATLAS_DATE_NONE;
}
