/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-sync"

#include "config.h"

#include "sync/atlas-sync-client-private.h"

#include <libsoup/soup.h>
#include <string.h>

#include "base/atlas-date.h"
#include "base/atlas-error.h"
#include "records/atlas-type.h"
#include "sync/atlas-http.h"

#define AGENT          "provision-atlas/" PACKAGE_VERSION
#define PROTOCOL       "1"
#define PROBLEM_PREFIX "urn:sync:problem:"
#define BLOBS_PATH     "/v1/blobs/"

/* An answer at once, or none: a person may be waiting. */
#define TIMEOUT_S      20
/* On top of the time that a request asks the server to wait. */
#define WAIT_SLACK_S   20
#define WAIT_MAX_S     55
/* A token is renewed this long before it ends. */
#define TOKEN_SLACK_MS (30 * 1000)
#define MS_A_SECOND    1000
/* A clock that differs by this much from what it was has been set. */
#define CLOCK_MOVED_MS (60 * MS_A_SECOND)
/* RFC 6585; libsoup has no name for it. */
#define STATUS_TOO_MANY_REQUESTS 429

struct _AtlasSyncClient
{
  char            *server;      /* https://host:port, without a slash at its end */
  GMainContext    *context;     /* where libsoup keeps its sources: nobody else runs them */
  AtlasPin        *pin;
  SoupSession     *session;
  SoupSession     *waiting;     /* (nullable): for requests that the server may hold */
  AtlasProxyLogin *login;       /* (nullable): for a proxy that asks */
  AtlasSecrets    *secrets;     /* (nullable): NULL before this laptop has enrolled */
  char            *folder;      /* (nullable): where the secrets are kept */
  gint64           skew_ms;
  json_t          *wipe;        /* (nullable): how the server wants this laptop's copy gone */
};

/* How a problem is told apart, and what kind of error it is to who only passes it on. */
typedef struct {
  const char      *name;
  AtlasSyncProblem problem;
  AtlasError       code;
} ProblemName;

static const ProblemName problem_names[] = {
  { "malformed", ATLAS_SYNC_PROBLEM_MALFORMED, ATLAS_ERROR_PROTOCOL },
  { "token-expired", ATLAS_SYNC_PROBLEM_SIGN_IN, ATLAS_ERROR_SIGNED_OUT },
  { "bad-credentials", ATLAS_SYNC_PROBLEM_SIGN_IN, ATLAS_ERROR_SIGNED_OUT },
  { "token-reused", ATLAS_SYNC_PROBLEM_SIGN_IN, ATLAS_ERROR_SIGNED_OUT },
  { "not-allowed", ATLAS_SYNC_PROBLEM_NOT_ALLOWED, ATLAS_ERROR_NOT_ALLOWED },
  { "device-locked", ATLAS_SYNC_PROBLEM_LOCKED, ATLAS_ERROR_SIGNED_OUT },
  { "device-wipe", ATLAS_SYNC_PROBLEM_WIPE, ATLAS_ERROR_SIGNED_OUT },
  { "not-found", ATLAS_SYNC_PROBLEM_NOT_FOUND, ATLAS_ERROR_NOT_FOUND },
  { "gap", ATLAS_SYNC_PROBLEM_GAP, ATLAS_ERROR_PROTOCOL },
  { "device-cloned", ATLAS_SYNC_PROBLEM_CLONED, ATLAS_ERROR_SIGNED_OUT },
  { "epoch-changed", ATLAS_SYNC_PROBLEM_EPOCH_CHANGED, ATLAS_ERROR_PROTOCOL },
  { "cursor-too-old", ATLAS_SYNC_PROBLEM_CURSOR_TOO_OLD, ATLAS_ERROR_PROTOCOL },
  { "wrong-offset", ATLAS_SYNC_PROBLEM_WRONG_OFFSET, ATLAS_ERROR_PROTOCOL },
  { "hash-mismatch", ATLAS_SYNC_PROBLEM_WRONG_FILE, ATLAS_ERROR_PROTOCOL },
  { "too-large", ATLAS_SYNC_PROBLEM_TOO_LARGE, ATLAS_ERROR_PROTOCOL },
  { "client-too-old", ATLAS_SYNC_PROBLEM_CLIENT_TOO_OLD, ATLAS_ERROR_PROTOCOL },
  { "slow-down", ATLAS_SYNC_PROBLEM_BUSY, ATLAS_ERROR_NETWORK },
  { "unavailable", ATLAS_SYNC_PROBLEM_BUSY, ATLAS_ERROR_NETWORK },
};

