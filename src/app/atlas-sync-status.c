/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-sync-status.h"

#include <glib/gi18n.h>

#include "sync/atlas-sync.h"

#define MS_A_SECOND 1000

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
  { ATLAS_SYNC_PROBLEM_GAP, N_("The server misses changes that were made here") },
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
      return g_strdup (_("Catching up with the county server"));

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

  if (facts->to_check > 0)
    return g_strdup_printf (ngettext ("%u record has two versions to check",
                                      "%u records have two versions to check",
                                      facts->to_check), facts->to_check);

  if (facts->state == ATLAS_SYNC_SIGNED_OUT && facts->unsent > 0)
    return g_strdup_printf (ngettext ("Sign in again to send %u change",
                                      "Sign in again to send %u changes",
                                      facts->unsent), facts->unsent);

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

static const char *
state_word (AtlasSyncState state)
{
  static const char * const words[] = {
    "alone", "offline", "sending", "receiving", "catching-up", "up-to-date", "unreachable",
    "signed-out", "stopped",
  };

  G_STATIC_ASSERT (G_N_ELEMENTS (words) == ATLAS_SYNC_STOPPED + 1);

  return words[state];
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
  g_autoptr(GDateTime) last = NULL;
  g_autofree char *last_text = NULL;

  g_return_val_if_fail (facts != NULL && program != NULL, NULL);

  if (facts->since_ms > 0)
    last = g_date_time_new_from_unix_utc (facts->since_ms / MS_A_SECOND);
  if (last != NULL)
    last_text = g_date_time_format_iso8601 (last);

  return g_strdup_printf ("Program: %s\n"
                          "Server: %s\n"
                          "State: %s\n"
                          "Last answer: %s\n"
                          "Problem: %s\n"
                          "Clock ahead by: %" G_GINT64_FORMAT " ms\n"
                          "Changes not sent: %u\n"
                          "Detail: %s\n",
                          program,
                          facts->server != NULL ? facts->server : "none",
                          state_word (facts->state),
                          last_text != NULL ? last_text : "never",
                          atlas_sync_problem_name (facts->problem),
                          facts->skew_ms,
                          facts->unsent,
                          facts->detail != NULL ? facts->detail : "none");
}
