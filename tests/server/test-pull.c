/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "../isolate.h"
#include "base/atlas-id.h"
#include "server-fixture.h"

typedef struct {
  TestServer *server;
  TestClient *officer;
  TestClient *lead;             /* of area dspl3 */
  char       *lead_name;
  char       *child;            /* of area dspl3 */
  char       *referral;
} Fixture;

/* One process for all of them: each test has users, laptops and records of its own. */
static TestServer *shared;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  static int n_leads;
  g_autofree char *code = NULL;

  fixture->server = shared;
  fixture->officer = test_client_for (shared, "county_officer", "county");
  fixture->lead_name = g_strdup_printf ("Invented Lead %d", ++n_leads);
  code = test_server_add_user (shared, fixture->lead_name, "area_lead", "area/dspl3");
  fixture->lead = test_client_enrol (shared, code);
  fixture->referral = test_client_refer (fixture->officer, "dspl3", &fixture->child);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  test_client_free (fixture->officer);
  test_client_free (fixture->lead);
  g_free (fixture->lead_name);
  g_free (fixture->child);
  g_free (fixture->referral);
}

static void
assert_op (json_t     *changes,
           const char *type,
           const char *id,
           const char *op)
{
  g_assert_cmpstr (atlas_json_string (test_find (changes, type, id), "op"), ==, op);
}

static void
grant (Fixture    *fixture,
       const char *verb,
       const char *scope,
       const char *role)
{
  g_autofree char *output = test_server_run (shared, 0, NULL, "grant", verb, "%",
                                             fixture->lead_name, "--scope", scope, "--role", role,
                                             NULL);
}

static void
move_child (Fixture    *fixture,
            int         base,
            const char *from,
            const char *to)
{
  g_autofree char *from_id = test_key_id ("area", from);
  g_autofree char *to_id = test_key_id ("area", to);
  g_autoptr(json_t) answer = NULL;

  answer = test_client_push (fixture->officer,
                             test_json ("[{'op':'set','type':'child','id':'%s','base':%d,"
                                        "'fields':{'area':['%s','%s']}}]", fixture->child, base,
                                        from_id, to_id));
  test_assert_state (answer, "applied");
}

static void
test_a_round_brings_what_the_grants_show (Fixture      *fixture,
                                          gconstpointer data)
{
  g_autofree char *nhas = test_key_id ("provision", "nhas");
  g_autofree char *elsewhere = atlas_id_new ();
  g_autoptr(json_t) made = test_client_push (fixture->officer,
                                             json_pack ("[o]",
                                                        test_create_child (elsewhere, "dspl5")));
  g_autoptr(json_t) changes = test_client_pull (fixture->lead);
  json_t *child = test_find (changes, "child", fixture->child);
  g_autofree char *scopes = NULL;

  test_assert_state (made, "applied");
  g_assert_nonnull (child);
  g_assert_null (test_find (changes, "child", elsewhere));
  g_assert_nonnull (test_find (changes, "provision", nhas));
  scopes = atlas_json_to_text (json_object_get (child, "scopes"));
  g_assert_cmpstr (scopes, ==, "[\"area/dspl3\"]");
  g_assert_cmpint (atlas_json_integer (child, "rev", 0), ==, 1);
  g_assert_cmpint (atlas_json_integer (json_object_get (child, "frev"), "area", 0), ==, 1);
  g_assert_cmpstr (atlas_json_string (child, "by"), ==, fixture->officer->user);
}

