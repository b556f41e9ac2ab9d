/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/atlas-session.h"
#include "store/atlas-referral-case.h"

G_BEGIN_DECLS

#define ATLAS_TYPE_ATTACHMENT_LIST (atlas_attachment_list_get_type ())

G_DECLARE_FINAL_TYPE (AtlasAttachmentList, atlas_attachment_list, ATLAS, ATTACHMENT_LIST, AdwBin)

void atlas_attachment_list_show (AtlasAttachmentList *self,
                                 AtlasSession        *session,
                                 AtlasReferralCase   *referral_case);
void atlas_attachment_list_take (AtlasAttachmentList *self,
                                 GFile               *file);

G_END_DECLS
