/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-sync"

#include "config.h"

#include "sync/atlas-sync-engine.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/atlas-error.h"

#define LOCK_FILE    "sync.lock"
#define PROTOCOL     1
#define MS_A_SECOND  1000
/* How often the time of the last full update is written down when nothing else is: rarely, since
 * every write makes those who show the store look at it again. */
#define NOTE_EVERY_MS (15 * 60 * MS_A_SECOND)

/* What the server takes when its /v1/info does not say. Source: protocol, section 3. */
#define DEFAULT_PAGE       500
#define DEFAULT_PUSH_SETS  100
#define DEFAULT_PUSH_BYTES (1024 * 1024)
#define DEFAULT_WAIT_S     55
/* What surrounds the sets of a push. */
#define PUSH_FRAME_BYTES   1024

typedef struct {
  guint page;
  guint push_sets;
  gsize push_bytes;
  guint wait_s;
} Limits;

struct _AtlasSyncEngine
{
  AtlasStore       *store;
  char             *server;
  AtlasSyncClient  *client;
  int               lock_fd;
  Limits            limits;
  gboolean          has_checked;
  gboolean          may_only_pull;
  gint64            noted_ms;
  AtlasSyncProgress progress;
  gpointer          progress_data;
};

/* The lock goes with the process, however that ends. Two that used one device would lock it out. */
static int
take_lock (const char *folder,
           GError    **error)
{
  g_autofree char *path = g_build_filename (folder, LOCK_FILE, NULL);
  int fd = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

  if (fd < 0)
    {
      g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_READ_ONLY, "Opening %s: %s", path,
                   g_strerror (errno));
      return -1;
    }
  if (flock (fd, LOCK_EX | LOCK_NB) == 0)
    return fd;

  close (fd);
  g_set_error_literal (error, ATLAS_ERROR, ATLAS_ERROR_BUSY,
                       "Another program is syncing this store");
  return -1;
}

static AtlasSyncClient *
make_client (AtlasStore *store,
             const char *secrets_folder,
             GError    **error)
{
  g_autofree char *server = atlas_store_get_meta (store, "server");
  g_autofree char *device = atlas_store_get_meta (store, "device");
  g_autofree char *ca = atlas_store_get_meta (store, "server_ca");
  g_autoptr(AtlasPin)        pin = NULL;
  g_autoptr(AtlasSecrets)    secrets = NULL;
  g_autoptr(AtlasSyncClient) client = NULL;

  if (server == NULL || device == NULL || ca == NULL)
    {
      g_set_error_literal (error, ATLAS_ERROR, ATLAS_ERROR_NOT_FOUND,
                           "This store has joined no server");
      return NULL;
    }

  pin = atlas_pin_new_from_pem (ca, error);
  if (pin == NULL)
    return NULL;

  secrets = atlas_secrets_load (secrets_folder, device, error);
  client = secrets != NULL ? atlas_sync_client_new (server, pin, error) : NULL;
  if (client != NULL)
    {
      atlas_sync_client_set_secrets (client, g_steal_pointer (&secrets), secrets_folder);
      atlas_sync_client_set_proxy (client, atlas_proxy_login_load (secrets_folder));
    }

  return g_steal_pointer (&client);
}

/**
 * atlas_sync_engine_open:
 * @folder: a data folder
 * @secrets_folder: where the keys of its device are
 * @error: return location for an error
 *
 * Makes ready to sync a store that has joined a server.
 *
 * Errors: %ATLAS_ERROR_NOT_FOUND when it has joined none; %ATLAS_ERROR_BUSY when another program
 * syncs it; %ATLAS_ERROR_SIGNED_OUT when its keys are missing; those of atlas_store_open().
 *
 * Returns: (transfer full): the engine
 */
AtlasSyncEngine *
atlas_sync_engine_open (const char *folder,
                        const char *secrets_folder,
                        GError    **error)
{
  const Limits limits = { DEFAULT_PAGE, DEFAULT_PUSH_SETS, DEFAULT_PUSH_BYTES, DEFAULT_WAIT_S };
  g_autoptr(AtlasSyncEngine) self = g_new0 (AtlasSyncEngine, 1);
  AtlasStoreFlags flags = strcmp (folder, secrets_folder) == 0 ? ATLAS_STORE_DEFAULT
                                                               : ATLAS_STORE_BULK;

  self->limits = limits;
  self->lock_fd = -1;
  if (!atlas_store_exists (folder))
    {
      g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_NOT_FOUND, "There is no store in %s", folder);
      return NULL;
    }

  self->lock_fd = take_lock (secrets_folder, error);
  if (self->lock_fd < 0)
    return NULL;

  self->store = atlas_store_open (folder, flags, error);
  if (self->store == NULL)
    return NULL;

  self->server = atlas_store_get_meta (self->store, "server");
  self->client = make_client (self->store, secrets_folder, error);
  return self->client != NULL ? g_steal_pointer (&self) : NULL;
}

