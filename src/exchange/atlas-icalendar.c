/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "exchange/atlas-icalendar.h"

#include <libical/ical.h>
#include <string.h>

#include "exchange/atlas-import-build.h"
#include "records/atlas-records.h"

#define BYTE_ORDER_MARK  "\xef\xbb\xbf"
#define FIRST_LINE       "BEGIN:VCALENDAR"
#define EVENT_BYTES_MAX  65536  /* protocol, section 3: record_bytes */
#define DAYS_MAX         366    /* a range longer than a year is a slip */
#define DAYS_A_WEEK      7
#define SEPTEMBER        9      /* an import replaces whole years from 1 September to 31 August */
#define YEAR_MIN         1900
#define YEAR_MAX         2199

/* By kind: the category in a file, and the summary of an event that has no note of its own. */
static const struct {
  const char *category;
  const char *summary;
} kinds[] = {
  [ATLAS_CALENDAR_TERM] = { "TERM", "Term" },
  [ATLAS_CALENDAR_HALF_TERM] = { "HALF-TERM", "Half-term" },
  [ATLAS_CALENDAR_INSET] = { "INSET", "INSET day" },
  [ATLAS_CALENDAR_CLOSURE] = { "CLOSURE", "Closed" },
  [ATLAS_CALENDAR_BANK_HOLIDAY] = { "BANK-HOLIDAY", "Bank holiday" },
};

/* A file being read. */
typedef struct {
  AtlasImport                  *import;
  const char                   *file;
  const AtlasIcalendarSettings *settings;
  GHashTable                   *present;    /* kind and days -> AtlasRecord (unowned) */
  GHashTable                   *lines;      /* kind and days -> the line that says so */
  GHashTable                   *years;      /* the years that the file touches */
  gboolean                      replaces[ATLAS_CALENDAR_N_KINDS];
} Reader;

/* What an event says. */
typedef struct {
  AtlasCalendarKind kind;
  AtlasDateRange    days;
  char             *note;
} Event;

static int
year_of (AtlasDate date)
{
  int year;
  int month;

  atlas_date_split (date, &year, &month, NULL);
  return month < SEPTEMBER ? year - 1 : year;
}

static char *
name_range (const char    *kind,
            AtlasDateRange days)
{
  return g_strdup_printf ("%s/%d/%d", kind, days.from, days.to);
}

static gboolean
is_theirs (const AtlasCalendarRange *range,
           const char               *establishment)
{
  return g_strcmp0 (range->establishment, establishment) == 0;
}

static void
G_GNUC_PRINTF (3,
               4)
refuse (Reader     *reader,
        guint line,
        const char *format,
        ...)
{
  g_autofree char *reason = NULL;
  va_list args;

  va_start (args, format);
  reason = g_strdup_vprintf (format, args);
  va_end (args);
  atlas_import_refuse (reader->import, &atlas_calendar_range_type, reader->file, line, "%s",
                       reason);
}

static AtlasDate
date_from_ical (icaltimetype time)
{
  if (!time.is_date || time.year < YEAR_MIN || time.year > YEAR_MAX)
    return ATLAS_DATE_NONE;

  return atlas_date_new (time.year, time.month, time.day);
}

static gboolean
has_property (icalcomponent    *component,
              icalproperty_kind kind)
{
  return icalcomponent_get_first_property (component, kind) != NULL;
}

/* Finds the last day; the end of an all-day event is the day after it: RFC 5545 3.6.1. */
static const char *
read_last_day (icalcomponent *component,
               Event         *event)
{
  icalproperty *end = icalcomponent_get_first_property (component, ICAL_DTEND_PROPERTY);
  icalproperty *length = icalcomponent_get_first_property (component, ICAL_DURATION_PROPERTY);
  struct icaldurationtype duration;
  AtlasDate after;

  if (end != NULL)
    {
      after = date_from_ical (icalproperty_get_dtend (end));
      if (after == ATLAS_DATE_NONE)
        return "its end is not a date";
    }
  else if (length != NULL)
    {
      duration = icalproperty_get_duration (length);
      if (duration.is_neg || duration.hours != 0 || duration.minutes != 0 ||
          duration.seconds != 0 || duration.weeks > DAYS_MAX || duration.days > DAYS_MAX)
        return "its length is not a number of days";
      after = event->days.from + (AtlasDate) (duration.weeks * DAYS_A_WEEK + duration.days);
    }
  else
    {
      after = event->days.from + 1;
    }

  if (after <= event->days.from)
    return "it ends before it begins";
  if (after - event->days.from > DAYS_MAX)
    return "it lasts longer than a year";

  event->days.to = after - 1;
  return NULL;
}

