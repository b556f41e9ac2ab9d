/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A spreadsheet and the store that it is brought into, for the window and the command line. */
#pragma once

#include "exchange/atlas-sheet-plan.h"
#include "store/atlas-store.h"

G_BEGIN_DECLS

AtlasSheetPlan *atlas_sheet_store_plan     (AtlasStore               *store,
                                            AtlasSheet               *sheet,
                                            AtlasSheetMap            *map,
                                            const AtlasSheetSettings *settings,
                                            GError                  **error)
                                            G_GNUC_WARN_UNUSED_RESULT;
AtlasSheetPlan *atlas_sheet_store_bring_in (AtlasStore               *store,
                                            AtlasSheet               *sheet,
                                            AtlasSheetMap            *map,
                                            const AtlasSheetSettings *settings,
                                            GStrv                    *sets,
                                            GError                  **error)
                                            G_GNUC_WARN_UNUSED_RESULT;
AtlasSheetMap  *atlas_sheet_store_recall   (AtlasStore               *store,
                                            AtlasSheet               *sheet)
                                            G_GNUC_WARN_UNUSED_RESULT;
gboolean        atlas_sheet_store_remember (AtlasStore               *store,
                                            AtlasSheet               *sheet,
                                            AtlasSheetMap            *map,
                                            GError                  **error);

G_END_DECLS
