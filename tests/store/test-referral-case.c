/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "../isolate.h"
#include "base/atlas-error.h"
#include "store/atlas-referral-changes.h"
#include "store/atlas-store-places.h"
#include "store/atlas-store-today.h"

#include "case-county.h"

typedef CaseStore Fixture;

static AtlasReferralCase *
read_case (Fixture    *fixture,
           const char *reference)
{
  g_autoptr(GError) error = NULL;
  AtlasReferralCase *self = atlas_store_read_referral_case (fixture->store, reference,
                                                            case_today (), &error);

  g_assert_no_error (error);
  return self;
}

static AtlasReferralForm *
filled_form (Fixture *fixture)
{
  AtlasReferralForm *form = atlas_referral_form_new ();

  form->first_name = g_strdup ("Ivy");
  form->last_name = g_strdup ("Invented");
  form->born = case_day ("2013-02-03");
  form->area = g_strdup (fixture->county.areas[1]);
  form->town = g_strdup ("Midtown");
  form->school = g_strdup (fixture->county.schools[0]);
  form->exclusion_kind = g_strdup ("PERM");
  form->excluded = case_today () - 2;
  form->session = g_strdup ("am");
  form->kind = g_strdup ("day6");
  form->tier = 5;
  form->asked = g_strdup (fixture->county.provisions[0]);
  form->is_invented = TRUE;

  return form;
}

static void
make_referral (Fixture    *fixture,
               const char *reference)
{
  g_autoptr(AtlasReferralForm) form = filled_form (fixture);

  g_assert_null (atlas_referral_form_missing (form, case_today ()));
  case_apply (fixture->store, atlas_referral_form_to_set (form, reference, case_today ()));
}

static AtlasPlaceLine *
first_place (Fixture *fixture)
{
  g_autoptr(GError) error = NULL;
  AtlasPlaceLine *line = atlas_store_get_place (fixture->store, fixture->county.places[0],
                                                case_today (), &error);

  g_assert_no_error (error);
  return line;
}

static int
free_now (Fixture *fixture)
{
  g_autoptr(AtlasPlaceLine) line = first_place (fixture);

  return atlas_free_count (&line->facts, case_today (), case_today (), TRUE).free;
}

static void
offer_place (Fixture    *fixture,
             const char *reference)
{
  g_autoptr(AtlasReferralCase) self = read_case (fixture, reference);
  g_autoptr(AtlasPlaceLine)    line = first_place (fixture);

  g_assert_true (atlas_referral_can (self, ATLAS_REFERRAL_VERB_OFFER));
  case_apply (fixture->store, atlas_referral_offer_set (self, line->place, line->provision->name,
                                                        case_today () + 1, ATLAS_DATE_NONE, NULL));
}

static void
answer (Fixture    *fixture,
        const char *reference,
        gboolean    is_accepted,
        const char *reason)
{
  g_autoptr(AtlasReferralCase) self = read_case (fixture, reference);

  g_assert_true (atlas_referral_can (self, is_accepted ? ATLAS_REFERRAL_VERB_ACCEPT
                                                       : ATLAS_REFERRAL_VERB_NOT_AGREE));
  case_apply (fixture->store, atlas_referral_answer_set (self, is_accepted, reason));
}

static void
start (Fixture    *fixture,
       const char *reference,
       gboolean    is_full_time)
{
  g_autoptr(AtlasReferralCase) self = read_case (fixture, reference);

  g_assert_true (atlas_referral_can (self, ATLAS_REFERRAL_VERB_START));
  case_apply (fixture->store, atlas_referral_start_set (self, case_today (), is_full_time));
}

