/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-server"

#include "config.h"

#include "server/atlas-sign-in.h"

#include "server/atlas-accounts.h"

#define S_MS        G_GINT64_CONSTANT (1000)
#define FORGET_MS   (24 * 60 * 60 * S_MS)       /* quiet for a day: all is forgotten */
#define ANY         ""
#define MOST_SHIFT  20

/* Wrong passwords are counted three ways, whether there is such a user or not, so that the answer
 * says nothing about that. After so many that cost nothing the wait doubles from a second on.
 *
 * Who guesses from one address at one name soon waits a quarter of an hour. The count for a name
 * from all addresses together slows a guesser who has many, yet never makes its owner wait more
 * than half a minute: nobody can lock somebody else out. What has to wait is not counted. */
typedef enum {
  BOTH,
  NAME,
  ADDRESS,
  N_COUNTS,
} Count;

static const struct {
  int    free;
  gint64 most_s;
} rules[N_COUNTS] = {
  [BOTH] = { 5, 900 },
  [NAME] = { 20, 30 },
  [ADDRESS] = { 50, 900 },
};

typedef struct {
  char *name;
  char *address;
} Keys;

static void
keys_clear (Keys *keys)
{
  g_free (keys->name);
  g_free (keys->address);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Keys, keys_clear)

/* Only digests are kept: people type passwords where their name belongs. */
static void
make_keys (Keys       *keys,
           Count       count,
           const char *name,
           const char *address)
{
  keys->name = count == ADDRESS ? g_strdup (ANY) : atlas_accounts_digest (name);
  keys->address = count == NAME ? g_strdup (ANY) : atlas_accounts_digest (address);
}

static gint64
wait_ms (Count  count,
         gint64 failures,
         gint64 last_ms,
         gint64 now_ms)
{
  gint64 whole_ms;

  if (failures < rules[count].free || now_ms - last_ms >= FORGET_MS)
    return 0;

  whole_ms = S_MS * MIN (G_GINT64_CONSTANT (1) << MIN (failures - rules[count].free, MOST_SHIFT),
                         rules[count].most_s);
  return CLAMP (last_ms + whole_ms - now_ms, 0, whole_ms);
}

/**
 * atlas_sign_in_wait_s:
 * @backend: inside a transaction
 * @name: what somebody typed for a name; there need be no such user
 * @address: where the request comes from
 * @now_ms: the time
 * @wait_s: (out): 0, or in how many seconds a password will be looked at
 * @error: return location for an error
 *
 * Returns: whether the question could be answered
 */
gboolean
atlas_sign_in_wait_s (AtlasBackend *backend,
                      const char   *name,
                      const char   *address,
                      gint64        now_ms,
                      guint        *wait_s,
                      GError      **error)
{
  gint64 longest_ms = 0;

  for (int count = BOTH; count < N_COUNTS; count++)
    {
      g_auto(Keys) keys = { NULL };
      g_autoptr(AtlasRows) query = NULL;
      AtlasStep step;

      make_keys (&keys, (Count) count, name, address);
      query = atlas_backend_query (backend, error,
                                   "SELECT failures, last_ms FROM sign_in_failure "
                                   "WHERE name_digest = ?1 AND address_digest = ?2",
                                   "tt", keys.name, keys.address);
      step = atlas_rows_step (query, error);
      if (step == ATLAS_STEP_ERROR)
        return FALSE;
      if (step == ATLAS_STEP_ROW)
        longest_ms = MAX (longest_ms, wait_ms ((Count) count, atlas_rows_int (query, 0),
                                               atlas_rows_int (query, 1), now_ms));
    }

  *wait_s = (guint) ((longest_ms + S_MS - 1) / S_MS);
  return TRUE;
}

static gboolean
note_wrong (AtlasBackend *backend,
            Count         count,
            const char   *name,
            const char   *address,
            gint64        now_ms,
            GError      **error)
{
  g_auto(Keys) keys = { NULL };

  make_keys (&keys, count, name, address);
  return atlas_backend_run (backend, error,
                            "INSERT INTO sign_in_failure "
                            "(name_digest, address_digest, failures, last_ms) "
                            "VALUES (?1, ?2, 1, ?3) ON CONFLICT (name_digest, address_digest) "
                            "DO UPDATE SET failures = sign_in_failure.failures + 1, "
                            "last_ms = excluded.last_ms",
                            "tti", keys.name, keys.address, now_ms);
}

static gboolean
note_right (AtlasBackend *backend,
            const char   *name,
            const char   *address,
            GError      **error)
{
  for (int count = BOTH; count <= NAME; count++)
    {
      g_auto(Keys) keys = { NULL };

      make_keys (&keys, (Count) count, name, address);
      if (!atlas_backend_run (backend, error,
                              "DELETE FROM sign_in_failure "
                              "WHERE name_digest = ?1 AND address_digest = ?2",
                              "tt", keys.name, keys.address))
        return FALSE;
    }

  return TRUE;
}

/**
 * atlas_sign_in_note:
 * @backend: inside a transaction
 * @name: what somebody typed for a name
 * @address: where the request comes from
 * @now_ms: the time
 * @was_right: whether the password was right
 * @error: return location for an error
 *
 * Counts a wrong password, or forgets those before a right one. What came from the address at other
 * names stays: else a guesser with a right of its own could begin afresh at will.
 *
 * Returns: whether it was kept
 */
gboolean
atlas_sign_in_note (AtlasBackend *backend,
                    const char   *name,
                    const char   *address,
                    gint64        now_ms,
                    gboolean      was_right,
                    GError      **error)
{
  if (was_right)
    return note_right (backend, name, address, error);

  if (!atlas_backend_run (backend, error, "DELETE FROM sign_in_failure WHERE last_ms <= ?1", "i",
                          now_ms - FORGET_MS))
    return FALSE;

  for (int count = BOTH; count < N_COUNTS; count++)
    if (!note_wrong (backend, (Count) count, name, address, now_ms, error))
      return FALSE;

  return TRUE;
}

/**
 * atlas_sign_in_forgive:
 * @backend: inside a transaction
 * @name: a user's name
 * @error: return location for an error
 *
 * Forgets every wrong password for that name, from wherever it came.
 *
 * Returns: whether it was forgotten
 */
gboolean
atlas_sign_in_forgive (AtlasBackend *backend,
                       const char   *name,
                       GError      **error)
{
  g_autofree char *digest = atlas_accounts_digest (name);

  return atlas_backend_run (backend, error, "DELETE FROM sign_in_failure WHERE name_digest = ?1",
                            "t", digest);
}
