/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files that records name, as section 10 of the protocol has them. */
#include "config.h"

#include <sqlite3.h>
#include <string.h>

#include "../isolate.h"
#include "base/atlas-id.h"
#include "server-fixture.h"

#define MIB   (1024 * 1024)
#define PIECE (256 * 1024)

typedef struct {
  TestServer *server;
  TestClient *lead;             /* of area dspl3 */
  TestClient *other;            /* of area dspl5 */
  char       *child;            /* of area dspl3 */
  char       *referral;
} Fixture;

/* What came back, but for JSON that nobody looks at. */
typedef struct {
  guint   status;
  char   *offset;               /* (nullable) */
  char   *complete;             /* (nullable) */
  char   *range;                /* (nullable) */
  char   *etag;                 /* (nullable) */
  GBytes *body;
  json_t *problem;              /* (nullable) */
} Reply;

/* One process for most of them: each test has users, laptops and records of its own. */
static TestServer *shared;

static void
reply_clear (Reply *reply)
{
  g_free (reply->offset);
  g_free (reply->complete);
  g_free (reply->range);
  g_free (reply->etag);
  g_clear_pointer (&reply->body, g_bytes_unref);
  g_clear_pointer (&reply->problem, json_decref);
  memset (reply, 0, sizeof *reply);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reply, reply_clear)

static void
fill (Fixture    *fixture,
      TestServer *server)
{
  fixture->server = server;
  fixture->lead = test_client_for (server, "area_lead", "area/dspl3");
  fixture->other = test_client_for (server, "area_lead", "area/dspl5");
  fixture->referral = test_client_refer (fixture->lead, "dspl3", &fixture->child);
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fill (fixture, shared);
}

static void
set_up_alone (Fixture      *fixture,
              gconstpointer data)
{
  fill (fixture, test_server_new (NULL));
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  test_client_free (fixture->lead);
  test_client_free (fixture->other);
  g_free (fixture->child);
  g_free (fixture->referral);
  if (fixture->server != shared)
    test_server_free (fixture->server);
}

static char *
path_of (const char *name)
{
  return g_strconcat ("/v1/blobs/", name, NULL);
}

static SoupMessage *
make_message (TestClient *client,
              const char *method,
              const char *name)
{
  g_autofree char *path = path_of (name);

  return test_client_message (client, method, path);
}

static void
send_message (TestClient  *client,
              SoupMessage *message,
              Reply       *reply)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);

  reply->body = soup_session_send_and_read (client->session, message, NULL, NULL);
  reply->status = reply->body != NULL ? soup_message_get_status (message) : 0;
  reply->offset = g_strdup (soup_message_headers_get_one (headers, "Upload-Offset"));
  reply->complete = g_strdup (soup_message_headers_get_one (headers, "Upload-Complete"));
  reply->range = g_strdup (soup_message_headers_get_one (headers, "Content-Range"));
  reply->etag = g_strdup (soup_message_headers_get_one (headers, "ETag"));
  if (reply->status >= 400 && g_bytes_get_size (reply->body) > 0)
    reply->problem = atlas_json_parse (g_bytes_get_data (reply->body, NULL),
                                       (gssize) g_bytes_get_size (reply->body), NULL);
}

static void
ask (TestClient *client,
     const char *method,
     const char *name,
     const char *range,
     Reply      *reply)
{
  g_autoptr(SoupMessage) message = make_message (client, method, name);

  if (range != NULL)
    soup_message_headers_replace (soup_message_get_request_headers (message), "Range", range);
  send_message (client, message, reply);
}

static void
patch (TestClient *client,
       const char *name,
       gint64      offset,
       GBytes     *bytes,
       const char *complete,
       Reply      *reply)
{
  g_autoptr(SoupMessage) message = make_message (client, "PATCH", name);
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, offset);

  if (offset >= 0)
    soup_message_headers_replace (headers, "Upload-Offset", text);
  if (complete != NULL)
    soup_message_headers_replace (headers, "Upload-Complete", complete);
  soup_message_set_request_body_from_bytes (message, "application/octet-stream", bytes);
  send_message (client, message, reply);
}

