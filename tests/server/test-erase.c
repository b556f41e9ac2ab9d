/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is erased is nowhere any more: not in the database's file, not in what laptops had sent. */
#define _GNU_SOURCE
#include "config.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>

#include "../isolate.h"
#include "base/atlas-id.h"
#include "server-fixture.h"

/* Words that stand nowhere else. */
#define NAME    "Quillfeather"
#define NEWER   "Quillwright"
#define WORDS   "spoke of the sea"
#define FILE_WORDS   "the lighthouse at noon"
#define SHARED_WORDS "a boat for everybody"

typedef struct {
  TestServer *server;
  TestClient *officer;
  TestClient *lead;
  char       *child;
  char       *referral;
  char       *note;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  g_autofree char *area = test_key_id ("area", "dspl3");
  g_autoptr(json_t) answer = NULL;

  fixture->server = test_server_new (NULL);
  fixture->officer = test_client_for (fixture->server, "commissioning_officer", "county");
  fixture->lead = test_client_for (fixture->server, "area_lead", "area/dspl3");
  fixture->child = atlas_id_new ();
  fixture->referral = atlas_id_new ();
  fixture->note = atlas_id_new ();
  answer = test_client_push (fixture->lead,
                             test_json ("[{'op':'create','type':'child','id':'%s','fields':"
                                        "{'last_name':'" NAME "','born':'2001-03-01',"
                                        "'area':'%s'}},"
                                        "{'op':'create','type':'referral','id':'%s','fields':"
                                        "{'reference':'T-1','child':'%s','step':'draft','tier':3}},"
                                        "{'op':'create','type':'note','id':'%s','fields':"
                                        "{'referral':'%s','on':'2026-01-05','text':'" WORDS "'}}]",
                                        fixture->child, area, fixture->referral, fixture->child,
                                        fixture->note, fixture->referral));
  test_assert_state (answer, "applied");
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  test_client_free (fixture->officer);
  test_client_free (fixture->lead);
  test_server_free (fixture->server);
  g_free (fixture->child);
  g_free (fixture->referral);
  g_free (fixture->note);
}

static char *
erase (Fixture *fixture,
       int      code)
{
  g_autofree char *route = g_strconcat ("child/", fixture->child, NULL);

  return test_server_run (fixture->server, code, NULL, "erase", "%", route, "--reason",
                          "asked for", "--format", "json", NULL);
}

static gboolean
file_holds (const char *folder,
            const char *name,
            const char *words)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *bytes = NULL;
  gsize length;

  return g_file_get_contents (path, &bytes, &length, NULL) &&
         memmem (bytes, length, words, strlen (words)) != NULL;
}

/* Looks at every byte of the server's folder, and of everything that a backup takes along, wherever
 * the database is. */
static gboolean
is_kept (Fixture    *fixture,
         const char *words)
{
  g_autofree char *copy = g_build_filename (fixture->server->parent, "copy", NULL);
  g_autofree char *written = test_server_run (fixture->server, 0, NULL, "backup", "%", copy, NULL);
  g_autoptr(GDir) dir = g_dir_open (fixture->server->folder, 0, NULL);
  const char *name;

  if (file_holds (fixture->server->parent, "copy", words))
    return TRUE;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    if (file_holds (fixture->server->folder, name, words))
      return TRUE;

  return FALSE;
}

static void
attach (Fixture    *fixture,
        const char *child,
        const char *referral,
        GBytes     *file)
{
  g_autofree char *name = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, file);
  g_autofree char *id = atlas_id_new ();
  g_autoptr(json_t) answer = NULL;

  answer = test_client_push (fixture->lead,
                             test_json ("[{'op':'create','type':'document','id':'%s','fields':"
                                        "{'child':'%s','referral':'%s','kind':'plan',"
                                        "'title':'Plan','file':{'blob':'%s','size':%d,"
                                        "'media':'text/plain','name':'plan.txt'}}}]", id, child,
                                        referral, name, (int) g_bytes_get_size (file)));
  test_assert_state (answer, "applied");
  test_client_upload (fixture->lead, name, file);
}

static void
assert_erased (json_t     *changes,
               const char *type,
               const char *id)
{
  json_t *change = test_find (changes, type, id);

  g_assert_cmpstr (atlas_json_string (change, "op"), ==, "del");
  g_assert_true (json_is_true (json_object_get (change, "erased")));
}

