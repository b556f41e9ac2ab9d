/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "../isolate.h"
#include "base/atlas-error.h"
#include "records/atlas-codes.h"
#include "store/atlas-history.h"
#include "store/atlas-referral-bulk.h"
#include "store/atlas-store-places.h"
#include "store/atlas-store-referrals.h"

#include "case-county.h"

#define STEPS  "referral-step"
#define N_MANY 600              /* more operations than one change set may have */

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

static char *
step_of (Fixture    *fixture,
         const char *reference)
{
  g_autoptr(AtlasReferralCase) self = read_case (fixture, reference);

  return g_strdup (self->referral->step);
}

static void
assert_step (Fixture    *fixture,
             const char *reference,
             const char *step)
{
  g_autofree char *present = step_of (fixture, reference);

  g_assert_cmpstr (present, ==, step);
}

static void
offer_place (Fixture    *fixture,
             const char *reference)
{
  g_autoptr(AtlasReferralCase) self = read_case (fixture, reference);
  g_autoptr(GError) error = NULL;
  g_autoptr(AtlasPlaceLine)    line = NULL;

  line = atlas_store_get_place (fixture->store, fixture->county.places[0], case_today (), &error);
  g_assert_no_error (error);
  case_apply (fixture->store, atlas_referral_offer_set (self, line->place, line->provision->name,
                                                        case_today () + 1, ATLAS_DATE_NONE, NULL));
}

static void
accept_place (Fixture    *fixture,
              const char *reference)
{
  g_autoptr(AtlasReferralCase) self = read_case (fixture, reference);

  case_apply (fixture->store, atlas_referral_answer_set (self, TRUE, NULL));
}

static void
start_placement (Fixture    *fixture,
                 const char *reference)
{
  g_autoptr(AtlasReferralCase) self = read_case (fixture, reference);

  case_apply (fixture->store, atlas_referral_start_set (self, case_today (), TRUE));
}

/* May be moved, by which verb. */
static AtlasReferralMove
move (Fixture           *fixture,
      const char        *reference,
      const char        *step,
      AtlasReferralVerb *verb)
{
  g_autoptr(AtlasReferralCase) self = read_case (fixture, reference);
  g_autofree char *why = NULL;
  AtlasReferralMove may = atlas_referral_may_move (self, step, verb, &why);

  g_assert_cmpint (may == ATLAS_REFERRAL_MOVE_REFUSED, ==, why != NULL);
  return may;
}

static void
assert_may (Fixture          *fixture,
            const char       *reference,
            const char       *step,
            AtlasReferralMove expected,
            AtlasReferralVerb by)
{
  AtlasReferralVerb verb = ATLAS_REFERRAL_VERB_EDUCATION;

  g_assert_cmpint (move (fixture, reference, step, &verb), ==, expected);
  g_assert_cmpint (verb, ==, by);
}

static void
assert_refused (Fixture    *fixture,
                const char *reference,
                const char *step,
                const char *role,
                const char *expected)
{
  g_autoptr(AtlasReferralCase) self = read_case (fixture, reference);
  g_autofree char *why = NULL;
  AtlasReferralVerb verb;

  if (role != NULL)
    self->roles = g_strsplit (role, " ", -1);
  g_assert_cmpint (atlas_referral_may_move (self, step, &verb, &why), ==,
                   ATLAS_REFERRAL_MOVE_REFUSED);
  g_assert_cmpstr (why, ==, expected);
}

/* Fills in what a draft needs before it is sent. */
static void
say_about (Fixture    *fixture,
           const char *reference)
{
  g_autoptr(AtlasReferralCase) self = read_case (fixture, reference);
  AtlasChangeSet *set = atlas_change_set_new ("about");

  atlas_change_set_set_text (set, ATLAS_RECORD (self->referral), "about", "Help in lessons");
  case_apply (fixture->store, set);
}

