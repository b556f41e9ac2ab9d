/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-sync"

#include "config.h"

#include "sync/atlas-join.h"

#include <glib/gstdio.h>
#include <string.h>

#include "base/atlas-base64url.h"
#include "base/atlas-error.h"
#include "store/atlas-store-lease.h"
#include "sync/atlas-sync-engine.h"

#define MS_A_SECOND    1000
/* Until the first round says until when the county may be opened without contact. */
#define FIRST_LEASE_MS (24 * 60 * 60 * MS_A_SECOND)

void
atlas_server_sight_clear (AtlasServerSight *sight)
{
  g_clear_pointer (&sight->server, g_free);
  g_clear_pointer (&sight->name, g_free);
  g_clear_pointer (&sight->county, g_free);
  g_clear_pointer (&sight->fingerprint, g_free);
}

/* What was just typed, else what the folder has kept. */
static void
use_proxy (AtlasSyncClient       *client,
           const AtlasProxyLogin *typed,
           const char            *folder)
{
  AtlasProxyLogin *login = NULL;

  if (typed != NULL)
    login = atlas_proxy_login_new (typed->user, typed->password);
  else if (folder != NULL)
    login = atlas_proxy_login_load (folder);

  atlas_sync_client_set_proxy (client, login);
}

static void
take_sight (AtlasServerSight *sight,
            const char       *server,
            json_t           *info,
            AtlasPin         *pin)
{
  sight->server = atlas_sync_read_server (server, NULL);
  sight->name = g_strdup (atlas_json_string (info, "name"));
  sight->county = g_strdup (atlas_json_string (info, "county"));
  sight->is_demonstration = atlas_json_boolean (info, "demonstration");
  sight->has_council_sign_in = atlas_council_has_sign_in (info);
  sight->fingerprint = atlas_pin_get_fingerprint (pin);
}

/**
 * atlas_join_look:
 * @server: an address, as a person types it
 * @trusts_system: whether the system has to vouch for the server, and nobody compares anything
 * @proxy: (nullable): for a proxy that asks
 * @sight: (out caller-allocates): what is there
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error
 *
 * Looks at a server, by itself without trusting it, so that a person can compare the fingerprint
 * of its authority with the one on paper. The calling thread waits.
 *
 * Errors: %ATLAS_ERROR_INVALID for what is no address; %ATLAS_ERROR_NETWORK; %ATLAS_ERROR_PROXY.
 *
 * Returns: whether a county's server is there
 */
gboolean
atlas_join_look (const char            *server,
                 gboolean               trusts_system,
                 const AtlasProxyLogin *proxy,
                 AtlasServerSight      *sight,
                 GCancellable          *cancellable,
                 GError               **error)
{
  g_autoptr(AtlasPin)        pin = trusts_system ? atlas_pin_new_system ()
                                                 : atlas_pin_new_looking ();
  g_autoptr(AtlasSyncClient) client = atlas_sync_client_new (server, pin, error);
  g_auto(AtlasSyncAnswer)    answer = { 0 };

  memset (sight, 0, sizeof *sight);
  if (client == NULL)
    return FALSE;

  use_proxy (client, proxy, NULL);
  if (!atlas_sync_client_get_info (client, &answer, cancellable, error))
    return FALSE;

  take_sight (sight, server, answer.body, pin);
  return TRUE;
}

static json_t *
make_proof (const AtlasJoinRequest *request,
            json_t                 *info,
            const char             *folder,
            const char             *public_key,
            GCancellable           *cancellable,
            GError                **error)
{
  if (request->browser != NULL)
    {
      g_autofree char *nonce = atlas_base64url_nonce (public_key);
      g_autoptr(AtlasProxyLogin) kept = atlas_proxy_login_load (folder);
      g_autofree char *token = atlas_council_sign_in (info, nonce, request->browser,
                                                      request->proxy != NULL ? request->proxy
                                                                             : kept,
                                                      cancellable, error);

      return token != NULL ? json_pack ("{s:s}", "id_token", token) : NULL;
    }
  if (request->enrol_code != NULL)
    return json_pack ("{s:s}", "enrol_code", request->enrol_code);
  if (request->username != NULL && request->password != NULL)
    return json_pack ("{s:s, s:s, s:s*}", "username", request->username,
                      "password", request->password, "otp", request->otp);

  g_set_error_literal (error, ATLAS_ERROR, ATLAS_ERROR_INVALID,
                       "A code, or a user name and a password, is needed");
  return NULL;
}

