/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A small county for tests of indicators, and what a figure comes to over the cases put to it. */
#pragma once

#include "case-check.h"
#include "rules/atlas-indicator.h"

#define AREA       "00000000-0000-7000-8000-00000000001a"
#define FAR_AREA   "00000000-0000-7000-8000-00000000001b"
#define CENTRE     "00000000-0000-7000-8000-00000000001c"
#define SPECIAL    "00000000-0000-7000-8000-00000000001d"
#define ABROAD     "00000000-0000-7000-8000-00000000001e"
#define NOWHERE    "00000000-0000-7000-8000-00000000001f"
#define SPECIALS   "00000000-0000-7000-8000-000000000020"
#define OVER_THERE "00000000-0000-7000-8000-000000000021"
#define ROLL       1000

/* Two school years, so that terms have terms before and after them. */
static const AtlasCalendarDayRange indicator_terms[] = {
  { ATLAS_CALENDAR_TERM, { 20333, 20441 }, NULL, TRUE },    /* 2 September to 19 December 2025 */
  { ATLAS_CALENDAR_TERM, { 20458, 20539 }, NULL, TRUE },    /* 5 January to 27 March 2026 */
  { ATLAS_CALENDAR_TERM, { 20556, 20655 }, NULL, TRUE },    /* 13 April to 21 July 2026 */
  { ATLAS_CALENDAR_TERM, { 20699, 20805 }, NULL, TRUE },    /* 3 September to 18 December 2026 */
  { ATLAS_CALENDAR_TERM, { 20822, 20902 }, NULL, TRUE },    /* 4 January to 25 March 2027 */
  { ATLAS_CALENDAR_TERM, { 20920, 21020 }, NULL, TRUE },    /* 12 April to 21 July 2027 */
};

static inline void
indicator_set_up (Fixture      *fixture,
                  gconstpointer data)
{
  fixture->file = atlas_case_new ();
  fixture->background = atlas_background_new ();
  fixture->calendar = atlas_calendar_new (indicator_terms, G_N_ELEMENTS (indicator_terms));
  know (fixture, "establishment", SCHOOL, "{'key': 'a', 'name': 'A', 'kind': 'secondary', "
        "'area': '" AREA "'}");
  know (fixture, "establishment", OTHER, "{'key': 'b', 'name': 'B', 'kind': 'primary', "
        "'area': '" FAR_AREA "'}");
  know (fixture, "establishment", SPECIALS, "{'key': 'c', 'name': 'C', 'kind': 'special', "
        "'area': '" AREA "'}");
  know (fixture, "establishment", OVER_THERE, "{'key': 'd', 'name': 'D', 'kind': 'secondary', "
        "'laestab': '821/4000'}");
  know (fixture, "provision", BARN, "{'key': 'barn', 'name': 'The Barn', 'kind': 'ap-provider', "
        "'area': '" AREA "'}");
  know (fixture, "provision", CENTRE, "{'key': 'esc', 'name': 'The Centre', 'kind': 'esc', "
        "'area': '" AREA "'}");
  know (fixture, "provision", SPECIAL, "{'key': 'semh', 'name': 'The School', 'kind': "
        "'semh-special', 'area': '" AREA "'}");
  know (fixture, "provision", ABROAD, "{'key': 'there', 'name': 'There', 'kind': 'ap-provider', "
        "'authority': '821'}");
  know (fixture, "provision", NOWHERE, "{'key': 'where', 'name': 'Where', 'kind': 'ap-provider'}");
}

static inline AtlasCalendar *
indicator_calendar (const char *establishment,
                    gpointer    data)
{
  return data;
}

/* The setting of the term that @on lies in, as seen on @on. */
static inline AtlasIndicatorSetting
indicator_setting (Fixture           *fixture,
                   AtlasDate          in,
                   AtlasClockSetting *clocks)
{
  AtlasTerm term = { 0 };

  g_assert_true (atlas_calendar_term_of (fixture->calendar, in, &term));

  return (AtlasIndicatorSetting) {
           .term = term.days,
           .days = { term.days.from, MIN (term.days.to, clocks->on) },
           .clocks = clocks, .background = fixture->background, .authority = "919",
  };
}

static inline const AtlasIndicatorFigure *
indicator_figure (const char *id)
{
  const AtlasIndicatorFigure *figure = atlas_indicator_figure_find (id);

  g_assert_nonnull (figure);
  return figure;
}

static inline AtlasIndicatorBase
indicator_base (Fixture                     *fixture,
                const AtlasIndicatorSetting *setting,
                gint64                       roll)
{
  return (AtlasIndicatorBase) {
           setting->days, roll,
           2 * atlas_calendar_school_days_between (fixture->calendar, setting->days.from,
                                                   setting->days.to),
  };
}

/* "3", "33.3" or "not-known", and with records left out "3 without 1". */
static inline char *
indicator_say (const AtlasIndicatorFigure *figure,
               const AtlasIndicatorValue  *value)
{
  static const char * const whys[] = {
    [ATLAS_INDICATOR_NOT_BEGUN] = "not begun", [ATLAS_INDICATOR_NO_RECORDS] = "no records",
    [ATLAS_INDICATOR_LEFT_OUT] = "left out", [ATLAS_INDICATOR_NO_ROLL] = "no roll",
    [ATLAS_INDICATOR_NONE_OF_THEM] = "none of them",
  };
  GString *text = g_string_new (NULL);

  if (value->why != ATLAS_INDICATOR_KNOWN)
    g_string_append (text, whys[value->why]);
  else if (figure->unit == ATLAS_INDICATOR_NUMBER)
    g_string_append_printf (text, "%.0f", value->value);
  else
    g_string_append_printf (text, "%.4g", value->value);
  if (value->left_out > 0)
    g_string_append_printf (text, " without %" G_GINT64_FORMAT, value->left_out);

  return g_string_free (text, FALSE);
}
