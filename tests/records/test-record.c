/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/atlas-error.h"
#include "base/atlas-id.h"
#include "records/atlas-change-set.h"
#include "records/atlas-codes.h"
#include "records/atlas-record-build.h"
#include "records/atlas-records.h"

/* A value that suits any field of its kind. */
static json_t *
sample_value (const AtlasField *field)
{
  static const char *texts[] = {
    [ATLAS_KIND_TEXT] = "Northfield", [ATLAS_KIND_DATE] = "2026-11-22",
    [ATLAS_KIND_TIME] = "2026-11-22T09:00:03.120Z", [ATLAS_KIND_DECIMAL] = "-12.50",
    [ATLAS_KIND_CODE] = "primary", [ATLAS_KIND_REF] = "0195c0de-0000-7000-8000-000000000001",
  };

  if (field->kind == ATLAS_KIND_INTEGER)
    return json_integer (field->min > 3 ? field->min : 3);
  if (field->kind == ATLAS_KIND_BOOLEAN)
    return json_true ();
  if (field->kind == ATLAS_KIND_SET)
    return json_pack ("[s, s]", "alpha", "beta");
  if (field->kind == ATLAS_KIND_RANGE)
    return json_pack ("{s:s}", "from", "2016-04-01");
  if (field->kind == ATLAS_KIND_SUBJECT)
    return json_pack ("[s, s]", "referral", "0195c0de-0000-7000-8000-000000000001");
  if (field->kind == ATLAS_KIND_JSON)
    return json_pack ("{s:[i, i]}", "a", 1, 2);
  if (field->kind == ATLAS_KIND_BLOB)
    return json_pack ("{s:s, s:i, s:s, s:s}", "blob",
                      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                      "size", 3, "media", "application/pdf", "name", "Plan.pdf");
  return json_string (texts[field->kind]);
}

static json_t *
sample_fields (const AtlasType *type)
{
  json_t *fields = json_object ();

  for (guint i = 0; i < type->n_fields; i++)
    json_object_set_new (fields, type->fields[i].name, sample_value (&type->fields[i]));

  return fields;
}

static void
test_every_type_survives_json (void)
{
  guint n_types;
  const AtlasType * const *types = atlas_types (&n_types);
  g_autofree char *id = atlas_id_new ();

  for (guint i = 0; i < n_types; i++)
    {
      g_autoptr(GError)      error = NULL;
      g_autoptr(json_t)      fields = sample_fields (types[i]);
      g_autoptr(json_t)      again = NULL;
      g_autoptr(AtlasRecord) record = NULL;

      json_object_set_new (fields, "from_a_newer_schema", json_integer (7));
      record = atlas_record_new (types[i], id, 4, fields, &error);
      g_assert_no_error (error);
      again = atlas_record_to_fields (record);
      g_assert_true (atlas_json_equal (fields, again));
      g_assert_cmpint (atlas_record_get_rev (record), ==, 4);
    }
}

static json_t *
other_value (const AtlasField *field)
{
  static const char *texts[] = {
    [ATLAS_KIND_TEXT] = "Southfield", [ATLAS_KIND_DATE] = "2026-11-23",
    [ATLAS_KIND_TIME] = "2026-11-22T09:00:03.121Z", [ATLAS_KIND_DECIMAL] = "-12.51",
    [ATLAS_KIND_CODE] = "secondary", [ATLAS_KIND_REF] = "0195c0de-0000-7000-8000-000000000002",
  };

  if (field->kind == ATLAS_KIND_INTEGER)
    return json_integer (field->min > 3 ? field->min + 1 : 4);
  if (field->kind == ATLAS_KIND_BOOLEAN)
    return json_false ();
  if (field->kind == ATLAS_KIND_SET)
    return json_pack ("[s]", "alpha");
  if (field->kind == ATLAS_KIND_RANGE)
    return json_pack ("{s:s, s:s}", "from", "2016-04-01", "to", "2020-03-31");
  if (field->kind == ATLAS_KIND_SUBJECT)
    return json_pack ("[s, s]", "child", "0195c0de-0000-7000-8000-000000000001");
  if (field->kind == ATLAS_KIND_JSON)
    return json_pack ("{s:[i]}", "a", 1);
  if (field->kind == ATLAS_KIND_BLOB)
    return json_pack ("{s:s, s:i, s:s, s:s}", "blob",
                      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                      "size", 3, "media", "application/pdf", "name", "Report.pdf");
  return json_string (texts[field->kind]);
}

/* A record with one of its fields changed, or without it. */
static AtlasRecord *
with_other (const AtlasType  *type,
            const AtlasField *field,
            gboolean          is_absent)
{
  g_autoptr(json_t)  fields = sample_fields (type);
  g_autoptr(GError)  error = NULL;
  AtlasRecord *record;

  json_object_del (fields, field->name);
  if (!is_absent)
    json_object_set_new (fields, field->name, other_value (field));
  record = atlas_record_new (type, "0195c0de-0000-7000-8000-000000000001", 4, fields, &error);
  g_assert_no_error (error);

  return record;
}

