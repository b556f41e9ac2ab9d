/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/atlas-error.h"
#include "base/atlas-id.h"
#include "records/atlas-blob.h"
#include "records/atlas-merge.h"
#include "records/atlas-records.h"

#define HASH  "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
#define CHILD "0195c0de-0000-7000-8000-000000000001"

static json_t *
file_of (const char *blob,
         gint64      size,
         const char *media,
         const char *name)
{
  return atlas_blob_to_json (&(AtlasBlob) { blob, size, media, name });
}

static json_t *
document_of (json_t *file)
{
  return json_pack ("{s:s, s:s, s:s, s:o}", "child", CHILD, "kind", "plan", "title", "A plan",
                    "file", file);
}

static void
test_a_file_is_named_whole_or_refused (void)
{
  static const struct {
    const char *blob;
    gint64      size;
    const char *media;
    const char *name;
    gboolean    is_valid;
  } cases[] = {
    { HASH, 0, "application/pdf", "Plan, März 2026.pdf", TRUE },
    { HASH, ATLAS_BLOB_BYTES_MAX, "image/svg+xml", "a", TRUE },
    { HASH, ATLAS_BLOB_BYTES_MAX + 1, "application/pdf", "a.pdf", FALSE },
    { HASH, -1, "application/pdf", "a.pdf", FALSE },
    { "E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855", 1, "a/b", "a", FALSE },
    { "e3b0c442", 1, "application/pdf", "a.pdf", FALSE },
    { HASH, 1, "application", "a.pdf", FALSE },
    { HASH, 1, "application/pdf; x=y", "a.pdf", FALSE },
    { HASH, 1, "", "a.pdf", FALSE },
    { HASH, 1, "application/pdf", "", FALSE },
    { HASH, 1, "application/pdf", "..", FALSE },
    { HASH, 1, "application/pdf", "../a.pdf", FALSE },
    { HASH, 1, "application/pdf", "C:\\a.pdf", FALSE },
    { HASH, 1, "application/pdf", "a\nb.pdf", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(json_t) fields = document_of (file_of (cases[i].blob, cases[i].size, cases[i].media,
                                                       cases[i].name));
      g_autoptr(GError) error = NULL;
      gboolean is_valid = atlas_fields_check (&atlas_document_type, fields, &error);

      g_assert_cmpint (is_valid, ==, cases[i].is_valid);
      if (!cases[i].is_valid)
        g_assert_error (error, ATLAS_ERROR, ATLAS_ERROR_INVALID);
    }
}

static void
test_a_file_goes_through_record_and_csv (void)
{
  g_autofree char *id = atlas_id_new ();
  g_autoptr(json_t) fields = document_of (file_of (HASH, 12, "application/pdf", "Plan; 1.pdf"));
  json_t *file = json_object_get (fields, "file");
  const AtlasField *field = atlas_type_field (&atlas_document_type, "file");
  g_autoptr(GError)      error = NULL;
  g_autoptr(AtlasRecord) record = NULL;
  g_autoptr(json_t) again = NULL;
  g_autoptr(json_t) read = NULL;
  g_autofree char *cell = NULL;
  g_autofree char *words = NULL;
  AtlasBlob blob;

  record = atlas_record_new (&atlas_document_type, id, 1, fields, &error);
  g_assert_no_error (error);
  again = atlas_record_to_fields (record);
  g_assert_true (json_equal (fields, again));

  cell = atlas_value_to_csv (field, file);
  g_assert_true (atlas_value_from_csv (field, cell, &read, &error));
  g_assert_true (json_equal (read, file));

  words = atlas_record_format (record, field);
  g_assert_cmpstr (words, ==, "Plan; 1.pdf");
  g_assert_true (atlas_blob_read (read, &blob));
  g_assert_cmpstr (blob.blob, ==, HASH);
  g_assert_cmpint (blob.size, ==, 12);
}

static void
test_the_wire_says_that_it_is_a_file (void)
{
  g_autoptr(json_t) schema = atlas_schema_to_json (ATLAS_SCHEMA_CURRENT);
  json_t *type = json_object_get (json_object_get (schema, "types"), "document");
  json_t *field = json_object_get (json_object_get (type, "fields"), "file");

  g_assert_cmpstr (atlas_json_string (field, "kind"), ==, "blob");
  g_assert_cmpstr (atlas_json_string (field, "merge"), ==, "scalar");
}

static void
test_files_are_found_wherever_they_are_named (void)
{
  g_autoptr(GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(json_t) parked = NULL;

  parked = json_pack ("{s:[{s:s, s:o}, {s:[n, o]}]}", "ops", "op", "create", "fields",
                      document_of (file_of (HASH, 1, "a/b", "c")), "file",
                      file_of ("00b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                               1, "a/b", "d"));
  atlas_blob_collect (parked, names);
  g_assert_cmpuint (g_hash_table_size (names), ==, 2);
  g_assert_true (g_hash_table_contains (names, HASH));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/blob/a-file-is-named-whole-or-refused",
                   test_a_file_is_named_whole_or_refused);
  g_test_add_func ("/blob/a-file-goes-through-record-and-csv",
                   test_a_file_goes_through_record_and_csv);
  g_test_add_func ("/blob/the-wire-says-that-it-is-a-file", test_the_wire_says_that_it_is_a_file);
  g_test_add_func ("/blob/files-are-found-wherever-they-are-named",
                   test_files_are_found_wherever_they_are_named);

  return g_test_run ();
}
