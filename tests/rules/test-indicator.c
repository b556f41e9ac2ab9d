/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "indicator-case.h"

#define ADD_CASE(path, function) \
  g_test_add (path, Fixture, NULL, indicator_set_up, function, tear_down)

#define TERM_2026 "2026-10-01"
#define END_2026  "2027-02-01"
#define BORN      "2013-01-01"   /* Year 9 in autumn 2026 */
#define BORN_11   "2011-01-01"   /* Year 11 then */

/* Records as `type {…}`, parted by semicolons; whose child they are need not be said. */
static void
add_records (Fixture    *fixture,
             const char *text)
{
  g_auto(GStrv) records = g_strsplit (text, "; ", -1);

  for (guint i = 0; records[i] != NULL; i++)
    {
      char *brace = strchr (records[i], '{');
      g_autofree char *type = NULL;
      g_autofree char *fields = NULL;

      if (brace == NULL)
        continue;
      type = g_strndup (records[i], (gsize) (brace - records[i] - 1));
      fields = g_strconcat ("{'child': '" CHILD "', ", brace + 1, NULL);
      add (fixture, type, g_str_equal (type, "timetable") ? WEEK : NULL, fields);
    }
}

static char *
ask (Fixture    *fixture,
     const char *figure_id,
     const char *in,
     const char *on)
{
  const AtlasIndicatorFigure *figure = indicator_figure (figure_id);
  AtlasClockSetting clocks = {
    .on = atlas_date_parse (on), .calendar_of = indicator_calendar, .data = fixture->calendar,
  };
  AtlasIndicatorSetting setting = indicator_setting (fixture, atlas_date_parse (in), &clocks);
  AtlasIndicatorBase base = indicator_base (fixture, &setting, ROLL);
  g_auto(AtlasTally) tally = { { 0 } };
  AtlasEvidence evidence;
  AtlasIndicatorValue value;

  atlas_tally_init (&tally);
  atlas_evidence_init (&evidence);
  atlas_tally_add_case (&tally, fixture->file, &setting);
  atlas_evidence_add_case (&evidence, fixture->file, fixture->background);
  value = atlas_indicator_value (figure, &tally, &evidence, &base);

  return indicator_say (figure, &value);
}

typedef struct {
  const char *records;
  const char *figure;
  const char *expected;
} Row;

/* A child of Year 9, or 11, at home in the first area, in autumn 2026 as seen in February. */
static void
assert_rows (Fixture    *fixture,
             const char *born,
             const Row  *rows,
             gsize       n_rows)
{
  for (gsize i = 0; i < n_rows; i++)
    {
      g_autofree char *child = g_strdup_printf ("{%s%s%s'area': '" AREA "'}",
                                                born != NULL ? "'born': '" : "",
                                                born != NULL ? born : "",
                                                born != NULL ? "', " : "");
      g_autofree char *found = NULL;

      atlas_case_clear (fixture->file);
      add (fixture, "child", CHILD, child);
      add_records (fixture, rows[i].records);
      found = ask (fixture, rows[i].figure, TERM_2026, END_2026);
      if (g_strcmp0 (found, rows[i].expected) != 0)
        g_test_message ("row %" G_GSIZE_FORMAT ": %s", i, rows[i].records);
      g_assert_cmpstr (found, ==, rows[i].expected);
    }
}

#define SUSP(from, sessions) \
  "exclusion {'kind': 'SUSP', 'establishment': '" SCHOOL "', 'from': '" from "', 'session': 'am'" \
  sessions "}"
#define PERM(from, more) \
  "exclusion {'kind': 'PERM', 'establishment': '" SCHOOL "', 'from': '" from "'" more "}"

