/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "base/atlas-error.h"
#include "exchange/atlas-sheet-map.h"
#include "exchange/atlas-sheet-words.h"

static AtlasSheet *
read_bytes (const char *data,
            gsize       size,
            GError    **error)
{
  g_autoptr(GBytes) bytes = g_bytes_new_static (data, size);

  return atlas_sheet_new ("children.csv", bytes, error);
}

static AtlasSheet *
read_text (const char *text)
{
  g_autoptr(GError) error = NULL;
  AtlasSheet *sheet = read_bytes (text, strlen (text), &error);

  g_assert_no_error (error);
  return sheet;
}

static void
assert_cell (AtlasSheet *sheet,
             guint       row,
             guint       column,
             const char *cell)
{
  g_assert_cmpstr (atlas_sheet_get_cell (sheet, row, column), ==, cell);
}

/* A table reads the same with tabs, semicolons or commas, quoted or not, any line ends. */
static void
test_any_separator (void)
{
  static const char * const texts[] = {
    "Name,Town\nAmir,\"Royston, north\"\nBeth,Hitchin\n",
    "\xef\xbb\xbfName;Town\r\nAmir;\"Royston, north\"\r\nBeth;Hitchin",
    "Name\tTown\r\nAmir\tRoyston, north\r\nBeth\tHitchin\r\n",
    "\"Name\"\t\"Town\"\rAmir\t\"Royston, north\"\rBeth\tHitchin\r",
  };
  static const char separators[] = ",;\t\t";

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(AtlasSheet) sheet = read_text (texts[i]);

      g_test_message ("table %" G_GSIZE_FORMAT, i);
      g_assert_cmpint (atlas_sheet_get_separator (sheet), ==, separators[i]);
      g_assert_cmpuint (atlas_sheet_n_columns (sheet), ==, 2);
      g_assert_cmpuint (atlas_sheet_n_rows (sheet), ==, 2);
      g_assert_cmpstr (atlas_sheet_get_title (sheet, 0), ==, "Name");
      assert_cell (sheet, 0, 1, "Royston, north");
      assert_cell (sheet, 1, 0, "Beth");
      g_assert_cmpuint (atlas_sheet_get_line (sheet, 1), ==, 3);
    }
}

