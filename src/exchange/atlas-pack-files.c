/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "exchange/atlas-pack-files.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/atlas-error.h"
#include "exchange/atlas-packs-resources.h"

#define SHIPPED_PREFIX  "/org/provisionatlas/packs/"
#define NAME_BYTES_MAX  100

struct _AtlasPackFiles
{
  char       *shipped;          /* (nullable): prefix in the program's own resources */
  GHashTable *memory;           /* (nullable): name -> GBytes */
  char       *path;             /* (nullable): of that folder */
  int         dir;              /* its descriptor, -1 if there is none */
};

static AtlasPackFiles *
files_new (void)
{
  AtlasPackFiles *self = g_new0 (AtlasPackFiles, 1);

  self->dir = -1;
  return self;
}

void
atlas_pack_files_free (AtlasPackFiles *self)
{
  g_free (self->shipped);
  g_free (self->path);
  g_clear_pointer (&self->memory, g_hash_table_unref);
  if (self->dir >= 0)
    close (self->dir);
  g_free (self);
}

static int
compare_names (const void *a,
               const void *b)
{
  return strcmp (*(const char * const *) a, *(const char * const *) b);
}

/* The resources register themselves; asking for them keeps the linker from leaving them out. They
 * are looked up among all, so that G_RESOURCE_OVERLAYS can lay another pack beside them. */
static const char *
get_shipped_prefix (void)
{
  atlas_packs_get_resource ();

  return SHIPPED_PREFIX;
}

/**
 * atlas_pack_files_list_shipped:
 *
 * Returns: (transfer full): the names of the packs inside the program, in their order
 */
GStrv
atlas_pack_files_list_shipped (void)
{
  g_auto(GStrv) children = g_resources_enumerate_children (get_shipped_prefix (),
                                                           G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  GStrv names;

  for (guint i = 0; children != NULL && children[i] != NULL; i++)
    {
      g_autofree char *manifest = g_strconcat (SHIPPED_PREFIX, children[i], ATLAS_PACK_MANIFEST,
                                               NULL);

      if (!g_str_has_suffix (children[i], "/") ||
          !g_resources_get_info (manifest, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL, NULL, NULL))
        continue;
      g_strdelimit (children[i], "/", '\0');
      g_strv_builder_add (builder, children[i]);
    }

  names = g_strv_builder_end (builder);
  qsort (names, g_strv_length (names), sizeof *names, compare_names);

  return names;
}

/**
 * atlas_pack_file_name_is_sound:
 * @name: (nullable): a file's name from a manifest
 *
 * Says whether a name is one that a pack's file may have: lower-case letters, digits, dots, hyphens
 * and underscores, a letter or digit first. It can therefore name no other folder.
 *
 * Returns: whether it is
 */
gboolean
atlas_pack_file_name_is_sound (const char *name)
{
  if (name == NULL || strlen (name) > NAME_BYTES_MAX)
    return FALSE;
  if (!g_ascii_islower (*name) && !g_ascii_isdigit (*name))
    return FALSE;

  return name[strspn (name, "abcdefghijklmnopqrstuvwxyz0123456789._-")] == '\0';
}

/**
 * atlas_pack_files_shipped:
 * @name: a pack's name
 * @error: return location for an error
 *
 * Errors: %ATLAS_ERROR_NOT_FOUND when the program holds no such pack.
 *
 * Returns: (transfer full): the pack's files
 */
AtlasPackFiles *
atlas_pack_files_shipped (const char *name,
                          GError    **error)
{
  g_auto(GStrv)   shipped = atlas_pack_files_list_shipped ();
  g_autofree char *known = g_strjoinv (", ", shipped);
  AtlasPackFiles *self;

  if (!g_strv_contains ((const char * const *) shipped, name))
    {
      g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_NOT_FOUND,
                   "Opening a county pack: there is none named “%s” and no such folder (known: %s)",
                   name, known);
      return NULL;
    }

  self = files_new ();
  self->shipped = g_strconcat (get_shipped_prefix (), name, "/", NULL);
  return self;
}

/**
 * atlas_pack_files_in_dir:
 * @dir: a folder
 * @error: return location for an error
 *
 * Errors: %ATLAS_ERROR_NOT_FOUND when it cannot be opened.
 *
 * Returns: (transfer full): the files in it
 */
AtlasPackFiles *
atlas_pack_files_in_dir (const char *dir,
                         GError    **error)
{
  int descriptor = open (dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  AtlasPackFiles *self;

  if (descriptor < 0)
    {
      g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_NOT_FOUND,
                   "Opening the county pack in %s: %s", dir, g_strerror (errno));
      return NULL;
    }

  self = files_new ();
  self->path = g_strdup (dir);
  self->dir = descriptor;
  return self;
}

