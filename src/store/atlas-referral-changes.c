/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What people do with a referral, each as one change set. */
#define G_LOG_DOMAIN "atlas-store"

#include "config.h"

#include "store/atlas-referral-changes.h"

#include <glib/gi18n-lib.h>

#include "base/atlas-id.h"
#include "base/atlas-upn.h"
#include "records/atlas-codes.h"

#define REFERRAL_STEPS "referral-step"
#define OUTCOMES       "placement-outcome"

static const char *
reference_of (const AtlasReferralCase *referral_case)
{
  return referral_case->referral->reference;
}

static void
step_record (AtlasChangeSet *set,
             gpointer        record,
             const char     *step,
             AtlasDate       on,
             const char     *reason)
{
  AtlasRecord *stepped = ATLAS_RECORD (record);

  atlas_change_set_set_text (set, stepped, "step", step);
  atlas_change_set_set_date (set, stepped, "step_on", on);
  atlas_change_set_set_text (set, stepped, "step_reason", reason);
}

/**
 * atlas_referral_step_set:
 * @referral_case: a referral as it was read
 * @verb: send, look at, to panel, wait, review, resume, reopen
 * @reason: (nullable): why
 *
 * Takes a step that changes nothing but the referral.
 *
 * Returns: (transfer full): the change set
 */
AtlasChangeSet *
atlas_referral_step_set (const AtlasReferralCase *referral_case,
                         AtlasReferralVerb        verb,
                         const char              *reason)
{
  const char *step = atlas_referral_verb_step (referral_case, verb);
  g_autofree char *label = NULL;
  AtlasChangeSet *set;

  g_return_val_if_fail (step != NULL, NULL);

  /* Translators: a reference, and what a referral becomes: K7-204: Being looked at */
  label = g_strdup_printf (_("%1$s: %2$s"), reference_of (referral_case),
                           _(atlas_codes_label (REFERRAL_STEPS, step)));
  set = atlas_change_set_new (label);
  step_record (set, referral_case->referral, step, referral_case->on, reason);

  return set;
}

/* A record about an invented child is invented itself. */
static void
put_invented (json_t                  *fields,
              const AtlasReferralCase *referral_case)
{
  if (referral_case->referral->invented)
    json_object_set_new (fields, "invented", json_true ());
}

/**
 * atlas_referral_offer_set:
 * @referral_case: a referral as it was read
 * @place: the line of places
 * @provision_name: whose it is
 * @starts: the day that the child is to start, or %ATLAS_DATE_NONE
 * @planned_end: the last day planned, or %ATLAS_DATE_NONE
 * @reason: (nullable): why, where no place is free
 *
 * Offers a place. Whether there is one is for the server to settle when several offer it.
 *
 * Returns: (transfer full): the change set
 */
AtlasChangeSet *
atlas_referral_offer_set (const AtlasReferralCase *referral_case,
                          AtlasPlace              *place,
                          const char              *provision_name,
                          AtlasDate                starts,
                          AtlasDate                planned_end,
                          const char              *reason)
{
  g_autofree char *id = atlas_id_new ();
  g_autofree char *label = NULL;
  json_t *fields = json_object ();
  AtlasChangeSet *set;

  /* Translators: a reference and a provision: K7-204: place offered at Stevenage ESC */
  label = g_strdup_printf (_("%1$s: place offered at %2$s"), reference_of (referral_case),
                           provision_name);
  atlas_json_put_text (fields, "referral",
                       atlas_record_get_id (ATLAS_RECORD (referral_case->referral)));
  atlas_json_put_text (fields, "provision", place->provision);
  atlas_json_put_text (fields, "place", atlas_record_get_id (ATLAS_RECORD (place)));
  atlas_json_put_date (fields, "starts", starts);
  atlas_json_put_date (fields, "planned_end", planned_end);
  json_object_set_new (fields, "day6", json_boolean (atlas_referral_case_is_day6 (referral_case)));
  atlas_json_put_text (fields, "step", "offered");
  atlas_json_put_date (fields, "step_on", referral_case->on);
  atlas_json_put_text (fields, "step_reason", reason);
  put_invented (fields, referral_case);

  set = atlas_change_set_new (label);
  atlas_change_set_create (set, "offer", id, fields);
  step_record (set, referral_case->referral, "offered", referral_case->on, NULL);

  return set;
}

