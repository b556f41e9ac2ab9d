/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-server"

#include "config.h"

#include "server/atlas-backup.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/atlas-error.h"
#include "base/atlas-id.h"
#include "server/atlas-accounts.h"
#include "server/atlas-audit.h"
#include "server/atlas-folder.h"
#include "server/atlas-sqlite-backend.h"
#include "server/atlas-transfer.h"

/* So far a restored server skips ahead with the prefixes it gives to laptops: those that were
 * enrolled after the backup was made have theirs already. */
#define PREFIXES_SKIPPED 200

/* Of an SQLite file. */
#define HEAD_MAGIC      "SQLite format 3"
#define HEAD_BYTES      100
#define PAGE_BYTES_MOST 65536

static gboolean
keep_file (AtlasBackend *backup,
           const char   *folder,
           const char   *name,
           GError      **error)
{
  g_autofree char *path = atlas_folder_path (folder, name);
  g_autofree char *data = NULL;
  g_autoptr(GBytes) bytes = NULL;
  gsize length;

  if (!g_file_get_contents (path, &data, &length, error))
    return FALSE;

  bytes = g_bytes_new_take (g_steal_pointer (&data), length);
  return atlas_backend_run (backup, error, "INSERT INTO kept_file (name, data) VALUES (?1, ?2)",
                            "tb", name, bytes);
}

static gboolean
keep_files (const char *path,
            const char *folder,
            GError    **error)
{
  g_autoptr(AtlasBackend) backup = atlas_sqlite_backend_open (path, error);
  g_autofree char *retention = atlas_folder_path (folder, ATLAS_FOLDER_RETENTION);
  const char * const *files = atlas_folder_files ();

  if (backup == NULL || !atlas_backend_begin (backup, TRUE, error) ||
      !atlas_backend_run (backup, error,
                          "CREATE TABLE kept_file "
                          "(name TEXT PRIMARY KEY, data BLOB NOT NULL) STRICT",
                          ""))
    return FALSE;

  for (gsize i = 0; files[i] != NULL; i++)
    if (!keep_file (backup, folder, files[i], error))
      return FALSE;
  if (g_file_test (retention, G_FILE_TEST_EXISTS) &&
      !keep_file (backup, folder, ATLAS_FOLDER_RETENTION, error))
    return FALSE;

  return atlas_backend_commit (backup, error);
}

/* Written before the copy is made, so that the copy says of itself that it was made. */
static gboolean
audit_backup (AtlasBackend *backend,
              GError      **error)
{
  g_autoptr(json_t) details = json_pack ("{s:s}", "what", "backup");

  if (!atlas_backend_begin (backend, TRUE, error))
    return FALSE;
  if (atlas_audit_append (backend, "export", details, error))
    return atlas_backend_commit (backend, error);

  atlas_backend_rollback (backend);
  return FALSE;
}

/**
 * atlas_backup_write:
 * @folder: a server's folder; the server may be running
 * @file: where the backup goes; replaced only once it is whole
 * @error: return location for an error
 *
 * Writes the database as it is at one moment, with the authority and all keys, into one file. It is
 * itself a database, with the other files in a table of their own.
 *
 * Returns: whether it was written
 */
gboolean
atlas_backup_write (const char *folder,
                    const char *file,
                    GError    **error)
{
  g_autoptr(AtlasBackend) backend = atlas_folder_open_backend (folder, NULL, error);
  g_autofree char *part = g_strconcat (file, ".part", NULL);
  mode_t before = umask (0077);
  gboolean done;

  g_unlink (part);
  done = backend != NULL && audit_backup (backend, error) &&
         atlas_backend_copy (backend, part, error) &&
         keep_files (part, folder, error);
  umask (before);

  if (done && g_rename (part, file) == 0)
    return TRUE;
  if (done)
    g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_READ_ONLY, "Writing “%s”: %s", file,
                 g_strerror (errno));

  g_unlink (part);
  return FALSE;
}

