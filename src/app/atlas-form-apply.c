/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-form-apply.h"

#include <glib/gi18n.h>

#include "app/atlas-session-work.h"
#include "app/atlas-window.h"
#include "base/atlas-error.h"
#include "store/atlas-store-blobs.h"

/* What is being done: who asked, and what to say of it. */
typedef struct {
  AtlasForm      *form;         /* (nullable): NULL when there is no form, or it was closed */
  GtkWidget      *from;         /* (nullable): NULL once it is gone */
  AtlasSession   *session;
  AtlasChangeSet *set;
} Doing;

static void
doing_free (Doing *doing)
{
  g_clear_weak_pointer (&doing->form);
  g_clear_weak_pointer (&doing->from);
  g_clear_object (&doing->session);
  atlas_change_set_unref (doing->set);
  g_free (doing);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Doing, doing_free)

static char *
word_fault (const GError *error)
{
  if (g_error_matches (error, ATLAS_ERROR, ATLAS_ERROR_CHANGED))
    return g_strdup (_("Somebody has changed this since it was read. Nothing was saved: close "
                       "this, look at what is there now, and do it again."));

  /* Translators: why. */
  return g_strdup_printf (_("Nothing was saved: %s"), error->message);
}

static void
done_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(Doing)  doing = user_data;
  g_autoptr(GError) error = NULL;
  g_autofree char *fault = NULL;

  if (atlas_session_apply_finish (doing->session, result, &error))
    {
      if (doing->from != NULL)
        atlas_window_toast_undo_set (doing->from, atlas_change_set_get_label (doing->set),
                                     atlas_change_set_get_id (doing->set));
      if (doing->form != NULL)
        gtk_window_destroy (GTK_WINDOW (doing->form));
      return;
    }

  fault = word_fault (error);
  if (doing->form != NULL)
    atlas_form_set_fault (doing->form, fault);
  else if (doing->from != NULL)
    atlas_window_toast (doing->from, fault);
}

typedef struct {
  AtlasChangeSet *set;
  GBytes         *file;
} Work;

static void
work_free (Work *work)
{
  atlas_change_set_unref (work->set);
  g_bytes_unref (work->file);
  g_free (work);
}

static gpointer
apply_in_thread (AtlasStore   *store,
                 gpointer      data,
                 GCancellable *cancellable,
                 GError      **error)
{
  Work *work = data;

  return atlas_store_apply_with_file (store, work->set, work->file, error)
         ? GINT_TO_POINTER (TRUE) : NULL;
}

/**
 * atlas_form_apply_with_file:
 * @form: (nullable): as in atlas_form_apply()
 * @from: (nullable): likewise
 * @session: the store
 * @set: (transfer full): what to do
 * @file: (nullable): the bytes of a file that @set names
 *
 * Writes a change, and the file in the same step.
 */
void
atlas_form_apply_with_file (AtlasForm      *form,
                            GtkWidget      *from,
                            AtlasSession   *session,
                            AtlasChangeSet *set,
                            GBytes         *file)
{
  Doing *doing = g_new0 (Doing, 1);
  Work *work;

  g_set_weak_pointer (&doing->from, from);
  g_set_weak_pointer (&doing->form, form);
  doing->session = g_object_ref (session);
  doing->set = set;
  if (file == NULL)
    {
      atlas_session_apply_async (session, set, NULL, done_cb, doing);
      return;
    }

  work = g_new0 (Work, 1);
  work->set = atlas_change_set_ref (set);
  work->file = g_bytes_ref (file);
  atlas_session_write_async (session, apply_in_thread, work, (GDestroyNotify) work_free, NULL, NULL,
                             done_cb, doing);
}

/**
 * atlas_form_apply:
 * @form: (nullable): where it was filled in; %NULL for what needs no form
 * @from: (nullable): a widget of the window, for the toast with Undo
 * @session: the store
 * @set: (transfer full): what to do
 *
 * Writes a change. The form closes once it is stored; otherwise it says why nothing was, and stays
 * with what was typed.
 */
void
atlas_form_apply (AtlasForm      *form,
                  GtkWidget      *from,
                  AtlasSession   *session,
                  AtlasChangeSet *set)
{
  atlas_form_apply_with_file (form, from, session, set, NULL);
}
