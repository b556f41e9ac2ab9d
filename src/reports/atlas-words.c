/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "reports/atlas-words.h"

#include <glib/gi18n-lib.h>

#include "rules/atlas-school-year.h"
#include "rules/atlas-waiting.h"

static char *
word_due (const AtlasClock *clock)
{
  if (clock->due <= clock->on)
    return g_strdup (_("Due today"));
  if (clock->due == clock->on + 1)
    return g_strdup (_("Due tomorrow"));
  if (clock->days_left <= 1)
    return g_strdup (_("Due on the next school day"));

  /* Where a weekend or a holiday lies between, days of which kind must be said. */
  if (clock->due - clock->on == clock->days_left)
    {
      /* Translators: how many days; none of them is a weekend or holiday. */
      return g_strdup_printf (ngettext ("Due in %d day", "Due in %d days", clock->days_left),
                              clock->days_left);
    }

  /* Translators: how many days on which the school meets. */
  return g_strdup_printf (ngettext ("Due in %d school day", "Due in %d school days",
                                    clock->days_left),
                          clock->days_left);
}

static gboolean
is_of_education (const AtlasClock *clock)
{
  return clock->rule == NULL || clock->rule->stop == ATLAS_STOP_EDUCATION_STARTED;
}

/* The year's suspensions are a sum of days, and no day on which something is due. */
static char *
word_sum (const AtlasClock *clock)
{
  /* Translators: days of suspension used, and the most there may be in a school year. */
  return g_strdup_printf (ngettext ("%d of %d day used", "%d of %d days used", clock->limit),
                          clock->limit - clock->days_left + clock->days_late, clock->limit);
}

static char *
word_late (const AtlasClock *clock)
{
  AtlasUnit unit = clock->rule != NULL ? clock->rule->unit : ATLAS_UNIT_SCHOOL_DAYS;
  int n = clock->days_late;

  /* A number that is not to be exceeded has no due day. */
  if (clock->due == ATLAS_DATE_NONE)
    return g_strdup (_("Exceeded"));

  switch (unit)
    {
    case ATLAS_UNIT_SCHOOL_DAYS:
    case ATLAS_UNIT_SESSIONS:
      /* Translators: how many school days have gone without education since the due day. */
      return g_strdup_printf (ngettext ("Late by %d school day", "Late by %d school days", n), n);
    case ATLAS_UNIT_WORKING_DAYS:
      return g_strdup_printf (ngettext ("Late by %d working day", "Late by %d working days", n), n);
    case ATLAS_UNIT_CALENDAR_DAYS:
    case ATLAS_UNIT_CALENDAR_MONTHS:
    case ATLAS_UNIT_REFERENCE_DATES:
    case ATLAS_UNIT_TERMS:
    default:
      return g_strdup_printf (ngettext ("Late by %d day", "Late by %d days", n), n);
    }
}

static char *
word_met (const AtlasClock *clock)
{
  g_autofree char *date = atlas_date_format_near (clock->met_on, clock->on);

  /* Translators: a date, "5 November". */
  if (!is_of_education (clock))
    return g_strdup_printf (_("Done %s"), date);

  /* Translators: a date, "5 November". */
  if (clock->days_late == 0)
    return g_strdup_printf (_("Education started %s"), date);

  /* Translators: a date, "5 November", and how many school days after the due day. */
  return g_strdup_printf (ngettext ("Education started %s, %d school day late",
                                    "Education started %s, %d school days late",
                                    clock->days_late),
                          date, clock->days_late);
}

static char *
word_unsure (const AtlasClock *clock)
{
  g_autofree char *date = atlas_date_format_near (clock->due, clock->on);

  if (clock->due == ATLAS_DATE_NONE)
    return g_strdup (_("Due day not known"));

  /* Translators: a date, "8 September"; the terms of that time are not entered. */
  return g_strdup_printf (_("Due about %s"), date);
}

/**
 * atlas_words_clock:
 * @clock: a clock as read on a date
 *
 * Says where a clock stands: "Due tomorrow", "Late by 3 school days". Whether that is provisional
 * is said apart, by atlas_words_provisional().
 *
 * Returns: (transfer full): the words
 */
