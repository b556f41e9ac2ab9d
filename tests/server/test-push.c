/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "../isolate.h"
#include "base/atlas-id.h"
#include "server-fixture.h"

typedef struct {
  TestServer *server;
  TestClient *lead;             /* leads area dspl3 */
  TestClient *officer;          /* of the whole county */
  char       *child;
  char       *referral;         /* made by the lead, at revision 1 */
} Fixture;

/* One process for all of them: each test has users, laptops and records of its own. */
static TestServer *shared;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->server = shared;
  fixture->lead = test_client_for (fixture->server, "area_lead", "area/dspl3");
  fixture->officer = test_client_for (fixture->server, "county_officer", "county");
  fixture->referral = test_client_refer (fixture->lead, "dspl3", &fixture->child);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  test_client_free (fixture->lead);
  test_client_free (fixture->officer);
  g_free (fixture->child);
  g_free (fixture->referral);
}

static json_t *
push_set (TestClient *client,
          const char *referral,
          int         base,
          const char *fields)
{
  return test_client_push (client,
                           test_json ("[{'op':'set','type':'referral','id':'%s','base':%d,"
                                      "'fields':%s}]", referral, base, fields));
}

static json_t *
referral_fields (TestClient *client,
                 const char *referral)
{
  g_autoptr(json_t) changes = NULL;

  g_clear_pointer (&client->cursor, g_free);
  changes = test_client_pull (client);
  return json_incref (json_object_get (test_find (changes, "referral", referral), "fields"));
}

static void
test_applied (Fixture      *fixture,
              gconstpointer data)
{
  g_autoptr(json_t) answer = push_set (fixture->lead, fixture->referral, 1, "{'tier':[3,4]}");
  g_autoptr(json_t) fields = referral_fields (fixture->officer, fixture->referral);
  json_t *ops = json_object_get (test_result (answer, 0), "ops");

  g_assert_cmpuint (fixture->lead->status, ==, 200);
  g_assert_cmpint (atlas_json_integer (answer, "last", 0), ==, 2);
  g_assert_true (json_is_integer (json_object_get (answer, "skew_ms")));
  g_assert_cmpint (atlas_json_integer (json_array_get (ops, 0), "rev", 0), ==, 2);
  g_assert_cmpint (atlas_json_integer (fields, "tier", 0), ==, 4);
}

static void
test_two_laptops_merge_fields (Fixture      *fixture,
                               gconstpointer data)
{
  g_autoptr(json_t) first = push_set (fixture->lead, fixture->referral, 1, "{'tier':[3,4]}");
  g_autoptr(json_t) second = push_set (fixture->officer, fixture->referral, 1,
                                       "{'about':[null,'Asks for help']}");
  g_autoptr(json_t) fields = referral_fields (fixture->lead, fixture->referral);

  test_assert_state (first, "applied");
  test_assert_state (second, "applied");
  g_assert_cmpint (atlas_json_integer (fields, "tier", 0), ==, 4);
  g_assert_cmpstr (atlas_json_string (fields, "about"), ==, "Asks for help");
}

static void
test_one_field_twice_is_a_conflict (Fixture      *fixture,
                                    gconstpointer data)
{
  g_autoptr(json_t) first = push_set (fixture->lead, fixture->referral, 1, "{'tier':[3,4]}");
  g_autoptr(json_t) second = push_set (fixture->officer, fixture->referral, 1, "{'tier':[3,5]}");
  g_autoptr(json_t) changes = test_client_pull (fixture->lead);
  json_t *result = test_result (second, 0);
  const char *id = json_string_value (json_array_get (json_object_get (result, "conflicts"), 0));
  json_t *conflict = test_find (changes, "conflict", id);
  json_t *fields = json_object_get (conflict, "fields");
  json_t *tier = json_object_get (json_object_get (fields, "fields"), "tier");
  json_t *kept = json_object_get (json_array_get (json_object_get (result, "ops"), 0), "kept");

  test_assert_state (second, "merged");
  g_assert_cmpstr (json_string_value (json_array_get (kept, 0)), ==, "tier");
  g_assert_nonnull (conflict);
  g_assert_cmpstr (atlas_json_string (fields, "kind"), ==, "field");
  g_assert_cmpstr (atlas_json_string (fields, "state"), ==, "open");
  g_assert_cmpint (atlas_json_integer (tier, "base", 0), ==, 3);
  g_assert_cmpint (atlas_json_integer (tier, "current", 0), ==, 4);
  g_assert_cmpint (atlas_json_integer (tier, "proposed", 0), ==, 5);
}