static void
every_step_has_one_column (void)
{
  g_autoptr(GPtrArray) codes = atlas_codes_list (STEPS);

  g_assert_cmpuint (codes->len, ==, ATLAS_BOARD_N_STEPS);
  for (guint i = 0; i < codes->len; i++)
    {
      const char *code = ((const AtlasCode *) g_ptr_array_index (codes, i))->code;
      int column = atlas_board_find_step (code);

      g_assert_cmpint (column, >=, 0);
      g_assert_cmpstr (atlas_board_step ((guint) column), ==, code);
    }
  g_assert_cmpint (atlas_board_find_step ("a step of a later release"), ==, -1);
  g_assert_cmpint (atlas_board_find_step (NULL), ==, -1);
}

static void
filter_decides_which_columns_show (void)
{
  g_autoptr(AtlasReferralFilter) filter = atlas_referral_filter_new ();

  g_assert_true (atlas_board_shows (filter, "sent"));
  g_assert_false (atlas_board_shows (filter, "started"));
  filter->is_open = FALSE;
  g_assert_true (atlas_board_shows (filter, "started"));
  filter->waiting_days = 10;
  g_assert_false (atlas_board_shows (filter, "started"));
  atlas_referral_filter_toggle (filter, ATLAS_REFERRAL_FACET_STEP, "panel");
  g_assert_true (atlas_board_shows (filter, "panel"));
  g_assert_false (atlas_board_shows (filter, "sent"));
}

static guint
index_of (GArray *rows,
          gint64  row)
{
  for (guint i = 0; i < rows->len; i++)
    if (g_array_index (rows, gint64, i) == row)
      return i;

  g_assert_not_reached ();
}

/* One order and one filter for both: the columns are the list, taken apart. */
static void
columns_hold_what_the_list_finds (Fixture      *fixture,
                                  gconstpointer data)
{
  g_autoptr(AtlasReferralFilter) filter = atlas_referral_filter_new ();
  g_autoptr(GError)    error = NULL;
  g_autoptr(GArray)    list = NULL;
  g_autoptr(GPtrArray) columns = NULL;
  guint n_found = 0;

  filter->sort = ATLAS_REFERRAL_SORT_YEAR;
  list = atlas_store_find_referrals (fixture->store, filter, "area/mark1", "k0", case_today (),
                                     &error);
  g_assert_no_error (error);
  columns = atlas_store_find_board (fixture->store, filter, "area/mark1", "k0", case_today (),
                                    &error);
  g_assert_no_error (error);
  g_assert_cmpuint (columns->len, ==, ATLAS_BOARD_N_STEPS);
  for (guint i = 0; i < columns->len; i++)
    {
      GArray *rows = g_ptr_array_index (columns, i);
      g_autoptr(GPtrArray) lines = NULL;

      lines = atlas_store_read_referrals (fixture->store, (const gint64 *) rows->data, rows->len,
                                          case_today (), &error);
      g_assert_no_error (error);
      for (guint j = 0; j < rows->len; j++)
        {
          AtlasReferralLine *line = g_ptr_array_index (lines, j);

          g_assert_cmpstr (line->step, ==, atlas_board_step (i));
          if (j > 0)
            g_assert_cmpuint (index_of (list, g_array_index (rows, gint64, j - 1)), <,
                              index_of (list, g_array_index (rows, gint64, j)));
        }
      n_found += rows->len;
    }
  g_assert_cmpuint (n_found, ==, list->len);
  g_assert_cmpuint (n_found, >, 0);
}

static void
steps_of_the_work_are_taken_at_once (Fixture      *fixture,
                                     gconstpointer data)
{
  say_about (fixture, "K0-000");
  assert_may (fixture, "K0-000", "sent", ATLAS_REFERRAL_MOVE_NOW, ATLAS_REFERRAL_VERB_SEND);
  assert_may (fixture, "K0-001", "looked-at", ATLAS_REFERRAL_MOVE_NOW,
              ATLAS_REFERRAL_VERB_LOOK_AT);
  assert_may (fixture, "K0-003", "looked-at", ATLAS_REFERRAL_MOVE_NOW,
              ATLAS_REFERRAL_VERB_LOOK_AT);
  assert_may (fixture, "K0-009", "started", ATLAS_REFERRAL_MOVE_NOW, ATLAS_REFERRAL_VERB_RESUME);

  offer_place (fixture, "K0-002");
  assert_may (fixture, "K0-002", "accepted", ATLAS_REFERRAL_MOVE_NOW, ATLAS_REFERRAL_VERB_ACCEPT);
}

