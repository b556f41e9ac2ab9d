/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "../isolate.h"
#include "base/atlas-base64url.h"
#include "server-fixture.h"
#include "test-issuer.h"

#define NOW_S (g_get_real_time () / G_USEC_PER_SEC)

/* A server whose council has an identity provider; its administrator is that one's subject-1. */
static TestServer *
make_server (TestIssuer *issuer,
             const char *claim)
{
  TestServer *server = test_server_new (NULL);
  g_autofree char *ca = g_build_filename (server->parent, "issuer.pem", NULL);
  g_autofree char *set = NULL;
  g_autofree char *link = NULL;

  g_assert_true (g_file_set_contents (ca, test_issuer_ca (issuer), -1, NULL));
  set = test_server_run (server, 0, NULL, "oidc", "set", "%", "--issuer", test_issuer_url (issuer),
                         "--client-id", TEST_ISSUER_CLIENT, "--ca", ca, "--claim", claim, NULL);
  if (strcmp (claim, "sub") == 0)
    link = test_server_run (server, 0, NULL, "user", "oidc", "%", "administrator", "--subject",
                            "subject-1", NULL);
  return server;
}

static char *
nonce_of (TestClient *client)
{
  g_autofree char *key = g_base64_encode (client->public_key, sizeof client->public_key);

  return atlas_base64url_nonce (key);
}

static json_t *
enrol_with_token (TestClient *client,
                  const char *token)
{
  g_autofree char *proof = g_strdup_printf ("{'id_token':'%s'}", token);

  return test_client_enrol_with (client, proof, NULL);
}

static json_t *
sign_in (TestClient *client,
         TestIssuer *issuer)
{
  g_autofree char *nonce = nonce_of (client);
  g_autofree char *token = test_issuer_token (issuer, nonce);

  return enrol_with_token (client, token);
}

static void
assert_refused (TestClient *client,
                TestIssuer *issuer)
{
  g_autoptr(json_t) answer = sign_in (client, issuer);

  g_assert_cmpuint (client->status, ==, 401);
  g_assert_cmpstr (test_problem (answer), ==, "bad-credentials");
}

static void
assert_enrolled (TestClient *client,
                 TestIssuer *issuer)
{
  g_autoptr(json_t) answer = sign_in (client, issuer);
  g_autoptr(json_t) self = NULL;

  g_assert_cmpuint (client->status, ==, 201);
  test_client_take (client, answer);
  self = test_client_send (client, "GET", "/v1/devices/self", NULL);
  g_assert_cmpuint (client->status, ==, 200);
}

static void
test_info_says_where_to_sign_in (void)
{
  g_autoptr(TestIssuer) issuer = test_issuer_new ();
  g_autoptr(TestServer) server = make_server (issuer, "sub");
  g_autoptr(TestClient) client = test_client_new (server);
  g_autoptr(json_t) info = test_client_send (client, "GET", "/v1/info", NULL);
  g_autoptr(json_t) later = NULL;
  g_autofree char *cleared = NULL;
  json_t *auth = json_object_get (info, "auth");
  json_t *oidc = json_object_get (auth, "oidc");

  g_assert_true (atlas_json_boolean (auth, "password"));
  g_assert_cmpstr (atlas_json_string (oidc, "issuer"), ==, test_issuer_url (issuer));
  g_assert_cmpstr (atlas_json_string (oidc, "client_id"), ==, TEST_ISSUER_CLIENT);

  cleared = test_server_run (server, 0, NULL, "oidc", "clear", "%", NULL);
  later = test_client_send (client, "GET", "/v1/info", NULL);
  auth = json_object_get (later, "auth");
  g_assert_null (json_object_get (auth, "oidc"));
  g_assert_true (atlas_json_boolean (auth, "password"));
  assert_refused (client, issuer);
}

static void
test_both_kinds_of_signature_enrol (void)
{
  g_autoptr(TestIssuer) issuer = test_issuer_new ();
  g_autoptr(TestServer) server = make_server (issuer, "sub");
  g_autoptr(TestClient) first = test_client_new (server);
  g_autoptr(TestClient) second = test_client_new (server);

  assert_enrolled (first, issuer);
  test_issuer_set_alg (issuer, "ES256");
  assert_enrolled (second, issuer);
  g_assert_cmpuint (test_issuer_count (issuer, "/keys"), ==, 1);
}

