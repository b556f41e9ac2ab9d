/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-pack-list.h"

#include <glib/gi18n.h>

#include "app/atlas-compat.h"
#include "app/atlas-ui.h"
#include "base/atlas-error.h"
#include "exchange/atlas-pack.h"
#include "reports/atlas-words.h"

#define NAME          "atlas-pack"      /* of a row: the pack's name; none for one in a folder */
#define REASONS_SHOWN 20

/**
 * AtlasPackList:
 *
 * Asks from which county pack a county is made: one of those inside the program, or one in a
 * folder. What is wrong with a pack is said here.
 */
struct _AtlasPackList
{
  AdwBin          parent_instance;

  /* Template */
  AdwWindowTitle *title;
  GtkLabel       *words;
  GtkListBox     *list;
  GtkWidget      *refusal;
  GtkLabel       *refused;
  GtkLabel       *reasons;
};

G_DEFINE_FINAL_TYPE (AtlasPackList, atlas_pack_list, ADW_TYPE_BIN)

/**
 * AtlasPackList::chosen:
 * @pack: name of a pack inside the program
 * @title: what it is called
 *
 * AtlasPackList::folder-wanted:
 *
 * Somebody has a pack in a folder.
 */
typedef enum { SIGNAL_CHOSEN, SIGNAL_FOLDER_WANTED } AtlasPackListSignal;
static guint signals[SIGNAL_FOLDER_WANTED + 1];

static char *
describe (AtlasPack *pack)
{
  GPtrArray *editions = atlas_pack_get_editions (pack);
  g_autofree char *published = atlas_date_format_long (atlas_pack_get_published (pack));
  const AtlasPackEdition *newest;

  if (editions->len == 0)
    /* Translators: a date */
    return g_strdup_printf (_("Its directory was published on %s."), published);

  newest = g_ptr_array_index (editions, editions->len - 1);

  /* Translators: title of a council's document, and when it was published: "January 2020" */
  return g_strdup_printf (_("Its directory follows “%s”, %s."), newest->title,
                          newest->published_text);
}

static GtkWidget *
add_row (AtlasPackList *self,
         const char    *name,
         const char    *title,
         const char    *text)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *escaped_title = g_markup_escape_text (title, -1);
  g_autofree char *escaped_text = g_markup_escape_text (text, -1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), escaped_title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), escaped_text);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                             gtk_image_new_from_icon_name ("atlas-go-next-symbolic"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text,
                                  -1);
  g_object_set_data_full (G_OBJECT (row), NAME, g_strdup (name), g_free);
  gtk_list_box_append (self->list, row);

  return row;
}

static void
row_activated_cb (AtlasPackList *self,
                  GtkListBoxRow *row)
{
  const char *name = g_object_get_data (G_OBJECT (row), NAME);

  gtk_widget_set_visible (self->refusal, FALSE);
  if (name == NULL)
    g_signal_emit (self, signals[SIGNAL_FOLDER_WANTED], 0);
  else
    g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, name);
}

static gboolean
atlas_pack_list_grab_focus (GtkWidget *widget)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (ATLAS_PACK_LIST (widget)->list, 0);

  return row != NULL && gtk_widget_grab_focus (GTK_WIDGET (row));
}

static void
atlas_pack_list_class_init (AtlasPackListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->grab_focus = atlas_pack_list_grab_focus;

  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen", ATLAS_TYPE_PACK_LIST, G_SIGNAL_RUN_LAST,
                                         0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_FOLDER_WANTED] = g_signal_new ("folder-wanted", ATLAS_TYPE_PACK_LIST,
                                                G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                                G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, ATLAS_UI "atlas-pack-list.ui");
  gtk_widget_class_bind_template_child (widget_class, AtlasPackList, title);
  gtk_widget_class_bind_template_child (widget_class, AtlasPackList, words);
  gtk_widget_class_bind_template_child (widget_class, AtlasPackList, list);
  gtk_widget_class_bind_template_child (widget_class, AtlasPackList, refusal);
  gtk_widget_class_bind_template_child (widget_class, AtlasPackList, refused);
  gtk_widget_class_bind_template_child (widget_class, AtlasPackList, reasons);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
}

