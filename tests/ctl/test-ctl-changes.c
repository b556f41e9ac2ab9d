/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "../isolate.h"
#include "base/atlas-id.h"
#include "ctl-run.h"

#define DONE     0
#define FINDINGS 1
#define FAILURE  3

#define NOTE_ID  "01950000-0000-7000-8000-00000000000a"

/* A change set that writes a note about the first referral. */
static char *
note_set (Ctl *ctl)
{
  g_autoptr(json_t) list = ctl_ask (ctl, "list", "referral", NULL);
  json_t *first = json_array_get (json_object_get (list, "records"), 0);

  return g_strdup_printf ("{\"label\":\"Note added\",\"ops\":[{\"op\":\"create\",\"type\":\"note\","
                          "\"id\":\"" NOTE_ID "\",\"fields\":{\"referral\":\"%s\","
                          "\"text\":\"Rang the school.\"}}]}", atlas_json_string (first, "id"));
}

static gsize
count_notes (Ctl *ctl)
{
  g_autoptr(json_t) list = ctl_ask (ctl, "list", "note", NULL);

  return json_array_size (json_object_get (list, "records"));
}

static void
test_a_change_is_applied_and_undone (Ctl          *ctl,
                                     gconstpointer data)
{
  g_autofree char *set = note_set (ctl);
  g_autofree char *path = ctl_write_file (ctl, "set.json", set);
  gsize before = count_notes (ctl);
  g_autoptr(json_t) applied = ctl_ask (ctl, "apply", path, NULL);
  g_autoptr(json_t) history = ctl_ask (ctl, "history", NULL);
  g_autoptr(json_t) undone = NULL;
  json_t *entry = json_array_get (json_object_get (history, "history"), 0);

  g_assert_cmpuint (count_notes (ctl), ==, before + 1);
  g_assert_cmpstr (atlas_json_string (entry, "set"), ==, atlas_json_string (applied, "set"));
  g_assert_cmpstr (atlas_json_string (entry, "label"), ==, "Note added");

  undone = ctl_ask (ctl, "undo", NULL);
  g_assert_cmpstr (atlas_json_string (undone, "undone"), ==, "Note added");
  g_assert_cmpuint (count_notes (ctl), ==, before);
}

static void
test_a_change_comes_from_standard_input (Ctl          *ctl,
                                         gconstpointer data)
{
  g_autofree char *set = note_set (ctl);
  g_autofree char *out = NULL;
  gsize before = count_notes (ctl);

  g_assert_cmpint (ctl_run (set, &out, NULL, "apply", "-", "--data", ctl->folder, NULL), ==, DONE);
  g_assert_cmpuint (strlen (out), ==, 37);
  g_assert_cmpuint (count_notes (ctl), ==, before + 1);
}

static void
test_a_bad_change_changes_nothing (Ctl          *ctl,
                                   gconstpointer data)
{
  g_autofree char *good = note_set (ctl);
  g_autofree char *cut = g_strndup (good, strlen (good) - 20);
  const char *bad[] = {
    "", "{}", "[]", "null", "\x01\x02", "{\"ops\":[]}", "{\"ops\":7}",
    "{\"ops\":[{\"op\":\"create\",\"type\":\"spell\",\"id\":\"" NOTE_ID "\",\"fields\":{}}]}",
    "{\"ops\":[{\"op\":\"create\",\"type\":\"note\",\"id\":\"" NOTE_ID "\",\"fields\":{}}]}",
    "{\"ops\":[{\"op\":\"explode\",\"type\":\"note\",\"id\":\"" NOTE_ID "\"}]}",
    cut,
  };
  gsize before = count_notes (ctl);

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autofree char *out = NULL;

      g_test_message ("%s", bad[i]);
      g_assert_cmpint (ctl_run (bad[i], &out, NULL, "apply", "-", "--data", ctl->folder, NULL), ==,
                       FAILURE);
      g_assert_cmpstr (out, ==, "");
    }

  g_assert_cmpuint (count_notes (ctl), ==, before);
  g_assert_cmpint (ctl_run (NULL, NULL, NULL, "verify", "--data", ctl->folder, NULL), ==, DONE);
}

static void
test_what_is_exported_comes_back_the_same (Ctl          *ctl,
                                           gconstpointer data)
{
  g_autofree char *directory = g_build_filename (ctl->place, "directory.csv", NULL);
  g_autofree char *place = g_build_filename (ctl->place, "place.csv", NULL);
  g_autoptr(json_t) one = NULL;
  g_autoptr(json_t) two = NULL;

  g_assert_cmpint (ctl_run (NULL, NULL, NULL, "export", "directory", directory, "--data",
                            ctl->folder, NULL), ==, DONE);
  one = ctl_ask (ctl, "import", "directory", directory, "--dry-run", NULL);
  g_assert_cmpint (atlas_json_integer (one, "refused", -1), ==, 0);
  g_assert_cmpint (atlas_json_integer (one, "new", -1), ==, 0);

  g_assert_cmpint (ctl_run (NULL, NULL, NULL, "export", "records", place, "--data", ctl->folder,
                            NULL), ==, DONE);
  two = ctl_ask (ctl, "import", "records", place, NULL);
  g_assert_cmpint (atlas_json_integer (two, "same", -1), >, 40);
  g_assert_cmpint (atlas_json_integer (two, "changed", -1), ==, 0);
  g_assert_cmpuint (json_array_size (json_object_get (two, "sets")), ==, 0);
}

