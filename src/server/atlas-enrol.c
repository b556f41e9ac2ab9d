/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-server"

#include "config.h"

#include "server/atlas-devices.h"

#include <sodium.h>
#include <string.h>

#include "base/atlas-base64url.h"
#include "base/atlas-date.h"
#include "base/atlas-error.h"
#include "base/atlas-id.h"
#include "server/atlas-accounts.h"
#include "server/atlas-tokens.h"

#define FAILURES_MAX    10
#define FAILURES_S      900

/* Checked when there is no such user, so that the answer takes as long as for one there is. */
#define NOBODYS_HASH    "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$" \
  "RdescudvJCsgt3ub+b1dWRWJTmaaJObG3jh2TYmWUuM"

static gboolean
is_key (const char *text)
{
  guint8 key[crypto_sign_PUBLICKEYBYTES];
  size_t length = 0;

  return text != NULL &&
         sodium_base642bin (key, sizeof key, text, strlen (text), NULL, &length, NULL,
                            sodium_base64_VARIANT_ORIGINAL) == 0 && length == sizeof key;
}

static gboolean
add_device (AtlasService *service,
            json_t       *body,
            const char   *user,
            const char   *prefix,
            const char   *id,
            GError      **error)
{
  AtlasBackend *backend = atlas_service_get_backend (service);
  const char *formerly = atlas_json_string (body, "formerly");
  g_auto(AtlasDevice)   former = { NULL };
  g_autofree char *now = atlas_time_now ();

  if (formerly != NULL && !atlas_device_find (backend, formerly, &former, error))
    return FALSE;

  /* Somebody else's laptop was never this one. One that the server does not know is believed. */
  if (former.user != NULL && g_strcmp0 (former.user, user) != 0)
    formerly = NULL;

  return atlas_backend_run (backend, error,
                            "INSERT INTO device "
                            "(id, account, name, public_key, prefix, state, epoch, "
                            "formerly, enrolled_at, seen_ms) VALUES (?1, ?2, ?3, ?4, ?5, 'active', "
                            "?6, ?7, ?8, ?9)",
                            "uuttttuti", id, user, atlas_json_string (body, "name"),
                            atlas_json_string (body, "public_key"), prefix,
                            atlas_service_get_epoch (service), formerly, now,
                            g_get_real_time () / 1000) &&
         atlas_accounts_publish_device (backend, id, error);
}

static char *
user_name (AtlasBackend *backend,
           const char   *user,
           GError      **error)
{
  g_autoptr(AtlasRows) query = atlas_backend_query (backend, error,
                                                    "SELECT name FROM account WHERE id = ?1",
                                                    "u", user);

  if (atlas_rows_step (query, error) != ATLAS_STEP_ROW)
    return NULL;

  return g_strdup (atlas_rows_text (query, 0));
}

static gboolean
enrol (AtlasService *service,
       json_t       *body,
       const char   *user,
       json_t      **result,
       GError      **error)
{
  AtlasBackend *backend = atlas_service_get_backend (service);
  g_autofree char *id = atlas_id_new ();
  g_autofree char *prefix = atlas_accounts_next_prefix (backend, error);
  g_autofree char *name = NULL;
  g_autofree char *access = NULL;
  g_autofree char *refresh = NULL;

  if (prefix == NULL ||
      (name = user_name (backend, user, error)) == NULL ||
      !add_device (service, body, user, prefix, id, error) ||
      !atlas_tokens_issue (backend, id, &access, &refresh, error))
    return FALSE;

  *result = json_pack ("{s:s, s:s, s:{s:s, s:s}, s:s, s:i, s:s, s:s}",
                       "device", id, "prefix", prefix, "user", "id", user, "name", name,
                       "access_token", access, "expires_in", ATLAS_TOKEN_ACCESS_S,
                       "refresh_token", refresh,
                       "recovery_key", atlas_service_get_meta (service, "recovery_key"));
  return TRUE;
}

static gboolean
has_grants (AtlasBackend *backend,
            const char   *user,
            gboolean     *has,
            GError      **error)
{
  g_autoptr(AtlasGrants) grants = atlas_grants_load (backend, user, -1, error);

  *has = grants != NULL && grants->items->len > 0;
  return grants != NULL;
}

