/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _AtlasMetrics AtlasMetrics;

/**
 * AtlasRefused:
 *
 * Why a request, or a connection, got no further.
 */
typedef enum {
  ATLAS_REFUSED_ADDRESS,
  ATLAS_REFUSED_DEVICE,
  ATLAS_REFUSED_SIGN_IN,
  ATLAS_REFUSED_QUEUE,
  ATLAS_REFUSED_BODY,
  ATLAS_N_REFUSED,
} AtlasRefused;

/**
 * AtlasGauges:
 * @waiting: requests that wait for something new
 * @queue: requests that wait for the database
 * @connections: open now
 * @head: the number of the last change; -1 when the database does not say
 * @certificate_expiry_s: when the certificate ends, Unix seconds; -1 when it cannot be read
 *
 * What is so at the moment of asking.
 */
typedef struct {
  guint  waiting;
  guint  queue;
  guint  connections;
  gint64 head;
  gint64 certificate_expiry_s;
} AtlasGauges;

AtlasMetrics *atlas_metrics_new           (void) G_GNUC_WARN_UNUSED_RESULT;
void          atlas_metrics_free          (AtlasMetrics       *self);
void          atlas_metrics_count_request (AtlasMetrics       *self,
                                           const char         *method,
                                           const char         *route,
                                           guint               status,
                                           gint64              duration_us);
void          atlas_metrics_count_sets    (AtlasMetrics       *self,
                                           const guint        *counts);
void          atlas_metrics_count_refused (AtlasMetrics       *self,
                                           AtlasRefused        why);
char         *atlas_metrics_to_text       (AtlasMetrics       *self,
                                           const AtlasGauges  *gauges) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasMetrics, atlas_metrics_free)

G_END_DECLS
