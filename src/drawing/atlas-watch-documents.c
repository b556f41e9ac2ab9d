/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a county watches beside its children's list: demand, duties and hours, as tables. */
#define G_LOG_DOMAIN "atlas-drawing"

#include "config.h"

#include "drawing/atlas-watch-documents.h"

#include <glib/gi18n.h>

#include "drawing/atlas-paper.h"
#include "records/atlas-codes.h"
#include "reports/atlas-words.h"
#include "rules/atlas-small.h"

#define NO_FIGURE "–"

static int
limit_of (const AtlasPaperTo *to)
{
  return to->limit > 0 ? to->limit : ATLAS_SMALL_LIMIT;
}

static gboolean
is_hidden (gint64              number,
           const AtlasPaperTo *to)
{
  return to->hides_small && atlas_small_is (number, limit_of (to));
}

/* A number of children, or of what would tell it. */
static char *
word_children (gint64              number,
               const AtlasPaperTo *to)
{
  if (is_hidden (number, to))
    /* Translators: the largest number of children that is hidden. */
    return g_strdup_printf (_("1 to %d"), limit_of (to) - 1);

  return g_strdup_printf ("%" G_GINT64_FORMAT, number);
}

static char *
word_hours (double              hours,
            guint               n_children,
            const AtlasPaperTo *to)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  if (is_hidden (n_children, to))
    return g_strdup (NO_FIGURE);

  return g_strdup (g_ascii_formatd (text, sizeof text, "%.5g", hours));
}

static char *
word_rate (gint64   number,
           gint64   roll,
           gboolean hides_it)
{
  double rate = atlas_demand_rate (number, roll);
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  if (rate < 0 || hides_it)
    return g_strdup (NO_FIGURE);

  return g_strdup (g_ascii_formatd (text, sizeof text, "%.2f", rate));
}

static AtlasDocument *
begin (const char         *title,
       AtlasDate           on,
       const AtlasPaperTo *to)
{
  AtlasDocument *document = atlas_paper_new (title, on, to->is_demonstration);

  atlas_document_set_landscape (document, TRUE);
  if (to->scope_name != NULL)
    atlas_document_add_heading (document, to->scope_name);

  return document;
}

static void
end (AtlasDocument      *document,
     const AtlasPaperTo *to)
{
  g_autofree char *text = NULL;

  if (!to->hides_small || limit_of (to) <= 1)
    return;

  /* Translators: the largest number of children that is hidden. The county sets it. */
  text = g_strdup_printf (_("Numbers of children from 1 to %d are hidden."), limit_of (to) - 1);
  atlas_document_add_paragraph (document, text);
}

static void
add_areas (AtlasDocument      *document,
           const AtlasDemand  *demand,
           const AtlasPaperTo *to)
{
  const AtlasColumn columns[] = {
    { _("Area"), FALSE }, { _("Children on school rolls"), TRUE }, { _("Wait"), TRUE },
    { _("Wait, by 1,000"), TRUE }, { _("Places commissioned"), TRUE },
    { _("Places, by 1,000"), TRUE },
  };

  atlas_document_add_table (document, _("Waits and places by area"), columns,
                            G_N_ELEMENTS (columns));
  for (guint i = 0; i < demand->areas->len; i++)
    {
      const AtlasDemandArea *area = g_ptr_array_index (demand->areas, i);
      gboolean hides_it = is_hidden (area->n_waiting, to);
      g_autofree char *roll = area->roll > 0
                              ? g_strdup_printf ("%" G_GINT64_FORMAT, area->roll)
                              : g_strdup (NO_FIGURE);
      g_autofree char *waiting = word_children (area->n_waiting, to);
      g_autofree char *wait_rate = word_rate (area->n_waiting, area->roll, hides_it);
      g_autofree char *places = g_strdup_printf ("%" G_GINT64_FORMAT, area->commissioned);
      g_autofree char *place_rate = word_rate (area->commissioned, area->roll, FALSE);
      const char *cells[] = { area->name, roll, waiting, wait_rate, places, place_rate };

      atlas_document_add_row (document, cells);
    }
}

static void
add_moves (AtlasDocument     *document,
           const AtlasDemand *demand)
{
  g_autofree char *title = NULL;
  const AtlasColumn columns[] = {
    { _("Referral"), FALSE }, { _("School"), FALSE }, { _("Schools to move to"), TRUE },
  };

  title = g_strdup_printf (_("Managed moves asked for, and schools of the phase within %d miles"),
                           demand->miles);
  atlas_document_add_table (document, title, columns, G_N_ELEMENTS (columns));
  for (guint i = 0; i < demand->moves->len; i++)
    {
      const AtlasMoveAsked *move = g_ptr_array_index (demand->moves, i);
      g_autofree char *schools = move->n_schools >= 0 ? g_strdup_printf ("%d", move->n_schools)
                                                      : g_strdup (_("Not known"));
      const char *cells[] = {
        move->reference, move->school != NULL ? move->school : NO_FIGURE, schools,
      };

      atlas_document_add_row (document, cells);
    }
}

