/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The laptops with which a person has signed in: the server says which, and the store keeps what it
 * said last, for when there is no contact. */
#define G_LOG_DOMAIN "atlas-sync"

#include "config.h"

#include "sync/atlas-own-devices.h"

#include <string.h>

#include "base/atlas-date.h"
#include "base/atlas-error.h"
#include "sync/atlas-sync-engine-private.h"

#define KEPT_KEY "own_devices"

static const struct {
  const char         *name;
  AtlasOwnDeviceState state;
} states[] = {
  { "active", ATLAS_OWN_DEVICE_ACTIVE },
  { "locked", ATLAS_OWN_DEVICE_LOCKED },
  { "signed-out", ATLAS_OWN_DEVICE_SIGNED_OUT },
  { "wipe", ATLAS_OWN_DEVICE_WIPING },
  { "wiped", ATLAS_OWN_DEVICE_WIPED },
};

static void
device_free (AtlasOwnDevice *device)
{
  g_free (device->id);
  g_free (device->name);
  g_free (device->prefix);
  g_free (device->state_name);
  g_free (device);
}

void
atlas_own_devices_free (AtlasOwnDevices *self)
{
  g_ptr_array_unref (self->devices);
  g_free (self);
}

static AtlasOwnDeviceState
read_state (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (states); i++)
    if (strcmp (states[i].name, name) == 0)
      return states[i].state;

  return ATLAS_OWN_DEVICE_LOCKED;
}

static gint64
read_time (json_t     *object,
           const char *name)
{
  const char *text = atlas_json_string (object, name);
  gint64 unix_ms = 0;

  return text != NULL && atlas_time_parse (text, &unix_ms) ? unix_ms : 0;
}

static AtlasOwnDevice *
read_device (json_t *object)
{
  const char *id = atlas_json_string (object, "device");
  const char *name = atlas_json_string (object, "name");
  const char *prefix = atlas_json_string (object, "prefix");
  const char *state = atlas_json_string (object, "state");
  AtlasOwnDevice *device;

  if (id == NULL || name == NULL || prefix == NULL || state == NULL)
    return NULL;

  device = g_new0 (AtlasOwnDevice, 1);
  device->id = g_strdup (id);
  device->name = g_strdup (name);
  device->prefix = g_strdup (prefix);
  device->state_name = g_strdup (state);
  device->state = read_state (state);
  device->enrolled_ms = read_time (object, "enrolled_at");
  device->seen_ms = read_time (object, "seen_at");
  device->is_self = atlas_json_boolean (object, "self");
  return device;
}

static int
compare_devices (gconstpointer a,
                 gconstpointer b)
{
  const AtlasOwnDevice *left = *(const AtlasOwnDevice **) a;
  const AtlasOwnDevice *right = *(const AtlasOwnDevice **) b;
  gboolean left_syncs = left->state == ATLAS_OWN_DEVICE_ACTIVE;
  gboolean right_syncs = right->state == ATLAS_OWN_DEVICE_ACTIVE;

  if (left->is_self != right->is_self)
    return left->is_self ? -1 : 1;
  if (left_syncs != right_syncs)
    return left_syncs ? -1 : 1;
  if (left->seen_ms != right->seen_ms)
    return left->seen_ms > right->seen_ms ? -1 : 1;

  return strcmp (left->id, right->id);
}

static AtlasOwnDevices *
read_devices (json_t *object)
{
  json_t *list = json_object_get (object, "devices");
  AtlasOwnDevices *self;
  json_t *each;
  gsize index;

  if (!json_is_array (list))
    return NULL;

  self = g_new0 (AtlasOwnDevices, 1);
  self->devices = g_ptr_array_new_with_free_func ((GDestroyNotify) device_free);
  self->at_ms = read_time (object, "at");
  json_array_foreach (list, index, each)
  {
    AtlasOwnDevice *device = read_device (each);

    if (device != NULL)
      g_ptr_array_add (self->devices, device);
  }
  g_ptr_array_sort (self->devices, compare_devices);

  return self;
}

/**
 * atlas_own_devices_read:
 * @store: a store
 *
 * Returns: (transfer full) (nullable): what the server said last, or %NULL when it was never asked
 */
AtlasOwnDevices *
atlas_own_devices_read (AtlasStore *store)
{
  g_autofree char *text = atlas_store_get_meta (store, KEPT_KEY);
  g_autoptr(json_t) kept = text != NULL ? atlas_json_parse (text, -1, NULL) : NULL;

  return read_devices (kept);
}

/**
 * atlas_own_devices_ask:
 * @engine: an engine
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error
 *
 * Asks the server, and keeps its answer. The calling thread waits.
 *
 * Errors: %ATLAS_ERROR_NETWORK, %ATLAS_ERROR_SIGNED_OUT; %ATLAS_ERROR_PROTOCOL from a server that
 * does not know the question; those of the store.
 *
 * Returns: (transfer full): the laptops with which the person of this store has signed in
 */
AtlasOwnDevices *
atlas_own_devices_ask (AtlasSyncEngine *engine,
                       GCancellable    *cancellable,
                       GError         **error)
{
  g_auto(AtlasSyncAnswer) answer = { 0 };
  g_autoptr(AtlasOwnDevices) devices = NULL;
  g_autofree char *now = atlas_time_now ();
  g_autofree char *text = NULL;

  if (!atlas_sync_client_list_devices (engine->client, &answer, cancellable, error))
    return NULL;

  json_object_set_new (answer.body, "at", json_string (now));
  devices = read_devices (answer.body);
  if (devices == NULL)
    {
      g_set_error_literal (error, ATLAS_ERROR, ATLAS_ERROR_PROTOCOL,
                           "The server did not say which laptops there are");
      return NULL;
    }

  text = atlas_json_to_text (answer.body);
  return atlas_store_set_meta (engine->store, KEPT_KEY, text, error) ? g_steal_pointer (&devices)
                                                                     : NULL;
}

/**
 * atlas_own_devices_lock:
 * @engine: an engine
 * @id: id of another laptop of the same person
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error
 *
 * Has the server lock a laptop that was lost. The calling thread waits.
 *
 * Errors: as atlas_own_devices_ask(); %ATLAS_ERROR_NOT_FOUND when there is none of that id;
 * %ATLAS_ERROR_NOT_ALLOWED for this laptop itself.
 *
 * Returns: (transfer full): how the laptops are now
 */
AtlasOwnDevices *
atlas_own_devices_lock (AtlasSyncEngine *engine,
                        const char      *id,
                        GCancellable    *cancellable,
                        GError         **error)
{
  g_auto(AtlasSyncAnswer) answer = { 0 };

  if (!atlas_sync_client_lock_device (engine->client, id, &answer, cancellable, error))
    return NULL;

  return atlas_own_devices_ask (engine, cancellable, error);
}

/**
 * atlas_own_devices_find:
 * @self: laptops
 * @name: an id, or how the county calls one: K7
 *
 * Returns: (transfer none) (nullable): that laptop
 */
const AtlasOwnDevice *
atlas_own_devices_find (AtlasOwnDevices *self,
                        const char      *name)
{
  for (guint i = 0; i < self->devices->len; i++)
    {
      const AtlasOwnDevice *device = g_ptr_array_index (self->devices, i);

      if (strcmp (device->id, name) == 0 || g_ascii_strcasecmp (device->prefix, name) == 0)
        return device;
    }

  return NULL;
}
