/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Documents between laptops. Source: protocol, sections 6 and 10. */
#define _GNU_SOURCE
#include "config.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <sqlite3.h>
#include <string.h>

#include "../isolate.h"
#include "base/atlas-error.h"
#include "base/atlas-id.h"
#include "laptop-fixture.h"
#include "store/atlas-store-blobs.h"
#include "sync/atlas-sync-engine-private.h"

#define MIB     (1024 * 1024)
#define LARGE   (3 * MIB + 17)
#define LEAD    "Invented Lead"
#define US_A_MS 1000

typedef struct {
  TestServer *server;
  Laptop     *officer;
  Laptop     *lead;             /* of area dspl3 */
  char       *child;            /* of area dspl3, known to both */
} Fixture;

static Laptop *
join_lead (Fixture *fixture)
{
  Laptop *laptop = laptop_new (fixture->server);
  g_autofree char *code = test_server_add_user (fixture->server, LEAD, "area_lead", "area/dspl3");
  g_autofree char *ca = laptop_read_ca (fixture->server);
  AtlasJoinRequest request = laptop_request (fixture->server, code, ca);

  g_assert_true (atlas_join_begin (laptop->folder, &request, NULL, NULL, NULL, NULL));
  g_assert_true (atlas_join_finish (laptop->folder, NULL, NULL));
  laptop_open (laptop);
  return laptop;
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  g_autofree char *area = test_key_id ("area", "dspl3");

  fixture->server = test_server_new (NULL);
  fixture->officer = laptop_joined (fixture->server, "county_officer", "county");
  fixture->lead = join_lead (fixture);
  fixture->child = laptop_create (fixture->officer, "child",
                                  json_pack ("{s:s, s:s, s:s}", "first_name", "Zoë", "last_name",
                                             "Quill", "area", area));
  laptop_sync (fixture->officer);
  laptop_sync (fixture->lead);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  laptop_assert_sound (fixture->officer);
  laptop_assert_sound (fixture->lead);
  laptop_free (fixture->officer);
  laptop_free (fixture->lead);
  test_server_free (fixture->server);
  g_free (fixture->child);
}

/* Words that can be looked for, then noise. */
static GBytes *
make_file (const char *words,
           gsize       size)
{
  guint8 *data = g_malloc (size + sizeof (guint32));
  gsize begin = strlen (words);

  g_assert_cmpuint (begin, <=, size);
  memcpy (data, words, begin);
  for (gsize i = begin; i < size; i += sizeof (guint32))
    {
      guint32 word = (guint32) g_test_rand_int ();

      memcpy (data + i, &word, sizeof word);
    }

  return g_bytes_new_take (data, size);
}

static AtlasBlob
blob_of (const char *name,
         GBytes     *file)
{
  return (AtlasBlob) { name, (gint64) g_bytes_get_size (file), "application/pdf", "a.pdf" };
}

static char *
attach (Laptop     *laptop,
        const char *child,
        const char *referral,
        GBytes     *file)
{
  g_autoptr(GError)         error = NULL;
  g_autoptr(AtlasChangeSet) set = atlas_change_set_new ("Document added");
  g_autofree char *name = atlas_store_name_file (file);
  AtlasBlob blob = blob_of (name, file);
  char *id = atlas_id_new ();

  atlas_change_set_create (set, "document", id,
                           json_pack ("{s:s, s:s*, s:s, s:s, s:o}", "child", child, "referral",
                                      referral, "kind", "plan", "title", "Invented", "file",
                                      atlas_blob_to_json (&blob)));
  g_assert_true (atlas_store_apply_with_file (laptop->store, set, file, &error));
  g_assert_no_error (error);
  return id;
}

static void
assert_file (Laptop        *laptop,
             GBytes        *file,
             AtlasFileState expected)
{
  g_autofree char *name = atlas_store_name_file (file);
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) read = NULL;
  AtlasFileState state;

  g_assert_true (atlas_store_file_state (laptop->store, name, &state, &error));
  g_assert_cmpint (state, ==, expected);
  read = atlas_store_read_file (laptop->store, name, &error);
  if (expected == ATLAS_FILE_HERE || expected == ATLAS_FILE_UNSENT)
    g_assert_true (g_bytes_equal (read, file));
  else
    g_assert_error (error, ATLAS_ERROR, ATLAS_ERROR_NOT_FOUND);
}

static void
ask_for (Laptop *laptop,
         GBytes *file)
{
  g_autofree char *name = atlas_store_name_file (file);
  AtlasBlob blob = blob_of (name, file);

  g_assert_true (atlas_store_ask_for_file (laptop->store, &blob, NULL));
}