static void
test_a_conflict_is_settled_once (Fixture      *fixture,
                                 gconstpointer data)
{
  g_autoptr(json_t) first = push_set (fixture->lead, fixture->referral, 1, "{'tier':[3,4]}");
  g_autoptr(json_t) second = push_set (fixture->officer, fixture->referral, 1, "{'tier':[3,5]}");
  json_t *conflicts = json_object_get (test_result (second, 0), "conflicts");
  const char *id = json_string_value (json_array_get (conflicts, 0));
  g_autoptr(json_t) settled = NULL;
  g_autoptr(json_t) again = NULL;
  g_autoptr(json_t) alike = NULL;
  g_autoptr(json_t) made = NULL;

  settled = test_client_push (fixture->lead,
                              test_json ("[{'op':'set','type':'referral','id':'%s','base':2,"
                                         "'fields':{'tier':[4,5]}},{'op':'set','type':'conflict',"
                                         "'id':'%s','base':1,'fields':{'state':['open','taken']}}]",
                                         fixture->referral, id));
  test_assert_state (settled, "applied");
  again = test_client_push (fixture->officer,
                            test_json ("[{'op':'set','type':'conflict','id':'%s','base':1,"
                                       "'fields':{'state':['open','kept']}}]", id));
  test_assert_parked (again, "invalid-transition");
  alike = test_client_push (fixture->officer,
                            test_json ("[{'op':'set','type':'conflict','id':'%s','base':1,"
                                       "'fields':{'state':['open','taken']}}]", id));
  test_assert_parked (alike, "invalid-transition");

  made = test_client_push (fixture->officer,
                           test_json ("[{'op':'set','type':'conflict','id':'%s','base':1,"
                                      "'fields':{'kind':['field','edited_deleted']}}]", id));
  test_assert_parked (made, "forbidden");
}

static void
test_groups_stand_or_fall_together (Fixture      *fixture,
                                    gconstpointer data)
{
  g_autoptr(json_t) first = push_set (fixture->lead, fixture->referral, 1,
                                      "{'step':['draft','sent'],'step_on':[null,'2026-11-20']}");
  g_autoptr(json_t) second = push_set (fixture->officer, fixture->referral, 1,
                                       "{'step_on':[null,'2026-11-19'],'tier':[3,2]}");
  g_autoptr(json_t) fields = referral_fields (fixture->lead, fixture->referral);

  test_assert_state (first, "applied");
  test_assert_state (second, "merged");
  g_assert_cmpstr (atlas_json_string (fields, "step_on"), ==, "2026-11-20");
  g_assert_cmpint (atlas_json_integer (fields, "tier", 0), ==, 2);
}

static void
test_chained_edits_of_one_laptop_do_not_conflict (Fixture      *fixture,
                                                  gconstpointer data)
{
  g_autoptr(json_t) first = push_set (fixture->lead, fixture->referral, 1, "{'tier':[3,4]}");
  g_autoptr(json_t) second = push_set (fixture->lead, fixture->referral, 1, "{'tier':[4,5]}");

  test_assert_state (first, "applied");
  test_assert_state (second, "applied");
}

