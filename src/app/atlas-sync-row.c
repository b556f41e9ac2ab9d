/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-sync-row.h"

#include <glib/gi18n.h>

#include "app/atlas-compat.h"
#include "app/atlas-session-work.h"
#include "app/atlas-ui.h"
#include "store/atlas-store-sync.h"

#define MOST_SHOWN 50   /* changes in the popover; the count beside it says how many there are */

/**
 * AtlasSyncRow:
 *
 * Says at the foot of the sidebar where sync stands, in words, and opens the list of what has
 * not been sent.
 */
struct _AtlasSyncRow
{
  AdwBin         parent_instance;

  AtlasSession  *session;       /* (nullable): NULL until given */
  GCancellable  *cancellable;   /* of the reading of what is not sent */

  /* Template */
  GtkMenuButton *button;
  GtkWidget     *content;
  GtkImage      *icon;
  GtkLabel      *title;
  GtkLabel      *body;
  GtkLabel      *popover_title;
  GtkLabel      *popover_body;
  GtkLabel      *popover_account;
  GtkWidget     *unsent_window;
  GtkListBox    *unsent_list;
  GtkWidget     *check_button;
  GtkWidget     *sign_in_button;
  GtkWidget     *buttons;
  GtkPopover    *popover;
};

G_DEFINE_FINAL_TYPE (AtlasSyncRow, atlas_sync_row, ADW_TYPE_BIN)

static const char *
icon_for_state (AtlasSyncState state)
{
  switch (state)
    {
    case ATLAS_SYNC_ALONE:
      return "atlas-laptop-symbolic";

    case ATLAS_SYNC_OFFLINE:
    case ATLAS_SYNC_UNREACHABLE:
    case ATLAS_SYNC_SIGNED_OUT:
    case ATLAS_SYNC_WIPED:
    case ATLAS_SYNC_STOPPED:
      return "atlas-sync-offline-symbolic";

    case ATLAS_SYNC_SENDING:
    case ATLAS_SYNC_RECEIVING:
    case ATLAS_SYNC_CATCHING_UP:
    case ATLAS_SYNC_UP_TO_DATE:
    default:
      return "atlas-sync-symbolic";
    }
}

static char *
explain (const AtlasSyncFacts *facts,
         gboolean              is_demonstration)
{
  if (atlas_sync_facts_restored (facts) != NULL)
    return g_strdup (atlas_sync_facts_restored (facts));
  if (facts->state != ATLAS_SYNC_ALONE)
    return atlas_sync_facts_body (facts);

  if (is_demonstration)
    return g_strdup (_("The demonstration lives on this laptop alone. "
                       "It can be sent only to a demonstration server."));

  return g_strdup (_("This county lives on this laptop alone. "
                     "Join a council’s server to share it."));
}

static gpointer
list_unsent_work (AtlasStore   *store,
                  gpointer      data,
                  GCancellable *cancellable,
                  GError      **error)
{
  return atlas_store_sync_list_unsent (store, 0, MOST_SHOWN, error);
}

static GtkWidget *
make_row (AtlasQueuedSet *set)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *label = g_markup_escape_text (set->label, -1);
  g_autofree char *at = NULL;
  gint64 made_ms;

  if (atlas_time_parse (set->made_at, &made_ms))
    at = atlas_sync_format_time (made_ms);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), label);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), at != NULL ? at : "");

  return row;
}

static void
unsent_read_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(GError)    error = NULL;
  g_autoptr(GPtrArray) sets = g_task_propagate_pointer (G_TASK (result), &error);
  AtlasSyncRow *self;
  GtkListBoxRow *row;

  if (sets == NULL)
    return;

  self = user_data;
  while ((row = gtk_list_box_get_row_at_index (self->unsent_list, 0)) != NULL)
    gtk_list_box_remove (self->unsent_list, GTK_WIDGET (row));
  for (guint i = 0; i < sets->len; i++)
    gtk_list_box_append (self->unsent_list, make_row (g_ptr_array_index (sets, i)));

  gtk_widget_set_visible (self->unsent_window, sets->len > 0 &&
                          atlas_session_get_sync (self->session)->state != ATLAS_SYNC_ALONE);
}

static void
read_unsent (AtlasSyncRow *self)
{
  atlas_session_read_async (self->session, list_unsent_work, NULL, NULL,
                            (GDestroyNotify) g_ptr_array_unref, self->cancellable,
                            unsent_read_cb, self);
}

