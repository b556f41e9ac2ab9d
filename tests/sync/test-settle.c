/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>

#include "base/atlas-error.h"
#include "base/atlas-id.h"
#include "sync/atlas-settle.h"

typedef struct {
  char       *folder;
  AtlasStore *store;
  char       *referral;
} Fixture;

static void
load (Fixture    *fixture,
      const char *type,
      const char *id,
      json_t     *fields)
{
  g_autoptr(json_t) values = fields;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) records = g_ptr_array_new_with_free_func (g_object_unref);

  g_ptr_array_add (records, atlas_record_new (atlas_type_find (type), id, 3, values, &error));
  g_assert_no_error (error);
  atlas_store_load (fixture->store, records, &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  g_autofree char *child = atlas_id_new ();

  fixture->folder = g_dir_make_tmp ("atlas-settle-XXXXXX", NULL);
  fixture->store = atlas_store_open (fixture->folder, ATLAS_STORE_CREATE, NULL);
  fixture->referral = atlas_id_new ();
  load (fixture, "child", child, json_pack ("{s:s}", "first_name", "Zoë"));
  load (fixture, "referral", fixture->referral,
        json_pack ("{s:s, s:s, s:s, s:i, s:s}", "reference", "K7-001", "child", child,
                   "step", "sent", "tier", 5, "owner", "Area lead"));
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  static const char * const endings[] = { "", "-wal", "-shm" };

  g_clear_pointer (&fixture->store, atlas_store_close);
  for (gsize i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *path = g_strconcat (fixture->folder, "/" ATLAS_STORE_FILE, endings[i], NULL);

      g_remove (path);
    }
  g_rmdir (fixture->folder);
  g_free (fixture->referral);
  g_free (fixture->folder);
}

static AtlasRecord *
get (Fixture    *fixture,
     const char *type,
     const char *id)
{
  g_autoptr(GError) error = NULL;
  AtlasRecord *record = atlas_store_get (fixture->store, type, id, &error);

  g_assert_no_error (error);

  return record;
}

/* The referral's tier is 5; the other version says 4. Its owner likewise. */
static AtlasRecord *
make_conflict (Fixture *fixture)
{
  g_autofree char *id = atlas_id_new ();

  load (fixture, "conflict", id,
        json_pack ("{s:[s,s], s:s, s:{s:{s:i,s:i,s:i}, s:{s:s,s:s,s:s}}, s:s}",
                   "subject", "referral", fixture->referral, "kind", "field",
                   "fields", "tier", "base", 3, "current", 5, "proposed", 4,
                   "owner", "base", "Nobody", "current", "Area lead", "proposed", "Panel chair",
                   "state", "open"));

  return get (fixture, "conflict", id);
}

static void
settle (Fixture     *fixture,
        AtlasRecord *conflict,
        AtlasSettle  how,
        json_t      *chosen,
        const char  *state)
{
  const char *id = atlas_record_get_id (conflict);
  g_autoptr(json_t) values = chosen;
  g_autoptr(GError) error = NULL;
  g_autofree char *set = atlas_settle_conflict (fixture->store, id, how, values, &error);
  g_autoptr(AtlasRecord) after = NULL;

  g_assert_no_error (error);
  g_assert_nonnull (set);
  after = get (fixture, "conflict", id);
  g_assert_cmpstr (((AtlasConflict *) after)->state, ==, state);
}

static void
test_the_present_version_may_stay (Fixture      *fixture,
                                   gconstpointer data)
{
  g_autoptr(AtlasRecord) conflict = make_conflict (fixture);
  g_autoptr(AtlasRecord) after = NULL;

  settle (fixture, conflict, ATLAS_SETTLE_KEPT, NULL, "kept");
  after = get (fixture, "referral", fixture->referral);
  g_assert_cmpint (((AtlasReferral *) after)->tier, ==, 5);
}

