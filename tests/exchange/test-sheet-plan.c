/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "base/atlas-error.h"
#include "base/atlas-upn.h"
#include "exchange/atlas-sheet-store.h"
#include "store/atlas-history.h"

#include "case-county.h"

#define TITLES "Forename,Surname,DOB,School,Area,Kind,Tier,Reference"

/* The child of the first row of the county, who has referral K0-000. */
#define AMIR "Amir,Invented0,15/01/2011"

static AtlasSheet *
read_text (const char *text)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes = g_bytes_new (text, strlen (text));
  AtlasSheet *sheet = atlas_sheet_new ("children.csv", bytes, &error);

  g_assert_no_error (error);
  return sheet;
}

static AtlasSheet *
read_row (const char *titles,
          const char *row)
{
  g_autofree char *text = g_strconcat (titles, "\n", row, "\n", NULL);

  return read_text (text);
}

static AtlasSheetPlan *
plan (CaseStore                *fixture,
      AtlasSheet               *sheet,
      const AtlasSheetSettings *settings)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(AtlasSheetMap) map = atlas_sheet_map_new_guess (sheet);
  AtlasSheetPlan *made = atlas_sheet_store_plan (fixture->store, sheet, map, settings, &error);

  g_assert_no_error (error);
  return made;
}

static AtlasSheetSettings
usual_settings (void)
{
  return (AtlasSheetSettings) { .on = case_today () };
}

static AtlasSheetPlan *
bring_in (CaseStore                *fixture,
          AtlasSheet               *sheet,
          const AtlasSheetSettings *settings,
          GStrv                    *sets)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(AtlasSheetMap) map = atlas_sheet_map_new_guess (sheet);
  AtlasSheetPlan *made = atlas_sheet_store_bring_in (fixture->store, sheet, map, settings, sets,
                                                     &error);

  g_assert_no_error (error);
  return made;
}

static gint64
count (CaseStore       *fixture,
       const AtlasType *type)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(AtlasQuery) query = atlas_query_new (type);
  gint64 n;

  atlas_store_count (fixture->store, query, &n, &error);
  g_assert_no_error (error);

  return n;
}

static AtlasRecord *
get (CaseStore  *fixture,
     const char *type,
     const char *key)
{
  g_autoptr(GError) error = NULL;
  AtlasRecord *record = atlas_store_get_by_key (fixture->store, type, key, &error);

  g_assert_no_error (error);
  return record;
}

static char *
make_upn (int number)
{
  g_autofree char *body = g_strdup_printf ("0011111%05d", number);

  return g_strdup_printf ("%c%s", atlas_upn_check_letter (body), body);
}