static int
on_server (Fixture    *fixture,
           const char *sql)
{
  g_autofree char *path = g_build_filename (fixture->server->folder, "atlas.db", NULL);
  sqlite3_stmt *stmt = NULL;
  sqlite3 *db = NULL;
  int value = 0;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (db, sql, -1, &stmt, NULL), ==, SQLITE_OK);
  if (sqlite3_step (stmt) == SQLITE_ROW)
    value = sqlite3_column_int (stmt, 0);
  else
    value = sqlite3_changes (db);
  sqlite3_finalize (stmt);
  sqlite3_close (db);
  return value;
}

/* What looks into the server's file. */
static gboolean
has_no_file (Fixture *fixture)
{
  if (fixture->server->database != NULL)
    g_test_skip ("The server keeps no file of its own");

  return fixture->server->database != NULL;
}

static void
test_a_document_reaches_another_laptop (Fixture      *fixture,
                                        gconstpointer data)
{
  static const gsize sizes[] = { 0, 1, 256 * 1024, LARGE };

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr(GBytes) file = make_file ("", sizes[i]);
      g_autofree char *id = attach (fixture->lead, fixture->child, NULL, file);
      AtlasSyncReport sent;

      assert_file (fixture->lead, file, ATLAS_FILE_UNSENT);
      sent = laptop_sync (fixture->lead);
      g_assert_cmpuint (sent.n_files, ==, 1);
      assert_file (fixture->lead, file, ATLAS_FILE_HERE);

      laptop_sync (fixture->officer);
      laptop_assert_text (fixture->officer, "document", id, "title", "Invented");
      assert_file (fixture->officer, file, ATLAS_FILE_ELSEWHERE);
      ask_for (fixture->officer, file);
      assert_file (fixture->officer, file, ATLAS_FILE_ASKED);
      laptop_sync (fixture->officer);
      assert_file (fixture->officer, file, ATLAS_FILE_HERE);
    }
}

static void
test_what_is_before_a_panel_comes_by_itself (Fixture      *fixture,
                                             gconstpointer data)
{
  g_autoptr(GBytes) file = make_file ("panel", 1000);
  g_autofree char *referral = NULL;
  g_autofree char *id = NULL;

  referral = laptop_create (fixture->officer, "referral",
                            json_pack ("{s:s, s:s, s:s}", "reference", "ZZ-1", "child",
                                       fixture->child, "step", "panel"));
  id = attach (fixture->officer, fixture->child, referral, file);
  laptop_sync (fixture->officer);
  laptop_sync (fixture->lead);
  assert_file (fixture->lead, file, ATLAS_FILE_HERE);
}

static void
test_records_go_before_a_large_document (Fixture      *fixture,
                                         gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) file = make_file ("", LARGE);
  g_autofree char *id = attach (fixture->lead, fixture->child, NULL, file);
  g_autoptr(AtlasSyncEngine) engine = NULL;
  AtlasSyncReport report;
  guint n_done;
  int received;

  if (has_no_file (fixture))
    return;

  engine = atlas_sync_engine_open (fixture->lead->folder, fixture->lead->folder, &error);
  g_assert_no_error (error);
  g_assert_true (atlas_sync_engine_run (engine, &report, NULL, &error));
  g_assert_cmpuint (report.n_pushed, ==, 1);
  g_assert_true (report.has_more_files);
  assert_file (fixture->lead, file, ATLAS_FILE_UNSENT);

  laptop_change (fixture->lead, "child", fixture->child, "last_name", "Quince");
  received = on_server (fixture, "SELECT received FROM blob");
  g_assert_true (atlas_sync_blobs_run (engine->blobs, &n_done, NULL));
  g_assert_cmpint (on_server (fixture, "SELECT received FROM blob"), ==, received);

  g_assert_true (atlas_sync_engine_run (engine, &report, NULL, &error));
  g_assert_cmpuint (report.n_pushed, ==, 1);
  while (report.has_more_files)
    g_assert_true (atlas_sync_engine_run (engine, &report, NULL, &error));
  assert_file (fixture->lead, file, ATLAS_FILE_HERE);
}

static GSubprocess *
spawn_sync (Laptop *laptop)
{
  g_autofree char *program = g_build_filename (g_getenv ("ATLAS_BUILD_DIR"), "tests", "sync",
                                               "laptop", NULL);
  const char *argv[] = { program, "sync", laptop->folder, NULL };

  return g_subprocess_newv (argv, G_SUBPROCESS_FLAGS_STDOUT_SILENCE |
                            G_SUBPROCESS_FLAGS_STDERR_SILENCE, NULL);
}

