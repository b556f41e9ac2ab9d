/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "base/atlas-error.h"
#include "reports/atlas-meeting-words.h"
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

/* The planned meeting as it is to be seen. */
static AtlasMeetingFile *
read_file (Fixture *fixture)
{
  g_autoptr(GError) error = NULL;
  AtlasMeetingFile *file = atlas_meeting_file_new (fixture->at.store, fixture->planned,
                                                   case_today (), &error);

  g_assert_no_error (error);
  return file;
}

static const AtlasAgendaItem *
find_item (const AtlasMeetingFile *file,
           const char             *reference)
{
  for (guint i = 0; i < file->agenda->len; i++)
    {
      const AtlasAgendaItem *item = g_ptr_array_index (file->agenda, i);

      if (g_str_equal (item->line->reference, reference))
        return item;
    }
  g_assert_not_reached ();
}

static void
start (Fixture *fixture)
{
  g_autoptr(AtlasMeetingFile) file = read_file (fixture);
  g_autoptr(GPtrArray) lines = g_ptr_array_new ();

  for (guint i = 0; i < file->agenda->len; i++)
    g_ptr_array_add (lines, ((AtlasAgendaItem *) g_ptr_array_index (file->agenda, i))->line);
  case_apply (fixture->at.store, atlas_panel_start_set (file->panel, file->meeting, lines));
}

/* @place is the id of a line of places, with an offer. */
static void
decide (Fixture    *fixture,
        const char *reference,
        const char *kind,
        const char *place)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(AtlasMeetingFile) file = read_file (fixture);
  g_autoptr(AtlasReferralCase) one = NULL;
  g_autoptr(AtlasRecord) line = NULL;
  AtlasDecisionForm form = { .kind = kind, .reason = "R", .owner = "O", .due = case_today () + 7 };

  one = atlas_store_read_referral_case (fixture->at.store, reference, case_today (), &error);
  g_assert_no_error (error);
  if (place != NULL)
    {
      line = atlas_store_get (fixture->at.store, "place", place, &error);
      g_assert_no_error (error);
      form.place = (AtlasPlace *) line;
      form.provision_name = "The Green Centre";
    }
  case_apply (fixture->at.store, atlas_panel_decision_set (one, file->meeting, &form));
}

/* A child of the first area that comes to wait for the panel before everybody else. */
static void
add_looked_after_child (Fixture *fixture)
{
  g_autofree char *child = case_add (&fixture->at.county, "child", NULL,
                                     json_pack ("{s:s, s:s, s:s, s:b}", "born", "2012-05-01",
                                                "care", "CLA", "area",
                                                fixture->at.county.areas[0], "invented", TRUE));

  g_free (case_add (&fixture->at.county, "referral", NULL,
                    json_pack ("{s:s, s:s, s:s, s:s, s:b}", "reference", "K9-001", "child", child,
                               "step", "panel", "received", "2026-11-01", "invented", TRUE)));
  case_county_load (&fixture->at.county, fixture->at.store);
}

/* T113: the order that a meeting began with holds; who comes to wait meanwhile is heard last */
static void
test_who_came_after_the_beginning_is_at_the_end (Fixture      *fixture,
                                                 gconstpointer data)
{
  g_autoptr(AtlasMeetingFile) before = NULL;
  g_autoptr(AtlasMeetingFile) file = NULL;
  const AtlasAgendaItem *last;
  g_autofree char *words = NULL;

  start (fixture);
  before = read_file (fixture);
  add_looked_after_child (fixture);
  file = read_file (fixture);

  g_assert_cmpuint (file->agenda->len, ==, before->agenda->len + 1);
  for (guint i = 0; i < before->agenda->len; i++)
    {
      const AtlasAgendaItem *was = g_ptr_array_index (before->agenda, i);
      const AtlasAgendaItem *item = g_ptr_array_index (file->agenda, i);

      g_assert_cmpstr (item->line->id, ==, was->line->id);
      g_assert_false (item->is_added);
    }
  last = g_ptr_array_index (file->agenda, before->agenda->len);
  g_assert_cmpstr (last->line->reference, ==, "K9-001");
  g_assert_true (last->is_added);
  words = atlas_meeting_word_item (last);
  g_assert_cmpstr (words, ==, "Not decided yet. Came after the meeting began");
}

