/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "case-check.h"
#include "rules/atlas-not-full-time.h"

#define TODAY "2026-11-20"
#define BORN  "{'born': '2012-10-01', 'establishment': '" SCHOOL "'}"
#define MOST  6

static AtlasCalendar *
the_calendar (const char *establishment,
              gpointer    data)
{
  return data;
}

static GArray *
reasons_on (Fixture    *fixture,
            const char *on)
{
  AtlasCheckSettings settings = { NULL, fixture->thresholds };
  AtlasClockSetting setting = {
    .on = atlas_date_parse (on), .calendar_of = the_calendar, .data = fixture->calendar,
  };

  return atlas_not_full_time_reasons (fixture->file, fixture->background, &setting, &settings);
}

/* Every reason with its day, "permanent 2026-11-12, placed 2026-11-16"; "" without any. */
static char *
word_reasons (Fixture    *fixture,
              const char *on)
{
  g_autoptr(GArray)  reasons = reasons_on (fixture, on);
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < reasons->len; i++)
    {
      const AtlasNotFullTimeReason *one = &g_array_index (reasons, AtlasNotFullTimeReason, i);
      g_autofree char *since = one->since != ATLAS_DATE_NONE ? atlas_date_format (one->since)
                                                             : g_strdup ("-");

      g_string_append_printf (text, "%s%s %s", i > 0 ? ", " : "",
                              atlas_not_full_time_rule (one->why)->id, since);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* A line of the worked table: records beside the child's own, a day, and the reasons of it. */
typedef struct {
  const char *child;
  struct {
    const char *type;
    const char *text;
  } records[MOST];
  const char *on;
  const char *expected;
} Worked;

#define EXCLUDED(more) { "exclusion", "{'establishment': '" SCHOOL "', " more "}" }
#define PLACED(more)   { "placement", "{'child': '" CHILD "', 'provision': '" BARN "', 'place': '" \
                         LINE "', 'referral': '" REFERRAL "', " more "}" }
#define ROLLED(more)   { "registration", "{'child': '" CHILD "', " more "}" }