/* Enrols the device of a user who has been recognised, in the transaction that is open. */
static gboolean
enrol_user (AtlasService *service,
            json_t       *body,
            const char   *user,
            AtlasAnswer  *answer,
            GError      **error)
{
  g_autoptr(json_t) result = NULL;
  gboolean has = FALSE;

  if (!has_grants (atlas_service_get_backend (service), user, &has, error))
    return FALSE;
  if (!has)
    {
      atlas_answer_problem (answer, ATLAS_PROBLEM_NOT_ALLOWED,
                            "Nothing has been granted to this user");
      return TRUE;
    }
  if (!enrol (service, body, user, &result, error))
    return FALSE;

  atlas_answer_json (answer, 201, result);
  return TRUE;
}

static gboolean
enrol_by_code (AtlasService *service,
               json_t       *body,
               const char   *code,
               AtlasAnswer  *answer,
               GError      **error)
{
  g_autoptr(GError) fault = NULL;
  g_autofree char *user = atlas_accounts_take_code (atlas_service_get_backend (service), code,
                                                    &fault);

  if (g_error_matches (fault, ATLAS_ERROR, ATLAS_ERROR_NOT_ALLOWED))
    {
      atlas_answer_problem (answer, ATLAS_PROBLEM_BAD_CREDENTIALS, fault->message);
      return TRUE;
    }
  if (user == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&fault));
      return FALSE;
    }

  return enrol_user (service, body, user, answer, error);
}

typedef struct {
  char  *id;
  char  *hash;
  gint64 failures;
  gint64 last_failure_ms;
} Account;

static void
account_clear (Account *account)
{
  g_free (account->id);
  g_free (account->hash);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Account, account_clear)

static gboolean
find_account (AtlasBackend *backend,
              const char   *name,
              Account      *account,
              GError      **error)
{
  g_autoptr(AtlasRows) query = NULL;
  AtlasStep step;

  query = atlas_backend_query (backend, error,
                               "SELECT id, password, failures, last_failure_ms "
                               "FROM account WHERE name = ?1",
                               "t", name);
  step = atlas_rows_step (query, error);
  if (step == ATLAS_STEP_ROW)
    {
      account->id = atlas_rows_id (query, 0);
      account->hash = g_strdup (atlas_rows_text (query, 1));
      account->failures = atlas_rows_int (query, 2);
      account->last_failure_ms = atlas_rows_int (query, 3);
    }

  return step != ATLAS_STEP_ERROR;
}

static gboolean
must_slow_down (Account     *account,
                AtlasAnswer *answer)
{
  gint64 since_s = (g_get_real_time () / 1000 - account->last_failure_ms) / 1000;

  if (account->failures < FAILURES_MAX || since_s >= FAILURES_S)
    return FALSE;

  atlas_answer_problem (answer, ATLAS_PROBLEM_SLOW_DOWN, "Too many wrong passwords");
  answer->retry_after_s = (guint) (FAILURES_S - MAX (since_s, 0));
  return TRUE;
}

static gboolean
note_failure (AtlasBackend *backend,
              Account      *account,
              AtlasAnswer  *answer,
              GError      **error)
{
  atlas_answer_problem (answer, ATLAS_PROBLEM_BAD_CREDENTIALS, "The name or the password is wrong");

  return account->id == NULL ||
         atlas_backend_run (backend, error,
                            "UPDATE account SET failures = "
                            "CASE WHEN ?2 - last_failure_ms < ?3 THEN "
                            "failures + 1 ELSE 1 END, last_failure_ms = ?2 "
                            "WHERE id = ?1",
                            "uii", account->id, g_get_real_time () / 1000,
                            (gint64) FAILURES_S * 1000);
}

static gboolean
enrol_by_password (AtlasService *service,
                   AtlasRequest *request,
                   json_t       *body,
                   AtlasAnswer  *answer,
                   GError      **error)
{
  AtlasBackend *backend = atlas_service_get_backend (service);
  json_t *proof = json_object_get (body, "proof");
  g_auto(Account) account = { NULL };

  if (!find_account (backend, atlas_json_string (proof, "username"), &account, error))
    return FALSE;
  if (must_slow_down (&account, answer))
    return TRUE;

  /* A password takes a tenth of a second and 64 MiB: the database's thread does not wait for it. */
  if (!request->password_was_checked)
    {
      answer->check_hash = g_strdup (account.hash != NULL ? account.hash : NOBODYS_HASH);
      answer->check_password = g_strdup (atlas_json_string (proof, "password"));
      return TRUE;
    }
  if (!request->password_is_right || account.hash == NULL)
    return note_failure (backend, &account, answer, error);

  return atlas_backend_run (backend, error, "UPDATE account SET failures = 0 WHERE id = ?1", "u",
                            account.id) &&
         enrol_user (service, body, account.id, answer, error);
}

