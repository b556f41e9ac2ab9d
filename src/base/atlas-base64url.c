/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-base"

#include "config.h"

#include "base/atlas-base64url.h"

#include <sodium.h>

#define RANDOM_BYTES 32

/**
 * atlas_base64url_encode:
 * @data: bytes
 * @length: how many
 *
 * Returns: (transfer full): them as text that may stand in an address, without padding
 *
 * Source: RFC 4648, section 5
 */
char *
atlas_base64url_encode (const guint8 *data,
                        gsize         length)
{
  gsize room = sodium_base64_encoded_len (length, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  char *text = g_malloc (room);

  return sodium_bin2base64 (text, room, data, length, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

/**
 * atlas_base64url_decode:
 * @text: as atlas_base64url_encode() gives it; need not end in a NUL
 * @length: its bytes
 *
 * Returns: (transfer full) (nullable): the bytes, or %NULL when the text is not of that kind
 */
GBytes *
atlas_base64url_decode (const char *text,
                        gsize       length)
{
  g_autofree guint8 *data = g_malloc (length / 4 * 3 + 3);
  const char *end = NULL;
  gsize got = 0;

  if (sodium_base642bin (data, length / 4 * 3 + 3, text, length, NULL, &got, &end,
                         sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0 || end != text + length)
    return NULL;

  return g_bytes_new_take (g_steal_pointer (&data), got);
}

/**
 * atlas_base64url_sha256:
 * @data: bytes
 * @length: how many
 *
 * Returns: (transfer full): their SHA-256, encoded
 */
char *
atlas_base64url_sha256 (const guint8 *data,
                        gsize         length)
{
  guint8 hash[crypto_hash_sha256_BYTES];

  crypto_hash_sha256 (hash, data, length);
  return atlas_base64url_encode (hash, sizeof hash);
}

/**
 * atlas_base64url_random:
 *
 * Returns: (transfer full): 256 random bits, encoded
 */
char *
atlas_base64url_random (void)
{
  guint8 bytes[RANDOM_BYTES];
  char *text;

  randombytes_buf (bytes, sizeof bytes);
  text = atlas_base64url_encode (bytes, sizeof bytes);
  sodium_memzero (bytes, sizeof bytes);

  return text;
}

/**
 * atlas_base64url_nonce:
 * @public_key: of a laptop that is being enrolled, base64
 *
 * Gives the nonce that binds a sign-in to that laptop: an id_token that was taken from it enrols no
 * other. By its beginning the server knows that it is one; other clients have nonces of their own.
 *
 * Returns: (transfer full): %ATLAS_NONCE_START and the encoded SHA-256 of the key's bytes
 *
 * Source: protocol, section 4, leaves the nonce open; docs/sign-in.md
 */
char *
atlas_base64url_nonce (const char *public_key)
{
  gsize length = 0;
  g_autofree guint8 *key = g_base64_decode (public_key, &length);
  g_autofree char *hash = atlas_base64url_sha256 (key, length);

  return g_strconcat (ATLAS_NONCE_START, hash, NULL);
}