static void
assert_checks (Fixture *fixture)
{
  g_autofree char *output = test_server_run (fixture->server, 0, NULL, "check", "%", NULL);
}

static void
test_all_of_a_child_goes (Fixture      *fixture,
                          gconstpointer data)
{
  g_autoptr(json_t) before = test_client_pull (fixture->lead);
  g_autoptr(json_t) conflict = NULL;
  g_autoptr(json_t) parked = NULL;
  g_autofree char *told = NULL;
  g_autoptr(json_t) counts = NULL;
  g_autoptr(json_t) after = NULL;
  g_autoptr(json_t) fresh = NULL;

  /* A proposal that did not stand, and a set that was not accepted. */
  conflict = test_client_push (fixture->lead,
                               test_json ("[{'op':'set','type':'child','id':'%s','base':1,"
                                          "'fields':{'last_name':['Other','" NEWER "']}}]",
                                          fixture->child));
  test_assert_state (conflict, "merged");
  parked = test_client_push (fixture->lead,
                             test_json ("[{'op':'set','type':'referral','id':'%s','base':1,"
                                        "'fields':{'step':['draft','" NEWER "']}}]",
                                        fixture->referral));
  test_assert_parked (parked, "invalid-transition");
  g_assert_true (is_kept (fixture, NAME));
  g_assert_true (is_kept (fixture, NEWER));

  told = erase (fixture, 0);
  counts = atlas_json_parse (told, -1, NULL);
  g_assert_cmpint (atlas_json_integer (counts, "records", 0), ==, 5);
  g_assert_false (is_kept (fixture, NAME));
  g_assert_false (is_kept (fixture, NEWER));
  g_assert_false (is_kept (fixture, WORDS));
  assert_checks (fixture);

  after = test_client_pull (fixture->lead);
  assert_erased (after, "child", fixture->child);
  assert_erased (after, "referral", fixture->referral);
  assert_erased (after, "note", fixture->note);
  fresh = test_client_pull (fixture->officer);
  g_assert_null (test_find (fresh, "child", fixture->child));
}

static void
test_it_is_done_once_and_needs_a_child (Fixture      *fixture,
                                        gconstpointer data)
{
  g_autofree char *first = erase (fixture, 0);
  g_autofree char *second = erase (fixture, 0);
  g_autofree char *other = test_server_run (fixture->server, 2, NULL, "erase", "%", "nobody",
                                            "--reason", "asked for", NULL);
  g_autofree char *unknown = NULL;
  g_autofree char *no_reason = NULL;

  g_assert_nonnull (strstr (second, "\"records\":0"));
  unknown = test_server_run (fixture->server, 3, NULL, "erase", "%",
                             "child/01950000-0000-7000-8000-000000000001", "--reason", "asked",
                             NULL);
  no_reason = test_server_run (fixture->server, 2, NULL, "erase", "%",
                               "child/01950000-0000-7000-8000-000000000001", NULL);
}

/* Its documents' files go as well, but for one that somebody else's document has too. */
static void
test_the_files_go (Fixture      *fixture,
                   gconstpointer data)
{
  g_autoptr(GBytes) alone = g_bytes_new_static (FILE_WORDS, strlen (FILE_WORDS));
  g_autoptr(GBytes) shared = g_bytes_new_static (SHARED_WORDS, strlen (SHARED_WORDS));
  g_autofree char *other = NULL;
  g_autofree char *its_referral = test_client_refer (fixture->lead, "dspl3", &other);
  g_autofree char *told = NULL;

  attach (fixture, fixture->child, fixture->referral, alone);
  attach (fixture, fixture->child, fixture->referral, shared);
  attach (fixture, other, its_referral, shared);
  g_assert_true (is_kept (fixture, FILE_WORDS));
  g_assert_true (is_kept (fixture, SHARED_WORDS));

  told = erase (fixture, 0);
  g_assert_false (is_kept (fixture, FILE_WORDS));
  g_assert_true (is_kept (fixture, SHARED_WORDS));
  assert_checks (fixture);
}

