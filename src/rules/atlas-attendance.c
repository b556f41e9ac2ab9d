/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-rules"

#include "config.h"

#include "rules/atlas-attendance.h"

#include "records/atlas-codes.h"

#define PRESENT    "attendance-present"
#define AGREED     "attendance-agreed"
#define NOT_AGREED "attendance-not-agreed"

/**
 * atlas_attendance_count:
 * @attendances: (element-type AtlasAttendance): sessions of one child
 * @days: which of them count
 *
 * Counts sessions by what their codes mean. Which code means what is data: the sets
 * `attendance-present`, `attendance-agreed` and `attendance-not-agreed`; any other code is of a
 * session at which the child could not, or need not, be there.
 *
 * Source: SI 2024/208 reg. 10; DfE, Working together to improve school attendance: codes.
 *
 * Returns: the counts
 */
AtlasAttendanceCount
atlas_attendance_count (GPtrArray     *attendances,
                        AtlasDateRange days)
{
  AtlasAttendanceCount count = { 0 };

  for (guint i = 0; i < attendances->len; i++)
    {
      const AtlasAttendance *session = g_ptr_array_index (attendances, i);

      if (!atlas_date_range_contains (days, session->on))
        continue;
      if (atlas_codes_find (PRESENT, session->code) != NULL)
        count.present++;
      else if (atlas_codes_find (AGREED, session->code) != NULL)
        count.agreed++;
      else if (atlas_codes_find (NOT_AGREED, session->code) != NULL)
        count.not_agreed++;
      else
        count.not_counted++;
    }

  return count;
}

/**
 * atlas_attendance_possible:
 * @count: sessions of a child
 *
 * Returns: at how many of them the child could have been there
 */
guint
atlas_attendance_possible (const AtlasAttendanceCount *count)
{
  return count->present + count->agreed + count->not_agreed;
}

/**
 * atlas_attendance_rate:
 * @count: sessions of a child, at least one of them possible
 *
 * Returns: the part of the possible sessions at which the child was there, from 0 to 1
 */
double
atlas_attendance_rate (const AtlasAttendanceCount *count)
{
  guint possible = atlas_attendance_possible (count);

  g_return_val_if_fail (possible > 0, 0);

  return (double) count->present / possible;
}
