/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "../isolate.h"
#include "case-county.h"

#include "base/atlas-error.h"
#include "reports/atlas-last-place.h"
#include "store/atlas-last-place-changes.h"

#define REFERENCE "K0-001"
#define OTHER     "K0-005"

/* The second centre has ten places and ten children. */
static AtlasLastPlace *
look (CaseStore *self,
      int        centre)
{
  g_autoptr(GError) error = NULL;
  AtlasLastPlace *found;

  found = atlas_last_place_new (self->store, REFERENCE, self->county.places[centre],
                                case_today (), &error);
  g_assert_no_error (error);

  return found;
}

static const char *
id_of (CaseStore  *self,
       const char *reference)
{
  g_autoptr(AtlasRecord) referral = atlas_store_get_by_key (self->store, "referral", reference,
                                                            NULL);

  g_assert_nonnull (referral);
  return g_intern_string (atlas_record_get_id (referral));
}

static char *
hold (CaseStore  *self,
      const char *use_by)
{
  AtlasChangeSet *set = atlas_change_set_new ("hold");
  char *id = atlas_id_new ();

  atlas_change_set_create (set, "hold", id,
                           json_pack ("{s:s, s:s, s:i, s:s, s:s}", "provision",
                                      self->county.provisions[1], "place", self->county.places[1],
                                      "places", 1, "use_by", use_by, "referral",
                                      id_of (self, OTHER)));
  case_apply (self->store, set);

  return id;
}

static void
offer (CaseStore  *self,
       const char *step,
       const char *hold)
{
  AtlasChangeSet *set = atlas_change_set_new ("offer");
  g_autofree char *id = atlas_id_new ();

  atlas_change_set_create (set, "offer", id,
                           json_pack ("{s:s, s:s, s:s, s:s, s:s, s:s*}", "referral",
                                      id_of (self, OTHER), "provision",
                                      self->county.provisions[1], "place", self->county.places[1],
                                      "step", step, "step_on", "2026-11-24", "hold", hold));
  case_apply (self->store, set);
}

static void
test_a_full_line_says_its_places_and_its_children (CaseStore    *self,
                                                   gconstpointer data)
{
  g_autoptr(AtlasLastPlace) found = look (self, 1);

  g_assert_false (found->is_free);
  g_assert_cmpstr (found->title, ==, "The Brook Centre has 10 places and 11 children");
  g_assert_cmpstr (found->figures, ==,
                   "10 on roll, 0 offered, 0 held · As last sent, 9 November (old)");
  g_assert_cmpuint (found->promises->len, ==, 0);
}

static void
test_a_line_with_room_says_so (CaseStore    *self,
                               gconstpointer data)
{
  g_autoptr(AtlasLastPlace) found = look (self, 0);

  g_assert_true (found->is_free);
  g_assert_cmpstr (found->title, ==, "The Green Centre has a place free");
}

static void
test_a_hold_that_an_offer_uses_is_one_promise (CaseStore    *self,
                                               gconstpointer data)
{
  g_autofree char *used = hold (self, "2026-12-01");
  g_autofree char *other = hold (self, "2026-12-02");
  g_autoptr(AtlasLastPlace) found = NULL;
  AtlasPromise *promise;

  offer (self, "accepted", used);
  found = look (self, 1);
  g_assert_cmpuint (found->promises->len, ==, 2);
  promise = g_ptr_array_index (found->promises, 0);
  g_assert_cmpstr (promise->label, ==, OTHER);
  g_assert_cmpstr (promise->text, ==, "Offer accepted, 24 November");
  g_assert_cmpstr (promise->route, ==, "referral/" OTHER);
  promise = g_ptr_array_index (found->promises, 1);
  g_assert_cmpstr (promise->text, ==, "1 place held until 2 December");
  g_assert_cmpstr (found->title, ==, "The Brook Centre has 10 places and 13 children");
}

static void
test_what_is_over_is_no_promise (CaseStore    *self,
                                 gconstpointer data)
{
  g_autofree char *ended = hold (self, "2026-11-24");
  g_autoptr(AtlasLastPlace) found = NULL;

  offer (self, "withdrawn", NULL);
  offer (self, "not-agreed", NULL);
  found = look (self, 1);
  g_assert_cmpuint (found->promises->len, ==, 0);
  g_assert_cmpstr (found->title, ==, "The Brook Centre has 10 places and 11 children");
}

