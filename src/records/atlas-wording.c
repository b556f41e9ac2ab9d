/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words of a day: names and help of tiers, names of kinds and services. */
#include "config.h"

#include "records/atlas-wording.h"

#include "records/atlas-as-at.h"
#include "records/atlas-codes.h"

#define EARLY_YEARS_TIERS 3
#define EARLY_YEARS_FROM  "2020-01-01" /* the strategy of January 2020, appendix 5 */

struct _AtlasWording
{
  GPtrArray *labels;            /* (element-type AtlasLabel): of tiers, services and terms */
};

static gboolean
is_wording (const AtlasLabel *label)
{
  return g_strcmp0 (label->kind, "tier") == 0 || g_strcmp0 (label->kind, "service") == 0 ||
         g_strcmp0 (label->kind, "term") == 0;
}

/**
 * atlas_wording_new:
 * @labels: (element-type AtlasLabel): labels of a county, in their order
 *
 * Returns: (transfer full): its wording
 */
AtlasWording *
atlas_wording_new (GPtrArray *labels)
{
  AtlasWording *self = g_atomic_rc_box_new0 (AtlasWording);

  self->labels = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < labels->len; i++)
    {
      AtlasLabel *label = g_ptr_array_index (labels, i);

      if (is_wording (label))
        g_ptr_array_add (self->labels, g_object_ref (label));
    }

  return self;
}

AtlasWording *
atlas_wording_ref (AtlasWording *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
wording_clear (gpointer data)
{
  g_ptr_array_unref (((AtlasWording *) data)->labels);
}

void
atlas_wording_unref (AtlasWording *self)
{
  g_atomic_rc_box_release_full (self, wording_clear);
}

static gboolean
has_early_years (AtlasDate on)
{
  return on == ATLAS_DATE_NONE || on >= atlas_date_parse (EARLY_YEARS_FROM);
}

/**
 * atlas_wording_n_tiers:
 * @on: a day, or %ATLAS_DATE_NONE for today's rules
 * @is_early_years: whether the child is under school age
 *
 * Returns: the highest tier: 5, and 3 for a child in early years since there are tiers for them
 *
 * Source: Behaviour Strategy 2016, Appendix 4; strategy of January 2020, 5.2 and Appendix 5;
 * requirements.md T033, T035 and T036.
 */
int
atlas_wording_n_tiers (AtlasDate on,
                       gboolean  is_early_years)
{
  return is_early_years && has_early_years (on) ? EARLY_YEARS_TIERS : ATLAS_TIERS;
}

static const char *
find (const AtlasWording *self,
      const char         *kind,
      const char         *scheme,
      const char         *item,
      AtlasDate           on)
{
  return self != NULL ? atlas_labels_text (self->labels, NULL, kind, scheme, item, on) : NULL;
}

static const char *
find_tier (const AtlasWording *self,
           int                 tier,
           const char         *scheme,
           AtlasDate           on)
{
  g_autofree char *item = g_strdup_printf ("%d", tier);

  return find (self, "tier", scheme, item, on);
}

/**
 * atlas_wording_tier:
 * @self: (nullable): a county's wording
 * @tier: 1 to 5
 * @on: the day of the record, or today for a new one
 * @is_early_years: whether the child is under school age
 *
 * Returns: (transfer none) (nullable): what the tier was called, as "Outreach"; %NULL when nobody
 *   gave it a name
 */
const char *
atlas_wording_tier (const AtlasWording *self,
                    int                 tier,
                    AtlasDate           on,
                    gboolean            is_early_years)
{
  gboolean is_early = is_early_years && has_early_years (on);

  return find_tier (self, tier, is_early ? "early-years" : "tiers", on);
}

/**
 * atlas_wording_tier_help:
 * @self: (nullable): a county's wording
 * @tier: 1 to 5
 * @on: the day of the record, or today for a new one
 * @is_early_years: whether the child is under school age
 *
 * Returns: (transfer none) (nullable): what the tier is, in a sentence of the strategy
 *
 * Source: Behaviour Strategy 2016, 4.2.5; strategy of January 2020, 5.2 and Appendix 5;
 * requirements.md T034.
 */
const char *
atlas_wording_tier_help (const AtlasWording *self,
                         int                 tier,
                         AtlasDate           on,
                         gboolean            is_early_years)
{
  gboolean is_early = is_early_years && has_early_years (on);

  return find_tier (self, tier, is_early ? "early-years-help" : "tiers-help", on);
}

/**
 * atlas_wording_code:
 * @self: (nullable): a county's wording
 * @set: name of a code set, as `referral-kind`
 * @code: a code
 * @on: the day of the record, or today for a new one
 *
 * Finds what a code was called: the county's own word where it has one, which is a label of kind
 * `term` with the set as its scheme or none, and otherwise the program's.
 *
 * Returns: (transfer none): the words, to be translated where they are shown
 */
const char *
atlas_wording_code (const AtlasWording *self,
                    const char         *set,
                    const char         *code,
                    AtlasDate           on)
{
  const char *own = on != ATLAS_DATE_NONE ? find (self, "term", set, code, on) : NULL;

  if (own == NULL && on != ATLAS_DATE_NONE && g_strcmp0 (set, "service") == 0)
    own = find (self, "term", NULL, code, on);

  return own != NULL ? own : atlas_codes_label_on (set, code, on);
}

/**
 * atlas_wording_term:
 * @self: (nullable): a county's wording
 * @item: what is called so, as `integration-team`
 * @on: a day
 *
 * Returns: (transfer none) (nullable): what it was called, as "Integration Team"
 */
const char *
atlas_wording_term (const AtlasWording *self,
                    const char         *item,
                    AtlasDate           on)
{
  return find (self, "term", NULL, item, on);
}

/**
 * atlas_wording_service:
 * @self: (nullable): a county's wording
 * @provision_kind: (nullable): code of `provision-kind`
 * @service: code of `service`
 * @on: the day asked about
 *
 * Returns: (transfer none) (nullable): what the service was for, as the strategy of the day says
 */
const char *
atlas_wording_service (const AtlasWording *self,
                       const char         *provision_kind,
                       const char         *service,
                       AtlasDate           on)
{
  return provision_kind != NULL ? find (self, "service", provision_kind, service, on) : NULL;
}