char *
atlas_words_clock (const AtlasClock *clock)
{
  if (clock->rule != NULL && clock->rule->cause == ATLAS_CAUSE_SUSPENDED_IN_YEAR)
    return word_sum (clock);

  switch (clock->state)
    {
    case ATLAS_CLOCK_RUNNING:
    case ATLAS_CLOCK_DUE:
      return word_due (clock);
    case ATLAS_CLOCK_LATE:
      return word_late (clock);
    case ATLAS_CLOCK_MET:
      return word_met (clock);
    case ATLAS_CLOCK_PROVISIONAL:
      return word_unsure (clock);
    case ATLAS_CLOCK_NOT_RUNNING:
    default:
      return g_strdup (_("Nothing is due"));
    }
}

/**
 * atlas_words_trouble:
 * @trouble: why a store cannot be opened, read or written
 *
 * Says what happened, what is safe and what to do.
 *
 * Returns: (nullable): the sentences, or %NULL for what is not the store's trouble
 */
const char *
atlas_words_trouble (AtlasError trouble)
{
  static const struct {
    AtlasError  code;
    const char *words;
  } troubles[] = {
    { ATLAS_ERROR_DAMAGED,
      N_("The county’s file is damaged, or is none. Nothing has been changed in it, and what a "
         "server has received is safe there. Keep a copy for whoever repairs it; meanwhile "
         "another county can be opened.") },
    { ATLAS_ERROR_READ_ONLY,
      N_("The county’s folder cannot be written, which even reading needs, so that several "
         "programs can share it. Everything in it is safe. Whoever looks after this laptop can "
         "let you write there, or copy the folder to where you can.") },
    { ATLAS_ERROR_BUSY,
      N_("Another program is using this county. Nothing is lost. Wait until it has finished, or "
         "close it, then try again.") },
    { ATLAS_ERROR_NEWER_DATA,
      N_("This comes from a newer version of Provision Atlas. The file is untouched. Install the "
         "newer version, then try again.") },
    { ATLAS_ERROR_NO_SPACE,
      N_("The disk is full. What was saved before is safe; the last change was not saved. Free "
         "some space, then try again.") },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (troubles); i++)
    if (troubles[i].code == trouble)
      return _(troubles[i].words);

  return NULL;
}

/**
 * atlas_words_store_problem:
 * @error: why a store on a list of them cannot be read
 *
 * Says it in a line. Opening the store says more; see atlas_words_trouble().
 *
 * Returns: (transfer none): the words
 */
const char *
atlas_words_store_problem (const GError *error)
{
  static const struct {
    AtlasError  code;
    const char *words;
  } problems[] = {
    { ATLAS_ERROR_DAMAGED, N_("The file is damaged, or is none. It is left as it is.") },
    { ATLAS_ERROR_READ_ONLY, N_("The folder cannot be read or written here.") },
    { ATLAS_ERROR_BUSY, N_("Another program is using it. Try again when that has finished.") },
    { ATLAS_ERROR_NEWER_DATA, N_("It comes from a newer version of Provision Atlas. It is left as "
                                 "it is.") },
    { ATLAS_ERROR_CHANGED, N_("An older version made it. It is brought up to date when it is "
                              "opened.") },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (problems); i++)
    if (g_error_matches (error, ATLAS_ERROR, (int) problems[i].code))
      return _(problems[i].words);

  return _("It cannot be read. It is left as it is.");
}

/**
 * atlas_words_provisional:
 * @provisional: whether and why an answer may move
 *
 * Returns: (nullable) (transfer none): the words, or %NULL when the answer is firm
 */
const char *
atlas_words_provisional (AtlasProvisional provisional)
{
  switch (provisional)
    {
    case ATLAS_PROVISIONAL_NO_OWN_DAYS:
      return _("provisional: this school's INSET days are not entered");
    case ATLAS_PROVISIONAL_NO_TERMS:
      return _("provisional: the terms of that time are not entered");
    case ATLAS_PROVISIONAL_NO_BANK_HOLIDAYS:
      return _("provisional: the bank holidays of that time are not entered");
    case ATLAS_PROVISIONAL_NOT:
    default:
      return NULL;
    }
}

/**
 * atlas_words_owed_by:
 * @owed_by: who must act
 *
 * Returns: (transfer none): the words
 */
