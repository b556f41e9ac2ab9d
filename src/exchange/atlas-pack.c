/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "exchange/atlas-pack.h"

#include <string.h>

#include "base/atlas-error.h"
#include "exchange/atlas-import-build.h"
#include "exchange/atlas-pack-files.h"

#define MANIFEST_BYTES_MAX   (256 * 1024)
#define FILES_MAX            64
#define EDITIONS_MAX         64
#define NAME_BYTES_MAX       40

/* One CSV file of a pack. */
typedef struct {
  const AtlasType *type;
  char            *file;
} PackTable;

/**
 * AtlasPack:
 *
 * A county pack: a folder of CSV, GeoJSON and one manifest that says what a county's areas,
 * provisions, words and boundaries are. Packs that the program ships are inside the program. A pack
 * may be read on any thread, one at a time.
 */
struct _AtlasPack
{
  AtlasPackFiles *files;
  json_t         *manifest;
  char           *name;
  char           *title;
  char           *county;
  char           *attribution;
  char           *licence;
  int             version;
  AtlasDate       published;
  GPtrArray      *editions;     /* (element-type AtlasPackEdition) */
  GPtrArray      *tables;       /* (element-type PackTable): in the order in which they are read */
  GHashTable     *shapes;       /* name -> file's name */
  int             refs;
};

static void
edition_free (AtlasPackEdition *edition)
{
  g_free (edition->name);
  g_free (edition->title);
  g_free (edition->published_text);
  g_free (edition);
}

static void
table_free (PackTable *table)
{
  g_free (table->file);
  g_free (table);
}

static gboolean refuse (GError    **error,
                        const char *format,
                        ...) G_GNUC_PRINTF (2, 3);

static gboolean
refuse (GError    **error,
        const char *format,
        ...)
{
  g_autofree char *why = NULL;
  va_list args;

  va_start (args, format);
  why = g_strdup_vprintf (format, args);
  va_end (args);

  g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_INVALID,
               "Reading the pack's " ATLAS_PACK_MANIFEST ": %s", why);
  return FALSE;
}

static gboolean
is_pack_name (const char *name)
{
  return name != NULL && g_ascii_islower (*name) && strlen (name) <= NAME_BYTES_MAX &&
         name[strspn (name, "abcdefghijklmnopqrstuvwxyz0123456789-")] == '\0';
}

static gboolean
read_names (AtlasPack *self,
            json_t    *manifest,
            GError   **error)
{
  self->name = g_strdup (atlas_json_string (manifest, "name"));
  self->title = g_strdup (atlas_json_string (manifest, "title"));
  self->county = g_strdup (atlas_json_string (manifest, "county"));
  self->attribution = g_strdup (atlas_json_string (manifest, "attribution"));
  self->licence = g_strdup (atlas_json_string (manifest, "licence"));
  self->version = (int) CLAMP (atlas_json_integer (manifest, "version", 0), 0, G_MAXINT);
  self->published = atlas_date_parse (atlas_json_string (manifest, "published"));

  if (!is_pack_name (self->name))
    return refuse (error, "name must be lower-case letters, digits and hyphens");
  if (self->title == NULL || *self->title == '\0')
    return refuse (error, "title is missing");
  if (!is_pack_name (self->county))
    return refuse (error, "county must be lower-case letters, digits and hyphens");
  if (self->version < 1)
    return refuse (error, "version must be a whole number from 1");
  if (self->published == ATLAS_DATE_NONE)
    return refuse (error, "published must be a date as 2026-11-22");
  if (self->attribution == NULL)
    return refuse (error, "attribution is missing");

  return TRUE;
}

