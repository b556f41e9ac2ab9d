/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "records/atlas-records.h"

G_BEGIN_DECLS

#define ATLAS_TIERS 5

/**
 * AtlasWording:
 *
 * What a county called its tiers, kinds and services, and when. It does not change once made, so it
 * may be read on any thread.
 */
typedef struct _AtlasWording AtlasWording;

AtlasWording *atlas_wording_new       (GPtrArray          *labels) G_GNUC_WARN_UNUSED_RESULT;
AtlasWording *atlas_wording_ref       (AtlasWording       *self);
void          atlas_wording_unref     (AtlasWording       *self);

int           atlas_wording_n_tiers   (AtlasDate           on,
                                       gboolean            is_early_years);
const char   *atlas_wording_tier      (const AtlasWording *self,
                                       int                 tier,
                                       AtlasDate           on,
                                       gboolean            is_early_years);
const char   *atlas_wording_tier_help (const AtlasWording *self,
                                       int                 tier,
                                       AtlasDate           on,
                                       gboolean            is_early_years);
const char   *atlas_wording_code      (const AtlasWording *self,
                                       const char         *set,
                                       const char         *code,
                                       AtlasDate           on);
const char   *atlas_wording_term      (const AtlasWording *self,
                                       const char         *item,
                                       AtlasDate           on);
const char   *atlas_wording_service   (const AtlasWording *self,
                                       const char         *provision_kind,
                                       const char         *service,
                                       AtlasDate           on);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasWording, atlas_wording_unref)

G_END_DECLS
