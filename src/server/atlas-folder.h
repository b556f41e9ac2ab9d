/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "server/atlas-backend.h"

G_BEGIN_DECLS

/* What a server's folder holds. */
#define ATLAS_FOLDER_CA           "ca.pem"
#define ATLAS_FOLDER_CA_KEY       "ca-key.pem"
#define ATLAS_FOLDER_CERTIFICATE  "server.pem"
#define ATLAS_FOLDER_KEY          "server-key.pem"
#define ATLAS_FOLDER_AUDIT_KEY    "audit.key"
#define ATLAS_FOLDER_RECOVERY_KEY "recovery.key"
#define ATLAS_FOLDER_DATABASE     "atlas.db"      /* unless ATLAS_FOLDER_CONFIG names another */
#define ATLAS_FOLDER_CONFIG       "server.conf"
#define ATLAS_FOLDER_RETENTION    "retention.csv" /* if the county has set its own */

char         *atlas_folder_path         (const char   *folder,
                                         const char   *name) G_GNUC_WARN_UNUSED_RESULT;
gboolean      atlas_folder_create       (const char   *folder,
                                         char        **made,
                                         GError      **error);
void          atlas_folder_clear        (const char   *folder,
                                         const char   *made);
void          atlas_folder_clear_database (const char *folder);
gboolean      atlas_folder_write        (const char   *folder,
                                         const char   *name,
                                         const char   *data,
                                         gssize        length,
                                         GError      **error);
const char * const *atlas_folder_files  (void);
gboolean      atlas_folder_keeps        (const char   *name);
gboolean      atlas_folder_get_database (const char   *folder,
                                         char        **database,
                                         GError      **error);
GTlsCertificate *atlas_folder_read_certificate (const char *folder,
                                         GError      **error) G_GNUC_WARN_UNUSED_RESULT;
AtlasBackend *atlas_folder_new_backend  (const char   *folder,
                                         const char   *database,
                                         GError      **error) G_GNUC_WARN_UNUSED_RESULT;
AtlasBackend *atlas_folder_open_backend (const char   *folder,
                                         const char   *database,
                                         GError      **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
