/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-sync-status.h"

#include <glib/gi18n.h>

#include "sync/atlas-sync.h"

#define MS_A_SECOND 1000
#define MS_A_MINUTE (60 * MS_A_SECOND)
#define MINUTES_AN_HOUR 60
#define MINUTES_A_DAY (24 * MINUTES_AN_HOUR)
/* A clock that is less out than this changes no day that is shown. */
#define SKEW_SHOWN_MS (5 * MS_A_MINUTE)

/* What a person can do something about; the rest mends itself, or is for the details. */
static const struct {
  AtlasSyncProblem problem;
  const char      *words;
} problems[] = {
  { ATLAS_SYNC_PROBLEM_UNTRUSTED, N_("What answers is not the server that this laptop joined") },
  { ATLAS_SYNC_PROBLEM_PROXY, N_("The network’s proxy asks for a name and a password") },
  { ATLAS_SYNC_PROBLEM_NOT_A_SERVER, N_("A page of this network answers in its place") },
  { ATLAS_SYNC_PROBLEM_LOCKED, N_("The county has locked this laptop") },
  { ATLAS_SYNC_PROBLEM_WIPE, N_("The county has ended this laptop’s access") },
  { ATLAS_SYNC_PROBLEM_CLONED, N_("Another laptop works with a copy of this store") },
  { ATLAS_SYNC_PROBLEM_GAP, N_("The server misses more than it can be sent again") },
  { ATLAS_SYNC_PROBLEM_EPOCH_CHANGED, N_("The server was restored from a backup") },
  { ATLAS_SYNC_PROBLEM_CURSOR_TOO_OLD, N_("This laptop was away too long to be told the news") },
  { ATLAS_SYNC_PROBLEM_TOO_LARGE, N_("One change is too large for the server") },
  { ATLAS_SYNC_PROBLEM_CLIENT_TOO_OLD, N_("Update Provision Atlas to send changes") },
  { ATLAS_SYNC_PROBLEM_OTHER_COUNTY, N_("A demonstration and a county cannot be mixed") },
  { ATLAS_SYNC_PROBLEM_STORE, N_("The store on this laptop failed") },
};

static const char *
problem_words (AtlasSyncProblem problem)
{
  for (gsize i = 0; i < G_N_ELEMENTS (problems); i++)
    if (problems[i].problem == problem)
      return _(problems[i].words);

  return NULL;
}

static char *
format_time (gint64     unix_ms,
             GTimeZone *zone)
{
  g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc (unix_ms / MS_A_SECOND);
  g_autoptr(GDateTime) local = g_date_time_to_timezone (utc, zone);
  gboolean is_morning = g_date_time_get_hour (local) < 12;
  g_autofree char *clock = g_date_time_format (local, "%-I:%M");

  return g_strdup_printf (is_morning
                          /* Translators: a time of day before noon: 9:42am */
                          ? C_("time of day", "%sam")
                          /* Translators: a time of day after noon: 2:14pm */
                          : C_("time of day", "%spm"), clock);
}

static char *
describe_progress (const AtlasSyncFacts *facts)
{
  if (facts->state == ATLAS_SYNC_SENDING && facts->total > 0)
    /* Translators: changes going out: Sending 3 of 12 */
    return g_strdup_printf (_("Sending %u of %u"), facts->done, facts->total);

  if (facts->state == ATLAS_SYNC_SENDING)
    return g_strdup (_("Sending"));

  if (facts->total > 0)
    /* Translators: records coming in: Getting 120 of 400 */
    return g_strdup_printf (_("Getting %u of %u"), facts->done, facts->total);

  return g_strdup (_("Getting changes"));
}

/**
 * atlas_sync_format_time:
 * @unix_ms: Unix time in milliseconds
 *
 * Words a time for somebody who was there today: 9:41am.
 */
char *
atlas_sync_format_time (gint64 unix_ms)
{
  g_autoptr(GTimeZone) zone = g_time_zone_new_local ();

  return format_time (unix_ms, zone);
}

