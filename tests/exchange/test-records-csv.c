/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "base/atlas-csv.h"
#include "base/atlas-id.h"
#include "exchange/atlas-records-csv.h"
#include "records/atlas-codes.h"
#include "records/atlas-records.h"

#define ID_1 "0195c0de-0000-7000-8000-000000000001"
#define ID_2 "0195c0de-0000-7000-8000-000000000002"

static AtlasRecord *
make (const char *type,
      const char *id,
      const char *fields)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(json_t) object = atlas_json_parse (fields, -1, &error);
  AtlasRecord *record;

  g_assert_no_error (error);
  record = atlas_record_new (atlas_type_find (type), id, 7, object, &error);
  g_assert_no_error (error);

  return record;
}

static GPtrArray *
new_records (void)
{
  return g_ptr_array_new_with_free_func (g_object_unref);
}

static AtlasImport *
import (const char *type,
        const char *csv,
        GPtrArray  *present)
{
  g_autoptr(GBytes) bytes = g_bytes_new_static (csv, strlen (csv));

  return atlas_records_csv_import (atlas_type_find (type), "records.csv", bytes, present);
}

static void
assert_refused (AtlasImport *rows,
                guint        row,
                const char  *reason)
{
  const AtlasImportRow *refused = atlas_import_get_row (rows, row);

  g_test_message ("line %u: %s", refused->line, refused->reason);
  g_assert_cmpint (refused->state, ==, ATLAS_ROW_REFUSED);
  g_assert_nonnull (strstr (refused->reason, reason));
}

/* A value that suits a field, and is hard on a CSV file where it may be. */
static json_t *
sample_value (const AtlasField *field)
{
  g_autoptr(GPtrArray) codes = atlas_codes_list (field->codes);
  const AtlasCode *code = codes->len > 0 ? g_ptr_array_index (codes, 0) : NULL;

  switch (field->kind)
    {
    case ATLAS_KIND_TEXT:
      return json_string ("=1+1, “so \"it\" is”\r\nand on a second line");
    case ATLAS_KIND_DATE:
      return json_string ("2026-11-22");
    case ATLAS_KIND_TIME:
      return json_string ("2026-11-22T09:00:03.120Z");
    case ATLAS_KIND_INTEGER:
      return json_integer (field->min > 3 ? field->min : 3);
    case ATLAS_KIND_DECIMAL:
      return json_string ("-12.50");
    case ATLAS_KIND_BOOLEAN:
      return json_true ();
    case ATLAS_KIND_CODE:
      return json_string (code != NULL ? code->code : "none");
    case ATLAS_KIND_REF:
      return json_string (ID_2);
    case ATLAS_KIND_SET:
      return json_pack ("[s]", code != NULL ? code->code : "Welwyn Garden City");
    case ATLAS_KIND_RANGE:
      return json_pack ("{s:s}", "from", "2016-04-01");
    case ATLAS_KIND_SUBJECT:
      return json_pack ("[s, s]", "referral", ID_2);
    case ATLAS_KIND_JSON:
      return json_pack ("{s:[i, s]}", "a", 1, "“b”, c");
    case ATLAS_KIND_BLOB:
      return json_pack ("{s:s, s:i, s:s, s:s}", "blob",
                        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                        "size", 0, "media", "text/plain", "name", "“a”, b.txt");
    default:
      g_assert_not_reached ();
    }
}

static json_t *
sample_fields (const AtlasType *type)
{
  json_t *fields = json_object ();

  for (guint i = 0; i < type->n_fields; i++)
    if (type->fields[i].merge != ATLAS_MERGE_COMPUTED)
      json_object_set_new (fields, type->fields[i].name, sample_value (&type->fields[i]));

  /* Such a key is part of a scope, and takes less. */
  if (type->scope_root)
    json_object_set_new (fields, type->key, json_string ("=1+1,“so"));

  return fields;
}

static void
test_every_type_survives_csv (void)
{
  guint n_types;
  const AtlasType * const *types = atlas_types (&n_types);

  for (guint i = 0; i < n_types; i++)
    {
      g_autoptr(GError)      error = NULL;
      g_autoptr(json_t)      fields = sample_fields (types[i]);
      g_autoptr(GPtrArray)   records = new_records ();
      g_autoptr(GBytes)      bytes = NULL;
      g_autoptr(AtlasImport) rows = NULL;
      const AtlasImportRow *row;

      if (types[i]->server_made)
        continue;

      g_ptr_array_add (records, atlas_record_new (types[i], ID_1, 0, fields, &error));
      g_assert_no_error (error);
      bytes = atlas_records_csv_export (types[i], records, NULL);
      rows = atlas_records_csv_import (types[i], "records.csv", bytes, NULL);

      g_test_message ("%s", types[i]->name);
      g_assert_cmpuint (atlas_import_n_rows (rows), ==, 1);
      row = atlas_import_get_row (rows, 0);
      g_assert_cmpstr (row->reason, ==, NULL);
      g_assert_cmpint (row->state, ==, ATLAS_ROW_NEW);
      g_assert_cmpstr (row->id, ==, ID_1);
      g_assert_true (atlas_json_equal (row->fields, fields));
    }
}

