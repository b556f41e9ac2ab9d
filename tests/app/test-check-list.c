/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "case-window.h"

#include "app/atlas-check-list.h"
#include "app/atlas-check-settings.h"
#include "app/atlas-date-row.h"
#include "app/atlas-form.h"
#include "app/atlas-session-work.h"

#define N_CHILDREN 12
#define WIDE       1280         /* pixels */
#define NARROW     400
#define HEIGHT     1000
#define TIER_3     "referral/K0-002"  /* at tier 3, without any plan */

static GtkWidget *
find_entry (const char *title)
{
  g_autoptr(GPtrArray) rows = case_find_all (case_find_form (), ADW_TYPE_PREFERENCES_ROW);

  for (guint i = 0; i < rows->len; i++)
    if (g_str_equal (adw_preferences_row_get_title (g_ptr_array_index (rows, i)), title))
      return g_ptr_array_index (rows, i);

  g_assert_not_reached ();
}

static guint
count_buttons (CaseWindow *self)
{
  g_autoptr(GPtrArray) lists = case_find_all (GTK_WIDGET (self->window), ATLAS_TYPE_CHECK_LIST);
  g_autoptr(GPtrArray) buttons = NULL;
  guint n = 0;

  if (lists->len == 0)
    return 0;

  buttons = case_find_all (g_ptr_array_index (lists, 0), GTK_TYPE_BUTTON);
  for (guint i = 0; i < buttons->len; i++)
    n += g_strcmp0 (gtk_actionable_get_action_name (g_ptr_array_index (buttons, i)),
                    "check.pass") == 0;

  return n;
}

static gboolean
has_buttons (CaseWindow *self,
             gpointer    data)
{
  return count_buttons (self) == GPOINTER_TO_UINT (data);
}

static void
pass_first (CaseWindow *self)
{
  g_autoptr(GPtrArray) lists = case_find_all (GTK_WIDGET (self->window), ATLAS_TYPE_CHECK_LIST);

  g_assert_true (gtk_widget_activate_action (g_ptr_array_index (lists, 0), "check.pass", "u", 0));
  case_window_wait (self, case_form_is_open, GINT_TO_POINTER (TRUE));
}

/* Keeps what the form looks like, as case_window_picture() does of the window. */
static void
picture_form (const char *name)
{
  CaseWindow form = { .window = (gpointer) case_find_form () };

  case_window_picture (&form, name);
}

static void
save (void)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (case_find_form ()), "form.save", NULL));
}

/* A finding is passed with a reason and a role, is folded away, and comes back with Undo. */
static void
a_finding_is_passed_and_comes_back (void)
{
  CaseWindow self = { 0 };

  case_window_init (&self, N_CHILDREN, WIDE, HEIGHT);
  case_window_go (&self, TIER_3);
  case_window_wait (&self, has_buttons, GUINT_TO_POINTER (2));
  g_assert_true (case_shows_text (&self, (gpointer) "No risk reduction plan is in place."));
  g_assert_true (case_shows_text (&self, (gpointer) "Appendix 4, tier 3"));
  case_window_picture (&self, "checks-wide");

  pass_first (&self);
  save ();
  g_assert_nonnull (case_find_form ());
  picture_form ("checks-form");
  gtk_editable_set_text (GTK_EDITABLE (find_entry ("_Reason")), "Being written this week");
  save ();
  g_assert_nonnull (case_find_form ());
  gtk_editable_set_text (GTK_EDITABLE (find_entry ("_Decided by")), "A. Officer");
  save ();
  case_window_wait (&self, case_form_is_open, GINT_TO_POINTER (FALSE));
  case_window_wait (&self, has_buttons, GUINT_TO_POINTER (1));
  case_window_wait_for_text (&self, "1 passed with a reason");
  case_window_picture (&self, "checks-passed");

  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (self.window), "win.undo", NULL));
  case_window_wait (&self, has_buttons, GUINT_TO_POINTER (2));

  case_window_clear (&self);
}

static void
findings_are_of_the_child_shown (void)
{
  CaseWindow self = { 0 };

  case_window_init (&self, N_CHILDREN, NARROW, HEIGHT);
  case_window_go (&self, TIER_3);
  case_window_wait (&self, has_buttons, GUINT_TO_POINTER (2));
  case_window_picture (&self, "checks-narrow");
  case_window_go (&self, "referral/K0-001");
  case_window_wait (&self, has_buttons, GUINT_TO_POINTER (0));

  case_window_clear (&self);
}

typedef void (*AskFunc) (GtkWidget    *from,
                         AtlasSession *session);

typedef struct {
  CaseWindow *window;
  AskFunc     ask;
} Asked;

static void
applied_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  Asked *asked = user_data;

  g_assert_true (atlas_session_apply_finish (asked->window->session, result, NULL));
  asked->ask (GTK_WIDGET (asked->window->window), asked->window->session);
}

static gboolean
shows_form (CaseWindow *self,
            gpointer    data)
{
  return case_find_form () != NULL;
}

