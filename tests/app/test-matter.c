/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "case-window.h"

#include "app/atlas-matter-page.h"
#include "store/atlas-store-private.h"

#define N_CHILDREN 20
#define WIDE       1280         /* pixels */
#define HEIGHT     800

/* A referral of the county, and two versions of its tier and of its next step. */
static char *
make_conflict (CaseWindow *self,
               char      **referral)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(AtlasQuery) query = atlas_query_new (&atlas_referral_type);
  g_autoptr(GPtrArray) referrals = NULL;
  g_autoptr(GPtrArray) records = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(json_t) fields = NULL;
  AtlasStore *store = atlas_store_open (self->folder, ATLAS_STORE_DEFAULT, &error);
  AtlasReferral *first;
  char *id = atlas_id_new ();

  g_assert_no_error (error);
  atlas_query_page (query, 0, 1);
  referrals = atlas_store_list (store, query, &error);
  first = g_ptr_array_index (referrals, 0);
  *referral = g_strdup (atlas_record_get_id (ATLAS_RECORD (first)));
  fields = json_pack ("{s:[s, s], s:s, s:s, s:{s:{s:i, s:i, s:i}, s:{s:n, s:s?, s:s}}}",
                      "subject", "referral", *referral, "kind", "field", "state", "open",
                      "fields", "tier", "base", 2, "current", (int) first->tier, "proposed", 1,
                      "next_step", "base", "current", first->next_step, "proposed",
                      "Ring the school");
  g_ptr_array_add (records, atlas_record_new (&atlas_conflict_type, id, 1, fields, &error));
  g_assert_no_error (error);
  g_assert_true (atlas_store_load (store, records, &error));
  atlas_store_close (store);

  return id;
}

static AtlasRecord *
read_record (CaseWindow *self,
             const char *type,
             const char *id)
{
  AtlasStore *store = atlas_store_open (self->folder, ATLAS_STORE_READ_ONLY, NULL);
  AtlasRecord *record = atlas_store_get (store, type, id, NULL);

  atlas_store_close (store);
  return record;
}

static void
wait_until_settled (CaseWindow *self,
                    const char *id,
                    const char *how)
{
  gint64 deadline = g_get_monotonic_time () + patience () * CASE_DEADLINE_S * G_USEC_PER_SEC;

  while (TRUE)
    {
      g_autoptr(AtlasRecord) record = read_record (self, "conflict", id);

      if (g_strcmp0 (atlas_record_get_text (record, "state"), how) == 0)
        break;
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
      g_main_context_iteration (NULL, FALSE);
    }

  /* The window hears of it just after. */
  case_let_frames_pass (GTK_WIDGET (self->window));
}

static GtkWidget *
open_matter (CaseWindow *self,
             const char *id)
{
  g_autofree char *route = g_strconcat ("conflict/", id, NULL);
  g_autoptr(GPtrArray) pages = NULL;

  case_window_go (self, route);
  case_window_wait_for_text (self, "Two versions to check");
  case_window_wait_for_text (self, "Ring the school");
  pages = case_find_all (GTK_WIDGET (self->window), ATLAS_TYPE_MATTER_PAGE);
  g_assert_cmpuint (pages->len, ==, 1);

  return g_ptr_array_index (pages, 0);
}

