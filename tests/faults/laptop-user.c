/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What people do with their laptops: type, sync, close the lid, copy the data folder. */
#include "config.h"

#include <glib/gstdio.h>

#include "base/atlas-error.h"
#include "base/atlas-id.h"
#include "model.h"
#include "store/atlas-store-blobs.h"
#include "sync/atlas-join.h"

#define COUNTY "hertfordshire"
#define STARTS "2099-01-05"
#define TRIES  8

static AtlasStore *
store_of (Laptop *self)
{
  return atlas_sync_engine_get_store (self->engine);
}

/* Each is typed once only, so that it can be looked for. */
char *
laptop_new_word (World *world)
{
  return g_strdup_printf (WORLD_WORD "%05" G_GINT64_FORMAT "x", ++world->n_words);
}

static char *
id_of_key (const char *type,
           const char *key)
{
  return atlas_id_for_pack (COUNTY, type, key);
}

void
laptop_open (Laptop *self)
{
  SeamActor *before;
  g_autoptr(GError) error = NULL;

  if (self->is_wiped)
    {
      leaving_come_back (self);
      return;
    }

  before = seam_act (&self->actor);
  if (self->engine == NULL)
    {
      self->engine = atlas_sync_engine_open (self->folder, self->folder, &error);
      self->handle = seam_last_opened ();
    }
  seam_act (before);
  if (g_error_matches (error, ATLAS_ERROR, ATLAS_ERROR_SIGNED_OUT) ||
      g_error_matches (error, ATLAS_ERROR, ATLAS_ERROR_LEASE_ENDED))
    laptop_sign_in (self);
  else
    g_assert_no_error (error);
}

void
laptop_close (Laptop *self)
{
  g_clear_pointer (&self->engine, atlas_sync_engine_close);
}

/* Signing in again can fail like anything else; the next time it is tried again. */
void
laptop_sign_in (Laptop *self)
{
  g_autofree char *code = world_new_code (self->world, self->user);
  AtlasJoinRequest request = { .enrol_code = code, .device_name = "x" };
  SeamActor *before = seam_act (&self->actor);
  g_autoptr(GError) error = NULL;

  laptop_close (self);
  self->world->counts->sign_ins++;
  self->is_leaving = FALSE;
  atlas_join_again (self->folder, &request, NULL, &error);
  world_note (self->world, "%s signs in again: %s", self->name,
              error != NULL ? error->message : "done");
  self->engine = atlas_sync_engine_open (self->folder, self->folder, NULL);
  self->handle = seam_last_opened ();
  seam_act (before);
}

static void
note_run (Laptop          *self,
          AtlasSyncReport *report,
          GError          *error)
{
  switch (report->problem)
    {
    case ATLAS_SYNC_PROBLEM_NONE:
    case ATLAS_SYNC_PROBLEM_NO_ANSWER:
    case ATLAS_SYNC_PROBLEM_NOT_A_SERVER:
    case ATLAS_SYNC_PROBLEM_BUSY:
    case ATLAS_SYNC_PROBLEM_UNREADABLE:
    case ATLAS_SYNC_PROBLEM_EPOCH_CHANGED:
    case ATLAS_SYNC_PROBLEM_CLIENT_TOO_OLD:
    case ATLAS_SYNC_PROBLEM_NOT_FOUND:
      break;

    case ATLAS_SYNC_PROBLEM_SIGN_IN:
    case ATLAS_SYNC_PROBLEM_LOCKED:
    case ATLAS_SYNC_PROBLEM_CLONED:
      laptop_sign_in (self);
      break;

    case ATLAS_SYNC_PROBLEM_WIPE:
      leaving_wipe (self);
      break;

    case ATLAS_SYNC_PROBLEM_FAULT:
    case ATLAS_SYNC_PROBLEM_STORE:
      if (!self->world->has_bad_disk)
        world_break (self->world, 11, "%s is stuck: %s", self->name, error->message);
      break;

    case ATLAS_SYNC_PROBLEM_UNTRUSTED:
    case ATLAS_SYNC_PROBLEM_PROXY:
    case ATLAS_SYNC_PROBLEM_WRONG_OFFSET:
    case ATLAS_SYNC_PROBLEM_WRONG_FILE:
    case ATLAS_SYNC_PROBLEM_LEASE_ENDED:
    case ATLAS_SYNC_PROBLEM_MALFORMED:
    case ATLAS_SYNC_PROBLEM_NOT_ALLOWED:
    case ATLAS_SYNC_PROBLEM_GAP:
    case ATLAS_SYNC_PROBLEM_CURSOR_TOO_OLD:
    case ATLAS_SYNC_PROBLEM_TOO_LARGE:
    case ATLAS_SYNC_PROBLEM_OTHER_COUNTY:
    default:
      world_break (self->world, 11, "%s is stuck: %s", self->name, error->message);
    }
}

