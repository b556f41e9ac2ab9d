/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rules/atlas-case.h"
#include "store/atlas-store.h"

G_BEGIN_DECLS

/**
 * AtlasCaseReader:
 *
 * Reads the cases of one child or of all, a child at a time: one statement a type, all of them in
 * the order of the children, so that nothing is read twice and little is kept. It belongs to the
 * store's thread.
 */
typedef struct _AtlasCaseReader AtlasCaseReader;

AtlasCaseReader    *atlas_case_reader_new          (AtlasStore       *store,
                                                    const char       *child,
                                                    GError          **error)
                                                    G_GNUC_WARN_UNUSED_RESULT;
void                atlas_case_reader_free         (AtlasCaseReader  *self);
gboolean            atlas_case_reader_next         (AtlasCaseReader  *self,
                                                    AtlasCase        *file,
                                                    GError          **error);

AtlasCase          *atlas_store_read_case          (AtlasStore       *store,
                                                    const char       *child,
                                                    GError          **error)
                                                    G_GNUC_WARN_UNUSED_RESULT;
gboolean            atlas_store_list_children      (AtlasStore       *store,
                                                    const char       *scope,
                                                    GHashTable      **children,
                                                    GError          **error);
GPtrArray          *atlas_store_list_provision_cases (AtlasStore     *store,
                                                    GError          **error)
                                                    G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasCaseReader, atlas_case_reader_free)

G_END_DECLS
