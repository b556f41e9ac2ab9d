/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Indicators in words and as JSON, with small numbers or without. */
#include "config.h"

#include "reports/atlas-indicators.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "reports/atlas-term-words.h"

#define ROUND       1e6   /* of a share or a length in JSON: six decimals */
#define SMALL_SHARE 1.0   /* per cent, below which two digits tell more than one decimal */

/* In the order of AtlasIndicatorWhy. */
static const struct {
  const char *code;
  const char *words;
} whys[] = {
  [ATLAS_INDICATOR_KNOWN] = { NULL, NULL },
  [ATLAS_INDICATOR_NOT_BEGUN] = { "not-begun", N_("The term has not begun.") },
  [ATLAS_INDICATOR_NO_RECORDS] = {
    "no-records", N_("Nothing of the kind is on record up to this term."),
  },
  [ATLAS_INDICATOR_LEFT_OUT] = { "left-out", N_("None is counted, and some could not be told.") },
  [ATLAS_INDICATOR_NO_ROLL] = {
    "no-roll", N_("How many children are on rolls is not on record."),
  },
  [ATLAS_INDICATOR_NONE_OF_THEM] = { "none-of-them", N_("There is nothing to work it out from.") },
};

/* In the order of AtlasIndicatorUnit. */
static const char * const units[] = {
  [ATLAS_INDICATOR_NUMBER] = "number", [ATLAS_INDICATOR_PERCENT] = "percent",
  [ATLAS_INDICATOR_MEDIAN_WEEKS] = "weeks", [ATLAS_INDICATOR_MEDIAN_DAYS] = "school-days",
  [ATLAS_INDICATOR_P90_DAYS] = "school-days",
};

const char *
atlas_indicators_why_to_code (AtlasIndicatorWhy why)
{
  return whys[why].code;
}

/* At most one decimal; of a small share two digits. */
static char *
format_number (double             value,
               AtlasIndicatorUnit unit)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  if (unit == ATLAS_INDICATOR_PERCENT && value < SMALL_SHARE)
    return g_strdup (g_ascii_formatd (text, sizeof text, "%.2g", value));

  return g_strdup (g_ascii_formatd (text, sizeof text, "%.10g", round (value * 10) / 10));
}

/**
 * atlas_indicators_word:
 * @figure: a figure
 * @cell: what it comes to
 * @hides_small: whether small numbers are hidden
 *
 * Returns: (transfer full): as `12`, `3.4%`, `37 school days`, `Not known` or `Hidden`
 */
char *
atlas_indicators_word (const AtlasIndicatorFigure *figure,
                       const AtlasIndicatorCell   *cell,
                       gboolean                    hides_small)
{
  g_autofree char *number = format_number (cell->value.value, figure->unit);

  if (hides_small && cell->is_hidden)
    return g_strdup (_("Hidden"));
  if (cell->value.why != ATLAS_INDICATOR_KNOWN)
    return g_strdup (_("Not known"));

  switch (figure->unit)
    {
    case ATLAS_INDICATOR_PERCENT:
      /* Translators: a share in per cent. */
      return g_strdup_printf (_("%s%%"), number);
    case ATLAS_INDICATOR_MEDIAN_WEEKS:
      /* Translators: a number of weeks, often with a decimal. */
      return g_strdup_printf (_("%s weeks"), number);
    case ATLAS_INDICATOR_MEDIAN_DAYS:
    case ATLAS_INDICATOR_P90_DAYS:
      /* Translators: a number of school days, sometimes with a decimal. */
      return g_strdup_printf (_("%s school days"), number);
    case ATLAS_INDICATOR_NUMBER:
    default:
      return g_steal_pointer (&number);
    }
}

/**
 * atlas_indicators_word_note:
 * @figure: a figure
 * @cell: what it comes to
 * @hides_small: whether small numbers are hidden
 *
 * Returns: (transfer full): of what a share is, why it is not known, and what is left out; may be
 *   empty
 */
char *
atlas_indicators_word_note (const AtlasIndicatorFigure *figure,
                            const AtlasIndicatorCell   *cell,
                            gboolean                    hides_small)
{
  const AtlasIndicatorValue *value = &cell->value;
  GString *note = g_string_new (NULL);

  if (hides_small && cell->is_hidden)
    return g_string_free (note, FALSE);
  if (value->why != ATLAS_INDICATOR_KNOWN)
    g_string_append (note, _(whys[value->why].words));
  else if (value->whole > 0)
    /* Translators: so many of so many. */
    g_string_append_printf (note, _("%1$d of %2$d."), (int) value->part, (int) value->whole);
  if (value->left_out > 0)
    {
      g_autofree char *left_out = NULL;

      if (hides_small && cell->hides_left_out > 0)
        /* Translators: a number, and records that are not counted. */
        left_out = g_strdup_printf (_("Left out: fewer than %1$d %2$s."), cell->hides_left_out,
                                    _(figure->left_out));
      else
        /* Translators: a number of records that are not counted, and what they are: "Left out: 3
         * suspensions whose length is not recorded." */
        left_out = g_strdup_printf (_("Left out: %1$d %2$s."), (int) value->left_out,
                                    _(figure->left_out));
      g_string_append_printf (note, "%s%s", note->len > 0 ? " " : "", left_out);
    }

  return g_string_free (note, FALSE);
}

