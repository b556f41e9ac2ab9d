/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "case-check.h"
#include "rules/atlas-groups.h"

#define TODAY "2026-11-20"

static void
add_exclusion (Fixture    *fixture,
               const char *kind,
               const char *from,
               int         sessions,
               const char *more)
{
  g_autofree char *text = NULL;

  text = g_strdup_printf ("{'child': '" CHILD "', 'kind': '%s', 'from': '%s', 'session': 'am',"
                          " 'sessions': %d%s}", kind, from, sessions, more);
  add (fixture, "exclusion", NULL, text);
}

static void
set_care (Fixture    *fixture,
          const char *text)
{
  add (fixture, "child", CHILD, text);
}

static void
add_registration (Fixture    *fixture,
                  const char *enrolment,
                  const char *from,
                  const char *to)
{
  g_autofree char *text = NULL;

  text = g_strdup_printf ("{'child': '" CHILD "', 'establishment': '" SCHOOL "',"
                          " 'enrolment': '%s', 'valid': {'from': '%s'%s%s%s}}", enrolment, from,
                          *to != '\0' ? ", 'to': '" : "", to, *to != '\0' ? "'" : "");
  add (fixture, "registration", NULL, text);
}

static void
add_consent (Fixture    *fixture,
             const char *by,
             const char *answer)
{
  g_autofree char *text = NULL;

  text = g_strdup_printf ("{'child': '" CHILD "', 'given_by': '%s', 'answer': '%s',"
                          " 'subject': ['managed_move', '" MOVE "'], 'on': '2026-09-01'}",
                          by, answer);
  add (fixture, "consent", NULL, text);
}

static void
add_move (Fixture    *fixture,
          const char *starts,
          const char *to,
          const char *more)
{
  g_autofree char *text = NULL;

  text = g_strdup_printf ("{'child': '" CHILD "', 'from_school': '" SCHOOL "', 'to_school': '%s',"
                          " 'starts': '%s'%s}", to, starts, more);
  add (fixture, "managed_move", MOVE, text);
}

static void
add_incident (Fixture    *fixture,
              const char *kind,
              const char *more)
{
  g_autofree char *text = NULL;

  text = g_strdup_printf ("{'child': '" CHILD "', 'kind': '%s', 'on': '2026-11-02'%s}", kind, more);
  add (fixture, "incident", NULL, text);
}

/* T047: a child taken off the register while parents may still ask for a review */
static void
test_early_removal (Fixture      *fixture,
                    gconstpointer data)
{
  const char *upheld = ", 'establishment': '" SCHOOL "', 'board_decision': 'upheld',"
                       " 'board_met': '2026-10-19', 'decision_sent': '2026-10-19',"
                       " 'decision_how': 'hand'";

  add_exclusion (fixture, "PERM", "2026-10-01", 2, upheld);
  add_registration (fixture, "C", "2024-09-01", "2026-10-12");
  g_assert_cmpint (look (fixture, "early-removal", TODAY)->facts.day, ==,
                   atlas_date_new (2026, 10, 12));

  /* The fifteenth school day after 19 October is 9 November. */
  g_ptr_array_set_size (fixture->file->registrations, 0);
  add_registration (fixture, "C", "2024-09-01", "2026-11-08");
  g_assert_nonnull (look (fixture, "early-removal", TODAY));
  g_ptr_array_set_size (fixture->file->registrations, 0);
  add_registration (fixture, "C", "2024-09-01", "2026-11-09");
  g_assert_null (look (fixture, "early-removal", TODAY));
}

/* T047: both forms are allowed: one registration may follow another at the same school */
static void
test_registered_twice (Fixture      *fixture,
                       gconstpointer data)
{
  add_exclusion (fixture, "PERM", "2026-11-02", 2, ", 'establishment': '" SCHOOL "'");
  g_assert_null (look (fixture, "early-removal", TODAY));
  add_registration (fixture, "C", "2024-09-01", "2026-11-09");
  g_assert_nonnull (look (fixture, "early-removal", TODAY));
  add_registration (fixture, "M", "2026-11-10", "");
  g_assert_null (look (fixture, "early-removal", TODAY));
}

/* T057: a child of a group that needs protection is excluded, and no plan was in force */
static void
test_protected_groups (Fixture      *fixture,
                       gconstpointer data)
{
  add_exclusion (fixture, "SUSP", "2026-11-10", 2, "");
  set_care (fixture, "{'sen': 'K', 'care': 'CLA'}");
  g_assert_null (look (fixture, "protected-groups", TODAY));

  fixture->thresholds[0] = "protected-groups=on";
  g_assert_cmpint (look (fixture, "protected-groups", TODAY)->facts.count, ==,
                   ATLAS_GROUP_SEND | ATLAS_GROUP_LOOKED_AFTER);
  set_care (fixture, "{'sen': 'N', 'ethnicity': 'WBRI'}");
  g_assert_null (look (fixture, "protected-groups", TODAY));

  set_care (fixture, "{'ethnicity': 'BCRB'}");
  add (fixture, "plan", PLAN, "{'child': '" CHILD "', 'kind': 'psp', 'made': '2026-11-11'}");
  g_assert_nonnull (look (fixture, "protected-groups", TODAY));
  add (fixture, "plan", NULL, "{'child': '" CHILD "', 'kind': 'psp', 'made': '2026-11-09'}");
  g_assert_null (look (fixture, "protected-groups", TODAY));
}

