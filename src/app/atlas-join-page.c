/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-join-page.h"

#include <glib/gi18n.h>
#include <string.h>

#include "app/atlas-compat.h"
#include "app/atlas-join-work.h"
#include "app/atlas-session-work.h"
#include "app/atlas-ui.h"
#include "base/atlas-error.h"
#include "sync/atlas-managed.h"
#include "sync/atlas-pin.h"

/**
 * AtlasJoinPage:
 *
 * Joins a council's server: address and code, then the fingerprint to compare with paper, then
 * the county. Nothing is sent before the fingerprint is confirmed. A laptop that has joined
 * already signs in again with a code alone. Where the server knows the council's own sign-in, that
 * does instead of a code, in the browser.
 */
struct _AtlasJoinPage
{
  AdwBin            parent_instance;

  char             *folder;     /* (nullable): where to keep the county; NULL to choose one */
  gboolean          is_again;   /* the folder's store has joined, and signs in again */
  AtlasWorker      *worker;     /* (nullable): NULL until first use */
  GCancellable     *cancellable;        /* (nullable): of what runs now */
  GCancellable     *looking;    /* (nullable): at the server that was joined, beside the rest */
  gboolean          has_council_sign_in;
  gboolean          is_in_browser;      /* whom the program waits for is there */
  AtlasServerSight *seen;       /* (nullable): the server that was looked at */
  AtlasManaged     *managed;    /* (nullable): the server that is settled for this laptop */

  /* Template */
  AdwWindowTitle   *title;
  GtkEditable      *server;
  GtkEditable      *code;
  GtkWidget        *proxy;      /* shown once a proxy has asked */
  GtkEditable      *proxy_user;
  GtkEditable      *proxy_password;
  GtkLabel         *words;
  GtkWidget        *sight;
  GtkWidget        *paper;      /* what is compared with it */
  AdwActionRow     *name;
  GtkLabel         *fingerprint;
  GtkCheckButton   *same;
  GtkWidget        *look_button;
  GtkWidget        *join_button;
  GtkWidget        *browser_button;
  GtkWidget        *cancel_button;
};

G_DEFINE_FINAL_TYPE (AtlasJoinPage, atlas_join_page, ADW_TYPE_BIN)

/**
 * AtlasJoinPage::joined:
 * @folder: the data folder
 *
 * The folder can be opened: it holds the server's county, or is as it was when somebody who was
 * to sign in again thought better of it.
 */
typedef enum { SIGNAL_JOINED } AtlasJoinPageSignal;
static guint signals[SIGNAL_JOINED + 1];

static void
say (AtlasJoinPage *self,
     const char    *words)
{
  atlas_say (self->words, words);
}

static void
update_actions (AtlasJoinPage *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  gboolean is_busy = self->cancellable != NULL;
  gboolean has_server = *gtk_editable_get_text (self->server) != '\0';
  gboolean has_code = *gtk_editable_get_text (self->code) != '\0';
  gboolean is_known = self->is_again ||
                      (self->seen != NULL && gtk_check_button_get_active (self->same));

  gtk_widget_action_set_enabled (widget, "join.look", !is_busy && has_server);
  gtk_widget_action_set_enabled (widget, "join.join", !is_busy && is_known && has_code);
  gtk_widget_action_set_enabled (widget, "join.browser", !is_busy && is_known);
  gtk_widget_set_visible (self->browser_button, self->has_council_sign_in && !self->is_in_browser);
  gtk_widget_set_visible (self->cancel_button, self->is_in_browser);
  gtk_widget_set_sensitive (GTK_WIDGET (self->server),
                            !is_busy && !self->is_again && self->managed == NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->code), !is_busy);
  gtk_widget_set_sensitive (self->proxy, !is_busy);
}

static void
forget_server (AtlasJoinPage *self)
{
  g_clear_pointer (&self->seen, atlas_server_sight_free);
  self->has_council_sign_in = FALSE;
  gtk_check_button_set_active (self->same, FALSE);
  gtk_widget_set_visible (self->sight, FALSE);
  gtk_widget_set_visible (self->join_button, self->is_again);
}

