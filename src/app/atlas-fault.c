/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was typed in a field, and what is wrong with it, said in the row below. */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-fault.h"

#include "app/atlas-compat.h"

#define FIELD "atlas-field"     /* of a row that says what is wrong: the field that it is about */

static GtkWidget *
find_row (GtkWidget *field)
{
  if (GTK_IS_LIST_BOX_ROW (field))
    return field;

  return gtk_widget_get_ancestor (field, GTK_TYPE_LIST_BOX_ROW);
}

/**
 * atlas_fault_show:
 * @field: what is wrong: a row of a boxed list, or a widget in one
 * @fault: what is wrong and what to do
 *
 * Says what is wrong in a row of its own below the field, and goes to the field.
 *
 * Returns: (transfer none): the row, for atlas_fault_clear()
 */
GtkWidget *
atlas_fault_show (GtkWidget  *field,
                  const char *fault)
{
  GtkWidget *row = find_row (field);
  GtkListBox *list = GTK_LIST_BOX (gtk_widget_get_parent (row));
  GtkWidget *label = gtk_label_new (fault);
  GtkWidget *fault_row = gtk_list_box_row_new ();

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "error");
  gtk_widget_add_css_class (label, "atlas-fact-row");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (fault_row), label);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (fault_row), FALSE);
  gtk_widget_set_focusable (fault_row, FALSE);
  gtk_list_box_insert (list, fault_row, gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (row)) + 1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (field), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  fault, -1);
  g_object_set_data (G_OBJECT (fault_row), FIELD, field);
  gtk_widget_grab_focus (field);
  atlas_announce (field, fault);

  return fault_row;
}

/**
 * atlas_fault_clear:
 * @row: (inout) (nullable): from atlas_fault_show(); %NULL after it
 *
 * Takes back what was said.
 */
void
atlas_fault_clear (GtkWidget **row)
{
  GtkWidget *field;

  if (*row == NULL)
    return;

  field = g_object_get_data (G_OBJECT (*row), FIELD);
  gtk_accessible_reset_property (GTK_ACCESSIBLE (field), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
  gtk_list_box_remove (GTK_LIST_BOX (gtk_widget_get_parent (*row)), *row);
  *row = NULL;
}

/**
 * atlas_entry_dup:
 *
 * Reads an entry of one line. What was pasted with several lines, or with tabs, has spaces there.
 *
 * Returns: (transfer full) (nullable): what was typed, without the spaces round it; %NULL for
 *   nothing
 */
char *
atlas_entry_dup (GtkEditable *entry)
{
  const char *text = gtk_editable_get_text (entry);
  g_autoptr(GString) line = g_string_new (NULL);

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar letter = g_utf8_get_char (at);
      gboolean is_space = g_unichar_isspace (letter) || g_unichar_iscntrl (letter);

      if (!is_space)
        g_string_append_unichar (line, letter);
      else if (line->len > 0 && line->str[line->len - 1] != ' ')
        g_string_append_c (line, ' ');
    }
  g_strchomp (line->str);

  return *line->str != '\0' ? g_strdup (line->str) : NULL;
}
