/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * docs/clocks.md is the table of clocks as a page. The test fails when the two differ; with
 * --write it prints the page instead:
 *   build/tests/rules/test-clocks-page --write >docs/clocks.md
 */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "rules/atlas-clock.h"

#define PAGE "docs/clocks.md"

static const char *beginning =
  "# Clocks\n"
  "\n"
  "Every deadline that the program counts. The page is made from the table in\n"
  "`src/rules/atlas-clock-rules.c`, and a test keeps it so. `atlasctl clocks` lists those\n"
  "that run.\n"
  "\n"
  "- A clock runs from an event and stops on the fact that ends it: education started, not a\n"
  "  place offered.\n"
  "- Which row governs follows the day of the event, so old records keep the rules of their\n"
  "  time.\n"
  "- A number that no source gives is *set by this county*, and is changed in Preferences,\n"
  "  under Deadlines; the county's `thresholds` then has `offer-answer=3`. Of a deadline with\n"
  "  reminders it is the months of the first.\n"
  "- School days are those of the child's own school: not weekends, holidays, bank holidays,\n"
  "  INSET days or closures. Where its INSET days are not entered the answer is the earliest\n"
  "  that it can be; beyond the terms that are entered it is provisional, and says so.\n"
  "- A child's deadline that passed more than a school year ago is history and is not listed.\n"
  "\n"
  "| clock | rule | limit | owed by | rule set | source | in force |\n"
  "| --- | --- | --- | --- | --- | --- | --- |\n";

static const char *
name_unit (const AtlasClockRule *rule)
{
  static const char *names[ATLAS_N_UNITS] = {
    [ATLAS_UNIT_SCHOOL_DAYS] = "school days", [ATLAS_UNIT_SESSIONS] = "sessions",
    [ATLAS_UNIT_WORKING_DAYS] = "working days", [ATLAS_UNIT_CALENDAR_DAYS] = "days",
    [ATLAS_UNIT_CALENDAR_MONTHS] = "months", [ATLAS_UNIT_REFERENCE_DATES] = "reference dates",
    [ATLAS_UNIT_TERMS] = "terms",
  };

  return names[rule->unit];
}

static char *
say_limit (const AtlasClockRule *rule)
{
  const char *by = rule->set_by_county ? ", set by this county" : "";
  g_autoptr(GString) alerts = g_string_new (NULL);

  if (rule->limit != 0)
    return g_strdup_printf ("%d %s%s%s", ABS (rule->limit), name_unit (rule),
                            rule->limit < 0 ? " before" : "", by);

  for (int i = 0; i < ATLAS_CLOCK_ALERTS && rule->alerts[i] > 0; i++)
    g_string_append_printf (alerts, "%s%d", i == 0 ? "; reminders " : ", ", rule->alerts[i]);

  return g_strdup_printf ("its own day%s%s%s", alerts->str, alerts->len > 0 ? " months before" : "",
                          by);
}

static char *
make_page (void)
{
  GString *page = g_string_new (beginning);
  gsize n_rules = 0;
  const AtlasClockRule *rules = atlas_clock_rules (&n_rules);

  for (gsize i = 0; i < n_rules; i++)
    {
      const AtlasClockRule *rule = &rules[i];
      g_autofree char *limit = say_limit (rule);

      g_string_append_printf (page, "| `%s`: %s | %s | %s | %s | %s | %s | %s to %s |\n", rule->id,
                              rule->label, rule->words, limit,
                              atlas_owed_by_to_code (rule->owed_by),
                              atlas_rule_set_to_code (rule->set), rule->source, rule->from,
                              rule->to != NULL ? rule->to : "now");
    }

  return g_string_free (page, FALSE);
}

/* T048, T052, T053, T055, T056, T118, T154: each clock's rule and source are on one page */
static void
test_page_is_the_table (void)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *page = make_page ();
  g_autofree char *path = g_build_filename (g_getenv ("ATLAS_SOURCE_DIR"), PAGE, NULL);
  g_autofree char *written = NULL;

  g_file_get_contents (path, &written, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (written, ==, page);
}

int
main (int    argc,
      char **argv)
{
  if (argc > 1 && strcmp (argv[1], "--write") == 0)
    {
      g_autofree char *page = make_page ();

      fputs (page, stdout);
      return 0;
    }

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rules/clocks-page/page-is-the-table", test_page_is_the_table);

  return g_test_run ();
}
