/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-server"

#include "config.h"

#include "server/atlas-reconcile.h"

#include <string.h>

#include "base/atlas-digest.h"
#include "records/atlas-type.h"

#define BUCKET_DIGITS 2

/**
 * Bucket:
 *
 * What the server has of a type in one bucket, and what the client says that it has there.
 */
typedef struct {
  gint64  n;
  guint64 sum;
  json_t *records;
  gint64  their_n;
  guint64 their_sum;
} Bucket;

typedef struct {
  AtlasBackend    *backend;
  AtlasGrants     *grants;
  const AtlasType *type;        /* (nullable): NULL for one that the server does not know */
  gint64           at;
  gint64           head;
  Bucket           buckets[ATLAS_DIGEST_BUCKETS];
} Reconcile;

static gboolean
read_bucket (Reconcile  *self,
             const char *name,
             json_t     *value)
{
  json_t *count = json_array_get (value, 0);
  guint64 index;

  if (strlen (name) != BUCKET_DIGITS || strspn (name, "0123456789abcdef") != BUCKET_DIGITS ||
      !json_is_integer (count))
    return FALSE;

  index = g_ascii_strtoull (name, NULL, 16);
  self->buckets[index].their_n = json_integer_value (count);
  return atlas_digest_parse (json_string_value (json_array_get (value, 1)),
                             &self->buckets[index].their_sum);
}

/* A bucket that is not named has nothing in it. */
static gboolean
read_body (Reconcile *self,
           json_t    *body)
{
  json_t *buckets = json_object_get (body, "buckets");
  const char *name;
  json_t *value;

  if (atlas_json_string (body, "type") == NULL || !json_is_object (buckets) ||
      !json_is_integer (json_object_get (body, "at")))
    return FALSE;

  self->type = atlas_type_find (atlas_json_string (body, "type"));
  self->at = atlas_json_integer (body, "at", 0);
  json_object_foreach (buckets, name, value)
  {
    if (!read_bucket (self, name, value))
      return FALSE;
  }

  return TRUE;
}

static gboolean
read_head (Reconcile *self,
           GError   **error)
{
  g_autoptr(AtlasRows) query = NULL;

  query = atlas_backend_query (self->backend, error,
                               "SELECT seq FROM sync_head WHERE only_row = 1", "");
  if (atlas_rows_step (query, error) != ATLAS_STEP_ROW)
    return FALSE;

  self->head = atlas_rows_int (query, 0);
  return TRUE;
}

/* Records share few lists of scopes: each is looked at once. */
static gboolean
is_visible (Reconcile  *self,
            GHashTable *known,
            const char *scopes)
{
  g_auto(GStrv) list = NULL;
  AtlasRight rights;
  gpointer visible;

  if (g_hash_table_lookup_extended (known, scopes, NULL, &visible))
    return GPOINTER_TO_INT (visible);

  list = g_strsplit (scopes, " ", -1);
  rights = atlas_grants_rights (self->grants, (const char * const *) list, self->type);
  g_hash_table_insert (known, g_strdup (scopes), GINT_TO_POINTER (rights & ATLAS_RIGHT_READ));

  return (rights & ATLAS_RIGHT_READ) != 0;
}

static void
add_record (Reconcile *self,
            AtlasRows *row)
{
  g_autofree char *id = atlas_rows_id (row, 0);
  gint64 rev = atlas_rows_int (row, 1);
  guint8 bytes[ATLAS_ID_BYTES];
  Bucket *bucket;

  if (!atlas_id_to_bytes (id, bytes))
    return;

  bucket = &self->buckets[atlas_digest_bucket (self->type->name, bytes)];
  if (bucket->records == NULL)
    bucket->records = json_array ();
  bucket->n++;
  bucket->sum += atlas_digest_of_record (self->type->name, bytes, rev);
  json_array_append_new (bucket->records, json_pack ("[s, I]", id, (json_int_t) rev));
}

static gboolean
read_records (Reconcile *self,
              GError   **error)
{
  g_autoptr(GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(AtlasRows)  query = NULL;
  AtlasStep step;

  if (self->type == NULL)
    return TRUE;

  query = atlas_backend_query (self->backend, error,
                               "SELECT id, rev, scopes FROM record "
                               "WHERE type = ?1 AND is_deleted = 0 ORDER BY id",
                               "t", self->type->name);
  while ((step = atlas_rows_step (query, error)) == ATLAS_STEP_ROW)
    if (is_visible (self, known, atlas_rows_text (query, 2)))
      add_record (self, query);

  return step == ATLAS_STEP_DONE;
}

static void
answer_differences (Reconcile   *self,
                    AtlasAnswer *answer)
{
  g_autoptr(json_t) body = NULL;
  json_t *differ = json_object ();

  for (int i = 0; i < ATLAS_DIGEST_BUCKETS; i++)
    {
      Bucket *bucket = &self->buckets[i];
      char name[BUCKET_DIGITS + 1];

      if (bucket->n == bucket->their_n && bucket->sum == bucket->their_sum)
        continue;
      g_snprintf (name, sizeof name, "%02x", i);
      json_object_set_new (differ, name,
                           bucket->records != NULL ? json_incref (bucket->records)
                                                   : json_array ());
    }

  body = json_pack ("{s:I, s:o}", "head", (json_int_t) self->head, "differ", differ);
  atlas_answer_json (answer, 200, body);
}

static void
reconcile_free (Reconcile *self)
{
  for (int i = 0; i < ATLAS_DIGEST_BUCKETS; i++)
    json_decref (self->buckets[i].records);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Reconcile, reconcile_free)

/**
 * atlas_reconcile_handle:
 * @service: the service
 * @session: who asks
 * @request: `POST /v1/reconcile`
 * @answer: gets the ids and revisions in the buckets that differ
 *
 * Compares what a client has of one type with what it should have. Called inside a transaction in
 * which the session's grants were read. Cost: every record of the type is read.
 *
 * Source: protocol, section 7.
 */
void
atlas_reconcile_handle (AtlasService *service,
                        AtlasSession *session,
                        AtlasRequest *request,
                        AtlasAnswer  *answer)
{
  g_autoptr(json_t)    body = atlas_request_json (request, ATLAS_LIMIT_SMALL_BYTES, answer);
  g_autoptr(Reconcile) self = g_new0 (Reconcile, 1);
  g_autoptr(GError)    error = NULL;

  if (body == NULL)
    return;

  self->backend = atlas_service_get_backend (service);
  self->grants = session->grants;
  if (!read_body (self, body))
    atlas_answer_problem (answer, ATLAS_PROBLEM_MALFORMED,
                          "“type”, “at” or “buckets” is missing or has not the right form");
  else if (!read_head (self, &error))
    atlas_answer_fault (answer, error);
  else if (self->at > self->head)
    atlas_answer_problem (answer, ATLAS_PROBLEM_EPOCH_CHANGED,
                          "The server's history is another one");
  else if (!read_records (self, &error))
    atlas_answer_fault (answer, error);
  else
    answer_differences (self, answer);
}
