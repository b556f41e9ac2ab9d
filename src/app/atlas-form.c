/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-form.h"

#include <glib/gi18n.h>
#include <string.h>

#include "app/atlas-compat.h"
#include "app/atlas-fault.h"
#include "app/atlas-ui.h"

/**
 * AtlasForm:
 *
 * A small window that asks for a few values and has one verb. Escape leaves it, Ctrl+Return does
 * the verb. Its owner listens to #AtlasForm::save, and closes it when the change is stored or says
 * what is wrong with atlas_form_set_fault().
 */
struct _AtlasForm
{
  AdwWindow            parent_instance;

  /* Template */
  GtkButton           *save;
  GtkScrolledWindow   *scroller;
  GtkLabel            *intro;
  GtkLabel            *fault;
  GtkButton           *delete;
  GtkBox              *groups;
  AdwPreferencesGroup *group;           /* that the next row is added to */

  GtkWidget           *fault_row;       /* (nullable) (unowned): below the field that it is about */
};

G_DEFINE_FINAL_TYPE (AtlasForm, atlas_form, ADW_TYPE_WINDOW)

enum { SIGNAL_SAVE, SIGNAL_DELETE, N_SIGNALS };

#define PARAGRAPH_HEIGHT 90     /* pixels at the usual text size */

static guint signals[N_SIGNALS];

static void
save_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  atlas_form_set_fault (ATLAS_FORM (widget), NULL);
  g_signal_emit (widget, signals[SIGNAL_SAVE], 0);
}

static void
delete_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  g_signal_emit (widget, signals[SIGNAL_DELETE], 0);
}

/* A scrolled window asks for the height that its content has when nothing wraps. What does, and a
 * fault that has come in between, would leave the last question out of sight. */
static void
ask_for_height (AtlasForm *self)
{
  GtkWidget *viewport = gtk_scrolled_window_get_child (self->scroller);
  int width = gtk_widget_get_width (viewport);
  int natural;

  if (width == 0)
    g_object_get (self, "default-width", &width, NULL);
  gtk_widget_measure (gtk_viewport_get_child (GTK_VIEWPORT (viewport)), GTK_ORIENTATION_VERTICAL,
                      width, NULL, &natural, NULL, NULL);
  gtk_scrolled_window_set_min_content_height (
    self->scroller, MIN (natural, gtk_scrolled_window_get_max_content_height (self->scroller)));
}

static void
atlas_form_show (GtkWidget *widget)
{
  ask_for_height (ATLAS_FORM (widget));

  GTK_WIDGET_CLASS (atlas_form_parent_class)->show (widget);
}

/* The first question has the focus, not the way out. */
static void
atlas_form_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (atlas_form_parent_class)->map (widget);

  gtk_widget_child_focus (GTK_WIDGET (ATLAS_FORM (widget)->groups), GTK_DIR_TAB_FORWARD);
}

static void
atlas_form_class_init (AtlasFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->map = atlas_form_map;
  widget_class->show = atlas_form_show;

  /**
   * AtlasForm::save:
   *
   * The user wants the verb done.
   */
  signals[SIGNAL_SAVE] = g_signal_new ("save", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                       0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  /**
   * AtlasForm::delete:
   *
   * The user wants what the form is about to be gone.
   */
  signals[SIGNAL_DELETE] = g_signal_new ("delete", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                         0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, ATLAS_UI "atlas-form.ui");
  gtk_widget_class_bind_template_child (widget_class, AtlasForm, save);
  gtk_widget_class_bind_template_child (widget_class, AtlasForm, scroller);
  gtk_widget_class_bind_template_child (widget_class, AtlasForm, intro);
  gtk_widget_class_bind_template_child (widget_class, AtlasForm, fault);
  gtk_widget_class_bind_template_child (widget_class, AtlasForm, delete);
  gtk_widget_class_bind_template_child (widget_class, AtlasForm, groups);
  gtk_widget_class_bind_template_child (widget_class, AtlasForm, group);
  gtk_widget_class_install_action (widget_class, "form.save", NULL, save_action);
  gtk_widget_class_install_action (widget_class, "form.delete", NULL, delete_action);
}

static void
atlas_form_init (AtlasForm *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* The list of a group has no name of its own where the group has no title. */
static void
name_list (GtkWidget  *widget,
           const char *name)
{
  if (GTK_IS_LIST_BOX (widget))
    gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                    -1);
  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL && !GTK_IS_LIST_BOX (widget);
       child = gtk_widget_get_next_sibling (child))
    name_list (child, name);
}