/**
 * atlas_referral_hold_set:
 * @referral_case: a referral as it was read
 * @place: the line of places
 * @provision_name: whose it is
 * @use_by: the last day that the place is held
 * @reason: (nullable): why
 *
 * Holds one place for the child.
 *
 * Returns: (transfer full): the change set
 */
AtlasChangeSet *
atlas_referral_hold_set (const AtlasReferralCase *referral_case,
                         AtlasPlace              *place,
                         const char              *provision_name,
                         AtlasDate                use_by,
                         const char              *reason)
{
  g_autofree char *id = atlas_id_new ();
  g_autofree char *label = NULL;
  json_t *fields = json_object ();
  AtlasChangeSet *set;

  /* Translators: a reference and a provision: K7-204: place held at Stevenage ESC */
  label = g_strdup_printf (_("%1$s: place held at %2$s"), reference_of (referral_case),
                           provision_name);
  atlas_json_put_text (fields, "provision", place->provision);
  atlas_json_put_text (fields, "place", atlas_record_get_id (ATLAS_RECORD (place)));
  json_object_set_new (fields, "places", json_integer (1));
  atlas_json_put_date (fields, "starts", referral_case->on);
  atlas_json_put_date (fields, "use_by", use_by);
  atlas_json_put_text (fields, "referral",
                       atlas_record_get_id (ATLAS_RECORD (referral_case->referral)));
  json_object_set_new (fields, "day6",
                       json_boolean (atlas_referral_case_is_day6 (referral_case)));
  atlas_json_put_text (fields, "reason", reason);
  put_invented (fields, referral_case);

  set = atlas_change_set_new (label);
  atlas_change_set_create (set, "hold", id, fields);

  return set;
}

/**
 * atlas_referral_answer_set:
 * @referral_case: a referral
 * @is_accepted: whether the family and the provision agree
 * @reason: (nullable): why not
 *
 * Accepts the offer, or says that it is not agreed; then somebody must look at the referral again.
 * Without an offer it is the referral itself that is accepted or not agreed.
 *
 * Returns: (transfer full): the change set
 */
AtlasChangeSet *
atlas_referral_answer_set (const AtlasReferralCase *referral_case,
                           gboolean                 is_accepted,
                           const char              *reason)
{
  g_autofree char *label = NULL;
  AtlasChangeSet *set;

  if (referral_case->offer == NULL)
    return atlas_referral_step_set (referral_case,
                                    is_accepted ? ATLAS_REFERRAL_VERB_ACCEPT
                                                : ATLAS_REFERRAL_VERB_NOT_AGREE, reason);

  /* Translators: a reference. */
  label = g_strdup_printf (is_accepted ? _("%s: offer accepted") : _("%s: offer not agreed"),
                           reference_of (referral_case));
  set = atlas_change_set_new (label);
  step_record (set, referral_case->offer, is_accepted ? "accepted" : "not-agreed",
               referral_case->on, reason);
  step_record (set, referral_case->referral, is_accepted ? "accepted" : "looked-at",
               referral_case->on, reason);

  return set;
}

/**
 * atlas_referral_at_once_set:
 * @referral_case: a referral
 * @verb: one that asks for nothing, as atlas_referral_verb_asks() says
 * @reason: (nullable): why
 *
 * Returns: (transfer full): the change set
 */
AtlasChangeSet *
atlas_referral_at_once_set (const AtlasReferralCase *referral_case,
                            AtlasReferralVerb        verb,
                            const char              *reason)
{
  return verb == ATLAS_REFERRAL_VERB_ACCEPT
         ? atlas_referral_answer_set (referral_case, TRUE, reason)
         : atlas_referral_step_set (referral_case, verb, reason);
}

static void
stop_clock (AtlasChangeSet          *set,
            const AtlasReferralCase *referral_case,
            AtlasDate                started)
{
  if (atlas_referral_can (referral_case, ATLAS_REFERRAL_VERB_EDUCATION))
    atlas_change_set_set_date (set, ATLAS_RECORD (referral_case->exclusion), "education_started",
                               started);
}