static void
make_worker (AtlasJoinPage *self)
{
  if (self->worker == NULL)
    self->worker = atlas_worker_new ("atlas-join");
}

static GCancellable *
begin (AtlasJoinPage *self,
       const char    *words)
{
  atlas_renew_cancellable (&self->cancellable);
  make_worker (self);
  say (self, words);
  update_actions (self);

  return self->cancellable;
}

static void
end (AtlasJoinPage *self,
     const char    *words)
{
  g_clear_object (&self->cancellable);
  self->is_in_browser = FALSE;
  say (self, words);
  update_actions (self);
}

/* What opens the proxy, once it has asked and somebody has typed it. */
static AtlasProxyLogin *
make_login (AtlasJoinPage *self)
{
  const char *user = gtk_editable_get_text (self->proxy_user);

  if (!gtk_widget_get_visible (self->proxy) || *user == '\0')
    return NULL;

  return atlas_proxy_login_new (user, gtk_editable_get_text (self->proxy_password));
}

/* Said again and again a wrong password would lock the account: it is typed anew each time. */
static const char *
ask_for_proxy (AtlasJoinPage *self)
{
  gboolean was_told = gtk_widget_get_visible (self->proxy) &&
                      *gtk_editable_get_text (self->proxy_user) != '\0';

  gtk_editable_set_text (self->proxy_password, "");
  gtk_widget_set_visible (self->proxy, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (was_told ? self->proxy_password : self->proxy_user));

  return was_told
         ? _("The proxy does not take this name and password. They were not kept, and nothing was "
             "sent to the server.")
         : _("This network’s proxy asks for a name and a password before it lets anything through. "
             "Nothing was sent to the server; type them in, and try again.");
}

static void
forget_proxy (AtlasJoinPage *self)
{
  gtk_widget_set_visible (self->proxy, FALSE);
  gtk_editable_set_text (self->proxy_user, "");
  gtk_editable_set_text (self->proxy_password, "");
}

/* The same for the council's sign-in, where there is no code. */
static const char *
council_words (const GError *error)
{
  if (g_error_matches (error, ATLAS_ERROR, ATLAS_ERROR_NETWORK))
    return _("The council’s sign-in does not answer. Nothing was changed; try again, or use a "
             "code.");
  if (g_error_matches (error, ATLAS_ERROR, ATLAS_ERROR_SIGNED_OUT))
    return _("The council’s sign-in was not finished. Nothing was changed; try again.");
  if (g_error_matches (error, ATLAS_ERROR, ATLAS_ERROR_NOT_ALLOWED))
    return _("This account of the council’s is not the one for this laptop, or has not been let "
             "in. Ask your administrator.");

  return NULL;
}

/* What happened and what to do, for a person; the message is for a log. */
static const char *
error_words (AtlasJoinPage *self,
             const GError  *error)
{
  if (g_error_matches (error, ATLAS_ERROR, ATLAS_ERROR_PROXY))
    return ask_for_proxy (self);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_EXISTS))
    return _("A county on this laptop has joined this server already. Open it from the list.");
  if (self->is_in_browser && council_words (error) != NULL)
    return council_words (error);
  if (self->is_again && g_error_matches (error, ATLAS_ERROR, ATLAS_ERROR_NOT_ALLOWED))
    return _("This code is somebody else’s. Ask for one for you.");
  if (g_error_matches (error, ATLAS_ERROR, ATLAS_ERROR_INVALID))
    return _("This is not the address or the code of a server. Check them with the paper.");
  if (g_error_matches (error, ATLAS_ERROR, ATLAS_ERROR_NETWORK))
    return _("Nothing answers at this address. Check it, and the network.");
  if (g_error_matches (error, ATLAS_ERROR, ATLAS_ERROR_SIGNED_OUT))
    return _("The server does not accept this code. A code works once; ask for a new one.");
  if (g_error_matches (error, ATLAS_ERROR, ATLAS_ERROR_NOT_ALLOWED))
    return _("A demonstration and a county cannot be mixed. Nothing was changed.");
  if (g_error_matches (error, ATLAS_ERROR, ATLAS_ERROR_PROTOCOL))
    return _("What answers is not a server of Provision Atlas, or one of another version.");
  if (g_error_matches (error, ATLAS_ERROR, ATLAS_ERROR_NO_SPACE))
    return _("The disk is full. Free some space, then try again.");

  return _("This did not work. Nothing on this laptop was changed; try again.");
}

