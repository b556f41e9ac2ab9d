/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-history-window.h"

#include <glib/gi18n.h>

#include "app/atlas-compat.h"
#include "app/atlas-fact-row.h"
#include "app/atlas-session-work.h"
#include "app/atlas-ui.h"
#include "store/atlas-history.h"
#include "store/atlas-store-sync.h"

/* How many changes are listed. */
#define ENTRIES_SHOWN 200

#define FIRST_TIME "1970-01-01T00:00:00.000Z"
#define LAST_TIME  "9999-12-31T23:59:59.999Z"

/**
 * AtlasHistoryWindow:
 *
 * Every change, who made it and when, each with its undo; and above them the receipt: how many the
 * county's server has.
 */
struct _AtlasHistoryWindow
{
  AdwWindow     parent_instance;

  AtlasSession *session;
  GCancellable *cancellable;

  /* Template */
  GtkLabel     *receipt;
  GtkLabel     *fault;
  GtkStack     *stack;
  GtkListBox   *list;
};

G_DEFINE_FINAL_TYPE (AtlasHistoryWindow, atlas_history_window, ADW_TYPE_WINDOW)

typedef struct {
  GPtrArray   *entries;         /* (element-type AtlasHistoryEntry) */
  AtlasReceipt receipt;
  gboolean     is_joined;
} History;

static void read_history (AtlasHistoryWindow *self);

static void
history_free (History *history)
{
  g_clear_pointer (&history->entries, g_ptr_array_unref);
  atlas_receipt_clear (&history->receipt);
  g_free (history);
}

static gpointer
read_work (AtlasStore   *store,
           gpointer      data,
           GCancellable *cancellable,
           GError      **error)
{
  History *history = g_new0 (History, 1);
  g_autofree char *device = atlas_store_get_meta (store, "device");

  history->is_joined = device != NULL;
  history->entries = atlas_store_list_history (store, NULL, NULL, 0, ENTRIES_SHOWN, error);
  if (history->entries != NULL &&
      atlas_store_sync_receipt_between (store, FIRST_TIME, LAST_TIME, &history->receipt, error))
    return history;

  history_free (history);
  return NULL;
}

static char *
format_time (const char *text)
{
  g_autoptr(GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr(GDateTime) time = text != NULL ? g_date_time_new_from_iso8601 (text, utc) : NULL;
  g_autoptr(GDateTime) local = time != NULL ? g_date_time_to_local (time) : NULL;

  return local != NULL ? g_date_time_format (local, _("%-d %B %Y, %H:%M")) : g_strdup ("");
}

static GtkWidget *
make_undo (AtlasHistoryEntry *entry)
{
  GtkWidget *button = gtk_button_new_with_label (_("Undo"));
  g_autofree char *spoken = g_strdup_printf (_("Undo: %s"), entry->label);

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "history.undo");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", entry->set_id);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken,
                                  -1);

  return button;
}

static GtkWidget *
make_row (AtlasHistoryEntry *entry)
{
  gboolean is_ours = g_strcmp0 (entry->origin, "local") == 0;
  g_autofree char *when = format_time (entry->made_at);
  g_autofree char *source = entry->by_name != NULL
                            ? g_strdup_printf ("%s · %s", when, entry->by_name) : g_strdup (when);
  GtkWidget *row = atlas_fact_row_new (source, entry->label,
                                       is_ours ? NULL : _("Came from the county server"));

  if (entry->is_undone)
    atlas_fact_row_set_mark (ATLAS_FACT_ROW (row), _("Undone"), NULL);
  else if (is_ours)
    atlas_fact_row_add_suffix (ATLAS_FACT_ROW (row), make_undo (entry));

  return row;
}

