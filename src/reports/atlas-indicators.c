/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading the indicators of a term: every case once, for all terms of the trend. */
#include "config.h"

#include "reports/atlas-indicators.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/atlas-error.h"
#include "base/atlas-route.h"
#include "reports/atlas-term-words.h"
#include "reports/atlas-walk.h"
#include "reports/atlas-words.h"
#include "rules/atlas-small.h"
#include "store/atlas-case-reader.h"

#define ALL          "county"
#define PAGE_RECORDS 2000 /* read at a time */

/* What is needed while the indicators are read. */
typedef struct {
  AtlasIndicators      *self;
  AtlasWalk            *walk;
  GHashTable           *in_scope;       /* (nullable) (element-type utf8): ids of children */
  GHashTable           *by_area;        /* (element-type utf8 AtlasIndicatorArea) (unowned) */
  AtlasIndicatorSetting settings[ATLAS_INDICATORS_TERMS];
  AtlasTally            one;            /* of the case that is looked at */
} Reading;

static void
row_free (AtlasIndicatorRow *row)
{
  g_free (row->code);
  g_free (row->text);
  g_free (row->source);
  g_free (row);
}

static void
area_free (AtlasIndicatorArea *area)
{
  atlas_tally_clear (&area->tally);
  g_free (area->id);
  g_free (area->route);
  g_free (area->name);
  g_free (area);
}

void
atlas_indicators_free (AtlasIndicators *self)
{
  if (self == NULL)
    return;

  for (int i = 0; i < ATLAS_INDICATORS_TERMS; i++)
    atlas_tally_clear (&self->trend[i]);
  for (int i = 0; i < ATLAS_N_PUPILS; i++)
    {
      atlas_tally_clear (&self->groups[i].tally);
      atlas_tally_clear (&self->groups[i].unknown);
    }
  g_clear_pointer (&self->sets, g_ptr_array_unref);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->areas, g_ptr_array_unref);
  g_clear_pointer (&self->terms, g_array_unref);
  g_free (self->scope);
  g_free (self->set);
  g_free (self);
}

static AtlasIndicators *
indicators_new (const AtlasIndicatorsAsked *asked)
{
  AtlasIndicators *self = g_new0 (AtlasIndicators, 1);

  self->on = asked->on;
  self->pupils = asked->pupils;
  self->scope = g_strdup (asked->scope);
  self->sets = g_ptr_array_new_with_free_func (g_free);
  self->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) row_free);
  self->areas = g_ptr_array_new_with_free_func ((GDestroyNotify) area_free);
  atlas_evidence_init (&self->evidence);
  for (int i = 0; i < ATLAS_INDICATORS_TERMS; i++)
    atlas_tally_init (&self->trend[i]);
  for (int i = 0; i < ATLAS_N_PUPILS; i++)
    {
      atlas_tally_init (&self->groups[i].tally);
      atlas_tally_init (&self->groups[i].unknown);
    }

  return self;
}

static GPtrArray *
list_all (AtlasStore      *store,
          const AtlasType *type,
          const char      *field,
          const char      *value,
          GError         **error)
{
  g_autoptr(AtlasQuery) query = atlas_query_new (type);

  if (field != NULL)
    atlas_query_where_text (query, field, ATLAS_COMPARE_EQUAL, value);
  if (atlas_type_field (type, "key") != NULL)
    atlas_query_order_by (query, "key", FALSE);
  atlas_query_page (query, 0, G_MAXINT);

  return atlas_store_list (store, query, error);
}

static void
add_row (AtlasIndicators  *self,
         const AtlasLabel *label)
{
  AtlasIndicatorRow *row = g_new0 (AtlasIndicatorRow, 1);

  row->can_count = atlas_indicator_parse (label->item, &row->kind);
  row->code = g_strdup (label->item);
  row->text = g_strdup (label->text);
  row->source = g_strdup (label->source);
  g_ptr_array_add (self->rows, row);
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char * const *) a, *(const char * const *) b);
}

/* The names of the sets, and which is in force on the day: of several the one that came last, and
 * else the last of all. */
