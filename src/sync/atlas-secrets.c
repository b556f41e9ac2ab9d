/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-sync"

#include "config.h"

#include "sync/atlas-secrets.h"

#include <sodium.h>
#include <string.h>

#include "base/atlas-error.h"
#include "base/atlas-json.h"

/* One file for every device that the folder has been: the store says which of them it is. */
#define SECRETS_FILE "secrets.json"
#define ONLY_OWNER   0600
/* Beside the devices, whose names are ids. */
#define PROXY        "proxy"

/**
 * atlas_secrets_new:
 *
 * Returns: (transfer full): no secrets yet
 */
AtlasSecrets *
atlas_secrets_new (void)
{
  return g_new0 (AtlasSecrets, 1);
}

static void
free_secret (char *text)
{
  if (text != NULL)
    sodium_memzero (text, strlen (text));
  g_free (text);
}

void
atlas_secrets_free (AtlasSecrets *self)
{
  g_free (self->device);
  free_secret (self->private_key);
  free_secret (self->refresh_token);
  free_secret (self->access_token);
  g_free (self);
}

static json_t *
read_file (const char *folder,
           GError    **error)
{
  g_autofree char *path = g_build_filename (folder, SECRETS_FILE, NULL);
  g_autofree char *text = NULL;
  g_autoptr(GError) fault = NULL;
  gsize length;

  if (g_file_get_contents (path, &text, &length, &fault))
    return atlas_json_parse (text, (gssize) length, error);
  if (g_error_matches (fault, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    return json_object ();

  g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_FAILED, "Reading the keys of this laptop: %s",
               fault->message);
  return NULL;
}

/* Takes the entry over; NULL takes it out. */
static gboolean
put_entry (const char *folder,
           const char *name,
           json_t     *entry,
           GError    **error)
{
  g_autofree char *path = g_build_filename (folder, SECRETS_FILE, NULL);
  g_autoptr(json_t) owned = entry;
  g_autoptr(json_t) file = read_file (folder, error);
  g_autoptr(GError) fault = NULL;
  g_autofree char *text = NULL;

  if (file == NULL)
    return FALSE;

  if (entry != NULL)
    json_object_set (file, name, entry);
  else
    json_object_del (file, name);
  text = atlas_json_to_text (file);
  if (g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT |
                                G_FILE_SET_CONTENTS_DURABLE, ONLY_OWNER, &fault))
    return TRUE;

  g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_READ_ONLY, "Keeping the keys of this laptop: %s",
               fault->message);
  return FALSE;
}

/**
 * atlas_secrets_load:
 * @folder: a data folder
 * @device: id of a device
 * @error: return location for an error
 *
 * Errors: %ATLAS_ERROR_SIGNED_OUT when the folder has no secrets of that device.
 *
 * Returns: (transfer full): the secrets
 */
AtlasSecrets *
atlas_secrets_load (const char *folder,
                    const char *device,
                    GError    **error)
{
  g_autoptr(json_t)       file = read_file (folder, error);
  g_autoptr(AtlasSecrets) self = NULL;
  json_t *entry;

  if (file == NULL)
    return NULL;

  entry = json_object_get (file, device);
  if (atlas_json_string (entry, "private_key") == NULL ||
      atlas_json_string (entry, "refresh_token") == NULL)
    {
      g_set_error_literal (error, ATLAS_ERROR, ATLAS_ERROR_SIGNED_OUT,
                           "The keys of this laptop are missing; sign in again");
      return NULL;
    }

  self = atlas_secrets_new ();
  self->device = g_strdup (device);
  self->private_key = g_strdup (atlas_json_string (entry, "private_key"));
  self->refresh_token = g_strdup (atlas_json_string (entry, "refresh_token"));
  self->access_token = g_strdup (atlas_json_string (entry, "access_token"));
  self->expires_ms = atlas_json_integer (entry, "expires_ms", 0);

  return g_steal_pointer (&self);
}

