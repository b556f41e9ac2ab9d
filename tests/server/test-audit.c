/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <signal.h>
#include <string.h>

#include "../isolate.h"
#include "base/atlas-id.h"
#include "server-fixture.h"

#define PASSWORD "a long enough password"

typedef struct {
  TestServer *server;
  TestClient *officer;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->server = test_server_new (NULL);
  fixture->officer = test_client_for (fixture->server, "county_officer", "county");
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  test_client_free (fixture->officer);
  test_server_free (fixture->server);
}

static json_t *
list (TestServer *server)
{
  g_autofree char *output = test_server_run (server, 0, NULL, "audit", "%", "--format", "json",
                                             NULL);
  g_autoptr(json_t) object = atlas_json_parse (output, -1, NULL);

  return json_incref (json_object_get (object, "entries"));
}

/* The last entry of a kind. */
static json_t *
find (json_t     *entries,
      const char *kind)
{
  for (gsize i = json_array_size (entries); i-- > 0;)
    if (strcmp (atlas_json_string (json_array_get (entries, i), "kind"), kind) == 0)
      return json_array_get (entries, i);

  return NULL;
}

static guint
count (json_t     *entries,
       const char *kind)
{
  guint n = 0;

  for (gsize i = 0; i < json_array_size (entries); i++)
    n += strcmp (atlas_json_string (json_array_get (entries, i), "kind"), kind) == 0;

  return n;
}

static json_t *
pull_audit (TestClient *client,
            gint64      at)
{
  g_autofree char *path = g_strdup_printf ("/v1/changes?limit=1&audit_at=%" G_GINT64_FORMAT, at);
  g_autoptr(json_t) page = test_client_send (client, "GET", path, NULL);

  g_assert_cmpuint (client->status, ==, 200);
  return json_incref (json_object_get (page, "audit"));
}

/* Follows the chain with nothing of the server's own; gives the last hash. */
static char *
follow_chain (TestClient *client,
              json_t     *entries)
{
  guint8 hash[crypto_hash_sha256_BYTES] = { 0 };
  char hex[2 * sizeof hash + 1];

  for (gsize i = 0; i < json_array_size (entries); i++)
    {
      json_t *entry = json_array_get (entries, i);
      g_autofree char *canonical = atlas_json_to_canonical (entry, NULL);
      g_autoptr(json_t) audit = pull_audit (client, (gint64) i + 1);
      crypto_hash_sha256_state state;

      g_assert_cmpint (atlas_json_integer (entry, "k", 0), ==, i + 1);
      crypto_hash_sha256_init (&state);
      crypto_hash_sha256_update (&state, hash, sizeof hash);
      crypto_hash_sha256_update (&state, (const guint8 *) canonical, strlen (canonical));
      crypto_hash_sha256_final (&state, hash);
      sodium_bin2hex (hex, sizeof hex, hash, sizeof hash);
      g_assert_cmpstr (hex, ==, atlas_json_string (audit, "at_hash"));
    }

  return g_strdup (hex);
}

static void
test_the_head_is_the_chains_end_and_signed (Fixture      *fixture,
                                            gconstpointer data)
{
  g_autofree char *referral = test_client_refer (fixture->officer, "dspl3", NULL);
  g_autoptr(json_t) read = test_client_pull (fixture->officer);
  g_autoptr(json_t) audit = pull_audit (fixture->officer, 0);
  g_autoptr(json_t) info = test_client_send (fixture->officer, "GET", "/v1/info", NULL);
  g_autoptr(json_t) entries = list (fixture->server);
  g_autofree char *hash = follow_chain (fixture->officer, entries);
  g_autofree char *text = NULL;
  g_autofree guchar *key = NULL;
  g_autofree guchar *sig = NULL;
  gsize length;

  g_assert_cmpstr (atlas_json_string (audit, "hash"), ==, hash);
  g_assert_cmpint (atlas_json_integer (audit, "seq", 0), ==, json_array_size (entries));
  text = g_strdup_printf ("sync-audit\n%s\n%" G_GSIZE_FORMAT "\n%s", fixture->officer->epoch,
                          json_array_size (entries), hash);
  key = g_base64_decode (atlas_json_string (info, "audit_key"), &length);
  g_assert_cmpuint (length, ==, crypto_sign_PUBLICKEYBYTES);
  sig = g_base64_decode (atlas_json_string (audit, "sig"), &length);
  g_assert_cmpuint (length, ==, crypto_sign_BYTES);
  g_assert_cmpint (crypto_sign_verify_detached (sig, (const guint8 *) text, strlen (text), key), ==,
                   0);
}

