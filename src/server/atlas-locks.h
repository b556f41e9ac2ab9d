/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/atlas-stored.h"

G_BEGIN_DECLS

/*
 * Where several processes write at once, whatever is read in order to be written must not change
 * meanwhile. Every transaction takes its locks in one order, so that none waits for one that waits
 * for it: the device, the account, records by type and id but places, places, the head. Where a
 * transaction that writes is alone nothing is done.
 */

gboolean atlas_lock_device  (AtlasBackend    *backend,
                             const char      *device,
                             GError         **error);
gboolean atlas_lock_account (AtlasBackend    *backend,
                             const char      *user,
                             gboolean         to_change,
                             GError         **error);
gboolean atlas_lock_fact    (AtlasBackend    *backend,
                             const char      *name,
                             GError         **error);
gboolean atlas_lock_record  (AtlasBackend    *backend,
                             const AtlasType *type,
                             const char      *id,
                             gboolean         to_change,
                             GError         **error);
gboolean atlas_lock_records (AtlasBackend    *backend,
                             GPtrArray       *records,
                             GError         **error);
gboolean atlas_lock_set     (AtlasBackend    *backend,
                             json_t          *ops,
                             GError         **error);

G_END_DECLS
