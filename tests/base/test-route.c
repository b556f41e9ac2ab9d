/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/atlas-route.h"

#include "base/atlas-error.h"
#include "base/atlas-trail.h"

static void
test_routes_survive_a_round_trip (void)
{
  static const char * const routes[] = {
    "today", "map?measure=free", "provision", "provision/stevenage-esc", "county", "area/dspl2",
    "partnership/lsp-royston", "referral/K7-204", "referrals?filter=Year%209&tier=5",
    "place/0195c0de-0000-7000-8000-000000000000",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (routes); i++)
    {
      g_autoptr(GError)     error = NULL;
      g_autoptr(AtlasRoute) route = atlas_route_parse (routes[i], &error);
      g_autoptr(AtlasRoute) copy = NULL;
      g_autofree char *text = NULL;

      g_assert_no_error (error);
      copy = atlas_route_copy (route);
      text = atlas_route_format (copy);
      g_assert_cmpstr (text, ==, routes[i]);
      g_assert_true (atlas_route_same_page (route, copy));
    }
}

static void
test_what_is_not_a_page_is_refused (void)
{
  static const char * const texts[] = {
    "", "atlas:", "nowhere", "area", "area/", "area/../etc", "today/x", "area/dspl2/more",
    "area/a b",
    "map?measure", "map?=free", "map?measure=%zz", "map?measure=%ff", "Today", "file:///etc/passwd",
  };
  g_autofree char *long_key = g_strnfill (2000, 'a');
  g_autofree char *long_route = g_strconcat ("area/", long_key, NULL);
  g_autoptr(GError) long_error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (atlas_route_parse (texts[i], &error));
      g_assert_error (error, ATLAS_ERROR, ATLAS_ERROR_INVALID);
    }

  g_assert_null (atlas_route_parse (long_route, &long_error));
  g_assert_error (long_error, ATLAS_ERROR, ATLAS_ERROR_INVALID);
}

static void
test_each_page_belongs_to_a_view (void)
{
  g_autoptr(AtlasRoute) area = atlas_route_parse ("atlas:area/dspl2", NULL);
  g_autoptr(AtlasRoute) list = atlas_route_new ("provision", NULL);
  g_autoptr(AtlasRoute) one = atlas_route_new ("provision", "nhas");
  g_autoptr(AtlasRoute) up = atlas_route_up (area);
  AtlasRouteView view = ATLAS_ROUTE_TODAY;

  g_assert_cmpint (atlas_route_get_view (area), ==, ATLAS_ROUTE_MAP);
  g_assert_cmpstr (atlas_route_get_key (area), ==, "dspl2");
  g_assert_cmpint (atlas_route_get_view (list), ==, ATLAS_ROUTE_PROVISION);
  g_assert_cmpint (atlas_route_get_view (one), ==, ATLAS_ROUTE_PROVISION);
  g_assert_false (atlas_route_same_page (list, one));
  g_assert_cmpstr (atlas_route_get_head (up), ==, "county");
  g_assert_null (atlas_route_up (list));

  g_assert_true (atlas_route_view_by_name ("reports", &view));
  g_assert_cmpint (view, ==, ATLAS_ROUTE_REPORTS);
  g_assert_false (atlas_route_view_by_name ("area", &view));
  g_assert_cmpstr (atlas_route_view_name (ATLAS_ROUTE_PANELS), ==, "panels");
}

static void
visit (AtlasTrail *trail,
       const char *text)
{
  g_autoptr(AtlasRoute) route = atlas_route_parse (text, NULL);

  atlas_trail_visit (trail, route);
}

static void
test_back_leaves_the_page (void)
{
  g_autoptr(AtlasTrail) trail = atlas_trail_new ();
  const AtlasRoute *route;

  g_assert_null (atlas_trail_get_current (trail));
  g_assert_null (atlas_trail_back (trail));

  visit (trail, "today");
  visit (trail, "map?measure=free");
  visit (trail, "map?measure=filled");
  route = atlas_trail_get_current (trail);
  g_assert_cmpstr (atlas_route_get_param (route, "measure"), ==, "filled");
  g_assert_cmpstr (atlas_route_get_head (atlas_trail_back (trail)), ==, "today");
  g_assert_false (atlas_trail_can_go_back (trail));
  route = atlas_trail_forward (trail);
  g_assert_cmpstr (atlas_route_get_param (route, "measure"), ==, "filled");
  g_assert_null (atlas_trail_forward (trail));
}

static void
test_a_new_page_forgets_what_was_ahead (void)
{
  g_autoptr(AtlasTrail) trail = atlas_trail_new ();

  visit (trail, "today");
  visit (trail, "area/dspl1");
  visit (trail, "area/dspl2");
  atlas_trail_back (trail);
  visit (trail, "referrals");
  g_assert_false (atlas_trail_can_go_forward (trail));
  g_assert_cmpstr (atlas_route_get_key (atlas_trail_back (trail)), ==, "dspl1");
}

static void
test_back_from_a_form_is_what_was_before (void)
{
  g_autoptr(AtlasTrail) trail = atlas_trail_new ();

  visit (trail, "referrals?tier=5");
  visit (trail, "referrals?page=new");
  visit (trail, "referrals?page=new&child=x");
  g_assert_cmpstr (atlas_route_get_param (atlas_trail_back (trail), "tier"), ==, "5");
  g_assert_false (atlas_trail_can_go_back (trail));
}

static void
test_a_long_trail_forgets_its_start (void)
{
  g_autoptr(AtlasTrail) trail = atlas_trail_new ();
  int steps = 0;

  for (int i = 0; i < 500; i++)
    visit (trail, i % 2 == 0 ? "today" : "map");
  while (atlas_trail_back (trail) != NULL)
    steps++;

  g_assert_cmpint (steps, ==, 199);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/route/routes-survive-a-round-trip", test_routes_survive_a_round_trip);
  g_test_add_func ("/base/route/what-is-not-a-page-is-refused", test_what_is_not_a_page_is_refused);
  g_test_add_func ("/base/route/each-page-belongs-to-a-view", test_each_page_belongs_to_a_view);
  g_test_add_func ("/base/trail/back-leaves-the-page", test_back_leaves_the_page);
  g_test_add_func ("/base/trail/a-new-page-forgets-what-was-ahead",
                   test_a_new_page_forgets_what_was_ahead);
  g_test_add_func ("/base/trail/back-from-a-form-is-what-was-before",
                   test_back_from_a_form_is_what_was_before);
  g_test_add_func ("/base/trail/a-long-trail-forgets-its-start",
                   test_a_long_trail_forgets_its_start);

  return g_test_run ();
}
