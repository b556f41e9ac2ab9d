/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-door.h"

#include <glib/gi18n.h>

#include "app/atlas-compat.h"
#include "app/atlas-connection-page.h"
#include "app/atlas-county-list.h"
#include "app/atlas-door-work.h"
#include "app/atlas-join-page.h"
#include "app/atlas-opening-page.h"
#include "app/atlas-pack-list.h"
#include "app/atlas-session-make.h"
#include "app/atlas-session-work.h"
#include "app/atlas-ui.h"
#include "app/atlas-welcome-page.h"
#include "base/atlas-error.h"

#define PAGE_OPENING  "opening"
#define PAGE_COUNTIES "counties"
#define PAGE_WELCOME  "welcome"
#define PAGE_PACKS    "packs"
#define PAGE_JOIN     "join"
#define PAGE_CONNECTION "connection"

/**
 * AtlasDoor:
 *
 * The way into a county: the list of those on this laptop, and what it takes to add one: a pack, or
 * a server to join. A county that is open stays open behind it until another is ready.
 */
struct _AtlasDoor
{
  AdwBin               parent_instance;

  AtlasWorker         *worker;  /* (nullable): NULL until first use */
  GCancellable        *cancellable;     /* (nullable): of what runs now */
  char                *open_folder;     /* (nullable): of the county that is open behind it */
  char                *also;    /* (nullable): a store elsewhere that is on the list */
  char                *words;   /* (nullable): why it is shown, when nobody asked for it */
  char                *named;   /* (nullable): the folder in which a county is to be made */
  gboolean             has_list; /* there are counties, so that Back leads to their list */
  char                *pack;    /* (nullable): of which one is to be made: a name or a folder */
  AtlasSessionMake     make;

  /* Template */
  GtkStack            *stack;
  AtlasOpeningPage    *opening_page;
  AtlasCountyList     *county_list;
  AtlasWelcomePage    *welcome_page;
  AtlasPackList       *pack_list;
  AtlasJoinPage       *join_page;
  AtlasConnectionPage *connection_page;
};

G_DEFINE_FINAL_TYPE (AtlasDoor, atlas_door, ADW_TYPE_BIN)

/**
 * AtlasDoor::open:
 * @folder: a data folder that has a store
 *
 * Somebody has chosen a county, or added one.
 *
 * AtlasDoor::leave:
 *
 * Somebody goes back to the county that is open.
 */
typedef enum { SIGNAL_OPEN, SIGNAL_LEAVE } AtlasDoorSignal;
static guint signals[SIGNAL_LEAVE + 1];

static void
show_page (AtlasDoor  *self,
           const char *page)
{
  gtk_stack_set_visible_child_name (self->stack, page);
  gtk_widget_grab_focus (gtk_stack_get_visible_child (self->stack));
}

/* Begins something on the worker, in the place of what ran. */
static GCancellable *
begin (AtlasDoor *self)
{
  atlas_renew_cancellable (&self->cancellable);
  if (self->worker == NULL)
    self->worker = atlas_worker_new ("atlas-door");

  return self->cancellable;
}

static void
show_welcome (AtlasDoor *self)
{
  atlas_welcome_page_show (self->welcome_page, !self->has_list,
                           self->has_list ? NULL : self->words);
  show_page (self, PAGE_WELCOME);
}

static void
listed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GPtrArray) entries = atlas_door_list_finish (result, NULL);
  AtlasDoor *self;

  if (entries == NULL)
    return;

  self = user_data;
  self->has_list = entries->len > 0;
  if (!self->has_list)
    {
      show_welcome (self);
      return;
    }

  atlas_county_list_show (self->county_list, entries, self->open_folder, self->words);
  show_page (self, PAGE_COUNTIES);
}

static void
show_list (AtlasDoor *self)
{
  GCancellable *cancellable = begin (self);

  atlas_opening_page_set_words (self->opening_page, _("Looking at the counties on this laptop"));
  atlas_door_list_async (self->worker, self->also, cancellable, listed_cb, self);
}

