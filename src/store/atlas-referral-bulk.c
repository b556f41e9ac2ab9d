/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One thing done to many referrals: first a plan, which says to how many it can be done and why not
 * to the others, then all of it or nothing. It is one change set, or several of one batch where one
 * would be larger than the protocol lets a set be.
 */
#define G_LOG_DOMAIN "atlas-store"

#include "config.h"

#include "store/atlas-referral-bulk.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/atlas-error.h"
#include "base/atlas-id.h"
#include "records/atlas-codes.h"

#define REFERRAL_STEPS "referral-step"

AtlasBulk *
atlas_bulk_new (AtlasBulkKind kind,
                GArray       *rows,
                AtlasDate     on)
{
  AtlasBulk *bulk = g_new0 (AtlasBulk, 1);

  bulk->kind = kind;
  bulk->rows = g_array_ref (rows);
  bulk->day = ATLAS_DATE_NONE;
  bulk->on = on;
  bulk->n_promised = -1;

  return bulk;
}

/**
 * atlas_bulk_copy:
 * @bulk: what to do
 *
 * Returns: (transfer full): a copy that another thread may have; the rows are shared and do not
 *   change
 */
AtlasBulk *
atlas_bulk_copy (const AtlasBulk *bulk)
{
  AtlasBulk *copy = g_memdup2 (bulk, sizeof *bulk);

  copy->text = g_strdup (bulk->text);
  copy->by_name = g_strdup (bulk->by_name);
  copy->reason = g_strdup (bulk->reason);
  copy->rows = g_array_ref (bulk->rows);

  return copy;
}

void
atlas_bulk_free (AtlasBulk *bulk)
{
  if (bulk == NULL)
    return;

  g_free (bulk->text);
  g_free (bulk->by_name);
  g_free (bulk->reason);
  g_array_unref (bulk->rows);
  g_free (bulk);
}

void
atlas_bulk_plan_free (AtlasBulkPlan *plan)
{
  if (plan == NULL)
    return;

  g_ptr_array_unref (plan->refused);
  g_ptr_array_unref (plan->sets);
  g_free (plan);
}

static void
refusal_free (gpointer data)
{
  AtlasBulkRefusal *refusal = data;

  g_free (refusal->why);
  g_ptr_array_unref (refusal->references);
  g_free (refusal);
}

static AtlasBulkPlan *
bulk_plan_new (void)
{
  AtlasBulkPlan *plan = g_new0 (AtlasBulkPlan, 1);

  plan->refused = g_ptr_array_new_with_free_func (refusal_free);
  plan->sets = g_ptr_array_new_with_free_func ((GDestroyNotify) atlas_change_set_unref);

  return plan;
}

/* What a form would ask of one is not asked of many. */
static char *
word_asks (const AtlasReferralCase *referral_case,
           AtlasReferralVerb        verb)
{
  g_autoptr(GPtrArray) to_ask = atlas_referral_verb_to_ask (referral_case, verb);
  g_autoptr(GString)   missing = g_string_new (NULL);

  /* The answer to an offer is no step that is taken in passing. */
  if (verb == ATLAS_REFERRAL_VERB_NOT_AGREE && referral_case->offer != NULL)
    return atlas_referral_why_not (referral_case, ATLAS_REFERRAL_VERB_LOOK_AT);
  if (to_ask->len == 0)
    return g_strdup (_("A form asks for more. Take this step from the record."));

  for (guint i = 0; i < to_ask->len; i++)
    g_string_append_printf (missing, "%s%s", i > 0 ? " " : "",
                            _(((const AtlasStepNeed *) g_ptr_array_index (to_ask, i))->missing));

  return g_string_free (g_steal_pointer (&missing), FALSE);
}

/* (nullable): why not. What has ended is not waited for and not reviewed; what happened can still
 * be noted. */
static char *
refuse_one (const AtlasBulk         *bulk,
            const AtlasReferralCase *referral_case,
            AtlasReferralVerb       *verb)
{
  AtlasReferralMove may = ATLAS_REFERRAL_MOVE_NOW;
  char *why = NULL;

  if (bulk->kind == ATLAS_BULK_STEP)
    may = atlas_referral_may_move (referral_case, bulk->text, verb, &why);
  else if (bulk->kind != ATLAS_BULK_NOTE && strcmp (referral_case->referral->step, "ended") == 0)
    return g_strdup (_("It has ended. Reopen it first."));

  return may == ATLAS_REFERRAL_MOVE_ASKS ? word_asks (referral_case, *verb) : why;
}

