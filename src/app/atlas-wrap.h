/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define ATLAS_TYPE_WRAP (atlas_wrap_get_type ())

G_DECLARE_FINAL_TYPE (AtlasWrap, atlas_wrap, ATLAS, WRAP, GtkLayoutManager)

G_END_DECLS