static const char *
list_sets (AtlasIndicators *self,
           GPtrArray       *labels)
{
  const char *in_force = NULL;
  AtlasDate since = ATLAS_DATE_NONE;

  for (guint i = 0; i < labels->len; i++)
    {
      AtlasLabel *label = g_ptr_array_index (labels, i);

      if (label->scheme == NULL)
        continue;
      if (!g_ptr_array_find_with_equal_func (self->sets, label->scheme, g_str_equal, NULL))
        g_ptr_array_add (self->sets, g_strdup (label->scheme));
      if (atlas_record_is_valid_on (ATLAS_RECORD (label), self->on) &&
          (in_force == NULL || label->valid.from > since))
        {
          in_force = label->scheme;
          since = label->valid.from;
        }
    }
  g_ptr_array_sort (self->sets, compare_names);
  if (in_force == NULL && self->sets->len > 0)
    in_force = g_ptr_array_index (self->sets, self->sets->len - 1);

  return in_force;
}

static gboolean
refuse_set (AtlasIndicators *self,
            const char      *asked,
            GError         **error)
{
  g_autoptr(GPtrArray) names = g_ptr_array_new ();
  g_autofree char *list = NULL;

  for (guint i = 0; i < self->sets->len; i++)
    g_ptr_array_add (names, g_ptr_array_index (self->sets, i));
  g_ptr_array_add (names, NULL);
  list = g_strjoinv (", ", (char **) names->pdata);
  if (self->sets->len == 0)
    g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_INVALID,
                 _("There is no set of indicators “%s”: this county’s pack names none"), asked);
  else
    g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_INVALID,
                 _("There is no set of indicators “%s”; there are: %s"), asked, list);

  return FALSE;
}

/* The labels of the county's sets: their keys keep the order of the source. */
static gboolean
read_set (AtlasIndicators            *self,
          AtlasStore                 *store,
          const AtlasIndicatorsAsked *asked,
          GError                    **error)
{
  g_autoptr(GPtrArray) labels = list_all (store, &atlas_label_type, "kind", "indicator", error);
  const char *set;

  if (labels == NULL)
    return FALSE;

  set = list_sets (self, labels);
  if (asked->set != NULL)
    {
      if (!g_ptr_array_find_with_equal_func (self->sets, asked->set, g_str_equal, NULL))
        return refuse_set (self, asked->set, error);
      set = asked->set;
    }

  self->set = g_strdup (set);
  for (guint i = 0; i < labels->len; i++)
    {
      const AtlasLabel *label = g_ptr_array_index (labels, i);

      if (set != NULL && g_strcmp0 (label->scheme, set) == 0)
        add_row (self, label);
    }

  return TRUE;
}

static gboolean
refuse_term (AtlasIndicators *self,
             const char      *asked,
             GError         **error)
{
  g_autoptr(GString) list = g_string_new (NULL);

  for (guint i = 0; i < self->terms->len; i++)
    {
      g_autofree char *code = atlas_term_to_code (&g_array_index (self->terms, AtlasTerm, i));

      g_string_append_printf (list, "%s%s", i > 0 ? ", " : "", code);
    }
  if (self->terms->len == 0)
    g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_INVALID,
                 _("No terms are entered in this county’s calendar"));
  else
    g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_INVALID,
                 _("There is no term “%s” in the calendar; there are: %s"), asked, list->str);

  return FALSE;
}

/* The term that is asked for; else that of the day, the last before it, or the first of all. */
static gboolean
find_term (AtlasIndicators            *self,
           const AtlasIndicatorsAsked *asked,
           GError                    **error)
{
  for (guint i = 0; i < self->terms->len; i++)
    {
      const AtlasTerm *term = &g_array_index (self->terms, AtlasTerm, i);
      g_autofree char *code = atlas_term_to_code (term);

      if (asked->term == NULL ? term->days.from <= self->on : g_str_equal (code, asked->term))
        {
          self->term = i;
          if (asked->term != NULL)
            return TRUE;
        }
    }

  return asked->term == NULL && self->terms->len > 0 ? TRUE
                                                     : refuse_term (self, asked->term, error);
}