/* What the table of steps misses is asked for, and so is what a form always asks. */
static void
what_needs_more_is_asked (Fixture      *fixture,
                          gconstpointer data)
{
  assert_may (fixture, "K0-000", "sent", ATLAS_REFERRAL_MOVE_ASKS, ATLAS_REFERRAL_VERB_SEND);
  assert_may (fixture, "K0-002", "panel", ATLAS_REFERRAL_MOVE_ASKS,
              ATLAS_REFERRAL_VERB_TO_PANEL);
  assert_may (fixture, "K0-002", "waiting", ATLAS_REFERRAL_MOVE_ASKS, ATLAS_REFERRAL_VERB_WAIT);
  assert_may (fixture, "K0-002", "not-agreed", ATLAS_REFERRAL_MOVE_ASKS,
              ATLAS_REFERRAL_VERB_NOT_AGREE);
  assert_may (fixture, "K0-002", "offered", ATLAS_REFERRAL_MOVE_ASKS, ATLAS_REFERRAL_VERB_OFFER);
  assert_may (fixture, "K0-002", "ended", ATLAS_REFERRAL_MOVE_ASKS, ATLAS_REFERRAL_VERB_END);
  assert_may (fixture, "K0-008", "moved-on", ATLAS_REFERRAL_MOVE_ASKS,
              ATLAS_REFERRAL_VERB_MOVE_ON);

  offer_place (fixture, "K0-002");
  assert_may (fixture, "K0-002", "not-agreed", ATLAS_REFERRAL_MOVE_ASKS,
              ATLAS_REFERRAL_VERB_NOT_AGREE);
  assert_may (fixture, "K0-002", "looked-at", ATLAS_REFERRAL_MOVE_ASKS,
              ATLAS_REFERRAL_VERB_NOT_AGREE);

  accept_place (fixture, "K0-002");
  assert_may (fixture, "K0-002", "started", ATLAS_REFERRAL_MOVE_ASKS, ATLAS_REFERRAL_VERB_START);
}

static void
nothing_passes_over_an_offer (Fixture      *fixture,
                              gconstpointer data)
{
  const char *stands = "An offer stands. Record the answer to it first.";

  offer_place (fixture, "K0-002");
  assert_refused (fixture, "K0-002", "waiting", NULL, stands);
  assert_refused (fixture, "K0-002", "panel", NULL, stands);
  assert_refused (fixture, "K0-002", "ended", NULL, stands);
  assert_refused (fixture, "K0-002", "started", NULL,
                  "No offer is accepted. Record that one is first.");

  accept_place (fixture, "K0-002");
  assert_refused (fixture, "K0-002", "waiting", NULL, stands);
}

static void
no_start_without_an_offer (Fixture      *fixture,
                           gconstpointer data)
{
  const char *none = "No offer stands. Offer a place first.";

  assert_refused (fixture, "K0-002", "started", NULL, none);
  assert_refused (fixture, "K0-006", "started", NULL, none);
  assert_refused (fixture, "K0-004", "accepted", NULL, none);
}

/* Where no verb leads is refused too, and says so in a sentence. */
static void
steps_that_do_not_follow_are_refused (Fixture      *fixture,
                                      gconstpointer data)
{
  assert_refused (fixture, "K0-000", "panel", NULL, "“At panel” does not follow “Draft”.");
  assert_refused (fixture, "K0-001", "draft", NULL, "“Draft” does not follow “Sent”.");
  assert_refused (fixture, "K0-002", "sent", NULL, "It has been sent already.");
  assert_refused (fixture, "K0-002", "looked-at", NULL, "It is at “Being looked at” already.");
}

static void
role_without_the_step_is_refused (Fixture      *fixture,
                                  gconstpointer data)
{
  assert_refused (fixture, "K0-008", "moved-on", "panel_chair",
                  "“Moved on” is not for your role to record. Ask a county officer or an area "
                  "lead.");
}

