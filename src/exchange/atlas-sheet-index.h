/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the rows of a spreadsheet are compared with; for atlas-sheet-plan.c. */
#pragma once

#include "records/atlas-records.h"

G_BEGIN_DECLS

typedef struct _AtlasSheetIndex AtlasSheetIndex;

AtlasSheetIndex *atlas_sheet_index_new            (GPtrArray       *present)
                                                   G_GNUC_WARN_UNUSED_RESULT;
void             atlas_sheet_index_free           (AtlasSheetIndex *self);
AtlasRecord     *atlas_sheet_index_get            (AtlasSheetIndex *self,
                                                   const char      *id);
char            *atlas_sheet_index_make_name_key  (const char      *first_name,
                                                   const char      *last_name,
                                                   AtlasDate        born)
                                                   G_GNUC_WARN_UNUSED_RESULT;
AtlasChild      *atlas_sheet_index_find_upn       (AtlasSheetIndex *self,
                                                   const char      *upn);
AtlasChild      *atlas_sheet_index_find_name      (AtlasSheetIndex *self,
                                                   const char      *name_key);
AtlasReferral   *atlas_sheet_index_find_reference (AtlasSheetIndex *self,
                                                   const char      *reference);
AtlasReferral   *atlas_sheet_index_find_referral  (AtlasSheetIndex *self,
                                                   const char      *child,
                                                   const char      *kind,
                                                   AtlasDate        received);
AtlasExclusion  *atlas_sheet_index_find_exclusion (AtlasSheetIndex *self,
                                                   const char      *child,
                                                   AtlasDate        from);
AtlasRecord     *atlas_sheet_index_find_named     (AtlasSheetIndex *self,
                                                   const char      *type,
                                                   const char      *name,
                                                   gboolean        *is_several);
char            *atlas_sheet_index_list_nearest   (AtlasSheetIndex *self,
                                                   const char      *type,
                                                   const char      *name)
                                                   G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasSheetIndex, atlas_sheet_index_free)

G_END_DECLS
