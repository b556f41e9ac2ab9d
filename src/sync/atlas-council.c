/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-sync"

#include "config.h"

#include "sync/atlas-council.h"

#include <string.h>

#include "base/atlas-base64url.h"
#include "base/atlas-error.h"
#include "sync/atlas-http.h"

#define TIMEOUT_S     20                /* of one request to the issuer */
#define PERSON_S      (5 * 60)
/* The council's issuer has to be told of it: http://127.0.0.1, with any port. */
#define REDIRECT_PATH "/provision-atlas"
#define DISCOVERY     ".well-known/openid-configuration"

/* One sign-in, from the discovery to the token. */
typedef struct {
  const char            *issuer;
  const char            *client_id;
  const AtlasBrowser    *browser;
  const AtlasProxyLogin *login; /* (nullable) */
  GMainContext          *context;
  GMainLoop             *loop;
  SoupSession           *session;
  SoupServer            *server;
  json_t                *discovery;
  char                  *redirect;
  char                  *state;
  char                  *verifier;
  char                  *code;  /* (nullable): what the browser brought back */
  gboolean               is_refused;
} SignIn;

static void
sign_in_clear (SignIn *self)
{
  g_main_context_push_thread_default (self->context);
  g_clear_object (&self->session);
  if (self->server != NULL)
    soup_server_disconnect (self->server);
  g_clear_object (&self->server);
  g_main_context_pop_thread_default (self->context);

  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);
  json_decref (self->discovery);
  g_free (self->redirect);
  g_free (self->state);
  g_free (self->verifier);
  g_free (self->code);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SignIn, sign_in_clear)

static void
no_answer (GError    **error,
           const char *issuer,
           const char *why)
{
  g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_NETWORK, "The council's sign-in %s: %s", issuer,
               why);
}

/* An answer in JSON, whatever its status. */
static json_t *
send_for_json (SignIn       *self,
               SoupMessage  *message,
               GCancellable *cancellable,
               GError      **error)
{
  g_autoptr(GError) fault = NULL;
  g_autoptr(GBytes) bytes = NULL;
  json_t *answer = NULL;
  gsize length = 0;
  const char *text;

  bytes = atlas_http_send (self->session, message, self->login, cancellable, &fault);
  if (soup_message_get_status (message) == SOUP_STATUS_PROXY_AUTHENTICATION_REQUIRED)
    {
      g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_PROXY,
                   "The council's sign-in %s: the network's proxy asks for a name and a password",
                   self->issuer);
      return NULL;
    }
  if (bytes != NULL)
    {
      text = g_bytes_get_data (bytes, &length);
      answer = atlas_json_parse (text != NULL ? text : "", (gssize) length, &fault);
    }
  if (answer != NULL)
    return answer;

  if (g_error_matches (fault, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_propagate_error (error, g_steal_pointer (&fault));
  else
    no_answer (error, self->issuer, fault->message);
  return NULL;
}

/* The addresses come from the issuer itself, over TLS: OpenID Connect Discovery 1.0, 4. */
static gboolean
discover (SignIn       *self,
          GCancellable *cancellable,
          GError      **error)
{
  static const char * const endpoints[] = { "authorization_endpoint", "token_endpoint" };
  const char *slash = g_str_has_suffix (self->issuer, "/") ? "" : "/";
  g_autofree char *address = g_strconcat (self->issuer, slash, DISCOVERY, NULL);
  g_autoptr(SoupMessage) message = soup_message_new (SOUP_METHOD_GET, address);

  if (message == NULL || !g_str_has_prefix (address, "https://"))
    {
      no_answer (error, self->issuer, "this is no address");
      return FALSE;
    }

  self->discovery = send_for_json (self, message, cancellable, error);
  if (self->discovery == NULL)
    return FALSE;
  if (g_strcmp0 (atlas_json_string (self->discovery, "issuer"), self->issuer) != 0)
    {
      no_answer (error, self->issuer, "another answers in its place");
      return FALSE;
    }

  for (gsize i = 0; i < G_N_ELEMENTS (endpoints); i++)
    {
      const char *endpoint = atlas_json_string (self->discovery, endpoints[i]);

      if (endpoint == NULL || !g_str_has_prefix (endpoint, "https://"))
        {
          no_answer (error, self->issuer, "it does not say where to sign in");
          return FALSE;
        }
    }

  return TRUE;
}

static void
show_page (SoupServerMessage *message,
           guint              status,
           const char        *words)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  g_autofree char *escaped = g_markup_escape_text (words, -1);
  char *page = g_strdup_printf ("<!DOCTYPE html><meta charset=\"utf-8\">"
                                "<title>Provision Atlas</title><p>%s</p>\n", escaped);

  soup_message_headers_replace (headers, "Cache-Control", "no-store");
  soup_message_headers_replace (headers, "Referrer-Policy", "no-referrer");
  soup_message_headers_replace (headers, "Content-Security-Policy", "default-src 'none'");
  soup_message_headers_replace (headers, "Connection", "close");
  soup_server_message_set_status (message, status, NULL);
  soup_server_message_set_response (message, "text/html; charset=utf-8", SOUP_MEMORY_TAKE, page,
                                    strlen (page));
}