static void
create_placement (AtlasChangeSet          *set,
                  const AtlasReferralCase *referral_case,
                  AtlasDate                starts)
{
  AtlasOffer *offer = referral_case->offer;
  g_autofree char *id = atlas_id_new ();
  json_t *fields = json_object ();

  atlas_json_put_text (fields, "referral",
                       atlas_record_get_id (ATLAS_RECORD (referral_case->referral)));
  atlas_json_put_text (fields, "child", referral_case->referral->child);
  atlas_json_put_text (fields, "provision", offer->provision);
  atlas_json_put_text (fields, "place", offer->place);
  atlas_json_put_text (fields, "offer", atlas_record_get_id (ATLAS_RECORD (offer)));
  atlas_json_put_date (fields, "starts", starts);
  atlas_json_put_date (fields, "planned_end", offer->planned_end);
  json_object_set_new (fields, "day6", json_boolean (offer->day6));
  put_invented (fields, referral_case);
  atlas_change_set_create (set, "placement", id, fields);
}

/**
 * atlas_referral_start_set:
 * @referral_case: a referral whose offer is accepted, or that takes no place
 * @starts: the child's first day
 * @is_full_time: whether it is full-time education, which stops the Day 6 clock
 *
 * Begins the placement, or the support that comes to the child's school.
 *
 * Returns: (transfer full): the change set
 */
AtlasChangeSet *
atlas_referral_start_set (const AtlasReferralCase *referral_case,
                          AtlasDate                starts,
                          gboolean                 is_full_time)
{
  AtlasOffer *offer = referral_case->offer;
  g_autofree char *label = NULL;
  AtlasChangeSet *set;

  /* Translators: a reference. */
  label = g_strdup_printf (_("%s: started"), reference_of (referral_case));
  set = atlas_change_set_new (label);
  if (offer != NULL)
    {
      create_placement (set, referral_case, starts);
      step_record (set, offer, "started", starts, NULL);
    }
  step_record (set, referral_case->referral, "started", starts, NULL);
  if (is_full_time)
    stop_clock (set, referral_case, starts);

  return set;
}

/**
 * atlas_referral_education_set:
 * @referral_case: a referral with an exclusion
 * @started: the day that full-time education started
 *
 * Records that full-time education has started, wherever; this stops the Day 6 clock.
 *
 * Returns: (transfer full): the change set
 */
AtlasChangeSet *
atlas_referral_education_set (const AtlasReferralCase *referral_case,
                              AtlasDate                started)
{
  g_autofree char *label = NULL;
  AtlasChangeSet *set;

  g_return_val_if_fail (referral_case->exclusion != NULL, NULL);

  /* Translators: a reference. */
  label = g_strdup_printf (_("%s: full-time education started"), reference_of (referral_case));
  set = atlas_change_set_new (label);
  atlas_change_set_set_date (set, ATLAS_RECORD (referral_case->exclusion), "education_started",
                             started);

  return set;
}

/**
 * atlas_referral_close_set:
 * @referral_case: a referral
 * @verb: end or move on
 * @last: the last day
 * @outcome: (nullable): code of `placement-outcome`
 * @reason: (nullable): why; where nothing says so and no placement can keep it, the outcome's words
 *
 * Ends the placement that goes on, if there is one, and with it the referral, or says where the
 * child has moved on to.
 *
 * Returns: (transfer full): the change set
 */
AtlasChangeSet *
atlas_referral_close_set (const AtlasReferralCase *referral_case,
                          AtlasReferralVerb        verb,
                          AtlasDate                last,
                          const char              *outcome,
                          const char              *reason)
{
  AtlasPlacement *placement = referral_case->placement;
  const char *reference = reference_of (referral_case);
  g_autofree char *label = NULL;
  AtlasChangeSet *set;

  if (verb == ATLAS_REFERRAL_VERB_MOVE_ON)
    /* Translators: a reference. */
    label = g_strdup_printf (_("%s: moved on"), reference);
  else
    /* Translators: a reference. */
    label = g_strdup_printf (placement != NULL ? _("%s: placement ended") : _("%s: ended"),
                             reference);

  set = atlas_change_set_new (label);
  if (placement != NULL)
    {
      atlas_change_set_set_date (set, ATLAS_RECORD (placement), "ended", last);
      atlas_change_set_set_text (set, ATLAS_RECORD (placement), "outcome", outcome);
    }
  else if (reason == NULL && outcome != NULL)
    reason = atlas_codes_label (OUTCOMES, outcome);
  step_record (set, referral_case->referral, atlas_referral_verb_step (referral_case, verb), last,
               reason);

  return set;
}

