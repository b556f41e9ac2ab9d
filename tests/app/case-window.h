/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A window on the small invented county of tests/store/case-county.h. With ATLAS_PICTURES set to a
 * folder, case_window_picture() keeps what is shown, for a person to look at.
 */
#pragma once

#include <adwaita.h>

#include "../patience.h"
#include "app/atlas-application.h"
#include "app/atlas-form.h"
#include "app/atlas-window.h"

#include "case-county.h"

#define CASE_DEADLINE_S 20

typedef struct {
  char         *folder;
  CaseCounty    county;
  AtlasSession *session;
  AtlasWindow  *window;
} CaseWindow;

typedef gboolean (*CaseReady) (CaseWindow *self,
                               gpointer    data);

/* Waits for a state, and fails when it does not come. */
static inline void
case_window_wait (CaseWindow *self,
                  CaseReady   ready,
                  gpointer    data)
{
  gint64 deadline = g_get_monotonic_time () + patience () * CASE_DEADLINE_S * G_USEC_PER_SEC;

  while (!ready (self, data))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
      g_main_context_iteration (NULL, FALSE);
    }
}

static inline gboolean
case_session_is_ready (CaseWindow *self,
                       gpointer    data)
{
  return atlas_session_get_state (self->session) == ATLAS_SESSION_READY;
}

/* Every descendant of a widget that passes, in the order of the tree. */
static inline void
case_collect (GtkWidget *widget,
              GType      type,
              GPtrArray *found)
{
  if (g_type_is_a (G_OBJECT_TYPE (widget), type) && gtk_widget_get_mapped (widget))
    g_ptr_array_add (found, widget);

  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    case_collect (child, type, found);
}

static inline GPtrArray *
case_find_all (GtkWidget *widget,
               GType      type)
{
  GPtrArray *found = g_ptr_array_new ();

  case_collect (widget, type, found);
  return found;
}

/* The form that is open, if one is. */
static inline GtkWidget *
case_find_form (void)
{
  g_autoptr(GList) windows = gtk_window_list_toplevels ();

  for (GList *window = windows; window != NULL; window = window->next)
    if (ATLAS_IS_FORM (window->data) && gtk_widget_get_visible (window->data))
      return window->data;

  return NULL;
}

/* @data: whether one is to be open. */
static inline gboolean
case_form_is_open (CaseWindow *self,
                   gpointer    data)
{
  return (case_find_form () != NULL) == GPOINTER_TO_INT (data);
}

/* The row of a form with a title, whichever letter of it is the access key. */
static inline GtkWidget *
case_find_row (GtkWidget  *form,
               const char *title)
{
  g_autoptr(GPtrArray) rows = case_find_all (form, ADW_TYPE_PREFERENCES_ROW);
  g_auto(GStrv) wanted = g_strsplit (title, "_", 2);
  g_autofree char *plain = g_strjoinv ("", wanted);

  for (guint i = 0; i < rows->len; i++)
    {
      GtkWidget *row = g_ptr_array_index (rows, i);
      g_auto(GStrv) parts = g_strsplit (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)),
                                        "_", 2);
      g_autofree char *shown = g_strjoinv ("", parts);

      if (g_str_equal (shown, plain))
        return row;
    }

  g_test_message ("There is no row %s", title);
  g_assert_not_reached ();
}

/* What stands in the row below a field, if that says what is wrong with it. */
static inline const char *
case_fault_of (GtkWidget *row)
{
  GtkWidget *below = gtk_widget_get_next_sibling (row);
  GtkWidget *label = GTK_IS_LIST_BOX_ROW (below)
                     ? gtk_list_box_row_get_child (GTK_LIST_BOX_ROW (below)) : NULL;

  return GTK_IS_LABEL (label) ? gtk_label_get_text (GTK_LABEL (label)) : "";
}

/* Whether the window could be so narrow, @data in pixels. A page that is laid out anew for it needs
 * some frames. */
static inline gboolean
case_window_fits (CaseWindow *self,
                  gpointer    data)
{
  int minimum;

  gtk_widget_measure (GTK_WIDGET (self->window), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL,
                      NULL, NULL);

  return minimum <= GPOINTER_TO_INT (data);
}

