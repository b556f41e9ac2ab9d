/*
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * ctl/ is atlasctl: the store from a terminal and from scripts, with the window's own functions.
 * It may touch the engine and drawing/; what it needs of the window's is moved there first.
 * Words of the command line -> one engine call -> rows as a table, as CSV or as JSON, or the
 * window's document as a file.
 * One command, one thread, one process: each ends with one of four exit codes.
 * Rules: docs/atlasctl.md gives every command, its JSON and its exit codes; scripts rely on them.
 */
#pragma once

#include "base/atlas-date.h"
#include "base/atlas-json.h"
#include "exchange/atlas-import.h"
#include "rules/atlas-pupils.h"
#include "store/atlas-store.h"

G_BEGIN_DECLS

/**
 * AtlasCtlExit:
 * @ATLAS_CTL_DONE: done
 * @ATLAS_CTL_FINDINGS: done, and something was found that people should look at
 * @ATLAS_CTL_USAGE: the command line says nothing that can be done
 * @ATLAS_CTL_FAILURE: it could not be done
 *
 * How a command ends.
 */
typedef enum {
  ATLAS_CTL_DONE     = 0,
  ATLAS_CTL_FINDINGS = 1,
  ATLAS_CTL_USAGE    = 2,
  ATLAS_CTL_FAILURE  = 3,
} AtlasCtlExit;

typedef enum {
  ATLAS_CTL_TABLE,
  ATLAS_CTL_CSV,
  ATLAS_CTL_JSON,
} AtlasCtlFormat;

/**
 * AtlasCtl:
 * @folder: (nullable): as given by `--data`
 * @format_name: (nullable): as given by `--format`
 * @as_of_text: (nullable): as given by `--as-of`
 * @scope: (nullable): as given by `--scope`; %NULL for the whole county
 * @format: how to print
 * @as_of: the day asked about; %ATLAS_DATE_NONE until a store is open, unless it is given
 * @store: (nullable): the store, once it is open
 *
 * What all commands share.
 */
typedef struct {
  char           *folder;
  char           *format_name;
  char           *as_of_text;
  char           *scope;
  AtlasCtlFormat  format;
  AtlasDate       as_of;
  AtlasStore     *store;
} AtlasCtl;

typedef AtlasCtlExit (*AtlasCtlCommand) (AtlasCtl  *ctl,
                                         int        argc,
                                         char     **argv);

/* The commands. */
AtlasCtlExit  atlas_ctl_init        (AtlasCtl *ctl, int argc, char **argv);
AtlasCtlExit  atlas_ctl_counties    (AtlasCtl *ctl, int argc, char **argv);
AtlasCtlExit  atlas_ctl_list        (AtlasCtl *ctl, int argc, char **argv);
AtlasCtlExit  atlas_ctl_list_not_full_time (AtlasCtl *ctl, int argc, char **argv);
AtlasCtlExit  atlas_ctl_list_demand (AtlasCtl *ctl, int argc, char **argv);
AtlasCtlExit  atlas_ctl_list_duties (AtlasCtl *ctl, int argc, char **argv);
AtlasCtlExit  atlas_ctl_list_hours  (AtlasCtl *ctl, int argc, char **argv);
AtlasCtlExit  atlas_ctl_show        (AtlasCtl *ctl, int argc, char **argv);
AtlasCtlExit  atlas_ctl_document    (AtlasCtl *ctl, int argc, char **argv);
AtlasCtlExit  atlas_ctl_import      (AtlasCtl *ctl, int argc, char **argv);
AtlasCtlExit  atlas_ctl_export      (AtlasCtl *ctl, int argc, char **argv);
AtlasCtlExit  atlas_ctl_clocks      (AtlasCtl *ctl, int argc, char **argv);
AtlasCtlExit  atlas_ctl_day6        (AtlasCtl *ctl, int argc, char **argv);
AtlasCtlExit  atlas_ctl_capacity    (AtlasCtl *ctl, int argc, char **argv);
AtlasCtlExit  atlas_ctl_find_place (AtlasCtl *ctl, int argc, char **argv);
AtlasCtlExit  atlas_ctl_forecast  (AtlasCtl *ctl, int argc, char **argv);
AtlasCtlExit  atlas_ctl_activities (AtlasCtl *ctl, int argc, char **argv);
AtlasCtlExit  atlas_ctl_indicators (AtlasCtl *ctl, int argc, char **argv);
AtlasCtlExit  atlas_ctl_export_indicators (AtlasCtl *ctl, int argc, char **argv);
AtlasCtlExit  atlas_ctl_export_report (AtlasCtl *ctl, int argc, char **argv);
AtlasCtlExit  atlas_ctl_decisions (AtlasCtl *ctl, int argc, char **argv);
AtlasCtlExit  atlas_ctl_check       (AtlasCtl *ctl, int argc, char **argv);
AtlasCtlExit  atlas_ctl_apply       (AtlasCtl *ctl, int argc, char **argv);
AtlasCtlExit  atlas_ctl_history     (AtlasCtl *ctl, int argc, char **argv);
AtlasCtlExit  atlas_ctl_undo        (AtlasCtl *ctl, int argc, char **argv);
AtlasCtlExit  atlas_ctl_pack        (AtlasCtl *ctl, int argc, char **argv);
AtlasCtlExit  atlas_ctl_verify      (AtlasCtl *ctl, int argc, char **argv);
AtlasCtlExit  atlas_ctl_join        (AtlasCtl *ctl, int argc, char **argv);
AtlasCtlExit  atlas_ctl_trust       (AtlasCtl *ctl, int argc, char **argv);
AtlasCtlExit  atlas_ctl_proxy       (AtlasCtl *ctl, int argc, char **argv);
AtlasCtlExit  atlas_ctl_devices     (AtlasCtl *ctl, int argc, char **argv);
AtlasCtlExit  atlas_ctl_sync        (AtlasCtl *ctl, int argc, char **argv);
AtlasCtlExit  atlas_ctl_questions   (AtlasCtl *ctl, int argc, char **argv);
AtlasCtlExit  atlas_ctl_settle      (AtlasCtl *ctl, int argc, char **argv);

