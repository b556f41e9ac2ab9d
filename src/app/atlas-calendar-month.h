/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "calendar/atlas-calendar.h"

G_BEGIN_DECLS

#define ATLAS_TYPE_CALENDAR_MONTH (atlas_calendar_month_get_type ())

G_DECLARE_FINAL_TYPE (AtlasCalendarMonth, atlas_calendar_month, ATLAS, CALENDAR_MONTH, GtkBox)

GtkWidget  *atlas_calendar_month_new          (AtlasDate           first);
AtlasDate   atlas_calendar_month_get_first    (AtlasCalendarMonth *self);
GtkWidget  *atlas_calendar_month_get_day      (AtlasCalendarMonth *self,
                                               AtlasDate           date);
void        atlas_calendar_month_show         (AtlasCalendarMonth *self,
                                               AtlasCalendar      *calendar,
                                               AtlasDate           today);
void        atlas_calendar_month_select       (AtlasCalendarMonth *self,
                                               AtlasDateRange      days);

const char *atlas_calendar_letter             (AtlasClosed         why);
const char *atlas_calendar_style              (AtlasClosed         why);

G_END_DECLS
