/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-referral-new.h"

#include <glib/gi18n.h>

#include "app/atlas-compat.h"
#include "app/atlas-date-row.h"
#include "app/atlas-fact-row.h"
#include "app/atlas-fault.h"
#include "app/atlas-record-row.h"
#include "app/atlas-referral-choices.h"
#include "app/atlas-session-work.h"
#include "app/atlas-tier-choice.h"
#include "app/atlas-twin-watch.h"
#include "app/atlas-ui.h"
#include "app/atlas-view.h"
#include "app/atlas-window.h"
#include "records/atlas-codes.h"
#include "reports/atlas-words.h"
#include "rules/atlas-school-year.h"
#include "store/atlas-referral-changes.h"

#define KINDS "referral-kind"

/**
 * AtlasReferralNew:
 *
 * The form of a new referral, for a child who is here already or a new one. Leaving it keeps what
 * was typed as a draft.
 */
struct _AtlasReferralNew
{
  AdwBin                parent_instance;

  AtlasSession         *session;        /* (nullable): NULL until given */
  GCancellable         *cancellable;
  AtlasReferralChoices *choices;        /* (nullable): NULL until read */
  AtlasChild           *child;          /* (nullable): chosen, instead of a new one */
  GtkWidget            *fault_row;      /* (nullable) (unowned): below the field that it is about */
  AtlasTwinWatch       *twins;

  /* Template */
  GtkEditable          *find;
  GtkListBox           *found_list;
  GtkListBox           *child_list;
  GtkListBox           *exclusion_list;
  GtkListBox           *referral_list;
  AtlasFactRow         *chosen;
  GtkEditable          *first_name;
  GtkEditable          *last_name;
  AtlasDateRow         *born;
  GtkEditable          *upn;
  AtlasRecordRow       *area;
  GtkEditable          *town;
  AtlasRecordRow       *school;
  GtkEditable          *child_view;
  AdwComboRow          *exclusion_kind;
  AtlasDateRow         *excluded;
  AdwComboRow          *day_session;
  GtkSpinButton        *sessions;
  GtkWidget            *sessions_row;
  AdwComboRow          *kind;
  AdwComboRow          *tier;
  AtlasRecordRow       *asked;
  GtkEditable          *about;
};

G_DEFINE_FINAL_TYPE (AtlasReferralNew, atlas_referral_new, ADW_TYPE_BIN)

/* In the order of the row. */
static const char * const exclusion_kinds[] = { NULL, "PERM", "SUSP" };
static const char * const sessions_of_day[] = { "am", "pm" };

/* In the order in which atlas_referral_form_missing() looks. */
static const struct {
  const char *field;
  const char *words;
} faults[] = {
  { "first_name", N_("Give the child’s first name, or choose a child who is here already") },
  { "upn", N_("The letter that a pupil number begins with does not go with its digits. Look at the "
              "number again, or leave it empty; everything else stays.") },
  { "born", N_("Give the date of birth, as 20 November 2012; it must lie in the past") },
  { "area", N_("Choose the area that the child lives in") },
  { "excluded", N_("Give the day of the exclusion, as 20 November 2026; it must not lie ahead") },
  { "kind", N_("Choose what is asked for") },
  { "tier", N_("Choose the tier of support") },
};

static GtkWidget *
widget_of_field (AtlasReferralNew *self,
                 const char       *field)
{
  if (g_str_equal (field, "first_name"))
    return GTK_WIDGET (self->first_name);
  if (g_str_equal (field, "upn"))
    return GTK_WIDGET (self->upn);
  if (g_str_equal (field, "born"))
    return GTK_WIDGET (self->born);
  if (g_str_equal (field, "area"))
    return GTK_WIDGET (self->area);
  if (g_str_equal (field, "excluded"))
    return GTK_WIDGET (self->excluded);

  return GTK_WIDGET (g_str_equal (field, "kind") ? self->kind : self->tier);
}

static void
show_fault (AtlasReferralNew *self,
            const char       *field)
{
  const char *words = "";

  for (gsize i = 0; i < G_N_ELEMENTS (faults); i++)
    if (g_str_equal (faults[i].field, field))
      words = _(faults[i].words);

  atlas_fault_clear (&self->fault_row);
  self->fault_row = atlas_fault_show (widget_of_field (self, field), words);
}

