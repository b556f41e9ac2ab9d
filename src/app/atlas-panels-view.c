/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-panels-view.h"

#include <glib/gi18n.h>
#include <string.h>

#include "app/atlas-agenda-row.h"
#include "app/atlas-meeting-page.h"
#include "app/atlas-panels-forms.h"
#include "app/atlas-panels-sections.h"
#include "app/atlas-paper.h"
#include "app/atlas-record-form.h"
#include "app/atlas-session-work.h"
#include "app/atlas-ui.h"
#include "app/atlas-window.h"
#include "base/atlas-error.h"
#include "base/atlas-id.h"
#include "drawing/atlas-meeting-document.h"
#include "reports/atlas-words.h"

#define PAGE_WAIT    "wait"
#define PAGE_NOTHING "nothing"
#define PAGE_SHOWN   "page"
#define PAGE_TROUBLE "trouble"
#define PAGE_HOLD    "hold"
#define PARAM_FORM   "form"
#define PARAM_PAGE   "page"
#define PARAM_CHILD  "child"
#define NEW_MEETING  "meeting"

/**
 * AtlasPanelsView:
 *
 * Panels: their meetings to come and past, the agenda of a meeting and what it decides.
 */
struct _AtlasPanelsView
{
  AdwBin            parent_instance;

  AtlasSession     *session;    /* (nullable): NULL until given */
  GCancellable     *reading;    /* of the page that is being read */
  GCancellable     *cancellable; /* of the view, for what a person has begun */
  char             *panel;      /* (nullable): key, on a panel's page */
  char             *meeting;    /* (nullable): id, on a meeting's page */
  gboolean          is_held;    /* the meeting is being held: its own screen is shown */
  char             *child;      /* (nullable): reference of who is to be heard */
  gboolean          wants_form; /* a form for a new meeting opens once the page is read */
  AtlasPanelsPage  *page;       /* (nullable): NULL until read */
  char             *subtitle;   /* (nullable) */
  GtkWidget        *tools;

  /* Template */
  GtkStack         *stack;
  GtkBox           *sections;
  AdwStatusPage    *trouble;
  AtlasMeetingPage *held;
};

static void view_iface_init (AtlasViewInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (AtlasPanelsView, atlas_panels_view, ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (ATLAS_TYPE_VIEW, view_iface_init))

/* The meeting that is shown, on its page or while it is held. */
static const AtlasMeetingFile *
get_file (AtlasPanelsView *self)
{
  if (self->is_held)
    return atlas_meeting_page_get_file (self->held);

  return self->page != NULL ? self->page->file : NULL;
}

/* A change set on its way to the store. */
typedef struct {
  AtlasPanelsView *view;        /* (unowned): looked at only when not cancelled */
  AtlasForm       *form;        /* (nullable): closed once the change is stored */
  char            *label;
  char            *set_id;
  char            *route;       /* (nullable): opened once the change is stored */
} Change;

static void
change_free (Change *change)
{
  g_clear_object (&change->form);
  g_free (change->label);
  g_free (change->set_id);
  g_free (change->route);
  g_free (change);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Change, change_free)

static void
applied_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(Change) change = user_data;
  g_autoptr(GError) error = NULL;
  gpointer is_done = g_task_propagate_pointer (G_TASK (result), &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (is_done == NULL)
    {
      /* Translators: why a change was not stored. */
      g_autofree char *text = g_strdup_printf (_("Nothing was changed: %s"), error->message);

      if (change->form != NULL)
        atlas_form_set_fault (change->form, text);
      else
        atlas_window_toast (GTK_WIDGET (change->view), text);
      return;
    }

  if (change->form != NULL)
    gtk_window_close (GTK_WINDOW (change->form));
  if (change->route != NULL)
    atlas_view_go (GTK_WIDGET (change->view), change->route);
  /* A toast would lie over a meeting's first decisions. */
  if (change->view->is_held)
    return;
  atlas_window_toast_undo_set (GTK_WIDGET (change->view), change->label, change->set_id);
}

/* Takes @route. */
static void
apply (AtlasPanelsView *self,
       AtlasChangeSet  *set,
       AtlasForm       *form,
       char            *route)
{
  Change *change = g_new0 (Change, 1);

  change->view = self;
  change->form = form != NULL ? g_object_ref (form) : NULL;
  change->label = g_strdup (atlas_change_set_get_label (set));
  change->set_id = g_strdup (atlas_change_set_get_id (set));
  change->route = route;
  atlas_session_apply_async (self->session, set, self->cancellable, applied_cb, change);
}

static void
save_meeting_cb (AtlasForm       *form,
                 AtlasPanelsView *self)
{
  g_autofree char *meeting = NULL;
  gboolean is_invented = atlas_session_is_demonstration (self->session);
  g_autoptr(AtlasChangeSet) set = atlas_meeting_form_get (form, is_invented, &meeting);

  if (set != NULL)
    apply (self, set, form, g_strconcat ("meeting/", meeting, NULL));
}

/* The first day on which a panel is to meet and nothing is planned. */
static AtlasDate
find_day (AtlasMeetings *meetings,
          const char    *panel)
{
  for (guint i = 0; i < meetings->next->len; i++)
    {
      const AtlasPanelMeeting *meeting = g_ptr_array_index (meetings->next, i);

      if (meeting->meeting == NULL && g_strcmp0 (meeting->panel->key, panel) == 0)
        return meeting->on;
    }

  return ATLAS_DATE_NONE;
}

static void
ask_for_meeting (AtlasPanelsView *self,
                 const char      *panel,
                 AtlasDate        on)
{
  AtlasMeetings *meetings = self->page != NULL ? self->page->meetings : NULL;
  AtlasForm *form;

  if (meetings == NULL)
    return;
  if (meetings->panels->len == 0)
    {
      atlas_window_toast (GTK_WIDGET (self), _("There is no panel here that could meet"));
      return;
    }

  if (panel == NULL && meetings->next->len > 0)
    panel = ((AtlasPanelMeeting *) g_ptr_array_index (meetings->next, 0))->panel->key;
  form = atlas_meeting_form_new (GTK_WIDGET (self), meetings->panels, panel,
                                 on != ATLAS_DATE_NONE ? on : find_day (meetings, panel));
  g_signal_connect_object (form, "save", G_CALLBACK (save_meeting_cb), self, 0);
  gtk_window_present (GTK_WINDOW (form));
}

static void
plan_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  const char *panel;
  const char *on;

  g_variant_get (parameter, "(&s&s)", &panel, &on);
  ask_for_meeting (ATLAS_PANELS_VIEW (widget), panel, atlas_date_parse (on));
}

