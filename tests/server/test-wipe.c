/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "../isolate.h"
#include "base/atlas-date.h"
#include "base/atlas-id.h"
#include "server-fixture.h"

#define DAY_MS (G_GINT64_CONSTANT (24) * 60 * 60 * 1000)

static TestServer *shared;

typedef struct {
  TestClient *client;
  char       *referral;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->client = test_client_for (shared, "county_officer", "county");
  fixture->referral = test_client_refer (fixture->client, "dspl3", NULL);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  test_client_free (fixture->client);
  g_free (fixture->referral);
}

static void
device (Fixture    *fixture,
        const char *verb,
        const char *option)
{
  g_free (test_server_run (shared, 0, NULL, "device", verb, "%", fixture->client->device, option,
                           NULL));
}

static json_t *
new_token (TestClient *client)
{
  return test_client_token (client, client->refresh, g_get_real_time () / G_USEC_PER_SEC);
}

static json_t *
ask (TestClient *client,
     const char *method,
     const char *path)
{
  return test_client_send (client, method, path, NULL);
}

static char *
assert_wipe (TestClient *client,
             json_t     *taken,
             gboolean    push_first)
{
  g_autoptr(json_t) answer = taken;

  g_assert_cmpuint (client->status, ==, 403);
  g_assert_cmpstr (test_problem (answer), ==, "device-wipe");
  g_assert_true (json_is_boolean (json_object_get (answer, "push_first")));
  g_assert_true (atlas_json_boolean (answer, "push_first") == push_first);
  g_assert_nonnull (atlas_json_string (answer, "wipe_token"));
  return g_strdup (atlas_json_string (answer, "wipe_token"));
}

static json_t *
change_tier (Fixture *fixture)
{
  return test_client_push (fixture->client,
                           test_json ("[{'op':'set','type':'referral','id':'%s','base':1,"
                                      "'fields':{'tier':[3,4]}}]", fixture->referral));
}

static json_t *
say_wiped (TestClient *client,
           const char *token)
{
  g_autoptr(json_t) body = json_pack ("{s:s}", "wipe_token", token);

  g_clear_pointer (&client->access, g_free);
  return test_client_send (client, "POST", "/v1/devices/self/wiped", body);
}

static void
test_every_request_is_told_to_wipe (Fixture      *fixture,
                                    gconstpointer data)
{
  TestClient *client = fixture->client;
  g_autofree char *token = NULL;
  g_autofree char *again = NULL;

  device (fixture, "wipe", NULL);
  token = assert_wipe (client, ask (client, "GET", "/v1/changes"), FALSE);
  again = assert_wipe (client, ask (client, "GET", "/v1/devices/self"), FALSE);
  g_assert_cmpstr (token, ==, again);
  g_free (assert_wipe (client, ask (client, "GET", "/v1/schema/1"), FALSE));
  g_free (assert_wipe (client, ask (client, "DELETE", "/v1/devices/self"), FALSE));
  g_free (assert_wipe (client, change_tier (fixture), FALSE));
  g_free (assert_wipe (client, new_token (client), FALSE));
}

static void
test_a_wiped_laptop_says_so_without_a_token (Fixture      *fixture,
                                             gconstpointer data)
{
  TestClient *client = fixture->client;
  g_autofree char *device_id = g_strdup (client->device);
  g_autofree char *token = NULL;
  g_autofree char *list = NULL;
  g_autofree char *entries = NULL;
  g_autoptr(json_t) refused = NULL;
  const char *noted;

  device (fixture, "wipe", NULL);
  token = assert_wipe (client, new_token (client), FALSE);
  refused = say_wiped (client, "not it");
  g_assert_cmpuint (client->status, ==, 401);
  for (int i = 0; i < 2; i++)
    {
      g_assert_null (say_wiped (client, token));
      g_assert_cmpuint (client->status, ==, 204);
    }

  json_decref (new_token (client));
  g_assert_cmpuint (client->status, ==, 401);
  g_free (test_server_run (shared, 3, NULL, "device", "unlock", "%", device_id, NULL));
  list = test_server_run (shared, 0, NULL, "device", "list", "%", NULL);
  g_assert_nonnull (strstr (list, "\twiped\t"));
  entries = test_server_run (shared, 0, NULL, "audit", "%", NULL);
  g_assert_nonnull (strstr (entries, "\twipe\t"));
  noted = strstr (entries, "\"wiped\"");
  g_assert_nonnull (noted);
  g_assert_null (strstr (noted + 1, "\"wiped\""));
}

static void
test_what_is_pushed_first_is_set_aside (Fixture      *fixture,
                                        gconstpointer data)
{
  TestClient *client = fixture->client;
  g_autoptr(TestClient) officer = NULL;
  g_autoptr(json_t) pushed = NULL;
  g_autoptr(json_t) created = NULL;
  g_autoptr(json_t) changes = NULL;
  g_autofree char *child = atlas_id_new ();
  const char *park;
  json_t *referral;

  device (fixture, "wipe", "--push-first");
  g_free (assert_wipe (client, ask (client, "GET", "/v1/changes"), TRUE));
  test_server_sql (shared, "UPDATE token SET expires_ms = 0");
  pushed = change_tier (fixture);
  g_assert_cmpuint (client->status, ==, 200);
  test_assert_parked (pushed, "forbidden");
  created = test_client_push (client, json_pack ("[o]", test_create_child (child, "dspl3")));
  test_assert_parked (created, "forbidden");
  g_free (assert_wipe (client, ask (client, "GET", "/v1/devices/self"), TRUE));

  officer = test_client_for (shared, "county_officer", "county");
  changes = test_client_pull (officer);
  referral = test_find (changes, "referral", fixture->referral);
  g_assert_cmpint (atlas_json_integer (json_object_get (referral, "fields"), "tier", 0), ==, 3);
  g_assert_null (test_find (changes, "child", child));
  park = atlas_json_string (test_result (pushed, 0), "park");
  g_assert_nonnull (test_find (changes, "parked", park));
}

