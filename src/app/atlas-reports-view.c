/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-reports-view.h"

#include <glib/gi18n.h>
#include <string.h>

#include "app/atlas-action-list.h"
#include "app/atlas-compat.h"
#include "app/atlas-document-view.h"
#include "app/atlas-fold.h"
#include "app/atlas-indicator-bar.h"
#include "app/atlas-list-tab.h"
#include "app/atlas-out-list.h"
#include "app/atlas-paper.h"
#include "app/atlas-reports-work.h"
#include "app/atlas-session-work.h"
#include "app/atlas-ui.h"
#include "app/atlas-window.h"

#define PAGE_WAIT    "wait"
#define PAGE_REPORT  "report"
#define PAGE_LIST    "list"
#define PAGE_ACTIONS "actions"
#define PAGE_TROUBLE "trouble"
#define ROUTE_HEAD   "report/"

/**
 * AtlasReportsView:
 *
 * Reports, each a document: what the window shows is what is printed and saved.
 */
struct _AtlasReportsView
{
  AdwBin              parent_instance;

  AtlasSession       *session;          /* (nullable): NULL until given */
  GCancellable       *cancellable;      /* of the reading that is under way */
  AtlasReportKind     kind;
  AtlasRoute         *route;            /* (nullable): NULL until given */
  AtlasReport        *report;           /* (nullable): NULL until read */
  char               *subtitle;         /* (nullable) */
  gboolean            is_choosing;      /* a report is being chosen by us, not by a person */
  GSimpleActionGroup *actions;
  GtkWidget          *tools;

  /* Template */
  AtlasFold          *fold;
  GtkListBox         *list;
  GtkDropDown        *choice;
  GtkStringList      *choices;
  AtlasIndicatorBar  *indicator_bar;
  GtkStack           *stack;
  AtlasDocumentView  *document_view;
  AtlasOutList       *out_list;
  AtlasActionList    *action_list;
  AdwStatusPage      *trouble;
  GMenuModel         *menu;
};

static void view_iface_init (AtlasViewInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (AtlasReportsView, atlas_reports_view, ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (ATLAS_TYPE_VIEW, view_iface_init))

static gboolean
is_as_table (AtlasReportsView *self)
{
  g_autoptr(GVariant) state = NULL;

  state = g_action_group_get_action_state (G_ACTION_GROUP (self->actions), "as-table");

  return g_variant_get_boolean (state);
}

static gboolean
hides_small (AtlasReportsView *self)
{
  g_autoptr(GVariant) state = NULL;

  state = g_action_group_get_action_state (G_ACTION_GROUP (self->actions), "hide-small");

  return self->report->small_hidden != NULL && g_variant_get_boolean (state);
}

static AtlasDocument *
get_document (AtlasReportsView *self)
{
  if (self->report == NULL)
    return NULL;
  if (self->report->out != NULL)
    return self->report->of_choices[atlas_out_list_get_choice (self->out_list)];

  return atlas_report_get_paper (self->report, is_as_table (self),
                                 self->report->hidden_charts != NULL && hides_small (self));
}

/* What is printed and saved: what is shown, but for numbers so small that they could tell a
 * child. */
static AtlasDocument *
get_paper (AtlasReportsView *self)
{
  return self->report->out != NULL ? get_document (self)
                                   : atlas_report_get_paper (self->report, is_as_table (self),
                                                             hides_small (self));
}

/* The same with a table for every chart; of a list, the part of it that is chosen; of indicators,
 * all in one table. */
static AtlasDocument *
get_tables (AtlasReportsView *self)
{
  return self->report->out != NULL ? get_document (self)
                                   : atlas_report_get_tables (self->report, hides_small (self));
}

static void
enable_actions (AtlasReportsView *self)
{
  static const char * const names[] = { "print", "save-pdf", "copy", "export-csv" };
  GAction *hide_small = g_action_map_lookup_action (G_ACTION_MAP (self->actions), "hide-small");
  GAction *as_table = g_action_map_lookup_action (G_ACTION_MAP (self->actions), "as-table");
  gboolean has_charts = self->report != NULL &&
                        self->report->with_charts != self->report->with_tables;

  g_simple_action_set_enabled (G_SIMPLE_ACTION (as_table), has_charts);
  g_simple_action_set_enabled (G_SIMPLE_ACTION (hide_small),
                               self->report != NULL && self->report->small_hidden != NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), names[i]);

      g_simple_action_set_enabled (G_SIMPLE_ACTION (action), self->report != NULL);
    }
}

