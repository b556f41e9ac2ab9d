/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What was done with the county's data, by whom and when, in a chain of hashes that nobody can
 * alter unseen. An entry goes in with the transaction that it tells of, after the row of the head
 * is locked, so that any number of processes make one chain. It says nothing about a child in
 * clear: a child stands in it as a code under a key of their own, and who erases the key has erased
 * the child from the chain, which verifies as before.
 * Source: protocol, section 13; RFC 8785 for the form that is hashed.
 */
#pragma once

#include "server/atlas-backend.h"

G_BEGIN_DECLS

#define ATLAS_AUDIT_HASH_BYTES 32

/**
 * AtlasAuditHead:
 * @k: number of the last entry; 0 when there is none
 * @hash: its hash
 *
 * Where the chain ends. The hash before the first entry is all zeros.
 */
typedef struct {
  gint64 k;
  guint8 hash[ATLAS_AUDIT_HASH_BYTES];
} AtlasAuditHead;

/**
 * AtlasAuditPeriod:
 * @ATLAS_AUDIT_HOUR: an hour by the clock
 * @ATLAS_AUDIT_DAY: a day
 *
 * Within what something that happens again and again is worth one entry. Both are UTC's.
 */
typedef enum {
  ATLAS_AUDIT_HOUR,
  ATLAS_AUDIT_DAY,
} AtlasAuditPeriod;

gboolean  atlas_audit_append       (AtlasBackend    *backend,
                                    const char      *kind,
                                    json_t          *details,
                                    GError         **error);
gboolean  atlas_audit_append_after (AtlasBackend    *backend,
                                    AtlasAuditHead  *head,
                                    const char      *kind,
                                    json_t          *details,
                                    GError         **error);
void      atlas_audit_read_head    (AtlasRows       *row,
                                    int              column,
                                    AtlasAuditHead  *head);
gboolean  atlas_audit_append_once  (AtlasBackend    *backend,
                                    const char      *what,
                                    AtlasAuditPeriod period,
                                    const char      *kind,
                                    json_t          *details,
                                    GError         **error);
gboolean  atlas_audit_is_noted     (AtlasBackend    *backend,
                                    const char      *what,
                                    AtlasAuditPeriod period,
                                    gboolean        *noted,
                                    GError         **error);
gboolean  atlas_audit_note         (AtlasBackend    *backend,
                                    const char      *what,
                                    AtlasAuditPeriod period,
                                    GError         **error);

gboolean  atlas_audit_find_key     (AtlasBackend    *backend,
                                    const char      *person,
                                    GBytes         **key,
                                    GError         **error);
GBytes   *atlas_audit_need_key     (AtlasBackend    *backend,
                                    const char      *person,
                                    GError         **error) G_GNUC_WARN_UNUSED_RESULT;
char     *atlas_audit_code         (GBytes          *key,
                                    const char      *text) G_GNUC_WARN_UNUSED_RESULT;
gboolean  atlas_audit_find_person  (AtlasBackend    *backend,
                                    const char      *person,
                                    char           **code,
                                    GError         **error);
gboolean  atlas_audit_erase_person (AtlasBackend    *backend,
                                    const char      *person,
                                    GError         **error);

gboolean  atlas_audit_head         (AtlasBackend    *backend,
                                    AtlasAuditHead  *head,
                                    GError         **error);
gboolean  atlas_audit_hash_at      (AtlasBackend    *backend,
                                    gint64           k,
                                    char           **hash,
                                    GError         **error);
gboolean  atlas_audit_verify       (AtlasBackend    *backend,
                                    AtlasAuditHead  *head,
                                    gint64           most,
                                    gboolean        *whole,
                                    GError         **error);

G_END_DECLS
