/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What can be done when a place is wanted and none is free, each as one change set. None of it is
 * silent: who goes over the number says why, and as what.
 */
#define G_LOG_DOMAIN "atlas-store"

#include "config.h"

#include "store/atlas-last-place-changes.h"

#include <glib/gi18n-lib.h>

#include "base/atlas-id.h"
#include "records/atlas-codes.h"
#include "store/atlas-referral-changes.h"

#define REFERRAL_STEPS "referral-step"
#define STEP_WAITING   "waiting"
#define CHECK_PLACES   "places" /* the rule that there are no more promises than places */

static const char *
id_of (gpointer record)
{
  return atlas_record_get_id (ATLAS_RECORD (record));
}

static void
put_invented (json_t                  *fields,
              const AtlasReferralCase *referral_case)
{
  if (referral_case->referral->invented)
    json_object_set_new (fields, "invented", json_true ());
}

static void
set_next (AtlasChangeSet          *set,
          const AtlasReferralCase *referral_case,
          const char              *next_step,
          const char              *owner,
          AtlasDate                by)
{
  AtlasRecord *referral = ATLAS_RECORD (referral_case->referral);

  atlas_change_set_set_text (set, referral, "next_step", next_step);
  if (owner != NULL)
    atlas_change_set_set_text (set, referral, "owner", owner);
  atlas_change_set_set_date (set, referral, "next_by", by);
}

/* Says on whose word a promise stands that goes over the number. */
static void
add_passed (AtlasChangeSet           *set,
            const AtlasReferralCase  *referral_case,
            const char               *type,
            const char               *promise,
            const AtlasLastPlaceWord *word)
{
  g_autofree char *on = atlas_date_format (referral_case->on);
  g_autofree char *id = atlas_id_new ();
  json_t *fields = json_pack ("{s:[s, s], s:s, s:s, s:s, s:s, s:s}", "subject", type, promise,
                              "check", CHECK_PLACES, "reason", word->reason, "by_name",
                              word->by_name, "role", word->role, "on", on);

  put_invented (fields, referral_case);
  atlas_change_set_create (set, "passed", id, fields);
}

/* The record of a type that a set makes. */
static const char *
made_by (AtlasChangeSet *set,
         const char     *type)
{
  json_t *ops = atlas_change_set_get_ops (set);

  for (gsize i = 0; i < json_array_size (ops); i++)
    {
      json_t *op = json_array_get (ops, i);

      if (g_strcmp0 (atlas_json_string (op, "type"), type) == 0)
        return atlas_json_string (op, "id");
    }

  return NULL;
}

/**
 * atlas_last_place_may_wait:
 * @referral_case: a referral as it was read
 *
 * Returns: whether the referral may take the step of waiting now
 */
gboolean
atlas_last_place_may_wait (const AtlasReferralCase *referral_case)
{
  const char *step = referral_case->referral->step;

  return !g_str_equal (step, STEP_WAITING) &&
         atlas_codes_may_step (REFERRAL_STEPS, step, STEP_WAITING);
}

/**
 * atlas_last_place_ask_set:
 * @referral_case: a referral as it was read
 * @provision: which has no place free
 * @word: why it is asked, and who asks
 * @answer_by: the day that an answer is wanted by, or %ATLAS_DATE_NONE
 *
 * Records that the provision was asked for one more place: a note, and the next step.
 *
 * Returns: (transfer full): the change set
 */
AtlasChangeSet *
atlas_last_place_ask_set (const AtlasReferralCase  *referral_case,
                          AtlasProvision           *provision,
                          const AtlasLastPlaceWord *word,
                          AtlasDate                 answer_by)
{
  g_autofree char *id = atlas_id_new ();
  g_autofree char *label = NULL;
  g_autofree char *text = NULL;
  g_autofree char *next = NULL;
  json_t *fields = json_object ();
  AtlasChangeSet *set;

  /* Translators: a reference, and a provision. */
  label = g_strdup_printf (_("%1$s: %2$s asked for one more place"),
                           referral_case->referral->reference, provision->name);
  /* Translators: a provision, and why it was asked. */
  text = g_strdup_printf (_("Asked %1$s for one more place than it has: %2$s"), provision->name,
                          word->reason);
  /* Translators: a provision. */
  next = g_strdup_printf (_("Answer of %s about one more place"), provision->name);

  atlas_json_put_text (fields, "referral", id_of (referral_case->referral));
  atlas_json_put_text (fields, "provision", id_of (provision));
  atlas_json_put_date (fields, "on", referral_case->on);
  atlas_json_put_text (fields, "text", text);
  atlas_json_put_text (fields, "by_name", word->by_name);
  put_invented (fields, referral_case);

  set = atlas_change_set_new (label);
  atlas_change_set_create (set, "note", id, fields);
  set_next (set, referral_case, next, word->by_name, answer_by);

  return set;
}

