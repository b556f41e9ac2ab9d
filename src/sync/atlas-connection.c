/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-sync"

#include "config.h"

#include "sync/atlas-connection.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

#include "base/atlas-error.h"
#include "store/atlas-store-sync.h"
#include "sync/atlas-sync-client.h"

void
atlas_connection_sight_clear (AtlasConnectionSight *sight)
{
  g_clear_pointer (&sight->server, g_free);
  g_clear_pointer (&sight->issuer, g_free);
  g_clear_pointer (&sight->detail, g_free);
}

static char *
get_server (AtlasStore *store,
            GError    **error)
{
  char *server = atlas_store_get_meta (store, "server");

  if (server == NULL)
    g_set_error_literal (error, ATLAS_ERROR, ATLAS_ERROR_NOT_FOUND,
                         "This store has joined no server");

  return server;
}

/**
 * atlas_connection_look:
 * @folder: a data folder whose store has joined a server
 * @sight: (out caller-allocates): how the server looks
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error
 *
 * Calls the server without signing in, to see what stands in the way. The calling thread waits.
 *
 * Errors: those of atlas_store_open(); %ATLAS_ERROR_NOT_FOUND when it has joined none;
 * %G_IO_ERROR_CANCELLED. That the server does not answer is none: @sight says so.
 *
 * Returns: whether it could be looked at
 */
gboolean
atlas_connection_look (const char           *folder,
                       AtlasConnectionSight *sight,
                       GCancellable         *cancellable,
                       GError              **error)
{
  g_autoptr(AtlasStore)      store = atlas_store_open (folder, ATLAS_STORE_READ_ONLY, error);
  g_autoptr(AtlasSyncClient) client = NULL;
  g_autoptr(AtlasPin)        pin = NULL;
  g_autoptr(GError)          fault = NULL;
  g_autofree char *ca = NULL;
  g_auto(AtlasSyncAnswer)    answer = { 0 };

  memset (sight, 0, sizeof *sight);
  if (store == NULL || (sight->server = get_server (store, error)) == NULL)
    return FALSE;

  ca = atlas_store_get_meta (store, "server_ca");
  if ((pin = atlas_pin_new_from_pem (ca != NULL ? ca : "", error)) == NULL ||
      (client = atlas_sync_client_new (sight->server, pin, error)) == NULL)
    return FALSE;

  atlas_sync_client_set_proxy (client, atlas_proxy_login_load (folder));
  if (!atlas_sync_client_get_info (client, &answer, cancellable, &fault) &&
      g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;

  sight->problem = answer.problem;
  sight->issuer = atlas_pin_get_issuer (pin);
  sight->detail = fault != NULL ? g_strdup (fault->message) : NULL;
  return TRUE;
}

/* What is vouched for must be this county's server, and be there: nobody can prove it later. */
static gboolean
is_same_county (AtlasStore *store,
                json_t     *info,
                GError    **error)
{
  g_autofree char *county = atlas_store_get_meta (store, "pack");

  if (g_strcmp0 (county, atlas_json_string (info, "county")) == 0 &&
      atlas_store_is_demonstration (store) == atlas_json_boolean (info, "demonstration"))
    return TRUE;

  g_set_error_literal (error, ATLAS_ERROR, ATLAS_ERROR_NOT_ALLOWED,
                       "What answers with this certificate is another county's server");
  return FALSE;
}

static gboolean
try_pin (AtlasStore   *store,
         const char   *folder,
         AtlasPin     *pin,
         GCancellable *cancellable,
         GError      **error)
{
  g_autofree char *server = get_server (store, error);
  g_autoptr(AtlasSyncClient) client = NULL;
  g_auto(AtlasSyncAnswer)    answer = { 0 };

  if (server == NULL || (client = atlas_sync_client_new (server, pin, error)) == NULL)
    return FALSE;

  atlas_sync_client_set_proxy (client, atlas_proxy_login_load (folder));
  return atlas_sync_client_get_info (client, &answer, cancellable, error) &&
         is_same_county (store, answer.body, error);
}

/**
 * atlas_connection_trust:
 * @folder: a data folder whose store has joined a server, and that nobody syncs
 * @ca_pem: (nullable): certificate of an authority, or %ATLAS_PIN_SYSTEM
 * @fingerprint: (nullable): of that certificate, as a person types it, when @ca_pem is not at hand
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error
 *
 * Trusts another authority for the server from now on, if the server shows a certificate of it now.
 * Whoever calls this vouches for the authority. The calling thread waits.
 *
 * Errors: %ATLAS_ERROR_INVALID for what is no certificate and no fingerprint; %ATLAS_ERROR_NETWORK
 * when the server shows another, and nothing is changed; %ATLAS_ERROR_PROXY;
 * %ATLAS_ERROR_NOT_ALLOWED for another county's server.
 *
 * Returns: whether it is trusted
 */
gboolean
atlas_connection_trust (const char   *folder,
                        const char   *ca_pem,
                        const char   *fingerprint,
                        GCancellable *cancellable,
                        GError      **error)
{
  g_autoptr(AtlasPin)   pin = atlas_pin_new_for (ca_pem, fingerprint, error);
  g_autoptr(AtlasStore) store = NULL;
  g_autofree char *ca = NULL;

  if (pin == NULL || (store = atlas_store_open (folder, ATLAS_STORE_DEFAULT, error)) == NULL ||
      !try_pin (store, folder, pin, cancellable, error))
    return FALSE;

  ca = atlas_pin_get_ca (pin);
  return atlas_store_set_meta (store, "server_ca", ca, error);
}

/**
 * atlas_connection_set_proxy:
 * @folder: a data folder, with a store that has joined a server or before it joins one
 * @login: for the network's proxy
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error
 *
 * Keeps what opens the proxy. Where there is a server to call, it is called first. The calling
 * thread waits.
 *
 * Errors: %ATLAS_ERROR_PROXY when the proxy does not take it, and it is not kept; those of
 * atlas_proxy_login_save().
 *
 * Returns: whether it is kept
 */
gboolean
atlas_connection_set_proxy (const char            *folder,
                            const AtlasProxyLogin *login,
                            GCancellable          *cancellable,
                            GError               **error)
{
  g_auto(AtlasConnectionSight) sight = { 0 };

  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_READ_ONLY, "Making the folder %s: %s", folder,
                   g_strerror (errno));
      return FALSE;
    }
  if (!atlas_proxy_login_save (login, folder, error))
    return FALSE;
  if (!atlas_store_exists (folder))
    return TRUE;
  if (!atlas_connection_look (folder, &sight, cancellable, error))
    return FALSE;
  if (sight.problem != ATLAS_SYNC_PROBLEM_PROXY)
    return TRUE;

  atlas_proxy_login_save (NULL, folder, NULL);
  g_set_error_literal (error, ATLAS_ERROR, ATLAS_ERROR_PROXY, sight.detail);
  return FALSE;
}