static void
test_sets_of_values_never_conflict (Fixture      *fixture,
                                    gconstpointer data)
{
  g_autoptr(json_t) first = NULL;
  g_autoptr(json_t) second = NULL;
  g_autoptr(json_t) fields = NULL;
  g_autofree char *agencies = NULL;

  first = test_client_push (fixture->lead,
                            test_json ("[{'op':'add','type':'referral','id':'%s',"
                                       "'field':'agencies','values':['ed-psych','nurse']}]",
                                       fixture->referral));
  second = test_client_push (fixture->officer,
                             test_json ("[{'op':'remove','type':'referral','id':'%s',"
                                        "'field':'agencies','values':['nurse']},"
                                        "{'op':'add','type':'referral','id':'%s',"
                                        "'field':'agencies','values':['camhs']}]",
                                        fixture->referral, fixture->referral));
  fields = referral_fields (fixture->lead, fixture->referral);
  agencies = atlas_json_to_text (json_object_get (fields, "agencies"));

  test_assert_state (first, "applied");
  test_assert_state (second, "applied");
  g_assert_cmpstr (agencies, ==, "[\"camhs\",\"ed-psych\"]");
}

static void
test_an_edit_outlives_a_deletion (Fixture      *fixture,
                                  gconstpointer data)
{
  g_autoptr(json_t) edit = push_set (fixture->lead, fixture->referral, 1, "{'tier':[3,4]}");
  g_autoptr(json_t) deletion = NULL;
  g_autofree char *kept = NULL;

  deletion = test_client_push (fixture->officer,
                               test_json ("[{'op':'delete','type':'referral','id':'%s','base':1}]",
                                          fixture->referral));
  kept = atlas_json_to_text (json_object_get (test_result (deletion, 0), "ops"));

  test_assert_state (edit, "applied");
  test_assert_state (deletion, "merged");
  g_assert_cmpstr (kept, ==, "[{\"kept\":[\"*\"],\"rev\":2}]");
}

static void
test_an_edit_of_what_is_deleted_is_kept_aside (Fixture      *fixture,
                                               gconstpointer data)
{
  g_autoptr(json_t) deletion = NULL;
  g_autoptr(json_t) edit = NULL;
  g_autoptr(json_t) changes = NULL;

  deletion = test_client_push (fixture->lead,
                               test_json ("[{'op':'delete','type':'referral','id':'%s','base':1}]",
                                          fixture->referral));
  edit = push_set (fixture->officer, fixture->referral, 1, "{'tier':[3,4]}");
  changes = test_client_pull (fixture->officer);

  test_assert_state (deletion, "applied");
  test_assert_state (edit, "merged");
  g_assert_cmpstr (atlas_json_string (json_object_get (test_find (changes, "conflict", NULL),
                                                       "fields"), "kind"), ==, "edited_deleted");
}

static json_t *
rename_child (const char *child,
              const char *name)
{
  return test_json ("[{'op':'set','type':'child','id':'%s','base':1,'fields':"
                    "{'first_name':['Invented','%s']}}]", child, name);
}

/* Two versions of a name are not shown to a role that gets the name masked. */
static void
test_a_conflict_is_masked_like_its_record (Fixture      *fixture,
                                           gconstpointer data)
{
  g_autoptr(TestClient) commissioner = test_client_for (fixture->officer->server,
                                                        "commissioning_officer", "county");
  g_autofree char *child = atlas_id_new ();
  g_autoptr(json_t) made = test_client_push (fixture->officer,
                                             json_pack ("[o]", test_create_child (child, "dspl3")));
  g_autoptr(json_t) first = NULL;
  g_autoptr(json_t) second = NULL;
  g_autoptr(json_t) whole = NULL;
  g_autoptr(json_t) masked = NULL;
  g_autofree char *id = NULL;
  json_t *fields;

  first = test_client_push (fixture->lead, rename_child (child, "Unreal"));
  second = test_client_push (fixture->officer, rename_child (child, "Made up"));
  test_assert_state (first, "applied");
  test_assert_state (second, "merged");
  id = g_strdup (json_string_value (json_array_get (json_object_get (test_result (second, 0),
                                                                     "conflicts"), 0)));

  whole = test_client_pull (fixture->lead);
  fields = json_object_get (test_find (whole, "conflict", id), "fields");
  g_assert_nonnull (json_object_get (json_object_get (fields, "fields"), "first_name"));

  masked = test_client_pull (commissioner);
  fields = json_object_get (test_find (masked, "conflict", id), "fields");
  g_assert_nonnull (fields);
  g_assert_null (json_object_get (json_object_get (fields, "fields"), "first_name"));
}