static const char *
get (GHashTable *query,
     const char *name)
{
  return query != NULL ? g_hash_table_lookup (query, name) : NULL;
}

/* Any program of this laptop can call here. An answer without our state is another sign-in's, and
 * does not end this one: RFC 8252, 8.9. An issuer that names itself must be ours: RFC 9207, 2.4. */
static gboolean
is_ours (SignIn            *self,
         SoupServerMessage *message,
         const char        *path,
         GHashTable        *query)
{
  const char *state = get (query, "state");
  const char *issuer = get (query, "iss");

  return strcmp (soup_server_message_get_method (message), SOUP_METHOD_GET) == 0 &&
         strcmp (path, REDIRECT_PATH) == 0 && self->code == NULL && !self->is_refused &&
         g_strcmp0 (state, self->state) == 0 &&
         (issuer == NULL || strcmp (issuer, self->issuer) == 0) &&
         (get (query, "code") != NULL || get (query, "error") != NULL);
}

static gboolean
quit_cb (gpointer user_data)
{
  g_main_loop_quit (user_data);
  return G_SOURCE_REMOVE;
}

/* Only once the browser has its page. */
static void
answered_cb (SoupServerMessage *message,
             gpointer           user_data)
{
  g_main_loop_quit (user_data);
}

static void
redirect_cb (SoupServer        *server,
             SoupServerMessage *message,
             const char        *path,
             GHashTable        *query,
             gpointer           user_data)
{
  SignIn *self = user_data;

  if (!is_ours (self, message, path, query))
    {
      show_page (message, SOUP_STATUS_BAD_REQUEST, self->browser->words_other);
      return;
    }

  self->code = g_strdup (get (query, "code"));
  self->is_refused = self->code == NULL;
  show_page (message, SOUP_STATUS_OK, self->is_refused ? self->browser->words_refused
                                                        : self->browser->words_done);
  g_signal_connect (message, "finished", G_CALLBACK (answered_cb), self->loop);
}

static gboolean
listen_on_loopback (SignIn  *self,
                    GError **error)
{
  g_autoslist(GUri) uris = NULL;

  self->server = soup_server_new ("server-header", "provision-atlas", NULL);
  soup_server_add_handler (self->server, NULL, redirect_cb, self, NULL);
  if (!soup_server_listen_local (self->server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, error))
    return FALSE;

  uris = soup_server_get_uris (self->server);
  self->redirect = g_strdup_printf ("http://127.0.0.1:%d" REDIRECT_PATH,
                                    g_uri_get_port (uris->data));
  return TRUE;
}

static char *
authorization_address (SignIn     *self,
                       const char *nonce)
{
  const char *endpoint = atlas_json_string (self->discovery, "authorization_endpoint");
  g_autofree char *challenge = atlas_base64url_sha256 ((const guint8 *) self->verifier,
                                                       strlen (self->verifier));
  g_autofree char *query = soup_form_encode ("response_type", "code",
                                             "client_id", self->client_id,
                                             "redirect_uri", self->redirect,
                                             "scope", "openid profile email",
                                             "state", self->state,
                                             "nonce", nonce,
                                             "code_challenge", challenge,
                                             "code_challenge_method", "S256",
                                             NULL);

  return g_strconcat (endpoint, strchr (endpoint, '?') != NULL ? "&" : "?", query, NULL);
}

static gboolean
cancelled_cb (GCancellable *cancellable,
              gpointer      user_data)
{
  return quit_cb (user_data);
}

static GSource *
watch (SignIn  *self,
       GSource *source)
{
  g_source_attach (source, self->context);
  return source;
}

/* Until the browser comes back, the person thinks better of it, or has gone home. */
static void
wait_for_browser (SignIn       *self,
                  GCancellable *cancellable)
{
  guint timeout_s = self->browser->timeout_s != 0 ? self->browser->timeout_s : PERSON_S;
  g_autoptr(GSource) timeout = g_timeout_source_new_seconds (timeout_s);
  g_autoptr(GSource) cancelled = g_cancellable_source_new (cancellable);

  g_source_set_callback (timeout, quit_cb, self->loop, NULL);
  g_source_set_callback (cancelled, G_SOURCE_FUNC (cancelled_cb), self->loop, NULL);
  watch (self, timeout);
  watch (self, cancelled);
  g_main_loop_run (self->loop);
  g_source_destroy (timeout);
  g_source_destroy (cancelled);
}

static gboolean
ask_person (SignIn       *self,
            const char   *nonce,
            GCancellable *cancellable,
            GError      **error)
{
  g_autofree char *address = NULL;

  if (!listen_on_loopback (self, error))
    return FALSE;

  self->state = atlas_base64url_random ();
  self->verifier = atlas_base64url_random ();
  address = authorization_address (self, nonce);
  self->browser->open (address, self->browser->user_data);
  wait_for_browser (self, cancellable);

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  if (self->code != NULL)
    return TRUE;

  g_set_error_literal (error, ATLAS_ERROR, ATLAS_ERROR_SIGNED_OUT,
                       self->is_refused ? "The council's sign-in refused"
                                        : "Nobody signed in at the council's in time");
  return FALSE;
}