static const char *
chosen_kind (AtlasReferralNew *self)
{
  g_autoptr(GPtrArray) kinds = atlas_codes_list (KINDS);
  guint kind = adw_combo_row_get_selected (self->kind);

  if (kind == 0 || kind > kinds->len)
    return NULL;

  return ((const AtlasCode *) g_ptr_array_index (kinds, kind - 1))->code;
}

static AtlasReferralForm *
read_form (AtlasReferralNew *self)
{
  AtlasReferralForm *form = atlas_referral_form_new ();
  guint exclusion = adw_combo_row_get_selected (self->exclusion_kind);

  if (self->child != NULL)
    form->child = g_strdup (atlas_record_get_id (ATLAS_RECORD (self->child)));
  form->first_name = atlas_entry_dup (self->first_name);
  form->last_name = atlas_entry_dup (self->last_name);
  form->born = atlas_date_row_get_date (self->born);
  form->upn = atlas_upn_dup (self->upn);
  form->town = atlas_entry_dup (self->town);
  form->child_view = atlas_entry_dup (self->child_view);
  form->area = g_strdup (atlas_record_row_get_id (self->area));
  form->school = g_strdup (atlas_record_row_get_id (self->school));
  form->asked = g_strdup (atlas_record_row_get_id (self->asked));
  form->exclusion_kind = g_strdup (exclusion_kinds[MIN (exclusion,
                                                        G_N_ELEMENTS (exclusion_kinds) - 1)]);
  form->excluded = atlas_date_row_get_date (self->excluded);
  form->session = g_strdup (sessions_of_day[adw_combo_row_get_selected (self->day_session) % 2]);
  if (exclusion == 2)
    form->sessions = gtk_spin_button_get_value_as_int (self->sessions);
  form->kind = g_strdup (chosen_kind (self));
  form->tier = (int) adw_combo_row_get_selected (self->tier);
  form->about = atlas_entry_dup (self->about);
  form->is_invented = atlas_session_is_demonstration (self->session);

  return form;
}

typedef struct {
  AtlasReferralForm *form;
  AtlasDate          on;
} MakeRequest;

static void
make_request_free (MakeRequest *request)
{
  atlas_referral_form_free (request->form);
  g_free (request);
}

typedef struct {
  char *reference;
  char *set_id;
} Made;

static void
made_free (Made *made)
{
  g_free (made->reference);
  g_free (made->set_id);
  g_free (made);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Made, made_free)

static gpointer
make_in_thread (AtlasStore   *store,
                gpointer      data,
                GCancellable *cancellable,
                GError      **error)
{
  MakeRequest *request = data;
  g_autofree char *reference = atlas_store_next_reference (store, error);
  g_autoptr(AtlasChangeSet) set = NULL;
  Made *made;

  if (reference == NULL)
    return NULL;

  set = atlas_referral_form_to_set (request->form, reference, request->on);
  if (!atlas_store_apply (store, set, error))
    return NULL;

  made = g_new0 (Made, 1);
  made->reference = g_steal_pointer (&reference);
  made->set_id = g_strdup (atlas_change_set_get_id (set));
  return made;
}

typedef struct {
  AtlasReferralNew *self;
  gboolean          is_draft;
} Making;

static void
made_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autofree Making *making = user_data;
  g_autoptr(AtlasReferralNew) self = making->self;
  g_autoptr(GError) error = NULL;
  g_autoptr(Made)   made = atlas_session_write_finish (self->session, result, &error);
  g_autofree char *text = NULL;
  g_autofree char *route = NULL;

  if (gtk_widget_get_root (GTK_WIDGET (self)) == NULL)
    return;

  if (made == NULL)
    {
      text = g_strdup_printf (_("Nothing was saved: %s"), error->message);
      atlas_window_toast (GTK_WIDGET (self), text);
      return;
    }

  /* Translators: a reference. */
  text = g_strdup_printf (making->is_draft ? _("%s kept as a draft") : _("%s: new referral"),
                          made->reference);
  atlas_window_toast_undo_set (GTK_WIDGET (self), text, made->set_id);
  if (making->is_draft)
    return;

  route = g_strdup_printf ("referral/%s", made->reference);
  atlas_view_go (GTK_WIDGET (self), route);
}