/* Either side is killed at any moment; the file must come out whole. */
static void
kill_until_there (Fixture *fixture,
                  Laptop  *laptop,
                  GBytes  *file)
{
  g_autofree char *name = atlas_store_name_file (file);
  AtlasFileState state = ATLAS_FILE_UNSENT;

  for (int i = 0; i < 200 && state != ATLAS_FILE_HERE; i++)
    {
      g_autoptr(GSubprocess) process = spawn_sync (laptop);

      g_usleep ((gulong) g_test_rand_int_range (20, 150 + i * 5) * US_A_MS);
      if (i % 3 == 2)
        {
          test_server_stop (fixture->server, SIGKILL);
          test_server_start (fixture->server);
          laptop_follow (fixture->lead);
          laptop_follow (fixture->officer);
        }
      g_subprocess_force_exit (process);
      g_subprocess_wait (process, NULL, NULL);
      g_assert_true (atlas_store_file_state (laptop->store, name, &state, NULL));
    }
  assert_file (laptop, file, ATLAS_FILE_HERE);
}

static void
test_a_document_survives_kills (Fixture      *fixture,
                                gconstpointer data)
{
  g_autoptr(GBytes) file = make_file ("", LARGE);
  g_autofree char *id = attach (fixture->lead, fixture->child, NULL, file);

  kill_until_there (fixture, fixture->lead, file);
  laptop_sync (fixture->officer);
  ask_for (fixture->officer, file);
  kill_until_there (fixture, fixture->officer, file);
}

static gboolean
file_holds (const char *path,
            const char *words)
{
  g_autofree char *bytes = NULL;
  gsize length = 0;

  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  return memmem (bytes, length, words, strlen (words)) != NULL;
}

static gboolean
folder_holds (const char *folder,
              const char *words)
{
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  gboolean holds = FALSE;
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      holds |= g_file_test (path, G_FILE_TEST_IS_REGULAR) && file_holds (path, words);
    }

  return holds;
}

static void
test_what_was_revoked_leaves_no_byte (Fixture      *fixture,
                                      gconstpointer data)
{
  const char *words = "the kestrel sleeps at noon";
  g_autoptr(GBytes) file = make_file (words, 300000);
  g_autofree char *id = attach (fixture->officer, fixture->child, NULL, file);
  g_autofree char *output = NULL;

  laptop_sync (fixture->officer);
  laptop_sync (fixture->lead);
  ask_for (fixture->lead, file);
  laptop_sync (fixture->lead);
  assert_file (fixture->lead, file, ATLAS_FILE_HERE);
  g_assert_true (folder_holds (fixture->lead->folder, words));

  output = test_server_run (fixture->server, 0, NULL, "grant", "remove", "%", LEAD, "--scope",
                            "area/dspl3", NULL);
  laptop_sync (fixture->lead);
  assert_file (fixture->lead, file, ATLAS_FILE_ELSEWHERE);
  g_assert_false (folder_holds (fixture->lead->folder, words));
}

/* The child, with all that it has, is another area's from now on. */
static void
move_away (Fixture *fixture)
{
  g_autoptr(GError)         error = NULL;
  g_autoptr(AtlasRecord)    child = laptop_get (fixture->lead, "child", fixture->child);
  g_autoptr(AtlasChangeSet) set = atlas_change_set_new ("Child moved");
  g_autofree char *area = test_key_id ("area", "dspl5");

  atlas_change_set_set_text (set, child, "area", area);
  g_assert_true (atlas_store_apply (fixture->lead->store, set, &error));
  g_assert_no_error (error);
}

/* Whoever has the child now gets it, and it does not stay where it was added. */
static void
assert_moved (Fixture    *fixture,
              GBytes     *file,
              const char *words)
{
  laptop_sync (fixture->officer);
  ask_for (fixture->officer, file);
  laptop_sync (fixture->officer);
  assert_file (fixture->officer, file, ATLAS_FILE_HERE);
  assert_file (fixture->lead, file, ATLAS_FILE_ELSEWHERE);
  g_assert_false (folder_holds (fixture->lead->folder, words));
}

static void
test_what_was_added_and_moved_away_is_sent (Fixture      *fixture,
                                            gconstpointer data)
{
  const char *words = "the heron waits by the weir";
  g_autoptr(GBytes) file = make_file (words, 1000);
  g_autofree char *id = attach (fixture->lead, fixture->child, NULL, file);

  move_away (fixture);
  laptop_sync (fixture->lead);
  assert_moved (fixture, file, words);
}

