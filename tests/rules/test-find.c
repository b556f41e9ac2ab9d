/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "rules/atlas-find.h"
#include "rules/atlas-school-year.h"

#define ON "2026-11-20"
#define N_RANDOM 200

static AtlasFindNeed
make_need (void)
{
  AtlasFindNeed need = {
    .on = atlas_date_parse (ON),
    .year_group = 9,
    .phase = "secondary",
    .sex = "F",
    .town = "Stevenage",
    .home = { TRUE, 51.90, -0.20 },
    .within = ATLAS_FIND_ANY_DISTANCE,
  };

  return need;
}

static AtlasFindLine
make_line (const char *id)
{
  AtlasFindLine line = {
    .id = id,
    .name = id,
    .phase = "secondary",
    .site = { TRUE, 51.95, -0.20 },
    .free = { .is_known = TRUE, .commissioned = 12, .on_roll = 10, .free = 2 },
    .free_of_all = { .is_known = TRUE, .commissioned = 12, .on_roll = 10, .free = 2 },
    .free_from = ATLAS_DATE_NONE,
    .is_registered = TRUE,
    .expired_on = ATLAS_DATE_NONE,
  };

  return line;
}

/* How a line speaks of something: -1 not at all, else the bearing. */
static int
ask (const AtlasFindNeed *need,
     const AtlasFindLine *line,
     AtlasFindAbout       about)
{
  g_autoptr(GPtrArray) results = atlas_find_places (need, line, 1);
  const AtlasFindResult *result = g_ptr_array_index (results, 0);
  gboolean is_in_the_way = FALSE;
  int bearing = -1;

  for (guint i = 0; i < result->facts->len; i++)
    {
      const AtlasFindFact *fact = &g_array_index (result->facts, AtlasFindFact, i);

      is_in_the_way |= fact->bearing == ATLAS_FIND_IN_THE_WAY;
      if (fact->about == about)
        bearing = (int) fact->bearing;
    }
  g_assert_cmpint (result->fits, ==, !is_in_the_way);

  return bearing;
}

/* T012: a girl must never be offered Brandles, Falconer, Hailey Hall. */
static void
test_a_girl_is_never_offered_a_school_for_boys (void)
{
  AtlasFindNeed need = make_need ();
  AtlasFindLine line = make_line ("boys");

  line.gender = "boys";
  g_assert_cmpint (ask (&need, &line, ATLAS_FIND_GENDER), ==, ATLAS_FIND_IN_THE_WAY);
  need.sex = "M";
  g_assert_cmpint (ask (&need, &line, ATLAS_FIND_GENDER), ==, ATLAS_FIND_FITS);
  need.sex = NULL;
  g_assert_cmpint (ask (&need, &line, ATLAS_FIND_GENDER), ==, ATLAS_FIND_TO_KNOW);
  line.gender = "girls";
  need.sex = "M";
  g_assert_cmpint (ask (&need, &line, ATLAS_FIND_GENDER), ==, ATLAS_FIND_IN_THE_WAY);
  line.gender = "mixed";
  g_assert_cmpint (ask (&need, &line, ATLAS_FIND_GENDER), ==, -1);
}

/* T013: SEMH special schools only through the SEND Provision Panel, with an EHC plan for SEMH. */
static void
test_a_special_school_needs_panel_and_plan (void)
{
  AtlasFindNeed need = make_need ();
  AtlasFindLine line = make_line ("special");

  line.needs_semh_plan = TRUE;
  line.panel = "SEND Provision Panel";
  g_assert_cmpint (ask (&need, &line, ATLAS_FIND_PLAN), ==, ATLAS_FIND_IN_THE_WAY);
  g_assert_cmpint (ask (&need, &line, ATLAS_FIND_PANEL), ==, ATLAS_FIND_IN_THE_WAY);
  need.has_semh_plan = TRUE;
  g_assert_cmpint (ask (&need, &line, ATLAS_FIND_PLAN), ==, ATLAS_FIND_FITS);
  g_assert_cmpint (ask (&need, &line, ATLAS_FIND_PANEL), ==, ATLAS_FIND_IN_THE_WAY);
  line.panel_agreed = TRUE;
  g_assert_cmpint (ask (&need, &line, ATLAS_FIND_PANEL), ==, ATLAS_FIND_FITS);
}

