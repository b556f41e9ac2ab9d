/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "store/atlas-history.h"
#include "store/atlas-referral-changes.h"
#include "store/atlas-store-panels.h"
#include "store/atlas-store-places.h"

#include "case-county.h"

#define N_CHILDREN 60

typedef struct {
  CaseStore     at;
  AtlasPanel   *panel;          /* of the first area */
  AtlasPanel   *other;          /* of the second */
  AtlasMeeting *meeting;        /* of the first panel, on the day */
} Fixture;

static AtlasRecord *
read_record (Fixture    *fixture,
             const char *type,
             const char *id)
{
  g_autoptr(GError) error = NULL;
  AtlasRecord *record = atlas_store_get (fixture->at.store, type, id, &error);

  g_assert_no_error (error);
  return record;
}

static AtlasPanel *
add_panel (Fixture    *fixture,
           const char *key,
           const char *area)
{
  g_autofree char *id = case_add (&fixture->at.county, "panel", NULL,
                                  json_pack ("{s:s, s:s, s:[s], s:b}", "key", key, "name", key,
                                             "areas", area, "invented", TRUE));

  case_county_load (&fixture->at.county, fixture->at.store);
  return (AtlasPanel *) read_record (fixture, "panel", id);
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  g_autofree char *id = NULL;

  case_store_set_up (&fixture->at, GINT_TO_POINTER (N_CHILDREN));
  fixture->panel = add_panel (fixture, "first", "mark1");
  fixture->other = add_panel (fixture, "second", "mark2");
  case_apply (fixture->at.store,
              atlas_panel_meeting_set (fixture->panel, case_today (), "9:30am", "By video", TRUE,
                                       &id));
  fixture->meeting = (AtlasMeeting *) read_record (fixture, "meeting", id);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  g_object_unref (fixture->panel);
  g_object_unref (fixture->other);
  g_object_unref (fixture->meeting);
  case_store_tear_down (&fixture->at, data);
}

static GPtrArray *
list_agenda (Fixture    *fixture,
             AtlasPanel *panel)
{
  g_autoptr(GError) error = NULL;
  GPtrArray *agenda = atlas_store_list_agenda (fixture->at.store, panel, case_today (), &error);

  g_assert_no_error (error);
  return agenda;
}

static AtlasReferralCase *
read_case (Fixture    *fixture,
           const char *reference)
{
  g_autoptr(GError) error = NULL;
  AtlasReferralCase *self = atlas_store_read_referral_case (fixture->at.store, reference,
                                                            case_today (), &error);

  g_assert_no_error (error);
  return self;
}

/* A child of the first area, permanently excluded some days ago and at panel since today. */
static void
add_day6_child (Fixture    *fixture,
                const char *reference,
                int         days_ago)
{
  g_autofree char *excluded = atlas_date_format (case_today () - days_ago);
  g_autofree char *today = atlas_date_format (case_today ());
  g_autofree char *child = NULL;
  g_autofree char *exclusion = NULL;

  child = case_add (&fixture->at.county, "child", NULL,
                    json_pack ("{s:s, s:s, s:s}", "born", "2012-05-01", "area",
                               fixture->at.county.areas[0], "establishment",
                               fixture->at.county.schools[0]));
  exclusion = case_add (&fixture->at.county, "exclusion", NULL,
                        json_pack ("{s:s, s:s, s:s, s:s, s:s}", "child", child, "establishment",
                                   fixture->at.county.schools[0], "kind", "PERM", "from", excluded,
                                   "session", "am"));
  g_free (case_add (&fixture->at.county, "referral", NULL,
                    json_pack ("{s:s, s:s, s:s, s:s, s:s}", "reference", reference, "child", child,
                               "exclusion", exclusion, "step", "panel", "received", today)));
  case_county_load (&fixture->at.county, fixture->at.store);
}

