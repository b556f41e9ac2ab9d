/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/atlas-sync-status.h"

#include <string.h>

#define TWENTY_TO_TEN_MS G_GINT64_CONSTANT (1763717700000)      /* 2025-11-21T09:35:00Z */

static void
assert_words (AtlasSyncFacts facts,
              const char    *title,
              const char    *body)
{
  g_autoptr(GTimeZone) zone = g_time_zone_new_utc ();
  g_autofree char *said_title = atlas_sync_facts_title (&facts, zone);
  g_autofree char *said_body = atlas_sync_facts_body (&facts);

  g_assert_cmpstr (said_title, ==, title);
  g_assert_cmpstr (said_body, ==, body);
}

static void
test_each_state_has_its_words (void)
{
  assert_words ((AtlasSyncFacts) { .state = ATLAS_SYNC_OFFLINE, .unsent = 4 },
                "Working offline", "4 changes saved on this laptop");
  assert_words ((AtlasSyncFacts) { .state = ATLAS_SYNC_SENDING, .done = 3, .total = 12,
                                   .unsent = 9 },
                "Sending 3 of 12", "9 changes saved on this laptop");
  assert_words ((AtlasSyncFacts) { .state = ATLAS_SYNC_UP_TO_DATE,
                                   .since_ms = TWENTY_TO_TEN_MS },
                "Up to date, 9:35am", "Everything is sent");
  assert_words ((AtlasSyncFacts) { .state = ATLAS_SYNC_UNREACHABLE,
                                   .since_ms = TWENTY_TO_TEN_MS },
                "Cannot reach the county server since 9:35am", "Your work is saved here");
  assert_words ((AtlasSyncFacts) { .state = ATLAS_SYNC_SIGNED_OUT, .unsent = 1 },
                "Signed out", "Sign in again to send 1 change");
  assert_words ((AtlasSyncFacts) { .state = ATLAS_SYNC_STOPPED, .unsent = 2,
                                   .problem = ATLAS_SYNC_PROBLEM_LOCKED },
                "Not sending", "The county has locked this laptop");
  assert_words ((AtlasSyncFacts) { .state = ATLAS_SYNC_ALONE },
                "Kept on this laptop", "Not joined to a county server");
}

static void
test_two_versions_come_before_the_rest (void)
{
  assert_words ((AtlasSyncFacts) { .state = ATLAS_SYNC_UP_TO_DATE, .to_check = 2, .unsent = 5 },
                "Up to date", "2 records have two versions to check");
}

static void
test_details_for_it_say_when_there_are_none (void)
{
  AtlasSyncFacts facts = { .state = ATLAS_SYNC_UNREACHABLE, .unsent = 4,
                           .server = "https://atlas.example:8443" };
  g_autofree char *text = atlas_sync_facts_for_it (&facts, "provision-atlas 1");

  g_assert_nonnull (strstr (text, "Server: https://atlas.example:8443\n"));
  g_assert_nonnull (strstr (text, "Last answer: never\n"));
  g_assert_nonnull (strstr (text, "Changes not sent: 4\n"));
  g_assert_nonnull (strstr (text, "Detail: none\n"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/sync-status/each-state-has-its-words", test_each_state_has_its_words);
  g_test_add_func ("/app/sync-status/two-versions-come-before-the-rest",
                   test_two_versions_come_before_the_rest);
  g_test_add_func ("/app/sync-status/details-for-it-say-when-there-are-none",
                   test_details_for_it_say_when_there_are_none);

  return g_test_run ();
}