static void
test_another_epoch_compares_values (Fixture      *fixture,
                                    gconstpointer data)
{
  g_autoptr(json_t) same = NULL;
  g_autoptr(json_t) other = NULL;

  g_free (fixture->officer->epoch);
  fixture->officer->epoch = atlas_id_new ();
  same = push_set (fixture->officer, fixture->referral, 40, "{'tier':[3,4]}");
  other = push_set (fixture->officer, fixture->referral, 40, "{'tier':[3,5]}");

  test_assert_state (same, "applied");
  test_assert_state (other, "merged");
}

static void
test_a_replayed_set_has_no_other_effect (Fixture      *fixture,
                                         gconstpointer data)
{
  g_autoptr(json_t) set = test_client_set (fixture->lead,
                                           test_json ("[{'op':'set','type':'referral','id':'%s',"
                                                      "'base':1,'fields':{'tier':[3,4]}}]",
                                                      fixture->referral));
  g_autoptr(json_t) first = test_client_push_sets (fixture->lead, json_pack ("[O]", set));
  g_autoptr(json_t) second = test_client_push_sets (fixture->lead, json_pack ("[O]", set));
  json_t *result = test_result (second, 0);

  test_assert_state (first, "applied");
  g_assert_cmpuint (fixture->lead->status, ==, 200);
  g_assert_true (atlas_json_boolean (result, "replayed"));
  g_assert_cmpint (atlas_json_integer (result, "seq", 0), ==,
                   atlas_json_integer (test_result (first, 0), "seq", -1));
  g_assert_true (atlas_json_equal (json_object_get (result, "ops"),
                                   json_object_get (test_result (first, 0), "ops")));
  g_assert_cmpint (atlas_json_integer (second, "last", 0), ==, 2);
}

static void
test_a_gap_is_refused_with_the_number_expected (Fixture      *fixture,
                                                gconstpointer data)
{
  g_autoptr(json_t) answer = NULL;

  fixture->lead->n = 7;
  answer = push_set (fixture->lead, fixture->referral, 1, "{'tier':[3,4]}");

  g_assert_cmpuint (fixture->lead->status, ==, 409);
  g_assert_cmpstr (test_problem (answer), ==, "gap");
  g_assert_cmpint (atlas_json_integer (answer, "expected", 0), ==, 2);
}

static void
test_a_used_number_means_a_clone (Fixture      *fixture,
                                  gconstpointer data)
{
  g_autoptr(json_t) answer = NULL;

  fixture->lead->n = 0;
  answer = push_set (fixture->lead, fixture->referral, 1, "{'tier':[3,4]}");

  g_assert_cmpuint (fixture->lead->status, ==, 409);
  g_assert_cmpstr (test_problem (answer), ==, "device-cloned");
}

static void
test_a_clone_enrols_again_and_renumbers (Fixture      *fixture,
                                         gconstpointer data)
{
  g_autofree char *code = test_server_add_user (fixture->server, "invented twin", "area_lead",
                                                "area/dspl3");
  g_autoptr(TestClient) twin = test_client_enrol (fixture->server, code);
  g_autoptr(json_t) set = test_client_set (twin, json_pack ("[o]",
                                                            test_create_child (fixture->child,
                                                                               "dspl3")));
  g_autoptr(json_t) first = test_client_push_sets (twin, json_pack ("[O]", set));
  g_autofree char *output = test_server_run (fixture->server, 0, NULL, "user", "code", "%",
                                             "invented twin", NULL);
  g_autofree char *proof = g_strdup_printf ("{'enrol_code':'%.24s'}", output);
  g_autofree char *formerly = g_strdup (twin->device);
  g_autoptr(json_t) enrolled = test_client_enrol_with (twin, proof, formerly);
  g_autoptr(json_t) again = NULL;

  test_assert_state (first, "applied");
  g_assert_cmpuint (twin->status, ==, 201);
  test_client_take (twin, enrolled);
  g_assert_cmpstr (twin->device, !=, formerly);
  again = test_client_push_sets (twin, json_pack ("[O]", set));
  g_assert_true (atlas_json_boolean (test_result (again, 0), "replayed"));
  g_assert_cmpint (atlas_json_integer (again, "last", 0), ==, 1);
}

