/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "base/atlas-date.h"
#include "base/atlas-error.h"
#include "reports/atlas-device-words.h"

#define NOW "2026-11-20T10:00:00.000Z"

static gint64
at (const char *text)
{
  gint64 unix_ms = 0;

  g_assert_true (atlas_time_parse (text, &unix_ms));
  return unix_ms;
}

static void
assert_contact (AtlasOwnDevice device,
                const char    *words)
{
  g_autoptr(GTimeZone) zone = g_time_zone_new_utc ();
  g_autofree char *said = atlas_device_word_contact (&device, at (NOW), zone);

  g_assert_cmpstr (said, ==, words);
}

static void
test_when_it_was_in_contact (void)
{
  assert_contact ((AtlasOwnDevice) { .is_self = TRUE, .seen_ms = at (NOW) }, "This laptop");
  assert_contact ((AtlasOwnDevice) { .seen_ms = 0 }, "Never in contact since it signed in");
  assert_contact ((AtlasOwnDevice) { .seen_ms = at ("2026-11-20T00:05:00.000Z") },
                  "In contact today, 12:05am");
  assert_contact ((AtlasOwnDevice) { .seen_ms = at ("2026-11-19T23:50:00.000Z") },
                  "In contact yesterday, 11:50pm");
  assert_contact ((AtlasOwnDevice) { .seen_ms = at ("2026-11-14T12:00:00.000Z") },
                  "Last in contact on 14 November 2026");
  /* The server's clock is ahead of this laptop's. */
  assert_contact ((AtlasOwnDevice) { .seen_ms = at ("2026-11-20T10:02:00.000Z") },
                  "In contact today, 10:02am");
}

static void
test_a_day_is_the_readers (void)
{
  g_autoptr(GTimeZone) zone = g_time_zone_new_identifier ("+03:00");
  AtlasOwnDevice device = { .seen_ms = at ("2026-11-19T21:30:00.000Z") };
  g_autofree char *said = atlas_device_word_contact (&device, at (NOW), zone);

  g_assert_cmpstr (said, ==, "In contact today, 12:30am");
}

static void
test_what_it_may_do_no_more (void)
{
  const AtlasOwnDevice active = { .state = ATLAS_OWN_DEVICE_ACTIVE };
  const AtlasOwnDevice locked = { .state = ATLAS_OWN_DEVICE_LOCKED };

  g_assert_null (atlas_device_word_end (&active));
  g_assert_cmpstr (atlas_device_word_end (&locked), ==,
                   "Locked: it gets and sends nothing. Your administrator can unlock it.");
  for (int state = ATLAS_OWN_DEVICE_ACTIVE; state <= ATLAS_OWN_DEVICE_WIPED; state++)
    {
      AtlasOwnDevice other = { .state = state };
      AtlasOwnDevice self = { .state = state, .is_self = TRUE };

      gboolean is_active = state == ATLAS_OWN_DEVICE_ACTIVE;

      g_assert_true ((atlas_device_word_end (&other) == NULL) == is_active);
      g_assert_true (atlas_device_can_lock (&other) == is_active);
      g_assert_false (atlas_device_can_lock (&self));
    }
}

static void
test_each_error_says_who_can_help (void)
{
  for (int code = ATLAS_ERROR_FAILED; code <= ATLAS_ERROR_PROXY; code++)
    {
      g_autoptr(GError) error = g_error_new_literal (ATLAS_ERROR, code, "Invented");

      g_assert_nonnull (strstr (atlas_device_word_error (error), "administrator"));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/reports/device-words/when-it-was-in-contact", test_when_it_was_in_contact);
  g_test_add_func ("/reports/device-words/a-day-is-the-readers", test_a_day_is_the_readers);
  g_test_add_func ("/reports/device-words/what-it-may-do-no-more", test_what_it_may_do_no_more);
  g_test_add_func ("/reports/device-words/each-error-says-who-can-help",
                   test_each_error_says_who_can_help);

  return g_test_run ();
}
