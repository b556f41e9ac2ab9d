/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The indicators of a term and the three before it over 100,000 children, beside only reading. */
#include "config.h"

#include "reports/atlas-indicators.h"
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
count_all (AtlasStore *store,
           const char *scope,
           gint64     *n_counted)
{
  const AtlasIndicatorsAsked asked = { NULL, NULL, scope, ATLAS_PUPILS_ALL, case_today () };
  g_autoptr(GError) error = NULL;
  gint64 start = g_get_monotonic_time ();
  g_autoptr(AtlasIndicators) indicators = atlas_indicators_new (store, &asked, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (indicators->n_trend, ==, 4);
  *n_counted = indicators->trend[indicators->n_trend - 1].counts[ATLAS_TALLY_SUSPENSIONS];

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
  gint64 n_all = 0;
  gint64 n_part = 0;

  g_assert_no_error (error);
  fill (&county, store);

  for (int run = 0; run < N_RUNS; run++)
    {
      double reading = read_all (store);
      double counting = count_all (store, NULL, &n_all);
      double part = count_all (store, "area/mark1", &n_part);

      g_print ("%d children, 4 terms: read %.0f ms; counted %" G_GINT64_FORMAT " suspensions and "
               "the rest in %.0f ms, %.2f times the reading; an area's %" G_GINT64_FORMAT " in "
               "%.0f ms\n", N_CHILDREN, reading, n_all, counting, counting / reading, n_part, part);
    }

  atlas_store_close (store);
  case_county_clear (&county);
  case_remove_folder (folder);

  return 0;
}
