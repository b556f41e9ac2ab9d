/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "case-window.h"

#include "app/atlas-date-row.h"
#include "app/atlas-finder-page.h"
#include "app/atlas-finder-row.h"
#include "app/atlas-form.h"

#define WIDE   1280             /* pixels */
#define NARROW 400
#define HEIGHT 800

static GtkWidget *
find_one (GtkWidget *top,
          GType      type)
{
  g_autoptr(GPtrArray) found = case_find_all (top, type);

  g_assert_cmpuint (found->len, ==, 1);
  return g_ptr_array_index (found, 0);
}

static GPtrArray *
list_rows (CaseWindow *self)
{
  return case_find_all (GTK_WIDGET (self->window), ATLAS_TYPE_FINDER_ROW);
}

static gboolean
has_rows (CaseWindow *self,
          gpointer    data)
{
  g_autoptr(GPtrArray) rows = list_rows (self);

  return rows->len == GPOINTER_TO_UINT (data);
}

static void
open_finder (CaseWindow *self,
             int         width)
{
  case_window_init (self, 20, width, HEIGHT);
  case_window_go (self, "referral/K0-002?page=places");
  case_window_wait (self, has_rows, GUINT_TO_POINTER (CASE_N_PROVISIONS));
}

/* T013: show the list; what does not fit is there, with what stands in its way. */
static void
every_line_is_shown_with_its_facts (void)
{
  CaseWindow self = { 0 };

  open_finder (&self, WIDE);
  g_assert_true (case_shows_text (&self, (gpointer) "The Green Centre"));
  g_assert_true (case_shows_text (&self, (gpointer) "In the way: "));
  g_assert_true (case_shows_text (&self, (gpointer) "2 of 10 places free"));
  g_assert_true (case_shows_text (&self, (gpointer) "As last sent, 23 November"));
  case_window_picture (&self, "finder");
  case_window_clear (&self);
}

static void
a_page_for_no_referral_says_so (void)
{
  CaseWindow self = { 0 };

  case_window_init (&self, 5, WIDE, HEIGHT);
  case_window_go (&self, "referral/K9-999?page=places");
  case_window_wait_for_text (&self, "This referral is not on this laptop");
  case_window_clear (&self);
}

static void
a_day_that_is_none_is_said_beside_the_field (void)
{
  CaseWindow self = { 0 };
  GtkWidget *page;
  g_autoptr(GPtrArray) entries = NULL;
  GtkEntry *entry;

  open_finder (&self, WIDE);
  page = find_one (GTK_WIDGET (self.window), ATLAS_TYPE_FINDER_PAGE);
  entries = case_find_all (page, GTK_TYPE_ENTRY);
  g_assert_cmpuint (entries->len, ==, 1);
  entry = g_ptr_array_index (entries, 0);
  gtk_editable_set_text (GTK_EDITABLE (entry), "next Tuesdayish");
  g_signal_emit_by_name (entry, "activate");
  case_window_wait_for_text (&self, "Give the day that a place is needed by");
  gtk_editable_set_text (GTK_EDITABLE (entry), "1 November 2026");
  g_signal_emit_by_name (entry, "activate");
  case_window_wait_for_text (&self, "That day is past");
  gtk_editable_set_text (GTK_EDITABLE (entry), "4 December 2026");
  g_signal_emit_by_name (entry, "activate");
  case_window_wait_for_text (&self, "needs a place by 4 December");
  g_assert_false (case_shows_text (&self, (gpointer) "That day is past"));
  case_window_clear (&self);
}

static gboolean
holds_a_place (CaseWindow *self,
               gpointer    data)
{
  g_autoptr(AtlasStore) store = atlas_store_open (self->folder, ATLAS_STORE_READ_ONLY, NULL);
  g_autoptr(AtlasQuery) query = atlas_query_new (&atlas_hold_type);
  g_autoptr(GPtrArray) holds = NULL;

  g_assert_nonnull (store);
  holds = atlas_store_list (store, query, NULL);

  return holds != NULL && holds->len == 1 &&
         g_strcmp0 (((AtlasHold *) g_ptr_array_index (holds, 0))->place, data) == 0;
}

static void
holding_goes_through_the_form (void)
{
  CaseWindow self = { 0 };
  GtkWidget *page;

  open_finder (&self, WIDE);
  page = find_one (GTK_WIDGET (self.window), ATLAS_TYPE_FINDER_PAGE);
  g_assert_true (gtk_widget_activate_action (page, "finder.hold", "s", self.county.places[0]));
  case_window_wait (&self, case_form_is_open, GINT_TO_POINTER (TRUE));
  g_signal_emit_by_name (case_find_form (), "save");
  case_window_wait (&self, case_form_is_open, GINT_TO_POINTER (FALSE));
  g_assert_true (holds_a_place (&self, self.county.places[0]));
  case_window_wait_for_text (&self, "1 of 10 places free");
  case_window_clear (&self);
}

static void
offering_begins_with_the_place_chosen (void)
{
  CaseWindow self = { 0 };
  GtkWidget *page;
  GtkWindow *form;
  g_autoptr(GPtrArray) choices = NULL;
  GtkStringObject *chosen;

  open_finder (&self, WIDE);
  page = find_one (GTK_WIDGET (self.window), ATLAS_TYPE_FINDER_PAGE);
  g_assert_true (gtk_widget_activate_action (page, "finder.offer", "s", self.county.places[1]));
  case_window_wait (&self, case_form_is_open, GINT_TO_POINTER (TRUE));
  form = GTK_WINDOW (case_find_form ());
  choices = case_find_all (GTK_WIDGET (form), ADW_TYPE_COMBO_ROW);
  g_assert_cmpuint (choices->len, ==, 1);
  chosen = adw_combo_row_get_selected_item (g_ptr_array_index (choices, 0));
  g_assert_true (g_str_has_prefix (gtk_string_object_get_string (chosen), "The Brook Centre"));
  gtk_window_destroy (form);
  case_window_clear (&self);
}

static void
a_narrow_page_fits (void)
{
  CaseWindow self = { 0 };
  int minimum;

  open_finder (&self, NARROW);
  case_let_frames_pass (GTK_WIDGET (self.window));
  gtk_widget_measure (GTK_WIDGET (self.window), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL,
                      NULL, NULL);
  g_assert_cmpint (minimum, <=, NARROW);
  case_window_picture (&self, "finder-narrow");
  case_window_clear (&self);
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);

  g_test_add_func ("/finder-page/every-line-is-shown-with-its-facts",
                   every_line_is_shown_with_its_facts);
  g_test_add_func ("/finder-page/a-page-for-no-referral-says-so", a_page_for_no_referral_says_so);
  g_test_add_func ("/finder-page/a-day-that-is-none-is-said-beside-the-field",
                   a_day_that_is_none_is_said_beside_the_field);
  g_test_add_func ("/finder-page/holding-goes-through-the-form", holding_goes_through_the_form);
  g_test_add_func ("/finder-page/offering-begins-with-the-place-chosen",
                   offering_begins_with_the_place_chosen);
  g_test_add_func ("/finder-page/a-narrow-page-fits", a_narrow_page_fits);

  return g_test_run ();
}
