/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "app/atlas-destination.h"
#include "app/atlas-sync-status.h"
#include "base/atlas-date.h"
#include "base/atlas-route.h"
#include "store/atlas-store-service.h"
#include "sync/atlas-sync-service.h"

G_BEGIN_DECLS

/**
 * AtlasSessionState:
 * @ATLAS_SESSION_EMPTY: there is no store yet: first run
 * @ATLAS_SESSION_OPENING: a store is being opened or made
 * @ATLAS_SESSION_READY: the store can be read
 * @ATLAS_SESSION_TROUBLE: the store cannot be used; atlas_session_get_error() says why
 *
 * What a session can do.
 */
typedef enum {
  ATLAS_SESSION_EMPTY,
  ATLAS_SESSION_OPENING,
  ATLAS_SESSION_READY,
  ATLAS_SESSION_TROUBLE,
} AtlasSessionState;

/**
 * AtlasSessionMake:
 * @ATLAS_SESSION_NOTHING: a folder without a store is left as it is
 * @ATLAS_SESSION_DEMONSTRATION: the demonstration county, with made-up children
 * @ATLAS_SESSION_COUNTY: a county's directory, without children
 *
 * What to make in a folder that has no store.
 */
typedef enum {
  ATLAS_SESSION_NOTHING,
  ATLAS_SESSION_DEMONSTRATION,
  ATLAS_SESSION_COUNTY,
} AtlasSessionMake;

#define ATLAS_TYPE_SESSION (atlas_session_get_type ())

G_DECLARE_FINAL_TYPE (AtlasSession, atlas_session, ATLAS, SESSION, GObject)

AtlasSession         *atlas_session_new              (void);

void                  atlas_session_open             (AtlasSession         *self,
                                                      const char           *folder,
                                                      AtlasSessionMake      make);
void                  atlas_session_close            (AtlasSession         *self);
const char           *atlas_session_get_folder       (AtlasSession         *self);
AtlasStoreService    *atlas_session_get_service      (AtlasSession         *self);

/* What is open and how it is looked at. */
AtlasSessionState     atlas_session_get_state        (AtlasSession         *self);
const GError         *atlas_session_get_error        (AtlasSession         *self);
const char           *atlas_session_get_progress     (AtlasSession         *self);
gboolean              atlas_session_is_demonstration (AtlasSession         *self);
const char           *atlas_session_get_county_name  (AtlasSession         *self);

AtlasDate             atlas_session_get_as_of        (AtlasSession         *self);
void                  atlas_session_set_as_of        (AtlasSession         *self,
                                                      AtlasDate             as_of);
const char           *atlas_session_get_scope        (AtlasSession         *self);
const char           *atlas_session_get_scope_name   (AtlasSession         *self);
void                  atlas_session_set_scope        (AtlasSession         *self,
                                                      const char           *scope);
GListModel           *atlas_session_get_scopes       (AtlasSession         *self);
const char           *atlas_session_get_role         (AtlasSession         *self);
void                  atlas_session_set_role         (AtlasSession         *self,
                                                      const char           *role);
guint                 atlas_session_get_count        (AtlasSession         *self,
                                                      AtlasRouteView        view);
void                  atlas_session_set_count        (AtlasSession         *self,
                                                      AtlasRouteView        view,
                                                      guint                 count);
const AtlasSyncFacts *atlas_session_get_sync         (AtlasSession         *self);
AtlasSyncService     *atlas_session_get_sync_service (AtlasSession         *self);

G_END_DECLS
