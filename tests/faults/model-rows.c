/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "model.h"

#include "records/atlas-records.h"

char *
model_key (const char *type,
           const char *id)
{
  return g_strdup_printf ("%s/%s", type, id);
}

static void
row_free (gpointer data)
{
  Row *row = data;

  g_free (row->id);
  json_decref (row->fields);
  g_strfreev (row->scopes);
  g_free (row);
}

/* Everything but what came with the county and does not change. */
GHashTable *
model_read_rows (World *world)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(AtlasRows) query = NULL;
  GHashTable *rows = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, row_free);
  AtlasStep step;

  query = atlas_backend_query (atlas_service_get_backend (world->service), &error,
                               "SELECT type, id, rev, fields, scopes, is_deleted FROM record "
                               "WHERE type IN ('child', 'referral', 'note', 'offer', 'hold', "
                               "'document', 'conflict', 'parked', 'question', 'place') "
                               "ORDER BY seq", "");
  g_assert_no_error (error);
  while ((step = atlas_rows_step (query, &error)) == ATLAS_STEP_ROW)
    {
      Row *row = g_new0 (Row, 1);

      row->type = atlas_type_find (atlas_rows_text (query, 0));
      row->id = atlas_rows_id (query, 1);
      row->rev = atlas_rows_int (query, 2);
      row->fields = atlas_rows_json (query, 3);
      row->scopes = g_strsplit (atlas_rows_text (query, 4), " ", -1);
      row->is_deleted = atlas_rows_int (query, 5) != 0;
      g_hash_table_insert (rows, model_key (row->type->name, row->id), row);
    }
  g_assert_no_error (error);

  return rows;
}

static gboolean
is_kept (json_t     *result,
         const char *field)
{
  json_t *kept = json_object_get (result, "kept");
  gsize i;
  json_t *name;

  json_array_foreach (kept, i, name)
  {
    if (g_strcmp0 (json_string_value (name), field) == 0 ||
        g_strcmp0 (json_string_value (name), "*") == 0)
      return TRUE;
  }

  return FALSE;
}

static gboolean
are_same (json_t *one,
          json_t *other)
{
  gboolean one_is_null = one == NULL || json_is_null (one);
  gboolean other_is_null = other == NULL || json_is_null (other);

  if (one_is_null || other_is_null)
    return one_is_null && other_is_null;

  return json_equal (one, other);
}

static void
put_value (Row        *row,
           const char *field,
           json_t     *value,
           gboolean   *changed)
{
  if (are_same (json_object_get (row->fields, field), value))
    return;

  *changed = TRUE;
  if (value == NULL || json_is_null (value))
    json_object_del (row->fields, field);
  else
    json_object_set (row->fields, field, value);
}

static const char *
group_of (Row        *row,
          const char *name)
{
  const AtlasField *field = atlas_type_field (row->type, name);

  return field != NULL && field->group != NULL ? field->group : name;
}

/* Something of the group must have been seen otherwise by who proposed it. */
static gboolean
has_reason (Row        *row,
            json_t     *op,
            const char *field)
{
  const char *name;
  json_t *values;

  if (row->is_deleted || row->rev > atlas_json_integer (op, "base", 0))
    return TRUE;

  json_object_foreach (json_object_get (op, "fields"), name, values)
  {
    if (g_str_equal (group_of (row, name), group_of (row, field)) &&
        !are_same (json_array_get (values, 0), json_object_get (row->fields, name)))
      return TRUE;
  }

  return FALSE;
}

static void
follow_fields (World    *world,
               Row      *row,
               json_t   *op,
               json_t   *result,
               gboolean *changed)
{
  const char *name;
  json_t *values;

  json_object_foreach (json_object_get (op, "fields"), name, values)
  {
    json_t *from = json_array_get (values, 0);
    json_t *to = json_array_get (values, 1);
    json_t *current = json_object_get (row->fields, name);

    if (is_kept (result, name))
      {
        if (!has_reason (row, op, name))
          world_break (world, 3, "%s.%s of %s was kept back without a reason", row->type->name,
                       name, row->id);
        continue;
      }
    if (!are_same (current, from) && !are_same (current, to))
      world_break (world, 3, "%s.%s of %s was changed by who had not seen its value",
                   row->type->name, name, row->id);
    put_value (row, name, to, changed);
  }
}

static int
compare_texts (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char * const *) a, *(const char * const *) b);
}

static void
follow_elements (Row      *row,
                 json_t   *op,
                 gboolean  adds,
                 gboolean *changed)
{
  const char *field = atlas_json_string (op, "field");
  json_t *values = json_object_get (op, "values");
  json_t *present = json_object_get (row->fields, field);
  g_autoptr(GPtrArray) texts = g_ptr_array_new ();
  g_autoptr(json_t) set = json_array ();
  gsize i;
  json_t *value;

  json_array_foreach (present, i, value)
  g_ptr_array_add (texts, (gpointer) json_string_value (value));
  json_array_foreach (values, i, value)
  {
    const char *text = json_string_value (value);
    guint at;
    gboolean is_there = g_ptr_array_find_with_equal_func (texts, text, g_str_equal, &at);

    if (adds && !is_there)
      g_ptr_array_add (texts, (gpointer) text);
    else if (!adds && is_there)
      g_ptr_array_remove_index (texts, at);
  }
  g_ptr_array_sort (texts, compare_texts);
  for (guint j = 0; j < texts->len; j++)
    json_array_append_new (set, json_string (g_ptr_array_index (texts, j)));

  put_value (row, field, texts->len > 0 ? set : NULL, changed);
}

