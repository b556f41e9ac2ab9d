/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "demo/atlas-demo-private.h"

#include <string.h>

#define SCHOOLS       500       /* in a county whose pack does not say how many it has */
#define COUNTED       "schools" /* the series of figures that says it */
#define AUTHORITIES   5         /* pseudo authorities 001 to 005: DfE keeps them for no area */
#define FIRST_NUMBER  2001      /* of an establishment within its authority */
#define SECONDARY_EVERY 6
#define OWN_DAYS_OF_5 3         /* of five schools, those that have entered their INSET days */

typedef struct {
  const char *kind;
  const char *phase;
  const char *ending;
  guint8      weight;
  int         roll_least;
  int         roll_most;
} SchoolKind;

/* The first is one in SECONDARY_EVERY, the others by their weights. */
static const SchoolKind kinds[] = {
  { "secondary", "secondary", "School", 0, 480, 1400 },
  { "primary", "primary", "Primary School", 84, 90, 460 },
  { "infant", "primary", "Infant School", 5, 80, 260 },
  { "junior", "primary", "Junior School", 5, 120, 350 },
  { "special", "secondary", "Special School", 2, 40, 130 },
  { "nursery", "early-years", "Nursery School", 4, 40, 110 },
};

/* Where schools are made up: a partnership, or an area of a county that has none. */
typedef struct {
  const char *partnership;      /* (nullable) */
  const char *area;
  const char *name;
  gint64      weight;
} Home;

/* The towns that a partnership names, or else all of its area. */
static GPtrArray *
towns_of (GPtrArray  *towns,
          const Home *home)
{
  GPtrArray *named = g_ptr_array_new ();

  for (int pass = 0; pass < 2 && named->len == 0; pass++)
    for (guint i = 0; i < towns->len; i++)
      {
        AtlasTown *town = g_ptr_array_index (towns, i);

        if (g_strcmp0 (town->area, home->area) == 0 &&
            (pass == 1 || strstr (home->name, town->name) != NULL))
          g_ptr_array_add (named, town);
      }

  return named;
}

static void
add_own_day (AtlasDemo       *demo,
             AtlasDemoSchool *school,
             const char      *key,
             AtlasDate        from,
             AtlasDate        to)
{
  AtlasCalendarDayRange range = { ATLAS_CALENDAR_INSET, { from, to }, NULL, FALSE };
  g_autofree char *first = atlas_date_format (from);
  g_autofree char *own_key = g_strdup_printf ("%s-inset-%s", key, first);

  g_array_append_val (school->own_days, range);
  atlas_demo_add (demo, "calendar_range", own_key,
                  json_pack ("{s:s, s:s, s:s, s:o, s:s}", "key", own_key,
                             "establishment", school->id, "kind", "inset",
                             "days", atlas_demo_range (from, to), "source", ATLAS_DEMO_SOURCE));
}

/* INSET days at the beginning or at the end of each term. */
static void
add_own_days (AtlasDemo       *demo,
              AtlasDemoSchool *school,
              AtlasDemoRandom *random,
              const char      *key)
{
  for (guint i = 0; i < demo->terms->len; i++)
    {
      const AtlasCalendarDayRange *term = &g_array_index (demo->terms, AtlasCalendarDayRange, i);
      gboolean is_first = atlas_demo_random_percent (random, 70);

      if (term->kind != ATLAS_CALENDAR_TERM)
        continue;

      if (is_first)
        add_own_day (demo, school, key, term->days.from, term->days.from);
      else
        add_own_day (demo, school, key, term->days.to, term->days.to);
    }
}

static void
add_membership (AtlasDemo  *demo,
                const char *key,
                const char *partnership,
                const char *school)
{
  atlas_demo_add (demo, "membership", key,
                  json_pack ("{s:s, s:s, s:s, s:o, s:s}", "key", key, "partnership", partnership,
                             "establishment", school,
                             "valid", atlas_demo_since (demo),
                             "source", ATLAS_DEMO_SOURCE));
}

