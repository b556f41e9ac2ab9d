/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-map-page.h"

#include <glib/gi18n.h>
#include <string.h>

#include "app/atlas-area-page.h"
#include "app/atlas-map-document.h"
#include "app/atlas-map-work.h"
#include "app/atlas-paper.h"
#include "app/atlas-session-work.h"
#include "app/atlas-today-cards.h"
#include "app/atlas-today-lists.h"
#include "app/atlas-trend-pane.h"
#include "app/atlas-ui.h"
#include "app/atlas-view.h"
#include "app/atlas-window.h"

#define PAGE_COUNTY  "county"
#define PAGE_AREA    "area"
#define PAGE_TROUBLE "trouble"

#define PARAM_MEASURE "measure"
#define PARAM_PHASE   "phase"
#define PARAM_SHOW    "show"
#define SHOW_TABLE    "table"

/**
 * AtlasMapPage:
 *
 * The Map view: the county with its areas, and the pages of areas and partnerships. What is looked
 * at (measure, phase, map or table) is part of the route.
 */
struct _AtlasMapPage
{
  AdwBin              parent_instance;

  AtlasSession       *session;          /* (nullable): NULL until given */
  AtlasRoute         *route;            /* (nullable): until the first */
  GCancellable       *cancellable;      /* of the readings that are under way */
  AtlasMapFile       *file;             /* (nullable): until it is read */
  char               *file_route;       /* (nullable): what @file is of */
  AtlasMapShapes     *shapes;           /* (nullable): of the folder below */
  char               *shapes_folder;    /* (nullable) */
  char               *subtitle;         /* (nullable) */
  gboolean            is_showing;       /* the buttons are being set by us, not by a person */
  GSimpleActionGroup *actions;
  GtkWidget          *tools;
  GtkToggleButton    *map_button;       /* (unowned) */
  GtkToggleButton    *table_button;     /* (unowned) */
  AtlasTodayCards    *cards;            /* (unowned) */
  AtlasTrendPane     *trend;            /* (unowned) */

  /* Template */
  GtkStack           *stack;
  AtlasMeasurePane   *county;
  AtlasAreaPage      *area;
  AdwStatusPage      *trouble;
  GMenuModel         *menu;
};

static void view_iface_init (AtlasViewInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (AtlasMapPage, atlas_map_page, ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (ATLAS_TYPE_VIEW, view_iface_init))

/* The page that a route means: the map is that of the part of the county looked at. */
static char *
find_page (AtlasMapPage *self)
{
  const char *head = atlas_route_get_head (self->route);
  const char *key = atlas_route_get_key (self->route);
  const char *scope = atlas_session_get_scope (self->session);

  if (key != NULL)
    return g_strconcat (head, "/", key, NULL);
  if (strcmp (head, "map") == 0 &&
      (g_str_has_prefix (scope, "area/") || g_str_has_prefix (scope, "partnership/")))
    return g_strdup (scope);

  return g_strdup ("county");
}

static gboolean
is_county (const char *page)
{
  return g_strcmp0 (page, "county") == 0;
}

static AtlasMeasureKind
get_kind (AtlasMapPage *self)
{
  AtlasMeasureKind kind = is_county (self->file_route) ? ATLAS_MEASURE_FILLED
                                                       : ATLAS_MEASURE_WAITING;

  atlas_measure_find (atlas_route_get_param (self->route, PARAM_MEASURE), &kind);
  return kind;
}

static gboolean
is_table (AtlasMapPage *self)
{
  return g_strcmp0 (atlas_route_get_param (self->route, PARAM_SHOW), SHOW_TABLE) == 0;
}

static AtlasMeasurePane *
get_pane (AtlasMapPage *self)
{
  return is_county (self->file_route) ? self->county : atlas_area_page_get_pane (self->area);
}

static GSimpleAction *
find_action (AtlasMapPage *self,
             const char   *name)
{
  return G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self->actions), name));
}

static void
show_subtitle (AtlasMapPage *self)
{
  const char *county = atlas_session_get_county_name (self->session);

  g_free (self->subtitle);
  if (is_county (self->file_route))
    self->subtitle = g_strdup (county);
  else
    /* Translators: the county and an area or partnership in it. */
    self->subtitle = g_strdup_printf (_("%1$s › %2$s"), county != NULL ? county : _("County"),
                                      self->file->title);
  atlas_view_heading_changed (ATLAS_VIEW (self));
}

