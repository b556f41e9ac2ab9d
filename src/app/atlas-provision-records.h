/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/atlas-provision-work.h"
#include "app/atlas-session.h"

G_BEGIN_DECLS

void atlas_provision_records_head (AdwPreferencesGroup *group,
                                   const AtlasType     *type);
void atlas_provision_records_tail (GtkWidget           *row,
                                   AtlasRecord         *record);
void atlas_provision_records_show (AdwPreferencesGroup *group,
                                   AtlasProvisionFile  *file,
                                   const AtlasType     *type);

void atlas_provision_record_add   (GtkWidget           *from,
                                   AtlasSession        *session,
                                   AtlasProvisionFile  *file,
                                   const char          *type);
void atlas_provision_record_edit  (GtkWidget           *from,
                                   AtlasSession        *session,
                                   AtlasProvisionFile  *file,
                                   const char          *target);

G_END_DECLS
