/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-referral-page.h"

#include <glib/gi18n.h>

#include "app/atlas-attachment-list.h"
#include "app/atlas-check-list.h"
#include "app/atlas-chip.h"
#include "app/atlas-clock-list.h"
#include "app/atlas-day6-cells.h"
#include "app/atlas-flow.h"
#include "app/atlas-record-list.h"
#include "app/atlas-referral-records.h"
#include "app/atlas-referral-sections.h"
#include "app/atlas-referral-verbs.h"
#include "app/atlas-referral-words.h"
#include "app/atlas-reflow.h"
#include "app/atlas-session-work.h"
#include "app/atlas-step-pane.h"
#include "app/atlas-ui.h"
#include "app/atlas-view.h"
#include "app/atlas-wrap.h"
#include "base/atlas-error.h"
#include "reports/atlas-story-words.h"
#include "reports/atlas-words.h"

#define PAGE_WAIT    "wait"
#define PAGE_CASE    "case"
#define PAGE_MISSING "missing"
#define GAP_ABOVE   12          /* pixels above the section that is gone to */
#define NARROW_EM    48.0       /* below this, tabs become a list of sections */
#define N_SECTIONS   6

/**
 * AtlasReferralPage:
 *
 * The record of one referral: its clock and next step, what the child wants, and then its story,
 * plan, documents, registration, people and history, as tabs where there is room and one below the
 * other where not. All that is recorded about the child is added and changed here.
 */
struct _AtlasReferralPage
{
  AdwBin               parent_instance;

  AtlasSession        *session; /* (nullable): NULL until given */
  GCancellable        *cancellable;
  char                *reference; /* (nullable) */
  AtlasReferralCase   *shown;   /* (nullable): NULL until read */
  gboolean             is_narrow;
  GtkWidget           *goal;            /* (nullable) (unowned): section to bring to the top */
  gboolean             is_going;        /* the page scrolls by itself */
  guint                goal_id;
  gboolean             is_new;  /* another referral is being shown than before */
  char                *form;    /* (nullable): type of a record whose form opens once it is read */

  /* Template */
  GtkStack            *stack;
  AdwStatusPage       *missing;
  AtlasDay6Cells      *clock;
  GtkScrolledWindow   *scroller;
  GtkLabel            *clock_label;
  GtkWidget           *calendar_button;
  AtlasStepPane       *step_pane;
  GtkLabel            *place_label;
  AtlasChip           *state_chip;
  AtlasChip           *step_chip;
  GtkLabel            *child_view;
  GtkLabel            *family_view;
  AtlasCheckList      *checks;
  AtlasClockList      *clocks;
  GtkWidget           *tabs;
  GtkWidget           *story_tab;
  GtkWidget           *plan_tab;
  GtkWidget           *registration_tab;
  GtkWidget           *documents_tab;
  GtkWidget           *people_tab;
  GtkWidget           *history_tab;
  GtkWidget           *story_section;
  GtkWidget           *plan_section;
  GtkWidget           *registration_section;
  GtkWidget           *documents_section;
  GtkWidget           *people_section;
  GtkWidget           *history_section;
  GtkListBox          *story_list;
  GtkListBox          *plan_list;
  GtkListBox          *people_list;
  GtkListBox          *history_list;
  AtlasAttachmentList *documents;
  AtlasRecordList     *event_records;
  AtlasRecordList     *plan_records;
  AtlasRecordList     *registration_records;
  GtkWidget           *verbs;
};

G_DEFINE_FINAL_TYPE (AtlasReferralPage, atlas_referral_page, ADW_TYPE_BIN)

typedef enum { SIGNAL_SHOWN } AtlasReferralPageSignal;
static guint signals[SIGNAL_SHOWN + 1];

/* In the order of AtlasReferralVerb. */
static const char * const verb_actions[ATLAS_REFERRAL_N_VERBS] = {
  "referral.send", "referral.look-at", "referral.to-panel", "referral.offer", "referral.accept",
  "referral.not-agree", "referral.start", "referral.education", "referral.end", "referral.wait",
  "referral.review", "referral.resume", "referral.move-on", "referral.reopen",
};