static void
test_a_wipe_can_be_called_off (Fixture      *fixture,
                               gconstpointer data)
{
  device (fixture, "wipe", NULL);
  g_free (assert_wipe (fixture->client, ask (fixture->client, "GET", "/v1/changes"), FALSE));
  device (fixture, "unlock", NULL);
  json_decref (ask (fixture->client, "GET", "/v1/changes"));
  g_assert_cmpuint (fixture->client->status, ==, 200);
}

static void
assert_locked (TestClient *client,
               json_t     *taken)
{
  g_autoptr(json_t) answer = taken;

  g_assert_cmpuint (client->status, ==, 403);
  g_assert_cmpstr (test_problem (answer), ==, "device-locked");
}

static void
test_every_request_of_a_locked_laptop_is_refused (Fixture      *fixture,
                                                  gconstpointer data)
{
  TestClient *client = fixture->client;

  device (fixture, "lock", NULL);
  assert_locked (client, ask (client, "GET", "/v1/changes"));
  assert_locked (client, ask (client, "GET", "/v1/devices/self"));
  assert_locked (client, ask (client, "GET", "/v1/schema/1"));
  assert_locked (client, change_tier (fixture));
  assert_locked (client, new_token (client));
  device (fixture, "unlock", NULL);
  json_decref (new_token (client));
  g_assert_cmpuint (client->status, ==, 200);
}

/* Whole days from now until the lease ends. */
static gint64
lease_days (TestClient *client)
{
  g_autoptr(json_t) self = ask (client, "GET", "/v1/devices/self");
  gint64 until_ms = 0;

  g_assert_cmpuint (client->status, ==, 200);
  g_assert_cmpstr (atlas_json_string (self, "state"), ==, "active");
  g_assert_true (atlas_time_parse (atlas_json_string (self, "lease_until"), &until_ms));

  return (until_ms - g_get_real_time () / 1000 + DAY_MS / 2) / DAY_MS;
}

static void
test_the_shortest_lease_of_the_roles_counts (Fixture      *fixture,
                                             gconstpointer data)
{
  g_autofree char *code = test_server_add_user (shared, "Chairing", "dpo", "county");
  g_autoptr(TestClient) dpo = test_client_enrol (shared, code);
  g_autofree char *list = NULL;

  g_assert_cmpint (lease_days (dpo), ==, 14);
  g_free (test_server_run (shared, 0, NULL, "lease", "set", "%", "--role", "dpo", "--days", "30",
                           NULL));
  g_assert_cmpint (lease_days (dpo), ==, 30);
  g_assert_cmpint (lease_days (fixture->client), ==, 14);

  g_free (test_server_run (shared, 0, NULL, "lease", "set", "%", "--role", "panel_chair", "--days",
                           "3", NULL));
  g_free (test_server_run (shared, 0, NULL, "grant", "add", "%", "Chairing", "--role",
                           "panel_chair", "--scope", "county", NULL));
  g_assert_cmpint (lease_days (dpo), ==, 3);
  list = test_server_run (shared, 0, NULL, "lease", "list", "%", NULL);
  g_assert_cmpstr (list, ==, "dpo\t30\npanel_chair\t3\n");
  g_free (test_server_run (shared, 0, NULL, "lease", "set", "%", "--role", "dpo", "--days", "2",
                           NULL));
  g_assert_cmpint (lease_days (dpo), ==, 2);
  g_free (test_server_run (shared, 2, NULL, "lease", "set", "%", "--role", "dpo", "--days", "0",
                           NULL));
  g_free (test_server_run (shared, 3, NULL, "lease", "set", "%", "--role", "king", "--days", "3",
                           NULL));
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
  add ("/server/wipe/every-request-is-told-to-wipe", test_every_request_is_told_to_wipe);
  add ("/server/wipe/a-wiped-laptop-says-so-without-a-token",
       test_a_wiped_laptop_says_so_without_a_token);
  add ("/server/wipe/what-is-pushed-first-is-set-aside", test_what_is_pushed_first_is_set_aside);
  add ("/server/wipe/a-wipe-can-be-called-off", test_a_wipe_can_be_called_off);
  add ("/server/wipe/every-request-of-a-locked-laptop-is-refused",
       test_every_request_of_a_locked_laptop_is_refused);
  add ("/server/wipe/the-shortest-lease-of-the-roles-counts",
       test_the_shortest_lease_of_the_roles_counts);

  shared = test_server_new (NULL);
  failures = g_test_run ();
  test_server_free (shared);

  return failures;
}
