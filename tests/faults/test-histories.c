/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Random histories: a county's server and its laptops in one process, with the whole of the
 * client's and the server's code between the screen and the wire, under every mishap that can be
 * thought of. Each is told by its seed. ATLAS_SEED=N begins with that one, ATLAS_RUNS=N sets how
 * many; ATLAS_TRACE=1 prints what happened, and ATLAS_KEEP=1 leaves the files of one that failed.
 */
#include "config.h"

#include <sodium.h>
#include <stdlib.h>

#include "../isolate.h"
#include "../server/test-database.h"
#include "history.h"

/* The short run is the same each time, so that it tells of a change and not of chance; the long run
 * draws its own. */
#define FIRST_SEED  1
#define RUNS        60
#define RUNS_POSTGRES 10        /* each has a database of its own */
#define STEPS       60

static Counts counts;
static guint64 first_seed;

static guint64
read_number (const char *name,
             guint64     otherwise)
{
  const char *text = g_getenv (name);

  return text != NULL ? g_ascii_strtoull (text, NULL, 10) : otherwise;
}

static gboolean
run_history (guint64 seed)
{
  World *world = world_new (seed, &counts);
  gboolean is_good;

  history_begin (world);
  history_set_weather (world);
  for (guint i = 0; i < STEPS && !world->is_broken; i++)
    history_step (world);
  if (!world->is_broken)
    history_rest (world);
  if (!world->is_broken)
    history_check (world);

  is_good = !world->is_broken;
  world_free (world);
  return is_good;
}

static void
tell_counts (void)
{
  const struct {
    const char *name;
    guint64     n;
  } all[] = {
    { "histories", counts.histories }, { "requests", counts.requests },
    { "requests lost", counts.lost }, { "answers lost", counts.unheard },
    { "requests repeated", counts.twice }, { "requests late", counts.late },
    { "answers torn", counts.torn }, { "sign-in pages", counts.portals },
    { "refused as busy", counts.busy }, { "laptops switched off", counts.switched_off },
    { "server starts", counts.server_starts }, { "servers restored", counts.restores },
    { "grants changed", counts.grants }, { "laptops copied", counts.copies },
    { "homes put back", counts.homes }, { "clocks changed", counts.clocks },
    { "signed in again", counts.sign_ins }, { "sets made", counts.made },
    { "applied", counts.applied }, { "merged", counts.merged }, { "parked", counts.parked },
    { "replayed", counts.replayed }, { "pages", counts.pages },
    { "rounds compared", counts.rounds },
    { "documents added", counts.documents }, { "files asked for", counts.asked },
    { "pieces sent", counts.pieces_sent }, { "pieces got", counts.pieces_got },
    { "files compared", counts.files }, { "laptops locked", counts.locks },
    { "laptops wiped", counts.wipes }, { "joined anew", counts.joins },
    { "sets witnessed", counts.witnessed }, { "words searched for", counts.searched },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (all); i++)
    g_test_message ("%s: %" G_GUINT64_FORMAT, all[i].name, all[i].n);
}

static void
test_random_histories (void)
{
  guint64 n_runs = read_number ("ATLAS_RUNS", test_database_is_postgres () ? RUNS_POSTGRES : RUNS);
  gboolean is_good = TRUE;

  g_test_message ("ATLAS_SEED=%" G_GUINT64_FORMAT, first_seed);
  for (guint64 i = 0; is_good && i < n_runs; i++)
    is_good = run_history (first_seed + i);
  tell_counts ();
}

int
main (int   argc,
      char *argv[])
{
  int result;

  first_seed = read_number ("ATLAS_SEED", FIRST_SEED);
  g_test_init (&argc, &argv, TEST_ISOLATE, NULL);
  g_test_add_func ("/faults/random-histories", test_random_histories);

  world_make_template ();
  result = g_test_run ();
  world_drop_template ();
  return result;
}
