/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-referrals-view.h"

#include <glib/gi18n.h>

#include "app/atlas-finder-page.h"
#include "app/atlas-last-place-page.h"
#include "app/atlas-referral-list.h"
#include "app/atlas-referral-new.h"
#include "app/atlas-referral-page.h"
#include "app/atlas-session-work.h"
#include "app/atlas-sheet-page.h"
#include "app/atlas-ui.h"
#include "base/atlas-error.h"
#include "reports/atlas-words.h"

#define PAGE_LIST   "list"
#define PAGE_CASE   "case"
#define PAGE_NEW    "new"
#define PAGE_PLACES "places"
#define PAGE_LAST   "last-place"
#define PAGE_IMPORT "import"

/**
 * AtlasReferralsView:
 *
 * The list of referrals, the record of each, the form of a new one, and the import of a
 * spreadsheet. A route says which.
 */
struct _AtlasReferralsView
{
  AdwBin              parent_instance;

  AtlasSession       *session;  /* (nullable): NULL until given */
  AtlasRoute         *route;    /* (nullable): NULL until shown */
  GCancellable       *cancellable;      /* of finding the referral of a child */
  char               *title;    /* (nullable) */
  GtkWidget          *tools;

  /* Template */
  GtkStack           *stack;
  AtlasReferralList  *list;
  AtlasReferralPage  *page;
  AtlasReferralNew   *form;
  AtlasFinderPage    *places;
  AtlasLastPlacePage *last_place;
  AtlasSheetPage     *sheet;
};

static void view_iface_init (AtlasViewInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (AtlasReferralsView, atlas_referrals_view, ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (ATLAS_TYPE_VIEW, view_iface_init))

static const char *
page_of (const AtlasRoute *route)
{
  const char *page = atlas_route_get_param (route, "page");

  if (atlas_route_get_key (route) != NULL)
    return g_strcmp0 (page, PAGE_PLACES) == 0 ? PAGE_PLACES
           : g_strcmp0 (page, PAGE_LAST) == 0 ? PAGE_LAST : PAGE_CASE;
  if (g_strcmp0 (page, PAGE_IMPORT) == 0)
    return PAGE_IMPORT;

  return g_strcmp0 (page, PAGE_NEW) == 0 ? PAGE_NEW : PAGE_LIST;
}

static gboolean
is_on (AtlasReferralsView *self,
       const char         *page)
{
  return self->route != NULL && g_str_equal (page_of (self->route), page);
}

/* A title never carries a name: the reference and the year group. */
static void
case_shown_cb (AtlasReferralsView *self)
{
  AtlasReferralCase *shown = atlas_referral_page_get_case (self->page);
  g_autofree char *year = NULL;

  if (shown == NULL)
    return;

  year = atlas_words_year_group (shown->year_group);
  g_free (self->title);
  self->title = g_strdup_printf (_("%1$s · %2$s"), shown->referral->reference, year);
  atlas_view_heading_changed (ATLAS_VIEW (self));
}

static gpointer
find_referral_in_thread (AtlasStore   *store,
                         gpointer      data,
                         GCancellable *cancellable,
                         GError      **error)
{
  g_autoptr(AtlasQuery) query = atlas_query_new (atlas_type_find ("referral"));
  g_autoptr(GPtrArray)  referrals = NULL;

  atlas_query_where_text (query, "child", ATLAS_COMPARE_EQUAL, data);
  atlas_query_order_by (query, "received", TRUE);
  atlas_query_page (query, 0, 1);
  referrals = atlas_store_list (store, query, error);
  if (referrals == NULL)
    return NULL;
  if (referrals->len == 0)
    {
      g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_NOT_FOUND, "The child has no referral here");
      return NULL;
    }

  return g_strdup (((AtlasReferral *) g_ptr_array_index (referrals, 0))->reference);
}

static void
referral_found_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *reference = g_task_propagate_pointer (G_TASK (result), &error);
  AtlasReferralsView *self;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self = user_data;
  if (!is_on (self, PAGE_CASE))
    return;

  if (reference == NULL)
    reference = g_strdup (atlas_route_get_key (self->route));
  atlas_referral_page_set_reference (self->page, reference);
  atlas_referral_page_refresh (self->page);
}

