/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "case-window.h"

#include "app/atlas-map-document.h"
#include "app/atlas-map-page.h"
#include "app/atlas-map-pin.h"
#include "app/atlas-measure-row.h"
#include "app/atlas-referral-list.h"
#include "app/atlas-stat.h"
#include "drawing/atlas-page.h"

#define WIDE    1280            /* pixels */
#define NARROW  400
#define PHONE   360
#define HEIGHT  800
#define N_AREAS 9
#define LARGE   196608          /* twice 96 dots an inch, in 1024ths */

/* A window on the demonstration county, which is the same each time. */
static void
open_demonstration (CaseWindow *self,
                    const char *route,
                    int         width)
{
  g_autoptr(GError) error = NULL;

  self->folder = g_dir_make_tmp ("atlas-map-page-XXXXXX", &error);
  g_assert_no_error (error);
  self->window = g_object_ref (atlas_window_new (case_get_application ()));
  self->session = g_object_ref (atlas_window_get_session (self->window));
  gtk_window_set_default_size (GTK_WINDOW (self->window), width, HEIGHT);
  atlas_window_open (self->window, self->folder, ATLAS_SESSION_DEMONSTRATION, route);
  gtk_window_present (GTK_WINDOW (self->window));
  case_window_wait (self, case_session_is_ready, NULL);
}

static void
close_demonstration (CaseWindow *self)
{
  gtk_window_destroy (GTK_WINDOW (self->window));
  g_assert_finalize_object (self->window);
  g_assert_finalize_object (self->session);
  case_remove_folder (self->folder);
  g_free (self->folder);
}

static AtlasMapPage *
find_page (CaseWindow *self)
{
  g_autoptr(GPtrArray) pages = case_find_all (GTK_WIDGET (self->window), ATLAS_TYPE_MAP_PAGE);

  g_assert_cmpuint (pages->len, ==, 1);
  return g_ptr_array_index (pages, 0);
}

static AtlasMeasurePane *
find_pane (CaseWindow *self)
{
  return atlas_map_page_get_pane (find_page (self));
}

static GtkWidget *
find_area (CaseWindow *self,
           const char *id)
{
  AtlasMapView *map = atlas_measure_pane_get_map (find_pane (self));

  return GTK_WIDGET (atlas_map_canvas_find_area (atlas_map_view_get_canvas (map), id));
}

static gboolean
has_pins (CaseWindow *self,
          gpointer    data)
{
  g_autoptr(GPtrArray) pins = case_find_all (GTK_WIDGET (self->window), ATLAS_TYPE_MAP_PIN);

  return pins->len > 0;
}

static GtkWidget *
find_card (CaseWindow *self,
           const char *route)
{
  g_autoptr(GPtrArray) cards = case_find_all (GTK_WIDGET (self->window), ATLAS_TYPE_STAT);

  for (guint i = 0; i < cards->len; i++)
    {
      GtkWidget *card = g_ptr_array_index (cards, i);
      g_autofree char *opens = NULL;

      g_object_get (card, "route", &opens, NULL);
      if (g_strcmp0 (opens, route) == 0)
        return card;
    }

  return NULL;
}

static gboolean
has_listed (CaseWindow *self,
            gpointer    data)
{
  g_autoptr(GPtrArray) lists = case_find_all (GTK_WIDGET (self->window), ATLAS_TYPE_REFERRAL_LIST);
  GListModel *model;

  if (lists->len == 0)
    return FALSE;

  model = atlas_referral_list_get_model (g_ptr_array_index (lists, 0));
  return g_list_model_get_n_items (model) == GPOINTER_TO_UINT (data);
}

/* The card of a partnership opens as many referrals as it says that children wait. */
static void
children_who_wait_are_opened_from_the_card (void)
{
  CaseWindow self = { 0 };
  g_autoptr(GPtrArray) labels = NULL;
  GtkWidget *card;
  const char *value;
  guint n_waiting;

  open_demonstration (&self, "partnership/lsp-hitchin", WIDE);
  case_window_wait_for_text (&self, "wait for a place");
  card = find_card (&self, "referrals?partnership=lsp-hitchin");
  g_assert_nonnull (card);
  labels = case_find_all (card, GTK_TYPE_LABEL);
  value = gtk_label_get_text (g_ptr_array_index (labels, 0));
  n_waiting = (guint) g_ascii_strtoull (value, NULL, 10);
  g_assert_cmpuint (n_waiting, >, 0);
  g_assert_true (gtk_widget_get_can_target (card));
  g_signal_emit_by_name (card, "clicked");
  case_window_wait (&self, has_listed, GUINT_TO_POINTER (n_waiting));
  case_window_wait_for_text (&self, "Hitchin ×");

  close_demonstration (&self);
}

