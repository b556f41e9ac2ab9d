/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a laptop may not know any more is looked for, byte by byte, in every file that it has. */
#define _GNU_SOURCE
#include "config.h"

#include <string.h>

#include "model.h"

/* Adds the words that stand in some bytes. The search index writes them small. */
static void
add_words_in (const char *data,
              gsize       length,
              GHashTable *words)
{
  const char *end = data + length;

  for (const char *at = data; (at = memchr (at, WORLD_WORD[1], (gsize) (end - at))) != NULL; at++)
    {
      const char *digit = at + 1;

      if (at == data || g_ascii_toupper (at[-1]) != WORLD_WORD[0])
        continue;
      while (digit < end && g_ascii_isdigit (*digit))
        digit++;
      if (digit < end && *digit == 'x' && digit > at + 1)
        g_hash_table_add (words, g_strdup_printf (WORLD_WORD "%.*s", (int) (digit - at), at + 1));
    }
}

/* Adds the words that stand in any file of a folder. */
void
model_read_words (const char *folder,
                  GHashTable *words)
{
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *data = NULL;
      gsize length;

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        model_read_words (path, words);
      else if (g_file_get_contents (path, &data, &length, NULL))
        add_words_in (data, length, words);
    }
}

/* What the laptop has sent or will send is its user's own. */
static char *
read_own_sets (Laptop *laptop)
{
  AtlasDb *db = atlas_store_get_db (atlas_sync_engine_get_store (laptop->engine));
  g_autoptr(AtlasStmt) stmt = atlas_db_prepare (db, "SELECT body FROM outbox UNION ALL"
                                                " SELECT body FROM journal", NULL);
  GString *all = g_string_new (NULL);

  while (atlas_stmt_step (stmt, NULL) == ATLAS_STEP_ROW)
    g_string_append (all, atlas_stmt_get_text (stmt, 0));

  return g_string_free (all, FALSE);
}

static char *
read_visible (Laptop     *laptop,
              GHashTable *rows)
{
  GString *all = g_string_new (NULL);
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, rows);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      g_autofree char *text = atlas_json_to_text (((Row *) value)->fields);

      if (model_rights (laptop->grants, value) & ATLAS_RIGHT_READ)
        g_string_append (all, text);
    }

  return g_string_free (all, FALSE);
}

/* A deletion leaves History as it is. When the server goes back to before it, and the record has
 * moved elsewhere there, what History says of it is from when it could be seen. */
static gboolean
may_be_in_history (World      *world,
                   const char *key)
{
  return world->n_restores > 0 && model_was_deleted (world, key);
}

static GHashTable *
list_hidden (Laptop     *laptop,
             GHashTable *rows)
{
  GHashTable *hidden = g_hash_table_new (g_str_hash, g_str_equal);
  GHashTableIter iter;
  gpointer key;
  gpointer value;

  g_hash_table_iter_init (&iter, rows);
  while (g_hash_table_iter_next (&iter, &key, &value))
    if (!((Row *) value)->is_deleted &&
        !(model_rights (laptop->grants, value) & ATLAS_RIGHT_READ) &&
        !may_be_in_history (laptop->world, key))
      g_hash_table_add (hidden, key);

  return hidden;
}

/* After quiet. Source: protocol, section 14, 8. */
void
model_search (Laptop *laptop)
{
  g_autoptr(GHashTable) rows = model_read_rows (laptop->world);
  g_autoptr(GHashTable) hidden = list_hidden (laptop, rows);
  g_autoptr(GHashTable) words = model_words_of (laptop->world, hidden);
  g_autoptr(GHashTable) there = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *own = read_own_sets (laptop);
  g_autofree char *visible = read_visible (laptop, rows);
  g_autofree char *found = NULL;
  GHashTableIter iter;
  gpointer word;

  model_read_words (laptop->folder, there);
  g_hash_table_iter_init (&iter, words);
  while (g_hash_table_iter_next (&iter, &word, NULL))
    {
      if (strstr (own, word) != NULL || strstr (visible, word) != NULL)
        continue;

      laptop->world->counts->searched++;
      if (!g_hash_table_contains (there, word))
        continue;

      found = g_strconcat (laptop->folder, ".found", NULL);
      world_copy_folder (laptop->folder, found);
      world_break (laptop->world, 8, "%s still has the word %s in a file", laptop->name,
                   (char *) word);
      return;
    }
  files_check_laptop (laptop, there);
}