/* Every twelfth child is at panel, all of the first area; the higher the number, the longer. */
static void
test_day6_comes_first_then_the_longest_wait (Fixture      *fixture,
                                             gconstpointer data)
{
  static const char * const order[] = {
    "K9-002", "K9-001", "K0-051", "K0-039", "K0-027", "K0-015", "K0-003",
  };
  g_autoptr(GPtrArray) agenda = NULL;

  add_day6_child (fixture, "K9-001", 1);
  add_day6_child (fixture, "K9-002", 2);
  agenda = list_agenda (fixture, fixture->panel);

  g_assert_cmpuint (agenda->len, ==, G_N_ELEMENTS (order));
  for (guint i = 0; i < agenda->len; i++)
    {
      const AtlasReferralLine *line = g_ptr_array_index (agenda, i);

      g_assert_cmpstr (line->reference, ==, order[i]);
      g_assert_cmpint (atlas_agenda_is_day6 (line), ==, i < 2);
    }
}

static void
add_waiting_child (Fixture    *fixture,
                   const char *reference,
                   const char *care)
{
  g_autofree char *today = atlas_date_format (case_today ());
  g_autofree char *child = NULL;

  child = case_add (&fixture->at.county, "child", NULL,
                    json_pack ("{s:s, s:s, s:s}", "born", "2012-05-01", "care", care, "area",
                               fixture->at.county.areas[0]));
  g_free (case_add (&fixture->at.county, "referral", NULL,
                    json_pack ("{s:s, s:s, s:s, s:s}", "reference", reference, "child", child,
                               "step", "panel", "received", today)));
  case_county_load (&fixture->at.county, fixture->at.store);
}

/* T161: after Day 6, those looked after or once looked after; then the longest wait */
static void
test_looked_after_come_next (Fixture      *fixture,
                             gconstpointer data)
{
  static const char * const order[] = { "K9-001", "K9-003", "K9-004", "K0-051" };
  g_autoptr(GPtrArray) agenda = NULL;

  add_day6_child (fixture, "K9-001", 1);
  add_waiting_child (fixture, "K9-002", "CSW");
  add_waiting_child (fixture, "K9-003", "CLA");
  add_waiting_child (fixture, "K9-004", "PLA");
  agenda = list_agenda (fixture, fixture->panel);

  g_assert_cmpuint (agenda->len, >, G_N_ELEMENTS (order));
  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    g_assert_cmpstr (((AtlasReferralLine *) g_ptr_array_index (agenda, i))->reference, ==,
                     order[i]);
}

/* T113: an agenda says how long ago a panel first heard a case, until it has decided */
static void
test_first_heard (Fixture      *fixture,
                  gconstpointer data)
{
  g_autoptr(GPtrArray) before = list_agenda (fixture, fixture->panel);
  AtlasReferralLine *line = g_ptr_array_index (before, 0);
  g_autofree char *referral = g_strdup (line->id);
  g_autoptr(GPtrArray) heard = NULL;
  g_autoptr(GPtrArray) decided = NULL;

  g_assert_cmpint (line->heard_days, ==, 0);
  g_free (case_add (&fixture->at.county, "decision", NULL,
                    json_pack ("{s:s, s:s, s:s}", "referral", referral, "kind", "deferred", "on",
                               "2026-11-04")));
  g_free (case_add (&fixture->at.county, "decision", NULL,
                    json_pack ("{s:s, s:s, s:s}", "referral", referral, "kind", "ask", "on",
                               "2026-11-18")));
  case_county_load (&fixture->at.county, fixture->at.store);
  heard = list_agenda (fixture, fixture->panel);
  line = g_ptr_array_index (heard, 0);
  g_assert_cmpint (line->heard_days, ==, 21);

  g_free (case_add (&fixture->at.county, "decision", NULL,
                    json_pack ("{s:s, s:s, s:s}", "referral", referral, "kind", "not-agreed",
                               "on", "2026-11-20")));
  case_county_load (&fixture->at.county, fixture->at.store);
  decided = list_agenda (fixture, fixture->panel);
  line = g_ptr_array_index (decided, 0);
  g_assert_cmpint (line->heard_days, ==, 0);
}