static gboolean
trusts_system (AtlasJoinPage *self)
{
  return self->managed != NULL && self->managed->trusts_system;
}

/* Where the council has settled the server, the program compares what a person would. */
static gboolean
is_managed_server (AtlasJoinPage          *self,
                   const AtlasServerSight *seen)
{
  return self->managed == NULL || g_strcmp0 (self->managed->fingerprint, seen->fingerprint) == 0;
}

static void
looked_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GError)           error = NULL;
  g_autoptr(AtlasServerSight) seen = atlas_join_look_finish (result, &error);
  g_autofree char *name = NULL;
  g_autofree char *groups = NULL;
  AtlasJoinPage *self;

  if (g_cancellable_is_cancelled (g_task_get_cancellable (G_TASK (result))))
    return;

  self = user_data;
  if (seen == NULL)
    {
      g_info ("Looking at a server: %s", error->message);
      end (self, error_words (self, error));
      return;
    }

  name = g_markup_escape_text (seen->name != NULL ? seen->name : seen->server, -1);
  groups = seen->fingerprint != NULL ? atlas_fingerprint_format (seen->fingerprint) : NULL;
  if (!is_managed_server (self, seen))
    {
      end (self, _("What answers is not your council’s server. Nothing was sent; tell your IT."));
      return;
    }

  adw_action_row_set_subtitle (self->name, name);
  if (groups != NULL)
    gtk_label_set_label (self->fingerprint, groups);
  gtk_widget_set_visible (self->sight, TRUE);
  gtk_widget_set_visible (self->join_button, TRUE);
  self->seen = g_steal_pointer (&seen);
  self->has_council_sign_in = self->seen->has_council_sign_in;
  gtk_check_button_set_active (self->same, self->managed != NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->same), self->managed == NULL);
  end (self, self->seen->is_demonstration ? _("This is a demonstration server.") : NULL);
}

static void
look_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  AtlasJoinPage *self = ATLAS_JOIN_PAGE (widget);
  GCancellable *cancellable = begin (self, _("Looking at the server"));

  forget_server (self);
  atlas_join_look_async (self->worker, gtk_editable_get_text (self->server),
                         trusts_system (self), make_login (self), cancellable, looked_cb, self);
}

static void
joined_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *folder = atlas_join_async_finish (result, &error);
  AtlasJoinPage *self;

  if (g_cancellable_is_cancelled (g_task_get_cancellable (G_TASK (result))))
    return;

  self = user_data;
  if (folder == NULL)
    {
      g_info ("Joining a server: %s", error->message);
      end (self, error_words (self, error));
      return;
    }

  end (self, NULL);
  forget_server (self);
  forget_proxy (self);
  gtk_editable_set_text (self->code, "");
  g_signal_emit (self, signals[SIGNAL_JOINED], 0, folder);
}

static void
progress_cb (const char *words,
             gpointer    user_data)
{
  say (user_data, words);
}

static void
show_cb (const char *address,
         gpointer    user_data)
{
  AtlasJoinPage *self = user_data;

  atlas_open_uri (GTK_WIDGET (self), address);
  say (self, _("Sign in with the browser that has opened, then come back here."));
}

