/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * All clocks of 10,000 and of 100,000 children: read in full, asked again with nothing changed,
 * and after one change; the first page of the list; the clocks of one child. Each in milliseconds,
 * and as a part of the full reading.
 */
#include "config.h"

#include <gio/gio.h>
#include <stdlib.h>

#include "store/atlas-clock-book.h"

#include "case-county.h"

#define PAGE_LINES 64
#define BATCH      5000

static const int sizes[] = { 10000, 100000 };

typedef struct {
  AtlasStore     *store;
  AtlasClockBook *book;
} Bench;

static double
ms_since (gint64 start)
{
  return (double) (g_get_monotonic_time () - start) / 1000.0;
}

static void
fill (CaseCounty *county,
      AtlasStore *store,
      int         n_children)
{
  county->records = g_ptr_array_new_with_free_func (g_object_unref);
  case_add_bodies (county);
  for (int n = 0; n < n_children; n++)
    {
      case_add_child (county, n);
      if (n % BATCH == BATCH - 1)
        case_county_load (county, store);
    }
  case_county_load (county, store);
}

static double
time_update (Bench *bench)
{
  g_autoptr(GError) error = NULL;
  gint64 start = g_get_monotonic_time ();

  atlas_clock_book_update (bench->book, bench->store, case_today (), &error);
  g_assert_no_error (error);

  return ms_since (start);
}

static GPtrArray *
time_list (Bench  *bench,
           guint  *n_all,
           double *ms)
{
  g_autoptr(GError) error = NULL;
  AtlasClockFilter filter = { .limit = PAGE_LINES };
  gint64 start = g_get_monotonic_time ();
  GPtrArray *lines = atlas_clock_book_list (bench->book, bench->store, &filter, n_all, &error);

  g_assert_no_error (error);
  *ms = ms_since (start);

  return lines;
}

static double
time_child (Bench      *bench,
            const char *child)
{
  g_autoptr(GError)    error = NULL;
  g_autoptr(GPtrArray) clocks = NULL;
  gint64 start = g_get_monotonic_time ();

  clocks = atlas_store_read_clocks (bench->store, child, case_today (), &error);
  g_assert_no_error (error);

  return ms_since (start);
}

static void
change_one (AtlasStore *store,
            const char *child)
{
  AtlasChangeSet *set = atlas_change_set_new ("A plan");
  g_autofree char *id = atlas_id_new ();

  atlas_change_set_create (set, "plan", id,
                           json_pack ("{s:s, s:s, s:s, s:s}", "child", child, "kind", "psp",
                                      "made", "2026-11-02", "review_by", "2026-11-23"));
  case_apply (store, set);
}

static void
measure (int n_children)
{
  g_autoptr(GError)    error = NULL;
  g_autoptr(GPtrArray) lines = NULL;
  g_autofree char *folder = g_dir_make_tmp ("atlas-bench-XXXXXX", &error);
  CaseCounty county = { 0 };
  Bench bench = { 0 };
  const char *child;
  double list_ms;
  double full_ms;
  double again_ms;
  double change_ms;
  guint n_all;

  g_assert_no_error (error);
  bench.store = atlas_store_open (folder, ATLAS_STORE_CREATE | ATLAS_STORE_BULK, &error);
  g_assert_no_error (error);
  fill (&county, bench.store, n_children);
  bench.book = atlas_clock_book_new ();

  full_ms = time_update (&bench);
  again_ms = time_update (&bench);
  lines = time_list (&bench, &n_all, &list_ms);
  child = ((AtlasClockLine *) g_ptr_array_index (lines, 0))->of.owner;
  change_one (bench.store, child);
  change_ms = time_update (&bench);

  g_print ("%7d children, %7u clocks owed\n", n_children, n_all);
  g_print ("  every child read      %9.1f ms  %.2f µs a child\n", full_ms,
           1000.0 * full_ms / n_children);
  g_print ("  nothing changed       %9.1f ms  1/%.0f of it\n", again_ms, full_ms / again_ms);
  g_print ("  after one change      %9.1f ms  1/%.0f of it\n", change_ms, full_ms / change_ms);
  g_print ("  first %d of the list  %9.1f ms  1/%.0f of it\n", PAGE_LINES, list_ms,
           full_ms / list_ms);
  g_print ("  one child's clocks    %9.1f ms\n", time_child (&bench, child));

  atlas_clock_book_free (bench.book);
  atlas_store_close (bench.store);
  case_county_clear (&county);
  case_remove_folder (folder);
}

int
main (int    argc,
      char **argv)
{
  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    measure (sizes[i]);

  return EXIT_SUCCESS;
}
