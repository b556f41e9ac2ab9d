/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-provision-view.h"

#include <glib/gi18n.h>

#include "app/atlas-calendar-page.h"
#include "app/atlas-compat.h"
#include "app/atlas-fact-row.h"
#include "app/atlas-paper.h"
#include "app/atlas-places-board.h"
#include "app/atlas-provision-page.h"
#include "app/atlas-provision-work.h"
#include "app/atlas-session-work.h"
#include "app/atlas-ui.h"
#include "app/atlas-window.h"
#include "drawing/atlas-capacity-document.h"
#include "drawing/atlas-facts-document.h"
#include "records/atlas-as-at.h"
#include "records/atlas-codes.h"

#define CALENDAR "calendar"

/**
 * AtlasProvisionView:
 *
 * The directory of provision and the places board, both of the scope and the day looked at, and
 * the page of one provision.
 */
struct _AtlasProvisionView
{
  AdwBin              parent_instance;

  AtlasSession       *session;
  AtlasRoute         *route;    /* (nullable): until the first */
  GCancellable       *cancellable;
  AtlasDirectory     *listed;   /* (nullable): until it is read */
  char               *words;    /* (nullable): what is searched for */

  /* Template */
  GtkStack           *stack;
  GtkStack           *lists;
  GtkToggleButton    *directory_button;
  GtkToggleButton    *places_button;
  GtkDropDown        *phase;
  GtkDropDown        *kind;
  GtkLabel           *count;
  GtkWidget          *copy;
  GtkListBox         *directory;
  AtlasPlacesBoard   *board;
  AtlasProvisionPage *page;
  AtlasCalendarPage  *calendar;
  AdwStatusPage      *trouble;
};

static void view_iface_init (AtlasViewInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (AtlasProvisionView, atlas_provision_view, ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (ATLAS_TYPE_VIEW, view_iface_init))

static gboolean
shows_places (AtlasProvisionView *self)
{
  return gtk_toggle_button_get_active (self->places_button);
}

/* The code chosen in a drop-down whose first entry means all of them. */
static const char *
chosen_code (GtkDropDown *drop_down,
             const char  *set)
{
  g_autoptr(GPtrArray) codes = atlas_codes_list (set);
  guint selected = gtk_drop_down_get_selected (drop_down);

  return selected > 0 && selected <= codes->len
         ? ((AtlasCode *) g_ptr_array_index (codes, selected - 1))->code : NULL;
}

static gboolean
is_shown (AtlasProvisionView *self,
          AtlasProvision     *provision)
{
  const char *phase = chosen_code (self->phase, "phase");
  const char *kind = chosen_code (self->kind, "provision-kind");
  const char *id = atlas_record_get_id (ATLAS_RECORD (provision));

  if (kind != NULL && g_strcmp0 (provision->kind, kind) != 0)
    return FALSE;
  if (phase != NULL && (provision->phases == NULL ||
                        !g_strv_contains ((const char * const *) provision->phases, phase)))
    return FALSE;

  return self->listed->found == NULL || g_hash_table_contains (self->listed->found, id);
}

static GtkWidget *
make_directory_row (AtlasProvisionView *self,
                    AtlasProvision     *provision)
{
  const char *area = provision->area != NULL
                     ? g_hash_table_lookup (self->listed->areas, provision->area) : NULL;
  const char *kind = atlas_codes_label ("provision-kind", provision->kind);
  g_autofree char *age = atlas_record_describe_age (ATLAS_RECORD (provision));
  g_autofree char *detail = area != NULL ? g_strdup_printf ("%s · %s", kind, area)
                                         : g_strdup (kind);
  g_autofree char *route = atlas_record_get_route (ATLAS_RECORD (provision));
  GtkWidget *row = atlas_fact_row_new (detail, provision->name, age);

  atlas_fact_row_set_route (ATLAS_FACT_ROW (row), route);
  if (provision->invented)
    atlas_fact_row_set_mark (ATLAS_FACT_ROW (row), _("Demonstration"), "demonstration");

  return row;
}

static guint
fill_directory (AtlasProvisionView *self)
{
  guint shown = 0;
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->directory))) != NULL)
    gtk_list_box_remove (self->directory, child);
  for (guint i = 0; i < self->listed->provisions->len; i++)
    {
      AtlasProvision *provision = g_ptr_array_index (self->listed->provisions, i);

      if (!is_shown (self, provision))
        continue;
      gtk_list_box_append (self->directory, make_directory_row (self, provision));
      shown++;
    }

  return shown;
}

static void
show_list (AtlasProvisionView *self)
{
  g_autofree char *count = NULL;
  guint total;
  guint shown;

  if (self->listed == NULL)
    return;

  if (shows_places (self))
    {
      shown = atlas_places_board_filter (self->board, chosen_code (self->phase, "phase"),
                                         self->words);
      total = atlas_places_board_get_total (self->board);
    }
  else
    {
      shown = fill_directory (self);
      total = self->listed->provisions->len;
    }

  /* Translators: how many of a list are shown: 7 of 31 */
  count = g_strdup_printf (_("%u of %u"), shown, total);
  gtk_label_set_label (self->count, count);
  gtk_widget_set_visible (self->copy, shows_places (self));
  gtk_widget_set_visible (GTK_WIDGET (self->kind), !shows_places (self));
  gtk_stack_set_visible_child_name (self->lists, shown == 0 ? "empty"
                                    : shows_places (self) ? "places" : "directory");
}