static const Worked worked[] = {
  { BORN, { { NULL } }, TODAY, "" },

  /* Excluded: 2 November 2026 is a Monday, so Day 6 of its morning is the 9th. */
  { BORN, { EXCLUDED ("'kind': 'PERM', 'from': '2026-11-12'") }, "2026-11-11", "" },
  { BORN, { EXCLUDED ("'kind': 'PERM', 'from': '2026-11-12'") }, "2026-11-12",
    "permanent 2026-11-12" },
  { BORN, { EXCLUDED ("'kind': 'PERM', 'from': '2026-11-02', 'education_started': '2026-11-09'") },
    "2026-11-08", "permanent 2026-11-02" },
  { BORN, { EXCLUDED ("'kind': 'PERM', 'from': '2026-11-02', 'education_started': '2026-11-09'") },
    "2026-11-09", "" },
  { BORN, { EXCLUDED ("'kind': 'PERM', 'from': '2026-11-02', 'cancelled': '2026-11-10'") },
    "2026-11-10", "" },
  { BORN, { EXCLUDED ("'kind': 'PERM', 'from': '2026-11-02', 'board_met': '2026-11-17',"
                      " 'board_decision': 'reinstated'") }, "2026-11-16", "permanent 2026-11-02" },
  { BORN, { EXCLUDED ("'kind': 'PERM', 'from': '2026-11-02', 'board_met': '2026-11-17',"
                      " 'board_decision': 'reinstated'") }, "2026-11-17", "" },
  { BORN, { EXCLUDED ("'kind': 'PERM', 'from': '2024-11-04'"),
            ROLLED ("'establishment': '" OTHER "', 'enrolment': 'C',"
                    " 'valid': {'from': '2026-11-16'}") }, "2026-11-16", "" },
  { BORN, { EXCLUDED ("'kind': 'SUSP', 'from': '2026-11-02', 'session': 'am', 'sessions': 30") },
    "2026-11-06", "" },
  { BORN, { EXCLUDED ("'kind': 'SUSP', 'from': '2026-11-02', 'session': 'am', 'sessions': 30") },
    "2026-11-09", "suspended 2026-11-02" },
  { BORN, { EXCLUDED ("'kind': 'SUSP', 'from': '2026-11-02', 'session': 'am', 'sessions': 30") },
    "2026-11-20", "suspended 2026-11-02" },
  { BORN, { EXCLUDED ("'kind': 'SUSP', 'from': '2026-11-02', 'session': 'am', 'sessions': 30") },
    "2026-11-23", "" },
  { BORN, { EXCLUDED ("'kind': 'SUSP', 'from': '2026-11-02', 'session': 'am', 'sessions': 10") },
    "2026-11-06", "" },
  { BORN, { EXCLUDED ("'kind': 'LNCH', 'from': '2026-11-02', 'sessions': 60") }, TODAY, "" },

  /* Moves school regularly: the first school that is known is no move. */
  { BORN, { ROLLED ("'establishment': '" SCHOOL "', 'enrolment': 'C',"
                    " 'valid': {'from': '2023-09-01', 'to': '2026-02-13'}"),
            ROLLED ("'establishment': '" OTHER "', 'enrolment': 'C',"
                    " 'valid': {'from': '2026-02-14'}") }, TODAY, "" },
  { BORN, { ROLLED ("'establishment': '" SCHOOL "', 'enrolment': 'C',"
                    " 'valid': {'from': '2023-09-01', 'to': '2026-02-13'}"),
            ROLLED ("'establishment': '" OTHER "', 'enrolment': 'C',"
                    " 'valid': {'from': '2026-02-14', 'to': '2026-10-01'}"),
            ROLLED ("'establishment': '" SCHOOL "', 'enrolment': 'C',"
                    " 'valid': {'from': '2026-10-02'}") }, TODAY, "moves 2026-10-02" },
  { BORN, { { "managed_move", "{'from_school': '" SCHOOL "', 'to_school': '" OTHER "',"
              " 'starts': '2026-02-01'}" },
            { "managed_move", "{'from_school': '" OTHER "', 'to_school': '" BARN "',"
              " 'starts': '2026-09-03'}" } }, "2027-01-31", "moves 2026-09-03" },
  { BORN, { { "managed_move", "{'from_school': '" SCHOOL "', 'to_school': '" OTHER "',"
              " 'starts': '2026-02-01'}" },
            { "managed_move", "{'from_school': '" OTHER "', 'to_school': '" BARN "',"
              " 'starts': '2026-09-03'}" } }, "2027-02-01", "" },

  /* Part-time: until it is recorded as ended, whatever day it was to end. */
  { BORN, { { "timetable", "{'kind': 'part-time', 'starts': '2026-10-05',"
              " 'ends': '2026-10-16'}" } }, TODAY, "part-time 2026-10-05" },
  { BORN, { { "timetable", "{'kind': 'part-time', 'starts': '2026-10-05',"
              " 'ended': '2026-11-19'}" } }, TODAY, "" },
  { BORN, { { "timetable", "{'kind': 'full-time', 'starts': '2026-10-05',"
              " 'hours_per_week': '19.5'}" } }, TODAY, "hours 2026-10-05" },
  { BORN, { { "timetable", "{'kind': 'full-time', 'starts': '2026-10-05',"
              " 'hours_per_week': '20'}" } }, TODAY, "" },
  { BORN, { { "attendance", "{'on': '2026-11-17', 'session': 'am', 'code': '/'}" },
            { "attendance", "{'on': '2026-11-18', 'session': 'am', 'code': 'C2'}" },
            { "attendance", "{'on': '2026-11-19', 'session': 'am', 'code': '/'}" },
            { "attendance", "{'on': '2026-11-19', 'session': 'pm', 'code': 'C2'}" } },
    TODAY, "code-part-time 2026-11-18" },
  { BORN, { { "attendance", "{'on': '2026-11-19', 'session': 'pm', 'code': 'X'}" },
            { "attendance", "{'on': '2026-11-20', 'session': 'am', 'code': 'L'}" } },
    TODAY, "" },
  { BORN, { { "attendance", "{'on': '2026-10-23', 'session': 'pm', 'code': 'X'}" } }, TODAY, "" },
  { BORN, { { "attendance", "{'on': '2026-10-24', 'session': 'pm', 'code': 'X'}" } }, TODAY,
    "code-part-time 2026-10-24" },

  /* Waits for a school place. */
  { "{'born': '2012-10-01'}", { { NULL } }, TODAY, "" },
  { "{'born': '2012-10-01', 'enrolment': 'none'}", { { NULL } }, TODAY, "no-school -" },
  { "{'born': '2012-10-01'}", { { "referral", "{'reference': 'K1', 'step': 'waiting',"
                                  " 'received': '2026-11-03',"
                                  " 'fair_access_agreed': '2026-11-10'}" } },
    TODAY, "no-school 2026-11-03, fair-access 2026-11-10" },
  { "{'born': '2012-10-01'}", { { "referral", "{'reference': 'K1', 'step': 'waiting',"
                                  " 'received': '2026-11-03',"
                                  " 'fair_access_agreed': '2026-11-10'}" } },
    "2026-11-09", "no-school 2026-11-03" },
  { "{'born': '2012-10-01'}", { { "referral", "{'reference': 'K1', 'step': 'draft',"
                                  " 'received': '2026-11-03'}" } }, TODAY, "" },
  { "{'born': '2012-10-01'}", { { "referral", "{'reference': 'K1', 'step': 'ended',"
                                  " 'received': '2026-11-03', 'step_on': '2026-11-18'}" } },
    "2026-11-17", "no-school 2026-11-03" },
  { "{'born': '2012-10-01'}", { { "referral", "{'reference': 'K1', 'step': 'ended',"
                                  " 'received': '2026-11-03', 'step_on': '2026-11-18'}" } },
    "2026-11-18", "" },
  { BORN, { ROLLED ("'establishment': '" SCHOOL "', 'enrolment': 'C',"
                    " 'valid': {'from': '2023-09-01', 'to': '2026-11-13'}") }, TODAY,
    "no-school 2026-11-14" },
  { BORN, { { "referral", "{'reference': 'K1', 'step': 'waiting', 'received': '2026-11-03',"
              " 'fair_access_agreed': '2026-11-10'}" } }, TODAY, "" },

  /* Educated elsewhere. */
  { BORN, { PLACED ("'starts': '2026-11-02', 'service': 'dual'") }, TODAY, "placed 2026-11-02" },
  { BORN, { PLACED ("'starts': '2026-11-02', 'service': 'outreach'") }, TODAY, "" },
  { BORN, { PLACED ("'starts': '2026-11-02', 'service': 'special-place'") }, TODAY, "" },
  { BORN, { PLACED ("'starts': '2026-11-02', 'service': 'ap', 'ended': '2026-11-19'") }, TODAY,
    "" },
  { BORN, { PLACED ("'starts': '2026-11-02', 'service': 'ap', 'ended': '2026-11-20'") }, TODAY,
    "placed 2026-11-02" },
  { BORN, { PLACED ("'starts': '2026-11-02', 'service': 'single', 'hours_per_week': '15'") },
    TODAY, "hours 2026-11-02, placed 2026-11-02" },
  { BORN, { { "direction", "{'establishment': '" SCHOOL "', 'provision': '" BARN "',"
              " 'decided': '2026-10-01', 'starts': '2026-11-05', 'ends': '2026-11-12'}" } },
    TODAY, "directed 2026-11-05" },
  { BORN, { { "direction", "{'establishment': '" SCHOOL "', 'provision': '" BARN "',"
              " 'decided': '2026-10-01'}" } }, TODAY, "" },
  { BORN, { ROLLED ("'provision': '" BARN "', 'enrolment': 'S', 'valid': {'from': '2026-10-01'}") },
    TODAY, "registered 2026-10-01" },
  { BORN, { ROLLED ("'provision': '" BARN "', 'enrolment': 'S', 'valid': {'from': '2026-10-01'}"),
            PLACED ("'starts': '2026-10-01', 'service': 'respite'") },
    TODAY, "placed 2026-10-01" },
  { BORN, { ROLLED ("'establishment': '" OTHER "', 'enrolment': 'G',"
                    " 'valid': {'from': '2026-10-01', 'to': '2026-11-20'}") },
    TODAY, "registered 2026-10-01" },
  { BORN, { { "attendance", "{'on': '2026-11-19', 'session': 'am', 'code': 'B'}" } }, TODAY,
    "code-b 2026-11-19" },
  { BORN, { { "attendance", "{'on': '2026-11-19', 'session': 'am', 'code': 'B',"
              " 'provision': '" BARN "'}" } }, TODAY, "" },

  /* Other reasons. */
  { BORN, { { "separation", "{'establishment': '" SCHOOL "', 'from': '2026-11-16'}" } }, TODAY,
    "separated 2026-11-16" },
  { BORN, { { "separation", "{'establishment': '" SCHOOL "', 'from': '2026-11-16',"
              " 'education_started': '2026-11-20'}" } }, TODAY, "" },
  { BORN, { { "incident", "{'kind': 'home-education', 'on': '2026-11-16'}" } }, TODAY,
    "home 2026-11-16" },
  { BORN, { { "incident", "{'kind': 'home-education', 'on': '2026-11-16'}" },
            ROLLED ("'establishment': '" SCHOOL "', 'enrolment': 'C',"
                    " 'valid': {'from': '2026-11-18'}") }, TODAY, "" },
  { "{'born': '2012-10-01', 'enrolment': 'none'}",
    { { "incident", "{'kind': 'home-education', 'on': '2026-11-16'}" } }, TODAY,
    "home 2026-11-16" },

  /* Every reason, and only of children of compulsory school age. */
  { BORN, { EXCLUDED ("'kind': 'PERM', 'from': '2026-11-12'"),
            { "separation", "{'establishment': '" SCHOOL "', 'from': '2026-11-02'}" },
            { "timetable", "{'kind': 'part-time', 'starts': '2026-10-05'}" } }, TODAY,
    "permanent 2026-11-12, part-time 2026-10-05, separated 2026-11-02" },
  { "{'born': '2021-12-01', 'enrolment': 'none'}", { { NULL } }, TODAY, "" },
  { "{'born': '2010-09-01', 'enrolment': 'none'}", { { NULL } }, "2027-06-25", "no-school -" },
  { "{'born': '2010-09-01', 'enrolment': 'none'}", { { NULL } }, "2027-06-26", "" },
  { "{'enrolment': 'none'}", { { NULL } }, TODAY, "no-school -" },
};

