/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "records/atlas-records.h"

G_BEGIN_DECLS

/**
 * AtlasCase:
 * @child: (nullable): the child; %NULL when the record is not on this laptop
 * @exclusions: (element-type AtlasExclusion): suspensions and permanent exclusions
 * @referrals: (element-type AtlasReferral): every referral, also those that have ended
 * @offers: (element-type AtlasOffer): of any of the referrals
 * @placements: (element-type AtlasPlacement): where the child is, was or will be
 * @plans: (element-type AtlasPlan): plans
 * @reviews: (element-type AtlasReview): held and to be held
 * @consents: (element-type AtlasConsent): agreements, asked and given
 * @timetables: (element-type AtlasTimetable): full-time and part-time
 * @timetable_parts: (element-type AtlasTimetablePart): of any of the timetables
 * @registrations: (element-type AtlasRegistration): on which rolls, and when
 * @attendances: (element-type AtlasAttendance): sessions
 * @decisions: (element-type AtlasDecision): of panels and people, about any of the referrals
 * @moves: (element-type AtlasManagedMove): managed moves
 * @directions: (element-type AtlasDirection): off-site directions
 * @separations: (element-type AtlasSeparation): safeguarding separations
 * @incidents: (element-type AtlasIncident): events
 * @passed: (element-type AtlasPassed): findings that somebody went on in spite of, about any record
 *   of this file
 *
 * All that is known of one child, in one place, for rules to read. Lists are in the order in which
 * the records came, never %NULL. Records do not change, so a case may be read on any thread.
 */
typedef struct {
  AtlasChild *child;
  GPtrArray  *exclusions;
  GPtrArray  *referrals;
  GPtrArray  *offers;
  GPtrArray  *placements;
  GPtrArray  *plans;
  GPtrArray  *reviews;
  GPtrArray  *consents;
  GPtrArray  *timetables;
  GPtrArray  *timetable_parts;
  GPtrArray  *registrations;
  GPtrArray  *attendances;
  GPtrArray  *decisions;
  GPtrArray  *moves;
  GPtrArray  *directions;
  GPtrArray  *separations;
  GPtrArray  *incidents;
  GPtrArray  *passed;
} AtlasCase;

/**
 * AtlasProvisionCase:
 * @provision: (nullable): the provision
 * @checks: (element-type AtlasCheck): accreditation, safeguarding and the rest
 * @contracts: (element-type AtlasContract): contracts
 * @places: (element-type AtlasPlace): lines of commissioned places
 * @returns: (element-type AtlasReturn): its counts of them, at least the last of each line
 * @placements: (element-type AtlasPlacement): children who are, were or will be there
 * @passed: (element-type AtlasPassed): findings that somebody went on in spite of
 *
 * All that is known of one provision, for rules to read.
 */
typedef struct {
  AtlasProvision *provision;
  GPtrArray      *checks;
  GPtrArray      *contracts;
  GPtrArray      *places;
  GPtrArray      *returns;
  GPtrArray      *placements;
  GPtrArray      *passed;
} AtlasProvisionCase;

AtlasCase          *atlas_case_new            (void) G_GNUC_WARN_UNUSED_RESULT;
void                atlas_case_free           (AtlasCase          *self);
gboolean            atlas_case_add            (AtlasCase          *self,
                                               AtlasRecord        *record);
void                atlas_case_clear          (AtlasCase          *self);

AtlasProvisionCase *atlas_provision_case_new  (void) G_GNUC_WARN_UNUSED_RESULT;
void                atlas_provision_case_free (AtlasProvisionCase *self);
gboolean            atlas_provision_case_add  (AtlasProvisionCase *self,
                                               AtlasRecord        *record);
gboolean            atlas_contract_is_outdated (const AtlasContract *contract,
                                               AtlasDate           on);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasCase, atlas_case_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasProvisionCase, atlas_provision_case_free)

G_END_DECLS
