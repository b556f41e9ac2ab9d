/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "reports/atlas-actions.h"

#include "base/atlas-id.h"

#define ON atlas_date_new (2026, 11, 20)

static void
add (GPtrArray  *records,
     const char *key,
     const char *json)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *id = atlas_id_new ();
  g_autoptr(json_t) fields = json_loads (json, 0, NULL);

  g_assert_nonnull (fields);
  json_object_set_new (fields, "key", json_string (key));
  json_object_set_new (fields, "text", json_string (key));
  g_ptr_array_add (records, atlas_record_new (&atlas_action_type, id, 0, fields, &error));
  g_assert_no_error (error);
}

static GPtrArray *
make_records (void)
{
  GPtrArray *records = g_ptr_array_new_with_free_func (g_object_unref);

  add (records, "a", "{\"theme\": \"Delivery\"}");
  add (records, "b", "{\"number\": 8, \"letter\": \"7a\", \"theme\": \"Data\"}");
  add (records, "c", "{\"number\": 1, \"letter\": \"1a\", \"theme\": \"Prevention\","
       " \"status\": \"under-way\", \"due\": \"2026-11-19\"}");
  add (records, "d", "{\"number\": 1, \"letter\": \"1b\", \"status\": \"done\","
       " \"due\": \"2026-11-01\"}");
  add (records, "e", "{\"number\": 1, \"letter\": \"1c\", \"due\": \"2026-11-20\"}");
  add (records, "f", "{\"number\": 2, \"letter\": \"2a\", \"valid\": {\"to\": \"2026-11-19\"}}");

  return records;
}

/* T171: actions are reported under their recommendations, by status */
static void
test_actions_stand_under_their_recommendations (void)
{
  g_autoptr(GPtrArray) records = make_records ();
  g_autoptr(AtlasActions) actions = atlas_actions_new_for_records (records, ON);
  const AtlasActionGroup *first = g_ptr_array_index (actions->groups, 0);
  g_autofree char *first_words = atlas_action_word_group (first);
  g_autofree char *last_words = NULL;
  g_autofree char *sum = atlas_actions_word_sum (actions);

  g_assert_cmpuint (actions->groups->len, ==, 3);
  g_assert_cmpuint (actions->n_actions, ==, 5);
  g_assert_cmpstr (first_words, ==, "Recommendation 1: Prevention");
  g_assert_cmpuint (first->actions->len, ==, 3);
  last_words = atlas_action_word_group (g_ptr_array_index (actions->groups, 2));
  g_assert_cmpstr (last_words, ==, "Delivery");
  g_assert_cmpuint (atlas_actions_count (actions, "under-way"), ==, 1);
  g_assert_cmpuint (atlas_actions_count (actions, ""), ==, 3);
  g_assert_cmpstr (sum, ==, "5 actions · Under way: 1 · Done: 1 · Nothing recorded: 3 · Late: 1");
}

static void
test_only_what_is_open_and_past_its_day_is_late (void)
{
  g_autoptr(GPtrArray) records = make_records ();
  AtlasAction *passed = g_ptr_array_index (records, 2);
  g_autofree char *late = atlas_action_word_due (passed, ON);
  g_autofree char *none = atlas_action_word_due (g_ptr_array_index (records, 0), ON);

  g_assert_true (atlas_action_is_late (passed, ON));
  g_assert_cmpstr (late, ==, "19 November 2026, late");
  g_assert_false (atlas_action_is_late (passed, ON - 1));
  g_assert_false (atlas_action_is_late (g_ptr_array_index (records, 3), ON));
  g_assert_false (atlas_action_is_late (g_ptr_array_index (records, 4), ON));
  g_assert_cmpstr (none, ==, "No date");
}

static void
test_no_actions_are_none (void)
{
  g_autoptr(GPtrArray) records = g_ptr_array_new ();
  g_autoptr(AtlasActions) actions = atlas_actions_new_for_records (records, ON);

  g_assert_cmpuint (actions->n_actions, ==, 0);
  g_assert_cmpuint (actions->groups->len, ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/reports/actions/actions-stand-under-their-recommendations",
                   test_actions_stand_under_their_recommendations);
  g_test_add_func ("/reports/actions/only-what-is-open-and-past-its-day-is-late",
                   test_only_what_is_open_and_past_its_day_is_late);
  g_test_add_func ("/reports/actions/no-actions-are-none", test_no_actions_are_none);

  return g_test_run ();
}
