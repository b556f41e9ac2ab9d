/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-server"

#include "config.h"

#include "server/atlas-tokens.h"

#include <string.h>

#include "base/atlas-base64url.h"
#include "server/atlas-accounts.h"

/* How long a dead token is still known for one, so that its coming back is noticed. */
#define KEEP_DEAD_MS (G_GINT64_CONSTANT (90) * 24 * 60 * 60 * 1000)

static AtlasTokenState
state_from_text (const char *text)
{
  if (g_strcmp0 (text, "pending") == 0)
    return ATLAS_TOKEN_PENDING;
  if (g_strcmp0 (text, "current") == 0)
    return ATLAS_TOKEN_CURRENT;

  return ATLAS_TOKEN_DEAD;
}

/**
 * atlas_tokens_issue:
 * @backend: inside a transaction
 * @device: a device's id
 * @access: (out) (transfer full): an access token
 * @refresh: (out) (transfer full): the refresh token that goes with it
 * @error: return location for an error
 *
 * Gives a device a new pair. The pair that it has stays good until the new one is used, so that a
 * lost answer can be asked for again.
 *
 * Returns: whether the pair was kept
 */
gboolean
atlas_tokens_issue (AtlasBackend *backend,
                    const char   *device,
                    char        **access,
                    char        **refresh,
                    GError      **error)
{
  g_autofree char *new_access = atlas_base64url_random ();
  g_autofree char *new_refresh = atlas_base64url_random ();
  g_autofree char *access_digest = atlas_accounts_digest (new_access);
  g_autofree char *refresh_digest = atlas_accounts_digest (new_refresh);
  gint64 expires_ms = g_get_real_time () / 1000 + ATLAS_TOKEN_ACCESS_S * 1000;

  if (!atlas_backend_run (backend, error,
                          "INSERT INTO token (refresh, access, device, expires_ms, state) "
                          "VALUES (?1, ?2, ?3, ?4, 'pending')",
                          "ttui", refresh_digest, access_digest, device, expires_ms))
    return FALSE;

  *access = g_steal_pointer (&new_access);
  *refresh = g_steal_pointer (&new_refresh);
  return TRUE;
}

/**
 * atlas_tokens_find_refresh:
 * @backend: a back end
 * @device: the device that shows it
 * @refresh: a refresh token
 * @state: (out): where its pair is in its life
 * @error: return location for an error
 *
 * Returns: whether the question could be answered
 */
gboolean
atlas_tokens_find_refresh (AtlasBackend    *backend,
                           const char      *device,
                           const char      *refresh,
                           AtlasTokenState *state,
                           GError         **error)
{
  g_autofree char *digest = atlas_accounts_digest (refresh);
  g_autoptr(AtlasRows) query = NULL;
  AtlasStep step;

  *state = ATLAS_TOKEN_UNKNOWN;
  query = atlas_backend_query (backend, error,
                               "SELECT state FROM token WHERE refresh = ?1 AND device = ?2",
                               "tu", digest, device);
  step = atlas_rows_step (query, error);
  if (step == ATLAS_STEP_ROW)
    *state = state_from_text (atlas_rows_text (query, 0));

  return step != ATLAS_STEP_ERROR;
}

/**
 * atlas_tokens_find_access:
 * @backend: a back end
 * @access: an access token
 * @device: (out) (transfer full) (nullable): whose it is
 * @state: (out): where its pair is in its life
 * @has_expired: (out): whether it is too old
 * @error: return location for an error
 *
 * Returns: whether the question could be answered
 */
gboolean
atlas_tokens_find_access (AtlasBackend    *backend,
                          const char      *access,
                          char           **device,
                          AtlasTokenState *state,
                          gboolean        *has_expired,
                          GError         **error)
{
  g_autofree char *digest = atlas_accounts_digest (access);
  g_autoptr(AtlasRows) query = NULL;
  AtlasStep step;

  *device = NULL;
  *state = ATLAS_TOKEN_UNKNOWN;
  query = atlas_backend_query (backend, error,
                               "SELECT device, state, expires_ms FROM token WHERE access = ?1",
                               "t", digest);
  step = atlas_rows_step (query, error);
  if (step == ATLAS_STEP_ROW)
    {
      *device = atlas_rows_id (query, 0);
      *state = state_from_text (atlas_rows_text (query, 1));
      *has_expired = atlas_rows_int (query, 2) <= g_get_real_time () / 1000;
    }

  return step != ATLAS_STEP_ERROR;
}

/**
 * atlas_tokens_settle:
 * @backend: inside a transaction
 * @device: a device's id
 * @digest: of a token that the device has just used
 * @is_access: whether it is the access token of its pair, else the refresh token
 * @error: return location for an error
 *
 * Notes that a pair has arrived. The pair before it is dead from here on; pairs that were given out
 * and never used are forgotten.
 *
 * Returns: whether it was noted
 */
gboolean
atlas_tokens_settle (AtlasBackend *backend,
                     const char   *device,
                     const char   *digest,
                     gboolean      is_access,
                     GError      **error)
{
  static const char *by_access[] = {
    "DELETE FROM token WHERE device = ?1 AND state = 'pending' AND access <> ?2",
    "UPDATE token SET state = 'current' WHERE device = ?1 AND access = ?2",
  };
  static const char *by_refresh[] = {
    "DELETE FROM token WHERE device = ?1 AND state = 'pending' AND refresh <> ?2",
    "UPDATE token SET state = 'current' WHERE device = ?1 AND refresh = ?2",
  };
  const char **sql = is_access ? by_access : by_refresh;

  return atlas_backend_run (backend, error,
                            "DELETE FROM token WHERE device = ?1 AND state = 'dead' "
                            "AND expires_ms < ?2",
                            "ui", device, g_get_real_time () / 1000 - KEEP_DEAD_MS) &&
         atlas_backend_run (backend, error,
                            "UPDATE token SET state = 'dead' WHERE device = ?1 "
                            "AND state = 'current'",
                            "u", device) &&
         atlas_backend_run (backend, error, sql[0], "ut", device, digest) &&
         atlas_backend_run (backend, error, sql[1], "ut", device, digest);
}

gboolean
atlas_tokens_forget (AtlasBackend *backend,
                     const char   *device,
                     GError      **error)
{
  return atlas_backend_run (backend, error, "DELETE FROM token WHERE device = ?1", "u", device);
}