/* T015: what others have promised reaches this laptop without a word of whom. */
static void
test_a_promise_of_others_names_nobody (CaseStore    *self,
                                       gconstpointer data)
{
  g_autoptr(AtlasLastPlace) found = NULL;
  g_autofree char *id = atlas_id_new ();
  AtlasPromise *promise;

  g_free (case_add (&self->county, "place", self->county.places[1],
                    json_pack ("{s:s, s:s, s:i, s:s, s:[{s:s, s:s, s:i, s:s}]}", "provision",
                               self->county.provisions[1], "name", "Places", "commissioned", 10,
                               "phase", "secondary", "claims", "id", id, "kind", "hold",
                               "places", 1, "to", "2026-12-04")));
  case_county_load (&self->county, self->store);
  found = look (self, 1);
  g_assert_cmpuint (found->promises->len, ==, 1);
  promise = g_ptr_array_index (found->promises, 0);
  g_assert_null (promise->label);
  g_assert_null (promise->route);
  g_assert_cmpstr (promise->text, ==, "1 place held until 4 December");
}

static void
test_places_kept_for_day_6_are_said (CaseStore    *self,
                                     gconstpointer data)
{
  g_autoptr(AtlasLastPlace) found = NULL;

  g_free (case_add (&self->county, "place", self->county.places[0],
                    json_pack ("{s:s, s:s, s:i, s:i, s:s}", "provision",
                               self->county.provisions[0], "name", "Places", "commissioned", 10,
                               "day6_kept", 2, "phase", "secondary")));
  case_county_load (&self->county, self->store);
  found = look (self, 0);
  g_assert_false (found->is_free);
  g_assert_cmpstr (found->title, ==,
                   "The Green Centre has 10 places, 2 kept for Day 6, and 9 children");
}

static void
test_an_offer_over_the_number_says_on_whose_word (CaseStore    *self,
                                                  gconstpointer data)
{
  static const AtlasLastPlaceWord word = { "A brother is there", "A. Sample", "area_lead" };
  g_autoptr(AtlasLastPlace) before = look (self, 1);
  g_autoptr(AtlasLastPlace) after = NULL;
  AtlasPromise *promise;

  case_apply (self->store,
              atlas_last_place_offer_set (before->referral_case, before->line->place,
                                          before->line->provision, ATLAS_DATE_NONE,
                                          ATLAS_DATE_NONE, &word));
  after = look (self, 1);
  g_assert_cmpuint (after->promises->len, ==, 1);
  promise = g_ptr_array_index (after->promises, 0);
  g_assert_cmpstr (promise->label, ==, REFERENCE);
  g_assert_cmpstr (promise->mark_reason, ==,
                   "Over the number: A brother is there. A. Sample, Area lead");
}

static void
test_asking_for_one_more_is_a_note_and_a_next_step (CaseStore    *self,
                                                    gconstpointer data)
{
  static const AtlasLastPlaceWord word = { "Two leave on Friday", "A. Sample", NULL };
  g_autoptr(AtlasLastPlace) before = look (self, 1);
  g_autoptr(AtlasChangeSet) set = NULL;

  set = atlas_last_place_ask_set (before->referral_case, before->line->provision, &word,
                                  case_today () + 2);
  g_assert_true (atlas_change_set_can_undo (set));
  case_apply (self->store, atlas_change_set_ref (set));
  g_clear_pointer (&before, atlas_last_place_free);
  before = look (self, 1);
  g_assert_cmpstr (before->referral_case->referral->owner, ==, "A. Sample");
  g_assert_cmpint (before->referral_case->referral->next_by, ==, case_today () + 2);
}

static void
test_saying_again_that_another_is_to_be_found_changes_nothing (CaseStore    *self,
                                                               gconstpointer data)
{
  g_autoptr(AtlasLastPlace) found = look (self, 1);
  g_autoptr(AtlasChangeSet) again = NULL;

  case_apply (self->store, atlas_last_place_find_set (found->referral_case,
                                                      found->line->provision));
  g_clear_pointer (&found, atlas_last_place_free);
  found = look (self, 1);
  again = atlas_last_place_find_set (found->referral_case, found->line->provision);
  g_assert_cmpuint (atlas_change_set_n_ops (again), ==, 0);
}

static void
test_who_waits_already_cannot_wait_again (CaseStore    *self,
                                          gconstpointer data)
{
  g_autoptr(AtlasLastPlace) found = look (self, 1);

  g_assert_true (atlas_last_place_may_wait (found->referral_case));
  case_apply (self->store, atlas_last_place_wait_set (found->referral_case,
                                                      found->line->provision, NULL));
  g_clear_pointer (&found, atlas_last_place_free);
  found = look (self, 1);
  g_assert_false (atlas_last_place_may_wait (found->referral_case));
}

static GPtrArray *
list_over (CaseStore *self)
{
  g_autoptr(GError) error = NULL;
  GPtrArray *list = atlas_over_promised_list (self->store, case_today (), &error);

  g_assert_no_error (error);
  return list;
}

