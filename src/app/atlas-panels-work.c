/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the Panels view reads, on the store's reading thread. */
#include "config.h"

#include "app/atlas-panels-work.h"

void
atlas_panels_request_free (AtlasPanelsRequest *self)
{
  g_free (self->scope);
  g_free (self->panel);
  g_free (self->meeting);
  g_free (self->reference);
  g_free (self);
}

void
atlas_panels_page_free (AtlasPanelsPage *self)
{
  g_clear_pointer (&self->meetings, atlas_meetings_free);
  g_clear_pointer (&self->file, atlas_meeting_file_free);
  g_free (self);
}

void
atlas_decidable_free (AtlasDecidable *self)
{
  g_clear_pointer (&self->referral_case, atlas_referral_case_unref);
  g_clear_pointer (&self->places, atlas_capacity_free);
  g_free (self);
}

/**
 * atlas_panels_read_page:
 *
 * An #AtlasStoreWork that answers an #AtlasPanelsRequest with an #AtlasPanelsPage.
 */
gpointer
atlas_panels_read_page (AtlasStore   *store,
                        gpointer      data,
                        GCancellable *cancellable,
                        GError      **error)
{
  AtlasPanelsRequest *request = data;
  g_autoptr(AtlasPanelsPage) page = g_new0 (AtlasPanelsPage, 1);

  if (request->meeting != NULL)
    page->file = atlas_meeting_file_new (store, request->meeting, request->on, error);
  else
    page->meetings = atlas_meetings_new (store, request->scope, request->panel, request->on,
                                         error);

  return page->file != NULL || page->meetings != NULL ? g_steal_pointer (&page) : NULL;
}

/**
 * atlas_panels_read_decidable:
 *
 * An #AtlasStoreWork that answers an #AtlasPanelsRequest with an #AtlasDecidable: the referral of
 * its reference, and all places of the county.
 */
gpointer
atlas_panels_read_decidable (AtlasStore   *store,
                             gpointer      data,
                             GCancellable *cancellable,
                             GError      **error)
{
  AtlasPanelsRequest *request = data;
  g_autoptr(AtlasDecidable) decidable = g_new0 (AtlasDecidable, 1);

  decidable->referral_case = atlas_store_read_referral_case (store, request->reference,
                                                             request->on, error);
  if (decidable->referral_case == NULL)
    return NULL;
  decidable->places = atlas_capacity_new (store, NULL, request->on, error);

  return decidable->places != NULL ? g_steal_pointer (&decidable) : NULL;
}
