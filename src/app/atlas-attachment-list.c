/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-attachment-list.h"

#include <glib/gi18n.h>

#include "app/atlas-attachment-work.h"
#include "app/atlas-compat.h"
#include "app/atlas-form-apply.h"
#include "app/atlas-referral-verb-form.h"
#include "app/atlas-session-work.h"
#include "app/atlas-ui.h"
#include "app/atlas-window.h"
#include "base/atlas-error.h"
#include "exchange/atlas-import.h"

/**
 * AtlasAttachmentList:
 *
 * The documents of a child: what each is and where its file is. They are added, opened, copied and
 * removed here, with or without a network; a file that is not on this laptop is asked for.
 */
struct _AtlasAttachmentList
{
  AdwBin             parent_instance;

  AtlasSession      *session;           /* (nullable): NULL until given */
  AtlasReferralCase *referral_case;     /* (nullable): likewise */
  GCancellable      *cancellable;       /* (nullable): of the list that is being read */
  GPtrArray         *lines;             /* (element-type AtlasDocumentLine) (nullable) */
  char              *said;              /* (nullable): what the rows say */

  /* Template */
  GtkLabel          *none;
  GtkListBox        *list;
};

G_DEFINE_FINAL_TYPE (AtlasAttachmentList, atlas_attachment_list, ADW_TYPE_BIN)

/* A document that something is being done with. */
typedef struct {
  AtlasAttachmentList *list;    /* (nullable): NULL once it is gone */
  AtlasSession        *session;
  AtlasReferralCase   *referral_case;
  char                *id;      /* (nullable): NULL for one that is being added */
  GFile               *file;    /* (nullable): where it comes from or goes to */
} Doing;

static Doing *
doing_new (AtlasAttachmentList *self,
           const char          *id)
{
  Doing *doing = g_new0 (Doing, 1);

  g_set_weak_pointer (&doing->list, self);
  doing->session = g_object_ref (self->session);
  doing->referral_case = atlas_referral_case_ref (self->referral_case);
  doing->id = g_strdup (id);
  return doing;
}

static void
doing_free (Doing *doing)
{
  g_clear_weak_pointer (&doing->list);
  g_clear_object (&doing->session);
  atlas_referral_case_unref (doing->referral_case);
  g_clear_object (&doing->file);
  g_free (doing->id);
  g_free (doing);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Doing, doing_free)

static void
say (Doing      *doing,
     const char *words)
{
  if (doing->list == NULL)
    return;

  atlas_window_toast (GTK_WIDGET (doing->list), words);
  atlas_announce (GTK_WIDGET (doing->list), words);
}

static AtlasAsked *
asked_of (Doing *doing)
{
  return atlas_asked_new (doing->id, doing->referral_case->on);
}

static AtlasDocumentLine *
find_line (AtlasAttachmentList *self,
           const char          *id)
{
  for (guint i = 0; self->lines != NULL && i < self->lines->len; i++)
    {
      AtlasDocumentLine *line = g_ptr_array_index (self->lines, i);

      if (g_str_equal (atlas_record_get_id (ATLAS_RECORD (line->record)), id))
        return line;
    }

  return NULL;
}

static gboolean
is_here (const AtlasDocumentLine *line)
{
  return line->state == ATLAS_FILE_HERE || line->state == ATLAS_FILE_UNSENT;
}

static GtkWidget *
make_menu (const char *id,
           const char *title,
           gboolean    is_here)
{
  g_autoptr(GMenu) menu = g_menu_new ();
  GtkWidget *button = gtk_menu_button_new ();
  g_autofree char *save = g_strdup_printf ("document.save('%s')", id);
  g_autofree char *removal = g_strdup_printf ("document.remove('%s')", id);
  g_autofree char *label = NULL;

  if (is_here)
    g_menu_append (menu, _("_Save a Copy…"), save);
  g_menu_append (menu, _("_Remove"), removal);
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "view-more-symbolic");
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), G_MENU_MODEL (menu));
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  /* Translators: a document's title. */
  label = g_strdup_printf (_("More for %s"), title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);

  return button;
}

static GtkWidget *
make_button (const AtlasDocumentLine *line,
             const char              *id)
{
  const char *title = line->record->title;
  GtkWidget *button = gtk_button_new_with_label (is_here (line) ? _("Open") : _("Get"));
  g_autofree char *label = NULL;

  /* Translators: a document's title. */
  label = g_strdup_printf (is_here (line) ? _("Open %s") : _("Get %s"), title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_sensitive (button, line->state != ATLAS_FILE_ASKED);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "document.open");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", id);

  return button;
}

