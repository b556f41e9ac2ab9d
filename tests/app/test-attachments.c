/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The documents of a referral, in a window. */
#include "config.h"

#include "case-window.h"

#include <glib/gstdio.h>

#include "app/atlas-asked.h"
#include "app/atlas-attachment-list.h"
#include "app/atlas-attachment-work.h"
#include "app/atlas-referral-page.h"
#include "app/atlas-session-work.h"

#define WIDE   1280     /* pixels */
#define NARROW 400
#define HEIGHT 800

/* The hash of a file that is not there. */
#define ELSEWHERE "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

static gboolean
list_is_shown (CaseWindow *self,
               gpointer    data)
{
  g_autoptr(GPtrArray) found = case_find_all (GTK_WIDGET (self->window),
                                              ATLAS_TYPE_ATTACHMENT_LIST);

  if (data != NULL && found->len == 1)
    *(gpointer *) data = g_ptr_array_index (found, 0);
  return found->len == 1;
}

static AtlasAttachmentList *
open_list (CaseWindow *self,
           int         width)
{
  AtlasAttachmentList *list = NULL;

  case_window_init (self, 3, width, HEIGHT);
  case_window_go (self, "referral/K0-001?tab=documents");
  case_window_wait (self, list_is_shown, &list);
  case_window_wait_for_text (self, "There are no documents yet");
  return list;
}

static void
take (AtlasAttachmentList *list,
      const char          *path)
{
  g_autoptr(GFile) file = g_file_new_for_path (path);

  atlas_attachment_list_take (list, file);
}

static char *
write_file (CaseWindow *self,
            const char *name,
            const char *text)
{
  char *path = g_build_filename (self->folder, name, NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  return path;
}

/* Where the last question begins; 0 before the form has its size. */
static float
title_y (GtkWidget *form)
{
  graphene_rect_t bounds;

  return gtk_widget_compute_bounds (case_find_row (form, "Title"), form, &bounds) &&
         bounds.size.height > 0 ? bounds.origin.y : 0;
}

/* @data: where it began before */
static gboolean
title_has_moved_in_sight (CaseWindow *self,
                          gpointer    data)
{
  GtkWidget *form = case_find_form ();
  GtkWidget *row = case_find_row (form, "Title");
  float y = title_y (form);

  return y > *(float *) data && y + gtk_widget_get_height (row) <= gtk_widget_get_height (form);
}

static void
add_document (CaseWindow          *self,
              AtlasAttachmentList *list,
              const char          *text)
{
  g_autofree char *path = write_file (self, "Risk plan.txt", text);
  GtkWidget *form;
  float y = 0;

  take (list, path);
  case_window_wait (self, case_form_is_open, GINT_TO_POINTER (TRUE));
  form = case_find_form ();
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (case_find_row (form, "Title"))), ==,
                   "Risk plan");

  case_window_wait (self, title_has_moved_in_sight, &y);
  y = title_y (form);
  g_assert_true (gtk_widget_activate_action (form, "form.save", NULL));
  g_assert_true (form == case_find_form ());
  case_window_wait (self, title_has_moved_in_sight, &y);
  adw_combo_row_set_selected (ADW_COMBO_ROW (case_find_row (form, "What it is")), 2);
  g_assert_true (gtk_widget_activate_action (form, "form.save", NULL));
  case_window_wait (self, case_form_is_open, GINT_TO_POINTER (FALSE));
  case_window_wait_for_text (self, "Risk plan.txt");
}

static void
get_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static gboolean
is_set (CaseWindow *self,
        gpointer    data)
{
  return *(gpointer *) data != NULL;
}

static gpointer
ask (CaseWindow    *self,
     AtlasStoreWork work,
     const char    *of)
{
  g_autoptr(GError)       error = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  gpointer answer;

  atlas_session_read_async (self->session, work, atlas_asked_new (of, case_today ()),
                            (GDestroyNotify) atlas_asked_free, NULL, NULL, get_cb, &result);
  case_window_wait (self, is_set, &result);
  answer = atlas_session_read_finish (self->session, result, &error);
  g_assert_no_error (error);
  return answer;
}

static const char *
child_of (CaseWindow *self)
{
  g_autoptr(GPtrArray) found = case_find_all (GTK_WIDGET (self->window), ATLAS_TYPE_REFERRAL_PAGE);

  g_assert_cmpuint (found->len, ==, 1);
  return atlas_referral_page_get_case (g_ptr_array_index (found, 0))->referral->child;
}

