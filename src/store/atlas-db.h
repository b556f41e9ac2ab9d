/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/atlas-date.h"

G_BEGIN_DECLS

/**
 * AtlasDb:
 *
 * One SQLite connection. It belongs to the thread that opened it and asserts that.
 */
typedef struct _AtlasDb          AtlasDb;
typedef struct _AtlasStmt        AtlasStmt;
typedef struct _AtlasTransaction AtlasTransaction;

/**
 * AtlasDbFlags:
 * @ATLAS_DB_READ_ONLY: refuse to write
 * @ATLAS_DB_CREATE: make the file when there is none
 * @ATLAS_DB_BULK: commits need not survive a power cut; only for a file that can be made again
 *
 * How to open a database.
 */
typedef enum {
  ATLAS_DB_DEFAULT   = 0,
  ATLAS_DB_READ_ONLY = 1 << 0,
  ATLAS_DB_CREATE    = 1 << 1,
  ATLAS_DB_BULK      = 1 << 2,
} AtlasDbFlags;

typedef enum {
  ATLAS_STEP_ERROR,
  ATLAS_STEP_ROW,
  ATLAS_STEP_DONE,
} AtlasStep;

AtlasDb          *atlas_db_open              (const char    *path,
                                              AtlasDbFlags   flags,
                                              GError       **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean          atlas_db_adopt             (AtlasDb       *self,
                                              GError       **error);
void              atlas_db_close             (AtlasDb       *self);
gboolean          atlas_db_exec              (AtlasDb       *self,
                                              const char    *sql,
                                              GError       **error);
AtlasStmt        *atlas_db_prepare           (AtlasDb       *self,
                                              const char    *sql,
                                              GError       **error) G_GNUC_WARN_UNUSED_RESULT;
gint64            atlas_db_changes           (AtlasDb       *self);
gboolean          atlas_db_get_version       (AtlasDb       *self,
                                              int           *version,
                                              GError       **error);
gboolean          atlas_db_set_version       (AtlasDb       *self,
                                              int            version,
                                              GError       **error);
gboolean          atlas_db_ask_integer       (AtlasDb       *self,
                                              const char    *sql,
                                              gint64        *value,
                                              GError       **error);
gboolean          atlas_db_data_version      (AtlasDb       *self,
                                              gint64        *version,
                                              GError       **error);
gboolean          atlas_db_check             (AtlasDb       *self,
                                              GError       **error);
gboolean          atlas_db_copy_to           (AtlasDb       *self,
                                              const char    *path,
                                              GError       **error);
gboolean          atlas_db_in_transaction    (AtlasDb       *self);

void              atlas_stmt_bind_text       (AtlasStmt     *self,
                                              int            index,
                                              const char    *text);
void              atlas_stmt_bind_integer    (AtlasStmt     *self,
                                              int            index,
                                              gint64         value);
void              atlas_stmt_bind_id         (AtlasStmt     *self,
                                              int            index,
                                              const char    *id);
void              atlas_stmt_bind_bytes      (AtlasStmt     *self,
                                              int            index,
                                              const void    *bytes,
                                              gsize          length);
void              atlas_stmt_bind_null       (AtlasStmt     *self,
                                              int            index);
AtlasStep         atlas_stmt_step            (AtlasStmt     *self,
                                              GError       **error);
gboolean          atlas_stmt_run             (AtlasStmt     *self,
                                              GError       **error);
gboolean          atlas_stmt_insert          (AtlasStmt     *self,
                                              gint64        *rowid,
                                              GError       **error);
void              atlas_stmt_reset           (AtlasStmt     *self);
gboolean          atlas_stmt_is_null         (AtlasStmt     *self,
                                              int            column);
const char       *atlas_stmt_get_text        (AtlasStmt     *self,
                                              int            column);
gint64            atlas_stmt_get_integer     (AtlasStmt     *self,
                                              int            column);
AtlasDate         atlas_stmt_get_date        (AtlasStmt     *self,
                                              int            column);
char             *atlas_stmt_get_id          (AtlasStmt     *self,
                                              int            column) G_GNUC_WARN_UNUSED_RESULT;
const void       *atlas_stmt_get_bytes       (AtlasStmt     *self,
                                              int            column,
                                              gsize         *length);
void              atlas_stmt_release         (AtlasStmt     *self);

AtlasTransaction *atlas_transaction_begin    (AtlasDb       *db,
                                              GError       **error) G_GNUC_WARN_UNUSED_RESULT;
AtlasTransaction *atlas_transaction_begin_read (AtlasDb     *db,
                                              GError       **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean          atlas_transaction_commit   (AtlasTransaction *self,
                                              GError       **error);
void              atlas_transaction_end      (AtlasTransaction *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasDb, atlas_db_close)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasStmt, atlas_stmt_release)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasTransaction, atlas_transaction_end)

G_END_DECLS
