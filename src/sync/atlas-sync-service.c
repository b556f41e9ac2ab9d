/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-sync"

#include "config.h"

#include "sync/atlas-sync-service.h"

#include "base/atlas-error.h"
#include "store/atlas-store-lease.h"
#include "sync/atlas-backoff.h"
#include "sync/atlas-sync-audit.h"
#include "sync/atlas-sync-engine.h"
#include "sync/atlas-sync-wipe.h"

#define MS_A_SECOND 1000
#define US_A_MS     1000

/**
 * AtlasSyncService:
 *
 * Syncs a store on a thread of its own for as long as it is started: sends what was done here, gets
 * what is new, waits with the server for more, and tries again when the server cannot be reached.
 * The thread has its own connection to the store, so nobody waits for it.
 *
 * After a change was made, atlas_sync_service_sync_now() sends it.
 */
struct _AtlasSyncService
{
  GObject        parent_instance;

  char          *folder;
  GMainContext  *context;       /* (nullable): that of start (), where signals come */
  GThread       *thread;        /* (nullable): NULL while it is not started */
  AtlasSyncFacts facts;
  gulong         network_handler;

  GAsyncQueue   *errands;       /* (element-type GTask): for the thread */

  GMutex         mutex;
  GCond          cond;

  /* Guarded by the mutex. */
  struct {
    gboolean      is_stopping;
    gboolean      is_offline;
    gboolean      has_work;
    gboolean      is_waiting;   /* the server holds a request until something is new */
    GCancellable *current;      /* (nullable): of the request that is under way */
  } shared;

  /* Touched on the thread only. */
  struct {
    AtlasSyncEngine *engine;
    AtlasSyncFacts   facts;     /* strings not owned */
    guint            n_failures;
    gboolean         has_more_files;
    gint64           answered_ms;
    gboolean         is_wiped;
  } on_thread;
};

G_DEFINE_FINAL_TYPE (AtlasSyncService, atlas_sync_service, G_TYPE_OBJECT)

typedef enum { PROP_OFFLINE = 1 } AtlasSyncServiceProperty;
static GParamSpec *props[PROP_OFFLINE + 1];

enum { SIGNAL_FACTS_CHANGED, SIGNAL_STORED, N_SIGNALS };
static guint signals[N_SIGNALS];

typedef struct {
  AtlasSyncService *service;
  AtlasSyncFacts    facts;      /* owns its strings */
  gboolean          has_stored;
} News;

static void
clear_facts (AtlasSyncFacts *facts)
{
  g_free ((char *) facts->server);
  g_free ((char *) facts->detail);
  g_free ((char *) facts->prefix);
  facts->prefix = NULL;
  facts->server = NULL;
  facts->detail = NULL;
}

static void
news_free (News *news)
{
  clear_facts (&news->facts);
  g_object_unref (news->service);
  g_free (news);
}

static gboolean
take_news_in_idle (gpointer data)
{
  News *news = data;
  AtlasSyncService *self = news->service;
  const AtlasSyncFacts none = { 0 };

  if (self->thread == NULL)
    return G_SOURCE_REMOVE;

  clear_facts (&self->facts);
  self->facts = news->facts;
  news->facts = none;
  if (self->facts.problem == ATLAS_SYNC_PROBLEM_NO_ANSWER &&
      !g_network_monitor_get_network_available (g_network_monitor_get_default ()))
    self->facts.state = ATLAS_SYNC_OFFLINE;

  g_signal_emit (self, signals[SIGNAL_FACTS_CHANGED], 0);
  if (news->has_stored)
    g_signal_emit (self, signals[SIGNAL_STORED], 0);
  return G_SOURCE_REMOVE;
}

