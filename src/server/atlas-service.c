/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-server"

#include "config.h"

#include "server/atlas-service.h"

#include <string.h>

#include "base/atlas-date.h"
#include "server/atlas-accounts.h"
#include "server/atlas-blob-requests.h"
#include "server/atlas-blobs.h"
#include "server/atlas-devices.h"
#include "server/atlas-folder.h"
#include "server/atlas-limiter.h"
#include "server/atlas-pull.h"
#include "server/atlas-push.h"
#include "server/atlas-reads.h"
#include "server/atlas-reconcile.h"
#include "server/atlas-sums.h"

#define PROTOCOL 1

/**
 * AtlasService:
 *
 * Answers requests from the database, one after another on the thread that opened it. It keeps
 * nothing between requests but what `init` and `restore` decide once and for all, and how much each
 * laptop has asked of late.
 */
struct _AtlasService
{
  AtlasBackend     *backend;
  GHashTable       *meta;       /* (element-type utf8 utf8) */
  AtlasAuditSigner *signer;
  AtlasLimiter     *devices;
  GHashTable       *known;      /* (element-type utf8 gpointer): what those who wait need to know */
};

static gboolean
read_meta (AtlasService *self,
           GError      **error)
{
  static const char *names[] = {
    "epoch", "county", "name", "demonstration", "audit_key", "recovery_key",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      char *value = atlas_meta_get (self->backend, names[i], error);

      if (value == NULL)
        return FALSE;
      g_hash_table_insert (self->meta, (gpointer) names[i], value);
    }

  return TRUE;
}

/**
 * atlas_service_tidy:
 * @self: a service
 * @error: return location for an error
 *
 * Forgets what is too old: what a cursor would need that is further back than any may be, and files
 * that nobody finished or names.
 *
 * Returns: whether it was done
 */
gboolean
atlas_service_tidy (AtlasService *self,
                    GError      **error)
{
  gint64 horizon_ms = ATLAS_LIMIT_HORIZON_DAYS * G_GINT64_CONSTANT (86400000);
  g_autofree char *before = atlas_time_format (g_get_real_time () / 1000 - horizon_ms);

  if (!atlas_backend_begin (self->backend, TRUE, error))
    return FALSE;
  if (atlas_backend_run (self->backend, error,
                         "UPDATE sync_head SET horizon = (SELECT MAX (seq) FROM scope_exit "
                         "WHERE at < ?1) WHERE only_row = 1 AND horizon < (SELECT MAX (seq) "
                         "FROM scope_exit WHERE at < ?1)", "t", before) &&
      atlas_backend_run (self->backend, error, "DELETE FROM scope_exit WHERE at < ?1", "t",
                         before) &&
      atlas_blobs_sweep (self->backend, g_get_real_time () / 1000, error))
    return atlas_backend_commit (self->backend, error);

  atlas_backend_rollback (self->backend);
  return FALSE;
}

/**
 * atlas_service_open:
 * @folder: a server's folder
 * @database: (nullable): where its county is kept, if the folder is not to be asked
 * @error: return location for an error
 *
 * Opens the database for the calling thread.
 *
 * Returns: (transfer full): the service
 */
AtlasService *
atlas_service_open (const char *folder,
                    const char *database,
                    GError    **error)
{
  g_autoptr(AtlasService) self = g_new0 (AtlasService, 1);

  self->meta = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  self->devices = atlas_limiter_new ();
  self->known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->backend = atlas_folder_open_backend (folder, database, error);
  if (self->backend == NULL || !read_meta (self, error) || !atlas_service_tidy (self, error) ||
      !atlas_sums_prepare (self->backend, error))
    return NULL;

  self->signer = atlas_audit_signer_new (folder, atlas_service_get_epoch (self), error);
  if (self->signer == NULL)
    return NULL;

  return g_steal_pointer (&self);
}

void
atlas_service_close (AtlasService *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->backend, atlas_backend_close);
  g_hash_table_unref (self->meta);
  g_clear_pointer (&self->signer, atlas_audit_signer_free);
  atlas_limiter_free (self->devices);
  g_hash_table_unref (self->known);
  g_free (self);
}

/**
 * atlas_service_set_rate:
 * @self: a service
 * @per_minute: requests that one laptop may make; 0 for no limit, as before the first call
 * @burst: how many of them at once
 */
void
atlas_service_set_rate (AtlasService *self,
                        int           per_minute,
                        int           burst)
{
  atlas_limiter_set (self->devices, per_minute, burst);
}

