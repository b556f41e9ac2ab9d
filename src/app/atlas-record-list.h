/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "store/atlas-child-records.h"

G_BEGIN_DECLS

#define ATLAS_TYPE_RECORD_LIST (atlas_record_list_get_type ())

G_DECLARE_FINAL_TYPE (AtlasRecordList, atlas_record_list, ATLAS, RECORD_LIST, AdwBin)

void atlas_record_list_set_note (AtlasRecordList     *self,
                             const AtlasType         *type,
                             const char              *note);
void atlas_record_list_show (AtlasRecordList         *self,
                             const AtlasChildRecords *records);

G_END_DECLS
