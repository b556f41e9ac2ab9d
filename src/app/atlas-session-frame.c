/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-session-frame.h"

#include <glib/gi18n.h>

#include "app/atlas-asked.h"
#include "app/atlas-destination.h"
#include "app/atlas-session-work.h"
#include "reports/atlas-words.h"
#include "store/atlas-store-sync.h"

#define WORDING "atlas-wording"

/* Steps of a referral at which somebody has to do something next, as the list opens with. */
static const char * const waiting_steps[] = {
  "draft", "sent", "looked-at", "panel", "waiting", "offered", "accepted", "not-agreed", NULL,
};

void
atlas_frame_free (AtlasFrame *frame)
{
  if (frame == NULL)
    return;

  g_free (frame->county_name);
  g_clear_pointer (&frame->scopes, g_ptr_array_unref);
  g_clear_pointer (&frame->wording, atlas_wording_unref);
  g_free (frame);
}

/**
 * atlas_frame_keep_wording:
 * @session: an #AtlasSession
 *
 * Gives the wording to the session, for atlas_session_get_wording().
 */
void
atlas_frame_keep_wording (AtlasFrame *frame,
                          GObject    *session)
{
  g_object_set_data_full (session, WORDING, g_steal_pointer (&frame->wording),
                          (GDestroyNotify) atlas_wording_unref);
}

/**
 * atlas_session_get_wording:
 *
 * Returns: (transfer none) (nullable): what the county calls its tiers, kinds and services, by
 *   date; %NULL until it has been read
 */
AtlasWording *
atlas_session_get_wording (AtlasSession *self)
{
  return g_object_get_data (G_OBJECT (self), WORDING);
}

static GPtrArray *
list_on (AtlasStore      *store,
         const AtlasType *type,
         const char      *order_by,
         AtlasDate        as_of,
         GError         **error)
{
  g_autoptr(AtlasQuery) query = atlas_query_new (type);

  atlas_query_as_of (query, as_of);
  atlas_query_order_by (query, order_by, FALSE);

  return atlas_store_list (store, query, error);
}

static void
add_partnerships (AtlasFrame *frame,
                  GPtrArray  *partnerships,
                  AtlasArea  *area,
                  const char *area_name)
{
  const char *area_id = atlas_record_get_id (ATLAS_RECORD (area));

  for (guint i = 0; i < partnerships->len; i++)
    {
      AtlasPartnership *partnership = g_ptr_array_index (partnerships, i);
      g_autofree char *route = NULL;

      if (g_strcmp0 (partnership->area, area_id) != 0)
        continue;

      route = atlas_record_get_route (ATLAS_RECORD (partnership));
      g_ptr_array_add (frame->scopes, atlas_destination_new (route, partnership->name, area_name));
    }
}

static gboolean
read_scopes (AtlasStore *store,
             AtlasFrame *frame,
             AtlasDate   as_of,
             GError    **error)
{
  g_autoptr(GPtrArray) areas = list_on (store, &atlas_area_type, "number", as_of, error);
  g_autoptr(GPtrArray) partnerships = NULL;
  g_autofree char *all = NULL;

  if (areas == NULL)
    return FALSE;

  partnerships = list_on (store, &atlas_partnership_type, "name", as_of, error);
  if (partnerships == NULL)
    return FALSE;

  all = atlas_words_whole_county (frame->county_name);
  g_ptr_array_add (frame->scopes, atlas_destination_new ("county", all, NULL));

  for (guint i = 0; i < areas->len; i++)
    {
      AtlasArea *area = g_ptr_array_index (areas, i);
      g_autofree char *route = atlas_record_get_route (ATLAS_RECORD (area));
      g_autofree char *name = atlas_words_area (area);

      g_ptr_array_add (frame->scopes, atlas_destination_new (route, name, NULL));
      add_partnerships (frame, partnerships, area, name);
    }

  return TRUE;
}

static gboolean
count_referrals (AtlasStore *store,
                 AtlasFrame *frame,
                 const char *scope,
                 GError    **error)
{
  g_autoptr(AtlasQuery) query = atlas_query_new (&atlas_referral_type);
  gint64 count = 0;

  atlas_query_where_any (query, "step", waiting_steps);
  atlas_query_in_scope (query, scope);
  if (!atlas_store_count (store, query, &count, error))
    return FALSE;

  frame->n_referrals = (guint) CLAMP (count, 0, G_MAXUINT);

  return TRUE;
}

static gboolean
count_unsent (AtlasStore *store,
              AtlasFrame *frame,
              GError    **error)
{
  gint64 count = 0;

  if (!atlas_store_sync_count_unsent (store, &count, error))
    return FALSE;

  frame->n_unsent = (guint) CLAMP (count, 0, G_MAXUINT);

  return TRUE;
}

/**
 * atlas_frame_read:
 * @data: an #AtlasAsked of a scope
 *
 * Reads what the sidebar shows, on the store's reading thread.
 *
 * Returns: (transfer full): an #AtlasFrame
 */
gpointer
atlas_frame_read (AtlasStore   *store,
                  gpointer      data,
                  GCancellable *cancellable,
                  GError      **error)
{
  AtlasAsked *asked = data;
  g_autoptr(AtlasFrame) frame = g_new0 (AtlasFrame, 1);
  g_autoptr(AtlasQuery) query = atlas_query_new (&atlas_county_type);
  g_autoptr(GPtrArray)  counties = atlas_store_list (store, query, error);

  if (counties == NULL)
    return NULL;

  if (counties->len > 0)
    frame->county_name = g_strdup (((AtlasCounty *) g_ptr_array_index (counties, 0))->name);
  frame->is_demonstration = atlas_store_is_demonstration (store);
  frame->day = atlas_store_get_day (store, asked->on);
  frame->scopes = g_ptr_array_new_with_free_func (g_object_unref);

  if (!read_scopes (store, frame, asked->on, error) ||
      (frame->wording = atlas_store_read_wording (store, error)) == NULL ||
      !count_unsent (store, frame, error) ||
      !count_referrals (store, frame, asked->of, error))
    return NULL;

  return g_steal_pointer (&frame);
}
