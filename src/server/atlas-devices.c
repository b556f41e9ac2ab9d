/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-server"

#include "config.h"

#include "server/atlas-devices.h"

#include <sodium.h>
#include <string.h>

#include "base/atlas-date.h"
#include "base/atlas-error.h"
#include "base/atlas-id.h"
#include "server/atlas-accounts.h"
#include "server/atlas-audit.h"
#include "server/atlas-lease.h"
#include "server/atlas-locks.h"
#include "server/atlas-tokens.h"

#define TS_WINDOW_S     600             /* protocol, section 4 */
#define KEYSLOT_MAX     1024

void
atlas_device_clear (AtlasDevice *device)
{
  g_free (device->user);
  g_free (device->state);
  g_free (device->epoch);
  g_free (device->public_key);
  g_free (device->formerly);
  g_free (device->wipe_token);
}

gboolean
atlas_device_find (AtlasBackend *backend,
                   const char   *id,
                   AtlasDevice  *device,
                   GError      **error)
{
  g_autoptr(AtlasRows) query = NULL;
  AtlasStep step;

  query = atlas_backend_query (backend, error,
                               "SELECT device.account, CASE WHEN account.is_disabled <> 0 "
                               "AND device.state = 'active' THEN 'locked' ELSE device.state END, "
                               "device.epoch, device.public_key, device.formerly, device.last_n, "
                               "device.wipe_token, device.push_first "
                               "FROM device JOIN account ON account.id = device.account "
                               "WHERE device.id = ?1",
                               "u", id);
  step = atlas_rows_step (query, error);
  if (step == ATLAS_STEP_ROW)
    {
      device->user = atlas_rows_id (query, 0);
      device->state = g_strdup (atlas_rows_text (query, 1));
      device->epoch = g_strdup (atlas_rows_text (query, 2));
      device->public_key = g_strdup (atlas_rows_text (query, 3));
      device->formerly = atlas_rows_id (query, 4);
      device->last_n = atlas_rows_int (query, 5);
      device->wipe_token = g_strdup (atlas_rows_text (query, 6));
      device->push_first = atlas_rows_int (query, 7) != 0;
    }

  return step != ATLAS_STEP_ERROR;
}

static gboolean
note_arrival (AtlasService *service,
              const char   *device,
              const char   *digest,
              gboolean      is_access,
              GError      **error)
{
  AtlasBackend *backend = atlas_service_get_backend (service);

  return atlas_tokens_settle (backend, device, digest, is_access, error) &&
         atlas_backend_run (backend, error,
                            "UPDATE device SET epoch = ?2, seen_ms = ?3 WHERE id = ?1",
                            "uti", device, atlas_service_get_epoch (service),
                            g_get_real_time () / 1000);
}

/* Another request with the same token may have been first, and a later pair been given out since:
 * what is pending is asked again under the device's lock. */
static gboolean
note_first_arrival (AtlasService *service,
                    const char   *device,
                    const char   *access,
                    GError      **error)
{
  AtlasBackend *backend = atlas_service_get_backend (service);
  g_autofree char *digest = atlas_accounts_digest (access);
  g_autofree char *owner = NULL;
  AtlasTokenState state;
  gboolean has_expired;

  return atlas_lock_device (backend, device, error) &&
         atlas_tokens_find_access (backend, access, &owner, &state, &has_expired, error) &&
         (state != ATLAS_TOKEN_PENDING || note_arrival (service, device, digest, TRUE, error));
}

static gboolean
note_arrival_in_transaction (AtlasService *service,
                             const char   *device,
                             const char   *access,
                             GError      **error)
{
  AtlasBackend *backend = atlas_service_get_backend (service);

  if (!atlas_backend_begin (backend, TRUE, error))
    return FALSE;
  if (note_first_arrival (service, device, access, error))
    return atlas_backend_commit (backend, error);

  atlas_backend_rollback (backend);
  return FALSE;
}

static void
answer_wipe (AtlasDevice *device,
             AtlasAnswer *answer)
{
  g_autoptr(json_t) problem = atlas_problem_to_json (ATLAS_PROBLEM_DEVICE_WIPE, NULL);

  json_object_set_new (problem, "wipe_token", json_string (device->wipe_token));
  json_object_set_new (problem, "push_first", json_boolean (device->push_first));
  atlas_answer_json (answer, atlas_problem_status (ATLAS_PROBLEM_DEVICE_WIPE), problem);
  answer->is_problem = TRUE;
}

