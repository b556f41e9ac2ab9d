/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-server"

#include "config.h"

#include "server/atlas-id-token.h"

#include <gnutls/abstract.h>
#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <sodium.h>
#include <string.h>

#include "base/atlas-base64url.h"
#include "base/atlas-error.h"

#define TOKEN_MOST_BYTES (16 * 1024)
#define LEEWAY_S         60             /* how far apart the clocks of issuer and server may be */
#define AGE_MOST_S       (15 * 60)      /* signing in is done now, not kept for later */
#define RSA_LEAST_BITS   2048           /* RFC 7518, 3.3 */
#define COORDINATE_BYTES 32             /* of P-256: RFC 7518, 6.2.1.2 */
#define SUBJECT_MOST     255            /* OpenID Connect Core 1.0, 2 */

struct _AtlasIdToken
{
  json_t *header;
  json_t *claims;
  char   *signed_text;
  GBytes *signature;
};

/* The signatures that are taken, with a public key each. What is not here is refused: `none`, and
 * every HS kind, whose key anybody can have if it is the issuer's public one. */
static const struct {
  const char             *alg;
  const char             *kty;
  gnutls_sign_algorithm_t algorithm;
} kinds[] = {
  { "RS256", "RSA", GNUTLS_SIGN_RSA_SHA256 },
  { "ES256", "EC", GNUTLS_SIGN_ECDSA_SHA256 },
};

static void
refuse (GError    **error,
        const char *why)
{
  g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_NOT_ALLOWED, "The id_token is refused: %s", why);
}

static gssize
kind_of (AtlasIdToken *self)
{
  const char *alg = atlas_json_string (self->header, "alg");

  for (gsize i = 0; alg != NULL && i < G_N_ELEMENTS (kinds); i++)
    if (strcmp (alg, kinds[i].alg) == 0)
      return (gssize) i;

  return -1;
}

static json_t *
parse_part (const char *text,
            gsize       length)
{
  g_autoptr(GBytes) bytes = atlas_base64url_decode (text, length);
  g_autoptr(json_t) value = NULL;

  if (bytes != NULL && g_bytes_get_size (bytes) > 0)
    value = atlas_json_parse (g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes),
                              NULL);

  return json_is_object (value) ? g_steal_pointer (&value) : NULL;
}

/**
 * atlas_id_token_parse:
 * @text: three parts with dots between
 * @error: return location for an error
 *
 * Reads a token. Nothing in it is to be believed before atlas_id_token_check() and
 * atlas_id_token_verify().
 *
 * Errors: %ATLAS_ERROR_NOT_ALLOWED for what is no token, or signed in a way that is not taken.
 *
 * Source: RFC 7515, 3.1, 4.1.11 and 7.1; RFC 8725, 3.1
 *
 * Returns: (transfer full): the token
 */
AtlasIdToken *
atlas_id_token_parse (const char *text,
                      GError    **error)
{
  g_autoptr(AtlasIdToken) self = g_new0 (AtlasIdToken, 1);
  const char *first = strlen (text) <= TOKEN_MOST_BYTES ? strchr (text, '.') : NULL;
  const char *second = first != NULL ? strchr (first + 1, '.') : NULL;

  if (second != NULL)
    {
      self->header = parse_part (text, (gsize) (first - text));
      self->claims = parse_part (first + 1, (gsize) (second - first - 1));
      self->signature = atlas_base64url_decode (second + 1, strlen (second + 1));
      self->signed_text = g_strndup (text, (gsize) (second - text));
    }
  if (self->header == NULL || self->claims == NULL || self->signature == NULL)
    {
      refuse (error, "it is not made of three readable parts");
      return NULL;
    }
  if (kind_of (self) < 0 || json_object_get (self->header, "crit") != NULL)
    {
      refuse (error, "it is not signed as RS256 or ES256");
      return NULL;
    }

  return g_steal_pointer (&self);
}

void
atlas_id_token_free (AtlasIdToken *self)
{
  json_decref (self->header);
  json_decref (self->claims);
  g_clear_pointer (&self->signature, g_bytes_unref);
  g_free (self->signed_text);
  g_free (self);
}

/* A token for several is for us only if it was issued to us. */
static gboolean
is_for (AtlasIdToken *self,
        const char   *client_id)
{
  json_t *audience = json_object_get (self->claims, "aud");
  json_t *party = json_object_get (self->claims, "azp");
  gboolean is_named = FALSE;

  if (party != NULL && g_strcmp0 (json_string_value (party), client_id) != 0)
    return FALSE;
  if (json_is_string (audience))
    return strcmp (json_string_value (audience), client_id) == 0;

  for (gsize i = 0; i < json_array_size (audience); i++)
    is_named |= g_strcmp0 (json_string_value (json_array_get (audience, i)), client_id) == 0;

  return is_named && (json_array_size (audience) == 1 || party != NULL);
}

