/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bringing an iCalendar file in, after what it would do was shown; and writing a year out. */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-calendar-import.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "app/atlas-calendar-work.h"
#include "app/atlas-compat.h"
#include "app/atlas-form.h"
#include "app/atlas-paper.h"
#include "app/atlas-session-work.h"
#include "app/atlas-window.h"
#include "records/atlas-codes.h"

#define ASKED       "atlas-asked"
#define LINES_SHOWN 6   /* of what changes, and of what moves; the rest is counted */

/* What somebody brings in, alive as long as its form. */
typedef struct {
  AtlasSession       *session;
  AtlasEstablishment *school;           /* (nullable): whose page it is */
  GtkWidget          *from;             /* (nullable): a widget of the window, while it is there */
  GCancellable       *cancellable;
  GFile              *file;             /* (nullable): until it was read */
  GBytes             *bytes;            /* (nullable): afterwards */
  char               *name;             /* (nullable): of the file */
  AtlasForm          *form;             /* (unowned) (nullable): until it is shown */
  GtkWidget          *kind;             /* (unowned) */
  GtkWidget          *whose;            /* (unowned) (nullable): the county has one calendar */
  GtkBox             *preview;          /* (unowned) */
  gboolean            changes_nothing;
} Importing;

static void
importing_free (Importing *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_weak_pointer (&self->from);
  g_clear_object (&self->session);
  g_clear_object (&self->school);
  g_clear_object (&self->file);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_free (self->name);
  g_free (self);
}

static gboolean
is_for_school (Importing *self)
{
  return self->school != NULL &&
         (self->whose == NULL || adw_combo_row_get_selected (ADW_COMBO_ROW (self->whose)) == 0);
}

/* What the form says, as a thread may have it. */
static AtlasCalendarImporting *
make_request (Importing *self)
{
  AtlasCalendarImporting *request = g_new0 (AtlasCalendarImporting, 1);
  g_autoptr(GPtrArray) codes = atlas_codes_list ("calendar-kind");
  guint kind = self->kind != NULL ? adw_combo_row_get_selected (ADW_COMBO_ROW (self->kind)) : 0;

  request->on = atlas_session_get_as_of (self->session);
  request->name = g_strdup (self->name);
  if (self->bytes != NULL)
    request->bytes = g_bytes_ref (self->bytes);
  else
    request->file = g_object_ref (self->file);
  if (is_for_school (self))
    request->establishment = g_strdup (atlas_record_get_id (ATLAS_RECORD (self->school)));
  if (kind > 0 && kind <= codes->len)
    request->has_kind =
      atlas_calendar_kind_parse (((AtlasCode *) g_ptr_array_index (codes, kind - 1))->code,
                                 &request->kind);

  return request;
}

static void
add_line (Importing  *self,
          const char *text,
          const char *style)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  if (style != NULL)
    gtk_widget_add_css_class (label, style);
  gtk_box_append (self->preview, label);
}

static void
add_lines (Importing  *self,
           const char *heading,
           GPtrArray  *lines)
{
  g_autofree char *more = NULL;
  guint n_more = lines->len > LINES_SHOWN ? lines->len - LINES_SHOWN : 0;

  if (lines->len == 0)
    return;

  add_line (self, heading, "heading");
  for (guint i = 0; i < lines->len - n_more; i++)
    add_line (self, g_ptr_array_index (lines, i), NULL);
  if (n_more == 0)
    return;

  more = g_strdup_printf (ngettext ("and %u more", "and %u more", n_more), n_more);
  add_line (self, more, "dim-label");
}

static char *
word_counts (const AtlasCalendarImported *imported)
{
  return g_strdup_printf (_("%1$s: %2$u new, %3$u changed, %4$u taken away, %5$u as they were, "
                            "%6$u refused"), imported->name, imported->counts[ATLAS_ROW_NEW],
                          imported->counts[ATLAS_ROW_CHANGED],
                          imported->counts[ATLAS_ROW_REMOVED],
                          imported->counts[ATLAS_ROW_SAME],
                          imported->counts[ATLAS_ROW_REFUSED]);
}

