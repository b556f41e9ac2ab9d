/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/atlas-session.h"
#include "reports/atlas-facts.h"

G_BEGIN_DECLS

#define ATLAS_TYPE_PROVISION_PAGE (atlas_provision_page_get_type ())

G_DECLARE_FINAL_TYPE (AtlasProvisionPage, atlas_provision_page, ATLAS, PROVISION_PAGE, AdwBin)

void        atlas_provision_page_set_session (AtlasProvisionPage *self,
                                              AtlasSession       *session);
void        atlas_provision_page_show        (AtlasProvisionPage *self,
                                              const char         *type,
                                              const char         *key);
const char *atlas_provision_page_get_title   (AtlasProvisionPage *self);
const char *atlas_provision_page_get_kind    (AtlasProvisionPage *self);
AtlasFacts *atlas_provision_page_get_facts   (AtlasProvisionPage *self);

G_END_DECLS