/**
 * atlas_form_new:
 * @from: a widget of the window that the form belongs to
 * @title: what it is about: "Hold a Place"
 * @verb: of its button: "_Hold"
 *
 * Makes a form, to be shown with gtk_window_present().
 *
 * Returns: (transfer none): the form, which destroys itself when closed
 */
AtlasForm *
atlas_form_new (GtkWidget  *from,
                const char *title,
                const char *verb)
{
  AtlasForm *self = g_object_new (ATLAS_TYPE_FORM,
                                  "title", title,
                                  "transient-for", gtk_widget_get_root (from),
                                  NULL);

  gtk_button_set_label (self->save, verb);
  name_list (GTK_WIDGET (self->group), title);

  return self;
}

/**
 * atlas_form_set_intro:
 * @self: a form
 * @intro: (nullable): what should be known before it is filled in
 */
void
atlas_form_set_intro (AtlasForm  *self,
                      const char *intro)
{
  gtk_label_set_label (self->intro, intro != NULL ? intro : "");
  gtk_widget_set_visible (GTK_WIDGET (self->intro), intro != NULL);
}

/**
 * atlas_form_set_fault:
 * @self: a form
 * @fault: (nullable): what is wrong and what to do
 *
 * Says why the verb was not done. The form stays, with what was typed.
 */
void
atlas_form_set_fault (AtlasForm  *self,
                      const char *fault)
{
  atlas_fault_clear (&self->fault_row);
  atlas_say (self->fault, fault);
  ask_for_height (self);
}

/**
 * atlas_form_set_fault_at:
 * @self: a form
 * @field: the question that was not answered well
 * @fault: what is wrong and what to do
 *
 * Says beside the field why the verb was not done. The form stays, with what was typed.
 */
void
atlas_form_set_fault_at (AtlasForm  *self,
                         GtkWidget  *field,
                         const char *fault)
{
  atlas_form_set_fault (self, NULL);
  self->fault_row = atlas_fault_show (field, fault);
  ask_for_height (self);
}

/**
 * atlas_form_read_number:
 * @self: a form
 * @field: made by atlas_form_add_number()
 * @number: (out): what was typed
 *
 * Reads a number as it stands in the field. A spin button itself takes notice of what is typed only
 * when it is left, and then drops what is no number.
 *
 * Returns: whether it is a number within its limits; if not, the form says so
 */
gboolean
atlas_form_read_number (AtlasForm *self,
                        GtkWidget *field,
                        int       *number)
{
  g_autofree char *text = atlas_entry_dup (GTK_EDITABLE (field));
  g_autofree char *fault = NULL;
  gint64 typed;
  double min;
  double max;

  gtk_spin_button_get_range (GTK_SPIN_BUTTON (field), &min, &max);
  if (text != NULL &&
      g_ascii_string_to_signed (text, 10, (gint64) min, (gint64) max, &typed, NULL))
    {
      *number = (int) typed;
      return TRUE;
    }

  /* Translators: the smallest and the largest number. */
  fault = g_strdup_printf (_("Give a whole number from %1$d to %2$d"), (int) min, (int) max);
  atlas_form_set_fault_at (self, field, fault);
  return FALSE;
}

/**
 * atlas_form_add:
 * @self: a form
 * @row: a row for a boxed list
 *
 * Adds a question at the end.
 */
void
atlas_form_add (AtlasForm *self,
                GtkWidget *row)
{
  adw_preferences_group_add (self->group, row);
}

/**
 * atlas_form_begin_section:
 * @self: a form
 * @title: the heading
 *
 * What is added from now on stands below a heading.
 */
void
atlas_form_begin_section (AtlasForm  *self,
                          const char *title)
{
  self->group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  adw_preferences_group_set_title (self->group, title);
  gtk_box_append (self->groups, GTK_WIDGET (self->group));
}

/**
 * atlas_form_set_verb:
 * @self: a form
 * @verb: of its button: "_Save All the Same"
 */
void
atlas_form_set_verb (AtlasForm  *self,
                     const char *verb)
{
  gtk_button_set_label (self->save, verb);
}

/**
 * atlas_form_offer_delete:
 * @self: a form
 * @verb: of the button: "_Delete This Plan"
 *
 * Shows a button below the questions; its owner listens to #AtlasForm::delete.
 */
