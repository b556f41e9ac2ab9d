/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Fills the case files from which the free places are counted: the last return, the claims that
 * the server lists for everyone, and over them this store's own holds, offers and placements.
 */
#define G_LOG_DOMAIN "atlas-store"

#include "config.h"

#include "store/atlas-store-places.h"

#include <string.h>

#include "base/atlas-error.h"

typedef struct {
  AtlasStore *store;            /* (unowned) */
  GPtrArray  *lines;            /* (element-type AtlasPlaceLine) */
  GHashTable *by_id;            /* (element-type utf8 AtlasPlaceLine) */
  GHashTable *provisions;       /* (element-type utf8 AtlasRecord) */
  AtlasDate   on;
  AtlasDate   oldest_return;
} Filling;

void
atlas_place_line_free (AtlasPlaceLine *line)
{
  g_clear_object (&line->place);
  g_clear_object (&line->provision);
  g_clear_object (&line->last_return);
  g_array_unref (line->claims);
  g_array_unref (line->pending);
  g_ptr_array_unref (line->texts);
  g_free (line);
}

static const char *
keep_text (AtlasPlaceLine *line,
           const char     *text)
{
  char *copy = g_strdup (text);

  if (copy != NULL)
    g_ptr_array_add (line->texts, copy);
  return copy;
}

static void
add_claim (AtlasPlaceLine *line,
           json_t         *object)
{
  const char *kind = atlas_json_string (object, "kind");
  AtlasClaim claim = { 0 };

  if (kind == NULL || atlas_json_string (object, "id") == NULL)
    return;

  claim.id = keep_text (line, atlas_json_string (object, "id"));
  claim.kind = strcmp (kind, "placement") == 0 ? ATLAS_CLAIM_PLACEMENT
               : strcmp (kind, "offer") == 0 ? ATLAS_CLAIM_OFFER : ATLAS_CLAIM_HOLD;
  claim.from = atlas_date_parse (atlas_json_string (object, "from"));
  claim.to = atlas_date_parse (atlas_json_string (object, "to"));
  claim.planned_end = atlas_date_parse (atlas_json_string (object, "planned_end"));
  claim.places = (int) atlas_json_integer (object, "places", 1);
  claim.is_day6 = atlas_json_boolean (object, "day6");
  claim.is_confirmed = TRUE;    /* the server lists no offer that takes no place */
  claim.uses = keep_text (line, atlas_json_string (object, "uses"));
  g_array_append_val (line->claims, claim);
}

static AtlasRecord *
find_provision (Filling    *filling,
                const char *id,
                GError    **error)
{
  AtlasRecord *provision = g_hash_table_lookup (filling->provisions, id);

  if (provision == NULL)
    {
      provision = atlas_store_get (filling->store, "provision", id, error);
      if (provision == NULL)
        return NULL;
      g_hash_table_insert (filling->provisions, g_strdup (id), provision);
    }

  return g_object_ref (provision);
}

static gboolean
add_line (Filling    *filling,
          AtlasPlace *place,
          GError    **error)
{
  AtlasRecord *provision = find_provision (filling, place->provision, error);
  AtlasPlaceLine *line;

  if (provision == NULL)
    return FALSE;

  line = g_new0 (AtlasPlaceLine, 1);
  line->place = g_object_ref (place);
  line->provision = (AtlasProvision *) provision;
  line->claims = g_array_new (FALSE, FALSE, sizeof (AtlasClaim));
  line->pending = g_array_new (FALSE, FALSE, sizeof (AtlasClaim));
  line->texts = g_ptr_array_new_with_free_func (g_free);
  line->facts.commissioned = (int) place->commissioned;
  line->facts.valid = place->valid;
  line->facts.day6_kept = (int) place->day6_kept;
  line->facts.return_date = ATLAS_DATE_NONE;
  for (gsize i = 0; i < json_array_size (place->claims); i++)
    add_claim (line, json_array_get (place->claims, i));
  g_ptr_array_add (filling->lines, line);
  g_hash_table_insert (filling->by_id, (gpointer) atlas_record_get_id (&place->parent_instance),
                       line);

  return TRUE;
}

