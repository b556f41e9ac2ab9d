/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lists of a meeting that is held: whom it hears, what they want, which places there are. */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-meeting-sections.h"

#include <glib/gi18n.h>

#include "app/atlas-finder-row.h"
#include "app/atlas-referral-words.h"
#include "reports/atlas-meeting-words.h"

#define PLACES_SHOWN 12

static void
empty_list (GtkListBox *list)
{
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (list))) != NULL)
    gtk_list_box_remove (list, row);
}

static GtkWidget *
agenda_row_new (const AtlasAgendaItem *item,
                guint                  number,
                AtlasDate              on)
{
  g_autofree char *child = atlas_meeting_word_child (item->line);
  g_autofree char *stands = atlas_meeting_word_item (item);
  g_autofree char *reason = atlas_meeting_word_reason (item->line, on);
  /* Translators: place on the agenda; who. */
  g_autofree char *title = g_strdup_printf (_("%1$u. %2$s"), number, child);
  g_autofree char *spoken = g_strdup_printf ("%s. %s. %s", title, stands, reason);
  const char *words[] = { title, stands, reason };
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *row = gtk_list_box_row_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    {
      GtkWidget *label = gtk_label_new (words[i]);

      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
      if (i > 0)
        gtk_widget_add_css_class (label, "caption");
      if (i > 1)
        gtk_widget_add_css_class (label, "dim-label");
      gtk_box_append (GTK_BOX (box), label);
    }
  gtk_widget_set_margin_top (box, 6);
  gtk_widget_set_margin_bottom (box, 6);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);

  return row;
}

/**
 * atlas_meeting_fill_agenda:
 * @list: a list
 * @file: a meeting
 * @index: who of it is selected, when there is one
 *
 * Lists its agenda: who by reference, how far the meeting is with them, why they come where they
 * do. The focus stays in it when it was there.
 */
void
atlas_meeting_fill_agenda (GtkListBox             *list,
                           const AtlasMeetingFile *file,
                           guint                   index)
{
  gboolean had_focus = gtk_widget_get_focus_child (GTK_WIDGET (list)) != NULL;
  GtkListBoxRow *selected;

  empty_list (list);
  for (guint i = 0; i < file->agenda->len; i++)
    gtk_list_box_append (list, agenda_row_new (g_ptr_array_index (file->agenda, i), i + 1,
                                               file->on));

  selected = gtk_list_box_get_row_at_index (list, (int) index);
  gtk_list_box_select_row (list, selected);
  if (had_focus && selected != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (selected));
}

/**
 * atlas_meeting_fill_places:
 * @list: a list
 * @finder: the places for a child
 *
 * Lists the first of them, those that fit before the others.
 */
void
atlas_meeting_fill_places (GtkListBox  *list,
                           AtlasFinder *finder)
{
  empty_list (list);
  for (guint i = 0; i < MIN (finder->results->len, PLACES_SHOWN); i++)
    gtk_list_box_append (list, atlas_finder_row_new (finder,
                                                     g_ptr_array_index (finder->results, i)));
}

static gboolean
has_set (const AtlasMeetingFile *file,
         const char             *set_id)
{
  for (guint i = 0; i < file->decisions->len; i++)
    if (g_strcmp0 (((AtlasMeetingDecision *) g_ptr_array_index (file->decisions, i))->set_id,
                   set_id) == 0)
      return TRUE;

  return FALSE;
}

/**
 * atlas_meeting_word_standing:
 * @file: a meeting that is held
 * @last: (nullable): what was recorded last
 * @last_set: (nullable): the change set that did; one that was taken back is not told
 * @is_offline: whether the network is off
 *
 * Returns: (transfer full): how far the meeting is, where that is kept, whether members are enough
 */
char *
atlas_meeting_word_standing (const AtlasMeetingFile *file,
                             const char             *last,
                             const char             *last_set,
                             gboolean                is_offline)
{
  g_autofree char *quorum = atlas_meeting_word_quorum (file);
  g_autofree char *count = NULL;
  const char *kept = is_offline ? _("working offline, saved here") : _("saved on this laptop");

  /* Translators: on how many children a meeting has decided, of how many. */
  count = g_strdup_printf (ngettext ("Decided on %1$u of %2$u child",
                                     "Decided on %1$u of %2$u children", file->agenda->len),
                           atlas_meeting_file_n_decided (file), file->agenda->len);
  if (last == NULL || last_set == NULL || !has_set (file, last_set))
    /* Translators: on how many is decided; where that is kept; whether members are enough. */
    return g_strdup_printf (_("%1$s · %2$s · %3$s"), count, kept, quorum);

  /* Translators: what was recorded last; on how many is decided; where that is kept; members. */
  return g_strdup_printf (_("%1$s recorded (Ctrl+Z takes it back) · %2$s · %3$s · %4$s"), last,
                          count, kept, quorum);
}

/**
 * atlas_meeting_word_outcome:
 * @item: a child of an agenda
 * @may_decide: whether whoever uses this laptop may record a decision
 *
 * Returns: (transfer full) (nullable): what was decided, or why nothing can be; %NULL when it is
 *   to be decided now
 */
char *
atlas_meeting_word_outcome (const AtlasAgendaItem *item,
                            gboolean               may_decide)
{
  if (item->decision != NULL)
    return atlas_meeting_word_decided (item);
  if (!atlas_agenda_item_waits (item))
    return atlas_meeting_word_item (item);
  if (!may_decide)
    return g_strdup (_("Your role may look, and record no decision. The chair does, or an area "
                       "lead or county officer."));

  return NULL;
}

/**
 * atlas_meeting_word_end:
 * @file: a meeting that is held
 *
 * Returns: (transfer full): what ending it now means
 */
char *
atlas_meeting_word_end (const AtlasMeetingFile *file)
{
  guint n_open = atlas_meeting_file_n_waiting (file);

  if (n_open == 0)
    return g_strdup (_("Every child was decided on. The minutes can be saved and printed then."));

  return g_strdup_printf (ngettext ("%u child is not decided on and waits for the next meeting.",
                                    "%u children are not decided on and wait for the next "
                                    "meeting.", n_open), n_open);
}

/**
 * atlas_meeting_word_summary:
 * @line: the referral on the agenda
 * @shown: the same, with its clocks
 *
 * Returns: (transfer full): why it comes where it does, how its clock stands, where its child is
 */
char *
atlas_meeting_word_summary (const AtlasReferralLine *line,
                            const AtlasReferralCase *shown)
{
  g_autofree char *reason = atlas_meeting_word_reason (line, shown->on);
  g_autofree char *sentence = atlas_referral_word_clock (shown);
  g_autofree char *place = atlas_referral_word_place (shown);

  return g_strdup_printf ("%s\n%s\n%s", reason, sentence, place);
}
