/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A county that was got from nothing, into a store beside the one in use, becomes what that one
 * holds. Only the records that differ are written, in one transaction, and what belongs to this
 * laptop alone stays: outbox, journal, History, drafts, and what is pending on records.
 */
#define G_LOG_DOMAIN "atlas-store"

#include "config.h"

#include "store/atlas-store-sync.h"

#include <string.h>

#include "store/atlas-store-blobs.h"
#include "store/atlas-store-sync-private.h"

#define ANEW_FOLDER  "getting-anew"
#define PAGE_CHANGES 500

typedef struct {
  AtlasStore *self;             /* (unowned) */
  AtlasStore *fresh;            /* (unowned) */
  const char *removal;          /* what becomes of a record that the server does not list */
  GPtrArray  *pages;            /* (element-type json_t) */
  json_t     *changes;          /* (unowned): of the last page */
} Adoption;

/**
 * atlas_store_sync_anew_folder:
 * @folder: a data folder
 *
 * Returns: (transfer full): the folder inside it where the county is got anew
 */
char *
atlas_store_sync_anew_folder (const char *folder)
{
  return g_build_filename (folder, ANEW_FOLDER, NULL);
}

static void
add_page (Adoption *self)
{
  g_autofree char *grants = atlas_store_get_meta (self->fresh, "grants");
  g_autofree char *cursor = atlas_store_get_meta (self->fresh, "cursor");
  g_autofree char *head = atlas_store_get_meta (self->fresh, "head");
  gint64 number = head != NULL ? g_ascii_strtoll (head, NULL, 10) : -1;
  json_t *page;

  self->changes = json_array ();
  page = json_pack ("{s:s*, s:b, s:I, s:o*, s:o}", "cursor", cursor, "more", FALSE,
                    "head", (json_int_t) number,
                    "grants", grants != NULL ? atlas_json_parse (grants, -1, NULL) : NULL,
                    "changes", self->changes);
  g_ptr_array_add (self->pages, page);
}

static void
add_change (Adoption *self,
            json_t   *change)
{
  if (json_array_size (self->changes) >= PAGE_CHANGES)
    add_page (self);
  json_array_append_new (self->changes, change);
}

static json_t *
list_scopes (const char *text)
{
  g_auto(GStrv) scopes = g_strsplit (text, " ", -1);
  json_t *list = json_array ();

  for (guint i = 0; scopes[i] != NULL; i++)
    if (*scopes[i] != '\0')
      json_array_append_new (list, json_string (scopes[i]));

  return list;
}

static gboolean
add_put (Adoption        *self,
         const AtlasType *type,
         const char      *id,
         const char      *scopes,
         const char      *frev,
         GError         **error)
{
  g_autoptr(AtlasRecord) record = atlas_store_get (self->fresh, type->name, id, error);

  if (record == NULL)
    return FALSE;

  add_change (self, json_pack ("{s:s, s:s, s:s, s:I, s:o, s:o, s:o*}", "op", "put",
                               "type", type->name, "id", id,
                               "rev", (json_int_t) atlas_record_get_rev (record),
                               "scopes", list_scopes (scopes),
                               "fields", atlas_record_to_fields (record),
                               "frev", frev != NULL ? atlas_json_parse (frev, -1, NULL) : NULL));
  return TRUE;
}

/* The statement that lists what differs; a record that somebody here changed always may. */
static char *
differing_sql (AtlasDb         *db,
               const AtlasType *type,
               GError         **error)
{
  g_autoptr(AtlasStmt) stmt = NULL;
  g_autoptr(GString)   sql = g_string_new (NULL);
  AtlasStep step;

  stmt = atlas_db_prepare (db, "SELECT name FROM pragma_table_info (?) WHERE name <> 'pk'", error);
  if (stmt == NULL)
    return NULL;

  g_string_printf (sql, "SELECT f.id, f.scopes, f.frev FROM fresh.\"%s\" f LEFT JOIN main.\"%s\" m"
                   " ON m.id = f.id WHERE f.id IN (SELECT id FROM pending WHERE type = ?)",
                   type->name, type->name);
  atlas_stmt_bind_text (stmt, 1, type->name);
  while ((step = atlas_stmt_step (stmt, error)) == ATLAS_STEP_ROW)
    g_string_append_printf (sql, " OR m.\"%s\" IS NOT f.\"%s\"", atlas_stmt_get_text (stmt, 0),
                            atlas_stmt_get_text (stmt, 0));

  return step == ATLAS_STEP_DONE ? g_string_free (g_steal_pointer (&sql), FALSE) : NULL;
}

static gboolean
add_differing (Adoption        *self,
               const AtlasType *type,
               GError         **error)
{
  AtlasDb *db = atlas_store_get_db (self->self);
  g_autofree char *sql = differing_sql (db, type, error);
  g_autoptr(AtlasStmt) stmt = sql != NULL ? atlas_db_prepare (db, sql, error) : NULL;
  AtlasStep step;

  if (stmt == NULL)
    return FALSE;

  atlas_stmt_bind_text (stmt, 1, type->name);
  while ((step = atlas_stmt_step (stmt, error)) == ATLAS_STEP_ROW)
    {
      g_autofree char *id = atlas_stmt_get_id (stmt, 0);

      if (!add_put (self, type, id, atlas_stmt_get_text (stmt, 1), atlas_stmt_get_text (stmt, 2),
                    error))
        return FALSE;
    }

  return step == ATLAS_STEP_DONE;
}

/* A record that only a set on its way has created has no revision, and is not asked about; once the
 * server has done that set it would list the record to who may see it. */
