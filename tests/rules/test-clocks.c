/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "case-file.h"

#define BORN "2012-01-15" /* Year 10 in 2026-27 */

static void
put_exclusion (AtlasCase  *file,
               const char *kind,
               const char *from,
               const char *session,
               int         sessions,
               json_t     *more)
{
  json_t *fields = json_pack ("{s:s, s:s, s:s, s:s}", "establishment", CASE_SCHOOL, "kind", kind,
                              "from", from, "session", session);

  if (sessions > 0)
    json_object_set_new (fields, "sessions", json_integer (sessions));
  if (more != NULL)
    json_object_update_new (fields, more);
  put (file, "exclusion", NULL, fields);
}

static void
put_permanent (AtlasCase *file,
               json_t    *more)
{
  put_exclusion (file, "PERM", "2026-10-15", "am", 0, more);
}

/* T048: Day 6 of a permanent exclusion, stopped by education and not by an offer */
static void
test_day6_of_permanent (void)
{
  g_autoptr(AtlasCase) file = file_of_child (BORN, "none");
  g_autoptr(AtlasCase) taught = file_of_child (BORN, "none");

  put_permanent (file, NULL);
  put (file, "offer", NULL, json_pack ("{s:s, s:s, s:s, s:s, s:s}", "referral", CASE_REFERRAL,
                                       "provision", CASE_OTHER, "place", CASE_OTHER,
                                       "step", "offered", "step_on", "2026-10-19"));
  assert_clock (file, "2026-10-14", "day6", "none");
  assert_clock (file, "2026-10-16", "day6", "running 2026-10-22");
  assert_clock (file, "2026-10-20", "day6", "due 2026-10-22");
  assert_clock (file, "2026-10-23", "day6", "late 2026-10-22");

  put_permanent (taught, json_pack ("{s:s}", "education_started", "2026-10-21"));
  assert_clock (taught, "2026-10-20", "day6", "due 2026-10-22");
  assert_clock (taught, "2026-10-23", "day6", "met 2026-10-22");
}

/* T048, T055: suspensions back to back are one run, and one that ends before Day 6 owes nothing */
static void
test_day6_of_suspensions (void)
{
  g_autoptr(AtlasCase) file = file_of_child (BORN, "none");

  put_exclusion (file, "SUSP", "2026-10-12", "am", 8, NULL);
  assert_clock (file, "2026-10-13", "day6", "none");
  put_exclusion (file, "SUSP", "2026-10-16", "am", 10, NULL);
  assert_clock (file, "2026-10-16", "day6", "due 2026-10-19");
}

/* T048: nothing is owed after Year 11, for a cancelled exclusion or once the child is reinstated */
static void
test_day6_is_not_owed (void)
{
  g_autoptr(AtlasCase) grown = file_of_child ("2010-01-15", "none");
  g_autoptr(AtlasCase) cancelled = file_of_child (BORN, "none");
  g_autoptr(AtlasCase) reinstated = file_of_child (BORN, "none");

  put_permanent (grown, NULL);
  put_permanent (cancelled, json_pack ("{s:s}", "cancelled", "2026-10-19"));
  put_permanent (reinstated, json_pack ("{s:s, s:s}", "board_met", "2026-10-20", "board_decision",
                                        "reinstated"));
  assert_clock (grown, "2026-10-16", "day6", "none");
  assert_clock (cancelled, "2026-10-16", "day6", "running 2026-10-22");
  assert_clock (cancelled, "2026-10-19", "day6", "none");
  assert_clock (reinstated, "2026-10-23", "day6", "none");
}

/* T048: beyond the terms that are entered the answer is provisional */
static void
test_day6_is_provisional_after_the_last_term (void)
{
  g_autoptr(AtlasCase) file = file_of_child (BORN, "none");
  g_autoptr(AtlasCalendar) calendar = synthetic_calendar (TRUE);
  AtlasClockSetting setting = setting_on (calendar, "2027-07-20");
  AtlasClock clock = { 0 };

  put_exclusion (file, "PERM", "2027-07-19", "am", 0, NULL);
  g_assert_true (find_clock (file, &setting, "day6", &clock));
  g_assert_cmpint (clock.state, ==, ATLAS_CLOCK_PROVISIONAL);
  g_assert_cmpint (clock.provisional, ==, ATLAS_PROVISIONAL_NO_TERMS);
}

/* T055, T156: who is told of an exclusion, and by when */
static void
test_who_is_told (void)
{
  g_autoptr(AtlasCase) file = file_of_child (BORN, "CLA");
  g_autoptr(AtlasCase) other = file_of_child (BORN, "none");
  g_autoptr(AtlasCase) old = file_of_child (BORN, "none");

  put_exclusion (file, "PERM", "2026-10-20", "pm", 0,
                 json_pack ("{s:s}", "county_told", "2026-10-21"));
  assert_clock (file, "2026-10-20", "parents-told", "due 2026-10-21");
  assert_clock (file, "2026-10-22", "parents-told", "late 2026-10-21");
  assert_clock (file, "2026-10-22", "county-told", "met 2026-10-21");
  assert_clock (file, "2026-10-22", "social-worker-told", "late 2026-10-21");
  assert_clock (file, "2026-10-22", "virtual-school-told", "late 2026-10-21");

  put_exclusion (other, "SUSP", "2026-10-20", "am", 4, NULL);
  assert_clock (other, "2026-10-20", "parents-told", "due 2026-10-20");
  assert_clock (other, "2026-10-20", "virtual-school-told", "none");
  assert_clock (other, "2026-10-22", "parents-told", "none");

  put_exclusion (old, "PERM", "2022-06-20", "am", 0, NULL);
  assert_clock (old, "2022-06-20", "county-told", "none");
}