/* The number beside a title of the form. */
static GtkWidget *
find_spin (const char *title)
{
  g_autoptr(GPtrArray) rows = case_find_all (GTK_WIDGET (case_find_form ()), ADW_TYPE_ACTION_ROW);

  for (guint i = 0; i < rows->len; i++)
    {
      AdwPreferencesRow *row = g_ptr_array_index (rows, i);

      if (g_strcmp0 (adw_preferences_row_get_title (row), title) == 0)
        return adw_action_row_get_activatable_widget (ADW_ACTION_ROW (row));
    }

  g_assert_not_reached ();
}

/* Asks with a form, puts a number beside a title, saves it, and asks again. */
static void
assert_number_is_kept (AskFunc     ask,
                       const char *title,
                       int         comes_as,
                       int         number,
                       const char *picture)
{
  CaseWindow self = { 0 };
  Asked asked = { &self, ask };
  AtlasChangeSet *county = atlas_change_set_new ("County");
  g_autofree char *id = atlas_id_new ();

  case_window_init (&self, 2, WIDE, HEIGHT);
  atlas_change_set_create (county, "county", id,
                           json_pack ("{s:s, s:s}", "key", "shire", "name", "Shire"));
  atlas_session_apply_async (self.session, county, NULL, applied_cb, &asked);
  atlas_change_set_unref (county);
  case_window_wait (&self, shows_form, NULL);
  g_assert_cmpfloat (gtk_spin_button_get_value (GTK_SPIN_BUTTON (find_spin (title))), ==,
                     comes_as);
  picture_form (picture);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (find_spin (title)), number);
  save ();
  case_window_wait (&self, case_form_is_open, GINT_TO_POINTER (FALSE));

  ask (GTK_WIDGET (self.window), self.session);
  case_window_wait (&self, shows_form, NULL);
  g_assert_cmpfloat (gtk_spin_button_get_value (GTK_SPIN_BUTTON (find_spin (title))), ==, number);
  gtk_window_close (GTK_WINDOW (case_find_form ()));

  case_window_clear (&self);
}

/* T157: how many suspensions are many is the county's number, kept and asked again as it is */
static void
the_county_sets_its_numbers (void)
{
  assert_number_is_kept (atlas_check_settings_ask,
                         "Repeated suspensions (suspensions in 12 months)", 2, 4,
                         "checks-settings");
}

/* T082: so is the number below which reports hide numbers of children */
static void
the_county_sets_what_is_small (void)
{
  assert_number_is_kept (atlas_check_settings_ask,
                         "Hide numbers of children below, in reports (1 hides none)", 5, 10,
                         "small-settings");
}

/* T118: so is the number of a deadline that no source gives */
static void
the_county_sets_its_deadlines (void)
{
  assert_number_is_kept (atlas_clock_settings_ask, "Answer to an offer (school days)", 5, 3,
                         "clocks-settings");
}

static AtlasDateRow *
find_day (void)
{
  g_autoptr(GPtrArray) days = case_find_all (GTK_WIDGET (case_find_form ()), ATLAS_TYPE_DATE_ROW);

  g_assert_cmpuint (days->len, ==, 1);
  return g_ptr_array_index (days, 0);
}

/* The register of children not in school begins on a day that the county sets; what is none stays
 * in its field. */
static void
the_county_says_from_when_it_keeps_a_register (void)
{
  CaseWindow self = { 0 };
  Asked asked = { &self, atlas_check_settings_ask };
  AtlasChangeSet *county = atlas_change_set_new ("County");
  g_autofree char *id = atlas_id_new ();

  case_window_init (&self, 2, WIDE, HEIGHT);
  atlas_change_set_create (county, "county", id,
                           json_pack ("{s:s, s:s}", "key", "shire", "name", "Shire"));
  atlas_session_apply_async (self.session, county, NULL, applied_cb, &asked);
  atlas_change_set_unref (county);
  case_window_wait (&self, shows_form, NULL);
  gtk_editable_set_text (GTK_EDITABLE (find_day ()), "when it comes");
  save ();
  g_assert_nonnull (case_find_form ());
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (find_day ())), ==, "when it comes");
  gtk_editable_set_text (GTK_EDITABLE (find_day ()), "1 September 2027");
  save ();
  case_window_wait (&self, case_form_is_open, GINT_TO_POINTER (FALSE));

  atlas_check_settings_ask (GTK_WIDGET (self.window), self.session);
  case_window_wait (&self, shows_form, NULL);
  g_assert_cmpint (atlas_date_row_get_date (find_day ()), ==, case_day ("2027-09-01"));
  gtk_window_close (GTK_WINDOW (case_find_form ()));

  case_window_clear (&self);
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/app/check-list/a-finding-is-passed-and-comes-back",
                   a_finding_is_passed_and_comes_back);
  g_test_add_func ("/app/check-list/findings-are-of-the-child-shown",
                   findings_are_of_the_child_shown);
  g_test_add_func ("/app/check-list/the-county-sets-its-numbers", the_county_sets_its_numbers);
  g_test_add_func ("/app/check-list/the-county-sets-what-is-small",
                   the_county_sets_what_is_small);
  g_test_add_func ("/app/check-list/the-county-sets-its-deadlines",
                   the_county_sets_its_deadlines);
  g_test_add_func ("/app/check-list/the-county-says-from-when-it-keeps-a-register",
                   the_county_says_from_when_it_keeps_a_register);

  return g_test_run ();
}
