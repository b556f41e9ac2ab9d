/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stands between a laptop and a real server, with the server's own certificate, and mistreats what
 * goes through it. It runs on a thread of its own. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  PROXY_PASS,
  PROXY_LOSE,           /* the request never arrives */
  PROXY_UNHEARD,        /* the request is done, and the connection cut before the answer */
  PROXY_REPEAT,         /* the request arrives twice */
  PROXY_REORDER,        /* the request arrives once more, after the next one */
  PROXY_DELAY,          /* the answer takes its time */
  PROXY_DRIBBLE,        /* the answer comes a byte a second, and is cut after some */
  PROXY_TEAR,           /* a packed answer breaks off in the middle */
  PROXY_PORTAL,         /* a sign-in page answers, with status 200 */
  PROXY_N_MISHAPS,
} ProxyMishap;

typedef struct _Proxy Proxy;

Proxy      *proxy_new        (const char  *folder,
                              const char  *upstream);
void        proxy_free       (Proxy       *self);
const char *proxy_url        (Proxy       *self);
void        proxy_set_server (Proxy       *self,
                              const char  *upstream);
void        proxy_set_seed   (Proxy       *self,
                              guint32      seed,
                              guint        thousandths);
guint       proxy_count      (Proxy       *self,
                              ProxyMishap  mishap);
const char *proxy_name       (ProxyMishap  mishap);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Proxy, proxy_free)

G_END_DECLS
