/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "case-window.h"

#include "app/atlas-date-row.h"
#include "app/atlas-finder-page.h"
#include "app/atlas-finder-row.h"
#include "app/atlas-form.h"
#include "app/atlas-last-place-page.h"
#include "store/atlas-store-private.h"

#define N_CHILDREN 20
#define WIDE       1280         /* pixels */
#define NARROW     400
#define HEIGHT     800
#define REFERENCE  "K0-001"     /* sent, and neither offered a place nor placed */

static GtkWidget *
find_page (CaseWindow *self)
{
  g_autoptr(GPtrArray) pages = case_find_all (GTK_WIDGET (self->window),
                                              ATLAS_TYPE_LAST_PLACE_PAGE);

  g_assert_cmpuint (pages->len, ==, 1);
  return g_ptr_array_index (pages, 0);
}

static gboolean
form_shows_text (CaseWindow *self,
                 gpointer    data)
{
  g_autoptr(GPtrArray) labels = case_find_all (GTK_WIDGET (case_find_form ()), GTK_TYPE_LABEL);

  for (guint i = 0; i < labels->len; i++)
    if (strstr (gtk_label_get_text (g_ptr_array_index (labels, i)), data) != NULL)
      return TRUE;

  return FALSE;
}

/* Fills in the texts of the form, in the order in which they are asked; a day is one of them. */
static void
type_into_form (const char * const *texts)
{
  g_autoptr(GPtrArray) entries = case_find_all (GTK_WIDGET (case_find_form ()), ADW_TYPE_ENTRY_ROW);

  g_assert_cmpuint (entries->len, >=, g_strv_length ((char **) texts));
  for (guint i = 0; texts[i] != NULL; i++)
    gtk_editable_set_text (GTK_EDITABLE (g_ptr_array_index (entries, i)), texts[i]);
}

static void
save_form (CaseWindow *self)
{
  g_signal_emit_by_name (case_find_form (), "save");
  case_window_wait (self, case_form_is_open, GINT_TO_POINTER (FALSE));
}

static guint
count_records (CaseWindow *self,
               const char *type)
{
  g_autoptr(AtlasStore) store = atlas_store_open (self->folder, ATLAS_STORE_READ_ONLY, NULL);
  g_autoptr(AtlasQuery) query = atlas_query_new (atlas_type_find (type));
  g_autoptr(GPtrArray) records = NULL;

  g_assert_nonnull (store);
  records = atlas_store_list (store, query, NULL);
  g_assert_nonnull (records);

  return records->len;
}

static AtlasRecord *
read_referral (CaseWindow *self)
{
  g_autoptr(AtlasStore) store = atlas_store_open (self->folder, ATLAS_STORE_READ_ONLY, NULL);

  return atlas_store_get_by_key (store, "referral", REFERENCE, NULL);
}

/* The centre is full, and another child has been offered its last place. */
static void
promise_the_last_place (CaseWindow *self)
{
  g_autoptr(AtlasStore) store = atlas_store_open (self->folder, ATLAS_STORE_DEFAULT, NULL);
  g_autoptr(AtlasRecord) other = NULL;
  g_autofree char *id = atlas_id_new ();
  AtlasChangeSet *set = atlas_change_set_new ("offer");

  g_assert_nonnull (store);
  other = atlas_store_get_by_key (store, "referral", "K0-005", NULL);
  g_assert_nonnull (other);
  atlas_change_set_create (set, "offer", id,
                           json_pack ("{s:s, s:s, s:s, s:s, s:s, s:b}", "referral",
                                      atlas_record_get_id (other), "provision",
                                      self->county.provisions[1], "place", self->county.places[1],
                                      "step", "offered", "step_on", "2026-11-24", "invented",
                                      TRUE));
  case_apply (store, set);
}

static void
open_page (CaseWindow *self,
           int         width,
           gboolean    is_hold)
{
  g_autofree char *route = NULL;

  case_window_init (self, N_CHILDREN, width, HEIGHT);
  promise_the_last_place (self);
  route = is_hold
          ? atlas_last_place_page_route_hold (REFERENCE, self->county.places[1], case_today () + 7)
          : atlas_last_place_page_route (REFERENCE, self->county.places[1], ATLAS_DATE_NONE,
                                         ATLAS_DATE_NONE);
  case_window_go (self, route);
  case_window_wait_for_text (self, "The Brook Centre has 10 places and 12 children");
}

static void
do_verb (CaseWindow *self,
         const char *action)
{
  g_assert_true (gtk_widget_activate_action (find_page (self), action, NULL));
  case_window_wait (self, case_form_is_open, GINT_TO_POINTER (TRUE));
}