/* The page of a child is the page of the last referral. */
static void
show_child (AtlasReferralsView *self)
{
  atlas_renew_cancellable (&self->cancellable);
  atlas_session_read_async (self->session, find_referral_in_thread,
                            g_strdup (atlas_route_get_key (self->route)), g_free, g_free,
                            self->cancellable, referral_found_cb, self);
}

static void
atlas_referrals_view_set_session (AtlasView    *view,
                                  AtlasSession *session)
{
  AtlasReferralsView *self = ATLAS_REFERRALS_VIEW (view);

  self->session = g_object_ref (session);
  atlas_referral_list_set_session (self->list, session);
  atlas_referral_page_set_session (self->page, session);
  atlas_referral_new_set_session (self->form, session);
  atlas_finder_page_set_session (self->places, session);
  atlas_last_place_page_set_session (self->last_place, session);
  atlas_sheet_page_set_session (self->sheet, session);
}

static void
atlas_referrals_view_set_route (AtlasView        *view,
                                const AtlasRoute *route)
{
  AtlasReferralsView *self = ATLAS_REFERRALS_VIEW (view);
  const char *page = page_of (route);

  if (is_on (self, PAGE_NEW) && !g_str_equal (page, PAGE_NEW))
    atlas_referral_new_leave (self->form);
  g_clear_pointer (&self->route, atlas_route_free);
  self->route = atlas_route_copy (route);

  g_clear_pointer (&self->title, g_free);
  if (g_str_equal (page, PAGE_LIST))
    atlas_referral_list_set_route (self->list, route);
  else if (g_str_equal (page, PAGE_CASE))
    {
      self->title = g_strdup (atlas_route_get_key (route));
      if (g_str_equal (atlas_route_get_head (route), "referral"))
        atlas_referral_page_set_reference (self->page, atlas_route_get_key (route));
      atlas_referral_page_open (self->page, atlas_route_get_param (route, "tab"),
                                atlas_route_get_param (route, "form"));
      case_shown_cb (self);
    }
  else if (g_str_equal (page, PAGE_PLACES))
    atlas_finder_page_set_reference (self->places, atlas_route_get_key (route));
  else if (g_str_equal (page, PAGE_LAST))
    atlas_last_place_page_set_route (self->last_place, route);
  gtk_stack_set_visible_child_name (self->stack, page);
}

static void
atlas_referrals_view_refresh (AtlasView *view)
{
  AtlasReferralsView *self = ATLAS_REFERRALS_VIEW (view);

  if (self->route == NULL || atlas_session_get_state (self->session) != ATLAS_SESSION_READY)
    return;

  if (is_on (self, PAGE_LIST))
    atlas_referral_list_refresh (self->list);
  else if (is_on (self, PAGE_PLACES))
    atlas_finder_page_refresh (self->places);
  else if (is_on (self, PAGE_LAST))
    atlas_last_place_page_refresh (self->last_place);
  else if (is_on (self, PAGE_IMPORT))
    atlas_sheet_page_begin (self->sheet);
  else if (is_on (self, PAGE_NEW))
    atlas_referral_new_begin (self->form, atlas_route_get_param (self->route, "child"));
  else if (g_str_equal (atlas_route_get_head (self->route), "child"))
    show_child (self);
  else
    atlas_referral_page_refresh (self->page);
}

static const char *
atlas_referrals_view_get_title (AtlasView *view)
{
  AtlasReferralsView *self = ATLAS_REFERRALS_VIEW (view);

  if (is_on (self, PAGE_NEW))
    return _("New Referral");
  if (is_on (self, PAGE_PLACES))
    return _("Find a Place");
  if (is_on (self, PAGE_LAST))
    return _("No Place Free");
  if (is_on (self, PAGE_IMPORT))
    return _("Import Referrals");

  return self->title != NULL ? self->title : _("Referrals");
}

static const char *
atlas_referrals_view_get_subtitle (AtlasView *view)
{
  AtlasReferralsView *self = ATLAS_REFERRALS_VIEW (view);

  if (is_on (self, PAGE_PLACES) || is_on (self, PAGE_LAST))
    return atlas_route_get_key (self->route);
  if (!is_on (self, PAGE_LIST))
    return _("Referrals");

  return atlas_session_get_scope_name (self->session);
}

static AtlasRoute *
atlas_referrals_view_get_up (AtlasView *view)
{
  AtlasReferralsView *self = ATLAS_REFERRALS_VIEW (view);

  if (self->route == NULL || is_on (self, PAGE_LIST))
    return NULL;
  if (is_on (self, PAGE_PLACES) || is_on (self, PAGE_LAST))
    return atlas_route_new ("referral", atlas_route_get_key (self->route));

  return atlas_route_new ("referrals", NULL);
}