static GtkWidget *
make_row (const AtlasDocumentLine *line,
          const char              *words)
{
  const char *id = atlas_record_get_id (ATLAS_RECORD (line->record));
  const char *title = line->record->title;
  GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW, "use-markup", FALSE, "title", title,
                                 "subtitle", words, "subtitle-lines", 0, "title-lines", 0, NULL);

  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, words, -1);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), make_button (line, id));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), make_menu (id, title, is_here (line)));

  return row;
}

static char *
say_all (GPtrArray *lines)
{
  g_autoptr(GString) all = g_string_new (NULL);

  for (guint i = 0; i < lines->len; i++)
    {
      AtlasDocumentLine *line = g_ptr_array_index (lines, i);
      g_autofree char *words = atlas_attachment_word (line);

      g_string_append_printf (all, "%s\n%s\n%s\n",
                              atlas_record_get_id (ATLAS_RECORD (line->record)),
                              line->record->title, words);
    }

  return g_string_free (g_steal_pointer (&all), FALSE);
}

/* Rows that say the same stay as they are, and so does where the focus is. */
static void
show_lines (AtlasAttachmentList *self)
{
  g_autofree char *said = say_all (self->lines);
  GtkWidget *row;

  gtk_widget_set_visible (GTK_WIDGET (self->none), self->lines->len == 0);
  gtk_widget_set_visible (GTK_WIDGET (self->list), self->lines->len > 0);
  if (g_strcmp0 (said, self->said) == 0)
    return;

  g_free (self->said);
  self->said = g_steal_pointer (&said);
  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, row);
  for (guint i = 0; i < self->lines->len; i++)
    {
      AtlasDocumentLine *line = g_ptr_array_index (self->lines, i);
      g_autofree char *words = atlas_attachment_word (line);

      gtk_list_box_append (self->list, make_row (line, words));
    }
}

static void
listed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GError)    error = NULL;
  g_autoptr(GPtrArray) lines = g_task_propagate_pointer (G_TASK (result), &error);
  AtlasAttachmentList *self;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self = user_data;
  if (lines == NULL)
    {
      g_info ("Documents could not be listed: %s", error->message);
      return;
    }

  g_clear_pointer (&self->lines, g_ptr_array_unref);
  self->lines = g_steal_pointer (&lines);
  show_lines (self);
}

static void
refresh (AtlasAttachmentList *self)
{
  if (self->session == NULL || self->referral_case->referral->child == NULL ||
      atlas_session_get_state (self->session) != ATLAS_SESSION_READY)
    return;

  atlas_renew_cancellable (&self->cancellable);
  atlas_session_ask_async (self->session, atlas_attachment_list_in_thread,
                           self->referral_case->referral->child,
                           (GDestroyNotify) g_ptr_array_unref, self->cancellable, listed_cb, self);
}

static AtlasChangeSet *
make_document (AtlasVerbForm *verb)
{
  AtlasReferral *referral = verb->referral_case->referral;
  g_autofree char *title = atlas_verb_form_dup_text (verb, 1);
  AtlasDocumentDraft draft = {
    .referral = atlas_record_get_id (ATLAS_RECORD (referral)),
    .child = referral->child,
    .about = referral->reference,
    .kind = atlas_verb_form_get_code (verb, 0, "document-kind"),
    .title = title,
    .name = verb->extra,
    .on = verb->referral_case->on,
    .is_invented = referral->invented,
  };

  if (draft.kind == NULL)
    return atlas_verb_form_refuse (verb, 0, _("Choose what it is"));
  if (title == NULL)
    return atlas_verb_form_refuse (verb, 1, _("Write what it is called"));

  return atlas_document_add_set (&draft, verb->file, NULL);
}