static const char *
get_page (AtlasReportsView *self)
{
  if (self->report == NULL)
    return PAGE_WAIT;
  if (self->report->out != NULL)
    return PAGE_LIST;

  return self->report->actions != NULL ? PAGE_ACTIONS : PAGE_REPORT;
}

static void
show_report (AtlasReportsView *self)
{
  const char *page = get_page (self);
  gboolean is_document = strcmp (page, PAGE_REPORT) == 0;
  gboolean has_indicators = self->report != NULL && self->report->indicators != NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->indicator_bar), has_indicators);

  atlas_document_view_set_document (self->document_view, is_document ? get_document (self) : NULL);
  if (strcmp (page, PAGE_LIST) == 0)
    atlas_out_list_show (self->out_list, self->report);
  if (strcmp (page, PAGE_ACTIONS) == 0)
    atlas_action_list_show (self->action_list, self->session, self->report->actions);
  gtk_stack_set_visible_child_name (self->stack, page);
  enable_actions (self);
}

static void
report_read_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(GError)      error = NULL;
  g_autoptr(AtlasReport) report = g_task_propagate_pointer (G_TASK (result), &error);
  AtlasReportsView *self;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self = user_data;
  if (report == NULL)
    {
      adw_status_page_set_description (self->trouble, error->message);
      gtk_stack_set_visible_child_name (self->stack, PAGE_TROUBLE);
      return;
    }

  g_clear_pointer (&self->report, atlas_report_free);
  self->report = g_steal_pointer (&report);
  if (self->report->indicators != NULL)
    atlas_indicator_bar_show (self->indicator_bar, self->report->indicators, self->route);
  show_report (self);
}

static void
choose_report (AtlasReportsView *self,
               AtlasReportKind   kind)
{
  self->is_choosing = TRUE;
  gtk_list_box_select_row (self->list, gtk_list_box_get_row_at_index (self->list, (int) kind));
  gtk_drop_down_set_selected (self->choice, kind);
  self->is_choosing = FALSE;
}

static void
go_to_report (AtlasReportsView *self,
              guint             index)
{
  g_autofree char *route = NULL;

  if (self->is_choosing || index >= ATLAS_REPORT_N_KINDS || index == self->kind)
    return;

  route = g_strconcat (ROUTE_HEAD, atlas_report_key ((AtlasReportKind) index), NULL);
  atlas_view_go (GTK_WIDGET (self), route);
}

static void
row_selected_cb (AtlasReportsView *self,
                 GtkListBoxRow    *row)
{
  if (row != NULL)
    go_to_report (self, (guint) gtk_list_box_row_get_index (row));
}

static void
choice_changed_cb (AtlasReportsView *self)
{
  go_to_report (self, gtk_drop_down_get_selected (self->choice));
}

static void
as_table_changed_cb (GSimpleAction *action,
                     GVariant      *state,
                     gpointer       user_data)
{
  g_simple_action_set_state (action, state);
  show_report (user_data);
}

static void
hide_small_changed_cb (GSimpleAction *action,
                       GVariant      *state,
                       gpointer       user_data)
{
  AtlasReportsView *self = user_data;

  g_simple_action_set_state (action, state);
  if (self->report != NULL && self->report->hidden_charts != NULL)
    show_report (self);
}

static void
print_cb (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       user_data)
{
  AtlasReportsView *self = user_data;

  atlas_paper_print (GTK_WIDGET (self), get_paper (self));
}

static char *
name_file (AtlasReportsView *self,
           const char       *extension)
{
  g_autofree char *day = atlas_date_format (atlas_session_get_as_of (self->session));

  return g_strdup_printf ("%s-%s.%s", atlas_report_key (self->kind), day, extension);
}

static void
save_pdf_cb (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  AtlasReportsView *self = user_data;
  g_autofree char *name = name_file (self, "pdf");

  atlas_paper_save_pdf (GTK_WIDGET (self), get_paper (self), name);
}

static void
copy_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
  AtlasReportsView *self = user_data;
  g_autofree char *text = atlas_paper_to_text (get_tables (self));

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  atlas_window_toast (GTK_WIDGET (self), _("Table copied"));
}

static void
export_csv_cb (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  AtlasReportsView *self = user_data;
  g_autofree char *name = name_file (self, "csv");

  atlas_paper_save_csv (GTK_WIDGET (self), get_tables (self), name);
}

