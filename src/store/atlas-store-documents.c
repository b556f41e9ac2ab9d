/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-store"

#include "config.h"

#include "store/atlas-store-documents.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/atlas-id.h"

/* What nothing is known of. Source: RFC 2046, 4.5.1. */
#define ANY_MEDIA "application/octet-stream"

void
atlas_document_line_free (AtlasDocumentLine *self)
{
  g_clear_object (&self->record);
  g_free (self);
}

/**
 * atlas_document_read:
 * @record: a document
 * @blob: (out caller-allocates): its file; pointers into @record
 *
 * Returns: whether it has one
 */
gboolean
atlas_document_read (AtlasDocumentRecord *record,
                     AtlasBlob           *blob)
{
  return atlas_blob_read (record->file, blob);
}

static AtlasDocumentLine *
read_line (AtlasStore  *self,
           AtlasRecord *record,
           gboolean     is_alone,
           GError     **error)
{
  g_autoptr(AtlasDocumentLine) line = g_new0 (AtlasDocumentLine, 1);
  AtlasBlob blob;

  line->record = g_object_ref ((AtlasDocumentRecord *) record);
  if (atlas_document_read (line->record, &blob) &&
      !atlas_store_file_state (self, blob.blob, &line->state, error))
    return NULL;
  if (is_alone && line->state == ATLAS_FILE_UNSENT)
    line->state = ATLAS_FILE_HERE;

  return g_steal_pointer (&line);
}

static int
compare_lines (gconstpointer a,
               gconstpointer b)
{
  AtlasDocumentRecord *first = (*(AtlasDocumentLine * const *) a)->record;
  AtlasDocumentRecord *second = (*(AtlasDocumentLine * const *) b)->record;

  if (first->on != second->on)
    return first->on > second->on ? -1 : 1;

  return strcmp (atlas_record_get_id (ATLAS_RECORD (second)),
                 atlas_record_get_id (ATLAS_RECORD (first)));
}

/**
 * atlas_store_list_documents:
 * @self: a store
 * @child: a child's id
 * @error: return location for an error
 *
 * Returns: (transfer full) (element-type AtlasDocumentLine): the child's documents, newest first
 */
GPtrArray *
atlas_store_list_documents (AtlasStore *self,
                            const char *child,
                            GError    **error)
{
  g_autoptr(AtlasQuery) query = atlas_query_new (&atlas_document_type);
  g_autoptr(GPtrArray)  lines = NULL;
  g_autoptr(GPtrArray)  records = NULL;
  g_autofree char *server = atlas_store_get_meta (self, "server");

  atlas_query_where_text (query, "child", ATLAS_COMPARE_EQUAL, child);
  records = atlas_store_list (self, query, error);
  if (records == NULL)
    return NULL;

  lines = g_ptr_array_new_with_free_func ((GDestroyNotify) atlas_document_line_free);
  for (guint i = 0; i < records->len; i++)
    {
      AtlasDocumentLine *line = read_line (self, g_ptr_array_index (records, i), server == NULL,
                                           error);

      if (line == NULL)
        return NULL;
      g_ptr_array_add (lines, line);
    }
  g_ptr_array_sort (lines, compare_lines);

  return g_steal_pointer (&lines);
}

static char *
guess_media (const char *name,
             GBytes     *file)
{
  gsize length;
  const guchar *data = g_bytes_get_data (file, &length);
  g_autofree char *content = g_content_type_guess (name, data, length, NULL);
  char *media = g_content_type_get_mime_type (content);

  return media != NULL && strchr (media, '/') != NULL ? media : g_strdup (ANY_MEDIA);
}

/**
 * atlas_document_title:
 * @name: what a file is called
 *
 * Returns: (transfer full): what people may call it: its name without what comes after the last dot
 */
char *
atlas_document_title (const char *name)
{
  const char *dot = strrchr (name, '.');

  return dot != NULL && dot != name ? g_strndup (name, (gsize) (dot - name)) : g_strdup (name);
}

/**
 * atlas_document_add_set:
 * @draft: the document
 * @file: its bytes
 * @id: (out) (optional) (transfer full): the document's id
 *
 * Makes the change set for atlas_store_apply_with_file().
 *
 * Returns: (transfer full): the change set
 */
AtlasChangeSet *
atlas_document_add_set (const AtlasDocumentDraft *draft,
                        GBytes                   *file,
                        char                    **id)
{
  g_autofree char *hash = atlas_store_name_file (file);
  g_autofree char *media = guess_media (draft->name, file);
  g_autofree char *made = atlas_id_new ();
  g_autofree char *label = NULL;
  AtlasBlob blob = { hash, (gint64) g_bytes_get_size (file), media, draft->name };
  json_t *fields = json_pack ("{s:s, s:s*, s:s, s:s, s:o}", "child", draft->child,
                              "referral", draft->referral, "kind", draft->kind,
                              "title", draft->title, "file", atlas_blob_to_json (&blob));
  AtlasChangeSet *set;

  atlas_json_put_date (fields, "on", draft->on);
  if (draft->is_invented)
    json_object_set_new (fields, "invented", json_true ());

  /* Translators: a reference, or a child's name. */
  label = g_strdup_printf (_("%s: document added"), draft->about);
  set = atlas_change_set_new (label);
  atlas_change_set_create (set, "document", made, fields);
  if (id != NULL)
    *id = g_steal_pointer (&made);

  return set;
}

/**
 * atlas_document_remove_set:
 * @record: a document
 *
 * Returns: (transfer full): the change set that takes it away
 */
AtlasChangeSet *
atlas_document_remove_set (AtlasDocumentRecord *record)
{
  g_autofree char *label = NULL;
  AtlasChangeSet *set;

  /* Translators: a document's title. */
  label = g_strdup_printf (_("%s: document removed"), record->title);
  set = atlas_change_set_new (label);
  atlas_change_set_delete (set, ATLAS_RECORD (record));

  return set;
}
