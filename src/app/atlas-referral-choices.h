/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "store/atlas-store.h"

G_BEGIN_DECLS

/**
 * AtlasReferralChoices:
 * @areas: (element-type AtlasArea): by number
 * @schools: (element-type AtlasEstablishment): by name
 * @provisions: (element-type AtlasProvision): by name
 * @panels: (element-type AtlasPanel): by name
 * @child: (nullable): the child that the form is opened for
 *
 * What the form of a new referral lets people choose from.
 */
typedef struct {
  GPtrArray  *areas;
  GPtrArray  *schools;
  GPtrArray    *provisions;
  GPtrArray  *panels;
  AtlasChild *child;
} AtlasReferralChoices;

gpointer atlas_choices_read          (AtlasStore           *store,
                                      gpointer              data,
                                      GCancellable         *cancellable,
                                      GError              **error);
void     atlas_choices_free          (AtlasReferralChoices *choices);
gpointer atlas_choices_find_children (AtlasStore           *store,
                                      gpointer              words,
                                      GCancellable         *cancellable,
                                      GError              **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasReferralChoices, atlas_choices_free)

G_END_DECLS
