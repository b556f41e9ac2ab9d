/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <jansson.h>

#include "base/atlas-date.h"

G_BEGIN_DECLS

G_DEFINE_AUTOPTR_CLEANUP_FUNC (json_t, json_decref)

json_t *atlas_json_parse      (const char  *text,
                               gssize       length,
                               GError     **error) G_GNUC_WARN_UNUSED_RESULT;
char   *atlas_json_to_text    (json_t      *value) G_GNUC_WARN_UNUSED_RESULT;
char   *atlas_json_to_pretty  (json_t      *value) G_GNUC_WARN_UNUSED_RESULT;
char   *atlas_json_to_canonical (json_t    *value,
                                 GError   **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean atlas_json_equal     (json_t      *a,
                               json_t      *b);
gboolean atlas_json_is_exact  (json_t      *value);

const char *atlas_json_string  (json_t     *object,
                                const char *name);
gint64      atlas_json_integer (json_t     *object,
                                const char *name,
                                gint64      otherwise);
gboolean    atlas_json_boolean (json_t     *object,
                                const char *name);

void        atlas_json_put_text (json_t    *object,
                                 const char *name,
                                 const char *text);
void        atlas_json_put_date (json_t    *object,
                                 const char *name,
                                 AtlasDate  date);

G_END_DECLS
