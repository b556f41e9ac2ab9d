/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The steps of a referral in the window: what is next, what is missing, and who may be the same. */
#include "config.h"

#include "referral-window.h"

#include "app/atlas-date-row.h"
#include "app/atlas-record-row.h"
#include "app/atlas-referral-new.h"
#include "app/atlas-referral-page.h"
#include "app/atlas-step-pane.h"
#include "base/atlas-upn.h"

#define N_CHILDREN 12           /* one at each step */
#define WIDE       1280         /* pixels */
#define NARROW     400
#define HEIGHT     800

static gboolean
shows_step (CaseWindow *self,
            gpointer    data)
{
  g_autoptr(GPtrArray) pages = case_find_all (GTK_WIDGET (self->window), ATLAS_TYPE_REFERRAL_PAGE);
  AtlasReferralCase *shown = NULL;

  if (pages->len > 0)
    shown = atlas_referral_page_get_case (g_ptr_array_index (pages, 0));

  return shown != NULL && g_str_equal (shown->referral->step, data);
}

static void
open_at (CaseWindow *self,
         int         width,
         const char *route,
         const char *step)
{
  case_window_init (self, N_CHILDREN, width, HEIGHT);
  case_window_go (self, route);
  case_window_wait (self, shows_step, (gpointer) step);
}

/* As another program would: the window takes notice. */
static void
load_more (CaseWindow *self)
{
  g_autoptr(GError) error = NULL;
  AtlasStore *store = atlas_store_open (self->folder, ATLAS_STORE_DEFAULT, &error);

  g_assert_no_error (error);
  case_county_load (&self->county, store);
  atlas_store_close (store);
}

static void
type (GtkWidget  *row,
      const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (row), text);
}

static void
write_paragraph (GtkWidget  *form,
                 guint       which,
                 const char *text)
{
  g_autoptr(GPtrArray) views = case_find_all (form, GTK_TYPE_TEXT_VIEW);

  g_assert_cmpuint (views->len, >, which);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (g_ptr_array_index (views, which)), text, -1);
}

static void
save (GtkWidget *form)
{
  g_assert_true (gtk_widget_activate_action (form, "form.save", NULL));
}

/* A person goes to the button by the keyboard and presses it. */
static void
press_button (CaseWindow *self,
              const char *action)
{
  g_autoptr(GPtrArray) buttons = case_find_all (find_one (self, ATLAS_TYPE_REFERRAL_PAGE),
                                                GTK_TYPE_BUTTON);

  for (guint i = 0; i < buttons->len; i++)
    {
      GtkWidget *button = g_ptr_array_index (buttons, i);

      if (g_strcmp0 (gtk_actionable_get_action_name (GTK_ACTIONABLE (button)), action) != 0)
        continue;
      g_assert_true (gtk_widget_grab_focus (button));
      g_assert_true (gtk_root_get_focus (gtk_widget_get_root (button)) == button);
      g_assert_true (gtk_widget_activate (button));
      return;
    }

  g_test_message ("There is no button for %s", action);
  g_assert_not_reached ();
}

static GtkWidget *
press_for_form (CaseWindow *self,
                const char *action)
{
  press_button (self, action);
  case_window_wait (self, case_form_is_open, GINT_TO_POINTER (TRUE));
  return case_find_form ();
}

static void
next_step_is_worked_out_and_says_so (void)
{
  CaseWindow self = { 0 };

  open_at (&self, WIDE, "referral/K0-002", "looked-at");
  case_window_wait_for_text (&self, "Next: Find a place, or take it to a panel");
  g_assert_true (case_shows_text (&self, (gpointer) "Owner: County officer"));
  g_assert_true (case_shows_text (&self, (gpointer) "Worked out from the step"));
  case_window_picture (&self, "step-pane");

  case_window_clear (&self);
}

static gboolean
popover_shows (CaseWindow *self,
               gpointer    data)
{
  g_autoptr(GPtrArray) popovers = case_find_all (find_one (self, ATLAS_TYPE_STEP_PANE),
                                                 GTK_TYPE_POPOVER);
  g_autoptr(GPtrArray) labels = NULL;

  if (popovers->len == 0)
    return FALSE;

  labels = case_find_all (g_ptr_array_index (popovers, 0), GTK_TYPE_LABEL);
  for (guint i = 0; i < labels->len; i++)
    if (g_str_equal (gtk_label_get_text (g_ptr_array_index (labels, i)), data))
      return TRUE;

  return FALSE;
}