/**
 * atlas_sync_facts_title:
 * @zone: where the reader is
 *
 * Says in a few words where sync stands.
 */
char *
atlas_sync_facts_title (const AtlasSyncFacts *facts,
                        GTimeZone            *zone)
{
  g_autofree char *at = NULL;

  g_return_val_if_fail (facts != NULL && zone != NULL, NULL);

  if (facts->since_ms > 0)
    at = format_time (facts->since_ms, zone);

  switch (facts->state)
    {
    case ATLAS_SYNC_ALONE:
      return g_strdup (_("Kept on this laptop"));

    case ATLAS_SYNC_OFFLINE:
      return g_strdup (_("Working offline"));

    case ATLAS_SYNC_SENDING:
    case ATLAS_SYNC_RECEIVING:
      return describe_progress (facts);

    case ATLAS_SYNC_CATCHING_UP:
      return g_strdup (facts->is_restored ? _("The county server was restored")
                                          : _("Catching up with the county server"));

    case ATLAS_SYNC_UP_TO_DATE:
      if (at == NULL)
        return g_strdup (_("Up to date"));
      /* Translators: %s is a time of day */
      return g_strdup_printf (_("Up to date, %s"), at);

    case ATLAS_SYNC_UNREACHABLE:
      if (at == NULL)
        return g_strdup (_("Cannot reach the county server"));
      /* Translators: %s is a time of day */
      return g_strdup_printf (_("Cannot reach the county server since %s"), at);

    case ATLAS_SYNC_SIGNED_OUT:
      return g_strdup (_("Signed out"));

    case ATLAS_SYNC_WIPED:
      return g_strdup (_("Removed from this laptop"));

    case ATLAS_SYNC_STOPPED:
      return g_strdup (_("Not sending"));

    default:
      g_return_val_if_reached (NULL);
    }
}

/**
 * atlas_sync_facts_body:
 *
 * Says what is safe, and how much has not been sent.
 */
char *
atlas_sync_facts_body (const AtlasSyncFacts *facts)
{
  g_return_val_if_fail (facts != NULL, NULL);

  if (facts->is_restored && facts->state != ATLAS_SYNC_CATCHING_UP &&
      facts->state != ATLAS_SYNC_SIGNED_OUT)
    return g_strdup (_("The server was restored; your work is kept and sent again"));

  if (facts->to_check > 0 && !facts->is_restored)
    return g_strdup_printf (ngettext ("%u record has two versions to check",
                                      "%u records have two versions to check",
                                      facts->to_check), facts->to_check);

  if (facts->state == ATLAS_SYNC_SIGNED_OUT && facts->unsent > 0)
    return g_strdup_printf (ngettext ("Sign in again to send %u change",
                                      "Sign in again to send %u changes",
                                      facts->unsent), facts->unsent);

  if (facts->state == ATLAS_SYNC_CATCHING_UP)
    return g_strdup (_("Your work is kept and sent again"));

  if (facts->state == ATLAS_SYNC_ALONE)
    return g_strdup (_("Not joined to a county server"));

  if (problem_words (facts->problem) != NULL)
    return g_strdup (problem_words (facts->problem));

  if (facts->unsent > 0)
    return g_strdup_printf (ngettext ("%u change saved on this laptop",
                                      "%u changes saved on this laptop",
                                      facts->unsent), facts->unsent);

  return g_strdup (facts->state == ATLAS_SYNC_UNREACHABLE
                   ? _("Your work is saved here")
                   : _("Everything is sent"));
}

/**
 * atlas_sync_facts_restored:
 *
 * Says what it means that the server was restored, for as long as it means anything here.
 *
 * Returns: (nullable): sentences, or %NULL when it was not
 */
