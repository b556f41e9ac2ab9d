/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "case-check.h"

#define TODAY "2026-11-20"

static void
know_barn (Fixture    *fixture,
           const char *kind,
           const char *more)
{
  g_autofree char *text = NULL;

  text = g_strdup_printf ("{'key': 'barn', 'name': 'The Barn', 'kind': '%s'%s}", kind, more);
  know (fixture, "provision", BARN, text);
}

static void
know_check (Fixture    *fixture,
            const char *kind,
            const char *expires)
{
  g_autofree char *text = NULL;

  text = g_strdup_printf ("{'provision': '" BARN "', 'kind': '%s', 'expires': '%s'}", kind,
                          expires);
  know (fixture, "check", NULL, text);
}

static void
add_placement (Fixture    *fixture,
               const char *starts,
               const char *more)
{
  g_autofree char *text = NULL;

  text = g_strdup_printf ("{'child': '" CHILD "', 'referral': '" REFERRAL "', 'provision': '" BARN
                          "', 'place': '" LINE "', 'starts': '%s'%s}", starts, more);
  add (fixture, "placement", STAY, text);
}

static void
add_offer (Fixture    *fixture,
           const char *step,
           const char *starts,
           const char *more)
{
  g_autofree char *text = NULL;

  text = g_strdup_printf ("{'referral': '" REFERRAL "', 'provision': '" BARN "', 'place': '" LINE
                          "', 'step': '%s', 'starts': '%s'%s}", step, starts, more);
  add (fixture, "offer", NULL, text);
}

static void
add_direction (Fixture    *fixture,
               const char *starts)
{
  g_autofree char *text = NULL;

  text = g_strdup_printf ("{'child': '" CHILD "', 'establishment': '" SCHOOL "', 'provision': '"
                          BARN "', 'decided': '2026-10-01', 'starts': '%s'}", starts);
  add (fixture, "direction", NULL, text);
}

static void
add_decision (Fixture    *fixture,
              const char *panel_kind)
{
  g_autofree char *panel = NULL;

  panel = g_strdup_printf ("{'key': 'panel', 'name': 'Panel', 'kind': '%s'}", panel_kind);
  know (fixture, "panel", PANEL, panel);
  know (fixture, "meeting", MEETING, "{'panel': '" PANEL "', 'on': '2026-10-01', 'step': 'held'}");
  add (fixture, "decision", NULL, "{'referral': '" REFERRAL "', 'meeting': '" MEETING "',"
       " 'kind': 'offer', 'on': '2026-10-01'}");
}

/* T013: special school place with panel decision and EHC plan for SEMH */
static void
test_special_school (Fixture      *fixture,
                     gconstpointer data)
{
  know_barn (fixture, "semh-special", "");
  add (fixture, "child", CHILD, "{'sen': 'K', 'need': 'SEMH'}");
  add_placement (fixture, "2026-10-05", "");
  g_assert_cmpint (look (fixture, "special-panel", TODAY)->facts.missing, ==,
                   ATLAS_MISSING_PANEL | ATLAS_MISSING_EHC_PLAN);

  add (fixture, "child", CHILD, "{'sen': 'E', 'need': 'ASD'}");
  add_decision (fixture, "provision");
  g_assert_cmpint (look (fixture, "special-panel", TODAY)->facts.missing, ==,
                   ATLAS_MISSING_PANEL | ATLAS_MISSING_SEMH);

  add (fixture, "child", CHILD, "{'sen': 'E', 'need': 'SEMH'}");
  add_decision (fixture, "send");
  g_assert_null (look (fixture, "special-panel", TODAY));
}

/* T014: the county provision is reached the same way, from the offer on */
static void
test_county_provision (Fixture      *fixture,
                       gconstpointer data)
{
  know_barn (fixture, "county-provision", "");
  add (fixture, "child", CHILD, "{'sen': 'E', 'need': 'SEMH'}");
  add_offer (fixture, "offered", "2026-12-01", "");
  g_assert_cmpint (look (fixture, "special-panel", TODAY)->facts.missing, ==, ATLAS_MISSING_PANEL);
  g_ptr_array_set_size (fixture->file->offers, 0);
  add_offer (fixture, "withdrawn", "2026-12-01", "");
  g_assert_null (look (fixture, "special-panel", TODAY));
}