/* Every refusal names its line, its column and a plain reason. */
static void
test_refusals_have_line_column_and_reason (CaseStore    *fixture,
                                           gconstpointer data)
{
  static const struct { const char *titles, *row, *column, *words; } cases[] = {
    { "Name,UPN", "Ada,A001111100001", "UPN", "letter" },
    { "UPN", "twelve", "UPN", "is no UPN" },
    { "Surname,DOB,Area", "Lee,01/01/2030,mark1", "DOB", "in the future" },
    { "Surname,DOB,Area", "Lee,01/01/1999,mark1", "DOB", "27 years old" },
    { "Surname,DOB,Area", "Lee,01/01/12,mark1", "DOB", "is no day" },
    { "Surname,DOB,Area", "Lee,01/01/2012,", "Area", "home area" },
    { "Surname,DOB,Area", "Lee,,mark1", "DOB", "date of birth is missing" },
    { "Surname,DOB,Area,School", "Lee,01/01/2012,mark1,Invented Schol 2", "School",
      "“Invented School 2”" },
    { "Surname,DOB,Area,School", "Lee,01/01/2012,mark1,Elsewhere", "School", "is not known here" },
    { "Surname,DOB,Area,Tier", "Lee,01/01/2012,mark1,6", "Tier", "no tier from 1 to 5" },
    { "Surname,DOB,Area,Tier,Kind", "Lee,01/01/2012,mark1,4,early-years", "Tier", "stop at 3" },
    { "Surname,DOB,Area,Tier", "Lee,01/01/2024,mark1,4", "Tier", "stop at 3" },
    { "Surname,DOB,Area,Kind", "Lee,01/01/2012,mark1,holiday", "Kind", "Write one of: Day 6" },
    { "Surname,DOB,Area,Received,Planned end", "Lee,01/01/2012,mark1,02/11/2026,01/11/2026",
      "Planned end", "before the day" },
    { "Surname,DOB,Area,Received", "Lee,01/01/2012,mark1,02/11/2027", "Received", "future" },
    { "Surname,DOB,Area,Excluded on", "Lee,01/01/2012,mark1,02/11/2026", NULL,
      "permanent exclusion or a suspension" },
    { "Surname,DOB,Area,Exclusion", "Lee,01/01/2012,mark1,PEX", NULL, "first day" },
    { "Surname,DOB,Area,Exclusion,Excluded on,Education started",
      "Lee,01/01/2012,mark1,PEX,02/11/2026,01/11/2026", "Education started", "before" },
    { "Surname,DOB,Area,Exclusion,Excluded on,Sessions missed",
      "Lee,01/01/2012,mark1,FTE,02/11/2026,many", "Sessions missed", "from 1 to 90" },
    { "Surname,DOB,Area", "Lee,01/01/2012,mark1,more", NULL, "more cells" },
    { "Reference,Tier", "Z9-001,3", "Reference", "names no child" },
    { "Reference,Status", "K0-000,Started", "Status", "cannot go" },
    { "Reference,Surname,DOB", "K0-000,Lee,01/01/2012", "Reference", "another child" },
  };
  AtlasSheetSettings settings = usual_settings ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(AtlasSheet) sheet = read_row (cases[i].titles, cases[i].row);
      g_autoptr(AtlasSheetPlan) made = plan (fixture, sheet, &settings);
      const AtlasSheetLine *line = atlas_sheet_plan_get_line (made, 0);

      g_test_message ("%s: %s: %s", cases[i].row, line->column, line->reason);
      g_assert_cmpint (line->state, ==, ATLAS_ROW_REFUSED);
      g_assert_cmpuint (line->line, ==, 2);
      g_assert_cmpstr (line->column, ==, cases[i].column);
      g_assert_nonnull (strstr (line->reason, cases[i].words));
      g_assert_cmpuint (atlas_import_count (atlas_sheet_plan_get_import (made), ATLAS_ROW_REFUSED),
                        ==, 1);
    }
}

/* A child or a reference that is given twice is refused the second time, with the first line. */
static void
test_twice_in_the_file_is_refused (CaseStore    *fixture,
                                   gconstpointer data)
{
  g_autofree char *upn = make_upn (1);
  g_autofree char *text =
    g_strdup_printf ("Forename,Surname,DOB,Area,UPN,Reference\nAda,Lee,01/02/2012,mark1,%s,R1\n"
                     "ada,LEE,2012-02-01,mark2,,R2\nBea,Lee,01/03/2012,mark1,%s,R3\n"
                     "Cy,Lee,01/03/2012,mark1,,r1\nDee,Lee,01/03/2012,mark1,,R5\n", upn, upn);
  g_autoptr(AtlasSheet) sheet = read_text (text);
  AtlasSheetSettings settings = usual_settings ();
  g_autoptr(AtlasSheetPlan) made = plan (fixture, sheet, &settings);

  g_assert_cmpuint (atlas_sheet_plan_count (made, ATLAS_ROW_NEW), ==, 2);
  g_assert_cmpuint (atlas_sheet_plan_count (made, ATLAS_ROW_REFUSED), ==, 3);
  for (guint i = 1; i < 4; i++)
    g_assert_nonnull (strstr (atlas_sheet_plan_get_line (made, i)->reason, "on line 2 already"));
}

