/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/atlas-session.h"
#include "store/atlas-referral-case.h"

G_BEGIN_DECLS

void atlas_referral_add_record  (GtkWidget         *from,
                                 AtlasSession      *session,
                                 AtlasReferralCase *referral_case,
                                 const char        *target);
void atlas_referral_edit_record (GtkWidget         *from,
                                 AtlasSession      *session,
                                 AtlasReferralCase *referral_case,
                                 const char        *target);

G_END_DECLS