/* What is most likely to be wanted next stands first; it is what Ctrl+Return does. */
static const AtlasReferralVerb main_verbs[] = {
  ATLAS_REFERRAL_VERB_SEND, ATLAS_REFERRAL_VERB_START, ATLAS_REFERRAL_VERB_ACCEPT,
  ATLAS_REFERRAL_VERB_OFFER, ATLAS_REFERRAL_VERB_EDUCATION,
};

static void
update_actions (AtlasReferralPage *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  gboolean has_case = self->shown != NULL;

  for (int i = 0; i < ATLAS_REFERRAL_N_VERBS; i++)
    gtk_widget_action_set_enabled (widget, verb_actions[i], has_case &&
                                   atlas_referral_can (self->shown, (AtlasReferralVerb) i));
  gtk_widget_action_set_enabled (widget, "referral.note", has_case);
  gtk_widget_action_set_enabled (widget, "referral.find", has_case);
  gtk_widget_action_set_enabled (widget, "referral.edit-next", has_case);
  gtk_widget_action_set_enabled (widget, "referral.edit-plan", has_case);
  gtk_widget_action_set_enabled (widget, "referral.edit-details", has_case);
  gtk_widget_action_set_enabled (widget, "referral.edit-people",
                                 has_case && self->shown->child != NULL);
  /* One that is on another laptop only is not made a second time. */
  gtk_widget_action_set_enabled (widget, "referral.edit-exclusion", has_case &&
                                 (self->shown->exclusion != NULL ||
                                  self->shown->referral->exclusion == NULL));
}

static const char *
find_main_verb (AtlasReferralPage *self)
{
  for (gsize i = 0; self->shown != NULL && i < G_N_ELEMENTS (main_verbs); i++)
    if (atlas_referral_can (self->shown, main_verbs[i]))
      return verb_actions[main_verbs[i]];

  return NULL;
}

static void
verb_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  AtlasReferralPage *self = ATLAS_REFERRAL_PAGE (widget);
  AtlasReferralVerb verb = ATLAS_REFERRAL_VERB_SEND;

  while (!g_str_equal (verb_actions[verb], name))
    verb++;

  atlas_referral_take (widget, self->session, self->shown, verb);
}

static void
edit_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  AtlasReferralPage *self = ATLAS_REFERRAL_PAGE (widget);

  if (g_str_equal (name, "referral.note"))
    atlas_referral_ask_note (widget, self->session, self->shown);
  else if (g_str_equal (name, "referral.edit-next"))
    atlas_referral_ask_next (widget, self->session, self->shown);
  else
    atlas_referral_ask_plan (widget, self->session, self->shown);
}

static void
record_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  AtlasReferralPage *self = ATLAS_REFERRAL_PAGE (widget);
  const char *target = g_variant_get_string (parameter, NULL);

  if (self->shown == NULL)
    return;
  if (g_str_equal (name, "record.add"))
    atlas_referral_add_record (widget, self->session, self->shown, target);
  else
    atlas_referral_edit_record (widget, self->session, self->shown, target);
}

static void
edit_record (AtlasReferralPage *self,
             gpointer           record)
{
  AtlasRecord *edited = ATLAS_RECORD (record);
  g_autofree char *target = g_strdup_printf ("%s/%s", atlas_record_get_record_type (edited)->name,
                                             atlas_record_get_id (edited));

  atlas_referral_edit_record (GTK_WIDGET (self), self->session, self->shown, target);
}

static void
people_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  AtlasReferralPage *self = ATLAS_REFERRAL_PAGE (widget);

  if (g_str_equal (name, "referral.edit-people"))
    edit_record (self, self->shown->child);
  else if (g_str_equal (name, "referral.edit-details"))
    edit_record (self, self->shown->referral);
  else if (self->shown->exclusion != NULL)
    edit_record (self, self->shown->exclusion);
  else
    atlas_referral_add_record (widget, self->session, self->shown, atlas_exclusion_type.name);
}

