/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "records/atlas-records.h"

G_BEGIN_DECLS

/**
 * AtlasAttendanceCount:
 * @present: sessions at school or at other education that was arranged
 * @agreed: sessions of absence that the school agreed to
 * @not_agreed: sessions of any other absence
 * @not_counted: sessions at which the child could not, or need not, be there
 *
 * Sessions of a child. Possible are all but those that are not counted.
 */
typedef struct {
  guint present;
  guint agreed;
  guint not_agreed;
  guint not_counted;
} AtlasAttendanceCount;

AtlasAttendanceCount atlas_attendance_count    (GPtrArray                  *attendances,
                                                AtlasDateRange              days);
guint                atlas_attendance_possible (const AtlasAttendanceCount *count);
double               atlas_attendance_rate     (const AtlasAttendanceCount *count);

G_END_DECLS