static void
set_bases (Reading *reading)
{
  AtlasIndicators *self = reading->self;
  AtlasCalendar *calendar = atlas_calendars_get (reading->walk->calendars, NULL);

  self->n_trend = MIN (self->term + 1, ATLAS_INDICATORS_TERMS);
  for (guint i = 0; i < self->n_trend; i++)
    {
      AtlasDateRange term = atlas_indicators_get_term (self, i)->days;
      AtlasDateRange days = { term.from, MIN (term.to, self->on) };

      self->bases[i].days = days;
      self->bases[i].roll = -1;
      self->bases[i].sessions = 2 * atlas_calendar_school_days_between (calendar, days.from,
                                                                        days.to);
      reading->settings[i] = (AtlasIndicatorSetting) {
        .term = term, .days = days, .clocks = &reading->walk->setting,
        .background = reading->walk->background, .authority = reading->walk->settings.authority,
      };
    }
}

static AtlasIndicatorArea *
add_area (Reading    *reading,
          const char *id,
          char       *route,
          char       *name)
{
  AtlasIndicatorArea *area = g_new0 (AtlasIndicatorArea, 1);

  atlas_tally_init (&area->tally);
  area->id = g_strdup (id);
  area->route = route;
  area->name = name;
  area->base = reading->self->bases[reading->self->n_trend - 1];
  g_ptr_array_add (reading->self->areas, area);
  g_hash_table_insert (reading->by_area, area->id, area);

  return area;
}

static gboolean
read_areas (Reading *reading,
            GError **error)
{
  g_autoptr(AtlasQuery) query = atlas_query_new (&atlas_area_type);
  g_autoptr(GPtrArray) areas = NULL;

  atlas_query_as_of (query, reading->self->on);
  atlas_query_order_by (query, "number", FALSE);
  atlas_query_page (query, 0, G_MAXINT);
  areas = atlas_store_list (reading->walk->store, query, error);
  if (areas == NULL)
    return FALSE;

  for (guint i = 0; i < areas->len; i++)
    {
      AtlasRecord *record = g_ptr_array_index (areas, i);

      add_area (reading, atlas_record_get_id (record), atlas_record_get_route (record),
                atlas_words_area ((AtlasArea *) record));
    }

  return TRUE;
}

/* The schools of a partnership on the day; %NULL for every school. */
static gboolean
read_members (Reading     *reading,
              const char  *key,
              GHashTable **members,
              GError     **error)
{
  g_autoptr(AtlasRecord) partnership = atlas_store_get_by_key (reading->walk->store, "partnership",
                                                               key, error);
  g_autoptr(GPtrArray) list = NULL;

  if (partnership == NULL ||
      (list = list_all (reading->walk->store, &atlas_membership_type, "partnership",
                        atlas_record_get_id (partnership), error)) == NULL)
    return FALSE;

  *members = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < list->len; i++)
    {
      AtlasMembership *one = g_ptr_array_index (list, i);

      if (atlas_record_is_valid_on (ATLAS_RECORD (one), reading->self->on))
        g_hash_table_add (*members, g_strdup (one->establishment));
    }

  return TRUE;
}

/* Adds a school's roll to its area, and to the scope when it is in it. */
static void
add_roll (Reading                  *reading,
          const AtlasEstablishment *school,
          const char               *scope_area,
          GHashTable               *members)
{
  AtlasIndicators *self = reading->self;
  AtlasIndicatorArea *area = school->area != NULL
                             ? g_hash_table_lookup (reading->by_area, school->area) : NULL;
  const char *id = atlas_record_get_id ((AtlasRecord *) school);
  gboolean is_in = members != NULL ? g_hash_table_contains (members, id)
                                   : scope_area == NULL ||
                   g_strcmp0 (scope_area, area != NULL ? area->route : NULL) == 0;

  if (!atlas_record_is_valid_on ((AtlasRecord *) school, self->on))
    return;
  if (school->roll == 0)
    {
      self->n_without_roll += is_in;
      return;
    }

  if (area != NULL)
    area->base.roll = MAX (area->base.roll, 0) + school->roll;
  for (guint i = 0; i < self->n_trend && is_in; i++)
    self->bases[i].roll = MAX (self->bases[i].roll, 0) + school->roll;
}

