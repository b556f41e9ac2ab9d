/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "drawing/atlas-document.h"

G_BEGIN_DECLS

#define ATLAS_TYPE_DOCUMENT_TABLE (atlas_document_table_get_type ())

G_DECLARE_FINAL_TYPE (AtlasDocumentTable, atlas_document_table, ATLAS, DOCUMENT_TABLE, AdwBin)

GtkWidget *atlas_document_table_new (const AtlasBlock *table);

G_END_DECLS
