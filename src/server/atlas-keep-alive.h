/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

gboolean atlas_keep_alive (SoupServer  *soup,
                           GError     **error);

G_END_DECLS