static void
show_county (AtlasMapPage *self)
{
  AtlasMeasurePane *pane = self->county;
  gboolean has_shapes = self->shapes != NULL;

  atlas_measure_pane_set_shapes (pane, has_shapes ? self->shapes_folder : NULL,
                                 has_shapes ? self->shapes->areas : NULL, NULL);
  atlas_measure_pane_show (pane, self->file->measures, get_kind (self), NULL,
                           atlas_session_is_demonstration (self->session));
  atlas_measure_pane_set_pins (pane, self->file->pins);
  atlas_trend_pane_set_figures (self->trend, self->file->figures, self->file->measures->on,
                                atlas_session_is_demonstration (self->session));
}

static void
enable_actions (AtlasMapPage *self)
{
  static const char * const of_map[] = { "save-svg", "save-png" };
  static const char * const of_file[] = { "print", "save-pdf", "copy" };
  AtlasMapView *map = self->file != NULL ? atlas_measure_pane_get_map (get_pane (self)) : NULL;
  gboolean has_map = map != NULL && atlas_map_view_get_choropleth (map) != NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (of_map); i++)
    g_simple_action_set_enabled (find_action (self, of_map[i]), has_map);
  for (gsize i = 0; i < G_N_ELEMENTS (of_file); i++)
    g_simple_action_set_enabled (find_action (self, of_file[i]), self->file != NULL);
}

static void
show_file (AtlasMapPage *self)
{
  gboolean as_table = is_table (self);

  if (is_county (self->file_route))
    show_county (self);
  else
    atlas_area_page_show (self->area, self->file, self->shapes, get_kind (self),
                          atlas_session_is_demonstration (self->session));

  atlas_measure_pane_set_as_table (get_pane (self), as_table);
  atlas_trend_pane_set_as_table (self->trend, as_table);
  self->is_showing = TRUE;
  gtk_toggle_button_set_active (as_table ? self->table_button : self->map_button, TRUE);
  self->is_showing = FALSE;
  gtk_stack_set_visible_child_name (self->stack, is_county (self->file_route) ? PAGE_COUNTY
                                    : PAGE_AREA);
  enable_actions (self);
  show_subtitle (self);
}

static void
file_read_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(GError)       error = NULL;
  g_autoptr(AtlasMapFile) file = g_task_propagate_pointer (G_TASK (result), &error);
  AtlasMapPage *self;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self = user_data;
  if (file == NULL)
    {
      adw_status_page_set_description (self->trouble, error->message);
      gtk_stack_set_visible_child_name (self->stack, PAGE_TROUBLE);
      return;
    }

  if (file->shapes != NULL)
    {
      g_clear_pointer (&self->shapes, atlas_map_shapes_free);
      self->shapes = g_steal_pointer (&file->shapes);
    }
  g_clear_pointer (&self->file, atlas_map_file_free);
  self->file = g_steal_pointer (&file);
  g_free (self->file_route);
  self->file_route = find_page (self);
  show_file (self);
}

static void
today_read_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(GError)     error = NULL;
  g_autoptr(AtlasToday) today = g_task_propagate_pointer (G_TASK (result), &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (today != NULL)
    {
      AtlasMapPage *self = user_data;

      atlas_today_cards_set_today (self->cards, today);
      gtk_widget_set_visible (GTK_WIDGET (self->cards), TRUE);
    }
  else
    {
      g_warning ("Reading Today beside the map: %s", error->message);
    }
}

/* Shapes do not change while a store is open; another store may have others. */
static gboolean
wants_shapes (AtlasMapPage *self)
{
  const char *folder = atlas_session_get_folder (self->session);

  if (g_strcmp0 (folder, self->shapes_folder) == 0)
    return self->shapes == NULL;

  g_clear_pointer (&self->shapes, atlas_map_shapes_free);
  g_free (self->shapes_folder);
  self->shapes_folder = g_strdup (folder);
  return TRUE;
}

/* Another look at the page shown: the route keeps what the change does not touch. */
static void
go_with (AtlasMapPage *self,
         const char   *name,
         const char   *value)
{
  g_autoptr(AtlasRoute) route = atlas_route_copy (self->route);
  g_autofree char *text = NULL;

  atlas_route_set_param (route, name, value);
  text = atlas_route_format (route);
  atlas_view_go (GTK_WIDGET (self), text);
}