static void
test_pages_add_up_to_the_round (Fixture      *fixture,
                                gconstpointer data)
{
  g_autoptr(json_t) whole = test_client_pull (fixture->lead);
  g_autofree char *cursor = g_strdup ("");
  gsize n_changes = 0;
  gsize n_pages = 0;
  gint64 last_seq = 0;
  gboolean more = TRUE;

  while (more)
    {
      g_autofree char *path = g_strdup_printf ("/v1/changes?limit=37&cursor=%s", cursor);
      g_autoptr(json_t) page = test_client_send (fixture->lead, "GET", path, NULL);
      json_t *changes = json_object_get (page, "changes");

      g_assert_cmpuint (json_array_size (changes), <=, 37);
      for (gsize i = 0; i < json_array_size (changes); i++)
        {
          gint64 seq = atlas_json_integer (json_array_get (changes, i), "seq", 0);

          g_assert_cmpint (seq, >, last_seq);
          last_seq = seq;
        }
      n_changes += json_array_size (changes);
      n_pages++;
      more = atlas_json_boolean (page, "more");
      g_free (cursor);
      cursor = g_strdup (atlas_json_string (page, "cursor"));
      g_assert_cmpuint (strlen (cursor), <=, 1024);
    }

  g_assert_cmpuint (n_pages, >, 5);
  g_assert_cmpuint (n_changes, ==, json_array_size (whole));
}

static void
test_a_page_stays_within_its_bytes (Fixture      *fixture,
                                    gconstpointer data)
{
  g_autofree char *text = g_strnfill (30000, 'x');
  g_autoptr(json_t) page = NULL;
  g_autofree char *path = NULL;
  g_autoptr(json_t) before = test_client_pull (fixture->lead);

  for (int i = 0; i < 3; i++)
    {
      json_t *ops = json_array ();
      g_autoptr(json_t) answer = NULL;

      for (int j = 0; j < 20; j++)
        {
          g_autofree char *note = atlas_id_new ();

          json_array_append_new (ops, test_json ("{'op':'create','type':'note','id':'%s','fields':"
                                                 "{'referral':'%s','text':'%s'}}", note,
                                                 fixture->referral, text));
        }
      answer = test_client_push (fixture->officer, ops);
      test_assert_state (answer, "applied");
    }

  path = g_strconcat ("/v1/changes?cursor=", fixture->lead->cursor, NULL);
  page = test_client_send (fixture->lead, "GET", path, NULL);
  g_assert_true (atlas_json_boolean (page, "more"));
  g_assert_cmpuint (json_array_size (json_object_get (page, "changes")), <, 40);
}

static void
test_what_moves_away_is_gone (Fixture      *fixture,
                              gconstpointer data)
{
  g_autoptr(json_t) before = test_client_pull (fixture->lead);
  g_autoptr(TestClient) neighbour = test_client_for (shared, "area_lead", "area/dspl5");
  g_autoptr(json_t) neighbours_before = test_client_pull (neighbour);
  g_autoptr(json_t) after = NULL;
  g_autoptr(json_t) neighbours_after = NULL;
  g_autoptr(json_t) back = NULL;

  g_assert_null (test_find (neighbours_before, "child", fixture->child));
  move_child (fixture, 1, "dspl3", "dspl5");
  after = test_client_pull (fixture->lead);
  neighbours_after = test_client_pull (neighbour);

  assert_op (after, "child", fixture->child, "gone");
  assert_op (after, "referral", fixture->referral, "gone");
  assert_op (neighbours_after, "child", fixture->child, "put");
  assert_op (neighbours_after, "referral", fixture->referral, "put");
  g_assert_cmpint (atlas_json_integer (test_find (neighbours_after, "referral", fixture->referral),
                                       "rev", 0), ==, 1);

  move_child (fixture, 2, "dspl5", "dspl3");
  back = test_client_pull (fixture->lead);
  assert_op (back, "child", fixture->child, "put");
  assert_op (back, "referral", fixture->referral, "put");
}

static void
test_who_never_had_it_is_not_told (Fixture      *fixture,
                                   gconstpointer data)
{
  g_autoptr(TestClient) stranger = test_client_for (shared, "area_lead", "area/dspl7");
  g_autoptr(json_t) before = test_client_pull (stranger);
  g_autoptr(json_t) after = NULL;

  move_child (fixture, 1, "dspl3", "dspl5");
  after = test_client_pull (stranger);
  g_assert_null (test_find (after, "child", fixture->child));
}

