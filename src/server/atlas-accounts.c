/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-server"

#include "config.h"

#include "server/atlas-accounts.h"

#include <sodium.h>
#include <string.h>

#include "base/atlas-base64url.h"
#include "base/atlas-error.h"
#include "base/atlas-id.h"
#include "server/atlas-audit.h"
#include "server/atlas-locks.h"
#include "server/atlas-work.h"

/* 64 MiB and two passes: 0.10 s, of which at most four run at once. */
#define NAME_BYTES_MAX  100
#define PASSWORD_OPS    crypto_pwhash_OPSLIMIT_INTERACTIVE
#define PASSWORD_BYTES  crypto_pwhash_MEMLIMIT_INTERACTIVE
#define CODE_GROUPS     5
#define CODE_GROUP      4               /* 5 groups of 4 letters of 5 bits: 100 bits */
#define DAY_MS          (G_GINT64_CONSTANT (24) * 60 * 60 * 1000)

static gint64
now_ms (void)
{
  return g_get_real_time () / 1000;
}

/**
 * atlas_accounts_find_user:
 * @backend: where they are kept
 * @name: a user's name
 * @id: (out) (transfer full) (nullable): the user's id, or %NULL if there is none of that name
 * @error: return location for an error
 *
 * Returns: whether the question could be answered
 */
gboolean
atlas_accounts_find_user (AtlasBackend *backend,
                          const char   *name,
                          char        **id,
                          GError      **error)
{
  g_autoptr(AtlasRows) query = atlas_backend_query (backend, error,
                                                    "SELECT id FROM account WHERE name = ?1",
                                                    "t", name);
  AtlasStep step;

  *id = NULL;
  step = atlas_rows_step (query, error);
  if (step == ATLAS_STEP_ROW)
    *id = atlas_rows_id (query, 0);

  return step != ATLAS_STEP_ERROR;
}

/**
 * atlas_accounts_is_name:
 * @name: (nullable): what a user or a laptop is to be called
 *
 * Names stand in lists on terminals: no line breaks, nothing that moves the cursor.
 *
 * Returns: whether it can be a name
 */
gboolean
atlas_accounts_is_name (const char *name)
{
  if (name == NULL || *name == '\0' || strlen (name) > NAME_BYTES_MAX ||
      !g_utf8_validate (name, -1, NULL))
    return FALSE;

  for (const char *at = name; *at != '\0'; at = g_utf8_next_char (at))
    if (g_unichar_iscntrl (g_utf8_get_char (at)))
      return FALSE;

  return TRUE;
}

/**
 * atlas_accounts_add_user:
 * @backend: inside a transaction
 * @name: what the user signs in with and is called
 * @grants: what the user may see and do; gets the user's id
 * @id: (out) (transfer full): the new user's id
 * @error: return location for an error
 *
 * Errors: %ATLAS_ERROR_INVALID when the name is taken, or is none.
 *
 * Returns: whether the user was added
 */
gboolean
atlas_accounts_add_user (AtlasBackend *backend,
                         const char   *name,
                         AtlasGrants  *grants,
                         char        **id,
                         GError      **error)
{
  g_autofree char *existing = NULL;
  g_autofree char *user = atlas_id_new ();

  if (!atlas_accounts_is_name (name))
    {
      g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_INVALID,
                   "A name has from 1 to %d letters, digits, signs and spaces, and no line breaks",
                   NAME_BYTES_MAX);
      return FALSE;
    }
  if (!atlas_accounts_find_user (backend, name, &existing, error))
    return FALSE;
  if (existing != NULL)
    {
      g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_INVALID, "There is a user “%s” already",
                   name);
      return FALSE;
    }

  g_free (grants->user);
  grants->user = g_strdup (user);
  if (!atlas_backend_run (backend, error, "INSERT INTO account (id, name) VALUES (?1, ?2)",
                          "ut", user,
                          name) ||
      !atlas_grants_save (grants, backend, error) ||
      !atlas_accounts_publish_user (backend, user, error))
    return FALSE;

  *id = g_steal_pointer (&user);
  return TRUE;
}

