/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "../isolate.h"
#include "reports/atlas-record-words.h"
#include "reports/atlas-slip-words.h"
#include "store/atlas-referral-case.h"

#include "case-county.h"

typedef CaseStore Fixture;

static char *
child_of (Fixture    *fixture,
          const char *reference)
{
  g_autoptr(GError)      error = NULL;
  g_autoptr(AtlasRecord) referral = atlas_store_get_by_key (fixture->store, "referral", reference,
                                                            &error);

  g_assert_no_error (error);
  return g_strdup (((AtlasReferral *) referral)->child);
}

/* Everything about one child; what is of another is not among it. Requirement: T060 */
static void
add_records (Fixture    *fixture,
             const char *child,
             const char *other)
{
  CaseCounty *county = &fixture->county;
  g_autofree char *timetable = NULL;

  g_free (case_add (county, "plan", NULL,
                    json_pack ("{s:s, s:s, s:s, s:s, s:[s, s]}", "child", child, "kind",
                               "risk-reduction", "made", "2026-11-03", "review_by", "2026-12-01",
                               "made_with", "child", "family")));
  g_free (case_add (county, "review", NULL,
                    json_pack ("{s:s, s:s, s:s}", "child", child, "kind", "direction", "held",
                               "2026-11-04")));
  g_free (case_add (county, "consent", NULL,
                    json_pack ("{s:s, s:s, s:s, s:s}", "child", child, "given_by", "family",
                               "answer", "agreed", "on", "2026-11-05")));
  timetable = case_add (county, "timetable", NULL,
                        json_pack ("{s:s, s:s, s:s, s:s, s:s}", "child", child, "kind",
                                   "part-time", "starts", "2026-11-06", "hours_per_week", "15",
                                   "establishment", county->schools[0]));
  g_free (case_add (county, "timetable_part", NULL,
                    json_pack ("{s:s, s:s, s:s, s:s}", "child", child, "timetable", timetable,
                               "kind", "school", "hours_per_week", "15")));
  g_free (case_add (county, "registration", NULL,
                    json_pack ("{s:s, s:s, s:s, s:{s:s, s:s}}", "child", child, "enrolment", "M",
                               "establishment", county->schools[0], "valid", "from", "2026-11-07",
                               "to", "2026-11-08")));
  g_free (case_add (county, "separation", NULL,
                    json_pack ("{s:s, s:s, s:s, s:s}", "child", child, "establishment",
                               county->schools[0], "from", "2026-11-09", "ended", "2026-11-10")));
  g_free (case_add (county, "incident", NULL,
                    json_pack ("{s:s, s:s, s:s, s:s}", "child", child, "kind", "informal", "on",
                               "2026-11-11", "establishment", county->schools[1])));
  g_free (case_add (county, "plan", NULL,
                    json_pack ("{s:s, s:s, s:s}", "child", other, "kind", "psp", "made",
                               "2026-11-12")));
  case_county_load (county, fixture->store);
}

static void
one_timeline_has_every_event (Fixture      *fixture,
                              gconstpointer data)
{
  static const char * const told[] = {
    "2026-11-03 Risk reduction plan · Made",
    "2026-11-04 Review · Off-site direction · Held",
    "2026-11-05 Agreement · Parents or carers · Agreed",
    "2026-11-06 Timetable · Part-time · Invented School 1 · Starts",
    "2026-11-07 Registration · Current main (dual) · Invented School 1 · First day",
    "2026-11-08 Registration · Current main (dual) · Invented School 1 · Last day",
    "2026-11-09 Safeguarding separation · Invented School 1 · From",
    "2026-11-10 Safeguarding separation · Invented School 1 · Ended",
    "2026-11-11 Event · Informal exclusion reported · Invented School 2",
  };
  g_autofree char *child = child_of (fixture, "K0-001");
  g_autofree char *other = child_of (fixture, "K0-002");
  g_autoptr(GError)            error = NULL;
  g_autoptr(AtlasReferralCase) read = NULL;
  guint n_told = 0;

  add_records (fixture, child, other);
  read = atlas_store_read_referral_case (fixture->store, "K0-001", case_today (), &error);
  g_assert_no_error (error);
  for (guint i = 0; i < read->story->len; i++)
    {
      const AtlasStoryEvent *event = g_ptr_array_index (read->story, i);
      g_autofree char *day = atlas_date_format (event->on);
      g_autofree char *words = NULL;
      g_autofree char *line = NULL;

      if (event->kind != ATLAS_STORY_FIELD)
        continue;
      words = atlas_words_record_event (event->record, event->field, event->is_end, event->name);
      line = g_strdup_printf ("%s %s", day, words);
      g_assert_cmpuint (n_told, <, G_N_ELEMENTS (told));
      g_assert_cmpstr (line, ==, told[n_told++]);
    }
  g_assert_cmpuint (n_told, ==, G_N_ELEMENTS (told));
}