/* A figure of a table: what is hidden or not known is null. */
static json_t *
cell_to_json (const AtlasIndicators      *self,
              const AtlasIndicatorFigure *figure,
              const AtlasIndicatorCell   *cell,
              gboolean                    hides_small)
{
  const AtlasIndicatorValue *value = &cell->value;
  gboolean is_hidden = hides_small && cell->is_hidden;
  gboolean hides_left_out = is_hidden || (hides_small && cell->hides_left_out > 0);
  g_autofree char *text = atlas_indicators_word (figure, cell, hides_small);
  g_autofree char *note = atlas_indicators_word_note (figure, cell, hides_small);
  json_t *number = json_null ();

  if (!is_hidden && value->why == ATLAS_INDICATOR_KNOWN)
    number = figure->unit == ATLAS_INDICATOR_NUMBER
             ? json_integer (value->part) : json_real (round (value->value * ROUND) / ROUND);

  return json_pack ("{s:s, s:s, s:s, s:o, s:o, s:o, s:b, s:s?, s:s, s:s, s:b}",
                    "figure", figure->id, "label", _(figure->label), "unit", units[figure->unit],
                    "value", number,
                    "of", !is_hidden && value->whole > 0 ? json_integer (value->whole)
                                                         : json_null (),
                    "left_out", hides_left_out ? json_null () : json_integer (value->left_out),
                    "hidden", is_hidden, "why", is_hidden ? NULL : whys[value->why].code,
                    "text", text, "note", note, "invented", self->invented);
}

static void
add_figures (const AtlasIndicators *self,
             guint                  number,
             json_t                *figures,
             json_t                *terms,
             gboolean               hides_small)
{
  const AtlasIndicatorRow *row = g_ptr_array_index (self->rows, number);
  const AtlasIndicatorFigure *all;
  gsize n_figures = 0;

  all = row->can_count ? atlas_indicator_figures (row->kind, &n_figures) : NULL;
  for (gsize i = 0; i < n_figures; i++)
    for (guint nth = 0; nth < self->n_trend; nth++)
      {
        AtlasIndicatorCell cell = atlas_indicators_get (self, &all[i], nth);
        g_autofree char *term = atlas_term_to_code (atlas_indicators_get_term (self, nth));
        json_t *one = cell_to_json (self, &all[i], &cell, hides_small);

        json_object_set_new (one, "number", json_integer (number + 1));
        json_object_set_new (one, "indicator", json_string (row->code));
        json_object_set_new (one, "term", json_string (term));
        json_array_append_new (terms, one);
        if (nth == self->n_trend - 1)
          json_array_append (figures, one);
      }
}

static void
add_areas (const AtlasIndicators *self,
           guint                  number,
           json_t                *areas,
           gboolean               hides_small)
{
  const AtlasIndicatorRow *row = g_ptr_array_index (self->rows, number);
  g_autofree AtlasIndicatorCell *cells = g_new0 (AtlasIndicatorCell, self->areas->len);
  const AtlasIndicatorFigure *all;
  gsize n_figures = 0;

  all = row->can_count ? atlas_indicator_figures (row->kind, &n_figures) : NULL;
  for (gsize i = 0; i < n_figures; i++)
    {
      atlas_indicators_get_areas (self, &all[i], cells);
      for (guint a = 0; a < self->areas->len; a++)
        {
          const AtlasIndicatorArea *area = g_ptr_array_index (self->areas, a);
          json_t *one = cell_to_json (self, &all[i], &cells[a], hides_small);

          json_object_set_new (one, "number", json_integer (number + 1));
          json_object_set_new (one, "indicator", json_string (row->code));
          json_object_set_new (one, "area", area->route != NULL ? json_string (area->route)
                                                                : json_null ());
          json_object_set_new (one, "area_name", json_string (area->name));
          json_array_append_new (areas, one);
        }
    }
}

static json_t *
ratio_to_json (const AtlasIndicators      *self,
               const AtlasIndicatorFigure *figure,
               AtlasPupils                 pupils,
               gboolean                    is_hidden)
{
  double ratio = figure->whole == ATLAS_WHOLE_ROLL && !is_hidden
                 ? atlas_indicators_ratio (self, figure, pupils) : -1;

  return ratio >= 0 ? json_real (ratio) : json_null ();
}

