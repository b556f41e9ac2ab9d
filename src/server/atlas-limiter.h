/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _AtlasLimiter AtlasLimiter;

AtlasLimiter *atlas_limiter_new     (void) G_GNUC_WARN_UNUSED_RESULT;
void          atlas_limiter_free    (AtlasLimiter   *self);
void          atlas_limiter_set     (AtlasLimiter   *self,
                                     int             per_minute,
                                     int             burst);
guint         atlas_limiter_wait_s  (AtlasLimiter   *self,
                                     const char     *key,
                                     gint64          now_us);
void          atlas_limiter_charge  (AtlasLimiter   *self,
                                     const char     *key,
                                     gint64          now_us);
guint         atlas_limiter_get_n   (AtlasLimiter   *self);

char         *atlas_limiter_address (GSocketAddress *remote,
                                     const char     *forwarded) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasLimiter, atlas_limiter_free)

G_END_DECLS
