/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-store"

#include "config.h"

#include "store/atlas-case-reader.h"

#include <string.h>

#include "store/atlas-schema.h"

#define ALL "county"

/* Whose record it is, where its type does not say so itself. */
#define CHILD_OF_OFFER    "(SELECT r.child FROM referral r WHERE r.id = offer.referral)"
#define CHILD_OF_DECISION "(SELECT r.child FROM referral r WHERE r.id = decision.referral)"

typedef struct {
  const AtlasType *type;
  const char      *owner;
} Source;

static const Source sources[] = {
  { &atlas_child_type, "id" },
  { &atlas_exclusion_type, "child" },
  { &atlas_referral_type, "child" },
  { &atlas_offer_type, CHILD_OF_OFFER },
  { &atlas_decision_type, CHILD_OF_DECISION },
  { &atlas_placement_type, "child" },
  { &atlas_plan_type, "child" },
  { &atlas_review_type, "child" },
  { &atlas_consent_type, "child" },
  { &atlas_timetable_type, "child" },
  { &atlas_timetable_part_type, "child" },
  { &atlas_registration_type, "child" },
  { &atlas_attendance_type, "child" },
  { &atlas_managed_move_type, "child" },
  { &atlas_direction_type, "child" },
  { &atlas_separation_type, "child" },
  { &atlas_incident_type, "child" },
};

/* One type's records in the order of the children, and whose the next one is. */
typedef struct {
  const AtlasType *type;
  AtlasStmt       *stmt;
  char            *owner;       /* (nullable): NULL at the end */
} Stream;

struct _AtlasCaseReader
{
  Stream streams[G_N_ELEMENTS (sources)];
};

static gboolean
stream_step (Stream  *stream,
             GError **error)
{
  AtlasStep step;

  g_clear_pointer (&stream->owner, g_free);
  while ((step = atlas_stmt_step (stream->stmt, error)) == ATLAS_STEP_ROW)
    {
      stream->owner = atlas_stmt_get_id (stream->stmt, 0);
      if (stream->owner != NULL)
        return TRUE;
    }

  return step == ATLAS_STEP_DONE;
}

static gboolean
stream_begin (Stream       *stream,
              const Source *source,
              AtlasDb      *db,
              const char   *child,
              GError      **error)
{
  /* The first column is the search index's alone, so the owner stands in its place. */
  const char *columns = strchr (atlas_schema_columns (source->type), ',');
  g_autofree char *only = child != NULL ? g_strdup_printf (" WHERE %s = ?1", source->owner)
                                        : g_strdup ("");
  g_autofree char *sql = NULL;

  /* An offer of one child is found by the child's referrals, and not by looking at every offer. */
  if (child != NULL &&
      (source->type == &atlas_offer_type || source->type == &atlas_decision_type))
    {
      g_free (only);
      only = g_strdup (" WHERE referral IN (SELECT r.id FROM referral r WHERE r.child = ?1)");
    }
  sql = g_strdup_printf ("SELECT %s%s FROM \"%s\"%s ORDER BY %s", source->owner, columns,
                         source->type->name, only, source->owner);
  stream->type = source->type;
  stream->stmt = atlas_db_prepare (db, sql, error);
  if (stream->stmt == NULL)
    return FALSE;

  if (child != NULL)
    atlas_stmt_bind_id (stream->stmt, 1, child);
  return stream_step (stream, error);
}

/**
 * atlas_case_reader_new:
 * @store: a store
 * @child: (nullable): id of a child, or %NULL for all
 * @error: return location for an error
 *
 * Begins to read cases. While it lives it holds one view of the store.
 *
 * Returns: (transfer full): the reader
 */
AtlasCaseReader *
atlas_case_reader_new (AtlasStore *store,
                       const char *child,
                       GError    **error)
{
  g_autoptr(AtlasCaseReader) self = g_new0 (AtlasCaseReader, 1);

  for (gsize i = 0; i < G_N_ELEMENTS (sources); i++)
    if (!stream_begin (&self->streams[i], &sources[i], atlas_store_get_db (store), child, error))
      return NULL;

  return g_steal_pointer (&self);
}

void
atlas_case_reader_free (AtlasCaseReader *self)
{
  if (self == NULL)
    return;

  for (gsize i = 0; i < G_N_ELEMENTS (self->streams); i++)
    {
      g_clear_pointer (&self->streams[i].stmt, atlas_stmt_release);
      g_free (self->streams[i].owner);
    }
  g_free (self);
}

static const char *
next_owner (AtlasCaseReader *self)
{
  const char *first = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (self->streams); i++)
    {
      const char *owner = self->streams[i].owner;

      if (owner != NULL && (first == NULL || strcmp (owner, first) < 0))
        first = owner;
    }

  return first;
}

static gboolean
take_records (Stream     *stream,
              const char *owner,
              AtlasCase  *file,
              GError    **error)
{
  while (g_strcmp0 (stream->owner, owner) == 0)
    {
      g_autoptr(AtlasRecord) record = atlas_schema_read_row (stream->type, stream->stmt, error);

      if (record == NULL)
        return FALSE;
      atlas_case_add (file, record);
      if (!stream_step (stream, error))
        return FALSE;
    }

  return TRUE;
}

/**
 * atlas_case_reader_next:
 * @self: a reader
 * @file: where to put the records; what was in it is taken out
 * @error: return location for an error
 *
 * Reads the next child's case. Findings that were passed are not in it.
 *
 * Returns: whether there was one; %FALSE without @error at the end
 */