/* T012: a girl at a boys' school, a boy at a girls' school */
static void
test_gender (Fixture      *fixture,
             gconstpointer data)
{
  static const struct {
    const char *admits;
    const char *child;
    gboolean    is_found;
  } cases[] = {
    { ", 'gender': 'boys'", "{'sex': 'F'}", TRUE },
    { ", 'gender': 'boys'", "{'sex': 'M'}", FALSE },
    { ", 'gender': 'boys'", "{'sex': 'U'}", FALSE },
    { ", 'gender': 'girls'", "{'sex': 'M'}", TRUE },
    { ", 'gender': 'girls'", "{'sex': 'F'}", FALSE },
    { ", 'gender': 'mixed'", "{'sex': 'F'}", FALSE },
    { "", "{'sex': 'F'}", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_clear_pointer (&fixture->background, atlas_background_free);
      fixture->background = atlas_background_new ();
      atlas_case_clear (fixture->file);
      know_barn (fixture, "semh-special", cases[i].admits);
      add (fixture, "child", CHILD, cases[i].child);
      add_offer (fixture, "offered", "2026-12-01", "");
      g_assert_true ((look (fixture, "gender", TODAY) != NULL) == cases[i].is_found);
    }
}

/* T029: Day 6 where it was not offered, in 2016 */
static void
test_day_6_not_offered (Fixture      *fixture,
                        gconstpointer data)
{
  know_barn (fixture, "psb", ", 'day6_offered': 'no'");
  add_placement (fixture, "2018-10-05", ", 'day6': true");
  g_assert_nonnull (look (fixture, "day6-not-offered", TODAY));

  g_ptr_array_set_size (fixture->file->placements, 0);
  add_placement (fixture, "2020-01-05", ", 'day6': true");
  g_assert_null (look (fixture, "day6-not-offered", TODAY));

  g_ptr_array_set_size (fixture->file->placements, 0);
  add_placement (fixture, "2018-10-05", "");
  g_assert_null (look (fixture, "day6-not-offered", TODAY));
}

/* T058: respite has an end */
static void
test_respite_end (Fixture      *fixture,
                  gconstpointer data)
{
  know_barn (fixture, "esc", "");
  know (fixture, "place", LINE, "{'provision': '" BARN "', 'commissioned': 4,"
        " 'service': 'respite'}");
  add_placement (fixture, "2026-10-05", "");
  g_assert_nonnull (look (fixture, "respite-end", TODAY));

  g_ptr_array_set_size (fixture->file->placements, 0);
  add_placement (fixture, "2026-10-05", ", 'planned_end': '2026-12-18'");
  g_assert_null (look (fixture, "respite-end", TODAY));
  g_ptr_array_set_size (fixture->file->placements, 0);
  add_placement (fixture, "2026-10-05", ", 'service': 'ap'");
  g_assert_null (look (fixture, "respite-end", TODAY));
}

/* T028: the roll that goes with the support */
static void
test_roll (Fixture      *fixture,
           gconstpointer data)
{
  know_barn (fixture, "esc", "");
  add_placement (fixture, "2026-10-05", ", 'service': 'dual'");
  add (fixture, "registration", NULL, "{'child': '" CHILD "', 'enrolment': 'S', 'provision': '"
       BARN "', 'valid': {'from': '2026-10-05'}}");
  g_assert_null (look (fixture, "roll", TODAY));

  g_ptr_array_set_size (fixture->file->placements, 0);
  add_placement (fixture, "2026-10-05", ", 'service': 'outreach'");
  g_assert_nonnull (look (fixture, "roll", TODAY));

  g_ptr_array_set_size (fixture->file->placements, 0);
  add_placement (fixture, "2026-10-05", ", 'service': 'single'");
  g_assert_null (look (fixture, "roll", TODAY));
}

/* T077: a placement outside the contract's dates */
static void
test_contract_dates (Fixture      *fixture,
                     gconstpointer data)
{
  know_barn (fixture, "ap-provider", "");
  add_placement (fixture, "2026-10-05", "");
  g_assert_null (look (fixture, "contract-dates", TODAY));

  know (fixture, "contract", CONTRACT, "{'provision': '" BARN "', 'reference': 'AP/1',"
        " 'valid': {'from': '2025-09-01', 'to': '2026-08-31'}}");
  g_assert_nonnull (look (fixture, "contract-dates", TODAY));

  know (fixture, "contract", NULL, "{'provision': '" BARN "', 'reference': 'AP/2',"
        " 'valid': {'from': '2026-09-01'}}");
  g_assert_null (look (fixture, "contract-dates", TODAY));

  know (fixture, "place", LINE, "{'provision': '" BARN "', 'commissioned': 4, 'contract': '"
        CONTRACT "'}");
  g_assert_nonnull (look (fixture, "contract-dates", TODAY));
}

/* T056 T078: a placement where accreditation, safeguarding or registration has expired */
static void
test_expired_provision (Fixture      *fixture,
                        gconstpointer data)
{
  know_barn (fixture, "ap-provider", "");
  know_check (fixture, "insurance", "2026-01-01");
  know_check (fixture, "safeguarding", "2026-11-20");
  add_placement (fixture, "2026-10-05", "");
  g_assert_null (look (fixture, "provider-expired", TODAY));
  g_assert_cmpstr (look (fixture, "provider-expired", "2026-11-21")->facts.code, ==,
                   "safeguarding");

  know_check (fixture, "safeguarding", "2027-11-20");
  g_assert_null (look (fixture, "provider-expired", "2026-11-21"));
}

/* T068: a place at a closed provision */
static void
test_closed_provision (Fixture      *fixture,
                       gconstpointer data)
{
  know_barn (fixture, "ap-provider", ", 'valid': {'to': '2026-11-30'}");
  add_offer (fixture, "offered", "2026-11-30", "");
  g_assert_null (look (fixture, "provision-closed", TODAY));
  g_assert_nonnull (look (fixture, "provision-closed", "2026-12-01"));

  g_ptr_array_set_size (fixture->file->offers, 0);
  add_offer (fixture, "offered", "2026-12-01", "");
  g_assert_nonnull (look (fixture, "provision-closed", TODAY));

  g_ptr_array_set_size (fixture->file->offers, 0);
  g_assert_null (look (fixture, "provision-closed", TODAY));
  add_direction (fixture, "2026-12-01");
  g_assert_nonnull (look (fixture, "provision-closed", TODAY));
}

/* T068 T069 T070 T071 T079: what a placement in alternative provision needs */
static void
test_placement (Fixture      *fixture,
                gconstpointer data)
{
  know_barn (fixture, "ap-provider", "");
  add_placement (fixture, "2026-10-05", "");
  g_assert_cmpint (look (fixture, "placement", TODAY)->facts.missing, ==,
                   ATLAS_MISSING_INTENDED | ATLAS_MISSING_FAMILY | ATLAS_MISSING_ROUTE |
                   ATLAS_MISSING_REVIEW | ATLAS_MISSING_CHILD_VIEW);

  add (fixture, "child", CHILD, "{'child_view': 'To build things'}");
  g_ptr_array_set_size (fixture->file->placements, 0);
  add_placement (fixture, "2026-10-05", ", 'intended': 'Return', 'family_agreed': '2026-10-01',"
                 " 'route': 'panel', 'review_by': '2026-12-01'");
  g_assert_null (look (fixture, "placement", TODAY));

  g_ptr_array_set_size (fixture->file->placements, 0);
  add_placement (fixture, "2016-03-31", "");
  g_assert_null (look (fixture, "placement", TODAY));
}

/* T071: a plan made together with the child is the child's voice too, while it goes on */
static void
test_child_voice (Fixture      *fixture,
                  gconstpointer data)
{
  know_barn (fixture, "ap-provider", "");
  add (fixture, "child", CHILD, "{'born': '2012-10-01'}");
  add_placement (fixture, "2026-10-05", ", 'intended': 'Return', 'family_agreed': '2026-10-01',"
                 " 'route': 'panel', 'review_by': '2026-12-01'");
  add (fixture, "plan", PLAN, "{'child': '" CHILD "', 'kind': 'individual', 'made': '2026-10-05',"
       " 'made_with': ['family'], 'ended': '2026-11-20'}");
  g_assert_cmpint (look (fixture, "placement", TODAY)->facts.missing, ==,
                   ATLAS_MISSING_CHILD_VIEW);

  g_ptr_array_set_size (fixture->file->plans, 0);
  add (fixture, "plan", PLAN, "{'child': '" CHILD "', 'kind': 'individual', 'made': '2026-10-05',"
       " 'made_with': ['child', 'family'], 'ended': '" TODAY "'}");
  g_assert_null (look (fixture, "placement", TODAY));
  g_assert_nonnull (look (fixture, "placement", "2026-11-21"));
}

/* T079: what was to come of a placement, and what came of it, when it has ended */
static void
test_outcome (Fixture      *fixture,
              gconstpointer data)
{
  know_barn (fixture, "ap-provider", "");
  add_placement (fixture, "2026-09-07", ", 'ended': '2026-11-02'");
  g_assert_null (look (fixture, "outcome", "2026-11-01"));
  g_assert_cmpint (look (fixture, "outcome", TODAY)->facts.missing, ==,
                   ATLAS_MISSING_INTENDED | ATLAS_MISSING_OUTCOME);
  g_assert_null (look (fixture, "outcome", "2027-11-02"));

  g_ptr_array_set_size (fixture->file->placements, 0);
  add_placement (fixture, "2026-09-07", ", 'ended': '2026-11-02', 'intended': 'Return',"
                 " 'outcome': 'reintegrated'");
  g_assert_null (look (fixture, "outcome", TODAY));

  g_ptr_array_set_size (fixture->file->placements, 0);
  add_placement (fixture, "2026-09-07", "");
  g_assert_null (look (fixture, "outcome", TODAY));
}

/* T107: a school stays accountable for a child who was permanently excluded */
static void
test_accountable_school (Fixture      *fixture,
                         gconstpointer data)
{
  know_barn (fixture, "ap-provider", "");
  add_placement (fixture, "2026-10-05", "");
  fixture->thresholds[0] = "accountable-school=on";
  g_assert_null (look (fixture, "accountable-school", TODAY));

  add (fixture, "exclusion", NULL, "{'child': '" CHILD "', 'kind': 'PERM',"
       " 'from': '2026-09-21'}");
  g_assert_nonnull (look (fixture, "accountable-school", TODAY));
  fixture->thresholds[0] = NULL;
  g_assert_null (look (fixture, "accountable-school", TODAY));

  fixture->thresholds[0] = "accountable-school=on";
  g_ptr_array_set_size (fixture->file->placements, 0);
  add_placement (fixture, "2026-10-05", ", 'accountable': '" SCHOOL "'");
  g_assert_null (look (fixture, "accountable-school", TODAY));
}

/* T162: pupil premium plus is for children who are looked after or were */
static void
test_pupil_premium_plus (Fixture      *fixture,
                         gconstpointer data)
{
  static const struct {
    const char *child;
    const char *funding;
    gboolean    is_found;
  } cases[] = {
    { "{'care': 'none'}", "pp-plus", TRUE },
    { "{'care': 'CSW'}", "pp-plus", TRUE },
    { "{'care': 'CLA'}", "pp-plus", FALSE },
    { "{'care': 'PLA'}", "pp-plus", FALSE },
    { "{'care': 'none'}", "pupil-premium", FALSE },
  };

  know_barn (fixture, "ap-provider", "");
  fixture->thresholds[0] = "pp-plus=on";
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *more = g_strdup_printf (", 'funding': '%s'", cases[i].funding);

      add (fixture, "child", CHILD, cases[i].child);
      g_ptr_array_set_size (fixture->file->placements, 0);
      add_placement (fixture, "2026-10-05", more);
      g_assert_true ((look (fixture, "pp-plus", TODAY) != NULL) == cases[i].is_found);
    }
}

