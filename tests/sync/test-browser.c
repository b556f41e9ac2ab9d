/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <libsoup/soup.h>
#include <string.h>

#include "../isolate.h"
#include "base/atlas-error.h"
#include "server/server-fixture.h"
#include "server/test-issuer.h"
#include "sync/atlas-join.h"
#include "sync/atlas-pin.h"

/* How the browser of a test behaves between the person and the redirect. */
typedef enum {
  GOOD,
  NEVER_COMES_BACK,
  OTHER_STATE,
  OTHER_ISSUER,
  REFUSES,
  CODE_IS_SPENT,
  OTHERS_CALL_FIRST,
  CANCELS,
} Manner;

typedef struct {
  TestIssuer   *issuer;
  TestServer   *server;
  AtlasBrowser  browser;
  Manner        manner;
  GCancellable *cancellable;
  GThread      *thread;
  char         *address;
  char         *page;           /* what the browser showed last */
  guint         others_status;
} Office;

static char *
get_page (Office     *office,
          const char *address,
          guint      *status,
          char      **location)
{
  g_autoptr(GMainContext) context = g_main_context_new ();
  g_autoptr(SoupSession) session = NULL;
  g_autoptr(SoupMessage) message = soup_message_new ("GET", address);
  g_autoptr(AtlasPin) pin = atlas_pin_new_from_pem (test_issuer_ca (office->issuer), NULL);
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(GError) error = NULL;

  g_main_context_push_thread_default (context);
  session = soup_session_new_with_options ("tls-database", pin, NULL);
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  bytes = soup_session_send_and_read (session, message, NULL, &error);
  g_assert_no_error (error);
  *status = soup_message_get_status (message);
  if (location != NULL)
    *location = g_strdup (soup_message_headers_get_one (soup_message_get_response_headers (message),
                                                        "Location"));
  g_clear_object (&session);
  g_main_context_pop_thread_default (context);

  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

/* Whoever sees the code go by has no verifier for it. */
static void
spend_code (Office     *office,
            const char *location)
{
  g_autoptr(GMainContext) context = g_main_context_new ();
  g_autoptr(SoupSession) session = NULL;
  g_autoptr(AtlasPin) pin = atlas_pin_new_from_pem (test_issuer_ca (office->issuer), NULL);
  g_autofree char *token = g_strconcat (test_issuer_url (office->issuer), "/token", NULL);
  g_autoptr(GUri) uri = g_uri_parse (location, G_URI_FLAGS_NONE, NULL);
  g_autoptr(GHashTable) query = soup_form_decode (g_uri_get_query (uri));
  char *form = soup_form_encode ("grant_type", "authorization_code",
                                 "code", g_hash_table_lookup (query, "code"),
                                 "client_id", TEST_ISSUER_CLIENT, NULL);
  g_autoptr(SoupMessage) message = soup_message_new_from_encoded_form ("POST", token, form);
  g_autoptr(GBytes) bytes = NULL;

  g_main_context_push_thread_default (context);
  session = soup_session_new_with_options ("tls-database", pin, NULL);
  bytes = soup_session_send_and_read (session, message, NULL, NULL);
  g_assert_cmpuint (soup_message_get_status (message), ==, 400);
  g_clear_object (&session);
  g_main_context_pop_thread_default (context);
}

static void
call_as_others (Office     *office,
                const char *location)
{
  const char *paths[] = { "?code=evil&state=evil", "?code=evil", "/else?code=evil", "" };
  g_autofree char *start = g_strndup (location, strcspn (location, "?"));

  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autofree char *address = g_strconcat (start, paths[i], NULL);
      g_autofree char *page = get_page (office, address, &office->others_status, NULL);

      g_assert_cmpuint (office->others_status, ==, 400);
      g_assert_nonnull (strstr (page, "Another"));
    }
}

