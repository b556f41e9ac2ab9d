/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The board with 2,000 cards against the list with the same 2,000 rows, in one window and by turns:
 * from asking for it to the first frame with words, frames while scrolling, and how many cards are
 * made. A frame is what the main thread does between two of them: layout, snapshot, drawing.
 */
#include "config.h"

#include "case-window.h"

#include "app/atlas-board-column.h"
#include "app/atlas-referral-board.h"
#include "app/atlas-referral-card.h"
#include "store/atlas-referral-bulk.h"
#include "store/atlas-store-referrals.h"

#define N_CARDS  2000
#define RUNS     7
#define FRAMES   120
#define STEP     60.0           /* pixels that each frame scrolls on */
#define US_A_MS  1000.0
#define BOARD    "referrals?show=board&open=no&sort=reference&descending=no"
#define LIST     "referrals?show=list&open=no&sort=reference&descending=no"
#define FIRST    "K0-000"

typedef struct {
  gint64 began_us;
  double slowest_ms;
  double sum_ms;
  guint  n;
} Frames;

static void
begin_cb (GdkFrameClock *clock,
          Frames        *frames)
{
  frames->began_us = g_get_monotonic_time ();
}

static void
end_cb (GdkFrameClock *clock,
        Frames        *frames)
{
  double ms = (double) (g_get_monotonic_time () - frames->began_us) / US_A_MS;

  frames->slowest_ms = MAX (frames->slowest_ms, ms);
  frames->sum_ms += ms;
  frames->n++;
}

static gboolean
shows_first (CaseWindow *self,
             gpointer    data)
{
  g_autoptr(GPtrArray) found = case_find_all (GTK_WIDGET (self->window), *(GType *) data);

  return found->len > 0 && case_shows_text (self, (gpointer) FIRST);
}

static gboolean
has_painted (CaseWindow *self,
             gpointer    data)
{
  return ((Frames *) data)->n > 0;
}

/* Until a frame has been painted that has words in it. */
static double
time_to_show (CaseWindow *self,
              const char *route,
              GType       type)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (self->window));
  Frames frames = { 0 };
  gulong handler;
  gint64 start;

  case_window_go (self, "today");
  case_let_frames_pass (GTK_WIDGET (self->window));
  start = g_get_monotonic_time ();
  case_window_go (self, route);
  case_window_wait (self, shows_first, &type);
  handler = g_signal_connect (clock, "after-paint", G_CALLBACK (end_cb), &frames);
  gtk_widget_queue_draw (GTK_WIDGET (self->window));
  case_window_wait (self, has_painted, &frames);
  g_signal_handler_disconnect (clock, handler);

  return (double) (g_get_monotonic_time () - start) / US_A_MS;
}

/* Scrolls the first @n that can be scrolled, or all back to their tops. */
static void
scroll_on (GtkWidget *widget,
           guint      n,
           gboolean   is_back)
{
  g_autoptr(GPtrArray) scrolled = case_find_all (widget, GTK_TYPE_SCROLLED_WINDOW);

  for (guint i = 0; i < scrolled->len; i++)
    {
      GtkScrolledWindow *each = g_ptr_array_index (scrolled, i);
      GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (each);

      if (gtk_adjustment_get_upper (adjustment) <= gtk_adjustment_get_page_size (adjustment))
        continue;
      if (n == 0)
        return;
      n--;
      gtk_adjustment_set_value (adjustment,
                                is_back ? 0 : gtk_adjustment_get_value (adjustment) + STEP);
    }
}

static gboolean
has_next_frame (CaseWindow *self,
                gpointer    data)
{
  Frames *frames = data;
  static guint last;
  gboolean is_next = frames->n != last;

  last = frames->n;
  return is_next;
}

static Frames
scroll (CaseWindow *self,
        const char *route,
        GType       type,
        guint       n_columns)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (self->window));
  g_autoptr(GPtrArray) found = NULL;
  Frames frames = { 0 };
  GtkWidget *place;
  gulong begins;
  gulong ends;

  time_to_show (self, route, type);
  case_let_frames_pass (GTK_WIDGET (self->window));
  found = case_find_all (GTK_WIDGET (self->window), type);
  place = g_ptr_array_index (found, 0);
  if (type != ATLAS_TYPE_REFERRAL_BOARD)
    place = gtk_widget_get_parent (place);
  begins = g_signal_connect (clock, "before-paint", G_CALLBACK (begin_cb), &frames);
  ends = g_signal_connect (clock, "after-paint", G_CALLBACK (end_cb), &frames);
  for (int i = 0; i < FRAMES; i++)
    {
      scroll_on (place, n_columns, FALSE);
      gtk_widget_queue_draw (GTK_WIDGET (self->window));
      case_window_wait (self, has_next_frame, &frames);
    }
  scroll_on (place, G_MAXUINT, TRUE);
  g_signal_handler_disconnect (clock, begins);
  g_signal_handler_disconnect (clock, ends);

  return frames;
}