static void
test_records_are_compared_by_field (void)
{
  guint n_types;
  const AtlasType * const *types = atlas_types (&n_types);

  for (guint i = 0; i < n_types; i++)
    for (guint j = 0; j < types[i]->n_fields; j++)
      {
        g_autoptr(json_t)      fields = sample_fields (types[i]);
        g_autoptr(AtlasRecord) record = atlas_record_new (types[i], "0195c0de-0000-7000-8000-0000"
                                                          "00000001", 3, fields, NULL);
        g_autoptr(AtlasRecord) again = atlas_record_new (types[i], "0195c0de-0000-7000-8000-0000"
                                                         "00000001", 4, fields, NULL);
        g_autoptr(AtlasRecord) changed = with_other (types[i], &types[i]->fields[j], FALSE);
        g_autoptr(AtlasRecord) without = with_other (types[i], &types[i]->fields[j], TRUE);

        g_assert_cmpuint (atlas_record_compare (record, again), ==, 0);
        g_assert_cmpuint (atlas_record_compare (record, changed), ==, G_GUINT64_CONSTANT (1) << j);
        g_assert_cmpuint (atlas_record_compare (record, without), ==, G_GUINT64_CONSTANT (1) << j);
        g_assert_cmpuint (atlas_record_compare (without, changed), ==, G_GUINT64_CONSTANT (1) << j);
      }
}

static void
test_every_value_survives_csv (void)
{
  guint n_types;
  const AtlasType * const *types = atlas_types (&n_types);

  for (guint i = 0; i < n_types; i++)
    for (guint j = 0; j < types[i]->n_fields; j++)
      {
        const AtlasField *field = &types[i]->fields[j];
        g_autoptr(json_t) value = sample_value (field);
        g_autoptr(json_t) again = NULL;
        g_autofree char *cell = atlas_value_to_csv (field, value);

        g_assert_true (atlas_value_from_csv (field, cell, &again, NULL));
        g_assert_true (atlas_json_equal (value, again));
      }
}

static void
test_members_are_the_fields (void)
{
  g_autoptr(GError)      error = NULL;
  g_autoptr(json_t)      fields = json_pack ("{s:s, s:i, s:s, s:s}",
                                             "reference", "K7-204", "tier", 5, "step", "sent",
                                             "received", "2026-11-20");
  g_autofree char *id = atlas_id_new ();
  g_autoptr(AtlasRecord) record = atlas_record_new (&atlas_referral_type, id, 0, fields, &error);
  AtlasReferral *referral = (AtlasReferral *) record;
  g_autofree char *route = atlas_record_get_route (record);
  g_autofree char *step = NULL;
  gint64 tier;

  g_assert_no_error (error);
  g_assert_cmpint (referral->tier, ==, 5);
  g_assert_cmpstr (referral->step, ==, "sent");
  g_assert_cmpint (referral->received, ==, atlas_date_parse ("2026-11-20"));
  g_assert_cmpint (referral->next_by, ==, ATLAS_DATE_NONE);
  g_assert_null (referral->panel);
  g_assert_cmpstr (route, ==, "referral/K7-204");
  g_object_get (record, "tier", &tier, "step", &step, NULL);
  g_assert_cmpint (tier, ==, 5);
  g_assert_cmpstr (step, ==, "sent");
}

static void
test_values_of_the_wrong_kind_are_refused (void)
{
  static const struct {
    const char *type;
    const char *fields;
  } bad[] = {
    { "referral", "{\"tier\": 6}" }, { "referral", "{\"tier\": \"5\"}" },
    { "referral", "{\"received\": \"20/11/2026\"}" },
    { "referral", "{\"child\": \"someone\"}" }, { "referral", "{\"agencies\": [\"b\", \"a\"]}" },
    { "area", "{\"valid\": {\"from\": \"2020-01-01\", \"to\": \"2016-01-01\"}}" },
    { "contract", "{\"unit_cost\": \"1e6\"}" },
    { "label", "{\"subject\": [\"nobody\", \"0195c0de-0000-7000-8000-000000000001\"]}" },
    { "county", "{\"name\": 3}" }, { "provision", "{\"key\": \"two words\"}" },
    { "panel", "{\"key\": \"\"}" },
  };
  g_autofree char *id = atlas_id_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr(GError)      error = NULL;
      g_autoptr(json_t)      fields = atlas_json_parse (bad[i].fields, -1, NULL);
      g_autoptr(AtlasRecord) record =
        atlas_record_new (atlas_type_find (bad[i].type), id, 0, fields, &error);

      g_assert_null (record);
      g_assert_error (error, ATLAS_ERROR, ATLAS_ERROR_INVALID);
    }
}

