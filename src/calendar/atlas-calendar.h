/*
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * calendar/ counts school days: which dates a school meets on, and why it does not on the others.
 * It may touch base/ alone; no store, no files, no clock: ranges of days come in as plain structs.
 * Ranges -> one bit a date and running totals -> counts that carry how sure they are.
 * A calendar never changes once made, so any thread may ask it; results belong to the caller.
 * Rules: Education Act 1996 s579(1) (school day, school year).
 */
#pragma once

#include "base/atlas-date.h"

G_BEGIN_DECLS

/**
 * AtlasCalendarKind:
 * @ATLAS_CALENDAR_TERM: the school meets, unless something else says that it does not
 * @ATLAS_CALENDAR_HALF_TERM: the holiday inside a term
 * @ATLAS_CALENDAR_INSET: staff only
 * @ATLAS_CALENDAR_CLOSURE: closed for another reason, planned or not
 * @ATLAS_CALENDAR_BANK_HOLIDAY: a public holiday
 *
 * What a range of days is.
 */
typedef enum {
  ATLAS_CALENDAR_TERM,
  ATLAS_CALENDAR_HALF_TERM,
  ATLAS_CALENDAR_INSET,
  ATLAS_CALENDAR_CLOSURE,
  ATLAS_CALENDAR_BANK_HOLIDAY,
} AtlasCalendarKind;

#define ATLAS_CALENDAR_N_KINDS (ATLAS_CALENDAR_BANK_HOLIDAY + 1)

/**
 * AtlasCalendarDayRange:
 * @kind: what the days are
 * @days: first and last day, both needed
 * @note: (nullable): the holiday's name, or the reason for a closure
 * @is_county: the county's own range; otherwise one establishment's
 *
 * A range of days as the county or an establishment enters it.
 */
typedef struct {
  AtlasCalendarKind  kind;
  AtlasDateRange     days;
  const char        *note;
  gboolean           is_county;
} AtlasCalendarDayRange;

/**
 * AtlasClosed:
 * @ATLAS_CLOSED_NOT: it is a school day
 * @ATLAS_CLOSED_WEEKEND: Saturday or Sunday
 * @ATLAS_CLOSED_BANK_HOLIDAY: a public holiday; the note is its name
 * @ATLAS_CLOSED_HALF_TERM: half-term
 * @ATLAS_CLOSED_INSET: staff only
 * @ATLAS_CLOSED_CLOSURE: closed; the note may say why
 * @ATLAS_CLOSED_OUT_OF_TERM: in no term that is entered
 *
 * Why a date is no school day. Where two reasons hold, the first of this list is given.
 */
typedef enum {
  ATLAS_CLOSED_NOT,
  ATLAS_CLOSED_WEEKEND,
  ATLAS_CLOSED_BANK_HOLIDAY,
  ATLAS_CLOSED_HALF_TERM,
  ATLAS_CLOSED_INSET,
  ATLAS_CLOSED_CLOSURE,
  ATLAS_CLOSED_OUT_OF_TERM,
} AtlasClosed;

/**
 * AtlasProvisional:
 * @ATLAS_PROVISIONAL_NOT: the answer is firm
 * @ATLAS_PROVISIONAL_NO_OWN_DAYS: the establishment's INSET days of that school year are not
 *   entered, so the true day may be later, never earlier
 * @ATLAS_PROVISIONAL_NO_TERMS: the terms of that time are not entered
 * @ATLAS_PROVISIONAL_NO_BANK_HOLIDAYS: working days were counted outside the bank holidays entered
 *
 * Why an answer may still move. False is firm, so it reads as a question.
 */
typedef enum {
  ATLAS_PROVISIONAL_NOT,
  ATLAS_PROVISIONAL_NO_OWN_DAYS,
  ATLAS_PROVISIONAL_NO_TERMS,
  ATLAS_PROVISIONAL_NO_BANK_HOLIDAYS,
} AtlasProvisional;

/**
 * AtlasSkippedDay:
 * @date: a date that was not counted
 * @why: why not
 * @note: (nullable) (unowned): the holiday's name or the closure's reason; the calendar owns it
 *
 * A date that a count of school days passed over.
 */
typedef struct {
  AtlasDate    date;
  AtlasClosed  why;
  const char  *note;
} AtlasSkippedDay;

typedef struct _AtlasCalendar AtlasCalendar;

/**
 * AtlasDayCount:
 * @calendar: what was counted on
 * @first: the first day counted, or %ATLAS_DATE_NONE
 * @due: the last day counted, or %ATLAS_DATE_NONE when the calendar ends before it
 * @provisional: whether and why the answer may move
 * @days: (element-type AtlasDate): the days counted, in order; fewer than asked when @due is none
 * @skipped: (element-type AtlasSkippedDay): the dates passed over, in order
 *
 * A count of school days that can be shown and checked day by day.
 */
typedef struct {
  AtlasCalendar    *calendar;
  AtlasDate         first;
  AtlasDate         due;
  AtlasProvisional  provisional;
  GArray           *days;
  GArray           *skipped;
} AtlasDayCount;

AtlasCalendar    *atlas_calendar_new                 (const AtlasCalendarDayRange *ranges,
                                                      gsize                        n_ranges)
                                                      G_GNUC_WARN_UNUSED_RESULT;
AtlasCalendar    *atlas_calendar_new_for_school      (const AtlasCalendarDayRange *ranges,
                                                      gsize                        n_ranges,
                                                      gboolean                     is_entered)
                                                      G_GNUC_WARN_UNUSED_RESULT;
AtlasCalendar    *atlas_calendar_ref                 (AtlasCalendar *calendar);
void              atlas_calendar_unref               (AtlasCalendar *calendar);

gboolean          atlas_calendar_is_school_day       (AtlasCalendar *calendar,
                                                      AtlasDate      date);
AtlasDate         atlas_calendar_nth_school_day      (AtlasCalendar *calendar,
                                                      AtlasDate      from,
                                                      guint          n);
int               atlas_calendar_school_days_between (AtlasCalendar *calendar,
                                                      AtlasDate      from,
                                                      AtlasDate      to);
AtlasClosed       atlas_calendar_why_closed          (AtlasCalendar *calendar,
                                                      AtlasDate      date,
                                                      const char   **note);
AtlasDate         atlas_calendar_get_first_known     (AtlasCalendar *calendar);
AtlasDate         atlas_calendar_get_last_known      (AtlasCalendar *calendar);
gboolean          atlas_calendar_has_own_days        (AtlasCalendar *calendar,
                                                      AtlasDate      date);
AtlasProvisional  atlas_calendar_how_sure            (AtlasCalendar *calendar,
                                                      AtlasDate      from,
                                                      AtlasDate      to);
AtlasDayCount    *atlas_calendar_count_days          (AtlasCalendar *calendar,
                                                      AtlasDate      from,
                                                      guint          n)
                                                      G_GNUC_WARN_UNUSED_RESULT;
void              atlas_day_count_free               (AtlasDayCount *count);

gboolean          atlas_calendar_kind_parse          (const char        *code,
                                                      AtlasCalendarKind *kind);
const char       *atlas_calendar_kind_to_code        (AtlasCalendarKind  kind);
const char       *atlas_closed_to_code               (AtlasClosed why);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasCalendar, atlas_calendar_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasDayCount, atlas_day_count_free)

G_END_DECLS