static void
find_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  AtlasReferralPage *self = ATLAS_REFERRAL_PAGE (widget);
  g_autofree char *route = g_strdup_printf ("referral/%s?page=places",
                                            self->shown->referral->reference);

  atlas_view_go (widget, route);
}

static void
main_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  const char *verb = find_main_verb (ATLAS_REFERRAL_PAGE (widget));

  if (verb != NULL)
    gtk_widget_activate_action (widget, verb, NULL);
}

/* Only what can be done is shown, and what is likely to be next stands out. */
static void
show_verbs (AtlasReferralPage *self)
{
  const char *main_verb = find_main_verb (self);

  for (GtkWidget *button = gtk_widget_get_first_child (self->verbs);
       button != NULL;
       button = gtk_widget_get_next_sibling (button))
    {
      const char *action = gtk_actionable_get_action_name (GTK_ACTIONABLE (button));
      gboolean is_visible = TRUE;

      for (int i = 0; i < ATLAS_REFERRAL_N_VERBS; i++)
        if (g_str_equal (action, verb_actions[i]))
          is_visible = atlas_referral_can (self->shown, (AtlasReferralVerb) i);
      gtk_widget_set_visible (button, is_visible);
      if (g_strcmp0 (action, main_verb) == 0)
        gtk_widget_add_css_class (button, "suggested-action");
      else
        gtk_widget_remove_css_class (button, "suggested-action");
    }
}

/* A due day that may move leads to the page where the missing days are entered. */
static void
show_calendar_button (AtlasReferralPage *self)
{
  const AtlasReferralCase *shown = self->shown;
  const char *school = shown->exclusion != NULL ? shown->exclusion->establishment : NULL;
  gboolean is_provisional = shown->day6 != NULL &&
                            shown->status.clock.provisional != ATLAS_PROVISIONAL_NOT;
  g_autofree char *route = g_strconcat ("calendar/", school != NULL ? school : "county", NULL);

  gtk_widget_set_visible (self->calendar_button, is_provisional);
  atlas_view_set_route (GTK_ACTIONABLE (self->calendar_button), is_provisional ? route : NULL);
}

static void
show_header (AtlasReferralPage *self)
{
  const AtlasReferralCase *shown = self->shown;
  const AtlasClock *clock = &shown->status.clock;
  gboolean is_near = clock->state == ATLAS_CLOCK_DUE || clock->state == ATLAS_CLOCK_LATE;
  g_autofree char *words = atlas_words_clock (clock);
  g_autofree char *sentence = atlas_referral_word_clock (shown);
  g_autofree char *place = atlas_referral_word_place (shown);
  const char *state = atlas_referral_word_state (shown);
  const char *step = atlas_words_code ("referral-step", shown->referral->step);
  const char *view = shown->child != NULL ? shown->child->child_view : NULL;
  const char *family = shown->child != NULL ? shown->child->family_view : NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->clock), shown->day6 != NULL);
  atlas_day6_cells_set (self->clock, shown->status.cells, words, is_near);
  gtk_label_set_label (self->clock_label, sentence);
  gtk_widget_set_visible (GTK_WIDGET (self->clock_label), !g_str_equal (sentence, words));
  show_calendar_button (self);
  atlas_step_pane_show (self->step_pane, self->session, self->shown);
  gtk_label_set_label (self->place_label, place);
  atlas_chip_set_label (self->state_chip, state);
  atlas_chip_set_label (self->step_chip, g_str_equal (state, step) ? NULL : step);
  gtk_label_set_label (self->child_view, view != NULL ? view : _("Not asked yet"));
  gtk_label_set_label (self->family_view, family != NULL ? family : _("Not asked yet"));
}

