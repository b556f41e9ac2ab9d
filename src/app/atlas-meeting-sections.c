/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lists of a meeting that is held: whom it hears, what they want, which places there are. */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-meeting-sections.h"

#include <glib/gi18n.h>

#include "app/atlas-finder-row.h"
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
 *
 * Lists its agenda: who by reference, how far the meeting is with them, why they come where they
 * do.
 */
void
atlas_meeting_fill_agenda (GtkListBox             *list,
                           const AtlasMeetingFile *file)
{
  empty_list (list);
  for (guint i = 0; i < file->agenda->len; i++)
    gtk_list_box_append (list, agenda_row_new (g_ptr_array_index (file->agenda, i), i + 1,
                                               file->on));
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