static void
step_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  AtlasPanelsView *self = ATLAS_PANELS_VIEW (widget);
  g_autoptr(AtlasChangeSet) set = NULL;

  if (get_file (self) == NULL)
    return;

  set = atlas_panel_step_set (get_file (self)->panel, get_file (self)->meeting,
                              g_variant_get_string (parameter, NULL));
  if (set != NULL)
    apply (self, set, NULL, NULL);
}

static void
save_people_cb (AtlasForm       *form,
                AtlasPanelsView *self)
{
  g_autoptr(AtlasChangeSet) set = atlas_people_form_get (form);

  if (atlas_change_set_n_ops (set) > 0)
    apply (self, set, form, NULL);
  else
    gtk_window_close (GTK_WINDOW (form));
}

static void
people_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  AtlasPanelsView *self = ATLAS_PANELS_VIEW (widget);
  AtlasForm *form;

  if (get_file (self) == NULL)
    return;

  form = atlas_people_form_new (widget, get_file (self)->panel, get_file (self)->meeting);
  g_signal_connect_object (form, "save", G_CALLBACK (save_people_cb), self, 0);
  gtk_window_present (GTK_WINDOW (form));
}

static AtlasPanelsRequest *
request_new (AtlasPanelsView *self)
{
  AtlasPanelsRequest *request = g_new0 (AtlasPanelsRequest, 1);

  request->scope = g_strdup (atlas_session_get_scope (self->session));
  request->panel = g_strdup (self->panel);
  request->meeting = g_strdup (self->meeting);
  request->on = atlas_session_get_as_of (self->session);

  return request;
}

/* The screen on which a meeting is held, at the child that is named or where it was. */
static char *
hold_route (AtlasMeeting *meeting,
            const char   *child)
{
  g_autoptr(AtlasRoute) route = NULL;

  route = atlas_route_new ("meeting", atlas_record_get_id (ATLAS_RECORD (meeting)));
  atlas_route_set_param (route, PARAM_PAGE, PAGE_HOLD);
  if (child != NULL)
    atlas_route_set_param (route, PARAM_CHILD, child);

  return atlas_route_format (route);
}

