/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A child's case for tests of checks: records are written as JSON with single quotes. */
#pragma once

#include "base/atlas-id.h"
#include "rules/atlas-check.h"

#define CHILD    "00000000-0000-7000-8000-000000000001"
#define REFERRAL "00000000-0000-7000-8000-000000000002"
#define BARN     "00000000-0000-7000-8000-000000000003"
#define LINE     "00000000-0000-7000-8000-000000000004"
#define SCHOOL   "00000000-0000-7000-8000-000000000005"
#define OTHER    "00000000-0000-7000-8000-000000000006"
#define PANEL    "00000000-0000-7000-8000-000000000007"
#define MEETING  "00000000-0000-7000-8000-000000000008"
#define MOVE     "00000000-0000-7000-8000-000000000009"
#define WEEK     "00000000-0000-7000-8000-00000000000a"
#define STAY     "00000000-0000-7000-8000-00000000000b"
#define PLAN     "00000000-0000-7000-8000-00000000000c"
#define CONTRACT "00000000-0000-7000-8000-00000000000d"

typedef struct {
  AtlasCase       *file;
  AtlasBackground *background;
  AtlasCalendar   *calendar;
  const char      *thresholds[4];
  GPtrArray       *found;
} Fixture;

static inline void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  static const AtlasCalendarDayRange ranges[] = {
    { ATLAS_CALENDAR_TERM, { 20699, 20806 }, NULL, TRUE }, /* 3 September to 19 December 2026 */
  };

  fixture->file = atlas_case_new ();
  fixture->background = atlas_background_new ();
  fixture->calendar = atlas_calendar_new (ranges, G_N_ELEMENTS (ranges));
}

static inline void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  g_clear_pointer (&fixture->file, atlas_case_free);
  g_clear_pointer (&fixture->background, atlas_background_free);
  g_clear_pointer (&fixture->calendar, atlas_calendar_unref);
  g_clear_pointer (&fixture->found, g_ptr_array_unref);
}

static inline AtlasRecord *
make (const char *type,
      const char *id,
      const char *text)
{
  g_autofree char *new_id = atlas_id_new ();
  g_autofree char *quoted = g_strdelimit (g_strdup (text), "'", '"');
  g_autoptr(json_t) fields = json_loads (quoted, 0, NULL);
  g_autoptr(GError) error = NULL;
  AtlasRecord *record;

  g_assert_nonnull (fields);
  record = atlas_record_new (atlas_type_find (type), id != NULL ? id : new_id, 1, fields, &error);
  g_assert_no_error (error);

  return record;
}

/* Puts a record into the child's case. */
static inline void
add (Fixture    *fixture,
     const char *type,
     const char *id,
     const char *text)
{
  g_autoptr(AtlasRecord) record = make (type, id, text);

  g_assert_true (atlas_case_add (fixture->file, record));
}

/* Makes a record known that is not the child's. */
static inline void
know (Fixture    *fixture,
      const char *type,
      const char *id,
      const char *text)
{
  g_autoptr(AtlasRecord) record = make (type, id, text);

  atlas_background_add (fixture->background, record);
}

static inline const AtlasCheckFound *
pick (GPtrArray  *found,
      const char *check)
{
  const AtlasCheckFound *first = NULL;

  for (guint i = 0; i < found->len; i++)
    {
      const AtlasCheckFound *one = g_ptr_array_index (found, i);

      if (g_str_equal (one->rule->id, check))
        {
          g_assert_null (first);
          first = one;
        }
    }

  return first;
}

/* The one finding of a check in the child's case on a day, or %NULL. */
static inline const AtlasCheckFound *
look (Fixture    *fixture,
      const char *check,
      const char *on)
{
  AtlasCheckSettings settings = { NULL, fixture->thresholds };

  g_clear_pointer (&fixture->found, g_ptr_array_unref);
  fixture->found = atlas_checks_run (fixture->file, fixture->background, fixture->calendar,
                                     atlas_date_parse (on), &settings);

  return pick (fixture->found, check);
}

/* The one finding of a check in the barn's case on a day, or %NULL. */
static inline const AtlasCheckFound *
look_at_barn (Fixture    *fixture,
              const char *check,
              const char *on)
{
  const AtlasProvisionCase *barn = atlas_background_provision (fixture->background, BARN);
  AtlasCheckSettings settings = { NULL, fixture->thresholds };

  g_clear_pointer (&fixture->found, g_ptr_array_unref);
  fixture->found = atlas_checks_run_provision (barn, fixture->background, atlas_date_parse (on),
                                               &settings);

  return pick (fixture->found, check);
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)