void
atlas_sync_answer_clear (AtlasSyncAnswer *answer)
{
  g_clear_pointer (&answer->body, json_decref);
  g_clear_pointer (&answer->bytes, g_bytes_unref);
  g_clear_pointer (&answer->epoch, g_free);
  memset (answer, 0, sizeof *answer);
}

static SoupSession *
make_session (AtlasSyncClient *self,
              guint            timeout_s)
{
  SoupSession *session;

  g_main_context_push_thread_default (self->context);
  session = atlas_http_session_new (self->pin, timeout_s);
  g_main_context_pop_thread_default (self->context);

  return session;
}

/**
 * atlas_sync_client_new:
 * @server: address of the server
 * @pin: whom to trust
 * @error: return location for an error
 *
 * Makes a client for the calling thread.
 *
 * Errors: those of atlas_sync_read_server()
 *
 * Returns: (transfer full): the client
 */
AtlasSyncClient *
atlas_sync_client_new (const char *server,
                       AtlasPin   *pin,
                       GError    **error)
{
  g_autofree char *address = atlas_sync_read_server (server, error);
  AtlasSyncClient *self;

  if (address == NULL)
    return NULL;

  self = g_new0 (AtlasSyncClient, 1);
  self->server = g_steal_pointer (&address);
  self->pin = g_object_ref (pin);
  self->context = g_main_context_new ();
  self->session = make_session (self, TIMEOUT_S);
  return self;
}

void
atlas_sync_client_free (AtlasSyncClient *self)
{
  g_main_context_push_thread_default (self->context);
  g_clear_object (&self->session);
  g_clear_object (&self->waiting);
  g_main_context_pop_thread_default (self->context);
  g_main_context_unref (self->context);
  g_clear_object (&self->pin);
  g_clear_pointer (&self->secrets, atlas_secrets_free);
  g_clear_pointer (&self->login, atlas_proxy_login_free);
  g_clear_pointer (&self->wipe, json_decref);
  g_free (self->server);
  g_free (self->folder);
  g_free (self);
}

/**
 * atlas_sync_client_set_secrets:
 * @self: a client
 * @secrets: (transfer full): what lets it speak to the server
 * @folder: where new tokens are kept
 */
void
atlas_sync_client_set_secrets (AtlasSyncClient *self,
                               AtlasSecrets    *secrets,
                               const char      *folder)
{
  g_clear_pointer (&self->secrets, atlas_secrets_free);
  g_free (self->folder);
  self->secrets = secrets;
  self->folder = g_strdup (folder);
}

/**
 * atlas_sync_client_set_proxy:
 * @self: a client
 * @login: (transfer full) (nullable): what to tell a proxy that asks
 */
void
atlas_sync_client_set_proxy (AtlasSyncClient *self,
                             AtlasProxyLogin *login)
{
  g_clear_pointer (&self->login, atlas_proxy_login_free);
  self->login = login;
}

/**
 * atlas_sync_client_get_skew:
 * @self: a client
 *
 * Returns: how far this laptop's clock is ahead of the server's, in milliseconds
 */
gint64
atlas_sync_client_get_skew (AtlasSyncClient *self)
{
  return self->skew_ms;
}

static gint64
now_ms (void)
{
  return g_get_real_time () / MS_A_SECOND;
}

