/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-ctl"

#include "config.h"

#include "ctl/atlas-ctl.h"

#include <glib/gi18n.h>

#include "base/atlas-error.h"
#include "base/atlas-folders.h"
#include "reports/atlas-device-words.h"
#include "sync/atlas-sync-engine.h"

#define US_A_MS 1000

static json_t *
describe (const AtlasOwnDevice *device)
{
  g_autoptr(GTimeZone) zone = g_time_zone_new_local ();
  g_autofree char *enrolled_at = NULL;
  g_autofree char *seen_at = NULL;
  g_autofree char *contact = NULL;
  g_autofree char *words = NULL;
  const char *end = atlas_device_word_end (device);

  enrolled_at = device->enrolled_ms > 0 ? atlas_time_format (device->enrolled_ms) : NULL;
  seen_at = device->seen_ms > 0 ? atlas_time_format (device->seen_ms) : NULL;
  contact = atlas_device_word_contact (device, g_get_real_time () / US_A_MS, zone);
  words = end != NULL ? g_strdup_printf ("%s. %s", contact, end) : g_strdup (contact);
  return json_pack ("{s:s, s:s, s:s, s:s, s:s?, s:s?, s:b, s:s}", "device", device->id,
                    "prefix", device->prefix, "name", device->name, "state", device->state_name,
                    "enrolled_at", enrolled_at, "seen_at", seen_at, "self", device->is_self,
                    "words", words);
}

static AtlasCtlExit
print_devices (AtlasCtl        *ctl,
               AtlasOwnDevices *devices)
{
  static const char * const columns[] = { "prefix", "name", "state", "words", NULL };
  g_autofree char *at = atlas_time_format (devices->at_ms);
  g_autoptr(json_t) rows = json_array ();
  g_autoptr(json_t) object = NULL;

  for (guint i = 0; i < devices->devices->len; i++)
    json_array_append_new (rows, describe (g_ptr_array_index (devices->devices, i)));

  object = json_pack ("{s:s, s:O}", "at", at, "devices", rows);
  return atlas_ctl_print (ctl, object, "devices", columns);
}

static AtlasOwnDevices *
lock (AtlasCtl        *ctl,
      AtlasSyncEngine *engine,
      const char      *lost,
      GError         **error)
{
  g_autoptr(AtlasOwnDevices) devices = atlas_own_devices_ask (engine, NULL, error);
  const AtlasOwnDevice *device;
  g_autofree char *words = NULL;

  if (devices == NULL)
    return NULL;

  device = atlas_own_devices_find (devices, lost);
  if (device == NULL || !atlas_device_can_lock (device))
    {
      g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_INVALID,
                   device == NULL ? "None of your laptops is called %s"
                                  : "%s is this laptop, or can do nothing any more", lost);
      return NULL;
    }

  words = atlas_device_word_loss (device);
  if (ctl->format == ATLAS_CTL_TABLE)
    g_printerr ("%s\n", words);
  return atlas_own_devices_lock (engine, device->id, NULL, error);
}

/* Without contact the last that was known is better than nothing: it says of when it is. */
static AtlasOwnDevices *
list (AtlasSyncEngine *engine,
      GError         **error)
{
  g_autoptr(GError) fault = NULL;
  AtlasOwnDevices *devices = atlas_own_devices_ask (engine, NULL, &fault);

  if (devices != NULL)
    return devices;

  devices = atlas_own_devices_read (atlas_sync_engine_get_store (engine));
  if (devices == NULL)
    g_propagate_error (error, g_steal_pointer (&fault));
  else
    g_printerr ("atlasctl: %s\n", atlas_device_word_error (fault));

  return devices;
}

AtlasCtlExit
atlas_ctl_devices (AtlasCtl *ctl,
                   int       argc,
                   char    **argv)
{
  g_autofree char *lost = NULL;
  const GOptionEntry entries[] = {
    { "lost", 0, 0, G_OPTION_ARG_STRING, &lost,
      N_("lock that one, from its next contact on; only an administrator unlocks it"),
      N_("LAPTOP") },
    { NULL },
  };
  g_autoptr(AtlasSyncEngine) engine = NULL;
  g_autoptr(AtlasOwnDevices) devices = NULL;
  GError *error = NULL;

  if (!atlas_ctl_parse (ctl, "", _("Lists the laptops with which you have signed in."), entries,
                        0, 0, &argc, &argv))
    return ATLAS_CTL_USAGE;

  if (ctl->folder == NULL)
    ctl->folder = atlas_folders_county ();
  engine = atlas_sync_engine_open (ctl->folder, ctl->folder, &error);
  if (engine == NULL)
    return atlas_ctl_fail (error);

  devices = lost != NULL ? lock (ctl, engine, lost, &error) : list (engine, &error);
  return devices != NULL ? print_devices (ctl, devices) : atlas_ctl_fail (error);
}
