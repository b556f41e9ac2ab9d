/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Opening the record of one child who has a plan, reviews, timetables and a term of attendance:
 * its page, its deadlines and what is to be checked, in counties of 100, 10,000 and 100,000
 * children. Each in milliseconds, the middle of several, and as a multiple of the smallest.
 */
#include "config.h"

#include <gio/gio.h>
#include <stdlib.h>

#include "reports/atlas-findings.h"
#include "store/atlas-clock-book.h"
#include "store/atlas-referral-case.h"

#include "case-county.h"

#define BATCH      5000
#define REPEATS    21
#define N_RECORDS  20
#define N_SESSIONS 120
#define REFERENCE  "K0-003"

static const int sizes[] = { 100, 10000, 100000 };

typedef void (*Open) (AtlasStore *store,
                      const char *child);

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

static char *
add_records (CaseCounty *county,
             AtlasStore *store)
{
  g_autoptr(GError)      error = NULL;
  g_autoptr(AtlasRecord) referral = atlas_store_get_by_key (store, "referral", REFERENCE, &error);
  const char *child;

  g_assert_no_error (error);
  child = ((AtlasReferral *) referral)->child;
  for (int i = 0; i < N_RECORDS; i++)
    {
      g_free (case_add (county, "plan", NULL,
                        json_pack ("{s:s, s:s, s:s}", "child", child, "kind", "psp", "made",
                                   "2026-11-02")));
      g_free (case_add (county, "review", NULL,
                        json_pack ("{s:s, s:s, s:s}", "child", child, "kind", "plan", "held",
                                   "2026-11-09")));
      g_free (case_add (county, "timetable", NULL,
                        json_pack ("{s:s, s:s, s:s, s:s}", "child", child, "kind", "full-time",
                                   "starts", "2026-09-07", "establishment", county->schools[0])));
    }
  for (int i = 0; i < N_SESSIONS; i++)
    {
      g_autofree char *on = atlas_date_format (case_today () - i / 2);

      g_free (case_add (county, "attendance", NULL,
                        json_pack ("{s:s, s:s, s:s, s:s}", "child", child, "on", on, "session",
                                   i % 2 ? "am" : "pm", "code", "/")));
    }
  case_county_load (county, store);

  return g_strdup (child);
}

static void
open_page (AtlasStore *store,
           const char *child)
{
  g_autoptr(GError)            error = NULL;
  g_autoptr(AtlasReferralCase) read = NULL;

  read = atlas_store_read_referral_case (store, REFERENCE, case_today (), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (atlas_child_records_get (read->records, &atlas_plan_type)->len, ==, N_RECORDS);
}

static void
open_clocks (AtlasStore *store,
             const char *child)
{
  g_autoptr(GError)    error = NULL;
  g_autoptr(GPtrArray) clocks = atlas_store_read_clocks (store, child, case_today (), &error);

  g_assert_no_error (error);
}

static void
open_findings (AtlasStore *store,
               const char *child)
{
  g_autoptr(GError)    error = NULL;
  g_autoptr(GPtrArray) found = atlas_findings_of_child (store, child, case_today (), &error);

  g_assert_no_error (error);
}

/* Columns: what is opened, by whom. */
static const struct { const char *name; Open open; } parts[] = {
  { "page", open_page }, { "deadlines", open_clocks }, { "to check", open_findings },
};

static int
compare_doubles (gconstpointer a,
                 gconstpointer b)
{
  double difference = *(const double *) a - *(const double *) b;

  return (difference > 0) - (difference < 0);
}

static double
middle_ms (AtlasStore *store,
           const char *child,
           Open        open)
{
  double ms[REPEATS];

  for (int i = 0; i < REPEATS; i++)
    {
      gint64 start = g_get_monotonic_time ();

      open (store, child);
      ms[i] = (double) (g_get_monotonic_time () - start) / 1000.0;
    }
  qsort (ms, REPEATS, sizeof *ms, compare_doubles);

  return ms[REPEATS / 2];
}

static void
measure (int     n_children,
         double *smallest)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("atlas-bench-XXXXXX", &error);
  g_autofree char *child = NULL;
  CaseCounty county = { 0 };
  AtlasStore *store;

  g_assert_no_error (error);
  store = atlas_store_open (folder, ATLAS_STORE_CREATE | ATLAS_STORE_BULK, &error);
  g_assert_no_error (error);
  fill (&county, store, n_children);
  child = add_records (&county, store);

  g_print ("%7d children\n", n_children);
  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      double ms = middle_ms (store, child, parts[i].open);

      if (smallest[i] == 0)
        smallest[i] = ms;
      g_print ("  %-10s %8.2f ms  %5.2f times\n", parts[i].name, ms, ms / smallest[i]);
    }

  atlas_store_close (store);
  case_county_clear (&county);
  case_remove_folder (folder);
}

int
main (int    argc,
      char **argv)
{
  double smallest[G_N_ELEMENTS (parts)] = { 0 };

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    measure (sizes[i], smallest);

  return EXIT_SUCCESS;
}