/* What is inside the program is in memory: nobody waits for it. */
static void
list_shipped (AtlasPackList *self)
{
  g_auto(GStrv) names = atlas_pack_list_shipped ();

  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autoptr(GError)    error = NULL;
      g_autoptr(AtlasPack) pack = atlas_pack_open (names[i], &error);
      g_autofree char *text = NULL;

      if (pack == NULL)
        {
          g_warning ("Opening a pack of the program: %s", error->message);
          continue;
        }
      text = describe (pack);
      add_row (self, names[i], atlas_pack_get_title (pack), text);
    }
}

static void
atlas_pack_list_init (AtlasPackList *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  list_shipped (self);
  add_row (self, NULL, _("A Pack in a Folder…"),
           _("A council’s own pack: a folder with a file manifest.json in it."));
}

/**
 * atlas_pack_list_show:
 * @is_demonstration: whether a demonstration is to be made, or a county without children
 */
void
atlas_pack_list_show (AtlasPackList *self,
                      gboolean       is_demonstration)
{
  g_return_if_fail (ATLAS_IS_PACK_LIST (self));

  gtk_widget_set_visible (self->refusal, FALSE);
  adw_window_title_set_title (self->title, is_demonstration ? _("Which Demonstration?")
                                                            : _("Which County?"));
  gtk_label_set_label (self->words, is_demonstration
                       ? _("The county’s real directory, with made-up children and providers.")
                       : _("The county’s directory, without children."));
}

/* The first lines; a pack can be wrong in every line of it. */
static char *
shorten (const char *reasons)
{
  g_auto(GStrv)   lines = g_strsplit (reasons, "\n", -1);
  guint n_lines = g_strv_length (lines);
  g_autofree char *shown = NULL;

  if (n_lines <= REASONS_SHOWN)
    return g_strdup (reasons);

  g_clear_pointer (&lines[REASONS_SHOWN], g_free);
  shown = g_strjoinv ("\n", lines);
  for (guint i = REASONS_SHOWN + 1; i < n_lines; i++)
    g_free (lines[i]);

  /* Translators: lines of a pack in which something is wrong, after those that are shown */
  return g_strdup_printf (ngettext ("%s\n… and %u line more", "%s\n… and %u lines more",
                                    n_lines - REASONS_SHOWN), shown, n_lines - REASONS_SHOWN);
}

/**
 * atlas_pack_list_refuse:
 * @error: why no county was made
 *
 * Says what is wrong, in plain words and with every line of the pack that it is about.
 */
void
atlas_pack_list_refuse (AtlasPackList *self,
                        const GError  *error)
{
  g_autofree char *reasons = NULL;
  const char *words;

  g_return_if_fail (ATLAS_IS_PACK_LIST (self));
  g_return_if_fail (error != NULL);

  words = error->domain == ATLAS_ERROR ? atlas_words_trouble ((AtlasError) error->code) : NULL;
  if (g_error_matches (error, ATLAS_ERROR, ATLAS_ERROR_INVALID) ||
      g_error_matches (error, ATLAS_ERROR, ATLAS_ERROR_NOT_FOUND))
    words = _("This pack cannot be used as it is. Nothing was made.");
  if (words == NULL)
    words = _("This did not work. Nothing was made.");

  gtk_label_set_label (self->refused, words);
  reasons = shorten (error->message);
  gtk_label_set_label (self->reasons, reasons);
  gtk_widget_set_visible (self->refusal, TRUE);
  atlas_announce (GTK_WIDGET (self), words);
  gtk_widget_grab_focus (GTK_WIDGET (self->refused));
}

/**
 * atlas_pack_list_name_titles:
 *
 * Names the counties of the packs inside the program.
 *
 * Returns: (transfer full): such as "Hertfordshire, Testshire"
 */
char *
atlas_pack_list_name_titles (void)
{
  g_auto(GStrv)      names = atlas_pack_list_shipped ();
  g_autoptr(GString) titles = g_string_new (NULL);

  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autoptr(AtlasPack) pack = atlas_pack_open (names[i], NULL);

      if (pack == NULL)
        continue;
      if (titles->len > 0)
        /* Translators: between the names of counties */
        g_string_append (titles, _(", "));
      g_string_append (titles, atlas_pack_get_title (pack));
    }

  return g_string_free (g_steal_pointer (&titles), FALSE);
}
