/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** What the nonce of a sign-in that belongs to one laptop begins with. */
#define ATLAS_NONCE_START "key."

char   *atlas_base64url_encode   (const guint8 *data,
                                  gsize         length) G_GNUC_WARN_UNUSED_RESULT;
GBytes *atlas_base64url_decode   (const char   *text,
                                  gsize         length) G_GNUC_WARN_UNUSED_RESULT;
char   *atlas_base64url_sha256   (const guint8 *data,
                                  gsize         length) G_GNUC_WARN_UNUSED_RESULT;
char   *atlas_base64url_random   (void) G_GNUC_WARN_UNUSED_RESULT;
char   *atlas_base64url_nonce    (const char   *public_key) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
