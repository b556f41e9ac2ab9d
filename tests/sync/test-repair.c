/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A laptop that holds something else than it should finds that out and puts it right.
 * Source: protocol, section 7, and section 14, invariants 4, 5 and 8.
 */
#include "config.h"

#include <glib/gstdio.h>

#include "../isolate.h"
#include "base/atlas-date.h"
#include "base/atlas-id.h"
#include "laptop-fixture.h"

typedef struct {
  TestServer *server;
  Laptop     *laptop;
  Laptop     *other;
  GPtrArray  *children;         /* (element-type utf8): known to both */
} Fixture;

/* More than are fetched at once. */
#define N_CHILDREN 230

static void
enter_children (Fixture *fixture)
{
  g_autofree char *area = test_key_id ("area", "dspl3");
  g_autoptr(AtlasChangeSet) set = atlas_change_set_new ("Entered");
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < N_CHILDREN; i++)
    {
      char *id = atlas_id_new ();

      atlas_change_set_create (set, "child", id, json_pack ("{s:s, s:s, s:s}", "first_name", "Zoë",
                                                            "last_name", "Quill", "area", area));
      g_ptr_array_add (fixture->children, id);
    }
  g_assert_true (atlas_store_apply (fixture->laptop->store, set, &error));
  g_assert_no_error (error);
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->server = test_server_new (NULL);
  fixture->laptop = laptop_joined (fixture->server, "area_lead", "area/dspl3");
  fixture->other = laptop_joined (fixture->server, "county_officer", "county");
  fixture->children = g_ptr_array_new_with_free_func (g_free);
  enter_children (fixture);
  g_assert_cmpuint (laptop_sync (fixture->laptop).n_repaired, ==, 0);
  laptop_sync (fixture->other);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  laptop_assert_sound (fixture->laptop);
  laptop_assert_sound (fixture->other);
  laptop_free (fixture->laptop);
  laptop_free (fixture->other);
  test_server_free (fixture->server);
  g_ptr_array_unref (fixture->children);
}

static void
damage (Laptop     *laptop,
        const char *sql)
{
  g_autoptr(GError) error = NULL;

  atlas_db_exec (atlas_store_get_db (laptop->store), sql, &error);
  g_assert_no_error (error);
}

