/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-server"

#include "config.h"

#include "server/atlas-authority.h"

#include <gio/gio.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <sodium.h>
#include <string.h>
#include <time.h>

#include "base/atlas-error.h"

#define SERIAL_BYTES      16
#define KEY_ID_BYTES      64
#define DAY_S             (24 * 60 * 60)
#define AUTHORITY_DAYS    (20 * 365)
#define CERTIFICATE_DAYS  (5 * 365)

typedef struct {
  gnutls_x509_crt_t     crt;
  gnutls_x509_privkey_t key;
} Pair;

static void
pair_clear (Pair *pair)
{
  if (pair->crt != NULL)
    gnutls_x509_crt_deinit (pair->crt);
  if (pair->key != NULL)
    gnutls_x509_privkey_deinit (pair->key);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Pair, pair_clear)

static gboolean
check (int      result,
       GError **error)
{
  if (result >= 0)
    return TRUE;

  g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_FAILED, "Certificate or key: %s",
               gnutls_strerror (result));
  return FALSE;
}

static gboolean
pair_init (Pair       *pair,
           const char *common_name,
           int         days,
           GError    **error)
{
  guint8 serial[SERIAL_BYTES];
  time_t now = time (NULL);

  randombytes_buf (serial, sizeof serial);
  serial[0] &= 0x7f;    /* A serial number is positive: RFC 5280, 4.1.2.2. */

  /* TLS refuses the curves that gnutls picks for "medium"; every peer takes P-256. */
  return check (gnutls_x509_crt_init (&pair->crt), error) &&
         check (gnutls_x509_privkey_init (&pair->key), error) &&
         check (gnutls_x509_privkey_generate (pair->key, GNUTLS_PK_ECDSA,
                                              GNUTLS_CURVE_TO_BITS (GNUTLS_ECC_CURVE_SECP256R1), 0),
                error) &&
         check (gnutls_x509_crt_set_version (pair->crt, 3), error) &&
         check (gnutls_x509_crt_set_serial (pair->crt, serial, sizeof serial), error) &&
         check (gnutls_x509_crt_set_activation_time (pair->crt, now - DAY_S), error) &&
         check (gnutls_x509_crt_set_expiration_time (pair->crt, now + (time_t) days * DAY_S),
                error) &&
         check (gnutls_x509_crt_set_dn_by_oid (pair->crt, GNUTLS_OID_X520_COMMON_NAME, 0,
                                               common_name, (unsigned) strlen (common_name)),
                error) &&
         check (gnutls_x509_crt_set_key (pair->crt, pair->key), error);
}

static gboolean
set_key_ids (Pair    *pair,
             Pair    *issuer,
             GError **error)
{
  guint8 id[KEY_ID_BYTES];
  size_t length = sizeof id;

  if (!check (gnutls_x509_crt_get_key_id (pair->crt, GNUTLS_KEYID_USE_SHA1, id, &length), error) ||
      !check (gnutls_x509_crt_set_subject_key_id (pair->crt, id, length), error))
    return FALSE;

  length = sizeof id;
  return check (gnutls_x509_crt_get_key_id (issuer->crt, GNUTLS_KEYID_USE_SHA1, id, &length),
                error) &&
         check (gnutls_x509_crt_set_authority_key_id (pair->crt, id, length), error);
}

static gboolean
add_name (gnutls_x509_crt_t crt,
          const char       *name,
          GError          **error)
{
  g_autoptr(GInetAddress) address = g_inet_address_new_from_string (name);
  gnutls_x509_subject_alt_name_t kind = GNUTLS_SAN_DNSNAME;
  const void *data = name;
  gsize length = strlen (name);

  if (address != NULL)
    {
      data = g_inet_address_to_bytes (address);
      length = g_inet_address_get_native_size (address);
      kind = GNUTLS_SAN_IPADDRESS;
    }

  return check (gnutls_x509_crt_set_subject_alt_name (crt, kind, data, (unsigned) length,
                                                      GNUTLS_FSAN_APPEND), error);
}

static gboolean
make_authority (Pair       *ca,
                const char *title,
                GError    **error)
{
  return pair_init (ca, title, AUTHORITY_DAYS, error) &&
         check (gnutls_x509_crt_set_basic_constraints (ca->crt, 1, 0), error) &&
         check (gnutls_x509_crt_set_key_usage (ca->crt,
                                               GNUTLS_KEY_KEY_CERT_SIGN | GNUTLS_KEY_CRL_SIGN),
                error) &&
         set_key_ids (ca, ca, error) &&
         check (gnutls_x509_crt_sign2 (ca->crt, ca->crt, ca->key, GNUTLS_DIG_SHA256, 0), error);
}

