/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <adwaita.h>

#include "app/atlas-cell.h"
#include "app/atlas-chip.h"
#include "app/atlas-day6-cells.h"
#include "app/atlas-fault.h"
#include "app/atlas-flow.h"
#include "app/atlas-stat.h"

#define WIDE   900      /* pixels */
#define NARROW 300      /* pixels */

static GtkWidget *
make_block (int width,
            int height)
{
  GtkWidget *block = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  gtk_widget_set_size_request (block, width, height);

  return block;
}

static void
test_flow_stacks_when_it_is_narrow (void)
{
  GtkWidget *flow = g_object_ref_sink (make_block (-1, -1));
  int height;
  int natural;

  gtk_widget_set_layout_manager (flow, g_object_new (ATLAS_TYPE_FLOW, "spacing", 10, NULL));
  gtk_box_append (GTK_BOX (flow), make_block (100, 40));
  gtk_box_append (GTK_BOX (flow), make_block (100, 60));

  gtk_widget_measure (flow, GTK_ORIENTATION_VERTICAL, WIDE, &height, NULL, NULL, NULL);
  g_assert_cmpint (height, ==, 60);
  gtk_widget_measure (flow, GTK_ORIENTATION_VERTICAL, NARROW, &height, NULL, NULL, NULL);
  g_assert_cmpint (height, ==, 110);

  /* Without a width: the least height of any, and that of the width it likes best. */
  gtk_widget_measure (flow, GTK_ORIENTATION_VERTICAL, -1, &height, &natural, NULL, NULL);
  g_assert_cmpint (height, ==, 60);
  g_assert_cmpint (natural, ==, 110);

  g_assert_finalize_object (flow);
}

static void
test_flow_gives_the_first_its_share (void)
{
  GtkWidget *flow = g_object_ref_sink (make_block (-1, -1));
  GtkWidget *first = make_block (100, 40);
  GtkWidget *second = make_block (100, 40);

  gtk_widget_set_layout_manager (flow, g_object_new (ATLAS_TYPE_FLOW, "homogeneous", TRUE,
                                                     "first-share", 0.75, NULL));
  gtk_box_append (GTK_BOX (flow), first);
  gtk_box_append (GTK_BOX (flow), second);

  gtk_widget_allocate (flow, WIDE, 40, -1, NULL);
  g_assert_cmpint (gtk_widget_get_width (first), ==, WIDE * 3 / 4);
  g_assert_cmpint (gtk_widget_get_width (second), ==, WIDE / 4);

  gtk_widget_set_size_request (second, WIDE / 4 + 1, 40);
  gtk_widget_allocate (flow, WIDE, 80, -1, NULL);
  g_assert_cmpint (gtk_widget_get_width (first), ==, WIDE);
  g_assert_finalize_object (flow);
}

static void
test_flow_needs_the_width_of_one_child (void)
{
  GtkWidget *flow = g_object_ref_sink (make_block (-1, -1));
  int minimum;
  int natural;

  gtk_widget_set_layout_manager (flow, atlas_flow_new ());
  gtk_box_append (GTK_BOX (flow), make_block (100, 40));
  gtk_box_append (GTK_BOX (flow), make_block (150, 60));

  gtk_widget_measure (flow, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural, NULL, NULL);
  g_assert_cmpint (minimum, ==, 150);
  g_assert_cmpint (natural, ==, 250);

  g_assert_finalize_object (flow);
}

static void
test_a_chip_without_words_is_not_shown (void)
{
  GtkWidget *chip = g_object_ref_sink (atlas_chip_new (NULL, NULL));

  g_assert_false (gtk_widget_get_visible (chip));
  atlas_chip_set_label (ATLAS_CHIP (chip), "Due tomorrow");
  atlas_chip_set_kind (ATLAS_CHIP (chip), "due");
  g_assert_true (gtk_widget_get_visible (chip));
  g_assert_true (gtk_widget_has_css_class (chip, "due"));
  atlas_chip_set_kind (ATLAS_CHIP (chip), NULL);
  g_assert_false (gtk_widget_has_css_class (chip, "due"));

  g_assert_finalize_object (chip);
}

