/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-ctl"

#include "config.h"

#include "ctl/atlas-ctl.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

#include "base/atlas-error.h"
#include "demo/atlas-county.h"
#include "exchange/atlas-directory.h"
#include "exchange/atlas-geojson-writer.h"
#include "exchange/atlas-records-csv.h"

#define STANDARD_OUTPUT "-"

/* A whole file, refused when it is longer than an import reads. */
GBytes *
atlas_ctl_read_file (const char *path,
                     GError    **error)
{
  g_autoptr(GFile) file = g_file_new_for_commandline_arg (path);
  GBytes *bytes = atlas_import_load_file (file, ATLAS_IMPORT_FILE_BYTES_MAX, NULL, error);

  if (bytes == NULL)
    g_prefix_error (error, "Reading %s: ", path);

  return bytes;
}

/* Only a file is replaced, and by a whole one; a device or a pipe is written to. */
static gboolean
write_bytes (const char *path,
             const char *data,
             gsize       size,
             GError    **error)
{
  gboolean is_written;
  FILE *file;

  if (!g_file_test (path, G_FILE_TEST_EXISTS) || g_file_test (path, G_FILE_TEST_IS_REGULAR))
    return g_file_set_contents (path, data, (gssize) size, error);

  file = fopen (path, "wb");
  is_written = file != NULL && fwrite (data, 1, size, file) == size;
  if (file != NULL && fclose (file) != 0)
    is_written = FALSE;
  if (!is_written)
    g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_FAILED, "Writing %s: %s", path,
                 g_strerror (errno));

  return is_written;
}

AtlasCtlExit
atlas_ctl_write_file (const char *path,
                      GBytes     *bytes)
{
  g_autoptr(GError) error = NULL;
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);

  if (path == NULL || g_str_equal (path, STANDARD_OUTPUT))
    {
      if (fwrite (data, 1, size, stdout) == size && fflush (stdout) == 0)
        return ATLAS_CTL_DONE;
      return atlas_ctl_fail (g_error_new (ATLAS_ERROR, ATLAS_ERROR_FAILED,
                                          "Standard output did not take all of it"));
    }

  if (!write_bytes (path, data, size, &error))
    return atlas_ctl_fail (g_steal_pointer (&error));

  return ATLAS_CTL_DONE;
}

static gboolean
add_type (AtlasCtl        *ctl,
          const AtlasType *type,
          GPtrArray       *records,
          GError         **error)
{
  GPtrArray *found = atlas_ctl_list_type (ctl, type, error);

  if (found == NULL)
    return FALSE;

  g_ptr_array_extend_and_steal (records, found);

  return TRUE;
}

/* The records of a type, and of every type that its fields name, each once. */
static GPtrArray *
list_with_named (AtlasCtl        *ctl,
                 const AtlasType *type,
                 GError         **error)
{
  g_autoptr(GPtrArray) records = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GHashTable) done = g_hash_table_new (NULL, NULL);

  g_hash_table_add (done, (gpointer) type);
  if (!add_type (ctl, type, records, error))
    return NULL;

  for (guint i = 0; i < type->n_fields; i++)
    {
      const AtlasType *named = type->fields[i].ref != NULL ? atlas_type_find (type->fields[i].ref)
                                                           : NULL;

      if (named != NULL && g_hash_table_add (done, (gpointer) named) &&
          !add_type (ctl, named, records, error))
        return NULL;
    }

  return g_steal_pointer (&records);
}

/* The type that a file of records is of: as somebody says, or as the file is called. */
static const AtlasType *
type_of_file (const char *type_name,
              const char *path)
{
  g_autofree char *name = path != NULL ? g_path_get_basename (path) : g_strdup ("");
  char *dot = strrchr (name, '.');

  if (dot != NULL)
    *dot = '\0';
  if (type_name == NULL && atlas_type_find (name) == NULL)
    {
      atlas_ctl_usage (_("Which records? Say --type TYPE, or call the file such as place.csv."));
      return NULL;
    }

  return atlas_ctl_find_type (type_name != NULL ? type_name : name);
}