static char *
bend (Office     *office,
      const char *location)
{
  g_autofree char *start = g_strndup (location, strcspn (location, "?"));
  g_autofree char *state = test_issuer_query (office->issuer, "state");

  switch (office->manner)
    {
    case OTHER_STATE:
      return g_strconcat (start, "?code=stolen&state=another", NULL);

    case OTHER_ISSUER:
      return g_strconcat (location, "&iss=https%3A%2F%2Fevil.example.org", NULL);

    case REFUSES:
      return g_strconcat (start, "?error=access_denied&state=", state, NULL);

    case CODE_IS_SPENT:
      spend_code (office, location);
      return g_strdup (location);

    case OTHERS_CALL_FIRST:
      call_as_others (office, location);
      return g_strdup (location);

    case GOOD:
    case NEVER_COMES_BACK:
    case CANCELS:
    default:
      return g_strdup (location);
    }
}

static gpointer
browse_in_thread (gpointer data)
{
  Office *office = data;
  g_autofree char *location = NULL;
  g_autofree char *bent = NULL;
  g_autofree char *page = NULL;
  guint status = 0;

  if (office->manner == CANCELS)
    {
      g_cancellable_cancel (office->cancellable);
      return NULL;
    }

  page = get_page (office, office->address, &status, &location);
  g_assert_cmpuint (status, ==, 302);
  if (office->manner == NEVER_COMES_BACK)
    return NULL;

  bent = bend (office, location);
  office->page = get_page (office, bent, &status, NULL);
  return NULL;
}

static void
open_cb (const char *address,
         gpointer    user_data)
{
  Office *office = user_data;

  office->address = g_strdup (address);
  office->thread = g_thread_new ("browser", browse_in_thread, office);
}

static Office *
office_new (Manner manner)
{
  Office *office = g_new0 (Office, 1);
  g_autofree char *ca = NULL;
  g_autofree char *set = NULL;
  g_autofree char *link = NULL;

  office->issuer = test_issuer_new ();
  office->server = test_server_new (NULL);
  office->manner = manner;
  office->cancellable = g_cancellable_new ();
  office->browser.open = open_cb;
  office->browser.user_data = office;
  office->browser.words_done = "Done";
  office->browser.words_refused = "Refused";
  office->browser.words_other = "Another";
  office->browser.timeout_s = manner == NEVER_COMES_BACK || manner == OTHER_STATE ||
                              manner == OTHER_ISSUER ? 1 : 0;

  ca = g_build_filename (office->server->parent, "issuer.pem", NULL);
  g_assert_true (g_file_set_contents (ca, test_issuer_ca (office->issuer), -1, NULL));
  set = test_server_run (office->server, 0, NULL, "oidc", "set", "%", "--issuer",
                         test_issuer_url (office->issuer), "--client-id", TEST_ISSUER_CLIENT,
                         "--ca", ca, NULL);
  link = test_server_run (office->server, 0, NULL, "user", "oidc", "%", "administrator",
                          "--subject", "subject-1", NULL);
  return office;
}

static void
join_browser (Office *office)
{
  if (office->thread != NULL)
    g_thread_join (office->thread);
  office->thread = NULL;
  g_clear_pointer (&office->address, g_free);
}

static void
office_free (Office *office)
{
  join_browser (office);
  g_free (office->page);
  g_object_unref (office->cancellable);
  test_server_free (office->server);
  test_issuer_free (office->issuer);
  g_free (office);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Office, office_free)

static gboolean
sign_in (Office  *office,
         char   **folder,
         GError **error)
{
  g_autofree char *ca = NULL;
  AtlasJoinRequest request = {
    .server = office->server->url, .browser = &office->browser, .device_name = "Laptop",
  };
  gboolean joined;

  *folder = g_build_filename (office->server->parent, "laptop", NULL);
  g_assert_true (g_file_get_contents (office->server->ca, &ca, NULL, NULL));
  request.ca_pem = ca;
  joined = atlas_join_begin (*folder, &request, NULL, NULL, office->cancellable, error) &&
           atlas_join_finish (*folder, NULL, error);
  join_browser (office);

  return joined;
}

static void
assert_fails (Manner      manner,
              GQuark      domain,
              int         code,
              const char *page)
{
  g_autoptr(Office) office = office_new (manner);
  g_autoptr(GError) error = NULL;
  g_autofree char *folder = NULL;

  g_assert_false (sign_in (office, &folder, &error));
  g_assert_error (error, domain, code);
  g_assert_false (atlas_store_exists (folder));
  if (page != NULL)
    g_assert_nonnull (strstr (office->page, page));
}