static inline gboolean
case_shows_text (CaseWindow *self,
                 gpointer    data)
{
  g_autoptr(GPtrArray) labels = case_find_all (GTK_WIDGET (self->window), GTK_TYPE_LABEL);

  for (guint i = 0; i < labels->len; i++)
    if (strstr (gtk_label_get_text (g_ptr_array_index (labels, i)), data) != NULL)
      return TRUE;

  return FALSE;
}

static inline void
case_window_wait_for_text (CaseWindow *self,
                           const char *text)
{
  case_window_wait (self, case_shows_text, (gpointer) text);
}

static inline void
case_window_go (CaseWindow *self,
                const char *route)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (self->window), "win.go", "s", route));
}

/* One to a program: it brings style, icons and keys. */
static inline AtlasApplication *
case_get_application (void)
{
  static AtlasApplication *application;
  g_autoptr(GError) error = NULL;

  if (application != NULL)
    return application;

  application = atlas_application_new ();
  g_application_set_flags (G_APPLICATION (application), G_APPLICATION_NON_UNIQUE);
  g_application_register (G_APPLICATION (application), NULL, &error);
  g_assert_no_error (error);

  return application;
}

static inline void
case_window_init (CaseWindow *self,
                  int         n_children,
                  int         width,
                  int         height)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *day = NULL;
  AtlasStore *store;

  self->folder = g_dir_make_tmp ("atlas-window-XXXXXX", &error);
  g_assert_no_error (error);
  store = atlas_store_open (self->folder, ATLAS_STORE_CREATE | ATLAS_STORE_BULK, &error);
  g_assert_no_error (error);
  atlas_store_set_meta (store, "demonstration", "true", &error);
  g_assert_no_error (error);
  day = atlas_date_format (case_today ());
  atlas_store_set_meta (store, "demonstration_as_of", day, &error);
  g_assert_no_error (error);
  case_county_init (&self->county, store, n_children);
  atlas_store_close (store);

  /* GTK 4.8 loses what it draws into an empty clip, and a leaflet that slides ends with one. */
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);

  self->window = g_object_ref (atlas_window_new (case_get_application ()));
  self->session = g_object_ref (atlas_window_get_session (self->window));
  atlas_window_open (self->window, self->folder, ATLAS_SESSION_NOTHING, "today");
  gtk_window_set_default_size (GTK_WINDOW (self->window), width, height);
  gtk_window_present (GTK_WINDOW (self->window));
  case_window_wait (self, case_session_is_ready, NULL);
}

static inline void
case_window_clear (CaseWindow *self)
{
  gtk_window_destroy (GTK_WINDOW (self->window));
  g_assert_finalize_object (self->window);
  g_assert_finalize_object (self->session);
  case_county_clear (&self->county);
  case_remove_folder (self->folder);
  g_free (self->folder);
}

static inline void
case_let_frames_pass (GtkWidget *widget)
{
  gint64 until = g_get_monotonic_time () + G_USEC_PER_SEC;

  while (g_get_monotonic_time () < until)
    g_main_context_iteration (NULL, FALSE);
}

static inline void
case_picture_of (GtkWidget  *widget,
                 const char *name)
{
  const char *folder = g_getenv ("ATLAS_PICTURES");
  g_autofree char *path = NULL;
  g_autoptr(GdkPaintable) paintable = NULL;
  GtkSnapshot *snapshot = NULL;
  g_autoptr(GskRenderNode) node = NULL;
  g_autoptr(GdkTexture)   texture = NULL;

  if (folder == NULL)
    return;

  case_let_frames_pass (widget);
  path = g_strdup_printf ("%s/%s.png", folder, name);
  paintable = gtk_widget_paintable_new (widget);
  snapshot = gtk_snapshot_new ();
  gdk_paintable_snapshot (paintable, snapshot, gdk_paintable_get_intrinsic_width (paintable),
                          gdk_paintable_get_intrinsic_height (paintable));
  node = gtk_snapshot_free_to_node (snapshot);
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (GTK_NATIVE (widget)), node, NULL);
  g_assert_true (gdk_texture_save_to_png (texture, path));
}

static inline void
case_window_picture (CaseWindow *self,
                     const char *name)
{
  case_picture_of (GTK_WIDGET (self->window), name);
}
