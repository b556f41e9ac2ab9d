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
#include "server/atlas-audit.h"
#include "server/atlas-locks.h"
#include "server/atlas-otp.h"
#include "server/atlas-sign-in.h"
#include "server/atlas-tokens.h"

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

/* A new device, or the one that is there because its answer was lost. */
static char *
find_or_add_device (AtlasService *service,
                    json_t       *body,
                    const char   *user,
                    char        **prefix,
                    GError      **error)
{
  AtlasBackend *backend = atlas_service_get_backend (service);
  g_autoptr(GError) fault = NULL;
  g_autofree char *id = NULL;

  id = atlas_accounts_find_unheard (backend, user, atlas_json_string (body, "public_key"), prefix,
                                    &fault);
  if (fault != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&fault));
      return NULL;
    }
  if (id != NULL)
    return g_steal_pointer (&id);

  id = atlas_id_new ();
  *prefix = atlas_accounts_next_prefix (backend, error);
  if (*prefix == NULL || !add_device (service, body, user, *prefix, id, error))
    return NULL;

  return g_steal_pointer (&id);
}

static gboolean
enrol (AtlasService *service,
       json_t       *body,
       const char   *user,
       json_t      **result,
       GError      **error)
{
  AtlasBackend *backend = atlas_service_get_backend (service);
  g_autofree char *prefix = NULL;
  g_autofree char *id = find_or_add_device (service, body, user, &prefix, error);
  g_autofree char *name = NULL;
  g_autofree char *access = NULL;
  g_autofree char *refresh = NULL;

  if (id == NULL ||
      (name = user_name (backend, user, error)) == NULL ||
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
  g_autoptr(AtlasRows) query = NULL;

  if (grants == NULL)
    return FALSE;

  query = atlas_backend_query (backend, error, "SELECT is_disabled FROM account WHERE id = ?1",
                               "u", user);
  if (atlas_rows_step (query, error) != ATLAS_STEP_ROW)
    return FALSE;

  *has = grants->items->len > 0 && atlas_rows_int (query, 0) == 0;
  return TRUE;
}

static const char *
proof_name (json_t *body)
{
  static const char * const names[] = { "id_token", "enrol_code", "username" };
  json_t *proof = json_object_get (body, "proof");

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (json_object_get (proof, names[i]) != NULL)
      return names[i];

  return "nothing";
}

static gboolean
audit_sign_in (AtlasBackend *backend,
               json_t       *body,
               const char   *user,
               const char   *device,
               GError      **error)
{
  g_autoptr(json_t) details = json_pack ("{s:s, s:s, s:s, s:s*}", "by", user, "device", device,
                                         "proof", proof_name (body), "formerly",
                                         atlas_json_string (body, "formerly"));

  return atlas_audit_append (backend, "sign-in", details, error);
}

/* Somebody whom nobody knows gets one entry an hour, a known user one for each attempt that did not
 * have to wait. */
static gboolean
audit_refusal (AtlasBackend *backend,
               json_t       *body,
               const char   *user,
               const char   *why,
               GError      **error)
{
  g_autoptr(json_t) details = json_pack ("{s:s, s:s, s:s*}", "proof", proof_name (body), "why", why,
                                         "user", user);
  g_autofree char *what = g_strconcat ("refused/", proof_name (body), NULL);

  return user != NULL
         ? atlas_audit_append (backend, "refused", details, error)
         : atlas_audit_append_once (backend, what, ATLAS_AUDIT_HOUR, "refused", details, error);
}

/* Enrols the device of a user who has been recognised, in the transaction that is open. */
static gboolean
enrol_user (AtlasService *service,
            json_t       *body,
            const char   *user,
            AtlasAnswer  *answer,
            GError      **error)
{
  AtlasBackend *backend = atlas_service_get_backend (service);
  g_autoptr(json_t) result = NULL;
  gboolean has = FALSE;

  if (!has_grants (backend, user, &has, error))
    return FALSE;
  if (!has)
    {
      atlas_answer_problem (answer, ATLAS_PROBLEM_NOT_ALLOWED,
                            "Nothing has been granted to this user");
      return audit_refusal (backend, body, user, "not-allowed", error);
    }
  if (!enrol (service, body, user, &result, error) ||
      !audit_sign_in (backend, body, user, atlas_json_string (result, "device"), error))
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
  AtlasBackend *backend = atlas_service_get_backend (service);
  g_autoptr(GError) fault = NULL;
  g_autofree char *user = atlas_accounts_take_code (backend, code,
                                                    atlas_json_string (body, "public_key"),
                                                    &fault);

  if (g_error_matches (fault, ATLAS_ERROR, ATLAS_ERROR_NOT_ALLOWED))
    {
      atlas_answer_problem (answer, ATLAS_PROBLEM_BAD_CREDENTIALS, fault->message);
      return audit_refusal (backend, body, NULL, "bad-credentials", error);
    }
  if (user == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&fault));
      return FALSE;
    }

  return enrol_user (service, body, user, answer, error);
}

