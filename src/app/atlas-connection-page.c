/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-connection-page.h"

#include <glib/gi18n.h>

#include "app/atlas-compat.h"
#include "app/atlas-session-work.h"
#include "app/atlas-ui.h"
#include "base/atlas-error.h"
#include "store/atlas-worker.h"
#include "sync/atlas-connection.h"

/**
 * AtlasConnectionPage:
 *
 * What stands between this laptop and the server that it has joined: a certificate of somebody
 * else's, or a proxy that asks. It says what happened and what is safe, and lets somebody who
 * knows put it right.
 */
struct _AtlasConnectionPage
{
  AdwBin        parent_instance;

  char         *folder;         /* (nullable): NULL before it began */
  AtlasWorker  *worker;         /* (nullable): NULL until first use */
  GCancellable *cancellable;    /* (nullable): of what runs now */
  GCancellable *choosing;       /* (nullable): of the choice of a file */

  /* Template */
  GtkLabel     *words;
  GtkWidget    *changed;
  AdwActionRow *issuer;
  GtkEditable  *fingerprint;
  GtkWidget    *proxy;
  GtkEditable  *user;
  GtkEditable  *password;
};

G_DEFINE_FINAL_TYPE (AtlasConnectionPage, atlas_connection_page, ADW_TYPE_BIN)

/**
 * AtlasConnectionPage::left:
 * @folder: the data folder
 *
 * Somebody goes back to the county, with the way to its server free or not.
 */
typedef enum { SIGNAL_LEFT } AtlasConnectionPageSignal;
static guint signals[SIGNAL_LEFT + 1];

/* What is done before the server is looked at again. */
typedef struct {
  char  *folder;
  GFile *ca;            /* (nullable): trust this authority */
  char  *fingerprint;   /* (nullable): or the one with this fingerprint */
  char  *user;          /* (nullable): or tell the proxy this */
  char  *password;
} Work;

static void
work_free (Work *work)
{
  g_free (work->folder);
  g_clear_object (&work->ca);
  g_free (work->fingerprint);
  g_free (work->user);
  g_free (work->password);
  g_free (work);
}

static void
sight_free (AtlasConnectionSight *sight)
{
  atlas_connection_sight_clear (sight);
  g_free (sight);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasConnectionSight, sight_free)

static gboolean
change (Work         *work,
        GCancellable *cancellable,
        GError      **error)
{
  g_autofree char *pem = NULL;

  if (work->user != NULL)
    {
      g_autoptr(AtlasProxyLogin) login = atlas_proxy_login_new (work->user, work->password);

      return atlas_connection_set_proxy (work->folder, login, cancellable, error);
    }
  if (work->ca != NULL && !g_file_load_contents (work->ca, cancellable, &pem, NULL, NULL, error))
    return FALSE;

  return (pem == NULL && work->fingerprint == NULL) ||
         atlas_connection_trust (work->folder, pem, work->fingerprint, cancellable, error);
}

static void
work_in_thread (GTask        *task,
                gpointer      source,
                gpointer      task_data,
                GCancellable *cancellable)
{
  Work *work = task_data;
  g_autoptr(AtlasConnectionSight) sight = g_new0 (AtlasConnectionSight, 1);
  GError *error = NULL;

  if (!change (work, cancellable, &error) ||
      !atlas_connection_look (work->folder, sight, cancellable, &error))
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_steal_pointer (&sight), (GDestroyNotify) sight_free);
}

static void
update_actions (AtlasConnectionPage *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  gboolean is_busy = self->cancellable != NULL;
  gboolean has_fingerprint = *gtk_editable_get_text (self->fingerprint) != '\0';
  gboolean has_user = *gtk_editable_get_text (self->user) != '\0';

  gtk_widget_action_set_enabled (widget, "connection.look", !is_busy);
  gtk_widget_action_set_enabled (widget, "connection.choose", !is_busy);
  gtk_widget_action_set_enabled (widget, "connection.trust", !is_busy && has_fingerprint);
  gtk_widget_action_set_enabled (widget, "connection.proxy", !is_busy && has_user);
}

