/*
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * exchange/ reads and writes what others give: county packs, CSV, GeoJSON, days, spreadsheets.
 * It may touch base/ to rules/ and files it is given; of it only atlas-sheet-store knows a store.
 * Bytes -> an import: rows (new, changed, same, refused; line, reason) and change sets that nobody
 * has committed yet. Records -> bytes. All of it may run on any thread.
 * Rules: RFC 4180 (CSV), RFC 7946 (GeoJSON), docs/packs.md, protocol section 5 (change sets).
 */
#pragma once

#include <gio/gio.h>

#include "records/atlas-change-set.h"
#include "records/atlas-record.h"

G_BEGIN_DECLS

/**
 * ATLAS_IMPORT_FILE_BYTES_MAX:
 *
 * The longest file that an import reads, in bytes.
 */
#define ATLAS_IMPORT_FILE_BYTES_MAX (16 * 1024 * 1024)

/**
 * ATLAS_IMPORT_ROWS_MAX:
 *
 * The most rows that an import takes, all its files together.
 */
#define ATLAS_IMPORT_ROWS_MAX 200000

/**
 * AtlasRowState:
 * @ATLAS_ROW_NEW: would make a record
 * @ATLAS_ROW_CHANGED: would change one that is there
 * @ATLAS_ROW_SAME: says what the record says already
 * @ATLAS_ROW_REMOVED: no row of the file: a record that the file takes the place of
 * @ATLAS_ROW_REFUSED: would do nothing, for the reason given
 *
 * What committing an import would do with a row.
 */
typedef enum {
  ATLAS_ROW_NEW,
  ATLAS_ROW_CHANGED,
  ATLAS_ROW_SAME,
  ATLAS_ROW_REMOVED,
  ATLAS_ROW_REFUSED,
} AtlasRowState;

#define ATLAS_ROW_N_STATES (ATLAS_ROW_REFUSED + 1)

/**
 * AtlasImportRow:
 * @state: what committing would do
 * @file: the file's name, as whoever imports it knows it
 * @line: the line on which the row begins, from 1; 0 for a record that is removed
 * @reason: (nullable): why it is refused, in English
 * @type: the record type
 * @key: (nullable): the key that the row gives
 * @id: (nullable): the record's id, %NULL if the row is refused before one is known
 * @fields: values by field name: all of a new record, the differing ones of a changed record
 * @present: (nullable): the record that is there already
 *
 * One row of an import.
 */
typedef struct {
  AtlasRowState    state;
  const char      *file;
  guint            line;
  char            *reason;
  const AtlasType *type;
  char            *key;
  char            *id;
  json_t          *fields;
  AtlasRecord     *present;
} AtlasImportRow;

typedef struct _AtlasImport AtlasImport;

AtlasImport          *atlas_import_ref       (AtlasImport      *self);
void                  atlas_import_unref     (AtlasImport      *self);
guint                 atlas_import_n_rows    (AtlasImport      *self);
const AtlasImportRow *atlas_import_get_row   (AtlasImport      *self,
                                              guint             row);
guint                 atlas_import_count     (AtlasImport      *self,
                                              AtlasRowState     state);
GPtrArray            *atlas_import_make_sets (AtlasImport      *self,
                                              const char       *label) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray            *atlas_import_make_records (AtlasImport   *self,
                                              const AtlasType  *type,
                                              GError          **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray            *atlas_import_make_after (AtlasImport     *self,
                                              const AtlasType  *type,
                                              GPtrArray        *present,
                                              GError          **error) G_GNUC_WARN_UNUSED_RESULT;
const char           *atlas_row_state_name   (AtlasRowState     state);

GBytes               *atlas_import_load_file (GFile            *file,
                                              gsize             bytes_max,
                                              GCancellable     *cancellable,
                                              GError          **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasImport, atlas_import_unref)

G_END_DECLS
