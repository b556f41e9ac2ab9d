/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How long a county's records may be opened on a laptop that has no contact with its server. The
 * laptop's clock may be put back, so the latest time that was ever seen counts if it is later: what
 * the server said, what the clock said, and how long the program has run since.
 */
#define G_LOG_DOMAIN "atlas-store"

#include "config.h"

#include "store/atlas-store-lease.h"

#include "base/atlas-date.h"
#include "base/atlas-error.h"

#define LEASE_UNTIL "lease_until"
#define LATEST_SEEN "latest_seen"
#define CLOCK_AHEAD "clock_ahead_ms"
#define US_A_MS     1000

/**
 * atlas_store_check_wipe:
 * @folder: a data folder
 * @error: return location for an error
 *
 * Errors: %ATLAS_ERROR_WIPED when what is in the folder is being removed.
 *
 * Returns: whether the folder may be used
 */
gboolean
atlas_store_check_wipe (const char *folder,
                        GError    **error)
{
  g_autofree char *path = g_build_filename (folder, ATLAS_STORE_WIPE_FILE, NULL);

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return TRUE;

  g_set_error_literal (error, ATLAS_ERROR, ATLAS_ERROR_WIPED,
                       "The county has had its records removed from this laptop");
  return FALSE;
}

static gint64
get_time (AtlasStore *self,
          const char *key)
{
  g_autofree char *text = atlas_store_get_meta (self, key);
  gint64 unix_ms = 0;

  return text != NULL && atlas_time_parse (text, &unix_ms) ? unix_ms : 0;
}

static gboolean
set_time (AtlasStore *self,
          const char *key,
          gint64      unix_ms,
          GError    **error)
{
  g_autofree char *text = unix_ms != 0 ? atlas_time_format (unix_ms) : NULL;

  return atlas_store_set_meta (self, key, text, error);
}

/**
 * atlas_store_get_lease:
 * @self: a store
 *
 * Returns: until when it may be opened without contact, Unix time in milliseconds; 0 when the
 *   server has not said
 */
gint64
atlas_store_get_lease (AtlasStore *self)
{
  return get_time (self, LEASE_UNTIL);
}

/* The time, as far as it is known: a clock that was ahead of the server's when that was last heard
 * is taken to be so still, and time never goes back. */
static gint64
best_time (AtlasStore *self)
{
  g_autofree char *text = atlas_store_get_meta (self, CLOCK_AHEAD);
  gint64 ahead_ms = text != NULL ? g_ascii_strtoll (text, NULL, 10) : 0;

  return MAX (g_get_real_time () / US_A_MS - ahead_ms, get_time (self, LATEST_SEEN));
}

/**
 * atlas_store_check_lease:
 * @self: a store
 * @error: return location for an error
 *
 * Errors: %ATLAS_ERROR_LEASE_ENDED when nobody may open it before its user has signed in again.
 *
 * Source: protocol, section 4, `lease_until`.
 *
 * Returns: whether it may be opened
 */
gboolean
atlas_store_check_lease (AtlasStore *self,
                         GError    **error)
{
  gint64 until_ms = atlas_store_get_lease (self);
  g_autofree char *until = NULL;

  if (until_ms == 0 || best_time (self) <= until_ms)
    return TRUE;

  until = atlas_time_format (until_ms);
  g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_LEASE_ENDED,
               "Without contact with its server this county could be opened until %s", until);
  return FALSE;
}

/**
 * atlas_store_renew_lease:
 * @self: a store
 * @server_now_ms: the time by the server's clock, which is believed, Unix time in milliseconds
 * @until_ms: until when the server lets the store be opened without it, or 0 when it has not said
 * @error: return location for an error
 *
 * Notes that the server was heard.
 *
 * Returns: whether it was noted
 */
gboolean
atlas_store_renew_lease (AtlasStore *self,
                         gint64      server_now_ms,
                         gint64      until_ms,
                         GError    **error)
{
  g_autoptr(AtlasTransaction) tx = atlas_transaction_begin (atlas_store_get_db (self), error);
  gint64 ahead_ms = MAX (g_get_real_time () / US_A_MS - server_now_ms, 0);
  g_autofree char *ahead = g_strdup_printf ("%" G_GINT64_FORMAT, ahead_ms);

  return tx != NULL && set_time (self, LEASE_UNTIL, until_ms, error) &&
         atlas_store_set_meta (self, CLOCK_AHEAD, ahead, error) &&
         set_time (self, LATEST_SEEN, server_now_ms, error) &&
         atlas_transaction_commit (tx, error);
}

/**
 * atlas_store_pass_time:
 * @self: a store
 * @elapsed_ms: how long the program has run since it last noted the time
 * @error: return location for an error
 *
 * Notes the time on a laptop that hears nothing from its server.
 *
 * Returns: whether it was noted
 */
gboolean
atlas_store_pass_time (AtlasStore *self,
                       gint64      elapsed_ms,
                       GError    **error)
{
  gint64 seen_ms = get_time (self, LATEST_SEEN);

  /* Before the server was first heard there is no lease. */
  return seen_ms == 0 ||
         set_time (self, LATEST_SEEN, MAX (best_time (self), seen_ms + elapsed_ms), error);
}
