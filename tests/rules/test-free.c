/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "rules/atlas-free.h"

#include "free-examples.h"

typedef struct {
  AtlasPlaceCase place;
  AtlasClaim     claims[EXAMPLE_CLAIMS_MAX];
  AtlasClaim     pending[EXAMPLE_CLAIMS_MAX];
} Filled;

static AtlasClaim
fill_claim (const ExampleClaim *example)
{
  AtlasClaim claim = {
    .id = example->id,
    .kind = example->kind,
    .from = atlas_date_parse (example->from),
    .to = atlas_date_parse (example->to),
    .planned_end = atlas_date_parse (example->planned_end),
    .places = example->is_removed ? 0 : MAX (1, example->places),
    .is_confirmed = example->is_confirmed,
    .is_started = example->is_started,
    .uses = example->uses,
  };

  return claim;
}

static void
fill (Filled            *filled,
      const FreeExample *example)
{
  AtlasPlaceCase *place = &filled->place;

  memset (filled, 0, sizeof *filled);
  place->commissioned = example->commissioned;
  place->valid.from = atlas_date_parse (example->valid_from);
  place->valid.to = atlas_date_parse (example->valid_to);
  place->day6_kept = example->day6_kept;
  place->return_date = atlas_date_parse (example->return_date);
  place->on_roll = example->returned;
  place->claims = filled->claims;
  place->pending = filled->pending;

  for (gsize i = 0; i < EXAMPLE_CLAIMS_MAX && example->claims[i].id != NULL; i++)
    {
      if (example->claims[i].is_pending)
        filled->pending[place->n_pending++] = fill_claim (&example->claims[i]);
      else
        filled->claims[place->n_claims++] = fill_claim (&example->claims[i]);
    }
}

static void
test_worked_examples (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (free_examples); i++)
    {
      const FreeExample *example = &free_examples[i];
      Filled filled;
      AtlasFree answer;

      g_test_message ("%" G_GSIZE_FORMAT ": %s", i + 1, example->what);
      fill (&filled, example);
      answer = atlas_free_count (&filled.place, atlas_date_parse (example->on),
                                 atlas_date_parse (example->leaving_by), example->is_day6_child);

      g_assert_cmpint (answer.is_known, ==, !example->is_not_known);
      g_assert_cmpint (answer.on_roll, ==, example->on_roll);
      g_assert_cmpint (answer.offered, ==, example->offered);
      g_assert_cmpint (answer.held, ==, example->held);
      g_assert_cmpint (answer.leaving, ==, example->leaving);
      g_assert_cmpint (answer.free, ==, example->free);
      g_assert_cmpint (answer.over_by, ==, example->over_by);
      g_assert_cmpint (answer.return_date, ==,
                       answer.is_known ? filled.place.return_date : ATLAS_DATE_NONE);
    }
}

static void
describe_claim (GString            *text,
                const ExampleClaim *claim)
{
  static const char *kinds[] = { "placement", "offer", "hold" };

  if (text->len > 0)
    g_string_append (text, "; ");
  g_string_append_printf (text, "%s %s", kinds[claim->kind], claim->id);
  if (claim->is_pending)
    g_string_append (text, " (unsent)");
  if (claim->is_removed)
    g_string_append (text, " released");
  if (claim->places > 1)
    g_string_append_printf (text, " of %d", claim->places);
  if (claim->is_confirmed)
    g_string_append (text, " confirmed");
  if (claim->is_started)
    g_string_append (text, " started");
  if (claim->from != NULL)
    g_string_append_printf (text, " from %s", claim->from);
  if (claim->to != NULL)
    g_string_append_printf (text, " to %s", claim->to);
  if (claim->planned_end != NULL)
    g_string_append_printf (text, " planned to %s", claim->planned_end);
  if (claim->uses != NULL)
    g_string_append_printf (text, " using %s", claim->uses);
}

