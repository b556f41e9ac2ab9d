/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "store/atlas-store-documents.h"

G_BEGIN_DECLS

gpointer atlas_attachment_list_in_thread (AtlasStore   *store,
                                          gpointer      data,
                                          GCancellable *cancellable,
                                          GError      **error);
gpointer atlas_attachment_read_in_thread (AtlasStore   *store,
                                          gpointer      data,
                                          GCancellable *cancellable,
                                          GError      **error);
gpointer atlas_attachment_open_in_thread (AtlasStore   *store,
                                          gpointer      data,
                                          GCancellable *cancellable,
                                          GError      **error);
gpointer atlas_attachment_ask_in_thread  (AtlasStore   *store,
                                          gpointer      data,
                                          GCancellable *cancellable,
                                          GError      **error);
char    *atlas_attachment_word           (const AtlasDocumentLine *line) G_GNUC_WARN_UNUSED_RESULT;
void     atlas_attachments_close         (void);

G_END_DECLS
