/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/atlas-session.h"
#include "store/atlas-referral-changes.h"

G_BEGIN_DECLS

void atlas_referral_take          (GtkWidget         *from,
                                   AtlasSession      *session,
                                   AtlasReferralCase *referral_case,
                                   AtlasReferralVerb  verb);
void atlas_referral_ask_offer     (GtkWidget         *from,
                                   AtlasSession      *session,
                                   AtlasReferralCase *referral_case);
void atlas_referral_ask_offer_of  (GtkWidget         *from,
                                   AtlasSession      *session,
                                   AtlasReferralCase *referral_case,
                                   const char        *place);
void atlas_referral_ask_hold      (GtkWidget         *from,
                                   AtlasSession      *session,
                                   AtlasReferralCase *referral_case,
                                   const char        *place);
void atlas_referral_ask_note      (GtkWidget         *from,
                                   AtlasSession      *session,
                                   AtlasReferralCase *referral_case);
void atlas_referral_ask_next      (GtkWidget         *from,
                                   AtlasSession      *session,
                                   AtlasReferralCase *referral_case);
void atlas_referral_ask_plan      (GtkWidget         *from,
                                   AtlasSession      *session,
                                   AtlasReferralCase *referral_case);
void atlas_referral_do            (GtkWidget         *from,
                                   AtlasSession      *session,
                                   AtlasChangeSet    *set);

G_END_DECLS
