/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <adwaita.h>
#include <string.h>

#include "../patience.h"
#include "app/atlas-map-pin.h"
#include "app/atlas-map-view.h"
#include "drawing/atlas-geojson.h"

#define N_AREAS     9
#define DEADLINE_US (patience () * 10 * G_USEC_PER_SEC)

static const AtlasMeasure filled = {
  .heading = "Places filled",
  .breaks = { 60, 75, 85, 95 },
  .labels = { "under 60%", "60 to 74%", "75 to 84%", "85 to 94%", "95% and over" },
  .no_data = "no return",
};

static const AtlasAreaValue values[N_AREAS] = {
  { "dspl1", "1", "North Herts", TRUE, 62, "62%", "North Herts, 62 per cent of places filled" },
  { "dspl2", "2", "Stevenage", TRUE, 88, "88%", "Stevenage, 88 per cent of places filled" },
  { "dspl3", "3", "East Herts", TRUE, 74, "74%", "East Herts, 74 per cent of places filled" },
  { "dspl4", "4", "Broxbourne", TRUE, 97, "97%", "Broxbourne, 97 per cent of places filled" },
  { "dspl5", "5", "Welwyn Hatfield", TRUE, 71, "71%", NULL },
  { "dspl6", "6", "Potters Bar", FALSE, 0, NULL, "Potters Bar, no return received" },
  { "dspl7", "7", "St Albans", TRUE, 55, "55%", "St Albans, 55 per cent of places filled" },
  { "dspl8", "8", "Dacorum", TRUE, 83, "83%", "Dacorum, 83 per cent of places filled" },
  { "dspl9", "9", "Watford", TRUE, 104, "104%", "Watford, 104 per cent of places filled" },
};

static const AtlasPin pins[] = {
  { "one", "First Centre", { -0.20, 51.90 }, TRUE },
  { "two", "Second Centre", { -0.20, 51.901 }, FALSE },
  { "far", "Far Centre", { 0.15, 51.87 }, FALSE },
};

typedef struct {
  GtkWidget      *window;
  AtlasMapView   *view;
  AtlasMapCanvas *canvas;
} Fixture;

static AtlasGeometry *
read_pack (const char *name)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;
  AtlasGeometry *geometry;
  gsize length;

  path = g_build_filename (g_getenv ("ATLAS_SOURCE_DIR"), "data", "packs", "hertfordshire", name,
                           NULL);
  g_file_get_contents (path, &text, &length, &error);
  g_assert_no_error (error);
  geometry = atlas_geojson_read (text, (gssize) length, NULL, &error);
  g_assert_no_error (error);

  return geometry;
}

/* Turns the main loop until something is so; it must become so before the deadline. */
#define wait_for(condition) \
  G_STMT_START { \
    gint64 deadline = g_get_monotonic_time () + DEADLINE_US; \
    while (!(condition)) \
      { \
        g_assert_cmpint (g_get_monotonic_time (), <, deadline); \
        g_main_context_iteration (NULL, TRUE); \
      } \
  } G_STMT_END

static gboolean
nothing_cb (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

static gboolean
is_drawn_at (Fixture *fixture,
             int      width)
{
  return gtk_widget_get_width (fixture->window) == width &&
         gtk_widget_get_width (GTK_WIDGET (fixture->canvas)) > 0 &&
         atlas_map_canvas_get_view (fixture->canvas).scale > 1;
}

static void
show_features (Fixture    *fixture,
               const char *name)
{
  g_autoptr(AtlasGeometry) areas = read_pack (name);

  atlas_map_view_set_features (fixture->view, areas, NULL);
}

static void
set_up (Fixture      *fixture,
        gconstpointer user_data)
{
  fixture->window = gtk_window_new ();
  fixture->view = ATLAS_MAP_VIEW (atlas_map_view_new ());
  fixture->canvas = atlas_map_view_get_canvas (fixture->view);
  show_features (fixture, "areas.geojson");
  atlas_map_view_set_values (fixture->view, &filled, values, N_AREAS);

  gtk_window_set_child (GTK_WINDOW (fixture->window), GTK_WIDGET (fixture->view));
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 800, 700);
  gtk_window_present (GTK_WINDOW (fixture->window));
  wait_for (is_drawn_at (fixture, 800));
}