static void
list_chosen_cb (AtlasProvisionView *self)
{
  show_list (self);
}

static void
filter_changed_cb (AtlasProvisionView *self)
{
  show_list (self);
}

static void
clear_action (GtkWidget  *widget,
              const char *name,
              GVariant   *parameter)
{
  AtlasProvisionView *self = ATLAS_PROVISION_VIEW (widget);

  gtk_drop_down_set_selected (self->phase, 0);
  gtk_drop_down_set_selected (self->kind, 0);
  gtk_widget_activate_action (widget, "shell.stop-search", NULL);
}

static void
copy_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  AtlasProvisionView *self = ATLAS_PROVISION_VIEW (widget);
  g_autofree char *table = atlas_places_board_to_table (self->board);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), table);
  atlas_window_toast (widget, _("Table copied; paste it into an e-mail or a spreadsheet"));
}

static void
directory_read_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  AtlasProvisionView *self = user_data;
  g_autoptr(GError) error = NULL;
  AtlasDirectory *listed;

  listed = atlas_store_service_read_finish (ATLAS_STORE_SERVICE (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (listed == NULL)
    {
      adw_status_page_set_title (self->trouble, _("The Directory Cannot Be Read"));
      adw_status_page_set_description (self->trouble, error->message);
      gtk_stack_set_visible_child_name (self->stack, "trouble");
      return;
    }

  g_clear_pointer (&self->listed, atlas_directory_free);
  self->listed = listed;
  atlas_places_board_set_capacity (self->board, listed->capacity);
  atlas_session_set_count (self->session, ATLAS_ROUTE_PROVISION, 0);
  show_list (self);
  gtk_stack_set_visible_child_name (self->stack, "list");
}

static void
read_directory (AtlasProvisionView *self)
{
  AtlasProvisionRequest *request = g_new0 (AtlasProvisionRequest, 1);

  atlas_renew_cancellable (&self->cancellable);

  request->scope = g_strdup (atlas_session_get_scope (self->session));
  request->words = g_strdup (self->words);
  request->on = atlas_session_get_as_of (self->session);
  atlas_store_service_read_async (atlas_session_get_service (self->session),
                                  atlas_provision_read_directory, request,
                                  (GDestroyNotify) atlas_provision_request_free,
                                  (GDestroyNotify) atlas_directory_free,
                                  self->cancellable, directory_read_cb, self);
}

static gboolean
is_page (AtlasProvisionView *self)
{
  return self->route != NULL && atlas_route_get_key (self->route) != NULL;
}

/* The page of a school year, of the county or of a school. */
static gboolean
is_calendar (AtlasProvisionView *self)
{
  return self->route != NULL && g_str_equal (atlas_route_get_head (self->route), CALENDAR);
}

static void
atlas_provision_view_set_session (AtlasView    *view,
                                  AtlasSession *session)
{
  AtlasProvisionView *self = ATLAS_PROVISION_VIEW (view);

  g_set_object (&self->session, session);
  atlas_provision_page_set_session (self->page, session);
  atlas_calendar_page_set_session (self->calendar, session);
}

static void
atlas_provision_view_set_route (AtlasView        *view,
                                const AtlasRoute *route)
{
  AtlasProvisionView *self = ATLAS_PROVISION_VIEW (view);
  const char *list = atlas_route_get_param (route, "list");

  g_clear_pointer (&self->route, atlas_route_free);
  self->route = atlas_route_copy (route);
  if (g_strcmp0 (list, "places") == 0)
    gtk_toggle_button_set_active (self->places_button, TRUE);
}

static void
atlas_provision_view_refresh (AtlasView *view)
{
  AtlasProvisionView *self = ATLAS_PROVISION_VIEW (view);

  if (atlas_session_get_service (self->session) == NULL)
    return;

  if (is_calendar (self))
    {
      gtk_stack_set_visible_child_name (self->stack, "calendar");
      atlas_calendar_page_show (self->calendar, atlas_route_get_key (self->route));
    }
  else if (is_page (self))
    {
      gtk_stack_set_visible_child_name (self->stack, "page");
      atlas_provision_page_show (self->page, atlas_route_get_head (self->route),
                                 atlas_route_get_key (self->route));
    }
  else
    read_directory (self);
}

static const char *
atlas_provision_view_get_title (AtlasView *view)
{
  AtlasProvisionView *self = ATLAS_PROVISION_VIEW (view);

  if (is_calendar (self))
    return atlas_calendar_page_get_title (self->calendar);

  return is_page (self) ? atlas_provision_page_get_title (self->page) : _("Provision");
}

static const char *
atlas_provision_view_get_subtitle (AtlasView *view)
{
  AtlasProvisionView *self = ATLAS_PROVISION_VIEW (view);

  if (is_calendar (self))
    return atlas_calendar_page_get_subtitle (self->calendar);

  return is_page (self) ? atlas_provision_page_get_kind (self->page)
                        : atlas_session_get_scope_name (self->session);
}

static void
atlas_provision_view_search (AtlasView  *view,
                             const char *words)
{
  AtlasProvisionView *self = ATLAS_PROVISION_VIEW (view);

  g_free (self->words);
  self->words = g_strdup (words);
  if (!is_page (self))
    read_directory (self);
}

/* The page of a record as it stands; of the lists, the places board. */
static void
atlas_provision_view_print (AtlasView *view)
{
  AtlasProvisionView *self = ATLAS_PROVISION_VIEW (view);
  gboolean is_demonstration = atlas_session_is_demonstration (self->session);
  AtlasFacts *facts = is_page (self) && !is_calendar (self)
                      ? atlas_provision_page_get_facts (self->page) : NULL;
  g_autoptr(AtlasDocument) document = NULL;

  if (facts != NULL)
    document = atlas_facts_to_document (facts, is_demonstration);
  else if (!is_page (self) && self->listed != NULL)
    document = atlas_capacity_to_document (self->listed->capacity,
                                           atlas_session_get_scope_name (self->session),
                                           is_demonstration);

  if (document != NULL)
    atlas_paper_print (GTK_WIDGET (self), document);
}

static void
view_iface_init (AtlasViewInterface *iface)
{
  iface->set_session = atlas_provision_view_set_session;
  iface->set_route = atlas_provision_view_set_route;
  iface->refresh = atlas_provision_view_refresh;
  iface->get_title = atlas_provision_view_get_title;
  iface->get_subtitle = atlas_provision_view_get_subtitle;
  iface->search = atlas_provision_view_search;
  iface->print = atlas_provision_view_print;
}

static void
atlas_provision_view_dispose (GObject *object)
{
  AtlasProvisionView *self = ATLAS_PROVISION_VIEW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->session);
  g_clear_pointer (&self->route, atlas_route_free);
  g_clear_pointer (&self->listed, atlas_directory_free);
  g_clear_pointer (&self->words, g_free);

  G_OBJECT_CLASS (atlas_provision_view_parent_class)->dispose (object);
}