static gboolean
make_server (Pair               *server,
             Pair               *ca,
             const char * const *names,
             GError            **error)
{
  if (!pair_init (server, names[0], CERTIFICATE_DAYS, error) ||
      !check (gnutls_x509_crt_set_basic_constraints (server->crt, 0, -1), error) ||
      !check (gnutls_x509_crt_set_key_usage (server->crt, GNUTLS_KEY_DIGITAL_SIGNATURE), error) ||
      !check (gnutls_x509_crt_set_key_purpose_oid (server->crt, GNUTLS_KP_TLS_WWW_SERVER, 0),
              error) ||
      !set_key_ids (server, ca, error))
    return FALSE;

  for (gsize i = 0; names[i] != NULL; i++)
    if (!add_name (server->crt, names[i], error))
      return FALSE;

  return check (gnutls_x509_crt_sign2 (server->crt, ca->crt, ca->key, GNUTLS_DIG_SHA256, 0), error);
}

static char *
take_datum (gnutls_datum_t *datum)
{
  char *text = g_strndup ((const char *) datum->data, datum->size);

  sodium_memzero (datum->data, datum->size);
  gnutls_free (datum->data);
  return text;
}

static char *
crt_to_pem (gnutls_x509_crt_t crt,
            GError          **error)
{
  gnutls_datum_t datum = { NULL, 0 };

  if (!check (gnutls_x509_crt_export2 (crt, GNUTLS_X509_FMT_PEM, &datum), error))
    return NULL;

  return take_datum (&datum);
}

static char *
key_to_pem (gnutls_x509_privkey_t key,
            GError              **error)
{
  gnutls_datum_t datum = { NULL, 0 };

  if (!check (gnutls_x509_privkey_export2_pkcs8 (key, GNUTLS_X509_FMT_PEM, NULL, GNUTLS_PKCS_PLAIN,
                                                 &datum),
              error))
    return NULL;

  return take_datum (&datum);
}

static gboolean
sign_server (AtlasAuthority     *self,
             Pair               *ca,
             const char * const *names,
             GError            **error)
{
  g_auto(Pair)     server = { NULL, NULL };
  g_autofree char *pem = NULL;
  g_autofree char *key_pem = NULL;

  if (!make_server (&server, ca, names, error) ||
      (pem = crt_to_pem (server.crt, error)) == NULL ||
      (key_pem = key_to_pem (server.key, error)) == NULL)
    return FALSE;

  g_free (self->server_pem);
  g_free (self->server_key_pem);
  self->server_pem = g_strconcat (pem, self->ca_pem, NULL);
  self->server_key_pem = g_steal_pointer (&key_pem);
  return TRUE;
}

/**
 * atlas_authority_new:
 * @title: what the authority is called, for people who look at the certificate
 * @names: (array zero-terminated=1): host names and addresses of the server, at least one
 * @error: return location for an error
 *
 * Makes keys and certificates: an authority good for twenty years that may sign nothing but end
 * certificates, and a server certificate good for five.
 *
 * Cost: some milliseconds.
 *
 * Returns: (transfer full): the authority
 */