static void
test_a_panel_sees_its_own_only (Fixture      *fixture,
                                gconstpointer data)
{
  g_autoptr(AtlasReferralCase) referral_case = read_case (fixture, "K0-015");
  g_autoptr(GPtrArray) none = list_agenda (fixture, fixture->other);
  g_autoptr(GPtrArray) first = NULL;
  g_autoptr(GPtrArray) second = NULL;
  guint count = 0;
  AtlasChangeSet *set = atlas_change_set_new ("to the other panel");

  g_assert_cmpuint (none->len, ==, 0);
  atlas_change_set_set_text (set, ATLAS_RECORD (referral_case->referral), "panel",
                             atlas_record_get_id (ATLAS_RECORD (fixture->other)));
  case_apply (fixture->at.store, set);

  first = list_agenda (fixture, fixture->panel);
  second = list_agenda (fixture, fixture->other);
  g_assert_cmpuint (first->len, ==, 4);
  g_assert_cmpuint (second->len, ==, 1);
  g_assert_true (atlas_store_count_agenda (fixture->at.store, fixture->panel, &count, NULL));
  g_assert_cmpuint (count, ==, 4);
  g_assert_cmpstr (((AtlasReferralLine *) g_ptr_array_index (second, 0))->reference, ==, "K0-015");
}

static AtlasDecision *
find_decision (Fixture *fixture)
{
  g_autoptr(AtlasQuery) query = atlas_query_new (&atlas_decision_type);
  g_autoptr(GPtrArray) decisions = NULL;

  decisions = atlas_store_list (fixture->at.store, query, NULL);
  if (decisions->len == 0)
    return NULL;

  g_assert_cmpuint (decisions->len, ==, 1);
  return g_object_ref (g_ptr_array_index (decisions, 0));
}

static void
test_a_decision_takes_the_referral_on (Fixture      *fixture,
                                       gconstpointer data)
{
  g_autoptr(AtlasReferralCase) before = read_case (fixture, "K0-015");
  AtlasDecisionForm form = {
    .kind = "ask", .reason = "No school report", .owner = "Panel chair",
    .due = case_today () + 7,
  };
  g_autoptr(AtlasReferralCase) after = NULL;
  g_autoptr(AtlasDecision) decision = NULL;

  g_assert_true (atlas_panel_can_decide (before, "ask"));
  case_apply (fixture->at.store, atlas_panel_decision_set (before, fixture->meeting, &form));

  after = read_case (fixture, "K0-015");
  decision = find_decision (fixture);
  g_assert_cmpstr (after->referral->step, ==, "looked-at");
  g_assert_cmpstr (after->referral->step_reason, ==, "No school report");
  g_assert_cmpstr (after->referral->owner, ==, "Panel chair");
  g_assert_cmpstr (after->referral->next_step, ==, "Ask for more information");
  g_assert_cmpint (after->referral->next_by, ==, case_today () + 7);
  g_assert_cmpstr (decision->kind, ==, "ask");
  g_assert_cmpstr (decision->meeting, ==, atlas_record_get_id (ATLAS_RECORD (fixture->meeting)));
  g_assert_cmpint (decision->on, ==, case_today ());
  g_assert_true (decision->invented);
}

static void
test_a_place_is_offered_at_once (Fixture      *fixture,
                                 gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(AtlasReferralCase) before = read_case (fixture, "K0-015");
  g_autoptr(AtlasPlaceLine) line = NULL;
  g_autoptr(AtlasReferralCase) after = NULL;
  g_autoptr(AtlasDecision) decision = NULL;
  AtlasDecisionForm form = { .kind = "offer", .due = ATLAS_DATE_NONE };

  line = atlas_store_get_place (fixture->at.store, fixture->at.county.places[0], case_today (),
                                &error);
  g_assert_no_error (error);
  form.place = line->place;
  form.provision_name = line->provision->name;
  case_apply (fixture->at.store, atlas_panel_decision_set (before, fixture->meeting, &form));

  after = read_case (fixture, "K0-015");
  decision = find_decision (fixture);
  g_assert_cmpstr (after->referral->step, ==, "offered");
  g_assert_nonnull (after->offer);
  g_assert_cmpstr (after->offer->place, ==, fixture->at.county.places[0]);
  g_assert_cmpstr (decision->place, ==, fixture->at.county.places[0]);
}

