/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "base/atlas-error.h"
#include "reports/atlas-meetings.h"

#include "case-county.h"

#define TAKEN_MAX 3
#define DAYS_MAX  3

/* A panel, days of its meetings on record, a day, and when it meets next; all dates ISO. */
typedef struct {
  const char *what;
  int         every_weeks;
  const char *first_meeting;
  const char *until;
  const char *taken[TAKEN_MAX];
  const char *on;
  const char *days[DAYS_MAX];
} Example;

static const Example examples[] = {
  { "Every two weeks from the first", 2, "2026-09-03", NULL, { NULL }, "2026-11-22",
    { "2026-11-26", "2026-12-10", "2026-12-24" } },
  { "On the day itself", 2, "2026-09-03", NULL, { NULL }, "2026-11-26",
    { "2026-11-26", "2026-12-10", "2026-12-24" } },
  { "Before the first", 6, "2026-12-01", NULL, { NULL }, "2026-11-22",
    { "2026-12-01", "2027-01-12", "2027-02-23" } },
  { "A meeting on record takes its turn", 2, "2026-09-03", NULL, { "2026-11-26" }, "2026-11-22",
    { "2026-12-10", "2026-12-24", "2027-01-07" } },
  { "A meeting moved by a day takes the nearest turn", 2, "2026-09-03", NULL,
    { "2026-11-27", "2026-12-09" }, "2026-11-22", { "2026-12-24", "2027-01-07", "2027-01-21" } },
  { "One moved to after the day asked about", 2, "2026-09-03", NULL, { "2026-11-27" },
    "2026-11-27", { "2026-12-10", "2026-12-24", "2027-01-07" } },
  { "One half way between takes none", 2, "2026-09-03", NULL, { "2026-12-03" }, "2026-11-22",
    { "2026-11-26", "2026-12-10", "2026-12-24" } },
  { "Six-weekly, counted from the last on record", 6, NULL, NULL,
    { "2026-09-01", "2026-10-13" }, "2026-11-22", { "2026-11-24", "2027-01-05", "2027-02-16" } },
  { "Nothing to count from", 6, NULL, NULL, { NULL }, "2026-11-22", { NULL } },
  { "Not said how often", 0, "2026-09-03", NULL, { NULL }, "2026-11-22", { NULL } },
  { "The panel ends", 2, "2026-09-03", "2026-12-15", { NULL }, "2026-11-22",
    { "2026-11-26", "2026-12-10" } },
};

static AtlasPanel *
make_panel (const Example *example)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(json_t) fields = json_pack ("{s:s, s:s, s:s*}", "key", "p", "name", "P",
                                        "first_meeting", example->first_meeting);
  g_autofree char *id = atlas_id_new ();
  AtlasRecord *panel;

  if (example->every_weeks > 0)
    json_object_set_new (fields, "every_weeks", json_integer (example->every_weeks));
  if (example->until != NULL)
    json_object_set_new (fields, "valid", json_pack ("{s:s, s:s}", "from", "2026-09-01", "to",
                                                     example->until));
  panel = atlas_record_new (&atlas_panel_type, id, 0, fields, &error);
  g_assert_no_error (error);

  return (AtlasPanel *) panel;
}

static void
test_the_worked_examples (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (examples); i++)
    {
      const Example *example = &examples[i];
      g_autoptr(AtlasPanel) panel = make_panel (example);
      g_autoptr(GArray) days = NULL;
      AtlasDate taken[TAKEN_MAX];
      gsize n_taken = 0;
      guint n_days = 0;

      for (; n_taken < TAKEN_MAX && example->taken[n_taken] != NULL; n_taken++)
        taken[n_taken] = case_day (example->taken[n_taken]);
      days = atlas_meetings_work_out (panel, taken, n_taken, case_day (example->on), DAYS_MAX);

      g_test_message ("%s", example->what);
      for (; n_days < DAYS_MAX && example->days[n_days] != NULL; n_days++)
        {
          g_assert_cmpuint (n_days, <, days->len);
          g_assert_cmpint (g_array_index (days, AtlasDate, n_days), ==,
                           case_day (example->days[n_days]));
        }
      g_assert_cmpuint (days->len, ==, n_days);
    }
}

typedef struct {
  CaseStore at;
  char     *panel;
  char     *planned;
  char     *held;
} Fixture;

static char *
add_meeting (Fixture    *fixture,
             const char *on,
             const char *step)
{
  return case_add (&fixture->at.county, "meeting", NULL,
                   json_pack ("{s:s, s:s, s:s, s:s}", "panel", fixture->panel, "on", on,
                              "at", "9:30am", "step", step));
}

/* A panel of the first area that meets every two weeks on Thursdays, the next one tomorrow. */
static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  case_store_set_up (&fixture->at, GINT_TO_POINTER (60));
  fixture->panel = case_add (&fixture->at.county, "panel", NULL,
                             json_pack ("{s:s, s:s, s:[s], s:i, s:s, s:b}", "key", "north", "name",
                                        "North panel", "areas", "mark1", "every_weeks", 2,
                                        "first_meeting", "2026-09-03", "invented", TRUE));
  g_free (case_add (&fixture->at.county, "panel", NULL,
                    json_pack ("{s:s, s:s}", "key", "whole", "name", "Whole county panel")));
  fixture->planned = add_meeting (fixture, "2026-11-26", "planned");
  fixture->held = add_meeting (fixture, "2026-11-12", "held");
  g_free (add_meeting (fixture, "2026-12-10", "cancelled"));
  g_free (case_add (&fixture->at.county, "decision", NULL,
                    json_pack ("{s:s, s:s, s:s}", "referral",
                               "00000000-0000-7000-8000-000000000000", "meeting", fixture->held,
                               "kind", "ask")));
  case_county_load (&fixture->at.county, fixture->at.store);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  case_store_tear_down (&fixture->at, data);
  g_free (fixture->panel);
  g_free (fixture->planned);
  g_free (fixture->held);
}