/**
 * atlas_last_place_offer_set:
 * @referral_case: a referral as it was read
 * @place: the line of places
 * @provision: whose it is
 * @starts: the day that the child is to start, or %ATLAS_DATE_NONE
 * @planned_end: the last day planned, or %ATLAS_DATE_NONE
 * @word: why, who decides it, and as what
 *
 * Offers a place over the number, on somebody's word.
 *
 * Source: requirements, T015; design, "a finding never walls a placement".
 *
 * Returns: (transfer full): the change set
 */
AtlasChangeSet *
atlas_last_place_offer_set (const AtlasReferralCase  *referral_case,
                            AtlasPlace               *place,
                            AtlasProvision           *provision,
                            AtlasDate                 starts,
                            AtlasDate                 planned_end,
                            const AtlasLastPlaceWord *word)
{
  AtlasChangeSet *set = atlas_referral_offer_set (referral_case, place, provision->name, starts,
                                                  planned_end, word->reason);

  add_passed (set, referral_case, "offer", made_by (set, "offer"), word);
  return set;
}

/**
 * atlas_last_place_hold_set:
 * @referral_case: a referral as it was read
 * @place: the line of places
 * @provision: whose it is
 * @use_by: the last day that the place is held
 * @word: why, who decides it, and as what
 *
 * Holds a place over the number, on somebody's word.
 *
 * Returns: (transfer full): the change set
 */
AtlasChangeSet *
atlas_last_place_hold_set (const AtlasReferralCase  *referral_case,
                           AtlasPlace               *place,
                           AtlasProvision           *provision,
                           AtlasDate                 use_by,
                           const AtlasLastPlaceWord *word)
{
  AtlasChangeSet *set = atlas_referral_hold_set (referral_case, place, provision->name, use_by,
                                                 word->reason);

  add_passed (set, referral_case, "hold", made_by (set, "hold"), word);
  return set;
}

/**
 * atlas_last_place_find_set:
 * @referral_case: a referral as it was read
 * @provision: which has no place free
 *
 * Keeps what was promised before, and says that another place is to be found for this child.
 *
 * Returns: (transfer full): the change set; without an operation when that is said already
 */
AtlasChangeSet *
atlas_last_place_find_set (const AtlasReferralCase *referral_case,
                           AtlasProvision          *provision)
{
  g_autofree char *label = NULL;
  g_autofree char *next = NULL;
  AtlasChangeSet *set;

  /* Translators: a reference, and a provision. */
  label = g_strdup_printf (_("%1$s: another place than %2$s to be found"),
                           referral_case->referral->reference, provision->name);
  /* Translators: a provision that is full. */
  next = g_strdup_printf (_("Find another place than %s"), provision->name);
  set = atlas_change_set_new (label);
  set_next (set, referral_case, next, NULL, ATLAS_DATE_NONE);

  return set;
}

/**
 * atlas_last_place_wait_set:
 * @referral_case: a referral as it was read; atlas_last_place_may_wait() says whether it may
 * @provision: which it waits for
 * @reason: (nullable): why
 *
 * Puts the child on the waiting list of a provision: it is the one asked, and the referral waits.
 *
 * Returns: (transfer full): the change set
 */
AtlasChangeSet *
atlas_last_place_wait_set (const AtlasReferralCase *referral_case,
                           AtlasProvision          *provision,
                           const char              *reason)
{
  AtlasRecord *referral = ATLAS_RECORD (referral_case->referral);
  g_autofree char *label = NULL;
  AtlasChangeSet *set;

  /* Translators: a reference, and a provision. */
  label = g_strdup_printf (_("%1$s: waits for a place at %2$s"),
                           referral_case->referral->reference, provision->name);
  set = atlas_change_set_new (label);
  atlas_change_set_set_text (set, referral, "step", STEP_WAITING);
  atlas_change_set_set_date (set, referral, "step_on", referral_case->on);
  atlas_change_set_set_text (set, referral, "step_reason", reason);
  atlas_change_set_set_text (set, referral, "asked", id_of (provision));

  return set;
}
