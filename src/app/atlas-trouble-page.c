/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-trouble-page.h"

#include <glib/gi18n.h>

#include "app/atlas-compat.h"
#include "app/atlas-join-work.h"
#include "app/atlas-ui.h"
#include "app/atlas-window.h"
#include "base/atlas-error.h"
#include "store/atlas-store-copy.h"

/**
 * AtlasTroublePage:
 *
 * Says why a county cannot be opened: what happened, what is safe, what to do.
 */
struct _AtlasTroublePage
{
  AdwBin         parent_instance;

  char          *folder;        /* (nullable): of the store */
  AtlasWorker   *worker;        /* (nullable): NULL until first use */
  GCancellable  *cancellable;

  /* Template */
  AdwStatusPage *page;
  GtkLabel      *detail;
  GtkWidget     *sign_in_button;
  GtkWidget     *again_button;
  GtkWidget     *copy_button;
};

G_DEFINE_FINAL_TYPE (AtlasTroublePage, atlas_trouble_page, ADW_TYPE_BIN)

/* Columns: the error, what happened, what is safe and what to do. The last row is for the rest. */
static const struct {
  AtlasError  code;
  const char *title;
  const char *description;
} troubles[] = {
  {
    ATLAS_ERROR_DAMAGED, N_("This County’s File Is Damaged"),
    N_("Nothing has been changed in it. What a server has received is safe there. "
       "Save a copy for whoever repairs it; meanwhile another county can be opened."),
  },
  {
    ATLAS_ERROR_READ_ONLY, N_("This County Cannot Be Written"),
    N_("Everything in it is safe. Whoever looks after this laptop can let you write "
       "in its folder; a copy can be kept somewhere else until then."),
  },
  {
    ATLAS_ERROR_BUSY, N_("Another Program Is Using This County"),
    N_("Nothing is lost. Wait until the other program has finished, or close it, "
       "then try again."),
  },
  {
    ATLAS_ERROR_NEWER_DATA, N_("This County Comes From a Newer Version"),
    N_("The file is untouched. Install the newer version of Provision Atlas, "
       "then try again."),
  },
  {
    ATLAS_ERROR_NO_SPACE, N_("The Disk Is Full"),
    N_("What was saved before is safe; the last change was not saved. "
       "Free some space, then try again."),
  },
  {
    ATLAS_ERROR_LEASE_ENDED, N_("Sign In to Open This County"),
    N_("This laptop has had no contact with the county’s server for longer than the county "
       "allows. Nothing is lost: what was not sent is still here, and is sent after you "
       "have signed in."),
  },
  {
    ATLAS_ERROR_WIPED, N_("This County Was Removed"),
    N_("The county has had its records removed from this laptop. Ask the county if you "
       "did not expect this. Other counties on this laptop are as they were."),
  },
  {
    ATLAS_ERROR_FAILED, N_("This County Cannot Be Opened"),
    N_("Nothing has been changed in it. Try again, or save a copy for whoever "
       "looks after this laptop."),
  },
};

static void
copied_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  gboolean is_copied = atlas_store_copy_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (is_copied)
    {
      gtk_label_set_label (ATLAS_TROUBLE_PAGE (user_data)->detail, _("A copy is saved."));
      return;
    }

  gtk_label_set_label (ATLAS_TROUBLE_PAGE (user_data)->detail, error->message);
}

static void
copy_chosen_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GFile)  file = atlas_save_file_finish (result, &error);
  AtlasTroublePage *self = ATLAS_TROUBLE_PAGE (source);

  if (file == NULL || self->folder == NULL)
    return;

  if (self->worker == NULL)
    self->worker = atlas_worker_new ("atlas-copy");
  atlas_store_copy_async (self->worker, self->folder, file, self->cancellable, copied_cb, self);
}

static void
save_copy_action (GtkWidget  *widget,
                  const char *name,
                  GVariant   *parameter)
{
  AtlasTroublePage *self = ATLAS_TROUBLE_PAGE (widget);

  atlas_save_file_async (widget, _("Save a Copy"), "county-copy.db", self->cancellable,
                         copy_chosen_cb, NULL);
}