/* The random numbers begin anew in each test, and one server has the files of many. */
static GBytes *
make_file (gsize  size,
           char **name)
{
  static guint32 nth;
  guint8 *data = g_malloc (size + sizeof (guint32));

  for (gsize i = 0; i < size; i += sizeof (guint32))
    {
      guint32 word = i == 0 ? ++nth : (guint32) g_test_rand_int ();

      memcpy (data + i, &word, sizeof word);
    }
  *name = g_compute_checksum_for_data (G_CHECKSUM_SHA256, data, size);
  return g_bytes_new_take (data, size);
}

static void
upload (TestClient *client,
        const char *name,
        GBytes     *file)
{
  gsize size = g_bytes_get_size (file);

  for (gsize at = 0; at < size || size == 0; at += MIB)
    {
      g_autoptr(GBytes) piece = g_bytes_new_from_bytes (file, at, MIN (MIB, size - at));
      g_auto(Reply)     reply = { 0 };

      patch (client, name, (gint64) at, piece, NULL, &reply);
      g_assert_cmpuint (reply.status, ==, at + MIB < size ? 204 : 200);
      if (size == 0)
        return;
    }
}

static char *
attach (Fixture    *fixture,
        const char *name,
        gsize       size)
{
  char *id = atlas_id_new ();
  g_autoptr(json_t) answer = NULL;

  answer = test_client_push (fixture->lead,
                             test_json ("[{'op':'create','type':'document','id':'%s','fields':"
                                        "{'child':'%s','referral':'%s','kind':'plan','title':"
                                        "'Invented','file':{'blob':'%s','size':%d,'media':"
                                        "'application/pdf','name':'a.pdf'}}}]", id, fixture->child,
                                        fixture->referral, name, (int) size));
  test_assert_state (answer, "applied");
  return id;
}

static void
test_a_file_goes_up_in_pieces_and_comes_back (Fixture      *fixture,
                                              gconstpointer data)
{
  static const gsize sizes[] = { 0, 1, PIECE, PIECE + 1, MIB, 2 * MIB + PIECE / 2 };

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autofree char *name = NULL;
      g_autoptr(GBytes) file = make_file (sizes[i], &name);
      g_autofree char *etag = g_strdup_printf ("\"%s\"", name);
      g_autofree char *id = attach (fixture, name, sizes[i]);
      g_auto(Reply)    before = { 0 };
      g_auto(Reply)    after = { 0 };
      g_auto(Reply)    read = { 0 };

      ask (fixture->lead, "HEAD", name, NULL, &before);
      g_assert_cmpuint (before.status, ==, 404);
      upload (fixture->lead, name, file);
      ask (fixture->lead, "HEAD", name, NULL, &after);
      g_assert_cmpuint (after.status, ==, 200);
      g_assert_cmpstr (after.complete, ==, "?1");

      ask (fixture->lead, "GET", name, NULL, &read);
      g_assert_cmpuint (read.status, ==, 200);
      g_assert_cmpstr (read.etag, ==, etag);
      g_assert_true (g_bytes_equal (read.body, file));
    }
}

static void
test_a_part_says_how_far_it_has_come (Fixture      *fixture,
                                      gconstpointer data)
{
  g_autofree char *name = NULL;
  g_autoptr(GBytes) file = make_file (1000, &name);
  g_autoptr(GBytes) first = g_bytes_new_from_bytes (file, 0, 300);
  g_autoptr(GBytes) second = g_bytes_new_from_bytes (file, 300, 700);
  g_autofree char *id = attach (fixture, name, 1000);
  g_auto(Reply)    sent = { 0 };
  g_auto(Reply)    head = { 0 };
  g_auto(Reply)    read = { 0 };
  g_auto(Reply)    again = { 0 };
  g_auto(Reply)    rest = { 0 };
  g_auto(Reply)    late = { 0 };

  patch (fixture->lead, name, 0, first, NULL, &sent);
  g_assert_cmpuint (sent.status, ==, 204);
  g_assert_cmpstr (sent.offset, ==, "300");
  ask (fixture->lead, "HEAD", name, NULL, &head);
  g_assert_cmpuint (head.status, ==, 204);
  g_assert_cmpstr (head.offset, ==, "300");
  ask (fixture->lead, "GET", name, NULL, &read);
  g_assert_cmpuint (read.status, ==, 404);

  patch (fixture->lead, name, 0, first, NULL, &again);
  g_assert_cmpuint (again.status, ==, 409);
  g_assert_cmpstr (again.offset, ==, "300");
  g_assert_cmpstr (test_problem (again.problem), ==, "wrong-offset");
  g_assert_cmpint (atlas_json_integer (again.problem, "expected", -1), ==, 300);

  patch (fixture->lead, name, 300, second, "?1", &rest);
  g_assert_cmpuint (rest.status, ==, 200);
  patch (fixture->lead, name, 300, second, "?1", &late);
  g_assert_cmpuint (late.status, ==, 200);
}

