/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rules/atlas-check.h"
#include "rules/atlas-hours.h"

G_BEGIN_DECLS

/* One rule at work on one case. */
struct _AtlasCheckRun
{
  const AtlasCase           *file;       /* (nullable) */
  const AtlasProvisionCase  *provision;  /* (nullable) */
  const AtlasBackground     *background;
  AtlasCalendar             *calendar;   /* (nullable) */
  AtlasDate                  on;
  const AtlasCheckRule      *rule;
  int                        threshold;
  GPtrArray                 *found;      /* (element-type AtlasCheckFound) */
};

/* What the predicates share. */
void                      atlas_check_add             (AtlasCheckRun        *run,
                                                       gpointer              record,
                                                       AtlasDate             event,
                                                       AtlasCheckFacts       facts);
void                      atlas_check_add_missing     (AtlasCheckRun        *run,
                                                       gpointer              record,
                                                       AtlasDate             event,
                                                       AtlasMissing          missing);
gboolean                  atlas_check_is_open         (const AtlasReferral  *referral);
gboolean                  atlas_check_goes_on         (AtlasDate             ended,
                                                       AtlasDate             on);
gboolean                  atlas_check_in_last_year    (const AtlasCheckRun  *run,
                                                       AtlasDate             day);
gboolean                  atlas_check_is_one_of       (const char           *code,
                                                       const char           *codes);
gboolean                  atlas_check_has_care        (const AtlasCheckRun  *run,
                                                       const char           *codes,
                                                       AtlasDate             day);
const char               *atlas_check_service         (const AtlasCheckRun  *run,
                                                       const AtlasPlacement *placement);
gboolean                  atlas_check_is_elsewhere    (const AtlasCheckRun  *run,
                                                       const AtlasPlacement *placement);
AtlasReferral            *atlas_check_referral        (const AtlasCheckRun  *run,
                                                       const char           *id);
AtlasPlan                *atlas_check_plan            (const AtlasCheckRun  *run,
                                                       const char           *kind,
                                                       const char           *part);
gboolean                  atlas_check_agreed          (const AtlasCheckRun  *run,
                                                       const char           *by,
                                                       gpointer              subject,
                                                       const char           *referral);
gboolean                  atlas_check_panel_decided   (const AtlasCheckRun  *run,
                                                       const char           *referral,
                                                       const char           *panel_kind);
int                       atlas_check_year_group      (const AtlasCheckRun  *run,
                                                       AtlasDate             day);
double                    atlas_check_hours           (const AtlasCheckRun  *run,
                                                       const AtlasTimetable *timetable);
const AtlasHours         *atlas_check_hours_row       (const AtlasCheckRun  *run,
                                                       const char           *referral_id,
                                                       AtlasDate             from);
double                    atlas_check_number          (const char           *decimal);
gboolean                  atlas_check_is_blank        (const char           *text);
gboolean                  atlas_check_is_alternative  (const AtlasProvision *provision);
gboolean                  atlas_check_has             (GStrv                 set,
                                                       const char           *code);

/* Support in tiers: atlas-check-support.c. */
void atlas_check_tier_2              (AtlasCheckRun *run);
void atlas_check_psp                 (AtlasCheckRun *run);
void atlas_check_risk_reduction      (AtlasCheckRun *run);
void atlas_check_apdr                (AtlasCheckRun *run);
void atlas_check_two_adults          (AtlasCheckRun *run);
void atlas_check_tier_4              (AtlasCheckRun *run);
void atlas_check_early_years_tier    (AtlasCheckRun *run);
void atlas_check_early_years_plan    (AtlasCheckRun *run);
void atlas_check_views               (AtlasCheckRun *run);
void atlas_check_step_needs          (AtlasCheckRun *run);
void atlas_check_tier_3_checks       (AtlasCheckRun *run);
void atlas_check_risk_assessment     (AtlasCheckRun *run);
void atlas_check_decision_waits      (AtlasCheckRun *run);
void atlas_check_upn                 (AtlasCheckRun *run);
void atlas_check_duplicate           (AtlasCheckRun *run);
void atlas_check_two_registrations   (AtlasCheckRun *run);

/* Hours and timetables: atlas-check-hours.c. */
void atlas_check_hours_under         (AtlasCheckRun *run);
void atlas_check_hours_over          (AtlasCheckRun *run);
void atlas_check_hours_not_possible  (AtlasCheckRun *run);
void atlas_check_hours_social_worker (AtlasCheckRun *run);
void atlas_check_part_time           (AtlasCheckRun *run);
void atlas_check_part_time_papers    (AtlasCheckRun *run);
void atlas_check_part_time_behaviour (AtlasCheckRun *run);
void atlas_check_part_time_length    (AtlasCheckRun *run);

/* Exclusions, moves and events: atlas-check-exclusion.c. */
void atlas_check_virtual_school      (AtlasCheckRun *run);
void atlas_check_suspension_cap      (AtlasCheckRun *run);
void atlas_check_suspensions         (AtlasCheckRun *run);
void atlas_check_pex_place           (AtlasCheckRun *run);
void atlas_check_early_removal       (AtlasCheckRun *run);
void atlas_check_protected_groups    (AtlasCheckRun *run);
void atlas_check_move_consents       (AtlasCheckRun *run);
void atlas_check_move_same_school    (AtlasCheckRun *run);
void atlas_check_move_trial          (AtlasCheckRun *run);
void atlas_check_informal            (AtlasCheckRun *run);
void atlas_check_home_education      (AtlasCheckRun *run);
void atlas_check_home_meeting        (AtlasCheckRun *run);
void atlas_check_attendance_told     (AtlasCheckRun *run);
void atlas_check_code_b              (AtlasCheckRun *run);
void atlas_check_moves_often         (AtlasCheckRun *run);

/* Placements: atlas-check-placement.c. */
void atlas_check_special_school      (AtlasCheckRun *run);
void atlas_check_gender              (AtlasCheckRun *run);
void atlas_check_day6_offered        (AtlasCheckRun *run);
void atlas_check_respite_end         (AtlasCheckRun *run);
void atlas_check_roll                (AtlasCheckRun *run);
void atlas_check_contract_dates      (AtlasCheckRun *run);
void atlas_check_expired_provision   (AtlasCheckRun *run);
void atlas_check_closed_provision    (AtlasCheckRun *run);
void atlas_check_placement           (AtlasCheckRun *run);
void atlas_check_individual_plan     (AtlasCheckRun *run);
void atlas_check_vocational          (AtlasCheckRun *run);
void atlas_check_ap_looked_after     (AtlasCheckRun *run);
void atlas_check_project_panel       (AtlasCheckRun *run);
void atlas_check_outcome             (AtlasCheckRun *run);
void atlas_check_accountable         (AtlasCheckRun *run);
void atlas_check_pp_plus             (AtlasCheckRun *run);

/* Provisions: atlas-check-provision.c. */
void atlas_check_unregistered        (AtlasCheckRun *run);
void atlas_check_would_be_school     (AtlasCheckRun *run);
void atlas_check_project_places      (AtlasCheckRun *run);
void atlas_check_provider            (AtlasCheckRun *run);
void atlas_check_contract            (AtlasCheckRun *run);
void atlas_check_directory_entry     (AtlasCheckRun *run);
void atlas_check_principles          (AtlasCheckRun *run);

G_END_DECLS
