/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The table of steps, and docs/steps.md, which is that table as a page. The test fails when the two
 * differ; with --write it prints the page instead:
 *   build/tests/rules/test-step --write >docs/steps.md
 */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "base/atlas-csv.h"
#include "records/atlas-codes.h"
#include "rules/atlas-step.h"

#include "case-file.h"

#define PAGE  "docs/steps.md"
#define STEPS "referral-step"

static const char *beginning =
  "# Steps\n"
  "\n"
  "The way of a referral, step by step. The page is made from the table in\n"
  "`src/rules/atlas-step.c`, and a test keeps it so. `atlasctl show referral/REFERENCE` prints a\n"
  "referral's own step, what is missing and what comes next; in the window that is under *What\n"
  "This Step Needs*.\n"
  "\n"
  "- What may follow what is in `data/codes/codes.csv`, column `next`; the server keeps to it.\n"
  "- What a step needs and does not have is a finding. Whoever decides may go on with a reason,\n"
  "  their name and their role, which stay on record. Only what cannot be otherwise is refused:\n"
  "  there is no accepting without an offer.\n"
  "- Advice, outreach, early-years support and part-time timetables come to the child's own\n"
  "  school or setting: they take no place, and are accepted and start without an offer.\n"
  "- A step that somebody records without the role for it is not taken by the server: it stays on\n"
  "  their laptop as a change that was not accepted. No source says who takes which step, so this\n"
  "  is the county's choice.\n"
  "- The next step, its owner and its day are worked out from the table as long as nobody writes\n"
  "  them. The day is the earliest of the clocks named, of a panel's next meeting, and of the\n"
  "  number of days after the step. That number is *set by this county* and is changed in the\n"
  "  county's `thresholds`, as `step-sent=3`.\n"
  "- Which clocks there are is in [clocks.md](clocks.md). A clock starts only where its own\n"
  "  conditions hold: `weekly-update` at tier 2 before 2020, `fair-access` once a place is agreed\n"
  "  under the protocol.\n"
  "\n"
  "| step | who may take it | needs | starts | stops | then | whose turn | by | source |\n"
  "| --- | --- | --- | --- | --- | --- | --- | --- | --- |\n";

static const char *needs_beginning =
  "\n"
  "## What is needed\n"
  "\n"
  "| need | if it is missing | can be passed with a reason | source |\n"
  "| --- | --- | --- | --- |\n";

static char *
commas (const char *ids)
{
  g_auto(GStrv) parts = g_strsplit (ids != NULL ? ids : "", " ", -1);

  return g_strjoinv (", ", parts);
}

static char *
ticked (const char *ids)
{
  g_auto(GStrv) parts = g_strsplit (ids != NULL ? ids : "", " ", -1);
  g_autofree char *joined = g_strjoinv ("`, `", parts);

  return *joined != '\0' ? g_strdup_printf ("`%s`", joined) : g_strdup ("-");
}

static char *
say_day (const AtlasStepRule *rule)
{
  g_autofree char *clocks = ticked (rule->clocks);

  if (rule->limit == 0)
    return g_strdup ("-");
  if (rule->clocks == NULL)
    return g_strdup_printf ("%d days, set by this county", rule->limit);

  return g_strdup_printf ("%s; %d days, set by this county%s", clocks, rule->limit,
                          rule->is_fallback ? ", where none but `day6` runs" : "");
}

static void
add_rule (GString             *page,
          const AtlasStepRule *rule)
{
  g_autofree char *takers = commas (rule->takers);
  g_autofree char *needs = commas (rule->needs);
  g_autofree char *starts = ticked (rule->starts);
  g_autofree char *stops = ticked (rule->stops);
  g_autofree char *by = say_day (rule);

  g_string_append_printf (page, "| `%s`: %s | %s | %s | %s | %s | %s | %s | %s | %s |\n",
                          rule->step,
                          atlas_codes_label (STEPS, rule->step), takers, needs, starts, stops,
                          *rule->next != '\0' ? rule->next : "-",
                          *rule->owner != '\0' ? rule->owner : "-", by, rule->source);
}

static const char *
say_passing (const AtlasStepNeed *need)
{
  if (need->check != NULL)
    return need->is_asked ? "yes; asked when the step is taken" : "yes";

  return need->is_asked ? "no; asked when the step is taken" : "no";
}

