/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "../isolate.h"
#include "base/atlas-date.h"
#include "base/atlas-id.h"
#include "server-fixture.h"

static TestServer *shared;

/* A person with two laptops, and somebody else. */
typedef struct {
  TestClient *kept;
  TestClient *lost;
  TestClient *other;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  static int n_people;
  g_autofree char *name = g_strdup_printf ("Of two laptops %d", ++n_people);
  g_autofree char *first = test_server_add_user (shared, name, "area_lead", "area/dspl3");
  g_autofree char *second = test_server_run (shared, 0, NULL, "user", "code", "%", name, NULL);

  fixture->kept = test_client_enrol (shared, first);
  fixture->lost = test_client_enrol (shared, g_strstrip (second));
  fixture->other = test_client_for (shared, "area_lead", "area/dspl3");
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  test_client_free (fixture->kept);
  test_client_free (fixture->lost);
  test_client_free (fixture->other);
}

static json_t *
lock (TestClient *client,
      const char *device)
{
  g_autoptr(json_t) body = json_pack ("{s:s}", "device", device);

  return test_client_send (client, "POST", "/v1/devices/lock", body);
}

static json_t *
list (TestClient *client)
{
  g_autoptr(json_t) answer = test_client_send (client, "GET", "/v1/devices", NULL);

  g_assert_cmpuint (client->status, ==, 200);
  return json_incref (json_object_get (answer, "devices"));
}

static json_t *
find (json_t     *devices,
      const char *id)
{
  json_t *device;
  gsize index;

  json_array_foreach (devices, index, device)
  {
    if (strcmp (atlas_json_string (device, "device"), id) == 0)
      return device;
  }

  return NULL;
}

static const char *
state_of (json_t     *devices,
          TestClient *client)
{
  return atlas_json_string (find (devices, client->device), "state");
}

static void
administer (const char *verb,
            TestClient *client)
{
  g_free (test_server_run (shared, 0, NULL, "device", verb, "%", client->device, NULL));
}

static void
assert_answers (TestClient *client,
                guint       status)
{
  json_decref (test_client_send (client, "GET", "/v1/changes", NULL));
  g_assert_cmpuint (client->status, ==, status);
}

static void
test_a_person_sees_their_own (Fixture      *fixture,
                              gconstpointer data)
{
  g_autoptr(json_t) devices = list (fixture->kept);
  g_autoptr(json_t) others = list (fixture->other);
  json_t *self = find (devices, fixture->kept->device);
  json_t *second = find (devices, fixture->lost->device);
  gint64 at_ms;

  g_assert_cmpuint (json_array_size (devices), ==, 2);
  g_assert_cmpuint (json_array_size (others), ==, 1);
  g_assert_true (atlas_json_boolean (self, "self"));
  g_assert_false (atlas_json_boolean (second, "self"));
  g_assert_cmpstr (atlas_json_string (second, "prefix"), ==, fixture->lost->prefix);
  g_assert_cmpstr (atlas_json_string (second, "state"), ==, "active");
  g_assert_nonnull (atlas_json_string (second, "name"));
  g_assert_true (atlas_time_parse (atlas_json_string (second, "enrolled_at"), &at_ms));
  g_assert_true (atlas_time_parse (atlas_json_string (self, "seen_at"), &at_ms));
  g_assert_null (find (devices, fixture->other->device));
}

static void
test_a_lost_one_is_locked (Fixture      *fixture,
                           gconstpointer data)
{
  g_autoptr(json_t) answer = NULL;
  g_autoptr(json_t) again = NULL;
  g_autoptr(json_t) devices = NULL;

  assert_answers (fixture->lost, 200);
  answer = lock (fixture->kept, fixture->lost->device);
  g_assert_cmpuint (fixture->kept->status, ==, 200);
  g_assert_cmpstr (atlas_json_string (answer, "state"), ==, "locked");
  assert_answers (fixture->lost, 403);
  assert_answers (fixture->kept, 200);
  devices = list (fixture->kept);
  g_assert_cmpstr (state_of (devices, fixture->lost), ==, "locked");

  again = lock (fixture->kept, fixture->lost->device);
  g_assert_cmpstr (atlas_json_string (again, "state"), ==, "locked");
  administer ("unlock", fixture->lost);
  assert_answers (fixture->lost, 200);
}

static void
test_another_persons_is_as_if_it_were_not (Fixture      *fixture,
                                           gconstpointer data)
{
  g_autofree char *nobodys = atlas_id_new ();
  g_autoptr(json_t) refused = lock (fixture->other, fixture->lost->device);
  g_autoptr(json_t) unknown = NULL;

  g_assert_cmpuint (fixture->other->status, ==, 404);
  unknown = lock (fixture->other, nobodys);
  g_assert_cmpuint (fixture->other->status, ==, 404);
  g_assert_true (json_equal (refused, unknown));
  assert_answers (fixture->lost, 200);
}