/* T072: individual plan */
static void
test_individual_plan (Fixture      *fixture,
                      gconstpointer data)
{
  know_barn (fixture, "ap-provider", "");
  add_placement (fixture, "2026-10-05", "");
  g_assert_nonnull (look (fixture, "individual-plan", TODAY));
  add (fixture, "plan", PLAN, "{'child': '" CHILD "', 'kind': 'individual',"
       " 'made': '2026-10-05'}");
  g_assert_null (look (fixture, "individual-plan", TODAY));
}

/* T073: something vocational at key stage 4 */
static void
test_vocational (Fixture      *fixture,
                 gconstpointer data)
{
  know_barn (fixture, "ap-provider", "");
  add (fixture, "child", CHILD, "{'born': '2011-10-01'}");
  add_placement (fixture, "2026-10-05", "");
  g_assert_null (look (fixture, "vocational", TODAY));

  add (fixture, "timetable_part", NULL, "{'child': '" CHILD "', 'timetable': '" WEEK "',"
       " 'provision': '" BARN "', 'kind': 'taught', 'hours_per_week': '20'}");
  g_assert_nonnull (look (fixture, "vocational", TODAY));
  add (fixture, "child", CHILD, "{'born': '2013-10-01'}");
  g_assert_null (look (fixture, "vocational", TODAY));

  add (fixture, "child", CHILD, "{'born': '2011-10-01'}");
  add (fixture, "timetable_part", NULL, "{'child': '" CHILD "', 'timetable': '" WEEK "',"
       " 'kind': 'college', 'hours_per_week': '5'}");
  g_assert_null (look (fixture, "vocational", TODAY));
}