static AtlasImport *
read_import (AtlasCtl        *ctl,
             const char      *kind,
             const AtlasType *type,
             const char      *path,
             GError         **error)
{
  g_autofree char *name = g_filename_display_basename (path);
  g_autoptr(GBytes) bytes = atlas_ctl_read_file (path, error);
  g_autoptr(GPtrArray) present = NULL;

  if (bytes == NULL || (present = list_with_named (ctl, type, error)) == NULL)
    return NULL;

  if (g_str_equal (kind, "directory"))
    return atlas_directory_csv_import (name, bytes, present);

  return atlas_records_csv_import (type, name, bytes, present);
}

json_t *
atlas_ctl_commit (AtlasCtl    *ctl,
                  AtlasImport *import,
                  const char  *name,
                  GError     **error)
{
  g_autofree char *shown = g_filename_display_name (name);
  g_autofree char *label = g_strdup_printf (_("Import of %s"), shown);
  g_autoptr(GPtrArray) sets = atlas_import_make_sets (import, label);
  g_autoptr(json_t) ids = json_array ();

  for (guint i = 0; i < sets->len; i++)
    {
      AtlasChangeSet *set = g_ptr_array_index (sets, i);

      if (!atlas_store_apply (ctl->store, set, error))
        return NULL;
      json_array_append_new (ids, json_string (atlas_change_set_get_id (set)));
    }

  return g_steal_pointer (&ids);
}

static json_t *
import_rows (AtlasImport *import)
{
  json_t *rows = json_array ();

  for (guint i = 0; i < atlas_import_n_rows (import); i++)
    {
      const AtlasImportRow *row = atlas_import_get_row (import, i);

      if (row->state != ATLAS_ROW_SAME)
        json_array_append_new (rows, json_pack ("{s:s, s:s, s:i, s:s, s:s?, s:s?}",
                                                "state", atlas_row_state_name (row->state),
                                                "file", row->file, "line", (int) row->line,
                                                "type", row->type != NULL ? row->type->name : "",
                                                "key", row->key, "reason", row->reason));
    }

  return rows;
}

static AtlasCtlExit
report_import (AtlasCtl    *ctl,
               AtlasImport *import,
               json_t      *sets)
{
  static const char * const columns[] = {
    "state", "file", "line", "type", "key", "reason", NULL,
  };
  g_autoptr(json_t) object = json_object ();
  guint n_refused = atlas_import_count (import, ATLAS_ROW_REFUSED);

  for (guint state = 0; state < ATLAS_ROW_N_STATES; state++)
    json_object_set_new (object, atlas_row_state_name ((AtlasRowState) state),
                         json_integer (atlas_import_count (import, (AtlasRowState) state)));
  json_object_set_new (object, "dry_run", json_boolean (sets == NULL));
  json_object_set_new (object, "sets", sets != NULL ? json_incref (sets) : json_array ());
  json_object_set_new (object, "rows", import_rows (import));

  if (atlas_ctl_print (ctl, object, "rows", columns) != ATLAS_CTL_DONE)
    return ATLAS_CTL_FAILURE;

  return n_refused > 0 ? ATLAS_CTL_FINDINGS : ATLAS_CTL_DONE;
}

