/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-server"

#include "config.h"

#include "server/atlas-otp.h"

#include <sodium.h>
#include <string.h>

#define SECRET_BYTES 20         /* as long as the hash. Source: RFC 4226, 4 */
#define HASH_BYTES   20         /* SHA-1 */
#define MODULUS      1000000    /* for ATLAS_OTP_DIGITS */
#define STEPS_OFF    1          /* a telephone's clock may be that far off, either way */
#define BASE32_BITS  5

/**
 * atlas_otp_at:
 * @secret: what the server and somebody's telephone share
 * @step: number of the half minute since 1970
 *
 * Source: RFC 4226, 5.3; RFC 6238, 4.
 *
 * Returns: (transfer full): the code of that half minute, %ATLAS_OTP_DIGITS digits
 */
char *
atlas_otp_at (GBytes *secret,
              gint64  step)
{
  gsize length = 0;
  const guint8 *key = g_bytes_get_data (secret, &length);
  g_autoptr(GHmac) hmac = g_hmac_new (G_CHECKSUM_SHA1, key, length);
  guint64 counter = GUINT64_TO_BE ((guint64) step);
  guint8 hash[HASH_BYTES];
  gsize hash_length = sizeof hash;
  guint32 number;

  g_hmac_update (hmac, (const guint8 *) &counter, sizeof counter);
  g_hmac_get_digest (hmac, hash, &hash_length);
  memcpy (&number, hash + (hash[HASH_BYTES - 1] & 0x0f), sizeof number);
  number = GUINT32_FROM_BE (number) & 0x7fffffff;

  return g_strdup_printf ("%0*u", ATLAS_OTP_DIGITS, number % MODULUS);
}

/* Source: RFC 4648, 6. The bytes are a multiple of five, so nothing is left over. */
static char *
to_base32 (const guint8 *bytes,
           gsize         length)
{
  static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  g_autoptr(GString) text = g_string_new (NULL);
  guint32 held = 0;
  int n_bits = 0;

  for (gsize i = 0; i < length; i++)
    {
      held = held << 8 | bytes[i];
      for (n_bits += 8; n_bits >= BASE32_BITS; n_bits -= BASE32_BITS)
        g_string_append_c (text, letters[(held >> (n_bits - BASE32_BITS)) & 0x1f]);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * atlas_otp_begin:
 * @backend: inside a transaction
 * @user: a user's id
 * @label: what the telephone calls it
 * @error: return location for an error
 *
 * Makes a new secret for a user, who from now on needs its codes beside the password. What they
 * had before is good no more.
 *
 * Returns: (transfer full): the `otpauth:` address that a telephone reads, to be shown once
 */
char *
atlas_otp_begin (AtlasBackend *backend,
                 const char   *user,
                 const char   *label,
                 GError      **error)
{
  guint8 secret[SECRET_BYTES];
  g_autoptr(GBytes) bytes = NULL;
  g_autofree char *text = NULL;
  g_autofree char *escaped = g_uri_escape_string (label, NULL, FALSE);

  randombytes_buf (secret, sizeof secret);
  bytes = g_bytes_new (secret, sizeof secret);
  text = to_base32 (secret, sizeof secret);
  sodium_memzero (secret, sizeof secret);
  if (!atlas_backend_run (backend, error,
                          "UPDATE account SET otp_secret = ?2, otp_step = 0 WHERE id = ?1", "ub",
                          user, bytes))
    return NULL;

  return g_strdup_printf ("otpauth://totp/Provision%%20Atlas:%s?secret=%s&issuer="
                          "Provision%%20Atlas", escaped, text);
}

/**
 * atlas_otp_end:
 * @backend: inside a transaction
 * @user: a user's id
 * @error: return location for an error
 *
 * Forgets a user's secret: the password alone is enough again.
 *
 * Returns: whether it was forgotten
 */
gboolean
atlas_otp_end (AtlasBackend *backend,
               const char   *user,
               GError      **error)
{
  return atlas_backend_run (backend, error,
                            "UPDATE account SET otp_secret = NULL, otp_step = 0 WHERE id = ?1",
                            "u", user);
}

/* The half minute of which @code is the code, if it is near and later than @used; else 0. */
static gint64
find_step (GBytes     *secret,
           const char *code,
           gint64      now_s,
           gint64      used)
{
  gint64 present = now_s / ATLAS_OTP_STEP_S;
  gint64 found = 0;

  /* All are compared, whichever it is. */
  for (gint64 step = present - STEPS_OFF; step <= present + STEPS_OFF; step++)
    {
      g_autofree char *right = atlas_otp_at (secret, step);

      if (strlen (code) == ATLAS_OTP_DIGITS && step > used &&
          sodium_memcmp (code, right, ATLAS_OTP_DIGITS) == 0)
        found = step;
    }

  return found;
}

/**
 * atlas_otp_check:
 * @backend: inside a transaction that has locked the account
 * @user: a user's id, whose password was right
 * @code: (nullable): what was typed
 * @now_s: the time
 * @is_right: (out): whether it is the code of about now, and was not used before; also when the
 *   user needs none
 * @error: return location for an error
 *
 * Returns: whether the question could be answered
 */
gboolean
atlas_otp_check (AtlasBackend *backend,
                 const char   *user,
                 const char   *code,
                 gint64        now_s,
                 gboolean     *is_right,
                 GError      **error)
{
  g_autoptr(AtlasRows) query = atlas_backend_query (backend, error,
                                                    "SELECT otp_secret, otp_step FROM account "
                                                    "WHERE id = ?1", "u", user);
  g_autoptr(GBytes) secret = NULL;
  gint64 step;

  if (atlas_rows_step (query, error) != ATLAS_STEP_ROW)
    return FALSE;

  secret = atlas_rows_bytes (query, 0);
  *is_right = secret == NULL;
  if (secret == NULL || code == NULL)
    return TRUE;

  step = find_step (secret, code, now_s, atlas_rows_int (query, 1));
  g_clear_pointer (&query, atlas_rows_free);
  *is_right = step > 0;

  return step == 0 ||
         atlas_backend_run (backend, error, "UPDATE account SET otp_step = ?2 WHERE id = ?1", "ui",
                            user, step);
}