/* When the county wants its returns; all of its lines have the same. */
static gboolean
fill_window (Filling *filling,
             GError **error)
{
  g_autoptr(AtlasQuery) query = atlas_query_new (&atlas_county_type);
  g_autoptr(GPtrArray)  counties = atlas_store_list (filling->store, query, error);
  AtlasReturnWindow window = { 0 };

  if (counties == NULL)
    return FALSE;

  if (counties->len > 0)
    {
      AtlasCounty *county = g_ptr_array_index (counties, 0);

      window = atlas_return_window_read ((const char * const *) county->thresholds);
    }
  for (guint i = 0; i < filling->lines->len; i++)
    ((AtlasPlaceLine *) g_ptr_array_index (filling->lines, i))->facts.returns = window;

  return TRUE;
}

/* The last return of a line, and of several of a day the one that was received last. */
#define LAST_RETURNS_SQL \
  "SELECT id FROM (SELECT id, row_number () OVER (PARTITION BY place" \
  " ORDER BY as_at DESC, received DESC, id DESC) AS n FROM \"return\" WHERE as_at <= ?1)" \
  " WHERE n = 1"

static gboolean
take_return (Filling    *filling,
             const char *id,
             GError    **error)
{
  g_autoptr(AtlasRecord) record = atlas_store_get (filling->store, "return", id, error);
  AtlasReturn *one = (AtlasReturn *) record;
  AtlasPlaceLine *line;

  if (record == NULL)
    return FALSE;

  line = one->place != NULL ? g_hash_table_lookup (filling->by_id, one->place) : NULL;
  if (line == NULL)
    return TRUE;

  g_set_object (&line->last_return, one);
  line->facts.return_date = one->as_at;
  line->facts.on_roll = (int) one->on_roll;
  filling->oldest_return = MIN (filling->oldest_return, one->as_at);

  return TRUE;
}