static void
check_thrown_away (Fixture    *fixture,
                   const char *name,
                   GBytes     *wrong,
                   const char *complete)
{
  g_auto(Reply) sent = { 0 };
  g_auto(Reply) head = { 0 };

  patch (fixture->lead, name, 0, wrong, complete, &sent);
  g_assert_cmpuint (sent.status, ==, 422);
  g_assert_cmpstr (test_problem (sent.problem), ==, "hash-mismatch");
  ask (fixture->lead, "HEAD", name, NULL, &head);
  g_assert_cmpuint (head.status, ==, 404);
}

static void
test_another_file_is_thrown_away (Fixture      *fixture,
                                  gconstpointer data)
{
  g_autofree char *name = NULL;
  g_autoptr(GBytes) file = make_file (1000, &name);
  g_autofree char *other_name = NULL;
  g_autoptr(GBytes) wrong = make_file (1000, &other_name);
  g_autoptr(GBytes) nothing = g_bytes_new (NULL, 0);
  g_autofree char *id = NULL;
  g_auto(Reply)    sent = { 0 };
  g_auto(Reply)    end = { 0 };

  /* The client says that this was the last piece, or sends an empty one, or a record says so. */
  check_thrown_away (fixture, name, wrong, "?1");
  patch (fixture->lead, name, 0, wrong, NULL, &sent);
  g_assert_cmpuint (sent.status, ==, 204);
  patch (fixture->lead, name, 1000, nothing, NULL, &end);
  g_assert_cmpuint (end.status, ==, 422);
  id = attach (fixture, name, 1000);
  check_thrown_away (fixture, name, wrong, NULL);

  upload (fixture->lead, name, file);
}

static void
test_ranges (Fixture      *fixture,
             gconstpointer data)
{
  static const struct {
    const char *range;
    guint       status;
    const char *content_range;
    gsize       first;
    gsize       length;
  } cases[] = {
    { "bytes=0-0", 206, "bytes 0-0/300000", 0, 1 },
    { "bytes=262000-263999", 206, "bytes 262000-263999/300000", 262000, 2000 },
    { "bytes=299999-", 206, "bytes 299999-299999/300000", 299999, 1 },
    { "bytes=299000-400000", 206, "bytes 299000-299999/300000", 299000, 1000 },
    { "bytes=-10", 206, "bytes 299990-299999/300000", 299990, 10 },
    { "bytes=-400000", 206, "bytes 0-299999/300000", 0, 300000 },
    { "bytes=300000-", 416, "bytes */300000", 0, 0 },
    { "bytes=-0", 416, "bytes */300000", 0, 0 },
    { "lines=1-2", 200, NULL, 0, 300000 },
  };
  g_autofree char *name = NULL;
  g_autoptr(GBytes) file = make_file (300000, &name);
  g_autofree char *id = attach (fixture, name, 300000);

  upload (fixture->lead, name, file);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GBytes) wanted = g_bytes_new_from_bytes (file, cases[i].first, cases[i].length);
      g_auto(Reply)     reply = { 0 };

      ask (fixture->lead, "GET", name, cases[i].range, &reply);
      g_assert_cmpuint (reply.status, ==, cases[i].status);
      g_assert_cmpstr (reply.range, ==, cases[i].content_range);
      if (cases[i].status < 400)
        g_assert_true (g_bytes_equal (reply.body, wanted));
      else
        g_assert_cmpstr (test_problem (reply.problem), ==, "range-not-satisfiable");
    }
}

