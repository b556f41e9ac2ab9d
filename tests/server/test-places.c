/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "../isolate.h"
#include "base/atlas-date.h"
#include "base/atlas-id.h"
#include "server-fixture.h"

#define STARTS "2099-01-05"

typedef struct {
  TestClient *officer;
  TestClient *here;             /* leads area dspl3 */
  TestClient *there;            /* leads area dspl5 */
  char       *nhas;
  char       *place;            /* of one place, nobody on roll */
  char       *here_referral;
  char       *there_referral;
} Fixture;

/* One process for all of them: each test has users, laptops and records of its own. */
static TestServer *shared;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  g_autofree char *count = atlas_id_new ();
  g_autoptr(json_t) answer = NULL;

  fixture->officer = test_client_for (shared, "commissioning_officer", "county");
  fixture->here = test_client_for (shared, "area_lead", "area/dspl3");
  fixture->there = test_client_for (shared, "area_lead", "area/dspl5");
  fixture->nhas = test_key_id ("provision", "nhas");
  fixture->place = atlas_id_new ();
  answer = test_client_push (fixture->officer,
                             test_json ("[{'op':'create','type':'place','id':'%s','fields':"
                                        "{'provision':'%s','commissioned':1,'invented':true}},"
                                        "{'op':'create','type':'return','id':'%s','fields':"
                                        "{'provision':'%s','place':'%s','as_at':'2026-01-05',"
                                        "'on_roll':0}}]", fixture->place, fixture->nhas, count,
                                        fixture->nhas, fixture->place));
  test_assert_state (answer, "applied");
  fixture->here_referral = test_client_refer (fixture->here, "dspl3", NULL);
  fixture->there_referral = test_client_refer (fixture->there, "dspl5", NULL);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  test_client_free (fixture->officer);
  test_client_free (fixture->here);
  test_client_free (fixture->there);
  g_free (fixture->nhas);
  g_free (fixture->place);
  g_free (fixture->here_referral);
  g_free (fixture->there_referral);
}

static char *
offer (Fixture    *fixture,
       TestClient *client,
       const char *referral,
       const char *hold)
{
  char *id = atlas_id_new ();
  json_t *op = test_json ("{'op':'create','type':'offer','id':'%s','fields':{'referral':'%s',"
                          "'provision':'%s','place':'%s','step':'offered','starts':'" STARTS "'}}",
                          id, referral, fixture->nhas, fixture->place);
  g_autoptr(json_t) answer = NULL;

  if (hold != NULL)
    json_object_set_new (json_object_get (op, "fields"), "hold", json_string (hold));
  answer = test_client_push (client, json_pack ("[o]", op));
  test_assert_state (answer, "applied");

  return id;
}

static char *
take_hold (Fixture    *fixture,
           TestClient *client,
           int         places)
{
  char *id = atlas_id_new ();
  g_autoptr(json_t) answer = NULL;

  answer = test_client_push (client,
                             test_json ("[{'op':'create','type':'hold','id':'%s','fields':"
                                        "{'provision':'%s','place':'%s','places':%d,"
                                        "'use_by':'2099-02-01'}}]", id, fixture->nhas,
                                        fixture->place, places));
  test_assert_state (answer, "applied");

  return id;
}

/* What a client sees of a record, from nothing. */
static json_t *
look (TestClient *client,
      const char *type,
      const char *id)
{
  g_autoptr(json_t) changes = NULL;

  g_clear_pointer (&client->cursor, g_free);
  changes = test_client_pull (client);
  return json_incref (json_object_get (test_find (changes, type, id), "fields"));
}

static void
assert_allocation (TestClient *client,
                   const char *type,
                   const char *id,
                   const char *allocation)
{
  g_autoptr(json_t) fields = look (client, type, id);

  g_assert_cmpstr (atlas_json_string (fields, "allocation"), ==, allocation);
}

static gsize
n_claims (TestClient *client,
          const char *place)
{
  g_autoptr(json_t) fields = look (client, "place", place);

  return json_array_size (json_object_get (fields, "claims"));
}