AtlasBackend *
atlas_service_get_backend (AtlasService *self)
{
  return self->backend;
}

const char *
atlas_service_get_epoch (AtlasService *self)
{
  return g_hash_table_lookup (self->meta, "epoch");
}

/**
 * atlas_service_get_meta:
 * @self: a service
 * @name: `epoch`, `county`, `name`, `demonstration`, `audit_key` or `recovery_key`
 *
 * Returns: (transfer none): that fact about the server
 */
const char *
atlas_service_get_meta (AtlasService *self,
                        const char   *name)
{
  return g_hash_table_lookup (self->meta, name);
}

AtlasAuditSigner *
atlas_service_get_signer (AtlasService *self)
{
  return self->signer;
}

void
atlas_session_free (AtlasSession *self)
{
  if (self == NULL)
    return;

  g_free (self->user);
  g_free (self->device);
  g_free (self->formerly);
  g_clear_pointer (&self->grants, atlas_grants_free);
  g_clear_pointer (&self->reads, g_hash_table_unref);
  g_free (self);
}

static json_t *
limits_to_json (void)
{
  return json_pack ("{s:i, s:i, s:i, s:i, s:i, s:i, s:i, s:i, s:i}",
                    "page", ATLAS_LIMIT_PAGE,
                    "page_bytes", ATLAS_LIMIT_PAGE_BYTES,
                    "push_sets", ATLAS_LIMIT_PUSH_SETS,
                    "push_bytes", ATLAS_LIMIT_PUSH_BYTES,
                    "set_ops", ATLAS_LIMIT_SET_OPS,
                    "record_bytes", ATLAS_LIMIT_RECORD_BYTES,
                    "blob_bytes", ATLAS_LIMIT_BLOB_BYTES,
                    "wait_s", ATLAS_LIMIT_WAIT_S,
                    "horizon_days", ATLAS_LIMIT_HORIZON_DAYS);
}

static void
answer_info (AtlasService *self,
             AtlasRequest *request,
             AtlasAnswer  *answer)
{
  g_autofree char *now = atlas_time_now ();
  g_autoptr(AtlasOidc) oidc = NULL;
  g_autoptr(GError)    error = NULL;
  g_autoptr(json_t) body = NULL;

  if (!atlas_oidc_load (self->backend, &oidc, &error))
    {
      atlas_answer_fault (answer, error);
      return;
    }

  body = json_pack ("{s:s, s:s, s:b, s:s, s:{s:i, s:i}, s:{s:i, s:i}, s:s, s:{s:o*, s:b}, s:o}",
                    "name", atlas_service_get_meta (self, "name"),
                    "county", atlas_service_get_meta (self, "county"),
                    "demonstration",
                    strcmp (atlas_service_get_meta (self, "demonstration"), "1") == 0,
                    "audit_key", atlas_service_get_meta (self, "audit_key"),
                    "protocol", "min", PROTOCOL, "max", PROTOCOL,
                    "schema", "min", ATLAS_SCHEMA_OLDEST, "current", ATLAS_SCHEMA_CURRENT,
                    "time", now,
                    "auth", "oidc", oidc != NULL ? atlas_oidc_to_info (oidc) : NULL,
                    "password", TRUE,
                    "limits", limits_to_json ());
  atlas_answer_json (answer, 200, body);
}

static void
answer_schema (AtlasService *self,
               AtlasSession *session,
               AtlasRequest *request,
               AtlasAnswer  *answer)
{
  const char *number = request->path + strlen ("/v1/schema/");
  guint64 schema = 0;
  g_autoptr(json_t) body = NULL;
  g_autofree char *text = NULL;
  g_autofree char *hash = NULL;
  g_autofree char *etag = NULL;

  if (!g_ascii_string_to_unsigned (number, 10, 1, ATLAS_SCHEMA_CURRENT, &schema, NULL))
    {
      atlas_answer_problem (answer, ATLAS_PROBLEM_NOT_FOUND, NULL);
      return;
    }

  body = atlas_schema_to_json ((int) schema);
  text = atlas_json_to_text (body);
  hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);
  etag = g_strdup_printf ("\"%d-%.16s\"", (int) schema, hash);

  if (g_strcmp0 (request->if_none_match, etag) == 0)
    atlas_answer_empty (answer, 304);
  else
    atlas_answer_json (answer, 200, body);
  answer->etag = g_steal_pointer (&etag);
}

