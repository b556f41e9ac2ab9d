/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <signal.h>
#include <string.h>

#include "../isolate.h"
#include "records/atlas-codes.h"
#include "server-fixture.h"

#define NOW_S (g_get_real_time () / G_USEC_PER_SEC)

static void
test_info_needs_no_token (void)
{
  g_autoptr(TestServer) server = test_server_new (NULL);
  g_autoptr(TestClient) client = test_client_new (server);
  g_autoptr(json_t) info = test_client_send (client, "GET", "/v1/info", NULL);
  json_t *limits = json_object_get (info, "limits");

  g_assert_cmpuint (client->status, ==, 200);
  g_assert_cmpstr (atlas_json_string (info, "county"), ==, "hertfordshire");
  g_assert_true (json_is_false (json_object_get (info, "demonstration")));
  g_assert_cmpint (atlas_json_integer (limits, "push_sets", 0), ==, 100);
  g_assert_cmpint (atlas_json_integer (limits, "wait_s", 0), ==, 55);
  g_assert_nonnull (atlas_json_string (info, "audit_key"));
}

static void
test_schema_has_a_tag (void)
{
  g_autoptr(TestServer) server = test_server_new (NULL);
  g_autoptr(TestClient) client = test_client_enrol (server, server->admin_code);
  g_autoptr(json_t) schema = test_client_send (client, "GET", "/v1/schema/1", NULL);
  json_t *referral = json_object_get (json_object_get (schema, "types"), "referral");
  json_t *step = json_object_get (json_object_get (referral, "fields"), "step");
  g_autoptr(json_t) missing = NULL;

  g_assert_cmpuint (client->status, ==, 200);
  g_assert_true (g_str_has_prefix (client->etag, "\"1-"));
  g_assert_cmpstr (atlas_json_string (step, "merge"), ==, "guarded");
  g_assert_true (json_is_object (json_object_get (step, "next")));

  missing = test_client_send (client, "GET", "/v1/schema/999", NULL);
  g_assert_cmpuint (client->status, ==, 404);
}

static void
test_a_code_enrols_once (void)
{
  g_autoptr(TestServer) server = test_server_new (NULL);
  g_autoptr(TestClient) first = test_client_enrol (server, server->admin_code);
  g_autoptr(TestClient) second = test_client_new (server);
  g_autofree char *proof = g_strdup_printf ("{'enrol_code':'%s'}", server->admin_code);
  g_autoptr(json_t) refused = test_client_enrol_with (second, proof, NULL);
  g_autoptr(json_t) self = NULL;

  g_assert_cmpuint (second->status, ==, 401);
  g_assert_cmpstr (test_problem (refused), ==, "bad-credentials");

  self = test_client_send (first, "GET", "/v1/devices/self", NULL);
  g_assert_cmpuint (first->status, ==, 200);
  g_assert_cmpstr (atlas_json_string (self, "state"), ==, "active");
  g_assert_cmpstr (atlas_json_string (self, "epoch"), ==, first->epoch);
  g_assert_cmpint (atlas_json_integer (self, "last_n", -1), ==, 0);
  g_assert_nonnull (atlas_json_string (self, "lease_until"));
  g_assert_true (json_is_object (json_object_get (self, "grants")));
}

/* The answer to it was lost: the same laptop asks again, until it has used what it was given. */
static void
test_an_enrolment_can_be_asked_for_again (void)
{
  g_autoptr(TestServer) server = test_server_new (NULL);
  g_autoptr(TestClient) client = test_client_new (server);
  g_autoptr(TestClient) thief = test_client_new (server);
  g_autofree char *proof = g_strdup_printf ("{'enrol_code':'%s'}", server->admin_code);
  g_autoptr(json_t) lost = test_client_enrol_with (client, proof, NULL);
  g_autoptr(json_t) stolen = test_client_enrol_with (thief, proof, NULL);
  g_autoptr(json_t) again = test_client_enrol_with (client, proof, NULL);
  g_autoptr(json_t) self = NULL;
  g_autoptr(json_t) late = NULL;

  g_assert_cmpuint (thief->status, ==, 401);
  g_assert_cmpuint (client->status, ==, 201);
  g_assert_cmpstr (atlas_json_string (lost, "device"), ==, atlas_json_string (again, "device"));
  g_assert_cmpstr (atlas_json_string (lost, "prefix"), ==, atlas_json_string (again, "prefix"));

  test_client_take (client, again);
  self = test_client_send (client, "GET", "/v1/devices/self", NULL);
  g_assert_cmpuint (client->status, ==, 200);
  late = test_client_enrol_with (client, proof, NULL);
  g_assert_cmpuint (client->status, ==, 401);
}

