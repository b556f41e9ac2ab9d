/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-server"

#include "config.h"

#include "server/atlas-push.h"

#include <string.h>

#include "base/atlas-date.h"
#include "base/atlas-error.h"
#include "base/atlas-id.h"
#include "server/atlas-apply.h"
#include "server/atlas-audit-set.h"
#include "server/atlas-audit.h"
#include "server/atlas-erase.h"
#include "server/atlas-locks.h"

/* How often a set is begun anew, and the longest pause before the second time. */
#define MOST_TRIES  6
#define PAUSE_US    20000

/**
 * AtlasPushSet:
 *
 * One set of a push as it came, its form already checked.
 */
typedef struct {
  gint64          n;
  const char     *epoch;        /* (unowned) */
  json_t         *body;         /* (unowned) */
  AtlasChangeSet *set;
} PushSet;

typedef struct {
  AtlasService *service;
  AtlasSession *session;
  AtlasBackend *backend;
  AtlasAnswer  *answer;
  GArray       *sets;           /* (element-type PushSet) */
  json_t       *results;
  gint64        last_n;
} Push;

/* What one set met: done, or a reason to stop here. */
typedef enum {
  MET_RESULT,
  MET_PROBLEM,
  MET_FAULT,
} Met;

static void
push_set_clear (gpointer data)
{
  PushSet *set = data;

  g_clear_pointer (&set->set, atlas_change_set_unref);
}

static gboolean
read_set (json_t  *body,
          PushSet *set,
          GError **error)
{
  set->body = body;
  set->n = atlas_json_integer (body, "n", 0);
  set->epoch = atlas_json_string (body, "epoch");

  if (set->n < 1 || !atlas_id_is_valid (set->epoch) ||
      !atlas_id_is_valid (atlas_json_string (body, "set")) ||
      !atlas_time_parse (atlas_json_string (body, "made_at"), NULL))
    return FALSE;

  set->set = atlas_change_set_from_json (body, error);
  return set->set != NULL;
}

static gboolean
read_sets (json_t      *body,
           GArray      *sets,
           AtlasAnswer *answer)
{
  json_t *bodies = json_object_get (body, "sets");

  if (!json_is_array (bodies))
    {
      atlas_answer_problem (answer, ATLAS_PROBLEM_MALFORMED, "“sets” is missing");
      return FALSE;
    }
  if (json_array_size (bodies) > ATLAS_LIMIT_PUSH_SETS)
    {
      atlas_answer_problem (answer, ATLAS_PROBLEM_TOO_LARGE, "There are too many sets");
      return FALSE;
    }

  for (gsize i = 0; i < json_array_size (bodies); i++)
    {
      g_autoptr(GError) error = NULL;
      json_t *ops = json_object_get (json_array_get (bodies, i), "ops");
      PushSet set = { 0 };

      if (json_array_size (ops) > ATLAS_LIMIT_SET_OPS)
        {
          atlas_answer_problem (answer, ATLAS_PROBLEM_TOO_LARGE, "A set has too many operations");
          return FALSE;
        }
      if (!read_set (json_array_get (bodies, i), &set, &error))
        {
          atlas_answer_problem (answer, ATLAS_PROBLEM_MALFORMED,
                                error != NULL ? error->message : "A set has not the right form");
          return FALSE;
        }
      g_array_append_val (sets, set);
    }

  return TRUE;
}

static Met
stop (Push        *self,
      AtlasProblem problem,
      const char  *detail)
{
  atlas_answer_problem (self->answer, problem, detail);
  return MET_PROBLEM;
}

static gboolean
read_last_n (Push    *self,
             GError **error)
{
  g_autoptr(AtlasRows) query = NULL;

  query = atlas_backend_query (self->backend, error, "SELECT last_n FROM device WHERE id = ?1",
                               "u", self->session->device);
  if (atlas_rows_step (query, error) != ATLAS_STEP_ROW)
    return FALSE;

  self->last_n = atlas_rows_int (query, 0);
  return TRUE;
}