/* The area is named by what is measured, and keys select and open it. */
static void
an_area_is_picked_and_opened_by_keyboard (void)
{
  CaseWindow self = { 0 };
  AtlasMapCanvas *canvas;
  GtkWidget *area;

  open_demonstration (&self, "map", WIDE);
  case_window_wait_for_text (&self, "2 Stevenage");
  canvas = atlas_map_view_get_canvas (atlas_measure_pane_get_map (find_pane (&self)));
  area = find_area (&self, "dspl1");
  g_assert_true (gtk_widget_child_focus (GTK_WIDGET (canvas), GTK_DIR_TAB_FORWARD));
  g_assert_true (gtk_widget_get_focus_child (GTK_WIDGET (canvas)) == area);
  g_assert_true (gtk_widget_child_focus (GTK_WIDGET (canvas), GTK_DIR_RIGHT));
  area = gtk_widget_get_focus_child (GTK_WIDGET (canvas));
  g_assert_true (ATLAS_IS_MAP_AREA (area));

  area = find_area (&self, "dspl2");
  g_assert_true (gtk_widget_grab_focus (area));
  g_assert_true (gtk_widget_activate_action (area, "item.choose", NULL));
  g_assert_cmpstr (atlas_measure_list_get_selected_id (atlas_measure_pane_get_list
                                                         (find_pane (&self))), ==, "dspl2");
  case_window_picture (&self, "map-selected");

  g_assert_true (gtk_widget_activate_action (area, "item.activate", NULL));
  case_window_wait_for_text (&self, "Stevenage has");
  case_window_picture (&self, "area");

  close_demonstration (&self);
}

static void
levels_lead_down_and_up_again (void)
{
  CaseWindow self = { 0 };
  g_autoptr(GPtrArray) pins = NULL;

  open_demonstration (&self, "area/dspl1", WIDE);
  case_window_wait_for_text (&self, "North Herts has");
  g_assert_true (gtk_widget_activate_action (find_area (&self, "lsp-royston"), "item.activate",
                                             NULL));
  case_window_wait_for_text (&self, "Hertfordshire › Royston");

  /* Backspace on the map, or Alt and the arrow. */
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (find_page (&self)), "win.up", NULL));
  case_window_wait_for_text (&self, "Hertfordshire › 1 North Herts");
  case_window_wait (&self, has_pins, NULL);
  pins = case_find_all (GTK_WIDGET (self.window), ATLAS_TYPE_MAP_PIN);
  for (guint i = 0; i < pins->len; i++)
    {
      GtkWidget *pin = g_ptr_array_index (pins, i);
      const char *id = atlas_map_pin_get_id (ATLAS_MAP_PIN (pin));

      g_assert_true (gtk_test_accessible_has_property (GTK_ACCESSIBLE (pin),
                                                       GTK_ACCESSIBLE_PROPERTY_LABEL));
      g_assert_nonnull (id);
    }

  g_signal_emit_by_name (atlas_measure_pane_get_map (find_pane (&self)), "pin-activated",
                         "north-herts-esc");
  case_window_wait_for_text (&self, "9 places commissioned");
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (self.window), "win.back", NULL));
  case_window_wait_for_text (&self, "Hertfordshire › 1 North Herts");
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (find_page (&self)), "win.up", NULL));
  case_window_wait_for_text (&self, "Every area has places left");

  close_demonstration (&self);
}

static GtkListBoxRow *
find_row (CaseWindow *self,
          const char *id)
{
  g_autoptr(GPtrArray) rows = case_find_all (GTK_WIDGET (self->window), ATLAS_TYPE_MEASURE_ROW);

  for (guint i = 0; i < rows->len; i++)
    if (g_str_equal (atlas_measure_row_get_id (g_ptr_array_index (rows, i)), id))
      return g_ptr_array_index (rows, i);

  return NULL;
}

