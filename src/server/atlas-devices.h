/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/atlas-service.h"

G_BEGIN_DECLS

/**
 * AtlasDevice:
 * @user: (nullable): whose; %NULL for a device that the server does not know
 * @state: `active`, `locked`, `signed-out`, `wipe` (it is to wipe itself) or `wiped` (it has)
 * @epoch: the last history of the server in which it has used a token
 * @public_key: base64 of the Ed25519 key that signs for it
 * @formerly: (nullable): what it was before it enrolled again
 * @last_n: the number of the last set taken from it
 * @wipe_token: (nullable): what it shows to say that it has wiped itself
 * @push_first: whether it is to send what it has before
 *
 * A laptop as the server knows it.
 */
typedef struct {
  char   *user;
  char   *state;
  char   *epoch;
  char   *public_key;
  char   *formerly;
  gint64  last_n;
  char   *wipe_token;
  gboolean push_first;
} AtlasDevice;

void          atlas_device_clear         (AtlasDevice  *device);
gboolean      atlas_device_find          (AtlasBackend *backend,
                                          const char   *id,
                                          AtlasDevice  *device,
                                          GError      **error);
gboolean      atlas_devices_begin        (AtlasBackend *backend,
                                          AtlasAnswer  *answer);
void          atlas_devices_finish       (AtlasBackend *backend,
                                          AtlasAnswer  *answer,
                                          gboolean      done,
                                          GError       *error);

AtlasSession *atlas_devices_authenticate (AtlasService *service,
                                          AtlasRequest *request,
                                          AtlasAnswer  *answer)
                                          G_GNUC_WARN_UNUSED_RESULT;
void          atlas_devices_enrol        (AtlasService *service,
                                          AtlasRequest *request,
                                          AtlasAnswer  *answer);
void          atlas_devices_refresh      (AtlasService *service,
                                          AtlasRequest *request,
                                          AtlasAnswer  *answer);
void          atlas_devices_describe     (AtlasService *service,
                                          AtlasSession *session,
                                          AtlasRequest *request,
                                          AtlasAnswer  *answer);
void          atlas_devices_list_own     (AtlasService *service,
                                          AtlasSession *session,
                                          AtlasRequest *request,
                                          AtlasAnswer  *answer);
void          atlas_devices_lock_own     (AtlasService *service,
                                          AtlasSession *session,
                                          AtlasRequest *request,
                                          AtlasAnswer  *answer);
void          atlas_devices_note_wiped   (AtlasService *service,
                                          AtlasRequest *request,
                                          AtlasAnswer  *answer);
void          atlas_devices_sign_out     (AtlasService *service,
                                          AtlasSession *session,
                                          AtlasRequest *request,
                                          AtlasAnswer  *answer);
void          atlas_devices_keep_keyslot (AtlasService *service,
                                          AtlasSession *session,
                                          AtlasRequest *request,
                                          AtlasAnswer  *answer);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AtlasDevice, atlas_device_clear)

G_END_DECLS
