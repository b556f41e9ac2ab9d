/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-server"

#include "config.h"

#include "server/atlas-proofs.h"

#include "base/atlas-error.h"
#include "server/atlas-accounts.h"
#include "server/atlas-issuer.h"
#include "store/atlas-worker.h"

#define MOST_PASSWORDS 4                /* checked at once */
#define MOST_QUEUE    16
#define BUSY_RETRY_S   2
#define ISSUER_RETRY_S 10

struct _AtlasProofs
{
  AtlasWorker *passwords[MOST_PASSWORDS];
  AtlasIssuer *issuer;
  guint        turn;            /* which of the workers is next */
  guint        n_open;
};

typedef struct {
  AtlasProofs    *proofs;
  AtlasRequest   *request;
  AtlasAnswer    *answer;
  AtlasProofsFunc func;
  gpointer        user_data;
} Proof;

/**
 * atlas_proofs_new:
 *
 * Returns: (transfer full): where proofs are checked
 */
AtlasProofs *
atlas_proofs_new (void)
{
  AtlasProofs *self = g_new0 (AtlasProofs, 1);

  for (guint i = 0; i < MOST_PASSWORDS; i++)
    self->passwords[i] = atlas_worker_new ("password");
  self->issuer = atlas_issuer_new ();

  return self;
}

void
atlas_proofs_free (AtlasProofs *self)
{
  if (self == NULL)
    return;

  for (guint i = 0; i < MOST_PASSWORDS; i++)
    g_clear_pointer (&self->passwords[i], atlas_worker_close);
  g_clear_object (&self->issuer);
  g_free (self);
}

gboolean
atlas_proofs_are_wanted (AtlasAnswer *answer)
{
  return answer->check_hash != NULL || answer->check_token != NULL;
}

guint
atlas_proofs_get_n_open (AtlasProofs *self)
{
  return self->n_open;
}

static void
end_proof (Proof   *proof,
           gboolean is_checked)
{
  proof->proofs->n_open--;
  proof->func (is_checked, proof->user_data);
  g_free (proof);
}

static void
check_password_in_thread (GTask        *task,
                          gpointer      source,
                          gpointer      data,
                          GCancellable *cancellable)
{
  Proof *proof = data;

  proof->request->password_is_right =
    atlas_accounts_check_password (proof->answer->check_hash, proof->answer->check_password);
  g_task_return_boolean (task, TRUE);
}

static void
password_checked_cb (GObject      *source,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  Proof *proof = user_data;

  proof->request->password_was_checked = TRUE;
  end_proof (proof, TRUE);
}

static void
token_checked_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  Proof *proof = user_data;
  g_autoptr(GError) error = NULL;

  proof->request->identity = atlas_issuer_check_finish (ATLAS_ISSUER (source), result, &error);
  proof->request->token_was_checked = TRUE;
  if (g_error_matches (error, ATLAS_ERROR, ATLAS_ERROR_NETWORK))
    {
      atlas_answer_problem (proof->answer, ATLAS_PROBLEM_UNAVAILABLE, error->message);
      proof->answer->retry_after_s = ISSUER_RETRY_S;
      end_proof (proof, FALSE);
      return;
    }

  if (error != NULL)
    g_info ("A sign-in at the council's was not accepted: %s", error->message);
  end_proof (proof, TRUE);
}

/**
 * atlas_proofs_check:
 * @self: where proofs are checked
 * @request: gets the result; nobody else touches it or @answer meanwhile
 * @answer: says what to check, as atlas_proofs_are_wanted() found
 * @func: called later, once
 * @user_data: for @func
 */
void
atlas_proofs_check (AtlasProofs    *self,
                    AtlasRequest   *request,
                    AtlasAnswer    *answer,
                    AtlasProofsFunc func,
                    gpointer        user_data)
{
  g_autoptr(GTask) task = NULL;
  Proof *proof;

  if (self->n_open >= MOST_QUEUE)
    {
      atlas_answer_problem (answer, ATLAS_PROBLEM_SLOW_DOWN, "Many are signing in");
      answer->retry_after_s = BUSY_RETRY_S;
      func (FALSE, user_data);
      return;
    }

  proof = g_new0 (Proof, 1);
  proof->proofs = self;
  proof->request = request;
  proof->answer = answer;
  proof->func = func;
  proof->user_data = user_data;
  self->n_open++;
  if (answer->check_token != NULL)
    {
      atlas_issuer_check_async (self->issuer, answer->check_oidc, answer->check_token,
                                answer->check_nonce, token_checked_cb, proof);
      return;
    }

  task = g_task_new (NULL, NULL, password_checked_cb, proof);
  g_task_set_source_tag (task, atlas_proofs_check);
  g_task_set_task_data (task, proof, NULL);
  atlas_worker_queue (self->passwords[self->turn++ % MOST_PASSWORDS], task,
                      check_password_in_thread);
}
