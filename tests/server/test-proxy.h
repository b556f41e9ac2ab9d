/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An HTTP proxy for tests: lets CONNECT through to the loopback, asks for a name and password
 * first when it has them, and opens TLS with a certificate of its own when it is to inspect.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _TestProxy TestProxy;

TestProxy  *test_proxy_new       (void);
void        test_proxy_free      (TestProxy  *self);
const char *test_proxy_url       (TestProxy  *self);
const char *test_proxy_ca        (TestProxy  *self);
void        test_proxy_ask       (TestProxy  *self,
                                  const char *user,
                                  const char *password);
void        test_proxy_inspect   (TestProxy  *self,
                                  gboolean    inspects);
guint       test_proxy_n_through (TestProxy  *self);
guint       test_proxy_n_refused (TestProxy  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestProxy, test_proxy_free)

G_END_DECLS
