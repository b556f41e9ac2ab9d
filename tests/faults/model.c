/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "model.h"

/* What is known of a set. */
typedef struct {
  json_t  *ops;
  char    *state;               /* (nullable): what the server said of it, in this history */
  gboolean is_excused;          /* the only laptop that had it was put back to before it */
} Made;

typedef struct {
  GHashTable *made;             /* (element-type utf8 Made): by the id of the set */
  GHashTable *rows;             /* (nullable) (element-type utf8 Row): after the last request */
} Model;

static void
made_free (gpointer data)
{
  Made *made = data;

  json_decref (made->ops);
  g_free (made->state);
  g_free (made);
}

void
model_begin (World *world)
{
  Model *self = g_new0 (Model, 1);

  self->made = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, made_free);
  world->model = self;
}

void
model_end (World *world)
{
  Model *self = world->model;

  g_hash_table_unref (self->made);
  g_clear_pointer (&self->rows, g_hash_table_unref);
  g_free (self);
  world->model = NULL;
}

void
model_made (World          *world,
            AtlasChangeSet *set)
{
  Model *self = world->model;
  Made *made = g_new0 (Made, 1);

  made->ops = json_deep_copy (atlas_change_set_get_ops (set));
  g_hash_table_insert (self->made, g_strdup (atlas_change_set_get_id (set)), made);
  world->counts->made++;
}

void
model_excuse (World      *world,
              const char *set)
{
  Made *made = g_hash_table_lookup (((Model *) world->model)->made, set);

  if (made != NULL)
    made->is_excused = TRUE;
}

static char *
ask_set (World      *world,
         const char *column,
         const char *set)
{
  g_autofree char *sql = g_strdup_printf ("SELECT %s FROM set_seen WHERE id = ?1", column);
  g_autoptr(GError) error = NULL;
  g_autoptr(AtlasRows) query = atlas_backend_query (atlas_service_get_backend (world->service),
                                                    &error, sql, "u", set);
  char *text = NULL;

  g_assert_no_error (error);
  if (atlas_rows_step (query, &error) == ATLAS_STEP_ROW)
    text = g_strdup (atlas_rows_text (query, 0));
  g_assert_no_error (error);
  return text;
}

/* The server knows less now: what it has forgotten may be done again, once. */
void
model_restored (World *world)
{
  Model *self = world->model;
  GHashTableIter iter;
  gpointer id;
  gpointer value;

  g_clear_pointer (&self->rows, g_hash_table_unref);
  g_hash_table_iter_init (&iter, self->made);
  while (g_hash_table_iter_next (&iter, &id, &value))
    {
      Made *made = value;

      g_free (made->state);
      made->state = ask_set (world, "state", id);
    }
}

/* The server has lost its power: what it had answered it must still know. What it could not answer
 * may have been kept nevertheless. */
void
model_power_cut (World *world)
{
  Model *self = world->model;
  GHashTableIter iter;
  gpointer id;
  gpointer value;

  g_clear_pointer (&self->rows, g_hash_table_unref);
  g_hash_table_iter_init (&iter, self->made);
  while (g_hash_table_iter_next (&iter, &id, &value))
    {
      Made *made = value;
      char *state = ask_set (world, "state", id);

      if (made->state != NULL && g_strcmp0 (state, made->state) != 0)
        world_break (world, 11, "set %s was %s before the power was cut", (char *) id,
                     made->state);
      g_free (made->state);
      made->state = state;
    }
}

static gboolean
is_push (AtlasRequest *request)
{
  return g_str_equal (request->path, "/v1/push");
}

/* The server's thread is the first; what is answered on another is a first load's page. */
static gboolean
is_watched (World *world)
{
  return world->model != NULL && seam_is_first_thread ();
}

gpointer
model_look_before (World        *world,
                   AtlasRequest *request)
{
  Model *self = world->model;
  GHashTable *rows;

  if (!is_watched (world) || !is_push (request))
    return NULL;

  rows = model_read_rows (world);
  if (self->rows != NULL)
    model_compare (world, self->rows, rows);
  return rows;
}

static json_t *
find_set (json_t *sets,
          gint64  n)
{
  gsize i;
  json_t *set;

  json_array_foreach (sets, i, set)
  {
    if (atlas_json_integer (set, "n", 0) == n)
      return set;
  }

  return NULL;
}

static void
check_parked (World      *world,
              GHashTable *after,
              json_t     *set,
              json_t     *result)
{
  const char *park = atlas_json_string (result, "park");
  g_autofree char *key = model_key ("parked", park != NULL ? park : "");
  Row *row = g_hash_table_lookup (after, key);
  json_t *kept = row != NULL ? json_object_get (row->fields, "set") : NULL;

  if (!json_equal (json_object_get (kept, "ops"), json_object_get (set, "ops")))
    world_break (world, 2, "what was parked cannot be read as it was sent");
}

static void
count_state (World      *world,
             const char *state)
{
  if (g_str_equal (state, "applied"))
    world->counts->applied++;
  else if (g_str_equal (state, "merged"))
    world->counts->merged++;
  else
    world->counts->parked++;
}