static gint64
get_time (AtlasIdToken *self,
          const char   *name,
          gint64        otherwise)
{
  json_t *value = json_object_get (self->claims, name);

  /* RFC 7519, 2: a NumericDate may have a fraction. */
  if (!json_is_number (value) || json_number_value (value) < 0 ||
      json_number_value (value) > 9007199254740991.0)
    return otherwise;

  return (gint64) json_number_value (value);
}

static const char *
wrong_time (AtlasIdToken *self,
            gint64        now_s)
{
  gint64 ends = get_time (self, "exp", -1);
  gint64 made = get_time (self, "iat", -1);
  gint64 begins = json_object_get (self->claims, "nbf") != NULL ? get_time (self, "nbf", G_MAXINT64)
                                                                 : 0;

  if (ends < 0 || now_s - LEEWAY_S >= ends)
    return "it has ended";
  if (made < 0 || made > now_s + LEEWAY_S || now_s - made > AGE_MOST_S + LEEWAY_S)
    return "it was not made just now";
  if (begins > now_s + LEEWAY_S)
    return "it does not hold yet";

  return NULL;
}

/* A nonce that names a laptop's key is for that laptop alone. Another is between its client and the
 * identity provider: the server has nothing to compare it with. */
static gboolean
is_of_another_laptop (const char *nonce,
                      const char *wanted)
{
  return nonce != NULL && g_str_has_prefix (nonce, ATLAS_NONCE_START) &&
         (strlen (nonce) != strlen (wanted) || sodium_memcmp (nonce, wanted, strlen (nonce)) != 0);
}

/**
 * atlas_id_token_check:
 * @self: a token
 * @wanted: for whom, from whom and when it must be
 * @error: return location for an error
 *
 * Checks what a token says, but not who says so. Clocks may be a minute apart.
 *
 * Errors: %ATLAS_ERROR_NOT_ALLOWED, with a reason that holds nothing of the token.
 *
 * Source: OpenID Connect Core 1.0, 3.1.3.7
 *
 * Returns: whether it is for this server and this sign-in
 */
gboolean
atlas_id_token_check (AtlasIdToken             *self,
                      const AtlasIdTokenWanted *wanted,
                      GError                  **error)
{
  const char *nonce = atlas_json_string (self->claims, "nonce");
  const char *subject = atlas_json_string (self->claims, "sub");
  const char *why = NULL;

  if (g_strcmp0 (atlas_json_string (self->claims, "iss"), wanted->issuer) != 0)
    why = "it is another issuer's";
  else if (!is_for (self, wanted->client_id))
    why = "it is for another program";
  else if (subject == NULL || *subject == '\0' || strlen (subject) > SUBJECT_MOST)
    why = "it does not say whose it is";
  else if (is_of_another_laptop (nonce, wanted->nonce))
    why = "it belongs to another laptop";
  else
    why = wrong_time (self, wanted->now_s);

  if (why != NULL)
    refuse (error, why);
  return why == NULL;
}

static gboolean
says (json_t     *key,
      const char *name,
      const char *value)
{
  json_t *said = json_object_get (key, name);

  return said == NULL || g_strcmp0 (json_string_value (said), value) == 0;
}

/**
 * atlas_id_token_find_key:
 * @self: a token
 * @keys: the issuer's, an array of JWK
 *
 * Returns: (transfer none) (nullable): the key that the token says it is signed with; %NULL when
 *   there is none, or no way to tell which
 *
 * Source: RFC 7517, 4; OpenID Connect Core 1.0, 10.1
 */
json_t *
atlas_id_token_find_key (AtlasIdToken *self,
                         json_t       *keys)
{
  const char *kid = atlas_json_string (self->header, "kid");
  gssize kind = kind_of (self);
  json_t *found = NULL;

  for (gsize i = 0; i < json_array_size (keys); i++)
    {
      json_t *key = json_array_get (keys, i);

      if (g_strcmp0 (atlas_json_string (key, "kty"), kinds[kind].kty) != 0 ||
          !says (key, "use", "sig") || !says (key, "alg", kinds[kind].alg) ||
          (kid != NULL && g_strcmp0 (atlas_json_string (key, "kid"), kid) != 0))
        continue;
      if (found != NULL)
        return NULL;
      found = key;
    }

  return found;
}

static GBytes *
key_part (json_t     *key,
          const char *name)
{
  const char *text = atlas_json_string (key, name);

  return text != NULL ? atlas_base64url_decode (text, strlen (text)) : NULL;
}

static gnutls_datum_t
datum (GBytes *bytes)
{
  gsize length = 0;
  gnutls_datum_t result = { (unsigned char *) g_bytes_get_data (bytes, &length), 0 };

  result.size = (unsigned) length;
  return result;
}

