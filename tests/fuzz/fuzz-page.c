/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <sodium.h>
#include <stdlib.h>

#include "store/atlas-store-sync.h"
#include "store/atlas-verify.h"

int LLVMFuzzerTestOneInput (const guint8 *data,
                            gsize         size);

static char *folder;
static AtlasStore *store;

static void
clean_up (void)
{
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  g_clear_pointer (&store, atlas_store_close);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_unlink (path);
    }
  g_rmdir (folder);
}

static void
begin (void)
{
  g_assert (sodium_init () >= 0);
  folder = g_dir_make_tmp ("atlas-fuzz-XXXXXX", NULL);
  store = atlas_store_open (folder, ATLAS_STORE_CREATE, NULL);
  g_assert (store != NULL);
  atexit (clean_up);
}

/* The input is what a server answers a laptop: a page, or the results of a push. Either it is
 * stored whole, or nothing of it; and the store stays sound. */
int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autoptr(json_t) said = atlas_json_parse ((const char *) data, (gssize) size, NULL);
  g_autoptr(GPtrArray) pages = g_ptr_array_new ();
  g_autoptr(GPtrArray) findings = NULL;
  AtlasPullCounts pulled = { 0 };
  AtlasPushCounts pushed = { 0 };

  if (store == NULL)
    begin ();
  if (said == NULL)
    return 0;

  g_ptr_array_add (pages, said);
  atlas_store_sync_store_round (store, pages, &pulled, NULL);
  atlas_store_sync_store_results (store, json_object_get (said, "results"), 0, &pushed, NULL);
  findings = atlas_store_verify (store, NULL);
  g_assert (findings != NULL);
  return 0;
}
