/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Laptops that the county locks, or whose copy it wants gone, and that come back as new ones.
 * Source: protocol, section 11.
 */
#include "config.h"

#include "model.h"
#include "server/atlas-accounts.h"
#include "store/atlas-store.h"
#include "sync/atlas-sync-engine-private.h"
#include "sync/atlas-sync-wipe.h"

typedef gboolean (*Order) (AtlasBackend *backend,
                           const char   *device,
                           gboolean      push_first,
                           GError      **error);

static gboolean
lock (AtlasBackend *backend,
      const char   *device,
      gboolean      push_first,
      GError      **error)
{
  return atlas_accounts_set_device_state (backend, device, "locked", NULL, error);
}

static gboolean
is_active (AtlasBackend *backend,
           const char   *device)
{
  g_autoptr(AtlasRows) query = NULL;

  query = atlas_backend_query (backend, NULL, "SELECT 1 FROM device WHERE id = ?1 AND state ="
                               " 'active'", "u", device);
  return atlas_rows_step (query, NULL) == ATLAS_STEP_ROW;
}

/* Says whether it was given: a device that is to be wiped stays that. */
static gboolean
give (Laptop  *self,
      Order    order,
      gboolean push_first)
{
  World *world = self->world;
  AtlasBackend *backend = atlas_service_get_backend (world->service);
  g_autofree char *device = NULL;
  g_autoptr(GError) error = NULL;
  SeamActor *before;
  gboolean is_given;

  laptop_open (self);
  if (self->engine == NULL)
    return FALSE;

  device = atlas_store_get_meta (atlas_sync_engine_get_store (self->engine), "device");
  before = seam_act (&world->server_actor);
  g_assert_true (atlas_backend_begin (backend, TRUE, NULL));
  is_given = is_active (backend, device);
  if (is_given)
    order (backend, device, push_first, &error);
  g_assert_no_error (error);
  g_assert_true (atlas_backend_commit (backend, NULL));
  seam_act (before);
  return is_given;
}

void
leaving_lock (Laptop *self)
{
  if (!give (self, lock, FALSE))
    return;

  self->world->counts->locks++;
  world_note (self->world, "%s is locked", self->name);
}

void
leaving_order (Laptop *self)
{
  gboolean push_first = world_chance (self->world, 500);

  if (!give (self, atlas_accounts_order_wipe, push_first))
    return;

  self->is_leaving = TRUE;
  world_note (self->world, "%s is to be wiped%s", self->name, push_first ? ", and to send first"
                                                                         : "");
}

/* Nothing of the county's is left but, until the server has heard of it, the note that says so. */
static void
check_gone (Laptop *self)
{
  g_autoptr(GDir) dir = g_dir_open (self->folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (!g_str_equal (name, ATLAS_STORE_WIPE_FILE))
      world_break (self->world, 8, "%s was wiped and still has %s", self->name, name);
}

static void
forget (Laptop *self)
{
  self->is_wiped = TRUE;
  self->is_leaving = FALSE;
  self->is_doubled = FALSE;
  g_clear_pointer (&self->view, g_hash_table_unref);
  if (self->kept != NULL)
    world_remove_folder (self->kept);
  g_clear_pointer (&self->kept, g_free);
}

/* What was unsent is lost only if the county did not ask for it. Two that have the same data cannot
 * both send, and neither can sign in again; nor can one whose token a restored server forgot. */
void
leaving_wipe (Laptop *self)
{
  json_t *order = atlas_sync_client_get_wipe (self->engine->client);
  gboolean pushes = atlas_json_boolean (order, "push_first");
  World *world = self->world;
  Laptop *outer = world->reader;
  SeamActor *before = seam_act (&self->actor);
  g_autoptr(GError) error = NULL;
  gboolean is_begun;

  world->reader = self;
  is_begun = atlas_sync_wipe_begin (self->engine, NULL, &error);
  world->reader = outer;
  if (is_begun)
    {
      laptop_excuse (self, !pushes || self->is_doubled || world->n_restores > 0);
      laptop_close (self);
      atlas_sync_wipe_go_on (self->folder, NULL, &error);
      check_gone (self);
      forget (self);
      world->counts->wipes++;
    }
  seam_act (before);
  world_note (world, "%s is wiped: %s", self->name, error != NULL ? error->message : "done");
}

static guint
find_user (Laptop *self)
{
  guint i = 0;

  while (self->world->laptops[i].name != self->name)
    i++;
  return i;
}

/* Its user joins with it again, when the server has heard that it was wiped. */
void
leaving_come_back (Laptop *self)
{
  World *world = self->world;
  Laptop *outer = world->reader;
  SeamActor *before = seam_act (&self->actor);
  g_autoptr(GError) error = NULL;

  world->reader = NULL;
  if (atlas_sync_wipe_go_on (self->folder, NULL, &error))
    self->is_wiped = !world_join (world, find_user (self), self->folder, &error);
  world->reader = outer;
  seam_act (before);
  world_note (world, "%s joins anew: %s", self->name, error != NULL ? error->message : "done");
  if (self->is_wiped)
    return;

  world->counts->joins++;
  laptop_open (self);
}
