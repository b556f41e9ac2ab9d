/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-server"

#include "config.h"

#include "server/atlas-audit-signer.h"

#include <sodium.h>
#include <string.h>

#include "base/atlas-error.h"
#include "server/atlas-folder.h"

/* Some hundredths of a second: others wait meanwhile. */
#define VERIFY_AT_ONCE  20000
#define VERIFY_EVERY_US (G_GINT64_CONSTANT (24) * 60 * 60 * G_USEC_PER_SEC)

/**
 * AtlasAuditSigner:
 *
 * Shows laptops where the audit chain ends, signed. What it keeps is what need not be worked out
 * again: the last signature, since many ask while the chain ends at one entry, and up to where the
 * chain was found whole.
 */
struct _AtlasAuditSigner
{
  guint8         key[crypto_sign_SECRETKEYBYTES];
  char          *epoch;

  AtlasAuditHead signed_head;
  char          *signature;     /* (nullable): NULL until the first */

  AtlasAuditHead verified_head;
  gint64         verified_us;   /* when that began at the first entry; 0: not yet */
};

static gboolean
read_key (AtlasAuditSigner *self,
          const char       *folder,
          GError          **error)
{
  g_autofree char *path = atlas_folder_path (folder, ATLAS_FOLDER_AUDIT_KEY);
  g_autofree char *key = NULL;
  gsize length;

  if (!g_file_get_contents (path, &key, &length, error))
    return FALSE;
  if (length == sizeof self->key)
    memcpy (self->key, key, length);
  else
    g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_DAMAGED, "“%s” is not the key of the audit chain",
                 path);

  sodium_memzero (key, length);
  return length == sizeof self->key;
}

/**
 * atlas_audit_signer_new:
 * @folder: a server's folder
 * @epoch: the server's history
 * @error: return location for an error
 *
 * Returns: (transfer full): what signs with that server's key
 */
AtlasAuditSigner *
atlas_audit_signer_new (const char *folder,
                        const char *epoch,
                        GError    **error)
{
  g_autoptr(AtlasAuditSigner) self = g_new0 (AtlasAuditSigner, 1);

  self->epoch = g_strdup (epoch);
  return read_key (self, folder, error) ? g_steal_pointer (&self) : NULL;
}

void
atlas_audit_signer_free (AtlasAuditSigner *self)
{
  if (self == NULL)
    return;

  sodium_memzero (self->key, sizeof self->key);
  g_free (self->epoch);
  g_free (self->signature);
  g_free (self);
}

static gboolean
is_same (const AtlasAuditHead *a,
         const AtlasAuditHead *b)
{
  return a->k == b->k && memcmp (a->hash, b->hash, sizeof a->hash) == 0;
}

/* Over `"sync-audit\n" epoch "\n" k "\n" hash`, the hash in hexadecimal. */
static const char *
sign (AtlasAuditSigner     *self,
      const AtlasAuditHead *head,
      const char           *hash)
{
  g_autofree char *text = NULL;
  guint8 sig[crypto_sign_BYTES];

  if (self->signature != NULL && is_same (&self->signed_head, head))
    return self->signature;

  text = g_strdup_printf ("sync-audit\n%s\n%" G_GINT64_FORMAT "\n%s", self->epoch, head->k, hash);
  crypto_sign_detached (sig, NULL, (const guint8 *) text, strlen (text), self->key);
  g_free (self->signature);
  self->signature = g_base64_encode (sig, sizeof sig);
  self->signed_head = *head;

  return self->signature;
}

/* Goes on from where it last came to, or once a day from the first entry, a piece at a time. */
static gboolean
verify (AtlasAuditSigner *self,
        AtlasBackend     *backend,
        gboolean         *whole,
        GError          **error)
{
  gint64 now_us = g_get_monotonic_time ();

  if (self->verified_us == 0 || now_us - self->verified_us > VERIFY_EVERY_US)
    {
      memset (&self->verified_head, 0, sizeof self->verified_head);
      self->verified_us = now_us;
    }

  return atlas_audit_verify (backend, &self->verified_head, VERIFY_AT_ONCE, whole, error);
}

/* What stands where a laptop last saw the end of the chain; nothing does once the chain has been
 * found altered anywhere. */
static gboolean
put_at_hash (AtlasAuditSigner *self,
             AtlasBackend     *backend,
             gint64            at,
             json_t           *audit,
             GError          **error)
{
  g_autofree char *hash = NULL;
  gboolean whole = FALSE;

  if (!verify (self, backend, &whole, error) ||
      (whole && !atlas_audit_hash_at (backend, at, &hash, error)))
    return FALSE;

  json_object_set_new (audit, "at_hash", hash != NULL ? json_string (hash) : json_null ());
  return TRUE;
}

/**
 * atlas_audit_signer_describe:
 * @self: a signer
 * @backend: inside a transaction
 * @at: number of the entry that the reader last saw at the end, or -1 if they have not said
 * @error: return location for an error
 *
 * Gives the member `audit` of a page: `seq` (the number of the last entry), `hash`, `sig`, and
 * `at_hash` if @at was said, null when there is no such entry or the chain is broken. Cost: three
 * microseconds for each entry since the last call; once a day for every entry, over several calls
 * if there are many.
 *
 * Source: protocol, sections 6 and 13.
 *
 * Returns: (transfer full): the object
 */
json_t *
atlas_audit_signer_describe (AtlasAuditSigner *self,
                             AtlasBackend     *backend,
                             gint64            at,
                             GError          **error)
{
  AtlasAuditHead head;
  g_autofree char *hash = NULL;
  g_autoptr(json_t) audit = NULL;

  if (!atlas_audit_head (backend, &head, error) ||
      !atlas_audit_hash_at (backend, head.k, &hash, error))
    return NULL;

  audit = json_pack ("{s:I, s:s?, s:s}", "seq", (json_int_t) head.k, "hash", hash, "sig",
                     sign (self, &head, hash));

  return at < 0 || put_at_hash (self, backend, at, audit, error) ? g_steal_pointer (&audit) : NULL;
}
