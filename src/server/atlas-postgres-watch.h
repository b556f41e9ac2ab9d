/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _AtlasPostgresWatch AtlasPostgresWatch;

/**
 * AtlasPostgresWatchFunc:
 * @user_data: the caller's
 *
 * Called on the thread of the default main context when another process has committed something,
 * or may have while nobody was watching.
 */
typedef void (*AtlasPostgresWatchFunc) (gpointer user_data);

AtlasPostgresWatch *atlas_postgres_watch_new  (const char            *database,
                                               AtlasPostgresWatchFunc func,
                                               gpointer               user_data)
                                               G_GNUC_WARN_UNUSED_RESULT;
void                atlas_postgres_watch_free (AtlasPostgresWatch    *self);

G_END_DECLS
