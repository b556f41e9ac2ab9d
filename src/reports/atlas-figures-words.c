/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Published figures as their source writes them, and what is worked out from them. */
#include "config.h"

#include "reports/atlas-figures.h"

#include <glib/gi18n-lib.h>

#include "records/atlas-codes.h"

/* Thousands are parted, as sources part them. */
static char *
group_digits (guint64 number)
{
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "%" G_GUINT64_FORMAT, number);
  for (gssize place = (gssize) text->len - 3; place > 0; place -= 3)
    /* Translators: what parts thousands in a number. */
    g_string_insert (text, place, C_("thousands", ","));

  return g_string_free (text, FALSE);
}

/* A number of whole steps of 10 to the power of -@decimals: 208 with 1 is 20.8. */
static char *
word_number (gint64 value,
             gint64 decimals)
{
  guint64 power = 1;
  const char *sign = value < 0 ? "-" : "";
  guint64 size = value < 0 ? 0 - (guint64) value : (guint64) value;
  g_autofree char *whole = NULL;

  decimals = CLAMP (decimals, 0, 6);
  for (gint64 i = 0; i < decimals; i++)
    power *= 10;
  whole = group_digits (size / power);
  if (decimals == 0)
    return g_strconcat (sign, whole, NULL);

  return g_strdup_printf ("%s%s.%0*d", sign, whole, (int) decimals, (int) (size % power));
}

static char *
word_amount (AtlasFigure *figure)
{
  g_autofree char *value = word_number (figure->value, figure->decimals);
  g_autofree char *end = NULL;

  if (figure->out_of != 0)
    {
      end = word_number (figure->out_of, figure->decimals);
      /* Translators: a rank or a count, and of how many: "247 of 326". */
      return g_strdup_printf (_("%1$s of %2$s"), value, end);
    }
  if (figure->up_to != 0)
    {
      end = word_number (figure->up_to, figure->decimals);
      /* Translators: the least and the most that a source gives: "2 to 4". */
      return g_strdup_printf (_("%1$s to %2$s"), value, end);
    }

  return g_steal_pointer (&value);
}

/* A sign stands close to its number, a word apart. */
static char *
add_unit (const char *amount,
          const char *code)
{
  const char *unit = code != NULL ? atlas_codes_label ("figure-unit", code) : "";
  gboolean is_word = g_unichar_isalpha (g_utf8_get_char (unit));

  return g_strconcat (amount, is_word ? " " : "", unit, NULL);
}

/**
 * atlas_figure_word:
 * @figure: (nullable): a figure
 *
 * Returns: (transfer full): the figure as its source writes it: "20.8%", "247 of 326", "about
 *   36,575"; a dash for none
 */
char *
atlas_figure_word (AtlasFigure *figure)
{
  const char *bound;
  g_autofree char *amount = NULL;
  g_autofree char *with_unit = NULL;

  if (figure == NULL ||
      !atlas_record_has (ATLAS_RECORD (figure), atlas_type_field (&atlas_figure_type, "value")))
    return g_strdup ("–");

  amount = word_amount (figure);
  with_unit = add_unit (amount, figure->unit);
  bound = figure->bound != NULL ? atlas_codes_label ("figure-bound", figure->bound) : NULL;

  return bound != NULL ? g_strdup_printf ("%s %s", bound, with_unit)
                       : g_steal_pointer (&with_unit);
}

/* What nobody has words for is read from its key: "permanent-exclusions". */
static char *
word_key (const char *key)
{
  const char *known = atlas_codes_find ("figure-item", key) != NULL
                      ? atlas_codes_label ("figure-item", key) : NULL;
  g_autofree char *spaced = g_strdelimit (g_strdup (key), "-_", ' ');
  g_autofree char *first = NULL;
  char *rest = g_utf8_next_char (spaced);

  if (known != NULL || *spaced == '\0')
    return g_strdup (known != NULL ? known : "");

  first = g_utf8_strup (spaced, rest - spaced);

  return g_strconcat (first, rest, NULL);
}

/**
 * atlas_figures_word_item:
 * @self: a series
 * @item: (nullable): one of its items, or of those it tells apart; %NULL for the series itself
 *
 * Returns: (transfer full): the pack's words for it, or those of its key
 */
char *
atlas_figures_word_item (AtlasFigures *self,
                         const char   *item)
{
  for (guint i = 0; i < self->labels->len; i++)
    {
      AtlasLabel *label = g_ptr_array_index (self->labels, i);

      if (g_strcmp0 (label->kind, "figure") == 0 && g_strcmp0 (label->item, item) == 0)
        return g_strdup (label->text);
    }

  if (item != NULL && *item == '\0')
    return g_strdup (self->title);

  return word_key (item != NULL ? item : self->series);
}

