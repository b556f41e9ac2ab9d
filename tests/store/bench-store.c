/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Change sets per second against raw SQLite commits at the same durability, on the same disk, in
 * one run, with 10,000 and with 100,000 children in the store; and how the ratio grows.
 */
#include "config.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <stdlib.h>

#include "base/atlas-id.h"
#include "store/atlas-store.h"

#define COMMITS  200
#define BATCH    5000

static const int sizes[] = { 10000, 100000 };

static void
fail (const char *why)
{
  g_printerr ("%s\n", why);
  exit (1);
}

static void
remove_folder (const char *folder)
{
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_remove (path);
    }
  g_rmdir (folder);
}

static AtlasRecord *
make_child (int number)
{
  g_autofree char *id = atlas_id_new ();
  g_autofree char *last_name = g_strdup_printf ("Invented%d", number);
  g_autoptr(json_t) fields = json_pack ("{s:s, s:s, s:s}", "first_name", "Child",
                                        "last_name", last_name, "born", "2012-03-04");

  return atlas_record_new (&atlas_child_type, id, 0, fields, NULL);
}

static char *
fill (AtlasStore *store,
      int         children)
{
  char *last = NULL;

  for (int from = 0; from < children; from += BATCH)
    {
      g_autoptr(GPtrArray) records = g_ptr_array_new_with_free_func (g_object_unref);

      for (int i = from; i < MIN (from + BATCH, children); i++)
        g_ptr_array_add (records, make_child (i));
      if (!atlas_store_load (store, records, NULL))
        fail ("the store could not be filled");
      g_free (last);
      last = g_strdup (atlas_record_get_id (g_ptr_array_index (records, 0)));
    }

  return last;
}

static double
time_change_sets (AtlasStore *store,
                  const char *child)
{
  gint64 began = g_get_monotonic_time ();

  for (int i = 0; i < COMMITS; i++)
    {
      g_autoptr(AtlasRecord)    record = atlas_store_get (store, "child", child, NULL);
      g_autoptr(AtlasChangeSet) set = atlas_change_set_new ("Town changed");

      atlas_change_set_set_text (set, record, "town", i % 2 == 0 ? "Ware" : "Tring");
      if (!atlas_store_apply (store, set, NULL))
        fail ("a change set was refused");
    }

  return (double) (g_get_monotonic_time () - began) / COMMITS;
}

static double
time_raw_commits (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "raw.db", NULL);
  g_autoptr(AtlasDb) db = atlas_db_open (path, ATLAS_DB_CREATE, NULL);
  gint64 began;

  if (db == NULL || !atlas_db_exec (db, "CREATE TABLE t (id INTEGER PRIMARY KEY, town TEXT) STRICT",
                                    NULL))
    fail ("the raw database could not be made");

  began = g_get_monotonic_time ();
  for (int i = 0; i < COMMITS; i++)
    {
      g_autoptr(AtlasTransaction) tx = atlas_transaction_begin (db, NULL);
      g_autoptr(AtlasStmt)        stmt = atlas_db_prepare (db, "INSERT INTO t (town) VALUES (?)",
                                                           NULL);

      atlas_stmt_bind_text (stmt, 1, "Ware");
      if (!atlas_stmt_run (stmt, NULL) || !atlas_transaction_commit (tx, NULL))
        fail ("a raw commit failed");
    }

  return (double) (g_get_monotonic_time () - began) / COMMITS;
}

int
main (void)
{
  double ratios[G_N_ELEMENTS (sizes)];

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autofree char *folder = g_dir_make_tmp ("atlas-bench-XXXXXX", NULL);
      g_autoptr(AtlasStore) store = atlas_store_open (folder, ATLAS_STORE_CREATE, NULL);
      g_autofree char *child = fill (store, sizes[i]);
      double raw = time_raw_commits (folder);
      double sets = time_change_sets (store, child);

      ratios[i] = sets / raw;
      g_print ("%6d children: a change set takes %.2f times a raw commit"
               " (%.0f and %.0f a second)\n",
               sizes[i], ratios[i], G_USEC_PER_SEC / sets, G_USEC_PER_SEC / raw);
      g_clear_pointer (&store, atlas_store_close);
      remove_folder (folder);
    }
  g_print ("growth of the ratio from %d to %d children: %.2f\n", sizes[0], sizes[1],
           ratios[1] / ratios[0]);

  return 0;
}