static void
tear_down (Fixture      *fixture,
           gconstpointer user_data)
{
  g_object_add_weak_pointer (G_OBJECT (fixture->view), (gpointer *) &fixture->view);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  wait_for (fixture->view == NULL);
}

static GtkWidget *
area_of (Fixture    *fixture,
         const char *id)
{
  return GTK_WIDGET (atlas_map_canvas_find_area (fixture->canvas, id));
}

static AtlasPoint
label_of (Fixture   *fixture,
          GtkWidget *area)
{
  AtlasViewport view = atlas_map_canvas_get_view (fixture->canvas);
  const AtlasFeature *feature = atlas_map_area_get_feature (ATLAS_MAP_AREA (area));

  return atlas_viewport_to_surface (&view, feature->label);
}

static GPtrArray *
list_children (Fixture *fixture,
               GType    type)
{
  GPtrArray *children = g_ptr_array_new ();

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (fixture->canvas)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (G_TYPE_CHECK_INSTANCE_TYPE (child, type))
      g_ptr_array_add (children, child);

  return children;
}

static void
test_every_area_is_a_named_button (Fixture      *fixture,
                                   gconstpointer user_data)
{
  g_autoptr(GPtrArray) areas = list_children (fixture, ATLAS_TYPE_MAP_AREA);

  g_assert_cmpuint (areas->len, ==, N_AREAS);

  for (guint i = 0; i < N_AREAS; i++)
    {
      GtkWidget *area = area_of (fixture, values[i].id);
      const char *name = values[i].spoken != NULL ? values[i].spoken : "Welwyn Hatfield, 71%";

      gtk_test_accessible_assert_role (area, GTK_ACCESSIBLE_ROLE_BUTTON);
      gtk_test_accessible_assert_property (area, GTK_ACCESSIBLE_PROPERTY_LABEL, name);
      g_assert_true (gtk_widget_get_focusable (area));
    }
}

static void
check_picking (Fixture *fixture)
{
  g_autoptr(GPtrArray) areas = list_children (fixture, ATLAS_TYPE_MAP_AREA);
  guint n_seen = 0;

  for (guint i = 0; i < areas->len; i++)
    {
      AtlasPoint at = label_of (fixture, g_ptr_array_index (areas, i));

      if (at.x < 0 || at.x >= gtk_widget_get_width (GTK_WIDGET (fixture->canvas)) ||
          at.y < 0 || at.y >= gtk_widget_get_height (GTK_WIDGET (fixture->canvas)))
        continue;

      g_assert_true (gtk_widget_pick (GTK_WIDGET (fixture->canvas), at.x, at.y, GTK_PICK_DEFAULT) ==
                     g_ptr_array_index (areas, i));
      n_seen++;
    }

  g_assert_cmpuint (n_seen, >, 0);
}

static void
test_pointer_picks_the_area_whose_number_it_is_on (Fixture      *fixture,
                                                   gconstpointer user_data)
{
  check_picking (fixture);
  g_assert_true (gtk_widget_pick (GTK_WIDGET (fixture->canvas), 2, 2, GTK_PICK_DEFAULT) ==
                 GTK_WIDGET (fixture->canvas));

  show_features (fixture, "partnerships.geojson");
  wait_for (is_drawn_at (fixture, 800));
  gtk_widget_queue_allocate (GTK_WIDGET (fixture->canvas));
  wait_for (gtk_widget_get_width (gtk_widget_get_first_child (GTK_WIDGET (fixture->canvas))) > 0);
  check_picking (fixture);
}

/* Every area that arrow keys lead to from the first. */
static GHashTable *
walk_by_arrow_keys (Fixture *fixture)
{
  static const GtkDirectionType ways[] = { GTK_DIR_UP, GTK_DIR_DOWN, GTK_DIR_LEFT, GTK_DIR_RIGHT };
  GHashTable *reached = g_hash_table_new (NULL, NULL);
  g_autoptr(GPtrArray) to_do = g_ptr_array_new ();

  g_ptr_array_add (to_do, gtk_widget_get_first_child (GTK_WIDGET (fixture->canvas)));

  while (to_do->len > 0)
    {
      GtkWidget *from = g_ptr_array_steal_index (to_do, to_do->len - 1);

      if (!g_hash_table_add (reached, from))
        continue;

      for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
        {
          g_assert_true (gtk_widget_grab_focus (from));
          if (gtk_widget_child_focus (GTK_WIDGET (fixture->canvas), ways[i]))
            g_ptr_array_add (to_do, gtk_widget_get_focus_child (GTK_WIDGET (fixture->canvas)));
        }
    }

  return reached;
}