/* Rules look schools up; their rolls are what shares are taken of. No roll is of a provision's or
 * a panel's children. */
static gboolean
read_schools (Reading *reading,
              GError **error)
{
  AtlasIndicators *self = reading->self;
  g_autoptr(AtlasRoute) route = self->scope != NULL ? atlas_route_parse (self->scope, NULL) : NULL;
  const char *head = route != NULL ? atlas_route_get_head (route) : ALL;
  gboolean has_roll = g_str_equal (head, ALL) || g_str_equal (head, "area") ||
                      g_str_equal (head, "partnership");
  g_autoptr(GPtrArray) schools = list_all (reading->walk->store, &atlas_establishment_type, NULL,
                                           NULL, error);
  g_autoptr(GHashTable) members = NULL;

  if (schools == NULL ||
      (g_str_equal (head, "partnership") &&
       !read_members (reading, atlas_route_get_key (route), &members, error)))
    return FALSE;

  for (guint i = 0; i < schools->len; i++)
    {
      AtlasRecord *school = g_ptr_array_index (schools, i);

      atlas_background_add (reading->walk->background, school);
      add_roll (reading, (AtlasEstablishment *) school,
                has_roll && g_str_equal (head, ALL) ? NULL : self->scope, members);
    }
  for (guint i = 0; i < self->n_trend && !has_roll; i++)
    self->bases[i].roll = -1;

  return TRUE;
}

/* How many children of a group are on rolls: the newest figure up to the term's school year. */
static gint64
find_pupils (GPtrArray  *figures,
             AtlasPupils pupils,
             int         school_year)
{
  const AtlasFigure *last = NULL;

  for (guint i = 0; i < figures->len; i++)
    {
      const AtlasFigure *one = g_ptr_array_index (figures, i);

      if (g_strcmp0 (one->item, atlas_pupils_to_code (pupils)) == 0 && one->period != NULL &&
          g_ascii_strtoll (one->period, NULL, 10) <= school_year &&
          (last == NULL || strcmp (one->period, last->period) > 0))
        last = one;
    }

  return last != NULL && last->value > 0 ? last->value : -1;
}

/* Figures say it of the whole county alone; of a part of it nobody knows. */
static gboolean
read_groups (Reading *reading,
             GError **error)
{
  AtlasIndicators *self = reading->self;
  gboolean is_county = self->scope == NULL || g_str_equal (self->scope, ALL);
  g_autoptr(GPtrArray) figures = list_all (reading->walk->store, &atlas_figure_type, "series",
                                           ATLAS_INDICATORS_PUPILS, error);

  if (figures == NULL)
    return FALSE;

  for (int i = 0; i < ATLAS_N_PUPILS; i++)
    {
      int school_year = atlas_indicators_get_term (self, self->n_trend - 1)->school_year;

      self->groups[i].base = self->bases[self->n_trend - 1];
      if (i != ATLAS_PUPILS_ALL)
        self->groups[i].base.roll = is_county ? find_pupils (figures, (AtlasPupils) i, school_year)
                                              : -1;
    }
  for (guint i = 0; i < self->n_trend && self->pupils != ATLAS_PUPILS_ALL; i++)
    self->bases[i].roll = is_county
                          ? find_pupils (figures, self->pupils,
                                         atlas_indicators_get_term (self, i)->school_year) : -1;
  for (guint i = 0; i < self->areas->len && self->pupils != ATLAS_PUPILS_ALL; i++)
    ((AtlasIndicatorArea *) g_ptr_array_index (self->areas, i))->base.roll = -1;

  return TRUE;
}

static void
add_to_area (Reading          *reading,
             const AtlasChild *child)
{
  AtlasIndicatorArea *area = child->area != NULL
                             ? g_hash_table_lookup (reading->by_area, child->area) : NULL;

  if (area == NULL && (area = g_hash_table_lookup (reading->by_area, "")) == NULL)
    {
      area = add_area (reading, "", NULL, g_strdup (_("No home area")));
      area->base.roll = -1;
    }
  atlas_tally_add (&area->tally, &reading->one);
}