static void
list_map_and_table_share_what_is_selected (void)
{
  CaseWindow self = { 0 };
  AtlasMapView *map;
  g_autoptr(GPtrArray) rows = NULL;

  open_demonstration (&self, "map?measure=free", WIDE);
  case_window_wait_for_text (&self, "places are free");
  map = atlas_measure_pane_get_map (find_pane (&self));
  rows = case_find_all (GTK_WIDGET (self.window), ATLAS_TYPE_MEASURE_ROW);
  g_assert_cmpuint (rows->len, ==, N_AREAS);
  for (guint i = 0; i < rows->len; i++)
    g_assert_true (gtk_test_accessible_has_property (g_ptr_array_index (rows, i),
                                                     GTK_ACCESSIBLE_PROPERTY_LABEL));

  gtk_list_box_select_row (GTK_LIST_BOX (gtk_widget_get_parent (g_ptr_array_index (rows, 3))),
                           find_row (&self, "dspl7"));
  g_assert_cmpstr (atlas_map_view_get_selected_id (map), ==, "dspl7");
  atlas_map_view_set_selected_id (map, "dspl4");
  g_assert_true (gtk_list_box_row_is_selected (find_row (&self, "dspl4")));

  /* Another measure and the table keep it. */
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (find_page (&self)),
                                             "map-page.toggle-table", NULL));
  case_window_wait_for_text (&self, "Of the total, in progress");
  g_assert_cmpstr (atlas_measure_list_get_selected_id (atlas_measure_pane_get_list
                                                         (find_pane (&self))), ==, "dspl4");
  case_window_picture (&self, "map-table");
  case_window_go (&self, "map?measure=longest");
  case_window_wait_for_text (&self, "The longest wait is");
  g_assert_true (gtk_list_box_row_is_selected (find_row (&self, "dspl4")));

  close_demonstration (&self);
}

static void
the_day_decides_what_is_known (void)
{
  CaseWindow self = { 0 };

  open_demonstration (&self, "map", WIDE);
  case_window_wait_for_text (&self, "Every area has places left");
  atlas_session_set_as_of (self.session, case_day ("2016-05-01"));
  case_window_wait_for_text (&self, "Places filled, 1 May 2016.");
  case_window_wait_for_text (&self, "No source had published these figures by that day.");
  g_assert_false (case_shows_text (&self, (gpointer) "82%"));
  case_window_picture (&self, "map-2016");

  close_demonstration (&self);
}

static void
an_unknown_area_is_said_so (void)
{
  CaseWindow self = { 0 };

  open_demonstration (&self, "area/nowhere", WIDE);
  case_window_wait_for_text (&self, "There Is No Such Page");
  case_window_go (&self, "map");
  case_window_wait_for_text (&self, "Every area has places left");

  close_demonstration (&self);
}

static void
a_county_without_shapes_has_its_list (void)
{
  CaseWindow self = { 0 };
  g_autoptr(GPtrArray) maps = NULL;

  case_window_init (&self, 30, WIDE, HEIGHT);
  case_window_go (&self, "map");
  case_window_wait_for_text (&self, "3 Southmark");
  maps = case_find_all (GTK_WIDGET (self.window), ATLAS_TYPE_MAP_VIEW);
  g_assert_cmpuint (maps->len, ==, 0);

  case_window_clear (&self);
}

static int
minimum_width (CaseWindow *self)
{
  int minimum;

  gtk_widget_measure (GTK_WIDGET (find_page (self)), GTK_ORIENTATION_HORIZONTAL, -1, &minimum,
                      NULL, NULL, NULL);
  return minimum;
}

static void
it_is_as_narrow_as_a_phone (void)
{
  CaseWindow self = { 0 };

  open_demonstration (&self, "map", NARROW);
  case_window_wait_for_text (&self, "Every area has places left");
  g_assert_cmpint (minimum_width (&self), <=, PHONE);
  case_window_picture (&self, "map-narrow");
  case_window_go (&self, "area/dspl1?measure=longest");
  case_window_wait_for_text (&self, "North Herts has");
  g_assert_cmpint (minimum_width (&self), <=, PHONE);

  close_demonstration (&self);
}

static void
large_text_fits_a_laptop (void)
{
  CaseWindow self = { 0 };
  GtkSettings *settings = gtk_settings_get_default ();
  int usual;

  g_object_get (settings, "gtk-xft-dpi", &usual, NULL);
  g_object_set (settings, "gtk-xft-dpi", LARGE, NULL);
  open_demonstration (&self, "map", WIDE);
  case_window_wait_for_text (&self, "Every area has places left");
  g_assert_cmpint (minimum_width (&self), <=, WIDE);
  case_window_picture (&self, "map-large");
  case_window_go (&self, "area/dspl1");
  case_window_wait_for_text (&self, "North Herts has");
  case_window_picture (&self, "area-large");

  close_demonstration (&self);
  g_object_set (settings, "gtk-xft-dpi", usual, NULL);
}