static void
test_what_is_deleted_is_told_to_who_had_it (Fixture      *fixture,
                                            gconstpointer data)
{
  g_autoptr(json_t) before = test_client_pull (fixture->lead);
  g_autoptr(json_t) deleted = NULL;
  g_autoptr(json_t) after = NULL;
  g_autoptr(json_t) fresh = NULL;

  deleted = test_client_push (fixture->officer,
                              test_json ("[{'op':'delete','type':'referral','id':'%s','base':1}]",
                                         fixture->referral));
  test_assert_state (deleted, "applied");
  after = test_client_pull (fixture->lead);
  assert_op (after, "referral", fixture->referral, "del");
  g_assert_cmpint (atlas_json_integer (test_find (after, "referral", fixture->referral), "rev", 0),
                   ==, 2);

  g_clear_pointer (&fixture->lead->cursor, g_free);
  fresh = test_client_pull (fixture->lead);
  g_assert_null (test_find (fresh, "referral", fixture->referral));
}

/* The referral goes to the NHAS panel, with the exclusion that it is for. */
static char *
refer_to_panel (Fixture *fixture)
{
  g_autofree char *panel = test_key_id ("panel", "nhas-panel");
  g_autoptr(json_t) answer = NULL;
  char *exclusion = atlas_id_new ();

  answer = test_client_push (fixture->officer,
                             test_json ("[{'op':'create','type':'exclusion','id':'%s','fields':"
                                        "{'child':'%s','kind':'PERM','from':'2026-11-02'}},"
                                        "{'op':'set','type':'referral','id':'%s','base':1,'fields':"
                                        "{'panel':[null,'%s'],'exclusion':[null,'%s']}}]",
                                        exclusion, fixture->child, fixture->referral, panel,
                                        exclusion));
  test_assert_state (answer, "applied");

  return exclusion;
}

static void
test_a_panel_sees_the_child_of_its_referral (Fixture      *fixture,
                                             gconstpointer data)
{
  g_autoptr(TestClient) chair = test_client_for (shared, "panel_chair", "panel/nhas-panel");
  g_autofree char *panel = test_key_id ("panel", "nhas-panel");
  g_autoptr(json_t) before = test_client_pull (chair);
  g_autofree char *exclusion = refer_to_panel (fixture);
  g_autoptr(json_t) there = test_client_pull (chair);
  g_autoptr(json_t) leads = test_client_pull (fixture->lead);
  g_autoptr(json_t) answer = NULL;
  g_autoptr(json_t) after = NULL;
  g_autofree char *scopes = NULL;

  g_assert_null (test_find (before, "child", fixture->child));
  assert_op (there, "referral", fixture->referral, "put");
  assert_op (there, "child", fixture->child, "put");
  assert_op (there, "exclusion", exclusion, "put");
  scopes = atlas_json_to_text (json_object_get (test_find (there, "child", fixture->child),
                                                "scopes"));
  g_assert_cmpstr (scopes, ==, "[\"panel/nhas-panel\"]");
  assert_op (leads, "child", fixture->child, "put");

  answer = test_client_push (fixture->officer,
                             test_json ("[{'op':'set','type':'referral','id':'%s','base':2,"
                                        "'fields':{'panel':['%s',null]}}]", fixture->referral,
                                        panel));
  test_assert_state (answer, "applied");
  after = test_client_pull (chair);
  assert_op (after, "referral", fixture->referral, "gone");
  assert_op (after, "child", fixture->child, "gone");
  assert_op (after, "exclusion", exclusion, "gone");
}

static void
test_a_deleted_referral_shows_nobody (Fixture      *fixture,
                                      gconstpointer data)
{
  g_autoptr(TestClient) chair = test_client_for (shared, "panel_chair", "panel/nhas-panel");
  g_autofree char *exclusion = refer_to_panel (fixture);
  g_autoptr(json_t) there = test_client_pull (chair);
  g_autoptr(json_t) deleted = NULL;
  g_autoptr(json_t) after = NULL;

  assert_op (there, "child", fixture->child, "put");
  deleted = test_client_push (fixture->officer,
                              test_json ("[{'op':'delete','type':'referral','id':'%s','base':2}]",
                                         fixture->referral));
  test_assert_state (deleted, "applied");
  after = test_client_pull (chair);
  assert_op (after, "referral", fixture->referral, "del");
  assert_op (after, "child", fixture->child, "gone");
  assert_op (after, "exclusion", exclusion, "gone");
}

