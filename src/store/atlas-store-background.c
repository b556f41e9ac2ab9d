/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-store"

#include "config.h"

#include "store/atlas-store-background.h"

#define PAGE_RECORDS 2000 /* read at a time */

/* Adds all records of a type; with a field, those where it has a value, or has none at all. */
static gboolean
read_all (AtlasStore      *store,
          AtlasBackground *background,
          const AtlasType *type,
          const char      *field,
          const char      *value,
          GError         **error)
{
  guint n_read = PAGE_RECORDS;

  for (guint offset = 0; n_read == PAGE_RECORDS; offset += n_read)
    {
      g_autoptr(AtlasQuery) query = atlas_query_new (type);
      g_autoptr(GPtrArray) records = NULL;

      if (field != NULL && value != NULL)
        atlas_query_where_text (query, field, ATLAS_COMPARE_EQUAL, value);
      else if (field != NULL)
        atlas_query_where_text (query, field, ATLAS_COMPARE_ABSENT, NULL);
      atlas_query_page (query, offset, PAGE_RECORDS);
      records = atlas_store_list (store, query, error);
      if (records == NULL)
        return FALSE;

      for (guint i = 0; i < records->len; i++)
        atlas_background_add (background, g_ptr_array_index (records, i));
      n_read = records->len;
    }

  return TRUE;
}

/**
 * atlas_store_read_background:
 * @store: a store
 * @error: return location for an error
 *
 * Reads what rules need to know beside a case: every provision with its checks, contracts and
 * places, panels and their meetings. Who is placed there is read by atlas_store_read_pupils().
 *
 * Returns: (transfer full): the background
 */
AtlasBackground *
atlas_store_read_background (AtlasStore *store,
                             GError    **error)
{
  const AtlasType *types[] = {
    &atlas_provision_type, &atlas_check_type, &atlas_contract_type, &atlas_place_type,
    &atlas_panel_type, &atlas_meeting_type,
  };
  g_autoptr(AtlasBackground) background = atlas_background_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    {
      if (!read_all (store, background, types[i], NULL, NULL, error))
        return NULL;
    }

  return g_steal_pointer (&background);
}

/**
 * atlas_store_read_pupils:
 * @store: a store
 * @background: a background with its provisions
 * @provision: (nullable): id of the provision that is asked about; %NULL for every one
 * @error: return location for an error
 *
 * Reads who is placed at provisions that are not schools of themselves: providers and projects.
 *
 * Returns: whether the store could be read
 */
gboolean
atlas_store_read_pupils (AtlasStore      *store,
                         AtlasBackground *background,
                         const char      *provision,
                         GError         **error)
{
  g_autoptr(GPtrArray) provisions = atlas_background_provisions (background);

  for (guint i = 0; i < provisions->len; i++)
    {
      const AtlasProvisionCase *file = g_ptr_array_index (provisions, i);
      const char *id = atlas_record_get_id ((AtlasRecord *) file->provision);

      if ((provision != NULL && !g_str_equal (provision, id)) ||
          (g_strcmp0 (file->provision->kind, "ap-provider") != 0 &&
           g_strcmp0 (file->provision->kind, "ap-project") != 0))
        continue;
      if (!read_all (store, background, &atlas_placement_type, "provision", id, error))
        return FALSE;

      for (guint p = 0; p < file->placements->len; p++)
        {
          const AtlasPlacement *placement = g_ptr_array_index (file->placements, p);
          g_autoptr(AtlasRecord) child = atlas_store_get (store, "child", placement->child, NULL);

          if (child != NULL)
            atlas_background_add (background, child);
        }
    }

  return TRUE;
}

/**
 * atlas_store_read_twins:
 * @store: a store
 * @background: where to say so
 * @child: (nullable): id of the child who is asked about; %NULL for everybody
 * @error: return location for an error
 *
 * Finds records that may be of one child: those with the same UPN, and those with the same name
 * and date of birth.
 *
 * Returns: whether the store could be read
 */
gboolean
atlas_store_read_twins (AtlasStore      *store,
                        AtlasBackground *background,
                        const char      *child,
                        GError         **error)
{
  static const char *everybody =
    "SELECT c.id, CASE c.id WHEN s.first THEN s.last ELSE s.first END AS twin FROM child c"
    " JOIN (SELECT upn, min(id) AS first, max(id) AS last FROM child WHERE upn <> ''"
    "  GROUP BY upn HAVING count(*) > 1) s ON c.upn = s.upn"
    " UNION ALL"
    " SELECT c.id, CASE c.id WHEN s.first THEN s.last ELSE s.first END FROM child c"
    " JOIN (SELECT lower(first_name) AS one, lower(last_name) AS two, born, min(id) AS first,"
    "   max(id) AS last FROM child"
    "  WHERE first_name <> '' AND last_name <> '' AND born IS NOT NULL"
    "  GROUP BY one, two, born HAVING count(*) > 1) s"
    " ON c.born = s.born AND lower(c.last_name) = s.two AND lower(c.first_name) = s.one"
    " ORDER BY 1, 2";
  static const char *one =
    "SELECT a.id, b.id FROM child a JOIN child b ON b.upn = a.upn AND b.id <> a.id"
    " WHERE a.id = ?1 UNION"
    " SELECT a.id, b.id FROM child a JOIN child b ON b.born = a.born AND b.id <> a.id"
    " AND lower(b.last_name) = lower(a.last_name) AND lower(b.first_name) = lower(a.first_name)"
    " WHERE a.id = ?1 ORDER BY 2 LIMIT 1";
  g_autoptr(AtlasStmt) stmt = atlas_db_prepare (atlas_store_get_db (store),
                                                child != NULL ? one : everybody, error);
  AtlasStep step;

  if (stmt == NULL)
    return FALSE;

  if (child != NULL)
    atlas_stmt_bind_id (stmt, 1, child);
  while ((step = atlas_stmt_step (stmt, error)) == ATLAS_STEP_ROW)
    {
      g_autofree char *id = atlas_stmt_get_id (stmt, 0);
      g_autofree char *twin = atlas_stmt_get_id (stmt, 1);

      atlas_background_add_twin (background, id, twin);
    }

  return step == ATLAS_STEP_DONE;
}