static void
delete_document (Laptop     *laptop,
                 const char *id)
{
  g_autoptr(AtlasRecord)    record = laptop_get (laptop, "document", id);
  g_autoptr(AtlasChangeSet) set = atlas_change_set_new ("Document removed");

  atlas_change_set_delete (set, record);
  g_assert_true (atlas_store_apply (laptop->store, set, NULL));
}

static void
test_what_was_taken_back_is_not_sent (Fixture      *fixture,
                                      gconstpointer data)
{
  g_autoptr(GBytes) file = make_file ("", 1000);
  g_autofree char *id = attach (fixture->lead, fixture->child, NULL, file);

  if (has_no_file (fixture))
    return;

  delete_document (fixture->lead, id);
  laptop_sync (fixture->lead);
  laptop_sync (fixture->lead);
  g_assert_cmpint (on_server (fixture, "SELECT COUNT (*) FROM blob"), ==, 0);
}

static void
test_another_file_is_not_taken (Fixture      *fixture,
                                gconstpointer data)
{
  g_autoptr(GBytes) file = make_file ("", 1000);
  g_autofree char *id = attach (fixture->lead, fixture->child, NULL, file);

  if (has_no_file (fixture))
    return;

  laptop_sync (fixture->lead);
  g_assert_cmpint (on_server (fixture, "UPDATE blob_piece SET bytes = zeroblob (1000)"), ==, 1);
  laptop_sync (fixture->officer);
  ask_for (fixture->officer, file);
  laptop_sync (fixture->officer);
  assert_file (fixture->officer, file, ATLAS_FILE_ASKED);
}

static void
test_a_restored_server_gets_its_documents_back (Fixture      *fixture,
                                                gconstpointer data)
{
  g_autoptr(GBytes) file = make_file ("", 1000);
  g_autofree char *backup = laptop_back_up (fixture->server, "backup");
  g_autofree char *id = attach (fixture->lead, fixture->child, NULL, file);

  if (has_no_file (fixture))
    return;

  laptop_sync (fixture->lead);
  laptop_restore (fixture->server, backup);
  laptop_follow (fixture->lead);
  laptop_follow (fixture->officer);
  g_assert_cmpint (on_server (fixture, "SELECT COUNT (*) FROM blob"), ==, 0);

  laptop_sync (fixture->lead);
  laptop_sync (fixture->officer);
  ask_for (fixture->officer, file);
  laptop_sync (fixture->officer);
  assert_file (fixture->officer, file, ATLAS_FILE_HERE);
}

/* Its county is got anew before the file is sent. */
static void
test_a_restored_server_gets_what_was_moved_away (Fixture      *fixture,
                                                 gconstpointer data)
{
  const char *words = "the dipper nests under the bridge";
  g_autoptr(GBytes) file = make_file (words, 1000);
  g_autofree char *backup = laptop_back_up (fixture->server, "backup");
  g_autofree char *id = attach (fixture->lead, fixture->child, NULL, file);

  move_away (fixture);
  laptop_restore (fixture->server, backup);
  laptop_follow (fixture->lead);
  laptop_follow (fixture->officer);
  laptop_sync (fixture->lead);
  assert_moved (fixture, file, words);
}

#define ADD(path, func) \
  g_test_add ("/documents/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, TEST_ISOLATE, NULL);

  ADD ("a-document-reaches-another-laptop", test_a_document_reaches_another_laptop);
  ADD ("what-is-before-a-panel-comes-by-itself", test_what_is_before_a_panel_comes_by_itself);
  ADD ("records-go-before-a-large-document", test_records_go_before_a_large_document);
  ADD ("a-document-survives-kills", test_a_document_survives_kills);
  ADD ("what-was-revoked-leaves-no-byte", test_what_was_revoked_leaves_no_byte);
  ADD ("what-was-taken-back-is-not-sent", test_what_was_taken_back_is_not_sent);
  ADD ("another-file-is-not-taken", test_another_file_is_not_taken);
  ADD ("a-restored-server-gets-its-documents-back",
       test_a_restored_server_gets_its_documents_back);
  ADD ("what-was-added-and-moved-away-is-sent", test_what_was_added_and_moved_away_is_sent);
  ADD ("a-restored-server-gets-what-was-moved-away",
       test_a_restored_server_gets_what_was_moved_away);

  return g_test_run ();
}
