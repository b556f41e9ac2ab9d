/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/atlas-backend.h"

G_BEGIN_DECLS

/**
 * AtlasCountyNew:
 * @ca_path: absolute path of the authority's certificate
 * @fingerprint: what a person compares when a laptop joins
 * @enrol_code: with which the first administrator enrols a laptop
 * @n_records: how many records it begins with
 *
 * What `init` tells.
 */
typedef struct {
  char *ca_path;
  char *fingerprint;
  char *enrol_code;
  guint n_records;
} AtlasCountyNew;

void     atlas_county_new_clear (AtlasCountyNew      *self);
gboolean atlas_county_create    (const char          *folder,
                                 const char          *database,
                                 const char          *pack,
                                 const char * const  *names,
                                 int                  invented,
                                 AtlasCountyNew      *result,
                                 GError             **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AtlasCountyNew, atlas_county_new_clear)

G_END_DECLS