/* A meeting that is not open yet begins now: its agenda stays as it is. */
static void
hold (AtlasPanelsView *self,
      const char      *child)
{
  const AtlasMeetingFile *file = get_file (self);
  g_autoptr(GPtrArray) lines = NULL;
  g_autoptr(AtlasChangeSet) set = NULL;
  g_autofree char *route = NULL;

  if (file == NULL)
    return;

  route = hold_route (file->meeting, child);
  if (atlas_meeting_is_open (file->meeting))
    {
      atlas_view_go (GTK_WIDGET (self), route);
      return;
    }

  lines = g_ptr_array_new ();
  for (guint i = 0; i < file->agenda->len; i++)
    g_ptr_array_add (lines, ((AtlasAgendaItem *) g_ptr_array_index (file->agenda, i))->line);
  set = atlas_panel_start_set (file->panel, file->meeting, lines);
  if (set != NULL)
    apply (self, set, NULL, g_steal_pointer (&route));
}

static void
hold_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  hold (ATLAS_PANELS_VIEW (widget), NULL);
}

static void
decide_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  hold (ATLAS_PANELS_VIEW (widget), g_variant_get_string (parameter, NULL));
}

static void
minutes_action (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  AtlasPanelsView *self = ATLAS_PANELS_VIEW (widget);
  const AtlasMeetingFile *file = get_file (self);
  g_autoptr(AtlasDocument) document = NULL;
  g_autofree char *day = NULL;
  g_autofree char *name_of_file = NULL;

  if (file == NULL)
    return;

  document = atlas_meeting_file_to_document (file, atlas_session_is_demonstration (self->session));
  day = atlas_date_format (file->meeting->on);
  name_of_file = g_strdup_printf ("minutes-%s-%s.pdf", file->panel->key, day);
  atlas_paper_save_pdf (widget, document, name_of_file);
}

/* Adds a panel, or with the id of one changes it. */
static void
edit_panel_action (GtkWidget  *widget,
                   const char *name,
                   GVariant   *parameter)
{
  AtlasPanelsView *self = ATLAS_PANELS_VIEW (widget);
  const char *id = g_variant_get_string (parameter, NULL);
  AtlasRecordFormAsk ask = { .type = &atlas_panel_type, .id = *id != '\0' ? id : NULL };

  if (ask.id == NULL)
    {
      g_autofree char *new_id = atlas_id_new ();
      g_autofree char *key = g_strconcat ("panel-", strrchr (new_id, '-') + 1, NULL);

      ask.given = json_pack ("{s:s, s:b}", "key", key, "invented",
                             atlas_session_is_demonstration (self->session));
    }
  atlas_record_form_open (widget, self->session, &ask);
}

static void
clear_sections (AtlasPanelsView *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->sections))) != NULL)
    gtk_box_remove (self->sections, child);
}

static GtkWidget *
find_first (GtkWidget *widget,
            GType      type)
{
  GtkWidget *found = g_type_is_a (G_OBJECT_TYPE (widget), type) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_first (child, type);

  return found;
}

static gboolean
has_focus_inside (AtlasPanelsView *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->sections));
}

/* The row that had the focus is gone: go on with the first child that waits. */
static void
restore_focus (AtlasPanelsView *self)
{
  GtkWidget *row = find_first (GTK_WIDGET (self->sections), ATLAS_TYPE_AGENDA_ROW);

  if (row == NULL || !gtk_widget_grab_focus (row))
    gtk_widget_child_focus (GTK_WIDGET (self->sections), GTK_DIR_TAB_FORWARD);
}

static char *
word_subtitle (AtlasPanelsView *self)
{
  if (self->page->file != NULL)
    return atlas_words_weekday (self->page->file->meeting->on);

  return atlas_words_weekday (self->page->meetings->on);
}

static void
show_page (AtlasPanelsView *self)
{
  AtlasMeetings *meetings = self->page->meetings;
  gboolean is_empty = meetings != NULL && meetings->panels->len == 0;
  gboolean had_focus = has_focus_inside (self);

  clear_sections (self);
  if (self->page->file != NULL)
    atlas_panels_add_file (self->sections, self->page->file);
  else if (self->panel != NULL)
    atlas_panels_add_panel (self->sections, meetings);
  else if (!is_empty)
    atlas_panels_add_meetings (self->sections, meetings);

  gtk_stack_set_visible_child_name (self->stack, is_empty ? PAGE_NOTHING : PAGE_SHOWN);
  if (had_focus)
    restore_focus (self);
  g_free (self->subtitle);
  self->subtitle = word_subtitle (self);
  atlas_view_heading_changed (ATLAS_VIEW (self));

  if (self->wants_form)
    {
      self->wants_form = FALSE;
      ask_for_meeting (self, self->panel, ATLAS_DATE_NONE);
      /* Coming back to the page does not ask again. */
      atlas_view_go (GTK_WIDGET (self), "panels");
    }
}

