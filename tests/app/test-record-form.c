/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "case-window.h"

#include "app/atlas-date-row.h"
#include "app/atlas-form.h"
#include "app/atlas-record-list.h"
#include "app/atlas-record-row.h"
#include "app/atlas-referral-page.h"
#include "app/atlas-session-work.h"
#include "reports/atlas-record-words.h"
#include "store/atlas-referral-case.h"

#define WIDE   1280     /* pixels */
#define NARROW 400
#define HEIGHT 800
#define CLOSED "01890000-0000-7000-8000-00000000c105"

static GtkWidget *
find_page (CaseWindow *self)
{
  g_autoptr(GPtrArray) found = case_find_all (GTK_WIDGET (self->window), ATLAS_TYPE_REFERRAL_PAGE);

  g_assert_cmpuint (found->len, ==, 1);
  return g_ptr_array_index (found, 0);
}

static gboolean
page_is_read (CaseWindow *self,
              gpointer    data)
{
  g_autoptr(GPtrArray) found = case_find_all (GTK_WIDGET (self->window), ATLAS_TYPE_REFERRAL_PAGE);

  return found->len == 1 && atlas_referral_page_get_case (g_ptr_array_index (found, 0)) != NULL;
}

static void
open_page (CaseWindow *self,
           int         width)
{
  case_window_init (self, 3, width, HEIGHT);
  case_window_go (self, "referral/K0-001");
  case_window_wait (self, page_is_read, NULL);
}

static GtkWidget *
open_form (CaseWindow *self,
           const char *action,
           const char *target)
{
  g_assert_true (gtk_widget_activate_action (find_page (self), action, "s", target));
  case_window_wait (self, case_form_is_open, GINT_TO_POINTER (TRUE));
  return case_find_form ();
}

static GtkWidget *
add (CaseWindow *self,
     const char *type)
{
  return open_form (self, "record.add", type);
}

static void
save (GtkWidget *form)
{
  g_assert_true (gtk_widget_activate_action (form, "form.save", NULL));
}

static void
save_and_wait (CaseWindow *self,
               GtkWidget  *form)
{
  save (form);
  case_window_wait (self, case_form_is_open, GINT_TO_POINTER (FALSE));
}

static void
type_in (GtkWidget  *form,
         const char *title,
         const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (case_find_row (form, title)), text);
}

static void
choose (GtkWidget  *form,
        const char *title,
        const char *id)
{
  AtlasRecordRow *row = ATLAS_RECORD_ROW (case_find_row (form, title));

  atlas_record_row_set_id (row, id);
  g_assert_cmpstr (atlas_record_row_get_id (row), ==, id);
}

static void
assert_fault (GtkWidget  *form,
              const char *title,
              const char *begins)
{
  const char *fault;

  save (form);
  g_assert_true (form == case_find_form ());
  fault = case_fault_of (case_find_row (form, title));
  g_test_message ("%s: %s", title, fault);
  g_assert_true (g_str_has_prefix (fault, begins));
}

static GPtrArray *
records_of (CaseWindow      *self,
            const AtlasType *type)
{
  AtlasReferralPage *page = ATLAS_REFERRAL_PAGE (find_page (self));

  return atlas_child_records_get (atlas_referral_page_get_case (page)->records, type);
}

typedef struct {
  const AtlasType *type;
  guint            n;
} Expected;

static gboolean
has_records (CaseWindow *self,
             gpointer    data)
{
  Expected *expected = data;

  return page_is_read (self, NULL) && records_of (self, expected->type)->len == expected->n;
}

static AtlasRecord *
wait_for_records (CaseWindow      *self,
                  const AtlasType *type,
                  guint            n)
{
  Expected expected = { type, n };

  case_window_wait (self, has_records, &expected);
  return n > 0 ? g_ptr_array_index (records_of (self, type), 0) : NULL;
}

/* Columns: a type; what is filled in, as title and text or chosen id, where $n is a school's
 * number; the line of the list that shows it. */