static gboolean
may_go_on (AtlasDevice *device,
           AtlasAnswer *answer)
{
  if (device->state == NULL || strcmp (device->state, "signed-out") == 0 ||
      strcmp (device->state, "wiped") == 0)
    atlas_answer_problem (answer, ATLAS_PROBLEM_BAD_CREDENTIALS, "The device is signed out");
  else if (strcmp (device->state, "wipe") == 0)
    answer_wipe (device, answer);
  else if (strcmp (device->state, "active") != 0)
    atlas_answer_problem (answer, ATLAS_PROBLEM_DEVICE_LOCKED, NULL);
  else
    return TRUE;

  return FALSE;
}

/* A laptop that is to send what it has and then wipe itself may push, even with a token that has
 * expired: it gets no new one. */
static gboolean
may_push_last (AtlasDevice  *device,
               AtlasRequest *request)
{
  return g_strcmp0 (device->state, "wipe") == 0 && device->push_first &&
         strcmp (request->method, "POST") == 0 && strcmp (request->path, "/v1/push") == 0;
}

static AtlasSession *
find_session (AtlasService *service,
              AtlasRequest *request,
              AtlasAnswer  *answer,
              GError      **error)
{
  const char *access = request->authorization + strlen ("Bearer ");
  AtlasBackend *backend = atlas_service_get_backend (service);
  g_auto(AtlasDevice)          device = { NULL };
  g_autofree char *id = NULL;
  g_autoptr(AtlasSession) session = NULL;
  AtlasTokenState state;
  gboolean has_expired = FALSE;
  gboolean is_leaving;

  if (!atlas_tokens_find_access (backend, access, &id, &state, &has_expired, error))
    return NULL;
  if (state == ATLAS_TOKEN_UNKNOWN || id == NULL)
    {
      atlas_answer_problem (answer, ATLAS_PROBLEM_TOKEN_EXPIRED, "The access token is not known");
      return NULL;
    }
  if (!atlas_device_find (backend, id, &device, error))
    return NULL;
  is_leaving = may_push_last (&device, request);
  if (!is_leaving && !may_go_on (&device, answer))
    return NULL;
  if (has_expired && !is_leaving)
    {
      atlas_answer_problem (answer, ATLAS_PROBLEM_TOKEN_EXPIRED, NULL);
      return NULL;
    }
  if (state == ATLAS_TOKEN_PENDING && !note_arrival_in_transaction (service, id, access, error))
    return NULL;

  session = g_new0 (AtlasSession, 1);
  session->device = g_steal_pointer (&id);
  session->is_leaving = is_leaving;
  session->user = g_steal_pointer (&device.user);
  session->formerly = g_steal_pointer (&device.formerly);
  session->grants = atlas_grants_load (backend, session->user, -1, error);

  return session->grants != NULL ? g_steal_pointer (&session) : NULL;
}

/**
 * atlas_devices_authenticate:
 * @service: the service
 * @request: a request that must say who asks
 * @answer: gets a problem if it does not
 *
 * Finds whom an access token belongs to. Its first use kills the refresh token before it.
 *
 * Source: protocol, section 4.
 *
 * Returns: (transfer full) (nullable): who asks, or %NULL when @answer says why not
 */
AtlasSession *
atlas_devices_authenticate (AtlasService *service,
                            AtlasRequest *request,
                            AtlasAnswer  *answer)
{
  g_autoptr(GError) error = NULL;
  AtlasSession *session;

  if (request->authorization == NULL || !g_str_has_prefix (request->authorization, "Bearer "))
    {
      atlas_answer_problem (answer, ATLAS_PROBLEM_BAD_CREDENTIALS, "An access token is needed");
      return NULL;
    }

  session = find_session (service, request, answer, &error);
  if (error != NULL)
    atlas_answer_fault (answer, error);

  return session;
}

/**
 * atlas_devices_begin:
 * @backend: outside a transaction
 * @answer: gets a fault if there was one
 *
 * Begins a transaction that atlas_devices_finish() ends.
 *
 * Returns: whether it was begun
 */
gboolean
atlas_devices_begin (AtlasBackend *backend,
                     AtlasAnswer  *answer)
{
  g_autoptr(GError) fault = NULL;

  if (atlas_backend_begin (backend, TRUE, &fault))
    return TRUE;

  atlas_answer_fault (answer, fault);
  return FALSE;
}

/**
 * atlas_devices_finish:
 * @backend: inside a transaction
 * @answer: what is to be answered; gets a fault if there was one
 * @done: whether everything ran
 * @error: (nullable): why not
 *
 * Ends the transaction. What an answer below 500 stands for is kept, be it a wrong password.
 */
