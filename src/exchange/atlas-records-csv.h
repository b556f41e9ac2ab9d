/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "exchange/atlas-import.h"

G_BEGIN_DECLS

AtlasImport *atlas_records_csv_import (const AtlasType *type,
                                       const char      *file,
                                       GBytes          *bytes,
                                       GPtrArray       *present) G_GNUC_WARN_UNUSED_RESULT;
GBytes      *atlas_records_csv_export (const AtlasType *type,
                                       GPtrArray       *records,
                                       GPtrArray       *known) G_GNUC_WARN_UNUSED_RESULT;

AtlasRecord *atlas_records_find       (GPtrArray       *records,
                                       const char      *id);

G_END_DECLS