/* Server time is the laptop's, put right by what the server said last. */
static gint64
server_now_ms (AtlasSyncClient *self)
{
  return now_ms () - self->skew_ms;
}

static void
explain_fault (AtlasSyncClient *self,
               SoupMessage     *message,
               GError          *fault,
               AtlasSyncAnswer *answer,
               GError         **error)
{
  GTlsCertificateFlags flags = soup_message_get_tls_peer_certificate_errors (message);
  g_autofree char *stranger = NULL;
  const char *why = fault->message;

  if (g_error_matches (fault, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_propagate_error (error, g_error_copy (fault));
      return;
    }

  answer->problem = fault->domain == G_TLS_ERROR ? ATLAS_SYNC_PROBLEM_UNTRUSTED
                                                 : ATLAS_SYNC_PROBLEM_NO_ANSWER;
  if (answer->problem == ATLAS_SYNC_PROBLEM_UNTRUSTED)
    {
      if (flags & G_TLS_CERTIFICATE_UNKNOWN_CA)
        why = stranger = atlas_pin_describe_stranger (self->pin);
      else if (flags & G_TLS_CERTIFICATE_BAD_IDENTITY)
        why = "its certificate is for another name";
      else if (flags & G_TLS_CERTIFICATE_EXPIRED)
        why = "its certificate has ended";
      else if (flags & G_TLS_CERTIFICATE_NOT_ACTIVATED)
        why = "its certificate is not valid yet; is this laptop's clock right?";
    }

  g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_NETWORK, "Calling %s: %s", self->server, why);
}

static void
note_headers (AtlasSyncClient *self,
              SoupMessage     *message,
              AtlasSyncAnswer *answer)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);
  const char *date = soup_message_headers_get_one (headers, "Date");
  const char *retry_after = soup_message_headers_get_one (headers, "Retry-After");
  const char *complete = soup_message_headers_get_one (headers, "Upload-Complete");
  const char *offset = soup_message_headers_get_one (headers, "Upload-Offset");
  g_autoptr(GDateTime) at = date != NULL ? soup_date_time_new_from_http_string (date) : NULL;

  answer->epoch = g_strdup (soup_message_headers_get_one (headers, "Sync-Epoch"));
  answer->status = soup_message_get_status (message);
  answer->is_file = g_str_has_prefix (g_uri_get_path (soup_message_get_uri (message)), BLOBS_PATH);
  answer->is_complete = g_strcmp0 (complete, "?1") == 0;
  answer->offset = offset != NULL ? g_ascii_strtoll (offset, NULL, 10) : -1;
  if (retry_after != NULL)
    answer->retry_after_s = (guint) CLAMP (g_ascii_strtoll (retry_after, NULL, 10), 0, G_MAXINT);
  /* The header has whole seconds. */
  if (at != NULL && answer->epoch != NULL)
    self->skew_ms = now_ms () / MS_A_SECOND * MS_A_SECOND - g_date_time_to_unix (at) * MS_A_SECOND;
}

static AtlasSyncProblem
problem_of_status (guint       status,
                   json_t     *body,
                   AtlasError *code)
{
  const char *type = atlas_json_string (body, "type");

  for (guint i = 0; i < G_N_ELEMENTS (problem_names); i++)
    if (type != NULL && g_str_has_prefix (type, PROBLEM_PREFIX) &&
        strcmp (type + strlen (PROBLEM_PREFIX), problem_names[i].name) == 0)
      {
        *code = problem_names[i].code;
        return problem_names[i].problem;
      }

  *code = ATLAS_ERROR_NETWORK;
  if (status == STATUS_TOO_MANY_REQUESTS || status == SOUP_STATUS_SERVICE_UNAVAILABLE)
    return ATLAS_SYNC_PROBLEM_BUSY;
  if (status == SOUP_STATUS_REQUEST_TIMEOUT || status >= SOUP_STATUS_INTERNAL_SERVER_ERROR)
    return ATLAS_SYNC_PROBLEM_FAULT;
  return ATLAS_SYNC_PROBLEM_NOT_A_SERVER;
}