/**
 * atlas_figures_word_row:
 *
 * Returns: (transfer full): what stands before the figures of a row
 */
char *
atlas_figures_word_row (AtlasFigures          *self,
                        const AtlasFiguresRow *row)
{
  gboolean is_provisional = atlas_figures_is_provisional (self, row->period);
  g_autofree char *whom = NULL;
  g_autofree char *name = NULL;

  if (row->whom != NULL)
    whom = atlas_figures_word_item (self, row->whom);
  if (whom != NULL && self->periods->len > 1)
    /* Translators: a period and of whom: "2014/15, primary schools". */
    name = g_strdup_printf (_("%1$s, %2$s"), row->period, whom);
  else
    name = g_strdup (whom != NULL ? whom : row->period);

  /* Translators: a school year whose figures may still change. */
  return is_provisional ? g_strdup_printf (_("%s (provisional)"), name) : g_steal_pointer (&name);
}

/**
 * atlas_figures_word_sum:
 * @self: a series
 * @sum: one of its totals or bands that does not agree with its parts
 *
 * Returns: (transfer full): what is wrong with it, in a sentence
 */
char *
atlas_figures_word_sum (AtlasFigures         *self,
                        const AtlasFigureSum *sum)
{
  const AtlasFiguresRow at = { sum->figure->period, sum->figure->whom };
  g_autofree char *row = atlas_figures_word_row (self, &at);
  g_autofree char *item = atlas_figures_word_item (self, sum->figure->item != NULL
                                                   ? sum->figure->item : "");
  g_autofree char *value = atlas_figure_word (sum->figure);
  g_autofree char *other = word_number (sum->other, sum->figure->decimals);

  if (sum->rule == ATLAS_FIGURE_BANDS)
    /* Translators: a row, a band of days, its number, the number of the band of fewer days. */
    return g_strdup_printf (_("%1$s, %2$s: %3$s are more than the %4$s of the band before."),
                            row, item, value, other);

  /* Translators: a row, a column, the total that a source gives, what its parts make. */
  return g_strdup_printf (_("%1$s, %2$s: the source gives %3$s and the parts make %4$s."),
                          row, item, value, other);
}

/**
 * atlas_figures_word_change:
 * @self: a series
 * @whom: (nullable): of whom
 * @item: (nullable): of what
 *
 * Works out how much a figure changed from the last period but one to the last.
 *
 * Source: requirements T098.
 *
 * Returns: (transfer full) (nullable): that, marked as computed; %NULL when it cannot be worked out
 */
char *
atlas_figures_word_change (AtlasFigures *self,
                           const char   *whom,
                           const char   *item)
{
  guint n = self->periods->len;
  const char *from = n > 1 ? g_ptr_array_index (self->periods, n - 2) : NULL;
  const char *to = n > 1 ? g_ptr_array_index (self->periods, n - 1) : NULL;
  g_autofree char *words = NULL;
  g_autofree char *number = NULL;
  g_autofree char *signed_number = NULL;
  gint64 tenths;

  if (n < 2 || !atlas_figure_get_change (atlas_figures_get (self, from, whom, item),
                                         atlas_figures_get (self, to, whom, item), &tenths))
    return NULL;

  words = atlas_figures_word_item (self, item != NULL ? item : "");
  number = word_number (tenths, 1);
  signed_number = g_strconcat (tenths > 0 ? "+" : "", number, NULL);
  /* Translators: what is counted, two periods, and how much it changed between them: "+68.5". */
  return g_strdup_printf (_("%1$s, %2$s to %3$s: %4$s%% (computed)"), words, from, to,
                          signed_number);
}

/**
 * atlas_figures_word_ratio:
 * @self: a series
 * @row: one of its rows
 * @ratio: a label of kind `ratio`, whose item names two items as `days/pupils`
 *
 * Source: requirements T097.
 *
 * Returns: (transfer full): the first by the second with two decimals; a dash when it cannot be
 *   worked out
 */
char *
atlas_figures_word_ratio (AtlasFigures          *self,
                          const AtlasFiguresRow *row,
                          AtlasLabel            *ratio)
{
  g_auto(GStrv) items = g_strsplit (ratio->item != NULL ? ratio->item : "", "/", 2);
  gint64 hundredths;

  if (g_strv_length (items) != 2 ||
      !atlas_figure_get_ratio (atlas_figures_get (self, row->period, row->whom, items[0]),
                               atlas_figures_get (self, row->period, row->whom, items[1]),
                               &hundredths))
    return g_strdup ("–");

  return word_number (hundredths, 2);
}
