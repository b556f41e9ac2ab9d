/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-meeting-page.h"

#include <glib/gi18n.h>

#include "app/atlas-clock-list.h"
#include "app/atlas-compat.h"
#include "app/atlas-day6-cells.h"
#include "app/atlas-decision-box.h"
#include "app/atlas-fold.h"
#include "app/atlas-list-tab.h"
#include "app/atlas-meeting-end.h"
#include "app/atlas-meeting-sections.h"
#include "app/atlas-meeting-work.h"
#include "app/atlas-record-list.h"
#include "app/atlas-referral-records.h"
#include "app/atlas-referral-sections.h"
#include "app/atlas-referral-verbs.h"
#include "app/atlas-referral-words.h"
#include "app/atlas-session-work.h"
#include "app/atlas-ui.h"
#include "app/atlas-view.h"
#include "app/atlas-window.h"
#include "app/atlas-wrap.h"
#include "reports/atlas-meeting-words.h"
#include "reports/atlas-words.h"

#define KEEP_DELAY_MS 300       /* from the last key until what is typed is on the disk */

/**
 * AtlasMeetingPage:
 *
 * A meeting while it is held: its agenda, one child at a time with all that a panel looks at, the
 * places there are, and the decision on a key. Nothing on it names a child. What is typed is kept
 * as it is typed, so the meeting goes on where it was however it was broken off.
 */
struct _AtlasMeetingPage
{
  AdwBin             parent_instance;

  AtlasSession      *session;   /* (nullable): NULL until given */
  GCancellable      *reading;   /* of the child that is being read */
  GCancellable      *cancellable;       /* of the page, for what a person has begun */
  char              *meeting;   /* (nullable): id; NULL until shown */
  char              *child;     /* (nullable): id or reference of who is to be shown */
  AtlasMeetingSheet *sheet;     /* (nullable): NULL until read */
  char              *wanted;    /* (nullable): id of who is shown once what is typed is kept */
  char              *last;      /* (nullable): what was recorded last, to be told */
  char              *last_set;  /* (nullable): the change set of that */
  guint              keep_id;
  gboolean           is_filling;        /* the agenda is being filled by us */
  gboolean           is_recording;      /* a decision is on its way to the store */
  gboolean           is_unkept;         /* something typed is not on the disk yet */

  /* Template */
  AtlasFold         *fold;
  GtkLabel          *standing;
  GtkToggleButton   *agenda_toggle;
  GtkToggleButton   *child_toggle;
  GtkToggleButton   *places_toggle;
  GtkWidget         *agenda_pane;
  GtkScrolledWindow *child_pane;
  GtkWidget         *places_pane;
  GtkListBox        *agenda;
  GtkWidget         *child_box;
  GtkLabel          *title;
  AtlasDay6Cells    *clock;
  GtkLabel          *summary;
  GtkLabel          *views;
  GtkLabel          *decided;
  AtlasDecisionBox  *decision;
  GtkWidget         *record_button;
  GtkWidget         *take_back_button;
  GtkListBox        *story_list;
  GtkListBox        *plan_list;
  AtlasRecordList   *plans;
  AtlasClockList    *clocks;
  GtkLabel          *places_title;
  GtkListBox        *places;
};

G_DEFINE_FINAL_TYPE (AtlasMeetingPage, atlas_meeting_page, ADW_TYPE_BIN)

typedef enum { SIGNAL_SHOWN } AtlasMeetingPageSignal;
static guint signals[SIGNAL_SHOWN + 1];

static const AtlasAgendaItem *
get_item (AtlasMeetingPage *self)
{
  return self->sheet != NULL ? atlas_meeting_sheet_get (self->sheet) : NULL;
}

