/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The place finder and the forecast over 100,000 children, beside the same county with a hundredth
 * of them: what a question costs should follow the places, not everybody who was ever referred.
 */
#include "config.h"

#include "reports/atlas-finder.h"
#include "reports/atlas-forecasts.h"

#include "case-county.h"

#define N_CHILDREN   100000
#define FEWER        100        /* times fewer, in the small county */
#define BATCH        5000
#define N_PROVISIONS 60
#define N_PLACES     40         /* of each */
#define STAY_DAYS    200
#define HISTORY_DAYS 1095
#define TIMES        5

static double
ms_since (gint64 start)
{
  return (double) (g_get_monotonic_time () - start) / 1000.0;
}

static void
add_centres (CaseCounty *county,
             GPtrArray  *places,
             GPtrArray  *provisions)
{
  for (int i = 0; i < N_PROVISIONS; i++)
    {
      g_autofree char *key = g_strdup_printf ("many-%d", i);
      char *provision = case_add (county, "provision", NULL,
                                  json_pack ("{s:s, s:s, s:s, s:s}", "key", key, "name", key,
                                             "kind", "ap-provider", "area",
                                             county->areas[i % CASE_N_AREAS]));
      char *place = case_add (county, "place", NULL,
                              json_pack ("{s:s, s:i, s:s}", "provision", provision, "commissioned",
                                         N_PLACES, "phase", i % 2 ? "primary" : "secondary"));

      for (int week = 0; week < HISTORY_DAYS / 7; week++)
        {
          g_autofree char *day = atlas_date_format (case_today () - week * 7);

          g_free (case_add (county, "return", NULL,
                            json_pack ("{s:s, s:s, s:s, s:i}", "provision", provision, "place",
                                       place, "as_at", day, "on_roll", 30 + week % 10)));
        }
      g_ptr_array_add (places, place);
      g_ptr_array_add (provisions, provision);
    }
}

/* Everybody has stayed somewhere in the last three years; some are there now. */
static void
add_stay (CaseCounty *county,
          GPtrArray  *places,
          GPtrArray  *provisions,
          const char *child,
          int         n)
{
  int i = n % (int) places->len;
  AtlasDate starts = case_today () - HISTORY_DAYS + (int) ((gint64) n * 7919 % HISTORY_DAYS);
  AtlasDate ends = starts + 20 + n % STAY_DAYS;
  g_autofree char *from = atlas_date_format (starts);
  g_autofree char *to = atlas_date_format (ends);
  gboolean is_over = ends < case_today ();

  g_free (case_add (county, "placement", NULL,
                    json_pack ("{s:s, s:s, s:s, s:s, s:s, s:s*, s:s}", "child", child, "provision",
                               g_ptr_array_index (provisions, i), "place",
                               g_ptr_array_index (places, i), "starts", from, "planned_end", to,
                               "ended", is_over ? to : NULL, "hours_per_week", "21")));
}

static AtlasStore *
make_county (CaseCounty *county,
             const char *folder,
             int         n_children)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) places = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GPtrArray) provisions = g_ptr_array_new_with_free_func (g_free);
  AtlasStore *store = atlas_store_open (folder, ATLAS_STORE_CREATE | ATLAS_STORE_BULK, &error);

  g_assert_no_error (error);
  county->records = g_ptr_array_new_with_free_func (g_object_unref);
  case_add_bodies (county);
  add_centres (county, places, provisions);
  for (int n = 0; n < n_children; n++)
    {
      guint before = county->records->len;
      g_autofree char *child = NULL;

      case_add_child (county, n);
      child = g_strdup (atlas_record_get_id (g_ptr_array_index (county->records, before)));
      add_stay (county, places, provisions, child, n);
      if (n % BATCH == BATCH - 1)
        case_county_load (county, store);
    }
  case_county_load (county, store);

  return store;
}

/* The fastest of some, which the other work of the machine disturbs least. */
static double
time_finder (AtlasStore *store)
{
  double best = G_MAXDOUBLE;

  for (int i = 0; i < TIMES; i++)
    {
      AtlasFinderOptions options = ATLAS_FINDER_OPTIONS_INIT;
      g_autoptr(GError) error = NULL;
      g_autoptr(AtlasFinder) finder = NULL;
      gint64 start = g_get_monotonic_time ();

      options.on = case_today ();
      finder = atlas_finder_new (store, "K0-001", &options, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (finder->results->len, ==, N_PROVISIONS + CASE_N_PROVISIONS);
      best = MIN (best, ms_since (start));
    }

  return best;
}

static double
time_forecast (AtlasStore *store)
{
  double best = G_MAXDOUBLE;

  for (int i = 0; i < TIMES; i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(AtlasForecasts) forecasts = NULL;
      gint64 start = g_get_monotonic_time ();

      forecasts = atlas_forecasts_new (store, NULL, case_today (), &error);
      g_assert_no_error (error);
      best = MIN (best, ms_since (start));
    }

  return best;
}

int
main (int    argc,
      char **argv)
{
  double finder[2];
  double forecast[2];

  for (int i = 0; i < 2; i++)
    {
      int n_children = i == 0 ? N_CHILDREN / FEWER : N_CHILDREN;
      g_autoptr(GError) error = NULL;
      g_autofree char *folder = g_dir_make_tmp ("atlas-bench-XXXXXX", &error);
      CaseCounty county = { 0 };
      AtlasStore *store = make_county (&county, folder, n_children);

      finder[i] = time_finder (store);
      forecast[i] = time_forecast (store);
      g_print ("%d children: finder %.1f ms, forecast %.1f ms\n", n_children, finder[i],
               forecast[i]);
      atlas_store_close (store);
      case_county_clear (&county);
      case_remove_folder (folder);
    }
  g_print ("%d times the children: finder %.1f times as long, forecast %.1f times\n", FEWER,
           finder[1] / finder[0], forecast[1] / forecast[0]);

  return 0;
}
