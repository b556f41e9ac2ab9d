/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the HTTP side share. */
#pragma once

#include <libsoup/soup.h>

#include "server/atlas-gate.h"
#include "server/atlas-listener.h"
#include "server/atlas-monitor.h"
#include "server/atlas-postgres-watch.h"
#include "server/atlas-proofs.h"
#include "server/atlas-server.h"
#include "server/atlas-service.h"
#include "store/atlas-worker.h"

G_BEGIN_DECLS

#define ATLAS_METRICS_PATH "/metrics"

/**
 * AtlasServer:
 *
 * The HTTP side: reads requests within their limits, hands each to the database's thread, and
 * sends what comes back. A client that asked to wait is kept until something new is committed.
 */
struct _AtlasServer
{
  GObject             parent_instance;

  SoupServer         *soup;
  AtlasListener      *listener;
  AtlasWorker        *worker;
  AtlasProofs        *proofs;
  AtlasServerLimits   limits;
  AtlasGate          *gate;
  AtlasMonitor       *monitor;          /* (nullable): where metrics are, if anywhere of its own */
  char               *metrics_listen;   /* (nullable) */
  gboolean            metrics_public;
  char               *folder;
  char               *database;         /* (nullable): NULL when it is a file in the folder */
  AtlasPostgresWatch *watch;            /* (nullable): NULL when it is a file */
  char               *epoch;
  GPtrArray          *waiting;          /* (element-type AtlasExchange): asked again on a change */
  guint               poll_id;
  guint               tidy_id;
  guint               n_queued;         /* pieces of work for the database's thread */
  gsize               n_file_bytes;     /* that wait to be sent */
  goffset             n_body_bytes;     /* of large bodies that are coming or being stored */
  guint               n_open;           /* exchanges whose answer has not been sent */
  gboolean            is_stopping;

  /* Touched on the worker thread only, but for opening and closing. */
  struct {
    AtlasService *service;
    gint64        version;
  } on_worker;
};

void     atlas_server_metrics_cb   (SoupServer        *soup,
                                    SoupServerMessage *message,
                                    const char        *path,
                                    GHashTable        *query,
                                    gpointer           user_data);
gboolean atlas_server_open_monitor (AtlasServer       *self,
                                    GError           **error);
void     atlas_server_look_out     (AtlasServer       *self);
void     atlas_server_wake_all     (AtlasServer       *self);

G_END_DECLS