static void
test_arrow_keys_reach_every_area (Fixture      *fixture,
                                  gconstpointer user_data)
{
  g_autoptr(GHashTable) areas = walk_by_arrow_keys (fixture);
  g_autoptr(GHashTable) partnerships = NULL;

  g_assert_cmpuint (g_hash_table_size (areas), ==, N_AREAS);

  show_features (fixture, "partnerships.geojson");
  partnerships = walk_by_arrow_keys (fixture);
  g_assert_cmpuint (g_hash_table_size (partnerships), ==, 19);
}

static void
test_arrow_keys_go_where_they_point (Fixture      *fixture,
                                     gconstpointer user_data)
{
  static const struct { const char *from; GtkDirectionType way; const char *to; } moves[] = {
    { "dspl7", GTK_DIR_LEFT, "dspl8" }, { "dspl7", GTK_DIR_RIGHT, "dspl5" },
    { "dspl7", GTK_DIR_UP, "dspl1" }, { "dspl2", GTK_DIR_RIGHT, "dspl3" },
    { "dspl3", GTK_DIR_DOWN, "dspl4" }, { "dspl4", GTK_DIR_LEFT, "dspl6" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (moves); i++)
    {
      gtk_widget_grab_focus (area_of (fixture, moves[i].from));
      gtk_widget_child_focus (GTK_WIDGET (fixture->canvas), moves[i].way);
      g_assert_true (gtk_widget_get_focus_child (GTK_WIDGET (fixture->canvas)) ==
                     area_of (fixture, moves[i].to));
    }

  /* There is nothing west of Dacorum: the keyboard may leave the map. */
  gtk_widget_grab_focus (area_of (fixture, "dspl8"));
  g_assert_false (gtk_widget_child_focus (GTK_WIDGET (fixture->canvas), GTK_DIR_LEFT));
}

static void
keep_id_cb (AtlasMapView *view,
            const char   *id,
            char        **kept)
{
  g_free (*kept);
  *kept = g_strdup (id);
}

static void
count_cb (int *count)
{
  (*count)++;
}

static void
test_an_area_is_chosen_and_opened (Fixture      *fixture,
                                   gconstpointer user_data)
{
  g_autofree char *opened = NULL;
  int n_notified = 0;

  g_signal_connect (fixture->view, "activated", G_CALLBACK (keep_id_cb), &opened);
  g_signal_connect_swapped (fixture->view, "notify::selected-id", G_CALLBACK (count_cb),
                            &n_notified);

  gtk_widget_activate_action (area_of (fixture, "dspl4"), "item.choose", NULL);
  g_assert_cmpstr (atlas_map_view_get_selected_id (fixture->view), ==, "dspl4");
  gtk_test_accessible_assert_state (area_of (fixture, "dspl4"), GTK_ACCESSIBLE_STATE_SELECTED,
                                    TRUE);
  g_assert_null (opened);

  gtk_widget_activate_action (area_of (fixture, "dspl7"), "item.activate", NULL);
  g_assert_cmpstr (opened, ==, "dspl7");
  gtk_test_accessible_assert_state (area_of (fixture, "dspl4"), GTK_ACCESSIBLE_STATE_SELECTED,
                                    FALSE);

  atlas_map_view_set_selected_id (fixture->view, "dspl2");
  gtk_widget_activate_action (GTK_WIDGET (fixture->view), "map.open", NULL);
  g_assert_cmpstr (opened, ==, "dspl2");
  g_assert_cmpint (n_notified, ==, 3);

  atlas_map_view_set_selected_id (fixture->view, "no-such-area");
  g_assert_null (atlas_map_view_get_selected_id (fixture->view));
}

static void
test_the_line_reads_out_what_is_meant (Fixture      *fixture,
                                       gconstpointer user_data)
{
  g_autofree char *focused = NULL;
  g_autofree char *selected = NULL;

  gtk_widget_grab_focus (area_of (fixture, "dspl6"));
  g_object_get (fixture->canvas, "readout", &focused, NULL);
  g_assert_cmpstr (focused, ==, "Potters Bar, no return received");

  gtk_window_set_focus (GTK_WINDOW (fixture->window), NULL);
  atlas_map_view_set_selected_id (fixture->view, "dspl9");
  g_object_get (fixture->canvas, "readout", &selected, NULL);
  g_assert_cmpstr (selected, ==, "Watford, 104 per cent of places filled");
}

static void
test_zooming_keeps_picking_right (Fixture      *fixture,
                                  gconstpointer user_data)
{
  double whole = atlas_map_canvas_get_view (fixture->canvas).scale;
  GtkWidget *area = area_of (fixture, "dspl2");

  gtk_widget_grab_focus (area);
  for (guint i = 0; i < 4; i++)
    gtk_widget_activate_action (GTK_WIDGET (fixture->view), "map.zoom-in", NULL);
  g_assert_cmpfloat (atlas_map_canvas_get_view (fixture->canvas).scale, >, 4 * whole);
  wait_for (gtk_widget_get_width (area) > 200);
  check_picking (fixture);

  gtk_widget_activate_action (GTK_WIDGET (fixture->view), "map.pan", "(ii)", 1, -1);
  gtk_widget_activate_action (GTK_WIDGET (fixture->view), "map.zoom-out", NULL);
  gtk_widget_activate_action (GTK_WIDGET (fixture->view), "map.zoom-reset", NULL);
  g_assert_cmpfloat_with_epsilon (atlas_map_canvas_get_view (fixture->canvas).scale, whole, 1e-9);
}

static void
test_zoom_has_limits (Fixture      *fixture,
                      gconstpointer user_data)
{
  double whole = atlas_map_canvas_get_view (fixture->canvas).scale;

  for (guint i = 0; i < 50; i++)
    gtk_widget_activate_action (GTK_WIDGET (fixture->view), "map.zoom-in", NULL);
  g_assert_cmpfloat (atlas_map_canvas_get_view (fixture->canvas).scale, <, 25 * whole);

  for (guint i = 0; i < 50; i++)
    gtk_widget_activate_action (GTK_WIDGET (fixture->view), "map.zoom-out", NULL);
  g_assert_cmpfloat_with_epsilon (atlas_map_canvas_get_view (fixture->canvas).scale, whole, 1e-9);
}

static void
test_keyboard_brings_its_area_into_sight (Fixture      *fixture,
                                          gconstpointer user_data)
{
  GtkWidget *area = area_of (fixture, "dspl8");
  AtlasPoint at;

  gtk_widget_grab_focus (area_of (fixture, "dspl3"));
  for (guint i = 0; i < 5; i++)
    gtk_widget_activate_action (GTK_WIDGET (fixture->view), "map.zoom-in", NULL);
  at = label_of (fixture, area);
  g_assert_cmpfloat (at.x, <, 0);

  gtk_widget_grab_focus (area);
  at = label_of (fixture, area);
  g_assert_cmpfloat (at.x, >, 0);
}

static guint
count_pins (Fixture *fixture)
{
  g_autoptr(GPtrArray) found = list_children (fixture, ATLAS_TYPE_MAP_PIN);

  return found->len;
}

static void
test_pins_are_buttons_that_gather (Fixture      *fixture,
                                   gconstpointer user_data)
{
  g_autoptr(GPtrArray) gathered = NULL;
  g_autofree char *opened = NULL;

  g_signal_connect (fixture->view, "pin-activated", G_CALLBACK (keep_id_cb), &opened);
  atlas_map_view_set_pins (fixture->view, pins, G_N_ELEMENTS (pins));
  wait_for (count_pins (fixture) == 2);

  gathered = list_children (fixture, ATLAS_TYPE_MAP_PIN);
  gtk_test_accessible_assert_property (g_ptr_array_index (gathered, 0),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "2 provisions: First Centre, Second Centre");
  gtk_test_accessible_assert_property (g_ptr_array_index (gathered, 1),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL, "Far Centre");

  gtk_widget_activate_action (g_ptr_array_index (gathered, 1), "item.activate", NULL);
  g_assert_cmpstr (opened, ==, "far");

  for (guint i = 0; i < 8; i++)
    gtk_widget_activate_action (GTK_WIDGET (fixture->view), "map.zoom-in", NULL);
  wait_for (count_pins (fixture) == 3);
}

static void
test_other_features_replace_the_map (Fixture      *fixture,
                                     gconstpointer user_data)
{
  g_autoptr(GPtrArray) areas = NULL;

  atlas_map_view_set_selected_id (fixture->view, "dspl2");
  show_features (fixture, "partnerships.geojson");
  areas = list_children (fixture, ATLAS_TYPE_MAP_AREA);

  g_assert_cmpuint (areas->len, ==, 19);
  g_assert_null (atlas_map_view_get_selected_id (fixture->view));
  gtk_test_accessible_assert_property (area_of (fixture, "lsp-royston"),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL, "Royston");
}

static void
test_backspace_goes_up_only_where_there_is_an_up (Fixture      *fixture,
                                                  gconstpointer user_data)
{
  int n_ups = 0;

  g_signal_connect_swapped (fixture->view, "go-up", G_CALLBACK (count_cb), &n_ups);
  gtk_widget_activate_action (GTK_WIDGET (fixture->view), "map.up", NULL);
  g_assert_cmpint (n_ups, ==, 0);

  atlas_map_view_set_can_go_up (fixture->view, TRUE);
  gtk_widget_activate_action (GTK_WIDGET (fixture->view), "map.up", NULL);
  g_assert_cmpint (n_ups, ==, 1);
}

static void
test_resizing_warns_of_nothing (Fixture      *fixture,
                                gconstpointer user_data)
{
  for (int width = 1366; width >= 360; width -= 101)
    {
      gtk_window_set_default_size (GTK_WINDOW (fixture->window), width, 768);
      wait_for (is_drawn_at (fixture, width));
    }

  check_picking (fixture);
}

static void
test_dark_is_drawn_too (Fixture      *fixture,
                        gconstpointer user_data)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (fixture->window);
  AdwStyleManager *style_manager = adw_style_manager_get_default ();
  gint64 frame = gdk_frame_clock_get_frame_counter (clock);

  adw_style_manager_set_color_scheme (style_manager, ADW_COLOR_SCHEME_FORCE_DARK);
  wait_for (gdk_frame_clock_get_frame_counter (clock) > frame);
  adw_style_manager_set_color_scheme (style_manager, ADW_COLOR_SCHEME_DEFAULT);
}