static Row *
follow_create (World      *world,
               GHashTable *rows,
               json_t     *op,
               gboolean   *changed)
{
  const char *type = atlas_json_string (op, "type");
  const char *id = atlas_json_string (op, "id");
  g_autofree char *key = model_key (type, id);
  Row *row = g_hash_table_lookup (rows, key);

  if (row != NULL)
    return row;

  row = g_new0 (Row, 1);
  row->type = atlas_type_find (type);
  row->id = g_strdup (id);
  row->fields = json_deep_copy (json_object_get (op, "fields"));
  g_hash_table_insert (rows, g_steal_pointer (&key), row);
  *changed = TRUE;
  return row;
}

static Row *
follow_op (World      *world,
           GHashTable *rows,
           json_t     *op,
           json_t     *result,
           gboolean   *changed)
{
  const char *verb = atlas_json_string (op, "op");
  g_autofree char *key = model_key (atlas_json_string (op, "type"), atlas_json_string (op, "id"));
  Row *row = g_hash_table_lookup (rows, key);

  if (g_str_equal (verb, "create"))
    return follow_create (world, rows, op, changed);
  if (row == NULL)
    return NULL;

  if (g_str_equal (verb, "set"))
    follow_fields (world, row, op, result, changed);
  else if (!row->is_deleted && g_str_equal (verb, "add"))
    follow_elements (row, op, TRUE, changed);
  else if (!row->is_deleted && g_str_equal (verb, "remove"))
    follow_elements (row, op, FALSE, changed);
  else if (g_str_equal (verb, "delete") && !row->is_deleted && !is_kept (result, "*"))
    *changed = row->is_deleted = TRUE;

  return row;
}

/* Lays a set that was applied or merged over the records. Source: protocol, section 5. */
void
model_follow_set (World      *world,
                  GHashTable *rows,
                  json_t     *set,
                  json_t     *result)
{
  json_t *ops = json_object_get (set, "ops");
  json_t *results = json_object_get (result, "ops");
  GHashTableIter iter;
  gpointer row;

  g_hash_table_iter_init (&iter, rows);
  while (g_hash_table_iter_next (&iter, NULL, &row))
    ((Row *) row)->has_risen = FALSE;

  for (gsize i = 0; i < json_array_size (ops); i++)
    {
      json_t *answer = json_array_get (results, i);
      gboolean changed = FALSE;
      Row *met = follow_op (world, rows, json_array_get (ops, i), answer, &changed);

      if (met == NULL)
        continue;
      if (changed && !met->has_risen)
        {
          met->rev++;
          met->has_risen = TRUE;
        }
      if (atlas_json_integer (answer, "rev", -1) != met->rev)
        world_break (world, 1, "%s %s is said to have revision %d and should have %d",
                     met->type->name, met->id, (int) atlas_json_integer (answer, "rev", -1),
                     (int) met->rev);
    }
}

static gboolean
have_same_fields (Row *expected,
                  Row *actual)
{
  const AtlasType *type = expected->type;

  for (guint i = 0; i < type->n_fields; i++)
    if (type->fields[i].merge != ATLAS_MERGE_COMPUTED &&
        !are_same (json_object_get (expected->fields, type->fields[i].name),
                   json_object_get (actual->fields, type->fields[i].name)))
      return FALSE;

  return TRUE;
}

/* Whether the server's records are what the sets that were answered make them. */
void
model_compare (World      *world,
               GHashTable *expected,
               GHashTable *actual)
{
  GHashTableIter iter;
  gpointer key;
  gpointer value;

  g_hash_table_iter_init (&iter, actual);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      Row *row = value;
      Row *wanted = g_hash_table_lookup (expected, key);

      if (wanted == NULL && !row->type->server_made)
        world_break (world, 6, "%s appeared by itself", (char *) key);
      /* These the server goes on writing by itself. */
      if (wanted == NULL || row->type == &atlas_place_type || row->type == &atlas_question_type)
        continue;
      if (wanted->is_deleted != row->is_deleted || wanted->rev != row->rev ||
          (!row->is_deleted && !have_same_fields (wanted, row)))
        world_break (world, 1, "%s is not what its sets make it: revision %d, expected %d",
                     (char *) key, (int) row->rev, (int) wanted->rev);
    }

  g_hash_table_iter_init (&iter, expected);
  while (g_hash_table_iter_next (&iter, &key, &value))
    if (!g_hash_table_contains (actual, key))
      world_break (world, 1, "%s is not there", (char *) key);
}
