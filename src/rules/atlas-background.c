/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "rules/atlas-background.h"

struct _AtlasBackground
{
  GHashTable *records;    /* (element-type utf8 AtlasRecord): by id */
  GHashTable *provisions; /* (element-type utf8 AtlasProvisionCase): by id of the provision */
  GHashTable *twins;      /* (element-type utf8 utf8): child -> another who looks the same */
};

/**
 * atlas_background_new:
 *
 * Returns: (transfer full): a background of which nothing is known
 */
AtlasBackground *
atlas_background_new (void)
{
  AtlasBackground *self = g_new0 (AtlasBackground, 1);

  self->records = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_object_unref);
  self->provisions = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                            (GDestroyNotify) atlas_provision_case_free);
  self->twins = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  return self;
}

void
atlas_background_free (AtlasBackground *self)
{
  if (self == NULL)
    return;

  g_hash_table_unref (self->records);
  g_hash_table_unref (self->provisions);
  g_hash_table_unref (self->twins);
  g_free (self);
}

static AtlasProvisionCase *
ensure_provision (AtlasBackground *self,
                  const char      *id)
{
  AtlasProvisionCase *provision = g_hash_table_lookup (self->provisions, id);

  if (provision != NULL)
    return provision;

  provision = atlas_provision_case_new ();
  g_hash_table_insert (self->provisions, g_strdup (id), provision);

  return provision;
}

/**
 * atlas_background_add:
 * @self: a background
 * @record: a record, once
 *
 * Makes a record known. One that says whose provision it is goes into that provision's case too.
 */
void
atlas_background_add (AtlasBackground *self,
                      AtlasRecord     *record)
{
  const AtlasType *type = atlas_record_get_record_type (record);
  const char *provision = atlas_record_get_id (record);

  /* Keys are the records' own, so a newer record brings its own key. */
  g_hash_table_replace (self->records, (gpointer) atlas_record_get_id (record),
                        g_object_ref (record));
  if (type == &atlas_check_type)
    provision = ((AtlasCheck *) record)->provision;
  else if (type == &atlas_contract_type)
    provision = ((AtlasContract *) record)->provision;
  else if (type == &atlas_place_type)
    provision = ((AtlasPlace *) record)->provision;
  else if (type == &atlas_placement_type)
    provision = ((AtlasPlacement *) record)->provision;
  else if (type != &atlas_provision_type)
    return;

  if (provision != NULL)
    atlas_provision_case_add (ensure_provision (self, provision), record);
}

/**
 * atlas_background_add_twin:
 * @self: a background
 * @child: id of a child
 * @twin: id of another with the same UPN, or the same name and date of birth
 *
 * Makes it known that two records may be of one child. Of several twins the first counts.
 */
void
atlas_background_add_twin (AtlasBackground *self,
                           const char      *child,
                           const char      *twin)
{
  if (!g_hash_table_contains (self->twins, child))
    g_hash_table_insert (self->twins, g_strdup (child), g_strdup (twin));
}

/**
 * atlas_background_find:
 * @self: a background
 * @type: what kind of record
 * @id: (nullable): its id
 *
 * Returns: (nullable) (transfer none): the record, or %NULL when it is not known
 */
AtlasRecord *
atlas_background_find (const AtlasBackground *self,
                       const AtlasType       *type,
                       const char            *id)
{
  AtlasRecord *record = id != NULL ? g_hash_table_lookup (self->records, id) : NULL;

  return record != NULL && atlas_record_get_record_type (record) == type ? record : NULL;
}

/**
 * atlas_background_provision:
 * @self: a background
 * @id: (nullable): id of a provision
 *
 * Returns: (nullable) (transfer none): all that is known of it, or %NULL when it is not known
 */
const AtlasProvisionCase *
atlas_background_provision (const AtlasBackground *self,
                            const char            *id)
{
  const AtlasProvisionCase *provision;

  provision = id != NULL ? g_hash_table_lookup (self->provisions, id) : NULL;

  return provision != NULL && provision->provision != NULL ? provision : NULL;
}

static int
compare_ids (gconstpointer a,
             gconstpointer b)
{
  const AtlasProvisionCase *left = *(AtlasProvisionCase * const *) a;
  const AtlasProvisionCase *right = *(AtlasProvisionCase * const *) b;

  return g_strcmp0 (atlas_record_get_id ((AtlasRecord *) left->provision),
                    atlas_record_get_id ((AtlasRecord *) right->provision));
}

/**
 * atlas_background_provisions:
 * @self: a background
 *
 * Returns: (transfer container) (element-type AtlasProvisionCase): every provision, by id
 */
GPtrArray *
atlas_background_provisions (const AtlasBackground *self)
{
  GPtrArray *provisions = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer provision;

  g_hash_table_iter_init (&iter, self->provisions);
  while (g_hash_table_iter_next (&iter, NULL, &provision))
    {
      if (((AtlasProvisionCase *) provision)->provision != NULL)
        g_ptr_array_add (provisions, provision);
    }
  g_ptr_array_sort (provisions, compare_ids);

  return provisions;
}

/**
 * atlas_background_twin:
 * @self: a background
 * @child: id of a child
 *
 * Returns: (nullable): id of another record that may be of the same child
 */
const char *
atlas_background_twin (const AtlasBackground *self,
                       const char            *child)
{
  return g_hash_table_lookup (self->twins, child);
}
