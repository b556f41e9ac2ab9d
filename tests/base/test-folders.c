/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "../isolate.h"
#include "base/atlas-folders.h"

static void
test_a_demonstration_has_a_folder_of_its_own (void)
{
  g_autofree char *county = atlas_folders_county ();
  g_autofree char *demonstration = atlas_folders_demonstration ();

  g_assert_true (g_str_has_prefix (county, g_get_user_data_dir ()));
  g_assert_true (g_str_has_prefix (demonstration, g_get_user_data_dir ()));
  g_assert_cmpstr (county, !=, demonstration);
  g_assert_false (g_str_has_prefix (county, demonstration));
  g_assert_false (g_str_has_prefix (demonstration, county));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, TEST_ISOLATE, NULL);
  g_test_add_func ("/base/folders/a-demonstration-has-a-folder-of-its-own",
                   test_a_demonstration_has_a_folder_of_its_own);

  return g_test_run ();
}
