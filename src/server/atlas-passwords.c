/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-server"

#include "config.h"

#include "server/atlas-passwords.h"

#include <sodium.h>
#include <string.h>

#include "server/atlas-accounts.h"
#include "store/atlas-worker.h"

#define MOST_AT_ONCE   4                /* each takes 64 MiB and a tenth of a second */
#define MOST_QUEUED   16

/**
 * AtlasPasswords:
 *
 * Checks passwords on threads of their own, a few at once, so that nobody who signs in keeps the
 * database or the network waiting, and nobody who guesses takes more memory than four guesses do.
 */
struct _AtlasPasswords
{
  AtlasWorker *workers[MOST_AT_ONCE];
  guint        turn;                    /* which of the workers is next */
  guint        n;                       /* checks whose callback has not been called */
};

typedef struct {
  AtlasPasswords *passwords;
  char           *hash;
  char           *password;
} Check;

static void
check_free (Check *check)
{
  sodium_memzero (check->password, strlen (check->password));
  g_free (check->password);
  g_free (check->hash);
  g_free (check);
}

static void
check_in_thread (GTask        *task,
                 gpointer      source,
                 gpointer      data,
                 GCancellable *cancellable)
{
  Check *check = data;

  g_task_return_boolean (task, atlas_accounts_check_password (check->hash, check->password));
}

AtlasPasswords *
atlas_passwords_new (void)
{
  AtlasPasswords *self = g_new0 (AtlasPasswords, 1);

  for (guint i = 0; i < MOST_AT_ONCE; i++)
    self->workers[i] = atlas_worker_new ("password");

  return self;
}

void
atlas_passwords_free (AtlasPasswords *self)
{
  if (self == NULL)
    return;

  for (guint i = 0; i < MOST_AT_ONCE; i++)
    atlas_worker_close (self->workers[i]);
  g_free (self);
}

/**
 * atlas_passwords_get_n:
 * @self: (nullable): the checker
 *
 * Returns: how many checks are under way
 */
guint
atlas_passwords_get_n (AtlasPasswords *self)
{
  return self != NULL ? self->n : 0;
}

/**
 * atlas_passwords_check_async:
 * @self: the checker
 * @hash: what atlas_accounts_hash_password() gave
 * @password: what somebody typed; it is copied, and the copy wiped
 * @callback: called with the result, unless this returns %FALSE
 * @user_data: for @callback
 *
 * Returns: %FALSE when so many are being checked that this one was not taken
 */
gboolean
atlas_passwords_check_async (AtlasPasswords     *self,
                             const char         *hash,
                             const char         *password,
                             GAsyncReadyCallback callback,
                             gpointer            user_data)
{
  g_autoptr(GTask) task = NULL;
  Check *check;

  if (self->n >= MOST_QUEUED)
    return FALSE;

  self->n++;
  check = g_new0 (Check, 1);
  check->passwords = self;
  check->hash = g_strdup (hash);
  check->password = g_strdup (password);

  task = g_task_new (NULL, NULL, callback, user_data);
  g_task_set_source_tag (task, atlas_passwords_check_async);
  g_task_set_task_data (task, check, (GDestroyNotify) check_free);
  atlas_worker_queue (self->workers[self->turn++ % MOST_AT_ONCE], task, check_in_thread);

  return TRUE;
}

/**
 * atlas_passwords_check_finish:
 * @result: what the callback was given; to be called once, from there
 *
 * Returns: whether it was the right password
 */
gboolean
atlas_passwords_check_finish (GAsyncResult *result)
{
  Check *check = g_task_get_task_data (G_TASK (result));

  check->passwords->n--;
  return g_task_propagate_boolean (G_TASK (result), NULL);
}
