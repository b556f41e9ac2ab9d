/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/atlas-service.h"

G_BEGIN_DECLS

void atlas_pull_handle (AtlasService *service,
                        AtlasSession *session,
                        AtlasRequest *request,
                        AtlasAnswer  *answer);
void atlas_pull_fetch  (AtlasService *service,
                        AtlasSession *session,
                        AtlasRequest *request,
                        AtlasAnswer  *answer);

G_END_DECLS