/* T080: suspensions, sessions missed of those that are possible, children of those on rolls */
static void
test_suspensions (Fixture      *fixture,
                  gconstpointer data)
{
  static const Row rows[] = {
    { "", "suspensions", "no records" },
    { SUSP ("2027-01-10", ", 'sessions': 4"), "suspensions", "no records" },
    { SUSP ("2026-09-03", ", 'sessions': 4"), "suspensions", "1" },
    { SUSP ("2026-09-02", ", 'sessions': 4"), "suspensions", "0" },
    { SUSP ("2026-12-18", ", 'sessions': 4"), "suspensions", "1" },
    { SUSP ("2026-12-19", ", 'sessions': 4"), "suspensions", "no records" },
    { SUSP ("2026-10-01", ", 'sessions': 4") "; " SUSP ("2026-11-03", ", 'sessions': 2"),
      "suspensions", "2" },
    { SUSP ("2026-10-01", ", 'sessions': 4") "; " SUSP ("2026-11-03", ", 'sessions': 2"),
      "suspended", "1" },
    { SUSP ("2026-10-01", ", 'sessions': 4") "; " SUSP ("2026-11-03", ", 'sessions': 2"),
      "suspended-percent", "0.1" },
    { SUSP ("2026-10-01", ", 'sessions': 4") "; " SUSP ("2026-11-03", ", 'sessions': 2"),
      "sessions", "6" },
    /* 77 school days, two sessions each, of 1,000 children. */
    { SUSP ("2026-10-01", ", 'sessions': 77"), "sessions-percent", "0.05" },
    /* It goes on into the next term: two days here, the others there. */
    { SUSP ("2026-12-17", ", 'sessions': 10"), "sessions", "4" },
    /* It began in the term before: its sessions here count, itself does not. */
    { SUSP ("2026-07-21", ", 'sessions': 10"), "sessions", "8" },
    { SUSP ("2026-07-21", ", 'sessions': 10"), "suspensions", "0" },
    /* Nobody recorded how long it was: not 0. */
    { SUSP ("2026-10-01", ""), "sessions", "left out without 1" },
    { SUSP ("2026-10-01", "") "; " SUSP ("2026-11-03", ", 'sessions': 2"), "sessions",
      "2 without 1" },
    { SUSP ("2026-10-01", ", 'sessions': 4, 'cancelled': '2026-10-05'"), "suspensions", "0" },
    { SUSP ("2026-10-01", ", 'sessions': 4, 'cancelled': '2027-02-10'"), "suspensions", "1" },
    { "exclusion {'kind': 'LNCH', 'from': '2026-10-01'}", "suspensions", "1" },
    { "exclusion {'kind': 'LNCH', 'from': '2026-10-01'}", "sessions", "1" },
    { PERM ("2026-10-01", ""), "suspensions", "0" },
  };

  assert_rows (fixture, BORN, rows, G_N_ELEMENTS (rows));
}

/* T081: permanent exclusions, beside managed moves and home education */
static void
test_permanent (Fixture      *fixture,
                gconstpointer data)
{
  static const Row rows[] = {
    { PERM ("2026-10-01", ""), "permanent", "1" },
    { PERM ("2026-10-01", ""), "permanently-excluded-percent", "0.1" },
    { PERM ("2026-10-01", ", 'cancelled': '2026-10-08'"), "permanent", "0" },
    { PERM ("2026-10-01", ", 'board_met': '2026-10-20', 'board_decision': 'reinstated'"),
      "permanent", "0" },
    { PERM ("2026-10-01", ", 'board_met': '2026-10-20', 'board_decision': 'upheld'"),
      "permanent", "1" },
    { PERM ("2026-10-01", ""), "moves-begun", "no records" },
    { PERM ("2026-10-01", "") "; managed_move {'from_school': '" SCHOOL "', 'to_school': '" OTHER
      "', 'starts': '2026-10-02'}", "moves-begun", "1" },
    { "incident {'kind': 'home-education', 'on': '2026-10-02'}", "home-notified", "1" },
    { "incident {'kind': 'home-education', 'on': '2026-08-02'}", "home-notified", "0" },
    { "incident {'kind': 'informal', 'on': '2026-10-02'}", "home-notified", "no records" },
  };

  assert_rows (fixture, BORN, rows, G_N_ELEMENTS (rows));
}