static void
test_the_other_version_may_be_taken (Fixture      *fixture,
                                     gconstpointer data)
{
  g_autoptr(AtlasRecord) conflict = make_conflict (fixture);
  g_autoptr(AtlasRecord) after = NULL;

  settle (fixture, conflict, ATLAS_SETTLE_TAKEN, NULL, "taken");
  after = get (fixture, "referral", fixture->referral);
  g_assert_cmpint (((AtlasReferral *) after)->tier, ==, 4);
  g_assert_cmpstr (((AtlasReferral *) after)->owner, ==, "Panel chair");
}

static void
test_fields_are_settled_one_by_one (Fixture      *fixture,
                                    gconstpointer data)
{
  g_autoptr(AtlasRecord) conflict = make_conflict (fixture);
  g_autoptr(AtlasRecord) after = NULL;

  settle (fixture, conflict, ATLAS_SETTLE_EDITED, json_pack ("{s:i}", "tier", 2), "edited");
  after = get (fixture, "referral", fixture->referral);
  g_assert_cmpint (((AtlasReferral *) after)->tier, ==, 2);
  g_assert_cmpstr (((AtlasReferral *) after)->owner, ==, "Area lead");
}

static void
refuse (Fixture   *fixture,
        json_t    *chosen,
        AtlasError code)
{
  g_autoptr(AtlasRecord) conflict = make_conflict (fixture);
  g_autoptr(json_t) values = chosen;
  g_autoptr(GError) error = NULL;

  g_assert_null (atlas_settle_conflict (fixture->store, atlas_record_get_id (conflict),
                                        ATLAS_SETTLE_EDITED, values, &error));
  g_assert_error (error, ATLAS_ERROR, (int) code);
}

static void
test_what_was_not_asked_is_refused (Fixture      *fixture,
                                    gconstpointer data)
{
  refuse (fixture, json_pack ("{s:s}", "no_such_field", "x"), ATLAS_ERROR_INVALID);
  refuse (fixture, json_pack ("{s:i}", "tier", 9), ATLAS_ERROR_INVALID);
  refuse (fixture, json_pack ("{s:s}", "tier", "high"), ATLAS_ERROR_INVALID);
}

static void
test_a_record_that_is_gone_may_stay_so (Fixture      *fixture,
                                        gconstpointer data)
{
  g_autoptr(AtlasRecord) conflict = make_conflict (fixture);
  g_autoptr(AtlasRecord) referral = get (fixture, "referral", fixture->referral);
  g_autoptr(AtlasChangeSet) set = atlas_change_set_new ("Referral deleted");
  g_autoptr(GError) error = NULL;

  atlas_change_set_delete (set, referral);
  atlas_store_apply (fixture->store, set, &error);
  g_assert_no_error (error);

  refuse (fixture, json_pack ("{s:i}", "tier", 4), ATLAS_ERROR_NOT_FOUND);
  settle (fixture, conflict, ATLAS_SETTLE_KEPT, NULL, "kept");
}

static void
test_a_deletion_may_be_taken (Fixture      *fixture,
                              gconstpointer data)
{
  g_autofree char *id = atlas_id_new ();
  g_autoptr(AtlasRecord) conflict = NULL;

  load (fixture, "conflict", id,
        json_pack ("{s:[s,s], s:s, s:{}, s:s}", "subject", "referral", fixture->referral,
                   "kind", "deleted_edited", "fields", "state", "open"));
  conflict = get (fixture, "conflict", id);
  settle (fixture, conflict, ATLAS_SETTLE_TAKEN, NULL, "taken");
  g_assert_null (atlas_store_get (fixture->store, "referral", fixture->referral, NULL));
}

static void
delete_referral (Fixture *fixture)
{
  g_autoptr(AtlasRecord) referral = get (fixture, "referral", fixture->referral);
  g_autoptr(AtlasChangeSet) set = atlas_change_set_new ("Referral deleted");

  atlas_change_set_delete (set, referral);
  g_assert_true (atlas_store_apply (fixture->store, set, NULL));
}