/**
 * atlas_secrets_save:
 * @self: secrets
 * @folder: a data folder
 * @error: return location for an error
 *
 * Writes secrets into a file that only this user can read. The file is replaced whole and is on the
 * disk when the function returns, so that a token is never lost between two.
 *
 * Returns: whether they are kept
 */
gboolean
atlas_secrets_save (AtlasSecrets *self,
                    const char   *folder,
                    GError      **error)
{
  return put_entry (folder, self->device,
                    json_pack ("{s:s, s:s, s:s*, s:I}", "private_key", self->private_key,
                               "refresh_token", self->refresh_token,
                               "access_token", self->access_token,
                               "expires_ms", (json_int_t) self->expires_ms), error);
}

/**
 * atlas_secrets_make_key:
 * @self: secrets
 *
 * Makes a new key pair.
 *
 * Returns: (transfer full): the public key, base64
 */
char *
atlas_secrets_make_key (AtlasSecrets *self)
{
  guint8 public_key[crypto_sign_PUBLICKEYBYTES];
  guint8 private_key[crypto_sign_SECRETKEYBYTES];

  crypto_sign_keypair (public_key, private_key);
  free_secret (self->private_key);
  self->private_key = g_base64_encode (private_key, sizeof private_key);
  sodium_memzero (private_key, sizeof private_key);

  return g_base64_encode (public_key, sizeof public_key);
}

/**
 * atlas_secrets_sign:
 * @self: secrets
 * @text: what is signed
 * @error: return location for an error
 *
 * Returns: (transfer full): the signature, base64
 */
char *
atlas_secrets_sign (AtlasSecrets *self,
                    const char   *text,
                    GError      **error)
{
  gsize length = 0;
  g_autofree guint8 *key = g_base64_decode (self->private_key, &length);
  guint8 signature[crypto_sign_BYTES];

  if (length != crypto_sign_SECRETKEYBYTES)
    {
      g_set_error_literal (error, ATLAS_ERROR, ATLAS_ERROR_SIGNED_OUT,
                           "The keys of this laptop are damaged; sign in again");
      return NULL;
    }

  crypto_sign_detached (signature, NULL, (const guint8 *) text, strlen (text), key);
  sodium_memzero (key, length);
  return g_base64_encode (signature, sizeof signature);
}

AtlasProxyLogin *
atlas_proxy_login_new (const char *user,
                       const char *password)
{
  AtlasProxyLogin *self = g_new0 (AtlasProxyLogin, 1);

  self->user = g_strdup (user);
  self->password = g_strdup (password);
  return self;
}

void
atlas_proxy_login_free (AtlasProxyLogin *self)
{
  if (self == NULL)
    return;

  g_free (self->user);
  free_secret (self->password);
  g_free (self);
}

/**
 * atlas_proxy_login_load:
 * @folder: a data folder
 *
 * Returns: (transfer full) (nullable): how a county of this laptop gets through the network's
 *   proxy; %NULL when it has not been asked
 */
AtlasProxyLogin *
atlas_proxy_login_load (const char *folder)
{
  g_autoptr(json_t) file = read_file (folder, NULL);
  json_t *entry = json_object_get (file, PROXY);
  const char *user = atlas_json_string (entry, "user");
  const char *password = atlas_json_string (entry, "password");

  return user != NULL && password != NULL ? atlas_proxy_login_new (user, password) : NULL;
}

/**
 * atlas_proxy_login_save:
 * @self: (nullable): how to get through the proxy; %NULL to forget it
 * @folder: a data folder, with a store or without
 * @error: return location for an error
 *
 * Keeps it in the file of the laptop's keys.
 *
 * Returns: whether it is kept
 */
gboolean
atlas_proxy_login_save (const AtlasProxyLogin *self,
                        const char            *folder,
                        GError               **error)
{
  return put_entry (folder, PROXY,
                    self != NULL ? json_pack ("{s:s, s:s}", "user", self->user,
                                              "password", self->password) : NULL, error);
}
