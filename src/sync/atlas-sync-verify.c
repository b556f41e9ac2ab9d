/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Once a day, and after the program was killed, the server is asked at the end of a round what this
 * laptop should hold. What differs is put right, logged, and told to the server.
 */
#define G_LOG_DOMAIN "atlas-sync"

#include "config.h"

#include "sync/atlas-sync-engine-private.h"

#include "base/atlas-date.h"
#include "base/atlas-error.h"

#define MS_A_SECOND     1000
#define VERIFY_EVERY_MS (G_GINT64_CONSTANT (24) * 60 * 60 * MS_A_SECOND)
#define VERIFIED_AT     "verified_at"
#define FETCH_IDS       200     /* protocol, section 7 */

/**
 * atlas_sync_engine_must_verify:
 * @self: an engine
 *
 * Returns: whether the next round must be compared with what the server has
 */
gboolean
atlas_sync_engine_must_verify (AtlasSyncEngine *self)
{
  g_autofree char *text = atlas_store_get_meta (self->store, VERIFIED_AT);
  gint64 now_ms = g_get_real_time () / MS_A_SECOND;
  gint64 at_ms;

  if (self->must_verify || text == NULL || !atlas_time_parse (text, &at_ms))
    return TRUE;

  /* Also when the clock was put back since. */
  return now_ms < at_ms || now_ms - at_ms >= VERIFY_EVERY_MS;
}

static gboolean
note_verified (AtlasSyncEngine *self,
               GError         **error)
{
  g_autofree char *now = atlas_time_now ();

  self->must_verify = FALSE;
  return atlas_store_set_meta (self->store, VERIFIED_AT, now, error);
}

static gboolean
fetch_piece (AtlasSyncEngine *self,
             const char      *type,
             json_t          *ids,
             json_t          *changes,
             AtlasSyncReport *report,
             GCancellable    *cancellable,
             GError         **error)
{
  g_auto(AtlasSyncAnswer) answer = { 0 };

  if (json_array_size (ids) == 0)
    return TRUE;
  if (!atlas_sync_client_fetch (self->client, type, ids, &answer, cancellable, error))
    {
      atlas_sync_report_note (report, answer.problem, answer.retry_after_s);
      return FALSE;
    }

  json_array_extend (changes, json_object_get (answer.body, "changes"));
  json_array_clear (ids);
  return TRUE;
}

static gboolean
fetch (AtlasSyncEngine *self,
       const char      *type,
       json_t          *missing,
       json_t          *changes,
       AtlasSyncReport *report,
       GCancellable    *cancellable,
       GError         **error)
{
  g_autoptr(json_t) ids = json_array ();

  for (gsize i = 0; i < json_array_size (missing); i++)
    {
      json_array_append (ids, json_array_get (missing, i));
      if (json_array_size (ids) == FETCH_IDS &&
          !fetch_piece (self, type, ids, changes, report, cancellable, error))
        return FALSE;
    }

  return fetch_piece (self, type, ids, changes, report, cancellable, error);
}

static gboolean
reconcile (AtlasSyncEngine *self,
           const char      *type,
           json_t          *changes,
           AtlasSyncReport *report,
           GCancellable    *cancellable,
           GError         **error)
{
  g_autofree char *head = atlas_store_get_meta (self->store, "head");
  g_autoptr(json_t)       buckets = atlas_store_sync_buckets (self->store, type, error);
  g_autoptr(json_t)       missing = json_array ();
  g_auto(AtlasSyncAnswer) answer = { 0 };
  gsize before = json_array_size (changes);

  if (buckets == NULL || head == NULL)
    return FALSE;
  if (!atlas_sync_client_reconcile (self->client, type, g_ascii_strtoll (head, NULL, 10), buckets,
                                    &answer, cancellable, error))
    {
      atlas_sync_report_note (report, answer.problem, answer.retry_after_s);
      return FALSE;
    }
  if (!atlas_store_sync_list_repairs (self->store, type, json_object_get (answer.body, "differ"),
                                      changes, missing, error) ||
      !fetch (self, type, missing, changes, report, cancellable, error))
    return FALSE;

  g_message ("Repairing %zu records of type %s, which differ from the server's",
             json_array_size (changes) - before, type);
  return TRUE;
}