/* What a person waits for between choosing a step for all and the form that says what it does. */
static void
print_plan (CaseWindow *self)
{
  g_autoptr(AtlasReferralFilter) filter = atlas_referral_filter_new ();
  g_autoptr(GError)        error = NULL;
  g_autoptr(GArray)        rows = NULL;
  g_autoptr(AtlasBulk)     bulk = NULL;
  g_autoptr(AtlasBulkPlan) plan = NULL;
  AtlasStore *store = atlas_store_open (self->folder, ATLAS_STORE_READ_ONLY, &error);
  gint64 start;

  g_assert_no_error (error);
  filter->is_open = FALSE;
  rows = atlas_store_find_referrals (store, filter, NULL, NULL, case_today (), &error);
  g_assert_no_error (error);
  bulk = atlas_bulk_new (ATLAS_BULK_STEP, rows, case_today ());
  bulk->text = g_strdup ("looked-at");
  start = g_get_monotonic_time ();
  plan = atlas_store_plan_bulk (store, bulk, &error);
  g_assert_no_error (error);
  g_print ("a step planned for %u referrals: %.0f ms, %u can\n", plan->n_asked,
           (double) (g_get_monotonic_time () - start) / US_A_MS, plan->n_can);
  atlas_store_close (store);
}

static guint
count (GtkWidget *widget,
       GType      type)
{
  guint n = G_TYPE_CHECK_INSTANCE_TYPE (widget, type) ? 1 : 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n += count (child, type);

  return n;
}

static void
print_frames (const char   *what,
              const Frames *frames,
              const Frames *still)
{
  double ms = frames->sum_ms / frames->n;

  g_print ("%s: %.1f ms a frame (slowest %.1f), %.2f of a frame of the board that stands still\n",
           what, ms, frames->slowest_ms, ms / (still->sum_ms / still->n));
}

static int
compare_doubles (gconstpointer a,
                 gconstpointer b)
{
  double x = *(const double *) a;
  double y = *(const double *) b;

  return (x > y) - (x < y);
}

static double
median (double *values)
{
  qsort (values, RUNS, sizeof *values, compare_doubles);
  return values[RUNS / 2];
}

int
main (int    argc,
      char **argv)
{
  CaseWindow self = { 0 };
  double lists[RUNS];
  double boards[RUNS];
  double list_ms;
  double board_ms;
  double first_list;
  double first_board;
  Frames still;
  Frames list;
  Frames board;
  Frames all;
  guint n_cards;

  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  case_window_init (&self, N_CARDS, 1280, 800);
  case_window_go (&self, "referrals?page=new");
  case_let_frames_pass (GTK_WIDGET (self.window));
  first_list = time_to_show (&self, LIST, GTK_TYPE_COLUMN_VIEW);
  first_board = time_to_show (&self, BOARD, ATLAS_TYPE_REFERRAL_BOARD);
  for (int i = 0; i < RUNS; i++)
    {
      lists[i] = time_to_show (&self, LIST, GTK_TYPE_COLUMN_VIEW);
      boards[i] = time_to_show (&self, BOARD, ATLAS_TYPE_REFERRAL_BOARD);
    }
  g_print ("shown for the first time with %d: list %.0f ms, board %.0f ms; ratio %.2f\n", N_CARDS,
           first_list, first_board, first_board / first_list);
  list_ms = median (lists);
  board_ms = median (boards);
  g_print ("shown again with %d: list %.0f ms, board %.0f ms; ratio %.2f\n", N_CARDS, list_ms,
           board_ms, board_ms / list_ms);
  n_cards = count (GTK_WIDGET (self.window), ATLAS_TYPE_REFERRAL_CARD);
  still = scroll (&self, BOARD, ATLAS_TYPE_REFERRAL_BOARD, 0);
  list = scroll (&self, LIST, GTK_TYPE_COLUMN_VIEW, 1);
  board = scroll (&self, BOARD, ATLAS_TYPE_REFERRAL_BOARD, 1);
  all = scroll (&self, BOARD, ATLAS_TYPE_REFERRAL_BOARD, G_MAXUINT);
  print_frames ("list, scrolled", &list, &still);
  print_frames ("board, one column scrolled", &board, &still);
  print_frames ("board, every column scrolled at once", &all, &still);
  g_print ("frames of the board to frames of the list while scrolling: ratio %.2f\n",
           board.sum_ms / board.n / (list.sum_ms / list.n));
  g_print ("cards made for %d: %u at first, %u after scrolling every column by %d frames\n",
           N_CARDS, n_cards, count (GTK_WIDGET (self.window), ATLAS_TYPE_REFERRAL_CARD), FRAMES);
  print_plan (&self);
  case_window_clear (&self);

  return 0;
}