/* T033, T034, T168: what is offered helps at some tiers, and not at others. */
static void
test_what_is_offered_is_for_some_tiers (void)
{
  static const char * const both[] = { "outreach", "respite", NULL };
  static const char * const special[] = { "special-place", NULL };
  AtlasFindNeed need = make_need ();
  AtlasFindLine line = make_line ("centre");

  line.service = "outreach";
  g_assert_cmpint (ask (&need, &line, ATLAS_FIND_TIER), ==, -1);
  need.tier = 2;
  g_assert_cmpint (ask (&need, &line, ATLAS_FIND_TIER), ==, ATLAS_FIND_FITS);
  need.tier = 5;
  g_assert_cmpint (ask (&need, &line, ATLAS_FIND_TIER), ==, ATLAS_FIND_IN_THE_WAY);
  line.service = "single";
  g_assert_cmpint (ask (&need, &line, ATLAS_FIND_TIER), ==, ATLAS_FIND_FITS);
  line.service = NULL;
  line.services = both;
  need.tier = 4;
  g_assert_cmpint (ask (&need, &line, ATLAS_FIND_TIER), ==, ATLAS_FIND_FITS);
  need.tier = 1;
  g_assert_cmpint (ask (&need, &line, ATLAS_FIND_TIER), ==, ATLAS_FIND_IN_THE_WAY);
  line.services = special;
  g_assert_cmpint (ask (&need, &line, ATLAS_FIND_TIER), ==, -1);
}

static void
test_another_main_need_is_to_be_asked_about (void)
{
  AtlasFindNeed need = make_need ();
  AtlasFindLine line = make_line ("centre");

  line.is_for_semh = TRUE;
  g_assert_cmpint (ask (&need, &line, ATLAS_FIND_NEED), ==, -1);
  need.main_need = "SEMH";
  g_assert_cmpint (ask (&need, &line, ATLAS_FIND_NEED), ==, ATLAS_FIND_FITS);
  need.main_need = "ASD";
  g_assert_cmpint (ask (&need, &line, ATLAS_FIND_NEED), ==, ATLAS_FIND_TO_KNOW);
  line.is_for_semh = FALSE;
  need.main_need = "SEMH";
  g_assert_cmpint (ask (&need, &line, ATLAS_FIND_NEED), ==, ATLAS_FIND_TO_KNOW);
}

static void
test_places_kept_for_respite_are_said (void)
{
  AtlasFindNeed need = make_need ();
  AtlasFindLine line = make_line ("centre");

  g_assert_cmpint (ask (&need, &line, ATLAS_FIND_RESPITE), ==, -1);
  line.respite_kept = 2;
  g_assert_cmpint (ask (&need, &line, ATLAS_FIND_RESPITE), ==, ATLAS_FIND_TO_KNOW);
}

/* T029: Day 6 in some areas; matching must not offer Day 6 where the flag is false. */
static void
test_day6_is_not_offered_where_there_is_none (void)
{
  static const struct { const char *offered; int bearing; } answers[] = {
    { "yes", ATLAS_FIND_FITS }, { "no", ATLAS_FIND_IN_THE_WAY }, { "some", ATLAS_FIND_TO_KNOW },
    { NULL, ATLAS_FIND_TO_KNOW },
  };
  AtlasFindNeed need = make_need ();
  AtlasFindLine line = make_line ("centre");

  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      line.day6_offered = answers[i].offered;
      need.is_day6 = TRUE;
      g_assert_cmpint (ask (&need, &line, ATLAS_FIND_DAY6), ==, answers[i].bearing);
      need.is_day6 = FALSE;
      g_assert_cmpint (ask (&need, &line, ATLAS_FIND_DAY6), ==, -1);
    }
}

