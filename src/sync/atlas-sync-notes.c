/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What goes along with a push so that those who run the server know of it. Never of a person. */
#define G_LOG_DOMAIN "atlas-sync"

#include "config.h"

#include "sync/atlas-sync-audit.h"
#include "sync/atlas-sync-engine-private.h"

#define REPAIRS    "repairs_untold"
#define ALARM_TOLD "audit_alarm_told"

static gint64
get_number (AtlasStore *store,
            const char *key)
{
  g_autofree char *text = atlas_store_get_meta (store, key);

  return text != NULL ? g_ascii_strtoll (text, NULL, 10) : 0;
}

static void
set_number (AtlasStore *store,
            const char *key,
            gint64      number)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, number);
  g_autoptr(GError) fault = NULL;

  if (!atlas_store_set_meta (store, key, number != 0 ? text : NULL, &fault))
    g_info ("Noting %s: %s", key, fault->message);
}

/**
 * atlas_sync_notes_list:
 * @store: a store
 *
 * Source: protocol, section 7, `repairs`, and section 13: what differs is shown and reported.
 *
 * Returns: (transfer full): members for the next push; an empty object when there is nothing to say
 */
json_t *
atlas_sync_notes_list (AtlasStore *store)
{
  gint64 repairs = get_number (store, REPAIRS);
  g_autoptr(json_t) alarm = atlas_sync_audit_get_alarm (store);
  json_t *notes = json_object ();

  if (repairs > 0)
    json_object_set_new (notes, "repairs", json_integer (repairs));
  if (alarm != NULL && get_number (store, ALARM_TOLD) == 0)
    json_object_set (notes, "audit_alarm", alarm);

  return notes;
}

/**
 * atlas_sync_notes_told:
 * @store: a store
 * @notes: what the server has heard
 */
void
atlas_sync_notes_told (AtlasStore *store,
                       json_t     *notes)
{
  gint64 told = atlas_json_integer (notes, "repairs", 0);

  if (told > 0)
    set_number (store, REPAIRS, get_number (store, REPAIRS) - told);
  if (json_object_get (notes, "audit_alarm") != NULL)
    set_number (store, ALARM_TOLD, 1);
}

void
atlas_sync_notes_add_repairs (AtlasStore *store,
                              guint       n_repairs)
{
  set_number (store, REPAIRS, get_number (store, REPAIRS) + n_repairs);
}