typedef void (*Handler)     (AtlasService *self,
                             AtlasSession *session,
                             AtlasRequest *request,
                             AtlasAnswer  *answer);
typedef void (*OpenHandler) (AtlasService *self,
                             AtlasRequest *request,
                             AtlasAnswer  *answer);

/* The headers that every request but three carries. */
static gboolean
check_headers (AtlasRequest *request,
               AtlasSession *session,
               AtlasAnswer  *answer)
{
  guint64 number = 0;

  if (request->protocol == NULL ||
      !g_ascii_string_to_unsigned (request->protocol, 10, PROTOCOL, PROTOCOL, &number, NULL))
    {
      atlas_answer_problem (answer, ATLAS_PROBLEM_MALFORMED, "“Sync-Protocol: 1” is missing");
      return FALSE;
    }
  if (request->schema == NULL ||
      !g_ascii_string_to_unsigned (request->schema, 10, 0, G_MAXINT32, &number, NULL))
    {
      atlas_answer_problem (answer, ATLAS_PROBLEM_MALFORMED, "“Sync-Schema” is missing");
      return FALSE;
    }

  session->schema = (int) number;
  return TRUE;
}

/* Whatever is told about records comes from one moment, as do the grants by which it is told. */
static void
read_at_one_moment (AtlasService *self,
                    AtlasSession *session,
                    AtlasRequest *request,
                    AtlasAnswer  *answer,
                    Handler       handler)
{
  g_autoptr(GError) error = NULL;

  if (!atlas_backend_begin (self->backend, FALSE, &error))
    {
      atlas_answer_fault (answer, error);
      return;
    }

  g_clear_pointer (&session->grants, atlas_grants_free);
  session->grants = atlas_grants_load (self->backend, session->user, -1, &error);
  if (session->grants != NULL)
    handler (self, session, request, answer);
  else
    atlas_answer_fault (answer, error);

  atlas_backend_rollback (self->backend);
  if (error == NULL && !atlas_reads_audit (self->backend, session, &error))
    atlas_answer_fault (answer, error);
}

static void
pull (AtlasService *self,
      AtlasSession *session,
      AtlasRequest *request,
      AtlasAnswer  *answer)
{
  read_at_one_moment (self, session, request, answer, atlas_pull_handle);
}

static void
fetch (AtlasService *self,
       AtlasSession *session,
       AtlasRequest *request,
       AtlasAnswer  *answer)
{
  read_at_one_moment (self, session, request, answer, atlas_pull_fetch);
}

static void
reconcile (AtlasService *self,
           AtlasSession *session,
           AtlasRequest *request,
           AtlasAnswer  *answer)
{
  read_at_one_moment (self, session, request, answer, atlas_reconcile_handle);
}

static void
push (AtlasService *self,
      AtlasSession *session,
      AtlasRequest *request,
      AtlasAnswer  *answer)
{
  if (session->schema < ATLAS_SCHEMA_OLDEST)
    atlas_answer_problem (answer, ATLAS_PROBLEM_CLIENT_TOO_OLD,
                          "This program may read, but no longer write");
  else
    atlas_push_handle (self, session, request, answer);
}

/* Whether the server can do its work: the database answers. Nothing else is said. */
static void
answer_health (AtlasService *self,
               AtlasRequest *request,
               AtlasAnswer  *answer)
{
  g_autoptr(GError) error = NULL;

  if (atlas_service_get_head (self, &error) >= 0)
    atlas_answer_empty (answer, 200);
  else
    atlas_answer_problem (answer, ATLAS_PROBLEM_UNAVAILABLE, NULL);
}

/* A route is a path, or what one begins with and a word in braces for the rest. A request for one
 * with @handler must say who asks. */
static const struct {
  const char *method;
  const char *route;
  OpenHandler open_handler;
  Handler     handler;
} routes[] = {
  { "GET", "/healthz", answer_health, NULL },
  { "GET", "/v1/info", answer_info, NULL },
  { "POST", "/v1/devices", atlas_devices_enrol, NULL },
  { "POST", "/v1/token", atlas_devices_refresh, NULL },
  { "POST", "/v1/devices/self/wiped", atlas_devices_note_wiped, NULL },
  { "GET", "/v1/schema/{n}", NULL, answer_schema },
  { "GET", "/v1/changes", NULL, pull },
  { "POST", "/v1/push", NULL, push },
  { "POST", "/v1/reconcile", NULL, reconcile },
  { "POST", "/v1/fetch", NULL, fetch },
  { "HEAD", ATLAS_BLOBS_PATH "{name}", NULL, atlas_blobs_handle },
  { "PATCH", ATLAS_BLOBS_PATH "{name}", NULL, atlas_blobs_handle },
  { "GET", ATLAS_BLOBS_PATH "{name}", NULL, atlas_blobs_handle },
  { "GET", "/v1/devices", NULL, atlas_devices_list_own },
  { "POST", "/v1/devices/lock", NULL, atlas_devices_lock_own },
  { "GET", "/v1/devices/self", NULL, atlas_devices_describe },
  { "DELETE", "/v1/devices/self", NULL, atlas_devices_sign_out },
  { "PUT", "/v1/devices/self/keyslot", NULL, atlas_devices_keep_keyslot },
};