static const GActionEntry entries[] = {
  { .name = "as-table", .state = "false", .change_state = as_table_changed_cb },
  { .name = "hide-small", .state = "true", .change_state = hide_small_changed_cb },
  { .name = "print", .activate = print_cb },
  { .name = "save-pdf", .activate = save_pdf_cb },
  { .name = "copy", .activate = copy_cb },
  { .name = "export-csv", .activate = export_csv_cb },
};

static void
atlas_reports_view_set_session (AtlasView    *view,
                                AtlasSession *session)
{
  ATLAS_REPORTS_VIEW (view)->session = g_object_ref (session);
}

static void
atlas_reports_view_set_route (AtlasView        *view,
                              const AtlasRoute *route)
{
  AtlasReportsView *self = ATLAS_REPORTS_VIEW (view);
  AtlasReportKind kind = ATLAS_REPORT_CAPACITY;

  atlas_report_by_key (atlas_route_get_key (route), &kind);
  if (kind != self->kind)
    g_clear_pointer (&self->report, atlas_report_free);
  self->kind = kind;
  g_clear_pointer (&self->route, atlas_route_free);
  self->route = atlas_route_copy (route);
  choose_report (self, kind);
  show_report (self);
}

/* What a route says of indicators: a slip in a set or a term is answered by the reading. */
static void
ask_for_indicators (AtlasReportsView   *self,
                    AtlasReportRequest *request)
{
  const char *only;

  if (self->route == NULL)
    return;

  request->set = g_strdup (atlas_route_get_param (self->route, "set"));
  request->term = g_strdup (atlas_route_get_param (self->route, "term"));
  atlas_pupils_parse (atlas_route_get_param (self->route, "cohort"), &request->pupils);
  only = atlas_route_get_param (self->route, "indicator");
  request->only = only != NULL ? (guint) g_ascii_strtoull (only, NULL, 10) : 0;
}

static void
atlas_reports_view_refresh (AtlasView *view)
{
  AtlasReportsView *self = ATLAS_REPORTS_VIEW (view);
  const char *scope = atlas_session_get_scope_name (self->session);
  g_autofree char *day = NULL;
  AtlasReportRequest *request;

  if (atlas_session_get_state (self->session) != ATLAS_SESSION_READY)
    return;

  atlas_renew_cancellable (&self->cancellable);
  request = g_new0 (AtlasReportRequest, 1);
  request->kind = self->kind;
  request->scope = g_strdup (atlas_session_get_scope (self->session));
  request->scope_name = g_strdup (scope);
  request->on = atlas_session_get_as_of (self->session);
  request->is_demonstration = atlas_session_is_demonstration (self->session);
  ask_for_indicators (self, request);
  day = atlas_date_format_long (request->on);
  g_free (self->subtitle);
  /* Translators: a date. */
  self->subtitle = g_strdup_printf (_("As at %s"), day);
  atlas_session_read_async (self->session, atlas_reports_work_read, request,
                            (GDestroyNotify) atlas_report_request_free,
                            (GDestroyNotify) atlas_report_free, self->cancellable, report_read_cb,
                            self);
  atlas_view_heading_changed (view);
}

static const char *
atlas_reports_view_get_title (AtlasView *view)
{
  return _("Reports");
}

static const char *
atlas_reports_view_get_subtitle (AtlasView *view)
{
  return ATLAS_REPORTS_VIEW (view)->subtitle;
}

/* The list of reports is always in sight: there is no level above one. */
static AtlasRoute *
atlas_reports_view_get_up (AtlasView *view)
{
  return NULL;
}

static void
atlas_reports_view_print (AtlasView *view)
{
  AtlasReportsView *self = ATLAS_REPORTS_VIEW (view);

  g_action_group_activate_action (G_ACTION_GROUP (self->actions), "print", NULL);
}

static GtkWidget *
atlas_reports_view_get_tools (AtlasView *view)
{
  return ATLAS_REPORTS_VIEW (view)->tools;
}

static void
view_iface_init (AtlasViewInterface *iface)
{
  iface->set_session = atlas_reports_view_set_session;
  iface->set_route = atlas_reports_view_set_route;
  iface->refresh = atlas_reports_view_refresh;
  iface->get_title = atlas_reports_view_get_title;
  iface->get_subtitle = atlas_reports_view_get_subtitle;
  iface->get_up = atlas_reports_view_get_up;
  iface->print = atlas_reports_view_print;
  iface->get_tools = atlas_reports_view_get_tools;
}

static void
atlas_reports_view_dispose (GObject *object)
{
  AtlasReportsView *self = ATLAS_REPORTS_VIEW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->session);
  g_clear_object (&self->actions);
  g_clear_object (&self->tools);

  G_OBJECT_CLASS (atlas_reports_view_parent_class)->dispose (object);
}