static void
chosen_cb (AtlasMapPage *self,
           const char   *measure,
           const char   *phase)
{
  g_autoptr(AtlasRoute) route = atlas_route_copy (self->route);
  g_autofree char *text = NULL;

  atlas_route_set_param (route, PARAM_MEASURE, measure);
  atlas_route_set_param (route, PARAM_PHASE, phase);
  text = atlas_route_format (route);
  atlas_view_go (GTK_WIDGET (self), text);
}

static void
show_toggled_cb (AtlasMapPage *self)
{
  gboolean as_table = gtk_toggle_button_get_active (self->table_button);

  if (!self->is_showing && self->route != NULL && as_table != is_table (self))
    go_with (self, PARAM_SHOW, as_table ? SHOW_TABLE : NULL);
}

static void
toggle_table_action (GtkWidget  *widget,
                     const char *name,
                     GVariant   *parameter)
{
  AtlasMapPage *self = ATLAS_MAP_PAGE (widget);

  go_with (self, PARAM_SHOW, is_table (self) ? NULL : SHOW_TABLE);
}

static AtlasDocument *
make_document (AtlasMapPage *self)
{
  AtlasMapView *map = atlas_measure_pane_get_map (get_pane (self));

  return atlas_map_to_document (self->file, atlas_map_view_get_choropleth (map), get_kind (self),
                                atlas_session_is_demonstration (self->session));
}

/* As map-filled-2026-11-22.pdf or area-dspl2-waiting-2026-11-22.pdf. */
static char *
name_file (AtlasMapPage *self,
           const char   *extension)
{
  g_autofree char *day = atlas_date_format (atlas_session_get_as_of (self->session));
  g_autofree char *page = g_strdup (is_county (self->file_route) ? "map" : self->file_route);

  return g_strdup_printf ("%s-%s-%s.%s", g_strdelimit (page, "/", '-'),
                          atlas_measure_get_scale (get_kind (self))->name, day, extension);
}

static void
print_cb (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       user_data)
{
  AtlasMapPage *self = user_data;
  g_autoptr(AtlasDocument) document = make_document (self);

  atlas_paper_print (GTK_WIDGET (self), document);
}

static void
save_pdf_cb (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  AtlasMapPage *self = user_data;
  g_autoptr(AtlasDocument) document = make_document (self);
  g_autofree char *name = name_file (self, "pdf");

  atlas_paper_save_pdf (GTK_WIDGET (self), document, name);
}

static void
save_picture (AtlasMapPage      *self,
              AtlasPictureFormat format,
              const char        *extension)
{
  AtlasMapView *map = atlas_measure_pane_get_map (get_pane (self));
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes = atlas_map_view_export (map, format, &error);
  g_autofree char *name = name_file (self, extension);
  g_autofree char *text = NULL;

  if (bytes != NULL)
    {
      atlas_paper_save_bytes (GTK_WIDGET (self), _("Save Picture"), name, bytes);
      return;
    }

  /* Translators: why the picture could not be made. */
  text = g_strdup_printf (_("Nothing was saved: %s"), error->message);
  atlas_window_toast (GTK_WIDGET (self), text);
}

static void
save_svg_cb (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  save_picture (user_data, ATLAS_PICTURE_SVG, "svg");
}

static void
save_png_cb (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  save_picture (user_data, ATLAS_PICTURE_PNG, "png");
}

static void
copy_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
  AtlasMapPage *self = user_data;
  g_autoptr(AtlasDocument) document = make_document (self);
  g_autoptr(GString) text = g_string_new (NULL);

  g_string_append_printf (text, "%s\n%s\n", atlas_document_get_title (document),
                          atlas_document_get_as_at (document));
  if (atlas_document_get_mark (document) != NULL)
    g_string_append_printf (text, "%s\n", atlas_document_get_mark (document));
  atlas_measure_items_append_table (atlas_measure_list_get_items (atlas_measure_pane_get_list
                                                                    (get_pane (self))), text);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text->str);
  atlas_window_toast (GTK_WIDGET (self), _("Table copied"));
}

static const GActionEntry entries[] = {
  { .name = "print", .activate = print_cb },
  { .name = "save-pdf", .activate = save_pdf_cb },
  { .name = "save-svg", .activate = save_svg_cb },
  { .name = "save-png", .activate = save_png_cb },
  { .name = "copy", .activate = copy_cb },
};

