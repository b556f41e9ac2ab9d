/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/atlas-store.h"

G_BEGIN_DECLS

/**
 * AtlasSettle:
 * @ATLAS_SETTLE_KEPT: two versions: the one that stands is kept
 * @ATLAS_SETTLE_TAKEN: two versions: the other one; a change not accepted: it is made again
 * @ATLAS_SETTLE_EDITED: neither; what is given is written instead
 * @ATLAS_SETTLE_DISCARDED: a change not accepted: it is dropped
 *
 * How somebody settles what waits for them.
 */
typedef enum {
  ATLAS_SETTLE_KEPT,
  ATLAS_SETTLE_TAKEN,
  ATLAS_SETTLE_EDITED,
  ATLAS_SETTLE_DISCARDED,
} AtlasSettle;

char *atlas_settle_conflict (AtlasStore          *store,
                             const char          *id,
                             AtlasSettle          settle,
                             json_t              *values,
                             GError             **error) G_GNUC_WARN_UNUSED_RESULT;
char *atlas_settle_parked   (AtlasStore          *store,
                             const char          *id,
                             AtlasSettle          settle,
                             json_t              *ops,
                             GError             **error) G_GNUC_WARN_UNUSED_RESULT;
char *atlas_settle_question (AtlasStore          *store,
                             const char          *id,
                             const char * const  *keep,
                             GError             **error) G_GNUC_WARN_UNUSED_RESULT;
char *atlas_settle_place    (AtlasStore          *store,
                             const char          *place,
                             const char * const  *keep,
                             GError             **error) G_GNUC_WARN_UNUSED_RESULT;
char *atlas_settle_by_word  (AtlasStore          *store,
                             const char          *id,
                             const char          *word,
                             GError             **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
