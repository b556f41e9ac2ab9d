/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "laptop-fixture.h"

#include <signal.h>

#include "base/atlas-error.h"
#include "base/atlas-id.h"
#include "store/atlas-verify.h"
#include "sync-fixture.h"

AtlasJoinRequest
laptop_request (TestServer *server,
                const char *code,
                const char *ca)
{
  return (AtlasJoinRequest) {
           .server = server->url, .ca_pem = ca, .enrol_code = code, .device_name = "Laptop",
  };
}

char *
laptop_read_ca (TestServer *server)
{
  char *pem = NULL;

  g_assert_true (g_file_get_contents (server->ca, &pem, NULL, NULL));
  return pem;
}

char *
laptop_add_user (TestServer *server,
                 const char *role,
                 const char *scope)
{
  g_autofree char *name = atlas_id_new ();

  return test_server_add_user (server, name, role, scope);
}

Laptop *
laptop_new (TestServer *server)
{
  Laptop *self = g_new0 (Laptop, 1);
  g_autoptr(GError) error = NULL;

  self->server = server;
  self->folder = g_dir_make_tmp ("atlas-laptop-XXXXXX", &error);
  g_assert_no_error (error);
  return self;
}

void
laptop_open (Laptop *self)
{
  g_autoptr(GError) error = NULL;

  self->store = atlas_store_open (self->folder, ATLAS_STORE_DEFAULT, &error);
  g_assert_no_error (error);
}

Laptop *
laptop_joined (TestServer *server,
               const char *role,
               const char *scope)
{
  Laptop *self = laptop_new (server);
  g_autofree char *code = laptop_add_user (server, role, scope);
  g_autofree char *ca = laptop_read_ca (server);
  g_autoptr(GError) error = NULL;
  AtlasJoinRequest request = laptop_request (server, code, ca);

  atlas_join_begin (self->folder, &request, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (atlas_join_finish (self->folder, NULL, &error));
  g_assert_no_error (error);
  laptop_open (self);
  return self;
}

void
laptop_free (Laptop *self)
{
  g_clear_pointer (&self->store, atlas_store_close);
  sync_fixture_remove (self->folder);
  g_free (self->folder);
  g_free (self);
}

AtlasSyncReport
laptop_sync (Laptop *self)
{
  g_autoptr(GError) error = NULL;
  AtlasSyncReport report;

  g_assert_true (atlas_sync_run_once (self->folder, NULL, NULL, &report, NULL, &error));
  g_assert_no_error (error);
  return report;
}

void
laptop_assert_sound (Laptop *self)
{
  g_autoptr(GError)    error = NULL;
  g_autoptr(GPtrArray) findings = atlas_store_verify (self->store, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < findings->len; i++)
    g_test_message ("%s", ((AtlasVerifyFinding *) g_ptr_array_index (findings, i))->text);
  g_assert_cmpuint (findings->len, ==, 0);
}

AtlasRecord *
laptop_get (Laptop     *self,
            const char *type,
            const char *id)
{
  g_autoptr(GError) error = NULL;
  AtlasRecord *record = atlas_store_get (self->store, type, id, &error);

  g_assert_no_error (error);
  return record;
}

void
laptop_change (Laptop     *self,
               const char *type,
               const char *id,
               const char *field,
               const char *to)
{
  g_autoptr(GError)         error = NULL;
  g_autoptr(AtlasRecord)    record = laptop_get (self, type, id);
  g_autoptr(AtlasChangeSet) set = atlas_change_set_new ("Changed");

  atlas_change_set_set_text (set, record, field, to);
  g_assert_true (atlas_store_apply (self->store, set, &error));
  g_assert_no_error (error);
}

char *
laptop_create (Laptop     *self,
               const char *type,
               json_t     *fields)
{
  g_autoptr(GError)         error = NULL;
  g_autoptr(AtlasChangeSet) set = atlas_change_set_new ("Entered");
  char *id = atlas_id_new ();

  atlas_change_set_create (set, type, id, fields);
  g_assert_true (atlas_store_apply (self->store, set, &error));
  g_assert_no_error (error);
  return id;
}

void
laptop_assert_text (Laptop     *self,
                    const char *type,
                    const char *id,
                    const char *field,
                    const char *value)
{
  g_autoptr(AtlasRecord) record = laptop_get (self, type, id);

  g_assert_cmpstr (atlas_record_get_text (record, field), ==, value);
}

void
laptop_assert_missing (Laptop     *self,
                       const char *type,
                       const char *id)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (atlas_store_get (self->store, type, id, &error));
  g_assert_error (error, ATLAS_ERROR, ATLAS_ERROR_NOT_FOUND);
}

void
laptop_assert_state (Laptop          *self,
                     const char      *type,
                     const char      *id,
                     AtlasRecordState expected)
{
  g_autoptr(GError) error = NULL;
  AtlasRecordState state;

  g_assert_true (atlas_store_sync_record_state (self->store, type, id, &state, &error));
  g_assert_cmpint (state, ==, expected);
}

/* The one open record of a type, about a subject. */
char *
laptop_find_open (Laptop     *self,
                  const char *type,
                  const char *subject)
{
  g_autoptr(GError)    error = NULL;
  g_autoptr(GPtrArray) open = atlas_store_sync_list_open (self->store, type, &error);
  char *found = NULL;

  g_assert_no_error (error);
  for (guint i = 0; i < open->len; i++)
    {
      AtlasRecord *record = g_ptr_array_index (open, i);
      g_autoptr(json_t) about = NULL;

      about = atlas_record_get_value (record, atlas_type_field (atlas_type_find (type), "subject"));
      if (g_strcmp0 (json_string_value (json_array_get (about, 1)), subject) == 0)
        {
          g_assert_null (found);
          found = g_strdup (atlas_record_get_id (record));
        }
    }

  return found;
}

/* The server has another address since it was started again. */
void
laptop_follow (Laptop *self)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (atlas_store_set_meta (self->store, "server", self->server->url, &error));
  g_assert_no_error (error);
}

/* Makes a backup of a server that runs. */
char *
laptop_back_up (TestServer *server,
                const char *name)
{
  char *backup = g_build_filename (server->parent, name, NULL);
  g_autofree char *output = test_server_run (server, 0, NULL, "backup", "%", backup, NULL);

  return backup;
}

/* The server goes on from a backup, in a folder of its own and at another address. */
void
laptop_restore (TestServer *server,
                const char *backup)
{
  g_autofree char *folder = g_strconcat (backup, "-restored", NULL);
  g_autofree char *output = NULL;

  test_server_stop (server, SIGTERM);
  output = test_server_run (server, 0, NULL, "restore", backup, folder, NULL);
  g_free (server->folder);
  server->folder = g_steal_pointer (&folder);
  test_server_start (server);
}