/**
 * atlas_sync_engine_close:
 * @self: (transfer full): an engine
 *
 * Closes an engine on its own thread and lets other programs sync.
 */
void
atlas_sync_engine_close (AtlasSyncEngine *self)
{
  g_clear_pointer (&self->client, atlas_sync_client_free);
  g_clear_pointer (&self->store, atlas_store_close);
  if (self->lock_fd >= 0)
    close (self->lock_fd);
  g_free (self->server);
  g_free (self);
}

/**
 * atlas_sync_engine_get_store:
 * @self: an engine
 *
 * Returns: (transfer none): its own connection to the store
 */
AtlasStore *
atlas_sync_engine_get_store (AtlasSyncEngine *self)
{
  return self->store;
}

const char *
atlas_sync_engine_get_server (AtlasSyncEngine *self)
{
  return self->server;
}

void
atlas_sync_engine_set_progress (AtlasSyncEngine  *self,
                                AtlasSyncProgress progress,
                                gpointer          data)
{
  self->progress = progress;
  self->progress_data = data;
}

static void
tell (AtlasSyncEngine *self,
      AtlasSyncState   state,
      guint            done,
      guint            total)
{
  if (self->progress != NULL)
    self->progress (state, done, total, self->progress_data);
}

/* The first problem of a run is the one that is told. */
static void
note_problem (AtlasSyncReport *report,
              AtlasSyncProblem problem,
              guint            retry_after_s)
{
  if (report->problem == ATLAS_SYNC_PROBLEM_NONE)
    report->problem = problem;
  report->retry_after_s = MAX (report->retry_after_s, retry_after_s);
}

static guint
limit_of (json_t     *limits,
          const char *name,
          guint       otherwise)
{
  gint64 value = atlas_json_integer (limits, name, otherwise);

  return value > 0 && value <= G_MAXINT ? (guint) value : otherwise;
}

static void
read_limits (AtlasSyncEngine *self,
             json_t          *info)
{
  json_t *limits = json_object_get (info, "limits");

  self->limits.page = limit_of (limits, "page", DEFAULT_PAGE);
  self->limits.push_sets = limit_of (limits, "push_sets", DEFAULT_PUSH_SETS);
  self->limits.push_bytes = limit_of (limits, "push_bytes", DEFAULT_PUSH_BYTES);
  self->limits.wait_s = limit_of (limits, "wait_s", DEFAULT_WAIT_S);
}

/* What the server says of itself, once in the life of an engine. */
static gboolean
check_server (AtlasSyncEngine *self,
              AtlasSyncReport *report,
              GCancellable    *cancellable,
              GError         **error)
{
  g_auto(AtlasSyncAnswer) answer = { 0 };
  json_t *protocol;
  json_t *schema;

  if (self->has_checked)
    return TRUE;
  if (!atlas_sync_client_get_info (self->client, &answer, cancellable, error))
    {
      note_problem (report, answer.problem, answer.retry_after_s);
      return FALSE;
    }
  if (atlas_store_is_demonstration (self->store) !=
      atlas_json_boolean (answer.body, "demonstration"))
    {
      note_problem (report, ATLAS_SYNC_PROBLEM_OTHER_COUNTY, 0);
      g_set_error_literal (error, ATLAS_ERROR, ATLAS_ERROR_NOT_ALLOWED,
                           "A demonstration syncs only with a demonstration's server, and a county"
                           " only with a county's");
      return FALSE;
    }

  protocol = json_object_get (answer.body, "protocol");
  schema = json_object_get (answer.body, "schema");
  self->may_only_pull = atlas_json_integer (protocol, "min", PROTOCOL) > PROTOCOL ||
                        atlas_json_integer (schema, "min", 0) > ATLAS_SCHEMA_CURRENT;
  read_limits (self, answer.body);
  self->has_checked = TRUE;
  return TRUE;
}

static gboolean
epoch_is_ours (AtlasSyncEngine *self,
               AtlasSyncAnswer *answer,
               GError         **error)
{
  g_autofree char *epoch = atlas_store_get_meta (self->store, "epoch");

  if (answer->epoch == NULL || epoch == NULL || strcmp (answer->epoch, epoch) == 0)
    return TRUE;

  answer->problem = ATLAS_SYNC_PROBLEM_EPOCH_CHANGED;
  g_set_error_literal (error, ATLAS_ERROR, ATLAS_ERROR_PROTOCOL,
                       "The county's server was restored from a backup. Everything on this laptop"
                       " is kept; nothing new comes until it has been joined again");
  return FALSE;
}