static void
test_every_kind_has_its_step (Fixture      *fixture,
                              gconstpointer data)
{
  static const struct { const char *kind, *step; } examples[] = {
    { "offer", "waiting" }, { "ask", "looked-at" }, { "support", "not-agreed" },
    { "not-agreed", "not-agreed" }, { "deferred", "panel" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (examples); i++)
    {
      g_autoptr(AtlasReferralCase) before = read_case (fixture, "K0-015");
      g_autoptr(AtlasReferralCase) after = NULL;
      AtlasDecisionForm form = { .kind = examples[i].kind, .due = ATLAS_DATE_NONE };

      case_apply (fixture->at.store, atlas_panel_decision_set (before, fixture->meeting, &form));
      after = read_case (fixture, "K0-015");
      g_assert_cmpstr (after->referral->step, ==, examples[i].step);
      g_assert_true (atlas_store_undo (fixture->at.store, NULL, NULL, NULL));
      g_assert_null (find_decision (fixture));
    }
}

static void
test_what_may_not_be_decided (Fixture      *fixture,
                              gconstpointer data)
{
  g_autoptr(AtlasReferralCase) started = read_case (fixture, "K0-008");
  g_autoptr(AtlasReferralCase) at_panel = read_case (fixture, "K0-003");

  g_assert_false (atlas_panel_can_decide (started, "ask"));
  g_assert_false (atlas_panel_can_decide (at_panel, "no-such-kind"));
  g_assert_true (atlas_panel_can_decide (at_panel, "deferred"));
}

static void
test_a_meeting_is_planned_held_and_planned_again (Fixture      *fixture,
                                                  gconstpointer data)
{
  const char *id = atlas_record_get_id (ATLAS_RECORD (fixture->meeting));
  g_autoptr(AtlasMeeting) held = NULL;
  g_autoptr(AtlasMeeting) again = NULL;

  g_assert_cmpstr (fixture->meeting->step, ==, "planned");
  g_assert_cmpstr (fixture->meeting->at, ==, "9:30am");
  g_assert_cmpstr (fixture->meeting->where, ==, "By video");
  g_assert_true (fixture->meeting->invented);
  case_apply (fixture->at.store, atlas_panel_step_set (fixture->panel, fixture->meeting, "held"));
  held = (AtlasMeeting *) read_record (fixture, "meeting", id);
  g_assert_cmpstr (held->step, ==, "held");
  g_assert_true (atlas_store_undo (fixture->at.store, NULL, NULL, NULL));
  again = (AtlasMeeting *) read_record (fixture, "meeting", id);
  g_assert_cmpstr (again->step, ==, "planned");
}

static AtlasMeeting *
read_meeting (Fixture *fixture)
{
  return (AtlasMeeting *) read_record (fixture, "meeting",
                                       atlas_record_get_id (ATLAS_RECORD (fixture->meeting)));
}

/* A panel with members, of whom one may decide; two make a quorum. */
static AtlasPanel *
add_panel_with_members (Fixture *fixture)
{
  g_autofree char *id = case_add (&fixture->at.county, "panel", NULL,
                                  json_pack ("{s:s, s:s, s:[s], s:[s, s], s:[s], s:i, s:b}",
                                             "key", "full", "name", "Full panel", "areas", "mark1",
                                             "members", "county", "home-school", "may_decide",
                                             "county", "quorum", 2, "invented", TRUE));

  case_county_load (&fixture->at.county, fixture->at.store);
  return (AtlasPanel *) read_record (fixture, "panel", id);
}

/* T113: who belongs to the panel and who may decide is there from the first minute */
static void
test_a_meeting_that_starts_fixes_its_agenda (Fixture      *fixture,
                                             gconstpointer data)
{
  g_autoptr(AtlasPanel) full = add_panel_with_members (fixture);
  g_autoptr(GPtrArray) agenda = list_agenda (fixture, full);
  g_autoptr(AtlasMeeting) open = NULL;

  g_assert_cmpuint (agenda->len, ==, 5);
  case_apply (fixture->at.store, atlas_panel_start_set (full, fixture->meeting, agenda));

  open = read_meeting (fixture);
  g_assert_cmpstr (open->step, ==, "open");
  g_assert_cmpuint (json_array_size (open->agenda), ==, agenda->len);
  for (guint i = 0; i < agenda->len; i++)
    g_assert_cmpstr (json_string_value (json_array_get (open->agenda, i)), ==,
                     ((AtlasReferralLine *) g_ptr_array_index (agenda, i))->id);
  g_assert_true (g_strv_contains ((const char * const *) open->present, "home-school"));
  g_assert_true (g_strv_contains ((const char * const *) open->present, "county"));
  g_assert_cmpuint (g_strv_length (open->may_decide), ==, 1);
  g_assert_cmpstr (open->may_decide[0], ==, "county");
}

/* T113: what somebody said about who is there stays when the meeting starts */
static void
test_who_was_named_before_stays (Fixture      *fixture,
                                 gconstpointer data)
{
  static const char * const present[] = { "home-school", NULL };
  static const char * const nobody[] = { NULL };
  g_autoptr(AtlasPanel) full = add_panel_with_members (fixture);
  g_autoptr(GPtrArray) agenda = g_ptr_array_new ();
  g_autoptr(AtlasMeeting) named = NULL;
  g_autoptr(AtlasMeeting) open = NULL;

  case_apply (fixture->at.store,
              atlas_panel_people_set (full, fixture->meeting, present, nobody, "Snow"));
  named = read_meeting (fixture);
  case_apply (fixture->at.store, atlas_panel_start_set (full, named, agenda));

  open = read_meeting (fixture);
  g_assert_cmpuint (g_strv_length (open->present), ==, 1);
  g_assert_cmpstr (open->present[0], ==, "home-school");
  g_assert_cmpstr (open->short_reason, ==, "Snow");
  g_assert_cmpuint (json_array_size (open->agenda), ==, 0);
}

static void
test_a_meeting_that_is_over_does_not_start (Fixture      *fixture,
                                            gconstpointer data)
{
  static const char * const steps[] = { "held", "cancelled" };
  g_autoptr(GPtrArray) agenda = g_ptr_array_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_autoptr(AtlasMeeting) over = NULL;

      case_apply (fixture->at.store,
                  atlas_panel_step_set (fixture->panel, fixture->meeting, steps[i]));
      over = read_meeting (fixture);
      g_assert_null (atlas_panel_start_set (fixture->panel, over, agenda));
      g_assert_null (atlas_panel_step_set (fixture->panel, over, steps[1 - i]));
      g_assert_true (atlas_store_undo (fixture->at.store, NULL, NULL, NULL));
    }
}