static void
test_other_kinds_of_signature_are_refused (void)
{
  g_autoptr(TestIssuer) issuer = test_issuer_new ();
  g_autoptr(TestServer) server = make_server (issuer, "sub");
  g_autoptr(TestClient) client = test_client_new (server);

  test_issuer_set_alg (issuer, "none");
  assert_refused (client, issuer);
  test_issuer_set_alg (issuer, "HS256");
  assert_refused (client, issuer);
  g_assert_cmpuint (test_issuer_count (issuer, "/keys"), ==, 0);
}

static void
test_a_token_enrols_the_laptop_that_asked_for_it (void)
{
  g_autoptr(TestIssuer) issuer = test_issuer_new ();
  g_autoptr(TestServer) server = make_server (issuer, "sub");
  g_autoptr(TestClient) client = test_client_new (server);
  g_autoptr(TestClient) thief = test_client_new (server);
  g_autofree char *nonce = nonce_of (client);
  g_autofree char *token = test_issuer_token (issuer, nonce);
  g_autoptr(json_t) stolen = enrol_with_token (thief, token);
  g_autoptr(json_t) enrolled = NULL;
  g_autoptr(json_t) again = NULL;

  g_assert_cmpuint (thief->status, ==, 401);
  enrolled = enrol_with_token (client, token);
  g_assert_cmpuint (client->status, ==, 201);

  again = enrol_with_token (client, token);
  g_assert_cmpuint (client->status, ==, 401);
  g_assert_cmpstr (test_problem (again), ==, "bad-credentials");
}

/* The protocol does not say what a nonce is: another client may have one of its own, or none. */
static void
test_a_client_of_somebody_else_signs_in (void)
{
  static const char *nonces[] = { NULL, "n-0S6_WzA2Mj" };
  g_autoptr(TestIssuer) issuer = test_issuer_new ();
  g_autoptr(TestServer) server = make_server (issuer, "sub");

  for (gsize i = 0; i < G_N_ELEMENTS (nonces); i++)
    {
      g_autoptr(TestClient) client = test_client_new (server);
      g_autofree char *token = test_issuer_token (issuer, nonces[i]);
      g_autoptr(json_t) enrolled = enrol_with_token (client, token);
      g_autoptr(json_t) again = NULL;

      g_assert_cmpuint (client->status, ==, 201);
      again = enrol_with_token (client, token);
      g_assert_cmpuint (client->status, ==, 401);
    }
}

static void
test_what_a_token_must_say (void)
{
  static const struct {
    const char *name;
    const char *value;
  } wrongs[] = {
    { "iss", "'https://somebody.example.org'" }, { "iss", "null" },
    { "aud", "'another-program'" }, { "aud", "['another-program']" }, { "aud", "[]" },
    { "aud", "['" TEST_ISSUER_CLIENT "','another-program']" }, { "azp", "'another-program'" },
    { "sub", "''" }, { "sub", "null" }, { "sub", "7" },
    { "nonce", "'key.bm9uY2U'" }, { "nonce", "'key.'" },
    { "exp", "1700000000" }, { "exp", "null" }, { "exp", "'soon'" }, { "exp", "-1" },
    { "iat", "1700000000" }, { "iat", "9007199254740991" }, { "iat", "null" },
    { "nbf", "9007199254740991" }, { "nbf", "'now'" },
  };
  g_autoptr(TestIssuer) issuer = test_issuer_new ();
  g_autoptr(TestServer) server = make_server (issuer, "sub");
  g_autoptr(TestClient) client = test_client_new (server);

  for (gsize i = 0; i < G_N_ELEMENTS (wrongs); i++)
    {
      g_autoptr(json_t) wrong = test_json ("{'value':%s}", wrongs[i].value);
      g_autofree char *nonce = nonce_of (client);

      g_test_message ("%s: %s", wrongs[i].name, wrongs[i].value);
      test_issuer_set_claim (issuer, wrongs[i].name,
                             json_incref (json_object_get (wrong, "value")));
      assert_refused (client, issuer);

      /* Right again, for the next. */
      test_issuer_set_claim (issuer, "iss", json_string (test_issuer_url (issuer)));
      test_issuer_set_claim (issuer, "aud", json_string (TEST_ISSUER_CLIENT));
      test_issuer_set_claim (issuer, "azp", json_null ());
      test_issuer_set_claim (issuer, "sub", json_string ("subject-1"));
      test_issuer_set_claim (issuer, "nonce", json_string (nonce));
      test_issuer_set_claim (issuer, "iat", json_integer (NOW_S));
      test_issuer_set_claim (issuer, "nbf", json_integer (NOW_S));
      test_issuer_set_claim (issuer, "exp", json_integer (NOW_S + 300));
    }

  assert_enrolled (client, issuer);
}