/* Hands the thread's facts to the thread that owns the service. */
static void
publish (AtlasSyncService *self,
         gboolean          has_stored)
{
  News *news = g_new0 (News, 1);
  g_autoptr(GSource) source = g_idle_source_new ();

  news->service = g_object_ref (self);
  news->facts = self->on_thread.facts;
  news->facts.server = g_strdup (self->on_thread.facts.server);
  news->facts.detail = g_strdup (self->on_thread.facts.detail);
  news->facts.prefix = g_strdup (self->on_thread.facts.prefix);
  news->has_stored = has_stored;

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, take_news_in_idle, news, (GDestroyNotify) news_free);
  g_source_attach (source, self->context);
}

static void
progress_cb (AtlasSyncState state,
             guint          done,
             guint          total,
             gpointer       data)
{
  AtlasSyncService *self = data;

  self->on_thread.facts.state = state;
  self->on_thread.facts.done = done;
  self->on_thread.facts.total = total;
  if (state == ATLAS_SYNC_CATCHING_UP)
    self->on_thread.facts.is_restored = atlas_sync_engine_is_restored (self->on_thread.engine);
  publish (self, FALSE);
}

static void
count_in_store (AtlasSyncService *self)
{
  AtlasStore *store = atlas_sync_engine_get_store (self->on_thread.engine);
  g_autoptr(json_t) alarm = atlas_sync_audit_get_alarm (store);
  gint64 unsent = 0;
  gint64 to_check = 0;

  atlas_store_sync_count_unsent (store, &unsent, NULL);
  atlas_store_sync_count_open (store, &to_check, NULL);
  self->on_thread.facts.unsent = (guint) unsent;
  self->on_thread.facts.to_check = (guint) to_check;
  self->on_thread.facts.lease_ms = atlas_store_get_lease (store);
  self->on_thread.facts.is_restored = atlas_sync_engine_is_restored (self->on_thread.engine);
  self->on_thread.facts.has_alarm = alarm != NULL;
}

static void
note_report (AtlasSyncService *self,
             AtlasSyncReport  *report,
             GError           *fault)
{
  AtlasSyncFacts *facts = &self->on_thread.facts;
  gint64 now_ms = g_get_real_time () / US_A_MS;

  facts->problem = report->problem;
  if (fault != NULL && facts->problem == ATLAS_SYNC_PROBLEM_NONE)
    facts->problem = ATLAS_SYNC_PROBLEM_STORE;
  facts->state = atlas_sync_state_of_problem (facts->problem);
  facts->detail = fault != NULL ? fault->message : NULL;
  facts->skew_ms = report->skew_ms;
  facts->repaired += report->n_repaired;
  facts->done = 0;
  facts->total = 0;
  if (facts->problem != ATLAS_SYNC_PROBLEM_NO_ANSWER)
    self->on_thread.answered_ms = now_ms;
  facts->since_ms = self->on_thread.answered_ms;

  count_in_store (self);
  publish (self, report->pull.n_put + report->pull.n_removed + report->n_pushed +
           report->n_files > 0);
  facts->detail = NULL;
}

static gint64
read_synced_at (AtlasStore *store)
{
  g_autofree char *text = atlas_store_get_meta (store, "synced_at");
  gint64 unix_ms = 0;

  return text != NULL && atlas_time_parse (text, &unix_ms) ? unix_ms : 0;
}

static gboolean
open_engine (AtlasSyncService *self)
{
  g_autoptr(GError) fault = NULL;
  AtlasSyncFacts *facts = &self->on_thread.facts;

  if (self->on_thread.engine != NULL)
    return TRUE;

  self->on_thread.engine = atlas_sync_engine_open (self->folder, self->folder, &fault);
  if (self->on_thread.engine != NULL)
    {
      AtlasStore *store = atlas_sync_engine_get_store (self->on_thread.engine);
      g_autofree char *prefix = atlas_store_get_meta (store, "prefix");

      atlas_sync_engine_set_progress (self->on_thread.engine, progress_cb, self);
      facts->server = g_intern_string (atlas_sync_engine_get_server (self->on_thread.engine));
      facts->prefix = g_intern_string (prefix);
      self->on_thread.answered_ms = read_synced_at (store);
      facts->since_ms = self->on_thread.answered_ms;
      facts->state = ATLAS_SYNC_RECEIVING;
      count_in_store (self);
      publish (self, FALSE);
      return TRUE;
    }

  if (g_error_matches (fault, ATLAS_ERROR, ATLAS_ERROR_NOT_FOUND))
    {
      facts->state = ATLAS_SYNC_ALONE;
      facts->problem = ATLAS_SYNC_PROBLEM_NONE;
    }
  else
    {
      facts->problem = atlas_sync_engine_open_problem (fault);
      facts->state = atlas_sync_state_of_problem (facts->problem);
    }
  facts->detail = fault->message;
  publish (self, FALSE);
  facts->detail = NULL;
  return FALSE;
}

