/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The server keeps a chain of what was done on it, and signs its end. This laptop keeps the end
 * that it has seen and has it shown again: a server whose chain is another one there, that signs
 * with another key, or that shows nothing any more, has had its past altered. That is said, to the
 * person and to the server, for as long as the store is there, and what was seen is kept as it was.
 * Sync goes on: work is safest where it is in two places, and what is wrong with the past of a
 * server is for people to find out.
 *
 * Source: protocol, section 13. What is signed is "sync-audit", the epoch, the number of the entry
 * and its hash, each on a line of its own.
 */
#define G_LOG_DOMAIN "atlas-sync"

#include "config.h"

#include "sync/atlas-sync-audit.h"

#include <sodium.h>
#include <string.h>

#include "base/atlas-date.h"

#define KEY   "audit_key"
#define SEEN  "audit_seen"
#define ALARM "audit_alarm"

static json_t *
get_json (AtlasStore *store,
          const char *key)
{
  g_autofree char *text = atlas_store_get_meta (store, key);

  return text != NULL ? atlas_json_parse (text, -1, NULL) : NULL;
}

static void
set_text (AtlasStore *store,
          const char *key,
          const char *text)
{
  g_autoptr(GError) fault = NULL;

  if (!atlas_store_set_meta (store, key, text, &fault))
    g_info ("Noting %s: %s", key, fault->message);
}

static void
set_json (AtlasStore *store,
          const char *key,
          json_t     *value)
{
  g_autofree char *text = atlas_json_to_text (value);

  set_text (store, key, text);
}

/* The end of the chain that was seen in the server's present history. */
static json_t *
get_seen (AtlasStore *store)
{
  g_autoptr(json_t) seen = get_json (store, SEEN);
  g_autofree char *epoch = atlas_store_get_meta (store, "epoch");

  if (g_strcmp0 (atlas_json_string (seen, "epoch"), epoch) != 0)
    return NULL;

  return g_steal_pointer (&seen);
}

/* The first difference is kept: what comes after it proves less. */
static void
raise_alarm (AtlasStore *store,
             const char *why,
             json_t     *seen,
             const char *got)
{
  g_autoptr(json_t) known = get_json (store, ALARM);
  g_autoptr(json_t) alarm = NULL;
  g_autofree char *now = atlas_time_now ();

  if (known != NULL)
    return;

  alarm = json_pack ("{s:s, s:s, s:O*, s:s*}", "why", why, "at", now, "kept", seen, "got", got);
  set_json (store, ALARM, alarm);
  g_message ("The server's audit chain is not the one that this laptop has seen (%s)", why);
}

/**
 * atlas_sync_audit_get_alarm:
 * @store: a store
 *
 * Returns: (transfer full) (nullable): `why` (`altered`, `shorter`, `missing`, `signature` or
 *   `key`), when, what was kept and what was got instead; %NULL when all is well
 */
json_t *
atlas_sync_audit_get_alarm (AtlasStore *store)
{
  return get_json (store, ALARM);
}

/**
 * atlas_sync_audit_at:
 * @store: a store
 *
 * Returns: the entry that the server shall show again, or -1
 */
gint64
atlas_sync_audit_at (AtlasStore *store)
{
  g_autoptr(json_t) seen = get_seen (store);

  return atlas_json_integer (seen, "seq", -1);
}

/**
 * atlas_sync_audit_pin:
 * @store: a store
 * @audit_key: (nullable): what the server says is its key
 *
 * Keeps the key that is seen first, when the laptop joins; another one later is an alarm.
 */
void
atlas_sync_audit_pin (AtlasStore *store,
                      const char *audit_key)
{
  g_autofree char *pinned = atlas_store_get_meta (store, KEY);
  g_autoptr(json_t) seen = NULL;

  if (pinned == NULL && audit_key != NULL)
    {
      set_text (store, KEY, audit_key);
      return;
    }
  if (g_strcmp0 (pinned, audit_key) == 0)
    return;

  seen = get_seen (store);
  raise_alarm (store, "key", seen, audit_key);
}

static gboolean
signature_is_right (AtlasStore *store,
                    json_t     *audit)
{
  g_autofree char *key_text = atlas_store_get_meta (store, KEY);
  g_autofree char *epoch = atlas_store_get_meta (store, "epoch");
  const char *sig_text = atlas_json_string (audit, "sig");
  const char *hash = atlas_json_string (audit, "hash");
  g_autofree guint8 *key = NULL;
  g_autofree guint8 *sig = NULL;
  g_autofree char *text = NULL;
  gsize key_length = 0;
  gsize sig_length = 0;

  if (key_text == NULL || sig_text == NULL || hash == NULL || epoch == NULL)
    return FALSE;

  key = g_base64_decode (key_text, &key_length);
  sig = g_base64_decode (sig_text, &sig_length);
  text = g_strdup_printf ("sync-audit\n%s\n%" G_GINT64_FORMAT "\n%s", epoch,
                          atlas_json_integer (audit, "seq", -1), hash);

  return key_length == crypto_sign_PUBLICKEYBYTES && sig_length == crypto_sign_BYTES &&
         crypto_sign_verify_detached (sig, (const guint8 *) text, strlen (text), key) == 0;
}

/**
 * atlas_sync_audit_check:
 * @store: a store
 * @page: the last page of a round in the store's own history
 * @asked_at: what the server was asked to show again, or -1
 *
 * Compares what the server says of its past with what this laptop has seen of it.
 *
 * Source: protocol, section 13.
 */
void
atlas_sync_audit_check (AtlasStore *store,
                        json_t     *page,
                        gint64      asked_at)
{
  g_autoptr(json_t) seen = get_seen (store);
  json_t *audit = json_object_get (page, "audit");
  const char *at_hash = atlas_json_string (audit, "at_hash");
  const char *hash = atlas_json_string (audit, "hash");

  if (seen != NULL && asked_at >= 0 && !json_is_object (audit))
    raise_alarm (store, "missing", seen, NULL);
  else if (seen != NULL && asked_at >= 0 &&
           g_strcmp0 (at_hash, atlas_json_string (seen, "hash")) != 0)
    raise_alarm (store, "altered", seen, at_hash);
  else if (seen != NULL && json_is_object (audit) &&
           atlas_json_integer (audit, "seq", -1) < atlas_json_integer (seen, "seq", -1))
    raise_alarm (store, "shorter", seen, hash);
  else if (hash != NULL && !signature_is_right (store, audit))
    raise_alarm (store, "signature", seen, hash);
}

/**
 * atlas_sync_audit_keep:
 * @store: a store
 * @page: a page that atlas_sync_audit_check() has looked at
 *
 * Keeps the end of the chain to compare with the next time. After an alarm what was seen before it
 * is kept.
 */
void
atlas_sync_audit_keep (AtlasStore *store,
                       json_t     *page)
{
  json_t *audit = json_object_get (page, "audit");
  g_autofree char *epoch = atlas_store_get_meta (store, "epoch");
  g_autoptr(json_t) alarm = get_json (store, ALARM);
  g_autoptr(json_t) seen = get_json (store, SEEN);
  g_autoptr(json_t) kept = NULL;

  if (alarm != NULL || epoch == NULL || atlas_json_string (audit, "hash") == NULL)
    return;

  kept = json_pack ("{s:s, s:I, s:s, s:s*}", "epoch", epoch,
                    "seq", (json_int_t) atlas_json_integer (audit, "seq", -1),
                    "hash", atlas_json_string (audit, "hash"),
                    "sig", atlas_json_string (audit, "sig"));
  if (seen == NULL || !json_equal (seen, kept))
    set_json (store, SEEN, kept);
}