static AtlasMapFile *
read_file (CaseWindow *self,
           const char *route)
{
  g_autoptr(GError) error = NULL;
  AtlasStore *store = atlas_store_open (self->folder, ATLAS_STORE_READ_ONLY, &error);
  AtlasMapRequest *request = g_new0 (AtlasMapRequest, 1);
  AtlasMapFile *file;

  g_assert_no_error (error);
  request->route = g_strdup (route);
  request->on = atlas_session_get_as_of (self->session);
  request->with_shapes = TRUE;
  file = atlas_map_read_file (store, request, NULL, &error);
  g_assert_no_error (error);
  atlas_map_request_free (request);
  atlas_store_close (store);

  return file;
}

/* For a person to look at, where ATLAS_PICTURES says. */
static void
keep_pdf (AtlasDocument *document,
          const char    *name)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes = atlas_document_to_pdf (document, ATLAS_A4_HEIGHT, ATLAS_A4_WIDTH,
                                                   &error);
  const char *folder = g_getenv ("ATLAS_PICTURES");
  g_autofree char *path = folder != NULL ? g_build_filename (folder, name, NULL) : NULL;

  g_assert_no_error (error);
  if (path != NULL)
    g_file_set_contents (path, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes),
                         &error);
  g_assert_no_error (error);
}

/* The map of the window, with the words that are shown round it. */
static AtlasChoropleth *
find_map (CaseWindow *self)
{
  return atlas_map_view_get_choropleth (atlas_measure_pane_get_map (find_pane (self)));
}

static void
paper_has_map_mark_and_every_area (void)
{
  CaseWindow self = { 0 };
  g_autoptr(AtlasMapFile)    county = NULL;
  g_autoptr(AtlasMapFile)    area = NULL;
  g_autoptr(AtlasDocument)   document = NULL;
  g_autoptr(AtlasDocument)   of_area = NULL;

  open_demonstration (&self, "map?measure=free", WIDE);
  case_window_wait_for_text (&self, "places are free");
  county = read_file (&self, "county");
  document = atlas_map_to_document (county, find_map (&self), ATLAS_MEASURE_FREE, TRUE);
  g_assert_true (atlas_document_get_landscape (document));
  g_assert_nonnull (atlas_document_get_mark (document));
  g_assert_cmpstr (atlas_document_get_title (document), ==, "Hertfordshire: Places free");
  g_assert_true (g_str_has_prefix (atlas_document_get_as_at (document), "As at "));
  g_assert_cmpint (atlas_document_get_block (document, 0)->kind, ==, ATLAS_BLOCK_MAP);
  g_assert_cmpuint (atlas_block_get_n_rows (atlas_document_get_block (document, 1)), ==, N_AREAS);

  keep_pdf (document, "map.pdf");
  area = read_file (&self, "area/dspl1");
  of_area = atlas_map_to_document (area, NULL, ATLAS_MEASURE_WAITING, FALSE);
  g_assert_null (atlas_document_get_mark (of_area));
  g_assert_cmpuint (atlas_document_get_n_blocks (of_area), >, 4);
  keep_pdf (of_area, "area.pdf");

  close_demonstration (&self);
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add_func ("/app/map-page/an-area-is-picked-and-opened-by-keyboard",
                   an_area_is_picked_and_opened_by_keyboard);
  g_test_add_func ("/app/map-page/children-who-wait-are-opened-from-the-card",
                   children_who_wait_are_opened_from_the_card);
  g_test_add_func ("/app/map-page/levels-lead-down-and-up-again", levels_lead_down_and_up_again);
  g_test_add_func ("/app/map-page/list-map-and-table-share-what-is-selected",
                   list_map_and_table_share_what_is_selected);
  g_test_add_func ("/app/map-page/the-day-decides-what-is-known", the_day_decides_what_is_known);
  g_test_add_func ("/app/map-page/an-unknown-area-is-said-so", an_unknown_area_is_said_so);
  g_test_add_func ("/app/map-page/a-county-without-shapes-has-its-list",
                   a_county_without_shapes_has_its_list);
  g_test_add_func ("/app/map-page/it-is-as-narrow-as-a-phone", it_is_as_narrow_as_a_phone);
  g_test_add_func ("/app/map-page/large-text-fits-a-laptop", large_text_fits_a_laptop);
  g_test_add_func ("/app/map-page/paper-has-map-mark-and-every-area",
                   paper_has_map_mark_and_every_area);

  return g_test_run ();
}
