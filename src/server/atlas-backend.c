/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-server"

#include "config.h"

#include "server/atlas-backend.h"

#include "base/atlas-id.h"

struct _AtlasQuery
{
  const AtlasBackendVerbs *verbs;
  gpointer                 stmt;
};

gboolean
atlas_backend_begin (AtlasBackend *self,
                     gboolean      writes,
                     GError      **error)
{
  return self->verbs->begin (self, writes, error);
}

gboolean
atlas_backend_commit (AtlasBackend *self,
                      GError      **error)
{
  return self->verbs->commit (self, error);
}

void
atlas_backend_rollback (AtlasBackend *self)
{
  self->verbs->rollback (self);
}

/**
 * atlas_backend_shares_writing:
 * @self: a back end
 *
 * Returns: whether others may write while a transaction of this back end does
 */
gboolean
atlas_backend_shares_writing (AtlasBackend *self)
{
  return self->verbs->shares_writing;
}

gboolean
atlas_backend_announce (AtlasBackend *self,
                        GError      **error)
{
  return self->verbs->announce (self, error);
}

gint64
atlas_backend_version (AtlasBackend *self)
{
  return self->verbs->version (self);
}

gboolean
atlas_backend_copy (AtlasBackend *self,
                    const char   *path,
                    GError      **error)
{
  return self->verbs->copy (self, path, error);
}

gboolean
atlas_backend_check (AtlasBackend *self,
                     GError      **error)
{
  return self->verbs->check (self, error);
}

/**
 * atlas_backend_scrub:
 * @self: a back end, outside a transaction
 * @error: return location for an error
 *
 * Leaves nothing on the disk of what was deleted, as far as the database can.
 *
 * Returns: whether it was done
 */
gboolean
atlas_backend_scrub (AtlasBackend *self,
                     GError      **error)
{
  return self->verbs->scrub (self, error);
}

void
atlas_backend_close (AtlasBackend *self)
{
  if (self != NULL)
    self->verbs->close (self);
}

static void
bind_id (AtlasRows  *self,
         int         index,
         const char *id)
{
  guint8 bytes[ATLAS_ID_BYTES];

  if (atlas_id_to_bytes (id, bytes))
    self->verbs->bind_bytes (self->stmt, index, bytes, sizeof bytes);
  else
    self->verbs->bind_null (self->stmt, index);
}

static void
bind_json (AtlasRows *self,
           int        index,
           json_t    *value)
{
  g_autofree char *text = value != NULL ? atlas_json_to_text (value) : NULL;

  if (text != NULL)
    self->verbs->bind_text (self->stmt, index, text);
  else
    self->verbs->bind_null (self->stmt, index);
}

static void
bind_bytes (AtlasRows *self,
            int        index,
            GBytes    *bytes)
{
  gsize length = 0;
  const void *data = bytes != NULL ? g_bytes_get_data (bytes, &length) : NULL;

  if (data != NULL)
    self->verbs->bind_bytes (self->stmt, index, data, length);
  else
    self->verbs->bind_null (self->stmt, index);
}

static void
bind_text (AtlasRows  *self,
           int         index,
           const char *text)
{
  if (text != NULL)
    self->verbs->bind_text (self->stmt, index, text);
  else
    self->verbs->bind_null (self->stmt, index);
}

static void
bind_all (AtlasRows  *self,
          const char *kinds,
          va_list    *values)
{
  for (int i = 0; kinds[i] != '\0'; i++)
    {
      switch (kinds[i])
        {
        case 'i':
          self->verbs->bind_int (self->stmt, i + 1, va_arg (*values, gint64));
          break;

        case 't':
          bind_text (self, i + 1, va_arg (*values, const char *));
          break;

        case 'u':
          bind_id (self, i + 1, va_arg (*values, const char *));
          break;

        case 'j':
          bind_json (self, i + 1, va_arg (*values, json_t *));
          break;

        case 'b':
          bind_bytes (self, i + 1, va_arg (*values, GBytes *));
          break;

        default:
          g_assert_not_reached ();
        }
    }
}

static AtlasRows *
query_new (AtlasBackend *self,
           GError      **error,
           const char   *sql,
           const char   *kinds,
           va_list      *values)
{
  AtlasRows *query;
  gpointer stmt = self->verbs->prepare (self, sql, kinds, error);

  if (stmt == NULL)
    return NULL;

  query = g_new0 (AtlasRows, 1);
  query->verbs = self->verbs;
  query->stmt = stmt;
  bind_all (query, kinds, values);

  return query;
}

/**
 * atlas_backend_query:
 * @self: a back end
 * @error: return location for an error
 * @sql: one statement, a literal
 * @kinds: one letter a parameter: `i` a #gint64, `t` text, `u` an id, `j` JSON, `b` a #GBytes
 * @...: the parameters; %NULL gives no value
 *
 * Begins a query.
 *
 * Returns: (transfer full): the query, before its first row
 */
