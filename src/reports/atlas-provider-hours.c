/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "reports/atlas-provider-hours.h"

#include "reports/atlas-walk.h"
#include "rules/atlas-hours-given.h"

static void
row_free (AtlasProviderHoursRow *row)
{
  g_free (row->provision);
  g_free (row->route);
  g_free (row->name);
  g_free (row);
}

void
atlas_provider_hours_free (AtlasProviderHours *self)
{
  if (self == NULL)
    return;

  g_ptr_array_unref (self->rows);
  g_free (self);
}

static AtlasProviderHoursRow *
ensure_row (AtlasProviderHours *self,
            AtlasWalk          *walk,
            const char         *provision)
{
  AtlasRecord *record = atlas_background_find (walk->background, &atlas_provision_type, provision);
  AtlasProviderHoursRow *row;

  for (guint i = 0; i < self->rows->len; i++)
    {
      row = g_ptr_array_index (self->rows, i);
      if (g_str_equal (row->provision, provision))
        return row;
    }
  if (record == NULL)
    return NULL;

  row = g_new0 (AtlasProviderHoursRow, 1);
  row->provision = g_strdup (provision);
  row->route = atlas_record_get_route (record);
  row->name = g_strdup (atlas_record_get_title (record));
  g_ptr_array_add (self->rows, row);

  return row;
}

static void
take (AtlasProviderHours    *self,
      AtlasWalk             *walk,
      const AtlasHoursGiven *one)
{
  AtlasProviderHoursRow *row = ensure_row (self, walk, one->provision);
  const AtlasProvision *provision;

  if (row == NULL)
    return;

  provision = (const AtlasProvision *) atlas_background_find (walk->background,
                                                              &atlas_provision_type,
                                                              one->provision);
  row->n_children++;
  row->is_demonstration |= one->invented && !provision->invented;
  if (one->given <= 0 || one->owed <= 0)
    {
      row->n_unknown++;
      return;
    }

  row->given += one->given;
  row->owed += one->owed;
  if (one->given < one->owed)
    {
      row->n_short++;
      row->missing += one->owed - one->given;
    }
}

static void
look_at_case (AtlasWalk       *walk,
              const AtlasCase *file,
              gpointer         data)
{
  g_autoptr(GArray) given = atlas_hours_given (file, walk->background, walk->on);

  for (guint i = 0; i < given->len; i++)
    take (data, walk, &g_array_index (given, AtlasHoursGiven, i));
}

static int
compare_rows (gconstpointer a,
              gconstpointer b)
{
  const AtlasProviderHoursRow *left = *(AtlasProviderHoursRow * const *) a;
  const AtlasProviderHoursRow *right = *(AtlasProviderHoursRow * const *) b;

  if (left->missing > right->missing || left->missing < right->missing)
    return left->missing > right->missing ? -1 : 1;

  return g_utf8_collate (left->name, right->name);
}

/**
 * atlas_provider_hours_new:
 * @store: a store
 * @scope: (nullable): of the children, as `area/dspl2`; %NULL for all
 * @on: the day
 * @error: return location for an error
 *
 * Adds up, provision by provision, the hours that children get there and those that they are owed.
 *
 * Source: requirements T122.
 *
 * Returns: (transfer full): the sums
 */
AtlasProviderHours *
atlas_provider_hours_new (AtlasStore *store,
                          const char *scope,
                          AtlasDate   on,
                          GError    **error)
{
  g_autoptr(AtlasProviderHours) self = g_new0 (AtlasProviderHours, 1);
  g_auto(AtlasWalk) walk = { NULL };

  self->on = on;
  self->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) row_free);
  if (!atlas_walk_init (&walk, store, scope, on, error) ||
      !atlas_walk_cases (&walk, look_at_case, self, error))
    return NULL;

  g_ptr_array_sort (self->rows, compare_rows);

  return g_steal_pointer (&self);
}

/**
 * atlas_provider_hours_to_json:
 * @self: the sums
 *
 * Returns: (transfer full): as `atlasctl list hours-given --format json` prints them
 */
json_t *
atlas_provider_hours_to_json (const AtlasProviderHours *self)
{
  g_autofree char *on = atlas_date_format (self->on);
  json_t *rows = json_array ();

  for (guint i = 0; i < self->rows->len; i++)
    {
      const AtlasProviderHoursRow *row = g_ptr_array_index (self->rows, i);

      json_array_append_new (rows, json_pack ("{s:s, s:s, s:i, s:i, s:i, s:f, s:f, s:f, s:b}",
                                              "route", row->route, "provision", row->name,
                                              "children", (int) row->n_children, "not_known",
                                              (int) row->n_unknown, "with_too_few",
                                              (int) row->n_short, "given", row->given, "owed",
                                              row->owed, "missing", row->missing, "invented",
                                              row->is_demonstration));
    }

  return json_pack ("{s:s, s:o}", "as_of", on, "provisions", rows);
}