/* Exclusions of each group: the indicator of groups has no figures of its own. */
static void
add_groups (const AtlasIndicators *self,
            AtlasIndicatorKind     kind,
            json_t                *groups,
            gboolean               hides_small)
{
  gsize n_figures;
  const AtlasIndicatorFigure *all = atlas_indicator_figures (kind, &n_figures);

  for (gsize i = 0; i < n_figures && self->pupils == ATLAS_PUPILS_ALL; i++)
    {
      AtlasIndicatorCell cells[ATLAS_N_PUPILS];
      AtlasIndicatorCell unknown[ATLAS_N_PUPILS];

      if (all[i].evidence != ATLAS_EVIDENCE_EXCLUSIONS)
        continue;
      atlas_indicators_get_groups (self, &all[i], cells, unknown);
      for (int p = 0; p < ATLAS_N_PUPILS; p++)
        {
          json_t *one = cell_to_json (self, &all[i], &cells[p], hides_small);
          gboolean hides_unknown = hides_small && unknown[p].is_hidden;

          json_object_set_new (one, "indicator", json_string (atlas_indicator_to_code (kind)));
          json_object_set_new (one, "cohort", json_string (atlas_pupils_to_code ((AtlasPupils) p)));
          json_object_set_new (one, "cohort_name",
                               json_string (atlas_pupils_label ((AtlasPupils) p)));
          json_object_set_new (one, "ratio", ratio_to_json (self, &all[i], (AtlasPupils) p,
                                                            hides_small && cells[p].is_hidden));
          json_object_set_new (one, "not_recorded",
                               hides_unknown ? json_null ()
                                             : json_integer (unknown[p].value.part));
          json_array_append_new (groups, one);
        }
    }
}

static json_t *
indicators_to_json (const AtlasIndicators *self)
{
  json_t *indicators = json_array ();

  for (guint i = 0; i < self->rows->len; i++)
    {
      const AtlasIndicatorRow *row = g_ptr_array_index (self->rows, i);

      json_array_append_new (indicators,
                             json_pack ("{s:i, s:s?, s:s, s:s?, s:b}", "number", (int) i + 1,
                                        "indicator", row->code, "text", row->text,
                                        "source", row->source, "counted", row->can_count));
    }

  return indicators;
}

static json_t *
names_to_json (const AtlasIndicators *self)
{
  json_t *names = json_array ();

  for (guint i = 0; i < self->sets->len; i++)
    json_array_append_new (names, json_string (g_ptr_array_index (self->sets, i)));

  return names;
}

/**
 * atlas_indicators_to_json:
 * @self: indicators
 * @hides_small: whether small numbers are hidden
 *
 * Returns: (transfer full): as `atlasctl indicators --format json` prints them
 */
json_t *
atlas_indicators_to_json (const AtlasIndicators *self,
                          gboolean               hides_small)
{
  const AtlasIndicatorBase *base = &self->bases[self->n_trend - 1];
  const AtlasTerm *chosen = atlas_indicators_get_term (self, self->n_trend - 1);
  g_autofree char *on = atlas_date_format (self->on);
  g_autofree char *term = atlas_term_to_code (chosen);
  g_autofree char *from = atlas_date_format (chosen->days.from);
  g_autofree char *to = atlas_date_format (chosen->days.to);
  g_autofree char *counted = base->days.to >= base->days.from ? atlas_date_format (base->days.to)
                                                              : NULL;
  json_t *figures = json_array ();
  json_t *terms = json_array ();
  json_t *areas = json_array ();
  json_t *groups = json_array ();

  for (guint i = 0; i < self->rows->len; i++)
    {
      add_figures (self, i, figures, terms, hides_small);
      add_areas (self, i, areas, hides_small);
    }
  add_groups (self, ATLAS_INDICATOR_SUSPENSIONS, groups, hides_small);
  add_groups (self, ATLAS_INDICATOR_PERMANENT, groups, hides_small);

  return json_pack ("{s:s, s:s?, s:o, s:s, s:s, s:s, s:s?, s:s, s:s, s:o, s:o, s:i, s:o, s:o, s:o,"
                    " s:o, s:o}",
                    "as_of", on, "set", self->set, "sets", names_to_json (self), "term", term,
                    "from", from, "to", to, "counted_to", counted,
                    "scope", self->scope != NULL ? self->scope : "county",
                    "cohort", atlas_pupils_to_code (self->pupils),
                    "hidden_below", hides_small ? json_integer (self->limit) : json_null (),
                    "roll", base->roll >= 0 ? json_integer (base->roll) : json_null (),
                    "schools_without_roll", (int) self->n_without_roll,
                    "indicators", indicators_to_json (self), "figures", figures,
                    "terms", terms, "areas", areas, "cohorts", groups);
}
