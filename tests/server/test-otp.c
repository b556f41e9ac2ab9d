/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "../isolate.h"
#include "server-fixture.h"
#include "server/atlas-otp.h"

#define PASSWORD "a long enough password"

static TestServer *shared;

/* RFC 6238, Appendix B, SHA-1: the last six of its eight digits. */
static void
test_the_published_codes (void)
{
  static const struct {
    gint64      time_s;
    const char *code;
  } published[] = {
    { 59, "287082" }, { 1111111109, "081804" }, { 1111111111, "050471" },
    { 1234567890, "005924" }, { 2000000000, "279037" },
    { G_GINT64_CONSTANT (20000000000), "353130" },
  };
  g_autoptr(GBytes) secret = g_bytes_new_static ("12345678901234567890", 20);

  for (gsize i = 0; i < G_N_ELEMENTS (published); i++)
    {
      g_autofree char *code = atlas_otp_at (secret, published[i].time_s / ATLAS_OTP_STEP_S);

      g_assert_cmpstr (code, ==, published[i].code);
    }
}

static GBytes *
from_base32 (const char *text)
{
  static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  GByteArray *bytes = g_byte_array_new ();
  guint32 held = 0;
  int n_bits = 0;

  for (const char *c = text; strchr (letters, *c) != NULL && *c != '\0'; c++)
    {
      held = held << 5 | (guint32) (strchr (letters, *c) - letters);
      n_bits += 5;
      if (n_bits >= 8)
        {
          guint8 byte = (guint8) (held >> (n_bits - 8));

          n_bits -= 8;
          g_byte_array_append (bytes, &byte, 1);
        }
    }

  return g_byte_array_free_to_bytes (bytes);
}

/* Makes the user need codes; gives the secret. */
static GBytes *
begin (const char *name)
{
  g_autofree char *address = test_server_run (shared, 0, NULL, "user", "otp", "%", name, NULL);
  const char *secret = strstr (address, "secret=");

  g_assert_true (g_str_has_prefix (address, "otpauth://totp/Provision%20Atlas:Telephone%20"));
  g_assert_nonnull (secret);
  return from_base32 (secret + strlen ("secret="));
}

static guint
sign_in (const char *name,
         const char *password,
         const char *code)
{
  g_autoptr(TestClient) client = test_client_new (shared);
  g_autofree char *proof = g_strdup_printf ("{'username':'%s','password':'%s','otp':'%s'}", name,
                                            password, code);
  g_autoptr(json_t) answer = test_client_enrol_with (client, proof, NULL);

  if (client->status != 201)
    g_assert_cmpstr (test_problem (answer), ==, "bad-credentials");
  return client->status;
}

static char *
code_now (GBytes *secret,
          int     steps_off)
{
  return atlas_otp_at (secret, g_get_real_time () / G_USEC_PER_SEC / ATLAS_OTP_STEP_S + steps_off);
}

static void
add_user (const char *name)
{
  g_free (test_server_run (shared, 0, PASSWORD "\n", "user", "add", "%", name, "--role", "dpo",
                           "--scope", "county", "--password-stdin", NULL));
}

static void
test_a_code_is_good_once (void)
{
  g_autoptr(GBytes) secret = NULL;
  g_autofree char *code = NULL;
  g_autofree char *next = NULL;

  add_user ("Telephone One");
  secret = begin ("Telephone One");
  code = code_now (secret, 0);
  g_assert_cmpuint (sign_in ("Telephone One", "wrong", code), ==, 401);
  g_assert_cmpuint (sign_in ("Telephone One", PASSWORD, code), ==, 201);
  g_assert_cmpuint (sign_in ("Telephone One", PASSWORD, code), ==, 401);
  next = code_now (secret, 1);
  g_assert_cmpuint (sign_in ("Telephone One", PASSWORD, next), ==, 201);
}

static void
test_other_codes_are_refused (void)
{
  g_autoptr(GBytes) secret = NULL;
  g_autofree char *old = NULL;

  add_user ("Telephone Two");
  secret = begin ("Telephone Two");
  old = code_now (secret, -4);
  g_assert_cmpuint (sign_in ("Telephone Two", PASSWORD, ""), ==, 401);
  g_assert_cmpuint (sign_in ("Telephone Two", PASSWORD, old), ==, 401);
  g_assert_cmpuint (sign_in ("Telephone Two", PASSWORD, "000"), ==, 401);

  g_free (test_server_run (shared, 0, NULL, "user", "otp", "%", "Telephone Two", "--remove", NULL));
  g_assert_cmpuint (sign_in ("Telephone Two", PASSWORD, ""), ==, 201);
}

int
main (int    argc,
      char **argv)
{
  int failures;

  g_test_init (&argc, &argv, TEST_ISOLATE, NULL);
  g_test_add_func ("/server/otp/the-published-codes", test_the_published_codes);
  g_test_add_func ("/server/otp/a-code-is-good-once", test_a_code_is_good_once);
  g_test_add_func ("/server/otp/other-codes-are-refused", test_other_codes_are_refused);

  shared = test_server_new (NULL);
  failures = g_test_run ();
  test_server_free (shared);

  return failures;
}
