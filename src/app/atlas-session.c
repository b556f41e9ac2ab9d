/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-session-private.h"

#include "app/atlas-asked.h"
#include "app/atlas-session-frame.h"
#include "app/atlas-session-make.h"
#include "base/atlas-error.h"

#define CHANGED_DELAY_MS 100    /* many changes at once are one to a view */
#define SCOPE_COUNTY "county"
#define ROLE_DEFAULT "commissioning_officer"

G_DEFINE_FINAL_TYPE (AtlasSession, atlas_session, G_TYPE_OBJECT)

typedef enum {
  PROP_STATE = 1,
  PROP_PROGRESS,
  PROP_DEMONSTRATION,
  PROP_COUNTY_NAME,
  PROP_AS_OF,
  PROP_SCOPE,
  PROP_SCOPE_NAME,
  PROP_ROLE,
} AtlasSessionProperty;
static GParamSpec *props[PROP_ROLE + 1];

typedef enum { SIGNAL_CHANGED, SIGNAL_COUNTS_CHANGED, SIGNAL_SYNC_CHANGED } AtlasSessionSignal;
static guint signals[SIGNAL_SYNC_CHANGED + 1];

static AtlasDestination *
find_scope (AtlasSession *self,
            const char   *route)
{
  guint n_scopes = g_list_model_get_n_items (G_LIST_MODEL (self->scopes));

  for (guint i = 0; i < n_scopes; i++)
    {
      g_autoptr(AtlasDestination) scope = g_list_model_get_item (G_LIST_MODEL (self->scopes), i);

      if (g_str_equal (atlas_destination_get_route (scope), route))
        return scope;
    }

  return NULL;
}

static void
set_state (AtlasSession     *self,
           AtlasSessionState state)
{
  if (self->state == state)
    return;

  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_STATE]);
}

static void store_changed_cb (AtlasSession *self);

void
atlas_session_take_error (AtlasSession *self,
                          GError       *error)
{
  g_clear_error (&self->error);
  self->error = error;
  /* What was begun to be removed is gone on with. */
  if (g_error_matches (error, ATLAS_ERROR, ATLAS_ERROR_WIPED))
    atlas_session_start_sync (self, G_CALLBACK (store_changed_cb));
  set_state (self, g_error_matches (error, ATLAS_ERROR, ATLAS_ERROR_NOT_FOUND)
                   ? ATLAS_SESSION_EMPTY : ATLAS_SESSION_TROUBLE);
}

static void
take_frame (AtlasSession *self,
            AtlasFrame   *frame)
{
  GObject *object = G_OBJECT (self);

  g_object_freeze_notify (object);
  if (self->is_demonstration != frame->is_demonstration)
    g_object_notify_by_pspec (object, props[PROP_DEMONSTRATION]);
  if (g_strcmp0 (self->county_name, frame->county_name) != 0)
    g_object_notify_by_pspec (object, props[PROP_COUNTY_NAME]);

  self->is_demonstration = frame->is_demonstration;
  g_free (self->county_name);
  self->county_name = g_steal_pointer (&frame->county_name);
  g_list_store_splice (self->scopes, 0, g_list_model_get_n_items (G_LIST_MODEL (self->scopes)),
                       frame->scopes->pdata, frame->scopes->len);
  g_object_notify_by_pspec (object, props[PROP_SCOPE_NAME]);
  g_object_thaw_notify (object);
  atlas_frame_keep_wording (frame, object);
  atlas_session_set_count (self, ATLAS_ROUTE_REFERRALS, frame->n_referrals);
}

/* What was done here is sent soon; what arrives sends nothing. */
static void
send_what_is_new (AtlasSession *self,
                  guint         n_unsent)
{
  gboolean is_more = n_unsent > self->n_unsent;

  self->n_unsent = n_unsent;
  if (is_more && self->sync != NULL)
    atlas_sync_service_sync_now (self->sync);
}