/* What the proxy did not take is forgotten: told again and again it would lock the account. */
static gboolean
explain_proxy (AtlasSyncClient *self,
               AtlasSyncAnswer *answer,
               GError         **error)
{
  answer->problem = ATLAS_SYNC_PROBLEM_PROXY;
  g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_PROXY,
               self->login != NULL
               ? "Calling %s: the network's proxy does not take the name and password"
               : "Calling %s: the network's proxy asks for a name and a password", self->server);
  if (self->login != NULL && self->folder != NULL)
    atlas_proxy_login_save (NULL, self->folder, NULL);
  g_clear_pointer (&self->login, atlas_proxy_login_free);

  return FALSE;
}

static gboolean
read_answer (AtlasSyncClient *self,
             GBytes          *bytes,
             AtlasSyncAnswer *answer,
             GError         **error)
{
  g_autoptr(GError) fault = NULL;
  AtlasError code;
  gsize length;
  const char *text = g_bytes_get_data (bytes, &length);
  const char *detail;

  if (answer->status == SOUP_STATUS_PROXY_AUTHENTICATION_REQUIRED)
    return explain_proxy (self, answer, error);
  if (answer->is_file && (SOUP_STATUS_IS_SUCCESSFUL (answer->status) || length == 0))
    return atlas_sync_client_read_file (self->server, bytes, answer, error);

  answer->body = length > 0 ? atlas_json_parse (text, (gssize) length, &fault) : NULL;
  if (answer->status == SOUP_STATUS_NO_CONTENT ||
      (SOUP_STATUS_IS_SUCCESSFUL (answer->status) && json_is_object (answer->body)))
    return TRUE;

  answer->problem = problem_of_status (answer->status, answer->body, &code);
  if (answer->problem == ATLAS_SYNC_PROBLEM_WIPE)
    {
      json_decref (self->wipe);
      self->wipe = json_incref (answer->body);
    }
  if (answer->problem == ATLAS_SYNC_PROBLEM_NOT_A_SERVER)
    {
      g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_NETWORK,
                   "Calling %s: what answers is not a county's server (HTTP %u)", self->server,
                   answer->status);
      return FALSE;
    }

  detail = atlas_json_string (answer->body, "detail");
  if (detail == NULL)
    detail = atlas_json_string (answer->body, "type");
  g_set_error (error, ATLAS_ERROR, code, "The server answered %u: %s", answer->status,
               detail != NULL ? detail : soup_status_get_phrase (answer->status));
  return FALSE;
}

static SoupMessage *
make_message (AtlasSyncClient *self,
              const char      *method,
              const char      *path,
              json_t          *body)
{
  g_autofree char *uri = g_strconcat (self->server, path, NULL);
  SoupMessage *message = soup_message_new (method, uri);
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);
  g_autofree char *schema = g_strdup_printf ("%d", ATLAS_SCHEMA_CURRENT);

  soup_message_headers_append (headers, "Sync-Protocol", PROTOCOL);
  soup_message_headers_append (headers, "Sync-Schema", schema);
  soup_message_headers_append (headers, "Sync-Client", AGENT);
  if (body != NULL)
    {
      g_autofree char *text = atlas_json_to_text (body);
      g_autoptr(GBytes) bytes = g_bytes_new (text, strlen (text));

      soup_message_set_request_body_from_bytes (message, "application/json", bytes);
    }

  return message;
}

static gboolean
send_message (AtlasSyncClient *self,
              SoupSession     *session,
              SoupMessage     *message,
              AtlasSyncAnswer *answer,
              GCancellable    *cancellable,
              GError         **error)
{
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(GError) fault = NULL;

  g_main_context_push_thread_default (self->context);
  bytes = atlas_http_send (session, message, self->login, cancellable, &fault);
  if (bytes != NULL)
    note_headers (self, message, answer);
  g_main_context_pop_thread_default (self->context);
  if (bytes == NULL)
    {
      explain_fault (self, message, fault, answer, error);
      return FALSE;
    }

  return read_answer (self, bytes, answer, error);
}