static void
narrow_changed_cb (AtlasMeetingPage *self)
{
  gboolean is_wide = !atlas_fold_is_narrow (self->fold);

  gtk_widget_set_visible (self->agenda_pane, is_wide ||
                          gtk_toggle_button_get_active (self->agenda_toggle));
  gtk_widget_set_visible (GTK_WIDGET (self->child_pane), is_wide ||
                          gtk_toggle_button_get_active (self->child_toggle));
  gtk_widget_set_visible (self->places_pane, is_wide ||
                          gtk_toggle_button_get_active (self->places_toggle));
  gtk_widget_set_hexpand (self->agenda_pane, !is_wide);
  gtk_widget_set_hexpand (self->places_pane, !is_wide);
}

static void
show_agenda (AtlasMeetingPage *self)
{
  self->is_filling = TRUE;
  atlas_meeting_fill_agenda (self->agenda, self->sheet->file, self->sheet->index);
  self->is_filling = FALSE;
}

static void go_to (AtlasMeetingPage *self,
                   const char       *child);

/* While it cannot be kept, what is typed stays on the screen. */
static void
kept_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  gpointer is_kept = g_task_propagate_pointer (G_TASK (result), &error);
  AtlasMeetingPage *self;
  g_autofree char *wanted = NULL;
  g_autofree char *text = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self = user_data;
  wanted = g_steal_pointer (&self->wanted);
  if (is_kept != NULL)
    {
      self->is_unkept = self->keep_id != 0;
      if (wanted != NULL)
        go_to (self, wanted);
      return;
    }

  if (!self->is_unkept || self->sheet == NULL)
    return;

  /* Translators: why what is typed could not be stored. */
  text = g_strdup_printf (_("What is typed is not saved: %s"), error->message);
  atlas_window_toast (GTK_WIDGET (self), text);
  show_agenda (self);
}

/* Writes what is typed now, so that nobody waits for it. */
static void
keep_draft (AtlasMeetingPage *self)
{
  const AtlasAgendaItem *item = get_item (self);

  g_clear_handle_id (&self->keep_id, g_source_remove);
  if (item != NULL && !self->is_recording)
    atlas_meeting_write_draft (self->session, self->meeting, item->line->id,
                               atlas_decision_box_get_draft (self->decision), self->cancellable,
                               self->cancellable != NULL ? kept_cb : NULL, self);
}

static gboolean
keep_in_timeout (gpointer user_data)
{
  AtlasMeetingPage *self = user_data;

  self->keep_id = 0;
  keep_draft (self);

  return G_SOURCE_REMOVE;
}

static void
decision_changed_cb (AtlasMeetingPage *self)
{
  g_clear_handle_id (&self->keep_id, g_source_remove);
  self->is_unkept = TRUE;
  self->keep_id = g_timeout_add (KEEP_DELAY_MS, keep_in_timeout, self);
}

static void
show_decision (AtlasMeetingPage *self)
{
  const AtlasAgendaItem *item = get_item (self);
  gboolean may_decide = atlas_panel_may_decide (self->sheet->referral_case);
  gboolean can_decide = may_decide && atlas_agenda_item_waits (item);
  gboolean can_take_back = may_decide && item->decision != NULL && item->decision->set_id != NULL;
  g_autofree char *decided = atlas_meeting_word_outcome (item, may_decide);

  gtk_label_set_label (self->decided, decided != NULL ? decided : "");
  gtk_widget_set_visible (GTK_WIDGET (self->decided), decided != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->decision), can_decide);
  gtk_widget_set_visible (self->record_button, can_decide);
  gtk_widget_set_visible (self->take_back_button, can_take_back);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "meeting.record", can_decide);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "meeting.take-back", can_take_back);
}

static void
show_summary (AtlasMeetingPage *self)
{
  const AtlasReferralCase *shown = self->sheet->referral_case;
  const AtlasReferralLine *line = get_item (self)->line;
  const AtlasClock *clock = &shown->status.clock;
  g_autofree char *child = atlas_meeting_word_child (line);
  g_autofree char *words = atlas_words_clock (clock);
  g_autofree char *summary = atlas_meeting_word_summary (line, shown);
  g_autofree char *views = atlas_meeting_word_views (shown->child);

  gtk_label_set_label (self->title, child);
  gtk_widget_set_visible (GTK_WIDGET (self->clock), shown->day6 != NULL);
  atlas_day6_cells_set (self->clock, shown->status.cells, words,
                        clock->state == ATLAS_CLOCK_DUE || clock->state == ATLAS_CLOCK_LATE);
  gtk_label_set_label (self->summary, summary);
  gtk_label_set_label (self->views, views);
}

