/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/atlas-today-item.h"
#include "drawing/atlas-document.h"

G_BEGIN_DECLS

/**
 * AtlasTodayFigure:
 * @value: the number, or a dash when it is not known
 * @label: what it counts
 * @detail: (nullable): a line more
 * @route: (nullable): where the number comes from
 *
 * One of the three numbers at the top of the Today page.
 */
typedef struct {
  char       *value;
  const char *label;
  char       *detail;
  const char *route;
} AtlasTodayFigure;

gpointer       atlas_today_read            (AtlasStore       *store,
                                            gpointer          data,
                                            GCancellable     *cancellable,
                                            GError          **error);
void           atlas_today_figure_clear    (AtlasTodayFigure *figure);
void           atlas_today_figure_children (const AtlasToday *today,
                                            AtlasTodayFigure *figure);
void           atlas_today_figure_places   (const AtlasToday *today,
                                            AtlasTodayFigure *figure);
void           atlas_today_figure_reviews  (const AtlasToday *today,
                                            AtlasTodayFigure *figure);

GPtrArray     *atlas_today_list_day6       (const AtlasToday *today) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray     *atlas_today_list_waiting    (const AtlasToday *today) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray     *atlas_today_list_meetings   (const AtlasToday *today) G_GNUC_WARN_UNUSED_RESULT;
AtlasDocument *atlas_today_to_document     (const AtlasToday *today,
                                            const char       *scope_name,
                                            gboolean          is_demonstration)
                                            G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AtlasTodayFigure, atlas_today_figure_clear)

G_END_DECLS