#define WEEKS(more) \
  "timetable {'kind': 'part-time', 'starts': '2026-10-01'" more "}"
#define AGREED(answer, on) \
  "consent {'subject': ['timetable', '" WEEK "'], 'given_by': 'family', 'answer': '" answer "', " \
  "'on': '" on "'}"
#define REVIEW(more) \
  "review {'kind': 'timetable', 'subject': ['timetable', '" WEEK "']" more "}"

/* T083: part-time timetables, agreed to, reviewed in time, and for how long */
static void
test_part_time (Fixture      *fixture,
                gconstpointer data)
{
  static const Row rows[] = {
    { WEEKS (""), "part-time", "1" },
    { WEEKS (", 'ended': '2026-10-20'"), "part-time", "1" },
    { "timetable {'kind': 'part-time', 'starts': '2026-06-01', 'ended': '2026-09-03'}",
      "part-time", "1" },
    { "timetable {'kind': 'part-time', 'starts': '2026-06-01', 'ended': '2026-09-02'}",
      "part-time", "0" },
    { "timetable {'kind': 'full-time', 'starts': '2026-10-01'}", "part-time", "0" },
    { WEEKS (""), "part-time-agreed-percent", "0" },
    { WEEKS ("") "; " AGREED ("agreed", "2026-09-29"), "part-time-agreed-percent", "100" },
    { WEEKS ("") "; " AGREED ("agreed", "2026-09-29") "; " AGREED ("withdrawn", "2026-11-02"),
      "part-time-agreed-percent", "0" },
    { WEEKS ("") "; " AGREED ("agreed", "2027-01-10"), "part-time-agreed-percent", "0" },
    { "timetable {'kind': 'full-time', 'starts': '2026-10-01'}", "part-time-agreed-percent",
      "none of them" },
    { WEEKS (""), "part-time-reviewed-percent", "left out without 1" },
    { WEEKS (", 'review_by': '2026-10-15'"), "part-time-reviewed-percent", "0" },
    { WEEKS (", 'review_by': '2027-03-15'"), "part-time-reviewed-percent", "none of them" },
    { WEEKS (", 'review_by': '2026-10-15'") "; " REVIEW (", 'held': '2026-10-15'"),
      "part-time-reviewed-percent", "100" },
    { WEEKS (", 'review_by': '2026-10-15'") "; " REVIEW (", 'held': '2026-10-16'"),
      "part-time-reviewed-percent", "0" },
    /* The day of review has moved on with each review. */
    { WEEKS (", 'review_by': '2026-11-15'") "; "
      REVIEW (", 'due': '2026-10-15', 'held': '2026-10-15'"), "part-time-reviewed-percent",
      "100" },
    { WEEKS (", 'review_by': '2026-12-10'") "; "
      REVIEW (", 'due': '2026-10-15', 'held': '2026-10-16'") "; "
      REVIEW (", 'due': '2026-12-10', 'held': '2026-12-10'"), "part-time-reviewed-percent", "50" },
    { WEEKS (", 'ended': '2026-10-14'"), "part-time-weeks", "2" },
    { WEEKS (""), "part-time-weeks", "11.29" },
  };

  assert_rows (fixture, BORN, rows, G_N_ELEMENTS (rows));
}

/* The same point two terms on from 19 January 2026 is in autumn 2026. */
#define MOVED(more) \
  "managed_move {'from_school': '" SCHOOL "', 'to_school': '" OTHER "', 'starts': '2026-01-19'" \
  more "}"
#define ON_ROLL_OF(school, days) \
  "registration {'establishment': '" school "', 'enrolment': 'C', 'valid': {" days "}}"
#define AT_CENTRE(days) \
  "registration {'provision': '" CENTRE "', 'enrolment': 'C', 'valid': {" days "}}"