static void
add_school (AtlasDemo  *demo,
            guint       number,
            const Home *home,
            AtlasTown  *town)
{
  AtlasDemoRandom random = atlas_demo_random (demo->options.seed, "school", number);
  guint8 weights[G_N_ELEMENTS (kinds)];
  AtlasDemoSchool school = { .partnership = home->partnership, .area = home->area };
  const SchoolKind *kind;
  json_t *fields;
  gboolean has_own_days = number % 5 < OWN_DAYS_OF_5;
  g_autofree char *key = g_strdup_printf ("demo-school-%03u", number + 1);
  g_autofree char *name = NULL;
  int roll;

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    weights[i] = kinds[i].weight;
  kind = &kinds[number % SECONDARY_EVERY == 1
                ? 0 : atlas_demo_random_weighted (&random, weights, G_N_ELEMENTS (kinds))];
  name = atlas_demo_school_name (demo, &random, kind->ending);
  roll = atlas_demo_random_between (&random, kind->roll_least, kind->roll_most);

  g_snprintf (school.number, sizeof school.number, "%03u%04u",
              number % AUTHORITIES + 1, FIRST_NUMBER + number / AUTHORITIES);
  school.town = town->name;
  school.is_secondary = g_str_equal (kind->phase, "secondary");
  school.own_days = g_array_new (FALSE, FALSE, sizeof (AtlasCalendarDayRange));
  fields = json_pack ("{s:s, s:s, s:o, s:s, s:s, s:s, s:s, s:s, s:o*, s:o*, s:s, s:i, s:b, s:b, "
                      "s:o, s:s}",
                      "key", key, "name", name,
                      "laestab", json_sprintf ("%.3s/%s", school.number, school.number + 3),
                      "kind", kind->kind, "phase", kind->phase, "gender", "mixed",
                      "area", school.area, "town", school.town,
                      "latitude", atlas_demo_near (&random, town->latitude),
                      "longitude", atlas_demo_near (&random, town->longitude), "position", "town",
                      "roll", roll,
                      "own_days_entered", has_own_days, "invented", TRUE,
                      "valid", atlas_demo_since (demo),
                      "source", ATLAS_DEMO_SOURCE);
  school.id = atlas_demo_add (demo, "establishment", key, fields);
  demo->n_on_rolls += roll;

  if (school.partnership != NULL)
    add_membership (demo, key, school.partnership, school.id);
  if (has_own_days)
    add_own_days (demo, &school, &random, key);
  if (!g_str_equal (kind->phase, "early-years"))
    g_array_append_val (demo->schools, school);
  else
    g_array_unref (school.own_days);
}

static GArray *
list_homes (AtlasDemo *demo)
{
  GArray *homes = g_array_new (FALSE, FALSE, sizeof (Home));
  g_autoptr(GPtrArray) partnerships = atlas_demo_list_pack (demo, &atlas_partnership_type);
  g_autoptr(GPtrArray) areas = atlas_demo_list_pack (demo, &atlas_area_type);

  for (guint i = 0; i < partnerships->len; i++)
    {
      AtlasPartnership *partnership = g_ptr_array_index (partnerships, i);
      Home home = {
        atlas_record_get_id (ATLAS_RECORD (partnership)), partnership->area, partnership->name,
        1 + partnership->schools_located,
      };

      g_array_append_val (homes, home);
    }
  for (guint i = 0; partnerships->len == 0 && i < areas->len; i++)
    {
      AtlasArea *area = g_ptr_array_index (areas, i);
      Home home = { NULL, atlas_record_get_id (ATLAS_RECORD (area)), area->name, 1 };

      g_array_append_val (homes, home);
    }

  return homes;
}

/* As many as the pack says that there are. */
static gint64
count_schools (AtlasDemo *demo)
{
  g_autoptr(GPtrArray) figures = atlas_demo_list_pack (demo, &atlas_figure_type);

  for (guint i = 0; i < figures->len; i++)
    {
      AtlasFigure *figure = g_ptr_array_index (figures, i);

      if (g_strcmp0 (figure->series, COUNTED) == 0 && g_strcmp0 (figure->whom, "total") == 0)
        return CLAMP (figure->value, 1, SCHOOLS);
    }

  return SCHOOLS;
}

/**
 * atlas_demo_make_schools:
 * @demo: the demonstration
 *
 * Makes up schools in every partnership of the pack, in proportion to the schools that the pack
 * says it has; in a county without partnerships, in every area. There are as many as the pack's
 * figures say, or 500.
 */
void
atlas_demo_make_schools (AtlasDemo *demo)
{
  g_autoptr(GArray)    homes = list_homes (demo);
  g_autoptr(GPtrArray) towns = atlas_demo_list_pack (demo, &atlas_town_type);
  gint64 schools = count_schools (demo);
  gint64 total = 0;
  gint64 passed = 0;
  guint number = 0;

  for (guint i = 0; i < homes->len; i++)
    total += g_array_index (homes, Home, i).weight;

  for (guint i = 0; i < homes->len; i++)
    {
      const Home *home = &g_array_index (homes, Home, i);
      g_autoptr(GPtrArray) near = towns_of (towns, home);

      passed += home->weight;
      for (; near->len > 0 && number < schools * passed / total; number++)
        add_school (demo, number, home, g_ptr_array_index (near, number % near->len));
    }
}
