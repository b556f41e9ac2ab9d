/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/atlas-request.h"

G_BEGIN_DECLS

/**
 * AtlasProofs:
 *
 * Checks what a laptop proves itself with where that takes time, so that the database's thread
 * does not wait: passwords on threads of their own, an id_token with the issuer's keys.
 */
typedef struct _AtlasProofs AtlasProofs;

/**
 * AtlasProofsFunc:
 * @is_checked: whether the request can be asked again; else its answer says why not
 * @user_data: the caller's
 *
 * Called on the main context.
 */
typedef void (*AtlasProofsFunc) (gboolean is_checked,
                                 gpointer user_data);

AtlasProofs *atlas_proofs_new         (void) G_GNUC_WARN_UNUSED_RESULT;
void         atlas_proofs_free        (AtlasProofs     *self);
gboolean     atlas_proofs_are_wanted  (AtlasAnswer     *answer);
void         atlas_proofs_check       (AtlasProofs     *self,
                                       AtlasRequest    *request,
                                       AtlasAnswer     *answer,
                                       AtlasProofsFunc  func,
                                       gpointer         user_data);
guint        atlas_proofs_get_n       (AtlasProofs     *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasProofs, atlas_proofs_free)

G_END_DECLS
