/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The forms of the Panels view: what they ask, and the change set that comes of it. */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-panels-forms.h"

#include <glib/gi18n.h>

#include "app/atlas-date-row.h"
#include "app/atlas-fault.h"
#include "records/atlas-codes.h"
#include "reports/atlas-words.h"
#include "store/atlas-store-panels.h"

#define ASKED "atlas-asked"

/* A new meeting. */
typedef struct {
  GPtrArray *panels;    /* (element-type AtlasPanel) */
  GtkWidget *panel;
  GtkWidget *on;
  GtkWidget *at;
  GtkWidget *where;
} MeetingAsked;

static void
meeting_asked_free (gpointer data)
{
  MeetingAsked *asked = data;

  g_ptr_array_unref (asked->panels);
  g_free (asked);
}

static AtlasPanel *
get_panel (MeetingAsked *asked)
{
  guint selected = adw_combo_row_get_selected (ADW_COMBO_ROW (asked->panel));

  return selected < asked->panels->len ? g_ptr_array_index (asked->panels, selected) : NULL;
}

/* The time that a panel usually meets at goes with the panel, until somebody types another. */
static void
panel_chosen_cb (MeetingAsked *asked)
{
  AtlasPanel *panel = get_panel (asked);

  if (panel != NULL && panel->at != NULL)
    gtk_editable_set_text (GTK_EDITABLE (asked->at), panel->at);
}

/**
 * atlas_meeting_form_new:
 * @from: a widget of the window
 * @panels: (element-type AtlasPanel): the panels to choose from, at least one
 * @panel: (nullable): key of the one to begin with
 * @on: the day to begin with, or %ATLAS_DATE_NONE
 *
 * Asks for a new meeting. On its #AtlasForm::save use atlas_meeting_form_get().
 *
 * Returns: (transfer none): the form
 */
AtlasForm *
atlas_meeting_form_new (GtkWidget  *from,
                        GPtrArray  *panels,
                        const char *panel,
                        AtlasDate   on)
{
  AtlasForm *form = atlas_form_new (from, _("New Meeting"), _("_Plan"));
  MeetingAsked *asked = g_new0 (MeetingAsked, 1);
  g_autoptr(GPtrArray) names = g_ptr_array_new ();
  guint selected = 0;

  asked->panels = g_ptr_array_ref (panels);
  for (guint i = 0; i < panels->len; i++)
    {
      AtlasPanel *one = g_ptr_array_index (panels, i);

      g_ptr_array_add (names, one->name);
      if (g_strcmp0 (one->key, panel) == 0)
        selected = i;
    }
  g_ptr_array_add (names, NULL);

  asked->panel = atlas_form_add_choice (form, _("_Panel"), (const char * const *) names->pdata,
                                        selected);
  asked->on = atlas_date_row_new (_("_Day"), on);
  atlas_form_add (form, asked->on);
  asked->at = atlas_form_add_text (form, _("_Time"), NULL);
  asked->where = atlas_form_add_text (form, _("P_lace or video"), NULL);
  adw_preferences_row_set_use_underline (ADW_PREFERENCES_ROW (asked->on), TRUE);
  g_object_set_data_full (G_OBJECT (form), ASKED, asked, meeting_asked_free);
  g_signal_connect_swapped (asked->panel, "notify::selected", G_CALLBACK (panel_chosen_cb), asked);
  panel_chosen_cb (asked);

  return form;
}

/**
 * atlas_meeting_form_get:
 * @form: made by atlas_meeting_form_new()
 * @is_invented: in a demonstration
 * @meeting: (out) (transfer full): the new meeting's id
 *
 * Returns: (transfer full) (nullable): the change set, or %NULL when the form says what is missing
 */
AtlasChangeSet *
atlas_meeting_form_get (AtlasForm *form,
                        gboolean   is_invented,
                        char     **meeting)
{
  MeetingAsked *asked = g_object_get_data (G_OBJECT (form), ASKED);
  AtlasDate on = atlas_date_row_get_date (ATLAS_DATE_ROW (asked->on));
  AtlasPanel *panel = get_panel (asked);
  g_autofree char *at = atlas_entry_dup (GTK_EDITABLE (asked->at));
  g_autofree char *where = atlas_entry_dup (GTK_EDITABLE (asked->where));

  if (panel == NULL || on == ATLAS_DATE_NONE)
    {
      atlas_form_set_fault_at (form, asked->on,
                               _("Say on which day the panel meets, as 3 December 2026."));
      return NULL;
    }

  return atlas_panel_meeting_set (panel, on, at != NULL ? at : "", where != NULL ? where : "",
                                  is_invented, meeting);
}