static void
test_a_number_without_a_page_is_not_a_button (void)
{
  GtkWidget *stat = g_object_ref_sink (atlas_stat_new (NULL));

  atlas_stat_set_facts (ATLAS_STAT (stat), "14", "places free now", "of 212");
  g_assert_false (gtk_widget_get_focusable (stat));
  gtk_test_accessible_assert_property (stat, GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "14 places free now, of 212");
  atlas_stat_set_route (ATLAS_STAT (stat), "provision");
  g_assert_true (gtk_widget_get_focusable (stat));
  g_assert_cmpstr (gtk_actionable_get_action_name (GTK_ACTIONABLE (stat)), ==, "win.go");

  g_assert_finalize_object (stat);
}

static void
test_the_clock_keeps_its_words_and_its_cells (void)
{
  GtkWidget *clock = g_object_ref_sink (atlas_day6_cells_new ());
  g_autofree char *words = NULL;
  int days_gone;

  atlas_day6_cells_set (ATLAS_DAY6_CELLS (clock), 9, "Due yesterday", TRUE);
  g_object_get (clock, "words", &words, "days-gone", &days_gone, NULL);
  g_assert_cmpstr (words, ==, "Due yesterday");
  g_assert_cmpint (days_gone, ==, 6);

  g_assert_finalize_object (clock);
}

static void
bind_cb (GtkSignalListItemFactory *factory,
         GtkListItem              *item)
{
  GtkStringObject *string = gtk_list_item_get_item (item);

  atlas_cell_set_row_name (ATLAS_CELL (gtk_list_item_get_child (item)),
                           gtk_string_object_get_string (string));
}

static void
setup_cb (GtkSignalListItemFactory *factory,
          GtkListItem              *item)
{
  gtk_list_item_set_child (item, atlas_cell_new ());
}

static void
test_a_row_is_called_what_its_cell_says (void)
{
  static const char * const names[] = { "Stevenage, 88 per cent filled", NULL };
  GtkSelectionModel *model;
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *window = gtk_window_new ();
  GtkWidget *list;
  GtkWidget *row;

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  model = GTK_SELECTION_MODEL (gtk_no_selection_new (G_LIST_MODEL (gtk_string_list_new (names))));
  list = gtk_list_view_new (model, factory);
  gtk_window_set_child (GTK_WINDOW (window), list);
  gtk_window_present (GTK_WINDOW (window));
  row = gtk_widget_get_first_child (list);

  g_assert_nonnull (row);
  gtk_test_accessible_assert_property (row, GTK_ACCESSIBLE_PROPERTY_LABEL, names[0]);

  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_pasted_lines_become_one (void)
{
  GtkWidget *entry = g_object_ref_sink (gtk_entry_new ());
  g_autofree char *line = NULL;
  g_autofree char *nothing = NULL;

  gtk_editable_set_text (GTK_EDITABLE (entry), "  Amir\r\nInvented\t of\n\nMarkham ");
  line = atlas_entry_dup (GTK_EDITABLE (entry));
  g_assert_cmpstr (line, ==, "Amir Invented of Markham");
  gtk_editable_set_text (GTK_EDITABLE (entry), " \n\t ");
  nothing = atlas_entry_dup (GTK_EDITABLE (entry));
  g_assert_null (nothing);

  g_object_unref (entry);
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add_func ("/app/flow/stacks-when-it-is-narrow", test_flow_stacks_when_it_is_narrow);
  g_test_add_func ("/app/flow/gives-the-first-its-share", test_flow_gives_the_first_its_share);
  g_test_add_func ("/app/flow/needs-the-width-of-one-child",
                   test_flow_needs_the_width_of_one_child);
  g_test_add_func ("/app/chip/without-words-is-not-shown", test_a_chip_without_words_is_not_shown);
  g_test_add_func ("/app/stat/without-a-page-is-not-a-button",
                   test_a_number_without_a_page_is_not_a_button);
  g_test_add_func ("/app/day6-cells/keep-words-and-cells",
                   test_the_clock_keeps_its_words_and_its_cells);
  g_test_add_func ("/app/cell/row-is-called-what-its-cell-says",
                   test_a_row_is_called_what_its_cell_says);
  g_test_add_func ("/app/entry/pasted-lines-become-one", test_pasted_lines_become_one);

  return g_test_run ();
}