static char *
export_places (Ctl *ctl)
{
  g_autofree char *path = g_build_filename (ctl->place, "place.csv", NULL);
  g_autoptr(GError) error = NULL;
  char *text;

  g_assert_cmpint (ctl_run (NULL, NULL, NULL, "export", "records", path, "--data", ctl->folder,
                            NULL), ==, DONE);
  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);

  return text;
}

static void
test_an_import_says_what_it_changes (Ctl          *ctl,
                                     gconstpointer data)
{
  g_autofree char *text = export_places (ctl);
  g_autoptr(GString) changed = g_string_new (text);
  g_autofree char *path = NULL;
  g_autoptr(json_t) dry = NULL;
  g_autoptr(json_t) real = NULL;
  g_autoptr(json_t) again = NULL;
  json_t *row;

  g_assert_cmpuint (g_string_replace (changed, "NHAS places", "Places of NHAS", 0), ==, 1);
  path = ctl_write_file (ctl, "place.csv", changed->str);

  dry = ctl_ask (ctl, "import", "records", path, "--dry-run", NULL);
  g_assert_true (atlas_json_boolean (dry, "dry_run"));
  g_assert_cmpint (atlas_json_integer (dry, "changed", -1), ==, 1);
  row = json_array_get (json_object_get (dry, "rows"), 0);
  g_assert_cmpstr (atlas_json_string (row, "state"), ==, "changed");
  g_assert_cmpstr (atlas_json_string (row, "key"), ==, "nhas");
  g_assert_cmpint (atlas_json_integer (row, "line", -1), >, 1);

  real = ctl_ask (ctl, "import", "records", path, NULL);
  g_assert_cmpuint (json_array_size (json_object_get (real, "sets")), ==, 1);
  again = ctl_ask (ctl, "import", "records", path, NULL);
  g_assert_cmpint (atlas_json_integer (again, "changed", -1), ==, 0);
}

static void
test_refused_rows_are_findings (Ctl          *ctl,
                                gconstpointer data)
{
  g_autofree char *text = export_places (ctl);
  g_autoptr(GString) changed = g_string_new (text);
  g_autofree char *path = NULL;
  g_autofree char *out = NULL;
  g_autoptr(json_t) object = NULL;
  json_t *row;

  g_assert_cmpuint (g_string_replace (changed, ",nhas,nhas,NHAS places,", ",nhas,nowhere,Some,", 0),
                    ==, 1);
  path = ctl_write_file (ctl, "place.csv", changed->str);
  g_assert_cmpint (ctl_run (NULL, &out, NULL, "import", "records", path, "--format", "json",
                            "--data", ctl->folder, NULL), ==, FINDINGS);
  object = atlas_json_parse (out, -1, NULL);
  g_assert_cmpint (atlas_json_integer (object, "refused", -1), ==, 1);
  row = json_array_get (json_object_get (object, "rows"), 0);
  g_assert_cmpstr (atlas_json_string (row, "file"), ==, "place.csv");
  g_assert_nonnull (atlas_json_string (row, "reason"));
}

/* A file cut off at any byte is taken in row by row, or refused; never does the program end. */
static void
test_a_file_that_is_cut_off_is_survived (Ctl          *ctl,
                                         gconstpointer data)
{
  g_autofree char *text = export_places (ctl);
  gsize length = strlen (text);

  for (gsize cut = 0; cut < length; cut += length / 13 + 1)
    {
      g_autofree char *part = g_strndup (text, cut);
      g_autofree char *path = ctl_write_file (ctl, "place.csv", part);
      int code = ctl_run (NULL, NULL, NULL, "import", "records", path, "--dry-run", "--data",
                          ctl->folder, NULL);

      g_assert_cmpint (code, <=, FAILURE);
    }
}

