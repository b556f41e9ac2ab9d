/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a person waits for in the list of referrals, with 10,000 and with 100,000 children: each
 * key typed in the search (the rows found and the first page read), the last page of the whole
 * list, and Today. Each in milliseconds, the slowest of its kind, and how it grows.
 */
#include "config.h"

#include <gio/gio.h>
#include <stdlib.h>

#include "store/atlas-store-referrals.h"
#include "store/atlas-store-today.h"

#include "case-county.h"

#define PAGE_ROWS 64
#define BATCH     5000

static const int sizes[] = { 10000, 100000 };

/* What is typed, key after key: a name, a reference, a rare name, nothing that there is. */
static const char * const typed[] = {
  "b", "be", "bet", "beth", "k", "k1", "k1-2", "k1-234", "i", "in", "inv", "invented5",
  "z", "zz",
};

typedef struct {
  double key_ms;
  double list_ms;
  double jump_ms;
  double today_ms;
} Waits;

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
time_search (AtlasStore *store,
             const char *words,
             gboolean    is_open,
             guint      *n_found)
{
  g_autoptr(AtlasReferralFilter) filter = atlas_referral_filter_new ();
  g_autoptr(GError)    error = NULL;
  g_autoptr(GArray)    rows = NULL;
  g_autoptr(GPtrArray) lines = NULL;
  gint64 start = g_get_monotonic_time ();

  filter->is_open = is_open;
  rows = atlas_store_find_referrals (store, filter, NULL, words, case_today (), &error);
  g_assert_no_error (error);
  lines = atlas_store_read_referrals (store, (const gint64 *) rows->data,
                                      MIN (rows->len, PAGE_ROWS), case_today (), &error);
  g_assert_no_error (error);
  *n_found = rows->len;

  return ms_since (start);
}

static double
time_last_page (AtlasStore *store)
{
  g_autoptr(AtlasReferralFilter) filter = atlas_referral_filter_new ();
  g_autoptr(GError)    error = NULL;
  g_autoptr(GArray)    rows = NULL;
  g_autoptr(GPtrArray) lines = NULL;
  gint64 start;

  filter->is_open = FALSE;
  rows = atlas_store_find_referrals (store, filter, NULL, NULL, case_today (), &error);
  g_assert_no_error (error);

  start = g_get_monotonic_time ();
  lines = atlas_store_read_referrals (store, &g_array_index (rows, gint64, rows->len - PAGE_ROWS),
                                      PAGE_ROWS, case_today (), &error);
  g_assert_no_error (error);

  return ms_since (start);
}

static double
time_today (AtlasStore *store)
{
  g_autoptr(GError)     error = NULL;
  g_autoptr(AtlasToday) today = NULL;
  gint64 start = g_get_monotonic_time ();

  today = atlas_store_read_today (store, NULL, case_today (), &error);
  g_assert_no_error (error);

  return ms_since (start);
}

static Waits
measure (int n_children)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("atlas-bench-XXXXXX", &error);
  AtlasStore *store = atlas_store_open (folder, ATLAS_STORE_CREATE | ATLAS_STORE_BULK, &error);
  CaseCounty county = { 0 };
  Waits waits = { 0 };
  guint n_found;

  g_assert_no_error (error);
  fill (&county, store, n_children);
  time_search (store, NULL, FALSE, &n_found);
  for (gsize i = 0; i < G_N_ELEMENTS (typed); i++)
    {
      double ms = time_search (store, typed[i], FALSE, &n_found);

      g_print ("%7d children  typed %-10s %7u found  %7.1f ms\n", n_children, typed[i], n_found,
               ms);
      waits.key_ms = MAX (waits.key_ms, ms);
    }
  waits.list_ms = time_search (store, NULL, TRUE, &n_found);
  waits.jump_ms = time_last_page (store);
  waits.today_ms = time_today (store);

  atlas_store_close (store);
  case_county_clear (&county);
  case_remove_folder (folder);

  return waits;
}

static void
print_growth (const char *what,
              double      small_ms,
              double      large_ms)
{
  g_print ("%-28s %8.1f ms %8.1f ms  grows %5.1f times\n", what, small_ms, large_ms,
           large_ms / MAX (small_ms, 0.1));
}

int
main (int    argc,
      char **argv)
{
  Waits small = measure (sizes[0]);
  Waits large = measure (sizes[1]);

  g_print ("%-28s %8d    %8d\n", "children", sizes[0], sizes[1]);
  print_growth ("slowest key in the search", small.key_ms, large.key_ms);
  print_growth ("the list of what is open", small.list_ms, large.list_ms);
  print_growth ("a page at the end of all", small.jump_ms, large.jump_ms);
  print_growth ("Today", small.today_ms, large.today_ms);

  return EXIT_SUCCESS;
}
