/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/atlas-session.h"

G_BEGIN_DECLS

#define ATLAS_TYPE_CLOCK_LIST (atlas_clock_list_get_type ())

G_DECLARE_FINAL_TYPE (AtlasClockList, atlas_clock_list, ATLAS, CLOCK_LIST, AdwBin)

void  atlas_clock_list_show_child (AtlasClockList *self,
                                   AtlasSession   *session,
                                   const char     *child);
void  atlas_clock_list_show_scope (AtlasClockList *self,
                                   AtlasSession   *session,
                                   const char     *scope);
guint atlas_clock_list_get_n      (AtlasClockList *self);

G_END_DECLS
