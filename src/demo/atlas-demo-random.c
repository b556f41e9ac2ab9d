/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "demo/atlas-demo-random.h"

/*
 * SplitMix64: Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014. Its
 * state is a counter, so that a stream may begin anywhere.
 */
#define STEP    G_GUINT64_CONSTANT (0x9e3779b97f4a7c15)
#define MIX_ONE G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9)
#define MIX_TWO G_GUINT64_CONSTANT (0x94d049bb133111eb)

static guint64
mix (guint64 value)
{
  value = (value ^ (value >> 30)) * MIX_ONE;
  value = (value ^ (value >> 27)) * MIX_TWO;

  return value ^ (value >> 31);
}

/**
 * atlas_demo_random:
 * @seed: the demonstration's seed
 * @topic: what the numbers are for, so that one part does not disturb another
 * @number: which one of its kind
 *
 * Returns: a stream, the same for the same arguments
 */
AtlasDemoRandom
atlas_demo_random (guint64     seed,
                   const char *topic,
                   guint64     number)
{
  AtlasDemoRandom self = { mix (seed + STEP) };

  for (const char *c = topic; *c != '\0'; c++)
    self.state = mix (self.state + STEP + (guchar) *c);
  self.state = mix (self.state + number * STEP);

  return self;
}

guint64
atlas_demo_random_next (AtlasDemoRandom *self)
{
  self->state += STEP;

  return mix (self->state);
}

/**
 * atlas_demo_random_between:
 * @self: a stream
 * @least: the least number
 * @most: the most, not below @least
 *
 * Returns: a number from @least to @most, both included
 */
int
atlas_demo_random_between (AtlasDemoRandom *self,
                           int              least,
                           int              most)
{
  guint64 width = (guint64) ((gint64) most - least) + 1;

  return (int) (least + (gint64) (atlas_demo_random_next (self) % width));
}

gboolean
atlas_demo_random_percent (AtlasDemoRandom *self,
                           int              percent)
{
  return atlas_demo_random_between (self, 1, 100) <= percent;
}

/**
 * atlas_demo_random_weighted:
 * @self: a stream
 * @weights: (array length=n_weights): how likely each is, not all 0
 * @n_weights: how many
 *
 * Returns: the place in @weights of the one chosen
 */
guint
atlas_demo_random_weighted (AtlasDemoRandom *self,
                            const guint8    *weights,
                            gsize            n_weights)
{
  int total = 0;
  int chosen;

  for (gsize i = 0; i < n_weights; i++)
    total += weights[i];

  chosen = atlas_demo_random_between (self, 1, MAX (total, 1));
  for (gsize i = 0; i < n_weights; i++)
    {
      chosen -= weights[i];
      if (chosen <= 0)
        return (guint) i;
    }

  return 0;
}
