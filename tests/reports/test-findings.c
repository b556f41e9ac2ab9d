/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>

#include "base/atlas-id.h"
#include "reports/atlas-findings.h"

#define ON atlas_date_new (2026, 11, 20)

typedef struct {
  char       *folder;
  AtlasStore *store;
  char       *provision;
} Fixture;

static void
load_as (Fixture    *fixture,
         const char *type,
         const char *id,
         json_t     *fields)
{
  g_autoptr(json_t) values = fields;
  g_autoptr(GPtrArray) records = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GError) error = NULL;

  g_ptr_array_add (records, atlas_record_new (atlas_type_find (type), id, 1, values, &error));
  g_assert_no_error (error);
  atlas_store_load (fixture->store, records, &error);
  g_assert_no_error (error);
}

static void
load (Fixture    *fixture,
      const char *type,
      json_t     *fields)
{
  g_autofree char *id = atlas_id_new ();

  load_as (fixture, type, id, fields);
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("atlas-findings-XXXXXX", NULL);
  fixture->store = atlas_store_open (fixture->folder, ATLAS_STORE_CREATE, NULL);
  fixture->provision = atlas_id_new ();
  load_as (fixture, "provision", fixture->provision,
           json_pack ("{s:s, s:s, s:s}", "key", "barn", "name", "The Barn", "kind", "ap-provider"));
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  static const char * const endings[] = { "", "-wal", "-shm" };

  g_clear_pointer (&fixture->store, atlas_store_close);
  for (gsize i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *path = g_strconcat (fixture->folder, "/" ATLAS_STORE_FILE, endings[i], NULL);

      g_remove (path);
    }
  g_rmdir (fixture->folder);
  g_free (fixture->provision);
  g_free (fixture->folder);
}

static guint
count (Fixture    *fixture,
       const char *check)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) findings = atlas_findings_list (fixture->store, NULL, ON, &error);
  guint n = 0;

  g_assert_no_error (error);
  for (guint i = 0; i < findings->len; i++)
    n += g_str_equal (((AtlasFinding *) g_ptr_array_index (findings, i))->rule->id, check);

  return n;
}

