/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "test-issuer.h"

#include <gnutls/abstract.h>
#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <string.h>

#include "base/atlas-base64url.h"
#include "test-host.h"

#define RSA_BITS     2048
#define TOKEN_LASTS_S 300
#define HMAC_BYTES   32
#define NUMBER_BYTES 32

struct _TestIssuer
{
  TestHost        *host;
  GMutex           mutex;       /* guards what follows */
  gnutls_privkey_t rsa;
  gnutls_privkey_t ec;
  char            *alg;
  int              n_keys;      /* how often the keys were made; part of the kid */
  gboolean         is_broken;
  json_t          *claims;      /* put in place of what a token says; null takes a claim out */
  GHashTable      *counts;      /* (element-type utf8 uint) */
  GHashTable      *grants;      /* (element-type utf8 GHashTable): queries by code */
  GHashTable      *query;       /* (nullable): of the last authorisation */
};

static gnutls_privkey_t
make_key (gnutls_pk_algorithm_t algorithm,
          unsigned              bits)
{
  gnutls_privkey_t key;

  g_assert_cmpint (gnutls_privkey_init (&key), >=, 0);
  g_assert_cmpint (gnutls_privkey_generate (key, algorithm, bits, 0), >=, 0);
  return key;
}

static void
make_keys (TestIssuer *self)
{
  self->rsa = make_key (GNUTLS_PK_RSA, RSA_BITS);
  self->ec = make_key (GNUTLS_PK_ECDSA, GNUTLS_CURVE_TO_BITS (GNUTLS_ECC_CURVE_SECP256R1));
  self->n_keys++;
}

/* Numbers without the zero that says that they are positive, or padded to a length. */
static char *
number (const gnutls_datum_t *datum,
        gsize                 length)
{
  const guint8 *data = datum->data;
  gsize size = datum->size;
  g_autofree guint8 *padded = NULL;

  while (size > 0 && *data == 0)
    {
      data++;
      size--;
    }
  if (size >= length)
    return atlas_base64url_encode (data, size);

  padded = g_malloc0 (length);
  memcpy (padded + length - size, data, size);
  return atlas_base64url_encode (padded, length);
}

static json_t *
rsa_to_jwk (TestIssuer *self)
{
  gnutls_datum_t m;
  gnutls_datum_t e;
  g_autofree char *n_text = NULL;
  g_autofree char *e_text = NULL;
  g_autofree char *kid = g_strdup_printf ("rsa-%d", self->n_keys);

  g_assert_cmpint (gnutls_privkey_export_rsa_raw (self->rsa, &m, &e, NULL, NULL, NULL, NULL, NULL,
                                                  NULL), >=, 0);
  n_text = number (&m, 0);
  e_text = number (&e, 0);
  gnutls_free (m.data);
  gnutls_free (e.data);
  return json_pack ("{s:s, s:s, s:s, s:s, s:s, s:s}", "kty", "RSA", "use", "sig", "alg", "RS256",
                    "kid", kid, "n", n_text, "e", e_text);
}

static json_t *
ec_to_jwk (TestIssuer *self)
{
  gnutls_ecc_curve_t curve;
  gnutls_datum_t x;
  gnutls_datum_t y;
  g_autofree char *x_text = NULL;
  g_autofree char *y_text = NULL;
  g_autofree char *kid = g_strdup_printf ("ec-%d", self->n_keys);

  g_assert_cmpint (gnutls_privkey_export_ecc_raw (self->ec, &curve, &x, &y, NULL), >=, 0);
  x_text = number (&x, NUMBER_BYTES);
  y_text = number (&y, NUMBER_BYTES);
  gnutls_free (x.data);
  gnutls_free (y.data);
  return json_pack ("{s:s, s:s, s:s, s:s, s:s}", "kty", "EC", "crv", "P-256", "kid", kid,
                    "x", x_text, "y", y_text);
}

