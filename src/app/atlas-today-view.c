/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-today-view.h"

#include <glib/gi18n.h>

#include "app/atlas-clock-list.h"
#include "app/atlas-matter-page.h"
#include "app/atlas-paper.h"
#include "app/atlas-rule-fold.h"
#include "app/atlas-session-work.h"
#include "app/atlas-today-cards.h"
#include "app/atlas-today-lists.h"
#include "app/atlas-today-row.h"
#include "app/atlas-ui.h"
#include "reports/atlas-words.h"

#define PAGE_WAIT    "wait"
#define PAGE_TODAY   "today"
#define PAGE_MATTER  "matter"
#define PAGE_TROUBLE "trouble"

/**
 * AtlasTodayView:
 *
 * What needs somebody today: children owed education by Day 6, what waits to be settled, the next
 * panel. All of it is read at once, off this thread.
 */
struct _AtlasTodayView
{
  AdwBin           parent_instance;

  AtlasSession    *session;     /* (nullable): NULL until given */
  GCancellable    *cancellable; /* of the reading that is under way */
  AtlasToday      *today;       /* (nullable): NULL until read */
  char            *subtitle;    /* (nullable) */
  AtlasRoute      *route;       /* (nullable): until the first */
  GListStore      *day6;        /* (element-type AtlasTodayItem) */
  GListStore      *waiting;     /* (element-type AtlasTodayItem) */
  GListStore      *meetings;    /* (element-type AtlasTodayItem) */
  GtkWidget       *tools;

  /* Template */
  GtkStack        *stack;
  AtlasMatterPage *matter;
  AtlasTodayCards *cards;
  GtkWidget       *nothing;
  GtkWidget       *day6_section;
  GtkWidget       *waiting_section;
  GtkWidget       *meetings_section;
  GtkListBox      *day6_list;
  GtkListBox      *waiting_list;
  GtkListBox      *meetings_list;
  AtlasClockList  *clocks;
  AdwStatusPage   *trouble;
};

static void view_iface_init (AtlasViewInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (AtlasTodayView, atlas_today_view, ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (ATLAS_TYPE_VIEW, view_iface_init))

static void
fill (GListStore *store,
      GPtrArray  *list)
{
  g_autoptr(GPtrArray) items = list;

  g_list_store_splice (store, 0, g_list_model_get_n_items (G_LIST_MODEL (store)),
                       items->pdata, items->len);
}

static guint
n_items (GListStore *store)
{
  return g_list_model_get_n_items (G_LIST_MODEL (store));
}

/* What is said when no list has anything in it. */
static void
show_nothing (AtlasTodayView *self)
{
  gtk_widget_set_visible (self->nothing, n_items (self->day6) + n_items (self->waiting) +
                          atlas_clock_list_get_n (self->clocks) == 0);
}

static void
clocks_shown_cb (AtlasTodayView *self)
{
  if (self->today != NULL)
    show_nothing (self);
}

static void
show_today (AtlasTodayView *self)
{
  g_autofree char *date = atlas_words_weekday (self->today->on);
  const char *scope = atlas_session_get_scope_name (self->session);
  gboolean is_county = g_str_equal (atlas_session_get_scope (self->session), "county");

  atlas_today_cards_set_today (self->cards, self->today);
  fill (self->day6, atlas_today_list_day6 (self->today));
  fill (self->waiting, atlas_today_list_waiting (self->today));
  fill (self->meetings, atlas_today_list_meetings (self->today));

  show_nothing (self);
  gtk_widget_set_visible (self->day6_section, n_items (self->day6) > 0);
  gtk_widget_set_visible (self->waiting_section, n_items (self->waiting) > 0);
  gtk_widget_set_visible (self->meetings_section, n_items (self->meetings) > 0);
  gtk_stack_set_visible_child_name (self->stack, PAGE_TODAY);

  g_free (self->subtitle);
  /* Translators: a date and a part of the county. */
  self->subtitle = is_county || scope == NULL ? g_steal_pointer (&date)
                                              : g_strdup_printf (_("%1$s · %2$s"), date, scope);
  atlas_session_set_count (self->session, ATLAS_ROUTE_TODAY,
                           self->today->day6->len + n_items (self->waiting));
  atlas_view_heading_changed (ATLAS_VIEW (self));
}

static void
today_read_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(GError)     error = NULL;
  g_autoptr(AtlasToday) today = g_task_propagate_pointer (G_TASK (result), &error);
  AtlasTodayView *self;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self = user_data;
  if (today == NULL)
    {
      adw_status_page_set_description (self->trouble, error->message);
      gtk_stack_set_visible_child_name (self->stack, PAGE_TROUBLE);
      return;
    }

  g_clear_pointer (&self->today, atlas_today_free);
  self->today = g_steal_pointer (&today);
  show_today (self);
  atlas_clock_list_show_scope (self->clocks, self->session,
                               atlas_session_get_scope (self->session));
}