/* Begins a request that stop (), sync_now () and going offline can cut short. */
static GCancellable *
begin_request (AtlasSyncService *self,
               gboolean          may_wait)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  if (self->shared.is_stopping || self->shared.is_offline || (may_wait && self->shared.has_work))
    return NULL;

  self->shared.is_waiting = may_wait;
  self->shared.current = g_cancellable_new ();
  return g_object_ref (self->shared.current);
}

static void
end_request (AtlasSyncService *self)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  self->shared.is_waiting = FALSE;
  g_clear_object (&self->shared.current);
}

static void
publish_problem (AtlasSyncService *self,
                 AtlasSyncProblem  problem,
                 const char       *detail)
{
  AtlasSyncFacts *facts = &self->on_thread.facts;

  facts->problem = problem;
  facts->state = atlas_sync_state_of_problem (problem);
  facts->detail = detail;
  publish (self, FALSE);
  facts->detail = NULL;
}

/* Gives how long to sleep. The window is told when it is written down, before the first file goes;
 * until what is unsent has been sent, when it has to be, the county stays as it is. */
static guint
wipe (AtlasSyncService *self,
      GCancellable     *cancellable,
      const char       *detail)
{
  g_autoptr(GError) fault = NULL;

  self->on_thread.n_failures++;
  if (!atlas_sync_wipe_begin (self->on_thread.engine, cancellable, &fault))
    {
      count_in_store (self);
      publish_problem (self, ATLAS_SYNC_PROBLEM_BUSY, fault != NULL ? fault->message : NULL);
      return atlas_backoff_ms (self->on_thread.n_failures, 0, g_random_double ());
    }

  g_clear_pointer (&self->on_thread.engine, atlas_sync_engine_close);
  publish_problem (self, ATLAS_SYNC_PROBLEM_WIPE, detail);
  self->on_thread.is_wiped = atlas_sync_wipe_go_on (self->folder, cancellable, &fault);
  if (self->on_thread.is_wiped)
    return G_MAXUINT;

  g_info ("Wiping: %s", fault->message);
  return atlas_backoff_ms (self->on_thread.n_failures, 0, g_random_double ());
}

typedef gboolean (*RunFunc) (AtlasSyncEngine *engine,
                             AtlasSyncReport *report,
                             GCancellable    *cancellable,
                             GError         **error);