static GPtrArray *
documents_of (CaseWindow *self)
{
  return ask (self, atlas_attachment_list_in_thread, child_of (self));
}

static void
test_a_document_is_added_opened_and_taken_back (void)
{
  CaseWindow self = { NULL };
  AtlasAttachmentList *list = open_list (&self, WIDE);
  g_autoptr(GPtrArray) lines = NULL;
  g_autoptr(GFile) file = NULL;
  g_autofree char *uri = NULL;
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;
  const char *id;
  GStatBuf info;

  add_document (&self, list, "an invented plan");
  case_window_wait_for_text (&self, "On this laptop");
  case_window_picture (&self, "documents");

  lines = documents_of (&self);
  g_assert_cmpuint (lines->len, ==, 1);
  id = atlas_record_get_id (ATLAS_RECORD (((AtlasDocumentLine *) lines->pdata[0])->record));

  uri = ask (&self, atlas_attachment_open_in_thread, id);
  file = g_file_new_for_uri (uri);
  path = g_file_get_path (file);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "an invented plan");
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  atlas_attachments_close ();
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));

  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (list), "document.remove", "s", id));
  case_window_wait_for_text (&self, "There are no documents yet");
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (self.window), "win.undo", NULL));
  case_window_wait_for_text (&self, "Risk plan.txt");
  case_window_clear (&self);
}

static void
test_what_is_too_large_is_refused (void)
{
  CaseWindow self = { NULL };
  AtlasAttachmentList *list = open_list (&self, WIDE);
  g_autofree char *path = g_build_filename (self.folder, "large", NULL);
  FILE *file = g_fopen (path, "w");

  g_assert_cmpint (fseek (file, 25 * 1024 * 1024, SEEK_SET), ==, 0);
  g_assert_cmpint (fputc ('x', file), ==, 'x');
  g_assert_cmpint (fclose (file), ==, 0);

  take (list, path);
  case_window_wait_for_text (&self, "longer than 25 MiB");
  g_assert_null (case_find_form ());
  case_window_clear (&self);
}

static gpointer
add_elsewhere (AtlasStore   *store,
               gpointer      data,
               GCancellable *cancellable,
               GError      **error)
{
  g_autoptr(AtlasChangeSet) set = atlas_change_set_new ("Came from elsewhere");
  g_autofree char *id = atlas_id_new ();
  AtlasAsked *asked = data;

  atlas_change_set_create (set, "document", id,
                           json_pack ("{s:s, s:s, s:s, s:{s:s, s:i, s:s, s:s}}", "child", asked->of,
                                      "kind", "assessment", "title", "Psychologist’s report",
                                      "file", "blob",
                                      ELSEWHERE,
                                      "size", 300000, "media", "application/pdf", "name",
                                      "Report.pdf"));
  return atlas_store_apply (store, set, error) ? g_strdup (id) : NULL;
}

static void
test_what_is_elsewhere_is_asked_for (void)
{
  CaseWindow self = { NULL };
  AtlasAttachmentList *list = open_list (&self, NARROW);
  g_autoptr(GAsyncResult) result = NULL;
  g_autofree char *id = NULL;

  atlas_session_write_async (self.session, add_elsewhere,
                             atlas_asked_new (child_of (&self), case_today ()),
                             (GDestroyNotify) atlas_asked_free, g_free, NULL, get_cb, &result);
  case_window_wait (&self, is_set, &result);
  id = atlas_session_write_finish (self.session, result, NULL);
  case_window_wait_for_text (&self, "Not on this laptop yet");
  case_window_wait (&self, case_window_fits, GINT_TO_POINTER (NARROW));
  case_window_picture (&self, "documents-narrow");

  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (list), "document.open", "s", id));
  case_window_wait_for_text (&self, "Comes with the next sync");
  case_window_clear (&self);
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);

  g_test_add_func ("/attachments/a-document-is-added-opened-and-taken-back",
                   test_a_document_is_added_opened_and_taken_back);
  g_test_add_func ("/attachments/what-is-too-large-is-refused", test_what_is_too_large_is_refused);
  g_test_add_func ("/attachments/what-is-elsewhere-is-asked-for",
                   test_what_is_elsewhere_is_asked_for);

  return g_test_run ();
}
