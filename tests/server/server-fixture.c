/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server-fixture.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>

#include "base/atlas-id.h"
#include "test-database.h"

#define PACK "hertfordshire"

/* The most that a server takes of a file at once. */
#define PIECE_BYTES (1 << 20)

static char *
program_path (void)
{
  return g_build_filename (g_getenv ("ATLAS_BUILD_DIR"), "src", "server", "provision-atlas-server",
                           NULL);
}

/* A test that aborts leaves no server behind. */
static void
die_with_the_test (gpointer data)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

static GSubprocess *
spawn (GSubprocessFlags    flags,
       const char         *log,
       const char * const *arguments)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) argv = g_ptr_array_new ();
  g_autoptr(GSubprocessLauncher) launcher = g_subprocess_launcher_new (flags);
  g_autofree char *program = program_path ();
  GSubprocess *process;

  g_ptr_array_add (argv, program);
  for (gsize i = 0; arguments[i] != NULL; i++)
    g_ptr_array_add (argv, (char *) arguments[i]);
  g_ptr_array_add (argv, NULL);

  g_subprocess_launcher_set_child_setup (launcher, die_with_the_test, NULL, NULL);
  if (log != NULL)
    g_subprocess_launcher_set_stderr_file_path (launcher, log);
  process = g_subprocess_launcher_spawnv (launcher, (const char * const *) argv->pdata, &error);
  g_assert_no_error (error);
  return process;
}

/* Runs one command of the program to its end; the server's folder is `%`. */
char *
test_server_run (TestServer *self,
                 int         exit_code,
                 const char *input,
                 ...)
{
  g_autoptr(GPtrArray) arguments = g_ptr_array_new ();
  g_autoptr(GSubprocess) process = NULL;
  g_autoptr(GError) error = NULL;
  char *output = NULL;
  const char *word;
  va_list words;

  va_start (words, input);
  while ((word = va_arg (words, const char *)) != NULL)
    g_ptr_array_add (arguments, strcmp (word, "%") == 0 ? self->folder : (char *) word);
  va_end (words);
  g_ptr_array_add (arguments, NULL);

  process = spawn (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                   (exit_code != 0 ? G_SUBPROCESS_FLAGS_STDERR_SILENCE : 0),
                   NULL, (const char * const *) arguments->pdata);
  g_subprocess_communicate_utf8 (process, input, NULL, &output, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (process));
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, exit_code);

  return output;
}

void
test_remove_folder (const char *path)
{
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR))
        test_remove_folder (child);
      else
        g_unlink (child);
    }

  g_rmdir (path);
}

/* Made once a test program by `init`, then copied: a county takes its time. */
static char *template_parent;
static char *template_code;
static char *template_database;         /* (nullable): NULL when it is a file */

static void
remove_template (void)
{
  test_remove_folder (template_parent);
}

static void
make_template (TestServer *self)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *output = NULL;
  g_autoptr(json_t) told = NULL;
  g_autofree char *own = g_steal_pointer (&self->folder);

  template_parent = g_dir_make_tmp ("atlas-server-XXXXXX", &error);
  g_assert_no_error (error);
  atexit (remove_template);

  self->folder = g_build_filename (template_parent, "server", NULL);
  if (test_database_is_postgres ())
    template_database = test_database_new (NULL);
  output = test_server_run (self, 0, NULL, "init", "%", "--county", PACK, "--name", "localhost",
                            "--name", "127.0.0.1", "--format", "json",
                            template_database != NULL ? "--database" : NULL, template_database,
                            NULL);
  told = atlas_json_parse (output, -1, &error);
  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (atlas_json_string (told, "ca"), self->folder));
  template_code = g_strdup (atlas_json_string (told, "admin_enrol_code"));

  g_free (self->folder);
  self->folder = g_steal_pointer (&own);
}

static void
copy_template (TestServer *self)
{
  g_autofree char *from = g_build_filename (template_parent, "server", NULL);
  g_autoptr(GDir) dir = g_dir_open (from, 0, NULL);
  g_autoptr(GError) error = NULL;
  const char *name;

  g_assert_nonnull (dir);
  g_assert_cmpint (g_mkdir (self->folder, 0700), ==, 0);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autoptr(GFile) source = g_file_new_build_filename (from, name, NULL);
      g_autoptr(GFile) target = g_file_new_build_filename (self->folder, name, NULL);

      g_file_copy (source, target, G_FILE_COPY_NONE, NULL, NULL, NULL, &error);
      g_assert_no_error (error);
    }

  if (template_database == NULL)
    return;
  self->database = test_database_new (template_database);
  test_database_name_in (self->folder, self->database);
}

