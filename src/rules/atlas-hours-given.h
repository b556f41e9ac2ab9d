/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rules/atlas-background.h"
#include "rules/atlas-clocks.h"

G_BEGIN_DECLS

/**
 * AtlasHoursGiven:
 * @provision: id of the provision
 * @given: hours a week that the child gets in all, or 0 when no record says
 * @owed: fewest hours a week that are full-time for the child, or 0 when no row of the table does
 * @invented: whether the placement is made up
 *
 * A child whose whole week is a provision's to give.
 */
typedef struct {
  char     provision[ATLAS_CASE_ID_SIZE];
  double   given;
  double   owed;
  gboolean invented;
} AtlasHoursGiven;

GArray *atlas_hours_given (const AtlasCase       *file,
                           const AtlasBackground *background,
                           AtlasDate              on) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