gboolean
atlas_case_reader_next (AtlasCaseReader *self,
                        AtlasCase       *file,
                        GError         **error)
{
  g_autofree char *owner = g_strdup (next_owner (self));

  atlas_case_clear (file);
  if (owner == NULL)
    return FALSE;

  for (gsize i = 0; i < G_N_ELEMENTS (self->streams); i++)
    if (!take_records (&self->streams[i], owner, file, error))
      return FALSE;

  return TRUE;
}

/**
 * atlas_store_read_case:
 * @store: a store
 * @child: id of a child
 * @error: return location for an error
 *
 * Returns: (transfer full): the child's case, empty when nothing is known of the child
 */
AtlasCase *
atlas_store_read_case (AtlasStore *store,
                       const char *child,
                       GError    **error)
{
  g_autoptr(AtlasCaseReader) reader = atlas_case_reader_new (store, child, error);
  g_autoptr(AtlasCase)       file = atlas_case_new ();
  g_autoptr(GError)          fault = NULL;

  if (reader == NULL)
    return NULL;
  if (!atlas_case_reader_next (reader, file, &fault) && fault != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&fault));
      return NULL;
    }

  return g_steal_pointer (&file);
}

/**
 * atlas_store_list_children:
 * @store: a store
 * @scope: (nullable): as `area/dspl2`; %NULL and `county` mean everybody
 * @children: (out) (transfer full) (nullable) (element-type utf8): ids of the children in it; %NULL
 *   for everybody
 * @error: return location for an error
 *
 * Finds which children a list is about, for whoever reads all cases and passes over the others.
 *
 * Returns: whether the store could be read
 */
gboolean
atlas_store_list_children (AtlasStore  *store,
                           const char  *scope,
                           GHashTable **children,
                           GError     **error)
{
  g_autoptr(GHashTable) ids = NULL;
  g_autoptr(AtlasStmt)  stmt = NULL;
  g_autofree char *word = NULL;
  AtlasStep step;

  *children = NULL;
  if (scope == NULL || g_str_equal (scope, ALL))
    return TRUE;

  stmt = atlas_db_prepare (atlas_store_get_db (store),
                           "SELECT id FROM child WHERE instr (scopes, ?1) > 0", error);
  if (stmt == NULL)
    return FALSE;

  ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  word = g_strdup_printf (" %s ", scope);
  atlas_stmt_bind_text (stmt, 1, word);
  while ((step = atlas_stmt_step (stmt, error)) == ATLAS_STEP_ROW)
    g_hash_table_add (ids, atlas_stmt_get_id (stmt, 0));
  if (step == ATLAS_STEP_ERROR)
    return FALSE;

  *children = g_steal_pointer (&ids);
  return TRUE;
}

static AtlasProvisionCase *
case_of_provision (GHashTable *by_id,
                   GPtrArray  *cases,
                   const char *provision)
{
  AtlasProvisionCase *file = g_hash_table_lookup (by_id, provision);

  if (file == NULL)
    {
      file = atlas_provision_case_new ();
      g_ptr_array_add (cases, file);
      g_hash_table_insert (by_id, g_strdup (provision), file);
    }

  return file;
}

/* The last return of each line, and every record of the other types. */
static const struct {
  const AtlasType *type;
  const char      *owner;
  const char      *only;
} provision_sources[] = {
  { &atlas_provision_type, "id", "" },
  { &atlas_check_type, "provision", "" },
  { &atlas_contract_type, "provision", "" },
  { &atlas_place_type, "provision", "" },
  { &atlas_return_type, "provision",
    " WHERE as_at = (SELECT max (l.as_at) FROM \"return\" l WHERE l.place = \"return\".place)" },
};

/**
 * atlas_store_list_provision_cases:
 * @store: a store
 * @error: return location for an error
 *
 * Reads the cases of all provisions: checks, contracts, places and the last return of each place.
 *
 * Returns: (transfer full) (element-type AtlasProvisionCase): the cases
 */
GPtrArray *
atlas_store_list_provision_cases (AtlasStore *store,
                                  GError    **error)
{
  GDestroyNotify case_free = (GDestroyNotify) atlas_provision_case_free;
  g_autoptr(GPtrArray)  cases = g_ptr_array_new_with_free_func (case_free);
  g_autoptr(GHashTable) by_id = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (provision_sources); i++)
    {
      const AtlasType *type = provision_sources[i].type;
      const char *columns = strchr (atlas_schema_columns (type), ',');
      g_autofree char *sql = g_strdup_printf ("SELECT %s%s FROM \"%s\"%s ORDER BY id",
                                              provision_sources[i].owner, columns, type->name,
                                              provision_sources[i].only);
      g_autoptr(AtlasStmt) stmt = atlas_db_prepare (atlas_store_get_db (store), sql, error);
      AtlasStep step;

      if (stmt == NULL)
        return NULL;

      while ((step = atlas_stmt_step (stmt, error)) == ATLAS_STEP_ROW)
        {
          g_autofree char *owner = atlas_stmt_get_id (stmt, 0);
          g_autoptr(AtlasRecord) record = atlas_schema_read_row (type, stmt, error);

          if (record == NULL)
            return NULL;
          if (owner != NULL)
            atlas_provision_case_add (case_of_provision (by_id, cases, owner), record);
        }
      if (step == ATLAS_STEP_ERROR)
        return NULL;
    }

  return g_steal_pointer (&cases);
}
