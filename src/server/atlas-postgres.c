/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-server"

#include "config.h"

#include "server/atlas-postgres.h"

#include <string.h>

#include "base/atlas-error.h"
#include "base/atlas-id.h"

#define CONNECT_S   "10"
#define PAUSE_MS    1000        /* after a failed attempt to connect */
#define MOST_QUEUED 1000        /* statements whose results have not been read */

/* A row is locked for milliseconds: who waits longer waits for a process that hangs, and that one
 * loses its transaction. */
#define SETTINGS    "SET lock_timeout = '10s'; " \
  "SET idle_in_transaction_session_timeout = '60s'; " \
  "SET default_transaction_isolation = 'read committed'; " \
  "SET client_min_messages = 'warning'"

/**
 * AtlasPostgres:
 *
 * A connection to PostgreSQL in pipeline mode. Statements are queued and go out together when one
 * of them is wanted; a connection that was lost is made anew at the next occasion. Used on one
 * thread, which waits for the answers.
 */
struct _AtlasPostgres
{
  char   *database;
  PGconn *connection;           /* (nullable): NULL before the first and after a lost one */
  guint   generation;           /* counts connections: statements are prepared for one */
  guint   n_queued;
  gint64  refused_us;           /* when the last attempt failed, or 0 */
};

AtlasPostgres *
atlas_postgres_new (const char *database)
{
  AtlasPostgres *self = g_new0 (AtlasPostgres, 1);

  self->database = g_strdup (database);
  return self;
}

void
atlas_postgres_free (AtlasPostgres *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->connection, PQfinish);
  g_free (self->database);
  g_free (self);
}

/**
 * atlas_postgres_sender:
 *
 * Returns: (transfer none): what this process signs its announcements with, so that it can tell
 *   them from those of others
 */
const char *
atlas_postgres_sender (void)
{
  static gsize once;
  static char *sender;

  if (g_once_init_enter (&once))
    {
      sender = atlas_id_new ();
      g_once_init_leave (&once, 1);
    }

  return sender;
}

