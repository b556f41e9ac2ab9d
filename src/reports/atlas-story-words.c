/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What happened to a child, a line for each event. */
#define G_LOG_DOMAIN "atlas-reports"

#include "config.h"

#include "reports/atlas-story-words.h"

#include <glib/gi18n-lib.h>

#include "records/atlas-codes.h"
#include "reports/atlas-record-words.h"
#include "reports/atlas-wording-words.h"

#define EXCLUSIONS "exclusion-kind"

/**
 * atlas_words_code:
 * @set: name of a code set
 * @code: (nullable): a code
 *
 * Returns: (transfer none): its label, "Not recorded" without a code
 */
const char *
atlas_words_code (const char *set,
                  const char *code)
{
  return code != NULL ? _(atlas_codes_label (set, code)) : _("Not recorded");
}

/* What was called otherwise on its day keeps that name. */
static char *
word_excluded (const AtlasStoryEvent *event)
{
  AtlasExclusion *exclusion = (AtlasExclusion *) event->record;
  const char *then = atlas_codes_label_on (EXCLUSIONS, exclusion->kind, exclusion->from);
  const char *school = event->name != NULL ? event->name
                       : exclusion->establishment != NULL ? _("a school not on this laptop")
                                                          : _("a school not recorded");

  if (then != NULL && !g_str_equal (then, atlas_codes_label (EXCLUSIONS, exclusion->kind)))
    /* Translators: a kind of exclusion, and a school. */
    return g_strdup_printf (_("%1$s by %2$s"), _(then), school);
  if (g_strcmp0 (exclusion->kind, "PERM") == 0)
    /* Translators: a school. */
    return g_strdup_printf (_("Permanently excluded by %s"), school);
  if (g_strcmp0 (exclusion->kind, "LNCH") == 0)
    /* Translators: a school. */
    return g_strdup_printf (_("Suspended at lunchtime by %s"), school);

  /* Translators: a school. */
  return g_strdup_printf (_("Suspended by %s"), school);
}

static char *
word_received (const AtlasStoryEvent   *event,
               const AtlasReferralCase *referral_case)
{
  AtlasReferral *referral = (AtlasReferral *) event->record;
  const char *kind = referral->kind != NULL
                     ? atlas_words_kind_of (referral_case->wording, referral, referral_case->on)
                     : _("Not recorded");
  g_autofree char *tier = NULL;

  if (referral->tier == 0)
    /* Translators: what is asked for. */
    return g_strdup_printf (_("Referral received · %s"), kind);

  tier = atlas_words_tier_of (referral_case->wording, referral, referral_case->child,
                              referral_case->on);
  /* Translators: what is asked for, and the tier. */
  return g_strdup_printf (_("Referral received · %1$s · %2$s"), kind, tier);
}

static char *
word_decided (const AtlasStoryEvent *event)
{
  AtlasDecision *decision = (AtlasDecision *) event->record;
  const char *kind = atlas_words_code ("decision-kind", decision->kind);

  /* Translators: a panel, and what it decided. */
  return event->name != NULL ? g_strdup_printf (_("%1$s: %2$s"), event->name, kind)
                             : g_strdup_printf (_("Decided: %s"), kind);
}

static char *
word_held (const AtlasStoryEvent *event,
           AtlasDate              on)
{
  AtlasHold *hold = (AtlasHold *) event->record;
  g_autofree char *until = atlas_date_format_near (hold->use_by, on);
  const char *name = event->name != NULL ? event->name : _("a provision not on this laptop");

  if (hold->released != ATLAS_DATE_NONE)
    /* Translators: a provision. */
    return g_strdup_printf (_("Place held at %s, then released"), name);

  /* Translators: a provision, and a date. */
  return g_strdup_printf (_("Place held at %1$s until %2$s"), name, until);
}

static char *
word_offered (const AtlasStoryEvent *event)
{
  AtlasOffer *offer = (AtlasOffer *) event->record;
  const char *name = event->name != NULL ? event->name : _("a provision not on this laptop");

  if (g_strcmp0 (offer->step, "offered") == 0)
    /* Translators: a provision. */
    return g_strdup_printf (_("Place offered at %s"), name);

  /* Translators: a provision, and what became of the offer. */
  return g_strdup_printf (_("Place offered at %1$s: %2$s"), name,
                          atlas_words_code ("offer-step", offer->step));
}

static char *
word_ended (const AtlasStoryEvent *event)
{
  AtlasPlacement *placement = (AtlasPlacement *) event->record;
  const char *name = event->name != NULL ? event->name : _("a provision not on this laptop");

  if (placement->outcome == NULL)
    /* Translators: a provision. */
    return g_strdup_printf (_("Left %s"), name);

  /* Translators: a provision, and what happened next. */
  return g_strdup_printf (_("Left %1$s: %2$s"), name,
                          atlas_words_code ("placement-outcome", placement->outcome));
}

/**
 * atlas_words_story:
 * @event: a line of a story
 * @referral_case: whose
 *
 * Returns: (transfer full): what happened
 */
char *
atlas_words_story (const AtlasStoryEvent   *event,
                   const AtlasReferralCase *referral_case)
{
  switch (event->kind)
    {
    case ATLAS_STORY_EXCLUDED:
      return word_excluded (event);
    case ATLAS_STORY_RECEIVED:
      return word_received (event, referral_case);
    case ATLAS_STORY_DECIDED:
      return word_decided (event);
    case ATLAS_STORY_HELD:
      return word_held (event, referral_case->on);
    case ATLAS_STORY_OFFERED:
      return word_offered (event);
    case ATLAS_STORY_STARTED:
      /* Translators: a provision. */
      return g_strdup_printf (_("Started at %s"), event->name != NULL
                                                  ? event->name
                                                  : _("a provision not on this laptop"));
    case ATLAS_STORY_ENDED:
      return word_ended (event);
    case ATLAS_STORY_EDUCATION:
      return g_strdup (_("Full-time education started"));
    case ATLAS_STORY_FIELD:
      return atlas_words_record_event (event->record, event->field, event->is_end, event->name);
    case ATLAS_STORY_NOTE:
    default:
      return g_strdup (((AtlasNote *) event->record)->text);
    }
}

/**
 * atlas_words_story_detail:
 * @event: a line of a story
 *
 * Returns: (transfer full) (nullable): why, or by whom
 */
char *
atlas_words_story_detail (const AtlasStoryEvent *event)
{
  if (event->kind == ATLAS_STORY_NOTE && event->name != NULL)
    /* Translators: who wrote a note. */
    return g_strdup_printf (_("Note by %s"), event->name);
  if (event->kind == ATLAS_STORY_NOTE)
    return g_strdup (_("Note"));
  if (event->kind == ATLAS_STORY_OFFERED)
    return g_strdup (((AtlasOffer *) event->record)->step_reason);
  if (event->kind == ATLAS_STORY_DECIDED)
    return g_strdup (((AtlasDecision *) event->record)->reason);

  return NULL;
}
