/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "case-file.h"
#include "rules/atlas-roll.h"

/* The synthetic year's permanent exclusion of 1 October, decided on and after. */
static AtlasRoll
roll_on (const char *on,
         json_t     *more)
{
  g_autoptr(AtlasCalendar) calendar = synthetic_calendar (TRUE);
  g_autoptr(AtlasRecord)   record = NULL;
  json_t *fields = json_pack ("{s:s, s:s, s:s}", "kind", "PERM", "from", "2026-10-01", "session",
                              "am");

  json_object_update_new (fields, more);
  record = make_record ("exclusion", NULL, fields);

  return atlas_roll_after_exclusion ((AtlasExclusion *) record, calendar, day (on));
}

static json_t *
upheld (const char *how)
{
  return json_pack ("{s:s, s:s, s:s, s:s}", "board_met", "2026-11-12", "board_decision", "upheld",
                    "decision_sent", "2026-11-12", "decision_how", how);
}

static void
assert_roll (AtlasRoll      roll,
             AtlasRollState state,
             const char    *until)
{
  g_assert_cmpint (roll.state, ==, state);
  g_assert_cmpint (roll.until, ==, day (until));
}

/* T047: on the school's register until the time to ask for a review is over, then on one roll */
static void
test_until_the_time_is_over (void)
{
  assert_roll (roll_on ("2026-10-20", json_object ()), ATLAS_ROLL_KEPT, NULL);
  assert_roll (roll_on ("2026-11-11", upheld ("post")), ATLAS_ROLL_KEPT, NULL);
  assert_roll (roll_on ("2026-11-12", upheld ("post")), ATLAS_ROLL_KEPT_UNTIL, "2026-12-07");
  assert_roll (roll_on ("2026-12-07", upheld ("post")), ATLAS_ROLL_KEPT_UNTIL, "2026-12-07");
  assert_roll (roll_on ("2026-12-08", upheld ("post")), ATLAS_ROLL_FREE, "2026-12-07");
  assert_roll (roll_on ("2026-12-08", upheld ("hand")), ATLAS_ROLL_FREE, "2026-12-03");
}

/* T047: parents who ask for no review end the time themselves */
static void
test_parents_waive (void)
{
  json_t *waived = upheld ("hand");

  json_object_set_new (waived, "review_waived", json_string ("2026-11-20"));
  assert_roll (roll_on ("2026-11-19", json_deep_copy (waived)), ATLAS_ROLL_KEPT_UNTIL,
               "2026-12-03");
  assert_roll (roll_on ("2026-11-21", waived), ATLAS_ROLL_FREE, "2026-11-20");
}

/* T047: a review that was asked for keeps the child on the register until all of it is over */
static void
test_a_review_goes_on (void)
{
  json_t *asked = upheld ("hand");
  json_t *quashed;

  json_object_set_new (asked, "review_asked", json_string ("2026-12-01"));
  assert_roll (roll_on ("2026-12-20", json_deep_copy (asked)), ATLAS_ROLL_KEPT, NULL);

  quashed = json_deep_copy (asked);
  json_object_set_new (asked, "review_outcome", json_string ("upheld"));
  json_object_set_new (asked, "review_decided", json_string ("2027-01-06"));
  assert_roll (roll_on ("2027-01-07", asked), ATLAS_ROLL_FREE, "2027-01-06");

  json_object_set_new (quashed, "review_outcome", json_string ("quashed"));
  json_object_set_new (quashed, "review_decided", json_string ("2027-01-06"));
  assert_roll (roll_on ("2027-01-07", json_deep_copy (quashed)), ATLAS_ROLL_KEPT, NULL);
  json_object_set_new (quashed, "reconsidered", json_string ("2027-01-14"));
  assert_roll (roll_on ("2027-01-15", quashed), ATLAS_ROLL_FREE, "2027-01-14");
}

/* T047: nothing is asked of a suspension, of one cancelled, or of a child who is reinstated */
static void
test_not_asked (void)
{
  assert_roll (roll_on ("2026-10-20", json_pack ("{s:s}", "kind", "SUSP")), ATLAS_ROLL_NOT_ASKED,
               NULL);
  assert_roll (roll_on ("2026-10-20", json_pack ("{s:s}", "cancelled", "2026-10-05")),
               ATLAS_ROLL_NOT_ASKED, NULL);
  assert_roll (roll_on ("2026-10-20", json_pack ("{s:s, s:s}", "board_decision", "reinstated",
                                                 "board_met", "2026-10-15")),
               ATLAS_ROLL_NOT_ASKED, NULL);
  assert_roll (roll_on ("2026-09-30", json_object ()), ATLAS_ROLL_NOT_ASKED, NULL);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/roll/until-the-time-is-over", test_until_the_time_is_over);
  g_test_add_func ("/roll/parents-waive", test_parents_waive);
  g_test_add_func ("/roll/a-review-goes-on", test_a_review_goes_on);
  g_test_add_func ("/roll/not-asked", test_not_asked);

  return g_test_run ();
}