/* What was fetched is stored with the round that follows, which says whether all is right now. */
static gboolean
store_repairs (AtlasSyncEngine *self,
               json_t          *changes,
               AtlasSyncReport *report,
               GCancellable    *cancellable,
               GError         **error)
{
  g_autoptr(GPtrArray) pages = g_ptr_array_new_with_free_func ((GDestroyNotify) json_decref);
  g_auto(GStrv) differing = NULL;
  json_t *digest;

  if (!atlas_sync_engine_get_round (self, 0, TRUE, pages, report, cancellable, error))
    return FALSE;
  if (!atlas_store_sync_store_repair (self->store, changes, pages, &report->pull, error))
    {
      atlas_sync_report_note (report, ATLAS_SYNC_PROBLEM_STORE, 0);
      return FALSE;
    }

  report->n_repaired += (guint) json_array_size (changes);
  atlas_sync_notes_add_repairs (self->store, (guint) json_array_size (changes));
  digest = json_object_get (g_ptr_array_index (pages, pages->len - 1), "digest");
  differing = atlas_store_sync_compare (self->store, digest, error);
  if (differing == NULL)
    return FALSE;
  if (*differing != NULL)
    g_message ("After repairing, %u types of record still differ from the server's",
               g_strv_length (differing));

  return TRUE;
}

static gboolean
repair (AtlasSyncEngine    *self,
        const char * const *types,
        AtlasSyncReport    *report,
        GCancellable       *cancellable,
        GError            **error)
{
  g_autoptr(json_t) changes = json_array ();

  for (gsize i = 0; types[i] != NULL; i++)
    if (!reconcile (self, types[i], changes, report, cancellable, error))
      return FALSE;

  return store_repairs (self, changes, report, cancellable, error);
}

/**
 * atlas_sync_engine_verify:
 * @self: an engine that has stored a round
 * @last: its last page, for which the digest was asked
 * @report: (inout): what was repaired
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error
 *
 * Compares what is here with what the server says should be, and puts right what differs.
 *
 * Source: protocol, section 7.
 *
 * Returns: whether it is right
 */
gboolean
atlas_sync_engine_verify (AtlasSyncEngine *self,
                          json_t          *last,
                          AtlasSyncReport *report,
                          GCancellable    *cancellable,
                          GError         **error)
{
  json_t *digest = json_object_get (last, "digest");
  g_auto(GStrv) differing = NULL;

  if (!json_is_object (digest))
    return TRUE;

  differing = atlas_store_sync_compare (self->store, digest, error);
  if (differing == NULL ||
      (*differing != NULL && !repair (self, (const char * const *) differing, report, cancellable,
                                      error)))
    return FALSE;

  return note_verified (self, error);
}

/**
 * atlas_sync_compare:
 * @folder: a data folder whose store has joined a server
 * @head: (out): how far the server's order had come
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error
 *
 * Gets what is new, then compares what is here with what the server says should be, and changes
 * nothing. The calling thread waits.
 *
 * Errors: as atlas_sync_run_once(); %ATLAS_ERROR_PROTOCOL when the server does not say.
 *
 * Returns: (transfer full): names of the types of record that differ; empty when none does
 */
GStrv
atlas_sync_compare (const char   *folder,
                    gint64       *head,
                    GCancellable *cancellable,
                    GError      **error)
{
  g_autoptr(AtlasSyncEngine) self = atlas_sync_engine_open (folder, folder, error);
  g_autoptr(GPtrArray) pages = g_ptr_array_new_with_free_func ((GDestroyNotify) json_decref);
  AtlasSyncReport report = { 0 };
  json_t *digest;

  if (self == NULL || !atlas_sync_engine_check_server (self, &report, cancellable, error) ||
      !atlas_sync_engine_get_round (self, 0, TRUE, pages, &report, cancellable, error) ||
      !atlas_store_sync_store_round (self->store, pages, &report.pull, error))
    return NULL;

  *head = report.pull.head;
  digest = json_object_get (g_ptr_array_index (pages, pages->len - 1), "digest");
  if (json_is_object (digest))
    return atlas_store_sync_compare (self->store, digest, error);

  g_set_error_literal (error, ATLAS_ERROR, ATLAS_ERROR_PROTOCOL,
                       "The server does not say what this laptop should hold");
  return NULL;
}
