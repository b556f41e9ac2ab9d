/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "rules/atlas-return-window.h"

#define DAY 20000

static AtlasDate
day (const char *text)
{
  AtlasDate date = atlas_date_parse (text);

  g_assert_cmpint (date, !=, ATLAS_DATE_NONE);
  return date;
}

static AtlasReturnWindow
read_window (const char *first,
             const char *second,
             const char *third)
{
  const char * const thresholds[] = { "suspensions-repeated=3", first, second, third, NULL };

  return atlas_return_window_read (thresholds);
}

/* T018: a return each week, unless the county says otherwise. */
static void
test_return_is_late_after_a_week (void)
{
  static const AtlasReturnWindow usual = { 0 };
  static const AtlasReturnWindow longer = { .days = 14 };

  g_assert_false (atlas_return_is_late (&usual, DAY, DAY));
  g_assert_false (atlas_return_is_late (&usual, DAY, DAY + 7));
  g_assert_true (atlas_return_is_late (&usual, DAY, DAY + 8));
  g_assert_false (atlas_return_is_late (&longer, DAY, DAY + 8));
}

static void
test_no_return_is_late (void)
{
  static const AtlasReturnWindow usual = { 0 };

  g_assert_true (atlas_return_is_late (&usual, ATLAS_DATE_NONE, DAY));
  g_assert_false (atlas_return_is_old (&usual, ATLAS_DATE_NONE, DAY));
  g_assert_cmpint (atlas_return_due (&usual, ATLAS_DATE_NONE), ==, ATLAS_DATE_NONE);
}

/* 20 November 2026 is a Friday. */
static void
test_in_a_window_the_next_one_is_due (void)
{
  AtlasReturnWindow window = read_window ("return-from=4", "return-to=1", "return=10");

  g_assert_cmpint (atlas_return_due (&window, day ("2026-11-20")), ==, day ("2026-11-30"));
  g_assert_cmpint (atlas_return_due (&window, day ("2026-11-19")), ==, day ("2026-11-30"));
  g_assert_cmpint (atlas_return_due (&window, day ("2026-11-23")), ==, day ("2026-11-30"));
  g_assert_cmpint (atlas_return_due (&window, day ("2026-11-25")), ==, day ("2026-11-30"));
  g_assert_cmpint (atlas_return_due (&window, day ("2026-11-26")), ==, day ("2026-12-07"));
  g_assert_false (atlas_return_is_late (&window, day ("2026-11-20"), day ("2026-11-30")));
  g_assert_true (atlas_return_is_late (&window, day ("2026-11-20"), day ("2026-12-01")));
}

static void
test_a_figure_is_old_by_its_own_number (void)
{
  AtlasReturnWindow window = read_window ("return-from=4", "return-to=1", "return=10");

  g_assert_false (atlas_return_is_old (&window, day ("2026-11-20"), day ("2026-11-30")));
  g_assert_true (atlas_return_is_old (&window, day ("2026-11-20"), day ("2026-12-01")));
  window.days = 3;
  g_assert_true (atlas_return_is_old (&window, day ("2026-11-20"), day ("2026-11-24")));
  g_assert_false (atlas_return_is_late (&window, day ("2026-11-20"), day ("2026-11-24")));
}

static void
test_a_window_that_cannot_be_is_none (void)
{
  AtlasReturnWindow half = read_window ("return-from=4", "other=1", "return=0");
  AtlasReturnWindow wrong = read_window ("return-from=8", "return-to=0", "return=soon");
  AtlasReturnWindow nothing = atlas_return_window_read (NULL);

  g_assert_cmpint (half.from, ==, 0);
  g_assert_cmpint (half.to, ==, 0);
  g_assert_cmpint (wrong.from, ==, 0);
  g_assert_cmpint (atlas_return_window_days (&half), ==, ATLAS_RETURN_DAYS);
  g_assert_cmpint (atlas_return_window_days (&wrong), ==, ATLAS_RETURN_DAYS);
  g_assert_cmpint (atlas_return_window_days (&nothing), ==, ATLAS_RETURN_DAYS);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rules/return-window/return-is-late-after-a-week",
                   test_return_is_late_after_a_week);
  g_test_add_func ("/rules/return-window/no-return-is-late", test_no_return_is_late);
  g_test_add_func ("/rules/return-window/in-a-window-the-next-one-is-due",
                   test_in_a_window_the_next_one_is_due);
  g_test_add_func ("/rules/return-window/a-figure-is-old-by-its-own-number",
                   test_a_figure_is_old_by_its_own_number);
  g_test_add_func ("/rules/return-window/a-window-that-cannot-be-is-none",
                   test_a_window_that_cannot_be_is_none);

  return g_test_run ();
}