/* A child like one that is here waits for a person, who says that it is the same or another. */
static void
test_a_possible_duplicate_is_for_people_to_say (CaseStore    *fixture,
                                                gconstpointer data)
{
  g_autoptr(AtlasSheet) sheet = read_row ("Forename,Surname,DOB,Area,Kind", AMIR ",mark1,ap");
  g_autoptr(GHashTable) choices = g_hash_table_new (NULL, NULL);
  AtlasSheetSettings settings = usual_settings ();
  g_autoptr(AtlasSheetPlan) open = plan (fixture, sheet, &settings);
  g_autoptr(AtlasSheetPlan) same = NULL;
  g_autoptr(AtlasSheetPlan) other = NULL;
  const AtlasSheetLine *line = atlas_sheet_plan_get_line (open, 0);

  g_assert_cmpint (line->like, ==, ATLAS_SHEET_LIKE_NAME);
  g_assert_cmpint (line->state, ==, ATLAS_ROW_REFUSED);
  g_assert_nonnull (strstr (line->reason, "15 January 2011"));
  g_assert_cmpuint (atlas_sheet_plan_count_open (open), ==, 1);

  settings.choices = choices;
  g_hash_table_insert (choices, GUINT_TO_POINTER (2), GUINT_TO_POINTER (ATLAS_SHEET_CHOICE_SAME));
  same = plan (fixture, sheet, &settings);
  g_assert_cmpuint (atlas_import_n_rows (atlas_sheet_plan_get_import (same)), ==, 2);
  g_assert_cmpint (atlas_import_get_row (atlas_sheet_plan_get_import (same), 0)->state, ==,
                   ATLAS_ROW_SAME);
  g_assert_cmpint (atlas_sheet_plan_get_line (same, 0)->state, ==, ATLAS_ROW_NEW);

  g_hash_table_insert (choices, GUINT_TO_POINTER (2), GUINT_TO_POINTER (ATLAS_SHEET_CHOICE_OTHER));
  other = plan (fixture, sheet, &settings);
  g_assert_cmpint (atlas_import_get_row (atlas_sheet_plan_get_import (other), 0)->state, ==,
                   ATLAS_ROW_NEW);
  g_assert_cmpuint (atlas_sheet_plan_count_open (other), ==, 0);
}

/* A UPN belongs to one child: the row is of that child, or is refused. */
static void
test_one_upn_is_one_child (CaseStore    *fixture,
                           gconstpointer data)
{
  g_autofree char *upn = make_upn (7);
  g_autofree char *row = g_strconcat ("Ada,Lee,01/02/2012,mark1,", upn, NULL);
  g_autofree char *other_row = g_strconcat ("Ada,Leigh,01/02/2012,mark1,", upn, NULL);
  g_autoptr(AtlasSheet) sheet = read_row ("Forename,Surname,DOB,Area,UPN", row);
  g_autoptr(AtlasSheet) renamed = read_row ("Forename,Surname,DOB,Area,UPN", other_row);
  g_autoptr(GHashTable) choices = g_hash_table_new (NULL, NULL);
  AtlasSheetSettings settings = usual_settings ();
  g_auto(GStrv) sets = NULL;
  g_autoptr(AtlasSheetPlan) first = bring_in (fixture, sheet, &settings, &sets);
  g_autoptr(AtlasSheetPlan) same = NULL;
  g_autoptr(AtlasSheetPlan) other = NULL;

  settings.same_upn = TRUE;
  same = plan (fixture, renamed, &settings);
  g_assert_cmpint (atlas_sheet_plan_get_line (same, 0)->state, ==, ATLAS_ROW_CHANGED);

  settings.choices = choices;
  g_hash_table_insert (choices, GUINT_TO_POINTER (2), GUINT_TO_POINTER (ATLAS_SHEET_CHOICE_OTHER));
  other = plan (fixture, renamed, &settings);
  g_assert_nonnull (strstr (atlas_sheet_plan_get_line (other, 0)->reason, "cannot have one UPN"));
}