static void
referral_goes_from_form_to_end (Fixture      *fixture,
                                gconstpointer data)
{
  g_autoptr(AtlasReferralCase) sent = NULL;
  g_autoptr(AtlasReferralCase) offered = NULL;
  g_autoptr(AtlasReferralCase) started = NULL;
  g_autoptr(AtlasReferralCase) ended = NULL;

  make_referral (fixture, "A1-001");
  sent = read_case (fixture, "A1-001");
  g_assert_cmpstr (sent->child->first_name, ==, "Ivy");
  g_assert_cmpstr (sent->area->name, ==, "Midmark");
  g_assert_cmpstr (sent->excluding_school->name, ==, "Invented School 1");
  g_assert_cmpint (sent->year_group, ==, 9);
  g_assert_cmpint (sent->status.cells, ==, 3);
  g_assert_cmpint (sent->status.clock.state, ==, ATLAS_CLOCK_RUNNING);
  g_assert_cmpuint (sent->story->len, ==, 2);
  g_assert_cmpuint (sent->n_pending, ==, 1);
  g_assert_false (atlas_referral_can (sent, ATLAS_REFERRAL_VERB_ACCEPT));
  g_assert_false (atlas_referral_can (sent, ATLAS_REFERRAL_VERB_START));
  g_assert_cmpint (free_now (fixture), ==, 2);

  offer_place (fixture, "A1-001");
  offered = read_case (fixture, "A1-001");
  g_assert_cmpstr (offered->referral->step, ==, "offered");
  g_assert_cmpint (offered->place.step, ==, ATLAS_PLACE_STEP_OFFERED);
  g_assert_true (offered->offer->day6);
  g_assert_false (atlas_referral_can (offered, ATLAS_REFERRAL_VERB_OFFER));
  g_assert_cmpint (free_now (fixture), ==, 1);
  g_assert_cmpint (offered->status.clock.state, ==, ATLAS_CLOCK_RUNNING);

  answer (fixture, "A1-001", TRUE, NULL);
  start (fixture, "A1-001", TRUE);
  started = read_case (fixture, "A1-001");
  g_assert_cmpstr (started->referral->step, ==, "started");
  g_assert_nonnull (started->placement);
  g_assert_null (started->offer);
  g_assert_cmpint (started->status.clock.state, ==, ATLAS_CLOCK_MET);
  g_assert_cmpint (free_now (fixture), ==, 1);

  case_apply (fixture->store, atlas_referral_end_set (started, case_today (), "reintegrated"));
  ended = read_case (fixture, "A1-001");
  g_assert_cmpstr (ended->referral->step, ==, "ended");
  g_assert_null (ended->placement);
  g_assert_cmpuint (ended->story->len, ==, 6);
  g_assert_cmpuint (ended->history->len, ==, 5);
}

/* Whatever was done, undoing it leaves the record as it was. */
static void
every_step_can_be_undone (Fixture      *fixture,
                          gconstpointer data)
{
  static const char * const steps[] = { "accepted", "offered", "sent" };
  g_autoptr(GError)            error = NULL;
  g_autoptr(AtlasReferralCase) started = NULL;

  make_referral (fixture, "A1-001");
  offer_place (fixture, "A1-001");
  answer (fixture, "A1-001", TRUE, NULL);
  start (fixture, "A1-001", TRUE);
  started = read_case (fixture, "A1-001");
  case_apply (fixture->store, atlas_referral_end_set (started, case_today (), "early"));

  g_assert_true (atlas_store_undo (fixture->store, NULL, NULL, &error));
  g_assert_no_error (error);
  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_autoptr(AtlasReferralCase) self = NULL;

      atlas_store_undo (fixture->store, NULL, NULL, &error);
      g_assert_no_error (error);
      self = read_case (fixture, "A1-001");
      g_assert_cmpstr (self->referral->step, ==, steps[i]);
    }
  g_assert_cmpint (free_now (fixture), ==, 2);

  atlas_store_undo (fixture->store, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_null (atlas_store_read_referral_case (fixture->store, "A1-001", case_today (), &error));
  g_assert_error (error, ATLAS_ERROR, ATLAS_ERROR_NOT_FOUND);
}

static void
not_agreed_is_looked_at_again (Fixture      *fixture,
                               gconstpointer data)
{
  g_autoptr(AtlasReferralCase) self = NULL;

  make_referral (fixture, "A1-001");
  offer_place (fixture, "A1-001");
  answer (fixture, "A1-001", FALSE, "Too far from home");
  self = read_case (fixture, "A1-001");
  g_assert_cmpstr (self->referral->step, ==, "looked-at");
  g_assert_cmpstr (self->referral->step_reason, ==, "Too far from home");
  g_assert_null (self->offer);
  g_assert_true (atlas_referral_can (self, ATLAS_REFERRAL_VERB_OFFER));
  g_assert_cmpint (free_now (fixture), ==, 2);
}

