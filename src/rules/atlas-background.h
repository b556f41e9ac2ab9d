/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rules/atlas-case.h"

G_BEGIN_DECLS

/**
 * AtlasBackground:
 *
 * What rules need to know beside one child's case: provisions with their checks, contracts, places
 * and placements, schools, panels and their meetings, and who looks like the same child. Filled
 * once, then only read; records do not change, so it may be read on any thread.
 */
typedef struct _AtlasBackground AtlasBackground;

AtlasBackground          *atlas_background_new       (void) G_GNUC_WARN_UNUSED_RESULT;
void                      atlas_background_free      (AtlasBackground       *self);
void                      atlas_background_add       (AtlasBackground       *self,
                                                      AtlasRecord           *record);
void                      atlas_background_add_twin  (AtlasBackground       *self,
                                                      const char            *child,
                                                      const char            *twin);

AtlasRecord              *atlas_background_find      (const AtlasBackground *self,
                                                      const AtlasType       *type,
                                                      const char            *id);
const AtlasProvisionCase *atlas_background_provision (const AtlasBackground *self,
                                                      const char            *id);
GPtrArray                *atlas_background_provisions (const AtlasBackground *self)
                                                      G_GNUC_WARN_UNUSED_RESULT;
const char               *atlas_background_twin      (const AtlasBackground *self,
                                                      const char            *child);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasBackground, atlas_background_free)

G_END_DECLS
