/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "base/atlas-date.h"
#include "store/atlas-store-wording.h"

G_BEGIN_DECLS

/**
 * AtlasFrame:
 * @county_name: (nullable): the county's name
 * @is_demonstration: whether everything in the store is made up
 * @day: the day that the store is looked at when nobody asks for another
 * @scopes: (element-type AtlasDestination): the county, its areas, each followed by its
 *   partnerships
 * @wording: what the county calls its tiers, kinds and services
 * @n_unsent: changes that a server has not received
 * @n_referrals: referrals in the scope that somebody has to move on
 *
 * What the sidebar shows.
 */
typedef struct {
  char         *county_name;
  gboolean      is_demonstration;
  AtlasDate     day;
  GPtrArray    *scopes;
  AtlasWording *wording;
  guint         n_unsent;
  guint         n_referrals;
} AtlasFrame;

gpointer atlas_frame_read         (AtlasStore   *store,
                                   gpointer      data,
                                   GCancellable *cancellable,
                                   GError      **error);
void     atlas_frame_free         (AtlasFrame   *frame);
void     atlas_frame_keep_wording (AtlasFrame   *frame,
                                   GObject      *session);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasFrame, atlas_frame_free)

G_END_DECLS
