/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One county is switched for another in a window: what was done is stored, what runs is stopped,
 * and nothing of the first can be reached from the second.
 */
#include "config.h"

#include "case-window.h"

#include "../sync/scripted-server.h"
#include "app/atlas-door.h"
#include "app/atlas-map-area.h"
#include "app/atlas-pack-list.h"
#include "app/atlas-session-work.h"
#include "app/atlas-settings.h"
#include "app/atlas-shell.h"
#include "base/atlas-error.h"
#include "base/atlas-folders.h"
#include "demo/atlas-county.h"
#include "store/atlas-history.h"
#include "store/atlas-store-sync.h"
#include "sync/atlas-secrets.h"

#define WIDE         1280       /* pixels */
#define HEIGHT       800
#define N_CHILDREN   6
#define SLOW_READ_US (2 * G_USEC_PER_SEC)
#define NOTE_ID      "0195f3a0-0000-7000-8000-0000000000a1"
#define DEVICE       "0195f3a0-0000-7000-8000-0000000000d1"
#define EPOCH        "0195f3a0-0000-7000-8000-00000000e90c"

typedef struct {
  CaseWindow window;            /* on the first county */
  char      *second;            /* data folder of the other */
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  g_autoptr(GError)    error = NULL;
  g_autofree char *dir = g_build_filename (g_getenv ("ATLAS_SOURCE_DIR"), "tests", "data", "packs",
                                           "testshire", NULL);
  g_autoptr(AtlasPack) pack = atlas_pack_open (dir, &error);

  g_assert_no_error (error);
  fixture->second = g_dir_make_tmp ("atlas-switch-XXXXXX", &error);
  g_assert_no_error (error);
  g_assert_true (atlas_county_init (fixture->second, pack, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  case_window_init (&fixture->window, N_CHILDREN, WIDE, HEIGHT);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  case_window_clear (&fixture->window);
  case_remove_folder (fixture->second);
  g_free (fixture->second);
}

static void
begin_switch (CaseWindow *self,
              const char *folder)
{
  g_clear_object (&self->session);
  atlas_window_open (self->window, folder, ATLAS_SESSION_NOTHING, NULL);
  self->session = g_object_ref (atlas_window_get_session (self->window));
}

static void
switch_to (CaseWindow *self,
           const char *folder)
{
  begin_switch (self, folder);
  case_window_wait (self, case_session_is_ready, NULL);
}

static gboolean
is_gone (CaseWindow *self,
         gpointer    data)
{
  return *(gpointer *) data == NULL;
}

/* A weak pointer to something of the first county, which must not be left when it is closed. */
static gpointer *
watch (gpointer object)
{
  gpointer *watched = g_new0 (gpointer, 1);

  *watched = object;
  g_object_add_weak_pointer (object, watched);

  return watched;
}

static void
test_nothing_of_the_first_county_is_left (Fixture      *fixture,
                                          gconstpointer data)
{
  CaseWindow *self = &fixture->window;
  g_autoptr(GPtrArray) shells = NULL;
  g_autoptr(GPtrArray) watched = g_ptr_array_new_with_free_func (g_free);
  GListModel *scopes = atlas_session_get_scopes (self->session);

  for (int view = 0; view < ATLAS_ROUTE_N_VIEWS; view++)
    case_window_go (self, atlas_route_view_name ((AtlasRouteView) view));
  atlas_session_set_role (self->session, "panel_chair");
  atlas_session_set_count (self->session, ATLAS_ROUTE_TODAY, 7);

  shells = case_find_all (GTK_WIDGET (self->window), ATLAS_TYPE_SHELL);
  g_assert_cmpuint (shells->len, ==, 1);
  g_ptr_array_add (watched, watch (g_ptr_array_index (shells, 0)));
  g_ptr_array_add (watched, watch (atlas_shell_get_view (g_ptr_array_index (shells, 0))));
  g_ptr_array_add (watched, watch (self->session));
  g_ptr_array_add (watched, watch (atlas_session_get_service (self->session)));
  g_ptr_array_add (watched, watch (g_object_ref (scopes)));
  g_object_unref (scopes);
  g_ptr_array_set_size (shells, 0);

  switch_to (self, fixture->second);
  for (guint i = 0; i < watched->len; i++)
    case_window_wait (self, is_gone, g_ptr_array_index (watched, i));

  g_assert_cmpstr (atlas_session_get_county_name (self->session), ==, "Testshire");
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (self->window)), ==,
                   "Testshire – Provision Atlas");
  g_assert_cmpstr (atlas_session_get_scope (self->session), ==, "county");
  g_assert_cmpstr (atlas_session_get_role (self->session), !=, "panel_chair");
  g_assert_cmpuint (atlas_session_get_count (self->session, ATLAS_ROUTE_TODAY), !=, 7);
  g_assert_false (atlas_session_is_demonstration (self->session));
  g_assert_cmpuint (g_list_model_get_n_items (atlas_session_get_scopes (self->session)), ==, 3);
  case_window_wait_for_text (self, "Real children must not be entered here");

  /* The trail has one page: there is none of the first county to go back to. */
  gtk_widget_activate_action (GTK_WIDGET (self->window), "win.back", NULL);
  g_assert_cmpstr (atlas_session_get_folder (self->session), ==, fixture->second);
}