static void
add_to_groups (Reading          *reading,
               const AtlasChild *child)
{
  for (int i = 0; i < ATLAS_N_PUPILS; i++)
    {
      AtlasIndicatorGroup *group = &reading->self->groups[i];
      AtlasIsIn is_in = atlas_pupils_have ((AtlasPupils) i, child);

      if (is_in == ATLAS_IS_IN_YES)
        atlas_tally_add (&group->tally, &reading->one);
      else if (is_in == ATLAS_IS_IN_UNKNOWN)
        atlas_tally_add (&group->unknown, &reading->one);
    }
}

static gboolean
is_empty (const AtlasTally *tally)
{
  for (int i = 0; i < ATLAS_N_TALLY_COUNTS; i++)
    if (tally->counts[i] != 0)
      return FALSE;

  return TRUE;
}

static void
look_at_case (AtlasWalk       *walk,
              const AtlasCase *file,
              gpointer         data)
{
  Reading *reading = data;
  AtlasIndicators *self = reading->self;
  gboolean is_asked = atlas_pupils_have (self->pupils, file->child) == ATLAS_IS_IN_YES;
  gboolean is_in_scope = reading->in_scope == NULL ||
                         g_hash_table_contains (reading->in_scope,
                                                atlas_record_get_id ((AtlasRecord *) file->child));

  atlas_evidence_add_case (&self->evidence, file, walk->background);
  for (guint i = 0; i < self->n_trend && is_asked; i++)
    {
      atlas_tally_reset (&reading->one);
      atlas_tally_add_case (&reading->one, file, &reading->settings[i]);
      if (is_empty (&reading->one))
        continue;
      if (is_in_scope)
        atlas_tally_add (&self->trend[i], &reading->one);
      if (i != self->n_trend - 1)
        continue;
      add_to_area (reading, file->child);
      if (is_in_scope && self->pupils == ATLAS_PUPILS_ALL)
        add_to_groups (reading, file->child);
    }
}

static gboolean
read_all (Reading                    *reading,
          const AtlasIndicatorsAsked *asked,
          GError                    **error)
{
  AtlasIndicators *self = reading->self;
  AtlasWalk *walk = reading->walk;

  self->limit = atlas_small_read_limit (&walk->settings);
  self->invented = walk->county != NULL && walk->county->invented;
  self->terms = atlas_terms_known (atlas_calendars_get (walk->calendars, NULL));
  if (!read_set (self, walk->store, asked, error) || !find_term (self, asked, error))
    return FALSE;

  set_bases (reading);

  return read_areas (reading, error) && read_schools (reading, error) &&
         read_groups (reading, error) &&
         atlas_store_list_children (walk->store, asked->scope, &reading->in_scope, error) &&
         atlas_walk_cases (walk, look_at_case, reading, error);
}

/**
 * atlas_indicators_new:
 * @store: a store
 * @asked: which indicators
 * @error: return location for an error
 *
 * Counts the indicators of a term and of those before it, by area and by group. Every case is read
 * once. Where the child's record has no earlier days (home, group), it is as it is now; so are the
 * rolls of schools.
 *
 * Errors: %ATLAS_ERROR_INVALID when there is no such set or term; the message lists them.
 *
 * Source: requirements T080 to T093.
 *
 * Returns: (transfer full): the indicators
 */
AtlasIndicators *
atlas_indicators_new (AtlasStore                 *store,
                      const AtlasIndicatorsAsked *asked,
                      GError                    **error)
{
  g_autoptr(AtlasIndicators) self = indicators_new (asked);
  g_autoptr(GHashTable) by_area = g_hash_table_new (g_str_hash, g_str_equal);
  g_auto(AtlasWalk) walk = { NULL };
  Reading reading = { .self = self, .walk = &walk, .by_area = by_area };
  gboolean is_read;

  if (!atlas_walk_init (&walk, store, NULL, asked->on, error))
    return NULL;

  atlas_tally_init (&reading.one);
  is_read = read_all (&reading, asked, error);
  atlas_tally_clear (&reading.one);
  g_clear_pointer (&reading.in_scope, g_hash_table_unref);

  return is_read ? g_steal_pointer (&self) : NULL;
}
