/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/atlas-provision-work.h"
#include "app/atlas-session.h"

G_BEGIN_DECLS

#define ATLAS_TYPE_PROVISION_TOP (atlas_provision_top_get_type ())

G_DECLARE_FINAL_TYPE (AtlasProvisionTop, atlas_provision_top, ATLAS, PROVISION_TOP, AdwBin)

GtkWidget *atlas_provision_top_new (AtlasProvisionFile *file,
                                    AtlasSession       *session);

G_END_DECLS
