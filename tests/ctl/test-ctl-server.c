/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two laptops with atlasctl and a real server, over TLS. */
#include "config.h"

#include <gio/gio.h>
#include <string.h>

#include "ctl-run.h"
#include "server/server-fixture.h"
#include "store/atlas-store.h"

#define DONE     0
#define FINDINGS 1
#define USAGE    2
#define FAILURE  3

#define CHILD    "01950000-0000-7000-8000-00000000000c"
#define REFERRAL "01950000-0000-7000-8000-00000000000d"

typedef struct {
  TestServer *server;
  Ctl         laptops[2];
} Office;

static void
join (Office     *office,
      Ctl        *laptop,
      const char *code)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(json_t) joined = NULL;

  laptop->place = g_dir_make_tmp ("atlas-laptop-XXXXXX", &error);
  g_assert_no_error (error);
  laptop->folder = g_build_filename (laptop->place, "store", NULL);
  joined = ctl_ask (laptop, "join", office->server->url, "--code", code, "--ca",
                    office->server->ca, "--name", "Test laptop", NULL);
  g_assert_cmpstr (atlas_json_string (joined, "folder"), ==, laptop->folder);
}

static void
set_up (Office       *office,
        gconstpointer data)
{
  g_autofree char *one = NULL;
  g_autofree char *two = NULL;

  office->server = test_server_new (NULL);
  one = test_server_add_user (office->server, "priya", "county_officer", "county");
  two = test_server_add_user (office->server, "sam", "county_officer", "county");
  join (office, &office->laptops[0], one);
  join (office, &office->laptops[1], two);
}

static void
tear_down (Office       *office,
           gconstpointer data)
{
  ctl_tear_down (&office->laptops[0], NULL);
  ctl_tear_down (&office->laptops[1], NULL);
  test_server_free (office->server);
}

static void
apply (Ctl        *laptop,
       const char *set)
{
  g_autofree char *path = ctl_write_file (laptop, "set.json", set);
  g_autoptr(json_t) applied = ctl_ask (laptop, "apply", path, NULL);

  g_assert_cmpuint (strlen (atlas_json_string (applied, "set")), ==, 36);
}

static void
make_referral (Ctl *laptop)
{
  apply (laptop,
         "{\"label\":\"Child and referral\",\"ops\":["
         "{\"op\":\"create\",\"type\":\"child\",\"id\":\"" CHILD "\",\"fields\":"
         "{\"first_name\":\"Zoe\",\"last_name\":\"Quillfeather\"}},"
         "{\"op\":\"create\",\"type\":\"referral\",\"id\":\"" REFERRAL "\",\"fields\":"
         "{\"reference\":\"T1-001\",\"child\":\"" CHILD "\",\"step\":\"sent\",\"tier\":3}}]}");
}

static gint64
tier_on (Ctl *laptop)
{
  g_autoptr(json_t) list = ctl_ask (laptop, "list", "referral", NULL);
  json_t *first = json_array_get (json_object_get (list, "records"), 0);

  return atlas_json_integer (first, "tier", -1);
}

static void
set_tier (Ctl *laptop,
          int  to)
{
  g_autoptr(json_t) list = ctl_ask (laptop, "list", "referral", NULL);
  json_t *first = json_array_get (json_object_get (list, "records"), 0);
  g_autofree char *set = NULL;

  set = g_strdup_printf ("{\"label\":\"Tier changed\",\"ops\":[{\"op\":\"set\","
                         "\"type\":\"referral\","
                         "\"id\":\"" REFERRAL "\",\"base\":%d,\"fields\":{\"tier\":[%d,%d]}}]}",
                         1, (int) atlas_json_integer (first, "tier", 0), to);
  apply (laptop, set);
}

static void
test_a_change_reaches_the_other_laptop (Office       *office,
                                        gconstpointer data)
{
  g_autoptr(json_t) sent = NULL;
  g_autoptr(json_t) got = NULL;

  make_referral (&office->laptops[0]);
  sent = ctl_ask (&office->laptops[0], "sync", "--once", NULL);
  g_assert_cmpint (atlas_json_integer (sent, "pushed", -1), ==, 1);
  g_assert_cmpint (atlas_json_integer (sent, "applied", -1), ==, 1);
  g_assert_cmpint (atlas_json_integer (sent, "parked", -1), ==, 0);
  g_assert_cmpint (atlas_json_integer (sent, "head", -1), >, 0);

  got = ctl_ask (&office->laptops[1], "sync", "--server", office->server->url, NULL);
  g_assert_cmpint (atlas_json_integer (got, "pulled", -1), >=, 2);
  g_assert_cmpint (tier_on (&office->laptops[1]), ==, 3);
}