/* A laptop that had not heard of it must not bring anything back. */
static void
test_what_comes_late_brings_nothing_back (Fixture      *fixture,
                                          gconstpointer data)
{
  g_autofree char *told = erase (fixture, 0);
  g_autofree char *area = test_key_id ("area", "dspl3");
  g_autoptr(json_t) change = NULL;
  g_autoptr(json_t) again = NULL;
  g_autoptr(json_t) about = NULL;
  g_autoptr(json_t) round = NULL;

  change = test_client_push (fixture->lead,
                             test_json ("[{'op':'set','type':'child','id':'%s','base':1,"
                                        "'fields':{'last_name':['" NAME "','" NEWER "']}},"
                                        "{'op':'delete','type':'note','id':'%s','base':1}]",
                                        fixture->child, fixture->note));
  test_assert_state (change, "applied");
  again = test_client_push (fixture->lead,
                            test_json ("[{'op':'create','type':'child','id':'%s','fields':"
                                       "{'last_name':'" NAME "','area':'%s'}}]", fixture->child,
                                       area));
  test_assert_state (again, "applied");
  g_assert_false (is_kept (fixture, NAME));
  g_assert_false (is_kept (fixture, NEWER));

  /* What is new about somebody who is not there any more waits for a person. */
  about = test_client_push (fixture->lead,
                            test_json ("[{'op':'create','type':'note','id':'%s','fields':"
                                       "{'referral':'%s','on':'2026-01-06','text':'late'}}]",
                                       "01950000-0000-7000-8000-000000000002", fixture->referral));
  test_assert_parked (about, "missing-subject");
  round = test_client_pull (fixture->lead);
  g_assert_null (test_find (round, "child", fixture->child));
  assert_checks (fixture);
}

/* The hold that was taken for the child stays, without what was said of the child. */
static void
test_what_stays_names_nobody (Fixture      *fixture,
                              gconstpointer data)
{
  g_autofree char *nhas = test_key_id ("provision", "nhas");
  g_autofree char *place = atlas_id_new ();
  g_autofree char *hold = atlas_id_new ();
  g_autofree char *told = NULL;
  g_autoptr(json_t) held = NULL;
  g_autoptr(json_t) round = NULL;
  json_t *fields;

  held = test_client_push (fixture->officer,
                           test_json ("[{'op':'create','type':'place','id':'%s','fields':"
                                      "{'provision':'%s','commissioned':3}},"
                                      "{'op':'create','type':'hold','id':'%s','fields':"
                                      "{'provision':'%s','place':'%s','places':1,"
                                      "'use_by':'2099-02-01','referral':'%s','reason':'For "
                                      NAME "'}}]", place, nhas, hold, nhas, place,
                                      fixture->referral));
  test_assert_state (held, "applied");

  told = erase (fixture, 0);
  g_assert_false (is_kept (fixture, NAME));
  round = test_client_pull (fixture->officer);
  fields = json_object_get (test_find (round, "hold", hold), "fields");
  g_assert_cmpint (atlas_json_integer (fields, "places", 0), ==, 1);
  g_assert_null (json_object_get (fields, "referral"));
  g_assert_null (json_object_get (fields, "reason"));
}