/* T084: managed moves that last until the same point two terms later */
static void
test_managed_moves (Fixture      *fixture,
                    gconstpointer data)
{
  static const Row rows[] = {
    { MOVED (""), "moves-due", "1" },
    { "managed_move {'from_school': '" SCHOOL "', 'to_school': '" OTHER "', 'starts': "
      "'2026-04-20'}", "moves-due", "0" },
    { MOVED (""), "moves-sustained", "left out without 1" },
    { MOVED (", 'outcome': 'sustained'"), "moves-sustained", "1" },
    { MOVED (", 'outcome': 'sustained'"), "moves-sustained-percent", "100" },
    { MOVED (", 'ended': '2026-06-01', 'outcome': 'returned'"), "moves-sustained-percent", "0" },
    { MOVED (", 'ended': '2026-12-01', 'outcome': 'moved'"), "moves-sustained-percent", "100" },
    { MOVED ("") "; " ON_ROLL_OF (OTHER, "'from': '2026-01-19'"), "moves-sustained-percent",
      "100" },
    { MOVED ("") "; " ON_ROLL_OF (SCHOOL, "'from': '2026-05-19'"), "moves-sustained-percent",
      "0" },
    { MOVED ("") "; " ON_ROLL_OF (OTHER, "'from': '2026-01-19', 'to': '2026-06-01'"),
      "moves-sustained-percent", "left out without 1" },
    { MOVED (", 'outcome': 'sustained'") "; " MOVED (", 'ended': '2026-06-01'") "; " MOVED (""),
      "moves-sustained-percent", "50 without 1" },
  };

  assert_rows (fixture, BORN, rows, G_N_ELEMENTS (rows));
}

/* T085: from a centre's roll back to a mainstream school's, in school days, but for Year 11 */
static void
test_reintegration (Fixture      *fixture,
                    gconstpointer data)
{
#define BACK PERM ("2026-06-01", "") "; " AT_CENTRE ("'from': '2026-06-08', 'to': '2026-09-09'") \
  "; " ON_ROLL_OF (OTHER, "'from': '2026-09-10'")
  static const Row rows[] = {
    { BACK, "returned", "1" },
    /* 32 school days to 21 July, and five from 3 September. */
    { BACK, "returned-median", "37" },
    { BACK, "returned-p90", "37" },
    { BACK, "not-returned", "0" },
    { PERM ("2026-09-14", "") "; " AT_CENTRE ("'from': '2026-09-21'"), "returned", "0" },
    { PERM ("2026-09-14", "") "; " AT_CENTRE ("'from': '2026-09-21'"), "returned-median",
      "none of them" },
    { PERM ("2026-09-14", "") "; " AT_CENTRE ("'from': '2026-09-21'"), "not-returned", "1" },
    /* From one centre to the next is no return; the first roll counts. */
    { PERM ("2026-09-14", "") "; " AT_CENTRE ("'from': '2026-09-21', 'to': '2026-10-02'") "; "
      AT_CENTRE ("'from': '2026-10-05', 'to': '2026-11-01'") "; "
      ON_ROLL_OF (SCHOOL, "'from': '2026-11-02'"), "returned-median", "30" },
    /* Not excluded, reinstated, or back before the term. */
    { AT_CENTRE ("'from': '2026-09-21', 'to': '2026-10-02'") "; "
      ON_ROLL_OF (SCHOOL, "'from': '2026-11-02'"), "returned", "0" },
    { PERM ("2026-06-01", "") "; " AT_CENTRE ("'from': '2026-06-08'") "; "
      ON_ROLL_OF (OTHER, "'from': '2026-07-10'"), "returned", "0" },
    /* To a special school is no return. */
    { PERM ("2026-06-01", "") "; " AT_CENTRE ("'from': '2026-06-08'") "; "
      ON_ROLL_OF (SPECIALS, "'from': '2026-09-10'"), "returned", "0" },
    { PERM ("2026-06-01", "") "; " ON_ROLL_OF (OTHER, "'from': '2026-09-10'"), "returned",
      "no records" },
  };
  static const Row unknown[] = { { BACK, "returned", "left out without 1" } };
  static const Row year_11[] = {
    /* In Year 10 when the child came to the centre: it counts. In Year 11: it does not. */
    { BACK, "returned", "1" },
    { PERM ("2026-09-07", "") "; " AT_CENTRE ("'from': '2026-09-14'") "; "
      ON_ROLL_OF (OTHER, "'from': '2026-11-02'"), "returned", "0" },
    { PERM ("2026-09-07", "") "; " AT_CENTRE ("'from': '2026-09-14'"), "not-returned", "0" },
  };

  assert_rows (fixture, BORN, rows, G_N_ELEMENTS (rows));
  assert_rows (fixture, NULL, unknown, G_N_ELEMENTS (unknown));
  assert_rows (fixture, BORN_11, year_11, G_N_ELEMENTS (year_11));
}