static void
test_what_was_promised_twice_is_to_be_settled (CaseStore    *self,
                                               gconstpointer data)
{
  g_autoptr(GPtrArray) before = list_over (self);
  g_autoptr(GPtrArray) after = NULL;
  AtlasOverPromised *over;

  g_assert_cmpuint (before->len, ==, 0);
  offer (self, "offered", NULL);
  after = list_over (self);
  g_assert_cmpuint (after->len, ==, 1);
  over = g_ptr_array_index (after, 0);
  g_assert_cmpstr (over->place, ==, self->county.places[1]);
  g_assert_cmpstr (over->route, ==, "provision/centre-2");
  g_assert_cmpstr (over->title, ==, "The Brook Centre has 10 places and 11 children");
  g_assert_cmpuint (over->promises->len, ==, 1);
}

static void
test_a_promise_with_a_reason_is_settled (CaseStore    *self,
                                         gconstpointer data)
{
  static const AtlasLastPlaceWord word = { "A brother is there", "A. Sample", "area_lead" };
  g_autoptr(AtlasLastPlace) found = look (self, 1);
  g_autoptr(GPtrArray) list = NULL;

  case_apply (self->store,
              atlas_last_place_hold_set (found->referral_case, found->line->place,
                                         found->line->provision, case_today () + 7, &word));
  list = list_over (self);
  g_assert_cmpuint (list->len, ==, 0);

  /* One more without a word is not. */
  offer (self, "offered", NULL);
  g_ptr_array_unref (list);
  list = list_over (self);
  g_assert_cmpuint (list->len, ==, 1);
}

static void
test_what_the_server_asks_is_not_asked_twice (CaseStore    *self,
                                              gconstpointer data)
{
  g_autoptr(GPtrArray) list = NULL;

  offer (self, "offered", NULL);
  g_free (case_add (&self->county, "question", NULL,
                    json_pack ("{s:s, s:s, s:[s, s]}", "kind", "over_allocation", "state", "open",
                               "subject", "place", self->county.places[1])));
  case_county_load (&self->county, self->store);
  list = list_over (self);
  g_assert_cmpuint (list->len, ==, 0);
}

static void
test_a_place_or_a_referral_that_is_not_here_is_an_error (CaseStore    *self,
                                                         gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *none = atlas_id_new ();

  g_assert_null (atlas_last_place_new (self->store, REFERENCE, none, case_today (), &error));
  g_assert_error (error, ATLAS_ERROR, ATLAS_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_null (atlas_last_place_new (self->store, "Q9-404", self->county.places[0],
                                       case_today (), &error));
  g_assert_error (error, ATLAS_ERROR, ATLAS_ERROR_NOT_FOUND);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, TEST_ISOLATE, NULL);

#define ADD(path, function) \
  g_test_add ("/last-place/" path, CaseStore, GINT_TO_POINTER (20), case_store_set_up, \
              function, case_store_tear_down)

  ADD ("a-full-line-says-its-places-and-its-children",
       test_a_full_line_says_its_places_and_its_children);
  ADD ("a-line-with-room-says-so", test_a_line_with_room_says_so);
  ADD ("a-hold-that-an-offer-uses-is-one-promise", test_a_hold_that_an_offer_uses_is_one_promise);
  ADD ("what-is-over-is-no-promise", test_what_is_over_is_no_promise);
  ADD ("a-promise-of-others-names-nobody", test_a_promise_of_others_names_nobody);
  ADD ("places-kept-for-day-6-are-said", test_places_kept_for_day_6_are_said);
  ADD ("an-offer-over-the-number-says-on-whose-word",
       test_an_offer_over_the_number_says_on_whose_word);
  ADD ("asking-for-one-more-is-a-note-and-a-next-step",
       test_asking_for_one_more_is_a_note_and_a_next_step);
  ADD ("saying-again-that-another-is-to-be-found-changes-nothing",
       test_saying_again_that_another_is_to_be_found_changes_nothing);
  ADD ("who-waits-already-cannot-wait-again", test_who_waits_already_cannot_wait_again);
  ADD ("what-was-promised-twice-is-to-be-settled", test_what_was_promised_twice_is_to_be_settled);
  ADD ("a-promise-with-a-reason-is-settled", test_a_promise_with_a_reason_is_settled);
  ADD ("what-the-server-asks-is-not-asked-twice", test_what_the_server_asks_is_not_asked_twice);
  ADD ("a-place-or-a-referral-that-is-not-here-is-an-error",
       test_a_place_or_a_referral_that_is_not_here_is_an_error);

  return g_test_run ();
}