/* What is not UTF-8 is read as Windows-1252, and the sheet says so; UTF-16 has its mark. */
static void
test_encoding_is_recognised_and_said (void)
{
  static const char utf16[] = "\xff\xfeN\0,\0T\0\n\0Z\0o\0\xeb\0,\0B\0";
  g_autoptr(GError) error = NULL;
  g_autoptr(AtlasSheet) plain = read_text ("Name,Town\nZo\xc3\xab,\xe2\x80\x93");
  g_autoptr(AtlasSheet) windows = read_text ("Name,Town\nZo\xeb,\x96");
  g_autoptr(AtlasSheet) wide = read_bytes (utf16, sizeof utf16 - 1, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (atlas_sheet_get_encoding (plain), ==, "UTF-8");
  g_assert_cmpstr (atlas_sheet_get_encoding (windows), ==, "Windows-1252");
  g_assert_cmpstr (atlas_sheet_get_encoding (wide), ==, "UTF-16");
  assert_cell (plain, 0, 0, "Zo\xc3\xab");
  assert_cell (windows, 0, 0, "Zo\xc3\xab");
  assert_cell (windows, 0, 1, "\xe2\x80\x93");
  assert_cell (wide, 0, 0, "Zo\xc3\xab");
}

/* Rows that a spreadsheet leaves empty are no rows, and every title is a different one. */
static void
test_empty_rows_and_titles (void)
{
  g_autoptr(AtlasSheet) sheet = read_text ("Name,,Note,note,\n,,,,\n  ,,\nAmir,1\n,,,,\nB,,,,,x\n");
  g_auto(GStrv) examples = atlas_sheet_list_examples (sheet, 0, 3);

  g_assert_cmpuint (atlas_sheet_n_rows (sheet), ==, 2);
  g_assert_cmpuint (atlas_sheet_get_line (sheet, 0), ==, 4);
  g_assert_cmpstr (atlas_sheet_get_title (sheet, 1), ==, "Column 2");
  g_assert_cmpstr (atlas_sheet_get_title (sheet, 3), ==, "note (2)");
  assert_cell (sheet, 0, 4, "");
  g_assert_false (atlas_sheet_is_too_wide (sheet, 0));
  g_assert_true (atlas_sheet_is_too_wide (sheet, 1));
  g_assert_cmpuint (g_strv_length (examples), ==, 2);
}

/* What is no table is refused whole, in words that say what to do. */
static void
test_no_table_is_refused (void)
{
  static const struct { const char *data; gsize size; const char *words; } cases[] = {
    { "", 0, "no header" },
    { "Name,Town\n", 10, "no rows" },
    { "Name,Town\n\n,,\n", 14, "no rows" },
    { "PK\x03\x04rest", 8, "workbook" },
    { "\xd0\xcf\x11\xe0rest", 8, "workbook" },
    { "Name\n\0\0", 7, "no table of text" },
    { "Name\n\x81\x8d", 7, "no table of text" },
    { "Name,Town\nAmir,\"Royston\n", 24, "Line 2" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(AtlasSheet) sheet = read_bytes (cases[i].data, cases[i].size, &error);

      g_assert_null (sheet);
      g_assert_error (error, ATLAS_ERROR, ATLAS_ERROR_INVALID);
      g_test_message ("%s", error->message);
      g_assert_nonnull (strstr (error->message, cases[i].words));
    }
}

static void
test_too_many_rows_are_refused (void)
{
  g_autoptr(GString) text = g_string_new ("Name\n");
  g_autoptr(GError) error = NULL;
  g_autoptr(AtlasSheet) most = NULL;
  g_autoptr(AtlasSheet) more = NULL;

  for (guint i = 0; i < ATLAS_SHEET_ROWS_MAX; i++)
    g_string_append (text, "Amir\n");
  most = read_bytes (text->str, text->len, &error);
  g_assert_no_error (error);
  g_string_append (text, "Beth\n");
  more = read_bytes (text->str, text->len, &error);

  g_assert_nonnull (most);
  g_assert_null (more);
  g_assert_error (error, ATLAS_ERROR, ATLAS_ERROR_INVALID);
}

static guint
field_of (AtlasSheetMap *map,
          const char    *title)
{
  return atlas_sheet_map_get_field (map, title);
}

/* Columns are matched by what people call them; a title that is not known is passed over. */
static void
test_titles_are_guessed (void)
{
  g_autoptr(AtlasSheet) sheet =
    read_text ("Forename,SURNAME,D.O.B.,Pupil’s shoe size,PEX date,Surname \n1,2,3,4,5,6\n");
  g_autoptr(AtlasSheetMap) map = atlas_sheet_map_new_guess (sheet);
  g_autoptr(GError) error = NULL;

  g_assert_cmpuint (field_of (map, "Forename"), ==, atlas_sheet_find_field ("child.first_name"));
  g_assert_cmpuint (field_of (map, "surname"), ==, atlas_sheet_find_field ("child.last_name"));
  g_assert_cmpuint (field_of (map, "D.O.B."), ==, atlas_sheet_find_field ("child.born"));
  g_assert_cmpuint (field_of (map, "PEX date"), ==, atlas_sheet_find_field ("exclusion.from"));
  g_assert_cmpuint (field_of (map, "Pupil’s shoe size"), ==, ATLAS_SHEET_FIELD_NONE);
  g_assert_cmpuint (field_of (map, "Surname (2)"), ==, ATLAS_SHEET_FIELD_NONE);
  g_assert_true (atlas_sheet_map_check (map, sheet, &error));
  g_assert_no_error (error);
}

/* No two fields claim one title, so that a guess does not depend on their order. */
static void
test_every_field_has_a_label_and_a_name (void)
{
  g_autoptr(GHashTable) labels = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < atlas_sheet_n_fields (); i++)
    {
      const AtlasSheetField *field = atlas_sheet_get_field (i);

      g_assert_cmpuint (atlas_sheet_find_field (field->name), ==, i);
      g_assert_true (g_hash_table_add (labels, atlas_sheet_label_field (i)));
    }
  g_assert_cmpuint (atlas_sheet_find_field ("child.shoes"), ==, ATLAS_SHEET_FIELD_NONE);
}

/* A map survives its JSON form, which --map reads and the window remembers. */
static void
test_map_survives_json (void)
{
  static const char text[] =
    "{\"columns\": {\"Who\": \"child.last_name\", \"Notes\": null},"
    " \"defaults\": {\"child.area\": \"mark1\"}, \"dates\": \"month-first\"}";
  g_autoptr(GError) error = NULL;
  g_autoptr(json_t) object = atlas_json_parse (text, -1, &error);
  g_autoptr(AtlasSheetMap) map = atlas_sheet_map_new_from_json (object, &error);
  g_autoptr(AtlasSheetMap) copy = NULL;
  g_autoptr(json_t) again = NULL;

  g_assert_no_error (error);
  copy = atlas_sheet_map_copy (map);
  again = atlas_sheet_map_to_json (copy);

  g_assert_true (atlas_json_equal (object, again));
  g_assert_true (atlas_sheet_map_get_month_first (copy));
  g_assert_cmpstr (atlas_sheet_map_get_default (copy, atlas_sheet_find_field ("child.area")), ==,
                   "mark1");
}

static void
test_bad_maps_are_refused (void)
{
  static const char * const texts[] = {
    "[]", "{}", "{\"columns\": []}", "{\"columns\": {\"Who\": \"child.shoes\"}}",
    "{\"columns\": {\"Who\": 3}}", "{\"columns\": {}, \"dates\": \"any\"}",
    "{\"columns\": {}, \"defaults\": {\"child.shoes\": \"9\"}}",
    "{\"columns\": {}, \"defaults\": {\"child.town\": 9}}", "{\"columns\": {}, \"defaults\": []}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(json_t) object = atlas_json_parse (texts[i], -1, NULL);
      g_autoptr(AtlasSheetMap) map = atlas_sheet_map_new_from_json (object, &error);

      g_test_message ("%s", texts[i]);
      g_assert_null (map);
      g_assert_error (error, ATLAS_ERROR, ATLAS_ERROR_INVALID);
    }
}

/* A map that says one thing of two columns, or names no child, is not for this table. */
static void
test_map_is_checked_against_the_table (void)
{
  g_autoptr(AtlasSheet) sheet = read_text ("A,B\n1,2\n");
  g_autoptr(AtlasSheetMap) map = atlas_sheet_map_new ();
  guint upn = atlas_sheet_find_field ("child.upn");
  GError *error = NULL;

  atlas_sheet_map_set_field (map, "A", atlas_sheet_find_field ("child.town"));
  g_assert_false (atlas_sheet_map_check (map, sheet, &error));
  g_assert_error (error, ATLAS_ERROR, ATLAS_ERROR_INVALID);
  g_clear_error (&error);

  atlas_sheet_map_set_field (map, "A", upn);
  atlas_sheet_map_set_field (map, "B", upn);
  g_assert_false (atlas_sheet_map_check (map, sheet, &error));
  g_assert_nonnull (strstr (error->message, "“A” and “B”"));
  g_clear_error (&error);

  atlas_sheet_map_set_field (map, "B", ATLAS_SHEET_FIELD_NONE);
  g_assert_true (atlas_sheet_map_check (map, sheet, &error));
  g_assert_no_error (error);
}

/* A table is known again by its titles, in any order and case. */
static void
test_titles_make_the_key (void)
{
  g_autoptr(AtlasSheet) one = read_text ("Name,Town\na,b\n");
  g_autoptr(AtlasSheet) turned = read_text ("town;NAME\nx;y\n");
  g_autoptr(AtlasSheet) other = read_text ("Name,Area\na,b\n");
  g_autofree char *one_key = atlas_sheet_make_key (one);
  g_autofree char *turned_key = atlas_sheet_make_key (turned);
  g_autofree char *other_key = atlas_sheet_make_key (other);

  g_assert_cmpstr (one_key, ==, turned_key);
  g_assert_cmpstr (one_key, !=, other_key);
}

/* Codes are met by code, label and the words that are sure, in any case; others are not guessed. */
static void
test_words_for_codes (void)
{
  static const struct { const char *set, *text, *code; } cases[] = {
    { "exclusion-kind", "PEX", "PERM" }, { "exclusion-kind", "fte", "SUSP" },
    { "exclusion-kind", "Permanent Exclusion", "PERM" }, { "exclusion-kind", "excluded", NULL },
    { "sen-provision", "EHCP", "E" }, { "sen-provision", "sen  support", "K" },
    { "sex", "female", "F" }, { "sex", "m", "M" }, { "sex", "x", NULL },
    { "session", "AM", "am" }, { "session", "Afternoon", "pm" },
    { "referral-kind", "Off-site direction", "direction" }, { "referral-kind", "Day 6", "day6" },
    { "referral-step", "Being looked at", "looked-at" }, { "care-status", "LAC", "CLA" },
    { "no-such-set", "PEX", NULL }, { "sex", "", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s “%s”", cases[i].set, cases[i].text);
      g_assert_cmpstr (atlas_sheet_words_code (cases[i].set, cases[i].text), ==, cases[i].code);
    }
}

/* Days are day first unless somebody says otherwise, and no century is guessed. */
static void
test_words_for_days_and_tiers (void)
{
  static const struct { const char *text; gboolean month_first; const char *day; } cases[] = {
    { "05/11/2026", FALSE, "2026-11-05" }, { "05/11/2026", TRUE, "2026-05-11" },
    { "5.11.2026", FALSE, "2026-11-05" }, { "2026-11-05", TRUE, "2026-11-05" },
    { "5-Nov-2026", FALSE, "2026-11-05" }, { "5 November 2026", TRUE, "2026-11-05" },
    { "05/11/2026 00:00", FALSE, "2026-11-05" }, { "2026-11-05T00:00:00", FALSE, "2026-11-05" },
    { "05/11/26", FALSE, "" }, { "31/02/2026", FALSE, "" }, { "11/25/2026", FALSE, "" },
    { "44197", FALSE, "" }, { "", FALSE, "" }, { "05/11/2026 09:30", FALSE, "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *day = atlas_date_format (atlas_sheet_words_date (cases[i].text,
                                                                        cases[i].month_first));

      g_test_message ("“%s”", cases[i].text);
      g_assert_cmpstr (day, ==, cases[i].day);
    }

  g_assert_cmpint (atlas_sheet_words_tier ("Tier 3"), ==, 3);
  g_assert_cmpint (atlas_sheet_words_tier ("t2"), ==, 2);
  g_assert_cmpint (atlas_sheet_words_tier ("7"), ==, 7);
  g_assert_cmpint (atlas_sheet_words_tier ("high"), ==, -1);
  g_assert_cmpint (atlas_sheet_words_tier (""), ==, -1);
}

/* Names are alike letter by letter, whatever stands between the words. */
static void
test_words_alike (void)
{
  g_autofree char *folded = atlas_sheet_words_fold ("  St. Mary’s  C&E (Royston)");

  g_assert_cmpstr (folded, ==, "st marys c and e royston");
  g_assert_true (atlas_sheet_words_equal ("ÉCOLE", "école"));
  g_assert_cmpuint (atlas_sheet_words_distance ("green", "green"), ==, 0);
  g_assert_cmpuint (atlas_sheet_words_distance ("gren", "green"), ==, 1);
  g_assert_cmpuint (atlas_sheet_words_distance ("", "green"), ==, 5);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sheet/any-separator", test_any_separator);
  g_test_add_func ("/sheet/encoding-is-recognised-and-said", test_encoding_is_recognised_and_said);
  g_test_add_func ("/sheet/empty-rows-and-titles", test_empty_rows_and_titles);
  g_test_add_func ("/sheet/no-table-is-refused", test_no_table_is_refused);
  g_test_add_func ("/sheet/too-many-rows-are-refused", test_too_many_rows_are_refused);
  g_test_add_func ("/sheet/titles-are-guessed", test_titles_are_guessed);
  g_test_add_func ("/sheet/every-field-has-a-label-and-a-name",
                   test_every_field_has_a_label_and_a_name);
  g_test_add_func ("/sheet/map-survives-json", test_map_survives_json);
  g_test_add_func ("/sheet/bad-maps-are-refused", test_bad_maps_are_refused);
  g_test_add_func ("/sheet/map-is-checked-against-the-table",
                   test_map_is_checked_against_the_table);
  g_test_add_func ("/sheet/titles-make-the-key", test_titles_make_the_key);
  g_test_add_func ("/sheet/words-for-codes", test_words_for_codes);
  g_test_add_func ("/sheet/words-for-days-and-tiers", test_words_for_days_and_tiers);
  g_test_add_func ("/sheet/words-alike", test_words_alike);

  return g_test_run ();
}