gboolean
atlas_sync_client_send_open (AtlasSyncClient *self,
                             const char      *method,
                             const char      *path,
                             json_t          *body,
                             AtlasSyncAnswer *answer,
                             GCancellable    *cancellable,
                             GError         **error)
{
  g_autoptr(SoupMessage) message = make_message (self, method, path, body);

  return send_message (self, self->session, message, answer, cancellable, error);
}

static char *
sign_refresh (AtlasSyncClient *self,
              const char      *ts,
              GError         **error)
{
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256,
                                                         self->secrets->refresh_token, -1);
  g_autofree char *text = g_strdup_printf ("sync-token\n%s\n%s\n%s", self->secrets->device, hash,
                                           ts);

  return atlas_secrets_sign (self->secrets, text, error);
}

static gboolean
take_tokens (AtlasSyncClient *self,
             AtlasSyncAnswer *answer,
             GError         **error)
{
  const char *access = atlas_json_string (answer->body, "access_token");
  const char *refresh = atlas_json_string (answer->body, "refresh_token");
  gint64 expires_s = atlas_json_integer (answer->body, "expires_in", 0);

  if (access == NULL || refresh == NULL)
    {
      answer->problem = ATLAS_SYNC_PROBLEM_UNREADABLE;
      g_set_error_literal (error, ATLAS_ERROR, ATLAS_ERROR_PROTOCOL, "The server sent no tokens");
      return FALSE;
    }

  g_free (self->secrets->access_token);
  g_free (self->secrets->refresh_token);
  self->secrets->access_token = g_strdup (access);
  self->secrets->refresh_token = g_strdup (refresh);
  self->secrets->expires_ms = now_ms () + expires_s * MS_A_SECOND;

  /* The old refresh token dies when the new access token is first used: keep them before that. */
  return atlas_secrets_save (self->secrets, self->folder, error);
}

static gboolean
ask_for_tokens (AtlasSyncClient *self,
                AtlasSyncAnswer *answer,
                GCancellable    *cancellable,
                GError         **error)
{
  g_autofree char *ts = g_strdup_printf ("%" G_GINT64_FORMAT, server_now_ms (self) / MS_A_SECOND);
  g_autofree char *signature = sign_refresh (self, ts, error);
  g_autoptr(json_t) body = NULL;

  if (signature == NULL)
    {
      answer->problem = ATLAS_SYNC_PROBLEM_SIGN_IN;
      return FALSE;
    }

  body = json_pack ("{s:s, s:s, s:s, s:s}", "device", self->secrets->device,
                    "refresh_token", self->secrets->refresh_token, "ts", ts, "sig", signature);
  return atlas_sync_client_send_open (self, "POST", "/v1/token", body, answer, cancellable,
                                      error) &&
         take_tokens (self, answer, error);
}

/* A clock that was moved since the server's last answer signs with the wrong time. The refusal says
 * what the right one is. */
static gboolean
refresh (AtlasSyncClient *self,
         AtlasSyncAnswer *answer,
         GCancellable    *cancellable,
         GError         **error)
{
  g_autoptr(GError) fault = NULL;
  gint64 skew_ms = self->skew_ms;

  if (ask_for_tokens (self, answer, cancellable, &fault))
    return TRUE;
  if (answer->status != SOUP_STATUS_UNAUTHORIZED || ABS (self->skew_ms - skew_ms) < CLOCK_MOVED_MS)
    {
      g_propagate_error (error, g_steal_pointer (&fault));
      return FALSE;
    }

  atlas_sync_answer_clear (answer);
  return ask_for_tokens (self, answer, cancellable, error);
}