static void
two_versions_are_settled_field_by_field (void)
{
  CaseWindow self = { 0 };
  g_autofree char *referral = NULL;
  g_autofree char *conflict = NULL;
  g_autoptr(GPtrArray) checks = NULL;
  g_autoptr(AtlasRecord) before = NULL;
  g_autoptr(AtlasRecord) after = NULL;
  GtkWidget *page;

  case_window_init (&self, N_CHILDREN, WIDE, HEIGHT);
  conflict = make_conflict (&self, &referral);
  before = read_record (&self, "referral", referral);
  page = open_matter (&self, conflict);
  case_window_picture (&self, "matter");

  /* As it stands and the other, for each of two fields in the order of their names. */
  checks = case_find_all (page, GTK_TYPE_CHECK_BUTTON);
  g_assert_cmpuint (checks->len, ==, 4);
  for (guint i = 0; i < checks->len; i++)
    g_assert_true (gtk_test_accessible_has_property (g_ptr_array_index (checks, i),
                                                     GTK_ACCESSIBLE_PROPERTY_LABEL));
  gtk_check_button_set_active (g_ptr_array_index (checks, 1), TRUE);
  g_assert_true (gtk_widget_activate_action (page, "matter.save", NULL));
  wait_until_settled (&self, conflict, "edited");

  after = read_record (&self, "referral", referral);
  g_assert_cmpint (((AtlasReferral *) after)->tier, ==, ((AtlasReferral *) before)->tier);
  g_assert_cmpstr (((AtlasReferral *) after)->next_step, ==, "Ring the school");

  case_window_clear (&self);
}

static void
all_as_they_stand_changes_nothing_else (void)
{
  CaseWindow self = { 0 };
  g_autofree char *referral = NULL;
  g_autofree char *conflict = NULL;
  g_autoptr(AtlasRecord) before = NULL;
  g_autoptr(AtlasRecord) after = NULL;

  case_window_init (&self, N_CHILDREN, WIDE, HEIGHT);
  conflict = make_conflict (&self, &referral);
  before = read_record (&self, "referral", referral);
  g_assert_true (gtk_widget_activate_action (open_matter (&self, conflict), "matter.keep", NULL));
  wait_until_settled (&self, conflict, "kept");
  after = read_record (&self, "referral", referral);
  g_assert_cmpint (((AtlasReferral *) after)->tier, ==, ((AtlasReferral *) before)->tier);

  case_window_clear (&self);
}

/* Something else arrives while a person makes up their mind. */
static void
a_choice_stays_when_the_page_is_read_again (void)
{
  CaseWindow self = { 0 };
  g_autofree char *referral = NULL;
  g_autofree char *conflict = NULL;
  g_autoptr(GPtrArray) before = NULL;
  g_autoptr(GPtrArray) after = NULL;
  GtkWidget *page;

  case_window_init (&self, N_CHILDREN, WIDE, HEIGHT);
  conflict = make_conflict (&self, &referral);
  page = open_matter (&self, conflict);
  before = case_find_all (page, GTK_TYPE_CHECK_BUTTON);
  gtk_check_button_set_active (g_ptr_array_index (before, 1), TRUE);
  for (int i = 0; i < 3; i++)
    {
      g_signal_emit_by_name (self.session, "changed");
      case_let_frames_pass (GTK_WIDGET (self.window));
    }

  after = case_find_all (page, GTK_TYPE_CHECK_BUTTON);
  g_assert_cmpuint (after->len, ==, before->len);
  g_assert_true (gtk_check_button_get_active (g_ptr_array_index (after, 1)));

  case_window_clear (&self);
}

static void
what_is_not_there_is_said_so (void)
{
  CaseWindow self = { 0 };

  case_window_init (&self, N_CHILDREN, WIDE, HEIGHT);
  case_window_go (&self, "question/0195c0de-0000-7000-8000-000000000001");
  case_window_wait_for_text (&self, "Nothing to Settle");

  case_window_clear (&self);
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add_func ("/app/matter/two-versions-are-settled-field-by-field",
                   two_versions_are_settled_field_by_field);
  g_test_add_func ("/app/matter/all-as-they-stand-changes-nothing-else",
                   all_as_they_stand_changes_nothing_else);
  g_test_add_func ("/app/matter/a-choice-stays-when-the-page-is-read-again",
                   a_choice_stays_when_the_page_is_read_again);
  g_test_add_func ("/app/matter/what-is-not-there-is-said-so", what_is_not_there_is_said_so);

  return g_test_run ();
}