static void
part_time_does_not_stop_the_clock (Fixture      *fixture,
                                   gconstpointer data)
{
  g_autoptr(AtlasReferralCase) started = NULL;
  g_autoptr(AtlasReferralCase) later = NULL;

  make_referral (fixture, "A1-001");
  offer_place (fixture, "A1-001");
  answer (fixture, "A1-001", TRUE, NULL);
  start (fixture, "A1-001", FALSE);
  started = read_case (fixture, "A1-001");
  g_assert_cmpint (started->status.clock.state, ==, ATLAS_CLOCK_RUNNING);
  g_assert_true (atlas_referral_can (started, ATLAS_REFERRAL_VERB_EDUCATION));

  case_apply (fixture->store, atlas_referral_education_set (started, case_today ()));
  later = read_case (fixture, "A1-001");
  g_assert_cmpint (later->status.clock.state, ==, ATLAS_CLOCK_MET);
  g_assert_false (atlas_referral_can (later, ATLAS_REFERRAL_VERB_EDUCATION));
}

static void
draft_is_sent_before_anything_is_offered (Fixture      *fixture,
                                          gconstpointer data)
{
  g_autoptr(AtlasReferralForm) form = atlas_referral_form_new ();
  g_autoptr(AtlasReferralCase) draft = NULL;
  g_autoptr(AtlasReferralCase) sent = NULL;

  form->first_name = g_strdup ("Jo");
  form->is_draft = TRUE;
  g_assert_null (atlas_referral_form_missing (form, case_today ()));
  case_apply (fixture->store, atlas_referral_form_to_set (form, "A1-001", case_today ()));

  draft = read_case (fixture, "A1-001");
  g_assert_cmpstr (draft->referral->step, ==, "draft");
  g_assert_null (draft->exclusion);
  g_assert_false (atlas_referral_can (draft, ATLAS_REFERRAL_VERB_OFFER));
  g_assert_true (atlas_referral_can (draft, ATLAS_REFERRAL_VERB_SEND));
  case_apply (fixture->store, atlas_referral_step_set (draft, ATLAS_REFERRAL_VERB_SEND, NULL));
  sent = read_case (fixture, "A1-001");
  g_assert_true (atlas_referral_can (sent, ATLAS_REFERRAL_VERB_OFFER));
}

static void
form_says_what_is_missing (Fixture      *fixture,
                           gconstpointer data)
{
  g_autoptr(AtlasReferralForm) form = filled_form (fixture);
  AtlasDate on = case_today ();

  form->tier = 0;
  g_assert_cmpstr (atlas_referral_form_missing (form, on), ==, "tier");
  g_clear_pointer (&form->kind, g_free);
  g_assert_cmpstr (atlas_referral_form_missing (form, on), ==, "kind");
  form->excluded = on + 1;
  g_assert_cmpstr (atlas_referral_form_missing (form, on), ==, "excluded");
  g_clear_pointer (&form->area, g_free);
  g_assert_cmpstr (atlas_referral_form_missing (form, on), ==, "area");
  form->born = on + 1;
  g_assert_cmpstr (atlas_referral_form_missing (form, on), ==, "born");
  g_clear_pointer (&form->first_name, g_free);
  g_assert_cmpstr (atlas_referral_form_missing (form, on), ==, "first_name");
  form->child = atlas_id_new ();
  g_assert_cmpstr (atlas_referral_form_missing (form, on), ==, "excluded");
}

static void
known_child_is_not_made_again (Fixture      *fixture,
                               gconstpointer data)
{
  g_autoptr(AtlasReferralForm) form = filled_form (fixture);
  g_autoptr(AtlasReferralCase) first = read_case (fixture, "K0-001");
  g_autoptr(AtlasReferralCase) second = NULL;

  form->child = g_strdup (first->referral->child);
  case_apply (fixture->store, atlas_referral_form_to_set (form, "A1-001", case_today ()));
  second = read_case (fixture, "A1-001");
  g_assert_cmpstr (second->child->first_name, ==, first->child->first_name);
  g_assert_cmpstr (second->referral->child, ==, first->referral->child);
}