static void
show_trouble (AtlasPanelsView *self,
              const char      *title,
              const char      *words)
{
  adw_status_page_set_title (self->trouble, title);
  adw_status_page_set_description (self->trouble, words);
  gtk_stack_set_visible_child_name (self->stack, PAGE_TROUBLE);
  g_clear_pointer (&self->subtitle, g_free);
  atlas_view_heading_changed (ATLAS_VIEW (self));
}

static void
held_shown_cb (AtlasPanelsView *self,
               const char      *fault)
{
  if (!self->is_held)
    return;

  if (fault != NULL)
    {
      show_trouble (self, _("The meeting could not be read"), fault);
      return;
    }
  /* One that has not begun, or is over, has its page. */
  if (!atlas_meeting_is_open (get_file (self)->meeting))
    {
      self->is_held = FALSE;
      atlas_view_refresh (ATLAS_VIEW (self));
      return;
    }

  gtk_stack_set_visible_child_name (self->stack, PAGE_HOLD);
  g_free (self->subtitle);
  self->subtitle = atlas_meeting_page_word (self->held);
  atlas_view_heading_changed (ATLAS_VIEW (self));
}

static void
page_read_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(AtlasPanelsPage) page = g_task_propagate_pointer (G_TASK (result), &error);
  AtlasPanelsView *self;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self = user_data;
  if (page == NULL)
    {
      gboolean is_missing = g_error_matches (error, ATLAS_ERROR, ATLAS_ERROR_NOT_FOUND);

      show_trouble (self, is_missing ? _("Not on this laptop") : _("Panels could not be read"),
                    is_missing ? NULL : error->message);
      return;
    }

  g_clear_pointer (&self->page, atlas_panels_page_free);
  self->page = g_steal_pointer (&page);
  show_page (self);
}

static void
atlas_panels_view_set_session (AtlasView    *view,
                               AtlasSession *session)
{
  AtlasPanelsView *self = ATLAS_PANELS_VIEW (view);

  self->session = g_object_ref (session);
  atlas_meeting_page_set_session (self->held, session);
}

static void
atlas_panels_view_set_route (AtlasView        *view,
                             const AtlasRoute *route)
{
  AtlasPanelsView *self = ATLAS_PANELS_VIEW (view);
  const char *head = atlas_route_get_head (route);
  const char *key = atlas_route_get_key (route);

  g_free (self->panel);
  g_free (self->meeting);
  self->panel = g_strdup (g_str_equal (head, "panel") ? key : NULL);
  self->meeting = g_strdup (g_str_equal (head, "meeting") ? key : NULL);
  self->is_held = self->meeting != NULL &&
                  g_strcmp0 (atlas_route_get_param (route, PARAM_PAGE), PAGE_HOLD) == 0;
  g_free (self->child);
  self->child = g_strdup (atlas_route_get_param (route, PARAM_CHILD));
  self->wants_form = g_strcmp0 (atlas_route_get_param (route, PARAM_FORM), NEW_MEETING) == 0;
  g_clear_pointer (&self->page, atlas_panels_page_free);
}

static void
atlas_panels_view_refresh (AtlasView *view)
{
  AtlasPanelsView *self = ATLAS_PANELS_VIEW (view);

  if (atlas_session_get_state (self->session) != ATLAS_SESSION_READY)
    return;

  if (self->is_held)
    {
      g_autofree char *child = g_steal_pointer (&self->child);

      atlas_meeting_page_show (self->held, self->meeting, child);
      atlas_meeting_page_refresh (self->held);
      return;
    }

  atlas_renew_cancellable (&self->reading);
  atlas_session_read_async (self->session, atlas_panels_read_page, request_new (self),
                            (GDestroyNotify) atlas_panels_request_free,
                            (GDestroyNotify) atlas_panels_page_free, self->reading, page_read_cb,
                            self);
}