static void
placement_that_goes_on_is_not_forgotten (Fixture      *fixture,
                                         gconstpointer data)
{
  offer_place (fixture, "K0-002");
  accept_place (fixture, "K0-002");
  start_placement (fixture, "K0-002");
  assert_may (fixture, "K0-002", "under-review", ATLAS_REFERRAL_MOVE_ASKS,
              ATLAS_REFERRAL_VERB_REVIEW);
  assert_may (fixture, "K0-002", "moved-on", ATLAS_REFERRAL_MOVE_ASKS,
              ATLAS_REFERRAL_VERB_MOVE_ON);
  assert_may (fixture, "K0-002", "ended", ATLAS_REFERRAL_MOVE_ASKS, ATLAS_REFERRAL_VERB_END);
  assert_refused (fixture, "K0-002", "panel", NULL,
                  "The child is at a placement. End that first.");
}

static void
what_has_ended_is_only_opened_again (Fixture      *fixture,
                                     gconstpointer data)
{
  assert_refused (fixture, "K0-011", "waiting", NULL, "It has ended. Reopen it first.");
  assert_refused (fixture, "K0-011", "started", NULL, "It has ended. Reopen it first.");
  assert_may (fixture, "K0-011", "looked-at", ATLAS_REFERRAL_MOVE_ASKS,
              ATLAS_REFERRAL_VERB_REOPEN);
}

/* What the board promises the store keeps: from each step to each. */
static void
every_promised_move_is_taken (Fixture      *fixture,
                              gconstpointer data)
{
  guint n_taken = 0;

  say_about (fixture, "K0-000");
  offer_place (fixture, "K0-002");
  for (int from = 0; from < ATLAS_BOARD_N_STEPS; from++)
    for (guint to = 0; to < ATLAS_BOARD_N_STEPS; to++)
      {
        g_autofree char *reference = g_strdup_printf ("K0-%03d", from);
        g_autoptr(AtlasReferralCase) self = read_case (fixture, reference);
        g_autofree char *label = NULL;
        g_autoptr(GError) error = NULL;
        AtlasReferralVerb verb;

        if (atlas_referral_may_move (self, atlas_board_step (to), &verb, NULL) !=
            ATLAS_REFERRAL_MOVE_NOW)
          continue;

        case_apply (fixture->store, atlas_referral_at_once_set (self, verb, NULL));
        assert_step (fixture, reference, atlas_board_step (to));
        atlas_store_undo (fixture->store, NULL, &label, &error);
        g_assert_no_error (error);
        assert_step (fixture, reference, self->referral->step);
        n_taken++;
      }
  g_assert_cmpuint (n_taken, >=, 10);
}

static GArray *
find_rows (Fixture    *fixture,
           const char *words)
{
  g_autoptr(AtlasReferralFilter) filter = atlas_referral_filter_new ();
  g_autoptr(GError) error = NULL;
  GArray *rows;

  filter->is_open = FALSE;
  filter->sort = ATLAS_REFERRAL_SORT_REFERENCE;
  filter->descending = FALSE;
  rows = atlas_store_find_referrals (fixture->store, filter, NULL, words, case_today (), &error);
  g_assert_no_error (error);

  return rows;
}

static AtlasBulk *
make_bulk (Fixture      *fixture,
           AtlasBulkKind kind,
           const char   *text)
{
  g_autoptr(GArray) rows = find_rows (fixture, NULL);
  AtlasBulk *bulk = atlas_bulk_new (kind, rows, case_today ());

  bulk->text = g_strdup (text);
  return bulk;
}

static guint
n_history (Fixture *fixture)
{
  g_autoptr(GError)    error = NULL;
  g_autoptr(GPtrArray) entries = atlas_store_list_history (fixture->store, NULL, NULL, 0, 100,
                                                           &error);

  g_assert_no_error (error);
  return entries->len;
}

static void
assert_refusal (AtlasBulkPlan *plan,
                const char    *why,
                const char    *references)
{
  g_autoptr(GString) found = g_string_new (NULL);

  for (guint i = 0; i < plan->refused->len; i++)
    {
      AtlasBulkRefusal *refusal = g_ptr_array_index (plan->refused, i);

      for (guint j = 0; g_str_equal (refusal->why, why) && j < refusal->references->len; j++)
        g_string_append_printf (found, "%s%s", found->len > 0 ? " " : "",
                                (char *) g_ptr_array_index (refusal->references, j));
    }
  g_assert_cmpstr (found->str, ==, references);
}