/* Masked, and nothing else of the child's. */
static void
test_a_provider_sees_the_children_placed_there (Fixture      *fixture,
                                                gconstpointer data)
{
  g_autoptr(TestClient) provider = test_client_for (shared, "provider", "provision/nhas");
  g_autofree char *provision = test_key_id ("provision", "nhas");
  g_autofree char *place = test_key_id ("place", "nhas");
  g_autofree char *placement = atlas_id_new ();
  g_autoptr(json_t) before = test_client_pull (provider);
  g_autoptr(json_t) placed = NULL;
  g_autoptr(json_t) there = NULL;
  g_autoptr(json_t) deleted = NULL;
  g_autoptr(json_t) after = NULL;
  json_t *child;

  g_assert_null (test_find (before, "child", fixture->child));
  placed = test_client_push (fixture->officer,
                             test_json ("[{'op':'create','type':'placement','id':'%s','fields':"
                                        "{'referral':'%s','child':'%s','provision':'%s',"
                                        "'place':'%s','starts':'2026-11-02'}}]", placement,
                                        fixture->referral, fixture->child, provision, place));
  test_assert_state (placed, "applied");
  there = test_client_pull (provider);
  child = test_find (there, "child", fixture->child);
  assert_op (there, "placement", placement, "put");
  assert_op (there, "child", fixture->child, "put");
  g_assert_null (json_object_get (json_object_get (child, "fields"), "first_name"));
  g_assert_cmpuint (json_array_size (json_object_get (child, "masked")), >, 0);
  g_assert_null (test_find (there, "referral", fixture->referral));

  deleted = test_client_push (fixture->officer,
                              test_json ("[{'op':'delete','type':'placement','id':'%s',"
                                         "'base':1}]", placement));
  test_assert_state (deleted, "applied");
  after = test_client_pull (provider);
  assert_op (after, "child", fixture->child, "gone");
}

/* A panel chair who knows an id cannot make a referral of it to get the child. */
static void
test_nobody_shows_themselves_a_child (Fixture      *fixture,
                                      gconstpointer data)
{
  g_autoptr(TestClient) chair = test_client_for (shared, "panel_chair", "panel/nhas-panel");
  g_autofree char *panel = test_key_id ("panel", "nhas-panel");
  g_autofree char *referral = atlas_id_new ();
  g_autoptr(json_t) answer = NULL;
  g_autoptr(json_t) after = NULL;

  answer = test_client_push (chair,
                             test_json ("[{'op':'create','type':'referral','id':'%s','fields':"
                                        "{'reference':'X-1','child':'%s','step':'draft',"
                                        "'panel':'%s'}}]", referral, fixture->child, panel));
  test_assert_parked (answer, "forbidden");
  after = test_client_pull (chair);
  g_assert_null (test_find (after, "child", fixture->child));
}

