/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "../isolate.h"
#include "base/atlas-error.h"
#include "server/atlas-config.h"
#include "server/atlas-limiter.h"
#include "server/atlas-metrics.h"

#define SECOND G_GINT64_CONSTANT (1000000)

static AtlasConfig *
load (const char *text,
      GError    **error)
{
  g_autofree char *path = NULL;
  AtlasConfig *config;
  int file = g_file_open_tmp ("server-XXXXXX.conf", &path, NULL);

  g_assert_cmpint (file, >=, 0);
  g_close (file, NULL);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  config = atlas_config_load (path, error);
  g_unlink (path);

  return config;
}

static void
assert_refused (const char *text,
                const char *reason)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(AtlasConfig) config = load (text, &error);

  g_assert_null (config);
  g_assert_nonnull (strstr (error->message, reason));
}

static void
test_without_a_file_the_usual_holds (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(AtlasConfig) config = atlas_config_load (NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (config->listen, ==, "127.0.0.1:8443");
  g_assert_null (config->metrics_listen);
  g_assert_false (config->metrics_public);
  g_assert_cmpint (config->limits.idle_s, ==, 60);
  g_assert_cmpint (config->limits.queue, ==, 256);
}

static void
test_a_file_is_read (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(AtlasConfig) config = NULL;

  config = load ("[server]\nlisten=[::1]:9\n[metrics]\npublic = true\nlisten=unix:/run/m\n"
                 "[log]\nlevel=warning\nrequests=false\n[limits]\nwrite_s=7\n", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (config->listen, ==, "[::1]:9");
  g_assert_cmpstr (config->metrics_listen, ==, "unix:/run/m");
  g_assert_true (config->metrics_public);
  g_assert_false (config->log_requests);
  g_assert_cmpstr (config->log_level, ==, "warning");
  g_assert_cmpint (config->limits.write_s, ==, 7);
  g_assert_cmpint (config->limits.body_s, ==, 60);
}

static void
test_what_is_not_understood_is_named_by_line (void)
{
  assert_refused ("[limits]\nidle_s=60\n\n# quiet\nidles_s=3\n",
                  "line 5: there is no key “idles_s” in the group “limits”");
  assert_refused ("[server]\nlisten=x:1\n[limit]\nidle_s=3\n", "line 3: there is no group “limit”");
  assert_refused ("[limits]\nidle_s=soon\n",
                  "line 2: “idle_s” is a whole number from 1 to 3600, not “soon”");
  assert_refused ("[limits]\nidle_s = 0\n", "line 2: “idle_s”");
  assert_refused ("[metrics]\npublic=yes\n", "line 2: “public” is true or false, not “yes”");
  assert_refused ("[log]\n\nlevel=loud\n", "line 3: “level”");
  assert_refused ("[server]\nlisten=\n", "line 2: “listen”");
  assert_refused ("listen=x\n", "Reading");
}

/* The file that is shipped holds every key with what holds without it. */
static void
test_the_shipped_file_says_everything (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("ATLAS_SOURCE_DIR"), "data", "server.conf",
                                            NULL);
  g_autofree char *text = NULL;
  g_autoptr(GRegex) commented = g_regex_new ("^#(?=[a-z_]+=)", G_REGEX_MULTILINE, 0, NULL);
  g_autofree char *plain = NULL;
  g_autoptr(GKeyFile) file = g_key_file_new ();
  g_autoptr(GError) error = NULL;
  g_autoptr(AtlasConfig) config = NULL;
  AtlasConfigKey key;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  plain = g_regex_replace_literal (commented, text, -1, 0, "", 0, NULL);
  config = load (plain, &error);
  g_assert_no_error (error);

  g_assert_true (g_key_file_load_from_data (file, plain, -1, G_KEY_FILE_NONE, NULL));
  for (guint i = 0; atlas_config_key (i, &key); i++)
    {
      g_autofree char *value = g_key_file_get_value (file, key.group, key.key, NULL);

      g_assert_nonnull (value);
      if (key.otherwise != NULL)
        g_assert_cmpstr (value, ==, key.otherwise);
    }
}

static void
test_a_bucket_empties_and_fills (void)
{
  g_autoptr(AtlasLimiter) limiter = atlas_limiter_new ();

  atlas_limiter_set (limiter, 60, 3);
  for (int i = 0; i < 3; i++)
    {
      g_assert_cmpuint (atlas_limiter_wait_s (limiter, "a", 10 * SECOND), ==, 0);
      atlas_limiter_charge (limiter, "a", 10 * SECOND);
    }

  g_assert_cmpuint (atlas_limiter_wait_s (limiter, "a", 10 * SECOND), ==, 1);
  g_assert_cmpuint (atlas_limiter_wait_s (limiter, "b", 10 * SECOND), ==, 0);
  g_assert_cmpuint (atlas_limiter_wait_s (limiter, "a", 11 * SECOND), ==, 0);
  atlas_limiter_charge (limiter, "a", 11 * SECOND);
  g_assert_cmpuint (atlas_limiter_wait_s (limiter, "a", 11 * SECOND), ==, 1);

  /* It never holds more than its size, nor does time that goes back give anything. */
  for (int i = 0; i < 3; i++)
    atlas_limiter_charge (limiter, "a", 9999 * SECOND);
  g_assert_cmpuint (atlas_limiter_wait_s (limiter, "a", 5 * SECOND), ==, 1);

  atlas_limiter_set (limiter, 0, 3);
  g_assert_cmpuint (atlas_limiter_wait_s (limiter, "a", 5 * SECOND), ==, 0);
}

static void
test_buckets_do_not_grow_for_ever (void)
{
  g_autoptr(AtlasLimiter) limiter = atlas_limiter_new ();

  atlas_limiter_set (limiter, 60, 2);
  for (int i = 0; i < 5000; i++)
    {
      g_autofree char *key = g_strdup_printf ("10.0.%d.%d", i / 256, i % 256);

      atlas_limiter_charge (limiter, key, (gint64) i * SECOND);
    }

  g_assert_cmpuint (atlas_limiter_get_n (limiter), <=, 1024);
}

static char *
key_of (const char *address,
        const char *forwarded)
{
  g_autoptr(GSocketAddress) remote = NULL;

  if (address != NULL)
    remote = g_inet_socket_address_new_from_string (address, 5);
  return atlas_limiter_address (remote, forwarded);
}

/* A client may write into the header what it likes: it counts only from the proxy's own socket. */
static void
test_an_address_is_what_the_network_says (void)
{
  static const struct {
    const char *remote;
    const char *forwarded;
    const char *key;
  } cases[] = {
    { "192.0.2.7", NULL, "192.0.2.7" },
    { "192.0.2.7", "198.51.100.9", "192.0.2.7" },
    { "2001:db8:1:2:3:4:5:6", NULL, "2001:db8:1:2::" },
    { NULL, "198.51.100.9", "198.51.100.9" },
    { NULL, "203.0.113.1, 198.51.100.9", "198.51.100.9" },
    { NULL, "nonsense", "proxy" },
    { NULL, NULL, "proxy" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *key = key_of (cases[i].remote, cases[i].forwarded);

      g_assert_cmpstr (key, ==, cases[i].key);
    }
}

static void
test_metrics_are_well_formed (void)
{
  g_autoptr(AtlasMetrics) metrics = atlas_metrics_new ();
  const AtlasGauges gauges = { 1, 2, 3, 4, 5 };
  const guint sets[] = { 3, 2, 1, 0 };
  g_autofree char *text = NULL;
  g_auto(GStrv) lines = NULL;
  g_autoptr(GRegex) sample = g_regex_new ("^[a-z_]+(\\{[a-z]+=\"[^\"]*\"(,[a-z]+=\"[^\"]*\")*\\})? "
                                          "-?[0-9][0-9.e+-]*$", 0, 0, NULL);

  atlas_metrics_count_request (metrics, "GET", "/v1/changes", 200, 3000);
  atlas_metrics_count_request (metrics, "GET", "/v1/changes", 200, 700 * 1000);
  atlas_metrics_count_request (metrics, "GET", "/v1/changes", 200, 60 * SECOND);
  atlas_metrics_count_sets (metrics, sets);
  text = atlas_metrics_to_text (metrics, &gauges);
  lines = g_strsplit (text, "\n", -1);

  for (gsize i = 0; lines[i] != NULL; i++)
    if (*lines[i] != '#' && *lines[i] != '\0' && !g_regex_match (sample, lines[i], 0, NULL))
      g_test_fail_printf ("Not a sample: %s", lines[i]);

  g_assert_true (g_strv_contains ((const char * const *) lines, "atlas_request_seconds_bucket"
                                  "{route=\"/v1/changes\",le=\"0.005\"} 1"));
  g_assert_true (g_strv_contains ((const char * const *) lines, "atlas_request_seconds_bucket"
                                  "{route=\"/v1/changes\",le=\"10\"} 2"));
  g_assert_true (g_strv_contains ((const char * const *) lines, "atlas_request_seconds_bucket"
                                  "{route=\"/v1/changes\",le=\"+Inf\"} 3"));
  g_assert_true (g_strv_contains ((const char * const *) lines,
                                  "atlas_request_seconds_sum{route=\"/v1/changes\"} 60.703"));
  g_assert_true (g_strv_contains ((const char * const *) lines,
                                  "atlas_sets_total{state=\"merged\"} 2"));
  g_assert_true (g_strv_contains ((const char * const *) lines, "atlas_waiting 1"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, TEST_ISOLATE, NULL);

  g_test_add_func ("/config/without-a-file-the-usual-holds", test_without_a_file_the_usual_holds);
  g_test_add_func ("/config/a-file-is-read", test_a_file_is_read);
  g_test_add_func ("/config/what-is-not-understood-is-named-by-line",
                   test_what_is_not_understood_is_named_by_line);
  g_test_add_func ("/config/the-shipped-file-says-everything",
                   test_the_shipped_file_says_everything);
  g_test_add_func ("/limiter/a-bucket-empties-and-fills", test_a_bucket_empties_and_fills);
  g_test_add_func ("/limiter/buckets-do-not-grow-for-ever", test_buckets_do_not_grow_for_ever);
  g_test_add_func ("/limiter/an-address-is-what-the-network-says",
                   test_an_address_is_what_the_network_says);
  g_test_add_func ("/metrics/are-well-formed", test_metrics_are_well_formed);

  return g_test_run ();
}