#define SESSION(provision, on, code) \
  "attendance {'provision': '" provision "', 'on': '" on "', 'session': 'am', 'code': '" code "'}"
#define PLACED(provision, more) \
  "placement {'provision': '" provision "', 'place': '" LINE "', 'starts': '2026-09-14'" more "}"

/* T086: attendance in alternative provision, and where Year 11 children go on to */
static void
test_alternative (Fixture      *fixture,
                  gconstpointer data)
{
  static const Row rows[] = {
    { SESSION (BARN, "2026-10-01", "/") "; " SESSION (BARN, "2026-10-02", "O") "; "
      SESSION (BARN, "2026-10-05", "Y1") "; " SESSION (BARN, "2026-10-06", "/"),
      "alternative-attendance-percent", "66.67" },
    { SESSION (BARN, "2026-10-01", "/") "; " SESSION (BARN, "2026-07-02", "O"),
      "alternative-attendance-percent", "100" },
    { SESSION (BARN, "2026-10-01", "Y1"), "alternative-attendance-percent", "none of them" },
    { SESSION (BARN, "2026-10-01", "Y1"), "alternative-children", "0" },
    /* A special school is none, and a school's own register neither. */
    { SESSION (SPECIAL, "2026-10-01", "/"), "alternative-attendance-percent", "no records" },
    { "attendance {'establishment': '" SCHOOL "', 'on': '2026-10-01', 'code': '/'}",
      "alternative-children", "no records" },
    { PLACED (BARN, ", 'service': 'ap'"), "year-11", "0" },
  };
  static const Row year_11[] = {
    { PLACED (BARN, ", 'service': 'ap'"), "year-11", "1" },
    { PLACED (BARN, ", 'service': 'outreach'"), "year-11", "0" },
    { PLACED (SPECIAL, ", 'service': 'special-place'"), "year-11", "0" },
    { PLACED (BARN, ", 'service': 'ap'"), "year-11-goes-on-percent", "left out without 1" },
    { PLACED (BARN, ", 'service': 'ap', 'destination': 'college'"), "year-11-goes-on-percent",
      "100" },
    { PLACED (BARN, ", 'service': 'ap', 'destination': 'none'"), "year-11-goes-on-percent", "0" },
    { PLACED (BARN, ", 'service': 'ap', 'ended': '2026-09-20'"), "year-11", "1" },
  };

  assert_rows (fixture, BORN, rows, G_N_ELEMENTS (rows));
  assert_rows (fixture, BORN_11, year_11, G_N_ELEMENTS (year_11));
}