/* Takes @form. */
static void
make_referral (AtlasReferralNew  *self,
               AtlasReferralForm *form)
{
  MakeRequest *request = g_new0 (MakeRequest, 1);
  Making *making = g_new0 (Making, 1);

  request->form = form;
  request->on = atlas_session_get_as_of (self->session);
  making->self = g_object_ref (self);
  making->is_draft = form->is_draft;
  atlas_session_write_async (self->session, make_in_thread, request,
                             (GDestroyNotify) make_request_free, (GDestroyNotify) made_free,
                             NULL, made_cb, making);
}

static void
empty_fields (AtlasReferralNew *self)
{
  GtkEditable *texts[] = {
    self->find, self->first_name, self->last_name, self->upn, self->town, self->child_view,
    self->about,
  };
  AdwComboRow *choices[] = {
    self->exclusion_kind, self->day_session, self->kind, self->tier,
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    gtk_editable_set_text (texts[i], "");
  for (gsize i = 0; i < G_N_ELEMENTS (choices); i++)
    adw_combo_row_set_selected (choices[i], 0);
  atlas_record_row_set_id (self->area, NULL);
  atlas_record_row_set_id (self->school, NULL);
  atlas_record_row_set_id (self->asked, NULL);
  gtk_spin_button_set_value (self->sessions, 1);
  atlas_date_row_set_date (self->born, ATLAS_DATE_NONE);
  atlas_date_row_set_date (self->excluded, ATLAS_DATE_NONE);
  atlas_fault_clear (&self->fault_row);
  atlas_twin_watch_clear (self->twins);
}

static void
send_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  AtlasReferralNew *self = ATLAS_REFERRAL_NEW (widget);
  g_autoptr(AtlasReferralForm) form = read_form (self);
  const char *missing = atlas_referral_form_missing (form, atlas_session_get_as_of (self->session));

  atlas_fault_clear (&self->fault_row);
  if (missing != NULL)
    {
      show_fault (self, missing);
      return;
    }

  make_referral (self, g_steal_pointer (&form));
  empty_fields (self);
}

static void
draft_action (GtkWidget  *widget,
              const char *name,
              GVariant   *parameter)
{
  AtlasReferralNew *self = ATLAS_REFERRAL_NEW (widget);
  g_autoptr(AtlasReferralForm) form = read_form (self);

  atlas_fault_clear (&self->fault_row);
  form->is_draft = TRUE;
  if (atlas_referral_form_missing (form, atlas_session_get_as_of (self->session)) != NULL)
    {
      show_fault (self, "first_name");
      return;
    }

  make_referral (self, g_steal_pointer (&form));
  empty_fields (self);
  atlas_view_go (widget, "referrals");
}

/* A county may have words of its own for what is asked for. */
static void
fill_kinds (AtlasReferralNew   *self,
            const AtlasWording *wording,
            AtlasDate           on)
{
  g_autoptr(GPtrArray)     codes = atlas_codes_list (KINDS);
  g_autoptr(GtkStringList) labels = gtk_string_list_new (NULL);

  gtk_string_list_append (labels, _("Not chosen"));
  for (guint i = 0; i < codes->len; i++)
    {
      const AtlasCode *code = g_ptr_array_index (codes, i);

      gtk_string_list_append (labels, _(atlas_wording_code (wording, KINDS, code->code, on)));
    }
  adw_combo_row_set_model (self->kind, G_LIST_MODEL (labels));
}

/* A child under school age has three tiers, and their own words. */
static void
name_tiers (AtlasReferralNew *self)
{
  AtlasDate on;
  AtlasDate born = atlas_date_row_get_date (self->born);

  if (self->session == NULL || atlas_session_get_state (self->session) != ATLAS_SESSION_READY)
    return;

  on = atlas_session_get_as_of (self->session);
  if (self->child != NULL)
    born = self->child->born;
  atlas_tier_choice_fill (self->tier, atlas_session_get_wording (self->session), on,
                          atlas_is_early_years (chosen_kind (self), born, on));
}

