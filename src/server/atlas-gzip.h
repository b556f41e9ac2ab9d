/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

GBytes *atlas_gzip_inflate (GBytes  *packed,
                            gsize    limit,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;
GBytes *atlas_gzip_deflate (GBytes  *plain) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
