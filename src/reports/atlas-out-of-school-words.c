/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of children not in full-time education in words, and as JSON. */
#include "config.h"

#include "reports/atlas-out-of-school.h"

#include <glib/gi18n-lib.h>

#include "reports/atlas-words.h"

/* "15", "12.5": hours as people write them. */
static char *
word_hours (double hours)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  return g_strdup (g_ascii_formatd (text, sizeof text, "%.4g", hours));
}

static char *
word_moves (const AtlasNotFullTimeReason *reason,
            const char                   *day)
{
  /* Translators: how many schools, and the day of the last move. */
  return g_strdup_printf (ngettext ("Joined %1$d school in 12 months, the last on %2$s",
                                    "Joined %1$d schools in 12 months, the last on %2$s",
                                    reason->count), reason->count, day);
}

static char *
word_few_hours (const AtlasNotFullTimeReason *reason,
                const char                   *day)
{
  g_autofree char *hours = word_hours (reason->hours);
  g_autofree char *least = word_hours (reason->least);

  /* Translators: hours a week, a date, and the fewest that are full-time. */
  return g_strdup_printf (_("%1$s hours a week since %2$s; full-time is at least %3$s"), hours,
                          day, least);
}

static char *
word_part_time (const AtlasNotFullTimeReason *reason,
                const char                   *day)
{
  g_autofree char *hours = word_hours (reason->hours);

  if (reason->hours <= 0)
    /* Translators: a date. */
    return g_strdup_printf (_("Part-time timetable since %s"), day);

  /* Translators: a date, and hours. */
  return g_strdup_printf (_("Part-time timetable since %1$s, %2$s hours a week"), day, hours);
}

static char *
word_placed (const AtlasNotFullTimeReason *reason,
             const char                   *day,
             const char                   *place)
{
  g_autofree char *hours = word_hours (reason->hours);

  if (place == NULL)
    /* Translators: a date. */
    return g_strdup_printf (_("Placed in alternative provision since %s"), day);
  if (reason->hours <= 0)
    /* Translators: a provision, and a date. */
    return g_strdup_printf (_("Placed at %1$s since %2$s"), place, day);

  /* Translators: a provision, a date, and hours. */
  return g_strdup_printf (_("Placed at %1$s since %2$s, %3$s hours a week"), place, day, hours);
}

static char *
word_elsewhere (const AtlasNotFullTimeReason *reason,
                const char                   *day,
                const char                   *place)
{
  switch ((int) reason->why)
    {
    case ATLAS_NOT_FULL_TIME_DIRECTED:
      if (place == NULL || reason->place_type != &atlas_provision_type)
        /* Translators: a date. */
        return g_strdup_printf (_("Directed off site since %s"), day);
      /* Translators: a provision, and a date. */
      return g_strdup_printf (_("Directed off site to %1$s since %2$s"), place, day);
    case ATLAS_NOT_FULL_TIME_REGISTERED:
      if (place == NULL)
        /* Translators: a date. */
        return g_strdup_printf (_("Registered with another provider since %s"), day);
      /* Translators: a school or provision, and a date. */
      return g_strdup_printf (_("Registered at %1$s since %2$s"), place, day);
    default:
      return word_placed (reason, day, place);
    }
}