static void
test_a_create_needs_what_is_required (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(json_t) fields = json_pack ("{s:s}", "reference", "K7-204");
  g_autoptr(json_t) computed = json_pack ("{s:s, s:i, s:[]}", "provision",
                                          "0195c0de-0000-7000-8000-000000000001",
                                          "commissioned", 4, "claims");

  g_assert_false (atlas_fields_check (&atlas_referral_type, fields, &error));
  g_assert_error (error, ATLAS_ERROR, ATLAS_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_false (atlas_fields_check (&atlas_place_type, computed, &error));
  g_assert_error (error, ATLAS_ERROR, ATLAS_ERROR_INVALID);
}

static void
test_every_code_set_that_is_named_exists (void)
{
  guint n_types;
  const AtlasType * const *types = atlas_types (&n_types);

  for (guint i = 0; i < n_types; i++)
    for (guint j = 0; j < types[i]->n_fields; j++)
      {
        const AtlasField *field = &types[i]->fields[j];
        g_autoptr(GPtrArray) codes = atlas_codes_list (field->codes);

        if (field->codes != NULL)
          g_assert_cmpuint (codes->len, >, 0);
        if (field->ref != NULL)
          g_assert_nonnull (atlas_type_find (field->ref));
      }
}

/* T165: how serious an event was has two words, each with its definition */
static void
test_serious_has_two_words (void)
{
  g_autoptr(GPtrArray) codes = atlas_codes_list ("severity");

  g_assert_cmpuint (codes->len, ==, 2);
  g_assert_cmpstr (atlas_codes_label ("severity", "difficult"), ==,
                   "Difficult: no harm or injury");
  g_assert_cmpstr (atlas_codes_label ("severity", "dangerous"), ==,
                   "Dangerous: evidenced injury to self or others, damage to property or a "
                   "criminal offence");
}

static void
test_steps_are_guarded (void)
{
  g_assert_true (atlas_codes_may_step ("referral-step", "sent", "panel"));
  g_assert_true (atlas_codes_may_step ("referral-step", NULL, "draft"));
  g_assert_true (atlas_codes_may_step ("referral-step", "sent", "sent"));
  g_assert_false (atlas_codes_may_step ("referral-step", "draft", "started"));
  g_assert_false (atlas_codes_may_step ("referral-step", "sent", "nowhere"));
}

static void
test_the_wire_schema_names_every_field (void)
{
  g_autoptr(json_t) schema = atlas_schema_to_json (ATLAS_SCHEMA_CURRENT);
  json_t *tier;
  json_t *hours;

  tier = json_object_get (json_object_get (json_object_get (json_object_get (schema, "types"),
                                                            "referral"),
                                           "fields"), "tier");
  g_assert_cmpstr (atlas_json_string (tier, "kind"), ==, "integer");
  g_assert_cmpint (atlas_json_integer (tier, "max", 0), ==, 5);

  /* What is only unusual is no limit. */
  hours = json_object_get (json_object_get (json_object_get (json_object_get (schema, "types"),
                                                             "timetable"),
                                            "fields"), "hours_per_week");
  g_assert_cmpstr (atlas_json_string (hours, "kind"), ==, "decimal");
  g_assert_null (json_object_get (hours, "max"));
}

static void
test_a_return_is_never_taken_back (void)
{
  g_autoptr(AtlasChangeSet) hold = atlas_change_set_new ("Place held");
  g_autoptr(AtlasChangeSet) sent = atlas_change_set_new ("Return entered");
  g_autoptr(json_t) fields = json_object ();

  atlas_change_set_create (hold, "hold", "01939f00-0000-7000-8000-000000000001", fields);
  g_assert_true (atlas_change_set_can_undo (hold));
  atlas_change_set_create (sent, "return", "01939f00-0000-7000-8000-000000000002", fields);
  g_assert_false (atlas_change_set_can_undo (sent));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/records/every-type-survives-json", test_every_type_survives_json);
  g_test_add_func ("/records/compared-by-field", test_records_are_compared_by_field);
  g_test_add_func ("/records/every-value-survives-csv", test_every_value_survives_csv);
  g_test_add_func ("/records/members-are-the-fields", test_members_are_the_fields);
  g_test_add_func ("/records/values-of-the-wrong-kind-are-refused",
                   test_values_of_the_wrong_kind_are_refused);
  g_test_add_func ("/records/a-create-needs-what-is-required",
                   test_a_create_needs_what_is_required);
  g_test_add_func ("/records/every-code-set-that-is-named-exists",
                   test_every_code_set_that_is_named_exists);
  g_test_add_func ("/records/a-return-is-never-taken-back", test_a_return_is_never_taken_back);
  g_test_add_func ("/records/serious-has-two-words", test_serious_has_two_words);
  g_test_add_func ("/records/steps-are-guarded", test_steps_are_guarded);
  g_test_add_func ("/records/the-wire-schema-names-every-field",
                   test_the_wire_schema_names_every_field);

  return g_test_run ();
}
