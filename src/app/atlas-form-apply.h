/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/atlas-form.h"
#include "app/atlas-session.h"

G_BEGIN_DECLS

void atlas_form_apply (AtlasForm      *form,
                       GtkWidget      *from,
                       AtlasSession   *session,
                       AtlasChangeSet *set);

G_END_DECLS
