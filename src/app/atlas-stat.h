/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define ATLAS_TYPE_STAT (atlas_stat_get_type ())

G_DECLARE_FINAL_TYPE (AtlasStat, atlas_stat, ATLAS, STAT, GtkButton)

GtkWidget *atlas_stat_new       (const char *route);
void       atlas_stat_set_facts (AtlasStat  *self,
                                 const char *value,
                                 const char *label,
                                 const char *detail);
void       atlas_stat_set_mark  (AtlasStat  *self,
                                 const char *mark);
void       atlas_stat_set_route (AtlasStat  *self,
                                 const char *route);

G_END_DECLS
