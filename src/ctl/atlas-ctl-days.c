/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-ctl"

#include "config.h"

#include "ctl/atlas-ctl.h"

#include <glib/gi18n.h>
#include <string.h>

#include "base/atlas-error.h"
#include "base/atlas-id.h"
#include "reports/atlas-clock-words.h"
#include "store/atlas-clock-book.h"

#define ANY_DAY G_MININT

static json_t *
date_to_json (AtlasDate date)
{
  g_autofree char *text = atlas_date_format (date);

  return date != ATLAS_DATE_NONE ? json_string (text) : json_null ();
}

static json_t *
count_to_json (const AtlasDayCount *count)
{
  json_t *days = json_array ();
  json_t *skipped = json_array ();

  for (guint i = 0; i < count->days->len; i++)
    json_array_append_new (days, date_to_json (g_array_index (count->days, AtlasDate, i)));

  for (guint i = 0; i < count->skipped->len; i++)
    {
      const AtlasSkippedDay *day = &g_array_index (count->skipped, AtlasSkippedDay, i);

      json_array_append_new (skipped, json_pack ("{s:o, s:s, s:s?}",
                                                 "date", date_to_json (day->date),
                                                 "why", atlas_closed_to_code (day->why),
                                                 "note", day->note));
    }

  return json_pack ("{s:o, s:o, s:b, s:o, s:o}", "first", date_to_json (count->first),
                    "due", date_to_json (count->due),
                    "provisional", count->provisional != ATLAS_PROVISIONAL_NOT,
                    "days", days, "skipped", skipped);
}

/* The days counted and those passed over, in one list as the calendar has them. */
static json_t *
count_to_rows (const AtlasDayCount *count)
{
  json_t *rows = json_array ();
  guint skipped = 0;

  for (guint i = 0; i <= count->days->len; i++)
    {
      AtlasDate day = i < count->days->len ? g_array_index (count->days, AtlasDate, i) : G_MAXINT32;

      for (; skipped < count->skipped->len; skipped++)
        {
          const AtlasSkippedDay *one = &g_array_index (count->skipped, AtlasSkippedDay, skipped);
          g_autofree char *why = NULL;

          if (one->date > day)
            break;
          why = atlas_words_closed (one->why, one->note);
          json_array_append_new (rows, json_pack ("{s:n, s:o, s:s}", "day", "date",
                                                  date_to_json (one->date), "why", why));
        }
      if (i < count->days->len)
        json_array_append_new (rows, json_pack ("{s:i, s:o}", "day", (int) i + 1,
                                                "date", date_to_json (day)));
    }

  return rows;
}

static AtlasCtlExit
print_count (AtlasCtl            *ctl,
             const AtlasDayCount *count)
{
  static const char * const columns[] = { "day", "date", "why", NULL };
  g_autoptr(json_t) object = NULL;
  AtlasCtlExit code;

  if (ctl->format == ATLAS_CTL_JSON)
    {
      object = count_to_json (count);
      return atlas_ctl_print (ctl, object, NULL, NULL);
    }

  object = json_pack ("{s:o}", "days", count_to_rows (count));
  code = atlas_ctl_print (ctl, object, "days", columns);
  if (code == ATLAS_CTL_DONE && ctl->format == ATLAS_CTL_TABLE &&
      count->provisional != ATLAS_PROVISIONAL_NOT)
    {
      g_autofree char *why = g_strconcat (atlas_words_provisional (count->provisional), "\n", NULL);

      return atlas_ctl_write (why) ? ATLAS_CTL_DONE : ATLAS_CTL_FAILURE;
    }

  return code;
}

/* A school is named by its id, by its key or by its route. */
AtlasRecord *
atlas_ctl_find_school (AtlasCtl   *ctl,
                       const char *name,
                       GError    **error)
{
  const char *slash = strrchr (name, '/');
  const char *key = slash != NULL ? slash + 1 : name;

  if (atlas_id_is_valid (key))
    return atlas_store_get (ctl->store, "establishment", key, error);

  return atlas_store_get_by_key (ctl->store, "establishment", key, error);
}