/* One person made the tier 4 while another deleted the referral. */
static AtlasRecord *
make_conflict_of_deleted (Fixture *fixture,
                          gboolean is_whole)
{
  g_autofree char *id = atlas_id_new ();
  g_autoptr(AtlasRecord) referral = get (fixture, "referral", fixture->referral);
  g_autoptr(json_t) values = atlas_record_to_fields (referral);
  json_t *fields = json_object ();
  const char *name;
  json_t *value;

  json_object_foreach (values, name, value)
  {
    if (is_whole)
      json_object_set_new (fields, name, json_pack ("{s:O, s:O, s:O}", "base", value, "current",
                                                    value, "proposed", value));
  }
  json_object_set_new (fields, "tier", json_pack ("{s:i, s:i, s:i}", "base", 5, "current", 5,
                                                  "proposed", 4));
  delete_referral (fixture);
  load (fixture, "conflict", id,
        json_pack ("{s:[s,s], s:s, s:o, s:s}", "subject", "referral", fixture->referral,
                   "kind", "edited_deleted", "fields", fields, "state", "open"));

  return get (fixture, "conflict", id);
}

static AtlasReferral *
get_only_referral (Fixture *fixture)
{
  g_autoptr(AtlasQuery) query = atlas_query_new (&atlas_referral_type);
  g_autoptr(GPtrArray) found = atlas_store_list (fixture->store, query, NULL);

  g_assert_cmpuint (found->len, ==, 1);
  return g_object_ref (g_ptr_array_index (found, 0));
}

static void
test_what_was_deleted_comes_back_when_taken (Fixture      *fixture,
                                             gconstpointer data)
{
  g_autoptr(AtlasRecord) conflict = make_conflict_of_deleted (fixture, TRUE);
  g_autoptr(AtlasReferral) again = NULL;

  settle (fixture, conflict, ATLAS_SETTLE_TAKEN, NULL, "taken");
  again = get_only_referral (fixture);
  g_assert_cmpstr (again->reference, ==, "K7-001");
  g_assert_cmpint (again->tier, ==, 4);
  g_assert_cmpstr (atlas_record_get_id (ATLAS_RECORD (again)), !=, fixture->referral);
}

static void
test_what_was_deleted_comes_back_edited (Fixture      *fixture,
                                         gconstpointer data)
{
  g_autoptr(AtlasRecord) conflict = make_conflict_of_deleted (fixture, TRUE);
  g_autoptr(AtlasReferral) again = NULL;

  settle (fixture, conflict, ATLAS_SETTLE_EDITED, json_pack ("{s:i}", "tier", 2), "edited");
  again = get_only_referral (fixture);
  g_assert_cmpint (again->tier, ==, 2);
}

static void
test_what_is_known_in_part_can_only_stay_deleted (Fixture      *fixture,
                                                  gconstpointer data)
{
  g_autoptr(AtlasRecord) conflict = make_conflict_of_deleted (fixture, FALSE);
  g_autoptr(GError) error = NULL;

  g_assert_null (atlas_settle_conflict (fixture->store, atlas_record_get_id (conflict),
                                        ATLAS_SETTLE_TAKEN, NULL, &error));
  g_assert_error (error, ATLAS_ERROR, ATLAS_ERROR_NOT_FOUND);
  settle (fixture, conflict, ATLAS_SETTLE_KEPT, NULL, "kept");
}

static void
test_a_deletion_that_is_done_may_be_taken (Fixture      *fixture,
                                           gconstpointer data)
{
  g_autofree char *id = atlas_id_new ();
  g_autoptr(AtlasRecord) conflict = NULL;

  delete_referral (fixture);
  load (fixture, "conflict", id,
        json_pack ("{s:[s,s], s:s, s:{}, s:s}", "subject", "referral", fixture->referral,
                   "kind", "deleted_edited", "fields", "state", "open"));
  conflict = get (fixture, "conflict", id);
  settle (fixture, conflict, ATLAS_SETTLE_TAKEN, NULL, "taken");
}

static void
test_nothing_is_settled_twice (Fixture      *fixture,
                               gconstpointer data)
{
  g_autoptr(AtlasRecord) conflict = make_conflict (fixture);
  g_autoptr(GError) error = NULL;

  settle (fixture, conflict, ATLAS_SETTLE_KEPT, NULL, "kept");
  g_assert_null (atlas_settle_conflict (fixture->store, atlas_record_get_id (conflict),
                                        ATLAS_SETTLE_TAKEN, NULL, &error));
  g_assert_error (error, ATLAS_ERROR, ATLAS_ERROR_CHANGED);
}

