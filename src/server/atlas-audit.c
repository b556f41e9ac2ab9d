/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-server"

#include "config.h"

#include "server/atlas-audit.h"

#include <sodium.h>
#include <string.h>

#include "base/atlas-date.h"
#include "base/atlas-error.h"

/* Entries that are in memory at once while the chain is followed. */
#define VERIFY_PIECE 1000

G_STATIC_ASSERT (ATLAS_AUDIT_HASH_BYTES == crypto_hash_sha256_BYTES);

static char *
to_hex (const guint8 *bytes,
        gsize         length)
{
  char *text = g_malloc (2 * length + 1);

  return sodium_bin2hex (text, 2 * length + 1, bytes, length);
}

/* The last entry's hash, or zeros. */
static void
take_hash (AtlasRows *row,
           int        column,
           guint8    *hash)
{
  g_autoptr(GBytes) bytes = atlas_rows_bytes (row, column);
  gsize length = 0;
  const void *data = bytes != NULL ? g_bytes_get_data (bytes, &length) : NULL;

  memset (hash, 0, ATLAS_AUDIT_HASH_BYTES);
  if (length == ATLAS_AUDIT_HASH_BYTES)
    memcpy (hash, data, length);
}

static void
follow (guint8     *hash,
        const char *entry)
{
  crypto_hash_sha256_state state;

  crypto_hash_sha256_init (&state);
  crypto_hash_sha256_update (&state, hash, ATLAS_AUDIT_HASH_BYTES);
  crypto_hash_sha256_update (&state, (const guint8 *) entry, strlen (entry));
  crypto_hash_sha256_final (&state, hash);
}

/**
 * atlas_audit_read_head:
 * @row: a row with `audit_k` and `audit_hash` of the head
 * @column: of the first of the two
 * @head: (out caller-allocates): where the chain ends
 */
void
atlas_audit_read_head (AtlasRows      *row,
                       int             column,
                       AtlasAuditHead *head)
{
  head->k = atlas_rows_int (row, column);
  take_hash (row, column + 1, head->hash);
}

/* Locks the row of the head, and so the chain, until the transaction ends. */
static gboolean
lock_head (AtlasBackend   *backend,
           AtlasAuditHead *head,
           GError        **error)
{
  g_autoptr(AtlasRows) query = NULL;

  query = atlas_backend_query (backend, error,
                               "UPDATE sync_head SET audit_k = audit_k WHERE only_row = 1 "
                               "RETURNING audit_k, audit_hash", "");
  if (atlas_rows_step (query, error) != ATLAS_STEP_ROW)
    return FALSE;

  atlas_audit_read_head (query, 0, head);
  return atlas_rows_step (query, error) != ATLAS_STEP_ERROR;
}

/**
 * atlas_audit_append_after:
 * @backend: inside a transaction that has locked the head
 * @head: (inout): where the chain ends; where it does then
 * @kind: as in atlas_audit_append()
 * @details: likewise
 * @error: return location for an error
 *
 * Adds an entry as atlas_audit_append() does, without asking the database where the chain ends.
 *
 * Returns: whether it was added
 */
gboolean
atlas_audit_append_after (AtlasBackend   *backend,
                          AtlasAuditHead *head,
                          const char     *kind,
                          json_t         *details,
                          GError        **error)
{
  g_autoptr(json_t) entry = json_copy (details);
  g_autofree char *now = atlas_time_now ();
  g_autofree char *text = NULL;
  g_autoptr(GBytes) hash = NULL;

  head->k++;
  json_object_set_new (entry, "k", json_integer (head->k));
  json_object_set_new (entry, "at", json_string (now));
  json_object_set_new (entry, "kind", json_string (kind));
  text = atlas_json_to_canonical (entry, error);
  if (text == NULL)
    return FALSE;

  follow (head->hash, text);
  hash = g_bytes_new (head->hash, sizeof head->hash);
  return atlas_backend_run (backend, error,
                            "INSERT INTO audit (k, entry, hash) VALUES (?1, ?2, ?3)", "itb",
                            head->k, text, hash) &&
         atlas_backend_run (backend, error,
                            "UPDATE sync_head SET audit_k = ?1, audit_hash = ?2 WHERE only_row = 1",
                            "ib", head->k, hash);
}

