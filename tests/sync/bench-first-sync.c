/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The first sync of a laptop against the least that it could cost: copying as many bytes over TLS
 * and inserting the same rows, with their words, by SQLite alone. One run, one machine.
 */
#include "config.h"

#include <gio/gio.h>
#include <libsoup/soup.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

#include "base/atlas-id.h"
#include "scripted-server.h"
#include "server/server-fixture.h"
#include "sync-fixture.h"
#include "sync/atlas-join.h"
#include "sync/atlas-pin.h"

#define RUNS 3
#define OPS_A_SET ATLAS_SET_OPS_MAX

static const int sizes[] = { 10000, 50000 };

static double
seconds_since (gint64 began)
{
  return (double) (g_get_monotonic_time () - began) / G_USEC_PER_SEC;
}

static void
join (TestServer *server,
      const char *folder,
      const char *name)
{
  g_autofree char *code = test_server_add_user (server, name, "county_officer", "county");
  g_autofree char *ca = NULL;
  g_autoptr(GError) error = NULL;
  AtlasJoinRequest request = { .server = server->url, .enrol_code = code };

  g_assert_true (g_file_get_contents (server->ca, &ca, NULL, NULL));
  request.ca_pem = ca;
  g_assert_true (atlas_join_begin (folder, &request, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (atlas_join_finish (folder, NULL, &error));
  g_assert_no_error (error);
}

static void
fill_server (TestServer *server,
             int         from,
             int         to)
{
  g_autofree char *folder = g_dir_make_tmp ("atlas-bench-XXXXXX", NULL);
  g_autofree char *name = atlas_id_new ();
  g_autoptr(AtlasStore) store = NULL;
  AtlasSyncReport report;

  join (server, folder, name);
  store = atlas_store_open (folder, ATLAS_STORE_BULK, NULL);
  while (from < to)
    {
      g_autoptr(AtlasChangeSet) set = atlas_change_set_new ("Children");

      for (int i = 0; i < OPS_A_SET && from < to; i++, from++)
        {
          g_autofree char *id = atlas_id_new ();
          g_autofree char *last = g_strdup_printf ("Invented%d", from);

          atlas_change_set_create (set, "child", id,
                                   json_pack ("{s:s, s:s, s:s, s:s, s:b}", "first_name", "Child",
                                              "last_name", last, "born", "2012-03-04",
                                              "town", "Stevenage", "invented", TRUE));
        }
      g_assert_true (atlas_store_apply (store, set, NULL));
    }
  g_assert_true (atlas_sync_run_once (folder, NULL, NULL, &report, NULL, NULL));
  sync_fixture_remove (folder);
}

/* The first of several runs is not counted: it fills caches for all that follow. */
static double
time_first_sync (TestServer *server,
                 char      **kept)
{
  double least = G_MAXDOUBLE;

  for (int i = 0; i <= RUNS; i++)
    {
      g_autofree char *folder = g_dir_make_tmp ("atlas-bench-XXXXXX", NULL);
      g_autofree char *name = atlas_id_new ();
      gint64 began = g_get_monotonic_time ();

      join (server, folder, name);
      if (i > 0)
        least = MIN (least, seconds_since (began));
      if (i == RUNS)
        *kept = g_steal_pointer (&folder);
      else
        sync_fixture_remove (folder);
    }

  return least;
}

static gsize
count_bytes (const char *folder)
{
  g_autoptr(AtlasStore) store = atlas_store_open (folder, ATLAS_STORE_DEFAULT, NULL);
  g_autoptr(AtlasStmt)  stmt = NULL;

  /* What a page says of a child: its fields, and as much again round them. */
  stmt = atlas_db_prepare (atlas_store_get_db (store),
                           "SELECT sum (length (first_name) + length (last_name) + length (town)"
                           " + length (frev) + 300) FROM child", NULL);
  g_assert_cmpint (atlas_stmt_step (stmt, NULL), ==, ATLAS_STEP_ROW);
  return (gsize) atlas_stmt_get_integer (stmt, 0);
}

static double
time_copy (gsize n_bytes)
{
  g_autoptr(ScriptedServer)  server = scripted_server_new ();
  g_autofree char *body = g_strnfill (n_bytes, 'x');
  g_autofree char *url = g_strconcat (scripted_server_url (server), "/bytes", NULL);
  g_autoptr(GTlsCertificate) ca = NULL;
  g_autoptr(SoupSession)     session = NULL;
  g_autoptr(AtlasPin)        pin = atlas_pin_new_from_pem (scripted_server_ca (server), NULL);
  double least = G_MAXDOUBLE;

  scripted_server_say (server, "/bytes", 200, body);
  session = soup_session_new_with_options ("tls-database", pin, NULL);
  for (int i = 0; i < RUNS; i++)
    {
      g_autoptr(SoupMessage) message = soup_message_new ("GET", url);
      gint64 began = g_get_monotonic_time ();
      g_autoptr(GBytes) bytes = soup_session_send_and_read (session, message, NULL, NULL);

      least = MIN (least, seconds_since (began));
      g_assert_cmpuint (g_bytes_get_size (bytes), ==, n_bytes);
    }

  return least;
}

static sqlite3_stmt *
prepare (sqlite3    *db,
         const char *sql)
{
  sqlite3_stmt *stmt = NULL;

  g_assert_cmpint (sqlite3_prepare_v2 (db, sql, -1, &stmt, NULL), ==, SQLITE_OK);
  return stmt;
}

static void
copy_rows (sqlite3    *from,
           sqlite3    *to,
           const char *select,
           const char *table)
{
  sqlite3_stmt *read = prepare (from, select);
  g_autoptr(GString) sql = g_string_new (NULL);
  sqlite3_stmt *write;

  g_string_printf (sql, "INSERT INTO %s VALUES (?", table);
  for (int i = 1; i < sqlite3_column_count (read); i++)
    g_string_append (sql, ", ?");
  g_string_append_c (sql, ')');

  write = prepare (to, sql->str);
  while (sqlite3_step (read) == SQLITE_ROW)
    {
      for (int i = 0; i < sqlite3_column_count (read); i++)
        sqlite3_bind_value (write, i + 1, sqlite3_column_value (read, i));
      g_assert_cmpint (sqlite3_step (write), ==, SQLITE_DONE);
      sqlite3_reset (write);
    }
  sqlite3_finalize (read);
  sqlite3_finalize (write);
}

static double
time_insert (const char *folder)
{
  g_autofree char *target = g_dir_make_tmp ("atlas-bench-XXXXXX", NULL);
  g_autofree char *from_path = g_build_filename (folder, ATLAS_STORE_FILE, NULL);
  g_autofree char *to_path = g_build_filename (target, ATLAS_STORE_FILE, NULL);
  sqlite3 *from = NULL;
  sqlite3 *to = NULL;
  gint64 began;
  double taken;

  atlas_store_close (atlas_store_open (target, ATLAS_STORE_CREATE, NULL));
  g_assert_cmpint (sqlite3_open (from_path, &from), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_open (to_path, &to), ==, SQLITE_OK);

  began = g_get_monotonic_time ();
  sqlite3_exec (to, "BEGIN", NULL, NULL, NULL);
  copy_rows (from, to, "SELECT * FROM child", "child");
  copy_rows (from, to, "SELECT rowid, words FROM search_child", "search_child (rowid, words)");
  sqlite3_exec (to, "COMMIT; PRAGMA wal_checkpoint (TRUNCATE)", NULL, NULL, NULL);
  taken = seconds_since (began);

  sqlite3_close (from);
  sqlite3_close (to);
  sync_fixture_remove (target);
  return taken;
}

int
main (void)
{
  g_autoptr(TestServer) server = test_server_new (NULL);
  double first_ratio = 0;
  int filled = 0;

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autofree char *folder = NULL;
      double synced;
      double copied;
      double inserted;
      double ratio;

      fill_server (server, filled, sizes[i]);
      filled = sizes[i];
      synced = time_first_sync (server, &folder);
      copied = time_copy (count_bytes (folder));
      inserted = time_insert (folder);
      ratio = synced / (copied + inserted);
      sync_fixture_remove (folder);

      printf ("first sync of %d records: %.0f ms; copying the bytes %.0f ms, inserting the rows"
              " %.0f ms; ratio %.2f\n", sizes[i], synced * 1000, copied * 1000, inserted * 1000,
              ratio);
      if (i == 0)
        first_ratio = ratio;
      else
        printf ("the ratio grows %.2f times from %d to %d records\n", ratio / first_ratio, sizes[0],
                sizes[i]);
    }

  return 0;
}
