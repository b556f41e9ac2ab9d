/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define ATLAS_TYPE_FACT_ROW (atlas_fact_row_get_type ())

G_DECLARE_FINAL_TYPE (AtlasFactRow, atlas_fact_row, ATLAS, FACT_ROW, AdwPreferencesRow)

GtkWidget *atlas_fact_row_new        (const char   *label,
                                      const char   *value,
                                      const char   *source);
void       atlas_fact_row_set_route  (AtlasFactRow *self,
                                      const char   *route);
void       atlas_fact_row_set_mark   (AtlasFactRow *self,
                                      const char   *mark,
                                      const char   *kind);
void       atlas_fact_row_add_suffix (AtlasFactRow *self,
                                      GtkWidget    *suffix);

G_END_DECLS