AtlasCtlExit
atlas_ctl_day6 (AtlasCtl *ctl,
                int       argc,
                char    **argv)
{
  g_autofree char *session_name = NULL;
  g_autofree char *school_name = NULL;
  const GOptionEntry entries[] = {
    { "session", 0, 0, G_OPTION_ARG_STRING, &session_name, N_("when in the day it began"),
      N_("am|pm") },
    { "establishment", 0, 0, G_OPTION_ARG_STRING, &school_name,
      N_("the school, whose INSET days count too"), N_("ID") },
    { NULL },
  };
  g_autoptr(AtlasCalendars) calendars = NULL;
  g_autoptr(AtlasRecord) school = NULL;
  g_autoptr(AtlasDayCount) count = NULL;
  AtlasDaySession session;
  AtlasDate date;
  GError *error = NULL;

  if (!atlas_ctl_parse (ctl, "DATE --session am|pm",
                        _("Counts the six school days of an exclusion that began on a day."),
                        entries, 1, 1, &argc, &argv))
    return ATLAS_CTL_USAGE;
  date = atlas_date_parse (argv[1]);
  if (date == ATLAS_DATE_NONE)
    return atlas_ctl_usage (_("A date is such as 2026-11-22, not “%s”"), argv[1]);
  if (!atlas_day_session_parse (session_name, &session))
    return atlas_ctl_usage (_("--session must be am or pm"));

  if (!atlas_ctl_open (ctl, ATLAS_STORE_READ_ONLY, &error) ||
      (school_name != NULL &&
       (school = atlas_ctl_find_school (ctl, school_name, &error)) == NULL) ||
      (calendars = atlas_calendars_new (ctl->store, &error)) == NULL)
    return atlas_ctl_fail (error);

  count = atlas_day6_count (atlas_calendars_get (calendars, school != NULL
                                                 ? atlas_record_get_id (school) : NULL),
                            date, session);

  return print_count (ctl, count);
}

static json_t *
clock_to_row (const AtlasClockLine *line)
{
  const AtlasClock *clock = &line->of.clock;
  g_autofree char *text = atlas_words_clock (clock);
  g_autofree char *source = atlas_words_clock_source (clock);
  g_autofree char *route = NULL;

  if (line->reference != NULL)
    route = g_strconcat ("referral/", line->reference, NULL);
  else if (line->provision != NULL)
    route = g_strconcat ("provision/", line->provision, NULL);

  return json_pack ("{s:s, s:s?, s:s, s:s, s:o, s:s, s:s, s:s}", "record", line->of.record,
                    "route", route, "clock", clock->rule->id,
                    "owed_by", atlas_owed_by_to_code (clock->rule->owed_by),
                    "due", date_to_json (clock->due),
                    "state", atlas_clock_state_to_code (clock->state),
                    "text", text, "source", source);
}

static gboolean
is_wanted (const AtlasClock *clock,
           int               due_within)
{
  if (due_within == ANY_DAY)
    return TRUE;

  return clock->due != ATLAS_DATE_NONE && clock->days_left <= due_within;
}

static AtlasCtlExit
print_clocks (AtlasCtl  *ctl,
              GPtrArray *found,
              int        due_within)
{
  static const char * const columns[] = {
    "record", "route", "clock", "owed_by", "due", "state", "text", "source", NULL,
  };
  g_autofree char *as_of = atlas_date_format (ctl->as_of);
  g_autoptr(json_t) object = NULL;
  json_t *rows = json_array ();

  for (guint i = 0; i < found->len; i++)
    {
      const AtlasClockLine *line = g_ptr_array_index (found, i);

      if (is_wanted (&line->of.clock, due_within))
        json_array_append_new (rows, clock_to_row (line));
    }
  object = json_pack ("{s:s, s:o}", "as_of", as_of, "clocks", rows);

  return atlas_ctl_print (ctl, object, "clocks",
                          ctl->format == ATLAS_CTL_TABLE ? columns + 1 : columns);
}

AtlasCtlExit
atlas_ctl_clocks (AtlasCtl *ctl,
                  int       argc,
                  char    **argv)
{
  int due_within = ANY_DAY;
  const GOptionEntry entries[] = {
    { "due-within", 0, 0, G_OPTION_ARG_INT, &due_within,
      N_("only those due within so many days of their own kind, and late ones"), "N" },
    { NULL },
  };
  g_autoptr(AtlasClockBook) book = atlas_clock_book_new ();
  g_autoptr(GPtrArray) found = NULL;
  AtlasClockFilter filter = { 0 };
  GError *error = NULL;

  if (!atlas_ctl_parse (ctl, "", _("Lists every running deadline, with its source."), entries, 0, 0,
                        &argc, &argv))
    return ATLAS_CTL_USAGE;
  if (due_within != ANY_DAY && due_within < 0)
    return atlas_ctl_usage (_("--due-within must be 0 or more"));

  if (!atlas_ctl_open (ctl, ATLAS_STORE_READ_ONLY, &error) ||
      !atlas_clock_book_update (book, ctl->store, ctl->as_of, &error))
    return atlas_ctl_fail (error);

  filter.scope = ctl->scope;
  found = atlas_clock_book_list (book, ctl->store, &filter, NULL, &error);
  if (found == NULL)
    return atlas_ctl_fail (error);

  return print_clocks (ctl, found, due_within);
}
