/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>

#include "../isolate.h"
#include "demo/atlas-county.h"
#include "store/atlas-clock-book.h"

#define AS_OF    atlas_date_new (2026, 11, 20)
#define CHILDREN 400

typedef struct {
  char       *folder;
  AtlasStore *store;
  GPtrArray  *lines;            /* (element-type AtlasClockLine) */
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  AtlasDemoOptions options = { CHILDREN, GPOINTER_TO_UINT (data), AS_OF };
  g_autoptr(AtlasClockBook) book = atlas_clock_book_new ();
  g_autoptr(GError) error = NULL;
  g_autoptr(AtlasPack) pack = atlas_pack_open ("hertfordshire", &error);
  AtlasClockFilter filter = { 0 };

  g_assert_no_error (error);
  fixture->folder = g_dir_make_tmp ("atlas-demo-XXXXXX", &error);
  g_assert_no_error (error);
  atlas_county_init (fixture->folder, pack, &options, NULL, NULL, &error);
  g_assert_no_error (error);
  fixture->store = atlas_store_open (fixture->folder, ATLAS_STORE_DEFAULT, &error);
  g_assert_no_error (error);
  atlas_clock_book_update (book, fixture->store, AS_OF, &error);
  g_assert_no_error (error);
  fixture->lines = atlas_clock_book_list (book, fixture->store, &filter, NULL, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  g_autoptr(GDir) dir = NULL;
  const char *name;

  g_ptr_array_unref (fixture->lines);
  atlas_store_close (fixture->store);
  dir = g_dir_open (fixture->folder, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

      g_remove (path);
    }
  g_rmdir (fixture->folder);
  g_free (fixture->folder);
}

static guint
count (Fixture        *fixture,
       const char     *rule,
       AtlasClockState state)
{
  guint n = 0;

  for (guint i = 0; i < fixture->lines->len; i++)
    {
      const AtlasClock *clock = &((AtlasClockLine *) g_ptr_array_index (fixture->lines,
                                                                        i))->of.clock;

      n += (rule == NULL || g_str_equal (clock->rule->id, rule)) &&
           (state == ATLAS_CLOCK_NOT_RUNNING || clock->state == state);
    }

  return n;
}

/* T055: every clock that can run in 2026 runs for somebody, but for bands that nobody reaches */
static void
test_every_clock_runs (Fixture      *fixture,
                       gconstpointer data)
{
  gsize n_rules = 0;
  const AtlasClockRule *rules = atlas_clock_rules (&n_rules);

  for (gsize i = 0; i < n_rules; i++)
    {
      if (rules[i].to != NULL || rules[i].cause == ATLAS_CAUSE_SUSPENSION_PRU ||
          (rules[i].only == ATLAS_ONLY_OWN_BAND && rules[i].limit > 38))
        continue;

      if (count (fixture, rules[i].id, ATLAS_CLOCK_NOT_RUNNING) == 0)
        g_test_message ("no clock %s", rules[i].id);
      g_assert_cmpuint (count (fixture, rules[i].id, ATLAS_CLOCK_NOT_RUNNING), >, 0);
    }
}

/* The county exists, so nothing that it owes is late; some of what invented bodies owe is. */
static void
test_the_county_is_never_late (Fixture      *fixture,
                               gconstpointer data)
{
  guint n_late = count (fixture, NULL, ATLAS_CLOCK_LATE);

  g_assert_cmpuint (n_late, >, 5);
  g_assert_cmpuint (n_late, <, 40);
  for (guint i = 0; i < fixture->lines->len; i++)
    {
      const AtlasClockLine *line = g_ptr_array_index (fixture->lines, i);

      if (line->of.clock.state == ATLAS_CLOCK_LATE)
        g_assert_cmpint (line->of.clock.rule->owed_by, !=, ATLAS_OWED_BY_LOCAL_AUTHORITY);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, TEST_ISOLATE, NULL);

#define ADD(path, seed, test) \
  g_test_add (path, Fixture, GUINT_TO_POINTER (seed), set_up, test, tear_down)
  ADD ("/demo/clocks/every-clock-runs", 1, test_every_clock_runs);
  ADD ("/demo/clocks/the-county-is-never-late", 1, test_the_county_is_never_late);
  ADD ("/demo/clocks/the-county-is-never-late-with-another-seed", 7, test_the_county_is_never_late);
#undef ADD

  return g_test_run ();
}
