/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-server"

#include "config.h"

#include "server/atlas-issuer.h"

#include <libsoup/soup.h>
#include <string.h>

#include "base/atlas-error.h"
#include "server/atlas-id-token.h"
#include "sync/atlas-pin.h"

#define TIMEOUT_S        10
#define DOCUMENT_MOST    (256 * 1024)
#define KEYS_LAST_US     (G_GINT64_CONSTANT (3600) * G_USEC_PER_SEC)
#define FAILURE_LASTS_US (5 * G_USEC_PER_SEC)
/* An unknown key may be a new one; who makes keys up gets us to ask only so often. */
#define ASK_AGAIN_US     (60 * G_USEC_PER_SEC)

/**
 * AtlasIssuer:
 *
 * The council's identity provider: gets its keys, keeps them for an hour, and checks tokens with
 * them. It runs on the main context and never waits.
 */
struct _AtlasIssuer
{
  GObject      parent_instance;

  AtlasOidc   *oidc;            /* (nullable): whose keys are kept */
  SoupSession *session;
  json_t      *keys;            /* (nullable): NULL while there are none */
  gint64       got_us;
  gint64       failed_us;       /* 0 when the last try did not fail */
  gint64       asked_again_us;  /* 0 for never */
  gboolean     is_asking;
  GPtrArray   *waiting;         /* (element-type GTask): for the keys that are being got */
};

G_DEFINE_FINAL_TYPE (AtlasIssuer, atlas_issuer, G_TYPE_OBJECT)

typedef struct {
  AtlasIdToken *token;
  AtlasOidc    *oidc;
  gboolean      has_asked_again;
} Check;

static void
check_free (Check *check)
{
  g_clear_pointer (&check->token, atlas_id_token_free);
  g_clear_pointer (&check->oidc, atlas_oidc_free);
  g_free (check);
}

static void go_on (AtlasIssuer *self,
                   GTask       *task);

static void
answer_waiting (AtlasIssuer *self)
{
  g_autoptr(GPtrArray) waiting = g_steal_pointer (&self->waiting);

  self->is_asking = FALSE;
  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < waiting->len; i++)
    go_on (self, g_ptr_array_index (waiting, i));
}

static void
fail_asking (AtlasIssuer  *self,
             const GError *error)
{
  g_info ("The council's identity provider gave no keys: %s", error->message);
  self->failed_us = g_get_monotonic_time ();
  answer_waiting (self);
}

typedef void (*DocumentFunc) (AtlasIssuer *self,
                              json_t      *document);

typedef struct {
  AtlasIssuer *issuer;
  SoupSession *session;         /* the issuer may have turned to another since */
  DocumentFunc func;
  guint        status;
  char         data[DOCUMENT_MOST];
} Document;

static void
document_free (Document *document)
{
  g_object_unref (document->issuer);
  g_object_unref (document->session);
  g_free (document);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Document, document_free)

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(Document) document = user_data;
  g_autoptr(json_t)   value = NULL;
  g_autoptr(GError)   error = NULL;
  gsize length = 0;

  if (g_input_stream_read_all_finish (G_INPUT_STREAM (source), result, &length, &error) &&
      document->status == SOUP_STATUS_OK && length < DOCUMENT_MOST)
    value = atlas_json_parse (document->data, (gssize) length, &error);
  if (document->session != document->issuer->session)
    return;
  if (json_is_object (value))
    {
      document->func (document->issuer, value);
      return;
    }

  if (error == NULL)
    g_set_error (&error, ATLAS_ERROR, ATLAS_ERROR_NETWORK, "it answered %u, and no document",
                 document->status);
  fail_asking (document->issuer, error);
}

static void
sent_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(Document)     document = user_data;
  g_autoptr(GError)       error = NULL;
  g_autoptr(GInputStream) stream = soup_session_send_finish (SOUP_SESSION (source), result, &error);
  SoupMessage *message = soup_session_get_async_result_message (SOUP_SESSION (source), result);
  char *data = document->data;

  if (document->session != document->issuer->session)
    return;
  if (stream == NULL)
    {
      fail_asking (document->issuer, error);
      return;
    }

  document->status = soup_message_get_status (message);
  g_input_stream_read_all_async (stream, data, DOCUMENT_MOST, G_PRIORITY_DEFAULT, NULL, read_cb,
                                 g_steal_pointer (&document));
}

