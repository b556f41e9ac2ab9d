/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-compat.h"

#include <glib/gi18n.h>

#include "app/atlas-cell.h"
#include "app/atlas-ui.h"

/* What differs between the oldest and the newest GTK that we build on, one function a choice. */

/* As the licences of the data ask for it; also in the manifest of the county pack. */
#define ATLAS_DATA_ATTRIBUTION \
  "Contains National Statistics data © Crown copyright and database right 2018. " \
  "Contains OS data © Crown copyright and database right 2018. " \
  "Licensed under the Open Government Licence v3.0. " \
  "Place positions © GeoNames, CC BY 4.0."

#define ANSWER_NO  "no"
#define ANSWER_YES "yes"

static GtkWindow *
find_window (GtkWidget *from)
{
  GtkRoot *root = gtk_widget_get_root (from);

  return GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL;
}

/**
 * atlas_announce:
 * @from: the widget that the news is about
 *
 * Has a screen reader say something. Before GTK 4.14 nothing can, so what is said must also
 * stand on the screen.
 */
void
atlas_announce (GtkWidget  *from,
                const char *text)
{
  g_return_if_fail (GTK_IS_WIDGET (from));
  g_return_if_fail (text != NULL);

#if GTK_CHECK_VERSION (4, 14, 0)
  /* GTK's own test back end cannot announce, and calls a function that is not there. */
  if (g_strcmp0 (g_getenv ("GTK_A11Y"), "test") == 0)
    return;

  G_GNUC_BEGIN_IGNORE_DEPRECATIONS
  gtk_accessible_announce (GTK_ACCESSIBLE (from), text,
                           GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
  G_GNUC_END_IGNORE_DEPRECATIONS
#endif
}

/**
 * atlas_say:
 * @label: a label that is hidden while there is nothing to say
 * @words: (nullable): what happened and what to do
 *
 * Shows words on the screen, and has a screen reader say them where it can. A label that says what
 * changes keeps its role: GTK 4.18 gives one of role `status` or `alert` no name.
 */
void
atlas_say (GtkLabel   *label,
           const char *words)
{
  g_return_if_fail (GTK_IS_LABEL (label));

  gtk_label_set_label (label, words != NULL ? words : "");
  gtk_widget_set_visible (GTK_WIDGET (label), words != NULL);
  if (words != NULL)
    atlas_announce (GTK_WIDGET (label), words);
}

static void
name_widget (GtkWidget  *widget,
             const char *name)
{
  if (widget != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                    -1);
}

/* The lists and their rows that a widget is made of: what a screen reader has no words for. */
static void
name_lists (GtkWidget  *widget,
            const char *name)
{
  if (GTK_IS_LIST_VIEW (widget) || GTK_IS_LIST_BOX (widget) || GTK_IS_LIST_BOX_ROW (widget))
    name_widget (widget, name);

  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    name_lists (child, name);
}

/**
 * atlas_name_expander_row:
 * @row: a row with its title, that holds no rows yet
 *
 * Names the lists that libadwaita makes such a row of, which a screen reader has no words for.
 */
void
atlas_name_expander_row (AdwExpanderRow *row)
{
  g_return_if_fail (ADW_IS_EXPANDER_ROW (row));

  name_lists (GTK_WIDGET (row), adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)));
}

static void
name_chosen_cb (GtkDropDown *drop_down,
                GParamSpec  *pspec,
                const char  *what)
{
  GObject *chosen = gtk_drop_down_get_selected_item (drop_down);
  g_autofree char *name = NULL;

  if (GTK_IS_STRING_OBJECT (chosen))
    /* Translators: a choice and what is chosen: Phase: All phases */
    name = g_strdup_printf (_("%s: %s"), what,
                            gtk_string_object_get_string (GTK_STRING_OBJECT (chosen)));

  name_widget (GTK_WIDGET (drop_down), name != NULL ? name : what);
  name_widget (gtk_widget_get_first_child (GTK_WIDGET (drop_down)), name != NULL ? name : what);
}