static void
test_refs_are_written_as_keys_and_found_again (void)
{
  g_autoptr(GPtrArray)   present = new_records ();
  g_autoptr(GPtrArray)   towns = new_records ();
  g_autoptr(GBytes)      bytes = NULL;
  g_autoptr(AtlasImport) rows = NULL;
  g_autofree char *text = NULL;

  g_ptr_array_add (present, make ("area", ID_1, "{\"key\": \"dspl2\", \"name\": \"Stevenage\"}"));
  g_ptr_array_add (towns, make ("town", ID_2, "{\"key\": \"stevenage\", \"name\": \"Stevenage\", "
                                "\"area\": \"" ID_1 "\"}"));
  bytes = atlas_records_csv_export (&atlas_town_type, towns, present);
  text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_assert_nonnull (strstr (text, "stevenage,Stevenage,dspl2,"));

  g_ptr_array_add (present, g_object_ref (g_ptr_array_index (towns, 0)));
  rows = atlas_records_csv_import (&atlas_town_type, "town.csv", bytes, present);
  g_assert_cmpint (atlas_import_get_row (rows, 0)->state, ==, ATLAS_ROW_SAME);
}

static void
test_a_changed_row_changes_only_what_differs (void)
{
  g_autoptr(GPtrArray)   present = new_records ();
  g_autoptr(AtlasImport) rows = NULL;
  g_autoptr(GPtrArray)   sets = NULL;
  g_autoptr(GPtrArray)   after = NULL;
  g_autofree char *ops = NULL;
  const AtlasImportRow *row;

  g_ptr_array_add (present, make ("provision", ID_1,
                                  "{\"key\": \"larwood\", \"name\": \"Larwood\", "
                                  "\"kind\": \"semh-special\", \"town\": \"Stevenage\", "
                                  "\"note\": \"kept\", "
                                  "\"serves_towns\": [\"Hitchin\", \"Ware\"]}"));
  rows = import ("provision", "key,name,kind,town,serves_towns\n"
                 "larwood,Larwood School,semh-special,,Ware;Tring\n", present);
  row = atlas_import_get_row (rows, 0);
  g_assert_cmpint (row->state, ==, ATLAS_ROW_CHANGED);
  g_assert_cmpstr (row->id, ==, ID_1);
  g_assert_cmpuint (json_object_size (row->fields), ==, 3);

  sets = atlas_import_make_sets (rows, "Directory");
  g_assert_cmpuint (sets->len, ==, 1);
  ops = atlas_json_to_text (atlas_change_set_get_ops (g_ptr_array_index (sets, 0)));
  g_assert_nonnull (strstr (ops, "\"name\":[\"Larwood\",\"Larwood School\"]"));
  g_assert_nonnull (strstr (ops, "\"town\":[\"Stevenage\",null]"));
  g_assert_nonnull (strstr (ops, "\"base\":7"));
  g_assert_nonnull (strstr (ops, "\"op\":\"add\",\"type\":\"provision\",\"values\":[\"Tring\"]"));
  g_assert_nonnull (strstr (ops, "\"op\":\"remove\",\"type\":\"provision\","
                            "\"values\":[\"Hitchin\"]"));
  g_assert_null (strstr (ops, "kept"));

  after = atlas_import_make_records (rows, &atlas_provision_type, NULL);
  g_assert_cmpstr (((AtlasProvision *) g_ptr_array_index (after, 0))->note, ==, "kept");
  g_assert_cmpstr (((AtlasProvision *) g_ptr_array_index (after, 0))->name, ==, "Larwood School");
  g_assert_null (((AtlasProvision *) g_ptr_array_index (after, 0))->town);
}

static void
test_what_may_not_change_is_refused (void)
{
  g_autoptr(GPtrArray)   present = new_records ();
  g_autoptr(AtlasImport) returned = NULL;
  g_autoptr(AtlasImport) stepped = NULL;
  g_autoptr(AtlasImport) emptied = NULL;

  g_ptr_array_add (present, make ("return", ID_1,
                                  "{\"provision\": \"" ID_2 "\", \"place\": \"" ID_2 "\", "
                                  "\"as_at\": \"2026-11-20\", \"on_roll\": 3}"));
  g_ptr_array_add (present, make ("referral", ID_2,
                                  "{\"reference\": \"K7-204\", \"child\": \"" ID_1 "\", "
                                  "\"step\": \"draft\"}"));

  returned = import ("return", "id,on_roll\n" ID_1 ",4\n", present);
  assert_refused (returned, 0, "never changed");
  stepped = import ("referral", "reference,step\nK7-204,started\n", present);
  assert_refused (stepped, 0, "the step is not allowed from here");
  emptied = import ("referral", "id,reference\n" ID_2 ",\n", present);
  assert_refused (emptied, 0, "referral.reference: is missing");
}