static void
test_what_is_not_an_enrolment_is_malformed (void)
{
  static const char *bodies[] = {
    "{}", "{'name':'x'}", "{'name':'','public_key':'AAAA','proof':{}}",
    "{'name':'x','public_key':'AAAA','proof':{'enrol_code':'K7'}}",
    "{'name':'x','public_key':'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=','proof':{}}",
    "{'name':'x','public_key':'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=','formerly':'me',"
    "'proof':{'enrol_code':'K7'}}",
  };
  g_autoptr(TestServer) server = test_server_new (NULL);
  g_autoptr(TestClient) client = test_client_new (server);

  for (gsize i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_autoptr(json_t) body = test_json ("%s", bodies[i]);
      g_autoptr(json_t) answer = test_client_send (client, "POST", "/v1/devices", body);

      g_assert_cmpuint (client->status, ==, 400);
      g_assert_cmpstr (test_problem (answer), ==, "malformed");
    }
}

static void
test_a_password_enrols_and_a_wrong_one_does_not (void)
{
  g_autoptr(TestServer) server = test_server_new (NULL);
  g_autofree char *output = test_server_run (server, 0, "correct horse battery\n", "user", "add",
                                             "%", "invented", "--role", "area_lead", "--scope",
                                             "area/dspl3", "--password-stdin", NULL);
  g_autoptr(TestClient) client = test_client_new (server);
  g_autoptr(json_t) wrong = NULL;
  g_autoptr(json_t) nobody = NULL;
  g_autoptr(json_t) right = NULL;

  wrong = test_client_enrol_with (client, "{'username':'invented','password':'wrong'}", NULL);
  g_assert_cmpuint (client->status, ==, 401);
  g_assert_cmpstr (test_problem (wrong), ==, "bad-credentials");
  nobody = test_client_enrol_with (client, "{'username':'nobody','password':'wrong'}", NULL);
  g_assert_cmpuint (client->status, ==, 401);

  right = test_client_enrol_with (client,
                                  "{'username':'invented','password':'correct horse battery'}",
                                  NULL);
  g_assert_cmpuint (client->status, ==, 201);
  g_assert_cmpint (atlas_json_integer (right, "expires_in", 0), ==, 900);
  g_assert_nonnull (atlas_json_string (right, "recovery_key"));
}

/* What five wrong passwords and then one more are answered. */
static json_t *
guess_at (TestServer *server,
          const char *name,
          const char *last)
{
  g_autoptr(TestClient) client = test_client_new (server);
  g_autofree char *wrong = g_strdup_printf ("{'username':'%s','password':'wrong'}", name);
  g_autofree char *then = g_strdup_printf ("{'username':'%s','password':'%s'}", name, last);
  json_t *said = json_array ();

  for (int i = 0; i < 6; i++)
    {
      g_autoptr(json_t) answer = test_client_enrol_with (client, i < 5 ? wrong : then, NULL);

      json_array_append_new (said, json_pack ("{s:i, s:O}", "status", (int) client->status,
                                              "answer", answer));
    }

  return said;
}

static void
test_many_wrong_passwords_slow_down (void)
{
  g_autoptr(TestServer) server = test_server_new (NULL);
  g_autofree char *output = test_server_run (server, 0, "correct horse battery\n", "user", "add",
                                             "%", "invented", "--role", "area_lead", "--scope",
                                             "area/dspl3", "--password-stdin", NULL);
  g_autoptr(json_t) said = guess_at (server, "invented", "correct horse battery");

  for (gsize i = 0; i < 6; i++)
    g_assert_cmpint (atlas_json_integer (json_array_get (said, i), "status", 0), ==,
                     i < 5 ? 401 : 429);
}

