/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "reports/atlas-check-words.h"

static char *
word (const char     *check,
      AtlasDate       event,
      AtlasCheckFacts facts)
{
  AtlasCheckFound found = { .rule = atlas_check_rule_find (check, event), .facts = facts };

  g_assert_nonnull (found.rule);
  return atlas_words_found (&found);
}

static void
test_what_is_missing (void)
{
  g_autofree char *one = atlas_words_missing (ATLAS_MISSING_REVIEW);
  g_autofree char *two = atlas_words_missing (ATLAS_MISSING_FAMILY | ATLAS_MISSING_PLANNED_END);
  g_autofree char *last = atlas_words_missing (G_GUINT64_CONSTANT (1) << (ATLAS_N_MISSING - 1));

  g_assert_cmpstr (one, ==, "Missing: a review date");
  g_assert_cmpstr (two, ==, "Missing: a planned end, the family’s agreement");
  g_assert_cmpstr (last, ==, "Missing: what happened next");
}

static void
test_hours (void)
{
  g_autofree char *both = word ("hours-under", 0, (AtlasCheckFacts) { .hours = 12.5, .least = 20,
                                                                      .most = 25 });
  g_autofree char *least = word ("hours-social-worker", 0,
                                 (AtlasCheckFacts) { .hours = 25, .least = 32.5 });
  g_autofree char *most = word ("hours-possible", 0, (AtlasCheckFacts) { .hours = 250,
                                                                         .most = 40 });

  g_assert_cmpstr (both, ==, "12.5 hours a week; full-time is 20 to 25");
  g_assert_cmpstr (least, ==, "25 hours a week; at least 32.5 are full-time");
  g_assert_cmpstr (most, ==, "250 hours a week; a week of school has at most 40");
}

static void
test_days (void)
{
  AtlasDate day = atlas_date_new (2026, 11, 8);
  g_autofree char *late = word ("virtual-school", day, (AtlasCheckFacts) { .day = day });
  g_autofree char *never = word ("virtual-school", day,
                                 (AtlasCheckFacts) { .day = ATLAS_DATE_NONE });
  g_autofree char *expired = word ("provider-expired", day,
                                   (AtlasCheckFacts) { .day = day, .code = "safeguarding" });

  g_assert_cmpstr (late, ==, "The Virtual School was contacted only on 8 November 2026");
  g_assert_cmpstr (never, ==, "The Virtual School was not contacted before the exclusion.");
  g_assert_cmpstr (expired, ==, "Safeguarding check expired on 8 November 2026");
}

/* Every check that counts has words of its own, and every check has some. */
static void
test_every_check_is_worded (void)
{
  const AtlasCheckRule *rules;
  gsize n_rules;

  rules = atlas_check_rules (&n_rules);
  for (gsize i = 0; i < n_rules; i++)
    {
      AtlasCheckFound found = { .rule = &rules[i], .facts = { .count = 3, .limit = 2 } };
      g_autofree char *text = NULL;
      g_autofree char *roles = atlas_words_passed_by (&rules[i]);

      g_test_message ("%s", rules[i].id);
      g_assert_null (strchr (roles, '_'));
      if (g_str_equal (rules[i].id, "contract"))
        continue;
      text = atlas_words_found (&found);
      g_assert_cmpint (strlen (text), >, 0);
      if (rules[i].says == ATLAS_SAYS_COUNT)
        g_assert_cmpstr (text, !=, rules[i].found);
    }
}

/* One row of the table in docs/checks.md. */
static char *
page_row (const AtlasCheckRule *rule)
{
  g_autofree char *days = NULL;
  g_autofree char *roles = atlas_words_passed_by (rule);
  g_autofree char *number = rule->threshold == 0
                            ? g_strdup ("")
                            : g_strdup_printf (" Comes as %d %s.", rule->threshold, rule->unit);

  if (rule->from == NULL && rule->to == NULL)
    days = g_strdup ("always");
  else
    days = g_strdup_printf ("%s to %s", rule->from, rule->to != NULL ? rule->to : "now");

  return g_strdup_printf ("| `%s` | %s | %s%s | %s | %s | %s | %s |\n", rule->id, rule->title,
                          rule->rule, number, days, atlas_words_basis (rule->basis), rule->source,
                          roles);
}

/* With ATLAS_WRITE_DOCS set, the page is written instead. */
static void
test_the_page_is_in_step (void)
{
  const char *mark = "| --- | --- | --- | --- | --- | --- | --- |\n";
  g_autofree char *path = g_build_filename (g_getenv ("ATLAS_SOURCE_DIR"), "docs", "checks.md",
                                            NULL);
  g_autoptr(GString) table = g_string_new (NULL);
  g_autofree char *page = NULL;
  const AtlasCheckRule *rules;
  gsize n_rules;
  char *start;

  rules = atlas_check_rules (&n_rules);
  for (gsize i = 0; i < n_rules; i++)
    {
      g_autofree char *row = page_row (&rules[i]);

      g_string_append (table, row);
    }
  g_assert_true (g_file_get_contents (path, &page, NULL, NULL));
  start = strstr (page, mark);
  g_assert_nonnull (start);
  start += strlen (mark);
  if (g_getenv ("ATLAS_WRITE_DOCS") != NULL)
    {
      g_string_prepend_len (table, page, start - page);
      g_assert_true (g_file_set_contents (path, table->str, -1, NULL));
      return;
    }

  g_assert_cmpstr (start, ==, table->str);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/check-words/what-is-missing", test_what_is_missing);
  g_test_add_func ("/check-words/hours", test_hours);
  g_test_add_func ("/check-words/days", test_days);
  g_test_add_func ("/check-words/every-check-is-worded", test_every_check_is_worded);
  g_test_add_func ("/check-words/the-page-is-in-step", test_the_page_is_in_step);

  return g_test_run ();
}