static void
test_a_forged_signature_is_refused (void)
{
  g_autoptr(TestIssuer) issuer = test_issuer_new ();
  g_autoptr(TestIssuer) forger = test_issuer_new ();
  g_autoptr(TestServer) server = make_server (issuer, "sub");
  g_autoptr(TestClient) client = test_client_new (server);

  /* The forger's keys have the names of the issuer's. */
  test_issuer_set_claim (forger, "iss", json_string (test_issuer_url (issuer)));
  assert_refused (client, forger);
  test_issuer_set_alg (forger, "ES256");
  assert_refused (client, forger);
  assert_enrolled (client, issuer);
}

static void
test_new_keys_are_asked_for_once (void)
{
  g_autoptr(TestIssuer) issuer = test_issuer_new ();
  g_autoptr(TestIssuer) forger = test_issuer_new ();
  g_autoptr(TestServer) server = make_server (issuer, "sub");
  g_autoptr(TestClient) first = test_client_new (server);
  g_autoptr(TestClient) second = test_client_new (server);
  g_autoptr(TestClient) third = test_client_new (server);

  assert_enrolled (first, issuer);
  g_assert_cmpuint (test_issuer_count (issuer, "/keys"), ==, 1);
  test_issuer_rotate (issuer);
  assert_enrolled (second, issuer);
  g_assert_cmpuint (test_issuer_count (issuer, "/keys"), ==, 2);

  /* Keys that nobody has do not make the server ask and ask. */
  test_issuer_set_claim (forger, "iss", json_string (test_issuer_url (issuer)));
  for (int i = 0; i < 4; i++)
    {
      test_issuer_rotate (forger);
      if (i > 0)
        assert_refused (third, forger);
    }
  g_assert_cmpuint (test_issuer_count (issuer, "/keys"), ==, 2);
  assert_enrolled (third, issuer);
}

static void
test_an_issuer_that_is_down_is_waited_for (void)
{
  g_autoptr(TestIssuer) issuer = test_issuer_new ();
  g_autoptr(TestServer) server = make_server (issuer, "sub");
  g_autoptr(TestClient) client = test_client_new (server);
  g_autoptr(TestClient) other = NULL;
  g_autoptr(json_t) answer = NULL;

  test_issuer_break (issuer, TRUE);
  answer = sign_in (client, issuer);
  g_assert_cmpuint (client->status, ==, 503);
  g_assert_cmpstr (test_problem (answer), ==, "unavailable");
  g_assert_nonnull (client->retry_after);

  /* Codes go on. */
  other = test_client_enrol (server, server->admin_code);
  g_assert_nonnull (other->access);
}

static void
test_an_issuer_with_another_certificate_is_not_asked (void)
{
  g_autoptr(TestIssuer) issuer = test_issuer_new ();
  g_autoptr(TestIssuer) other = test_issuer_new ();
  g_autoptr(TestServer) server = make_server (issuer, "sub");
  g_autoptr(TestClient) client = test_client_new (server);
  g_autofree char *ca = g_build_filename (server->parent, "other.pem", NULL);
  g_autofree char *set = NULL;
  g_autoptr(json_t) answer = NULL;

  g_assert_true (g_file_set_contents (ca, test_issuer_ca (other), -1, NULL));
  set = test_server_run (server, 0, NULL, "oidc", "set", "%", "--issuer", test_issuer_url (issuer),
                         "--client-id", TEST_ISSUER_CLIENT, "--ca", ca, NULL);
  answer = sign_in (client, issuer);
  g_assert_cmpuint (client->status, ==, 503);
  g_assert_cmpuint (test_issuer_count (issuer, "/keys"), ==, 0);
}