/* T054: the five groups, and the others, each from the day that its records say */
static void
test_worked_table (Fixture      *fixture,
                   gconstpointer data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (worked); i++)
    {
      g_autofree char *found = NULL;

      atlas_case_clear (fixture->file);
      add (fixture, "child", CHILD, worked[i].child);
      for (int r = 0; r < MOST && worked[i].records[r].type != NULL; r++)
        {
          const char *type = worked[i].records[r].type;
          g_autofree char *text = g_strdup (worked[i].records[r].text);

          if (strstr (text, "'child'") == NULL)
            {
              g_free (text);
              text = g_strconcat ("{'child': '" CHILD "', ", worked[i].records[r].text + 1, NULL);
            }
          add (fixture, type, g_str_equal (type, "referral") ? REFERRAL : NULL, text);
        }

      found = word_reasons (fixture, worked[i].on);
      if (g_strcmp0 (found, worked[i].expected) != 0)
        g_test_message ("line %u on %s", (guint) i, worked[i].on);
      g_assert_cmpstr (found, ==, worked[i].expected);
    }
}

/* T054: how often is regularly is the county's own number, and it may ask nothing of it */
static void
test_the_county_says_how_often (Fixture      *fixture,
                                gconstpointer data)
{
  g_autofree char *none = NULL;
  g_autofree char *three = NULL;
  g_autofree char *off = NULL;
  const AtlasCheckFound *found;

  add (fixture, "child", CHILD, BORN);
  add (fixture, "managed_move", NULL, "{'child': '" CHILD "', 'from_school': '" SCHOOL "',"
       " 'to_school': '" OTHER "', 'starts': '2026-09-10'}");
  none = word_reasons (fixture, TODAY);
  g_assert_cmpstr (none, ==, "");
  g_assert_null (look (fixture, "moves-often", TODAY));

  add (fixture, "managed_move", NULL, "{'child': '" CHILD "', 'from_school': '" OTHER "',"
       " 'to_school': '" BARN "', 'starts': '2026-10-12'}");
  found = look (fixture, "moves-often", TODAY);
  g_assert_nonnull (found);
  g_assert_cmpint (found->facts.count, ==, 2);
  g_assert_cmpint (found->facts.day, ==, atlas_date_parse ("2026-10-12"));

  fixture->thresholds[0] = "moves-often=3";
  three = word_reasons (fixture, TODAY);
  g_assert_cmpstr (three, ==, "");
  fixture->thresholds[0] = "moves-often=off";
  off = word_reasons (fixture, TODAY);
  g_assert_cmpstr (off, ==, "");
}