static gboolean
is_within_rate (AtlasService *self,
                AtlasSession *session,
                AtlasRequest *request,
                AtlasAnswer  *answer)
{
  gint64 now_us = g_get_monotonic_time ();
  guint wait_s;

  /* One that waited is not a new one. */
  if (request->is_again)
    return TRUE;

  wait_s = atlas_limiter_wait_s (self->devices, session->device, now_us);
  if (wait_s == 0)
    {
      atlas_limiter_charge (self->devices, session->device, now_us);
      return TRUE;
    }

  atlas_answer_problem (answer, ATLAS_PROBLEM_SLOW_DOWN, "This device asks too often");
  answer->retry_after_s = wait_s;
  return FALSE;
}

static void
handle_known_caller (AtlasService *self,
                     Handler       handler,
                     AtlasRequest *request,
                     AtlasAnswer  *answer)
{
  g_autoptr(AtlasSession) session = atlas_devices_authenticate (self, request, answer);

  if (session == NULL)
    return;

  g_free (answer->device);
  answer->device = g_strdup (session->device);
  if (is_within_rate (self, session, request, answer) && check_headers (request, session, answer))
    handler (self, session, request, answer);
}

static gboolean
is_route (AtlasRequest *request,
          const char   *method,
          const char   *route)
{
  const char *brace = strchr (route, '{');

  return strcmp (request->method, method) == 0 &&
         (brace == NULL ? strcmp (request->path, route) == 0
          : strncmp (request->path, route, (gsize) (brace - route)) == 0);
}

/**
 * atlas_service_get_head:
 * @self: a service
 * @error: return location for an error
 *
 * Returns: the number of the last change, or -1 when the database does not say
 */
gint64
atlas_service_get_head (AtlasService *self,
                        GError      **error)
{
  g_autoptr(AtlasRows) query = atlas_backend_query (self->backend, error,
                                                    "SELECT seq FROM sync_head WHERE only_row = 1",
                                                    "");

  return atlas_rows_step (query, error) == ATLAS_STEP_ROW ? atlas_rows_int (query, 0) : -1;
}

static void
handle (AtlasService *self,
        AtlasRequest *request,
        AtlasAnswer  *answer)
{
  for (gsize i = 0; i < G_N_ELEMENTS (routes); i++)
    {
      if (!is_route (request, routes[i].method, routes[i].route))
        continue;

      answer->route = routes[i].route;
      if (routes[i].open_handler != NULL)
        routes[i].open_handler (self, request, answer);
      else
        handle_known_caller (self, routes[i].handler, request, answer);
      return;
    }

  atlas_answer_problem (answer, ATLAS_PROBLEM_NOT_FOUND, NULL);
}

/**
 * atlas_service_look_anew:
 * @self: a service
 *
 * Says that something may have been committed since those who wait were last asked.
 */
void
atlas_service_look_anew (AtlasService *self)
{
  g_hash_table_remove_all (self->known);
}

/**
 * atlas_service_handle:
 * @self: a service
 * @request: what was asked
 * @answer: gets the answer
 *
 * Answers one request. Called on the service's own thread. Where others write at the same time, one
 * that had to give way, or whose connection to the database was lost, is begun anew once: the same
 * request may be sent any number of times.
 */
void
atlas_service_handle (AtlasService *self,
                      AtlasRequest *request,
                      AtlasAnswer  *answer)
{
  if (request->may_wait && request->waits != NULL &&
      !atlas_waits_end (request->waits, self->backend, self->known))
    {
      answer->nothing_new = TRUE;
      return;
    }

  handle (self, request, answer);
  if (!answer->is_busy || !atlas_backend_shares_writing (self->backend))
    return;

  atlas_answer_reset (answer);
  handle (self, request, answer);
}
