/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the Provision view reads, on the store's reading thread. */
#include "config.h"

#include "app/atlas-provision-work.h"

#include <string.h>

#include "records/atlas-as-at.h"

/* How many returns a page shows. */
#define RETURNS_SHOWN 12

void
atlas_directory_free (AtlasDirectory *self)
{
  g_clear_pointer (&self->provisions, g_ptr_array_unref);
  g_clear_pointer (&self->areas, g_hash_table_unref);
  g_clear_pointer (&self->found, g_hash_table_unref);
  g_clear_pointer (&self->capacity, atlas_capacity_free);
  g_free (self);
}

void
atlas_provision_file_free (AtlasProvisionFile *self)
{
  g_clear_object (&self->record);
  g_clear_pointer (&self->facts, atlas_facts_free);
  g_clear_pointer (&self->capacity, atlas_capacity_free);
  g_clear_pointer (&self->holds, g_ptr_array_unref);
  g_clear_pointer (&self->returns, g_ptr_array_unref);
  g_clear_pointer (&self->records, g_ptr_array_unref);
  g_free (self);
}

void
atlas_provision_request_free (AtlasProvisionRequest *self)
{
  g_free (self->scope);
  g_free (self->type);
  g_free (self->key);
  g_free (self->words);
  g_free (self);
}

static GPtrArray *
list_of_day (AtlasStore            *store,
             AtlasProvisionRequest *request,
             GError               **error)
{
  g_autoptr(AtlasQuery) query = atlas_query_new (&atlas_provision_type);
  g_autoptr(AtlasQuery) label_query = atlas_query_new (&atlas_label_type);
  g_autoptr(GPtrArray) labels = atlas_store_list (store, label_query, error);
  g_autoptr(GPtrArray) provisions = NULL;
  GPtrArray *of_day;

  atlas_query_in_scope (query, request->scope);
  atlas_query_as_of (query, request->on);
  atlas_query_order_by (query, "name", FALSE);
  provisions = atlas_store_list (store, query, error);
  if (labels == NULL || provisions == NULL)
    return NULL;

  of_day = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < provisions->len; i++)
    g_ptr_array_add (of_day, atlas_record_as_at (g_ptr_array_index (provisions, i), labels,
                                                 request->on));

  return of_day;
}

static GHashTable *
name_areas (AtlasStore *store,
            GError    **error)
{
  g_autoptr(AtlasQuery) query = atlas_query_new (&atlas_area_type);
  g_autoptr(GPtrArray) areas = atlas_store_list (store, query, error);
  GHashTable *names;

  if (areas == NULL)
    return NULL;

  names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (guint i = 0; i < areas->len; i++)
    {
      AtlasArea *area = g_ptr_array_index (areas, i);

      g_hash_table_insert (names, g_strdup (atlas_record_get_id (ATLAS_RECORD (area))),
                           g_strdup (area->short_name != NULL ? area->short_name : area->name));
    }

  return names;
}

/* Search finds a provision by any of its names, old and new. */
static GHashTable *
find_by_words (AtlasStore *store,
               const char *words,
               GError    **error)
{
  g_autoptr(AtlasQuery) query = atlas_query_new (&atlas_provision_type);
  g_autoptr(AtlasQuery) label_query = atlas_query_new (&atlas_label_type);
  g_autoptr(GPtrArray) provisions = NULL;
  g_autoptr(GPtrArray) labels = NULL;
  GHashTable *found;

  atlas_query_search (query, words);
  atlas_query_search (label_query, words);
  provisions = atlas_store_list (store, query, error);
  labels = provisions != NULL ? atlas_store_list (store, label_query, error) : NULL;
  if (labels == NULL)
    return NULL;

  found = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < provisions->len; i++)
    {
      AtlasProvision *one = g_ptr_array_index (provisions, i);

      g_hash_table_add (found, g_strdup (atlas_record_get_id (ATLAS_RECORD (one))));
      if (one->successor != NULL)
        g_hash_table_add (found, g_strdup (one->successor));
    }
  for (guint i = 0; i < labels->len; i++)
    {
      AtlasLabel *label = g_ptr_array_index (labels, i);

      if (g_strcmp0 (label->subject.type, "provision") == 0)
        g_hash_table_add (found, g_strdup (label->subject.id));
    }

  return found;
}

/**
 * atlas_provision_read_directory:
 *
 * An #AtlasStoreWork that answers an #AtlasProvisionRequest with an #AtlasDirectory.
 */