static gboolean
import_rsa (gnutls_pubkey_t pubkey,
            json_t         *key)
{
  g_autoptr(GBytes) modulus = key_part (key, "n");
  g_autoptr(GBytes) exponent = key_part (key, "e");
  gnutls_datum_t n;
  gnutls_datum_t e;
  unsigned bits = 0;

  if (modulus == NULL || exponent == NULL)
    return FALSE;

  n = datum (modulus);
  e = datum (exponent);
  return gnutls_pubkey_import_rsa_raw (pubkey, &n, &e) >= 0 &&
         gnutls_pubkey_get_pk_algorithm (pubkey, &bits) == GNUTLS_PK_RSA && bits >= RSA_LEAST_BITS;
}

static gboolean
import_ec (gnutls_pubkey_t pubkey,
           json_t         *key)
{
  g_autoptr(GBytes) first = key_part (key, "x");
  g_autoptr(GBytes) second = key_part (key, "y");
  gnutls_datum_t x;
  gnutls_datum_t y;

  if (first == NULL || second == NULL || g_bytes_get_size (first) != COORDINATE_BYTES ||
      g_bytes_get_size (second) != COORDINATE_BYTES ||
      g_strcmp0 (atlas_json_string (key, "crv"), "P-256") != 0)
    return FALSE;

  x = datum (first);
  y = datum (second);
  return gnutls_pubkey_import_ecc_raw (pubkey, GNUTLS_ECC_CURVE_SECP256R1, &x, &y) >= 0;
}

/* RFC 7518, 3.4, puts two numbers side by side; GnuTLS wants them in DER. */
static gboolean
verify_ec (gnutls_pubkey_t       pubkey,
           const gnutls_datum_t *text,
           const gnutls_datum_t *signature)
{
  gnutls_datum_t r = { signature->data, COORDINATE_BYTES };
  gnutls_datum_t s = { signature->data + COORDINATE_BYTES, COORDINATE_BYTES };
  gnutls_datum_t der = { NULL, 0 };
  gboolean holds;

  if (signature->size != 2 * COORDINATE_BYTES || gnutls_encode_rs_value (&der, &r, &s) < 0)
    return FALSE;

  holds = gnutls_pubkey_verify_data2 (pubkey, GNUTLS_SIGN_ECDSA_SHA256, 0, text, &der) >= 0;
  gnutls_free (der.data);
  return holds;
}

/**
 * atlas_id_token_verify:
 * @self: a token
 * @key: the JWK that atlas_id_token_find_key() gave
 * @error: return location for an error
 *
 * Checks that the token is signed with a key.
 *
 * Errors: %ATLAS_ERROR_NOT_ALLOWED
 *
 * Cost: some tens of microseconds.
 *
 * Source: RFC 7518, 3.3 and 3.4
 *
 * Returns: whether it is
 */
gboolean
atlas_id_token_verify (AtlasIdToken *self,
                       json_t       *key,
                       GError      **error)
{
  gnutls_datum_t text = { (unsigned char *) self->signed_text,
                          (unsigned) strlen (self->signed_text) };
  gnutls_datum_t signature = datum (self->signature);
  gnutls_pubkey_t pubkey = NULL;
  gboolean holds = FALSE;

  if (gnutls_pubkey_init (&pubkey) < 0)
    pubkey = NULL;
  else if (kinds[kind_of (self)].algorithm == GNUTLS_SIGN_RSA_SHA256)
    holds = import_rsa (pubkey, key) &&
            gnutls_pubkey_verify_data2 (pubkey, GNUTLS_SIGN_RSA_SHA256, 0, &text, &signature) >= 0;
  else
    holds = import_ec (pubkey, key) && verify_ec (pubkey, &text, &signature);

  if (pubkey != NULL)
    gnutls_pubkey_deinit (pubkey);
  if (!holds)
    refuse (error, "its signature is not the issuer's");
  return holds;
}

/**
 * atlas_id_token_get_claim:
 * @self: a token
 * @name: `sub`, `preferred_username` or `email`
 *
 * Returns: (transfer none) (nullable): what the token says of its owner; an address that the issuer
 *   has not verified is none
 */
const char *
atlas_id_token_get_claim (AtlasIdToken *self,
                          const char   *name)
{
  if (strcmp (name, "email") == 0 && !atlas_json_boolean (self->claims, "email_verified"))
    return NULL;

  return atlas_json_string (self->claims, name);
}

/**
 * atlas_id_token_get_end:
 * @self: a token
 *
 * Returns: when no server takes it any more, in seconds since 1970
 */
gint64
atlas_id_token_get_end (AtlasIdToken *self)
{
  return get_time (self, "exp", 0) + LEEWAY_S;
}

/**
 * atlas_id_token_digest:
 * @self: a token
 *
 * Returns: (transfer full): SHA-256 of what is signed, in hexadecimal. The signature is left out:
 *   anybody can make a second good one out of an ES256 signature.
 */
char *
atlas_id_token_digest (AtlasIdToken *self)
{
  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, self->signed_text, -1);
}
