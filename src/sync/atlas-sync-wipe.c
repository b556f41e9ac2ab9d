/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The county wants its records gone from this laptop. A file in the data folder says so before
 * anything is removed and is itself removed last, so that whoever kills the program only puts the
 * rest off: the next start goes on, and nothing opens the store meanwhile. Keys go first. Files are
 * written over before they are removed; what a disk may have kept elsewhere is for its encryption.
 */
#define G_LOG_DOMAIN "atlas-sync"

#include "config.h"

#include "sync/atlas-sync-wipe.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "base/atlas-error.h"
#include "sync/atlas-secrets.h"
#include "sync/atlas-sync-engine-private.h"

#define ONLY_OWNER  0600
#define CHUNK_BYTES (64 * 1024)

/* What begins with one of these is the county's: files with what SQLite and atomic writing put
 * beside them, and folders in which a store is made ready or kept. Nothing else is touched. */
static const char * const county_names[] = {
  ATLAS_STORE_FILE, "sync.lock", "joining", "getting-anew", "before-joining-", "blobs",
};

/* A problem after which another try may do better. */
static gboolean
may_pass (AtlasSyncProblem problem)
{
  switch (problem)
    {
    case ATLAS_SYNC_PROBLEM_NO_ANSWER:
    case ATLAS_SYNC_PROBLEM_UNTRUSTED:
    case ATLAS_SYNC_PROBLEM_PROXY:
    case ATLAS_SYNC_PROBLEM_NOT_A_SERVER:
    case ATLAS_SYNC_PROBLEM_BUSY:
    case ATLAS_SYNC_PROBLEM_FAULT:
      return TRUE;

    case ATLAS_SYNC_PROBLEM_NONE:
    case ATLAS_SYNC_PROBLEM_MALFORMED:
    case ATLAS_SYNC_PROBLEM_UNREADABLE:
    case ATLAS_SYNC_PROBLEM_SIGN_IN:
    case ATLAS_SYNC_PROBLEM_NOT_ALLOWED:
    case ATLAS_SYNC_PROBLEM_LOCKED:
    case ATLAS_SYNC_PROBLEM_WIPE:
    case ATLAS_SYNC_PROBLEM_CLONED:
    case ATLAS_SYNC_PROBLEM_GAP:
    case ATLAS_SYNC_PROBLEM_EPOCH_CHANGED:
    case ATLAS_SYNC_PROBLEM_CURSOR_TOO_OLD:
    case ATLAS_SYNC_PROBLEM_WRONG_OFFSET:
    case ATLAS_SYNC_PROBLEM_WRONG_FILE:
    case ATLAS_SYNC_PROBLEM_TOO_LARGE:
    case ATLAS_SYNC_PROBLEM_CLIENT_TOO_OLD:
    case ATLAS_SYNC_PROBLEM_NOT_FOUND:
    case ATLAS_SYNC_PROBLEM_OTHER_COUNTY:
    case ATLAS_SYNC_PROBLEM_LEASE_ENDED:
    case ATLAS_SYNC_PROBLEM_STORE:
    default:
      return FALSE;
    }
}

static char *
marker_path (const char *folder)
{
  return g_build_filename (folder, ATLAS_STORE_WIPE_FILE, NULL);
}

/* Whether everything that the server still takes has been sent. */
static gboolean
push_first (AtlasSyncEngine *engine,
            GCancellable    *cancellable,
            GError         **error)
{
  AtlasSyncReport report = { 0 };
  g_autoptr(GError) fault = NULL;

  if (atlas_sync_engine_push (engine, 0, &report, cancellable, &fault))
    return TRUE;
  if (!may_pass (report.problem) && !g_error_matches (fault, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&fault));
  return FALSE;
}

/**
 * atlas_sync_wipe_begin:
 * @engine: an engine whose last run met %ATLAS_SYNC_PROBLEM_WIPE
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error
 *
 * Sends what is unsent if the server wants it first, then writes down that the data folder is to be
 * wiped. From then on nothing opens the store. The engine has to be closed before
 * atlas_sync_wipe_go_on() is called.
 *
 * Errors: %ATLAS_ERROR_NETWORK when what is unsent could not be sent yet; the next run tries again.
 *
 * Source: protocol, section 11.
 *
 * Returns: whether it is written down
 */