static void
test_geojson_marks_what_is_approximate (Ctl          *ctl,
                                        gconstpointer data)
{
  g_autofree char *out = NULL;
  g_autoptr(json_t) object = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (ctl_run (NULL, &out, NULL, "export", "geojson", "--data", ctl->folder, NULL), ==,
                   DONE);
  object = atlas_json_parse (out, -1, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (atlas_json_string (object, "type"), ==, "FeatureCollection");
  g_assert_cmpuint (json_array_size (json_object_get (object, "features")), >, 28 + 30);
  g_assert_nonnull (strstr (out, "\"approximate\":true"));
}

/* A change set that offers the places of the first full line to the first referral. */
static char *
offer_set (Ctl        *ctl,
           const char *place,
           const char *provision)
{
  g_autoptr(json_t) list = ctl_ask (ctl, "list", "referral", NULL);
  json_t *first = json_array_get (json_object_get (list, "records"), 0);
  g_autofree char *id = atlas_id_new ();

  return g_strdup_printf ("{\"label\":\"Place offered\",\"ops\":[{\"op\":\"create\","
                          "\"type\":\"offer\",\"id\":\"%s\",\"fields\":{\"referral\":\"%s\","
                          "\"provision\":\"%s\",\"place\":\"%s\",\"step\":\"offered\"}}]}",
                          id, atlas_json_string (first, "id"), provision, place);
}

/* What is promised here over the number is a thing to settle. */
static void
test_a_place_promised_over_the_number_is_a_question (Ctl          *ctl,
                                                     gconstpointer data)
{
  g_autoptr(json_t) before = NULL;
  g_autoptr(json_t) after = NULL;
  g_autoptr(json_t) places = ctl_ask (ctl, "list", "place", NULL);
  g_autofree char *out = NULL;
  json_t *place = json_array_get (json_object_get (places, "records"), 0);
  int commissioned = (int) atlas_json_integer (place, "commissioned", 0);
  json_t *rows;
  gboolean is_listed = FALSE;

  g_assert_cmpint (ctl_run (NULL, &out, NULL, "questions", "--format", "json", "--data",
                            ctl->folder, NULL), <=, FINDINGS);
  before = atlas_json_parse (out, -1, NULL);
  for (int i = 0; i <= commissioned; i++)
    {
      g_autofree char *set = offer_set (ctl, atlas_json_string (place, "id"),
                                        atlas_json_string (place, "provision"));
      g_autofree char *path = ctl_write_file (ctl, "offer.json", set);

      json_decref (ctl_ask (ctl, "apply", path, NULL));
    }
  g_clear_pointer (&out, g_free);
  g_assert_cmpint (ctl_run (NULL, &out, NULL, "questions", "--format", "json", "--data",
                            ctl->folder, NULL), ==, FINDINGS);
  after = atlas_json_parse (out, -1, NULL);
  rows = json_object_get (after, "questions");
  g_assert_cmpuint (json_array_size (rows), ==,
                    json_array_size (json_object_get (before, "questions")) + 1);
  for (gsize i = 0; i < json_array_size (rows); i++)
    is_listed |= g_strcmp0 (atlas_json_string (json_array_get (rows, i), "id"),
                            atlas_json_string (place, "id")) == 0;
  g_assert_true (is_listed);
}

#define ADD(path, function) g_test_add (path, Ctl, NULL, ctl_set_up, function, ctl_tear_down)

/* A file's name may be any bytes; History and scripts get text. */
static void
test_a_file_name_that_is_no_text_does_no_harm (Ctl          *ctl,
                                               gconstpointer data)
{
  g_autofree char *path = ctl_write_file (ctl, "place-\xff\xfe.csv", "key,commissioned\nnhas,9\n");
  g_autofree char *out = NULL;
  g_autoptr(json_t) told = NULL;
  g_autoptr(json_t) history = NULL;

  g_assert_cmpint (ctl_run (NULL, &out, NULL, "import", "records", path, "--type", "place",
                            "--data", ctl->folder, "--format", "json", NULL), ==, 0);
  told = atlas_json_parse (out, -1, NULL);
  g_assert_cmpuint (json_array_size (json_object_get (told, "rows")), ==, 1);
  history = ctl_ask (ctl, "history", NULL);
  g_assert_cmpuint (json_array_size (json_object_get (history, "history")), ==, 1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, TEST_ISOLATE, NULL);
  ADD ("/ctl/a-change-is-applied-and-undone", test_a_change_is_applied_and_undone);
  ADD ("/ctl/a-place-promised-over-the-number-is-a-question",
       test_a_place_promised_over_the_number_is_a_question);
  ADD ("/ctl/a-change-comes-from-standard-input", test_a_change_comes_from_standard_input);
  ADD ("/ctl/a-bad-change-changes-nothing", test_a_bad_change_changes_nothing);
  ADD ("/ctl/what-is-exported-comes-back-the-same", test_what_is_exported_comes_back_the_same);
  ADD ("/ctl/an-import-says-what-it-changes", test_an_import_says_what_it_changes);
  ADD ("/ctl/refused-rows-are-findings", test_refused_rows_are_findings);
  ADD ("/ctl/a-file-that-is-cut-off-is-survived", test_a_file_that_is_cut_off_is_survived);
  ADD ("/ctl/a-file-name-that-is-no-text-does-no-harm",
       test_a_file_name_that_is_no_text_does_no_harm);
  ADD ("/ctl/geojson-marks-what-is-approximate", test_geojson_marks_what_is_approximate);

  return g_test_run ();
}
