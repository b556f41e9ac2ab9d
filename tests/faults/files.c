/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Files that records name: added, asked for, and looked for where nobody may have them any more.
 * What is written in one is a word that stands nowhere else. Source: protocol, section 10.
 */
#include "config.h"

#include <string.h>

#include "model.h"
#include "records/atlas-records.h"
#include "server/atlas-blobs.h"
#include "server/atlas-grants.h"
#include "store/atlas-store-blobs.h"

#define BLOBS_PATH   "/v1/blobs/"
#define SMALL_BYTES  2000
/* More than one piece, now and then. */
#define LARGE_BYTES  (ATLAS_BLOB_PIECE_BYTES + SMALL_BYTES)
#define LARGE_CHANCE 30

void
world_file_free (gpointer data)
{
  WorldFile *file = data;

  g_free (file->document);
  g_free (file->word);
  g_free (file->user);
  g_free (file);
}

static GBytes *
make_file (World *world)
{
  gsize size = world_chance (world, LARGE_CHANCE) ? LARGE_BYTES : 1 + world_pick (world,
                                                                                  SMALL_BYTES);
  g_autofree char *word = laptop_new_word (world);
  g_autofree char *filler = g_strnfill (size, '.');
  g_autofree char *text = g_strconcat (word, " ", filler, NULL);

  return g_bytes_new (text, strlen (text));
}

/* The file goes with the set that names it. */
void
files_add_document (Laptop         *self,
                    AtlasChangeSet *set,
                    AtlasRecord    *referral)
{
  World *world = self->world;
  g_autoptr(GBytes) file = make_file (world);
  g_autofree char *hash = atlas_store_name_file (file);
  g_autofree char *name = laptop_new_word (world);
  g_autofree char *title = laptop_new_word (world);
  AtlasBlob blob = { hash, (gint64) g_bytes_get_size (file), "text/plain", name };
  g_autofree char *id = NULL;

  id = laptop_make_record (self, set, "document",
                           json_pack ("{s:s*, s:s, s:s, s:s, s:o}", "child",
                                      atlas_record_get_text (referral, "child"), "referral",
                                      atlas_record_get_id (referral), "kind", "plan", "title",
                                      title, "file", atlas_blob_to_json (&blob)));
  self->file = g_steal_pointer (&file);
}

/* A set is done; if there is a file it is named by its one operation. */
void
files_applied (Laptop         *self,
               AtlasChangeSet *set)
{
  WorldFile *file;
  const char *text;

  if (self->file == NULL)
    return;

  file = g_new0 (WorldFile, 1);
  text = g_bytes_get_data (self->file, NULL);
  file->word = g_strndup (text, strcspn (text, " "));
  file->user = g_strdup (self->user);
  file->document = g_strdup (atlas_json_string (json_array_get (atlas_change_set_get_ops (set), 0),
                                                "id"));
  g_hash_table_insert (self->world->files, atlas_store_name_file (self->file), file);
  self->world->counts->documents++;
}

/* Somebody wants to open a document. */
void
files_ask (Laptop *self)
{
  g_autoptr(AtlasRecord) document = NULL;
  AtlasBlob blob;

  laptop_open (self);
  if (self->engine == NULL || (document = laptop_find_record (self, "document")) == NULL ||
      !atlas_blob_read (((AtlasDocumentRecord *) document)->file, &blob))
    return;

  world_note (self->world, "%s asks for %.8s", self->name, blob.blob);
  if (atlas_store_ask_for_file (atlas_sync_engine_get_store (self->engine), &blob, NULL))
    self->world->counts->asked++;
}

/* What its user has added may have been on this laptop alone. */
void
files_excuse (Laptop *self)
{
  GHashTableIter iter;
  gpointer file;

  g_hash_table_iter_init (&iter, self->world->files);
  while (g_hash_table_iter_next (&iter, NULL, &file))
    if (g_str_equal (((WorldFile *) file)->user, self->user))
      ((WorldFile *) file)->is_excused = TRUE;
}

static json_t *
read_grants (World      *world,
             const char *user)
{
  AtlasBackend *backend = atlas_service_get_backend (world->service);
  g_autoptr(AtlasGrants) grants = NULL;

  g_assert_true (atlas_backend_begin (backend, FALSE, NULL));
  grants = atlas_grants_load (backend, user, -1, NULL);
  atlas_backend_rollback (backend);
  g_assert_nonnull (grants);
  return atlas_grants_to_json (grants);
}

static gboolean
may_get (World      *world,
         const char *user,
         const char *name)
{
  g_autoptr(GHashTable) rows = model_read_rows (world);
  g_autoptr(json_t)     grants = read_grants (world, user);
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, rows);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Row *row = value;
      g_autofree char *text = atlas_json_to_text (row->fields);

      if (!row->is_deleted && strstr (text, name) != NULL &&
          (model_rights (grants, row) & ATLAS_RIGHT_READ))
        return TRUE;
    }

  return FALSE;
}

