/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What happens in a county, drawn by lot. */
#include "config.h"

#include "history.h"

#include "model.h"

#define QUIET_MOST  20
#define WRITERS     3           /* the first laptops: those whose users write most */
#define AN_HOUR_MS  (60 * 60 * 1000)
/* Longer than a file that failed has to wait. Source: protocol, section 12. */
#define PAUSE_MS    (5 * 60 * 1000 + 1)

static Laptop *
pick_laptop (World *world)
{
  return &world->laptops[world_pick (world, world->n_laptops)];
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

/* While a laptop is in the middle of a round. */
static void
do_meanwhile (World *world)
{
  Laptop *laptop = pick_laptop (world);

  world_note (world, "  meanwhile:");
  if (laptop == world->reader || world_chance (world, 400))
    change_grants (world);
  else
    {
      laptop_work (laptop);
      laptop_sync (laptop);
    }
}

void
history_set_weather (World *world)
{
  static const guint pages[] = { 0, 0, 60, 200 };
  const Weather calm = { 0 };
  const Weather rough = { 60, 80, 50, 50, 40, 20, 20 };
  const Weather storm = { 200, 200, 100, 100, 100, 50, 50 };
  guint n = world_pick (world, 10);

  world->weather = n < 2 ? calm : n < 8 ? rough : storm;
  world->page = pages[world_pick (world, G_N_ELEMENTS (pages))];
  world->meanwhile = do_meanwhile;
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

  switch (world_pick (world, 12))
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
    case 7:
      world_back_up (world);
      break;
    case 8:
      if (world->backup != NULL && world_chance (world, 500))
        world_restore (world);
      break;
    case 9:
      leaving_lock (laptop);
      break;
    case 10:
      if (world_chance (world, 500))
        leaving_order (laptop);
      break;
    default:
      if (world_chance (world, 500))
        laptop_put_back (laptop);
      else
        laptop_copy (laptop);
    }
}

void
history_step (World *world)
{
  guint n = world_pick (world, 100);

  world_pass (world, 1 + world_pick (world, world_chance (world, 50) ? AN_HOUR_MS : 5000));
  if (n < 52)
    laptop_work (&world->laptops[world_pick (world, world_chance (world, 200) ? world->n_laptops
                                                                              : WRITERS)]);
  else if (n < 59)
    files_ask (pick_laptop (world));
  else if (n < 90)
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
void
history_begin (World *world)
{
  for (guint i = 0; i < WRITERS; i++)
    laptop_make_case (&world->laptops[i]);
  all_have_synced (world);
  all_have_synced (world);
}

/* Until two rounds of all of them went well: in the second everybody gets what the first sent. */
void
history_rest (World *world)
{
  const Weather calm = { 0 };
  guint n_good = 0;

  world_note (world, "quiet");
  world->weather = calm;
  world->meanwhile = NULL;
  g_ptr_array_set_size (world->late, 0);

  /* Somebody to whom nothing is granted could not sign in again. */
  world_grant (world, world->laptops[1].user, "area/dspl1", "area_lead", TRUE);
  world_grant (world, world->laptops[2].user, "area/dspl5", "area_lead", TRUE);
  for (guint i = 0; i < QUIET_MOST && n_good < 2 && !world->is_broken; i++)
    {
      world_pass (world, PAUSE_MS);
      n_good = all_have_synced (world) ? n_good + 1 : 0;
    }
  if (n_good < 2)
    world_break (world, 4, "the laptops do not come to rest");
}

void
history_check (World *world)
{
  model_check_sets (world);
  model_check_places (world);
  model_check_audit (world);
  files_check_server (world);
  for (guint i = 0; i < world->n_laptops && !world->is_broken; i++)
    {
      model_check_whole (&world->laptops[i]);
      model_search (&world->laptops[i]);
    }
}