/* T155: Virtual School contacted before an exclusion */
static void
test_virtual_school (Fixture      *fixture,
                     gconstpointer data)
{
  static const struct {
    const char *asked;
    gboolean    is_found;
  } cases[] = {
    { "", TRUE },
    { ", 'virtual_school_asked': '2026-11-11'", TRUE },
    { ", 'virtual_school_asked': '2026-11-10'", FALSE },
    { ", 'virtual_school_asked': '2026-11-02'", FALSE },
    { ", 'cancelled': '2026-11-12'", FALSE },
  };

  set_care (fixture, "{'care': 'CLA'}");
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_ptr_array_set_size (fixture->file->exclusions, 0);
      add_exclusion (fixture, "SUSP", "2026-11-10", 4, cases[i].asked);
      g_assert_true ((look (fixture, "virtual-school", TODAY) != NULL) == cases[i].is_found);
    }
}

/* T153: a social worker counts for six years */
static void
test_social_worker_counts_six_years (Fixture      *fixture,
                                     gconstpointer data)
{
  static const struct {
    const char *child;
    gboolean    is_found;
  } cases[] = {
    { "{'care': 'none'}", FALSE },
    { "{'care': 'PLA'}", TRUE },
    { "{'care': 'CSW'}", TRUE },
    { "{'care': 'CSW', 'social_worker_to': '2020-11-10'}", TRUE },
    { "{'care': 'CSW', 'social_worker_to': '2020-11-09'}", FALSE },
    { "{'care': 'none', 'social_worker_to': '2024-01-01'}", TRUE },
    { "{'care': 'CLA', 'social_worker_to': '2010-01-01'}", TRUE },
  };

  add_exclusion (fixture, "PERM", "2026-11-10", 1, "");
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      set_care (fixture, cases[i].child);
      g_assert_true ((look (fixture, "virtual-school", TODAY) != NULL) == cases[i].is_found);
    }
}

/* T080: at most 45 suspended school days in a school year */
static void
test_suspension_cap (Fixture      *fixture,
                     gconstpointer data)
{
  add_exclusion (fixture, "SUSP", "2026-07-01", 20, "");
  add_exclusion (fixture, "SUSP", "2026-09-03", 80, "");
  add_exclusion (fixture, "SUSP", "2026-11-03", 8, "");
  add_exclusion (fixture, "LNCH", "2026-11-09", 2, "");
  g_assert_null (look (fixture, "suspension-cap", TODAY));

  add_exclusion (fixture, "LNCH", "2026-11-17", 1, "");
  g_assert_cmpint (look (fixture, "suspension-cap", TODAY)->facts.count, ==, 46);
  g_assert_null (look (fixture, "suspension-cap", "2026-11-16"));
}

/* T157: repeated suspensions without a change of plan, by the county's number */
static void
test_repeated_suspensions (Fixture      *fixture,
                           gconstpointer data)
{
  add_exclusion (fixture, "SUSP", "2025-11-20", 2, "");
  add_exclusion (fixture, "SUSP", "2026-09-10", 2, "");
  g_assert_null (look (fixture, "suspensions-repeated", TODAY));

  add_exclusion (fixture, "SUSP", "2026-11-03", 2, "");
  g_assert_cmpint (look (fixture, "suspensions-repeated", TODAY)->facts.count, ==, 2);

  fixture->thresholds[0] = "suspensions-repeated=3";
  g_assert_null (look (fixture, "suspensions-repeated", TODAY));
  fixture->thresholds[0] = "suspensions-repeated=off";
  g_assert_null (look (fixture, "suspensions-repeated", TODAY));
}

/* T157: a plan made or reviewed since the last suspension is a change */
static void
test_a_changed_plan_answers_suspensions (Fixture      *fixture,
                                         gconstpointer data)
{
  add_exclusion (fixture, "SUSP", "2026-09-10", 2, "");
  add_exclusion (fixture, "SUSP", "2026-11-03", 2, "");
  add (fixture, "plan", NULL, "{'child': '" CHILD "', 'kind': 'psp', 'made': '2026-10-01'}");
  g_assert_nonnull (look (fixture, "suspensions-repeated", TODAY));

  add (fixture, "review", NULL, "{'child': '" CHILD "', 'kind': 'plan', 'held': '2026-11-10'}");
  g_assert_null (look (fixture, "suspensions-repeated", TODAY));
}