/* Runs the engine; gives how long to sleep, 0 for not at all. */
static guint
run (AtlasSyncService *self,
     RunFunc           func,
     gboolean          may_wait)
{
  g_autoptr(GCancellable) cancellable = begin_request (self, may_wait);
  g_autoptr(GError)       fault = NULL;
  AtlasSyncReport report;
  AtlasSyncState state;

  if (cancellable == NULL)
    return 0;

  func (self->on_thread.engine, &report, cancellable, &fault);
  end_request (self);
  if (g_error_matches (fault, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return 0;

  if (report.problem == ATLAS_SYNC_PROBLEM_WIPE)
    return wipe (self, cancellable, fault->message);

  note_report (self, &report, fault);
  self->on_thread.has_more_files = report.has_more_files;
  if (fault == NULL)
    {
      self->on_thread.n_failures = 0;
      return 0;
    }

  g_info ("Syncing: %s", fault->message);
  state = atlas_sync_state_of_problem (report.problem);
  if (state == ATLAS_SYNC_SIGNED_OUT)
    return G_MAXUINT;
  self->on_thread.n_failures++;
  return atlas_backoff_ms (state == ATLAS_SYNC_STOPPED ? G_MAXUINT : self->on_thread.n_failures,
                           report.retry_after_s, g_random_double ());
}

/* Sleeps until there is work, or for a time; says whether to go on. */
static gboolean
sleep_for (AtlasSyncService *self,
           guint             ms)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  gint64 until = ms == G_MAXUINT ? G_MAXINT64 : g_get_monotonic_time () + (gint64) ms * US_A_MS;

  while (!self->shared.is_stopping && !self->shared.has_work)
    if (!g_cond_wait_until (&self->cond, &self->mutex, until))
      break;

  return !self->shared.is_stopping;
}

/* What is asked for from now on needs another round. */
static void
begin_round (AtlasSyncService *self)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  self->shared.has_work = FALSE;
}

static gboolean
is_offline (AtlasSyncService *self)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return self->shared.is_offline;
}

/* A wipe that could not be told to the server yet is gone on with. */
static guint
sleep_after_closed (AtlasSyncService *self)
{
  if (self->on_thread.facts.state != ATLAS_SYNC_WIPED)
    return G_MAXUINT;

  self->on_thread.n_failures++;
  return atlas_backoff_ms (self->on_thread.n_failures, 0, g_random_double ());
}

/* A program that runs past the end of the lease closes the store, as one that starts opens none. */
static gboolean
may_stay_open (AtlasSyncService *self)
{
  g_autoptr(GError) fault = NULL;

  if (atlas_sync_engine_keep_lease (self->on_thread.engine, &fault) ||
      !g_error_matches (fault, ATLAS_ERROR, ATLAS_ERROR_LEASE_ENDED))
    return TRUE;

  count_in_store (self);
  g_clear_pointer (&self->on_thread.engine, atlas_sync_engine_close);
  publish_problem (self, ATLAS_SYNC_PROBLEM_LEASE_ENDED, fault->message);
  return FALSE;
}

/* Says whether there is an engine to work with; if not, how long to sleep. */
static gboolean
is_ready (AtlasSyncService *self,
          guint            *sleep_ms)
{
  *sleep_ms = G_MAXUINT;
  if (self->on_thread.is_wiped)
    return FALSE;
  if (open_engine (self))
    return may_stay_open (self);

  *sleep_ms = sleep_after_closed (self);
  return FALSE;
}

/* A person waits for these: they come before the round. */
static void
run_errands (AtlasSyncService *self)
{
  GTask *next;

  while ((next = g_async_queue_try_pop (self->errands)) != NULL)
    {
      g_autoptr(GTask)        errand = next;
      g_autoptr(GCancellable) cancellable = begin_request (self, FALSE);

      atlas_sync_errand_run (errand, cancellable != NULL ? self->on_thread.engine : NULL,
                             cancellable);
      end_request (self);
    }
}

static guint
do_round (AtlasSyncService *self)
{
  gboolean ready;
  guint sleep_ms;

  begin_round (self);
  ready = is_ready (self, &sleep_ms);
  run_errands (self);
  if (!ready)
    return sleep_ms;
  if (is_offline (self))
    {
      self->on_thread.facts.state = ATLAS_SYNC_OFFLINE;
      self->on_thread.facts.problem = ATLAS_SYNC_PROBLEM_NONE;
      count_in_store (self);
      publish (self, FALSE);
      return G_MAXUINT;
    }

  sleep_ms = run (self, atlas_sync_engine_run, FALSE);
  if (sleep_ms > 0 || self->on_thread.has_more_files)
    return sleep_ms;

  return run (self, atlas_sync_engine_wait, TRUE);
}

