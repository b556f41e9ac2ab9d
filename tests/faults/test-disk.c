/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Disks that fill up, that cannot be written any more, and that lose their power with what was not
 * yet kept, at any write of a laptop or of the server. What was acknowledged is there afterwards,
 * and nobody has to repair anything. ATLAS_SEED=N and ATLAS_RUNS=N as for test-histories.
 */
#include "config.h"

#include "../isolate.h"
#include "disk.h"
#include "history.h"
#include "model.h"
#include "store/atlas-verify.h"

/* The short run is the same each time, so that it tells of a change and not of chance; the long run
 * draws its own. */
#define FIRST_SEED  1
#define RUNS        12
#define STEPS       40
#define WRITES_MOST 60

static Counts counts;
static guint n_full;
static guint n_read_only;
static guint n_cuts;
static guint n_lost_writes;

static guint64
read_number (const char *name,
             guint64     otherwise)
{
  const char *text = g_getenv (name);

  return text != NULL ? g_ascii_strtoull (text, NULL, 10) : otherwise;
}

static void
assert_sound (Laptop *laptop)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) findings = NULL;

  findings = atlas_store_verify (atlas_sync_engine_get_store (laptop->engine), &error);
  g_assert_no_error (error);
  if (findings->len > 0)
    world_break (laptop->world, 11, "%s needs a repair: %s", laptop->name,
                 ((AtlasVerifyFinding *) g_ptr_array_index (findings, 0))->text);
}

static void
act (World  *world,
     Laptop *laptop)
{
  world_pass (world, 1000);
  if (world_chance (world, 500))
    laptop_work (laptop);
  laptop_sync (laptop);
}

/* Everybody there loses power; then it comes back. */
static void
come_back (World   *world,
           Laptop  *laptop,
           gboolean is_server)
{
  if (is_server)
    world_stop_server (world);
  else
    laptop_close (laptop);

  n_lost_writes += disk_cut_power (world->rand);
  n_cuts++;
  if (is_server)
    {
      world_start_server (world);
      model_power_cut (world);
      return;
    }

  laptop_settle_doubt (laptop);
  assert_sound (laptop);
}

static void
fail_once (World *world)
{
  static const DiskState states[] = { DISK_FULL, DISK_READ_ONLY, DISK_DEAD, DISK_DEAD };
  DiskState state = states[world_pick (world, G_N_ELEMENTS (states))];
  Laptop *laptop = &world->laptops[world_pick (world, world->n_laptops)];
  gboolean is_server = world_chance (world, 400);

  laptop_open (laptop);
  world_note (world, "the disk of %s: %d", is_server ? "the server" : laptop->name, state);
  disk_set (state, is_server ? world->server : laptop->folder, world_pick (world, WRITES_MOST));
  act (world, laptop);

  n_full += state == DISK_FULL && disk_has_failed ();
  n_read_only += state == DISK_READ_ONLY && disk_has_failed ();
  if (state == DISK_DEAD)
    come_back (world, laptop, is_server);
  disk_set (DISK_WELL, NULL, 0);
}

static void
run_history (guint64 seed)
{
  World *world = world_new (seed, &counts);

  world->has_bad_disk = TRUE;
  history_begin (world);
  for (guint i = 0; i < STEPS && !world->is_broken; i++)
    {
      if (world_chance (world, 500))
        fail_once (world);
      else
        act (world, &world->laptops[world_pick (world, world->n_laptops)]);
    }

  world->has_bad_disk = FALSE;
  if (!world->is_broken)
    history_rest (world);
  if (!world->is_broken)
    history_check (world);
  for (guint i = 0; i < world->n_laptops && !world->is_broken; i++)
    assert_sound (&world->laptops[i]);
  world_free (world);
}

static void
test_disks_that_fail_lose_nothing (void)
{
  guint64 first = read_number ("ATLAS_SEED", FIRST_SEED);
  guint64 n_runs = read_number ("ATLAS_RUNS", RUNS);

  g_test_message ("ATLAS_SEED=%" G_GUINT64_FORMAT, first);
  for (guint64 i = 0; i < n_runs && !g_test_failed (); i++)
    run_history (first + i);
  g_test_message ("%" G_GUINT64_FORMAT " histories, %" G_GUINT64_FORMAT " sets, full %u, read-only"
                  " %u, power cut %u, writes lost %u", counts.histories, counts.made, n_full,
                  n_read_only, n_cuts, n_lost_writes);
}

int
main (int   argc,
      char *argv[])
{
  int result;

  g_test_init (&argc, &argv, TEST_ISOLATE, NULL);
  /* The server warns its operator of a disk that fails. */
  g_log_set_always_fatal (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL);
  g_test_add_func ("/faults/disks-that-fail-lose-nothing", test_disks_that_fail_lose_nothing);

  world_make_template ();
  seam_set_vfs (disk_register ());
  result = g_test_run ();
  world_drop_template ();
  return result;
}
