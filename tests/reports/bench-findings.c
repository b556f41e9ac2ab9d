/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every check over 100,000 children, and over one child and one provision as their pages ask. */
#include "config.h"

#include "reports/atlas-findings.h"

#include "case-county.h"

#define N_CHILDREN 100000
#define BATCH      5000

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

static char *
first_child (AtlasStore *store)
{
  g_autoptr(AtlasQuery) query = atlas_query_new (&atlas_child_type);
  g_autoptr(GPtrArray)  children = NULL;

  atlas_query_page (query, 0, 1);
  children = atlas_store_list (store, query, NULL);

  return g_strdup (atlas_record_get_id (g_ptr_array_index (children, 0)));
}

int
main (int    argc,
      char **argv)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("atlas-bench-XXXXXX", &error);
  g_autofree char *child = NULL;
  g_autoptr(GPtrArray) all = NULL;
  g_autoptr(GPtrArray) of_child = NULL;
  g_autoptr(GPtrArray) of_provision = NULL;
  CaseCounty county = { 0 };
  AtlasStore *store = atlas_store_open (folder, ATLAS_STORE_CREATE | ATLAS_STORE_BULK, &error);
  gint64 start;

  g_assert_no_error (error);
  fill (&county, store);
  child = first_child (store);

  start = g_get_monotonic_time ();
  all = atlas_findings_list (store, NULL, case_today (), &error);
  g_assert_no_error (error);
  g_print ("%d children, %u findings: %.0f ms\n", N_CHILDREN, all->len, ms_since (start));

  start = g_get_monotonic_time ();
  of_child = atlas_findings_of_child (store, child, case_today (), &error);
  g_assert_no_error (error);
  g_print ("of one child, %u: %.1f ms\n", of_child->len, ms_since (start));

  start = g_get_monotonic_time ();
  of_provision = atlas_findings_of_provision (store, county.provisions[0], case_today (), &error);
  g_assert_no_error (error);
  g_print ("of one provision, %u: %.1f ms\n", of_provision->len, ms_since (start));

  atlas_store_close (store);
  case_county_clear (&county);
  case_remove_folder (folder);

  return 0;
}
