/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * AtlasDate:
 *
 * A day of the civil calendar, counted from 1 January 1970. Days can be compared, added and
 * subtracted as numbers. %ATLAS_DATE_NONE is "no date".
 */
typedef gint32 AtlasDate;

#define ATLAS_DATE_NONE G_MININT32

/**
 * AtlasDateRange:
 * @from: first day, or %ATLAS_DATE_NONE for "since always"
 * @to: last day, or %ATLAS_DATE_NONE for "goes on"
 *
 * Days from @from to @to, both included.
 */
typedef struct {
  AtlasDate from;
  AtlasDate to;
} AtlasDateRange;

AtlasDate  atlas_date_new            (int              year,
                                      int              month,
                                      int              day);
AtlasDate  atlas_date_parse          (const char      *text);
AtlasDate  atlas_date_parse_typed    (const char      *text);
AtlasDate  atlas_date_today          (GTimeZone       *zone);
char      *atlas_date_format         (AtlasDate        date) G_GNUC_WARN_UNUSED_RESULT;
char      *atlas_date_format_long    (AtlasDate        date) G_GNUC_WARN_UNUSED_RESULT;
char      *atlas_date_format_month  (AtlasDate        date) G_GNUC_WARN_UNUSED_RESULT;
char      *atlas_date_format_short   (AtlasDate        date) G_GNUC_WARN_UNUSED_RESULT;
char      *atlas_date_format_near    (AtlasDate        date,
                                      AtlasDate        on) G_GNUC_WARN_UNUSED_RESULT;
void       atlas_date_split          (AtlasDate        date,
                                      int             *year,
                                      int             *month,
                                      int             *day);
int        atlas_date_weekday        (AtlasDate        date);
AtlasDate  atlas_date_add_months     (AtlasDate        date,
                                      int              months);
int        atlas_date_age            (AtlasDate        born,
                                      AtlasDate        on);
gboolean   atlas_date_range_contains (AtlasDateRange   range,
                                      AtlasDate        date);

char      *atlas_time_now            (void) G_GNUC_WARN_UNUSED_RESULT;
char      *atlas_time_format         (gint64           unix_ms) G_GNUC_WARN_UNUSED_RESULT;
gboolean   atlas_time_parse          (const char      *text,
                                      gint64          *unix_ms);

G_END_DECLS