/* When the answer is lost on its way the same request gives it again. */
static gboolean
ask_to_enrol (AtlasSyncClient *client,
              json_t          *body,
              AtlasSyncAnswer *answer,
              GCancellable    *cancellable,
              GError         **error)
{
  g_autoptr(GError) lost = NULL;

  if (atlas_sync_client_enrol (client, body, answer, cancellable, &lost))
    return TRUE;
  if (answer->problem != ATLAS_SYNC_PROBLEM_NO_ANSWER)
    {
      g_propagate_error (error, g_steal_pointer (&lost));
      return FALSE;
    }

  atlas_sync_answer_clear (answer);
  return atlas_sync_client_enrol (client, body, answer, cancellable, error);
}

/* Enrols, and keeps the keys at once: a code can be used once only. */
static json_t *
enrol (AtlasSyncClient        *client,
       json_t                 *info,
       const char             *folder,
       const AtlasJoinRequest *request,
       const char             *formerly,
       GCancellable           *cancellable,
       GError                **error)
{
  g_autoptr(AtlasSecrets) secrets = atlas_secrets_new ();
  g_autofree char *public_key = atlas_secrets_make_key (secrets);
  g_autoptr(json_t)       proof = make_proof (request, info, folder, public_key,
                                              cancellable, error);
  g_autoptr(json_t)       body = NULL;
  g_auto(AtlasSyncAnswer) answer = { 0 };
  const char *name = request->device_name != NULL ? request->device_name : g_get_host_name ();

  if (proof == NULL)
    return NULL;

  body = json_pack ("{s:s, s:s, s:s*, s:O}", "name", name, "public_key", public_key,
                    "formerly", formerly, "proof", proof);
  if (!ask_to_enrol (client, body, &answer, cancellable, error))
    return NULL;

  secrets->device = g_strdup (atlas_json_string (answer.body, "device"));
  secrets->access_token = g_strdup (atlas_json_string (answer.body, "access_token"));
  secrets->refresh_token = g_strdup (atlas_json_string (answer.body, "refresh_token"));
  secrets->expires_ms = g_get_real_time () / MS_A_SECOND +
                        atlas_json_integer (answer.body, "expires_in", 0) * MS_A_SECOND;
  if (secrets->device == NULL || secrets->access_token == NULL || secrets->refresh_token == NULL ||
      atlas_json_string (answer.body, "prefix") == NULL || answer.epoch == NULL)
    {
      g_set_error_literal (error, ATLAS_ERROR, ATLAS_ERROR_PROTOCOL,
                           "The server's answer to joining has not the form of one");
      return NULL;
    }
  if (!atlas_secrets_save (secrets, folder, error) ||
      (request->proxy != NULL && !atlas_proxy_login_save (request->proxy, folder, error)))
    return NULL;

  json_object_set_new (answer.body, "epoch", json_string (answer.epoch));
  return json_incref (answer.body);
}

/* A demonstration never meets a county's server, nor a county a demonstration's. */
static gboolean
check_kind (const char *folder,
            json_t     *info,
            GError    **error)
{
  g_autoptr(AtlasStore) store = NULL;

  if (!atlas_store_exists (folder))
    return TRUE;

  store = atlas_store_open (folder, ATLAS_STORE_READ_ONLY, error);
  if (store == NULL)
    return FALSE;
  if (atlas_store_is_demonstration (store) == atlas_json_boolean (info, "demonstration"))
    return TRUE;

  g_set_error_literal (error, ATLAS_ERROR, ATLAS_ERROR_NOT_ALLOWED,
                       atlas_store_is_demonstration (store)
                       ? "A demonstration can only join a demonstration's server"
                       : "A county can only join a county's server; this one is a demonstration");
  return FALSE;
}

static gboolean
write_facts (AtlasStore *store,
             AtlasPin   *pin,
             const char *server,
             json_t     *info,
             json_t     *enrolled,
             GError    **error)
{
  g_autofree char *ca = atlas_pin_get_ca (pin);
  json_t *user = json_object_get (enrolled, "user");
  const struct {
    const char *key;
    const char *value;
  } facts[] = {
    { "server", server },
    { "server_ca", ca },
    { "server_name", atlas_json_string (info, "name") },
    { "pack", atlas_json_string (info, "county") },
    { "demonstration", atlas_json_boolean (info, "demonstration") ? "true" : NULL },
    { "device", atlas_json_string (enrolled, "device") },
    { "prefix", atlas_json_string (enrolled, "prefix") },
    { "epoch", atlas_json_string (enrolled, "epoch") },
    { "audit_key", atlas_json_string (info, "audit_key") },
    { "user_id", atlas_json_string (user, "id") },
    { "user_name", atlas_json_string (user, "name") },
  };
  g_autoptr(AtlasTransaction) tx = atlas_transaction_begin (atlas_store_get_db (store), error);

  if (tx == NULL)
    return FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (facts); i++)
    if (facts[i].value != NULL &&
        !atlas_store_set_meta (store, facts[i].key, facts[i].value, error))
      return FALSE;

  return atlas_transaction_commit (tx, error);
}