/* T046: a place by Day 6 for every permanently excluded child */
static void
test_place_by_day_6 (Fixture      *fixture,
                     gconstpointer data)
{
  const AtlasCheckFound *found;

  set_care (fixture, "{'born': '2012-10-01'}");
  add_exclusion (fixture, "PERM", "2026-11-09", 1, "");
  g_assert_null (look (fixture, "pex-place", "2026-11-11"));
  found = look (fixture, "pex-place", "2026-11-12");
  g_assert_cmpint (found->facts.day, ==, atlas_date_new (2026, 11, 16));

  add (fixture, "offer", NULL, "{'referral': '" REFERRAL "', 'provision': '" BARN "', 'place': '"
       LINE "', 'step': 'accepted', 'starts': '2026-11-17'}");
  g_assert_nonnull (look (fixture, "pex-place", TODAY));
  add (fixture, "offer", NULL, "{'referral': '" REFERRAL "', 'provision': '" BARN "', 'place': '"
       LINE "', 'step': 'accepted', 'starts': '2026-11-16'}");
  g_assert_null (look (fixture, "pex-place", TODAY));
}

/* T046: a suspension, a child reinstated, one at school age's end need no place */
static void
test_place_by_day_6_not_owed (Fixture      *fixture,
                              gconstpointer data)
{
  add_exclusion (fixture, "SUSP", "2026-11-09", 4, "");
  add_exclusion (fixture, "PERM", "2026-11-09", 1,
                 ", 'board_met': '2026-11-12', 'board_decision': 'reinstated'");
  add_exclusion (fixture, "PERM", "2026-11-09", 1, ", 'education_started': '2026-11-16'");
  g_assert_null (look (fixture, "pex-place", TODAY));

  add_exclusion (fixture, "PERM", "2026-11-09", 1, "");
  set_care (fixture, "{'born': '2009-10-01'}");
  g_assert_null (look (fixture, "pex-place", TODAY));
  set_care (fixture, "{'born': '2012-10-01'}");
  g_assert_nonnull (look (fixture, "pex-place", TODAY));
}

/* T051: managed move with three consents */
static void
test_move_consents (Fixture      *fixture,
                    gconstpointer data)
{
  add_move (fixture, "2026-10-01", OTHER, "");
  g_assert_cmpint (look (fixture, "move-consents", TODAY)->facts.missing, ==,
                   ATLAS_MISSING_FAMILY | ATLAS_MISSING_HOME_SCHOOL |
                   ATLAS_MISSING_RECEIVING_SCHOOL);

  add_consent (fixture, "family", "agreed");
  add_consent (fixture, "home-school", "agreed");
  add_consent (fixture, "receiving-school", "not-agreed");
  g_assert_cmpint (look (fixture, "move-consents", TODAY)->facts.missing, ==,
                   ATLAS_MISSING_RECEIVING_SCHOOL);

  add_consent (fixture, "receiving-school", "agreed");
  g_assert_null (look (fixture, "move-consents", TODAY));
}

/* T051: consents are asked for since the strategy of 2016 */
static void
test_move_consents_since_2016 (Fixture      *fixture,
                               gconstpointer data)
{
  add_move (fixture, "2016-03-31", OTHER, "");
  g_assert_null (look (fixture, "move-consents", TODAY));
}

/* T051: a managed move goes to another school */
static void
test_move_to_the_same_school (Fixture      *fixture,
                              gconstpointer data)
{
  add_move (fixture, "2026-10-01", SCHOOL, "");
  g_assert_nonnull (look (fixture, "move-same-school", TODAY));
  g_ptr_array_set_size (fixture->file->moves, 0);
  add_move (fixture, "2026-10-01", OTHER, "");
  g_assert_null (look (fixture, "move-same-school", TODAY));
}

/* T051: no managed move on trial since 26 July 2026 */
static void
test_move_on_trial (Fixture      *fixture,
                    gconstpointer data)
{
  add_move (fixture, "2026-07-25", OTHER, ", 'trial': true");
  g_assert_null (look (fixture, "move-trial", TODAY));
  g_ptr_array_set_size (fixture->file->moves, 0);
  add_move (fixture, "2026-07-26", OTHER, ", 'trial': true");
  g_assert_nonnull (look (fixture, "move-trial", TODAY));
  g_ptr_array_set_size (fixture->file->moves, 0);
  add_move (fixture, "2026-07-26", OTHER, "");
  g_assert_null (look (fixture, "move-trial", TODAY));
}