/* T087: in specialist provision on the last day. T089: outside the county. */
static void
test_stays (Fixture      *fixture,
            gconstpointer data)
{
  static const Row rows[] = {
    { PLACED (SPECIAL, ""), "specialist", "1" },
    { PLACED (SPECIAL, ", 'ended': '2026-12-18'"), "specialist", "1" },
    { PLACED (SPECIAL, ", 'ended': '2026-12-17'"), "specialist", "0" },
    { PLACED (BARN, ""), "specialist", "0" },
    { ON_ROLL_OF (SPECIALS, "'from': '2024-09-01'"), "specialist", "1" },
    { ON_ROLL_OF (SPECIALS, "'from': '2024-09-01'") "; " PLACED (SPECIAL, ""), "specialist", "1" },
    { PLACED (ABROAD, ""), "out-of-county", "1" },
    { PLACED (BARN, ""), "out-of-county", "0" },
    { PLACED (NOWHERE, ""), "out-of-county", "left out without 1" },
    { PLACED (NOWHERE, "") "; " PLACED (ABROAD, ""), "out-of-county", "1" },
    { ON_ROLL_OF (OVER_THERE, "'from': '2024-09-01'"), "out-of-county", "1" },
    { ON_ROLL_OF (SCHOOL, "'from': '2024-09-01'"), "out-of-county", "0" },
    { SUSP ("2026-10-01", ", 'sessions': 4"), "specialist", "no records" },
  };

  assert_rows (fixture, BORN, rows, G_N_ELEMENTS (rows));
}

/* T093: taught within the own community, of those of whom it is known */
static void
test_community (Fixture      *fixture,
                gconstpointer data)
{
  static const Row rows[] = {
    { ON_ROLL_OF (SCHOOL, "'from': '2024-09-01'"), "community", "1" },
    { ON_ROLL_OF (SCHOOL, "'from': '2024-09-01'"), "community-percent", "100" },
    { ON_ROLL_OF (OTHER, "'from': '2024-09-01'"), "community", "0" },
    { ON_ROLL_OF (SPECIALS, "'from': '2024-09-01'"), "community-percent", "0" },
    { ON_ROLL_OF (SCHOOL, "'from': '2024-09-01', 'to': '2026-12-17'"), "community",
      "left out without 1" },
    { ON_ROLL_OF (SCHOOL, "'from': '2024-09-01'") "; " PLACED (BARN, ", 'service': 'dual'"),
      "community", "0" },
    { ON_ROLL_OF (SCHOOL, "'from': '2024-09-01'") "; " PLACED (BARN, ", 'service': 'outreach'"),
      "community", "1" },
  };
  static const Row young[] = {
    { ON_ROLL_OF (SCHOOL, "'from': '2026-09-01'"), "community-percent", "none of them" },
  };

  assert_rows (fixture, BORN, rows, G_N_ELEMENTS (rows));
  assert_rows (fixture, "2024-01-01", young, G_N_ELEMENTS (young));
}

/* T088: from a special school to a mainstream one */
static void
test_from_special (Fixture      *fixture,
                   gconstpointer data)
{
  static const Row rows[] = {
    { ON_ROLL_OF (SPECIALS, "'from': '2024-09-01', 'to': '2026-09-02'") "; "
      ON_ROLL_OF (SCHOOL, "'from': '2026-09-03'"), "from-special", "1" },
    { "registration {'provision': '" SPECIAL "', 'enrolment': 'C', 'valid': {'from': "
      "'2024-09-01'}}; " ON_ROLL_OF (SCHOOL, "'from': '2026-09-03'"), "from-special", "1" },
    { ON_ROLL_OF (SPECIALS, "'from': '2024-09-01'") "; "
      ON_ROLL_OF (SCHOOL, "'from': '2026-09-02'"), "from-special", "0" },
    { ON_ROLL_OF (SCHOOL, "'from': '2024-09-01'") "; "
      ON_ROLL_OF (SPECIALS, "'from': '2026-09-03'"), "from-special", "0" },
    { ON_ROLL_OF (SPECIALS, "'from': '2023-09-01'") "; "
      ON_ROLL_OF (OTHER, "'from': '2024-09-03'") "; "
      ON_ROLL_OF (SCHOOL, "'from': '2026-09-03'"), "from-special", "0" },
  };

  assert_rows (fixture, BORN, rows, G_N_ELEMENTS (rows));
}