static void
atlas_referrals_view_search (AtlasView  *view,
                             const char *words)
{
  AtlasReferralsView *self = ATLAS_REFERRALS_VIEW (view);

  /* Typing on another page of this view looks in the list. */
  if (!is_on (self, PAGE_LIST) && *words != '\0')
    atlas_view_go (GTK_WIDGET (view), "referrals?open=no");
  atlas_referral_list_set_words (self->list, words);
}

static GtkWidget *
atlas_referrals_view_get_tools (AtlasView *view)
{
  AtlasReferralsView *self = ATLAS_REFERRALS_VIEW (view);

  /* The forms of a new referral and of an import do not offer one more. */
  return is_on (self, PAGE_NEW) || is_on (self, PAGE_IMPORT) ? NULL : self->tools;
}

static void
view_iface_init (AtlasViewInterface *iface)
{
  iface->set_session = atlas_referrals_view_set_session;
  iface->set_route = atlas_referrals_view_set_route;
  iface->refresh = atlas_referrals_view_refresh;
  iface->get_title = atlas_referrals_view_get_title;
  iface->get_subtitle = atlas_referrals_view_get_subtitle;
  iface->get_up = atlas_referrals_view_get_up;
  iface->search = atlas_referrals_view_search;
  iface->get_tools = atlas_referrals_view_get_tools;
}

static void
atlas_referrals_view_dispose (GObject *object)
{
  AtlasReferralsView *self = ATLAS_REFERRALS_VIEW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->session);
  g_clear_object (&self->tools);

  G_OBJECT_CLASS (atlas_referrals_view_parent_class)->dispose (object);
}

static void
atlas_referrals_view_finalize (GObject *object)
{
  AtlasReferralsView *self = ATLAS_REFERRALS_VIEW (object);

  g_clear_pointer (&self->route, atlas_route_free);
  g_free (self->title);

  G_OBJECT_CLASS (atlas_referrals_view_parent_class)->finalize (object);
}

static void
atlas_referrals_view_class_init (AtlasReferralsViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = atlas_referrals_view_dispose;
  object_class->finalize = atlas_referrals_view_finalize;

  g_type_ensure (ATLAS_TYPE_FINDER_PAGE);
  g_type_ensure (ATLAS_TYPE_LAST_PLACE_PAGE);
  g_type_ensure (ATLAS_TYPE_REFERRAL_LIST);
  g_type_ensure (ATLAS_TYPE_REFERRAL_NEW);
  g_type_ensure (ATLAS_TYPE_REFERRAL_PAGE);
  g_type_ensure (ATLAS_TYPE_SHEET_PAGE);

  gtk_widget_class_set_template_from_resource (widget_class, ATLAS_UI "atlas-referrals-view.ui");
  gtk_widget_class_bind_template_child (widget_class, AtlasReferralsView, stack);
  gtk_widget_class_bind_template_child (widget_class, AtlasReferralsView, list);
  gtk_widget_class_bind_template_child (widget_class, AtlasReferralsView, page);
  gtk_widget_class_bind_template_child (widget_class, AtlasReferralsView, form);
  gtk_widget_class_bind_template_child (widget_class, AtlasReferralsView, places);
  gtk_widget_class_bind_template_child (widget_class, AtlasReferralsView, last_place);
  gtk_widget_class_bind_template_child (widget_class, AtlasReferralsView, sheet);
  gtk_widget_class_bind_template_callback (widget_class, case_shown_cb);
}

static void
add_tool (GtkWidget  *tools,
          const char *icon,
          const char *name,
          const char *action)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_actionable_set_detailed_action_name (GTK_ACTIONABLE (button), action);
  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_box_append (GTK_BOX (tools), button);
}

static GtkWidget *
make_tools (void)
{
  GtkWidget *tools = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  add_tool (tools, "atlas-import-symbolic", _("Import Referrals"), "win.go::referrals?page=import");
  add_tool (tools, "atlas-add-symbolic", _("New Referral"), "win.go::referrals?page=new");

  return g_object_ref_sink (tools);
}

static void
atlas_referrals_view_init (AtlasReferralsView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->tools = make_tools ();
}
