/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "app/atlas-session.h"
#include "store/atlas-referral-filter.h"

G_BEGIN_DECLS

/* Where a referral stands that is not in the list. */
#define ATLAS_REFERRAL_NOWHERE G_MAXUINT

#define ATLAS_TYPE_REFERRAL_MODEL (atlas_referral_model_get_type ())

G_DECLARE_FINAL_TYPE (AtlasReferralModel, atlas_referral_model, ATLAS, REFERRAL_MODEL, GObject)

AtlasReferralModel *atlas_referral_model_new        (void);
void                atlas_referral_model_find       (AtlasReferralModel        *self,
                                                     AtlasSession              *session,
                                                     const AtlasReferralFilter *filter,
                                                     const char                *words);
void                atlas_referral_model_show       (AtlasReferralModel        *self,
                                                     AtlasSession              *session,
                                                     GArray                    *rows);
gint64              atlas_referral_model_get_row    (AtlasReferralModel        *self,
                                                     guint                      position);
guint               atlas_referral_model_find_row   (AtlasReferralModel        *self,
                                                     gint64                     row);
gboolean            atlas_referral_model_is_loading (AtlasReferralModel        *self);
gint64              atlas_referral_model_get_total  (AtlasReferralModel        *self);
const GError       *atlas_referral_model_get_error  (AtlasReferralModel        *self);

G_END_DECLS
