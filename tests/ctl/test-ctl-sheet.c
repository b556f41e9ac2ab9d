/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "ctl-run.h"

#define DONE     0
#define FINDINGS 1
#define USAGE    2
#define FAILURE  3

#define SHEET "Forename;Surname;DOB;Area;Kind;Tier\r\n" \
  "Ada;Le\xe9;01/02/2012;dspl2;Outreach;2\r\n" \
  "Bea;Lee;01/03/2012;dspl3;Advice;9\r\n"

static int
count_of (json_t     *object,
          const char *member)
{
  return (int) json_integer_value (json_object_get (object, member));
}

/* Runs the import of a spreadsheet with the map that the program guessed. */
static int
import (Ctl        *ctl,
        const char *text,
        const char *option,
        char      **output)
{
  g_autofree char *path = ctl_write_file (ctl, "children.csv", text);
  g_autofree char *guess = NULL;
  g_autofree char *map = NULL;

  g_assert_cmpint (ctl_run (NULL, &guess, NULL, "import", "referrals", path, "--data", ctl->folder,
                            NULL), ==, USAGE);
  map = ctl_write_file (ctl, "map.json", guess);

  return ctl_run (NULL, output, NULL, "import", "referrals", path, "--map", map, "--data",
                  ctl->folder, "--as-of", "2026-11-20", "--format", "json", option, NULL);
}

static gsize
count_children (Ctl *ctl)
{
  g_autoptr(json_t) list = ctl_ask (ctl, "list", "child", NULL);

  return json_array_size (json_object_get (list, "records"));
}

/* Without a map nothing is taken in; the guess is printed as a map that can be given. */
static void
test_without_a_map_a_guess_is_printed (Ctl          *ctl,
                                       gconstpointer data)
{
  g_autofree char *path = ctl_write_file (ctl, "children.csv", SHEET);
  g_autofree char *out = NULL;
  g_autofree char *complaint = NULL;
  gsize before = count_children (ctl);

  g_assert_cmpint (ctl_run (NULL, &out, &complaint, "import", "referrals", path, "--data",
                            ctl->folder, NULL), ==, USAGE);
  g_assert_nonnull (strstr (out, "\"Surname\": \"child.last_name\""));
  g_assert_nonnull (strstr (complaint, "--map FILE"));
  g_assert_cmpuint (count_children (ctl), ==, before);
}

/* What can be taken is, what cannot is refused by line, and the import can be undone. */
static void
test_rows_are_taken_refused_and_undone (Ctl          *ctl,
                                        gconstpointer data)
{
  g_autofree char *out = NULL;
  g_autoptr(json_t) object = NULL;
  g_autoptr(json_t) undone = NULL;
  json_t *refused;
  gsize before = count_children (ctl);

  g_assert_cmpint (import (ctl, SHEET, NULL, &out), ==, FINDINGS);
  object = atlas_json_parse (out, -1, NULL);
  refused = json_array_get (json_object_get (object, "rows"), 1);

  g_assert_cmpint (count_of (object, "new"), ==, 1);
  g_assert_cmpint (count_of (object, "refused"), ==, 1);
  g_assert_cmpstr (atlas_json_string (object, "encoding"), ==, "Windows-1252");
  g_assert_cmpint (count_of (refused, "line"), ==, 3);
  g_assert_cmpstr (atlas_json_string (refused, "column"), ==, "Tier");
  g_assert_cmpuint (count_children (ctl), ==, before + 1);

  undone = ctl_ask (ctl, "undo", NULL);
  g_assert_cmpstr (atlas_json_string (undone, "undone"), ==, "Import of children.csv");
  g_assert_cmpuint (count_children (ctl), ==, before);
}

/* A dry run says the same and writes nothing. */
static void
test_a_dry_run_writes_nothing (Ctl          *ctl,
                               gconstpointer data)
{
  g_autofree char *out = NULL;
  g_autoptr(json_t) object = NULL;
  gsize before = count_children (ctl);

  g_assert_cmpint (import (ctl, SHEET, "--dry-run", &out), ==, FINDINGS);
  object = atlas_json_parse (out, -1, NULL);
  g_assert_cmpint (count_of (object, "new"), ==, 1);
  g_assert_cmpuint (json_array_size (json_object_get (object, "sets")), ==, 0);
  g_assert_cmpuint (count_children (ctl), ==, before);
}

/* A child who is here already is refused until --same says that it is the same. */
static void
test_children_who_are_here_are_said_to_be (Ctl          *ctl,
                                           gconstpointer data)
{
  static const char text[] = "Forename,Surname,DOB,Area,Kind\nAda,Lee,01/02/2012,dspl2,Advice\n";
  g_autofree char *first = NULL;
  g_autofree char *again = NULL;
  g_autofree char *same = NULL;
  g_autoptr(json_t) asked = NULL;
  g_autoptr(json_t) object = NULL;

  g_assert_cmpint (import (ctl, text, NULL, &first), ==, DONE);
  g_assert_cmpint (import (ctl, text, NULL, &again), ==, FINDINGS);
  asked = atlas_json_parse (again, -1, NULL);
  g_assert_cmpstr (atlas_json_string (json_array_get (json_object_get (asked, "rows"), 0), "like"),
                   ==, "name");
  g_assert_cmpint (import (ctl, text, "--same=name", &same), ==, DONE);
  object = atlas_json_parse (same, -1, NULL);
  g_assert_cmpint (count_of (object, "same"), ==, 1);
}

static void
test_nonsense_is_refused (Ctl          *ctl,
                          gconstpointer data)
{
  static const struct { const char *sheet, *map, *option; int code; } cases[] = {
    { SHEET, "{", NULL, FAILURE },
    { SHEET, "{\"columns\": {\"Surname\": \"child.shoes\"}}", NULL, FAILURE },
    { SHEET, "{\"columns\": {}}", NULL, FAILURE },
    { SHEET, "{\"columns\": {}}", "--same=face", USAGE },
    { "PK\x03\x04", "{\"columns\": {}}", NULL, FAILURE },
    { "Forename\n", "{\"columns\": {}}", NULL, FAILURE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = ctl_write_file (ctl, "children.csv", cases[i].sheet);
      g_autofree char *map = ctl_write_file (ctl, "map.json", cases[i].map);
      g_autofree char *complaint = NULL;

      g_test_message ("%s", cases[i].map);
      g_assert_cmpint (ctl_run (NULL, NULL, &complaint, "import", "referrals", path, "--map", map,
                                "--data", ctl->folder, cases[i].option, NULL), ==, cases[i].code);
      g_assert_cmpstr (complaint, !=, "");
    }
}

#define ADD(path, function) g_test_add (path, Ctl, NULL, ctl_set_up, function, ctl_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/ctl/sheet/without-a-map-a-guess-is-printed", test_without_a_map_a_guess_is_printed);
  ADD ("/ctl/sheet/rows-are-taken-refused-and-undone", test_rows_are_taken_refused_and_undone);
  ADD ("/ctl/sheet/a-dry-run-writes-nothing", test_a_dry_run_writes_nothing);
  ADD ("/ctl/sheet/children-who-are-here-are-said-to-be",
       test_children_who_are_here_are_said_to_be);
  ADD ("/ctl/sheet/nonsense-is-refused", test_nonsense_is_refused);

  return g_test_run ();
}
