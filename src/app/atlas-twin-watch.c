/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Flags, below the field, a child who is here already while another record is typed. What was typed
 * stays; a person decides.
 */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-twin-watch.h"

#include <glib/gi18n.h>

#include "app/atlas-compat.h"
#include "app/atlas-fault.h"
#include "app/atlas-session-work.h"
#include "app/atlas-wrap.h"
#include "reports/atlas-words.h"
#include "rules/atlas-school-year.h"

#define SPACE 6                 /* pixels between the words and the buttons */

struct _AtlasTwinWatch
{
  AtlasSession *session;        /* (nullable): NULL until first use */
  GCancellable *cancellable;
  AtlasTwinUse  use;            /* (nullable): NULL where the record is there already */
  gpointer      data;
  GtkWidget    *upn;            /* (unowned): the row of the number */
  GtkWidget    *born;           /* (unowned): the row of the date of birth */
  GtkWidget    *row;            /* (nullable) (unowned): what flags it */
  AtlasTwin    *twin;           /* (nullable): who is flagged */
  GHashTable   *others;         /* (element-type utf8): ids of who somebody said are others */
};

/**
 * atlas_twin_watch_new:
 * @upn: the row that the number is typed in; it outlives the watch
 * @born: the row that the date of birth is typed in; it outlives the watch
 * @use: (nullable): takes the child who is here, where one is still to be chosen
 * @data: for @use
 *
 * Returns: (transfer full): the watch
 */
AtlasTwinWatch *
atlas_twin_watch_new (GtkWidget   *upn,
                      GtkWidget   *born,
                      AtlasTwinUse use,
                      gpointer     data)
{
  AtlasTwinWatch *self = g_new0 (AtlasTwinWatch, 1);

  self->upn = upn;
  self->born = born;
  self->use = use;
  self->data = data;
  self->others = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  return self;
}

static void
drop_row (AtlasTwinWatch *self)
{
  if (self->row != NULL)
    gtk_list_box_remove (GTK_LIST_BOX (gtk_widget_get_parent (self->row)), self->row);
  self->row = NULL;
  g_clear_pointer (&self->twin, atlas_twin_free);
}

/**
 * atlas_twin_watch_clear:
 *
 * Takes back what was flagged, and forgets who was said to be another child.
 */
void
atlas_twin_watch_clear (AtlasTwinWatch *self)
{
  g_cancellable_cancel (self->cancellable);
  drop_row (self);
  g_hash_table_remove_all (self->others);
}

void
atlas_twin_watch_free (AtlasTwinWatch *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->session);
  g_clear_pointer (&self->twin, atlas_twin_free);
  g_hash_table_unref (self->others);
  g_free (self);
}

/**
 * atlas_upn_dup:
 * @entry: where a unique pupil number is typed
 *
 * Returns: (transfer full) (nullable): the number as it is kept: capitals, no spaces; %NULL for
 *   nothing
 */
char *
atlas_upn_dup (GtkEditable *entry)
{
  g_autofree char *text = atlas_entry_dup (entry);
  g_auto(GStrv) parts = g_strsplit (text != NULL ? text : "", " ", -1);
  g_autofree char *joined = g_strjoinv (NULL, parts);

  return *joined != '\0' ? g_ascii_strup (joined, -1) : NULL;
}

/**
 * atlas_word_twin:
 * @twin: somebody who may be the same child
 * @on: the day of the page
 *
 * Returns: (transfer full): why, and who it is, without a name
 */
char *
atlas_word_twin (const AtlasTwin *twin,
                 AtlasDate        on)
{
  const AtlasChild *child = twin->child;
  g_autofree char *year = atlas_words_year_group (atlas_year_group (child->born, on));
  const char *town = child->town != NULL ? child->town : _("town not recorded");

  if (twin->has_same_upn)
    /* Translators: year group, town. */
    return g_strdup_printf (_("Possible duplicate, the same pupil number: %1$s, %2$s"), year, town);

  /* Translators: year group, town. */
  return g_strdup_printf (_("Possible duplicate, the same name and date of birth: %1$s, %2$s"),
                          year, town);
}

/* Where names are typed the other one's name helps. */
static char *
word_with_name (const AtlasTwin *twin,
                AtlasDate        on)
{
  const AtlasChild *child = twin->child;
  g_autofree char *words = atlas_word_twin (twin, on);

  /* Translators: a sentence about a child; first name, last name. */
  return g_strdup_printf (_("%1$s · %2$s %3$s"), words,
                          child->first_name != NULL ? child->first_name : "",
                          child->last_name != NULL ? child->last_name : "");
}

