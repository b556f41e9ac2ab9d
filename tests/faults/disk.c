/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "disk.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <string.h>
#include <unistd.h>

#define VFS_NAME "atlas-failing"

/* What was at a place before it was written, and not yet asked to be kept. */
typedef struct {
  char   *path;
  gint64  offset;
  gint64  size_before;          /* of the file */
  GBytes *before;
} Unkept;

typedef struct {
  sqlite3_file  base;
  char         *path;
  sqlite3_file *real;           /* (unowned): what follows in the same memory */
} File;

static struct {
  sqlite3_vfs        vfs;
  sqlite3_vfs       *real;
  sqlite3_io_methods methods;
  DiskState          state;
  char              *folder;    /* (nullable): where it fails; elsewhere it is another disk */
  guint              writes_left;
  gboolean           has_failed;
  GPtrArray         *unkept;    /* (element-type Unkept): oldest first */
} disk;

static void
unkept_free (gpointer data)
{
  Unkept *unkept = data;

  g_free (unkept->path);
  g_bytes_unref (unkept->before);
  g_free (unkept);
}

/* The state sets in after some more writes to files in @folder. */
void
disk_set (DiskState   state,
          const char *folder,
          guint       after_writes)
{
  g_free (disk.folder);
  disk.folder = g_strdup (folder);
  disk.state = state;
  disk.writes_left = after_writes;
  disk.has_failed = FALSE;
}

gboolean
disk_has_failed (void)
{
  return disk.has_failed;
}

static gboolean
is_concerned (const char *path)
{
  return disk.folder != NULL && path != NULL && g_str_has_prefix (path, disk.folder) &&
         path[strlen (disk.folder)] == G_DIR_SEPARATOR;
}

static int
refuse_write (const char *path)
{
  if (disk.state == DISK_WELL || !is_concerned (path))
    return SQLITE_OK;
  if (disk.writes_left > 0)
    {
      disk.writes_left--;
      return SQLITE_OK;
    }

  disk.has_failed = TRUE;
  switch (disk.state)
    {
    case DISK_FULL:
      return SQLITE_FULL;
    case DISK_READ_ONLY:
      return SQLITE_READONLY;
    case DISK_DEAD:
    case DISK_WELL:
    default:
      return SQLITE_IOERR_WRITE;
    }
}

static void
remember (File  *file,
          int    length,
          gint64 offset)
{
  Unkept *unkept = g_new0 (Unkept, 1);
  g_autofree char *bytes = g_malloc0 ((gsize) length);
  sqlite3_int64 size = 0;

  file->real->pMethods->xFileSize (file->real, &size);
  file->real->pMethods->xRead (file->real, bytes, length, offset);
  unkept->path = g_strdup (file->path);
  unkept->offset = offset;
  unkept->size_before = size;
  unkept->before = g_bytes_new_take (g_steal_pointer (&bytes), (gsize) length);
  g_ptr_array_add (disk.unkept, unkept);
}

static int
close_file (sqlite3_file *base)
{
  File *file = (File *) base;
  int fault = file->real->pMethods->xClose (file->real);

  g_clear_pointer (&file->path, g_free);
  return fault;
}

static int
read_file (sqlite3_file *base,
           void         *buffer,
           int           length,
           sqlite3_int64 offset)
{
  File *file = (File *) base;

  return file->real->pMethods->xRead (file->real, buffer, length, offset);
}

static int
write_file (sqlite3_file *base,
            const void   *buffer,
            int           length,
            sqlite3_int64 offset)
{
  File *file = (File *) base;
  int fault = refuse_write (file->path);

  if (fault != SQLITE_OK)
    return fault;

  remember (file, length, offset);
  return file->real->pMethods->xWrite (file->real, buffer, length, offset);
}

static int
truncate_file (sqlite3_file *base,
               sqlite3_int64 size)
{
  File *file = (File *) base;
  int fault = refuse_write (file->path);

  return fault != SQLITE_OK ? fault : file->real->pMethods->xTruncate (file->real, size);
}

static int
sync_file (sqlite3_file *base,
           int           flags)
{
  File *file = (File *) base;

  if (disk.state == DISK_DEAD && disk.writes_left == 0 && is_concerned (file->path))
    return SQLITE_IOERR_FSYNC;

  for (guint i = disk.unkept->len; i > 0; i--)
    if (g_strcmp0 (((Unkept *) g_ptr_array_index (disk.unkept, i - 1))->path, file->path) == 0)
      g_ptr_array_remove_index (disk.unkept, i - 1);
  return file->real->pMethods->xSync (file->real, flags);
}

static int
file_size (sqlite3_file  *base,
           sqlite3_int64 *size)
{
  File *file = (File *) base;

  return file->real->pMethods->xFileSize (file->real, size);
}

static int
lock_file (sqlite3_file *base,
           int           level)
{
  File *file = (File *) base;

  return file->real->pMethods->xLock (file->real, level);
}

static int
unlock_file (sqlite3_file *base,
             int           level)
{
  File *file = (File *) base;

  return file->real->pMethods->xUnlock (file->real, level);
}

