/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The form that changes days of a calendar. */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-calendar-form.h"

#include <glib/gi18n.h>

#include "app/atlas-date-row.h"

#define ASKED    "atlas-asked"
#define DAYS_MAX 366    /* more than a school year is a slip */

/* The form's rows. */
typedef struct {
  char      *school;    /* (nullable): id */
  GtkWidget *whose;     /* (nullable): the county has one calendar only */
  GtkWidget *from;
  GtkWidget *to;
  GtkWidget *become;
  GtkWidget *note;
} Asked;

/* Columns: what days can become, and what it is called. */
static const struct {
  AtlasClosed become;
  const char *name;
} choices[] = {
  { ATLAS_CLOSED_INSET, N_("INSET") },
  { ATLAS_CLOSED_CLOSURE, N_("Closed") },
  { ATLAS_CLOSED_HALF_TERM, N_("Half-term") },
  { ATLAS_CLOSED_BANK_HOLIDAY, N_("Bank holiday") },
  { ATLAS_CLOSED_NOT, N_("School day") },
  { ATLAS_CLOSED_OUT_OF_TERM, N_("Out of term") },
};

static void
asked_free (gpointer data)
{
  Asked *asked = data;

  g_free (asked->school);
  g_free (asked);
}

static GtkWidget *
add_date (AtlasForm  *form,
          const char *title,
          AtlasDate   date)
{
  GtkWidget *row = atlas_date_row_new (title, date);

  adw_preferences_row_set_use_underline (ADW_PREFERENCES_ROW (row), TRUE);
  atlas_form_add (form, row);

  return row;
}

/**
 * atlas_calendar_form_new:
 * @from: a widget of the window
 * @school: (nullable): the school whose page it is; %NULL on the county's
 * @days: the days that are chosen
 *
 * Asks what days are to become. On its #AtlasForm::save use atlas_calendar_form_get().
 *
 * Returns: (transfer none): the form
 */
AtlasForm *
atlas_calendar_form_new (GtkWidget          *from,
                         AtlasEstablishment *school,
                         AtlasDateRange      days)
{
  AtlasForm *form = atlas_form_new (from, _("Change Days"), _("_Save"));
  const char *names[G_N_ELEMENTS (choices) + 1] = { NULL };
  Asked *asked = g_new0 (Asked, 1);

  atlas_form_set_intro (form, school != NULL
                        ? _("What the county closes stays closed for a school.")
                        : _("The county’s days are those of every school, to which each adds "
                            "its own INSET days and closures."));
  for (gsize i = 0; i < G_N_ELEMENTS (choices); i++)
    names[i] = _(choices[i].name);

  asked->from = add_date (form, _("_First day"), days.from);
  asked->to = add_date (form, _("_Last day"), days.to);
  asked->become = atlas_form_add_choice (form, _("_They become"), names, 0);
  asked->note = atlas_form_add_text (form, _("_Name or reason"), NULL);
  if (school != NULL)
    {
      const char *whose[] = { school->name, _("The whole county"), NULL };

      asked->school = g_strdup (atlas_record_get_id (ATLAS_RECORD (school)));
      asked->whose = atlas_form_add_choice (form, _("F_or"), whose, 0);
    }
  g_object_set_data_full (G_OBJECT (form), ASKED, asked, asked_free);

  return form;
}

static gboolean
read_days (AtlasForm      *form,
           const Asked    *asked,
           AtlasDateRange *days)
{
  days->from = atlas_date_row_get_date (ATLAS_DATE_ROW (asked->from));
  days->to = atlas_date_row_get_date (ATLAS_DATE_ROW (asked->to));

  if (days->from == ATLAS_DATE_NONE)
    atlas_form_set_fault_at (form, asked->from, _("A day such as 21 October 2026 is needed."));
  else if (days->to == ATLAS_DATE_NONE)
    atlas_form_set_fault_at (form, asked->to, _("A day such as 21 October 2026 is needed."));
  else if (days->to < days->from)
    atlas_form_set_fault_at (form, asked->to, _("The last day is before the first."));
  else if (days->to - days->from >= DAYS_MAX)
    atlas_form_set_fault_at (form, asked->to, _("That is more than a year."));
  else
    return TRUE;

  return FALSE;
}

/**
 * atlas_calendar_form_get:
 * @form: made by atlas_calendar_form_new()
 *
 * Returns: (transfer full) (nullable): the change, or %NULL when the form says what is wrong
 */
AtlasCalendarChange *
atlas_calendar_form_get (AtlasForm *form)
{
  const Asked *asked = g_object_get_data (G_OBJECT (form), ASKED);
  AtlasCalendarChange *change;
  AtlasDateRange days;
  const char *note = gtk_editable_get_text (GTK_EDITABLE (asked->note));
  guint selected = adw_combo_row_get_selected (ADW_COMBO_ROW (asked->become));

  if (!read_days (form, asked, &days))
    return NULL;

  change = g_new0 (AtlasCalendarChange, 1);
  change->days = days;
  change->become = choices[MIN (selected, G_N_ELEMENTS (choices) - 1)].become;
  change->note = g_strstrip (g_strdup (note));
  if (*change->note == '\0')
    g_clear_pointer (&change->note, g_free);
  if (asked->whose != NULL && adw_combo_row_get_selected (ADW_COMBO_ROW (asked->whose)) == 0)
    change->establishment = g_strdup (asked->school);

  return change;
}
