/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-devices-window.h"

#include <glib/gi18n.h>

#include "app/atlas-compat.h"
#include "app/atlas-fact-row.h"
#include "app/atlas-session-work.h"
#include "app/atlas-ui.h"
#include "base/atlas-error.h"
#include "reports/atlas-device-words.h"
#include "sync/atlas-own-devices.h"

#define US_A_MS     1000
#define MS_A_SECOND 1000

/**
 * AtlasDevicesWindow:
 *
 * The laptops with which the person of this county has signed in. One that was lost can be locked
 * from here. Without contact it shows what the server said last, and when that was.
 */
struct _AtlasDevicesWindow
{
  AdwWindow        parent_instance;

  AtlasSession    *session;
  GCancellable    *cancellable;
  AtlasOwnDevices *devices;     /* (nullable): what is shown */
  char            *lost;        /* (nullable): id of one that somebody wants to lock */

  /* Template */
  GtkLabel        *words;
  GtkLabel        *as_of;
  GtkWidget       *group;
  GtkListBox      *list;
};

G_DEFINE_FINAL_TYPE (AtlasDevicesWindow, atlas_devices_window, ADW_TYPE_WINDOW)

static GtkWidget *
make_lost (const AtlasOwnDevice *device,
           const char *title)
{
  GtkWidget *button = gtk_button_new_with_label (_("Lost…"));
  /* Translators: %s is a laptop: K7 · office-laptop. */
  g_autofree char *spoken = g_strdup_printf (_("Lost: %s"), title);

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "devices.lost");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", device->id);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken,
                                  -1);

  return button;
}

static GtkWidget *
make_row (const AtlasOwnDevice *device)
{
  g_autoptr(GTimeZone) zone = g_time_zone_new_local ();
  g_autofree char *contact = NULL;
  g_autofree char *title = atlas_device_word_title (device);
  GtkWidget *row;

  contact = atlas_device_word_contact (device, g_get_real_time () / US_A_MS, zone);
  row = atlas_fact_row_new (contact, title, atlas_device_word_end (device));
  if (atlas_device_can_lock (device))
    atlas_fact_row_add_suffix (ATLAS_FACT_ROW (row), make_lost (device, title));

  return row;
}

/* Takes the devices over. */
static void
show_devices (AtlasDevicesWindow *self,
              AtlasOwnDevices    *devices)
{
  GtkWidget *child;

  g_clear_pointer (&self->devices, atlas_own_devices_free);
  self->devices = devices;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, child);
  for (guint i = 0; i < devices->devices->len; i++)
    gtk_list_box_append (self->list, make_row (g_ptr_array_index (devices->devices, i)));
  gtk_widget_set_visible (self->group, TRUE);
}

static void
say_as_of (AtlasDevicesWindow *self)
{
  g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc (self->devices->at_ms / MS_A_SECOND);
  g_autoptr(GDateTime) local = g_date_time_to_local (utc);
  /* Translators: a day and a time, for g_date_time_format(). */
  g_autofree char *words = g_date_time_format (local, _("As the county server said on %-d %B, "
                                                        "%-I:%M%P"));

  atlas_say (self->as_of, words);
}

static void
say_fault (AtlasDevicesWindow *self,
           const GError       *error)
{
  g_info ("A person's own laptops: %s", error->message);
  atlas_say (self->words, atlas_device_word_error (error));
  if (self->devices != NULL)
    say_as_of (self);
}

static void
say_locked (AtlasDevicesWindow *self)
{
  const AtlasOwnDevice *device = atlas_own_devices_find (self->devices, self->lost);
  g_autofree char *words = NULL;

  if (device != NULL && device->state == ATLAS_OWN_DEVICE_LOCKED)
    /* Translators: %s is how the county calls a laptop: K7. */
    words = g_strdup_printf (_("%s is locked. Tell your administrator that it is lost."),
                             device->prefix);
  atlas_say (self->words, words);
}

static void
answered_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  AtlasOwnDevices *devices = atlas_sync_service_ask_finish (result, &error);
  AtlasDevicesWindow *self;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self = user_data;
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "devices.lost", TRUE);
  if (devices == NULL)
    {
      say_fault (self, error);
      return;
    }

  show_devices (self, devices);
  atlas_say (self->as_of, NULL);
  if (self->lost != NULL)
    say_locked (self);
  else
    atlas_say (self->words, NULL);
}

static gpointer
ask_errand (AtlasSyncEngine *engine,
            gpointer         data,
            GCancellable    *cancellable,
            GError         **error)
{
  return data != NULL ? atlas_own_devices_lock (engine, data, cancellable, error)
                      : atlas_own_devices_ask (engine, cancellable, error);
}

