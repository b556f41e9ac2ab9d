/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What bringing in a spreadsheet asks of a store, on the store's threads. */
#pragma once

#include <gio/gio.h>

#include "exchange/atlas-sheet-store.h"

G_BEGIN_DECLS

/**
 * AtlasSheetOpening:
 * @file: (nullable): a file, or %NULL when @bytes were pasted
 * @bytes: (nullable): what was pasted
 *
 * Where a table comes from.
 */
typedef struct {
  GFile  *file;
  GBytes *bytes;
} AtlasSheetOpening;

/**
 * AtlasSheetReading:
 * @sheet: the table
 * @map: what its columns were taken for the last time, or a guess
 * @areas: (element-type AtlasArea): by number
 *
 * A table that was read.
 */
typedef struct {
  AtlasSheet    *sheet;
  AtlasSheetMap *map;
  GPtrArray     *areas;
} AtlasSheetReading;

/**
 * AtlasSheetRequest:
 * @sheet: a table
 * @map: what its columns say
 * @choices: line to #AtlasSheetChoice
 * @on: today
 * @is_invented: whether the children are invented
 *
 * What is to be planned or brought in.
 */
typedef struct {
  AtlasSheet    *sheet;
  AtlasSheetMap *map;
  GHashTable    *choices;
  AtlasDate      on;
  gboolean       is_invented;
} AtlasSheetRequest;

/**
 * AtlasSheetDone:
 * @n_taken: lines that made or changed something
 * @n_refused: lines that were refused
 * @set_ids: (nullable): the change sets, in order, with spaces between
 *
 * What was brought in.
 */
typedef struct {
  guint  n_taken;
  guint  n_refused;
  char  *set_ids;
} AtlasSheetDone;

void               atlas_sheet_opening_free (AtlasSheetOpening   *opening);
void               atlas_sheet_reading_free (AtlasSheetReading   *reading);
AtlasSheetRequest *atlas_sheet_request_new  (AtlasSheet          *sheet,
                                             AtlasSheetMap       *map,
                                             GHashTable          *choices)
                                             G_GNUC_WARN_UNUSED_RESULT;
void               atlas_sheet_request_free (AtlasSheetRequest   *request);
void               atlas_sheet_done_free    (AtlasSheetDone      *done);
gpointer           atlas_sheet_work_open    (AtlasStore          *store,
                                             gpointer             data,
                                             GCancellable        *cancellable,
                                             GError             **error);
gpointer           atlas_sheet_work_plan    (AtlasStore          *store,
                                             gpointer             data,
                                             GCancellable        *cancellable,
                                             GError             **error);
gpointer           atlas_sheet_work_bring_in (AtlasStore         *store,
                                             gpointer             data,
                                             GCancellable        *cancellable,
                                             GError             **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasSheetReading, atlas_sheet_reading_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasSheetDone, atlas_sheet_done_free)

G_END_DECLS