static void
show_records (AtlasReferralPage *self)
{
  AtlasRecordList *lists[] = { self->event_records, self->plan_records,
                               self->registration_records };
  g_autofree char *suspensions = atlas_referral_word_suspensions (self->shown);

  atlas_record_list_set_note (self->registration_records, &atlas_exclusion_type, suspensions);
  for (gsize i = 0; i < G_N_ELEMENTS (lists); i++)
    atlas_record_list_show (lists[i], self->shown->records);
}

static void
open_pending_form (AtlasReferralPage *self)
{
  g_autofree char *form = g_steal_pointer (&self->form);
  const AtlasType *type = form != NULL ? atlas_type_find (form) : NULL;

  if (type != NULL && atlas_type_is_of_child (type))
    atlas_referral_add_record (GTK_WIDGET (self), self->session, self->shown, form);
}

static void
show_case (AtlasReferralPage *self)
{
  show_header (self);
  atlas_check_list_show_child (self->checks, self->session, self->shown->referral->child);
  atlas_clock_list_show_child (self->clocks, self->session, self->shown->referral->child);
  show_verbs (self);
  update_actions (self);
  atlas_referral_fill_story (self->story_list, self->shown);
  atlas_referral_fill_plan (self->plan_list, self->shown);
  atlas_referral_fill_people (self->people_list, self->shown);
  atlas_referral_fill_history (self->history_list, self->shown);
  show_records (self);
  atlas_attachment_list_show (self->documents, self->session, self->shown);
  gtk_stack_set_visible_child_name (self->stack, PAGE_CASE);

  /* The keys of the page work from the start, and what can be done is the first thing heard. */
  if (self->is_new && gtk_widget_get_mapped (GTK_WIDGET (self)))
    gtk_widget_child_focus (self->verbs, GTK_DIR_TAB_FORWARD);
  self->is_new = FALSE;
  g_signal_emit (self, signals[SIGNAL_SHOWN], 0);
  open_pending_form (self);
}

static void
show_missing (AtlasReferralPage *self,
              const GError      *error)
{
  g_autofree char *title = NULL;

  if (g_error_matches (error, ATLAS_ERROR, ATLAS_ERROR_NOT_FOUND))
    {
      /* Translators: a reference. */
      title = g_strdup_printf (_("%s is not on this laptop"), self->reference);
      adw_status_page_set_description (self->missing,
                                       _("It may lie outside what this laptop is given, or have "
                                         "been undone."));
    }
  else
    {
      title = g_strdup (_("The referral could not be read"));
      adw_status_page_set_description (self->missing, error->message);
    }
  adw_status_page_set_title (self->missing, title);
  g_clear_pointer (&self->shown, atlas_referral_case_unref);
  update_actions (self);
  gtk_stack_set_visible_child_name (self->stack, PAGE_MISSING);
}

static gpointer
read_in_thread (AtlasStore   *store,
                gpointer      data,
                GCancellable *cancellable,
                GError      **error)
{
  AtlasAsked *asked = data;

  return atlas_store_read_referral_case (store, asked->of, asked->on, error);
}

static void
case_read_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(GError)            error = NULL;
  g_autoptr(AtlasReferralCase) read = g_task_propagate_pointer (G_TASK (result), &error);
  AtlasReferralPage *self;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self = user_data;
  if (read == NULL)
    {
      show_missing (self, error);
      return;
    }

  g_clear_pointer (&self->shown, atlas_referral_case_unref);
  self->shown = g_steal_pointer (&read);
  show_case (self);
}

static gboolean
go_in_idle (gpointer user_data)
{
  AtlasReferralPage *self = user_data;
  GtkWidget *viewport = gtk_scrolled_window_get_child (self->scroller);
  GtkWidget *content = gtk_viewport_get_child (GTK_VIEWPORT (viewport));
  graphene_point_t top = GRAPHENE_POINT_INIT (0, 0);
  graphene_point_t at;

  self->goal_id = 0;
  if (self->goal == NULL || !self->is_narrow ||
      !gtk_widget_compute_point (self->goal, content, &top, &at))
    return G_SOURCE_REMOVE;

  self->is_going = TRUE;
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller),
                            at.y - GAP_ABOVE);
  self->is_going = FALSE;
  return G_SOURCE_REMOVE;
}