static void
test_only_who_sees_a_record_reads_its_file (Fixture      *fixture,
                                            gconstpointer data)
{
  g_autofree char *name = NULL;
  g_autoptr(GBytes) file = make_file (1000, &name);
  g_autoptr(TestClient) provider = test_client_for (fixture->server, "provider", "provision/nhas");
  g_autoptr(json_t) deleted = NULL;
  g_autofree char *id = NULL;
  g_auto(Reply)    nobody = { 0 };
  g_auto(Reply)    mine = { 0 };
  g_auto(Reply)    theirs = { 0 };
  g_auto(Reply)    provided = { 0 };
  g_auto(Reply)    after = { 0 };

  upload (fixture->other, name, file);
  ask (fixture->other, "GET", name, NULL, &nobody);
  g_assert_cmpuint (nobody.status, ==, 404);
  g_assert_cmpstr (test_problem (nobody.problem), ==, "not-found");

  id = attach (fixture, name, 1000);
  ask (fixture->lead, "GET", name, NULL, &mine);
  g_assert_cmpuint (mine.status, ==, 200);
  ask (fixture->other, "GET", name, NULL, &theirs);
  g_assert_cmpuint (theirs.status, ==, 404);
  ask (provider, "GET", name, NULL, &provided);
  g_assert_cmpuint (provided.status, ==, 404);

  deleted = test_client_push (fixture->lead,
                              test_json ("[{'op':'delete','type':'document','id':'%s','base':1}]",
                                         id));
  test_assert_state (deleted, "applied");
  ask (fixture->lead, "GET", name, NULL, &after);
  g_assert_cmpuint (after.status, ==, 404);
}

static void
test_a_set_that_was_put_aside_gives_no_sight (Fixture      *fixture,
                                              gconstpointer data)
{
  g_autofree char *name = NULL;
  g_autoptr(GBytes) file = make_file (1000, &name);
  g_autofree char *id = atlas_id_new ();
  g_autoptr(json_t) parked = NULL;
  g_auto(Reply)    theirs = { 0 };
  g_auto(Reply)    head = { 0 };

  parked = test_client_push (fixture->other,
                             test_json ("[{'op':'create','type':'document','id':'%s','fields':"
                                        "{'child':'%s','kind':'plan','title':'Invented','file':"
                                        "{'blob':'%s','size':1000,'media':'application/pdf',"
                                        "'name':'a.pdf'}}}]", id, fixture->child, name));
  test_assert_parked (parked, "forbidden");
  upload (fixture->lead, name, file);
  ask (fixture->other, "GET", name, NULL, &theirs);
  g_assert_cmpuint (theirs.status, ==, 404);
  ask (fixture->other, "HEAD", name, NULL, &head);
  g_assert_cmpuint (head.status, ==, 200);
}

static void
test_what_is_no_upload_is_refused (Fixture      *fixture,
                                   gconstpointer data)
{
  g_autofree char *name = NULL;
  g_autoptr(GBytes) file = make_file (25 * MIB + 1, &name);
  g_autoptr(GBytes) little = g_bytes_new_static ("abc", 3);
  g_autofree char *capitals = g_ascii_strup (name, -1);
  g_autoptr(json_t) answer = NULL;
  g_autofree char *path = path_of (name);
  g_auto(Reply)    no_offset = { 0 };
  g_auto(Reply)    no_name = { 0 };
  g_auto(Reply)    gap = { 0 };
  g_auto(Reply)    large = { 0 };
  g_auto(Reply)    stranger = { 0 };
  g_autofree char *access = NULL;

  patch (fixture->lead, name, -1, little, NULL, &no_offset);
  g_assert_cmpuint (no_offset.status, ==, 400);
  patch (fixture->lead, capitals, 0, little, NULL, &no_name);
  g_assert_cmpuint (no_name.status, ==, 404);
  patch (fixture->lead, name, 3, little, NULL, &gap);
  g_assert_cmpuint (gap.status, ==, 409);
  g_assert_cmpstr (gap.offset, ==, "0");
  patch (fixture->lead, name, 0, file, NULL, &large);
  g_assert_cmpuint (large.status, ==, 413);
  answer = test_client_send (fixture->lead, "DELETE", path, NULL);
  g_assert_cmpuint (fixture->lead->status, ==, 404);

  access = g_steal_pointer (&fixture->lead->access);
  fixture->lead->access = g_strdup ("nonsense");
  patch (fixture->lead, name, 0, little, NULL, &stranger);
  g_assert_cmpuint (stranger.status, ==, 401);
}