#define HOME(reason) \
  "incident {'kind': 'home-education', 'on': '2026-10-02'" reason "}"

/* T090: restrictive physical interventions. T091: home education instead of an exclusion. */
static void
test_events (Fixture      *fixture,
             gconstpointer data)
{
  static const Row rows[] = {
    { "incident {'kind': 'restrictive', 'on': '2026-10-02'}; incident {'kind': 'restrictive', "
      "'on': '2026-12-18'}; incident {'kind': 'restrictive', 'on': '2026-12-19'}",
      "restrictive", "2" },
    { "incident {'kind': 'restrictive', 'on': '2026-10-02'}; incident {'kind': 'restrictive', "
      "'on': '2026-12-18'}", "restrictive-children", "1" },
    /* None reported at any time is not none. */
    { HOME (""), "restrictive", "no records" },
    { "incident {'kind': 'restrictive', 'on': '2026-06-02'}", "restrictive", "0" },
    { HOME (", 'reason': 'alternative'"), "home-chosen", "1" },
    { HOME (", 'reason': 'alternative'"), "home-pressed", "0" },
    { HOME (", 'reason': 'pressed'"), "home-chosen", "1" },
    { HOME (", 'reason': 'pressed'"), "home-pressed", "1" },
    { HOME (", 'reason': 'choice'"), "home-chosen", "0" },
    { HOME (""), "home-pressed", "left out without 1" },
    { HOME ("") "; " HOME (", 'reason': 'pressed'"), "home-pressed", "1 without 1" },
  };

  assert_rows (fixture, BORN, rows, G_N_ELEMENTS (rows));
}

/* T092: by term, up to the day that is asked about */
static void
test_terms (Fixture      *fixture,
            gconstpointer data)
{
  static const struct { const char *in, *on, *expected; } cases[] = {
    { "2026-10-01", "2026-10-07", "1" }, { "2026-10-01", "2026-10-08", "2" },
    { "2026-10-01", "2026-09-20", "0" }, { "2026-10-01", "2026-09-01", "not begun" },
    { "2027-01-10", "2027-02-01", "0" }, { "2026-06-01", "2026-10-08", "1" },
    { "2026-02-01", "2026-10-08", "no records" },
  };

  add (fixture, "child", CHILD, "{'born': '" BORN "'}");
  add_records (fixture, SUSP ("2026-06-03", ", 'sessions': 2") "; "
               SUSP ("2026-10-01", ", 'sessions': 2") "; " SUSP ("2026-10-08", ", 'sessions': 2"));
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *found = ask (fixture, "suspensions", cases[i].in, cases[i].on);

      g_assert_cmpstr (found, ==, cases[i].expected);
    }
}

static AtlasIndicatorValue
value_of (const char *figure,
          int         list,
          const int  *days,
          gsize       n_days,
          gint64      roll)
{
  const AtlasIndicatorBase base = { { 0, 10 }, roll, 20 };
  g_auto(AtlasTally) tally = { { 0 } };
  AtlasEvidence evidence;

  atlas_tally_init (&tally);
  atlas_evidence_init (&evidence);
  for (int i = 0; i < ATLAS_N_EVIDENCE; i++)
    evidence.first[i] = 0;
  if (days != NULL)
    g_array_append_vals (tally.lists[list], days, (guint) n_days);

  return atlas_indicator_value (indicator_figure (figure), &tally, &evidence, &base);
}

