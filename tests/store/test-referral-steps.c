/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "../isolate.h"
#include "store/atlas-referral-changes.h"
#include "store/atlas-store-places.h"

#include "case-county.h"

typedef CaseStore Fixture;

#define CAN ""
#define N_STEPS 12

/* The county has a referral at each step, in this order, and no offers or placements. */
static const char * const steps[N_STEPS] = {
  "K0-000", "K0-001", "K0-002", "K0-003", "K0-004", "K0-005", "K0-006", "K0-007", "K0-008",
  "K0-009", "K0-010", "K0-011",
};
enum { DRAFT, SENT, LOOKED_AT, PANEL, WAITING, OFFERED, ACCEPTED, NOT_AGREED, STARTED, UNDER_REVIEW,
       MOVED_ON, ENDED };

static AtlasReferralCase *
read_case (Fixture    *fixture,
           const char *reference)
{
  g_autoptr(GError) error = NULL;
  AtlasReferralCase *self = atlas_store_read_referral_case (fixture->store, reference,
                                                            case_today (), &error);

  g_assert_no_error (error);
  return self;
}

static void
assert_why (Fixture          *fixture,
            int               step,
            AtlasReferralVerb verb,
            const char       *role,
            const char       *expected)
{
  g_autoptr(AtlasReferralCase) self = read_case (fixture, steps[step]);
  g_autofree char *why = NULL;

  if (role != NULL)
    self->roles = g_strsplit (role, " ", -1);
  why = atlas_referral_why_not (self, verb);
  g_assert_cmpstr (why != NULL ? why : CAN, ==, expected);
  g_assert_cmpint (atlas_referral_can (self, verb), ==, why == NULL);
}