static void
test_new_grants_are_caught_up_with (Fixture      *fixture,
                                    gconstpointer data)
{
  g_autofree char *elsewhere = atlas_id_new ();
  g_autoptr(json_t) made = test_client_push (fixture->officer,
                                             json_pack ("[o]",
                                                        test_create_child (elsewhere, "dspl5")));
  g_autoptr(json_t) before = test_client_pull (fixture->lead);
  g_autoptr(json_t) grown = NULL;
  g_autoptr(json_t) quiet = NULL;
  g_autoptr(json_t) page = NULL;
  g_autofree char *path = NULL;
  json_t *grants;

  g_assert_null (test_find (before, "child", elsewhere));
  grant (fixture, "add", "area/dspl5", "area_lead");
  path = g_strconcat ("/v1/changes?limit=500&cursor=", fixture->lead->cursor, NULL);
  page = test_client_send (fixture->lead, "GET", path, NULL);
  grants = json_object_get (page, "grants");
  g_assert_cmpint (atlas_json_integer (grants, "version", 0), ==, 2);
  g_assert_cmpstr (atlas_json_string (json_object_get (grants, "roles"), "area/dspl5"), ==,
                   "area_lead");

  grown = test_client_pull (fixture->lead);
  assert_op (grown, "child", elsewhere, "put");
  g_assert_null (test_find (grown, "child", fixture->child));
  quiet = test_client_pull (fixture->lead);
  g_assert_cmpuint (json_array_size (quiet), ==, 0);
}

static void
test_catching_up_goes_page_by_page (Fixture      *fixture,
                                    gconstpointer data)
{
  g_autoptr(json_t) before = test_client_pull (fixture->lead);
  json_t *ops = json_array ();
  g_autoptr(json_t) made = NULL;
  g_autofree char *cursor = g_strdup (fixture->lead->cursor);
  gsize n_children = 0;
  gboolean more = TRUE;

  for (int i = 0; i < 25; i++)
    {
      g_autofree char *id = atlas_id_new ();

      json_array_append_new (ops, test_create_child (id, "dspl9"));
    }
  made = test_client_push (fixture->officer, ops);
  test_assert_state (made, "applied");
  grant (fixture, "add", "area/dspl9", "area_lead");

  while (more)
    {
      g_autofree char *path = g_strdup_printf ("/v1/changes?limit=4&cursor=%s", cursor);
      g_autoptr(json_t) page = test_client_send (fixture->lead, "GET", path, NULL);
      json_t *changes = json_object_get (page, "changes");

      g_assert_cmpuint (json_array_size (changes), <=, 4);
      for (gsize i = 0; i < json_array_size (changes); i++)
        if (g_strcmp0 (atlas_json_string (json_array_get (changes, i), "type"), "child") == 0)
          n_children++;
      more = atlas_json_boolean (page, "more");
      g_free (cursor);
      cursor = g_strdup (atlas_json_string (page, "cursor"));
    }

  g_assert_cmpuint (n_children, ==, 25);
}

static void
test_lost_grants_show_nothing_more (Fixture      *fixture,
                                    gconstpointer data)
{
  g_autoptr(json_t) before = test_client_pull (fixture->lead);
  g_autoptr(json_t) after = NULL;
  g_autoptr(json_t) edited = NULL;
  g_autoptr(json_t) later = NULL;
  g_autoptr(json_t) parked = NULL;

  grant (fixture, "add", "area/dspl7", "area_lead");
  grant (fixture, "remove", "area/dspl3", "area_lead");
  after = test_client_pull (fixture->lead);
  assert_op (after, "child", fixture->child, "gone");

  edited = test_client_push (fixture->officer,
                             test_json ("[{'op':'set','type':'child','id':'%s','base':1,'fields':"
                                        "{'town':[null,'Watford']}}]", fixture->child));
  later = test_client_pull (fixture->lead);
  g_assert_null (test_find (later, "child", fixture->child));

  parked = test_client_push (fixture->lead,
                             test_json ("[{'op':'set','type':'child','id':'%s','base':1,'fields':"
                                        "{'town':[null,'Hitchin']}}]", fixture->child));
  test_assert_parked (parked, "forbidden");
}

