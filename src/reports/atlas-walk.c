/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "reports/atlas-walk.h"

#include "reports/atlas-words.h"
#include "store/atlas-case-reader.h"
#include "store/atlas-store-background.h"

static AtlasCalendar *
calendar_of (const char *establishment,
             gpointer    data)
{
  return atlas_calendars_get (data, establishment);
}

static gboolean
read_county (AtlasWalk *self,
             GError   **error)
{
  g_autoptr(AtlasQuery) query = atlas_query_new (&atlas_county_type);
  g_autoptr(GPtrArray)  counties = atlas_store_list (self->store, query, error);

  if (counties == NULL)
    return FALSE;
  if (counties->len == 0)
    return TRUE;

  self->county = g_object_ref (g_ptr_array_index (counties, 0));
  self->settings.authority = self->county->authority;
  self->settings.thresholds = (const char * const *) self->county->thresholds;

  return TRUE;
}

/**
 * atlas_walk_init:
 * @self: (out caller-allocates): a walk; cleared by atlas_walk_clear(), also after a failure
 * @store: a store
 * @scope: (nullable): as `area/dspl2`; %NULL and `county` mean everything
 * @on: the day that is asked about
 * @error: return location for an error
 *
 * Reads what rules need to know beside the cases.
 *
 * Returns: whether the store could be read
 */
gboolean
atlas_walk_init (AtlasWalk  *self,
                 AtlasStore *store,
                 const char *scope,
                 AtlasDate   on,
                 GError    **error)
{
  *self = (AtlasWalk) { .store = store, .on = on };
  self->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  if ((self->background = atlas_store_read_background (store, error)) == NULL ||
      (self->calendars = atlas_calendars_new (store, error)) == NULL ||
      !read_county (self, error) ||
      !atlas_store_list_children (store, scope, &self->children, error))
    return FALSE;

  self->setting = (AtlasClockSetting) {
    .on = on, .calendar_of = calendar_of, .data = self->calendars,
  };

  return TRUE;
}

void
atlas_walk_clear (AtlasWalk *self)
{
  g_clear_pointer (&self->background, atlas_background_free);
  g_clear_pointer (&self->calendars, atlas_calendars_free);
  g_clear_object (&self->county);
  g_clear_pointer (&self->children, g_hash_table_unref);
  g_clear_pointer (&self->names, g_hash_table_unref);
}

static gboolean
is_asked_about (const AtlasWalk *self,
                const AtlasCase *file)
{
  return file->child != NULL &&
         (self->children == NULL ||
          g_hash_table_contains (self->children,
                                 atlas_record_get_id ((AtlasRecord *) file->child)));
}

/**
 * atlas_walk_cases:
 * @self: a walk
 * @look: called with each case whose child is known and asked about
 * @data: for @look
 * @error: return location for an error
 *
 * Returns: whether all cases could be read
 */
gboolean
atlas_walk_cases (AtlasWalk    *self,
                  AtlasWalkFunc look,
                  gpointer      data,
                  GError      **error)
{
  g_autoptr(AtlasCaseReader) reader = atlas_case_reader_new (self->store, NULL, error);
  g_autoptr(AtlasCase)       file = atlas_case_new ();
  g_autoptr(GError)          fault = NULL;

  if (reader == NULL)
    return FALSE;

  while (atlas_case_reader_next (reader, file, &fault))
    {
      if (is_asked_about (self, file))
        look (self, file, data);
    }
  if (fault == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&fault));
  return FALSE;
}

/**
 * atlas_walk_name:
 * @self: a walk
 * @type: area, establishment or provision
 * @id: (nullable): id of one
 *
 * Names are read once: there are few schools and provisions beside the children.
 *
 * Returns: (nullable): what people call it
 */
const char *
atlas_walk_name (AtlasWalk       *self,
                 const AtlasType *type,
                 const char      *id)
{
  g_autoptr(AtlasRecord) record = NULL;
  char *name = NULL;

  if (id == NULL || *id == '\0')
    return NULL;
  if (g_hash_table_contains (self->names, id))
    return g_hash_table_lookup (self->names, id);

  record = atlas_store_get (self->store, type->name, id, NULL);
  if (record != NULL)
    name = type == &atlas_area_type ? atlas_words_area ((AtlasArea *) record)
                                    : g_strdup (atlas_record_get_title (record));
  g_hash_table_insert (self->names, g_strdup (id), name);

  return name;
}