static void
add_demand (AtlasDocument      *document,
            const AtlasDemand  *demand,
            const AtlasPaperTo *to)
{
  const AtlasColumn columns[] = {
    { _("Area"), FALSE }, { _("Phase"), FALSE }, { _("Main need"), FALSE }, { _("Wait"), TRUE },
    { _("First since"), FALSE }, { _("Not agreed"), TRUE }, { _("Places free of the phase"), TRUE },
  };

  atlas_document_add_table (document, _("Children whom no place answers"), columns,
                            G_N_ELEMENTS (columns));
  for (guint i = 0; i < demand->rows->len; i++)
    {
      const AtlasDemandRow *row = g_ptr_array_index (demand->rows, i);
      const char *phase = row->phase != NULL ? atlas_codes_label ("phase", row->phase) : NULL;
      const char *need = row->need != NULL ? atlas_codes_label ("sen-type", row->need) : NULL;
      g_autofree char *waiting = word_children (row->n_waiting, to);
      g_autofree char *declined = word_children (row->n_declined, to);
      g_autofree char *since = row->since != ATLAS_DATE_NONE
                               ? atlas_date_format_long (row->since) : g_strdup (NO_FIGURE);
      g_autofree char *free_text = row->free >= 0 ? g_strdup_printf ("%d", row->free)
                                                  : g_strdup (_("Not known"));
      const char *cells[] = {
        row->area != NULL ? row->area : _("No area"), phase != NULL ? phase : _("Not known"),
        need != NULL ? need : _("None recorded"), waiting, since, declined, free_text,
      };

      atlas_document_add_row (document, cells);
    }
}

/**
 * atlas_demand_to_document:
 * @demand: what no place answers
 * @to: for whom
 *
 * Writes where demand meets no place: by area, phase and need, by 1,000 children of an area, and
 * the schools within reach of each managed move that is asked for.
 *
 * Source: requirements T076, T059 and T114.
 *
 * Returns: (transfer full): the document
 */
AtlasDocument *
atlas_demand_to_document (const AtlasDemand  *demand,
                          const AtlasPaperTo *to)
{
  AtlasDocument *document = begin (_("What no place answers"), demand->on, to);
  g_autofree char *how = NULL;
  guint n_waiting = 0;

  for (guint i = 0; i < demand->rows->len; i++)
    n_waiting += ((AtlasDemandRow *) g_ptr_array_index (demand->rows, i))->n_waiting;

  how = n_waiting == 0 ? g_strdup (_("No child waits without a place being offered."))
                       : g_strdup_printf (ngettext ("%u child waits, and no place is offered.",
                                                    "%u children wait, and no place is offered.",
                                                    n_waiting), n_waiting);
  if (!is_hidden (n_waiting, to))
    atlas_document_add_paragraph (document, how);
  if (demand->areas->len > 0)
    add_areas (document, demand, to);
  if (!to->hides_small && demand->moves->len > 0)
    add_moves (document, demand);
  if (demand->rows->len > 0)
    add_demand (document, demand, to);
  atlas_document_add_paragraph (document, _("Not agreed are children to whom a referral or an "
                                            "offer was answered no in the last twelve months, "
                                            "and who were not placed since. How far a school to "
                                            "move to may be is set by this county."));
  end (document, to);

  return document;
}

/* Two duties of one name, as the board's meetings within 15 and 50 days, are told by their days. */
static char *
word_duty (const AtlasDuties    *duties,
           const AtlasClockRule *rule)
{
  for (guint i = 0; i < duties->rules->len; i++)
    {
      const AtlasClockRule *other = ((AtlasDutiesRule *) g_ptr_array_index (duties->rules,
                                                                            i))->rule;

      if (other != rule && other->owed_by == rule->owed_by && rule->limit > 0 &&
          rule->unit == ATLAS_UNIT_SCHOOL_DAYS && g_str_equal (other->label, rule->label))
        /* Translators: a duty, and within how many school days. */
        return g_strdup_printf (ngettext ("%1$s, within %2$d school day",
                                          "%1$s, within %2$d school days", rule->limit),
                                _(rule->label), rule->limit);
    }

  return g_strdup (_(rule->label));
}

static void
add_rules (AtlasDocument      *document,
           const AtlasDuties  *duties,
           const AtlasPaperTo *to)
{
  const AtlasColumn columns[] = {
    { _("Duty"), FALSE }, { _("Owed by"), FALSE }, { _("In time"), TRUE }, { _("Done late"), TRUE },
    { _("Late"), TRUE }, { _("Still time"), TRUE },
  };

  atlas_document_add_table (document, _("Each duty, of every school together"), columns,
                            G_N_ELEMENTS (columns));
  for (guint i = 0; i < duties->rules->len; i++)
    {
      const AtlasDutiesRule *one = g_ptr_array_index (duties->rules, i);
      g_autofree char *duty = word_duty (duties, one->rule);
      g_autofree char *in_time = word_children (one->duties.in_time, to);
      g_autofree char *done_late = word_children (one->duties.done_late, to);
      g_autofree char *late = word_children (one->duties.late, to);
      g_autofree char *running = word_children (one->duties.running, to);
      const char *cells[] = {
        duty, atlas_words_owed_by (one->rule->owed_by), in_time, done_late, late, running,
      };

      atlas_document_add_row (document, cells);
    }
}

