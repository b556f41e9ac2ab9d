/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of children not in full-time education over 100,000, beside only reading them. */
#include "config.h"

#include "reports/atlas-out-of-school.h"
#include "store/atlas-case-reader.h"

#include "case-county.h"

#define N_CHILDREN 100000
#define BATCH      5000
#define N_RUNS     3

static double
ms_since (gint64 start)
{
  return (double) (g_get_monotonic_time () - start) / 1000.0;
}

static void
fill (CaseCounty *county,
      AtlasStore *store)
{
  county->records = g_ptr_array_new_with_free_func (g_object_unref);
  case_add_bodies (county);
  for (int n = 0; n < N_CHILDREN; n++)
    {
      case_add_child (county, n);
      if (n % BATCH == BATCH - 1)
        case_county_load (county, store);
    }
}

static double
read_all (AtlasStore *store)
{
  g_autoptr(GError) error = NULL;
  gint64 start = g_get_monotonic_time ();
  g_autoptr(AtlasCaseReader) reader = atlas_case_reader_new (store, NULL, &error);
  g_autoptr(AtlasCase) file = atlas_case_new ();
  guint n = 0;

  while (atlas_case_reader_next (reader, file, &error))
    n++;
  g_assert_no_error (error);
  g_assert_cmpuint (n, ==, N_CHILDREN);

  return ms_since (start);
}

static double
list_all (AtlasStore *store,
          const char *scope,
          guint      *n_rows)
{
  g_autoptr(GError) error = NULL;
  gint64 start = g_get_monotonic_time ();
  g_autoptr(AtlasOutOfSchool) list = atlas_out_of_school_new (store, scope, case_today (), &error);

  g_assert_no_error (error);
  *n_rows = list->rows->len;

  return ms_since (start);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("atlas-bench-XXXXXX", &error);
  CaseCounty county = { 0 };
  AtlasStore *store = atlas_store_open (folder, ATLAS_STORE_CREATE | ATLAS_STORE_BULK, &error);
  guint n_rows = 0;
  guint n_part = 0;

  g_assert_no_error (error);
  fill (&county, store);

  for (int run = 0; run < N_RUNS; run++)
    {
      double reading = read_all (store);
      double listing = list_all (store, NULL, &n_rows);
      double part = list_all (store, "area/mark1", &n_part);

      g_print ("%d children: read %.0f ms; listed %u in %.0f ms, %.2f times the reading; "
               "an area's %u in %.0f ms\n", N_CHILDREN, reading, n_rows, listing,
               listing / reading, n_part, part);
    }

  atlas_store_close (store);
  case_county_clear (&county);
  case_remove_folder (folder);

  return 0;
}