static char *
word_day_known (const AtlasOutOfSchool       *self,
                const AtlasNotFullTimeReason *reason)
{
  g_autofree char *day = atlas_date_format_near (reason->since, self->on);
  const char *place = g_hash_table_lookup (self->names, reason->place);

  switch (reason->why)
    {
    case ATLAS_NOT_FULL_TIME_PERMANENT:
      /* Translators: a date. */
      return g_strdup_printf (_("Permanently excluded on %s, and no education has started"), day);
    case ATLAS_NOT_FULL_TIME_SUSPENDED:
      /* Translators: a date. */
      return g_strdup_printf (_("Suspended on %s, for more than five school days, and no education "
                                "has started"), day);
    case ATLAS_NOT_FULL_TIME_MOVES:
      return word_moves (reason, day);
    case ATLAS_NOT_FULL_TIME_PART_TIME:
      return word_part_time (reason, day);
    case ATLAS_NOT_FULL_TIME_HOURS:
      return word_few_hours (reason, day);
    case ATLAS_NOT_FULL_TIME_CODE_PART_TIME:
      /* Translators: a date. */
      return g_strdup_printf (_("Code C2 or X in the register since %s"), day);
    case ATLAS_NOT_FULL_TIME_NO_SCHOOL:
      /* Translators: a date. */
      return g_strdup_printf (_("On no school’s roll since %s"), day);
    case ATLAS_NOT_FULL_TIME_FAIR_ACCESS:
      /* Translators: a date. */
      return g_strdup_printf (_("Agreed under the fair access protocol on %s, and not yet placed"),
                              day);
    case ATLAS_NOT_FULL_TIME_PLACED:
    case ATLAS_NOT_FULL_TIME_DIRECTED:
    case ATLAS_NOT_FULL_TIME_REGISTERED:
      return word_elsewhere (reason, day, place);
    case ATLAS_NOT_FULL_TIME_CODE_B:
      /* Translators: a date. */
      return g_strdup_printf (_("Code B without a provider since %s"), day);
    case ATLAS_NOT_FULL_TIME_SEPARATED:
      /* Translators: a date. */
      return g_strdup_printf (_("Kept off site for safeguarding since %s, and no education has "
                                "started"), day);
    case ATLAS_NOT_FULL_TIME_HOME:
    default:
      /* Translators: a date. */
      return g_strdup_printf (_("Home education notified on %s"), day);
    }
}

/**
 * atlas_out_word_reason:
 * @self: the list
 * @reason: a reason of one of its children
 *
 * Returns: (transfer full): "Part-time timetable since 5 October, 15 hours a week"
 */
char *
atlas_out_word_reason (const AtlasOutOfSchool       *self,
                       const AtlasNotFullTimeReason *reason)
{
  if (reason->since == ATLAS_DATE_NONE)
    return g_strdup (_(atlas_not_full_time_rule (reason->why)->title));

  return word_day_known (self, reason);
}

/**
 * atlas_out_word_reasons:
 * @self: the list
 * @row: one of its children
 *
 * Returns: (transfer full): every reason, one after the other
 */
