/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-server"

#include "config.h"

#include "server/atlas-oidc.h"

#include "base/atlas-error.h"
#include "server/atlas-accounts.h"

#define META       "oidc"
#define MS_A_SECOND 1000

AtlasOidc *
atlas_oidc_copy (const AtlasOidc *self)
{
  AtlasOidc *copy = g_new0 (AtlasOidc, 1);

  copy->issuer = g_strdup (self->issuer);
  copy->client_id = g_strdup (self->client_id);
  copy->ca_pem = g_strdup (self->ca_pem);
  copy->claim = g_strdup (self->claim);
  return copy;
}

void
atlas_oidc_free (AtlasOidc *self)
{
  g_free (self->issuer);
  g_free (self->client_id);
  g_free (self->ca_pem);
  g_free (self->claim);
  g_free (self);
}

void
atlas_identity_free (AtlasIdentity *self)
{
  g_free (self->issuer);
  g_free (self->subject);
  g_free (self->name);
  g_free (self->token);
  g_free (self);
}

/**
 * atlas_oidc_load:
 * @backend: a back end
 * @oidc: (out) (nullable): where the council's people sign in; %NULL when only here
 * @error: return location for an error
 *
 * Returns: whether the database could say
 */
gboolean
atlas_oidc_load (AtlasBackend *backend,
                 AtlasOidc   **oidc,
                 GError      **error)
{
  g_autoptr(AtlasRows) query = atlas_backend_query (backend, error,
                                                    "SELECT value FROM meta WHERE name = ?1",
                                                    "t", META);
  AtlasStep step = atlas_rows_step (query, error);
  g_autoptr(json_t) value = NULL;
  AtlasOidc said;

  *oidc = NULL;
  if (step != ATLAS_STEP_ROW)
    return step == ATLAS_STEP_DONE;

  value = atlas_rows_json (query, 0);
  said.issuer = (char *) atlas_json_string (value, "issuer");
  said.client_id = (char *) atlas_json_string (value, "client_id");
  said.ca_pem = (char *) atlas_json_string (value, "ca");
  said.claim = (char *) atlas_json_string (value, "claim");
  if (said.issuer != NULL && said.client_id != NULL && said.claim != NULL)
    *oidc = atlas_oidc_copy (&said);

  return TRUE;
}

/**
 * atlas_oidc_save:
 * @backend: a back end
 * @oidc: (nullable): where the council's people sign in from now on; %NULL for nowhere but here
 * @error: return location for an error
 *
 * Returns: whether it is kept
 */
gboolean
atlas_oidc_save (AtlasBackend    *backend,
                 const AtlasOidc *oidc,
                 GError         **error)
{
  g_autoptr(json_t) value = NULL;
  g_autofree char *text = NULL;

  if (oidc == NULL)
    return atlas_backend_run (backend, error, "DELETE FROM meta WHERE name = ?1", "t", META);

  value = json_pack ("{s:s, s:s, s:s*, s:s}", "issuer", oidc->issuer, "client_id", oidc->client_id,
                     "ca", oidc->ca_pem, "claim", oidc->claim);
  text = atlas_json_to_text (value);
  return atlas_meta_set (backend, META, text, error);
}

/**
 * atlas_oidc_to_info:
 * @self: where the council's people sign in
 *
 * Returns: (transfer full): what `GET /v1/info` says of it. A laptop believes the authority in it,
 *   since it is told by the server that the laptop trusts.
 *
 * Source: protocol, section 3
 */
json_t *
atlas_oidc_to_info (const AtlasOidc *self)
{
  return json_pack ("{s:s, s:s, s:s*}", "issuer", self->issuer, "client_id", self->client_id,
                    "ca", self->ca_pem);
}

/**
 * atlas_oidc_link:
 * @backend: a back end, in a transaction
 * @issuer: an identity provider
 * @subject: somebody there
 * @user: somebody here
 * @error: return location for an error
 *
 * Says that they are the same person. A user has one subject at an issuer, and a subject one user.
 *
 * Returns: whether it is kept
 */
