/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-server"

#include "config.h"

#include "server/atlas-tables.h"

/* The tables of every back end, step by step: a database of version N has had the first N steps. A
* step that a release has gone out with is never edited; what must change is a step more.
*
* The text is what all back ends understand, but for two words: BYTES is their own kind for bytes,
* and a CREATE TABLE ends at its closing bracket, after which a back end may say more.
*
* A record's row holds only its latest state. record_scope is the feed: one row for each scope that
* sees a record, at the record's `seq`; scope_exit says which record left which scope, and when. */
static const char * const begin[] = {
  "CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL)",
  "CREATE TABLE sync_head (only_row INTEGER PRIMARY KEY CHECK (only_row = 1), "
  "seq INTEGER NOT NULL, horizon INTEGER NOT NULL)",
  "INSERT INTO sync_head (only_row, seq, horizon) VALUES (1, 0, 0)",
  "CREATE TABLE record (type TEXT NOT NULL, id BYTES NOT NULL, rev INTEGER NOT NULL, "
  "seq INTEGER NOT NULL, fields TEXT NOT NULL, frev TEXT NOT NULL, scopes TEXT NOT NULL, "
  "own_scopes TEXT NOT NULL, is_deleted INTEGER NOT NULL, changed_by BYTES, changed_at TEXT, "
  "PRIMARY KEY (type, id))",
  "CREATE TABLE record_scope (scope TEXT NOT NULL, seq INTEGER NOT NULL, type TEXT NOT NULL, "
  "id BYTES NOT NULL, PRIMARY KEY (scope, seq))",
  "CREATE TABLE record_ref (to_id BYTES NOT NULL, type TEXT NOT NULL, field TEXT NOT NULL, "
  "id BYTES NOT NULL, PRIMARY KEY (to_id, type, field, id))",
  "CREATE TABLE scope_exit (scope TEXT NOT NULL, seq INTEGER NOT NULL, type TEXT NOT NULL, "
  "id BYTES NOT NULL, at TEXT, PRIMARY KEY (scope, seq))",
  "CREATE TABLE \"user\" (id BYTES PRIMARY KEY, name TEXT NOT NULL UNIQUE, password TEXT, "
  "failures INTEGER NOT NULL DEFAULT 0, last_failure_ms INTEGER NOT NULL DEFAULT 0, "
  "grants_version INTEGER NOT NULL DEFAULT 0)",
  "CREATE TABLE user_grant (\"user\" BYTES NOT NULL, version INTEGER NOT NULL, "
  "scope TEXT NOT NULL, role TEXT NOT NULL, PRIMARY KEY (\"user\", version, scope, role))",
  "CREATE TABLE enrol_code (code TEXT PRIMARY KEY, \"user\" BYTES NOT NULL, "
  "expires_ms INTEGER NOT NULL, used_ms INTEGER)",
  "CREATE TABLE device (id BYTES PRIMARY KEY, \"user\" BYTES NOT NULL, name TEXT NOT NULL, "
  "public_key TEXT NOT NULL, prefix TEXT NOT NULL UNIQUE, state TEXT NOT NULL, "
  "last_n INTEGER NOT NULL DEFAULT 0, ack INTEGER NOT NULL DEFAULT 0, epoch TEXT, "
  "formerly BYTES, keyslot TEXT, enrolled_at TEXT NOT NULL, seen_ms INTEGER NOT NULL DEFAULT 0)",
  "CREATE TABLE token (refresh TEXT PRIMARY KEY, access TEXT NOT NULL UNIQUE, "
  "device BYTES NOT NULL, expires_ms INTEGER NOT NULL, state TEXT NOT NULL)",
  "CREATE INDEX token_device ON token (device, state)",
  "CREATE TABLE set_seen (id BYTES PRIMARY KEY, device BYTES NOT NULL, \"user\" BYTES NOT NULL, "
  "n INTEGER NOT NULL, state TEXT NOT NULL, seq INTEGER NOT NULL, result TEXT, "
  "body TEXT NOT NULL, received_at TEXT NOT NULL)",
  "CREATE INDEX set_seen_device ON set_seen (device, n)",
  "CREATE TABLE parked_create (id BYTES NOT NULL, type TEXT NOT NULL, PRIMARY KEY (id, type))",
  NULL,
};

/* To some databases `user` is whoever asks. */
static const char * const rename_users[] = {
  "ALTER TABLE \"user\" RENAME TO account",
  "ALTER TABLE user_grant RENAME TO account_grant",
  "ALTER TABLE account_grant RENAME COLUMN \"user\" TO account",
  "ALTER TABLE enrol_code RENAME COLUMN \"user\" TO account",
  "ALTER TABLE device RENAME COLUMN \"user\" TO account",
  "ALTER TABLE set_seen RENAME COLUMN \"user\" TO account",
  NULL,
};

/* Who is who at the council's identity provider, and which of its tokens have been used. */
static const char * const identities[] = {
  "CREATE TABLE identity (issuer TEXT NOT NULL, subject TEXT NOT NULL, account BYTES NOT NULL, "
  "PRIMARY KEY (issuer, subject))",
  "CREATE TABLE id_token_used (token TEXT PRIMARY KEY, until_ms INTEGER NOT NULL)",
  NULL,
};

/* How many live records of a type have the same list of scopes, and the two halves of the sum of
 * their digests. Filled by the program, which alone can make a digest. */
