/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-action-list.h"

#include <glib/gi18n.h>

#include "app/atlas-record-form.h"

#define ACTION_ID "atlas-action-id"      /* of a row: which action it is */

/**
 * AtlasActionList:
 *
 * The actions of a county's strategies, a heading to each recommendation. A row opens the form in
 * which owner, date and status are set.
 */
struct _AtlasActionList
{
  AdwBin        parent_instance;

  AtlasSession *session;        /* (nullable): until there is something to show */
  char         *opened;         /* (nullable): id of the action whose form was opened last */
  GtkWidget    *sum;
  GtkWidget    *groups;
};

G_DEFINE_FINAL_TYPE (AtlasActionList, atlas_action_list, ADW_TYPE_BIN)

static void
open_form (AtlasActionList *self,
           const char      *id)
{
  const AtlasRecordFormAsk ask = { .type = &atlas_action_type, .id = id };

  if (self->session != NULL)
    atlas_record_form_open (GTK_WIDGET (self), self->session, &ask);
}

static void
row_activated_cb (AtlasActionList *self,
                  GtkWidget       *row)
{
  g_free (self->opened);
  self->opened = g_strdup (g_object_get_data (G_OBJECT (row), ACTION_ID));
  open_form (self, self->opened);
}

static void
add_clicked_cb (AtlasActionList *self)
{
  open_form (self, NULL);
}

static char *
word_title (AtlasAction *action)
{
  if (action->letter == NULL)
    return g_strdup (action->text);

  /* Translators: the letter of an action and what is to be done: "2a: …". */
  return g_strdup_printf (_("%1$s: %2$s"), action->letter, action->text);
}

static char *
word_facts (AtlasAction *action,
            AtlasDate    on)
{
  g_autofree char *due = atlas_action_word_due (action, on);
  const char *owner = action->owner != NULL ? action->owner : _("No owner");
  const char *status = atlas_action_word_status (action->status);

  return action->progress != NULL
         ? g_strdup_printf ("%s · %s · %s\n%s", status, owner, due, action->progress)
         : g_strdup_printf ("%s · %s · %s", status, owner, due);
}

static GtkWidget *
make_row (AtlasActionList *self,
          AtlasAction     *action,
          AtlasDate        on)
{
  g_autofree char *title = word_title (action);
  g_autofree char *facts = word_facts (action, on);
  GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW, "use-markup", FALSE, "title", title,
                                 "subtitle", facts, "title-lines", 0, "subtitle-lines", 0,
                                 "activatable", TRUE, NULL);

  if (atlas_action_is_late (action, on))
    adw_action_row_add_prefix (ADW_ACTION_ROW (row),
                               gtk_image_new_from_icon_name ("atlas-warning-symbolic"));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                             gtk_image_new_from_icon_name ("atlas-go-next-symbolic"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, facts, -1);
  g_object_set_data_full (G_OBJECT (row), ACTION_ID,
                          g_strdup (atlas_record_get_id (ATLAS_RECORD (action))), g_free);
  g_signal_connect_object (row, "activated", G_CALLBACK (row_activated_cb), self,
                           G_CONNECT_SWAPPED);

  return row;
}

/* Whoever closes a form is back where they were. */
static GtkWidget *
add_group (AtlasActionList        *self,
           const AtlasActionGroup *group,
           AtlasDate               on)
{
  GtkWidget *box = adw_preferences_group_new ();
  g_autofree char *title = atlas_action_word_group (group);
  g_autofree char *markup = g_markup_escape_text (title, -1);
  GtkWidget *opened = NULL;

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (box), markup);
  for (guint i = 0; i < group->actions->len; i++)
    {
      AtlasAction *action = g_ptr_array_index (group->actions, i);
      GtkWidget *row = make_row (self, action, on);

      adw_preferences_group_add (ADW_PREFERENCES_GROUP (box), row);
      if (g_strcmp0 (self->opened, atlas_record_get_id (ATLAS_RECORD (action))) == 0)
        opened = row;
    }
  gtk_box_append (GTK_BOX (self->groups), box);

  return opened;
}

static void
atlas_action_list_dispose (GObject *object)
{
  g_clear_object (&ATLAS_ACTION_LIST (object)->session);

  G_OBJECT_CLASS (atlas_action_list_parent_class)->dispose (object);
}

static void
atlas_action_list_finalize (GObject *object)
{
  g_free (ATLAS_ACTION_LIST (object)->opened);

  G_OBJECT_CLASS (atlas_action_list_parent_class)->finalize (object);
}

static void
atlas_action_list_class_init (AtlasActionListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = atlas_action_list_dispose;
  object_class->finalize = atlas_action_list_finalize;
}

static void
atlas_action_list_init (AtlasActionList *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);
  GtkWidget *add = gtk_button_new_with_label (_("Add an Action"));

  self->sum = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (self->sum), TRUE);
  gtk_label_set_xalign (GTK_LABEL (self->sum), 0);
  self->groups = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);
  gtk_widget_set_halign (add, GTK_ALIGN_START);
  g_signal_connect_object (add, "clicked", G_CALLBACK (add_clicked_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), self->sum);
  gtk_box_append (GTK_BOX (box), self->groups);
  gtk_box_append (GTK_BOX (box), add);
  adw_bin_set_child (ADW_BIN (self), box);
}

/* Nobody is taken away from another part of the window. */
static gboolean
may_have_focus (AtlasActionList *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus == NULL || gtk_widget_is_ancestor (focus, GTK_WIDGET (self));
}

/**
 * atlas_action_list_show:
 * @session: the store, for forms
 * @actions: what is to be shown
 */
void
atlas_action_list_show (AtlasActionList *self,
                        AtlasSession    *session,
                        AtlasActions    *actions)
{
  g_autofree char *sum = NULL;
  gboolean takes_focus = may_have_focus (self);
  GtkWidget *opened = NULL;
  GtkWidget *child;

  g_return_if_fail (ATLAS_IS_ACTION_LIST (self));

  g_set_object (&self->session, session);
  sum = actions->n_actions > 0 ? atlas_actions_word_sum (actions)
                               : g_strdup (_("The county pack has no actions."));
  gtk_label_set_label (GTK_LABEL (self->sum), sum);

  while ((child = gtk_widget_get_first_child (self->groups)) != NULL)
    gtk_box_remove (GTK_BOX (self->groups), child);
  for (guint i = 0; i < actions->groups->len; i++)
    {
      GtkWidget *row = add_group (self, g_ptr_array_index (actions->groups, i), actions->on);

      opened = row != NULL ? row : opened;
    }
  if (opened != NULL && takes_focus)
    gtk_widget_grab_focus (opened);
}