/* What the author may do is what is in force when the set is done, not when the request came. */
static gboolean
read_grants (Push    *self,
             GError **error)
{
  AtlasGrants *grants = atlas_grants_load (self->backend, self->session->user, -1, error);

  if (grants == NULL)
    return FALSE;

  atlas_grants_free (self->session->grants);
  self->session->grants = grants;
  return TRUE;
}

static gboolean
write_last_n (Push    *self,
              gint64   n,
              GError **error)
{
  return atlas_backend_run (self->backend, error, "UPDATE device SET last_n = ?2 WHERE id = ?1",
                            "ui", self->session->device, n);
}

/* The stored result of a set that was here before. After the client's `ack` only state and `seq`
 * are sure to be left of it. */
static Met
replay (Push      *self,
        PushSet   *set,
        AtlasRows *query,
        json_t   **result,
        GError   **error)
{
  g_autofree char *user = atlas_rows_id (query, 0);
  g_autoptr(json_t) stored = atlas_rows_json (query, 1);

  if (g_strcmp0 (user, self->session->user) != 0)
    return stop (self, ATLAS_PROBLEM_NOT_ALLOWED, "A set of that id was made by somebody else");

  *result = json_is_object (stored) ? json_deep_copy (stored) : json_object ();
  json_object_set_new (*result, "n", json_integer (set->n));
  json_object_set_new (*result, "state", json_string (atlas_rows_text (query, 2)));
  json_object_set_new (*result, "seq", json_integer (atlas_rows_int (query, 3)));
  json_object_set_new (*result, "replayed", json_true ());

  if (set->n == self->last_n + 1)
    {
      if (!write_last_n (self, set->n, error))
        return MET_FAULT;
      self->last_n = set->n;
    }

  return MET_RESULT;
}

static Met
find_replay (Push    *self,
             PushSet *set,
             json_t **result,
             GError **error)
{
  g_autoptr(AtlasRows) query = NULL;
  AtlasStep step;

  *result = NULL;
  query = atlas_backend_query (self->backend, error,
                               "SELECT account, result, state, seq FROM set_seen WHERE id = ?1",
                               "u", atlas_change_set_get_id (set->set));
  if (query == NULL)
    return MET_FAULT;

  step = atlas_rows_step (query, error);
  if (step == ATLAS_STEP_ROW)
    return replay (self, set, query, result, error);

  return step == ATLAS_STEP_DONE ? MET_RESULT : MET_FAULT;
}

static Met
check_number (Push    *self,
              PushSet *set)
{
  if (set->n <= self->last_n)
    return stop (self, ATLAS_PROBLEM_DEVICE_CLONED, "Another set had that number before");

  if (set->n > self->last_n + 1)
    {
      g_autoptr(json_t) problem = atlas_problem_to_json (ATLAS_PROBLEM_GAP,
                                                         "A set is missing before this one");

      json_object_set_new (problem, "expected", json_integer (self->last_n + 1));
      atlas_answer_json (self->answer, atlas_problem_status (ATLAS_PROBLEM_GAP), problem);
      self->answer->is_problem = TRUE;
      return MET_PROBLEM;
    }

  return MET_RESULT;
}

static json_t *
result_of (PushSet            *set,
           const AtlasApplied *applied,
           const char         *park)
{
  json_t *result = json_pack ("{s:I}", "n", (json_int_t) set->n);

  if (park == NULL)
    {
      json_object_set_new (result, "state",
                           json_string (applied->conflicts != NULL ? "merged" : "applied"));
      json_object_set (result, "ops", applied->ops);
      if (applied->conflicts != NULL)
        json_object_set (result, "conflicts", applied->conflicts);
      return result;
    }

  json_object_set_new (result, "state", json_string ("parked"));
  json_object_set_new (result, "park", json_string (park));
  json_object_set_new (result, "problem", json_pack ("{s:o, s:s}",
                                                     "type", json_sprintf ("urn:sync:problem:%s",
                                                                           applied->refused),
                                                     "detail", applied->detail));
  return result;
}

