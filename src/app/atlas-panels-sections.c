/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sections of the pages of the Panels view: meetings to come and past, agenda, decisions. */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-panels-sections.h"

#include <glib/gi18n.h>

#include "app/atlas-agenda-row.h"
#include "app/atlas-fact-row.h"
#include "app/atlas-wrap.h"
#include "records/atlas-as-at.h"
#include "records/atlas-codes.h"
#include "reports/atlas-meeting-words.h"
#include "reports/atlas-words.h"

#define HEADING_GAP 6 /* pixels */

static GtkWidget *
add_words (GtkWidget  *box,
           const char *text,
           const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, css_class);
  gtk_box_append (GTK_BOX (box), label);

  return label;
}

/* A heading with a list under it. */
static GtkListBox *
add_section (GtkBox     *box,
             const char *title)
{
  GtkWidget *section = gtk_box_new (GTK_ORIENTATION_VERTICAL, HEADING_GAP);
  GtkWidget *list = gtk_list_box_new ();

  add_words (section, title, "heading");
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  gtk_box_append (GTK_BOX (section), list);
  gtk_box_append (box, section);

  return GTK_LIST_BOX (list);
}

static void
add_fact (GtkListBox *list,
          const char *label,
          const char *value)
{
  if (value != NULL && *value != '\0')
    gtk_list_box_append (list, atlas_fact_row_new (label, value, NULL));
}

static const char *
at_of (const AtlasPanelMeeting *meeting)
{
  const char *at = meeting->meeting != NULL ? meeting->meeting->at : NULL;

  return at != NULL ? at : meeting->panel->at;
}

static char *
word_every (AtlasPanel *panel)
{
  int weeks = (int) panel->every_weeks;

  if (weeks <= 0)
    return g_strdup (_("How often it meets is not known"));

  /* Translators: how often a panel meets. */
  return g_strdup_printf (ngettext ("Meets every week", "Meets every %d weeks", weeks), weeks);
}

/* A day that nobody has planned yet says where it comes from, and whether schools are open. */
static char *
word_worked_out (const AtlasPanelMeeting *meeting)
{
  g_autofree char *every = word_every (meeting->panel);
  g_autofree char *closed = NULL;

  if (meeting->closed == ATLAS_CLOSED_NOT)
    /* Translators: how often a panel meets. */
    return g_strdup_printf (_("%s: not planned yet"), every);

  closed = atlas_words_closed (meeting->closed, meeting->closed_note);
  /* Translators: how often a panel meets, and why schools are closed that day: Half-term */
  return g_strdup_printf (_("%1$s: not planned yet. Schools are closed: %2$s"), every, closed);
}

static char *
word_children (guint n_children)
{
  if (n_children == 0)
    return g_strdup (_("No children wait for it"));

  /* Translators: children who wait for a panel. */
  return g_strdup_printf (ngettext ("%u child waits for it", "%u children wait for it", n_children),
                          n_children);
}

static gboolean
is_invented (const AtlasPanelMeeting *meeting)
{
  return meeting->panel->invented || (meeting->meeting != NULL && meeting->meeting->invented);
}

static void
add_plan_button (GtkWidget               *row,
                 const AtlasPanelMeeting *meeting)
{
  GtkWidget *button = gtk_button_new_with_label (_("Plan…"));
  g_autofree char *day = atlas_date_format (meeting->on);
  g_autofree char *words = atlas_date_format_long (meeting->on);
  /* Translators: a panel, and a date. */
  g_autofree char *spoken = g_strdup_printf (_("Plan the meeting of %1$s on %2$s"),
                                             meeting->panel->name, words);

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "panels.plan");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "(ss)", meeting->panel->key, day);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken,
                                  -1);
  atlas_fact_row_add_suffix (ATLAS_FACT_ROW (row), button);
}

