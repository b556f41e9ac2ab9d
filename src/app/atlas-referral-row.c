/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-referral-row.h"

#include <glib/gi18n.h>

#include "records/atlas-codes.h"
#include "reports/atlas-check-words.h"
#include "reports/atlas-wording-words.h"
#include "reports/atlas-words.h"

/**
 * AtlasReferralRow:
 *
 * One referral of a list, in words for its cells. It is empty until its page of the list has been
 * read, so that a list of any length can be scrolled at once.
 */
struct _AtlasReferralRow
{
  GObject            parent_instance;

  AtlasReferralLine *line;      /* (nullable): NULL until read */
  AtlasDate          on;
};

G_DEFINE_FINAL_TYPE (AtlasReferralRow, atlas_referral_row, G_TYPE_OBJECT)

typedef enum {
  PROP_REFERENCE = 1,
  PROP_CHILD,
  PROP_TIER,
  PROP_STEP,
  PROP_WAITING,
  PROP_NEXT,
  PROP_SUMMARY,
  PROP_SPOKEN,
  PROP_CLOCK_WORDS,
  PROP_CARD_WORDS,
  PROP_CARD_NAME,
  PROP_DAYS_GONE,
  PROP_NEAR,
  PROP_HAS_CLOCK,
} AtlasReferralRowProperty;
static GParamSpec *props[PROP_HAS_CLOCK + 1];

static char *
word_child (const AtlasReferralLine *line)
{
  g_autofree char *year = atlas_words_year_group (line->year_group);
  const char *home = line->town != NULL ? line->town : line->area_name;

  /* Translators: a year group and a town: Year 9, Stevenage */
  return home != NULL ? g_strdup_printf (_("%1$s, %2$s"), year, home) : g_steal_pointer (&year);
}

static char *
word_tier (const AtlasReferralLine *line)
{
  return atlas_words_tier (line->tier, line->tier_words);
}

static const char *
label_of (const char *set,
          const char *code)
{
  const char *label = code != NULL ? atlas_codes_label (set, code) : NULL;

  return label != NULL ? _(label) : "";
}

static char *
word_waiting (AtlasReferralRow *self)
{
  if (!atlas_referral_step_is_open (self->line->step) || self->line->received == ATLAS_DATE_NONE)
    return g_strdup ("");

  return atlas_words_waiting (self->line->received, self->on);
}

static char *
word_next (AtlasReferralRow *self)
{
  const AtlasReferralLine *line = self->line;
  g_autofree char *day = NULL;

  if (line->next_step == NULL)
    return g_strdup (line->owner != NULL ? line->owner : "");
  if (line->next_by == ATLAS_DATE_NONE)
    return g_strdup (line->next_step);

  day = atlas_date_format_near (line->next_by, self->on);
  /* Translators: what is to be done, and by when. */
  return g_strdup_printf (_("%1$s, by %2$s"), line->next_step, day);
}

static char *
word_place (const AtlasReferralLine *line)
{
  const char *name = line->place.provision_name;

  if (name == NULL)
    return NULL;

  switch (line->place.step)
    {
    case ATLAS_PLACE_STEP_HELD:
      return g_strdup_printf (_("place held at %s"), name);
    case ATLAS_PLACE_STEP_OFFERED:
      return g_strdup_printf (_("place offered at %s"), name);
    case ATLAS_PLACE_STEP_ACCEPTED:
      return g_strdup_printf (_("place accepted at %s"), name);
    case ATLAS_PLACE_STEP_STARTED:
      return g_strdup_printf (_("at %s"), name);
    case ATLAS_PLACE_STEP_NONE:
    default:
      return NULL;
    }
}

/* A clock that has stopped needs nobody: it is one fact among the others. */
static gboolean
has_clock (AtlasReferralRow *self)
{
  AtlasClockState state;

  if (self->line == NULL || !self->line->has_day6)
    return FALSE;

  state = self->line->status.clock.state;
  return state != ATLAS_CLOCK_MET && state != ATLAS_CLOCK_NOT_RUNNING;
}