static void
show_preview (Importing                   *self,
              const AtlasCalendarImported *imported)
{
  g_autofree char *counts = word_counts (imported);
  GtkWidget *child;

  self->changes_nothing = imported->counts[ATLAS_ROW_NEW] + imported->counts[ATLAS_ROW_CHANGED] +
                          imported->counts[ATLAS_ROW_REMOVED] == 0;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->preview))) != NULL)
    gtk_box_remove (self->preview, child);

  add_line (self, counts, NULL);
  add_lines (self, _("What Changes"), imported->rows);
  add_lines (self, _("Clocks That Move"), imported->moves);
  if (imported->moves->len == 0)
    add_line (self, _("No clock moves."), "dim-label");
}

static void look (Importing *self);

static void
add_preview (Importing *self)
{
  GtkWidget *row = adw_preferences_row_new ();

  self->preview = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 6));
  gtk_widget_add_css_class (GTK_WIDGET (self->preview), "atlas-fact-row");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), GTK_WIDGET (self->preview));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("What the file would change"), -1);
  atlas_form_add (self->form, row);
}

static void
brought_in_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(AtlasForm) form = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(AtlasCalendarImported) imported = g_task_propagate_pointer (G_TASK (result), &error);
  Importing *self = g_object_get_data (G_OBJECT (form), ASKED);
  g_autofree char *text = NULL;

  if (imported == NULL)
    {
      text = g_strdup_printf (_("Nothing was changed: %s"), error->message);
      atlas_form_set_fault (form, text);
      return;
    }

  if (imported->moves->len > 0)
    /* Translators: how many deadlines moved. */
    text = g_strdup_printf (ngettext ("Calendar imported. %u clock moved",
                                      "Calendar imported. %u clocks moved", imported->moves->len),
                            imported->moves->len);
  else
    text = g_strdup (_("Calendar imported"));
  if (self->from != NULL && imported->set_ids != NULL)
    atlas_window_toast_undo_set (self->from, text, imported->set_ids);
  gtk_window_close (GTK_WINDOW (form));
}

static void
save_cb (Importing *self)
{
  if (self->changes_nothing)
    {
      atlas_form_set_fault (self->form, _("This file changes nothing here. If its days have no "
                                          "category, say above what they are."));
      return;
    }

  atlas_session_write_async (self->session, atlas_calendar_bring_in, make_request (self),
                             (GDestroyNotify) atlas_calendar_importing_free,
                             (GDestroyNotify) atlas_calendar_imported_free, NULL, brought_in_cb,
                             g_object_ref (self->form));
}

static void
show_form (Importing *self)
{
  g_autoptr(GPtrArray) codes = atlas_codes_list ("calendar-kind");
  g_autoptr(GPtrArray) labels = g_ptr_array_new ();

  self->form = atlas_form_new (self->from, _("Import a Calendar"), _("_Import"));
  g_object_set_data_full (G_OBJECT (self->form), ASKED, self, (GDestroyNotify) importing_free);
  atlas_form_set_intro (self->form, _("The file takes the place of the days that were entered for "
                                      "the school years it has days in. It can be undone."));
  g_ptr_array_add (labels, (gpointer) _("Refused"));
  for (guint i = 0; i < codes->len; i++)
    g_ptr_array_add (labels, (gpointer) _(((AtlasCode *) g_ptr_array_index (codes, i))->label));
  g_ptr_array_add (labels, NULL);
  self->kind = atlas_form_add_choice (self->form, _("_Days without a category are"),
                                      (const char * const *) labels->pdata, 0);
  g_signal_connect_swapped (self->kind, "notify::selected", G_CALLBACK (look), self);
  if (self->school != NULL)
    {
      const char *whose[] = { self->school->name, _("The whole county"), NULL };

      self->whose = atlas_form_add_choice (self->form, _("F_or"), whose, 0);
      g_signal_connect_swapped (self->whose, "notify::selected", G_CALLBACK (look), self);
    }
  add_preview (self);
  g_signal_connect_swapped (self->form, "save", G_CALLBACK (save_cb), self);
  gtk_window_present (GTK_WINDOW (self->form));
}

static void
looked_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(AtlasCalendarImported) imported = g_task_propagate_pointer (G_TASK (result), &error);
  Importing *self;
  g_autofree char *text = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self = user_data;
  if (imported == NULL || self->from == NULL)
    {
      if (self->from != NULL)
        {
          text = g_strdup_printf (_("The calendar was not read: %s"), error->message);
          atlas_window_toast (self->from, text);
        }
      if (self->form == NULL)
        importing_free (self);
      return;
    }

  if (self->form == NULL)
    {
      self->bytes = g_bytes_ref (imported->bytes);
      self->name = g_strdup (imported->name);
      show_form (self);
    }
  atlas_form_set_fault (self->form, NULL);
  show_preview (self, imported);
}

