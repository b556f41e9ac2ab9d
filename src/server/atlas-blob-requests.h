/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/atlas-service.h"

G_BEGIN_DECLS

#define ATLAS_BLOBS_PATH "/v1/blobs/"

void atlas_blobs_handle (AtlasService *service,
                         AtlasSession *session,
                         AtlasRequest *request,
                         AtlasAnswer  *answer);

G_END_DECLS