/* Who else was promised it is seen. */
static void
who_else_was_promised_one_is_said (void)
{
  CaseWindow self = { 0 };

  open_page (&self, WIDE, FALSE);
  g_assert_true (case_shows_text (&self, (gpointer) "K0-005"));
  g_assert_true (case_shows_text (&self, (gpointer) "Place offered, 24 November"));
  g_assert_true (case_shows_text (&self, (gpointer) "10 on roll, 1 offered, 0 held"));
  g_assert_true (case_shows_text (&self, (gpointer) "Ask The Brook Centre for one more place"));
  g_assert_true (case_shows_text (&self, (gpointer) "Offer one over the number"));
  g_assert_true (case_shows_text (&self, (gpointer) "Keep what was promised"));
  g_assert_true (case_shows_text (&self, (gpointer) "Wait for a place here"));
  case_window_picture (&self, "last-place");
  case_window_clear (&self);
}

static gboolean
has_finder_rows (CaseWindow *self,
                 gpointer    data)
{
  g_autoptr(GPtrArray) rows = case_find_all (GTK_WIDGET (self->window), ATLAS_TYPE_FINDER_ROW);

  return rows->len == CASE_N_PROVISIONS;
}

static void
ask_from_finder (CaseWindow *self,
                 const char *action)
{
  g_autoptr(GPtrArray) pages = NULL;

  case_window_go (self, "referral/" REFERENCE "?page=places");
  case_window_wait (self, has_finder_rows, NULL);
  pages = case_find_all (GTK_WIDGET (self->window), ATLAS_TYPE_FINDER_PAGE);
  g_assert_true (gtk_widget_activate_action (g_ptr_array_index (pages, 0), action, "s",
                                             self->county.places[1]));
  case_window_wait (self, case_form_is_open, GINT_TO_POINTER (TRUE));
}

static void
offering_a_full_place_opens_the_page (void)
{
  CaseWindow self = { 0 };
  guint before;

  case_window_init (&self, N_CHILDREN, WIDE, HEIGHT);
  before = count_records (&self, "offer");
  ask_from_finder (&self, "finder.offer");
  g_assert_true (form_shows_text (&self, (gpointer) "No place is free here"));
  save_form (&self);
  case_window_wait_for_text (&self, "The Brook Centre has 10 places and 11 children");
  g_assert_cmpuint (count_records (&self, "offer"), ==, before);
  case_window_clear (&self);
}

static void
holding_a_full_place_opens_the_page (void)
{
  CaseWindow self = { 0 };

  case_window_init (&self, N_CHILDREN, WIDE, HEIGHT);
  ask_from_finder (&self, "finder.hold");
  save_form (&self);
  case_window_wait_for_text (&self, "The Brook Centre has 10 places and 11 children");
  g_assert_true (case_shows_text (&self, (gpointer) "Hold one over the number"));
  g_assert_cmpuint (count_records (&self, "hold"), ==, 0);
  case_window_clear (&self);
}

static void
asking_for_one_more_records_who_and_why (void)
{
  static const char * const answers[] = { "Two leave on Friday", "A. Sample", NULL };
  CaseWindow self = { 0 };
  g_autoptr(AtlasRecord) after = NULL;

  open_page (&self, WIDE, FALSE);
  do_verb (&self, "last-place.ask");
  g_signal_emit_by_name (case_find_form (), "save");
  g_assert_true (form_shows_text (&self, (gpointer) "Say why"));
  type_into_form (answers);
  save_form (&self);
  case_window_wait_for_text (&self, "Two leave on Friday");
  after = read_referral (&self);
  g_assert_cmpstr (((AtlasReferral *) after)->next_step, ==,
                   "Answer of The Brook Centre about one more place");
  g_assert_cmpstr (((AtlasReferral *) after)->owner, ==, "A. Sample");
  g_assert_cmpuint (count_records (&self, "note"), ==, 1);
  case_window_clear (&self);
}

static void
offering_anyway_wants_a_reason_and_who_decides (void)
{
  static const char * const reason[] = { "A brother is there", NULL };
  static const char * const both[] = { "A brother is there", "A. Sample", NULL };
  CaseWindow self = { 0 };

  open_page (&self, WIDE, FALSE);
  do_verb (&self, "last-place.anyway");
  g_signal_emit_by_name (case_find_form (), "save");
  g_assert_true (form_shows_text (&self, (gpointer) "Say why"));
  type_into_form (reason);
  g_signal_emit_by_name (case_find_form (), "save");
  g_assert_true (form_shows_text (&self, (gpointer) "Say who decides"));
  g_assert_cmpuint (count_records (&self, "offer"), ==, 1);
  type_into_form (both);
  save_form (&self);
  g_assert_cmpuint (count_records (&self, "offer"), ==, 2);
  g_assert_cmpuint (count_records (&self, "passed"), ==, 1);
  case_window_go (&self, "referral/K0-013?page=last-place&place=none");
  case_window_wait_for_text (&self, "Nothing to Decide");
  case_window_clear (&self);
}

static gboolean
is_undone (CaseWindow *self,
           gpointer    data)
{
  return count_records (self, "offer") == 1 && count_records (self, "passed") == 0;
}