/* T021: search by phase primary returns the centres that offer it. */
static void
test_a_line_takes_its_own_phase_and_stages (void)
{
  static const char * const both[] = { "primary", "secondary", NULL };
  static const char * const ks4[] = { "KS4", NULL };
  AtlasFindNeed need = make_need ();
  AtlasFindLine line = make_line ("centre");

  g_assert_cmpint (ask (&need, &line, ATLAS_FIND_PHASE), ==, ATLAS_FIND_FITS);
  line.key_stages = ks4;
  g_assert_cmpint (ask (&need, &line, ATLAS_FIND_PHASE), ==, ATLAS_FIND_IN_THE_WAY);
  need.year_group = 10;
  g_assert_cmpint (ask (&need, &line, ATLAS_FIND_PHASE), ==, ATLAS_FIND_FITS);

  line = make_line ("centre");
  need.year_group = 4;
  need.phase = "primary";
  g_assert_cmpint (ask (&need, &line, ATLAS_FIND_PHASE), ==, ATLAS_FIND_IN_THE_WAY);
  line.phase = NULL;
  g_assert_cmpint (ask (&need, &line, ATLAS_FIND_PHASE), ==, ATLAS_FIND_TO_KNOW);
  line.phases = both;
  g_assert_cmpint (ask (&need, &line, ATLAS_FIND_PHASE), ==, ATLAS_FIND_FITS);
  line.phase = "all-through";
  g_assert_cmpint (ask (&need, &line, ATLAS_FIND_PHASE), ==, ATLAS_FIND_FITS);
}

/* T036: early years (0-5) have tiers and settings of their own. */
static void
test_early_years_are_not_primary (void)
{
  AtlasFindNeed need = make_need ();
  AtlasFindLine line = make_line ("base");

  need.year_group = -2;
  need.phase = atlas_phase_to_code (atlas_phase (need.year_group));
  line.phase = "primary";
  g_assert_cmpint (ask (&need, &line, ATLAS_FIND_PHASE), ==, ATLAS_FIND_IN_THE_WAY);
  line.phase = "early-years";
  g_assert_cmpint (ask (&need, &line, ATLAS_FIND_PHASE), ==, ATLAS_FIND_FITS);
  need.phase = NULL;
  need.year_group = ATLAS_YEAR_GROUP_NONE;
  g_assert_cmpint (ask (&need, &line, ATLAS_FIND_PHASE), ==, ATLAS_FIND_TO_KNOW);
}

/* T121: a fifth full-time child, or one looked after or with a plan, needs a registered school. */
static void
test_a_provider_does_not_become_an_unregistered_school (void)
{
  AtlasFindNeed need = make_need ();
  AtlasFindLine line = make_line ("project");

  line.is_registered = FALSE;
  line.on_roll = 3;
  g_assert_cmpint (ask (&need, &line, ATLAS_FIND_REGISTRATION), ==, -1);
  line.on_roll = 4;
  g_assert_cmpint (ask (&need, &line, ATLAS_FIND_REGISTRATION), ==, ATLAS_FIND_IN_THE_WAY);
  line.on_roll = 0;
  need.counts_for_registration = TRUE;
  g_assert_cmpint (ask (&need, &line, ATLAS_FIND_REGISTRATION), ==, ATLAS_FIND_IN_THE_WAY);
  line.is_registered = TRUE;
  g_assert_cmpint (ask (&need, &line, ATLAS_FIND_REGISTRATION), ==, -1);
}

/* T008: areas served are many-to-many, and not the shape of an area. */
static void
test_towns_served_count (void)
{
  static const char * const served[] = { "Hitchin", "stevenage", NULL };
  static const char * const others[] = { "Hertford", "Ware", NULL };
  AtlasFindNeed need = make_need ();
  AtlasFindLine line = make_line ("centre");

  g_assert_cmpint (ask (&need, &line, ATLAS_FIND_TOWN), ==, -1);
  line.towns = served;
  g_assert_cmpint (ask (&need, &line, ATLAS_FIND_TOWN), ==, ATLAS_FIND_FITS);
  line.towns = others;
  g_assert_cmpint (ask (&need, &line, ATLAS_FIND_TOWN), ==, ATLAS_FIND_IN_THE_WAY);
  need.town = NULL;
  g_assert_cmpint (ask (&need, &line, ATLAS_FIND_TOWN), ==, -1);
}

static void
test_a_figure_not_known_is_not_a_free_place (void)
{
  AtlasFindNeed need = make_need ();
  AtlasFindLine line = make_line ("centre");

  g_assert_cmpint (ask (&need, &line, ATLAS_FIND_FREE), ==, ATLAS_FIND_FITS);
  line.free.free = 0;
  g_assert_cmpint (ask (&need, &line, ATLAS_FIND_FREE), ==, ATLAS_FIND_IN_THE_WAY);
  line.free.is_known = FALSE;
  g_assert_cmpint (ask (&need, &line, ATLAS_FIND_FREE), ==, ATLAS_FIND_IN_THE_WAY);
}