static GStrv
scopes_of_first (AtlasWork      *work,
                 AtlasChangeSet *set)
{
  json_t *op = json_array_get (atlas_change_set_get_ops (set), 0);
  const AtlasType *type = atlas_type_find (atlas_json_string (op, "type"));
  AtlasStored *stored = NULL;

  if (type == NULL || !atlas_work_find (work, type, atlas_json_string (op, "id"), &stored, NULL) ||
      stored == NULL)
    return NULL;

  return g_strdupv (stored->scopes);
}

/* Nobody is to have been changed by a laptop that may have been in other hands; a person looks. */
static void
refuse_leaving (AtlasApplied *applied)
{
  atlas_applied_clear (applied);
  applied->refused = "forbidden";
  applied->detail = g_strdup ("device: the laptop was to be wiped when it sent this");
}

/* What a set says of records that have been erased is kept nowhere. */
static gboolean
drop_erased (PushSet   *set,
             AtlasWork *work,
             GError   **error)
{
  AtlasChangeSet *left;
  gboolean emptied = FALSE;

  if (!atlas_erase_ops (work, json_object_get (set->body, "ops"), &emptied, error))
    return FALSE;
  if (!emptied)
    return TRUE;

  json_object_set_new (set->body, "label", json_string (""));
  left = atlas_change_set_from_json (set->body, error);
  if (left == NULL)
    return FALSE;

  atlas_change_set_unref (set->set);
  set->set = left;
  return TRUE;
}

static gboolean
apply_or_park (Push       *self,
               PushSet    *set,
               AtlasWork **work,
               json_t    **result,
               GError    **error)
{
  AtlasAuthor author = {
    self->session->device,
    self->session->formerly,
    strcmp (set->epoch, atlas_service_get_epoch (self->service)) == 0,
  };
  g_auto(AtlasApplied) applied = { 0 };
  g_auto(GStrv)        scopes = NULL;
  g_autofree char *park = NULL;

  *work = atlas_work_new (self->backend, self->session->user, self->session->device);
  if (!atlas_apply (*work, set->set, &author, self->session->grants, &applied, error) ||
      !drop_erased (set, *work, error))
    return FALSE;
  if (self->session->is_leaving && applied.refused == NULL)
    refuse_leaving (&applied);

  if (applied.refused != NULL)
    {
      scopes = scopes_of_first (*work, set->set);
      atlas_work_free (*work);
      *work = atlas_work_new (self->backend, self->session->user, self->session->device);
      if (!atlas_apply_park (*work, set->set, self->session->grants, &applied, scopes, &park,
                             error))
        return FALSE;
    }

  *result = result_of (set, &applied, park);
  return TRUE;
}

static gboolean
commit_set (Push    *self,
            PushSet *set,
            json_t **result,
            GError **error)
{
  g_autoptr(AtlasWork) work = NULL;
  g_autoptr(AtlasAuditSet) entry = NULL;
  g_autoptr(json_t)    made = NULL;
  gint64 head = 0;

  /* From the head on everybody else waits: whatever has to be asked is asked before. */
  if (!apply_or_park (self, set, &work, &made, error) ||
      (entry = atlas_audit_set_new (work, self->session, set->set, error)) == NULL ||
      !atlas_work_save (work, &head, error))
    return FALSE;

  json_object_set_new (made, "seq", json_integer (head));
  if (!atlas_backend_run (self->backend, error,
                          "INSERT INTO set_seen (id, device, account, n, state, seq, result, body, "
                          "received_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
                          "uuuitijjt", atlas_change_set_get_id (set->set), self->session->device,
                          self->session->user, set->n, atlas_json_string (made, "state"), head,
                          made,
                          set->body, atlas_work_get_now (work)) ||
      !write_last_n (self, set->n, error) ||
      !atlas_audit_set_add (entry, made, error))
    return FALSE;

  self->last_n = set->n;
  *result = g_steal_pointer (&made);
  return TRUE;
}

