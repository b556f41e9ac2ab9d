/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-server"

#include "config.h"

#include "server/atlas-commands.h"

#include <glib/gi18n.h>

#include "demo/atlas-demo.h"
#include "exchange/atlas-pack.h"
#include "server/atlas-county.h"

#define CHILDREN_UNSAID G_MININT

/* By which a laptop in the same office finds the server when nobody has said. */
static GStrv
default_names (void)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  const char *host = g_get_host_name ();

  if (g_strcmp0 (host, "localhost") != 0)
    g_strv_builder_add (builder, host);
  g_strv_builder_add_many (builder, "localhost", "127.0.0.1", "::1", NULL);

  return g_strv_builder_end (builder);
}

static void
print_result (const AtlasCountyNew *result,
              const char           *format)
{
  if (atlas_command_is_json (format))
    {
      g_autofree char *ca = g_filename_display_name (result->ca_path);
      g_autoptr(json_t) object = json_pack ("{s:s, s:s, s:s, s:i}", "ca", ca,
                                            "fingerprint", result->fingerprint,
                                            "admin_enrol_code", result->enrol_code,
                                            "records", (int) result->n_records);

      atlas_command_print (object);
      return;
    }

  /* Translators: %s is the path of a file. */
  g_print (_("The authority's certificate: %s\n"), result->ca_path);
  /* Translators: %s is a fingerprint of 64 letters and digits. */
  g_print (_("Its fingerprint, to be compared when a laptop joins: %s\n"), result->fingerprint);
  /* Translators: %s is a code such as K7QF-3M9T. */
  g_print (_("The administrator's enrolment code, good once and for seven days: %s\n"),
           result->enrol_code);
}

AtlasExit
atlas_command_init (int    argc,
                    char **argv)
{
  g_autofree char *county = NULL;
  g_autofree char *database = NULL;
  g_autofree char *config = NULL;
  g_autofree char *format = NULL;
  g_auto(GStrv)        names = NULL;
  gboolean demo = FALSE;
  int children = CHILDREN_UNSAID;
  const GOptionEntry entries[] = {
    { "county", 0, 0, G_OPTION_ARG_STRING, &county, N_("county pack: a name or a folder"),
      N_("PACK") },
    { "name", 0, 0, G_OPTION_ARG_STRING_ARRAY, &names, N_("a host name or address of the server"),
      N_("HOST") },
    ATLAS_OPTION_DATABASE (&database),
    ATLAS_OPTION_CONFIG (&config),
    { "demo", 0, 0, G_OPTION_ARG_NONE, &demo, N_("a demonstration, with made-up children"), NULL },
    { "children", 0, 0, G_OPTION_ARG_INT, &children, N_("how many children to make up"), N_("N") },
    { "format", 0, 0, G_OPTION_ARG_STRING, &format, N_("text or json"), N_("FORMAT") },
    { NULL },
  };
  g_auto(AtlasCountyNew) result = { NULL };
  g_autoptr(GError)      error = NULL;

  if (!atlas_command_parse ("DIR", _("Begins a county's server in an empty folder."), entries, 1,
                            &argc, &argv))
    return ATLAS_EXIT_USAGE;
  if (names == NULL)
    names = default_names ();

  if (!demo && children != CHILDREN_UNSAID)
    return atlas_command_usage (_("--children is for a demonstration: add --demo"));
  if (children == CHILDREN_UNSAID)
    children = ATLAS_DEMO_CHILDREN;
  if (demo && (children < 0 || children > ATLAS_DEMO_CHILDREN_MAX))
    return atlas_command_usage (_("That is not a number of children."));

  if (!atlas_command_database (config, &database, &error) ||
      !atlas_county_create (argv[1], database, county != NULL ? county : ATLAS_PACK_DEFAULT,
                            (const char * const *) names, demo ? children : -1, &result, &error))
    return atlas_command_fail (error);

  print_result (&result, format);
  return ATLAS_EXIT_DONE;
}
