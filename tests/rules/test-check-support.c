/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "case-check.h"

static void
add_referral (Fixture    *fixture,
              int         tier,
              const char *received,
              const char *more)
{
  g_autofree char *text = NULL;

  text = g_strdup_printf ("{'reference': 'K1', 'child': '" CHILD "', 'step': 'started',"
                          " 'tier': %d, 'received': '%s'%s}", tier, received, more);
  add (fixture, "referral", REFERRAL, text);
}

static void
add_plan (Fixture    *fixture,
          const char *kind,
          const char *made,
          const char *more)
{
  g_autofree char *text = NULL;

  text = g_strdup_printf ("{'child': '" CHILD "', 'kind': '%s', 'made': '%s'%s}", kind, made, more);
  add (fixture, "plan", NULL, text);
}

/* T037: tier 2 of 2016 without contact, end, plan and weekly update */
static void
test_tier_2_of_2016 (Fixture      *fixture,
                     gconstpointer data)
{
  const AtlasCheckFound *found;

  add_referral (fixture, 2, "2017-05-01", "");
  found = look (fixture, "tier-2", "2017-06-01");
  g_assert_cmpint (found->facts.missing, ==,
                   ATLAS_MISSING_CONTACT | ATLAS_MISSING_PLANNED_END |
                   ATLAS_MISSING_RISK_MANAGEMENT | ATLAS_MISSING_WEEKLY_UPDATE);

  add_plan (fixture, "risk-management", "2017-05-02",
            ", 'contact': 'Class teacher', 'parts': ['triggers']");
  found = look (fixture, "tier-2", "2017-05-08");
  g_assert_cmpint (found->facts.missing, ==,
                   ATLAS_MISSING_PLANNED_END | ATLAS_MISSING_DE_ESCALATION |
                   ATLAS_MISSING_WEEKLY_UPDATE);
}

/* T037: tier 2 of 2016 that is complete, and after an update of last week */
static void
test_tier_2_complete (Fixture      *fixture,
                      gconstpointer data)
{
  add_referral (fixture, 2, "2017-05-01", ", 'planned_end': '2017-07-01'");
  add_plan (fixture, "risk-management", "2017-05-02",
            ", 'contact': 'Class teacher', 'parts': ['de-escalation', 'triggers']");
  g_assert_null (look (fixture, "tier-2", "2017-05-07"));
  g_assert_nonnull (look (fixture, "tier-2", "2017-05-20"));

  add (fixture, "review", NULL, "{'child': '" CHILD "', 'kind': 'weekly', 'held': '2017-05-14'}");
  g_assert_null (look (fixture, "tier-2", "2017-05-20"));
  g_assert_nonnull (look (fixture, "tier-2", "2017-05-22"));
}

/* T037: tier 2 asks for this in 2016 only */
static void
test_tier_2_is_of_2016 (Fixture      *fixture,
                        gconstpointer data)
{
  add_referral (fixture, 2, "2020-01-01", "");
  g_assert_null (look (fixture, "tier-2", "2020-02-01"));
}

/* T038: PSP at tier 3 */
static void
test_psp_at_tier_3 (Fixture      *fixture,
                    gconstpointer data)
{
  add_referral (fixture, 3, "2017-05-01", "");
  g_assert_nonnull (look (fixture, "psp", "2017-06-01"));
  g_assert_null (look (fixture, "risk-reduction", "2017-06-01"));

  add_plan (fixture, "psp", "2017-05-20", ", 'ended': '2017-06-30'");
  g_assert_nonnull (look (fixture, "psp", "2017-05-19"));
  g_assert_null (look (fixture, "psp", "2017-06-30"));
  g_assert_nonnull (look (fixture, "psp", "2017-07-01"));
}

