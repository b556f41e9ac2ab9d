/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A caller over TLS that costs next to nothing, so that what is measured is who answers. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _SpeedCaller SpeedCaller;

SpeedCaller *speed_caller_new  (const char  *url,
                                const char  *ca);
void         speed_caller_free (SpeedCaller *self);
int          speed_caller_fd   (SpeedCaller *self);
void         speed_caller_ask  (SpeedCaller *self,
                                const char  *path,
                                const char  *access);
guint        speed_caller_read (SpeedCaller *self,
                                char       **body);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpeedCaller, speed_caller_free)

G_END_DECLS