/* Where the sections stand one below the other, those above it grow as they are read. */
static void
range_changed_cb (AtlasReferralPage *self)
{
  if (self->goal != NULL && self->goal_id == 0)
    self->goal_id = g_idle_add (go_in_idle, self);
}

/* From then on a person decides. */
static void
scrolled_cb (AtlasReferralPage *self)
{
  if (!self->is_going)
    self->goal = NULL;
}

static void
show_sections (AtlasReferralPage *self)
{
  GtkWidget *tabs[] = {
    self->story_tab, self->plan_tab, self->documents_tab, self->registration_tab, self->people_tab,
    self->history_tab,
  };
  GtkWidget *sections[] = {
    self->story_section, self->plan_section, self->documents_section, self->registration_section,
    self->people_section, self->history_section,
  };

  gtk_widget_set_visible (self->tabs, !self->is_narrow);
  for (gsize i = 0; i < N_SECTIONS; i++)
    {
      GtkWidget *heading = gtk_widget_get_first_child (sections[i]);

      gtk_widget_set_visible (sections[i], self->is_narrow ||
                              gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (tabs[i])));
      gtk_widget_set_visible (heading, self->is_narrow);
    }
}

static void
reflow (GtkWidget *widget,
        double     width_em)
{
  AtlasReferralPage *self = ATLAS_REFERRAL_PAGE (widget);

  self->is_narrow = width_em < NARROW_EM;
  show_sections (self);
}

