/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-server"

#include "config.h"

#include "server/atlas-folder.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/atlas-error.h"
#include "server/atlas-sqlite-backend.h"

#define FOLDER_MODE 0700
#define FILE_MODE   0600

char *
atlas_folder_path (const char *folder,
                   const char *name)
{
  return g_build_filename (folder, name, NULL);
}

/**
 * atlas_folder_files:
 *
 * Returns: (array zero-terminated=1): the files that belong to a server besides its database
 */
const char * const *
atlas_folder_files (void)
{
  static const char * const files[] = {
    ATLAS_FOLDER_CA, ATLAS_FOLDER_CA_KEY, ATLAS_FOLDER_CERTIFICATE, ATLAS_FOLDER_KEY,
    ATLAS_FOLDER_AUDIT_KEY, ATLAS_FOLDER_RECOVERY_KEY, NULL,
  };

  return files;
}

static gboolean
is_empty (const char *folder,
          gboolean   *empty,
          GError    **error)
{
  g_autoptr(GDir) dir = g_dir_open (folder, 0, error);

  if (dir == NULL)
    return FALSE;

  *empty = g_dir_read_name (dir) == NULL;
  return TRUE;
}

/**
 * atlas_folder_create:
 * @folder: a folder that is empty or not there
 * @error: return location for an error
 *
 * Makes a folder that only its owner can look into. Nothing that is there is ever touched.
 *
 * Returns: whether it was made
 */
gboolean
atlas_folder_create (const char *folder,
                     GError    **error)
{
  gboolean empty = FALSE;

  if (g_mkdir_with_parents (folder, FOLDER_MODE) != 0)
    {
      g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_READ_ONLY, "Making “%s”: %s", folder,
                   g_strerror (errno));
      return FALSE;
    }
  if (!is_empty (folder, &empty, error))
    return FALSE;
  if (!empty)
    {
      g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_NOT_ALLOWED, "“%s” is not empty", folder);
      return FALSE;
    }

  return g_chmod (folder, FOLDER_MODE) == 0;
}

static void
remove_file (const char *folder,
             const char *name)
{
  g_autofree char *path = atlas_folder_path (folder, name);

  g_unlink (path);
}

/**
 * atlas_folder_write:
 * @folder: a server's folder
 * @name: of a file
 * @data: what it is to hold
 * @length: its bytes, or -1 when @data ends in a NUL
 * @error: return location for an error
 *
 * Writes a file that only its owner can read.
 *
 * Returns: whether it was written
 */
gboolean
atlas_folder_write (const char *folder,
                    const char *name,
                    const char *data,
                    gssize      length,
                    GError    **error)
{
  g_autofree char *path = atlas_folder_path (folder, name);

  return g_file_set_contents_full (path, data, length, G_FILE_SET_CONTENTS_CONSISTENT, FILE_MODE,
                                   error);
}

/**
 * atlas_folder_clear:
 * @folder: a folder that atlas_folder_create() made, and that could not be filled
 *
 * Takes away what was written, so that nothing is there by halves.
 */
void
atlas_folder_clear (const char *folder)
{
  static const char * const database[] = {
    ATLAS_FOLDER_DATABASE, ATLAS_FOLDER_DATABASE "-wal", ATLAS_FOLDER_DATABASE "-shm", NULL,
  };

  for (gsize i = 0; database[i] != NULL; i++)
    remove_file (folder, database[i]);
  for (gsize i = 0; atlas_folder_files ()[i] != NULL; i++)
    remove_file (folder, atlas_folder_files ()[i]);
}

/**
 * atlas_folder_new_backend:
 * @folder: a server's folder
 * @error: return location for an error
 *
 * Returns: (transfer full): a new, empty database in it
 */
AtlasBackend *
atlas_folder_new_backend (const char *folder,
                          GError    **error)
{
  g_autofree char *path = atlas_folder_path (folder, ATLAS_FOLDER_DATABASE);
  mode_t before = umask (0077);
  AtlasBackend *backend = atlas_sqlite_backend_new (path, error);

  umask (before);
  return backend;
}

/**
 * atlas_folder_open_backend:
 * @folder: a server's folder
 * @error: return location for an error
 *
 * Returns: (transfer full): the database in it, for the calling thread
 */
AtlasBackend *
atlas_folder_open_backend (const char *folder,
                           GError    **error)
{
  g_autofree char *path = atlas_folder_path (folder, ATLAS_FOLDER_DATABASE);

  if (!g_file_test (path, G_FILE_TEST_IS_REGULAR))
    {
      g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_NOT_FOUND, "“%s” is not a server's folder",
                   folder);
      return NULL;
    }

  return atlas_sqlite_backend_open (path, error);
}
