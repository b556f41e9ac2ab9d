/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Every check over 100,000 children; and after one change, over the child or the provision that it
 * is about, as their pages ask: in milliseconds, and as a part of the full search.
 */
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

/* A plan for the child: what a check asks for is there now. */
static void
change_one (AtlasStore *store,
            const char *child)
{
  AtlasChangeSet *set = atlas_change_set_new ("A plan");
  g_autofree char *id = atlas_id_new ();

  atlas_change_set_create (set, "plan", id,
                           json_pack ("{s:s, s:s, s:s}", "child", child, "kind", "risk-reduction",
                                      "made", "2026-11-02"));
  case_apply (store, set);
}

static void
print_part (const char *what,
            GPtrArray  *found,
            double      ms,
            double      full_ms)
{
  g_print ("  %-30s %6u findings %9.1f ms  1/%.0f of it\n", what, found->len, ms, full_ms / ms);
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
  double full_ms;
  gint64 start;

  g_assert_no_error (error);
  fill (&county, store);
  child = first_child (store);

  start = g_get_monotonic_time ();
  all = atlas_findings_list (store, NULL, case_today (), &error);
  g_assert_no_error (error);
  full_ms = ms_since (start);
  g_print ("%d children, %u findings\n", N_CHILDREN, all->len);
  g_print ("  every child asked about                           %9.1f ms  %.2f µs a child\n",
           full_ms, 1000.0 * full_ms / N_CHILDREN);

  change_one (store, child);
  start = g_get_monotonic_time ();
  of_child = atlas_findings_of_child (store, child, case_today (), &error);
  g_assert_no_error (error);
  print_part ("after one change, of its child", of_child, ms_since (start), full_ms);

  start = g_get_monotonic_time ();
  of_provision = atlas_findings_of_provision (store, county.provisions[0], case_today (), &error);
  g_assert_no_error (error);
  print_part ("of one provision", of_provision, ms_since (start), full_ms);

  atlas_store_close (store);
  case_county_clear (&county);
  case_remove_folder (folder);

  return 0;
}