static void
test_the_first_sets_are_done_though_a_later_one_is_refused (Fixture      *fixture,
                                                            gconstpointer data)
{
  json_t *good = test_client_set (fixture->lead,
                                  test_json ("[{'op':'set','type':'referral','id':'%s','base':1,"
                                             "'fields':{'tier':[3,4]}}]", fixture->referral));
  json_t *after_gap;
  g_autoptr(json_t) answer = NULL;

  fixture->lead->n++;
  after_gap = test_client_set (fixture->lead, json_array ());
  json_array_append_new (json_object_get (after_gap, "ops"),
                         test_json ("{'op':'delete','type':'referral','id':'%s','base':1}",
                                    fixture->referral));
  answer = test_client_push_sets (fixture->lead, json_pack ("[o, o]", good, after_gap));

  g_assert_cmpuint (fixture->lead->status, ==, 200);
  g_assert_cmpuint (json_array_size (json_object_get (answer, "results")), ==, 1);
  g_assert_cmpint (atlas_json_integer (answer, "last", 0), ==, 2);
}

static void
test_what_may_not_be_is_parked_by_its_reason (Fixture      *fixture,
                                              gconstpointer data)
{
  g_autofree char *nhas = test_key_id ("provision", "nhas");
  g_autofree char *fresh = atlas_id_new ();
  const struct {
    const char *reason;
    json_t     *ops;
  } cases[] = {
    { "forbidden", json_pack ("[o]", test_create_child (fresh, "dspl5")) },
    { "forbidden", test_json ("[{'op':'set','type':'provision','id':'%s','base':1,"
                              "'fields':{'note':[null,'Mine']}}]", nhas) },
    { "forbidden", test_json ("[{'op':'create','type':'question','id':'%s','fields':"
                              "{'kind':'over_allocation','state':'open'}}]", fresh) },
    { "invalid", test_json ("[{'op':'set','type':'referral','id':'%s','base':1,"
                            "'fields':{'tier':[3,9]}}]", fixture->referral) },
    { "invalid-transition", test_json ("[{'op':'set','type':'referral','id':'%s','base':1,"
                                       "'fields':{'step':['draft','started']}}]",
                                       fixture->referral) },
    { "unknown-field", test_json ("[{'op':'set','type':'referral','id':'%s','base':1,"
                                  "'fields':{'colour':[null,'red']}}]", fixture->referral) },
    { "unknown-type", test_json ("[{'op':'create','type':'spaceship','id':'%s','fields':{}}]",
                                 fresh) },
    { "id-in-use", json_pack ("[o]", test_create_child (fixture->child, "dspl5")) },
    { "missing-subject", test_json ("[{'op':'set','type':'referral','id':'%s','base':1,"
                                    "'fields':{'tier':[3,4]}}]", fresh) },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(json_t) answer = test_client_push (fixture->lead, cases[i].ops);

      g_test_message ("%s", cases[i].reason);
      g_assert_cmpuint (fixture->lead->status, ==, 200);
      if (g_str_equal (cases[i].reason, "id-in-use"))
        test_assert_state (answer, "parked");
      else
        test_assert_parked (answer, cases[i].reason);
    }
}

static void
test_what_stands_on_a_parked_set_is_parked_after_it (Fixture      *fixture,
                                                     gconstpointer data)
{
  g_autofree char *child = atlas_id_new ();
  g_autofree char *referral = atlas_id_new ();
  g_autoptr(json_t) first = test_client_push (fixture->lead,
                                              json_pack ("[o]",
                                                         test_create_child (child, "dspl5")));
  g_autoptr(json_t) second = test_client_push (fixture->lead,
                                               json_pack ("[o]", test_create_referral (referral,
                                                                                       child)));

  test_assert_parked (first, "forbidden");
  test_assert_parked (second, "after-parked");
}

