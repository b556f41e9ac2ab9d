/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/atlas-id.h"
#include "records/atlas-merge.h"
#include "records/atlas-records.h"

#define CHILD "0195c0de-0000-7000-8000-000000000001"

static const AtlasAuthor laptop_a = { .device = "a", .same_epoch = TRUE };
static const AtlasAuthor laptop_b = { .device = "b", .same_epoch = TRUE };
static const AtlasAuthor after_restore = { .device = "b", .same_epoch = FALSE };

/* A referral at rev 1, made by laptop a. */
static void
make_referral (AtlasVersion *version)
{
  g_auto(AtlasOutcome) outcome = { 0 };
  g_autoptr(json_t) op = json_pack ("{s:s, s:s, s:s, s:{s:s, s:s, s:s, s:i, s:[s]}}",
                                    "op", "create", "type", "referral", "id", CHILD, "fields",
                                    "reference", "K7-1", "child", CHILD, "step", "sent",
                                    "tier", 3, "agencies", "school-nurse");

  *version = (AtlasVersion) { 0 };
  atlas_merge_op (&atlas_referral_type, version, op, 1, &laptop_a, &outcome);
  g_assert_null (outcome.refused);
  g_assert_cmpint (version->rev, ==, 1);
}

static json_t *
set_op (const char *fields,
        int         base)
{
  g_autofree char *text = g_strdup_printf ("{\"op\":\"set\",\"type\":\"referral\",\"id\":\"%s\","
                                           "\"base\":%d,\"fields\":%s}", CHILD, base, fields);

  return atlas_json_parse (text, -1, NULL);
}

static void
merge (AtlasVersion      *version,
       const char        *fields,
       int                base,
       const AtlasAuthor *author,
       AtlasOutcome      *outcome)
{
  g_autoptr(json_t) op = set_op (fields, base);

  atlas_outcome_clear (outcome);
  atlas_merge_op (&atlas_referral_type, version, op, version->rev + 1, author, outcome);
}

static void
test_different_fields_merge_silently (void)
{
  g_auto(AtlasVersion) version = { 0 };
  g_auto(AtlasOutcome) outcome = { 0 };

  make_referral (&version);
  merge (&version, "{\"tier\":[3,4]}", 1, &laptop_a, &outcome);
  g_assert_true (outcome.changed);
  merge (&version, "{\"owner\":[null,\"Area lead\"]}", 1, &laptop_b, &outcome);
  g_assert_true (outcome.changed);
  g_assert_null (outcome.conflict);
  g_assert_cmpint (atlas_json_integer (version.fields, "tier", 0), ==, 4);
  g_assert_cmpstr (atlas_json_string (version.fields, "owner"), ==, "Area lead");
  g_assert_cmpint (version.rev, ==, 3);
}

static void
test_one_field_twice_is_a_conflict_and_keeps_both (void)
{
  g_auto(AtlasVersion) version = { 0 };
  g_auto(AtlasOutcome) outcome = { 0 };
  json_t *tier;

  make_referral (&version);
  merge (&version, "{\"tier\":[3,4]}", 1, &laptop_a, &outcome);
  merge (&version, "{\"tier\":[3,5]}", 1, &laptop_b, &outcome);
  g_assert_false (outcome.changed);
  g_assert_cmpstr (outcome.conflict, ==, "field");
  tier = json_object_get (outcome.fields, "tier");
  g_assert_cmpint (atlas_json_integer (tier, "base", 0), ==, 3);
  g_assert_cmpint (atlas_json_integer (tier, "current", 0), ==, 4);
  g_assert_cmpint (atlas_json_integer (tier, "proposed", 0), ==, 5);
  g_assert_cmpint (atlas_json_integer (version.fields, "tier", 0), ==, 4);
}