const char *
atlas_sync_facts_restored (const AtlasSyncFacts *facts)
{
  g_return_val_if_fail (facts != NULL, NULL);

  if (!facts->is_restored)
    return NULL;

  return _("The county server was restored from a backup: what it was sent after that it no longer "
           "has. Nothing on this laptop is lost. It sends again what the server misses, then gets "
           "the county anew; you can go on working meanwhile. What others had done since comes "
           "back when their laptops have sent it again.");
}

/**
 * atlas_sync_facts_needs_sign_in:
 *
 * Tells whether a new code from the administrator mends it.
 */
gboolean
atlas_sync_facts_needs_sign_in (const AtlasSyncFacts *facts)
{
  g_return_val_if_fail (facts != NULL, FALSE);

  return facts->state == ATLAS_SYNC_SIGNED_OUT ||
         facts->problem == ATLAS_SYNC_PROBLEM_LOCKED ||
         facts->problem == ATLAS_SYNC_PROBLEM_CLONED;
}

/**
 * atlas_sync_facts_needs_way:
 *
 * Tells whether something between the laptop and the server must be put right by a person.
 */
gboolean
atlas_sync_facts_needs_way (const AtlasSyncFacts *facts)
{
  g_return_val_if_fail (facts != NULL, FALSE);

  return facts->problem == ATLAS_SYNC_PROBLEM_UNTRUSTED ||
         facts->problem == ATLAS_SYNC_PROBLEM_PROXY;
}

/* Roughly, in the largest unit that fits. */
static char *
describe_skew (gint64 skew_ms)
{
  guint minutes = (guint) ((ABS (skew_ms) + MS_A_MINUTE / 2) / MS_A_MINUTE);
  guint hours = (minutes + MINUTES_AN_HOUR / 2) / MINUTES_AN_HOUR;
  guint days = (minutes + MINUTES_A_DAY / 2) / MINUTES_A_DAY;

  if (minutes < 2 * MINUTES_AN_HOUR)
    return g_strdup_printf (ngettext ("This laptop’s clock is %u minute out. "
                                      "Day 6 dates may be wrong.",
                                      "This laptop’s clock is %u minutes out. "
                                      "Day 6 dates may be wrong.", minutes), minutes);
  if (minutes < 2 * MINUTES_A_DAY)
    return g_strdup_printf (ngettext ("This laptop’s clock is %u hour out. "
                                      "Day 6 dates may be wrong.",
                                      "This laptop’s clock is %u hours out. "
                                      "Day 6 dates may be wrong.", hours), hours);
  return g_strdup_printf (ngettext ("This laptop’s clock is %u day out. "
                                    "Day 6 dates may be wrong.",
                                    "This laptop’s clock is %u days out. "
                                    "Day 6 dates may be wrong.", days), days);
}

static char *
describe_signed_out (const AtlasSyncFacts *facts)
{
  if (facts->problem == ATLAS_SYNC_PROBLEM_LOCKED)
    return g_strdup (_("The county has locked this laptop. What is here can still be read, "
                       "and is sent after you have signed in again."));
  if (facts->unsent > 0)
    return g_strdup_printf (ngettext ("Sign in again to send %u change.",
                                      "Sign in again to send %u changes.",
                                      facts->unsent), facts->unsent);
  return g_strdup (_("Sign in again to get what others have done."));
}

/**
 * atlas_sync_facts_notice:
 *
 * Says what everybody who looks at the county should know.
 *
 * Returns: (transfer full) (nullable): one or two sentences, or %NULL when nothing is amiss
 */
char *
atlas_sync_facts_notice (const AtlasSyncFacts *facts)
{
  g_return_val_if_fail (facts != NULL, NULL);

  if (facts->has_alarm)
    return g_strdup (_("The county server’s record of its past is not the one this laptop has "
                       "seen. Send the details to whoever runs it; your work is safe."));
  if (facts->state == ATLAS_SYNC_SIGNED_OUT)
    return describe_signed_out (facts);
  if (facts->state != ATLAS_SYNC_ALONE && ABS (facts->skew_ms) >= SKEW_SHOWN_MS)
    return describe_skew (facts->skew_ms);

  return NULL;
}