static void
test_append_only_records_are_never_changed (Fixture      *fixture,
                                            gconstpointer data)
{
  g_autofree char *nhas = test_key_id ("provision", "nhas");
  g_autofree char *place = atlas_id_new ();
  g_autofree char *id = atlas_id_new ();
  g_autoptr(json_t) made = NULL;
  g_autoptr(json_t) changed = NULL;

  made = test_client_push (fixture->officer,
                           test_json ("[{'op':'create','type':'place','id':'%s','fields':"
                                      "{'provision':'%s','commissioned':4}},"
                                      "{'op':'create','type':'return','id':'%s','fields':"
                                      "{'provision':'%s','place':'%s','as_at':'2026-11-02',"
                                      "'on_roll':3}}]", place, nhas, id, nhas, place));
  changed = test_client_push (fixture->officer,
                              test_json ("[{'op':'set','type':'return','id':'%s','base':1,"
                                         "'fields':{'on_roll':[3,2]}}]", id));

  test_assert_state (made, "applied");
  test_assert_parked (changed, "append-only");
}

static void
test_a_parked_set_is_found_and_settled (Fixture      *fixture,
                                        gconstpointer data)
{
  g_autofree char *child = atlas_id_new ();
  g_autoptr(TestClient) neighbour = test_client_for (fixture->server, "area_lead", "area/dspl5");
  g_autoptr(json_t) answer = test_client_push (fixture->lead,
                                               json_pack ("[o]",
                                                          test_create_child (child, "dspl5")));
  const char *park = atlas_json_string (test_result (answer, 0), "park");
  g_autoptr(json_t) authors = test_client_pull (fixture->lead);
  g_autoptr(json_t) neighbours = test_client_pull (neighbour);
  json_t *parked = json_object_get (test_find (authors, "parked", park), "fields");
  g_autoptr(json_t) settled = NULL;
  g_autoptr(json_t) again = NULL;

  g_assert_nonnull (test_find (neighbours, "parked", park));
  g_assert_cmpstr (atlas_json_string (parked, "reason"), ==, "forbidden");
  g_assert_cmpstr (atlas_json_string (parked, "by"), ==, fixture->lead->user);
  g_assert_cmpuint (json_array_size (json_object_get (json_object_get (parked, "set"), "ops")),
                    ==, 1);

  settled = test_client_push (neighbour,
                              json_pack ("[o, o]", test_create_child (child, "dspl5"),
                                         test_json ("{'op':'set','type':'parked','id':'%s',"
                                                    "'base':1,'fields':{'state':['open',"
                                                    "'accepted']}}", park)));
  test_assert_state (settled, "applied");
  again = test_client_push (fixture->lead,
                            test_json ("[{'op':'set','type':'parked','id':'%s','base':1,"
                                       "'fields':{'state':['open','discarded']}}]", park));
  test_assert_parked (again, "invalid-transition");
}

static void
test_what_a_role_may_not_write_is_parked (Fixture      *fixture,
                                          gconstpointer data)
{
  g_autoptr(TestClient) provider = test_client_for (fixture->server, "provider",
                                                    "provision/nhas");
  g_autofree char *nhas = test_key_id ("provision", "nhas");
  g_autofree char *note = atlas_id_new ();
  g_autoptr(json_t) answer = NULL;

  answer = test_client_push (provider,
                             test_json ("[{'op':'create','type':'note','id':'%s','fields':"
                                        "{'provision':'%s','text':'A note'}}]", note, nhas));
  test_assert_parked (answer, "forbidden");
}

static void
push_step (TestClient *client,
           Fixture    *fixture,
           int         base,
           const char *from,
           const char *to,
           const char *refused)
{
  g_autofree char *fields = g_strdup_printf ("{'step':['%s','%s']}", from, to);
  g_autoptr(json_t) answer = push_set (client, fixture->referral, base, fields);

  if (refused != NULL)
    test_assert_parked (answer, refused);
  else
    test_assert_state (answer, "applied");
}