/* T049: informal exclusion reported */
static void
test_informal_exclusion (Fixture      *fixture,
                         gconstpointer data)
{
  add_incident (fixture, "restrictive", "");
  g_assert_null (look (fixture, "informal", TODAY));
  add_incident (fixture, "informal", "");
  g_assert_nonnull (look (fixture, "informal", TODAY));
  g_assert_null (look (fixture, "informal", "2027-11-02"));
}

/* T050: home education after tier 3 or more */
static void
test_home_education (Fixture      *fixture,
                     gconstpointer data)
{
  add_incident (fixture, "home-education", "");
  add (fixture, "referral", NULL, "{'reference': 'K1', 'child': '" CHILD "', 'step': 'ended',"
       " 'tier': 2, 'received': '2026-10-01'}");
  add (fixture, "referral", NULL, "{'reference': 'K2', 'child': '" CHILD "', 'step': 'ended',"
       " 'tier': 4, 'received': '2026-08-01'}");
  g_assert_null (look (fixture, "home-education", TODAY));
  fixture->thresholds[0] = "home-education=20";
  g_assert_nonnull (look (fixture, "home-education", TODAY));

  fixture->thresholds[0] = NULL;
  add (fixture, "referral", NULL, "{'reference': 'K3', 'child': '" CHILD "', 'step': 'started',"
       " 'tier': 3, 'received': '2026-03-01'}");
  g_assert_cmpint (look (fixture, "home-education", TODAY)->facts.count, ==, 3);
}

/* T163: a meeting before home education, where the county asks for it */
static void
test_home_education_meeting (Fixture      *fixture,
                             gconstpointer data)
{
  set_care (fixture, "{'sen': 'K'}");
  add_incident (fixture, "home-education", "");
  g_assert_null (look (fixture, "home-meeting", TODAY));
  fixture->thresholds[0] = "home-meeting=on";
  g_assert_nonnull (look (fixture, "home-meeting", TODAY));
  set_care (fixture, "{'sen': 'N'}");
  g_assert_null (look (fixture, "home-meeting", TODAY));
}

/* T160: the social worker is told of an attendance concern, where the county asks for it */
static void
test_attendance_concern (Fixture      *fixture,
                         gconstpointer data)
{
  fixture->thresholds[0] = "attendance-told=on";
  set_care (fixture, "{'care': 'CLA'}");
  add_incident (fixture, "attendance", ", 'told': ['social-worker']");
  g_assert_null (look (fixture, "attendance-told", TODAY));
  add_incident (fixture, "attendance", ", 'told': ['family']");
  g_assert_nonnull (look (fixture, "attendance-told", TODAY));
}

/* T115: code B without a named provider */
static void
test_code_b (Fixture      *fixture,
             gconstpointer data)
{
  add (fixture, "attendance", NULL, "{'child': '" CHILD "', 'on': '2026-11-02', 'code': 'B',"
       " 'provision': '" BARN "'}");
  add (fixture, "attendance", NULL, "{'child': '" CHILD "', 'on': '2026-11-02', 'code': 'C2'}");
  g_assert_null (look (fixture, "code-b", TODAY));

  add (fixture, "attendance", NULL, "{'child': '" CHILD "', 'on': '2026-11-03', 'code': 'B'}");
  add (fixture, "attendance", NULL, "{'child': '" CHILD "', 'on': '2026-11-04', 'code': 'B'}");
  g_assert_cmpint (look (fixture, "code-b", TODAY)->facts.count, ==, 2);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/check/exclusion/early-removal", test_early_removal);
  ADD ("/check/exclusion/registered-twice", test_registered_twice);
  ADD ("/check/exclusion/protected-groups", test_protected_groups);
  ADD ("/check/exclusion/virtual-school", test_virtual_school);
  ADD ("/check/exclusion/social-worker-counts-six-years", test_social_worker_counts_six_years);
  ADD ("/check/exclusion/suspension-cap", test_suspension_cap);
  ADD ("/check/exclusion/repeated-suspensions", test_repeated_suspensions);
  ADD ("/check/exclusion/a-changed-plan-answers-suspensions",
       test_a_changed_plan_answers_suspensions);
  ADD ("/check/exclusion/place-by-day-6", test_place_by_day_6);
  ADD ("/check/exclusion/place-by-day-6-not-owed", test_place_by_day_6_not_owed);
  ADD ("/check/move/consents", test_move_consents);
  ADD ("/check/move/consents-since-2016", test_move_consents_since_2016);
  ADD ("/check/move/to-the-same-school", test_move_to_the_same_school);
  ADD ("/check/move/on-trial", test_move_on_trial);
  ADD ("/check/event/informal-exclusion", test_informal_exclusion);
  ADD ("/check/event/home-education", test_home_education);
  ADD ("/check/event/home-education-meeting", test_home_education_meeting);
  ADD ("/check/event/attendance-concern", test_attendance_concern);
  ADD ("/check/event/code-b", test_code_b);

  return g_test_run ();
}
