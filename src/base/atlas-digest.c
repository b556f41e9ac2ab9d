/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/atlas-digest.h"

#include <sodium.h>
#include <string.h>

#define SUM_DIGITS 16

static void
begin (crypto_hash_sha256_state *state,
       const char               *type,
       const guint8             *id)
{
  crypto_hash_sha256_init (state);
  crypto_hash_sha256_update (state, (const guint8 *) type, strlen (type) + 1);
  crypto_hash_sha256_update (state, id, ATLAS_ID_BYTES);
}

/**
 * atlas_digest_of_record:
 * @type: the record's type
 * @id: its id
 * @rev: its revision
 *
 * Gives the number that stands for one record in the sum over all records of its type. Sums are
 * taken modulo 2^64, so the order of the records does not matter, and one that changes is taken out
 * and put in again.
 *
 * Source: protocol, section 7.
 *
 * Returns: the number
 */
guint64
atlas_digest_of_record (const char  *type,
                        const guint8 id[ATLAS_ID_BYTES],
                        gint64       rev)
{
  crypto_hash_sha256_state state;
  guint64 rev_bytes = GUINT64_TO_BE ((guint64) rev);
  guint8 hash[crypto_hash_sha256_BYTES];
  guint64 first;

  begin (&state, type, id);
  crypto_hash_sha256_update (&state, (const guint8 *) &rev_bytes, sizeof rev_bytes);
  crypto_hash_sha256_final (&state, hash);

  memcpy (&first, hash, sizeof first);
  return GUINT64_FROM_BE (first);
}

/**
 * atlas_digest_bucket:
 * @type: the record's type
 * @id: its id
 *
 * Source: protocol, section 7.
 *
 * Returns: which of the %ATLAS_DIGEST_BUCKETS buckets the record falls into
 */
guint8
atlas_digest_bucket (const char  *type,
                     const guint8 id[ATLAS_ID_BYTES])
{
  crypto_hash_sha256_state state;
  guint8 hash[crypto_hash_sha256_BYTES];

  begin (&state, type, id);
  crypto_hash_sha256_final (&state, hash);

  return hash[0];
}

/**
 * atlas_digest_format:
 * @sum: a sum of records
 *
 * Returns: (transfer full): the sum as it is sent, 16 hexadecimal digits
 */
char *
atlas_digest_format (guint64 sum)
{
  return g_strdup_printf ("%0*" G_GINT64_MODIFIER "x", SUM_DIGITS, sum);
}

/**
 * atlas_digest_parse:
 * @text: (nullable): what somebody sent
 * @sum: (out): the sum
 *
 * Returns: whether @text is one
 */
gboolean
atlas_digest_parse (const char *text,
                    guint64    *sum)
{
  if (text == NULL || strlen (text) != SUM_DIGITS ||
      strspn (text, "0123456789abcdef") != SUM_DIGITS)
    return FALSE;

  *sum = g_ascii_strtoull (text, NULL, 16);
  return TRUE;
}