/* T038: risk reduction plan and Assess, Plan, Do, Review at tier 3, since 2020 */
static void
test_risk_reduction_at_tier_3 (Fixture      *fixture,
                               gconstpointer data)
{
  add (fixture, "child", CHILD, "{'born': '2012-05-01'}");
  add_referral (fixture, 3, "2020-01-01", "");
  g_assert_null (look (fixture, "psp", "2020-02-01"));
  g_assert_nonnull (look (fixture, "risk-reduction", "2020-02-01"));
  g_assert_nonnull (look (fixture, "apdr", "2020-02-01"));

  add_plan (fixture, "risk-reduction", "2020-01-10", "");
  g_assert_null (look (fixture, "risk-reduction", "2020-02-01"));
  g_assert_nonnull (look (fixture, "apdr", "2020-02-01"));

  add_plan (fixture, "individual", "2020-01-10", ", 'parts': ['apdr']");
  g_assert_null (look (fixture, "apdr", "2020-02-01"));
}

/* T038: the last day of 2016's rules */
static void
test_the_day_of_the_event_decides (Fixture      *fixture,
                                   gconstpointer data)
{
  add_referral (fixture, 3, "2019-12-31", "");
  g_assert_nonnull (look (fixture, "psp", "2026-11-20"));
  g_assert_null (look (fixture, "risk-reduction", "2026-11-20"));
}

/* T038: what has ended asks for nothing */
static void
test_ended_referrals_are_left (Fixture      *fixture,
                               gconstpointer data)
{
  static const char * const steps[] = { "draft", "ended", "moved-on", "not-agreed" };

  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_autofree char *text = NULL;

      text = g_strdup_printf ("{'reference': 'K1', 'child': '" CHILD "', 'step': '%s', 'tier': 3,"
                              " 'received': '2026-05-01'}", steps[i]);
      add (fixture, "referral", NULL, text);
    }
  g_assert_null (look (fixture, "risk-reduction", "2026-11-20"));
}