static void
test_one_does_not_lock_itself (Fixture      *fixture,
                               gconstpointer data)
{
  g_autoptr(json_t) refused = lock (fixture->kept, fixture->kept->device);
  g_autoptr(json_t) nothing = NULL;

  g_assert_cmpuint (fixture->kept->status, ==, 403);
  g_assert_cmpstr (test_problem (refused), ==, "not-allowed");
  nothing = lock (fixture->kept, "not an id");
  g_assert_cmpuint (fixture->kept->status, ==, 400);
  assert_answers (fixture->kept, 200);
}

static void
test_a_wipe_is_not_called_off (Fixture      *fixture,
                               gconstpointer data)
{
  g_autoptr(json_t) answer = NULL;
  g_autoptr(json_t) told = NULL;

  administer ("wipe", fixture->lost);
  answer = lock (fixture->kept, fixture->lost->device);
  g_assert_cmpuint (fixture->kept->status, ==, 200);
  g_assert_cmpstr (atlas_json_string (answer, "state"), ==, "wipe");
  told = test_client_send (fixture->lost, "GET", "/v1/changes", NULL);
  g_assert_cmpstr (test_problem (told), ==, "device-wipe");
}

static void
test_a_locked_one_locks_nothing (Fixture      *fixture,
                                 gconstpointer data)
{
  g_autoptr(json_t) refused = NULL;

  administer ("lock", fixture->lost);
  refused = lock (fixture->lost, fixture->kept->device);
  g_assert_cmpuint (fixture->lost->status, ==, 403);
  g_assert_cmpstr (test_problem (refused), ==, "device-locked");
  assert_answers (fixture->kept, 200);
}

/* The last entry about a device. */
static json_t *
audited (const char *device)
{
  g_autofree char *output = test_server_run (shared, 0, NULL, "audit", "%", "--format", "json",
                                             NULL);
  g_autoptr(json_t) object = atlas_json_parse (output, -1, NULL);
  json_t *entries = json_object_get (object, "entries");

  for (gsize i = json_array_size (entries); i-- > 0;)
    {
      json_t *entry = json_array_get (entries, i);

      if (strcmp (atlas_json_string (entry, "kind"), "device") == 0 &&
          strcmp (atlas_json_string (entry, "device"), device) == 0)
        return json_incref (entry);
    }

  return NULL;
}

static void
test_a_lock_is_in_the_audit_chain (Fixture      *fixture,
                                   gconstpointer data)
{
  g_autoptr(json_t) none = audited (fixture->lost->device);
  g_autoptr(json_t) own = NULL;
  g_autoptr(json_t) again = NULL;
  g_autoptr(json_t) administered = NULL;

  g_assert_null (none);
  json_decref (lock (fixture->kept, fixture->lost->device));
  own = audited (fixture->lost->device);
  g_assert_cmpstr (atlas_json_string (own, "state"), ==, "locked");
  g_assert_cmpstr (atlas_json_string (own, "by"), ==, fixture->kept->user);
  json_decref (lock (fixture->kept, fixture->lost->device));
  again = audited (fixture->lost->device);
  g_assert_true (json_equal (own, again));

  administer ("unlock", fixture->lost);
  administered = audited (fixture->lost->device);
  g_assert_null (json_object_get (administered, "by"));
}

static void
add (const char *path,
     void (     *test ) (Fixture      *fixture,
                         gconstpointer data))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int    argc,
      char **argv)
{
  int failures;

  g_test_init (&argc, &argv, TEST_ISOLATE, NULL);
  add ("/server/own-devices/a-person-sees-their-own", test_a_person_sees_their_own);
  add ("/server/own-devices/a-lost-one-is-locked", test_a_lost_one_is_locked);
  add ("/server/own-devices/another-persons-is-as-if-it-were-not",
       test_another_persons_is_as_if_it_were_not);
  add ("/server/own-devices/one-does-not-lock-itself", test_one_does_not_lock_itself);
  add ("/server/own-devices/a-wipe-is-not-called-off", test_a_wipe_is_not_called_off);
  add ("/server/own-devices/a-locked-one-locks-nothing", test_a_locked_one_locks_nothing);
  add ("/server/own-devices/a-lock-is-in-the-audit-chain", test_a_lock_is_in_the_audit_chain);

  shared = test_server_new (NULL);
  failures = g_test_run ();
  test_server_free (shared);

  return failures;
}