static void
show_standing (AtlasMeetingPage *self)
{
  gboolean is_offline = atlas_session_is_offline (self->session);
  g_autofree char *words = NULL;

  words = atlas_meeting_word_standing (self->sheet->file, self->last, self->last_set, is_offline);
  atlas_say (self->standing, words);
}

/* Another child than before is shown from its top, with the focus on the decision. */
static void
show_child (AtlasMeetingPage *self,
            gboolean          is_another,
            const char       *mark)
{
  const AtlasReferralCase *shown = self->sheet->referral_case;
  g_autofree char *finding = NULL;

  show_summary (self);
  show_decision (self);
  if (!is_another && g_strcmp0 (mark, self->sheet->mark) == 0)
    return;

  finding = atlas_finder_word_finding (self->sheet->finder);
  atlas_say (self->places_title, finding);
  atlas_meeting_fill_places (self->places, self->sheet->finder);
  atlas_referral_fill_story (self->story_list, shown);
  atlas_referral_fill_plan (self->plan_list, shown);
  atlas_record_list_show (self->plans, shown->records);
  atlas_clock_list_show_child (self->clocks, self->session, shown->referral->child);
  if (!is_another)
    return;

  atlas_decision_box_show (self->decision, self->sheet);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->child_pane), 0);
  if (gtk_widget_get_focus_child (GTK_WIDGET (self->agenda)) != NULL)
    return;
  if (gtk_widget_get_visible (GTK_WIDGET (self->decision)))
    atlas_decision_box_focus (self->decision);
  else
    gtk_widget_grab_focus (self->take_back_button);
}

static void
show_sheet (AtlasMeetingPage  *self,
            AtlasMeetingSheet *sheet)
{
  g_autoptr(AtlasMeetingSheet) before = g_steal_pointer (&self->sheet);
  const AtlasAgendaItem *was = before != NULL ? atlas_meeting_sheet_get (before) : NULL;
  const AtlasAgendaItem *item;
  gboolean is_another;

  self->sheet = sheet;
  item = atlas_meeting_sheet_get (sheet);
  is_another = item == NULL || was == NULL || !g_str_equal (was->line->id, item->line->id) ||
               atlas_agenda_item_waits (was) != atlas_agenda_item_waits (item);
  g_free (self->child);
  self->child = item != NULL ? g_strdup (item->line->id) : NULL;
  show_standing (self);
  show_agenda (self);
  gtk_widget_set_visible (self->child_box, item != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "meeting.previous", sheet->index > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "meeting.next",
                                 sheet->index + 1 < sheet->file->agenda->len);
  if (item != NULL)
    show_child (self, is_another, before != NULL ? before->mark : NULL);
  g_signal_emit (self, signals[SIGNAL_SHOWN], 0, NULL);
  if (!is_another)
    return;

  self->is_unkept = FALSE;
  keep_draft (self);
}

static void
sheet_read_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  AtlasMeetingSheet *sheet = g_task_propagate_pointer (G_TASK (result), &error);
  AtlasMeetingPage *self;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self = user_data;
  if (sheet != NULL)
    show_sheet (self, sheet);
  else
    g_signal_emit (self, signals[SIGNAL_SHOWN], 0, error->message);
}

/* What was typed about the child before is written first, or it would be gone; a decision on its
 * way to the store leads to the next child by itself. */
static void
go_to (AtlasMeetingPage *self,
       const char       *child)
{
  char *wanted;

  if (self->is_recording)
    return;

  wanted = g_strdup (child);
  if (self->is_unkept)
    {
      g_free (self->wanted);
      self->wanted = wanted;
      keep_draft (self);
      return;
    }

  g_free (self->child);
  self->child = wanted;
  atlas_meeting_page_refresh (self);
}