void
atlas_devices_finish (AtlasBackend *backend,
                      AtlasAnswer  *answer,
                      gboolean      done,
                      GError       *error)
{
  g_autoptr(GError) fault = NULL;

  if (!done)
    {
      atlas_backend_rollback (backend);
      atlas_answer_fault (answer, error);
      return;
    }

  if (!atlas_backend_commit (backend, &fault))
    atlas_answer_fault (answer, fault);
}

static gboolean
signature_is_right (AtlasDevice *device,
                    json_t      *body)
{
  const char *ts = atlas_json_string (body, "ts");
  const char *sig = atlas_json_string (body, "sig");
  g_autofree char *digest = atlas_accounts_digest (atlas_json_string (body, "refresh_token"));
  g_autofree char *text = g_strconcat ("sync-token\n", atlas_json_string (body, "device"), "\n",
                                       digest, "\n",
                                       ts, NULL);
  guint8 key[crypto_sign_PUBLICKEYBYTES];
  guint8 bytes[crypto_sign_BYTES];
  size_t key_length = 0;
  size_t length = 0;

  return sodium_base642bin (key, sizeof key, device->public_key, strlen (device->public_key), NULL,
                            &key_length,
                            NULL, sodium_base64_VARIANT_ORIGINAL) == 0 &&
         key_length == sizeof key &&
         sodium_base642bin (bytes, sizeof bytes, sig, strlen (sig), NULL, &length, NULL,
                            sodium_base64_VARIANT_ORIGINAL) == 0 && length == sizeof bytes &&
         crypto_sign_verify_detached (bytes, (const unsigned char *) text, strlen (text), key) == 0;
}

static gboolean
ts_is_near (const char *ts)
{
  gint64 now_s = g_get_real_time () / G_USEC_PER_SEC;
  gint64 then_s;

  return g_ascii_string_to_signed (ts, 10, 0, G_MAXINT64, &then_s, NULL) &&
         ABS (now_s - then_s) <= TS_WINDOW_S;
}

/* Whoever knows a device's id can show wrong signatures: one entry an hour. */
static gboolean
audit_refusal (AtlasBackend *backend,
               const char   *device,
               const char   *why,
               GError      **error)
{
  g_autoptr(json_t) details = json_pack ("{s:s, s:s, s:s}", "device", device, "proof",
                                         "refresh_token", "why", why);
  g_autofree char *what = g_strconcat ("refused/", device, "/", why, NULL);

  return atlas_audit_append_once (backend, what, ATLAS_AUDIT_HOUR, "refused", details, error);
}

static gboolean
audit_new_epoch (AtlasBackend *backend,
                 const char   *id,
                 AtlasDevice  *device,
                 GError      **error)
{
  g_autoptr(json_t) details = json_pack ("{s:s, s:s, s:s}", "by", device->user, "device", id,
                                         "proof", "signature");

  return atlas_audit_append (backend, "sign-in", details, error);
}

static gboolean
lock_for_reuse (AtlasBackend *backend,
                const char   *device,
                AtlasAnswer  *answer,
                GError      **error)
{
  g_message ("A dead refresh token came back: device %s is locked", device);
  atlas_answer_problem (answer, ATLAS_PROBLEM_TOKEN_REUSED,
                        "The token was replaced before; the device is locked");

  return atlas_accounts_set_device_state (backend, device, "locked", NULL, error) &&
         audit_refusal (backend, device, "token-reused", error);
}

static gboolean
issue (AtlasBackend *backend,
       const char   *device,
       AtlasAnswer  *answer,
       GError      **error)
{
  g_autofree char *access = NULL;
  g_autofree char *refresh = NULL;
  g_autoptr(json_t) result = NULL;

  if (!atlas_tokens_issue (backend, device, &access, &refresh, error))
    return FALSE;

  result = json_pack ("{s:s, s:i, s:s}", "access_token", access, "expires_in", ATLAS_TOKEN_ACCESS_S,
                      "refresh_token", refresh);
  atlas_answer_json (answer, 200, result);
  return TRUE;
}

