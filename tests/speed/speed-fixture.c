/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "speed-fixture.h"

#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/atlas-digest.h"
#include "base/atlas-id.h"
#include "sync/atlas-pin.h"
#include "sync/scripted-server.h"

#define PATTERN     500         /* children that a client really sends; the others are like them */
#define KIB_A_MB    1024.0
/* In /proc/PID/stat, after the name in brackets. */
#define UTIME_WORD  11
#define STIME_WORD  12

/* How many records to measure with: ATLAS_SPEED_RECORDS, for a short run. */
int
speed_records (int otherwise)
{
  const char *text = g_getenv ("ATLAS_SPEED_RECORDS");

  return text != NULL ? (int) g_ascii_strtoll (text, NULL, 10) : otherwise;
}

double
speed_seconds_since (gint64 began_us)
{
  return (double) (g_get_monotonic_time () - began_us) / G_USEC_PER_SEC;
}

void
speed_take_least (double *least,
                  double  value)
{
  if (*least == 0 || value < *least)
    *least = value;
}

/* One line a figure, with what it ought to be beside it. */
void
speed_tell (double      value,
            const char *unit,
            const char *target,
            const char *format,
            ...)
{
  g_autofree char *what = NULL;
  va_list arguments;

  va_start (arguments, format);
  what = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  if (target != NULL)
    printf ("%s: %.3g %s (target: %s)\n", what, value, unit, target);
  else
    printf ("%s: %.3g %s\n", what, value, unit);
  fflush (stdout);
}

sqlite3 *
speed_db_open (const char *folder,
               const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  sqlite3 *db = NULL;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  sqlite3_busy_timeout (db, 10000);
  return db;
}

void
speed_db_run (sqlite3    *db,
              const char *sql)
{
  char *message = NULL;

  sqlite3_exec (db, sql, NULL, NULL, &message);
  g_assert_cmpstr (message, ==, NULL);
}

sqlite3_stmt *
speed_db_prepare (sqlite3    *db,
                  const char *sql)
{
  sqlite3_stmt *stmt = NULL;

  g_assert_cmpint (sqlite3_prepare_v2 (db, sql, -1, &stmt, NULL), ==, SQLITE_OK);
  return stmt;
}

void
speed_db_step (sqlite3_stmt *stmt)
{
  g_assert_cmpint (sqlite3_step (stmt), ==, SQLITE_DONE);
  sqlite3_reset (stmt);
}

static gint64
ask (sqlite3    *db,
     const char *sql)
{
  sqlite3_stmt *stmt = speed_db_prepare (db, sql);
  gint64 value;

  g_assert_cmpint (sqlite3_step (stmt), ==, SQLITE_ROW);
  value = sqlite3_column_int64 (stmt, 0);
  sqlite3_finalize (stmt);

  return value;
}

static void
push_pattern (TestServer *server)
{
  g_autoptr(TestClient) client = test_client_for (server, "county_officer", "county");
  g_autoptr(json_t) answer = NULL;
  json_t *ops = json_array ();

  for (int i = 0; i < PATTERN; i++)
    {
      g_autofree char *id = atlas_id_new ();
      g_autofree char *last = g_strdup_printf ("Invented%d", i);

      json_array_append_new (ops, json_pack ("{s:s, s:s, s:s, s:{s:s, s:s, s:s, s:s, s:b}}", "op",
                                             "create", "type", "child", "id", id, "fields",
                                             "first_name", "Child", "last_name", last,
                                             "born", "2012-03-04", "town", "Stevenage",
                                             "invented", TRUE));
    }

  answer = test_client_push (client, ops);
  test_assert_state (answer, "applied");
}