/* Of the twelve, one at each step, five can be looked at: sent, waiting, place offered, accepted
 * and not agreed. One at panel could, but for its offer. */
static void
plan_says_who_can_and_why_not (Fixture      *fixture,
                               gconstpointer data)
{
  g_autoptr(AtlasBulk)     bulk = make_bulk (fixture, ATLAS_BULK_STEP, "looked-at");
  g_autoptr(AtlasBulkPlan) plan = NULL;
  g_autoptr(GError)        error = NULL;

  offer_place (fixture, "K0-003");
  plan = atlas_store_plan_bulk (fixture->store, bulk, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (plan->n_asked, ==, 12);
  assert_refusal (plan, "An offer stands. Record the answer to it first.", "K0-003");
  assert_refusal (plan, "It is at “Being looked at” already.", "K0-002");
  assert_refusal (plan, "“Being looked at” does not follow “Started”.", "K0-008");
  assert_refusal (plan, "A form asks for more. Take this step from the record.",
                  "K0-010 K0-011");
  g_assert_cmpuint (plan->n_can, ==, 5);
  g_assert_cmpuint (plan->sets->len, ==, 1);
  assert_step (fixture, "K0-001", "sent");
}

static void
what_is_missing_is_the_reason (Fixture      *fixture,
                               gconstpointer data)
{
  g_autoptr(AtlasBulk)     bulk = make_bulk (fixture, ATLAS_BULK_STEP, "panel");
  g_autoptr(AtlasBulk)     sent = make_bulk (fixture, ATLAS_BULK_STEP, "sent");
  g_autoptr(AtlasBulkPlan) plan = NULL;
  g_autoptr(AtlasBulkPlan) unsent = NULL;
  g_autoptr(AtlasBulkPlan) can_be_sent = NULL;
  g_autoptr(GError)        error = NULL;

  plan = atlas_store_plan_bulk (fixture->store, bulk, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (plan->n_can, ==, 0);
  assert_refusal (plan, "It is not said which panel it goes to. The child, the family or both have "
                  "not been asked what they want.", "K0-001 K0-002 K0-004 K0-005 K0-007");

  unsent = atlas_store_plan_bulk (fixture->store, sent, &error);
  g_assert_no_error (error);
  assert_refusal (unsent, "It is not said why help is asked for.", "K0-000");
  say_about (fixture, "K0-000");
  can_be_sent = atlas_store_plan_bulk (fixture->store, sent, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (can_be_sent->n_can, ==, 1);
}

/* An accepted offer is more than a step of the referral. */
static void
many_offers_are_accepted_with_their_places (Fixture      *fixture,
                                            gconstpointer data)
{
  g_autoptr(AtlasBulk)         bulk = make_bulk (fixture, ATLAS_BULK_STEP, "accepted");
  g_autoptr(AtlasBulkPlan)     plan = NULL;
  g_autoptr(AtlasReferralCase) accepted = NULL;
  g_autoptr(GError) error = NULL;

  offer_place (fixture, "K0-002");
  plan = atlas_store_do_bulk (fixture->store, bulk, &error);
  g_assert_no_error (error);
  accepted = read_case (fixture, "K0-002");
  g_assert_cmpstr (accepted->referral->step, ==, "accepted");
  g_assert_cmpstr (accepted->offer->step, ==, "accepted");
}

static void
many_take_a_step_and_one_undo_takes_it_back (Fixture      *fixture,
                                             gconstpointer data)
{
  g_autoptr(AtlasBulk)     bulk = make_bulk (fixture, ATLAS_BULK_STEP, "looked-at");
  g_autoptr(AtlasBulkPlan) plan = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *label = NULL;
  g_autoptr(AtlasReferralCase) moved = NULL;
  guint before = n_history (fixture);

  bulk->reason = g_strdup ("The list was read");
  plan = atlas_store_do_bulk (fixture->store, bulk, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (plan->n_can, ==, 6);
  assert_step (fixture, "K0-001", "looked-at");
  assert_step (fixture, "K0-003", "looked-at");
  moved = read_case (fixture, "K0-003");
  g_assert_cmpstr (moved->referral->step_reason, ==, "The list was read");
  assert_step (fixture, "K0-000", "draft");
  g_assert_cmpuint (n_history (fixture), ==, before + 1);

  atlas_store_undo (fixture->store, NULL, &label, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (label, ==, "6 referrals: Being looked at");
  assert_step (fixture, "K0-001", "sent");
  assert_step (fixture, "K0-003", "panel");
}

/* A person was told a number; when it is another by now, nothing is done behind their back. */
static void
another_number_than_promised_does_nothing (Fixture      *fixture,
                                           gconstpointer data)
{
  g_autoptr(AtlasBulk)     bulk = make_bulk (fixture, ATLAS_BULK_STEP, "looked-at");
  g_autoptr(AtlasBulkPlan) plan = NULL;
  g_autoptr(GError) error = NULL;
  guint before;

  bulk->n_promised = 6;
  offer_place (fixture, "K0-003");
  before = n_history (fixture);
  plan = atlas_store_do_bulk (fixture->store, bulk, &error);
  g_assert_error (error, ATLAS_ERROR, ATLAS_ERROR_CHANGED);
  g_assert_null (plan);
  assert_step (fixture, "K0-001", "sent");
  g_assert_cmpuint (n_history (fixture), ==, before);
}

static void
a_field_that_says_nonsense_does_nothing (Fixture      *fixture,
                                         gconstpointer data)
{
  g_autoptr(AtlasBulk)     bulk = make_bulk (fixture, ATLAS_BULK_STEP, "looked-at");
  g_autoptr(AtlasBulkPlan) plan = NULL;
  g_autoptr(GError) error = NULL;

  g_free (bulk->text);
  bulk->text = g_strdup ("a step that there is not");
  plan = atlas_store_do_bulk (fixture->store, bulk, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (plan->n_can, ==, 0);
  g_assert_cmpuint (plan->sets->len, ==, 0);
}

static void
owner_and_days_go_to_what_has_not_ended (Fixture      *fixture,
                                         gconstpointer data)
{
  g_autoptr(AtlasBulk)         bulk = make_bulk (fixture, ATLAS_BULK_OWNER, "Area office");
  g_autoptr(AtlasBulk)         review = make_bulk (fixture, ATLAS_BULK_REVIEW_BY, NULL);
  g_autoptr(AtlasBulkPlan)     plan = NULL;
  g_autoptr(AtlasBulkPlan)     again = NULL;
  g_autoptr(AtlasBulkPlan)     reviewed = NULL;
  g_autoptr(AtlasReferralCase) first = NULL;
  g_autoptr(AtlasReferralCase) ended = NULL;
  g_autoptr(GError) error = NULL;

  plan = atlas_store_do_bulk (fixture->store, bulk, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (plan->n_can, ==, 11);
  assert_refusal (plan, "It has ended. Reopen it first.", "K0-011");
  review->day = case_today () + 30;
  reviewed = atlas_store_do_bulk (fixture->store, review, &error);
  g_assert_no_error (error);
  first = read_case (fixture, "K0-000");
  g_assert_cmpstr (first->referral->owner, ==, "Area office");
  g_assert_cmpint (first->referral->review_by, ==, case_today () + 30);
  ended = read_case (fixture, "K0-011");
  g_assert_null (ended->referral->owner);

  again = atlas_store_do_bulk (fixture->store, bulk, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (again->n_can, ==, 11);
  g_assert_cmpuint (again->sets->len, ==, 0);
}

static void
more_than_a_set_holds_is_still_one_undo (Fixture      *fixture,
                                         gconstpointer data)
{
  g_autoptr(AtlasBulk)         bulk = make_bulk (fixture, ATLAS_BULK_NOTE, "The list was read");
  g_autoptr(AtlasBulkPlan)     plan = NULL;
  g_autoptr(AtlasReferralCase) noted = NULL;
  g_autoptr(AtlasReferralCase) undone = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *ids = NULL;
  g_auto(GStrv) split = NULL;
  guint n_before;

  undone = read_case (fixture, "K0-599");
  n_before = undone->story->len;
  g_clear_pointer (&undone, atlas_referral_case_unref);

  plan = atlas_store_do_bulk (fixture->store, bulk, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (plan->n_can, ==, N_MANY);
  g_assert_cmpuint (plan->sets->len, ==, 2);
  g_assert_nonnull (atlas_change_set_get_batch (g_ptr_array_index (plan->sets, 0)));
  noted = read_case (fixture, "K0-599");
  g_assert_cmpuint (noted->story->len, ==, n_before + 1);

  ids = atlas_bulk_plan_ids (plan);
  split = g_strsplit (ids, " ", -1);
  atlas_store_undo_all (fixture->store, (const char * const *) split, NULL, &error);
  g_assert_no_error (error);
  undone = read_case (fixture, "K0-599");
  g_assert_cmpuint (undone->story->len, ==, n_before);
}

static void
what_is_gone_is_not_counted (Fixture      *fixture,
                             gconstpointer data)
{
  g_autoptr(GArray)        rows = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr(AtlasBulk)     bulk = NULL;
  g_autoptr(AtlasBulkPlan) plan = NULL;
  g_autoptr(GError)        error = NULL;
  gint64 nobody = 987654;

  g_array_append_val (rows, nobody);
  bulk = atlas_bulk_new (ATLAS_BULK_NOTE, rows, case_today ());
  bulk->text = g_strdup ("The list was read");
  plan = atlas_store_do_bulk (fixture->store, bulk, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (plan->n_asked, ==, 0);
  g_assert_cmpuint (plan->sets->len, ==, 0);
}

#define ADD(path, n, func) \
  g_test_add (path, Fixture, GINT_TO_POINTER (n), case_store_set_up, func, case_store_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, TEST_ISOLATE, NULL);

  g_test_add_func ("/store/referral-board/every-step-has-one-column", every_step_has_one_column);
  g_test_add_func ("/store/referral-board/filter-decides-which-columns-show",
                   filter_decides_which_columns_show);
  ADD ("/store/referral-board/columns-hold-what-the-list-finds", 240,
       columns_hold_what_the_list_finds);
  ADD ("/store/referral-board/steps-of-the-work-are-taken-at-once", 12,
       steps_of_the_work_are_taken_at_once);
  ADD ("/store/referral-board/what-needs-more-is-asked", 12, what_needs_more_is_asked);
  ADD ("/store/referral-board/nothing-passes-over-an-offer", 12, nothing_passes_over_an_offer);
  ADD ("/store/referral-board/no-start-without-an-offer", 12, no_start_without_an_offer);
  ADD ("/store/referral-board/steps-that-do-not-follow-are-refused", 12,
       steps_that_do_not_follow_are_refused);
  ADD ("/store/referral-board/role-without-the-step-is-refused", 12,
       role_without_the_step_is_refused);
  ADD ("/store/referral-board/placement-that-goes-on-is-not-forgotten", 12,
       placement_that_goes_on_is_not_forgotten);
  ADD ("/store/referral-board/what-has-ended-is-only-opened-again", 12,
       what_has_ended_is_only_opened_again);
  ADD ("/store/referral-board/every-promised-move-is-taken", 12, every_promised_move_is_taken);
  ADD ("/store/referral-bulk/plan-says-who-can-and-why-not", 12, plan_says_who_can_and_why_not);
  ADD ("/store/referral-bulk/what-is-missing-is-the-reason", 12, what_is_missing_is_the_reason);
  ADD ("/store/referral-bulk/many-offers-are-accepted-with-their-places", 12,
       many_offers_are_accepted_with_their_places);
  ADD ("/store/referral-bulk/many-take-a-step-and-one-undo-takes-it-back", 12,
       many_take_a_step_and_one_undo_takes_it_back);
  ADD ("/store/referral-bulk/another-number-than-promised-does-nothing", 12,
       another_number_than_promised_does_nothing);
  ADD ("/store/referral-bulk/step-that-there-is-not-does-nothing", 12,
       a_field_that_says_nonsense_does_nothing);
  ADD ("/store/referral-bulk/owner-and-days-go-to-what-has-not-ended", 12,
       owner_and_days_go_to_what_has_not_ended);
  ADD ("/store/referral-bulk/more-than-a-set-holds-is-still-one-undo", N_MANY,
       more_than_a_set_holds_is_still_one_undo);
  ADD ("/store/referral-bulk/what-is-gone-is-not-counted", 12, what_is_gone_is_not_counted);

  return g_test_run ();
}