static AtlasMeetings *
read_meetings (Fixture    *fixture,
               const char *scope,
               const char *panel)
{
  g_autoptr(GError) error = NULL;
  AtlasMeetings *meetings = atlas_meetings_new (fixture->at.store, scope, panel, case_today (),
                                                &error);

  g_assert_no_error (error);
  return meetings;
}

static void
test_recorded_and_worked_out_meetings_stand_in_order (Fixture      *fixture,
                                                      gconstpointer data)
{
  g_autoptr(AtlasMeetings) meetings = read_meetings (fixture, "county", NULL);
  const AtlasPanelMeeting *first = g_ptr_array_index (meetings->next, 0);
  const AtlasPanelMeeting *second = g_ptr_array_index (meetings->next, 1);

  g_assert_cmpuint (meetings->panels->len, ==, 2);
  g_assert_cmpuint (meetings->next->len, ==, 2);
  g_assert_cmpstr (atlas_record_get_id (ATLAS_RECORD (first->meeting)), ==, fixture->planned);
  g_assert_cmpuint (first->n_children, ==, 5);

  /* The turn of 10 December is cancelled; the next one is Christmas Eve, out of term. */
  g_assert_null (second->meeting);
  g_assert_cmpint (second->on, ==, case_day ("2026-12-24"));
  g_assert_cmpint (second->closed, ==, ATLAS_CLOSED_OUT_OF_TERM);
}

static void
test_past_meetings_have_their_decisions (Fixture      *fixture,
                                         gconstpointer data)
{
  g_autoptr(AtlasMeetings) meetings = read_meetings (fixture, "county", NULL);
  const AtlasPanelMeeting *cancelled = g_ptr_array_index (meetings->past, 0);
  const AtlasPanelMeeting *held = g_ptr_array_index (meetings->past, 1);

  g_assert_cmpuint (meetings->past->len, ==, 2);
  g_assert_cmpstr (cancelled->meeting->step, ==, "cancelled");
  g_assert_cmpuint (held->n_decisions, ==, 1);
  g_assert_cmpuint (held->receipt.n_sets, ==, 0);
}

static void
test_a_scope_has_its_own_panels_and_the_countys (Fixture      *fixture,
                                                 gconstpointer data)
{
  g_autoptr(AtlasMeetings) north = read_meetings (fixture, "area/mark1", NULL);
  g_autoptr(AtlasMeetings) south = read_meetings (fixture, "area/mark3", NULL);
  g_autoptr(AtlasMeetings) one = read_meetings (fixture, "area/mark3", "north");

  g_assert_cmpuint (north->panels->len, ==, 2);
  g_assert_cmpuint (south->panels->len, ==, 1);
  g_assert_cmpuint (south->next->len, ==, 0);
  g_assert_cmpuint (one->panels->len, ==, 1);
  g_assert_cmpuint (one->next->len, ==, 6);
}

static void
test_a_meeting_has_its_agenda_until_it_is_over (Fixture      *fixture,
                                                gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(AtlasMeetingFile) planned = NULL;
  g_autoptr(AtlasMeetingFile) held = NULL;
  const AtlasMeetingDecision *decision;

  planned = atlas_meeting_file_new (fixture->at.store, fixture->planned, case_today (), &error);
  g_assert_no_error (error);
  held = atlas_meeting_file_new (fixture->at.store, fixture->held, case_today (), &error);
  g_assert_no_error (error);

  g_assert_cmpuint (planned->agenda->len, ==, 5);
  g_assert_cmpuint (planned->decisions->len, ==, 0);
  g_assert_cmpuint (held->agenda->len, ==, 0);
  decision = g_ptr_array_index (held->decisions, 0);
  g_assert_cmpstr (decision->decision->kind, ==, "ask");
  g_assert_null (decision->reference);
}

static void
test_what_is_not_there_is_an_error (Fixture      *fixture,
                                    gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (atlas_meeting_file_new (fixture->at.store, fixture->panel, case_today (), &error));
  g_assert_error (error, ATLAS_ERROR, ATLAS_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_null (atlas_meetings_new (fixture->at.store, NULL, "nothing", case_today (), &error));
  g_assert_error (error, ATLAS_ERROR, ATLAS_ERROR_NOT_FOUND);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/reports/meetings/the-worked-examples", test_the_worked_examples);
#define ADD(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)
  ADD ("/reports/meetings/recorded-and-worked-out-meetings-stand-in-order",
       test_recorded_and_worked_out_meetings_stand_in_order);
  ADD ("/reports/meetings/past-meetings-have-their-decisions",
       test_past_meetings_have_their_decisions);
  ADD ("/reports/meetings/a-scope-has-its-own-panels-and-the-countys",
       test_a_scope_has_its_own_panels_and_the_countys);
  ADD ("/reports/meetings/a-meeting-has-its-agenda-until-it-is-over",
       test_a_meeting_has_its_agenda_until_it_is_over);
  ADD ("/reports/meetings/what-is-not-there-is-an-error", test_what_is_not_there_is_an_error);
#undef ADD

  return g_test_run ();
}