/* The public key as whoever confuses the kinds of signature would use it: its PEM as a secret. */
static char *
sign_hmac (TestIssuer *self,
           const char *text)
{
  gnutls_pubkey_t pubkey;
  gnutls_datum_t pem;
  guint8 mac[HMAC_BYTES];

  g_assert_cmpint (gnutls_pubkey_init (&pubkey), >=, 0);
  g_assert_cmpint (gnutls_pubkey_import_privkey (pubkey, self->rsa, 0, 0), >=, 0);
  g_assert_cmpint (gnutls_pubkey_export2 (pubkey, GNUTLS_X509_FMT_PEM, &pem), >=, 0);
  g_assert_cmpint (gnutls_hmac_fast (GNUTLS_MAC_SHA256, pem.data, pem.size, text, strlen (text),
                                     mac), >=, 0);
  gnutls_pubkey_deinit (pubkey);
  gnutls_free (pem.data);
  return atlas_base64url_encode (mac, sizeof mac);
}

static char *
sign_ec (TestIssuer           *self,
         const gnutls_datum_t *text)
{
  gnutls_datum_t der;
  gnutls_datum_t r;
  gnutls_datum_t s;
  guint8 both[2 * NUMBER_BYTES] = { 0 };

  g_assert_cmpint (gnutls_privkey_sign_data2 (self->ec, GNUTLS_SIGN_ECDSA_SHA256, 0, text, &der),
                   >=, 0);
  g_assert_cmpint (gnutls_decode_rs_value (&der, &r, &s), >=, 0);
  for (guint i = 0; i < NUMBER_BYTES; i++)
    {
      if (i < r.size)
        both[NUMBER_BYTES - 1 - i] = r.data[r.size - 1 - i];
      if (i < s.size)
        both[2 * NUMBER_BYTES - 1 - i] = s.data[s.size - 1 - i];
    }
  gnutls_free (der.data);
  gnutls_free (r.data);
  gnutls_free (s.data);
  return atlas_base64url_encode (both, sizeof both);
}

static char *
sign_rsa (TestIssuer           *self,
          const gnutls_datum_t *text)
{
  gnutls_datum_t signature;
  char *encoded;

  g_assert_cmpint (gnutls_privkey_sign_data2 (self->rsa, GNUTLS_SIGN_RSA_SHA256, 0, text,
                                              &signature), >=, 0);
  encoded = atlas_base64url_encode (signature.data, signature.size);
  gnutls_free (signature.data);
  return encoded;
}

static char *
sign (TestIssuer *self,
      const char *text)
{
  gnutls_datum_t datum = { (unsigned char *) text, (unsigned) strlen (text) };

  if (strcmp (self->alg, "none") == 0)
    return g_strdup ("");
  if (strcmp (self->alg, "HS256") == 0)
    return sign_hmac (self, text);

  return strcmp (self->alg, "ES256") == 0 ? sign_ec (self, &datum) : sign_rsa (self, &datum);
}

static char *
encode (json_t *value)
{
  g_autofree char *text = atlas_json_to_text (value);

  return atlas_base64url_encode ((const guint8 *) text, strlen (text));
}

static void
put_claims (json_t *claims,
            json_t *others)
{
  const char *name;
  json_t *value;

  json_object_foreach (others, name, value)
  {
    if (json_is_null (value))
      json_object_del (claims, name);
    else
      json_object_set (claims, name, value);
  }
}

static char *
make_token (TestIssuer *self,
            const char *nonce)
{
  gint64 now_s = g_get_real_time () / G_USEC_PER_SEC;
  g_autofree char *kid = g_strdup_printf ("%s-%d", strcmp (self->alg, "ES256") == 0 ? "ec" : "rsa",
                                          self->n_keys);
  g_autoptr(json_t) header = json_pack ("{s:s, s:s}", "alg", self->alg, "kid", kid);
  g_autoptr(json_t) claims = NULL;
  g_autofree char *first = encode (header);
  g_autofree char *second = NULL;
  g_autofree char *text = NULL;
  g_autofree char *third = NULL;

  claims = json_pack ("{s:s, s:s, s:s, s:s*, s:I, s:I}", "iss", test_host_url (self->host),
                      "aud", TEST_ISSUER_CLIENT, "sub", "subject-1", "nonce", nonce,
                      "iat", (json_int_t) now_s, "exp", (json_int_t) (now_s + TOKEN_LASTS_S));
  put_claims (claims, self->claims);
  second = encode (claims);
  text = g_strconcat (first, ".", second, NULL);
  third = sign (self, text);

  return g_strconcat (text, ".", third, NULL);
}