static gboolean
put_back_files (AtlasBackend *backup,
                const char   *folder,
                GError      **error)
{
  g_autoptr(AtlasRows) query = atlas_backend_query (backup, error,
                                                    "SELECT name, data FROM kept_file "
                                                    "ORDER BY name",
                                                    "");
  AtlasStep step = ATLAS_STEP_ERROR;

  while ((step = atlas_rows_step (query, error)) == ATLAS_STEP_ROW)
    {
      const char *name = atlas_rows_text (query, 0);
      g_autoptr(GBytes) bytes = atlas_rows_bytes (query, 1);
      gsize length = 0;
      const char *data = bytes != NULL ? g_bytes_get_data (bytes, &length) : "";

      if (!atlas_folder_keeps (name))
        {
          g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_NEWER_DATA,
                       "it holds a file “%s”, which this release does not know", name);
          return FALSE;
        }
      if (!atlas_folder_write (folder, name, data, (gssize) length, error))
        return FALSE;
    }

  return step == ATLAS_STEP_DONE;
}

static gboolean
begin_new_history (AtlasBackend *backend,
                   GError      **error)
{
  g_autofree char *epoch = atlas_id_new ();
  g_autofree char *number = atlas_meta_get (backend, "next_prefix", error);
  g_autofree char *former = atlas_meta_get (backend, "epoch", error);
  g_autofree char *next = NULL;
  g_autoptr(json_t) details = NULL;

  if (number == NULL || former == NULL)
    return FALSE;

  details = json_pack ("{s:s, s:s}", "epoch", epoch, "former", former);
  next = g_strdup_printf ("%" G_GINT64_FORMAT,
                          g_ascii_strtoll (number, NULL, 10) + PREFIXES_SKIPPED);

  return atlas_meta_set (backend, "epoch", epoch, error) &&
         atlas_meta_set (backend, "next_prefix", next, error) &&
         atlas_audit_append (backend, "restore", details, error);
}

/* By its head, which says how long the file has to be.
 *
 * Source: "Database File Format", sections 1.3.2, 1.3.7 and 1.3.8 */
static gboolean
check_is_whole (const char *file,
                GError    **error)
{
  guint8 head[HEAD_BYTES] = { 0 };
  guint32 page_bytes;
  guint64 whole;
  struct stat info;
  FILE *stream = g_fopen (file, "rb");
  gsize n_read = stream != NULL ? fread (head, 1, sizeof head, stream) : 0;

  if (stream == NULL || fstat (fileno (stream), &info) != 0 || ferror (stream))
    {
      g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_FAILED, "reading it: %s", g_strerror (errno));
      g_clear_pointer (&stream, fclose);
      return FALSE;
    }
  fclose (stream);

  if (n_read < sizeof head || memcmp (head, HEAD_MAGIC, sizeof HEAD_MAGIC) != 0)
    {
      g_set_error_literal (error, ATLAS_ERROR, ATLAS_ERROR_INVALID,
                           "it is no backup, or only the first bytes of one");
      return FALSE;
    }

  page_bytes = head[16] == 0 && head[17] == 1 ? PAGE_BYTES_MOST : head[16] * 256u + head[17];
  whole = page_bytes * (guint64) (((guint32) head[28] << 24) | ((guint32) head[29] << 16) |
                                  ((guint32) head[30] << 8) | head[31]);
  if ((guint64) info.st_size >= whole)
    return TRUE;

  g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_INVALID,
               "it is cut off: %" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT " bytes are there. "
               "Copy it again from where it was written, or take an earlier one",
               (guint64) info.st_size, whole);
  return FALSE;
}

static gboolean
copy_file (const char *file,
           const char *path,
           GError    **error)
{
  g_autoptr(GFile) source = g_file_new_for_path (file);
  g_autoptr(GFile) target = g_file_new_for_path (path);

  return g_file_copy (source, target, G_FILE_COPY_TARGET_DEFAULT_PERMS, NULL, NULL, NULL, error) &&
         g_chmod (path, 0600) == 0;
}

