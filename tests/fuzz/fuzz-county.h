/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A county with one laptop of an officer's, for inputs that come over the network. */
#pragma once

#include "server/atlas-service.h"

G_BEGIN_DECLS

#define FUZZ_DEVICE "01a20000-0000-7000-8000-000000000001"

AtlasService *fuzz_county         (void);
AtlasSession *fuzz_county_session (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
