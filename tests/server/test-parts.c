/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <sodium.h>
#include <string.h>

#include "../isolate.h"
#include "base/atlas-error.h"
#include "base/atlas-id.h"
#include "records/atlas-records.h"
#include "server/atlas-accounts.h"
#include "server/atlas-authority.h"
#include "server/atlas-cursor.h"
#include "server/atlas-grants.h"
#include "server/atlas-gzip.h"
#include "server/atlas-problem.h"

#define USER "01a20000-0000-7000-8000-000000000001"

static const char *roles[] = {
  "county_officer", "commissioning_officer", "area_lead", "panel_chair", "provider", "dpo",
  "administrator",
};

static void
test_every_role_and_type_is_in_the_table (void)
{
  guint n_types = 0;
  const AtlasType * const *types = atlas_types (&n_types);

  for (gsize i = 0; i < G_N_ELEMENTS (roles); i++)
    {
      g_assert_true (atlas_roles_exist (roles[i]));
      for (guint j = 0; j < n_types; j++)
        if (types[j]->open)
          g_assert_true (atlas_roles_rights (roles[i], types[j]->name) & ATLAS_RIGHT_READ);
    }

  for (guint j = 0; j < n_types; j++)
    g_assert_true (atlas_roles_rights ("county_officer", types[j]->name) & ATLAS_RIGHT_READ);
  g_assert_false (atlas_roles_exist ("king"));
}

static void
test_what_the_table_does_not_name_is_not_allowed (void)
{
  g_assert_cmpint (atlas_roles_rights ("county_officer", "spaceship"), ==, 0);
  g_assert_cmpint (atlas_roles_rights ("king", "child"), ==, 0);
  g_assert_cmpint (atlas_roles_rights ("dpo", "child") & ATLAS_RIGHT_WRITE, ==, 0);
  g_assert_cmpint (atlas_roles_rights ("administrator", "child"), ==, 0);
}

static void
test_a_mask_stays_while_every_way_has_it (void)
{
  static const char *scopes[] = { "area/dspl3", "county", NULL };
  g_autoptr(AtlasGrants) grants = atlas_grants_new (USER, 1);

  atlas_grants_add (grants, "county", "commissioning_officer");
  g_assert_true (atlas_grants_rights (grants, scopes, &atlas_child_type) & ATLAS_RIGHT_MASK);
  atlas_grants_add (grants, "area/dspl3", "area_lead");
  g_assert_false (atlas_grants_rights (grants, scopes, &atlas_child_type) & ATLAS_RIGHT_MASK);
}

static void
test_open_records_are_read_and_not_written (void)
{
  static const char *elsewhere[] = { "area/dspl5", "county", "open", NULL };
  static const char *here[] = { "county", "open", "provision/nhas", NULL };
  g_autoptr(AtlasGrants) grants = atlas_grants_new (USER, 1);

  atlas_grants_add (grants, "provision/nhas", "provider");
  g_assert_cmpint (atlas_grants_rights (grants, elsewhere, &atlas_return_type), ==,
                   ATLAS_RIGHT_READ);
  g_assert_cmpint (atlas_grants_rights (grants, here, &atlas_return_type), ==,
                   ATLAS_RIGHT_READ | ATLAS_RIGHT_WRITE);
}

static void
test_grants_that_differ_name_the_scopes (void)
{
  g_autoptr(AtlasGrants) former = atlas_grants_new (USER, 1);
  g_autoptr(AtlasGrants) latter = atlas_grants_new (USER, 2);
  g_auto(GStrv) same = NULL;
  g_auto(GStrv) scopes = NULL;
  g_autofree char *joined = NULL;

  atlas_grants_add (former, "area/dspl3", "area_lead");
  atlas_grants_add (latter, "area/dspl3", "area_lead");
  same = atlas_grants_differ (former, latter);
  g_assert_cmpuint (g_strv_length (same), ==, 0);

  atlas_grants_add (latter, "area/dspl5", "area_lead");
  g_assert_true (atlas_grants_remove (latter, "area/dspl3", NULL));
  g_assert_false (atlas_grants_remove (latter, "area/dspl3", NULL));
  scopes = atlas_grants_differ (former, latter);
  joined = g_strjoinv (" ", scopes);
  g_assert_cmpstr (joined, ==, "area/dspl3 area/dspl5 open");
}

static void
test_a_cursor_comes_back_as_it_was (void)
{
  g_autofree char *epoch = atlas_id_new ();
  g_autoptr(AtlasCursor) cursor = atlas_cursor_new (epoch, 3, 17);
  g_autoptr(AtlasCursor) again = NULL;
  g_autofree char *text = NULL;

  cursor->seq = 90071992547409;
  cursor->fill_version = 4;
  cursor->fill_seq = 12;
  text = atlas_cursor_write (cursor);
  again = atlas_cursor_parse (text);

  g_assert_nonnull (again);
  g_assert_cmpstr (again->epoch, ==, epoch);
  g_assert_cmpint (again->seq, ==, 90071992547409);
  g_assert_cmpint (again->version, ==, 3);
  g_assert_cmpint (again->floor, ==, 17);
  g_assert_cmpint (again->fill_version, ==, 4);
  g_assert_cmpint (again->fill_seq, ==, 12);
}

static void
test_noise_is_no_cursor (void)
{
  g_autofree char *giant = g_strnfill (2000, 'A');

  g_assert_null (atlas_cursor_parse (""));
  g_assert_null (atlas_cursor_parse ("{}"));
  g_assert_null (atlas_cursor_parse ("bnVsbA"));
  g_assert_null (atlas_cursor_parse (giant));
}