static gboolean
check_is_backup (AtlasBackend *copy,
                 GError      **error)
{
  g_autoptr(AtlasRows) query = atlas_backend_query (copy, error,
                                                    "SELECT 1 FROM sqlite_schema "
                                                    "WHERE type = 'table' AND name = 'kept_file'",
                                                    "");
  AtlasStep step = atlas_rows_step (query, error);

  if (step == ATLAS_STEP_DONE)
    g_set_error_literal (error, ATLAS_ERROR, ATLAS_ERROR_INVALID,
                         "it is a county's database without its keys, no backup. Use what "
                         "“provision-atlas-server backup” or “export” wrote");
  return step == ATLAS_STEP_ROW;
}

/* The copy in the folder is checked, gives back the other files, and is a database like any. */
static gboolean
open_copy (const char *path,
           const char *folder,
           GError    **error)
{
  g_autoptr(AtlasBackend) copy = NULL;
  g_autoptr(GError) fault = NULL;

  copy = atlas_sqlite_backend_open (path, &fault);
  if (copy == NULL || !atlas_backend_check (copy, &fault))
    {
      if (g_error_matches (fault, ATLAS_ERROR, ATLAS_ERROR_NEWER_DATA))
        g_propagate_error (error, g_steal_pointer (&fault));
      else
        g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_INVALID,
                     "it is damaged. Copy it again from where it was written, or take an earlier "
                     "one (%s)", fault->message);
      return FALSE;
    }

  return check_is_backup (copy, error) && put_back_files (copy, folder, error) &&
         atlas_backend_run (copy, error, "DROP TABLE kept_file", "");
}

static gboolean
fill (AtlasBackend *backend,
      const char   *path,
      gboolean      is_elsewhere,
      gboolean      as_it_was,
      GError      **error)
{
  return atlas_backend_begin (backend, TRUE, error) &&
         (!is_elsewhere || atlas_transfer_from_file (path, backend, error)) &&
         (as_it_was || begin_new_history (backend, error)) &&
         atlas_backend_commit (backend, error);
}

static gboolean
restore_in (const char *file,
            const char *folder,
            const char *database,
            gboolean    as_it_was,
            GError    **error)
{
  g_autofree char *path = atlas_folder_path (folder, ATLAS_FOLDER_DATABASE);
  g_autoptr(AtlasBackend) backend = NULL;

  if (!check_is_whole (file, error) || !copy_file (file, path, error) ||
      !open_copy (path, folder, error))
    return FALSE;

  backend = database != NULL ? atlas_folder_new_backend (folder, database, error)
                             : atlas_folder_open_backend (folder, NULL, error);
  if (backend == NULL || !fill (backend, path, database != NULL, as_it_was, error))
    return FALSE;

  if (database != NULL)
    atlas_folder_clear_database (folder);
  return TRUE;
}

/**
 * atlas_backup_restore:
 * @file: a backup
 * @folder: a folder that is empty or not there
 * @database: (nullable): where the county is to be kept, as libpq reads it, or %NULL for a file in
 *   the folder
 * @as_it_was: whether it only moves, and the server that it came from is never started again
 * @error: return location for an error
 *
 * Makes a server's folder from a backup. Unless it only moves, the server then has a new epoch,
 * from which its laptops see that they must send again what it does not know.
 *
 * Source: protocol, sections 2 and 9.
 *
 * Returns: whether it was made
 */
gboolean
atlas_backup_restore (const char *file,
                      const char *folder,
                      const char *database,
                      gboolean    as_it_was,
                      GError    **error)
{
  g_autofree char *made = NULL;
  mode_t before;
  gboolean done;

  if (!g_file_test (file, G_FILE_TEST_IS_REGULAR))
    {
      g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_NOT_FOUND, "There is no file “%s”", file);
      return FALSE;
    }
  if (!atlas_folder_create (folder, &made, error))
    return FALSE;

  before = umask (0077);
  done = restore_in (file, folder, database, as_it_was, error);
  umask (before);

  if (!done)
    {
      atlas_folder_clear (folder, made);
      g_prefix_error (error, "Nothing was made of “%s”, and nothing was changed: ", file);
    }

  return done;
}