static void
atlas_map_page_set_session (AtlasView    *view,
                            AtlasSession *session)
{
  ATLAS_MAP_PAGE (view)->session = g_object_ref (session);
}

static void
atlas_map_page_set_route (AtlasView        *view,
                          const AtlasRoute *route)
{
  AtlasMapPage *self = ATLAS_MAP_PAGE (view);
  g_autofree char *page = NULL;

  g_clear_pointer (&self->route, atlas_route_free);
  self->route = atlas_route_copy (route);

  /* Another measure of what is there is shown at once; reading it again follows. */
  page = find_page (self);
  if (self->file != NULL && g_strcmp0 (page, self->file_route) == 0 &&
      g_strcmp0 (atlas_route_get_param (route, PARAM_PHASE), self->file->measures->phase) == 0)
    show_file (self);
}

static void
atlas_map_page_refresh (AtlasView *view)
{
  AtlasMapPage *self = ATLAS_MAP_PAGE (view);
  AtlasMapRequest *request;

  if (self->route == NULL || atlas_session_get_state (self->session) != ATLAS_SESSION_READY)
    return;

  atlas_renew_cancellable (&self->cancellable);

  request = g_new0 (AtlasMapRequest, 1);
  request->route = find_page (self);
  request->phase = g_strdup (atlas_route_get_param (self->route, PARAM_PHASE));
  request->on = atlas_session_get_as_of (self->session);
  request->with_shapes = wants_shapes (self);
  atlas_session_read_async (self->session, atlas_map_read_file, request,
                            (GDestroyNotify) atlas_map_request_free,
                            (GDestroyNotify) atlas_map_file_free, self->cancellable,
                            file_read_cb, self);
  atlas_session_ask_async (self->session, atlas_today_read,
                           atlas_session_get_scope (self->session),
                           (GDestroyNotify) atlas_today_free, self->cancellable, today_read_cb,
                           self);
}

static const char *
atlas_map_page_get_title (AtlasView *view)
{
  AtlasMapPage *self = ATLAS_MAP_PAGE (view);

  return self->file != NULL && self->file->title != NULL ? self->file->title : _("Map");
}

static const char *
atlas_map_page_get_subtitle (AtlasView *view)
{
  return ATLAS_MAP_PAGE (view)->subtitle;
}

static AtlasRoute *
atlas_map_page_get_up (AtlasView *view)
{
  AtlasMapPage *self = ATLAS_MAP_PAGE (view);
  g_autofree char *page = self->route != NULL ? find_page (self) : NULL;

  if (page == NULL || is_county (page))
    return NULL;
  if (g_str_has_prefix (page, "partnership/") && self->file != NULL && self->file->area != NULL &&
      g_strcmp0 (page, self->file_route) == 0)
    return atlas_route_new ("area", self->file->area);

  return atlas_route_new ("county", NULL);
}

static GtkWidget *
atlas_map_page_get_tools (AtlasView *view)
{
  return ATLAS_MAP_PAGE (view)->tools;
}

static void
atlas_map_page_print (AtlasView *view)
{
  g_action_group_activate_action (G_ACTION_GROUP (ATLAS_MAP_PAGE (view)->actions), "print", NULL);
}

static void
view_iface_init (AtlasViewInterface *iface)
{
  iface->set_session = atlas_map_page_set_session;
  iface->set_route = atlas_map_page_set_route;
  iface->refresh = atlas_map_page_refresh;
  iface->get_title = atlas_map_page_get_title;
  iface->get_subtitle = atlas_map_page_get_subtitle;
  iface->get_up = atlas_map_page_get_up;
  iface->print = atlas_map_page_print;
  iface->get_tools = atlas_map_page_get_tools;
}

static void
atlas_map_page_dispose (GObject *object)
{
  AtlasMapPage *self = ATLAS_MAP_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->session);
  g_clear_object (&self->actions);
  g_clear_object (&self->tools);
  g_clear_pointer (&self->route, atlas_route_free);
  g_clear_pointer (&self->file, atlas_map_file_free);
  g_clear_pointer (&self->shapes, atlas_map_shapes_free);

  G_OBJECT_CLASS (atlas_map_page_parent_class)->dispose (object);
}