static void
test_what_is_done_is_in_the_chain (Fixture      *fixture,
                                   gconstpointer data)
{
  TestServer *server = fixture->server;
  g_autofree char *backup = g_build_filename (server->parent, "backup", NULL);
  g_autofree char *child = NULL;
  g_autofree char *output = NULL;
  g_autoptr(json_t) entries = NULL;
  json_t *set;

  g_free (test_client_refer (fixture->officer, "dspl3", &child));
  g_free (test_server_run (server, 0, NULL, "grant", "add", "%", "administrator", "--role", "dpo",
                           "--scope", "county", NULL));
  g_free (test_server_run (server, 0, NULL, "device", "lock", "%", fixture->officer->device, NULL));
  g_free (test_server_run (server, 0, NULL, "backup", "%", backup, NULL));
  entries = list (server);

  g_assert_cmpstr (atlas_json_string (json_array_get (entries, 0), "kind"), ==, "begin");
  g_assert_cmpstr (atlas_json_string (find (entries, "sign-in"), "device"), ==,
                   fixture->officer->device);
  g_assert_cmpstr (atlas_json_string (find (entries, "sign-in"), "proof"), ==, "enrol_code");
  g_assert_cmpstr (atlas_json_string (find (entries, "device"), "state"), ==, "locked");
  g_assert_cmpuint (count (entries, "grant"), ==, 3);
  g_assert_cmpstr (atlas_json_string (find (entries, "export"), "what"), ==, "backup");
  set = find (entries, "set");
  g_assert_cmpstr (atlas_json_string (set, "by"), ==, fixture->officer->user);
  g_assert_cmpstr (atlas_json_string (set, "state"), ==, "applied");
  g_assert_cmpint (atlas_json_integer (json_object_get (set, "types"), "referral", 0), ==, 1);
  g_assert_cmpuint (json_array_size (json_object_get (set, "people")), ==, 1);

  output = test_server_run (server, 0, NULL, "audit", "%", NULL);
  g_assert_null (strstr (output, child));
  g_assert_null (strstr (output, "Invented"));
}

static void
test_refused_sign_ins_are_in_the_chain (Fixture      *fixture,
                                        gconstpointer data)
{
  TestServer *server = fixture->server;
  g_autoptr(TestClient) client = test_client_new (server);
  g_autoptr(json_t) entries = NULL;
  g_autofree char *text = NULL;

  g_free (test_server_run (server, 0, PASSWORD "\n", "user", "add", "%", "Wary", "--role", "dpo",
                           "--scope", "county", "--password-stdin", NULL));
  for (int i = 0; i < 4; i++)
    {
      json_decref (test_client_enrol_with (client, "{'username':'Wary','password':'wrong'}", NULL));
      json_decref (test_client_enrol_with (client, "{'username':'None','password':'wrong'}", NULL));
      json_decref (test_client_enrol_with (client, "{'enrol_code':'AAAA-AAAA'}", NULL));
      g_assert_cmpuint (client->status, ==, 401);
    }
  entries = list (server);

  /* Four of a user; of whoever has no name here one an hour, and so of codes. The hour may turn. */
  g_assert_cmpuint (count (entries, "refused"), >=, 6);
  g_assert_cmpuint (count (entries, "refused"), <=, 8);
  text = atlas_json_to_text (entries);
  g_assert_null (strstr (text, "Wary"));
}

static json_t *
fields_read (json_t *entries)
{
  json_t *entry = find (entries, "read");

  return json_object_get (entry, "fields");
}

