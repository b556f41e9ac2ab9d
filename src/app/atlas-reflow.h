/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define ATLAS_TYPE_REFLOW (atlas_reflow_get_type ())

G_DECLARE_FINAL_TYPE (AtlasReflow, atlas_reflow, ATLAS, REFLOW, GtkLayoutManager)

/**
 * AtlasReflowFunc:
 * @widget: the widget, which has a new size
 * @width_em: its width, in em, so that large text counts as little room
 *
 * Shows what there is room for.
 */
typedef void (*AtlasReflowFunc) (GtkWidget *widget,
                                 double     width_em);

GtkLayoutManager *atlas_reflow_new (AtlasReflowFunc func) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