/**
 * atlas_pack_files_in_memory:
 * @files: (element-type utf8 GBytes): files by name
 *
 * Returns: (transfer full): those files
 */
AtlasPackFiles *
atlas_pack_files_in_memory (GHashTable *files)
{
  AtlasPackFiles *self = files_new ();

  self->memory = g_hash_table_ref (files);
  return self;
}

/**
 * atlas_pack_files_are_shipped:
 *
 * Returns: whether they are inside the program
 */
gboolean
atlas_pack_files_are_shipped (AtlasPackFiles *self)
{
  return self->shipped != NULL;
}

static GStrv
list_dir (const char *path)
{
  g_autoptr(GStrvBuilder) names = g_strv_builder_new ();
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    g_strv_builder_add (names, name);

  return g_strv_builder_end (names);
}

static GStrv
list_keys (GHashTable *table)
{
  g_autoptr(GStrvBuilder) names = g_strv_builder_new ();
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, table);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    g_strv_builder_add (names, key);

  return g_strv_builder_end (names);
}

/**
 * atlas_pack_files_list:
 * @self: a pack's files
 *
 * Returns: (transfer full): the names of all of them, in their order; none when they cannot be read
 */
GStrv
atlas_pack_files_list (AtlasPackFiles *self)
{
  GStrv names = NULL;

  if (self->path != NULL)
    names = list_dir (self->path);
  else if (self->memory != NULL)
    names = list_keys (self->memory);
  else
    names = g_resource_enumerate_children (atlas_packs_get_resource (), self->shipped,
                                           G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  if (names == NULL)
    return g_new0 (char *, 1);
  qsort (names, g_strv_length (names), sizeof *names, compare_names);

  return names;
}

static GBytes *
refuse_file (const char *name,
             const char *why,
             GError    **error)
{
  g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_INVALID, "Reading %s of the pack: %s", name, why);
  return NULL;
}

static GBytes *
read_descriptor (int         descriptor,
                 const char *name,
                 gsize       bytes_max,
                 GError    **error)
{
  g_autoptr(GByteArray) read_so_far = g_byte_array_new ();
  guint8 buffer[65536];
  struct stat info;
  gssize n;

  if (fstat (descriptor, &info) != 0 || !S_ISREG (info.st_mode))
    return refuse_file (name, "it is no ordinary file", error);

  /* The size is counted as it is read: the file may be growing. */
  do
    {
      n = read (descriptor, buffer, sizeof buffer);
      if (n < 0 && errno != EINTR)
        return refuse_file (name, g_strerror (errno), error);
      if (n > 0)
        g_byte_array_append (read_so_far, buffer, (guint) n);
      if (read_so_far->len > bytes_max)
        return refuse_file (name, "it is too long", error);
    }
  while (n != 0);

  return g_byte_array_free_to_bytes (g_steal_pointer (&read_so_far));
}

/* Never follows a link out of the folder, and never waits on a pipe. */
static GBytes *
read_in_dir (AtlasPackFiles *self,
             const char     *name,
             gsize           bytes_max,
             GError        **error)
{
  int descriptor = openat (self->dir, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  GBytes *bytes;

  if (descriptor < 0)
    return refuse_file (name, errno == ELOOP ? "it is a link" : g_strerror (errno), error);

  bytes = read_descriptor (descriptor, name, bytes_max, error);
  close (descriptor);
  return bytes;
}

/**
 * atlas_pack_files_read:
 * @self: a pack's files
 * @name: of one of them
 * @bytes_max: the most that is read
 * @error: return location for an error
 *
 * Reads a file whole.
 *
 * Errors: %ATLAS_ERROR_INVALID when the name is not sound, there is no such file, or it is longer
 * than @bytes_max.
 *
 * Returns: (transfer full): its bytes
 */
GBytes *
atlas_pack_files_read (AtlasPackFiles *self,
                       const char     *name,
                       gsize           bytes_max,
                       GError        **error)
{
  g_autofree char *path = NULL;
  GBytes *bytes;

  if (!atlas_pack_file_name_is_sound (name))
    return refuse_file ("a file", "its name is not one that a pack's file may have", error);
  if (self->dir >= 0)
    return read_in_dir (self, name, bytes_max, error);

  if (self->memory != NULL)
    {
      bytes = g_hash_table_lookup (self->memory, name);
      if (bytes == NULL)
        return refuse_file (name, "there is no such file", error);
      if (g_bytes_get_size (bytes) > bytes_max)
        return refuse_file (name, "it is too long", error);
      return g_bytes_ref (bytes);
    }

  path = g_strconcat (self->shipped, name, NULL);
  bytes = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  return bytes != NULL ? bytes : refuse_file (name, "there is no such file", error);
}