/* Reading the command line. */
gboolean      atlas_ctl_parse       (AtlasCtl           *ctl,
                                     const char         *words,
                                     const char         *summary,
                                     const GOptionEntry *entries,
                                     int                 least,
                                     int                 most,
                                     int                *argc,
                                     char             ***argv);
gboolean      atlas_ctl_open        (AtlasCtl           *ctl,
                                     AtlasStoreFlags     flags,
                                     GError            **error);
const AtlasType *atlas_ctl_find_type (const char        *name);
gboolean      atlas_ctl_find_pupils (const char         *code,
                                     AtlasPupils        *pupils);
GPtrArray    *atlas_ctl_list_type   (AtlasCtl           *ctl,
                                     const AtlasType    *type,
                                     GError            **error) G_GNUC_WARN_UNUSED_RESULT;

AtlasRecord  *atlas_ctl_find_school (AtlasCtl           *ctl,
                                     const char         *name,
                                     GError            **error) G_GNUC_WARN_UNUSED_RESULT;

/* Files. */
GBytes       *atlas_ctl_read_file   (const char         *path,
                                     GError            **error) G_GNUC_WARN_UNUSED_RESULT;
AtlasCtlExit  atlas_ctl_write_file  (const char         *path,
                                     GBytes             *bytes);
json_t       *atlas_ctl_commit      (AtlasCtl           *ctl,
                                     AtlasImport        *import,
                                     const char         *name,
                                     GError            **error) G_GNUC_WARN_UNUSED_RESULT;
AtlasCtlExit  atlas_ctl_import_calendar (AtlasCtl       *ctl,
                                     const char         *path,
                                     const char         *school_name,
                                     const char         *kind_name,
                                     gboolean            is_dry_run);
AtlasCtlExit  atlas_ctl_import_referrals (AtlasCtl      *ctl,
                                     const char         *path,
                                     const char         *map_path,
                                     const char         *policy,
                                     gboolean            is_dry_run);
AtlasCtlExit  atlas_ctl_export_calendar (AtlasCtl       *ctl,
                                     const char         *path,
                                     const char         *school_name);
AtlasCtlExit  atlas_ctl_export_minutes (AtlasCtl        *ctl,
                                     const char         *path,
                                     const char         *meeting);

/* Saying what came of it. */
AtlasCtlExit  atlas_ctl_fail        (GError             *error);
AtlasCtlExit  atlas_ctl_refuse      (GError             *error);
AtlasCtlExit  atlas_ctl_usage       (const char         *format,
                                     ...) G_GNUC_PRINTF (1, 2);
gboolean      atlas_ctl_write       (const char         *text);
AtlasCtlExit  atlas_ctl_print       (AtlasCtl           *ctl,
                                     json_t             *object,
                                     const char         *rows,
                                     const char * const *columns);
char         *atlas_ctl_rows_to_csv (json_t             *rows,
                                     const char * const *columns) G_GNUC_WARN_UNUSED_RESULT;
AtlasCtlExit  atlas_ctl_mark        (AtlasCtl           *ctl);
void          atlas_ctl_clear       (AtlasCtl           *ctl);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AtlasCtl, atlas_ctl_clear)

G_END_DECLS
