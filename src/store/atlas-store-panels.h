/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/atlas-referral-case.h"
#include "store/atlas-store-referrals.h"

G_BEGIN_DECLS

/**
 * AtlasDecisionForm:
 * @kind: code of `decision-kind`
 * @reason: (nullable): why
 * @owner: (nullable): who sees to it
 * @due: by when, or %ATLAS_DATE_NONE
 * @place: (nullable): with `offer`, the line of places that is offered at once
 * @provision_name: (nullable): whose places they are
 *
 * What a panel decided on a referral.
 */
typedef struct {
  const char *kind;
  const char *reason;
  const char *owner;
  AtlasDate   due;
  AtlasPlace *place;
  const char *provision_name;
} AtlasDecisionForm;

/**
 * AtlasSchoolDecision:
 * @on: the day that it was made
 * @panel: (nullable): name of the panel
 * @reference: of the referral
 * @year_group: of the child on the day asked about
 * @kind: code of `decision-kind`
 * @reason: (nullable): why
 * @owner: (nullable): who sees to it
 * @due: by when, or %ATLAS_DATE_NONE
 *
 * A decision about one of a school's own pupils, as the school may see it: without a name.
 */
typedef struct {
  AtlasDate  on;
  char      *panel;
  char      *reference;
  int        year_group;
  char      *kind;
  char      *reason;
  char      *owner;
  AtlasDate  due;
} AtlasSchoolDecision;

GPtrArray      *atlas_store_list_agenda   (AtlasStore              *store,
                                           AtlasPanel              *panel,
                                           AtlasDate                on,
                                           GError                 **error)
                                           G_GNUC_WARN_UNUSED_RESULT;
GPtrArray      *atlas_store_list_agenda_of (AtlasStore             *store,
                                           const char * const      *referrals,
                                           AtlasDate                on,
                                           GError                 **error)
                                           G_GNUC_WARN_UNUSED_RESULT;
gboolean        atlas_store_count_agenda  (AtlasStore              *store,
                                           AtlasPanel              *panel,
                                           guint                   *count,
                                           GError                 **error);
gboolean        atlas_agenda_is_day6      (const AtlasReferralLine *line);

GPtrArray      *atlas_store_list_school_decisions
                                          (AtlasStore              *store,
                                           const char              *school,
                                           AtlasDate                on,
                                           GError                 **error)
                                           G_GNUC_WARN_UNUSED_RESULT;

AtlasChangeSet *atlas_panel_meeting_set   (AtlasPanel              *panel,
                                           AtlasDate                on,
                                           const char              *at,
                                           const char              *where,
                                           gboolean                 is_invented,
                                           char                   **meeting)
                                           G_GNUC_WARN_UNUSED_RESULT;
AtlasChangeSet *atlas_panel_start_set     (AtlasPanel              *panel,
                                           AtlasMeeting            *meeting,
                                           GPtrArray               *agenda)
                                           G_GNUC_WARN_UNUSED_RESULT;
AtlasChangeSet *atlas_panel_step_set      (AtlasPanel              *panel,
                                           AtlasMeeting            *meeting,
                                           const char              *step)
                                           G_GNUC_WARN_UNUSED_RESULT;
AtlasChangeSet *atlas_panel_people_set    (AtlasPanel              *panel,
                                           AtlasMeeting            *meeting,
                                           const char *const       *present,
                                           const char *const       *may_decide,
                                           const char              *short_reason)
                                           G_GNUC_WARN_UNUSED_RESULT;
guint           atlas_panel_count_members (AtlasPanel              *panel,
                                           const char *const       *present);
gboolean        atlas_panel_may_decide    (const AtlasReferralCase *referral_case);
gboolean        atlas_panel_can_decide    (const AtlasReferralCase *referral_case,
                                           const char              *kind);
AtlasChangeSet *atlas_panel_decision_set  (const AtlasReferralCase *referral_case,
                                           AtlasMeeting            *meeting,
                                           const AtlasDecisionForm *form)
                                           G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