static void
test_same_value_twice_is_no_conflict (void)
{
  g_auto(AtlasVersion) version = { 0 };
  g_auto(AtlasOutcome) outcome = { 0 };

  make_referral (&version);
  merge (&version, "{\"tier\":[3,4]}", 1, &laptop_a, &outcome);
  merge (&version, "{\"tier\":[3,4]}", 1, &laptop_b, &outcome);
  g_assert_null (outcome.conflict);
  g_assert_false (outcome.changed);
  g_assert_cmpint (version.rev, ==, 2);
}

static void
test_one_laptops_chained_edits_need_no_pull_between (void)
{
  g_auto(AtlasVersion) version = { 0 };
  g_auto(AtlasOutcome) outcome = { 0 };

  make_referral (&version);
  merge (&version, "{\"tier\":[3,4]}", 1, &laptop_b, &outcome);
  merge (&version, "{\"tier\":[4,5]}", 1, &laptop_b, &outcome);
  g_assert_null (outcome.conflict);
  g_assert_cmpint (atlas_json_integer (version.fields, "tier", 0), ==, 5);
}

static void
test_a_group_is_taken_or_left_together (void)
{
  g_auto(AtlasVersion) version = { 0 };
  g_auto(AtlasOutcome) outcome = { 0 };

  make_referral (&version);
  merge (&version, "{\"step\":[\"sent\",\"panel\"]}", 1, &laptop_a, &outcome);
  merge (&version, "{\"step_reason\":[null,\"full\"],\"tier\":[3,4]}", 1, &laptop_b, &outcome);
  g_assert_cmpstr (outcome.conflict, ==, "field");
  g_assert_true (outcome.changed);
  g_assert_null (atlas_json_string (version.fields, "step_reason"));
  g_assert_cmpint (atlas_json_integer (version.fields, "tier", 0), ==, 4);
}

static void
test_a_step_that_is_not_allowed_parks_the_set (void)
{
  g_auto(AtlasVersion) version = { 0 };
  g_auto(AtlasOutcome) outcome = { 0 };

  make_referral (&version);
  merge (&version, "{\"step\":[\"sent\",\"moved-on\"]}", 1, &laptop_a, &outcome);
  g_assert_cmpstr (outcome.refused, ==, "invalid-transition");
}

static void
test_another_epoch_compares_values_only (void)
{
  g_auto(AtlasVersion) version = { 0 };
  g_auto(AtlasOutcome) outcome = { 0 };

  make_referral (&version);
  merge (&version, "{\"tier\":[3,4]}", 1, &laptop_a, &outcome);
  merge (&version, "{\"tier\":[4,5]}", 0, &after_restore, &outcome);
  g_assert_null (outcome.conflict);
  merge (&version, "{\"tier\":[4,2]}", 900, &after_restore, &outcome);
  g_assert_cmpstr (outcome.conflict, ==, "field");
}

static void
test_an_edit_outlives_a_deletion (void)
{
  g_auto(AtlasVersion) version = { 0 };
  g_auto(AtlasOutcome) outcome = { 0 };
  g_autoptr(json_t) deletion = json_pack ("{s:s, s:s, s:s, s:i}", "op", "delete",
                                          "type", "referral", "id", CHILD, "base", 1);

  make_referral (&version);
  merge (&version, "{\"tier\":[3,4]}", 1, &laptop_a, &outcome);
  atlas_outcome_clear (&outcome);
  atlas_merge_op (&atlas_referral_type, &version, deletion, 3, &laptop_b, &outcome);
  g_assert_cmpstr (outcome.conflict, ==, "deleted_edited");
  g_assert_false (version.deleted);

  atlas_outcome_clear (&outcome);
  atlas_merge_op (&atlas_referral_type, &version, deletion, 3, &laptop_a, &outcome);
  g_assert_true (version.deleted);
  merge (&version, "{\"tier\":[4,5]}", 2, &laptop_b, &outcome);
  g_assert_cmpstr (outcome.conflict, ==, "edited_deleted");
  g_assert_true (version.deleted);

  /* Whoever enters it again finds all of it; only what was proposed is told as kept. */
  g_assert_cmpuint (json_object_size (outcome.fields), ==, json_object_size (version.fields));
  g_assert_cmpuint (json_array_size (outcome.kept), ==, 1);
}

