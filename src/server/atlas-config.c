/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-server"

#include "config.h"

#include "server/atlas-config.h"

#include <string.h>

#include "base/atlas-error.h"

typedef enum {
  KIND_TEXT,
  KIND_BOOLEAN,
  KIND_INTEGER,
  KIND_LEVEL,
} Kind;

/* Everything that may stand in the file. For numbers: the least and the most. */
static const struct {
  const char *group;
  const char *key;
  Kind        kind;
  gsize       offset;
  const char *otherwise;
  int         least;
  int         most;
} keys[] = {
  { "server", "listen", KIND_TEXT, G_STRUCT_OFFSET (AtlasConfig, listen), "127.0.0.1:8443" },
  { "server", "database", KIND_TEXT, G_STRUCT_OFFSET (AtlasConfig, database), NULL },
  { "metrics", "listen", KIND_TEXT, G_STRUCT_OFFSET (AtlasConfig, metrics_listen), NULL },
  { "metrics", "public", KIND_BOOLEAN, G_STRUCT_OFFSET (AtlasConfig, metrics_public), "false" },
  { "log", "level", KIND_LEVEL, G_STRUCT_OFFSET (AtlasConfig, log_level), "info" },
  { "log", "requests", KIND_BOOLEAN, G_STRUCT_OFFSET (AtlasConfig, log_requests), "true" },
#define LIMIT(name, otherwise, least, most) \
  { "limits", #name, KIND_INTEGER, G_STRUCT_OFFSET (AtlasConfig, limits.name), otherwise, \
    least, most }
  LIMIT (idle_s, "60", 1, 3600),
  LIMIT (body_s, "60", 1, 3600),
  LIMIT (write_s, "120", 1, 3600),
  LIMIT (queue, "256", 1, 100000),
  LIMIT (address_per_minute, "60000", 0, 100000000),
  LIMIT (address_burst, "10000", 1, 100000000),
  LIMIT (device_per_minute, "6000", 0, 100000000),
  LIMIT (device_burst, "2000", 1, 100000000),
  LIMIT (sign_in_per_minute, "10", 0, 100000000),
  LIMIT (sign_in_burst, "30", 1, 100000000),
#undef LIMIT
};

static const char * const levels[] = { "debug", "info", "message", "warning", NULL };

/**
 * atlas_config_key:
 * @index: from 0
 * @key: (out caller-allocates): the key
 *
 * Returns: whether there are so many
 */
gboolean
atlas_config_key (guint           index,
                  AtlasConfigKey *key)
{
  if (index >= G_N_ELEMENTS (keys))
    return FALSE;

  key->group = keys[index].group;
  key->key = keys[index].key;
  key->otherwise = keys[index].otherwise;
  return TRUE;
}

/* GKeyFile does not say where it read something. 0 when it is nowhere. */
static guint
line_of (const char *text,
         const char *group,
         const char *key)
{
  g_auto(GStrv) lines = g_strsplit (text, "\n", -1);
  g_autofree char *head = g_strdup_printf ("[%s]", group);
  gboolean is_inside = FALSE;

  for (guint i = 0; lines[i] != NULL; i++)
    {
      const char *line = g_strstrip (lines[i]);
      gsize length = key != NULL ? strlen (key) : 0;

      if (*line == '[')
        is_inside = strcmp (line, head) == 0;
      if (is_inside && (key == NULL ||
                        (strncmp (line, key, length) == 0 &&
                         strchr ("= \t", line[length]) != NULL)))
        return i + 1;
    }

  return 0;
}

static gboolean
is_known (const char *group,
          const char *key)
{
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    if (strcmp (keys[i].group, group) == 0 && (key == NULL || strcmp (keys[i].key, key) == 0))
      return TRUE;

  return FALSE;
}