/* T048: parents are told of the education 48 hours before it */
static void
test_notice_of_arrangements (void)
{
  g_autoptr(AtlasCase) file = file_of_child (BORN, "none");
  g_autoptr(AtlasCase) told = file_of_child (BORN, "none");

  put_permanent (file, NULL);
  put_permanent (told, json_pack ("{s:s}", "arrangements_told", "2026-10-19"));
  assert_clock (file, "2026-10-16", "arrangements-told", "running 2026-10-20");
  assert_clock (file, "2026-10-21", "arrangements-told", "late 2026-10-20");
  assert_clock (told, "2026-10-21", "arrangements-told", "met 2026-10-20");
}

/* T055: the first five days in no public place, and nothing after them */
static void
test_public_place_lapses (void)
{
  g_autoptr(AtlasCase) file = file_of_child (BORN, "none");

  put_permanent (file, NULL);
  assert_clock (file, "2026-10-21", "public-place", "due 2026-10-21");
  assert_clock (file, "2026-10-22", "public-place", "none");
}

/* T055: the governing board meets within 15 school days of a permanent exclusion */
static void
test_board_15 (void)
{
  g_autoptr(AtlasCase) file = file_of_child (BORN, "none");
  g_autoptr(AtlasCase) met = file_of_child (BORN, "none");
  g_autoptr(AtlasCase) exam = file_of_child (BORN, "none");

  put_permanent (file, json_pack ("{s:s}", "board_told", "2026-10-20"));
  put_permanent (met, json_pack ("{s:s, s:s}", "board_told", "2026-10-20", "board_met",
                                 "2026-11-12"));
  put_exclusion (exam, "SUSP", "2026-10-15", "am", 2,
                 json_pack ("{s:s, s:b}", "board_told", "2026-10-20", "exam_missed", TRUE));
  assert_clock (file, "2026-10-19", "board-15", "none");
  assert_clock (file, "2026-10-21", "board-15", "running 2026-11-18");
  assert_clock (file, "2026-11-19", "board-15", "late 2026-11-18");
  assert_clock (met, "2026-11-19", "board-15", "met 2026-11-18");
  assert_clock (exam, "2026-10-21", "board-15", "running 2026-11-18");
}

/* T055: over 5 and at most 15 days in the statutory term, with representations: 50 school days */
static void
test_board_50 (void)
{
  g_autoptr(AtlasCase) file = file_of_child (BORN, "none");
  g_autoptr(AtlasCase) silent = file_of_child (BORN, "none");

  put_exclusion (file, "SUSP", "2026-09-14", "am", 10, NULL);
  put_exclusion (file, "LNCH", "2026-10-05", "am", 1,
                 json_pack ("{s:s, s:s}", "board_told", "2026-10-20", "representations",
                            "2026-10-20"));
  put_exclusion (silent, "SUSP", "2026-09-14", "am", 11,
                 json_pack ("{s:s}", "board_told", "2026-10-20"));
  assert_clock (file, "2026-10-21", "board-50", "running 2027-01-21");
  assert_clock (silent, "2026-10-21", "board-50", "none");

  /* What went before Easter Monday is of another term. */
  put_exclusion (silent, "SUSP", "2027-03-22", "am", 8, NULL);
  put_exclusion (silent, "SUSP", "2027-04-12", "am", 10,
                 json_pack ("{s:s, s:s}", "board_told", "2027-04-13", "representations",
                            "2027-04-13"));
  assert_clock (silent, "2027-04-13", "board-50", "none");
}

/* T055: more than 15 days in a term is the board's duty within 15 */
static void
test_board_15_for_many_suspensions (void)
{
  g_autoptr(AtlasCase) file = file_of_child (BORN, "none");

  put_exclusion (file, "SUSP", "2026-09-07", "am", 20, NULL);
  put_exclusion (file, "SUSP", "2026-10-05", "am", 11,
                 json_pack ("{s:s}", "board_told", "2026-10-20"));
  assert_clock (file, "2026-10-21", "board-15", "running 2026-11-18");
  assert_clock (file, "2026-10-21", "board-50", "none");
}

/* T157: days of suspension add up over schools and stop at 45 in a school year */
static void
test_suspension_cap (void)
{
  g_autoptr(AtlasCase) file = file_of_child (BORN, "none");
  g_autoptr(AtlasCalendar) calendar = synthetic_calendar (TRUE);
  AtlasClockSetting setting = setting_on (calendar, "2026-12-01");
  AtlasClock clock = { 0 };

  g_assert_false (find_clock (file, &setting, "suspension-cap", &clock));

  put_exclusion (file, "SUSP", "2026-09-07", "am", 60, NULL);
  put_exclusion (file, "LNCH", "2026-11-03", "am", 3, NULL);
  g_assert_true (find_clock (file, &setting, "suspension-cap", &clock));
  g_assert_cmpint (clock.state, ==, ATLAS_CLOCK_RUNNING);
  g_assert_cmpint (clock.days_left, ==, 13);

  put_exclusion (file, "SUSP", "2026-11-09", "pm", 25,
                 json_pack ("{s:s}", "establishment", CASE_OTHER));
  g_assert_true (find_clock (file, &setting, "suspension-cap", &clock));
  g_assert_cmpint (clock.state, ==, ATLAS_CLOCK_DUE);
  g_assert_cmpint (clock.days_left, ==, 1);

  put_exclusion (file, "SUSP", "2026-12-01", "am", 4, NULL);
  g_assert_true (find_clock (file, &setting, "suspension-cap", &clock));
  g_assert_cmpint (clock.state, ==, ATLAS_CLOCK_LATE);
  g_assert_cmpint (clock.days_late, ==, 1);
}

