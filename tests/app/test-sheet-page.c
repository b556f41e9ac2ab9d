/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "case-window.h"

#include "app/atlas-sheet-page.h"

#define N_CHILDREN 12
#define WIDE       1280         /* pixels */
#define NARROW     400
#define NARROWEST  360
#define HEIGHT     800
#define ROWS       20
#define REFUSED    3
#define LARGE_TEXT 2            /* times the usual size */

/* The child of the first row of the county. */
#define AMIR "Amir\tInvented0\t15/01/2011\tNorthmark\tap\t2\n"

static AtlasSheetPage *
open_page (CaseWindow *self,
           int         width)
{
  g_autoptr(GPtrArray) found = NULL;

  case_window_init (self, N_CHILDREN, width, HEIGHT);
  case_window_go (self, "referrals?page=import");
  case_window_wait_for_text (self, "Or paste the cells here");
  found = case_find_all (GTK_WIDGET (self->window), ATLAS_TYPE_SHEET_PAGE);
  g_assert_cmpuint (found->len, ==, 1);

  return g_ptr_array_index (found, 0);
}

static GtkTextBuffer *
get_text (AtlasSheetPage *page)
{
  g_autoptr(GPtrArray) found = case_find_all (GTK_WIDGET (page), GTK_TYPE_TEXT_VIEW);

  g_assert_cmpuint (found->len, ==, 1);
  return gtk_text_view_get_buffer (g_ptr_array_index (found, 0));
}

static void
act (AtlasSheetPage *page,
     const char     *action)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (page), action, NULL));
}

/* As pressing Next does, once it can be pressed. */
static void
next (CaseWindow     *self,
      AtlasSheetPage *page,
      const char     *text)
{
  act (page, "sheet.next");
  case_window_wait_for_text (self, text);
}

static AdwComboRow *
find_row (AtlasSheetPage *page,
          const char     *title)
{
  g_autoptr(GPtrArray) found = case_find_all (GTK_WIDGET (page), ADW_TYPE_COMBO_ROW);

  for (guint i = 0; i < found->len; i++)
    {
      AdwPreferencesRow *row = g_ptr_array_index (found, i);

      if (g_str_has_prefix (adw_preferences_row_get_title (row), title))
        return ADW_COMBO_ROW (row);
    }

  g_assert_not_reached ();
}

/* Twenty rows of which three cannot be: a tier, a day and an area that there is not. */
static char *
make_rows (void)
{
  GString *text = g_string_new ("Forename\tSurname\tDOB\tArea\tKind\tTier\n");

  for (guint i = 0; i < ROWS; i++)
    g_string_append_printf (text, "Ada\tLee%u\t%s\t%s\tap\t%u\n", i,
                            i == 6 ? "31/02/2012" : "01/02/2012",
                            i == 11 ? "Nowhere" : "Midmark", i == 17 ? 8 : 2);

  return g_string_free (text, FALSE);
}

static gint64
count_children (CaseWindow *self)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(AtlasStore) store = atlas_store_open (self->folder, ATLAS_STORE_READ_ONLY, &error);
  g_autoptr(AtlasQuery) query = atlas_query_new (&atlas_child_type);
  gint64 n = 0;

  g_assert_no_error (error);
  atlas_store_count (store, query, &n, &error);
  g_assert_no_error (error);

  return n;
}

static gboolean
has_children (CaseWindow *self,
              gpointer    data)
{
  return count_children (self) == GPOINTER_TO_INT (data);
}

static void
press_undo (CaseWindow *self)
{
  g_autoptr(GPtrArray) buttons = case_find_all (GTK_WIDGET (self->window), GTK_TYPE_BUTTON);

  for (guint i = 0; i < buttons->len; i++)
    if (g_strcmp0 (gtk_button_get_label (g_ptr_array_index (buttons, i)), "Undo") == 0)
      {
        gtk_widget_activate (g_ptr_array_index (buttons, i));
        return;
      }

  g_assert_not_reached ();
}

/* Twenty rows are pasted: each that cannot be is named with its reason, the rest come in at once
   and are taken back at once. */
static void
test_twenty_rows_come_in_and_are_undone (void)
{
  CaseWindow self = { 0 };
  AtlasSheetPage *page = open_page (&self, WIDE);
  g_autofree char *text = make_rows ();

  case_window_picture (&self, "import-table");
  gtk_text_buffer_set_text (get_text (page), text, -1);
  next (&self, page, "What each column says");
  g_assert_cmpuint (adw_combo_row_get_selected (find_row (page, "DOB")), >, 0);
  case_window_picture (&self, "import-columns");
  next (&self, page, "17 new, 0 changed, 0 the same, 3 refused");
  case_window_wait_for_text (&self, "Line 8 · Ada Lee6");
  case_window_wait_for_text (&self, "DOB: “31/02/2012” is no day");
  case_window_wait_for_text (&self, "Area: “Nowhere” is not known here");
  case_window_wait_for_text (&self, "Tier: “8” is no tier from 1 to 5");
  g_assert_cmpint (count_children (&self), ==, N_CHILDREN);
  case_window_picture (&self, "import-preview");

  next (&self, page, "17 rows brought in, 3 refused");
  g_assert_cmpint (count_children (&self), ==, N_CHILDREN + ROWS - REFUSED);
  press_undo (&self);
  case_window_wait (&self, has_children, GINT_TO_POINTER (N_CHILDREN));

  case_window_clear (&self);
}