/* Whether an earlier try enrolled with the same server and was stopped while it loaded. */
static gboolean
can_go_on (const char *folder,
           const char *staging,
           const char *server)
{
  g_autoptr(AtlasStore)   store = NULL;
  g_autoptr(AtlasSecrets) secrets = NULL;
  g_autofree char *device = NULL;
  g_autofree char *joined = NULL;

  if (!atlas_store_exists (staging))
    return FALSE;

  store = atlas_store_open (staging, ATLAS_STORE_BULK, NULL);
  if (store == NULL)
    return FALSE;

  device = atlas_store_get_meta (store, "device");
  joined = atlas_store_get_meta (store, "server");
  if (device == NULL || g_strcmp0 (joined, server) != 0)
    return FALSE;

  secrets = atlas_secrets_load (folder, device, NULL);
  return secrets != NULL;
}

static gboolean
start_staging (const char             *folder,
               const char             *staging,
               const AtlasJoinRequest *request,
               GCancellable           *cancellable,
               GError                **error)
{
  g_autoptr(AtlasPin)        pin = atlas_pin_new_for (request->ca_pem, request->fingerprint, error);
  g_autoptr(AtlasSyncClient) client = NULL;
  g_autoptr(AtlasStore)      store = NULL;
  g_autoptr(json_t)          enrolled = NULL;
  g_autofree char *server = NULL;
  g_auto(AtlasSyncAnswer)    info = { 0 };

  if (pin == NULL || (server = atlas_sync_read_server (request->server, error)) == NULL ||
      (client = atlas_sync_client_new (server, pin, error)) == NULL)
    return FALSE;

  use_proxy (client, request->proxy, folder);
  if (!atlas_sync_client_get_info (client, &info, cancellable, error) ||
      !check_kind (folder, info.body, error) ||
      !atlas_store_sync_drop (staging, error))
    return FALSE;

  store = atlas_store_open (staging, ATLAS_STORE_CREATE | ATLAS_STORE_BULK, error);
  if (store == NULL)
    return FALSE;

  enrolled = enrol (client, info.body, folder, request, NULL, cancellable, error);
  return enrolled != NULL && write_facts (store, pin, server, info.body, enrolled, error);
}

static gboolean
load_staging (const char             *folder,
              const char             *staging,
              const AtlasJoinRequest *request,
              AtlasSyncProgress       progress,
              gpointer                data,
              AtlasSyncReport        *report,
              GCancellable           *cancellable,
              GError                **error)
{
  g_autoptr(AtlasSyncEngine) engine = NULL;

  memset (report, 0, sizeof *report);
  if (request->proxy != NULL && !atlas_proxy_login_save (request->proxy, folder, error))
    return FALSE;

  engine = atlas_sync_engine_open (staging, folder, error);
  if (engine == NULL)
    return FALSE;

  atlas_sync_engine_set_progress (engine, progress, data);
  return atlas_sync_engine_load (engine, report, cancellable, error) &&
         atlas_store_set_meta (atlas_sync_engine_get_store (engine), "is_loaded", "true", error);
}

/* A server that was restored may not know the enrolment, and the rest of what had begun to come is
 * of another history. */
static gboolean
is_in_vain (AtlasSyncReport *report,
            GError          *error)
{
  return g_error_matches (error, ATLAS_ERROR, ATLAS_ERROR_SIGNED_OUT) ||
         report->problem == ATLAS_SYNC_PROBLEM_EPOCH_CHANGED ||
         report->problem == ATLAS_SYNC_PROBLEM_CURSOR_TOO_OLD;
}

/**
 * atlas_join_begin:
 * @folder: a data folder, with a store or without; nobody else may be syncing it
 * @request: which server, and who
 * @progress: (nullable) (scope call): told how far the first load is
 * @data: for @progress
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error
 *
 * Enrols this laptop with a server and gets the county into an empty store beside the one in use,
 * which is not touched. atlas_join_finish() puts the new one in its place. When the first load was
 * interrupted, calling again goes on from there, or begins anew when that leads nowhere any
 * more. The calling thread waits.
 *
 * Errors: %ATLAS_ERROR_INVALID for what was typed; %ATLAS_ERROR_NETWORK; %ATLAS_ERROR_SIGNED_OUT
 * when the server does not accept the code or password; %ATLAS_ERROR_NOT_ALLOWED for a
 * demonstration and a county's server, or the reverse; %ATLAS_ERROR_PROTOCOL; those of a store.
 *
 * Source: protocol, sections 3, 4, 6 and 9.
 *
 * Returns: whether a whole store is ready
 */