static void
put_upheld (AtlasCase  *file,
            const char *how,
            json_t     *more)
{
  json_t *fields = json_pack ("{s:s, s:s, s:s, s:s}", "board_met", "2026-11-11", "board_decision",
                              "upheld", "decision_sent", "2026-11-12", "decision_how", how);

  if (more != NULL)
    json_object_update_new (fields, more);
  put_permanent (file, fields);
}

/* T055: an independent review, from the decision posted to the board's second look */
static void
test_independent_review (void)
{
  g_autoptr(AtlasCase) file = file_of_child (BORN, "none");
  g_autoptr(AtlasCase) by_hand = file_of_child (BORN, "none");
  g_autoptr(AtlasCase) asked = file_of_child (BORN, "none");
  g_autoptr(AtlasCase) decided = file_of_child (BORN, "none");

  put_upheld (file, "post", NULL);
  assert_clock (file, "2026-11-13", "review-application", "running 2026-12-07");
  assert_clock (file, "2026-12-08", "review-application", "none");

  put_upheld (by_hand, "hand", NULL);
  assert_clock (by_hand, "2026-11-13", "review-application", "running 2026-12-03");

  put_upheld (asked, "post", json_pack ("{s:s}", "review_asked", "2026-12-07"));
  assert_clock (asked, "2026-12-08", "review-application", "met 2026-12-07");
  assert_clock (asked, "2026-12-08", "review-hearing", "running 2027-01-12");
  assert_clock (asked, "2026-12-08", "reconsideration", "none");

  put_upheld (decided, "post",
              json_pack ("{s:s, s:s, s:s, s:s}", "review_asked", "2026-12-07", "review_begun",
                         "2027-01-12", "review_outcome", "quashed", "review_decided",
                         "2027-01-12"));
  assert_clock (decided, "2027-01-13", "review-hearing", "met 2027-01-12");
  assert_clock (decided, "2027-01-13", "reconsideration", "running 2027-01-26");
}

/* T047: parents who ask for no review have no time to run */
static void
test_review_that_parents_waive (void)
{
  g_autoptr(AtlasCase) file = file_of_child (BORN, "none");

  put_upheld (file, "post", json_pack ("{s:s}", "review_waived", "2026-11-20"));
  assert_clock (file, "2026-11-19", "review-application", "running 2026-12-07");
  assert_clock (file, "2026-11-20", "review-application", "none");
}

/* T055: a review that upholds asks the board for nothing */
static void
test_review_that_upholds (void)
{
  g_autoptr(AtlasCase) file = file_of_child (BORN, "none");

  put_upheld (file, "post", json_pack ("{s:s, s:s}", "review_outcome", "upheld", "review_decided",
                                       "2027-01-12"));
  assert_clock (file, "2027-01-13", "reconsideration", "none");
}

/* T054: a safeguarding separation is owed education by its sixth school day, since July 2026 */
static void
test_separation (void)
{
  g_autoptr(AtlasCase) file = file_of_child (BORN, "none");
  g_autoptr(AtlasCase) old = file_of_child (BORN, "none");
  g_autoptr(AtlasCase) ended = file_of_child (BORN, "none");

  put (file, "separation", NULL, json_pack ("{s:s, s:s}", "establishment", CASE_SCHOOL, "from",
                                            "2026-10-15"));
  put (old, "separation", NULL, json_pack ("{s:s, s:s}", "establishment", CASE_SCHOOL, "from",
                                           "2026-07-24"));
  put (ended, "separation", NULL, json_pack ("{s:s, s:s, s:s}", "establishment", CASE_SCHOOL,
                                             "from", "2026-10-15", "ended", "2026-10-19"));
  assert_clock (file, "2026-10-16", "separation", "running 2026-10-22");
  assert_clock (file, "2026-11-03", "separation", "late 2026-10-22");
  assert_clock (old, "2026-09-10", "separation", "none");
  assert_clock (ended, "2026-10-16", "separation", "running 2026-10-22");
  assert_clock (ended, "2026-10-19", "separation", "none");
}

/* T058: an off-site direction: notice two school days before, a review every 30 days */
static void
test_direction (void)
{
  g_autoptr(AtlasCase) file = file_of_child (BORN, "none");

  put (file, "direction", CASE_OTHER,
       json_pack ("{s:s, s:s, s:s}", "establishment", CASE_SCHOOL, "decided", "2026-10-15",
                  "starts", "2026-11-04"));
  assert_clock (file, "2026-10-14", "direction-notice", "none");
  assert_clock (file, "2026-10-16", "direction-notice", "running 2026-10-23");
  assert_clock (file, "2026-10-26", "direction-notice", "late 2026-10-23");
  assert_clock (file, "2026-11-03", "direction-review", "none");
  assert_clock (file, "2026-11-04", "direction-review", "running 2026-12-04");

  put (file, "review", NULL, json_pack ("{s:s, s:s, s:[s, s]}", "kind", "direction", "held",
                                        "2026-11-24", "subject", "direction", CASE_OTHER));
  assert_clock (file, "2026-11-23", "direction-review", "running 2026-12-04");
  assert_clock (file, "2026-11-24", "direction-review", "running 2026-12-24");
}