static void
free_name (gpointer  data,
           GClosure *closure)
{
  g_free (data);
}

/**
 * atlas_name_drop_down:
 * @what: what is chosen: "Phase"
 *
 * Names a drop-down and what is chosen in it. In GTK 4.8 the part that has the focus is a button
 * inside, which no label reaches.
 */
void
atlas_name_drop_down (GtkDropDown *drop_down,
                      const char  *what)
{
  g_return_if_fail (GTK_IS_DROP_DOWN (drop_down));
  g_return_if_fail (what != NULL);

  g_signal_connect_data (drop_down, "notify::selected-item", G_CALLBACK (name_chosen_cb),
                         g_strdup (what), free_name, 0);
  name_chosen_cb (drop_down, NULL, what);
}

/**
 * atlas_name_combo_row:
 * @row: a row whose model is of strings
 * @what: what is chosen: "Tier"
 *
 * Names the lists of a row and each choice in them, which GTK 4.8 leaves without names.
 */
void
atlas_name_combo_row (AdwComboRow *row,
                      const char  *what)
{
  g_autoptr(GtkListItemFactory) factory = NULL;

  g_return_if_fail (ADW_IS_COMBO_ROW (row));
  g_return_if_fail (what != NULL);

  g_type_ensure (ATLAS_TYPE_CELL);
  factory = gtk_builder_list_item_factory_new_from_resource (NULL, ATLAS_UI "atlas-choice-item.ui");
  adw_combo_row_set_factory (row, factory);
  name_lists (GTK_WIDGET (row), what);
}

/**
 * atlas_name_column_view:
 * @what: what the rows are: "Places"
 *
 * Names the parts of a table that can have the focus: its heading and its list of rows, which
 * GTK 4.8 calls by the names of their types.
 */
void
atlas_name_column_view (GtkColumnView *view,
                        const char    *what)
{
  g_return_if_fail (GTK_IS_COLUMN_VIEW (view));
  g_return_if_fail (what != NULL);

  for (GtkWidget *part = gtk_widget_get_first_child (GTK_WIDGET (view));
       part != NULL;
       part = gtk_widget_get_next_sibling (part))
    name_widget (part, what);
}

/**
 * atlas_open_uri:
 *
 * Opens a link or a telephone number in the program that the person has for it.
 */
void
atlas_open_uri (GtkWidget  *from,
                const char *uri)
{
  g_return_if_fail (GTK_IS_WIDGET (from));
  g_return_if_fail (uri != NULL);

  gtk_show_uri (find_window (from), uri, GDK_CURRENT_TIME);
}

static char *
describe_program (void)
{
  return g_strdup_printf ("Provision Atlas %s\n"
                          "GTK %u.%u.%u\n"
                          "libadwaita %u.%u.%u\n"
                          "GLib %u.%u.%u\n"
                          "Renderer: %s\n"
                          "Language: %s\n",
                          PACKAGE_VERSION,
                          gtk_get_major_version (), gtk_get_minor_version (),
                          gtk_get_micro_version (),
                          adw_get_major_version (), adw_get_minor_version (),
                          adw_get_micro_version (),
                          glib_major_version, glib_minor_version, glib_micro_version,
                          g_getenv ("GSK_RENDERER") != NULL ? g_getenv ("GSK_RENDERER") : "default",
                          pango_language_to_string (gtk_get_default_language ()));
}

/**
 * atlas_show_about:
 * @parent: (nullable): the window in front of which it stands
 *
 * Says what the program is, where its data come from, and what a support desk asks for. Nothing
 * in it is about a person.
 */