static void
story_is_told_in_order (Fixture      *fixture,
                        gconstpointer data)
{
  g_autoptr(AtlasReferralCase) before = NULL;
  g_autoptr(AtlasReferralCase) after = NULL;
  AtlasStoryEvent *last;

  make_referral (fixture, "A1-001");
  offer_place (fixture, "A1-001");
  before = read_case (fixture, "A1-001");
  case_apply (fixture->store, atlas_referral_note_set (before, "Rang the centre", "An officer"));
  after = read_case (fixture, "A1-001");

  for (guint i = 1; i < after->story->len; i++)
    {
      AtlasStoryEvent *event = g_ptr_array_index (after->story, i);
      AtlasStoryEvent *earlier = g_ptr_array_index (after->story, i - 1);

      g_assert_cmpint (earlier->on, <=, event->on);
    }
  last = g_ptr_array_index (after->story, after->story->len - 1);
  g_assert_cmpint (last->kind, ==, ATLAS_STORY_NOTE);
  g_assert_cmpstr (last->name, ==, "An officer");
}

static void
child_outside_the_scope_is_no_error (Fixture      *fixture,
                                     gconstpointer data)
{
  g_autofree char *child = atlas_id_new ();
  g_autoptr(AtlasReferralCase) self = NULL;

  g_free (case_add (&fixture->county, "referral", NULL,
                    json_pack ("{s:s, s:s, s:s}", "reference", "Z9-001", "child", child, "step",
                               "sent")));
  case_county_load (&fixture->county, fixture->store);
  self = read_case (fixture, "Z9-001");
  g_assert_null (self->child);
  g_assert_null (self->area);
  g_assert_cmpint (self->status.clock.state, ==, ATLAS_CLOCK_NOT_RUNNING);
}

static void
missing_referral_is_not_found (Fixture      *fixture,
                               gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (atlas_store_read_referral_case (fixture->store, "Q1-404", case_today (), &error));
  g_assert_error (error, ATLAS_ERROR, ATLAS_ERROR_NOT_FOUND);
}

static AtlasToday *
read_today (Fixture    *fixture,
            const char *scope)
{
  g_autoptr(GError) error = NULL;
  AtlasToday *today = atlas_store_read_today (fixture->store, scope, case_today (), &error);

  g_assert_no_error (error);
  return today;
}

static void
today_counts_places_and_late_returns (Fixture      *fixture,
                                      gconstpointer data)
{
  g_autoptr(AtlasToday) today = read_today (fixture, NULL);
  g_autoptr(AtlasToday) elsewhere = read_today (fixture, "area/mark3");
  AtlasLateReturn *late;

  g_assert_cmpuint (today->n_lines, ==, 2);
  g_assert_cmpint (today->free.commissioned, ==, 20);
  g_assert_cmpint (today->free.free, ==, 2);
  g_assert_cmpint (today->free.return_date, ==, case_day ("2026-11-09"));
  g_assert_false (today->has_invented_figures);
  g_assert_cmpuint (today->late_returns->len, ==, 1);
  late = g_ptr_array_index (today->late_returns, 0);
  g_assert_cmpstr (late->name, ==, "The Brook Centre");
  g_assert_cmpint (late->last, ==, case_day ("2026-11-09"));
  g_assert_cmpuint (elsewhere->n_lines, ==, 0);
}

static void
today_counts_reviews_as_by_hand (Fixture      *fixture,
                                 gconstpointer data)
{
  g_autoptr(GError)     error = NULL;
  g_autoptr(AtlasToday) today = read_today (fixture, NULL);
  g_autoptr(AtlasQuery) query = atlas_query_new (atlas_type_find ("referral"));
  g_autoptr(GPtrArray)  referrals = atlas_store_list (fixture->store, query, &error);
  AtlasDate monday = case_day ("2026-11-23");
  guint n_due = 0;
  guint n_this_week = 0;

  for (guint i = 0; i < referrals->len; i++)
    {
      AtlasReferral *referral = g_ptr_array_index (referrals, i);

      if (referral->review_by == ATLAS_DATE_NONE || referral->review_by > monday + 6 ||
          g_str_equal (referral->step, "draft") || g_str_equal (referral->step, "moved-on") ||
          g_str_equal (referral->step, "ended"))
        continue;

      n_due++;
      n_this_week += referral->review_by >= monday ? 1 : 0;
    }

  g_assert_cmpuint (n_due, >, n_this_week);
  g_assert_cmpuint (today->reviews->len, ==, n_due);
  g_assert_cmpuint (today->n_reviews_this_week, ==, n_this_week);
  for (guint i = 1; i < today->reviews->len; i++)
    {
      AtlasReviewDue *review = g_ptr_array_index (today->reviews, i);
      AtlasReviewDue *earlier = g_ptr_array_index (today->reviews, i - 1);

      g_assert_cmpint (earlier->due, <=, review->due);
    }
}

