/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *atlas_folders_county        (void) G_GNUC_WARN_UNUSED_RESULT;
char *atlas_folders_demonstration (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
