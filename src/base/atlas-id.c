/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/atlas-id.h"

#include <sodium.h>
#include <string.h>

#define ID_LENGTH 36            /* with hyphens */

/* 2dd05b2c-7162-547c-a24e-9c6033b89b72, the protocol's name space for what comes in a pack. */
static const guint8 pack_namespace[ATLAS_ID_BYTES] = {
  0x2d, 0xd0, 0x5b, 0x2c, 0x71, 0x62, 0x54, 0x7c, 0xa2, 0x4e, 0x9c, 0x60, 0x33, 0xb8, 0x9b, 0x72,
};

/**
 * atlas_id_from_bytes:
 * @bytes: sixteen bytes
 *
 * Returns: (transfer full): the lower-case hyphenated form
 */
char *
atlas_id_from_bytes (const guint8 bytes[ATLAS_ID_BYTES])
{
  static const char digits[] = "0123456789abcdef";
  char *id = g_malloc (ID_LENGTH + 1);
  char *end = id;

  for (int i = 0; i < ATLAS_ID_BYTES; i++)
    {
      if (i == 4 || i == 6 || i == 8 || i == 10)
        *end++ = '-';
      *end++ = digits[bytes[i] >> 4];
      *end++ = digits[bytes[i] & 15];
    }
  *end = '\0';

  return id;
}

static int
hex_value (char c)
{
  if (c >= '0' && c <= '9')
    return c - '0';
  if (c >= 'a' && c <= 'f')
    return c - 'a' + 10;
  return -1;
}

/**
 * atlas_id_to_bytes:
 * @id: (nullable): a lower-case hyphenated UUID
 * @bytes: (out caller-allocates): sixteen bytes
 *
 * Returns: whether @id has the right form; @bytes are undefined otherwise
 */
gboolean
atlas_id_to_bytes (const char *id,
                   guint8      bytes[ATLAS_ID_BYTES])
{
  if (id == NULL || strlen (id) != ID_LENGTH)
    return FALSE;

  for (int i = 0; i < ATLAS_ID_BYTES; i++)
    {
      int high;
      int low;

      if ((i == 4 || i == 6 || i == 8 || i == 10) && *id++ != '-')
        return FALSE;
      high = hex_value (*id++);
      low = hex_value (*id++);
      if (high < 0 || low < 0)
        return FALSE;
      bytes[i] = (guint8) (high << 4 | low);
    }

  return TRUE;
}

/**
 * atlas_id_is_valid:
 * @id: (nullable): text
 *
 * Returns: whether @id is a lower-case hyphenated UUID
 */
gboolean
atlas_id_is_valid (const char *id)
{
  guint8 bytes[ATLAS_ID_BYTES];

  return atlas_id_to_bytes (id, bytes);
}

/**
 * atlas_id_new:
 *
 * Makes a UUIDv7: time-ordered, so that rows land side by side in the database. Ids made on one
 * machine in one millisecond are ordered by chance only.
 *
 * Source: RFC 9562, 5.7.
 *
 * Returns: (transfer full): the id
 */
char *
atlas_id_new (void)
{
  guint8 bytes[ATLAS_ID_BYTES];
  guint64 now_ms = (guint64) g_get_real_time () / 1000;

  randombytes_buf (bytes, sizeof bytes);
  for (int i = 0; i < 6; i++)
    bytes[i] = (guint8) (now_ms >> (40 - 8 * i));
  bytes[6] = (guint8) (0x70 | (bytes[6] & 0x0f));
  bytes[8] = (guint8) (0x80 | (bytes[8] & 0x3f));

  return atlas_id_from_bytes (bytes);
}

/**
 * atlas_id_for_pack:
 * @pack: name of a county pack, as `hertfordshire`
 * @type: a record type, as `area`
 * @key: the row's key, as `dspl2`
 *
 * Makes the UUIDv5 that every store gives to this row of this pack.
 *
 * Source: RFC 9562, 5.5; protocol, section 1.
 *
 * Returns: (transfer full): the id
 */
char *
atlas_id_for_pack (const char *pack,
                   const char *type,
                   const char *key)
{
  g_autoptr(GChecksum) sha1 = g_checksum_new (G_CHECKSUM_SHA1);
  g_autofree char *name = g_strdup_printf ("%s/%s/%s", pack, type, key);
  guint8 digest[20];
  gsize length = sizeof digest;

  g_checksum_update (sha1, pack_namespace, sizeof pack_namespace);
  g_checksum_update (sha1, (const guchar *) name, (gssize) strlen (name));
  g_checksum_get_digest (sha1, digest, &length);
  digest[6] = (guint8) (0x50 | (digest[6] & 0x0f));
  digest[8] = (guint8) (0x80 | (digest[8] & 0x3f));

  return atlas_id_from_bytes (digest);
}