/**
 * atlas_audit_append:
 * @backend: inside a transaction that writes, after everything else that it locks
 * @kind: `set`, `sign-in`, `refused`, `read`, `export`, `grant`, `device`, `wipe` …
 * @details: what else there is to say: ids, codes and counts; nothing personal in clear, and no
 *   members `k`, `at` and `kind`
 * @error: return location for an error
 *
 * Adds an entry to the end of the chain. It is there when the transaction is committed, and not
 * otherwise.
 *
 * Source: protocol, section 13.
 *
 * Returns: whether it was added
 */
gboolean
atlas_audit_append (AtlasBackend *backend,
                    const char   *kind,
                    json_t       *details,
                    GError      **error)
{
  AtlasAuditHead head;

  return lock_head (backend, &head, error) &&
         atlas_audit_append_after (backend, &head, kind, details, error);
}

/* `2026-11-30T21` or `2026-11-30`. */
static char *
period_now (AtlasAuditPeriod period)
{
  g_autofree char *now = atlas_time_now ();

  return g_strndup (now, strlen (period == ATLAS_AUDIT_HOUR ? "2026-11-30T21" : "2026-11-30"));
}

/**
 * atlas_audit_is_noted:
 * @backend: a back end
 * @what: what it is that happens again and again
 * @period: within what it is worth one entry
 * @noted: (out): whether it has been noted in the present period
 * @error: return location for an error
 *
 * Returns: whether the question could be answered
 */
gboolean
atlas_audit_is_noted (AtlasBackend    *backend,
                      const char      *what,
                      AtlasAuditPeriod period,
                      gboolean        *noted,
                      GError         **error)
{
  g_autofree char *now = period_now (period);
  g_autoptr(AtlasRows) query = NULL;
  AtlasStep step;

  query = atlas_backend_query (backend, error,
                               "SELECT 1 FROM audit_once WHERE what = ?1 AND period = ?2", "tt",
                               what, now);
  step = atlas_rows_step (query, error);
  *noted = step == ATLAS_STEP_ROW;
  return step != ATLAS_STEP_ERROR;
}

/**
 * atlas_audit_note:
 * @backend: inside a transaction that writes
 * @what: as in atlas_audit_is_noted()
 * @period: likewise
 * @error: return location for an error
 *
 * Notes something for the present period; the caller adds the entry.
 *
 * Returns: whether it was noted
 */
gboolean
atlas_audit_note (AtlasBackend    *backend,
                  const char      *what,
                  AtlasAuditPeriod period,
                  GError         **error)
{
  g_autofree char *now = period_now (period);

  return atlas_backend_run (backend, error,
                            "INSERT INTO audit_once (what, period) VALUES (?1, ?2) "
                            "ON CONFLICT (what) DO UPDATE SET period = excluded.period",
                            "tt", what, now);
}

/**
 * atlas_audit_append_once:
 * @backend: as in atlas_audit_append()
 * @what: as in atlas_audit_is_noted()
 * @period: likewise
 * @kind: as in atlas_audit_append()
 * @details: likewise
 * @error: return location for an error
 *
 * Adds an entry unless there is one for @what in the present period, so that nobody can make the
 * chain grow without bounds by knocking.
 *
 * Returns: whether there is one now
 */
gboolean
atlas_audit_append_once (AtlasBackend    *backend,
                         const char      *what,
                         AtlasAuditPeriod period,
                         const char      *kind,
                         json_t          *details,
                         GError         **error)
{
  gboolean noted = FALSE;

  return atlas_audit_is_noted (backend, what, period, &noted, error) &&
         (noted || (atlas_audit_note (backend, what, period, error) &&
                    atlas_audit_append (backend, kind, details, error)));
}

/**
 * atlas_audit_find_key:
 * @backend: a back end
 * @person: id of the record of a person
 * @key: (out) (transfer full) (nullable): the person's key, %NULL when there is none
 * @error: return location for an error
 *
 * Returns: whether the question could be answered
 */
