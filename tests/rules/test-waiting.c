/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "rules/atlas-waiting.h"

#define DAY 20000

static void
test_days_are_calendar_days (void)
{
  g_assert_cmpint (atlas_days_since (DAY, DAY), ==, 0);
  g_assert_cmpint (atlas_days_since (DAY, DAY + 38), ==, 38);
  g_assert_cmpint (atlas_days_since (DAY + 1, DAY), ==, -1);
  g_assert_cmpint (atlas_days_since (ATLAS_DATE_NONE, DAY), ==, -1);
  g_assert_cmpint (atlas_days_since (DAY, ATLAS_DATE_NONE), ==, -1);
}

static void
test_return_is_late_after_a_week (void)
{
  g_assert_false (atlas_return_is_late (DAY, DAY, ATLAS_RETURN_WINDOW_DAYS));
  g_assert_false (atlas_return_is_late (DAY, DAY + 7, ATLAS_RETURN_WINDOW_DAYS));
  g_assert_true (atlas_return_is_late (DAY, DAY + 8, ATLAS_RETURN_WINDOW_DAYS));
  g_assert_false (atlas_return_is_late (DAY, DAY + 8, 14));
}

static void
test_no_return_is_late (void)
{
  g_assert_true (atlas_return_is_late (ATLAS_DATE_NONE, DAY, ATLAS_RETURN_WINDOW_DAYS));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rules/waiting/days-are-calendar-days", test_days_are_calendar_days);
  g_test_add_func ("/rules/waiting/return-is-late-after-a-week", test_return_is_late_after_a_week);
  g_test_add_func ("/rules/waiting/no-return-is-late", test_no_return_is_late);

  return g_test_run ();
}