static void
test_what_only_a_server_makes_is_refused (void)
{
  g_autoptr(AtlasImport) users = import ("user", "name\nSomebody\n", NULL);
  g_autoptr(AtlasImport) holds = import ("hold", "provision,place,places,use_by,rank\n"
                                         ID_1 "," ID_2 ",1,2026-12-01,1\n", NULL);

  g_assert_cmpuint (atlas_import_n_rows (users), ==, 1);
  assert_refused (users, 0, "only a server makes records");
  assert_refused (holds, 0, "column “rank” is worked out by the server");
  g_assert_cmpint (atlas_import_get_row (holds, 1)->state, ==, ATLAS_ROW_NEW);
}

static void
test_identity_cannot_be_confused (void)
{
  g_autoptr(GPtrArray)   present = new_records ();
  g_autoptr(AtlasImport) rows = NULL;

  g_ptr_array_add (present, make ("area", ID_1, "{\"key\": \"dspl2\", \"name\": \"Stevenage\"}"));
  rows = import ("area", "id,key,name\n"
                 ID_2 ",dspl2,Stevenage\n"
                 "no-id,dspl3,East Herts\n"
                 ID_1 ",,Stevenage\n"
                 ID_1 ",,Again\n", present);

  assert_refused (rows, 0, "is the key of another record");
  assert_refused (rows, 1, "id: must be the id of a record");
  assert_refused (rows, 2, "area.key: is missing");
  assert_refused (rows, 3, "already on line 4");
}

/* A record that this laptop may not see can still be named by its id, but by no key. */
static void
test_an_unknown_id_is_kept_and_an_unknown_key_refused (void)
{
  g_autoptr(AtlasImport) rows = import ("town", "key,name,area\n"
                                        "a,Ashby," ID_1 "\n"
                                        "b,Barton,dspl99\n", NULL);

  g_assert_cmpint (atlas_import_get_row (rows, 0)->state, ==, ATLAS_ROW_NEW);
  g_assert_cmpstr (atlas_json_string (atlas_import_get_row (rows, 0)->fields, "area"), ==, ID_1);
  assert_refused (rows, 1, "there is no area “dspl99”");
}

static void
test_an_export_runs_nothing_in_a_spreadsheet (void)
{
  static const char *cells[] = {
    "=cmd()", "+1", "@sum", "\tx", "'=cmd()", "''@x", "'plain", "-3", "plain",
  };
  g_autoptr(GString)  text = g_string_new ("name\r\n");
  g_autoptr(AtlasCsv) csv = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cells); i++)
    {
      atlas_csv_append_cell (text, cells[i], TRUE);
      atlas_csv_end_row (text);
    }
  g_assert_null (strstr (text->str, "\n="));
  g_assert_null (strstr (text->str, "\n\"="));

  csv = atlas_csv_parse (text->str, text->len, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cells); i++)
    g_assert_cmpstr (atlas_csv_unguard (atlas_csv_get (csv, i, "name")), ==, cells[i]);
}

static void
test_too_large_a_record_is_refused (void)
{
  g_autofree char *cell = g_strnfill (32000, 'x');
  g_autofree char *csv = g_strconcat ("key,name,note,short_name\nbig,", cell, ",", cell, ",", cell,
                                      "\n", NULL);
  g_autofree char *longer = g_strnfill (40000, 'x');
  g_autofree char *csv_longer = g_strconcat ("key,name\nbig,", longer, "\n", NULL);
  g_autoptr(AtlasImport) rows = import ("area", csv, NULL);
  g_autoptr(AtlasImport) rows_longer = import ("area", csv_longer, NULL);

  assert_refused (rows, 0, "longer than 64 KiB");
  assert_refused (rows_longer, 0, "is too long");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/exchange/csv/every-type-survives-csv", test_every_type_survives_csv);
  g_test_add_func ("/exchange/csv/refs-are-written-as-keys-and-found-again",
                   test_refs_are_written_as_keys_and_found_again);
  g_test_add_func ("/exchange/csv/a-changed-row-changes-only-what-differs",
                   test_a_changed_row_changes_only_what_differs);
  g_test_add_func ("/exchange/csv/what-may-not-change-is-refused",
                   test_what_may_not_change_is_refused);
  g_test_add_func ("/exchange/csv/what-only-a-server-makes-is-refused",
                   test_what_only_a_server_makes_is_refused);
  g_test_add_func ("/exchange/csv/identity-cannot-be-confused", test_identity_cannot_be_confused);
  g_test_add_func ("/exchange/csv/an-unknown-id-is-kept-and-an-unknown-key-refused",
                   test_an_unknown_id_is_kept_and_an_unknown_key_refused);
  g_test_add_func ("/exchange/csv/an-export-runs-nothing-in-a-spreadsheet",
                   test_an_export_runs_nothing_in_a_spreadsheet);
  g_test_add_func ("/exchange/csv/too-large-a-record-is-refused",
                   test_too_large_a_record_is_refused);

  return g_test_run ();
}
