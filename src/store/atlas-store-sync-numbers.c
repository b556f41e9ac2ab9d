/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The numbers of change sets, when this laptop has become another device of its server. */
#define G_LOG_DOMAIN "atlas-store"

#include "config.h"

#include "store/atlas-store-sync.h"

/* Numbers wait here, above all that are in use, so that none is ever taken twice. */
#define ASIDE "(1 << 40)"

static gboolean
set_aside (AtlasDb *db,
           GError **error)
{
  return atlas_db_exec (db, "UPDATE pending SET n = n + " ASIDE, error) &&
         atlas_db_exec (db, "UPDATE journal SET n = n + " ASIDE, error) &&
         atlas_db_exec (db, "UPDATE outbox SET n = n + " ASIDE, error);
}

static gboolean
move (AtlasDb *db,
      gint64   from,
      gint64   to,
      GError **error)
{
  static const char * const statements[] = {
    "UPDATE pending SET n = ?2 WHERE n = ?1",
    "UPDATE journal SET n = ?2 WHERE n = ?1",
    "UPDATE outbox SET n = ?2 WHERE n = ?1",
  };

  for (guint i = 0; i < G_N_ELEMENTS (statements); i++)
    {
      g_autoptr(AtlasStmt) stmt = atlas_db_prepare (db, statements[i], error);

      if (stmt == NULL)
        return FALSE;
      atlas_stmt_bind_integer (stmt, 1, from);
      atlas_stmt_bind_integer (stmt, 2, to);
      if (!atlas_stmt_run (stmt, error))
        return FALSE;
    }

  return TRUE;
}

/* All numbers that are in use, in order; @unsent_last: those of the outbox after all others. A set
 * that was answered and must be sent again is in journal and outbox. */
static GArray *
list_numbers (AtlasDb *db,
              gboolean unsent_last,
              GError **error)
{
  static const char in_order[] = "SELECT n FROM journal UNION SELECT n FROM outbox ORDER BY n";
  static const char apart[] = "SELECT n FROM (SELECT n FROM journal UNION SELECT n FROM outbox)"
                              " ORDER BY n IN (SELECT n FROM outbox), n";
  g_autoptr(GArray)    numbers = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr(AtlasStmt) stmt = NULL;
  AtlasStep step;

  stmt = atlas_db_prepare (db, unsent_last ? apart : in_order, error);
  if (stmt == NULL)
    return NULL;

  while ((step = atlas_stmt_step (stmt, error)) == ATLAS_STEP_ROW)
    {
      gint64 n = atlas_stmt_get_integer (stmt, 0);

      g_array_append_val (numbers, n);
    }

  return step == ATLAS_STEP_DONE ? g_steal_pointer (&numbers) : NULL;
}

static gboolean
renumber (AtlasStore *self,
          gint64      first,
          gboolean    unsent_last,
          GError    **error)
{
  AtlasDb *db = atlas_store_get_db (self);
  g_autoptr(GArray) numbers = NULL;
  g_autofree char *last = NULL;

  if (!set_aside (db, error) || (numbers = list_numbers (db, unsent_last, error)) == NULL)
    return FALSE;
  for (guint i = 0; i < numbers->len; i++)
    if (!move (db, g_array_index (numbers, gint64, i), first + i, error))
      return FALSE;

  last = g_strdup_printf ("%" G_GINT64_FORMAT, first + (gint64) numbers->len - 1);
  return atlas_store_set_meta (self, "last_n", last, error);
}

/**
 * atlas_store_sync_renumber:
 * @self: a store
 * @device: id of the device that it is now
 * @prefix: what the references that it gives out begin with
 * @with_journal: whether the server has begun another history, in which it may not know what this
 *   laptop was told was done
 * @error: return location for an error
 *
 * After enrolling again: what is unsent is numbered anew from 1, each set keeping its id. What was
 * answered gets the numbers below 1, which are never sent; with @with_journal it is numbered from 1
 * too, before what is unsent.
 *
 * Source: protocol, section 5, `device-cloned`, and section 9.
 *
 * Returns: whether it is
 */
gboolean
atlas_store_sync_renumber (AtlasStore *self,
                           const char *device,
                           const char *prefix,
                           gboolean    with_journal,
                           GError    **error)
{
  AtlasDb *db = atlas_store_get_db (self);
  g_autoptr(AtlasTransaction) tx = atlas_transaction_begin (db, error);
  gint64 n_answered = 0;

  if (tx == NULL ||
      !atlas_db_ask_integer (db, "SELECT count (*) FROM journal WHERE n NOT IN"
                             " (SELECT n FROM outbox)", &n_answered, error))
    return FALSE;

  return renumber (self, with_journal ? 1 : 1 - n_answered, !with_journal, error) &&
         atlas_store_set_meta (self, "device", device, error) &&
         atlas_store_set_meta (self, "prefix", prefix, error) &&
         atlas_transaction_commit (tx, error);
}