/* T158: a looked-after child in alternative provision, where the county asks for it */
static void
test_looked_after (Fixture      *fixture,
                   gconstpointer data)
{
  know_barn (fixture, "ap-provider", "");
  add (fixture, "child", CHILD, "{'care': 'CLA'}");
  add_placement (fixture, "2026-10-05", "");
  g_assert_null (look (fixture, "ap-looked-after", TODAY));

  fixture->thresholds[0] = "ap-looked-after=on";
  g_assert_cmpint (look (fixture, "ap-looked-after", TODAY)->facts.missing, ==,
                   ATLAS_MISSING_RESPONSIBLE | ATLAS_MISSING_PEP);
  add (fixture, "child", CHILD, "{'care': 'PLA'}");
  g_assert_cmpint (look (fixture, "ap-looked-after", TODAY)->facts.missing, ==,
                   ATLAS_MISSING_RESPONSIBLE);

  g_ptr_array_set_size (fixture->file->placements, 0);
  add_placement (fixture, "2026-10-05", ", 'responsible': '" SCHOOL "', 'in_pep': true");
  g_assert_null (look (fixture, "ap-looked-after", TODAY));
}

/* T015: places of a project are allocated by its panel */
static void
test_project_panel (Fixture      *fixture,
                    gconstpointer data)
{
  know_barn (fixture, "ap-project", "");
  add_placement (fixture, "2026-10-05", "");
  g_assert_nonnull (look (fixture, "project-panel", TODAY));
  add_decision (fixture, "provision");
  g_assert_null (look (fixture, "project-panel", TODAY));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/check/placement/special-school", test_special_school);
  ADD ("/check/placement/county-provision", test_county_provision);
  ADD ("/check/placement/gender", test_gender);
  ADD ("/check/placement/day-6-not-offered", test_day_6_not_offered);
  ADD ("/check/placement/respite-end", test_respite_end);
  ADD ("/check/placement/roll", test_roll);
  ADD ("/check/placement/contract-dates", test_contract_dates);
  ADD ("/check/placement/expired-provision", test_expired_provision);
  ADD ("/check/placement/closed-provision", test_closed_provision);
  ADD ("/check/placement/complete", test_placement);
  ADD ("/check/placement/child-voice", test_child_voice);
  ADD ("/check/placement/outcome", test_outcome);
  ADD ("/check/placement/accountable-school", test_accountable_school);
  ADD ("/check/placement/pupil-premium-plus", test_pupil_premium_plus);
  ADD ("/check/placement/individual-plan", test_individual_plan);
  ADD ("/check/placement/vocational", test_vocational);
  ADD ("/check/placement/looked-after", test_looked_after);
  ADD ("/check/placement/project-panel", test_project_panel);

  return g_test_run ();
}
