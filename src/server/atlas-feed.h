/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/atlas-stored.h"

G_BEGIN_DECLS

/**
 * AtlasFeedRange:
 * @scopes: of which scopes
 * @after: entries beyond this number
 * @until: and up to this one
 * @limit: how many at most
 * @with_exits: also what has left one of the scopes
 *
 * Which part of the server's order to read.
 */
typedef struct {
  const char * const *scopes;
  gint64              after;
  gint64              until;
  gsize               limit;
  gboolean            with_exits;
} AtlasFeedRange;

/**
 * AtlasFeedEntry:
 * @seq: its place in the order
 * @is_exit: whether it says that the record left a scope
 * @stored: the record as it is now, read as text
 *
 * A record that got a place in the order, or left a scope there.
 */
typedef struct {
  gint64       seq;
  gboolean     is_exit;
  AtlasStored *stored;
} AtlasFeedEntry;

GPtrArray *atlas_feed_list (AtlasBackend         *backend,
                            const AtlasFeedRange *range,
                            gint64               *reached,
                            GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
