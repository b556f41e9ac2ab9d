/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "ctl-run.h"

#define DONE     0
#define FINDINGS 1
#define USAGE    2
#define FAILURE  3

#define ON       "2026-11-20"

/* The county's calendar as it stands, with one event more. */
static char *
write_calendar (Ctl        *ctl,
                const char *name,
                const char *event)
{
  g_autofree char *out = NULL;
  g_autofree char *text = NULL;
  char *end;

  g_assert_cmpint (ctl_run (NULL, &out, NULL, "export", "calendar", "--data", ctl->folder, NULL),
                   ==, DONE);
  end = strstr (out, "END:VCALENDAR");
  g_assert_nonnull (end);
  *end = '\0';
  text = g_strdup_printf ("%sBEGIN:VEVENT\r\n%sEND:VEVENT\r\nEND:VCALENDAR\r\n", out, event);

  return ctl_write_file (ctl, name, text);
}

static int
count_of (json_t     *object,
          const char *member)
{
  return (int) json_integer_value (json_object_get (object, member));
}

static gsize
count_ranges (Ctl *ctl)
{
  g_autoptr(json_t) list = ctl_ask (ctl, "list", "calendar_range", NULL);

  return json_array_size (json_object_get (list, "records"));
}

static void
test_what_is_exported_changes_nothing (Ctl          *ctl,
                                       gconstpointer data)
{
  g_autofree char *path = g_build_filename (ctl->place, "county.ics", NULL);
  g_autofree char *out = NULL;
  g_autoptr(json_t) object = NULL;
  gsize before = count_ranges (ctl);

  g_assert_cmpint (ctl_run (NULL, &out, NULL, "export", "calendar", path, "--data", ctl->folder,
                            NULL), ==, DONE);
  object = ctl_ask (ctl, "import", "calendar", path, NULL);
  g_assert_cmpint (count_of (object, "same"), >=, 20);
  g_assert_cmpint (count_of (object, "new") + count_of (object, "changed") +
                   count_of (object, "removed") + count_of (object, "refused"), ==, 0);
  g_assert_cmpuint (json_array_size (json_object_get (object, "moved")), ==, 0);
  g_assert_cmpuint (count_ranges (ctl), ==, before);
}

static json_t *
find_day6 (json_t *moved)
{
  for (gsize i = 0; i < json_array_size (moved); i++)
    if (g_strcmp0 (atlas_json_string (json_array_get (moved, i), "clock"), "day6") == 0)
      return json_array_get (moved, i);

  g_assert_not_reached ();
}

static void
test_an_inset_day_moves_day6_and_says_why (Ctl          *ctl,
                                           gconstpointer data)
{
  g_autofree char *path = write_calendar (ctl, "inset.ics", "DTSTART;VALUE=DATE:20261120\r\n"
                                          "CATEGORIES:INSET\r\n");
  g_autoptr(json_t) tried = ctl_ask (ctl, "import", "calendar", path, "--as-of", ON, "--dry-run",
                                     NULL);
  g_autoptr(json_t) done = ctl_ask (ctl, "import", "calendar", path, "--as-of", ON, NULL);
  g_autoptr(json_t) clocks = ctl_ask (ctl, "clocks", "--as-of", ON, NULL);
  g_autoptr(json_t) undone = NULL;
  g_autoptr(json_t) again = NULL;
  json_t *moved = json_object_get (tried, "moved");
  json_t *first = find_day6 (moved);
  gboolean found = FALSE;

  g_assert_true (json_is_true (json_object_get (tried, "dry_run")));
  g_assert_cmpuint (json_array_size (moved), >, 0);
  g_assert_true (json_equal (moved, json_object_get (done, "moved")));
  g_assert_cmpstr (atlas_json_string (first, "because"), ==, ON);
  g_assert_nonnull (strstr (atlas_json_string (first, "text"),
                            ", because 20 November became an INSET day"));
  g_assert_cmpstr (atlas_json_string (first, "from"), <, atlas_json_string (first, "to"));

  /* The clock is where it was said to go; undone, the same import would move it again. */
  for (gsize i = 0; i < json_array_size (json_object_get (clocks, "clocks")); i++)
    {
      json_t *clock = json_array_get (json_object_get (clocks, "clocks"), i);

      if (g_str_equal (atlas_json_string (clock, "clock"), "day6") &&
          g_str_equal (atlas_json_string (clock, "record"), atlas_json_string (first, "record")))
        {
          found = TRUE;
          g_assert_cmpstr (atlas_json_string (clock, "due"), ==, atlas_json_string (first, "to"));
        }
    }
  g_assert_true (found);

  undone = ctl_ask (ctl, "undo", NULL);
  again = ctl_ask (ctl, "import", "calendar", path, "--as-of", ON, "--dry-run", NULL);
  g_assert_true (json_equal (moved, json_object_get (again, "moved")));
}

