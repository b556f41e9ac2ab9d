/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "world.h"

#include <glib/gstdio.h>
#include <sodium.h>

#include "../server/test-database.h"
#include "base/atlas-id.h"
#include "model.h"
#include "server/atlas-accounts.h"
#include "server/atlas-backup.h"
#include "server/atlas-county.h"
#include "server/atlas-folder.h"
#include "server/atlas-lease.h"
#include "sync/atlas-join.h"

#define SERVER_URL "https://atlas.test"
#define BEGIN_MS   G_GINT64_CONSTANT (1777000000000)    /* 24 April 2026 */
#define TRACE_MOST (16 * 1024)

static const struct {
  const char *name;
  const char *scope;
  const char *role;
} users[WORLD_LAPTOPS] = {
  { "Officer", "county", "county_officer" },
  { "North", "area/dspl1", "area_lead" },
  { "South", "area/dspl5", "area_lead" },
  { "Commissioner", "county", "commissioning_officer" },
};

static char *template_folder;
static char *template_database; /* (nullable): with a PostgreSQL */
static char *template_users[WORLD_LAPTOPS];
static char *template_place;

void
world_copy_folder (const char *from,
                   const char *to)
{
  g_autoptr(GDir) dir = g_dir_open (from, 0, NULL);
  const char *name;

  g_assert_nonnull (dir);
  g_assert_cmpint (g_mkdir_with_parents (to, 0700), ==, 0);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *source = g_build_filename (from, name, NULL);
      g_autofree char *target = g_build_filename (to, name, NULL);
      g_autofree char *data = NULL;
      g_autoptr(GError) error = NULL;
      gsize length;

      if (g_file_test (source, G_FILE_TEST_IS_DIR))
        {
          world_copy_folder (source, target);
          continue;
        }
      g_file_get_contents (source, &data, &length, &error);
      g_assert_no_error (error);
      g_file_set_contents_full (target, data, (gssize) length, G_FILE_SET_CONTENTS_NONE, 0600,
                                &error);
      g_assert_no_error (error);
    }
}

void
world_remove_folder (const char *folder)
{
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        world_remove_folder (path);
      else
        g_unlink (path);
    }
  g_rmdir (folder);
}

/* In memory where there is a file system in memory: nothing here asks whether a disk is real. */
static char *
make_folder (void)
{
  g_autofree char *pattern = NULL;

  if (g_file_test ("/dev/shm", G_FILE_TEST_IS_DIR))
    pattern = g_strdup ("/dev/shm/atlas-faults-XXXXXX");
  else
    pattern = g_build_filename (g_get_tmp_dir (), "atlas-faults-XXXXXX", NULL);

  g_assert_nonnull (g_mkdtemp (pattern));
  return g_steal_pointer (&pattern);
}

void
world_note (World      *self,
            const char *format,
            ...)
{
  va_list args;

  va_start (args, format);
  g_string_append_vprintf (self->trace, format, args);
  va_end (args);
  g_string_append_c (self->trace, '\n');
  if (self->trace->len > 2 * TRACE_MOST)
    g_string_erase (self->trace, 0, (gssize) (self->trace->len - TRACE_MOST));
}

/* Says once what does not hold any more, and how to see it again. */
void
world_break (World      *self,
             guint       invariant,
             const char *format,
             ...)
{
  g_autofree char *what = NULL;
  va_list args;

  if (self->is_broken)
    return;

  self->is_broken = TRUE;
  va_start (args, format);
  what = g_strdup_vprintf (format, args);
  va_end (args);
  g_test_message ("invariant %u: %s", invariant, what);
  g_test_message ("replay with ATLAS_SEED=%" G_GUINT64_FORMAT " ATLAS_RUNS=1", self->seed);
  g_test_fail_printf ("invariant %u, seed %" G_GUINT64_FORMAT, invariant, self->seed);
}

guint
world_pick (World *self,
            guint  n)
{
  return (guint) g_rand_int_range (self->rand, 0, (gint32) n);
}

gboolean
world_chance (World *self,
              guint  thousandths)
{
  return world_pick (self, 1000) < thousandths;
}

void
world_pass (World *self,
            gint64 ms)
{
  seam_set_time (seam_time () + ms);
}

void
world_start_server (World *self)
{
  g_autoptr(GError) error = NULL;
  SeamActor *before = seam_act (&self->server_actor);

  self->service = atlas_service_open (self->server, NULL, &error);
  g_assert_no_error (error);
  self->second = atlas_service_open (self->server, NULL, &error);
  g_assert_no_error (error);
  self->counts->server_starts++;
  seam_act (before);
}

void
world_stop_server (World *self)
{
  g_clear_pointer (&self->service, atlas_service_close);
  g_clear_pointer (&self->second, atlas_service_close);
}

