/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "exchange/atlas-import.h"

G_BEGIN_DECLS

GBytes      *atlas_directory_csv_export (GPtrArray *provisions,
                                         GPtrArray *areas,
                                         GPtrArray *labels,
                                         AtlasDate  on) G_GNUC_WARN_UNUSED_RESULT;
AtlasImport *atlas_directory_csv_import (const char *file,
                                         GBytes     *bytes,
                                         GPtrArray  *present) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
