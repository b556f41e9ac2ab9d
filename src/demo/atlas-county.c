/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "demo/atlas-county.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

#include "base/atlas-error.h"

/* The store is made in here, so that one half made never stands where a whole one is looked for. */
#define MAKING ".making"

#define SHAPE "shape/"          /* before the name of a shape that the store keeps itself */

/**
 * atlas_county_check_rows:
 * @import: a county pack, read
 * @error: return location for an error
 *
 * A county is made of a whole pack or not at all.
 *
 * Errors: %ATLAS_ERROR_INVALID when rows are refused; the message gives file, line and reason of
 * each, one a line.
 *
 * Returns: whether no row is refused
 */
gboolean
atlas_county_check_rows (AtlasImport *import,
                         GError     **error)
{
  g_autoptr(GString) refused = g_string_new (NULL);

  for (guint i = 0; i < atlas_import_n_rows (import); i++)
    {
      const AtlasImportRow *row = atlas_import_get_row (import, i);

      if (row->state == ATLAS_ROW_REFUSED)
        g_string_append_printf (refused, "%s%s, line %u: %s", refused->len > 0 ? "\n" : "",
                                row->file, row->line, row->reason);
    }
  if (refused->len > 0)
    g_set_error_literal (error, ATLAS_ERROR, ATLAS_ERROR_INVALID, refused->str);

  return refused->len == 0;
}

static gboolean
refuse_shape (json_t     *shapes,
              const char *name,
              GError    **error)
{
  g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_INVALID,
               "The borders %s of the pack, in %s, cannot be read", name,
               atlas_json_string (shapes, name));
  return FALSE;
}

/* A pack that is not inside the program may be gone tomorrow: its borders are kept in the store. */
static gboolean
keep_shapes (AtlasStore *store,
             AtlasPack  *pack,
             GError    **error)
{
  static const char * const names[] = { "outline", "areas", "partnerships" };
  json_t *shapes = json_object_get (atlas_pack_get_manifest (pack), "shapes");

  for (gsize i = 0; i < G_N_ELEMENTS (names) && !atlas_pack_is_shipped (pack); i++)
    {
      g_autoptr(GBytes) shape = atlas_pack_get_shape (pack, names[i]);
      g_autofree char *key = g_strconcat (SHAPE, names[i], NULL);
      g_autofree char *text = NULL;
      gsize size;
      const char *data = shape != NULL ? g_bytes_get_data (shape, &size) : NULL;

      if (data == NULL && json_object_get (shapes, names[i]) == NULL)
        continue;
      text = data != NULL ? g_strndup (data, size) : NULL;
      if (text == NULL || !g_utf8_validate (text, -1, NULL))
        return refuse_shape (shapes, names[i], error);
      if (!atlas_store_set_meta (store, key, text, error))
        return FALSE;
    }

  return TRUE;
}

/**
 * atlas_county_get_shape:
 * @store: a county's store
 * @name: `outline`, `areas` or `partnerships`
 *
 * Finds the borders that the county was made with: its own, or those of the pack in the program.
 *
 * Returns: (transfer full) (nullable): that GeoJSON, or %NULL if the county has none
 */
GBytes *
atlas_county_get_shape (AtlasStore *store,
                        const char *name)
{
  g_autofree char *key = g_strconcat (SHAPE, name, NULL);
  g_autofree char *pack_name = atlas_store_get_meta (store, "pack");
  g_autoptr(AtlasPack) pack = NULL;
  char *own = atlas_store_get_meta (store, key);

  if (own != NULL)
    return g_bytes_new_take (own, strlen (own));

  pack = pack_name != NULL ? atlas_pack_open (pack_name, NULL) : NULL;

  return pack != NULL ? atlas_pack_get_shape (pack, name) : NULL;
}

/**
 * atlas_county_load_pack:
 * @store: a new store
 * @pack: a county pack
 * @error: return location for an error
 *
 * Loads a pack's records into a store that has none, without history and with nothing to send.
 *
 * Errors: those of atlas_county_check_rows().
 *
 * Returns: whether they are loaded
 */
gboolean
atlas_county_load_pack (AtlasStore *store,
                        AtlasPack  *pack,
                        GError    **error)
{
  g_autoptr(AtlasImport) import = atlas_pack_read (pack, NULL);
  g_autofree char *version = g_strdup_printf ("%d", atlas_pack_get_version (pack));
  guint n_types;
  const AtlasType * const *types = atlas_types (&n_types);

  if (!atlas_county_check_rows (import, error))
    return FALSE;

  for (guint i = 0; i < n_types; i++)
    {
      g_autoptr(GPtrArray) records = atlas_import_make_records (import, types[i], error);

      if (records == NULL || (records->len > 0 && !atlas_store_load (store, records, error)))
        return FALSE;
    }

  return keep_shapes (store, pack, error) &&
         atlas_store_set_meta (store, "pack", atlas_pack_get_name (pack), error) &&
         atlas_store_set_meta (store, "pack_version", version, error);
}

static gboolean
make_in (const char             *making,
         AtlasPack              *pack,
         const AtlasDemoOptions *demonstration,
         AtlasDemoProgress       progress,
         gpointer                data,
         GError                **error)
{
  g_autoptr(AtlasStore) store = NULL;

  store = atlas_store_open (making, ATLAS_STORE_CREATE | ATLAS_STORE_BULK, error);

  return store != NULL && atlas_county_load_pack (store, pack, error) &&
         (demonstration == NULL ||
          atlas_demo_fill_store (store, demonstration, progress, data, error));
}

static void
remove_making (const char *making)
{
  static const char * const endings[] = { "", "-wal", "-shm" };

  for (gsize i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *name = g_strconcat (ATLAS_STORE_FILE, endings[i], NULL);
      g_autofree char *path = g_build_filename (making, name, NULL);

      g_unlink (path);
    }

  g_rmdir (making);
}

static gboolean
move_into (const char *making,
           const char *folder,
           GError    **error)
{
  g_autofree char *from = g_build_filename (making, ATLAS_STORE_FILE, NULL);
  g_autofree char *to = g_build_filename (folder, ATLAS_STORE_FILE, NULL);

  if (g_rename (from, to) == 0)
    return TRUE;

  g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_FAILED, "Moving the new store into %s: %s", folder,
               g_strerror (errno));

  return FALSE;
}

/**
 * atlas_county_init:
 * @folder: where the store is to be; made if it is not there
 * @pack: a county pack
 * @demonstration: (nullable): what made-up children to add; %NULL for none
 * @progress: (nullable) (scope call): told how far the demonstration has come
 * @data: for @progress
 * @error: return location for an error
 *
 * Makes a new store of a county. Either the whole store is there afterwards or none.
 *
 * Errors: %ATLAS_ERROR_NOT_ALLOWED when the folder has a store already, which is left as it is.
 *
 * Returns: whether it was made
 */
gboolean
atlas_county_init (const char             *folder,
                   AtlasPack              *pack,
                   const AtlasDemoOptions *demonstration,
                   AtlasDemoProgress       progress,
                   gpointer                data,
                   GError                **error)
{
  g_autofree char *making = g_build_filename (folder, MAKING, NULL);
  gboolean done;

  if (atlas_store_exists (folder))
    {
      g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_NOT_ALLOWED, "There is a store in %s already",
                   folder);
      return FALSE;
    }

  remove_making (making);
  done = make_in (making, pack, demonstration, progress, data, error) &&
         move_into (making, folder, error);
  remove_making (making);

  return done;
}