/* T112: others may be there, and do not make a quorum */
static void
test_members_are_counted_for_the_quorum (Fixture      *fixture,
                                         gconstpointer data)
{
  static const char * const three[] = { "county", "home-school", "family", NULL };
  static const char * const others[] = { "family", NULL };
  g_autoptr(AtlasPanel) full = add_panel_with_members (fixture);

  g_assert_cmpuint (atlas_panel_count_members (full, three), ==, 2);
  g_assert_cmpuint (atlas_panel_count_members (full, others), ==, 0);
  g_assert_cmpuint (atlas_panel_count_members (full, NULL), ==, 0);
  g_assert_cmpuint (atlas_panel_count_members (fixture->panel, three), ==, 3);
}

static void
test_an_agenda_of_given_referrals_keeps_their_order (Fixture      *fixture,
                                                     gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(AtlasReferralCase) started = read_case (fixture, "K0-008");
  g_autoptr(AtlasReferralCase) at_panel = read_case (fixture, "K0-003");
  const char *ids[] = {
    atlas_record_get_id (ATLAS_RECORD (started->referral)),
    "00000000-0000-7000-8000-000000000000",
    atlas_record_get_id (ATLAS_RECORD (at_panel->referral)),
    NULL,
  };
  g_autoptr(GPtrArray) lines = NULL;
  g_autoptr(GPtrArray) none = NULL;

  lines = atlas_store_list_agenda_of (fixture->at.store, ids, case_today (), &error);
  g_assert_no_error (error);
  none = atlas_store_list_agenda_of (fixture->at.store, ids + 3, case_today (), &error);
  g_assert_no_error (error);

  g_assert_cmpuint (lines->len, ==, 2);
  g_assert_cmpstr (((AtlasReferralLine *) g_ptr_array_index (lines, 0))->reference, ==, "K0-008");
  g_assert_cmpstr (((AtlasReferralLine *) g_ptr_array_index (lines, 1))->reference, ==, "K0-003");
  g_assert_cmpuint (none->len, ==, 0);
}

