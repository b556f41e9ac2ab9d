/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-server"

#include "config.h"

#include "server/atlas-folder.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>

#include "base/atlas-error.h"
#include "server/atlas-authority.h"
#include "server/atlas-postgres-backend.h"
#include "server/atlas-postgres.h"
#include "server/atlas-sqlite-backend.h"

#define FOLDER_MODE 0700
#define FILE_MODE   0600

/* Where in ATLAS_FOLDER_CONFIG, or any other configuration, a database is named. */
#define GROUP       "server"
#define KEY         "database"

char *
atlas_folder_path (const char *folder,
                   const char *name)
{
  return g_build_filename (folder, name, NULL);
}

/**
 * atlas_folder_files:
 *
 * Returns: (array zero-terminated=1): the files that every server has besides its database
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

/**
 * atlas_folder_keeps:
 * @name: of a file in a server's folder
 *
 * Returns: whether a backup holds it besides the database: what every server has, and what a county
 *   may have set
 */
gboolean
atlas_folder_keeps (const char *name)
{
  return strcmp (name, ATLAS_FOLDER_RETENTION) == 0 ||
         g_strv_contains (atlas_folder_files (), name);
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

/* The highest of the folders on a path that is not there; %NULL when the whole path is. */
static char *
first_missing (const char *path)
{
  g_autofree char *missing = NULL;
  g_autofree char *next = g_strdup (path);

  while (!g_file_test (next, G_FILE_TEST_EXISTS))
    {
      g_free (missing);
      missing = g_steal_pointer (&next);
      next = g_path_get_dirname (missing);
    }

  return g_steal_pointer (&missing);
}

/**
 * atlas_folder_create:
 * @folder: a folder that is empty or not there
 * @made: (out) (nullable) (transfer full): the highest folder that was not there before, for
 *   atlas_folder_clear()
 * @error: return location for an error
 *
 * Makes a folder that only its owner can look into. Nothing that is there is ever touched.
 *
 * Returns: whether it was made
 */
gboolean
atlas_folder_create (const char *folder,
                     char      **made,
                     GError    **error)
{
  gboolean empty = FALSE;

  *made = first_missing (folder);
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
 * atlas_folder_clear_database:
 * @folder: a server's folder whose county is kept elsewhere
 *
 * Takes away the database file.
 */
void
atlas_folder_clear_database (const char *folder)
{
  static const char * const database[] = {
    ATLAS_FOLDER_DATABASE, ATLAS_FOLDER_DATABASE "-wal", ATLAS_FOLDER_DATABASE "-shm", NULL,
  };

  for (gsize i = 0; database[i] != NULL; i++)
    remove_file (folder, database[i]);
}

/**
 * atlas_folder_read_certificate:
 * @folder: a server's folder
 * @error: return location for an error
 *
 * Errors: %ATLAS_ERROR_INVALID when the key is another's; those of reading.
 *
 * Returns: (transfer full): the server's certificate, with its chain and its key
 */
GTlsCertificate *
atlas_folder_read_certificate (const char *folder,
                               GError    **error)
{
  g_autofree char *path = atlas_folder_path (folder, ATLAS_FOLDER_CERTIFICATE);
  g_autofree char *key_path = atlas_folder_path (folder, ATLAS_FOLDER_KEY);
  g_autofree char *chain = NULL;
  g_autofree char *key = NULL;
  g_autofree char *both = NULL;
  GTlsCertificate *certificate = NULL;

  if (!g_file_get_contents (path, &chain, NULL, error) ||
      !g_file_get_contents (key_path, &key, NULL, error))
    return NULL;

  both = g_strconcat (chain, key, NULL);
  if (atlas_authority_check_pair (chain, key, error))
    certificate = g_tls_certificate_new_from_pem (both, -1, error);
  sodium_memzero (key, strlen (key));
  sodium_memzero (both, strlen (both));

  return certificate;
}

static void
remove_made (const char *folder,
             const char *made)
{
  g_autofree char *path = g_strdup (folder);

  while (g_rmdir (path) == 0 && strcmp (path, made) != 0)
    {
      char *parent = g_path_get_dirname (path);

      g_free (path);
      path = parent;
    }
}

/**
 * atlas_folder_clear:
 * @folder: a folder that atlas_folder_create() made, and that could not be filled
 * @made: (nullable): what it said that it made
 *
 * Takes away what was written, and the folder if it was not there before, so that nothing is there
 * by halves.
 */
void
atlas_folder_clear (const char *folder,
                    const char *made)
{
  atlas_folder_clear_database (folder);
  remove_file (folder, ATLAS_FOLDER_CONFIG);
  remove_file (folder, ATLAS_FOLDER_RETENTION);
  for (gsize i = 0; atlas_folder_files ()[i] != NULL; i++)
    remove_file (folder, atlas_folder_files ()[i]);
  if (made != NULL)
    remove_made (folder, made);
}

/**
 * atlas_folder_get_database:
 * @folder: a server's folder
 * @database: (out) (transfer full) (nullable): where its county is kept, as libpq reads it, or
 *   %NULL if that is a file in the folder
 * @error: return location for an error
 *
 * Returns: whether the question could be answered
 */
gboolean
atlas_folder_get_database (const char *folder,
                           char      **database,
                           GError    **error)
{
  g_autofree char *path = atlas_folder_path (folder, ATLAS_FOLDER_CONFIG);
  g_autoptr(GKeyFile) file = g_key_file_new ();
  g_autoptr(GError)   fault = NULL;

  *database = NULL;
  if (!g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, &fault))
    {
      if (g_error_matches (fault, G_FILE_ERROR, G_FILE_ERROR_NOENT))
        return TRUE;
      g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_INVALID, "Reading “%s”: %s", path,
                   fault->message);
      return FALSE;
    }

  *database = g_key_file_get_string (file, GROUP, KEY, NULL);
  return *database == NULL || atlas_postgres_check_address (*database, TRUE, error);
}

