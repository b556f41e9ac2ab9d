/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/atlas-error.h"
#include "base/atlas-id.h"
#include "exchange/atlas-pack.h"
#include "records/atlas-records.h"

#define MANIFEST(more)                                                            \
  "{\"name\": \"testshire\", \"title\": \"Testshire\", \"county\": \"testshire\", " \
  "\"version\": 1, \"schema\": 1, \"published\": \"2026-11-22\", "                 \
  "\"attribution\": \"\", " more "}"

#define FILE_OF(type) "{\"type\": \"" type "\", \"file\": \"" type ".csv\"}"
#define AREAS           "\"files\": [" FILE_OF ("area") "]"
#define AREAS_AND_TOWNS "\"files\": [" FILE_OF ("area") ", " FILE_OF ("town") "]"

/* A pack in memory: pairs of a file's name and its text. */
static AtlasPack *
open_pack (GError    **error,
           const char *name,
           ...)
{
  g_autoptr(GHashTable) files = NULL;
  va_list args;

  files = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) g_bytes_unref);
  va_start (args, name);
  for (const char *file = name; file != NULL; file = va_arg (args, const char *))
    {
      const char *text = va_arg (args, const char *);

      g_hash_table_insert (files, (char *) file, g_bytes_new_static (text, strlen (text)));
    }
  va_end (args);

  return atlas_pack_new_from_files (files, error);
}

static AtlasImport *
read_areas (const char *csv)
{
  g_autoptr(GError)    error = NULL;
  g_autoptr(AtlasPack) pack = open_pack (&error, "manifest.json", MANIFEST (AREAS),
                                         "area.csv", csv, NULL);

  g_assert_no_error (error);
  return atlas_pack_read (pack, NULL);
}

static void
assert_refused (AtlasImport *import,
                guint        row,
                guint        line,
                const char  *reason)
{
  const AtlasImportRow *refused = atlas_import_get_row (import, row);

  g_test_message ("%s, line %u: %s", refused->file, refused->line, refused->reason);
  g_assert_cmpint (refused->state, ==, ATLAS_ROW_REFUSED);
  g_assert_cmpuint (refused->line, ==, line);
  g_assert_nonnull (strstr (refused->reason, reason));
}

static void
test_shipped_pack_says_what_it_is (void)
{
  g_autoptr(GError)    error = NULL;
  g_autoptr(AtlasPack) pack = atlas_pack_open ("hertfordshire", &error);
  g_auto(GStrv)        shipped = atlas_pack_list_shipped ();
  AtlasPackEdition *newest;

  g_assert_no_error (error);
  g_assert_true (g_strv_contains ((const char * const *) shipped, "hertfordshire"));
  g_assert_cmpstr (atlas_pack_get_name (pack), ==, "hertfordshire");
  g_assert_cmpstr (atlas_pack_get_title (pack), ==, "Hertfordshire");
  g_assert_cmpint (atlas_pack_get_version (pack), ==, 1);
  g_assert_nonnull (strstr (atlas_pack_get_attribution (pack), "Crown copyright"));
  g_assert_nonnull (strstr (atlas_pack_get_attribution (pack), "GeoNames, CC BY 4.0"));

  g_assert_cmpuint (atlas_pack_get_editions (pack)->len, ==, 2);
  newest = g_ptr_array_index (atlas_pack_get_editions (pack), 1);
  g_assert_cmpstr (newest->published_text, ==, "January 2020");
  g_assert_cmpint (newest->begins, ==, atlas_date_new (2020, 1, 1));
}

