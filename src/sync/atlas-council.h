/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "base/atlas-json.h"
#include "sync/atlas-secrets.h"

G_BEGIN_DECLS

/**
 * AtlasBrowserFunc:
 * @address: where the person signs in
 * @user_data: the caller's
 *
 * Shows an address in the person's browser. Called on the thread that waits for the sign-in.
 */
typedef void (*AtlasBrowserFunc) (const char *address,
                                  gpointer    user_data);

/**
 * AtlasBrowser:
 * @open: shows an address
 * @user_data: for @open
 * @words_done: what the browser says when the person can go back to the program
 * @words_refused: what it says when the council's sign-in has refused
 * @words_other: what it says to an answer that belongs to no sign-in that is under way
 * @timeout_s: how long the person may take, 0 for five minutes
 *
 * The browser that a person signs in with at the council's.
 */
typedef struct {
  AtlasBrowserFunc open;
  gpointer         user_data;
  const char      *words_done;
  const char      *words_refused;
  const char      *words_other;
  guint            timeout_s;
} AtlasBrowser;

gboolean atlas_council_has_sign_in (json_t              *info);
char    *atlas_council_sign_in     (json_t              *info,
                                    const char          *nonce,
                                    const AtlasBrowser  *browser,
                                    const AtlasProxyLogin *login,
                                    GCancellable        *cancellable,
                                    GError             **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