static char *
make_page (void)
{
  GString *page = g_string_new (beginning);
  gsize n_rules = 0;
  gsize n_needs = 0;
  const AtlasStepRule *rules = atlas_step_rules (&n_rules);
  const AtlasStepNeed *needs = atlas_step_needs (&n_needs);

  for (gsize i = 0; i < n_rules; i++)
    add_rule (page, &rules[i]);
  g_string_append (page, needs_beginning);
  for (gsize i = 0; i < n_needs; i++)
    g_string_append_printf (page, "| `%s`: %s | %s | %s | %s |\n", needs[i].id, needs[i].label,
                            needs[i].missing, say_passing (&needs[i]), needs[i].source);

  return g_string_free (page, FALSE);
}

/* T118, T060, T112: each step's owner, needs and source are on one page */
static void
test_page_is_the_table (void)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *page = make_page ();
  g_autofree char *path = g_build_filename (g_getenv ("ATLAS_SOURCE_DIR"), PAGE, NULL);
  g_autofree char *written = NULL;

  g_file_get_contents (path, &written, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (written, ==, page);
}

static void
test_every_code_has_its_row_in_order (void)
{
  g_autoptr(GPtrArray) codes = atlas_codes_list (STEPS);
  gsize n_rules = 0;
  const AtlasStepRule *rules = atlas_step_rules (&n_rules);
  static const char * const order[] = {
    "draft", "sent", "looked-at", "panel", "waiting", "offered", "accepted", "not-agreed",
    "started", "under-review", "moved-on", "ended",
  };

  g_assert_cmpuint (codes->len, ==, n_rules);
  g_assert_cmpuint (G_N_ELEMENTS (order), ==, n_rules);
  for (gsize i = 0; i < n_rules; i++)
    {
      const AtlasCode *code = g_ptr_array_index (codes, i);

      g_assert_cmpstr (code->code, ==, order[i]);
      g_assert_cmpstr (rules[i].step, ==, order[i]);
      g_assert_true (atlas_step_rule_find (order[i]) == &rules[i]);
    }
  g_assert_null (atlas_step_rule_find ("no such step"));
  g_assert_null (atlas_step_rule_find (NULL));
}

static gboolean
clock_exists (const char *id)
{
  gsize n_rules = 0;
  const AtlasClockRule *rules = atlas_clock_rules (&n_rules);

  for (gsize i = 0; i < n_rules; i++)
    if (g_str_equal (rules[i].id, id))
      return TRUE;

  return FALSE;
}

static void
assert_clocks_exist (const char *ids)
{
  g_auto(GStrv) parts = g_strsplit (ids != NULL ? ids : "", " ", -1);

  for (char **id = parts; *id != NULL; id++)
    {
      g_test_message ("clock %s", *id);
      g_assert_true (clock_exists (*id));
    }
}

static void
test_every_clock_exists (void)
{
  gsize n_rules = 0;
  const AtlasStepRule *rules = atlas_step_rules (&n_rules);

  for (gsize i = 0; i < n_rules; i++)
    {
      assert_clocks_exist (rules[i].starts);
      assert_clocks_exist (rules[i].stops);
      assert_clocks_exist (rules[i].clocks);
    }
  g_assert_false (clock_exists ("no-such-clock"));
}

static void
test_every_need_exists_and_is_used (void)
{
  gsize n_rules = 0;
  gsize n_needs = 0;
  const AtlasStepRule *rules = atlas_step_rules (&n_rules);
  const AtlasStepNeed *needs = atlas_step_needs (&n_needs);
  g_autoptr(GHashTable) used = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (gsize i = 0; i < n_rules; i++)
    {
      g_auto(GStrv) ids = g_strsplit (rules[i].needs, " ", -1);

      for (char **id = ids; *id != NULL; id++)
        {
          g_assert_nonnull (atlas_step_need_find (*id));
          g_hash_table_add (used, g_strdup (*id));
        }
    }
  for (gsize i = 0; i < n_needs; i++)
    {
      g_assert_true (g_hash_table_contains (used, needs[i].id));
      g_assert_cmpuint (strlen (needs[i].source), >, 0);
    }
  g_assert_null (atlas_step_need_find ("no such need"));
}

static const char *
right (AtlasCsv   *roles,
       const char *role,
       const char *type,
       const char *what)
{
  for (guint row = 0; row < atlas_csv_n_rows (roles); row++)
    if (g_str_equal (atlas_csv_get (roles, row, "role"), role) &&
        g_str_equal (atlas_csv_get (roles, row, "type"), type))
      return atlas_csv_get (roles, row, what);

  return NULL;
}