static gpointer
find_note_work (AtlasStore   *store,
                gpointer      data,
                GCancellable *cancellable,
                GError      **error)
{
  g_autoptr(AtlasRecord) note = atlas_store_get (store, "note", NOTE_ID, NULL);
  gint64 *n_unsent = g_new0 (gint64, 1);

  g_assert_true (atlas_store_sync_count_unsent (store, n_unsent, error));
  if (note == NULL)
    *n_unsent = -1;

  return n_unsent;
}

static void
answered_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_set_object ((GAsyncResult **) user_data, result);
}

static gboolean
is_answered (CaseWindow *self,
             gpointer    data)
{
  return *(GAsyncResult **) data != NULL;
}

/* How many changes are unsent; -1 when the note is not in the store. */
static gint64
count_unsent (CaseWindow *self)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError)       error = NULL;
  g_autofree gint64 *n_unsent = NULL;

  atlas_session_read_async (self->session, find_note_work, NULL, NULL, g_free, NULL, answered_cb,
                            &result);
  case_window_wait (self, is_answered, &result);
  n_unsent = atlas_session_read_finish (self->session, result, &error);
  g_assert_no_error (error);

  return *n_unsent;
}

/* A view's own cancellable ends with the view; what was done in it does not. */
static void
test_a_change_before_the_switch_is_stored (Fixture      *fixture,
                                           gconstpointer data)
{
  CaseWindow *self = &fixture->window;
  g_autoptr(GCancellable)   cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult)   result = NULL;
  g_autoptr(AtlasChangeSet) set = atlas_change_set_new ("Note");

  g_assert_cmpint (count_unsent (self), ==, -1);
  atlas_change_set_create (set, "note", NOTE_ID, json_pack ("{s:s}", "text", "seen"));
  atlas_session_apply_async (self->session, set, cancellable, answered_cb, &result);
  begin_switch (self, fixture->second);
  g_cancellable_cancel (cancellable);
  case_window_wait (self, case_session_is_ready, NULL);
  case_window_wait (self, is_answered, &result);
  g_assert_cmpint (count_unsent (self), ==, -1);

  switch_to (self, self->folder);
  g_assert_cmpint (count_unsent (self), ==, 1);
}

static gpointer
slow_work (AtlasStore   *store,
           gpointer      data,
           GCancellable *cancellable,
           GError      **error)
{
  g_usleep (SLOW_READ_US);

  return g_strdup (atlas_store_get_folder (store));
}