static void
frame_read_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(GError)     error = NULL;
  g_autoptr(AtlasFrame) frame = g_task_propagate_pointer (G_TASK (result), &error);
  AtlasSession *self;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self = user_data;
  if (frame == NULL)
    atlas_session_take_error (self, g_steal_pointer (&error));
  /* A demonstration is of its own day: the frame is read again for it. */
  else if (self->state == ATLAS_SESSION_OPENING && self->as_of != frame->day)
    atlas_session_set_as_of (self, frame->day);
  else
    {
      take_frame (self, frame);
      atlas_session_start_sync (self, G_CALLBACK (store_changed_cb));
      send_what_is_new (self, frame->n_unsent);
      set_state (self, ATLAS_SESSION_READY);
      g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
    }
}

/* Reads what the sidebar shows; the views follow when it has come. */
static void
read_frame (AtlasSession *self)
{
  if (self->service == NULL)
    return;

  atlas_store_service_read_async (self->service, atlas_frame_read,
                                  atlas_asked_new (self->scope, self->as_of),
                                  (GDestroyNotify) atlas_asked_free,
                                  (GDestroyNotify) atlas_frame_free,
                                  self->cancellable, frame_read_cb, self);
}

static gboolean
store_changed_in_timeout (gpointer user_data)
{
  AtlasSession *self = user_data;

  self->changed_id = 0;
  read_frame (self);

  return G_SOURCE_REMOVE;
}

static void
store_changed_cb (AtlasSession *self)
{
  if (self->changed_id == 0)
    self->changed_id = g_timeout_add (CHANGED_DELAY_MS, store_changed_in_timeout, self);
}

static void made_cb (GObject      *source,
                     GAsyncResult *result,
                     gpointer      user_data);

static void
progress_cb (const char *progress,
             gpointer    user_data)
{
  AtlasSession *self = user_data;

  g_free (self->progress);
  self->progress = g_strdup (progress);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_PROGRESS]);
}

static void
make_store (AtlasSession *self)
{
  AtlasSessionMake make = self->make;

  self->make = ATLAS_SESSION_NOTHING;
  self->maker = atlas_worker_new ("atlas-make");
  atlas_session_make_async (self->maker, NULL, self->folder, make, self->as_of,
                            self->cancellable, progress_cb, made_cb, self);
}

static void
opened_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GError)            error = NULL;
  g_autoptr(AtlasStoreService) service = atlas_store_service_open_finish (result, &error);
  AtlasSession *self;

  if (g_cancellable_is_cancelled (g_task_get_cancellable (G_TASK (result))))
    {
      if (service != NULL)
        atlas_store_service_close (service);
      return;
    }

  self = user_data;
  if (service == NULL && self->make != ATLAS_SESSION_NOTHING &&
      g_error_matches (error, ATLAS_ERROR, ATLAS_ERROR_NOT_FOUND))
    {
      make_store (self);
      return;
    }
  if (service == NULL)
    {
      atlas_session_take_error (self, g_steal_pointer (&error));
      return;
    }

  self->service = g_steal_pointer (&service);
  g_signal_connect_object (self->service, "changed", G_CALLBACK (store_changed_cb), self,
                           G_CONNECT_SWAPPED);
  read_frame (self);
}

static void
made_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *made = atlas_session_make_finish (result, &error);
  AtlasSession *self;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self = user_data;
  g_clear_pointer (&self->maker, atlas_worker_close);
  progress_cb (NULL, self);
  if (made == NULL)
    {
      atlas_session_take_error (self, g_steal_pointer (&error));
      return;
    }

  atlas_store_service_open_async (self->folder, ATLAS_STORE_DEFAULT, self->cancellable,
                                  opened_cb, self);
}

