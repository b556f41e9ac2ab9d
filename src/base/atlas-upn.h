/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean atlas_upn_is_valid     (const char *upn);
char     atlas_upn_check_letter (const char *body);

G_END_DECLS
