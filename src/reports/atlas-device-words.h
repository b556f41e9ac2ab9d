/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sync/atlas-own-devices.h"

G_BEGIN_DECLS

char       *atlas_device_word_title (const AtlasOwnDevice *device);
char       *atlas_device_word_contact (const AtlasOwnDevice *device,
                                     gint64                now_ms,
                                     GTimeZone            *zone);
const char *atlas_device_word_end   (const AtlasOwnDevice *device);
char       *atlas_device_word_loss  (const AtlasOwnDevice *device);
const char *atlas_device_word_error (const GError         *error);
gboolean    atlas_device_can_lock   (const AtlasOwnDevice *device);

G_END_DECLS
