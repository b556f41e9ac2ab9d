/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "drawing/atlas-paper.h"

G_BEGIN_DECLS

void           atlas_paper_print          (GtkWidget     *from,
                                           AtlasDocument *document);
void           atlas_paper_save_bytes     (GtkWidget     *from,
                                           const char    *title,
                                           const char    *name,
                                           GBytes        *bytes);
void           atlas_paper_save_pdf       (GtkWidget     *from,
                                           AtlasDocument *document,
                                           const char    *name);
void           atlas_paper_save_csv       (GtkWidget     *from,
                                           AtlasDocument *document,
                                           const char    *name);

G_END_DECLS