/* Who is typed may be here already; the date of birth also says which tiers there are. */
static void
child_typed_cb (AtlasReferralNew *self)
{
  AtlasTwinQuestion *question;

  name_tiers (self);
  if (self->session == NULL || self->choices == NULL || self->child != NULL)
    return;

  question = g_new0 (AtlasTwinQuestion, 1);
  question->upn = atlas_upn_dup (self->upn);
  question->first_name = atlas_entry_dup (self->first_name);
  question->last_name = atlas_entry_dup (self->last_name);
  question->born = atlas_date_row_get_date (self->born);
  atlas_twin_watch_ask (self->twins, self->session, question);
}

static void
kind_changed_cb (AtlasReferralNew *self)
{
  name_tiers (self);
}

static void
show_child (AtlasReferralNew *self)
{
  GtkWidget *rows[] = {
    GTK_WIDGET (self->first_name), GTK_WIDGET (self->last_name), GTK_WIDGET (self->born),
    GTK_WIDGET (self->upn), GTK_WIDGET (self->area), GTK_WIDGET (self->town),
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    gtk_widget_set_visible (rows[i], self->child == NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->find), self->child == NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->child_view), self->child == NULL);
}

static char *
word_child (AtlasReferralNew *self,
            AtlasChild       *child)
{
  g_autofree char *year = NULL;

  year = atlas_words_year_group (atlas_year_group (child->born,
                                                   atlas_session_get_as_of (self->session)));

  /* Translators: first name, last name, year group, town. */
  return g_strdup_printf (_("%1$s %2$s · %3$s, %4$s"),
                          child->first_name != NULL ? child->first_name : "",
                          child->last_name != NULL ? child->last_name : "", year,
                          child->town != NULL ? child->town : _("town not recorded"));
}

static void
set_child (AtlasReferralNew *self,
           AtlasChild       *child)
{
  GtkWidget *row;

  g_set_object (&self->child, child);
  if (self->chosen != NULL)
    gtk_list_box_remove (self->child_list, GTK_WIDGET (self->chosen));
  self->chosen = NULL;
  if (child != NULL)
    {
      g_autofree char *words = word_child (self, child);
      GtkWidget *change = gtk_button_new_with_label (_("Change"));

      row = atlas_fact_row_new (_("Child"), words, NULL);
      gtk_actionable_set_action_name (GTK_ACTIONABLE (change), "new.other-child");
      gtk_widget_set_valign (change, GTK_ALIGN_CENTER);
      gtk_accessible_update_property (GTK_ACCESSIBLE (change), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      _("Choose another child"), -1);
      atlas_fact_row_add_suffix (ATLAS_FACT_ROW (row), change);
      gtk_list_box_insert (self->child_list, row, 0);
      self->chosen = ATLAS_FACT_ROW (row);
      atlas_record_row_set_id (self->school, child->establishment);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->found_list), FALSE);
  atlas_twin_watch_clear (self->twins);
  show_child (self);
  name_tiers (self);
}

static void
use_twin_cb (AtlasChild *child,
             gpointer    self)
{
  set_child (self, child);
}

static void
other_child_action (GtkWidget  *widget,
                    const char *name,
                    GVariant   *parameter)
{
  set_child (ATLAS_REFERRAL_NEW (widget), NULL);
}

static void
found_activated_cb (AtlasReferralNew *self,
                    GtkListBoxRow    *row)
{
  set_child (self, g_object_get_data (G_OBJECT (row), "atlas-child"));
}

static void
children_found_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr(GError)    error = NULL;
  g_autoptr(GPtrArray) children = g_task_propagate_pointer (G_TASK (result), &error);
  AtlasReferralNew *self;
  GtkWidget *old;

  if (children == NULL)
    return;

  self = user_data;
  while ((old = gtk_widget_get_first_child (GTK_WIDGET (self->found_list))) != NULL)
    gtk_list_box_remove (self->found_list, old);
  for (guint i = 0; i < children->len; i++)
    {
      AtlasChild *child = g_ptr_array_index (children, i);
      g_autofree char *words = word_child (self, child);
      GtkWidget *row = atlas_fact_row_new (_("Already here"), words, NULL);

      gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
      g_object_set_data_full (G_OBJECT (row), "atlas-child", g_object_ref (child), g_object_unref);
      gtk_list_box_append (self->found_list, row);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->found_list), children->len > 0);
}