AtlasAuthority *
atlas_authority_new (const char         *title,
                     const char * const *names,
                     GError            **error)
{
  g_auto(Pair)              ca = { NULL, NULL };
  g_autoptr(AtlasAuthority) self = g_new0 (AtlasAuthority, 1);

  g_return_val_if_fail (title != NULL, NULL);
  g_return_val_if_fail (names != NULL && names[0] != NULL, NULL);

  if (!make_authority (&ca, title, error) ||
      (self->ca_pem = crt_to_pem (ca.crt, error)) == NULL ||
      (self->ca_key_pem = key_to_pem (ca.key, error)) == NULL ||
      (self->fingerprint = atlas_authority_fingerprint (self->ca_pem, error)) == NULL ||
      !sign_server (self, &ca, names, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * atlas_authority_free:
 * @self: (nullable): an authority
 *
 * Frees an authority and overwrites its private keys.
 */
void
atlas_authority_free (AtlasAuthority *self)
{
  if (self == NULL)
    return;

  if (self->ca_key_pem != NULL)
    sodium_memzero (self->ca_key_pem, strlen (self->ca_key_pem));
  if (self->server_key_pem != NULL)
    sodium_memzero (self->server_key_pem, strlen (self->server_key_pem));

  g_free (self->ca_pem);
  g_free (self->ca_key_pem);
  g_free (self->server_pem);
  g_free (self->server_key_pem);
  g_free (self->fingerprint);
  g_free (self);
}

static gboolean
import (const char        *pem,
        gnutls_x509_crt_t *crt,
        GError           **error)
{
  gnutls_datum_t datum = { (unsigned char *) pem, (unsigned) strlen (pem) };

  return check (gnutls_x509_crt_init (crt), error) &&
         check (gnutls_x509_crt_import (*crt, &datum, GNUTLS_X509_FMT_PEM), error);
}

/**
 * atlas_authority_fingerprint:
 * @pem: a certificate
 * @error: return location for an error
 *
 * Finds what a person compares when a laptop joins: the SHA-256 of the certificate's DER form.
 *
 * Returns: (transfer full): 64 hexadecimal digits
 */
char *
atlas_authority_fingerprint (const char *pem,
                             GError    **error)
{
  g_auto(Pair)     pair = { NULL, NULL };
  gnutls_datum_t der = { NULL, 0 };
  g_autofree char *fingerprint = NULL;

  if (!import (pem, &pair.crt, error) ||
      !check (gnutls_x509_crt_export2 (pair.crt, GNUTLS_X509_FMT_DER, &der), error))
    return NULL;

  fingerprint = g_compute_checksum_for_data (G_CHECKSUM_SHA256, der.data, der.size);
  gnutls_free (der.data);

  return g_steal_pointer (&fingerprint);
}

/**
 * atlas_authority_expiry:
 * @pem: a certificate
 * @error: return location for an error
 *
 * Returns: the end of its life in seconds since 1970, or -1
 */
gint64
atlas_authority_expiry (const char *pem,
                        GError    **error)
{
  g_auto(Pair) pair = { NULL, NULL };

  if (!import (pem, &pair.crt, error))
    return -1;

  return (gint64) gnutls_x509_crt_get_expiration_time (pair.crt);
}

static char *
alternative_name (gnutls_x509_crt_t crt,
                  unsigned          index)
{
  char data[256];
  size_t length = sizeof data;
  int kind = gnutls_x509_crt_get_subject_alt_name (crt, index, data, &length, NULL);

  if (kind == GNUTLS_SAN_IPADDRESS && (length == 4 || length == 16))
    {
      g_autoptr(GInetAddress) address = NULL;
      GSocketFamily family = length == 4 ? G_SOCKET_FAMILY_IPV4 : G_SOCKET_FAMILY_IPV6;

      address = g_inet_address_new_from_bytes ((guint8 *) data, family);
      return g_inet_address_to_string (address);
    }

  return kind == GNUTLS_SAN_DNSNAME ? g_strndup (data, length) : NULL;
}

/**
 * atlas_authority_names:
 * @pem: a server's certificate
 * @error: return location for an error
 *
 * Returns: (transfer full): the host names and addresses that it is for
 */
GStrv
atlas_authority_names (const char *pem,
                       GError    **error)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_auto(Pair)            pair = { NULL, NULL };
  char *name;

  if (!import (pem, &pair.crt, error))
    return NULL;

  for (unsigned i = 0; (name = alternative_name (pair.crt, i)) != NULL; i++)
    {
      g_strv_builder_add (builder, name);
      g_free (name);
    }

  return g_strv_builder_end (builder);
}

static gboolean
import_key (const char            *pem,
            gnutls_x509_privkey_t *key,
            GError               **error)
{
  gnutls_datum_t datum = { (unsigned char *) pem, (unsigned) strlen (pem) };

  return check (gnutls_x509_privkey_init (key), error) &&
         check (gnutls_x509_privkey_import2 (*key, &datum, GNUTLS_X509_FMT_PEM, NULL, 0), error);
}

/**
 * atlas_authority_renew:
 * @self: an authority with certificate and key of its own; those of the server are made new
 * @names: (array zero-terminated=1): host names and addresses of the server, at least one
 * @error: return location for an error
 *
 * Signs another certificate for the server. Whoever trusts the authority does not notice.
 *
 * Returns: whether it was signed; else @self is as it was
 */
gboolean
atlas_authority_renew (AtlasAuthority     *self,
                       const char * const *names,
                       GError            **error)
{
  g_auto(Pair) ca = { NULL, NULL };

  g_return_val_if_fail (names != NULL && names[0] != NULL, FALSE);

  return import (self->ca_pem, &ca.crt, error) && import_key (self->ca_key_pem, &ca.key, error) &&
         sign_server (self, &ca, names, error);
}

static gboolean
same_key (gnutls_x509_crt_t     crt,
          gnutls_x509_privkey_t key,
          gboolean             *is_same,
          GError              **error)
{
  guint8 of_crt[KEY_ID_BYTES];
  guint8 of_key[KEY_ID_BYTES];
  size_t crt_length = sizeof of_crt;
  size_t key_length = sizeof of_key;

  if (!check (gnutls_x509_crt_get_key_id (crt, GNUTLS_KEYID_USE_SHA256, of_crt, &crt_length),
              error) ||
      !check (gnutls_x509_privkey_get_key_id (key, GNUTLS_KEYID_USE_SHA256, of_key, &key_length),
              error))
    return FALSE;

  *is_same = crt_length == key_length && memcmp (of_crt, of_key, crt_length) == 0;
  return TRUE;
}

/**
 * atlas_authority_check_pair:
 * @chain_pem: a server's certificate, followed by those up to its authority
 * @key_pem: a private key
 * @error: return location for an error
 *
 * Errors: %ATLAS_ERROR_INVALID when they are not a certificate with its key; %ATLAS_ERROR_FAILED
 * when one cannot be read.
 *
 * Returns: whether the key is the certificate's
 */
gboolean
atlas_authority_check_pair (const char *chain_pem,
                            const char *key_pem,
                            GError    **error)
{
  g_auto(Pair) pair = { NULL, NULL };
  gboolean is_same = FALSE;

  if (!import (chain_pem, &pair.crt, error) || !import_key (key_pem, &pair.key, error) ||
      !same_key (pair.crt, pair.key, &is_same, error))
    return FALSE;
  if (is_same)
    return TRUE;

  g_set_error_literal (error, ATLAS_ERROR, ATLAS_ERROR_INVALID,
                       "The key is not that of the certificate");
  return FALSE;
}
