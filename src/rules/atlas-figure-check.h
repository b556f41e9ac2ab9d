/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "records/atlas-records.h"

G_BEGIN_DECLS

/* What a total is of: of the items of a row, or of those counted in a column. */
#define ATLAS_FIGURE_TOTAL "total"

/**
 * AtlasFigureRule:
 * @ATLAS_FIGURE_ITEMS: the items of a row make its total
 * @ATLAS_FIGURE_WHOM: those counted in a column make its total
 * @ATLAS_FIGURE_BANDS: a band that counts from more days does not hold more
 *
 * What figures of one source have to do among themselves.
 */
typedef enum {
  ATLAS_FIGURE_ITEMS,
  ATLAS_FIGURE_WHOM,
  ATLAS_FIGURE_BANDS,
} AtlasFigureRule;

/**
 * AtlasFigureSum:
 * @rule: what was looked at
 * @figure: (unowned): the total, or the band of more days
 * @other: what the parts make, or the number in the band before
 * @holds: whether the rule does
 *
 * One total or band that was looked at.
 */
typedef struct {
  AtlasFigureRule rule;
  AtlasFigure    *figure;
  gint64          other;
  gboolean        holds;
} AtlasFigureSum;

GArray  *atlas_figure_check      (GPtrArray     *figures) G_GNUC_WARN_UNUSED_RESULT;
gboolean atlas_figure_has_from   (AtlasFigure   *figure);
gboolean atlas_figure_get_ratio  (AtlasFigure   *of,
                                  AtlasFigure   *to,
                                  gint64        *hundredths);
gboolean atlas_figure_get_change (AtlasFigure   *from,
                                  AtlasFigure   *to,
                                  gint64        *tenths);

G_END_DECLS