/* Whoever may take a step may write what it writes, or the server would refuse them anyway. */
static void
test_takers_may_write (void)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *path = g_build_filename (g_getenv ("ATLAS_SOURCE_DIR"), "data/roles.csv", NULL);
  g_autofree char *text = NULL;
  g_autoptr(AtlasCsv) roles = NULL;
  gsize length;
  gsize n_rules = 0;
  const AtlasStepRule *rules = atlas_step_rules (&n_rules);
  const char * const both[] = { "area_lead", "panel_chair", NULL };

  g_file_get_contents (path, &text, &length, &error);
  g_assert_no_error (error);
  roles = atlas_csv_parse (text, length, &error);
  g_assert_no_error (error);
  for (gsize i = 0; i < n_rules; i++)
    {
      g_auto(GStrv) takers = g_strsplit (rules[i].takers, " ", -1);

      for (char **taker = takers; *taker != NULL; taker++)
        {
          g_assert_cmpstr (right (roles, *taker, "referral", "write"), ==, "yes");
          g_assert_cmpstr (right (roles, *taker, "passed", "write"), ==, "yes");
        }
      g_assert_true (atlas_step_may_take (&rules[i], "county_officer"));
      g_assert_true (atlas_step_any_may_take (&rules[i], NULL));
      g_assert_false (atlas_step_may_take (&rules[i], "provider"));
    }
  g_assert_true (atlas_step_may_take (atlas_step_rule_find ("panel"), "panel_chair"));
  g_assert_false (atlas_step_may_take (atlas_step_rule_find ("started"), "panel_chair"));
  g_assert_true (atlas_step_any_may_take (atlas_step_rule_find ("started"), both));
  g_assert_false (atlas_step_any_may_take (atlas_step_rule_find ("started"), both + 1));
  g_assert_false (atlas_step_any_may_take (atlas_step_rule_find ("started"), both + 2));
}

static void
test_county_sets_the_days (void)
{
  const AtlasStepRule *sent = atlas_step_rule_find ("sent");
  const char * const own[] = { "offer-answer=3", "step-sent=9", NULL };
  const char * const wrong[] = { "step-sent=soon", "step-sent=0", "step-sent=-4", NULL };

  g_assert_cmpint (atlas_step_limit (sent, NULL), ==, sent->limit);
  g_assert_cmpint (atlas_step_limit (sent, own), ==, 9);
  g_assert_cmpint (atlas_step_limit (sent, wrong), ==, sent->limit);
  g_assert_cmpint (atlas_step_limit (atlas_step_rule_find ("panel"), own), ==, 14);
}

/* A referral at a step, of a child who has said what is given. Takes nothing. */
typedef struct {
  AtlasCase    *file;
  AtlasStepCase of;
} Given;