/* T053: a part-time timetable is told of within five days, reviewed, and ended by its last day */
static void
test_part_time (void)
{
  g_autoptr(AtlasCase) file = file_of_child (BORN, "none");
  g_autoptr(AtlasCase) ended = file_of_child (BORN, "none");
  g_autoptr(AtlasCase) full = file_of_child (BORN, "none");

  put (file, "timetable", NULL, json_pack ("{s:s, s:s, s:s, s:s}", "kind", "part-time", "starts",
                                           "2026-09-14", "ends", "2026-11-20", "establishment",
                                           CASE_SCHOOL));
  assert_clock (file, "2026-09-15", "part-time-start", "running 2026-09-21");
  assert_clock (file, "2026-09-22", "part-time-start", "late 2026-09-21");
  assert_clock (file, "2026-09-15", "part-time-review", "running 2026-10-14");
  assert_clock (file, "2026-11-20", "part-time-last", "due 2026-11-20");
  assert_clock (file, "2026-11-21", "part-time-last", "late 2026-11-20");
  assert_clock (file, "2026-11-21", "part-time-end", "none");

  put (ended, "timetable", NULL, json_pack ("{s:s, s:s, s:s, s:s, s:s}", "kind", "part-time",
                                            "starts", "2026-09-14", "ended", "2026-10-12",
                                            "start_told", "2026-09-16", "review_by",
                                            "2026-09-30"));
  assert_clock (ended, "2026-09-15", "part-time-review", "running 2026-09-30");
  assert_clock (ended, "2026-09-22", "part-time-start", "met 2026-09-21");
  assert_clock (ended, "2026-10-13", "part-time-review", "none");
  assert_clock (ended, "2026-10-13", "part-time-end", "running 2026-10-19");

  put (full, "timetable", NULL, json_pack ("{s:s, s:s}", "kind", "full-time", "starts",
                                           "2026-09-14"));
  assert_clock (full, "2026-09-15", "part-time-start", "none");
}

static void
put_referral (AtlasCase *file,
              json_t    *more)
{
  json_t *fields = json_pack ("{s:s, s:s}", "reference", "A1-001", "step", "looked-at");

  json_object_update_new (fields, more);
  put (file, "referral", CASE_REFERRAL, fields);
}

/* T118: a place within 20 school days under the protocol, met by the first day at it */
static void
test_fair_access (void)
{
  g_autoptr(AtlasCase) file = file_of_child (BORN, "none");
  g_autoptr(AtlasCase) on_roll = file_of_child (BORN, "none");

  put_referral (file, json_pack ("{s:s}", "fair_access_agreed", "2026-11-30"));
  assert_clock (file, "2026-12-01", "fair-access", "running 2027-01-12");
  put (file, "offer", NULL, json_pack ("{s:s, s:s, s:s, s:s, s:s}", "referral", CASE_REFERRAL,
                                       "provision", CASE_OTHER, "place", CASE_OTHER, "step",
                                       "accepted", "step_on", "2027-01-06"));
  assert_clock (file, "2027-01-13", "fair-access", "late 2027-01-12");
  assert_clock (file, "2027-01-13", "admission", "running 2027-01-20");
  put (file, "placement", NULL, json_pack ("{s:s, s:s, s:s, s:s}", "referral", CASE_REFERRAL,
                                           "provision", CASE_OTHER, "place", CASE_OTHER, "starts",
                                           "2027-01-14"));
  assert_clock (file, "2027-01-15", "fair-access", "met 2027-01-12");
  assert_clock (file, "2027-01-15", "admission", "met 2027-01-20");

  put_referral (on_roll, json_pack ("{s:s}", "fair_access_agreed", "2026-11-30"));
  put (on_roll, "registration", NULL,
       json_pack ("{s:s, s:s, s:{s:s}}", "establishment", CASE_OTHER, "enrolment", "C", "valid",
                  "from", "2026-12-10"));
  assert_clock (on_roll, "2026-12-10", "fair-access", "met 2027-01-12");
}

/* T119: of the bands of 38, 69 and 100 days the last reached and the next are shown */
static void
test_fair_access_bands (void)
{
  g_autoptr(AtlasCase) file = file_of_child (BORN, "none");

  put_referral (file, json_pack ("{s:s}", "fair_access_agreed", "2026-09-04"));
  assert_clock (file, "2026-10-01", "fair-access-38", "running 2026-11-05");
  assert_clock (file, "2026-10-01", "fair-access-69", "none");
  assert_clock (file, "2026-11-06", "fair-access-38", "late 2026-11-05");
  assert_clock (file, "2026-11-06", "fair-access-69", "running 2026-12-18");
  assert_clock (file, "2026-11-06", "fair-access-100", "none");
  assert_clock (file, "2027-01-12", "fair-access-38", "none");
  assert_clock (file, "2027-01-12", "fair-access-69", "late 2026-12-18");
  assert_clock (file, "2027-03-02", "fair-access-100", "late 2027-02-23");
}

