/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _AtlasPasswords AtlasPasswords;

AtlasPasswords *atlas_passwords_new          (void) G_GNUC_WARN_UNUSED_RESULT;
void            atlas_passwords_free         (AtlasPasswords     *self);
guint           atlas_passwords_get_n        (AtlasPasswords     *self);
gboolean        atlas_passwords_check_async  (AtlasPasswords     *self,
                                              const char         *hash,
                                              const char         *password,
                                              GAsyncReadyCallback callback,
                                              gpointer            user_data);
gboolean        atlas_passwords_check_finish (GAsyncResult       *result);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasPasswords, atlas_passwords_free)

G_END_DECLS