/* T116: who would be on the register, and from which day the county keeps it */
static void
test_register (Fixture      *fixture,
               gconstpointer data)
{
  AtlasCheckSettings settings = { NULL, fixture->thresholds };
  g_autoptr(GArray) suspended = NULL;
  g_autoptr(GArray) placed = NULL;

  add (fixture, "child", CHILD, BORN);
  add (fixture, "exclusion", NULL, "{'child': '" CHILD "', 'establishment': '" SCHOOL "',"
       " 'kind': 'SUSP', 'from': '2026-11-02', 'sessions': 40}");
  suspended = reasons_on (fixture, TODAY);
  g_assert_cmpuint (suspended->len, ==, 1);
  g_assert_false (atlas_not_full_time_register (suspended));

  add (fixture, "placement", NULL, "{'child': '" CHILD "', 'provision': '" BARN "', 'place': '"
       LINE "', 'service': 'ap', 'starts': '2026-11-16'}");
  placed = reasons_on (fixture, TODAY);
  g_assert_cmpuint (placed->len, ==, 2);
  g_assert_true (atlas_not_full_time_register (placed));

  g_assert_cmpint (atlas_register_from (NULL), ==, ATLAS_DATE_NONE);
  g_assert_cmpint (atlas_register_from (&settings), ==, ATLAS_DATE_NONE);
  fixture->thresholds[0] = "not-in-school-register=soon";
  g_assert_cmpint (atlas_register_from (&settings), ==, ATLAS_DATE_NONE);
  fixture->thresholds[0] = "not-in-school-register=2027-09-01";
  g_assert_cmpint (atlas_register_from (&settings), ==, atlas_date_parse ("2027-09-01"));
}