static char *
word_clock (AtlasReferralRow *self)
{
  return has_clock (self) ? atlas_words_clock (&self->line->status.clock) : g_strdup ("");
}

/* What a narrow row says under the reference. */
static char *
word_summary (AtlasReferralRow *self)
{
  g_autoptr(GStrvBuilder) parts = g_strv_builder_new ();
  g_auto(GStrv)    texts = NULL;
  g_autofree char *tier = word_tier (self->line);
  g_autofree char *place = word_place (self->line);
  g_autofree char *waiting = word_waiting (self);
  g_autofree char *met = NULL;
  const char *kind = self->line->kind_words != NULL ? _(self->line->kind_words) : "";
  const char *all[7];

  if (self->line->has_day6 && self->line->status.clock.state == ATLAS_CLOCK_MET)
    met = atlas_words_clock (&self->line->status.clock);

  all[0] = label_of ("referral-step", self->line->step);
  all[1] = kind;
  all[2] = tier;
  all[3] = place;
  all[4] = waiting;
  all[5] = *waiting != '\0' && self->line->comes_first ? atlas_words_comes_first () : NULL;
  all[6] = met;
  for (gsize i = 0; i < G_N_ELEMENTS (all); i++)
    if (all[i] != NULL && *all[i] != '\0')
      g_strv_builder_add (parts, all[i]);
  texts = g_strv_builder_end (parts);

  return g_strjoinv (" · ", texts);
}

static char *
word_spoken (AtlasReferralRow *self)
{
  g_autofree char *child = word_child (self->line);
  g_autofree char *summary = word_summary (self);
  g_autofree char *clock = word_clock (self);

  if (*clock == '\0')
    return g_strdup_printf ("%s, %s. %s", self->line->reference, child, summary);

  return g_strdup_printf ("%s, %s. %s. %s", self->line->reference, child, clock, summary);
}

/* What a card says under the reference. */
static char *
word_card (const AtlasReferralLine *line)
{
  g_autofree char *year = atlas_words_year_group (line->year_group);

  if (line->tier == 0)
    return g_steal_pointer (&year);

  /* Translators: a year group and a tier: Year 9 · Tier 5 */
  return g_strdup_printf (_("%1$s · Tier %2$d"), year, line->tier);
}

static char *
word_card_name (AtlasReferralRow *self)
{
  const AtlasReferralLine *line = self->line;
  g_autofree char *year = atlas_words_year_group (line->year_group);
  g_autofree char *clock = word_clock (self);
  g_autofree char *who = NULL;

  if (line->tier > 0)
    {
      /* Translators: a reference, a year group, a tier: K7-204, Year 9, tier 5 */
      who = g_strdup_printf (_("%1$s, %2$s, tier %3$d"), line->reference, year, line->tier);
    }
  else
    {
      /* Translators: a reference and a year group: K7-204, Year 9 */
      who = g_strdup_printf (_("%1$s, %2$s"), line->reference, year);
    }
  if (*clock == '\0')
    return g_steal_pointer (&who);

  /* Translators: a card, and its Day 6 clock: K7-204, Year 9, tier 5. Day 6: Due tomorrow */
  return g_strdup_printf (_("%1$s. Day 6: %2$s"), who, clock);
}

static char *
dup_text (AtlasReferralRow        *self,
          AtlasReferralRowProperty which)
{
  if (self->line == NULL)
    return g_strdup (which == PROP_REFERENCE ? "…" : "");

  if (which == PROP_REFERENCE)
    return g_strdup (self->line->reference);
  if (which == PROP_CHILD)
    return word_child (self->line);
  if (which == PROP_TIER)
    return word_tier (self->line);
  if (which == PROP_STEP)
    return g_strdup (label_of ("referral-step", self->line->step));
  if (which == PROP_WAITING)
    return word_waiting (self);
  if (which == PROP_NEXT)
    return word_next (self);
  if (which == PROP_SUMMARY)
    return word_summary (self);

  if (which == PROP_CARD_WORDS)
    return word_card (self->line);
  if (which == PROP_CARD_NAME)
    return word_card_name (self);

  return which == PROP_CLOCK_WORDS ? word_clock (self) : word_spoken (self);
}