static int
check_reserved (sqlite3_file *base,
                int          *result)
{
  File *file = (File *) base;

  return file->real->pMethods->xCheckReservedLock (file->real, result);
}

static int
control (sqlite3_file *base,
         int           op,
         void         *argument)
{
  File *file = (File *) base;

  return file->real->pMethods->xFileControl (file->real, op, argument);
}

static int
sector_size (sqlite3_file *base)
{
  File *file = (File *) base;

  return file->real->pMethods->xSectorSize (file->real);
}

static int
characteristics (sqlite3_file *base)
{
  File *file = (File *) base;

  return file->real->pMethods->xDeviceCharacteristics (file->real);
}

static int
shm_map (sqlite3_file   *base,
         int             page,
         int             size,
         int             extend,
         void volatile **memory)
{
  File *file = (File *) base;

  return file->real->pMethods->xShmMap (file->real, page, size, extend, memory);
}

static int
shm_lock (sqlite3_file *base,
          int           offset,
          int           n,
          int           flags)
{
  File *file = (File *) base;

  return file->real->pMethods->xShmLock (file->real, offset, n, flags);
}

static void
shm_barrier (sqlite3_file *base)
{
  File *file = (File *) base;

  file->real->pMethods->xShmBarrier (file->real);
}

static int
shm_unmap (sqlite3_file *base,
           int           deletes)
{
  File *file = (File *) base;

  return file->real->pMethods->xShmUnmap (file->real, deletes);
}

static int
open_file (sqlite3_vfs  *vfs,
           const char   *path,
           sqlite3_file *base,
           int           flags,
           int          *out_flags)
{
  File *file = (File *) base;
  int fault;

  memset (file, 0, sizeof *file);
  file->real = (sqlite3_file *) (file + 1);
  fault = disk.real->xOpen (disk.real, path, file->real, flags, out_flags);
  if (file->real->pMethods == NULL)
    return fault;

  file->path = g_strdup (path);
  file->base.pMethods = &disk.methods;
  return fault;
}

static int
delete_file (sqlite3_vfs *vfs,
             const char  *path,
             int          syncs)
{
  int fault = refuse_write (path);

  if (fault != SQLITE_OK)
    return fault;

  /* What is no more cannot come back with its power. */
  for (guint i = disk.unkept->len; i > 0; i--)
    if (g_strcmp0 (((Unkept *) g_ptr_array_index (disk.unkept, i - 1))->path, path) == 0)
      g_ptr_array_remove_index (disk.unkept, i - 1);
  return disk.real->xDelete (disk.real, path, syncs);
}

/* Gives the name under which SQLite knows the failing disk. */
const char *
disk_register (void)
{
  static const sqlite3_io_methods methods = {
    2, close_file, read_file, write_file, truncate_file, sync_file, file_size, lock_file,
    unlock_file, check_reserved, control, sector_size, characteristics, shm_map, shm_lock,
    shm_barrier, shm_unmap, NULL, NULL,
  };

  if (disk.real != NULL)
    return VFS_NAME;

  disk.real = sqlite3_vfs_find (NULL);
  disk.methods = methods;
  disk.unkept = g_ptr_array_new_with_free_func (unkept_free);
  disk.vfs = *disk.real;
  disk.vfs.szOsFile = (int) sizeof (File) + disk.real->szOsFile;
  disk.vfs.zName = VFS_NAME;
  disk.vfs.pNext = NULL;
  disk.vfs.xOpen = open_file;
  disk.vfs.xDelete = delete_file;
  g_assert_cmpint (sqlite3_vfs_register (&disk.vfs, FALSE), ==, SQLITE_OK);
  return VFS_NAME;
}

static void
take_back (Unkept *unkept)
{
  int fd = open (unkept->path, O_WRONLY | O_CLOEXEC);
  gsize length;
  const void *bytes = g_bytes_get_data (unkept->before, &length);

  if (fd < 0)
    return;
  if (pwrite (fd, bytes, length, unkept->offset) != (gssize) length ||
      ftruncate (fd, unkept->size_before) != 0)
    g_test_message ("a write could not be taken back");
  close (fd);
}

/*
 * After everything that had files open there has closed them, and while the disk is dead: a random
 * part of what was written and not kept is lost, the last first. Gives how many writes.
 */
guint
disk_cut_power (GRand *rand)
{
  guint n_lost = 0;
  guint n = 0;

  for (guint i = 0; i < disk.unkept->len; i++)
    n += is_concerned (((Unkept *) g_ptr_array_index (disk.unkept, i))->path);
  if (n > 0)
    n_lost = (guint) g_rand_int_range (rand, 0, (gint32) n + 1);

  n = n_lost;
  for (guint i = disk.unkept->len; i > 0; i--)
    {
      Unkept *unkept = g_ptr_array_index (disk.unkept, i - 1);

      if (!is_concerned (unkept->path))
        continue;
      if (n > 0)
        {
          take_back (unkept);
          n--;
        }
      g_ptr_array_remove_index (disk.unkept, i - 1);
    }

  disk_set (DISK_WELL, NULL, 0);
  return n_lost;
}