static const struct {
  const char *type;
  const char *filled[4][2];
  const char *line;
} papers[] = {
  { "plan", { { "Kind", "risk-reduction" }, { "Made", "20 November 2026" },
              { "Review by", "4 December 2026" } }, "Risk reduction plan" },
  { "review", { { "Kind", "plan" }, { "Held", "20 November 2026" } }, "Review · Plan" },
  { "consent", { { "Given by", "family" }, { "Answer", "agreed" }, { "Lawful basis", "consent" } },
    "Agreement · Parents or carers" },
  { "timetable", { { "Kind", "part-time" }, { "Starts", "20 November 2026" },
                   { "Hours a week", "15" } }, "Timetable · Part-time" },
  { "registration", { { "Registration", "M" }, { "First day", "1 September 2026" } },
    "Registration · Current main (dual)" },
  { "managed_move", { { "From school", "$0" }, { "To school", "$1" } }, "Managed move" },
  { "direction", { { "Directing school", "$0" }, { "Starts", "30 November 2026" } },
    "Off-site direction" },
  { "separation", { { "School", "$0" }, { "Reason", "Until a plan is made" } },
    "Safeguarding separation" },
  { "incident", { { "Kind", "informal" }, { "What happened", "Sent home at noon" } },
    "Event · Informal exclusion reported" },
  { "exclusion", { { "Kind", "SUSP" }, { "Sessions missed", "4" }, { "Parents told",
                                                                     "25 November 2026" } },
    "Exclusion · Suspension" },
};

static gboolean
is_titled (GtkWidget  *row,
           const char *title)
{
  g_auto(GStrv) parts = g_strsplit (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)), "_",
                                    2);
  g_autofree char *plain = g_strjoinv ("", parts);

  return g_str_equal (plain, title);
}

/* A paragraph has no title of its own: it is found by its label. */
static gboolean
fill_paragraph (GtkWidget  *form,
                const char *title,
                const char *text)
{
  g_autoptr(GPtrArray) labels = case_find_all (form, GTK_TYPE_LABEL);

  for (guint i = 0; i < labels->len; i++)
    {
      GtkLabel *label = g_ptr_array_index (labels, i);
      GtkWidget *view = gtk_label_get_mnemonic_widget (label);

      if (!GTK_IS_TEXT_VIEW (view) || !g_str_equal (gtk_label_get_text (label), title))
        continue;
      gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)), text, -1);
      return TRUE;
    }

  return FALSE;
}

static void
fill (CaseWindow *self,
      GtkWidget  *form,
      const char *title,
      const char *value)
{
  const char *id = *value == '$' ? self->county.schools[value[1] - '0'] : value;
  g_autoptr(GPtrArray) rows = case_find_all (form, ADW_TYPE_PREFERENCES_ROW);

  if (fill_paragraph (form, title, value))
    return;
  for (guint i = 0; i < rows->len; i++)
    {
      GtkWidget *row = g_ptr_array_index (rows, i);

      if (!is_titled (row, title))
        continue;
      if (ATLAS_IS_RECORD_ROW (row))
        choose (form, title, id);
      else
        gtk_editable_set_text (GTK_EDITABLE (row), value);
      return;
    }
  g_test_message ("No row %s", title);
  g_assert_not_reached ();
}

/* Whatever can be recorded about a child has a form, and stands on the page and in History after
 * it. Requirements: T060, T051 and T053. */
static void
every_record_has_a_form (void)
{
  CaseWindow self = { 0 };

  open_page (&self, WIDE);
  for (gsize i = 0; i < G_N_ELEMENTS (papers); i++)
    {
      const AtlasType *type = atlas_type_find (papers[i].type);
      GtkWidget *form = add (&self, papers[i].type);
      AtlasRecord *added;
      g_autofree char *words = NULL;

      for (gsize j = 0; j < G_N_ELEMENTS (papers[i].filled) && papers[i].filled[j][0]; j++)
        fill (&self, form, papers[i].filled[j][0], papers[i].filled[j][1]);
      save_and_wait (&self, form);
      added = wait_for_records (&self, type, 1);
      words = atlas_words_record (added);
      g_assert_cmpstr (words, ==, papers[i].line);
      g_assert_cmpstr (atlas_record_get_text (added, "child"), ==,
                       atlas_referral_page_get_case (ATLAS_REFERRAL_PAGE (find_page (&self)))->
                       referral->child);
    }
  case_window_picture (&self, "record-story");
  case_window_go (&self, "referral/K0-001?tab=registration");
  case_window_wait_for_text (&self, "School days of suspension: 2 in the term that ends on 31 "
                             "December 2026, 2 of at most 45 in the school year");
  case_window_picture (&self, "record-registration");

  case_window_clear (&self);
}