static void
find_changed_cb (AtlasReferralNew *self)
{
  const char *words = gtk_editable_get_text (self->find);

  atlas_renew_cancellable (&self->cancellable);
  if (*words == '\0')
    {
      gtk_widget_set_visible (GTK_WIDGET (self->found_list), FALSE);
      return;
    }

  atlas_session_read_async (self->session, atlas_choices_find_children, g_strdup (words), g_free,
                            (GDestroyNotify) g_ptr_array_unref, self->cancellable,
                            children_found_cb, self);
}

static void
exclusion_changed_cb (AtlasReferralNew *self)
{
  guint selected = adw_combo_row_get_selected (self->exclusion_kind);

  gtk_widget_set_visible (GTK_WIDGET (self->excluded), selected > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->day_session), selected > 0);
  gtk_widget_set_visible (self->sessions_row, selected == 2);
}

static void
choices_read_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(AtlasReferralChoices) choices = g_task_propagate_pointer (G_TASK (result), &error);
  AtlasReferralNew *self;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self = user_data;
  if (choices == NULL)
    {
      g_autofree char *text = g_strdup_printf (_("The form could not be made ready: %s"),
                                               error->message);

      atlas_window_toast (GTK_WIDGET (self), text);
      return;
    }

  g_clear_pointer (&self->choices, atlas_choices_free);
  self->choices = g_steal_pointer (&choices);
  atlas_record_row_set_records (self->area, self->choices->areas, _("Not chosen"));
  atlas_record_row_set_records (self->school, self->choices->schools, _("Not chosen"));
  atlas_record_row_set_records (self->asked, self->choices->provisions, _("None yet"));
  fill_kinds (self, atlas_session_get_wording (self->session),
              atlas_session_get_as_of (self->session));
  name_tiers (self);
  if (self->choices->child != NULL)
    set_child (self, self->choices->child);
  else if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    gtk_widget_grab_focus (GTK_WIDGET (self->find));
}

static void
atlas_referral_new_dispose (GObject *object)
{
  AtlasReferralNew *self = ATLAS_REFERRAL_NEW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->session);
  g_clear_object (&self->child);
  g_clear_pointer (&self->twins, atlas_twin_watch_free);

  G_OBJECT_CLASS (atlas_referral_new_parent_class)->dispose (object);
}

static void
atlas_referral_new_finalize (GObject *object)
{
  g_clear_pointer (&ATLAS_REFERRAL_NEW (object)->choices, atlas_choices_free);

  G_OBJECT_CLASS (atlas_referral_new_parent_class)->finalize (object);
}

