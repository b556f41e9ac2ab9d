/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Something that answers HTTPS on the loopback, on a thread of its own, with its own authority. */
#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

typedef struct _TestHost TestHost;

TestHost   *test_host_new  (SoupServerCallback callback,
                            gpointer           user_data);
void        test_host_free (TestHost          *self);
const char *test_host_url  (TestHost          *self);
const char *test_host_ca   (TestHost          *self);

G_END_DECLS