static gboolean
check_schema (json_t  *manifest,
              GError **error)
{
  gint64 schema = atlas_json_integer (manifest, "schema", 0);

  if (schema < 1)
    return refuse (error, "schema must be a whole number from 1");
  if (schema > ATLAS_SCHEMA_CURRENT)
    {
      g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_NEWER_DATA,
                   "Reading the pack's " ATLAS_PACK_MANIFEST ": it is for a newer release of the "
                   "program (schema %" G_GINT64_FORMAT ", this one knows %d)",
                   schema, ATLAS_SCHEMA_CURRENT);
      return FALSE;
    }

  return TRUE;
}

static gboolean
read_edition (AtlasPack *self,
              json_t    *object,
              GError   **error)
{
  AtlasPackEdition *edition = g_new0 (AtlasPackEdition, 1);

  g_ptr_array_add (self->editions, edition);
  edition->name = g_strdup (atlas_json_string (object, "name"));
  edition->title = g_strdup (atlas_json_string (object, "title"));
  edition->published_text = g_strdup (atlas_json_string (object, "published_text"));
  edition->published = atlas_date_parse (atlas_json_string (object, "published"));
  edition->begins = atlas_date_parse (atlas_json_string (object, "begins"));

  if (edition->name == NULL || edition->title == NULL || edition->published_text == NULL)
    return refuse (error, "an edition needs name, title and published_text");
  if (edition->published == ATLAS_DATE_NONE || edition->begins == ATLAS_DATE_NONE)
    return refuse (error, "edition “%s” needs the dates published and begins", edition->name);

  return TRUE;
}

static gboolean
read_table (AtlasPack *self,
            json_t    *object,
            GError   **error)
{
  const AtlasType *type = atlas_type_find (atlas_json_string (object, "type"));
  const char *file = atlas_json_string (object, "file");
  PackTable *table;

  if (!atlas_pack_file_name_is_sound (file))
    return refuse (error, "a file's name may hold lower-case letters, digits and “.-_” only");
  if (type == NULL)
    return refuse (error, "there is no record type for %s", file);
  if (type->key == NULL || type->personal)
    return refuse (error, "records of type “%s” cannot come from a pack", type->name);

  table = g_new0 (PackTable, 1);
  table->type = type;
  table->file = g_strdup (file);
  g_ptr_array_add (self->tables, table);
  return TRUE;
}

static gboolean
read_shape (AtlasPack  *self,
            const char *name,
            json_t     *file,
            GError    **error)
{
  if (!is_pack_name (name) || !atlas_pack_file_name_is_sound (json_string_value (file)))
    return refuse (error, "shape “%s” has no sound file name", name);

  g_hash_table_insert (self->shapes, g_strdup (name), g_strdup (json_string_value (file)));
  return TRUE;
}

static gboolean
read_lists (AtlasPack *self,
            json_t    *manifest,
            GError   **error)
{
  json_t *editions = json_object_get (manifest, "editions");
  json_t *files = json_object_get (manifest, "files");
  json_t *shapes = json_object_get (manifest, "shapes");
  const char *name;
  json_t *value;
  gsize i;

  if (!json_is_array (files) || json_array_size (files) == 0 || json_array_size (files) > FILES_MAX)
    return refuse (error, "files must be a list of at most %d files", FILES_MAX);
  if (json_array_size (editions) > EDITIONS_MAX || json_object_size (shapes) > FILES_MAX)
    return refuse (error, "there are too many editions or shapes");

  json_array_foreach (editions, i, value)
  {
    if (!read_edition (self, value, error))
      return FALSE;
  }
  json_array_foreach (files, i, value)
  {
    if (!read_table (self, value, error))
      return FALSE;
  }
  json_object_foreach (shapes, name, value)
  {
    if (!read_shape (self, name, value, error))
      return FALSE;
  }

  return TRUE;
}