static gboolean
send_signed (AtlasSyncClient     *self,
             SoupSession         *session,
             const char          *method,
             const char          *path,
             json_t              *body,
             const AtlasFilePart *part,
             AtlasSyncAnswer     *answer,
             GCancellable        *cancellable,
             GError             **error)
{
  g_autoptr(SoupMessage) message = make_message (self, method, path, body);
  g_autofree char *bearer = g_strconcat ("Bearer ", self->secrets->access_token, NULL);

  soup_message_headers_append (soup_message_get_request_headers (message), "Authorization", bearer);
  if (part != NULL)
    atlas_file_part_add (part, message);
  return send_message (self, session != NULL ? session : self->session, message, answer,
                       cancellable, error);
}

/* The server gives no new token to a laptop that is to send what it has and then be wiped, but
 * takes what comes with the one that it had. */
static gboolean
may_refresh (AtlasSyncClient *self)
{
  return self->secrets->access_token == NULL || !atlas_json_boolean (self->wipe, "push_first");
}

/* Renews the token before it ends, and once when the server says that it has. */
static gboolean
call_with (AtlasSyncClient     *self,
           SoupSession         *session,
           const char          *method,
           const char          *path,
           json_t              *body,
           const AtlasFilePart *part,
           AtlasSyncAnswer     *answer,
           GCancellable        *cancellable,
           GError             **error)
{
  g_autoptr(GError) fault = NULL;
  gboolean is_fresh = FALSE;

  g_return_val_if_fail (self->secrets != NULL, FALSE);

  memset (answer, 0, sizeof *answer);
  if (may_refresh (self) &&
      (self->secrets->access_token == NULL ||
       self->secrets->expires_ms - TOKEN_SLACK_MS < now_ms ()))
    {
      if (!refresh (self, answer, cancellable, error))
        return FALSE;
      atlas_sync_answer_clear (answer);
      is_fresh = TRUE;
    }

  if (send_signed (self, session, method, path, body, part, answer, cancellable, &fault))
    return TRUE;
  if (answer->status != SOUP_STATUS_UNAUTHORIZED || is_fresh || !may_refresh (self))
    {
      g_propagate_error (error, g_steal_pointer (&fault));
      return FALSE;
    }

  atlas_sync_answer_clear (answer);
  if (!refresh (self, answer, cancellable, error))
    return FALSE;

  atlas_sync_answer_clear (answer);
  return send_signed (self, session, method, path, body, part, answer, cancellable, error);
}

gboolean
atlas_sync_client_call (AtlasSyncClient *self,
                        SoupSession     *session,
                        const char      *method,
                        const char      *path,
                        json_t          *body,
                        AtlasSyncAnswer *answer,
                        GCancellable    *cancellable,
                        GError         **error)
{
  return call_with (self, session, method, path, body, NULL, answer, cancellable, error);
}

gboolean
atlas_sync_client_call_for_file (AtlasSyncClient     *self,
                                 const char          *method,
                                 const char          *name,
                                 const AtlasFilePart *part,
                                 AtlasSyncAnswer     *answer,
                                 GCancellable        *cancellable,
                                 GError             **error)
{
  g_autofree char *path = g_strconcat (BLOBS_PATH, name, NULL);

  return call_with (self, self->session, method, path, NULL, part, answer, cancellable, error);
}

/**
 * atlas_sync_client_get_info:
 * @self: a client
 * @answer: (out caller-allocates): name, limits and rules of the server
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error
 *
 * Source: protocol, section 3.
 *
 * Returns: whether the server answered as one
 */
gboolean
atlas_sync_client_get_info (AtlasSyncClient *self,
                            AtlasSyncAnswer *answer,
                            GCancellable    *cancellable,
                            GError         **error)
{
  memset (answer, 0, sizeof *answer);
  if (!atlas_sync_client_send_open (self, "GET", "/v1/info", NULL, answer, cancellable, error))
    return FALSE;
  if (atlas_json_string (answer->body, "county") != NULL &&
      json_is_object (json_object_get (answer->body, "protocol")))
    return TRUE;

  answer->problem = ATLAS_SYNC_PROBLEM_NOT_A_SERVER;
  g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_NETWORK,
               "Calling %s: what answers is not a county's server", self->server);
  return FALSE;
}