static void
made_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *folder = atlas_session_make_finish (result, &error);
  AtlasDoor *self;

  if (g_cancellable_is_cancelled (g_task_get_cancellable (G_TASK (result))))
    return;

  self = user_data;
  if (folder != NULL)
    {
      g_signal_emit (self, signals[SIGNAL_OPEN], 0, folder);
      return;
    }

  show_page (self, PAGE_PACKS);
  atlas_pack_list_refuse (self->pack_list, error);
}

static void
progress_cb (const char *words,
             gpointer    user_data)
{
  atlas_opening_page_set_words (ATLAS_DOOR (user_data)->opening_page, words);
}

static void
make_county (AtlasDoor *self)
{
  GCancellable *cancellable = begin (self);

  atlas_opening_page_set_words (self->opening_page, _("Making the county"));
  show_page (self, PAGE_OPENING);
  atlas_session_make_async (self->worker, self->pack, self->named, self->make,
                            atlas_date_today (NULL), cancellable, progress_cb, made_cb, self);
}

static void
start_asked_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  if (atlas_ask_finish (result, NULL))
    make_county (ATLAS_DOOR (source));
}

static void
looked_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *title = atlas_door_look_finish (result, &error);
  g_autofree char *heading = NULL;
  AtlasDoor *self;

  if (g_cancellable_is_cancelled (g_task_get_cancellable (G_TASK (result))))
    return;

  self = user_data;
  if (title == NULL)
    {
      atlas_pack_list_refuse (self->pack_list, error);
      return;
    }
  if (self->make == ATLAS_SESSION_DEMONSTRATION)
    {
      make_county (self);
      return;
    }

  /* Translators: the name of a county */
  heading = g_strdup_printf (_("Start %s Here?"), title);
  atlas_ask_async (GTK_WIDGET (self), heading,
                   _("Its areas, partnerships and provision are put into a new store, "
                     "if there is none yet. Real children must not be entered in it "
                     "until stores are sealed."),
                   _("_Start"), ATLAS_ASK_PLAIN, self->cancellable, start_asked_cb, NULL);
}

static void
look_at_pack (AtlasDoor  *self,
              const char *pack)
{
  GCancellable *cancellable = begin (self);

  g_free (self->pack);
  self->pack = g_strdup (pack);
  atlas_door_look_async (self->worker, pack, cancellable, looked_cb, self);
}

static void
pack_chosen_cb (AtlasDoor  *self,
                const char *pack)
{
  look_at_pack (self, pack);
}

static void
pack_folder_chosen_cb (GObject      *source,
                       GAsyncResult *result,
                       gpointer      user_data)
{
  g_autoptr(GFile)  folder = atlas_open_file_finish (result, NULL);
  g_autoptr(GError) error = NULL;

  if (folder == NULL)
    return;
  if (g_file_peek_path (folder) != NULL)
    {
      look_at_pack (ATLAS_DOOR (source), g_file_peek_path (folder));
      return;
    }

  g_set_error_literal (&error, ATLAS_ERROR, ATLAS_ERROR_NOT_FOUND,
                       "Opening a county pack: its folder is not on this laptop");
  atlas_pack_list_refuse (ATLAS_DOOR (source)->pack_list, error);
}

static void
folder_wanted_cb (AtlasDoor *self)
{
  atlas_open_folder_async (GTK_WIDGET (self), _("Folder of a County Pack"), begin (self),
                           pack_folder_chosen_cb, NULL);
}

static void
county_chosen_cb (AtlasDoor  *self,
                  const char *folder)
{
  g_signal_emit (self, signals[SIGNAL_OPEN], 0, folder);
}

static void
joined_cb (AtlasDoor  *self,
           const char *folder)
{
  g_signal_emit (self, signals[SIGNAL_OPEN], 0, folder);
}