/* T060: what is missing for a step is listed, with its source, and what may follow */
static void
test_needs_are_listed_by_keyboard (void)
{
  CaseWindow self = { 0 };
  g_autoptr(GPtrArray) buttons = NULL;
  GtkWidget *pane;

  open_at (&self, WIDE, "referral/K0-003", "panel");
  case_window_wait_for_text (&self, "What This Step Needs: 2 missing");
  pane = find_one (&self, ATLAS_TYPE_STEP_PANE);
  buttons = case_find_all (pane, GTK_TYPE_MENU_BUTTON);
  g_assert_cmpuint (buttons->len, ==, 1);
  g_assert_true (gtk_widget_child_focus (pane, GTK_DIR_TAB_FORWARD));
  g_assert_true (gtk_widget_activate (g_ptr_array_index (buttons, 0)));
  case_window_wait (&self, popover_shows, (gpointer) "It is not said which panel it goes to.");
  g_assert_true (popover_shows (&self, (gpointer) "Missing"));
  g_assert_true (popover_shows (&self, (gpointer) "County officer, Area lead, Panel chair"));
  g_assert_true (popover_shows (&self, (gpointer) "Starts: Place under the fair access protocol"));
  g_assert_true (popover_shows (&self, (gpointer) "Then: Waiting"));
  g_assert_true (popover_shows (&self, (gpointer) "Nothing is missing"));
  case_window_picture (&self, "step-needs");

  case_window_clear (&self);
}

static void
narrow_page_with_the_pane_fits (void)
{
  CaseWindow self = { 0 };

  open_at (&self, NARROW, "referral/K0-003", "panel");
  case_window_wait_for_text (&self, "What This Step Needs: 2 missing");
  case_window_wait (&self, case_window_fits, GINT_TO_POINTER (NARROW));
  case_window_picture (&self, "step-pane-narrow");

  case_window_clear (&self);
}

/* T060: without views it goes on with a reason and a name, which stay */
static void
test_missing_is_passed_with_a_reason (void)
{
  CaseWindow self = { 0 };
  g_autoptr(AtlasReferralCase) after = NULL;
  GtkWidget *form;
  GtkWidget *reason;
  GtkWidget *by;

  open_at (&self, WIDE, "referral/K0-002", "looked-at");
  form = press_for_form (&self, "referral.to-panel");
  reason = case_find_row (form, "Reason to go on with_out");
  by = case_find_row (form, "_Decided by");
  save (form);
  g_assert_cmpstr (case_fault_of (reason), ==,
                   "It is not said which panel it goes to. Fill it in above, or say here why it "
                   "goes on without.");
  type (reason, "The panel is today");
  save (form);
  g_assert_cmpstr (case_fault_of (by), ==, "Say who decides this.");
  type (by, "A. Sample");
  case_window_picture (&self, "step-form");
  save (form);
  case_window_wait (&self, shows_step, (gpointer) "panel");
  after = read_case (&self, "K0-002");
  g_assert_cmpuint (after->passed->len, ==, 2);
  g_assert_cmpstr (((AtlasPassed *) g_ptr_array_index (after->passed, 0))->reason, ==,
                   "The panel is today");

  case_window_clear (&self);
}

/* What is missing can be filled in on the way: then nothing is passed. */
static void
missing_is_filled_in_on_the_way (void)
{
  CaseWindow self = { 0 };
  g_autoptr(AtlasReferralCase) after = NULL;
  g_autofree char *panel = NULL;
  GtkWidget *form;

  open_at (&self, WIDE, "referral/K0-002", "looked-at");
  panel = case_add (&self.county, "panel", NULL, json_pack ("{s:s, s:s}", "key", "p", "name",
                                                            "Midmark Panel"));
  load_more (&self);
  form = press_for_form (&self, "referral.to-panel");
  atlas_record_row_set_id (ATLAS_RECORD_ROW (case_find_row (form, "P_anel")), panel);
  write_paragraph (form, 0, "Small groups");
  write_paragraph (form, 1, "Near home");
  save (form);
  case_window_wait (&self, shows_step, (gpointer) "panel");
  after = read_case (&self, "K0-002");
  g_assert_cmpuint (after->passed->len, ==, 0);
  g_assert_cmpstr (after->referral->panel, ==, panel);
  g_assert_cmpstr (after->child->family_view, ==, "Near home");

  case_window_clear (&self);
}