static void
test_a_child_that_is_not_here_has_none (Fixture      *fixture,
                                        gconstpointer data)
{
  g_autofree char *found = NULL;

  add (fixture, "exclusion", NULL, "{'child': '" CHILD "', 'establishment': '" SCHOOL "',"
       " 'kind': 'PERM', 'from': '2026-11-02'}");
  found = word_reasons (fixture, TODAY);
  g_assert_cmpstr (found, ==, "");
}

/* T122: a reason carries the hours, those that are full-time, and the row that says so */
static void
test_hours_have_their_source (Fixture      *fixture,
                              gconstpointer data)
{
  g_autoptr(GArray) reasons = NULL;
  const AtlasNotFullTimeReason *one;

  add (fixture, "child", CHILD, BORN);
  add (fixture, "placement", STAY, "{'child': '" CHILD "', 'provision': '" BARN "', 'place': '"
       LINE "', 'service': 'ap', 'starts': '2026-11-16', 'hours_per_week': '12.5'}");
  reasons = reasons_on (fixture, TODAY);
  g_assert_cmpuint (reasons->len, ==, 2);
  one = &g_array_index (reasons, AtlasNotFullTimeReason, 0);
  g_assert_cmpfloat (one->hours, ==, 12.5);
  g_assert_cmpfloat (one->least, ==, 20);
  g_assert_cmpstr (one->record, ==, STAY);
  g_assert_cmpstr (one->place, ==, BARN);
  g_assert_true (one->place_type == &atlas_provision_type);
  g_assert_nonnull (strstr (one->source, "January 2020"));
}

static void
test_every_reason_has_its_row (Fixture      *fixture,
                               gconstpointer data)
{
  AtlasNotFullTime why;

  for (int i = 0; i < ATLAS_N_NOT_FULL_TIME; i++)
    {
      const AtlasNotFullTimeRule *rule = atlas_not_full_time_rule ((AtlasNotFullTime) i);

      g_assert_true (rule->title != NULL && rule->source != NULL && rule->rule != NULL);
      g_assert_true (atlas_not_full_time_parse (rule->id, &why));
      g_assert_cmpint (why, ==, i);
    }
  g_assert_false (atlas_not_full_time_parse ("nothing", &why));
  g_assert_false (atlas_not_full_time_parse (NULL, &why));
  for (int i = 0; i < ATLAS_N_COHORTS; i++)
    g_assert_nonnull (atlas_cohort_get_title ((AtlasCohort) i));
  g_assert_cmpstr (atlas_cohort_to_code (ATLAS_COHORT_AWAITING), ==, "awaiting");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/not-full-time/worked-table", test_worked_table);
  ADD ("/not-full-time/the-county-says-how-often", test_the_county_says_how_often);
  ADD ("/not-full-time/who-would-be-on-the-register", test_register);
  ADD ("/not-full-time/a-child-that-is-not-here-has-none",
       test_a_child_that_is_not_here_has_none);
  ADD ("/not-full-time/hours-have-their-source", test_hours_have_their_source);
  ADD ("/not-full-time/every-reason-has-its-row", test_every_reason_has_its_row);

  return g_test_run ();
}
