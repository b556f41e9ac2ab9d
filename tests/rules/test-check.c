/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "case-check.h"

#define TODAY "2026-11-20"

static void
know_pupil (Fixture    *fixture,
            const char *born,
            const char *hours,
            const char *more)
{
  g_autofree char *id = atlas_id_new ();
  g_autofree char *child = g_strdup_printf ("{'born': '%s'%s}", born, more);
  g_autofree char *placement = NULL;

  placement = g_strdup_printf ("{'child': '%s', 'provision': '" BARN "', 'place': '" LINE "',"
                               " 'starts': '2026-09-03', 'hours_per_week': '%s'}", id, hours);
  know (fixture, "child", id, child);
  know (fixture, "placement", NULL, placement);
}

/* T121: the fifth full-time child makes a school */
static void
test_fifth_child_makes_a_school (Fixture      *fixture,
                                 gconstpointer data)
{
  know (fixture, "provision", BARN, "{'key': 'barn', 'name': 'Barn', 'kind': 'ap-provider'}");
  for (int i = 0; i < 4; i++)
    know_pupil (fixture, "2012-10-01", "20", "");
  know_pupil (fixture, "2012-10-01", "17.5", "");
  know_pupil (fixture, "2008-10-01", "25", "");
  g_assert_null (look_at_barn (fixture, "unregistered-school", TODAY));

  know_pupil (fixture, "2012-10-01", "18", "");
  g_assert_cmpint (look_at_barn (fixture, "unregistered-school", TODAY)->facts.count, ==, 5);

  know (fixture, "check", NULL, "{'provision': '" BARN "', 'kind': 'registration',"
        " 'expires': '2026-11-19'}");
  g_assert_nonnull (look_at_barn (fixture, "unregistered-school", TODAY));
  g_assert_null (look_at_barn (fixture, "unregistered-school", "2026-11-19"));
}

/* T121: the first child who is looked after or has an EHC plan makes a school */
static void
test_first_child_makes_a_school (Fixture      *fixture,
                                 gconstpointer data)
{
  know (fixture, "provision", BARN, "{'key': 'barn', 'name': 'Barn', 'kind': 'ap-provider'}");
  know_pupil (fixture, "2012-10-01", "10", ", 'care': 'CLA'");
  know_pupil (fixture, "2012-10-01", "20", ", 'care': 'PLA', 'sen': 'K'");
  g_assert_null (look_at_barn (fixture, "unregistered-school", TODAY));

  know_pupil (fixture, "2012-10-01", "20", ", 'sen': 'E'");
  g_assert_cmpstr (look_at_barn (fixture, "unregistered-school", TODAY)->facts.code, ==, "alone");
}

/* T121: an offer that would make the fifth child, or the first who counts alone */
static void
test_an_offer_would_make_a_school (Fixture      *fixture,
                                   gconstpointer data)
{
  know (fixture, "provision", BARN, "{'key': 'barn', 'name': 'Barn', 'kind': 'ap-provider'}");
  for (int i = 0; i < 3; i++)
    know_pupil (fixture, "2012-10-01", "20", "");
  add (fixture, "child", CHILD, "{'born': '2012-10-01', 'care': 'none'}");
  add (fixture, "offer", NULL, "{'referral': '" REFERRAL "', 'provision': '" BARN "', 'place': '"
       LINE "', 'step': 'offered', 'starts': '2026-12-01'}");
  g_assert_null (look (fixture, "unregistered-school", TODAY));

  know_pupil (fixture, "2012-10-01", "20", "");
  g_assert_cmpint (look (fixture, "unregistered-school", TODAY)->facts.count, ==, 5);
  g_assert_null (look_at_barn (fixture, "unregistered-school", TODAY));

  add (fixture, "child", CHILD, "{'born': '2012-10-01', 'care': 'CLA'}");
  g_assert_cmpstr (look (fixture, "unregistered-school", TODAY)->facts.code, ==, "alone");
  add (fixture, "child", CHILD, "{'born': '2008-10-01', 'care': 'CLA'}");
  g_assert_null (look (fixture, "unregistered-school", TODAY));
}

