/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/atlas-language.h"

#include <libintl.h>
#include <locale.h>

/**
 * atlas_language_init:
 *
 * Takes up the person's language and the program's translations: the installed ones, or those of
 * the folder that PROVISION_ATLAS_LOCALE_DIR names, such as po/ of a build. A program calls it
 * first, while it has one thread.
 */
void
atlas_language_init (void)
{
  const char *folder = g_getenv ("PROVISION_ATLAS_LOCALE_DIR");

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, folder != NULL ? folder : LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}