static void
agenda_selected_cb (AtlasMeetingPage *self,
                    GtkListBoxRow    *row)
{
  int index = row != NULL ? gtk_list_box_row_get_index (row) : -1;
  const AtlasAgendaItem *item;

  if (self->is_filling || index < 0 || index == (int) self->sheet->index)
    return;

  item = g_ptr_array_index (self->sheet->file->agenda, index);
  gtk_toggle_button_set_active (self->child_toggle, TRUE);
  go_to (self, item->line->id);
}

static void
move_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  AtlasMeetingPage *self = ATLAS_MEETING_PAGE (widget);
  guint index;

  if (self->sheet == NULL)
    return;

  index = g_str_equal (name, "meeting.next") ? self->sheet->index + 1 : self->sheet->index - 1;
  if (index < self->sheet->file->agenda->len)
    go_to (self, ((AtlasAgendaItem *) g_ptr_array_index (self->sheet->file->agenda,
                                                         index))->line->id);
}

/* A decision on its way to the store. */
typedef struct {
  AtlasMeetingPage *page;       /* (unowned): looked at only when not cancelled */
  char             *child;
  char             *next;       /* (nullable) */
  char             *label;
  char             *set_id;
} Recording;

static void
recording_free (Recording *recording)
{
  g_free (recording->child);
  g_free (recording->next);
  g_free (recording->label);
  g_free (recording->set_id);
  g_free (recording);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Recording, recording_free)

static void
recorded_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(Recording) recording = user_data;
  g_autoptr(GError) error = NULL;
  gpointer is_done = g_task_propagate_pointer (G_TASK (result), &error);
  AtlasMeetingPage *self;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self = recording->page;
  self->is_recording = FALSE;
  if (is_done == NULL)
    {
      /* Translators: why a change was not stored. */
      g_autofree char *text = g_strdup_printf (_("Nothing was changed: %s"), error->message);

      atlas_window_toast (GTK_WIDGET (self), text);
      keep_draft (self);
      return;
    }

  /* A toast would lie over the next child's decisions. */
  g_free (self->last);
  self->last = g_steal_pointer (&recording->label);
  g_free (self->last_set);
  self->last_set = g_steal_pointer (&recording->set_id);
  self->is_unkept = FALSE;
  atlas_meeting_write_draft (self->session, self->meeting, recording->child, json_object (), NULL,
                             NULL, NULL);
  go_to (self, recording->next != NULL ? recording->next : recording->child);
}

static void
record_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  AtlasMeetingPage *self = ATLAS_MEETING_PAGE (widget);
  g_autoptr(AtlasChangeSet) set = NULL;
  Recording *recording;

  if (self->sheet == NULL || self->sheet->referral_case == NULL || self->is_recording)
    return;

  set = atlas_decision_box_get_set (self->decision, self->sheet);
  if (set == NULL)
    return;

  g_clear_handle_id (&self->keep_id, g_source_remove);
  self->is_recording = TRUE;
  recording = g_new0 (Recording, 1);
  recording->page = self;
  recording->child = g_strdup (get_item (self)->line->id);
  recording->next = g_strdup (atlas_meeting_sheet_find_next (self->sheet));
  recording->label = g_strdup (atlas_change_set_get_label (set));
  recording->set_id = g_strdup (atlas_change_set_get_id (set));
  atlas_session_apply_async (self->session, set, self->cancellable, recorded_cb, recording);
}

static void
take_back_action (GtkWidget  *widget,
                  const char *name,
                  GVariant   *parameter)
{
  const AtlasAgendaItem *item = get_item (ATLAS_MEETING_PAGE (widget));

  if (item != NULL && item->decision != NULL && item->decision->set_id != NULL)
    gtk_widget_activate_action (widget, "win.undo-set", "s", item->decision->set_id);
}