static const char *
read_days (icalcomponent *component,
           Event         *event)
{
  icalproperty *start = icalcomponent_get_first_property (component, ICAL_DTSTART_PROPERTY);
  icaltimetype time;

  if (start == NULL)
    return "it has no first day that can be read";
  time = icalproperty_get_dtstart (start);
  if (!time.is_date && !icaltime_is_null_time (time))
    return "it has a time of day: only whole days are read";

  event->days.from = date_from_ical (time);
  if (event->days.from == ATLAS_DATE_NONE)
    return "its first day is no date between 1900 and 2199";
  if (has_property (component, ICAL_RRULE_PROPERTY) ||
      has_property (component, ICAL_RDATE_PROPERTY) ||
      has_property (component, ICAL_RECURRENCEID_PROPERTY))
    return "it recurs: give every day its own event";
  if (icalcomponent_get_status (component) == ICAL_STATUS_CANCELLED)
    return "it is cancelled";

  return read_last_day (component, event);
}

static int
find_category (const char *text)
{
  for (int kind = 0; kind < ATLAS_CALENDAR_N_KINDS; kind++)
    if (g_ascii_strcasecmp (kinds[kind].category, text) == 0)
      return kind;

  return -1;
}

static const char *
read_kind (icalcomponent                *component,
           const AtlasIcalendarSettings *settings,
           Event                        *event)
{
  icalproperty *property;
  int found = -1;

  for (property = icalcomponent_get_first_property (component, ICAL_CATEGORIES_PROPERTY);
       property != NULL;
       property = icalcomponent_get_next_property (component, ICAL_CATEGORIES_PROPERTY))
    {
      const char *value = icalproperty_get_categories (property);
      g_auto(GStrv) words = g_strsplit (value != NULL ? value : "", ",", -1);

      for (char **word = words; *word != NULL; word++)
        {
          int kind = find_category (g_strstrip (*word));

          if (kind >= 0 && found >= 0 && kind != found)
            return "its categories name two kinds of day";
          found = MAX (found, kind);
        }
    }

  if (found < 0 && !settings->has_kind)
    return "it has no category TERM, HALF-TERM, INSET, CLOSURE or BANK-HOLIDAY";

  event->kind = found >= 0 ? (AtlasCalendarKind) found : settings->kind;
  return NULL;
}

static void
read_note (icalcomponent *component,
           Event         *event)
{
  const char *summary = icalcomponent_get_summary (component);

  event->note = g_strstrip (g_strdup (summary != NULL ? summary : ""));
  if (*event->note == '\0' || g_ascii_strcasecmp (event->note, kinds[event->kind].summary) == 0)
    g_clear_pointer (&event->note, g_free);
}

static json_t *
event_to_fields (const Reader *reader,
                 const Event  *event)
{
  g_autofree char *from = atlas_date_format (event->days.from);
  g_autofree char *to = atlas_date_format (event->days.to);

  return json_pack ("{s:s, s:s?, s:{s:s, s:s}, s:s?}",
                    "kind", atlas_calendar_kind_to_code (event->kind),
                    "establishment", reader->settings->establishment,
                    "days", "from", from, "to", to, "note", event->note);
}