/* A whole row makes a child, an exclusion and a referral that belong together. */
static void
test_a_row_makes_all_its_records (CaseStore    *fixture,
                                  gconstpointer data)
{
  g_autoptr(AtlasSheet) sheet =
    read_row ("Forename,Surname,DOB,Gender,School,DSPL area,SEN,Exclusion,PEX date,AM/PM,Kind,Tier,"
              "Status,Received,Reason,Owner,Next step,Next by",
              "Ada,Lee,1 Feb 2012,female,INVENTED SCHOOL 3,2,EHCP,PEX,20/11/2026 00:00,PM,Day 6,"
              "Tier 5,Being looked at,21/11/2026,\"Needs a place, soon\",Duty desk,Ring school,"
              "30/11/2026");
  AtlasSheetSettings settings = usual_settings ();
  g_auto(GStrv) sets = NULL;
  g_autoptr(AtlasSheetPlan) made = NULL;
  g_autoptr(AtlasReferral)  referral = NULL;
  g_autoptr(AtlasChild)     child = NULL;
  g_autoptr(AtlasExclusion) exclusion = NULL;

  settings.is_invented = TRUE;
  made = bring_in (fixture, sheet, &settings, &sets);
  g_assert_cmpstr (atlas_sheet_plan_get_line (made, 0)->reason, ==, NULL);
  referral = (AtlasReferral *) get (fixture, "referral",
                                    atlas_sheet_plan_get_line (made, 0)->reference);
  child = (AtlasChild *) get (fixture, "child", referral->child);
  exclusion = (AtlasExclusion *) get (fixture, "exclusion", referral->exclusion);

  g_assert_cmpuint (g_strv_length (sets), ==, 1);
  g_assert_cmpstr (child->first_name, ==, "Ada");
  g_assert_cmpstr (child->sex, ==, "F");
  g_assert_cmpstr (child->sen, ==, "E");
  g_assert_cmpstr (child->area, ==, fixture->county.areas[1]);
  g_assert_cmpstr (child->establishment, ==, fixture->county.schools[2]);
  g_assert_true (child->invented);
  g_assert_cmpstr (exclusion->kind, ==, "PERM");
  g_assert_cmpstr (exclusion->session, ==, "pm");
  g_assert_cmpint (exclusion->from, ==, case_day ("2026-11-20"));
  g_assert_cmpstr (exclusion->establishment, ==, fixture->county.schools[2]);
  g_assert_cmpstr (exclusion->child, ==, referral->child);
  g_assert_cmpstr (referral->kind, ==, "day6");
  g_assert_cmpint (referral->tier, ==, 5);
  g_assert_cmpstr (referral->step, ==, "looked-at");
  g_assert_cmpint (referral->step_on, ==, case_day ("2026-11-21"));
  g_assert_cmpstr (referral->about, ==, "Needs a place, soon");
  g_assert_cmpint (referral->next_by, ==, case_day ("2026-11-30"));
  g_assert_true (referral->invented);
}

/* What was brought in once is the same the second time, with references or without. */
static void
test_the_second_time_is_the_same (CaseStore    *fixture,
                                  gconstpointer data)
{
  g_autoptr(AtlasSheet) sheet =
    read_text (TITLES "\nAda,Lee,01/02/2012,school-1,mark1,ap,2,\n"
               "Bea,Lee,01/03/2012,,mark2,ap,3,R7\n");
  g_autoptr(AtlasSheet) changed =
    read_text (TITLES "\nAda,Lee,01/02/2012,,mark1,ap,3,\nBea,Lee,01/03/2012,,,,,R7\n");
  AtlasSheetSettings settings = usual_settings ();
  g_auto(GStrv) sets = NULL;
  g_autoptr(AtlasSheetPlan) first = bring_in (fixture, sheet, &settings, &sets);
  g_autoptr(AtlasSheetPlan) second = NULL;
  g_autoptr(AtlasSheetPlan) third = NULL;

  g_assert_cmpuint (atlas_sheet_plan_count (first, ATLAS_ROW_NEW), ==, 2);
  settings.same_name = TRUE;
  second = plan (fixture, sheet, &settings);
  g_assert_cmpuint (atlas_sheet_plan_count (second, ATLAS_ROW_SAME), ==, 2);
  third = plan (fixture, changed, &settings);
  g_assert_cmpint (atlas_sheet_plan_get_line (third, 0)->state, ==, ATLAS_ROW_CHANGED);
  g_assert_cmpint (atlas_sheet_plan_get_line (third, 1)->state, ==, ATLAS_ROW_SAME);
}

/* A reference that is known brings its own child; other cells may change the referral. */
static void
test_a_known_reference_needs_no_name (CaseStore    *fixture,
                                      gconstpointer data)
{
  g_autoptr(AtlasSheet) sheet = read_row ("Ref,Status,Owner", "k0-001,At panel,Duty desk");
  AtlasSheetSettings settings = usual_settings ();
  g_auto(GStrv) sets = NULL;
  g_autoptr(AtlasSheetPlan) made = bring_in (fixture, sheet, &settings, &sets);
  g_autoptr(AtlasReferral)  referral = (AtlasReferral *) get (fixture, "referral", "K0-001");

  g_assert_cmpint (atlas_sheet_plan_get_line (made, 0)->state, ==, ATLAS_ROW_CHANGED);
  g_assert_cmpstr (referral->step, ==, "panel");
  g_assert_cmpint (referral->step_on, ==, case_today ());
  g_assert_cmpstr (referral->owner, ==, "Duty desk");
}

