/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-check-list.h"

#include <glib/gi18n.h>

#include "app/atlas-compat.h"
#include "app/atlas-fact-row.h"
#include "app/atlas-fault.h"
#include "app/atlas-form.h"
#include "app/atlas-session-work.h"
#include "app/atlas-ui.h"
#include "app/atlas-window.h"
#include "base/atlas-id.h"
#include "reports/atlas-check-words.h"
#include "reports/atlas-findings.h"

/**
 * AtlasCheckList:
 *
 * What rules find about one child or one provision. Each finding says on whose word it stands, and
 * can be passed with a reason; those that were are folded below. With no finding it is not seen.
 */
struct _AtlasCheckList
{
  AdwBin               parent_instance;

  AtlasSession        *session;    /* (nullable): NULL until first use */
  GCancellable        *cancellable;
  char                *id;         /* (nullable): of whom it is shown */
  GPtrArray           *findings;   /* (nullable) (element-type AtlasFinding): until they are read */
  GPtrArray           *rows;       /* (element-type GtkWidget) (unowned): in the group */

  /* Template */
  AdwPreferencesGroup *group;
};

G_DEFINE_FINAL_TYPE (AtlasCheckList, atlas_check_list, ADW_TYPE_BIN)

/* A form that passes one finding, alive as long as the form. */
typedef struct {
  AtlasCheckList     *list;
  GPtrArray          *findings;    /* what keeps @finding */
  const AtlasFinding *finding;
  GStrv               roles;
  AtlasForm          *form;        /* (unowned) */
  GtkWidget          *reason;      /* (unowned) */
  GtkWidget          *by;          /* (unowned) */
  GtkWidget          *role;        /* (unowned) */
} Passing;

static void
passing_free (Passing *passing)
{
  g_clear_object (&passing->list);
  g_ptr_array_unref (passing->findings);
  g_strfreev (passing->roles);
  g_free (passing);
}

static void
passed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(AtlasForm) form = user_data;
  g_autoptr(GError)    error = NULL;
  Passing *passing = g_object_get_data (G_OBJECT (form), "passing");
  AtlasChangeSet *set = g_object_get_data (G_OBJECT (form), "set");

  if (!atlas_session_apply_finish (passing->list->session, result, &error))
    {
      g_autofree char *fault = g_strdup_printf (_("Nothing was saved: %s"), error->message);

      atlas_form_set_fault (form, fault);
      return;
    }

  atlas_window_toast_undo_set (GTK_WIDGET (passing->list), atlas_change_set_get_label (set),
                               atlas_change_set_get_id (set));
  gtk_window_close (GTK_WINDOW (form));
}

static AtlasChangeSet *
make_set (Passing    *passing,
          const char *reason,
          const char *by)
{
  /* Translators: the name of a rule, as "Risk reduction plan at tier 3". */
  g_autofree char *label = g_strdup_printf (_("Passed: %s"), _(passing->finding->rule->title));
  g_autofree char *on = atlas_date_format (atlas_session_get_as_of (passing->list->session));
  g_autofree char *id = atlas_id_new ();
  guint role = adw_combo_row_get_selected (ADW_COMBO_ROW (passing->role));
  AtlasChangeSet *set = atlas_change_set_new (label);
  json_t *fields;

  fields = json_pack ("{s:[s, s], s:s, s:s, s:s, s:s, s:s}",
                      "subject", passing->finding->type->name, passing->finding->record,
                      "check", passing->finding->rule->id, "reason", reason, "by_name", by,
                      "role", passing->roles[role], "on", on);
  if (atlas_session_is_demonstration (passing->list->session))
    json_object_set_new (fields, "invented", json_true ());
  atlas_change_set_create (set, "passed", id, fields);

  return set;
}

static void
save_cb (Passing *passing)
{
  g_autofree char *reason = atlas_entry_dup (GTK_EDITABLE (passing->reason));
  g_autofree char *by = atlas_entry_dup (GTK_EDITABLE (passing->by));
  AtlasChangeSet *set;

  if (reason == NULL)
    {
      atlas_form_set_fault_at (passing->form, passing->reason,
                               _("Say why you go on; the reason stays on record."));
      return;
    }
  if (by == NULL)
    {
      atlas_form_set_fault_at (passing->form, passing->by, _("Say who decides this."));
      return;
    }

  set = make_set (passing, reason, by);
  g_object_set_data_full (G_OBJECT (passing->form), "set", set,
                          (GDestroyNotify) atlas_change_set_unref);
  atlas_session_apply_async (passing->list->session, set, NULL, passed_cb,
                             g_object_ref (passing->form));
}