static void
today_names_meetings_and_matters (Fixture      *fixture,
                                  gconstpointer data)
{
  CaseCounty *county = &fixture->county;
  g_autoptr(AtlasReferralCase) self = read_case (fixture, "K0-001");
  g_autofree char *panel = case_add (county, "panel", NULL,
                                     json_pack ("{s:s, s:s}", "key", "mid", "name", "Mid panel"));
  g_autoptr(AtlasToday) today = NULL;
  AtlasNextMeeting *meeting;
  AtlasOpenMatter *matter;

  for (int i = -1; i < 5; i++)
    {
      g_autofree char *on = atlas_date_format (case_today () + i);

      g_free (case_add (county, "meeting", NULL,
                        json_pack ("{s:s, s:s, s:s, s:s}", "panel", panel, "on", on, "at", "9:30am",
                                   "step", i == 0 ? "cancelled" : "planned")));
    }
  g_free (case_add (county, "conflict", NULL,
                    json_pack ("{s:[s, s], s:s, s:s, s:s}", "subject", "referral",
                               atlas_record_get_id (ATLAS_RECORD (self->referral)), "kind",
                               "field", "state", "open", "by", "A colleague")));
  g_free (case_add (county, "conflict", NULL,
                    json_pack ("{s:[s, s], s:s, s:s}", "subject", "referral",
                               atlas_record_get_id (ATLAS_RECORD (self->referral)), "kind",
                               "field", "state", "kept")));
  case_county_load (county, fixture->store);

  today = read_today (fixture, NULL);
  g_assert_cmpuint (today->meetings->len, ==, 3);
  meeting = g_ptr_array_index (today->meetings, 0);
  g_assert_cmpint (meeting->on, ==, case_today () + 1);
  g_assert_cmpstr (meeting->panel_name, ==, "Mid panel");
  g_assert_cmpuint (today->matters->len, ==, 1);
  matter = g_ptr_array_index (today->matters, 0);
  g_assert_cmpstr (matter->type, ==, "conflict");
  g_assert_cmpstr (matter->reference, ==, "K0-001");
}

#define CHILDREN(n) GINT_TO_POINTER (n)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, TEST_ISOLATE, NULL);

#define ADD(path, n, test) \
  g_test_add (path, Fixture, CHILDREN (n), case_store_set_up, test, case_store_tear_down)
  ADD ("/store/referral/goes-from-form-to-end", 0, referral_goes_from_form_to_end);
  ADD ("/store/referral/every-step-can-be-undone", 0, every_step_can_be_undone);
  ADD ("/store/referral/not-agreed-is-looked-at-again", 0, not_agreed_is_looked_at_again);
  ADD ("/store/referral/part-time-does-not-stop-the-clock", 0, part_time_does_not_stop_the_clock);
  ADD ("/store/referral/draft-is-sent-before-an-offer", 0,
       draft_is_sent_before_anything_is_offered);
  ADD ("/store/referral/form-says-what-is-missing", 0, form_says_what_is_missing);
  ADD ("/store/referral/known-child-is-not-made-again", 3, known_child_is_not_made_again);
  ADD ("/store/referral/story-is-told-in-order", 0, story_is_told_in_order);
  ADD ("/store/referral/child-outside-the-scope-is-no-error", 0,
       child_outside_the_scope_is_no_error);
  ADD ("/store/referral/missing-one-is-not-found", 0, missing_referral_is_not_found);
  ADD ("/store/today/counts-places-and-late-returns", 0, today_counts_places_and_late_returns);
  ADD ("/store/today/counts-reviews-as-by-hand", 200, today_counts_reviews_as_by_hand);
  ADD ("/store/today/names-meetings-and-matters", 3, today_names_meetings_and_matters);
#undef ADD

  return g_test_run ();
}
