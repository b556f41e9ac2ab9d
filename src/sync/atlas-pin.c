/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-sync"

#include "config.h"

#include "sync/atlas-pin.h"

#include <string.h>

#include "base/atlas-error.h"

/* SHA-256 in hexadecimal. */
#define FINGERPRINT_DIGITS 64
#define DIGITS_A_GROUP     4

/**
 * AtlasPin:
 *
 * Trusts one certificate authority and no other: that of the county's server, or, where an
 * administrator wants it so, whichever the system trusts. The authority is
 * known by its certificate, or only by its fingerprint, and is then taken from the chain that the
 * server sends. libsoup asks about a certificate only when it was not accepted, so a pin has to be
 * the database that accepts it.
 */
struct _AtlasPin
{
  GTlsDatabase     parent_instance;

  GMutex           mutex;       /* handshakes may run on any thread */
  GTlsCertificate *ca;          /* (nullable): NULL until a server has shown it */
  char            *fingerprint; /* (nullable): NULL while looking */
  char            *issuer;      /* (nullable): who signed what was shown last */
  GTlsDatabase    *of_system;   /* (nullable): trusted in place of one authority */
};

G_DEFINE_FINAL_TYPE (AtlasPin, atlas_pin, G_TYPE_TLS_DATABASE)

static char *
fingerprint_of (GTlsCertificate *certificate)
{
  g_autoptr(GByteArray) der = NULL;

  g_object_get (certificate, "certificate", &der, NULL);
  return g_compute_checksum_for_data (G_CHECKSUM_SHA256, der->data, der->len);
}

/* What a person would know the signer of a chain by: its common name, else its organisation. */
static char *
issuer_of (GTlsCertificate *chain)
{
  g_autofree char *name = NULL;
  g_auto(GStrv)    parts = NULL;
  static const char * const kinds[] = { "CN=", "O=", "OU=" };

  while (g_tls_certificate_get_issuer (chain) != NULL)
    chain = g_tls_certificate_get_issuer (chain);
  name = g_tls_certificate_get_issuer_name (chain);
  parts = g_strsplit (name != NULL ? name : "", ",", -1);

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    for (gsize j = 0; parts[j] != NULL; j++)
      if (g_str_has_prefix (g_strstrip (parts[j]), kinds[i]))
        return g_utf8_make_valid (parts[j] + strlen (kinds[i]), -1);

  return NULL;
}

/* While looking, the last certificate of the chain is the authority; else the one asked for. */
static GTlsCertificate *
find_ca (AtlasPin        *self,
         GTlsCertificate *chain)
{
  GTlsCertificate *last = NULL;

  for (GTlsCertificate *at = chain; at != NULL; at = g_tls_certificate_get_issuer (at))
    {
      g_autofree char *fingerprint = fingerprint_of (at);

      if (g_strcmp0 (fingerprint, self->fingerprint) == 0)
        return at;
      last = at;
    }

  return self->fingerprint == NULL ? last : NULL;
}

static GTlsCertificateFlags
atlas_pin_verify_chain (GTlsDatabase           *database,
                        GTlsCertificate        *chain,
                        const char             *purpose,
                        GSocketConnectable     *identity,
                        GTlsInteraction        *interaction,
                        GTlsDatabaseVerifyFlags flags,
                        GCancellable           *cancellable,
                        GError                **error)
{
  AtlasPin *self = ATLAS_PIN (database);
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  GTlsCertificate *ca = self->ca != NULL ? self->ca : find_ca (self, chain);

  g_free (self->issuer);
  self->issuer = issuer_of (chain);
  if (self->of_system != NULL)
    return g_tls_database_verify_chain (self->of_system, chain, purpose, identity, interaction,
                                        flags, cancellable, error);
  if (ca == NULL)
    return G_TLS_CERTIFICATE_UNKNOWN_CA;

  g_set_object (&self->ca, ca);
  return g_tls_certificate_verify (chain, identity, ca);
}

static void
atlas_pin_finalize (GObject *object)
{
  AtlasPin *self = ATLAS_PIN (object);

  g_clear_object (&self->ca);
  g_clear_object (&self->of_system);
  g_clear_pointer (&self->fingerprint, g_free);
  g_clear_pointer (&self->issuer, g_free);
  g_mutex_clear (&self->mutex);

  G_OBJECT_CLASS (atlas_pin_parent_class)->finalize (object);
}

