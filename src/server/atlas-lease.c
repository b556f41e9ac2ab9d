/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-server"

#include "config.h"

#include "server/atlas-lease.h"

#include "base/atlas-date.h"
#include "server/atlas-audit.h"

#define DAY_MS (G_GINT64_CONSTANT (24) * 60 * 60 * 1000)

static gboolean
find_days (AtlasBackend *backend,
           const char   *role,
           gint64       *days,
           GError      **error)
{
  g_autoptr(AtlasRows) query = atlas_backend_query (backend, error,
                                                    "SELECT days FROM lease WHERE role = ?1", "t",
                                                    role);
  AtlasStep step = atlas_rows_step (query, error);

  *days = step == ATLAS_STEP_ROW ? atlas_rows_int (query, 0) : ATLAS_LEASE_DAYS;
  return step != ATLAS_STEP_ERROR;
}

/**
 * atlas_lease_until:
 * @backend: a back end
 * @grants: what the laptop's user may see
 * @error: return location for an error
 *
 * Works out until when a laptop that is in contact now may be opened without having been in contact
 * again. Of several roles the one with the fewest days counts.
 *
 * Source: protocol, section 4, `lease_until`.
 *
 * Returns: (transfer full): the time, RFC 3339 UTC
 */
char *
atlas_lease_until (AtlasBackend *backend,
                   AtlasGrants  *grants,
                   GError      **error)
{
  gint64 least = grants->items->len > 0 ? ATLAS_LEASE_DAYS_MAX : ATLAS_LEASE_DAYS;

  for (guint i = 0; i < grants->items->len; i++)
    {
      AtlasGrant *grant = g_ptr_array_index (grants->items, i);
      gint64 days;

      if (!find_days (backend, grant->role, &days, error))
        return NULL;
      least = MIN (least, days);
    }

  return atlas_time_format (g_get_real_time () / 1000 + least * DAY_MS);
}

/**
 * atlas_lease_set:
 * @backend: inside a transaction
 * @role: a role
 * @days: from 1 to %ATLAS_LEASE_DAYS_MAX
 * @error: return location for an error
 *
 * Sets how long laptops of a role may go without contact, from their next contact on.
 *
 * Returns: whether it was kept
 */
gboolean
atlas_lease_set (AtlasBackend *backend,
                 const char   *role,
                 gint64        days,
                 GError      **error)
{
  g_autoptr(json_t) details = json_pack ("{s:s, s:I}", "role", role, "days", (json_int_t) days);

  return atlas_backend_run (backend, error,
                            "INSERT INTO lease (role, days) VALUES (?1, ?2) "
                            "ON CONFLICT (role) DO UPDATE SET days = excluded.days",
                            "ti", role, days) &&
         atlas_audit_append (backend, "lease", details, error);
}