const char *
atlas_words_owed_by (AtlasOwedBy owed_by)
{
  switch (owed_by)
    {
    case ATLAS_OWED_BY_SCHOOL:
      return _("The school");
    case ATLAS_OWED_BY_BOARD:
      return _("The governing board");
    case ATLAS_OWED_BY_REVIEW:
      return _("Who arranges the review");
    case ATLAS_OWED_BY_PARENTS:
      return _("The parents");
    case ATLAS_OWED_BY_PROVISION:
      return _("The provision");
    case ATLAS_OWED_BY_LOCAL_AUTHORITY:
    default:
      return _("The county council");
    }
}

/**
 * atlas_words_closed:
 * @why: why a date is no school day
 * @note: (nullable): the holiday's name, or the closure's reason
 *
 * Returns: (transfer full): the words, "Half-term" or "Christmas Day"
 */
char *
atlas_words_closed (AtlasClosed why,
                    const char *note)
{
  gboolean has_note = note != NULL && *note != '\0';

  switch (why)
    {
    case ATLAS_CLOSED_WEEKEND:
      return g_strdup (_("Weekend"));
    case ATLAS_CLOSED_BANK_HOLIDAY:
      return g_strdup (has_note ? note : _("Bank holiday"));
    case ATLAS_CLOSED_HALF_TERM:
      return g_strdup (_("Half-term"));
    case ATLAS_CLOSED_INSET:
      return g_strdup (_("INSET day"));
    case ATLAS_CLOSED_CLOSURE:
      if (!has_note)
        return g_strdup (_("School closed"));
      /* Translators: why the school was closed, as somebody entered it. */
      return g_strdup_printf (_("School closed: %s"), note);
    case ATLAS_CLOSED_OUT_OF_TERM:
      return g_strdup (_("Out of term"));
    case ATLAS_CLOSED_NOT:
    default:
      return g_strdup (_("School day"));
    }
}

/**
 * atlas_words_free:
 * @free: how many places are free
 *
 * Says it for a heading: "1 of 40 places free". Show it with atlas_words_as_last_sent().
 *
 * Returns: (transfer full): the words
 */
char *
atlas_words_free (const AtlasFree *free)
{
  if (!free->is_known)
    return g_strdup (_("No return received"));

  if (free->over_by > 0)
    {
      /* Translators: how many more children have or are offered a place than there are. */
      return g_strdup_printf (ngettext ("%d more child than places", "%d more children than places",
                                        free->over_by),
                              free->over_by);
    }

  if (free->free < 0)
    {
      /* Translators: how many places too many are held, offered or kept. */
      return g_strdup_printf (ngettext ("%d more place promised than there is",
                                        "%d more places promised than there are",
                                        -free->free),
                              -free->free);
    }

  /* Translators: places free, and all the places there are. */
  return g_strdup_printf (ngettext ("%d of %d place free", "%d of %d places free",
                                    free->commissioned),
                          free->free, free->commissioned);
}

/**
 * atlas_words_as_last_sent:
 * @free: a count of places, which knows the return that it stands on
 * @on: the date of the page
 *
 * Says how old a figure of places is. Every such figure shows this.
 *
 * Returns: (transfer full): the words
 */
char *
atlas_words_as_last_sent (const AtlasFree *free,
                          AtlasDate        on)
{
  g_autofree char *date = atlas_date_format_near (free->return_date, on);

  if (free->return_date == ATLAS_DATE_NONE)
    return g_strdup (_("No return received"));

  if (atlas_return_is_old (&free->returns, free->return_date, on))
    {
      /* Translators: a date, "8 November"; a newer return is wanted. */
      return g_strdup_printf (_("As last sent, %s (old)"), date);
    }

  /* Translators: a date, "18 November". */
  return g_strdup_printf (_("As last sent, %s"), date);
}

/**
 * atlas_words_dayname:
 * @weekday: 1 for Monday to 7 for Sunday
 *
 * Returns: (transfer none): "Monday"
 */
const char *
atlas_words_dayname (int weekday)
{
  static const char * const names[] = {
    N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"), N_("Friday"), N_("Saturday"),
    N_("Sunday"),
  };

  g_return_val_if_fail (weekday >= 1 && weekday <= (int) G_N_ELEMENTS (names), NULL);

  return _(names[weekday - 1]);
}

