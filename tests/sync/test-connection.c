/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>

#include "../isolate.h"
#include "base/atlas-error.h"
#include "server/atlas-authority.h"
#include "server/server-fixture.h"
#include "server/test-proxy.h"
#include "sync/atlas-connection.h"
#include "sync/atlas-join.h"
#include "sync/atlas-pin.h"

#define PASSWORD "a secret of the proxy"

static const char * const names[] = { "localhost", "127.0.0.1", NULL };

typedef struct {
  TestServer *server;
  TestProxy  *proxy;            /* (nullable) */
  char       *folder;
} Office;

static Office *
office_new (void)
{
  Office *office = g_new0 (Office, 1);

  office->server = test_server_new (NULL);
  office->folder = g_build_filename (office->server->parent, "laptop", NULL);
  return office;
}

/* Everything of this process goes through a proxy from here on. */
static void
add_proxy (Office *office)
{
  office->proxy = test_proxy_new ();
  g_setenv ("https_proxy", test_proxy_url (office->proxy), TRUE);
}

static void
office_free (Office *office)
{
  g_unsetenv ("https_proxy");
  g_clear_pointer (&office->proxy, test_proxy_free);
  test_server_free (office->server);
  g_free (office->folder);
  g_free (office);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Office, office_free)

static gboolean
join (Office                *office,
      const AtlasProxyLogin *login,
      GError               **error)
{
  g_autofree char *ca = NULL;
  AtlasJoinRequest request = {
    .server = office->server->url, .enrol_code = office->server->admin_code, .proxy = login,
  };

  g_assert_true (g_file_get_contents (office->server->ca, &ca, NULL, NULL));
  request.ca_pem = ca;
  return atlas_join_begin (office->folder, &request, NULL, NULL, NULL, error) &&
         atlas_join_finish (office->folder, NULL, error);
}

static AtlasSyncProblem
run_sync (Office *office,
          char  **words)
{
  g_autoptr(GError) error = NULL;
  AtlasSyncReport report;

  if (!atlas_sync_run_once (office->folder, NULL, NULL, &report, NULL, &error) && words != NULL)
    *words = g_strdup (error->message);
  g_assert_cmpint (error == NULL, ==, report.problem == ATLAS_SYNC_PROBLEM_NONE);
  if (error != NULL)
    g_assert_null (strstr (error->message, PASSWORD));

  return report.problem;
}

static void
show_certificate (Office         *office,
                  AtlasAuthority *authority)
{
  g_autofree char *chain = g_build_filename (office->server->parent, "chain.pem", NULL);
  g_autofree char *key = g_build_filename (office->server->parent, "key.pem", NULL);
  g_autofree char *set = NULL;

  g_assert_true (g_file_set_contents (chain, authority->server_pem, -1, NULL));
  g_assert_true (g_file_set_contents (key, authority->server_key_pem, -1, NULL));
  set = test_server_run (office->server, 0, NULL, "certificate", "set", "%", "--chain", chain,
                         "--key", key, NULL);
}

/* On the port that it had. */
static void
restart (Office *office)
{
  g_autofree char *address = g_strdup (office->server->url + strlen ("https://"));

  test_server_stop (office->server, SIGTERM);
  g_free (office->server->listen);
  office->server->listen = g_steal_pointer (&address);
  test_server_start (office->server);
}

static void
test_a_renewed_certificate_is_not_noticed (void)
{
  g_autoptr(Office) office = office_new ();
  g_autoptr(GError) error = NULL;
  g_autofree char *renewed = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autofree char *path = g_build_filename (office->server->folder, "server.pem", NULL);

  g_assert_true (join (office, NULL, &error));
  g_assert_true (g_file_get_contents (path, &before, NULL, NULL));
  renewed = test_server_run (office->server, 0, NULL, "certificate", "renew", "%", NULL);
  g_assert_true (g_file_get_contents (path, &after, NULL, NULL));
  g_assert_cmpstr (before, !=, after);
  restart (office);
  g_assert_cmpint (run_sync (office, NULL), ==, ATLAS_SYNC_PROBLEM_NONE);
}

