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
  assert_words ((AtlasSyncFacts) { .state = ATLAS_SYNC_CATCHING_UP },
                "Catching up with the county server", "Your work is kept and sent again");
  assert_words ((AtlasSyncFacts) { .state = ATLAS_SYNC_ALONE },
                "Kept on this laptop", "Not joined to a county server");
}

static void
test_a_restored_server_has_its_own (void)
{
  AtlasSyncFacts known = { .state = ATLAS_SYNC_CATCHING_UP };
  AtlasSyncFacts restored = { .state = ATLAS_SYNC_UNREACHABLE, .is_restored = TRUE };
  g_autofree char *details = atlas_sync_facts_for_it (&restored, "provision-atlas 1");

  assert_words ((AtlasSyncFacts) { .state = ATLAS_SYNC_CATCHING_UP, .is_restored = TRUE,
                                   .to_check = 2 },
                "The county server was restored", "Your work is kept and sent again");
  assert_words ((AtlasSyncFacts) { .state = ATLAS_SYNC_UNREACHABLE, .is_restored = TRUE,
                                   .since_ms = TWENTY_TO_TEN_MS },
                "Cannot reach the county server since 9:35am",
                "The server was restored; your work is kept and sent again");
  assert_words ((AtlasSyncFacts) { .state = ATLAS_SYNC_SIGNED_OUT, .is_restored = TRUE,
                                   .unsent = 4 },
                "Signed out", "Sign in again to send 4 changes");
  g_assert_null (atlas_sync_facts_restored (&known));
  g_assert_nonnull (strstr (atlas_sync_facts_restored (&restored),
                            "Nothing on this laptop is lost"));
  g_assert_nonnull (strstr (details, "Server restored: yes\n"));
}

static void
assert_notice (AtlasSyncFacts facts,
               const char    *notice)
{
  g_autofree char *said = atlas_sync_facts_notice (&facts);

  g_assert_cmpstr (said, ==, notice);
}

static void
test_what_everybody_should_know (void)
{
  const gint64 hour_ms = 60 * 60 * 1000;

  assert_notice ((AtlasSyncFacts) { .state = ATLAS_SYNC_UP_TO_DATE }, NULL);
  assert_notice ((AtlasSyncFacts) { .state = ATLAS_SYNC_UP_TO_DATE, .skew_ms = 4 * 60 * 1000 },
                 NULL);
  assert_notice ((AtlasSyncFacts) { .state = ATLAS_SYNC_UP_TO_DATE, .skew_ms = -3 * hour_ms },
                 "This laptop’s clock is 3 hours out. Day 6 dates may be wrong.");
  assert_notice ((AtlasSyncFacts) { .state = ATLAS_SYNC_UP_TO_DATE, .skew_ms = hour_ms / 4 },
                 "This laptop’s clock is 15 minutes out. Day 6 dates may be wrong.");
  assert_notice ((AtlasSyncFacts) { .state = ATLAS_SYNC_UP_TO_DATE, .skew_ms = 24 * 365 * hour_ms },
                 "This laptop’s clock is 365 days out. Day 6 dates may be wrong.");
  assert_notice ((AtlasSyncFacts) { .state = ATLAS_SYNC_ALONE, .skew_ms = 3 * hour_ms }, NULL);
  assert_notice ((AtlasSyncFacts) { .state = ATLAS_SYNC_SIGNED_OUT, .unsent = 4 },
                 "Sign in again to send 4 changes.");
  assert_notice ((AtlasSyncFacts) { .state = ATLAS_SYNC_UP_TO_DATE, .has_alarm = TRUE },
                 "The county server’s record of its past is not the one this laptop has seen. "
                 "Send the details to whoever runs it; your work is safe.");
}

static void
test_the_account_says_until_when (void)
{
  g_autoptr(GTimeZone) zone = g_time_zone_new_utc ();
  AtlasSyncFacts facts = { .state = ATLAS_SYNC_UP_TO_DATE, .prefix = "K7",
                           .lease_ms = TWENTY_TO_TEN_MS, .repaired = 3 };
  AtlasSyncFacts none = { .state = ATLAS_SYNC_ALONE };
  g_autofree char *said = atlas_sync_facts_account (&facts, zone);
  g_autofree char *nothing = atlas_sync_facts_account (&none, zone);

  g_assert_cmpstr (said, ==, "This laptop is K7. It may be used without contact until"
                   " 21 November.\n3 records differed from the server’s and were put right.");
  g_assert_null (nothing);
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
  g_test_add_func ("/app/sync-status/a-restored-server-has-its-own",
                   test_a_restored_server_has_its_own);
  g_test_add_func ("/app/sync-status/two-versions-come-before-the-rest",
                   test_two_versions_come_before_the_rest);
  g_test_add_func ("/app/sync-status/what-everybody-should-know", test_what_everybody_should_know);
  g_test_add_func ("/app/sync-status/the-account-says-until-when",
                   test_the_account_says_until_when);
  g_test_add_func ("/app/sync-status/details-for-it-say-when-there-are-none",
                   test_details_for_it_say_when_there_are_none);

  return g_test_run ();
}