static AtlasPack *
open_files (AtlasPackFiles *files,
            GError        **error)
{
  g_autoptr(AtlasPack) self = g_new0 (AtlasPack, 1);
  g_autoptr(GBytes)    bytes = NULL;
  const char *text;
  gsize size;

  self->refs = 1;
  self->files = files;
  self->editions = g_ptr_array_new_with_free_func ((GDestroyNotify) edition_free);
  self->tables = g_ptr_array_new_with_free_func ((GDestroyNotify) table_free);
  self->shapes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  bytes = atlas_pack_files_read (files, ATLAS_PACK_MANIFEST, MANIFEST_BYTES_MAX, error);
  if (bytes == NULL)
    return NULL;

  text = g_bytes_get_data (bytes, &size);
  self->manifest = atlas_json_parse (text != NULL ? text : "", (gssize) size, error);
  if (self->manifest == NULL)
    {
      g_prefix_error (error, "Reading the pack's " ATLAS_PACK_MANIFEST ": ");
      return NULL;
    }
  if (!json_is_object (self->manifest))
    {
      refuse (error, "it is no JSON object");
      return NULL;
    }
  if (!check_schema (self->manifest, error) || !read_names (self, self->manifest, error) ||
      !read_lists (self, self->manifest, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * atlas_pack_list_shipped:
 *
 * Returns: (transfer full): the names of the packs that are inside the program
 */
GStrv
atlas_pack_list_shipped (void)
{
  return atlas_pack_files_list_shipped ();
}

/**
 * atlas_pack_open:
 * @name_or_dir: name of a pack inside the program, or the path of a folder
 * @error: return location for an error
 *
 * Opens a pack and reads its manifest. What has the form of a name is looked for in the program
 * first. No file outside the folder is read, whatever the manifest says.
 *
 * Errors: %ATLAS_ERROR_NOT_FOUND, %ATLAS_ERROR_NEWER_DATA, or %ATLAS_ERROR_INVALID with what is
 * wrong with the manifest.
 *
 * Returns: (transfer full): the pack
 */
AtlasPack *
atlas_pack_open (const char *name_or_dir,
                 GError    **error)
{
  g_autoptr(AtlasPackFiles) files = NULL;
  g_autoptr(GError)         not_shipped = NULL;

  g_return_val_if_fail (name_or_dir != NULL, NULL);

  if (is_pack_name (name_or_dir))
    files = atlas_pack_files_shipped (name_or_dir, &not_shipped);
  if (not_shipped != NULL && !g_file_test (name_or_dir, G_FILE_TEST_IS_DIR))
    g_propagate_error (error, g_steal_pointer (&not_shipped));
  else if (files == NULL)
    files = atlas_pack_files_in_dir (name_or_dir, error);

  return files != NULL ? open_files (g_steal_pointer (&files), error) : NULL;
}

/**
 * atlas_pack_new_from_files:
 * @files: (element-type utf8 GBytes): a pack's files by name
 * @error: return location for an error
 *
 * Opens a pack whose files are in memory.
 *
 * Errors: as atlas_pack_open().
 *
 * Returns: (transfer full): the pack
 */
AtlasPack *
atlas_pack_new_from_files (GHashTable *files,
                           GError    **error)
{
  return open_files (atlas_pack_files_in_memory (files), error);
}

AtlasPack *
atlas_pack_ref (AtlasPack *self)
{
  g_atomic_int_inc (&self->refs);
  return self;
}

void
atlas_pack_unref (AtlasPack *self)
{
  if (!g_atomic_int_dec_and_test (&self->refs))
    return;

  atlas_pack_files_free (self->files);
  json_decref (self->manifest);
  g_free (self->name);
  g_free (self->title);
  g_free (self->county);
  g_free (self->attribution);
  g_free (self->licence);
  g_ptr_array_unref (self->editions);
  g_ptr_array_unref (self->tables);
  g_hash_table_unref (self->shapes);
  g_free (self);
}

const char *
atlas_pack_get_name (AtlasPack *self)
{
  return self->name;
}

const char *
atlas_pack_get_title (AtlasPack *self)
{
  return self->title;
}

/**
 * atlas_pack_get_county:
 * @self: a pack
 *
 * Returns: (transfer none): the key of the pack's county
 */
const char *
atlas_pack_get_county (AtlasPack *self)
{
  return self->county;
}

/**
 * atlas_pack_get_attribution:
 * @self: a pack
 *
 * Returns: (transfer none): what must be shown wherever the pack's boundaries and positions are
 */
const char *
atlas_pack_get_attribution (AtlasPack *self)
{
  return self->attribution;
}

/**
 * atlas_pack_get_licence:
 * @self: a pack
 *
 * Returns: (transfer none) (nullable): the licences of the pack's data
 */
const char *
atlas_pack_get_licence (AtlasPack *self)
{
  return self->licence;
}

int
atlas_pack_get_version (AtlasPack *self)
{
  return self->version;
}

AtlasDate
atlas_pack_get_published (AtlasPack *self)
{
  return self->published;
}

/**
 * atlas_pack_get_editions:
 * @self: a pack
 *
 * Returns: (transfer none) (element-type AtlasPackEdition): the states of the directory that the
 *   pack holds, oldest first
 */
GPtrArray *
atlas_pack_get_editions (AtlasPack *self)
{
  return self->editions;
}

/**
 * atlas_pack_is_shipped:
 * @self: a pack
 *
 * Returns: whether it is inside the program, where it can be opened again by its name
 */
gboolean
atlas_pack_is_shipped (AtlasPack *self)
{
  return atlas_pack_files_are_shipped (self->files);
}

/**
 * atlas_pack_get_manifest:
 * @self: a pack
 *
 * Returns: (transfer none): the manifest as it was read, an object
 */
json_t *
atlas_pack_get_manifest (AtlasPack *self)
{
  return self->manifest;
}

/**
 * atlas_pack_list_files:
 * @self: a pack
 *
 * Returns: (transfer full): the names of all files that lie in the pack's folder, in their order,
 *   whether the manifest names them or not
 */
GStrv
atlas_pack_list_files (AtlasPack *self)
{
  return atlas_pack_files_list (self->files);
}

/**
 * atlas_pack_get_shape:
 * @self: a pack
 * @name: `outline`, `areas` or `partnerships`
 *
 * Returns: (transfer full) (nullable): that GeoJSON, or %NULL if the pack has none or it cannot be
 *   read
 */
GBytes *
atlas_pack_get_shape (AtlasPack  *self,
                      const char *name)
{
  const char *file = g_hash_table_lookup (self->shapes, name);

  if (file == NULL)
    return NULL;
  return atlas_pack_files_read (self->files, file, ATLAS_IMPORT_FILE_BYTES_MAX, NULL);
}

/**
 * atlas_pack_read:
 * @self: a pack
 * @present: (nullable) (element-type AtlasRecord): the records of the pack's types that a store has
 *   already; %NULL for a new store
 *
 * Reads every row of the pack. Ids are made from the pack's name and the row's key, so that every
 * store gives a row the same one; a ref is written as the key of the row that it names.
 *
 * Nothing fails as a whole: what cannot be read is a refused row with its file, line and reason.
 *
 * Source: protocol, section 1 (ids).
 *
 * Returns: (transfer full): the import, its rows in the order of the manifest
 */
AtlasImport *
atlas_pack_read (AtlasPack *self,
                 GPtrArray *present)
{
  AtlasImport *import = atlas_import_begin (self->name, present);

  for (guint i = 0; i < self->tables->len; i++)
    {
      PackTable *table = g_ptr_array_index (self->tables, i);
      g_autoptr(GError) error = NULL;
      g_autoptr(GBytes) bytes = atlas_pack_files_read (self->files, table->file,
                                                       ATLAS_IMPORT_FILE_BYTES_MAX, &error);

      if (bytes == NULL)
        atlas_import_refuse (import, table->type, table->file, 1, "%s", error->message);
      else
        atlas_import_add_csv (import, table->type, table->file, bytes, NULL);
    }
  atlas_import_finish (import);

  return import;
}