static gpointer
sync_in_thread (gpointer data)
{
  g_autoptr(AtlasSyncService) self = data;
  gboolean goes_on = TRUE;

  while (goes_on)
    goes_on = sleep_for (self, do_round (self));

  g_clear_pointer (&self->on_thread.engine, atlas_sync_engine_close);
  run_errands (self);
  return NULL;
}

static void
network_changed_cb (GNetworkMonitor  *monitor,
                    gboolean          is_available,
                    AtlasSyncService *self)
{
  if (is_available && self->facts.state != ATLAS_SYNC_UP_TO_DATE)
    atlas_sync_service_sync_now (self);
}

static void
atlas_sync_service_get_property (GObject    *object,
                                 guint       prop_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  AtlasSyncService *self = ATLAS_SYNC_SERVICE (object);

  switch ((AtlasSyncServiceProperty) prop_id)
    {
    case PROP_OFFLINE:
      g_value_set_boolean (value, atlas_sync_service_get_offline (self));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
atlas_sync_service_set_property (GObject      *object,
                                 guint         prop_id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  AtlasSyncService *self = ATLAS_SYNC_SERVICE (object);

  switch ((AtlasSyncServiceProperty) prop_id)
    {
    case PROP_OFFLINE:
      atlas_sync_service_set_offline (self, g_value_get_boolean (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
atlas_sync_service_finalize (GObject *object)
{
  AtlasSyncService *self = ATLAS_SYNC_SERVICE (object);

  clear_facts (&self->facts);
  g_clear_pointer (&self->folder, g_free);
  g_clear_pointer (&self->context, g_main_context_unref);
  g_clear_pointer (&self->errands, g_async_queue_unref);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);

  G_OBJECT_CLASS (atlas_sync_service_parent_class)->finalize (object);
}

static void
atlas_sync_service_class_init (AtlasSyncServiceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = atlas_sync_service_get_property;
  object_class->set_property = atlas_sync_service_set_property;
  object_class->finalize = atlas_sync_service_finalize;

  /**
   * AtlasSyncService:offline:
   *
   * Whether somebody chose to work without the server.
   */
  props[PROP_OFFLINE] = g_param_spec_boolean ("offline", NULL, NULL, FALSE,
                                              G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS |
                                              G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);

  /**
   * AtlasSyncService::facts-changed:
   *
   * atlas_sync_service_get_facts() says something new.
   */
  signals[SIGNAL_FACTS_CHANGED] = g_signal_new ("facts-changed", G_TYPE_FROM_CLASS (klass),
                                                G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                                G_TYPE_NONE, 0);

  /**
   * AtlasSyncService::stored:
   *
   * Something arrived, or was answered, and is in the store: lists may be read again.
   */
  signals[SIGNAL_STORED] = g_signal_new ("stored", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
atlas_sync_service_init (AtlasSyncService *self)
{
  self->errands = g_async_queue_new_full (g_object_unref);
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
}

/**
 * atlas_sync_service_new:
 * @folder: a data folder
 *
 * Makes a service that is not started. The store may be one that has joined no server.
 *
 * Returns: (transfer full): the service
 */
AtlasSyncService *
atlas_sync_service_new (const char *folder)
{
  AtlasSyncService *self = g_object_new (ATLAS_TYPE_SYNC_SERVICE, NULL);

  self->folder = g_strdup (folder);
  return self;
}

/**
 * atlas_sync_service_get_facts:
 * @self: a service
 *
 * Returns: (transfer none): where sync stands, until #AtlasSyncService::facts-changed
 */
const AtlasSyncFacts *
atlas_sync_service_get_facts (AtlasSyncService *self)
{
  return &self->facts;
}

gboolean
atlas_sync_service_get_offline (AtlasSyncService *self)
{
  return is_offline (self);
}

/* Wakes the thread, and cuts short what it is doing when that would keep it. */
static void
wake (AtlasSyncService *self,
      gboolean          cuts_short)
{
  self->shared.has_work = TRUE;
  if (cuts_short && self->shared.current != NULL)
    g_cancellable_cancel (self->shared.current);
  g_cond_signal (&self->cond);
}

/**
 * atlas_sync_service_set_offline:
 * @self: a service
 * @offline: whether to work without the server
 *
 * Breaks off what is under way, which loses nothing, or takes it up again.
 */
void
atlas_sync_service_set_offline (AtlasSyncService *self,
                                gboolean          offline)
{
  gboolean has_changed;

  g_mutex_lock (&self->mutex);
  has_changed = self->shared.is_offline != offline;
  self->shared.is_offline = offline;
  if (has_changed)
    wake (self, TRUE);
  g_mutex_unlock (&self->mutex);

  if (has_changed)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_OFFLINE]);
}

/**
 * atlas_sync_service_start:
 * @self: a service
 *
 * Begins to sync. Signals come on the main context of the calling thread. Starting twice is
 * harmless.
 */
void
atlas_sync_service_start (AtlasSyncService *self)
{
  GNetworkMonitor *monitor = g_network_monitor_get_default ();

  if (self->thread != NULL)
    return;

  g_clear_pointer (&self->context, g_main_context_unref);
  self->context = g_main_context_ref_thread_default ();
  self->shared.is_stopping = FALSE;
  self->shared.has_work = TRUE;
  self->network_handler = g_signal_connect (monitor, "network-changed",
                                            G_CALLBACK (network_changed_cb), self);
  self->thread = g_thread_new ("atlas-sync", sync_in_thread, g_object_ref (self));
}

/**
 * atlas_sync_service_stop:
 * @self: a service
 *
 * Ends the thread and waits for that. What was under way is done again after the next start. It may
 * be called twice.
 */
void
atlas_sync_service_stop (AtlasSyncService *self)
{
  if (self->thread == NULL)
    return;

  g_mutex_lock (&self->mutex);
  self->shared.is_stopping = TRUE;
  wake (self, TRUE);
  g_mutex_unlock (&self->mutex);

  g_clear_signal_handler (&self->network_handler, g_network_monitor_get_default ());
  g_clear_pointer (&self->thread, g_thread_join);
}

/**
 * atlas_sync_service_sync_now:
 * @self: a service
 *
 * Syncs at once: after a change, or because somebody pressed F5. A run that is under way is
 * followed by another.
 */
void
atlas_sync_service_sync_now (AtlasSyncService *self)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  wake (self, self->shared.is_waiting);
}

/**
 * atlas_sync_service_ask_async:
 * @self: a service
 * @errand: what to ask of the server, called on the service's thread
 * @data: for @errand
 * @data_free: (nullable): frees @data
 * @answer_free: frees the answer
 * @cancellable: (nullable): a cancellable
 * @callback: called when there is an answer, or none
 * @user_data: for @callback
 *
 * Asks the server something before the next round. What the server holds until something is new is
 * cut short for it. Offline, or while the service is not started, it fails with
 * %ATLAS_ERROR_NETWORK.
 */
void
atlas_sync_service_ask_async (AtlasSyncService   *self,
                              AtlasSyncErrand     errand,
                              gpointer            data,
                              GDestroyNotify      data_free,
                              GDestroyNotify      answer_free,
                              GCancellable       *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer            user_data)
{
  g_autoptr(GTask) task = atlas_sync_errand_new (self, errand, data, data_free, answer_free,
                                                 cancellable, callback, user_data);

  if (self->thread == NULL)
    {
      atlas_sync_errand_run (task, NULL, NULL);
      return;
    }

  g_async_queue_push (self->errands, g_steal_pointer (&task));
  atlas_sync_service_sync_now (self);
}

/**
 * atlas_sync_service_ask_finish:
 *
 * Errors: those of the errand; %ATLAS_ERROR_NETWORK.
 *
 * Returns: (transfer full) (nullable): the errand's answer
 */
gpointer
atlas_sync_service_ask_finish (GAsyncResult *result,
                               GError      **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
