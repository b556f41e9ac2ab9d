/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fills what the place finder looks at: the child's need, and every line of places. */
#include "config.h"

#include "reports/atlas-finder.h"

#include <string.h>

#include "rules/atlas-return-window.h"
#include "rules/atlas-school-year.h"
#include "store/atlas-store-stays.h"

#define SEND_PANEL_NAME "SEND Provision Panel" /* where a provision's admission does not say */

/* What was read, for filling the lines. */
typedef struct {
  AtlasFinder *finder;
  AtlasStore  *store;
  GPtrArray   *sites;
  GPtrArray   *checks;
  GPtrArray   *panels;
  GPtrArray   *decisions;       /* offers of a place to this child */
  GHashTable  *waiting;         /* (element-type utf8 int): how many, by provision */
  GHashTable  *hours;           /* (element-type utf8 GArray): of those who are there, by line */
} Filling;

void
atlas_finder_free (AtlasFinder *self)
{
  g_clear_pointer (&self->results, g_ptr_array_unref);
  g_clear_pointer (&self->lines, g_array_unref);
  g_clear_pointer (&self->places, g_ptr_array_unref);
  g_clear_pointer (&self->records, g_ptr_array_unref);
  g_clear_pointer (&self->referral_case, atlas_referral_case_unref);
  g_clear_pointer (&self->texts, g_string_chunk_free);
  g_free (self);
}