static int
code_for (const char *state)
{
  static const struct {
    const char *start;
    AtlasError  code;
  } codes[] = {
    { "40001", ATLAS_ERROR_BUSY },         /* another transaction was there first */
    { "40P01", ATLAS_ERROR_BUSY },         /* two waited for one another */
    { "23505", ATLAS_ERROR_BUSY },         /* another has just made the same row */
    { "55P03", ATLAS_ERROR_BUSY },         /* a lock did not come */
    { "25P02", ATLAS_ERROR_BUSY },         /* the transaction had failed before */
    { "57P0", ATLAS_ERROR_BUSY },          /* the database is going down or coming up */
    { "08", ATLAS_ERROR_BUSY },            /* the connection */
    { "25P03", ATLAS_ERROR_BUSY },         /* too long idle in a transaction */
    { "53100", ATLAS_ERROR_NO_SPACE },
    { "53", ATLAS_ERROR_BUSY },            /* too many connections, no memory */
    { "25006", ATLAS_ERROR_READ_ONLY },
    { "42501", ATLAS_ERROR_NOT_ALLOWED },
    { "XX001", ATLAS_ERROR_DAMAGED },
    { "XX002", ATLAS_ERROR_DAMAGED },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    if (g_str_has_prefix (state, codes[i].start))
      return codes[i].code;

  return ATLAS_ERROR_FAILED;
}

/* Only the first line of what the database says: the details quote values. */
static void
set_fault (PGconn         *connection,
           const PGresult *result,
           const char     *doing,
           GError        **error)
{
  const char *state = result != NULL ? PQresultErrorField (result, PG_DIAG_SQLSTATE) : NULL;
  const char *said = result != NULL ? PQresultErrorField (result, PG_DIAG_MESSAGE_PRIMARY) : NULL;
  g_autofree char *text = g_strdup (said != NULL ? said : PQerrorMessage (connection));

  g_strchomp (text);
  g_set_error (error, ATLAS_ERROR,
               state != NULL && PQstatus (connection) == CONNECTION_OK ? code_for (state)
                                                                       : ATLAS_ERROR_BUSY,
               "%s: %s (PostgreSQL %s)", doing, text, state != NULL ? state : "connection");
}

static gboolean
is_good (const PGresult *result)
{
  ExecStatusType status = PQresultStatus (result);

  return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

static void
ignore_notice (void           *data,
               const PGresult *result)
{
}

/**
 * atlas_postgres_connect:
 * @database: where it is, as libpq reads it: a URL or `key=value` words
 * @error: return location for an error
 *
 * Connects, and waits for it. A password can come from PGPASSFILE or `~/.pgpass`.
 *
 * Errors: %ATLAS_ERROR_BUSY when it cannot be reached now.
 *
 * Returns: (transfer full): the connection
 */
PGconn *
atlas_postgres_connect (const char *database,
                        GError    **error)
{
  const char *names[] = {
    "connect_timeout", "fallback_application_name", "dbname", "client_encoding", NULL,
  };
  const char *values[] = { CONNECT_S, "provision-atlas-server", database, "UTF8", NULL };
  g_autoptr(PGconn)   connection = PQconnectdbParams (names, values, 1);
  g_autoptr(PGresult) result = NULL;

  if (PQstatus (connection) != CONNECTION_OK)
    {
      set_fault (connection, NULL, "Reaching the database", error);
      return NULL;
    }
  if (g_strcmp0 (PQparameterStatus (connection, "server_encoding"), "UTF8") != 0)
    {
      g_set_error_literal (error, ATLAS_ERROR, ATLAS_ERROR_INVALID,
                           "The database's encoding is not UTF8; make it with ENCODING 'UTF8'");
      return NULL;
    }

  PQsetNoticeReceiver (connection, ignore_notice, NULL);
  result = PQexec (connection, SETTINGS);
  if (!is_good (result))
    {
      set_fault (connection, result, "Reaching the database", error);
      return NULL;
    }

  return g_steal_pointer (&connection);
}

static gboolean
has_password (const PQconninfoOption *options)
{
  for (; options->keyword != NULL; options++)
    if (strcmp (options->keyword, "password") == 0 && options->val != NULL)
      return TRUE;

  return FALSE;
}

/**
 * atlas_postgres_check_address:
 * @database: what somebody says is where the database is
 * @may_hold_password: whether nobody but its owner can read where it was said
 * @error: return location for an error
 *
 * Returns: whether it can be an address
 */
gboolean
atlas_postgres_check_address (const char *database,
                              gboolean    may_hold_password,
                              GError    **error)
{
  char *fault = NULL;
  PQconninfoOption *options = PQconninfoParse (database, &fault);
  gboolean has = options != NULL && has_password (options);

  if (options == NULL)
    g_set_error_literal (error, ATLAS_ERROR, ATLAS_ERROR_INVALID,
                         "The database's address cannot be read; it looks like "
                         "postgresql://HOST/NAME");
  else if (has && !may_hold_password)
    g_set_error_literal (error, ATLAS_ERROR, ATLAS_ERROR_INVALID,
                         "Everybody on this computer can read a password that stands in a command. "
                         "Put it into the file that PGPASSFILE names, or the whole address into a "
                         "configuration file");

  PQconninfoFree (options);
  PQfreemem (fault);
  return options != NULL && (!has || may_hold_password);
}

static gboolean
connect_anew (AtlasPostgres *self,
              GError       **error)
{
  gint64 now_us = g_get_monotonic_time ();

  g_clear_pointer (&self->connection, PQfinish);
  self->n_queued = 0;

  /* Requests that come meanwhile are told so at once instead of each waiting for a refusal. */
  if (self->refused_us != 0 && now_us - self->refused_us < PAUSE_MS * 1000)
    {
      g_set_error_literal (error, ATLAS_ERROR, ATLAS_ERROR_BUSY, "The database cannot be reached");
      return FALSE;
    }

  self->connection = atlas_postgres_connect (self->database, error);
  self->refused_us = self->connection == NULL ? g_get_monotonic_time () : 0;
  if (self->connection == NULL)
    return FALSE;

  self->generation++;
  return PQenterPipelineMode (self->connection) == 1;
}

/**
 * atlas_postgres_ensure:
 * @self: a connection, outside a transaction
 * @error: return location for an error
 *
 * Connects if there is no connection, or the one there was is lost.
 *
 * Returns: whether there is one, as far as is known
 */
gboolean
atlas_postgres_ensure (AtlasPostgres *self,
                       GError       **error)
{
  return (self->connection != NULL && PQstatus (self->connection) == CONNECTION_OK) ||
         connect_anew (self, error);
}

/**
 * atlas_postgres_generation:
 * @self: a connection
 *
 * Returns: a number that differs once it has been made anew and knows no prepared statement
 */
guint
atlas_postgres_generation (AtlasPostgres *self)
{
  return self->generation;
}

/* Reads the answers of one statement; the last of them goes to @last. */
static gboolean
read_answer (AtlasPostgres *self,
             PGresult     **last,
             GError       **error)
{
  PGresult *result = PQgetResult (self->connection);
  gboolean good = is_good (result);

  if (!good)
    set_fault (self->connection, result, "Asking the database", error);
  PQclear (*last);
  *last = result;

  while (result != NULL && PQstatus (self->connection) == CONNECTION_OK &&
         (result = PQgetResult (self->connection)) != NULL)
    PQclear (result);

  return good;
}

/**
 * atlas_postgres_flush:
 * @self: a connection
 * @error: return location for an error
 *
 * Sends what is queued and waits until all of it is answered.
 *
 * Returns: (transfer full): what the last statement gave, or %NULL when one of them failed
 */
PGresult *
atlas_postgres_flush (AtlasPostgres *self,
                      GError       **error)
{
  g_autoptr(GError) fault = NULL;
  PGresult *last = NULL;

  if (self->connection == NULL || PQpipelineSync (self->connection) != 1)
    {
      self->n_queued = 0;
      g_set_error_literal (error, ATLAS_ERROR, ATLAS_ERROR_BUSY, "The database was lost");
      return NULL;
    }

  for (; self->n_queued > 0 && PQstatus (self->connection) == CONNECTION_OK; self->n_queued--)
    read_answer (self, &last, fault == NULL ? &fault : NULL);
  self->n_queued = 0;

  if (PQstatus (self->connection) == CONNECTION_OK)
    PQclear (PQgetResult (self->connection));
  else if (fault == NULL)
    set_fault (self->connection, NULL, "Asking the database", &fault);

  if (fault == NULL)
    return last;

  PQclear (last);
  g_propagate_error (error, g_steal_pointer (&fault));
  return NULL;
}

/* What is queued does not grow without end in the database's memory and ours. */
static gboolean
make_room (AtlasPostgres *self,
           GError       **error)
{
  g_autoptr(PGresult) result = NULL;

  if (self->n_queued < MOST_QUEUED)
    return TRUE;

  result = atlas_postgres_flush (self, error);
  return result != NULL;
}

static gboolean
note_queued (AtlasPostgres *self,
             int            sent,
             GError       **error)
{
  if (sent == 1)
    self->n_queued++;
  else
    set_fault (self->connection, NULL, "Asking the database", error);

  return sent == 1;
}

/**
 * atlas_postgres_queue:
 * @self: a connection
 * @name: of a prepared statement
 * @values: its parameters
 * @error: return location for an error
 *
 * Adds a statement to what goes out together.
 *
 * Returns: whether it could be added; whether it ran is told by atlas_postgres_flush()
 */
gboolean
atlas_postgres_queue (AtlasPostgres             *self,
                      const char                *name,
                      const AtlasPostgresValues *values,
                      GError                   **error)
{
  return make_room (self, error) &&
         note_queued (self, PQsendQueryPrepared (self->connection, name, values->n,
                                                 (const char * const *) values->values,
                                                 values->lengths, values->formats, 1), error);
}

/**
 * atlas_postgres_queue_sql:
 * @self: a connection
 * @sql: one statement without parameters
 * @error: return location for an error
 *
 * Adds a statement to what goes out together.
 *
 * Returns: whether it could be added; whether it ran is told by atlas_postgres_flush()
 */
gboolean
atlas_postgres_queue_sql (AtlasPostgres *self,
                          const char    *sql,
                          GError       **error)
{
  return make_room (self, error) &&
         note_queued (self, PQsendQueryParams (self->connection, sql, 0, NULL, NULL, NULL, NULL, 1),
                      error);
}

/**
 * atlas_postgres_prepare:
 * @self: a connection
 * @name: how the statement is called from here on
 * @sql: the statement, with `$1`
 * @values: of which the types are used
 * @error: return location for an error
 *
 * Prepares a statement for this connection, and waits for it.
 *
 * Returns: whether it, and what was queued before it, ran
 */
gboolean
atlas_postgres_prepare (AtlasPostgres             *self,
                        const char                *name,
                        const char                *sql,
                        const AtlasPostgresValues *values,
                        GError                   **error)
{
  g_autoptr(PGresult) result = NULL;

  if (!note_queued (self, PQsendPrepare (self->connection, name, sql, values->n, values->types),
                    error))
    return FALSE;

  result = atlas_postgres_flush (self, error);
  return result != NULL;
}