static void
test_sets_never_conflict (void)
{
  g_auto(AtlasVersion) version = { 0 };
  g_auto(AtlasOutcome) outcome = { 0 };
  g_autoptr(json_t) put = json_pack ("{s:s, s:s, s:s, s:s, s:[s]}", "op", "add", "type", "referral",
                                     "id", CHILD, "field", "agencies", "values", "ed-psych");
  g_autoptr(json_t) take = json_pack ("{s:s, s:s, s:s, s:s, s:[s]}", "op", "remove",
                                      "type", "referral", "id", CHILD, "field", "agencies",
                                      "values", "school-nurse");
  json_t *agencies;

  make_referral (&version);
  atlas_merge_op (&atlas_referral_type, &version, put, 2, &laptop_a, &outcome);
  atlas_outcome_clear (&outcome);
  atlas_merge_op (&atlas_referral_type, &version, take, 3, &laptop_b, &outcome);
  agencies = json_object_get (version.fields, "agencies");
  g_assert_cmpuint (json_array_size (agencies), ==, 1);
  g_assert_cmpstr (json_string_value (json_array_get (agencies, 0)), ==, "ed-psych");
}

static void
test_a_second_create_is_harmless_only_when_equal (void)
{
  g_auto(AtlasVersion) version = { 0 };
  g_auto(AtlasOutcome) outcome = { 0 };
  g_autoptr(json_t) same = NULL;
  g_autoptr(json_t) other = NULL;

  make_referral (&version);
  same = json_pack ("{s:s, s:s, s:s, s:O}", "op", "create", "type", "referral", "id", CHILD,
                    "fields", version.fields);
  other = json_deep_copy (same);
  json_object_set_new (json_object_get (other, "fields"), "tier", json_integer (5));

  atlas_merge_op (&atlas_referral_type, &version, same, 2, &laptop_b, &outcome);
  g_assert_null (outcome.refused);
  g_assert_false (outcome.changed);
  atlas_merge_op (&atlas_referral_type, &version, other, 2, &laptop_b, &outcome);
  g_assert_cmpstr (outcome.refused, ==, "id-in-use");
}