static void
waiting_asks_what_for_by_keyboard (void)
{
  CaseWindow self = { 0 };
  g_autoptr(AtlasReferralCase) after = NULL;
  GtkWidget *form;
  GtkWidget *reason;

  open_at (&self, WIDE, "referral/K0-002", "looked-at");
  form = press_for_form (&self, "referral.wait");
  reason = case_find_row (form, "_What it waits for");
  save (form);
  g_assert_true (g_str_has_prefix (case_fault_of (reason), "Say what it waits for"));
  type (reason, "A place in Year 9");
  save (form);
  case_window_wait (&self, shows_step, (gpointer) "waiting");
  after = read_case (&self, "K0-002");
  g_assert_cmpstr (after->referral->step_reason, ==, "A place in Year 9");
  case_window_wait_for_text (&self, "Next: Look again for a place");

  case_window_clear (&self);
}

static void
review_sets_a_day_and_goes_back_by_keyboard (void)
{
  CaseWindow self = { 0 };
  g_autoptr(AtlasReferralCase) after = NULL;
  GtkWidget *form;
  GtkWidget *day;

  open_at (&self, WIDE, "referral/K0-008", "started");
  form = press_for_form (&self, "referral.review");
  day = case_find_row (form, "_Review by");
  atlas_date_row_set_date (ATLAS_DATE_ROW (day), case_today () - 1);
  save (form);
  g_assert_true (g_str_has_prefix (case_fault_of (day), "Give the day by which it is reviewed"));
  atlas_date_row_set_date (ATLAS_DATE_ROW (day), case_today () + 7);
  save (form);
  case_window_wait (&self, shows_step, (gpointer) "under-review");
  after = read_case (&self, "K0-008");
  g_assert_cmpint (after->referral->review_by, ==, case_today () + 7);

  case_window_wait (&self, case_form_is_open, GINT_TO_POINTER (FALSE));
  press_button (&self, "referral.resume");
  case_window_wait (&self, shows_step, (gpointer) "started");

  case_window_clear (&self);
}

/* T085: a child who moves on has gone somewhere */
static void
test_moving_on_asks_where_by_keyboard (void)
{
  CaseWindow self = { 0 };
  g_autoptr(AtlasReferralCase) after = NULL;
  GtkWidget *form;
  GtkWidget *where;

  open_at (&self, WIDE, "referral/K0-008", "started");
  form = press_for_form (&self, "referral.move-on");
  where = case_find_row (form, "_What happened next");
  save (form);
  g_assert_cmpstr (case_fault_of (where), ==, "Choose where the child went");
  adw_combo_row_set_selected (ADW_COMBO_ROW (where), 1);
  save (form);
  case_window_wait (&self, shows_step, (gpointer) "moved-on");
  after = read_case (&self, "K0-008");
  g_assert_cmpstr (after->referral->step_reason, ==, "Returned to a mainstream school");

  case_window_clear (&self);
}

static void
not_agreed_and_reopened_keep_their_reasons (void)
{
  CaseWindow self = { 0 };
  g_autoptr(AtlasReferralCase) refused = NULL;
  g_autoptr(AtlasReferralCase) reopened = NULL;
  GtkWidget *form;

  open_at (&self, WIDE, "referral/K0-003", "panel");
  form = press_for_form (&self, "referral.not-agree");
  save (form);
  g_assert_true (g_str_has_prefix (case_fault_of (case_find_row (form, "_Why it is not agreed")),
                                   "Say why"));
  type (case_find_row (form, "_Why it is not agreed"), "Support in school first");
  save (form);
  case_window_wait (&self, shows_step, (gpointer) "not-agreed");
  refused = read_case (&self, "K0-003");
  g_assert_cmpstr (refused->referral->step_reason, ==, "Support in school first");

  case_window_go (&self, "referral/K0-011");
  case_window_wait (&self, shows_step, (gpointer) "ended");
  form = press_for_form (&self, "referral.reopen");
  type (case_find_row (form, "_Why it is opened again"), "The family has come back");
  save (form);
  case_window_wait (&self, shows_step, (gpointer) "looked-at");
  reopened = read_case (&self, "K0-011");
  g_assert_cmpstr (reopened->referral->step_reason, ==, "The family has come back");

  case_window_clear (&self);
}