static void
test_another_authority_is_refused_until_it_is_trusted (void)
{
  g_autoptr(Office) office = office_new ();
  g_autoptr(GError) error = NULL;
  g_autoptr(AtlasAuthority) council = atlas_authority_new ("The Council", names, NULL);
  g_autoptr(AtlasAuthority) other = atlas_authority_new ("Somebody", names, NULL);
  g_auto(AtlasConnectionSight) sight = { 0 };
  g_autofree char *words = NULL;

  g_assert_true (join (office, NULL, &error));
  show_certificate (office, council);
  restart (office);
  g_assert_cmpint (run_sync (office, &words), ==, ATLAS_SYNC_PROBLEM_UNTRUSTED);
  g_assert_nonnull (strstr (words, "The Council"));
  g_assert_true (atlas_connection_look (office->folder, &sight, NULL, &error));
  g_assert_cmpint (sight.problem, ==, ATLAS_SYNC_PROBLEM_UNTRUSTED);
  g_assert_cmpstr (sight.issuer, ==, "The Council");

  /* One that the server does not show changes nothing. */
  g_assert_false (atlas_connection_trust (office->folder, other->ca_pem, NULL, NULL, &error));
  g_assert_error (error, ATLAS_ERROR, ATLAS_ERROR_NETWORK);
  g_clear_error (&error);
  g_assert_false (atlas_connection_trust (office->folder, NULL, other->fingerprint, NULL, &error));
  g_assert_error (error, ATLAS_ERROR, ATLAS_ERROR_NETWORK);
  g_clear_error (&error);
  g_assert_false (atlas_connection_trust (office->folder, council->ca_pem, other->fingerprint,
                                          NULL, &error));
  g_assert_error (error, ATLAS_ERROR, ATLAS_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_cmpint (run_sync (office, NULL), ==, ATLAS_SYNC_PROBLEM_UNTRUSTED);

  g_assert_true (atlas_connection_trust (office->folder, NULL, council->fingerprint, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (run_sync (office, NULL), ==, ATLAS_SYNC_PROBLEM_NONE);
}

static void
test_another_countys_server_is_not_taken (void)
{
  g_autoptr(Office) office = office_new ();
  g_autoptr(GError) error = NULL;
  g_autoptr(AtlasAuthority) council = atlas_authority_new ("The Council", names, NULL);
  g_autoptr(AtlasStore) store = NULL;

  g_assert_true (join (office, NULL, &error));
  store = atlas_store_open (office->folder, ATLAS_STORE_DEFAULT, &error);
  g_assert_true (atlas_store_set_meta (store, "pack", "elsewhere", &error));
  g_clear_pointer (&store, atlas_store_close);
  show_certificate (office, council);
  restart (office);
  g_assert_false (atlas_connection_trust (office->folder, council->ca_pem, NULL, NULL, &error));
  g_assert_error (error, ATLAS_ERROR, ATLAS_ERROR_NOT_ALLOWED);
}

static void
test_the_systems_trust_is_asked_for (void)
{
  g_autoptr(Office) office = office_new ();
  g_autoptr(GError) error = NULL;
  GTlsBackend *backend = g_tls_backend_get_default ();
  g_auto(AtlasServerSight) before = { NULL };
  g_auto(AtlasServerSight) after = { NULL };
  g_autoptr(GTlsDatabase) usual = g_tls_backend_get_default_database (backend);
  g_autoptr(GTlsDatabase) council = g_tls_file_database_new (office->server->ca, &error);

  g_assert_true (join (office, NULL, &error));
  g_assert_false (atlas_connection_trust (office->folder, ATLAS_PIN_SYSTEM, NULL, NULL, &error));
  g_assert_error (error, ATLAS_ERROR, ATLAS_ERROR_NETWORK);
  g_clear_error (&error);
  g_assert_false (atlas_join_look (office->server->url, TRUE, NULL, &before, NULL, &error));
  g_assert_error (error, ATLAS_ERROR, ATLAS_ERROR_NETWORK);
  g_clear_error (&error);
  g_assert_cmpint (run_sync (office, NULL), ==, ATLAS_SYNC_PROBLEM_NONE);

  /* The same with a system whose administrator has put the authority in. */
  g_tls_backend_set_default_database (backend, council);
  g_assert_true (atlas_join_look (office->server->url, TRUE, NULL, &after, NULL, &error));
  g_assert_no_error (error);
  g_assert_null (after.fingerprint);
  g_assert_true (atlas_connection_trust (office->folder, ATLAS_PIN_SYSTEM, NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (run_sync (office, NULL), ==, ATLAS_SYNC_PROBLEM_NONE);
  g_tls_backend_set_default_database (backend, usual);
  g_assert_cmpint (run_sync (office, NULL), ==, ATLAS_SYNC_PROBLEM_UNTRUSTED);
}

static void
test_a_proxy_lets_through (void)
{
  g_autoptr(Office) office = office_new ();
  g_autoptr(GError) error = NULL;

  add_proxy (office);
  g_assert_true (join (office, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (test_proxy_n_through (office->proxy), >, 0);
  g_assert_cmpint (run_sync (office, NULL), ==, ATLAS_SYNC_PROBLEM_NONE);
}

static void
assert_only_owner_reads (Office *office)
{
  g_autofree char *path = g_build_filename (office->folder, "secrets.json", NULL);
  g_autofree char *text = NULL;
  struct stat info;

  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0077, ==, 0);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, PASSWORD));
}

static void
test_a_proxy_that_asks_is_told (void)
{
  g_autoptr(Office) office = office_new ();
  g_autoptr(GError) error = NULL;
  g_autoptr(AtlasProxyLogin) login = atlas_proxy_login_new ("ada", PASSWORD);
  g_auto(AtlasServerSight) sight = { NULL };

  add_proxy (office);
  test_proxy_ask (office->proxy, "ada", PASSWORD);
  g_assert_false (atlas_join_look (office->server->url, FALSE, NULL, &sight, NULL, &error));
  g_assert_error (error, ATLAS_ERROR, ATLAS_ERROR_PROXY);
  g_clear_error (&error);
  g_assert_false (join (office, NULL, &error));
  g_assert_error (error, ATLAS_ERROR, ATLAS_ERROR_PROXY);
  g_clear_error (&error);

  g_assert_true (join (office, login, &error));
  g_assert_no_error (error);
  assert_only_owner_reads (office);
  g_assert_cmpint (run_sync (office, NULL), ==, ATLAS_SYNC_PROBLEM_NONE);
}

static void
test_a_password_that_is_not_taken_is_told_once (void)
{
  g_autoptr(Office) office = office_new ();
  g_autoptr(GError) error = NULL;
  g_autoptr(AtlasProxyLogin) login = atlas_proxy_login_new ("ada", PASSWORD);
  g_autoptr(AtlasProxyLogin) wrong = atlas_proxy_login_new ("ada", "wrong");
  g_autoptr(AtlasProxyLogin) kept = NULL;
  g_auto(AtlasConnectionSight) sight = { 0 };
  guint n_refused;

  add_proxy (office);
  test_proxy_ask (office->proxy, "ada", PASSWORD);
  g_assert_true (join (office, login, &error));
  test_proxy_ask (office->proxy, "ada", "another");

  g_assert_cmpint (run_sync (office, NULL), ==, ATLAS_SYNC_PROBLEM_PROXY);
  kept = atlas_proxy_login_load (office->folder);
  g_assert_null (kept);
  n_refused = test_proxy_n_refused (office->proxy);
  g_assert_cmpint (run_sync (office, NULL), ==, ATLAS_SYNC_PROBLEM_PROXY);
  g_assert_cmpuint (test_proxy_n_refused (office->proxy), ==, n_refused + 1);

  g_assert_false (atlas_connection_set_proxy (office->folder, wrong, NULL, &error));
  g_assert_error (error, ATLAS_ERROR, ATLAS_ERROR_PROXY);
  g_clear_error (&error);
  kept = atlas_proxy_login_load (office->folder);
  g_assert_null (kept);

  test_proxy_ask (office->proxy, "ada", PASSWORD);
  g_assert_true (atlas_connection_set_proxy (office->folder, login, NULL, &error));
  g_assert_cmpint (run_sync (office, NULL), ==, ATLAS_SYNC_PROBLEM_NONE);
  g_assert_true (atlas_connection_look (office->folder, &sight, NULL, &error));
  g_assert_cmpint (sight.problem, ==, ATLAS_SYNC_PROBLEM_NONE);
}

static void
test_a_proxy_that_inspects_is_named_and_can_be_trusted (void)
{
  g_autoptr(Office) office = office_new ();
  g_autoptr(GError) error = NULL;
  g_auto(AtlasConnectionSight) sight = { 0 };
  g_autofree char *words = NULL;

  g_assert_true (join (office, NULL, &error));
  add_proxy (office);
  test_proxy_inspect (office->proxy, TRUE);
  g_assert_cmpint (run_sync (office, &words), ==, ATLAS_SYNC_PROBLEM_UNTRUSTED);
  g_assert_nonnull (strstr (words, "Inspecting Proxy"));
  g_assert_true (atlas_connection_look (office->folder, &sight, NULL, &error));
  g_assert_cmpstr (sight.issuer, ==, "Inspecting Proxy");

  g_assert_true (atlas_connection_trust (office->folder, test_proxy_ca (office->proxy), NULL, NULL,
                                         &error));
  g_assert_no_error (error);
  g_assert_cmpint (run_sync (office, NULL), ==, ATLAS_SYNC_PROBLEM_NONE);
}

int
main (int    argc,
      char **argv)
{
  /* The settings of a system without a desktop. */
  g_setenv ("GIO_USE_PROXY_RESOLVER", "libproxy", TRUE);
  g_test_init (&argc, &argv, TEST_ISOLATE, NULL);
  g_test_add_func ("/sync/connection/a-renewed-certificate-is-not-noticed",
                   test_a_renewed_certificate_is_not_noticed);
  g_test_add_func ("/sync/connection/another-authority-is-refused-until-it-is-trusted",
                   test_another_authority_is_refused_until_it_is_trusted);
  g_test_add_func ("/sync/connection/another-countys-server-is-not-taken",
                   test_another_countys_server_is_not_taken);
  g_test_add_func ("/sync/connection/the-systems-trust-is-asked-for",
                   test_the_systems_trust_is_asked_for);
  g_test_add_func ("/sync/connection/a-proxy-lets-through", test_a_proxy_lets_through);
  g_test_add_func ("/sync/connection/a-proxy-that-asks-is-told", test_a_proxy_that_asks_is_told);
  g_test_add_func ("/sync/connection/a-password-that-is-not-taken-is-told-once",
                   test_a_password_that_is_not_taken_is_told_once);
  g_test_add_func ("/sync/connection/a-proxy-that-inspects-is-named-and-can-be-trusted",
                   test_a_proxy_that_inspects_is_named_and_can_be_trusted);

  return g_test_run ();
}