static void
atlas_pin_class_init (AtlasPinClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GTlsDatabaseClass *database_class = G_TLS_DATABASE_CLASS (klass);

  object_class->finalize = atlas_pin_finalize;
  database_class->verify_chain = atlas_pin_verify_chain;
}

static void
atlas_pin_init (AtlasPin *self)
{
  g_mutex_init (&self->mutex);
}

/**
 * atlas_pin_new:
 * @fingerprint: of the authority's certificate, as atlas_fingerprint_read() gives it
 *
 * Trusts the authority with a fingerprint; a server has to send its certificate.
 *
 * Returns: (transfer full): the pin
 */
AtlasPin *
atlas_pin_new (const char *fingerprint)
{
  AtlasPin *self = g_object_new (ATLAS_TYPE_PIN, NULL);

  self->fingerprint = g_strdup (fingerprint);
  return self;
}

/**
 * atlas_pin_new_from_pem:
 * @ca_pem: the authority's certificate, or %ATLAS_PIN_SYSTEM
 * @error: return location for an error
 *
 * Trusts an authority, or those of the system.
 *
 * Errors: %ATLAS_ERROR_INVALID when the text is no certificate.
 *
 * Returns: (transfer full): the pin
 */
AtlasPin *
atlas_pin_new_from_pem (const char *ca_pem,
                        GError    **error)
{
  g_autoptr(GError) fault = NULL;
  g_autoptr(GTlsCertificate) ca = NULL;
  AtlasPin *self;

  if (strcmp (ca_pem, ATLAS_PIN_SYSTEM) == 0)
    return atlas_pin_new_system ();

  ca = g_tls_certificate_new_from_pem (ca_pem, -1, &fault);
  if (ca == NULL)
    {
      g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_INVALID,
                   "Reading the certificate of the county's authority: %s", fault->message);
      return NULL;
    }

  self = g_object_new (ATLAS_TYPE_PIN, NULL);
  self->fingerprint = fingerprint_of (ca);
  self->ca = g_steal_pointer (&ca);
  return self;
}

/**
 * atlas_pin_new_system:
 *
 * Trusts the authorities that the system trusts.
 *
 * Returns: (transfer full): the pin
 */
AtlasPin *
atlas_pin_new_system (void)
{
  AtlasPin *self = g_object_new (ATLAS_TYPE_PIN, NULL);

  self->of_system = g_tls_backend_get_default_database (g_tls_backend_get_default ());
  return self;
}

/**
 * atlas_pin_new_looking:
 *
 * Trusts whichever authority the first server shows, so that a person can compare its fingerprint
 * with the one on paper. Nothing secret may be sent.
 *
 * Returns: (transfer full): the pin
 */
AtlasPin *
atlas_pin_new_looking (void)
{
  return g_object_new (ATLAS_TYPE_PIN, NULL);
}

static gboolean
belong_together (AtlasPin   *pin,
                 const char *fingerprint,
                 GError    **error)
{
  g_autofree char *actual = atlas_pin_get_fingerprint (pin);

  if (g_strcmp0 (actual, fingerprint) == 0)
    return TRUE;

  g_set_error_literal (error, ATLAS_ERROR, ATLAS_ERROR_INVALID,
                       "The certificate and the fingerprint do not belong together");
  return FALSE;
}

/**
 * atlas_pin_new_for:
 * @ca_pem: (nullable): the authority's certificate, or %ATLAS_PIN_SYSTEM
 * @fingerprint: (nullable): of that certificate, as a person types it
 * @error: return location for an error
 *
 * Trusts an authority by whatever is known of it.
 *
 * Errors: %ATLAS_ERROR_INVALID when that is nothing, or not of one certificate.
 *
 * Returns: (transfer full): the pin
 */
