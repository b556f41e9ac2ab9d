/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gio/gio.h>
#include <string.h>

#include "../isolate.h"
#include "ctl-run.h"

#define DONE    0
#define USAGE   2
#define FAILURE 3

static const char * const keys[] = {
  "capacity", "forecast", "not-in-full-time", "indicators", "demand", "hours", "duties",
  "activities", "figures", "actions",
};

static char *
export (Ctl        *ctl,
        const char *key,
        const char *name)
{
  g_autofree char *path = g_build_filename (ctl->place, name, NULL);
  g_autoptr(GError) error = NULL;
  char *text = NULL;

  g_assert_cmpint (ctl_run (NULL, NULL, NULL, "export", "report", path, "--report", key, "--data",
                            ctl->folder, NULL), ==, DONE);
  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);

  return text;
}

static void
test_every_report_is_a_pdf_and_a_table (Ctl          *ctl,
                                        gconstpointer data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autofree char *pdf = export (ctl, keys[i], "report.pdf");
      g_autofree char *csv = export (ctl, keys[i], "report.csv");
      g_autofree char *piped = NULL;

      g_test_message ("%s", keys[i]);
      g_assert_true (g_str_has_prefix (pdf, "%PDF"));
      /* The county of the test has no actions of a strategy. */
      if (!g_str_equal (keys[i], "actions"))
        g_assert_nonnull (strchr (csv, ','));
      g_assert_cmpint (ctl_run (NULL, &piped, NULL, "export", "report", "--report", keys[i],
                                "--format", "csv", "--data", ctl->folder, NULL), ==, DONE);
      g_assert_cmpstr (piped, ==, csv);
    }
}

static void
test_text_has_its_head (Ctl          *ctl,
                        gconstpointer data)
{
  g_autofree char *text = NULL;

  g_assert_cmpint (ctl_run (NULL, &text, NULL, "export", "report", "--report", "capacity",
                            "--scope", "area/dspl2", "--as-of", "2026-11-19", "--data",
                            ctl->folder, NULL), ==, DONE);
  g_assert_true (g_str_has_prefix (text, "Capacity position: 2 Stevenage\n"
                                   "As at 19 November 2026\n"
                                   "Demonstration county. Nothing here is real.\n"));
  g_clear_pointer (&text, g_free);
  g_assert_cmpint (ctl_run (NULL, &text, NULL, "export", "report", "--report", "capacity",
                            "--data", ctl->folder, NULL), ==, DONE);
  g_assert_true (g_str_has_prefix (text, "Capacity position: All Hertfordshire\n"));
}

static void
test_small_numbers_are_hidden (Ctl          *ctl,
                               gconstpointer data)
{
  static const char * const hiding[] = { "indicators", "demand", "duties" };

  for (gsize i = 0; i < G_N_ELEMENTS (hiding); i++)
    {
      g_autofree char *hidden = NULL;
      g_autofree char *shown = NULL;
      const char *mark = i == 0 ? "Hidden" : "1 to 4";

      g_assert_cmpint (ctl_run (NULL, &hidden, NULL, "export", "report", "--report", hiding[i],
                                "--data", ctl->folder, NULL), ==, DONE);
      g_assert_cmpint (ctl_run (NULL, &shown, NULL, "export", "report", "--report", hiding[i],
                                "--show-small", "--data", ctl->folder, NULL), ==, DONE);
      g_assert_nonnull (strstr (hidden, mark));
      g_assert_null (strstr (shown, mark));
    }
}