/* Rows as those that the server made of what was sent, with other ids and names. */
static void
multiply (sqlite3 *db,
          int      n_more)
{
  static const char record_sql[] =
    "INSERT INTO record (type, id, rev, seq, fields, frev, scopes, own_scopes, is_deleted,"
    " changed_by, changed_at) SELECT type, ?1, rev, ?2, json_set (fields, '$.last_name',"
    " 'Invented' || ?2), frev, scopes, own_scopes, 0, changed_by, changed_at FROM pattern"
    " WHERE rowid = ?3";
  static const char scope_sql[] =
    "INSERT INTO record_scope (scope, seq, type, id) SELECT scope, ?2, 'child', ?1"
    " FROM pattern_scope WHERE row = ?3";
  gint64 head = ask (db, "SELECT seq FROM sync_head");
  sqlite3_stmt *stmts[2];

  speed_db_run (db, "CREATE TEMP TABLE pattern AS SELECT * FROM record WHERE type = 'child'"
                " ORDER BY seq LIMIT 500;"
                "CREATE TEMP TABLE pattern_scope AS SELECT pattern.rowid AS row, scope"
                " FROM pattern JOIN record_scope USING (seq);"
                "CREATE INDEX temp.pattern_row ON pattern_scope (row)");
  stmts[0] = speed_db_prepare (db, record_sql);
  stmts[1] = speed_db_prepare (db, scope_sql);

  for (int i = 1; i <= n_more; i++)
    {
      g_autofree char *id = atlas_id_new ();
      guint8 bytes[ATLAS_ID_BYTES];

      g_assert_true (atlas_id_to_bytes (id, bytes));
      for (guint j = 0; j < G_N_ELEMENTS (stmts); j++)
        {
          sqlite3_bind_blob (stmts[j], 1, bytes, sizeof bytes, SQLITE_STATIC);
          sqlite3_bind_int64 (stmts[j], 2, head + i);
          sqlite3_bind_int (stmts[j], 3, i % PATTERN + 1);
          speed_db_step (stmts[j]);
        }
    }

  for (guint j = 0; j < G_N_ELEMENTS (stmts); j++)
    sqlite3_finalize (stmts[j]);
  speed_db_run (db, "DROP TABLE pattern; DROP TABLE pattern_scope;"
                "UPDATE sync_head SET seq = (SELECT MAX (seq) FROM record_scope)");
}

/* What the server would have added up: all children have the same scopes. */
static void
sum_up (sqlite3 *db)
{
  sqlite3_stmt *children = speed_db_prepare (db, "SELECT id, rev FROM record WHERE type = 'child'"
                                             " AND is_deleted = 0");
  sqlite3_stmt *sums = speed_db_prepare (db, "UPDATE record_sum SET n = ?1, high = ?2, low = ?3"
                                         " WHERE type = 'child'");
  gint64 n = 0;
  gint64 high = 0;
  gint64 low = 0;

  for (; sqlite3_step (children) == SQLITE_ROW; n++)
    {
      guint64 digest = atlas_digest_of_record ("child", sqlite3_column_blob (children, 0),
                                               sqlite3_column_int64 (children, 1));

      high += (gint64) (digest >> 32);
      low += (gint64) (digest & G_MAXUINT32);
    }

  sqlite3_bind_int64 (sums, 1, n);
  sqlite3_bind_int64 (sums, 2, high);
  sqlite3_bind_int64 (sums, 3, low);
  speed_db_step (sums);
  g_assert_cmpint (sqlite3_changes (db), ==, 1);
  sqlite3_finalize (children);
  sqlite3_finalize (sums);
}

/* Brings the county to a number of children; the server runs, as it would. */
void
speed_fill (TestServer *server,
            int         n_children)
{
  sqlite3 *db = speed_db_open (server->folder, "atlas.db");
  gint64 n_there = ask (db, "SELECT count (*) FROM record WHERE type = 'child'");

  if (n_there == 0)
    {
      push_pattern (server);
      n_there = PATTERN;
    }

  speed_db_run (db, "BEGIN IMMEDIATE");
  multiply (db, n_children - (int) n_there);
  sum_up (db);
  speed_db_run (db, "COMMIT; PRAGMA wal_checkpoint (TRUNCATE)");
  sqlite3_close (db);
}

/* Gives that many children another town and a new place in the order. */
void
speed_change (TestServer *server,
              int         n_children)
{
  sqlite3 *db = speed_db_open (server->folder, "atlas.db");
  g_autofree char *pick = g_strdup_printf ("CREATE TEMP TABLE picked AS SELECT id, seq,"
                                           " (SELECT seq FROM sync_head) AS head FROM record"
                                           " WHERE type = 'child' ORDER BY seq LIMIT %d",
                                           n_children);

  speed_db_run (db, "BEGIN IMMEDIATE");
  speed_db_run (db, pick);
  speed_db_run (db, "CREATE UNIQUE INDEX temp.picked_seq ON picked (seq);"
                "UPDATE record_scope SET seq = picked.head + picked.rowid FROM picked"
                " WHERE picked.seq = record_scope.seq;"
                "UPDATE record SET seq = picked.head + picked.rowid, rev = rev + 1,"
                " fields = json_set (fields, '$.town', 'Town' || (rev + 1)),"
                " frev = json_set (frev, '$.town', json_array (rev + 1, 'another')),"
                " changed_at = strftime ('%Y-%m-%dT%H:%M:%fZ') FROM picked"
                " WHERE type = 'child' AND picked.id = record.id;"
                "UPDATE sync_head SET seq = seq + (SELECT count (*) FROM picked);"
                "DROP TABLE picked");
  sum_up (db);
  speed_db_run (db, "COMMIT; PRAGMA wal_checkpoint (TRUNCATE)");
  sqlite3_close (db);
}

