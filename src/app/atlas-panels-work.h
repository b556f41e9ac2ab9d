/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "reports/atlas-meetings.h"
#include "store/atlas-store-service.h"

G_BEGIN_DECLS

/**
 * AtlasPanelsRequest:
 * @scope: (nullable): as `area/dspl2`
 * @panel: (nullable): key of a panel, for its page
 * @meeting: (nullable): id of a meeting, for its page
 * @on: the day
 *
 * What to read.
 */
typedef struct {
  char     *scope;
  char     *panel;
  char     *meeting;
  AtlasDate on;
} AtlasPanelsRequest;

/**
 * AtlasPanelsPage:
 * @meetings: (nullable): of the list, or of a panel's page
 * @file: (nullable): of a meeting's page
 *
 * What a page of the Panels view shows: one of the two.
 */
typedef struct {
  AtlasMeetings    *meetings;
  AtlasMeetingFile *file;
} AtlasPanelsPage;

void     atlas_panels_request_free (AtlasPanelsRequest *self);
void     atlas_panels_page_free    (AtlasPanelsPage    *self);

gpointer atlas_panels_read_page    (AtlasStore         *store,
                                    gpointer            data,
                                    GCancellable       *cancellable,
                                    GError            **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasPanelsPage, atlas_panels_page_free)

G_END_DECLS
