/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-server"

#include "config.h"

#include "server/atlas-loader.h"

#include "base/atlas-error.h"
#include "demo/atlas-demo.h"
#include "server/atlas-apply.h"
#include "server/atlas-blobs.h"
#include "server/atlas-service.h"

/* Whoever begins a county stands for its officer; no user has this id. */
#define NOBODY    "00000000-0000-0000-0000-000000000000"
#define DEMO_SEED 1

/* What is loaded comes in as a set comes in: nothing that a set may not hold can come in. */
static gboolean
load_set (AtlasBackend   *backend,
          AtlasChangeSet *set,
          GError        **error)
{
  g_autoptr(AtlasGrants) grants = atlas_grants_new (NOBODY, 0);
  g_autoptr(AtlasWork) work = atlas_work_new (backend, NULL, NULL);
  AtlasAuthor author = { NULL, NULL, TRUE };
  g_auto(AtlasApplied) applied = { 0 };
  gint64 head;

  atlas_grants_add (grants, ATLAS_SCOPE_COUNTY, "county_officer");
  if (!atlas_apply (work, set, &author, grants, &applied, error))
    return FALSE;
  if (applied.refused != NULL)
    {
      g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_INVALID, "Loading a county: %s (%s)",
                   applied.detail, applied.refused);
      return FALSE;
    }

  return atlas_work_save (work, &head, error);
}

/**
 * atlas_loader_load_pack:
 * @backend: inside a transaction
 * @import: a county pack, read
 * @error: return location for an error
 *
 * Writes a pack's reference data as records.
 *
 * Returns: whether all of it was written
 */
gboolean
atlas_loader_load_pack (AtlasBackend *backend,
                        AtlasImport  *import,
                        GError      **error)
{
  g_autoptr(GPtrArray) sets = atlas_import_make_sets (import, "County pack");

  for (guint i = 0; i < sets->len; i++)
    if (!load_set (backend, g_ptr_array_index (sets, i), error))
      return FALSE;

  return TRUE;
}

/* What the server works out itself is not taken from anybody. */
static json_t *
given_fields (AtlasRecord *record)
{
  const AtlasType *type = atlas_record_get_record_type (record);
  json_t *fields = atlas_record_to_fields (record);

  for (guint i = 0; i < type->n_fields; i++)
    if (type->fields[i].merge == ATLAS_MERGE_COMPUTED)
      json_object_del (fields, type->fields[i].name);

  return fields;
}

static json_t *
proposals (json_t *present,
           json_t *fields)
{
  json_t *changes = json_object ();
  const char *name;
  json_t *value;

  json_object_foreach (fields, name, value)
  {
    if (!atlas_json_equal (json_object_get (present, name), value))
      json_object_set_new (changes, name,
                           json_pack ("[O?, O]", json_object_get (present, name), value));
  }

  return changes;
}

/* A record that the pack brought, such as the county itself, is changed; any other is created. */
static json_t *
op_for (AtlasBackend *backend,
        AtlasRecord  *record,
        GError      **error)
{
  const AtlasType *type = atlas_record_get_record_type (record);
  const char *id = atlas_record_get_id (record);
  g_autoptr(AtlasStored) present = NULL;
  g_autoptr(json_t)      fields = NULL;

  if (!atlas_stored_load (backend, type, id, &present, error))
    return NULL;

  fields = given_fields (record);
  if (present == NULL)
    return json_pack ("{s:s, s:s, s:s, s:O}", "op", "create", "type", type->name, "id", id,
                      "fields", fields);

  return json_pack ("{s:s, s:s, s:s, s:I, s:o}", "op", "set", "type", type->name, "id", id,
                    "base", (json_int_t) present->rev,
                    "fields", proposals (present->fields, fields));
}

static gboolean
load_ops (AtlasBackend *backend,
          json_t       *ops,
          GError      **error)
{
  g_autoptr(json_t) object = json_pack ("{s:s, s:O}", "label", "Demonstration", "ops", ops);
  g_autoptr(AtlasChangeSet) set = NULL;

  if (json_array_size (ops) == 0)
    return TRUE;

  set = atlas_change_set_from_json (object, error);
  json_array_clear (ops);
  return set != NULL && load_set (backend, set, error);
}

/* Two versions to check, sets that were parked: no set may hold these. */
static gboolean
load_server_made (AtlasBackend *backend,
                  AtlasRecord  *record,
                  GError      **error)
{
  g_autoptr(json_t) fields = given_fields (record);

  return atlas_work_publish (backend, atlas_record_get_record_type (record),
                             atlas_record_get_id (record), fields, NULL, error);
}

static gboolean
load_one (AtlasBackend *backend,
          AtlasRecord  *record,
          json_t       *ops,
          GError      **error)
{
  json_t *op;

  if (atlas_record_get_record_type (record)->server_made)
    return load_ops (backend, ops, error) && load_server_made (backend, record, error);

  op = op_for (backend, record, error);
  if (op == NULL)
    return FALSE;

  json_array_append_new (ops, op);
  return json_array_size (ops) < ATLAS_LIMIT_SET_OPS || load_ops (backend, ops, error);
}

static gboolean
load_records (AtlasBackend *backend,
              GPtrArray    *records,
              gboolean      are_open,
              GError      **error)
{
  g_autoptr(json_t) ops = json_array ();

  for (guint i = 0; i < records->len; i++)
    {
      AtlasRecord *record = g_ptr_array_index (records, i);

      if (atlas_record_get_record_type (record)->open == are_open &&
          !load_one (backend, record, ops, error))
        return FALSE;
    }

  return load_ops (backend, ops, error);
}

static gboolean
load_files (AtlasBackend *backend,
            GPtrArray    *records,
            GError      **error)
{
  for (guint i = 0; i < records->len; i++)
    {
      g_autoptr(GBytes) file = atlas_demo_write_file (g_ptr_array_index (records, i));
      g_autofree char *name = NULL;
      AtlasBlobState state;

      if (file == NULL)
        continue;
      name = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, file);
      if (!atlas_blobs_lock (backend, name, NOBODY, &state, error) ||
          (!state.is_complete && !atlas_blobs_append (backend, name, file, &state, error)))
        return FALSE;
    }

  return TRUE;
}

/**
 * atlas_loader_load_demonstration:
 * @backend: inside a transaction, with the pack loaded
 * @import: the pack
 * @children: how many to make up
 * @n_records: (out): how many records were made
 * @error: return location for an error
 *
 * Makes up a county's children and what happens to them, dated round today. Places and returns
 * come first, so that offers are counted against them.
 *
 * Returns: whether all of it was written
 */
gboolean
atlas_loader_load_demonstration (AtlasBackend *backend,
                                 AtlasImport  *import,
                                 guint         children,
                                 guint        *n_records,
                                 GError      **error)
{
  AtlasDemoOptions options = { children, DEMO_SEED, atlas_date_today (NULL) };
  g_autoptr(GPtrArray) pack = atlas_import_make_records (import, NULL, error);
  g_autoptr(GPtrArray) records = NULL;

  if (pack == NULL || (records = atlas_demo_make (&options, pack, error)) == NULL)
    return FALSE;

  *n_records = records->len;
  return load_records (backend, records, TRUE, error) &&
         load_records (backend, records, FALSE, error) &&
         load_files (backend, records, error);
}