/* Going back keeps the table, what was said of its columns, and what was said of children. */
static void
test_going_back_keeps_everything (void)
{
  CaseWindow self = { 0 };
  AtlasSheetPage *page = open_page (&self, NARROW);
  GtkTextIter start;
  GtkTextIter end;
  g_autofree char *kept = NULL;

  gtk_text_buffer_set_text (get_text (page), "Forename\tSurname\tDOB\tArea\tX\tTier\n" AMIR, -1);
  next (&self, page, "What each column says");
  adw_combo_row_set_selected (find_row (page, "X:"), 14);
  next (&self, page, "Here already?");
  adw_combo_row_set_selected (find_row (page, "Line 2"), 1);
  case_window_wait_for_text (&self, "1 new, 0 changed, 0 the same, 0 refused");
  case_window_picture (&self, "import-narrow-preview");

  act (page, "sheet.back");
  case_window_wait_for_text (&self, "What each column says");
  g_assert_cmpuint (adw_combo_row_get_selected (find_row (page, "X:")), ==, 14);
  case_window_picture (&self, "import-narrow-columns");
  act (page, "sheet.back");
  case_window_wait_for_text (&self, "Or paste the cells here");
  gtk_text_buffer_get_bounds (get_text (page), &start, &end);
  kept = gtk_text_buffer_get_text (get_text (page), &start, &end, FALSE);
  g_assert_true (g_str_has_suffix (kept, AMIR));

  next (&self, page, "What each column says");
  next (&self, page, "1 new, 0 changed, 0 the same, 0 refused");
  g_assert_cmpuint (adw_combo_row_get_selected (find_row (page, "Line 2")), ==, 1);

  case_window_clear (&self);
}

static void
assert_fits (AtlasSheetPage *page)
{
  int minimum = 0;

  gtk_widget_measure (GTK_WIDGET (page), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL,
                      NULL);
  g_assert_cmpint (minimum, <=, NARROWEST);
}

/* In the narrowest window and with the largest text every step still fits. */
static void
test_large_text_fits (void)
{
  CaseWindow self = { 0 };
  GtkSettings *settings = gtk_settings_get_default ();
  g_autofree char *text = make_rows ();
  AtlasSheetPage *page;
  int dpi;

  g_object_get (settings, "gtk-xft-dpi", &dpi, NULL);
  g_object_set (settings, "gtk-xft-dpi", dpi * LARGE_TEXT, NULL);
  page = open_page (&self, NARROW);
  assert_fits (page);
  case_window_picture (&self, "import-large-table");
  gtk_text_buffer_set_text (get_text (page), text, -1);
  next (&self, page, "What each column says");
  assert_fits (page);
  case_window_picture (&self, "import-large-columns");
  next (&self, page, "17 new");
  assert_fits (page);
  case_window_picture (&self, "import-large-preview");

  case_window_clear (&self);
  g_object_set (settings, "gtk-xft-dpi", dpi, NULL);
}

/* What was said of columns is known for the next table with these titles. */
static void
test_columns_are_remembered (void)
{
  CaseWindow self = { 0 };
  AtlasSheetPage *page = open_page (&self, WIDE);

  gtk_text_buffer_set_text (get_text (page), "A,B,DOB,Area\nAda,Lee,01/02/2012,Midmark\n", -1);
  next (&self, page, "What each column says");
  adw_combo_row_set_selected (find_row (page, "A:"), 1);
  adw_combo_row_set_selected (find_row (page, "B:"), 2);
  next (&self, page, "1 new, 0 changed");
  next (&self, page, "1 row brought in");

  case_window_go (&self, "referrals?page=import");
  case_window_wait_for_text (&self, "Or paste the cells here");
  gtk_text_buffer_set_text (get_text (page), "A,B,DOB,Area\nBea,Kay,01/02/2013,Midmark\n", -1);
  next (&self, page, "What each column says");
  g_assert_cmpuint (adw_combo_row_get_selected (find_row (page, "A:")), ==, 1);
  g_assert_cmpuint (adw_combo_row_get_selected (find_row (page, "B:")), ==, 2);

  case_window_clear (&self);
}

/* What is no table, and columns that name no child, are said on the page; nothing is lost. */
static void
test_what_cannot_be_read_is_said (void)
{
  CaseWindow self = { 0 };
  AtlasSheetPage *page = open_page (&self, WIDE);

  next (&self, page, "Choose a file, or paste a table");
  gtk_text_buffer_set_text (get_text (page), "Forename\tSurname", -1);
  next (&self, page, "no rows below its titles");
  gtk_text_buffer_set_text (get_text (page), "Shoes\tHat\n1\t2\n", -1);
  next (&self, page, "What each column says");
  next (&self, page, "Say which column gives the child’s name");
  adw_combo_row_set_selected (find_row (page, "Shoes"), 1);
  adw_combo_row_set_selected (find_row (page, "Hat"), 1);
  next (&self, page, "“Shoes” and “Hat” cannot both be");
  g_assert_cmpint (count_children (&self), ==, N_CHILDREN);

  case_window_clear (&self);
}

int
main (int   argc,
      char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/app/sheet-page/twenty-rows-come-in-and-are-undone",
                   test_twenty_rows_come_in_and_are_undone);
  g_test_add_func ("/app/sheet-page/going-back-keeps-everything",
                   test_going_back_keeps_everything);
  g_test_add_func ("/app/sheet-page/large-text-fits", test_large_text_fits);
  g_test_add_func ("/app/sheet-page/columns-are-remembered", test_columns_are_remembered);
  g_test_add_func ("/app/sheet-page/what-cannot-be-read-is-said",
                   test_what_cannot_be_read_is_said);

  return g_test_run ();
}
