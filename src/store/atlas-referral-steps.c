/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be done with a referral now, what is missing for it, and why not. */
#define G_LOG_DOMAIN "atlas-store"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "base/atlas-id.h"
#include "records/atlas-codes.h"
#include "store/atlas-referral-changes.h"

#define REFERRAL_STEPS "referral-step"
#define OFFER_STEPS    "offer-step"

/* In the order of AtlasReferralVerb: the step that a referral takes, where it takes one. */
static const char * const verb_steps[ATLAS_REFERRAL_N_VERBS] = {
  "sent", "looked-at", "panel", "offered", "accepted", "not-agreed", "started", NULL, "ended",
  "waiting", "under-review", "started", "moved-on", "looked-at",
};

/**
 * atlas_referral_verb_step:
 * @referral_case: a referral as it was read
 * @verb: what somebody wants to do
 *
 * Returns: (nullable): code of the step that it leads to; %NULL when the step stays
 */
const char *
atlas_referral_verb_step (const AtlasReferralCase *referral_case,
                          AtlasReferralVerb        verb)
{
  /* Another offer may fit better: somebody must look at the referral again. */
  if (verb == ATLAS_REFERRAL_VERB_NOT_AGREE && referral_case->offer != NULL)
    return "looked-at";

  return verb_steps[verb];
}

/**
 * atlas_referral_step_case:
 * @referral_case: a referral as it was read; it must outlive the answer
 *
 * Returns: what the table of steps looks at
 */
AtlasStepCase
atlas_referral_step_case (const AtlasReferralCase *referral_case)
{
  AtlasPlacement *placement = referral_case->placement;

  /* The last one that ended says where the child went. */
  for (guint i = referral_case->story->len; placement == NULL && i > 0; i--)
    {
      const AtlasStoryEvent *event = g_ptr_array_index (referral_case->story, i - 1);

      if (event->kind == ATLAS_STORY_ENDED)
        placement = (AtlasPlacement *) event->record;
    }

  return (AtlasStepCase) {
           .referral = referral_case->referral, .child = referral_case->child,
           .offer = referral_case->offer, .placement = placement, .passed = referral_case->passed,
  };
}

/**
 * atlas_referral_verb_missing:
 * @referral_case: a referral as it was read
 * @verb: what somebody wants to do
 *
 * Lists what its step needs and does not have, and what nobody has passed yet.
 *
 * Returns: (transfer container) (element-type AtlasStepNeed): the needs
 */
GPtrArray *
atlas_referral_verb_missing (const AtlasReferralCase *referral_case,
                             AtlasReferralVerb        verb)
{
  AtlasStepCase of = atlas_referral_step_case (referral_case);
  const AtlasStepRule *rule = NULL;

  /* After an offer that was not agreed everything is known that was known before it. */
  if (verb != ATLAS_REFERRAL_VERB_NOT_AGREE)
    rule = atlas_step_rule_find (verb_steps[verb]);

  return rule != NULL ? atlas_step_missing (rule, &of) : g_ptr_array_new ();
}

/**
 * atlas_referral_verb_to_ask:
 * @referral_case: a referral as it was read
 * @verb: what somebody wants to do
 *
 * Lists what the form of a verb asks for because it is missing. What nobody can go on without is
 * not among it: where it matters the verb cannot be done.
 *
 * Returns: (transfer container) (element-type AtlasStepNeed): the needs
 */
GPtrArray *
atlas_referral_verb_to_ask (const AtlasReferralCase *referral_case,
                            AtlasReferralVerb        verb)
{
  GPtrArray *missing = atlas_referral_verb_missing (referral_case, verb);

  for (guint i = missing->len; i > 0; i--)
    if (((const AtlasStepNeed *) g_ptr_array_index (missing, i - 1))->check == NULL)
      g_ptr_array_remove_index (missing, i - 1);

  return missing;
}

