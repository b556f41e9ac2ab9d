/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/atlas-session.h"
#include "store/atlas-referral-case.h"

G_BEGIN_DECLS

void atlas_attendance_form_open (GtkWidget         *from,
                                 AtlasSession      *session,
                                 AtlasReferralCase *referral_case,
                                 AtlasDate          day);

G_END_DECLS