static void
test_what_cannot_be_asked_is_refused (Ctl          *ctl,
                                      gconstpointer data)
{
  static const struct { const char *key, *option, *value, *told; } cases[] = {
    { "capacities", "--format", "csv", "capacity, forecast, not-in-full-time, indicators, demand, "
      "hours, duties, activities, figures, actions" },
    { "indicators", "--set", "1999", "2016, 2020" },
    { "indicators", "--cohort", "tall", "pupil-premium" },
    { "capacity", "--term", "2026-autumn", "--cohort" },
    { "capacity", "--format", "json", "PDF, CSV or text" },
  };
  g_autofree char *path = g_build_filename (ctl->place, "none.txt", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *complaint = NULL;

      g_assert_cmpint (ctl_run (NULL, NULL, &complaint, "export", "report", path, "--report",
                                cases[i].key, cases[i].option, cases[i].value, "--data",
                                ctl->folder, NULL), ==, USAGE);
      g_assert_nonnull (strstr (complaint, cases[i].told));
      g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
    }

  g_assert_cmpint (ctl_run (NULL, NULL, NULL, "export", "report", path, "--data", ctl->folder,
                            NULL), ==, USAGE);
  g_assert_cmpint (ctl_run (NULL, NULL, NULL, "export", "report", path, "--report", "capacity",
                            "--scope", "area/none", "--data", ctl->folder, NULL), ==, FAILURE);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

static void
test_a_file_is_whole_or_as_it_was (Ctl          *ctl,
                                   gconstpointer data)
{
  g_autofree char *nowhere = g_build_filename (ctl->place, "none", "report.pdf", NULL);
  g_autofree char *kept = ctl_write_file (ctl, "kept.pdf", "as it was");
  g_autofree char *text = NULL;
  g_autofree char *full = g_build_filename (ctl->place, "full.pdf", NULL);
  g_autoptr(GFile) link = g_file_new_for_path (full);
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (ctl_run (NULL, NULL, NULL, "export", "report", nowhere, "--report", "capacity",
                            "--data", ctl->folder, NULL), ==, FAILURE);
  g_assert_cmpint (ctl_run (NULL, NULL, NULL, "export", "report", kept, "--report", "none",
                            "--data", ctl->folder, NULL), ==, USAGE);
  g_file_get_contents (kept, &text, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (text, ==, "as it was");

  g_assert_cmpint (ctl_run (NULL, NULL, NULL, "export", "report", "/dev/full", "--report",
                            "capacity", "--data", ctl->folder, NULL), ==, FAILURE);
  g_file_make_symbolic_link (link, "/dev/full", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (ctl_run (NULL, NULL, NULL, "export", "report", full, "--report", "capacity",
                            "--data", ctl->folder, NULL), ==, FAILURE);
}

static void
test_minutes_in_every_form (Ctl          *ctl,
                            gconstpointer data)
{
  static const char * const begins[] = { "%PDF", "Number,Referral,", "{" };
  static const char * const names[] = { "minutes.pdf", "minutes.csv", "minutes.json" };
  g_autoptr(json_t) meetings = ctl_ask (ctl, "list", "meeting", NULL);
  g_autofree char *key = NULL;
  json_t *meeting;
  gsize i;

  json_array_foreach (json_object_get (meetings, "records"), i, meeting)
  {
    if (key == NULL && g_strcmp0 (atlas_json_string (meeting, "step"), "held") == 0)
      key = g_strdup (atlas_json_string (meeting, "key"));
  }
  /* The key of the list says panel and day, and finds the meeting. */
  g_assert_nonnull (strchr (key, '/'));

  for (i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (ctl->place, names[i], NULL);
      g_autofree char *text = NULL;
      g_autoptr(GError) error = NULL;

      g_assert_cmpint (ctl_run (NULL, NULL, NULL, "export", "minutes", path, "--meeting", key,
                                "--format", "json", "--data", ctl->folder, NULL), ==, DONE);
      g_file_get_contents (path, &text, NULL, &error);
      g_assert_no_error (error);
      g_assert_true (g_str_has_prefix (text, begins[i]));
    }
}

#define ADD(path, function) g_test_add (path, Ctl, NULL, ctl_set_up, function, ctl_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, TEST_ISOLATE, NULL);
  ADD ("/ctl/report/every-one-is-a-pdf-and-a-table", test_every_report_is_a_pdf_and_a_table);
  ADD ("/ctl/report/text-has-its-head", test_text_has_its_head);
  ADD ("/ctl/report/small-numbers-are-hidden", test_small_numbers_are_hidden);
  ADD ("/ctl/report/what-cannot-be-asked-is-refused", test_what_cannot_be_asked_is_refused);
  ADD ("/ctl/report/a-file-is-whole-or-as-it-was", test_a_file_is_whole_or_as_it_was);

  ADD ("/ctl/minutes/in-every-form", test_minutes_in_every_form);

  return g_test_run ();
}