static gboolean
fill_returns (Filling *filling,
              GError **error)
{
  g_autoptr(AtlasStmt) stmt = atlas_db_prepare (atlas_store_get_db (filling->store),
                                                LAST_RETURNS_SQL, error);
  g_autoptr(GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  AtlasStep step;

  if (stmt == NULL)
    return FALSE;

  atlas_stmt_bind_integer (stmt, 1, filling->on);
  while ((step = atlas_stmt_step (stmt, error)) == ATLAS_STEP_ROW)
    g_ptr_array_add (ids, atlas_stmt_get_id (stmt, 0));
  if (step != ATLAS_STEP_DONE)
    return FALSE;

  for (guint i = 0; i < ids->len; i++)
    if (!take_return (filling, g_ptr_array_index (ids, i), error))
      return FALSE;

  return TRUE;
}

static AtlasDate
read_date (AtlasStmt *stmt,
           int        column)
{
  return atlas_stmt_is_null (stmt, column) ? ATLAS_DATE_NONE
                                           : (AtlasDate) atlas_stmt_get_integer (stmt, column);
}

/* Columns: place, id, day6, then what @read wants. */
static gboolean
fill_claims (Filling    *filling,
             const char *sql,
             void (     *read ) (AtlasStmt  *stmt,
                                 AtlasClaim *claim),
             GError    **error)
{
  g_autoptr(AtlasStmt) stmt = atlas_db_prepare (atlas_store_get_db (filling->store), sql, error);
  AtlasStep step;

  if (stmt == NULL)
    return FALSE;

  atlas_stmt_bind_integer (stmt, 1, filling->oldest_return);
  while ((step = atlas_stmt_step (stmt, error)) == ATLAS_STEP_ROW)
    {
      g_autofree char *place = atlas_stmt_get_id (stmt, 0);
      g_autofree char *id = atlas_stmt_get_id (stmt, 1);
      g_autofree char *uses = atlas_stmt_get_id (stmt, 3);
      AtlasPlaceLine *line = place != NULL ? g_hash_table_lookup (filling->by_id, place) : NULL;
      AtlasClaim claim = { .places = 1 };

      if (line == NULL)
        continue;
      claim.id = keep_text (line, id);
      claim.is_day6 = atlas_stmt_get_integer (stmt, 2) != 0;
      claim.uses = keep_text (line, uses);
      claim.from = claim.to = claim.planned_end = ATLAS_DATE_NONE;
      read (stmt, &claim);
      g_array_append_val (line->pending, claim);
    }

  return step == ATLAS_STEP_DONE;
}

static void
read_placement (AtlasStmt  *stmt,
                AtlasClaim *claim)
{
  claim->kind = ATLAS_CLAIM_PLACEMENT;
  claim->from = read_date (stmt, 4);
  claim->to = read_date (stmt, 5);
  claim->planned_end = read_date (stmt, 6);
}

/* An offer that the server has not counted yet takes a place here: it is this laptop's own. */
static void
read_offer (AtlasStmt  *stmt,
            AtlasClaim *claim)
{
  const char *step = atlas_stmt_get_text (stmt, 4);
  const char *allocation = atlas_stmt_get_text (stmt, 5);
  gboolean is_open = g_strcmp0 (step, "offered") == 0;
  gboolean is_accepted = g_strcmp0 (step, "accepted") == 0;

  claim->kind = ATLAS_CLAIM_OFFER;
  claim->from = read_date (stmt, 6);
  claim->planned_end = read_date (stmt, 7);
  claim->is_confirmed = is_accepted || (is_open && g_strcmp0 (allocation, "over") != 0);
  claim->is_started = g_strcmp0 (step, "started") == 0;
}

static void
read_hold (AtlasStmt  *stmt,
           AtlasClaim *claim)
{
  claim->kind = ATLAS_CLAIM_HOLD;
  claim->from = read_date (stmt, 4);
  claim->to = read_date (stmt, 5);
  claim->places = (int) atlas_stmt_get_integer (stmt, 6);
}

/* What was deleted here and not sent yet still stands among the server's claims. */
static gboolean
fill_taken_away (Filling *filling,
                 GError **error)
{
  static const char sql[] =
    "SELECT id FROM pending WHERE (type = 'hold' AND id NOT IN (SELECT id FROM hold))"
    " OR (type = 'offer' AND id NOT IN (SELECT id FROM offer))"
    " OR (type = 'placement' AND id NOT IN (SELECT id FROM placement))";
  g_autoptr(AtlasStmt) stmt = atlas_db_prepare (atlas_store_get_db (filling->store), sql, error);
  AtlasStep step;

  if (stmt == NULL)
    return FALSE;

  while ((step = atlas_stmt_step (stmt, error)) == ATLAS_STEP_ROW)
    {
      g_autofree char *id = atlas_stmt_get_id (stmt, 0);

      for (guint i = 0; i < filling->lines->len; i++)
        {
          AtlasPlaceLine *line = g_ptr_array_index (filling->lines, i);
          AtlasClaim gone = { .id = keep_text (line, id), .places = 0 };

          g_array_append_val (line->pending, gone);
        }
    }

  return step == ATLAS_STEP_DONE;
}

/* An offer whose child has started takes no place; it only says that its hold is used, or, until
 * the server has heard of it, that what the server lists no longer holds. */
#define OFFER_COLUMNS \
  "SELECT place, id, day6, hold, step, allocation, starts, planned_end FROM offer"
#define OFFER_SQL \
  OFFER_COLUMNS " WHERE ?1 IS NOT NULL AND step IN ('offered', 'accepted') UNION " \
  OFFER_COLUMNS " WHERE +step = 'started' AND hold > x'' UNION " \
  OFFER_COLUMNS " WHERE +step = 'started' AND id IN (SELECT id FROM pending WHERE type = 'offer')"

static gboolean
fill_own (Filling *filling,
          GError **error)
{
  return fill_claims (filling,
                      "SELECT place, id, day6, offer, starts, ended, planned_end FROM placement"
                      " WHERE ended IS NULL OR ended >= ?1", read_placement, error) &&
         fill_claims (filling, OFFER_SQL, read_offer, error) &&
         fill_claims (filling,
                      "SELECT place, id, day6, NULL, starts,"
                      " coalesce (CAST (julianday (substr (settle_by, 1, 10)) - 2440587.5"
                      " AS INTEGER), use_by), places FROM hold"
                      " WHERE released IS NULL AND ?1 IS NOT NULL",
                      read_hold, error) &&
         fill_taken_away (filling, error);
}

static void
point_to_claims (Filling *filling)
{
  for (guint i = 0; i < filling->lines->len; i++)
    {
      AtlasPlaceLine *line = g_ptr_array_index (filling->lines, i);

      line->facts.claims = (const AtlasClaim *) (gpointer) line->claims->data;
      line->facts.n_claims = line->claims->len;
      line->facts.pending = (const AtlasClaim *) (gpointer) line->pending->data;
      line->facts.n_pending = line->pending->len;
    }
}

static GPtrArray *
fill (AtlasStore *self,
      AtlasQuery *query,
      AtlasDate   on,
      GError    **error)
{
  g_autoptr(GPtrArray) places = atlas_store_list (self, query, error);
  g_autoptr(GPtrArray) lines = NULL;
  g_autoptr(GHashTable) by_id = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(GHashTable) provisions = NULL;
  Filling filling = { .store = self, .by_id = by_id, .on = on, .oldest_return = on };

  lines = g_ptr_array_new_with_free_func ((GDestroyNotify) atlas_place_line_free);
  provisions = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  filling.lines = lines;
  filling.provisions = provisions;
  for (guint i = 0; places != NULL && i < places->len; i++)
    if (!add_line (&filling, g_ptr_array_index (places, i), error))
      return NULL;
  if (places == NULL || !fill_window (&filling, error) || !fill_returns (&filling, error) ||
      !fill_own (&filling, error))
    return NULL;

  point_to_claims (&filling);
  return g_steal_pointer (&lines);
}

/**
 * atlas_store_list_places:
 * @self: a store
 * @scope: (nullable): as `area/dspl2`; %NULL for the county
 * @on: the day that is asked about
 * @error: return location for an error
 *
 * Reads every line of places commissioned on a day, each with the case file for
 * atlas_free_count(), in one pass over the claims.
 *
 * Returns: (transfer full) (element-type AtlasPlaceLine): the lines, by provision and name
 */
GPtrArray *
atlas_store_list_places (AtlasStore *self,
                         const char *scope,
                         AtlasDate   on,
                         GError    **error)
{
  g_autoptr(AtlasQuery) query = atlas_query_new (&atlas_place_type);

  atlas_query_in_scope (query, scope);
  atlas_query_as_of (query, on);
  atlas_query_order_by (query, "provision", FALSE);
  atlas_query_order_by (query, "name", FALSE);

  return fill (self, query, on, error);
}

/**
 * atlas_store_get_place:
 * @self: a store
 * @id: a place's id
 * @on: the day that is asked about
 * @error: return location for an error
 *
 * Reads one line of places, whether it is commissioned on that day or not.
 *
 * Errors: %ATLAS_ERROR_NOT_FOUND
 *
 * Returns: (transfer full): the line
 */
AtlasPlaceLine *
atlas_store_get_place (AtlasStore *self,
                       const char *id,
                       AtlasDate   on,
                       GError    **error)
{
  g_autoptr(AtlasQuery) query = atlas_query_new (&atlas_place_type);
  g_autoptr(AtlasRecord) place = atlas_store_get (self, "place", id, error);
  g_autoptr(GPtrArray) lines = NULL;

  if (place == NULL)
    return NULL;

  atlas_query_where_text (query, "provision", ATLAS_COMPARE_EQUAL,
                          ((AtlasPlace *) place)->provision);
  lines = fill (self, query, on, error);
  for (guint i = 0; lines != NULL && i < lines->len; i++)
    {
      AtlasPlaceLine *line = g_ptr_array_index (lines, i);

      if (strcmp (atlas_record_get_id (&line->place->parent_instance), id) == 0)
        return g_ptr_array_steal_index (lines, i);
    }

  return NULL;
}