/* T121: a pupil referral unit is a school already */
static void
test_a_school_is_no_unregistered_school (Fixture      *fixture,
                                         gconstpointer data)
{
  know (fixture, "provision", BARN, "{'key': 'barn', 'name': 'Barn', 'kind': 'esc'}");
  know_pupil (fixture, "2012-10-01", "20", ", 'care': 'CLA'");
  g_assert_null (look_at_barn (fixture, "unregistered-school", TODAY));
}

/* T015: a project with more children than places */
static void
test_places_of_a_project (Fixture      *fixture,
                          gconstpointer data)
{
  know (fixture, "provision", BARN, "{'key': 'barn', 'name': 'Barn', 'kind': 'ap-project'}");
  know (fixture, "place", LINE, "{'provision': '" BARN "', 'commissioned': 10}");
  for (int i = 0; i < 10; i++)
    know_pupil (fixture, "2012-10-01", "20", "");
  g_assert_null (look_at_barn (fixture, "project-places", TODAY));
  know_pupil (fixture, "2012-10-01", "20", "");
  g_assert_cmpint (look_at_barn (fixture, "project-places", TODAY)->facts.count, ==, 11);
  g_assert_null (look_at_barn (fixture, "project-places", "2026-09-02"));
}

/* T056: a provider's check that has expired, unless a newer one has followed */
static void
test_provider_check (Fixture      *fixture,
                     gconstpointer data)
{
  know (fixture, "provision", BARN, "{'key': 'barn', 'name': 'Barn', 'kind': 'ap-provider'}");
  know (fixture, "check", NULL, "{'provision': '" BARN "', 'kind': 'visit'}");
  know (fixture, "check", NULL, "{'provision': '" BARN "', 'kind': 'safeguarding',"
        " 'expires': '2026-11-19'}");
  g_assert_null (look_at_barn (fixture, "provider-check", "2026-11-19"));
  g_assert_nonnull (look_at_barn (fixture, "provider-check", TODAY));

  know (fixture, "check", NULL, "{'provision': '" BARN "', 'kind': 'safeguarding',"
        " 'expires': '2027-11-19'}");
  g_assert_null (look_at_barn (fixture, "provider-check", TODAY));
}

/* T027: a contract that has ended */
static void
test_contract (Fixture      *fixture,
               gconstpointer data)
{
  know (fixture, "provision", BARN, "{'key': 'barn', 'name': 'Barn', 'kind': 'ap-provider'}");
  know (fixture, "contract", NULL, "{'provision': '" BARN "', 'reference': 'AP/1',"
        " 'valid': {'to': '2026-11-19'}}");
  g_assert_null (look_at_barn (fixture, "contract", "2026-11-19"));
  g_assert_nonnull (look_at_barn (fixture, "contract", TODAY));
}

/* T027: what came after a contract that only a document of its time tells of, nobody has said */
static void
test_published_contract (Fixture      *fixture,
                         gconstpointer data)
{
  know (fixture, "provision", BARN, "{'key': 'barn', 'name': 'Barn', 'kind': 'ap-provider'}");
  know (fixture, "contract", NULL, "{'provision': '" BARN "', 'reference': 'AP/1',"
        " 'valid': {'to': '2017-03-31'}, 'published': '2015-12-08'}");
  g_assert_null (look_at_barn (fixture, "contract", TODAY));
}

static void
test_a_passed_finding_says_so (Fixture      *fixture,
                               gconstpointer data)
{
  const AtlasCheckFound *found;

  add (fixture, "referral", REFERRAL, "{'reference': 'K1', 'child': '" CHILD "', 'step': 'started',"
       " 'tier': 3, 'received': '2026-05-01'}");
  g_assert_null (look (fixture, "risk-reduction", TODAY)->passed);

  add (fixture, "passed", NULL, "{'subject': ['referral', '" REFERRAL "'],"
       " 'check': 'risk-reduction', 'reason': 'The plan is being written', 'by_name': 'A',"
       " 'role': 'county_officer', 'on': '2026-11-02'}");
  found = look (fixture, "risk-reduction", TODAY);
  g_assert_cmpstr (found->passed->reason, ==, "The plan is being written");
  g_assert_null (look (fixture, "apdr", TODAY)->passed);
}