/* Whether the token is of the sign-in that this laptop began; somebody may have put another's code
 * here. */
static gboolean
has_nonce (const char *token,
           const char *nonce)
{
  g_auto(GStrv) parts = g_strsplit (token, ".", -1);
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(json_t) claims = NULL;

  if (g_strv_length (parts) == 3)
    bytes = atlas_base64url_decode (parts[1], strlen (parts[1]));
  if (bytes != NULL && g_bytes_get_size (bytes) > 0)
    claims = atlas_json_parse (g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes),
                               NULL);

  return g_strcmp0 (atlas_json_string (claims, "nonce"), nonce) == 0;
}

static char *
get_token (SignIn       *self,
           const char   *nonce,
           GCancellable *cancellable,
           GError      **error)
{
  g_autoptr(SoupMessage) message = NULL;
  const char *token;
  g_autoptr(json_t) answer = NULL;
  char *form = soup_form_encode ("grant_type", "authorization_code",
                                 "code", self->code,
                                 "redirect_uri", self->redirect,
                                 "client_id", self->client_id,
                                 "code_verifier", self->verifier,
                                 NULL);

  message = soup_message_new_from_encoded_form (SOUP_METHOD_POST,
                                                atlas_json_string (self->discovery,
                                                                   "token_endpoint"), form);
  if (message == NULL)
    {
      no_answer (error, self->issuer, "it does not say where to sign in");
      return NULL;
    }

  answer = send_for_json (self, message, cancellable, error);
  if (answer == NULL)
    return NULL;
  token = atlas_json_string (answer, "id_token");
  if (soup_message_get_status (message) == SOUP_STATUS_OK && token != NULL &&
      has_nonce (token, nonce))
    return g_strdup (token);

  g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_SIGNED_OUT,
               "The council's sign-in gave no id_token of this sign-in (HTTP %u)",
               soup_message_get_status (message));
  return NULL;
}

/**
 * atlas_council_has_sign_in:
 * @info: what a server says of itself
 *
 * Returns: whether people can sign in to it at the council's
 *
 * Source: protocol, section 3
 */
gboolean
atlas_council_has_sign_in (json_t *info)
{
  json_t *oidc = json_object_get (json_object_get (info, "auth"), "oidc");

  return atlas_json_string (oidc, "issuer") != NULL &&
         atlas_json_string (oidc, "client_id") != NULL;
}

static gboolean
trust_issuer (SignIn     *self,
              const char *ca,
              GError    **error)
{
  g_autoptr(AtlasPin) pin = ca != NULL ? atlas_pin_new_from_pem (ca, error) : NULL;

  if (ca != NULL && pin == NULL)
    return FALSE;

  self->session = atlas_http_session_new (pin, TIMEOUT_S);
  return TRUE;
}

/**
 * atlas_council_sign_in:
 * @info: what the server says of itself, got from a server that is trusted
 * @nonce: that the sign-in belongs to
 * @browser: what the person signs in with
 * @login: (nullable): for a proxy that asks
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error
 *
 * Has a person sign in at the council's identity provider, in the browser, and gets an id_token.
 * The calling thread waits. The issuer is trusted by the system's authorities, or by the one that
 * the server names for it. What the token says is for the server to check, but for the nonce.
 *
 * Errors: %ATLAS_ERROR_NOT_FOUND when the server has no such sign-in; %ATLAS_ERROR_NETWORK when the
 * issuer does not answer as one; %ATLAS_ERROR_SIGNED_OUT when the person did not come back, or the
 * issuer refused; %G_IO_ERROR_CANCELLED.
 *
 * Source: protocol, section 4; RFC 7636; RFC 8252; OpenID Connect Core 1.0, 3.1
 *
 * Returns: (transfer full): the id_token
 */
char *
atlas_council_sign_in (json_t                *info,
                       const char            *nonce,
                       const AtlasBrowser    *browser,
                       const AtlasProxyLogin *login,
                       GCancellable          *cancellable,
                       GError               **error)
{
  json_t *oidc = json_object_get (json_object_get (info, "auth"), "oidc");
  g_auto(SignIn) self = { NULL };
  char *token = NULL;

  self.context = g_main_context_new ();
  self.loop = g_main_loop_new (self.context, FALSE);
  if (!atlas_council_has_sign_in (info))
    {
      g_set_error_literal (error, ATLAS_ERROR, ATLAS_ERROR_NOT_FOUND,
                           "This server does not know the council's sign-in");
      return NULL;
    }

  self.issuer = atlas_json_string (oidc, "issuer");
  self.client_id = atlas_json_string (oidc, "client_id");
  self.browser = browser;
  self.login = login;
  g_main_context_push_thread_default (self.context);
  if (trust_issuer (&self, atlas_json_string (oidc, "ca"), error) &&
      discover (&self, cancellable, error) &&
      ask_person (&self, nonce, cancellable, error))
    token = get_token (&self, nonce, cancellable, error);
  g_main_context_pop_thread_default (self.context);

  return token;
}
