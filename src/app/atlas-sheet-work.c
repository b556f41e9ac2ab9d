/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-sheet-work.h"

#include <glib/gi18n.h>

#include "base/atlas-error.h"

void
atlas_sheet_opening_free (AtlasSheetOpening *opening)
{
  g_clear_object (&opening->file);
  g_clear_pointer (&opening->bytes, g_bytes_unref);
  g_free (opening);
}

void
atlas_sheet_reading_free (AtlasSheetReading *reading)
{
  g_clear_pointer (&reading->sheet, atlas_sheet_unref);
  g_clear_pointer (&reading->map, atlas_sheet_map_free);
  g_clear_pointer (&reading->areas, g_ptr_array_unref);
  g_free (reading);
}

static void
copy_choice (gpointer line,
             gpointer choice,
             gpointer copy)
{
  g_hash_table_insert (copy, line, choice);
}

/**
 * atlas_sheet_request_new:
 *
 * Copies what another thread may not share. A table never changes, so it is not copied.
 */
AtlasSheetRequest *
atlas_sheet_request_new (AtlasSheet    *sheet,
                         AtlasSheetMap *map,
                         GHashTable    *choices)
{
  AtlasSheetRequest *request = g_new0 (AtlasSheetRequest, 1);

  request->sheet = atlas_sheet_ref (sheet);
  request->map = atlas_sheet_map_copy (map);
  request->choices = g_hash_table_new (NULL, NULL);
  g_hash_table_foreach (choices, copy_choice, request->choices);

  return request;
}

void
atlas_sheet_request_free (AtlasSheetRequest *request)
{
  atlas_sheet_unref (request->sheet);
  atlas_sheet_map_free (request->map);
  g_hash_table_unref (request->choices);
  g_free (request);
}

void
atlas_sheet_done_free (AtlasSheetDone *done)
{
  g_free (done->set_ids);
  g_free (done);
}

/**
 * atlas_sheet_work_open:
 *
 * An #AtlasStoreWork that answers an #AtlasSheetOpening with an #AtlasSheetReading.
 */
gpointer
atlas_sheet_work_open (AtlasStore   *store,
                       gpointer      data,
                       GCancellable *cancellable,
                       GError      **error)
{
  AtlasSheetOpening *opening = data;
  g_autoptr(AtlasSheetReading) reading = g_new0 (AtlasSheetReading, 1);
  g_autoptr(AtlasQuery) query = atlas_query_new (&atlas_area_type);
  g_autoptr(GBytes) bytes = NULL;
  g_autofree char *base = opening->file != NULL ? g_file_get_basename (opening->file) : NULL;
  g_autofree char *name = base != NULL ? g_filename_display_name (base) : NULL;

  bytes = opening->file != NULL
          ? atlas_import_load_file (opening->file, ATLAS_IMPORT_FILE_BYTES_MAX, cancellable, error)
          : g_bytes_ref (opening->bytes);
  if (bytes == NULL)
    return NULL;

  /* Translators: stands in “Import of a pasted table”. */
  reading->sheet = atlas_sheet_new (name != NULL ? name : _("a pasted table"), bytes, error);
  if (reading->sheet == NULL)
    return NULL;

  reading->map = atlas_sheet_store_recall (store, reading->sheet);
  atlas_query_order_by (query, "number", FALSE);
  reading->areas = atlas_store_list (store, query, error);

  return reading->areas != NULL ? g_steal_pointer (&reading) : NULL;
}

static AtlasSheetSettings
settings_of (AtlasSheetRequest *request)
{
  return (AtlasSheetSettings) {
           .on = request->on, .is_invented = request->is_invented, .choices = request->choices,
  };
}

/**
 * atlas_sheet_work_plan:
 *
 * An #AtlasStoreWork that answers an #AtlasSheetRequest with an #AtlasSheetPlan.
 */
gpointer
atlas_sheet_work_plan (AtlasStore   *store,
                       gpointer      data,
                       GCancellable *cancellable,
                       GError      **error)
{
  AtlasSheetRequest *request = data;
  AtlasSheetSettings settings = settings_of (request);

  return atlas_sheet_store_plan (store, request->sheet, request->map, &settings, error);
}

/**
 * atlas_sheet_work_bring_in:
 *
 * An #AtlasStoreWork that does an #AtlasSheetRequest, and answers with an #AtlasSheetDone.
 */
gpointer
atlas_sheet_work_bring_in (AtlasStore   *store,
                           gpointer      data,
                           GCancellable *cancellable,
                           GError      **error)
{
  AtlasSheetRequest *request = data;
  AtlasSheetSettings settings = settings_of (request);
  g_autoptr(AtlasSheetPlan) plan = NULL;
  g_auto(GStrv) sets = NULL;
  AtlasSheetDone *done;

  plan = atlas_sheet_store_bring_in (store, request->sheet, request->map, &settings, &sets, error);
  if (plan == NULL)
    return NULL;

  done = g_new0 (AtlasSheetDone, 1);
  done->n_taken = atlas_sheet_plan_count (plan, ATLAS_ROW_NEW) +
                  atlas_sheet_plan_count (plan, ATLAS_ROW_CHANGED);
  done->n_refused = atlas_sheet_plan_count (plan, ATLAS_ROW_REFUSED);
  done->set_ids = *sets != NULL ? g_strjoinv (" ", sets) : NULL;

  return done;
}