TestServer *
test_server_new (const char *config)
{
  TestServer *self = g_new0 (TestServer, 1);
  g_autoptr(GError) error = NULL;

  self->parent = g_dir_make_tmp ("atlas-server-XXXXXX", &error);
  g_assert_no_error (error);
  self->folder = g_build_filename (self->parent, "server", NULL);
  self->ca = g_build_filename (self->folder, "ca.pem", NULL);

  if (template_parent == NULL)
    make_template (self);
  copy_template (self);
  self->admin_code = g_strdup (template_code);

  if (config != NULL)
    {
      self->config = g_build_filename (self->parent, "config", NULL);
      g_file_set_contents (self->config, config, -1, &error);
      g_assert_no_error (error);
    }

  test_server_start (self);
  return self;
}

/* One more process of the same county, which only a PostgreSQL allows. */
TestServer *
test_server_beside (TestServer *other,
                    const char *listen)
{
  TestServer *self = g_new0 (TestServer, 1);

  self->folder = g_strdup (other->folder);
  self->ca = g_strdup (other->ca);
  self->config = g_strdup (other->config);
  self->listen = g_strdup (listen);
  self->is_beside = TRUE;
  test_server_start (self);
  return self;
}

void
test_server_free (TestServer *self)
{
  if (self->process != NULL)
    test_server_stop (self, SIGTERM);
  if (!self->is_beside)
    test_remove_folder (self->parent);
  if (self->database != NULL)
    test_database_drop (self->database);

  g_free (self->parent);
  g_free (self->database);
  g_free (self->folder);
  g_free (self->config);
  g_free (self->log);
  g_free (self->listen);
  g_free (self->ca);
  g_free (self->admin_code);
  g_free (self->url);
  g_free (self);
}

/* A server that begins again where it was keeps its URL, for those who read it meanwhile. */
static void
note_url (TestServer *self,
          const char *url)
{
  if (!g_str_has_prefix (url, "https://") || g_strcmp0 (url, self->url) == 0)
    return;

  g_free (self->url);
  self->url = g_strdup (url);
}

void
test_server_start (TestServer *self)
{
  const char *plain[] = { "serve", self->folder, "--listen", "127.0.0.1:0", NULL, NULL, NULL };
  g_autoptr(GDataInputStream) output = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *line = NULL;

  if (self->listen != NULL)
    plain[3] = self->listen;
  if (self->config != NULL)
    {
      plain[4] = "--config";
      plain[5] = self->config;
    }

  g_assert_null (self->process);
  self->process = spawn (G_SUBPROCESS_FLAGS_STDOUT_PIPE, self->log, plain);
  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));
  line = g_data_input_stream_read_line (output, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (line);
  g_assert_true (g_str_has_prefix (line, "listening on https://127.0.0.1:") ||
                 g_str_has_prefix (line, "listening on unix:/"));
  note_url (self, line + strlen ("listening on "));
}

void
test_server_stop (TestServer *self,
                  int         signal)
{
  g_autoptr(GError) error = NULL;

  g_subprocess_send_signal (self->process, signal);
  g_subprocess_wait (self->process, NULL, &error);
  g_assert_no_error (error);

  if (signal == SIGTERM)
    {
      g_assert_true (g_subprocess_get_if_exited (self->process));
      g_assert_cmpint (g_subprocess_get_exit_status (self->process), ==, 0);
    }
  g_clear_object (&self->process);
}

void
test_server_sql (TestServer *self,
                 const char *sql)
{
  test_database_run (self->folder, self->database, sql);
}

char *
test_server_add_user (TestServer *self,
                      const char *name,
                      const char *role,
                      const char *scope)
{
  g_autofree char *output = test_server_run (self, 0, NULL, "user", "add", "%", name, "--role",
                                             role, "--scope", scope, "--enrol-code", "--format",
                                             "json", NULL);
  g_autoptr(json_t) told = atlas_json_parse (output, -1, NULL);

  return g_strdup (atlas_json_string (told, "enrol_code"));
}