/* The form of a record is a window of its own, and the page opens in the one behind it. */
static void
open_cb (GtkButton      *button,
         AtlasTwinWatch *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (button));
  GtkWindow *behind = gtk_window_get_transient_for (GTK_WINDOW (root));
  g_autofree char *route = g_strdup_printf ("referral/%s", self->twin->reference);

  gtk_widget_activate_action (behind != NULL ? GTK_WIDGET (behind) : GTK_WIDGET (button), "win.go",
                              "s", route);
}

static void
use_cb (GtkButton      *button,
        AtlasTwinWatch *self)
{
  g_autoptr(AtlasChild) child = g_object_ref (self->twin->child);

  drop_row (self);
  self->use (child, self->data);
}

static void
other_cb (GtkButton      *button,
          AtlasTwinWatch *self)
{
  GtkWidget *field = self->twin->has_same_upn ? self->upn : self->born;

  g_hash_table_add (self->others,
                    g_strdup (atlas_record_get_id (ATLAS_RECORD (self->twin->child))));
  drop_row (self);
  gtk_widget_grab_focus (field);
}

static void
add_button (AtlasTwinWatch *self,
            GtkWidget      *box,
            const char     *label,
            GCallback       clicked_cb)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  g_signal_connect (button, "clicked", clicked_cb, self);
  gtk_box_append (GTK_BOX (box), button);
}

static void
show_twin (AtlasTwinWatch *self)
{
  GtkWidget *field = self->twin->has_same_upn ? self->upn : self->born;
  GtkListBox *list = GTK_LIST_BOX (gtk_widget_get_parent (field));
  AtlasDate on = atlas_session_get_as_of (self->session);
  g_autofree char *words = word_with_name (self->twin, on);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, SPACE);
  GtkWidget *label = gtk_label_new (words);
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  gtk_widget_set_layout_manager (buttons, g_object_new (ATLAS_TYPE_WRAP, NULL));
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (box, "atlas-fact-row");
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), buttons);
  if (self->use != NULL)
    add_button (self, buttons, _("Use That Child"), G_CALLBACK (use_cb));
  if (self->twin->reference != NULL)
    add_button (self, buttons, _("Open That Child"), G_CALLBACK (open_cb));
  add_button (self, buttons, _("It Is Another Child"), G_CALLBACK (other_cb));

  self->row = gtk_list_box_row_new ();
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self->row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self->row), FALSE);
  gtk_widget_set_focusable (self->row, FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->row), GTK_ACCESSIBLE_PROPERTY_LABEL, words,
                                  -1);
  gtk_list_box_insert (list, self->row, gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (field)) + 1);
  atlas_announce (field, words);
}

static gpointer
find_in_thread (AtlasStore   *store,
                gpointer      question,
                GCancellable *cancellable,
                GError      **error)
{
  return atlas_store_find_twins (store, question, error);
}

static void
found_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GError)    error = NULL;
  g_autoptr(GPtrArray) twins = g_task_propagate_pointer (G_TASK (result), &error);
  AtlasTwinWatch *self;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self = user_data;
  drop_row (self);
  if (twins == NULL)
    {
      g_warning ("Looking for the same child: %s", error->message);
      return;
    }

  while (twins->len > 0)
    {
      AtlasTwin *twin = g_ptr_array_steal_index (twins, 0);

      if (self->twin == NULL &&
          !g_hash_table_contains (self->others, atlas_record_get_id (ATLAS_RECORD (twin->child))))
        self->twin = twin;
      else
        atlas_twin_free (twin);
    }
  if (self->twin != NULL)
    show_twin (self);
}

/**
 * atlas_twin_watch_ask:
 * @session: the store
 * @question: (transfer full): what has been typed so far
 *
 * Looks for a child who is here already, and flags the first who was not said to be another.
 */
void
atlas_twin_watch_ask (AtlasTwinWatch    *self,
                      AtlasSession      *session,
                      AtlasTwinQuestion *question)
{
  gboolean has_name = question->first_name != NULL && question->last_name != NULL &&
                      question->born != ATLAS_DATE_NONE;

  g_set_object (&self->session, session);
  atlas_renew_cancellable (&self->cancellable);
  if (question->upn == NULL && !has_name)
    {
      atlas_twin_question_free (question);
      drop_row (self);
      return;
    }

  atlas_session_read_async (session, find_in_thread, question,
                            (GDestroyNotify) atlas_twin_question_free,
                            (GDestroyNotify) g_ptr_array_unref, self->cancellable, found_cb, self);
}
