/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs atlasctl as a shell would. */
#pragma once

#include "base/atlas-json.h"

G_BEGIN_DECLS

/* A demonstration of few children, dated round 20 November 2026, in a folder of its own. */
typedef struct {
  char *folder;                 /* of the store */
  char *place;                  /* a folder for the test's files, which holds @folder */
} Ctl;

void    ctl_set_up       (Ctl           *ctl,
                          gconstpointer  data);
void    ctl_tear_down    (Ctl           *ctl,
                          gconstpointer  data);
int     ctl_run          (const char    *input,
                          char         **output,
                          char         **complaint,
                          const char    *first,
                          ...) G_GNUC_NULL_TERMINATED;
int     ctl_run_line     (const char    *line,
                          char         **output,
                          char         **complaint);
json_t *ctl_ask          (Ctl           *ctl,
                          const char    *first,
                          ...) G_GNUC_NULL_TERMINATED G_GNUC_WARN_UNUSED_RESULT;
gsize   ctl_count        (json_t        *object,
                          const char    *rows);
char   *ctl_write_file   (Ctl           *ctl,
                          const char    *name,
                          const char    *text) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