static void
ask_what_it_is (Doing  *doing,
                GBytes *bytes)
{
  g_autofree char *base = g_file_get_basename (doing->file);
  g_autofree char *name = g_filename_display_name (base);
  g_autofree char *title = atlas_document_title (name);
  g_autofree char *size = g_format_size (g_bytes_get_size (bytes));
  g_autofree char *intro = NULL;
  AtlasVerbForm *verb;

  verb = atlas_verb_form_new (GTK_WIDGET (doing->list), doing->session, doing->referral_case,
                              _("Add a Document"), _("_Add"), make_document);
  verb->file = g_bytes_ref (bytes);
  verb->extra = g_strdup (name);
  verb->extra_free = g_free;
  /* Translators: a file's name, its size. */
  intro = g_strdup_printf (_("%1$s, %2$s. Whoever sees the child’s notes will be able to open it."),
                           name, size);
  atlas_form_set_intro (verb->form, intro);
  atlas_verb_form_add_codes (verb, _("_What it is"), "document-kind", NULL);
  atlas_verb_form_add (verb, atlas_form_add_text (verb->form, _("_Title"), title));
  gtk_window_present (GTK_WINDOW (verb->form));
}

/* Reading a file may wait for a disk or a network. */
static gpointer
load_in_thread (AtlasStore   *store,
                gpointer      data,
                GCancellable *cancellable,
                GError      **error)
{
  return atlas_import_load_file (G_FILE (data), ATLAS_BLOB_BYTES_MAX, cancellable, error);
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(Doing)  doing = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes = atlas_session_read_finish (doing->session, result, &error);
  g_autofree char *words = NULL;

  if (doing->list == NULL)
    return;
  if (bytes != NULL)
    {
      ask_what_it_is (doing, bytes);
      return;
    }

  /* Translators: why. */
  words = g_strdup_printf (_("Nothing was added: %s"), error->message);
  say (doing, words);
}

/**
 * atlas_attachment_list_take:
 * @file: a file that somebody chose
 *
 * Asks what a file is, and adds it.
 */
void
atlas_attachment_list_take (AtlasAttachmentList *self,
                            GFile               *file)
{
  Doing *doing;

  g_return_if_fail (ATLAS_IS_ATTACHMENT_LIST (self));

  if (self->session == NULL)
    return;

  doing = doing_new (self, NULL);
  doing->file = g_object_ref (file);
  atlas_session_read_async (self->session, load_in_thread, g_object_ref (file), g_object_unref,
                            (GDestroyNotify) g_bytes_unref, NULL, loaded_cb, doing);
}

static void
chosen_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(Doing) doing = user_data;
  g_autoptr(GFile) file = atlas_open_file_finish (result, NULL);

  if (file != NULL && doing->list != NULL)
    atlas_attachment_list_take (doing->list, file);
}

static void
add_action (GtkWidget  *widget,
            const char *name,
            GVariant   *parameter)
{
  AtlasAttachmentList *self = ATLAS_ATTACHMENT_LIST (widget);

  if (self->session != NULL)
    atlas_open_file_async (widget, _("Add a Document"), NULL, chosen_cb, doing_new (self, NULL));
}

static void
opened_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(Doing)  doing = user_data;
  g_autoptr(GError) error = NULL;
  g_autofree char *uri = atlas_session_read_finish (doing->session, result, &error);
  g_autofree char *words = NULL;

  if (uri != NULL && doing->list != NULL)
    atlas_open_uri (GTK_WIDGET (doing->list), uri);
  if (uri != NULL)
    return;

  /* Translators: why. */
  words = g_strdup_printf (_("The document cannot be opened: %s"), error->message);
  say (doing, words);
}

static void
asked_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(Doing)  doing = user_data;
  g_autoptr(GError) error = NULL;
  g_autofree char *words = NULL;

  if (atlas_session_write_finish (doing->session, result, &error) != NULL)
    {
      atlas_session_sync_now (doing->session);
      say (doing, _("The document comes with the next sync. Open it when it is here."));
      if (doing->list != NULL)
        refresh (doing->list);
      return;
    }

  /* Translators: why. */
  words = g_strdup_printf (_("The document cannot be asked for: %s"), error->message);
  say (doing, words);
}

static void
open_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  AtlasAttachmentList *self = ATLAS_ATTACHMENT_LIST (widget);
  const char *id = g_variant_get_string (parameter, NULL);
  AtlasDocumentLine *line = find_line (self, id);
  Doing *doing;

  if (line == NULL)
    return;

  doing = doing_new (self, id);
  if (is_here (line))
    atlas_session_read_async (self->session, atlas_attachment_open_in_thread, asked_of (doing),
                              (GDestroyNotify) atlas_asked_free, g_free, NULL, opened_cb, doing);
  else
    atlas_session_write_async (self->session, atlas_attachment_ask_in_thread, asked_of (doing),
                               (GDestroyNotify) atlas_asked_free, NULL, NULL, asked_cb, doing);
}