/* A timetable shows what its parts come to. Requirement: T020 */
static void
parts_come_to_the_week (void)
{
  CaseWindow self = { 0 };
  g_autofree char *target = NULL;
  GtkWidget *form;
  AtlasRecord *timetable;

  open_page (&self, WIDE);
  form = add (&self, "timetable");
  choose (form, "Kind", "full-time");
  type_in (form, "Hours a week", "25");
  save_and_wait (&self, form);
  timetable = wait_for_records (&self, &atlas_timetable_type, 1);
  target = g_strdup_printf ("timetable_part/%s", atlas_record_get_id (timetable));
  for (guint i = 0; i < 2; i++)
    {
      form = add (&self, target);
      choose (form, "Kind", i == 0 ? "vocational" : "taught");
      type_in (form, "Hours a week", i == 0 ? "5" : "17.5");
      save_and_wait (&self, form);
      wait_for_records (&self, &atlas_timetable_part_type, i + 1);
    }
  case_window_go (&self, "referral/K0-001?tab=plan");
  case_window_wait_for_text (&self, "Parts come to 22.5 of 25 hours a week");
  case_window_picture (&self, "record-timetable");

  case_window_clear (&self);
}

static GtkWidget *
find_code_entry (GtkWidget *form,
                 guint      n)
{
  g_autoptr(GPtrArray) entries = case_find_all (form, GTK_TYPE_ENTRY);

  g_assert_cmpuint (n, <, entries->len);
  return g_ptr_array_index (entries, n);
}

/* A week of a register is typed as one, and counted. Requirement: T086 */
static void
week_of_attendance_is_one_change (void)
{
  CaseWindow self = { 0 };
  GtkWidget *form;
  GtkWidget *row;

  open_page (&self, WIDE);
  form = add (&self, "attendance");
  gtk_editable_set_text (GTK_EDITABLE (find_code_entry (form, 0)), "/");
  gtk_editable_set_text (GTK_EDITABLE (find_code_entry (form, 1)), "/");
  gtk_editable_set_text (GTK_EDITABLE (find_code_entry (form, 2)), "zz");
  save (form);
  g_assert_true (form == case_find_form ());
  row = gtk_widget_get_ancestor (find_code_entry (form, 2), GTK_TYPE_LIST_BOX_ROW);
  g_assert_true (g_str_has_prefix (case_fault_of (row), "“ZZ” is no attendance code on that day."));
  case_window_picture (&self, "record-attendance-fault");
  gtk_editable_set_text (GTK_EDITABLE (find_code_entry (form, 2)), "o");
  save_and_wait (&self, form);
  wait_for_records (&self, &atlas_attendance_type, 3);
  case_window_go (&self, "referral/K0-001?tab=registration");
  case_window_wait_for_text (&self, "67% of 3 sessions since 1 September 2026 · 0 absent, agreed · "
                             "1 absent, not agreed");
  case_window_wait_for_text (&self, "/ \\   O –   – –   – –   – –");

  form = open_form (&self, "record.edit", "attendance/2026-11-23");
  gtk_editable_set_text (GTK_EDITABLE (find_code_entry (form, 2)), "");
  save_and_wait (&self, form);
  wait_for_records (&self, &atlas_attendance_type, 2);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (self.window), "win.undo", NULL));
  wait_for_records (&self, &atlas_attendance_type, 3);

  form = add (&self, "attendance");
  type_in (form, "Week of", "7 December 2026");
  save (form);
  g_assert_cmpstr (case_fault_of (case_find_row (form, "Week of")), ==,
                   "That week lies ahead. Nothing was saved.");
  gtk_window_destroy (GTK_WINDOW (form));

  case_window_clear (&self);
}

static void
add_closed_provision (CaseWindow *self)
{
  g_autoptr(AtlasChangeSet) set = atlas_change_set_new ("A provision that has closed");

  atlas_change_set_create (set, "provision", CLOSED,
                           json_pack ("{s:s, s:s, s:s, s:{s:s, s:s}, s:b}", "key", "old-centre",
                                      "name", "The Old Centre", "kind", "ap-provider", "valid",
                                      "from", "2016-04-01", "to", "2019-12-31", "invented", TRUE));
  atlas_session_apply_async (self->session, set, NULL, NULL, NULL);
}