static void
join (AtlasJoinPage *self,
      const char    *code,
      const char    *words)
{
  GCancellable *cancellable = begin (self, words);

  g_cancellable_cancel (self->looking);
  atlas_join_async (self->worker, self->folder, self->is_again ? NULL : self->seen, code,
                    make_login (self), cancellable, show_cb, progress_cb, joined_cb, self);
}

static void
join_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  AtlasJoinPage *self = ATLAS_JOIN_PAGE (widget);

  join (self, gtk_editable_get_text (self->code), _("Joining the server"));
}

static void
browser_action (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  AtlasJoinPage *self = ATLAS_JOIN_PAGE (widget);

  self->is_in_browser = TRUE;
  join (self, NULL, _("Asking for the council’s sign-in"));
}

static void
cancel_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  AtlasJoinPage *self = ATLAS_JOIN_PAGE (widget);

  g_cancellable_cancel (self->cancellable);
  end (self, _("Nothing was changed."));
}

static void
looked_again_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(GError)           error = NULL;
  g_autoptr(AtlasServerSight) seen = atlas_join_look_finish (result, &error);
  AtlasJoinPage *self;

  if (g_cancellable_is_cancelled (g_task_get_cancellable (G_TASK (result))))
    return;

  self = user_data;
  if (seen == NULL)
    {
      g_info ("Looking at the server again: %s", error->message);
      return;
    }

  self->has_council_sign_in = seen->has_council_sign_in;
  update_actions (self);
}

static void
back_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  AtlasJoinPage *self = ATLAS_JOIN_PAGE (widget);

  g_cancellable_cancel (self->cancellable);
  g_cancellable_cancel (self->looking);
  end (self, NULL);
  if (self->is_again)
    g_signal_emit (self, signals[SIGNAL_JOINED], 0, self->folder);
  else
    gtk_widget_activate_action (widget, "door.add", NULL);
}

static void
typed_cb (AtlasJoinPage *self)
{
  const char *server = gtk_editable_get_text (self->server);

  /* Another address is another server. */
  if (self->seen != NULL && strstr (self->seen->server, server) == NULL)
    forget_server (self);
  update_actions (self);
}

static void
server_activated_cb (AtlasJoinPage *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "join.look", NULL);
}

static void
proxy_activated_cb (AtlasJoinPage *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self),
                              self->is_again || self->seen != NULL ? "join.join" : "join.look",
                              NULL);
}

static void
atlas_join_page_dispose (GObject *object)
{
  AtlasJoinPage *self = ATLAS_JOIN_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_cancellable_cancel (self->looking);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->looking);
  g_clear_pointer (&self->worker, atlas_worker_close);

  G_OBJECT_CLASS (atlas_join_page_parent_class)->dispose (object);
}

static void
atlas_join_page_finalize (GObject *object)
{
  AtlasJoinPage *self = ATLAS_JOIN_PAGE (object);

  g_free (self->folder);
  atlas_server_sight_free (self->seen);
  atlas_managed_free (self->managed);

  G_OBJECT_CLASS (atlas_join_page_parent_class)->finalize (object);
}

