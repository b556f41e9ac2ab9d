/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "reports/atlas-facts.h"

G_BEGIN_DECLS

#define ATLAS_TYPE_FACTS_PAGE (atlas_facts_page_get_type ())

G_DECLARE_FINAL_TYPE (AtlasFactsPage, atlas_facts_page, ATLAS, FACTS_PAGE, AdwBin)

GtkWidget *atlas_facts_page_new       (void);
void       atlas_facts_page_set_facts (AtlasFactsPage *self,
                                       AtlasFacts     *facts);
void       atlas_facts_page_set_top   (AtlasFactsPage *self,
                                       GtkWidget      *top);

G_END_DECLS
