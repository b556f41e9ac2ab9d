/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-sync"

#include "config.h"

#include "sync/atlas-sync-blobs.h"

#include <string.h>

#include "base/atlas-error.h"
#include "store/atlas-store-sync.h"
#include "sync/atlas-backoff.h"

#define PIECE         ATLAS_BLOB_PIECE_BYTES
#define US_A_MS       1000
/* After so many pieces records have their turn, so that a large file holds none of them up. */
#define PIECES_A_RUN  8
/* How often in a run the server may say that a file is elsewhere, or another. */
#define SURPRISES_MAX 4

/* What is not to be tried again at once. */
typedef struct {
  guint  n_failures;
  gint64 until_us;
} Pause;

struct _AtlasSyncBlobs
{
  AtlasStore      *store;       /* (unowned) */
  AtlasSyncClient *client;      /* (unowned) */
  GHashTable      *paused;      /* (element-type utf8 Pause): files, by name */
  Pause            all;
  guint            n_left;      /* pieces of this run */
  GCancellable    *cancellable; /* (unowned) (nullable) */
};

typedef enum {
  STEP_DONE,                    /* the file is where it should be */
  STEP_STOPPED,                 /* there is more to do, and something else comes first */
  STEP_PAUSED,                  /* not this file, for a time */
  STEP_FAILED,                  /* no file, for a time */
} Step;

/**
 * atlas_sync_blobs_new:
 * @store: a store; it must outlive this
 * @client: a client with secrets; likewise
 *
 * Returns: (transfer full): who sends and gets files
 */
