/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "base/atlas-date.h"

G_BEGIN_DECLS

/**
 * AtlasCode:
 * @set: the code set's name, as `referral-step`
 * @code: as it is stored and sent
 * @label: what people read, in English
 * @valid: the days on which it may be used
 * @next: (nullable): codes that may follow it, for a guarded field
 *
 * One code of a dated code set. Code sets are data: `data/codes/codes.csv`.
 */
typedef struct {
  char          *set;
  char          *code;
  char          *label;
  AtlasDateRange valid;
  GStrv          next;
} AtlasCode;

GPtrArray       *atlas_codes_list     (const char      *set);
const AtlasCode *atlas_codes_find     (const char      *set,
                                       const char      *code);
const char      *atlas_codes_label    (const char      *set,
                                       const char      *code);
const char      *atlas_codes_label_on (const char      *set,
                                       const char      *code,
                                       AtlasDate        on);
gboolean         atlas_codes_may_step (const char      *set,
                                       const char      *from,
                                       const char      *to);

G_END_DECLS
