/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rules/atlas-figure-check.h"
#include "store/atlas-store.h"

G_BEGIN_DECLS

/* The series that stands beside a county's map. */
#define ATLAS_FIGURES_EXCLUSIONS "permanent-exclusions"

/**
 * AtlasFiguresRow:
 * @period: as `2015-16`
 * @whom: (nullable): of whom its figures are, if the series tells several apart
 *
 * A row of a published table.
 */
typedef struct {
  char *period;
  char *whom;
} AtlasFiguresRow;

/**
 * AtlasFigures:
 * @series: what is counted: `permanent-exclusions`
 * @title: the same in words
 * @periods: (element-type utf8): the periods that it is given for, in their order
 * @rows: (element-type AtlasFiguresRow): by period
 * @items: (element-type utf8): its columns, in the order of the figures' keys
 * @figures: (element-type AtlasFigure): what is published, in the order of their keys
 * @labels: (element-type AtlasLabel): the pack's words for it
 * @sums: (element-type AtlasFigureSum): its totals and bands, held against their parts
 *
 * A series of figures that a source published, as known on a day.
 */
typedef struct {
  char      *series;
  char      *title;
  GPtrArray *periods;
  GPtrArray *rows;
  GPtrArray *items;
  GPtrArray *figures;
  GPtrArray *labels;
  GArray    *sums;
} AtlasFigures;

GPtrArray    *atlas_figures_list           (AtlasStore    *store,
                                            AtlasDate      on,
                                            GError       **error) G_GNUC_WARN_UNUSED_RESULT;
AtlasFigures *atlas_figures_new            (AtlasStore    *store,
                                            const char    *series,
                                            AtlasDate      on,
                                            GError       **error) G_GNUC_WARN_UNUSED_RESULT;
AtlasFigures *atlas_figures_new_for_records (const char   *series,
                                            GPtrArray     *records,
                                            GPtrArray     *labels,
                                            AtlasDate      on) G_GNUC_WARN_UNUSED_RESULT;
void          atlas_figures_free           (AtlasFigures  *self);

AtlasFigure  *atlas_figures_get            (AtlasFigures  *self,
                                            const char    *period,
                                            const char    *whom,
                                            const char    *item);
gboolean      atlas_figures_is_provisional (AtlasFigures  *self,
                                            const char    *period);
guint         atlas_figures_n_wrong        (AtlasFigures  *self);

char         *atlas_figures_word_item      (AtlasFigures  *self,
                                            const char    *item) G_GNUC_WARN_UNUSED_RESULT;
char         *atlas_figures_word_row       (AtlasFigures  *self,
                                            const AtlasFiguresRow *row) G_GNUC_WARN_UNUSED_RESULT;
char         *atlas_figures_word_sum       (AtlasFigures  *self,
                                            const AtlasFigureSum *sum) G_GNUC_WARN_UNUSED_RESULT;
char         *atlas_figures_word_change    (AtlasFigures  *self,
                                            const char    *whom,
                                            const char    *item) G_GNUC_WARN_UNUSED_RESULT;
char         *atlas_figures_word_ratio     (AtlasFigures  *self,
                                            const AtlasFiguresRow *row,
                                            AtlasLabel    *ratio) G_GNUC_WARN_UNUSED_RESULT;
char         *atlas_figure_word            (AtlasFigure   *figure) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasFigures, atlas_figures_free)

G_END_DECLS
