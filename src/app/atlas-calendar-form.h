/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/atlas-calendar-work.h"
#include "app/atlas-form.h"

G_BEGIN_DECLS

AtlasForm           *atlas_calendar_form_new (GtkWidget          *from,
                                              AtlasEstablishment *school,
                                              AtlasDateRange      days);
AtlasCalendarChange *atlas_calendar_form_get (AtlasForm          *form) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
