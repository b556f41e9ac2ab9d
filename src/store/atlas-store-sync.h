/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/atlas-store.h"

G_BEGIN_DECLS

/**
 * AtlasSetState:
 * @ATLAS_SET_UNSENT: saved on this laptop; the server has not said what became of it
 * @ATLAS_SET_APPLIED: done whole
 * @ATLAS_SET_MERGED: done, but for values of which there are two versions now
 * @ATLAS_SET_PARKED: not accepted, and kept on the server for people to look at
 *
 * What became of a change set. Source: protocol, section 5.
 */
typedef enum {
  ATLAS_SET_UNSENT,
  ATLAS_SET_APPLIED,
  ATLAS_SET_MERGED,
  ATLAS_SET_PARKED,
} AtlasSetState;

/**
 * AtlasQueuedSet:
 * @n: its number on this device
 * @set_id: its id
 * @label: what the user did
 * @made_at: when, RFC 3339
 * @state: what became of it
 * @received_at: (nullable): when the server's answer came, RFC 3339
 * @ops: its operations, as they are sent
 *
 * A change set on its way to the server, or there.
 */
typedef struct {
  gint64        n;
  char         *set_id;
  char         *label;
  char         *made_at;
  AtlasSetState state;
  char         *received_at;
  json_t       *ops;
} AtlasQueuedSet;

/**
 * AtlasRecordState:
 * @ATLAS_RECORD_SAVED: saved on this laptop, and not all of it sent
 * @ATLAS_RECORD_SENT: as the server has it
 * @ATLAS_RECORD_TWO_VERSIONS: somebody must say which of two versions holds
 * @ATLAS_RECORD_NOT_ACCEPTED: the server did not take a change of it
 *
 * Where a record stands, in one word.
 */
typedef enum {
  ATLAS_RECORD_SAVED,
  ATLAS_RECORD_SENT,
  ATLAS_RECORD_TWO_VERSIONS,
  ATLAS_RECORD_NOT_ACCEPTED,
} AtlasRecordState;

/**
 * AtlasReceipt:
 * @n_sets: change sets made
 * @n_received: those that the server has answered, whatever the answer
 * @n_two_versions: those of them that left two versions of something
 * @n_not_accepted: those of them that were not accepted
 * @received_at: (nullable): when the last answer came, RFC 3339; %NULL while something is unsent
 *
 * What the server has acknowledged of somebody's work.
 */
typedef struct {
  guint n_sets;
  guint n_received;
  guint n_two_versions;
  guint n_not_accepted;
  char *received_at;
} AtlasReceipt;

/**
 * AtlasPushCounts:
 * @n_applied: sets done whole
 * @n_merged: sets of which a part became two versions
 * @n_parked: sets not accepted
 *
 * What became of the sets of a push.
 */
typedef struct {
  guint n_applied;
  guint n_merged;
  guint n_parked;
} AtlasPushCounts;

/**
 * AtlasPullCounts:
 * @n_put: records that came or changed
 * @n_removed: records that were deleted, or are not for this user any more
 * @head: how far the server's order had come
 *
 * What a round brought.
 */
typedef struct {
  guint  n_put;
  guint  n_removed;
  gint64 head;
} AtlasPullCounts;

/* What is to be sent, and what was. */
gboolean   atlas_store_sync_count_unsent   (AtlasStore       *self,
                                            gint64           *count,
                                            GError          **error);
GPtrArray *atlas_store_sync_list_unsent    (AtlasStore       *self,
                                            guint             offset,
                                            guint             limit,
                                            GError          **error) G_GNUC_WARN_UNUSED_RESULT;
json_t    *atlas_store_sync_next_batch     (AtlasStore       *self,
                                            gint64            from,
                                            guint             max_sets,
                                            gsize             max_bytes,
                                            GError          **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean   atlas_store_sync_store_results  (AtlasStore       *self,
                                            json_t           *results,
                                            gint64            received_ms,
                                            AtlasPushCounts  *counts,
                                            GError          **error);
gboolean   atlas_store_sync_prune          (AtlasStore       *self,
                                            gint64            server_ms,
                                            gint64            own_ms,
                                            GError          **error);
gboolean   atlas_store_sync_renumber       (AtlasStore       *self,
                                            const char       *device,
                                            const char       *prefix,
                                            gboolean          with_journal,
                                            GError          **error);

/* What arrives. */
gboolean   atlas_store_sync_store_round    (AtlasStore       *self,
                                            GPtrArray        *pages,
                                            AtlasPullCounts  *counts,
                                            GError          **error);
gboolean   atlas_store_sync_release_passed (AtlasStore       *self,
                                            GError          **error);

/* How records and sets stand. */
gboolean   atlas_store_sync_record_state   (AtlasStore       *self,
                                            const char       *type,
                                            const char       *id,
                                            AtlasRecordState *state,
                                            GError          **error);
gboolean   atlas_store_sync_set_state      (AtlasStore       *self,
                                            const char       *set_id,
                                            AtlasSetState    *state,
                                            GError          **error);
gboolean   atlas_store_sync_count_open     (AtlasStore       *self,
                                            gint64           *count,
                                            GError          **error);
GPtrArray *atlas_store_sync_list_open      (AtlasStore       *self,
                                            const char       *type,
                                            GError          **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean   atlas_store_sync_receipt_between (AtlasStore      *self,
                                            const char       *from,
                                            const char       *to,
                                            AtlasReceipt     *receipt,
                                            GError          **error);
gboolean   atlas_store_sync_receipt_for    (AtlasStore       *self,
                                            const char       *type,
                                            const char * const *ids,
                                            AtlasReceipt     *receipt,
                                            GError          **error);

/* The first load, into a store beside the one in use. */
char      *atlas_store_sync_staging        (const char       *folder) G_GNUC_WARN_UNUSED_RESULT;
gboolean   atlas_store_sync_drop           (const char       *staging,
                                            GError          **error);
gboolean   atlas_store_sync_swap           (const char       *folder,
                                            char            **kept_as,
                                            GError          **error);

/* The county got anew, beside what is in use. */
char      *atlas_store_sync_anew_folder    (const char       *folder) G_GNUC_WARN_UNUSED_RESULT;
gboolean   atlas_store_sync_adopt          (AtlasStore       *self,
                                            AtlasStore       *fresh,
                                            gboolean          is_other_history,
                                            AtlasPullCounts  *counts,
                                            GError          **error);

/* Whether it is the same here as there, and what makes it so. */
GStrv      atlas_store_sync_compare        (AtlasStore       *self,
                                            json_t           *digest,
                                            GError          **error) G_GNUC_WARN_UNUSED_RESULT;
json_t    *atlas_store_sync_buckets        (AtlasStore       *self,
                                            const char       *type,
                                            GError          **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean   atlas_store_sync_list_repairs   (AtlasStore       *self,
                                            const char       *type,
                                            json_t           *differ,
                                            json_t           *changes,
                                            json_t           *missing,
                                            GError          **error);
gboolean   atlas_store_sync_store_repair   (AtlasStore       *self,
                                            json_t           *changes,
                                            GPtrArray        *pages,
                                            AtlasPullCounts  *counts,
                                            GError          **error);

void       atlas_queued_set_free           (AtlasQueuedSet   *self);
void       atlas_receipt_clear             (AtlasReceipt     *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasQueuedSet, atlas_queued_set_free)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AtlasReceipt, atlas_receipt_clear)

G_END_DECLS