static void
atlas_referral_new_class_init (AtlasReferralNewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = atlas_referral_new_dispose;
  object_class->finalize = atlas_referral_new_finalize;

  g_type_ensure (ATLAS_TYPE_DATE_ROW);
  g_type_ensure (ATLAS_TYPE_RECORD_ROW);

  gtk_widget_class_set_template_from_resource (widget_class, ATLAS_UI "atlas-referral-new.ui");
  gtk_widget_class_bind_template_child (widget_class, AtlasReferralNew, find);
  gtk_widget_class_bind_template_child (widget_class, AtlasReferralNew, found_list);
  gtk_widget_class_bind_template_child (widget_class, AtlasReferralNew, child_list);
  gtk_widget_class_bind_template_child (widget_class, AtlasReferralNew, exclusion_list);
  gtk_widget_class_bind_template_child (widget_class, AtlasReferralNew, referral_list);
  gtk_widget_class_bind_template_child (widget_class, AtlasReferralNew, first_name);
  gtk_widget_class_bind_template_child (widget_class, AtlasReferralNew, last_name);
  gtk_widget_class_bind_template_child (widget_class, AtlasReferralNew, born);
  gtk_widget_class_bind_template_child (widget_class, AtlasReferralNew, upn);
  gtk_widget_class_bind_template_child (widget_class, AtlasReferralNew, area);
  gtk_widget_class_bind_template_child (widget_class, AtlasReferralNew, town);
  gtk_widget_class_bind_template_child (widget_class, AtlasReferralNew, school);
  gtk_widget_class_bind_template_child (widget_class, AtlasReferralNew, child_view);
  gtk_widget_class_bind_template_child (widget_class, AtlasReferralNew, exclusion_kind);
  gtk_widget_class_bind_template_child (widget_class, AtlasReferralNew, excluded);
  gtk_widget_class_bind_template_child (widget_class, AtlasReferralNew, day_session);
  gtk_widget_class_bind_template_child (widget_class, AtlasReferralNew, sessions);
  gtk_widget_class_bind_template_child (widget_class, AtlasReferralNew, sessions_row);
  gtk_widget_class_bind_template_child (widget_class, AtlasReferralNew, kind);
  gtk_widget_class_bind_template_child (widget_class, AtlasReferralNew, tier);
  gtk_widget_class_bind_template_child (widget_class, AtlasReferralNew, asked);
  gtk_widget_class_bind_template_child (widget_class, AtlasReferralNew, about);
  gtk_widget_class_bind_template_callback (widget_class, find_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, found_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, exclusion_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, child_typed_cb);
  gtk_widget_class_bind_template_callback (widget_class, kind_changed_cb);
  gtk_widget_class_install_action (widget_class, "new.send", NULL, send_action);
  gtk_widget_class_install_action (widget_class, "new.draft", NULL, draft_action);
  gtk_widget_class_install_action (widget_class, "new.other-child", NULL, other_child_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, GDK_CONTROL_MASK, "new.send",
                                       NULL);
}

static void
atlas_referral_new_init (AtlasReferralNew *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  fill_kinds (self, NULL, ATLAS_DATE_NONE);
  atlas_tier_choice_fill (self->tier, NULL, ATLAS_DATE_NONE, FALSE);
  self->twins = atlas_twin_watch_new (GTK_WIDGET (self->upn), GTK_WIDGET (self->born), use_twin_cb,
                                      self);
  atlas_name_combo_row (self->exclusion_kind, _("Exclusion"));
  atlas_name_combo_row (self->day_session, _("When in the day"));
  atlas_name_combo_row (self->kind, _("What is asked for"));
  atlas_name_combo_row (self->tier, _("Tier of support"));
  exclusion_changed_cb (self);
}

void
atlas_referral_new_set_session (AtlasReferralNew *self,
                                AtlasSession     *session)
{
  g_return_if_fail (ATLAS_IS_REFERRAL_NEW (self));

  g_set_object (&self->session, session);
}

/**
 * atlas_referral_new_begin:
 * @child: (nullable): id of the child that it is about
 *
 * Makes the form ready. What was typed and not sent stays.
 */
void
atlas_referral_new_begin (AtlasReferralNew *self,
                          const char       *child)
{
  g_return_if_fail (ATLAS_IS_REFERRAL_NEW (self));

  if (atlas_session_get_state (self->session) != ATLAS_SESSION_READY || self->choices != NULL)
    return;

  atlas_renew_cancellable (&self->cancellable);
  atlas_session_ask_async (self->session, atlas_choices_read, child,
                           (GDestroyNotify) atlas_choices_free, self->cancellable,
                           choices_read_cb, self);
}

/**
 * atlas_referral_new_leave:
 *
 * Keeps what was typed as a draft, if there is enough to keep, and empties the form.
 */
void
atlas_referral_new_leave (AtlasReferralNew *self)
{
  g_autoptr(AtlasReferralForm) form = NULL;

  g_return_if_fail (ATLAS_IS_REFERRAL_NEW (self));

  form = read_form (self);
  form->is_draft = TRUE;
  if (atlas_referral_form_missing (form, atlas_session_get_as_of (self->session)) == NULL &&
      (self->child == NULL || form->kind != NULL || form->about != NULL))
    make_referral (self, g_steal_pointer (&form));

  set_child (self, NULL);
  empty_fields (self);
  g_clear_pointer (&self->choices, atlas_choices_free);
}
