/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-county-list.h"

#include <glib/gi18n.h>

#include "app/atlas-compat.h"
#include "app/atlas-ui.h"
#include "reports/atlas-words.h"
#include "store/atlas-stores.h"

#define FOLDER "atlas-folder"           /* of a row: the data folder of its store */
#define BETWEEN " · "

/**
 * AtlasCountyList:
 *
 * The counties on this laptop, the one that is open marked. One that cannot be read says why.
 */
struct _AtlasCountyList
{
  AdwBin      parent_instance;

  /* Template */
  GtkWidget  *back_button;
  GtkLabel   *words;
  GtkListBox *list;
};

G_DEFINE_FINAL_TYPE (AtlasCountyList, atlas_county_list, ADW_TYPE_BIN)

/**
 * AtlasCountyList::chosen:
 * @folder: the data folder of a store
 *
 * Somebody wants to open that county.
 */
typedef enum { SIGNAL_CHOSEN } AtlasCountyListSignal;
static guint signals[SIGNAL_CHOSEN + 1];

static char *
make_title (const AtlasStoreEntry *entry)
{
  if (entry->name == NULL)
    return g_filename_display_basename (entry->folder);

  /* Translators: a county of which everything is made up: Hertfordshire, demonstration */
  return entry->is_demonstration ? g_strdup_printf (_("%s, demonstration"), entry->name)
                                 : g_strdup (entry->name);
}

static void
add_words (GString    *text,
           const char *words)
{
  if (text->len > 0)
    g_string_append (text, BETWEEN);
  g_string_append (text, words);
}

static char *
describe (const AtlasStoreEntry *entry,
          gboolean               is_open)
{
  g_autoptr(GString) text = g_string_new (is_open ? _("Open now") : NULL);
  g_autofree char *unsent = NULL;

  if (entry->error != NULL)
    {
      g_autofree char *folder = g_filename_display_name (entry->folder);

      add_words (text, atlas_words_store_problem (entry->error));
      add_words (text, folder);
      return g_string_free (g_steal_pointer (&text), FALSE);
    }

  add_words (text, entry->server != NULL ? entry->server : _("On this laptop alone"));
  if (entry->server == NULL)
    return g_string_free (g_steal_pointer (&text), FALSE);

  /* Translators: changes that a server has not received */
  unsent = entry->n_unsent == 0
           ? g_strdup (_("Nothing to send"))
           : g_strdup_printf (ngettext ("%u change not sent", "%u changes not sent",
                                        entry->n_unsent), entry->n_unsent);
  add_words (text, unsent);

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static GtkWidget *
make_row (const AtlasStoreEntry *entry,
          gboolean               is_open)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *title = make_title (entry);
  g_autofree char *text = describe (entry, is_open);
  g_autofree char *escaped_title = g_markup_escape_text (title, -1);
  g_autofree char *escaped_text = g_markup_escape_text (text, -1);
  const char *icon = entry->error != NULL ? "atlas-warning-symbolic" : "atlas-county-symbolic";

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), escaped_title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), escaped_text);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name (icon));
  if (is_open)
    adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                               gtk_image_new_from_icon_name ("atlas-check-symbolic"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text,
                                  -1);
  g_object_set_data_full (G_OBJECT (row), FOLDER, g_strdup (entry->folder), g_free);

  return row;
}

static void
row_activated_cb (AtlasCountyList *self,
                  GtkListBoxRow   *row)
{
  /* What listens may show another list, in which the row is no more. */
  g_autofree char *folder = g_strdup (g_object_get_data (G_OBJECT (row), FOLDER));

  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, folder);
}

static gboolean
atlas_county_list_grab_focus (GtkWidget *widget)
{
  AtlasCountyList *self = ATLAS_COUNTY_LIST (widget);
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);

  if (row == NULL)
    row = gtk_list_box_get_row_at_index (self->list, 0);

  return row != NULL ? gtk_widget_grab_focus (GTK_WIDGET (row))
                     : gtk_widget_child_focus (widget, GTK_DIR_TAB_FORWARD);
}

static void
atlas_county_list_class_init (AtlasCountyListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->grab_focus = atlas_county_list_grab_focus;

  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen", ATLAS_TYPE_COUNTY_LIST, G_SIGNAL_RUN_LAST,
                                         0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class, ATLAS_UI "atlas-county-list.ui");
  gtk_widget_class_bind_template_child (widget_class, AtlasCountyList, back_button);
  gtk_widget_class_bind_template_child (widget_class, AtlasCountyList, words);
  gtk_widget_class_bind_template_child (widget_class, AtlasCountyList, list);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
}

static void
atlas_county_list_init (AtlasCountyList *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * atlas_county_list_show:
 * @entries: (element-type AtlasStoreEntry): the stores on this laptop
 * @open_folder: (nullable): data folder of the one that is open, to which one can go back
 * @words: (nullable): why the list is shown, when nobody asked for it
 */
void
atlas_county_list_show (AtlasCountyList *self,
                        GPtrArray       *entries,
                        const char      *open_folder,
                        const char      *words)
{
  GtkListBoxRow *row;

  g_return_if_fail (ATLAS_IS_COUNTY_LIST (self));
  g_return_if_fail (entries != NULL);

  while ((row = gtk_list_box_get_row_at_index (self->list, 0)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));

  for (guint i = 0; i < entries->len; i++)
    {
      const AtlasStoreEntry *entry = g_ptr_array_index (entries, i);
      gboolean is_open = g_strcmp0 (entry->folder, open_folder) == 0;
      GtkWidget *made = make_row (entry, is_open);

      gtk_list_box_append (self->list, made);
      if (is_open)
        gtk_list_box_select_row (self->list, GTK_LIST_BOX_ROW (made));
    }

  gtk_widget_set_visible (self->back_button, open_folder != NULL);
  atlas_say (self->words, words);
}