static void
test_a_read_under_way_is_of_the_first_county (Fixture      *fixture,
                                              gconstpointer data)
{
  CaseWindow *self = &fixture->window;
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) given_up = NULL;
  g_autoptr(GAsyncResult) kept = NULL;
  g_autoptr(GError)       error = NULL;
  g_autofree char *folder = NULL;
  gint64 began_us = g_get_monotonic_time ();
  gint64 waited_us;

  atlas_session_read_async (self->session, slow_work, NULL, NULL, g_free, cancellable,
                            answered_cb, &given_up);
  atlas_session_read_async (self->session, slow_work, NULL, NULL, g_free, NULL, answered_cb,
                            &kept);
  begin_switch (self, fixture->second);
  g_cancellable_cancel (cancellable);
  waited_us = g_get_monotonic_time () - began_us;
  g_test_message ("waited %" G_GINT64_FORMAT " ms", waited_us / 1000);
  g_assert_cmpint (waited_us, <, SLOW_READ_US);
  case_window_wait (self, case_session_is_ready, NULL);
  case_window_wait (self, is_answered, &given_up);
  case_window_wait (self, is_answered, &kept);

  /* A view that is gone hears that it is cancelled; nobody is given the other county's answer. */
  g_assert_null (g_task_propagate_pointer (G_TASK (given_up), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  folder = g_task_propagate_pointer (G_TASK (kept), NULL);
  g_assert_true (folder == NULL || g_str_equal (folder, self->folder));
  g_assert_cmpstr (atlas_session_get_county_name (self->session), ==, "Testshire");
}

static void
test_a_county_that_is_still_opening_is_left (Fixture      *fixture,
                                             gconstpointer data)
{
  CaseWindow *self = &fixture->window;

  begin_switch (self, fixture->second);
  begin_switch (self, self->folder);
  begin_switch (self, fixture->second);
  case_window_wait (self, case_session_is_ready, NULL);
  g_assert_cmpstr (atlas_session_get_county_name (self->session), ==, "Testshire");
}

static void
test_dialogs_of_the_first_county_are_closed (Fixture      *fixture,
                                             gconstpointer data)
{
  CaseWindow *self = &fixture->window;
  g_autoptr(GList) before = gtk_window_list_toplevels ();
  guint n_before = g_list_length (before);

  gtk_widget_activate_action (GTK_WIDGET (self->window), "win.history", NULL);
  gtk_widget_activate_action (GTK_WIDGET (self->window), "win.find", NULL);
  g_clear_pointer (&before, g_list_free);
  before = gtk_window_list_toplevels ();
  g_assert_cmpuint (g_list_length (before), ==, n_before + 2);

  switch_to (self, fixture->second);
  g_clear_pointer (&before, g_list_free);
  before = gtk_window_list_toplevels ();
  g_assert_cmpuint (g_list_length (before), ==, n_before);
}

static gboolean
is_in_trouble (CaseWindow *self,
               gpointer    data)
{
  return atlas_session_get_state (self->session) == ATLAS_SESSION_TROUBLE;
}

static void
test_a_damaged_county_leaves_the_way_back (Fixture      *fixture,
                                           gconstpointer data)
{
  CaseWindow *self = &fixture->window;
  g_autofree char *path = g_build_filename (fixture->second, ATLAS_STORE_FILE, NULL);
  g_autofree char *content = g_strnfill (9000, 'x');
  g_autofree char *found = NULL;

  g_assert_true (g_file_set_contents (path, content, -1, NULL));
  begin_switch (self, fixture->second);
  case_window_wait (self, is_in_trouble, NULL);
  g_assert_error (atlas_session_get_error (self->session), ATLAS_ERROR, ATLAS_ERROR_DAMAGED);

  switch_to (self, self->folder);
  g_assert_true (g_file_get_contents (path, &found, NULL, NULL));
  g_assert_cmpstr (found, ==, content);
}

static gboolean
menu_has_label (GMenuModel *menu,
                const char *label)
{
  for (int i = 0; menu != NULL && i < g_menu_model_get_n_items (menu); i++)
    {
      g_autoptr(GMenuModel) section = g_menu_model_get_item_link (menu, i, G_MENU_LINK_SECTION);
      g_autofree char *text = NULL;

      if (section != NULL && menu_has_label (section, label))
        return TRUE;
      if (g_menu_model_get_item_attribute (menu, i, G_MENU_ATTRIBUTE_LABEL, "s", &text) &&
          g_str_equal (text, label))
        return TRUE;
    }

  return FALSE;
}

/* Whether a menu of the page has an item, @data. */
static gboolean
offers (CaseWindow *self,
        gpointer    data)
{
  g_autoptr(GPtrArray) buttons = case_find_all (GTK_WIDGET (self->window), GTK_TYPE_MENU_BUTTON);

  for (guint i = 0; i < buttons->len; i++)
    if (menu_has_label (gtk_menu_button_get_menu_model (g_ptr_array_index (buttons, i)), data))
      return TRUE;

  return FALSE;
}

static void
test_a_saved_filter_is_of_one_county (Fixture      *fixture,
                                      gconstpointer data)
{
  CaseWindow *self = &fixture->window;
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(sss)"));
  g_variant_builder_add (&builder, "(sss)", self->folder, "Stevenage’s own", "referrals?year=9");
  g_settings_set_value (atlas_settings_get_default (), "county-filters",
                        g_variant_builder_end (&builder));

  case_window_go (self, "referrals");
  case_window_wait (self, offers, (gpointer) "Stevenage’s own");
  switch_to (self, fixture->second);
  case_window_go (self, "referrals");
  case_window_wait (self, offers, (gpointer) "My Day 6");
  g_assert_false (offers (self, (gpointer) "Stevenage’s own"));
  switch_to (self, self->folder);
  case_window_go (self, "referrals");
  case_window_wait (self, offers, (gpointer) "Stevenage’s own");
  g_settings_reset (atlas_settings_get_default (), "county-filters");
}

static gboolean
has_pack_list (CaseWindow *self,
               gpointer    data)
{
  g_autoptr(GPtrArray) doors = case_find_all (GTK_WIDGET (self->window), ATLAS_TYPE_DOOR);
  g_autoptr(GPtrArray) lists = case_find_all (GTK_WIDGET (self->window), ATLAS_TYPE_PACK_LIST);

  if (lists->len > 0)
    {
      *(gpointer *) data = g_ptr_array_index (lists, 0);
      return TRUE;
    }
  if (doors->len > 0)
    gtk_widget_activate_action (g_ptr_array_index (doors, 0), "door.explore", NULL);

  return FALSE;
}

/* The pack list, after the window was asked to switch and a demonstration was wanted. */
static AtlasPackList *
open_pack_list (CaseWindow *self)
{
  gpointer list = NULL;

  gtk_widget_activate_action (GTK_WIDGET (self->window), "win.switch-county", NULL);
  case_window_wait (self, has_pack_list, &list);

  return list;
}

static gboolean
is_other_session (CaseWindow *self,
                  gpointer    data)
{
  AtlasSession *session = atlas_window_get_session (self->window);

  if (session == data || atlas_session_get_state (session) != ATLAS_SESSION_READY)
    return FALSE;

  g_set_object (&self->session, session);
  return TRUE;
}

static gboolean
has_map_areas (CaseWindow *self,
               gpointer    data)
{
  g_autoptr(GPtrArray) areas = case_find_all (GTK_WIDGET (self->window), ATLAS_TYPE_MAP_AREA);

  return areas->len == GPOINTER_TO_UINT (data);
}

/* A council's own pack, from its folder: it has its map, and is made once. */
static void
test_a_demonstration_is_made_of_a_pack_in_a_folder (Fixture      *fixture,
                                                    gconstpointer data)
{
  CaseWindow *self = &fixture->window;
  g_autofree char *pack = g_build_filename (g_getenv ("ATLAS_SOURCE_DIR"), "tests", "data",
                                            "packs", "testshire", NULL);
  g_autofree char *demonstration = atlas_folders_demonstration ();

  for (int i = 0; i < 2; i++)
    {
      g_signal_emit_by_name (open_pack_list (self), "chosen", pack);
      case_window_wait (self, is_other_session, self->session);
      g_assert_cmpstr (atlas_session_get_county_name (self->session), ==, "Testshire");
      g_assert_cmpstr (atlas_session_get_folder (self->session), ==, demonstration);
      g_assert_true (atlas_session_is_demonstration (self->session));
      case_window_go (self, "map");
      case_window_wait (self, has_map_areas, GUINT_TO_POINTER (2));
      switch_to (self, self->folder);
    }
}

static void
test_a_folder_that_is_no_pack_is_refused (Fixture      *fixture,
                                          gconstpointer data)
{
  CaseWindow *self = &fixture->window;

  g_signal_emit_by_name (open_pack_list (self), "chosen", fixture->second);
  case_window_wait_for_text (self, "Nothing was made");
  case_window_wait_for_text (self, "manifest.json");
  g_assert_true (case_session_is_ready (self, NULL));
  g_assert_cmpstr (atlas_session_get_folder (self->session), ==, self->folder);
}

/* The first county becomes one that has joined a server, which holds every request. */
static void
join_server (Fixture        *fixture,
             ScriptedServer *server)
{
  g_autoptr(GError)       error = NULL;
  g_autoptr(AtlasSecrets) secrets = atlas_secrets_new ();
  g_autoptr(AtlasStore)   store = atlas_store_open (fixture->second, ATLAS_STORE_DEFAULT, &error);
  g_autofree char *public_key = atlas_secrets_make_key (secrets);

  g_assert_no_error (error);
  secrets->device = g_strdup (DEVICE);
  secrets->refresh_token = g_strdup ("first");
  secrets->access_token = g_strdup ("old");
  secrets->expires_ms = g_get_real_time () / 1000 + 900 * 1000;
  g_assert_true (atlas_secrets_save (secrets, fixture->second, &error));
  g_assert_true (atlas_store_set_meta (store, "server", scripted_server_url (server), &error));
  g_assert_true (atlas_store_set_meta (store, "server_ca", scripted_server_ca (server), &error));
  g_assert_true (atlas_store_set_meta (store, "device", DEVICE, &error));
  g_assert_true (atlas_store_set_meta (store, "epoch", EPOCH, &error));
  scripted_server_stall (server, "/v1/info");
}

static gboolean
server_is_asked (CaseWindow *self,
                 gpointer    data)
{
  return scripted_server_count (data, "/v1/info") > 0;
}

static void
test_a_sync_under_way_is_stopped (Fixture      *fixture,
                                  gconstpointer data)
{
  CaseWindow *self = &fixture->window;
  g_autoptr(ScriptedServer) server = scripted_server_new ();
  gpointer *watched;
  gint64 began_us;

  join_server (fixture, server);
  switch_to (self, fixture->second);
  case_window_wait (self, server_is_asked, server);
  g_assert_cmpint (atlas_session_get_sync (self->session)->state, !=, ATLAS_SYNC_ALONE);
  watched = watch (atlas_session_get_sync_service (self->session));

  began_us = g_get_monotonic_time ();
  switch_to (self, self->folder);
  case_window_wait (self, is_gone, watched);
  g_test_message ("switched in %" G_GINT64_FORMAT " ms",
                  (g_get_monotonic_time () - began_us) / 1000);
  g_assert_cmpint (atlas_session_get_sync (self->session)->state, ==, ATLAS_SYNC_ALONE);
  g_free (watched);
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();

  ADD ("/app/switch/nothing-of-the-first-county-is-left",
       test_nothing_of_the_first_county_is_left);
  ADD ("/app/switch/a-change-before-the-switch-is-stored",
       test_a_change_before_the_switch_is_stored);
  ADD ("/app/switch/a-read-under-way-is-of-the-first-county",
       test_a_read_under_way_is_of_the_first_county);
  ADD ("/app/switch/a-county-that-is-still-opening-is-left",
       test_a_county_that_is_still_opening_is_left);
  ADD ("/app/switch/dialogs-of-the-first-county-are-closed",
       test_dialogs_of_the_first_county_are_closed);
  ADD ("/app/switch/a-damaged-county-leaves-the-way-back",
       test_a_damaged_county_leaves_the_way_back);
  ADD ("/app/switch/a-saved-filter-is-of-one-county", test_a_saved_filter_is_of_one_county);
  ADD ("/app/switch/a-demonstration-is-made-of-a-pack-in-a-folder",
       test_a_demonstration_is_made_of_a_pack_in_a_folder);
  ADD ("/app/switch/a-folder-that-is-no-pack-is-refused",
       test_a_folder_that_is_no_pack_is_refused);
  ADD ("/app/switch/a-sync-under-way-is-stopped", test_a_sync_under_way_is_stopped);

  return g_test_run ();
}
