/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "exchange/atlas-sheet-store.h"

#include <glib/gi18n-lib.h>

#define MAP_META "sheet-map/"

static GPtrArray *
list_present (AtlasStore *store,
              GError    **error)
{
  static const AtlasType * const types[] = {
    &atlas_child_type, &atlas_referral_type, &atlas_exclusion_type, &atlas_establishment_type,
    &atlas_area_type, &atlas_town_type,
  };
  g_autoptr(GPtrArray) present = g_ptr_array_new_with_free_func (g_object_unref);

  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autoptr(AtlasQuery) query = atlas_query_new (types[i]);
      GPtrArray *records = atlas_store_list (store, query, error);

      if (records == NULL)
        return NULL;
      g_ptr_array_extend_and_steal (present, records);
    }

  return g_steal_pointer (&present);
}

/**
 * atlas_sheet_store_plan:
 * @store: a store
 * @sheet: a table
 * @map: what its columns say
 * @settings: what else was said
 * @error: return location for an error
 *
 * Works out what bringing in a table would do to a store. Nothing is written.
 *
 * Returns: (transfer full): the plan
 */
AtlasSheetPlan *
atlas_sheet_store_plan (AtlasStore               *store,
                        AtlasSheet               *sheet,
                        AtlasSheetMap            *map,
                        const AtlasSheetSettings *settings,
                        GError                  **error)
{
  g_autoptr(GPtrArray) present = list_present (store, error);

  return present != NULL ? atlas_sheet_plan_new (sheet, map, present, settings, error) : NULL;
}

static char *
take_reference (gpointer data,
                GError **error)
{
  return atlas_store_next_reference (data, error);
}

static gboolean
apply_sets (AtlasStore *store,
            GPtrArray  *sets,
            GStrv      *ids,
            GError    **error)
{
  g_autoptr(GStrvBuilder) done = g_strv_builder_new ();

  for (guint i = 0; i < sets->len; i++)
    {
      AtlasChangeSet *set = g_ptr_array_index (sets, i);

      if (!atlas_store_apply (store, set, error))
        return FALSE;
      g_strv_builder_add (done, atlas_change_set_get_id (set));
    }
  *ids = g_strv_builder_end (done);

  return TRUE;
}

/**
 * atlas_sheet_store_bring_in:
 * @store: a store
 * @sheet: a table
 * @map: what its columns say
 * @settings: what else was said; references are given out by the store
 * @sets: (out) (transfer full): ids of the change sets that were made, in order
 * @error: return location for an error
 *
 * Brings in a table: the lines that are not refused, all in one transaction, and remembers the map.
 * It is one change set, or several of one batch when it is larger than the protocol lets a set be.
 *
 * Errors: those of atlas_sheet_plan_new() and atlas_store_apply(); nothing is written then.
 *
 * Returns: (transfer full): what was done
 */
AtlasSheetPlan *
atlas_sheet_store_bring_in (AtlasStore               *store,
                            AtlasSheet               *sheet,
                            AtlasSheetMap            *map,
                            const AtlasSheetSettings *settings,
                            GStrv                    *sets,
                            GError                  **error)
{
  AtlasSheetSettings with_references = *settings;
  g_autofree char *label = g_strdup_printf (_("Import of %s"), atlas_sheet_get_name (sheet));
  g_autoptr(AtlasTransaction) tx = NULL;
  g_autoptr(AtlasSheetPlan) plan = NULL;
  g_autoptr(GPtrArray) made = NULL;
  g_auto(GStrv) ids = NULL;

  tx = atlas_transaction_begin (atlas_store_get_db (store), error);
  if (tx == NULL)
    return NULL;

  with_references.take_reference = take_reference;
  with_references.data = store;
  plan = atlas_sheet_store_plan (store, sheet, map, &with_references, error);
  if (plan == NULL)
    return NULL;

  made = atlas_import_make_sets (atlas_sheet_plan_get_import (plan), label);
  if (!apply_sets (store, made, &ids, error) ||
      !atlas_sheet_store_remember (store, sheet, map, error) ||
      !atlas_transaction_commit (tx, error))
    return NULL;

  *sets = g_steal_pointer (&ids);
  return g_steal_pointer (&plan);
}

static char *
meta_of (AtlasSheet *sheet)
{
  g_autofree char *key = atlas_sheet_make_key (sheet);

  return g_strconcat (MAP_META, key, NULL);
}

/**
 * atlas_sheet_store_recall:
 * @store: a store
 * @sheet: a table
 *
 * Gives the map that a table with these titles was last brought in with, or else a guess.
 *
 * Returns: (transfer full): the map
 */
AtlasSheetMap *
atlas_sheet_store_recall (AtlasStore *store,
                          AtlasSheet *sheet)
{
  g_autofree char *meta = meta_of (sheet);
  g_autofree char *text = atlas_store_get_meta (store, meta);
  g_autoptr(json_t) object = text != NULL ? atlas_json_parse (text, -1, NULL) : NULL;
  AtlasSheetMap *map = object != NULL ? atlas_sheet_map_new_from_json (object, NULL) : NULL;

  return map != NULL ? map : atlas_sheet_map_new_guess (sheet);
}

/**
 * atlas_sheet_store_remember:
 * @store: a store
 * @sheet: a table
 * @map: what its columns say
 * @error: return location for an error
 *
 * Keeps a map for the next table with these titles. It stays on this laptop.
 *
 * Returns: whether it was kept
 */
gboolean
atlas_sheet_store_remember (AtlasStore    *store,
                            AtlasSheet    *sheet,
                            AtlasSheetMap *map,
                            GError       **error)
{
  g_autofree char *meta = meta_of (sheet);
  g_autoptr(json_t) object = atlas_sheet_map_to_json (map);
  g_autofree char *text = atlas_json_to_text (object);

  return atlas_store_set_meta (store, meta, text, error);
}
