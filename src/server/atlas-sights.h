/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/atlas-grants.h"

G_BEGIN_DECLS

/**
 * AtlasSight:
 * @rights: what the reader may do with such records
 * @scopes: the scopes through which they are seen, as the JSON array of a `put`
 *
 * How one reader sees the records of a type that have the same scopes.
 */
typedef struct {
  AtlasRight rights;
  char      *scopes;
} AtlasSight;

typedef struct _AtlasSights AtlasSights;

AtlasSights      *atlas_sights_new  (AtlasGrants     *grants) G_GNUC_WARN_UNUSED_RESULT;
void              atlas_sights_free (AtlasSights     *self);
const AtlasSight *atlas_sights_get  (AtlasSights     *self,
                                     const AtlasType *type,
                                     const char      *scopes);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasSights, atlas_sights_free)

G_END_DECLS