static void
take_event (Reader      *reader,
            guint        line,
            const Event *event)
{
  g_autofree char *name = name_range (atlas_calendar_kind_to_code (event->kind), event->days);
  guint earlier = GPOINTER_TO_UINT (g_hash_table_lookup (reader->lines, name));
  AtlasRecord *present = g_hash_table_lookup (reader->present, name);

  if (earlier != 0)
    {
      refuse (reader, line, "it says the same as the event on line %u", earlier);
      return;
    }

  atlas_import_add_fields (reader->import, &atlas_calendar_range_type, reader->file, line,
                           event_to_fields (reader, event), present);
  for (int year = year_of (event->days.from); year <= year_of (event->days.to); year++)
    g_hash_table_add (reader->years, GINT_TO_POINTER (year));
  reader->replaces[event->kind] = TRUE;
  g_hash_table_insert (reader->lines, g_steal_pointer (&name), GUINT_TO_POINTER (line));
}

static gboolean
line_is (const char *line,
         gsize       length,
         const char *word)
{
  while (length > 0 && g_ascii_isspace (line[length - 1]))
    length--;

  return length == strlen (word) && g_ascii_strncasecmp (line, word, length) == 0;
}

/* Whether what begins in an event ends in it; else libical would complain to standard error. */
static gboolean
is_balanced (const char *text)
{
  int depth = 0;

  for (const char *line = text; line != NULL; line = strchr (line, '\n'))
    {
      line += *line == '\n';
      if (g_ascii_strncasecmp (line, "BEGIN:", strlen ("BEGIN:")) == 0)
        depth++;
      else if (g_ascii_strncasecmp (line, "END:", strlen ("END:")) == 0 && --depth <= 0)
        return depth == 0 && line_is (line, strlen (line), "END:VEVENT");
    }

  return FALSE;
}

static void
read_event (Reader     *reader,
            guint       line,
            const char *text)
{
  icalcomponent *component = is_balanced (text) ? icalparser_parse_string (text) : NULL;
  Event event = { .note = NULL };
  const char *fault = NULL;

  if (component == NULL || icalcomponent_isa (component) != ICAL_VEVENT_COMPONENT)
    fault = "it cannot be read as an event";
  if (fault == NULL)
    fault = read_days (component, &event);
  if (fault == NULL)
    fault = read_kind (component, reader->settings, &event);

  if (fault != NULL)
    {
      refuse (reader, line, "%s", fault);
    }
  else
    {
      read_note (component, &event);
      take_event (reader, line, &event);
    }

  g_free (event.note);
  if (component != NULL)
    icalcomponent_free (component);
}

/* Cuts out each event with its line, which libical would not tell. */
static void
read_events (Reader     *reader,
             const char *text,
             gsize       size)
{
  const char *end = text + size;
  const char *begin = NULL;
  guint begin_line = 0;
  guint line_number = 0;

  for (const char *line = text, *next = NULL; line < end; line = next)
    {
      const char *newline = memchr (line, '\n', (gsize) (end - line));

      next = newline != NULL ? newline + 1 : end;
      line_number++;
      if (line_is (line, (gsize) (next - line), "BEGIN:VEVENT"))
        {
          if (begin != NULL)
            refuse (reader, begin_line, "the event has no end");
          begin = line;
          begin_line = line_number;
        }
      else if (begin != NULL && line_is (line, (gsize) (next - line), "END:VEVENT"))
        {
          g_autofree char *event = g_strndup (begin, MIN ((gsize) (next - begin), EVENT_BYTES_MAX));

          if (next - begin > EVENT_BYTES_MAX)
            refuse (reader, begin_line, "the event is longer than %d KiB", EVENT_BYTES_MAX / 1024);
          else
            read_event (reader, begin_line, event);
          begin = NULL;
        }
    }

  if (begin != NULL)
    refuse (reader, begin_line, "the event has no end");
}

static guint
count_lines (const char *from,
             const char *to)
{
  guint n = 1;

  for (; from < to; from++)
    n += *from == '\n';

  return n;
}

