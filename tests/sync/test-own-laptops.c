/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A person's own laptops, asked for while one of them syncs, against a real server. */
#include "config.h"

#include <signal.h>

#include "../isolate.h"
#include "../patience.h"
#include "base/atlas-error.h"
#include "laptop-fixture.h"
#include "sync/atlas-own-devices.h"
#include "sync/atlas-sync-service.h"

/* Well below the time for which the server holds a request. */
#define DEADLINE_MS (guint) (patience () * 20 * 1000)

typedef struct {
  TestServer       *server;
  Laptop           *laptop;
  TestClient       *second;     /* the same person's */
  AtlasSyncService *service;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  g_autofree char *code = NULL;
  g_autofree char *name = NULL;

  fixture->server = test_server_new (NULL);
  fixture->laptop = laptop_joined (fixture->server, "area_lead", "area/dspl3");
  name = atlas_store_get_meta (fixture->laptop->store, "user_name");
  code = test_server_run (fixture->server, 0, NULL, "user", "code", "%", name, NULL);
  fixture->second = test_client_enrol (fixture->server, g_strstrip (code));
  fixture->service = atlas_sync_service_new (fixture->laptop->folder);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  atlas_sync_service_stop (fixture->service);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (fixture->service);
  laptop_free (fixture->laptop);
  test_client_free (fixture->second);
  test_server_free (fixture->server);
}

static gboolean
deadline_cb (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_CONTINUE;
}

static void
wait_for_state (AtlasSyncService *service,
                AtlasSyncState    state)
{
  gboolean is_late = FALSE;
  guint source = g_timeout_add (DEADLINE_MS, deadline_cb, &is_late);

  while (!is_late && atlas_sync_service_get_facts (service)->state != state)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (is_late);
  g_source_remove (source);
}

static gpointer
ask_errand (AtlasSyncEngine *engine,
            gpointer         data,
            GCancellable    *cancellable,
            GError         **error)
{
  return atlas_own_devices_ask (engine, cancellable, error);
}

static gpointer
lock_errand (AtlasSyncEngine *engine,
             gpointer         data,
             GCancellable    *cancellable,
             GError         **error)
{
  return atlas_own_devices_lock (engine, data, cancellable, error);
}

static void
answered_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static AtlasOwnDevices *
ask (Fixture        *fixture,
     AtlasSyncErrand errand,
     const char     *id,
     GError        **error)
{
  g_autoptr(GAsyncResult) result = NULL;
  gboolean is_late = FALSE;
  guint source = g_timeout_add (DEADLINE_MS, deadline_cb, &is_late);

  atlas_sync_service_ask_async (fixture->service, errand, g_strdup (id), g_free,
                                (GDestroyNotify) atlas_own_devices_free, NULL, answered_cb,
                                &result);
  while (!is_late && result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (is_late);
  g_source_remove (source);

  return atlas_sync_service_ask_finish (result, error);
}

static void
test_asked_while_the_server_is_waited_for (Fixture      *fixture,
                                           gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(AtlasOwnDevices) devices = NULL;
  g_autoptr(AtlasOwnDevices) locked = NULL;
  g_autoptr(AtlasOwnDevices) kept = NULL;
  const AtlasOwnDevice *second;

  atlas_sync_service_start (fixture->service);
  wait_for_state (fixture->service, ATLAS_SYNC_UP_TO_DATE);
  devices = ask (fixture, ask_errand, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (devices->devices->len, ==, 2);
  g_assert_true (((AtlasOwnDevice *) g_ptr_array_index (devices->devices, 0))->is_self);
  second = atlas_own_devices_find (devices, fixture->second->prefix);
  g_assert_cmpstr (second->id, ==, fixture->second->device);
  g_assert_cmpint (second->state, ==, ATLAS_OWN_DEVICE_ACTIVE);

  locked = ask (fixture, lock_errand, fixture->second->device, &error);
  g_assert_no_error (error);
  g_assert_cmpint (atlas_own_devices_find (locked, fixture->second->device)->state, ==,
                   ATLAS_OWN_DEVICE_LOCKED);
  json_decref (test_client_send (fixture->second, "GET", "/v1/changes", NULL));
  g_assert_cmpuint (fixture->second->status, ==, 403);

  kept = atlas_own_devices_read (fixture->laptop->store);
  g_assert_cmpint (kept->at_ms, ==, locked->at_ms);
  g_assert_cmpuint (kept->devices->len, ==, 2);
  wait_for_state (fixture->service, ATLAS_SYNC_UP_TO_DATE);
}

static void
test_without_contact_it_is_said_at_once (Fixture      *fixture,
                                         gconstpointer data)
{
  g_autoptr(GError) not_started = NULL;
  g_autoptr(GError) offline = NULL;
  g_autoptr(GError) unreachable = NULL;

  g_assert_null (ask (fixture, ask_errand, NULL, &not_started));
  g_assert_error (not_started, ATLAS_ERROR, ATLAS_ERROR_NETWORK);

  atlas_sync_service_start (fixture->service);
  wait_for_state (fixture->service, ATLAS_SYNC_UP_TO_DATE);
  atlas_sync_service_set_offline (fixture->service, TRUE);
  g_assert_null (ask (fixture, ask_errand, NULL, &offline));
  g_assert_error (offline, ATLAS_ERROR, ATLAS_ERROR_NETWORK);

  test_server_stop (fixture->server, SIGTERM);
  atlas_sync_service_set_offline (fixture->service, FALSE);
  g_assert_null (ask (fixture, ask_errand, NULL, &unreachable));
  g_assert_error (unreachable, ATLAS_ERROR, ATLAS_ERROR_NETWORK);
  g_assert_null (atlas_own_devices_read (fixture->laptop->store));
}

static void
test_who_stops_answers_first (Fixture      *fixture,
                              gconstpointer data)
{
  g_autoptr(GAsyncResult) result = NULL;

  atlas_sync_service_start (fixture->service);
  wait_for_state (fixture->service, ATLAS_SYNC_UP_TO_DATE);
  atlas_sync_service_ask_async (fixture->service, ask_errand, NULL, NULL,
                                (GDestroyNotify) atlas_own_devices_free, NULL, answered_cb,
                                &result);
  atlas_sync_service_stop (fixture->service);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_nonnull (result);
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, TEST_ISOLATE, NULL);
  ADD ("/sync/own-laptops/asked-while-the-server-is-waited-for",
       test_asked_while_the_server_is_waited_for);
  ADD ("/sync/own-laptops/without-contact-it-is-said-at-once",
       test_without_contact_it_is_said_at_once);
  ADD ("/sync/own-laptops/who-stops-answers-first", test_who_stops_answers_first);

  return g_test_run ();
}