/* A place, a day, a reason: what it asks for whatever the referral says already. */
static gboolean
has_questions (AtlasReferralVerb verb)
{
  switch (verb)
    {
    case ATLAS_REFERRAL_VERB_SEND:
    case ATLAS_REFERRAL_VERB_LOOK_AT:
    case ATLAS_REFERRAL_VERB_TO_PANEL:
    case ATLAS_REFERRAL_VERB_ACCEPT:
    case ATLAS_REFERRAL_VERB_RESUME:
      return FALSE;

    case ATLAS_REFERRAL_VERB_OFFER:
    case ATLAS_REFERRAL_VERB_NOT_AGREE:
    case ATLAS_REFERRAL_VERB_START:
    case ATLAS_REFERRAL_VERB_EDUCATION:
    case ATLAS_REFERRAL_VERB_END:
    case ATLAS_REFERRAL_VERB_WAIT:
    case ATLAS_REFERRAL_VERB_REVIEW:
    case ATLAS_REFERRAL_VERB_MOVE_ON:
    case ATLAS_REFERRAL_VERB_REOPEN:
    default:
      return TRUE;
    }
}

/**
 * atlas_referral_verb_asks:
 * @referral_case: a referral as it was read
 * @verb: what somebody wants to do
 *
 * Returns: whether a form asks for something first; if not, it is done at once, by
 *   atlas_referral_at_once_set()
 */
gboolean
atlas_referral_verb_asks (const AtlasReferralCase *referral_case,
                          AtlasReferralVerb        verb)
{
  g_autoptr(GPtrArray) to_ask = NULL;

  if (has_questions (verb))
    return TRUE;

  to_ask = atlas_referral_verb_to_ask (referral_case, verb);
  return to_ask->len > 0;
}

static gboolean
offer_may_step (const AtlasReferralCase *referral_case,
                const char              *step)
{
  return referral_case->offer != NULL &&
         atlas_codes_may_step (OFFER_STEPS, referral_case->offer->step, step) &&
         !g_str_equal (referral_case->offer->step, step);
}

static const char *
label_of (const char *step)
{
  return _(atlas_codes_label (REFERRAL_STEPS, step));
}

static gboolean
is_at (const AtlasReferralCase *referral_case,
       const char              *step)
{
  return g_str_equal (referral_case->referral->step, step);
}

static char *
word_not_next (const AtlasReferralCase *referral_case,
               const char              *step)
{
  /* Translators: two steps. */
  return g_strdup_printf (_("“%2$s” does not follow “%1$s”."),
                          label_of (referral_case->referral->step), label_of (step));
}

/* The table of codes says what may follow what. */
static char *
refuse_step (const AtlasReferralCase *referral_case,
             const char              *step)
{
  const char *present = referral_case->referral->step;

  if (g_str_equal (present, step))
    /* Translators: a step, as "At panel". */
    return g_strdup_printf (_("It is at “%s” already."), label_of (step));
  if (!atlas_codes_may_step (REFERRAL_STEPS, present, step))
    return word_not_next (referral_case, step);

  return NULL;
}

/* What stands must be answered or ended first, or it would be forgotten. */
static const char *
refuse_standing (const AtlasReferralCase *referral_case)
{
  if (referral_case->offer != NULL)
    return _("An offer stands. Record the answer to it first.");
  if (referral_case->placement != NULL)
    return _("The child is at a placement. End that first.");

  return NULL;
}

/* What has ended is opened again first: who looks at it and why stays on record. */
static const char *
refuse_ended (const AtlasReferralCase *referral_case,
              AtlasReferralVerb        verb)
{
  if (verb != ATLAS_REFERRAL_VERB_REOPEN &&
      (is_at (referral_case, "ended") || is_at (referral_case, "moved-on")) &&
      verb != ATLAS_REFERRAL_VERB_END)
    return _("It has ended. Reopen it first.");

  return NULL;
}