static void
test_reading_what_others_get_masked_is_noted_once_a_day (Fixture      *fixture,
                                                         gconstpointer data)
{
  g_autoptr(TestClient) masked = test_client_for (fixture->server, "commissioning_officer",
                                                  "county");
  g_autofree char *child = NULL;
  g_autoptr(json_t) before = NULL;
  g_autoptr(json_t) after = NULL;
  g_autofree char *fields = NULL;

  g_free (test_client_refer (fixture->officer, "dspl3", &child));
  json_decref (test_client_pull (masked));
  before = list (fixture->server);
  g_assert_cmpuint (count (before, "read"), ==, 0);

  for (int i = 0; i < 3; i++)
    {
      g_clear_pointer (&fixture->officer->cursor, g_free);
      json_decref (test_client_pull (fixture->officer));
    }
  after = list (fixture->server);

  /* The day may turn. */
  g_assert_cmpuint (count (after, "read"), >=, 1);
  g_assert_cmpuint (count (after, "read"), <=, 2);
  g_assert_cmpstr (atlas_json_string (find (after, "read"), "device"), ==,
                   fixture->officer->device);
  fields = atlas_json_to_text (fields_read (after));
  g_assert_cmpstr (fields, ==, "[\"child.first_name\",\"child.last_name\",\"child.known_as\"]");
}

static void
test_fetching_is_reading (Fixture      *fixture,
                          gconstpointer data)
{
  g_autofree char *child = NULL;
  g_autoptr(json_t) body = NULL;
  g_autoptr(json_t) entries = NULL;

  g_free (test_client_refer (fixture->officer, "dspl3", &child));
  body = test_json ("{'type':'child','ids':['%s']}", child);
  json_decref (test_client_send (fixture->officer, "POST", "/v1/fetch", body));
  entries = list (fixture->server);
  g_assert_cmpuint (count (entries, "read"), ==, 1);
}

static void
test_a_set_sent_again_is_one_entry (Fixture      *fixture,
                                    gconstpointer data)
{
  g_autofree char *id = atlas_id_new ();
  g_autoptr(json_t) set = test_client_set (fixture->officer,
                                           json_pack ("[o]", test_create_child (id, "dspl3")));
  g_autoptr(json_t) entries = NULL;

  for (int i = 0; i < 3; i++)
    {
      g_autoptr(json_t) answer = test_client_push_sets (fixture->officer, json_pack ("[O]", set));

      test_assert_state (answer, "applied");
    }

  entries = list (fixture->server);
  g_assert_cmpuint (count (entries, "set"), ==, 1);
}

static void
test_repairs_are_noted (Fixture      *fixture,
                        gconstpointer data)
{
  g_autoptr(json_t) body = test_json ("{'device':'%s','sets':[],'repairs':7}",
                                      fixture->officer->device);
  g_autoptr(json_t) answer = test_client_send (fixture->officer, "POST", "/v1/push", body);
  g_autoptr(json_t) entries = list (fixture->server);

  g_assert_cmpuint (fixture->officer->status, ==, 200);
  g_assert_cmpint (atlas_json_integer (find (entries, "repairs"), "count", 0), ==, 7);
}

static void
test_a_child_is_found_until_erased (Fixture      *fixture,
                                    gconstpointer data)
{
  TestServer *server = fixture->server;
  g_autofree char *child = NULL;
  g_autofree char *referral = test_client_refer (fixture->officer, "dspl3", &child);
  g_autofree char *route = g_strconcat ("child/", child, NULL);
  g_autoptr(json_t) noted = NULL;
  g_autofree char *output = NULL;
  g_autoptr(json_t) found = NULL;

  g_free (test_client_refer (fixture->officer, "dspl3", NULL));
  noted = test_client_push (fixture->officer,
                            test_json ("[{'op':'set','type':'referral','id':'%s','base':1,"
                                       "'fields':{'tier':[3,4]}}]", referral));
  test_assert_state (noted, "applied");
  output = test_server_run (server, 0, NULL, "audit", "%", "--child", child, "--format", "json",
                            NULL);
  found = atlas_json_parse (output, -1, NULL);
  g_assert_cmpuint (count (json_object_get (found, "entries"), "set"), ==, 2);

  g_free (test_server_run (server, 0, NULL, "erase", "%", route, "--reason", "asked for", NULL));
  g_free (test_server_run (server, 3, NULL, "audit", "%", "--child", child, NULL));
  g_free (test_server_run (server, 0, NULL, "check", "%", NULL));
}

static void
assert_broken (TestServer *server,
               const char *what)
{
  g_autofree char *output = test_server_run (server, 1, NULL, "check", "%", "--format", "json",
                                             NULL);

  g_assert_nonnull (strstr (output, "\"audit\""));
  g_assert_nonnull (strstr (output, what));
}

