/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "../isolate.h"
#include "reports/atlas-facts.h"
#include "reports/atlas-step-plan.h"
#include "store/atlas-store-places.h"

#include "case-county.h"

typedef CaseStore Fixture;

#define N_CHILDREN 12           /* one at each step, in the order of the steps */

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

static AtlasStepPlan *
plan_of (Fixture    *fixture,
         const char *reference)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(AtlasReferralCase) self = read_case (fixture, reference);
  AtlasStepPlan *plan = atlas_step_plan_new (fixture->store, self, &error);

  g_assert_no_error (error);
  return plan;
}

/* Takes @fields. */
static void
set_referral (Fixture    *fixture,
              const char *reference,
              json_t     *fields)
{
  g_autoptr(AtlasReferralCase) self = read_case (fixture, reference);
  AtlasChangeSet *set = atlas_change_set_new ("Test");
  const char *name;
  json_t *value;

  json_object_foreach (fields, name, value)
  {
    atlas_change_set_set (set, ATLAS_RECORD (self->referral), name, json_incref (value));
  }
  json_decref (fields);
  case_apply (fixture->store, set);
}

static void
next_is_worked_out_and_says_so (Fixture      *fixture,
                                gconstpointer data)
{
  g_autoptr(AtlasStepPlan) plan = NULL;
  g_autofree char *words = NULL;

  set_referral (fixture, "K0-001", json_pack ("{s:s}", "step_on", "2026-11-24"));
  plan = plan_of (fixture, "K0-001");
  words = atlas_words_step_next (plan, case_today ());
  g_assert_cmpstr (words, ==, "Next: Look at it, by 26 November · Owner: County officer");
  g_assert_true (plan->next_is_worked_out && plan->owner_is_worked_out && plan->by_is_worked_out);
  g_assert_cmpstr (plan->by_why, ==, "2 days, set by this county");
}

static void
what_somebody_wrote_stands (Fixture      *fixture,
                            gconstpointer data)
{
  g_autoptr(AtlasStepPlan) plan = NULL;
  g_autofree char *words = NULL;

  set_referral (fixture, "K0-001",
                json_pack ("{s:s, s:s, s:s}", "next_step", "Ring the school", "owner", "A. Sample",
                           "next_by", "2026-12-01"));
  plan = plan_of (fixture, "K0-001");
  words = atlas_words_step_next (plan, case_today ());
  g_assert_cmpstr (words, ==, "Next: Ring the school, by 1 December · Owner: A. Sample");
  g_assert_false (plan->next_is_worked_out || plan->owner_is_worked_out || plan->by_is_worked_out);
  g_assert_null (plan->by_why);
}

/* T118: an offer is answered by its own clock, and by whom it was made to */
static void
test_clock_gives_the_day (Fixture      *fixture,
                          gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(AtlasReferralCase) before = read_case (fixture, "K0-002");
  g_autoptr(AtlasPlaceLine) place = NULL;
  g_autoptr(AtlasStepPlan) plan = NULL;
  AtlasStepClockLine *clock;

  place = atlas_store_get_place (fixture->store, fixture->county.places[0], case_today (), &error);
  g_assert_no_error (error);
  case_apply (fixture->store, atlas_referral_offer_set (before, place->place, "The Green Centre",
                                                        case_today (), ATLAS_DATE_NONE, NULL));
  plan = plan_of (fixture, "K0-002");
  g_assert_cmpstr (plan->next, ==, "Answer the offer");
  g_assert_cmpstr (plan->owner, ==, "Provider, The Green Centre");
  g_assert_cmpstr (plan->by_why, ==, "Answer to an offer");
  g_assert_cmpint (plan->by, ==, case_day ("2026-12-02"));
  g_assert_cmpuint (plan->present->starts->len, ==, 1);
  clock = g_ptr_array_index (plan->present->starts, 0);
  g_assert_cmpstr (clock->rule->id, ==, "offer-answer");
  g_assert_nonnull (clock->running);
}

/* T112: a panel's own next meeting is the day */
static void
test_panel_gives_the_day (Fixture      *fixture,
                          gconstpointer data)
{
  g_autoptr(AtlasStepPlan) plan = NULL;
  g_autofree char *panel = NULL;

  panel = case_add (&fixture->county, "panel", NULL,
                    json_pack ("{s:s, s:s, s:i, s:s}", "key", "p", "name", "Midmark Panel",
                               "every_weeks", 2, "first_meeting", "2026-11-12"));
  case_county_load (&fixture->county, fixture->store);
  set_referral (fixture, "K0-003", json_pack ("{s:s, s:s}", "panel", panel, "step_on",
                                              "2026-11-23"));
  plan = plan_of (fixture, "K0-003");
  g_assert_cmpstr (plan->next, ==, "Decide at the panel");
  g_assert_cmpstr (plan->owner, ==, "Panel chair, Midmark Panel");
  g_assert_cmpint (plan->by, ==, case_day ("2026-11-26"));
  g_assert_cmpstr (plan->by_why, ==, "The panel’s next meeting");
}

