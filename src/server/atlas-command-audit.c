/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-server"

#include "config.h"

#include "server/atlas-commands.h"

#include <glib/gi18n.h>
#include <string.h>

#include "base/atlas-error.h"
#include "base/atlas-id.h"
#include "server/atlas-audit.h"
#include "server/atlas-folder.h"

typedef struct {
  gint64  from;
  char   *child;                /* (nullable): an id */
  char   *code;                 /* (nullable): what stands for the child */
  json_t *entries;              /* (nullable): NULL when entries are printed as they come */
} Listing;

static gboolean
find_child (AtlasBackend *backend,
            Listing      *listing,
            GError      **error)
{
  if (listing->child == NULL)
    return TRUE;
  if (atlas_id_is_valid (listing->child) &&
      !atlas_audit_find_person (backend, listing->child, &listing->code, error))
    return FALSE;
  if (listing->code != NULL)
    return TRUE;

  g_set_error_literal (error, ATLAS_ERROR, ATLAS_ERROR_NOT_FOUND,
                       _("The audit chain has no key for that child: nothing was written about "
                         "them, or they have been erased."));
  return FALSE;
}

static gboolean
is_about (json_t     *entry,
          const char *code)
{
  json_t *people = json_object_get (entry, "people");

  for (gsize i = 0; i < json_array_size (people); i++)
    if (g_strcmp0 (atlas_json_string (json_array_get (people, i), "person"), code) == 0)
      return TRUE;

  return FALSE;
}

/* Number, time and kind first; the rest as it is. */
static void
print_entry (json_t *entry)
{
  g_autoptr(json_t) rest = json_copy (entry);
  g_autofree char *text = NULL;

  json_object_del (rest, "k");
  json_object_del (rest, "at");
  json_object_del (rest, "kind");
  text = atlas_json_to_text (rest);
  g_print ("%" G_GINT64_FORMAT "\t%s\t%s\t%s\n", atlas_json_integer (entry, "k", 0),
           atlas_json_string (entry, "at"), atlas_json_string (entry, "kind"), text);
}

static gboolean
list_entries (AtlasBackend *backend,
              Listing      *listing,
              GError      **error)
{
  g_autoptr(AtlasRows) query = atlas_backend_query (backend, error,
                                                    "SELECT entry FROM audit WHERE k >= ?1 "
                                                    "ORDER BY k", "i", listing->from);
  AtlasStep step;

  while ((step = atlas_rows_step (query, error)) == ATLAS_STEP_ROW)
    {
      g_autoptr(json_t) entry = atlas_rows_json (query, 0);

      if (entry == NULL || (listing->code != NULL && !is_about (entry, listing->code)))
        continue;
      if (listing->entries != NULL)
        json_array_append (listing->entries, entry);
      else
        print_entry (entry);
    }

  return step == ATLAS_STEP_DONE;
}

static AtlasExit
run_listing (const char *folder,
             const char *format,
             Listing    *listing)
{
  g_autoptr(GError)       error = NULL;
  g_autoptr(AtlasBackend) backend = atlas_folder_open_backend (folder, NULL, &error);

  if (atlas_command_is_json (format))
    listing->entries = json_array ();
  if (backend == NULL || !find_child (backend, listing, &error) ||
      !list_entries (backend, listing, &error))
    return atlas_command_fail (error);

  if (listing->entries != NULL)
    atlas_command_print_rows (format, "entries", listing->entries);
  return ATLAS_EXIT_DONE;
}

AtlasExit
atlas_command_audit (int    argc,
                     char **argv)
{
  g_autofree char *format = NULL;
  Listing listing = { 1 };
  const GOptionEntry entries[] = {
    { "from", 0, 0, G_OPTION_ARG_INT64, &listing.from, N_("number of the first entry"), N_("K") },
    { "child", 0, 0, G_OPTION_ARG_STRING, &listing.child, N_("only what is about this child"),
      N_("ID") },
    { "format", 0, 0, G_OPTION_ARG_STRING, &format, N_("text or json"), N_("FORMAT") },
    { NULL },
  };
  AtlasExit code;

  if (!atlas_command_parse ("DIR", _("Lists what was done, by whom and when. Nothing in it is "
                                     "personal but ids of users and laptops."),
                            entries, 1, &argc, &argv))
    return ATLAS_EXIT_USAGE;

  code = run_listing (argv[1], format, &listing);
  g_free (listing.child);
  g_free (listing.code);
  json_decref (listing.entries);
  return code;
}