AtlasCtlExit
atlas_ctl_import (AtlasCtl *ctl,
                  int       argc,
                  char    **argv)
{
  gboolean is_dry_run = FALSE;
  g_autofree char *type_name = NULL;
  g_autofree char *school_name = NULL;
  g_autofree char *kind_name = NULL;
  g_autofree char *map_path = NULL;
  g_autofree char *policy = NULL;
  const GOptionEntry entries[] = {
    { "dry-run", 0, 0, G_OPTION_ARG_NONE, &is_dry_run, N_("only say what would change"), NULL },
    { "type", 0, 0, G_OPTION_ARG_STRING, &type_name, N_("the type of a file of records"),
      N_("TYPE") },
    { "establishment", 0, 0, G_OPTION_ARG_STRING, &school_name,
      N_("the school whose calendar it is, not the county"), N_("ID") },
    { "as", 0, 0, G_OPTION_ARG_STRING, &kind_name,
      N_("what days of a calendar without categories are"), N_("KIND") },
    { "map", 0, 0, G_OPTION_ARG_FILENAME, &map_path,
      N_("what the columns of a spreadsheet say"), N_("FILE") },
    { "same", 0, 0, G_OPTION_ARG_STRING, &policy,
      N_("which children of a spreadsheet are those that are here: upn, or name too"),
      N_("UPN|NAME") },
    { NULL },
  };
  const AtlasType *type = &atlas_provision_type;
  g_autoptr(AtlasImport) import = NULL;
  g_autoptr(json_t) sets = NULL;
  GError *error = NULL;

  if (!atlas_ctl_parse (ctl, "calendar|directory|records|referrals FILE",
                        _("Takes in a file; says what changes and what is refused."), entries, 2, 2,
                        &argc, &argv))
    return ATLAS_CTL_USAGE;
  if (g_str_equal (argv[1], "calendar"))
    return atlas_ctl_import_calendar (ctl, argv[2], school_name, kind_name, is_dry_run);
  if (g_str_equal (argv[1], "referrals"))
    return atlas_ctl_import_referrals (ctl, argv[2], map_path, policy, is_dry_run);
  if (!g_str_equal (argv[1], "directory") && !g_str_equal (argv[1], "records"))
    return atlas_ctl_usage (_("There is no import of “%s”: calendar, directory, records or "
                              "referrals"), argv[1]);
  if (g_str_equal (argv[1], "records") && (type = type_of_file (type_name, argv[2])) == NULL)
    return ATLAS_CTL_USAGE;

  if (!atlas_ctl_open (ctl, is_dry_run ? ATLAS_STORE_READ_ONLY : ATLAS_STORE_DEFAULT, &error) ||
      (import = read_import (ctl, argv[1], type, argv[2], &error)) == NULL ||
      (!is_dry_run && (sets = atlas_ctl_commit (ctl, import, argv[2], &error)) == NULL))
    return atlas_ctl_fail (error);

  return report_import (ctl, import, sets);
}

static GBytes *
export_directory (AtlasCtl *ctl,
                  GError  **error)
{
  g_autoptr(GPtrArray) provisions = atlas_ctl_list_type (ctl, &atlas_provision_type, error);
  g_autoptr(GPtrArray) areas = NULL;
  g_autoptr(GPtrArray) labels = NULL;

  if (provisions == NULL ||
      (areas = atlas_ctl_list_type (ctl, &atlas_area_type, error)) == NULL ||
      (labels = atlas_ctl_list_type (ctl, &atlas_label_type, error)) == NULL)
    return NULL;

  return atlas_directory_csv_export (provisions, areas, labels, ctl->as_of);
}

static gboolean
add_shapes (AtlasCtl           *ctl,
            AtlasGeojsonWriter *writer,
            const AtlasType    *type,
            const char         *shape,
            GError            **error)
{
  g_autoptr(GBytes) bytes = atlas_county_get_shape (ctl->store, shape);
  g_autoptr(GPtrArray) records = atlas_ctl_list_type (ctl, type, error);

  if (records == NULL)
    return FALSE;

  return bytes == NULL || atlas_geojson_writer_add_shapes (writer, records, bytes, error);
}

