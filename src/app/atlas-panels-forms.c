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

#define ASKED          "atlas-asked"
#define DECISION_KINDS "decision-kind"
#define OFFER          "offer"

/* A new meeting. */
typedef struct {
  GPtrArray *panels;    /* (element-type AtlasPanel) */
  GtkWidget *panel;
  GtkWidget *on;
  GtkWidget *at;
  GtkWidget *where;
} MeetingAsked;

/* A decision. */
typedef struct {
  AtlasMeeting   *meeting;
  AtlasDecidable *decidable;
  GPtrArray      *kinds;        /* (element-type utf8): unowned codes */
  GPtrArray      *lines;        /* (element-type AtlasCapacityLine): unowned, with a free place */
  GtkWidget      *kind;
  GtkWidget      *place;
  GtkWidget      *reason;
  GtkWidget      *owner;
  GtkWidget      *due;
} DecisionAsked;

static void
meeting_asked_free (gpointer data)
{
  MeetingAsked *asked = data;

  g_ptr_array_unref (asked->panels);
  g_free (asked);
}

static void
decision_asked_free (gpointer data)
{
  DecisionAsked *asked = data;

  g_object_unref (asked->meeting);
  atlas_decidable_free (asked->decidable);
  g_ptr_array_unref (asked->kinds);
  g_ptr_array_unref (asked->lines);
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

  return atlas_panel_people_set (asked->panel, asked->meeting,
                                 (const char * const *) present->pdata,
                                 (const char * const *) may_decide->pdata);
}

static const char *
get_kind (DecisionAsked *asked)
{
  guint selected = adw_combo_row_get_selected (ADW_COMBO_ROW (asked->kind));

  return selected < asked->kinds->len ? g_ptr_array_index (asked->kinds, selected) : NULL;
}

static void
kind_chosen_cb (DecisionAsked *asked)
{
  gtk_widget_set_visible (asked->place, g_strcmp0 (get_kind (asked), OFFER) == 0);
}

/* Decisions that the referral's own step allows. */
static GtkWidget *
add_kinds (AtlasForm     *form,
           DecisionAsked *asked)
{
  g_autoptr(GPtrArray) codes = atlas_codes_list (DECISION_KINDS);
  g_autoptr(GPtrArray) labels = g_ptr_array_new ();

  for (guint i = 0; i < codes->len; i++)
    {
      const AtlasCode *code = g_ptr_array_index (codes, i);

      if (!atlas_panel_can_decide (asked->decidable->referral_case, code->code))
        continue;

      g_ptr_array_add (asked->kinds, code->code);
      g_ptr_array_add (labels, _(code->label));
    }
  g_ptr_array_add (labels, NULL);

  return atlas_form_add_choice (form, _("_Decision"), (const char * const *) labels->pdata, 0);
}

static GtkWidget *
add_places (AtlasForm     *form,
            DecisionAsked *asked)
{
  AtlasCapacity *places = asked->decidable->places;
  g_autoptr(GPtrArray) labels = g_ptr_array_new_with_free_func (g_free);

  g_ptr_array_add (labels, g_strdup (_("None yet")));
  for (guint i = 0; i < places->lines->len; i++)
    {
      const AtlasCapacityLine *line = g_ptr_array_index (places->lines, i);
      g_autofree char *free = atlas_words_free (&line->free);
      const char *phase = line->line->place->phase;

      if (!line->free.is_known || line->free.free <= 0)
        continue;

      g_ptr_array_add (asked->lines, (gpointer) line);
      /* Translators: a provision, a phase, and how many places are free. */
      g_ptr_array_add (labels, g_strdup_printf (_("%s, %s: %s"), line->line->provision->name,
                                                phase != NULL
                                                ? _(atlas_codes_label ("phase", phase))
                                                : _("all phases"),
                                                free));
    }
  g_ptr_array_add (labels, NULL);

  return atlas_form_add_choice (form, _("_Place"), (const char * const *) labels->pdata, 0);
}

/* What the child and the family want comes before what anybody decides. */
static void
set_views (AtlasForm         *form,
           AtlasReferralCase *referral_case)
{
  AtlasChild *child = referral_case->child;
  const char *child_view = child != NULL ? child->child_view : NULL;
  const char *family_view = child != NULL ? child->family_view : NULL;
  g_autofree char *intro = NULL;

  /* Translators: what a child wants, and what the family wants, in their words. */
  intro = g_strdup_printf (_("What the child wants: %1$s\nWhat the family wants: %2$s"),
                           child_view != NULL ? child_view : _("Not asked yet"),
                           family_view != NULL ? family_view : _("Not asked yet"));
  atlas_form_set_intro (form, intro);
}