static void
test_verify_compares_with_the_server (Office       *office,
                                      gconstpointer data)
{
  Ctl *laptop = &office->laptops[0];
  g_autoptr(GError)     error = NULL;
  g_autoptr(AtlasStore) store = NULL;
  g_autoptr(json_t)     sent = NULL;
  g_autofree char *out = NULL;
  g_autofree char *local = NULL;

  make_referral (laptop);
  sent = ctl_ask (laptop, "sync", NULL);
  g_assert_cmpint (ctl_run (NULL, &out, NULL, "verify", "--server", "--data", laptop->folder,
                            NULL), ==, DONE);
  g_assert_nonnull (strstr (out, "same as on the server"));
  g_clear_pointer (&out, g_free);

  store = atlas_store_open (laptop->folder, ATLAS_STORE_DEFAULT, &error);
  g_assert_no_error (error);
  g_assert_true (atlas_db_exec (atlas_store_get_db (store), "UPDATE child SET rev = 9", &error));
  g_clear_pointer (&store, atlas_store_close);
  g_assert_cmpint (ctl_run (NULL, &local, NULL, "verify", "--data", laptop->folder, NULL), ==,
                   DONE);
  g_assert_cmpint (ctl_run (NULL, &out, NULL, "verify", "--server", "--data", laptop->folder,
                            NULL), ==, FINDINGS);
  g_assert_nonnull (strstr (out, "type child differ"));
}

static int
sync_code (Ctl *laptop)
{
  return ctl_run (NULL, NULL, NULL, "sync", "--data", laptop->folder, NULL);
}

static json_t *
open_question (Ctl *laptop)
{
  g_autofree char *out = NULL;

  g_assert_cmpint (ctl_run (NULL, &out, NULL, "questions", "--format", "json", "--data",
                            laptop->folder, NULL), ==, FINDINGS);

  return atlas_json_parse (out, -1, NULL);
}

static void
test_two_versions_are_settled (Office       *office,
                               gconstpointer data)
{
  g_autoptr(json_t) questions = NULL;
  g_autoptr(json_t) settled = NULL;
  g_autoptr(json_t) none = NULL;
  json_t *question;

  make_referral (&office->laptops[0]);
  g_assert_cmpint (sync_code (&office->laptops[0]), ==, DONE);
  g_assert_cmpint (sync_code (&office->laptops[1]), ==, DONE);

  set_tier (&office->laptops[0], 4);
  set_tier (&office->laptops[1], 5);
  g_assert_cmpint (sync_code (&office->laptops[0]), ==, DONE);
  g_assert_cmpint (sync_code (&office->laptops[1]), ==, FINDINGS);
  g_assert_cmpint (tier_on (&office->laptops[1]), ==, 4);

  questions = open_question (&office->laptops[1]);
  g_assert_cmpuint (json_array_size (json_object_get (questions, "questions")), ==, 1);
  question = json_array_get (json_object_get (questions, "questions"), 0);
  g_assert_cmpstr (atlas_json_string (question, "type"), ==, "conflict");
  g_assert_cmpstr (atlas_json_string (question, "route"), ==, "referral/T1-001");
  g_assert_nonnull (strstr (atlas_json_string (question, "text"), "tier"));
  g_assert_cmpstr (atlas_json_string (question, "by"), ==, "sam");

  settled = ctl_ask (&office->laptops[1], "settle", atlas_json_string (question, "id"), "taken",
                     NULL);
  g_assert_cmpint (tier_on (&office->laptops[1]), ==, 5);
  none = ctl_ask (&office->laptops[1], "questions", NULL);
  g_assert_cmpuint (json_array_size (json_object_get (none, "questions")), ==, 0);

  g_assert_cmpint (sync_code (&office->laptops[1]), ==, DONE);
  g_assert_cmpint (sync_code (&office->laptops[0]), ==, DONE);
  g_assert_cmpint (tier_on (&office->laptops[0]), ==, 5);
}

static void
test_without_the_server_nothing_is_lost (Office       *office,
                                         gconstpointer data)
{
  g_autofree char *err = NULL;

  make_referral (&office->laptops[0]);
  test_server_stop (office->server, SIGTERM);
  g_assert_cmpint (ctl_run (NULL, NULL, &err, "sync", "--data", office->laptops[0].folder, NULL),
                   ==, FAILURE);
  g_assert_nonnull (strstr (err, "no-answer"));
  g_assert_cmpint (tier_on (&office->laptops[0]), ==, 3);
  g_assert_cmpint (ctl_run (NULL, NULL, NULL, "verify", "--data", office->laptops[0].folder, NULL),
                   ==, DONE);
}

