/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "reports/atlas-out-of-school.h"

#include "reports/atlas-walk.h"
#include "rules/atlas-school-year.h"

static void
row_free (AtlasOutRow *row)
{
  g_free (row->child);
  g_free (row->reference);
  g_free (row->town);
  g_free (row->area);
  g_free (row->school);
  g_array_unref (row->reasons);
  g_free (row);
}

void
atlas_out_of_school_free (AtlasOutOfSchool *self)
{
  if (self == NULL)
    return;

  g_ptr_array_unref (self->rows);
  g_clear_pointer (&self->names, g_hash_table_unref);
  g_free (self);
}

/* The referral that people speak of: the newest. */
static const char *
reference_of (const AtlasCase *file)
{
  const AtlasReferral *best = NULL;

  for (guint i = 0; i < file->referrals->len; i++)
    {
      const AtlasReferral *referral = g_ptr_array_index (file->referrals, i);

      if (best == NULL || referral->received > best->received)
        best = referral;
    }

  return best != NULL ? best->reference : NULL;
}

/* A child counts once for a reason and once for a group, however often it has it. */
static void
count_row (AtlasOutOfSchool *self,
           AtlasOutRow      *row)
{
  guint seen = 0;

  for (guint i = 0; i < row->reasons->len; i++)
    {
      const AtlasNotFullTimeReason *one = &g_array_index (row->reasons, AtlasNotFullTimeReason, i);

      if ((seen & 1u << one->why) == 0)
        self->by_reason[one->why]++;
      seen |= 1u << one->why;
      row->cohorts |= 1u << atlas_not_full_time_rule (one->why)->cohort;
      if (one->since != ATLAS_DATE_NONE &&
          (row->since == ATLAS_DATE_NONE || one->since < row->since))
        row->since = one->since;
    }
  for (int i = 0; i < ATLAS_N_COHORTS; i++)
    self->by_cohort[i] += (row->cohorts & 1u << i) != 0;

  row->on_register = atlas_not_full_time_register (row->reasons);
  self->n_register += row->on_register;
}

static void
look_at_case (AtlasWalk       *walk,
              const AtlasCase *file,
              gpointer         data)
{
  AtlasOutOfSchool *self = data;
  g_autoptr(GArray) reasons = atlas_not_full_time_reasons (file, walk->background, &walk->setting,
                                                           &walk->settings);
  const AtlasChild *child = file->child;
  AtlasOutRow *row;

  if (reasons->len == 0)
    return;

  row = g_new0 (AtlasOutRow, 1);
  row->child = g_strdup (atlas_record_get_id ((AtlasRecord *) child));
  row->reference = g_strdup (reference_of (file));
  row->year_group = atlas_year_group (child->born, walk->on);
  row->town = g_strdup (child->town);
  row->area = g_strdup (atlas_walk_name (walk, &atlas_area_type, child->area));
  row->school = g_strdup (atlas_walk_name (walk, &atlas_establishment_type, child->establishment));
  row->since = ATLAS_DATE_NONE;
  for (guint i = 0; i < reasons->len; i++)
    {
      const AtlasNotFullTimeReason *one = &g_array_index (reasons, AtlasNotFullTimeReason, i);

      if (one->place_type != NULL)
        atlas_walk_name (walk, one->place_type, one->place);
    }
  row->reasons = g_steal_pointer (&reasons);
  count_row (self, row);
  g_ptr_array_add (self->rows, row);
}

/* Those out longest come first, and those of whom no day is known last. */
static int
compare_rows (gconstpointer a,
              gconstpointer b)
{
  const AtlasOutRow *left = *(AtlasOutRow * const *) a;
  const AtlasOutRow *right = *(AtlasOutRow * const *) b;

  if (left->since != right->since)
    {
      if (left->since == ATLAS_DATE_NONE || right->since == ATLAS_DATE_NONE)
        return left->since == ATLAS_DATE_NONE ? 1 : -1;
      return left->since < right->since ? -1 : 1;
    }
  if (g_strcmp0 (left->reference, right->reference) != 0)
    return g_strcmp0 (left->reference, right->reference);

  return strcmp (left->child, right->child);
}

/**
 * atlas_out_of_school_new:
 * @store: a store
 * @scope: (nullable): as `area/dspl2`; %NULL and `county` mean everything
 * @on: the day that is asked about
 * @error: return location for an error
 *
 * Lists the children who are not in full-time education, each once with every reason. Earlier days
 * can be asked about as far as the records are dated.
 *
 * Source: requirements T054 and T116.
 *
 * Returns: (transfer full): the list
 */
AtlasOutOfSchool *
atlas_out_of_school_new (AtlasStore *store,
                         const char *scope,
                         AtlasDate   on,
                         GError    **error)
{
  g_autoptr(AtlasOutOfSchool) self = g_new0 (AtlasOutOfSchool, 1);
  g_auto(AtlasWalk) walk = { NULL };

  self->on = on;
  self->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) row_free);
  if (!atlas_walk_init (&walk, store, scope, on, error) ||
      !atlas_walk_cases (&walk, look_at_case, self, error))
    return NULL;

  self->register_from = atlas_register_from (&walk.settings);
  self->names = g_steal_pointer (&walk.names);
  g_ptr_array_sort (self->rows, compare_rows);

  return g_steal_pointer (&self);
}

/**
 * atlas_out_row_has:
 * @row: a child
 * @reasons: bits of reasons, `1 << ATLAS_NOT_FULL_TIME_PLACED`; 0 for any
 *
 * Returns: whether one of them stands
 */
gboolean
atlas_out_row_has (const AtlasOutRow *row,
                   guint              reasons)
{
  for (guint i = 0; i < row->reasons->len; i++)
    if ((reasons & 1u << g_array_index (row->reasons, AtlasNotFullTimeReason, i).why) != 0)
      return TRUE;

  return reasons == 0;
}