static void
test_checks_expire_the_day_after (Fixture      *fixture,
                                  gconstpointer data)
{
  static const struct { const char *kind, *expires; } checks[] = {
    { "safeguarding", "2026-11-19" }, { "accreditation", "2026-11-20" },
    { "insurance", "2026-11-21" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (checks); i++)
    load (fixture, "check", json_pack ("{s:s, s:s, s:s}", "provision", fixture->provision,
                                       "kind", checks[i].kind, "expires", checks[i].expires));
  load (fixture, "check", json_pack ("{s:s, s:s}", "provision", fixture->provision,
                                     "kind", "visit"));

  g_assert_cmpuint (count (fixture, "provider-check"), ==, 1);
}

static void
test_a_renewed_check_is_no_finding (Fixture      *fixture,
                                    gconstpointer data)
{
  load (fixture, "check", json_pack ("{s:s, s:s, s:s}", "provision", fixture->provision,
                                     "kind", "safeguarding", "expires", "2026-11-19"));
  g_assert_cmpuint (count (fixture, "provider-check"), ==, 1);

  load (fixture, "check", json_pack ("{s:s, s:s, s:s}", "provision", fixture->provision,
                                     "kind", "safeguarding", "expires", "2026-11-20"));
  g_assert_cmpuint (count (fixture, "provider-check"), ==, 0);
}

static void
test_contracts_end (Fixture      *fixture,
                    gconstpointer data)
{
  load (fixture, "contract",
        json_pack ("{s:s, s:s, s:{s:s}}", "provision", fixture->provision, "reference", "AP/1",
                   "valid", "to", "2026-11-19"));
  load (fixture, "contract",
        json_pack ("{s:s, s:s, s:{s:s}}", "provision", fixture->provision, "reference", "AP/2",
                   "valid", "from", "2026-11-01"));

  g_assert_cmpuint (count (fixture, "contract"), ==, 1);
}

static void
test_pupil_numbers_are_checked_and_not_repeated (Fixture      *fixture,
                                                 gconstpointer data)
{
  g_autoptr(GPtrArray) findings = NULL;
  const AtlasFinding *finding;

  load (fixture, "child", json_pack ("{s:s}", "upn", "R919110526001"));
  load (fixture, "child", json_pack ("{s:s}", "upn", "A919110526001"));
  load (fixture, "child", json_pack ("{s:s}", "first_name", "Zoë"));

  findings = atlas_findings_list (fixture->store, NULL, ON, NULL);
  g_assert_cmpuint (findings->len, ==, 1);
  finding = g_ptr_array_index (findings, 0);
  g_assert_cmpstr (finding->rule->id, ==, "upn");
  g_assert_null (g_strstr_len (finding->text, -1, "919"));
}

static void
test_a_line_without_a_return_is_found (Fixture      *fixture,
                                       gconstpointer data)
{
  load (fixture, "place", json_pack ("{s:s, s:s, s:i}", "provision", fixture->provision,
                                     "name", "Places", "commissioned", 4));

  g_assert_cmpuint (count (fixture, "return"), ==, 1);
  g_assert_cmpuint (count (fixture, "places"), ==, 0);
}

/* Loads a child at tier 3 without a risk reduction plan. */
static void
load_child (Fixture    *fixture,
            const char *child,
            const char *referral)
{
  load_as (fixture, "child", child, json_pack ("{s:s}", "first_name", "Zoë"));
  load_as (fixture, "referral", referral,
           json_pack ("{s:s, s:s, s:s, s:i, s:s}", "reference", "D1-1", "child", child, "step",
                      "started", "tier", 3, "received", "2026-09-10"));
}

static const AtlasFinding *
pick (GPtrArray  *findings,
      const char *check)
{
  for (guint i = 0; i < findings->len; i++)
    {
      const AtlasFinding *finding = g_ptr_array_index (findings, i);

      if (g_str_equal (finding->rule->id, check))
        return finding;
    }

  return NULL;
}

static void
test_a_childs_findings_open_the_referral (Fixture      *fixture,
                                          gconstpointer data)
{
  g_autofree char *child = atlas_id_new ();
  g_autofree char *referral = atlas_id_new ();
  g_autoptr(GPtrArray) all = NULL;
  g_autoptr(GPtrArray) one = NULL;
  const AtlasFinding *finding;

  load_child (fixture, child, referral);
  all = atlas_findings_list (fixture->store, NULL, ON, NULL);
  one = atlas_findings_of_child (fixture->store, child, ON, NULL);
  finding = pick (all, "risk-reduction");
  g_assert_cmpstr (finding->route, ==, "referral/D1-1");
  g_assert_cmpstr (finding->record, ==, referral);
  g_assert_nonnull (pick (one, "risk-reduction"));
  g_assert_null (pick (one, "return"));
}

static void
test_a_passed_finding_is_counted_apart (Fixture      *fixture,
                                        gconstpointer data)
{
  g_autofree char *child = atlas_id_new ();
  g_autofree char *referral = atlas_id_new ();
  g_autoptr(GPtrArray) all = NULL;

  load_child (fixture, child, referral);
  load (fixture, "passed",
        json_pack ("{s:[s, s], s:s, s:s, s:s, s:s, s:s}", "subject", "referral", referral, "check",
                   "risk-reduction", "reason", "Being written", "by_name", "A. Lead", "role",
                   "area_lead", "on", "2026-11-02"));
  all = atlas_findings_list (fixture->store, NULL, ON, NULL);
  g_assert_cmpuint (atlas_findings_count_passed (all), ==, 1);
  g_assert_cmpstr (pick (all, "risk-reduction")->passed->reason, ==, "Being written");
  g_assert_null (pick (all, "apdr")->passed);
}

/* T056, T121: a finding walls no placement: it is made, found, passed with a reason and a role */
static void
test_a_finding_stops_nothing (Fixture      *fixture,
                              gconstpointer data)
{
  g_autofree char *child = atlas_id_new ();
  g_autofree char *referral = atlas_id_new ();
  g_autofree char *barn = atlas_id_new ();
  g_autofree char *placement = atlas_id_new ();
  g_autoptr(AtlasChangeSet) set = atlas_change_set_new ("Placed all the same");
  g_autoptr(GError)    error = NULL;
  g_autoptr(GPtrArray) found = NULL;
  g_autoptr(GPtrArray) passed = NULL;

  load_child (fixture, child, referral);
  load_as (fixture, "provision", barn, json_pack ("{s:s, s:s, s:s}", "key", "barn", "name", "Barn",
                                                  "kind", "ap-provider"));
  load (fixture, "check", json_pack ("{s:s, s:s, s:s}", "provision", barn, "kind", "safeguarding",
                                     "expires", "2026-10-01"));
  atlas_change_set_create (set, "placement", placement,
                           json_pack ("{s:s, s:s, s:s, s:s, s:s}", "child", child, "referral",
                                      referral, "provision", barn, "place", barn, "starts",
                                      "2026-11-02"));
  atlas_store_apply (fixture->store, set, &error);
  g_assert_no_error (error);
  found = atlas_findings_of_child (fixture->store, child, ON, NULL);
  g_assert_nonnull (pick (found, "provider-expired"));
  g_assert_null (pick (found, "provider-expired")->passed);

  load (fixture, "passed",
        json_pack ("{s:[s, s], s:s, s:s, s:s, s:s, s:s}", "subject", "placement", placement,
                   "check", "provider-expired", "reason", "Renewal seen, paper to come", "by_name",
                   "A. Officer", "role", "commissioning_officer", "on", "2026-11-02"));
  passed = atlas_findings_of_child (fixture->store, child, ON, NULL);
  g_assert_cmpstr (pick (passed, "provider-expired")->passed->role, ==, "commissioning_officer");
}

static void
test_the_county_sets_its_thresholds (Fixture      *fixture,
                                     gconstpointer data)
{
  g_autofree char *child = atlas_id_new ();
  g_autofree char *referral = atlas_id_new ();

  load_child (fixture, child, referral);
  for (int i = 1; i <= 2; i++)
    {
      g_autofree char *from = g_strdup_printf ("2026-10-0%d", i);

      load (fixture, "exclusion", json_pack ("{s:s, s:s, s:s, s:i}", "child", child, "kind",
                                             "SUSP", "from", from, "sessions", 2));
    }
  g_assert_cmpuint (count (fixture, "suspensions-repeated"), ==, 1);
  load (fixture, "county", json_pack ("{s:s, s:s, s:s, s:[s]}", "key", "shire", "name", "Shire",
                                      "authority", "001", "thresholds",
                                      "suspensions-repeated=3"));
  g_assert_cmpuint (count (fixture, "suspensions-repeated"), ==, 0);
  g_assert_cmpuint (count (fixture, "risk-reduction"), ==, 0);
}

/* The decision is the referral's, and a case has it all the same. */
static void
test_a_panel_decision_is_read (Fixture      *fixture,
                               gconstpointer data)
{
  g_autofree char *child = atlas_id_new ();
  g_autofree char *referral = atlas_id_new ();
  g_autofree char *school = atlas_id_new ();
  g_autofree char *panel = atlas_id_new ();
  g_autofree char *meeting = atlas_id_new ();
  g_autoptr(GPtrArray) one = NULL;

  load_as (fixture, "provision", school, json_pack ("{s:s, s:s, s:s}", "key", "school", "name",
                                                    "School", "kind", "semh-special"));
  load_as (fixture, "panel", panel, json_pack ("{s:s, s:s, s:s}", "key", "panel", "name", "Panel",
                                               "kind", "send"));
  load_as (fixture, "meeting", meeting, json_pack ("{s:s, s:s, s:s}", "panel", panel, "on",
                                                   "2026-10-01", "step", "held"));
  load_as (fixture, "child", child, json_pack ("{s:s, s:s}", "sen", "E", "need", "SEMH"));
  load_as (fixture, "referral", referral, json_pack ("{s:s, s:s, s:s}", "reference", "D1-1",
                                                     "child", child, "step", "started"));
  load (fixture, "placement", json_pack ("{s:s, s:s, s:s, s:s, s:s}", "child", child, "referral",
                                         referral, "provision", school, "place", school, "starts",
                                         "2026-10-05"));
  g_assert_cmpuint (count (fixture, "special-panel"), ==, 1);

  load (fixture, "decision", json_pack ("{s:s, s:s, s:s, s:s}", "referral", referral, "meeting",
                                        meeting, "kind", "offer", "on", "2026-10-01"));
  g_assert_cmpuint (count (fixture, "special-panel"), ==, 0);
  one = atlas_findings_of_child (fixture->store, child, ON, NULL);
  g_assert_null (pick (one, "special-panel"));
}

static void
test_scope_narrows_findings (Fixture      *fixture,
                             gconstpointer data)
{
  g_autofree char *child = atlas_id_new ();
  g_autofree char *referral = atlas_id_new ();
  g_autofree char *area = atlas_id_new ();
  g_autoptr(GPtrArray) elsewhere = NULL;
  g_autoptr(GPtrArray) county = NULL;

  load_as (fixture, "area", area, json_pack ("{s:s, s:s, s:s}", "key", "north", "name", "North",
                                             "kind", "panel-area"));
  load_child (fixture, child, referral);
  elsewhere = atlas_findings_list (fixture->store, "area/north", ON, NULL);
  county = atlas_findings_list (fixture->store, "county", ON, NULL);
  g_assert_null (pick (elsewhere, "risk-reduction"));
  g_assert_nonnull (pick (county, "risk-reduction"));
}

static void
test_twins_are_found (Fixture      *fixture,
                      gconstpointer data)
{
  static const char * const children[] = {
    "{\"upn\": \"R919110526001\"}", "{\"upn\": \"R919110526001\"}",
    "{\"first_name\": \"Ada\", \"last_name\": \"Bell\", \"born\": \"2012-01-01\"}",
    "{\"first_name\": \"ADA\", \"last_name\": \"bell\", \"born\": \"2012-01-01\"}",
    "{\"first_name\": \"Ada\", \"last_name\": \"Bell\", \"born\": \"2012-01-02\"}",
    "{\"first_name\": \"Ada\", \"last_name\": \"Bell\"}",
  };
  g_autofree char *last = atlas_id_new ();
  g_autoptr(GPtrArray) one = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (children); i++)
    load (fixture, "child", json_loads (children[i], 0, NULL));
  g_assert_cmpuint (count (fixture, "duplicate"), ==, 4);

  load_as (fixture, "child", last, json_pack ("{s:s}", "upn", "R919110526001"));
  one = atlas_findings_of_child (fixture->store, last, ON, NULL);
  g_assert_nonnull (pick (one, "duplicate"));
}

