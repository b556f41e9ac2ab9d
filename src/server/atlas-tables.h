/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * AtlasTablesStep:
 * @statements: (array zero-terminated=1): what is run, in order
 *
 * One version of the server's tables, made from the version before it.
 */
typedef struct {
  const char * const *statements;
} AtlasTablesStep;

int                    atlas_tables_version (void);
const AtlasTablesStep *atlas_tables_step    (int version);

G_END_DECLS
