/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "store/atlas-store-today.h"

G_BEGIN_DECLS

#define ATLAS_TYPE_TODAY_ITEM (atlas_today_item_get_type ())

G_DECLARE_FINAL_TYPE (AtlasTodayItem, atlas_today_item, ATLAS, TODAY_ITEM, GObject)

AtlasTodayItem *atlas_today_item_new_day6    (const AtlasDay6Row     *row,
                                              const AtlasToday       *today);
AtlasTodayItem *atlas_today_item_new_late    (const AtlasLateReturn  *late,
                                              AtlasDate               on);
AtlasTodayItem *atlas_today_item_new_review  (const AtlasReviewDue   *review,
                                              AtlasDate               on);
AtlasTodayItem *atlas_today_item_new_matter  (const AtlasOpenMatter  *matter);
AtlasTodayItem *atlas_today_item_new_meeting (const AtlasNextMeeting *meeting,
                                              AtlasDate               on);
AtlasTodayItem *atlas_today_item_new_more    (const char             *title,
                                              const char             *route);

const char     *atlas_today_item_get_title    (AtlasTodayItem *self);
const char     *atlas_today_item_get_subtitle (AtlasTodayItem *self);
const char     *atlas_today_item_get_words    (AtlasTodayItem *self);
const char     *atlas_today_item_get_route    (AtlasTodayItem *self);
char           *atlas_today_item_get_spoken   (AtlasTodayItem *self) G_GNUC_WARN_UNUSED_RESULT;
int             atlas_today_item_get_cells    (AtlasTodayItem *self);
gboolean        atlas_today_item_is_near      (AtlasTodayItem *self);

G_END_DECLS
