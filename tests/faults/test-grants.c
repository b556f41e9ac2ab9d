/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What random histories have found wrong with grants, each as a history of its own. What is on the
 * laptop after a round is compared with what its user may see whenever a laptop syncs, and every
 * file is searched for the rest.
 */
#include "config.h"

#include "../isolate.h"
#include "history.h"
#include "model.h"

#define OFFICER      0
#define NORTH        1          /* leads area/dspl1 */
#define COMMISSIONER 3

static Counts counts;
static World *regranted;        /* (nullable): whose grants change after the next page */

static void
assert_nothing_is_left (World *world)
{
  for (guint i = 0; i < world->n_laptops; i++)
    {
      model_check_whole (&world->laptops[i]);
      model_search (&world->laptops[i]);
    }
  g_assert_false (world->is_broken);
}

/* The scope stays, the role in it sees less, and the record has changed since the laptop got it. */
static void
test_a_role_that_sees_less_takes_back_what_has_changed (void)
{
  World *world = world_new (1, &counts);
  Laptop *commissioner = &world->laptops[COMMISSIONER];

  history_begin (world);
  laptop_name_child (&world->laptops[OFFICER]);
  laptop_sync (&world->laptops[OFFICER]);
  world_grant (world, commissioner->user, "county", "provider", TRUE);
  world_grant (world, commissioner->user, "county", "commissioning_officer", FALSE);
  g_assert_true (laptop_sync (commissioner));
  assert_nothing_is_left (world);
  world_free (world);
}

/* With nothing granted not even reference data are kept, also what has changed since. */
static void
test_who_has_no_grant_keeps_no_place (void)
{
  World *world = world_new (2, &counts);
  Laptop *north = &world->laptops[NORTH];
  g_autofree char *key = NULL;

  history_begin (world);
  laptop_make_offer (&world->laptops[OFFICER]);
  laptop_sync (&world->laptops[OFFICER]);
  world_grant (world, north->user, "area/dspl1", "area_lead", FALSE);
  g_assert_true (laptop_sync (north));
  key = model_key ("place", world->place);
  g_assert_false (g_hash_table_contains (north->view, key));
  g_assert_false (world->is_broken);
  world_free (world);
}

static void
grant_again (AtlasRequest *request,
             SeamAnswer   *answer)
{
  World *world = g_steal_pointer (&regranted);

  if (world != NULL && g_str_equal (request->path, "/v1/changes"))
    world_grant (world, world->laptops[NORTH].user, "area/dspl1", "area_lead", TRUE);
  else
    regranted = world;
}

/* The laptop erases on the first page what it is given again on the last. */
static void
test_what_is_taken_and_given_in_one_round_comes_back (void)
{
  World *world = world_new (3, &counts);
  Laptop *north = &world->laptops[NORTH];

  history_begin (world);
  world->page = 100;
  world->rewrite_answer = grant_again;
  world_grant (world, north->user, "area/dspl1", "area_lead", FALSE);
  world_grant (world, north->user, "area/dspl5", "area_lead", TRUE);
  regranted = world;
  g_assert_true (laptop_sync (north));
  g_assert_null (regranted);
  assert_nothing_is_left (world);
  world_free (world);
}

static void
spoil_push (AtlasRequest *request)
{
  if (!g_str_equal (request->path, "/v1/push"))
    return;

  g_free (request->path);
  request->path = g_strdup ("/v1/nowhere");
}

/* A child that was moved here, but not on the server, is kept or erased by where the server has
 * it. */
static void
test_a_move_that_is_unsent_does_not_decide_who_keeps_a_child (void)
{
  World *world = world_new (4, &counts);
  Laptop *north = &world->laptops[NORTH];

  world_grant (world, north->user, "area/dspl5", "area_lead", TRUE);
  history_begin (world);
  for (guint i = 0; i < 2 * WORLD_LAPTOPS; i++)
    laptop_move_child (north);
  world_grant (world, north->user, "area/dspl5", "area_lead", FALSE);

  /* The push fails, the pull does not. */
  world->rewrite_request = spoil_push;
  laptop_sync (north);
  world->rewrite_request = NULL;
  history_rest (world);
  assert_nothing_is_left (world);
  world_free (world);
}

int
main (int   argc,
      char *argv[])
{
  int result;

  g_test_init (&argc, &argv, TEST_ISOLATE, NULL);
  g_test_add_func ("/faults/a-role-that-sees-less-takes-back-what-has-changed",
                   test_a_role_that_sees_less_takes_back_what_has_changed);
  g_test_add_func ("/faults/who-has-no-grant-keeps-no-place",
                   test_who_has_no_grant_keeps_no_place);
  g_test_add_func ("/faults/what-is-taken-and-given-in-one-round-comes-back",
                   test_what_is_taken_and_given_in_one_round_comes_back);
  g_test_add_func ("/faults/a-move-that-is-unsent-does-not-decide-who-keeps-a-child",
                   test_a_move_that_is_unsent_does_not_decide_who_keeps_a_child);

  world_make_template ();
  result = g_test_run ();
  world_drop_template ();
  return result;
}
