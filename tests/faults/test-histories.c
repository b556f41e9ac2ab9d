/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Random histories: a county's server and its laptops in one process, with the whole of the client's
 * and the server's code between the screen and the wire, under every mishap that can be thought of.
 * Each is told by its seed. ATLAS_SEED=N begins with that one, ATLAS_RUNS=N sets how many,
 * ATLAS_HOURS=N how long; ATLAS_TRACE=1 prints what happened.
 */
#include "config.h"

#include <sodium.h>
#include <stdlib.h>

#include "../isolate.h"
#include "model.h"

#define RUNS        60
#define STEPS       60
#define QUIET_MOST  20
#define WRITERS     3           /* the first laptops: those whose users write most */
#define A_YEAR_MS   (G_GINT64_CONSTANT (365) * 24 * 60 * 60 * 1000)
#define AN_HOUR_MS  (60 * 60 * 1000)

static Counts counts;
static guint64 first_seed;

static guint64
read_number (const char *name,
             guint64     otherwise)
{
  const char *text = g_getenv (name);

  return text != NULL ? g_ascii_strtoull (text, NULL, 10) : otherwise;
}

static Laptop *
pick_laptop (World *world)
{
  return &world->laptops[world_pick (world, world->n_laptops)];
}

static void
set_weather (World *world)
{
  const Weather calm = { 0 };
  const Weather rough = { 60, 80, 50, 50, 40, 20, 20 };
  const Weather storm = { 200, 200, 100, 100, 100, 50, 50 };
  guint n = world_pick (world, 10);

  world->weather = n < 2 ? calm : n < 8 ? rough : storm;
}

static void
change_grants (World *world)
{
  static const char * const scopes[] = { "area/dspl1", "area/dspl5" };
  guint i = 1 + world_pick (world, WORLD_LAPTOPS - 1);
  const char *user = world->laptops[i].user;
  gboolean is_provider = world_chance (world, 500);

  if (i < WORLD_LAPTOPS - 1)
    {
      world_grant (world, user, scopes[world_pick (world, G_N_ELEMENTS (scopes))], "area_lead",
                   world_chance (world, 500));
      return;
    }

  /* The scope stays, and the role in it sees less or more. */
  world_grant (world, user, "county", is_provider ? "provider" : "commissioning_officer", TRUE);
  world_grant (world, user, "county", is_provider ? "commissioning_officer" : "provider", FALSE);
}

static void
change_clock (World *world)
{
  static const gint64 hours[] = { 0, 0, -1, 1, -24 * 365, 24 * 365, 24 * 3 };
  Laptop *laptop = pick_laptop (world);

  laptop->actor.ahead_ms = hours[world_pick (world, G_N_ELEMENTS (hours))] * AN_HOUR_MS;
  world->counts->clocks++;
  world_note (world, "%s: clock %" G_GINT64_FORMAT, laptop->name, laptop->actor.ahead_ms);
}

/* What seldom happens. */
static void
have_an_accident (World *world)
{
  Laptop *laptop = pick_laptop (world);

  switch (world_pick (world, 8))
    {
    case 0:
    case 1:
      laptop_close (laptop);
      world->counts->switched_off++;
      break;
    case 2:
      world_stop_server (world);
      world_start_server (world);
      break;
    case 3:
    case 4:
      change_grants (world);
      break;
    case 5:
      change_clock (world);
      break;
    case 6:
      laptop_keep_home (laptop);
      break;
    default:
      if (world_chance (world, 500))
        laptop_put_back (laptop);
      else
        laptop_copy (laptop);
    }
}

static void
take_step (World *world)
{
  guint n = world_pick (world, 100);

  world_pass (world, 1 + world_pick (world, world_chance (world, 50) ? AN_HOUR_MS : 5000));
  if (n < 52)
    laptop_work (&world->laptops[world_pick (world, world_chance (world, 200) ? world->n_laptops
                                                                              : WRITERS)]);
  else if (n < 88)
    laptop_sync (pick_laptop (world));
  else
    have_an_accident (world);
}

static gboolean
all_have_synced (World *world)
{
  gboolean all = TRUE;

  for (guint i = 0; i < world->n_laptops; i++)
    {
      world_pass (world, 1000);
      all = laptop_sync (&world->laptops[i]) && all;
    }

  return all;
}

/* Something that several of them know. */
static void
begin_well (World *world)
{
  for (guint i = 0; i < WRITERS; i++)
    laptop_make_case (&world->laptops[i]);
  all_have_synced (world);
  all_have_synced (world);
}

/* Until two rounds of all of them went well: in the second everybody gets what the first sent. */
static void
come_to_rest (World *world)
{
  const Weather calm = { 0 };
  guint n_good = 0;

  world_note (world, "quiet");
  world->weather = calm;
  g_ptr_array_set_size (world->late, 0);

  /* Somebody to whom nothing is granted could not sign in again. */
  world_grant (world, world->laptops[1].user, "area/dspl1", "area_lead", TRUE);
  world_grant (world, world->laptops[2].user, "area/dspl5", "area_lead", TRUE);
  for (guint i = 0; i < QUIET_MOST && n_good < 2 && !world->is_broken; i++)
    n_good = all_have_synced (world) ? n_good + 1 : 0;
  if (n_good < 2)
    world_break (world, 4, "the laptops do not come to rest");
}

static void
check_all (World *world)
{
  model_check_sets (world);
  model_check_places (world);
  for (guint i = 0; i < world->n_laptops && !world->is_broken; i++)
    model_check_whole (&world->laptops[i]);
}

static gboolean
run_history (guint64 seed)
{
  World *world = world_new (seed, &counts);
  gboolean is_good;

  begin_well (world);
  set_weather (world);
  for (guint i = 0; i < STEPS && !world->is_broken; i++)
    take_step (world);
  if (!world->is_broken)
    come_to_rest (world);
  if (!world->is_broken)
    check_all (world);

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
    { "replayed", counts.replayed }, { "pages", counts.pages }, { "rounds compared", counts.rounds },
    { "sets witnessed", counts.witnessed }, { "words searched for", counts.searched },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (all); i++)
    g_test_message ("%s: %" G_GUINT64_FORMAT, all[i].name, all[i].n);
}

static void
test_random_histories (void)
{
  guint64 n_runs = read_number ("ATLAS_RUNS", RUNS);
  guint64 hours = read_number ("ATLAS_HOURS", 0);
  gint64 until = g_get_monotonic_time () + (gint64) hours * 3600 * G_USEC_PER_SEC;
  gboolean is_good = TRUE;

  g_test_message ("ATLAS_SEED=%" G_GUINT64_FORMAT, first_seed);
  for (guint64 i = 0; is_good && (hours > 0 ? g_get_monotonic_time () < until : i < n_runs); i++)
    is_good = run_history (first_seed + i);
  tell_counts ();
}

int
main (int   argc,
      char *argv[])
{
  int result;

  first_seed = read_number ("ATLAS_SEED", 1 + (guint64) (g_get_monotonic_time () % 1000000000));
  g_test_init (&argc, &argv, TEST_ISOLATE, NULL);
  g_test_add_func ("/faults/random-histories", test_random_histories);

  world_make_template ();
  result = g_test_run ();
  world_drop_template ();
  return result;
}
