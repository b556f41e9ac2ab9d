/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "drawing/atlas-document.h"

G_BEGIN_DECLS

/* A4 in points of 1/72 inch: ISO 216. */
#define ATLAS_A4_WIDTH  595.28
#define ATLAS_A4_HEIGHT 841.89

typedef struct _AtlasPages AtlasPages;

AtlasPages *atlas_pages_new         (AtlasDocument  *document,
                                     double          width,
                                     double          height) G_GNUC_WARN_UNUSED_RESULT;
void        atlas_pages_free        (AtlasPages     *self);

guint       atlas_pages_get_n_pages (AtlasPages     *self);
void        atlas_pages_draw        (AtlasPages     *self,
                                     guint           page,
                                     cairo_t        *cr);

GBytes     *atlas_document_to_pdf   (AtlasDocument  *document,
                                     double          width,
                                     double          height,
                                     GError        **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasPages, atlas_pages_free)

G_END_DECLS
