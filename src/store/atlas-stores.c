/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-store"

#include "config.h"

#include "store/atlas-stores.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

#include "base/atlas-error.h"
#include "base/atlas-folders.h"
#include "store/atlas-store-sync.h"

#define NAME_LETTERS "abcdefghijklmnopqrstuvwxyz0123456789-"

void
atlas_store_entry_free (AtlasStoreEntry *self)
{
  g_free (self->folder);
  g_free (self->name);
  g_free (self->pack);
  g_free (self->server);
  g_clear_error (&self->error);
  g_free (self);
}

static void
read_facts (AtlasStoreEntry *entry,
            AtlasStore      *store)
{
  g_autoptr(AtlasQuery) query = atlas_query_new (&atlas_county_type);
  g_autoptr(GPtrArray)  counties = atlas_store_list (store, query, &entry->error);
  gint64 n_unsent = 0;

  if (counties == NULL || !atlas_store_sync_count_unsent (store, &n_unsent, &entry->error))
    return;

  if (counties->len > 0)
    entry->name = g_strdup (((AtlasCounty *) g_ptr_array_index (counties, 0))->name);
  entry->pack = atlas_store_get_meta (store, "pack");
  entry->server = atlas_store_get_meta (store, "server");
  entry->is_demonstration = atlas_store_is_demonstration (store);
  entry->n_unsent = (guint) CLAMP (n_unsent, 0, G_MAXUINT);
}

/* Looks, and changes nothing: what another release or program made stays as it is. */
static AtlasStoreEntry *
read_entry (const char *folder)
{
  AtlasStoreEntry *entry = g_new0 (AtlasStoreEntry, 1);
  g_autoptr(AtlasStore) store = atlas_store_open (folder, ATLAS_STORE_READ_ONLY, &entry->error);

  entry->folder = g_strdup (folder);
  if (store != NULL)
    read_facts (entry, store);

  return entry;
}

/* A folder that cannot be looked into may hold somebody's work: it is listed, with the reason. */
static void
add_entry (GPtrArray  *entries,
           const char *folder)
{
  g_autofree char *path = g_build_filename (folder, ATLAS_STORE_FILE, NULL);
  AtlasStoreEntry *entry;
  GStatBuf info;

  for (guint i = 0; i < entries->len; i++)
    if (g_str_equal (((AtlasStoreEntry *) g_ptr_array_index (entries, i))->folder, folder))
      return;

  if (g_stat (path, &info) == 0)
    {
      g_ptr_array_add (entries, read_entry (folder));
      return;
    }
  if (errno == ENOENT || errno == ENOTDIR)
    return;

  entry = g_new0 (AtlasStoreEntry, 1);
  entry->folder = g_strdup (folder);
  entry->error = g_error_new (ATLAS_ERROR, ATLAS_ERROR_READ_ONLY, "Looking into %s: %s", folder,
                              g_strerror (errno));
  g_ptr_array_add (entries, entry);
}

static void
add_children (GPtrArray  *entries,
              const char *parent)
{
  g_autoptr(GDir) dir = g_dir_open (parent, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *folder = g_build_filename (parent, name, NULL);

      add_entry (entries, folder);
    }
}

/* By name, counties before demonstrations; those that cannot be read last. */
static int
compare_entries (const void *a,
                 const void *b)
{
  const AtlasStoreEntry *one = *(AtlasStoreEntry * const *) a;
  const AtlasStoreEntry *other = *(AtlasStoreEntry * const *) b;
  int order = (one->name == NULL) - (other->name == NULL);

  if (order == 0 && one->name != NULL)
    order = g_utf8_collate (one->name, other->name);
  if (order == 0)
    order = one->is_demonstration - other->is_demonstration;

  return order != 0 ? order : strcmp (one->folder, other->folder);
}

/**
 * atlas_stores_list:
 * @program_folder: atlas_folders_program(), or a test's own
 * @also: (nullable): a data folder elsewhere that is to be on the list if it has a store
 *
 * Looks at every store on this laptop. None is changed, not even one of an older release. The
 * calling thread waits.
 *
 * What cannot be read is on the list with its reason: %ATLAS_ERROR_NEWER_DATA,
 * %ATLAS_ERROR_DAMAGED, %ATLAS_ERROR_BUSY, %ATLAS_ERROR_READ_ONLY, or %ATLAS_ERROR_CHANGED for a
 * store of an older release, which is brought up to date when it is opened.
 *
 * Returns: (transfer full) (element-type AtlasStoreEntry): the stores by name, those that cannot
 *   be read last
 */
