/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "../isolate.h"
#include "base/atlas-error.h"
#include "server/server-fixture.h"
#include "sync/atlas-managed.h"
#include "sync/atlas-pin.h"

static TestServer *shared;

static char *
write_conf (const char *text)
{
  char *path = g_build_filename (shared->parent, "laptop.conf", NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  return path;
}

static char *
write_good (void)
{
  g_autofree char *text = g_strdup_printf ("[server]\naddress=%s\nca=%s\n", shared->url,
                                           shared->ca);

  return write_conf (text);
}

static void
test_what_is_settled_is_read (void)
{
  g_autofree char *path = write_good ();
  g_autoptr(GError) error = NULL;
  g_autoptr(AtlasManaged) managed = atlas_managed_read (path, &error);
  g_autofree char *pem = NULL;
  g_autofree char *fingerprint = NULL;

  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (shared->ca, &pem, NULL, NULL));
  fingerprint = atlas_fingerprint_of_pem (pem, NULL);
  g_assert_cmpstr (managed->server, ==, shared->url);
  g_assert_cmpstr (managed->ca_path, ==, shared->ca);
  g_assert_cmpstr (managed->fingerprint, ==, fingerprint);
  g_assert_false (managed->trusts_system);
}

static void
test_what_is_not_understood_is_an_error (void)
{
  static const struct {
    const char *text;
    const char *words;
  } cases[] = {
    { "[server]\naddress=https://x\nca=/nowhere/ca.pem\n", "/nowhere/ca.pem" },
    { "[server]\nadress=https://x\n", "there is no key “adress”" },
    { "[serve]\naddress=https://x\n", "there is no group “serve”" },
    { "[server]\nca=/x\n", "address" },
    { "[server]\naddress=https://x\nca=/etc/passwd\n", "Reading" },
    { "[server]\naddress=https://x\ntrust=anybody\n", "can only be “system”" },
    { "[server]\naddress=https://x\nca=/x\ntrust=system\n", "there is no “ca”" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = write_conf (cases[i].text);
      g_autoptr(GError) error = NULL;
      g_autoptr(AtlasManaged) managed = atlas_managed_read (path, &error);

      g_assert_null (managed);
      g_assert_nonnull (strstr (error->message, cases[i].words));
    }
}

static void
test_the_systems_trust_can_be_settled (void)
{
  g_autofree char *path = write_conf ("[server]\naddress=https://x\ntrust=system\n");
  g_autoptr(GError) error = NULL;
  g_autoptr(AtlasManaged) managed = atlas_managed_read (path, &error);

  g_assert_no_error (error);
  g_assert_true (managed->trusts_system);
  g_assert_null (managed->ca_path);
  g_assert_null (managed->fingerprint);
}

static void
join (const char *folder,
      const char *code,
      int         expected)
{
  g_autofree char *program = g_build_filename (g_getenv ("ATLAS_BUILD_DIR"), "src", "ctl",
                                               "atlasctl", NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(GSubprocess) process = NULL;

  process = g_subprocess_new (expected == 0 ? G_SUBPROCESS_FLAGS_STDOUT_SILENCE
                              : G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error, program, "join",
                              "--code", code, "--data", folder, NULL);
  g_assert_no_error (error);
  g_subprocess_wait (process, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, expected);
}

/* Somebody who has a code and a laptop of the council's needs no more. */
static void
test_a_code_is_enough (void)
{
  g_autofree char *path = write_good ();
  g_autofree char *folder = g_build_filename (shared->parent, "laptop", NULL);
  g_autofree char *code = test_server_add_user (shared, "invented", "area_lead", "area/dspl3");

  g_unsetenv ("PROVISION_ATLAS_LAPTOP_CONF");
  join (folder, code, 2);
  g_setenv ("PROVISION_ATLAS_LAPTOP_CONF", path, TRUE);
  join (folder, code, 0);
  g_unsetenv ("PROVISION_ATLAS_LAPTOP_CONF");
}

int
main (int    argc,
      char **argv)
{
  int status;

  g_test_init (&argc, &argv, TEST_ISOLATE, NULL);
  shared = test_server_new (NULL);

  g_test_add_func ("/managed/what-is-settled-is-read", test_what_is_settled_is_read);
  g_test_add_func ("/managed/what-is-not-understood-is-an-error",
                   test_what_is_not_understood_is_an_error);
  g_test_add_func ("/managed/the-systems-trust-can-be-settled",
                   test_the_systems_trust_can_be_settled);
  g_test_add_func ("/managed/a-code-is-enough", test_a_code_is_enough);
  status = g_test_run ();

  test_server_free (shared);
  return status;
}