/* Reads again what the file would do, for what the form says now. */
static void
look (Importing *self)
{
  atlas_renew_cancellable (&self->cancellable);
  atlas_session_read_async (self->session, atlas_calendar_preview, make_request (self),
                            (GDestroyNotify) atlas_calendar_importing_free,
                            (GDestroyNotify) atlas_calendar_imported_free, self->cancellable,
                            looked_cb, self);
}

/**
 * atlas_calendar_import_file:
 * @from: a widget of the window
 * @session: the store
 * @school: (nullable): whose page it is; %NULL for the county's
 * @file: an iCalendar file
 *
 * Shows what a file would change and which clocks it would move, and brings it in when that is
 * wanted.
 */
void
atlas_calendar_import_file (GtkWidget          *from,
                            AtlasSession       *session,
                            AtlasEstablishment *school,
                            GFile              *file)
{
  Importing *self = g_new0 (Importing, 1);

  g_set_weak_pointer (&self->from, from);
  self->session = g_object_ref (session);
  g_set_object (&self->school, school);
  self->file = g_object_ref (file);
  look (self);
}

/* A file that is being chosen. */
typedef struct {
  AtlasSession       *session;
  AtlasEstablishment *school;   /* (nullable) */
} Choosing;

static void
chosen_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autofree Choosing *choosing = user_data;
  g_autoptr(AtlasSession) session = choosing->session;
  g_autoptr(AtlasEstablishment) school = choosing->school;
  g_autoptr(GFile) file = atlas_open_file_finish (result, NULL);

  if (file != NULL && gtk_widget_get_root (GTK_WIDGET (source)) != NULL)
    atlas_calendar_import_file (GTK_WIDGET (source), session, school, file);
}

/**
 * atlas_calendar_import_choose:
 * @from: a widget of the window
 * @session: the store
 * @school: (nullable): whose page it is; %NULL for the county's
 *
 * Asks for an iCalendar file, and goes on as atlas_calendar_import_file().
 */
void
atlas_calendar_import_choose (GtkWidget          *from,
                              AtlasSession       *session,
                              AtlasEstablishment *school)
{
  Choosing *choosing = g_new0 (Choosing, 1);

  choosing->session = g_object_ref (session);
  g_set_object (&choosing->school, school);
  atlas_open_file_async (from, _("Choose a Calendar"), NULL, chosen_cb, choosing);
}

/* A year on its way into a file. */
typedef struct {
  GtkWidget *from;              /* (nullable): while it is there */
  char      *name;
} Saving;

static void
written_out_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autofree Saving *saving = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes = g_task_propagate_pointer (G_TASK (result), &error);
  g_autofree char *name = saving->name;

  if (saving->from != NULL && bytes != NULL)
    atlas_paper_save_bytes (saving->from, _("Export a Calendar"), name, bytes);
  else if (saving->from != NULL)
    atlas_window_toast (saving->from, error->message);
  g_clear_weak_pointer (&saving->from);
}

/**
 * atlas_calendar_export:
 * @from: a widget of the window
 * @session: the store
 * @school: (nullable): whose days; %NULL for the county's
 * @year: the school year
 *
 * Asks where, and saves the days of a school year as an iCalendar file.
 */
void
atlas_calendar_export (GtkWidget          *from,
                       AtlasSession       *session,
                       AtlasEstablishment *school,
                       AtlasDateRange      year)
{
  AtlasCalendarExporting *exporting = g_new0 (AtlasCalendarExporting, 1);
  Saving *saving = g_new0 (Saving, 1);
  int first;

  atlas_date_split (year.from, &first, NULL, NULL);
  exporting->name = g_strdup (school != NULL ? school->name : _("School days of the county"));
  if (school != NULL)
    exporting->establishment = g_strdup (atlas_record_get_id (ATLAS_RECORD (school)));
  exporting->year = year;
  exporting->on = atlas_session_get_as_of (session);
  g_set_weak_pointer (&saving->from, from);
  saving->name = g_strdup_printf ("%s-%d.ics", school != NULL && school->key != NULL
                                  ? school->key : ATLAS_CALENDAR_COUNTY, first);
  atlas_session_read_async (session, atlas_calendar_write_out, exporting,
                            (GDestroyNotify) atlas_calendar_exporting_free,
                            (GDestroyNotify) g_bytes_unref, NULL, written_out_cb, saving);
}
