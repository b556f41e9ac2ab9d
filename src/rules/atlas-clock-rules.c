/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of clocks: every deadline that the program knows, with its rule and its source. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "rules/atlas-clock.h"
#include "rules/atlas-day6.h"
#include "rules/atlas-return-window.h"

/* How early a clock is called due. No source gives these; the first is the county's amber. */
#define WARNING_DAYS       2
#define BOARD_WARNING_DAYS 5
#define CAP_WARNING_DAYS   10
#define WEEK               7
#define FORTNIGHT          14

/*
 * By id, cause and the day that the rule began; rows of one id and cause follow one another. SI
 * 2014/3216 joined suspensions back to back into one run; it left the count of a permanent
 * exclusion (reg. 4(3)(a)) as it was.
 */
static const AtlasClockRule rules[] = {
  {
    .id = "day6", .label = N_("Day 6 education"),
    .words = N_("Suitable full-time education must start by the sixth school day of a permanent "
                "exclusion, the first included. An offer does not stop the clock; the first day "
                "of education does."),
    .cause = ATLAS_CAUSE_PERMANENT, .stop = ATLAS_STOP_EDUCATION_STARTED,
    .only = ATLAS_ONLY_SCHOOL_AGE,
    .owed_by = ATLAS_OWED_BY_LOCAL_AUTHORITY,
    .unit = ATLAS_UNIT_SCHOOL_DAYS, .limit = ATLAS_DAY6_DAYS,
    .warning = WARNING_DAYS, .counts_first = TRUE,
    .set = ATLAS_RULE_SET_LAW,
    .source = "Education Act 1996 s19(3A)(a); SI 2007/1870 reg. 4(3)(a)",
    .from = "2007-09-01",
  },
  {
    .id = "day6", .label = N_("Day 6 education"),
    .words = N_("Suitable full-time education must start by the sixth school day of a "
                "suspension, the first included."),
    .cause = ATLAS_CAUSE_SUSPENSION, .stop = ATLAS_STOP_EDUCATION_STARTED,
    .only = ATLAS_ONLY_SCHOOL_AGE,
    .owed_by = ATLAS_OWED_BY_SCHOOL, .unit = ATLAS_UNIT_SCHOOL_DAYS, .limit = ATLAS_DAY6_DAYS,
    .warning = WARNING_DAYS, .counts_first = TRUE,
    .set = ATLAS_RULE_SET_LAW,
    .source = "Education and Inspections Act 2006 s100; SI 2007/1870 reg. 3(3)",
    .from = "2007-09-01", .to = "2015-01-04",
  },
  {
    .id = "day6", .label = N_("Day 6 education"),
    .words = N_("Suitable full-time education must start by the sixth school day of a "
                "suspension, the first included. Suspensions back to back are one run."),
    .cause = ATLAS_CAUSE_SUSPENSION, .stop = ATLAS_STOP_EDUCATION_STARTED,
    .only = ATLAS_ONLY_SCHOOL_AGE,
    .owed_by = ATLAS_OWED_BY_SCHOOL, .unit = ATLAS_UNIT_SCHOOL_DAYS, .limit = ATLAS_DAY6_DAYS,
    .warning = WARNING_DAYS, .counts_first = TRUE, .joins_runs = TRUE,
    .set = ATLAS_RULE_SET_LAW,
    .source = "Education and Inspections Act 2006 s100; SI 2007/1870 reg. 3(3), as amended by SI "
              "2014/3216 reg. 2(2)",
    .from = "2015-01-05",
  },
  {
    .id = "day6", .label = N_("Day 6 education"),
    .words = N_("Suitable full-time education must start by the sixth school day of a "
                "suspension, the first included."),
    .cause = ATLAS_CAUSE_SUSPENSION_PRU, .stop = ATLAS_STOP_EDUCATION_STARTED,
    .only = ATLAS_ONLY_SCHOOL_AGE,
    .owed_by = ATLAS_OWED_BY_LOCAL_AUTHORITY,
    .unit = ATLAS_UNIT_SCHOOL_DAYS, .limit = ATLAS_DAY6_DAYS,
    .warning = WARNING_DAYS, .counts_first = TRUE,
    .set = ATLAS_RULE_SET_LAW,
    .source = "Education Act 1996 s19(3A)(b); SI 2007/1870 reg. 4(3)(b)",
    .from = "2007-09-01", .to = "2015-01-04",
  },
  {
    .id = "day6", .label = N_("Day 6 education"),
    .words = N_("Suitable full-time education must start by the sixth school day of a "
                "suspension, the first included. Suspensions back to back are one run."),
    .cause = ATLAS_CAUSE_SUSPENSION_PRU, .stop = ATLAS_STOP_EDUCATION_STARTED,
    .only = ATLAS_ONLY_SCHOOL_AGE,
    .owed_by = ATLAS_OWED_BY_LOCAL_AUTHORITY,
    .unit = ATLAS_UNIT_SCHOOL_DAYS, .limit = ATLAS_DAY6_DAYS,
    .warning = WARNING_DAYS, .counts_first = TRUE, .joins_runs = TRUE,
    .set = ATLAS_RULE_SET_LAW,
    .source = "Education Act 1996 s19(3A)(b); SI 2007/1870 reg. 4(3)(b), as amended by SI "
              "2014/3216 reg. 2(2)",
    .from = "2015-01-05",
  },
  {
    .id = "arrangements-told", .label = N_("Notice of Day 6 education"),
    .words = N_("Parents are told where and when education starts at least 48 hours before it "
                "does. With their agreement it may be later."),
    .cause = ATLAS_CAUSE_DAY6_DUE, .stop = ATLAS_STOP_ARRANGEMENTS_TOLD,
    .owed_by = ATLAS_OWED_BY_LOCAL_AUTHORITY, .unit = ATLAS_UNIT_CALENDAR_DAYS, .limit = -2,
    .warning = 1,
    .set = ATLAS_RULE_SET_LAW,
    .source = "SI 2012/1033 Sch. 2 para 8",
    .from = "2012-09-01",
  },
  {
    .id = "parents-told", .label = N_("Parents told of the exclusion"),
    .words = N_("Parents are told without delay, by the end of the afternoon session of the "
                "first day of the exclusion."),
    .cause = ATLAS_CAUSE_EXCLUDED, .stop = ATLAS_STOP_PARENTS_TOLD,
    .owed_by = ATLAS_OWED_BY_SCHOOL, .unit = ATLAS_UNIT_SCHOOL_DAYS, .limit = 1,
    .warning = 1, .counts_first = TRUE,
    .set = ATLAS_RULE_SET_LAW,
    .source = "Education and Inspections Act 2006 s104; SI 2012/1033 Sch. 2 para 8",
    .from = "2012-09-01",
  },
  {
    .id = "county-told", .label = N_("County told of the exclusion"),
    .words = N_("The local authority is told of every exclusion without delay, whatever its "
                "length, and the home authority of a permanent one. A day is what this county "
                "takes that to mean."),
    .cause = ATLAS_CAUSE_EXCLUDED, .stop = ATLAS_STOP_COUNTY_TOLD,
    .owed_by = ATLAS_OWED_BY_SCHOOL, .unit = ATLAS_UNIT_SCHOOL_DAYS, .limit = 1,
    .warning = 1, .counts_first = TRUE, .set_by_county = TRUE,
    .set = ATLAS_RULE_SET_GUIDANCE,
    .source = "Suspension and permanent exclusion guidance, September 2022",
    .from = "2022-09-01",
  },
  {
    .id = "social-worker-told", .label = N_("Social worker told of the exclusion"),
    .words = N_("The social worker of a child who has one is told of an exclusion without delay."
                " A day is what this county takes that to mean."),
    .cause = ATLAS_CAUSE_EXCLUDED, .stop = ATLAS_STOP_SOCIAL_WORKER_TOLD,
    .only = ATLAS_ONLY_SOCIAL_WORKER,
    .owed_by = ATLAS_OWED_BY_SCHOOL, .unit = ATLAS_UNIT_SCHOOL_DAYS, .limit = 1,
    .warning = 1, .counts_first = TRUE, .set_by_county = TRUE,
    .set = ATLAS_RULE_SET_GUIDANCE,
    .source = "Suspension and permanent exclusion guidance, September 2022",
    .from = "2022-09-01",
  },
  {
    .id = "virtual-school-told", .label = N_("Virtual School told of the exclusion"),
    .words = N_("The Virtual School is told of the exclusion of a child looked after without "
                "delay. A day is what this county takes that to mean."),
    .cause = ATLAS_CAUSE_EXCLUDED, .stop = ATLAS_STOP_VIRTUAL_SCHOOL_TOLD,
    .only = ATLAS_ONLY_LOOKED_AFTER,
    .owed_by = ATLAS_OWED_BY_SCHOOL, .unit = ATLAS_UNIT_SCHOOL_DAYS, .limit = 1,
    .warning = 1, .counts_first = TRUE, .set_by_county = TRUE,
    .set = ATLAS_RULE_SET_GUIDANCE,
    .source = "Suspension and permanent exclusion guidance, September 2022; Children Looked After"
              " policy 2022, Exclusion",
    .from = "2022-09-01",
  },
  {
    .id = "public-place", .label = N_("Not in a public place"),
    .words = N_("For the first five school days of an exclusion parents see to it that the child"
                " is not in a public place during school hours without a good reason."),
    .cause = ATLAS_CAUSE_EXCLUDED, .stop = ATLAS_STOP_NEXT_EVENT,
    .owed_by = ATLAS_OWED_BY_PARENTS, .unit = ATLAS_UNIT_SCHOOL_DAYS, .limit = 5,
    .counts_first = TRUE, .lapses = TRUE,
    .set = ATLAS_RULE_SET_LAW,
    .source = "Education and Inspections Act 2006 s103",
    .from = "2007-09-01",
  },
  {
    .id = "board-15", .label = N_("Governing board meets"),
    .words = N_("The governing board meets within 15 school days of being told of a permanent "
                "exclusion, of suspensions of more than 15 days in a term, or of one that would "
                "cost the child a public examination. Terms end on 31 December, Easter Monday "
                "and 31 July."),
    .cause = ATLAS_CAUSE_BOARD_TOLD, .stop = ATLAS_STOP_BOARD_MET,
    .only = ATLAS_ONLY_FIFTEEN_DAYS,
    .owed_by = ATLAS_OWED_BY_BOARD, .unit = ATLAS_UNIT_SCHOOL_DAYS, .limit = 15,
    .warning = BOARD_WARNING_DAYS,
    .set = ATLAS_RULE_SET_LAW,
    .source = "SI 2012/1033 regs 2 and 24",
    .from = "2012-09-01",
  },
  {
    .id = "board-50", .label = N_("Governing board meets"),
    .words = N_("Where suspensions come to more than 5 and at most 15 days in a term and parents"
                " make representations, the governing board meets within 50 school days of being"
                " told."),
    .cause = ATLAS_CAUSE_BOARD_TOLD, .stop = ATLAS_STOP_BOARD_MET,
    .only = ATLAS_ONLY_FIVE_DAYS,
    .owed_by = ATLAS_OWED_BY_BOARD, .unit = ATLAS_UNIT_SCHOOL_DAYS, .limit = 50,
    .warning = BOARD_WARNING_DAYS,
    .set = ATLAS_RULE_SET_LAW,
    .source = "SI 2012/1033 regs 2 and 24",
    .from = "2012-09-01",
  },
  {
    .id = "suspension-cap", .label = N_("45 days of suspension in a year"),
    .words = N_("A child may be suspended for at most 45 school days in a school year, whichever"
                " schools they were at. A lunchtime is half a day."),
    .cause = ATLAS_CAUSE_SUSPENDED_IN_YEAR, .stop = ATLAS_STOP_NEXT_EVENT,
    .owed_by = ATLAS_OWED_BY_SCHOOL, .unit = ATLAS_UNIT_SCHOOL_DAYS, .limit = 45,
    .warning = CAP_WARNING_DAYS,
    .set = ATLAS_RULE_SET_LAW,
    .source = "Education Act 2002 s51A; SI 2012/1033",
    .from = "2012-09-01",
  },
  {
    .id = "review-application", .label = N_("Ask for an independent review"),
    .words = N_("Parents may ask for an independent review within 15 school days of the day on "
                "which notice of the board's decision is given. A notice sent by first-class "
                "post is given on the second working day after it was posted."),
    .cause = ATLAS_CAUSE_DECISION_GIVEN, .stop = ATLAS_STOP_REVIEW_ASKED,
    .owed_by = ATLAS_OWED_BY_PARENTS, .unit = ATLAS_UNIT_SCHOOL_DAYS, .limit = 15,
    .warning = BOARD_WARNING_DAYS, .deems_service = TRUE, .lapses = TRUE,
    .set = ATLAS_RULE_SET_LAW,
    .source = "SI 2012/1033 Sch. 1 paras 1 and 2",
    .from = "2012-09-01",
  },
  {
    .id = "review-hearing", .label = N_("Independent review begins"),
    .words = N_("The hearing begins by the 15th school day after the day on which the review was"
                " asked for. It may adjourn."),
    .cause = ATLAS_CAUSE_REVIEW_ASKED, .stop = ATLAS_STOP_REVIEW_BEGUN,
    .owed_by = ATLAS_OWED_BY_REVIEW, .unit = ATLAS_UNIT_SCHOOL_DAYS, .limit = 15,
    .warning = BOARD_WARNING_DAYS,
    .set = ATLAS_RULE_SET_LAW,
    .source = "SI 2012/1033 Sch. 1 para 2",
    .from = "2012-09-01",
  },
  {
    .id = "reconsideration", .label = N_("Governing board reconsiders"),
    .words = N_("The governing board reconsiders within 10 school days of notice that the review"
                " panel recommends it or quashes the decision."),
    .cause = ATLAS_CAUSE_REVIEW_DECIDED, .stop = ATLAS_STOP_RECONSIDERED,
    .owed_by = ATLAS_OWED_BY_BOARD, .unit = ATLAS_UNIT_SCHOOL_DAYS, .limit = 10,
    .warning = WARNING_DAYS,
    .set = ATLAS_RULE_SET_LAW,
    .source = "SI 2012/1033 reg. 17",
    .from = "2012-09-01",
  },
  {
    .id = "separation", .label = N_("Education during a safeguarding separation"),
    .words = N_("A pupil kept off site for safeguarding is owed suitable education by the local "
                "authority as soon as possible, at the latest on the sixth school day of "
                "absence."),
    .cause = ATLAS_CAUSE_SEPARATED, .stop = ATLAS_STOP_EDUCATION_STARTED,
    .only = ATLAS_ONLY_SCHOOL_AGE,
    .owed_by = ATLAS_OWED_BY_LOCAL_AUTHORITY, .unit = ATLAS_UNIT_SCHOOL_DAYS, .limit = 6,
    .warning = WARNING_DAYS, .counts_first = TRUE,
    .set = ATLAS_RULE_SET_2026,
    .source = "Education Act 1996 s19; Suspension and permanent exclusion guidance, July 2026; "
              "Arranging alternative provision, February 2025",
    .from = "2026-07-26",
  },
  {
    .id = "direction-notice", .label = N_("Notice of an off-site direction"),
    .words = N_("Parents, and the local authority where the child has an EHC plan, have written "
                "notice at least two school days before an off-site direction starts."),
    .cause = ATLAS_CAUSE_DIRECTION_STARTS, .stop = ATLAS_STOP_NOTICE_GIVEN,
    .owed_by = ATLAS_OWED_BY_SCHOOL, .unit = ATLAS_UNIT_SCHOOL_DAYS, .limit = -2,
    .warning = WARNING_DAYS,
    .set = ATLAS_RULE_SET_LAW,
    .source = "Education Act 2002 s29A; SI 2010/1156",
    .from = "2010-09-01",
  },
  {
    .id = "direction-review", .label = N_("Review of an off-site direction"),
    .words = N_("An off-site direction is reviewed at least every 30 days."),
    .cause = ATLAS_CAUSE_DIRECTION_REVIEWED, .stop = ATLAS_STOP_NEXT_EVENT,
    .owed_by = ATLAS_OWED_BY_SCHOOL, .unit = ATLAS_UNIT_CALENDAR_DAYS, .limit = 30,
    .warning = WEEK,
    .set = ATLAS_RULE_SET_LAW,
    .source = "Education Act 2002 s29A; SI 2010/1156",
    .from = "2010-09-01",
  },
  {
    .id = "part-time-start", .label = N_("County told that a part-time timetable starts"),
    .words = N_("The school tells the county within five days of the start of a part-time "
                "timetable. The source does not say which days; school days are what this county"
                " counts."),
    .cause = ATLAS_CAUSE_PART_TIME_STARTED, .stop = ATLAS_STOP_START_TOLD,
    .owed_by = ATLAS_OWED_BY_SCHOOL, .unit = ATLAS_UNIT_SCHOOL_DAYS, .limit = 5,
    .warning = WARNING_DAYS,
    .set = ATLAS_RULE_SET_PRACTICE,
    .source = "The county's part-time timetable return, November 2023",
    .from = "2023-11-06",
  },
  {
    .id = "part-time-end", .label = N_("County told that a part-time timetable has ended"),
    .words = N_("The school tells the county within five days of the end of a part-time "
                "timetable. The source does not say which days; school days are what this county"
                " counts."),
    .cause = ATLAS_CAUSE_PART_TIME_ENDED, .stop = ATLAS_STOP_END_TOLD,
    .owed_by = ATLAS_OWED_BY_SCHOOL, .unit = ATLAS_UNIT_SCHOOL_DAYS, .limit = 5,
    .warning = WARNING_DAYS,
    .set = ATLAS_RULE_SET_PRACTICE,
    .source = "The county's part-time timetable return, November 2023",
    .from = "2023-11-06",
  },
  {
    .id = "part-time-review", .label = N_("Review of a part-time timetable"),
    .words = N_("A part-time timetable is temporary and reviewed regularly with the child and "
                "the parents. Its own day of review counts; where it has none, the number of "
                "days is this county's."),
    .cause = ATLAS_CAUSE_PART_TIME_REVIEWED, .stop = ATLAS_STOP_NEXT_EVENT,
    .owed_by = ATLAS_OWED_BY_SCHOOL, .unit = ATLAS_UNIT_CALENDAR_DAYS, .limit = 30,
    .warning = WEEK, .set_by_county = TRUE,
    .set = ATLAS_RULE_SET_2016,
    .source = "Behaviour Strategy 2016, 4.1.7",
    .from = "2016-04-01", .to = "2019-12-31",
  },
  {
    .id = "part-time-last", .label = N_("Last day of a part-time timetable"),
    .words = N_("A part-time timetable has an end and is never long-term: by its last day full-"
                "time education has begun again."),
    .cause = ATLAS_CAUSE_PART_TIME_TO_END, .stop = ATLAS_STOP_ENDED,
    .owed_by = ATLAS_OWED_BY_SCHOOL, .unit = ATLAS_UNIT_CALENDAR_DAYS, .limit = 0,
    .warning = WEEK,
    .set = ATLAS_RULE_SET_2016,
    .source = "Behaviour Strategy 2016, 4.1.7",
    .from = "2016-04-01", .to = "2019-12-31",
  },
  {
    .id = "part-time-review", .label = N_("Review of a part-time timetable"),
    .words = N_("A part-time timetable is temporary and reviewed regularly with the child and "
                "the parents. Its own day of review counts; where it has none, the number of "
                "days is this county's."),
    .cause = ATLAS_CAUSE_PART_TIME_REVIEWED, .stop = ATLAS_STOP_NEXT_EVENT,
    .owed_by = ATLAS_OWED_BY_SCHOOL, .unit = ATLAS_UNIT_CALENDAR_DAYS, .limit = 30,
    .warning = WEEK, .set_by_county = TRUE,
    .set = ATLAS_RULE_SET_2020,
    .source = "Emotional wellbeing and behaviour strategy 2020, 5.1; Working together to improve "
              "school attendance",
    .from = "2020-01-01",
  },
  {
    .id = "part-time-last", .label = N_("Last day of a part-time timetable"),
    .words = N_("A part-time timetable has an end and is never long-term: by its last day full-"
                "time education has begun again."),
    .cause = ATLAS_CAUSE_PART_TIME_TO_END, .stop = ATLAS_STOP_ENDED,
    .owed_by = ATLAS_OWED_BY_SCHOOL, .unit = ATLAS_UNIT_CALENDAR_DAYS, .limit = 0,
    .warning = WEEK,
    .set = ATLAS_RULE_SET_2020,
    .source = "Emotional wellbeing and behaviour strategy 2020, 5.1; Working together to improve "
              "school attendance",
    .from = "2020-01-01",
  },
  {
    .id = "fair-access", .label = N_("Place under the fair access protocol"),
    .words = N_("A child agreed under the fair access protocol has a place, and has started at "
                "it, within 20 school days."),
    .cause = ATLAS_CAUSE_FAIR_ACCESS_AGREED, .stop = ATLAS_STOP_PLACED,
    .owed_by = ATLAS_OWED_BY_LOCAL_AUTHORITY, .unit = ATLAS_UNIT_SCHOOL_DAYS, .limit = 20,
    .warning = BOARD_WARNING_DAYS,
    .set = ATLAS_RULE_SET_GUIDANCE,
    .source = "School Admissions Code 2021 para 3.17; fair access protocol",
    .from = "2021-09-01",
  },
  {
    .id = "fair-access-38", .label = N_("38 days without a placement"),
    .words = N_("Children without a placement are counted at 38, 69 and 100 days, each band "
                "within the one before it. The source does not say which days; school days are "
                "what this county counts."),
    .cause = ATLAS_CAUSE_FAIR_ACCESS_WAITING, .stop = ATLAS_STOP_PLACED,
    .only = ATLAS_ONLY_OWN_BAND,
    .owed_by = ATLAS_OWED_BY_LOCAL_AUTHORITY, .unit = ATLAS_UNIT_SCHOOL_DAYS, .limit = 38,
    .warning = BOARD_WARNING_DAYS, .set_by_county = TRUE,
    .set = ATLAS_RULE_SET_PRACTICE,
    .source = "Promoting Positive Behaviour 2015, CME issue 2",
    .from = "2015-12-08",
  },
  {
    .id = "fair-access-69", .label = N_("69 days without a placement"),
    .words = N_("Children without a placement are counted at 38, 69 and 100 days, each band "
                "within the one before it. The source does not say which days; school days are "
                "what this county counts."),
    .cause = ATLAS_CAUSE_FAIR_ACCESS_WAITING, .stop = ATLAS_STOP_PLACED,
    .only = ATLAS_ONLY_OWN_BAND,
    .owed_by = ATLAS_OWED_BY_LOCAL_AUTHORITY, .unit = ATLAS_UNIT_SCHOOL_DAYS, .limit = 69,
    .warning = BOARD_WARNING_DAYS, .set_by_county = TRUE,
    .set = ATLAS_RULE_SET_PRACTICE,
    .source = "Promoting Positive Behaviour 2015, CME issue 2",
    .from = "2015-12-08",
  },
  {
    .id = "fair-access-100", .label = N_("100 days without a placement"),
    .words = N_("Children without a placement are counted at 38, 69 and 100 days, each band "
                "within the one before it. The source does not say which days; school days are "
                "what this county counts."),
    .cause = ATLAS_CAUSE_FAIR_ACCESS_WAITING, .stop = ATLAS_STOP_PLACED,
    .only = ATLAS_ONLY_OWN_BAND,
    .owed_by = ATLAS_OWED_BY_LOCAL_AUTHORITY, .unit = ATLAS_UNIT_SCHOOL_DAYS, .limit = 100,
    .warning = BOARD_WARNING_DAYS, .set_by_county = TRUE,
    .set = ATLAS_RULE_SET_PRACTICE,
    .source = "Promoting Positive Behaviour 2015, CME issue 2",
    .from = "2015-12-08",
  },
  {
    .id = "move-sustained", .label = N_("Managed move still in place"),
    .words = N_("A managed move has succeeded if the child is still in the new placement two "
                "terms later."),
    .cause = ATLAS_CAUSE_MOVED, .stop = ATLAS_STOP_OUTCOME,
    .owed_by = ATLAS_OWED_BY_LOCAL_AUTHORITY, .unit = ATLAS_UNIT_TERMS, .limit = 2,
    .warning = FORTNIGHT,
    .set = ATLAS_RULE_SET_2016,
    .source = "Behaviour Strategy 2016, 5.1 v",
    .from = "2016-04-01", .to = "2019-12-31",
  },
  {
    .id = "move-sustained", .label = N_("Managed move still in place"),
    .words = N_("A managed move has succeeded if the child is still in the new placement two "
                "terms later."),
    .cause = ATLAS_CAUSE_MOVED, .stop = ATLAS_STOP_OUTCOME,
    .owed_by = ATLAS_OWED_BY_LOCAL_AUTHORITY, .unit = ATLAS_UNIT_TERMS, .limit = 2,
    .warning = FORTNIGHT,
    .set = ATLAS_RULE_SET_2020,
    .source = "Emotional wellbeing and behaviour strategy 2020, 6",
    .from = "2020-01-01",
  },
  {
    .id = "pep", .label = N_("Personal education plan this term"),
    .words = N_("The personal education plan of a child looked after is reviewed each term."),
    .cause = ATLAS_CAUSE_LOOKED_AFTER_TERM, .stop = ATLAS_STOP_PEP_HELD,
    .only = ATLAS_ONLY_LOOKED_AFTER,
    .owed_by = ATLAS_OWED_BY_SCHOOL, .unit = ATLAS_UNIT_CALENDAR_DAYS, .limit = 0,
    .warning = FORTNIGHT,
    .set = ATLAS_RULE_SET_PRACTICE,
    .source = "Children Looked After policy 2022, PEP",
    .from = "2022-08-01",
  },
  {
    .id = "pep-year", .label = N_("Three personal education plan meetings a year"),
    .words = N_("A child looked after has at least three meetings about the personal education "
                "plan in a school year."),
    .cause = ATLAS_CAUSE_LOOKED_AFTER_YEAR, .stop = ATLAS_STOP_PEP_HELD,
    .only = ATLAS_ONLY_LOOKED_AFTER,
    .owed_by = ATLAS_OWED_BY_SCHOOL, .unit = ATLAS_UNIT_CALENDAR_DAYS, .limit = 0,
    .warning = FORTNIGHT,
    .set = ATLAS_RULE_SET_PRACTICE,
    .source = "Children Looked After policy 2022, PEP",
    .from = "2022-08-01",
  },
  {
    .id = "weekly-update", .label = N_("Weekly update at tier 2"),
    .words = N_("At tier 2 the school's named contact gives an update each week."),
    .cause = ATLAS_CAUSE_TIER_2, .stop = ATLAS_STOP_NEXT_EVENT,
    .owed_by = ATLAS_OWED_BY_SCHOOL, .unit = ATLAS_UNIT_CALENDAR_DAYS, .limit = 7,
    .warning = 1,
    .set = ATLAS_RULE_SET_2016,
    .source = "Behaviour Strategy 2016, Appendix 4, tier 2",
    .from = "2016-04-01", .to = "2019-12-31",
  },
  {
    .id = "tier-3-checks", .label = N_("Checks at tier 3"),
    .words = N_("At tier 3 the quality of teaching is checked, the support worker has HLTA "
                "status, and the paperwork for an EHC plan is collated, by the day that was set."),
    .cause = ATLAS_CAUSE_TIER_3, .stop = ATLAS_STOP_CHECKED,
    .owed_by = ATLAS_OWED_BY_SCHOOL, .unit = ATLAS_UNIT_CALENDAR_DAYS, .limit = 0,
    .warning = WEEK,
    .set = ATLAS_RULE_SET_2016,
    .source = "Behaviour Strategy 2016, Appendix 4, tier 3",
    .from = "2016-04-01", .to = "2019-12-31",
  },
  {
    .id = "referral-review", .label = N_("Review of a referral"),
    .words = N_("A referral is reviewed by the day that was set for it."),
    .cause = ATLAS_CAUSE_REFERRAL_REVIEW, .stop = ATLAS_STOP_REVIEWED,
    .owed_by = ATLAS_OWED_BY_LOCAL_AUTHORITY, .unit = ATLAS_UNIT_CALENDAR_DAYS, .limit = 0,
    .warning = WEEK,
    .set = ATLAS_RULE_SET_PRACTICE,
    .source = "Behaviour Strategy 2016, 4.8.2 vi",
    .from = "2016-04-01",
  },
  {
    .id = "placement-review", .label = N_("Review of a placement"),
    .words = N_("A placement is subject to regular review. Its own day of review counts; where "
                "it has none, the number of days is this county's."),
    .cause = ATLAS_CAUSE_PLACEMENT_REVIEWED, .stop = ATLAS_STOP_NEXT_EVENT,
    .owed_by = ATLAS_OWED_BY_LOCAL_AUTHORITY, .unit = ATLAS_UNIT_CALENDAR_DAYS, .limit = 42,
    .warning = WEEK, .set_by_county = TRUE,
    .set = ATLAS_RULE_SET_PRACTICE,
    .source = "Behaviour Strategy 2016, 4.8.2 vi",
    .from = "2016-04-01",
  },
  {
    .id = "plan-review", .label = N_("Review of a plan"),
    .words = N_("Plans are made together with the family and reviewed regularly, by the day that"
                " each sets for it."),
    .cause = ATLAS_CAUSE_PLAN_REVIEW, .stop = ATLAS_STOP_REVIEWED,
    .owed_by = ATLAS_OWED_BY_SCHOOL, .unit = ATLAS_UNIT_CALENDAR_DAYS, .limit = 0,
    .warning = WEEK,
    .set = ATLAS_RULE_SET_PRACTICE,
    .source = "Behaviour Strategy 2016, 3.11; Emotional wellbeing and behaviour strategy 2020, 4",
    .from = "2016-04-01",
  },
  {
    .id = "offer-answer", .label = N_("Answer to an offer"),
    .words = N_("A provision that is offered a child answers without long delay. The number of "
                "days is this county's."),
    .cause = ATLAS_CAUSE_OFFERED, .stop = ATLAS_STOP_NEXT_EVENT,
    .owed_by = ATLAS_OWED_BY_PROVISION, .unit = ATLAS_UNIT_SCHOOL_DAYS, .limit = 5,
    .warning = WARNING_DAYS, .set_by_county = TRUE,
    .set = ATLAS_RULE_SET_PRACTICE,
    .source = "Promoting Positive Behaviour 2015, CME issue 1",
    .from = "2015-12-08",
  },
  {
    .id = "admission", .label = N_("First day after a place is agreed"),
    .words = N_("A child whose place is agreed is admitted without long delay. The number of "
                "days is this county's."),
    .cause = ATLAS_CAUSE_ACCEPTED, .stop = ATLAS_STOP_PLACED,
    .owed_by = ATLAS_OWED_BY_PROVISION, .unit = ATLAS_UNIT_SCHOOL_DAYS, .limit = 10,
    .warning = WARNING_DAYS, .set_by_county = TRUE,
    .set = ATLAS_RULE_SET_PRACTICE,
    .source = "Promoting Positive Behaviour 2015, CME issue 1",
    .from = "2015-12-08",
  },
  {
    .id = "attendance-told", .label = N_("Attendance concern passed on"),
    .words = N_("The social worker and others are told of a concern about a looked-after child's"
                " attendance promptly. A day is what this county takes that to mean."),
    .cause = ATLAS_CAUSE_ATTENDANCE_CONCERN, .stop = ATLAS_STOP_SOCIAL_WORKER_TOLD,
    .only = ATLAS_ONLY_SOCIAL_WORKER,
    .owed_by = ATLAS_OWED_BY_SCHOOL, .unit = ATLAS_UNIT_SCHOOL_DAYS, .limit = 1,
    .warning = 1, .set_by_county = TRUE,
    .set = ATLAS_RULE_SET_PRACTICE,
    .source = "Children Looked After policy 2022, Attendance",
    .from = "2022-08-01",
  },
  {
    .id = "check-registration", .label = N_("Registration as a school expires"),
    .words = N_("The county endeavours to ensure that providers in its directory have "
                "safeguarding processes that are rigorous and regularly monitored. The check "
                "says itself how long it holds; how early people are reminded is this county's."),
    .cause = ATLAS_CAUSE_CHECK_EXPIRES, .stop = ATLAS_STOP_RENEWED,
    .only = ATLAS_ONLY_KIND, .kind = "registration",
    .owed_by = ATLAS_OWED_BY_PROVISION, .unit = ATLAS_UNIT_CALENDAR_DAYS, .limit = 0,
    .alerts = { 2, 1 }, .set_by_county = TRUE,
    .set = ATLAS_RULE_SET_PRACTICE,
    .source = "Behaviour Strategy 2016, 4.10.6",
    .from = "2016-04-01",
  },
  {
    .id = "check-accreditation", .label = N_("Accreditation expires"),
    .words = N_("The county endeavours to ensure that providers in its directory have "
                "safeguarding processes that are rigorous and regularly monitored. The check "
                "says itself how long it holds; how early people are reminded is this county's."),
    .cause = ATLAS_CAUSE_CHECK_EXPIRES, .stop = ATLAS_STOP_RENEWED,
    .only = ATLAS_ONLY_KIND, .kind = "accreditation",
    .owed_by = ATLAS_OWED_BY_PROVISION, .unit = ATLAS_UNIT_CALENDAR_DAYS, .limit = 0,
    .alerts = { 2, 1 }, .set_by_county = TRUE,
    .set = ATLAS_RULE_SET_PRACTICE,
    .source = "Behaviour Strategy 2016, 4.10.6",
    .from = "2016-04-01",
  },
  {
    .id = "check-safeguarding", .label = N_("Safeguarding check expires"),
    .words = N_("The county endeavours to ensure that providers in its directory have "
                "safeguarding processes that are rigorous and regularly monitored. The check "
                "says itself how long it holds; how early people are reminded is this county's."),
    .cause = ATLAS_CAUSE_CHECK_EXPIRES, .stop = ATLAS_STOP_RENEWED,
    .only = ATLAS_ONLY_KIND, .kind = "safeguarding",
    .owed_by = ATLAS_OWED_BY_PROVISION, .unit = ATLAS_UNIT_CALENDAR_DAYS, .limit = 0,
    .alerts = { 2, 1 }, .set_by_county = TRUE,
    .set = ATLAS_RULE_SET_PRACTICE,
    .source = "Behaviour Strategy 2016, 4.10.6",
    .from = "2016-04-01",
  },
  {
    .id = "check-insurance", .label = N_("Insurance expires"),
    .words = N_("The county endeavours to ensure that providers in its directory have "
                "safeguarding processes that are rigorous and regularly monitored. The check "
                "says itself how long it holds; how early people are reminded is this county's."),
    .cause = ATLAS_CAUSE_CHECK_EXPIRES, .stop = ATLAS_STOP_RENEWED,
    .only = ATLAS_ONLY_KIND, .kind = "insurance",
    .owed_by = ATLAS_OWED_BY_PROVISION, .unit = ATLAS_UNIT_CALENDAR_DAYS, .limit = 0,
    .alerts = { 2, 1 }, .set_by_county = TRUE,
    .set = ATLAS_RULE_SET_PRACTICE,
    .source = "Behaviour Strategy 2016, 4.10.6",
    .from = "2016-04-01",
  },
  {
    .id = "check-visit", .label = N_("Quality visit is due again"),
    .words = N_("The county endeavours to ensure that providers in its directory have "
                "safeguarding processes that are rigorous and regularly monitored. The check "
                "says itself how long it holds; how early people are reminded is this county's."),
    .cause = ATLAS_CAUSE_CHECK_EXPIRES, .stop = ATLAS_STOP_RENEWED,
    .only = ATLAS_ONLY_KIND, .kind = "visit",
    .owed_by = ATLAS_OWED_BY_PROVISION, .unit = ATLAS_UNIT_CALENDAR_DAYS, .limit = 0,
    .alerts = { 2, 1 }, .set_by_county = TRUE,
    .set = ATLAS_RULE_SET_PRACTICE,
    .source = "Behaviour Strategy 2016, 4.10.6",
    .from = "2016-04-01",
  },
  {
    .id = "contract-end", .label = N_("End of a contract"),
    .words = N_("Placements are made within the dates of a contract. How many months before it "
                "ends people are reminded is this county's."),
    .cause = ATLAS_CAUSE_CONTRACT_ENDS, .stop = ATLAS_STOP_RENEWED,
    .owed_by = ATLAS_OWED_BY_LOCAL_AUTHORITY, .unit = ATLAS_UNIT_CALENDAR_DAYS, .limit = 0,
    .alerts = { 12, 6, 3 }, .set_by_county = TRUE,
    .set = ATLAS_RULE_SET_PRACTICE,
    .source = "Promoting Positive Behaviour 2015, AP academy contract; Behaviour Strategy 2016, "
              "4.8.2 xiii",
    .from = "2015-12-08",
  },
  {
    .id = "return", .label = N_("Places return"),
    .words = N_("A provision sends a return of its places each week. No source gives the number:"
                " it is this county's."),
    .cause = ATLAS_CAUSE_RETURN_MADE, .stop = ATLAS_STOP_NEXT_EVENT,
    .owed_by = ATLAS_OWED_BY_PROVISION,
    .unit = ATLAS_UNIT_CALENDAR_DAYS, .limit = ATLAS_RETURN_DAYS,
    .warning = 1, .set_by_county = TRUE,
    .set = ATLAS_RULE_SET_PRACTICE,
    .source = "Set by this county",
    .from = "2016-04-01",
  },
};