static void
test_what_cannot_be_joined_is_refused (Office       *office,
                                       gconstpointer data)
{
  g_autofree char *folder = g_build_filename (office->laptops[0].place, "another", NULL);
  g_autofree char *err = NULL;

  g_assert_cmpint (ctl_run (NULL, NULL, NULL, "join", office->server->url, "--ca",
                            office->server->ca, "--data", folder, NULL), ==, USAGE);
  g_assert_cmpint (ctl_run (NULL, NULL, NULL, "join", office->server->url, "--code", "AAAA-AAAA",
                            "--data", folder, NULL), ==, USAGE);
  g_assert_cmpint (ctl_run (NULL, NULL, &err, "join", office->server->url, "--code", "AAAA-AAAA",
                            "--ca", office->server->ca, "--data", folder, NULL), ==, FAILURE);
  g_assert_cmpuint (strlen (err), >, 0);
  g_assert_cmpint (ctl_run (NULL, NULL, NULL, "sync", "--once", "--watch", "--data", folder, NULL),
                   ==, USAGE);
  g_assert_cmpint (ctl_run (NULL, NULL, NULL, "sync", "--server", "https://127.0.0.1:1", "--data",
                            office->laptops[0].folder, NULL), ==, FAILURE);
}

/* The second laptop of the person who has the first. */
static void
join_again (Office *office,
            Ctl    *laptop)
{
  g_autofree char *code = test_server_run (office->server, 0, NULL, "user", "code", "%", "priya",
                                           NULL);

  ctl_tear_down (laptop, NULL);
  join (office, laptop, g_strstrip (code));
}

static json_t *
find_other (json_t *list)
{
  json_t *devices = json_object_get (list, "devices");

  g_assert_cmpuint (json_array_size (devices), ==, 2);
  g_assert_true (atlas_json_boolean (json_array_get (devices, 0), "self"));
  return json_array_get (devices, 1);
}

static void
test_a_lost_laptop_is_locked (Office       *office,
                              gconstpointer data)
{
  Ctl *kept = &office->laptops[0];
  g_autoptr(json_t) before = NULL;
  g_autoptr(json_t) locked = NULL;
  g_autoptr(json_t) offline = NULL;
  g_autofree char *err = NULL;
  g_autofree char *out = NULL;
  g_autofree char *complaint = NULL;
  const char *prefix;

  join_again (office, &office->laptops[1]);
  before = ctl_ask (kept, "devices", NULL);
  g_assert_cmpstr (atlas_json_string (find_other (before), "state"), ==, "active");
  prefix = atlas_json_string (find_other (before), "prefix");

  g_assert_cmpint (ctl_run (NULL, NULL, &err, "devices", "--lost", "ZZ9", "--data", kept->folder,
                            NULL), ==, FAILURE);
  g_assert_nonnull (strstr (err, "None of your laptops is called ZZ9"));
  locked = ctl_ask (kept, "devices", "--lost", prefix, NULL);
  g_assert_cmpstr (atlas_json_string (find_other (locked), "state"), ==, "locked");
  g_assert_nonnull (strstr (atlas_json_string (find_other (locked), "words"),
                            "Your administrator can unlock it"));
  g_assert_cmpint (sync_code (&office->laptops[1]), ==, FAILURE);
  g_assert_cmpint (sync_code (kept), ==, DONE);
  g_assert_cmpint (ctl_run (NULL, NULL, NULL, "devices", "--lost", prefix, "--data", kept->folder,
                            NULL), ==, FAILURE);

  test_server_stop (office->server, SIGTERM);
  g_assert_cmpint (ctl_run (NULL, &out, &complaint, "devices", "--format", "json", "--data",
                            kept->folder, NULL), ==, DONE);
  g_assert_nonnull (strstr (complaint, "cannot be reached"));
  offline = atlas_json_parse (out, -1, NULL);
  g_assert_true (json_equal (json_object_get (offline, "devices"),
                             json_object_get (locked, "devices")));
}

#define ADD(path, function) g_test_add (path, Office, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/ctl-server/a-change-reaches-the-other-laptop", test_a_change_reaches_the_other_laptop);
  ADD ("/ctl-server/verify-compares-with-the-server", test_verify_compares_with_the_server);
  ADD ("/ctl-server/two-versions-are-settled", test_two_versions_are_settled);
  ADD ("/ctl-server/without-the-server-nothing-is-lost", test_without_the_server_nothing_is_lost);
  ADD ("/ctl-server/what-cannot-be-joined-is-refused", test_what_cannot_be_joined_is_refused);
  ADD ("/ctl-server/a-lost-laptop-is-locked", test_a_lost_laptop_is_locked);

  return g_test_run ();
}