static gboolean
store_results (AtlasSyncEngine *self,
               json_t          *sets,
               json_t          *body,
               AtlasSyncReport *report,
               GError         **error)
{
  json_t *results = json_object_get (body, "results");

  if (!json_is_array (results) || json_array_size (results) == 0 ||
      json_array_size (results) > json_array_size (sets))
    {
      note_problem (report, ATLAS_SYNC_PROBLEM_UNREADABLE, 0);
      g_set_error_literal (error, ATLAS_ERROR, ATLAS_ERROR_PROTOCOL,
                           "The server did not say what became of the changes");
      return FALSE;
    }
  if (!atlas_store_sync_store_results (self->store, results, &report->push, error))
    {
      note_problem (report, ATLAS_SYNC_PROBLEM_UNREADABLE, 0);
      return FALSE;
    }

  report->n_pushed += (guint) json_array_size (results);
  return TRUE;
}

typedef struct {
  gint64 from;                  /* a number in the journal that the server asks for again, or 0 */
  guint  max_sets;
  gsize  max_bytes;
} Batch;

/* What the server will not take at once it is sent in smaller pieces, or from an earlier number. */
static gboolean
adjust_batch (AtlasSyncEngine *self,
              Batch           *batch,
              gsize            n_sets,
              AtlasSyncAnswer *answer)
{
  gint64 expected = atlas_json_integer (answer->body, "expected", 0);

  if (answer->problem == ATLAS_SYNC_PROBLEM_TOO_LARGE && n_sets > 1)
    {
      batch->max_sets = (guint) n_sets / 2;
      return TRUE;
    }
  if (answer->problem == ATLAS_SYNC_PROBLEM_GAP && batch->from == 0 && expected > 0)
    {
      g_autoptr(json_t) first = NULL;

      first = atlas_store_sync_next_batch (self->store, expected, 1, self->limits.push_bytes, NULL);
      batch->from = expected;
      return atlas_json_integer (json_array_get (first, 0), "n", 0) == expected;
    }

  return FALSE;
}

static gboolean
push_batch (AtlasSyncEngine *self,
            Batch           *batch,
            json_t          *sets,
            AtlasSyncReport *report,
            GCancellable    *cancellable,
            GError         **error)
{
  g_auto(AtlasSyncAnswer) answer = { 0 };
  g_autoptr(GError)       fault = NULL;
  gint64 first = atlas_json_integer (json_array_get (sets, 0), "n", 0);

  if (atlas_sync_client_push (self->client, sets, first - 1, &answer, cancellable, &fault))
    {
      if (batch->from > 0)
        batch->from = first + (gint64) json_array_size (json_object_get (answer.body, "results"));
      return store_results (self, sets, answer.body, report, error);
    }
  if (adjust_batch (self, batch, json_array_size (sets), &answer))
    return TRUE;

  note_problem (report, answer.problem, answer.retry_after_s);
  if (answer.problem == ATLAS_SYNC_PROBLEM_CLIENT_TOO_OLD)
    self->may_only_pull = TRUE;
  g_propagate_error (error, g_steal_pointer (&fault));
  return FALSE;
}

static gboolean
push_all (AtlasSyncEngine *self,
          AtlasSyncReport *report,
          GCancellable    *cancellable,
          GError         **error)
{
  Batch batch = { 0, self->limits.push_sets, self->limits.push_bytes - PUSH_FRAME_BYTES };
  gint64 unsent = 0;

  if (!atlas_store_sync_count_unsent (self->store, &unsent, error))
    return FALSE;
  if (unsent == 0 || self->may_only_pull)
    return TRUE;

  while (TRUE)
    {
      g_autoptr(json_t) sets = NULL;

      tell (self, ATLAS_SYNC_SENDING, report->n_pushed, (guint) MAX (unsent, report->n_pushed));
      sets = atlas_store_sync_next_batch (self->store, batch.from, batch.max_sets, batch.max_bytes,
                                          error);
      if (sets == NULL)
        return FALSE;
      if (json_array_size (sets) == 0)
        return TRUE;
      if (!push_batch (self, &batch, sets, report, cancellable, error))
        return FALSE;
    }
}

static gboolean
page_is_last (json_t *page)
{
  return !json_is_true (json_object_get (page, "more"));
}