static void
atlas_provision_view_class_init (AtlasProvisionViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = atlas_provision_view_dispose;

  g_type_ensure (ATLAS_TYPE_CALENDAR_PAGE);
  g_type_ensure (ATLAS_TYPE_PLACES_BOARD);
  g_type_ensure (ATLAS_TYPE_PROVISION_PAGE);

  gtk_widget_class_set_template_from_resource (widget_class, ATLAS_UI "atlas-provision-view.ui");
  gtk_widget_class_bind_template_child (widget_class, AtlasProvisionView, stack);
  gtk_widget_class_bind_template_child (widget_class, AtlasProvisionView, lists);
  gtk_widget_class_bind_template_child (widget_class, AtlasProvisionView, directory_button);
  gtk_widget_class_bind_template_child (widget_class, AtlasProvisionView, places_button);
  gtk_widget_class_bind_template_child (widget_class, AtlasProvisionView, phase);
  gtk_widget_class_bind_template_child (widget_class, AtlasProvisionView, kind);
  gtk_widget_class_bind_template_child (widget_class, AtlasProvisionView, count);
  gtk_widget_class_bind_template_child (widget_class, AtlasProvisionView, copy);
  gtk_widget_class_bind_template_child (widget_class, AtlasProvisionView, directory);
  gtk_widget_class_bind_template_child (widget_class, AtlasProvisionView, board);
  gtk_widget_class_bind_template_child (widget_class, AtlasProvisionView, page);
  gtk_widget_class_bind_template_child (widget_class, AtlasProvisionView, calendar);
  gtk_widget_class_bind_template_child (widget_class, AtlasProvisionView, trouble);
  gtk_widget_class_bind_template_callback (widget_class, list_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, filter_changed_cb);

  gtk_widget_class_install_action (widget_class, "provision.copy", NULL, copy_action);
  gtk_widget_class_install_action (widget_class, "provision.clear", NULL, clear_action);
}

static void
fill_drop_down (GtkDropDown *drop_down,
                const char  *all,
                const char  *set)
{
  g_autoptr(GPtrArray) codes = atlas_codes_list (set);
  g_autoptr(GtkStringList) labels = gtk_string_list_new (NULL);

  gtk_string_list_append (labels, all);
  for (guint i = 0; i < codes->len; i++)
    gtk_string_list_append (labels, ((AtlasCode *) g_ptr_array_index (codes, i))->label);
  gtk_drop_down_set_model (drop_down, G_LIST_MODEL (labels));
}

static void
atlas_provision_view_init (AtlasProvisionView *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  atlas_name_drop_down (self->phase, _("Phase"));
  atlas_name_drop_down (self->kind, _("Kind of provision"));
  fill_drop_down (self->phase, _("All phases"), "phase");
  fill_drop_down (self->kind, _("All kinds"), "provision-kind");
}
