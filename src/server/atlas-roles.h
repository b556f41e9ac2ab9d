/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * AtlasRight:
 * @ATLAS_RIGHT_READ: records of the type are seen
 * @ATLAS_RIGHT_WRITE: they may be created, changed and deleted
 * @ATLAS_RIGHT_MASK: they are seen without their masked fields
 *
 * What a role may do with one record type.
 */
typedef enum {
  ATLAS_RIGHT_READ  = 1 << 0,
  ATLAS_RIGHT_WRITE = 1 << 1,
  ATLAS_RIGHT_MASK  = 1 << 2,
} AtlasRight;

gboolean   atlas_roles_exist  (const char *role);
AtlasRight atlas_roles_rights (const char *role,
                               const char *type);
char      *atlas_roles_names  (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