static void
test_a_schools_days_are_its_own (Ctl          *ctl,
                                 gconstpointer data)
{
  g_autofree char *path = ctl_write_file (ctl, "own.ics",
                                          "BEGIN:VCALENDAR\nBEGIN:VEVENT\n"
                                          "DTSTART;VALUE=DATE:20261012\nSUMMARY:Training\n"
                                          "CATEGORIES:INSET\nEND:VEVENT\nEND:VCALENDAR\n");
  g_autoptr(json_t) done = ctl_ask (ctl, "import", "calendar", path, "--establishment",
                                    "demo-school-001", NULL);
  g_autoptr(json_t) theirs = ctl_ask (ctl, "day6", "2026-10-09", "--session", "am",
                                      "--establishment", "demo-school-001", NULL);
  g_autoptr(json_t) others = ctl_ask (ctl, "day6", "2026-10-09", "--session", "am", NULL);
  g_autofree char *out = NULL;

  g_assert_cmpint (count_of (done, "new"), ==, 1);
  g_assert_cmpstr (atlas_json_string (theirs, "due"), ==, "2026-10-19");
  g_assert_cmpstr (atlas_json_string (others, "due"), ==, "2026-10-16");

  g_assert_cmpint (ctl_run (NULL, &out, NULL, "export", "calendar", "--establishment",
                            "demo-school-001", "--data", ctl->folder, NULL), ==, DONE);
  g_assert_nonnull (strstr (out, "DTSTART;VALUE=DATE:20261012\r\nDTEND;VALUE=DATE:20261013"));
  g_assert_nonnull (strstr (out, "SUMMARY:Training"));
  g_assert_null (strstr (out, "CATEGORIES:TERM"));
}

static void
test_bank_holidays_come_without_categories (Ctl          *ctl,
                                            gconstpointer data)
{
  g_autofree char *path = ctl_write_file (ctl, "bank.ics",
                                          "BEGIN:VCALENDAR\nBEGIN:VEVENT\n"
                                          "DTSTART;VALUE=DATE:20270830\nSUMMARY:Summer\n"
                                          "END:VEVENT\nEND:VCALENDAR\n");
  g_autofree char *out = NULL;
  g_autoptr(json_t) done = NULL;

  g_assert_cmpint (ctl_run (NULL, &out, NULL, "import", "calendar", path, "--data", ctl->folder,
                            NULL), ==, FINDINGS);
  g_assert_nonnull (strstr (out, "no category"));

  done = ctl_ask (ctl, "import", "calendar", path, "--as", "bank-holiday", NULL);
  g_assert_cmpint (count_of (done, "new"), ==, 1);
  g_assert_cmpint (count_of (done, "removed"), >, 3);
  g_assert_cmpuint (json_array_size (json_object_get (done, "sets")), ==, 1);
}

static void
test_nonsense_changes_nothing (Ctl          *ctl,
                               gconstpointer data)
{
  static const struct {
    const char *name;
    const char *text;
    const char *option;
    const char *value;
    int         code;
  } cases[] = {
    { "empty.ics", "", "--as", "inset", FINDINGS },
    { "bytes.ics", "BEGIN:VCALENDAR\n\xff\xfe\n", "--as", "inset", FINDINGS },
    { "csv.ics", "key,kind\na,b\n", "--as", "inset", FINDINGS },
    { "kind.ics", "BEGIN:VCALENDAR\nEND:VCALENDAR\n", "--as", "holiday", USAGE },
    { "school.ics", "BEGIN:VCALENDAR\nEND:VCALENDAR\n", "--establishment", "nowhere", FAILURE },
  };
  g_autofree char *missing = g_build_filename (ctl->place, "missing.ics", NULL);
  g_autofree char *said = NULL;
  gsize before = count_ranges (ctl);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = ctl_write_file (ctl, cases[i].name, cases[i].text);
      g_autofree char *complaint = NULL;

      g_test_message ("%s", cases[i].name);
      g_assert_cmpint (ctl_run (NULL, NULL, &complaint, "import", "calendar", path,
                                cases[i].option, cases[i].value, "--data", ctl->folder, NULL),
                       ==, cases[i].code);
    }
  g_assert_cmpint (ctl_run (NULL, NULL, &said, "import", "calendar", missing, "--data", ctl->folder,
                            NULL), ==, FAILURE);
  g_assert_nonnull (strstr (said, "There is no such file."));
  g_assert_cmpuint (count_ranges (ctl), ==, before);
}

#define ADD(path, function) g_test_add (path, Ctl, NULL, ctl_set_up, function, ctl_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/ctl/calendar/what-is-exported-changes-nothing", test_what_is_exported_changes_nothing);
  ADD ("/ctl/calendar/an-inset-day-moves-day6-and-says-why",
       test_an_inset_day_moves_day6_and_says_why);
  ADD ("/ctl/calendar/a-schools-days-are-its-own", test_a_schools_days_are_its_own);
  ADD ("/ctl/calendar/bank-holidays-come-without-categories",
       test_bank_holidays_come_without_categories);
  ADD ("/ctl/calendar/nonsense-changes-nothing", test_nonsense_changes_nothing);

  return g_test_run ();
}
