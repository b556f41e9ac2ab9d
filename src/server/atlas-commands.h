/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/atlas-json.h"
#include "server/atlas-backend.h"

G_BEGIN_DECLS

/* How a command ends; the same as atlasctl's. */
typedef enum {
  ATLAS_EXIT_DONE     = 0,
  ATLAS_EXIT_FINDINGS = 1,
  ATLAS_EXIT_USAGE    = 2,
  ATLAS_EXIT_FAILURE  = 3,
} AtlasExit;

typedef AtlasExit (*AtlasCommand) (int    argc,
                                   char **argv);

typedef gboolean (*AtlasCommandTransaction) (AtlasBackend *backend,
                                             gpointer      data,
                                             GError      **error);

AtlasExit atlas_command_init    (int           argc,
                                 char        **argv);
AtlasExit atlas_command_serve   (int           argc,
                                 char        **argv);
AtlasExit atlas_command_user    (int           argc,
                                 char        **argv);
AtlasExit atlas_command_device  (int           argc,
                                 char        **argv);
AtlasExit atlas_command_grant   (int           argc,
                                 char        **argv);
AtlasExit atlas_command_oidc    (int           argc,
                                 char        **argv);
AtlasExit atlas_command_user_oidc (int         argc,
                                 char        **argv);
AtlasExit atlas_command_certificate (int       argc,
                                 char        **argv);
AtlasExit atlas_command_backup  (int           argc,
                                 char        **argv);
AtlasExit atlas_command_restore (int           argc,
                                 char        **argv);
AtlasExit atlas_command_check   (int           argc,
                                 char        **argv);

gboolean  atlas_command_parse   (const char    *words,
                                 const char    *summary,
                                 const GOptionEntry *entries,
                                 int            n_words,
                                 int           *argc,
                                 char        ***argv);
AtlasExit atlas_command_fail    (GError        *error);
AtlasExit atlas_command_usage   (const char    *message);
gboolean  atlas_command_is_json (const char    *format);
gboolean  atlas_command_is_verb (int            argc,
                                 char         **argv,
                                 const char    *verb);
AtlasExit atlas_command_in_transaction (const char *folder,
                                 AtlasCommandTransaction func,
                                 gpointer       data);
gboolean  atlas_command_find_user (AtlasBackend *backend,
                                 const char    *name,
                                 char         **user,
                                 GError       **error);
void      atlas_command_print   (json_t        *object);
void      atlas_command_print_rows (const char *format,
                                 const char    *name,
                                 json_t        *rows);

G_END_DECLS
