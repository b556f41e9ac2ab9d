/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "exchange/atlas-icalendar.h"

#include <string.h>

#include "base/atlas-error.h"
#include "base/atlas-id.h"
#include "records/atlas-records.h"

#define ON 20000 /* the day of an export; any will do */

static const AtlasIcalendarSettings county = { .establishment = NULL };

static GBytes *
calendar_of (const char *events)
{
  char *text = g_strconcat ("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n", events, "END:VCALENDAR\r\n",
                            NULL);

  return g_bytes_new_take (text, strlen (text));
}

static AtlasRecord *
range_new (const char *establishment,
           const char *kind,
           const char *from,
           const char *to,
           const char *note)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *id = atlas_id_new ();
  g_autoptr(json_t) fields = json_pack ("{s:s*, s:s, s:{s:s, s:s}, s:s*}",
                                        "establishment", establishment, "kind", kind,
                                        "days", "from", from, "to", to, "note", note);
  AtlasRecord *record = atlas_record_new (&atlas_calendar_range_type, id, 1, fields, &error);

  g_assert_no_error (error);
  return record;
}

static GPtrArray *
no_ranges (void)
{
  return g_ptr_array_new_with_free_func (g_object_unref);
}

static AtlasImport *
import_text (const char                   *events,
             const AtlasIcalendarSettings *settings,
             GPtrArray                    *present)
{
  g_autoptr(GBytes) bytes = calendar_of (events);
  g_autoptr(GPtrArray) none = no_ranges ();

  return atlas_icalendar_import ("days.ics", bytes, settings, present != NULL ? present : none);
}

static void
assert_refused (const char *events,
                guint       line,
                const char *reason)
{
  g_autoptr(AtlasImport) import = import_text (events, &county, NULL);
  const AtlasImportRow *row = NULL;

  for (guint i = 0; i < atlas_import_n_rows (import) && row == NULL; i++)
    if (atlas_import_get_row (import, i)->state == ATLAS_ROW_REFUSED)
      row = atlas_import_get_row (import, i);

  g_assert_nonnull (row);
  g_assert_cmpuint (row->line, ==, line);
  g_assert_nonnull (strstr (row->reason, reason));
}

static void
assert_counts (AtlasImport *import,
               guint        n_new,
               guint        n_changed,
               guint        n_same,
               guint        n_removed)
{
  g_assert_cmpuint (atlas_import_count (import, ATLAS_ROW_NEW), ==, n_new);
  g_assert_cmpuint (atlas_import_count (import, ATLAS_ROW_CHANGED), ==, n_changed);
  g_assert_cmpuint (atlas_import_count (import, ATLAS_ROW_SAME), ==, n_same);
  g_assert_cmpuint (atlas_import_count (import, ATLAS_ROW_REMOVED), ==, n_removed);
  g_assert_cmpuint (atlas_import_count (import, ATLAS_ROW_REFUSED), ==, 0);
}

#define EVENT(start, end, rest) \
  "BEGIN:VEVENT\r\nUID:" start "\r\nDTSTART;VALUE=DATE:" start "\r\nDTEND;VALUE=DATE:" end "\r\n" \
  rest "END:VEVENT\r\n"

static void
test_end_is_the_day_after (void)
{
  g_autoptr(AtlasImport) import = import_text (
    EVENT ("20260903", "20261024", "SUMMARY:Autumn\r\nCATEGORIES:TERM\r\n"), &county, NULL);
  const AtlasImportRow *row = atlas_import_get_row (import, 0);
  json_t *days = json_object_get (row->fields, "days");

  assert_counts (import, 1, 0, 0, 0);
  g_assert_cmpuint (row->line, ==, 3);
  g_assert_cmpstr (atlas_json_string (row->fields, "kind"), ==, "term");
  g_assert_cmpstr (atlas_json_string (row->fields, "note"), ==, "Autumn");
  g_assert_cmpstr (atlas_json_string (days, "from"), ==, "2026-09-03");
  g_assert_cmpstr (atlas_json_string (days, "to"), ==, "2026-10-23");
}

/* Folded lines, lower case, line feeds alone, a length, no end, more categories: all may be. */
static void
test_forms_that_others_write (void)
{
  g_autoptr(AtlasImport) import = import_text (
    "begin:vevent\nDTSTART;VALUE=DATE:20261102\nCATEGORIES:School,in\n set\nEND:VEVENT\n"
    "BEGIN:VEVENT\nDTSTART;VALUE=DATE:20261026\nDURATION:P1W\nCATEGORIES:HALF-TERM\n"
    "BEGIN:VALARM\nACTION:DISPLAY\nTRIGGER:-P1D\nEND:VALARM\nEND:VEVENT\n"
    "BEGIN:VTODO\nDUE;VALUE=DATE:20261026\nEND:VTODO\n", &county, NULL);
  const AtlasImportRow *inset = atlas_import_get_row (import, 0);
  const AtlasImportRow *half_term = atlas_import_get_row (import, 1);

  assert_counts (import, 2, 0, 0, 0);
  g_assert_cmpstr (atlas_json_string (inset->fields, "kind"), ==, "inset");
  g_assert_cmpstr (atlas_json_string (json_object_get (inset->fields, "days"), "to"), ==,
                   "2026-11-02");
  g_assert_cmpstr (atlas_json_string (json_object_get (half_term->fields, "days"), "to"), ==,
                   "2026-11-01");
}

