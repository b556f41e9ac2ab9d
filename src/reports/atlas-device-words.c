/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is said of a person's own laptops, in the window and in a terminal. */
#define G_LOG_DOMAIN "atlas-reports"

#include "config.h"

#include "reports/atlas-device-words.h"

#include <glib/gi18n.h>

#include "base/atlas-error.h"

#define MS_A_SECOND 1000

/**
 * atlas_device_word_title:
 * @device: a laptop
 *
 * Returns: (transfer full): how the county calls it, and what it is called: K7 · office-laptop
 */
char *
atlas_device_word_title (const AtlasOwnDevice *device)
{
  /* Translators: how the county calls a laptop (K7), and what it is called. */
  return g_strdup_printf (_("%s · %s"), device->prefix, device->name);
}

static int
day_number (GDateTime *time)
{
  GDate date;

  g_date_set_dmy (&date, (GDateDay) g_date_time_get_day_of_month (time),
                  (GDateMonth) g_date_time_get_month (time),
                  (GDateYear) g_date_time_get_year (time));
  return (int) g_date_get_julian (&date);
}

static char *
word_day (gint64     seen_ms,
          gint64     now_ms,
          GTimeZone *zone)
{
  g_autoptr(GDateTime) seen_utc = g_date_time_new_from_unix_utc (seen_ms / MS_A_SECOND);
  g_autoptr(GDateTime) now_utc = g_date_time_new_from_unix_utc (now_ms / MS_A_SECOND);
  g_autoptr(GDateTime) seen = g_date_time_to_timezone (seen_utc, zone);
  g_autoptr(GDateTime) now = g_date_time_to_timezone (now_utc, zone);
  int days = day_number (now) - day_number (seen);

  if (days <= 0)
    /* Translators: a time of day, for g_date_time_format(). */
    return g_date_time_format (seen, _("In contact today, %-I:%M%P"));
  if (days == 1)
    /* Translators: a time of day, for g_date_time_format(). */
    return g_date_time_format (seen, _("In contact yesterday, %-I:%M%P"));

  /* Translators: a day, for g_date_time_format(). */
  return g_date_time_format (seen, _("Last in contact on %-d %B %Y"));
}

/**
 * atlas_device_word_contact:
 * @device: a laptop
 * @now_ms: the time, Unix time in milliseconds
 * @zone: where the reader is
 *
 * Returns: (transfer full): when it was last in contact, or that it is this one
 */
char *
atlas_device_word_contact (const AtlasOwnDevice *device,
                           gint64                now_ms,
                           GTimeZone            *zone)
{
  if (device->is_self)
    return g_strdup (_("This laptop"));
  if (device->seen_ms == 0)
    return g_strdup (_("Never in contact since it signed in"));

  return word_day (device->seen_ms, now_ms, zone);
}

/**
 * atlas_device_word_end:
 * @device: a laptop
 *
 * Returns: (transfer none) (nullable): what it may do no more, and who can undo it; %NULL when it
 *   may sync
 */
const char *
atlas_device_word_end (const AtlasOwnDevice *device)
{
  switch (device->state)
    {
    case ATLAS_OWN_DEVICE_LOCKED:
      return _("Locked: it gets and sends nothing. Your administrator can unlock it.");

    case ATLAS_OWN_DEVICE_SIGNED_OUT:
      return _("Signed out");

    case ATLAS_OWN_DEVICE_WIPING:
      return _("To be emptied: it removes the county’s records at its next contact.");

    case ATLAS_OWN_DEVICE_WIPED:
      return _("Emptied: it has removed the county’s records.");

    case ATLAS_OWN_DEVICE_ACTIVE:
    default:
      return NULL;
    }
}

/**
 * atlas_device_word_loss:
 * @device: a laptop that somebody says is lost
 *
 * Says what happens when it is locked, what is safe, and who can undo it.
 *
 * Returns: (transfer full): sentences
 */
char *
atlas_device_word_loss (const AtlasOwnDevice *device)
{
  /* Translators: %s is how the county calls a laptop: K7. */
  return g_strdup_printf (_("From its next contact on %s gets and sends nothing more. What it has "
                            "sent is safe with the county; what it has not sent stays on it, as do "
                            "the records that it holds. If it may be in other hands, tell your "
                            "administrator at once, who can also have it emptied. Only your "
                            "administrator can unlock it."), device->prefix);
}

/**
 * atlas_device_word_error:
 * @error: why the server was asked in vain
 *
 * Returns: (transfer none): what to do, for a person
 */
const char *
atlas_device_word_error (const GError *error)
{
  if (g_error_matches (error, ATLAS_ERROR, ATLAS_ERROR_NETWORK) ||
      g_error_matches (error, ATLAS_ERROR, ATLAS_ERROR_PROXY))
    return _("The county server cannot be reached. If a laptop is lost, telephone your "
             "administrator, who can lock it at once.");
  if (g_error_matches (error, ATLAS_ERROR, ATLAS_ERROR_NOT_FOUND) ||
      g_error_matches (error, ATLAS_ERROR, ATLAS_ERROR_PROTOCOL))
    return _("The county server does not do this yet. If a laptop is lost, tell your "
             "administrator, who can lock it.");
  if (g_error_matches (error, ATLAS_ERROR, ATLAS_ERROR_SIGNED_OUT))
    return _("Sign in again to see and lock your laptops. If one is lost, tell your administrator, "
             "who can lock it.");

  return _("This did not work, and nothing was changed. If a laptop is lost, tell your "
           "administrator, who can lock it.");
}

/**
 * atlas_device_can_lock:
 * @device: a laptop
 *
 * Returns: whether its user can say that it is lost, from this one
 */
gboolean
atlas_device_can_lock (const AtlasOwnDevice *device)
{
  return !device->is_self && device->state == ATLAS_OWN_DEVICE_ACTIVE;
}