static void
server_read_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *server = atlas_join_server_finish (result, &error);

  if (server != NULL)
    gtk_widget_activate_action (GTK_WIDGET (source), "win.sign-in-at", "s", server);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    gtk_label_set_label (ATLAS_TROUBLE_PAGE (source)->detail, error->message);
}

static void
sign_in_action (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  AtlasTroublePage *self = ATLAS_TROUBLE_PAGE (widget);

  if (self->worker == NULL)
    self->worker = atlas_worker_new ("atlas-copy");
  atlas_join_server_async (self->worker, G_OBJECT (self), self->folder, self->cancellable,
                           server_read_cb, NULL);
}

static void
atlas_trouble_page_dispose (GObject *object)
{
  AtlasTroublePage *self = ATLAS_TROUBLE_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->worker, atlas_worker_close);

  G_OBJECT_CLASS (atlas_trouble_page_parent_class)->dispose (object);
}

static void
atlas_trouble_page_finalize (GObject *object)
{
  g_free (ATLAS_TROUBLE_PAGE (object)->folder);

  G_OBJECT_CLASS (atlas_trouble_page_parent_class)->finalize (object);
}

static void
atlas_trouble_page_class_init (AtlasTroublePageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = atlas_trouble_page_dispose;
  object_class->finalize = atlas_trouble_page_finalize;

  gtk_widget_class_set_template_from_resource (widget_class, ATLAS_UI "atlas-trouble-page.ui");
  gtk_widget_class_bind_template_child (widget_class, AtlasTroublePage, page);
  gtk_widget_class_bind_template_child (widget_class, AtlasTroublePage, detail);
  gtk_widget_class_bind_template_child (widget_class, AtlasTroublePage, sign_in_button);
  gtk_widget_class_bind_template_child (widget_class, AtlasTroublePage, again_button);
  gtk_widget_class_bind_template_child (widget_class, AtlasTroublePage, copy_button);
  gtk_widget_class_install_action (widget_class, "trouble.sign-in", NULL, sign_in_action);
  gtk_widget_class_install_action (widget_class, "trouble.save-copy", NULL, save_copy_action);
}

static void
atlas_trouble_page_init (AtlasTroublePage *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * atlas_trouble_page_set_error:
 * @error: why the store cannot be used
 * @folder: (nullable): where it is
 */
void
atlas_trouble_page_set_error (AtlasTroublePage *self,
                              const GError     *error,
                              const char       *folder)
{
  gboolean is_lease = g_error_matches (error, ATLAS_ERROR, ATLAS_ERROR_LEASE_ENDED);
  gboolean is_wiped = g_error_matches (error, ATLAS_ERROR, ATLAS_ERROR_WIPED);
  g_autofree char *detail = NULL;
  gsize row = 0;

  g_return_if_fail (ATLAS_IS_TROUBLE_PAGE (self));
  g_return_if_fail (error != NULL);

  while (row + 1 < G_N_ELEMENTS (troubles) &&
         !g_error_matches (error, ATLAS_ERROR, (int) troubles[row].code))
    row++;

  g_free (self->folder);
  self->folder = g_strdup (folder);

  /* Translators: what went wrong, in English, and the folder that it is about */
  detail = g_strdup_printf (_("%s\nFolder: %s"), error->message, folder != NULL ? folder : "");
  adw_status_page_set_title (self->page, _(troubles[row].title));
  adw_status_page_set_description (self->page, _(troubles[row].description));
  gtk_widget_set_visible (self->sign_in_button, is_lease);
  gtk_widget_set_visible (self->again_button, !is_lease && !is_wiped);
  gtk_widget_set_visible (self->copy_button, !is_lease && !is_wiped);
  gtk_label_set_label (self->detail, detail);
  gtk_label_set_selectable (self->detail, TRUE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "trouble.save-copy", folder != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "trouble.sign-in", folder != NULL);
}