static void
get_document (AtlasIssuer *self,
              const char  *address,
              DocumentFunc func)
{
  g_autoptr(SoupMessage) message = soup_message_new (SOUP_METHOD_GET, address);
  g_autoptr(GError)      error = NULL;
  Document *document;

  if (message == NULL || !g_str_has_prefix (address, "https://"))
    {
      g_set_error_literal (&error, ATLAS_ERROR, ATLAS_ERROR_PROTOCOL, "an address is not one");
      fail_asking (self, error);
      return;
    }

  document = g_new0 (Document, 1);
  document->issuer = g_object_ref (self);
  document->session = g_object_ref (self->session);
  document->func = func;
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  soup_session_send_async (self->session, message, G_PRIORITY_DEFAULT, NULL, sent_cb, document);
}

static void
take_keys (AtlasIssuer *self,
           json_t      *document)
{
  json_t *keys = json_object_get (document, "keys");

  json_decref (self->keys);
  self->keys = json_is_array (keys) ? json_incref (keys) : json_array ();
  self->got_us = g_get_monotonic_time ();
  self->failed_us = 0;
  answer_waiting (self);
}

/* Another's document in the issuer's place is not followed: OpenID Connect Discovery 1.0, 4.3. */
static void
take_discovery (AtlasIssuer *self,
                json_t      *document)
{
  const char *address = atlas_json_string (document, "jwks_uri");
  g_autoptr(GError) error = NULL;

  if (address != NULL &&
      g_strcmp0 (atlas_json_string (document, "issuer"), self->oidc->issuer) == 0)
    {
      get_document (self, address, take_keys);
      return;
    }

  g_set_error_literal (&error, ATLAS_ERROR, ATLAS_ERROR_PROTOCOL,
                       "its discovery document is another's");
  fail_asking (self, error);
}

static void
ask_for_keys (AtlasIssuer *self,
              GTask       *task)
{
  const char *slash = g_str_has_suffix (self->oidc->issuer, "/") ? "" : "/";
  g_autofree char *address = NULL;

  g_ptr_array_add (self->waiting, g_object_ref (task));
  if (self->is_asking)
    return;

  self->is_asking = TRUE;
  address = g_strconcat (self->oidc->issuer, slash, ".well-known/openid-configuration", NULL);
  get_document (self, address, take_discovery);
}

static gboolean
may_ask_again (AtlasIssuer *self,
               Check       *check)
{
  gint64 now_us = g_get_monotonic_time ();

  if (check->has_asked_again ||
      (self->asked_again_us != 0 && now_us - self->asked_again_us < ASK_AGAIN_US))
    return FALSE;

  check->has_asked_again = TRUE;
  self->asked_again_us = now_us;
  return TRUE;
}

static AtlasIdentity *
make_identity (Check *check)
{
  AtlasIdentity *identity = g_new0 (AtlasIdentity, 1);

  identity->issuer = g_strdup (check->oidc->issuer);
  identity->subject = g_strdup (atlas_id_token_get_claim (check->token, "sub"));
  if (strcmp (check->oidc->claim, "sub") != 0)
    identity->name = g_strdup (atlas_id_token_get_claim (check->token, check->oidc->claim));
  identity->token = atlas_id_token_digest (check->token);
  identity->until_s = atlas_id_token_get_end (check->token);

  return identity;
}

static void
no_keys (GTask *task)
{
  g_task_return_new_error (task, ATLAS_ERROR, ATLAS_ERROR_NETWORK,
                           "The council's sign-in does not answer this server");
}

static void
go_on (AtlasIssuer *self,
       GTask       *task)
{
  Check *check = g_task_get_task_data (task);
  gint64 now_us = g_get_monotonic_time ();
  json_t *key;
  GError *error = NULL;

  if (self->failed_us != 0 && now_us - self->failed_us < FAILURE_LASTS_US)
    {
      no_keys (task);
      return;
    }
  if (self->keys == NULL || now_us - self->got_us > KEYS_LAST_US)
    {
      ask_for_keys (self, task);
      return;
    }

  key = atlas_id_token_find_key (check->token, self->keys);
  if (key == NULL && may_ask_again (self, check))
    ask_for_keys (self, task);
  else if (key == NULL)
    g_task_return_new_error (task, ATLAS_ERROR, ATLAS_ERROR_NOT_ALLOWED,
                             "The id_token is refused: its key is not the issuer's");
  else if (!atlas_id_token_verify (check->token, key, &error))
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, make_identity (check), (GDestroyNotify) atlas_identity_free);
}