static void
one_undo_takes_all_of_a_choice_back (void)
{
  static const char * const both[] = { "A brother is there", "A. Sample", NULL };
  CaseWindow self = { 0 };

  open_page (&self, WIDE, FALSE);
  do_verb (&self, "last-place.anyway");
  type_into_form (both);
  save_form (&self);
  case_window_wait_for_text (&self, "place offered at The Brook Centre");
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (self.window), "win.undo", NULL));
  case_window_wait (&self, is_undone, NULL);
  case_window_clear (&self);
}

static void
a_hold_over_the_number_is_made_too (void)
{
  static const char * const both[] = { "The panel meets on Friday", "A. Sample", NULL };
  CaseWindow self = { 0 };

  open_page (&self, WIDE, TRUE);
  do_verb (&self, "last-place.anyway");
  type_into_form (both);
  save_form (&self);
  g_assert_cmpuint (count_records (&self, "hold"), ==, 1);
  g_assert_cmpuint (count_records (&self, "passed"), ==, 1);
  case_window_clear (&self);
}

static gboolean
is_to_find_another (CaseWindow *self,
                    gpointer    data)
{
  g_autoptr(AtlasRecord) referral = read_referral (self);

  return g_strcmp0 (((AtlasReferral *) referral)->next_step,
                    "Find another place than The Brook Centre") == 0;
}

static void
keeping_the_earlier_one_opens_the_finder (void)
{
  CaseWindow self = { 0 };

  open_page (&self, WIDE, FALSE);
  g_assert_true (gtk_widget_activate_action (find_page (&self), "last-place.find", NULL));
  case_window_wait (&self, is_to_find_another, NULL);
  case_let_frames_pass (GTK_WIDGET (self.window));
  case_window_wait_for_text (&self, "The Green Centre");
  g_assert_cmpuint (count_records (&self, "offer"), ==, 1);
  case_window_clear (&self);
}

static void
waiting_takes_the_step_and_says_for_what (void)
{
  CaseWindow self = { 0 };
  g_autoptr(AtlasRecord) after = NULL;

  open_page (&self, WIDE, FALSE);
  do_verb (&self, "last-place.wait");
  save_form (&self);
  after = read_referral (&self);
  g_assert_cmpstr (((AtlasReferral *) after)->step, ==, "waiting");
  g_assert_cmpstr (((AtlasReferral *) after)->asked, ==, self.county.provisions[1]);
  case_window_clear (&self);
}

static void
a_narrow_page_fits (void)
{
  CaseWindow self = { 0 };
  int minimum;

  open_page (&self, NARROW, FALSE);
  case_let_frames_pass (GTK_WIDGET (self.window));
  gtk_widget_measure (GTK_WIDGET (self.window), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL,
                      NULL, NULL);
  g_assert_cmpint (minimum, <=, NARROW);
  case_window_picture (&self, "last-place-narrow");
  case_window_clear (&self);
}

static void
large_text_fits_a_narrow_page (void)
{
  CaseWindow self = { 0 };
  GtkSettings *settings = gtk_settings_get_default ();
  int minimum;
  int dpi;

  g_object_get (settings, "gtk-xft-dpi", &dpi, NULL);
  g_object_set (settings, "gtk-xft-dpi", dpi * 2, NULL);
  open_page (&self, NARROW, FALSE);
  case_let_frames_pass (GTK_WIDGET (self.window));
  gtk_widget_measure (find_page (&self), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL,
                      NULL);
  case_window_picture (&self, "last-place-large");
  g_assert_cmpint (minimum, <=, NARROW);
  g_object_set (settings, "gtk-xft-dpi", dpi, NULL);
  case_window_clear (&self);
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);

  g_test_add_func ("/last-place-page/who-else-was-promised-one-is-said",
                   who_else_was_promised_one_is_said);
  g_test_add_func ("/last-place-page/offering-a-full-place-opens-the-page",
                   offering_a_full_place_opens_the_page);
  g_test_add_func ("/last-place-page/holding-a-full-place-opens-the-page",
                   holding_a_full_place_opens_the_page);
  g_test_add_func ("/last-place-page/asking-for-one-more-records-who-and-why",
                   asking_for_one_more_records_who_and_why);
  g_test_add_func ("/last-place-page/offering-anyway-wants-a-reason-and-who-decides",
                   offering_anyway_wants_a_reason_and_who_decides);
  g_test_add_func ("/last-place-page/one-undo-takes-all-of-a-choice-back",
                   one_undo_takes_all_of_a_choice_back);
  g_test_add_func ("/last-place-page/a-hold-over-the-number-is-made-too",
                   a_hold_over_the_number_is_made_too);
  g_test_add_func ("/last-place-page/keeping-the-earlier-one-opens-the-finder",
                   keeping_the_earlier_one_opens_the_finder);
  g_test_add_func ("/last-place-page/waiting-takes-the-step-and-says-for-what",
                   waiting_takes_the_step_and_says_for_what);
  g_test_add_func ("/last-place-page/a-narrow-page-fits", a_narrow_page_fits);
  g_test_add_func ("/last-place-page/large-text-fits-a-narrow-page",
                   large_text_fits_a_narrow_page);

  return g_test_run ();
}