gboolean
atlas_join_begin (const char             *folder,
                  const AtlasJoinRequest *request,
                  AtlasSyncProgress       progress,
                  gpointer                data,
                  GCancellable           *cancellable,
                  GError                **error)
{
  g_autofree char *staging = atlas_store_sync_staging (folder);
  g_autofree char *server = atlas_sync_read_server (request->server, error);
  g_autoptr(GError) fault = NULL;
  AtlasSyncReport report;

  if (server == NULL)
    return FALSE;
  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_READ_ONLY, "Making the folder %s: %s", folder,
                   g_strerror (errno));
      return FALSE;
    }
  if (can_go_on (folder, staging, server))
    {
      if (load_staging (folder, staging, request, progress, data, &report, cancellable, &fault))
        return TRUE;
      if (!is_in_vain (&report, fault))
        {
          g_propagate_error (error, g_steal_pointer (&fault));
          return FALSE;
        }
    }

  return start_staging (folder, staging, request, cancellable, error) &&
         load_staging (folder, staging, request, progress, data, &report, cancellable, error);
}

/**
 * atlas_join_finish:
 * @folder: a data folder for which atlas_join_begin() succeeded; nobody has its store open
 * @kept_as: (out) (optional) (transfer full) (nullable): data folder of the store that was in use
 *   before, for exporting from it
 * @error: return location for an error
 *
 * Puts the county that was got in the place of the store in use.
 *
 * Errors: %ATLAS_ERROR_NOT_FOUND when none is ready; those of atlas_store_sync_swap().
 *
 * Returns: whether the store is the county's now
 */
gboolean
atlas_join_finish (const char *folder,
                   char      **kept_as,
                   GError    **error)
{
  g_autofree char *staging = atlas_store_sync_staging (folder);
  g_autoptr(AtlasStore) store = NULL;
  g_autofree char *is_loaded = NULL;

  store = atlas_store_open (staging, ATLAS_STORE_BULK, error);
  if (store == NULL)
    return FALSE;

  is_loaded = atlas_store_get_meta (store, "is_loaded");
  g_clear_pointer (&store, atlas_store_close);
  if (is_loaded == NULL)
    {
      g_set_error_literal (error, ATLAS_ERROR, ATLAS_ERROR_NOT_FOUND,
                           "The county has not been got to its end yet");
      return FALSE;
    }

  return atlas_store_sync_swap (folder, kept_as, error);
}

/**
 * atlas_join_has_joined:
 * @folder: a data folder
 * @server: an address, as a person types it
 *
 * Says whether somebody who wants to join that server from this folder has only to sign in again:
 * atlas_join_again() keeps what is unsent.
 *
 * Returns: whether the folder's store has joined that server
 */
gboolean
atlas_join_has_joined (const char *folder,
                       const char *server)
{
  g_autofree char *wanted = atlas_sync_read_server (server, NULL);
  g_autofree char *joined = NULL;
  g_autoptr(AtlasStore) store = NULL;

  if (wanted == NULL || !atlas_store_exists (folder))
    return FALSE;

  store = atlas_store_open (folder, ATLAS_STORE_READ_ONLY | ATLAS_STORE_SIGNING_IN, NULL);
  if (store != NULL)
    joined = atlas_store_get_meta (store, "server");

  return g_strcmp0 (joined, wanted) == 0;
}

static gboolean
is_other_history (AtlasStore *store,
                  json_t     *enrolled)
{
  g_autofree char *epoch = atlas_store_get_meta (store, "epoch");

  return epoch != NULL && g_strcmp0 (epoch, atlas_json_string (enrolled, "epoch")) != 0;
}

/* A restored server may have had to make the same person's account anew, under another id. */
static gboolean
is_same_user (AtlasStore *store,
              json_t     *enrolled,
              GError    **error)
{
  json_t *user = json_object_get (enrolled, "user");
  g_autofree char *id = atlas_store_get_meta (store, "user_id");
  g_autofree char *name = atlas_store_get_meta (store, "user_name");

  if (g_strcmp0 (id, atlas_json_string (user, "id")) == 0 ||
      (is_other_history (store, enrolled) &&
       g_strcmp0 (name, atlas_json_string (user, "name")) == 0))
    return atlas_store_set_meta (store, "user_id", atlas_json_string (user, "id"), error);

  g_set_error_literal (error, ATLAS_ERROR, ATLAS_ERROR_NOT_ALLOWED,
                       "What is unsent on this laptop was done by somebody else,"
                       " who has to sign in");
  return FALSE;
}

