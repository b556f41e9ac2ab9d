/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Built by test-add-field.py alone, in a copy of the source whose provisions have a "motto". */
#include "config.h"

#include <glib/gstdio.h>

#include "exchange/atlas-records-csv.h"
#include "records/atlas-records.h"
#include "store/atlas-db.h"
#include "store/atlas-schema.h"

#define ID "0195c0de-0000-7000-8000-000000000001"

static AtlasRecord *
make_provision (void)
{
  g_autoptr(json_t) fields = json_pack ("{s:s, s:s, s:s, s:s}", "key", "larwood", "name", "Larwood",
                                        "kind", "semh-special", "motto", "Onwards");
  AtlasRecord *record = atlas_record_new (&atlas_provision_type, ID, 0, fields, NULL);

  g_assert_nonnull (record);
  return record;
}

static void
test_it_is_a_member_and_in_json (void)
{
  g_autoptr(AtlasRecord) record = make_provision ();
  g_autoptr(json_t)      fields = atlas_record_to_fields (record);
  g_autofree char *motto = NULL;

  g_assert_cmpstr (((AtlasProvision *) record)->motto, ==, "Onwards");
  g_assert_cmpstr (atlas_json_string (fields, "motto"), ==, "Onwards");
  g_object_get (record, "motto", &motto, NULL);
  g_assert_cmpstr (motto, ==, "Onwards");
}

static void
test_it_is_a_column_of_csv (void)
{
  g_autoptr(AtlasRecord) record = make_provision ();
  g_autoptr(GPtrArray)   records = g_ptr_array_new ();
  g_autoptr(GBytes)      bytes = NULL;
  g_autoptr(AtlasImport) import = NULL;
  const AtlasImportRow *row;

  g_ptr_array_add (records, record);
  bytes = atlas_records_csv_export (&atlas_provision_type, records, NULL);
  import = atlas_records_csv_import (&atlas_provision_type, "provision.csv", bytes, NULL);
  row = atlas_import_get_row (import, 0);
  g_assert_cmpint (row->state, ==, ATLAS_ROW_NEW);
  g_assert_cmpstr (atlas_json_string (row->fields, "motto"), ==, "Onwards");
}

static void
test_it_is_in_the_schema_of_the_wire (void)
{
  g_autoptr(json_t) schema = atlas_schema_to_json (ATLAS_SCHEMA_CURRENT);
  json_t *provision = json_object_get (json_object_get (schema, "types"), "provision");
  json_t *motto = json_object_get (json_object_get (provision, "fields"), "motto");

  g_assert_cmpstr (atlas_json_string (motto, "kind"), ==, "text");
  g_assert_cmpstr (atlas_json_string (motto, "merge"), ==, "scalar");
}

static AtlasDb *
open_prepared (const char *path)
{
  g_autoptr(GError) error = NULL;
  AtlasDb *db = atlas_db_open (path, ATLAS_DB_CREATE, &error);

  g_assert_no_error (error);
  g_assert_true (atlas_schema_prepare (db, &error));
  g_assert_no_error (error);

  return db;
}

/* A database that has never heard of the field gets its column when it is opened. */
static void
test_it_is_added_to_an_older_database (void)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), "store.db", NULL);
  AtlasDb *db;

  g_assert_cmpint (g_mkdir_with_parents (g_get_user_data_dir (), 0700), ==, 0);
  db = open_prepared (path);
  g_assert_true (atlas_db_exec (db, "ALTER TABLE provision DROP COLUMN motto", &error));
  g_assert_false (atlas_db_exec (db, "SELECT motto FROM provision", NULL));
  atlas_db_close (db);

  db = open_prepared (path);
  g_assert_true (atlas_db_exec (db, "SELECT motto FROM provision", &error));
  g_assert_no_error (error);
  atlas_db_close (db);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/exchange/add-field/it-is-a-member-and-in-json",
                   test_it_is_a_member_and_in_json);
  g_test_add_func ("/exchange/add-field/it-is-a-column-of-csv", test_it_is_a_column_of_csv);
  g_test_add_func ("/exchange/add-field/it-is-in-the-schema-of-the-wire",
                   test_it_is_in_the_schema_of_the_wire);
  g_test_add_func ("/exchange/add-field/it-is-added-to-an-older-database",
                   test_it_is_added_to_an_older_database);

  return g_test_run ();
}