TestClient *
test_client_new (TestServer *server)
{
  TestClient *self = g_new0 (TestClient, 1);
  g_autoptr(GError) error = NULL;
  g_autoptr(GTlsDatabase) database = g_tls_file_database_new (server->ca, &error);

  g_assert_no_error (error);
  g_assert_cmpint (sodium_init (), >=, 0);
  self->server = server;
  self->session = soup_session_new_with_options ("tls-database", database, "timeout", 70, NULL);
  crypto_sign_keypair (self->public_key, self->secret_key);

  return self;
}

void
test_client_free (TestClient *self)
{
  soup_session_abort (self->session);
  g_object_unref (self->session);
  g_free (self->device);
  g_free (self->prefix);
  g_free (self->user);
  g_free (self->access);
  g_free (self->refresh);
  g_free (self->epoch);
  g_free (self->cursor);
  g_free (self->etag);
  g_free (self->retry_after);
  g_free (self->sync_epoch);
  g_free (self);
}

static void
keep_header (char              **kept,
             SoupMessageHeaders *headers,
             const char         *name)
{
  g_free (*kept);
  *kept = g_strdup (soup_message_headers_get_one (headers, name));
}

/* A request as the client sends it. */
SoupMessage *
test_client_message (TestClient *self,
                     const char *method,
                     const char *path)
{
  g_autofree char *url = g_strconcat (self->server->url, path, NULL);
  g_autofree char *bearer = g_strconcat ("Bearer ", self->access, NULL);
  SoupMessage *message = soup_message_new (method, url);
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);

  if (self->access != NULL)
    soup_message_headers_replace (headers, "Authorization", bearer);
  soup_message_headers_replace (headers, "Sync-Protocol", "1");
  soup_message_headers_replace (headers, "Sync-Schema", "1");
  soup_message_headers_replace (headers, "Sync-Client", "test/1");
  return message;
}

static void
upload_piece (TestClient *self,
              const char *path,
              GBytes     *file,
              gsize       offset)
{
  g_autoptr(SoupMessage) message = test_client_message (self, "PATCH", path);
  g_autofree char *at = g_strdup_printf ("%" G_GSIZE_FORMAT, offset);
  gsize left = g_bytes_get_size (file) - offset;
  g_autoptr(GBytes) piece = g_bytes_new_from_bytes (file, offset, MIN (left, PIECE_BYTES));
  g_autoptr(GBytes) answer = NULL;

  soup_message_headers_replace (soup_message_get_request_headers (message), "Upload-Offset", at);
  soup_message_set_request_body_from_bytes (message, "application/octet-stream", piece);
  answer = soup_session_send_and_read (self->session, message, NULL, NULL);
  g_assert_cmpuint (soup_message_get_status (message), ==, left > PIECE_BYTES ? 204 : 200);
}

/* Sends a file in as few pieces as may be. */
void
test_client_upload (TestClient *self,
                    const char *name,
                    GBytes     *file)
{
  g_autofree char *path = g_strconcat ("/v1/blobs/", name, NULL);

  for (gsize offset = 0; offset < g_bytes_get_size (file); offset += PIECE_BYTES)
    upload_piece (self, path, file, offset);
}

/* Sends a request as the client. Without an answer at all the status is 0. */
json_t *
test_client_send (TestClient *self,
                  const char *method,
                  const char *path,
                  json_t     *body)
{
  g_autoptr(SoupMessage) message = test_client_message (self, method, path);
  SoupMessageHeaders *headers;
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(GBytes) answer = NULL;

  if (body != NULL)
    {
      char *text = atlas_json_to_text (body);

      bytes = g_bytes_new_take (text, strlen (text));
      soup_message_set_request_body_from_bytes (message, "application/json", bytes);
    }

  answer = soup_session_send_and_read (self->session, message, NULL, NULL);
  self->status = answer != NULL ? soup_message_get_status (message) : 0;
  if (answer == NULL)
    return NULL;

  headers = soup_message_get_response_headers (message);
  keep_header (&self->etag, headers, "ETag");
  keep_header (&self->retry_after, headers, "Retry-After");
  keep_header (&self->sync_epoch, headers, "Sync-Epoch");
  g_assert_nonnull (self->sync_epoch);
  g_assert_nonnull (soup_message_headers_get_one (headers, "Date"));
  g_assert_cmpstr (soup_message_headers_get_one (headers, "Cache-Control"), ==, "no-store");
  if (self->status >= 400)
    g_assert_cmpstr (soup_message_headers_get_content_type (headers, NULL), ==,
                     "application/problem+json");

  if (g_bytes_get_size (answer) == 0)
    return NULL;
  return atlas_json_parse (g_bytes_get_data (answer, NULL), (gssize) g_bytes_get_size (answer),
                           NULL);
}

