/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rules/atlas-step.h"
#include "store/atlas-referral-case.h"

G_BEGIN_DECLS

/**
 * AtlasReferralVerb:
 * @ATLAS_REFERRAL_VERB_SEND: a draft becomes a referral
 * @ATLAS_REFERRAL_VERB_LOOK_AT: somebody looks at it
 * @ATLAS_REFERRAL_VERB_TO_PANEL: it goes to a panel
 * @ATLAS_REFERRAL_VERB_OFFER: a place is offered
 * @ATLAS_REFERRAL_VERB_ACCEPT: the offer is accepted
 * @ATLAS_REFERRAL_VERB_NOT_AGREE: the offer is not agreed, or without one the referral
 * @ATLAS_REFERRAL_VERB_START: the child starts
 * @ATLAS_REFERRAL_VERB_EDUCATION: full-time education has started; this stops the Day 6 clock
 * @ATLAS_REFERRAL_VERB_END: the placement, or the referral without one, ends
 * @ATLAS_REFERRAL_VERB_WAIT: it is put on a waiting list
 * @ATLAS_REFERRAL_VERB_REVIEW: the placement is under review
 * @ATLAS_REFERRAL_VERB_RESUME: after a review the placement goes on
 * @ATLAS_REFERRAL_VERB_MOVE_ON: the child has moved on
 * @ATLAS_REFERRAL_VERB_REOPEN: what had ended is looked at again
 *
 * What can be done with a referral.
 */
typedef enum {
  ATLAS_REFERRAL_VERB_SEND,
  ATLAS_REFERRAL_VERB_LOOK_AT,
  ATLAS_REFERRAL_VERB_TO_PANEL,
  ATLAS_REFERRAL_VERB_OFFER,
  ATLAS_REFERRAL_VERB_ACCEPT,
  ATLAS_REFERRAL_VERB_NOT_AGREE,
  ATLAS_REFERRAL_VERB_START,
  ATLAS_REFERRAL_VERB_EDUCATION,
  ATLAS_REFERRAL_VERB_END,
  ATLAS_REFERRAL_VERB_WAIT,
  ATLAS_REFERRAL_VERB_REVIEW,
  ATLAS_REFERRAL_VERB_RESUME,
  ATLAS_REFERRAL_VERB_MOVE_ON,
  ATLAS_REFERRAL_VERB_REOPEN,
} AtlasReferralVerb;

#define ATLAS_REFERRAL_N_VERBS (ATLAS_REFERRAL_VERB_REOPEN + 1)

/**
 * AtlasReferralForm:
 * @child: (nullable): id of a child on this laptop; %NULL makes a new one
 * @first_name: (nullable): of a new child
 * @last_name: (nullable): of a new child
 * @born: of a new child, or %ATLAS_DATE_NONE
 * @area: (nullable): id of the home area of a new child
 * @town: (nullable): home town of a new child
 * @upn: (nullable): unique pupil number of a new child
 * @school: (nullable): id of the child's school, which is also the excluding one
 * @child_view: (nullable): what the child wants, in their words
 * @exclusion_kind: (nullable): code of `exclusion-kind`; %NULL when the child was not excluded
 * @excluded: the day of the exclusion
 * @session: (nullable): `am` or `pm`
 * @sessions: sessions missed by a suspension, 0 when not known
 * @kind: (nullable): code of `referral-kind`
 * @tier: 1 to 5, 0 when not known
 * @asked: (nullable): id of the provision asked
 * @about: (nullable): why help is asked for
 * @is_draft: kept as a draft, to be finished later
 * @is_invented: in a demonstration
 *
 * What a new referral says.
 */
typedef struct {
  char      *child;
  char      *first_name;
  char      *last_name;
  AtlasDate  born;
  char      *area;
  char      *town;
  char      *upn;
  char      *school;
  char      *child_view;
  char      *exclusion_kind;
  AtlasDate  excluded;
  char      *session;
  int        sessions;
  char      *kind;
  int        tier;
  char      *asked;
  char      *about;
  gboolean   is_draft;
  gboolean   is_invented;
} AtlasReferralForm;

AtlasReferralForm *atlas_referral_form_new     (void) G_GNUC_WARN_UNUSED_RESULT;
AtlasReferralForm *atlas_referral_form_copy    (const AtlasReferralForm *form)
                                                G_GNUC_WARN_UNUSED_RESULT;
