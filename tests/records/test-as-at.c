/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/atlas-id.h"
#include "records/atlas-as-at.h"

#define SCHOOL "0195c0de-0000-7000-8000-000000000001"
#define OTHER  "0195c0de-0000-7000-8000-000000000002"

static AtlasRecord *
make (const char *type,
      const char *id,
      const char *fields)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(json_t) object = atlas_json_parse (fields, -1, &error);
  AtlasRecord *record;

  g_assert_no_error (error);
  record = atlas_record_new (atlas_type_find (type), id, 3, object, &error);
  g_assert_no_error (error);

  return record;
}

static void
add_label (GPtrArray  *labels,
           const char *subject,
           const char *kind,
           const char *item,
           const char *text,
           const char *from,
           const char *to)
{
  g_autofree char *id = atlas_id_new ();
  g_autofree char *fields = NULL;

  fields = g_strdup_printf ("{\"subject\": [\"provision\", \"%s\"], \"kind\": \"%s\", "
                            "\"item\": \"%s\", \"text\": \"%s\", "
                            "\"valid\": {\"from\": \"%s\", \"to\": \"%s\"}}",
                            subject, kind, item, text, from, to);
  g_ptr_array_add (labels, make ("label", id, fields));
}

static AtlasRecord *
make_school (void)
{
  return make ("provision", SCHOOL,
               "{\"key\": \"larwood\", \"name\": \"Larwood\", \"kind\": \"semh-special\", "
               "\"gender\": \"mixed\", \"serves_towns\": [\"Hitchin\", \"Stevenage\"]}");
}

static void
test_a_record_is_as_it_was_on_a_day (void)
{
  g_autoptr(GPtrArray)   labels = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(AtlasRecord) school = make_school ();
  g_autoptr(AtlasRecord) then = NULL;
  g_autoptr(AtlasRecord) later = NULL;
  AtlasProvision *provision;

  add_label (labels, SCHOOL, "attribute", "residential", "yes", "2016-04-01", "2019-12-31");
  add_label (labels, SCHOOL, "attribute", "serves_towns", ATLAS_LABEL_NOT_STATED,
             "2016-04-01", "2019-12-31");
  add_label (labels, SCHOOL, "name", "", "Larwood School", "2016-04-01", "2019-12-31");
  add_label (labels, OTHER, "attribute", "gender", "boys", "2016-04-01", "2019-12-31");

  then = atlas_record_as_at (school, labels, atlas_date_new (2016, 5, 1));
  provision = (AtlasProvision *) then;
  g_assert_cmpstr (provision->residential, ==, "yes");
  g_assert_null (provision->serves_towns);
  g_assert_cmpstr (provision->name, ==, "Larwood School");
  g_assert_cmpstr (provision->gender, ==, "mixed");
  g_assert_cmpint (atlas_record_get_rev (then), ==, 3);

  later = atlas_record_as_at (school, labels, atlas_date_new (2020, 3, 1));
  g_assert_true (later == school);
}

static void
test_a_label_that_does_not_fit_is_passed_over (void)
{
  g_autoptr(GPtrArray)   labels = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(AtlasRecord) school = make_school ();
  g_autoptr(AtlasRecord) then = NULL;

  add_label (labels, SCHOOL, "attribute", "no_such_field", "yes", "2016-04-01", "2019-12-31");
  add_label (labels, SCHOOL, "attribute", "area", "no id", "2016-04-01", "2019-12-31");
  add_label (labels, SCHOOL, "alias", "gender", "boys", "2016-04-01", "2019-12-31");

  then = atlas_record_as_at (school, labels, atlas_date_new (2016, 5, 1));
  g_assert_null (((AtlasProvision *) then)->area);
  g_assert_cmpstr (((AtlasProvision *) then)->gender, ==, "mixed");
}

static void
test_words_are_those_of_the_day (void)
{
  g_autoptr(GPtrArray) labels = g_ptr_array_new_with_free_func (g_object_unref);
  AtlasDate before = atlas_date_new (2019, 12, 31);
  AtlasDate after = atlas_date_new (2020, 1, 1);

  add_label (labels, SCHOOL, "tier", "4", "In-reach", "2016-04-01", "2019-12-31");
  add_label (labels, SCHOOL, "tier", "4", "Getting More Help", "2020-01-01", "2026-12-31");

  g_assert_cmpstr (atlas_labels_text (labels, NULL, "tier", NULL, "4", before), ==, "In-reach");
  g_assert_cmpstr (atlas_labels_text (labels, SCHOOL, "tier", NULL, "4", after), ==,
                   "Getting More Help");
  g_assert_null (atlas_labels_text (labels, NULL, "tier", NULL, "5", after));
  g_assert_null (atlas_labels_text (labels, OTHER, "tier", NULL, "4", after));
  g_assert_null (atlas_labels_text (labels, NULL, "tier", NULL, "4", atlas_date_new (2016, 3, 31)));
}

static void
test_age_says_when_and_whether_it_was_checked (void)
{
  static const char *ages[][2] = {
    { "{\"published\": \"2020-01-01\"}", "published January 2020, not checked since" },
    { "{\"published\": \"2016-09-21\"}", "published 21 September 2016, not checked since" },
    { "{\"published\": \"2020-01-01\", \"checked\": \"2026-11-22\"}",
      "published January 2020, checked 22 November 2026" },
    { "{\"checked\": \"2026-11-22\"}", "checked 22 November 2026" },
    { "{}", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (ages); i++)
    {
      g_autoptr(AtlasRecord) record = make ("provision", SCHOOL, ages[i][0]);
      g_autofree char *age = atlas_record_describe_age (record);

      g_assert_cmpstr (age, ==, ages[i][1]);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/records/a-record-is-as-it-was-on-a-day", test_a_record_is_as_it_was_on_a_day);
  g_test_add_func ("/records/a-label-that-does-not-fit-is-passed-over",
                   test_a_label_that_does_not_fit_is_passed_over);
  g_test_add_func ("/records/words-are-those-of-the-day", test_words_are_those_of_the_day);
  g_test_add_func ("/records/age-says-when-and-whether-it-was-checked",
                   test_age_says_when_and_whether_it_was_checked);

  return g_test_run ();
}