/* T052: a managed move is sustained if the child is still there two terms later */
static void
test_managed_move (void)
{
  g_autoptr(AtlasCase) file = file_of_child (BORN, "none");
  g_autoptr(AtlasCase) returned = file_of_child (BORN, "none");
  json_t *fields = json_pack ("{s:s, s:s, s:s}", "from_school", CASE_SCHOOL, "to_school",
                              CASE_OTHER, "starts", "2026-09-11");

  put (returned, "managed_move", NULL,
       json_pack ("{s:s, s:s, s:s, s:s, s:s}", "from_school", CASE_SCHOOL, "to_school", CASE_OTHER,
                  "starts", "2026-09-11", "ended", "2027-01-08", "outcome", "returned"));
  put (file, "managed_move", NULL, fields);
  assert_clock (file, "2026-10-01", "move-sustained", "running 2027-04-19");
  assert_clock (file, "2027-04-16", "move-sustained", "due 2027-04-19");
  assert_clock (file, "2027-04-20", "move-sustained", "late 2027-04-19");
  assert_clock (returned, "2027-01-11", "move-sustained", "met 2027-04-19");
}

/* T154: a looked-after child's plan is reviewed each term, three times a year */
static void
test_pep (void)
{
  g_autoptr(AtlasCase) file = file_of_child (BORN, "CLA");
  g_autoptr(AtlasCase) other = file_of_child (BORN, "PLA");

  assert_clock (other, "2026-10-01", "pep", "none");
  assert_clock (file, "2026-10-01", "pep", "running 2026-12-18");
  assert_clock (file, "2026-12-10", "pep", "due 2026-12-18");
  put (file, "review", NULL, json_pack ("{s:s, s:s}", "kind", "pep", "held", "2026-12-11"));
  assert_clock (file, "2026-12-11", "pep", "met 2026-12-18");
  assert_clock (file, "2027-01-06", "pep", "running 2027-03-25");
  assert_clock (file, "2027-07-20", "pep-year", "due 2027-07-31");
  put (file, "review", NULL, json_pack ("{s:s, s:s}", "kind", "pep", "held", "2027-02-11"));
  put (file, "review", NULL, json_pack ("{s:s, s:s}", "kind", "pep", "held", "2027-05-11"));
  assert_clock (file, "2027-07-20", "pep-year", "met 2027-07-31");
}

/* T037: a weekly update at tier 2, of referrals of the years of the 2016 strategy alone */
static void
test_weekly_update (void)
{
  g_autoptr(AtlasCase) file = file_of_child (BORN, "none");
  g_autoptr(AtlasCase) later = file_of_child (BORN, "none");

  put_referral (file, json_pack ("{s:s, s:i}", "received", "2019-12-16", "tier", 2));
  put_referral (later, json_pack ("{s:s, s:i}", "received", "2020-01-06", "tier", 2));
  assert_clock (file, "2019-12-17", "weekly-update", "running 2019-12-23");
  put (file, "review", NULL, json_pack ("{s:s, s:s, s:s}", "kind", "weekly", "held", "2019-12-20",
                                        "referral", CASE_REFERRAL));
  assert_clock (file, "2019-12-21", "weekly-update", "running 2019-12-27");
  assert_clock (later, "2020-01-07", "weekly-update", "none");
}

/* T040: the checks of tier 3 by the day that was set, until the last of them is done */
static void
test_tier_3_checks (void)
{
  g_autoptr(AtlasCase) file = file_of_child (BORN, "none");
  g_autoptr(AtlasCase) done = file_of_child (BORN, "none");
  g_autoptr(AtlasCase) later = file_of_child (BORN, "none");
  json_t *checks = json_pack ("{s:s, s:i, s:s, s:s, s:s}", "received", "2019-10-01", "tier", 3,
                              "checks_by", "2019-11-01", "teaching_checked", "2019-10-10",
                              "hlta_seen", "2019-10-24");

  put_referral (file, json_deep_copy (checks));
  assert_clock (file, "2019-10-20", "tier-3-checks", "running 2019-11-01");
  assert_clock (file, "2019-10-26", "tier-3-checks", "due 2019-11-01");
  assert_clock (file, "2019-11-04", "tier-3-checks", "late 2019-11-01");

  json_object_set_new (checks, "paperwork_collated", json_string ("2019-10-20"));
  put_referral (done, checks);
  assert_clock (done, "2019-10-25", "tier-3-checks", "met 2019-11-01");

  put_referral (later, json_pack ("{s:s, s:i, s:s}", "received", "2020-01-06", "tier", 3,
                                  "checks_by", "2020-02-01"));
  assert_clock (later, "2020-01-10", "tier-3-checks", "none");
}

