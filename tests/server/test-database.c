/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "test-database.h"

#include <libpq-fe.h>
#include <sqlite3.h>
#include <string.h>

static const char *
server_address (void)
{
  return g_getenv ("ATLAS_TEST_DATABASE");
}

gboolean
test_database_is_postgres (void)
{
  return server_address () != NULL;
}

static void
run_in_postgres (const char *database,
                 const char *sql)
{
  PGconn *connection = PQconnectdb (database);
  PGresult *result = PQexec (connection, sql);
  ExecStatusType status = PQresultStatus (result);

  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
    g_test_message ("%s: %s", sql, PQerrorMessage (connection));
  g_assert_true (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK);

  PQclear (result);
  PQfinish (connection);
}

static void
administer (const char *sql)
{
  g_autofree char *address = g_strconcat (server_address (), " dbname=postgres", NULL);

  run_in_postgres (address, sql);
}

static const char *
name_of (const char *database)
{
  return strstr (database, "dbname=") + strlen ("dbname=");
}

/* Gives the address of a new database, empty or a copy of another one. */
char *
test_database_new (const char *template)
{
  static int n_databases;
  g_autofree char *name = g_strdup_printf ("atlas%d", ++n_databases);
  g_autofree char *sql = g_strdup_printf ("CREATE DATABASE %s TEMPLATE %s", name,
                                          template != NULL ? name_of (template) : "template0");

  administer (sql);
  return g_strdup_printf ("%s dbname=%s", server_address (), name);
}

void
test_database_drop (const char *database)
{
  g_autofree char *sql = g_strdup_printf ("DROP DATABASE %s WITH (FORCE)", name_of (database));

  administer (sql);
}

/* Ends every connection to a database and lets nobody in, or lets them in again. */
void
test_database_open (const char *database,
                    gboolean    is_open)
{
  g_autofree char *alter = g_strdup_printf ("ALTER DATABASE %s ALLOW_CONNECTIONS %s",
                                            name_of (database), is_open ? "true" : "false");
  g_autofree char *end = g_strdup_printf ("SELECT pg_terminate_backend (pid) FROM pg_stat_activity "
                                          "WHERE datname = '%s'", name_of (database));

  administer (alter);
  administer (end);
}

/* Has a server's folder name its database. */
void
test_database_name_in (const char *folder,
                       const char *database)
{
  g_autofree char *path = g_build_filename (folder, "server.conf", NULL);
  g_autofree char *text = g_strdup_printf ("[server]\ndatabase=%s\n", database);

  g_assert_true (g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
}

/* Runs SQL behind a server's back. */
void
test_database_run (const char *folder,
                   const char *database,
                   const char *sql)
{
  g_autofree char *path = g_build_filename (folder, "atlas.db", NULL);
  sqlite3 *db = NULL;

  if (database != NULL)
    {
      run_in_postgres (database, sql);
      return;
    }

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  sqlite3_busy_timeout (db, 3000);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
}