static gboolean
add_removed (Adoption        *self,
             const AtlasType *type,
             GError         **error)
{
  g_autofree char *sql = NULL;
  g_autoptr(AtlasStmt) stmt = NULL;
  AtlasStep step;

  sql = g_strdup_printf ("SELECT id FROM main.\"%s\" AS m WHERE id NOT IN"
                         " (SELECT id FROM fresh.\"%s\") AND (rev > 0 OR EXISTS"
                         " (SELECT 1 FROM main.pending AS p JOIN main.journal AS j ON j.n = p.n"
                         " WHERE p.type = ?1 AND p.id = m.id AND j.state <> 'parked' AND j.seq <="
                         " (SELECT CAST (value AS INTEGER) FROM fresh.meta WHERE key = 'head')))"
                         " UNION"
                         " SELECT id FROM main.shadow WHERE type = ?1 AND id NOT IN"
                         " (SELECT id FROM fresh.\"%s\")", type->name, type->name, type->name);
  stmt = atlas_db_prepare (atlas_store_get_db (self->self), sql, error);
  if (stmt == NULL)
    return FALSE;

  atlas_stmt_bind_text (stmt, 1, type->name);
  while ((step = atlas_stmt_step (stmt, error)) == ATLAS_STEP_ROW)
    {
      g_autofree char *id = atlas_stmt_get_id (stmt, 0);

      add_change (self, json_pack ("{s:s, s:s, s:s}", "op", self->removal, "type", type->name,
                                   "id", id));
    }

  return step == ATLAS_STEP_DONE;
}

static gboolean
list_changes (Adoption *self,
              GError  **error)
{
  guint n_types;
  const AtlasType * const *types = atlas_types (&n_types);

  add_page (self);
  for (guint i = 0; i < n_types; i++)
    if (!add_differing (self, types[i], error) || !add_removed (self, types[i], error))
      return FALSE;

  for (guint i = 0; i + 1 < self->pages->len; i++)
    json_object_set_new (g_ptr_array_index (self->pages, i), "more", json_true ());
  return TRUE;
}

static gboolean
attach (AtlasStore *self,
        AtlasStore *fresh,
        GError    **error)
{
  g_autofree char *path = g_build_filename (atlas_store_get_folder (fresh), ATLAS_STORE_FILE, NULL);
  g_autoptr(AtlasStmt) stmt = NULL;

  stmt = atlas_db_prepare (atlas_store_get_db (self), "ATTACH DATABASE ? AS fresh", error);
  if (stmt == NULL)
    return FALSE;

  atlas_stmt_bind_text (stmt, 1, path);
  return atlas_stmt_run (stmt, error);
}

/* Whether such a record has been deleted, was never there or is not this user's any more, nobody
 * can say. What it held is not kept for that. */
static gboolean
forget_unlisted (AtlasStore *self,
                 GPtrArray  *pages,
                 GError    **error)
{
  g_autoptr(GPtrArray) unlisted = g_ptr_array_new_with_free_func ((GDestroyNotify) json_decref);

  for (guint i = 0; i < pages->len; i++)
    {
      json_t *changes = json_object_get (g_ptr_array_index (pages, i), "changes");
      gsize j;
      json_t *change;

      json_array_foreach (changes, j, change)
      {
        if (strcmp (atlas_json_string (change, "op"), "del") == 0)
          g_ptr_array_add (unlisted, json_incref (change));
      }
    }

  return atlas_store_sync_forget_history (self, unlisted, error);
}

static gboolean
store_changes (AtlasStore      *self,
               GPtrArray       *pages,
               const char      *epoch,
               gboolean         is_other_history,
               AtlasPullCounts *counts,
               GError         **error)
{
  g_autoptr(AtlasTransaction) tx = atlas_transaction_begin (atlas_store_get_db (self), error);

  if (tx == NULL || !atlas_store_sync_store_quietly (self, pages, counts, error) ||
      !forget_unlisted (self, pages, error) ||
      (is_other_history && !atlas_store_files_unmark (self, error)) ||
      !atlas_store_set_meta (self, "epoch", epoch, error) || !atlas_transaction_commit (tx, error))
    return FALSE;

  atlas_store_sync_leave_no_pages (self);
  return TRUE;
}

/**
 * atlas_store_sync_adopt:
 * @self: the store in use
 * @fresh: a store that was loaded from the same server to the end of a round
 * @is_other_history: whether the server has begun another history than that of @self
 * @counts: (inout): counted up with what differed
 * @error: return location for an error
 *
 * Makes the store in use hold what @fresh holds, cursor, grants and epoch too, in one transaction.
 * What is pending is laid over it. In another history a record that the server does not list may
 * come back from another laptop, so drafts are kept, and the server may lack documents, so they are
 * offered again; in the same history it is not this user's any more.
 *
 * Source: protocol, sections 6, 7 and 9.
 *
 * Returns: whether it does; if not, nothing has changed
 */
gboolean
atlas_store_sync_adopt (AtlasStore      *self,
                        AtlasStore      *fresh,
                        gboolean         is_other_history,
                        AtlasPullCounts *counts,
                        GError         **error)
{
  g_autoptr(GPtrArray) pages = g_ptr_array_new_with_free_func ((GDestroyNotify) json_decref);
  g_autofree char *epoch = atlas_store_get_meta (fresh, "epoch");
  Adoption adoption = { self, fresh, is_other_history ? "del" : "gone", pages, NULL };
  gboolean is_listed;

  if (!attach (self, fresh, error))
    return FALSE;

  is_listed = list_changes (&adoption, error);
  atlas_db_exec (atlas_store_get_db (self), "DETACH DATABASE fresh", NULL);

  return is_listed && store_changes (self, pages, epoch, is_other_history, counts, error);
}
