/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "calendar/atlas-calendar.h"

/* A made-up school year, 2026-27, of 188 school days: kind, first day, last day, note. */
static const struct {
  AtlasCalendarKind  kind;
  const char        *from;
  const char        *to;
  const char        *note;
} synthetic_year[] = {
  { ATLAS_CALENDAR_TERM, "2026-09-03", "2026-10-23", NULL },
  { ATLAS_CALENDAR_TERM, "2026-11-02", "2026-12-18", NULL },
  { ATLAS_CALENDAR_TERM, "2027-01-04", "2027-02-12", NULL },
  { ATLAS_CALENDAR_TERM, "2027-02-22", "2027-03-25", NULL },
  { ATLAS_CALENDAR_TERM, "2027-04-12", "2027-05-28", NULL },
  { ATLAS_CALENDAR_TERM, "2027-06-07", "2027-07-21", NULL },
  { ATLAS_CALENDAR_HALF_TERM, "2026-10-26", "2026-10-30", NULL },
  { ATLAS_CALENDAR_INSET, "2026-09-03", "2026-09-03", NULL },
  { ATLAS_CALENDAR_INSET, "2026-11-02", "2026-11-02", NULL },
  { ATLAS_CALENDAR_INSET, "2027-01-04", "2027-01-04", NULL },
  { ATLAS_CALENDAR_INSET, "2027-06-07", "2027-06-07", NULL },
  { ATLAS_CALENDAR_INSET, "2027-07-21", "2027-07-21", NULL },
  { ATLAS_CALENDAR_BANK_HOLIDAY, "2027-03-26", "2027-03-26", "Good Friday" },
  { ATLAS_CALENDAR_BANK_HOLIDAY, "2027-03-29", "2027-03-29", "Easter Monday" },
  { ATLAS_CALENDAR_BANK_HOLIDAY, "2027-05-03", "2027-05-03", "Early May" },
  { ATLAS_CALENDAR_BANK_HOLIDAY, "2027-05-31", "2027-05-31", "Spring" },
};

/* The INSET days are the establishment's own, unless they are left out. */
static inline AtlasCalendar *
synthetic_calendar (gboolean with_own_days)
{
  AtlasCalendarDayRange ranges[G_N_ELEMENTS (synthetic_year)];
  gsize                 n_ranges = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (synthetic_year); i++)
    {
      AtlasCalendarDayRange *range = &ranges[n_ranges];

      if (synthetic_year[i].kind == ATLAS_CALENDAR_INSET && !with_own_days)
        continue;

      range->kind = synthetic_year[i].kind;
      range->days.from = atlas_date_parse (synthetic_year[i].from);
      range->days.to = atlas_date_parse (synthetic_year[i].to);
      range->note = synthetic_year[i].note;
      range->is_county = synthetic_year[i].kind != ATLAS_CALENDAR_INSET;
      n_ranges++;
    }

  return atlas_calendar_new (ranges, n_ranges);
}
