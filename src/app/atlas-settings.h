/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

GSettings *atlas_settings_get_default  (void);
char      *atlas_settings_get_of_store (const char *key,
                                        const char *folder) G_GNUC_WARN_UNUSED_RESULT;
void       atlas_settings_set_of_store (const char *key,
                                        const char *folder,
                                        const char *value);

G_END_DECLS
