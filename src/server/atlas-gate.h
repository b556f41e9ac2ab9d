/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/atlas-config.h"
#include "server/atlas-exchange.h"
#include "server/atlas-metrics.h"

G_BEGIN_DECLS

typedef struct _AtlasGate AtlasGate;

AtlasGate    *atlas_gate_new          (void) G_GNUC_WARN_UNUSED_RESULT;
void          atlas_gate_free         (AtlasGate         *self);
void          atlas_gate_configure    (AtlasGate         *self,
                                       const AtlasConfig *config);
AtlasMetrics *atlas_gate_get_metrics  (AtlasGate         *self);
char         *atlas_gate_next_id      (AtlasGate         *self) G_GNUC_WARN_UNUSED_RESULT;
gboolean      atlas_gate_admit        (AtlasGate         *self,
                                       SoupServerMessage *message,
                                       const char        *path,
                                       const char        *epoch);
void          atlas_gate_note         (AtlasGate         *self,
                                       AtlasExchange     *exchange);
void          atlas_gate_note_refused (AtlasGate         *self,
                                       SoupServerMessage *message,
                                       AtlasProblem       problem,
                                       AtlasRefused       why);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasGate, atlas_gate_free)

G_END_DECLS
