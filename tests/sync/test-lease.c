/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A laptop without contact may open the county until its lease ends, whatever its clock says.
 * Source: protocol, section 4, and section 14, invariant 13.
 */
#include "config.h"

#include "../isolate.h"
#include "base/atlas-date.h"
#include "scripted-laptop.h"
#include "store/atlas-store-lease.h"
#include "sync/atlas-join.h"
#include "sync/atlas-sync-service.h"

#define HOUR_MS (G_GINT64_CONSTANT (60) * 60 * 1000)
#define DAY_MS  (24 * HOUR_MS)

static gint64
now_ms (void)
{
  return g_get_real_time () / 1000;
}

/* Said at that time, by a clock that was right. */
static void
lease (ScriptedLaptop *laptop,
       gint64          seen_ms,
       gint64          until_ms)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (atlas_store_renew_lease (laptop->store, seen_ms, until_ms, &error));
  g_assert_no_error (error);
  g_assert_true (atlas_store_set_meta (laptop->store, "clock_ahead_ms", NULL, &error));
  g_assert_no_error (error);
}

static gboolean
opens (ScriptedLaptop *laptop,
       AtlasStoreFlags flags)
{
  g_autoptr(GError)     error = NULL;
  g_autoptr(AtlasStore) store = atlas_store_open (laptop->folder, flags, &error);

  if (store == NULL)
    g_assert_error (error, ATLAS_ERROR, ATLAS_ERROR_LEASE_ENDED);
  return store != NULL;
}

static void
test_past_it_nothing_opens (ScriptedLaptop *laptop,
                            gconstpointer   data)
{
  g_assert_true (opens (laptop, ATLAS_STORE_DEFAULT));
  lease (laptop, now_ms (), now_ms () + DAY_MS);
  g_assert_true (opens (laptop, ATLAS_STORE_DEFAULT));

  lease (laptop, now_ms () - 15 * DAY_MS, now_ms () - DAY_MS);
  g_assert_false (opens (laptop, ATLAS_STORE_DEFAULT));
  g_assert_false (opens (laptop, ATLAS_STORE_READ_ONLY));
  g_assert_true (opens (laptop, ATLAS_STORE_SIGNING_IN));
  g_assert_true (atlas_join_has_joined (laptop->folder, scripted_server_url (laptop->server)));
  scripted_laptop_run_badly (laptop, ATLAS_ERROR_LEASE_ENDED, ATLAS_SYNC_PROBLEM_LEASE_ENDED);
  g_assert_cmpuint (scripted_server_count (laptop->server, "/v1/changes"), ==, 0);
}

/* The clock says that the lease has hardly begun; what was seen before says that it has ended. */
static void
test_a_clock_put_back_gains_nothing (ScriptedLaptop *laptop,
                                     gconstpointer   data)
{
  g_autoptr(GError) error = NULL;

  lease (laptop, now_ms () + 20 * DAY_MS, now_ms () + 14 * DAY_MS);
  g_assert_false (opens (laptop, ATLAS_STORE_DEFAULT));

  /* While the program runs, time passes whatever the clock says. */
  lease (laptop, now_ms () + 13 * DAY_MS, now_ms () + 14 * DAY_MS);
  g_assert_true (opens (laptop, ATLAS_STORE_DEFAULT));
  g_assert_true (atlas_store_pass_time (laptop->store, 25 * HOUR_MS, &error));
  g_assert_no_error (error);
  g_assert_false (opens (laptop, ATLAS_STORE_DEFAULT));
}

static void
test_contact_renews_it (ScriptedLaptop *laptop,
                        gconstpointer   data)
{
  g_autofree char *until = atlas_time_format (now_ms () / 1000 * 1000 + 14 * DAY_MS);
  gint64 until_ms;

  g_assert_true (atlas_time_parse (until, &until_ms));
  lease (laptop, now_ms () + DAY_MS, now_ms () + 2 * DAY_MS);
  scripted_laptop_say (laptop, "/v1/changes", 200, PAGE, "c1", "false", 5, "");
  scripted_laptop_say (laptop, "/v1/devices/self", 200,
                       "{\"state\":\"active\",\"last_n\":0,\"lease_until\":\"%s\"}", until);
  scripted_laptop_run_well (laptop);
  g_assert_cmpint (atlas_store_get_lease (laptop->store), ==, until_ms);

  /* The server's clock is believed: one that was ahead here for a while locks nobody out. */
  lease (laptop, now_ms (), now_ms () + 2 * DAY_MS);
  g_assert_true (opens (laptop, ATLAS_STORE_DEFAULT));
}

