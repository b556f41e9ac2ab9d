/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "rules/atlas-clock.h"

static void
test_law_of_one_cause_has_no_gap (void)
{
  gsize n_rules = 0;
  const AtlasClockRule *rules = atlas_clock_rules (&n_rules);

  for (gsize i = 0; i < n_rules; i++)
    {
      g_assert_cmpint (atlas_date_parse (rules[i].from), !=, ATLAS_DATE_NONE);
      g_assert_nonnull (rules[i].label);
      g_assert_nonnull (rules[i].source);
      g_assert_nonnull (rules[i].words);
      if (i == 0 || rules[i].cause != rules[i - 1].cause ||
          !g_str_equal (rules[i].id, rules[i - 1].id))
        continue;

      /* Rows of one cause stand together, and one begins when the last one ends. */
      g_assert_nonnull (rules[i - 1].to);
      g_assert_cmpint (atlas_date_parse (rules[i].from) - 1, ==,
                       atlas_date_parse (rules[i - 1].to));
    }
}

static void
test_law_is_that_of_the_day (void)
{
  AtlasDate amended = atlas_date_parse ("2015-01-05");
  const AtlasClockRule *before;
  const AtlasClockRule *after;

  before = atlas_clock_rule_find ("day6", ATLAS_CAUSE_SUSPENSION, amended - 1);
  after = atlas_clock_rule_find ("day6", ATLAS_CAUSE_SUSPENSION, amended);

  g_assert_false (before->joins_runs);
  g_assert_true (after->joins_runs);
  g_assert_nonnull (strstr (after->source, "SI 2014/3216"));
  g_assert_null (strstr (before->source, "SI 2014/3216"));
}

static void
test_no_rule_before_the_law_or_for_an_unknown_clock (void)
{
  AtlasDate began = atlas_date_parse ("2007-09-01");

  g_assert_null (atlas_clock_rule_find ("day6", ATLAS_CAUSE_PERMANENT, began - 1));
  g_assert_nonnull (atlas_clock_rule_find ("day6", ATLAS_CAUSE_PERMANENT, began));
  g_assert_null (atlas_clock_rule_find ("day7", ATLAS_CAUSE_PERMANENT, began));
}

static void
test_who_owes_it (void)
{
  static const struct {
    AtlasClockCause cause;
    const char     *owed_by;
  } expected[] = {
    { ATLAS_CAUSE_PERMANENT, "local-authority" },
    { ATLAS_CAUSE_SUSPENSION, "school" },
    { ATLAS_CAUSE_SUSPENSION_PRU, "local-authority" },
  };
  AtlasDate on = atlas_date_parse ("2026-11-20");

  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      const AtlasClockRule *rule = atlas_clock_rule_find ("day6", expected[i].cause, on);

      g_assert_cmpstr (atlas_owed_by_to_code (rule->owed_by), ==, expected[i].owed_by);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rules/clock/law-of-one-cause-has-no-gap",
                   test_law_of_one_cause_has_no_gap);
  g_test_add_func ("/rules/clock/law-is-that-of-the-day", test_law_is_that_of_the_day);
  g_test_add_func ("/rules/clock/no-rule-before-the-law-or-for-an-unknown-clock",
                   test_no_rule_before_the_law_or_for_an_unknown_clock);
  g_test_add_func ("/rules/clock/who-owes-it", test_who_owes_it);

  return g_test_run ();
}
