/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A laptop notices when the past of its server is not the one that it has seen.
 * Source: protocol, section 13, and section 14, invariant 14.
 */
#include "config.h"

#include <sodium.h>
#include <string.h>

#include "../isolate.h"
#include "scripted-laptop.h"
#include "sync/atlas-sync-audit.h"

#define AUDITED_INFO "{\"name\":\"Test\",\"county\":\"hertfordshire\",\"demonstration\":false," \
  "\"audit_key\":\"%s\",\"protocol\":{\"min\":1,\"max\":1},\"schema\":{\"min\":1,\"current\":9}," \
  "\"limits\":{\"page\":500,\"push_sets\":4,\"push_bytes\":100000,\"wait_s\":1}}"
#define AUDITED_PAGE "{\"cursor\":\"c%d\",\"more\":false,\"head\":%d,\"grants\":{\"version\":1," \
  "\"scopes\":[\"county\"],\"roles\":{}},\"changes\":[],\"audit\":{\"seq\":%d,\"hash\":\"%s\"," \
  "\"sig\":\"%s\"%s%s%s}}"

static guint8 public_key[crypto_sign_PUBLICKEYBYTES];
static guint8 secret_key[crypto_sign_SECRETKEYBYTES];

static char *
sign (int         seq,
      const char *hash)
{
  g_autofree char *text = g_strdup_printf ("sync-audit\n%s\n%d\n%s", EPOCH, seq, hash);
  guint8 sig[crypto_sign_BYTES];

  crypto_sign_detached (sig, NULL, (const guint8 *) text, strlen (text), secret_key);
  return g_base64_encode (sig, sizeof sig);
}

/* A page at the end of a chain that says what stood at the entry that was asked for. */
static void
say_page (ScriptedLaptop *laptop,
          int             seq,
          const char     *hash,
          const char     *at_hash)
{
  g_autofree char *sig = sign (seq, hash);

  scripted_laptop_say (laptop, "/v1/changes", 200, AUDITED_PAGE, seq, seq, seq, hash, sig,
                       ",\"at_hash\":\"", at_hash, "\"");
}

static void
set_up (ScriptedLaptop *laptop,
        gconstpointer   data)
{
  g_autofree char *key = NULL;

  scripted_laptop_set_up_with (laptop, "old");
  crypto_sign_keypair (public_key, secret_key);
  key = g_base64_encode (public_key, sizeof public_key);
  scripted_laptop_say (laptop, "/v1/info", 200, AUDITED_INFO, key);
  scripted_laptop_say (laptop, "/v1/push", 200, "{\"last\":0,\"results\":[]}");
  say_page (laptop, 5, "aa05", "aa05");
}

static void
run (ScriptedLaptop *laptop,
     const char     *why)
{
  g_autoptr(json_t) alarm = NULL;

  if (why != NULL)
    g_test_expect_message ("atlas-sync", G_LOG_LEVEL_MESSAGE, "*audit chain*");
  scripted_laptop_run_well (laptop);
  g_test_assert_expected_messages ();
  alarm = atlas_sync_audit_get_alarm (laptop->store);
  g_assert_cmpstr (atlas_json_string (alarm, "why"), ==, why);
}

static void
test_the_same_past_is_no_alarm (ScriptedLaptop *laptop,
                                gconstpointer   data)
{
  g_assert_cmpint (atlas_sync_audit_at (laptop->store), ==, -1);
  run (laptop, NULL);
  g_assert_cmpint (atlas_sync_audit_at (laptop->store), ==, 5);
  say_page (laptop, 7, "aa07", "aa05");
  say_page (laptop, 9, "aa09", "aa07");
  scripted_laptop_run_well (laptop);
  run (laptop, NULL);
  run (laptop, NULL);
}