static void
atlas_reports_view_finalize (GObject *object)
{
  AtlasReportsView *self = ATLAS_REPORTS_VIEW (object);

  g_clear_pointer (&self->report, atlas_report_free);
  g_clear_pointer (&self->route, atlas_route_free);
  g_free (self->subtitle);

  G_OBJECT_CLASS (atlas_reports_view_parent_class)->finalize (object);
}

static void
atlas_reports_view_class_init (AtlasReportsViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = atlas_reports_view_dispose;
  object_class->finalize = atlas_reports_view_finalize;

  g_type_ensure (ATLAS_TYPE_ACTION_LIST);
  g_type_ensure (ATLAS_TYPE_DOCUMENT_VIEW);
  g_type_ensure (ATLAS_TYPE_FOLD);
  g_type_ensure (ATLAS_TYPE_INDICATOR_BAR);
  g_type_ensure (ATLAS_TYPE_OUT_LIST);

  gtk_widget_class_set_template_from_resource (widget_class, ATLAS_UI "atlas-reports-view.ui");
  gtk_widget_class_bind_template_child (widget_class, AtlasReportsView, fold);
  gtk_widget_class_bind_template_child (widget_class, AtlasReportsView, list);
  gtk_widget_class_bind_template_child (widget_class, AtlasReportsView, choice);
  gtk_widget_class_bind_template_child (widget_class, AtlasReportsView, choices);
  gtk_widget_class_bind_template_child (widget_class, AtlasReportsView, indicator_bar);
  gtk_widget_class_bind_template_child (widget_class, AtlasReportsView, stack);
  gtk_widget_class_bind_template_child (widget_class, AtlasReportsView, document_view);
  gtk_widget_class_bind_template_child (widget_class, AtlasReportsView, out_list);
  gtk_widget_class_bind_template_child (widget_class, AtlasReportsView, action_list);
  gtk_widget_class_bind_template_child (widget_class, AtlasReportsView, trouble);
  gtk_widget_class_bind_template_child (widget_class, AtlasReportsView, menu);
  gtk_widget_class_bind_template_callback (widget_class, choice_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_selected_cb);
}

static void
name_widget (GtkWidget  *widget,
             const char *name)
{
  gtk_widget_set_tooltip_text (widget, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

/* The shell moves the tools of a narrow window. GTK 4.8 loses sight of a group that moves with its
 * widget until it is inserted anew. */
static void
tools_moved_cb (AtlasReportsView *self,
                GParamSpec       *pspec,
                GtkWidget        *box)
{
  gtk_widget_insert_action_group (box, "report", NULL);
  gtk_widget_insert_action_group (box, "report", G_ACTION_GROUP (self->actions));
}

static GtkWidget *
make_tools (AtlasReportsView *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *as_table = gtk_toggle_button_new ();
  GtkWidget *more = gtk_menu_button_new ();

  gtk_button_set_icon_name (GTK_BUTTON (as_table), "atlas-table-symbolic");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (as_table), "report.as-table");
  name_widget (as_table, _("Show as Table"));
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (more), "atlas-print-symbolic");
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (more), self->menu);
  name_widget (more, _("Print and Export"));

  gtk_box_append (GTK_BOX (box), as_table);
  gtk_box_append (GTK_BOX (box), more);
  gtk_widget_insert_action_group (box, "report", G_ACTION_GROUP (self->actions));
  g_signal_connect_object (box, "notify::parent", G_CALLBACK (tools_moved_cb), self,
                           G_CONNECT_SWAPPED);

  return g_object_ref_sink (box);
}

static void
add_report (AtlasReportsView *self,
            AtlasReportKind   kind)
{
  const char *label = atlas_report_label (kind);
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), label);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_list_box_append (self->list, row);
  gtk_string_list_append (self->choices, label);
}

static void
atlas_reports_view_init (AtlasReportsView *self)
{
  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries),
                                   self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "report", G_ACTION_GROUP (self->actions));
  gtk_widget_init_template (GTK_WIDGET (self));
  atlas_list_leave_by_tab (self->list);
  atlas_name_drop_down (self->choice, _("Report"));

  self->is_choosing = TRUE;
  for (int i = 0; i < ATLAS_REPORT_N_KINDS; i++)
    add_report (self, (AtlasReportKind) i);
  self->is_choosing = FALSE;
  choose_report (self, self->kind);
  self->tools = make_tools (self);
  enable_actions (self);
}
