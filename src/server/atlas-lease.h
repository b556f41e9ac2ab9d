/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/atlas-grants.h"

G_BEGIN_DECLS

/* For how long a laptop may be opened without having been in contact, where nobody has set another
 * number for the role. Set by this county; no law or strategy names one. */
#define ATLAS_LEASE_DAYS     14
#define ATLAS_LEASE_DAYS_MAX 400

char     *atlas_lease_until (AtlasBackend *backend,
                             AtlasGrants  *grants,
                             GError      **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean  atlas_lease_set   (AtlasBackend *backend,
                             const char   *role,
                             gint64        days,
                             GError      **error);

G_END_DECLS