static void
given_clear (Given *given)
{
  g_clear_pointer (&given->file, atlas_case_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Given, given_clear)

static void
give (Given  *given,
      json_t *child,
      json_t *referral)
{
  given->file = atlas_case_new ();
  put (given->file, "child", CASE_CHILD, child);
  json_object_set_new (referral, "reference", json_string ("K1-001"));
  if (json_object_get (referral, "step") == NULL)
    json_object_set_new (referral, "step", json_string ("looked-at"));
  put (given->file, "referral", CASE_REFERRAL, referral);
  given->of = (AtlasStepCase) {
    .referral = g_ptr_array_index (given->file->referrals, 0), .child = given->file->child,
    .passed = given->file->passed,
  };
}

static char *
say_missing (Given      *given,
             const char *step)
{
  g_autoptr(GPtrArray) missing = atlas_step_missing (atlas_step_rule_find (step), &given->of);
  g_autoptr(GPtrArray) ids = g_ptr_array_new ();

  for (guint i = 0; i < missing->len; i++)
    g_ptr_array_add (ids, (gpointer) ((const AtlasStepNeed *)
                                      g_ptr_array_index (missing, i))->id);
  g_ptr_array_add (ids, NULL);

  return g_strjoinv (" ", (char **) ids->pdata);
}

static void
assert_missing (Given      *given,
                const char *step,
                const char *expected)
{
  g_autofree char *missing = say_missing (given, step);

  g_assert_cmpstr (missing, ==, expected);
}

static void
test_sent_needs_kind_tier_and_about (void)
{
  g_auto(Given) bare = { 0 };
  g_auto(Given) whole = { 0 };

  give (&bare, json_object (), json_object ());
  assert_missing (&bare, "sent", "kind tier about");
  assert_missing (&bare, "draft", "");
  give (&whole, json_object (), json_pack ("{s:s, s:i, s:s}", "kind", "outreach", "tier", 2,
                                           "about",
                                           "Help in the mornings"));
  assert_missing (&whole, "sent", "");
}

/* T060: what the child and the family want is asked before a panel */
static void
test_panel_needs_panel_and_views (void)
{
  g_auto(Given) bare = { 0 };
  g_auto(Given) half = { 0 };
  g_auto(Given) whole = { 0 };

  give (&bare, json_object (), json_pack ("{s:s, s:i}", "kind", "outreach", "tier", 2));
  assert_missing (&bare, "panel", "panel views");
  give (&half, json_pack ("{s:s}", "child_view", "Small groups"),
        json_pack ("{s:s, s:i, s:s}", "kind", "outreach", "tier", 2, "panel", CASE_OTHER));
  assert_missing (&half, "panel", "views");
  give (&whole, json_pack ("{s:s, s:s}", "child_view", "Small groups", "family_view", "Near home"),
        json_pack ("{s:s, s:i, s:s}", "kind", "outreach", "tier", 2, "panel", CASE_OTHER));
  assert_missing (&whole, "panel", "");
}

/* A child whose record is elsewhere is not called silent. */
static void
test_child_elsewhere_is_not_missing (void)
{
  g_auto(Given) given = { 0 };

  give (&given, json_object (), json_pack ("{s:s, s:i, s:s}", "kind", "outreach", "tier", 2,
                                           "panel", CASE_OTHER));
  given.of.child = NULL;
  assert_missing (&given, "panel", "");
}

static void
pass (Given      *given,
      const char *check,
      const char *record)
{
  put (given->file, "passed", NULL,
       json_pack ("{s:[s, s], s:s, s:s, s:s, s:s, s:s}", "subject", "referral", record, "check",
                  check, "reason", "It is urgent", "by_name", "A. Sample", "role", "area_lead",
                  "on",
                  "2026-11-25"));
}

static void
test_what_is_passed_is_not_missing (void)
{
  g_auto(Given) given = { 0 };

  give (&given, json_object (), json_pack ("{s:s, s:i, s:s}", "kind", "outreach", "tier", 2,
                                           "panel", CASE_OTHER));
  pass (&given, "views", CASE_REFERRAL);
  assert_missing (&given, "panel", "");
  g_assert_cmpstr (atlas_step_passed (atlas_step_need_find ("views"), &given.of)->by_name, ==,
                   "A. Sample");
  g_assert_null (atlas_step_passed (atlas_step_need_find ("panel"), &given.of));
  g_assert_false (atlas_step_need_met (atlas_step_need_find ("views"), &given.of));
}

/* Passing something of another referral is no help, and nobody passes an offer. */
static void
test_not_everything_can_be_passed (void)
{
  g_auto(Given) given = { 0 };

  give (&given, json_object (), json_pack ("{s:s, s:i}", "kind", "respite", "tier", 2));
  pass (&given, "step-panel", CASE_OTHER);
  pass (&given, "offer", CASE_REFERRAL);
  assert_missing (&given, "panel", "panel views");
  assert_missing (&given, "accepted", "offer");
  g_assert_null (atlas_step_need_find ("offer")->check);
  g_assert_null (atlas_step_need_find ("accepted")->check);
}

static void
test_accepting_needs_an_offer_and_starting_an_accepted_one (void)
{
  g_auto(Given) given = { 0 };
  g_autoptr(AtlasRecord) offered = NULL;
  g_autoptr(AtlasRecord) accepted = NULL;

  give (&given, json_object (), json_object ());
  offered = make_record ("offer", NULL, json_pack ("{s:s, s:s, s:s, s:s}", "referral",
                                                   CASE_REFERRAL, "provision", CASE_OTHER, "place",
                                                   CASE_OTHER, "step", "offered"));
  accepted = make_record ("offer", NULL, json_pack ("{s:s, s:s, s:s, s:s}", "referral",
                                                    CASE_REFERRAL, "provision", CASE_OTHER, "place",
                                                    CASE_OTHER, "step", "accepted"));
  assert_missing (&given, "accepted", "offer");
  assert_missing (&given, "started", "accepted");
  given.of.offer = (AtlasOffer *) offered;
  assert_missing (&given, "accepted", "");
  assert_missing (&given, "started", "accepted");
  given.of.offer = (AtlasOffer *) accepted;
  assert_missing (&given, "started", "");
}

/* T028: what comes to the school takes no place */
static void
test_support_in_school_needs_no_offer (void)
{
  g_auto(Given) given = { 0 };

  give (&given, json_object (), json_pack ("{s:s, s:s}", "kind", "outreach", "step_on",
                                           "2026-11-09"));
  assert_missing (&given, "accepted", "");
  assert_missing (&given, "started", "");
  g_assert_true (atlas_step_need_met (atlas_step_need_find ("start"), &given.of));
  g_assert_false (atlas_step_takes_place ("early-years"));
  g_assert_true (atlas_step_takes_place ("day6"));
  g_assert_true (atlas_step_takes_place (NULL));
}

/* The case that the clocks are asked about: a referral with what its step brings. */
static AtlasCase *
case_at (const char *step)
{
  AtlasCase *file = file_of_child ("2013-05-01", "none");

  put (file, "referral", CASE_REFERRAL,
       json_pack ("{s:s, s:s, s:s, s:s, s:s, s:s}", "reference", "K1-001", "step", step, "step_on",
                  "2026-11-09", "received", "2026-11-02", "review_by", "2026-12-10",
                  "fair_access_agreed", "2026-11-05"));
  if (g_str_equal (step, "offered") || g_str_equal (step, "accepted"))
    put (file, "offer", NULL,
         json_pack ("{s:s, s:s, s:s, s:s, s:s}", "referral", CASE_REFERRAL, "provision", CASE_OTHER,
                    "place", CASE_OTHER, "step", step, "step_on", "2026-11-09"));
  if (g_str_equal (step, "started"))
    put (file, "placement", NULL,
         json_pack ("{s:s, s:s, s:s, s:s}", "referral", CASE_REFERRAL, "provision", CASE_OTHER,
                    "place", CASE_OTHER, "starts", "2026-11-09"));

  return file;
}

static gboolean
runs (const char *step,
      const char *id)
{
  g_autoptr(AtlasCase) file = case_at (step);
  g_autoptr(AtlasCalendar) calendar = synthetic_calendar (TRUE);
  AtlasClockSetting setting = setting_on (calendar, "2026-11-11");
  AtlasClock clock = { 0 };

  return find_clock (file, &setting, id, &clock) && atlas_clock_is_owed (&clock);
}

/* T118: the clocks themselves start and stop where the table says so */
static void
test_clocks_agree (void)
{
  g_assert_true (runs ("offered", "offer-answer"));
  g_assert_false (runs ("accepted", "offer-answer"));
  g_assert_true (runs ("accepted", "admission"));
  g_assert_false (runs ("started", "admission"));
  g_assert_true (runs ("started", "placement-review"));
  g_assert_true (runs ("panel", "fair-access"));
  g_assert_false (runs ("started", "fair-access"));
  g_assert_false (runs ("not-agreed", "fair-access"));
  g_assert_false (runs ("draft", "referral-review"));
  g_assert_true (runs ("sent", "referral-review"));
  g_assert_false (runs ("moved-on", "referral-review"));
  g_assert_false (runs ("ended", "referral-review"));
}

int
main (int    argc,
      char **argv)
{
  if (argc > 1 && strcmp (argv[1], "--write") == 0)
    {
      g_autofree char *page = make_page ();

      fputs (page, stdout);
      return 0;
    }

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rules/step/page-is-the-table", test_page_is_the_table);
  g_test_add_func ("/rules/step/every-code-has-its-row-in-order",
                   test_every_code_has_its_row_in_order);
  g_test_add_func ("/rules/step/every-clock-exists", test_every_clock_exists);
  g_test_add_func ("/rules/step/every-need-exists-and-is-used", test_every_need_exists_and_is_used);
  g_test_add_func ("/rules/step/takers-may-write", test_takers_may_write);
  g_test_add_func ("/rules/step/county-sets-the-days", test_county_sets_the_days);
  g_test_add_func ("/rules/step/sent-needs-kind-tier-and-about",
                   test_sent_needs_kind_tier_and_about);
  g_test_add_func ("/rules/step/panel-needs-panel-and-views", test_panel_needs_panel_and_views);
  g_test_add_func ("/rules/step/child-elsewhere-is-not-missing",
                   test_child_elsewhere_is_not_missing);
  g_test_add_func ("/rules/step/what-is-passed-is-not-missing",
                   test_what_is_passed_is_not_missing);
  g_test_add_func ("/rules/step/not-everything-can-be-passed", test_not_everything_can_be_passed);
  g_test_add_func ("/rules/step/accepting-needs-an-offer-and-starting-an-accepted-one",
                   test_accepting_needs_an_offer_and_starting_an_accepted_one);
  g_test_add_func ("/rules/step/support-in-school-needs-no-offer",
                   test_support_in_school_needs_no_offer);
  g_test_add_func ("/rules/step/clocks-agree", test_clocks_agree);

  return g_test_run ();
}
