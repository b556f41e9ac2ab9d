/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the figures of indicators come to, and which of them may not leave the office. */
#include "config.h"

#include "reports/atlas-indicators.h"

#include "rules/atlas-small.h"

/* The parts into which a group and its like divide all children; with whoever is left. */
#define PARTS_MOST 4

/**
 * atlas_indicators_get_term:
 * @self: indicators
 * @nth: of the trend; the last is the chosen one
 *
 * Returns: (transfer none): the term
 */
const AtlasTerm *
atlas_indicators_get_term (const AtlasIndicators *self,
                           guint                  nth)
{
  return &g_array_index (self->terms, AtlasTerm, self->term + 1 - self->n_trend + nth);
}

/* Whether a share of children tells that few are left; attendance is of sessions. */
static gboolean
tells_the_rest (const AtlasIndicatorFigure *figure,
                const AtlasIndicatorValue  *value,
                int                         limit)
{
  return figure->whole != ATLAS_TALLY_NONE && figure->whole < ATLAS_WHOLE_ROLL &&
         figure->whole != ATLAS_TALLY_POSSIBLE &&
         atlas_small_is (value->whole - value->part, limit);
}

static AtlasIndicatorCell
make_cell (const AtlasIndicators      *self,
           const AtlasIndicatorFigure *figure,
           const AtlasTally           *tally,
           const AtlasIndicatorBase   *base)
{
  AtlasIndicatorCell cell = {
    .value = atlas_indicator_value (figure, tally, &self->evidence, base),
  };

  cell.hides_left_out = atlas_small_is (cell.value.left_out, self->limit) ? self->limit : 0;
  cell.is_hidden = atlas_small_is (cell.value.children, self->limit) ||
                   tells_the_rest (figure, &cell.value, self->limit);

  return cell;
}

/* Which areas' numbers of children are hidden, so that none can be told from the county's. */
static void
hide_areas (const AtlasIndicators      *self,
            const AtlasIndicatorFigure *figure,
            gboolean                   *hidden)
{
  g_autofree gint64 *numbers = g_new0 (gint64, self->areas->len);

  for (guint i = 0; i < self->areas->len; i++)
    numbers[i] = ((AtlasIndicatorArea *)
                  g_ptr_array_index (self->areas, i))->tally.counts[figure->children];
  atlas_small_hide (numbers, self->areas->len, 1, self->limit, hidden);
}

/**
 * atlas_indicators_get_areas:
 * @self: indicators
 * @figure: a figure
 * @cells: (out caller-allocates) (array): as many as there are areas
 *
 * Works out a figure of each area of the county in the chosen term.
 */
void
atlas_indicators_get_areas (const AtlasIndicators      *self,
                            const AtlasIndicatorFigure *figure,
                            AtlasIndicatorCell         *cells)
{
  g_autofree gboolean *hidden = g_new0 (gboolean, self->areas->len);

  hide_areas (self, figure, hidden);
  for (guint i = 0; i < self->areas->len; i++)
    {
      const AtlasIndicatorArea *area = g_ptr_array_index (self->areas, i);

      cells[i] = make_cell (self, figure, &area->tally, &area->base);
      cells[i].is_hidden |= hidden[i];
    }
}

/**
 * atlas_indicators_get:
 * @self: indicators
 * @figure: a figure
 * @nth: of the trend; the last is the chosen term
 *
 * Works out a figure of the scope in one term. An area's is hidden too where the table of areas
 * hides it, since both may be printed.
 *
 * Returns: the figure
 */
AtlasIndicatorCell
atlas_indicators_get (const AtlasIndicators      *self,
                      const AtlasIndicatorFigure *figure,
                      guint                       nth)
{
  AtlasIndicatorCell cell = make_cell (self, figure, &self->trend[nth], &self->bases[nth]);
  g_autofree gboolean *hidden = NULL;

  if (nth != self->n_trend - 1 || self->scope == NULL)
    return cell;

  hidden = g_new0 (gboolean, self->areas->len);
  hide_areas (self, figure, hidden);
  for (guint i = 0; i < self->areas->len; i++)
    {
      const AtlasIndicatorArea *area = g_ptr_array_index (self->areas, i);

      cell.is_hidden |= hidden[i] && g_strcmp0 (area->route, self->scope) == 0;
    }

  return cell;
}

