/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "drawing/atlas-document.h"

G_BEGIN_DECLS

#define ATLAS_TYPE_DOCUMENT_VIEW (atlas_document_view_get_type ())

G_DECLARE_FINAL_TYPE (AtlasDocumentView, atlas_document_view, ATLAS, DOCUMENT_VIEW, AdwBin)

void atlas_document_view_set_document (AtlasDocumentView *self,
                                       AtlasDocument     *document);

G_END_DECLS
