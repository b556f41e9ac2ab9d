/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One line of two places, and more offers than that, made by panels that cannot see one another: in
 * every order in which they can reach the server no more than two are confirmed, a hold that was
 * taken before keeps its place for its own offer, and none is promoted without a person.
 * Source: protocol, section 8, and section 14, invariant 10.
 */
#include "config.h"

#include "../isolate.h"
#include "history.h"
#include "model.h"

#define OFFERS  4
#define ORDERS 24               /* 4! */

static Counts counts;
static guint n_over_of_all;

/* The order of number @n, from 0 to ORDERS - 1. */
static void
make_order (guint n,
            guint order[OFFERS])
{
  guint left[OFFERS] = { 0, 1, 2, 3 };

  for (guint i = 0; i < OFFERS; i++)
    {
      guint among = OFFERS - i;
      guint at = n % among;

      n /= among;
      order[i] = left[at];
      for (guint j = at; j + 1 < among; j++)
        left[j] = left[j + 1];
    }
}

static guint
count_allocated (World      *world,
                 const char *allocation)
{
  g_autoptr(GHashTable) rows = model_read_rows (world);
  GHashTableIter iter;
  gpointer row;
  guint n = 0;

  g_hash_table_iter_init (&iter, rows);
  while (g_hash_table_iter_next (&iter, NULL, &row))
    if (g_strcmp0 (atlas_json_string (((Row *) row)->fields, "allocation"), allocation) == 0)
      n++;

  return n;
}

/* Laptops 0, 1 and 2 make offers, 0 two of them; all are offline until the order says so. */
static void
offer_in_order (guint n)
{
  World *world = world_new (n + 1, &counts);
  guint order[OFFERS];
  guint n_confirmed;
  guint n_over;

  make_order (n, order);
  history_begin (world);
  for (guint i = 0; i < OFFERS - 1; i++)
    laptop_make_offer (&world->laptops[i]);
  for (guint i = 0; i < OFFERS; i++)
    {
      Laptop *laptop = &world->laptops[order[i] % (OFFERS - 1)];

      /* The fourth is made by somebody who has synced, and knows of the others. */
      if (order[i] == OFFERS - 1)
        laptop_make_offer (laptop);
      laptop_sync (laptop);
      model_check_places (world);
    }

  history_rest (world);
  history_check (world);
  g_assert_false (world->is_broken);

  /* Where the server parked a referral its offer is parked too. */
  n_confirmed = count_allocated (world, "confirmed");
  n_over = count_allocated (world, "over");
  g_assert_cmpuint (n_confirmed, ==, MIN (WORLD_PLACES, n_confirmed + n_over));
  n_over_of_all += n_over;
  world_free (world);
}

static void
test_two_places_four_offers_in_every_order (void)
{
  for (guint n = 0; n < ORDERS; n++)
    offer_in_order (n);
  g_assert_cmpuint (n_over_of_all, >=, ORDERS);
  g_test_message ("%d orders, %" G_GUINT64_FORMAT " sets, %u offers over", ORDERS, counts.made,
                  n_over_of_all);
}

/* A hold was taken while there were places; its own offer comes last, and has one. */
static void
test_a_hold_keeps_its_place (void)
{
  World *world = world_new (1, &counts);
  g_autoptr(GHashTable) rows = NULL;
  GHashTableIter iter;
  gpointer value;
  guint n_used = 0;

  history_begin (world);
  laptop_make_hold (&world->laptops[0]);
  laptop_sync (&world->laptops[0]);
  for (guint i = 0; i < OFFERS; i++)
    laptop_make_offer (&world->laptops[i % 3]);
  laptop_sync (&world->laptops[1]);
  laptop_sync (&world->laptops[2]);
  laptop_use_hold (&world->laptops[0]);
  laptop_sync (&world->laptops[0]);
  history_rest (world);
  g_assert_false (world->is_broken);

  rows = model_read_rows (world);
  g_hash_table_iter_init (&iter, rows);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      json_t *fields = ((Row *) value)->fields;

      if (atlas_json_string (fields, "hold") == NULL)
        continue;
      n_used++;
      g_assert_cmpstr (atlas_json_string (fields, "allocation"), ==, "confirmed");
    }
  g_assert_cmpuint (n_used, ==, 1);
  g_assert_cmpuint (count_allocated (world, "over"), >, 0);
  world_free (world);
}

int
main (int   argc,
      char *argv[])
{
  int result;

  g_test_init (&argc, &argv, TEST_ISOLATE, NULL);
  g_test_add_func ("/faults/two-places-four-offers-in-every-order",
                   test_two_places_four_offers_in_every_order);
  g_test_add_func ("/faults/a-hold-keeps-its-place", test_a_hold_keeps_its_place);

  world_make_template ();
  result = g_test_run ();
  world_drop_template ();
  return result;
}