static char *
describe_receipt (History *history)
{
  const AtlasReceipt *receipt = &history->receipt;
  g_autofree char *when = format_time (receipt->received_at);

  if (!history->is_joined)
    return g_strdup_printf (ngettext ("%u change, kept on this laptop",
                                      "%u changes, kept on this laptop", receipt->n_sets),
                            receipt->n_sets);
  if (receipt->n_received == receipt->n_sets && receipt->received_at != NULL)
    return g_strdup_printf (_("%u of %u changes received by the county server, the last on %s"),
                            receipt->n_received, receipt->n_sets, when);
  return g_strdup_printf (_("%u of %u changes received by the county server; the rest are saved on "
                            "this laptop"), receipt->n_received, receipt->n_sets);
}

static void
show_history (AtlasHistoryWindow *self,
              History            *history)
{
  g_autofree char *receipt = describe_receipt (history);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, child);
  for (guint i = 0; i < history->entries->len; i++)
    gtk_list_box_append (self->list, make_row (g_ptr_array_index (history->entries, i)));

  gtk_label_set_label (self->receipt, receipt);
  gtk_stack_set_visible_child_name (self->stack, history->entries->len > 0 ? "list" : "empty");
}

static void
show_fault (AtlasHistoryWindow *self,
            const GError       *error)
{
  atlas_say (self->fault, error != NULL ? error->message : NULL);
}

static void
history_read_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  AtlasHistoryWindow *self = user_data;
  g_autoptr(GError) error = NULL;
  History *history = atlas_store_service_read_finish (ATLAS_STORE_SERVICE (source), result,
                                                      &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (history == NULL)
    {
      show_fault (self, error);
      return;
    }

  show_history (self, history);
  history_free (history);
}

static void
read_history (AtlasHistoryWindow *self)
{
  AtlasStoreService *service = atlas_session_get_service (self->session);

  if (service == NULL)
    return;

  atlas_renew_cancellable (&self->cancellable);
  atlas_store_service_read_async (service, read_work, NULL, NULL, (GDestroyNotify) history_free,
                                  self->cancellable, history_read_cb, self);
}

static gpointer
undo_work (AtlasStore   *store,
           gpointer      data,
           GCancellable *cancellable,
           GError      **error)
{
  return atlas_store_undo (store, data, NULL, error) ? GINT_TO_POINTER (TRUE) : NULL;
}

static void
undone_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(AtlasHistoryWindow) self = user_data;
  g_autoptr(GError) error = NULL;

  atlas_store_service_write_finish (ATLAS_STORE_SERVICE (source), result, &error);
  show_fault (self, error);
}

static void
undo_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  AtlasHistoryWindow *self = ATLAS_HISTORY_WINDOW (widget);

  atlas_store_service_write_async (atlas_session_get_service (self->session), undo_work,
                                   g_variant_dup_string (parameter, NULL), g_free, NULL, NULL,
                                   undone_cb, g_object_ref (self));
}

static void
atlas_history_window_dispose (GObject *object)
{
  AtlasHistoryWindow *self = ATLAS_HISTORY_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (atlas_history_window_parent_class)->dispose (object);
}

static void
atlas_history_window_class_init (AtlasHistoryWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = atlas_history_window_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, ATLAS_UI "atlas-history-window.ui");
  gtk_widget_class_bind_template_child (widget_class, AtlasHistoryWindow, receipt);
  gtk_widget_class_bind_template_child (widget_class, AtlasHistoryWindow, fault);
  gtk_widget_class_bind_template_child (widget_class, AtlasHistoryWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, AtlasHistoryWindow, list);
  gtk_widget_class_install_action (widget_class, "history.undo", "s", undo_action);
}

static void
atlas_history_window_init (AtlasHistoryWindow *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * atlas_history_window_present:
 * @from: a widget of the window that it belongs to
 * @session: the session whose store is shown
 *
 * Shows what was changed in the store.
 */
void
atlas_history_window_present (GtkWidget    *from,
                              AtlasSession *session)
{
  AtlasHistoryWindow *self = g_object_new (ATLAS_TYPE_HISTORY_WINDOW,
                                           "transient-for", gtk_widget_get_root (from), NULL);

  self->session = g_object_ref (session);
  g_signal_connect_object (session, "changed", G_CALLBACK (read_history), self, G_CONNECT_SWAPPED);
  read_history (self);
  gtk_window_present (GTK_WINDOW (self));
}
