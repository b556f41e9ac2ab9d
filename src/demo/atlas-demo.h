/*
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * demo/ makes up children, schools and alternative providers round a county's real directory.
 * It may touch base/ to exchange/; nothing that it makes is about anybody who exists.
 * A pack's records, a seed and a day -> whole records, marked as invented -> a new store.
 * It keeps no state and asks no clock: equal options give equal records, on any thread.
 * Rules: children, exclusions and findings attach only to invented bodies (docs/demonstration.md).
 */
#pragma once

#include <gio/gio.h>

#include "records/atlas-records.h"
#include "store/atlas-store.h"

G_BEGIN_DECLS

/**
 * ATLAS_DEMO_CHILDREN:
 *
 * Children in a demonstration, unless somebody asks for another number.
 */
#define ATLAS_DEMO_CHILDREN 400

/**
 * ATLAS_DEMO_CHILDREN_MAX:
 *
 * The most children that a demonstration has: pupil numbers are made up from five authorities.
 */
#define ATLAS_DEMO_CHILDREN_MAX 500000

/**
 * ATLAS_DEMO_PREFIX:
 *
 * How the references of a demonstration's referrals begin: `D1-001`.
 */
#define ATLAS_DEMO_PREFIX "D1"

/**
 * AtlasDemoOptions:
 * @children: how many
 * @seed: equal seeds give equal records
 * @as_of: the day round which everything is dated
 *
 * What kind of demonstration to make.
 */
typedef struct {
  guint     children;
  guint64   seed;
  AtlasDate as_of;
} AtlasDemoOptions;

/**
 * AtlasDemoProgress:
 * @done: records in the store so far
 * @total: records in all
 * @data: the caller's
 *
 * Told how far the filling of a store has come, on the thread that fills it.
 */
typedef void (*AtlasDemoProgress) (guint    done,
                                   guint    total,
                                   gpointer data);

GPtrArray *atlas_demo_make       (const AtlasDemoOptions *options,
                                  GPtrArray              *pack,
                                  GError                **error) G_GNUC_WARN_UNUSED_RESULT;
GBytes    *atlas_demo_write_file (AtlasRecord            *record) G_GNUC_WARN_UNUSED_RESULT;
gboolean   atlas_demo_fill_store (AtlasStore             *store,
                                  const AtlasDemoOptions *options,
                                  AtlasDemoProgress       progress,
                                  gpointer                data,
                                  GError                **error);

G_END_DECLS