/* No answer tells whether there is a user of that name. */
static void
test_a_guesser_does_not_learn_who_there_is (void)
{
  g_autoptr(TestServer) server = test_server_new (NULL);
  g_autofree char *output = test_server_run (server, 0, "correct horse battery\n", "user", "add",
                                             "%", "invented", "--role", "area_lead", "--scope",
                                             "area/dspl3", "--password-stdin", NULL);
  g_autofree char *no_password = test_server_add_user (server, "codes only", "area_lead",
                                                       "area/dspl3");
  g_autoptr(json_t) somebody = guess_at (server, "invented", "wrong");
  g_autoptr(json_t) nobody = guess_at (server, "nobody", "wrong");
  g_autoptr(json_t) without = guess_at (server, "codes only", "wrong");

  g_assert_true (json_equal (somebody, nobody));
  g_assert_true (json_equal (somebody, without));
}

static void
test_a_user_without_grants_is_not_allowed (void)
{
  g_autoptr(TestServer) server = test_server_new (NULL);
  g_autofree char *code = test_server_add_user (server, "invented", "area_lead", "area/dspl3");
  g_autofree char *output = test_server_run (server, 0, NULL, "grant", "remove", "%", "invented",
                                             "--scope", "area/dspl3", NULL);
  g_autofree char *proof = g_strdup_printf ("{'enrol_code':'%s'}", code);
  g_autoptr(TestClient) client = test_client_new (server);
  g_autoptr(json_t) answer = test_client_enrol_with (client, proof, NULL);

  g_assert_cmpuint (client->status, ==, 403);
  g_assert_cmpstr (test_problem (answer), ==, "not-allowed");
}

static void
test_without_a_good_token_nothing_is_told (void)
{
  static const char *paths[] = { "/v1/changes", "/v1/devices/self", "/v1/schema/1" };
  g_autoptr(TestServer) server = test_server_new (NULL);
  g_autoptr(TestClient) client = test_client_new (server);

  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr(json_t) answer = test_client_send (client, "GET", paths[i], NULL);

      g_assert_cmpuint (client->status, ==, 401);
      g_assert_cmpstr (test_problem (answer), ==, "bad-credentials");
    }

  client->access = g_strdup ("not a token");
  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr(json_t) answer = test_client_send (client, "GET", paths[i], NULL);

      g_assert_cmpuint (client->status, ==, 401);
      g_assert_cmpstr (test_problem (answer), ==, "token-expired");
    }
}

static void
test_a_lost_answer_can_be_asked_for_again (void)
{
  g_autoptr(TestServer) server = test_server_new (NULL);
  g_autoptr(TestClient) client = test_client_enrol (server, server->admin_code);
  g_autofree char *first_refresh = g_strdup (client->refresh);
  g_autoptr(json_t) lost = NULL;
  g_autoptr(json_t) again = NULL;
  g_autoptr(json_t) self = NULL;

  lost = test_client_token (client, first_refresh, NOW_S);
  g_assert_cmpuint (client->status, ==, 200);
  again = test_client_token (client, first_refresh, NOW_S);
  g_assert_cmpuint (client->status, ==, 200);
  g_assert_cmpstr (atlas_json_string (lost, "refresh_token"), !=,
                   atlas_json_string (again, "refresh_token"));

  test_client_take (client, again);
  self = test_client_send (client, "GET", "/v1/devices/self", NULL);
  g_assert_cmpuint (client->status, ==, 200);
}

static void
test_a_dead_token_locks_the_device (void)
{
  g_autoptr(TestServer) server = test_server_new (NULL);
  g_autoptr(TestClient) client = test_client_enrol (server, server->admin_code);
  g_autofree char *first_refresh = NULL;
  g_autoptr(json_t) self = test_client_send (client, "GET", "/v1/devices/self", NULL);
  g_autoptr(json_t) pair = NULL;
  g_autoptr(json_t) used = NULL;
  g_autoptr(json_t) reused = NULL;
  g_autoptr(json_t) locked = NULL;

  first_refresh = g_strdup (client->refresh);
  pair = test_client_token (client, first_refresh, NOW_S);
  test_client_take (client, pair);
  used = test_client_send (client, "GET", "/v1/devices/self", NULL);
  g_assert_cmpuint (client->status, ==, 200);

  reused = test_client_token (client, first_refresh, NOW_S);
  g_assert_cmpuint (client->status, ==, 401);
  g_assert_cmpstr (test_problem (reused), ==, "token-reused");

  locked = test_client_send (client, "GET", "/v1/devices/self", NULL);
  g_assert_cmpuint (client->status, ==, 403);
  g_assert_cmpstr (test_problem (locked), ==, "device-locked");
}

