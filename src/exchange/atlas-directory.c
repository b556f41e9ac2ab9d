/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "exchange/atlas-directory.h"

#include <string.h>

#include "base/atlas-csv.h"
#include "exchange/atlas-import-build.h"
#include "exchange/atlas-records-csv.h"
#include "records/atlas-as-at.h"

/* Columns that say again, in words, what another says in codes. An import passes them over. */
static const char *words_only[] = { "kind_name", "area_name", "age", NULL };

/* Every other column is a field of a provision. */
static const char *columns[] = {
  "key", "name", "kind", "kind_name", "phases", "gender", "residential", "area", "area_name",
  "town", "serves_towns", "services", "admission", "commissioner", "host", "day6_offered",
  "places_known", "note", "valid", "source", "published", "checked", "confidence", "age",
  "invented",
};

static char *
cell_of (AtlasRecord *provision,
         AtlasRecord *area,
         const char  *column)
{
  const AtlasType *type = atlas_record_get_record_type (provision);
  const AtlasField *field = atlas_type_field (type, column);
  g_autoptr(json_t) value = NULL;

  if (strcmp (column, "kind_name") == 0)
    return atlas_record_format (provision, atlas_type_field (type, "kind"));
  if (strcmp (column, "area_name") == 0)
    return g_strdup (area != NULL ? atlas_record_get_title (area) : "");
  if (strcmp (column, "age") == 0)
    return atlas_record_describe_age (provision);
  if (strcmp (column, "area") == 0 && area != NULL)
    return g_strdup (atlas_record_get_key (area));

  value = atlas_record_get_value (provision, field);
  return atlas_value_to_csv (field, value);
}

/**
 * atlas_directory_csv_export:
 * @provisions: (element-type AtlasProvision): every provision, of all dates
 * @areas: (element-type AtlasArea): the areas that they name
 * @labels: (element-type AtlasLabel): the directory's labels
 * @on: the day that the directory is to show, or %ATLAS_DATE_NONE for all provisions as they are
 *
 * Writes the directory for people: a row for each provision valid on the day, as it was on that
 * day, with the names of kind and area, its source and how old it is. In the user's language.
 *
 * Returns: (transfer full): a CSV file
 */
GBytes *
atlas_directory_csv_export (GPtrArray *provisions,
                            GPtrArray *areas,
                            GPtrArray *labels,
                            AtlasDate  on)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    atlas_csv_append_cell (text, columns[i], i == 0);
  atlas_csv_end_row (text);

  for (guint i = 0; i < provisions->len; i++)
    {
      AtlasRecord *provision = g_ptr_array_index (provisions, i);
      g_autoptr(AtlasRecord) then = NULL;
      AtlasRecord *area;

      if (on != ATLAS_DATE_NONE && !atlas_record_is_valid_on (provision, on))
        continue;

      then = atlas_record_as_at (provision, labels, on);
      area = atlas_records_find (areas, ((AtlasProvision *) then)->area);
      for (guint j = 0; j < G_N_ELEMENTS (columns); j++)
        {
          g_autofree char *cell = cell_of (then, area, columns[j]);

          atlas_csv_append_cell (text, cell, j == 0);
        }
      atlas_csv_end_row (text);
    }

  return g_string_free_to_bytes (text);
}

/**
 * atlas_directory_csv_import:
 * @file: the file's name, for the report
 * @bytes: the file
 * @present: (nullable) (element-type AtlasRecord): the provisions that are there, and the areas
 *
 * Reads what atlas_directory_csv_export() writes. What its columns in words say is passed over.
 *
 * Returns: (transfer full): the import
 */
AtlasImport *
atlas_directory_csv_import (const char *file,
                            GBytes     *bytes,
                            GPtrArray  *present)
{
  AtlasImport *import = atlas_import_begin (NULL, present);

  atlas_import_add_csv (import, &atlas_provision_type, file, bytes, words_only);
  atlas_import_finish (import);

  return import;
}
