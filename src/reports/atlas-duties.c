/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "reports/atlas-duties.h"

#include <glib/gi18n-lib.h>

#include "reports/atlas-walk.h"

static void
school_free (AtlasDutiesSchool *school)
{
  g_free (school->school);
  g_free (school->route);
  g_free (school->name);
  g_free (school);
}

void
atlas_duties_free (AtlasDuties *self)
{
  if (self == NULL)
    return;

  g_ptr_array_unref (self->schools);
  g_ptr_array_unref (self->rules);
  g_free (self);
}

static void
count_duty (AtlasDutyCount   *count,
            const AtlasClock *clock)
{
  if (clock->state == ATLAS_CLOCK_MET && clock->days_late == 0)
    count->in_time++;
  else if (clock->state == ATLAS_CLOCK_MET)
    count->done_late++;
  else if (clock->state == ATLAS_CLOCK_LATE)
    count->late++;
  else
    count->running++;
}

static AtlasDutiesSchool *
ensure_school (AtlasDuties *self,
               AtlasWalk   *walk,
               const char  *id)
{
  g_autoptr(AtlasRecord) record = NULL;
  AtlasDutiesSchool *school;

  for (guint i = 0; i < self->schools->len; i++)
    {
      school = g_ptr_array_index (self->schools, i);
      if (g_str_equal (school->school, id))
        return school;
    }

  school = g_new0 (AtlasDutiesSchool, 1);
  school->school = g_strdup (id);
  record = atlas_store_get (walk->store, "establishment", id, NULL);
  if (record != NULL)
    {
      school->route = atlas_record_get_route (record);
      school->name = g_strdup (atlas_record_get_title (record));
    }
  g_ptr_array_add (self->schools, school);

  return school;
}

static AtlasDutiesRule *
ensure_rule (AtlasDuties          *self,
             const AtlasClockRule *rule)
{
  AtlasDutiesRule *one;

  for (guint i = 0; i < self->rules->len; i++)
    {
      one = g_ptr_array_index (self->rules, i);
      if (one->rule == rule)
        return one;
    }

  one = g_new0 (AtlasDutiesRule, 1);
  one->rule = rule;
  g_ptr_array_add (self->rules, one);

  return one;
}

/* Lunchtime suspensions start no clock, and are not counted. */
static void
count_exclusions (AtlasDuties     *self,
                  AtlasWalk       *walk,
                  const AtlasCase *file)
{
  for (guint i = 0; i < file->exclusions->len; i++)
    {
      const AtlasExclusion *exclusion = g_ptr_array_index (file->exclusions, i);

      if (exclusion->establishment != NULL && exclusion->from >= self->since &&
          exclusion->from <= self->on && g_strcmp0 (exclusion->kind, "LNCH") != 0 &&
          (exclusion->cancelled == ATLAS_DATE_NONE || exclusion->cancelled > self->on))
        ensure_school (self, walk, exclusion->establishment)->n_exclusions++;
    }
}

static void
look_at_case (AtlasWalk       *walk,
              const AtlasCase *file,
              gpointer         data)
{
  AtlasDuties *self = data;
  g_autoptr(GArray) clocks = NULL;

  if (file->exclusions->len == 0)
    return;

  count_exclusions (self, walk, file);
  clocks = atlas_clocks_run (file, &walk->setting);
  for (guint i = 0; i < clocks->len; i++)
    {
      const AtlasCaseClock *one = &g_array_index (clocks, AtlasCaseClock, i);
      const AtlasClockRule *rule = one->clock.rule;

      if (one->type != &atlas_exclusion_type || one->clock.state == ATLAS_CLOCK_NOT_RUNNING ||
          one->clock.start < self->since || rule->owed_by == ATLAS_OWED_BY_PARENTS)
        continue;
      count_duty (&ensure_rule (self, rule)->duties, &one->clock);
      if (*one->school != '\0' && (rule->owed_by == ATLAS_OWED_BY_SCHOOL ||
                                   rule->owed_by == ATLAS_OWED_BY_BOARD))
        count_duty (&ensure_school (self, walk, one->school)->duties, &one->clock);
    }
}

