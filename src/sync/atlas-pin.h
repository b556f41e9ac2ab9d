/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Stands where a certificate would, in a store that trusts whom the system trusts. */
#define ATLAS_PIN_SYSTEM "system"

#define ATLAS_TYPE_PIN (atlas_pin_get_type ())
G_DECLARE_FINAL_TYPE (AtlasPin, atlas_pin, ATLAS, PIN, GTlsDatabase)

AtlasPin *atlas_pin_new             (const char      *fingerprint) G_GNUC_WARN_UNUSED_RESULT;
AtlasPin *atlas_pin_new_from_pem    (const char      *ca_pem,
                                     GError         **error) G_GNUC_WARN_UNUSED_RESULT;
AtlasPin *atlas_pin_new_for         (const char      *ca_pem,
                                     const char      *fingerprint,
                                     GError         **error) G_GNUC_WARN_UNUSED_RESULT;
AtlasPin *atlas_pin_new_system      (void) G_GNUC_WARN_UNUSED_RESULT;
AtlasPin *atlas_pin_new_looking     (void) G_GNUC_WARN_UNUSED_RESULT;
char     *atlas_pin_get_fingerprint (AtlasPin        *self) G_GNUC_WARN_UNUSED_RESULT;
char     *atlas_pin_get_ca          (AtlasPin        *self) G_GNUC_WARN_UNUSED_RESULT;
char     *atlas_pin_get_issuer      (AtlasPin        *self) G_GNUC_WARN_UNUSED_RESULT;
char     *atlas_pin_describe_stranger (AtlasPin      *self) G_GNUC_WARN_UNUSED_RESULT;

char     *atlas_fingerprint_of_pem  (const char      *pem,
                                     GError         **error) G_GNUC_WARN_UNUSED_RESULT;
char     *atlas_fingerprint_read    (const char      *text) G_GNUC_WARN_UNUSED_RESULT;
char     *atlas_fingerprint_format  (const char      *fingerprint) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