/* Says whether everything was sent and got. */
gboolean
laptop_sync (Laptop *self)
{
  World *world = self->world;
  SeamActor *before;
  g_autoptr(GError) error = NULL;
  Laptop *outer = world->reader;
  AtlasSyncReport report;
  gboolean is_done;

  laptop_open (self);
  if (self->engine == NULL)
    return FALSE;

  world_note (world, "%s syncs", self->name);
  before = seam_act (&self->actor);
  world->reader = self;
  is_done = atlas_sync_engine_run (self->engine, &report, NULL, &error);
  world->reader = outer;
  seam_act (before);

  if (!is_done)
    world_note (world, "  %s: %s", self->name, error->message);
  if (world->model != NULL)
    {
      model_check_typed (self);
      model_check_view (self);
    }
  note_run (self, &report, error);
  return is_done;
}

AtlasRecord *
laptop_find_record (Laptop     *self,
                    const char *type)
{
  World *world = self->world;
  g_autofree char *prefix = g_strconcat (type, "/", NULL);
  guint from = world->known->len > 0 ? world_pick (world, world->known->len) : 0;

  for (guint i = 0; i < world->known->len; i++)
    {
      const char *key = g_ptr_array_index (world->known, (from + i) % world->known->len);
      AtlasRecord *record = NULL;

      if (g_str_has_prefix (key, prefix))
        record = atlas_store_get (store_of (self), type, key + strlen (prefix), NULL);
      if (record != NULL)
        return record;
    }

  return NULL;
}

/* Takes @fields. */
char *
laptop_make_record (Laptop         *self,
                    AtlasChangeSet *set,
                    const char     *type,
                    json_t         *fields)
{
  char *id = atlas_id_new ();

  g_ptr_array_add (self->world->known, model_key (type, id));
  atlas_change_set_create (set, type, id, fields);
  return id;
}

static void
make_case (Laptop         *self,
           AtlasChangeSet *set)
{
  static const char * const areas[] = { "dspl1", "dspl5" };
  World *world = self->world;
  g_autofree char *area = id_of_key ("area", areas[world_pick (world, G_N_ELEMENTS (areas))]);
  g_autofree char *first = laptop_new_word (world);
  g_autofree char *reference = laptop_new_word (world);
  g_autofree char *about = laptop_new_word (world);
  g_autofree char *text = laptop_new_word (world);
  g_autofree char *child = NULL;
  g_autofree char *referral = NULL;
  g_autofree char *note = NULL;

  child = laptop_make_record (self, set, "child",
                              json_pack ("{s:s, s:s}", "first_name", first, "area", area));
  referral = laptop_make_record (self, set, "referral",
                                 json_pack ("{s:s, s:s, s:s, s:i, s:s}", "reference", reference,
                                            "child", child, "step", "draft", "tier", 3, "about",
                                            about));
  note = laptop_make_record (self, set, "note",
                             json_pack ("{s:s, s:s}", "referral", referral, "text", text));
}

static void
make_note (Laptop         *self,
           AtlasChangeSet *set)
{
  g_autoptr(AtlasRecord) referral = laptop_find_record (self, "referral");
  g_autofree char *text = laptop_new_word (self->world);
  g_autofree char *id = NULL;

  if (referral != NULL)
    id = laptop_make_record (self, set, "note",
                             json_pack ("{s:s, s:s}", "referral", atlas_record_get_id (referral),
                                        "text", text));
}