static const char *
error_words (const GError *error)
{
  if (g_error_matches (error, ATLAS_ERROR, ATLAS_ERROR_PROXY))
    return _("The proxy does not take this name and password. They were not kept.");
  if (g_error_matches (error, ATLAS_ERROR, ATLAS_ERROR_INVALID))
    return _("This is no certificate, or no fingerprint: one has 64 digits from 0 to 9 and a to f. "
             "Nothing was changed.");
  if (g_error_matches (error, ATLAS_ERROR, ATLAS_ERROR_NETWORK))
    return _("The server does not show a certificate of this authority. Nothing was changed.");
  if (g_error_matches (error, ATLAS_ERROR, ATLAS_ERROR_NOT_ALLOWED))
    return _("What answers is another county’s server. Nothing was changed.");

  return _("This did not work. Nothing was changed; try again.");
}

static const char *
problem_words (AtlasSyncProblem problem)
{
  if (problem == ATLAS_SYNC_PROBLEM_NONE)
    return _("The server answers. Go back, and your changes are sent.");
  if (problem == ATLAS_SYNC_PROBLEM_UNTRUSTED)
    return _("What answers at the server’s address shows a certificate that this laptop does not "
             "trust. Nothing was sent to it. Your work is saved here.");
  if (problem == ATLAS_SYNC_PROBLEM_PROXY)
    return _("This network’s proxy asks for a name and a password. Your work is saved here.");

  return _("The server does not answer now. Your work is saved here, and is sent when it does.");
}

static void
end (AtlasConnectionPage *self,
     const char          *words)
{
  g_clear_object (&self->cancellable);
  atlas_say (self->words, words);
  update_actions (self);
}

static void
show_sight (AtlasConnectionPage        *self,
            const AtlasConnectionSight *sight)
{
  g_autofree char *issuer = NULL;

  issuer = g_markup_escape_text (sight->issuer != NULL ? sight->issuer : _("Not said"), -1);
  adw_action_row_set_subtitle (self->issuer, issuer);
  gtk_widget_set_visible (self->changed, sight->problem == ATLAS_SYNC_PROBLEM_UNTRUSTED);
  gtk_widget_set_visible (self->proxy, sight->problem == ATLAS_SYNC_PROBLEM_PROXY);
  end (self, problem_words (sight->problem));
}

static void
worked_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(AtlasConnectionSight) sight = g_task_propagate_pointer (G_TASK (result), &error);
  AtlasConnectionPage *self;

  if (g_cancellable_is_cancelled (g_task_get_cancellable (G_TASK (result))))
    return;

  self = user_data;
  gtk_editable_set_text (self->password, "");
  if (sight != NULL)
    {
      show_sight (self, sight);
      return;
    }

  g_info ("The way to the server: %s", error->message);
  end (self, error_words (error));
}

/* Takes the work over. */
static void
run (AtlasConnectionPage *self,
     Work                *work)
{
  g_autoptr(GTask) task = NULL;

  atlas_renew_cancellable (&self->cancellable);
  if (self->worker == NULL)
    self->worker = atlas_worker_new ("atlas-connection");
  atlas_say (self->words, _("Looking at the server"));
  update_actions (self);

  work->folder = g_strdup (self->folder);
  task = g_task_new (NULL, self->cancellable, worked_cb, self);
  g_task_set_source_tag (task, run);
  g_task_set_task_data (task, work, (GDestroyNotify) work_free);
  atlas_worker_queue (self->worker, task, work_in_thread);
}

static void
look_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  run (ATLAS_CONNECTION_PAGE (widget), g_new0 (Work, 1));
}

static void
trust_action (GtkWidget  *widget,
              const char *name,
              GVariant   *parameter)
{
  AtlasConnectionPage *self = ATLAS_CONNECTION_PAGE (widget);
  Work *work = g_new0 (Work, 1);

  work->fingerprint = g_strdup (gtk_editable_get_text (self->fingerprint));
  run (self, work);
}

static void
proxy_action (GtkWidget  *widget,
              const char *name,
              GVariant   *parameter)
{
  AtlasConnectionPage *self = ATLAS_CONNECTION_PAGE (widget);
  Work *work = g_new0 (Work, 1);

  work->user = g_strdup (gtk_editable_get_text (self->user));
  work->password = g_strdup (gtk_editable_get_text (self->password));
  run (self, work);
}