/* Ctrl+Z at a meeting takes back what it decided last, and never that it began. */
static void
undo_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  const AtlasMeetingFile *file = atlas_meeting_page_get_file (ATLAS_MEETING_PAGE (widget));
  const AtlasMeetingDecision *last = file != NULL && file->decisions->len > 0
                                     ? g_ptr_array_index (file->decisions,
                                                          file->decisions->len - 1) : NULL;

  if (last != NULL && last->set_id != NULL)
    gtk_widget_activate_action (widget, "win.undo-set", "s", last->set_id);
}

static void
open_referral_action (GtkWidget  *widget,
                      const char *name,
                      GVariant   *parameter)
{
  const AtlasAgendaItem *item = get_item (ATLAS_MEETING_PAGE (widget));
  g_autofree char *route = item != NULL ? g_strconcat ("referral/", item->line->reference, NULL)
                                        : NULL;

  if (route != NULL)
    atlas_view_go (widget, route);
}

/* A plan or a review that is agreed at the table goes into the record there. */
static void
record_list_action (GtkWidget  *widget,
                    const char *name,
                    GVariant   *parameter)
{
  AtlasMeetingPage *self = ATLAS_MEETING_PAGE (widget);
  const char *target = g_variant_get_string (parameter, NULL);

  if (self->sheet == NULL || self->sheet->referral_case == NULL)
    return;

  if (g_str_equal (name, "record.add"))
    atlas_referral_add_record (widget, self->session, self->sheet->referral_case, target);
  else
    atlas_referral_edit_record (widget, self->session, self->sheet->referral_case, target);
}

static void
place_action (GtkWidget  *widget,
              const char *name,
              GVariant   *parameter)
{
  AtlasMeetingPage *self = ATLAS_MEETING_PAGE (widget);
  const char *place = g_variant_get_string (parameter, NULL);

  if (self->sheet == NULL || self->sheet->referral_case == NULL)
    return;

  gtk_toggle_button_set_active (self->child_toggle, TRUE);
  if (g_str_equal (name, "finder.hold"))
    atlas_referral_ask_hold (widget, self->session, self->sheet->referral_case, place);
  else if (gtk_widget_get_visible (GTK_WIDGET (self->decision)))
    atlas_decision_box_choose_place (self->decision, place);
}

static void
full_screen_action (GtkWidget  *widget,
                    const char *name,
                    GVariant   *parameter)
{
  atlas_toggle_full_screen (widget);
}

static void
end_action (GtkWidget  *widget,
            const char *name,
            GVariant   *parameter)
{
  AtlasMeetingPage *self = ATLAS_MEETING_PAGE (widget);

  if (self->sheet != NULL)
    atlas_meeting_ask_end (widget, self->session, self->sheet->file, self->cancellable);
}

static void
atlas_meeting_page_dispose (GObject *object)
{
  AtlasMeetingPage *self = ATLAS_MEETING_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->is_unkept)
    keep_draft (self);
  self->is_unkept = FALSE;
  self->is_filling = TRUE;
  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (atlas_meeting_page_parent_class)->dispose (object);
}