static void
test_the_map_becomes_a_file (Fixture      *fixture,
                             gconstpointer user_data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes = NULL;

  atlas_map_view_set_texts (fixture->view, "Three areas have almost no places left", NULL, NULL);
  atlas_map_view_set_mark (fixture->view, "Demonstration");
  bytes = atlas_map_view_export (fixture->view, ATLAS_PICTURE_SVG, &error);
  g_assert_no_error (error);
  g_assert_nonnull (g_strstr_len (g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes),
                                  "<svg"));
}

#define ADD(path, function) \
  g_test_add ("/app/map/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

  /* So that a wait for what never comes ends at its deadline. */
  g_timeout_add (100, nothing_cb, NULL);

  ADD ("every-area-is-a-named-button", test_every_area_is_a_named_button);
  ADD ("pointer-picks-the-area-whose-number-it-is-on",
       test_pointer_picks_the_area_whose_number_it_is_on);
  ADD ("arrow-keys-reach-every-area", test_arrow_keys_reach_every_area);
  ADD ("arrow-keys-go-where-they-point", test_arrow_keys_go_where_they_point);
  ADD ("an-area-is-chosen-and-opened", test_an_area_is_chosen_and_opened);
  ADD ("the-line-reads-out-what-is-meant", test_the_line_reads_out_what_is_meant);
  ADD ("zooming-keeps-picking-right", test_zooming_keeps_picking_right);
  ADD ("zoom-has-limits", test_zoom_has_limits);
  ADD ("keyboard-brings-its-area-into-sight", test_keyboard_brings_its_area_into_sight);
  ADD ("pins-are-buttons-that-gather", test_pins_are_buttons_that_gather);
  ADD ("other-features-replace-the-map", test_other_features_replace_the_map);
  ADD ("backspace-goes-up-only-where-there-is-an-up",
       test_backspace_goes_up_only_where_there_is_an_up);
  ADD ("resizing-warns-of-nothing", test_resizing_warns_of_nothing);
  ADD ("dark-is-drawn-too", test_dark_is_drawn_too);
  ADD ("the-map-becomes-a-file", test_the_map_becomes_a_file);

  return g_test_run ();
}