static const char *
atlas_panels_view_get_title (AtlasView *view)
{
  AtlasPanelsView *self = ATLAS_PANELS_VIEW (view);

  if (get_file (self) != NULL)
    return get_file (self)->panel->name;
  if (self->page != NULL && self->panel != NULL)
    return ((AtlasPanel *) g_ptr_array_index (self->page->meetings->panels, 0))->name;

  return _("Panels");
}

static const char *
atlas_panels_view_get_subtitle (AtlasView *view)
{
  return ATLAS_PANELS_VIEW (view)->subtitle;
}

static GtkWidget *
atlas_panels_view_get_tools (AtlasView *view)
{
  AtlasPanelsView *self = ATLAS_PANELS_VIEW (view);

  /* A meeting has all the room. */
  return self->is_held ? NULL : self->tools;
}

static void
atlas_panels_view_print (AtlasView *view)
{
  AtlasPanelsView *self = ATLAS_PANELS_VIEW (view);
  gboolean is_demonstration = atlas_session_is_demonstration (self->session);
  g_autoptr(AtlasDocument) document = NULL;

  if (self->page == NULL && get_file (self) == NULL)
    return;

  if (get_file (self) != NULL)
    document = atlas_meeting_file_to_document (get_file (self), is_demonstration);
  else
    document = atlas_meetings_to_document (self->page->meetings,
                                           atlas_session_get_scope_name (self->session),
                                           is_demonstration);
  atlas_paper_print (GTK_WIDGET (self), document);
}

static void
view_iface_init (AtlasViewInterface *iface)
{
  iface->set_session = atlas_panels_view_set_session;
  iface->set_route = atlas_panels_view_set_route;
  iface->refresh = atlas_panels_view_refresh;
  iface->get_title = atlas_panels_view_get_title;
  iface->get_subtitle = atlas_panels_view_get_subtitle;
  iface->print = atlas_panels_view_print;
  iface->get_tools = atlas_panels_view_get_tools;
}

static void
atlas_panels_view_dispose (GObject *object)
{
  AtlasPanelsView *self = ATLAS_PANELS_VIEW (object);

  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->session);
  g_clear_object (&self->tools);

  G_OBJECT_CLASS (atlas_panels_view_parent_class)->dispose (object);
}

static void
atlas_panels_view_finalize (GObject *object)
{
  AtlasPanelsView *self = ATLAS_PANELS_VIEW (object);

  g_clear_pointer (&self->page, atlas_panels_page_free);
  g_free (self->panel);
  g_free (self->meeting);
  g_free (self->child);
  g_free (self->subtitle);

  G_OBJECT_CLASS (atlas_panels_view_parent_class)->finalize (object);
}

static void
atlas_panels_view_class_init (AtlasPanelsViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = atlas_panels_view_dispose;
  object_class->finalize = atlas_panels_view_finalize;

  g_type_ensure (ATLAS_TYPE_MEETING_PAGE);

  gtk_widget_class_set_template_from_resource (widget_class, ATLAS_UI "atlas-panels-view.ui");
  gtk_widget_class_bind_template_child (widget_class, AtlasPanelsView, stack);
  gtk_widget_class_bind_template_child (widget_class, AtlasPanelsView, sections);
  gtk_widget_class_bind_template_child (widget_class, AtlasPanelsView, trouble);
  gtk_widget_class_bind_template_child (widget_class, AtlasPanelsView, held);
  gtk_widget_class_bind_template_callback (widget_class, held_shown_cb);

  gtk_widget_class_install_action (widget_class, "panels.plan", "(ss)", plan_action);
  gtk_widget_class_install_action (widget_class, "panels.step", "s", step_action);
  gtk_widget_class_install_action (widget_class, "panels.people", NULL, people_action);
  gtk_widget_class_install_action (widget_class, "panels.decide", "s", decide_action);
  gtk_widget_class_install_action (widget_class, "panels.hold", NULL, hold_action);
  gtk_widget_class_install_action (widget_class, "panels.minutes", NULL, minutes_action);
  gtk_widget_class_install_action (widget_class, "panels.edit-panel", "s", edit_panel_action);
}

static GtkWidget *
make_tools (void)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (_("_New Meeting"));

  gtk_actionable_set_detailed_action_name (GTK_ACTIONABLE (button), "win.go::panels?form=meeting");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("New Meeting"), -1);

  return g_object_ref_sink (button);
}

static void
atlas_panels_view_init (AtlasPanelsView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->cancellable = g_cancellable_new ();
  self->tools = make_tools ();
}