/* The protocol gives pieces no size: a client may send a file as it is. */
static void
test_a_file_comes_in_one_piece (Fixture      *fixture,
                                gconstpointer data)
{
  g_autofree char *name = NULL;
  g_autoptr(GBytes) file = make_file (25 * MIB, &name);
  g_autofree char *id = attach (fixture, name, 25 * MIB);
  g_auto(Reply)    sent = { 0 };
  g_auto(Reply)    read = { 0 };

  patch (fixture->lead, name, 0, file, NULL, &sent);
  g_assert_cmpuint (sent.status, ==, 200);
  ask (fixture->lead, "GET", name, NULL, &read);
  g_assert_true (g_bytes_equal (read.body, file));
}

static void
test_a_file_that_is_too_large_ends (Fixture      *fixture,
                                    gconstpointer data)
{
  g_autofree char *unused = NULL;
  g_autoptr(GBytes) piece = make_file (MIB, &unused);
  g_autoptr(GBytes) little = g_bytes_new_static ("abc", 3);
  g_autofree char *name = g_compute_checksum_for_string (G_CHECKSUM_SHA256, "another", -1);
  g_auto(Reply)    last = { 0 };

  for (gint64 at = 0; at < 25; at++)
    {
      g_auto(Reply) reply = { 0 };

      patch (fixture->lead, name, at * MIB, piece, NULL, &reply);
      g_assert_cmpuint (reply.status, ==, 204);
    }
  patch (fixture->lead, name, 25 * MIB, little, NULL, &last);
  g_assert_cmpuint (last.status, ==, 413);
  g_assert_cmpstr (test_problem (last.problem), ==, "too-large");
}

/* Nine files of 25 MiB are more than a laptop may send before any record names one of them. */
static void
test_a_laptop_may_not_fill_the_server (Fixture      *fixture,
                                       gconstpointer data)
{
  g_autofree char *unused = NULL;
  g_autoptr(GBytes) piece = make_file (MIB, &unused);
  guint status = 204;
  int n_pieces = 0;

  for (int i = 0; i < 9 && status == 204; i++)
    {
      g_autofree char *seed = g_strdup_printf ("unfinished %d", i);
      g_autofree char *name = g_compute_checksum_for_string (G_CHECKSUM_SHA256, seed, -1);

      for (gint64 at = 0; at < 25 && status == 204; at++)
        {
          g_auto(Reply) reply = { 0 };

          patch (fixture->lead, name, at * MIB, piece, NULL, &reply);
          status = reply.status;
          n_pieces += status == 204 ? 1 : 0;
          if (status == 429)
            g_assert_cmpstr (test_problem (reply.problem), ==, "slow-down");
        }
    }
  g_assert_cmpuint (status, ==, 429);
  g_assert_cmpint (n_pieces, ==, 200);
}