static void
assert_same (Laptop *laptop)
{
  g_autoptr(GError) error = NULL;
  gint64 head = 0;
  g_auto(GStrv) differing = atlas_sync_compare (laptop->folder, &head, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (g_strv_length (differing), ==, 0);
  g_assert_cmpint (head, >, 0);
}

static void
forget_when (Laptop *laptop)
{
  damage (laptop, "DELETE FROM meta WHERE key = 'verified_at'");
}

static void
expect_message (void)
{
  g_test_expect_message ("atlas-sync", G_LOG_LEVEL_MESSAGE, "*Repairing*");
}

static const char *
child (Fixture *fixture,
       guint    index)
{
  return g_ptr_array_index (fixture->children, index);
}

/* All but three are lost, one is an older one, and one is nobody's. */
static void
test_what_differs_is_put_right (Fixture      *fixture,
                                gconstpointer data)
{
  g_autofree char *unsent = NULL;
  g_autofree char *gone = NULL;
  AtlasSyncReport report;

  laptop_change (fixture->other, "child", child (fixture, 0), "last_name", "Quince");
  laptop_sync (fixture->other);
  laptop_sync (fixture->laptop);
  assert_same (fixture->laptop);

  damage (fixture->laptop, "DELETE FROM search_child WHERE rowid > 3");
  damage (fixture->laptop, "DELETE FROM child WHERE pk > 3");
  damage (fixture->laptop, "UPDATE child SET rev = 1, last_name = 'Wrong' WHERE rev = 2");
  gone = laptop_create (fixture->laptop, "child", json_pack ("{s:s}", "first_name", "Mallory"));
  damage (fixture->laptop, "UPDATE child SET rev = 5 WHERE rev = 0");
  damage (fixture->laptop, "DELETE FROM outbox; DELETE FROM pending; DELETE FROM history_record");
  damage (fixture->laptop, "DELETE FROM history; UPDATE meta SET value = value - 1"
          " WHERE key = 'last_n'");
  forget_when (fixture->laptop);

  expect_message ();
  report = laptop_sync (fixture->laptop);
  g_test_assert_expected_messages ();
  g_assert_cmpuint (report.n_repaired, ==, N_CHILDREN - 3 + 1 + 1);
  laptop_assert_missing (fixture->laptop, "child", gone);
  for (guint i = 0; i < N_CHILDREN; i++)
    laptop_assert_text (fixture->laptop, "child", child (fixture, i), "last_name",
                        i == 0 ? "Quince" : "Quill");
  assert_same (fixture->laptop);

  unsent = laptop_create (fixture->laptop, "child", json_pack ("{s:s}", "first_name", "Ida"));
  laptop_assert_text (fixture->laptop, "child", unsent, "first_name", "Ida");
}

/* What is on its way counts as the server gave it, and is not erased for not being there. */
static void
test_what_is_unsent_stays (Fixture      *fixture,
                           gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *unsent = NULL;
  gint64 head;
  g_auto(GStrv) differing = NULL;

  unsent = laptop_create (fixture->laptop, "child", json_pack ("{s:s}", "first_name", "Ida"));
  laptop_change (fixture->laptop, "child", child (fixture, 1), "last_name", "Quest");
  assert_same (fixture->laptop);
  laptop_assert_text (fixture->laptop, "child", unsent, "first_name", "Ida");

  damage (fixture->laptop, "UPDATE shadow SET rev = 9");
  differing = atlas_sync_compare (fixture->laptop->folder, &head, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_strv_length (differing), ==, 1);
  g_assert_cmpstr (differing[0], ==, "child");
  damage (fixture->laptop, "UPDATE shadow SET rev = 1");
}

static void
test_once_a_day_is_enough (Fixture      *fixture,
                           gconstpointer data)
{
  damage (fixture->laptop, "UPDATE child SET rev = 7 WHERE pk = 1");
  g_assert_cmpuint (laptop_sync (fixture->laptop).n_repaired, ==, 0);

  damage (fixture->laptop, "UPDATE meta SET value = '2020-01-01T00:00:00.000Z'"
          " WHERE key = 'verified_at'");
  expect_message ();
  g_assert_cmpuint (laptop_sync (fixture->laptop).n_repaired, ==, 1);
  g_test_assert_expected_messages ();

  /* A clock that was put back is no reason to wait. */
  damage (fixture->laptop, "UPDATE child SET rev = 7 WHERE pk = 1");
  damage (fixture->laptop, "UPDATE meta SET value = '2220-01-01T00:00:00.000Z'"
          " WHERE key = 'verified_at'");
  expect_message ();
  g_assert_cmpuint (laptop_sync (fixture->laptop).n_repaired, ==, 1);
  g_test_assert_expected_messages ();
}

static void
test_after_a_kill_it_looks (Fixture      *fixture,
                            gconstpointer data)
{
  g_autofree char *lock = g_build_filename (fixture->laptop->folder, "sync.lock", NULL);
  g_autoptr(GError) error = NULL;

  damage (fixture->laptop, "UPDATE child SET rev = 7 WHERE pk = 1");
  g_assert_true (g_file_set_contents (lock, "1", -1, &error));
  expect_message ();
  g_assert_cmpuint (laptop_sync (fixture->laptop).n_repaired, ==, 1);
  g_test_assert_expected_messages ();
  damage (fixture->laptop, "UPDATE child SET rev = 7 WHERE pk = 1");
  g_assert_cmpuint (laptop_sync (fixture->laptop).n_repaired, ==, 0);
  damage (fixture->laptop, "UPDATE child SET rev = 1 WHERE pk = 1");
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, TEST_ISOLATE, NULL);

  ADD ("/repair/what-differs-is-put-right", test_what_differs_is_put_right);
  ADD ("/repair/what-is-unsent-stays", test_what_is_unsent_stays);
  ADD ("/repair/once-a-day-is-enough", test_once_a_day_is_enough);
  ADD ("/repair/after-a-kill-it-looks", test_after_a_kill_it_looks);

  return g_test_run ();
}