static json_t *
find_question (TestClient *client,
               const char *place)
{
  g_autoptr(json_t) changes = NULL;

  g_clear_pointer (&client->cursor, g_free);
  changes = test_client_pull (client);
  for (gsize i = 0; i < json_array_size (changes); i++)
    {
      json_t *change = json_array_get (changes, i);
      json_t *subject = json_object_get (json_object_get (change, "fields"), "subject");

      if (g_strcmp0 (atlas_json_string (change, "type"), "question") == 0 &&
          g_strcmp0 (json_string_value (json_array_get (subject, 1)), place) == 0)
        return json_incref (change);
    }

  return NULL;
}

static gboolean
has_text (json_t     *array,
          const char *text)
{
  for (gsize i = 0; i < json_array_size (array); i++)
    if (g_strcmp0 (json_string_value (json_array_get (array, i)), text) == 0)
      return TRUE;

  return FALSE;
}

static void
test_the_last_place_given_twice (Fixture      *fixture,
                                 gconstpointer data)
{
  g_autofree char *first = offer (fixture, fixture->here, fixture->here_referral, NULL);
  g_autofree char *second = offer (fixture, fixture->there, fixture->there_referral, NULL);
  g_autoptr(json_t) question = find_question (fixture->officer, fixture->place);
  g_autoptr(json_t) heres = find_question (fixture->here, fixture->place);
  g_autoptr(json_t) theres = find_question (fixture->there, fixture->place);
  json_t *fields = json_object_get (question, "fields");

  assert_allocation (fixture->here, "offer", first, "confirmed");
  assert_allocation (fixture->there, "offer", second, "over");
  g_assert_nonnull (question);
  g_assert_nonnull (heres);
  g_assert_nonnull (theres);
  g_assert_cmpstr (atlas_json_string (fields, "kind"), ==, "over_allocation");
  g_assert_cmpstr (atlas_json_string (fields, "state"), ==, "open");
  g_assert_true (has_text (json_object_get (fields, "about"), first));
  g_assert_true (has_text (json_object_get (fields, "about"), second));
  g_assert_true (has_text (json_object_get (fields, "people"), fixture->here->user));
  g_assert_true (has_text (json_object_get (fields, "people"), fixture->there->user));
  g_assert_true (has_text (json_object_get (fields, "people"), fixture->officer->user));
  g_assert_cmpuint (n_claims (fixture->there, fixture->place), ==, 1);
}

static void
test_claims_say_nothing_of_whom (Fixture      *fixture,
                                 gconstpointer data)
{
  g_autofree char *id = offer (fixture, fixture->here, fixture->here_referral, NULL);
  g_autoptr(json_t) place = look (fixture->there, "place", fixture->place);
  g_autoptr(json_t) hidden = look (fixture->there, "offer", id);
  json_t *claim = json_array_get (json_object_get (place, "claims"), 0);

  g_assert_null (hidden);
  g_assert_cmpstr (atlas_json_string (claim, "id"), ==, id);
  g_assert_cmpstr (atlas_json_string (claim, "kind"), ==, "offer");
  g_assert_cmpstr (atlas_json_string (claim, "from"), ==, STARTS);
  g_assert_false (atlas_json_boolean (claim, "day6"));
  g_assert_cmpuint (json_object_size (claim), ==, 4);
}

static void
test_a_withdrawn_offer_frees_its_place (Fixture      *fixture,
                                        gconstpointer data)
{
  g_autofree char *first = offer (fixture, fixture->here, fixture->here_referral, NULL);
  g_autofree char *second = NULL;
  g_autoptr(json_t) answer = NULL;

  answer = test_client_push (fixture->here,
                             test_json ("[{'op':'set','type':'offer','id':'%s','base':1,'fields':"
                                        "{'step':['offered','withdrawn']}}]", first));
  test_assert_state (answer, "applied");
  g_assert_cmpuint (n_claims (fixture->officer, fixture->place), ==, 0);

  second = offer (fixture, fixture->there, fixture->there_referral, NULL);
  assert_allocation (fixture->there, "offer", second, "confirmed");
}