gboolean
atlas_audit_find_key (AtlasBackend *backend,
                      const char   *person,
                      GBytes      **key,
                      GError      **error)
{
  g_autoptr(AtlasRows) query = atlas_backend_query (backend, error,
                                                    "SELECT secret FROM audit_key "
                                                    "WHERE person = ?1", "u", person);
  AtlasStep step = atlas_rows_step (query, error);

  *key = step == ATLAS_STEP_ROW ? atlas_rows_bytes (query, 0) : NULL;
  if (*key != NULL && g_bytes_get_size (*key) != crypto_auth_hmacsha256_KEYBYTES)
    g_clear_pointer (key, g_bytes_unref);

  return step != ATLAS_STEP_ERROR;
}

/**
 * atlas_audit_code:
 * @key: a person's key
 * @text: something personal
 *
 * Gives the code by which something personal may stand in an entry: an HMAC under the person's own
 * key. With the key it can be shown that an entry was about the person, or about that text; without
 * it nobody can tell.
 *
 * Returns: (transfer full): HMAC-SHA-256 in hexadecimal
 */
char *
atlas_audit_code (GBytes     *key,
                  const char *text)
{
  guint8 code[crypto_auth_hmacsha256_BYTES];

  crypto_auth_hmacsha256 (code, (const guint8 *) text, strlen (text),
                          g_bytes_get_data (key, NULL));
  return to_hex (code, sizeof code);
}

/**
 * atlas_audit_need_key:
 * @backend: inside a transaction that has locked the head, so that two do not make one key each
 * @person: id of the record of a person
 * @error: return location for an error
 *
 * Returns: (transfer full): the person's key, which is made when there is none
 */
GBytes *
atlas_audit_need_key (AtlasBackend *backend,
                      const char   *person,
                      GError      **error)
{
  g_autoptr(GBytes) key = NULL;
  guint8 secret[crypto_auth_hmacsha256_KEYBYTES];

  if (!atlas_audit_find_key (backend, person, &key, error))
    return NULL;
  if (key != NULL)
    return g_steal_pointer (&key);

  crypto_auth_hmacsha256_keygen (secret);
  key = g_bytes_new (secret, sizeof secret);
  sodium_memzero (secret, sizeof secret);

  return atlas_backend_run (backend, error,
                            "INSERT INTO audit_key (person, secret) VALUES (?1, ?2) "
                            "ON CONFLICT (person) DO UPDATE SET secret = excluded.secret",
                            "ub", person, key) ? g_steal_pointer (&key) : NULL;
}

/**
 * atlas_audit_find_person:
 * @backend: a back end
 * @person: id of a person's record
 * @code: (out) (transfer full) (nullable): the code by which the person stands in entries, or %NULL
 *   when there is no key: nothing was written about them, or they have been erased
 * @error: return location for an error
 *
 * Returns: whether the question could be answered
 */
gboolean
atlas_audit_find_person (AtlasBackend *backend,
                         const char   *person,
                         char        **code,
                         GError      **error)
{
  g_autoptr(GBytes) key = NULL;

  *code = NULL;
  if (!atlas_audit_find_key (backend, person, &key, error))
    return FALSE;
  if (key != NULL)
    *code = atlas_audit_code (key, person);

  return TRUE;
}

/**
 * atlas_audit_erase_person:
 * @backend: inside a transaction that writes
 * @person: id of a person's record
 * @error: return location for an error
 *
 * Erases the key under which a person stands in the chain. The chain verifies as before; which of
 * its entries were about the person can no longer be told. Does nothing when there is no key.
 *
 * Source: protocol, section 13.
 *
 * Returns: whether the key is gone
 */
gboolean
atlas_audit_erase_person (AtlasBackend *backend,
                          const char   *person,
                          GError      **error)
{
  return atlas_backend_run (backend, error, "DELETE FROM audit_key WHERE person = ?1", "u", person);
}

/**
 * atlas_audit_head:
 * @backend: a back end
 * @head: (out caller-allocates): where the chain ends
 * @error: return location for an error
 *
 * Returns: whether it could be read
 */
gboolean
atlas_audit_head (AtlasBackend   *backend,
                  AtlasAuditHead *head,
                  GError        **error)
{
  g_autoptr(AtlasRows) query = NULL;

  query = atlas_backend_query (backend, error,
                               "SELECT audit_k, audit_hash FROM sync_head WHERE only_row = 1", "");
  if (atlas_rows_step (query, error) != ATLAS_STEP_ROW)
    return FALSE;

  atlas_audit_read_head (query, 0, head);
  return TRUE;
}