json_t *
test_client_enrol_with (TestClient *self,
                        const char *proof,
                        const char *formerly)
{
  g_autofree char *key = g_base64_encode (self->public_key, sizeof self->public_key);
  g_autoptr(json_t) body = test_json ("{'name':'Laptop','public_key':'%s','proof':%s}", key, proof);

  if (formerly != NULL)
    json_object_set_new (body, "formerly", json_string (formerly));

  return test_client_send (self, "POST", "/v1/devices", body);
}

/* Takes the tokens of an answer for its own. */
void
test_client_take (TestClient *self,
                  json_t     *answer)
{
  const char *device = atlas_json_string (answer, "device");

  g_free (self->access);
  self->access = g_strdup (atlas_json_string (answer, "access_token"));
  g_free (self->refresh);
  self->refresh = g_strdup (atlas_json_string (answer, "refresh_token"));
  g_assert_nonnull (self->access);
  g_assert_nonnull (self->refresh);
  if (device == NULL)
    return;

  g_free (self->device);
  self->device = g_strdup (device);
  g_free (self->prefix);
  self->prefix = g_strdup (atlas_json_string (answer, "prefix"));
  g_free (self->user);
  self->user = g_strdup (atlas_json_string (json_object_get (answer, "user"), "id"));
  g_free (self->epoch);
  self->epoch = g_strdup (self->sync_epoch);
}

TestClient *
test_client_enrol (TestServer *server,
                   const char *code)
{
  TestClient *self = test_client_new (server);
  g_autofree char *proof = g_strdup_printf ("{'enrol_code':'%s'}", code);
  g_autoptr(json_t) answer = test_client_enrol_with (self, proof, NULL);

  g_assert_cmpuint (self->status, ==, 201);
  test_client_take (self, answer);
  return self;
}

/* A new user with one grant, and the user's laptop. */
TestClient *
test_client_for (TestServer *server,
                 const char *role,
                 const char *scope)
{
  static int n_users;
  g_autofree char *name = g_strdup_printf ("Invented %d", ++n_users);
  g_autofree char *code = test_server_add_user (server, name, role, scope);

  return test_client_enrol (server, code);
}

json_t *
test_client_token (TestClient *self,
                   const char *refresh,
                   gint64      ts)
{
  g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, refresh, -1);
  g_autofree char *text = g_strdup_printf ("sync-token\n%s\n%s\n%" G_GINT64_FORMAT, self->device,
                                           digest, ts);
  g_autofree char *sig = NULL;
  g_autoptr(json_t) body = NULL;
  guint8 bytes[crypto_sign_BYTES];

  crypto_sign_detached (bytes, NULL, (const unsigned char *) text, strlen (text), self->secret_key);
  sig = g_base64_encode (bytes, sizeof bytes);
  body = test_json ("{'device':'%s','refresh_token':'%s','ts':'%" G_GINT64_FORMAT "','sig':'%s'}",
                    self->device, refresh, ts, sig);

  return test_client_send (self, "POST", "/v1/token", body);
}

/* A set of these operations (taken over), with the client's next number. */
json_t *
test_client_set (TestClient *self,
                 json_t     *ops)
{
  g_autofree char *id = atlas_id_new ();
  json_t *set = test_json ("{'n':%" G_GINT64_FORMAT ",'set':'%s','epoch':'%s',"
                           "'made_at':'2026-11-20T09:00:00.000Z','label':'Test'}",
                           ++self->n, id, self->epoch);

  json_object_set_new (set, "ops", ops);
  return set;
}