static void
test_an_empty_county_has_no_findings (Fixture      *fixture,
                                      gconstpointer data)
{
  g_autoptr(GPtrArray) findings = atlas_findings_list (fixture->store, NULL, ON, NULL);

  g_assert_cmpuint (findings->len, ==, 0);
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/findings/checks-expire-the-day-after", test_checks_expire_the_day_after);
  ADD ("/findings/a-renewed-check-is-no-finding", test_a_renewed_check_is_no_finding);
  ADD ("/findings/a-childs-findings-open-the-referral", test_a_childs_findings_open_the_referral);
  ADD ("/findings/a-passed-finding-is-counted-apart", test_a_passed_finding_is_counted_apart);
  ADD ("/findings/a-finding-stops-nothing", test_a_finding_stops_nothing);
  ADD ("/findings/the-county-sets-its-thresholds", test_the_county_sets_its_thresholds);
  ADD ("/findings/a-panel-decision-is-read", test_a_panel_decision_is_read);
  ADD ("/findings/scope-narrows-findings", test_scope_narrows_findings);
  ADD ("/findings/twins-are-found", test_twins_are_found);
  ADD ("/findings/contracts-end", test_contracts_end);
  ADD ("/findings/pupil-numbers-are-checked-and-not-repeated",
       test_pupil_numbers_are_checked_and_not_repeated);
  ADD ("/findings/a-line-without-a-return-is-found", test_a_line_without_a_return_is_found);
  ADD ("/findings/an-empty-county-has-no-findings", test_an_empty_county_has_no_findings);

  return g_test_run ();
}
