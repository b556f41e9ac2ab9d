/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A laptop of one release and a server of another. What the older does not know it passes on or
 * keeps; what the server does not take is put aside; nothing blocks what follows.
 */
#include "config.h"

#include "../isolate.h"
#include "history.h"
#include "model.h"

#define FUTURE_ID    "0195f3a0-0000-7000-8000-00000000f00d"
#define FUTURE_VALUE "Zq-of-the-next-release"
#define SYNCS        4

static Counts counts;

static json_t *
parse (GBytes *body)
{
  gsize length;
  const char *text = g_bytes_get_data (body, &length);

  return atlas_json_parse (text, (gssize) length, NULL);
}

static GBytes *
print (json_t *json)
{
  char *text = atlas_json_to_text (json);

  return g_bytes_new_take (text, strlen (text));
}

static gint64
count_unsent (Laptop *laptop)
{
  gint64 n = -1;

  g_assert_true (atlas_store_sync_count_unsent (atlas_sync_engine_get_store (laptop->engine), &n,
                                                NULL));
  return n;
}

static void
say_an_old_schema (AtlasRequest *request)
{
  g_free (request->schema);
  request->schema = g_strdup_printf ("%d", ATLAS_SCHEMA_OLDEST - 1);
}

/* A program that is too old gets what is new, keeps what it has, and the next one sends it. */
static void
test_a_laptop_too_old_keeps_its_outbox (void)
{
  World *world = world_new (1, &counts);
  Laptop *laptop = &world->laptops[0];

  history_begin (world);
  world->rewrite_request = say_an_old_schema;
  for (guint i = 0; i < SYNCS; i++)
    laptop_make_case (laptop);
  laptop_make_case (&world->laptops[2]);
  for (guint i = 0; i < SYNCS; i++)
    {
      laptop_sync (laptop);
      g_assert_cmpint (count_unsent (laptop), ==, SYNCS);
      laptop_sync (&world->laptops[2]);
    }

  world->rewrite_request = NULL;
  laptop_close (laptop);
  laptop_close (&world->laptops[2]);
  history_rest (world);
  history_check (world);
  g_assert_false (world->is_broken);
  g_assert_cmpint (count_unsent (laptop), ==, 0);
  world_free (world);
}

/* A county of the next release: a type, a field, members and a merge that this program never
 * heard of. */
static void
add_the_future (AtlasRequest *request,
                SeamAnswer   *answer)
{
  g_autoptr(json_t) page = NULL;
  json_t *changes;
  gsize i;
  json_t *change;

  if (!g_str_equal (request->path, "/v1/changes") || answer->status != 200)
    return;

  page = parse (answer->body);
  changes = json_object_get (page, "changes");
  json_array_foreach (changes, i, change)
  {
    if (g_strcmp0 (atlas_json_string (change, "type"), "child") == 0)
      json_object_set_new (json_object_get (change, "fields"), "future",
                           json_string (FUTURE_VALUE));
    json_object_set_new (change, "weather", json_pack ("{s:b}", "sunny", 1));
  }
  json_array_append_new (changes, json_pack ("{s:s, s:i, s:s, s:s, s:i, s:[s], s:{s:s}, s:{}}",
                                             "op", "put", "seq", 1, "type", "spaceship", "id",
                                             FUTURE_ID, "rev", 1, "scopes", "county", "fields",
                                             "name", "Zarya", "frev"));
  json_object_set_new (page, "forecast", json_true ());
  g_bytes_unref (answer->body);
  answer->body = print (page);
}

static guint
count_future (Laptop *laptop)
{
  AtlasDb *db = atlas_store_get_db (atlas_sync_engine_get_store (laptop->engine));
  gint64 n = 0;

  g_assert_true (atlas_db_ask_integer (db, "SELECT count (*) FROM child WHERE instr (extra, '"
                                       FUTURE_VALUE "') > 0", &n, NULL));
  return (guint) n;
}

static void
test_a_newer_server_is_understood (void)
{
  World *world = world_new (2, &counts);
  Laptop *laptop = &world->laptops[0];
  guint n_known;

  world->rewrite_answer = add_the_future;
  history_begin (world);
  n_known = count_future (laptop);
  g_assert_cmpuint (n_known, >, 0);

  /* What is not understood outlasts a change of what is. */
  for (guint i = 0; i < 10 * SYNCS; i++)
    {
      world_pass (world, 1000);
      laptop_work (&world->laptops[i % 3]);
      laptop_sync (&world->laptops[i % 3]);
    }
  history_rest (world);
  history_check (world);
  g_assert_false (world->is_broken);
  g_assert_cmpuint (count_future (laptop), >=, n_known);
  world_free (world);
}

/* The laptop knows a field that the server does not. */
static void
name_a_future_field (AtlasRequest *request)
{
  g_autoptr(json_t) body = NULL;
  json_t *sets;

  if (!g_str_equal (request->path, "/v1/push"))
    return;

  body = parse (request->body);
  sets = json_object_get (body, "sets");
  for (gsize i = 0; i < json_array_size (sets); i++)
    {
      json_t *ops = json_object_get (json_array_get (sets, i), "ops");
      json_t *fields = json_object_get (json_array_get (ops, 0), "fields");

      if (json_object_get (fields, "first_name") != NULL)
        json_object_set_new (fields, "future", json_string (FUTURE_VALUE));
    }
  g_bytes_unref (request->body);
  request->body = print (body);
}

static guint
count_parked (World      *world,
              const char *reason)
{
  g_autoptr(GHashTable) rows = model_read_rows (world);
  GHashTableIter iter;
  gpointer row;
  guint n = 0;

  g_hash_table_iter_init (&iter, rows);
  while (g_hash_table_iter_next (&iter, NULL, &row))
    if (g_strcmp0 (atlas_json_string (((Row *) row)->fields, "reason"), reason) == 0)
      n++;

  return n;
}

static void
test_an_older_server_puts_aside_what_it_does_not_know (void)
{
  World *world = world_new (3, &counts);
  Laptop *laptop = &world->laptops[0];

  history_begin (world);
  world->rewrite_request = name_a_future_field;
  laptop_make_case (laptop);
  laptop_sync (laptop);
  g_assert_cmpint (count_unsent (laptop), ==, 0);
  g_assert_cmpuint (count_parked (world, "unknown-field"), ==, 1);

  world->rewrite_request = NULL;
  laptop_make_case (laptop);
  laptop_sync (laptop);
  g_assert_cmpint (count_unsent (laptop), ==, 0);
  g_assert_cmpuint (count_parked (world, "unknown-field"), ==, 1);
  world_free (world);
}

int
main (int   argc,
      char *argv[])
{
  int result;

  g_test_init (&argc, &argv, TEST_ISOLATE, NULL);
  g_test_add_func ("/faults/a-laptop-too-old-keeps-its-outbox",
                   test_a_laptop_too_old_keeps_its_outbox);
  g_test_add_func ("/faults/a-newer-server-is-understood", test_a_newer_server_is_understood);
  g_test_add_func ("/faults/an-older-server-puts-aside-what-it-does-not-know",
                   test_an_older_server_puts_aside_what_it_does_not_know);

  world_make_template ();
  result = g_test_run ();
  world_drop_template ();
  return result;
}
