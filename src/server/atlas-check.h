/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/atlas-json.h"

G_BEGIN_DECLS

json_t *atlas_check_folder (const char  *folder,
                            GError     **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