static AtlasChangeSet *
make_set (const AtlasBulk         *bulk,
          const AtlasReferralCase *referral_case,
          AtlasReferralVerb        verb)
{
  AtlasRecord *referral = ATLAS_RECORD (referral_case->referral);
  AtlasChangeSet *set;

  if (bulk->kind == ATLAS_BULK_STEP)
    return atlas_referral_at_once_set (referral_case, verb, bulk->reason);
  if (bulk->kind == ATLAS_BULK_NOTE)
    return atlas_referral_note_set (referral_case, bulk->text, bulk->by_name);

  set = atlas_change_set_new ("");
  if (bulk->kind == ATLAS_BULK_OWNER)
    atlas_change_set_set_text (set, referral, "owner", bulk->text);
  else if (bulk->kind == ATLAS_BULK_NEXT_BY)
    atlas_change_set_set_date (set, referral, "next_by", bulk->day);
  else
    atlas_change_set_set_date (set, referral, "review_by", bulk->day);

  return set;
}

static char *
make_label (const AtlasBulk *bulk,
            guint            n_can)
{
  switch (bulk->kind)
    {
    case ATLAS_BULK_STEP:
      /* Translators: how many referrals, and what they become: 7 referrals: Being looked at */
      return g_strdup_printf (ngettext ("%1$u referral: %2$s", "%1$u referrals: %2$s", n_can),
                              n_can, _(atlas_codes_label (REFERRAL_STEPS, bulk->text)));
    case ATLAS_BULK_OWNER:
      return g_strdup_printf (ngettext ("%u referral: owner changed", "%u referrals: owner changed",
                                        n_can), n_can);
    case ATLAS_BULK_NEXT_BY:
      return g_strdup_printf (ngettext ("%u referral: day of the next step changed",
                                        "%u referrals: day of the next step changed", n_can),
                              n_can);
    case ATLAS_BULK_REVIEW_BY:
      return g_strdup_printf (ngettext ("%u referral: day of review changed",
                                        "%u referrals: day of review changed", n_can), n_can);
    case ATLAS_BULK_NOTE:
    default:
      return g_strdup_printf (ngettext ("%u referral: note added", "%u referrals: note added",
                                        n_can), n_can);
    }
}

static void
refuse (AtlasBulkPlan *plan,
        const char    *why,
        const char    *reference)
{
  AtlasBulkRefusal *refusal = NULL;

  for (guint i = 0; i < plan->refused->len && refusal == NULL; i++)
    {
      AtlasBulkRefusal *known = g_ptr_array_index (plan->refused, i);

      if (strcmp (known->why, why) == 0)
        refusal = known;
    }
  if (refusal == NULL)
    {
      refusal = g_new0 (AtlasBulkRefusal, 1);
      refusal->why = g_strdup (why);
      refusal->references = g_ptr_array_new_with_free_func (g_free);
      g_ptr_array_add (plan->refused, refusal);
    }
  g_ptr_array_add (refusal->references, g_strdup (reference));
}

/* Puts the operations of many small sets into as few as there may be. */
static void
gather (AtlasBulkPlan   *plan,
        const AtlasBulk *bulk,
        GPtrArray       *small)
{
  g_autofree char *label = make_label (bulk, plan->n_can);
  g_autofree char *batch = atlas_id_new ();
  AtlasChangeSet *set = NULL;

  for (guint i = 0; i < small->len; i++)
    {
      AtlasChangeSet *one = g_ptr_array_index (small, i);
      gsize n_ops = atlas_change_set_n_ops (one);

      if (n_ops == 0)
        continue;

      if (set == NULL || atlas_change_set_n_ops (set) + n_ops > ATLAS_SET_OPS_MAX)
        {
          set = atlas_change_set_new (label);
          g_ptr_array_add (plan->sets, set);
        }
      json_array_extend (atlas_change_set_get_ops (set), atlas_change_set_get_ops (one));
    }
  for (guint i = 0; plan->sets->len > 1 && i < plan->sets->len; i++)
    atlas_change_set_set_batch (g_ptr_array_index (plan->sets, i), batch);
}

