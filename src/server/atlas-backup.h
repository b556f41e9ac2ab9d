/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean atlas_backup_write   (const char  *folder,
                               const char  *file,
                               GError     **error);
gboolean atlas_backup_restore (const char  *file,
                               const char  *folder,
                               const char  *database,
                               gboolean     as_it_was,
                               GError     **error);

G_END_DECLS