static void
test_medians (void)
{
  static const int days[] = { 40, 10, 30, 20, 50, 60, 70, 80, 90, 100, 110 };

  g_assert_cmpfloat (value_of ("returned-median", ATLAS_TALLY_DAYS_TO_RETURN, days, 1, -1).value,
                     ==, 40);
  g_assert_cmpfloat (value_of ("returned-median", ATLAS_TALLY_DAYS_TO_RETURN, days, 4, -1).value,
                     ==, 25);
  g_assert_cmpfloat (value_of ("returned-median", ATLAS_TALLY_DAYS_TO_RETURN, days, 11, -1).value,
                     ==, 60);
  g_assert_cmpfloat (value_of ("returned-p90", ATLAS_TALLY_DAYS_TO_RETURN, days, 1, -1).value, ==,
                     40);
  g_assert_cmpfloat (value_of ("returned-p90", ATLAS_TALLY_DAYS_TO_RETURN, days, 10, -1).value,
                     ==, 90);
  g_assert_cmpfloat (value_of ("returned-p90", ATLAS_TALLY_DAYS_TO_RETURN, days, 11, -1).value,
                     ==, 100);
  g_assert_cmpfloat (value_of ("part-time-weeks", ATLAS_TALLY_DAYS_PART_TIME, days, 2, -1).value,
                     ==, 25 / 7.0);
}

static void
test_no_roll_is_not_known (void)
{
  g_assert_cmpint (value_of ("suspended-percent", 0, NULL, 0, -1).why, ==,
                   ATLAS_INDICATOR_NO_ROLL);
  g_assert_cmpint (value_of ("sessions-percent", 0, NULL, 0, 0).why, ==, ATLAS_INDICATOR_NO_ROLL);
  g_assert_cmpint (value_of ("suspended-percent", 0, NULL, 0, 10).why, ==, ATLAS_INDICATOR_KNOWN);
}

static void
test_every_figure_once (void)
{
  g_autoptr(GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (int kind = 0; kind < ATLAS_N_INDICATORS; kind++)
    {
      AtlasIndicatorKind parsed;
      gsize n;
      const AtlasIndicatorFigure *figures = atlas_indicator_figures ((AtlasIndicatorKind) kind, &n);

      g_assert_true (atlas_indicator_parse (atlas_indicator_to_code ((AtlasIndicatorKind) kind),
                                            &parsed));
      g_assert_cmpint (parsed, ==, kind);
      g_assert_true (n > 0 || kind == ATLAS_INDICATOR_COHORTS);
      for (gsize i = 0; i < n; i++)
        {
          g_assert_true (g_hash_table_add (seen, (char *) figures[i].id));
          g_assert_true ((figures[i].unknown != ATLAS_TALLY_NONE) == (figures[i].left_out != NULL));
          g_assert_true (figures[i].unit != ATLAS_INDICATOR_PERCENT ||
                         figures[i].whole != ATLAS_TALLY_NONE);
        }
    }
  g_assert_false (atlas_indicator_parse ("happiness", &(AtlasIndicatorKind) { 0 }));
  g_assert_false (atlas_indicator_parse (NULL, &(AtlasIndicatorKind) { 0 }));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD_CASE ("/rules/indicator/suspensions", test_suspensions);
  ADD_CASE ("/rules/indicator/permanent", test_permanent);
  ADD_CASE ("/rules/indicator/part-time", test_part_time);
  ADD_CASE ("/rules/indicator/managed-moves", test_managed_moves);
  ADD_CASE ("/rules/indicator/reintegration", test_reintegration);
  ADD_CASE ("/rules/indicator/alternative", test_alternative);
  ADD_CASE ("/rules/indicator/stays", test_stays);
  ADD_CASE ("/rules/indicator/community", test_community);
  ADD_CASE ("/rules/indicator/from-special", test_from_special);
  ADD_CASE ("/rules/indicator/events", test_events);
  ADD_CASE ("/rules/indicator/terms", test_terms);
  g_test_add_func ("/rules/indicator/medians", test_medians);
  g_test_add_func ("/rules/indicator/no-roll-is-not-known", test_no_roll_is_not_known);
  g_test_add_func ("/rules/indicator/every-figure-once", test_every_figure_once);

  return g_test_run ();
}