static void
reply (SoupServerMessage *message,
       guint              status,
       json_t            *body)
{
  char *text = atlas_json_to_text (body);

  soup_server_message_set_status (message, status, NULL);
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_TAKE, text,
                                    strlen (text));
}

static void
reply_error (SoupServerMessage *message,
             const char        *error)
{
  g_autoptr(json_t) body = json_pack ("{s:s}", "error", error);

  reply (message, SOUP_STATUS_BAD_REQUEST, body);
}

static void
discover (TestIssuer        *self,
          SoupServerMessage *message)
{
  const char *url = test_host_url (self->host);
  g_autofree char *authorize = g_strconcat (url, "/authorize", NULL);
  g_autofree char *token = g_strconcat (url, "/token", NULL);
  g_autofree char *keys = g_strconcat (url, "/keys", NULL);
  g_autoptr(json_t) body = NULL;

  body = json_pack ("{s:s, s:s, s:s, s:s, s:[s]}", "issuer", url,
                    "authorization_endpoint", authorize, "token_endpoint", token,
                    "jwks_uri", keys, "code_challenge_methods_supported", "S256");
  reply (message, SOUP_STATUS_OK, body);
}

static void
send_keys (TestIssuer        *self,
           SoupServerMessage *message)
{
  g_autoptr(json_t) body = json_pack ("{s:[o, o]}", "keys", rsa_to_jwk (self), ec_to_jwk (self));

  reply (message, SOUP_STATUS_OK, body);
}

static const char *
get (GHashTable *query,
     const char *name)
{
  const char *value = query != NULL ? g_hash_table_lookup (query, name) : NULL;

  return value != NULL ? value : "";
}

static void
authorize (TestIssuer        *self,
           SoupServerMessage *message,
           GHashTable        *query)
{
  const char *redirect = get (query, "redirect_uri");
  g_autofree char *code = NULL;
  g_autofree char *state = NULL;
  g_autofree char *address = NULL;

  if (strcmp (get (query, "response_type"), "code") != 0 ||
      strcmp (get (query, "client_id"), TEST_ISSUER_CLIENT) != 0 ||
      strcmp (get (query, "code_challenge_method"), "S256") != 0 ||
      strlen (get (query, "code_challenge")) != 43 ||
      strstr (get (query, "scope"), "openid") == NULL ||
      !g_str_has_prefix (redirect, "http://127.0.0.1:"))
    {
      reply_error (message, "invalid_request");
      return;
    }

  code = atlas_base64url_random ();
  g_hash_table_insert (self->grants, g_strdup (code), g_hash_table_ref (query));
  g_clear_pointer (&self->query, g_hash_table_unref);
  self->query = g_hash_table_ref (query);
  state = g_uri_escape_string (get (query, "state"), NULL, FALSE);
  address = g_strdup_printf ("%s?code=%s&state=%s", redirect, code, state);
  soup_server_message_set_redirect (message, SOUP_STATUS_FOUND, address);
}

static void
give_token (TestIssuer        *self,
            SoupServerMessage *message)
{
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  g_autoptr(GBytes) bytes = soup_message_body_flatten (body);
  g_autofree char *text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_autoptr(GHashTable) form = soup_form_decode (text);
  g_autoptr(GHashTable) query = NULL;
  const char *verifier = get (form, "code_verifier");
  g_autofree char *challenge = atlas_base64url_sha256 ((const guint8 *) verifier,
                                                       strlen (verifier));
  g_autofree char *code = NULL;
  g_autofree char *token = NULL;
  g_autoptr(json_t) answer = NULL;

  if (!g_hash_table_steal_extended (self->grants, get (form, "code"), (gpointer *) &code,
                                    (gpointer *) &query) ||
      strcmp (get (form, "grant_type"), "authorization_code") != 0 ||
      strcmp (get (form, "client_id"), TEST_ISSUER_CLIENT) != 0 ||
      strcmp (get (form, "redirect_uri"), get (query, "redirect_uri")) != 0 ||
      strcmp (challenge, get (query, "code_challenge")) != 0)
    {
      reply_error (message, "invalid_grant");
      return;
    }

  token = make_token (self, get (query, "nonce"));
  answer = json_pack ("{s:s, s:s, s:s}", "token_type", "Bearer", "access_token", "unused",
                      "id_token", token);
  reply (message, SOUP_STATUS_OK, answer);
}

