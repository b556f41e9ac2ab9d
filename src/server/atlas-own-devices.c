/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A person's own devices: which there are, and one of them that was lost. */
#define G_LOG_DOMAIN "atlas-server"

#include "config.h"

#include "server/atlas-devices.h"

#include <string.h>

#include "base/atlas-date.h"
#include "base/atlas-error.h"
#include "base/atlas-id.h"
#include "server/atlas-accounts.h"
#include "server/atlas-locks.h"

/* A device that was never in contact has no time of it. */
static json_t *
describe_row (AtlasRows  *query,
              const char *self)
{
  g_autofree char *id = atlas_rows_id (query, 0);
  gint64 seen_ms = atlas_rows_int (query, 5);
  g_autofree char *seen_at = seen_ms > 0 ? atlas_time_format (seen_ms) : NULL;

  return json_pack ("{s:s, s:s, s:s, s:s, s:s, s:s*, s:b}", "device", id,
                    "name", atlas_rows_text (query, 1), "prefix", atlas_rows_text (query, 2),
                    "state", atlas_rows_text (query, 3),
                    "enrolled_at", atlas_rows_text (query, 4),
                    "seen_at", seen_at, "self", strcmp (id, self) == 0);
}

static json_t *
list_own (AtlasBackend *backend,
          AtlasSession *session,
          GError      **error)
{
  g_autoptr(AtlasRows) query = NULL;
  g_autoptr(json_t) devices = json_array ();
  AtlasStep step;

  query = atlas_backend_query (backend, error,
                               "SELECT id, name, prefix, state, enrolled_at, seen_ms FROM device "
                               "WHERE account = ?1 ORDER BY enrolled_at, id",
                               "u", session->user);
  while ((step = atlas_rows_step (query, error)) == ATLAS_STEP_ROW)
    json_array_append_new (devices, describe_row (query, session->device));

  return step == ATLAS_STEP_DONE ? g_steal_pointer (&devices) : NULL;
}

/**
 * atlas_devices_list_own:
 * @service: the service
 * @session: who asks
 * @request: `GET /v1/devices`
 * @answer: gets the devices with which that person has signed in, and nobody else's
 */
void
atlas_devices_list_own (AtlasService *service,
                        AtlasSession *session,
                        AtlasRequest *request,
                        AtlasAnswer  *answer)
{
  g_autoptr(GError) error = NULL;
  json_t *devices = list_own (atlas_service_get_backend (service), session, &error);
  g_autoptr(json_t) body = NULL;

  if (devices == NULL)
    {
      atlas_answer_fault (answer, error);
      return;
    }

  body = json_pack ("{s:o}", "devices", devices);
  atlas_answer_json (answer, 200, body);
}

/* What can do nothing any more stays as it is: above all an order to wipe, which only the
 * administrator calls off. */
static gboolean
lock_own (AtlasBackend *backend,
          AtlasSession *session,
          const char   *id,
          AtlasAnswer  *answer,
          GError      **error)
{
  g_auto(AtlasDevice) device = { NULL };
  g_autoptr(json_t) body = NULL;
  gboolean is_active;

  if (!atlas_lock_device (backend, id, error) || !atlas_device_find (backend, id, &device, error))
    return FALSE;
  if (g_strcmp0 (device.user, session->user) != 0)
    {
      atlas_answer_problem (answer, ATLAS_PROBLEM_NOT_FOUND, NULL);
      return TRUE;
    }
  if (strcmp (id, session->device) == 0)
    {
      atlas_answer_problem (answer, ATLAS_PROBLEM_NOT_ALLOWED, "A device does not lock itself");
      return TRUE;
    }

  is_active = strcmp (device.state, "active") == 0;
  body = json_pack ("{s:s}", "state", is_active ? "locked" : device.state);
  atlas_answer_json (answer, 200, body);
  answer->has_changed = is_active;
  return !is_active ||
         atlas_accounts_set_device_state (backend, id, "locked", session->user, error);
}

/**
 * atlas_devices_lock_own:
 * @service: the service
 * @session: who asks
 * @request: `POST /v1/devices/lock` with `{"device"}`
 * @answer: gets the state in which it is now; 404 for one that is not this person's, as for one
 *   that there is not
 *
 * Locks a device that its own user has lost, from its next request on. Only the administrator
 * unlocks it, or has it wiped.
 */
void
atlas_devices_lock_own (AtlasService *service,
                        AtlasSession *session,
                        AtlasRequest *request,
                        AtlasAnswer  *answer)
{
  AtlasBackend *backend = atlas_service_get_backend (service);
  g_autoptr(json_t) body = atlas_request_json (request, ATLAS_LIMIT_SMALL_BYTES, answer);
  const char *id = atlas_json_string (body, "device");
  g_autoptr(GError) error = NULL;
  gboolean done;

  if (body == NULL)
    return;
  if (!atlas_id_is_valid (id))
    {
      atlas_answer_problem (answer, ATLAS_PROBLEM_MALFORMED, "“device” is missing");
      return;
    }
  if (!atlas_devices_begin (backend, answer))
    return;

  done = lock_own (backend, session, id, answer, &error);
  atlas_devices_finish (backend, answer, done, error);
}
