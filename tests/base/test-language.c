/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <libintl.h>

#include "base/atlas-language.h"

static void
test_translations_are_the_installed_ones (void)
{
  g_unsetenv ("PROVISION_ATLAS_LOCALE_DIR");
  atlas_language_init ();

  g_assert_cmpstr (bindtextdomain (GETTEXT_PACKAGE, NULL), ==, LOCALEDIR);
  g_assert_cmpstr (bind_textdomain_codeset (GETTEXT_PACKAGE, NULL), ==, "UTF-8");
  g_assert_cmpstr (textdomain (NULL), ==, GETTEXT_PACKAGE);
}

static void
test_translations_of_a_build_are_found (void)
{
  g_setenv ("PROVISION_ATLAS_LOCALE_DIR", "/a/build/po", TRUE);
  atlas_language_init ();

  g_assert_cmpstr (bindtextdomain (GETTEXT_PACKAGE, NULL), ==, "/a/build/po");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/language/translations-are-the-installed-ones",
                   test_translations_are_the_installed_ones);
  g_test_add_func ("/base/language/translations-of-a-build-are-found",
                   test_translations_of_a_build_are_found);

  return g_test_run ();
}