/**
 * atlas_referral_end_set:
 * @referral_case: a referral
 * @ended: the last day
 * @outcome: (nullable): code of `placement-outcome`, where there is a placement
 *
 * Ends the placement that goes on, if there is one, and the referral.
 *
 * Returns: (transfer full): the change set
 */
AtlasChangeSet *
atlas_referral_end_set (const AtlasReferralCase *referral_case,
                        AtlasDate                ended,
                        const char              *outcome)
{
  return atlas_referral_close_set (referral_case, ATLAS_REFERRAL_VERB_END, ended, outcome, NULL);
}

/**
 * atlas_referral_note_set:
 * @referral_case: a referral
 * @text: what happened
 * @by_name: (nullable): who says so
 *
 * Returns: (transfer full): the change set
 */
AtlasChangeSet *
atlas_referral_note_set (const AtlasReferralCase *referral_case,
                         const char              *text,
                         const char              *by_name)
{
  g_autofree char *id = atlas_id_new ();
  g_autofree char *label = NULL;
  json_t *fields = json_object ();
  AtlasChangeSet *set;

  /* Translators: a reference. */
  label = g_strdup_printf (_("%s: note added"), reference_of (referral_case));
  atlas_json_put_text (fields, "referral",
                       atlas_record_get_id (ATLAS_RECORD (referral_case->referral)));
  atlas_json_put_date (fields, "on", referral_case->on);
  atlas_json_put_text (fields, "text", text);
  atlas_json_put_text (fields, "by_name", by_name);
  put_invented (fields, referral_case);

  set = atlas_change_set_new (label);
  atlas_change_set_create (set, "note", id, fields);

  return set;
}

AtlasReferralForm *
atlas_referral_form_new (void)
{
  AtlasReferralForm *form = g_new0 (AtlasReferralForm, 1);

  form->born = ATLAS_DATE_NONE;
  form->excluded = ATLAS_DATE_NONE;

  return form;
}

AtlasReferralForm *
atlas_referral_form_copy (const AtlasReferralForm *form)
{
  AtlasReferralForm *copy = g_memdup2 (form, sizeof *form);

  copy->child = g_strdup (form->child);
  copy->first_name = g_strdup (form->first_name);
  copy->last_name = g_strdup (form->last_name);
  copy->area = g_strdup (form->area);
  copy->town = g_strdup (form->town);
  copy->upn = g_strdup (form->upn);
  copy->school = g_strdup (form->school);
  copy->child_view = g_strdup (form->child_view);
  copy->exclusion_kind = g_strdup (form->exclusion_kind);
  copy->session = g_strdup (form->session);
  copy->kind = g_strdup (form->kind);
  copy->asked = g_strdup (form->asked);
  copy->about = g_strdup (form->about);

  return copy;
}

void
atlas_referral_form_free (AtlasReferralForm *form)
{
  if (form == NULL)
    return;

  g_free (form->child);
  g_free (form->first_name);
  g_free (form->last_name);
  g_free (form->area);
  g_free (form->town);
  g_free (form->upn);
  g_free (form->school);
  g_free (form->child_view);
  g_free (form->exclusion_kind);
  g_free (form->session);
  g_free (form->kind);
  g_free (form->asked);
  g_free (form->about);
  g_free (form);
}

static gboolean
is_blank (const char *text)
{
  return text == NULL || *text == '\0';
}

/**
 * atlas_referral_form_missing:
 * @form: what has been filled in
 * @on: today
 *
 * Finds the first thing that keeps a form from being sent. A draft needs only a child.
 *
 * Returns: (nullable): `first_name`, `upn`, `born`, `area`, `excluded`, `kind` or `tier`; %NULL
 *   when nothing is missing
 */