/* Who uses the program decides, if the rule lets them; otherwise somebody says who did. */
static guint
find_role (Passing *passing)
{
  const char *own = atlas_session_get_role (passing->list->session);

  for (guint i = 0; passing->roles[i] != NULL; i++)
    if (g_strcmp0 (passing->roles[i], own) == 0)
      return i;

  return 0;
}

static void
ask_to_pass (AtlasCheckList     *self,
             const AtlasFinding *finding)
{
  Passing *passing = g_new0 (Passing, 1);
  g_autoptr(GPtrArray) roles = g_ptr_array_new ();

  passing->list = g_object_ref (self);
  passing->findings = g_ptr_array_ref (self->findings);
  passing->finding = finding;
  passing->roles = g_strsplit (finding->rule->passed_by, " ", -1);
  passing->form = atlas_form_new (GTK_WIDGET (self), _("Pass with a Reason"), _("_Pass"));
  g_object_set_data_full (G_OBJECT (passing->form), "passing", passing,
                          (GDestroyNotify) passing_free);
  for (guint i = 0; passing->roles[i] != NULL; i++)
    g_ptr_array_add (roles, (gpointer) atlas_words_role (passing->roles[i]));
  g_ptr_array_add (roles, NULL);

  atlas_form_set_intro (passing->form, finding->text);
  passing->reason = atlas_form_add_text (passing->form, _("_Reason"), NULL);
  passing->by = atlas_form_add_text (passing->form, _("_Decided by"), NULL);
  passing->role = atlas_form_add_choice (passing->form, _("_As"),
                                         (const char * const *) roles->pdata,
                                         find_role (passing));
  g_signal_connect_data (passing->form, "save", G_CALLBACK (save_cb), passing, NULL,
                         G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (passing->form));
}

static void
pass_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  AtlasCheckList *self = ATLAS_CHECK_LIST (widget);
  guint which = g_variant_get_uint32 (parameter);

  if (self->findings != NULL && which < self->findings->len)
    ask_to_pass (self, g_ptr_array_index (self->findings, which));
}

static GtkWidget *
make_button (const AtlasFinding *finding,
             guint               which)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (_("_Pass…"));
  g_autofree char *spoken = NULL;

  /* Translators: the name of a rule, as "Risk reduction plan at tier 3". */
  spoken = g_strdup_printf (_("Pass with a reason: %s"), _(finding->rule->title));
  gtk_widget_set_tooltip_text (button, _("Pass with a Reason"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken,
                                  -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "check.pass");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "u", which);

  return button;
}

static GtkWidget *
make_row (const AtlasFinding *finding,
          guint               which)
{
  /* Translators: a rule in a sentence, and the document that it is from. */
  g_autofree char *source = g_strdup_printf (_("%s %s"), _(finding->rule->rule), finding->source);
  GtkWidget *row = atlas_fact_row_new (_(finding->rule->title), finding->text, source);

  atlas_fact_row_add_suffix (ATLAS_FACT_ROW (row), make_button (finding, which));

  return row;
}

static GtkWidget *
make_passed_row (const AtlasFinding *finding)
{
  const AtlasPassed *passed = finding->passed;
  g_autofree char *on = atlas_date_format_long (passed->on);
  g_autofree char *who = NULL;

  /* Translators: who, as what, and when: "A. Smith, Area lead, 2 November 2026". */
  who = g_strdup_printf (_("%s, %s, %s"), passed->by_name, atlas_words_role (passed->role), on);

  return atlas_fact_row_new (_(finding->rule->title), passed->reason, who);
}

static void
add_passed (AtlasCheckList *self,
            guint           n_passed)
{
  GtkWidget *fold = adw_expander_row_new ();
  g_autofree char *title = NULL;

  /* Translators: how many findings somebody went on in spite of. */
  title = g_strdup_printf (ngettext ("%u passed with a reason", "%u passed with a reason",
                                     n_passed), n_passed);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (fold), title);
  atlas_name_expander_row (ADW_EXPANDER_ROW (fold));
  for (guint i = 0; i < self->findings->len; i++)
    {
      const AtlasFinding *finding = g_ptr_array_index (self->findings, i);

      if (finding->passed != NULL)
        adw_expander_row_add_row (ADW_EXPANDER_ROW (fold), make_passed_row (finding));
    }
  adw_preferences_group_add (self->group, fold);
  g_ptr_array_add (self->rows, fold);
}