static const char * const add_sums[] = {
  "CREATE TABLE record_sum (type TEXT NOT NULL, scopes TEXT NOT NULL, n INTEGER NOT NULL, "
  "high INTEGER NOT NULL, low INTEGER NOT NULL, PRIMARY KEY (type, scopes))",
  NULL,
};

/* A user can be shut out; wrong passwords are counted by name and address, users or not. */
static const char * const shut_out[] = {
  "ALTER TABLE account ADD COLUMN is_disabled INTEGER NOT NULL DEFAULT 0",
  "ALTER TABLE account DROP COLUMN failures",
  "ALTER TABLE account DROP COLUMN last_failure_ms",
  "CREATE TABLE sign_in_failure (name_digest TEXT NOT NULL, address_digest TEXT NOT NULL, "
  "failures INTEGER NOT NULL, last_ms INTEGER NOT NULL, "
  "PRIMARY KEY (name_digest, address_digest))",
  NULL,
};

/* What was erased, and that it was. */
static const char * const erase[] = {
  "ALTER TABLE record ADD COLUMN is_erased INTEGER NOT NULL DEFAULT 0",
  "CREATE TABLE erasure (child BYTES PRIMARY KEY, at TEXT NOT NULL, reason TEXT NOT NULL)",
  NULL,
};

/* The audit chain, whose end is kept with the head that is locked last; the keys under which people
 * stand in it; and what is worth one entry in an hour or a day, with the last of these. */
static const char * const add_audit[] = {
  "CREATE TABLE audit (k INTEGER PRIMARY KEY, entry TEXT NOT NULL, hash BYTES NOT NULL)",
  "CREATE TABLE audit_key (person BYTES PRIMARY KEY, secret BYTES NOT NULL)",
  "CREATE TABLE audit_once (what TEXT PRIMARY KEY, period TEXT NOT NULL)",
  "ALTER TABLE sync_head ADD COLUMN audit_k INTEGER NOT NULL DEFAULT 0",
  "ALTER TABLE sync_head ADD COLUMN audit_hash BYTES",
  NULL,
};

/* What a laptop that is to be wiped is told; and for how many days, by role, one may be opened
 * without having been in contact, where that is not the usual number. */
static const char * const add_wipes_and_leases[] = {
  "ALTER TABLE device ADD COLUMN wipe_token TEXT",
  "ALTER TABLE device ADD COLUMN push_first INTEGER NOT NULL DEFAULT 0",
  "CREATE TABLE lease (role TEXT PRIMARY KEY, days INTEGER NOT NULL)",
  NULL,
};

/* The secret that a user's telephone makes codes of, and the last half minute whose code was
 * used. */
static const char * const add_otp[] = {
  "ALTER TABLE account ADD COLUMN otp_secret BYTES",
  "ALTER TABLE account ADD COLUMN otp_step INTEGER NOT NULL DEFAULT 0",
  NULL,
};

/* Files that records name, in pieces of 256 KiB. While one is coming, `hashing` is the SHA-256 of
 * what has come so far; record_blob says which record names which file. */
static const char * const keep_files[] = {
  "CREATE TABLE blob (name TEXT PRIMARY KEY, device BYTES NOT NULL, received INTEGER NOT NULL, "
  "is_complete INTEGER NOT NULL, hashing BYTES, touched_ms INTEGER NOT NULL)",
  "CREATE INDEX blob_device ON blob (device)",
  "CREATE TABLE blob_piece (name TEXT NOT NULL, nth INTEGER NOT NULL, bytes BYTES NOT NULL, "
  "PRIMARY KEY (name, nth))",
  "CREATE TABLE record_blob (name TEXT NOT NULL, type TEXT NOT NULL, id BYTES NOT NULL, "
  "PRIMARY KEY (name, type, id))",
  "CREATE INDEX record_blob_record ON record_blob (type, id)",
  NULL,
};

/* A list of scopes has no end, and what an index holds of one row has: it holds the SHA-256 of the
 * list. The program fills the table anew. */
static const char * const rekey_sums[] = {
  "DROP TABLE record_sum",
  "CREATE TABLE record_sum (type TEXT NOT NULL, scopes_digest TEXT NOT NULL, "
  "scopes TEXT NOT NULL, n INTEGER NOT NULL, high INTEGER NOT NULL, low INTEGER NOT NULL, "
  "PRIMARY KEY (type, scopes_digest))",
  "DELETE FROM meta WHERE name = 'sums'",
  NULL,
};

static const AtlasTablesStep steps[] = {
  { begin },
  { rename_users },
  { add_sums },
  { shut_out },
  { erase },
  { add_audit },
  { add_wipes_and_leases },
  { add_otp },
  { keep_files },
  { identities },
  { rekey_sums },
};

/**
 * atlas_tables_version:
 *
 * Returns: the version that this program works with; a database of a later one is not for it
 */
int
atlas_tables_version (void)
{
  return G_N_ELEMENTS (steps);
}

/**
 * atlas_tables_step:
 * @version: from 1 to atlas_tables_version()
 *
 * Returns: (transfer none): what makes that version out of the one before
 */
const AtlasTablesStep *
atlas_tables_step (int version)
{
  g_return_val_if_fail (version >= 1 && version <= atlas_tables_version (), NULL);

  return &steps[version - 1];
}
