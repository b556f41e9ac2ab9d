/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * AtlasManaged:
 * @server: address of the council's server
 * @ca_path: (nullable): file with the certificate of its authority
 * @fingerprint: (nullable): of that certificate
 * @trusts_system: in place of both: whichever authority the system trusts
 *
 * What a council's IT has settled for every laptop, so that a person types a code and no more.
 */
typedef struct {
  char    *server;
  char    *ca_path;
  char    *fingerprint;
  gboolean trusts_system;
} AtlasManaged;

AtlasManaged *atlas_managed_load (GError **error) G_GNUC_WARN_UNUSED_RESULT;
AtlasManaged *atlas_managed_read (const char *path,
                                  GError    **error) G_GNUC_WARN_UNUSED_RESULT;
void          atlas_managed_free (AtlasManaged *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasManaged, atlas_managed_free)

G_END_DECLS