/* What cannot be is said beside its field, nothing is stored, and what was typed stays. */
static void
what_cannot_be_is_said_beside_the_field (void)
{
  CaseWindow self = { 0 };
  GtkWidget *form;

  open_page (&self, WIDE);
  form = add (&self, "plan");
  type_in (form, "Made", "31 February 2026");
  choose (form, "Kind", "psp");
  assert_fault (form, "Made", "The day cannot be read. Write it as 20 November 2026.");
  type_in (form, "Made", "20 November 2026");
  type_in (form, "Review by", "19 November 2026");
  assert_fault (form, "Review by", "That day is before the one under “Made”. Nothing was saved.");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (case_find_row (form, "Review by"))), ==,
                   "19 November 2026");
  case_window_picture (&self, "record-fault");
  gtk_window_destroy (GTK_WINDOW (form));

  form = add (&self, "managed_move");
  choose (form, "From school", self.county.schools[2]);
  choose (form, "To school", self.county.schools[2]);
  assert_fault (form, "To school", "That is the same as under “From school”. Nothing was saved.");
  gtk_window_destroy (GTK_WINDOW (form));

  form = add (&self, "registration");
  choose (form, "Registration", "C");
  type_in (form, "First day", "2 November 2026");
  type_in (form, "Last day", "1 November 2026");
  assert_fault (form, "First day", "The last day is before the first. Nothing was saved.");
  gtk_window_destroy (GTK_WINDOW (form));

  g_assert_true (gtk_widget_activate_action (find_page (&self), "referral.edit-people", NULL));
  case_window_wait (&self, case_form_is_open, GINT_TO_POINTER (TRUE));
  form = case_find_form ();
  type_in (form, "Date of birth", "1 December 2026");
  assert_fault (form, "Date of birth", "That day lies ahead. Nothing was saved.");
  gtk_window_destroy (GTK_WINDOW (form));
  g_assert_cmpuint (records_of (&self, &atlas_plan_type)->len, ==, 0);

  case_window_clear (&self);
}

/* More hours than a week has, or a provision that has closed, is said once; whoever means it saves
 * it all the same, and a rule finds it. */
static void
what_is_unusual_can_be_kept (void)
{
  CaseWindow self = { 0 };
  GtkWidget *form;
  AtlasRecord *record;

  open_page (&self, WIDE);
  add_closed_provision (&self);
  form = add (&self, "timetable");
  choose (form, "Kind", "full-time");
  type_in (form, "Hours a week", "41");
  assert_fault (form, "Hours a week", "That is more than 40");
  type_in (form, "Hours a week", "42");
  assert_fault (form, "Hours a week", "That is more than 40");
  save_and_wait (&self, form);
  record = wait_for_records (&self, &atlas_timetable_type, 1);
  g_assert_cmpstr (((AtlasTimetable *) record)->hours_per_week, ==, "42");
  case_window_wait_for_text (&self, "Hours that cannot be");

  form = add (&self, "direction");
  choose (form, "Directing school", self.county.schools[0]);
  type_in (form, "Starts", "26 November 2026");
  choose (form, "Provision", CLOSED);
  assert_fault (form, "Provision", "It is closed on the day under “Starts”");
  save_and_wait (&self, form);
  wait_for_records (&self, &atlas_direction_type, 1);

  case_window_clear (&self);
}

/* What was typed and not saved is there when the form is opened again, and only once. */
static void
form_that_is_left_keeps_a_draft (void)
{
  CaseWindow self = { 0 };
  GtkWidget *form;

  open_page (&self, WIDE);
  form = add (&self, "plan");
  choose (form, "Kind", "psp");
  type_in (form, "Named contact", "The head of year");
  gtk_window_close (GTK_WINDOW (form));
  case_window_wait (&self, case_form_is_open, GINT_TO_POINTER (FALSE));

  form = add (&self, "plan");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (case_find_row (form, "Named contact"))),
                   ==, "The head of year");
  save_and_wait (&self, form);
  wait_for_records (&self, &atlas_plan_type, 1);

  form = add (&self, "plan");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (case_find_row (form, "Named contact"))),
                   ==, "");
  gtk_window_close (GTK_WINDOW (form));
  case_window_wait (&self, case_form_is_open, GINT_TO_POINTER (FALSE));

  case_window_clear (&self);
}