/* A provider or a data protection officer may look, and a chair decides. */
static void
test_only_some_roles_may_decide (Fixture      *fixture,
                                 gconstpointer data)
{
  static const struct {
    const char *role;
    gboolean    may_decide;
  } examples[] = {
    { "panel_chair", TRUE }, { "area_lead", TRUE }, { "county_officer", TRUE },
    { "commissioning_officer", FALSE }, { "provider", FALSE }, { "dpo", FALSE },
    { "administrator", FALSE },
  };
  g_autoptr(AtlasReferralCase) at_panel = read_case (fixture, "K0-003");

  g_assert_null (at_panel->roles);
  g_assert_true (atlas_panel_may_decide (at_panel));
  for (gsize i = 0; i < G_N_ELEMENTS (examples); i++)
    {
      const char * const roles[] = { examples[i].role, NULL };

      g_strfreev (at_panel->roles);
      at_panel->roles = g_strdupv ((char **) roles);
      g_assert_cmpint (atlas_panel_may_decide (at_panel), ==, examples[i].may_decide);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)
  ADD ("/store/panels/only-some-roles-may-decide", test_only_some_roles_may_decide);
  ADD ("/store/panels/day6-comes-first-then-the-longest-wait",
       test_day6_comes_first_then_the_longest_wait);
  ADD ("/store/panels/looked-after-come-next", test_looked_after_come_next);
  ADD ("/store/panels/first-heard", test_first_heard);
  ADD ("/store/panels/a-panel-sees-its-own-only", test_a_panel_sees_its_own_only);
  ADD ("/store/panels/a-decision-takes-the-referral-on", test_a_decision_takes_the_referral_on);
  ADD ("/store/panels/a-place-is-offered-at-once", test_a_place_is_offered_at_once);
  ADD ("/store/panels/every-kind-has-its-step", test_every_kind_has_its_step);
  ADD ("/store/panels/what-may-not-be-decided", test_what_may_not_be_decided);
  ADD ("/store/panels/a-meeting-is-planned-held-and-planned-again",
       test_a_meeting_is_planned_held_and_planned_again);
  ADD ("/store/panels/a-meeting-that-starts-fixes-its-agenda",
       test_a_meeting_that_starts_fixes_its_agenda);
  ADD ("/store/panels/who-was-named-before-stays", test_who_was_named_before_stays);
  ADD ("/store/panels/a-meeting-that-is-over-does-not-start",
       test_a_meeting_that_is_over_does_not_start);
  ADD ("/store/panels/members-are-counted-for-the-quorum",
       test_members_are_counted_for_the_quorum);
  ADD ("/store/panels/an-agenda-of-given-referrals-keeps-their-order",
       test_an_agenda_of_given_referrals_keeps_their_order);
#undef ADD

  return g_test_run ();
}
