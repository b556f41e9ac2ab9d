/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/atlas-store.h"

G_BEGIN_DECLS

/**
 * AtlasVerifyFinding:
 * @check: `database`, `search`, `outbox` or `scopes`
 * @text: what was found
 *
 * Something that is not as it should be.
 */
typedef struct {
  char *check;
  char *text;
} AtlasVerifyFinding;

GPtrArray *atlas_store_verify (AtlasStore  *self,
                               GError     **error);

G_END_DECLS