static void
test_an_altered_entry_is_found (Fixture      *fixture,
                                gconstpointer data)
{
  TestServer *server = fixture->server;
  g_autofree char *referral = test_client_refer (fixture->officer, "dspl3", NULL);
  g_autoptr(json_t) before = pull_audit (fixture->officer, 0);
  gint64 seq = atlas_json_integer (before, "seq", 0);
  g_autoptr(json_t) same = pull_audit (fixture->officer, seq);
  g_autoptr(json_t) after = NULL;

  g_assert_cmpstr (atlas_json_string (same, "at_hash"), ==, atlas_json_string (before, "hash"));
  test_server_stop (server, SIGTERM);
  test_server_sql (server,
                   "UPDATE audit SET entry = replace (entry, 'begin', 'begun') WHERE k = 1");
  assert_broken (server, "entry 1");

  test_server_start (server);
  after = pull_audit (fixture->officer, seq);
  g_assert_null (atlas_json_string (after, "at_hash"));
}

static void
test_a_chain_cut_short_is_found (Fixture      *fixture,
                                 gconstpointer data)
{
  TestServer *server = fixture->server;
  g_autofree char *referral = test_client_refer (fixture->officer, "dspl3", NULL);
  g_autoptr(json_t) before = pull_audit (fixture->officer, 0);
  gint64 seq = atlas_json_integer (before, "seq", 0);
  g_autoptr(json_t) after = NULL;

  test_server_stop (server, SIGTERM);
  test_server_sql (server, "DELETE FROM audit WHERE k = (SELECT MAX (k) FROM audit)");
  assert_broken (server, "entry");
  test_server_sql (server, "UPDATE sync_head SET audit_k = audit_k - 1, "
                   "audit_hash = (SELECT hash FROM audit WHERE k = audit_k - 1)");
  g_free (test_server_run (server, 0, NULL, "check", "%", NULL));

  test_server_start (server);
  after = pull_audit (fixture->officer, seq);
  g_assert_cmpstr (atlas_json_string (after, "at_hash"), !=, atlas_json_string (before, "hash"));
}

static void
test_the_chain_goes_on_after_a_restore (Fixture      *fixture,
                                        gconstpointer data)
{
  TestServer *server = fixture->server;
  g_autofree char *backup = g_build_filename (server->parent, "backup", NULL);
  g_autofree char *folder = g_build_filename (server->parent, "restored", NULL);
  g_autoptr(json_t) answer = NULL;
  g_autoptr(json_t) entries = NULL;

  g_free (test_server_run (server, 0, NULL, "backup", "%", backup, NULL));
  test_server_stop (server, SIGTERM);
  g_free (test_server_run (server, 0, NULL, "restore", backup, folder, NULL));
  g_free (server->folder);
  server->folder = g_steal_pointer (&folder);
  test_server_start (server);

  answer = test_client_token (fixture->officer, "unknown", g_get_real_time () / G_USEC_PER_SEC);
  g_assert_cmpuint (fixture->officer->status, ==, 200);
  g_free (test_server_run (server, 0, NULL, "check", "%", NULL));
  entries = list (server);
  g_assert_cmpuint (count (entries, "restore"), ==, 1);
  g_assert_cmpstr (atlas_json_string (find (entries, "sign-in"), "proof"), ==, "signature");
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
  g_test_init (&argc, &argv, TEST_ISOLATE, NULL);
  add ("/server/audit/the-head-is-the-chains-end-and-signed",
       test_the_head_is_the_chains_end_and_signed);
  add ("/server/audit/what-is-done-is-in-the-chain", test_what_is_done_is_in_the_chain);
  add ("/server/audit/refused-sign-ins-are-in-the-chain", test_refused_sign_ins_are_in_the_chain);
  add ("/server/audit/reading-what-others-get-masked-is-noted-once-a-day",
       test_reading_what_others_get_masked_is_noted_once_a_day);
  add ("/server/audit/fetching-is-reading", test_fetching_is_reading);
  add ("/server/audit/a-set-sent-again-is-one-entry", test_a_set_sent_again_is_one_entry);
  add ("/server/audit/repairs-are-noted", test_repairs_are_noted);
  add ("/server/audit/a-child-is-found-until-erased", test_a_child_is_found_until_erased);
  add ("/server/audit/an-altered-entry-is-found", test_an_altered_entry_is_found);
  add ("/server/audit/a-chain-cut-short-is-found", test_a_chain_cut_short_is_found);
  add ("/server/audit/the-chain-goes-on-after-a-restore", test_the_chain_goes_on_after_a_restore);

  return g_test_run ();
}