static void
popover_map_cb (AtlasSyncRow *self)
{
  read_unsent (self);
}

static void
sync_changed_cb (AtlasSyncRow *self)
{
  const AtlasSyncFacts *facts = atlas_session_get_sync (self->session);
  g_autoptr(GTimeZone)  zone = g_time_zone_new_local ();
  g_autofree char *title = atlas_sync_facts_title (facts, zone);
  g_autofree char *body = atlas_sync_facts_body (facts);
  g_autofree char *account = atlas_sync_facts_account (facts, zone);
  g_autofree char *more = NULL;
  g_autofree char *spoken = NULL;
  gboolean needs_way = atlas_sync_facts_needs_way (facts);

  more = explain (facts, atlas_session_is_demonstration (self->session));
  /* Translators: where sync stands, and how much waits: Working offline. 4 changes saved … */
  spoken = g_strdup_printf (_("%s. %s"), title, body);

  gtk_image_set_from_icon_name (self->icon, icon_for_state (facts->state));
  gtk_label_set_label (self->title, title);
  gtk_label_set_label (self->body, body);
  gtk_label_set_label (self->popover_title, title);
  gtk_label_set_label (self->popover_body, more);
  gtk_label_set_label (self->popover_account, account != NULL ? account : "");
  gtk_widget_set_visible (GTK_WIDGET (self->popover_account), account != NULL);
  gtk_widget_set_visible (self->buttons, facts->state != ATLAS_SYNC_ALONE);
  gtk_widget_set_visible (self->check_button, facts->to_check > 0);
  gtk_widget_set_visible (self->sign_in_button,
                          atlas_sync_facts_needs_sign_in (facts) || needs_way);
  gtk_button_set_label (GTK_BUTTON (self->sign_in_button),
                        needs_way ? _("Look Into It…") : _("Sign In…"));
  if (gtk_widget_get_mapped (GTK_WIDGET (self->popover)))
    read_unsent (self);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  atlas_announce (GTK_WIDGET (self), spoken);
}

static void
atlas_sync_row_dispose (GObject *object)
{
  AtlasSyncRow *self = ATLAS_SYNC_ROW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (atlas_sync_row_parent_class)->dispose (object);
}

static void
atlas_sync_row_class_init (AtlasSyncRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = atlas_sync_row_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, ATLAS_UI "atlas-sync-row.ui");
  gtk_widget_class_bind_template_child (widget_class, AtlasSyncRow, button);
  gtk_widget_class_bind_template_child (widget_class, AtlasSyncRow, content);
  gtk_widget_class_bind_template_child (widget_class, AtlasSyncRow, icon);
  gtk_widget_class_bind_template_child (widget_class, AtlasSyncRow, title);
  gtk_widget_class_bind_template_child (widget_class, AtlasSyncRow, body);
  gtk_widget_class_bind_template_child (widget_class, AtlasSyncRow, popover);
  gtk_widget_class_bind_template_child (widget_class, AtlasSyncRow, popover_title);
  gtk_widget_class_bind_template_child (widget_class, AtlasSyncRow, popover_body);
  gtk_widget_class_bind_template_child (widget_class, AtlasSyncRow, popover_account);
  gtk_widget_class_bind_template_child (widget_class, AtlasSyncRow, unsent_window);
  gtk_widget_class_bind_template_child (widget_class, AtlasSyncRow, unsent_list);
  gtk_widget_class_bind_template_child (widget_class, AtlasSyncRow, check_button);
  gtk_widget_class_bind_template_child (widget_class, AtlasSyncRow, sign_in_button);
  gtk_widget_class_bind_template_child (widget_class, AtlasSyncRow, buttons);
  gtk_widget_class_bind_template_callback (widget_class, popover_map_cb);
}

static void
atlas_sync_row_init (AtlasSyncRow *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));

  /* GTK puts what stands in a menu button into the middle. */
  gtk_widget_set_halign (gtk_widget_get_parent (self->content), GTK_ALIGN_FILL);
}

void
atlas_sync_row_set_session (AtlasSyncRow *self,
                            AtlasSession *session)
{
  g_return_if_fail (ATLAS_IS_SYNC_ROW (self));
  g_return_if_fail (ATLAS_IS_SESSION (session));
  g_return_if_fail (self->session == NULL);

  self->session = g_object_ref (session);
  g_signal_connect_object (session, "sync-changed", G_CALLBACK (sync_changed_cb), self,
                           G_CONNECT_SWAPPED);
  sync_changed_cb (self);
}