/* A panel's chair decides at the panel; that a child has started is for others to record. */
static void
test_a_step_of_another_role_is_parked (Fixture      *fixture,
                                       gconstpointer data)
{
  g_autoptr(TestClient) chair = test_client_for (fixture->server, "panel_chair",
                                                 "panel/nhas-panel");
  g_autofree char *panel = test_key_id ("panel", "nhas-panel");
  g_autofree char *to_panel = g_strdup_printf ("{'panel':[null,'%s'],'step':['draft','sent']}",
                                               panel);
  g_autofree char *child = atlas_id_new ();
  g_autofree char *referral = atlas_id_new ();
  g_autoptr(json_t) sent = push_set (fixture->officer, fixture->referral, 1, to_panel);
  g_autoptr(json_t) made = NULL;
  g_autoptr(json_t) fields = NULL;

  test_assert_state (sent, "applied");
  push_step (fixture->officer, fixture, 2, "sent", "panel", NULL);
  push_step (chair, fixture, 3, "panel", "offered", NULL);
  push_step (fixture->lead, fixture, 4, "offered", "accepted", NULL);
  push_step (chair, fixture, 5, "accepted", "started", "forbidden");
  push_step (fixture->lead, fixture, 5, "accepted", "started", NULL);
  push_step (chair, fixture, 6, "started", "ended", "forbidden");
  fields = referral_fields (fixture->officer, fixture->referral);
  g_assert_cmpstr (atlas_json_string (fields, "step"), ==, "started");

  /* A referral that is made at a step is no way round it. */
  made = test_client_push (chair,
                           test_json ("[{'op':'create','type':'child','id':'%s','fields':{}},"
                                      "{'op':'create','type':'referral','id':'%s','fields':"
                                      "{'reference':'T-9','child':'%s','panel':'%s',"
                                      "'step':'started'}}]", child, referral, child, panel));
  test_assert_parked (made, "forbidden");
}

static void
test_bodies_that_break_the_form_do_nothing (Fixture      *fixture,
                                            gconstpointer data)
{
  g_autofree char *id = atlas_id_new ();
  static const char *sets[] = {
    "[{}]", "[1]", "{}", "[{'n':0,'set':'x','epoch':'y','made_at':'z','ops':[]}]",
    "[{'n':2,'set':'%s','made_at':'2026-11-20T09:00:00.000Z','ops':[{'op':'delete'}]}]",
    "[{'n':2,'set':'%s','epoch':'%s','made_at':'yesterday','ops':[]}]",
    "[{'n':2,'set':'%s','epoch':'%s','made_at':'2026-11-20T09:00:00.000Z','ops':"
    "[{'op':'explode','type':'child','id':'%s'}]}]",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (sets); i++)
    {
      g_auto(GStrv) parts = g_strsplit (sets[i], "%s", -1);
      g_autofree char *text = g_strjoinv (id, parts);
      g_autoptr(json_t) answer = test_client_push_sets (fixture->lead, test_json ("%s", text));

      g_assert_cmpuint (fixture->lead->status, ==, 400);
      g_assert_cmpstr (test_problem (answer), ==, "malformed");
    }
}

static void
test_a_set_without_epoch_is_malformed (Fixture      *fixture,
                                       gconstpointer data)
{
  g_autoptr(json_t) set = test_client_set (fixture->lead,
                                           test_json ("[{'op':'set','type':'referral','id':'%s',"
                                                      "'base':1,'fields':{'tier':[3,4]}}]",
                                                      fixture->referral));
  g_autoptr(json_t) answer = NULL;

  json_object_del (set, "epoch");
  answer = test_client_push_sets (fixture->lead, json_pack ("[O]", set));
  g_assert_cmpuint (fixture->lead->status, ==, 400);
}

static void
test_too_many_are_too_large (Fixture      *fixture,
                             gconstpointer data)
{
  json_t *ops = json_array ();
  json_t *sets = json_array ();
  g_autoptr(json_t) many_ops = NULL;
  g_autoptr(json_t) many_sets = NULL;

  for (int i = 0; i < 501; i++)
    json_array_append_new (ops, test_json ("{'op':'delete','type':'note','id':'%s','base':1}",
                                           fixture->referral));
  many_ops = test_client_push (fixture->lead, ops);
  g_assert_cmpuint (fixture->lead->status, ==, 413);
  g_assert_cmpstr (test_problem (many_ops), ==, "too-large");

  for (int i = 0; i < 101; i++)
    json_array_append_new (sets, json_object ());
  many_sets = test_client_push_sets (fixture->lead, sets);
  g_assert_cmpuint (fixture->lead->status, ==, 413);
}