static void
read_file (Reader *reader,
           GBytes *bytes)
{
  gsize size;
  const char *text = g_bytes_get_data (bytes, &size);
  const char *bad;

  if (size > ATLAS_ICALENDAR_BYTES_MAX)
    {
      refuse (reader, 1, "the file is longer than %d MiB",
              ATLAS_ICALENDAR_BYTES_MAX / (1024 * 1024));
      return;
    }
  if (!g_utf8_validate_len (text != NULL ? text : "", size, &bad))
    {
      refuse (reader, count_lines (text, bad), "the file is not UTF-8 from here on");
      return;
    }
  if (size >= strlen (BYTE_ORDER_MARK) && g_str_has_prefix (text, BYTE_ORDER_MARK))
    {
      text += strlen (BYTE_ORDER_MARK);
      size -= strlen (BYTE_ORDER_MARK);
    }
  if (size < strlen (FIRST_LINE) ||
      g_ascii_strncasecmp (text, FIRST_LINE, strlen (FIRST_LINE)) != 0)
    {
      refuse (reader, 1, "the file does not begin as an iCalendar file does");
      return;
    }

  read_events (reader, text, size);
}

static void
find_present (Reader    *reader,
              GPtrArray *present)
{
  for (guint i = 0; i < present->len; i++)
    {
      AtlasCalendarRange *range = g_ptr_array_index (present, i);

      if (is_theirs (range, reader->settings->establishment) && range->kind != NULL)
        g_hash_table_replace (reader->present, name_range (range->kind, range->days), range);
    }
}

/*
 * A file replaces the years that it touches. Bank holidays are the country's and mostly come by
 * themselves, so they go only for a file that has some; and one without categories of its own
 * speaks only of the kind that was said for it.
 */
static gboolean
is_replaced (const Reader             *reader,
             const AtlasCalendarRange *range)
{
  g_autofree char *name = name_range (range->kind, range->days);
  AtlasCalendarKind kind;

  if (!is_theirs (range, reader->settings->establishment) ||
      g_hash_table_contains (reader->lines, name) ||
      !atlas_calendar_kind_parse (range->kind, &kind) || range->days.from == ATLAS_DATE_NONE ||
      !g_hash_table_contains (reader->years, GINT_TO_POINTER (year_of (range->days.from))))
    return FALSE;

  return reader->replaces[kind] ||
         (kind != ATLAS_CALENDAR_BANK_HOLIDAY && !reader->settings->has_kind);
}

/**
 * atlas_icalendar_import:
 * @file: the file's name, for the report
 * @bytes: the file
 * @settings: whose days they are, and what those without a category are
 * @present: (element-type AtlasCalendarRange): every range of days that is there
 *
 * Reads all-day events with categories TERM, HALF-TERM, INSET, CLOSURE and BANK-HOLIDAY. What is
 * there of the same county or school, and begins in a school year (1 September to 31 August) that
 * the file touches, is removed unless the file says it again. Bank holidays are replaced only by
 * a file with bank holidays; and with a kind in @settings, only kinds that the file has.
 *
 * Source: RFC 5545.
 *
 * Returns: (transfer full): the import
 */
AtlasImport *
atlas_icalendar_import (const char                   *file,
                        GBytes                       *bytes,
                        const AtlasIcalendarSettings *settings,
                        GPtrArray                    *present)
{
  Reader reader = {
    .import = atlas_import_begin (NULL, NULL),
    .file = file,
    .settings = settings,
    .present = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
    .lines = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
    .years = g_hash_table_new (NULL, NULL),
  };

  icalerror_set_errors_are_fatal (0);
  find_present (&reader, present);
  read_file (&reader, bytes);
  for (guint i = 0; i < present->len; i++)
    if (is_replaced (&reader, g_ptr_array_index (present, i)))
      atlas_import_remove (reader.import, g_ptr_array_index (present, i));
  atlas_import_finish (reader.import);

  g_hash_table_unref (reader.present);
  g_hash_table_unref (reader.lines);
  g_hash_table_unref (reader.years);

  return reader.import;
}

static icaltimetype
date_to_ical (AtlasDate date)
{
  icaltimetype time = icaltime_null_date ();

  atlas_date_split (date, &time.year, &time.month, &time.day);
  return time;
}