static gboolean
set_database (const char *folder,
              const char *database,
              GError    **error)
{
  g_autoptr(GKeyFile) file = g_key_file_new ();
  g_autofree char *text = NULL;

  g_key_file_set_string (file, GROUP, KEY, database);
  text = g_key_file_to_data (file, NULL, NULL);

  return atlas_folder_write (folder, ATLAS_FOLDER_CONFIG, text, -1, error);
}

/**
 * atlas_folder_new_backend:
 * @folder: a server's folder
 * @database: (nullable): where its county is to be kept, as libpq reads it, or %NULL for a file in
 *   the folder
 * @error: return location for an error
 *
 * Makes an empty database; one outside is noted in the folder.
 *
 * Returns: (transfer full): the database, for the calling thread
 */
AtlasBackend *
atlas_folder_new_backend (const char *folder,
                          const char *database,
                          GError    **error)
{
  g_autofree char *path = atlas_folder_path (folder, ATLAS_FOLDER_DATABASE);
  AtlasBackend *backend;
  mode_t before;

  if (database != NULL)
    return set_database (folder, database, error) ? atlas_postgres_backend_new (database, error)
                                                  : NULL;

  before = umask (0077);
  backend = atlas_sqlite_backend_new (path, error);
  umask (before);

  return backend;
}

/**
 * atlas_folder_open_backend:
 * @folder: a server's folder
 * @database: (nullable): where its county is kept, if the folder is not to be asked
 * @error: return location for an error
 *
 * Returns: (transfer full): the county's database, for the calling thread
 */
AtlasBackend *
atlas_folder_open_backend (const char *folder,
                           const char *database,
                           GError    **error)
{
  g_autofree char *path = atlas_folder_path (folder, ATLAS_FOLDER_DATABASE);
  g_autofree char *noted = NULL;

  if (database == NULL && !atlas_folder_get_database (folder, &noted, error))
    return NULL;
  if (database == NULL)
    database = noted;
  if (database != NULL)
    return atlas_postgres_backend_open (database, error);

  if (!g_file_test (path, G_FILE_TEST_IS_REGULAR))
    {
      g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_NOT_FOUND, "“%s” is not a server's folder",
                   folder);
      return NULL;
    }

  return atlas_sqlite_backend_open (path, error);
}