static void
clear_rows (AtlasCheckList *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->group, g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
}

static void
show_findings (AtlasCheckList *self)
{
  guint n_passed = atlas_findings_count_passed (self->findings);

  clear_rows (self);
  for (guint i = 0; i < self->findings->len; i++)
    {
      const AtlasFinding *finding = g_ptr_array_index (self->findings, i);
      GtkWidget *row;

      if (finding->passed != NULL)
        continue;
      row = make_row (finding, i);
      adw_preferences_group_add (self->group, row);
      g_ptr_array_add (self->rows, row);
    }
  if (n_passed > 0)
    add_passed (self, n_passed);

  gtk_widget_set_visible (GTK_WIDGET (self), self->findings->len > 0);
}

static gpointer
read_child_in_thread (AtlasStore   *store,
                      gpointer      data,
                      GCancellable *cancellable,
                      GError      **error)
{
  AtlasAsked *asked = data;

  return atlas_findings_of_child (store, asked->of, asked->on, error);
}

static gpointer
read_provision_in_thread (AtlasStore   *store,
                          gpointer      data,
                          GCancellable *cancellable,
                          GError      **error)
{
  AtlasAsked *asked = data;

  return atlas_findings_of_provision (store, asked->of, asked->on, error);
}

static void
findings_read_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr(GError)    error = NULL;
  g_autoptr(GPtrArray) read = g_task_propagate_pointer (G_TASK (result), &error);
  AtlasCheckList *self;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self = user_data;
  if (read == NULL)
    {
      g_warning ("Reading what is to be checked: %s", error->message);
      gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
      return;
    }

  g_clear_pointer (&self->findings, g_ptr_array_unref);
  self->findings = g_steal_pointer (&read);
  show_findings (self);
}

static void
show (AtlasCheckList *self,
      AtlasSession   *session,
      AtlasStoreWork  work,
      const char     *id)
{
  /* What was found about somebody else is not to be seen here, not even for a moment. */
  if (g_strcmp0 (self->id, id) != 0)
    {
      gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
      g_free (self->id);
      self->id = g_strdup (id);
    }
  g_set_object (&self->session, session);
  atlas_renew_cancellable (&self->cancellable);
  atlas_session_ask_async (session, work, id, (GDestroyNotify) g_ptr_array_unref,
                           self->cancellable, findings_read_cb, self);
}

static void
atlas_check_list_dispose (GObject *object)
{
  AtlasCheckList *self = ATLAS_CHECK_LIST (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->session);
  g_clear_pointer (&self->findings, g_ptr_array_unref);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->id, g_free);

  G_OBJECT_CLASS (atlas_check_list_parent_class)->dispose (object);
}

static void
atlas_check_list_class_init (AtlasCheckListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = atlas_check_list_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, ATLAS_UI "atlas-check-list.ui");
  gtk_widget_class_bind_template_child (widget_class, AtlasCheckList, group);
  gtk_widget_class_install_action (widget_class, "check.pass", "u", pass_action);
}

static void
atlas_check_list_init (AtlasCheckList *self)
{
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * atlas_check_list_show_child:
 * @session: the store
 * @child: id of a child
 *
 * Reads what rules find about a child, and shows it; what is shown stays until then.
 */
void
atlas_check_list_show_child (AtlasCheckList *self,
                             AtlasSession   *session,
                             const char     *child)
{
  g_return_if_fail (ATLAS_IS_CHECK_LIST (self));

  show (self, session, read_child_in_thread, child);
}

/**
 * atlas_check_list_show_provision:
 * @session: the store
 * @provision: id of a provision
 *
 * Reads what rules find about a provision, and shows it; what is shown stays until then.
 */
void
atlas_check_list_show_provision (AtlasCheckList *self,
                                 AtlasSession   *session,
                                 const char     *provision)
{
  g_return_if_fail (ATLAS_IS_CHECK_LIST (self));

  show (self, session, read_provision_in_thread, provision);
}