/* Who takes part in a meeting; one row for each code of `party`. */
typedef struct {
  AtlasPanel   *panel;
  AtlasMeeting *meeting;
  GPtrArray    *codes;          /* (element-type AtlasCode): unowned */
  GPtrArray    *rows;           /* (element-type AdwComboRow): unowned */
  GtkWidget    *short_reason;   /* (nullable): of a panel that needs a number of members */
} PeopleAsked;

/* What can be chosen for each of them, in the order of the choices. */
typedef enum {
  PEOPLE_AWAY,
  PEOPLE_PRESENT,
  PEOPLE_MAY_DECIDE,
} People;

static void
people_asked_free (gpointer data)
{
  PeopleAsked *asked = data;

  g_object_unref (asked->panel);
  g_object_unref (asked->meeting);
  g_ptr_array_unref (asked->codes);
  g_ptr_array_unref (asked->rows);
  g_free (asked);
}

static People
find_people (AtlasMeeting *meeting,
             const char   *code)
{
  if (meeting->may_decide != NULL &&
      g_strv_contains ((const char * const *) meeting->may_decide, code))
    return PEOPLE_MAY_DECIDE;

  return meeting->present != NULL && g_strv_contains ((const char * const *) meeting->present, code)
         ? PEOPLE_PRESENT : PEOPLE_AWAY;
}

/**
 * atlas_people_form_new:
 * @from: a widget of the window
 * @panel: whose meeting
 * @meeting: the meeting
 *
 * Asks who takes part and who may decide. On its #AtlasForm::save use atlas_people_form_get().
 *
 * Returns: (transfer none): the form
 */
AtlasForm *
atlas_people_form_new (GtkWidget    *from,
                       AtlasPanel   *panel,
                       AtlasMeeting *meeting)
{
  const char * const choices[] = { _("Not there"), _("Takes part"), _("May decide"), NULL };
  AtlasForm *form = atlas_form_new (from, _("Who Takes Part"), _("_Save"));
  PeopleAsked *asked = g_new0 (PeopleAsked, 1);

  atlas_form_set_intro (form, _("Whoever may decide does so at the meeting, without asking again "
                                "elsewhere."));
  asked->panel = g_object_ref (panel);
  asked->meeting = g_object_ref (meeting);
  asked->codes = atlas_codes_list ("party");
  asked->rows = g_ptr_array_new ();
  for (guint i = 0; i < asked->codes->len; i++)
    {
      const AtlasCode *code = g_ptr_array_index (asked->codes, i);

      g_ptr_array_add (asked->rows, atlas_form_add_choice (form, _(code->label), choices,
                                                           find_people (meeting, code->code)));
    }
  if (panel->quorum > 0)
    {
      g_autofree char *title = NULL;

      /* Translators: how many members a panel needs. */
      title = g_strdup_printf (ngettext ("_Why it decides with fewer than %d member",
                                         "_Why it decides with fewer than %d members",
                                         (int) panel->quorum), (int) panel->quorum);
      asked->short_reason = atlas_form_add_text (form, title, meeting->short_reason);
    }
  g_object_set_data_full (G_OBJECT (form), ASKED, asked, people_asked_free);

  return form;
}

/**
 * atlas_people_form_get:
 * @form: made by atlas_people_form_new()
 *
 * Returns: (transfer full): the change set, which has no operation when nothing was changed
 */
AtlasChangeSet *
atlas_people_form_get (AtlasForm *form)
{
  PeopleAsked *asked = g_object_get_data (G_OBJECT (form), ASKED);
  g_autoptr(GPtrArray) present = g_ptr_array_new ();
  g_autoptr(GPtrArray) may_decide = g_ptr_array_new ();
  g_autofree char *short_reason = NULL;

  for (guint i = 0; i < asked->rows->len; i++)
    {
      const AtlasCode *code = g_ptr_array_index (asked->codes, i);
      guint people = adw_combo_row_get_selected (g_ptr_array_index (asked->rows, i));

      if (people >= PEOPLE_PRESENT)
        g_ptr_array_add (present, code->code);
      if (people == PEOPLE_MAY_DECIDE)
        g_ptr_array_add (may_decide, code->code);
    }
  g_ptr_array_add (present, NULL);
  g_ptr_array_add (may_decide, NULL);
  if (asked->short_reason != NULL)
    short_reason = atlas_entry_dup (GTK_EDITABLE (asked->short_reason));

  return atlas_panel_people_set (asked->panel, asked->meeting,
                                 (const char * const *) present->pdata,
                                 (const char * const *) may_decide->pdata, short_reason);
}