void               atlas_referral_form_free    (AtlasReferralForm       *form);
const char        *atlas_referral_form_missing (const AtlasReferralForm *form,
                                                AtlasDate                on);
AtlasChangeSet    *atlas_referral_form_to_set  (const AtlasReferralForm *form,
                                                const char              *reference,
                                                AtlasDate                on)
                                                G_GNUC_WARN_UNUSED_RESULT;

gboolean           atlas_referral_can          (const AtlasReferralCase *referral_case,
                                                AtlasReferralVerb        verb);
const char        *atlas_referral_verb_step    (const AtlasReferralCase *referral_case,
                                                AtlasReferralVerb        verb);
AtlasStepCase      atlas_referral_step_case    (const AtlasReferralCase *referral_case);
GPtrArray         *atlas_referral_verb_missing (const AtlasReferralCase *referral_case,
                                                AtlasReferralVerb        verb)
                                                G_GNUC_WARN_UNUSED_RESULT;
GPtrArray         *atlas_referral_verb_to_ask  (const AtlasReferralCase *referral_case,
                                                AtlasReferralVerb        verb)
                                                G_GNUC_WARN_UNUSED_RESULT;
gboolean           atlas_referral_verb_asks    (const AtlasReferralCase *referral_case,
                                                AtlasReferralVerb        verb);
char              *atlas_referral_find_verb    (const AtlasReferralCase *referral_case,
                                                const char              *step,
                                                AtlasReferralVerb       *verb)
                                                G_GNUC_WARN_UNUSED_RESULT;
char              *atlas_referral_why_not      (const AtlasReferralCase *referral_case,
                                                AtlasReferralVerb        verb)
                                                G_GNUC_WARN_UNUSED_RESULT;
AtlasChangeSet    *atlas_referral_step_set     (const AtlasReferralCase *referral_case,
                                                AtlasReferralVerb        verb,
                                                const char              *reason)
                                                G_GNUC_WARN_UNUSED_RESULT;
AtlasChangeSet    *atlas_referral_offer_set    (const AtlasReferralCase *referral_case,
                                                AtlasPlace              *place,
                                                const char              *provision_name,
                                                AtlasDate                starts,
                                                AtlasDate                planned_end,
                                                const char              *reason)
                                                G_GNUC_WARN_UNUSED_RESULT;
AtlasChangeSet    *atlas_referral_hold_set     (const AtlasReferralCase *referral_case,
                                                AtlasPlace              *place,
                                                const char              *provision_name,
                                                AtlasDate                use_by,
                                                const char              *reason)
                                                G_GNUC_WARN_UNUSED_RESULT;
AtlasChangeSet    *atlas_referral_answer_set   (const AtlasReferralCase *referral_case,
                                                gboolean                 is_accepted,
                                                const char              *reason)
                                                G_GNUC_WARN_UNUSED_RESULT;
AtlasChangeSet    *atlas_referral_at_once_set  (const AtlasReferralCase *referral_case,
                                                AtlasReferralVerb        verb,
                                                const char              *reason)
                                                G_GNUC_WARN_UNUSED_RESULT;
AtlasChangeSet    *atlas_referral_start_set    (const AtlasReferralCase *referral_case,
                                                AtlasDate                starts,
                                                gboolean                 is_full_time)
                                                G_GNUC_WARN_UNUSED_RESULT;
AtlasChangeSet    *atlas_referral_education_set (const AtlasReferralCase *referral_case,
                                                AtlasDate                started)
                                                G_GNUC_WARN_UNUSED_RESULT;
AtlasChangeSet    *atlas_referral_end_set      (const AtlasReferralCase *referral_case,
                                                AtlasDate                ended,
                                                const char              *outcome)
                                                G_GNUC_WARN_UNUSED_RESULT;
AtlasChangeSet    *atlas_referral_close_set    (const AtlasReferralCase *referral_case,
                                                AtlasReferralVerb        verb,
                                                AtlasDate                last,
                                                const char              *outcome,
                                                const char              *reason)
                                                G_GNUC_WARN_UNUSED_RESULT;
void               atlas_referral_pass         (AtlasChangeSet          *set,
                                                const AtlasReferralCase *referral_case,
                                                const AtlasStepNeed     *need,
                                                const char              *reason,
                                                const char              *by_name,
                                                const char              *role);
AtlasChangeSet    *atlas_referral_note_set     (const AtlasReferralCase *referral_case,
                                                const char              *text,
                                                const char              *by_name)
                                                G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasReferralForm, atlas_referral_form_free)

G_END_DECLS