static void
type_text (Laptop         *self,
           AtlasChangeSet *set,
           const char     *type,
           const char     *field)
{
  g_autoptr(AtlasRecord) record = laptop_find_record (self, type);
  g_autofree char *word = laptop_new_word (self->world);

  if (record != NULL)
    atlas_change_set_set_text (set, record, field, word);
}

static void
name_child (Laptop         *self,
            AtlasChangeSet *set)
{
  type_text (self, set, "child", world_chance (self->world, 500) ? "first_name" : "child_view");
}

static void
move_child (Laptop         *self,
            AtlasChangeSet *set)
{
  g_autoptr(AtlasRecord) child = laptop_find_record (self, "child");
  g_autofree char *one = id_of_key ("area", "dspl1");
  g_autofree char *other = id_of_key ("area", "dspl5");
  g_autofree char *town = laptop_new_word (self->world);

  if (child == NULL)
    return;

  atlas_change_set_set_text (set, child, "area",
                             g_strcmp0 (atlas_record_get_text (child, "area"), one) == 0 ? other
                                                                                         : one);
  atlas_change_set_set_text (set, child, "town", town);
}

static void
plan_next (Laptop         *self,
           AtlasChangeSet *set)
{
  g_autoptr(AtlasRecord) referral = laptop_find_record (self, "referral");
  g_autofree char *owner = laptop_new_word (self->world);
  g_autofree char *step = laptop_new_word (self->world);

  if (referral == NULL)
    return;

  atlas_change_set_set_text (set, referral, "owner", owner);
  if (world_chance (self->world, 500))
    atlas_change_set_set_text (set, referral, "next_step", step);
}

static void
weigh (Laptop         *self,
       AtlasChangeSet *set)
{
  g_autoptr(AtlasRecord) referral = laptop_find_record (self, "referral");

  if (referral != NULL)
    atlas_change_set_set (set, referral, "tier", json_integer (1 + world_pick (self->world, 5)));
}

static void
name_agency (Laptop         *self,
             AtlasChangeSet *set)
{
  static const char * const agencies[] = { "ed-psych", "police", "school-nurse", "youth" };
  g_autoptr(AtlasRecord) referral = laptop_find_record (self, "referral");
  const char *agency = agencies[world_pick (self->world, G_N_ELEMENTS (agencies))];

  if (referral == NULL)
    return;
  if (world_chance (self->world, 650))
    atlas_change_set_add (set, referral, "agencies", agency);
  else
    atlas_change_set_remove (set, referral, "agencies", agency);
}

static void
change_both (Laptop         *self,
             AtlasChangeSet *set)
{
  type_text (self, set, "child", "family_view");
  type_text (self, set, "referral", "about");
}

static void
add_document (Laptop         *self,
              AtlasChangeSet *set)
{
  g_autoptr(AtlasRecord) referral = laptop_find_record (self, "referral");

  if (referral != NULL)
    files_add_document (self, set, referral);
}

static void
rename_document (Laptop         *self,
                 AtlasChangeSet *set)
{
  type_text (self, set, "document", "title");
}

static void
take_away (Laptop         *self,
           AtlasChangeSet *set)
{
  static const char * const types[] = { "note", "note", "note", "document", "referral" };
  g_autoptr(AtlasRecord) record = NULL;

  record = laptop_find_record (self, types[world_pick (self->world, G_N_ELEMENTS (types))]);

  if (record != NULL)
    atlas_change_set_delete (set, record);
}

static void
make_offer (Laptop         *self,
            AtlasChangeSet *set)
{
  g_autoptr(AtlasRecord) referral = laptop_find_record (self, "referral");
  g_autofree char *provision = id_of_key ("provision", "nhas");
  g_autofree char *id = NULL;

  if (referral != NULL)
    id = laptop_make_record (self, set, "offer",
                             json_pack ("{s:s, s:s, s:s, s:s, s:s}", "referral",
                                        atlas_record_get_id (referral), "provision", provision,
                                        "place", self->world->place, "step", "offered", "starts",
                                        STARTS));
}