static void
chosen_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GFile) file = atlas_open_file_finish (result, NULL);
  AtlasConnectionPage *self;
  Work *work;

  if (file == NULL)
    return;

  self = user_data;
  work = g_new0 (Work, 1);
  work->ca = g_steal_pointer (&file);
  run (self, work);
}

static void
choose_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  AtlasConnectionPage *self = ATLAS_CONNECTION_PAGE (widget);

  atlas_renew_cancellable (&self->choosing);
  atlas_open_file_async (widget, _("The Council’s Root Certificate"), self->choosing, chosen_cb,
                         self);
}

static void
back_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  AtlasConnectionPage *self = ATLAS_CONNECTION_PAGE (widget);

  g_cancellable_cancel (self->cancellable);
  end (self, NULL);
  g_signal_emit (self, signals[SIGNAL_LEFT], 0, self->folder);
}

static void
typed_cb (AtlasConnectionPage *self)
{
  update_actions (self);
}

static void
atlas_connection_page_dispose (GObject *object)
{
  AtlasConnectionPage *self = ATLAS_CONNECTION_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_cancellable_cancel (self->choosing);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->choosing);
  g_clear_pointer (&self->worker, atlas_worker_close);

  G_OBJECT_CLASS (atlas_connection_page_parent_class)->dispose (object);
}

static void
atlas_connection_page_finalize (GObject *object)
{
  g_free (ATLAS_CONNECTION_PAGE (object)->folder);

  G_OBJECT_CLASS (atlas_connection_page_parent_class)->finalize (object);
}

static void
atlas_connection_page_class_init (AtlasConnectionPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = atlas_connection_page_dispose;
  object_class->finalize = atlas_connection_page_finalize;

  signals[SIGNAL_LEFT] = g_signal_new ("left", ATLAS_TYPE_CONNECTION_PAGE, G_SIGNAL_RUN_LAST,
                                       0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class, ATLAS_UI "atlas-connection-page.ui");
  gtk_widget_class_bind_template_child (widget_class, AtlasConnectionPage, words);
  gtk_widget_class_bind_template_child (widget_class, AtlasConnectionPage, changed);
  gtk_widget_class_bind_template_child (widget_class, AtlasConnectionPage, issuer);
  gtk_widget_class_bind_template_child (widget_class, AtlasConnectionPage, fingerprint);
  gtk_widget_class_bind_template_child (widget_class, AtlasConnectionPage, proxy);
  gtk_widget_class_bind_template_child (widget_class, AtlasConnectionPage, user);
  gtk_widget_class_bind_template_child (widget_class, AtlasConnectionPage, password);
  gtk_widget_class_bind_template_callback (widget_class, typed_cb);
  gtk_widget_class_install_action (widget_class, "connection.look", NULL, look_action);
  gtk_widget_class_install_action (widget_class, "connection.choose", NULL, choose_action);
  gtk_widget_class_install_action (widget_class, "connection.trust", NULL, trust_action);
  gtk_widget_class_install_action (widget_class, "connection.proxy", NULL, proxy_action);
  gtk_widget_class_install_action (widget_class, "connection.back", NULL, back_action);
}

static void
atlas_connection_page_init (AtlasConnectionPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  update_actions (self);
}

/**
 * atlas_connection_page_begin:
 * @folder: a data folder whose store has joined a server, and that nobody has open
 *
 * Looks at what stands between the laptop and its server.
 */
void
atlas_connection_page_begin (AtlasConnectionPage *self,
                             const char          *folder)
{
  g_return_if_fail (ATLAS_IS_CONNECTION_PAGE (self));
  g_return_if_fail (folder != NULL);

  g_free (self->folder);
  self->folder = g_strdup (folder);
  gtk_widget_set_visible (self->changed, FALSE);
  gtk_widget_set_visible (self->proxy, FALSE);
  gtk_editable_set_text (self->fingerprint, "");
  gtk_editable_set_text (self->user, "");
  gtk_editable_set_text (self->password, "");
  run (self, g_new0 (Work, 1));
}
