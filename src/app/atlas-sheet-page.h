/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/atlas-session.h"

G_BEGIN_DECLS

#define ATLAS_TYPE_SHEET_PAGE (atlas_sheet_page_get_type ())

G_DECLARE_FINAL_TYPE (AtlasSheetPage, atlas_sheet_page, ATLAS, SHEET_PAGE, AdwBin)

void atlas_sheet_page_set_session (AtlasSheetPage *self,
                                   AtlasSession   *session);
void atlas_sheet_page_begin       (AtlasSheetPage *self);

G_END_DECLS
