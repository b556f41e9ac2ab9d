/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-server"

#include "config.h"

#include "server/atlas-proofs.h"

#include "base/atlas-error.h"
#include "server/atlas-issuer.h"
#include "server/atlas-passwords.h"

#define MOST_TOKENS    16               /* checked at once */
#define BUSY_RETRY_S    2
#define ISSUER_RETRY_S 10

struct _AtlasProofs
{
  AtlasPasswords *passwords;
  AtlasIssuer    *issuer;
  guint           n_tokens;             /* that are being checked */
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

  self->passwords = atlas_passwords_new ();
  self->issuer = atlas_issuer_new ();
  return self;
}

void
atlas_proofs_free (AtlasProofs *self)
{
  if (self == NULL)
    return;

  atlas_passwords_free (self->passwords);
  g_object_unref (self->issuer);
  g_free (self);
}

gboolean
atlas_proofs_are_wanted (AtlasAnswer *answer)
{
  return answer->check_hash != NULL || answer->check_token != NULL;
}

/**
 * atlas_proofs_get_n:
 * @self: where proofs are checked
 *
 * Returns: how many are being checked
 */
guint
atlas_proofs_get_n (AtlasProofs *self)
{
  return atlas_passwords_get_n (self->passwords) + self->n_tokens;
}

static void
put_off (Proof       *proof,
         AtlasProblem problem,
         const char  *detail,
         guint        retry_after_s)
{
  atlas_answer_problem (proof->answer, problem, detail);
  proof->answer->retry_after_s = retry_after_s;
  proof->func (FALSE, proof->user_data);
  g_free (proof);
}

static void
go_on (Proof *proof)
{
  proof->func (TRUE, proof->user_data);
  g_free (proof);
}

static void
password_checked_cb (GObject      *source,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  Proof *proof = user_data;

  proof->request->password_is_right = atlas_passwords_check_finish (result);
  proof->request->password_was_checked = TRUE;
  go_on (proof);
}

static void
token_checked_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  Proof *proof = user_data;
  g_autoptr(GError) error = NULL;

  proof->proofs->n_tokens--;
  proof->request->identity = atlas_issuer_check_finish (ATLAS_ISSUER (source), result, &error);
  proof->request->token_was_checked = TRUE;
  if (error != NULL)
    g_info ("A sign-in at the council's: %s", error->message);
  if (g_error_matches (error, ATLAS_ERROR, ATLAS_ERROR_NETWORK))
    put_off (proof, ATLAS_PROBLEM_UNAVAILABLE, error->message, ISSUER_RETRY_S);
  else
    go_on (proof);
}

static gboolean
begin (Proof *proof)
{
  AtlasProofs *self = proof->proofs;
  AtlasAnswer *answer = proof->answer;

  if (answer->check_token == NULL)
    return atlas_passwords_check_async (self->passwords, answer->check_hash,
                                        answer->check_password, password_checked_cb, proof);
  if (self->n_tokens >= MOST_TOKENS)
    return FALSE;

  self->n_tokens++;
  atlas_issuer_check_async (self->issuer, answer->check_oidc, answer->check_token,
                            answer->check_nonce, token_checked_cb, proof);
  return TRUE;
}

/**
 * atlas_proofs_check:
 * @self: where proofs are checked
 * @request: gets the result; nobody else touches it or @answer meanwhile
 * @answer: says what to check, as atlas_proofs_are_wanted() found
 * @func: called once
 * @user_data: for @func
 */
void
atlas_proofs_check (AtlasProofs    *self,
                    AtlasRequest   *request,
                    AtlasAnswer    *answer,
                    AtlasProofsFunc func,
                    gpointer        user_data)
{
  Proof *proof = g_new0 (Proof, 1);

  proof->proofs = self;
  proof->request = request;
  proof->answer = answer;
  proof->func = func;
  proof->user_data = user_data;
  if (!begin (proof))
    put_off (proof, ATLAS_PROBLEM_SLOW_DOWN, "Many are signing in", BUSY_RETRY_S);
}
