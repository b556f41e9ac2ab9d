/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "case-check.h"
#include "rules/atlas-hours.h"

#define YEAR_9_IN_2017 "{'born': '2003-10-01'}"
#define YEAR_9_IN_2026 "{'born': '2012-10-01'}"

static void
add_week (Fixture    *fixture,
          const char *kind,
          const char *starts,
          const char *hours,
          const char *more)
{
  g_autofree char *text = NULL;

  text = g_strdup_printf ("{'child': '" CHILD "', 'kind': '%s', 'starts': '%s',"
                          " 'hours_per_week': '%s'%s}", kind, starts, hours, more);
  add (fixture, "timetable", WEEK, text);
}

static void
add_tier_3 (Fixture    *fixture,
            const char *received)
{
  g_autofree char *text = NULL;

  text = g_strdup_printf ("{'reference': 'K1', 'child': '" CHILD "', 'step': 'started', 'tier': 3,"
                          " 'received': '%s'}", received);
  add (fixture, "referral", REFERRAL, text);
}

/* T043: the table of hours by date */
static void
test_the_table_by_date (Fixture      *fixture,
                        gconstpointer data)
{
  static const struct {
    AtlasHoursFor whom;
    int           stage;
    const char   *on;
    double        least;
    double        most;
  } cases[] = {
    { ATLAS_HOURS_ANYBODY, 3, "2016-03-31", 0, 0 },
    { ATLAS_HOURS_ANYBODY, 1, "2016-04-01", 20, 25 },
    { ATLAS_HOURS_ANYBODY, 0, "2019-12-31", 0, 0 },
    { ATLAS_HOURS_ANYBODY, 0, "2020-01-01", 15, 30 },
    { ATLAS_HOURS_ANYBODY, 4, "2026-11-20", 20, 25 },
    { ATLAS_HOURS_ANYBODY, 5, "2026-11-20", 0, 0 },
    { ATLAS_HOURS_TIER_3, 2, "2016-04-01", 22, 25 },
    { ATLAS_HOURS_TIER_3, 2, "2026-11-20", 22, 25 },
    { ATLAS_HOURS_SOCIAL_WORKER, 3, "2023-08-31", 25, 0 },
    { ATLAS_HOURS_SOCIAL_WORKER, 3, "2023-09-01", 32.5, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const AtlasHours *row = atlas_hours_find (cases[i].whom, cases[i].stage,
                                                atlas_date_parse (cases[i].on));

      g_assert_cmpfloat (row != NULL ? row->least : 0, ==, cases[i].least);
      g_assert_cmpfloat (row != NULL ? row->most : 0, ==, cases[i].most);
    }
}

/* T043: fewer and more hours than full-time */
static void
test_full_time (Fixture      *fixture,
                gconstpointer data)
{
  const AtlasCheckFound *found;

  add (fixture, "child", CHILD, YEAR_9_IN_2026);
  add_week (fixture, "full-time", "2026-09-03", "19.5", "");
  found = look (fixture, "hours-under", "2026-11-20");
  g_assert_cmpfloat (found->facts.hours, ==, 19.5);
  g_assert_cmpfloat (found->facts.least, ==, 20);
  g_assert_null (look (fixture, "hours-over", "2026-11-20"));

  g_ptr_array_set_size (fixture->file->timetables, 0);
  add_week (fixture, "full-time", "2026-09-03", "25.5", "");
  g_assert_null (look (fixture, "hours-under", "2026-11-20"));
  g_assert_cmpfloat (look (fixture, "hours-over", "2026-11-20")->facts.most, ==, 25);

  g_ptr_array_set_size (fixture->file->timetables, 0);
  add_week (fixture, "full-time", "2026-09-03", "20", "");
  g_assert_null (look (fixture, "hours-under", "2026-11-20"));
  g_assert_null (look (fixture, "hours-over", "2026-11-20"));
}

/* T020: the parts of a timetable sum to the week */
static void
test_parts_sum (Fixture      *fixture,
                gconstpointer data)
{
  add (fixture, "child", CHILD, YEAR_9_IN_2026);
  add_week (fixture, "full-time", "2026-09-03", "25", "");
  add (fixture, "timetable_part", NULL, "{'child': '" CHILD "', 'timetable': '" WEEK "',"
       " 'hours_per_week': '10'}");
  add (fixture, "timetable_part", NULL, "{'child': '" CHILD "', 'timetable': '" WEEK "',"
       " 'hours_per_week': '7.5'}");
  g_assert_cmpfloat (look (fixture, "hours-under", "2026-11-20")->facts.hours, ==, 17.5);
}

/* T041: 22 to 25 hours at tier 3 */
static void
test_tier_3_in_2016 (Fixture      *fixture,
                     gconstpointer data)
{
  add (fixture, "child", CHILD, YEAR_9_IN_2017);
  add_tier_3 (fixture, "2017-10-01");
  add_week (fixture, "full-time", "2017-10-02", "21", ", 'referral': '" REFERRAL "'");
  g_assert_cmpfloat (look (fixture, "hours-under", "2017-11-20")->facts.least, ==, 22);
}

/* T042: fewer hours at tier 3 when the family agreed, since 2020 */
static void
test_tier_3_when_the_family_agreed (Fixture      *fixture,
                                    gconstpointer data)
{
  add (fixture, "child", CHILD, YEAR_9_IN_2026);
  add_tier_3 (fixture, "2026-09-01");
  add_week (fixture, "part-time", "2026-09-03", "15", ", 'referral': '" REFERRAL "'");
  g_assert_nonnull (look (fixture, "hours-under", "2026-11-20"));

  add (fixture, "consent", NULL, "{'child': '" CHILD "', 'given_by': 'family', 'answer': 'agreed',"
       " 'subject': ['timetable', '" WEEK "'], 'on': '2026-09-02'}");
  g_assert_null (look (fixture, "hours-under", "2026-11-20"));

  add (fixture, "consent", NULL, "{'child': '" CHILD "', 'given_by': 'family',"
       " 'answer': 'withdrawn', 'subject': ['timetable', '" WEEK "'],"
       " 'on': '2026-10-02'}");
  g_assert_nonnull (look (fixture, "hours-under", "2026-11-20"));
}

/* T042: in 2016 the family's agreement did not change the hours */
static void
test_tier_3_agreement_is_of_2020 (Fixture      *fixture,
                                  gconstpointer data)
{
  add (fixture, "child", CHILD, YEAR_9_IN_2017);
  add_tier_3 (fixture, "2017-10-01");
  add_week (fixture, "part-time", "2017-10-02", "15", ", 'referral': '" REFERRAL "'");
  add (fixture, "consent", NULL, "{'child': '" CHILD "', 'given_by': 'family', 'answer': 'agreed',"
       " 'subject': ['timetable', '" WEEK "'], 'on': '2017-10-02'}");
  g_assert_nonnull (look (fixture, "hours-under", "2017-11-20"));
}

/* T065: hours that a placement says */
static void
test_hours_of_a_placement (Fixture      *fixture,
                           gconstpointer data)
{
  add (fixture, "child", CHILD, YEAR_9_IN_2026);
  add (fixture, "placement", STAY, "{'child': '" CHILD "', 'provision': '" BARN "',"
       " 'place': '" LINE "', 'starts': '2026-09-03', 'hours_per_week': '12', 'service': 'ap'}");
  g_assert_nonnull (look (fixture, "hours-under", "2026-11-20"));

  add_week (fixture, "full-time", "2026-09-03", "24", ", 'placement': '" STAY "'");
  g_assert_null (look (fixture, "hours-under", "2026-11-20"));
}

/* T065: outreach is no week of its own */
static void
test_hours_of_outreach (Fixture      *fixture,
                        gconstpointer data)
{
  add (fixture, "child", CHILD, YEAR_9_IN_2026);
  add (fixture, "placement", STAY, "{'child': '" CHILD "', 'provision': '" BARN "',"
       " 'place': '" LINE "', 'starts': '2026-09-03', 'hours_per_week': '2',"
       " 'service': 'outreach'}");
  g_assert_null (look (fixture, "hours-under", "2026-11-20"));

  g_ptr_array_set_size (fixture->file->placements, 0);
  add (fixture, "placement", STAY, "{'child': '" CHILD "', 'provision': '" BARN "',"
       " 'place': '" LINE "', 'starts': '2026-09-03', 'hours_per_week': '2'}");
  g_assert_nonnull (look (fixture, "hours-under", "2026-11-20"));
  know (fixture, "place", LINE, "{'provision': '" BARN "', 'commissioned': 4,"
        " 'service': 'respite'}");
  g_assert_null (look (fixture, "hours-under", "2026-11-20"));
}

/* T043: more than 40 hours cannot be */
static void
test_hours_over_40 (Fixture      *fixture,
                    gconstpointer data)
{
  add (fixture, "child", CHILD, YEAR_9_IN_2026);
  add_week (fixture, "full-time", "2026-09-03", "40", "");
  g_assert_null (look (fixture, "hours-possible", "2026-11-20"));
  g_assert_nonnull (look (fixture, "hours-over", "2026-11-20"));

  g_ptr_array_set_size (fixture->file->timetables, 0);
  add_week (fixture, "full-time", "2026-09-03", "250", "");
  g_assert_nonnull (look (fixture, "hours-possible", "2026-11-20"));
  g_assert_null (look (fixture, "hours-over", "2026-11-20"));
}

/* T044: 32.5 hours for a child with a social worker, where the county asks for it */
static void
test_hours_with_a_social_worker (Fixture      *fixture,
                                 gconstpointer data)
{
  add (fixture, "child", CHILD, "{'born': '2012-10-01', 'care': 'CSW'}");
  add_week (fixture, "full-time", "2026-09-03", "25", "");
  g_assert_null (look (fixture, "hours-social-worker", "2026-11-20"));

  fixture->thresholds[0] = "hours-social-worker=on";
  g_assert_cmpfloat (look (fixture, "hours-social-worker", "2026-11-20")->facts.least, ==, 32.5);

  add (fixture, "child", CHILD, "{'born': '2012-10-01', 'care': 'none'}");
  g_assert_null (look (fixture, "hours-social-worker", "2026-11-20"));
}

/* T053: part-time timetable without end, agreement and review */
static void
test_part_time (Fixture      *fixture,
                gconstpointer data)
{
  add_week (fixture, "part-time", "2017-10-02", "15", "");
  g_assert_cmpint (look (fixture, "part-time", "2017-11-20")->facts.missing, ==,
                   ATLAS_MISSING_PLANNED_END | ATLAS_MISSING_FAMILY | ATLAS_MISSING_REVIEW);

  g_ptr_array_set_size (fixture->file->timetables, 0);
  add_week (fixture, "part-time", "2017-10-02", "15",
            ", 'ends': '2017-12-01', 'review_by': '2017-11-01'");
  add (fixture, "consent", NULL, "{'child': '" CHILD "', 'given_by': 'family', 'answer': 'agreed',"
       " 'subject': ['timetable', '" WEEK "'], 'on': '2017-10-02'}");
  g_assert_null (look (fixture, "part-time", "2017-11-20"));
  g_assert_null (look (fixture, "part-time-papers", "2017-11-20"));
}

/* T053: risk assessment and inclusion plan since 6 November 2023 */
static void
test_part_time_papers (Fixture      *fixture,
                       gconstpointer data)
{
  add_week (fixture, "part-time", "2023-11-05", "15", "");
  g_assert_null (look (fixture, "part-time-papers", "2023-11-20"));

  g_ptr_array_set_size (fixture->file->timetables, 0);
  add_week (fixture, "part-time", "2023-11-06", "15", "");
  g_assert_cmpint (look (fixture, "part-time-papers", "2023-11-20")->facts.missing, ==,
                   ATLAS_MISSING_RISK_ASSESSMENT | ATLAS_MISSING_INCLUSION_PLAN);

  g_ptr_array_set_size (fixture->file->timetables, 0);
  add_week (fixture, "part-time", "2023-11-06", "15", ", 'risk_assessed': true");
  add (fixture, "plan", NULL, "{'child': '" CHILD "', 'kind': 'inclusion', 'made': '2023-11-06'}");
  g_assert_null (look (fixture, "part-time-papers", "2023-11-20"));
}

/* T053: behaviour as the reason of a part-time timetable */
static void
test_part_time_for_behaviour (Fixture      *fixture,
                              gconstpointer data)
{
  add_week (fixture, "part-time", "2022-08-31", "15", ", 'reason': 'behaviour'");
  g_assert_null (look (fixture, "part-time-behaviour", "2022-11-20"));

  g_ptr_array_set_size (fixture->file->timetables, 0);
  add_week (fixture, "part-time", "2022-09-01", "15", ", 'reason': 'behaviour'");
  g_assert_nonnull (look (fixture, "part-time-behaviour", "2022-11-20"));

  g_ptr_array_set_size (fixture->file->timetables, 0);
  add_week (fixture, "part-time", "2022-09-01", "15", ", 'reason': 'health'");
  g_assert_null (look (fixture, "part-time-behaviour", "2022-11-20"));
}

/* T053: weeks of a part-time timetable, as the county sets them */
static void
test_part_time_length (Fixture      *fixture,
                       gconstpointer data)
{
  add_week (fixture, "part-time", "2026-09-01", "15", "");
  g_assert_null (look (fixture, "part-time-length", "2026-11-24"));
  g_assert_cmpint (look (fixture, "part-time-length", "2026-12-01")->facts.count, ==, 13);

  fixture->thresholds[0] = "part-time-length=6";
  g_assert_cmpint (look (fixture, "part-time-length", "2026-11-24")->facts.limit, ==, 6);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/check/hours/the-table-by-date", test_the_table_by_date);
  ADD ("/check/hours/full-time", test_full_time);
  ADD ("/check/hours/parts-sum", test_parts_sum);
  ADD ("/check/hours/tier-3-in-2016", test_tier_3_in_2016);
  ADD ("/check/hours/tier-3-when-the-family-agreed", test_tier_3_when_the_family_agreed);
  ADD ("/check/hours/tier-3-agreement-is-of-2020", test_tier_3_agreement_is_of_2020);
  ADD ("/check/hours/of-a-placement", test_hours_of_a_placement);
  ADD ("/check/hours/of-outreach", test_hours_of_outreach);
  ADD ("/check/hours/over-40", test_hours_over_40);
  ADD ("/check/hours/with-a-social-worker", test_hours_with_a_social_worker);
  ADD ("/check/hours/part-time", test_part_time);
  ADD ("/check/hours/part-time-papers", test_part_time_papers);
  ADD ("/check/hours/part-time-for-behaviour", test_part_time_for_behaviour);
  ADD ("/check/hours/part-time-length", test_part_time_length);

  return g_test_run ();
}