void
world_back_up (World *self)
{
  g_autoptr(GError) error = NULL;
  SeamActor *before = seam_act (&self->server_actor);

  if (self->backup == NULL)
    self->backup = g_build_filename (self->folder, "backup", NULL);
  atlas_backup_write (self->server, self->backup, &error);
  g_assert_no_error (error);
  seam_act (before);
  world_note (self, "backup");
}

static void
drop_database (World *self)
{
  if (self->database != NULL)
    test_database_drop (self->database);
  g_clear_pointer (&self->database, g_free);
}

void
world_restore (World *self)
{
  g_autoptr(GError) error = NULL;
  SeamActor *before = seam_act (&self->server_actor);

  world_stop_server (self);
  world_remove_folder (self->server);
  drop_database (self);
  if (template_database != NULL)
    self->database = test_database_new (NULL);
  atlas_backup_restore (self->backup, self->server, self->database, FALSE, &error);
  g_assert_no_error (error);
  world_start_server (self);
  seam_act (before);
  self->counts->restores++;
  self->n_restores++;
  for (guint i = 0; i < self->n_laptops; i++)
    self->laptops[i].is_leaving = FALSE;
  world_note (self, "restore");
  model_restored (self);
}

void
world_grant (World      *self,
             const char *user,
             const char *scope,
             const char *role,
             gboolean    is_given)
{
  AtlasBackend *backend = atlas_service_get_backend (self->service);
  g_autoptr(AtlasGrants) grants = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_true (atlas_backend_begin (backend, TRUE, NULL));
  grants = atlas_grants_load (backend, user, -1, &error);
  g_assert_no_error (error);
  if (is_given)
    atlas_grants_add (grants, scope, role);
  else
    atlas_grants_remove (grants, scope, role);
  atlas_grants_save (grants, backend, &error);
  g_assert_no_error (error);
  g_assert_true (atlas_backend_commit (backend, &error));
  self->counts->grants++;
  world_note (self, "grant %s %s %s", user, scope, is_given ? "given" : "taken");
}

char *
world_new_code (World      *self,
                const char *user)
{
  AtlasBackend *backend = atlas_service_get_backend (self->service);
  SeamActor *before = seam_act (&self->server_actor);
  g_autoptr(GError) error = NULL;
  char *code;

  g_assert_true (atlas_backend_begin (backend, TRUE, NULL));
  code = atlas_accounts_make_code (backend, user, &error);
  g_assert_no_error (error);
  g_assert_true (atlas_backend_commit (backend, &error));
  seam_act (before);
  return code;
}

static char *
add_user (World *self,
          guint  i)
{
  AtlasBackend *backend = atlas_service_get_backend (self->service);
  g_autoptr(AtlasGrants) grants = atlas_grants_new (NULL, 0);
  g_autoptr(GError) error = NULL;
  char *user = NULL;

  atlas_grants_add (grants, users[i].scope, users[i].role);
  g_assert_true (atlas_backend_begin (backend, TRUE, NULL));
  atlas_accounts_add_user (backend, users[i].name, grants, &user, &error);
  g_assert_no_error (error);
  /* Clocks go wrong by a year here, and nobody is to be shut out for that. */
  g_assert_true (atlas_lease_set (backend, users[i].role, ATLAS_LEASE_DAYS_MAX, NULL));
  g_assert_true (atlas_backend_commit (backend, &error));
  return user;
}

gboolean
world_join (World      *self,
            guint       user,
            const char *folder,
            GError    **error)
{
  g_autofree char *code = world_new_code (self, template_users[user]);
  g_autofree char *ca_path = g_build_filename (self->server, ATLAS_FOLDER_CA, NULL);
  g_autofree char *ca = NULL;
  AtlasJoinRequest request = { .server = SERVER_URL, .enrol_code = code, .device_name = "x" };

  g_assert_true (g_file_get_contents (ca_path, &ca, NULL, NULL));
  request.ca_pem = ca;
  return atlas_join_begin (folder, &request, NULL, NULL, NULL, error) &&
         atlas_join_finish (folder, NULL, error);
}

static World *
new_world (guint64 seed,
           Counts *counts)
{
  World *self = g_new0 (World, 1);

  self->seed = seed;
  self->counts = counts;
  self->rand = g_rand_new_with_seed_array ((const guint32[]) { (guint32) seed,
                                                               (guint32) (seed >> 32) }, 2);
  self->wire = g_rand_new_with_seed ((guint32) seed);
  self->folder = make_folder ();
  self->server = g_build_filename (self->folder, "server", NULL);
  self->late = g_ptr_array_new_with_free_func ((GDestroyNotify) atlas_request_free);
  self->known = g_ptr_array_new_with_free_func (g_free);
  self->files = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, world_file_free);
  self->trace = g_string_new (NULL);
  self->outcome = g_string_new (NULL);
  self->server_actor.seed = seed * 64 + 63;
  seam_act (&self->server_actor);
  seam_set_time (BEGIN_MS);
  seam_set_chance ();
  seam_set_network (wire_send, self);
  return self;
}