static void
filling_clear (Filling *filling)
{
  g_clear_pointer (&filling->sites, g_ptr_array_unref);
  g_clear_pointer (&filling->checks, g_ptr_array_unref);
  g_clear_pointer (&filling->panels, g_ptr_array_unref);
  g_clear_pointer (&filling->decisions, g_ptr_array_unref);
  g_clear_pointer (&filling->waiting, g_hash_table_unref);
  g_clear_pointer (&filling->hours, g_hash_table_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Filling, filling_clear)

/* The service that a kind of referral asks for; the other kinds ask for none. */
static const char *
service_of_kind (const char *kind)
{
  static const struct { const char *kind, *service; } services[] = {
    { "advice", "advice" }, { "outreach", "outreach" }, { "intensified-outreach", "outreach" },
    { "respite", "respite" }, { "dual", "dual" }, { "single", "single" }, { "ap", "ap" },
    { "panel-placement", "special-place" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (services); i++)
    if (g_strcmp0 (services[i].kind, kind) == 0)
      return services[i].service;

  return NULL;
}

static gboolean
same_name (const char *a,
           const char *b)
{
  g_autofree char *folded_a = g_utf8_casefold (a != NULL ? a : "", -1);
  g_autofree char *folded_b = g_utf8_casefold (b != NULL ? b : "", -1);

  return *folded_a != '\0' && strcmp (folded_a, folded_b) == 0;
}

static gboolean
find_home (AtlasStore    *store,
           const char    *town,
           AtlasLocation *home,
           GError       **error)
{
  g_autoptr(AtlasQuery) query = atlas_query_new (&atlas_town_type);
  g_autoptr(GPtrArray) towns = atlas_store_list (store, query, error);

  for (guint i = 0; towns != NULL && i < towns->len; i++)
    {
      AtlasTown *one = g_ptr_array_index (towns, i);

      if (same_name (one->name, town))
        *home = atlas_location_parse (one->latitude, one->longitude);
    }

  return towns != NULL;
}

static gboolean
fill_need (AtlasFinder              *self,
           AtlasStore               *store,
           const AtlasFinderOptions *options,
           GError                  **error)
{
  AtlasFindNeed *need = &self->need;
  AtlasChild *child = self->referral_case->child;

  need->on = options->needs_by != ATLAS_DATE_NONE ? options->needs_by : options->on;
  need->year_group = options->year_group;
  if (need->year_group == ATLAS_YEAR_GROUP_NONE && child != NULL)
    need->year_group = atlas_year_group (child->born, need->on);
  need->phase = options->phase != NULL
                ? g_string_chunk_insert_const (self->texts, options->phase)
                : atlas_phase_to_code (atlas_phase (need->year_group));
  need->service = service_of_kind (self->referral_case->referral->kind);
  need->tier = (int) self->referral_case->referral->tier;
  need->hours = options->hours;
  need->within = options->within;
  need->is_day6 = atlas_referral_case_is_day6 (self->referral_case);
  if (child == NULL)
    return TRUE;

  need->sex = child->sex;
  need->main_need = child->need;
  need->town = child->town;
  need->counts_for_registration = g_strcmp0 (child->sen, "E") == 0 ||
                                  g_strcmp0 (child->care, "CLA") == 0;
  need->has_semh_plan = g_strcmp0 (child->sen, "E") == 0 && g_strcmp0 (child->need, "SEMH") == 0;

  return find_home (store, child->town, &need->home, error);
}

static GPtrArray *
list_all (AtlasStore      *store,
          const AtlasType *type,
          GError         **error)
{
  g_autoptr(AtlasQuery) query = atlas_query_new (type);

  return atlas_store_list (store, query, error);
}

static gboolean
read_children (Filling *filling,
               GError **error)
{
  AtlasReferral *referral = filling->finder->referral_case->referral;
  g_autoptr(AtlasQuery) decisions = atlas_query_new (&atlas_decision_type);

  atlas_query_where_text (decisions, "referral", ATLAS_COMPARE_EQUAL,
                          atlas_record_get_id (ATLAS_RECORD (referral)));
  atlas_query_where_text (decisions, "kind", ATLAS_COMPARE_EQUAL, "offer");

  return (filling->decisions = atlas_store_list (filling->store, decisions, error)) != NULL &&
         (filling->waiting = atlas_store_count_asked (filling->store, referral->reference,
                                                      error)) != NULL &&
         (filling->hours = atlas_store_list_hours (filling->store, error)) != NULL;
}

static gboolean
read_all (Filling *filling,
          GError **error)
{
  AtlasStore *store = filling->store;

  return (filling->sites = list_all (store, &atlas_site_type, error)) != NULL &&
         (filling->checks = list_all (store, &atlas_check_type, error)) != NULL &&
         (filling->panels = list_all (store, &atlas_panel_type, error)) != NULL &&
         read_children (filling, error);
}

static void
fill_site (Filling        *filling,
           AtlasFindLine  *line,
           AtlasPlaceLine *place)
{
  const AtlasFindNeed *need = &filling->finder->need;
  double nearest = G_MAXDOUBLE;

  for (guint i = 0; i < filling->sites->len; i++)
    {
      AtlasSite *site = g_ptr_array_index (filling->sites, i);
      AtlasLocation position;
      double miles;

      if (g_strcmp0 (site->provision, place->place->provision) != 0 ||
          !atlas_date_range_contains (site->valid, need->on))
        continue;
      position = atlas_location_parse (site->latitude, site->longitude);
      miles = atlas_miles_between (&need->home, &position);
      if (position.is_known && miles < nearest)
        {
          line->site = position;
          nearest = miles;
        }
    }
}

/* The check that ran out first and that no newer one of its kind replaces. */
static void
fill_checks (Filling        *filling,
             AtlasFindLine  *line,
             AtlasPlaceLine *place)
{
  AtlasDate on = filling->finder->need.on;

  line->is_registered = g_strcmp0 (place->provision->kind, "ap-provider") != 0;
  for (guint i = 0; i < filling->checks->len; i++)
    {
      AtlasCheck *check = g_ptr_array_index (filling->checks, i);
      gboolean is_replaced = FALSE;

      if (g_strcmp0 (check->provision, place->place->provision) != 0)
        continue;
      if (check->expires == ATLAS_DATE_NONE || check->expires >= on)
        {
          line->is_registered |= g_str_equal (check->kind, "registration");
          continue;
        }
      for (guint j = 0; j < filling->checks->len; j++)
        {
          AtlasCheck *other = g_ptr_array_index (filling->checks, j);

          is_replaced |= g_strcmp0 (other->provision, check->provision) == 0 &&
                         g_strcmp0 (other->kind, check->kind) == 0 &&
                         (other->expires == ATLAS_DATE_NONE || other->expires > check->expires);
        }
      if (!is_replaced && (line->expired == NULL || check->expires < line->expired_on))
        {
          line->expired = g_string_chunk_insert_const (filling->finder->texts, check->kind);
          line->expired_on = check->expires;
        }
    }
}

static AtlasPanel *
find_panel (Filling    *filling,
            const char *id)
{
  for (guint i = 0; i < filling->panels->len; i++)
    if (g_strcmp0 (atlas_record_get_id (g_ptr_array_index (filling->panels, i)), id) == 0)
      return g_ptr_array_index (filling->panels, i);

  return NULL;
}

/* Whether a panel of that kind, or of that name, has offered this child this place. */
static gboolean
panel_has_agreed (Filling        *filling,
                  AtlasPlaceLine *place,
                  const char     *kind,
                  const char     *name)
{
  const char *id = atlas_record_get_id (ATLAS_RECORD (place->place));

  for (guint i = 0; i < filling->decisions->len; i++)
    {
      AtlasDecision *decision = g_ptr_array_index (filling->decisions, i);
      g_autoptr(AtlasRecord) meeting = NULL;
      AtlasPanel *panel = NULL;

      if (decision->place != NULL && !g_str_equal (decision->place, id))
        continue;
      if (decision->meeting != NULL)
        meeting = atlas_store_get (filling->store, "meeting", decision->meeting, NULL);
      if (meeting != NULL)
        panel = find_panel (filling, ((AtlasMeeting *) meeting)->panel);
      if (panel != NULL && (kind != NULL ? g_strcmp0 (panel->kind, kind) == 0
                                         : same_name (panel->name, name)))
        return TRUE;
    }

  return FALSE;
}

static void
fill_admission (Filling        *filling,
                AtlasFindLine  *line,
                AtlasPlaceLine *place)
{
  static const char * const special[] = { "semh-special", "county-provision", NULL };
  const char *admission = place->provision->admission;

  line->needs_semh_plan = g_strv_contains (special, place->provision->kind);
  if (line->needs_semh_plan)
    {
      line->panel = admission != NULL ? admission : SEND_PANEL_NAME;
      line->panel_agreed = panel_has_agreed (filling, place, "send", NULL);
      return;
    }

  for (guint i = 0; i < filling->panels->len; i++)
    if (same_name (((AtlasPanel *) g_ptr_array_index (filling->panels, i))->name, admission))
      {
        line->panel = admission;
        line->panel_agreed = panel_has_agreed (filling, place, NULL, admission);
      }
}

/* What half of the children there have at least. */
static void
fill_hours (Filling        *filling,
            AtlasFindLine  *line,
            AtlasPlaceLine *place)
{
  GArray *hours = g_hash_table_lookup (filling->hours,
                                       atlas_record_get_id (ATLAS_RECORD (place->place)));

  if (hours != NULL)
    line->hours = g_array_index (hours, double, hours->len / 2);
}

static gboolean
fill_cost (Filling        *filling,
           AtlasFindLine  *line,
           AtlasPlaceLine *place,
           GError        **error)
{
  AtlasRecord *contract;

  if (place->place->contract == NULL)
    return TRUE;

  contract = atlas_store_get (filling->store, "contract", place->place->contract, error);
  if (contract == NULL)
    return FALSE;

  g_ptr_array_add (filling->finder->records, contract);
  line->cost = ((AtlasContract *) contract)->unit_cost;
  line->cost_unit = ((AtlasContract *) contract)->cost_unit;

  return TRUE;
}

static gboolean
fill_line (Filling        *filling,
           AtlasPlaceLine *place,
           GError        **error)
{
  static const char * const for_semh[] = {
    "esc", "psb", "pbs", "primary-behaviour", "semh-special", "county-provision", NULL,
  };
  const AtlasFindNeed *need = &filling->finder->need;
  AtlasProvision *provision = place->provision;
  AtlasFindLine line = { 0 };

  line.id = atlas_record_get_id (ATLAS_RECORD (place->place));
  line.name = provision->name;
  line.phases = (const char * const *) provision->phases;
  line.phase = place->place->phase;
  line.key_stages = (const char * const *) place->place->key_stages;
  line.gender = provision->gender;
  line.services = (const char * const *) provision->services;
  line.service = place->place->service;
  line.is_for_semh = g_strv_contains (for_semh, provision->kind);
  line.respite_kept = (int) place->place->respite_kept;
  line.towns = (const char * const *) provision->serves_towns;
  line.day6_offered = provision->day6_offered;
  line.free = atlas_free_count (&place->facts, need->on, need->on, need->is_day6);
  line.free_of_all = atlas_free_count (&place->facts, need->on, need->on, FALSE);
  line.is_old = atlas_return_is_old (&line.free.returns, line.free.return_date,
                                     filling->finder->on);
  line.free_from = atlas_find_free_from (&place->facts, need->on, need->is_day6);
  line.waiting = GPOINTER_TO_INT (g_hash_table_lookup (filling->waiting,
                                                       place->place->provision));
  fill_site (filling, &line, place);
  fill_checks (filling, &line, place);
  fill_admission (filling, &line, place);
  fill_hours (filling, &line, place);
  if (!fill_cost (filling, &line, place, error))
    return FALSE;

  g_array_append_val (filling->finder->lines, line);

  return TRUE;
}

/* How many children a provision has in all of its lines. */
static void
count_rolls (AtlasFinder *self)
{
  for (guint i = 0; i < self->lines->len; i++)
    {
      AtlasFindLine *line = &g_array_index (self->lines, AtlasFindLine, i);
      AtlasPlaceLine *place = g_ptr_array_index (self->places, i);

      for (guint j = 0; j < self->lines->len; j++)
        {
          AtlasPlaceLine *other = g_ptr_array_index (self->places, j);

          if (g_str_equal (other->place->provision, place->place->provision))
            line->on_roll += g_array_index (self->lines, AtlasFindLine, j).free.on_roll;
        }
    }
}

static gboolean
fill_lines (AtlasFinder *self,
            AtlasStore  *store,
            GError     **error)
{
  g_auto(Filling) filling = { .finder = self, .store = store };

  self->places = atlas_store_list_places (store, NULL, self->need.on, error);
  if (self->places == NULL || !read_all (&filling, error))
    return FALSE;

  for (guint i = 0; i < self->places->len; i++)
    if (!fill_line (&filling, g_ptr_array_index (self->places, i), error))
      return FALSE;
  count_rolls (self);

  return TRUE;
}

/**
 * atlas_finder_new:
 * @store: a store
 * @reference: of the referral whose child needs a place
 * @options: what else to look for
 * @error: return location for an error
 *
 * Looks through every line of places of the county for one child.
 *
 * Errors: %ATLAS_ERROR_NOT_FOUND when there is no such referral
 *
 * Returns: (transfer full): what was found
 */
AtlasFinder *
atlas_finder_new (AtlasStore               *store,
                  const char               *reference,
                  const AtlasFinderOptions *options,
                  GError                  **error)
{
  g_autoptr(AtlasFinder) self = g_new0 (AtlasFinder, 1);

  self->on = options->on;
  self->texts = g_string_chunk_new (64);
  self->records = g_ptr_array_new_with_free_func (g_object_unref);
  self->lines = g_array_new (FALSE, FALSE, sizeof (AtlasFindLine));
  self->referral_case = atlas_store_read_referral_case (store, reference, options->on, error);
  if (self->referral_case == NULL || !fill_need (self, store, options, error) ||
      !fill_lines (self, store, error))
    return NULL;

  self->results = atlas_find_places (&self->need, (const AtlasFindLine *) (gpointer)
                                     self->lines->data, self->lines->len);

  return g_steal_pointer (&self);
}

/**
 * atlas_finder_get_age:
 *
 * Returns: how many years old the child is on the day that a place is needed by, or -1 when that is
 *   not known
 */
int
atlas_finder_get_age (AtlasFinder *self)
{
  AtlasChild *child = self->referral_case->child;
  int year, month, day;
  int born_year, born_month, born_day;

  if (child == NULL || child->born == ATLAS_DATE_NONE || child->born > self->need.on)
    return -1;

  atlas_date_split (self->need.on, &year, &month, &day);
  atlas_date_split (child->born, &born_year, &born_month, &born_day);

  return year - born_year - (month < born_month || (month == born_month && day < born_day));
}

/**
 * atlas_finder_get_place:
 *
 * Returns: (transfer none): the line of places that a result is about
 */
AtlasPlaceLine *
atlas_finder_get_place (AtlasFinder           *self,
                        const AtlasFindResult *result)
{
  return g_ptr_array_index (self->places,
                            result->line - (AtlasFindLine *) (gpointer) self->lines->data);
}

/**
 * atlas_finder_is_invented:
 *
 * Returns: whether a result's figures are made up: its places, or the count of who is in them
 */
gboolean
atlas_finder_is_invented (AtlasFinder           *self,
                          const AtlasFindResult *result)
{
  AtlasPlaceLine *line = atlas_finder_get_place (self, result);

  return line->place->invented || (line->last_return != NULL && line->last_return->invented);
}

static json_t *
facts_to_json (AtlasFinder           *self,
               const AtlasFindResult *result,
               AtlasFindBearing       bearing)
{
  static const char * const names[] = {
    "phase", "gender", "need", "service", "tier", "day6", "plan", "panel", "registration", "check",
    "free", "kept", "respite", "leaving", "age", "town", "distance", "hours", "waiting", "cost",
  };
  json_t *facts = json_array ();

  G_STATIC_ASSERT (G_N_ELEMENTS (names) == ATLAS_FIND_COST + 1);
  for (guint i = 0; i < result->facts->len; i++)
    {
      const AtlasFindFact *fact = &g_array_index (result->facts, AtlasFindFact, i);
      g_autofree char *text = NULL;

      if (fact->bearing != bearing)
        continue;
      text = atlas_finder_word_fact (self, result, fact);
      json_array_append_new (facts, json_pack ("{s:s, s:s}", "about", names[fact->about],
                                               "text", text));
    }

  return facts;
}

static json_t *
result_to_json (AtlasFinder           *self,
                const AtlasFindResult *result)
{
  AtlasPlaceLine *line = atlas_finder_get_place (self, result);
  const AtlasFree *free = &result->line->free;
  g_autofree char *sent = free->is_known ? atlas_date_format (free->return_date) : NULL;
  g_autofree char *free_from = result->line->free_from != ATLAS_DATE_NONE
                               ? atlas_date_format (result->line->free_from) : NULL;
  g_autofree char *route = atlas_record_get_route (ATLAS_RECORD (line->provision));
  char miles[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (miles, sizeof miles, "%.1f", result->miles);

  return json_pack ("{s:s?, s:s?, s:s, s:s?, s:b, s:s?, s:o, s:s?, s:s?, s:b, s:o, s:o, s:o}",
                    "provision", atlas_record_get_key (ATLAS_RECORD (line->provision)),
                    "place", atlas_record_get_key (ATLAS_RECORD (line->place)),
                    "name", line->provision->name, "route", route, "fits", result->fits,
                    "miles", result->miles == ATLAS_MILES_UNKNOWN ? NULL : miles,
                    "free", free->is_known ? json_integer (free->free) : json_null (),
                    "free_from", free_from, "as_last_sent", sent,
                    "invented", atlas_finder_is_invented (self, result),
                    "why", facts_to_json (self, result, ATLAS_FIND_FITS),
                    "in_the_way", facts_to_json (self, result, ATLAS_FIND_IN_THE_WAY),
                    "to_know", facts_to_json (self, result, ATLAS_FIND_TO_KNOW));
}

/**
 * atlas_finder_to_json:
 *
 * Writes what was found as `atlasctl find-place --format json` prints it.
 *
 * Returns: (transfer full): `{"as_of","needs_by","referral",…,"results":[…]}`
 */
json_t *
atlas_finder_to_json (AtlasFinder *self)
{
  g_autofree char *on = atlas_date_format (self->on);
  g_autofree char *needs_by = atlas_date_format (self->need.on);
  char within[G_ASCII_DTOSTR_BUF_SIZE];
  json_t *results = json_array ();
  int age = atlas_finder_get_age (self);

  g_ascii_formatd (within, sizeof within, "%.1f", self->need.within);
  for (guint i = 0; i < self->results->len; i++)
    json_array_append_new (results, result_to_json (self, g_ptr_array_index (self->results, i)));

  return json_pack ("{s:s, s:s, s:s, s:o, s:s?, s:s?, s:s?, s:o, s:s?, s:s?, s:s?, s:b, s:s?, s:s?,"
                    " s:o}",
                    "as_of", on, "needs_by", needs_by,
                    "referral", self->referral_case->referral->reference,
                    "age", age >= 0 ? json_integer (age) : json_null (),
                    "key_stage", atlas_key_stage_to_code (atlas_key_stage (self->need.year_group)),
                    "sex", self->need.sex, "need", self->need.main_need,
                    "tier", self->need.tier > 0 ? json_integer (self->need.tier) : json_null (),
                    "year_group", atlas_year_group_to_code (self->need.year_group),
                    "phase", self->need.phase, "service", self->need.service,
                    "day6", self->need.is_day6, "town", self->need.town,
                    "within", self->need.within == ATLAS_FIND_ANY_DISTANCE ? NULL : within,
                    "results", results);
}