/**
 * atlas_words_return_window:
 * @window: when returns are due
 *
 * Returns: (transfer full): "Due each week from Thursday to Monday; a figure is old after 7 days
 *   (set by this county)"
 */
char *
atlas_words_return_window (const AtlasReturnWindow *window)
{
  int days = atlas_return_window_days (window);

  if (window->from == 0)
    return g_strdup_printf (ngettext ("Due %1$d day after the last; a figure is old after %1$d day "
                                      "(set by this county)",
                                      "Due %1$d days after the last; a figure is old after %1$d "
                                      "days (set by this county)", days), days);
  if (window->from == window->to)
    /* Translators: a weekday, and a number of days. */
    return g_strdup_printf (ngettext ("Due each week on %1$s; a figure is old after %2$d day (set "
                                      "by this county)",
                                      "Due each week on %1$s; a figure is old after %2$d days (set "
                                      "by this county)", days),
                            atlas_words_dayname (window->from), days);

  /* Translators: two weekdays, and a number of days. */
  return g_strdup_printf (ngettext ("Due each week from %1$s to %2$s; a figure is old after %3$d "
                                    "day (set by this county)",
                                    "Due each week from %1$s to %2$s; a figure is old after %3$d "
                                    "days (set by this county)", days),
                          atlas_words_dayname (window->from), atlas_words_dayname (window->to),
                          days);
}

/**
 * atlas_words_waiting:
 * @since: the day a child began to wait
 * @on: the date of the page
 *
 * Returns: (transfer full): the words, "Waiting 12 days"
 */
char *
atlas_words_waiting (AtlasDate since,
                     AtlasDate on)
{
  int days = atlas_days_since (since, on);

  if (days < 0)
    return g_strdup (_("Not waiting"));
  if (days == 0)
    return g_strdup (_("Waiting since today"));

  /* Translators: how many calendar days. */
  return g_strdup_printf (ngettext ("Waiting %d day", "Waiting %d days", days), days);
}

/**
 * atlas_words_year_group:
 * @year_group: a year group
 *
 * Returns: (transfer full): the words, "Year 9" or "Reception"
 */
char *
atlas_words_year_group (int year_group)
{
  if (atlas_year_group_to_code (year_group) == NULL)
    return g_strdup (_("Year not known"));
  if (year_group == 0)
    return g_strdup (_("Reception"));
  if (year_group < 0)
    return g_strdup (_("Before Reception"));

  /* Translators: a school year, 1 to 14. */
  return g_strdup_printf (_("Year %d"), year_group);
}

/**
 * atlas_words_area:
 *
 * Returns: (transfer full): number and short name of an area, "2 Stevenage"
 */
char *
atlas_words_area (AtlasArea *area)
{
  const char *name = area->short_name != NULL ? area->short_name : area->name;

  if (area->number == 0)
    return g_strdup (name);

  /* Translators: an area's number and name: 2 Stevenage */
  return g_strdup_printf (_("%d %s"), (int) area->number, name);
}

/**
 * atlas_words_whole_county:
 * @county_name: (nullable): what the county is called
 *
 * Returns: (transfer full): the whole of it, "All Hertfordshire"
 */
char *
atlas_words_whole_county (const char *county_name)
{
  if (county_name == NULL)
    return g_strdup (_("Whole County"));

  /* Translators: the whole of a county: All Hertfordshire */
  return g_strdup_printf (_("All %s"), county_name);
}

/**
 * atlas_words_weekday:
 * @on: a day
 *
 * Returns: (transfer full): "Wednesday 20 November"
 */
char *
atlas_words_weekday (AtlasDate on)
{
  int year;
  int month;
  int day;
  g_autoptr(GDateTime) date = NULL;

  atlas_date_split (on, &year, &month, &day);
  date = g_date_time_new_utc (year, month, day, 0, 0, 0);

  /* Translators: a weekday, a day and a month, for g_date_time_format(): Wednesday 20 November */
  return date != NULL ? g_date_time_format (date, _("%A %-d %B")) : g_strdup ("");
}