static void
test_a_place_kept_for_day6_says_so (void)
{
  AtlasFindNeed need = make_need ();
  AtlasFindLine line = make_line ("centre");

  line.free.day6_kept = 2;
  line.free_of_all.free = 0;
  need.is_day6 = TRUE;
  g_assert_cmpint (ask (&need, &line, ATLAS_FIND_KEPT), ==, ATLAS_FIND_FITS);
  need.is_day6 = FALSE;
  g_assert_cmpint (ask (&need, &line, ATLAS_FIND_KEPT), ==, ATLAS_FIND_TO_KNOW);
}

static void
test_hours_checks_and_services_stand_in_the_way (void)
{
  static const char * const services[] = { "ap", "outreach", NULL };
  AtlasFindNeed need = make_need ();
  AtlasFindLine line = make_line ("project");

  need.hours = 25;
  g_assert_cmpint (ask (&need, &line, ATLAS_FIND_HOURS), ==, -1);
  line.hours = 18;
  g_assert_cmpint (ask (&need, &line, ATLAS_FIND_HOURS), ==, ATLAS_FIND_IN_THE_WAY);
  line.hours = 25;
  g_assert_cmpint (ask (&need, &line, ATLAS_FIND_HOURS), ==, ATLAS_FIND_FITS);

  line.expired = "safeguarding";
  g_assert_cmpint (ask (&need, &line, ATLAS_FIND_CHECK), ==, ATLAS_FIND_IN_THE_WAY);

  need.service = "respite";
  g_assert_cmpint (ask (&need, &line, ATLAS_FIND_SERVICE), ==, ATLAS_FIND_TO_KNOW);
  line.services = services;
  g_assert_cmpint (ask (&need, &line, ATLAS_FIND_SERVICE), ==, ATLAS_FIND_IN_THE_WAY);
  line.service = "respite";
  g_assert_cmpint (ask (&need, &line, ATLAS_FIND_SERVICE), ==, ATLAS_FIND_FITS);
}

static void
test_miles_are_a_limit_only_when_asked (void)
{
  AtlasFindNeed need = make_need ();
  AtlasFindLine line = make_line ("far");

  line.site.latitude = 52.3;
  g_assert_cmpint (ask (&need, &line, ATLAS_FIND_DISTANCE), ==, ATLAS_FIND_FITS);
  need.within = 10;
  g_assert_cmpint (ask (&need, &line, ATLAS_FIND_DISTANCE), ==, ATLAS_FIND_IN_THE_WAY);
  line.site.is_known = FALSE;
  g_assert_cmpint (ask (&need, &line, ATLAS_FIND_DISTANCE), ==, ATLAS_FIND_TO_KNOW);
}

static gboolean
comes_before (const AtlasFindResult *a,
              const AtlasFindResult *b)
{
  double far = 1e9;
  double miles_a = a->miles < 0 ? far : a->miles;
  double miles_b = b->miles < 0 ? far : b->miles;

  if (a->fits != b->fits)
    return a->fits;
  if (miles_a != miles_b)
    return miles_a < miles_b;
  if (a->line->free.free != b->line->free.free)
    return a->line->free.free > b->line->free.free;

  return g_strcmp0 (a->line->id, b->line->id) < 0;
}

/* T013: show a distance-ranked list. */
static void
test_those_that_fit_come_first_then_the_nearest (void)
{
  AtlasFindNeed need = make_need ();
  g_autoptr(GPtrArray) results = NULL;
  g_autofree AtlasFindLine *lines = g_new0 (AtlasFindLine, N_RANDOM);
  g_auto(GStrv) ids = g_new0 (char *, N_RANDOM + 1);

  for (gsize i = 0; i < N_RANDOM; i++)
    {
      ids[i] = g_strdup_printf ("%03" G_GSIZE_FORMAT, i);
      lines[i] = make_line (ids[i]);
      lines[i].name = "One name";
      lines[i].site.latitude = 51.9 + g_test_rand_int_range (0, 4) / 10.0;
      lines[i].site.is_known = g_test_rand_int_range (0, 4) > 0;
      lines[i].free.free = g_test_rand_int_range (-2, 3);
      lines[i].gender = g_test_rand_int_range (0, 3) > 0 ? "mixed" : "boys";
    }

  results = atlas_find_places (&need, lines, N_RANDOM);
  g_assert_cmpuint (results->len, ==, N_RANDOM);
  for (guint i = 1; i < results->len; i++)
    g_assert_true (comes_before (g_ptr_array_index (results, i - 1),
                                 g_ptr_array_index (results, i)));
}

