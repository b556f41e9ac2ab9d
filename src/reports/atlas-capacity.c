/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "reports/atlas-capacity.h"

#include "reports/atlas-words.h"
#include "rules/atlas-return-window.h"

static void
line_free (AtlasCapacityLine *line)
{
  atlas_place_line_free (line->line);
  g_free (line);
}

static int
compare_lines (gconstpointer a,
               gconstpointer b)
{
  const AtlasPlaceLine *first = (*(AtlasCapacityLine * const *) a)->line;
  const AtlasPlaceLine *second = (*(AtlasCapacityLine * const *) b)->line;
  int order = g_utf8_collate (first->provision->name, second->provision->name);

  return order != 0 ? order : g_strcmp0 (first->place->name, second->place->name);
}

/**
 * atlas_capacity_new:
 * @store: a store
 * @scope: (nullable): as `area/dspl2`; %NULL for the county
 * @on: the day that is asked about
 * @error: return location for an error
 *
 * Counts every line of places: commissioned, on roll, held, leaving, free, each figure on the
 * return that it stands on.
 *
 * Returns: (transfer full): the position
 */
AtlasCapacity *
atlas_capacity_new (AtlasStore *store,
                    const char *scope,
                    AtlasDate   on,
                    GError    **error)
{
  g_autoptr(GPtrArray) places = atlas_store_list_places (store, scope, on, error);
  AtlasCapacity *self;

  if (places == NULL)
    return NULL;

  self = g_new0 (AtlasCapacity, 1);
  self->on = on;
  self->leaving_by = on + ATLAS_LEAVING_DAYS;
  self->lines = g_ptr_array_new_with_free_func ((GDestroyNotify) line_free);
  while (places->len > 0)
    {
      AtlasCapacityLine *line = g_new0 (AtlasCapacityLine, 1);

      line->line = g_ptr_array_steal_index (places, places->len - 1);
      line->free = atlas_free_count (&line->line->facts, on, self->leaving_by, FALSE);
      line->is_late = atlas_return_is_late (&line->free.returns, line->free.return_date, on);
      self->n_sent += line->free.is_known && !line->is_late;
      atlas_free_add (&self->total, &line->free);
      g_ptr_array_add (self->lines, line);
    }
  g_ptr_array_sort (self->lines, compare_lines);

  return self;
}

void
atlas_capacity_free (AtlasCapacity *self)
{
  g_ptr_array_unref (self->lines);
  g_free (self);
}

static json_t *
number_or_null (gboolean is_known,
                int      number)
{
  return is_known ? json_integer (number) : json_null ();
}

/* A figure is made up when the places are, or the count of who is in them. */
static gboolean
is_invented (const AtlasPlaceLine *line)
{
  return line->place->invented || (line->last_return != NULL && line->last_return->invented);
}

static json_t *
line_to_json (const AtlasCapacityLine *line,
              AtlasDate                on)
{
  AtlasRecord *provision = &line->line->provision->parent_instance;
  AtlasRecord *place = &line->line->place->parent_instance;
  const AtlasFree *count = &line->free;
  g_autofree char *sent = atlas_date_format (count->return_date);
  g_autofree char *text = atlas_words_free (count);

  return json_pack ("{s:s, s:s, s:s?, s:s?, s:i, s:o, s:i, s:i, s:i, s:i, s:o, s:s?, s:b, s:b,"
                    " s:s}",
                    "provision", atlas_record_get_key (provision),
                    "place", atlas_record_get_key (place),
                    "service", line->line->place->service,
                    "phase", line->line->place->phase,
                    "commissioned", count->commissioned,
                    "on_roll", number_or_null (count->is_known, count->on_roll),
                    "held", count->held,
                    "offered", count->offered,
                    "day6_kept", count->day6_kept,
                    "leaving", count->leaving,
                    "free", number_or_null (count->is_known, count->free),
                    "as_last_sent", count->is_known ? sent : NULL,
                    "old", atlas_return_is_old (&count->returns, count->return_date, on),
                    "invented", is_invented (line->line), "text", text);
}

/**
 * atlas_capacity_to_json:
 * @self: a position
 *
 * Writes a position as `atlasctl capacity --format json` prints it. What is not known is null.
 *
 * Returns: (transfer full): `{"as_of","lines":[…]}`
 */
json_t *
atlas_capacity_to_json (AtlasCapacity *self)
{
  g_autofree char *on = atlas_date_format (self->on);
  json_t *lines = json_array ();

  for (guint i = 0; i < self->lines->len; i++)
    json_array_append_new (lines, line_to_json (g_ptr_array_index (self->lines, i), self->on));

  return json_pack ("{s:s, s:o}", "as_of", on, "lines", lines);
}