static void
county_gives_the_days (Fixture      *fixture,
                       gconstpointer data)
{
  g_autoptr(AtlasStepPlan) plan = NULL;

  g_free (case_add (&fixture->county, "county", NULL,
                    json_pack ("{s:s, s:s, s:[s]}", "key", "mark", "name", "Markshire",
                               "thresholds", "step-sent=9")));
  case_county_load (&fixture->county, fixture->store);
  set_referral (fixture, "K0-001", json_pack ("{s:s}", "step_on", "2026-11-24"));
  plan = plan_of (fixture, "K0-001");
  g_assert_cmpint (plan->by, ==, case_day ("2026-12-03"));
  g_assert_cmpstr (plan->by_why, ==, "9 days, set by this county");
}

/* T046, T047: whoever finds a place at tier 5 has the name of the day */
static void
test_team_has_the_name_of_the_day (Fixture      *fixture,
                                   gconstpointer data)
{
  g_autoptr(AtlasStepPlan) then = NULL;
  g_autoptr(AtlasStepPlan) now = NULL;
  static const struct { const char *text, *from, *to; } teams[] = {
    { "Integration Team", "2016-04-01", "2019-12-31" },
    { "Fair Access and Exclusion Team", "2020-01-01", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (teams); i++)
    g_free (case_add (&fixture->county, "label", NULL,
                      json_pack ("{s:[s, s], s:s, s:s, s:s, s:{s:s, s:s*}}", "subject", "area",
                                 fixture->county.areas[0], "kind", "term", "item",
                                 "integration-team", "text", teams[i].text, "valid", "from",
                                 teams[i].from, "to", teams[i].to)));
  case_county_load (&fixture->county, fixture->store);
  set_referral (fixture, "K0-001", json_pack ("{s:i, s:s}", "tier", 5, "received", "2016-09-05"));
  then = plan_of (fixture, "K0-001");
  g_assert_cmpstr (then->owner, ==, "County officer, Integration Team");
  set_referral (fixture, "K0-001", json_pack ("{s:s}", "received", "2026-11-20"));
  now = plan_of (fixture, "K0-001");
  g_assert_cmpstr (now->owner, ==, "County officer, Fair Access and Exclusion Team");
}

static const AtlasStepLine *
find_following (const AtlasStepPlan *plan,
                const char          *step)
{
  for (guint i = 0; i < plan->following->len; i++)
    {
      const AtlasStepLine *line = g_ptr_array_index (plan->following, i);

      if (g_str_equal (line->rule->step, step))
        return line;
    }

  return NULL;
}

static void
following_steps_say_what_is_missing_and_why_not (Fixture      *fixture,
                                                 gconstpointer data)
{
  g_autoptr(AtlasStepPlan) plan = plan_of (fixture, "K0-002");
  const AtlasStepLine *panel = find_following (plan, "panel");
  const AtlasStepLine *accepted = find_following (plan, "accepted");
  const AtlasStepLine *waiting = find_following (plan, "waiting");
  g_autofree char *asked = NULL;

  g_assert_nonnull (panel);
  g_assert_null (panel->why_not);
  g_assert_cmpuint (atlas_step_n_missing (panel), ==, 2);
  g_assert_nonnull (accepted);
  g_assert_cmpstr (accepted->why_not, ==, "No offer stands. Offer a place first.");
  g_assert_nonnull (waiting);
  g_assert_cmpuint (atlas_step_n_missing (waiting), ==, 0);
  asked = atlas_words_step_need (g_ptr_array_index (waiting->needs, waiting->needs->len - 1));
  g_assert_cmpstr (asked, ==, "Asked when the step is taken");
  g_assert_null (find_following (plan, "draft"));
  g_assert_null (find_following (plan, "started"));
}

/* What the form of the step asks is missing once the step is taken without it. */
static void
present_step_lists_what_is_missing (Fixture      *fixture,
                                    gconstpointer data)
{
  g_autoptr(AtlasStepPlan) ended = plan_of (fixture, "K0-011");
  g_autoptr(AtlasStepPlan) draft = plan_of (fixture, "K0-000");

  g_assert_cmpuint (atlas_step_n_missing (ended->present), ==, 1);
  g_assert_null (ended->next);
  g_assert_cmpuint (atlas_step_n_missing (draft->present), ==, 0);
  g_assert_cmpstr (draft->next, ==, "Finish it and send it");
}

/* T116: the other record of the same child is named, until somebody says that there are two */
static void
test_twins_are_named_until_passed (Fixture      *fixture,
                                   gconstpointer data)
{
  g_autoptr(AtlasReferralCase) first = read_case (fixture, "K0-001");
  g_autoptr(AtlasReferralCase) second = read_case (fixture, "K0-002");
  g_autoptr(AtlasStepPlan) before = NULL;
  g_autoptr(AtlasStepPlan) after = NULL;
  AtlasChangeSet *set = atlas_change_set_new ("Test");
  const char *id = atlas_record_get_id (ATLAS_RECORD (first->child));
  const AtlasTwin *twin;

  atlas_change_set_set_text (set, ATLAS_RECORD (first->child), "upn", "A001234567890");
  atlas_change_set_set_text (set, ATLAS_RECORD (second->child), "upn", "A001234567890");
  case_apply (fixture->store, set);
  before = plan_of (fixture, "K0-001");
  g_assert_cmpuint (before->twins->len, ==, 1);
  twin = g_ptr_array_index (before->twins, 0);
  g_assert_cmpstr (twin->reference, ==, "K0-002");
  g_assert_true (twin->has_same_upn);

  g_free (case_add (&fixture->county, "passed", NULL,
                    json_pack ("{s:[s, s], s:s, s:s, s:s, s:s, s:s}", "subject", "child", id,
                               "check",
                               "duplicate", "reason", "Two children", "by_name", "A. Sample",
                               "role",
                               "county_officer", "on", "2026-11-25")));
  case_county_load (&fixture->county, fixture->store);
  after = plan_of (fixture, "K0-001");
  g_assert_cmpuint (after->twins->len, ==, 0);
}

static AtlasTwinQuestion *
ask_about (const char *upn,
           const char *first_name,
           const char *last_name,
           const char *born)
{
  AtlasTwinQuestion *question = g_new0 (AtlasTwinQuestion, 1);

  question->upn = g_strdup (upn);
  question->first_name = g_strdup (first_name);
  question->last_name = g_strdup (last_name);
  question->born = atlas_date_parse (born);

  return question;
}

static guint
count_twins (Fixture           *fixture,
             AtlasTwinQuestion *question)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(AtlasTwinQuestion) owned = question;
  g_autoptr(GPtrArray) twins = atlas_store_find_twins (fixture->store, question, &error);

  g_assert_no_error (error);
  return twins->len;
}