static void
test_a_token_needs_its_key_and_the_right_time (void)
{
  g_autoptr(TestServer) server = test_server_new (NULL);
  g_autoptr(TestClient) client = test_client_enrol (server, server->admin_code);
  g_autoptr(json_t) late = test_client_token (client, client->refresh, NOW_S - 660);
  g_autoptr(json_t) early = NULL;
  g_autoptr(json_t) forged = NULL;
  g_autoptr(json_t) unknown = NULL;
  guint8 key[crypto_sign_SECRETKEYBYTES];

  g_assert_cmpuint (client->status, ==, 401);
  g_assert_cmpstr (test_problem (late), ==, "bad-credentials");
  early = test_client_token (client, client->refresh, NOW_S + 660);
  g_assert_cmpuint (client->status, ==, 401);
  unknown = test_client_token (client, "never given", NOW_S);
  g_assert_cmpuint (client->status, ==, 401);

  memcpy (key, client->secret_key, sizeof key);
  crypto_sign_keypair (client->public_key, client->secret_key);
  forged = test_client_token (client, client->refresh, NOW_S);
  g_assert_cmpuint (client->status, ==, 401);
  g_assert_cmpstr (test_problem (forged), ==, "bad-credentials");
}

static void
test_signing_out_ends_it (void)
{
  g_autoptr(TestServer) server = test_server_new (NULL);
  g_autoptr(TestClient) client = test_client_enrol (server, server->admin_code);
  g_autoptr(json_t) gone = test_client_send (client, "DELETE", "/v1/devices/self", NULL);
  g_autoptr(json_t) answer = NULL;
  g_autoptr(json_t) token = NULL;

  g_assert_cmpuint (client->status, ==, 204);
  answer = test_client_send (client, "GET", "/v1/devices/self", NULL);
  g_assert_cmpuint (client->status, ==, 401);
  token = test_client_token (client, client->refresh, NOW_S);
  g_assert_cmpuint (client->status, ==, 401);
}

/* What a laptop is is published in a code that every client knows. */
static void
test_every_state_of_a_device_is_a_code (void)
{
  g_autoptr(TestServer) server = test_server_new (NULL);
  g_autoptr(TestClient) officer = test_client_for (server, "county_officer", "county");
  g_autoptr(TestClient) client = test_client_enrol (server, server->admin_code);
  static const char * const verbs[] = { "lock", "unlock", "revoke" };
  static const char * const states[] = { "locked", "active", "signed-out" };

  for (gsize i = 0; i < G_N_ELEMENTS (verbs); i++)
    {
      g_autofree char *output = test_server_run (server, 0, NULL, "device", verbs[i], "%",
                                                 client->device, NULL);
      g_autoptr(json_t) changes = test_client_pull (officer);
      json_t *fields = json_object_get (test_find (changes, "device", client->device), "fields");

      g_assert_cmpstr (atlas_json_string (fields, "state"), ==, states[i]);
      g_assert_nonnull (atlas_codes_find ("device-state", states[i]));
    }
}

static void
test_a_name_is_one_line (void)
{
  g_autoptr(TestServer) server = test_server_new (NULL);
  g_autoptr(TestClient) client = test_client_enrol (server, server->admin_code);
  g_autofree char *key = g_base64_encode (client->public_key, sizeof client->public_key);
  g_autoptr(json_t) body = json_pack ("{s:s, s:s, s:{s:s}}", "name", "two\x1b[2J\nlines",
                                      "public_key", key, "proof", "enrol_code", "none");
  g_autoptr(json_t) answer = NULL;

  answer = test_client_send (client, "POST", "/v1/devices", body);
  g_assert_cmpuint (client->status, ==, 400);
  g_assert_cmpstr (test_problem (answer), ==, "malformed");
}