static void
test_a_laptop_signs_in_at_the_councils (void)
{
  g_autoptr(Office) office = office_new (GOOD);
  g_autoptr(GError) error = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *scope = NULL;
  g_autofree char *method = NULL;
  AtlasSyncReport report;

  g_assert_true (sign_in (office, &folder, &error));
  g_assert_no_error (error);
  g_assert_nonnull (strstr (office->page, "Done"));
  scope = test_issuer_query (office->issuer, "scope");
  g_assert_nonnull (strstr (scope, "openid"));
  method = test_issuer_query (office->issuer, "code_challenge_method");
  g_assert_cmpstr (method, ==, "S256");

  g_assert_true (atlas_sync_run_once (folder, NULL, NULL, &report, NULL, &error));
  g_assert_no_error (error);
}

static void
test_two_sign_ins_have_nothing_in_common (void)
{
  static const char * const names[] = { "state", "nonce", "code_challenge", "redirect_uri" };
  g_autoptr(Office) office = office_new (REFUSES);
  g_autofree char *folder = NULL;
  g_auto(GStrv) before = g_new0 (char *, G_N_ELEMENTS (names) + 1);

  for (int round = 0; round < 2; round++)
    {
      g_autoptr(GError) error = NULL;

      g_clear_pointer (&folder, g_free);
      g_clear_pointer (&office->page, g_free);
      g_assert_false (sign_in (office, &folder, &error));
      for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
        {
          g_autofree char *value = test_issuer_query (office->issuer, names[i]);

          g_assert_cmpuint (strlen (value), >, 20);
          g_assert_cmpstr (value, !=, before[i]);
          g_free (before[i]);
          before[i] = g_steal_pointer (&value);
        }
    }
}

static void
test_a_closed_browser_is_waited_for_only_so_long (void)
{
  assert_fails (NEVER_COMES_BACK, ATLAS_ERROR, ATLAS_ERROR_SIGNED_OUT, NULL);
}

static void
test_a_state_that_is_not_ours_is_nothing (void)
{
  assert_fails (OTHER_STATE, ATLAS_ERROR, ATLAS_ERROR_SIGNED_OUT, "Another");
}

static void
test_another_issuers_answer_is_nothing (void)
{
  assert_fails (OTHER_ISSUER, ATLAS_ERROR, ATLAS_ERROR_SIGNED_OUT, "Another");
}

static void
test_a_refusal_is_told (void)
{
  assert_fails (REFUSES, ATLAS_ERROR, ATLAS_ERROR_SIGNED_OUT, "Refused");
}

static void
test_a_code_is_good_once (void)
{
  assert_fails (CODE_IS_SPENT, ATLAS_ERROR, ATLAS_ERROR_SIGNED_OUT, "Done");
}

static void
test_a_person_thinks_better_of_it (void)
{
  assert_fails (CANCELS, G_IO_ERROR, G_IO_ERROR_CANCELLED, NULL);
}