AtlasRows *
atlas_backend_query (AtlasBackend *self,
                     GError      **error,
                     const char   *sql,
                     const char   *kinds,
                     ...)
{
  AtlasRows *query;
  va_list values;

  va_start (values, kinds);
  query = query_new (self, error, sql, kinds, &values);
  va_end (values);

  return query;
}

static gboolean
run (AtlasBackend *self,
     GError      **error,
     const char   *sql,
     const char   *kinds,
     va_list      *values)
{
  g_autoptr(AtlasRows) query = query_new (self, error, sql, kinds, values);

  return query != NULL && self->verbs->run (query->stmt, error);
}

/**
 * atlas_backend_run:
 * @self: a back end
 * @error: return location for an error
 * @sql: one statement, a literal
 * @kinds: as in atlas_backend_query()
 * @...: the parameters
 *
 * Runs a statement that gives no rows. Inside a transaction that it failed may be told only by a
 * later call, the commit at the latest.
 *
 * Returns: whether nothing has failed so far
 */
gboolean
atlas_backend_run (AtlasBackend *self,
                   GError      **error,
                   const char   *sql,
                   const char   *kinds,
                   ...)
{
  gboolean done;
  va_list values;

  va_start (values, kinds);
  done = run (self, error, sql, kinds, &values);
  va_end (values);

  return done;
}

/**
 * atlas_backend_lock:
 * @self: a back end, in a transaction that writes
 * @error: return location for an error
 * @sql: a `SELECT 1` of the rows, ending in `FOR UPDATE` for rows that will be changed or
 *   `FOR SHARE` for rows that must stay as they are
 * @kinds: as in atlas_backend_query()
 * @...: the parameters
 *
 * Keeps others from changing rows until the transaction ends. Where a transaction that writes is
 * alone with its writing there is nothing to do, and nothing is done.
 *
 * Returns: whether nothing has failed so far
 */
gboolean
atlas_backend_lock (AtlasBackend *self,
                    GError      **error,
                    const char   *sql,
                    const char   *kinds,
                    ...)
{
  gboolean done;
  va_list values;

  if (!self->verbs->shares_writing)
    return TRUE;

  va_start (values, kinds);
  done = run (self, error, sql, kinds, &values);
  va_end (values);

  return done;
}

/**
 * atlas_rows_step:
 * @self: (nullable): a query, or %NULL for one that could not begin and has set @error
 * @error: return location for an error
 *
 * Returns: whether there is a row more, none, or the query failed
 */
AtlasStep
atlas_rows_step (AtlasRows *self,
                 GError   **error)
{
  return self != NULL ? self->verbs->step (self->stmt, error) : ATLAS_STEP_ERROR;
}

gint64
atlas_rows_int (AtlasRows *self,
                int        column)
{
  return self->verbs->get_int (self->stmt, column);
}

/**
 * atlas_rows_text:
 * @self: a query on a row
 * @column: from 0
 *
 * Returns: (transfer none) (nullable): the text, valid until the next step
 */
const char *
atlas_rows_text (AtlasRows *self,
                 int        column)
{
  return self->verbs->get_text (self->stmt, column);
}

/**
 * atlas_rows_id:
 * @self: a query on a row
 * @column: from 0
 *
 * Returns: (transfer full) (nullable): an id, or %NULL if there is none
 */
char *
atlas_rows_id (AtlasRows *self,
               int        column)
{
  gsize length = 0;
  const guint8 *bytes = self->verbs->get_bytes (self->stmt, column, &length);

  return bytes != NULL && length == ATLAS_ID_BYTES ? atlas_id_from_bytes (bytes) : NULL;
}

/**
 * atlas_rows_json:
 * @self: a query on a row
 * @column: from 0
 *
 * Returns: (transfer full) (nullable): what the column's text says, or %NULL if there is none
 */
json_t *
atlas_rows_json (AtlasRows *self,
                 int        column)
{
  const char *text = atlas_rows_text (self, column);

  return text != NULL ? atlas_json_parse (text, -1, NULL) : NULL;
}

/**
 * atlas_rows_bytes:
 * @self: a query on a row
 * @column: from 0
 *
 * Returns: (transfer full) (nullable): a copy of the bytes, or %NULL if there are none
 */
GBytes *
atlas_rows_bytes (AtlasRows *self,
                  int        column)
{
  gsize length = 0;
  const guint8 *bytes = self->verbs->get_bytes (self->stmt, column, &length);

  return bytes != NULL ? g_bytes_new (bytes, length) : NULL;
}

void
atlas_rows_free (AtlasRows *self)
{
  if (self == NULL)
    return;

  self->verbs->release (self->stmt);
  g_free (self);
}
