/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sync/atlas-sync.h"

G_BEGIN_DECLS

/**
 * AtlasOwnDeviceState:
 * @ATLAS_OWN_DEVICE_ACTIVE: it may sync
 * @ATLAS_OWN_DEVICE_LOCKED: it gets and sends nothing until an administrator unlocks it
 * @ATLAS_OWN_DEVICE_SIGNED_OUT: it has to sign in again
 * @ATLAS_OWN_DEVICE_WIPING: it empties itself at its next contact
 * @ATLAS_OWN_DEVICE_WIPED: it has emptied itself
 *
 * What a laptop may do. A state that this program does not know counts as locked.
 */
typedef enum {
  ATLAS_OWN_DEVICE_ACTIVE,
  ATLAS_OWN_DEVICE_LOCKED,
  ATLAS_OWN_DEVICE_SIGNED_OUT,
  ATLAS_OWN_DEVICE_WIPING,
  ATLAS_OWN_DEVICE_WIPED,
} AtlasOwnDeviceState;

/**
 * AtlasOwnDevice:
 * @id: its id
 * @name: what it is called
 * @prefix: how the county calls it, as K7
 * @state_name: the state by the protocol's name
 * @state: what it may do
 * @enrolled_ms: when it signed in first, Unix time in milliseconds; 0 when not known
 * @seen_ms: when it was last in contact, to a quarter of an hour; 0 when never
 * @is_self: whether it is this laptop
 *
 * One of the laptops with which a person has signed in.
 */
typedef struct {
  char               *id;
  char               *name;
  char               *prefix;
  char               *state_name;
  AtlasOwnDeviceState state;
  gint64              enrolled_ms;
  gint64              seen_ms;
  gboolean            is_self;
} AtlasOwnDevice;

/**
 * AtlasOwnDevices:
 * @devices: (element-type AtlasOwnDevice): this laptop first, then those that may sync, then by
 *   last contact, the latest first
 * @at_ms: when the server said so, Unix time in milliseconds
 *
 * All of them, as of one moment.
 */
typedef struct {
  GPtrArray *devices;
  gint64     at_ms;
} AtlasOwnDevices;

void                  atlas_own_devices_free (AtlasOwnDevices *self);
AtlasOwnDevices      *atlas_own_devices_read (AtlasStore      *store) G_GNUC_WARN_UNUSED_RESULT;
AtlasOwnDevices      *atlas_own_devices_ask  (AtlasSyncEngine *engine,
                                              GCancellable    *cancellable,
                                              GError         **error) G_GNUC_WARN_UNUSED_RESULT;
AtlasOwnDevices      *atlas_own_devices_lock (AtlasSyncEngine *engine,
                                              const char      *id,
                                              GCancellable    *cancellable,
                                              GError         **error) G_GNUC_WARN_UNUSED_RESULT;
const AtlasOwnDevice *atlas_own_devices_find (AtlasOwnDevices *self,
                                              const char      *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasOwnDevices, atlas_own_devices_free)

G_END_DECLS