static const char *
refuse_offer (const AtlasReferralCase *referral_case,
              AtlasReferralVerb        verb)
{
  gboolean is_start = verb == ATLAS_REFERRAL_VERB_START;

  if (is_start && is_at (referral_case, "under-review"))
    return _("It has started already.");
  if (referral_case->offer == NULL && !atlas_step_takes_place (referral_case->referral->kind))
    return NULL;
  if (offer_may_step (referral_case, is_start ? "started" : "accepted"))
    return NULL;
  if (referral_case->offer == NULL)
    return _(atlas_step_need_find ("offer")->missing);

  return is_start ? _(atlas_step_need_find ("accepted")->missing)
                  : _("The offer is accepted already.");
}

static const char *
refuse_education (const AtlasReferralCase *referral_case)
{
  if (referral_case->exclusion == NULL)
    return _("No exclusion is recorded, so no Day 6 clock runs.");
  if (referral_case->exclusion->education_started != ATLAS_DATE_NONE)
    return _("Full-time education has started already.");

  return NULL;
}

/* Why a verb cannot be done whatever its step, in the order in which a person would notice. */
static const char *
refuse_verb (const AtlasReferralCase *referral_case,
             AtlasReferralVerb        verb)
{
  switch (verb)
    {
    case ATLAS_REFERRAL_VERB_SEND:
      return is_at (referral_case, "draft") ? NULL : _("It has been sent already.");

    case ATLAS_REFERRAL_VERB_LOOK_AT:
    case ATLAS_REFERRAL_VERB_TO_PANEL:
    case ATLAS_REFERRAL_VERB_OFFER:
    case ATLAS_REFERRAL_VERB_WAIT:
      return refuse_standing (referral_case);

    case ATLAS_REFERRAL_VERB_ACCEPT:
    case ATLAS_REFERRAL_VERB_START:
      return refuse_offer (referral_case, verb);

    case ATLAS_REFERRAL_VERB_EDUCATION:
      return refuse_education (referral_case);

    case ATLAS_REFERRAL_VERB_NOT_AGREE:
      return referral_case->offer == NULL ? refuse_standing (referral_case) : NULL;

    case ATLAS_REFERRAL_VERB_END:
      return referral_case->offer != NULL ? refuse_standing (referral_case) : NULL;

    case ATLAS_REFERRAL_VERB_RESUME:
      return is_at (referral_case, "under-review") ? NULL : _("It is not under review.");

    case ATLAS_REFERRAL_VERB_REOPEN:
      return is_at (referral_case, "ended") || is_at (referral_case, "moved-on")
             ? NULL : _("It has not ended.");

    case ATLAS_REFERRAL_VERB_REVIEW:
    case ATLAS_REFERRAL_VERB_MOVE_ON:
    default:
      return NULL;
    }
}

static char *
refuse_taker (const AtlasReferralCase *referral_case,
              const char              *step)
{
  const AtlasStepRule *rule = atlas_step_rule_find (step);

  if (rule == NULL ||
      atlas_step_any_may_take (rule, (const char * const *) referral_case->roles))
    return NULL;

  /* Translators: a step, as "Started". */
  return g_strdup_printf (_("“%s” is not for your role to record. Ask a county officer or an "
                            "area lead."), label_of (step));
}

/**
 * atlas_referral_why_not:
 * @referral_case: a referral as it was read
 * @verb: what somebody wants to do
 *
 * Says in a sentence why something cannot be done now. What is only missing, and can be passed with
 * a reason, is no hindrance: atlas_referral_verb_missing() lists it.
 *
 * Returns: (transfer full) (nullable): why not; %NULL when it can be done
 */
