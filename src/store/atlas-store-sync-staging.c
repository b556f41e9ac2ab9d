/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A store that is filled beside the one in use, and takes its place in one step. */
#define G_LOG_DOMAIN "atlas-store"

#include "config.h"

#include "store/atlas-store-sync.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "base/atlas-error.h"

#define STAGING_FOLDER "joining"

/**
 * atlas_store_sync_staging:
 * @folder: a data folder
 *
 * Returns: (transfer full): the folder inside it where a store is made ready
 */
char *
atlas_store_sync_staging (const char *folder)
{
  return g_build_filename (folder, STAGING_FOLDER, NULL);
}

static gboolean
set_fault (const char *doing,
           const char *path,
           GError    **error)
{
  int fault = errno;

  g_set_error (error, ATLAS_ERROR, fault == ENOSPC ? ATLAS_ERROR_NO_SPACE : ATLAS_ERROR_READ_ONLY,
               "%s %s: %s", doing, path, g_strerror (fault));
  return FALSE;
}

/**
 * atlas_store_sync_drop:
 * @staging: a folder in which a store is made ready
 * @error: return location for an error
 *
 * Throws away a store that was not made ready to its end, or has done its work.
 *
 * Returns: whether there is none now
 */
gboolean
atlas_store_sync_drop (const char *staging,
                       GError    **error)
{
  static const char * const files[] = { "", "-wal", "-shm", "-journal" };
  g_autofree char *path = g_build_filename (staging, ATLAS_STORE_FILE, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *file = g_strconcat (path, files[i], NULL);

      if (g_unlink (file) != 0 && errno != ENOENT)
        return set_fault ("Removing", file, error);
    }
  if (g_rmdir (staging) != 0 && errno != ENOENT)
    return set_fault ("Removing", staging, error);

  return TRUE;
}

/* Leaving WAL mode succeeds only when nobody else has the file open, and leaves one file. */
static gboolean
settle_file (const char *path,
             GError    **error)
{
  g_autoptr(AtlasDb)   db = atlas_db_open (path, ATLAS_DB_DEFAULT, error);
  g_autoptr(AtlasStmt) stmt = NULL;

  if (db == NULL)
    return FALSE;

  stmt = atlas_db_prepare (db, "PRAGMA journal_mode = DELETE", error);
  if (stmt == NULL || atlas_stmt_step (stmt, error) != ATLAS_STEP_ROW)
    return FALSE;
  if (g_strcmp0 (atlas_stmt_get_text (stmt, 0), "delete") == 0)
    return TRUE;

  g_set_error_literal (error, ATLAS_ERROR, ATLAS_ERROR_BUSY,
                       "Another program has the store open; close it and try again");
  return FALSE;
}

static gboolean
sync_path (const char *path,
           GError    **error)
{
  int fd = g_open (path, O_RDONLY | O_CLOEXEC, 0);
  gboolean is_synced = fd >= 0 && fsync (fd) == 0;

  if (!is_synced)
    set_fault ("Writing", path, error);
  if (fd >= 0)
    close (fd);

  return is_synced;
}

/* The old store stays one that can be opened: a folder of its own, with the file under its name. */
static gboolean
keep_old (const char *folder,
          const char *path,
          char      **kept_as,
          GError    **error)
{
  g_autoptr(GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *name = g_date_time_format (now, "before-joining-%Y-%m-%d-%H%M%S");
  g_autofree char *old_folder = g_build_filename (folder, name, NULL);
  g_autofree char *old = g_build_filename (old_folder, ATLAS_STORE_FILE, NULL);

  *kept_as = NULL;
  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return TRUE;

  if (!settle_file (path, error))
    return FALSE;
  if (g_mkdir_with_parents (old_folder, 0700) != 0 || link (path, old) != 0)
    return set_fault ("Keeping the old store in", old_folder, error);

  *kept_as = g_steal_pointer (&old_folder);
  return TRUE;
}

/**
 * atlas_store_sync_swap:
 * @folder: a data folder, whose store nobody has open
 * @kept_as: (out) (optional) (transfer full) (nullable): the data folder of the old store now
 * @error: return location for an error
 *
 * Puts the store that was made ready in the place of the one in use. The old one is kept in a
 * folder beside it, from which it can be exported. Killed at any moment, the folder has one whole
 * store under the usual name.
 *
 * Errors: %ATLAS_ERROR_BUSY when a program has the old store open.
 *
 * Source: protocol, sections 6 and 9.
 *
 * Returns: whether it took its place
 */
gboolean
atlas_store_sync_swap (const char *folder,
                       char      **kept_as,
                       GError    **error)
{
  g_autofree char *staging = atlas_store_sync_staging (folder);
  g_autofree char *ready = g_build_filename (staging, ATLAS_STORE_FILE, NULL);
  g_autofree char *path = g_build_filename (folder, ATLAS_STORE_FILE, NULL);
  g_autofree char *kept = NULL;

  if (!settle_file (ready, error) || !sync_path (ready, error) ||
      !keep_old (folder, path, &kept, error))
    return FALSE;
  if (g_rename (ready, path) != 0)
    return set_fault ("Putting the new store in its place", path, error);
  if (!sync_path (folder, error))
    return FALSE;

  if (kept_as != NULL)
    *kept_as = g_steal_pointer (&kept);
  return atlas_store_sync_drop (staging, error);
}
