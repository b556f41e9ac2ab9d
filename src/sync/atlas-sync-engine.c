/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-sync"

#include "config.h"

#include "sync/atlas-sync-engine-private.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/atlas-error.h"
#include "store/atlas-store-lease.h"
#include "sync/atlas-sync-audit.h"
#include "sync/atlas-sync-wipe.h"

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

/* The lock goes with the process, however that ends. Two that used one device would lock it out.
 * What is in the file stays there unless the process ended in order. */
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

/* Says whether the program that had the lock before was killed. */
static gboolean
mark_running (int fd)
{
  static const char mark = '1';
  char found;
  gboolean was_killed = pread (fd, &found, 1, 0) == 1;

  return pwrite (fd, &mark, 1, 0) != 1 || was_killed;
}

static void
let_go (int fd)
{
  if (ftruncate (fd, 0) != 0)
    g_info ("The lock keeps its mark: %s", g_strerror (errno));
  close (fd);
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
 * syncs it; %ATLAS_ERROR_SIGNED_OUT when its keys are missing; %ATLAS_ERROR_WIPED after going on
 * with a wipe that had begun; those of atlas_store_open().
 *
 * Returns: (transfer full): the engine
 */
AtlasSyncEngine *
atlas_sync_engine_open (const char *folder,
                        const char *secrets_folder,
                        GError    **error)
{
  const AtlasSyncLimits limits = {
    DEFAULT_PAGE, DEFAULT_PUSH_SETS, DEFAULT_PUSH_BYTES, DEFAULT_WAIT_S,
  };
  g_autoptr(AtlasSyncEngine) self = g_new0 (AtlasSyncEngine, 1);
  AtlasStoreFlags flags = strcmp (folder, secrets_folder) == 0 ? ATLAS_STORE_DEFAULT
                                                               : ATLAS_STORE_BULK;

  self->limits = limits;
  self->lock_fd = -1;
  if (!atlas_store_check_wipe (secrets_folder, error))
    {
      atlas_sync_wipe_go_on (secrets_folder, NULL, NULL);
      return NULL;
    }
  if (!atlas_store_exists (folder))
    {
      g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_NOT_FOUND, "There is no store in %s", folder);
      return NULL;
    }

  self->lock_fd = take_lock (secrets_folder, error);
  if (self->lock_fd < 0)
    return NULL;
  self->must_verify = mark_running (self->lock_fd);

  self->store = atlas_store_open (folder, flags, error);
  if (self->store == NULL)
    return NULL;

  self->server = atlas_store_get_meta (self->store, "server");
  self->client = make_client (self->store, secrets_folder, error);
  if (self->client == NULL)
    return NULL;

  self->blobs = atlas_sync_blobs_new (self->store, self->client);
  return g_steal_pointer (&self);
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
  g_clear_pointer (&self->blobs, atlas_sync_blobs_free);
  g_clear_pointer (&self->client, atlas_sync_client_free);
  g_clear_pointer (&self->store, atlas_store_close);
  if (self->lock_fd >= 0)
    let_go (self->lock_fd);
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

void
atlas_sync_engine_tell (AtlasSyncEngine *self,
                        AtlasSyncState   state,
                        guint            done,
                        guint            total)
{
  if (self->is_catching_up)
    state = ATLAS_SYNC_CATCHING_UP;
  if (self->progress != NULL)
    self->progress (state, done, total, self->progress_data);
}

/* The first problem of a run is the one that is told, but for an order to wipe. */
void
atlas_sync_report_note (AtlasSyncReport *report,
                        AtlasSyncProblem problem,
                        guint            retry_after_s)
{
  if (report->problem == ATLAS_SYNC_PROBLEM_NONE || problem == ATLAS_SYNC_PROBLEM_WIPE)
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
gboolean
atlas_sync_engine_check_server (AtlasSyncEngine *self,
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
      atlas_sync_report_note (report, answer.problem, answer.retry_after_s);
      return FALSE;
    }
  if (atlas_store_is_demonstration (self->store) !=
      atlas_json_boolean (answer.body, "demonstration"))
    {
      atlas_sync_report_note (report, ATLAS_SYNC_PROBLEM_OTHER_COUNTY, 0);
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
  atlas_sync_audit_pin (self->store, atlas_json_string (answer.body, "audit_key"));
  self->has_checked = TRUE;
  return TRUE;
}

/* Whether an answer belongs to the history that the store knows. */
static gboolean
epoch_is_ours (AtlasSyncEngine *self,
               AtlasSyncAnswer *answer)
{
  g_autofree char *epoch = atlas_store_get_meta (self->store, "epoch");

  return answer->epoch == NULL || epoch == NULL || strcmp (answer->epoch, epoch) == 0;
}

/* Numbers of one history say nothing in another: what is pending stays on the screen until all of
 * the new one has come. */
static gboolean
leave_history (AtlasSyncEngine *self,
               AtlasSyncAnswer *answer,
               GError         **error)
{
  g_autofree char *head = atlas_store_get_meta (self->store, "head");

  return epoch_is_ours (self, answer) || g_strcmp0 (head, "0") == 0 ||
         atlas_store_set_meta (self->store, "head", "0", error);
}

/* By the server's clock, of which its answers tell: how long a set is kept does not depend on a
 * clock that somebody may have set wrong. */
static gint64
server_now_ms (AtlasSyncEngine *self)
{
  return g_get_real_time () / MS_A_SECOND - atlas_sync_client_get_skew (self->client);
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
      atlas_sync_report_note (report, ATLAS_SYNC_PROBLEM_UNREADABLE, 0);
      g_set_error_literal (error, ATLAS_ERROR, ATLAS_ERROR_PROTOCOL,
                           "The server did not say what became of the changes");
      return FALSE;
    }
  if (!atlas_store_sync_store_results (self->store, results, server_now_ms (self), &report->push,
                                       error))
    {
      atlas_sync_report_note (report, ATLAS_SYNC_PROBLEM_UNREADABLE, 0);
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
  g_autoptr(json_t)       notes = atlas_sync_notes_list (self->store);
  gint64 first = atlas_json_integer (json_array_get (sets, 0), "n", 0);

  if (atlas_sync_client_push (self->client, sets, first - 1, notes, &answer, cancellable, &fault))
    {
      atlas_sync_notes_told (self->store, notes);
      if (batch->from > 0)
        batch->from = first + (gint64) json_array_size (json_object_get (answer.body, "results"));
      return leave_history (self, &answer, error) &&
             store_results (self, sets, answer.body, report, error);
    }
  if (adjust_batch (self, batch, json_array_size (sets), &answer))
    return TRUE;

  atlas_sync_report_note (report, answer.problem, answer.retry_after_s);
  if (answer.problem == ATLAS_SYNC_PROBLEM_CLIENT_TOO_OLD)
    self->may_only_pull = TRUE;
  g_propagate_error (error, g_steal_pointer (&fault));
  return FALSE;
}

/* What the county should know does not wait until something is changed here. */
static void
push_notes (AtlasSyncEngine *self,
            GCancellable    *cancellable)
{
  g_autoptr(json_t)       notes = atlas_sync_notes_list (self->store);
  g_autoptr(json_t)       none = json_array ();
  g_auto(AtlasSyncAnswer) answer = { 0 };

  if (json_object_size (notes) == 0 || self->may_only_pull)
    return;
  if (atlas_sync_client_push (self->client, none, 0, notes, &answer, cancellable, NULL))
    atlas_sync_notes_told (self->store, notes);
}

/**
 * atlas_sync_engine_push:
 * @self: an engine
 * @from: the lowest number to send, from the journal too, or 0 for what the server has not answered
 * @report: (inout): counted up
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error
 *
 * Source: protocol, sections 5 and 9.
 *
 * Returns: whether everything was answered
 */
gboolean
atlas_sync_engine_push (AtlasSyncEngine *self,
                        gint64           from,
                        AtlasSyncReport *report,
                        GCancellable    *cancellable,
                        GError         **error)
{
  Batch batch = { from, self->limits.push_sets, self->limits.push_bytes - PUSH_FRAME_BYTES };
  gint64 unsent = 0;

  if (!atlas_store_sync_count_unsent (self->store, &unsent, error))
    return FALSE;
  while ((unsent > 0 || from > 0) && !self->may_only_pull)
    {
      g_autoptr(json_t) sets = NULL;

      atlas_sync_engine_tell (self, ATLAS_SYNC_SENDING, report->n_pushed,
                              (guint) MAX (unsent, report->n_pushed));
      sets = atlas_store_sync_next_batch (self->store, batch.from, batch.max_sets, batch.max_bytes,
                                          error);
      if (sets == NULL)
        return FALSE;
      if (json_array_size (sets) == 0)
        break;
      if (!push_batch (self, &batch, sets, report, cancellable, error))
        return FALSE;
    }

  push_notes (self, cancellable);
  return TRUE;
}

gboolean
atlas_sync_page_is_last (json_t *page)
{
  return !json_is_true (json_object_get (page, "more"));
}

/* A round that has come to its end gives no next page. */
json_t *
atlas_sync_engine_take_page (AtlasSyncEngine *self,
                             AtlasSyncAnswer *answer,
                             const char      *cursor,
                             AtlasSyncReport *report,
                             GError         **error)
{
  g_autoptr(json_t) page = NULL;

  if (!epoch_is_ours (self, answer))
    {
      self->must_get_anew = ATLAS_SYNC_PROBLEM_EPOCH_CHANGED;
      g_set_error_literal (error, ATLAS_ERROR, ATLAS_ERROR_PROTOCOL,
                           "The county's server was restored from a backup");
      return NULL;
    }

  page = g_steal_pointer (&answer->body);
  if (atlas_json_string (page, "cursor") != NULL &&
      (atlas_sync_page_is_last (page) ||
       g_strcmp0 (atlas_json_string (page, "cursor"), cursor) != 0))
    return g_steal_pointer (&page);

  atlas_sync_report_note (report, ATLAS_SYNC_PROBLEM_UNREADABLE, 0);
  g_set_error_literal (error, ATLAS_ERROR, ATLAS_ERROR_PROTOCOL,
                       "The server's page leads to no next one");
  return NULL;
}

static json_t *
get_page (AtlasSyncEngine     *self,
          const AtlasSyncPull *request,
          AtlasSyncReport     *report,
          GCancellable        *cancellable,
          GError             **error)
{
  g_auto(AtlasSyncAnswer) answer = { 0 };

  if (atlas_sync_client_pull (self->client, request, &answer, cancellable, error))
    return atlas_sync_engine_take_page (self, &answer, request->cursor, report, error);

  if (answer.problem == ATLAS_SYNC_PROBLEM_EPOCH_CHANGED ||
      answer.problem == ATLAS_SYNC_PROBLEM_CURSOR_TOO_OLD)
    self->must_get_anew = answer.problem;
  else
    atlas_sync_report_note (report, answer.problem, answer.retry_after_s);
  return NULL;
}

static gboolean
brings_nothing (AtlasSyncEngine *self,
                json_t          *page)
{
  g_autofree char *cursor = atlas_store_get_meta (self->store, "cursor");
  g_autofree char *head = atlas_store_get_meta (self->store, "head");

  return json_array_size (json_object_get (page, "changes")) == 0 &&
         atlas_sync_page_is_last (page) &&
         g_strcmp0 (cursor, atlas_json_string (page, "cursor")) == 0 && head != NULL &&
         g_ascii_strtoll (head, NULL, 10) == atlas_json_integer (page, "head", -1);
}

static gboolean
is_note_due (AtlasSyncEngine *self)
{
  return g_get_real_time () / MS_A_SECOND - self->noted_ms >= NOTE_EVERY_MS;
}

/* Writes down when everything was last got. */
gboolean
atlas_sync_engine_note_time (AtlasSyncEngine *self,
                             gboolean         has_news,
                             GError         **error)
{
  gint64 now_ms = g_get_real_time () / MS_A_SECOND;
  g_autofree char *now = NULL;

  if (!has_news && !is_note_due (self))
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
      atlas_sync_report_note (report, ATLAS_SYNC_PROBLEM_STORE, 0);
      return FALSE;
    }
  if (has_news || is_note_due (self))
    atlas_sync_audit_keep (self->store, last);

  return atlas_sync_engine_note_time (self, has_news, error);
}

/**
 * atlas_sync_engine_get_round:
 * @self: an engine
 * @wait_s: how long the server may wait for something new
 * @verify: whether it shall say what this laptop should hold then
 * @pages: (element-type json_t): an array to which the pages of a round are added
 * @report: (inout): the problem
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error
 *
 * Gets a round. It is shown whole, so its pages are kept until the last has come.
 *
 * Returns: whether the last page has come
 */
gboolean
atlas_sync_engine_get_round (AtlasSyncEngine *self,
                             guint            wait_s,
                             gboolean         verify,
                             GPtrArray       *pages,
                             AtlasSyncReport *report,
                             GCancellable    *cancellable,
                             GError         **error)
{
  g_autofree char *cursor = atlas_store_get_meta (self->store, "cursor");
  AtlasSyncPull request = {
    cursor, self->limits.page, wait_s, verify, atlas_sync_audit_at (self->store),
  };
  guint n_changes = 0;
  json_t *page;

  do
    {
      page = get_page (self, &request, report, cancellable, error);
      if (page == NULL)
        return FALSE;

      g_ptr_array_add (pages, page);
      request.cursor = atlas_json_string (page, "cursor");
      request.wait_s = 0;
      n_changes += (guint) json_array_size (json_object_get (page, "changes"));
      if (n_changes > 0)
        atlas_sync_engine_tell (self, ATLAS_SYNC_RECEIVING, n_changes, 0);
    }
  while (!atlas_sync_page_is_last (page));

  atlas_sync_audit_check (self->store, page, request.audit_at);
  return TRUE;
}

static gboolean
pull_round (AtlasSyncEngine *self,
            guint            wait_s,
            AtlasSyncReport *report,
            GCancellable    *cancellable,
            GError         **error)
{
  g_autoptr(GPtrArray) pages = g_ptr_array_new_with_free_func ((GDestroyNotify) json_decref);
  gboolean verify = wait_s == 0 && atlas_sync_engine_must_verify (self);

  if (!atlas_sync_engine_get_round (self, wait_s, verify, pages, report, cancellable, error) ||
      !store_round (self, pages, report, error))
    return FALSE;

  return !verify || atlas_sync_engine_verify (self, g_ptr_array_index (pages, pages->len - 1),
                                              report, cancellable, error);
}

/* Gets what is new, or everything when the server can no longer say what is new. */
static gboolean
pull (AtlasSyncEngine *self,
      guint            wait_s,
      AtlasSyncReport *report,
      GCancellable    *cancellable,
      GError         **error)
{
  g_autoptr(GError) fault = NULL;

  self->must_get_anew = ATLAS_SYNC_PROBLEM_NONE;
  if (pull_round (self, wait_s, report, cancellable, &fault))
    return atlas_sync_engine_drop_anew (self, error);
  if (self->must_get_anew != ATLAS_SYNC_PROBLEM_NONE)
    return atlas_sync_engine_get_anew (self, report, cancellable, error);

  g_propagate_error (error, g_steal_pointer (&fault));
  return FALSE;
}

void
atlas_sync_engine_end_report (AtlasSyncEngine *self,
                              AtlasSyncReport *report)
{
  report->skew_ms = atlas_sync_client_get_skew (self->client);
  report->may_only_pull = self->may_only_pull;
  if (report->may_only_pull)
    atlas_sync_report_note (report, ATLAS_SYNC_PROBLEM_CLIENT_TOO_OLD, 0);
}

/**
 * atlas_sync_engine_run:
 * @self: an engine
 * @report: (out caller-allocates): what was done, also when something failed
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error
 *
 * Sends everything that is unsent, then gets what is new. When the one fails the other is still
 * done. When neither did, some pieces of documents follow; what happens to those fails nothing.
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
  if (!atlas_sync_engine_check_server (self, report, cancellable, error))
    return FALSE;

  atlas_sync_engine_push (self, 0, report, cancellable, &push_fault);
  if (!g_cancellable_is_cancelled (cancellable) &&
      pull (self, 0, report, cancellable, &pull_fault))
    atlas_store_sync_prune (self->store, server_now_ms (self), g_get_real_time () / MS_A_SECOND,
                            &pull_fault);

  /* In a new history everything was sent once more, whatever stood in the way before. */
  if (self->must_get_anew == ATLAS_SYNC_PROBLEM_EPOCH_CHANGED)
    g_clear_error (&push_fault);
  if (pull_fault == NULL)
    atlas_sync_engine_renew_lease (self, cancellable);

  atlas_sync_engine_end_report (self, report);
  if (push_fault == NULL && pull_fault == NULL)
    {
      report->has_more_files = atlas_sync_blobs_run (self->blobs, &report->n_files, cancellable);
      return TRUE;
    }

  if (push_fault == NULL || g_error_matches (pull_fault, ATLAS_ERROR, ATLAS_ERROR_SIGNED_OUT))
    g_propagate_error (error, g_steal_pointer (&pull_fault));
  else
    g_propagate_error (error, g_steal_pointer (&push_fault));
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
  is_done = pull (self, self->limits.wait_s, report, cancellable, error);
  atlas_sync_engine_end_report (self, report);
  return is_done;
}
