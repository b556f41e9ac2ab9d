/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-server"

#include "config.h"

#include "server/atlas-postgres-watch.h"

#include <poll.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "server/atlas-postgres.h"

#define RETRY_MS 1000

/**
 * AtlasPostgresWatch:
 *
 * Listens for other processes' commits on a connection and a thread of its own, for as long as it
 * lives: a connection that is lost is made anew.
 */
struct _AtlasPostgresWatch
{
  gatomicrefcount        refs;
  char                  *database;
  AtlasPostgresWatchFunc func;          /* (nullable): NULL once nobody wants to know */
  gpointer               user_data;
  GThread               *thread;
  int                    stop_fd;
  int                    is_telling;    /* atomic: a call of @func is on its way */
};

static void
watch_unref (gpointer data)
{
  AtlasPostgresWatch *self = data;

  if (!g_atomic_ref_count_dec (&self->refs))
    return;

  close (self->stop_fd);
  g_free (self->database);
  g_free (self);
}

static gboolean
tell_in_idle (gpointer data)
{
  AtlasPostgresWatch *self = data;

  g_atomic_int_set (&self->is_telling, FALSE);
  if (self->func != NULL)
    self->func (self->user_data);

  return G_SOURCE_REMOVE;
}

static void
tell (AtlasPostgresWatch *self)
{
  if (!g_atomic_int_compare_and_exchange (&self->is_telling, FALSE, TRUE))
    return;

  g_atomic_ref_count_inc (&self->refs);
  g_idle_add_full (G_PRIORITY_DEFAULT, tell_in_idle, self, watch_unref);
}

/* Waits for something on a connection, or only for the time; FALSE means that it is to stop. */
static gboolean
wait_in_thread (AtlasPostgresWatch *self,
                int                 fd,
                int                 timeout_ms)
{
  struct pollfd fds[] = { { self->stop_fd, POLLIN, 0 }, { fd, POLLIN, 0 } };

  poll (fds, fd >= 0 ? 2 : 1, timeout_ms);
  return (fds[0].revents & POLLIN) == 0;
}

/* What this process has announced itself it knows. */
static gboolean
has_news (PGconn *connection)
{
  gboolean has = FALSE;
  PGnotify *notify;

  while ((notify = PQnotifies (connection)) != NULL)
    {
      has = has || strcmp (notify->extra, atlas_postgres_sender ()) != 0;
      PQfreemem (notify);
    }

  return has;
}

/* Returns whether to connect again. */
static gboolean
listen_in_thread (AtlasPostgresWatch *self,
                  PGconn             *connection)
{
  g_autoptr(PGresult) result = PQexec (connection, "LISTEN provision_atlas");

  if (PQresultStatus (result) != PGRES_COMMAND_OK)
    return TRUE;

  /* Whatever was committed before is found by looking. */
  tell (self);
  while (wait_in_thread (self, PQsocket (connection), -1))
    {
      if (PQconsumeInput (connection) != 1)
        return TRUE;
      if (has_news (connection))
        tell (self);
    }

  return FALSE;
}

static gpointer
watch_in_thread (gpointer data)
{
  AtlasPostgresWatch *self = data;
  gboolean goes_on = TRUE;

  while (goes_on)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(PGconn) connection = atlas_postgres_connect (self->database, &error);

      if (connection == NULL)
        g_info ("Nobody listens for other processes: %s", error->message);
      goes_on = (connection == NULL || listen_in_thread (self, connection)) &&
                wait_in_thread (self, -1, RETRY_MS);
    }

  watch_unref (self);
  return NULL;
}

/**
 * atlas_postgres_watch_new:
 * @database: where it is, as libpq reads it
 * @func: (scope notified): called on the default main context
 * @user_data: for @func
 *
 * Begins to listen for what other processes commit.
 *
 * Returns: (transfer full): the watch
 */
AtlasPostgresWatch *
atlas_postgres_watch_new (const char            *database,
                          AtlasPostgresWatchFunc func,
                          gpointer               user_data)
{
  AtlasPostgresWatch *self = g_new0 (AtlasPostgresWatch, 1);

  g_atomic_ref_count_init (&self->refs);
  g_atomic_ref_count_inc (&self->refs);
  self->database = g_strdup (database);
  self->func = func;
  self->user_data = user_data;
  self->stop_fd = eventfd (0, EFD_CLOEXEC);
  self->thread = g_thread_new ("watch", watch_in_thread, self);

  return self;
}

/**
 * atlas_postgres_watch_free:
 * @self: (nullable) (transfer full): a watch
 *
 * Stops listening. To be called on the default main context's thread, after which the function is
 * called no more. A thread that is connecting ends by itself.
 */
void
atlas_postgres_watch_free (AtlasPostgresWatch *self)
{
  if (self == NULL)
    return;

  self->func = NULL;
  eventfd_write (self->stop_fd, 1);
  g_thread_unref (self->thread);
  watch_unref (self);
}