char *
atlas_out_word_reasons (const AtlasOutOfSchool *self,
                        const AtlasOutRow      *row)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < row->reasons->len; i++)
    {
      g_autofree char *one = NULL;

      one = atlas_out_word_reason (self, &g_array_index (row->reasons, AtlasNotFullTimeReason, i));
      g_string_append_printf (text, "%s%s", i > 0 ? " · " : "", one);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * atlas_out_word_child:
 * @row: a child
 *
 * Returns: (transfer full): "K7-204 · Year 9, Stevenage"; no name
 */
char *
atlas_out_word_child (const AtlasOutRow *row)
{
  g_autofree char *year = atlas_words_year_group (row->year_group);
  const char *reference = row->reference != NULL ? row->reference : _("No referral");

  if (row->town == NULL)
    return g_strdup_printf ("%s · %s", reference, year);

  return g_strdup_printf ("%s · %s, %s", reference, year, row->town);
}

/**
 * atlas_out_word_count:
 * @n_children: how many
 *
 * Returns: (transfer full): the one count
 */
char *
atlas_out_word_count (guint n_children)
{
  if (n_children == 0)
    return g_strdup (_("No child is known to be out of full-time education"));

  return g_strdup_printf (ngettext ("%u child is not in full-time education",
                                    "%u children are not in full-time education", n_children),
                          n_children);
}

/**
 * atlas_out_word_register:
 * @self: the list
 *
 * Says how many would be on the register of children not in school, and whether the county keeps
 * one yet.
 *
 * Returns: (transfer full): the words
 */
char *
atlas_out_word_register (const AtlasOutOfSchool *self)
{
  g_autofree char *day = NULL;

  if (self->register_from != ATLAS_DATE_NONE && self->register_from <= self->on)
    return g_strdup_printf (ngettext ("%u of them belongs on the register of children not in "
                                      "school", "%u of them belong on the register of children "
                                      "not in school", self->n_register), self->n_register);
  if (self->register_from == ATLAS_DATE_NONE)
    return g_strdup_printf (ngettext ("%u of them would be on the register of children not in "
                                      "school. The Act of 2026 that makes it was not in force "
                                      "when last looked up, and this county has set no day.",
                                      "%u of them would be on the register of children not in "
                                      "school. The Act of 2026 that makes it was not in force "
                                      "when last looked up, and this county has set no day.",
                                      self->n_register), self->n_register);

  day = atlas_date_format_long (self->register_from);
  /* Translators: how many; a date. */
  return g_strdup_printf (ngettext ("%1$u of them would be on the register of children not in "
                                    "school, which this county keeps from %2$s",
                                    "%1$u of them would be on the register of children not in "
                                    "school, which this county keeps from %2$s",
                                    self->n_register), self->n_register, day);
}

static json_t *
date_or_null (AtlasDate date)
{
  g_autofree char *text = date != ATLAS_DATE_NONE ? atlas_date_format (date) : NULL;

  return text != NULL ? json_string (text) : json_null ();
}

static json_t *
reasons_to_json (const AtlasOutOfSchool *self,
                 const AtlasOutRow      *row)
{
  json_t *reasons = json_array ();

  for (guint i = 0; i < row->reasons->len; i++)
    {
      const AtlasNotFullTimeReason *one = &g_array_index (row->reasons, AtlasNotFullTimeReason, i);
      const AtlasNotFullTimeRule *rule = atlas_not_full_time_rule (one->why);
      g_autofree char *text = atlas_out_word_reason (self, one);

      json_array_append_new (reasons, json_pack ("{s:s, s:s, s:o, s:s, s:s, s:s?, s:s}",
                                                 "reason", rule->id, "cohort",
                                                 atlas_cohort_to_code (rule->cohort),
                                                 "since", date_or_null (one->since),
                                                 "source", one->source, "record",
                                                 one->record, "type",
                                                 one->type != NULL ? one->type->name : NULL,
                                                 "text", text));
    }

  return reasons;
}

static json_t *
row_to_json (const AtlasOutOfSchool *self,
             const AtlasOutRow      *row)
{
  g_autofree char *route = g_strconcat ("child/", row->child, NULL);
  g_autofree char *year = atlas_words_year_group (row->year_group);
  g_autofree char *text = atlas_out_word_reasons (self, row);

  return json_pack ("{s:s, s:s, s:s?, s:s, s:s?, s:s?, s:s?, s:o, s:b, s:o, s:s}",
                    "child", row->child, "route", route, "reference", row->reference,
                    "year", year, "town", row->town, "area", row->area, "school", row->school,
                    "since", date_or_null (row->since), "register", row->on_register,
                    "reasons", reasons_to_json (self, row), "text", text);
}

/**
 * atlas_out_of_school_to_json:
 * @self: the list
 * @reasons: bits of the reasons wanted, 0 for all
 *
 * Writes the list as `atlasctl list not-in-full-time --format json` prints it. The counts are of
 * the whole list, whichever reasons are wanted.
 *
 * Returns: (transfer full): `{"as_of","total","counts",…,"children":[…]}`
 */
json_t *
atlas_out_of_school_to_json (const AtlasOutOfSchool *self,
                             guint                   reasons)
{
  g_autofree char *on = atlas_date_format (self->on);
  json_t *counts = json_object ();
  json_t *cohorts = json_object ();
  json_t *children = json_array ();

  for (int i = 0; i < ATLAS_N_NOT_FULL_TIME; i++)
    json_object_set_new (counts, atlas_not_full_time_rule ((AtlasNotFullTime) i)->id,
                         json_integer (self->by_reason[i]));
  for (int i = 0; i < ATLAS_N_COHORTS; i++)
    json_object_set_new (cohorts, atlas_cohort_to_code ((AtlasCohort) i),
                         json_integer (self->by_cohort[i]));
  for (guint i = 0; i < self->rows->len; i++)
    {
      const AtlasOutRow *row = g_ptr_array_index (self->rows, i);

      if (atlas_out_row_has (row, reasons))
        json_array_append_new (children, row_to_json (self, row));
    }

  return json_pack ("{s:s, s:i, s:o, s:o, s:{s:i, s:o, s:s}, s:o}", "as_of", on,
                    "total", (int) self->rows->len, "counts", counts, "cohorts", cohorts,
                    "register", "children", (int) self->n_register,
                    "kept_from", date_or_null (self->register_from), "source",
                    ATLAS_REGISTER_SOURCE, "children", children);
}
