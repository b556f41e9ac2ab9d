/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/atlas-form.h"
#include "app/atlas-session.h"

G_BEGIN_DECLS

void atlas_form_apply (AtlasForm      *form,
                       GtkWidget      *from,
                       AtlasSession   *session,
                       AtlasChangeSet *set);
void atlas_form_apply_with_file (AtlasForm      *form,
                                 GtkWidget      *from,
                                 AtlasSession   *session,
                                 AtlasChangeSet *set,
                                 GBytes         *file);

G_END_DECLS