/* When each row is in force, in the order of the rows. */
static const AtlasDateRange *
ranges_in_force (void)
{
  static AtlasDateRange ranges[G_N_ELEMENTS (rules)];
  static gsize is_made = 0;

  if (g_once_init_enter (&is_made))
    {
      for (gsize i = 0; i < G_N_ELEMENTS (rules); i++)
        {
          ranges[i].from = atlas_date_parse (rules[i].from);
          ranges[i].to = atlas_date_parse (rules[i].to);
        }
      g_once_init_leave (&is_made, 1);
    }

  return ranges;
}

/**
 * atlas_clock_rules:
 * @n_rules: (out): how many
 *
 * Returns: (transfer none) (array length=n_rules): every row of the table of clocks
 */
const AtlasClockRule *
atlas_clock_rules (gsize *n_rules)
{
  *n_rules = G_N_ELEMENTS (rules);
  return rules;
}

/**
 * atlas_clock_rule_in_force:
 * @rule: a row of the table
 * @on: the day of the event that would start the clock
 *
 * Returns: whether the rule governs what happened on that day
 */
gboolean
atlas_clock_rule_in_force (const AtlasClockRule *rule,
                           AtlasDate             on)
{
  return atlas_date_range_contains (ranges_in_force ()[rule - rules], on);
}