static AtlasRecord *
make_parked (Fixture *fixture)
{
  g_autofree char *id = atlas_id_new ();

  load (fixture, "parked", id,
        json_pack ("{s:[s,s], s:s, s:s, s:{s:s, s:[{s:s,s:s,s:s,s:i,s:{s:[i,i]}},"
                   " {s:s,s:s,s:s,s:s,s:[s]}]}}",
                   "subject", "referral", fixture->referral, "reason", "forbidden",
                   "state", "open", "set", "label", "Tier changed", "ops",
                   "op", "set", "type", "referral", "id", fixture->referral, "base", 1,
                   "fields", "tier", 3, 4,
                   "op", "add", "type", "referral", "id", fixture->referral, "field", "agencies",
                   "values", "CAMHS"));

  return get (fixture, "parked", id);
}

static void
settle_parked (Fixture    *fixture,
               gboolean    make_anew,
               const char *state,
               int         tier)
{
  g_autoptr(AtlasRecord) parked = make_parked (fixture);
  g_autoptr(GError) error = NULL;
  g_autofree char *set = NULL;
  g_autoptr(AtlasRecord) after = NULL;
  g_autoptr(AtlasRecord) settled = NULL;

  set = atlas_settle_parked (fixture->store, atlas_record_get_id (parked),
                             make_anew ? ATLAS_SETTLE_TAKEN : ATLAS_SETTLE_DISCARDED, NULL,
                             &error);
  g_assert_no_error (error);

  settled = get (fixture, "parked", atlas_record_get_id (parked));
  g_assert_cmpstr (((AtlasParked *) settled)->state, ==, state);
  after = get (fixture, "referral", fixture->referral);
  g_assert_cmpint (((AtlasReferral *) after)->tier, ==, tier);
  g_assert_cmpint (((AtlasReferral *) after)->agencies != NULL &&
                   *((AtlasReferral *) after)->agencies != NULL, ==, make_anew);
}

static void
test_a_change_may_be_discarded (Fixture      *fixture,
                                gconstpointer data)
{
  settle_parked (fixture, FALSE, "discarded", 5);
}

static void
test_a_change_may_be_made_anew (Fixture      *fixture,
                                gconstpointer data)
{
  settle_parked (fixture, TRUE, "accepted", 4);
}

static void
test_a_question_is_answered (Fixture      *fixture,
                             gconstpointer data)
{
  g_autofree char *id = atlas_id_new ();
  g_autoptr(AtlasRecord) after = NULL;
  g_autofree char *set = NULL;
  g_autoptr(GError) error = NULL;

  load (fixture, "question", id,
        json_pack ("{s:s, s:s, s:[]}", "kind", "over_allocation", "state", "open", "about"));
  set = atlas_settle_by_word (fixture->store, id, "all", &error);
  g_assert_no_error (error);
  after = get (fixture, "question", id);
  g_assert_cmpstr (((AtlasQuestion *) after)->state, ==, "settled");
}

/* Two children have been promised the one place of a centre, and a hold is kept for nobody. */
static char *
promise_twice (Fixture *fixture,
               char   **offer,
               char   **hold)
{
  g_autofree char *provision = atlas_id_new ();
  g_autofree char *other = atlas_id_new ();
  char *place = atlas_id_new ();

  *offer = atlas_id_new ();
  *hold = atlas_id_new ();
  load (fixture, "provision", provision,
        json_pack ("{s:s, s:s, s:s}", "key", "mill", "name", "The Mill", "kind", "esc"));
  load (fixture, "place", place, json_pack ("{s:s, s:i}", "provision", provision, "commissioned",
                                            1));
  load (fixture, "referral", other,
        json_pack ("{s:s, s:s, s:s}", "reference", "K7-002", "child", other, "step", "offered"));
  load (fixture, "offer", *offer,
        json_pack ("{s:s, s:s, s:s, s:s}", "referral", fixture->referral, "provision", provision,
                   "place", place, "step", "accepted"));
  load (fixture, "hold", *hold,
        json_pack ("{s:s, s:s, s:i, s:s, s:s}", "provision", provision, "place", place, "places", 1,
                   "use_by", "2026-12-01", "referral", other));

  return place;
}

