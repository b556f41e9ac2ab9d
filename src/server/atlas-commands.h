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

typedef AtlasExit (*AtlasCommand)     (int           argc,
                                       char        **argv);
typedef gboolean  (*AtlasCommandEdit) (AtlasBackend *backend,
                                       gpointer      data,
                                       GError      **error);
typedef json_t   *(*AtlasCommandRow)  (AtlasRows    *query);

/* Options that several commands have; for each, what gets its value. */
#define ATLAS_OPTION_DATABASE(variable) \
  { "database", 0, 0, G_OPTION_ARG_STRING, variable, N_("where the county is kept, a PostgreSQL"), \
    N_("URL") }
#define ATLAS_OPTION_CONFIG(variable) \
  { "config", 0, 0, G_OPTION_ARG_FILENAME, variable, N_("a configuration file"), N_("FILE") }

AtlasExit atlas_command_init    (int           argc,
                                 char        **argv);
AtlasExit atlas_command_serve   (int           argc,
                                 char        **argv);
AtlasExit atlas_command_user    (int           argc,
                                 char        **argv);
AtlasExit atlas_command_device  (int           argc,
                                 char        **argv);
AtlasExit atlas_command_user_otp (int          argc,
                                 char        **argv);
AtlasExit atlas_command_lease   (int           argc,
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
AtlasExit atlas_command_audit   (int           argc,
                                 char        **argv);
AtlasExit atlas_command_export  (int           argc,
                                 char        **argv);
AtlasExit atlas_command_import  (int           argc,
                                 char        **argv);
AtlasExit atlas_command_erase   (int           argc,
                                 char        **argv);
AtlasExit atlas_command_retention (int         argc,
                                 char        **argv);
gboolean  atlas_command_erase_again (const char *folder,
                                 const char    *list,
                                 GError       **error);

gboolean  atlas_command_parse   (const char    *words,
                                 const char    *summary,
                                 const GOptionEntry *entries,
                                 int            n_words,
                                 int           *argc,
                                 char        ***argv);
gboolean  atlas_command_database (const char   *config,
                                  char        **database,
                                  GError      **error);
AtlasExit atlas_command_fail    (GError        *error);
AtlasExit atlas_command_usage   (const char    *message);
gboolean  atlas_command_is_json (const char    *format);
gboolean  atlas_command_is_verb (int            argc,
                                 char         **argv,
                                 const char    *verb);
gboolean  atlas_command_find_user (AtlasBackend *backend,
                                 const char    *name,
                                 char         **user,
                                 GError       **error);
void      atlas_command_print   (json_t        *object);
void      atlas_command_print_rows (const char *format,
                                 const char    *name,
                                 json_t        *rows);
AtlasExit atlas_command_list_rows (int         argc,
                                 char        **argv,
                                 const char   *name,
                                 const char   *sql,
                                 AtlasCommandRow row);
AtlasExit atlas_command_in_transaction (const char *folder,
                                 AtlasCommandEdit edit,
                                 gpointer      data);

G_END_DECLS