static void
add_next (GtkListBox              *list,
          const AtlasPanelMeeting *meeting,
          gboolean                 is_first)
{
  g_autofree char *when = atlas_meeting_word_when (meeting->on, at_of (meeting));
  g_autofree char *detail = NULL;
  g_autofree char *route = NULL;
  GtkWidget *row;

  if (meeting->meeting == NULL)
    detail = word_worked_out (meeting);
  else if (atlas_meeting_is_open (meeting->meeting))
    detail = g_strdup (_("Open now"));
  else if (is_first)
    detail = word_children (meeting->n_children);
  row = atlas_fact_row_new (meeting->panel->name, when, detail);

  if (meeting->meeting != NULL)
    route = g_strconcat ("meeting/", atlas_record_get_id (ATLAS_RECORD (meeting->meeting)), NULL);
  atlas_fact_row_set_route (ATLAS_FACT_ROW (row), route);
  if (is_invented (meeting))
    atlas_fact_row_set_mark (ATLAS_FACT_ROW (row), _("Demonstration"), "demonstration");
  if (meeting->meeting == NULL)
    add_plan_button (row, meeting);
  gtk_list_box_append (list, row);
}

static char *
word_past (const AtlasPanelMeeting *meeting)
{
  const char *step = meeting->meeting->step;
  g_autofree char *decisions = NULL;
  g_autofree char *receipt = atlas_meeting_word_receipt (&meeting->receipt);

  if (g_strcmp0 (step, "cancelled") == 0)
    return g_strdup (_("Cancelled"));

  /* Translators: how many decisions a meeting made. */
  decisions = g_strdup_printf (ngettext ("%u decision", "%u decisions", meeting->n_decisions),
                               meeting->n_decisions);
  if (g_strcmp0 (step, "held") != 0)
    /* Translators: decisions of a meeting whose day has passed. */
    return g_strdup_printf (_("%s. Not recorded as held"), decisions);

  /* Translators: decisions of a meeting, and what the server has of them. */
  return receipt != NULL ? g_strdup_printf (_("%1$s. %2$s"), decisions, receipt)
                         : g_steal_pointer (&decisions);
}

static void
add_past (GtkListBox              *list,
          const AtlasPanelMeeting *meeting)
{
  g_autofree char *when = atlas_meeting_word_when (meeting->on, at_of (meeting));
  g_autofree char *detail = word_past (meeting);
  g_autofree char *route = g_strconcat ("meeting/",
                                        atlas_record_get_id (ATLAS_RECORD (meeting->meeting)),
                                        NULL);
  GtkWidget *row = atlas_fact_row_new (meeting->panel->name, when, detail);

  atlas_fact_row_set_route (ATLAS_FACT_ROW (row), route);
  if (is_invented (meeting))
    atlas_fact_row_set_mark (ATLAS_FACT_ROW (row), _("Demonstration"), "demonstration");
  gtk_list_box_append (list, row);
}

static gboolean
is_first_of_panel (GPtrArray *next,
                   guint      index)
{
  const AtlasPanelMeeting *meeting = g_ptr_array_index (next, index);

  for (guint i = 0; i < index; i++)
    if (((AtlasPanelMeeting *) g_ptr_array_index (next, i))->panel == meeting->panel)
      return FALSE;

  return TRUE;
}

/* A mnemonic's underscore is not a part of the name that is spoken. */
static GtkWidget *
button_new (const char *label)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);
  g_autoptr(GString) name = g_string_new (label);

  g_string_replace (name, "_", "", 1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name->str,
                                  -1);

  return button;
}

static GtkWidget *
add_button (GtkWidget  *buttons,
            const char *label,
            const char *action,
            const char *target)
{
  GtkWidget *button = button_new (label);

  if (target != NULL)
    gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", target);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_box_append (GTK_BOX (buttons), button);

  return button;
}

static GtkWidget *
add_buttons (GtkBox *box)
{
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  gtk_widget_set_layout_manager (buttons, g_object_new (ATLAS_TYPE_WRAP, NULL));
  gtk_box_append (box, buttons);

  return buttons;
}

