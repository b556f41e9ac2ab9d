/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "calendar/atlas-calendar.h"

G_BEGIN_DECLS

/**
 * AtlasUnit:
 * @ATLAS_UNIT_SCHOOL_DAYS: days on which the school meets
 * @ATLAS_UNIT_SESSIONS: mornings and afternoons of school days: SI 1999/3181 reg. 3(1)
 * @ATLAS_UNIT_WORKING_DAYS: Monday to Friday without bank holidays
 * @ATLAS_UNIT_CALENDAR_DAYS: every day
 * @ATLAS_UNIT_CALENDAR_MONTHS: the same date of a later month, or the next working day
 * @ATLAS_UNIT_REFERENCE_DATES: 31 December, Easter Monday and 31 July: SI 2012/1033 reg. 2
 * @ATLAS_UNIT_TERMS: terms of the calendar, to the same point of each
 *
 * What a clock counts.
 */
typedef enum {
  ATLAS_UNIT_SCHOOL_DAYS,
  ATLAS_UNIT_SESSIONS,
  ATLAS_UNIT_WORKING_DAYS,
  ATLAS_UNIT_CALENDAR_DAYS,
  ATLAS_UNIT_CALENDAR_MONTHS,
  ATLAS_UNIT_REFERENCE_DATES,
  ATLAS_UNIT_TERMS,
} AtlasUnit;

#define ATLAS_N_UNITS (ATLAS_UNIT_TERMS + 1)

/**
 * ATLAS_SESSIONS_A_DAY:
 *
 * A school day has a session in the morning and one in the afternoon: SI 1999/3181 reg. 3(1).
 */
#define ATLAS_SESSIONS_A_DAY 2

/**
 * AtlasDaySession:
 * @ATLAS_DAY_SESSION_AM: before the afternoon session: that day is the first
 * @ATLAS_DAY_SESSION_PM: later: the next school day is the first
 *
 * When in the day something happened: Education and Inspections Act 2006 s103.
 */
typedef enum {
  ATLAS_DAY_SESSION_AM,
  ATLAS_DAY_SESSION_PM,
} AtlasDaySession;

/**
 * AtlasService:
 * @ATLAS_SERVICE_BY_HAND: left with the person or at the address: given the same day
 * @ATLAS_SERVICE_FIRST_CLASS_POST: given on the second working day after it is posted
 *
 * How a notice is given: SI 2012/1033 Sch. 1 para 1.
 */
typedef enum {
  ATLAS_SERVICE_BY_HAND,
  ATLAS_SERVICE_FIRST_CLASS_POST,
} AtlasService;

/**
 * AtlasSeason:
 * @ATLAS_SEASON_AUTUMN: begins from August
 * @ATLAS_SEASON_SPRING: begins from January
 * @ATLAS_SEASON_SUMMER: begins from April
 *
 * Which of a school year's terms.
 */
typedef enum {
  ATLAS_SEASON_AUTUMN,
  ATLAS_SEASON_SPRING,
  ATLAS_SEASON_SUMMER,
} AtlasSeason;

#define ATLAS_N_SEASONS (ATLAS_SEASON_SUMMER + 1)

/**
 * AtlasTerm:
 * @school_year: the year in which its school year begins
 * @season: which term
 * @days: first and last day, half-term between them
 *
 * A term of a calendar. Ranges that begin in one season are halves of one term.
 */
typedef struct {
  int            school_year;
  AtlasSeason    season;
  AtlasDateRange days;
} AtlasTerm;

/**
 * AtlasDue:
 * @date: the answer, or %ATLAS_DATE_NONE when the calendar ends before it
 * @provisional: whether and why it may move
 *
 * The end of a count.
 */
typedef struct {
  AtlasDate        date;
  AtlasProvisional provisional;
} AtlasDue;

AtlasDue        atlas_calendar_add                  (AtlasCalendar   *calendar,
                                                     AtlasDate        from,
                                                     int              n,
                                                     AtlasUnit        unit);
AtlasDue        atlas_calendar_nth_session          (AtlasCalendar   *calendar,
                                                     AtlasDate        from,
                                                     AtlasDaySession  session,
                                                     guint            n,
                                                     AtlasDaySession *which);
int             atlas_calendar_sessions_between     (AtlasCalendar   *calendar,
                                                     AtlasDate        from,
                                                     AtlasDaySession  session,
                                                     AtlasDate        to,
                                                     AtlasDaySession  last);
gboolean        atlas_calendar_is_working_day       (AtlasCalendar   *calendar,
                                                     AtlasDate        date);
int             atlas_calendar_working_days_between (AtlasCalendar   *calendar,
                                                     AtlasDate        from,
                                                     AtlasDate        to);
AtlasDue        atlas_calendar_deemed_service       (AtlasCalendar   *calendar,
                                                     AtlasDate        sent,
                                                     AtlasService     service);
gboolean        atlas_calendar_term_of              (AtlasCalendar   *calendar,
                                                     AtlasDate        date,
                                                     AtlasTerm       *term);

int             atlas_school_year                   (AtlasDate        date);
AtlasDate       atlas_easter_monday                 (int              year);
AtlasDateRange  atlas_reference_term                (AtlasDate        date);

G_END_DECLS