static GtkWidget *
create_row_cb (gpointer item,
               gpointer user_data)
{
  return atlas_today_row_new (ATLAS_TODAY_ITEM (item));
}

static void
row_activated_cb (AtlasTodayView *self,
                  GtkListBoxRow  *row)
{
  const char *route = atlas_today_row_get_route (ATLAS_TODAY_ROW (row));

  if (route != NULL)
    atlas_view_go (GTK_WIDGET (self), route);
}

static void
atlas_today_view_set_session (AtlasView    *view,
                              AtlasSession *session)
{
  AtlasTodayView *self = ATLAS_TODAY_VIEW (view);

  self->session = g_object_ref (session);
  atlas_matter_page_set_session (self->matter, session);
}

static void
atlas_today_view_set_route (AtlasView        *view,
                            const AtlasRoute *route)
{
  AtlasTodayView *self = ATLAS_TODAY_VIEW (view);

  g_clear_pointer (&self->route, atlas_route_free);
  self->route = atlas_route_copy (route);
}

static gboolean
shows_matter (AtlasTodayView *self)
{
  return self->route != NULL && atlas_route_get_key (self->route) != NULL;
}

static void
atlas_today_view_refresh (AtlasView *view)
{
  AtlasTodayView *self = ATLAS_TODAY_VIEW (view);

  if (atlas_session_get_state (self->session) != ATLAS_SESSION_READY)
    return;

  atlas_renew_cancellable (&self->cancellable);
  if (shows_matter (self))
    {
      gtk_stack_set_visible_child_name (self->stack, PAGE_MATTER);
      atlas_matter_page_show (self->matter, atlas_route_get_head (self->route),
                              atlas_route_get_key (self->route));
      return;
    }

  atlas_session_ask_async (self->session, atlas_today_read,
                           atlas_session_get_scope (self->session),
                           (GDestroyNotify) atlas_today_free, self->cancellable, today_read_cb,
                           self);
}

static const char *
atlas_today_view_get_title (AtlasView *view)
{
  return shows_matter (ATLAS_TODAY_VIEW (view)) ? _("To Settle") : _("Today");
}

static const char *
atlas_today_view_get_subtitle (AtlasView *view)
{
  return ATLAS_TODAY_VIEW (view)->subtitle;
}

static GtkWidget *
atlas_today_view_get_tools (AtlasView *view)
{
  return ATLAS_TODAY_VIEW (view)->tools;
}

static void
atlas_today_view_print (AtlasView *view)
{
  AtlasTodayView *self = ATLAS_TODAY_VIEW (view);
  g_autoptr(AtlasDocument) document = NULL;

  if (self->today == NULL)
    return;

  document = atlas_today_to_document (self->today, atlas_session_get_scope_name (self->session),
                                      atlas_session_is_demonstration (self->session));
  atlas_paper_print (GTK_WIDGET (self), document);
}