static GBytes *
export_geojson (AtlasCtl *ctl,
                GError  **error)
{
  g_autoptr(AtlasGeojsonWriter) writer = NULL;
  g_autoptr(GPtrArray) counties = atlas_ctl_list_type (ctl, &atlas_county_type, error);
  AtlasCounty *county = NULL;
  g_autoptr(GPtrArray) provisions = NULL;
  g_autoptr(GPtrArray) sites = NULL;
  g_autoptr(GPtrArray) areas = NULL;
  g_autoptr(GPtrArray) labels = NULL;

  if (counties == NULL)
    return NULL;

  if (counties->len > 0)
    county = g_ptr_array_index (counties, 0);
  writer = atlas_geojson_writer_new (county != NULL ? county->attribution : NULL);
  if (!add_shapes (ctl, writer, &atlas_area_type, "areas", error) ||
      !add_shapes (ctl, writer, &atlas_partnership_type, "partnerships", error) ||
      (provisions = atlas_ctl_list_type (ctl, &atlas_provision_type, error)) == NULL ||
      (sites = atlas_ctl_list_type (ctl, &atlas_site_type, error)) == NULL ||
      (areas = atlas_ctl_list_type (ctl, &atlas_area_type, error)) == NULL ||
      (labels = atlas_ctl_list_type (ctl, &atlas_label_type, error)) == NULL)
    return NULL;

  atlas_geojson_writer_add_provisions (writer, provisions, sites, areas, labels, ctl->as_of);

  return atlas_geojson_writer_finish (writer);
}

static GBytes *
export_records (AtlasCtl        *ctl,
                const AtlasType *type,
                GError         **error)
{
  g_autoptr(GPtrArray) records = atlas_ctl_list_type (ctl, type, error);
  g_autoptr(GPtrArray) known = records != NULL ? list_with_named (ctl, type, error) : NULL;

  return known != NULL ? atlas_records_csv_export (type, records, known) : NULL;
}

AtlasCtlExit
atlas_ctl_export (AtlasCtl *ctl,
                  int       argc,
                  char    **argv)
{
  g_autofree char *type_name = NULL;
  g_autofree char *school_name = NULL;
  g_autofree char *meeting = NULL;
  const GOptionEntry entries[] = {
    { "type", 0, 0, G_OPTION_ARG_STRING, &type_name, N_("the type of the records"), N_("TYPE") },
    { "meeting", 0, 0, G_OPTION_ARG_STRING, &meeting, N_("the meeting whose minutes they are"),
      N_("PANEL/DATE") },
    { "establishment", 0, 0, G_OPTION_ARG_STRING, &school_name,
      N_("the school whose own days a calendar gives, not the county’s"), N_("ID") },
    { NULL },
  };
  const AtlasType *type = NULL;
  const char *path;
  g_autoptr(GBytes) bytes = NULL;
  GError *error = NULL;

  if (argc > 1 && g_str_equal (argv[1], "indicators"))
    return atlas_ctl_export_indicators (ctl, argc - 1, argv + 1);
  if (argc > 1 && g_str_equal (argv[1], "report"))
    return atlas_ctl_export_report (ctl, argc - 1, argv + 1);
  if (!atlas_ctl_parse (ctl, "calendar|directory|geojson|indicators|minutes|records|report [FILE]",
                        _("Writes a file, or to standard output."), entries, 1, 2, &argc, &argv))
    return ATLAS_CTL_USAGE;
  path = argc > 2 ? argv[2] : NULL;
  if (g_str_equal (argv[1], "calendar"))
    return atlas_ctl_export_calendar (ctl, path, school_name);
  if (g_str_equal (argv[1], "minutes"))
    return atlas_ctl_export_minutes (ctl, path, meeting);
  if (!g_str_equal (argv[1], "directory") && !g_str_equal (argv[1], "records") &&
      !g_str_equal (argv[1], "geojson"))
    return atlas_ctl_usage (_("There is no export of “%s”: calendar, directory, geojson, "
                              "indicators, minutes, records or report"), argv[1]);
  if (g_str_equal (argv[1], "records") && (type = type_of_file (type_name, path)) == NULL)
    return ATLAS_CTL_USAGE;

  if (!atlas_ctl_open (ctl, ATLAS_STORE_READ_ONLY, &error))
    return atlas_ctl_fail (error);
  if (type != NULL)
    bytes = export_records (ctl, type, &error);
  else if (g_str_equal (argv[1], "geojson"))
    bytes = export_geojson (ctl, &error);
  else
    bytes = export_directory (ctl, &error);

  return bytes != NULL ? atlas_ctl_write_file (path, bytes) : atlas_ctl_fail (error);
}