/**
 * atlas_accounts_set_disabled:
 * @backend: inside a transaction
 * @user: a user's id
 * @is_disabled: whether the user is shut out
 * @error: return location for an error
 *
 * Shuts a user out, or lets one in again: none of the user's laptops may do anything, and no
 * password or code enrols another. What is granted stays as it is.
 *
 * Returns: whether it was kept
 */
gboolean
atlas_accounts_set_disabled (AtlasBackend *backend,
                             const char   *user,
                             gboolean      is_disabled,
                             GError      **error)
{
  return atlas_backend_run (backend, error, "UPDATE account SET is_disabled = ?2 WHERE id = ?1",
                            "ui", user, (gint64) is_disabled);
}

gboolean
atlas_accounts_set_password (AtlasBackend *backend,
                             const char   *user,
                             const char   *password,
                             GError      **error)
{
  g_autofree char *hash = atlas_accounts_hash_password (password);

  return atlas_backend_run (backend, error,
                            "UPDATE account SET password = ?2 WHERE id = ?1",
                            "ut", user, hash);
}

static gboolean
audit_grants (AtlasBackend *backend,
              AtlasGrants  *grants,
              json_t       *roles,
              GError      **error)
{
  g_autoptr(json_t) details = json_pack ("{s:s, s:I, s:O}", "user", grants->user, "version",
                                         (json_int_t) grants->version, "grants", roles);

  return atlas_audit_append (backend, "grant", details, error);
}

/**
 * atlas_accounts_publish_user:
 * @backend: inside a transaction
 * @user: a user's id
 * @error: return location for an error
 *
 * Writes the `user` record by which others see who somebody is: a name and roles, no more. The
 * grants that it shows go into the audit chain.
 *
 * Returns: whether it was written
 */
gboolean
atlas_accounts_publish_user (AtlasBackend *backend,
                             const char   *user,
                             GError      **error)
{
  g_autoptr(AtlasRows)  query = NULL;
  g_autoptr(AtlasGrants) grants = atlas_grants_load (backend, user, -1, error);
  g_autoptr(json_t)      fields = NULL;
  json_t *roles = json_array ();

  if (grants != NULL)
    query = atlas_backend_query (backend, error, "SELECT name FROM account WHERE id = ?1",
                                 "u", user);
  if (atlas_rows_step (query, error) != ATLAS_STEP_ROW)
    {
      json_decref (roles);
      return FALSE;
    }

  for (guint i = 0; i < grants->items->len; i++)
    {
      AtlasGrant *grant = g_ptr_array_index (grants->items, i);

      json_array_append_new (roles,
                             json_pack ("{s:s, s:s}", "scope", grant->scope, "role", grant->role));
    }

  fields = json_pack ("{s:s, s:o}", "name", atlas_rows_text (query, 0), "roles", roles);
  g_clear_pointer (&query, atlas_rows_free);

  return atlas_work_publish (backend, atlas_type_find ("user"), user, fields, NULL, error) &&
         audit_grants (backend, grants, roles, error);
}