char *
atlas_referral_why_not (const AtlasReferralCase *referral_case,
                        AtlasReferralVerb        verb)
{
  const char *step = atlas_referral_verb_step (referral_case, verb);
  const char *present = referral_case->referral->step;
  const char *why = NULL;
  char *not_step = NULL;

  if (step != NULL)
    why = refuse_ended (referral_case, verb);
  if (why == NULL)
    why = refuse_verb (referral_case, verb);
  if (why != NULL)
    return g_strdup (why);

  /* An answer of "not agreed" may find the referral looked at again already. */
  if (step != NULL &&
      !(verb == ATLAS_REFERRAL_VERB_NOT_AGREE && referral_case->offer != NULL &&
        g_str_equal (present, step)))
    not_step = refuse_step (referral_case, step);
  if (not_step != NULL)
    return not_step;
  if (verb == ATLAS_REFERRAL_VERB_NOT_AGREE && referral_case->offer != NULL &&
      !offer_may_step (referral_case, "not-agreed"))
    return g_strdup (_("The offer can no longer be turned down."));

  return step != NULL ? refuse_taker (referral_case, step) : NULL;
}

/**
 * atlas_referral_can:
 * @referral_case: a referral as it was read
 * @verb: what somebody wants to do
 *
 * Returns: whether that can be done now; atlas_referral_why_not() says why not
 */
gboolean
atlas_referral_can (const AtlasReferralCase *referral_case,
                    AtlasReferralVerb        verb)
{
  g_autofree char *why = atlas_referral_why_not (referral_case, verb);

  return why == NULL;
}

/* An offer that is not agreed leads back, and the column of that name takes it too. */
static gboolean
leads_to (const AtlasReferralCase *referral_case,
          AtlasReferralVerb        verb,
          const char              *step)
{
  return g_strcmp0 (atlas_referral_verb_step (referral_case, verb), step) == 0 ||
         (verb == ATLAS_REFERRAL_VERB_NOT_AGREE && g_str_equal (step, verb_steps[verb]));
}

/**
 * atlas_referral_find_verb:
 * @referral_case: a referral as it was read
 * @step: code of `referral-step`
 * @verb: (out): the verb that leads there
 *
 * Finds what has to be done for a referral to come to a step.
 *
 * Returns: (transfer full) (nullable): why nothing leads there now; %NULL when @verb does
 */
char *
atlas_referral_find_verb (const AtlasReferralCase *referral_case,
                          const char              *step,
                          AtlasReferralVerb       *verb)
{
  g_autofree char *first = NULL;

  if (is_at (referral_case, step))
    return refuse_step (referral_case, step);

  for (int i = 0; i < ATLAS_REFERRAL_N_VERBS; i++)
    {
      g_autofree char *why = NULL;

      if (!leads_to (referral_case, (AtlasReferralVerb) i, step))
        continue;

      *verb = (AtlasReferralVerb) i;
      why = atlas_referral_why_not (referral_case, *verb);
      if (why == NULL)
        return NULL;
      if (first == NULL)
        first = g_steal_pointer (&why);
    }

  return first != NULL ? g_steal_pointer (&first) : word_not_next (referral_case, step);
}

/**
 * atlas_referral_pass:
 * @set: a change set that takes a step
 * @referral_case: the referral
 * @need: what it goes on without
 * @reason: why
 * @by_name: who decides that
 * @role: as what
 *
 * Records in the same change set that somebody goes on without something that the step needs, as a
 * finding that was passed.
 */
void
atlas_referral_pass (AtlasChangeSet          *set,
                     const AtlasReferralCase *referral_case,
                     const AtlasStepNeed     *need,
                     const char              *reason,
                     const char              *by_name,
                     const char              *role)
{
  g_autofree char *id = atlas_id_new ();
  json_t *fields;

  g_return_if_fail (need->check != NULL);

  fields = json_pack ("{s:[s, s], s:s, s:s, s:s, s:s}",
                      "subject", "referral",
                      atlas_record_get_id (ATLAS_RECORD (referral_case->referral)),
                      "check", need->check, "reason", reason, "by_name", by_name, "role", role);
  atlas_json_put_date (fields, "on", referral_case->on);
  if (referral_case->referral->invented)
    json_object_set_new (fields, "invented", json_true ());
  atlas_change_set_create (set, "passed", id, fields);
}
