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
  g_free (self);
}

void
atlas_panels_page_free (AtlasPanelsPage *self)
{
  g_clear_pointer (&self->meetings, atlas_meetings_free);
  g_clear_pointer (&self->file, atlas_meeting_file_free);
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