gboolean
atlas_oidc_link (AtlasBackend *backend,
                 const char   *issuer,
                 const char   *subject,
                 const char   *user,
                 GError      **error)
{
  return atlas_backend_run (backend, error,
                            "DELETE FROM identity WHERE issuer = ?1 AND account = ?2", "tu",
                            issuer, user) &&
         atlas_backend_run (backend, error,
                            "INSERT INTO identity (issuer, subject, account) VALUES (?1, ?2, ?3) "
                            "ON CONFLICT (issuer, subject) "
                            "DO UPDATE SET account = excluded.account",
                            "ttu", issuer, subject, user);
}

static gboolean
find_one (AtlasRows *query,
          char     **user,
          GError   **error)
{
  AtlasStep step = atlas_rows_step (query, error);

  if (step == ATLAS_STEP_ROW)
    *user = atlas_rows_id (query, 0);

  return step != ATLAS_STEP_ERROR;
}

/* By name only while the account is nobody's: who gets the name later gets nothing by it. */
static gboolean
find_by_name (AtlasBackend        *backend,
              const AtlasIdentity *identity,
              char               **user,
              GError             **error)
{
  g_autoptr(AtlasRows) query = NULL;

  query = atlas_backend_query (backend, error,
                               "SELECT id FROM account WHERE name = ?1 AND NOT EXISTS "
                               "(SELECT 1 FROM identity WHERE identity.account = account.id "
                               "AND identity.issuer = ?2)",
                               "tt", identity->name, identity->issuer);
  if (!find_one (query, user, error))
    return FALSE;

  g_clear_pointer (&query, atlas_rows_free);
  return *user == NULL || atlas_oidc_link (backend, identity->issuer, identity->subject, *user,
                                           error);
}

/**
 * atlas_oidc_find_user:
 * @backend: a back end, in a transaction that writes
 * @identity: somebody who has signed in at the council's
 * @user: (out) (nullable): who that is here; %NULL for nobody
 * @error: return location for an error
 *
 * Finds the account of an identity. When the server was told to go by a name, the first sign-in
 * binds the account to the subject, and later ones go by that.
 *
 * Returns: whether the database could say
 */
gboolean
atlas_oidc_find_user (AtlasBackend        *backend,
                      const AtlasIdentity *identity,
                      char               **user,
                      GError             **error)
{
  g_autoptr(AtlasRows) query = NULL;

  *user = NULL;
  query = atlas_backend_query (backend, error,
                               "SELECT account FROM identity WHERE issuer = ?1 AND subject = ?2",
                               "tt", identity->issuer, identity->subject);
  if (!find_one (query, user, error))
    return FALSE;

  g_clear_pointer (&query, atlas_rows_free);
  return *user != NULL || identity->name == NULL ||
         find_by_name (backend, identity, user, error);
}

/**
 * atlas_oidc_take_token:
 * @backend: a back end, in a transaction that writes
 * @identity: somebody who has signed in at the council's
 * @is_first: (out): whether nobody has enrolled with that token before
 * @error: return location for an error
 *
 * Uses a token up: whoever sees it go by gets nothing for it.
 *
 * Returns: whether the database could say
 */
gboolean
atlas_oidc_take_token (AtlasBackend        *backend,
                       const AtlasIdentity *identity,
                       gboolean            *is_first,
                       GError             **error)
{
  g_autoptr(AtlasRows) query = NULL;
  AtlasStep step;

  if (!atlas_backend_run (backend, error, "DELETE FROM id_token_used WHERE until_ms < ?1", "i",
                          g_get_real_time () / MS_A_SECOND))
    return FALSE;

  query = atlas_backend_query (backend, error, "SELECT 1 FROM id_token_used WHERE token = ?1", "t",
                               identity->token);
  step = atlas_rows_step (query, error);
  *is_first = step == ATLAS_STEP_DONE;
  if (step != ATLAS_STEP_DONE)
    return step == ATLAS_STEP_ROW;

  g_clear_pointer (&query, atlas_rows_free);
  return atlas_backend_run (backend, error,
                            "INSERT INTO id_token_used (token, until_ms) VALUES (?1, ?2)", "ti",
                            identity->token, identity->until_s * MS_A_SECOND);
}