/* T070, T060: placements, plans and referrals are reviewed by the day that they name */
static void
test_reviews (void)
{
  g_autoptr(AtlasCase) file = file_of_child (BORN, "none");

  put_referral (file, json_pack ("{s:s, s:s}", "received", "2026-09-10", "review_by",
                                 "2026-11-10"));
  put (file, "placement", NULL, json_pack ("{s:s, s:s, s:s, s:s}", "referral", CASE_REFERRAL,
                                           "provision", CASE_OTHER, "place", CASE_OTHER, "starts",
                                           "2026-09-14"));
  put (file, "plan", CASE_OTHER, json_pack ("{s:s, s:s, s:s}", "kind", "psp", "made", "2026-09-14",
                                            "review_by", "2026-10-12"));
  assert_clock (file, "2026-10-01", "placement-review", "running 2026-10-26");
  assert_clock (file, "2026-10-13", "plan-review", "late 2026-10-12");
  assert_clock (file, "2026-11-09", "referral-review", "due 2026-11-10");

  put (file, "review", NULL, json_pack ("{s:s, s:s, s:[s, s]}", "kind", "plan", "held",
                                        "2026-10-14", "subject", "plan", CASE_OTHER));
  put (file, "review", NULL, json_pack ("{s:s, s:s, s:s}", "kind", "placement", "held",
                                        "2026-10-20", "referral", CASE_REFERRAL));
  assert_clock (file, "2026-10-20", "plan-review", "met 2026-10-12");
  assert_clock (file, "2026-10-20", "placement-review", "running 2026-12-01");
}

/* T118: an offer is answered; the county's own number counts where no source gives one */
static void
test_offer_by_the_countys_number (void)
{
  g_autoptr(AtlasCase) file = file_of_child (BORN, "none");
  g_autoptr(AtlasCalendar) calendar = synthetic_calendar (TRUE);
  g_autoptr(GHashTable) limits = g_hash_table_new (g_str_hash, g_str_equal);
  AtlasClockSetting setting = setting_on (calendar, "2026-10-13");
  AtlasClock clock = { 0 };

  put (file, "offer", NULL, json_pack ("{s:s, s:s, s:s, s:s, s:s}", "referral", CASE_REFERRAL,
                                       "provision", CASE_OTHER, "place", CASE_OTHER, "step",
                                       "offered", "step_on", "2026-10-12"));
  put_permanent (file, NULL);
  assert_clock (file, "2026-10-13", "offer-answer", "running 2026-10-19");

  g_hash_table_insert (limits, (gpointer) "offer-answer", GINT_TO_POINTER (2));
  g_hash_table_insert (limits, (gpointer) "day6", GINT_TO_POINTER (60));
  setting.limits = limits;
  g_assert_true (find_clock (file, &setting, "offer-answer", &clock));
  g_assert_cmpint (clock.limit, ==, 2);
  g_assert_cmpint (clock.due, ==, day ("2026-10-14"));

  /* What the law gives is not the county's to change. */
  setting.on = day ("2026-10-16");
  g_assert_true (find_clock (file, &setting, "day6", &clock));
  g_assert_cmpint (clock.due, ==, day ("2026-10-22"));
}

/* T160: a looked-after child's social worker hears of an attendance concern */
static void
test_attendance (void)
{
  g_autoptr(AtlasCase) file = file_of_child (BORN, "CLA");
  g_autoptr(AtlasCase) told = file_of_child (BORN, "CLA");

  put (file, "incident", NULL, json_pack ("{s:s, s:s}", "kind", "attendance", "on", "2026-10-14"));
  put (told, "incident", NULL, json_pack ("{s:s, s:s, s:s}", "kind", "attendance", "on",
                                          "2026-10-14", "told_on", "2026-10-14"));
  assert_clock (file, "2026-10-16", "attendance-told", "late 2026-10-15");
  assert_clock (told, "2026-10-16", "attendance-told", "met 2026-10-15");
}

/* A deadline that passed more than a school year ago is not shown as one. */
static void
test_old_deadlines_are_forgotten (void)
{
  g_autoptr(AtlasCase) file = file_of_child (BORN, "none");

  put (file, "plan", NULL, json_pack ("{s:s, s:s, s:s}", "kind", "psp", "made", "2025-09-14",
                                      "review_by", "2025-10-12"));
  assert_clock (file, "2026-10-12", "plan-review", "late 2025-10-12");
  assert_clock (file, "2026-10-13", "plan-review", "none");
}

static void
assert_provision_clock (const AtlasProvisionCase *file,
                        const char               *on,
                        const char               *id,
                        const char               *expected)
{
  g_autoptr(AtlasCalendar) calendar = synthetic_calendar (TRUE);
  g_autoptr(GArray) clocks = g_array_new (FALSE, FALSE, sizeof (AtlasCaseClock));
  g_autofree char *found = g_strdup ("none");
  AtlasClockSetting setting = setting_on (calendar, on);

  atlas_clocks_add_provision (clocks, file, &setting);
  for (guint i = 0; i < clocks->len; i++)
    {
      const AtlasClock *clock = &g_array_index (clocks, AtlasCaseClock, i).clock;
      g_autofree char *due = atlas_date_format (clock->due);

      if (!g_str_equal (clock->rule->id, id))
        continue;
      g_free (found);
      found = g_strdup_printf ("%s %s", atlas_clock_state_to_code (clock->state), due);
    }

  g_assert_cmpstr (found, ==, expected);
}

static void
put_at_provision (AtlasProvisionCase *file,
                  const char         *type,
                  json_t             *fields)
{
  g_autoptr(AtlasRecord) record = NULL;

  json_object_set_new (fields, "provision", json_string (CASE_OTHER));
  record = make_record (type, g_str_equal (type, "place") ? CASE_SCHOOL : NULL, fields);
  g_assert_true (atlas_provision_case_add (file, record));
}

