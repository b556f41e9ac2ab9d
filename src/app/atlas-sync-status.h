/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "sync/atlas-sync-state.h"

G_BEGIN_DECLS

gboolean atlas_sync_facts_needs_sign_in (const AtlasSyncFacts *facts);
gboolean atlas_sync_facts_needs_way (const AtlasSyncFacts *facts);
const char *atlas_sync_facts_restored (const AtlasSyncFacts *facts);
char *atlas_sync_format_time   (gint64                unix_ms) G_GNUC_WARN_UNUSED_RESULT;
char *atlas_sync_facts_title   (const AtlasSyncFacts *facts,
                                GTimeZone            *zone) G_GNUC_WARN_UNUSED_RESULT;
char *atlas_sync_facts_body    (const AtlasSyncFacts *facts) G_GNUC_WARN_UNUSED_RESULT;
char *atlas_sync_facts_for_it  (const AtlasSyncFacts *facts,
                                const char           *program) G_GNUC_WARN_UNUSED_RESULT;
char    *atlas_sync_facts_notice  (const AtlasSyncFacts *facts) G_GNUC_WARN_UNUSED_RESULT;
char    *atlas_sync_facts_account (const AtlasSyncFacts *facts,
                                   GTimeZone            *zone) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
