/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/atlas-date.h"

G_BEGIN_DECLS

/**
 * AtlasAsked:
 * @of: (nullable): a scope, a reference or an id, as whoever reads it says
 * @on: the day
 *
 * What to read: something as it is on a day.
 */
typedef struct {
  char     *of;
  AtlasDate on;
} AtlasAsked;

AtlasAsked *atlas_asked_new  (const char *of,
                              AtlasDate   on) G_GNUC_WARN_UNUSED_RESULT;
void        atlas_asked_free (AtlasAsked *self);

G_END_DECLS