static char *
describe_place (const FreeExample *example)
{
  g_autoptr(GString) text = g_string_new (NULL);

  g_string_append_printf (text, "%d", example->commissioned);
  if (example->valid_from != NULL)
    g_string_append_printf (text, " from %s to %s", example->valid_from, example->valid_to);
  if (example->day6_kept > 0)
    g_string_append_printf (text, ", %d kept", example->day6_kept);

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
describe_return (const FreeExample *example)
{
  if (example->return_date == NULL)
    return g_strdup ("none");

  return g_strdup_printf ("%d on %s", example->returned, example->return_date);
}

static char *
describe_question (const FreeExample *example)
{
  return g_strconcat (example->on,
                      example->is_day6_child ? ", Day 6 child" : "",
                      example->leaving_by != NULL ? ", leaving by " : "",
                      example->leaving_by,
                      NULL);
}

static char *
describe_figures (const FreeExample *example)
{
  if (example->is_not_known)
    return g_strdup_printf ("not known | %d | %d | %d | not known",
                            example->offered, example->held, example->leaving);

  return g_strdup_printf ("%d | %d | %d | %d | %d",
                          example->on_roll, example->offered, example->held,
                          example->leaving, example->free);
}

/* A row of the table in docs/free.md. */
static char *
describe (const FreeExample *example,
          gsize              number)
{
  g_autoptr(GString) claims = g_string_new (NULL);
  g_autofree char *place = describe_place (example);
  g_autofree char *question = describe_question (example);
  g_autofree char *figures = describe_figures (example);
  g_autofree char *returned = describe_return (example);

  for (gsize i = 0; i < EXAMPLE_CLAIMS_MAX && example->claims[i].id != NULL; i++)
    describe_claim (claims, &example->claims[i]);

  return g_strdup_printf ("| %" G_GSIZE_FORMAT " | %s | %s | %s | %s | %s | %s |", number,
                          example->what, place, returned, claims->len > 0 ? claims->str : "none",
                          question, figures);
}

/* Run with --verbose, this prints the rows. */
static void
test_page_has_the_same_examples (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("ATLAS_SOURCE_DIR"), "docs", "free.md", NULL);
  g_autofree char *page = NULL;
  g_autoptr(GError) error = NULL;
  g_auto(GStrv)     lines = NULL;
  gsize n_rows = 0;

  g_file_get_contents (path, &page, NULL, &error);
  g_assert_no_error (error);

  lines = g_strsplit (page, "\n", -1);
  for (gsize i = 0; i < G_N_ELEMENTS (free_examples); i++)
    {
      g_autofree char *row = describe (&free_examples[i], i + 1);

      g_test_message ("%s", row);
      g_assert_true (g_strv_contains ((const char * const *) lines, row));
    }

  for (gsize i = 0; lines[i] != NULL; i++)
    n_rows += g_str_has_prefix (lines[i], "| ") && g_ascii_isdigit (lines[i][2]);
  g_assert_cmpuint (n_rows, ==, G_N_ELEMENTS (free_examples));
}

static void
test_sum_is_of_what_is_known (void)
{
  const AtlasFree known = {
    .is_known = TRUE, .return_date = 20000, .commissioned = 40, .on_roll = 38, .held = 1, .free = 1,
  };
  const AtlasFree older = {
    .is_known = TRUE, .return_date = 19990, .commissioned = 12, .on_roll = 13, .free = -1,
    .over_by = 1,
  };
  const AtlasFree unknown = { .return_date = ATLAS_DATE_NONE, .commissioned = 10, .held = 2 };
  AtlasFree total = { 0 };

  atlas_free_add (&total, &unknown);
  g_assert_false (total.is_known);
  g_assert_cmpint (total.commissioned, ==, 10);

  atlas_free_add (&total, &known);
  atlas_free_add (&total, &older);
  g_assert_true (total.is_known);
  g_assert_cmpint (total.return_date, ==, 19990);
  g_assert_cmpint (total.commissioned, ==, 62);
  g_assert_cmpint (total.on_roll, ==, 51);
  g_assert_cmpint (total.held, ==, 3);
  g_assert_cmpint (total.free, ==, 0);
  g_assert_cmpint (total.over_by, ==, 1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rules/free/worked-examples", test_worked_examples);
  g_test_add_func ("/rules/free/page-has-the-same-examples", test_page_has_the_same_examples);
  g_test_add_func ("/rules/free/sum-is-of-what-is-known", test_sum_is_of_what_is_known);

  return g_test_run ();
}