/* Meetings to come and past, of one panel or of many. */
static void
add_next_and_past (GtkBox        *box,
                   AtlasMeetings *meetings)
{
  GtkListBox *next = add_section (box, _("Next meetings"));
  GtkListBox *past;

  for (guint i = 0; i < meetings->next->len; i++)
    add_next (next, g_ptr_array_index (meetings->next, i), is_first_of_panel (meetings->next, i));
  if (meetings->next->len == 0)
    gtk_list_box_append (next, atlas_fact_row_new (_("Next"), _("No meeting is planned"),
                                                   _("How often, or since when, is not known, so "
                                                     "the next day cannot be worked out.")));
  if (meetings->past->len == 0)
    return;

  past = add_section (box, _("Past and cancelled"));
  for (guint i = 0; i < meetings->past->len; i++)
    add_past (past, g_ptr_array_index (meetings->past, i));
}

/**
 * atlas_panels_add_meetings:
 * @box: where to
 * @meetings: of all panels of the scope
 *
 * Adds the sections of the list: meetings to come, panels, meetings past.
 */
void
atlas_panels_add_meetings (GtkBox        *box,
                           AtlasMeetings *meetings)
{
  GtkListBox *panels;

  add_next_and_past (box, meetings);
  panels = add_section (box, _("Panels"));
  for (guint i = 0; i < meetings->panels->len; i++)
    {
      AtlasPanel *panel = g_ptr_array_index (meetings->panels, i);
      g_autofree char *every = word_every (panel);
      g_autofree char *route = atlas_record_get_route (ATLAS_RECORD (panel));
      const char *kind = panel->kind != NULL ? atlas_codes_label ("panel-kind", panel->kind)
                                             : _("Panel");
      GtkWidget *row = atlas_fact_row_new (kind, panel->name, every);

      atlas_fact_row_set_route (ATLAS_FACT_ROW (row), route);
      if (panel->invented)
        atlas_fact_row_set_mark (ATLAS_FACT_ROW (row), _("Demonstration"), "demonstration");
      gtk_list_box_append (panels, row);
    }
  add_button (add_buttons (box), _("Add _Panel…"), "panels.edit-panel", "");
}

/**
 * atlas_panels_add_panel:
 * @box: where to
 * @meetings: of one panel
 *
 * Adds the sections of a panel's page: what it is, its meetings.
 */
void
atlas_panels_add_panel (GtkBox        *box,
                        AtlasMeetings *meetings)
{
  AtlasPanel *panel = g_ptr_array_index (meetings->panels, 0);
  g_autofree char *every = word_every (panel);
  g_autofree char *age = atlas_record_describe_age (ATLAS_RECORD (panel));
  g_autofree char *members = atlas_meeting_word_members (panel);
  GtkListBox *facts = add_section (box, _("About"));

  if (panel->kind != NULL)
    add_fact (facts, _("Kind"), atlas_codes_label ("panel-kind", panel->kind));
  add_fact (facts, _("Meets"), every);
  add_fact (facts, _("Usual time"), panel->at);
  add_fact (facts, _("Members"), members);
  if (panel->source != NULL)
    gtk_list_box_append (facts, atlas_fact_row_new (_("Source"), panel->source, age));
  add_button (add_buttons (box), _("_Edit Panel…"), "panels.edit-panel",
              atlas_record_get_id (ATLAS_RECORD (panel)));
  add_next_and_past (box, meetings);
}

static void
add_step_button (GtkWidget    *buttons,
                 AtlasMeeting *meeting,
                 const char   *step,
                 const char   *label)
{
  if (g_strcmp0 (meeting->step, step) != 0 &&
      atlas_codes_may_step ("meeting-step", meeting->step, step))
    add_button (buttons, label, "panels.step", step);
}

static void
add_step_buttons (GtkBox           *box,
                  AtlasMeetingFile *file)
{
  GtkWidget *buttons = add_buttons (box);
  gboolean is_open = atlas_meeting_is_open (file->meeting);

  if (!atlas_meeting_is_over (file->meeting))
    gtk_widget_add_css_class (add_button (buttons,
                                          is_open ? _("_Go On with the Meeting")
                                                  : _("_Start Meeting"), "panels.hold", NULL),
                              "suggested-action");
  if (is_open || (file->meeting->on <= file->on && !atlas_meeting_is_over (file->meeting)))
    add_step_button (buttons, file->meeting, "held", _("_Meeting Held"));
  if (!is_open)
    add_step_button (buttons, file->meeting, "cancelled", _("_Cancel Meeting"));
  if (g_strcmp0 (file->meeting->step, "cancelled") == 0)
    add_step_button (buttons, file->meeting, "planned", _("_Plan Again"));
  if (g_strcmp0 (file->meeting->step, "held") == 0)
    add_step_button (buttons, file->meeting, "open", _("_Open Again"));

  add_button (buttons, _("Who _Takes Part…"), "panels.people", NULL);
  if (is_open || file->decisions->len > 0)
    add_button (buttons, _("_Save Minutes…"), "panels.minutes", NULL);
}