static void
test_a_role_masks_and_unmasks (Fixture      *fixture,
                               gconstpointer data)
{
  g_autofree char *code = test_server_add_user (shared, "Invented Commissioner",
                                                "commissioning_officer", "county");
  g_autoptr(TestClient) commissioner = test_client_enrol (shared, code);
  g_autoptr(json_t) masked = test_client_pull (commissioner);
  json_t *child = test_find (masked, "child", fixture->child);
  g_autofree char *names = atlas_json_to_text (json_object_get (child, "masked"));
  g_autofree char *output = NULL;
  g_autoptr(json_t) unmasked = NULL;

  g_assert_cmpstr (names, ==, "[\"first_name\",\"last_name\",\"known_as\"]");
  g_assert_null (json_object_get (json_object_get (child, "fields"), "last_name"));
  g_assert_null (json_object_get (json_object_get (child, "frev"), "last_name"));
  g_assert_nonnull (json_object_get (json_object_get (child, "fields"), "area"));

  output = test_server_run (shared, 0, NULL, "grant", "add", "%", "Invented Commissioner",
                            "--scope", "county", "--role", "county_officer", NULL);
  unmasked = test_client_pull (commissioner);
  child = test_find (unmasked, "child", fixture->child);
  g_assert_cmpstr (atlas_json_string (json_object_get (child, "fields"), "last_name"), ==, "Child");
  g_assert_null (json_object_get (child, "masked"));
}

static void
test_an_administrator_alone_sees_no_child (Fixture      *fixture,
                                           gconstpointer data)
{
  g_autoptr(TestClient) administrator = test_client_for (shared, "administrator", "county");
  g_autoptr(json_t) changes = test_client_pull (administrator);

  g_assert_null (test_find (changes, "child", NULL));
  g_assert_null (test_find (changes, "referral", NULL));
  g_assert_nonnull (test_find (changes, "area", NULL));
}

static void
test_the_same_again_is_304 (Fixture      *fixture,
                            gconstpointer data)
{
  g_autoptr(json_t) before = test_client_pull (fixture->lead);
  g_autofree char *url = g_strconcat (shared->url, "/v1/changes?cursor=", fixture->lead->cursor,
                                      NULL);
  g_autofree char *bearer = g_strconcat ("Bearer ", fixture->lead->access, NULL);
  g_autofree char *etag = g_strdup (fixture->lead->etag);
  g_autoptr(SoupMessage) message = soup_message_new ("GET", url);
  g_autoptr(GBytes) answer = NULL;

  g_assert_nonnull (etag);
  soup_message_headers_append (soup_message_get_request_headers (message), "Authorization", bearer);
  soup_message_headers_append (soup_message_get_request_headers (message), "Sync-Protocol", "1");
  soup_message_headers_append (soup_message_get_request_headers (message), "Sync-Schema", "1");
  soup_message_headers_append (soup_message_get_request_headers (message), "If-None-Match", etag);
  answer = soup_session_send_and_read (fixture->lead->session, message, NULL, NULL);
  g_assert_cmpuint (soup_message_get_status (message), ==, 304);
  g_assert_cmpuint (g_bytes_get_size (answer), ==, 0);
}

typedef struct {
  GBytes *bytes;
  guint   status;
  gint64  took_ms;
  gint64  began_us;
} Waiting;

static void
waited_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  Waiting *waiting = user_data;

  waiting->bytes = soup_session_send_and_read_finish (SOUP_SESSION (source), result, NULL);
  waiting->took_ms = (g_get_monotonic_time () - waiting->began_us) / 1000;
}

static void
begin_waiting (TestClient *client,
               int         wait_s,
               Waiting    *waiting)
{
  g_autofree char *url = g_strdup_printf ("%s/v1/changes?wait=%d&cursor=%s", client->server->url,
                                          wait_s, client->cursor);
  g_autofree char *bearer = g_strconcat ("Bearer ", client->access, NULL);
  g_autoptr(SoupMessage) message = soup_message_new ("GET", url);
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);

  soup_message_headers_append (headers, "Authorization", bearer);
  soup_message_headers_append (headers, "Sync-Protocol", "1");
  soup_message_headers_append (headers, "Sync-Schema", "1");
  waiting->began_us = g_get_monotonic_time ();
  soup_session_send_and_read_async (client->session, message, G_PRIORITY_DEFAULT, NULL, waited_cb,
                                    waiting);
}