static void
test_another_devices_sets_are_not_allowed (Fixture      *fixture,
                                           gconstpointer data)
{
  g_autofree char *own = g_strdup (fixture->officer->device);
  g_autoptr(json_t) answer = NULL;

  g_free (fixture->officer->device);
  fixture->officer->device = g_strdup (fixture->lead->device);
  answer = push_set (fixture->officer, fixture->referral, 1, "{'tier':[3,4]}");
  g_assert_cmpuint (fixture->officer->status, ==, 403);
  g_assert_cmpstr (test_problem (answer), ==, "not-allowed");
}

static void
add (const char *path,
     void (     *test ) (Fixture      *fixture,
                         gconstpointer data))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int    argc,
      char **argv)
{
  int failures;

  g_test_init (&argc, &argv, TEST_ISOLATE, NULL);
  add ("/server/push/applied", test_applied);
  add ("/server/push/two-laptops-merge-fields", test_two_laptops_merge_fields);
  add ("/server/push/one-field-twice-is-a-conflict", test_one_field_twice_is_a_conflict);
  add ("/server/push/a-conflict-is-settled-once", test_a_conflict_is_settled_once);
  add ("/server/push/groups-stand-or-fall-together", test_groups_stand_or_fall_together);
  add ("/server/push/chained-edits-of-one-laptop-do-not-conflict",
       test_chained_edits_of_one_laptop_do_not_conflict);
  add ("/server/push/sets-of-values-never-conflict", test_sets_of_values_never_conflict);
  add ("/server/push/an-edit-outlives-a-deletion", test_an_edit_outlives_a_deletion);
  add ("/server/push/an-edit-of-what-is-deleted-is-kept-aside",
       test_an_edit_of_what_is_deleted_is_kept_aside);
  add ("/server/push/a-conflict-is-masked-like-its-record",
       test_a_conflict_is_masked_like_its_record);
  add ("/server/push/another-epoch-compares-values", test_another_epoch_compares_values);
  add ("/server/push/a-replayed-set-has-no-other-effect", test_a_replayed_set_has_no_other_effect);
  add ("/server/push/a-gap-is-refused-with-the-number-expected",
       test_a_gap_is_refused_with_the_number_expected);
  add ("/server/push/a-used-number-means-a-clone", test_a_used_number_means_a_clone);
  add ("/server/push/a-clone-enrols-again-and-renumbers", test_a_clone_enrols_again_and_renumbers);
  add ("/server/push/the-first-sets-are-done-though-a-later-one-is-refused",
       test_the_first_sets_are_done_though_a_later_one_is_refused);
  add ("/server/push/what-may-not-be-is-parked-by-its-reason",
       test_what_may_not_be_is_parked_by_its_reason);
  add ("/server/push/what-stands-on-a-parked-set-is-parked-after-it",
       test_what_stands_on_a_parked_set_is_parked_after_it);
  add ("/server/push/append-only-records-are-never-changed",
       test_append_only_records_are_never_changed);
  add ("/server/push/a-parked-set-is-found-and-settled", test_a_parked_set_is_found_and_settled);
  add ("/server/push/what-a-role-may-not-write-is-parked",
       test_what_a_role_may_not_write_is_parked);
  add ("/server/push/a-step-of-another-role-is-parked", test_a_step_of_another_role_is_parked);
  add ("/server/push/bodies-that-break-the-form-do-nothing",
       test_bodies_that_break_the_form_do_nothing);
  add ("/server/push/a-set-without-epoch-is-malformed", test_a_set_without_epoch_is_malformed);
  add ("/server/push/too-many-are-too-large", test_too_many_are_too_large);
  add ("/server/push/another-devices-sets-are-not-allowed",
       test_another_devices_sets_are_not_allowed);

  shared = test_server_new (NULL);
  failures = g_test_run ();
  test_server_free (shared);

  return failures;
}
