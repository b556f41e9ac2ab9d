/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/atlas-store.h"

G_BEGIN_DECLS

/* The series of the county's permanent exclusions, and its items. */
#define ATLAS_FIGURES_EXCLUSIONS   "permanent-exclusions"
#define ATLAS_FIGURES_PRIMARY      "primary"
#define ATLAS_FIGURES_SECONDARY    "secondary"
#define ATLAS_FIGURES_TOTAL        "total"
#define ATLAS_FIGURES_IN_PROGRESS  "in-progress"

/**
 * AtlasFigures:
 * @series: what is counted: `permanent-exclusions`
 * @periods: (element-type utf8): the periods that it is given for, in their order
 * @figures: (element-type AtlasFigure): what is published, in the order of their keys
 *
 * A series of figures that a source published, as known on a day.
 */
typedef struct {
  char      *series;
  GPtrArray *periods;
  GPtrArray *figures;
} AtlasFigures;

AtlasFigures *atlas_figures_new            (AtlasStore    *store,
                                            const char    *series,
                                            AtlasDate      on,
                                            GError       **error) G_GNUC_WARN_UNUSED_RESULT;
AtlasFigures *atlas_figures_new_for_records (const char   *series,
                                            GPtrArray     *records,
                                            AtlasDate      on) G_GNUC_WARN_UNUSED_RESULT;
void          atlas_figures_free           (AtlasFigures  *self);

AtlasFigure  *atlas_figures_get            (AtlasFigures  *self,
                                            const char    *period,
                                            const char    *item);
gboolean      atlas_figures_is_provisional (AtlasFigures  *self,
                                            const char    *period);
gboolean      atlas_figures_adds_up        (AtlasFigures  *self,
                                            const char    *period);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasFigures, atlas_figures_free)

G_END_DECLS