/**
 * atlas_sync_client_enrol:
 * @self: a client
 * @body: `{"name","public_key","formerly"?,"proof"}`
 * @answer: (out caller-allocates): device, prefix, user and tokens
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error
 *
 * Source: protocol, section 4.
 *
 * Returns: whether this laptop has enrolled
 */
gboolean
atlas_sync_client_enrol (AtlasSyncClient *self,
                         json_t          *body,
                         AtlasSyncAnswer *answer,
                         GCancellable    *cancellable,
                         GError         **error)
{
  memset (answer, 0, sizeof *answer);
  return atlas_sync_client_send_open (self, "POST", "/v1/devices", body, answer, cancellable,
                                      error);
}

/**
 * atlas_sync_client_push:
 * @self: a client with secrets
 * @sets: change sets, as they go on the wire
 * @ack: up to which number results are stored
 * @notes: members that tell the server something besides, none of them personal
 * @answer: (out caller-allocates): results
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error
 *
 * Source: protocol, section 5.
 *
 * Returns: whether the server took them
 */
gboolean
atlas_sync_client_push (AtlasSyncClient *self,
                        json_t          *sets,
                        gint64           ack,
                        json_t          *notes,
                        AtlasSyncAnswer *answer,
                        GCancellable    *cancellable,
                        GError         **error)
{
  g_autofree char *now = atlas_time_now ();
  g_autoptr(json_t) body = json_pack ("{s:s, s:I, s:s, s:O}", "device", self->secrets->device,
                                      "ack", (json_int_t) ack, "now", now, "sets", sets);

  json_object_update (body, notes);
  return atlas_sync_client_call (self, NULL, "POST", "/v1/push", body, answer, cancellable, error);
}

static char *
pull_path (const AtlasSyncPull *request,
           guint                wait_s)
{
  g_autoptr(GString) path = g_string_new (NULL);

  g_string_printf (path, "/v1/changes?limit=%u", request->limit);
  if (wait_s > 0)
    g_string_append_printf (path, "&wait=%u", wait_s);
  if (request->verify)
    g_string_append (path, "&verify=1");
  if (request->audit_at >= 0)
    g_string_append_printf (path, "&audit_at=%" G_GINT64_FORMAT, request->audit_at);
  if (request->cursor != NULL)
    {
      g_string_append (path, "&cursor=");
      g_string_append_uri_escaped (path, request->cursor, NULL, FALSE);
    }

  return g_string_free (g_steal_pointer (&path), FALSE);
}

/**
 * atlas_sync_client_pull:
 * @self: a client with secrets
 * @request: what is asked for
 * @answer: (out caller-allocates): a page
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error
 *
 * Source: protocol, section 6.
 *
 * Returns: whether the server sent a page
 */
gboolean
atlas_sync_client_pull (AtlasSyncClient     *self,
                        const AtlasSyncPull *request,
                        AtlasSyncAnswer     *answer,
                        GCancellable        *cancellable,
                        GError             **error)
{
  guint wait_s = MIN (request->wait_s, WAIT_MAX_S);
  g_autofree char *path = pull_path (request, wait_s);
  SoupSession *session = self->session;

  if (wait_s > 0)
    {
      if (self->waiting == NULL)
        self->waiting = make_session (self, WAIT_MAX_S + WAIT_SLACK_S);
      session = self->waiting;
    }

  return atlas_sync_client_call (self, session, "GET", path, NULL, answer, cancellable, error);
}

/**
 * atlas_sync_client_get_wipe:
 * @self: a client
 *
 * Returns: (transfer none) (nullable): what the server answered when it wanted this laptop's copy
 *   gone: `wipe_token` and `push_first`
 */
json_t *
atlas_sync_client_get_wipe (AtlasSyncClient *self)
{
  return self->wipe;
}
