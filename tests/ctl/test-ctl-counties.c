/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The counties on a laptop, as atlasctl lists them: on a data folder of the test's own. */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "../isolate.h"
#include "base/atlas-folders.h"
#include "ctl-run.h"

/* Two stores on this laptop: one made from a pack in a folder, and one that is damaged. */
static void
make_stores (Ctl *ctl)
{
  g_autofree char *pack = g_build_filename (g_getenv ("ATLAS_SOURCE_DIR"), "tests", "data",
                                            "packs", "testshire", NULL);
  g_autofree char *program = g_build_filename (ctl->place, "provision-atlas", NULL);
  g_autofree char *county = g_build_filename (program, ATLAS_FOLDER_COUNTIES, "testshire", NULL);
  g_autofree char *damaged = g_build_filename (program, ATLAS_FOLDER_COUNTY, NULL);
  g_autofree char *file = g_build_filename (damaged, "atlas.db", NULL);

  g_assert_true (g_setenv ("XDG_DATA_HOME", ctl->place, TRUE));
  g_assert_cmpint (ctl_run (NULL, NULL, NULL, "init", "--pack", pack, "--data", county, NULL),
                   ==, 0);
  g_assert_cmpint (g_mkdir_with_parents (damaged, 0700), ==, 0);
  g_assert_true (g_file_set_contents (file, "no database", -1, NULL));
}

static void
test_the_counties_on_a_laptop_are_listed (Ctl          *ctl,
                                          gconstpointer data)
{
  g_autofree char *out = NULL;
  g_autoptr(json_t) object = NULL;
  json_t *rows;
  json_t *row;

  make_stores (ctl);
  g_assert_cmpint (ctl_run (NULL, &out, NULL, "counties", "--format", "json", "--data",
                            ctl->folder, NULL), ==, 1);
  object = atlas_json_parse (out, -1, NULL);
  rows = json_object_get (object, "counties");
  g_assert_cmpuint (json_array_size (rows), ==, 3);

  row = json_array_get (rows, 0);
  g_assert_cmpstr (atlas_json_string (row, "county"), ==, "Hertfordshire");
  g_assert_true (atlas_json_boolean (row, "demonstration"));
  row = json_array_get (rows, 1);
  g_assert_cmpstr (atlas_json_string (row, "county"), ==, "Testshire");
  g_assert_cmpstr (atlas_json_string (row, "pack"), ==, "testshire");
  g_assert_false (atlas_json_boolean (row, "demonstration"));
  g_assert_null (atlas_json_string (row, "problem"));
  row = json_array_get (rows, 2);
  g_assert_nonnull (strstr (atlas_json_string (row, "problem"), "damaged"));
  g_assert_true (json_is_null (json_object_get (row, "county")));
  g_assert_true (json_is_null (json_object_get (row, "unsent")));

  g_assert_cmpuint (json_array_size (json_object_get (object, "packs")), >, 0);
}

static void
test_a_laptop_without_counties_is_no_failure (Ctl          *ctl,
                                              gconstpointer data)
{
  g_autofree char *empty = g_build_filename (ctl->place, "empty", NULL);
  g_autofree char *out = NULL;

  g_assert_true (g_setenv ("XDG_DATA_HOME", empty, TRUE));
  g_assert_cmpint (ctl_run (NULL, &out, NULL, "counties", "--format", "csv", NULL), ==, 0);
  g_assert_cmpstr (out, ==, "county,demonstration,unsent,server,folder,problem\r\n");
  g_assert_false (g_file_test (empty, G_FILE_TEST_EXISTS));
}

#define ADD(path, function) g_test_add (path, Ctl, NULL, ctl_set_up, function, ctl_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, TEST_ISOLATE, NULL);
  ADD ("/ctl/counties/the-counties-on-a-laptop-are-listed",
       test_the_counties_on_a_laptop_are_listed);
  ADD ("/ctl/counties/a-laptop-without-counties-is-no-failure",
       test_a_laptop_without_counties_is_no_failure);

  return g_test_run ();
}