static gboolean
rotate (AtlasService *service,
        json_t       *body,
        AtlasDevice  *device,
        AtlasAnswer  *answer,
        GError      **error)
{
  AtlasBackend *backend = atlas_service_get_backend (service);
  const char *id = atlas_json_string (body, "device");
  const char *refresh = atlas_json_string (body, "refresh_token");
  g_autofree char *digest = atlas_accounts_digest (refresh);
  gboolean is_new_epoch = g_strcmp0 (device->epoch, atlas_service_get_epoch (service)) != 0;
  AtlasTokenState state;

  if (!atlas_tokens_find_refresh (backend, id, refresh, &state, error))
    return FALSE;

  /* A restored server has older tokens than its clients: the signature alone must do, once. */
  if (!is_new_epoch && state == ATLAS_TOKEN_DEAD)
    return lock_for_reuse (backend, id, answer, error);
  if (!is_new_epoch && state == ATLAS_TOKEN_UNKNOWN)
    {
      atlas_answer_problem (answer, ATLAS_PROBLEM_BAD_CREDENTIALS,
                            "The refresh token is not known");
      return audit_refusal (backend, id, "bad-credentials", error);
    }
  if (!is_new_epoch && state == ATLAS_TOKEN_PENDING &&
      !note_arrival (service, id, digest, FALSE, error))
    return FALSE;

  return issue (backend, id, answer, error) &&
         (!is_new_epoch || audit_new_epoch (backend, id, device, error));
}

static gboolean
refresh_token (AtlasService *service,
               json_t       *body,
               AtlasAnswer  *answer,
               GError      **error)
{
  AtlasBackend *backend = atlas_service_get_backend (service);
  const char *id = atlas_json_string (body, "device");
  g_auto(AtlasDevice) device = { NULL };

  if (!atlas_lock_device (backend, id, error) || !atlas_device_find (backend, id, &device, error))
    return FALSE;

  if (device.user == NULL || !ts_is_near (atlas_json_string (body, "ts")) ||
      !signature_is_right (&device, body))
    {
      atlas_answer_problem (answer, ATLAS_PROBLEM_BAD_CREDENTIALS,
                            "The signature or its time is not right");
      return device.user == NULL || audit_refusal (backend, id, "bad-credentials", error);
    }

  return !may_go_on (&device, answer) || rotate (service, body, &device, answer, error);
}

/**
 * atlas_devices_refresh:
 * @service: the service
 * @request: `POST /v1/token`
 * @answer: gets a new pair of tokens
 *
 * Source: protocol, section 4.
 */
void
atlas_devices_refresh (AtlasService *service,
                       AtlasRequest *request,
                       AtlasAnswer  *answer)
{
  AtlasBackend *backend = atlas_service_get_backend (service);
  g_autoptr(json_t) body = atlas_request_json (request, ATLAS_LIMIT_SMALL_BYTES, answer);
  g_autoptr(GError) error = NULL;
  gboolean done;

  if (body == NULL)
    return;
  if (!atlas_id_is_valid (atlas_json_string (body, "device")) ||
      atlas_json_string (body, "refresh_token") == NULL || atlas_json_string (body, "ts") == NULL ||
      atlas_json_string (body, "sig") == NULL)
    {
      atlas_answer_problem (answer, ATLAS_PROBLEM_MALFORMED, "A member of the request is missing");
      return;
    }
  if (!atlas_devices_begin (backend, answer))
    return;

  done = refresh_token (service, body, answer, &error);
  atlas_devices_finish (backend, answer, done, error);
}

/**
 * atlas_devices_describe:
 * @service: the service
 * @session: who asks
 * @request: `GET /v1/devices/self`
 * @answer: gets what the server knows of the device
 */
void
atlas_devices_describe (AtlasService *service,
                        AtlasSession *session,
                        AtlasRequest *request,
                        AtlasAnswer  *answer)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(json_t) body = NULL;
  AtlasBackend *backend = atlas_service_get_backend (service);
  g_autofree char *lease_until = atlas_lease_until (backend, session->grants, &error);
  g_auto(AtlasDevice)    device = { NULL };

  if (lease_until == NULL || !atlas_device_find (backend, session->device, &device, &error))
    {
      atlas_answer_fault (answer, error);
      return;
    }

  body = json_pack ("{s:s, s:I, s:s, s:s, s:o}", "state", device.state, "last_n",
                    (json_int_t) device.last_n,
                    "epoch", atlas_service_get_epoch (service), "lease_until", lease_until,
                    "grants", atlas_grants_to_json (session->grants));
  atlas_answer_json (answer, 200, body);
}

static gboolean
find_wipe_token (AtlasBackend *backend,
                 const char   *wipe_token,
                 char        **device,
                 gboolean     *is_news,
                 GError      **error)
{
  g_autoptr(AtlasRows) query = atlas_backend_query (backend, error,
                                                    "SELECT id, state FROM device "
                                                    "WHERE wipe_token = ?1", "t", wipe_token);
  AtlasStep step = atlas_rows_step (query, error);

  *device = step == ATLAS_STEP_ROW ? atlas_rows_id (query, 0) : NULL;
  *is_news = step == ATLAS_STEP_ROW && strcmp (atlas_rows_text (query, 1), "wipe") == 0;
  return step != ATLAS_STEP_ERROR;
}