static icalcomponent *
range_to_event (const AtlasCalendarRange *range,
                AtlasCalendarKind         kind,
                AtlasDate                 on)
{
  icalcomponent *event = icalcomponent_new (ICAL_VEVENT_COMPONENT);
  g_autofree char *uid = g_strconcat (atlas_record_get_id ((AtlasRecord *) range),
                                      "@provision-atlas", NULL);
  icaltimetype stamp = date_to_ical (on);

  stamp.is_date = 0;
  stamp.hour = stamp.minute = stamp.second = 0;
  stamp.zone = icaltimezone_get_utc_timezone ();
  icalcomponent_add_property (event, icalproperty_new_uid (uid));
  icalcomponent_add_property (event, icalproperty_new_dtstamp (stamp));
  icalcomponent_add_property (event, icalproperty_new_dtstart (date_to_ical (range->days.from)));
  icalcomponent_add_property (event, icalproperty_new_dtend (date_to_ical (range->days.to + 1)));
  icalcomponent_add_property (event, icalproperty_new_summary (range->note != NULL ? range->note
                                                               : kinds[kind].summary));
  icalcomponent_add_property (event, icalproperty_new_categories (kinds[kind].category));
  icalcomponent_add_property (event, icalproperty_new_transp (ICAL_TRANSP_TRANSPARENT));

  return event;
}

static int
compare_ranges (gconstpointer a,
                gconstpointer b)
{
  const AtlasCalendarRange *range_a = *(AtlasCalendarRange * const *) a;
  const AtlasCalendarRange *range_b = *(AtlasCalendarRange * const *) b;

  if (range_a->days.from != range_b->days.from)
    return range_a->days.from < range_b->days.from ? -1 : 1;
  if (range_a->days.to != range_b->days.to)
    return range_a->days.to < range_b->days.to ? 1 : -1;

  return strcmp (atlas_record_get_id ((AtlasRecord *) range_a),
                 atlas_record_get_id ((AtlasRecord *) range_b));
}

/**
 * atlas_icalendar_export:
 * @ranges: (element-type AtlasCalendarRange): ranges of days
 * @establishment: (nullable): id of the school whose own days are wanted; %NULL for the county's
 * @name: what the calendar is called
 * @on: the day of the export
 *
 * Writes the days of the county, or those of its own that a school has entered, so that
 * atlas_icalendar_import() and calendar programs read them.
 *
 * Source: RFC 5545.
 *
 * Returns: (transfer full): an iCalendar file
 */
GBytes *
atlas_icalendar_export (GPtrArray  *ranges,
                        const char *establishment,
                        const char *name,
                        AtlasDate   on)
{
  g_autoptr(GPtrArray) sorted = g_ptr_array_new ();
  icalcomponent *calendar = icalcomponent_new (ICAL_VCALENDAR_COMPONENT);
  icalproperty *title = icalproperty_new_x (name);
  char *text;

  icalcomponent_add_property (calendar, icalproperty_new_version ("2.0"));
  icalcomponent_add_property (calendar,
                              icalproperty_new_prodid ("-//provision-atlas//" PACKAGE_VERSION
                                                       "//EN"));
  icalproperty_set_x_name (title, "X-WR-CALNAME");
  icalcomponent_add_property (calendar, title);

  for (guint i = 0; i < ranges->len; i++)
    if (is_theirs (g_ptr_array_index (ranges, i), establishment))
      g_ptr_array_add (sorted, g_ptr_array_index (ranges, i));
  g_ptr_array_sort (sorted, compare_ranges);

  for (guint i = 0; i < sorted->len; i++)
    {
      const AtlasCalendarRange *range = g_ptr_array_index (sorted, i);
      AtlasCalendarKind kind;

      if (atlas_calendar_kind_parse (range->kind, &kind) && range->days.from != ATLAS_DATE_NONE &&
          range->days.to != ATLAS_DATE_NONE)
        icalcomponent_add_component (calendar, range_to_event (range, kind, on));
    }

  text = icalcomponent_as_ical_string_r (calendar);
  icalcomponent_free (calendar);

  return g_bytes_new_with_free_func (text, strlen (text), icalmemory_free_buffer, text);
}