static gboolean
check_group (GKeyFile   *file,
             const char *text,
             const char *group,
             GError    **error)
{
  g_auto(GStrv) names = g_key_file_get_keys (file, group, NULL, NULL);

  if (!is_known (group, NULL))
    {
      g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_INVALID, "line %u: there is no group “%s”",
                   line_of (text, group, NULL), group);
      return FALSE;
    }

  for (gsize i = 0; names != NULL && names[i] != NULL; i++)
    {
      if (is_known (group, names[i]))
        continue;

      g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_INVALID,
                   "line %u: there is no key “%s” in the group “%s”",
                   line_of (text, group, names[i]), names[i], group);
      return FALSE;
    }

  return TRUE;
}

static gboolean
parse_boolean (const char *value,
               int        *result)
{
  *result = strcmp (value, "true") == 0;
  return *result || strcmp (value, "false") == 0;
}

/* Gives one key its value; %NULL for what goes without. Returns what would have been right. */
static char *
set_value (AtlasConfig *self,
           gsize        index,
           const char  *value)
{
  gpointer member = G_STRUCT_MEMBER_P (self, keys[index].offset);
  gint64 number = 0;

  switch (keys[index].kind)
    {
    case KIND_TEXT:
      g_free (*(char **) member);
      *(char **) member = g_strdup (value);
      return value == NULL || *value != '\0' ? NULL : g_strdup ("an address");

    case KIND_LEVEL:
      g_free (*(char **) member);
      *(char **) member = g_strdup (value);
      return g_strv_contains (levels, value) ? NULL : g_strjoinv (" or ", (GStrv) levels);

    case KIND_BOOLEAN:
      return parse_boolean (value, member) ? NULL : g_strdup ("true or false");

    case KIND_INTEGER:
      if (!g_ascii_string_to_signed (value, 10, keys[index].least, keys[index].most, &number, NULL))
        return g_strdup_printf ("a whole number from %d to %d", keys[index].least,
                                keys[index].most);
      *(int *) member = (int) number;
      return NULL;

    default:
      return NULL;
    }
}

static gboolean
take_key (AtlasConfig *self,
          GKeyFile    *file,
          const char  *text,
          gsize        index,
          GError     **error)
{
  const char *group = keys[index].group;
  const char *key = keys[index].key;
  g_autofree char *raw = g_key_file_get_value (file, group, key, NULL);
  g_autofree char *wanted = set_value (self, index, raw != NULL ? g_strstrip (raw)
                                                                : keys[index].otherwise);

  if (wanted == NULL)
    return TRUE;

  g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_INVALID, "line %u: “%s” is %s, not “%s”",
               line_of (text, group, key), key, wanted, raw);
  return FALSE;
}

static gboolean
read_file (AtlasConfig *self,
           const char  *text,
           GError     **error)
{
  g_autoptr(GKeyFile) file = g_key_file_new ();
  g_auto(GStrv) groups = NULL;

  if (!g_key_file_load_from_data (file, text, strlen (text), G_KEY_FILE_NONE, error))
    return FALSE;

  groups = g_key_file_get_groups (file, NULL);
  for (gsize i = 0; groups[i] != NULL; i++)
    if (!check_group (file, text, groups[i], error))
      return FALSE;

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    if (!take_key (self, file, text, i, error))
      return FALSE;

  return TRUE;
}

/**
 * atlas_config_load:
 * @path: (nullable): a configuration file, or %NULL for what holds without one
 * @error: return location for an error
 *
 * Reads what an operator has decided. Nothing in the file is passed over: a key that is not known,
 * or a value that does not do, is an error that names its line.
 *
 * Returns: (transfer full): the configuration
 */
AtlasConfig *
atlas_config_load (const char *path,
                   GError    **error)
{
  g_autoptr(AtlasConfig) self = g_new0 (AtlasConfig, 1);
  g_autofree char *text = NULL;

  if ((path == NULL || g_file_get_contents (path, &text, NULL, error)) &&
      read_file (self, text != NULL ? text : "", error))
    return g_steal_pointer (&self);

  g_prefix_error (error, "Reading “%s”: ", path);
  return NULL;
}

void
atlas_config_free (AtlasConfig *self)
{
  if (self == NULL)
    return;

  g_free (self->listen);
  g_free (self->database);
  g_free (self->metrics_listen);
  g_free (self->log_level);
  g_free (self);
}