static void
test_a_strategy_is_asked_in_its_own_county (Fixture      *fixture,
                                            gconstpointer data)
{
  AtlasCheckSettings here = { "919", NULL };
  AtlasCheckSettings elsewhere = { "800", NULL };
  const AtlasCheckRule *strategy = atlas_check_rule_find ("risk-reduction", 0);
  const AtlasCheckRule *law = atlas_check_rule_find ("unregistered-school", 0);
  const AtlasCheckRule *prompt = atlas_check_rule_find ("ap-looked-after", 0);

  g_assert_true (atlas_check_rule_is_on (strategy, &here));
  g_assert_false (atlas_check_rule_is_on (strategy, &elsewhere));
  g_assert_true (atlas_check_rule_is_on (law, &elsewhere));
  g_assert_false (atlas_check_rule_is_on (prompt, &here));
}

/* T062: an entry of the directory says threshold, gateway, funding and accountability */
static void
test_directory_entry (Fixture      *fixture,
                      gconstpointer data)
{
  fixture->thresholds[0] = "directory-entry=on";
  know (fixture, "provision", BARN, "{'key': 'barn', 'name': 'Barn', 'kind': 'esc'}");
  g_assert_cmpuint (look_at_barn (fixture, "directory-entry", TODAY)->facts.missing, ==,
                    ATLAS_MISSING_THRESHOLD | ATLAS_MISSING_GATEWAY | ATLAS_MISSING_FUNDING |
                    ATLAS_MISSING_ACCOUNTABLE);

  know (fixture, "provision", BARN, "{'key': 'barn', 'name': 'Barn', 'kind': 'esc',"
        " 'threshold': 'Tier 4', 'admission': 'Area panel', 'funding': 'High needs'}");
  g_assert_cmpuint (look_at_barn (fixture, "directory-entry", TODAY)->facts.missing, ==,
                    ATLAS_MISSING_ACCOUNTABLE);

  know (fixture, "provision", BARN, "{'key': 'barn', 'name': 'Barn', 'kind': 'esc',"
        " 'threshold': 'Tier 4', 'admission': 'Area panel', 'funding': 'High needs',"
        " 'accountable': 'Area board'}");
  g_assert_null (look_at_barn (fixture, "directory-entry", TODAY));
}

/* T062: an entry that has ended is history, and a county that does not ask is not told */
static void
test_directory_entry_that_ended (Fixture      *fixture,
                                 gconstpointer data)
{
  know (fixture, "provision", BARN, "{'key': 'barn', 'name': 'Barn', 'kind': 'esc',"
        " 'valid': {'to': '2026-11-19'}}");
  g_assert_null (look_at_barn (fixture, "directory-entry", "2026-11-19"));

  fixture->thresholds[0] = "directory-entry=on";
  g_assert_nonnull (look_at_barn (fixture, "directory-entry", "2026-11-19"));
  g_assert_null (look_at_barn (fixture, "directory-entry", TODAY));
}

/* T066 T074 T075: core offer, accreditation and liaison of alternative provision */
static void
test_principles (Fixture      *fixture,
                 gconstpointer data)
{
  fixture->thresholds[0] = "principles=on";
  know (fixture, "provision", BARN, "{'key': 'barn', 'name': 'Barn', 'kind': 'ap-provider',"
        " 'core_offer': ''}");
  g_assert_true (look_at_barn (fixture, "principles", TODAY)->facts.missing ==
                 (ATLAS_MISSING_CORE_OFFER | ATLAS_MISSING_QUALIFICATIONS |
                  ATLAS_MISSING_LIAISON));

  know (fixture, "provision", BARN, "{'key': 'barn', 'name': 'Barn', 'kind': 'ap-provider',"
        " 'core_offer': 'Named in the area plan', 'qualifications': ['Functional Skills'],"
        " 'liaison': 'Outreach lead'}");
  g_assert_null (look_at_barn (fixture, "principles", TODAY));

  know (fixture, "provision", BARN, "{'key': 'barn', 'name': 'Barn', 'kind': 'semh-special'}");
  g_assert_null (look_at_barn (fixture, "principles", TODAY));
}

