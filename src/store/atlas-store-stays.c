/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Who is, was or wants to be at each line of places, as numbers: the finder and the forecast ask
 * for every line at once, and a record of each child would be read for nothing.
 */
#define G_LOG_DOMAIN "atlas-store"

#include "config.h"

#include "store/atlas-store-stays.h"

static GHashTable *
new_table (GDestroyNotify free_value)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_value);
}

/* The list of a line, made when it is first asked for. */
static GArray *
list_of (GHashTable *lists,
         const char *place,
         guint       element_size)
{
  GArray *list = g_hash_table_lookup (lists, place);

  if (list == NULL)
    {
      list = g_array_new (FALSE, FALSE, element_size);
      g_hash_table_insert (lists, g_strdup (place), list);
    }

  return list;
}

static AtlasDate
read_date (AtlasStmt *stmt,
           int        column)
{
  return atlas_stmt_is_null (stmt, column) ? ATLAS_DATE_NONE
                                           : (AtlasDate) atlas_stmt_get_integer (stmt, column);
}

/**
 * atlas_store_list_stays:
 * @self: a store
 * @from: the first day
 * @to: the last day
 * @error: return location for an error
 *
 * Lists the stays that began from @from to @to, with the tier of the referral behind each.
 *
 * Returns: (transfer full) (element-type utf8 GArray): lists of #AtlasForecastStay by id of the
 *   line of places, in the order of their ids, so that the same records give the same forecast
 */
GHashTable *
atlas_store_list_stays (AtlasStore *self,
                        AtlasDate   from,
                        AtlasDate   to,
                        GError    **error)
{
  static const char sql[] =
    "SELECT p.place, p.starts, p.planned_end, p.ended, r.tier FROM placement p"
    " LEFT JOIN referral r ON r.id = p.referral"
    " WHERE p.starts BETWEEN ?1 AND ?2 AND p.place IS NOT NULL ORDER BY p.id";
  g_autoptr(GHashTable) lists = new_table ((GDestroyNotify) g_array_unref);
  g_autoptr(AtlasStmt)  stmt = atlas_db_prepare (atlas_store_get_db (self), sql, error);
  AtlasStep step;

  if (stmt == NULL)
    return NULL;

  atlas_stmt_bind_integer (stmt, 1, from);
  atlas_stmt_bind_integer (stmt, 2, to);
  while ((step = atlas_stmt_step (stmt, error)) == ATLAS_STEP_ROW)
    {
      g_autofree char *place = atlas_stmt_get_id (stmt, 0);
      AtlasForecastStay stay = {
        read_date (stmt, 1), read_date (stmt, 2), read_date (stmt, 3),
        (int) atlas_stmt_get_integer (stmt, 4),
      };

      g_array_append_val (list_of (lists, place, sizeof stay), stay);
    }

  return step == ATLAS_STEP_DONE ? g_steal_pointer (&lists) : NULL;
}

/**
 * atlas_store_list_hours:
 * @self: a store
 * @error: return location for an error
 *
 * Lists the hours a week of those whose stay goes on.
 *
 * Returns: (transfer full) (element-type utf8 GArray): lists of double, the fewest first, by id of
 *   the line of places
 */
GHashTable *
atlas_store_list_hours (AtlasStore *self,
                        GError    **error)
{
  static const char sql[] =
    "SELECT place, CAST (hours_per_week AS REAL) AS hours FROM placement"
    " WHERE ended IS NULL AND place IS NOT NULL AND hours > 0 ORDER BY hours, id";
  g_autoptr(GHashTable) lists = new_table ((GDestroyNotify) g_array_unref);
  g_autoptr(AtlasStmt)  stmt = atlas_db_prepare (atlas_store_get_db (self), sql, error);
  AtlasStep step;

  if (stmt == NULL)
    return NULL;

  while ((step = atlas_stmt_step (stmt, error)) == ATLAS_STEP_ROW)
    {
      g_autofree char *place = atlas_stmt_get_id (stmt, 0);
      double hours = g_ascii_strtod (atlas_stmt_get_text (stmt, 1), NULL);

      g_array_append_val (list_of (lists, place, sizeof hours), hours);
    }

  return step == ATLAS_STEP_DONE ? g_steal_pointer (&lists) : NULL;
}

/**
 * atlas_store_count_asked:
 * @self: a store
 * @without: (nullable): reference of a referral that does not count
 * @error: return location for an error
 *
 * Counts the referrals that wait for each provision: they are being looked at, at panel or waiting.
 *
 * Returns: (transfer full) (element-type utf8 int): how many, by id of the provision
 */
GHashTable *
atlas_store_count_asked (AtlasStore *self,
                         const char *without,
                         GError    **error)
{
  static const char sql[] =
    "SELECT asked, count (*) FROM referral WHERE step IN ('looked-at', 'panel', 'waiting')"
    " AND asked IS NOT NULL AND reference IS NOT ?1 GROUP BY asked";
  g_autoptr(GHashTable) counts = new_table (NULL);
  g_autoptr(AtlasStmt)  stmt = atlas_db_prepare (atlas_store_get_db (self), sql, error);
  AtlasStep step;

  if (stmt == NULL)
    return NULL;

  atlas_stmt_bind_text (stmt, 1, without);
  while ((step = atlas_stmt_step (stmt, error)) == ATLAS_STEP_ROW)
    g_hash_table_insert (counts, atlas_stmt_get_id (stmt, 0),
                         GINT_TO_POINTER ((int) atlas_stmt_get_integer (stmt, 1)));

  return step == ATLAS_STEP_DONE ? g_steal_pointer (&counts) : NULL;
}