static void
view_iface_init (AtlasViewInterface *iface)
{
  iface->set_session = atlas_today_view_set_session;
  iface->set_route = atlas_today_view_set_route;
  iface->refresh = atlas_today_view_refresh;
  iface->get_title = atlas_today_view_get_title;
  iface->get_subtitle = atlas_today_view_get_subtitle;
  iface->get_tools = atlas_today_view_get_tools;
  iface->print = atlas_today_view_print;
}

static void
atlas_today_view_dispose (GObject *object)
{
  AtlasTodayView *self = ATLAS_TODAY_VIEW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->session);
  g_clear_object (&self->day6);
  g_clear_object (&self->waiting);
  g_clear_object (&self->meetings);
  g_clear_object (&self->tools);

  G_OBJECT_CLASS (atlas_today_view_parent_class)->dispose (object);
}

static void
atlas_today_view_finalize (GObject *object)
{
  AtlasTodayView *self = ATLAS_TODAY_VIEW (object);

  g_clear_pointer (&self->today, atlas_today_free);
  g_clear_pointer (&self->route, atlas_route_free);
  g_free (self->subtitle);

  G_OBJECT_CLASS (atlas_today_view_parent_class)->finalize (object);
}

static void
atlas_today_view_class_init (AtlasTodayViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = atlas_today_view_dispose;
  object_class->finalize = atlas_today_view_finalize;

  g_type_ensure (ATLAS_TYPE_CLOCK_LIST);
  g_type_ensure (ATLAS_TYPE_MATTER_PAGE);
  g_type_ensure (ATLAS_TYPE_RULE_FOLD);
  g_type_ensure (ATLAS_TYPE_TODAY_CARDS);

  gtk_widget_class_set_template_from_resource (widget_class, ATLAS_UI "atlas-today-view.ui");
  gtk_widget_class_bind_template_child (widget_class, AtlasTodayView, stack);
  gtk_widget_class_bind_template_child (widget_class, AtlasTodayView, matter);
  gtk_widget_class_bind_template_child (widget_class, AtlasTodayView, cards);
  gtk_widget_class_bind_template_child (widget_class, AtlasTodayView, nothing);
  gtk_widget_class_bind_template_child (widget_class, AtlasTodayView, day6_section);
  gtk_widget_class_bind_template_child (widget_class, AtlasTodayView, waiting_section);
  gtk_widget_class_bind_template_child (widget_class, AtlasTodayView, meetings_section);
  gtk_widget_class_bind_template_child (widget_class, AtlasTodayView, day6_list);
  gtk_widget_class_bind_template_child (widget_class, AtlasTodayView, waiting_list);
  gtk_widget_class_bind_template_child (widget_class, AtlasTodayView, meetings_list);
  gtk_widget_class_bind_template_child (widget_class, AtlasTodayView, clocks);
  gtk_widget_class_bind_template_child (widget_class, AtlasTodayView, trouble);
  gtk_widget_class_bind_template_callback (widget_class, clocks_shown_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
}

static GtkWidget *
make_tools (void)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (_("_New Referral"));

  gtk_actionable_set_detailed_action_name (GTK_ACTIONABLE (button), "win.go::referrals?page=new");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("New Referral"), -1);

  return g_object_ref_sink (button);
}

static void
atlas_today_view_init (AtlasTodayView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->tools = make_tools ();
  self->day6 = g_list_store_new (ATLAS_TYPE_TODAY_ITEM);
  self->waiting = g_list_store_new (ATLAS_TYPE_TODAY_ITEM);
  self->meetings = g_list_store_new (ATLAS_TYPE_TODAY_ITEM);
  gtk_list_box_bind_model (self->day6_list, G_LIST_MODEL (self->day6), create_row_cb, NULL, NULL);
  gtk_list_box_bind_model (self->waiting_list, G_LIST_MODEL (self->waiting), create_row_cb, NULL,
                           NULL);
  gtk_list_box_bind_model (self->meetings_list, G_LIST_MODEL (self->meetings), create_row_cb, NULL,
                           NULL);
}
