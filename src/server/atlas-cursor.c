/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-server"

#include "config.h"

#include "server/atlas-cursor.h"

#include <sodium.h>
#include <string.h>

#include "base/atlas-id.h"
#include "base/atlas-json.h"

#define MOST_TEXT  1024         /* protocol, section 6 */

AtlasCursor *
atlas_cursor_new (const char *epoch,
                  gint64      version,
                  gint64      floor)
{
  AtlasCursor *self = g_new0 (AtlasCursor, 1);

  self->epoch = g_strdup (epoch);
  self->version = version;
  self->floor = floor;

  return self;
}

void
atlas_cursor_free (AtlasCursor *self)
{
  if (self == NULL)
    return;

  g_free (self->epoch);
  g_free (self);
}

static gboolean
is_sound (AtlasCursor *self)
{
  return atlas_id_is_valid (self->epoch) && self->seq >= 0 && self->version >= 0 &&
         self->floor >= 0 &&
         self->fill_version >= 0 && self->fill_seq >= 0;
}

/**
 * atlas_cursor_parse:
 * @text: from anyone
 *
 * Returns: (transfer full) (nullable): the cursor, or %NULL if @text is none
 */
AtlasCursor *
atlas_cursor_parse (const char *text)
{
  g_autoptr(AtlasCursor) self = NULL;
  g_autoptr(json_t)      parts = NULL;
  char plain[MOST_TEXT];
  size_t length = 0;
  const char *end = NULL;

  if (strlen (text) > MOST_TEXT ||
      sodium_base642bin ((unsigned char *) plain, sizeof plain, text, strlen (text), NULL, &length,
                         &end,
                         sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0 ||
      *end != '\0')
    return NULL;

  parts = atlas_json_parse (plain, (gssize) length, NULL);
  if (!json_is_object (parts))
    return NULL;

  self = atlas_cursor_new (atlas_json_string (parts, "e"), atlas_json_integer (parts, "v", -1),
                           atlas_json_integer (parts, "f", -1));
  self->seq = atlas_json_integer (parts, "s", -1);
  self->fill_version = atlas_json_integer (parts, "w", 0);
  self->fill_seq = atlas_json_integer (parts, "b", 0);

  return is_sound (self) ? g_steal_pointer (&self) : NULL;
}

/**
 * atlas_cursor_write:
 * @self: a cursor
 *
 * Returns: (transfer full): its text, safe in a URL
 */
char *
atlas_cursor_write (AtlasCursor *self)
{
  g_autoptr(json_t) parts = json_pack ("{s:s, s:I, s:I, s:I}", "e", self->epoch, "s",
                                       (json_int_t) self->seq,
                                       "v", (json_int_t) self->version, "f",
                                       (json_int_t) self->floor);
  g_autofree char *plain = NULL;
  gsize room;
  char *text;

  if (self->fill_version > 0)
    {
      json_object_set_new (parts, "w", json_integer (self->fill_version));
      json_object_set_new (parts, "b", json_integer (self->fill_seq));
    }

  plain = atlas_json_to_text (parts);
  room = sodium_base64_ENCODED_LEN (strlen (plain), sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  text = g_malloc (room);

  return sodium_bin2base64 (text, room, (const unsigned char *) plain, strlen (plain),
                            sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}