/* What a map gives as a default stands in new records only. */
static void
test_defaults_are_for_new_records (CaseStore    *fixture,
                                   gconstpointer data)
{
  g_autoptr(AtlasSheet) sheet =
    read_text ("Forename,Surname,DOB,Reference,Tier\nAda,Lee,01/02/2012,R1,\n,,,K0-003,2\n");
  g_autoptr(AtlasSheetMap) map = atlas_sheet_map_new_guess (sheet);
  g_autoptr(GError) error = NULL;
  AtlasSheetSettings settings = usual_settings ();
  g_autoptr(AtlasSheetPlan) made = NULL;
  AtlasImport *import;

  atlas_sheet_map_set_default (map, atlas_sheet_find_field ("child.area"), "Southmark");
  atlas_sheet_map_set_default (map, atlas_sheet_find_field ("referral.kind"), "ap");
  made = atlas_sheet_store_plan (fixture->store, sheet, map, &settings, &error);
  g_assert_no_error (error);
  import = atlas_sheet_plan_get_import (made);

  g_assert_cmpstr (atlas_json_string (atlas_import_get_row (import, 0)->fields, "area"), ==,
                   fixture->county.areas[2]);
  g_assert_cmpstr (atlas_json_string (atlas_import_get_row (import, 1)->fields, "kind"), ==, "ap");
  g_assert_null (json_object_get (atlas_import_get_row (import, 2)->fields, "kind"));
}

static char *
make_many (guint n_rows)
{
  GString *text = g_string_new ("Forename,Surname,DOB,Area,Kind,Tier\n");

  for (guint i = 0; i < n_rows; i++)
    g_string_append_printf (text, "Ada,Lee%u,01/02/2012,mark1,ap,2\n", i);

  return g_string_free (text, FALSE);
}

/* One import is undone as one, also where it is several change sets, and can be done again. */
static void
test_an_import_is_undone_as_one (CaseStore    *fixture,
                                 gconstpointer data)
{
  const guint n_rows = 300;     /* twice as many records, more than one set may have */
  g_autofree char *text = make_many (n_rows);
  g_autoptr(AtlasSheet) sheet = read_text (text);
  g_autoptr(GError) error = NULL;
  AtlasSheetSettings settings = usual_settings ();
  gint64 children = count (fixture, &atlas_child_type);
  gint64 referrals = count (fixture, &atlas_referral_type);
  g_auto(GStrv) sets = NULL;
  g_autofree char *label = NULL;
  g_autoptr(AtlasSheetPlan) made = bring_in (fixture, sheet, &settings, &sets);

  g_assert_cmpuint (g_strv_length (sets), ==, 2);
  g_assert_cmpint (count (fixture, &atlas_referral_type), ==, referrals + n_rows);
  g_assert_true (atlas_store_undo_all (fixture->store, (const char * const *) sets, &label,
                                       &error));
  g_assert_no_error (error);
  g_assert_cmpstr (label, ==, "Import of children.csv");
  g_assert_cmpint (count (fixture, &atlas_child_type), ==, children);
  g_assert_cmpint (count (fixture, &atlas_referral_type), ==, referrals);

  g_assert_false (atlas_store_undo_all (fixture->store, (const char * const *) sets, NULL, &error));
  g_assert_error (error, ATLAS_ERROR, ATLAS_ERROR_NOT_FOUND);
}

/* When the store fails half way nothing is written: no child, no reference, no map. */
static void
test_half_an_import_is_none (CaseStore    *fixture,
                             gconstpointer data)
{
  g_autofree char *text = make_many (300);
  g_autoptr(AtlasSheet) sheet = read_text (text);
  g_autoptr(AtlasSheetMap) map = atlas_sheet_map_new_guess (sheet);
  g_autoptr(GError) error = NULL;
  AtlasSheetSettings settings = usual_settings ();
  gint64 children = count (fixture, &atlas_child_type);
  g_autofree char *last = atlas_store_get_meta (fixture->store, "last_reference");
  g_autofree char *last_now = NULL;
  g_auto(GStrv) sets = NULL;
  g_autoptr(AtlasSheetPlan) made = NULL;

  atlas_db_exec (atlas_store_get_db (fixture->store),
                 "CREATE TEMP TRIGGER half BEFORE INSERT ON outbox"
                 " WHEN (SELECT count (*) FROM outbox) > 0"
                 " BEGIN SELECT RAISE (ABORT, 'half way'); END", &error);
  g_assert_no_error (error);
  made = atlas_sheet_store_bring_in (fixture->store, sheet, map, &settings, &sets, &error);
  last_now = atlas_store_get_meta (fixture->store, "last_reference");

  g_assert_null (made);
  g_assert_nonnull (strstr (error->message, "half way"));
  g_assert_null (sets);
  g_assert_cmpint (count (fixture, &atlas_child_type), ==, children);
  g_assert_cmpstr (last_now, ==, last);
}

