/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "app/atlas-application.h"
#include "base/atlas-language.h"

int
main (int    argc,
      char **argv)
{
  g_autoptr(AtlasApplication) application = NULL;

  atlas_language_init ();
  g_set_application_name (_("Provision Atlas"));
  application = atlas_application_new ();

  return g_application_run (G_APPLICATION (application), argc, argv);
}