static void
say_not_saved (Doing  *doing,
               GError *error)
{
  g_autofree char *words = NULL;

  /* Translators: why. */
  words = g_strdup_printf (_("The copy was not saved: %s"), error->message);
  say (doing, words);
}

static void
written_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(Doing)  doing = user_data;
  g_autoptr(GError) error = NULL;

  if (g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    {
      say (doing, _("The copy is saved. It is yours to look after."));
      return;
    }

  say_not_saved (doing, error);
}

static void
copied_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(Doing)  doing = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes = atlas_session_read_finish (doing->session, result, &error);
  GFile *file = doing->file;

  if (bytes != NULL)
    {
      g_file_replace_contents_bytes_async (file, bytes, NULL, FALSE, G_FILE_CREATE_PRIVATE, NULL,
                                           written_cb, g_steal_pointer (&doing));
      return;
    }

  say_not_saved (doing, error);
}

static void
placed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(Doing) doing = user_data;
  AtlasSession *session = doing->session;

  doing->file = atlas_save_file_finish (result, NULL);
  if (doing->file == NULL)
    return;

  atlas_session_read_async (session, atlas_attachment_read_in_thread, asked_of (doing),
                            (GDestroyNotify) atlas_asked_free, (GDestroyNotify) g_bytes_unref, NULL,
                            copied_cb, g_steal_pointer (&doing));
}

static void
save_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  AtlasAttachmentList *self = ATLAS_ATTACHMENT_LIST (widget);
  const char *id = g_variant_get_string (parameter, NULL);
  AtlasDocumentLine *line = find_line (self, id);
  AtlasBlob blob;

  if (line != NULL && atlas_document_read (line->record, &blob))
    atlas_save_file_async (widget, _("Save a Copy"), blob.name, NULL, placed_cb,
                           doing_new (self, id));
}

static void
remove_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  AtlasAttachmentList *self = ATLAS_ATTACHMENT_LIST (widget);
  AtlasDocumentLine *line = find_line (self, g_variant_get_string (parameter, NULL));

  if (line != NULL)
    atlas_form_apply (NULL, widget, self->session, atlas_document_remove_set (line->record));
}

static void
atlas_attachment_list_dispose (GObject *object)
{
  AtlasAttachmentList *self = ATLAS_ATTACHMENT_LIST (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (atlas_attachment_list_parent_class)->dispose (object);
}

static void
atlas_attachment_list_finalize (GObject *object)
{
  AtlasAttachmentList *self = ATLAS_ATTACHMENT_LIST (object);

  g_clear_pointer (&self->referral_case, atlas_referral_case_unref);
  g_clear_pointer (&self->lines, g_ptr_array_unref);
  g_free (self->said);

  G_OBJECT_CLASS (atlas_attachment_list_parent_class)->finalize (object);
}

static void
atlas_attachment_list_class_init (AtlasAttachmentListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = atlas_attachment_list_dispose;
  object_class->finalize = atlas_attachment_list_finalize;

  gtk_widget_class_set_template_from_resource (widget_class, ATLAS_UI "atlas-attachment-list.ui");
  gtk_widget_class_bind_template_child (widget_class, AtlasAttachmentList, none);
  gtk_widget_class_bind_template_child (widget_class, AtlasAttachmentList, list);

  gtk_widget_class_install_action (widget_class, "document.add", NULL, add_action);
  gtk_widget_class_install_action (widget_class, "document.open", "s", open_action);
  gtk_widget_class_install_action (widget_class, "document.save", "s", save_action);
  gtk_widget_class_install_action (widget_class, "document.remove", "s", remove_action);
}

static void
atlas_attachment_list_init (AtlasAttachmentList *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self->list), FALSE);
}

/**
 * atlas_attachment_list_show:
 * @session: the store
 * @referral_case: whose documents to show
 *
 * Shows the documents of a referral's child, as they are now.
 */
void
atlas_attachment_list_show (AtlasAttachmentList *self,
                            AtlasSession        *session,
                            AtlasReferralCase   *referral_case)
{
  g_return_if_fail (ATLAS_IS_ATTACHMENT_LIST (self));

  g_set_object (&self->session, session);
  g_clear_pointer (&self->referral_case, atlas_referral_case_unref);
  self->referral_case = atlas_referral_case_ref (referral_case);
  refresh (self);
}
