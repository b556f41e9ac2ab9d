/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

#include "server/atlas-request.h"
#include "server/atlas-server.h"

G_BEGIN_DECLS

/**
 * AtlasExchange:
 * @server: whose it is
 * @message: HTTP's side of it
 * @request: what was asked
 * @answer: what goes back
 * @wait_until_us: until when, by the monotonic clock, the client would wait for something new
 * @n_bytes: of a file, that wait to be sent to the client
 * @busy_since_us: since when the server is busy with it; 0 while it waits
 * @busy_us: how long the server was busy with it before
 * @id: the request's own, for the log
 * @is_finished: the client has gone, or has its answer
 *
 * One request and its answer, on their way.
 */
typedef struct {
  AtlasServer       *server;
  SoupServerMessage *message;
  AtlasRequest      *request;
  AtlasAnswer       *answer;
  gint64             wait_until_us;
  gsize              n_bytes;
  gint64             busy_since_us;
  gint64             busy_us;
  char              *id;
  gboolean           is_finished;
  gatomicrefcount    refs;
} AtlasExchange;

AtlasExchange *atlas_exchange_new           (AtlasServer       *server,
                                             SoupServerMessage *message,
                                             const char        *path,
                                             GHashTable        *query) G_GNUC_WARN_UNUSED_RESULT;
AtlasExchange *atlas_exchange_ref           (AtlasExchange     *self);
void           atlas_exchange_unref         (AtlasExchange     *self);
AtlasExchange *atlas_exchange_rest          (AtlasExchange     *self) G_GNUC_WARN_UNUSED_RESULT;

void           atlas_exchange_write         (SoupServerMessage *message,
                                             const char        *epoch,
                                             AtlasAnswer       *answer);
void           atlas_exchange_write_problem (SoupServerMessage *message,
                                             const char        *epoch,
                                             AtlasProblem       problem,
                                             guint              retry_after_s);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasExchange, atlas_exchange_unref)

G_END_DECLS