static void
atlas_session_get_property (GObject    *object,
                            guint       property_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  AtlasSession *self = ATLAS_SESSION (object);

  switch ((AtlasSessionProperty) property_id)
    {
    case PROP_STATE:
      g_value_set_int (value, self->state);
      break;

    case PROP_PROGRESS:
      g_value_set_string (value, self->progress);
      break;

    case PROP_DEMONSTRATION:
      g_value_set_boolean (value, self->is_demonstration);
      break;

    case PROP_COUNTY_NAME:
      g_value_set_string (value, self->county_name);
      break;

    case PROP_AS_OF:
      g_value_set_int (value, self->as_of);
      break;

    case PROP_SCOPE:
      g_value_set_string (value, self->scope);
      break;

    case PROP_SCOPE_NAME:
      g_value_set_string (value, atlas_session_get_scope_name (self));
      break;

    case PROP_ROLE:
      g_value_set_string (value, self->role);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
atlas_session_set_property (GObject      *object,
                            guint         property_id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  AtlasSession *self = ATLAS_SESSION (object);

  switch (property_id)
    {
    case PROP_AS_OF:
      atlas_session_set_as_of (self, g_value_get_int (value));
      break;

    case PROP_SCOPE:
      atlas_session_set_scope (self, g_value_get_string (value));
      break;

    case PROP_ROLE:
      atlas_session_set_role (self, g_value_get_string (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
atlas_session_dispose (GObject *object)
{
  AtlasSession *self = ATLAS_SESSION (object);

  atlas_session_close (self);
  g_clear_object (&self->scopes);

  G_OBJECT_CLASS (atlas_session_parent_class)->dispose (object);
}

static void
atlas_session_finalize (GObject *object)
{
  AtlasSession *self = ATLAS_SESSION (object);

  g_clear_error (&self->error);
  g_free (self->folder);
  g_free (self->county_name);
  g_free (self->scope);
  g_free (self->role);

  G_OBJECT_CLASS (atlas_session_parent_class)->finalize (object);
}

static void
atlas_session_class_init (AtlasSessionClass *klass)
{
  const GParamFlags readable = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;
  const GParamFlags writable = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = atlas_session_get_property;
  object_class->set_property = atlas_session_set_property;
  object_class->dispose = atlas_session_dispose;
  object_class->finalize = atlas_session_finalize;

  props[PROP_STATE] = g_param_spec_int ("state", NULL, NULL, ATLAS_SESSION_EMPTY,
                                        ATLAS_SESSION_TROUBLE, ATLAS_SESSION_EMPTY, readable);
  props[PROP_PROGRESS] = g_param_spec_string ("progress", NULL, NULL, NULL, readable);
  props[PROP_DEMONSTRATION] = g_param_spec_boolean ("demonstration", NULL, NULL, FALSE, readable);
  props[PROP_COUNTY_NAME] = g_param_spec_string ("county-name", NULL, NULL, NULL, readable);
  props[PROP_AS_OF] = g_param_spec_int ("as-of", NULL, NULL, G_MININT, G_MAXINT, 0, writable);
  props[PROP_SCOPE] = g_param_spec_string ("scope", NULL, NULL, SCOPE_COUNTY, writable);
  props[PROP_SCOPE_NAME] = g_param_spec_string ("scope-name", NULL, NULL, NULL, readable);
  props[PROP_ROLE] = g_param_spec_string ("role", NULL, NULL, ROLE_DEFAULT, writable);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);

  /**
   * AtlasSession::changed:
   *
   * Anything that a page shows may be different: records, scope, day or role. The shell has the
   * visible view refresh itself, and the others when they are next shown.
   */
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", ATLAS_TYPE_SESSION, G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  /**
   * AtlasSession::counts-changed:
   *
   * The numbers beside the views in the sidebar are new.
   */
  signals[SIGNAL_COUNTS_CHANGED] = g_signal_new ("counts-changed", ATLAS_TYPE_SESSION,
                                                 G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                                 G_TYPE_NONE, 0);

  /**
   * AtlasSession::sync-changed:
   *
   * atlas_session_get_sync() is new.
   */
  signals[SIGNAL_SYNC_CHANGED] = g_signal_new ("sync-changed", ATLAS_TYPE_SESSION,
                                               G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                               G_TYPE_NONE, 0);
}

static void
atlas_session_init (AtlasSession *self)
{
  g_autoptr(GTimeZone) zone = g_time_zone_new_local ();

  self->as_of = atlas_date_today (zone);
  self->scope = g_strdup (SCOPE_COUNTY);
  self->role = g_strdup (ROLE_DEFAULT);
  self->scopes = g_list_store_new (ATLAS_TYPE_DESTINATION);
}

AtlasSession *
atlas_session_new (void)
{
  return g_object_new (ATLAS_TYPE_SESSION, NULL);
}

/**
 * atlas_session_open:
 * @folder: the data folder
 * @make: what to make there when it has no store
 *
 * Opens the store in a folder, after closing another. How it goes is seen in the state: ready,
 * empty when the folder has no store, or trouble.
 */
void
atlas_session_open (AtlasSession    *self,
                    const char      *folder,
                    AtlasSessionMake make)
{
  g_autofree char *wanted = g_strdup (folder);

  g_return_if_fail (ATLAS_IS_SESSION (self));
  g_return_if_fail (folder != NULL);

  atlas_session_close (self);
  self->folder = g_steal_pointer (&wanted);
  self->make = make;
  self->cancellable = g_cancellable_new ();
  set_state (self, ATLAS_SESSION_OPENING);
  atlas_session_set_as_of (self, atlas_date_today (NULL));
  atlas_store_service_open_async (self->folder, ATLAS_STORE_DEFAULT, self->cancellable,
                                  opened_cb, self);
}

/**
 * atlas_session_close:
 *
 * Does what is queued and closes the store. It may be called twice.
 */
void
atlas_session_close (AtlasSession *self)
{
  g_return_if_fail (ATLAS_IS_SESSION (self));

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->maker, atlas_worker_close);
  g_clear_handle_id (&self->changed_id, g_source_remove);
  atlas_session_stop_sync (self);
  atlas_session_close_store (self);
  g_clear_error (&self->error);
  g_clear_pointer (&self->progress, g_free);
  g_clear_pointer (&self->folder, g_free);
  set_state (self, ATLAS_SESSION_EMPTY);
}

/**
 * atlas_session_get_folder:
 *
 * Returns: (nullable): the folder of the store that is open, or that was asked for
 */
const char *
atlas_session_get_folder (AtlasSession *self)
{
  g_return_val_if_fail (ATLAS_IS_SESSION (self), NULL);

  return self->folder;
}

AtlasStoreService *
atlas_session_get_service (AtlasSession *self)
{
  g_return_val_if_fail (ATLAS_IS_SESSION (self), NULL);

  return self->service;
}

AtlasSessionState
atlas_session_get_state (AtlasSession *self)
{
  g_return_val_if_fail (ATLAS_IS_SESSION (self), ATLAS_SESSION_EMPTY);

  return self->state;
}

/**
 * atlas_session_get_error:
 *
 * Returns: (nullable): why the store cannot be used, while the state is
 *   %ATLAS_SESSION_TROUBLE
 */
const GError *
atlas_session_get_error (AtlasSession *self)
{
  g_return_val_if_fail (ATLAS_IS_SESSION (self), NULL);

  return self->error;
}

const char *
atlas_session_get_progress (AtlasSession *self)
{
  g_return_val_if_fail (ATLAS_IS_SESSION (self), NULL);

  return self->progress;
}

gboolean
atlas_session_is_demonstration (AtlasSession *self)
{
  g_return_val_if_fail (ATLAS_IS_SESSION (self), FALSE);

  return self->is_demonstration;
}

/**
 * atlas_session_get_county_name:
 *
 * Returns: (nullable): `Hertfordshire`, or %NULL before a store is open
 */
const char *
atlas_session_get_county_name (AtlasSession *self)
{
  g_return_val_if_fail (ATLAS_IS_SESSION (self), NULL);

  return self->county_name;
}

AtlasDate
atlas_session_get_as_of (AtlasSession *self)
{
  g_return_val_if_fail (ATLAS_IS_SESSION (self), ATLAS_DATE_NONE);

  return self->as_of;
}

/**
 * atlas_session_set_as_of:
 *
 * Looks at the county as it was, or will be, on a day.
 */
void
atlas_session_set_as_of (AtlasSession *self,
                         AtlasDate     as_of)
{
  g_return_if_fail (ATLAS_IS_SESSION (self));
  g_return_if_fail (as_of != ATLAS_DATE_NONE);

  if (self->as_of == as_of)
    return;

  self->as_of = as_of;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_AS_OF]);
  read_frame (self);
}

/**
 * atlas_session_get_scope:
 *
 * Returns: `county`, `area/dspl2` or `partnership/lsp-royston`
 */
const char *
atlas_session_get_scope (AtlasSession *self)
{
  g_return_val_if_fail (ATLAS_IS_SESSION (self), NULL);

  return self->scope;
}

/**
 * atlas_session_get_scope_name:
 *
 * Returns: (nullable): the name of the scope: "All Hertfordshire", "2 Stevenage"
 */
const char *
atlas_session_get_scope_name (AtlasSession *self)
{
  AtlasDestination *scope;

  g_return_val_if_fail (ATLAS_IS_SESSION (self), NULL);

  scope = find_scope (self, self->scope);

  return scope != NULL ? atlas_destination_get_name (scope) : NULL;
}

/**
 * atlas_session_set_scope:
 * @scope: one of atlas_session_get_scopes(); anything else means the whole county
 *
 * Looks at a part of the county, in every view.
 */
void
atlas_session_set_scope (AtlasSession *self,
                         const char   *scope)
{
  g_return_if_fail (ATLAS_IS_SESSION (self));
  g_return_if_fail (scope != NULL);

  if (find_scope (self, scope) == NULL)
    scope = SCOPE_COUNTY;
  if (g_str_equal (self->scope, scope))
    return;

  g_free (self->scope);
  self->scope = g_strdup (scope);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SCOPE]);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SCOPE_NAME]);
  read_frame (self);
}