static void
test_a_clock_ahead_is_forgiven (ScriptedLaptop *laptop,
                                gconstpointer   data)
{
  g_autofree char *until = atlas_time_format (now_ms () + 14 * DAY_MS);

  lease (laptop, now_ms () + 100 * DAY_MS, now_ms () + 200 * DAY_MS);
  scripted_laptop_say (laptop, "/v1/changes", 200, PAGE, "c1", "false", 5, "");
  scripted_laptop_say (laptop, "/v1/devices/self", 200,
                       "{\"state\":\"active\",\"last_n\":0,\"lease_until\":\"%s\"}", until);
  scripted_laptop_run_well (laptop);
  g_assert_true (opens (laptop, ATLAS_STORE_DEFAULT));
}

/* A clock that was ahead of the server's when that was heard counts as ahead; else nobody could
 * sign in with it for longer than a moment. */
static void
test_a_clock_that_is_ahead_counts_as_such (ScriptedLaptop *laptop,
                                           gconstpointer   data)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (atlas_store_renew_lease (laptop->store, now_ms () - 365 * DAY_MS,
                                          now_ms () - 364 * DAY_MS, &error));
  g_assert_no_error (error);
  g_assert_true (opens (laptop, ATLAS_STORE_DEFAULT));
  g_assert_true (atlas_store_pass_time (laptop->store, 25 * HOUR_MS, &error));
  g_assert_no_error (error);
  g_assert_false (opens (laptop, ATLAS_STORE_DEFAULT));
}

/* The answer to the first request is lost, and the same is asked again. */
static void
test_signing_in_opens_it (ScriptedLaptop *laptop,
                          gconstpointer   data)
{
  g_autoptr(GError) error = NULL;
  AtlasJoinRequest request = {
    .server = scripted_server_url (laptop->server), .enrol_code = "AAAA", .device_name = "Laptop",
  };

  scripted_laptop_enter_child (laptop);
  g_assert_true (atlas_store_set_meta (laptop->store, "user_id", DEVICE, &error));
  lease (laptop, now_ms () - 15 * DAY_MS, now_ms () - DAY_MS);
  scripted_server_cut (laptop->server, "/v1/devices");
  scripted_laptop_say (laptop, "/v1/devices", 201,
                       "{\"device\":\"" OTHER "\",\"prefix\":\"K9\",\"user\":{\"id\":\"" DEVICE
                       "\",\"name\":\"Priya\"},\"access_token\":\"a\",\"expires_in\":900,"
                       "\"refresh_token\":\"r\",\"recovery_key\":\"\"}");
  g_assert_true (atlas_join_again (laptop->folder, &request, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (scripted_server_count (laptop->server, "/v1/devices"), ==, 2);
  g_assert_true (opens (laptop, ATLAS_STORE_DEFAULT));
  g_assert_cmpint (scripted_laptop_n_unsent (laptop), ==, 1);
}

static gboolean
late_cb (gpointer data)
{
  g_assert_not_reached ();
}

/* A program that runs past the end of the lease closes the store too. */
static void
test_the_service_stops_at_its_end (ScriptedLaptop *laptop,
                                   gconstpointer   data)
{
  g_autoptr(AtlasSyncService) service = atlas_sync_service_new (laptop->folder);
  guint deadline = g_timeout_add_seconds (60, late_cb, NULL);

  scripted_laptop_say (laptop, "/v1/changes", 503, PROBLEM, "unavailable", "");
  lease (laptop, now_ms (), now_ms () + DAY_MS);
  atlas_sync_service_start (service);
  while (atlas_sync_service_get_facts (service)->state != ATLAS_SYNC_UNREACHABLE)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (atlas_sync_service_get_facts (service)->lease_ms, >, now_ms ());

  lease (laptop, now_ms () - 15 * DAY_MS, now_ms () - DAY_MS);
  atlas_sync_service_sync_now (service);
  while (atlas_sync_service_get_facts (service)->problem != ATLAS_SYNC_PROBLEM_LEASE_ENDED)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (atlas_sync_service_get_facts (service)->state, ==, ATLAS_SYNC_SIGNED_OUT);
  g_source_remove (deadline);
  atlas_sync_service_stop (service);
}

#define ADD(path, func) g_test_add ("/lease/" path, ScriptedLaptop, NULL, scripted_laptop_set_up, \
                                    func, scripted_laptop_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, TEST_ISOLATE, NULL);

  ADD ("past-it-nothing-opens", test_past_it_nothing_opens);
  ADD ("a-clock-put-back-gains-nothing", test_a_clock_put_back_gains_nothing);
  ADD ("contact-renews-it", test_contact_renews_it);
  ADD ("a-clock-ahead-is-forgiven", test_a_clock_ahead_is_forgiven);
  ADD ("a-clock-that-is-ahead-counts-as-such", test_a_clock_that_is_ahead_counts_as_such);
  ADD ("signing-in-opens-it", test_signing_in_opens_it);
  ADD ("the-service-stops-at-its-end", test_the_service_stops_at_its_end);

  return g_test_run ();
}
