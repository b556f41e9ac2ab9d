/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/atlas-backend.h"

G_BEGIN_DECLS

/* Six digits that change every thirty seconds. Source: RFC 6238, with the usual parameters. */
#define ATLAS_OTP_DIGITS 6
#define ATLAS_OTP_STEP_S 30

char     *atlas_otp_at     (GBytes        *secret,
                            gint64         step) G_GNUC_WARN_UNUSED_RESULT;
char     *atlas_otp_begin  (AtlasBackend  *backend,
                            const char    *user,
                            const char    *label,
                            GError       **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean  atlas_otp_end    (AtlasBackend  *backend,
                            const char    *user,
                            GError       **error);
gboolean  atlas_otp_check  (AtlasBackend  *backend,
                            const char    *user,
                            const char    *code,
                            gint64         now_s,
                            gboolean      *is_right,
                            GError       **error);

G_END_DECLS
