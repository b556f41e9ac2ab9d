/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/atlas-session.h"
#include "store/atlas-store-twins.h"

G_BEGIN_DECLS

typedef struct _AtlasTwinWatch AtlasTwinWatch;

/**
 * AtlasTwinUse:
 * @child: the child who is here already
 * @data: what was given with it
 *
 * Somebody says that it is that child.
 */
typedef void (*AtlasTwinUse) (AtlasChild *child,
                              gpointer    data);

AtlasTwinWatch *atlas_twin_watch_new   (GtkWidget         *upn,
                                        GtkWidget         *born,
                                        AtlasTwinUse       use,
                                        gpointer           data) G_GNUC_WARN_UNUSED_RESULT;
void            atlas_twin_watch_free  (AtlasTwinWatch    *self);
void            atlas_twin_watch_ask   (AtlasTwinWatch    *self,
                                        AtlasSession      *session,
                                        AtlasTwinQuestion *question);
void            atlas_twin_watch_clear (AtlasTwinWatch    *self);
char           *atlas_upn_dup          (GtkEditable       *entry) G_GNUC_WARN_UNUSED_RESULT;
char           *atlas_word_twin        (const AtlasTwin   *twin,
                                        AtlasDate          on) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