/* Whose account it is, once, for a token that was found good. */
static gboolean
take_identity (AtlasBackend        *backend,
               const AtlasIdentity *identity,
               char               **user,
               AtlasAnswer         *answer,
               GError             **error)
{
  gboolean is_first = FALSE;

  *user = NULL;
  if (identity == NULL)
    {
      atlas_answer_problem (answer, ATLAS_PROBLEM_BAD_CREDENTIALS,
                            "The council's sign-in was not accepted");
      return TRUE;
    }
  if (!atlas_oidc_take_token (backend, identity, &is_first, error))
    return FALSE;
  if (!is_first)
    {
      atlas_answer_problem (answer, ATLAS_PROBLEM_BAD_CREDENTIALS,
                            "This sign-in has been used already");
      return TRUE;
    }
  if (!atlas_oidc_find_user (backend, identity, user, error))
    return FALSE;
  if (*user == NULL)
    atlas_answer_problem (answer, ATLAS_PROBLEM_NOT_ALLOWED,
                          "Nobody here has been given this account of the council's");

  return TRUE;
}

static gboolean
enrol_by_token (AtlasService *service,
                AtlasRequest *request,
                json_t       *body,
                const char   *token,
                AtlasAnswer  *answer,
                GError      **error)
{
  AtlasBackend *backend = atlas_service_get_backend (service);
  g_autoptr(AtlasOidc) oidc = NULL;
  g_autofree char *user = NULL;

  if (!atlas_oidc_load (backend, &oidc, error))
    return FALSE;
  if (oidc == NULL)
    {
      atlas_answer_problem (answer, ATLAS_PROBLEM_BAD_CREDENTIALS,
                            "This server has no identity provider");
      return TRUE;
    }

  /* The issuer's keys may have to be got: the database's thread does not wait for them. */
  if (!request->token_was_checked)
    {
      answer->check_oidc = g_steal_pointer (&oidc);
      answer->check_token = g_strdup (token);
      answer->check_nonce = atlas_base64url_nonce (atlas_json_string (body, "public_key"));
      return TRUE;
    }

  return take_identity (backend, request->identity, &user, answer, error) &&
         (user == NULL || enrol_user (service, body, user, answer, error));
}

static gboolean
enrol_by_proof (AtlasService *service,
                AtlasRequest *request,
                json_t       *body,
                AtlasAnswer  *answer,
                GError      **error)
{
  json_t *proof = json_object_get (body, "proof");
  const char *code = atlas_json_string (proof, "enrol_code");
  const char *token = atlas_json_string (proof, "id_token");

  if (code != NULL)
    return enrol_by_code (service, body, code, answer, error);
  if (token != NULL)
    return enrol_by_token (service, request, body, token, answer, error);
  if (atlas_json_string (proof, "username") != NULL &&
      atlas_json_string (proof, "password") != NULL)
    return enrol_by_password (service, request, body, answer, error);

  atlas_answer_problem (answer, ATLAS_PROBLEM_MALFORMED, "“proof” is missing");
  return TRUE;
}

static gboolean
body_is_sound (json_t      *body,
               AtlasAnswer *answer)
{
  const char *name = atlas_json_string (body, "name");
  const char *formerly = atlas_json_string (body, "formerly");

  if (atlas_accounts_is_name (name) &&
      is_key (atlas_json_string (body, "public_key")) &&
      (formerly == NULL || atlas_id_is_valid (formerly)))
    return TRUE;

  atlas_answer_problem (answer, ATLAS_PROBLEM_MALFORMED,
                        "The device's name, key or former id is not one");
  return FALSE;
}

/**
 * atlas_devices_enrol:
 * @service: the service
 * @request: `POST /v1/devices`
 * @answer: gets the device and its first tokens, or a password to be checked first
 *
 * Source: protocol, section 4.
 */
void
atlas_devices_enrol (AtlasService *service,
                     AtlasRequest *request,
                     AtlasAnswer  *answer)
{
  AtlasBackend *backend = atlas_service_get_backend (service);
  g_autoptr(json_t) body = atlas_request_json (request, ATLAS_LIMIT_SMALL_BYTES, answer);
  g_autoptr(GError) error = NULL;
  gboolean done;

  if (body == NULL || !body_is_sound (body, answer))
    return;
  if (!atlas_backend_begin (backend, TRUE, &error))
    {
      atlas_answer_fault (answer, error);
      return;
    }

  done = enrol_by_proof (service, request, body, answer, &error);
  atlas_devices_finish (backend, answer, done, error);
  answer->has_changed = answer->status == 201;
}
