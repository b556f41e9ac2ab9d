/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-store"

#include "config.h"

#include "store/atlas-verify.h"

#include "base/atlas-error.h"
#include "store/atlas-schema.h"

static void
finding_free (AtlasVerifyFinding *finding)
{
  g_free (finding->check);
  g_free (finding->text);
  g_free (finding);
}

static void
add_finding (GPtrArray  *findings,
             const char *check,
             char       *text)
{
  AtlasVerifyFinding *finding = g_new0 (AtlasVerifyFinding, 1);

  finding->check = g_strdup (check);
  finding->text = text;
  g_ptr_array_add (findings, finding);
}

static gboolean
verify_search (AtlasStore      *self,
               const AtlasType *type,
               GPtrArray       *findings,
               GError         **error)
{
  AtlasDb *db = atlas_store_get_db (self);
  g_autofree char *missing = g_strdup_printf ("SELECT count (*) FROM \"%s\" WHERE pk NOT IN"
                                              " (SELECT rowid FROM \"search_%s\")",
                                              type->name, type->name);
  g_autofree char *stray = g_strdup_printf ("SELECT count (*) FROM \"search_%s\" WHERE rowid NOT IN"
                                            " (SELECT pk FROM \"%s\")", type->name, type->name);
  gint64 n_missing = 0;
  gint64 n_stray = 0;

  if (!atlas_db_ask_integer (db, missing, &n_missing, error) ||
      !atlas_db_ask_integer (db, stray, &n_stray, error))
    return FALSE;

  if (n_missing + n_stray > 0)
    add_finding (findings, "search",
                 g_strdup_printf ("%s: %" G_GINT64_FORMAT " records are not in the search index, %"
                                  G_GINT64_FORMAT
                                  " entries have no record", type->name, n_missing, n_stray));
  return TRUE;
}

/* SQLite 3.46 compares a search index with what this connection saw of it last, and finds fault if
 * somebody else has changed it since. A look at it brings that up to date. */
static void
look_at_search (AtlasStore      *self,
                const AtlasType *type)
{
  g_autofree char *sql = g_strdup_printf ("SELECT count (*) FROM (SELECT 1 FROM \"search_%s\""
                                          " LIMIT 1)", type->name);
  gint64 n;

  if (atlas_schema_has_search (type))
    atlas_db_ask_integer (atlas_store_get_db (self), sql, &n, NULL);
}

static gboolean
verify_outbox (AtlasStore *self,
               GPtrArray  *findings,
               GError    **error)
{
  AtlasDb *db = atlas_store_get_db (self);
  g_autofree char *last = atlas_store_get_meta (self, "last_n");
  gint64 last_n = last != NULL ? g_ascii_strtoll (last, NULL, 10) : 0;
  gint64 greatest = 0;
  gint64 gaps = 0;
  gint64 unnoted = 0;

  if (!atlas_db_ask_integer (db, "SELECT coalesce (max (n), 0) FROM outbox", &greatest, error) ||
      !atlas_db_ask_integer (db, "SELECT CASE WHEN count (*) = 0 THEN 0"
                             " ELSE max (n) - min (n) + 1 - count (*) END"
                             " FROM outbox", &gaps, error) ||
      !atlas_db_ask_integer (db, "SELECT count (*) FROM outbox WHERE set_id NOT IN"
                             " (SELECT set_id FROM history)", &unnoted, error))
    return FALSE;

  if (greatest > last_n)
    add_finding (findings, "outbox",
                 g_strdup ("the last change set's number is behind the outbox"));
  if (gaps != 0)
    add_finding (findings, "outbox", g_strdup_printf ("%" G_GINT64_FORMAT " numbers are missing",
                                                      gaps));
  if (unnoted != 0)
    add_finding (findings, "outbox",
                 g_strdup_printf ("%" G_GINT64_FORMAT " change sets are not in History", unnoted));
  return TRUE;
}

static gboolean
verify_rows (AtlasStore      *self,
             const AtlasType *type,
             GPtrArray       *findings,
             GError         **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT %s FROM \"%s\"", atlas_schema_columns (type),
                                          type->name);
  g_autoptr(AtlasStmt) stmt = atlas_db_prepare (atlas_store_get_db (self), sql, error);
  guint bad = 0;
  AtlasStep step;

  if (stmt == NULL)
    return FALSE;

  while ((step = atlas_stmt_step (stmt, error)) == ATLAS_STEP_ROW)
    {
      g_autoptr(AtlasRecord) record = atlas_schema_read_row (type, stmt, NULL);

      bad += record == NULL;
    }
  if (bad > 0)
    add_finding (findings, "database", g_strdup_printf ("%s: %u records cannot be read", type->name,
                                                        bad));

  return step == ATLAS_STEP_DONE;
}

/**
 * atlas_store_verify:
 * @self: a store
 * @error: return location for an error
 *
 * Looks over a store: the database file as SQLite sees it, that every row can be read, that the
 * search index has every record and no other, that no change set is missing from outbox or History.
 *
 * Returns: (transfer full) (element-type AtlasVerifyFinding): what is not as it should be; empty
 *   when all is well; %NULL when the store could not be asked
 */
GPtrArray *
atlas_store_verify (AtlasStore *self,
                    GError    **error)
{
  g_autoptr(GPtrArray)    findings = g_ptr_array_new_with_free_func ((GDestroyNotify) finding_free);
  g_autoptr(GError)       fault = NULL;
  guint n_types;
  const AtlasType * const *types = atlas_types (&n_types);

  for (guint i = 0; i < n_types; i++)
    look_at_search (self, types[i]);
  if (!atlas_db_check (atlas_store_get_db (self), &fault))
    add_finding (findings, "database", g_strdup (fault->message));

  for (guint i = 0; i < n_types; i++)
    if (!verify_rows (self, types[i], findings, error) ||
        (atlas_schema_has_search (types[i]) && !verify_search (self, types[i], findings, error)))
      return NULL;

  return verify_outbox (self, findings, error) ? g_steal_pointer (&findings) : NULL;
}
