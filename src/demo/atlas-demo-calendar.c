/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "demo/atlas-demo-private.h"

#define SEPTEMBER  9
#define DAYS_AHEAD 120          /* for which a demonstration needs school days, from its own day */
#define DAYS_BEHIND 200

static AtlasDate
on_or_after (AtlasDate date,
             int       weekday)
{
  return date + (weekday - atlas_date_weekday (date) + 7) % 7;
}

static AtlasDate
on_or_before (AtlasDate date,
              int       weekday)
{
  return date - (atlas_date_weekday (date) - weekday + 7) % 7;
}

static void
add_days (AtlasDemo        *demo,
          AtlasCalendarKind kind,
          const char       *code,
          AtlasDate         from,
          AtlasDate         to)
{
  AtlasCalendarDayRange range = { kind, { from, to }, NULL, TRUE };
  g_autofree char *first = atlas_date_format (from);
  g_autofree char *key = g_strdup_printf ("demo-%s-%s", code, first);

  g_array_append_val (demo->terms, range);
  atlas_demo_add (demo, "calendar_range", key,
                  json_pack ("{s:s, s:s, s:o, s:s}", "key", key, "kind", code,
                             "days", atlas_demo_range (from, to), "source", ATLAS_DEMO_SOURCE));
}

/* A school year like others, for when the pack has none. */
static void
add_school_year (AtlasDemo *demo,
                 int        year)
{
  AtlasDate october = on_or_after (atlas_date_new (year, 10, 24), G_DATE_MONDAY);
  AtlasDate february = on_or_after (atlas_date_new (year + 1, 2, 13), G_DATE_MONDAY);
  AtlasDate may = on_or_before (atlas_date_new (year + 1, 5, 31), G_DATE_MONDAY);
  AtlasDate may_day = on_or_after (atlas_date_new (year + 1, 5, 1), G_DATE_MONDAY);

  add_days (demo, ATLAS_CALENDAR_TERM, "term", atlas_demo_weekday (atlas_date_new (year, 9, 2)),
            on_or_before (atlas_date_new (year, 12, 21), G_DATE_FRIDAY));
  add_days (demo, ATLAS_CALENDAR_HALF_TERM, "half-term", october, october + 4);
  add_days (demo, ATLAS_CALENDAR_TERM, "term",
            on_or_after (atlas_date_new (year + 1, 1, 3), G_DATE_MONDAY),
            on_or_before (atlas_date_new (year + 1, 3, 29), G_DATE_THURSDAY));
  add_days (demo, ATLAS_CALENDAR_HALF_TERM, "half-term", february, february + 4);
  add_days (demo, ATLAS_CALENDAR_TERM, "term",
            on_or_after (atlas_date_new (year + 1, 4, 15), G_DATE_MONDAY),
            on_or_before (atlas_date_new (year + 1, 7, 22), G_DATE_WEDNESDAY));
  add_days (demo, ATLAS_CALENDAR_BANK_HOLIDAY, "bank-holiday", may_day, may_day);
  add_days (demo, ATLAS_CALENDAR_HALF_TERM, "half-term", may, may + 4);
}

static gboolean
has_term_in (AtlasDemo *demo,
             int        year)
{
  AtlasDateRange school_year = {
    atlas_date_new (year, SEPTEMBER, 1), atlas_date_new (year + 1, SEPTEMBER, 1) - 1,
  };

  for (guint i = 0; i < demo->terms->len; i++)
    {
      const AtlasCalendarDayRange *range = &g_array_index (demo->terms, AtlasCalendarDayRange, i);

      if (range->kind == ATLAS_CALENDAR_TERM &&
          range->days.from <= school_year.to && range->days.to >= school_year.from)
        return TRUE;
    }

  return FALSE;
}

static int
school_year_of (AtlasDate date)
{
  int year;
  int month;

  atlas_date_split (date, &year, &month, NULL);

  return month >= SEPTEMBER ? year : year - 1;
}

static void
take_range (AtlasDemo          *demo,
            AtlasCalendarRange *record)
{
  AtlasCalendarDayRange range = { .days = record->days, .note = record->note, .is_county = TRUE };

  if (record->establishment == NULL && atlas_calendar_kind_parse (record->kind, &range.kind))
    g_array_append_val (demo->terms, range);
}

/**
 * atlas_demo_make_terms:
 * @demo: the demonstration
 *
 * Takes the pack's school days, and makes up those of school years near the demonstration's day
 * that it lacks.
 */
void
atlas_demo_make_terms (AtlasDemo *demo)
{
  int last = school_year_of (demo->options.as_of + DAYS_AHEAD);

  for (guint i = 0; i < demo->pack->len; i++)
    {
      AtlasRecord *record = g_ptr_array_index (demo->pack, i);

      if (atlas_record_get_record_type (record) == &atlas_calendar_range_type)
        take_range (demo, (AtlasCalendarRange *) record);
    }

  for (int year = school_year_of (demo->options.as_of - DAYS_BEHIND); year <= last; year++)
    {
      if (!has_term_in (demo, year))
        add_school_year (demo, year);
    }

  demo->calendar = atlas_calendar_new ((AtlasCalendarDayRange *) demo->terms->data,
                                       demo->terms->len);
}

/**
 * atlas_demo_school_calendar:
 * @demo: the demonstration
 * @school: one of its schools
 *
 * Returns: (transfer none): the county's days and the school's own
 */
AtlasCalendar *
atlas_demo_school_calendar (AtlasDemo       *demo,
                            AtlasDemoSchool *school)
{
  g_autoptr(GArray) ranges = NULL;

  if (school->calendar != NULL)
    return school->calendar;

  ranges = g_array_new (FALSE, FALSE, sizeof (AtlasCalendarDayRange));
  g_array_append_vals (ranges, demo->terms->data, demo->terms->len);
  g_array_append_vals (ranges, school->own_days->data, school->own_days->len);
  school->calendar = atlas_calendar_new ((AtlasCalendarDayRange *) ranges->data, ranges->len);

  return school->calendar;
}

/**
 * atlas_demo_school_day:
 * @calendar: a calendar
 * @from: a date
 * @steps: how many school days on: 0 is @from itself, or the next school day after it; -1 is the
 *   last one before @from
 *
 * Returns: the school day, or a weekday where the calendar knows none
 */
AtlasDate
atlas_demo_school_day (AtlasCalendar *calendar,
                       AtlasDate      from,
                       int            steps)
{
  AtlasDate date = from;
  int left = -steps;

  if (steps >= 0)
    date = atlas_calendar_nth_school_day (calendar, from, (guint) steps + 1);
  while (left > 0 && from - date <= DAYS_BEHIND)
    if (atlas_calendar_is_school_day (calendar, --date))
      left--;

  return date != ATLAS_DATE_NONE && left <= 0 ? date : atlas_demo_weekday (from + steps);
}

/**
 * atlas_demo_weekday:
 * @date: a date
 *
 * Returns: @date, or the Monday after it
 */
AtlasDate
atlas_demo_weekday (AtlasDate date)
{
  return atlas_date_weekday (date) < G_DATE_SATURDAY ? date : on_or_after (date, G_DATE_MONDAY);
}