static void
add_tier (CaseWindow *self,
          const char *scheme,
          const char *item,
          const char *text,
          const char *from,
          const char *to)
{
  g_free (case_add (&self->county, "label", NULL,
                    json_pack ("{s:[s, s], s:s, s:s, s:s, s:s, s:{s:s, s:s*}}", "subject", "area",
                               self->county.areas[0], "kind", "tier", "scheme", scheme, "item",
                               item, "text", text, "valid", "from", from, "to", to)));
}

static void
add_tiers (CaseWindow *self)
{
  add_tier (self, "tiers", "2", "Outreach", "2016-04-01", "2019-12-31");
  add_tier (self, "tiers", "2", "Getting Advice", "2020-01-01", NULL);
  add_tier (self, "tiers-help", "2", "Advice from other schools.", "2020-01-01", NULL);
  add_tier (self, "early-years", "2", "Early Advice", "2020-01-01", NULL);
  load_more (self);
}

static gboolean
row_offers (CaseWindow *self,
            gpointer    data)
{
  GtkWidget *row = case_find_row (GTK_WIDGET (self->window), "Ti_er of support");
  GListModel *model = adw_combo_row_get_model (ADW_COMBO_ROW (row));

  for (guint i = 0; model != NULL && i < g_list_model_get_n_items (model); i++)
    if (g_str_equal (gtk_string_list_get_string (GTK_STRING_LIST (model), i), data))
      return TRUE;

  return FALSE;
}

static gboolean
area_is_there (CaseWindow *self,
               gpointer    data)
{
  AtlasRecordRow *row = ATLAS_RECORD_ROW (case_find_row (GTK_WIDGET (self->window), "Home _area"));

  atlas_record_row_set_id (row, self->county.areas[1]);

  return atlas_record_row_get_id (row) != NULL;
}

static gboolean
session_has_words (CaseWindow *self,
                   gpointer    data)
{
  GtkWidget *window = GTK_WIDGET (self->window);

  atlas_date_row_set_date (ATLAS_DATE_ROW (case_find_row (window, "Date of _birth")),
                           ATLAS_DATE_NONE);
  atlas_date_row_set_date (ATLAS_DATE_ROW (case_find_row (window, "Date of _birth")),
                           case_day ("2013-02-03"));

  return row_offers (self, data);
}

/* T033, T036: tiers are chosen by name, and a child under school age has three */
static void
test_tiers_are_named_and_stop_at_three (void)
{
  CaseWindow self = { 0 };
  GtkWidget *tier;

  case_window_init (&self, 2, WIDE, HEIGHT);
  add_tiers (&self);
  case_window_go (&self, "referrals?page=new");
  case_window_wait (&self, area_is_there, NULL);
  case_window_wait (&self, session_has_words, (gpointer) "Tier 2: Getting Advice");
  tier = case_find_row (GTK_WIDGET (self.window), "Ti_er of support");
  g_assert_true (row_offers (&self, (gpointer) "Tier 5"));
  adw_combo_row_set_selected (ADW_COMBO_ROW (tier), 2);
  g_assert_cmpstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (tier)), ==,
                   "Advice from other schools.");
  case_window_picture (&self, "new-tiers");

  adw_combo_row_set_selected (ADW_COMBO_ROW (tier), 4);
  atlas_date_row_set_date (ATLAS_DATE_ROW (case_find_row (GTK_WIDGET (self.window),
                                                          "Date of _birth")),
                           case_day ("2023-10-03"));
  g_assert_true (row_offers (&self, (gpointer) "Tier 2: Early Advice"));
  g_assert_true (row_offers (&self, (gpointer) "Tier 3"));
  g_assert_false (row_offers (&self, (gpointer) "Tier 4"));
  g_assert_cmpuint (adw_combo_row_get_selected (ADW_COMBO_ROW (tier)), ==, 0);

  case_window_clear (&self);
}

