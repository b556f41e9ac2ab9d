/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "rules/atlas-small.h"

#define N_TABLES  2000
#define SIDE_MOST 6
#define CELL_MOST 14

/* Numbers as `3 12 0`, rows after a slash; a hidden one of the answer is `x`. */
static gint64 *
read_cells (const char *text,
            guint      *n_rows,
            guint      *n_columns)
{
  g_auto(GStrv) rows = g_strsplit (text, " / ", -1);
  GArray *cells = g_array_new (FALSE, FALSE, sizeof (gint64));

  *n_rows = g_strv_length (rows);
  for (guint r = 0; r < *n_rows; r++)
    {
      g_auto(GStrv) words = g_strsplit (rows[r], " ", -1);

      *n_columns = g_strv_length (words);
      for (guint c = 0; c < *n_columns; c++)
        {
          gint64 number = g_ascii_strtoll (words[c], NULL, 10);

          g_array_append_val (cells, number);
        }
    }

  return (gint64 *) g_array_free (cells, FALSE);
}

static char *
write_cells (const gint64   *cells,
             const gboolean *hidden,
             guint           n_rows,
             guint           n_columns)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < n_rows * n_columns; i++)
    {
      g_string_append (text, i == 0 ? "" : i % n_columns == 0 ? " / " : " ");
      if (hidden[i])
        g_string_append_c (text, 'x');
      else
        g_string_append_printf (text, "%" G_GINT64_FORMAT, cells[i]);
    }

  return g_string_free (text, FALSE);
}

/* T082: small-number suppression, with another number hidden where a total would tell */
static void
test_table (void)
{
  static const struct { const char *cells; int limit; const char *expected; } cases[] = {
    /* One column: parts of a total. */
    { "9 / 12 / 0", 5, "9 / 12 / 0" },
    { "9 / 4 / 12", 5, "x / x / 12" },
    { "9 / 4 / 3 / 12", 5, "9 / x / x / 12" },
    { "5 / 6", 5, "5 / 6" },
    { "4 / 6", 5, "x / x" },
    { "4 / 0 / 6", 5, "x / 0 / x" },
    /* Small together: 1 and 2 are 3, so a third is hidden. */
    { "1 / 2 / 20 / 8", 5, "x / x / 20 / x" },
    { "1 / 1 / 0 / 30", 5, "x / x / 0 / x" },
    /* The total is small, and hidden itself. */
    { "3 / 0 / 0", 5, "x / 0 / 0" },
    { "2 / 1 / 1", 5, "x / x / x" },
    { "0 / 0", 5, "0 / 0" },
    /* The county's own limit. */
    { "4 / 9 / 12", 1, "4 / 9 / 12" },
    { "4 / 9 / 12", 10, "x / x / 12" },
    { "1 / 9 / 12", 2, "x / x / 12" },
    /* Two ways: areas down, groups across; each row and each column has its total. */
    { "9 9 / 9 9", 5, "9 9 / 9 9" },
    { "3 9 / 8 9", 5, "x x / x x" },
    { "3 9 7 / 8 9 9 / 20 30 40", 5, "x x x / x x x / 20 30 40" },
    { "3 9 20 / 8 2 30 / 20 30 40", 5, "x x 20 / x x 30 / 20 30 40" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      guint n_rows;
      guint n_columns = 0;
      g_autofree gint64 *cells = read_cells (cases[i].cells, &n_rows, &n_columns);
      g_autofree gboolean *hidden = g_new0 (gboolean, n_rows * n_columns);
      g_autofree char *found = NULL;

      atlas_small_hide (cells, n_rows, n_columns, cases[i].limit, hidden);
      found = write_cells (cells, hidden, n_rows, n_columns);
      g_assert_cmpstr (found, ==, cases[i].expected);
    }
}

/* What is hidden already stays hidden, and is not told by the others. */
static void
test_what_is_hidden_stays_hidden (void)
{
  const gint64 cells[] = { 20, 30, 40 };
  gboolean hidden[] = { FALSE, TRUE, FALSE };

  atlas_small_hide (cells, 3, 1, 5, hidden);
  g_assert_true (hidden[0]);
  g_assert_true (hidden[1]);
  g_assert_false (hidden[2]);
}

/* Whoever has the total and the shown cells of a line cannot work a hidden one out. */
static void
assert_line (const gint64   *cells,
             const gboolean *hidden,
             guint           first,
             guint           step,
             guint           n,
             int             limit)
{
  gint64 total = 0;
  gint64 secret = 0;
  guint n_hidden = 0;

  for (guint i = 0; i < n; i++)
    {
      total += cells[first + i * step];
      if (!hidden[first + i * step])
        {
          g_assert_true (cells[first + i * step] == 0 || cells[first + i * step] >= limit);
          continue;
        }
      n_hidden++;
      secret += cells[first + i * step];
    }
  if (n_hidden > 0 && total >= limit)
    {
      g_assert_cmpuint (n_hidden, >=, 2);
      g_assert_cmpint (secret, >=, limit);
    }
}

static void
test_random_tables (void)
{
  for (int t = 0; t < N_TABLES; t++)
    {
      guint n_rows = (guint) g_test_rand_int_range (2, SIDE_MOST);
      guint n_columns = (guint) g_test_rand_int_range (1, SIDE_MOST);
      int limit = g_test_rand_int_range (1, 10);
      gint64 cells[SIDE_MOST * SIDE_MOST];
      gboolean hidden[SIDE_MOST * SIDE_MOST] = { FALSE };

      for (guint i = 0; i < n_rows * n_columns; i++)
        {
          cells[i] = g_test_rand_int_range (-4, CELL_MOST);
          cells[i] = MAX (cells[i], 0);
        }
      atlas_small_hide (cells, n_rows, n_columns, limit, hidden);
      for (guint c = 0; c < n_columns; c++)
        assert_line (cells, hidden, c, n_columns, n_rows, limit);
      for (guint r = 0; r < n_rows && n_columns > 1; r++)
        assert_line (cells, hidden, r * n_columns, 1, n_columns, limit);
    }
}

static void
test_limit_is_the_countys (void)
{
  const char * const none[] = { "move-miles=7", NULL };
  const char * const ten[] = { "move-miles=7", "small-numbers=10", NULL };
  const char * const wrong[] = { "small-numbers=0", "small-numbers=many", NULL };
  const AtlasCheckSettings settings[] = {
    { NULL, NULL }, { NULL, none }, { NULL, ten }, { NULL, wrong },
  };
  const int expected[] = { 5, 5, 10, 5 };

  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    g_assert_cmpint (atlas_small_read_limit (&settings[i]), ==, expected[i]);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/rules/small/table", test_table);
  g_test_add_func ("/rules/small/what-is-hidden-stays-hidden", test_what_is_hidden_stays_hidden);
  g_test_add_func ("/rules/small/random-tables", test_random_tables);
  g_test_add_func ("/rules/small/limit-is-the-countys", test_limit_is_the_countys);

  return g_test_run ();
}