/* @lost: (nullable): one to lock first */
static void
ask_server (AtlasDevicesWindow *self,
            const char         *lost)
{
  AtlasSyncService *sync = atlas_session_get_sync_service (self->session);

  if (sync == NULL)
    return;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "devices.lost", FALSE);
  atlas_sync_service_ask_async (sync, ask_errand, g_strdup (lost), g_free,
                                (GDestroyNotify) atlas_own_devices_free, self->cancellable,
                                answered_cb, self);
}

static gpointer
read_work (AtlasStore   *store,
           gpointer      data,
           GCancellable *cancellable,
           GError      **error)
{
  AtlasOwnDevices *devices = atlas_own_devices_read (store);

  if (devices == NULL)
    g_set_error_literal (error, ATLAS_ERROR, ATLAS_ERROR_NOT_FOUND,
                         "The server was never asked for a person's own laptops");

  return devices;
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  AtlasOwnDevices *devices = g_task_propagate_pointer (G_TASK (result), &error);
  AtlasDevicesWindow *self;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self = user_data;
  if (devices != NULL)
    {
      show_devices (self, devices);
      say_as_of (self);
    }
  ask_server (self, NULL);
}

static void
asked_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  AtlasDevicesWindow *self;

  if (!atlas_ask_finish (result, NULL))
    return;

  self = user_data;
  atlas_say (self->words, _("Locking the laptop"));
  ask_server (self, self->lost);
}

static void
lost_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  AtlasDevicesWindow *self = ATLAS_DEVICES_WINDOW (widget);
  const AtlasOwnDevice *device = NULL;
  g_autofree char *title = NULL;
  g_autofree char *heading = NULL;
  g_autofree char *body = NULL;

  device = atlas_own_devices_find (self->devices, g_variant_get_string (parameter, NULL));
  if (device == NULL)
    return;

  g_free (self->lost);
  self->lost = g_strdup (device->id);
  title = atlas_device_word_title (device);
  /* Translators: %s is a laptop: K7 · office-laptop. */
  heading = g_strdup_printf (_("Lock %s?"), title);
  body = atlas_device_word_loss (device);
  atlas_ask_async (widget, heading, body, _("_Lock"), ATLAS_ASK_DESTRUCTIVE, self->cancellable,
                   asked_cb, self);
}

static void
atlas_devices_window_dispose (GObject *object)
{
  AtlasDevicesWindow *self = ATLAS_DEVICES_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (atlas_devices_window_parent_class)->dispose (object);
}

static void
atlas_devices_window_finalize (GObject *object)
{
  AtlasDevicesWindow *self = ATLAS_DEVICES_WINDOW (object);

  g_clear_pointer (&self->devices, atlas_own_devices_free);
  g_free (self->lost);

  G_OBJECT_CLASS (atlas_devices_window_parent_class)->finalize (object);
}

static void
atlas_devices_window_class_init (AtlasDevicesWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = atlas_devices_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = atlas_devices_window_finalize;

  gtk_widget_class_set_template_from_resource (widget_class, ATLAS_UI "atlas-devices-window.ui");
  gtk_widget_class_bind_template_child (widget_class, AtlasDevicesWindow, words);
  gtk_widget_class_bind_template_child (widget_class, AtlasDevicesWindow, as_of);
  gtk_widget_class_bind_template_child (widget_class, AtlasDevicesWindow, group);
  gtk_widget_class_bind_template_child (widget_class, AtlasDevicesWindow, list);
  gtk_widget_class_install_action (widget_class, "devices.lost", "s", lost_action);
}

static void
atlas_devices_window_init (AtlasDevicesWindow *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "devices.lost", FALSE);
}

/* The one that is open already. */
static AtlasDevicesWindow *
find_open (GtkRoot *of)
{
  g_autoptr(GList) windows = gtk_window_list_toplevels ();

  for (GList *l = windows; l != NULL; l = l->next)
    if (ATLAS_IS_DEVICES_WINDOW (l->data) &&
        gtk_window_get_transient_for (l->data) == GTK_WINDOW (of))
      return l->data;

  return NULL;
}

/**
 * atlas_devices_window_present:
 * @from: a widget of the window that it belongs to
 * @session: the session of a county that has joined a server
 *
 * Shows with which laptops its person has signed in.
 */
void
atlas_devices_window_present (GtkWidget    *from,
                              AtlasSession *session)
{
  GtkRoot *root = gtk_widget_get_root (from);
  AtlasDevicesWindow *self = find_open (root);

  if (self != NULL)
    {
      gtk_window_present (GTK_WINDOW (self));
      return;
    }

  self = g_object_new (ATLAS_TYPE_DEVICES_WINDOW, "transient-for", root, NULL);
  self->session = g_object_ref (session);
  atlas_say (self->words, _("Asking the county server"));
  atlas_session_read_async (session, read_work, NULL, NULL,
                            (GDestroyNotify) atlas_own_devices_free, self->cancellable, read_cb,
                            self);
  gtk_window_present (GTK_WINDOW (self));
}