static gboolean
is_near (AtlasReferralRow *self)
{
  AtlasClockState state = self->line != NULL ? self->line->status.clock.state
                                             : ATLAS_CLOCK_NOT_RUNNING;

  return state == ATLAS_CLOCK_DUE || state == ATLAS_CLOCK_LATE;
}

static void
atlas_referral_row_get_property (GObject    *object,
                                 guint       property_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  AtlasReferralRow *self = ATLAS_REFERRAL_ROW (object);
  AtlasReferralRowProperty which = (AtlasReferralRowProperty) property_id;

  switch (which)
    {
    case PROP_REFERENCE:
    case PROP_CHILD:
    case PROP_TIER:
    case PROP_STEP:
    case PROP_WAITING:
    case PROP_NEXT:
    case PROP_SUMMARY:
    case PROP_SPOKEN:
    case PROP_CLOCK_WORDS:
    case PROP_CARD_WORDS:
    case PROP_CARD_NAME:
      g_value_take_string (value, dup_text (self, which));
      break;

    case PROP_DAYS_GONE:
      g_value_set_int (value, self->line != NULL ? self->line->status.cells : 0);
      break;

    case PROP_NEAR:
      g_value_set_boolean (value, is_near (self));
      break;

    case PROP_HAS_CLOCK:
      g_value_set_boolean (value, has_clock (self));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
atlas_referral_row_finalize (GObject *object)
{
  g_clear_pointer (&ATLAS_REFERRAL_ROW (object)->line, atlas_referral_line_free);

  G_OBJECT_CLASS (atlas_referral_row_parent_class)->finalize (object);
}

static void
atlas_referral_row_class_init (AtlasReferralRowClass *klass)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  static const char * const texts[] = {
    NULL, "reference", "child", "tier", "step", "waiting", "next", "summary", "spoken",
    "clock-words", "card-words", "card-name",
  };

  object_class->get_property = atlas_referral_row_get_property;
  object_class->finalize = atlas_referral_row_finalize;

  for (int i = PROP_REFERENCE; i <= PROP_CARD_NAME; i++)
    props[i] = g_param_spec_string (texts[i], NULL, NULL, NULL, flags);
  props[PROP_DAYS_GONE] = g_param_spec_int ("days-gone", NULL, NULL, 0, ATLAS_DAY6_DAYS, 0, flags);
  props[PROP_NEAR] = g_param_spec_boolean ("near", NULL, NULL, FALSE, flags);
  props[PROP_HAS_CLOCK] = g_param_spec_boolean ("has-clock", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
}

static void
atlas_referral_row_init (AtlasReferralRow *self)
{
}

AtlasReferralRow *
atlas_referral_row_new (void)
{
  return g_object_new (ATLAS_TYPE_REFERRAL_ROW, NULL);
}

/**
 * atlas_referral_row_get_line:
 *
 * Returns: (nullable): what was read, or %NULL while it has not been
 */
const AtlasReferralLine *
atlas_referral_row_get_line (AtlasReferralRow *self)
{
  g_return_val_if_fail (ATLAS_IS_REFERRAL_ROW (self), NULL);

  return self->line;
}

/**
 * atlas_referral_row_take_line:
 * @line: (transfer full): what was read
 * @on: the day that it was read for
 *
 * Fills the row, or fills it anew; its cells follow.
 */
void
atlas_referral_row_take_line (AtlasReferralRow  *self,
                              AtlasReferralLine *line,
                              AtlasDate          on)
{
  g_return_if_fail (ATLAS_IS_REFERRAL_ROW (self));
  g_return_if_fail (line != NULL);

  g_clear_pointer (&self->line, atlas_referral_line_free);
  self->line = line;
  self->on = on;

  g_object_freeze_notify (G_OBJECT (self));
  for (int i = PROP_REFERENCE; i <= PROP_HAS_CLOCK; i++)
    g_object_notify_by_pspec (G_OBJECT (self), props[i]);
  g_object_thaw_notify (G_OBJECT (self));
}
