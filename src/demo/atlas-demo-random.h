/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * AtlasDemoRandom:
 *
 * A stream of numbers that look like chance and are the same each time. A plain value.
 */
typedef struct {
  guint64 state;
} AtlasDemoRandom;

AtlasDemoRandom atlas_demo_random         (guint64          seed,
                                           const char      *topic,
                                           guint64          number);
guint64         atlas_demo_random_next    (AtlasDemoRandom *self);
int             atlas_demo_random_between (AtlasDemoRandom *self,
                                           int              least,
                                           int              most);
gboolean        atlas_demo_random_percent (AtlasDemoRandom *self,
                                           int              percent);
guint           atlas_demo_random_weighted (AtlasDemoRandom *self,
                                           const guint8    *weights,
                                           gsize            n_weights);

/* One of an array of texts. */
#define atlas_demo_random_pick(self, array) \
  ((array)[atlas_demo_random_between ((self), 0, (int) G_N_ELEMENTS (array) - 1)])

G_END_DECLS