/* T039: two-to-one support by two adults of different employers */
static void
test_two_adults (Fixture      *fixture,
                 gconstpointer data)
{
  static const struct {
    const char  *more;
    AtlasMissing missing;
  } cases[] = {
    { ", 'kind': 'outreach'", 0 },
    { ", 'kind': 'intensified-outreach'", ATLAS_MISSING_ADULT | ATLAS_MISSING_SECOND_ADULT },
    { ", 'adult_one': 'A'", ATLAS_MISSING_SECOND_ADULT },
    { ", 'adult_two': 'B'", ATLAS_MISSING_ADULT },
    { ", 'adult_one': 'A', 'adult_two': 'B'", ATLAS_MISSING_OTHER_EMPLOYER },
    { ", 'adult_one': 'A', 'adult_two': 'B', 'employer_one': 'E', 'employer_two': 'E'",
      ATLAS_MISSING_OTHER_EMPLOYER },
    { ", 'adult_one': 'A', 'adult_two': 'B', 'employer_one': 'E', 'employer_two': 'F'", 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const AtlasCheckFound *found;

      atlas_case_clear (fixture->file);
      add_referral (fixture, 3, "2018-05-01", cases[i].more);
      found = look (fixture, "two-adults", "2018-06-01");
      g_assert_cmpint (found != NULL ? found->facts.missing : 0, ==, cases[i].missing);
    }
}

/* T039: two-to-one support is of 2016 */
static void
test_two_adults_are_of_2016 (Fixture      *fixture,
                             gconstpointer data)
{
  add_referral (fixture, 3, "2020-05-01", ", 'kind': 'intensified-outreach'");
  g_assert_null (look (fixture, "two-adults", "2020-06-01"));
}

/* T045: tier 4 with history, intended outcome and planned end */
static void
test_tier_4 (Fixture      *fixture,
             gconstpointer data)
{
  const AtlasCheckFound *found;

  add_referral (fixture, 4, "2018-05-01", "");
  found = look (fixture, "tier-4", "2018-06-01");
  g_assert_cmpint (found->facts.missing, ==,
                   ATLAS_MISSING_HISTORY | ATLAS_MISSING_INTENDED | ATLAS_MISSING_PLANNED_END);

  atlas_case_clear (fixture->file);
  add_referral (fixture, 4, "2018-05-01", ", 'history_reviewed': '2018-04-20',"
                " 'intended': 'return', 'planned_end': '2018-07-01'");
  g_assert_null (look (fixture, "tier-4", "2018-06-01"));

  atlas_case_clear (fixture->file);
  add_referral (fixture, 4, "2020-05-01", "");
  g_assert_null (look (fixture, "tier-4", "2020-06-01"));
}

/* T036: early-years tiers stop at 3 */
static void
test_early_years_have_three_tiers (Fixture      *fixture,
                                   gconstpointer data)
{
  add (fixture, "child", CHILD, "{'born': '2022-10-01'}");
  add_referral (fixture, 4, "2026-05-01", "");
  g_assert_cmpint (look (fixture, "early-years-tier", "2026-06-01")->facts.count, ==, 4);

  add (fixture, "child", CHILD, "{'born': '2018-10-01'}");
  g_assert_null (look (fixture, "early-years-tier", "2026-06-01"));
}

/* T036: early-years tier 3 asks for a behaviour plan, not for a risk reduction plan */
static void
test_early_years_tier_3 (Fixture      *fixture,
                         gconstpointer data)
{
  add (fixture, "child", CHILD, "{'born': '2022-10-01'}");
  add_referral (fixture, 3, "2026-05-01", "");
  g_assert_nonnull (look (fixture, "early-years-plan", "2026-06-01"));
  g_assert_null (look (fixture, "early-years-tier", "2026-06-01"));
  g_assert_null (look (fixture, "risk-reduction", "2026-06-01"));

  add_plan (fixture, "behaviour", "2026-05-02", "");
  g_assert_null (look (fixture, "early-years-plan", "2026-06-01"));
}

/* T060: child's and family's views before a panel */
static void
test_views_before_a_panel (Fixture      *fixture,
                           gconstpointer data)
{
  add (fixture, "child", CHILD, "{'child_view': 'To be with friends'}");
  add (fixture, "referral", REFERRAL, "{'reference': 'K1', 'child': '" CHILD "', 'step': 'panel',"
       " 'step_on': '2026-11-02'}");
  g_assert_cmpint (look (fixture, "views", "2026-11-20")->facts.missing, ==,
                   ATLAS_MISSING_FAMILY_VIEW);

  add (fixture, "child", CHILD, "{'child_view': 'Friends', 'family_view': 'A small class'}");
  g_assert_null (look (fixture, "views", "2026-11-20"));
}

/* T118: what a step needs and does not have is a finding, which a reason passes */
static void
test_step_needs (Fixture      *fixture,
                 gconstpointer data)
{
  add (fixture, "child", CHILD, "{'child_view': 'Friends', 'family_view': 'A small class'}");
  add (fixture, "referral", REFERRAL, "{'reference': 'K1', 'child': '" CHILD "', 'step': 'sent',"
       " 'step_on': '2026-11-02', 'kind': 'outreach', 'tier': 2}");
  g_assert_nonnull (look (fixture, "step-needs", "2026-11-20"));
  add (fixture, "passed", OTHER, "{'subject': ['referral', '" REFERRAL "'], 'check': 'step-about',"
       " 'reason': 'It is urgent', 'by_name': 'A. Sample', 'role': 'area_lead',"
       " 'on': '2026-11-03'}");
  g_assert_null (look (fixture, "step-needs", "2026-11-20"));
}

/* T040: quality of teaching, HLTA status and paperwork at tier 3 in 2016 */
static void
test_tier_3_checks (Fixture      *fixture,
                    gconstpointer data)
{
  add_referral (fixture, 3, "2018-05-01", "");
  g_assert_cmpint (look (fixture, "tier-3-checks", "2018-06-01")->facts.missing, ==,
                   ATLAS_MISSING_TEACHING_CHECK | ATLAS_MISSING_HLTA | ATLAS_MISSING_PAPERWORK);

  atlas_case_clear (fixture->file);
  add_referral (fixture, 3, "2018-05-01", ", 'teaching_checked': '2018-05-10',"
                " 'hlta_seen': '2018-05-11'");
  g_assert_cmpint (look (fixture, "tier-3-checks", "2018-06-01")->facts.missing, ==,
                   ATLAS_MISSING_PAPERWORK);
  add_plan (fixture, "psp", "2018-05-12", ", 'parts': ['ehc-paperwork']");
  g_assert_null (look (fixture, "tier-3-checks", "2018-06-01"));

  atlas_case_clear (fixture->file);
  add (fixture, "child", CHILD, "{'sen': 'E'}");
  add_referral (fixture, 3, "2018-05-01", ", 'teaching_checked': '2018-05-10',"
                " 'hlta_seen': '2018-05-11'");
  g_assert_null (look (fixture, "tier-3-checks", "2018-06-01"));
}

/* T040: the checks of tier 3 are of 2016, and of tier 3 */
static void
test_tier_3_checks_are_of_2016 (Fixture      *fixture,
                                gconstpointer data)
{
  add_referral (fixture, 3, "2020-01-01", "");
  g_assert_null (look (fixture, "tier-3-checks", "2020-02-01"));

  atlas_case_clear (fixture->file);
  add_referral (fixture, 4, "2018-05-01", "");
  g_assert_null (look (fixture, "tier-3-checks", "2018-06-01"));
}

static void
add_risk_plan (Fixture    *fixture,
               const char *shared)
{
  g_autofree char *more = g_strdup_printf (", 'shared_with': [%s]", shared);

  add_plan (fixture, "risk-assessment", "2026-11-05", more);
}

/* T164: a risk assessment is present and shared with child, parents and staff */
static void
test_risk_assessment (Fixture      *fixture,
                      gconstpointer data)
{
  fixture->thresholds[0] = "risk-assessment=on";
  add (fixture, "incident", NULL, "{'child': '" CHILD "', 'kind': 'restrictive',"
       " 'severity': 'difficult', 'on': '2026-11-02'}");
  g_assert_null (look (fixture, "risk-assessment", "2026-11-20"));

  add (fixture, "incident", NULL, "{'child': '" CHILD "', 'kind': 'restrictive',"
       " 'severity': 'dangerous', 'on': '2026-11-03'}");
  g_assert_cmpint (look (fixture, "risk-assessment", "2026-11-20")->facts.missing, ==,
                   ATLAS_MISSING_RISK_ASSESSMENT);

  add_risk_plan (fixture, "'family'");
  g_assert_true (look (fixture, "risk-assessment", "2026-11-20")->facts.missing ==
                 (ATLAS_MISSING_WITH_CHILD | ATLAS_MISSING_WITH_STAFF));
  add_risk_plan (fixture, "'child', 'family', 'provision'");
  g_assert_null (look (fixture, "risk-assessment", "2026-11-20"));

  fixture->thresholds[0] = NULL;
  g_ptr_array_set_size (fixture->file->plans, 0);
  g_assert_null (look (fixture, "risk-assessment", "2026-11-20"));
}

static void
add_decision_on (Fixture    *fixture,
                 const char *kind,
                 const char *on)
{
  g_autofree char *text = NULL;

  text = g_strdup_printf ("{'referral': '" REFERRAL "', 'meeting': '" MEETING "', 'kind': '%s',"
                          " 'on': '%s'}", kind, on);
  add (fixture, "decision", NULL, text);
}

/* T113: how long ago a panel first heard a case that it has not decided */
static void
test_decision_waits (Fixture      *fixture,
                     gconstpointer data)
{
  add (fixture, "referral", REFERRAL, "{'reference': 'K1', 'child': '" CHILD "',"
       " 'step': 'panel'}");
  g_assert_null (look (fixture, "decision-waits", "2026-11-20"));

  add_decision_on (fixture, "ask", "2026-10-15");
  add_decision_on (fixture, "deferred", "2026-11-12");
  g_assert_null (look (fixture, "decision-waits", "2026-11-12"));
  g_assert_cmpint (look (fixture, "decision-waits", "2026-11-13")->facts.count, ==, 29);

  fixture->thresholds[0] = "decision-waits=60";
  g_assert_null (look (fixture, "decision-waits", "2026-11-20"));
  fixture->thresholds[0] = NULL;

  add_decision_on (fixture, "not-agreed", "2026-11-13");
  g_assert_null (look (fixture, "decision-waits", "2026-11-20"));
  add_decision_on (fixture, "ask", "2026-11-15");
  g_assert_cmpint (look (fixture, "decision-waits", "2027-01-11")->facts.count, ==, 57);
}

/* T113: a referral that has left the panel waits for no decision of its */
static void
test_decided_elsewhere (Fixture      *fixture,
                        gconstpointer data)
{
  add (fixture, "referral", REFERRAL, "{'reference': 'K1', 'child': '" CHILD "',"
       " 'step': 'offered'}");
  add_decision_on (fixture, "ask", "2026-09-15");
  g_assert_null (look (fixture, "decision-waits", "2026-11-20"));
}

/* T116: numbers with a wrong check letter */
static void
test_upn (Fixture      *fixture,
          gconstpointer data)
{
  add (fixture, "child", CHILD, "{'upn': 'A919110526001'}");
  g_assert_nonnull (look (fixture, "upn", "2026-11-20"));
  add (fixture, "child", CHILD, "{'upn': 'R919110526001'}");
  g_assert_null (look (fixture, "upn", "2026-11-20"));
  add (fixture, "child", CHILD, "{'first_name': 'Zoë'}");
  g_assert_null (look (fixture, "upn", "2026-11-20"));
}

/* T116: two records that may be of one child */
static void
test_duplicate (Fixture      *fixture,
                gconstpointer data)
{
  add (fixture, "child", CHILD, "{'first_name': 'Zoë'}");
  g_assert_null (look (fixture, "duplicate", "2026-11-20"));
  atlas_background_add_twin (fixture->background, CHILD, OTHER);
  g_assert_nonnull (look (fixture, "duplicate", "2026-11-20"));
}

/* T028: one main registration at a time */
static void
test_two_registrations (Fixture      *fixture,
                        gconstpointer data)
{
  add (fixture, "registration", NULL, "{'child': '" CHILD "', 'enrolment': 'M',"
       " 'establishment': '" SCHOOL "', 'valid': {'from': '2026-09-01'}}");
  add (fixture, "registration", NULL, "{'child': '" CHILD "', 'enrolment': 'S',"
       " 'provision': '" BARN "', 'valid': {'from': '2026-10-01'}}");
  add (fixture, "registration", NULL, "{'child': '" CHILD "', 'enrolment': 'C',"
       " 'establishment': '" OTHER "', 'valid': {'from': '2025-09-01', 'to': '2026-08-31'}}");
  g_assert_null (look (fixture, "two-registrations", "2026-11-20"));

  add (fixture, "registration", NULL, "{'child': '" CHILD "', 'enrolment': 'C',"
       " 'establishment': '" OTHER "', 'valid': {'from': '2026-11-01'}}");
  g_assert_null (look (fixture, "two-registrations", "2026-10-31"));
  g_assert_cmpint (look (fixture, "two-registrations", "2026-11-20")->facts.count, ==, 3);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/check/support/tier-2-of-2016", test_tier_2_of_2016);
  ADD ("/check/support/tier-2-complete", test_tier_2_complete);
  ADD ("/check/support/tier-2-is-of-2016", test_tier_2_is_of_2016);
  ADD ("/check/support/psp-at-tier-3", test_psp_at_tier_3);
  ADD ("/check/support/risk-reduction-at-tier-3", test_risk_reduction_at_tier_3);
  ADD ("/check/support/the-day-of-the-event-decides", test_the_day_of_the_event_decides);
  ADD ("/check/support/ended-referrals-are-left", test_ended_referrals_are_left);
  ADD ("/check/support/two-adults", test_two_adults);
  ADD ("/check/support/two-adults-are-of-2016", test_two_adults_are_of_2016);
  ADD ("/check/support/tier-4", test_tier_4);
  ADD ("/check/support/early-years-have-three-tiers", test_early_years_have_three_tiers);
  ADD ("/check/support/early-years-tier-3", test_early_years_tier_3);
  ADD ("/check/support/views-before-a-panel", test_views_before_a_panel);
  ADD ("/check/support/step-needs", test_step_needs);
  ADD ("/check/support/tier-3-checks", test_tier_3_checks);
  ADD ("/check/support/tier-3-checks-are-of-2016", test_tier_3_checks_are_of_2016);
  ADD ("/check/support/risk-assessment", test_risk_assessment);
  ADD ("/check/support/decision-waits", test_decision_waits);
  ADD ("/check/support/decided-elsewhere", test_decided_elsewhere);
  ADD ("/check/support/upn", test_upn);
  ADD ("/check/support/duplicate", test_duplicate);
  ADD ("/check/support/two-registrations", test_two_registrations);

  return g_test_run ();
}