static void
follow_result (World      *world,
               GHashTable *expected,
               GHashTable *after,
               json_t     *set,
               json_t     *result)
{
  Model *self = world->model;
  const char *id = atlas_json_string (set, "set");
  const char *state = atlas_json_string (result, "state");
  Made *made = g_hash_table_lookup (self->made, id);

  world_note (world, "    set %s n %d: %s%s %s", id, (int) atlas_json_integer (result, "n", 0),
              state, json_object_get (result, "replayed") != NULL ? " again" : "",
              json_object_get (result, "problem") != NULL
              ? atlas_json_string (json_object_get (result, "problem"), "detail") : "");

  /* The place was there before the history began. */
  if (made == NULL)
    return;
  if (json_object_get (result, "replayed") != NULL)
    {
      world->counts->replayed++;
      if (made->state != NULL && !g_str_equal (made->state, state))
        world_break (world, 2, "set %s was %s and is %s", id, made->state, state);
      return;
    }
  if (made->state != NULL)
    world_break (world, 1, "set %s is done a second time", id);

  made->state = g_strdup (state);
  g_string_append_printf (world->outcome, "%s ", state);
  count_state (world, state);
  if (world->reader != NULL && world->reader->is_leaving && !g_str_equal (state, "parked"))
    world_break (world, 2, "set %s of a laptop that is to be wiped is %s", id, state);
  if (g_str_equal (state, "parked"))
    check_parked (world, after, set, result);
  else
    model_follow_set (world, expected, set, result);
}

static void
follow_push (World        *world,
             AtlasRequest *request,
             AtlasAnswer  *answer,
             GHashTable   *before)
{
  Model *self = world->model;
  GHashTable *after = model_read_rows (world);
  g_autoptr(json_t) sent = NULL;
  g_autoptr(json_t) said = NULL;
  json_t *results = NULL;
  gsize i;
  json_t *result;

  sent = atlas_json_parse (g_bytes_get_data (request->body, NULL),
                           (gssize) g_bytes_get_size (request->body), NULL);
  if (answer->status == 200)
    said = atlas_json_parse (g_bytes_get_data (answer->body, NULL),
                             (gssize) g_bytes_get_size (answer->body), NULL);
  results = json_object_get (said, "results");
  json_array_foreach (results, i, result)
  follow_result (world, before, after,
                 find_set (json_object_get (sent, "sets"), atlas_json_integer (result, "n", 0)),
                 result);

  model_compare (world, before, after);
  g_clear_pointer (&self->rows, g_hash_table_unref);
  self->rows = after;
}

void
model_look_after (World        *world,
                  AtlasRequest *request,
                  AtlasAnswer  *answer,
                  gpointer      before)
{
  g_autoptr(GHashTable) rows = before;
  g_autoptr(json_t) page = NULL;

  if (!is_watched (world))
    return;
  if (rows != NULL)
    {
      follow_push (world, request, answer, rows);
      return;
    }
  files_check_request (world, request, answer);
  if (!g_str_equal (request->path, "/v1/changes") || answer->status != 200 ||
      answer->body == NULL)
    return;

  page = atlas_json_parse (g_bytes_get_data (answer->body, NULL),
                           (gssize) g_bytes_get_size (answer->body), NULL);
  model_page (world, page);
}

/* Every set that was ever made has reached one end, and the server has it as it was sent. */
void
model_check_sets (World *world)
{
  Model *self = world->model;
  GHashTableIter iter;
  gpointer id;
  gpointer value;

  g_hash_table_iter_init (&iter, self->made);
  while (g_hash_table_iter_next (&iter, &id, &value))
    {
      Made *made = value;
      g_autofree char *state = ask_set (world, "state", id);
      g_autofree char *body = ask_set (world, "body", id);
      g_autoptr(json_t) kept = body != NULL ? atlas_json_parse (body, -1, NULL) : NULL;

      if (state == NULL && !made->is_excused)
        world_break (world, world->n_restores > 0 ? 12 : 2, "set %s is lost", (char *) id);
      if (state == NULL)
        continue;
      if (g_strcmp0 (state, made->state) != 0)
        world_break (world, 2, "set %s is %s, and was said to be %s", (char *) id, state,
                     made->state);
      if (!json_equal (json_object_get (kept, "ops"), made->ops))
        world_break (world, 2, "set %s is kept otherwise than it was made", (char *) id);
    }
}

static void
add_words (json_t     *value,
           GHashTable *words)
{
  const char *text = json_string_value (value);
  const char *name;
  json_t *member;
  gsize i;

  if (text != NULL && g_str_has_prefix (text, WORLD_WORD))
    g_hash_table_add (words, g_strdup (text));
  json_object_foreach (value, name, member)
  {
    add_words (member, words);
  }
  json_array_foreach (value, i, member)
  {
    add_words (member, words);
  }
}

/* Whether somebody has ever deleted a record, wherever the server is now. */
gboolean
model_was_deleted (World      *world,
                   const char *key)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, ((Model *) world->model)->made);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    for (gsize i = 0; i < json_array_size (((Made *) value)->ops); i++)
      {
        json_t *op = json_array_get (((Made *) value)->ops, i);

        if (g_str_equal (atlas_json_string (op, "op"), "delete") &&
            g_str_has_suffix (key, atlas_json_string (op, "id")))
          return TRUE;
      }

  return FALSE;
}

/* Every word that was ever typed into some records. */
GHashTable *
model_words_of (World      *world,
                GHashTable *keys)
{
  GHashTable *words = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, ((Model *) world->model)->made);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      json_t *ops = ((Made *) value)->ops;

      for (gsize i = 0; i < json_array_size (ops); i++)
        {
          json_t *op = json_array_get (ops, i);
          g_autofree char *key = model_key (atlas_json_string (op, "type"),
                                            atlas_json_string (op, "id"));

          if (g_hash_table_contains (keys, key))
            add_words (json_object_get (op, "fields"), words);
        }
    }

  return words;
}
