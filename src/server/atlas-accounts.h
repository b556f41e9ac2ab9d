/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/atlas-backend.h"
#include "server/atlas-grants.h"

G_BEGIN_DECLS

#define ATLAS_ENROL_CODE_DAYS 7         /* protocol, section 4 */

/* Checked when there is no such user, so that the answer takes as long as for one there is. */
#define ATLAS_NOBODYS_HASH    "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$" \
  "RdescudvJCsgt3ub+b1dWRWJTmaaJObG3jh2TYmWUuM"

gboolean  atlas_accounts_find_user     (AtlasBackend  *backend,
                                        const char    *name,
                                        char         **id,
                                        GError       **error);
gboolean  atlas_accounts_is_name       (const char    *name);
gboolean  atlas_accounts_add_user      (AtlasBackend  *backend,
                                        const char    *name,
                                        AtlasGrants   *grants,
                                        char         **id,
                                        GError       **error);
gboolean  atlas_accounts_set_disabled  (AtlasBackend  *backend,
                                        const char    *user,
                                        gboolean       is_disabled,
                                        GError       **error);
gboolean  atlas_accounts_set_password  (AtlasBackend  *backend,
                                        const char    *user,
                                        const char    *password,
                                        GError       **error);
gboolean  atlas_accounts_publish_user  (AtlasBackend  *backend,
                                        const char    *user,
                                        GError       **error);
char     *atlas_accounts_make_code     (AtlasBackend  *backend,
                                        const char    *user,
                                        GError       **error) G_GNUC_WARN_UNUSED_RESULT;
char     *atlas_accounts_find_unheard  (AtlasBackend  *backend,
                                        const char    *user,
                                        const char    *public_key,
                                        char         **prefix,
                                        GError       **error) G_GNUC_WARN_UNUSED_RESULT;
char     *atlas_accounts_take_code     (AtlasBackend  *backend,
                                        const char    *code,
                                        const char    *public_key,
                                        GError       **error) G_GNUC_WARN_UNUSED_RESULT;
char     *atlas_accounts_next_prefix   (AtlasBackend  *backend,
                                        GError       **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean  atlas_accounts_publish_device (AtlasBackend *backend,
                                        const char    *device,
                                        GError       **error);
gboolean  atlas_accounts_set_device_state (AtlasBackend *backend,
                                        const char    *device,
                                        const char    *state,
                                        const char    *by,
                                        GError       **error);

gboolean  atlas_accounts_order_wipe    (AtlasBackend  *backend,
                                        const char    *device,
                                        gboolean       push_first,
                                        GError       **error);

char     *atlas_accounts_hash_password (const char    *password) G_GNUC_WARN_UNUSED_RESULT;
gboolean  atlas_accounts_check_password (const char   *hash,
                                        const char    *password);
char     *atlas_accounts_digest        (const char    *secret) G_GNUC_WARN_UNUSED_RESULT;

char     *atlas_meta_get               (AtlasBackend  *backend,
                                        const char    *name,
                                        GError       **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean  atlas_meta_set               (AtlasBackend  *backend,
                                        const char    *name,
                                        const char    *value,
                                        GError       **error);

G_END_DECLS
