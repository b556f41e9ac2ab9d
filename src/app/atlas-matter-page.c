/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-matter-page.h"

#include <glib/gi18n.h>
#include <string.h>

#include "app/atlas-compat.h"
#include "app/atlas-fact-row.h"
#include "app/atlas-session-work.h"
#include "app/atlas-ui.h"
#include "app/atlas-window.h"
#include "reports/atlas-matter.h"
#include "sync/atlas-settle.h"

/**
 * AtlasMatterPage:
 *
 * Settles what only people can settle: two versions, field by field; a change that was not
 * accepted; a place given twice. The verb makes one change set, which is sent like any other.
 */
struct _AtlasMatterPage
{
  AdwBin        parent_instance;

  AtlasSession *session;
  GCancellable *cancellable;
  AtlasMatter  *matter;         /* (nullable): until it is read */
  GPtrArray    *choices;        /* (element-type GtkCheckButton) (unowned): a line's other version,
                                   or whether a child keeps the place */

  /* Template */
  GtkLabel     *title;
  GtkLabel     *intro;
  GtkLabel     *author;
  GtkWidget    *open;
  GtkBox       *lines;
  GtkLabel     *fault;
  GtkFlowBox   *verbs;
};

G_DEFINE_FINAL_TYPE (AtlasMatterPage, atlas_matter_page, ADW_TYPE_BIN)

/* How something is to be settled, on its way to the writing thread. */
typedef struct {
  char       *type;
  char       *id;
  AtlasSettle settle;
  json_t     *values;           /* (nullable) */
  GStrv       keep;             /* (nullable) */
} Settlement;

static void
settlement_free (Settlement *settlement)
{
  g_free (settlement->type);
  g_free (settlement->id);
  g_clear_pointer (&settlement->values, json_decref);
  g_strfreev (settlement->keep);
  g_free (settlement);
}

static gpointer
settle_work (AtlasStore   *store,
             gpointer      data,
             GCancellable *cancellable,
             GError      **error)
{
  Settlement *settlement = data;

  if (strcmp (settlement->type, "conflict") == 0)
    return atlas_settle_conflict (store, settlement->id, settlement->settle, settlement->values,
                                  error);
  if (strcmp (settlement->type, "parked") == 0)
    return atlas_settle_parked (store, settlement->id, settlement->settle, NULL, error);
  return atlas_settle_question (store, settlement->id,
                                (const char * const *) settlement->keep, error);
}

static void
settled_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(AtlasMatterPage) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autofree char *set = atlas_store_service_write_finish (ATLAS_STORE_SERVICE (source), result,
                                                           &error);

  atlas_say (self->fault, NULL);
  if (error != NULL)
    {
      g_autofree char *fault = g_strdup_printf (_("This was not settled; nothing has changed. %s"),
                                                error->message);

      atlas_say (self->fault, fault);
      return;
    }

  atlas_window_toast_undo (GTK_WIDGET (self), _("Settled"));
  gtk_widget_activate_action (GTK_WIDGET (self), "win.back", NULL);
}

static void
settle (AtlasMatterPage *self,
        AtlasSettle      how,
        json_t          *values,
        GStrv            keep)
{
  Settlement *settlement = g_new0 (Settlement, 1);

  settlement->type = g_strdup (self->matter->type);
  settlement->id = g_strdup (self->matter->id);
  settlement->settle = how;
  settlement->values = values;
  settlement->keep = keep;
  atlas_store_service_write_async (atlas_session_get_service (self->session), settle_work,
                                   settlement, (GDestroyNotify) settlement_free, g_free, NULL,
                                   settled_cb, g_object_ref (self));
}

static guint
count_chosen (AtlasMatterPage *self)
{
  guint chosen = 0;

  for (guint i = 0; i < self->choices->len; i++)
    chosen += gtk_check_button_get_active (g_ptr_array_index (self->choices, i));

  return chosen;
}

