/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "test-mirror.h"

#include <string.h>

#include "base/atlas-digest.h"

GHashTable *
test_mirror_table (TestMirror *self,
                   const char *type)
{
  GHashTable *table = g_hash_table_lookup (self->types, type);

  if (table != NULL)
    return table;

  table = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_hash_table_insert (self->types, g_strdup (type), table);
  return table;
}

void
test_mirror_init (TestMirror *self,
                  TestClient *client)
{
  self->client = client;
  self->types = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                       (GDestroyNotify) g_hash_table_unref);
}

void
test_mirror_clear (TestMirror *self)
{
  g_clear_pointer (&self->types, g_hash_table_unref);
  g_clear_pointer (&self->client, test_client_free);
}

void
test_mirror_take (TestMirror *self,
                  json_t     *changes)
{
  gsize i;
  json_t *change;

  json_array_foreach (changes, i, change)
  {
    GHashTable *table = test_mirror_table (self, atlas_json_string (change, "type"));
    const char *id = atlas_json_string (change, "id");

    if (strcmp (atlas_json_string (change, "op"), "put") == 0)
      g_hash_table_insert (table, g_strdup (id),
                           GINT_TO_POINTER (atlas_json_integer (change, "rev", 0)));
    else
      g_hash_table_remove (table, id);
  }
}

/* A round that asks for the digest; gives the digest. */
json_t *
test_mirror_pull (TestMirror *self)
{
  json_t *digest = NULL;
  gboolean more = TRUE;

  while (more)
    {
      TestClient *client = self->client;
      g_autofree char *path = g_strconcat ("/v1/changes?verify=1&limit=300&cursor=",
                                           client->cursor != NULL ? client->cursor : "", NULL);
      g_autoptr(json_t) page = test_client_send (client, "GET", path, NULL);

      g_assert_cmpuint (client->status, ==, 200);
      test_mirror_take (self, json_object_get (page, "changes"));
      g_free (client->cursor);
      client->cursor = g_strdup (atlas_json_string (page, "cursor"));
      more = atlas_json_boolean (page, "more");
      g_assert_true (more == (json_object_get (page, "digest") == NULL));
      digest = json_incref (json_object_get (page, "digest"));
    }

  return digest;
}

static json_t *
digest_of_table (const char *type,
                 GHashTable *table)
{
  GHashTableIter iter;
  gpointer id;
  gpointer rev;
  guint64 sum = 0;
  g_autofree char *text = NULL;

  g_hash_table_iter_init (&iter, table);
  while (g_hash_table_iter_next (&iter, &id, &rev))
    {
      guint8 bytes[ATLAS_ID_BYTES];

      g_assert_true (atlas_id_to_bytes (id, bytes));
      sum += atlas_digest_of_record (type, bytes, GPOINTER_TO_INT (rev));
    }

  text = atlas_digest_format (sum);
  return json_pack ("{s:i, s:s}", "count", (int) g_hash_table_size (table), "sum", text);
}

/* Pulls what is new, and compares with the digest that the server gives. */
void
test_mirror_assert_agrees (TestMirror *self)
{
  g_autoptr(json_t) told = test_mirror_pull (self);
  g_autoptr(json_t) own = json_object ();
  g_autofree char *told_text = atlas_json_to_text (told);
  g_autofree char *own_text = NULL;
  GHashTableIter iter;
  gpointer type;
  gpointer table;

  g_hash_table_iter_init (&iter, self->types);
  while (g_hash_table_iter_next (&iter, &type, &table))
    if (g_hash_table_size (table) > 0)
      json_object_set_new (own, type, digest_of_table (type, table));

  own_text = atlas_json_to_text (own);
  g_assert_cmpstr (told_text, ==, own_text);
}