static void
choose_pack (AtlasDoor       *self,
             AtlasSessionMake make)
{
  self->make = make;
  atlas_pack_list_show (self->pack_list, make == ATLAS_SESSION_DEMONSTRATION);
  show_page (self, PAGE_PACKS);
}

static void
explore_action (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  choose_pack (ATLAS_DOOR (widget), ATLAS_SESSION_DEMONSTRATION);
}

static void
start_action (GtkWidget  *widget,
              const char *name,
              GVariant   *parameter)
{
  choose_pack (ATLAS_DOOR (widget), ATLAS_SESSION_COUNTY);
}

static void
join_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  AtlasDoor *self = ATLAS_DOOR (widget);

  atlas_join_page_begin (self->join_page, self->named);
  show_page (self, PAGE_JOIN);
}

static void
add_action (GtkWidget  *widget,
            const char *name,
            GVariant   *parameter)
{
  show_welcome (ATLAS_DOOR (widget));
}

/* One step back; from the list to the county that is open, where there is one. */
static void
back_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  AtlasDoor *self = ATLAS_DOOR (widget);
  const char *page = gtk_stack_get_visible_child_name (self->stack);

  if (g_strcmp0 (page, PAGE_PACKS) == 0)
    show_welcome (self);
  else if (g_strcmp0 (page, PAGE_JOIN) == 0)
    gtk_widget_activate_action (GTK_WIDGET (self->join_page), "join.back", NULL);
  else if (g_strcmp0 (page, PAGE_CONNECTION) == 0)
    gtk_widget_activate_action (GTK_WIDGET (self->connection_page), "connection.back", NULL);
  else if (g_strcmp0 (page, PAGE_WELCOME) == 0 && self->has_list)
    show_list (self);
  else if (g_strcmp0 (page, PAGE_COUNTIES) == 0 && self->open_folder != NULL)
    g_signal_emit (self, signals[SIGNAL_LEAVE], 0);
}

/* Who goes elsewhere is not followed by what was begun here: what is made is on the list then. */
static void
atlas_door_unmap (GtkWidget *widget)
{
  g_cancellable_cancel (ATLAS_DOOR (widget)->cancellable);

  GTK_WIDGET_CLASS (atlas_door_parent_class)->unmap (widget);
}

static void
atlas_door_dispose (GObject *object)
{
  AtlasDoor *self = ATLAS_DOOR (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->worker, atlas_worker_close);

  G_OBJECT_CLASS (atlas_door_parent_class)->dispose (object);
}

static void
atlas_door_finalize (GObject *object)
{
  AtlasDoor *self = ATLAS_DOOR (object);

  g_free (self->open_folder);
  g_free (self->also);
  g_free (self->words);
  g_free (self->named);
  g_free (self->pack);

  G_OBJECT_CLASS (atlas_door_parent_class)->finalize (object);
}