static void
test_a_locked_device_gets_403_and_comes_back (void)
{
  g_autoptr(TestServer) server = test_server_new (NULL);
  g_autoptr(TestClient) client = test_client_enrol (server, server->admin_code);
  g_autofree char *locking = test_server_run (server, 0, NULL, "device", "lock", "%",
                                              client->device, NULL);
  g_autofree char *unlocking = NULL;
  g_autoptr(json_t) refused = test_client_send (client, "GET", "/v1/changes", NULL);
  g_autoptr(json_t) no_token = NULL;
  g_autoptr(json_t) served = NULL;

  g_assert_cmpuint (client->status, ==, 403);
  g_assert_cmpstr (test_problem (refused), ==, "device-locked");
  no_token = test_client_token (client, client->refresh, NOW_S);
  g_assert_cmpuint (client->status, ==, 403);

  unlocking = test_server_run (server, 0, NULL, "device", "unlock", "%", client->device, NULL);
  served = test_client_send (client, "GET", "/v1/changes", NULL);
  g_assert_cmpuint (client->status, ==, 200);
}

static void
test_tokens_outlive_the_process (void)
{
  g_autoptr(TestServer) server = test_server_new (NULL);
  g_autoptr(TestClient) client = test_client_enrol (server, server->admin_code);
  g_autoptr(json_t) self = NULL;

  test_server_stop (server, SIGKILL);
  test_server_start (server);
  self = test_client_send (client, "GET", "/v1/devices/self", NULL);
  g_assert_cmpuint (client->status, ==, 200);
}

static void
test_a_keyslot_is_kept (void)
{
  g_autoptr(TestServer) server = test_server_new (NULL);
  g_autoptr(TestClient) client = test_client_enrol (server, server->admin_code);
  g_autoptr(json_t) body = test_json ("{'sealed':'c2VhbGVk'}");
  g_autoptr(json_t) none = json_object ();
  g_autoptr(json_t) kept = NULL;
  g_autoptr(json_t) refused = NULL;

  kept = test_client_send (client, "PUT", "/v1/devices/self/keyslot", body);
  g_assert_cmpuint (client->status, ==, 204);
  refused = test_client_send (client, "PUT", "/v1/devices/self/keyslot", none);
  g_assert_cmpuint (client->status, ==, 400);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, TEST_ISOLATE, NULL);
  g_test_add_func ("/server/info-needs-no-token", test_info_needs_no_token);
  g_test_add_func ("/server/schema-has-a-tag", test_schema_has_a_tag);
  g_test_add_func ("/server/a-code-enrols-once", test_a_code_enrols_once);
  g_test_add_func ("/server/an-enrolment-can-be-asked-for-again",
                   test_an_enrolment_can_be_asked_for_again);
  g_test_add_func ("/server/what-is-not-an-enrolment-is-malformed",
                   test_what_is_not_an_enrolment_is_malformed);
  g_test_add_func ("/server/a-password-enrols-and-a-wrong-one-does-not",
                   test_a_password_enrols_and_a_wrong_one_does_not);
  g_test_add_func ("/server/many-wrong-passwords-slow-down", test_many_wrong_passwords_slow_down);
  g_test_add_func ("/server/a-guesser-does-not-learn-who-there-is",
                   test_a_guesser_does_not_learn_who_there_is);
  g_test_add_func ("/server/a-user-without-grants-is-not-allowed",
                   test_a_user_without_grants_is_not_allowed);
  g_test_add_func ("/server/without-a-good-token-nothing-is-told",
                   test_without_a_good_token_nothing_is_told);
  g_test_add_func ("/server/a-lost-answer-can-be-asked-for-again",
                   test_a_lost_answer_can_be_asked_for_again);
  g_test_add_func ("/server/a-dead-token-locks-the-device", test_a_dead_token_locks_the_device);
  g_test_add_func ("/server/a-token-needs-its-key-and-the-right-time",
                   test_a_token_needs_its_key_and_the_right_time);
  g_test_add_func ("/server/signing-out-ends-it", test_signing_out_ends_it);
  g_test_add_func ("/server/every-state-of-a-device-is-a-code",
                   test_every_state_of_a_device_is_a_code);
  g_test_add_func ("/server/a-name-is-one-line", test_a_name_is_one_line);
  g_test_add_func ("/server/a-locked-device-gets-403-and-comes-back",
                   test_a_locked_device_gets_403_and_comes_back);
  g_test_add_func ("/server/tokens-outlive-the-process", test_tokens_outlive_the_process);
  g_test_add_func ("/server/a-keyslot-is-kept", test_a_keyslot_is_kept);

  return g_test_run ();
}