static void
test_shipped_pack_has_its_shapes (void)
{
  static const struct {
    const char *name;
    guint       features;
  } shapes[] = { { "outline", 1 }, { "areas", 9 }, { "partnerships", 19 } };
  g_autoptr(AtlasPack) pack = atlas_pack_open ("hertfordshire", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(GBytes) bytes = atlas_pack_get_shape (pack, shapes[i].name);
      g_autoptr(json_t) shape = NULL;
      gsize size;
      const char *text;

      g_assert_nonnull (bytes);
      text = g_bytes_get_data (bytes, &size);
      shape = atlas_json_parse (text, (gssize) size, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (json_array_size (json_object_get (shape, "features")), ==,
                        shapes[i].features);
    }

  g_assert_null (atlas_pack_get_shape (pack, "rivers"));
}

static void
test_ids_come_from_pack_and_key (void)
{
  g_autoptr(AtlasImport) import = read_areas ("key,name\nnorth,North\n");
  g_autofree char *id = atlas_id_for_pack ("testshire", "area", "north");
  const AtlasImportRow *row = atlas_import_get_row (import, 0);

  g_assert_cmpint (row->state, ==, ATLAS_ROW_NEW);
  g_assert_cmpstr (row->id, ==, id);
  g_assert_cmpstr (row->key, ==, "north");
  g_assert_cmpuint (row->line, ==, 2);
}

static void
test_each_bad_row_is_refused_with_its_line (void)
{
  static const struct {
    const char *row;
    const char *reason;
  } bad[] = {
    { ",No key,,,\n", "key: is missing" },
    { "No Key,Spaces,,,\n", "one word" },
    { "North-West,Capitals,,,\n", "lower-case" },
    { "../../etc,Path,,,\n", "lower-case" },
    { "nameless,,,,\n", "area.name: is missing" },
    { "few,Cells\n", "2 cells where the header has 5" },
    { "many,Cells,1,,,,\n", "7 cells where the header has 5" },
    { "number,Number,nine,,\n", "area.number" },
    { "limits,Limits,1000,,\n", "outside its limits" },
    { "kind,Kind,,parish,\n", "“parish” is no code of “area-kind”" },
    { "range,Range,,,2020-01-01/2016-01-01\n", "area.valid" },
    { "date,Date,,,2016-02-30/\n", "area.valid" },
    { "north,Twice,,,\n", "already on line 2" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autofree char *csv = g_strconcat ("key,name,number,kind,valid\n"
                                          "north,North,1,dspl,2016-04-01/\n",
                                          bad[i].row,
                                          "south,South,2,dspl,2016-04-01/\n", NULL);
      g_autoptr(AtlasImport) import = read_areas (csv);

      g_assert_cmpuint (atlas_import_n_rows (import), ==, 3);
      g_assert_cmpuint (atlas_import_count (import, ATLAS_ROW_NEW), ==, 2);
      assert_refused (import, 1, 3, bad[i].reason);
    }
}

static void
test_unknown_column_is_refused_once (void)
{
  g_autoptr(AtlasImport) import = read_areas ("key,name,colour\nnorth,North,blue\n"
                                              "south,South,red\n");

  g_assert_cmpuint (atlas_import_n_rows (import), ==, 3);
  assert_refused (import, 0, 1, "unknown column “colour”");
  g_assert_cmpuint (atlas_import_count (import, ATLAS_ROW_NEW), ==, 2);
}

static void
test_a_file_that_is_no_csv_is_one_refused_row (void)
{
  static const struct {
    const char *csv;
    const char *reason;
  } bad[] = {
    { "", "no header" },
    { "key,key\nnorth,North\n", "two columns" },
    { "key,name\nnorth,\"North\nsouth,South\n", "quoted cell" },
    { "key,name\nnorth,\xff\xfe\n", "not UTF-8" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr(AtlasImport) import = read_areas (bad[i].csv);

      g_assert_cmpuint (atlas_import_n_rows (import), ==, 1);
      assert_refused (import, 0, 1, bad[i].reason);
    }
}

static void
test_refs_name_rows_by_key (void)
{
  g_autoptr(GError)      error = NULL;
  g_autoptr(AtlasImport) import = NULL;
  g_autoptr(AtlasPack)   pack = open_pack (&error, "manifest.json", MANIFEST (AREAS_AND_TOWNS),
                                           "area.csv", "key,name,kind\nnorth,North,\n"
                                           "south,South,parish\n",
                                           "town.csv", "key,name,area\n"
                                           "a,Ashby,north\nb,Barton,south\nc,Corby,west\n"
                                           "d,Denby,0195c0de-0000-7000-8000-000000000001\n", NULL);
  const AtlasImportRow *row;
  g_autofree char *north = atlas_id_for_pack ("testshire", "area", "north");

  g_assert_no_error (error);
  import = atlas_pack_read (pack, NULL);
  row = atlas_import_get_row (import, 2);
  g_assert_cmpint (row->state, ==, ATLAS_ROW_NEW);
  g_assert_cmpstr (atlas_json_string (row->fields, "area"), ==, north);
  assert_refused (import, 3, 3, "names line 3 of area.csv, which is refused");
  assert_refused (import, 4, 4, "there is no area “west”");
  assert_refused (import, 5, 5, "there is no area");
}

/* However long the chain, and in whatever order its rows stand. */
static void
test_a_refusal_reaches_all_that_hangs_on_it (void)
{
  g_autoptr(GError)      error = NULL;
  g_autoptr(AtlasPack)   pack = NULL;
  g_autoptr(AtlasImport) import = NULL;
  g_autoptr(GString)     csv = g_string_new ("key,name,kind,successor\nlast,Last,no-such-kind,\n");
  guint length = 20000;

  for (guint i = 0; i < length; i++)
    {
      g_autofree char *next = i + 1 < length ? g_strdup_printf ("p%u", i + 1) : g_strdup ("last");

      g_string_append_printf (csv, "p%u,P,esc,%s\n", i, next);
    }
  pack = open_pack (&error, "manifest.json",
                    MANIFEST ("\"files\": [" FILE_OF ("provision") "]"),
                    "provision.csv", csv->str, NULL);
  g_assert_no_error (error);

  import = atlas_pack_read (pack, NULL);
  g_assert_cmpuint (atlas_import_count (import, ATLAS_ROW_REFUSED), ==, length + 1);
}

static void
test_a_missing_file_is_reported (void)
{
  g_autoptr(AtlasPack)   pack = open_pack (NULL, "manifest.json", MANIFEST (AREAS), NULL);
  g_autoptr(AtlasImport) import = atlas_pack_read (pack, NULL);

  g_assert_cmpuint (atlas_import_n_rows (import), ==, 1);
  assert_refused (import, 0, 1, "no such file");
}

static void
test_each_bad_manifest_is_an_error (void)
{
  static const struct {
    const char *manifest;
    int         code;
    const char *message;
  } bad[] = {
    { "", ATLAS_ERROR_INVALID, "manifest.json" },
    { "[]", ATLAS_ERROR_INVALID, "no JSON object" },
    { "{\"schema\": 1}", ATLAS_ERROR_INVALID, "name" },
    { "{\"schema\": 99}", ATLAS_ERROR_NEWER_DATA, "newer release" },
    { "{\"schema\": 1, \"name\": \"../up\"}", ATLAS_ERROR_INVALID, "name" },
    { MANIFEST ("\"files\": []"), ATLAS_ERROR_INVALID, "files" },
    { MANIFEST ("\"files\": {}"), ATLAS_ERROR_INVALID, "files" },
    { MANIFEST ("\"files\": [{\"type\": \"area\"}]"), ATLAS_ERROR_INVALID, "file's name" },
    { MANIFEST ("\"files\": [{\"type\": \"area\", \"file\": \"../../etc/passwd\"}]"),
      ATLAS_ERROR_INVALID, "file's name" },
    { MANIFEST ("\"files\": [{\"type\": \"area\", \"file\": \"/etc/passwd\"}]"),
      ATLAS_ERROR_INVALID, "file's name" },
    { MANIFEST ("\"files\": [{\"type\": \"area\", \"file\": \".hidden\"}]"),
      ATLAS_ERROR_INVALID, "file's name" },
    { MANIFEST ("\"files\": [{\"type\": \"dragon\", \"file\": \"a.csv\"}]"),
      ATLAS_ERROR_INVALID, "no record type" },
    { MANIFEST ("\"files\": [{\"type\": \"child\", \"file\": \"a.csv\"}]"),
      ATLAS_ERROR_INVALID, "cannot come from a pack" },
    { MANIFEST ("\"files\": [{\"type\": \"referral\", \"file\": \"a.csv\"}]"),
      ATLAS_ERROR_INVALID, "cannot come from a pack" },
    { MANIFEST (AREAS ", \"shapes\": {\"areas\": \"../areas.geojson\"}"),
      ATLAS_ERROR_INVALID, "shape" },
    { MANIFEST (AREAS ", \"editions\": [{\"name\": \"2016\"}]"), ATLAS_ERROR_INVALID, "edition" },
    { MANIFEST (AREAS ", \"name\": \"twice\""), ATLAS_ERROR_INVALID, "manifest.json" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr(GError)    error = NULL;
      g_autoptr(AtlasPack) pack = open_pack (&error, "manifest.json", bad[i].manifest, NULL);

      g_assert_null (pack);
      g_test_message ("%s", error->message);
      g_assert_error (error, ATLAS_ERROR, bad[i].code);
      g_assert_nonnull (strstr (error->message, bad[i].message));
    }
}

static void
write_file (const char *dir,
            const char *name,
            const char *text)
{
  g_autofree char *path = g_build_filename (dir, name, NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static void
remove_dir (const char *path)
{
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *file = g_build_filename (path, name, NULL);

      g_assert_cmpint (g_remove (file), ==, 0);
    }
  g_assert_cmpint (g_rmdir (path), ==, 0);
}

static void
test_a_folder_is_a_pack (void)
{
  g_autoptr(GError)      error = NULL;
  g_autofree char *dir = g_dir_make_tmp ("atlas-pack-XXXXXX", NULL);
  g_autoptr(AtlasPack)   pack = NULL;
  g_autoptr(AtlasImport) import = NULL;

  write_file (dir, "manifest.json", MANIFEST (AREAS));
  write_file (dir, "area.csv", "\xef\xbb\xbfkey,name\r\nnorth,\"North, with a comma\"\r\n");

  pack = atlas_pack_open (dir, &error);
  g_assert_no_error (error);
  import = atlas_pack_read (pack, NULL);
  g_assert_cmpuint (atlas_import_count (import, ATLAS_ROW_NEW), ==, 1);
  g_assert_cmpstr (atlas_json_string (atlas_import_get_row (import, 0)->fields, "name"), ==,
                   "North, with a comma");
  remove_dir (dir);
}

/* A link would lead out of the folder, a pipe would wait for ever. */
static void
test_links_and_pipes_are_refused (void)
{
  g_autofree char *dir = g_dir_make_tmp ("atlas-pack-XXXXXX", NULL);
  g_autofree char *csv = g_build_filename (dir, "area.csv", NULL);
  g_autoptr(AtlasPack)   pack = NULL;
  g_autoptr(AtlasImport) linked = NULL;
  g_autoptr(AtlasImport) piped = NULL;

  write_file (dir, "manifest.json", MANIFEST (AREAS));
  pack = atlas_pack_open (dir, NULL);
  g_assert_nonnull (pack);

  g_assert_cmpint (symlink ("/etc/passwd", csv), ==, 0);
  linked = atlas_pack_read (pack, NULL);
  assert_refused (linked, 0, 1, "it is a link");

  g_assert_cmpint (g_remove (csv), ==, 0);
  g_assert_cmpint (mkfifo (csv, 0600), ==, 0);
  piped = atlas_pack_read (pack, NULL);
  assert_refused (piped, 0, 1, "no ordinary file");
  remove_dir (dir);
}

static void
test_too_long_a_file_is_refused (void)
{
  g_autofree char *dir = g_dir_make_tmp ("atlas-pack-XXXXXX", NULL);
  g_autofree char *csv = g_build_filename (dir, "area.csv", NULL);
  g_autoptr(AtlasPack)   pack = NULL;
  g_autoptr(AtlasImport) import = NULL;

  write_file (dir, "manifest.json", MANIFEST (AREAS));
  write_file (dir, "area.csv", "key,name\n");
  g_assert_cmpint (truncate (csv, ATLAS_IMPORT_FILE_BYTES_MAX + 1), ==, 0);
  pack = atlas_pack_open (dir, NULL);
  import = atlas_pack_read (pack, NULL);
  assert_refused (import, 0, 1, "too long");
  remove_dir (dir);
}

/* What lies beside the packs of the program is not one; the list is in order. */
static void
test_every_shipped_pack_can_be_opened (void)
{
  g_auto(GStrv) shipped = atlas_pack_list_shipped ();

  g_assert_cmpuint (g_strv_length (shipped), >, 0);
  g_assert_true (g_strv_contains ((const char * const *) shipped, ATLAS_PACK_DEFAULT));
  for (guint i = 0; shipped[i] != NULL; i++)
    {
      g_autoptr(GError)    error = NULL;
      g_autoptr(AtlasPack) pack = atlas_pack_open (shipped[i], &error);

      g_assert_no_error (error);
      g_assert_cmpstr (atlas_pack_get_name (pack), ==, shipped[i]);
      g_assert_true (i == 0 || strcmp (shipped[i - 1], shipped[i]) < 0);
    }
}

static void
test_a_pack_that_is_not_there_is_an_error (void)
{
  static const char *missing[] = { "atlantis", "/no/such/folder", "..", "", "UPPER" };

  for (guint i = 0; i < G_N_ELEMENTS (missing); i++)
    {
      g_autoptr(GError)    error = NULL;
      g_autoptr(AtlasPack) pack = atlas_pack_open (missing[i], &error);

      g_assert_null (pack);
      g_assert_nonnull (error);
    }
}

static void
test_sets_are_one_batch_and_within_the_limit (void)
{
  g_autoptr(GString)     csv = g_string_new ("key,name\n");
  g_autoptr(AtlasImport) import = NULL;
  g_autoptr(GPtrArray)   sets = NULL;
  gsize ops = 0;

  for (guint i = 0; i < 1234; i++)
    g_string_append_printf (csv, "a%u,Area %u\n", i, i);
  import = read_areas (csv->str);
  sets = atlas_import_make_sets (import, "County pack");

  g_assert_cmpuint (sets->len, ==, 3);
  for (guint i = 0; i < sets->len; i++)
    {
      AtlasChangeSet *set = g_ptr_array_index (sets, i);

      g_assert_cmpuint (atlas_change_set_n_ops (set), <=, ATLAS_SET_OPS_MAX);
      g_assert_cmpstr (atlas_change_set_get_batch (set), ==,
                       atlas_change_set_get_batch (g_ptr_array_index (sets, 0)));
      g_assert_cmpstr (atlas_change_set_get_label (set), ==, "County pack");
      ops += atlas_change_set_n_ops (set);
    }
  g_assert_cmpuint (ops, ==, 1234);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/exchange/pack/shipped-pack-says-what-it-is",
                   test_shipped_pack_says_what_it_is);
  g_test_add_func ("/exchange/pack/every-shipped-pack-can-be-opened",
                   test_every_shipped_pack_can_be_opened);
  g_test_add_func ("/exchange/pack/shipped-pack-has-its-shapes", test_shipped_pack_has_its_shapes);
  g_test_add_func ("/exchange/pack/ids-come-from-pack-and-key", test_ids_come_from_pack_and_key);
  g_test_add_func ("/exchange/pack/each-bad-row-is-refused-with-its-line",
                   test_each_bad_row_is_refused_with_its_line);
  g_test_add_func ("/exchange/pack/unknown-column-is-refused-once",
                   test_unknown_column_is_refused_once);
  g_test_add_func ("/exchange/pack/a-file-that-is-no-csv-is-one-refused-row",
                   test_a_file_that_is_no_csv_is_one_refused_row);
  g_test_add_func ("/exchange/pack/refs-name-rows-by-key", test_refs_name_rows_by_key);
  g_test_add_func ("/exchange/pack/a-refusal-reaches-all-that-hangs-on-it",
                   test_a_refusal_reaches_all_that_hangs_on_it);
  g_test_add_func ("/exchange/pack/a-missing-file-is-reported", test_a_missing_file_is_reported);
  g_test_add_func ("/exchange/pack/each-bad-manifest-is-an-error",
                   test_each_bad_manifest_is_an_error);
  g_test_add_func ("/exchange/pack/a-folder-is-a-pack", test_a_folder_is_a_pack);
  g_test_add_func ("/exchange/pack/links-and-pipes-are-refused", test_links_and_pipes_are_refused);
  g_test_add_func ("/exchange/pack/too-long-a-file-is-refused", test_too_long_a_file_is_refused);
  g_test_add_func ("/exchange/pack/a-pack-that-is-not-there-is-an-error",
                   test_a_pack_that_is_not_there_is_an_error);
  g_test_add_func ("/exchange/pack/sets-are-one-batch-and-within-the-limit",
                   test_sets_are_one_batch_and_within_the_limit);

  return g_test_run ();
}
