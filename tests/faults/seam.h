/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The world in which engine and server run here. A program that has seam.c in it answers itself
 * what they ask of the clock, of chance, of the network and of the disk: the linker takes these
 * functions before those of the libraries. So a history is the same whenever its seed is the same.
 */
#pragma once

#include <libsoup/soup.h>
#include <sqlite3.h>

G_BEGIN_DECLS

/**
 * SeamActor:
 * @ahead_ms: how far its clock is ahead of the true time
 * @seed: of its chance
 * @n_drawn: how often it has asked for chance
 *
 * One who has a clock and dice of his own: a laptop, or the server.
 */
typedef struct {
  gint64  ahead_ms;
  guint64 seed;
  guint64 n_drawn;
} SeamActor;

/**
 * SeamAnswer:
 * @status: HTTP status
 * @body: (nullable): what comes with it
 * @epoch: (nullable): `Sync-Epoch`
 * @retry_after_s: `Retry-After`, 0 for none
 * @at_ms: when it was answered, by the server's clock; 0 for an answer without a date
 * @headers: (nullable) (element-type utf8 utf8): more of them, by name
 *
 * What the network brings back.
 */
typedef struct {
  guint   status;
  GBytes *body;
  char   *epoch;
  guint   retry_after_s;
  gint64  at_ms;
  GHashTable *headers;
} SeamAnswer;

/* Gives FALSE and an error when nothing comes back. */
typedef gboolean (*SeamSend) (SoupMessage *message,
                              GBytes      *body,
                              SeamAnswer  *answer,
                              gpointer     data,
                              GError     **error);

void       seam_set_network (SeamSend    send,
                             gpointer    data);
void       seam_set_time    (gint64      true_ms);
gint64     seam_time        (void);
SeamActor *seam_act         (SeamActor  *actor);
gboolean   seam_is_first_thread (void);
void       seam_set_chance  (void);
void       seam_set_vfs     (const char *name);
sqlite3   *seam_last_opened (void);
void       seam_answer_clear (SeamAnswer *answer);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SeamAnswer, seam_answer_clear)

G_END_DECLS
