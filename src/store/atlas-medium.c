/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A database on a medium that nobody can write, such as a disc. */
#include "config.h"

#include "store/atlas-medium.h"

#include <glib/gstdio.h>
#include <sys/statvfs.h>

#include "base/atlas-error.h"

/**
 * atlas_medium_is_read_only:
 * @path: a file
 *
 * Returns: whether nobody can write where the file lies, whatever they may do elsewhere
 */
gboolean
atlas_medium_is_read_only (const char *path)
{
  struct statvfs medium;

  return statvfs (path, &medium) == 0 && (medium.f_flag & ST_RDONLY) != 0;
}

/**
 * atlas_medium_uri:
 * @path: a database on a medium that cannot be written
 * @error: return location for an error
 *
 * To read a database in WAL mode SQLite must write beside it, unless it is told that nobody can
 * change the file. What is still in the log would then be passed over; and where there is a shared
 * index, another machine may have the file open.
 *
 * Errors: %ATLAS_ERROR_READ_ONLY when there is something in the log, or an index.
 *
 * Returns: (transfer full): what to open, so that SQLite is told
 */
char *
atlas_medium_uri (const char *path,
                  GError    **error)
{
  g_autofree char *log = g_strconcat (path, "-wal", NULL);
  g_autofree char *index = g_strconcat (path, "-shm", NULL);
  g_autofree char *escaped = g_uri_escape_string (path, "/", FALSE);
  GStatBuf status;

  if (g_file_test (index, G_FILE_TEST_EXISTS) ||
      (g_stat (log, &status) == 0 && status.st_size > 0))
    {
      g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_READ_ONLY,
                   "Opening the database: it is in use, or its last changes are still in %s, and "
                   "taking them from there needs a medium that can be written", log);
      return NULL;
    }

  return g_strconcat ("file:", escaped, "?immutable=1", NULL);
}