static void
add_schools (AtlasDocument      *document,
             const AtlasDuties  *duties,
             const AtlasPaperTo *to)
{
  const AtlasColumn columns[] = {
    { _("School"), FALSE }, { _("Exclusions"), TRUE }, { _("In time"), TRUE },
    { _("Done late"), TRUE }, { _("Late"), TRUE }, { _("Still time"), TRUE },
  };

  atlas_document_add_table (document, _("Duties of the school and its governing board"), columns,
                            G_N_ELEMENTS (columns));
  for (guint i = 0; i < duties->schools->len; i++)
    {
      const AtlasDutiesSchool *school = g_ptr_array_index (duties->schools, i);
      g_autofree char *exclusions = word_children (school->n_exclusions, to);
      g_autofree char *in_time = word_children (school->duties.in_time, to);
      g_autofree char *done_late = word_children (school->duties.done_late, to);
      g_autofree char *late = word_children (school->duties.late, to);
      g_autofree char *running = word_children (school->duties.running, to);
      const char *cells[] = {
        school->name != NULL ? school->name : _("Not on this laptop"), exclusions, in_time,
        done_late, late, running,
      };

      atlas_document_add_row (document, cells);
    }
}

/**
 * atlas_duties_to_document:
 * @duties: the duties of a year's exclusions
 * @to: for whom
 *
 * Writes how each duty was kept, and how each school kept its own.
 *
 * Source: requirements T055.
 *
 * Returns: (transfer full): the document
 */
AtlasDocument *
atlas_duties_to_document (const AtlasDuties  *duties,
                          const AtlasPaperTo *to)
{
  AtlasDocument *document = begin (_("Duties of exclusions, kept in time"), duties->on, to);
  g_autofree char *since = atlas_date_format_long (duties->since);
  g_autofree char *what = NULL;

  if (duties->rules->len == 0)
    {
      /* Translators: a date. */
      what = g_strdup_printf (_("No duty of an exclusion has begun since %s."), since);
      atlas_document_add_paragraph (document, what);
      return document;
    }

  /* Translators: a date. */
  what = g_strdup_printf (_("Duties that began since %s. Late counts what is not done yet."),
                          since);
  atlas_document_add_paragraph (document, what);
  add_rules (document, duties, to);
  if (duties->schools->len > 0)
    add_schools (document, duties, to);
  end (document, to);

  return document;
}

static char *
word_provision (const AtlasProviderHoursRow *row)
{
  if (!row->is_demonstration)
    return g_strdup (row->name);

  return g_strdup_printf (_("%s · demonstration figure"), row->name);
}

static void
add_provisions (AtlasDocument            *document,
                const AtlasProviderHours *hours,
                const AtlasPaperTo       *to)
{
  const AtlasColumn columns[] = {
    { _("Provision"), FALSE }, { _("Children"), TRUE }, { _("Hours not known"), TRUE },
    { _("With too few"), TRUE }, { _("Hours given"), TRUE }, { _("Hours owed"), TRUE },
    { _("Hours missing"), TRUE },
  };

  atlas_document_add_table (document, _("Hours a week, by provision"), columns,
                            G_N_ELEMENTS (columns));
  for (guint i = 0; i < hours->rows->len; i++)
    {
      const AtlasProviderHoursRow *row = g_ptr_array_index (hours->rows, i);
      g_autofree char *name = word_provision (row);
      g_autofree char *children = word_children (row->n_children, to);
      g_autofree char *unknown = word_children (row->n_unknown, to);
      g_autofree char *few = word_children (row->n_short, to);
      g_autofree char *given = word_hours (row->given, row->n_children, to);
      g_autofree char *owed = word_hours (row->owed, row->n_children, to);
      g_autofree char *missing = word_hours (row->missing, row->n_short, to);
      const char *cells[] = { name, children, unknown, few, given, owed, missing };

      atlas_document_add_row (document, cells);
    }
}

/**
 * atlas_provider_hours_to_document:
 * @hours: hours given and owed
 * @to: for whom
 *
 * Writes what each provision gives beside what its children are owed.
 *
 * Source: requirements T122.
 *
 * Returns: (transfer full): the document
 */
AtlasDocument *
atlas_provider_hours_to_document (const AtlasProviderHours *hours,
                                  const AtlasPaperTo       *to)
{
  AtlasDocument *document = begin (_("Hours given and owed"), hours->on, to);

  if (hours->rows->len == 0)
    {
      atlas_document_add_paragraph (document, _("No child’s whole week is a provision’s to give."));
      return document;
    }

  add_provisions (document, hours, to);
  atlas_document_add_paragraph (document, _("Owed are the fewest hours that are full-time for the "
                                            "child’s key stage, in the table of the day on which "
                                            "the placement began. Part-week support is left "
                                            "out."));
  end (document, to);

  return document;
}