static void
atlas_map_page_finalize (GObject *object)
{
  AtlasMapPage *self = ATLAS_MAP_PAGE (object);

  g_free (self->file_route);
  g_free (self->shapes_folder);
  g_free (self->subtitle);

  G_OBJECT_CLASS (atlas_map_page_parent_class)->finalize (object);
}

static void
atlas_map_page_class_init (AtlasMapPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = atlas_map_page_dispose;
  object_class->finalize = atlas_map_page_finalize;

  g_type_ensure (ATLAS_TYPE_AREA_PAGE);
  g_type_ensure (ATLAS_TYPE_MEASURE_PANE);

  gtk_widget_class_set_template_from_resource (widget_class, ATLAS_UI "atlas-map-page.ui");
  gtk_widget_class_bind_template_child (widget_class, AtlasMapPage, stack);
  gtk_widget_class_bind_template_child (widget_class, AtlasMapPage, county);
  gtk_widget_class_bind_template_child (widget_class, AtlasMapPage, area);
  gtk_widget_class_bind_template_child (widget_class, AtlasMapPage, trouble);
  gtk_widget_class_bind_template_child (widget_class, AtlasMapPage, menu);

  gtk_widget_class_install_action (widget_class, "map-page.toggle-table", NULL,
                                   toggle_table_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_t, GDK_CONTROL_MASK | GDK_SHIFT_MASK,
                                       "map-page.toggle-table", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_BackSpace, 0, "win.up", NULL);
}

static GtkToggleButton *
add_toggle (GtkWidget  *box,
            const char *label)
{
  GtkWidget *button = gtk_toggle_button_new_with_label (label);

  gtk_box_append (GTK_BOX (box), button);
  return GTK_TOGGLE_BUTTON (button);
}

/* The shell moves the tools of a narrow window. GTK 4.8 loses sight of a group that moves with its
 * widget until it is inserted anew. */
static void
tools_moved_cb (AtlasMapPage *self)
{
  gtk_widget_insert_action_group (self->tools, "page", NULL);
  gtk_widget_insert_action_group (self->tools, "page", G_ACTION_GROUP (self->actions));
}

static GtkWidget *
make_menu_button (AtlasMapPage *self)
{
  GtkWidget *button = gtk_menu_button_new ();

  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "atlas-print-symbolic");
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), self->menu);
  gtk_widget_set_tooltip_text (button, _("Print and Export"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Print and Export"), -1);

  return button;
}

static void
make_tools (AtlasMapPage *self)
{
  GtkWidget *toggles = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  gtk_widget_add_css_class (toggles, "linked");
  gtk_widget_set_valign (toggles, GTK_ALIGN_CENTER);
  self->map_button = add_toggle (toggles, _("Map"));
  self->table_button = add_toggle (toggles, _("Table"));
  gtk_toggle_button_set_group (self->table_button, self->map_button);
  gtk_toggle_button_set_active (self->map_button, TRUE);
  g_signal_connect_object (self->table_button, "toggled", G_CALLBACK (show_toggled_cb), self,
                           G_CONNECT_SWAPPED);

  self->tools = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  gtk_box_append (GTK_BOX (self->tools), toggles);
  gtk_box_append (GTK_BOX (self->tools), make_menu_button (self));
  g_object_ref_sink (self->tools);
  g_signal_connect_object (self->tools, "notify::parent", G_CALLBACK (tools_moved_cb), self,
                           G_CONNECT_SWAPPED);
}

static void
atlas_map_page_init (AtlasMapPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries),
                                   self);
  make_tools (self);
  enable_actions (self);
  self->trend = ATLAS_TREND_PANE (atlas_trend_pane_new ());
  atlas_measure_pane_add_below (self->county, GTK_WIDGET (self->trend));
  self->cards = ATLAS_TODAY_CARDS (atlas_today_cards_new ());
  gtk_widget_set_visible (GTK_WIDGET (self->cards), FALSE);
  atlas_measure_pane_add_above (self->county, GTK_WIDGET (self->cards));
  g_signal_connect_object (self->county, "chosen", G_CALLBACK (chosen_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (atlas_area_page_get_pane (self->area), "chosen",
                           G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
}

/**
 * atlas_map_page_get_pane:
 *
 * Returns: (transfer none): the map and list that are shown
 */
AtlasMeasurePane *
atlas_map_page_get_pane (AtlasMapPage *self)
{
  g_return_val_if_fail (ATLAS_IS_MAP_PAGE (self), NULL);

  return get_pane (self);
}
