/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Source: protocol, section 12. */
#define ATLAS_BACKOFF_MIN_MS 1000
#define ATLAS_BACKOFF_MAX_MS (5 * 60 * 1000)

guint atlas_backoff_ms (guint  n_failures,
                        guint  retry_after_s,
                        double chance);

G_END_DECLS
