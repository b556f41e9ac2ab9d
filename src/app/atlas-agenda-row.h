/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "store/atlas-store-panels.h"

G_BEGIN_DECLS

#define ATLAS_TYPE_AGENDA_ROW (atlas_agenda_row_get_type ())

G_DECLARE_FINAL_TYPE (AtlasAgendaRow, atlas_agenda_row, ATLAS, AGENDA_ROW, AdwPreferencesRow)

GtkWidget *atlas_agenda_row_new (const AtlasReferralLine *line,
                                 guint                    number,
                                 AtlasDate                on);

G_END_DECLS