static void
atlas_meeting_page_finalize (GObject *object)
{
  AtlasMeetingPage *self = ATLAS_MEETING_PAGE (object);

  g_clear_pointer (&self->sheet, atlas_meeting_sheet_free);
  g_free (self->meeting);
  g_free (self->child);
  g_free (self->wanted);
  g_free (self->last);
  g_free (self->last_set);

  G_OBJECT_CLASS (atlas_meeting_page_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  g_type_ensure (ATLAS_TYPE_CLOCK_LIST);
  g_type_ensure (ATLAS_TYPE_DAY6_CELLS);
  g_type_ensure (ATLAS_TYPE_DECISION_BOX);
  g_type_ensure (ATLAS_TYPE_FOLD);
  g_type_ensure (ATLAS_TYPE_RECORD_LIST);
  g_type_ensure (ATLAS_TYPE_WRAP);

  gtk_widget_class_set_template_from_resource (widget_class, ATLAS_UI "atlas-meeting-page.ui");
  gtk_widget_class_bind_template_child (widget_class, AtlasMeetingPage, fold);
  gtk_widget_class_bind_template_child (widget_class, AtlasMeetingPage, standing);
  gtk_widget_class_bind_template_child (widget_class, AtlasMeetingPage, agenda_toggle);
  gtk_widget_class_bind_template_child (widget_class, AtlasMeetingPage, child_toggle);
  gtk_widget_class_bind_template_child (widget_class, AtlasMeetingPage, places_toggle);
  gtk_widget_class_bind_template_child (widget_class, AtlasMeetingPage, agenda_pane);
  gtk_widget_class_bind_template_child (widget_class, AtlasMeetingPage, child_pane);
  gtk_widget_class_bind_template_child (widget_class, AtlasMeetingPage, places_pane);
  gtk_widget_class_bind_template_child (widget_class, AtlasMeetingPage, agenda);
  gtk_widget_class_bind_template_child (widget_class, AtlasMeetingPage, child_box);
  gtk_widget_class_bind_template_child (widget_class, AtlasMeetingPage, title);
  gtk_widget_class_bind_template_child (widget_class, AtlasMeetingPage, clock);
  gtk_widget_class_bind_template_child (widget_class, AtlasMeetingPage, summary);
  gtk_widget_class_bind_template_child (widget_class, AtlasMeetingPage, views);
  gtk_widget_class_bind_template_child (widget_class, AtlasMeetingPage, decided);
  gtk_widget_class_bind_template_child (widget_class, AtlasMeetingPage, decision);
  gtk_widget_class_bind_template_child (widget_class, AtlasMeetingPage, record_button);
  gtk_widget_class_bind_template_child (widget_class, AtlasMeetingPage, take_back_button);
  gtk_widget_class_bind_template_child (widget_class, AtlasMeetingPage, story_list);
  gtk_widget_class_bind_template_child (widget_class, AtlasMeetingPage, plan_list);
  gtk_widget_class_bind_template_child (widget_class, AtlasMeetingPage, plans);
  gtk_widget_class_bind_template_child (widget_class, AtlasMeetingPage, clocks);
  gtk_widget_class_bind_template_child (widget_class, AtlasMeetingPage, places_title);
  gtk_widget_class_bind_template_child (widget_class, AtlasMeetingPage, places);
  gtk_widget_class_bind_template_callback (widget_class, agenda_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, decision_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, narrow_changed_cb);
}

static void
atlas_meeting_page_class_init (AtlasMeetingPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = atlas_meeting_page_dispose;
  object_class->finalize = atlas_meeting_page_finalize;

  /**
   * AtlasMeetingPage::shown:
   * @fault: (nullable): why nothing could be shown; %NULL when it was
   *
   * A child of the agenda is shown, or something about it has changed.
   */
  signals[SIGNAL_SHOWN] = g_signal_new ("shown", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                        0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "meeting.previous", NULL, move_action);
  gtk_widget_class_install_action (widget_class, "meeting.next", NULL, move_action);
  gtk_widget_class_install_action (widget_class, "meeting.record", NULL, record_action);
  gtk_widget_class_install_action (widget_class, "meeting.take-back", NULL, take_back_action);
  gtk_widget_class_install_action (widget_class, "meeting.undo", NULL, undo_action);
  gtk_widget_class_install_action (widget_class, "meeting.open-referral", NULL,
                                   open_referral_action);
  gtk_widget_class_install_action (widget_class, "meeting.full-screen", NULL, full_screen_action);
  gtk_widget_class_install_action (widget_class, "meeting.end", NULL, end_action);
  gtk_widget_class_install_action (widget_class, "record.add", "s", record_list_action);
  gtk_widget_class_install_action (widget_class, "record.edit", "s", record_list_action);
  gtk_widget_class_install_action (widget_class, "finder.hold", "s", place_action);
  gtk_widget_class_install_action (widget_class, "finder.offer", "s", place_action);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, GDK_CONTROL_MASK,
                                       "meeting.record", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_z, GDK_CONTROL_MASK, "meeting.undo",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F11, 0, "meeting.full-screen", NULL);
}