/* T056, T078: a provider's check runs out, unless a newer one has taken its place */
static void
test_checks_expire (void)
{
  g_autoptr(AtlasProvisionCase) file = atlas_provision_case_new ();

  put_at_provision (file, "check", json_pack ("{s:s, s:s, s:s}", "kind", "safeguarding", "done",
                                              "2025-11-20", "expires", "2026-11-20"));
  assert_provision_clock (file, "2026-09-10", "check-safeguarding", "none");
  assert_provision_clock (file, "2026-09-21", "check-safeguarding", "running 2026-11-20");
  assert_provision_clock (file, "2026-10-21", "check-safeguarding", "due 2026-11-20");
  assert_provision_clock (file, "2026-11-21", "check-safeguarding", "late 2026-11-20");
  assert_provision_clock (file, "2026-11-21", "check-accreditation", "none");
  put_at_provision (file, "check", json_pack ("{s:s, s:s, s:s}", "kind", "safeguarding", "done",
                                              "2026-11-16", "expires", "2027-11-16"));
  assert_provision_clock (file, "2026-11-15", "check-safeguarding", "due 2026-11-20");
  assert_provision_clock (file, "2026-11-21", "check-safeguarding", "none");
}

/* T027, T077: people are reminded 12, 6 and 3 months before a contract ends. Of one that only a
 * document of its time tells of, nobody knows what came after. */
static void
test_contract_ends (void)
{
  g_autoptr(AtlasProvisionCase) file = atlas_provision_case_new ();

  put_at_provision (file, "contract", json_pack ("{s:s, s:{s:s, s:s}}", "reference", "C1", "valid",
                                                 "from", "2014-04-01", "to", "2017-03-31"));
  assert_provision_clock (file, "2016-03-30", "contract-end", "none");
  assert_provision_clock (file, "2016-03-31", "contract-end", "running 2017-03-31");
  assert_provision_clock (file, "2016-12-31", "contract-end", "due 2017-03-31");
  assert_provision_clock (file, "2017-04-01", "contract-end", "late 2017-03-31");
  ((AtlasContract *) g_ptr_array_index (file->contracts, 0))->published =
    atlas_date_parse ("2015-12-08");
  assert_provision_clock (file, "2017-03-31", "contract-end", "due 2017-03-31");
  assert_provision_clock (file, "2017-04-01", "contract-end", "none");
  put_at_provision (file, "contract", json_pack ("{s:s, s:{s:s}}", "reference", "C2", "valid",
                                                 "from", "2017-04-01"));
  assert_provision_clock (file, "2017-04-01", "contract-end", "none");
}

/* T027, T056: no source says how early people are reminded, so the county's own number counts */
static void
test_reminders_by_the_countys_number (void)
{
  g_autoptr(AtlasProvisionCase) file = atlas_provision_case_new ();
  g_autoptr(AtlasCalendar)      calendar = synthetic_calendar (TRUE);
  g_autoptr(GHashTable)         limits = g_hash_table_new (g_str_hash, g_str_equal);
  AtlasClockSetting setting = setting_on (calendar, "2017-02-27");
  g_autoptr(GArray) late = NULL;
  g_autoptr(GArray) early = NULL;

  put_at_provision (file, "contract", json_pack ("{s:s, s:{s:s, s:s}}", "reference", "C1", "valid",
                                                 "from", "2014-04-01", "to", "2017-03-31"));
  setting.limits = limits;
  g_hash_table_insert (limits, (char *) "contract-end", GINT_TO_POINTER (1));
  late = g_array_new (FALSE, FALSE, sizeof (AtlasCaseClock));
  atlas_clocks_add_provision (late, file, &setting);
  g_assert_cmpuint (late->len, ==, 0);

  setting.on = day ("2017-02-28");
  early = g_array_new (FALSE, FALSE, sizeof (AtlasCaseClock));
  atlas_clocks_add_provision (early, file, &setting);
  g_assert_cmpuint (early->len, ==, 1);
  g_assert_cmpint (g_array_index (early, AtlasCaseClock, 0).clock.state, ==, ATLAS_CLOCK_DUE);
  g_assert_cmpint (g_array_index (early, AtlasCaseClock, 0).clock.limit, ==, 1);
}

/* A return is owed a week after the oldest of the last ones, for lines that have places. */
/* Where the county has set a window, a return is due on its last day. */
static void
test_returns_in_a_window (void)
{
  g_autoptr(AtlasProvisionCase) file = atlas_provision_case_new ();
  g_autoptr(AtlasRecord) provision = NULL;
  g_autoptr(AtlasCalendar) calendar = synthetic_calendar (TRUE);
  g_autoptr(GArray) clocks = g_array_new (FALSE, FALSE, sizeof (AtlasCaseClock));
  AtlasClockSetting setting = setting_on (calendar, "2026-11-20");
  AtlasDate due = ATLAS_DATE_NONE;

  provision = make_record ("provision", CASE_OTHER, json_pack ("{s:s, s:s, s:s}", "key", "x",
                                                               "name", "X", "kind", "ap-provider"));
  g_assert_true (atlas_provision_case_add (file, provision));
  setting.returns = (AtlasReturnWindow) { .days = 10, .from = 4, .to = 1 };
  put_at_provision (file, "place", json_pack ("{s:i}", "commissioned", 12));
  put_at_provision (file, "return", json_pack ("{s:s, s:s, s:i}", "place", CASE_SCHOOL, "as_at",
                                               "2026-11-20", "on_roll", 11));
  atlas_clocks_add_provision (clocks, file, &setting);
  for (guint i = 0; i < clocks->len; i++)
    {
      const AtlasClock *clock = &g_array_index (clocks, AtlasCaseClock, i).clock;

      if (g_str_equal (clock->rule->id, "return"))
        due = clock->due;
    }
  g_assert_cmpint (due, ==, day ("2026-11-30"));
}