static void
add_laptop (World *self,
            guint  i)
{
  Laptop *laptop = &self->laptops[i];

  laptop->world = self;
  laptop->index = i;
  laptop->name = users[i].name;
  laptop->user = g_strdup (template_users[i]);
  laptop->folder = g_build_filename (self->folder, users[i].name, NULL);
  laptop->actor.seed = self->seed * 64 + i;
  self->n_laptops++;
}

/* A county, four users and a laptop for each, made once: histories begin with copies of it. With a
 * PostgreSQL (with-postgres.py) the county is there. */
void
world_make_template (void)
{
  static const char *names[] = { "atlas.test", NULL };
  static Counts counts;
  g_autoptr(GError) error = NULL;
  g_auto(AtlasCountyNew) county = { NULL };
  World *self = new_world (0, &counts);

  if (test_database_is_postgres ())
    self->database = test_database_new (NULL);
  atlas_county_create (self->server, self->database, "hertfordshire", names, -1, &county, &error);
  g_assert_no_error (error);
  world_start_server (self);
  for (guint i = 0; i < WORLD_LAPTOPS; i++)
    template_users[i] = add_user (self, i);
  for (guint i = 0; i < WORLD_LAPTOPS; i++)
    {
      add_laptop (self, i);
      world_join (self, i, self->laptops[i].folder, &error);
      g_assert_no_error (error);
      laptop_open (&self->laptops[i]);
    }
  laptop_make_place (&self->laptops[0]);
  for (guint i = 0; i < WORLD_LAPTOPS; i++)
    g_assert_true (laptop_sync (&self->laptops[i]));

  template_place = g_strdup (self->place);
  template_folder = g_strdup (self->folder);
  template_database = g_steal_pointer (&self->database);
  g_clear_pointer (&self->folder, g_free);
  world_free (self);
}

void
world_drop_template (void)
{
  world_remove_folder (template_folder);
  g_clear_pointer (&template_folder, g_free);
  g_clear_pointer (&template_place, g_free);
  g_clear_pointer (&template_database, g_free);
  for (guint i = 0; i < WORLD_LAPTOPS; i++)
    g_clear_pointer (&template_users[i], g_free);
}

World *
world_new (guint64 seed,
           Counts *counts)
{
  World *self = new_world (seed, counts);

  world_copy_folder (template_folder, self->folder);
  if (template_database != NULL)
    {
      self->database = test_database_new (template_database);
      test_database_name_in (self->server, self->database);
    }
  world_pass (self, 60 * 1000);
  for (guint i = 0; i < WORLD_LAPTOPS; i++)
    add_laptop (self, i);
  self->place = g_strdup (template_place);
  world_start_server (self);
  model_begin (self);
  counts->histories++;
  return self;
}

void
world_free (World *self)
{
  if (g_getenv ("ATLAS_TRACE") != NULL)
    g_printerr ("%s", self->trace->str);

  for (guint i = 0; i < self->n_laptops; i++)
    {
      Laptop *laptop = &self->laptops[i];

      laptop_close (laptop);
      g_clear_pointer (&laptop->view, g_hash_table_unref);
      g_clear_pointer (&laptop->grants, json_decref);
      g_clear_pointer (&laptop->doubtful, atlas_change_set_unref);
      g_clear_pointer (&laptop->file, g_bytes_unref);
      g_free (laptop->view_cursor);
      g_free (laptop->kept);
      g_free (laptop->user);
      g_free (laptop->folder);
    }
  world_stop_server (self);
  drop_database (self);
  if (self->model != NULL)
    model_end (self);
  if (self->folder != NULL && self->is_broken && g_getenv ("ATLAS_KEEP") != NULL)
    g_printerr ("kept: %s\n", self->folder);
  else if (self->folder != NULL)
    world_remove_folder (self->folder);

  g_ptr_array_unref (self->late);
  g_ptr_array_unref (self->known);
  g_hash_table_unref (self->files);
  g_string_free (self->trace, TRUE);
  g_string_free (self->outcome, TRUE);
  g_rand_free (self->rand);
  g_rand_free (self->wire);
  g_free (self->folder);
  g_free (self->server);
  g_free (self->backup);
  g_free (self->place);
  seam_act (NULL);
  g_free (self);
}