static void
atlas_referral_page_dispose (GObject *object)
{
  AtlasReferralPage *self = ATLAS_REFERRAL_PAGE (object);

  g_clear_handle_id (&self->goal_id, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (atlas_referral_page_parent_class)->dispose (object);
}

static void
atlas_referral_page_finalize (GObject *object)
{
  AtlasReferralPage *self = ATLAS_REFERRAL_PAGE (object);

  g_clear_pointer (&self->shown, atlas_referral_case_unref);
  g_free (self->reference);
  g_free (self->form);

  G_OBJECT_CLASS (atlas_referral_page_parent_class)->finalize (object);
}

static void
atlas_referral_page_class_init (AtlasReferralPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = atlas_referral_page_dispose;
  object_class->finalize = atlas_referral_page_finalize;

  /**
   * AtlasReferralPage::shown:
   *
   * A referral has been read, or read again.
   */
  signals[SIGNAL_SHOWN] = g_signal_new ("shown", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                        NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (ATLAS_TYPE_ATTACHMENT_LIST);
  g_type_ensure (ATLAS_TYPE_CHECK_LIST);
  g_type_ensure (ATLAS_TYPE_CHIP);
  g_type_ensure (ATLAS_TYPE_CLOCK_LIST);
  g_type_ensure (ATLAS_TYPE_DAY6_CELLS);
  g_type_ensure (ATLAS_TYPE_FLOW);
  g_type_ensure (ATLAS_TYPE_RECORD_LIST);
  g_type_ensure (ATLAS_TYPE_STEP_PANE);
  g_type_ensure (ATLAS_TYPE_WRAP);

  gtk_widget_class_set_template_from_resource (widget_class, ATLAS_UI "atlas-referral-page.ui");
  gtk_widget_class_bind_template_child (widget_class, AtlasReferralPage, stack);
  gtk_widget_class_bind_template_child (widget_class, AtlasReferralPage, missing);
  gtk_widget_class_bind_template_child (widget_class, AtlasReferralPage, clock);
  gtk_widget_class_bind_template_child (widget_class, AtlasReferralPage, scroller);
  gtk_widget_class_bind_template_child (widget_class, AtlasReferralPage, clock_label);
  gtk_widget_class_bind_template_child (widget_class, AtlasReferralPage, calendar_button);
  gtk_widget_class_bind_template_child (widget_class, AtlasReferralPage, step_pane);
  gtk_widget_class_bind_template_child (widget_class, AtlasReferralPage, place_label);
  gtk_widget_class_bind_template_child (widget_class, AtlasReferralPage, state_chip);
  gtk_widget_class_bind_template_child (widget_class, AtlasReferralPage, step_chip);
  gtk_widget_class_bind_template_child (widget_class, AtlasReferralPage, child_view);
  gtk_widget_class_bind_template_child (widget_class, AtlasReferralPage, family_view);
  gtk_widget_class_bind_template_child (widget_class, AtlasReferralPage, checks);
  gtk_widget_class_bind_template_child (widget_class, AtlasReferralPage, clocks);
  gtk_widget_class_bind_template_child (widget_class, AtlasReferralPage, tabs);
  gtk_widget_class_bind_template_child (widget_class, AtlasReferralPage, story_tab);
  gtk_widget_class_bind_template_child (widget_class, AtlasReferralPage, plan_tab);
  gtk_widget_class_bind_template_child (widget_class, AtlasReferralPage, documents_tab);
  gtk_widget_class_bind_template_child (widget_class, AtlasReferralPage, registration_tab);
  gtk_widget_class_bind_template_child (widget_class, AtlasReferralPage, people_tab);
  gtk_widget_class_bind_template_child (widget_class, AtlasReferralPage, history_tab);
  gtk_widget_class_bind_template_child (widget_class, AtlasReferralPage, story_section);
  gtk_widget_class_bind_template_child (widget_class, AtlasReferralPage, plan_section);
  gtk_widget_class_bind_template_child (widget_class, AtlasReferralPage, documents_section);
  gtk_widget_class_bind_template_child (widget_class, AtlasReferralPage, registration_section);
  gtk_widget_class_bind_template_child (widget_class, AtlasReferralPage, people_section);
  gtk_widget_class_bind_template_child (widget_class, AtlasReferralPage, history_section);
  gtk_widget_class_bind_template_child (widget_class, AtlasReferralPage, story_list);
  gtk_widget_class_bind_template_child (widget_class, AtlasReferralPage, plan_list);
  gtk_widget_class_bind_template_child (widget_class, AtlasReferralPage, people_list);
  gtk_widget_class_bind_template_child (widget_class, AtlasReferralPage, history_list);
  gtk_widget_class_bind_template_child (widget_class, AtlasReferralPage, documents);
  gtk_widget_class_bind_template_child (widget_class, AtlasReferralPage, event_records);
  gtk_widget_class_bind_template_child (widget_class, AtlasReferralPage, plan_records);
  gtk_widget_class_bind_template_child (widget_class, AtlasReferralPage, registration_records);
  gtk_widget_class_bind_template_child (widget_class, AtlasReferralPage, verbs);
  gtk_widget_class_bind_template_callback (widget_class, show_sections);

  for (int i = 0; i < ATLAS_REFERRAL_N_VERBS; i++)
    gtk_widget_class_install_action (widget_class, verb_actions[i], NULL, verb_action);
  gtk_widget_class_install_action (widget_class, "referral.note", NULL, edit_action);
  gtk_widget_class_install_action (widget_class, "referral.edit-next", NULL, edit_action);
  gtk_widget_class_install_action (widget_class, "referral.edit-plan", NULL, edit_action);
  gtk_widget_class_install_action (widget_class, "referral.edit-people", NULL, people_action);
  gtk_widget_class_install_action (widget_class, "referral.edit-details", NULL, people_action);
  gtk_widget_class_install_action (widget_class, "referral.edit-exclusion", NULL, people_action);
  gtk_widget_class_install_action (widget_class, "record.add", "s", record_action);
  gtk_widget_class_install_action (widget_class, "record.edit", "s", record_action);
  gtk_widget_class_install_action (widget_class, "referral.find", NULL, find_action);
  gtk_widget_class_install_action (widget_class, "referral.main", NULL, main_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, GDK_CONTROL_MASK,
                                       "referral.main", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_f, GDK_CONTROL_MASK | GDK_SHIFT_MASK,
                                       "referral.find", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_e, GDK_CONTROL_MASK,
                                       "referral.edit-plan", NULL);
}

static void
atlas_referral_page_init (AtlasReferralPage *self)
{
  GtkAdjustment *adjustment;

  gtk_widget_set_layout_manager (GTK_WIDGET (self), atlas_reflow_new (reflow));
  gtk_widget_init_template (GTK_WIDGET (self));
  adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);
  g_signal_connect_object (adjustment, "changed", G_CALLBACK (range_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (adjustment, "value-changed", G_CALLBACK (scrolled_cb), self,
                           G_CONNECT_SWAPPED);
  update_actions (self);
  show_sections (self);
}

void
atlas_referral_page_set_session (AtlasReferralPage *self,
                                 AtlasSession      *session)
{
  g_return_if_fail (ATLAS_IS_REFERRAL_PAGE (self));

  g_set_object (&self->session, session);
}

/**
 * atlas_referral_page_set_reference:
 * @reference: reference or id of the referral to show; atlas_referral_page_refresh() reads it
 */
void
atlas_referral_page_set_reference (AtlasReferralPage *self,
                                   const char        *reference)
{
  g_return_if_fail (ATLAS_IS_REFERRAL_PAGE (self));

  if (g_strcmp0 (self->reference, reference) == 0)
    return;

  g_free (self->reference);
  self->reference = g_strdup (reference);
  self->is_new = TRUE;
  g_clear_pointer (&self->shown, atlas_referral_case_unref);
  update_actions (self);
  gtk_stack_set_visible_child_name (self->stack, PAGE_WAIT);
}

/**
 * atlas_referral_page_open:
 * @tab: (nullable): `story`, `plan`, `documents`, `registration`, `people` or `history`
 * @form: (nullable): type of a record about the child
 *
 * Goes to a section, and opens the form of a new record once the page has been read. What is
 * neither is left alone.
 */
void
atlas_referral_page_open (AtlasReferralPage *self,
                          const char        *tab,
                          const char        *form)
{
  const struct { const char *name; GtkWidget *tab; GtkWidget *section; } tabs[] = {
    { "story", self->story_tab, self->story_section },
    { "plan", self->plan_tab, self->plan_section },
    { "documents", self->documents_tab, self->documents_section },
    { "registration", self->registration_tab, self->registration_section },
    { "people", self->people_tab, self->people_section },
    { "history", self->history_tab, self->history_section },
  };

  g_return_if_fail (ATLAS_IS_REFERRAL_PAGE (self));

  self->goal = NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (tabs); i++)
    if (g_strcmp0 (tab, tabs[i].name) == 0)
      {
        gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (tabs[i].tab), TRUE);
        self->goal = tabs[i].section;
      }
  range_changed_cb (self);
  g_free (self->form);
  self->form = g_strdup (form);
}

void
atlas_referral_page_refresh (AtlasReferralPage *self)
{
  g_return_if_fail (ATLAS_IS_REFERRAL_PAGE (self));

  if (self->reference == NULL || atlas_session_get_state (self->session) != ATLAS_SESSION_READY)
    return;

  atlas_renew_cancellable (&self->cancellable);
  atlas_session_ask_async (self->session, read_in_thread, self->reference,
                           (GDestroyNotify) atlas_referral_case_unref, self->cancellable,
                           case_read_cb, self);
}

/**
 * atlas_referral_page_get_case:
 *
 * Returns: (transfer none) (nullable): what is shown, %NULL until it has been read
 */
AtlasReferralCase *
atlas_referral_page_get_case (AtlasReferralPage *self)
{
  g_return_val_if_fail (ATLAS_IS_REFERRAL_PAGE (self), NULL);

  return self->shown;
}