static void
test_others_that_call_end_nothing (void)
{
  g_autoptr(Office) office = office_new (OTHERS_CALL_FIRST);
  g_autoptr(GError) error = NULL;
  g_autofree char *folder = NULL;

  g_assert_true (sign_in (office, &folder, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (office->others_status, ==, 400);
}

static void
test_what_the_server_refuses_joins_nothing (void)
{
  static const struct {
    const char *claim;
    const char *value;
    int         code;
  } wrongs[] = {
    { "aud", "another-program", ATLAS_ERROR_SIGNED_OUT },
    { "nonce", "another-laptop", ATLAS_ERROR_SIGNED_OUT },
    { "sub", "somebody-unknown", ATLAS_ERROR_NOT_ALLOWED },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (wrongs); i++)
    {
      g_autoptr(Office) office = office_new (GOOD);
      g_autoptr(GError) error = NULL;
      g_autofree char *folder = NULL;

      test_issuer_set_claim (office->issuer, wrongs[i].claim, json_string (wrongs[i].value));
      g_assert_false (sign_in (office, &folder, &error));
      g_assert_error (error, ATLAS_ERROR, wrongs[i].code);
      g_assert_false (atlas_store_exists (folder));
    }
}

static void
test_an_issuer_that_is_not_trusted_is_not_asked (void)
{
  g_autoptr(Office) office = office_new (GOOD);
  g_autoptr(GError) error = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *set = test_server_run (office->server, 0, NULL, "oidc", "set", "%", "--issuer",
                                          test_issuer_url (office->issuer), "--client-id",
                                          TEST_ISSUER_CLIENT, NULL);

  g_assert_false (sign_in (office, &folder, &error));
  g_assert_error (error, ATLAS_ERROR, ATLAS_ERROR_NETWORK);
  g_assert_null (office->page);
}

static void
test_a_server_without_it_says_so (void)
{
  g_autoptr(Office) office = office_new (GOOD);
  g_autoptr(GError) error = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *cleared = test_server_run (office->server, 0, NULL, "oidc", "clear", "%", NULL);

  g_assert_false (sign_in (office, &folder, &error));
  g_assert_error (error, ATLAS_ERROR, ATLAS_ERROR_NOT_FOUND);
}

static void
test_signing_in_again_is_for_the_same_person (void)
{
  g_autoptr(Office) office = office_new (GOOD);
  g_autoptr(GError) error = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *code = NULL;
  g_autofree char *link = NULL;
  AtlasJoinRequest request = { .browser = &office->browser };
  g_auto(AtlasServerSight) sight = { NULL };

  g_assert_true (sign_in (office, &folder, &error));
  g_assert_no_error (error);
  g_assert_true (atlas_join_look_again (folder, &sight, NULL, &error));
  g_assert_true (sight.has_council_sign_in);

  g_clear_pointer (&office->page, g_free);
  g_assert_true (atlas_join_again (folder, &request, NULL, &error));
  g_assert_no_error (error);
  join_browser (office);

  code = test_server_add_user (office->server, "Somebody", "county_officer", "county");
  link = test_server_run (office->server, 0, NULL, "user", "oidc", "%", "Somebody", "--subject",
                          "subject-2", NULL);
  test_issuer_set_claim (office->issuer, "sub", json_string ("subject-2"));
  g_clear_pointer (&office->page, g_free);
  g_assert_false (atlas_join_again (folder, &request, NULL, &error));
  g_assert_error (error, ATLAS_ERROR, ATLAS_ERROR_NOT_ALLOWED);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, TEST_ISOLATE, NULL);
  g_test_add_func ("/sync/browser/a-laptop-signs-in-at-the-councils",
                   test_a_laptop_signs_in_at_the_councils);
  g_test_add_func ("/sync/browser/two-have-nothing-in-common",
                   test_two_sign_ins_have_nothing_in_common);
  g_test_add_func ("/sync/browser/a-closed-browser-is-waited-for-only-so-long",
                   test_a_closed_browser_is_waited_for_only_so_long);
  g_test_add_func ("/sync/browser/a-state-that-is-not-ours-is-nothing",
                   test_a_state_that_is_not_ours_is_nothing);
  g_test_add_func ("/sync/browser/another-issuers-answer-is-nothing",
                   test_another_issuers_answer_is_nothing);
  g_test_add_func ("/sync/browser/a-refusal-is-told", test_a_refusal_is_told);
  g_test_add_func ("/sync/browser/a-code-is-good-once", test_a_code_is_good_once);
  g_test_add_func ("/sync/browser/a-person-thinks-better-of-it",
                   test_a_person_thinks_better_of_it);
  g_test_add_func ("/sync/browser/others-that-call-end-nothing",
                   test_others_that_call_end_nothing);
  g_test_add_func ("/sync/browser/what-the-server-refuses-joins-nothing",
                   test_what_the_server_refuses_joins_nothing);
  g_test_add_func ("/sync/browser/an-issuer-that-is-not-trusted-is-not-asked",
                   test_an_issuer_that_is_not_trusted_is_not_asked);
  g_test_add_func ("/sync/browser/a-server-without-it-says-so", test_a_server_without_it_says_so);
  g_test_add_func ("/sync/browser/again-is-for-the-same-person",
                   test_signing_in_again_is_for_the_same_person);

  return g_test_run ();
}