/* Field by field: what was chosen of the other version is written, the rest stays. */
static void
save_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  AtlasMatterPage *self = ATLAS_MATTER_PAGE (widget);
  guint chosen = count_chosen (self);
  json_t *values;

  if (chosen == 0 || chosen == self->choices->len)
    {
      settle (self, chosen == 0 ? ATLAS_SETTLE_KEPT : ATLAS_SETTLE_TAKEN, NULL, NULL);
      return;
    }

  values = json_object ();
  for (guint i = 0; i < self->choices->len; i++)
    {
      AtlasMatterLine *line = g_ptr_array_index (self->matter->lines, i);

      if (gtk_check_button_get_active (g_ptr_array_index (self->choices, i)))
        json_object_set (values, line->key, line->proposed_value);
    }
  settle (self, ATLAS_SETTLE_EDITED, values, NULL);
}

static void
keep_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  settle (ATLAS_MATTER_PAGE (widget), ATLAS_SETTLE_KEPT, NULL, NULL);
}

static void
take_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  settle (ATLAS_MATTER_PAGE (widget), ATLAS_SETTLE_TAKEN, NULL, NULL);
}

static void
discard_action (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  settle (ATLAS_MATTER_PAGE (widget), ATLAS_SETTLE_DISCARDED, NULL, NULL);
}

static void
place_action (GtkWidget  *widget,
              const char *name,
              GVariant   *parameter)
{
  AtlasMatterPage *self = ATLAS_MATTER_PAGE (widget);
  GPtrArray *keep = g_ptr_array_new ();

  for (guint i = 0; i < self->choices->len; i++)
    {
      AtlasMatterLine *line = g_ptr_array_index (self->matter->lines, i);

      if (gtk_check_button_get_active (g_ptr_array_index (self->choices, i)))
        g_ptr_array_add (keep, g_strdup (line->key));
    }
  g_ptr_array_add (keep, NULL);
  settle (self, ATLAS_SETTLE_KEPT, NULL, (GStrv) g_ptr_array_free (keep, FALSE));
}

static GtkWidget *
make_choice (const char     *title,
             const char     *detail,
             GtkCheckButton *group,
             GtkWidget     **button)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *escaped = g_markup_escape_text (title, -1);

  *button = gtk_check_button_new ();
  gtk_widget_set_valign (*button, GTK_ALIGN_CENTER);
  gtk_check_button_set_group (GTK_CHECK_BUTTON (*button), group);
  gtk_accessible_update_property (GTK_ACCESSIBLE (*button), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  -1);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), escaped);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), detail);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), *button);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), *button);

  return row;
}

static AdwPreferencesGroup *
add_group (AtlasMatterPage *self,
           const char      *title)
{
  GtkWidget *group = adw_preferences_group_new ();

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), title != NULL ? title : "");
  gtk_box_append (self->lines, group);

  return ADW_PREFERENCES_GROUP (group);
}

static void
show_versions (AtlasMatterPage *self)
{
  for (guint i = 0; i < self->matter->lines->len; i++)
    {
      AtlasMatterLine *line = g_ptr_array_index (self->matter->lines, i);
      AdwPreferencesGroup *group = add_group (self, line->label);
      g_autofree char *before = g_strdup_printf (_("Before both: %s"), line->base);
      GtkWidget *stands;
      GtkWidget *other;

      adw_preferences_group_set_description (group, before);
      adw_preferences_group_add (group, make_choice (line->current, _("As it stands now"), NULL,
                                                     &stands));
      gtk_check_button_set_active (GTK_CHECK_BUTTON (stands), TRUE);
      adw_preferences_group_add (group, make_choice (line->proposed, _("The other version"),
                                                     GTK_CHECK_BUTTON (stands), &other));
      g_ptr_array_add (self->choices, other);
    }
}

static void
show_claimants (AtlasMatterPage *self)
{
  AdwPreferencesGroup *group = add_group (self, _("Who keeps a place?"));

  for (guint i = 0; i < self->matter->lines->len; i++)
    {
      AtlasMatterLine *line = g_ptr_array_index (self->matter->lines, i);
      GtkWidget *keeps;

      adw_preferences_group_add (group, make_choice (line->label, line->current, NULL, &keeps));
      gtk_check_button_set_active (GTK_CHECK_BUTTON (keeps), line->has_place);
      g_ptr_array_add (self->choices, keeps);
    }
}