/* T113: a child that was decided on keeps its place on the agenda, with the decision */
static void
test_a_decided_child_stays (Fixture      *fixture,
                            gconstpointer data)
{
  g_autoptr(AtlasMeetingFile) file = NULL;
  const AtlasAgendaItem *item;
  g_autofree char *words = NULL;

  start (fixture);
  decide (fixture, "K0-051", "ask", NULL);
  file = read_file (fixture);
  item = g_ptr_array_index (file->agenda, 0);

  g_assert_cmpuint (file->agenda->len, ==, 5);
  g_assert_cmpstr (item->line->reference, ==, "K0-051");
  g_assert_false (atlas_agenda_item_waits (item));
  g_assert_nonnull (item->decision->set_id);
  g_assert_cmpuint (atlas_meeting_file_n_decided (file), ==, 1);
  g_assert_cmpuint (atlas_meeting_file_n_waiting (file), ==, 4);
  words = atlas_meeting_word_decided (item);
  g_assert_cmpstr (words, ==, "Ask for more information: R · O · by 2 December 2026");
}

/* T113: what is put off is not decided, waits, and can be decided in the same meeting */
static void
test_what_is_put_off_is_come_back_to (Fixture      *fixture,
                                      gconstpointer data)
{
  g_autoptr(AtlasMeetingFile) put_off = NULL;
  g_autoptr(AtlasMeetingFile) decided = NULL;
  g_autofree char *words = NULL;

  start (fixture);
  decide (fixture, "K0-051", "deferred", NULL);
  put_off = read_file (fixture);
  words = atlas_meeting_word_item (find_item (put_off, "K0-051"));
  g_assert_true (atlas_agenda_item_waits (find_item (put_off, "K0-051")));
  g_assert_cmpuint (atlas_meeting_file_n_decided (put_off), ==, 0);
  g_assert_cmpuint (atlas_meeting_file_n_waiting (put_off), ==, 5);
  g_assert_cmpstr (words, ==, "To come back to");

  decide (fixture, "K0-051", "not-agreed", NULL);
  decided = read_file (fixture);
  g_assert_cmpuint (decided->decisions->len, ==, 2);
  g_assert_cmpstr (find_item (decided, "K0-051")->decision->decision->kind, ==, "not-agreed");
  g_assert_cmpuint (atlas_meeting_file_n_decided (decided), ==, 1);
}

/* What the server's count does to an offer, written as the server writes it. */
static void
set_allocation (Fixture    *fixture,
                const char *allocation)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(AtlasQuery) query = atlas_query_new (&atlas_offer_type);
  g_autoptr(GPtrArray) offers = atlas_store_list (fixture->at.store, query, &error);
  AtlasRecord *offer;
  g_autoptr(json_t) fields = NULL;

  g_assert_no_error (error);
  g_assert_cmpuint (offers->len, ==, 1);
  offer = g_ptr_array_index (offers, 0);
  fields = atlas_record_to_fields (offer);
  json_object_set_new (fields, "allocation", json_string (allocation));
  g_free (case_add (&fixture->at.county, "offer", atlas_record_get_id (offer),
                    json_incref (fields)));
  case_county_load (&fixture->at.county, fixture->at.store);
}

static void
assert_promise (Fixture    *fixture,
                const char *words)
{
  g_autoptr(AtlasMeetingFile) file = read_file (fixture);
  g_autofree char *what = atlas_meeting_word_what (find_item (file, "K0-051")->decision);

  g_assert_cmpstr (what, ==, words);
}

/* T018: a place that was offered without the server is provisional until the server counted it */
static void
test_a_place_is_as_sure_as_the_server_says (Fixture      *fixture,
                                            gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  start (fixture);
  decide (fixture, "K0-051", "offer", fixture->at.county.places[0]);
  assert_promise (fixture, "Offer a place at The Green Centre");

  atlas_store_set_meta (fixture->at.store, "device", "1", &error);
  g_assert_no_error (error);
  assert_promise (fixture, "Offer a place at The Green Centre, provisional until the county "
                  "server has it");
  set_allocation (fixture, "confirmed");
  assert_promise (fixture, "Offer a place at The Green Centre");
  set_allocation (fixture, "over");
  assert_promise (fixture, "Offer a place at The Green Centre, where there are more children than "
                  "places");
}

/* T112: how many members are there, how many are needed, and why it decides with fewer */
static void
test_the_words_of_a_quorum (Fixture      *fixture,
                            gconstpointer data)
{
  static const struct {
    guint       quorum, there;
    const char *step, *reason, *words;
  } quorums[] = {
    { 0, 2, "open", NULL, "How many members it takes is not set by this county" },
    { 3, 0, "planned", NULL, "3 members are needed (set by this county)" },
    { 1, 0, "planned", NULL, "1 member is needed (set by this county)" },
    { 3, 3, "open", NULL, "3 members are there, 3 needed (set by this county)" },
    { 2, 1, "open", NULL, "1 member is there, 2 needed (set by this county). It decides with "
      "fewer: say why under Who Takes Part" },
    { 2, 0, "held", "Snow", "0 members are there, 2 needed (set by this county). It decides with "
      "fewer: Snow" },
  };
  g_autoptr(AtlasMeetingFile) file = read_file (fixture);

  for (gsize i = 0; i < G_N_ELEMENTS (quorums); i++)
    {
      g_autofree char *words = NULL;

      file->panel->quorum = quorums[i].quorum;
      file->n_members = quorums[i].there;
      g_free (file->meeting->step);
      file->meeting->step = g_strdup (quorums[i].step);
      g_free (file->meeting->short_reason);
      file->meeting->short_reason = g_strdup (quorums[i].reason);
      words = atlas_meeting_word_quorum (file);
      g_assert_cmpstr (words, ==, quorums[i].words);
    }
}