static int
compare_schools (gconstpointer a,
                 gconstpointer b)
{
  const AtlasDutiesSchool *left = *(AtlasDutiesSchool * const *) a;
  const AtlasDutiesSchool *right = *(AtlasDutiesSchool * const *) b;
  guint left_late = left->duties.late + left->duties.done_late;
  guint right_late = right->duties.late + right->duties.done_late;

  if (left_late != right_late)
    return left_late > right_late ? -1 : 1;

  return g_strcmp0 (left->name, right->name);
}

/* The table's rows are one array. */
static int
compare_rules (gconstpointer a,
               gconstpointer b)
{
  const AtlasDutiesRule *left = *(AtlasDutiesRule * const *) a;
  const AtlasDutiesRule *right = *(AtlasDutiesRule * const *) b;

  return left->rule < right->rule ? -1 : left->rule > right->rule;
}

/**
 * atlas_duties_new:
 * @store: a store
 * @scope: (nullable): of the children, as `area/dspl2`; %NULL for all
 * @on: the day
 * @error: return location for an error
 *
 * Counts the clocks of a year's exclusions that were met in time, met late, and not met.
 *
 * Source: requirements T055.
 *
 * Returns: (transfer full): the counts
 */
AtlasDuties *
atlas_duties_new (AtlasStore *store,
                  const char *scope,
                  AtlasDate   on,
                  GError    **error)
{
  g_autoptr(AtlasDuties) self = g_new0 (AtlasDuties, 1);
  g_auto(AtlasWalk) walk = { NULL };

  self->on = on;
  self->since = atlas_date_add_months (on, -ATLAS_DUTIES_MONTHS) + 1;
  self->schools = g_ptr_array_new_with_free_func ((GDestroyNotify) school_free);
  self->rules = g_ptr_array_new_with_free_func (g_free);
  if (!atlas_walk_init (&walk, store, scope, on, error))
    return NULL;

  walk.setting.keeps_past = TRUE;
  if (!atlas_walk_cases (&walk, look_at_case, self, error))
    return NULL;

  g_ptr_array_sort (self->schools, compare_schools);
  g_ptr_array_sort (self->rules, compare_rules);

  return g_steal_pointer (&self);
}

static void
set_count (json_t               *row,
           const AtlasDutyCount *count)
{
  json_object_set_new (row, "in_time", json_integer (count->in_time));
  json_object_set_new (row, "done_late", json_integer (count->done_late));
  json_object_set_new (row, "late", json_integer (count->late));
  json_object_set_new (row, "running", json_integer (count->running));
}

/**
 * atlas_duties_to_json:
 * @self: the counts
 *
 * Returns: (transfer full): as `atlasctl list duties --format json` prints them
 */
json_t *
atlas_duties_to_json (const AtlasDuties *self)
{
  g_autofree char *on = atlas_date_format (self->on);
  g_autofree char *since = atlas_date_format (self->since);
  json_t *schools = json_array ();
  json_t *rules = json_array ();

  for (guint i = 0; i < self->schools->len; i++)
    {
      const AtlasDutiesSchool *school = g_ptr_array_index (self->schools, i);
      json_t *row = json_pack ("{s:s?, s:s?, s:i}", "route", school->route, "school",
                               school->name, "exclusions", (int) school->n_exclusions);

      set_count (row, &school->duties);
      json_array_append_new (schools, row);
    }
  for (guint i = 0; i < self->rules->len; i++)
    {
      const AtlasDutiesRule *one = g_ptr_array_index (self->rules, i);
      json_t *row = json_pack ("{s:s, s:s, s:s, s:s}", "clock", one->rule->id, "title",
                               _(one->rule->label), "owed_by",
                               atlas_owed_by_to_code (one->rule->owed_by), "source",
                               one->rule->source);

      set_count (row, &one->duties);
      json_array_append_new (rules, row);
    }

  return json_pack ("{s:s, s:s, s:o, s:o}", "as_of", on, "since", since, "schools", schools,
                    "clocks", rules);
}
