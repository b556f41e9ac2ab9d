/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "case-check.h"
#include "rules/atlas-groups.h"

/* T057: the groups who need protection, in the words of the day */
static void
test_groups (void)
{
  static const struct {
    const char *child;
    const char *on;
    AtlasGroups groups;
  } cases[] = {
    { "{}", "2026-11-20", ATLAS_GROUP_NONE },
    { "{'sen': 'N', 'care': 'none', 'ethnicity': 'wbri'}", "2026-11-20", ATLAS_GROUP_NONE },
    { "{'sen': 'K'}", "2026-11-20", ATLAS_GROUP_SEND },
    { "{'sen': 'E', 'need': 'SEMH'}", "2019-12-31", ATLAS_GROUP_SEND },
    { "{'sen': 'E', 'need': 'SEMH'}", "2020-01-01", ATLAS_GROUP_SEND | ATLAS_GROUP_MENTAL },
    { "{'care': 'CLA'}", "2016-04-01", ATLAS_GROUP_LOOKED_AFTER },
    { "{'care': 'PLA'}", "2026-11-20", ATLAS_GROUP_NONE },
    { "{'ethnicity': 'BCRB'}", "2026-11-20", ATLAS_GROUP_MINORITY },
    { "{'ethnicity': 'WROM'}", "2026-11-20", ATLAS_GROUP_MINORITY },
    { "{'ethnicity': 'WENG'}", "2026-11-20", ATLAS_GROUP_NONE },
    { "{'ethnicity': 'REFU'}", "2026-11-20", ATLAS_GROUP_NONE },
    { "{'ethnicity': ''}", "2026-11-20", ATLAS_GROUP_NONE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(AtlasRecord) child = make ("child", CHILD, cases[i].child);

      g_test_message ("%s on %s", cases[i].child, cases[i].on);
      g_assert_cmpint (atlas_groups_of_child ((AtlasChild *) child,
                                              atlas_date_parse (cases[i].on)), ==,
                       cases[i].groups);
    }
  g_assert_cmpint (atlas_groups_of_child (NULL, 0), ==, ATLAS_GROUP_NONE);
}

/* T161: looked after and previously looked after come first, and nobody else */
static void
test_who_comes_first (void)
{
  g_assert_true (atlas_care_comes_first ("CLA"));
  g_assert_true (atlas_care_comes_first ("PLA"));
  g_assert_false (atlas_care_comes_first ("CSW"));
  g_assert_false (atlas_care_comes_first ("none"));
  g_assert_false (atlas_care_comes_first (NULL));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/groups/who-needs-protection", test_groups);
  g_test_add_func ("/groups/who-comes-first", test_who_comes_first);

  return g_test_run ();
}