gpointer
atlas_provision_read_directory (AtlasStore   *store,
                                gpointer      data,
                                GCancellable *cancellable,
                                GError      **error)
{
  AtlasProvisionRequest *request = data;
  g_autoptr(AtlasDirectory) directory = g_new0 (AtlasDirectory, 1);

  directory->provisions = list_of_day (store, request, error);
  if (directory->provisions == NULL)
    return NULL;
  directory->areas = name_areas (store, error);
  if (directory->areas == NULL)
    return NULL;
  directory->capacity = atlas_capacity_new (store, request->scope, request->on, error);
  if (directory->capacity == NULL)
    return NULL;
  if (request->words != NULL && *request->words != '\0')
    {
      directory->found = find_by_words (store, request->words, error);
      if (directory->found == NULL)
        return NULL;
    }

  return g_steal_pointer (&directory);
}

static GPtrArray *
list_holds (AtlasStore *store,
            const char *provision,
            AtlasDate   on,
            GError    **error)
{
  g_autoptr(AtlasQuery) query = atlas_query_new (&atlas_hold_type);

  atlas_query_where_text (query, "provision", ATLAS_COMPARE_EQUAL, provision);
  atlas_query_where_number (query, "released", ATLAS_COMPARE_ABSENT, 0);
  atlas_query_where_number (query, "use_by", ATLAS_COMPARE_AT_LEAST, on);
  atlas_query_order_by (query, "use_by", FALSE);

  return atlas_store_list (store, query, error);
}

static GPtrArray *
list_returns (AtlasStore *store,
              const char *provision,
              AtlasDate   on,
              GError    **error)
{
  g_autoptr(AtlasQuery) query = atlas_query_new (&atlas_return_type);

  atlas_query_where_text (query, "provision", ATLAS_COMPARE_EQUAL, provision);
  atlas_query_where_number (query, "as_at", ATLAS_COMPARE_AT_MOST, on);
  atlas_query_order_by (query, "as_at", TRUE);
  atlas_query_order_by (query, "received", TRUE);
  atlas_query_page (query, 0, RETURNS_SHOWN);

  return atlas_store_list (store, query, error);
}

/* What is commissioned there, the newest first. */
static GPtrArray *
list_records (AtlasStore *store,
              const char *provision,
              GError    **error)
{
  static const struct { const AtlasType *type; const char *order; } types[] = {
    { &atlas_place_type, "phase" }, { &atlas_contract_type, "reference" },
    { &atlas_check_type, "expires" },
  };
  g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func (g_object_unref);

  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autoptr(AtlasQuery) query = atlas_query_new (types[i].type);
      GPtrArray *of_type;

      atlas_query_where_text (query, "provision", ATLAS_COMPARE_EQUAL, provision);
      atlas_query_order_by (query, types[i].order, TRUE);
      of_type = atlas_store_list (store, query, error);
      if (of_type == NULL)
        return NULL;
      g_ptr_array_extend_and_steal (all, of_type);
    }

  return g_steal_pointer (&all);
}

/**
 * atlas_provision_read_file:
 *
 * An #AtlasStoreWork that answers an #AtlasProvisionRequest with an #AtlasProvisionFile.
 */
gpointer
atlas_provision_read_file (AtlasStore   *store,
                           gpointer      data,
                           GCancellable *cancellable,
                           GError      **error)
{
  AtlasProvisionRequest *request = data;
  g_autoptr(AtlasProvisionFile) file = g_new0 (AtlasProvisionFile, 1);
  g_autofree char *route = g_strconcat (request->type, "/", request->key, NULL);
  g_autofree char *scope = NULL;
  const char *id;

  file->record = atlas_store_get_by_key (store, request->type, request->key, error);
  if (file->record == NULL)
    return NULL;

  id = atlas_record_get_id (file->record);
  scope = atlas_record_get_route (file->record);
  file->facts = atlas_facts_new (store, route, request->on, error);
  if (file->facts == NULL)
    return NULL;
  file->capacity = atlas_capacity_new (store, scope, request->on, error);
  if (file->capacity == NULL)
    return NULL;
  file->holds = list_holds (store, id, request->on, error);
  if (file->holds == NULL)
    return NULL;
  file->returns = list_returns (store, id, request->on, error);
  if (file->returns == NULL)
    return NULL;
  file->records = list_records (store, id, error);

  return file->records != NULL ? g_steal_pointer (&file) : NULL;
}