/* T035: a record keeps the words of its day, beside those of today */
static void
test_old_record_keeps_its_words (void)
{
  CaseWindow self = { 0 };
  g_autofree char *child = NULL;

  case_window_init (&self, 2, WIDE, HEIGHT);
  child = case_add (&self.county, "child", NULL, json_pack ("{s:s, s:s}", "first_name", "Old",
                                                            "born",
                                                            "2005-02-03"));
  g_free (case_add (&self.county, "exclusion", "01900000-0000-7000-8000-0000000000e1",
                    json_pack ("{s:s, s:s, s:s, s:s}", "child", child, "kind", "SUSP", "from",
                               "2016-09-01", "establishment", self.county.schools[0])));
  g_free (case_add (&self.county, "referral", NULL,
                    json_pack ("{s:s, s:s, s:s, s:s, s:i, s:s, s:s}", "reference", "K9-016",
                               "child",
                               child, "step", "ended", "kind", "outreach", "tier", 2, "received",
                               "2016-09-05", "exclusion",
                               "01900000-0000-7000-8000-0000000000e1")));
  add_tiers (&self);
  case_window_go (&self, "referral/K9-016");
  case_window_wait (&self, shows_step, (gpointer) "ended");
  case_window_wait_for_text (&self, "Referral received · Outreach · Tier 2: Outreach");
  case_window_wait_for_text (&self, "Fixed-term exclusion by Invented School 1");
  case_window_go (&self, "referral/K0-001");
  case_window_wait (&self, shows_step, (gpointer) "sent");
  case_window_wait_for_text (&self, "Tier 2: Getting Advice");

  case_window_clear (&self);
}

static char *
make_upn (void)
{
  const char *body = "001123426001";

  return g_strdup_printf ("%c%s", atlas_upn_check_letter (body), body);
}

static void
give_upn (CaseWindow *self,
          const char *reference,
          const char *upn)
{
  g_autoptr(AtlasReferralCase) of = read_case (self, reference);
  g_autoptr(GError) error = NULL;
  AtlasStore *store = atlas_store_open (self->folder, ATLAS_STORE_DEFAULT, &error);
  AtlasChangeSet *set = atlas_change_set_new ("Test");

  g_assert_no_error (error);
  atlas_change_set_set_text (set, ATLAS_RECORD (of->child), "upn", upn);
  case_apply (store, set);
  atlas_store_close (store);
}

static GtkWidget *
find_button (GtkWidget  *in,
             const char *label)
{
  g_autoptr(GPtrArray) buttons = case_find_all (in, GTK_TYPE_BUTTON);

  for (guint i = 0; i < buttons->len; i++)
    if (g_strcmp0 (gtk_button_get_label (g_ptr_array_index (buttons, i)), label) == 0)
      return g_ptr_array_index (buttons, i);

  return NULL;
}

static gboolean
has_button (CaseWindow *self,
            gpointer    data)
{
  return find_button (GTK_WIDGET (self->window), data) != NULL;
}

static void
begin_new (CaseWindow *self)
{
  case_window_go (self, "referrals?page=new");
  case_window_wait (self, area_is_there, NULL);
}

static gboolean
flags_nobody (CaseWindow *self,
              gpointer    data)
{
  return !case_shows_text (self, (gpointer) "Possible duplicate");
}

/* T116: the same number is flagged while it is typed; a person says whether it is the same child */
static void
test_same_number_is_flagged_while_typed (void)
{
  CaseWindow self = { 0 };
  GtkWidget *window;
  g_autofree char *upn = make_upn ();
  g_autofree char *spaced = g_strdup_printf ("  %.4s %s ", upn, upn + 4);
  g_autofree char *small = g_ascii_strdown (spaced, -1);

  case_window_init (&self, 3, WIDE, HEIGHT);
  window = GTK_WIDGET (self.window);
  give_upn (&self, "K0-001", upn);
  begin_new (&self);
  type (case_find_row (window, "F_irst name"), "Ivy");
  type (case_find_row (window, "_Unique pupil number (UPN), if known"), small);
  case_window_wait_for_text (&self,
                             "Possible duplicate, the same pupil number: Year 10, Town 1 · Beth "
                             "Madeup1");
  g_assert_nonnull (find_button (window, "Use That Child"));
  case_window_picture (&self, "new-duplicate");

  g_assert_true (gtk_widget_activate (find_button (window, "It Is Another Child")));
  case_window_wait (&self, flags_nobody, NULL);
  type (case_find_row (window, "_Last name"), "Invented");
  case_let_frames_pass (window);
  g_assert_false (case_shows_text (&self, (gpointer) "Possible duplicate"));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (case_find_row (window, "F_irst name"))), ==,
                   "Ivy");

  case_window_clear (&self);
}