static void
test_nothing_is_promoted_without_a_person (Fixture      *fixture,
                                           gconstpointer data)
{
  g_autofree char *first = offer (fixture, fixture->here, fixture->here_referral, NULL);
  g_autofree char *second = offer (fixture, fixture->there, fixture->there_referral, NULL);
  g_autoptr(json_t) question = find_question (fixture->officer, fixture->place);
  g_autoptr(json_t) withdrawn = NULL;
  g_autoptr(json_t) settled = NULL;

  withdrawn = test_client_push (fixture->here,
                                test_json ("[{'op':'set','type':'offer','id':'%s','base':1,"
                                           "'fields':{'step':['offered','withdrawn']}}]", first));
  test_assert_state (withdrawn, "applied");
  assert_allocation (fixture->there, "offer", second, "over");

  settled = test_client_push (fixture->officer,
                              test_json ("[{'op':'set','type':'question','id':'%s','base':%d,"
                                         "'fields':{'state':['open','settled'],"
                                         "'outcome':[null,'The second was kept']}}]",
                                         atlas_json_string (question, "id"),
                                         (int) atlas_json_integer (question, "rev", 0)));
  test_assert_state (settled, "applied");
  assert_allocation (fixture->there, "offer", second, "confirmed");
}

static void
test_a_hold_keeps_its_place_for_its_own (Fixture      *fixture,
                                         gconstpointer data)
{
  g_autofree char *hold = take_hold (fixture, fixture->here, 1);
  g_autofree char *strangers = offer (fixture, fixture->there, fixture->there_referral, NULL);
  g_autofree char *own = offer (fixture, fixture->here, fixture->here_referral, hold);
  g_autoptr(json_t) fields = look (fixture->here, "hold", hold);

  assert_allocation (fixture->here, "hold", hold, "confirmed");
  g_assert_cmpstr (atlas_json_string (fields, "settle_by"), ==, "2099-02-03T23:59:59.999Z");
  g_assert_cmpint (atlas_json_integer (fields, "rank", 0), ==, 1);
  assert_allocation (fixture->there, "offer", strangers, "over");
  assert_allocation (fixture->here, "offer", own, "confirmed");
  g_assert_cmpuint (n_claims (fixture->officer, fixture->place), ==, 1);
}

static void
test_anothers_hold_is_of_no_use (Fixture      *fixture,
                                 gconstpointer data)
{
  g_autofree char *hold = take_hold (fixture, fixture->here, 1);
  g_autofree char *strangers = offer (fixture, fixture->there, fixture->there_referral, hold);

  assert_allocation (fixture->there, "offer", strangers, "over");
}

static void
test_a_hold_is_spent_once (Fixture      *fixture,
                           gconstpointer data)
{
  g_autofree char *hold = take_hold (fixture, fixture->here, 1);
  g_autofree char *other_referral = test_client_refer (fixture->here, "dspl3", NULL);
  g_autofree char *first = offer (fixture, fixture->here, fixture->here_referral, hold);
  g_autofree char *second = offer (fixture, fixture->here, other_referral, hold);

  assert_allocation (fixture->here, "offer", first, "confirmed");
  assert_allocation (fixture->here, "offer", second, "over");
}

static void
test_too_large_a_hold_is_over (Fixture      *fixture,
                               gconstpointer data)
{
  g_autofree char *hold = take_hold (fixture, fixture->here, 2);
  g_autoptr(json_t) question = find_question (fixture->officer, fixture->place);

  assert_allocation (fixture->here, "hold", hold, "over");
  g_assert_nonnull (question);
  g_assert_cmpuint (n_claims (fixture->officer, fixture->place), ==, 0);
}

static void
test_a_released_hold_claims_nothing (Fixture      *fixture,
                                     gconstpointer data)
{
  g_autofree char *hold = take_hold (fixture, fixture->here, 1);
  g_autoptr(json_t) answer = NULL;

  g_assert_cmpuint (n_claims (fixture->officer, fixture->place), ==, 1);
  answer = test_client_push (fixture->here,
                             test_json ("[{'op':'set','type':'hold','id':'%s','base':1,'fields':"
                                        "{'released':[null,'2026-11-20']}}]", hold));
  test_assert_state (answer, "applied");
  g_assert_cmpuint (n_claims (fixture->officer, fixture->place), ==, 0);
}