static void
test_an_upload_goes_on_after_a_kill (Fixture      *fixture,
                                     gconstpointer data)
{
  g_autofree char *name = NULL;
  g_autoptr(GBytes) file = make_file (3 * MIB + 17, &name);
  g_autofree char *id = attach (fixture, name, 3 * MIB + 17);
  gint64 at = 0;
  int n_kills = 0;
  g_auto(Reply)    read = { 0 };

  while (at < 3 * MIB + 17)
    {
      gsize wanted = (gsize) g_test_rand_int_range (1, MIB);
      gsize length = MIN (wanted, 3 * MIB + 17 - (gsize) at);
      g_autoptr(GBytes) piece = g_bytes_new_from_bytes (file, (gsize) at, length);
      g_auto(Reply)     sent = { 0 };
      g_auto(Reply)     head = { 0 };

      patch (fixture->lead, name, at, piece, NULL, &sent);
      test_server_stop (fixture->server, SIGKILL);
      test_server_start (fixture->server);
      n_kills++;
      ask (fixture->lead, "HEAD", name, NULL, &head);
      if (head.status == 200)
        break;
      g_assert_cmpuint (head.status, ==, 204);
      g_assert_cmpint (g_ascii_strtoll (head.offset, NULL, 10), ==, at + (gint64) length);
      at += (gint64) length;
    }

  g_assert_cmpint (n_kills, >=, 4);
  ask (fixture->lead, "GET", name, NULL, &read);
  g_assert_true (g_bytes_equal (read.body, file));
}

typedef struct {
  TestClient *client;
  const char *name;
  GBytes     *file;
} Sender;

static gpointer
send_in_thread (gpointer data)
{
  Sender *sender = data;
  gint64 size = (gint64) g_bytes_get_size (sender->file);
  gint64 at = 0;
  guint status = 0;

  while (status != 200)
    {
      gsize length = (gsize) MIN (100000, size - at);
      g_autoptr(GBytes) piece = g_bytes_new_from_bytes (sender->file, (gsize) at, length);
      g_auto(Reply)     reply = { 0 };

      patch (sender->client, sender->name, at, piece, NULL, &reply);
      status = reply.status;
      g_assert_true (status == 200 || status == 204 || status == 409);
      if (status != 200)
        at = g_ascii_strtoll (reply.offset, NULL, 10);
    }

  return NULL;
}

static void
test_two_send_the_same_file_at_once (Fixture      *fixture,
                                     gconstpointer data)
{
  g_autofree char *name = NULL;
  g_autoptr(GBytes) file = make_file (3 * MIB, &name);
  Sender senders[] = { { fixture->lead, name, file }, { fixture->other, name, file } };
  GThread *threads[2];
  g_autofree char *id = NULL;
  g_auto(Reply)    read = { 0 };

  for (gsize i = 0; i < 2; i++)
    threads[i] = g_thread_new ("sender", send_in_thread, &senders[i]);
  for (gsize i = 0; i < 2; i++)
    g_thread_join (threads[i]);

  id = attach (fixture, name, 3 * MIB);
  ask (fixture->lead, "GET", name, NULL, &read);
  g_assert_true (g_bytes_equal (read.body, file));
}

static void
make_old (Fixture    *fixture,
          const char *name,
          int         days)
{
  g_autofree char *sql = NULL;

  sql = g_strdup_printf ("UPDATE blob SET touched_ms = touched_ms - CAST (%d AS BIGINT) * 86400000 "
                         "WHERE name = '%s'", days, name);
  test_server_sql (fixture->server, sql);
}

static void
assert_head (Fixture    *fixture,
             const char *name,
             guint       status)
{
  g_auto(Reply) reply = { 0 };

  ask (fixture->lead, "HEAD", name, NULL, &reply);
  g_assert_cmpuint (reply.status, ==, status);
}

static void
test_what_nobody_names_is_swept (Fixture      *fixture,
                                 gconstpointer data)
{
  g_autofree char *unfinished = NULL;
  g_autofree char *unnamed = NULL;
  g_autofree char *recent = NULL;
  g_autofree char *named = NULL;
  g_autoptr(GBytes) first = make_file (10, &unfinished);
  g_autoptr(GBytes) second = make_file (10, &unnamed);
  g_autoptr(GBytes) third = make_file (10, &recent);
  g_autoptr(GBytes) fourth = make_file (10, &named);
  g_autoptr(GBytes) part = g_bytes_new_from_bytes (first, 0, 5);
  g_autofree char *id = attach (fixture, named, 10);
  g_auto(Reply)    sent = { 0 };

  patch (fixture->lead, unfinished, 0, part, NULL, &sent);
  upload (fixture->lead, unnamed, second);
  upload (fixture->lead, recent, third);
  upload (fixture->lead, named, fourth);
  test_server_stop (fixture->server, SIGTERM);
  make_old (fixture, unfinished, 8);
  make_old (fixture, unnamed, 31);
  make_old (fixture, recent, 29);
  make_old (fixture, named, 400);
  test_server_start (fixture->server);

  assert_head (fixture, unfinished, 404);
  assert_head (fixture, unnamed, 404);
  assert_head (fixture, recent, 200);
  assert_head (fixture, named, 200);
}