/* Before the lists, which would scroll. */
static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint                  keyval,
                guint                  keycode,
                GdkModifierType        state,
                AtlasMeetingPage      *self)
{
  if ((state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SHIFT_MASK)) != 0)
    return GDK_EVENT_PROPAGATE;
  if (keyval == GDK_KEY_Page_Up)
    return gtk_widget_activate_action (GTK_WIDGET (self), "meeting.previous", NULL);
  if (keyval == GDK_KEY_Page_Down)
    return gtk_widget_activate_action (GTK_WIDGET (self), "meeting.next", NULL);

  return GDK_EVENT_PROPAGATE;
}

static void
atlas_meeting_page_init (AtlasMeetingPage *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  atlas_list_leave_by_tab (self->agenda);
  self->cancellable = g_cancellable_new ();
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

void
atlas_meeting_page_set_session (AtlasMeetingPage *self,
                                AtlasSession     *session)
{
  g_return_if_fail (ATLAS_IS_MEETING_PAGE (self));

  g_set_object (&self->session, session);
}

/**
 * atlas_meeting_page_show:
 * @self: a page
 * @meeting: id of a meeting
 * @child: (nullable): reference of a referral; %NULL for where the meeting is
 *
 * Says what to show; atlas_meeting_page_refresh() reads it.
 */
void
atlas_meeting_page_show (AtlasMeetingPage *self,
                         const char       *meeting,
                         const char       *child)
{
  g_return_if_fail (ATLAS_IS_MEETING_PAGE (self));

  if (g_strcmp0 (self->meeting, meeting) != 0)
    {
      if (self->is_unkept)
        keep_draft (self);
      self->is_unkept = FALSE;
      g_clear_pointer (&self->wanted, g_free);
      g_clear_pointer (&self->sheet, atlas_meeting_sheet_free);
      g_clear_pointer (&self->child, g_free);
      g_clear_pointer (&self->last, g_free);
      g_free (self->meeting);
      self->meeting = g_strdup (meeting);
    }
  if (child != NULL)
    {
      g_free (self->child);
      self->child = g_strdup (child);
    }
}

/**
 * atlas_meeting_page_refresh:
 * @self: a page
 *
 * Reads what is shown again. What is being typed stays.
 */
void
atlas_meeting_page_refresh (AtlasMeetingPage *self)
{
  AtlasMeetingRequest *request;

  g_return_if_fail (ATLAS_IS_MEETING_PAGE (self));

  atlas_renew_cancellable (&self->reading);
  request = atlas_meeting_request_new (self->meeting, self->child, NULL,
                                       atlas_session_get_as_of (self->session));
  atlas_session_read_async (self->session, atlas_meeting_read_sheet, request,
                            (GDestroyNotify) atlas_meeting_request_free,
                            (GDestroyNotify) atlas_meeting_sheet_free, self->reading,
                            sheet_read_cb, self);
}

/**
 * atlas_meeting_page_get_file:
 * @self: a page
 *
 * Returns: (transfer none) (nullable): the meeting as it was read last
 */
const AtlasMeetingFile *
atlas_meeting_page_get_file (AtlasMeetingPage *self)
{
  g_return_val_if_fail (ATLAS_IS_MEETING_PAGE (self), NULL);

  return self->sheet != NULL ? self->sheet->file : NULL;
}

/**
 * atlas_meeting_page_word:
 * @self: a page
 *
 * Returns: (transfer full) (nullable): which child is shown: "Child 3 of 12"
 */
char *
atlas_meeting_page_word (AtlasMeetingPage *self)
{
  g_return_val_if_fail (ATLAS_IS_MEETING_PAGE (self), NULL);

  if (get_item (self) == NULL)
    return NULL;

  /* Translators: which child of an agenda, of how many. */
  return g_strdup_printf (_("Child %1$u of %2$u"), self->sheet->index + 1,
                          self->sheet->file->agenda->len);
}
