/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "case-check.h"
#include "rules/atlas-hours-given.h"
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

/* A line of the worked table: the child's records, a day, and what no place answers. */
static const struct {
  const char *referral;
  const char *other_type;
  const char *other;
  const char *on;
  gboolean    waits;
  const char *since;
  int         n_declined;
} unmet[] = {
  { "'step': 'waiting', 'received': '2026-11-02'", NULL, NULL, "2026-11-20", TRUE, "2026-11-02",
    0 },
  { "'step': 'waiting', 'received': '2026-11-02'", NULL, NULL, "2026-11-01", FALSE, NULL, 0 },
  { "'step': 'panel'", NULL, NULL, "2026-11-20", TRUE, NULL, 0 },
  { "'step': 'draft', 'received': '2026-11-02'", NULL, NULL, "2026-11-20", FALSE, NULL, 0 },
  { "'step': 'offered', 'received': '2026-11-02'", NULL, NULL, "2026-11-20", FALSE, NULL, 0 },
  { "'step': 'waiting', 'received': '2026-11-02'", "offer", "'step': 'offered'", "2026-11-20",
    FALSE, NULL, 0 },
  { "'step': 'waiting', 'received': '2026-11-02'", "offer",
    "'step': 'not-agreed', 'step_on': '2026-11-10'", "2026-11-20", TRUE, "2026-11-02", 1 },
  { "'step': 'waiting', 'received': '2026-11-02'", "placement", "'starts': '2026-11-16'",
    "2026-11-15", TRUE, "2026-11-02", 0 },
  { "'step': 'waiting', 'received': '2026-11-02'", "placement", "'starts': '2026-11-16'",
    "2026-11-16", FALSE, NULL, 0 },
  { "'step': 'ended', 'received': '2026-11-02', 'step_on': '2026-11-18'", NULL, NULL, "2026-11-17",
    TRUE, "2026-11-02", 0 },
  { "'step': 'ended', 'received': '2026-11-02', 'step_on': '2026-11-18'", NULL, NULL, "2026-11-18",
    FALSE, NULL, 0 },
  { "'step': 'not-agreed', 'received': '2026-11-02', 'step_on': '2026-11-18'", NULL, NULL,
    "2026-11-18", FALSE, NULL, 1 },
  { "'step': 'not-agreed', 'received': '2025-11-02', 'step_on': '2025-11-18'", NULL, NULL,
    "2026-11-17", FALSE, NULL, 1 },
  { "'step': 'not-agreed', 'received': '2025-11-02', 'step_on': '2025-11-18'", NULL, NULL,
    "2026-11-18", FALSE, NULL, 0 },
  { "'step': 'not-agreed', 'received': '2026-11-02', 'step_on': '2026-11-18'", "placement",
    "'starts': '2026-11-19'", "2026-11-20", FALSE, NULL, 0 },
  { "'step': 'not-agreed', 'received': '2026-11-02'", NULL, NULL, "2026-11-18", FALSE, NULL, 0 },
};

/* T076: demand that no place answers: waits without an offer, and answers of no */
static void
test_what_no_place_answers (Fixture      *fixture,
                            gconstpointer data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (unmet); i++)
    {
      g_autofree char *referral = NULL;
      g_autofree char *other = NULL;
      AtlasUnmet found;

      referral = g_strdup_printf ("{'reference': 'K1', 'child': '" CHILD "', %s}",
                                  unmet[i].referral);
      atlas_case_clear (fixture->file);
      add (fixture, "referral", REFERRAL, referral);
      if (unmet[i].other_type != NULL)
        {
          const char *child = g_str_equal (unmet[i].other_type, "placement")
                              ? ", 'child': '" CHILD "'" : "";

          other = g_strdup_printf ("{'referral': '" REFERRAL "', 'provision': '" BARN "',"
                                   " 'place': '" LINE "'%s, %s}", child, unmet[i].other);
          add (fixture, unmet[i].other_type, NULL, other);
        }

      found = atlas_unmet_read (fixture->file, atlas_date_parse (unmet[i].on));
      g_test_message ("line %u", (guint) i);
      g_assert_cmpint (found.waits, ==, unmet[i].waits);
      g_assert_cmpint (found.n_declined, ==, unmet[i].n_declined);
      g_assert_cmpint (found.since, ==, unmet[i].since != NULL ? atlas_date_parse (unmet[i].since)
                                                               : ATLAS_DATE_NONE);
    }
}

/* T122: hours given beside hours owed, where a provision gives the whole week */
static void
test_hours_given (Fixture      *fixture,
                  gconstpointer data)
{
  static const struct {
    const char *placement;
    const char *timetable;
    double      given;
    double      owed;
  } hours[] = {
    { "'service': 'ap', 'hours_per_week': '15'", NULL, 15, 20 },
    { "'service': 'single'", NULL, 0, 20 },
    { "'service': 'ap', 'hours_per_week': '25'", "'kind': 'part-time', 'hours_per_week': '12.5'",
      12.5, 20 },
    { "'service': 'ap', 'hours_per_week': '25'",
      "'kind': 'part-time', 'hours_per_week': '12', 'ended': '2026-11-19'", 25, 20 },
    { "'service': 'ap', 'hours_per_week': '25', 'ended': '2026-11-19'", NULL, -1, 0 },
    { "'service': 'dual', 'hours_per_week': '10'", NULL, -1, 0 },
    { "'service': 'outreach', 'hours_per_week': '2'", NULL, -1, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (hours); i++)
    {
      g_autofree char *placement = NULL;
      g_autofree char *timetable = NULL;
      g_autoptr(GArray) found = NULL;

      atlas_case_clear (fixture->file);
      add (fixture, "child", CHILD, "{'born': '2012-10-01'}");
      placement = g_strdup_printf ("{'child': '" CHILD "', 'provision': '" BARN "', 'place': '" LINE
                                   "', 'starts': '2026-11-02', %s}", hours[i].placement);
      add (fixture, "placement", STAY, placement);
      if (hours[i].timetable != NULL)
        {
          timetable = g_strdup_printf ("{'child': '" CHILD "', 'placement': '" STAY "',"
                                       " 'starts': '2026-11-02', %s}", hours[i].timetable);
          add (fixture, "timetable", NULL, timetable);
        }

      found = atlas_hours_given (fixture->file, fixture->background,
                                 atlas_date_parse ("2026-11-20"));
      g_assert_cmpuint (found->len, ==, hours[i].given >= 0);
      if (found->len == 0)
        continue;
      g_assert_cmpfloat (g_array_index (found, AtlasHoursGiven, 0).given, ==, hours[i].given);
      g_assert_cmpfloat (g_array_index (found, AtlasHoursGiven, 0).owed, ==, hours[i].owed);
      g_assert_cmpstr (g_array_index (found, AtlasHoursGiven, 0).provision, ==, BARN);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rules/waiting/days-are-calendar-days", test_days_are_calendar_days);
  ADD ("/rules/waiting/what-no-place-answers", test_what_no_place_answers);
  ADD ("/rules/waiting/hours-given-beside-hours-owed", test_hours_given);

  return g_test_run ();
}
