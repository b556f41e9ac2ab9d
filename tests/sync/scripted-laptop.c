/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "scripted-laptop.h"

#include <sodium.h>

#include "base/atlas-id.h"
#include "store/atlas-verify.h"
#include "sync-fixture.h"
#include "sync/atlas-secrets.h"

void
scripted_laptop_say (ScriptedLaptop *self,
                     const char     *path,
                     guint           status,
                     const char     *format,
                     ...)
{
  va_list arguments;
  g_autofree char *body = NULL;

  va_start (arguments, format);
  body = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  scripted_server_say (self->server, path, status, body);
}

static void
keep_secrets (ScriptedLaptop *self,
              const char     *access)
{
  g_autoptr(AtlasSecrets) secrets = atlas_secrets_new ();
  g_autoptr(GError)       error = NULL;

  self->public_key = atlas_secrets_make_key (secrets);
  secrets->device = g_strdup (DEVICE);
  secrets->refresh_token = g_strdup ("first");
  secrets->access_token = g_strdup (access);
  secrets->expires_ms = g_get_real_time () / 1000 + 900 * 1000;
  g_assert_true (atlas_secrets_save (secrets, self->folder, &error));
}

void
scripted_laptop_set_up_with (ScriptedLaptop *self,
                             const char     *access)
{
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (sodium_init (), >=, 0);
  self->server = scripted_server_new ();
  self->folder = g_dir_make_tmp ("atlas-rounds-XXXXXX", &error);
  self->store = atlas_store_open (self->folder, ATLAS_STORE_CREATE, &error);
  g_assert_no_error (error);
  atlas_store_set_meta (self->store, "server", scripted_server_url (self->server), &error);
  atlas_store_set_meta (self->store, "server_ca", scripted_server_ca (self->server), &error);
  atlas_store_set_meta (self->store, "device", DEVICE, &error);
  atlas_store_set_meta (self->store, "epoch", EPOCH, &error);
  g_assert_no_error (error);
  keep_secrets (self, access);
}

void
scripted_laptop_set_up (ScriptedLaptop *self,
                        gconstpointer   data)
{
  scripted_laptop_set_up_with (self, "old");
  scripted_laptop_say (self, "/v1/info", 200, INFO, "false", 1);
}

void
scripted_laptop_tear_down (ScriptedLaptop *self,
                           gconstpointer   data)
{
  g_autoptr(GPtrArray) findings = atlas_store_verify (self->store, NULL);

  g_assert_cmpuint (findings->len, ==, 0);
  g_clear_pointer (&self->store, atlas_store_close);
  scripted_server_free (self->server);
  sync_fixture_remove (self->folder);
  g_free (self->folder);
  g_free (self->public_key);
}

void
scripted_laptop_enter_child (ScriptedLaptop *self)
{
  g_autoptr(GError)         error = NULL;
  g_autoptr(AtlasChangeSet) set = atlas_change_set_new ("Child entered");
  g_autofree char *id = atlas_id_new ();

  atlas_change_set_create (set, "child", id, json_pack ("{s:s}", "first_name", "Zoë"));
  g_assert_true (atlas_store_apply (self->store, set, &error));
  g_assert_no_error (error);
}

gint64
scripted_laptop_n_unsent (ScriptedLaptop *self)
{
  gint64 count = -1;

  g_assert_true (atlas_store_sync_count_unsent (self->store, &count, NULL));
  return count;
}

AtlasSyncReport
scripted_laptop_run_well (ScriptedLaptop *self)
{
  g_autoptr(GError) error = NULL;
  AtlasSyncReport report;

  g_assert_true (atlas_sync_run_once (self->folder, NULL, NULL, &report, NULL, &error));
  g_assert_no_error (error);
  return report;
}

AtlasSyncReport
scripted_laptop_run_badly (ScriptedLaptop  *self,
                           AtlasError       code,
                           AtlasSyncProblem problem)
{
  g_autoptr(GError) error = NULL;
  AtlasSyncReport report;

  g_assert_false (atlas_sync_run_once (self->folder, NULL, NULL, &report, NULL, &error));
  g_assert_error (error, ATLAS_ERROR, (int) code);
  g_test_message ("%s", error->message);
  g_assert_cmpstr (atlas_sync_problem_name (report.problem), ==,
                   atlas_sync_problem_name (problem));
  return report;
}

gint64
scripted_laptop_ask (ScriptedLaptop *self,
                     const char     *sql)
{
  g_autoptr(GError) error = NULL;
  gint64 value = -1;

  atlas_db_ask_integer (atlas_store_get_db (self->store), sql, &value, &error);
  g_assert_no_error (error);
  return value;
}