static gboolean
note_wiped (AtlasBackend *backend,
            const char   *wipe_token,
            AtlasAnswer  *answer,
            GError      **error)
{
  g_autofree char *device = NULL;
  gboolean is_news = FALSE;

  if (!find_wipe_token (backend, wipe_token, &device, &is_news, error))
    return FALSE;
  if (device == NULL)
    {
      atlas_answer_problem (answer, ATLAS_PROBLEM_BAD_CREDENTIALS, "The token is not known");
      return TRUE;
    }

  atlas_answer_empty (answer, 204);
  return !is_news || (atlas_tokens_forget (backend, device, error) &&
                      atlas_accounts_set_device_state (backend, device, "wiped", NULL, error));
}

/**
 * atlas_devices_note_wiped:
 * @service: the service
 * @request: `POST /v1/devices/self/wiped` with `{"wipe_token"}`
 * @answer: gets 204, also when it is said again
 *
 * Notes that a laptop has destroyed what it held. By then it has no other token left to show.
 *
 * Source: protocol, section 11.
 */
void
atlas_devices_note_wiped (AtlasService *service,
                          AtlasRequest *request,
                          AtlasAnswer  *answer)
{
  AtlasBackend *backend = atlas_service_get_backend (service);
  g_autoptr(json_t) body = atlas_request_json (request, ATLAS_LIMIT_SMALL_BYTES, answer);
  const char *wipe_token = atlas_json_string (body, "wipe_token");
  g_autoptr(GError) error = NULL;
  gboolean done;

  if (body == NULL)
    return;
  if (wipe_token == NULL)
    {
      atlas_answer_problem (answer, ATLAS_PROBLEM_MALFORMED, "“wipe_token” is missing");
      return;
    }
  if (!atlas_devices_begin (backend, answer))
    return;

  done = note_wiped (backend, wipe_token, answer, &error);
  atlas_devices_finish (backend, answer, done, error);
  answer->has_changed = answer->status == 204;
}

/**
 * atlas_devices_sign_out:
 * @service: the service
 * @session: who asks
 * @request: `DELETE /v1/devices/self`
 * @answer: gets 204
 *
 * Ends what the device may do. To come back it enrols again.
 */
void
atlas_devices_sign_out (AtlasService *service,
                        AtlasSession *session,
                        AtlasRequest *request,
                        AtlasAnswer  *answer)
{
  AtlasBackend *backend = atlas_service_get_backend (service);
  g_autoptr(GError) error = NULL;
  gboolean done;

  if (!atlas_devices_begin (backend, answer))
    return;

  atlas_answer_empty (answer, 204);
  done = atlas_lock_device (backend, session->device, &error) &&
         atlas_tokens_forget (backend, session->device, &error) &&
         atlas_accounts_set_device_state (backend, session->device, "signed-out", NULL, &error);
  atlas_devices_finish (backend, answer, done, error);
  answer->has_changed = done;
}

/**
 * atlas_devices_keep_keyslot:
 * @service: the service
 * @session: who asks
 * @request: `PUT /v1/devices/self/keyslot` with `{"sealed":"<base64>"}`
 * @answer: gets 204
 *
 * Keeps the device's database key, sealed to the county's recovery key: this server cannot open it.
 */
void
atlas_devices_keep_keyslot (AtlasService *service,
                            AtlasSession *session,
                            AtlasRequest *request,
                            AtlasAnswer  *answer)
{
  AtlasBackend *backend = atlas_service_get_backend (service);
  g_autoptr(json_t) body = atlas_request_json (request, ATLAS_LIMIT_SMALL_BYTES, answer);
  const char *sealed = atlas_json_string (body, "sealed");
  g_autoptr(GError) error = NULL;
  gboolean done;

  if (body == NULL)
    return;
  if (sealed == NULL || *sealed == '\0' || strlen (sealed) > KEYSLOT_MAX)
    {
      atlas_answer_problem (answer, ATLAS_PROBLEM_MALFORMED, "“sealed” is missing");
      return;
    }
  if (!atlas_devices_begin (backend, answer))
    return;

  atlas_answer_empty (answer, 204);
  done = atlas_backend_run (backend, &error, "UPDATE device SET keyslot = ?2 WHERE id = ?1",
                            "ut", session->device, sealed);
  atlas_devices_finish (backend, answer, done, error);
}
