/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * AtlasProgress:
 * @words: how far it has come
 * @user_data: the caller's
 *
 * Called on the main thread while something long is done on another.
 */
typedef void (*AtlasProgress) (const char *words,
                               gpointer    user_data);

void atlas_progress_tell (GTask         *task,
                          AtlasProgress  progress,
                          gpointer       user_data,
                          char          *words);

G_END_DECLS
