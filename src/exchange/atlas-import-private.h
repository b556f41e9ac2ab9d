/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an import is made of; for atlas-import.c and atlas-import-build.c alone. */
#pragma once

#include "exchange/atlas-import.h"

G_BEGIN_DECLS

/* A row, and what only the building of an import needs to know of it. */
typedef struct {
  AtlasImportRow row;
  GPtrArray     *links;         /* (nullable) (element-type Link): cells that name other records */
  GPtrArray     *named_by;      /* (nullable) (element-type ImportRow) (unowned): who names it */
} ImportRow;

struct _AtlasImport
{
  char         *pack;           /* (nullable): the pack whose ids the rows get from their keys */
  GPtrArray    *rows;           /* (element-type ImportRow) */
  GHashTable   *present;        /* "type/id" -> AtlasRecord */
  GHashTable   *present_keys;   /* "type/key" -> AtlasRecord (unowned) */
  GHashTable   *row_ids;        /* "type/id" -> ImportRow (unowned) */
  GHashTable   *row_keys;       /* "type/key" -> ImportRow (unowned) */
  GStringChunk *names;          /* of files */
  gboolean      is_full;        /* the limit of rows was met; no more are read */
  int           refs;
};

void atlas_import_row_free (ImportRow *row);

G_END_DECLS
