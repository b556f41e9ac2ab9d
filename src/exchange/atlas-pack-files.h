/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a pack's files come from: the program itself, or a folder that somebody gives. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define ATLAS_PACK_MANIFEST "manifest.json"

typedef struct _AtlasPackFiles AtlasPackFiles;

GStrv           atlas_pack_files_list_shipped (void) G_GNUC_WARN_UNUSED_RESULT;
gboolean        atlas_pack_file_name_is_sound (const char     *name);
AtlasPackFiles *atlas_pack_files_shipped      (const char     *name,
                                               GError        **error) G_GNUC_WARN_UNUSED_RESULT;
AtlasPackFiles *atlas_pack_files_in_dir       (const char     *dir,
                                               GError        **error) G_GNUC_WARN_UNUSED_RESULT;
AtlasPackFiles *atlas_pack_files_in_memory    (GHashTable     *files) G_GNUC_WARN_UNUSED_RESULT;
void            atlas_pack_files_free         (AtlasPackFiles *self);
gboolean        atlas_pack_files_are_shipped  (AtlasPackFiles *self);
GStrv           atlas_pack_files_list         (AtlasPackFiles *self) G_GNUC_WARN_UNUSED_RESULT;
GBytes         *atlas_pack_files_read         (AtlasPackFiles *self,
                                               const char     *name,
                                               gsize           bytes_max,
                                               GError        **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasPackFiles, atlas_pack_files_free)

G_END_DECLS