static void
test_gzip_goes_there_and_back (void)
{
  g_autofree char *text = g_strnfill (100000, 'x');
  g_autoptr(GBytes) plain = g_bytes_new (text, strlen (text));
  g_autoptr(GBytes) packed = atlas_gzip_deflate (plain);
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) again = atlas_gzip_inflate (packed, 100000, &error);

  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (plain, again));
}

static void
test_gzip_is_refused_beyond_its_limit (void)
{
  g_autofree char *text = g_strnfill (100000, 'x');
  g_autoptr(GBytes) plain = g_bytes_new (text, strlen (text));
  g_autoptr(GBytes) packed = atlas_gzip_deflate (plain);
  g_autoptr(GBytes) cut = g_bytes_new_from_bytes (packed, 0, g_bytes_get_size (packed) - 1);
  g_autoptr(GBytes) empty = g_bytes_new_static ("", 0);
  g_autoptr(GError) large = NULL;
  g_autoptr(GError) short_of = NULL;
  g_autoptr(GError) nothing = NULL;

  g_assert_null (atlas_gzip_inflate (packed, 99999, &large));
  g_assert_error (large, ATLAS_ERROR, ATLAS_ERROR_NO_SPACE);
  g_assert_null (atlas_gzip_inflate (cut, 100000, &short_of));
  g_assert_error (short_of, ATLAS_ERROR, ATLAS_ERROR_INVALID);
  g_assert_null (atlas_gzip_inflate (empty, 100000, &nothing));
  g_assert_error (nothing, ATLAS_ERROR, ATLAS_ERROR_INVALID);
}

static void
test_an_authority_signs_for_its_names (void)
{
  static const char *names[] = { "atlas.example.org", "192.0.2.7", NULL };
  g_autoptr(GError) error = NULL;
  g_autoptr(AtlasAuthority) authority = atlas_authority_new ("Test", names, &error);
  g_autoptr(GTlsCertificate) ca = NULL;
  g_autoptr(GTlsCertificate) server = NULL;
  g_autoptr(GSocketConnectable) named = g_network_address_new ("atlas.example.org", 443);
  g_autoptr(GSocketConnectable) other = g_network_address_new ("other.example.org", 443);

  g_assert_no_error (error);
  ca = g_tls_certificate_new_from_pem (authority->ca_pem, -1, &error);
  g_assert_no_error (error);
  server = g_tls_certificate_new_from_pem (authority->server_pem, -1, &error);
  g_assert_no_error (error);

  g_assert_cmpint (g_tls_certificate_verify (server, named, ca), ==, 0);
  g_assert_cmpint (g_tls_certificate_verify (server, other, ca), ==,
                   G_TLS_CERTIFICATE_BAD_IDENTITY);
  g_assert_cmpint (atlas_authority_expiry (authority->server_pem, NULL), >,
                   g_get_real_time () / G_USEC_PER_SEC + 4 * 365 * 86400);
  g_assert_cmpint (atlas_authority_expiry ("no certificate", NULL), ==, -1);
  g_assert_null (atlas_authority_fingerprint ("no certificate", NULL));
}

static void
test_a_password_is_kept_as_its_hash (void)
{
  g_autofree char *hash = atlas_accounts_hash_password ("correct horse battery");

  g_assert_true (g_str_has_prefix (hash, "$argon2id$"));
  g_assert_true (atlas_accounts_check_password (hash, "correct horse battery"));
  g_assert_false (atlas_accounts_check_password (hash, "correct horse batterx"));
}

static void
test_problems_carry_their_status (void)
{
  g_autoptr(json_t) body = atlas_problem_to_json (ATLAS_PROBLEM_TOKEN_REUSED, NULL);

  g_assert_cmpuint (atlas_problem_status (ATLAS_PROBLEM_TOKEN_REUSED), ==, 401);
  g_assert_cmpuint (atlas_problem_status (ATLAS_PROBLEM_CURSOR_TOO_OLD), ==, 410);
  g_assert_cmpuint (atlas_problem_status (ATLAS_PROBLEM_CLIENT_TOO_OLD), ==, 426);
  g_assert_cmpuint (atlas_problem_status (ATLAS_PROBLEM_UNAVAILABLE), ==, 503);
  g_assert_cmpstr (atlas_json_string (body, "type"), ==, "urn:sync:problem:token-reused");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, TEST_ISOLATE, NULL);
  g_assert_cmpint (sodium_init (), >=, 0);
  g_test_add_func ("/server/roles/every-role-and-type-is-in-the-table",
                   test_every_role_and_type_is_in_the_table);
  g_test_add_func ("/server/roles/what-the-table-does-not-name-is-not-allowed",
                   test_what_the_table_does_not_name_is_not_allowed);
  g_test_add_func ("/server/grants/a-mask-stays-while-every-way-has-it",
                   test_a_mask_stays_while_every_way_has_it);
  g_test_add_func ("/server/grants/open-records-are-read-and-not-written",
                   test_open_records_are_read_and_not_written);
  g_test_add_func ("/server/grants/those-that-differ-name-the-scopes",
                   test_grants_that_differ_name_the_scopes);
  g_test_add_func ("/server/cursor/comes-back-as-it-was", test_a_cursor_comes_back_as_it_was);
  g_test_add_func ("/server/cursor/noise-is-none", test_noise_is_no_cursor);
  g_test_add_func ("/server/gzip/goes-there-and-back", test_gzip_goes_there_and_back);
  g_test_add_func ("/server/gzip/is-refused-beyond-its-limit",
                   test_gzip_is_refused_beyond_its_limit);
  g_test_add_func ("/server/authority/signs-for-its-names", test_an_authority_signs_for_its_names);
  g_test_add_func ("/server/password/is-kept-as-its-hash", test_a_password_is_kept_as_its_hash);
  g_test_add_func ("/server/problems/carry-their-status", test_problems_carry_their_status);

  return g_test_run ();
}