void
atlas_form_offer_delete (AtlasForm  *self,
                         const char *verb)
{
  gtk_button_set_label (self->delete, verb);
  gtk_widget_set_visible (GTK_WIDGET (self->delete), TRUE);
}

/* Takes the mark of the access key out of a title, in place. */
static char *
remove_mnemonic (char *title)
{
  char *mark = strchr (title, '_');

  if (mark != NULL)
    memmove (mark, mark + 1, strlen (mark));

  return title;
}

/**
 * atlas_form_add_choice:
 * @self: a form
 * @title: what is asked
 * @labels: (array zero-terminated=1): the answers
 * @selected: the one to begin with
 *
 * Returns: (transfer none) (type AdwComboRow): the row
 */
GtkWidget *
atlas_form_add_choice (AtlasForm          *self,
                       const char         *title,
                       const char * const *labels,
                       guint               selected)
{
  g_autoptr(GtkStringList) model = gtk_string_list_new (labels);
  g_autofree char *name = NULL;
  GtkWidget *row = g_object_new (ADW_TYPE_COMBO_ROW,
                                 "title", title,
                                 "use-underline", TRUE,
                                 "model", model,
                                 "selected", selected,
                                 NULL);

  name = g_strdup (title);
  atlas_name_combo_row (ADW_COMBO_ROW (row), remove_mnemonic (name));
  atlas_form_add (self, row);
  return row;
}

/**
 * atlas_form_add_text:
 * @self: a form
 * @title: what is asked
 * @text: (nullable): the text to begin with
 *
 * Returns: (transfer none) (type AdwEntryRow): the row
 */
GtkWidget *
atlas_form_add_text (AtlasForm  *self,
                     const char *title,
                     const char *text)
{
  GtkWidget *row = g_object_new (ADW_TYPE_ENTRY_ROW,
                                 "title", title,
                                 "use-underline", TRUE,
                                 "text", text != NULL ? text : "",
                                 NULL);

  atlas_form_add (self, row);
  return row;
}

/**
 * atlas_form_add_number:
 * @self: a form
 * @title: what is asked
 * @value: the number to begin with
 * @min: the smallest
 * @max: the largest
 *
 * Returns: (transfer none) (type GtkSpinButton): where the number is typed
 */
GtkWidget *
atlas_form_add_number (AtlasForm  *self,
                       const char *title,
                       int         value,
                       int         min,
                       int         max)
{
  GtkWidget *number = gtk_spin_button_new_with_range (min, max, 1);
  GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW,
                                 "title", title,
                                 "use-underline", TRUE,
                                 "activatable-widget", number,
                                 NULL);

  gtk_spin_button_set_value (GTK_SPIN_BUTTON (number), value);
  gtk_editable_set_width_chars (GTK_EDITABLE (number), 4);
  gtk_widget_set_valign (number, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (number), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  -1);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), number);
  atlas_form_add (self, row);

  return number;
}

/**
 * atlas_form_add_paragraph:
 * @self: a form
 * @title: what is asked, with a mnemonic
 * @text: (nullable): the text to begin with
 *
 * Asks for some sentences.
 *
 * Returns: (transfer none) (type GtkTextView): where they are typed
 */
GtkWidget *
atlas_form_add_paragraph (AtlasForm  *self,
                          const char *title,
                          const char *text)
{
  GtkWidget *row = adw_preferences_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *label = gtk_label_new_with_mnemonic (title);
  GtkWidget *view = gtk_text_view_new ();
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_mnemonic_widget (GTK_LABEL (label), view);
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, "dim-label");
  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (view), GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (view), FALSE);
  gtk_widget_add_css_class (view, "atlas-paragraph");
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)),
                            text != NULL ? text : "", -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  gtk_label_get_text (GTK_LABEL (label)), -1);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), view);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (scrolled), PARAGRAPH_HEIGHT);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), scrolled);
  gtk_widget_add_css_class (box, "atlas-fact-row");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);

  atlas_form_add (self, row);

  return view;
}

/**
 * atlas_paragraph_dup:
 * @view: made by atlas_form_add_paragraph()
 *
 * Returns: (transfer full) (nullable): what was written, %NULL for nothing but spaces
 */
char *
atlas_paragraph_dup (GtkWidget *view)
{
  g_autofree char *text = NULL;

  g_object_get (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)), "text", &text, NULL);
  g_strstrip (text);

  return *text != '\0' ? g_steal_pointer (&text) : NULL;
}