static void
record_is_changed_deleted_and_brought_back (void)
{
  CaseWindow self = { 0 };
  g_autofree char *target = NULL;
  GtkWidget *form;
  AtlasRecord *plan;

  open_page (&self, WIDE);
  form = add (&self, "plan");
  choose (form, "Kind", "psp");
  save_and_wait (&self, form);
  plan = wait_for_records (&self, &atlas_plan_type, 1);
  target = g_strdup_printf ("plan/%s", atlas_record_get_id (plan));

  form = open_form (&self, "record.edit", target);
  type_in (form, "Named contact", "The form tutor");
  save_and_wait (&self, form);
  case_window_wait_for_text (&self, "K0-001: Plan changed");
  form = open_form (&self, "record.edit", target);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (case_find_row (form, "Named contact"))),
                   ==, "The form tutor");
  g_assert_true (gtk_widget_activate_action (form, "form.delete", NULL));
  case_window_wait (&self, case_form_is_open, GINT_TO_POINTER (FALSE));
  wait_for_records (&self, &atlas_plan_type, 0);

  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (self.window), "win.undo", NULL));
  plan = wait_for_records (&self, &atlas_plan_type, 1);
  g_assert_cmpstr (((AtlasPlan *) plan)->contact, ==, "The form tutor");

  case_window_clear (&self);
}

/* What tiers 3 and 4 ask of a referral has a form, and its days are in the story. Requirements:
 * T039, T040 and T045 */
static void
all_details_of_a_referral_can_be_entered (void)
{
  CaseWindow self = { 0 };
  GtkWidget *form;

  open_page (&self, WIDE);
  g_assert_true (gtk_widget_activate_action (find_page (&self), "referral.edit-details", NULL));
  case_window_wait (&self, case_form_is_open, GINT_TO_POINTER (TRUE));
  form = case_find_form ();
  type_in (form, "Educational history reviewed", "26 November 2026");
  assert_fault (form, "Educational history reviewed", "That day lies ahead. Nothing was saved.");
  type_in (form, "Educational history reviewed", "24 November 2026");
  type_in (form, "First adult", "Class teacher");
  type_in (form, "Quality of teaching checked", "23 November 2026");
  save_and_wait (&self, form);
  case_window_wait_for_text (&self, "K0-001: Referral changed");
  case_window_wait_for_text (&self, "Educational history reviewed");

  case_window_clear (&self);
}

/* A route opens a form, and no form of what is no record about a child. */
static void
route_opens_a_form (void)
{
  CaseWindow self = { 0 };
  GtkWidget *form;

  open_page (&self, WIDE);
  case_window_go (&self, "referral/K0-001?tab=plan&form=establishment");
  case_window_wait_for_text (&self, "Why help is asked for");
  g_assert_null (case_find_form ());
  case_window_go (&self, "referral/K0-001?tab=plan&form=plan");
  case_window_wait (&self, case_form_is_open, GINT_TO_POINTER (TRUE));
  form = case_find_form ();
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (form)), ==, "New: Plan");
  gtk_window_destroy (GTK_WINDOW (form));

  case_window_clear (&self);
}

static void
form_fits_a_narrow_window (void)
{
  CaseWindow self = { 0 };
  GtkWidget *form;
  int minimum;

  open_page (&self, NARROW);
  form = add (&self, "exclusion");
  gtk_widget_measure (form, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, <=, NARROW);
  gtk_window_destroy (GTK_WINDOW (form));

  case_window_clear (&self);
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);

  g_test_add_func ("/record-form/every-record-has-a-form", every_record_has_a_form);
  g_test_add_func ("/record-form/parts-come-to-the-week", parts_come_to_the_week);
  g_test_add_func ("/record-form/week-of-attendance-is-one-change",
                   week_of_attendance_is_one_change);
  g_test_add_func ("/record-form/what-cannot-be-is-said-beside-the-field",
                   what_cannot_be_is_said_beside_the_field);
  g_test_add_func ("/record-form/what-is-unusual-can-be-kept", what_is_unusual_can_be_kept);
  g_test_add_func ("/record-form/a-form-that-is-left-keeps-a-draft",
                   form_that_is_left_keeps_a_draft);
  g_test_add_func ("/record-form/a-record-is-changed-deleted-and-brought-back",
                   record_is_changed_deleted_and_brought_back);
  g_test_add_func ("/record-form/all-details-of-a-referral-can-be-entered",
                   all_details_of_a_referral_can_be_entered);
  g_test_add_func ("/record-form/a-route-opens-a-form", route_opens_a_form);
  g_test_add_func ("/record-form/a-form-fits-a-narrow-window", form_fits_a_narrow_window);

  return g_test_run ();
}
