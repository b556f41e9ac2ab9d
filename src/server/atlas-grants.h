/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "records/atlas-type.h"
#include "server/atlas-backend.h"
#include "server/atlas-roles.h"

G_BEGIN_DECLS

#define ATLAS_SCOPE_COUNTY "county"
#define ATLAS_SCOPE_OPEN   "open"
#define ATLAS_SCOPE_USER   "user/"

/**
 * AtlasGrant:
 * @scope: as `area/dspl2`
 * @role: as `area_lead`
 *
 * One thing that a user was given.
 */
typedef struct {
  char *scope;
  char *role;
} AtlasGrant;

/**
 * AtlasGrants:
 * @user: whose
 * @version: rises by one whenever they change
 * @items: (element-type AtlasGrant): ordered by scope, then role
 *
 * What a user may see and do. `open` and the user's own scope belong to everybody's grants
 * and are not among @items.
 */
typedef struct {
  char      *user;
  gint64     version;
  GPtrArray *items;
} AtlasGrants;

AtlasGrants *atlas_grants_new     (const char           *user,
                                   gint64                version) G_GNUC_WARN_UNUSED_RESULT;
void         atlas_grants_free    (AtlasGrants          *self);
void         atlas_grants_add     (AtlasGrants          *self,
                                   const char           *scope,
                                   const char           *role);
gboolean     atlas_grants_remove  (AtlasGrants          *self,
                                   const char           *scope,
                                   const char           *role);
AtlasGrants *atlas_grants_load    (AtlasBackend         *backend,
                                   const char           *user,
                                   gint64                version,
                                   GError              **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean     atlas_grants_save    (AtlasGrants          *self,
                                   AtlasBackend         *backend,
                                   GError              **error);

AtlasRight   atlas_grants_rights  (AtlasGrants          *self,
                                   const char * const   *scopes,
                                   const AtlasType      *type);
gboolean     atlas_grants_may_step (AtlasGrants         *self,
                                   const char * const   *scopes,
                                   const char           *step);
GStrv        atlas_grants_scopes  (AtlasGrants          *self) G_GNUC_WARN_UNUSED_RESULT;
GStrv        atlas_grants_visible (AtlasGrants          *self,
                                   const char * const   *scopes,
                                   const AtlasType      *type) G_GNUC_WARN_UNUSED_RESULT;
GStrv        atlas_grants_writing (AtlasGrants          *self,
                                   const AtlasType      *type) G_GNUC_WARN_UNUSED_RESULT;
GStrv        atlas_grants_differ  (AtlasGrants          *self,
                                   AtlasGrants          *other) G_GNUC_WARN_UNUSED_RESULT;
json_t      *atlas_grants_to_json (AtlasGrants          *self) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasGrants, atlas_grants_free)

G_END_DECLS