static void
each_verb_is_allowed_where_it_belongs (Fixture      *fixture,
                                       gconstpointer data)
{
  static const struct { int step; AtlasReferralVerb verb; } rows[] = {
    { DRAFT, ATLAS_REFERRAL_VERB_SEND }, { SENT, ATLAS_REFERRAL_VERB_LOOK_AT },
    { LOOKED_AT, ATLAS_REFERRAL_VERB_TO_PANEL }, { LOOKED_AT, ATLAS_REFERRAL_VERB_WAIT },
    { LOOKED_AT, ATLAS_REFERRAL_VERB_OFFER }, { PANEL, ATLAS_REFERRAL_VERB_WAIT },
    { PANEL, ATLAS_REFERRAL_VERB_NOT_AGREE }, { WAITING, ATLAS_REFERRAL_VERB_OFFER },
    { WAITING, ATLAS_REFERRAL_VERB_LOOK_AT }, { SENT, ATLAS_REFERRAL_VERB_NOT_AGREE },
    { NOT_AGREED, ATLAS_REFERRAL_VERB_LOOK_AT }, { NOT_AGREED, ATLAS_REFERRAL_VERB_WAIT },
    { STARTED, ATLAS_REFERRAL_VERB_REVIEW }, { STARTED, ATLAS_REFERRAL_VERB_MOVE_ON },
    { UNDER_REVIEW, ATLAS_REFERRAL_VERB_RESUME }, { UNDER_REVIEW, ATLAS_REFERRAL_VERB_MOVE_ON },
    { UNDER_REVIEW, ATLAS_REFERRAL_VERB_END }, { MOVED_ON, ATLAS_REFERRAL_VERB_END },
    { MOVED_ON, ATLAS_REFERRAL_VERB_REOPEN }, { ENDED, ATLAS_REFERRAL_VERB_REOPEN },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    assert_why (fixture, rows[i].step, rows[i].verb, NULL, CAN);
}

static void
each_refusal_says_why (Fixture      *fixture,
                       gconstpointer data)
{
  static const struct { int step; AtlasReferralVerb verb; const char *why; } rows[] = {
    { SENT, ATLAS_REFERRAL_VERB_SEND, "It has been sent already." },
    { LOOKED_AT, ATLAS_REFERRAL_VERB_LOOK_AT, "It is at “Being looked at” already." },
    { DRAFT, ATLAS_REFERRAL_VERB_TO_PANEL, "“At panel” does not follow “Draft”." },
    { LOOKED_AT, ATLAS_REFERRAL_VERB_ACCEPT, "No offer stands. Offer a place first." },
    { ACCEPTED, ATLAS_REFERRAL_VERB_START, "No offer stands. Offer a place first." },
    { DRAFT, ATLAS_REFERRAL_VERB_WAIT, "“Waiting” does not follow “Draft”." },
    { SENT, ATLAS_REFERRAL_VERB_REVIEW, "“Under review” does not follow “Sent”." },
    { LOOKED_AT, ATLAS_REFERRAL_VERB_MOVE_ON, "“Moved on” does not follow “Being looked at”." },
    { UNDER_REVIEW, ATLAS_REFERRAL_VERB_START, "It has started already." },
    { STARTED, ATLAS_REFERRAL_VERB_RESUME, "It is not under review." },
    { STARTED, ATLAS_REFERRAL_VERB_REOPEN, "It has not ended." },
    { STARTED, ATLAS_REFERRAL_VERB_NOT_AGREE, "“Not agreed” does not follow “Started”." },
    { ENDED, ATLAS_REFERRAL_VERB_LOOK_AT, "It has ended. Reopen it first." },
    { ENDED, ATLAS_REFERRAL_VERB_OFFER, "It has ended. Reopen it first." },
    { MOVED_ON, ATLAS_REFERRAL_VERB_REVIEW, "It has ended. Reopen it first." },
    { ENDED, ATLAS_REFERRAL_VERB_END, "It is at “Ended” already." },
    { SENT, ATLAS_REFERRAL_VERB_EDUCATION,
      "No exclusion is recorded, so no Day 6 clock runs." },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    assert_why (fixture, rows[i].step, rows[i].verb, NULL, rows[i].why);
}

static void
role_without_the_step_is_told (Fixture      *fixture,
                               gconstpointer data)
{
  const char *why = "“Moved on” is not for your role to record. Ask a county officer or an area "
                    "lead.";

  assert_why (fixture, STARTED, ATLAS_REFERRAL_VERB_MOVE_ON, "panel_chair", why);
  assert_why (fixture, STARTED, ATLAS_REFERRAL_VERB_MOVE_ON, "provider", why);
  assert_why (fixture, STARTED, ATLAS_REFERRAL_VERB_MOVE_ON, "panel_chair area_lead", CAN);
  assert_why (fixture, LOOKED_AT, ATLAS_REFERRAL_VERB_TO_PANEL, "panel_chair", CAN);
}

static void
step (Fixture          *fixture,
      int               from,
      AtlasReferralVerb verb,
      const char       *reason,
      const char       *expected)
{
  g_autoptr(AtlasReferralCase) before = read_case (fixture, steps[from]);
  g_autoptr(AtlasReferralCase) after = NULL;

  case_apply (fixture->store, atlas_referral_step_set (before, verb, reason));
  after = read_case (fixture, steps[from]);
  g_assert_cmpstr (after->referral->step, ==, expected);
  g_assert_cmpstr (after->referral->step_reason, ==, reason);
  g_assert_cmpint (after->referral->step_on, ==, case_today ());
}

static void
plain_steps_lead_where_they_say (Fixture      *fixture,
                                 gconstpointer data)
{
  step (fixture, LOOKED_AT, ATLAS_REFERRAL_VERB_WAIT, "No place until January", "waiting");
  step (fixture, LOOKED_AT, ATLAS_REFERRAL_VERB_LOOK_AT, NULL, "looked-at");
  step (fixture, STARTED, ATLAS_REFERRAL_VERB_REVIEW, NULL, "under-review");
  step (fixture, STARTED, ATLAS_REFERRAL_VERB_RESUME, NULL, "started");
  step (fixture, ENDED, ATLAS_REFERRAL_VERB_REOPEN, "The family has come back", "looked-at");
  step (fixture, MOVED_ON, ATLAS_REFERRAL_VERB_REOPEN, "It did not last", "looked-at");
}

static void
not_agreed_without_an_offer_keeps_the_reason (Fixture      *fixture,
                                              gconstpointer data)
{
  g_autoptr(AtlasReferralCase) before = read_case (fixture, steps[PANEL]);
  g_autoptr(AtlasReferralCase) after = NULL;

  case_apply (fixture->store,
              atlas_referral_answer_set (before, FALSE, "Support in school comes first"));
  after = read_case (fixture, steps[PANEL]);
  g_assert_cmpstr (after->referral->step, ==, "not-agreed");
  g_assert_cmpstr (after->referral->step_reason, ==, "Support in school comes first");
}

static void
offer_and_start (Fixture *fixture,
                 int      which)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(AtlasReferralCase) first = read_case (fixture, steps[which]);
  g_autoptr(AtlasReferralCase) offered = NULL;
  g_autoptr(AtlasReferralCase) accepted = NULL;
  g_autoptr(AtlasPlaceLine) place = NULL;

  place = atlas_store_get_place (fixture->store, fixture->county.places[0], case_today (), &error);
  g_assert_no_error (error);
  case_apply (fixture->store, atlas_referral_offer_set (first, place->place, "The Green Centre",
                                                        case_today (), ATLAS_DATE_NONE, NULL));
  offered = read_case (fixture, steps[which]);
  case_apply (fixture->store, atlas_referral_answer_set (offered, TRUE, NULL));
  accepted = read_case (fixture, steps[which]);
  case_apply (fixture->store, atlas_referral_start_set (accepted, case_today (), TRUE));
}

/* T085: where a child went is on record */
static void
test_moved_on_keeps_the_destination (Fixture      *fixture,
                                     gconstpointer data)
{
  g_autoptr(AtlasReferralCase) started = NULL;
  g_autoptr(AtlasReferralCase) after = NULL;
  AtlasStepCase of;

  offer_and_start (fixture, LOOKED_AT);
  started = read_case (fixture, steps[LOOKED_AT]);
  case_apply (fixture->store,
              atlas_referral_close_set (started, ATLAS_REFERRAL_VERB_MOVE_ON, case_today (),
                                        "reintegrated", NULL));
  after = read_case (fixture, steps[LOOKED_AT]);
  g_assert_cmpstr (after->referral->step, ==, "moved-on");
  g_assert_null (after->placement);
  of = atlas_referral_step_case (after);
  g_assert_cmpstr (of.placement->outcome, ==, "reintegrated");
  g_assert_cmpint (of.placement->ended, ==, case_today ());
  g_assert_true (atlas_step_need_met (atlas_step_need_find ("destination"), &of));
}

/* Without a placement on record the words go where they can be read. */
static void
test_moved_on_without_a_placement_says_where (Fixture      *fixture,
                                              gconstpointer data)
{
  g_autoptr(AtlasReferralCase) before = read_case (fixture, steps[STARTED]);
  g_autoptr(AtlasReferralCase) after = NULL;

  case_apply (fixture->store,
              atlas_referral_close_set (before, ATLAS_REFERRAL_VERB_MOVE_ON, case_today (),
                                        "special",
                                        NULL));
  after = read_case (fixture, steps[STARTED]);
  g_assert_cmpstr (after->referral->step, ==, "moved-on");
  g_assert_cmpstr (after->referral->step_reason, ==, "Moved to a special school");
}

/* T028: outreach and advice come to the school, which takes no place and changes no roll */
static void
test_support_in_school_takes_no_place (Fixture      *fixture,
                                       gconstpointer data)
{
  g_autoptr(AtlasReferralCase) offered = read_case (fixture, steps[OFFERED]);
  g_autoptr(AtlasReferralCase) accepted = NULL;
  g_autoptr(AtlasReferralCase) started = NULL;
  AtlasStepCase of;

  g_assert_cmpstr (offered->referral->kind, ==, "outreach");
  case_apply (fixture->store, atlas_referral_answer_set (offered, TRUE, NULL));
  accepted = read_case (fixture, steps[OFFERED]);
  g_assert_cmpstr (accepted->referral->step, ==, "accepted");
  g_assert_true (atlas_referral_can (accepted, ATLAS_REFERRAL_VERB_START));
  case_apply (fixture->store, atlas_referral_start_set (accepted, case_today (), FALSE));
  started = read_case (fixture, steps[OFFERED]);
  g_assert_cmpstr (started->referral->step, ==, "started");
  g_assert_null (started->placement);
  of = atlas_referral_step_case (started);
  g_assert_true (atlas_step_need_met (atlas_step_need_find ("start"), &of));
}

static void
standing_offer_and_placement_are_in_the_way (Fixture      *fixture,
                                             gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(AtlasReferralCase) first = read_case (fixture, steps[LOOKED_AT]);
  g_autoptr(AtlasPlaceLine) place = NULL;

  place = atlas_store_get_place (fixture->store, fixture->county.places[0], case_today (), &error);
  g_assert_no_error (error);
  case_apply (fixture->store, atlas_referral_offer_set (first, place->place, "The Green Centre",
                                                        case_today (), ATLAS_DATE_NONE, NULL));
  assert_why (fixture, LOOKED_AT, ATLAS_REFERRAL_VERB_WAIT, NULL,
              "An offer stands. Record the answer to it first.");
  assert_why (fixture, LOOKED_AT, ATLAS_REFERRAL_VERB_END, NULL,
              "An offer stands. Record the answer to it first.");
  assert_why (fixture, LOOKED_AT, ATLAS_REFERRAL_VERB_ACCEPT, NULL, CAN);
  assert_why (fixture, LOOKED_AT, ATLAS_REFERRAL_VERB_NOT_AGREE, NULL, CAN);
  assert_why (fixture, LOOKED_AT, ATLAS_REFERRAL_VERB_START, NULL,
              "No offer is accepted. Record that one is first.");
  offer_and_start (fixture, PANEL);
  assert_why (fixture, PANEL, ATLAS_REFERRAL_VERB_LOOK_AT, NULL,
              "The child is at a placement. End that first.");
}

static char *
say_missing (AtlasReferralCase *self,
             AtlasReferralVerb  verb)
{
  g_autoptr(GPtrArray) missing = atlas_referral_verb_missing (self, verb);
  g_autoptr(GPtrArray) ids = g_ptr_array_new ();

  for (guint i = 0; i < missing->len; i++)
    g_ptr_array_add (ids, (gpointer) ((const AtlasStepNeed *)
                                      g_ptr_array_index (missing, i))->id);
  g_ptr_array_add (ids, NULL);

  return g_strjoinv (" ", (char **) ids->pdata);
}

/* T060: going on without views is a decision of somebody, with a reason */
static void
test_what_is_missing_can_be_passed_with_the_step (Fixture      *fixture,
                                                  gconstpointer data)
{
  g_autoptr(AtlasReferralCase) before = read_case (fixture, steps[LOOKED_AT]);
  g_autoptr(AtlasReferralCase) after = NULL;
  g_autoptr(GPtrArray) needs = atlas_referral_verb_missing (before, ATLAS_REFERRAL_VERB_TO_PANEL);
  g_autofree char *missing = say_missing (before, ATLAS_REFERRAL_VERB_TO_PANEL);
  g_autofree char *left = NULL;
  AtlasChangeSet *set = atlas_referral_step_set (before, ATLAS_REFERRAL_VERB_TO_PANEL, NULL);
  AtlasPassed *passed;

  g_assert_cmpstr (missing, ==, "panel views");
  for (guint i = 0; i < needs->len; i++)
    atlas_referral_pass (set, before, g_ptr_array_index (needs, i), "The panel meets today",
                         "A. Sample", "area_lead");
  case_apply (fixture->store, set);

  after = read_case (fixture, steps[LOOKED_AT]);
  left = say_missing (after, ATLAS_REFERRAL_VERB_TO_PANEL);
  g_assert_cmpstr (after->referral->step, ==, "panel");
  g_assert_cmpuint (after->passed->len, ==, 2);
  passed = g_ptr_array_index (after->passed, 0);
  g_assert_cmpstr (passed->reason, ==, "The panel meets today");
  g_assert_cmpstr (passed->role, ==, "area_lead");
  g_assert_true (passed->invented);
  g_assert_cmpstr (left, ==, "");
}

/* One step is one change: undoing it takes the passing away too. */
static void
undoing_a_step_takes_its_passing_back (Fixture      *fixture,
                                       gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(AtlasReferralCase) before = read_case (fixture, steps[LOOKED_AT]);
  g_autoptr(AtlasReferralCase) after = NULL;
  AtlasChangeSet *set = atlas_referral_step_set (before, ATLAS_REFERRAL_VERB_TO_PANEL, NULL);
  g_autofree char *id = g_strdup (atlas_change_set_get_id (set));

  atlas_referral_pass (set, before, atlas_step_need_find ("views"), "Today", "A. Sample",
                       "area_lead");
  case_apply (fixture->store, set);
  atlas_store_undo (fixture->store, id, NULL, &error);
  g_assert_no_error (error);
  after = read_case (fixture, steps[LOOKED_AT]);
  g_assert_cmpstr (after->referral->step, ==, "looked-at");
  g_assert_cmpuint (after->passed->len, ==, 0);
}

#define ADD(path, function) \
  g_test_add (path, Fixture, GINT_TO_POINTER (N_STEPS), \
              case_store_set_up, function, case_store_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, TEST_ISOLATE, NULL);

  ADD ("/store/referral-steps/each-verb-is-allowed-where-it-belongs",
       each_verb_is_allowed_where_it_belongs);
  ADD ("/store/referral-steps/each-refusal-says-why", each_refusal_says_why);
  ADD ("/store/referral-steps/role-without-the-step-is-told", role_without_the_step_is_told);
  ADD ("/store/referral-steps/plain-steps-lead-where-they-say", plain_steps_lead_where_they_say);
  ADD ("/store/referral-steps/not-agreed-without-an-offer-keeps-the-reason",
       not_agreed_without_an_offer_keeps_the_reason);
  ADD ("/store/referral-steps/moved-on-keeps-the-destination", test_moved_on_keeps_the_destination);
  ADD ("/store/referral-steps/moved-on-without-a-placement-says-where",
       test_moved_on_without_a_placement_says_where);
  ADD ("/store/referral-steps/support-in-school-takes-no-place",
       test_support_in_school_takes_no_place);
  ADD ("/store/referral-steps/standing-offer-and-placement-are-in-the-way",
       standing_offer_and_placement_are_in_the_way);
  ADD ("/store/referral-steps/what-is-missing-can-be-passed-with-the-step",
       test_what_is_missing_can_be_passed_with_the_step);
  ADD ("/store/referral-steps/undoing-a-step-takes-its-passing-back",
       undoing_a_step_takes_its_passing_back);

  return g_test_run ();
}
