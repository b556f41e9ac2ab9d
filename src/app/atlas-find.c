/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-find.h"

#include <glib/gi18n.h>
#include <string.h>

#include "base/atlas-route.h"

#define MOST_OF_A_TYPE 8        /* found things of one type that are shown */

/* The pages that are always there. */
static const struct {
  const char *route;
  const char *name;
} pages[] = {
  { "today", N_("Today") },
  { "map", N_("Map") },
  { "provision", N_("Provision") },
  { "referrals", N_("Referrals") },
  { "panels", N_("Panels") },
  { "reports", N_("Reports") },
  { "calendar/county", N_("School Year") },
  { "referrals?page=import", N_("Import Referrals") },
};

/* Types that have a page, in the order in which what is found is shown. */
static const AtlasType * const types[] = {
  &atlas_referral_type, &atlas_provision_type, &atlas_area_type, &atlas_partnership_type,
  &atlas_establishment_type,
};

static gboolean
contains_words (const char *text,
                const char *words)
{
  g_autofree char *folded_text = g_utf8_casefold (text, -1);
  g_autofree char *folded_words = g_utf8_casefold (words, -1);

  return strstr (folded_text, folded_words) != NULL;
}

static void
find_pages (GPtrArray  *found,
            const char *words)
{
  for (gsize i = 0; i < G_N_ELEMENTS (pages); i++)
    if (contains_words (_(pages[i].name), words))
      g_ptr_array_add (found, atlas_destination_new (pages[i].route, _(pages[i].name),
                                                     _("Page")));
}

static gboolean
find_records (AtlasStore      *store,
              const AtlasType *type,
              const char      *words,
              GPtrArray       *found,
              GError         **error)
{
  g_autoptr(AtlasQuery) query = atlas_query_new (type);
  g_autoptr(GPtrArray)  records = NULL;

  atlas_query_search (query, words);
  atlas_query_page (query, 0, MOST_OF_A_TYPE);
  records = atlas_store_list (store, query, error);
  if (records == NULL)
    return FALSE;

  for (guint i = 0; i < records->len; i++)
    {
      AtlasRecord *record = g_ptr_array_index (records, i);
      g_autofree char *route = atlas_record_get_route (record);
      const char *title = atlas_record_get_title (record);

      if (route != NULL && title != NULL)
        g_ptr_array_add (found, atlas_destination_new (route, title, _(type->label)));
    }

  return TRUE;
}

/**
 * atlas_find_work:
 * @data: the words, as a person typed them
 *
 * Finds pages and records by part of a name, on the store's reading thread.
 *
 * Returns: (transfer full) (element-type AtlasDestination): what was found, pages first
 */
gpointer
atlas_find_work (AtlasStore   *store,
                 gpointer      data,
                 GCancellable *cancellable,
                 GError      **error)
{
  g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *words = g_strstrip (g_strdup (data));

  find_pages (found, words);
  for (gsize i = 0; i < G_N_ELEMENTS (types) && *words != '\0'; i++)
    if (!find_records (store, types[i], words, found, error))
      return NULL;

  return g_steal_pointer (&found);
}