const char *
atlas_referral_form_missing (const AtlasReferralForm *form,
                             AtlasDate                on)
{
  if (form->child == NULL && is_blank (form->first_name))
    return "first_name";
  if (form->is_draft)
    return NULL;
  if (form->child == NULL && !is_blank (form->upn) && !atlas_upn_is_valid (form->upn))
    return "upn";
  if (form->child == NULL && (form->born == ATLAS_DATE_NONE || form->born > on))
    return "born";
  if (form->child == NULL && form->area == NULL)
    return "area";
  if (form->exclusion_kind != NULL && (form->excluded == ATLAS_DATE_NONE || form->excluded > on))
    return "excluded";
  if (form->kind == NULL)
    return "kind";

  return form->tier == 0 ? "tier" : NULL;
}

static json_t *
child_fields (const AtlasReferralForm *form)
{
  json_t *fields = json_object ();

  atlas_json_put_text (fields, "first_name", form->first_name);
  atlas_json_put_text (fields, "last_name", form->last_name);
  atlas_json_put_date (fields, "born", form->born);
  atlas_json_put_text (fields, "area", form->area);
  atlas_json_put_text (fields, "town", form->town);
  atlas_json_put_text (fields, "upn", form->upn);
  atlas_json_put_text (fields, "establishment", form->school);
  atlas_json_put_text (fields, "child_view", form->child_view);
  if (form->is_invented)
    json_object_set_new (fields, "invented", json_true ());

  return fields;
}

static json_t *
exclusion_fields (const AtlasReferralForm *form,
                  const char              *child)
{
  json_t *fields = json_object ();

  atlas_json_put_text (fields, "child", child);
  atlas_json_put_text (fields, "establishment", form->school);
  atlas_json_put_text (fields, "kind", form->exclusion_kind);
  atlas_json_put_date (fields, "from", form->excluded);
  atlas_json_put_text (fields, "session", form->session);
  if (form->sessions > 0)
    json_object_set_new (fields, "sessions", json_integer (form->sessions));
  if (form->is_invented)
    json_object_set_new (fields, "invented", json_true ());

  return fields;
}

static json_t *
referral_fields (const AtlasReferralForm *form,
                 const char              *reference,
                 const char              *child,
                 const char              *exclusion,
                 AtlasDate                on)
{
  json_t *fields = json_object ();

  atlas_json_put_text (fields, "reference", reference);
  atlas_json_put_text (fields, "child", child);
  atlas_json_put_text (fields, "exclusion", exclusion);
  atlas_json_put_text (fields, "kind", form->kind);
  if (form->tier > 0)
    json_object_set_new (fields, "tier", json_integer (form->tier));
  atlas_json_put_text (fields, "step", form->is_draft ? "draft" : "sent");
  atlas_json_put_date (fields, "step_on", on);
  atlas_json_put_date (fields, "received", on);
  atlas_json_put_text (fields, "asked", form->asked);
  atlas_json_put_text (fields, "about", form->about);
  if (form->is_invented)
    json_object_set_new (fields, "invented", json_true ());

  return fields;
}

/**
 * atlas_referral_form_to_set:
 * @form: what was filled in; atlas_referral_form_missing() finds nothing
 * @reference: the reference that it gets, from atlas_store_next_reference()
 * @on: today
 *
 * Makes the child, the exclusion and the referral in one change set, so that they come and go
 * together.
 *
 * Returns: (transfer full): the change set
 */
AtlasChangeSet *
atlas_referral_form_to_set (const AtlasReferralForm *form,
                            const char              *reference,
                            AtlasDate                on)
{
  g_autofree char *child = form->child != NULL ? g_strdup (form->child) : atlas_id_new ();
  g_autofree char *exclusion = NULL;
  g_autofree char *referral = atlas_id_new ();
  g_autofree char *label = NULL;
  AtlasChangeSet *set;

  /* Translators: a reference. */
  label = g_strdup_printf (_("%s: new referral"), reference);
  set = atlas_change_set_new (label);
  if (form->child == NULL)
    atlas_change_set_create (set, "child", child, child_fields (form));
  if (form->exclusion_kind != NULL && form->excluded != ATLAS_DATE_NONE)
    {
      exclusion = atlas_id_new ();
      atlas_change_set_create (set, "exclusion", exclusion, exclusion_fields (form, child));
    }
  atlas_change_set_create (set, "referral", referral,
                           referral_fields (form, reference, child, exclusion, on));

  return set;
}
