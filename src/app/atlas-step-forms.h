/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/atlas-session.h"
#include "store/atlas-referral-changes.h"

G_BEGIN_DECLS

void atlas_step_ask (GtkWidget         *from,
                     AtlasSession      *session,
                     AtlasReferralCase *referral_case,
                     AtlasReferralVerb  verb);

G_END_DECLS