static json_t *
end_waiting (Waiting *waiting)
{
  g_autoptr(json_t) page = NULL;

  while (waiting->bytes == NULL)
    g_main_context_iteration (NULL, TRUE);

  page = atlas_json_parse (g_bytes_get_data (waiting->bytes, NULL),
                           (gssize) g_bytes_get_size (waiting->bytes), NULL);
  g_clear_pointer (&waiting->bytes, g_bytes_unref);
  return json_incref (json_object_get (page, "changes"));
}

static void
test_who_waits_is_told_at_once (Fixture      *fixture,
                                gconstpointer data)
{
  g_autoptr(json_t) before = test_client_pull (fixture->lead);
  g_autoptr(json_t) edited = NULL;
  Waiting waiting = { NULL };
  g_autoptr(json_t) changes = NULL;

  begin_waiting (fixture->lead, 30, &waiting);
  for (int i = 0; i < 50 && waiting.bytes == NULL; i++)
    g_main_context_iteration (NULL, FALSE);
  edited = test_client_push (fixture->officer,
                             test_json ("[{'op':'set','type':'child','id':'%s','base':1,'fields':"
                                        "{'town':[null,'Watford']}}]", fixture->child));
  changes = end_waiting (&waiting);

  assert_op (changes, "child", fixture->child, "put");
  g_assert_cmpint (waiting.took_ms, <, 20000);
}

static void
test_another_process_wakes_who_waits (Fixture      *fixture,
                                      gconstpointer data)
{
  g_autoptr(json_t) before = test_client_pull (fixture->lead);
  Waiting waiting = { NULL };
  g_autoptr(json_t) changes = NULL;

  begin_waiting (fixture->lead, 30, &waiting);
  for (int i = 0; i < 50 && waiting.bytes == NULL; i++)
    g_main_context_iteration (NULL, FALSE);
  grant (fixture, "add", "area/dspl5", "area_lead");
  changes = end_waiting (&waiting);

  g_assert_true (json_is_array (changes));
  g_assert_cmpint (waiting.took_ms, <, 20000);
}

static void
test_who_waits_in_vain_is_answered (Fixture      *fixture,
                                    gconstpointer data)
{
  g_autoptr(json_t) before = test_client_pull (fixture->lead);
  Waiting waiting = { NULL };
  g_autoptr(json_t) changes = NULL;

  begin_waiting (fixture->lead, 1, &waiting);
  changes = end_waiting (&waiting);
  g_assert_cmpuint (json_array_size (changes), ==, 0);
  g_assert_cmpint (waiting.took_ms, >=, 900);
}

static void
test_cursors_that_are_none_are_malformed (Fixture      *fixture,
                                          gconstpointer data)
{
  static const char *queries[] = {
    "cursor=x", "cursor=e30", "cursor=W10", "limit=0", "limit=many", "limit=-1",
    "cursor=eyJlIjoibm8iLCJzIjoxLCJ2IjoxLCJmIjoxfQ",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (queries); i++)
    {
      g_autofree char *path = g_strconcat ("/v1/changes?", queries[i], NULL);
      g_autoptr(json_t) answer = test_client_send (fixture->lead, "GET", path, NULL);

      g_test_message ("%s", queries[i]);
      g_assert_cmpuint (fixture->lead->status, ==, 400);
      g_assert_cmpstr (test_problem (answer), ==, "malformed");
    }
}

static void
test_a_cursor_can_be_too_old (Fixture      *fixture,
                              gconstpointer data)
{
  g_autoptr(json_t) before = test_client_pull (fixture->lead);
  g_autofree char *path = g_strconcat ("/v1/changes?cursor=", fixture->lead->cursor, NULL);
  g_autoptr(json_t) answer = NULL;
  g_autoptr(json_t) fresh = NULL;

  test_server_sql (shared, "UPDATE sync_head SET seq = seq + 10, horizon = seq + 5");
  answer = test_client_send (fixture->lead, "GET", path, NULL);
  g_assert_cmpuint (fixture->lead->status, ==, 410);
  g_assert_cmpstr (test_problem (answer), ==, "cursor-too-old");

  g_clear_pointer (&fixture->lead->cursor, g_free);
  fresh = test_client_pull (fixture->lead);
  g_assert_nonnull (test_find (fresh, "child", fixture->child));
}