static Met
take_set (Push    *self,
          PushSet *set,
          GError **error)
{
  g_autoptr(json_t) result = NULL;
  Met met;

  if (!atlas_lock_device (self->backend, self->session->device, error) ||
      !atlas_lock_account (self->backend, self->session->user, FALSE, error) ||
      !read_last_n (self, error) || !read_grants (self, error))
    return MET_FAULT;

  met = find_replay (self, set, &result, error);
  if (met == MET_RESULT && result == NULL)
    met = check_number (self, set);
  if (met != MET_RESULT)
    return met;
  if (result == NULL && !commit_set (self, set, &result, error))
    return MET_FAULT;

  json_array_append (self->results, result);
  return MET_RESULT;
}

/* One set, one transaction. What was answered before it stays done. */
static Met
try_set (Push    *self,
         PushSet *set,
         GError **error)
{
  gint64 last_n = self->last_n;
  gsize n_results = json_array_size (self->results);
  Met met = MET_FAULT;

  if (!atlas_backend_begin (self->backend, TRUE, error))
    return MET_FAULT;

  met = take_set (self, set, error);
  if (met == MET_RESULT && atlas_backend_commit (self->backend, error))
    {
      self->answer->has_changed = TRUE;
      return MET_RESULT;
    }

  if (met == MET_RESULT)
    json_array_remove (self->results, n_results);
  else
    atlas_backend_rollback (self->backend);
  self->last_n = last_n;

  return met == MET_RESULT ? MET_FAULT : met;
}

/* Where others write at the same time a set may have to give way to another one, or be cut off: it
 * is begun anew, and by its id it is done once. */
static Met
run_set (Push    *self,
         PushSet *set,
         GError **error)
{
  int tries = atlas_backend_shares_writing (self->backend) ? MOST_TRIES : 1;
  g_autoptr(GError) fault = NULL;
  Met met = MET_FAULT;

  for (int i = 1; i <= tries; i++)
    {
      g_clear_error (&fault);
      met = try_set (self, set, &fault);
      if (met != MET_FAULT || !g_error_matches (fault, ATLAS_ERROR, ATLAS_ERROR_BUSY))
        break;
      if (i < tries)
        g_usleep ((gulong) g_random_int_range (1, i * PAUSE_US));
    }

  if (fault != NULL)
    g_propagate_error (error, g_steal_pointer (&fault));
  return met;
}

static gboolean
forget_results (Push    *self,
                gint64   ack,
                GError **error)
{
  return atlas_backend_begin (self->backend, TRUE, error) &&
         atlas_lock_device (self->backend, self->session->device, error) &&
         atlas_backend_run (self->backend, error,
                            "UPDATE set_seen SET result = NULL WHERE device = ?1 "
                            "AND n <= ?2 AND n > (SELECT ack FROM device "
                            "WHERE id = ?1)",
                            "ui", self->session->device, ack) &&
         atlas_backend_run (self->backend, error,
                            "UPDATE device SET ack = ?2 WHERE id = ?1 AND ack < ?2",
                            "ui", self->session->device, ack) &&
         atlas_backend_commit (self->backend, error);
}

static void
note_ack (Push   *self,
          json_t *body)
{
  g_autoptr(GError) error = NULL;
  gint64 ack = atlas_json_integer (body, "ack", 0);

  if (ack <= 0 || forget_results (self, ack, &error))
    return;

  g_info ("Old results stay for now: %s", error->message);
  atlas_backend_rollback (self->backend);
}

