/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-county-form.h"

#include <glib/gi18n.h>

#include "app/atlas-session-work.h"
#include "app/atlas-window.h"

static void
county_form_free (AtlasCountyForm *self)
{
  g_clear_weak_pointer (&self->from);
  g_clear_object (&self->session);
  g_clear_object (&self->county);
  g_clear_pointer (&self->set, atlas_change_set_unref);
  g_ptr_array_unref (self->fields);
  g_free (self->title);
  g_free (self->label);
  g_free (self);
}

/* What the county has said by that name, as it stands in its record. */
static const char *
find_setting (AtlasCounty *county,
              const char  *name)
{
  g_autofree char *start = g_strconcat (name, "=", NULL);

  for (guint i = 0; county->thresholds != NULL && county->thresholds[i] != NULL; i++)
    if (g_str_has_prefix (county->thresholds[i], start))
      return county->thresholds[i];

  return NULL;
}

/**
 * atlas_county_form_set:
 * @name: of a number
 * @value: (nullable): what it is to be; %NULL for what the program comes with
 *
 * Writes one of the county's numbers. To be called while the form is read.
 */
void
atlas_county_form_set (AtlasCountyForm *self,
                       const char      *name,
                       const char      *value)
{
  const char *before = find_setting (self->county, name);
  g_autofree char *after = value != NULL ? g_strconcat (name, "=", value, NULL) : NULL;

  if (g_strcmp0 (before, after) == 0)
    return;

  if (before != NULL)
    atlas_change_set_remove (self->set, ATLAS_RECORD (self->county), "thresholds", before);
  if (after != NULL)
    atlas_change_set_add (self->set, ATLAS_RECORD (self->county), "thresholds", after);
}

static void
applied_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(AtlasForm) form = user_data;
  g_autoptr(GError)    error = NULL;
  AtlasCountyForm *self = g_object_get_data (G_OBJECT (form), "asking");

  if (!atlas_session_apply_finish (self->session, result, &error))
    {
      g_autofree char *fault = g_strdup_printf (_("Nothing was saved: %s"), error->message);

      atlas_form_set_fault (form, fault);
      return;
    }

  if (self->from != NULL)
    atlas_window_toast_undo_set (self->from, atlas_change_set_get_label (self->set),
                                 atlas_change_set_get_id (self->set));
  gtk_window_close (GTK_WINDOW (form));
}

static void
save_cb (AtlasCountyForm *self)
{
  g_clear_pointer (&self->set, atlas_change_set_unref);
  self->set = atlas_change_set_new (self->label);
  if (!self->read (self))
    return;

  if (atlas_change_set_n_ops (self->set) == 0)
    {
      gtk_window_close (GTK_WINDOW (self->form));
      return;
    }

  atlas_session_apply_async (self->session, self->set, NULL, applied_cb,
                             g_object_ref (self->form));
}

static void
show_form (AtlasCountyForm *self)
{
  self->form = atlas_form_new (self->from, self->title, _("_Save"));
  g_object_set_data_full (G_OBJECT (self->form), "asking", self,
                          (GDestroyNotify) county_form_free);
  g_signal_connect_data (self->form, "save", G_CALLBACK (save_cb), self, NULL, G_CONNECT_SWAPPED);
  if (self->fill (self))
    gtk_window_present (GTK_WINDOW (self->form));
}

static gpointer
read_in_thread (AtlasStore   *store,
                gpointer      data,
                GCancellable *cancellable,
                GError      **error)
{
  g_autoptr(AtlasQuery) query = atlas_query_new (&atlas_county_type);

  return atlas_store_list (store, query, error);
}

static void
county_read_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  AtlasCountyForm *self = user_data;
  g_autoptr(GError)    error = NULL;
  g_autoptr(GPtrArray) counties = g_task_propagate_pointer (G_TASK (result), &error);

  if (counties == NULL || counties->len == 0 || self->from == NULL)
    {
      if (self->from != NULL)
        atlas_window_toast (self->from, _("The county’s record cannot be read"));
      county_form_free (self);
      return;
    }

  self->county = g_object_ref (g_ptr_array_index (counties, 0));
  show_form (self);
}

/**
 * atlas_county_form_ask:
 * @from: a widget of the window
 * @session: the store
 * @title: of the form
 * @label: of the change
 * @fill: adds what is asked
 * @read: reads what was answered
 *
 * Asks for numbers that are set by this county.
 */
void
atlas_county_form_ask (GtkWidget          *from,
                       AtlasSession       *session,
                       const char         *title,
                       const char         *label,
                       AtlasCountyFormFunc fill,
                       AtlasCountyFormFunc read)
{
  AtlasCountyForm *self = g_new0 (AtlasCountyForm, 1);

  g_set_weak_pointer (&self->from, from);
  self->session = g_object_ref (session);
  self->fields = g_ptr_array_new ();
  self->title = g_strdup (title);
  self->label = g_strdup (label);
  self->fill = fill;
  self->read = read;
  atlas_session_ask_async (session, read_in_thread, NULL, (GDestroyNotify) g_ptr_array_unref,
                           NULL, county_read_cb, self);
}