/* (nullable) without an error: the referral is not on this laptop any more. */
static AtlasReferralCase *
read_case (AtlasStore *store,
           gint64      row,
           AtlasDate   on,
           GError    **error)
{
  g_autoptr(AtlasStmt) stmt = NULL;
  g_autofree char *id = NULL;
  AtlasStep step;

  stmt = atlas_db_prepare (atlas_store_get_db (store), "SELECT id FROM referral WHERE pk = ?",
                           error);
  if (stmt == NULL)
    return NULL;
  atlas_stmt_bind_integer (stmt, 1, row);
  step = atlas_stmt_step (stmt, error);
  if (step != ATLAS_STEP_ROW)
    return NULL;

  id = atlas_stmt_get_id (stmt, 0);
  return atlas_store_read_referral_case (store, id, on, error);
}

/**
 * atlas_store_plan_bulk:
 * @store: a store
 * @bulk: what is to be done
 * @error: return location for an error
 *
 * Finds out what can be done, and writes nothing. Referrals that already say what they are to say
 * are counted as done, and written no second time.
 *
 * Returns: (transfer full): the plan
 */
AtlasBulkPlan *
atlas_store_plan_bulk (AtlasStore      *store,
                       const AtlasBulk *bulk,
                       GError         **error)
{
  g_autoptr(AtlasBulkPlan) plan = bulk_plan_new ();
  g_autoptr(GPtrArray)     small = NULL;

  small = g_ptr_array_new_with_free_func ((GDestroyNotify) atlas_change_set_unref);
  for (guint i = 0; i < bulk->rows->len; i++)
    {
      g_autoptr(GError) fault = NULL;
      g_autoptr(AtlasReferralCase) referral_case = NULL;
      AtlasReferralVerb verb = ATLAS_REFERRAL_VERB_SEND;
      g_autofree char *why = NULL;

      referral_case = read_case (store, g_array_index (bulk->rows, gint64, i), bulk->on, &fault);
      if (fault != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&fault));
          return NULL;
        }
      if (referral_case == NULL)
        continue;

      plan->n_asked++;
      why = refuse_one (bulk, referral_case, &verb);
      if (why != NULL)
        {
          refuse (plan, why, referral_case->referral->reference);
          continue;
        }
      plan->n_can++;
      g_ptr_array_add (small, make_set (bulk, referral_case, verb));
    }
  gather (plan, bulk, small);

  return g_steal_pointer (&plan);
}

/**
 * atlas_store_do_bulk:
 * @store: a store
 * @bulk: what is to be done, and to how many it was promised
 * @error: return location for an error
 *
 * Does one thing to many referrals in one transaction.
 *
 * Errors: %ATLAS_ERROR_CHANGED when it can be done to fewer or more than was promised, or when
 * something was written meanwhile; those of atlas_store_apply(). Nothing is written then.
 *
 * Returns: (transfer full): what was done
 */
AtlasBulkPlan *
atlas_store_do_bulk (AtlasStore      *store,
                     const AtlasBulk *bulk,
                     GError         **error)
{
  g_autoptr(AtlasBulkPlan)    plan = atlas_store_plan_bulk (store, bulk, error);
  g_autoptr(AtlasTransaction) tx = NULL;

  if (plan == NULL)
    return NULL;
  if (bulk->n_promised >= 0 && plan->n_can != (guint) bulk->n_promised)
    {
      g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_CHANGED,
                   "It can be done to %u referrals now, not to %d", plan->n_can, bulk->n_promised);
      return NULL;
    }

  tx = atlas_transaction_begin (atlas_store_get_db (store), error);
  if (tx == NULL)
    return NULL;
  for (guint i = 0; i < plan->sets->len; i++)
    if (!atlas_store_apply (store, g_ptr_array_index (plan->sets, i), error))
      return NULL;

  return atlas_transaction_commit (tx, error) ? g_steal_pointer (&plan) : NULL;
}

/**
 * atlas_bulk_plan_ids:
 * @plan: what was done
 *
 * Returns: (transfer full): ids of the change sets, with spaces between, as
 *   atlas_session_undo_set_async() takes them; "" when nothing had to be written
 */
char *
atlas_bulk_plan_ids (AtlasBulkPlan *plan)
{
  GString *ids = g_string_new (NULL);

  for (guint i = 0; i < plan->sets->len; i++)
    {
      if (i > 0)
        g_string_append_c (ids, ' ');
      g_string_append (ids, atlas_change_set_get_id (g_ptr_array_index (plan->sets, i)));
    }

  return g_string_free (ids, FALSE);
}