/* A round that has come to its end gives no next page. */
static json_t *
take_page (AtlasSyncEngine *self,
           AtlasSyncAnswer *answer,
           const char      *cursor,
           AtlasSyncReport *report,
           GError         **error)
{
  g_autoptr(json_t) page = NULL;

  if (!epoch_is_ours (self, answer, error))
    {
      note_problem (report, answer->problem, answer->retry_after_s);
      return NULL;
    }

  page = json_incref (answer->body);
  if (atlas_json_string (page, "cursor") != NULL &&
      (page_is_last (page) || g_strcmp0 (atlas_json_string (page, "cursor"), cursor) != 0))
    return g_steal_pointer (&page);

  note_problem (report, ATLAS_SYNC_PROBLEM_UNREADABLE, 0);
  g_set_error_literal (error, ATLAS_ERROR, ATLAS_ERROR_PROTOCOL,
                       "The server's page leads to no next one");
  return NULL;
}

static json_t *
get_page (AtlasSyncEngine *self,
          const char      *cursor,
          guint            wait_s,
          AtlasSyncReport *report,
          GCancellable    *cancellable,
          GError         **error)
{
  g_auto(AtlasSyncAnswer) answer = { 0 };

  if (atlas_sync_client_pull (self->client, cursor, self->limits.page, wait_s, &answer,
                              cancellable, error))
    return take_page (self, &answer, cursor, report, error);

  note_problem (report, answer.problem, answer.retry_after_s);
  return NULL;
}

static gboolean
brings_nothing (AtlasSyncEngine *self,
                json_t          *page)
{
  g_autofree char *cursor = atlas_store_get_meta (self->store, "cursor");
  g_autofree char *head = atlas_store_get_meta (self->store, "head");

  return json_array_size (json_object_get (page, "changes")) == 0 && page_is_last (page) &&
         g_strcmp0 (cursor, atlas_json_string (page, "cursor")) == 0 && head != NULL &&
         g_ascii_strtoll (head, NULL, 10) == atlas_json_integer (page, "head", -1);
}

static gboolean
note_time (AtlasSyncEngine *self,
           gboolean         has_news,
           GError         **error)
{
  gint64 now_ms = g_get_real_time () / MS_A_SECOND;
  g_autofree char *now = NULL;

  if (!has_news && now_ms - self->noted_ms < NOTE_EVERY_MS)
    return TRUE;

  self->noted_ms = now_ms;
  now = atlas_time_format (now_ms);
  return atlas_store_set_meta (self->store, "synced_at", now, error);
}

static gboolean
store_round (AtlasSyncEngine *self,
             GPtrArray       *pages,
             AtlasSyncReport *report,
             GError         **error)
{
  json_t *last = g_ptr_array_index (pages, pages->len - 1);
  gboolean has_news = pages->len > 1 || !brings_nothing (self, last);

  report->pull.head = atlas_json_integer (last, "head", 0);
  if (has_news && !atlas_store_sync_store_round (self->store, pages, &report->pull, error))
    {
      note_problem (report, ATLAS_SYNC_PROBLEM_STORE, 0);
      return FALSE;
    }

  return note_time (self, has_news, error);
}

/* A round is shown whole, so its pages are kept until the last has come. */
static gboolean
pull_round (AtlasSyncEngine *self,
            guint            wait_s,
            AtlasSyncReport *report,
            GCancellable    *cancellable,
            GError         **error)
{
  g_autoptr(GPtrArray) pages = g_ptr_array_new_with_free_func ((GDestroyNotify) json_decref);
  g_autofree char *cursor = atlas_store_get_meta (self->store, "cursor");
  guint n_changes = 0;
  json_t *page;

  do
    {
      page = get_page (self, cursor, pages->len == 0 ? wait_s : 0, report, cancellable, error);
      if (page == NULL)
        return FALSE;

      g_ptr_array_add (pages, page);
      g_free (cursor);
      cursor = g_strdup (atlas_json_string (page, "cursor"));
      n_changes += (guint) json_array_size (json_object_get (page, "changes"));
      if (n_changes > 0)
        tell (self, ATLAS_SYNC_RECEIVING, n_changes, 0);
    }
  while (!page_is_last (page));

  return store_round (self, pages, report, error);
}

static void
end_report (AtlasSyncEngine *self,
            AtlasSyncReport *report)
{
  report->skew_ms = atlas_sync_client_get_skew (self->client);
  report->may_only_pull = self->may_only_pull;
  if (report->may_only_pull)
    note_problem (report, ATLAS_SYNC_PROBLEM_CLIENT_TOO_OLD, 0);
}