static void
test_somebody_unknown_is_not_allowed (void)
{
  g_autoptr(TestIssuer) issuer = test_issuer_new ();
  g_autoptr(TestServer) server = make_server (issuer, "sub");
  g_autoptr(TestClient) client = test_client_new (server);
  g_autoptr(json_t) answer = NULL;

  /* A name says nothing where the subject decides. */
  test_issuer_set_claim (issuer, "sub", json_string ("subject-2"));
  test_issuer_set_claim (issuer, "preferred_username", json_string ("administrator"));
  answer = sign_in (client, issuer);
  g_assert_cmpuint (client->status, ==, 403);
  g_assert_cmpstr (test_problem (answer), ==, "not-allowed");
}

static void
test_a_name_is_bound_to_its_first_subject (void)
{
  g_autoptr(TestIssuer) issuer = test_issuer_new ();
  g_autoptr(TestServer) server = make_server (issuer, "preferred_username");
  g_autoptr(TestClient) first = test_client_new (server);
  g_autoptr(TestClient) renamed = test_client_new (server);
  g_autoptr(TestClient) other = test_client_new (server);
  g_autoptr(json_t) answer = NULL;

  test_issuer_set_claim (issuer, "preferred_username", json_string ("administrator"));
  assert_enrolled (first, issuer);

  /* Another name, the same person. */
  test_issuer_set_claim (issuer, "preferred_username", json_string ("married"));
  assert_enrolled (renamed, issuer);
  g_assert_cmpstr (renamed->user, ==, first->user);

  /* The same name, another person. */
  test_issuer_set_claim (issuer, "preferred_username", json_string ("administrator"));
  test_issuer_set_claim (issuer, "sub", json_string ("subject-2"));
  answer = sign_in (other, issuer);
  g_assert_cmpuint (other->status, ==, 403);
}

static void
test_an_unverified_address_is_nobodys (void)
{
  g_autoptr(TestIssuer) issuer = test_issuer_new ();
  g_autoptr(TestServer) server = make_server (issuer, "email");
  g_autoptr(TestClient) client = test_client_new (server);
  g_autoptr(json_t) answer = NULL;

  test_issuer_set_claim (issuer, "email", json_string ("administrator"));
  answer = sign_in (client, issuer);
  g_assert_cmpuint (client->status, ==, 403);
  test_issuer_set_claim (issuer, "email_verified", json_true ());
  assert_enrolled (client, issuer);
}

static void
test_commands_refuse_what_cannot_be (void)
{
  g_autoptr(TestServer) server = test_server_new (NULL);
  g_autofree char *plain = test_server_run (server, 2, NULL, "oidc", "set", "%", "--issuer",
                                            "http://issuer.example.org", "--client-id", "x", NULL);
  g_autofree char *claim = test_server_run (server, 2, NULL, "oidc", "set", "%", "--issuer",
                                            "https://issuer.example.org", "--client-id", "x",
                                            "--claim", "shoe_size", NULL);
  g_autofree char *early = test_server_run (server, 3, NULL, "user", "oidc", "%", "administrator",
                                            "--subject", "s", NULL);
  g_autofree char *shown = test_server_run (server, 0, NULL, "oidc", "show", "%", "--format",
                                            "json", NULL);

  g_assert_cmpstr (shown, ==, "{\"oidc\":[]}\n");
}

/* The last refusal, with how many there are. */
static json_t *
find_refusal (TestServer *server,
              guint      *n)
{
  g_autofree char *output = test_server_run (server, 0, NULL, "audit", "%", "--format", "json",
                                             NULL);
  g_autoptr(json_t) object = atlas_json_parse (output, -1, NULL);
  json_t *entries = json_object_get (object, "entries");
  json_t *last = NULL;

  *n = 0;
  for (gsize i = 0; i < json_array_size (entries); i++)
    if (strcmp (atlas_json_string (json_array_get (entries, i), "kind"), "refused") == 0)
      {
        last = json_array_get (entries, i);
        ++*n;
      }

  g_assert_null (strstr (output, "subject-"));
  return json_incref (last);
}

