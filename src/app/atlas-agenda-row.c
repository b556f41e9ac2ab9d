/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-agenda-row.h"

#include <glib/gi18n.h>

#include "app/atlas-day6-cells.h"
#include "app/atlas-flow.h"
#include "app/atlas-ui.h"
#include "app/atlas-view.h"
#include "reports/atlas-meeting-words.h"
#include "reports/atlas-words.h"

/**
 * AtlasAgendaRow:
 *
 * One referral of an agenda: who by reference, why it comes where it does, and a button to record
 * what is decided. Names stay out of it.
 */
struct _AtlasAgendaRow
{
  AdwPreferencesRow parent_instance;

  /* Template */
  GtkLabel         *title;
  GtkLabel         *reason;
  AtlasDay6Cells   *clock;
  GtkWidget        *decide;
};

G_DEFINE_FINAL_TYPE (AtlasAgendaRow, atlas_agenda_row, ADW_TYPE_PREFERENCES_ROW)

static void
atlas_agenda_row_class_init (AtlasAgendaRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (ATLAS_TYPE_DAY6_CELLS);
  g_type_ensure (ATLAS_TYPE_FLOW);

  gtk_widget_class_set_template_from_resource (widget_class, ATLAS_UI "atlas-agenda-row.ui");
  gtk_widget_class_bind_template_child (widget_class, AtlasAgendaRow, title);
  gtk_widget_class_bind_template_child (widget_class, AtlasAgendaRow, reason);
  gtk_widget_class_bind_template_child (widget_class, AtlasAgendaRow, clock);
  gtk_widget_class_bind_template_child (widget_class, AtlasAgendaRow, decide);
}

static void
atlas_agenda_row_init (AtlasAgendaRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
show_clock (AtlasAgendaRow          *self,
            const AtlasReferralLine *line)
{
  const AtlasClock *clock = &line->status.clock;
  g_autofree char *words = atlas_words_clock (clock);

  if (!atlas_agenda_is_day6 (line))
    return;

  atlas_day6_cells_set (self->clock, line->status.cells, words,
                        clock->state == ATLAS_CLOCK_DUE || clock->state == ATLAS_CLOCK_LATE);
  gtk_widget_set_visible (GTK_WIDGET (self->clock), TRUE);
}

/**
 * atlas_agenda_row_new:
 * @line: the referral
 * @number: its place on the agenda, from 1
 * @on: the day
 *
 * Makes a row that opens the referral, with a button that does `panels.decide`.
 */
GtkWidget *
atlas_agenda_row_new (const AtlasReferralLine *line,
                      guint                    number,
                      AtlasDate                on)
{
  AtlasAgendaRow *self = g_object_new (ATLAS_TYPE_AGENDA_ROW, NULL);
  g_autofree char *child = atlas_meeting_word_child (line);
  /* Translators: place on the agenda; who. */
  g_autofree char *title = g_strdup_printf (_("%1$u. %2$s"), number, child);
  g_autofree char *reason = atlas_meeting_word_reason (line, on);
  g_autofree char *clock = atlas_agenda_is_day6 (line) ? atlas_words_clock (&line->status.clock)
                                                       : NULL;
  g_autofree char *spoken = g_strdup_printf ("%s. %s. %s", title, reason,
                                             clock != NULL ? clock : "");
  /* Translators: reference of a referral. */
  g_autofree char *verb = g_strdup_printf (_("Record a decision on %s"), line->reference);
  g_autofree char *route = g_strconcat ("referral/", line->reference, NULL);

  gtk_label_set_label (self->title, title);
  gtk_label_set_label (self->reason, reason);
  show_clock (self, line);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->decide), "s", line->reference);
  atlas_view_set_route (GTK_ACTIONABLE (self), route);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->decide), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  verb, -1);

  return GTK_WIDGET (self);
}
