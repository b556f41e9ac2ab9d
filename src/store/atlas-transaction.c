/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-store"

#include "config.h"

#include "store/atlas-db.h"

struct _AtlasTransaction
{
  AtlasDb *db;                  /* (unowned) */
  gboolean is_open;
};

static AtlasTransaction *
begin (AtlasDb    *db,
       const char *sql,
       GError    **error)
{
  AtlasTransaction *self;

  if (!atlas_db_exec (db, sql, error))
    return NULL;

  self = g_new0 (AtlasTransaction, 1);
  self->db = db;
  self->is_open = TRUE;
  return self;
}

/**
 * atlas_transaction_begin:
 * @db: a connection
 * @error: return location for an error
 *
 * Begins to write. Leaving scope without atlas_transaction_commit() rolls back.
 *
 * Errors: %ATLAS_ERROR_BUSY when another program is writing for longer than the busy timeout.
 *
 * Returns: (transfer full): the transaction
 */
AtlasTransaction *
atlas_transaction_begin (AtlasDb *db,
                         GError **error)
{
  return begin (db, "BEGIN IMMEDIATE", error);
}

/**
 * atlas_transaction_begin_read:
 * @db: a connection
 * @error: return location for an error
 *
 * Begins to read one unchanging state.
 *
 * Returns: (transfer full): the transaction
 */
AtlasTransaction *
atlas_transaction_begin_read (AtlasDb *db,
                              GError **error)
{
  return begin (db, "BEGIN", error);
}

/**
 * atlas_transaction_commit:
 * @self: a transaction
 * @error: return location for an error
 *
 * Makes what was written lasting. After a failure nothing of it is there.
 *
 * Returns: whether it is
 */
gboolean
atlas_transaction_commit (AtlasTransaction *self,
                          GError          **error)
{
  if (!atlas_db_exec (self->db, "COMMIT", error))
    return FALSE;

  self->is_open = FALSE;
  return TRUE;
}

/**
 * atlas_transaction_end:
 * @self: (transfer full): a transaction
 *
 * Rolls back what was not committed.
 */
void
atlas_transaction_end (AtlasTransaction *self)
{
  if (self->is_open && atlas_db_in_transaction (self->db))
    atlas_db_exec (self->db, "ROLLBACK", NULL);
  g_free (self);
}