AtlasPin *
atlas_pin_new_for (const char *ca_pem,
                   const char *fingerprint,
                   GError    **error)
{
  g_autofree char *digits = fingerprint != NULL ? atlas_fingerprint_read (fingerprint) : NULL;
  g_autoptr(AtlasPin) pin = NULL;

  if (fingerprint != NULL && digits == NULL)
    {
      g_set_error_literal (error, ATLAS_ERROR, ATLAS_ERROR_INVALID,
                           "A fingerprint has 64 digits from 0 to 9 and a to f");
      return NULL;
    }
  if (ca_pem == NULL && digits == NULL)
    {
      g_set_error_literal (error, ATLAS_ERROR, ATLAS_ERROR_INVALID,
                           "The authority's certificate or its fingerprint is needed");
      return NULL;
    }
  if (ca_pem == NULL)
    return atlas_pin_new (digits);

  pin = atlas_pin_new_from_pem (ca_pem, error);
  if (pin == NULL || (digits != NULL && !belong_together (pin, digits, error)))
    return NULL;

  return g_steal_pointer (&pin);
}

/**
 * atlas_pin_get_fingerprint:
 * @self: a pin
 *
 * Returns: (transfer full) (nullable): of the authority; %NULL while it has not been seen
 */
char *
atlas_pin_get_fingerprint (AtlasPin *self)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  if (self->fingerprint != NULL)
    return g_strdup (self->fingerprint);

  return self->ca != NULL ? fingerprint_of (self->ca) : NULL;
}

/**
 * atlas_pin_get_ca:
 * @self: a pin
 *
 * Returns: (transfer full) (nullable): the authority's certificate as PEM, %NULL while it has not
 *   been seen; or %ATLAS_PIN_SYSTEM
 */
char *
atlas_pin_get_ca (AtlasPin *self)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  char *pem = NULL;

  if (self->of_system != NULL)
    return g_strdup (ATLAS_PIN_SYSTEM);
  if (self->ca != NULL)
    g_object_get (self->ca, "certificate-pem", &pem, NULL);
  return pem;
}

/**
 * atlas_pin_get_issuer:
 * @self: a pin
 *
 * Returns: (transfer full) (nullable): what who signed the certificates that were shown last calls
 *   itself, trusted or not; anybody can call itself anything
 */
char *
atlas_pin_get_issuer (AtlasPin *self)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return g_strdup (self->issuer);
}

/**
 * atlas_pin_describe_stranger:
 * @self: a pin
 *
 * Returns: (transfer full): what is wrong with a certificate of an authority that is not trusted
 */
char *
atlas_pin_describe_stranger (AtlasPin *self)
{
  g_autofree char *issuer = atlas_pin_get_issuer (self);

  return issuer != NULL
         ? g_strdup_printf ("what answers shows a certificate of “%s”, which this laptop does not "
                            "trust for it", issuer)
         : g_strdup ("what answers is not the server that this laptop trusts");
}

/**
 * atlas_fingerprint_of_pem:
 * @pem: a certificate
 * @error: return location for an error
 *
 * Errors: %ATLAS_ERROR_INVALID when the text is no certificate.
 *
 * Returns: (transfer full): SHA-256 of the certificate's DER, lower-case hexadecimal
 */
char *
atlas_fingerprint_of_pem (const char *pem,
                          GError    **error)
{
  g_autoptr(AtlasPin) pin = atlas_pin_new_from_pem (pem, error);

  return pin != NULL ? atlas_pin_get_fingerprint (pin) : NULL;
}

/**
 * atlas_fingerprint_read:
 * @text: what a person typed: spaces, colons and capitals are passed over
 *
 * Returns: (transfer full) (nullable): 64 lower-case hexadecimal digits, or %NULL when it is none
 */
char *
atlas_fingerprint_read (const char *text)
{
  g_autoptr(GString) digits = g_string_new (NULL);

  for (const char *c = text; *c != '\0'; c++)
    {
      if (g_ascii_isxdigit (*c))
        g_string_append_c (digits, g_ascii_tolower (*c));
      else if (*c != ':' && *c != '-' && !g_ascii_isspace (*c))
        return NULL;
    }

  return digits->len == FINGERPRINT_DIGITS
         ? g_string_free (g_steal_pointer (&digits), FALSE) : NULL;
}

/**
 * atlas_fingerprint_format:
 * @fingerprint: hexadecimal digits
 *
 * Returns: (transfer full): the same in groups of four, for comparing with paper
 */
char *
atlas_fingerprint_format (const char *fingerprint)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; fingerprint[i] != '\0'; i++)
    {
      if (i > 0 && i % DIGITS_A_GROUP == 0)
        g_string_append_c (text, ' ');
      g_string_append_c (text, fingerprint[i]);
    }

  return g_string_free (text, FALSE);
}