/**
 * atlas_audit_hash_at:
 * @backend: a back end
 * @k: number of an entry
 * @hash: (out) (transfer full) (nullable): its hash in hexadecimal, or %NULL if there is no such
 *   entry
 * @error: return location for an error
 *
 * Returns: whether the question could be answered
 */
gboolean
atlas_audit_hash_at (AtlasBackend *backend,
                     gint64        k,
                     char        **hash,
                     GError      **error)
{
  g_autoptr(AtlasRows) query = NULL;
  guint8 bytes[ATLAS_AUDIT_HASH_BYTES] = { 0 };
  AtlasStep step;

  *hash = NULL;
  query = atlas_backend_query (backend, error, "SELECT hash FROM audit WHERE k = ?1", "i", k);
  step = atlas_rows_step (query, error);
  if (step == ATLAS_STEP_ROW)
    take_hash (query, 0, bytes);
  if (step == ATLAS_STEP_ROW || k == 0)
    *hash = to_hex (bytes, sizeof bytes);

  return step != ATLAS_STEP_ERROR;
}

/* Whether an entry says of itself that it is number @k. */
static gboolean
has_number (const char *entry,
            gint64      k)
{
  g_autofree char *needle = g_strdup_printf ("\"k\":%" G_GINT64_FORMAT, k);
  const char *found = strstr (entry, needle);

  return found != NULL && !g_ascii_isdigit (found[strlen (needle)]);
}

/* Whether a row is the next entry after a head; if so the head moves on to it. */
static gboolean
is_next (AtlasRows      *row,
         AtlasAuditHead *head)
{
  AtlasAuditHead next = *head;
  guint8 told[ATLAS_AUDIT_HASH_BYTES];

  next.k++;
  if (atlas_rows_int (row, 0) != next.k || !has_number (atlas_rows_text (row, 1), next.k))
    return FALSE;

  follow (next.hash, atlas_rows_text (row, 1));
  take_hash (row, 2, told);
  if (memcmp (told, next.hash, sizeof told) != 0)
    return FALSE;

  *head = next;
  return TRUE;
}

/* Goes through the next entries after a head; *n says how many there were. */
static gboolean
verify_some (AtlasBackend   *backend,
             AtlasAuditHead *head,
             gint64          most,
             gint64         *n,
             gboolean       *whole,
             GError        **error)
{
  g_autoptr(AtlasRows) query = atlas_backend_query (backend, error,
                                                    "SELECT k, entry, hash FROM audit "
                                                    "WHERE k > ?1 ORDER BY k LIMIT ?2",
                                                    "ii", head->k, most);
  AtlasStep step;

  *n = 0;
  *whole = TRUE;
  while ((step = atlas_rows_step (query, error)) == ATLAS_STEP_ROW)
    {
      (*n)++;
      if (is_next (query, head))
        continue;

      *whole = FALSE;
      return TRUE;
    }

  return step == ATLAS_STEP_DONE;
}

/**
 * atlas_audit_verify:
 * @backend: inside a transaction
 * @head: (inout): an entry up to which the chain is known to be whole, or all zeros to begin at the
 *   first; moves on to the last that follows from those before it
 * @most: how many entries to go through at most, or 0 for all that there are
 * @whole: (out): whether the chain is whole as far as it was gone through, and, if that was to its
 *   end, whether it ends where it should
 * @error: return location for an error
 *
 * Follows the chain. When it is not whole, the entry after @head has been altered or is missing.
 *
 * Returns: whether the question could be answered
 */
gboolean
atlas_audit_verify (AtlasBackend   *backend,
                    AtlasAuditHead *head,
                    gint64          most,
                    gboolean       *whole,
                    GError        **error)
{
  AtlasAuditHead end;
  gint64 n_all = 0;
  gint64 n;

  do
    {
      if (!verify_some (backend, head, VERIFY_PIECE, &n, whole, error))
        return FALSE;
      n_all += n;
    }
  while (*whole && n == VERIFY_PIECE && (most == 0 || n_all < most));

  if (!*whole || n == VERIFY_PIECE)
    return TRUE;
  if (!atlas_audit_head (backend, &end, error))
    return FALSE;

  *whole = head->k == end.k && memcmp (head->hash, end.hash, sizeof end.hash) == 0;
  return TRUE;
}