static void
add_agenda (GtkBox           *box,
            AtlasMeetingFile *file)
{
  GtkListBox *list = add_section (box, _("Agenda: Day 6 first, then children who are or were "
                                         "looked after, then the longest wait"));
  guint n_waiting = 0;

  for (guint i = 0; i < file->agenda->len; i++)
    {
      const AtlasAgendaItem *item = g_ptr_array_index (file->agenda, i);

      if (!atlas_agenda_item_waits (item))
        continue;
      gtk_list_box_append (list, atlas_agenda_row_new (item->line, i + 1, file->on));
      n_waiting++;
    }
  if (n_waiting == 0)
    gtk_list_box_append (list, atlas_fact_row_new (_("Agenda"), _("No child waits for this panel"),
                                                   NULL));
}

static void
add_decisions (GtkBox           *box,
               AtlasMeetingFile *file)
{
  GtkListBox *list = add_section (box, _("Decisions"));
  g_autofree char *receipt = atlas_meeting_word_receipt (&file->receipt);

  for (guint i = 0; i < file->decisions->len; i++)
    {
      const AtlasMeetingDecision *one = g_ptr_array_index (file->decisions, i);
      g_autofree char *what = atlas_meeting_word_what (one);
      g_autofree char *detail = atlas_meeting_word_decision (one->decision);
      GtkWidget *row = atlas_fact_row_new (one->reference != NULL ? one->reference
                                                                  : _("Not on this laptop"),
                                           what,
                                           detail);

      if (one->reference != NULL)
        {
          g_autofree char *route = g_strconcat ("referral/", one->reference, NULL);

          atlas_fact_row_set_route (ATLAS_FACT_ROW (row), route);
        }
      gtk_list_box_append (list, row);
    }
  if (file->decisions->len == 0)
    gtk_list_box_append (list, atlas_fact_row_new (_("Decisions"), _("None recorded"), NULL));
  if (receipt != NULL)
    gtk_list_box_append (list, atlas_fact_row_new (_("Receipt"), receipt, NULL));
}

/**
 * atlas_panels_add_file:
 * @box: where to
 * @file: a meeting
 *
 * Adds the sections of a meeting's page: what is known of it, agenda, decisions.
 */
void
atlas_panels_add_file (GtkBox           *box,
                       AtlasMeetingFile *file)
{
  AtlasMeeting *meeting = file->meeting;
  g_autofree char *when = atlas_meeting_word_when (meeting->on, meeting->at != NULL ? meeting->at
                                                                      : file->panel->at);
  g_autofree char *present = atlas_meeting_word_parties (meeting->present);
  g_autofree char *deciding = atlas_meeting_word_parties (meeting->may_decide);
  g_autofree char *quorum = atlas_meeting_word_quorum (file);
  GtkListBox *facts = add_section (box, _("About"));

  add_fact (facts, _("When"), when);
  add_fact (facts, _("Where"), meeting->where);
  add_fact (facts, _("Stands as"), atlas_codes_label ("meeting-step", meeting->step));
  add_fact (facts, _("Who takes part"), present != NULL ? present : _("Not recorded"));
  add_fact (facts, _("Who of them may decide"),
            deciding != NULL ? deciding : _("Nobody is named; a decision may have to wait"));
  add_fact (facts, _("Quorum"), quorum);
  add_step_buttons (box, file);
  if (!atlas_meeting_is_over (meeting))
    add_agenda (box, file);
  add_decisions (box, file);
}