static char *
facts_of_first (const AtlasChildRecords *records,
                const AtlasType         *type)
{
  return atlas_words_record_facts (g_ptr_array_index (atlas_child_records_get (records, type), 0),
                                   records);
}

static void
facts_of_a_record_are_its_first (Fixture      *fixture,
                                 gconstpointer data)
{
  g_autofree char *child = child_of (fixture, "K0-001");
  g_autofree char *other = child_of (fixture, "K0-002");
  g_autoptr(GError)            error = NULL;
  g_autoptr(AtlasChildRecords) records = NULL;
  g_autofree char *plan = NULL;
  g_autofree char *part = NULL;

  add_records (fixture, child, other);
  records = atlas_store_read_child_records (fixture->store, child, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (atlas_child_records_get (records, &atlas_plan_type)->len, ==, 1);
  plan = facts_of_first (records, &atlas_plan_type);
  g_assert_cmpstr (plan, ==, "Made: 3 November 2026 · Review by: 1 December 2026 · "
                   "Child, Parents or carers");
  part = facts_of_first (records, &atlas_timetable_part_type);
  g_assert_cmpstr (part, ==, "Taught at the school · Hours a week: 15");
}

static void
slips_have_words (void)
{
  static const struct { AtlasSlip slip; const char *words; } cases[] = {
    { { .kind = ATLAS_SLIP_AHEAD }, "That day lies ahead" },
    { { .kind = ATLAS_SLIP_ENDS_FIRST }, "The last day is before the first" },
    { { .kind = ATLAS_SLIP_LIMITS, .is_unusual = TRUE },
      "That is more than 40, which is the most there usually is" },
    { { .kind = ATLAS_SLIP_LIMITS }, "That is less than nought" },
    { { .kind = ATLAS_SLIP_NUMBER }, "Give a number, as 22.5" },
    { { .kind = ATLAS_SLIP_BEFORE }, "That day is before the one under “Starts”" },
    { { .kind = ATLAS_SLIP_SAME }, "That is the same as under “Starts”" },
    { { .kind = ATLAS_SLIP_CLOSED }, "It is closed on the day under “Starts”" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      AtlasSlip slip = cases[i].slip;
      g_autofree char *words = NULL;

      slip.field = atlas_type_field (&atlas_timetable_type, "hours_per_week");
      slip.other = atlas_type_field (&atlas_timetable_type, "starts");
      words = atlas_words_slip (&slip);
      g_assert_cmpstr (words, ==, cases[i].words);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, TEST_ISOLATE, NULL);

  g_test_add ("/record-words/one-timeline-has-every-event", Fixture, GINT_TO_POINTER (3),
              case_store_set_up, one_timeline_has_every_event, case_store_tear_down);
  g_test_add ("/record-words/facts-of-a-record-are-its-first", Fixture, GINT_TO_POINTER (3),
              case_store_set_up, facts_of_a_record_are_its_first, case_store_tear_down);
  g_test_add_func ("/record-words/slips-have-words", slips_have_words);

  return g_test_run ();
}