static void
test_what_cannot_be_is_refused_by_name (void)
{
  static const struct {
    const char *fields;
    const char *reason;
  } bad[] = {
    { "{\"colour\":[null,\"red\"]}", "unknown-field" },
    { "{\"tier\":[3,9]}", "invalid" },
    { "{\"tier\":[3]}", "invalid" },
    { "{\"child\":[\"" CHILD "\",null]}", "invalid" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_auto(AtlasVersion) version = { 0 };
      g_auto(AtlasOutcome) outcome = { 0 };

      make_referral (&version);
      merge (&version, bad[i].fields, 1, &laptop_a, &outcome);
      g_assert_cmpstr (outcome.refused, ==, bad[i].reason);
      g_assert_false (outcome.changed);
    }
}

static void
test_a_guarded_field_begins_with_one_of_its_codes (void)
{
  static const struct {
    const char *step;
    const char *reason;
  } starts[] = { { "draft", NULL }, { "started", NULL }, { "unheard", "invalid" } };

  for (gsize i = 0; i < G_N_ELEMENTS (starts); i++)
    {
      g_auto(AtlasVersion) none = { 0 };
      g_auto(AtlasVersion) version = { 0 };
      g_auto(AtlasOutcome) outcome = { 0 };
      g_autoptr(json_t) op = json_pack ("{s:s, s:s, s:s, s:{s:s, s:s, s:s}}", "op", "create",
                                        "type", "referral", "id", CHILD, "fields",
                                        "reference", "R-1", "child", CHILD, "step",
                                        starts[i].step);

      atlas_version_copy (&none, &version);
      atlas_merge_op (&atlas_referral_type, &version, op, 1, &laptop_a, &outcome);
      g_assert_cmpstr (outcome.refused, ==, starts[i].reason);
    }
}

static json_t *
look_up (const char *type,
         const char *id,
         gpointer    data)
{
  return json_incref (json_object_get (data, id));
}

static void
test_a_referral_is_seen_where_its_child_is (void)
{
  g_autoptr(json_t) known = json_pack ("{s:{s:s}, s:{s:s, s:s}, s:{s:s}}",
                                       "area-id", "key", "dspl2",
                                       "provision-id", "key", "nhas", "area", "area-id",
                                       "child-id", "area", "area-id");
  g_autoptr(json_t) referral = json_pack ("{s:s, s:s}", "child", "child-id", "asked",
                                          "provision-id");
  g_auto(GStrv) scopes = atlas_scopes_of (&atlas_referral_type, referral, look_up, known);
  g_autofree char *joined = g_strjoinv (" ", scopes);

  g_assert_cmpstr (joined, ==, "area/dspl2 county provision/nhas");
}

static void
test_a_provisions_area_does_not_see_other_areas_children (void)
{
  g_autoptr(json_t) known = json_pack ("{s:{s:s}, s:{s:s}, s:{s:s, s:s}, s:{s:s}}",
                                       "here-id", "key", "dspl2",
                                       "there-id", "key", "dspl5",
                                       "provision-id", "key", "nhas", "area", "there-id",
                                       "child-id", "area", "here-id");
  g_autoptr(json_t) referral = json_pack ("{s:s, s:s}", "child", "child-id", "asked",
                                          "provision-id");
  g_autoptr(json_t) site = json_pack ("{s:s}", "provision", "provision-id");
  g_auto(GStrv) scopes = atlas_scopes_of (&atlas_referral_type, referral, look_up, known);
  g_auto(GStrv) site_scopes = atlas_scopes_of (&atlas_site_type, site, look_up, known);
  g_autofree char *joined = g_strjoinv (" ", scopes);
  g_autofree char *site_joined = g_strjoinv (" ", site_scopes);

  g_assert_cmpstr (joined, ==, "area/dspl2 county provision/nhas");
  g_assert_cmpstr (site_joined, ==, "area/dspl5 county open provision/nhas");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/records/merge/different-fields-merge-silently",
                   test_different_fields_merge_silently);
  g_test_add_func ("/records/merge/one-field-twice-is-a-conflict-and-keeps-both",
                   test_one_field_twice_is_a_conflict_and_keeps_both);
  g_test_add_func ("/records/merge/same-value-twice-is-no-conflict",
                   test_same_value_twice_is_no_conflict);
  g_test_add_func ("/records/merge/one-laptops-chained-edits-need-no-pull-between",
                   test_one_laptops_chained_edits_need_no_pull_between);
  g_test_add_func ("/records/merge/a-group-is-taken-or-left-together",
                   test_a_group_is_taken_or_left_together);
  g_test_add_func ("/records/merge/a-step-that-is-not-allowed-parks-the-set",
                   test_a_step_that_is_not_allowed_parks_the_set);
  g_test_add_func ("/records/merge/another-epoch-compares-values-only",
                   test_another_epoch_compares_values_only);
  g_test_add_func ("/records/merge/an-edit-outlives-a-deletion", test_an_edit_outlives_a_deletion);
  g_test_add_func ("/records/merge/sets-never-conflict", test_sets_never_conflict);
  g_test_add_func ("/records/merge/a-second-create-is-harmless-only-when-equal",
                   test_a_second_create_is_harmless_only_when_equal);
  g_test_add_func ("/records/merge/what-cannot-be-is-refused-by-name",
                   test_what_cannot_be_is_refused_by_name);
  g_test_add_func ("/records/merge/a-guarded-field-begins-with-one-of-its-codes",
                   test_a_guarded_field_begins_with_one_of_its_codes);
  g_test_add_func ("/records/scopes/a-referral-is-seen-where-its-child-is",
                   test_a_referral_is_seen_where_its_child_is);
  g_test_add_func ("/records/scopes/a-provisions-area-does-not-see-other-areas-children",
                   test_a_provisions_area_does_not_see_other_areas_children);

  return g_test_run ();
}