static void
test_what_cannot_be_is_refused_with_line_and_reason (void)
{
  assert_refused ("BEGIN:VEVENT\r\nDTSTART:20261102T090000Z\r\nCATEGORIES:INSET\r\nEND:VEVENT\r\n",
                  3, "time of day");
  assert_refused (EVENT ("20261102", "20261103", "CATEGORIES:INSET\r\nRRULE:FREQ=YEARLY\r\n"), 3,
                  "recurs");
  assert_refused (EVENT ("20261102", "20261103", "SUMMARY:INSET\r\n"), 3, "no category");
  assert_refused (EVENT ("20261102", "20261103", "CATEGORIES:INSET,TERM\r\n"), 3, "two kinds");
  assert_refused (EVENT ("20261102", "20261102", "CATEGORIES:INSET\r\n"), 3, "before it begins");
  assert_refused (EVENT ("20261102", "20291102", "CATEGORIES:TERM\r\n"), 3, "longer than a year");
  assert_refused (EVENT ("20261102", "20261103", "CATEGORIES:INSET\r\nSTATUS:CANCELLED\r\n"), 3,
                  "cancelled");
  assert_refused ("BEGIN:VEVENT\r\nCATEGORIES:INSET\r\nEND:VEVENT\r\n", 3, "first day");
  assert_refused (EVENT ("20261340", "20261341", "CATEGORIES:INSET\r\n"), 3, "first day");
  assert_refused (EVENT ("10001102", "10001103", "CATEGORIES:INSET\r\n"), 3, "first day");
  assert_refused ("BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20261102\r\nDURATION:PT5H\r\n"
                  "CATEGORIES:INSET\r\nEND:VEVENT\r\n", 3, "number of days");
  assert_refused (EVENT ("20261102", "20261103", "CATEGORIES:INSET\r\n")
                  EVENT ("20261102", "20261103", "CATEGORIES:INSET\r\n"), 9, "line 3");
  assert_refused ("BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20261102\r\n", 3, "no end");
  assert_refused ("BEGIN:VEVENT\r\nEND:VALARM\r\nEND:VEVENT\r\n", 3, "cannot be read");
  assert_refused ("BEGIN:VEVENT\r\nBEGIN:VALARM\r\nEND:VEVENT\r\n", 3, "cannot be read");
}

static void
assert_file_refused (const char *data,
                     gsize       size,
                     guint       line,
                     const char *reason)
{
  g_autoptr(GBytes) bytes = g_bytes_new (data, size);
  g_autoptr(GPtrArray) present = no_ranges ();
  g_autoptr(AtlasImport) import = NULL;
  const AtlasImportRow *row;

  g_ptr_array_add (present, range_new (NULL, "term", "2026-09-03", "2026-12-18", NULL));
  import = atlas_icalendar_import ("days.ics", bytes, &county, present);
  g_assert_cmpuint (atlas_import_n_rows (import), ==, 1);
  row = atlas_import_get_row (import, 0);
  g_assert_cmpint (row->state, ==, ATLAS_ROW_REFUSED);
  g_assert_cmpuint (row->line, ==, line);
  g_assert_nonnull (strstr (row->reason, reason));
}

static void
test_a_file_that_is_none_changes_nothing (void)
{
  static const char latin[] = "BEGIN:VCALENDAR\nX:1\nSUMMARY:caf\xe9\nEND:VCALENDAR\n";
  static const char nul[] = "BEGIN:VCALENDAR\n\0\n";
  gsize size = ATLAS_ICALENDAR_BYTES_MAX + 1;
  g_autofree char *huge = g_strnfill (size, 'x');
  g_autofree char *long_event = g_strnfill (100000, 'x');
  g_autofree char *events = g_strconcat ("BEGIN:VEVENT\r\nSUMMARY:", long_event,
                                         "\r\nEND:VEVENT\r\n", NULL);

  assert_file_refused ("", 0, 1, "begin");
  assert_file_refused ("BEGIN", 5, 1, "begin");
  assert_file_refused ("date,kind\n", 10, 1, "begin");
  assert_file_refused (latin, sizeof latin - 1, 3, "UTF-8");
  assert_file_refused (nul, sizeof nul - 1, 2, "UTF-8");
  assert_file_refused (huge, size, 1, "longer");
  assert_refused (events, 3, "longer than 64 KiB");
}

static GPtrArray *
present_year (void)
{
  GPtrArray *present = no_ranges ();

  g_ptr_array_add (present, range_new (NULL, "term", "2025-09-02", "2025-12-19", NULL));
  g_ptr_array_add (present, range_new (NULL, "term", "2026-09-03", "2026-12-18", NULL));
  g_ptr_array_add (present, range_new (NULL, "half-term", "2026-10-26", "2026-10-30", NULL));
  g_ptr_array_add (present, range_new (NULL, "bank-holiday", "2027-05-03", "2027-05-03", "May"));
  g_ptr_array_add (present, range_new ("0190b5a0-0000-7000-8000-000000000001", "inset",
                                       "2026-11-02", "2026-11-02", NULL));
  return present;
}