static void
test_the_words_of_a_receipt (void)
{
  static const struct { AtlasReceipt receipt; const char *words; } receipts[] = {
    { { 0, 0, 0, 0, NULL }, NULL },
    { { 2, 0, 0, 0, NULL }, "Saved on this laptop" },
    { { 2, 1, 0, 0, NULL }, "1 of 2 decisions received by the county server, the rest saved on "
      "this laptop" },
    { { 1, 1, 0, 0, (char *) "2026-11-26T10:05:00Z" },
      "1 of 1 decision received by the county server, 26 November, 10:05am" },
    { { 12, 12, 1, 1, (char *) "2026-11-26T10:05:00Z" },
      "12 of 12 decisions received by the county server, 26 November, 10:05am. 1 has two versions "
      "to check. 1 was not accepted" },
    { { 12, 12, 2, 3, (char *) "2026-11-26T10:05:00Z" },
      "12 of 12 decisions received by the county server, 26 November, 10:05am. 2 have two versions "
      "to check. 3 were not accepted" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (receipts); i++)
    {
      g_autofree char *words = atlas_meeting_word_receipt (&receipts[i].receipt);

      g_assert_cmpstr (words, ==, receipts[i].words);
    }
}

/* T113: minutes have each child by reference, with what was decided, why, by whom, by when */
static void
test_minutes_name_no_child (Fixture      *fixture,
                            gconstpointer data)
{
  g_autoptr(AtlasMeetingFile) file = NULL;
  g_autoptr(json_t) minutes = NULL;
  g_autofree char *text = NULL;
  json_t *first;

  start (fixture);
  decide (fixture, "K0-051", "offer", fixture->at.county.places[0]);
  file = read_file (fixture);
  minutes = atlas_meeting_file_to_json (file);
  first = json_array_get (json_object_get (minutes, "children"), 0);
  text = atlas_json_to_text (minutes);

  g_assert_cmpstr (atlas_json_string (minutes, "panel"), ==, "North panel");
  g_assert_cmpstr (atlas_json_string (minutes, "on"), ==, "2026-11-26");
  g_assert_cmpstr (atlas_json_string (minutes, "step"), ==, "open");
  g_assert_cmpint (json_integer_value (json_object_get (minutes, "decided")), ==, 1);
  g_assert_cmpuint (json_array_size (json_object_get (minutes, "children")), ==, 5);
  g_assert_cmpstr (atlas_json_string (first, "reference"), ==, "K0-051");
  g_assert_cmpstr (atlas_json_string (first, "decision"), ==, "offer");
  g_assert_cmpstr (atlas_json_string (first, "place"), ==, "The Green Centre");
  g_assert_cmpstr (atlas_json_string (first, "reason"), ==, "R");
  g_assert_cmpstr (atlas_json_string (first, "owner"), ==, "O");
  g_assert_cmpstr (atlas_json_string (first, "due"), ==, "2026-12-02");
  g_assert_true (json_is_true (json_object_get (first, "invented")));
  g_assert_null (strstr (text, "Nobody"));
  g_assert_null (strstr (text, "Madeup"));
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
  ADD ("/reports/meetings/who-came-after-the-beginning-is-at-the-end",
       test_who_came_after_the_beginning_is_at_the_end);
  ADD ("/reports/meetings/a-decided-child-stays", test_a_decided_child_stays);
  ADD ("/reports/meetings/what-is-put-off-is-come-back-to", test_what_is_put_off_is_come_back_to);
  ADD ("/reports/meetings/a-place-is-as-sure-as-the-server-says",
       test_a_place_is_as_sure_as_the_server_says);
  ADD ("/reports/meetings/the-words-of-a-quorum", test_the_words_of_a_quorum);
  ADD ("/reports/meetings/minutes-name-no-child", test_minutes_name_no_child);
#undef ADD
  g_test_add_func ("/reports/meetings/the-words-of-a-receipt", test_the_words_of_a_receipt);

  return g_test_run ();
}