/* A clock may have a check's id: its number switches no prompt on. */
static void
test_a_clocks_number_asks_no_prompt (Fixture      *fixture,
                                     gconstpointer data)
{
  static const char * const numbers[] = { "attendance-told=3", NULL };
  static const char * const both[] = { "attendance-told=3", "attendance-told=on", NULL };
  AtlasCheckSettings number = { NULL, numbers };
  AtlasCheckSettings asked = { NULL, both };
  const AtlasCheckRule *prompt = atlas_check_rule_find ("attendance-told", 0);

  g_assert_false (atlas_check_rule_is_on (prompt, &number));
  g_assert_true (atlas_check_rule_is_on (prompt, &asked));
}

static void
test_thresholds_that_are_no_numbers_are_left (Fixture      *fixture,
                                              gconstpointer data)
{
  static const char * const bad[] = {
    "suspensions-repeated=", "suspensions-repeated=two", "suspensions-repeated=0",
    "suspensions-repeated=-1", "suspensions-repeated=99999999999", "suspensions=5", NULL,
  };
  const AtlasCheckRule *rule = atlas_check_rule_find ("suspensions-repeated", 0);

  for (gsize i = 0; bad[i] != NULL; i++)
    {
      const char *one[] = { bad[i], NULL };
      AtlasCheckSettings settings = { NULL, one };

      g_assert_cmpint (atlas_check_rule_threshold (rule, &settings), ==, 2);
    }
}

/* Rows of one id follow each other without a gap and without a day that two of them govern. */
static void
test_the_table_is_whole (Fixture      *fixture,
                         gconstpointer data)
{
  const AtlasCheckRule *rules;
  gsize n_rules;

  rules = atlas_check_rules (&n_rules);
  for (gsize i = 0; i < n_rules; i++)
    {
      g_test_message ("%s", rules[i].id);
      g_assert_nonnull (rules[i].title);
      g_assert_nonnull (rules[i].rule);
      g_assert_nonnull (rules[i].found);
      g_assert_cmpint (strlen (rules[i].source), >, 0);
      g_assert_cmpint (strlen (rules[i].passed_by), >, 0);
      g_assert_cmpint (rules[i].requirements[0], ==, 'T');
      g_assert_true ((rules[i].threshold == 0) == (rules[i].unit == NULL));
      if (rules[i].threshold != 0)
        g_assert_true (g_str_has_prefix (rules[i].source, "Set by this county"));
      if (i > 0 && g_str_equal (rules[i].id, rules[i - 1].id))
        g_assert_cmpint (atlas_date_parse (rules[i].from), ==,
                         atlas_date_parse (rules[i - 1].to) + 1);
      for (gsize j = i + 2; j < n_rules; j++)
        g_assert_cmpstr (rules[i].id, !=, rules[j].id);
    }
}

static void
test_an_empty_case_has_no_findings (Fixture      *fixture,
                                    gconstpointer data)
{
  look (fixture, "psp", TODAY);
  g_assert_cmpuint (fixture->found->len, ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/check/provision/fifth-child-makes-a-school", test_fifth_child_makes_a_school);
  ADD ("/check/provision/first-child-makes-a-school", test_first_child_makes_a_school);
  ADD ("/check/provision/an-offer-would-make-a-school", test_an_offer_would_make_a_school);
  ADD ("/check/provision/a-school-is-no-unregistered-school",
       test_a_school_is_no_unregistered_school);
  ADD ("/check/provision/places-of-a-project", test_places_of_a_project);
  ADD ("/check/provision/provider-check", test_provider_check);
  ADD ("/check/provision/contract", test_contract);
  ADD ("/check/provision/published-contract", test_published_contract);
  ADD ("/check/a-passed-finding-says-so", test_a_passed_finding_says_so);
  ADD ("/check/a-strategy-is-asked-in-its-own-county", test_a_strategy_is_asked_in_its_own_county);
  ADD ("/check/provision/directory-entry", test_directory_entry);
  ADD ("/check/provision/directory-entry-that-ended", test_directory_entry_that_ended);
  ADD ("/check/provision/principles", test_principles);
  ADD ("/check/a-clocks-number-asks-no-prompt", test_a_clocks_number_asks_no_prompt);
  ADD ("/check/thresholds-that-are-no-numbers-are-left",
       test_thresholds_that_are_no_numbers_are_left);
  ADD ("/check/the-table-is-whole", test_the_table_is_whole);
  ADD ("/check/an-empty-case-has-no-findings", test_an_empty_case_has_no_findings);

  return g_test_run ();
}