json_t *
test_client_push_sets (TestClient *self,
                       json_t     *sets)
{
  g_autoptr(json_t) body = test_json ("{'device':'%s','ack':0,'now':'2026-11-20T09:00:01.000Z'}",
                                      self->device);

  json_object_set_new (body, "sets", sets);
  return test_client_send (self, "POST", "/v1/push", body);
}

json_t *
test_client_push (TestClient *self,
                  json_t     *ops)
{
  return test_client_push_sets (self, json_pack ("[o]", test_client_set (self, ops)));
}

/* A whole round from where the client is; an array of changes. */
json_t *
test_client_pull (TestClient *self)
{
  json_t *changes = json_array ();
  gboolean more = TRUE;

  while (more)
    {
      g_autofree char *path = g_strconcat ("/v1/changes",
                                           self->cursor != NULL ? "?cursor=" : NULL,
                                           self->cursor, NULL);
      g_autoptr(json_t) page = test_client_send (self, "GET", path, NULL);

      g_assert_cmpuint (self->status, ==, 200);
      json_array_extend (changes, json_object_get (page, "changes"));
      g_free (self->cursor);
      self->cursor = g_strdup (atlas_json_string (page, "cursor"));
      more = atlas_json_boolean (page, "more");
    }

  return changes;
}

/* JSON written with single quotes. */
json_t *
test_json (const char *format,
           ...)
{
  g_autofree char *text = NULL;
  g_autoptr(GError) error = NULL;
  json_t *value;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_strdelimit (text, "'", '"');

  value = atlas_json_parse (text, -1, &error);
  g_assert_no_error (error);
  return value;
}

const char *
test_problem (json_t *answer)
{
  const char *type = atlas_json_string (answer, "type");

  g_assert_nonnull (type);
  g_assert_true (g_str_has_prefix (type, "urn:sync:problem:"));
  return type + strlen ("urn:sync:problem:");
}

json_t *
test_result (json_t *answer,
             gsize   index)
{
  return json_array_get (json_object_get (answer, "results"), index);
}

void
test_assert_state (json_t     *answer,
                   const char *state)
{
  g_assert_cmpstr (atlas_json_string (test_result (answer, 0), "state"), ==, state);
}

void
test_assert_parked (json_t     *answer,
                    const char *reason)
{
  json_t *result = test_result (answer, 0);

  g_assert_cmpstr (atlas_json_string (result, "state"), ==, "parked");
  g_assert_true (atlas_id_is_valid (atlas_json_string (result, "park")));
  g_assert_cmpstr (test_problem (json_object_get (result, "problem")), ==, reason);
}

/* The last entry about a record in a round. */
json_t *
test_find (json_t     *changes,
           const char *type,
           const char *id)
{
  for (gsize i = json_array_size (changes); i-- > 0;)
    {
      json_t *change = json_array_get (changes, i);

      if (g_strcmp0 (atlas_json_string (change, "type"), type) == 0 &&
          (id == NULL || g_strcmp0 (atlas_json_string (change, "id"), id) == 0))
        return change;
    }

  return NULL;
}

char *
test_key_id (const char *type,
             const char *key)
{
  return atlas_id_for_pack (PACK, type, key);
}

json_t *
test_create_child (const char *id,
                   const char *area)
{
  g_autofree char *area_id = test_key_id ("area", area);

  return test_json ("{'op':'create','type':'child','id':'%s','fields':{'known_as':'Invented Child',"
                    "'first_name':'Invented','last_name':'Child','area':'%s','invented':true}}",
                    id, area_id);
}

json_t *
test_create_referral (const char *id,
                      const char *child)
{
  return test_json ("{'op':'create','type':'referral','id':'%s','fields':{'reference':'T-%.8s',"
                    "'child':'%s','step':'draft','tier':3}}", id, id + 28, child);
}

/* Pushes a new child of an area and a referral of it; gives the referral's id. */
char *
test_client_refer (TestClient *self,
                   const char *area,
                   char      **child)
{
  g_autofree char *id = atlas_id_new ();
  char *referral = atlas_id_new ();
  g_autoptr(json_t) answer = test_client_push (self,
                                               json_pack ("[o, o]", test_create_child (id, area),
                                                          test_create_referral (referral, id)));

  test_assert_state (answer, "applied");
  if (child != NULL)
    *child = g_steal_pointer (&id);
  return referral;
}