GPtrArray *
atlas_stores_list (const char *program_folder,
                   const char *also)
{
  GPtrArray *entries = g_ptr_array_new_with_free_func ((GDestroyNotify) atlas_store_entry_free);
  g_autofree char *county = g_build_filename (program_folder, ATLAS_FOLDER_COUNTY, NULL);
  g_autofree char *demonstration = NULL;
  g_autofree char *counties = g_build_filename (program_folder, ATLAS_FOLDER_COUNTIES, NULL);

  demonstration = g_build_filename (program_folder, ATLAS_FOLDER_DEMONSTRATION, NULL);
  add_entry (entries, county);
  add_entry (entries, demonstration);
  add_children (entries, counties);
  if (also != NULL)
    add_entry (entries, also);
  g_ptr_array_sort (entries, compare_entries);

  return entries;
}

/**
 * atlas_stores_find:
 * @entries: (element-type AtlasStoreEntry): of atlas_stores_list()
 * @pack: name of a county pack
 * @is_demonstration: whether a demonstration is looked for, or a county
 *
 * Returns: (transfer none) (nullable): the store of that pack that has joined no server, if there
 *   is one that can be read
 */
AtlasStoreEntry *
atlas_stores_find (GPtrArray  *entries,
                   const char *pack,
                   gboolean    is_demonstration)
{
  for (guint i = 0; i < entries->len; i++)
    {
      AtlasStoreEntry *entry = g_ptr_array_index (entries, i);

      if (entry->error == NULL && entry->server == NULL &&
          entry->is_demonstration == is_demonstration && g_strcmp0 (entry->pack, pack) == 0)
        return entry;
    }

  return NULL;
}

/**
 * atlas_stores_find_server:
 * @entries: (element-type AtlasStoreEntry): of atlas_stores_list()
 * @server: address of a server, put in order
 *
 * Returns: (transfer none) (nullable): the store that has joined that server
 */
AtlasStoreEntry *
atlas_stores_find_server (GPtrArray  *entries,
                          const char *server)
{
  for (guint i = 0; i < entries->len; i++)
    {
      AtlasStoreEntry *entry = g_ptr_array_index (entries, i);

      if (g_strcmp0 (entry->server, server) == 0)
        return entry;
    }

  return NULL;
}

/**
 * atlas_stores_holds:
 * @program_folder: atlas_folders_program(), or a test's own
 * @folder: a data folder
 *
 * Says whether a store in a folder would be on the list by itself. Nothing is read.
 *
 * Returns: whether @folder is one of those in which this user's stores are
 */
gboolean
atlas_stores_holds (const char *program_folder,
                    const char *folder)
{
  g_autofree char *county = g_build_filename (program_folder, ATLAS_FOLDER_COUNTY, NULL);
  g_autofree char *counties = g_build_filename (program_folder, ATLAS_FOLDER_COUNTIES, NULL);
  g_autofree char *demonstration = NULL;
  g_autofree char *parent = g_path_get_dirname (folder);

  demonstration = g_build_filename (program_folder, ATLAS_FOLDER_DEMONSTRATION, NULL);

  return g_str_equal (folder, county) || g_str_equal (folder, demonstration) ||
         g_str_equal (parent, counties);
}

/* A folder that is there and cannot be looked into may hold somebody's work. */
static gboolean
is_free (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, ATLAS_STORE_FILE, NULL);
  GStatBuf info;

  return g_stat (path, &info) != 0 && (errno == ENOENT || g_stat (folder, &info) != 0);
}

/**
 * atlas_stores_new_folder:
 * @program_folder: atlas_folders_program(), or a test's own
 * @name: name of a county pack; what is not one, as a server may say, is not used
 * @is_demonstration: whether it is for a demonstration
 *
 * Chooses a folder for a new store. The first county and the first demonstration are where programs
 * look that are given no folder; the others are beside each other, called after their packs. The
 * calling thread waits.
 *
 * Returns: (transfer full): a folder that has no store; it need not exist
 */
char *
atlas_stores_new_folder (const char *program_folder,
                         const char *name,
                         gboolean    is_demonstration)
{
  g_autofree char *stem = NULL;
  char *folder = g_build_filename (program_folder, is_demonstration ? ATLAS_FOLDER_DEMONSTRATION
                                                                    : ATLAS_FOLDER_COUNTY, NULL);

  if (name == NULL || *name == '\0' || name[strspn (name, NAME_LETTERS)] != '\0')
    name = ATLAS_FOLDER_COUNTY;
  stem = g_strconcat (name, is_demonstration ? "-" ATLAS_FOLDER_DEMONSTRATION : "", NULL);

  for (guint i = 1; !is_free (folder); i++)
    {
      g_autofree char *child = i == 1 ? g_strdup (stem) : g_strdup_printf ("%s-%u", stem, i);

      g_free (folder);
      folder = g_build_filename (program_folder, ATLAS_FOLDER_COUNTIES, child, NULL);
    }

  return folder;
}