static AtlasClaim
make_stay (const char *id,
           const char *planned_end)
{
  AtlasClaim stay = {
    .id = id,
    .kind = ATLAS_CLAIM_PLACEMENT,
    .from = atlas_date_parse ("2026-09-07"),
    .to = ATLAS_DATE_NONE,
    .planned_end = atlas_date_parse (planned_end),
    .places = 1,
  };

  return stay;
}

static void
test_a_place_is_free_the_day_after_the_planned_end (void)
{
  AtlasClaim stays[] = {
    make_stay ("a", "2026-12-11"), make_stay ("b", "2026-12-04"), make_stay ("c", "2026-11-13"),
    make_stay ("d", NULL),
  };
  AtlasPlaceCase place = {
    .commissioned = 12,
    .valid = { ATLAS_DATE_NONE, ATLAS_DATE_NONE },
    .return_date = atlas_date_parse ("2026-11-18"),
    .on_roll = 12,
    .claims = stays,
    .n_claims = G_N_ELEMENTS (stays),
  };
  AtlasDate on = atlas_date_parse (ON);

  g_assert_cmpint (atlas_find_free_from (&place, on, FALSE), ==, atlas_date_parse ("2026-12-05"));
  place.on_roll = 13;
  g_assert_cmpint (atlas_find_free_from (&place, on, FALSE), ==, atlas_date_parse ("2026-12-12"));
  place.on_roll = 14;
  g_assert_cmpint (atlas_find_free_from (&place, on, FALSE), ==, ATLAS_DATE_NONE);
  place.on_roll = 11;
  g_assert_cmpint (atlas_find_free_from (&place, on, FALSE), ==, on);
  place.on_roll = 12;
  place.valid.to = atlas_date_parse ("2026-12-01");
  g_assert_cmpint (atlas_find_free_from (&place, on, FALSE), ==, ATLAS_DATE_NONE);
  place.return_date = ATLAS_DATE_NONE;
  g_assert_cmpint (atlas_find_free_from (&place, on, FALSE), ==, ATLAS_DATE_NONE);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/find/a-girl-is-never-offered-a-school-for-boys",
                   test_a_girl_is_never_offered_a_school_for_boys);
  g_test_add_func ("/find/a-special-school-needs-panel-and-plan",
                   test_a_special_school_needs_panel_and_plan);
  g_test_add_func ("/find/what-is-offered-is-for-some-tiers",
                   test_what_is_offered_is_for_some_tiers);
  g_test_add_func ("/find/another-main-need-is-to-be-asked-about",
                   test_another_main_need_is_to_be_asked_about);
  g_test_add_func ("/find/places-kept-for-respite-are-said",
                   test_places_kept_for_respite_are_said);
  g_test_add_func ("/find/day6-is-not-offered-where-there-is-none",
                   test_day6_is_not_offered_where_there_is_none);
  g_test_add_func ("/find/a-line-takes-its-own-phase-and-stages",
                   test_a_line_takes_its_own_phase_and_stages);
  g_test_add_func ("/find/early-years-are-not-primary", test_early_years_are_not_primary);
  g_test_add_func ("/find/a-provider-does-not-become-an-unregistered-school",
                   test_a_provider_does_not_become_an_unregistered_school);
  g_test_add_func ("/find/towns-served-count", test_towns_served_count);
  g_test_add_func ("/find/a-figure-not-known-is-not-a-free-place",
                   test_a_figure_not_known_is_not_a_free_place);
  g_test_add_func ("/find/a-place-kept-for-day6-says-so", test_a_place_kept_for_day6_says_so);
  g_test_add_func ("/find/hours-checks-and-services-stand-in-the-way",
                   test_hours_checks_and_services_stand_in_the_way);
  g_test_add_func ("/find/miles-are-a-limit-only-when-asked",
                   test_miles_are_a_limit_only_when_asked);
  g_test_add_func ("/find/those-that-fit-come-first-then-the-nearest",
                   test_those_that_fit_come_first_then_the_nearest);
  g_test_add_func ("/find/a-place-is-free-the-day-after-the-planned-end",
                   test_a_place_is_free_the_day_after_the_planned_end);

  return g_test_run ();
}