static char *
write_list (Fixture    *fixture,
            const char *text)
{
  char *path = g_build_filename (fixture->server->parent, "list", NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  return path;
}

static void
test_retention_lists_and_two_people_erase (Fixture      *fixture,
                                           gconstpointer data)
{
  g_autofree char *one = test_server_add_user (fixture->server, "One", "dpo", "county");
  g_autofree char *two = test_server_add_user (fixture->server, "Two", "county_officer", "county");
  g_autofree char *early = NULL;
  g_autofree char *due = NULL;
  g_autofree char *list = NULL;
  g_autofree char *alone = NULL;
  g_autofree char *erased = NULL;
  g_autofree char *done = NULL;

  early = test_server_run (fixture->server, 0, NULL, "retention", "list", "%", "--as-of",
                           "2026-02-28", NULL);
  g_assert_cmpstr (early, ==, "");
  due = test_server_run (fixture->server, 0, NULL, "retention", "list", "%", "--as-of",
                         "2026-03-01", NULL);
  g_assert_true (g_str_has_prefix (due, fixture->child));
  g_assert_nonnull (strstr (due, "\t2026-03-01\tpupil\t"));
  g_assert_null (strstr (due, NAME));

  list = write_list (fixture, due);
  alone = test_server_run (fixture->server, 3, NULL, "retention", "erase", "%", "--list", list,
                           "--as-of", "2026-03-01", "--approved-by", "One", "--approved-by", "One",
                           NULL);
  g_assert_true (is_kept (fixture, NAME));
  erased = test_server_run (fixture->server, 0, NULL, "retention", "erase", "%", "--list", list,
                            "--as-of", "2026-03-01", "--approved-by", "One", "--approved-by", "Two",
                            NULL);
  g_assert_false (is_kept (fixture, NAME));
  done = test_server_run (fixture->server, 0, NULL, "retention", "done", "%", NULL);
  g_assert_true (g_str_has_prefix (done, fixture->child));
  g_assert_nonnull (strstr (done, "retention pupil; approved by "));
}

/* Nobody whose time is not over is erased by a slip in a list. */
static void
test_only_what_is_due_can_be_listed (Fixture      *fixture,
                                     gconstpointer data)
{
  g_autofree char *one = test_server_add_user (fixture->server, "One", "dpo", "county");
  g_autofree char *two = test_server_add_user (fixture->server, "Two", "county_officer", "county");
  g_autofree char *list = write_list (fixture, fixture->child);
  g_autofree char *refused = NULL;

  refused = test_server_run (fixture->server, 3, NULL, "retention", "erase", "%", "--list", list,
                             "--as-of", "2026-02-28", "--approved-by", "One", "--approved-by",
                             "Two", NULL);
  g_assert_true (is_kept (fixture, NAME));
}

static void
test_a_county_sets_its_own_times (Fixture      *fixture,
                                  gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->server->folder, "retention.csv", NULL);
  g_autofree char *due = NULL;
  g_autofree char *later = NULL;
  g_autofree char *faulty = NULL;

  g_assert_true (g_file_set_contents (path, "rule,field,value,years,valid_from,valid_to,why\n"
                                      "short,,,20,,2029-12-31,Set by the county\n"
                                      "long,,,90,2030-01-01,,Set by the county\n", -1, NULL));
  due = test_server_run (fixture->server, 0, NULL, "retention", "list", "%", "--as-of",
                         "2021-03-01", NULL);
  g_assert_nonnull (strstr (due, "\tshort\t"));
  later = test_server_run (fixture->server, 0, NULL, "retention", "list", "%", "--as-of",
                           "2030-01-01", NULL);
  g_assert_cmpstr (later, ==, "");

  g_assert_true (g_file_set_contents (path, "rule,field,value,years,valid_from,valid_to,why\n"
                                      "short,,,soon,,,Why\n", -1, NULL));
  faulty = test_server_run (fixture->server, 3, NULL, "retention", "list", "%", NULL);
}

/* A backup from before the erasure must not undo it. */
static void
test_a_restore_erases_again (Fixture      *fixture,
                             gconstpointer data)
{
  g_autofree char *backup = g_build_filename (fixture->server->parent, "backup", NULL);
  g_autofree char *written = test_server_run (fixture->server, 0, NULL, "backup", "%", backup,
                                              NULL);
  g_autofree char *told = erase (fixture, 0);
  g_autofree char *done = test_server_run (fixture->server, 0, NULL, "retention", "done", "%",
                                           NULL);
  g_autofree char *list = write_list (fixture, done);
  g_autofree char *restored = g_build_filename (fixture->server->parent, "restored", NULL);
  g_autofree char *output = NULL;

  output = test_server_run (fixture->server, 0, NULL, "restore", backup, restored, "--erased", list,
                            NULL);
  g_free (fixture->server->folder);
  fixture->server->folder = g_steal_pointer (&restored);
  g_assert_false (is_kept (fixture, NAME));
  g_assert_false (is_kept (fixture, WORDS));
  assert_checks (fixture);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, TEST_ISOLATE, NULL);

#define ADD(name, func) g_test_add ("/erase/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("all-of-a-child-goes", test_all_of_a_child_goes);
  ADD ("the-files-go", test_the_files_go);
  ADD ("it-is-done-once-and-needs-a-child", test_it_is_done_once_and_needs_a_child);
  ADD ("what-comes-late-brings-nothing-back", test_what_comes_late_brings_nothing_back);
  ADD ("what-stays-names-nobody", test_what_stays_names_nobody);
  ADD ("retention-lists-and-two-people-erase", test_retention_lists_and_two_people_erase);
  ADD ("only-what-is-due-can-be-listed", test_only_what_is_due_can_be_listed);
  ADD ("a-county-sets-its-own-times", test_a_county_sets_its_own_times);
  ADD ("a-restore-erases-again", test_a_restore_erases_again);
#undef ADD

  return g_test_run ();
}
