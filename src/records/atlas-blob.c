/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "records/atlas-blob.h"

#include <string.h>

/* RFC 6838: each half of a media type has at most 127 characters of these. */
#define MEDIA_HALF_MAX   127
#define MEDIA_CHARACTERS "!#$&-^_.+"
/* What file systems take. */
#define NAME_BYTES_MAX   255
/* Deeper than any record nests the files that it names. */
#define DEPTH_MAX        16

/**
 * atlas_blob_name_is_valid:
 * @blob: (nullable): text
 *
 * Returns: whether it is the SHA-256 of something, written in lower-case hexadecimal
 */
gboolean
atlas_blob_name_is_valid (const char *blob)
{
  return blob != NULL && strlen (blob) == ATLAS_BLOB_NAME_CHARS &&
         strspn (blob, "0123456789abcdef") == ATLAS_BLOB_NAME_CHARS;
}

static gsize
count_media (const char *text)
{
  gsize n = 0;

  while (g_ascii_isalnum (text[n]) || (text[n] != '\0' && strchr (MEDIA_CHARACTERS, text[n])))
    n++;

  return n;
}

static gboolean
is_media (const char *media)
{
  gsize first = media != NULL ? count_media (media) : 0;
  gsize second = first > 0 && media[first] == '/' ? count_media (media + first + 1) : 0;

  return first > 0 && first <= MEDIA_HALF_MAX && second > 0 && second <= MEDIA_HALF_MAX &&
         media[first + 1 + second] == '\0';
}

/* It becomes a file on somebody's disk: nothing in it may lead elsewhere. */
static gboolean
is_file_name (const char *name)
{
  if (name == NULL || *name == '\0' || strlen (name) > NAME_BYTES_MAX ||
      strcmp (name, ".") == 0 || strcmp (name, "..") == 0)
    return FALSE;

  for (const char *c = name; *c != '\0'; c = g_utf8_next_char (c))
    if (*c == '/' || *c == '\\' || g_unichar_iscntrl (g_utf8_get_char (c)))
      return FALSE;

  return TRUE;
}

/**
 * atlas_blob_check:
 * @value: a value that is not null
 *
 * Checks that a value names a file: a hash, a size within %ATLAS_BLOB_BYTES_MAX, a media type, and
 * a name without a folder.
 *
 * Returns: (transfer none) (nullable): what is wrong with it, or %NULL
 */
const char *
atlas_blob_check (json_t *value)
{
  gint64 size = atlas_json_integer (value, "size", -1);

  if (!atlas_blob_name_is_valid (atlas_json_string (value, "blob")))
    return "must name a file by its SHA-256";
  if (size < 0 || size > ATLAS_BLOB_BYTES_MAX)
    return "must be a file of at most 25 MiB";
  if (!is_media (atlas_json_string (value, "media")))
    return "must have a media type, as application/pdf";
  if (!is_file_name (atlas_json_string (value, "name")))
    return "must have a name without a folder";
  return NULL;
}

/**
 * atlas_blob_read:
 * @value: (nullable): the JSON form
 * @blob: (out caller-allocates): pointers into @value
 *
 * Returns: whether @value names a file
 */
gboolean
atlas_blob_read (json_t    *value,
                 AtlasBlob *blob)
{
  if (value == NULL || atlas_blob_check (value) != NULL)
    return FALSE;

  blob->blob = atlas_json_string (value, "blob");
  blob->size = atlas_json_integer (value, "size", 0);
  blob->media = atlas_json_string (value, "media");
  blob->name = atlas_json_string (value, "name");
  return TRUE;
}

json_t *
atlas_blob_to_json (const AtlasBlob *blob)
{
  return json_pack ("{s:s, s:I, s:s, s:s}", "blob", blob->blob, "size", (json_int_t) blob->size,
                    "media", blob->media, "name", blob->name);
}

static void
collect (json_t     *value,
         GHashTable *names,
         int         depth)
{
  AtlasBlob blob;
  const char *name;
  json_t *member;

  if (depth > DEPTH_MAX)
    return;
  if (atlas_blob_read (value, &blob))
    g_hash_table_add (names, g_strdup (blob.blob));

  for (gsize i = 0; i < json_array_size (value); i++)
    collect (json_array_get (value, i), names, depth + 1);
  json_object_foreach (value, name, member)
  collect (member, names, depth + 1);
}

/**
 * atlas_blob_collect:
 * @value: (nullable): a record's values, the operations of a change set, or any other JSON
 * @names: (element-type utf8): gets the hash of every file that is named anywhere in it
 */
void
atlas_blob_collect (json_t     *value,
                    GHashTable *names)
{
  collect (value, names, 0);
}
