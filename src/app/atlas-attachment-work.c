/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a list of documents does away from the main thread. A document that is opened is written for
 * the program that shows it, readable by its owner alone, and goes when this program ends.
 */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-attachment-work.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "app/atlas-asked.h"
#include "base/atlas-error.h"
#include "records/atlas-codes.h"

#define OWNER_ONLY 0600

/* The folder of what this process has opened; NULL until it has opened something. */
static GMutex folder_mutex;
static char *folder;

gpointer
atlas_attachment_list_in_thread (AtlasStore   *store,
                                 gpointer      data,
                                 GCancellable *cancellable,
                                 GError      **error)
{
  AtlasAsked *asked = data;

  return atlas_store_list_documents (store, asked->of, error);
}

static AtlasRecord *
find (AtlasStore *store,
      gpointer    data,
      AtlasBlob  *blob,
      GError    **error)
{
  AtlasAsked *asked = data;
  g_autoptr(AtlasRecord) record = atlas_store_get (store, "document", asked->of, error);

  if (record == NULL || atlas_document_read ((AtlasDocumentRecord *) record, blob))
    return g_steal_pointer (&record);

  g_set_error_literal (error, ATLAS_ERROR, ATLAS_ERROR_NOT_FOUND, _("The document has no file"));
  return NULL;
}

gpointer
atlas_attachment_read_in_thread (AtlasStore   *store,
                                 gpointer      data,
                                 GCancellable *cancellable,
                                 GError      **error)
{
  AtlasBlob blob;
  g_autoptr(AtlasRecord) record = find (store, data, &blob, error);

  return record != NULL ? atlas_store_read_file (store, blob.blob, error) : NULL;
}

gpointer
atlas_attachment_ask_in_thread (AtlasStore   *store,
                                gpointer      data,
                                GCancellable *cancellable,
                                GError      **error)
{
  AtlasBlob blob;
  g_autoptr(AtlasRecord) record = find (store, data, &blob, error);

  return record != NULL && atlas_store_ask_for_file (store, &blob, error) ? GINT_TO_POINTER (TRUE)
                                                                          : NULL;
}

static char *
make_folder (GError **error)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&folder_mutex);
  g_autofree char *made = NULL;

  if (folder != NULL)
    return g_strdup (folder);

  made = g_build_filename (g_get_user_runtime_dir (), "provision-atlas-XXXXXX", NULL);
  if (g_mkdtemp (made) == NULL)
    {
      g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_READ_ONLY, "%s", g_strerror (errno));
      return NULL;
    }

  folder = g_steal_pointer (&made);
  return g_strdup (folder);
}

/* Each in a folder of its own, so that two may have one name. */
gpointer
atlas_attachment_open_in_thread (AtlasStore   *store,
                                 gpointer      data,
                                 GCancellable *cancellable,
                                 GError      **error)
{
  AtlasBlob blob;
  g_autoptr(AtlasRecord) record = find (store, data, &blob, error);
  g_autoptr(GBytes) file = NULL;
  g_autofree char *home = NULL;
  g_autofree char *own = NULL;
  g_autofree char *path = NULL;

  if (record == NULL || (file = atlas_store_read_file (store, blob.blob, error)) == NULL ||
      (home = make_folder (error)) == NULL)
    return NULL;

  own = g_build_filename (home, blob.blob, NULL);
  path = g_build_filename (own, blob.name, NULL);
  if (g_mkdir_with_parents (own, 0700) != 0 ||
      !g_file_set_contents_full (path, g_bytes_get_data (file, NULL),
                                 (gssize) g_bytes_get_size (file), G_FILE_SET_CONTENTS_CONSISTENT,
                                 OWNER_ONLY, error))
    {
      if (error != NULL && *error == NULL)
        g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_READ_ONLY, "%s", g_strerror (errno));
      return NULL;
    }

  return g_filename_to_uri (path, NULL, error);
}

static void
remove_tree (const char *path)
{
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *inner = g_build_filename (path, name, NULL);

      if (g_file_test (inner, G_FILE_TEST_IS_DIR) && !g_file_test (inner, G_FILE_TEST_IS_SYMLINK))
        remove_tree (inner);
      else
        g_unlink (inner);
    }
  g_rmdir (path);
}

/**
 * atlas_attachments_close:
 *
 * Removes whatever was written out to be shown. Called when the program ends.
 */
void
atlas_attachments_close (void)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&folder_mutex);

  if (folder != NULL)
    remove_tree (folder);
  g_clear_pointer (&folder, g_free);
}

static const char *
word_state (AtlasFileState state)
{
  switch (state)
    {
    case ATLAS_FILE_ASKED:
      return _("Comes with the next sync");
    case ATLAS_FILE_UNSENT:
      return _("Waiting to be sent");
    case ATLAS_FILE_HERE:
      return _("On this laptop");
    case ATLAS_FILE_ELSEWHERE:
    default:
      return _("Not on this laptop yet");
    }
}

/**
 * atlas_attachment_word:
 * @line: a document
 *
 * Returns: (transfer full): what it is: "Plan · Plan.pdf · 300 kB · 20 November 2026 · On this
 *   laptop"
 */
char *
atlas_attachment_word (const AtlasDocumentLine *line)
{
  const char *kind = _(atlas_codes_label ("document-kind", line->record->kind));
  g_autofree char *on = NULL;
  g_autofree char *size = NULL;
  AtlasBlob blob;

  if (!atlas_document_read (line->record, &blob))
    return g_strdup (kind);

  size = g_format_size ((guint64) blob.size);
  if (line->record->on == ATLAS_DATE_NONE)
    /* Translators: what the document is, file name, size, where it is. */
    return g_strdup_printf (_("%1$s · %2$s · %3$s · %4$s"), kind, blob.name, size,
                            word_state (line->state));

  on = atlas_date_format_long (line->record->on);
  /* Translators: what the document is, file name, size, day, where it is. */
  return g_strdup_printf (_("%1$s · %2$s · %3$s · %4$s · %5$s"), kind, blob.name, size, on,
                          word_state (line->state));
}