void
atlas_show_about (GtkWindow *parent)
{
  AdwAboutWindow *about = ADW_ABOUT_WINDOW (adw_about_window_new ());
  g_autofree char *facts = describe_program ();

  adw_about_window_set_application_name (about, _("Provision Atlas"));
  adw_about_window_set_application_icon (about, APP_ID);
  adw_about_window_set_version (about, PACKAGE_VERSION);
  adw_about_window_set_developer_name (about, _("The Provision Atlas contributors"));
  adw_about_window_set_license_type (about, GTK_LICENSE_GPL_3_0);
  adw_about_window_set_comments (about, _("Finds a place for every child who is out of school, "
                                          "and counts the days until there is one."));
  adw_about_window_set_debug_info (about, facts);
  adw_about_window_set_debug_info_filename (about, "provision-atlas.txt");
  adw_about_window_add_legal_section (about, _("Map and Places"),
                                      _("Borders are approximate, not official."),
                                      GTK_LICENSE_CUSTOM, ATLAS_DATA_ATTRIBUTION);
  gtk_window_set_transient_for (GTK_WINDOW (about), parent);
  gtk_window_set_modal (GTK_WINDOW (about), TRUE);
  gtk_window_present (GTK_WINDOW (about));
}

static void
ask_response_cb (GtkWidget  *dialog,
                 const char *response,
                 GTask      *task)
{
  g_task_return_boolean (task, g_str_equal (response, ANSWER_YES));
  g_object_unref (task);
}

/**
 * atlas_ask_async:
 * @heading: a question
 * @body: (nullable): what will happen
 * @verb: what the button says: "Send", never "Yes"
 *
 * Asks before something leaves the building or cannot be undone. Rare: what can be undone is
 * done, with Undo in a toast.
 */
void
atlas_ask_async (GtkWidget          *from,
                 const char         *heading,
                 const char         *body,
                 const char         *verb,
                 AtlasAskTone        tone,
                 GCancellable       *cancellable,
                 GAsyncReadyCallback callback,
                 gpointer            user_data)
{
  AdwResponseAppearance appearance = tone == ATLAS_ASK_DESTRUCTIVE ? ADW_RESPONSE_DESTRUCTIVE
                                                                   : ADW_RESPONSE_SUGGESTED;
  const char *standard = tone == ATLAS_ASK_DESTRUCTIVE ? ANSWER_NO : ANSWER_YES;
#if ADW_CHECK_VERSION (1, 5, 0)
  AdwAlertDialog *dialog;
#else
  AdwMessageDialog *dialog;
#endif
  GTask *task;

  g_return_if_fail (GTK_IS_WIDGET (from));
  g_return_if_fail (heading != NULL && verb != NULL);

  task = g_task_new (from, cancellable, callback, user_data);
  g_task_set_source_tag (task, atlas_ask_async);

#if ADW_CHECK_VERSION (1, 5, 0)
  G_GNUC_BEGIN_IGNORE_DEPRECATIONS
    dialog = ADW_ALERT_DIALOG (adw_alert_dialog_new (heading, body));
  adw_alert_dialog_add_responses (dialog, ANSWER_NO, _("_Cancel"), ANSWER_YES, verb, NULL);
  adw_alert_dialog_set_response_appearance (dialog, ANSWER_YES, appearance);
  adw_alert_dialog_set_default_response (dialog, standard);
  adw_alert_dialog_set_close_response (dialog, ANSWER_NO);
  g_signal_connect (dialog, "response", G_CALLBACK (ask_response_cb), task);
  adw_dialog_present (ADW_DIALOG (dialog), from);
  G_GNUC_END_IGNORE_DEPRECATIONS
#else
  dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (find_window (from), heading, body));
  adw_message_dialog_add_responses (dialog, ANSWER_NO, _("_Cancel"), ANSWER_YES, verb, NULL);
  adw_message_dialog_set_response_appearance (dialog, ANSWER_YES, appearance);
  adw_message_dialog_set_default_response (dialog, standard);
  adw_message_dialog_set_close_response (dialog, ANSWER_NO);
  g_signal_connect (dialog, "response", G_CALLBACK (ask_response_cb), task);
  gtk_window_present (GTK_WINDOW (dialog));
#endif
}

