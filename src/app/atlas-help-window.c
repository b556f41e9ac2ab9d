/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-help-window.h"

#include <string.h>

#include "app/atlas-ui.h"

/**
 * AtlasHelpWindow:
 *
 * The help: words of the county and how things are counted, all in its template, so that it needs
 * neither a network nor another program. Typing leaves the rows that have the words.
 */
struct _AtlasHelpWindow
{
  AdwWindow    parent_instance;

  /* Template */
  GtkEditable *search;
  GtkWidget   *topics;
  GtkWidget   *nothing;
};

G_DEFINE_FINAL_TYPE (AtlasHelpWindow, atlas_help_window, ADW_TYPE_WINDOW)

/* Every row of a topic, wherever the group keeps it. */
static void
collect_rows (GtkWidget *widget,
              GPtrArray *rows)
{
  if (ADW_IS_ACTION_ROW (widget))
    {
      g_ptr_array_add (rows, widget);
      return;
    }

  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    collect_rows (child, rows);
}

static gboolean
has_words (const char *text,
           const char *words)
{
  g_autofree char *folded = g_utf8_casefold (text, -1);

  return strstr (folded, words) != NULL;
}

/* A topic whose title has the words is shown whole. */
static gboolean
narrow_topic (GtkWidget  *topic,
              const char *words)
{
  const char *heading = adw_preferences_group_get_title (ADW_PREFERENCES_GROUP (topic));
  gboolean is_whole = has_words (heading, words);
  g_autoptr(GPtrArray) rows = g_ptr_array_new ();
  gboolean has_any = FALSE;

  collect_rows (topic, rows);
  for (guint i = 0; i < rows->len; i++)
    {
      GtkWidget *row = g_ptr_array_index (rows, i);
      const char *title = adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row));
      const char *meaning = adw_action_row_get_subtitle (ADW_ACTION_ROW (row));
      gboolean is_found = is_whole || has_words (title, words) || has_words (meaning, words);

      gtk_widget_set_visible (row, is_found);
      has_any = has_any || is_found;
    }
  gtk_widget_set_visible (topic, has_any);

  return has_any;
}

static void
search_changed_cb (AtlasHelpWindow *self)
{
  g_autofree char *typed = g_strstrip (g_strdup (gtk_editable_get_text (self->search)));
  g_autofree char *words = g_utf8_casefold (typed, -1);
  gboolean has_any = FALSE;

  for (GtkWidget *topic = gtk_widget_get_first_child (self->topics);
       topic != NULL;
       topic = gtk_widget_get_next_sibling (topic))
    has_any = narrow_topic (topic, words) || has_any;

  gtk_widget_set_visible (self->nothing, !has_any);
}

static void
stop_search_cb (AtlasHelpWindow *self)
{
  gtk_window_close (GTK_WINDOW (self));
}

static void
atlas_help_window_class_init (AtlasHelpWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class, ATLAS_UI "atlas-help-window.ui");
  gtk_widget_class_bind_template_child (widget_class, AtlasHelpWindow, search);
  gtk_widget_class_bind_template_child (widget_class, AtlasHelpWindow, topics);
  gtk_widget_class_bind_template_child (widget_class, AtlasHelpWindow, nothing);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_search_cb);
}

/* A row is called by its title alone; what it means is its description. */
static void
atlas_help_window_init (AtlasHelpWindow *self)
{
  g_autoptr(GPtrArray) rows = g_ptr_array_new ();

  gtk_widget_init_template (GTK_WIDGET (self));

  collect_rows (self->topics, rows);
  for (guint i = 0; i < rows->len; i++)
    gtk_accessible_update_property (g_ptr_array_index (rows, i),
                                    GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                    adw_action_row_get_subtitle (g_ptr_array_index (rows, i)), -1);
}

/**
 * atlas_help_window_present:
 * @parent: (nullable): the window that it belongs to
 *
 * Opens the help, ready to be searched.
 */
void
atlas_help_window_present (GtkWindow *parent)
{
  AtlasHelpWindow *self = g_object_new (ATLAS_TYPE_HELP_WINDOW, "transient-for", parent, NULL);

  gtk_widget_grab_focus (GTK_WIDGET (self->search));
  gtk_window_present (GTK_WINDOW (self));
}