static void
test_an_import_replaces_the_years_that_it_touches (void)
{
  g_autoptr(GPtrArray) present = present_year ();
  g_autoptr(AtlasImport) import = import_text (
    EVENT ("20260903", "20261219", "CATEGORIES:TERM\r\nSUMMARY:Autumn\r\n")
    EVENT ("20270104", "20270326", "CATEGORIES:TERM\r\n"), &county, present);

  /* The half-term goes; last year, the bank holiday and the school's INSET day stay. */
  assert_counts (import, 1, 1, 0, 1);
  g_assert_cmpstr (atlas_import_get_row (import, 2)->id, ==,
                   atlas_record_get_id (g_ptr_array_index (present, 2)));
}

static void
test_bank_holidays_replace_bank_holidays (void)
{
  const AtlasIcalendarSettings bank = {
    .has_kind = TRUE, .kind = ATLAS_CALENDAR_BANK_HOLIDAY,
  };
  g_autoptr(GPtrArray) present = present_year ();
  g_autoptr(AtlasImport) import = import_text (
    EVENT ("20270531", "20270601", "SUMMARY:Spring bank holiday\r\n"), &bank, present);

  assert_counts (import, 1, 0, 0, 1);
  g_assert_cmpstr (atlas_import_get_row (import, 1)->id, ==,
                   atlas_record_get_id (g_ptr_array_index (present, 3)));
}

static void
test_a_school_replaces_its_own_days (void)
{
  const AtlasIcalendarSettings school = {
    .establishment = "0190b5a0-0000-7000-8000-000000000001",
  };
  g_autoptr(GPtrArray) present = present_year ();
  g_autoptr(AtlasImport) import = import_text (
    EVENT ("20261021", "20261022", "CATEGORIES:INSET\r\n"), &school, present);

  assert_counts (import, 1, 0, 0, 1);
  g_assert_cmpstr (atlas_json_string (atlas_import_get_row (import, 0)->fields, "establishment"),
                   ==, school.establishment);
  g_assert_cmpstr (atlas_import_get_row (import, 1)->id, ==,
                   atlas_record_get_id (g_ptr_array_index (present, 4)));
}

static void
test_what_is_written_is_read_back_the_same (void)
{
  g_autoptr(GPtrArray) present = present_year ();
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(GBytes) again = NULL;
  g_autoptr(AtlasImport) import = NULL;

  g_ptr_array_add (present, range_new (NULL, "closure", "2027-01-12", "2027-01-13",
                                       "Snow, ice; and \\ more\nthan that"));
  bytes = atlas_icalendar_export (present, NULL, "Hertfordshire", ON);
  g_assert_nonnull (strstr (g_bytes_get_data (bytes, NULL), "DTSTAMP:20241004T000000Z\r\n"));
  import = atlas_icalendar_import ("days.ics", bytes, &county, present);
  assert_counts (import, 0, 0, 5, 0);

  again = atlas_icalendar_export (present, NULL, "Hertfordshire", ON);
  g_assert_true (g_bytes_equal (bytes, again));
}

static void
test_sets_do_what_the_rows_say (void)
{
  g_autoptr(GPtrArray) present = present_year ();
  g_autoptr(AtlasImport) import = import_text (
    EVENT ("20260903", "20261219", "CATEGORIES:TERM\r\n")
    EVENT ("20270104", "20270326", "CATEGORIES:TERM\r\n"), &county, present);
  g_autoptr(GPtrArray) sets = atlas_import_make_sets (import, "Import");

  assert_counts (import, 1, 0, 1, 1);
  g_assert_cmpuint (sets->len, ==, 1);
  g_assert_cmpuint (atlas_change_set_n_ops (g_ptr_array_index (sets, 0)), ==, 2);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/icalendar/end-is-the-day-after", test_end_is_the_day_after);
  g_test_add_func ("/icalendar/forms-that-others-write", test_forms_that_others_write);
  g_test_add_func ("/icalendar/what-cannot-be-is-refused-with-line-and-reason",
                   test_what_cannot_be_is_refused_with_line_and_reason);
  g_test_add_func ("/icalendar/a-file-that-is-none-changes-nothing",
                   test_a_file_that_is_none_changes_nothing);
  g_test_add_func ("/icalendar/an-import-replaces-the-years-that-it-touches",
                   test_an_import_replaces_the_years_that_it_touches);
  g_test_add_func ("/icalendar/bank-holidays-replace-bank-holidays",
                   test_bank_holidays_replace_bank_holidays);
  g_test_add_func ("/icalendar/a-school-replaces-its-own-days",
                   test_a_school_replaces_its_own_days);
  g_test_add_func ("/icalendar/what-is-written-is-read-back-the-same",
                   test_what_is_written_is_read_back_the_same);
  g_test_add_func ("/icalendar/sets-do-what-the-rows-say", test_sets_do_what_the_rows_say);

  return g_test_run ();
}
