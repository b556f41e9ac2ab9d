/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A child's case out of a few words, and the clocks that it has. */
#pragma once

#include "base/atlas-id.h"
#include "calendar/synthetic-year.h"
#include "rules/atlas-clocks.h"

#define CASE_CHILD    "01900000-0000-7000-8000-000000000001"
#define CASE_SCHOOL   "01900000-0000-7000-8000-000000000002"
#define CASE_OTHER    "01900000-0000-7000-8000-000000000003"
#define CASE_REFERRAL "01900000-0000-7000-8000-000000000004"

static inline AtlasDate
day (const char *text)
{
  return atlas_date_parse (text);
}

static inline AtlasRecord *
make_record (const char *type,
             const char *id,
             json_t     *fields)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(json_t) owned = fields;
  g_autofree char *made = id != NULL ? g_strdup (id) : atlas_id_new ();
  AtlasRecord *record;

  g_assert_nonnull (fields);
  if (atlas_type_field (atlas_type_find (type), "child") != NULL)
    json_object_set_new (fields, "child", json_string (CASE_CHILD));
  record = atlas_record_new (atlas_type_find (type), made, 0, fields, &error);
  g_assert_no_error (error);

  return record;
}

/* Takes @fields. */
static inline void
put (AtlasCase  *file,
     const char *type,
     const char *id,
     json_t     *fields)
{
  g_autoptr(AtlasRecord) record = make_record (type, id, fields);

  g_assert_true (atlas_case_add (file, record));
}

static inline AtlasCase *
file_of_child (const char *born,
               const char *care)
{
  AtlasCase *file = atlas_case_new ();

  put (file, "child", CASE_CHILD, json_pack ("{s:s, s:s, s:s}", "born", born, "care", care,
                                             "establishment", CASE_SCHOOL));

  return file;
}

static inline AtlasCalendar *
one_calendar (const char *establishment,
              gpointer    data)
{
  return data;
}

static inline AtlasClockSetting
setting_on (AtlasCalendar *calendar,
            const char    *on)
{
  return (AtlasClockSetting) { .on = day (on), .calendar_of = one_calendar, .data = calendar };
}

/* The clock of an id; %FALSE when it does not run. */
static inline gboolean
find_clock (const AtlasCase         *file,
            const AtlasClockSetting *setting,
            const char              *id,
            AtlasClock              *clock)
{
  g_autoptr(GArray) clocks = atlas_clocks_run (file, setting);

  for (guint i = 0; i < clocks->len; i++)
    {
      *clock = g_array_index (clocks, AtlasCaseClock, i).clock;
      if (g_str_equal (clock->rule->id, id))
        return TRUE;
    }

  return FALSE;
}

/* @expected is the state's code and the due day, "due 2026-11-18", or "none". */
static inline void
assert_clock (const AtlasCase *file,
              const char      *on,
              const char      *id,
              const char      *expected)
{
  g_autoptr(AtlasCalendar) calendar = synthetic_calendar (TRUE);
  AtlasClockSetting setting = setting_on (calendar, on);
  g_autofree char *due = NULL;
  g_autofree char *found = NULL;
  AtlasClock clock = { 0 };

  if (find_clock (file, &setting, id, &clock))
    {
      due = atlas_date_format (clock.due);
      found = g_strdup_printf ("%s %s", atlas_clock_state_to_code (clock.state), due);
    }

  g_assert_cmpstr (found != NULL ? found : "none", ==, expected);
}