/* What was kept stays as it was, the server is told once, and sync goes on. */
static void
test_an_altered_past_is_told (ScriptedLaptop *laptop,
                              gconstpointer   data)
{
  g_autoptr(json_t) heard = NULL;
  json_t *alarm;

  run (laptop, NULL);
  say_page (laptop, 7, "bb07", "bb05");
  scripted_laptop_run_well (laptop);
  run (laptop, "altered");
  g_assert_cmpint (atlas_sync_audit_at (laptop->store), ==, 5);

  scripted_laptop_run_well (laptop);
  scripted_laptop_run_well (laptop);
  g_assert_cmpuint (scripted_server_count (laptop->server, "/v1/push"), ==, 1);
  heard = scripted_server_heard (laptop->server, "/v1/push");
  alarm = json_object_get (heard, "audit_alarm");
  g_assert_cmpstr (atlas_json_string (alarm, "got"), ==, "bb05");
  g_assert_cmpstr (atlas_json_string (json_object_get (alarm, "kept"), "hash"), ==, "aa05");
}

static void
test_a_chain_cut_short_is_told (ScriptedLaptop *laptop,
                                gconstpointer   data)
{
  run (laptop, NULL);
  say_page (laptop, 3, "aa03", "aa05");
  scripted_laptop_run_well (laptop);
  run (laptop, "shorter");
}

static void
test_a_chain_that_is_hidden_is_told (ScriptedLaptop *laptop,
                                     gconstpointer   data)
{
  run (laptop, NULL);
  scripted_laptop_say (laptop, "/v1/changes", 200, PAGE, "c6", "false", 6, "");
  scripted_laptop_run_well (laptop);
  run (laptop, "missing");
}

static void
test_a_wrong_signature_is_told (ScriptedLaptop *laptop,
                                gconstpointer   data)
{
  g_autofree char *sig = sign (7, "bb07");

  run (laptop, NULL);
  scripted_laptop_say (laptop, "/v1/changes", 200, AUDITED_PAGE, 7, 7, 7, "aa07", sig,
                       ",\"at_hash\":\"", "aa05", "\"");
  scripted_laptop_run_well (laptop);
  run (laptop, "signature");
}

static void
test_another_key_is_told (ScriptedLaptop *laptop,
                          gconstpointer   data)
{
  guint8 other_public[crypto_sign_PUBLICKEYBYTES];
  guint8 other_secret[crypto_sign_SECRETKEYBYTES];
  g_autofree char *key = NULL;

  run (laptop, NULL);
  crypto_sign_keypair (other_public, other_secret);
  key = g_base64_encode (other_public, sizeof other_public);
  scripted_laptop_say (laptop, "/v1/info", 200, AUDITED_INFO, key);
  say_page (laptop, 7, "aa07", "aa05");
  scripted_laptop_run_well (laptop);
  run (laptop, "key");
}

/* A restored server has a shorter past, and has said so by its epoch. */
static void
test_a_new_history_begins_anew (ScriptedLaptop *laptop,
                                gconstpointer   data)
{
  g_autoptr(GError) error = NULL;

  run (laptop, NULL);
  g_assert_true (atlas_store_set_meta (laptop->store, "epoch", OTHER, &error));
  g_assert_cmpint (atlas_sync_audit_at (laptop->store), ==, -1);
  g_assert_true (atlas_store_set_meta (laptop->store, "epoch", EPOCH, &error));
}

#define ADD(path, func) g_test_add ("/audit-seen/" path, ScriptedLaptop, NULL, set_up, func, \
                                    scripted_laptop_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, TEST_ISOLATE, NULL);

  ADD ("the-same-past-is-no-alarm", test_the_same_past_is_no_alarm);
  ADD ("an-altered-past-is-told", test_an_altered_past_is_told);
  ADD ("a-chain-cut-short-is-told", test_a_chain_cut_short_is_told);
  ADD ("a-chain-that-is-hidden-is-told", test_a_chain_that_is_hidden_is_told);
  ADD ("a-wrong-signature-is-told", test_a_wrong_signature_is_told);
  ADD ("another-key-is-told", test_another_key_is_told);
  ADD ("a-new-history-begins-anew", test_a_new_history_begins_anew);

  return g_test_run ();
}