/* An offer that uses the hold which is known here. */
static void
make_offer_with_hold (Laptop         *self,
                      AtlasChangeSet *set)
{
  g_autoptr(AtlasRecord) hold = laptop_find_record (self, "hold");
  json_t *op;

  make_offer (self, set);
  op = json_array_get (atlas_change_set_get_ops (set), 0);
  if (hold != NULL && op != NULL)
    json_object_set_new (json_object_get (op, "fields"), "hold",
                         json_string (atlas_record_get_id (hold)));
}

static void
make_hold (Laptop         *self,
           AtlasChangeSet *set)
{
  g_autofree char *provision = id_of_key ("provision", "nhas");
  g_autofree char *id = NULL;

  id = laptop_make_record (self, set, "hold",
                           json_pack ("{s:s, s:s, s:i, s:s}", "provision", provision, "place",
                                      self->world->place, "places", 1, "use_by", "2099-02-01"));
}

/* A version that was kept back, or a set that was parked, is settled, alone or with its subject. */
static void
settle (Laptop         *self,
        AtlasChangeSet *set)
{
  gboolean is_conflict = world_chance (self->world, 700);
  g_autoptr(GPtrArray) open = NULL;
  AtlasRecord *record;

  open = atlas_store_sync_list_open (store_of (self), is_conflict ? "conflict" : "parked", NULL);
  if (open == NULL || open->len == 0)
    return;

  record = g_ptr_array_index (open, world_pick (self->world, open->len));
  atlas_change_set_set_text (set, record, "state", is_conflict ? "kept" : "discarded");
}

typedef void (*Doing) (Laptop         *self,
                       AtlasChangeSet *set);

static const struct {
  guint weight;
  Doing doing;
} doings[] = {
  { 14, make_case }, { 13, name_child }, { 8, move_child }, { 10, plan_next }, { 8, weigh },
  { 8, name_agency }, { 7, change_both }, { 5, make_note }, { 5, take_away }, { 5, make_offer },
  { 2, make_hold }, { 5, settle }, { 8, add_document }, { 2, rename_document },
};

static Doing
pick_doing (World *world)
{
  guint n = world_pick (world, 100);
  gsize i = 0;

  while (n >= doings[i].weight)
    n -= doings[i++].weight;
  return doings[i].doing;
}

static gboolean
apply (Laptop         *self,
       AtlasChangeSet *set,
       GError        **error)
{
  return self->file != NULL
         ? atlas_store_apply_with_file (store_of (self), set, self->file, error)
         : atlas_store_apply (store_of (self), set, error);
}

static void
do_set (Laptop *self,
        Doing   doing)
{
  SeamActor *before = seam_act (&self->actor);
  g_autoptr(AtlasChangeSet) set = atlas_change_set_new ("Work");
  g_autoptr(GError) error = NULL;

  doing (self, set);
  if (atlas_change_set_n_ops (set) > 0)
    {
      witness_begin (self);
      if (apply (self, set, &error))
        {
          model_made (self->world, set);
          files_applied (self, set);
        }
      else if (self->world->has_bad_disk)
        {
          g_clear_pointer (&self->doubtful, atlas_change_set_unref);
          self->doubtful = atlas_change_set_ref (set);
        }
      witness_end (self, error == NULL ? atlas_change_set_get_ops (set) : NULL);
      world_note (self->world, "%s makes %s: %s", self->name, atlas_change_set_get_id (set),
                  error != NULL ? error->message : "done");
    }
  g_clear_pointer (&self->file, g_bytes_unref);
  seam_act (before);
}

/* One change set. What the store refuses is not one. */
void
laptop_work (Laptop *self)
{
  laptop_open (self);
  if (self->engine != NULL)
    do_set (self, pick_doing (self->world));
}

