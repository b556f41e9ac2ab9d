/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "exchange/atlas-pack.h"

G_BEGIN_DECLS

/**
 * AtlasPackFinding:
 * @check: which check found it, for programs: `refused`, `shape-gap`
 * @file: the pack's file
 * @line: its line, 0 when the whole file is meant
 * @key: (nullable): of the row
 * @text: what was found, translated
 * @is_note: whether it is only worth knowing: nothing has to be mended
 *
 * Something that somebody who makes a pack should look at.
 */
typedef struct {
  const char *check;
  char       *file;
  guint       line;
  char       *key;
  char       *text;
  gboolean    is_note;
} AtlasPackFinding;

GPtrArray *atlas_pack_check (AtlasPack *pack) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
