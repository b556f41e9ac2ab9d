/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "exchange/atlas-calendar-edit.h"

#include "base/atlas-id.h"
#include "records/atlas-records.h"

#define SCHOOL "0190b5a0-0000-7000-8000-000000000001"

static AtlasDate
day (const char *text)
{
  AtlasDate date = atlas_date_parse (text);

  g_assert_cmpint (date, !=, ATLAS_DATE_NONE);
  return date;
}

static void
add (GPtrArray  *ranges,
     const char *establishment,
     const char *kind,
     const char *from,
     const char *to)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *id = atlas_id_new ();
  g_autoptr(json_t) fields = json_pack ("{s:s*, s:s, s:{s:s, s:s}}", "establishment", establishment,
                                        "kind", kind, "days", "from", from, "to", to);

  g_ptr_array_add (ranges, atlas_record_new (&atlas_calendar_range_type, id, 1, fields, &error));
  g_assert_no_error (error);
}

static GPtrArray *
autumn (void)
{
  GPtrArray *ranges = g_ptr_array_new_with_free_func (g_object_unref);

  add (ranges, NULL, "term", "2026-09-03", "2026-12-18");
  add (ranges, NULL, "half-term", "2026-10-26", "2026-10-30");
  add (ranges, SCHOOL, "inset", "2026-11-02", "2026-11-02");
  return ranges;
}

/* What the days are once the edit is made, for that school or for the county. */
static AtlasCalendar *
edited (const char *establishment,
        const char *from,
        const char *to,
        AtlasClosed become,
        guint      *n_sets)
{
  g_autoptr(GPtrArray) present = autumn ();
  const AtlasCalendarEdit edit = { establishment, { day (from), day (to) }, become, NULL };
  g_autoptr(AtlasImport) import = atlas_calendar_edit (&edit, present);
  g_autoptr(GPtrArray) sets = atlas_import_make_sets (import, "Edit");
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) after = atlas_import_make_after (import, &atlas_calendar_range_type,
                                                        present, &error);
  g_autoptr(GArray) days = g_array_new (FALSE, FALSE, sizeof (AtlasCalendarDayRange));

  g_assert_no_error (error);
  g_assert_cmpuint (atlas_import_count (import, ATLAS_ROW_REFUSED), ==, 0);
  for (guint i = 0; i < after->len; i++)
    {
      AtlasCalendarRange *range = g_ptr_array_index (after, i);
      AtlasCalendarDayRange one = { .days = range->days, .is_county = TRUE };

      g_assert_true (atlas_calendar_kind_parse (range->kind, &one.kind));
      if (range->establishment == NULL || establishment != NULL)
        g_array_append_val (days, one);
    }

  *n_sets = sets->len;
  return atlas_calendar_new ((AtlasCalendarDayRange *) (gpointer) days->data, days->len);
}

static void
assert_closed (AtlasCalendar *calendar,
               const char    *date,
               AtlasClosed    why)
{
  g_assert_cmpint (atlas_calendar_why_closed (calendar, day (date), NULL), ==, why);
}

static void
test_an_inset_day_is_entered (void)
{
  guint n_sets;
  g_autoptr(AtlasCalendar) calendar = edited (SCHOOL, "2026-10-21", "2026-10-22",
                                              ATLAS_CLOSED_INSET, &n_sets);

  g_assert_cmpuint (n_sets, ==, 1);
  assert_closed (calendar, "2026-10-20", ATLAS_CLOSED_NOT);
  assert_closed (calendar, "2026-10-21", ATLAS_CLOSED_INSET);
  assert_closed (calendar, "2026-10-22", ATLAS_CLOSED_INSET);
  assert_closed (calendar, "2026-10-23", ATLAS_CLOSED_NOT);
  assert_closed (calendar, "2026-11-02", ATLAS_CLOSED_INSET);
}