/* Crockford's letters: none that is taken for another when it is read out. */
static char *
new_code (void)
{
  static const char letters[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  GString *code = g_string_new (NULL);

  for (int i = 0; i < CODE_GROUPS * CODE_GROUP; i++)
    {
      if (i > 0 && i % CODE_GROUP == 0)
        g_string_append_c (code, '-');
      g_string_append_c (code, letters[randombytes_uniform (sizeof letters - 1)]);
    }

  return g_string_free (code, FALSE);
}

static char *
code_digest (const char *code)
{
  GString *plain = g_string_new (NULL);
  g_autofree char *text = NULL;

  for (const char *c = code; *c != '\0'; c++)
    {
      char letter = g_ascii_toupper (*c);

      if (letter == '-' || letter == ' ')
        continue;
      if (letter == 'O')
        letter = '0';
      if (letter == 'I' || letter == 'L')
        letter = '1';
      g_string_append_c (plain, letter);
    }

  text = g_string_free (plain, FALSE);
  return atlas_accounts_digest (text);
}

/**
 * atlas_accounts_make_code:
 * @backend: inside a transaction
 * @user: whose
 * @error: return location for an error
 *
 * Makes a code with which one laptop can be enrolled within seven days. Only its digest is kept.
 *
 * Returns: (transfer full): the code, `K7QF-…`
 */
char *
atlas_accounts_make_code (AtlasBackend *backend,
                          const char   *user,
                          GError      **error)
{
  g_autofree char *code = new_code ();
  g_autofree char *digest = code_digest (code);

  if (!atlas_backend_run (backend, error,
                          "INSERT INTO enrol_code (code, account, expires_ms) VALUES (?1, ?2, ?3)",
                          "tui", digest, user, now_ms () + ATLAS_ENROL_CODE_DAYS * DAY_MS))
    return NULL;

  return g_steal_pointer (&code);
}

/**
 * atlas_accounts_find_unheard:
 * @backend: inside a transaction
 * @user: who enrols a laptop
 * @public_key: of the laptop
 * @prefix: (out) (transfer full): what its references begin with, if it is there
 * @error: return location for an error
 *
 * Looks for a laptop that was enrolled and has not used what it was given: its answer was lost, and
 * it asks again.
 *
 * Source: protocol, section 12: the same request may be sent any number of times.
 *
 * Returns: (transfer full) (nullable): its id
 */
char *
atlas_accounts_find_unheard (AtlasBackend *backend,
                             const char   *user,
                             const char   *public_key,
                             char        **prefix,
                             GError      **error)
{
  g_autoptr(AtlasRows) query = NULL;

  query = atlas_backend_query (backend, error,
                               "SELECT id, prefix FROM device WHERE account = ?1 "
                               "AND public_key = ?2 AND state = 'active' "
                               "AND EXISTS (SELECT 1 FROM token WHERE device = device.id) "
                               "AND NOT EXISTS (SELECT 1 FROM token WHERE device = device.id "
                               "AND state <> 'pending')",
                               "ut", user, public_key);
  if (atlas_rows_step (query, error) != ATLAS_STEP_ROW)
    return NULL;

  *prefix = g_strdup (atlas_rows_text (query, 1));
  return atlas_rows_id (query, 0);
}

/* A used code is good for the laptop that used it until it has heard so. */
static char *
take_code_again (AtlasBackend *backend,
                 const char   *digest,
                 const char   *public_key,
                 GError      **error)
{
  g_autoptr(AtlasRows) query = NULL;
  g_autofree char *user = NULL;
  g_autofree char *prefix = NULL;
  g_autofree char *device = NULL;

  query = atlas_backend_query (backend, error,
                               "SELECT account FROM enrol_code WHERE code = ?1 AND expires_ms > ?2",
                               "ti", digest, now_ms ());
  if (atlas_rows_step (query, error) == ATLAS_STEP_ROW)
    user = atlas_rows_id (query, 0);
  g_clear_pointer (&query, atlas_rows_free);
  if (user != NULL)
    device = atlas_accounts_find_unheard (backend, user, public_key, &prefix, error);

  return device != NULL ? g_steal_pointer (&user) : NULL;
}

/**
 * atlas_accounts_take_code:
 * @backend: inside a transaction
 * @code: as somebody typed it
 * @public_key: of the laptop that shows it
 * @error: return location for an error
 *
 * Uses a code up.
 *
 * Errors: %ATLAS_ERROR_NOT_ALLOWED when it is wrong, used or too old.
 *
 * Returns: (transfer full): the id of the user it was made for
 */
char *
atlas_accounts_take_code (AtlasBackend *backend,
                          const char   *code,
                          const char   *public_key,
                          GError      **error)
{
  g_autofree char *digest = code_digest (code);
  g_autofree char *again = NULL;
  g_autoptr(AtlasRows) query = NULL;
  g_autoptr(GError) fault = NULL;
  AtlasStep step;

  query = atlas_backend_query (backend, error,
                               "UPDATE enrol_code SET used_ms = ?2 WHERE code = ?1 "
                               "AND used_ms IS NULL AND expires_ms > ?2 "
                               "RETURNING account",
                               "ti", digest, now_ms ());
  step = atlas_rows_step (query, error);
  if (step == ATLAS_STEP_ROW)
    return atlas_rows_id (query, 0);
  if (step == ATLAS_STEP_ERROR)
    return NULL;

  again = take_code_again (backend, digest, public_key, &fault);
  if (fault != NULL)
    g_propagate_error (error, g_steal_pointer (&fault));
  else if (again == NULL)
    g_set_error_literal (error, ATLAS_ERROR, ATLAS_ERROR_NOT_ALLOWED,
                         "The code is wrong, used or too old");

  return g_steal_pointer (&again);
}

/* A letter and a digit while they last, then more digits; no letter that is taken for a digit. */
static char *
prefix_from_number (gint64 number)
{
  static const char letters[] = "ABCDEFGHJKLMNPQRSTUVWXYZ";
  const gint64 n_letters = sizeof letters - 1;
  const gint64 n_short = n_letters * 8;

  if (number < n_short)
    return g_strdup_printf ("%c%d", letters[(number * 7) % n_letters],
                            (int) (2 + number / n_letters));

  number -= n_short;
  return g_strdup_printf ("%c%" G_GINT64_FORMAT, letters[number % n_letters],
                          10 + number / n_letters);
}

/**
 * atlas_accounts_next_prefix:
 * @backend: inside a transaction
 * @error: return location for an error
 *
 * Returns: (transfer full): what the references given by the next device begin with, as `K7`
 */
char *
atlas_accounts_next_prefix (AtlasBackend *backend,
                            GError      **error)
{
  g_autofree char *text = NULL;
  g_autofree char *next = NULL;
  gint64 number;

  if (!atlas_lock_fact (backend, "next_prefix", error) ||
      (text = atlas_meta_get (backend, "next_prefix", error)) == NULL)
    return NULL;

  number = g_ascii_strtoll (text, NULL, 10);
  next = g_strdup_printf ("%" G_GINT64_FORMAT, number + 1);

  return atlas_meta_set (backend, "next_prefix", next, error) ? prefix_from_number (number) : NULL;
}

/**
 * atlas_accounts_publish_device:
 * @backend: inside a transaction
 * @device: a device's id
 * @error: return location for an error
 *
 * Writes the `device` record by which the laptop's user and the county's officers see it.
 *
 * Returns: whether it was written
 */
gboolean
atlas_accounts_publish_device (AtlasBackend *backend,
                               const char   *device,
                               GError      **error)
{
  g_autoptr(AtlasRows) query = NULL;
  g_autoptr(json_t)     fields = NULL;
  g_autofree char *user = NULL;
  g_autofree char *scope = NULL;

  query = atlas_backend_query (backend, error,
                               "SELECT account, name, prefix, state FROM device WHERE id = ?1",
                               "u", device);
  if (atlas_rows_step (query, error) != ATLAS_STEP_ROW)
    return FALSE;

  user = atlas_rows_id (query, 0);
  scope = g_strconcat (ATLAS_SCOPE_USER, user, NULL);
  fields = json_pack ("{s:s, s:s, s:s, s:s}", "user", user, "name", atlas_rows_text (query, 1),
                      "prefix", atlas_rows_text (query, 2), "state", atlas_rows_text (query, 3));
  g_clear_pointer (&query, atlas_rows_free);

  return atlas_work_publish (backend, atlas_type_find ("device"), device, fields, scope, error);
}

/**
 * atlas_accounts_set_device_state:
 * @backend: inside a transaction
 * @device: a device's id
 * @state: `active`, `locked`, `signed-out`, `wipe` or `wiped`
 * @by: (nullable): id of the user who asked for it, %NULL for the administrator or the device
 * @error: return location for an error
 *
 * Changes what a device may do from its next request on, and says so in the audit chain.
 *
 * Returns: whether it was changed
 */
gboolean
atlas_accounts_set_device_state (AtlasBackend *backend,
                                 const char   *device,
                                 const char   *state,
                                 const char   *by,
                                 GError      **error)
{
  g_autoptr(json_t) details = json_pack ("{s:s, s:s, s:s*}", "device", device, "state", state,
                                         "by", by);

  return atlas_lock_device (backend, device, error) &&
         atlas_backend_run (backend, error, "UPDATE device SET state = ?2 WHERE id = ?1", "ut",
                            device, state) &&
         atlas_accounts_publish_device (backend, device, error) &&
         atlas_audit_append (backend, "device", details, error);
}

/**
 * atlas_accounts_order_wipe:
 * @backend: inside a transaction
 * @device: a device's id
 * @push_first: whether it is to send first what it has not sent yet; all of that is set aside for a
 *   person to look at
 * @error: return location for an error
 *
 * Tells a device at its next request to destroy what it holds.
 *
 * Source: protocol, section 11.
 *
 * Returns: whether it will be told
 */
gboolean
atlas_accounts_order_wipe (AtlasBackend *backend,
                           const char   *device,
                           gboolean      push_first,
                           GError      **error)
{
  g_autofree char *token = atlas_base64url_random ();
  g_autoptr(json_t) details = json_pack ("{s:s, s:b}", "device", device, "push_first", push_first);

  return atlas_backend_run (backend, error,
                            "UPDATE device SET wipe_token = ?2, push_first = ?3 WHERE id = ?1",
                            "uti", device, token, (gint64) push_first) &&
         atlas_accounts_set_device_state (backend, device, "wipe", NULL, error) &&
         atlas_audit_append (backend, "wipe", details, error);
}

/**
 * atlas_accounts_hash_password:
 * @password: a password
 *
 * Cost: 0.1 s and 64 MiB.
 *
 * Returns: (transfer full): its Argon2id hash, with salt and parameters
 */
char *
atlas_accounts_hash_password (const char *password)
{
  char hash[crypto_pwhash_STRBYTES];

  if (crypto_pwhash_str (hash, password, strlen (password), PASSWORD_OPS, PASSWORD_BYTES) != 0)
    return NULL;

  return g_strdup (hash);
}

/**
 * atlas_accounts_check_password:
 * @hash: what atlas_accounts_hash_password() gave
 * @password: what somebody typed
 *
 * Cost: 0.1 s and 64 MiB.
 *
 * Returns: whether it is the same password
 */
gboolean
atlas_accounts_check_password (const char *hash,
                               const char *password)
{
  return crypto_pwhash_str_verify (hash, password, strlen (password)) == 0;
}

/**
 * atlas_accounts_digest:
 * @secret: a secret of many random bits
 *
 * Returns: (transfer full): its SHA-256 in hexadecimal, which is what the database keeps
 */
char *
atlas_accounts_digest (const char *secret)
{
  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, secret, -1);
}

/**
 * atlas_meta_get:
 * @backend: a back end
 * @name: of a fact about the whole server, as `epoch`
 * @error: return location for an error
 *
 * Errors: %ATLAS_ERROR_DAMAGED when there is none of that name.
 *
 * Returns: (transfer full): its value
 */
char *
atlas_meta_get (AtlasBackend *backend,
                const char   *name,
                GError      **error)
{
  g_autoptr(AtlasRows) query = atlas_backend_query (backend, error,
                                                    "SELECT value FROM meta WHERE name = ?1",
                                                    "t", name);
  AtlasStep step;

  step = atlas_rows_step (query, error);
  if (step == ATLAS_STEP_ROW)
    return g_strdup (atlas_rows_text (query, 0));
  if (step == ATLAS_STEP_DONE)
    g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_DAMAGED, "The database does not say its “%s”",
                 name);

  return NULL;
}

gboolean
atlas_meta_set (AtlasBackend *backend,
                const char   *name,
                const char   *value,
                GError      **error)
{
  return atlas_backend_run (backend, error,
                            "INSERT INTO meta (name, value) VALUES (?1, ?2) "
                            "ON CONFLICT (name) DO UPDATE SET value = excluded.value", "tt", name,
                            value);
}
