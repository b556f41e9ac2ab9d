/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The first load: a whole county into an empty store, the next page while one is stored. */
#define G_LOG_DOMAIN "atlas-sync"

#include "config.h"

#include "sync/atlas-sync-engine-private.h"

/* In a first load. Search gathers words until a commit, and joins what each of them left. */
#define PAGES_A_COMMIT     20

/*
 * A page that is got on a thread of its own, while the one before it is stored. Until it is taken
 * nobody else uses the client. The page before that is freed there too: it takes as long as
 * reading one.
 */
typedef struct {
  AtlasSyncClient *client;
  char            *cursor;      /* (nullable) */
  guint            limit;
  GCancellable    *cancellable; /* (nullable) */
  json_t          *spent;       /* (nullable): a page that is stored */
  GThread         *thread;      /* (nullable): NULL once it has ended */
  AtlasSyncAnswer  answer;
  GError          *fault;
} Fetch;

static gpointer
fetch_in_thread (gpointer data)
{
  Fetch *fetch = data;
  const AtlasSyncPull request = {
    .cursor = fetch->cursor, .limit = fetch->limit, .audit_at = -1,
  };

  atlas_sync_client_pull (fetch->client, &request, &fetch->answer, fetch->cancellable,
                          &fetch->fault);
  g_clear_pointer (&fetch->spent, json_decref);
  return NULL;
}

static Fetch *
fetch_begin (AtlasSyncEngine *self,
             const char      *cursor,
             json_t          *spent,
             GCancellable    *cancellable)
{
  Fetch *fetch = g_new0 (Fetch, 1);

  fetch->client = self->client;
  fetch->cursor = g_strdup (cursor);
  fetch->limit = self->limits.page;
  fetch->spent = spent;
  fetch->cancellable = cancellable != NULL ? g_object_ref (cancellable) : NULL;
  fetch->thread = g_thread_new ("atlas-fetch", fetch_in_thread, fetch);
  return fetch;
}

static void
fetch_free (Fetch *fetch)
{
  if (fetch->thread != NULL)
    g_thread_join (fetch->thread);
  g_free (fetch->cursor);
  g_clear_object (&fetch->cancellable);
  atlas_sync_answer_clear (&fetch->answer);
  g_clear_error (&fetch->fault);
  g_free (fetch);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Fetch, fetch_free)

static json_t *
fetch_end (AtlasSyncEngine *self,
           Fetch           *fetch,
           AtlasSyncReport *report,
           GError         **error)
{
  g_thread_join (g_steal_pointer (&fetch->thread));
  if (fetch->fault == NULL)
    return atlas_sync_engine_take_page (self, &fetch->answer, fetch->cursor, report, error);

  atlas_sync_report_note (report, fetch->answer.problem, fetch->answer.retry_after_s);
  g_propagate_error (error, g_steal_pointer (&fetch->fault));
  return NULL;
}

static gboolean
store_first_page (AtlasSyncEngine   *self,
                  json_t            *page,
                  AtlasTransaction **tx,
                  AtlasSyncReport   *report,
                  GError           **error)
{
  g_autoptr(GPtrArray) pages = g_ptr_array_new ();

  g_ptr_array_add (pages, page);
  if (*tx == NULL)
    *tx = atlas_transaction_begin (atlas_store_get_db (self->store), error);
  if (*tx != NULL &&
      atlas_store_sync_store_round (self->store, pages, &report->pull, error))
    return TRUE;

  atlas_sync_report_note (report, ATLAS_SYNC_PROBLEM_STORE, 0);
  return FALSE;
}

static gboolean
commit_pages (AtlasTransaction **tx,
              AtlasSyncReport   *report,
              GError           **error)
{
  g_autoptr(AtlasTransaction) taken = g_steal_pointer (tx);

  if (taken == NULL || atlas_transaction_commit (taken, error))
    return TRUE;

  atlas_sync_report_note (report, ATLAS_SYNC_PROBLEM_STORE, 0);
  return FALSE;
}

/**
 * atlas_sync_engine_load:
 * @self: an engine over a staging store
 * @report: (out caller-allocates): what came
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error
 *
 * Fills an empty store page by page, getting the next page while it stores one; what an earlier try
 * brought is not got again.
 *
 * Errors: as atlas_sync_engine_run()
 *
 * Source: protocol, section 6.
 *
 * Returns: whether the store holds what the server held
 */
gboolean
atlas_sync_engine_load (AtlasSyncEngine *self,
                        AtlasSyncReport *report,
                        GCancellable    *cancellable,
                        GError         **error)
{
  g_autofree char *cursor = atlas_store_get_meta (self->store, "cursor");
  g_autoptr(AtlasTransaction) tx = NULL;
  g_autoptr(Fetch)  next = NULL;
  g_autoptr(json_t) stored = NULL;
  guint n_pages = 0;

  memset (report, 0, sizeof *report);
  if (!atlas_sync_engine_check_server (self, report, cancellable, error))
    return FALSE;

  next = fetch_begin (self, cursor, NULL, cancellable);
  while (next != NULL)
    {
      g_autoptr(Fetch) fetch = g_steal_pointer (&next);
      g_autoptr(json_t) page = fetch_end (self, fetch, report, error);

      /* What has come is kept. */
      if (page == NULL)
        {
          commit_pages (&tx, report, NULL);
          return FALSE;
        }
      if (!atlas_sync_page_is_last (page))
        next = fetch_begin (self, atlas_json_string (page, "cursor"), g_steal_pointer (&stored),
                            cancellable);
      if (!store_first_page (self, page, &tx, report, error))
        return FALSE;
      if ((next == NULL || ++n_pages % PAGES_A_COMMIT == 0) && !commit_pages (&tx, report, error))
        return FALSE;

      g_clear_pointer (&stored, json_decref);
      stored = g_steal_pointer (&page);
      atlas_sync_engine_tell (self, ATLAS_SYNC_RECEIVING, report->pull.n_put, 0);
    }

  atlas_sync_engine_end_report (self, report);
  return atlas_sync_engine_note_time (self, TRUE, error);
}
