/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-ctl"

#include "config.h"

#include "ctl/atlas-ctl.h"

#include <glib/gi18n.h>

#include "reports/atlas-finder.h"

/* In a table and in CSV facts are one cell: those of a kind, as text. */
static void
flatten (AtlasFinder *finder,
         json_t      *object)
{
  json_t *rows = json_object_get (object, "results");

  for (guint i = 0; i < finder->results->len; i++)
    {
      const AtlasFindResult *result = g_ptr_array_index (finder->results, i);
      json_t *row = json_array_get (rows, i);
      g_autofree char *why = atlas_finder_word_facts (finder, result, ATLAS_FIND_FITS);
      g_autofree char *in_the_way = NULL;
      g_autofree char *to_know = NULL;

      in_the_way = atlas_finder_word_facts (finder, result, ATLAS_FIND_IN_THE_WAY);
      to_know = atlas_finder_word_facts (finder, result, ATLAS_FIND_TO_KNOW);
      json_object_set_new (row, "why", json_string (why));
      json_object_set_new (row, "in_the_way", json_string (in_the_way));
      json_object_set_new (row, "to_know", json_string (to_know));
    }
}

static AtlasCtlExit
print_found (AtlasCtl    *ctl,
             AtlasFinder *finder)
{
  static const char * const columns[] = {
    "place", "provision", "fits", "miles", "free", "free_from", "as_last_sent", "invented", "why",
    "in_the_way", "to_know", NULL,
  };
  g_autoptr(json_t) object = atlas_finder_to_json (finder);

  if (ctl->format != ATLAS_CTL_JSON)
    flatten (finder, object);

  return atlas_ctl_print (ctl, object, "results", columns);
}

AtlasCtlExit
atlas_ctl_find_place (AtlasCtl *ctl,
                      int       argc,
                      char    **argv)
{
  AtlasFinderOptions options = ATLAS_FINDER_OPTIONS_INIT;
  g_autofree char *needs_by = NULL;
  const GOptionEntry entries[] = {
    { "needs-by", 0, 0, G_OPTION_ARG_STRING, &needs_by, N_("the day a place is needed by"),
      "DATE" },
    { "within", 0, 0, G_OPTION_ARG_DOUBLE, &options.within,
      N_("miles from home; further ones come after"), "MILES" },
    { "hours", 0, 0, G_OPTION_ARG_DOUBLE, &options.hours, N_("hours a week that are wanted"),
      "HOURS" },
    { NULL },
  };
  g_autoptr(AtlasFinder) finder = NULL;
  GError *error = NULL;

  if (!atlas_ctl_parse (ctl, "REFERRAL", _("Looks for a place for a child, and says of each why it "
                                           "fits or what stands in the way."), entries, 1, 1, &argc,
                        &argv))
    return ATLAS_CTL_USAGE;
  if (needs_by != NULL && (options.needs_by = atlas_date_parse (needs_by)) == ATLAS_DATE_NONE)
    return atlas_ctl_usage (_("--needs-by must be a day, as 2026-11-20, not “%s”"), needs_by);
  if (options.within < 0 && options.within != ATLAS_FIND_ANY_DISTANCE)
    return atlas_ctl_usage (_("--within must be 0 or more"));
  if (options.hours < 0)
    return atlas_ctl_usage (_("--hours must be 0 or more"));

  if (!atlas_ctl_open (ctl, ATLAS_STORE_READ_ONLY, &error))
    return atlas_ctl_fail (error);
  options.on = ctl->as_of;
  finder = atlas_finder_new (ctl->store, argv[1], &options, &error);
  if (finder == NULL)
    return atlas_ctl_fail (error);

  return print_found (ctl, finder);
}