static void
test_who_keeps_a_place_is_named_by_reference (Fixture      *fixture,
                                              gconstpointer data)
{
  g_autofree char *offer = NULL;
  g_autofree char *hold = NULL;
  g_autofree char *place = promise_twice (fixture, &offer, &hold);
  g_autoptr(GError) error = NULL;
  g_autofree char *set = atlas_settle_by_word (fixture->store, place, "K7-002", &error);
  g_autoptr(AtlasRecord) offered = NULL;
  g_autoptr(AtlasRecord) held = NULL;

  g_assert_no_error (error);
  g_assert_nonnull (set);
  offered = get (fixture, "offer", offer);
  held = get (fixture, "hold", hold);
  g_assert_cmpstr (((AtlasOffer *) offered)->step, ==, "withdrawn");
  g_assert_cmpint (((AtlasHold *) held)->released, ==, ATLAS_DATE_NONE);
}

static void
test_a_place_is_not_settled_for_nobody_or_everybody (Fixture      *fixture,
                                                     gconstpointer data)
{
  g_autofree char *offer = NULL;
  g_autofree char *hold = NULL;
  g_autofree char *place = promise_twice (fixture, &offer, &hold);
  g_autoptr(AtlasRecord) offered = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_null (atlas_settle_by_word (fixture->store, place, "Q9-404", &error));
  g_assert_error (error, ATLAS_ERROR, ATLAS_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_null (atlas_settle_by_word (fixture->store, place, "K7-001,K7-002", &error));
  g_assert_error (error, ATLAS_ERROR, ATLAS_ERROR_INVALID);
  offered = get (fixture, "offer", offer);
  g_assert_cmpstr (((AtlasOffer *) offered)->step, ==, "accepted");
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/sync/settle/the-present-version-may-stay", test_the_present_version_may_stay);
  ADD ("/sync/settle/the-other-version-may-be-taken", test_the_other_version_may_be_taken);
  ADD ("/sync/settle/fields-are-settled-one-by-one", test_fields_are_settled_one_by_one);
  ADD ("/sync/settle/what-was-not-asked-is-refused", test_what_was_not_asked_is_refused);
  ADD ("/sync/settle/a-record-that-is-gone-may-stay-so", test_a_record_that_is_gone_may_stay_so);
  ADD ("/sync/settle/a-deletion-may-be-taken", test_a_deletion_may_be_taken);
  ADD ("/sync/settle/what-was-deleted-comes-back-when-taken",
       test_what_was_deleted_comes_back_when_taken);
  ADD ("/sync/settle/what-was-deleted-comes-back-edited", test_what_was_deleted_comes_back_edited);
  ADD ("/sync/settle/what-is-known-in-part-can-only-stay-deleted",
       test_what_is_known_in_part_can_only_stay_deleted);
  ADD ("/sync/settle/a-deletion-that-is-done-may-be-taken",
       test_a_deletion_that_is_done_may_be_taken);
  ADD ("/sync/settle/nothing-is-settled-twice", test_nothing_is_settled_twice);
  ADD ("/sync/settle/a-change-may-be-discarded", test_a_change_may_be_discarded);
  ADD ("/sync/settle/a-change-may-be-made-anew", test_a_change_may_be_made_anew);
  ADD ("/sync/settle/a-question-is-answered", test_a_question_is_answered);
  ADD ("/sync/settle/who-keeps-a-place-is-named-by-reference",
       test_who_keeps_a_place_is_named_by_reference);
  ADD ("/sync/settle/a-place-is-not-settled-for-nobody-or-everybody",
       test_a_place_is_not_settled_for_nobody_or_everybody);

  return g_test_run ();
}
