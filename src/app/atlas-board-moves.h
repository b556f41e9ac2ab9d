/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/atlas-session.h"
#include "store/atlas-referral-board.h"

G_BEGIN_DECLS

GMenuModel *atlas_board_make_menu (const AtlasReferralCase *referral_case)
                                   G_GNUC_WARN_UNUSED_RESULT;
char       *atlas_board_take_step (GtkWidget               *from,
                                   AtlasSession            *session,
                                   AtlasReferralCase       *referral_case,
                                   const char              *step) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
