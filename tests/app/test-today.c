/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "case-window.h"

#include "app/atlas-rule-fold.h"
#include "app/atlas-stat.h"
#include "app/atlas-today-lists.h"
#include "app/atlas-today-row.h"

#define N_CHILDREN 60
#define WIDE       1280         /* pixels */
#define NARROW     400
#define HEIGHT     800

static AtlasToday *
read_today (CaseWindow *self)
{
  g_autoptr(GError) error = NULL;
  AtlasStore *store = atlas_store_open (self->folder, ATLAS_STORE_READ_ONLY, &error);
  AtlasToday *today;

  g_assert_no_error (error);
  today = atlas_store_read_today (store, NULL, case_today (), &error);
  g_assert_no_error (error);
  atlas_store_close (store);

  return today;
}

static void
assert_named (GtkWidget *widget)
{
  g_assert_true (gtk_test_accessible_has_property (GTK_ACCESSIBLE (widget),
                                                   GTK_ACCESSIBLE_PROPERTY_LABEL));
}

static void
shows_what_the_store_says (void)
{
  CaseWindow self = { 0 };
  g_autoptr(AtlasToday) today = NULL;
  g_autoptr(GPtrArray)  rows = NULL;
  g_autoptr(GPtrArray)  cards = NULL;
  g_autoptr(GPtrArray)  day6 = NULL;
  g_autoptr(GPtrArray)  waiting = NULL;
  AtlasTodayItem *first;

  case_window_init (&self, N_CHILDREN, WIDE, HEIGHT);
  case_window_wait_for_text (&self, "Waiting for you");
  today = read_today (&self);
  day6 = atlas_today_list_day6 (today);
  waiting = atlas_today_list_waiting (today);
  rows = case_find_all (GTK_WIDGET (self.window), ATLAS_TYPE_TODAY_ROW);
  cards = case_find_all (GTK_WIDGET (self.window), ATLAS_TYPE_STAT);

  g_assert_cmpuint (day6->len, >, 3);
  g_assert_cmpuint (rows->len, ==, day6->len + waiting->len);
  g_assert_cmpuint (cards->len, ==, 3);
  first = g_ptr_array_index (day6, 0);
  g_assert_cmpstr (atlas_today_row_get_route (g_ptr_array_index (rows, 0)), ==,
                   atlas_today_item_get_route (first));
  for (guint i = 0; i < rows->len; i++)
    assert_named (g_ptr_array_index (rows, i));
  for (guint i = 0; i < cards->len; i++)
    assert_named (g_ptr_array_index (cards, i));
  case_window_picture (&self, "today");

  case_window_clear (&self);
}

/* T048: the badges of Today open the rules that they stand on, each with its source */
static void
badges_open_their_rules (void)
{
  CaseWindow self = { 0 };
  g_autoptr(GPtrArray) folds = NULL;
  GtkWidget *fold = NULL;

  case_window_init (&self, N_CHILDREN, WIDE, HEIGHT);
  case_window_wait_for_text (&self, "Waiting for you");
  g_assert_false (case_shows_text (&self, (gpointer) "Education Act 1996 s19"));
  folds = case_find_all (GTK_WIDGET (self.window), ATLAS_TYPE_RULE_FOLD);
  g_assert_cmpuint (folds->len, ==, 2);
  for (guint i = 0; i < folds->len; i++)
    {
      g_autoptr(GPtrArray) rows = case_find_all (g_ptr_array_index (folds, i),
                                                 ADW_TYPE_EXPANDER_ROW);

      g_assert_cmpuint (rows->len, ==, 1);
      fold = g_ptr_array_index (rows, 0);
      assert_named (fold);
      adw_expander_row_set_expanded (ADW_EXPANDER_ROW (fold), TRUE);
    }
  case_window_wait_for_text (&self, "Education Act 1996 s19");
  case_window_wait_for_text (&self, "The number is set by this county.");
  case_window_picture (&self, "today-rules");

  case_window_clear (&self);
}

static void
says_when_nothing_is_waiting (void)
{
  CaseWindow self = { 0 };
  g_autoptr(GPtrArray) rows = NULL;

  case_window_init (&self, 0, WIDE, HEIGHT);
  atlas_session_set_as_of (self.session, case_day ("2026-11-10"));
  case_window_wait_for_text (&self, "Tuesday 10 November");
  rows = case_find_all (GTK_WIDGET (self.window), ATLAS_TYPE_TODAY_ROW);
  g_assert_cmpuint (rows->len, ==, 1);
  case_window_picture (&self, "today-empty");

  case_window_clear (&self);
}

static void
keeps_its_words_when_narrow (void)
{
  CaseWindow self = { 0 };
  g_autoptr(GPtrArray) rows = NULL;
  int minimum;

  case_window_init (&self, N_CHILDREN, NARROW, HEIGHT);
  case_window_wait_for_text (&self, "Waiting for you");
  gtk_widget_measure (GTK_WIDGET (self.window), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL,
                      NULL, NULL);
  g_assert_cmpint (minimum, <=, NARROW);
  g_assert_true (case_shows_text (&self, (gpointer) "Late by"));
  case_window_picture (&self, "today-narrow");

  case_window_clear (&self);
}

static void
no_name_is_on_the_page (void)
{
  CaseWindow self = { 0 };
  static const char * const names[] = { "Amir", "Beth", "Invented0", "Nobody", "Sample" };

  case_window_init (&self, N_CHILDREN, WIDE, HEIGHT);
  case_window_wait_for_text (&self, "Waiting for you");
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    g_assert_false (case_shows_text (&self, (gpointer) names[i]));
  g_assert_null (strstr (gtk_window_get_title (GTK_WINDOW (self.window)) != NULL
                         ? gtk_window_get_title (GTK_WINDOW (self.window)) : "", "K0-"));

  case_window_clear (&self);
}

static void
document_has_every_line (void)
{
  CaseWindow self = { 0 };
  g_autoptr(AtlasToday)    today = NULL;
  g_autoptr(AtlasDocument) document = NULL;
  g_autoptr(GPtrArray)     day6 = NULL;
  guint n_rows = 0;

  case_window_init (&self, N_CHILDREN, WIDE, HEIGHT);
  today = read_today (&self);
  document = atlas_today_to_document (today, "2 Midmark", TRUE);
  day6 = atlas_today_list_day6 (today);
  for (guint i = 0; i < atlas_document_get_n_blocks (document); i++)
    {
      const AtlasBlock *block = atlas_document_get_block (document, i);

      if (block->kind == ATLAS_BLOCK_TABLE)
        n_rows += atlas_block_get_n_rows (block);
    }
  g_assert_cmpuint (n_rows, >=, 3 + day6->len);
  g_assert_nonnull (strstr (atlas_document_get_title (document), "2 Midmark"));
  g_assert_nonnull (strstr (atlas_document_get_as_at (document), "25 November 2026"));
  g_assert_nonnull (atlas_document_get_mark (document));

  case_window_clear (&self);
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add_func ("/app/today/shows-what-the-store-says", shows_what_the_store_says);
  g_test_add_func ("/app/today/badges-open-their-rules", badges_open_their_rules);
  g_test_add_func ("/app/today/says-when-nothing-is-waiting", says_when_nothing_is_waiting);
  g_test_add_func ("/app/today/keeps-its-words-when-narrow", keeps_its_words_when_narrow);
  g_test_add_func ("/app/today/no-name-is-on-the-page", no_name_is_on_the_page);
  g_test_add_func ("/app/today/document-has-every-line", document_has_every_line);

  return g_test_run ();
}
