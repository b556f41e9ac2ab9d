/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A round of news over a store that is in use: 30,000 records that somebody else has changed, with
 * their lines of History, against writing the same rows over the old ones by SQLite alone. And a
 * push of 1,000 change sets against as many commits of the same bytes, each of which waits for the
 * disk, and a copy of them over TLS.
 */
#include "config.h"

#include <gio/gio.h>
#include <stdio.h>

#include "store/atlas-store.h"
#include "sync/sync-fixture.h"

#include "speed-fixture.h"

#define CHILDREN 100000
#define CHANGED  30000
#define SETS     1000
#define RUNS     3

typedef struct {
  double news_s;
  double news_cpu_s;            /* of the laptop alone */
  double upsert_s;
  double upsert_cpu_s;
  double push_s;
  double commit_s;
  double copy_s;
  double laptop_mb;
} Times;

static void
copy_store (const char *folder,
            const char *target)
{
  sqlite3 *db = speed_db_open (folder, ATLAS_STORE_FILE);
  g_autofree char *sql = g_strdup_printf ("VACUUM INTO '%s/" ATLAS_STORE_FILE "'", target);

  speed_db_run (db, sql);
  sqlite3_close (db);
}

/* The rows as they are now over the rows as they were. */
static void
time_upserts (const char *before,
              const char *after,
              Times      *times)
{
  sqlite3 *db = speed_db_open (before, ATLAS_STORE_FILE);
  g_autofree char *attach = g_strdup_printf ("ATTACH '%s/" ATLAS_STORE_FILE "' AS news", after);
  double cpu_s;
  gint64 began;

  speed_db_run (db, attach);
  speed_db_run (db, "PRAGMA synchronous = FULL");
  cpu_s = speed_own_cpu ();
  began = g_get_monotonic_time ();
  speed_db_run (db, "BEGIN; INSERT OR REPLACE INTO main.child SELECT new.* FROM news.child AS new"
                " WHERE new.rev > 1; COMMIT");
  speed_take_least (&times->upsert_s, speed_seconds_since (began));
  speed_take_least (&times->upsert_cpu_s, speed_own_cpu () - cpu_s);
  sqlite3_close (db);
}

static void
time_news (TestServer *server,
           const char *folder,
           Times      *times)
{
  g_autofree char *before = g_dir_make_tmp ("atlas-bench-XXXXXX", NULL);
  SpeedRun run;

  copy_store (folder, before);
  speed_change (server, CHANGED);
  run = speed_sync (folder);
  speed_take_least (&times->news_s, run.seconds);
  speed_take_least (&times->news_cpu_s, run.cpu_s);
  times->laptop_mb = MAX (times->laptop_mb, run.peak_mb);
  time_upserts (before, folder, times);
  sync_fixture_remove (before);
}

static gsize
count_outbox (const char *folder)
{
  sqlite3 *db = speed_db_open (folder, ATLAS_STORE_FILE);
  sqlite3_stmt *stmt = speed_db_prepare (db, "SELECT count (*), sum (length (body)) FROM outbox");
  gsize n_bytes;

  g_assert_cmpint (sqlite3_step (stmt), ==, SQLITE_ROW);
  g_assert_cmpint (sqlite3_column_int (stmt, 0), ==, SETS);
  n_bytes = (gsize) sqlite3_column_int64 (stmt, 1);
  sqlite3_finalize (stmt);
  sqlite3_close (db);
  return n_bytes;
}

static void
time_commits (gsize  n_bytes,
              Times *times)
{
  g_autofree char *folder = g_dir_make_tmp ("atlas-bench-XXXXXX", NULL);
  g_autofree char *body = g_strnfill (n_bytes / SETS, 'x');
  sqlite3 *db = speed_db_open (folder, "commits.db");
  sqlite3_stmt *stmt;
  gint64 began;

  speed_db_run (db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
                "CREATE TABLE change (n INTEGER PRIMARY KEY, body TEXT NOT NULL)");
  stmt = speed_db_prepare (db, "INSERT INTO change (body) VALUES (?)");
  began = g_get_monotonic_time ();
  for (int i = 0; i < SETS; i++)
    {
      sqlite3_bind_text (stmt, 1, body, -1, SQLITE_STATIC);
      speed_db_step (stmt);
    }
  speed_take_least (&times->commit_s, speed_seconds_since (began));
  sqlite3_finalize (stmt);
  sqlite3_close (db);
  sync_fixture_remove (folder);
}

static void
time_push (const char *folder,
           Times      *times)
{
  gsize n_bytes;

  speed_make (folder, SETS);
  n_bytes = count_outbox (folder);
  speed_take_least (&times->push_s, speed_sync (folder).seconds);
  speed_take_least (&times->copy_s, speed_copy_bytes (n_bytes));
  time_commits (n_bytes, times);
}

int
main (void)
{
  g_autoptr(TestServer) server = test_server_new (SPEED_CONFIG);
  g_autofree char *folder = g_dir_make_tmp ("atlas-bench-XXXXXX", NULL);
  Times times = { 0 };

  speed_fill (server, CHILDREN);
  speed_join (server, folder);
  for (int i = 0; i < RUNS; i++)
    {
      time_news (server, folder, &times);
      time_push (folder, &times);
    }
  sync_fixture_remove (folder);

  printf ("a round of %d changes over %d records: %.0f ms; the same rows by SQLite alone %.0f ms\n",
          CHANGED, CHILDREN, times.news_s * 1000, times.upsert_s * 1000);
  speed_tell (CHANGED / times.news_s, "changes/s", "30000", "changes applied in a round of news");
  speed_tell (times.news_s / times.upsert_s, "times", NULL,
              "a round of news against the same rows by SQLite alone");
  speed_tell (CHANGED / times.news_cpu_s, "changes/s", "30000",
              "changes applied in a second of the laptop's processor time");
  speed_tell (times.news_cpu_s / times.upsert_cpu_s, "times", NULL,
              "the laptop's processor time against SQLite's");
  speed_tell (times.laptop_mb, "MB", "under 200", "memory of the laptop in it, at most");
  printf ("push of %d sets: %.0f ms; as many commits %.0f ms, copying the bytes %.0f ms\n", SETS,
          times.push_s * 1000, times.commit_s * 1000, times.copy_s * 1000);
  speed_tell (times.push_s / (times.commit_s + times.copy_s), "times", NULL,
              "push of %d sets against as many commits and a copy", SETS);
  speed_tell (SETS / times.push_s, "sets/s", NULL, "push of %d sets", SETS);
  speed_tell (speed_server_peak (server), "MB", NULL, "memory of the server, at most");
  return 0;
}