static void
test_a_backup_has_the_files (Fixture      *fixture,
                             gconstpointer data)
{
  g_autofree char *name = NULL;
  g_autoptr(GBytes) file = make_file (PIECE + 5, &name);
  g_autofree char *id = attach (fixture, name, PIECE + 5);
  g_autofree char *backup = g_build_filename (fixture->server->parent, "backup", NULL);
  g_autofree char *again = g_build_filename (fixture->server->parent, "again", NULL);
  g_autofree char *path = g_build_filename (again, "atlas.db", NULL);
  g_autofree char *kept = NULL;
  g_autofree char *restored = NULL;
  g_autofree char *sound = NULL;
  g_autofree char *damaged = NULL;
  sqlite3 *db = NULL;

  if (fixture->server->database != NULL)
    {
      g_test_skip ("A backup of that is made by its own means");
      return;
    }

  upload (fixture->lead, name, file);
  kept = test_server_run (fixture->server, 0, NULL, "backup", "%", backup, NULL);
  restored = test_server_run (fixture->server, 0, NULL, "restore", backup, again, NULL);
  sound = test_server_run (fixture->server, 0, NULL, "check", again, NULL);

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, "UPDATE blob_piece SET bytes = zeroblob (262144) "
                                 "WHERE nth = 0", NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_changes (db), ==, 1);
  sqlite3_close (db);
  damaged = test_server_run (fixture->server, 1, NULL, "check", again, NULL);
  g_assert_nonnull (strstr (damaged, "document"));
}

#define ADD(path, setup, func) \
  g_test_add ("/blobs/" path, Fixture, NULL, setup, func, tear_down)

int
main (int    argc,
      char **argv)
{
  int result;

  g_test_init (&argc, &argv, TEST_ISOLATE, NULL);
  shared = test_server_new (NULL);

  ADD ("a-file-goes-up-in-pieces-and-comes-back", set_up,
       test_a_file_goes_up_in_pieces_and_comes_back);
  ADD ("a-part-says-how-far-it-has-come", set_up, test_a_part_says_how_far_it_has_come);
  ADD ("another-file-is-thrown-away", set_up, test_another_file_is_thrown_away);
  ADD ("ranges", set_up, test_ranges);
  ADD ("only-who-sees-a-record-reads-its-file", set_up,
       test_only_who_sees_a_record_reads_its_file);
  ADD ("a-set-that-was-put-aside-gives-no-sight", set_up,
       test_a_set_that_was_put_aside_gives_no_sight);
  ADD ("what-is-no-upload-is-refused", set_up, test_what_is_no_upload_is_refused);
  ADD ("a-file-comes-in-one-piece", set_up, test_a_file_comes_in_one_piece);
  ADD ("a-file-that-is-too-large-ends", set_up, test_a_file_that_is_too_large_ends);
  ADD ("a-laptop-may-not-fill-the-server", set_up_alone, test_a_laptop_may_not_fill_the_server);
  ADD ("an-upload-goes-on-after-a-kill", set_up_alone, test_an_upload_goes_on_after_a_kill);
  ADD ("two-send-the-same-file-at-once", set_up, test_two_send_the_same_file_at_once);
  ADD ("what-nobody-names-is-swept", set_up_alone, test_what_nobody_names_is_swept);
  ADD ("a-backup-has-the-files", set_up_alone, test_a_backup_has_the_files);

  result = g_test_run ();
  test_server_free (shared);
  return result;
}
