/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a new referral can be about, read on the store's thread. */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-referral-choices.h"

#include "app/atlas-asked.h"

#define CHILDREN_SHOWN 5

void
atlas_choices_free (AtlasReferralChoices *choices)
{
  if (choices == NULL)
    return;

  g_clear_pointer (&choices->areas, g_ptr_array_unref);
  g_clear_pointer (&choices->schools, g_ptr_array_unref);
  g_clear_pointer (&choices->provisions, g_ptr_array_unref);
  g_clear_pointer (&choices->panels, g_ptr_array_unref);
  g_clear_object (&choices->child);
  g_free (choices);
}

static GPtrArray *
list (AtlasStore *store,
      const char *type,
      const char *order,
      AtlasDate   on,
      GError    **error)
{
  g_autoptr(AtlasQuery) query = atlas_query_new (atlas_type_find (type));

  atlas_query_as_of (query, on);
  atlas_query_order_by (query, order, FALSE);

  return atlas_store_list (store, query, error);
}

/**
 * atlas_choices_read:
 * @data: an #AtlasAsked of the child that it is for, if that is known
 *
 * Work for atlas_session_ask_async().
 *
 * Returns: (transfer full): #AtlasReferralChoices
 */
gpointer
atlas_choices_read (AtlasStore   *store,
                    gpointer      data,
                    GCancellable *cancellable,
                    GError      **error)
{
  AtlasAsked *asked = data;
  g_autoptr(AtlasReferralChoices) choices = g_new0 (AtlasReferralChoices, 1);

  choices->areas = list (store, "area", "number", asked->on, error);
  if (choices->areas == NULL)
    return NULL;
  choices->schools = list (store, "establishment", "name", asked->on, error);
  if (choices->schools == NULL)
    return NULL;
  choices->provisions = list (store, "provision", "name", asked->on, error);
  if (choices->provisions == NULL)
    return NULL;
  choices->panels = list (store, "panel", "name", asked->on, error);
  if (choices->panels == NULL)
    return NULL;
  if (asked->of != NULL)
    choices->child = (AtlasChild *) atlas_store_get (store, "child", asked->of, NULL);

  return g_steal_pointer (&choices);
}

/**
 * atlas_choices_find_children:
 * @words: what was typed
 *
 * Work for atlas_session_read_async().
 *
 * Returns: (transfer full) (element-type AtlasChild): the first that are found
 */
gpointer
atlas_choices_find_children (AtlasStore   *store,
                             gpointer      words,
                             GCancellable *cancellable,
                             GError      **error)
{
  g_autoptr(AtlasQuery) query = atlas_query_new (atlas_type_find ("child"));

  atlas_query_search (query, words);
  atlas_query_page (query, 0, CHILDREN_SHOWN);

  return atlas_store_list (store, query, error);
}