/**
 * atlas_decision_form_new:
 * @from: a widget of the window
 * @meeting: the meeting that decides
 * @decidable: (transfer full): the referral, and the places there are
 *
 * Asks for a decision. On its #AtlasForm::save use atlas_decision_form_get().
 *
 * Returns: (transfer none): the form
 */
AtlasForm *
atlas_decision_form_new (GtkWidget      *from,
                         AtlasMeeting   *meeting,
                         AtlasDecidable *decidable)
{
  /* Translators: reference of a referral. */
  g_autofree char *title = g_strdup_printf (_("Decision on %s"),
                                            decidable->referral_case->referral->reference);
  AtlasForm *form = atlas_form_new (from, title, _("_Record"));
  DecisionAsked *asked = g_new0 (DecisionAsked, 1);

  asked->meeting = g_object_ref (meeting);
  asked->decidable = decidable;
  asked->kinds = g_ptr_array_new ();
  asked->lines = g_ptr_array_new ();
  set_views (form, decidable->referral_case);
  asked->kind = add_kinds (form, asked);
  asked->place = add_places (form, asked);
  asked->reason = atlas_form_add_text (form, _("_Reason"), NULL);
  asked->owner = atlas_form_add_text (form, _("Who _sees to it (role)"), NULL);
  asked->due = atlas_date_row_new (_("By _when"), ATLAS_DATE_NONE);
  atlas_form_add (form, asked->due);
  adw_preferences_row_set_use_underline (ADW_PREFERENCES_ROW (asked->due), TRUE);
  g_object_set_data_full (G_OBJECT (form), ASKED, asked, decision_asked_free);
  g_signal_connect_swapped (asked->kind, "notify::selected", G_CALLBACK (kind_chosen_cb), asked);
  kind_chosen_cb (asked);

  return form;
}

static gboolean
refuse (AtlasForm  *form,
        GtkWidget  *field,
        const char *fault)
{
  atlas_form_set_fault_at (form, field, fault);
  return FALSE;
}

static gboolean
can_record (AtlasForm               *form,
            DecisionAsked           *asked,
            const AtlasDecisionForm *decided)
{
  if (decided->kind == NULL)
    return refuse (form, asked->kind,
                   _("Nothing can be decided on this referral now. See its Story."));
  if (g_str_equal (decided->kind, "not-agreed") && *decided->reason == '\0')
    return refuse (form, asked->reason,
                   _("Say why it is not agreed: the family and the school are told."));
  if (!atlas_date_row_is_valid (ATLAS_DATE_ROW (asked->due)))
    return refuse (form, asked->due,
                   _("Write the day as 3 December 2026, or leave it empty."));
  if (decided->due != ATLAS_DATE_NONE && *decided->owner == '\0')
    return refuse (form, asked->owner, _("Say who sees to it by that day."));

  return TRUE;
}

/**
 * atlas_decision_form_get:
 * @form: made by atlas_decision_form_new()
 *
 * Returns: (transfer full) (nullable): the change set, or %NULL when the form says what is missing
 */
AtlasChangeSet *
atlas_decision_form_get (AtlasForm *form)
{
  DecisionAsked *asked = g_object_get_data (G_OBJECT (form), ASKED);
  guint selected = adw_combo_row_get_selected (ADW_COMBO_ROW (asked->place));
  g_autofree char *reason = atlas_entry_dup (GTK_EDITABLE (asked->reason));
  g_autofree char *owner = atlas_entry_dup (GTK_EDITABLE (asked->owner));
  AtlasDecisionForm decided = {
    .kind = get_kind (asked),
    .reason = reason != NULL ? reason : "",
    .owner = owner != NULL ? owner : "",
    .due = atlas_date_row_get_date (ATLAS_DATE_ROW (asked->due)),
  };

  if (!can_record (form, asked, &decided))
    return NULL;

  /* The first choice is no place yet. */
  if (g_str_equal (decided.kind, OFFER) && selected > 0 && selected <= asked->lines->len)
    {
      const AtlasCapacityLine *line = g_ptr_array_index (asked->lines, selected - 1);

      decided.place = line->line->place;
      decided.provision_name = line->line->provision->name;
    }

  return atlas_panel_decision_set (asked->decidable->referral_case, asked->meeting, &decided);
}