static void
test_returns (void)
{
  g_autoptr(AtlasProvisionCase) file = atlas_provision_case_new ();
  g_autoptr(AtlasRecord) provision = NULL;

  provision = make_record ("provision", CASE_OTHER, json_pack ("{s:s, s:s, s:s}", "key", "x",
                                                               "name", "X", "kind", "ap-provider"));
  g_assert_true (atlas_provision_case_add (file, provision));
  assert_provision_clock (file, "2026-11-16", "return", "none");
  put_at_provision (file, "place", json_pack ("{s:i}", "commissioned", 10));
  put_at_provision (file, "return", json_pack ("{s:s, s:s, s:i}", "place", CASE_SCHOOL, "as_at",
                                               "2026-11-09", "on_roll", 7));
  assert_provision_clock (file, "2026-11-15", "return", "due 2026-11-16");
  assert_provision_clock (file, "2026-11-17", "return", "late 2026-11-16");
}

/* Every rule can be found by what the tests above use of it, and says who owes it and why. */
static void
test_table_is_whole (void)
{
  gsize n_rules = 0;
  const AtlasClockRule *rules = atlas_clock_rules (&n_rules);

  for (gsize i = 0; i < n_rules; i++)
    {
      g_assert_nonnull (atlas_owed_by_to_code (rules[i].owed_by));
      g_assert_nonnull (atlas_rule_set_to_code (rules[i].set));
      g_assert_true (g_str_has_suffix (rules[i].words, "."));
      g_assert_true ((rules[i].only == ATLAS_ONLY_KIND) == (rules[i].kind != NULL));
      for (int alert = 1; alert < ATLAS_CLOCK_ALERTS; alert++)
        g_assert_cmpint (rules[i].alerts[alert], <=, rules[i].alerts[alert - 1]);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rules/clocks/day6-of-permanent", test_day6_of_permanent);
  g_test_add_func ("/rules/clocks/day6-of-suspensions", test_day6_of_suspensions);
  g_test_add_func ("/rules/clocks/day6-is-not-owed", test_day6_is_not_owed);
  g_test_add_func ("/rules/clocks/day6-is-provisional-after-the-last-term",
                   test_day6_is_provisional_after_the_last_term);
  g_test_add_func ("/rules/clocks/who-is-told", test_who_is_told);
  g_test_add_func ("/rules/clocks/notice-of-arrangements", test_notice_of_arrangements);
  g_test_add_func ("/rules/clocks/public-place-lapses", test_public_place_lapses);
  g_test_add_func ("/rules/clocks/board-15", test_board_15);
  g_test_add_func ("/rules/clocks/board-50", test_board_50);
  g_test_add_func ("/rules/clocks/board-15-for-many-suspensions",
                   test_board_15_for_many_suspensions);
  g_test_add_func ("/rules/clocks/suspension-cap", test_suspension_cap);
  g_test_add_func ("/rules/clocks/independent-review", test_independent_review);
  g_test_add_func ("/rules/clocks/review-that-parents-waive", test_review_that_parents_waive);
  g_test_add_func ("/rules/clocks/review-that-upholds", test_review_that_upholds);
  g_test_add_func ("/rules/clocks/separation", test_separation);
  g_test_add_func ("/rules/clocks/direction", test_direction);
  g_test_add_func ("/rules/clocks/part-time", test_part_time);
  g_test_add_func ("/rules/clocks/fair-access", test_fair_access);
  g_test_add_func ("/rules/clocks/fair-access-bands", test_fair_access_bands);
  g_test_add_func ("/rules/clocks/managed-move", test_managed_move);
  g_test_add_func ("/rules/clocks/pep", test_pep);
  g_test_add_func ("/rules/clocks/weekly-update", test_weekly_update);
  g_test_add_func ("/rules/clocks/tier-3-checks", test_tier_3_checks);
  g_test_add_func ("/rules/clocks/reviews", test_reviews);
  g_test_add_func ("/rules/clocks/offer-by-the-countys-number", test_offer_by_the_countys_number);
  g_test_add_func ("/rules/clocks/attendance", test_attendance);
  g_test_add_func ("/rules/clocks/old-deadlines-are-forgotten", test_old_deadlines_are_forgotten);
  g_test_add_func ("/rules/clocks/checks-expire", test_checks_expire);
  g_test_add_func ("/rules/clocks/contract-ends", test_contract_ends);
  g_test_add_func ("/rules/clocks/reminders-by-the-countys-number",
                   test_reminders_by_the_countys_number);
  g_test_add_func ("/rules/clocks/returns", test_returns);
  g_test_add_func ("/rules/clocks/returns-in-a-window", test_returns_in_a_window);
  g_test_add_func ("/rules/clocks/table-is-whole", test_table_is_whole);

  return g_test_run ();
}