static void
test_a_placement_takes_its_offers_place (Fixture      *fixture,
                                         gconstpointer data)
{
  g_autofree char *id = offer (fixture, fixture->here, fixture->here_referral, NULL);
  g_autofree char *placement = atlas_id_new ();
  g_autoptr(json_t) referral = look (fixture->here, "referral", fixture->here_referral);
  g_autoptr(json_t) answer = NULL;
  g_autoptr(json_t) place = NULL;
  json_t *claims;

  answer = test_client_push (fixture->here,
                             test_json ("[{'op':'create','type':'placement','id':'%s','fields':"
                                        "{'child':'%s','provision':'%s','place':'%s','offer':'%s',"
                                        "'starts':'2026-02-02'}}]", placement,
                                        atlas_json_string (referral, "child"), fixture->nhas,
                                        fixture->place, id));
  test_assert_state (answer, "applied");
  place = look (fixture->officer, "place", fixture->place);
  claims = json_object_get (place, "claims");
  g_assert_cmpuint (json_array_size (claims), ==, 1);
  g_assert_cmpstr (atlas_json_string (json_array_get (claims, 0), "id"), ==, placement);
}

static void
test_computed_fields_cannot_be_sent (Fixture      *fixture,
                                     gconstpointer data)
{
  g_autofree char *id = atlas_id_new ();
  g_autoptr(json_t) answer = NULL;
  g_autoptr(json_t) claims = NULL;

  answer = test_client_push (fixture->here,
                             test_json ("[{'op':'create','type':'offer','id':'%s','fields':"
                                        "{'referral':'%s','provision':'%s','place':'%s',"
                                        "'step':'offered','allocation':'confirmed'}}]", id,
                                        fixture->here_referral, fixture->nhas, fixture->place));
  test_assert_parked (answer, "invalid");
  claims = test_client_push (fixture->officer,
                             test_json ("[{'op':'set','type':'place','id':'%s','base':1,'fields':"
                                        "{'claims':[null,[]]}}]", fixture->place));
  test_assert_parked (claims, "invalid");
}

static void
test_without_a_return_promises_are_counted (Fixture      *fixture,
                                            gconstpointer data)
{
  g_autoptr(json_t) answer = NULL;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  g_free (fixture->place);
  fixture->place = atlas_id_new ();
  answer = test_client_push (fixture->officer,
                             test_json ("[{'op':'create','type':'place','id':'%s','fields':"
                                        "{'provision':'%s','commissioned':1}}]", fixture->place,
                                        fixture->nhas));
  first = offer (fixture, fixture->here, fixture->here_referral, NULL);
  second = offer (fixture, fixture->there, fixture->there_referral, NULL);
  assert_allocation (fixture->here, "offer", first, "confirmed");
  assert_allocation (fixture->there, "offer", second, "over");
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
  add ("/server/places/the-last-place-given-twice", test_the_last_place_given_twice);
  add ("/server/places/claims-say-nothing-of-whom", test_claims_say_nothing_of_whom);
  add ("/server/places/a-withdrawn-offer-frees-its-place", test_a_withdrawn_offer_frees_its_place);
  add ("/server/places/nothing-is-promoted-without-a-person",
       test_nothing_is_promoted_without_a_person);
  add ("/server/places/a-hold-keeps-its-place-for-its-own",
       test_a_hold_keeps_its_place_for_its_own);
  add ("/server/places/anothers-hold-is-of-no-use", test_anothers_hold_is_of_no_use);
  add ("/server/places/a-hold-is-spent-once", test_a_hold_is_spent_once);
  add ("/server/places/too-large-a-hold-is-over", test_too_large_a_hold_is_over);
  add ("/server/places/a-released-hold-claims-nothing", test_a_released_hold_claims_nothing);
  add ("/server/places/a-placement-takes-its-offers-place",
       test_a_placement_takes_its_offers_place);
  add ("/server/places/computed-fields-cannot-be-sent", test_computed_fields_cannot_be_sent);
  add ("/server/places/without-a-return-promises-are-counted",
       test_without_a_return_promises_are_counted);

  shared = test_server_new (NULL);
  failures = g_test_run ();
  test_server_free (shared);

  return failures;
}