AtlasSyncBlobs *
atlas_sync_blobs_new (AtlasStore      *store,
                      AtlasSyncClient *client)
{
  AtlasSyncBlobs *self = g_new0 (AtlasSyncBlobs, 1);

  self->store = store;
  self->client = client;
  self->paused = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

void
atlas_sync_blobs_free (AtlasSyncBlobs *self)
{
  g_hash_table_unref (self->paused);
  g_free (self);
}

static void
pause_for (Pause *pause,
           guint  retry_after_s)
{
  guint ms = atlas_backoff_ms (++pause->n_failures, retry_after_s, g_random_double ());

  pause->until_us = g_get_monotonic_time () + (gint64) ms * US_A_MS;
}

static void
pause_file (AtlasSyncBlobs *self,
            const char     *name,
            guint           retry_after_s)
{
  Pause *pause = g_hash_table_lookup (self->paused, name);

  if (pause == NULL)
    {
      pause = g_new0 (Pause, 1);
      g_hash_table_insert (self->paused, g_strdup (name), pause);
    }
  pause_for (pause, retry_after_s);
}

static gboolean
is_paused (AtlasSyncBlobs *self,
           const char     *name)
{
  const Pause *pause = g_hash_table_lookup (self->paused, name);

  return pause != NULL && g_get_monotonic_time () < pause->until_us;
}

/* Whatever is in the outbox goes before a file. */
static gboolean
must_stop (AtlasSyncBlobs *self)
{
  gint64 unsent = 0;

  return self->n_left == 0 || g_cancellable_is_cancelled (self->cancellable) ||
         !atlas_store_sync_count_unsent (self->store, &unsent, NULL) || unsent > 0;
}

/* What the server will not do for one file it may do for the next; but without a server, or a
 * store, none of them gets anywhere. */
static Step
note_failure (AtlasSyncBlobs        *self,
              const char            *name,
              const AtlasSyncAnswer *answer,
              const GError          *fault)
{
  switch ((int) answer->problem)
    {
    case ATLAS_SYNC_PROBLEM_NONE:
    case ATLAS_SYNC_PROBLEM_NOT_FOUND:
    case ATLAS_SYNC_PROBLEM_TOO_LARGE:
    case ATLAS_SYNC_PROBLEM_MALFORMED:
    case ATLAS_SYNC_PROBLEM_WRONG_FILE:
    case ATLAS_SYNC_PROBLEM_WRONG_OFFSET:
      g_info ("A file has to wait: %s", fault != NULL ? fault->message : "it is another");
      pause_file (self, name, answer->retry_after_s);
      return STEP_PAUSED;

    default:
      g_info ("Files have to wait: %s", fault->message);
      return STEP_FAILED;
    }
}

static GBytes *
bytes_from (AtlasSyncBlobs      *self,
            const AtlasFileWork *work,
            gint64               offset,
            GError             **error)
{
  g_autoptr(GBytes) piece = NULL;
  gsize skip = (gsize) (offset % PIECE);

  if (offset >= work->size)
    return g_bytes_new (NULL, 0);

  piece = atlas_store_files_piece (self->store, work->name, offset / PIECE, error);
  if (piece == NULL || skip == 0)
    return g_steal_pointer (&piece);

  return g_bytes_new_from_bytes (piece, skip, g_bytes_get_size (piece) - skip);
}

/* Where the server is after a request, or -1 when it has the whole file. */
static gboolean
find_offset (AtlasSyncBlobs      *self,
             const AtlasFileWork *work,
             gint64              *offset,
             AtlasSyncAnswer     *answer,
             GError             **error)
{
  g_autoptr(GError) fault = NULL;

  *offset = 0;
  if (atlas_sync_client_find_blob (self->client, work->name, answer, self->cancellable, &fault))
    *offset = answer->is_complete ? -1 : MAX (answer->offset, 0);
  else if (answer->problem != ATLAS_SYNC_PROBLEM_NOT_FOUND)
    {
      g_propagate_error (error, g_steal_pointer (&fault));
      return FALSE;
    }

  return TRUE;
}

static gboolean
send_piece (AtlasSyncBlobs      *self,
            const AtlasFileWork *work,
            gint64              *offset,
            AtlasSyncAnswer     *answer,
            GError             **error)
{
  g_autoptr(GBytes) piece = bytes_from (self, work, *offset, error);
  gint64 end;

  if (piece == NULL)
    return FALSE;

  self->n_left--;
  end = *offset + (gint64) g_bytes_get_size (piece);
  if (!atlas_sync_client_send_blob (self->client, work->name, *offset, piece, end >= work->size,
                                    answer, self->cancellable, error))
    return FALSE;

  *offset = answer->is_complete ? -1 : end;
  return TRUE;
}

/* Somebody else sends the same file, or the answer to a piece was lost; or what the server had of
 * it was another file. Both are gone on from. */
static gboolean
is_surprise (const AtlasSyncAnswer *answer,
             gint64                *offset)
{
  if (answer->problem == ATLAS_SYNC_PROBLEM_WRONG_OFFSET && answer->offset >= 0)
    {
      *offset = answer->offset;
      return TRUE;
    }
  if (answer->problem == ATLAS_SYNC_PROBLEM_WRONG_FILE)
    {
      *offset = 0;
      return TRUE;
    }

  return FALSE;
}

static Step
send_file (AtlasSyncBlobs      *self,
           const AtlasFileWork *work)
{
  g_auto(AtlasSyncAnswer) found = { 0 };
  g_autoptr(GError)       fault = NULL;
  int n_surprises = 0;
  gint64 offset;

  if (!find_offset (self, work, &offset, &found, &fault))
    return note_failure (self, work->name, &found, fault);

  while (offset >= 0)
    {
      g_auto(AtlasSyncAnswer) answer = { 0 };

      if (must_stop (self))
        return STEP_STOPPED;
      g_clear_error (&fault);
      if (!send_piece (self, work, &offset, &answer, &fault) &&
          (!is_surprise (&answer, &offset) || ++n_surprises > SURPRISES_MAX))
        return note_failure (self, work->name, &answer, fault);
    }

  if (atlas_store_files_mark_sent (self->store, work->name, &fault))
    return STEP_DONE;

  g_warning ("A file could not be noted as sent: %s", fault->message);
  return STEP_FAILED;
}

/* A server may answer with the whole file instead of what was asked for. */
static GBytes *
take_piece (const AtlasFileWork   *work,
            const AtlasSyncAnswer *answer)
{
  gsize wanted = (gsize) MIN (PIECE, work->size - work->received);
  gsize skip = answer->status == 206 ? 0 : (gsize) work->received;

  if (answer->bytes == NULL || g_bytes_get_size (answer->bytes) < skip + wanted)
    return NULL;

  return g_bytes_new_from_bytes (answer->bytes, skip, wanted);
}

static Step
get_file (AtlasSyncBlobs *self,
          AtlasFileWork  *work)
{
  do
    {
      g_auto(AtlasSyncAnswer) answer = { 0 };
      g_autoptr(GBytes) piece = NULL;
      g_autoptr(GError) fault = NULL;

      if (must_stop (self))
        return STEP_STOPPED;

      self->n_left--;
      if (!atlas_sync_client_get_blob (self->client, work->name, work->received,
                                       MIN (PIECE, work->size - work->received), &answer,
                                       self->cancellable, &fault))
        return note_failure (self, work->name, &answer, fault);

      piece = take_piece (work, &answer);
      if (piece == NULL || !atlas_store_files_append (self->store, work, piece, &fault))
        return note_failure (self, work->name, &answer, fault);
    }
  while (work->received < work->size);

  return STEP_DONE;
}

typedef gboolean (*NextFunc) (AtlasStore     *store,
                              const char     *after,
                              AtlasFileWork **work,
                              GError        **error);

/* Goes through one of the two lists of files. */
static Step
run_list (AtlasSyncBlobs *self,
          NextFunc        next,
          gboolean        sends,
          guint          *n_done)
{
  g_autofree char *after = NULL;

  while (TRUE)
    {
      g_autoptr(AtlasFileWork) work = NULL;
      g_autoptr(GError)        fault = NULL;
      Step step;

      if (!next (self->store, after, &work, &fault))
        {
          g_warning ("Files could not be listed: %s", fault->message);
          return STEP_FAILED;
        }
      if (work == NULL)
        return STEP_DONE;

      g_free (after);
      after = g_strdup (work->name);
      if (is_paused (self, work->name))
        continue;

      step = sends ? send_file (self, work) : get_file (self, work);
      if (step == STEP_STOPPED || step == STEP_FAILED)
        return step;
      if (step == STEP_DONE)
        {
          g_hash_table_remove (self->paused, work->name);
          (*n_done)++;
        }
    }
}

/**
 * atlas_sync_blobs_run:
 * @self: who sends and gets files
 * @n_done: (out): how many came or went
 * @cancellable: (nullable): a cancellable
 *
 * Sends and gets some pieces. What fails is tried again later, less and less often, and holds
 * nothing else up.
 *
 * Source: protocol, sections 10 and 12.
 *
 * Returns: whether there is more to do at once
 */
gboolean
atlas_sync_blobs_run (AtlasSyncBlobs *self,
                      guint          *n_done,
                      GCancellable   *cancellable)
{
  Step step;

  *n_done = 0;
  if (g_get_monotonic_time () < self->all.until_us)
    return FALSE;

  self->n_left = PIECES_A_RUN;
  self->cancellable = cancellable;
  step = run_list (self, atlas_store_files_next_unsent, TRUE, n_done);
  if (step == STEP_DONE)
    step = run_list (self, atlas_store_files_next_missing, FALSE, n_done);
  self->cancellable = NULL;

  if (step == STEP_FAILED && !g_cancellable_is_cancelled (cancellable))
    pause_for (&self->all, 0);
  else
    self->all.n_failures = 0;

  return step == STEP_STOPPED && !g_cancellable_is_cancelled (cancellable);
}