/* A commit that a dying disk could not confirm may have been kept. */
void
laptop_settle_doubt (Laptop *self)
{
  g_autoptr(AtlasChangeSet) set = g_steal_pointer (&self->doubtful);
  g_autoptr(GPtrArray) sets = NULL;

  laptop_open (self);
  sets = atlas_store_sync_list_unsent (store_of (self), 0, G_MAXUINT16, NULL);
  g_assert_nonnull (sets);
  for (guint i = 0; set != NULL && i < sets->len; i++)
    if (g_str_equal (((AtlasQueuedSet *) g_ptr_array_index (sets, i))->set_id,
                     atlas_change_set_get_id (set)))
      model_made (self->world, set);
}

void
laptop_make_case (Laptop *self)
{
  laptop_open (self);
  do_set (self, make_case);
}

void
laptop_name_child (Laptop *self)
{
  do_set (self, name_child);
}

void
laptop_move_child (Laptop *self)
{
  do_set (self, move_child);
}

void
laptop_make_offer (Laptop *self)
{
  do_set (self, make_offer);
}

void
laptop_make_hold (Laptop *self)
{
  do_set (self, make_hold);
}

void
laptop_use_hold (Laptop *self)
{
  do_set (self, make_offer_with_hold);
}

void
laptop_make_place (Laptop *self)
{
  SeamActor *before = seam_act (&self->actor);
  g_autoptr(AtlasChangeSet) set = atlas_change_set_new ("A place");
  g_autofree char *provision = id_of_key ("provision", "nhas");
  g_autoptr(GError) error = NULL;

  self->world->place = laptop_make_record (self, set, "place",
                                           json_pack ("{s:s, s:i}", "provision", provision,
                                                      "commissioned", WORLD_PLACES));
  atlas_store_apply (store_of (self), set, &error);
  g_assert_no_error (error);
  seam_act (before);
}

/* Two laptops have the same data, device and keys from now on. */
void
laptop_copy (Laptop *self)
{
  World *world = self->world;
  Laptop *copy = &world->laptops[world->n_laptops];

  if (world->n_laptops == WORLD_LAPTOPS_MOST || self->is_wiped)
    return;

  laptop_close (self);
  copy->world = world;
  copy->index = world->n_laptops++;
  copy->is_doubled = self->is_doubled = TRUE;
  copy->name = self->name;
  copy->user = g_strdup (self->user);
  copy->folder = g_strdup_printf ("%s-%u", self->folder, copy->index);
  copy->actor.seed = world->seed * 64 + copy->index;
  world_copy_folder (self->folder, copy->folder);
  world->counts->copies++;
  world_note (world, "%s is copied", self->name);
}

void
laptop_keep_home (Laptop *self)
{
  if (self->is_wiped)
    return;

  laptop_close (self);
  if (self->kept == NULL)
    self->kept = g_strconcat (self->folder, ".kept", NULL);
  world_remove_folder (self->kept);
  world_copy_folder (self->folder, self->kept);
}

/* What nobody but this disk knew goes with it. */
void
laptop_excuse (Laptop  *self,
               gboolean unsent_too)
{
  AtlasDb *db = atlas_store_get_db (store_of (self));
  g_autoptr(AtlasStmt) stmt = NULL;

  files_excuse (self);
  stmt = atlas_db_prepare (db, unsent_too ? "SELECT set_id FROM journal UNION ALL"
                           " SELECT set_id FROM outbox"
                                          : "SELECT set_id FROM journal", NULL);
  while (atlas_stmt_step (stmt, NULL) == ATLAS_STEP_ROW)
    {
      g_autofree char *id = atlas_stmt_get_id (stmt, 0);

      model_excuse (self->world, id);
    }
}

void
laptop_put_back (Laptop *self)
{
  if (self->kept == NULL || self->is_wiped)
    return;

  laptop_open (self);
  if (self->engine == NULL)
    return;

  laptop_excuse (self, TRUE);
  self->is_doubled = TRUE;
  laptop_close (self);
  world_remove_folder (self->folder);
  world_copy_folder (self->kept, self->folder);
  g_clear_pointer (&self->view, g_hash_table_unref);
  self->world->counts->homes++;
  world_note (self->world, "%s is put back", self->name);
}
