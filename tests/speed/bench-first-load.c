/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The first load of a laptop against the least that it could cost: copying the same bytes over TLS
 * and inserting the same rows, with and without their words for search, by SQLite alone.
 */
#include "config.h"

#include <stdio.h>

#include "store/atlas-store.h"
#include "sync/sync-fixture.h"

#include "speed-fixture.h"

#define RUNS 3

static const int sizes[] = { 10000, 100000 };

typedef struct {
  double load_s;
  double copy_s;
  double rows_s;                /* inserting the rows alone */
  double words_s;               /* and then their words */
  double load_cpu_s;            /* of laptop and server together */
  double raw_cpu_s;             /* of copying and inserting */
  double client_mb;
} Times;

/* What the pages of a first load hold, as they are before they are packed. */
static gsize
count_bytes (TestServer *server)
{
  g_autoptr(TestClient) client = test_client_for (server, "county_officer", "county");
  gsize n_bytes = 0;
  gboolean more = TRUE;

  while (more)
    {
      g_autofree char *path = client->cursor == NULL
        ? g_strdup ("/v1/changes?limit=500")
        : g_strdup_printf ("/v1/changes?limit=500&cursor=%s", client->cursor);
      g_autoptr(json_t) page = test_client_send (client, "GET", path, NULL);

      g_assert_cmpuint (client->status, ==, 200);
      g_free (client->cursor);
      client->cursor = g_strdup (atlas_json_string (page, "cursor"));
      more = atlas_json_boolean (page, "more");
      n_bytes += json_dumpb (page, NULL, 0, JSON_COMPACT);
    }

  return n_bytes;
}

static void
copy_rows (sqlite3    *from,
           sqlite3    *to,
           const char *select,
           const char *table)
{
  sqlite3_stmt *read = speed_db_prepare (from, select);
  g_autoptr(GString) sql = g_string_new (NULL);
  sqlite3_stmt *write;

  g_string_printf (sql, "INSERT INTO %s VALUES (?", table);
  for (int i = 1; i < sqlite3_column_count (read); i++)
    g_string_append (sql, ", ?");
  g_string_append_c (sql, ')');

  write = speed_db_prepare (to, sql->str);
  while (sqlite3_step (read) == SQLITE_ROW)
    {
      for (int i = 0; i < sqlite3_column_count (read); i++)
        sqlite3_bind_value (write, i + 1, sqlite3_column_value (read, i));
      speed_db_step (write);
    }
  sqlite3_finalize (read);
  sqlite3_finalize (write);
}

static void
time_insert (const char *folder,
             Times      *times)
{
  g_autofree char *target = g_dir_make_tmp ("atlas-bench-XXXXXX", NULL);
  sqlite3 *from;
  sqlite3 *to;
  gint64 began;

  atlas_store_close (atlas_store_open (target, ATLAS_STORE_CREATE, NULL));
  from = speed_db_open (folder, ATLAS_STORE_FILE);
  to = speed_db_open (target, ATLAS_STORE_FILE);

  began = g_get_monotonic_time ();
  speed_db_run (to, "BEGIN");
  copy_rows (from, to, "SELECT * FROM child", "child");
  speed_db_run (to, "COMMIT; PRAGMA wal_checkpoint (TRUNCATE)");
  speed_take_least (&times->rows_s, speed_seconds_since (began));

  began = g_get_monotonic_time ();
  speed_db_run (to, "BEGIN");
  copy_rows (from, to, "SELECT rowid, words FROM search_child", "search_child (rowid, words)");
  speed_db_run (to, "COMMIT; PRAGMA wal_checkpoint (TRUNCATE)");
  speed_take_least (&times->words_s, speed_seconds_since (began));

  sqlite3_close (from);
  sqlite3_close (to);
  sync_fixture_remove (target);
}

static void
run_once (TestServer *server,
          gsize       n_bytes,
          Times      *times)
{
  g_autofree char *folder = g_dir_make_tmp ("atlas-bench-XXXXXX", NULL);
  double cpu_s = speed_server_cpu (server);
  SpeedRun run = speed_join (server, folder);

  speed_take_least (&times->load_s, run.seconds);
  speed_take_least (&times->load_cpu_s, run.cpu_s + speed_server_cpu (server) - cpu_s);
  cpu_s = speed_own_cpu ();
  times->client_mb = MAX (times->client_mb, run.peak_mb);
  speed_take_least (&times->copy_s, speed_copy_bytes (n_bytes));
  time_insert (folder, times);
  speed_take_least (&times->raw_cpu_s, speed_own_cpu () - cpu_s);
  sync_fixture_remove (folder);
}

static void
measure (TestServer *server,
         int         n_children)
{
  Times times = { 0 };
  gsize n_bytes;

  speed_fill (server, n_children);
  n_bytes = count_bytes (server);
  for (int i = 0; i < RUNS; i++)
    run_once (server, n_bytes, &times);

  printf ("first load of %d records: %.0f ms; copying their %.1f MB over TLS %.0f ms, inserting"
          " the rows %.0f ms, their words %.0f ms\n", n_children, times.load_s * 1000,
          (double) n_bytes / 1e6, times.copy_s * 1000, times.rows_s * 1000, times.words_s * 1000);
  speed_tell (times.load_s / (times.copy_s + times.rows_s + times.words_s), "times", "at most 3",
              "first load of %d records against copying and inserting rows and words",
              n_children);
  speed_tell (times.load_s / (times.copy_s + times.rows_s), "times", NULL,
              "first load of %d records against copying and inserting rows without words",
              n_children);
  speed_tell (times.load_cpu_s / times.raw_cpu_s, "times", NULL,
              "the same by processor time, with words");
  speed_tell (n_children / times.load_s, "records/s", "30000", "first load of %d records",
              n_children);
  speed_tell (times.client_mb, "MB", "under 200", "memory of the laptop in it, at most");
  speed_tell (speed_server_peak (server), "MB", NULL, "memory of the server so far, at most");
}

int
main (void)
{
  g_autoptr(TestServer) server = test_server_new (SPEED_CONFIG);

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    measure (server, MIN (sizes[i], speed_records (sizes[i])));

  return 0;
}