static void
test_headers_are_needed (Fixture      *fixture,
                         gconstpointer data)
{
  static const struct {
    const char *protocol;
    const char *schema;
    guint       status;
  } cases[] = {
    { NULL, "1", 400 }, { "1", NULL, 400 }, { "2", "1", 400 }, { "1", "new", 400 },
    { "1", "0", 426 }, { "1", "1", 400 },
  };
  g_autofree char *bearer = g_strconcat ("Bearer ", fixture->lead->access, NULL);
  g_autofree char *url = g_strconcat (shared->url, "/v1/push", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(SoupMessage) message = soup_message_new ("POST", url);
      SoupMessageHeaders *headers = soup_message_get_request_headers (message);
      g_autoptr(GBytes) answer = NULL;

      soup_message_headers_append (headers, "Authorization", bearer);
      if (cases[i].protocol != NULL)
        soup_message_headers_append (headers, "Sync-Protocol", cases[i].protocol);
      if (cases[i].schema != NULL)
        soup_message_headers_append (headers, "Sync-Schema", cases[i].schema);
      answer = soup_session_send_and_read (fixture->lead->session, message, NULL, NULL);
      g_assert_nonnull (answer);
      g_assert_cmpuint (soup_message_get_status (message), ==, cases[i].status);
    }
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
  add ("/server/pull/a-round-brings-what-the-grants-show",
       test_a_round_brings_what_the_grants_show);
  add ("/server/pull/pages-add-up-to-the-round", test_pages_add_up_to_the_round);
  add ("/server/pull/a-page-stays-within-its-bytes", test_a_page_stays_within_its_bytes);
  add ("/server/pull/what-moves-away-is-gone", test_what_moves_away_is_gone);
  add ("/server/pull/who-never-had-it-is-not-told", test_who_never_had_it_is_not_told);
  add ("/server/pull/what-is-deleted-is-told-to-who-had-it",
       test_what_is_deleted_is_told_to_who_had_it);
  add ("/server/pull/a-panel-sees-the-child-of-its-referral",
       test_a_panel_sees_the_child_of_its_referral);
  add ("/server/pull/a-deleted-referral-shows-nobody", test_a_deleted_referral_shows_nobody);
  add ("/server/pull/a-provider-sees-the-children-placed-there",
       test_a_provider_sees_the_children_placed_there);
  add ("/server/pull/nobody-shows-themselves-a-child", test_nobody_shows_themselves_a_child);
  add ("/server/pull/new-grants-are-caught-up-with", test_new_grants_are_caught_up_with);
  add ("/server/pull/catching-up-goes-page-by-page", test_catching_up_goes_page_by_page);
  add ("/server/pull/lost-grants-show-nothing-more", test_lost_grants_show_nothing_more);
  add ("/server/pull/a-role-masks-and-unmasks", test_a_role_masks_and_unmasks);
  add ("/server/pull/an-administrator-alone-sees-no-child",
       test_an_administrator_alone_sees_no_child);
  add ("/server/pull/the-same-again-is-304", test_the_same_again_is_304);
  add ("/server/pull/who-waits-is-told-at-once", test_who_waits_is_told_at_once);
  add ("/server/pull/another-process-wakes-who-waits", test_another_process_wakes_who_waits);
  add ("/server/pull/who-waits-in-vain-is-answered", test_who_waits_in_vain_is_answered);
  add ("/server/pull/cursors-that-are-none-are-malformed",
       test_cursors_that_are_none_are_malformed);
  add ("/server/pull/headers-are-needed", test_headers_are_needed);
  add ("/server/pull/a-cursor-can-be-too-old", test_a_cursor_can_be_too_old);

  shared = test_server_new (NULL);
  failures = g_test_run ();
  test_server_free (shared);

  return failures;
}