static void
assert_last_refusal (TestServer *server,
                     guint       n_least,
                     const char *why,
                     const char *user)
{
  guint n = 0;
  g_autoptr(json_t) refusal = find_refusal (server, &n);

  g_assert_cmpuint (n, >=, n_least);
  g_assert_cmpstr (atlas_json_string (refusal, "proof"), ==, "id_token");
  g_assert_cmpstr (atlas_json_string (refusal, "why"), ==, why);
  g_assert_cmpstr (atlas_json_string (refusal, "user"), ==, user);
}

static void
test_refusals_are_in_the_audit_chain (void)
{
  g_autoptr(TestIssuer) issuer = test_issuer_new ();
  g_autoptr(TestServer) forged = make_server (issuer, "sub");
  g_autoptr(TestServer) strange = make_server (issuer, "sub");
  g_autoptr(TestServer) none = test_server_new (NULL);
  g_autoptr(TestClient) client = test_client_new (forged);
  g_autoptr(TestClient) stranger = test_client_new (strange);
  g_autoptr(TestClient) nobodys = test_client_new (none);
  g_autofree char *nonce = nonce_of (client);
  g_autofree char *token = test_issuer_token (issuer, nonce);
  g_autoptr(json_t) answer = NULL;

  assert_refused (nobodys, issuer);
  assert_last_refusal (none, 1, "bad-credentials", NULL);

  /* Whose token it was is known by then. */
  answer = enrol_with_token (client, token);
  g_assert_cmpuint (client->status, ==, 201);
  test_client_take (client, answer);
  json_decref (enrol_with_token (client, token));
  g_assert_cmpuint (client->status, ==, 401);
  json_decref (enrol_with_token (client, token));
  assert_last_refusal (forged, 2, "bad-credentials", client->user);

  test_issuer_set_alg (issuer, "none");
  assert_refused (client, issuer);
  assert_last_refusal (forged, 3, "bad-credentials", NULL);

  test_issuer_set_alg (issuer, "RS256");
  test_issuer_set_claim (issuer, "sub", json_string ("subject-2"));
  json_decref (sign_in (stranger, issuer));
  g_assert_cmpuint (stranger->status, ==, 403);
  assert_last_refusal (strange, 1, "not-allowed", NULL);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, TEST_ISOLATE, NULL);
  g_test_add_func ("/server/council-sign-in/info-says-where", test_info_says_where_to_sign_in);
  g_test_add_func ("/server/council-sign-in/both-kinds-of-signature-enrol",
                   test_both_kinds_of_signature_enrol);
  g_test_add_func ("/server/council-sign-in/other-kinds-of-signature-are-refused",
                   test_other_kinds_of_signature_are_refused);
  g_test_add_func ("/server/council-sign-in/a-token-enrols-the-laptop-that-asked-for-it",
                   test_a_token_enrols_the_laptop_that_asked_for_it);
  g_test_add_func ("/server/council-sign-in/a-client-of-somebody-else-signs-in",
                   test_a_client_of_somebody_else_signs_in);
  g_test_add_func ("/server/council-sign-in/what-a-token-must-say", test_what_a_token_must_say);
  g_test_add_func ("/server/council-sign-in/a-forged-signature-is-refused",
                   test_a_forged_signature_is_refused);
  g_test_add_func ("/server/council-sign-in/new-keys-are-asked-for-once",
                   test_new_keys_are_asked_for_once);
  g_test_add_func ("/server/council-sign-in/an-issuer-that-is-down-is-waited-for",
                   test_an_issuer_that_is_down_is_waited_for);
  g_test_add_func ("/server/council-sign-in/an-issuer-with-another-certificate-is-not-asked",
                   test_an_issuer_with_another_certificate_is_not_asked);
  g_test_add_func ("/server/council-sign-in/somebody-unknown-is-not-allowed",
                   test_somebody_unknown_is_not_allowed);
  g_test_add_func ("/server/council-sign-in/a-name-is-bound-to-its-first-subject",
                   test_a_name_is_bound_to_its_first_subject);
  g_test_add_func ("/server/council-sign-in/an-unverified-address-is-nobodys",
                   test_an_unverified_address_is_nobodys);
  g_test_add_func ("/server/council-sign-in/refusals-are-in-the-audit-chain",
                   test_refusals_are_in_the_audit_chain);
  g_test_add_func ("/server/council-sign-in/commands-refuse-what-cannot-be",
                   test_commands_refuse_what_cannot_be);

  return g_test_run ();
}
