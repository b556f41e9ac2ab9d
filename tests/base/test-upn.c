/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/atlas-upn.h"

static void
test_known_numbers_check (void)
{
  static const char *good[] = {
    "B801200005001", "R919110526001", "F919110526002", "H919101226123",
    "Q91911052601A", "B91911052601Z",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_test_message ("%s", good[i]);
      g_assert_true (atlas_upn_is_valid (good[i]));
    }
}

static void
test_slips_are_found (void)
{
  static const char *bad[] = {
    "A801200005001", "B801200005010", "b801200005001", "B80120000500", "B8012000050011",
    "B80120000A001", "B80120000500I", "B80120000500S", "B80120000500a", "B801200005 01", "",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_test_message ("%s", bad[i]);
      g_assert_false (atlas_upn_is_valid (bad[i]));
    }
  g_assert_false (atlas_upn_is_valid (NULL));
}

/* The sum of 207000016049 is 266, which leaves 13 of 23: P, whatever some help pages say. */
static void
test_letter_of_a_body (void)
{
  g_assert_cmpint (atlas_upn_check_letter ("207000016049"), ==, 'P');
  g_assert_cmpint (atlas_upn_check_letter ("20700001604"), ==, '\0');
  g_assert_cmpint (atlas_upn_check_letter (NULL), ==, '\0');
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/upn/known-numbers-check", test_known_numbers_check);
  g_test_add_func ("/base/upn/slips-are-found", test_slips_are_found);
  g_test_add_func ("/base/upn/letter-of-a-body", test_letter_of_a_body);

  return g_test_run ();
}