/* A client of the server that a store has joined, without its keys. */
static AtlasSyncClient *
make_joined_client (AtlasStore            *store,
                    const char            *folder,
                    const AtlasProxyLogin *proxy,
                    char                 **device,
                    AtlasPin             **trusted,
                    GError               **error)
{
  g_autofree char *server = atlas_store_get_meta (store, "server");
  g_autofree char *ca = atlas_store_get_meta (store, "server_ca");
  g_autoptr(AtlasPin) pin = NULL;
  AtlasSyncClient *client;

  *device = atlas_store_get_meta (store, "device");
  if (server == NULL || *device == NULL || ca == NULL)
    {
      g_set_error_literal (error, ATLAS_ERROR, ATLAS_ERROR_NOT_FOUND,
                           "This store has joined no server");
      return NULL;
    }

  pin = atlas_pin_new_from_pem (ca, error);
  if (pin != NULL && trusted != NULL)
    *trusted = g_object_ref (pin);
  client = pin != NULL ? atlas_sync_client_new (server, pin, error) : NULL;
  if (client != NULL)
    use_proxy (client, proxy, folder);

  return client;
}

/**
 * atlas_join_look_again:
 * @folder: a data folder whose store has joined a server
 * @sight: (out caller-allocates): what is there
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error
 *
 * Looks at the server that a store has joined, to see how to sign in there. The calling thread
 * waits.
 *
 * Errors: those of atlas_store_open(); %ATLAS_ERROR_NOT_FOUND when it has joined none;
 * %ATLAS_ERROR_NETWORK.
 *
 * Returns: whether it is there
 */
gboolean
atlas_join_look_again (const char       *folder,
                       AtlasServerSight *sight,
                       GCancellable     *cancellable,
                       GError          **error)
{
  g_autoptr(AtlasStore)      store = atlas_store_open (folder, ATLAS_STORE_READ_ONLY, error);
  g_autoptr(AtlasSyncClient) client = NULL;
  g_autoptr(AtlasPin)        pin = NULL;
  g_autofree char *device = NULL;
  g_autofree char *server = NULL;
  g_auto(AtlasSyncAnswer)    info = { 0 };

  memset (sight, 0, sizeof *sight);
  if (store == NULL ||
      (client = make_joined_client (store, folder, NULL, &device, &pin, error)) == NULL ||
      !atlas_sync_client_get_info (client, &info, cancellable, error))
    return FALSE;

  server = atlas_store_get_meta (store, "server");
  take_sight (sight, server, info.body, pin);
  return TRUE;
}

/**
 * atlas_join_again:
 * @folder: a data folder whose store has joined a server; nobody is syncing it
 * @request: who signs in; the server and whom to trust are those of the store
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error
 *
 * Signs in again, as a new device that was formerly this one: after a lock, a lost key, or when two
 * laptops work with copies of one store. What is unsent keeps its ids and is numbered anew. The
 * calling thread waits.
 *
 * Errors: as atlas_join_begin(); %ATLAS_ERROR_NOT_ALLOWED for another user than before.
 *
 * Source: protocol, sections 4 and 5.
 *
 * Returns: whether the store can be synced again
 */
gboolean
atlas_join_again (const char             *folder,
                  const AtlasJoinRequest *request,
                  GCancellable           *cancellable,
                  GError                **error)
{
  g_autoptr(AtlasStore)      store = atlas_store_open (folder, ATLAS_STORE_SIGNING_IN, error);
  g_autoptr(AtlasSyncClient) client = NULL;
  g_autoptr(json_t)          enrolled = NULL;
  g_auto(AtlasSyncAnswer)    info = { 0 };
  g_autofree char *device = NULL;
  gint64 now_ms;

  if (store == NULL ||
      (client = make_joined_client (store, folder, request->proxy, &device, NULL, error)) == NULL ||
      (request->browser != NULL &&
       !atlas_sync_client_get_info (client, &info, cancellable, error)))
    return FALSE;

  enrolled = enrol (client, info.body, folder, request, device, cancellable, error);
  now_ms = g_get_real_time () / MS_A_SECOND - atlas_sync_client_get_skew (client);
  return enrolled != NULL && is_same_user (store, enrolled, error) &&
         atlas_store_sync_renumber (store, atlas_json_string (enrolled, "device"),
                                    atlas_json_string (enrolled, "prefix"),
                                    is_other_history (store, enrolled), error) &&
         atlas_store_renew_lease (store, now_ms, now_ms + FIRST_LEASE_MS, error);
}