/* Hides parts of all children, those left over the last of them. */
static void
hide_parts (const AtlasIndicators      *self,
            const AtlasIndicatorFigure *figure,
            const AtlasPupils          *parts,
            guint                       n_parts,
            AtlasIndicatorCell         *cells,
            AtlasIndicatorCell         *unknown)
{
  gint64 numbers[PARTS_MOST] = { 0 };
  gboolean hidden[PARTS_MOST] = { FALSE };
  gint64 rest = self->groups[ATLAS_PUPILS_ALL].tally.counts[figure->children];

  for (guint i = 0; i < n_parts; i++)
    {
      numbers[i] = self->groups[parts[i]].tally.counts[figure->children];
      hidden[i] = cells[parts[i]].is_hidden;
      rest -= numbers[i];
    }
  numbers[n_parts] = self->groups[parts[0]].unknown.counts[figure->children];
  numbers[n_parts + 1] = rest - numbers[n_parts];
  atlas_small_hide (numbers, n_parts + 2, 1, self->limit, hidden);
  for (guint i = 0; i < n_parts; i++)
    {
      cells[parts[i]].is_hidden |= hidden[i];
      unknown[parts[i]].is_hidden |= hidden[n_parts];
    }
}

/* Children with SEND have a plan or none: from the sum of both neither may be told. */
static void
hide_send (const AtlasIndicators      *self,
           const AtlasIndicatorFigure *figure,
           AtlasIndicatorCell         *cells)
{
  static const AtlasPupils parts[] = { ATLAS_PUPILS_SEND_NO_PLAN, ATLAS_PUPILS_EHC_PLAN };
  gint64 numbers[G_N_ELEMENTS (parts)];
  gboolean hidden[G_N_ELEMENTS (parts)];

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      numbers[i] = self->groups[parts[i]].tally.counts[figure->children];
      hidden[i] = cells[parts[i]].is_hidden || cells[ATLAS_PUPILS_SEND].is_hidden;
    }
  atlas_small_hide (numbers, G_N_ELEMENTS (parts), 1, self->limit, hidden);
  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    cells[parts[i]].is_hidden |= hidden[i];
}

/**
 * atlas_indicators_get_groups:
 * @self: indicators
 * @figure: a figure
 * @cells: (out caller-allocates) (array fixed-size=10): a figure of each group
 * @unknown: (out caller-allocates) (array fixed-size=10): the same of children of whom nobody
 *   recorded whether they are of it
 *
 * Works out a figure of each group of children of the scope in the chosen term. None that is hidden
 * can be told from the figure of all children and those of the other groups. A group of which none
 * is counted is not known while there are children of whom nobody recorded it.
 */
void
atlas_indicators_get_groups (const AtlasIndicators      *self,
                             const AtlasIndicatorFigure *figure,
                             AtlasIndicatorCell         *cells,
                             AtlasIndicatorCell         *unknown)
{
  static const AtlasPupils sexes[] = { ATLAS_PUPILS_GIRLS, ATLAS_PUPILS_BOYS };
  static const AtlasPupils others[] = {
    ATLAS_PUPILS_MINORITY, ATLAS_PUPILS_SEND, ATLAS_PUPILS_SEND_NO_PLAN, ATLAS_PUPILS_EHC_PLAN,
    ATLAS_PUPILS_PREMIUM, ATLAS_PUPILS_LOOKED_AFTER, ATLAS_PUPILS_SOCIAL_WORKER,
  };

  for (int i = 0; i < ATLAS_N_PUPILS; i++)
    {
      cells[i] = make_cell (self, figure, &self->groups[i].tally, &self->groups[i].base);
      unknown[i] = make_cell (self, figure, &self->groups[i].unknown, &self->groups[i].base);
      if (cells[i].value.part == 0 && unknown[i].value.part > 0)
        cells[i].value.why = ATLAS_INDICATOR_LEFT_OUT;
    }
  hide_parts (self, figure, sexes, G_N_ELEMENTS (sexes), cells, unknown);
  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    hide_parts (self, figure, &others[i], 1, cells, unknown);
  hide_send (self, figure, cells);
}

/**
 * atlas_indicators_ratio:
 * @self: indicators
 * @figure: a share of children on rolls
 * @pupils: a group
 *
 * Sets a group's share beside that of all children: 2 is twice as many.
 *
 * Returns: the ratio, or -1 when one of the two is not known or nothing
 */
double
atlas_indicators_ratio (const AtlasIndicators      *self,
                        const AtlasIndicatorFigure *figure,
                        AtlasPupils                 pupils)
{
  const AtlasIndicatorGroup *all = &self->groups[ATLAS_PUPILS_ALL];
  AtlasIndicatorCell whole = make_cell (self, figure, &all->tally, &all->base);
  AtlasIndicatorCell part = make_cell (self, figure, &self->groups[pupils].tally,
                                       &self->groups[pupils].base);

  if (part.value.why != ATLAS_INDICATOR_KNOWN || whole.value.why != ATLAS_INDICATOR_KNOWN ||
      whole.value.part == 0)
    return -1;

  return part.value.value / whole.value.value;
}