/* T116: name and date of birth together are flagged too, and what was typed becomes a draft */
static void
test_opening_the_other_child_keeps_a_draft (void)
{
  CaseWindow self = { 0 };
  g_autoptr(AtlasReferralCase) other = NULL;
  g_autoptr(AtlasReferralCase) draft = NULL;
  GtkWidget *window;

  case_window_init (&self, 3, WIDE, HEIGHT);
  window = GTK_WIDGET (self.window);
  other = read_case (&self, "K0-001");
  begin_new (&self);
  type (case_find_row (window, "F_irst name"), other->child->first_name);
  type (case_find_row (window, "_Last name"), other->child->last_name);
  atlas_date_row_set_date (ATLAS_DATE_ROW (case_find_row (window, "Date of _birth")),
                           other->child->born);
  case_window_wait_for_text (&self, "Possible duplicate, the same name and date of birth");
  g_assert_true (gtk_widget_activate (find_button (window, "Open That Child")));
  case_window_wait (&self, shows_step, (gpointer) "sent");
  case_window_wait_for_text (&self, "A1-001 kept as a draft");
  draft = read_case (&self, "A1-001");
  g_assert_cmpstr (draft->child->first_name, ==, other->child->first_name);

  /* Now there are two records, and each page names the other. */
  case_window_wait (&self, has_button, (gpointer) "Open A1-001");
  case_window_picture (&self, "record-duplicate");
  g_assert_true (gtk_widget_activate (find_button (window, "Open A1-001")));
  case_window_wait (&self, shows_step, (gpointer) "draft");
  case_window_wait (&self, has_button, (gpointer) "Open K0-001");

  case_window_clear (&self);
}

static void
that_child_can_be_used_instead (void)
{
  CaseWindow self = { 0 };
  g_autoptr(AtlasReferralCase) made = NULL;
  g_autoptr(AtlasReferralCase) other = NULL;
  GtkWidget *window;
  g_autofree char *upn = make_upn ();

  case_window_init (&self, 3, WIDE, HEIGHT);
  window = GTK_WIDGET (self.window);
  give_upn (&self, "K0-001", upn);
  begin_new (&self);
  type (case_find_row (window, "_Unique pupil number (UPN), if known"), upn);
  case_window_wait (&self, has_button, (gpointer) "Use That Child");
  g_assert_true (gtk_widget_activate (find_button (window, "Use That Child")));
  case_window_wait (&self, has_button, (gpointer) "Change");
  adw_combo_row_set_selected (ADW_COMBO_ROW (case_find_row (window, "What is as_ked for")), 1);
  adw_combo_row_set_selected (ADW_COMBO_ROW (case_find_row (window, "Ti_er of support")), 2);
  g_assert_true (gtk_widget_activate_action (find_one (&self, ATLAS_TYPE_REFERRAL_NEW), "new.send",
                                             NULL));
  case_window_wait (&self, shows_step, (gpointer) "sent");
  made = read_case (&self, "A1-001");
  other = read_case (&self, "K0-001");
  g_assert_cmpstr (made->referral->child, ==, other->referral->child);

  case_window_clear (&self);
}

