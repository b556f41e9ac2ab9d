/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "reports/atlas-capacity.h"
#include "reports/atlas-meetings.h"
#include "store/atlas-store-service.h"

G_BEGIN_DECLS

/**
 * AtlasPanelsRequest:
 * @scope: (nullable): as `area/dspl2`
 * @panel: (nullable): key of a panel, for its page
 * @meeting: (nullable): id of a meeting, for its page
 * @reference: (nullable): of a referral that is to be decided on
 * @on: the day
 *
 * What to read.
 */
typedef struct {
  char     *scope;
  char     *panel;
  char     *meeting;
  char     *reference;
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

/**
 * AtlasDecidable:
 * @referral_case: the referral
 * @places: where it could go
 *
 * What a form for a decision stands on.
 */
typedef struct {
  AtlasReferralCase *referral_case;
  AtlasCapacity     *places;
} AtlasDecidable;

void     atlas_panels_request_free (AtlasPanelsRequest *self);
void     atlas_panels_page_free    (AtlasPanelsPage    *self);
void     atlas_decidable_free      (AtlasDecidable     *self);

gpointer atlas_panels_read_page    (AtlasStore         *store,
                                    gpointer            data,
                                    GCancellable       *cancellable,
                                    GError            **error);
gpointer atlas_panels_read_decidable (AtlasStore       *store,
                                    gpointer            data,
                                    GCancellable       *cancellable,
                                    GError            **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasPanelsPage, atlas_panels_page_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasDecidable, atlas_decidable_free)

G_END_DECLS
