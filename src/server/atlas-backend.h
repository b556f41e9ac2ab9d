/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/atlas-json.h"
#include "store/atlas-db.h"

G_BEGIN_DECLS

typedef struct _AtlasBackend AtlasBackend;
typedef struct _AtlasQuery   AtlasRows;

/**
 * AtlasBackendVerbs:
 * @shares_writing: whether others may write while a transaction does, so that what it reads and
 *   then writes must be locked
 * @begin: starts a transaction. One that only reads sees one moment; one that writes either waits
 *   for its turn or sees what others have committed
 * @commit: ends it; when it fails, nothing of it was kept
 * @rollback: undoes it
 * @prepare: gives a statement for SQL with numbered parameters, `?1`, of these kinds
 * @bind_null: gives a parameter no value
 * @bind_int: gives a parameter a number
 * @bind_text: gives a parameter text, copied
 * @bind_bytes: gives a parameter bytes, copied
 * @run: runs a statement that gives no rows. Inside a transaction that it failed may be told only
 *   by a later call, the commit at the latest
 * @step: goes to the next row
 * @is_null: whether a column has no value
 * @get_int: a column as a number
 * @get_text: a column as text, valid until the next step
 * @get_bytes: a column as bytes, valid until the next step
 * @release: gives a statement back
 * @announce: has whoever watches told, once this transaction is committed, that there is something
 *   new
 * @version: a number that differs once another process has committed, where nobody is told
 * @copy: writes the whole database, as it is at one moment, into a new SQLite file
 * @check: looks for damage
 * @scrub: leaves nothing on the disk of what was deleted
 * @close: ends the connection and frees the back end
 *
 * What a database must be able to do to hold a county. One back end is used on one thread, its
 * owner's.
 */
typedef struct {
  gboolean      shares_writing;
  gboolean      (*begin)      (AtlasBackend *self, gboolean writes, GError **error);
  gboolean      (*commit)     (AtlasBackend *self, GError **error);
  void          (*rollback)   (AtlasBackend *self);
  gpointer      (*prepare)    (AtlasBackend *self, const char *sql, const char *kinds,
                               GError **error);
  void          (*bind_null)  (gpointer stmt, int index);
  void          (*bind_int)   (gpointer stmt, int index, gint64 value);
  void          (*bind_text)  (gpointer stmt, int index, const char *value);
  void          (*bind_bytes) (gpointer stmt, int index, const void *data, gsize length);
  gboolean      (*run)        (gpointer stmt, GError **error);
  AtlasStep     (*step)       (gpointer stmt, GError **error);
  gboolean      (*is_null)    (gpointer stmt, int column);
  gint64        (*get_int)    (gpointer stmt, int column);
  const char   *(*get_text)   (gpointer stmt, int column);
  const guint8 *(*get_bytes)  (gpointer stmt, int column, gsize *length);
  void          (*release)    (gpointer stmt);
  gboolean      (*announce)   (AtlasBackend *self, GError **error);
  gint64        (*version)    (AtlasBackend *self);
  gboolean      (*copy)       (AtlasBackend *self, const char *path, GError **error);
  gboolean      (*check)      (AtlasBackend *self, GError **error);
  gboolean      (*scrub)      (AtlasBackend *self, GError **error);
  void          (*close)      (AtlasBackend *self);
} AtlasBackendVerbs;

/**
 * AtlasBackend:
 * @verbs: what it can do
 *
 * Head of every back end's own struct.
 */
struct _AtlasBackend
{
  const AtlasBackendVerbs *verbs;
};

gboolean    atlas_backend_begin    (AtlasBackend  *self,
                                    gboolean       writes,
                                    GError       **error);
gboolean    atlas_backend_commit   (AtlasBackend  *self,
                                    GError       **error);
void        atlas_backend_rollback (AtlasBackend  *self);
gboolean    atlas_backend_shares_writing (AtlasBackend *self);
gboolean    atlas_backend_announce (AtlasBackend  *self,
                                    GError       **error);
gint64      atlas_backend_version  (AtlasBackend  *self);
gboolean    atlas_backend_copy     (AtlasBackend  *self,
                                    const char    *path,
                                    GError       **error);
gboolean    atlas_backend_check    (AtlasBackend  *self,
                                    GError       **error);
gboolean    atlas_backend_scrub    (AtlasBackend  *self,
                                    GError       **error);
void        atlas_backend_close    (AtlasBackend  *self);

AtlasRows  *atlas_backend_query    (AtlasBackend  *self,
                                    GError       **error,
                                    const char    *sql,
                                    const char    *kinds,
                                    ...) G_GNUC_WARN_UNUSED_RESULT;
gboolean    atlas_backend_run      (AtlasBackend  *self,
                                    GError       **error,
                                    const char    *sql,
                                    const char    *kinds,
                                    ...);
gboolean    atlas_backend_lock     (AtlasBackend  *self,
                                    GError       **error,
                                    const char    *sql,
                                    const char    *kinds,
                                    ...);

AtlasStep   atlas_rows_step        (AtlasRows     *self,
                                    GError       **error);
gint64      atlas_rows_int         (AtlasRows     *self,
                                    int            column);
const char *atlas_rows_text        (AtlasRows     *self,
                                    int            column);
char       *atlas_rows_id          (AtlasRows     *self,
                                    int            column) G_GNUC_WARN_UNUSED_RESULT;
json_t     *atlas_rows_json        (AtlasRows     *self,
                                    int            column) G_GNUC_WARN_UNUSED_RESULT;
GBytes     *atlas_rows_bytes       (AtlasRows     *self,
                                    int            column) G_GNUC_WARN_UNUSED_RESULT;
void        atlas_rows_free        (AtlasRows     *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasBackend, atlas_backend_close)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasRows, atlas_rows_free)

G_END_DECLS