/**
 * atlas_sync_engine_run:
 * @self: an engine
 * @report: (out caller-allocates): what was done, also when something failed
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error
 *
 * Sends everything that is unsent, then gets what is new. When the one fails the other is still
 * done.
 *
 * Errors: %ATLAS_ERROR_NETWORK, %ATLAS_ERROR_PROTOCOL, %ATLAS_ERROR_SIGNED_OUT,
 * %ATLAS_ERROR_NOT_ALLOWED; those of the store; G_IO_ERROR_CANCELLED. @report has the problem.
 *
 * Returns: whether both were done
 */
gboolean
atlas_sync_engine_run (AtlasSyncEngine *self,
                       AtlasSyncReport *report,
                       GCancellable    *cancellable,
                       GError         **error)
{
  g_autoptr(GError) push_fault = NULL;
  g_autoptr(GError) pull_fault = NULL;

  memset (report, 0, sizeof *report);
  if (!check_server (self, report, cancellable, error) ||
      !atlas_store_sync_prune (self->store, g_get_real_time () / MS_A_SECOND, error))
    return FALSE;

  push_all (self, report, cancellable, &push_fault);
  if (!g_cancellable_is_cancelled (cancellable))
    pull_round (self, 0, report, cancellable, &pull_fault);

  end_report (self, report);
  if (push_fault == NULL && pull_fault == NULL)
    return TRUE;

  g_propagate_error (error, push_fault != NULL ? g_steal_pointer (&push_fault)
                                               : g_steal_pointer (&pull_fault));
  return FALSE;
}

/**
 * atlas_sync_engine_wait:
 * @self: an engine whose last run did all
 * @report: (out caller-allocates): what came
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error
 *
 * Waits with the server until something is new, or for as long as the server likes.
 *
 * Errors: as atlas_sync_engine_run()
 *
 * Returns: whether the server answered
 */
gboolean
atlas_sync_engine_wait (AtlasSyncEngine *self,
                        AtlasSyncReport *report,
                        GCancellable    *cancellable,
                        GError         **error)
{
  gboolean is_done;

  memset (report, 0, sizeof *report);
  is_done = pull_round (self, self->limits.wait_s, report, cancellable, error);
  end_report (self, report);
  return is_done;
}

/*
 * A page that is got on a thread of its own, while the one before it is stored. Until it is taken
 * nobody else uses the client.
 */
typedef struct {
  AtlasSyncClient *client;
  char            *cursor;      /* (nullable) */
  guint            limit;
  GCancellable    *cancellable; /* (nullable) */
  GThread         *thread;      /* (nullable): NULL once it has ended */
  AtlasSyncAnswer  answer;
  GError          *fault;
} Fetch;

static gpointer
fetch_in_thread (gpointer data)
{
  Fetch *fetch = data;

  atlas_sync_client_pull (fetch->client, fetch->cursor, fetch->limit, 0, &fetch->answer,
                          fetch->cancellable, &fetch->fault);
  return NULL;
}

static Fetch *
fetch_begin (AtlasSyncEngine *self,
             const char      *cursor,
             GCancellable    *cancellable)
{
  Fetch *fetch = g_new0 (Fetch, 1);

  fetch->client = self->client;
  fetch->cursor = g_strdup (cursor);
  fetch->limit = self->limits.page;
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
    return take_page (self, &fetch->answer, fetch->cursor, report, error);

  note_problem (report, fetch->answer.problem, fetch->answer.retry_after_s);
  g_propagate_error (error, g_steal_pointer (&fetch->fault));
  return NULL;
}

static gboolean
store_first_page (AtlasSyncEngine *self,
                  json_t          *page,
                  AtlasSyncReport *report,
                  GError         **error)
{
  g_autoptr(GPtrArray) pages = g_ptr_array_new ();

  g_ptr_array_add (pages, page);
  if (atlas_store_sync_store_round (self->store, pages, &report->pull, error))
    return TRUE;

  note_problem (report, ATLAS_SYNC_PROBLEM_STORE, 0);
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
  g_autoptr(Fetch) next = NULL;

  memset (report, 0, sizeof *report);
  if (!check_server (self, report, cancellable, error))
    return FALSE;

  next = fetch_begin (self, cursor, cancellable);
  while (next != NULL)
    {
      g_autoptr(Fetch) fetch = g_steal_pointer (&next);
      g_autoptr(json_t) page = fetch_end (self, fetch, report, error);

      if (page == NULL)
        return FALSE;
      if (!page_is_last (page))
        next = fetch_begin (self, atlas_json_string (page, "cursor"), cancellable);
      if (!store_first_page (self, page, report, error))
        return FALSE;
      tell (self, ATLAS_SYNC_RECEIVING, report->pull.n_put, 0);
    }

  end_report (self, report);
  return note_time (self, TRUE, error);
}
