/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "reports/atlas-capacity-areas.h"

#define PER_CENT 100.0

void
atlas_capacity_area_free (AtlasCapacityArea *self)
{
  g_free (self->key);
  g_free (self->name);
  g_free (self);
}

/**
 * atlas_capacity_filled:
 * @total: a sum of lines
 * @counted: places commissioned of those lines that have a return
 *
 * Works out how full places are: children on roll for every hundred places commissioned. Lines
 * without a return are in neither number.
 *
 * Returns: the percentage, above 100 with more children than places; -1 when nothing is known
 */
double
atlas_capacity_filled (const AtlasFree *total,
                       int              counted)
{
  if (!total->is_known || counted <= 0)
    return -1;

  return PER_CENT * total->on_roll / counted;
}

/**
 * atlas_capacity_line_is_invented:
 * @line: a row of the board
 *
 * Returns: whether its places or its last return are made up
 */
gboolean
atlas_capacity_line_is_invented (const AtlasCapacityLine *line)
{
  return line->line->place->invented ||
         (line->line->last_return != NULL && line->line->last_return->invented);
}

static AtlasCapacityArea *
area_new (AtlasArea *area)
{
  AtlasCapacityArea *self = g_new0 (AtlasCapacityArea, 1);
  const char *name;

  if (area == NULL)
    return self;

  name = area->short_name != NULL ? area->short_name : area->name;
  self->key = g_strdup (area->key);
  self->name = area->number > 0
               ? g_strdup_printf ("%" G_GINT64_FORMAT " %s", area->number, name)
               : g_strdup (name);
  return self;
}

static void
add_line (AtlasCapacityArea       *self,
          const AtlasCapacityLine *line)
{
  self->n_lines++;
  self->n_unknown += line->free.is_known ? 0 : 1;
  self->counted += line->free.is_known ? line->free.commissioned : 0;
  self->has_invented |= atlas_capacity_line_is_invented (line);
  atlas_free_add (&self->total, &line->free);
}

/* The fullest first, what is not known last: in the order of the need for places. */
static int
compare_areas (gconstpointer a,
               gconstpointer b)
{
  const AtlasCapacityArea *first = *(AtlasCapacityArea * const *) a;
  const AtlasCapacityArea *second = *(AtlasCapacityArea * const *) b;
  double first_filled = atlas_capacity_filled (&first->total, first->counted);
  double second_filled = atlas_capacity_filled (&second->total, second->counted);

  if (first_filled > second_filled)
    return -1;
  if (first_filled < second_filled)
    return 1;

  return g_strcmp0 (first->name, second->name);
}

/**
 * atlas_capacity_by_area:
 * @self: a position
 * @areas: (element-type AtlasArea): the areas of the day
 *
 * Sums a position by area. Each area has its line, though it has no places; the places of
 * provisions that no one of @areas has come together in one without a name.
 *
 * Returns: (transfer full) (element-type AtlasCapacityArea): the fullest first, those of which
 *   nothing is known last
 */
GPtrArray *
atlas_capacity_by_area (AtlasCapacity *self,
                        GPtrArray     *areas)
{
  GPtrArray *sums = g_ptr_array_new_with_free_func ((GDestroyNotify) atlas_capacity_area_free);
  g_autoptr(GHashTable)        by_id = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(AtlasCapacityArea) rest = area_new (NULL);

  for (guint i = 0; i < areas->len; i++)
    {
      AtlasRecord *area = g_ptr_array_index (areas, i);
      AtlasCapacityArea *sum = area_new ((AtlasArea *) area);

      g_ptr_array_add (sums, sum);
      g_hash_table_insert (by_id, (char *) atlas_record_get_id (area), sum);
    }

  for (guint i = 0; i < self->lines->len; i++)
    {
      const AtlasCapacityLine *line = g_ptr_array_index (self->lines, i);
      const char *id = line->line->provision->area;
      AtlasCapacityArea *sum = id != NULL ? g_hash_table_lookup (by_id, id) : NULL;

      add_line (sum != NULL ? sum : rest, line);
    }

  if (rest->n_lines > 0)
    g_ptr_array_add (sums, g_steal_pointer (&rest));
  g_ptr_array_sort (sums, compare_areas);

  return sums;
}
