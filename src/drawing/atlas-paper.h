/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/atlas-date.h"
#include "drawing/atlas-document.h"
#include "records/atlas-record.h"

G_BEGIN_DECLS

AtlasDocument *atlas_paper_new            (const char    *title,
                                           AtlasDate      on,
                                           gboolean       is_demonstration)
                                           G_GNUC_WARN_UNUSED_RESULT;
void           atlas_paper_add_chart      (AtlasDocument *document,
                                           AtlasChart    *chart,
                                           const char    *head,
                                           gboolean       as_table);
void           atlas_paper_add_source     (AtlasDocument *document,
                                           AtlasRecord   *record,
                                           const char    *source);
char          *atlas_paper_to_text        (AtlasDocument *document) G_GNUC_WARN_UNUSED_RESULT;
char          *atlas_paper_to_csv         (AtlasDocument *document) G_GNUC_WARN_UNUSED_RESULT;
GBytes        *atlas_paper_to_pdf         (AtlasDocument *document,
                                           GError       **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
