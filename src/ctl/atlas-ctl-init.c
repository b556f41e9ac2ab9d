/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-ctl"

#include "config.h"

#include "ctl/atlas-ctl.h"

#include <glib/gi18n.h>
#include <unistd.h>

#include "base/atlas-folders.h"
#include "demo/atlas-county.h"

#define DEFAULT_SEED 1
#define UNSAID       G_MININT64

typedef struct {
  char    *pack;
  gboolean is_demonstration;
  gint64   children;
  gint64   seed;
} InitOptions;

static void
show_progress (guint    done,
               guint    total,
               gpointer data)
{
  g_printerr ("\r%u%%%s", (guint) ((guint64) done * 100 / total), done == total ? "\n" : "");
}

static AtlasCtlExit
report (AtlasCtl               *ctl,
        AtlasPack              *pack,
        const AtlasDemoOptions *demonstration)
{
  static const char * const columns[] = {
    "folder", "pack", "demonstration", "children", "seed", "as_of", NULL,
  };
  g_autofree char *as_of = atlas_date_format (ctl->as_of);
  g_autofree char *folder = g_filename_display_name (ctl->folder);
  g_autoptr(json_t) object = NULL;
  g_autoptr(json_t) rows = NULL;

  object = json_pack ("{s:s, s:s, s:b}", "folder", folder, "pack", atlas_pack_get_name (pack),
                      "demonstration", demonstration != NULL);
  if (demonstration != NULL)
    {
      json_object_set_new (object, "children", json_integer (demonstration->children));
      json_object_set_new (object, "seed", json_integer ((json_int_t) demonstration->seed));
      json_object_set_new (object, "as_of", json_string (as_of));
    }
  if (ctl->format == ATLAS_CTL_JSON)
    return atlas_ctl_print (ctl, object, NULL, NULL);

  rows = json_pack ("{s:[O]}", "stores", object);
  return atlas_ctl_print (ctl, rows, "stores", columns);
}

static AtlasCtlExit
init_county (AtlasCtl          *ctl,
             const InitOptions *options)
{
  AtlasDemoOptions demonstration = {
    .children = (guint) options->children,
    .seed = (guint64) options->seed,
    .as_of = ctl->as_of,
  };
  const AtlasDemoOptions *made_up = options->is_demonstration ? &demonstration : NULL;
  g_autoptr(AtlasPack) pack = NULL;
  GError *error = NULL;

  pack = atlas_pack_open (options->pack != NULL ? options->pack : ATLAS_PACK_DEFAULT, &error);
  if (pack == NULL ||
      !atlas_county_init (ctl->folder, pack, made_up, isatty (STDERR_FILENO) ? show_progress : NULL,
                          NULL, &error))
    return atlas_ctl_fail (error);

  return report (ctl, pack, made_up);
}

AtlasCtlExit
atlas_ctl_init (AtlasCtl *ctl,
                int       argc,
                char    **argv)
{
  InitOptions options = { .children = UNSAID, .seed = UNSAID };
  g_autofree char *pack = NULL;
  const GOptionEntry entries[] = {
    { "pack", 0, 0, G_OPTION_ARG_FILENAME, &pack, N_("county pack: a name or a folder"),
      N_("PACK") },
    { "demo", 0, 0, G_OPTION_ARG_NONE, &options.is_demonstration,
      N_("add made-up children, clearly marked"), NULL },
    { "children", 0, 0, G_OPTION_ARG_INT64, &options.children, N_("how many children"), "N" },
    { "seed", 0, 0, G_OPTION_ARG_INT64, &options.seed, N_("equal seeds make equal children"), "S" },
    { NULL },
  };

  if (!atlas_ctl_parse (ctl, "", _("Makes a new store from a county pack."), entries, 0, 0, &argc,
                        &argv))
    return ATLAS_CTL_USAGE;

  options.pack = pack;
  if (pack != NULL && *pack == '\0')
    return atlas_ctl_usage (_("--pack must name a county pack or a folder"));
  if (!options.is_demonstration &&
      (options.children != UNSAID || options.seed != UNSAID || ctl->as_of != ATLAS_DATE_NONE))
    return atlas_ctl_usage (_("--children, --seed and --as-of are for a demonstration: "
                              "add --demo"));
  if (options.children == UNSAID)
    options.children = ATLAS_DEMO_CHILDREN;
  if (options.seed == UNSAID)
    options.seed = DEFAULT_SEED;
  if (options.children < 0 || options.children > ATLAS_DEMO_CHILDREN_MAX || options.seed < 0)
    return atlas_ctl_usage (_("--children must be from 0 to %d, --seed 0 or more"),
                            ATLAS_DEMO_CHILDREN_MAX);

  if (ctl->folder == NULL)
    ctl->folder = options.is_demonstration ? atlas_folders_demonstration ()
                                           : atlas_folders_county ();
  if (ctl->as_of == ATLAS_DATE_NONE)
    ctl->as_of = atlas_date_today (NULL);

  return init_county (ctl, &options);
}