static void
atlas_door_class_init (AtlasDoorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = atlas_door_dispose;
  object_class->finalize = atlas_door_finalize;
  widget_class->unmap = atlas_door_unmap;

  signals[SIGNAL_OPEN] = g_signal_new ("open", ATLAS_TYPE_DOOR, G_SIGNAL_RUN_LAST,
                                       0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_LEAVE] = g_signal_new ("leave", ATLAS_TYPE_DOOR, G_SIGNAL_RUN_LAST,
                                        0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (ATLAS_TYPE_CONNECTION_PAGE);
  g_type_ensure (ATLAS_TYPE_COUNTY_LIST);
  g_type_ensure (ATLAS_TYPE_JOIN_PAGE);
  g_type_ensure (ATLAS_TYPE_OPENING_PAGE);
  g_type_ensure (ATLAS_TYPE_PACK_LIST);
  g_type_ensure (ATLAS_TYPE_WELCOME_PAGE);

  gtk_widget_class_set_template_from_resource (widget_class, ATLAS_UI "atlas-door.ui");
  gtk_widget_class_bind_template_child (widget_class, AtlasDoor, stack);
  gtk_widget_class_bind_template_child (widget_class, AtlasDoor, opening_page);
  gtk_widget_class_bind_template_child (widget_class, AtlasDoor, county_list);
  gtk_widget_class_bind_template_child (widget_class, AtlasDoor, welcome_page);
  gtk_widget_class_bind_template_child (widget_class, AtlasDoor, pack_list);
  gtk_widget_class_bind_template_child (widget_class, AtlasDoor, join_page);
  gtk_widget_class_bind_template_child (widget_class, AtlasDoor, connection_page);
  gtk_widget_class_bind_template_callback (widget_class, county_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, folder_wanted_cb);
  gtk_widget_class_bind_template_callback (widget_class, joined_cb);
  gtk_widget_class_bind_template_callback (widget_class, pack_chosen_cb);

  gtk_widget_class_install_action (widget_class, "door.add", NULL, add_action);
  gtk_widget_class_install_action (widget_class, "door.back", NULL, back_action);
  gtk_widget_class_install_action (widget_class, "door.explore", NULL, explore_action);
  gtk_widget_class_install_action (widget_class, "door.join", NULL, join_action);
  gtk_widget_class_install_action (widget_class, "door.start", NULL, start_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "door.back", NULL);
}

static void
atlas_door_init (AtlasDoor *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
come_from (AtlasDoor  *self,
           const char *open_folder,
           const char *also,
           const char *named,
           const char *words)
{
  g_free (self->open_folder);
  g_free (self->also);
  g_free (self->named);
  g_free (self->words);
  self->open_folder = g_strdup (open_folder);
  self->also = g_strdup (also);
  self->named = g_strdup (named);
  self->words = g_strdup (words);
  self->has_list = FALSE;
}

/**
 * atlas_door_show_counties:
 * @open_folder: (nullable): data folder of the county that is open, to which one can go back
 * @also: (nullable): a data folder elsewhere that is to be on the list
 * @words: (nullable): why it is shown, when nobody asked for it
 *
 * Shows the counties on this laptop; where there are none, asks what to open.
 */
void
atlas_door_show_counties (AtlasDoor  *self,
                          const char *open_folder,
                          const char *also,
                          const char *words)
{
  g_return_if_fail (ATLAS_IS_DOOR (self));

  come_from (self, open_folder, also, NULL, words);
  gtk_stack_set_visible_child_name (self->stack, PAGE_OPENING);
  show_list (self);
}

/**
 * atlas_door_show_welcome:
 * @folder: a data folder that somebody has named and that has no store
 *
 * Asks what to put into the folder.
 */
void
atlas_door_show_welcome (AtlasDoor  *self,
                         const char *folder)
{
  g_return_if_fail (ATLAS_IS_DOOR (self));
  g_return_if_fail (folder != NULL);

  come_from (self, NULL, NULL, folder, NULL);
  show_welcome (self);
}

/**
 * atlas_door_show_sign_in:
 * @folder: a data folder whose store has joined a server, and that nobody has open
 * @server: the server's address
 *
 * Asks for the code with which to sign in again.
 */
void
atlas_door_show_sign_in (AtlasDoor  *self,
                         const char *folder,
                         const char *server)
{
  g_return_if_fail (ATLAS_IS_DOOR (self));

  come_from (self, NULL, NULL, folder, NULL);
  atlas_join_page_begin_again (self->join_page, folder, server);
  show_page (self, PAGE_JOIN);
}

/**
 * atlas_door_show_connection:
 * @folder: a data folder whose store has joined a server, and that nobody has open
 *
 * Shows what stands between the laptop and its server.
 */
void
atlas_door_show_connection (AtlasDoor  *self,
                            const char *folder)
{
  g_return_if_fail (ATLAS_IS_DOOR (self));

  come_from (self, NULL, NULL, folder, NULL);
  atlas_connection_page_begin (self->connection_page, folder);
  show_page (self, PAGE_CONNECTION);
}
