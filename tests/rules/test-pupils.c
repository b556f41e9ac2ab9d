/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "case-check.h"
#include "rules/atlas-pupils.h"

/* T082: gender, ethnicity, SEND with and without a plan, pupil premium, and whom it is not known */
static void
test_groups (void)
{
  static const struct { const char *child, *group; AtlasIsIn expected; } cases[] = {
    { "{}", "all", ATLAS_IS_IN_YES },
    { "{'sex': 'F'}", "girls", ATLAS_IS_IN_YES },
    { "{'sex': 'F'}", "boys", ATLAS_IS_IN_NO },
    { "{'sex': 'U'}", "boys", ATLAS_IS_IN_UNKNOWN },
    { "{}", "girls", ATLAS_IS_IN_UNKNOWN },
    { "{'ethnicity': 'WBRI'}", "minority-ethnic", ATLAS_IS_IN_NO },
    { "{'ethnicity': 'BCRB'}", "minority-ethnic", ATLAS_IS_IN_YES },
    { "{'ethnicity': 'REFU'}", "minority-ethnic", ATLAS_IS_IN_UNKNOWN },
    { "{'ethnicity': 'NOBT'}", "minority-ethnic", ATLAS_IS_IN_UNKNOWN },
    { "{}", "minority-ethnic", ATLAS_IS_IN_UNKNOWN },
    { "{'sen': 'K'}", "send", ATLAS_IS_IN_YES },
    { "{'sen': 'K'}", "send-without-plan", ATLAS_IS_IN_YES },
    { "{'sen': 'K'}", "ehc-plan", ATLAS_IS_IN_NO },
    { "{'sen': 'E'}", "send", ATLAS_IS_IN_YES },
    { "{'sen': 'E'}", "send-without-plan", ATLAS_IS_IN_NO },
    { "{'sen': 'E'}", "ehc-plan", ATLAS_IS_IN_YES },
    { "{'sen': 'N'}", "send", ATLAS_IS_IN_NO },
    { "{}", "send-without-plan", ATLAS_IS_IN_UNKNOWN },
    { "{'pupil_premium': true}", "pupil-premium", ATLAS_IS_IN_YES },
    { "{'pupil_premium': false}", "pupil-premium", ATLAS_IS_IN_NO },
    { "{}", "pupil-premium", ATLAS_IS_IN_UNKNOWN },
    { "{'care': 'CLA'}", "looked-after", ATLAS_IS_IN_YES },
    { "{'care': 'CLA'}", "social-worker", ATLAS_IS_IN_YES },
    { "{'care': 'CSW'}", "looked-after", ATLAS_IS_IN_NO },
    { "{'care': 'CSW'}", "social-worker", ATLAS_IS_IN_YES },
    { "{'care': 'none'}", "social-worker", ATLAS_IS_IN_NO },
    { "{}", "looked-after", ATLAS_IS_IN_UNKNOWN },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(AtlasRecord) child = make ("child", CHILD, cases[i].child);
      AtlasPupils pupils;

      g_assert_true (atlas_pupils_parse (cases[i].group, &pupils));
      g_assert_cmpstr (atlas_pupils_to_code (pupils), ==, cases[i].group);
      g_assert_cmpint (atlas_pupils_have (pupils, (AtlasChild *) child), ==, cases[i].expected);
    }
}

static void
test_unknown_group (void)
{
  AtlasPupils pupils;

  g_assert_false (atlas_pupils_parse ("tall", &pupils));
  g_assert_false (atlas_pupils_parse (NULL, &pupils));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/rules/pupils/groups", test_groups);
  g_test_add_func ("/rules/pupils/unknown-group", test_unknown_group);

  return g_test_run ();
}
