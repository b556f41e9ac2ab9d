/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the session share. */
#pragma once

#include "app/atlas-session.h"
#include "store/atlas-worker.h"

G_BEGIN_DECLS

/**
 * AtlasSession:
 *
 * What ties a window to the engine: the store that is open, the part of the county being looked
 * at (scope), the day the figures stand on (as of) and whose eyes are used (role).
 */
struct _AtlasSession
{
  GObject            parent_instance;

  AtlasSessionState  state;
  char              *folder;    /* (nullable): of the store open or wanted */
  AtlasStoreService *service;   /* (nullable): NULL unless the state is ready */
  GCancellable      *cancellable;
  AtlasWorker       *maker;     /* (nullable): NULL unless a store is being made */
  AtlasSessionMake   make;      /* what to make if the folder has no store */
  char              *progress;  /* (nullable): in words, how far the making has come */
  guint              changed_id;
  GError            *error;     /* (nullable): why there is trouble */
  gboolean           is_demonstration;
  char              *county_name;
  AtlasDate          as_of;
  char              *scope;
  char              *role;
  GListStore        *scopes;    /* (element-type AtlasDestination) the county first */
  guint              counts[ATLAS_ROUTE_N_VIEWS];
  AtlasSyncService  *sync;      /* (nullable): NULL unless the state is ready */
  guint              n_unsent;  /* changes not sent, when the store was last read */
};

void atlas_session_take_error  (AtlasSession *self,
                                GError       *error);
void atlas_session_close_store (AtlasSession *self);
void atlas_session_start_sync  (AtlasSession *self,
                                GCallback     stored_cb);
void atlas_session_stop_sync   (AtlasSession *self);

G_END_DECLS
