/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <sodium.h>

#include "../isolate.h"
#include "server/atlas-accounts.h"
#include "server/atlas-folder.h"
#include "server/atlas-sign-in.h"

#define NOW_MS  G_GINT64_CONSTANT (1700000000000)
#define DAY_MS  (G_GINT64_CONSTANT (24) * 60 * 60 * 1000)

typedef struct {
  char         *folder;
  AtlasBackend *backend;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("atlas-sign-in-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->backend = atlas_folder_new_backend (fixture->folder, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (atlas_backend_begin (fixture->backend, TRUE, &error));
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  atlas_backend_rollback (fixture->backend);
  atlas_backend_close (fixture->backend);
  atlas_folder_clear (fixture->folder, NULL);
  g_rmdir (fixture->folder);
  g_free (fixture->folder);
}

static guint
wait_s (Fixture    *fixture,
        const char *name,
        const char *address,
        gint64      now_ms)
{
  g_autoptr(GError) error = NULL;
  guint seconds = 0;

  g_assert_true (atlas_sign_in_wait_s (fixture->backend, name, address, now_ms, &seconds, &error));
  g_assert_no_error (error);
  return seconds;
}

static void
note (Fixture    *fixture,
      const char *name,
      const char *address,
      gint64      now_ms,
      gboolean    was_right)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (atlas_sign_in_note (fixture->backend, name, address, now_ms, was_right, &error));
  g_assert_no_error (error);
}

static void
test_the_wait_doubles (Fixture      *fixture,
                       gconstpointer data)
{
  static const guint expected[] = { 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900 };
  gint64 now_ms = NOW_MS;

  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      note (fixture, "invented", "192.0.2.1", now_ms, FALSE);
      g_assert_cmpuint (wait_s (fixture, "invented", "192.0.2.1", now_ms), ==, expected[i]);
      now_ms += expected[i] * G_GINT64_CONSTANT (1000);
      g_assert_cmpuint (wait_s (fixture, "invented", "192.0.2.1", now_ms), ==, 0);
    }

  /* A clock that was put back holds nobody for longer than the rule says. */
  g_assert_cmpuint (wait_s (fixture, "invented", "192.0.2.1", NOW_MS - 10 * DAY_MS), <=, 900);
  g_assert_cmpuint (wait_s (fixture, "invented", "192.0.2.1", now_ms + DAY_MS), ==, 0);
}

/* Whoever guesses at somebody's name from the whole world delays that person by half a minute. */
static void
test_nobody_can_lock_another_out (Fixture      *fixture,
                                  gconstpointer data)
{
  for (int i = 0; i < 300; i++)
    {
      g_autofree char *address = g_strdup_printf ("192.0.2.%d", i % 100);

      note (fixture, "invented", address, NOW_MS, FALSE);
    }

  g_assert_cmpuint (wait_s (fixture, "invented", "198.51.100.1", NOW_MS), ==, 30);
  g_assert_cmpuint (wait_s (fixture, "invented", "198.51.100.1", NOW_MS + 30000), ==, 0);
  g_assert_cmpuint (wait_s (fixture, "somebody else", "198.51.100.1", NOW_MS), ==, 0);
}

/* One password tried at many names is guessing too, and a right of one's own does not undo it. */
static void
test_an_address_is_counted_over_all_names (Fixture      *fixture,
                                           gconstpointer data)
{
  for (int i = 0; i < 52; i++)
    {
      g_autofree char *name = g_strdup_printf ("name %d", i);

      note (fixture, name, "192.0.2.1", NOW_MS, FALSE);
    }
  note (fixture, "own", "192.0.2.1", NOW_MS, TRUE);

  g_assert_cmpuint (wait_s (fixture, "another", "192.0.2.1", NOW_MS), ==, 4);
  g_assert_cmpuint (wait_s (fixture, "another", "192.0.2.2", NOW_MS), ==, 0);
}

static void
test_a_right_password_forgives (Fixture      *fixture,
                                gconstpointer data)
{
  for (int i = 0; i < 6; i++)
    note (fixture, "invented", "192.0.2.1", NOW_MS, FALSE);
  g_assert_cmpuint (wait_s (fixture, "invented", "192.0.2.1", NOW_MS), ==, 2);

  note (fixture, "invented", "192.0.2.1", NOW_MS + 2000, TRUE);
  note (fixture, "invented", "192.0.2.1", NOW_MS + 2000, FALSE);
  g_assert_cmpuint (wait_s (fixture, "invented", "192.0.2.1", NOW_MS + 2000), ==, 0);
}

/* People type their password where their name belongs. */
static void
test_what_was_typed_is_not_kept (Fixture      *fixture,
                                 gconstpointer data)
{
  g_autoptr(AtlasRows) rows = NULL;
  g_autoptr(GError) error = NULL;
  int n = 0;

  note (fixture, "correct horse battery", "192.0.2.1", NOW_MS, FALSE);
  rows = atlas_backend_query (fixture->backend, &error,
                              "SELECT name_digest, address_digest FROM sign_in_failure", "");
  while (atlas_rows_step (rows, &error) == ATLAS_STEP_ROW)
    {
      n++;
      for (int column = 0; column < 2; column++)
        {
          const char *text = atlas_rows_text (rows, column);

          g_assert_true (*text == '\0' || strlen (text) == 64);
        }
    }
  g_assert_no_error (error);
  g_assert_cmpint (n, ==, 3);
}

/* A name that nobody has costs the same work as one that somebody has. */
static void
test_nobody_costs_as_much_as_somebody (void)
{
  g_autofree char *hash = atlas_accounts_hash_password ("correct horse battery");
  const unsigned long long ops = crypto_pwhash_OPSLIMIT_INTERACTIVE;
  const size_t memory = crypto_pwhash_MEMLIMIT_INTERACTIVE;
  const char nobodys[crypto_pwhash_STRBYTES] = ATLAS_NOBODYS_HASH;

  g_assert_cmpint (crypto_pwhash_str_needs_rehash (hash, ops, memory), ==, 0);
  g_assert_cmpint (crypto_pwhash_str_needs_rehash (nobodys, ops, memory), ==, 0);
  g_assert_true (atlas_accounts_check_password (hash, "correct horse battery"));
  g_assert_false (atlas_accounts_check_password (nobodys, "correct horse battery"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, TEST_ISOLATE, NULL);
  g_assert_cmpint (sodium_init (), >=, 0);

#define ADD(name, func) g_test_add ("/sign-in/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("the-wait-doubles", test_the_wait_doubles);
  ADD ("nobody-can-lock-another-out", test_nobody_can_lock_another_out);
  ADD ("an-address-is-counted-over-all-names", test_an_address_is_counted_over_all_names);
  ADD ("a-right-password-forgives", test_a_right_password_forgives);
  ADD ("what-was-typed-is-not-kept", test_what_was_typed_is_not_kept);
#undef ADD
  g_test_add_func ("/sign-in/nobody-costs-as-much-as-somebody",
                   test_nobody_costs_as_much_as_somebody);

  return g_test_run ();
}
