/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "exchange/atlas-import.h"

G_BEGIN_DECLS

/* What programs make that are asked for a county and not told which. */
#define ATLAS_PACK_DEFAULT "hertfordshire"

/**
 * AtlasPackEdition:
 * @name: short, as `2016`
 * @title: of the document that the edition follows
 * @published_text: when it was published, in its own words: "April 2016"
 * @published: the same as a date
 * @begins: the first day on which the directory shows it
 *
 * One state of a county's directory, as a document of its time gives it.
 */
typedef struct {
  char     *name;
  char     *title;
  char     *published_text;
  AtlasDate published;
  AtlasDate begins;
} AtlasPackEdition;

typedef struct _AtlasPack AtlasPack;

GStrv        atlas_pack_list_shipped    (void) G_GNUC_WARN_UNUSED_RESULT;
AtlasPack   *atlas_pack_open            (const char  *name_or_dir,
                                         GError     **error) G_GNUC_WARN_UNUSED_RESULT;
AtlasPack   *atlas_pack_new_from_files  (GHashTable  *files,
                                         GError     **error) G_GNUC_WARN_UNUSED_RESULT;
AtlasPack   *atlas_pack_ref             (AtlasPack   *self);
void         atlas_pack_unref           (AtlasPack   *self);

const char  *atlas_pack_get_name        (AtlasPack   *self);
const char  *atlas_pack_get_title       (AtlasPack   *self);
const char  *atlas_pack_get_county      (AtlasPack   *self);
const char  *atlas_pack_get_attribution (AtlasPack   *self);
const char  *atlas_pack_get_licence     (AtlasPack   *self);
int          atlas_pack_get_version     (AtlasPack   *self);
AtlasDate    atlas_pack_get_published   (AtlasPack   *self);
GPtrArray   *atlas_pack_get_editions    (AtlasPack   *self);

gboolean     atlas_pack_is_shipped      (AtlasPack   *self);
json_t      *atlas_pack_get_manifest    (AtlasPack   *self);
GStrv        atlas_pack_list_files      (AtlasPack   *self) G_GNUC_WARN_UNUSED_RESULT;

GBytes      *atlas_pack_get_shape       (AtlasPack   *self,
                                         const char  *name) G_GNUC_WARN_UNUSED_RESULT;
AtlasImport *atlas_pack_read            (AtlasPack   *self,
                                         GPtrArray   *present) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasPack, atlas_pack_unref)

G_END_DECLS