/* References are given out past those that the file and the store have. */
static void
test_references_are_never_given_twice (CaseStore    *fixture,
                                       gconstpointer data)
{
  g_autoptr(AtlasSheet) sheet =
    read_text (TITLES "\nAda,Lee,01/02/2012,,mark1,ap,2,A1-001\nBea,Lee,01/03/2012,,mark2,ap,3,\n");
  AtlasSheetSettings settings = usual_settings ();
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) sets = NULL;
  g_autoptr(AtlasSheetPlan) made = bring_in (fixture, sheet, &settings, &sets);
  g_autofree char *next = atlas_store_next_reference (fixture->store, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (atlas_sheet_plan_get_line (made, 0)->reference, ==, "A1-001");
  g_assert_cmpstr (atlas_sheet_plan_get_line (made, 1)->reference, ==, "A1-002");
  g_assert_cmpstr (next, ==, "A1-003");
}

/* The map of an import is remembered for the next table with the same titles, not for others. */
static void
test_the_map_is_remembered (CaseStore    *fixture,
                            gconstpointer data)
{
  g_autoptr(AtlasSheet) sheet = read_text ("Who,DOB,Where\nLee,01/02/2012,mark1\n");
  g_autoptr(AtlasSheet) again = read_text ("dob,where,WHO\n01/02/2012,mark1,Kay\n");
  g_autoptr(AtlasSheet) other = read_text ("Who,DOB\nLee,01/02/2012\n");
  g_autoptr(AtlasSheetMap) map = atlas_sheet_map_new_guess (sheet);
  g_autoptr(AtlasSheetMap) recalled = NULL;
  g_autoptr(AtlasSheetMap) guessed = NULL;
  g_autoptr(GError) error = NULL;

  atlas_sheet_map_set_field (map, "Who", atlas_sheet_find_field ("child.last_name"));
  g_assert_true (atlas_sheet_store_remember (fixture->store, sheet, map, &error));
  g_assert_no_error (error);
  recalled = atlas_sheet_store_recall (fixture->store, again);
  guessed = atlas_sheet_store_recall (fixture->store, other);

  g_assert_cmpuint (atlas_sheet_map_get_field (recalled, "WHO"), ==,
                    atlas_sheet_find_field ("child.last_name"));
  g_assert_cmpuint (atlas_sheet_map_get_field (guessed, "Who"), ==, ATLAS_SHEET_FIELD_NONE);
}

static void
add_test (const char *path,
          void ( *test ) (CaseStore *, gconstpointer))
{
  g_test_add (path, CaseStore, GINT_TO_POINTER (12), case_store_set_up, test,
              case_store_tear_down);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  add_test ("/sheet-plan/refusals-have-line-column-and-reason",
            test_refusals_have_line_column_and_reason);
  add_test ("/sheet-plan/twice-in-the-file-is-refused", test_twice_in_the_file_is_refused);
  add_test ("/sheet-plan/a-possible-duplicate-is-for-people-to-say",
            test_a_possible_duplicate_is_for_people_to_say);
  add_test ("/sheet-plan/one-upn-is-one-child", test_one_upn_is_one_child);
  add_test ("/sheet-plan/a-row-makes-all-its-records", test_a_row_makes_all_its_records);
  add_test ("/sheet-plan/the-second-time-is-the-same", test_the_second_time_is_the_same);
  add_test ("/sheet-plan/a-known-reference-needs-no-name", test_a_known_reference_needs_no_name);
  add_test ("/sheet-plan/defaults-are-for-new-records", test_defaults_are_for_new_records);
  add_test ("/sheet-plan/an-import-is-undone-as-one", test_an_import_is_undone_as_one);
  add_test ("/sheet-plan/half-an-import-is-none", test_half_an_import_is_none);
  add_test ("/sheet-plan/references-are-never-given-twice", test_references_are_never_given_twice);
  add_test ("/sheet-plan/the-map-is-remembered", test_the_map_is_remembered);

  return g_test_run ();
}