/* Bytes are given only to who sees, at that moment, a record that names them. */
void
files_check_request (World        *world,
                     AtlasRequest *request,
                     AtlasAnswer  *answer)
{
  const char *name = request->path + strlen (BLOBS_PATH);

  if (!g_str_has_prefix (request->path, BLOBS_PATH) || answer->status >= 300)
    return;
  if (g_str_equal (request->method, "PATCH"))
    world->counts->pieces_sent++;
  if (!g_str_equal (request->method, "GET"))
    return;

  world->counts->pieces_got++;
  if (world->reader != NULL && !may_get (world, world->reader->user, name))
    world_break (world, 8, "%s got the file %.8s, which it may not see", world->reader->name,
                 name);
}

static gboolean
is_on_server (World      *world,
              const char *name)
{
  AtlasBackend *backend = atlas_service_get_backend (world->service);
  g_autoptr(GError) error = NULL;
  AtlasBlobState state;

  g_assert_true (atlas_backend_begin (backend, FALSE, NULL));
  atlas_blobs_find (backend, name, &state, &error);
  g_assert_no_error (error);
  atlas_backend_rollback (backend);
  return state.is_complete;
}

static Row *
find_document (GHashTable *rows,
               WorldFile  *file)
{
  g_autofree char *key = model_key ("document", file->document);

  return g_hash_table_lookup (rows, key);
}

static gboolean
is_on_a_laptop (World      *world,
                const char *name)
{
  for (guint i = 0; i < world->n_laptops; i++)
    {
      AtlasSyncEngine *engine = world->laptops[i].engine;
      AtlasFileState state = ATLAS_FILE_ELSEWHERE;

      if (engine != NULL)
        atlas_store_file_state (atlas_sync_engine_get_store (engine), name, &state, NULL);
      if (state == ATLAS_FILE_HERE || state == ATLAS_FILE_UNSENT)
        return TRUE;
    }

  return FALSE;
}

/* After quiet the server has every file that one of its records names. One that it had and was
 * restored to before, when whoever had added it may no longer have it, nobody can bring back. */
void
files_check_server (World *world)
{
  g_autoptr(GHashTable) rows = model_read_rows (world);
  GHashTableIter iter;
  gpointer name;
  gpointer file;

  g_hash_table_iter_init (&iter, world->files);
  while (g_hash_table_iter_next (&iter, &name, &file))
    {
      Row *row = find_document (rows, file);

      if (row == NULL || row->is_deleted || is_on_server (world, name))
        continue;
      if (is_on_a_laptop (world, name) ||
          (world->n_restores == 0 && !((WorldFile *) file)->is_excused))
        world_break (world, 2, "the file %.8s has not come to the server", (char *) name);
    }
}

/* What is here is what was added, and what was asked for is here. */
static void
check_here (Laptop     *laptop,
            const char *name)
{
  AtlasStore *store = atlas_sync_engine_get_store (laptop->engine);
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes = NULL;
  AtlasFileState state;

  atlas_store_file_state (store, name, &state, &error);
  g_assert_no_error (error);
  if (state == ATLAS_FILE_ELSEWHERE)
    return;
  if (state != ATLAS_FILE_HERE)
    {
      if (is_on_server (laptop->world, name))
        world_break (laptop->world, 4, "the file %.8s is not settled on %s", name, laptop->name);
      return;
    }

  laptop->world->counts->files++;
  bytes = atlas_store_read_file (store, name, &error);
  if (bytes == NULL)
    world_break (laptop->world, 4, "the file %.8s on %s: %s", name, laptop->name,
                 error->message);
}

/* After quiet, with @there the words in any file of the laptop's folder. */
void
files_check_laptop (Laptop     *laptop,
                    GHashTable *there)
{
  g_autoptr(GHashTable) rows = model_read_rows (laptop->world);
  GHashTableIter iter;
  gpointer name;
  gpointer value;

  g_hash_table_iter_init (&iter, laptop->world->files);
  while (g_hash_table_iter_next (&iter, &name, &value))
    {
      WorldFile *file = value;
      Row *row = find_document (rows, file);

      /* What was taken back or put aside can still be undone or settled. */
      if (row == NULL || row->is_deleted)
        continue;
      if (model_rights (laptop->grants, row) & ATLAS_RIGHT_READ)
        check_here (laptop, name);
      else if (g_hash_table_contains (there, file->word))
        world_break (laptop->world, 8, "%s still has the file %.8s", laptop->name, (char *) name);
    }
}