typedef struct {
  char    *id;
  char    *hash;
  gboolean is_disabled;
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

  /* Failures are counted right however many guesses come at once. */
  if (!atlas_backend_lock (backend, error, "SELECT 1 FROM account WHERE name = ?1 FOR UPDATE",
                           "t", name))
    return FALSE;

  query = atlas_backend_query (backend, error,
                               "SELECT id, password, is_disabled FROM account WHERE name = ?1",
                               "t", name);
  step = atlas_rows_step (query, error);
  if (step == ATLAS_STEP_ROW)
    {
      account->id = atlas_rows_id (query, 0);
      account->hash = g_strdup (atlas_rows_text (query, 1));
      account->is_disabled = atlas_rows_int (query, 2) != 0;
    }

  return step != ATLAS_STEP_ERROR;
}

/* A password takes a tenth of a second and 64 MiB: the database's thread does not wait for it. */
static void
ask_for_check (const Account *account,
               const char    *password,
               AtlasAnswer   *answer)
{
  answer->check_hash = g_strdup (account->hash != NULL ? account->hash : ATLAS_NOBODYS_HASH);
  answer->check_password = g_strdup (password);
}

/* Up to its last step the same is done, and takes as long, for a user that there is and one that
 * there is not. */
static gboolean
enrol_by_password (AtlasService *service,
                   AtlasRequest *request,
                   json_t       *body,
                   AtlasAnswer  *answer,
                   GError      **error)
{
  AtlasBackend *backend = atlas_service_get_backend (service);
  json_t *proof = json_object_get (body, "proof");
  const char *name = atlas_json_string (proof, "username");
  gint64 now_ms = g_get_real_time () / 1000;
  g_auto(Account) account = { NULL };
  gboolean is_right;
  guint wait_s = 0;

  if (!find_account (backend, name, &account, error) ||
      !atlas_sign_in_wait_s (backend, name, request->address, now_ms, &wait_s, error))
    return FALSE;
  if (wait_s > 0)
    {
      atlas_answer_problem (answer, ATLAS_PROBLEM_SLOW_DOWN, "Too many wrong passwords");
      answer->retry_after_s = wait_s;
      return TRUE;
    }
  if (!request->password_was_checked)
    {
      ask_for_check (&account, atlas_json_string (proof, "password"), answer);
      return TRUE;
    }

  is_right = request->password_is_right && account.hash != NULL && !account.is_disabled;
  if (is_right &&
      !atlas_otp_check (backend, account.id, atlas_json_string (proof, "otp"), now_ms / 1000,
                        &is_right, error))
    return FALSE;
  if (!atlas_sign_in_note (backend, name, request->address, now_ms, is_right, error))
    return FALSE;
  if (is_right)
    return enrol_user (service, body, account.id, answer, error);

  atlas_answer_problem (answer, ATLAS_PROBLEM_BAD_CREDENTIALS,
                        "The name, the password or the code is wrong");
  return audit_refusal (backend, body, account.id, "bad-credentials", error);
}

/* Whose account it is, once, for a token that was found good. */
static gboolean
take_identity (AtlasBackend        *backend,
               json_t              *body,
               const AtlasIdentity *identity,
               char               **user,
               AtlasAnswer         *answer,
               GError             **error)
{
  g_autofree char *known = NULL;
  gboolean is_first = FALSE;

  *user = NULL;
  if (identity == NULL)
    {
      atlas_answer_problem (answer, ATLAS_PROBLEM_BAD_CREDENTIALS,
                            "The council's sign-in was not accepted");
      return audit_refusal (backend, body, NULL, "bad-credentials", error);
    }
  if (!atlas_oidc_take_token (backend, identity, &is_first, error) ||
      !atlas_oidc_find_user (backend, identity, &known, error))
    return FALSE;
  if (!is_first)
    {
      atlas_answer_problem (answer, ATLAS_PROBLEM_BAD_CREDENTIALS,
                            "This sign-in has been used already");
      return audit_refusal (backend, body, known, "bad-credentials", error);
    }
  if (known == NULL)
    {
      atlas_answer_problem (answer, ATLAS_PROBLEM_NOT_ALLOWED,
                            "Nobody here has been given this account of the council's");
      return audit_refusal (backend, body, NULL, "not-allowed", error);
    }

  *user = g_steal_pointer (&known);
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
      return audit_refusal (backend, body, NULL, "bad-credentials", error);
    }

  /* The issuer's keys may have to be got: the database's thread does not wait for them. */
  if (!request->token_was_checked)
    {
      answer->check_oidc = g_steal_pointer (&oidc);
      answer->check_token = g_strdup (token);
      answer->check_nonce = atlas_base64url_nonce (atlas_json_string (body, "public_key"));
      return TRUE;
    }

  return take_identity (backend, body, request->identity, &user, answer, error) &&
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
  if (!atlas_devices_begin (backend, answer))
    return;

  done = enrol_by_proof (service, request, body, answer, &error);
  atlas_devices_finish (backend, answer, done, error);
  answer->has_changed = answer->status == 201;
}