/**
 * atlas_session_get_scopes:
 *
 * Returns: (transfer none): a list of #AtlasDestination: the county, then its areas, each
 *   followed by its partnerships
 */
GListModel *
atlas_session_get_scopes (AtlasSession *self)
{
  g_return_val_if_fail (ATLAS_IS_SESSION (self), NULL);

  return G_LIST_MODEL (self->scopes);
}

/**
 * atlas_session_get_role:
 *
 * Returns: `area_lead`, `commissioning_officer`, `panel_chair` or `provider`
 */
const char *
atlas_session_get_role (AtlasSession *self)
{
  g_return_val_if_fail (ATLAS_IS_SESSION (self), NULL);

  return self->role;
}

/**
 * atlas_session_set_role:
 *
 * In the demonstration: sees the county as somebody with this role does.
 */
void
atlas_session_set_role (AtlasSession *self,
                        const char   *role)
{
  g_return_if_fail (ATLAS_IS_SESSION (self));
  g_return_if_fail (role != NULL);

  if (g_str_equal (self->role, role))
    return;

  g_free (self->role);
  self->role = g_strdup (role);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ROLE]);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/**
 * atlas_session_get_count:
 *
 * Returns: how many things in a view need somebody; 0 shows no number
 */
guint
atlas_session_get_count (AtlasSession  *self,
                         AtlasRouteView view)
{
  g_return_val_if_fail (ATLAS_IS_SESSION (self), 0);
  g_return_val_if_fail (view < ATLAS_ROUTE_N_VIEWS, 0);

  return self->counts[view];
}

/**
 * atlas_session_set_count:
 * @count: how many things in @view need somebody
 *
 * For views: says the number that the sidebar shows beside them.
 */
void
atlas_session_set_count (AtlasSession  *self,
                         AtlasRouteView view,
                         guint          count)
{
  g_return_if_fail (ATLAS_IS_SESSION (self));
  g_return_if_fail (view < ATLAS_ROUTE_N_VIEWS);

  if (self->counts[view] == count)
    return;

  self->counts[view] = count;
  g_signal_emit (self, signals[SIGNAL_COUNTS_CHANGED], 0);
}