static void
count_sets (Push *self)
{
  static const char * const states[] = { "applied", "merged", "parked", NULL };

  for (gsize i = 0; i < json_array_size (self->results); i++)
    {
      json_t *result = json_array_get (self->results, i);
      const char *state = atlas_json_string (result, "state");
      gboolean is_replayed = json_is_true (json_object_get (result, "replayed"));
      gsize at = ATLAS_COUNT_APPLIED;

      while (states[at] != NULL && g_strcmp0 (states[at], state) != 0)
        at++;
      self->answer->n_sets[is_replayed ? ATLAS_COUNT_REPLAYED : at]++;
    }
}

static gboolean
keep_repairs (Push    *self,
              gint64   count,
              GError **error)
{
  g_autoptr(json_t) details = json_pack ("{s:s, s:s, s:I}", "by", self->session->user, "device",
                                         self->session->device, "count", (json_int_t) count);

  return atlas_backend_begin (self->backend, TRUE, error) &&
         atlas_audit_append (self->backend, "repairs", details, error) &&
         atlas_backend_commit (self->backend, error);
}

/* That a laptop's copy had to be mended is something that an operator wants to know. */
static void
note_repairs (Push   *self,
              json_t *body)
{
  g_autoptr(GError) error = NULL;
  gint64 count = atlas_json_integer (body, "repairs", 0);

  if (count <= 0)
    return;

  g_message ("Device %s has mended its copy: %" G_GINT64_FORMAT " records", self->session->device,
             count);
  if (keep_repairs (self, count, &error))
    return;

  g_info ("That could not be noted: %s", error->message);
  atlas_backend_rollback (self->backend);
}

static void
answer_push (Push   *self,
             json_t *body)
{
  g_autoptr(json_t) answer = json_pack ("{s:I, s:O}", "last", (json_int_t) self->last_n,
                                        "results", self->results);
  gint64 client_ms;

  if (atlas_time_parse (atlas_json_string (body, "now"), &client_ms))
    json_object_set_new (answer, "skew_ms", json_integer (client_ms - g_get_real_time () / 1000));

  count_sets (self);
  atlas_answer_json (self->answer, 200, answer);
}

static void
run_push (Push   *self,
          json_t *body)
{
  Met met = MET_RESULT;

  for (guint i = 0; i < self->sets->len && met == MET_RESULT; i++)
    {
      g_autoptr(GError) error = NULL;

      met = run_set (self, &g_array_index (self->sets, PushSet, i), &error);
      if (met == MET_FAULT)
        atlas_answer_fault (self->answer, error);
    }

  /* With some sets done the answer is theirs; the client sends the rest again and is told then. */
  if (met != MET_RESULT && json_array_size (self->results) == 0)
    return;

  note_ack (self, body);
  note_repairs (self, body);
  self->answer->retry_after_s = 0;
  answer_push (self, body);
}

/**
 * atlas_push_handle:
 * @service: the service
 * @session: who asks
 * @request: `POST /v1/push`
 * @answer: gets the results
 *
 * Takes change sets in order, each in a transaction of its own.
 *
 * Source: protocol, section 5.
 */
void
atlas_push_handle (AtlasService *service,
                   AtlasSession *session,
                   AtlasRequest *request,
                   AtlasAnswer  *answer)
{
  g_autoptr(json_t) body = atlas_request_json (request, ATLAS_LIMIT_PUSH_BYTES, answer);
  g_autoptr(GArray) sets = g_array_new (FALSE, TRUE, sizeof (PushSet));
  g_autoptr(json_t) results = json_array ();
  g_autoptr(GError) error = NULL;
  Push push = { service, session, atlas_service_get_backend (service), answer, sets,
                results, 0 };

  if (body == NULL)
    return;

  g_array_set_clear_func (sets, push_set_clear);
  if (g_strcmp0 (atlas_json_string (body, "device"), session->device) != 0)
    {
      atlas_answer_problem (answer, ATLAS_PROBLEM_NOT_ALLOWED,
                            "The token belongs to another device");
      return;
    }
  if (!read_sets (body, sets, answer))
    return;
  if (!read_last_n (&push, &error))
    {
      atlas_answer_fault (answer, error);
      return;
    }

  run_push (&push, body);
}