static void
show_change (AtlasMatterPage *self)
{
  AdwPreferencesGroup *group = add_group (self, _("The change"));

  for (guint i = 0; i < self->matter->lines->len; i++)
    {
      AtlasMatterLine *line = g_ptr_array_index (self->matter->lines, i);
      g_autofree char *before = line->current != NULL
                                ? g_strdup_printf (_("Before: %s"), line->current) : NULL;

      adw_preferences_group_add (group, atlas_fact_row_new (line->label, line->proposed, before));
    }
}

static void
add_verb (AtlasMatterPage *self,
          const char      *label,
          const char      *action,
          gboolean         is_suggested)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);
  GtkWidget *child = gtk_flow_box_child_new ();

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  if (is_suggested)
    gtk_widget_add_css_class (button, "suggested-action");
  gtk_widget_set_focusable (child, FALSE);
  gtk_flow_box_child_set_child (GTK_FLOW_BOX_CHILD (child), button);
  gtk_flow_box_insert (self->verbs, child, -1);
}

static void
show_verbs (AtlasMatterPage *self)
{
  if (strcmp (self->matter->type, "question") == 0)
    add_verb (self, _("_Settle"), "matter.place", TRUE);
  else if (strcmp (self->matter->type, "parked") == 0)
    {
      add_verb (self, _("_Make It Again"), "matter.take", TRUE);
      add_verb (self, _("_Discard"), "matter.discard", FALSE);
    }
  else if (g_strcmp0 (self->matter->kind, "field") == 0)
    {
      add_verb (self, _("_Save Choice"), "matter.save", TRUE);
      add_verb (self, _("Use All as They _Stand"), "matter.keep", FALSE);
      add_verb (self, _("Use All of the _Other"), "matter.take", FALSE);
    }
  else
    {
      add_verb (self, _("_Keep It as It Stands"), "matter.keep", TRUE);
      if (g_strcmp0 (self->matter->kind, "deleted_edited") == 0)
        add_verb (self, _("_Delete It"), "matter.take", FALSE);
    }
}

static void
show_author (AtlasMatterPage *self)
{
  AtlasMatter *matter = self->matter;
  g_autoptr(GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr(GDateTime) made = NULL;
  g_autoptr(GDateTime) local = NULL;
  g_autofree char *when = NULL;
  g_autofree char *text = NULL;

  if (matter->made_at != NULL)
    made = g_date_time_new_from_iso8601 (matter->made_at, utc);
  if (made != NULL)
    local = g_date_time_to_local (made);
  if (local != NULL)
    when = g_date_time_format (local, _("%-d %B %Y, %H:%M"));
  if (when != NULL)
    /* Translators: who made the other version, and when */
    text = g_strdup_printf (_("The other version: %s, %s"),
                            matter->by != NULL ? matter->by : _("somebody else"), when);

  gtk_label_set_label (self->author, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->author), text != NULL);
}

static void
clear_page (AtlasMatterPage *self)
{
  GtkWidget *child;

  g_ptr_array_set_size (self->choices, 0);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->lines))) != NULL)
    gtk_box_remove (self->lines, child);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->verbs))) != NULL)
    gtk_flow_box_remove (self->verbs, child);
  gtk_widget_set_visible (GTK_WIDGET (self->fault), FALSE);
}

static void
show_matter (AtlasMatterPage *self)
{
  AtlasMatter *matter = self->matter;

  clear_page (self);
  gtk_label_set_label (self->title, matter->title);
  gtk_label_set_label (self->intro, matter->is_open ? matter->intro
                                                    : _("Somebody has settled this already."));
  gtk_widget_set_visible (self->open, matter->route != NULL);
  if (matter->route != NULL)
    gtk_actionable_set_action_target (GTK_ACTIONABLE (self->open), "s", matter->route);
  show_author (self);
  if (!matter->is_open)
    return;

  if (strcmp (matter->type, "question") == 0)
    show_claimants (self);
  else if (strcmp (matter->type, "parked") == 0)
    show_change (self);
  else
    show_versions (self);
  show_verbs (self);
}