/* The most memory that the server's process has had at once, in MB. */
double
speed_server_peak (TestServer *server)
{
  g_autofree char *path = g_strdup_printf ("/proc/%s/status",
                                           g_subprocess_get_identifier (server->process));
  g_autofree char *text = NULL;
  const char *line;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  line = strstr (text, "VmHWM:");
  g_assert_nonnull (line);
  return (double) g_ascii_strtoll (line + strlen ("VmHWM:"), NULL, 10) / KIB_A_MB;
}

/* The processor time that the server's process has taken. */
double
speed_server_cpu (TestServer *server)
{
  g_autofree char *path = g_strdup_printf ("/proc/%s/stat",
                                           g_subprocess_get_identifier (server->process));
  g_autofree char *text = NULL;
  g_auto(GStrv) words = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  words = g_strsplit (strrchr (text, ')') + 2, " ", -1);
  return (double) (g_ascii_strtoull (words[UTIME_WORD], NULL, 10) +
                   g_ascii_strtoull (words[STIME_WORD], NULL, 10)) / (double) sysconf (_SC_CLK_TCK);
}

static double
cpu_of (const struct rusage *usage)
{
  return (double) (usage->ru_utime.tv_sec + usage->ru_stime.tv_sec) +
         (double) (usage->ru_utime.tv_usec + usage->ru_stime.tv_usec) / G_USEC_PER_SEC;
}

/* The processor time that this process has taken. */
double
speed_own_cpu (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  return cpu_of (&usage);
}

static SpeedRun
run_laptop (const char *verb,
            const char *folder,
            const char *first,
            const char *second,
            const char *third)
{
  g_autofree char *program = g_build_filename (g_getenv ("ATLAS_BUILD_DIR"), "tests", "sync",
                                               "laptop", NULL);
  const char *argv[] = { program, verb, folder, first, second, third, NULL };
  g_autoptr(GError) error = NULL;
  gint64 began = g_get_monotonic_time ();
  struct rusage usage;
  SpeedRun run;
  GPid pid;
  int status;

  g_spawn_async (NULL, (char **) argv, NULL,
                 G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDOUT_TO_DEV_NULL, NULL, NULL, &pid, &error);
  g_assert_no_error (error);
  g_assert_cmpint (wait4 (pid, &status, 0, &usage), ==, pid);
  run.seconds = speed_seconds_since (began);
  run.cpu_s = cpu_of (&usage);
  run.peak_mb = (double) usage.ru_maxrss / KIB_A_MB;
  g_assert_true (g_spawn_check_wait_status (status, &error));
  g_assert_no_error (error);

  return run;
}

/* A laptop that joins from nothing and gets the county. */
SpeedRun
speed_join (TestServer *server,
            const char *folder)
{
  g_autofree char *name = atlas_id_new ();
  g_autofree char *code = test_server_add_user (server, name, "county_officer", "county");

  return run_laptop ("join", folder, server->url, code, server->ca);
}

/* A laptop that has joined sends and gets what there is. */
SpeedRun
speed_sync (const char *folder)
{
  return run_laptop ("sync", folder, NULL, NULL, NULL);
}

SpeedRun
speed_make (const char *folder,
            int         n_children)
{
  g_autofree char *number = g_strdup_printf ("%d", n_children);

  return run_laptop ("make", folder, number, NULL, NULL);
}

/* How long as many bytes take over TLS from one end of this machine to the other, in one answer. */
double
speed_copy_bytes (gsize n_bytes)
{
  g_autoptr(ScriptedServer)  server = scripted_server_new ();
  g_autofree char *body = g_strnfill (n_bytes, 'x');
  g_autofree char *url = g_strconcat (scripted_server_url (server), "/bytes", NULL);
  g_autoptr(AtlasPin)    pin = atlas_pin_new_from_pem (scripted_server_ca (server), NULL);
  g_autoptr(SoupSession) session = soup_session_new_with_options ("tls-database", pin, NULL);
  g_autoptr(SoupMessage) message = soup_message_new ("GET", url);
  g_autoptr(GBytes)      bytes = NULL;
  gint64 began;

  scripted_server_say (server, "/bytes", 200, body);
  began = g_get_monotonic_time ();
  bytes = soup_session_send_and_read (session, message, NULL, NULL);
  g_assert_nonnull (bytes);
  g_assert_cmpuint (g_bytes_get_size (bytes), ==, n_bytes);

  return speed_seconds_since (began);
}
