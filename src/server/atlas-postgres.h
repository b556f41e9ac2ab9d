/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <libpq-fe.h>

G_BEGIN_DECLS

/**
 * AtlasPostgresValues:
 * @types: the kind of each parameter, by PostgreSQL's number
 * @values: (nullable): what each is, in binary; %NULL gives no value
 * @lengths: bytes of each
 * @formats: 1 for each
 *
 * The parameters of a statement, @n of each.
 */
typedef struct {
  int    n;
  Oid   *types;
  char **values;
  int   *lengths;
  int   *formats;
} AtlasPostgresValues;

typedef struct _AtlasPostgres AtlasPostgres;

AtlasPostgres *atlas_postgres_new           (const char                *database);
void           atlas_postgres_free          (AtlasPostgres             *self);
PGconn        *atlas_postgres_connect       (const char                *database,
                                             GError                   **error);
gboolean       atlas_postgres_check_address (const char                *database,
                                             gboolean                   may_hold_password,
                                             GError                   **error);
const char    *atlas_postgres_sender        (void);

gboolean       atlas_postgres_ensure        (AtlasPostgres             *self,
                                             GError                   **error);
guint          atlas_postgres_generation    (AtlasPostgres             *self);
gboolean       atlas_postgres_prepare       (AtlasPostgres             *self,
                                             const char                *name,
                                             const char                *sql,
                                             const AtlasPostgresValues *values,
                                             GError                   **error);
gboolean       atlas_postgres_queue         (AtlasPostgres             *self,
                                             const char                *name,
                                             const AtlasPostgresValues *values,
                                             GError                   **error);
gboolean       atlas_postgres_queue_sql     (AtlasPostgres             *self,
                                             const char                *sql,
                                             GError                   **error);
PGresult      *atlas_postgres_flush         (AtlasPostgres             *self,
                                             GError                   **error)
                                             G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasPostgres, atlas_postgres_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PGconn, PQfinish)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PGresult, PQclear)

G_END_DECLS