gboolean
atlas_sync_wipe_begin (AtlasSyncEngine *engine,
                       GCancellable    *cancellable,
                       GError         **error)
{
  json_t *order = atlas_sync_client_get_wipe (engine->client);
  g_autofree char *ca = atlas_store_get_meta (engine->store, "server_ca");
  g_autofree char *path = marker_path (atlas_store_get_folder (engine->store));
  g_autoptr(json_t) marker = NULL;
  g_autofree char *text = NULL;

  if (order == NULL ||
      (atlas_json_boolean (order, "push_first") && !push_first (engine, cancellable, error)))
    return FALSE;

  marker = json_pack ("{s:s, s:s*, s:s*}", "server", engine->server, "ca", ca,
                      "wipe_token", atlas_json_string (order, "wipe_token"));
  text = atlas_json_to_text (marker);
  return g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT |
                                   G_FILE_SET_CONTENTS_DURABLE, ONLY_OWNER, error);
}

/* Best effort: a file that cannot be written can still be removed. */
static void
write_over (const char *path)
{
  static const guint8 nothing[CHUNK_BYTES];
  int fd = g_open (path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW, 0);
  off_t length = fd >= 0 ? lseek (fd, 0, SEEK_END) : 0;

  for (off_t at = 0; at < length; at += CHUNK_BYTES)
    if (pwrite (fd, nothing, (size_t) MIN (CHUNK_BYTES, length - at), at) < 0)
      break;
  if (fd >= 0)
    {
      fsync (fd);
      close (fd);
    }
}

static gboolean
set_fault (const char *path,
           GError    **error)
{
  g_set_error (error, ATLAS_ERROR, ATLAS_ERROR_READ_ONLY, "Removing %s: %s", path,
               g_strerror (errno));
  return FALSE;
}

static gboolean remove_tree (const char *path,
                             GError    **error);

static gboolean
remove_children (const char *folder,
                 GError    **error)
{
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (!remove_tree (path, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
remove_tree (const char *path,
             GError    **error)
{
  if (g_file_test (path, G_FILE_TEST_IS_DIR) && !g_file_test (path, G_FILE_TEST_IS_SYMLINK))
    {
      if (!remove_children (path, error))
        return FALSE;
      return g_rmdir (path) == 0 || errno == ENOENT || set_fault (path, error);
    }

  write_over (path);
  return g_unlink (path) == 0 || errno == ENOENT || set_fault (path, error);
}

static gboolean
is_county_name (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (county_names); i++)
    if (g_str_has_prefix (name, county_names[i]))
      return TRUE;

  return FALSE;
}

/* Removes what has a name of keys, or of anything else that is the county's. */
static gboolean
remove_named (const char *folder,
              gboolean    keys,
              GError    **error)
{
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      gboolean is_key = g_str_has_prefix (name, ATLAS_SECRETS_FILE);

      if ((keys ? is_key : is_county_name (name)) && !remove_tree (path, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
tell_server (json_t       *marker,
             GCancellable *cancellable,
             GError      **error)
{
  const char *token = atlas_json_string (marker, "wipe_token");
  const char *server = atlas_json_string (marker, "server");
  const char *ca = atlas_json_string (marker, "ca");
  g_autoptr(AtlasPin)        pin = ca != NULL ? atlas_pin_new_from_pem (ca, NULL) : NULL;
  g_autoptr(AtlasSyncClient) client = NULL;
  g_auto(AtlasSyncAnswer)    answer = { 0 };
  g_autoptr(GError)          fault = NULL;

  if (token == NULL || server == NULL || pin == NULL ||
      (client = atlas_sync_client_new (server, pin, NULL)) == NULL)
    return TRUE;
  if (atlas_sync_client_tell_wiped (client, token, &answer, cancellable, &fault) ||
      (!may_pass (answer.problem) && !g_error_matches (fault, G_IO_ERROR, G_IO_ERROR_CANCELLED)))
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&fault));
  return FALSE;
}

/**
 * atlas_sync_wipe_go_on:
 * @folder: a data folder
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error
 *
 * Wipes the folder if atlas_sync_wipe_begin() has written down that it is to be: keys, then files,
 * then the server is told. The calling thread waits.
 *
 * Errors: %ATLAS_ERROR_READ_ONLY for what cannot be removed; %ATLAS_ERROR_NETWORK when all is
 * removed and only the server could not be told. Calling again goes on.
 *
 * Source: protocol, section 11.
 *
 * Returns: whether nothing is left to do
 */
gboolean
atlas_sync_wipe_go_on (const char   *folder,
                       GCancellable *cancellable,
                       GError      **error)
{
  g_autofree char *path = marker_path (folder);
  g_autofree char *text = NULL;
  g_autoptr(json_t) marker = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return TRUE;

  marker = atlas_json_parse (text, -1, NULL);
  if (!remove_named (folder, TRUE, error) || !remove_named (folder, FALSE, error) ||
      !tell_server (marker, cancellable, error) || !remove_tree (path, error))
    return FALSE;

  /* Only when nothing of somebody else's is in it. */
  g_rmdir (folder);
  return TRUE;
}