/**
 * atlas_ask_finish:
 *
 * Returns: %TRUE when the person chose the verb
 */
gboolean
atlas_ask_finish (GAsyncResult *result,
                  GError      **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
file_response_cb (GtkNativeDialog *chooser,
                  int              response,
                  GTask           *task)
{
  if (response == GTK_RESPONSE_ACCEPT)
    g_task_return_pointer (task, gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser)),
                           g_object_unref);
  else
    g_task_return_pointer (task, NULL, NULL);

  gtk_native_dialog_destroy (chooser);
  g_object_unref (chooser);
  g_object_unref (task);
}

static void
choose_file (GtkWidget           *from,
             const char          *title,
             GtkFileChooserAction action,
             GCancellable        *cancellable,
             GAsyncReadyCallback  callback,
             gpointer             user_data)
{
  GTask *task = g_task_new (from, cancellable, callback, user_data);
  GtkFileChooserNative *chooser = gtk_file_chooser_native_new (title, find_window (from), action,
                                                               _("_Open"), _("_Cancel"));

  g_task_set_source_tag (task, choose_file);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  g_signal_connect (chooser, "response", G_CALLBACK (file_response_cb), task);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

/**
 * atlas_open_file_async:
 *
 * Asks which file to read.
 */
void
atlas_open_file_async (GtkWidget          *from,
                       const char         *title,
                       GCancellable       *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer            user_data)
{
  g_return_if_fail (GTK_IS_WIDGET (from));
  g_return_if_fail (title != NULL);

  choose_file (from, title, GTK_FILE_CHOOSER_ACTION_OPEN, cancellable, callback, user_data);
}

/**
 * atlas_open_folder_async:
 *
 * Asks which folder to read; atlas_open_file_finish() gives it.
 */
void
atlas_open_folder_async (GtkWidget          *from,
                         const char         *title,
                         GCancellable       *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer            user_data)
{
  g_return_if_fail (GTK_IS_WIDGET (from));
  g_return_if_fail (title != NULL);

  choose_file (from, title, GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, cancellable, callback,
               user_data);
}

/**
 * atlas_open_file_finish:
 *
 * Returns: (nullable) (transfer full): the file, or %NULL when the person changed their mind
 */
GFile *
atlas_open_file_finish (GAsyncResult *result,
                        GError      **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * atlas_save_file_async:
 * @suggested_name: a file name, without a person's name in it
 *
 * Asks where to save.
 */
void
atlas_save_file_async (GtkWidget          *from,
                       const char         *title,
                       const char         *suggested_name,
                       GCancellable       *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer            user_data)
{
  GtkFileChooserNative *chooser;
  GTask *task;

  g_return_if_fail (GTK_IS_WIDGET (from));
  g_return_if_fail (title != NULL && suggested_name != NULL);

  task = g_task_new (from, cancellable, callback, user_data);
  g_task_set_source_tag (task, atlas_save_file_async);

  chooser = gtk_file_chooser_native_new (title, find_window (from), GTK_FILE_CHOOSER_ACTION_SAVE,
                                         _("_Save"), _("_Cancel"));
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), suggested_name);

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  g_signal_connect (chooser, "response", G_CALLBACK (file_response_cb), task);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

/**
 * atlas_save_file_finish:
 *
 * Returns: (nullable) (transfer full): the file, or %NULL when the person changed their mind
 */
GFile *
atlas_save_file_finish (GAsyncResult *result,
                        GError      **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * atlas_toggle_full_screen:
 * @widget: a widget in a window
 *
 * Gives the window the whole screen, or takes it back.
 */
void
atlas_toggle_full_screen (GtkWidget *widget)
{
  GtkRoot *root = gtk_widget_get_root (widget);

  if (!GTK_IS_WINDOW (root))
    return;
  if (gtk_window_is_fullscreen (GTK_WINDOW (root)))
    gtk_window_unfullscreen (GTK_WINDOW (root));
  else
    gtk_window_fullscreen (GTK_WINDOW (root));
}