/**
 * atlas_sync_facts_account:
 * @zone: where the reader is
 *
 * Says how the county knows this laptop, and what it allows it.
 *
 * Returns: (transfer full) (nullable): sentences, or %NULL when there is nothing to say
 */
char *
atlas_sync_facts_account (const AtlasSyncFacts *facts,
                          GTimeZone            *zone)
{
  g_autoptr(GString)   words = g_string_new (NULL);
  g_autoptr(GDateTime) until = NULL;
  g_autofree char *day = NULL;

  g_return_val_if_fail (facts != NULL && zone != NULL, NULL);

  if (facts->prefix != NULL && facts->lease_ms > 0)
    {
      g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc (facts->lease_ms / MS_A_SECOND);

      until = g_date_time_to_timezone (utc, zone);
      /* Translators: a day and a month: 14 December */
      day = g_date_time_format (until, C_("day of a lease", "%-d %B"));
      /* Translators: how the county calls this laptop (K7), and a day: 14 December */
      g_string_append_printf (words, _("This laptop is %s. It may be used without contact "
                                       "until %s."), facts->prefix, day);
    }
  if (facts->repaired > 0)
    {
      if (words->len > 0)
        g_string_append_c (words, '\n');
      g_string_append_printf (words, ngettext ("%u record differed from the server’s and was put "
                                               "right.",
                                               "%u records differed from the server’s and were "
                                               "put right.", facts->repaired), facts->repaired);
    }

  return words->len > 0 ? g_string_free (g_steal_pointer (&words), FALSE) : NULL;
}

static const char *
state_word (AtlasSyncState state)
{
  static const char * const words[] = {
    "alone", "offline", "sending", "receiving", "catching-up", "up-to-date", "unreachable",
    "signed-out", "wiped", "stopped",
  };

  G_STATIC_ASSERT (G_N_ELEMENTS (words) == ATLAS_SYNC_STOPPED + 1);

  return words[state];
}

static char *
format_iso (gint64 unix_ms)
{
  g_autoptr(GDateTime) at = NULL;

  if (unix_ms <= 0)
    return NULL;

  at = g_date_time_new_from_unix_utc (unix_ms / MS_A_SECOND);
  return g_date_time_format_iso8601 (at);
}

/**
 * atlas_sync_facts_for_it:
 * @program: name and version
 *
 * Writes what a technician needs to mend the connection. In English, for a support desk;
 * without the name of any person.
 */
char *
atlas_sync_facts_for_it (const AtlasSyncFacts *facts,
                         const char           *program)
{
  g_autofree char *last_text = NULL;
  g_autofree char *lease_text = NULL;

  g_return_val_if_fail (facts != NULL && program != NULL, NULL);

  last_text = format_iso (facts->since_ms);
  lease_text = format_iso (facts->lease_ms);
  return g_strdup_printf ("Program: %s\n"
                          "Server: %s\n"
                          "State: %s\n"
                          "Last answer: %s\n"
                          "Problem: %s\n"
                          "Clock ahead by: %" G_GINT64_FORMAT " ms\n"
                          "Changes not sent: %u\n"
                          "Laptop: %s\n"
                          "Lease until: %s\n"
                          "Records repaired: %u\n"
                          "Server restored: %s\n"
                          "Audit alarm: %s\n"
                          "Detail: %s\n",
                          program,
                          facts->server != NULL ? facts->server : "none",
                          state_word (facts->state),
                          last_text != NULL ? last_text : "never",
                          atlas_sync_problem_name (facts->problem),
                          facts->skew_ms,
                          facts->unsent,
                          facts->prefix != NULL ? facts->prefix : "none",
                          lease_text != NULL ? lease_text : "none",
                          facts->repaired,
                          facts->is_restored ? "yes" : "no",
                          facts->has_alarm ? "yes" : "no",
                          facts->detail != NULL ? facts->detail : "none");
}
