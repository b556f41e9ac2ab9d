/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Wrong clocks change no outcome but recorded times: the same history is lived with right clocks,
 * and again with clocks that are a year out either way, that jump, and that go through the end of
 * summer time. ATLAS_SEED=N and ATLAS_RUNS=N as for test-histories.
 */
#include "config.h"

#include "../isolate.h"
#include "history.h"
#include "model.h"

/* The short run is the same each time, so that it tells of a change and not of chance; the long run
 * draws its own. */
#define FIRST_SEED 1
#define RUNS       6
#define STEPS      40
#define A_DAY_MS   (G_GINT64_CONSTANT (24) * 60 * 60 * 1000)
#define A_YEAR_MS  (365 * A_DAY_MS)
/* Half an hour before clocks go back on 25 October 2026. */
#define AUTUMN_MS  G_GINT64_CONSTANT (1792888200000)

typedef enum {
  RIGHT,
  AHEAD,
  BEHIND,
  APART,                /* each laptop another way, and jumping */
  SERVER_AHEAD,
  AUTUMN,
  N_WAYS,
} Way;

static Counts counts;

static guint64
read_number (const char *name,
             guint64     otherwise)
{
  const char *text = g_getenv (name);

  return text != NULL ? g_ascii_strtoull (text, NULL, 10) : otherwise;
}

static void
set_clocks (World *world,
            Way    way,
            guint  step)
{
  for (guint i = 0; i < world->n_laptops; i++)
    {
      SeamActor *actor = &world->laptops[i].actor;

      if (way == AHEAD)
        actor->ahead_ms = A_YEAR_MS;
      else if (way == BEHIND)
        actor->ahead_ms = -A_YEAR_MS;
      else if (way == APART)
        actor->ahead_ms = ((int) ((step / 7 + i) % 3) - 1) * A_YEAR_MS;
    }
  if (way == SERVER_AHEAD)
    world->server_actor.ahead_ms = A_YEAR_MS;
}

/* What became of every set, in order, and what the records hold in the end. */
static char *
live (guint64 seed,
      Way     way)
{
  World *world = world_new (seed, &counts);
  char *outcome;

  if (way == AUTUMN)
    seam_set_time (AUTUMN_MS);
  history_begin (world);
  for (guint i = 0; i < STEPS && !world->is_broken; i++)
    {
      Laptop *laptop = &world->laptops[world_pick (world, world->n_laptops)];

      set_clocks (world, way, i);
      world_pass (world, 1 + world_pick (world, 120 * 1000));
      if (world_chance (world, 600))
        laptop_work (laptop);
      else if (!laptop_sync (laptop))
        world_break (world, 13, "%s could not sync", laptop->name);
    }
  if (!world->is_broken)
    history_rest (world);
  if (!world->is_broken)
    history_check (world);

  outcome = g_strdup (world->outcome->str);
  world_free (world);
  return outcome;
}

static void
test_wrong_clocks_change_no_outcome (void)
{
  guint64 first = read_number ("ATLAS_SEED", FIRST_SEED);
  guint64 n_runs = read_number ("ATLAS_RUNS", RUNS);

  g_test_message ("ATLAS_SEED=%" G_GUINT64_FORMAT, first);
  for (guint64 i = 0; i < n_runs && !g_test_failed (); i++)
    {
      g_autofree char *right = live (first + i, RIGHT);

      for (guint way = RIGHT + 1; way < N_WAYS; way++)
        {
          g_autofree char *wrong = live (first + i, way);

          g_assert_cmpstr (wrong, ==, right);
        }
    }

  g_assert_cmpuint (counts.sign_ins, ==, 0);
  g_test_message ("%" G_GUINT64_FORMAT " histories, %" G_GUINT64_FORMAT " sets", counts.histories,
                  counts.made);
}

int
main (int   argc,
      char *argv[])
{
  int result;

  g_test_init (&argc, &argv, TEST_ISOLATE, NULL);
  g_test_add_func ("/faults/wrong-clocks-change-no-outcome", test_wrong_clocks_change_no_outcome);

  world_make_template ();
  result = g_test_run ();
  world_drop_template ();
  return result;
}