static void
request_cb (SoupServer        *server,
            SoupServerMessage *message,
            const char        *path,
            GHashTable        *query,
            gpointer           user_data)
{
  TestIssuer *self = user_data;
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  guint count = GPOINTER_TO_UINT (g_hash_table_lookup (self->counts, path));

  g_hash_table_insert (self->counts, g_strdup (path), GUINT_TO_POINTER (count + 1));
  if (self->is_broken)
    soup_server_message_set_status (message, SOUP_STATUS_INTERNAL_SERVER_ERROR, NULL);
  else if (strcmp (path, "/.well-known/openid-configuration") == 0)
    discover (self, message);
  else if (strcmp (path, "/keys") == 0)
    send_keys (self, message);
  else if (strcmp (path, "/authorize") == 0)
    authorize (self, message, query);
  else if (strcmp (path, "/token") == 0)
    give_token (self, message);
  else
    soup_server_message_set_status (message, SOUP_STATUS_NOT_FOUND, NULL);
}

TestIssuer *
test_issuer_new (void)
{
  TestIssuer *self = g_new0 (TestIssuer, 1);

  g_mutex_init (&self->mutex);
  self->alg = g_strdup ("RS256");
  self->claims = json_object ();
  self->counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->grants = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                        (GDestroyNotify) g_hash_table_unref);
  make_keys (self);
  self->host = test_host_new (request_cb, self);

  return self;
}

void
test_issuer_free (TestIssuer *self)
{
  test_host_free (self->host);
  gnutls_privkey_deinit (self->rsa);
  gnutls_privkey_deinit (self->ec);
  json_decref (self->claims);
  g_hash_table_unref (self->counts);
  g_hash_table_unref (self->grants);
  g_clear_pointer (&self->query, g_hash_table_unref);
  g_mutex_clear (&self->mutex);
  g_free (self->alg);
  g_free (self);
}

const char *
test_issuer_url (TestIssuer *self)
{
  return test_host_url (self->host);
}

const char *
test_issuer_ca (TestIssuer *self)
{
  return test_host_ca (self->host);
}

/* How often a path was asked for. */
guint
test_issuer_count (TestIssuer *self,
                   const char *path)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return GPOINTER_TO_UINT (g_hash_table_lookup (self->counts, path));
}

void
test_issuer_break (TestIssuer *self,
                   gboolean    is_broken)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  self->is_broken = is_broken;
}

/* New keys with new names; the old ones are not shown any more. */
void
test_issuer_rotate (TestIssuer *self)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  gnutls_privkey_deinit (self->rsa);
  gnutls_privkey_deinit (self->ec);
  make_keys (self);
}

/* RS256, ES256, none, or HS256 with the public key as its secret. */
void
test_issuer_set_alg (TestIssuer *self,
                     const char *alg)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  g_free (self->alg);
  self->alg = g_strdup (alg);
}

/* Makes every token to come say something else; takes the value over. */
void
test_issuer_set_claim (TestIssuer *self,
                       const char *name,
                       json_t     *value)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  json_object_set_new (self->claims, name, value);
}

/* A token without a sign-in. */
char *
test_issuer_token (TestIssuer *self,
                   const char *nonce)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return make_token (self, nonce);
}

/* What the last authorisation was asked with. */
char *
test_issuer_query (TestIssuer *self,
                   const char *name)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return g_strdup (get (self->query, name));
}