static void
test_part_of_a_half_term_opens (void)
{
  guint n_sets;
  g_autoptr(AtlasCalendar) calendar = edited (NULL, "2026-10-27", "2026-10-28", ATLAS_CLOSED_NOT,
                                              &n_sets);

  assert_closed (calendar, "2026-10-26", ATLAS_CLOSED_HALF_TERM);
  assert_closed (calendar, "2026-10-27", ATLAS_CLOSED_NOT);
  assert_closed (calendar, "2026-10-28", ATLAS_CLOSED_NOT);
  assert_closed (calendar, "2026-10-29", ATLAS_CLOSED_HALF_TERM);
}

static void
test_one_kind_takes_the_place_of_another (void)
{
  guint n_sets;
  g_autoptr(AtlasCalendar) calendar = edited (NULL, "2026-10-29", "2026-11-03",
                                              ATLAS_CLOSED_CLOSURE, &n_sets);

  assert_closed (calendar, "2026-10-28", ATLAS_CLOSED_HALF_TERM);
  assert_closed (calendar, "2026-10-29", ATLAS_CLOSED_CLOSURE);
  assert_closed (calendar, "2026-11-03", ATLAS_CLOSED_CLOSURE);
}

static void
test_a_school_cannot_open_what_the_county_closes (void)
{
  guint n_sets;
  g_autoptr(AtlasCalendar) calendar = edited (SCHOOL, "2026-10-30", "2026-11-02",
                                              ATLAS_CLOSED_NOT, &n_sets);

  g_assert_cmpuint (n_sets, ==, 1);
  assert_closed (calendar, "2026-10-30", ATLAS_CLOSED_HALF_TERM);
  assert_closed (calendar, "2026-11-02", ATLAS_CLOSED_NOT);
}

static void
test_a_term_grows_and_shrinks (void)
{
  guint n_sets;
  g_autoptr(AtlasCalendar) longer = edited (NULL, "2026-12-17", "2026-12-22", ATLAS_CLOSED_NOT,
                                            &n_sets);
  g_autoptr(AtlasCalendar) shorter = edited (NULL, "2026-12-17", "2026-12-22",
                                             ATLAS_CLOSED_OUT_OF_TERM, &n_sets);

  assert_closed (longer, "2026-12-22", ATLAS_CLOSED_NOT);
  assert_closed (longer, "2026-12-23", ATLAS_CLOSED_OUT_OF_TERM);
  assert_closed (shorter, "2026-12-16", ATLAS_CLOSED_NOT);
  assert_closed (shorter, "2026-12-17", ATLAS_CLOSED_OUT_OF_TERM);
}

static void
test_what_is_so_already_changes_nothing (void)
{
  guint n_sets;
  g_autoptr(AtlasCalendar) open = edited (NULL, "2026-10-20", "2026-10-21", ATLAS_CLOSED_NOT,
                                          &n_sets);
  g_autoptr(AtlasCalendar) inset = NULL;

  g_assert_cmpuint (n_sets, ==, 0);
  inset = edited (SCHOOL, "2026-11-02", "2026-11-02", ATLAS_CLOSED_INSET, &n_sets);
  g_assert_cmpuint (n_sets, ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/calendar-edit/an-inset-day-is-entered", test_an_inset_day_is_entered);
  g_test_add_func ("/calendar-edit/part-of-a-half-term-opens", test_part_of_a_half_term_opens);
  g_test_add_func ("/calendar-edit/one-kind-takes-the-place-of-another",
                   test_one_kind_takes_the_place_of_another);
  g_test_add_func ("/calendar-edit/a-school-cannot-open-what-the-county-closes",
                   test_a_school_cannot_open_what_the_county_closes);
  g_test_add_func ("/calendar-edit/a-term-grows-and-shrinks", test_a_term_grows_and_shrinks);
  g_test_add_func ("/calendar-edit/what-is-so-already-changes-nothing",
                   test_what_is_so_already_changes_nothing);

  return g_test_run ();
}
