/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A disk that fails: it fills up, cannot be written any more, or loses its power, and with it
 * whatever SQLite had not yet asked it to keep. It stands between SQLite and the real files
 * (seam_set_vfs).
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  DISK_WELL,
  DISK_FULL,
  DISK_READ_ONLY,
  DISK_DEAD,            /* nothing reaches it any more */
} DiskState;

const char *disk_register  (void);
void        disk_set       (DiskState   state,
                            const char *folder,
                            guint       after_writes);
gboolean    disk_has_failed (void);
guint       disk_cut_power (GRand      *rand);

G_END_DECLS