/* A page that would say the same stays, with what a person has ticked on it. */
static gboolean
says_the_same (const AtlasMatter *one,
               const AtlasMatter *other)
{
  gboolean is_same = one != NULL && other != NULL && one->is_open == other->is_open &&
                     g_str_equal (one->id, other->id) && one->lines->len == other->lines->len;

  for (guint i = 0; is_same && i < one->lines->len; i++)
    {
      const AtlasMatterLine *a = g_ptr_array_index (one->lines, i);
      const AtlasMatterLine *b = g_ptr_array_index (other->lines, i);

      is_same = g_strcmp0 (a->key, b->key) == 0 && g_strcmp0 (a->label, b->label) == 0 &&
                g_strcmp0 (a->current, b->current) == 0 &&
                g_strcmp0 (a->proposed, b->proposed) == 0;
    }

  return is_same;
}

static void
matter_read_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  AtlasMatterPage *self = user_data;
  g_autoptr(GError) error = NULL;
  AtlasMatter *matter = atlas_store_service_read_finish (ATLAS_STORE_SERVICE (source), result,
                                                         &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (says_the_same (self->matter, matter))
    {
      atlas_matter_free (matter);
      return;
    }

  g_clear_pointer (&self->matter, atlas_matter_free);
  self->matter = matter;
  if (matter != NULL)
    {
      show_matter (self);
      return;
    }

  clear_page (self);
  gtk_label_set_label (self->title, _("Nothing to Settle"));
  gtk_label_set_label (self->intro, error->message);
  gtk_widget_set_visible (self->open, FALSE);
}

static gpointer
read_work (AtlasStore   *store,
           gpointer      data,
           GCancellable *cancellable,
           GError      **error)
{
  Settlement *wanted = data;

  return atlas_matter_new (store, wanted->type, wanted->id, error);
}

static void
atlas_matter_page_dispose (GObject *object)
{
  AtlasMatterPage *self = ATLAS_MATTER_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->session);
  g_clear_pointer (&self->matter, atlas_matter_free);
  g_clear_pointer (&self->choices, g_ptr_array_unref);

  G_OBJECT_CLASS (atlas_matter_page_parent_class)->dispose (object);
}

static void
atlas_matter_page_class_init (AtlasMatterPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = atlas_matter_page_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, ATLAS_UI "atlas-matter-page.ui");
  gtk_widget_class_bind_template_child (widget_class, AtlasMatterPage, title);
  gtk_widget_class_bind_template_child (widget_class, AtlasMatterPage, intro);
  gtk_widget_class_bind_template_child (widget_class, AtlasMatterPage, author);
  gtk_widget_class_bind_template_child (widget_class, AtlasMatterPage, open);
  gtk_widget_class_bind_template_child (widget_class, AtlasMatterPage, lines);
  gtk_widget_class_bind_template_child (widget_class, AtlasMatterPage, fault);
  gtk_widget_class_bind_template_child (widget_class, AtlasMatterPage, verbs);

  gtk_widget_class_install_action (widget_class, "matter.save", NULL, save_action);
  gtk_widget_class_install_action (widget_class, "matter.keep", NULL, keep_action);
  gtk_widget_class_install_action (widget_class, "matter.take", NULL, take_action);
  gtk_widget_class_install_action (widget_class, "matter.discard", NULL, discard_action);
  gtk_widget_class_install_action (widget_class, "matter.place", NULL, place_action);
}

static void
atlas_matter_page_init (AtlasMatterPage *self)
{
  self->cancellable = g_cancellable_new ();
  self->choices = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
atlas_matter_page_set_session (AtlasMatterPage *self,
                               AtlasSession    *session)
{
  g_return_if_fail (ATLAS_IS_MATTER_PAGE (self));

  g_set_object (&self->session, session);
}

/**
 * atlas_matter_page_show:
 * @type: `conflict`, `parked` or `question`
 * @id: its id
 *
 * Reads something that must be settled and shows it.
 */
void
atlas_matter_page_show (AtlasMatterPage *self,
                        const char      *type,
                        const char      *id)
{
  Settlement *wanted;

  g_return_if_fail (ATLAS_IS_MATTER_PAGE (self));

  atlas_renew_cancellable (&self->cancellable);

  wanted = g_new0 (Settlement, 1);
  wanted->type = g_strdup (type);
  wanted->id = g_strdup (id);
  atlas_store_service_read_async (atlas_session_get_service (self->session), read_work, wanted,
                                  (GDestroyNotify) settlement_free,
                                  (GDestroyNotify) atlas_matter_free, self->cancellable,
                                  matter_read_cb, self);
}