static void
give_up_waiting (AtlasIssuer *self)
{
  self->is_asking = FALSE;
  for (guint i = 0; i < self->waiting->len; i++)
    no_keys (g_ptr_array_index (self->waiting, i));
  g_ptr_array_set_size (self->waiting, 0);
}

/* Keys of one issuer are nothing to another, nor what is trusted to give them. */
static gboolean
turn_to (AtlasIssuer     *self,
         const AtlasOidc *oidc,
         GError         **error)
{
  g_autoptr(AtlasPin) pin = NULL;

  if (self->oidc != NULL && strcmp (self->oidc->issuer, oidc->issuer) == 0 &&
      g_strcmp0 (self->oidc->ca_pem, oidc->ca_pem) == 0)
    return TRUE;
  if (oidc->ca_pem != NULL && (pin = atlas_pin_new_from_pem (oidc->ca_pem, error)) == NULL)
    return FALSE;

  g_clear_object (&self->session);
  g_clear_pointer (&self->keys, json_decref);
  g_clear_pointer (&self->oidc, atlas_oidc_free);
  give_up_waiting (self);
  self->failed_us = 0;
  self->asked_again_us = 0;
  self->oidc = atlas_oidc_copy (oidc);
  self->session = soup_session_new_with_options ("timeout", TIMEOUT_S, NULL);
  if (pin != NULL)
    soup_session_set_tls_database (self->session, G_TLS_DATABASE (pin));

  return TRUE;
}

static void
atlas_issuer_finalize (GObject *object)
{
  AtlasIssuer *self = ATLAS_ISSUER (object);

  g_clear_object (&self->session);
  g_clear_pointer (&self->keys, json_decref);
  g_clear_pointer (&self->oidc, atlas_oidc_free);
  g_clear_pointer (&self->waiting, g_ptr_array_unref);

  G_OBJECT_CLASS (atlas_issuer_parent_class)->finalize (object);
}

static void
atlas_issuer_class_init (AtlasIssuerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = atlas_issuer_finalize;
}

static void
atlas_issuer_init (AtlasIssuer *self)
{
  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * atlas_issuer_new:
 *
 * Returns: (transfer full): an issuer that has asked for nothing yet
 */
AtlasIssuer *
atlas_issuer_new (void)
{
  return g_object_new (ATLAS_TYPE_ISSUER, NULL);
}

/**
 * atlas_issuer_check_async:
 * @self: an issuer
 * @oidc: where the council's people sign in
 * @token: an id_token, as a laptop sent it
 * @nonce: that it must have been asked for with
 * @callback: called when it is known
 * @user_data: for @callback
 *
 * Checks a token: first what it says, then, with keys that are got when they are not here, who says
 * so. An unknown key is asked for once more, at most once a minute.
 */
void
atlas_issuer_check_async (AtlasIssuer        *self,
                          const AtlasOidc    *oidc,
                          const char         *token,
                          const char         *nonce,
                          GAsyncReadyCallback callback,
                          gpointer            user_data)
{
  g_autoptr(GTask) task = g_task_new (self, NULL, callback, user_data);
  const AtlasIdTokenWanted wanted = {
    .issuer = oidc->issuer, .client_id = oidc->client_id, .nonce = nonce,
    .now_s = g_get_real_time () / G_USEC_PER_SEC,
  };
  Check *check = g_new0 (Check, 1);
  GError *error = NULL;

  g_task_set_source_tag (task, atlas_issuer_check_async);
  g_task_set_task_data (task, check, (GDestroyNotify) check_free);
  check->oidc = atlas_oidc_copy (oidc);
  check->token = atlas_id_token_parse (token, &error);
  if (check->token == NULL || !atlas_id_token_check (check->token, &wanted, &error) ||
      !turn_to (self, oidc, &error))
    g_task_return_error (task, error);
  else
    go_on (self, task);
}

/**
 * atlas_issuer_check_finish:
 * @self: an issuer
 * @result: what the callback was given
 * @error: return location for an error
 *
 * Errors: %ATLAS_ERROR_NOT_ALLOWED for a token that is refused; %ATLAS_ERROR_NETWORK when the
 * issuer gives no keys, and nothing is known.
 *
 * Returns: (transfer full): who has signed in
 */
AtlasIdentity *
atlas_issuer_check_finish (AtlasIssuer  *self,
                           GAsyncResult *result,
                           GError      **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