static void
atlas_join_page_class_init (AtlasJoinPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = atlas_join_page_dispose;
  object_class->finalize = atlas_join_page_finalize;

  signals[SIGNAL_JOINED] = g_signal_new ("joined", ATLAS_TYPE_JOIN_PAGE, G_SIGNAL_RUN_LAST,
                                         0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class, ATLAS_UI "atlas-join-page.ui");
  gtk_widget_class_bind_template_child (widget_class, AtlasJoinPage, title);
  gtk_widget_class_bind_template_child (widget_class, AtlasJoinPage, server);
  gtk_widget_class_bind_template_child (widget_class, AtlasJoinPage, code);
  gtk_widget_class_bind_template_child (widget_class, AtlasJoinPage, proxy);
  gtk_widget_class_bind_template_child (widget_class, AtlasJoinPage, proxy_user);
  gtk_widget_class_bind_template_child (widget_class, AtlasJoinPage, proxy_password);
  gtk_widget_class_bind_template_child (widget_class, AtlasJoinPage, words);
  gtk_widget_class_bind_template_child (widget_class, AtlasJoinPage, sight);
  gtk_widget_class_bind_template_child (widget_class, AtlasJoinPage, paper);
  gtk_widget_class_bind_template_child (widget_class, AtlasJoinPage, name);
  gtk_widget_class_bind_template_child (widget_class, AtlasJoinPage, fingerprint);
  gtk_widget_class_bind_template_child (widget_class, AtlasJoinPage, same);
  gtk_widget_class_bind_template_child (widget_class, AtlasJoinPage, look_button);
  gtk_widget_class_bind_template_child (widget_class, AtlasJoinPage, join_button);
  gtk_widget_class_bind_template_child (widget_class, AtlasJoinPage, browser_button);
  gtk_widget_class_bind_template_child (widget_class, AtlasJoinPage, cancel_button);
  gtk_widget_class_bind_template_callback (widget_class, proxy_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, server_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, typed_cb);
  gtk_widget_class_install_action (widget_class, "join.look", NULL, look_action);
  gtk_widget_class_install_action (widget_class, "join.join", NULL, join_action);
  gtk_widget_class_install_action (widget_class, "join.browser", NULL, browser_action);
  gtk_widget_class_install_action (widget_class, "join.cancel", NULL, cancel_action);
  gtk_widget_class_install_action (widget_class, "join.back", NULL, back_action);
}

static void
atlas_join_page_init (AtlasJoinPage *self)
{
  g_autoptr(GError) error = NULL;

  gtk_widget_init_template (GTK_WIDGET (self));
  self->managed = atlas_managed_load (&error);
  if (error != NULL)
    g_message ("What is settled for this laptop could not be read. %s", error->message);
  if (trusts_system (self))
    {
      gtk_widget_set_visible (self->paper, FALSE);
      adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (self->sight),
                                             _("Your council has settled that this laptop’s "
                                               "system vouches for it."));
    }
  update_actions (self);
}

static void
begin_page (AtlasJoinPage *self,
            gboolean       is_again,
            const char    *folder,
            const char    *server)
{
  self->is_again = is_again;
  g_free (self->folder);
  self->folder = g_strdup (folder);

  adw_window_title_set_title (self->title,
                              is_again ? _("Sign In Again") : _("Join My Council’s Server"));
  gtk_button_set_label (GTK_BUTTON (self->join_button), is_again ? _("Sign In") : _("Join"));
  gtk_widget_set_visible (self->look_button, !is_again);
  gtk_editable_set_text (self->server, server);
  gtk_editable_set_text (self->code, "");
  forget_proxy (self);
  forget_server (self);
  end (self, NULL);
}

/**
 * atlas_join_page_begin:
 * @folder: (nullable): where to keep the county, or %NULL for a folder beside the other counties
 *
 * Begins to join a server.
 */
void
atlas_join_page_begin (AtlasJoinPage *self,
                       const char    *folder)
{
  g_return_if_fail (ATLAS_IS_JOIN_PAGE (self));

  begin_page (self, FALSE, folder, self->managed != NULL ? self->managed->server : "");
  if (self->managed != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "join.look", NULL);
}

/**
 * atlas_join_page_begin_again:
 * @folder: a data folder whose store has joined a server, and that nobody has open
 * @server: the server's address
 *
 * Begins to sign in again. What is unsent stays, and is sent afterwards.
 */
void
atlas_join_page_begin_again (AtlasJoinPage *self,
                             const char    *folder,
                             const char    *server)
{
  g_return_if_fail (ATLAS_IS_JOIN_PAGE (self));
  g_return_if_fail (folder != NULL && server != NULL);

  begin_page (self, TRUE, folder, server);
  atlas_renew_cancellable (&self->looking);
  make_worker (self);
  atlas_join_look_again_async (self->worker, folder, self->looking, looked_again_cb, self);
}