/* T116: a name alone makes nobody the same child, nor does nothing at all */
static void
test_twins_need_number_or_name_and_birth (Fixture      *fixture,
                                          gconstpointer data)
{
  g_autoptr(AtlasReferralCase) first = read_case (fixture, "K0-001");
  g_autofree char *born = atlas_date_format (first->child->born);
  g_autofree char *last = g_utf8_strup (first->child->last_name, -1);

  g_assert_cmpuint (count_twins (fixture, ask_about (NULL, first->child->first_name, last, born)),
                    ==, 1);
  g_assert_cmpuint (count_twins (fixture, ask_about (NULL, first->child->first_name, last, NULL)),
                    ==, 0);
  g_assert_cmpuint (count_twins (fixture, ask_about (NULL, NULL, last, born)), ==, 0);
  g_assert_cmpuint (count_twins (fixture, ask_about ("", "", "", NULL)), ==, 0);
  g_assert_cmpuint (count_twins (fixture, ask_about ("A001234567890", NULL, NULL, NULL)), ==, 0);
}

static void
page_prints_the_plan (Fixture      *fixture,
                      gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(AtlasFacts) facts = atlas_facts_new (fixture->store, "referral/K0-003", case_today (),
                                                 &error);
  g_autoptr(json_t) json = NULL;
  json_t *said;
  json_t *needs;

  g_assert_no_error (error);
  json = atlas_facts_to_json (facts);
  said = json_object_get (json, "facts");
  needs = json_object_get (said, "needs");
  g_assert_cmpstr (json_string_value (json_object_get (said, "next_step")), ==,
                   "Decide at the panel");
  g_assert_cmpstr (json_string_value (json_object_get (said, "owner")), ==, "Panel chair");
  g_assert_cmpuint (json_array_size (needs), ==, 5);
  g_assert_cmpstr (json_string_value (json_array_get (needs, 3)), ==,
                   "A panel: It is not said which panel it goes to.");
  g_assert_true (json_is_array (json_object_get (said, "may_follow")));
  g_assert_cmpstr (json_string_value (json_object_get (said, "taken_by")), ==,
                   "County officer, Area lead, Panel chair");
}

#define ADD(path, function) \
  g_test_add (path, Fixture, GINT_TO_POINTER (N_CHILDREN), \
              case_store_set_up, function, case_store_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, TEST_ISOLATE, NULL);

  ADD ("/reports/step-plan/next-is-worked-out-and-says-so", next_is_worked_out_and_says_so);
  ADD ("/reports/step-plan/what-somebody-wrote-stands", what_somebody_wrote_stands);
  ADD ("/reports/step-plan/clock-gives-the-day", test_clock_gives_the_day);
  ADD ("/reports/step-plan/panel-gives-the-day", test_panel_gives_the_day);
  ADD ("/reports/step-plan/county-gives-the-days", county_gives_the_days);
  ADD ("/reports/step-plan/team-has-the-name-of-the-day", test_team_has_the_name_of_the_day);
  ADD ("/reports/step-plan/following-steps-say-what-is-missing-and-why-not",
       following_steps_say_what_is_missing_and_why_not);
  ADD ("/reports/step-plan/present-step-lists-what-is-missing", present_step_lists_what_is_missing);
  ADD ("/reports/step-plan/twins-are-named-until-passed", test_twins_are_named_until_passed);
  ADD ("/reports/step-plan/twins-need-number-or-name-and-birth",
       test_twins_need_number_or_name_and_birth);
  ADD ("/reports/step-plan/page-prints-the-plan", page_prints_the_plan);

  return g_test_run ();
}