/* T116: a number whose letter is wrong is said beside the field, and stays as it was typed */
static void
test_wrong_letter_is_said_beside_the_field (void)
{
  CaseWindow self = { 0 };
  GtkWidget *window;
  GtkWidget *row;

  case_window_init (&self, 2, WIDE, HEIGHT);
  window = GTK_WIDGET (self.window);
  begin_new (&self);
  type (case_find_row (window, "F_irst name"), "Ivy");
  atlas_date_row_set_date (ATLAS_DATE_ROW (case_find_row (window, "Date of _birth")),
                           case_day ("2013-02-03"));
  row = case_find_row (window, "_Unique pupil number (UPN), if known");
  type (row, "X00112342600");
  g_assert_true (gtk_widget_activate_action (find_one (&self, ATLAS_TYPE_REFERRAL_NEW), "new.send",
                                             NULL));
  g_assert_true (g_str_has_prefix (case_fault_of (row),
                                   "The letter that a pupil number begins with"));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (row)), ==, "X00112342600");

  case_window_clear (&self);
}

/* T116: the number can be put right later, is checked then too, and somebody else's is flagged */
static void
test_number_is_checked_when_it_is_changed (void)
{
  CaseWindow self = { 0 };
  g_autoptr(AtlasReferralCase) after = NULL;
  g_autofree char *upn = make_upn ();
  GtkWidget *form;
  GtkWidget *row;

  open_at (&self, WIDE, "referral/K0-001", "sent");
  give_upn (&self, "K0-002", upn);
  g_assert_true (gtk_widget_activate_action (find_one (&self, ATLAS_TYPE_REFERRAL_PAGE),
                                             "referral.edit-people", NULL));
  case_window_wait (&self, case_form_is_open, GINT_TO_POINTER (TRUE));
  form = case_find_form ();
  row = case_find_row (form, "UPN");
  type (row, "Z001123426001");
  save (form);
  g_assert_true (g_str_has_prefix (case_fault_of (row),
                                   "The letter that a pupil number begins with"));
  type (row, upn);
  while (find_button (form, "It Is Another Child") == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (find_button (form, "Use That Child"));
  save (form);
  case_window_wait (&self, case_form_is_open, GINT_TO_POINTER (FALSE));
  after = read_case (&self, "K0-001");
  g_assert_cmpstr (after->child->upn, ==, upn);
  case_window_wait (&self, has_button, (gpointer) "Open K0-002");

  case_window_clear (&self);
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add_func ("/app/steps/next-step-is-worked-out-and-says-so",
                   next_step_is_worked_out_and_says_so);
  g_test_add_func ("/app/steps/needs-are-listed-by-keyboard", test_needs_are_listed_by_keyboard);
  g_test_add_func ("/app/steps/narrow-page-with-the-pane-fits", narrow_page_with_the_pane_fits);
  g_test_add_func ("/app/steps/missing-is-passed-with-a-reason",
                   test_missing_is_passed_with_a_reason);
  g_test_add_func ("/app/steps/missing-is-filled-in-on-the-way", missing_is_filled_in_on_the_way);
  g_test_add_func ("/app/steps/waiting-asks-what-for-by-keyboard",
                   waiting_asks_what_for_by_keyboard);
  g_test_add_func ("/app/steps/review-sets-a-day-and-goes-back-by-keyboard",
                   review_sets_a_day_and_goes_back_by_keyboard);
  g_test_add_func ("/app/steps/moving-on-asks-where-by-keyboard",
                   test_moving_on_asks_where_by_keyboard);
  g_test_add_func ("/app/steps/not-agreed-and-reopened-keep-their-reasons",
                   not_agreed_and_reopened_keep_their_reasons);
  g_test_add_func ("/app/steps/tiers-are-named-and-stop-at-three",
                   test_tiers_are_named_and_stop_at_three);
  g_test_add_func ("/app/steps/old-record-keeps-its-words", test_old_record_keeps_its_words);
  g_test_add_func ("/app/steps/same-number-is-flagged-while-typed",
                   test_same_number_is_flagged_while_typed);
  g_test_add_func ("/app/steps/opening-the-other-child-keeps-a-draft",
                   test_opening_the_other_child_keeps_a_draft);
  g_test_add_func ("/app/steps/that-child-can-be-used-instead", that_child_can_be_used_instead);
  g_test_add_func ("/app/steps/wrong-letter-is-said-beside-the-field",
                   test_wrong_letter_is_said_beside_the_field);
  g_test_add_func ("/app/steps/number-is-checked-when-it-is-changed",
                   test_number_is_checked_when_it_is_changed);

  return g_test_run ();
}
