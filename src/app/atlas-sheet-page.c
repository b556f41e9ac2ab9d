/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-sheet-page.h"

#include <glib/gi18n.h>
#include <string.h>

#include "app/atlas-compat.h"
#include "app/atlas-fact-row.h"
#include "app/atlas-record-row.h"
#include "app/atlas-session-work.h"
#include "app/atlas-sheet-work.h"
#include "app/atlas-ui.h"
#include "app/atlas-view.h"
#include "app/atlas-window.h"
#include "exchange/atlas-records-csv.h"

#define PAGE_TABLE    "table"
#define PAGE_COLUMNS  "columns"
#define PAGE_PREVIEW  "preview"

#define EXAMPLES      3
#define ROWS_SHOWN    200       /* a list box makes a widget for each */

/**
 * AtlasSheetPage:
 *
 * Brings in a spreadsheet of children and referrals in three steps: the table, what its columns
 * say, and a preview of what would come of it. Going back keeps everything.
 */
struct _AtlasSheetPage
{
  AdwBin          parent_instance;

  AtlasSession   *session;      /* (nullable): NULL until given */
  GCancellable   *cancellable;
  AtlasSheet     *sheet;        /* (nullable): NULL until a table is read */
  AtlasSheetMap  *map;          /* (nullable): as @sheet */
  GPtrArray      *areas;        /* (nullable): as @sheet */
  GHashTable     *choices;      /* line -> AtlasSheetChoice */
  char           *pasted;       /* (nullable): the text that @sheet was read from */
  GtkStringList  *fields;       /* labels; the first passes a column over */

  /* Template */
  GtkStack       *stack;
  GtkLabel       *warning;
  GtkLabel       *table_fault;
  GtkTextView    *text;
  GtkLabel       *columns_fault;
  GtkListBox     *column_list;
  AdwComboRow    *dates;
  AtlasRecordRow *area;
  GtkLabel       *counts;
  GtkLabel       *encoding;
  GtkLabel       *preview_fault;
  GtkWidget      *like_box;
  GtkListBox     *like_list;
  GtkWidget      *refused_box;
  GtkListBox     *refused_list;
  GtkLabel       *more;
};

G_DEFINE_FINAL_TYPE (AtlasSheetPage, atlas_sheet_page, ADW_TYPE_BIN)

static gboolean
is_on (AtlasSheetPage *self,
       const char     *page)
{
  return g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), page) == 0;
}

static void
set_busy (AtlasSheetPage *self,
          gboolean        is_busy)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "sheet.next", !is_busy);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "sheet.choose", !is_busy);
}

static void
show_page (AtlasSheetPage *self,
           const char     *page)
{
  gtk_stack_set_visible_child_name (self->stack, page);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "sheet.back", !is_on (self, PAGE_TABLE));
  gtk_widget_child_focus (gtk_stack_get_visible_child (self->stack), GTK_DIR_TAB_FORWARD);
}

static void
empty_list (GtkListBox *list)
{
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (list))) != NULL)
    gtk_list_box_remove (list, row);
}

static char *
dup_pasted (AtlasSheetPage *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->text);
  GtkTextIter start;
  GtkTextIter end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}

static void
column_chosen_cb (AdwComboRow    *row,
                  GParamSpec     *pspec,
                  AtlasSheetPage *self)
{
  guint selected = adw_combo_row_get_selected (row);
  const char *title = g_object_get_data (G_OBJECT (row), "atlas-title");

  if (selected != GTK_INVALID_LIST_POSITION)
    atlas_sheet_map_set_field (self->map, title,
                               selected == 0 ? ATLAS_SHEET_FIELD_NONE : selected - 1);
}

static GtkWidget *
make_column_row (AtlasSheetPage *self,
                 guint           column)
{
  const char *title = atlas_sheet_get_title (self->sheet, column);
  guint field = atlas_sheet_map_get_field (self->map, title);
  g_auto(GStrv) examples = atlas_sheet_list_examples (self->sheet, column, EXAMPLES);
  g_autofree char *values = g_strjoinv (" · ", examples);
  g_autofree char *shown = NULL;
  GtkWidget *row = adw_combo_row_new ();

  g_strdelimit (values, "\r\n", ' ');
  /* Translators: the title of a column, and its first values. */
  shown = *values != '\0' ? g_strdup_printf (_("%1$s: %2$s"), title, values) : g_strdup (title);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), shown);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 3);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_combo_row_set_use_subtitle (ADW_COMBO_ROW (row), TRUE);
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (self->fields));
  atlas_name_combo_row (ADW_COMBO_ROW (row), title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, shown, -1);
  adw_combo_row_set_selected (ADW_COMBO_ROW (row),
                              field == ATLAS_SHEET_FIELD_NONE ? 0 : field + 1);
  g_object_set_data_full (G_OBJECT (row), "atlas-title", g_strdup (title), g_free);
  g_signal_connect_object (row, "notify::selected", G_CALLBACK (column_chosen_cb), self, 0);

  return row;
}

static void
show_area_default (AtlasSheetPage *self)
{
  const char *key = atlas_sheet_map_get_default (self->map, atlas_sheet_find_field ("child.area"));
  const char *id = NULL;

  for (guint i = 0; key != NULL && i < self->areas->len; i++)
    if (strcmp (((AtlasArea *) g_ptr_array_index (self->areas, i))->key, key) == 0)
      id = atlas_record_get_id (g_ptr_array_index (self->areas, i));

  atlas_record_row_set_records (self->area, self->areas, _("None"));
  atlas_record_row_set_id (self->area, id);
}

static void
show_columns (AtlasSheetPage *self)
{
  empty_list (self->column_list);
  for (guint i = 0; i < atlas_sheet_n_columns (self->sheet); i++)
    gtk_list_box_append (self->column_list, make_column_row (self, i));
  adw_combo_row_set_selected (self->dates, atlas_sheet_map_get_month_first (self->map) ? 1 : 0);
  show_area_default (self);
  atlas_say (self->columns_fault, NULL);
}

/* What the rows below the columns say. */
static void
read_columns (AtlasSheetPage *self)
{
  AtlasRecord *area = atlas_records_find (self->areas, atlas_record_row_get_id (self->area));

  atlas_sheet_map_set_month_first (self->map, adw_combo_row_get_selected (self->dates) == 1);
  atlas_sheet_map_set_default (self->map, atlas_sheet_find_field ("child.area"),
                               area != NULL ? atlas_record_get_key (area) : NULL);
}

static void
opened_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(AtlasSheetReading) reading = g_task_propagate_pointer (G_TASK (result), &error);
  AtlasSheetPage *self;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self = user_data;
  set_busy (self, FALSE);
  atlas_say (self->table_fault, error != NULL ? error->message : NULL);
  if (reading == NULL)
    return;

  g_clear_pointer (&self->sheet, atlas_sheet_unref);
  g_clear_pointer (&self->map, atlas_sheet_map_free);
  g_clear_pointer (&self->areas, g_ptr_array_unref);
  self->sheet = g_steal_pointer (&reading->sheet);
  self->map = g_steal_pointer (&reading->map);
  self->areas = g_steal_pointer (&reading->areas);
  g_hash_table_remove_all (self->choices);
  show_columns (self);
  show_page (self, PAGE_COLUMNS);
}

/* Takes @opening. */
static void
open_table (AtlasSheetPage    *self,
            AtlasSheetOpening *opening)
{
  atlas_renew_cancellable (&self->cancellable);
  set_busy (self, TRUE);
  atlas_session_read_async (self->session, atlas_sheet_work_open, opening,
                            (GDestroyNotify) atlas_sheet_opening_free,
                            (GDestroyNotify) atlas_sheet_reading_free, self->cancellable,
                            opened_cb, self);
}

static void
chosen_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  AtlasSheetPage *self = ATLAS_SHEET_PAGE (source);
  g_autoptr(GFile) file = atlas_open_file_finish (result, NULL);
  AtlasSheetOpening *opening;

  if (file == NULL || gtk_widget_get_root (GTK_WIDGET (self)) == NULL)
    return;

  opening = g_new0 (AtlasSheetOpening, 1);
  opening->file = g_steal_pointer (&file);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->text), "", 0);
  g_clear_pointer (&self->pasted, g_free);
  open_table (self, opening);
}

static void
choose_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  atlas_open_file_async (widget, _("Choose a Spreadsheet"), NULL, chosen_cb, NULL);
}

static void
next_from_table (AtlasSheetPage *self)
{
  g_autofree char *text = dup_pasted (self);
  gboolean is_empty = text[strspn (text, " \r\n\t")] == '\0';
  AtlasSheetOpening *opening;

  if (is_empty && (self->sheet == NULL || self->pasted != NULL))
    {
      atlas_say (self->table_fault, _("Choose a file, or paste a table"));
      return;
    }
  if (self->sheet != NULL && (is_empty || g_strcmp0 (text, self->pasted) == 0))
    {
      show_page (self, PAGE_COLUMNS);
      return;
    }

  opening = g_new0 (AtlasSheetOpening, 1);
  opening->bytes = g_bytes_new (text, strlen (text));
  g_free (self->pasted);
  self->pasted = g_steal_pointer (&text);
  g_clear_pointer (&self->sheet, atlas_sheet_unref);
  open_table (self, opening);
}

static char *
name_line (const AtlasSheetLine *line)
{
  if (*line->name == '\0')
    return g_strdup_printf (_("Line %u"), line->line);

  /* Translators: a line of a table and the child's name there. */
  return g_strdup_printf (_("Line %1$u · %2$s"), line->line, line->name);
}

static void
show_counts (AtlasSheetPage *self,
             AtlasSheetPlan *plan)
{
  guint n_new = atlas_sheet_plan_count (plan, ATLAS_ROW_NEW);
  guint n_changed = atlas_sheet_plan_count (plan, ATLAS_ROW_CHANGED);
  g_autofree char *text = NULL;
  g_autofree char *encoding = NULL;

  /* Translators: numbers of rows of a table. */
  text = g_strdup_printf (_("%1$u new, %2$u changed, %3$u the same, %4$u refused"), n_new,
                          n_changed, atlas_sheet_plan_count (plan, ATLAS_ROW_SAME),
                          atlas_sheet_plan_count (plan, ATLAS_ROW_REFUSED));
  atlas_say (self->counts, text);
  /* Translators: the name of a file, and how its letters are written: UTF-8. */
  encoding = g_strdup_printf (_("Read as %2$s: %1$s"), atlas_sheet_get_name (self->sheet),
                              atlas_sheet_get_encoding (self->sheet));
  gtk_label_set_label (self->encoding, encoding);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "sheet.next", n_new + n_changed > 0);
}

static void
show_refused (AtlasSheetPage *self,
              AtlasSheetPlan *plan)
{
  guint n_refused = atlas_sheet_plan_count (plan, ATLAS_ROW_REFUSED);
  guint n_shown = 0;
  g_autofree char *more = NULL;

  empty_list (self->refused_list);
  for (guint i = 0; i < atlas_sheet_plan_n_lines (plan) && n_shown < ROWS_SHOWN; i++)
    {
      const AtlasSheetLine *line = atlas_sheet_plan_get_line (plan, i);
      g_autofree char *title = name_line (line);
      g_autofree char *reason = NULL;

      if (line->state != ATLAS_ROW_REFUSED)
        continue;
      /* Translators: the title of a column, and what is wrong there. */
      reason = line->column != NULL ? g_strdup_printf (_("%1$s: %2$s"), line->column, line->reason)
                                    : g_strdup (line->reason);
      gtk_list_box_append (self->refused_list, atlas_fact_row_new (title, reason, NULL));
      n_shown++;
    }

  more = g_strdup_printf (ngettext ("and %u more", "and %u more", n_refused - n_shown),
                          n_refused - n_shown);
  gtk_label_set_label (self->more, more);
  gtk_widget_set_visible (GTK_WIDGET (self->more), n_refused > n_shown);
  gtk_widget_set_visible (self->refused_box, n_refused > 0);
}

static void make_plan (AtlasSheetPage *self);

static void
like_chosen_cb (AdwComboRow    *row,
                GParamSpec     *pspec,
                AtlasSheetPage *self)
{
  g_hash_table_insert (self->choices, g_object_get_data (G_OBJECT (row), "atlas-line"),
                       GUINT_TO_POINTER (adw_combo_row_get_selected (row)));
  make_plan (self);
}

/* The choices are in the order of AtlasSheetChoice. */
static GtkWidget *
make_like_row (AtlasSheetPage       *self,
               const AtlasSheetLine *line)
{
  static const char * const labels[] = {
    N_("Not decided"), N_("The same child"), N_("Another child"), NULL,
  };
  g_autoptr(GtkStringList) model = gtk_string_list_new (NULL);
  g_autofree char *name = name_line (line);
  g_autofree char *title = NULL;
  GtkWidget *row = adw_combo_row_new ();

  for (gsize i = 0; labels[i] != NULL; i++)
    gtk_string_list_append (model, _(labels[i]));
  /* Translators: a line and its child, and a child like that who is here already. */
  title = g_strdup_printf (_("%1$s: here already is %2$s"), name, line->like_words);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_combo_row_set_use_subtitle (ADW_COMBO_ROW (row), TRUE);
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (model));
  atlas_name_combo_row (ADW_COMBO_ROW (row), name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  adw_combo_row_set_selected (ADW_COMBO_ROW (row), line->choice);
  g_object_set_data (G_OBJECT (row), "atlas-line", GUINT_TO_POINTER (line->line));
  g_signal_connect_object (row, "notify::selected", G_CALLBACK (like_chosen_cb), self, 0);

  return row;
}

/* Made once for a preview, so that the row in which somebody chooses stays where it is. */
static void
show_likes (AtlasSheetPage *self,
            AtlasSheetPlan *plan)
{
  guint n_likes = 0;

  empty_list (self->like_list);
  for (guint i = 0; i < atlas_sheet_plan_n_lines (plan) && n_likes < ROWS_SHOWN; i++)
    {
      const AtlasSheetLine *line = atlas_sheet_plan_get_line (plan, i);

      if (line->like == ATLAS_SHEET_LIKE_NONE)
        continue;
      gtk_list_box_append (self->like_list, make_like_row (self, line));
      n_likes++;
    }
  gtk_widget_set_visible (self->like_box, n_likes > 0);
}

static void
planned_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(AtlasSheetPlan) plan = g_task_propagate_pointer (G_TASK (result), &error);
  AtlasSheetPage *self;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self = user_data;
  set_busy (self, FALSE);
  if (plan == NULL)
    {
      atlas_say (is_on (self, PAGE_PREVIEW) ? self->preview_fault : self->columns_fault,
                 error->message);
      return;
    }

  atlas_say (self->columns_fault, NULL);
  atlas_say (self->preview_fault, NULL);
  show_counts (self, plan);
  show_refused (self, plan);
  if (is_on (self, PAGE_PREVIEW))
    return;
  show_likes (self, plan);
  show_page (self, PAGE_PREVIEW);
}

static AtlasSheetRequest *
make_request (AtlasSheetPage *self)
{
  AtlasSheetRequest *request = atlas_sheet_request_new (self->sheet, self->map, self->choices);

  request->on = atlas_session_get_as_of (self->session);
  request->is_invented = atlas_session_is_demonstration (self->session);

  return request;
}

static void
make_plan (AtlasSheetPage *self)
{
  atlas_renew_cancellable (&self->cancellable);
  set_busy (self, TRUE);
  atlas_session_read_async (self->session, atlas_sheet_work_plan, make_request (self),
                            (GDestroyNotify) atlas_sheet_request_free,
                            (GDestroyNotify) atlas_sheet_plan_free, self->cancellable,
                            planned_cb, self);
}

static void
forget_table (AtlasSheetPage *self)
{
  g_clear_pointer (&self->sheet, atlas_sheet_unref);
  g_clear_pointer (&self->map, atlas_sheet_map_free);
  g_clear_pointer (&self->areas, g_ptr_array_unref);
  g_clear_pointer (&self->pasted, g_free);
  g_hash_table_remove_all (self->choices);
}

static void
say_done (AtlasSheetPage       *self,
          const AtlasSheetDone *done)
{
  g_autofree char *taken = g_strdup_printf (ngettext ("%u row brought in", "%u rows brought in",
                                                      done->n_taken), done->n_taken);
  g_autofree char *refused = g_strdup_printf (ngettext ("%u refused", "%u refused",
                                                        done->n_refused), done->n_refused);
  g_autofree char *text = NULL;

  /* Translators: “17 rows brought in, 3 refused”. */
  text = done->n_refused > 0 ? g_strdup_printf (_("%1$s, %2$s"), taken, refused)
                             : g_strdup (taken);
  if (done->set_ids != NULL)
    atlas_window_toast_undo_set (GTK_WIDGET (self), text, done->set_ids);
  else
    atlas_window_toast (GTK_WIDGET (self), text);
}

static void
brought_in_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(AtlasSheetPage) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(AtlasSheetDone) done = atlas_session_write_finish (self->session, result, &error);
  g_autofree char *text = NULL;

  if (gtk_widget_get_root (GTK_WIDGET (self)) == NULL)
    return;

  set_busy (self, FALSE);
  if (done == NULL)
    {
      text = g_strdup_printf (_("Nothing was brought in: %s"), error->message);
      atlas_say (self->preview_fault, text);
      return;
    }

  say_done (self, done);
  forget_table (self);
  empty_list (self->column_list);
  empty_list (self->like_list);
  empty_list (self->refused_list);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->text), "", 0);
  show_page (self, PAGE_TABLE);
  atlas_view_go (GTK_WIDGET (self), "referrals");
}

/* What is being written goes on, whatever page is shown. */
static void
bring_in (AtlasSheetPage *self)
{
  set_busy (self, TRUE);
  atlas_session_write_async (self->session, atlas_sheet_work_bring_in, make_request (self),
                             (GDestroyNotify) atlas_sheet_request_free,
                             (GDestroyNotify) atlas_sheet_done_free, NULL, brought_in_cb,
                             g_object_ref (self));
}

static void
next_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  AtlasSheetPage *self = ATLAS_SHEET_PAGE (widget);

  if (is_on (self, PAGE_TABLE))
    {
      next_from_table (self);
      return;
    }
  if (is_on (self, PAGE_PREVIEW))
    {
      bring_in (self);
      return;
    }

  read_columns (self);
  make_plan (self);
}

static void
back_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  AtlasSheetPage *self = ATLAS_SHEET_PAGE (widget);

  g_cancellable_cancel (self->cancellable);
  set_busy (self, FALSE);
  show_page (self, is_on (self, PAGE_PREVIEW) ? PAGE_COLUMNS : PAGE_TABLE);
}

/* Whoever comes here by the keyboard goes on by it. */
static void
atlas_sheet_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (atlas_sheet_page_parent_class)->map (widget);

  gtk_widget_child_focus (gtk_stack_get_visible_child (ATLAS_SHEET_PAGE (widget)->stack),
                          GTK_DIR_TAB_FORWARD);
}

static void
atlas_sheet_page_dispose (GObject *object)
{
  AtlasSheetPage *self = ATLAS_SHEET_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->session);
  g_clear_object (&self->fields);

  G_OBJECT_CLASS (atlas_sheet_page_parent_class)->dispose (object);
}

static void
atlas_sheet_page_finalize (GObject *object)
{
  AtlasSheetPage *self = ATLAS_SHEET_PAGE (object);

  forget_table (self);
  g_hash_table_unref (self->choices);

  G_OBJECT_CLASS (atlas_sheet_page_parent_class)->finalize (object);
}

static void
atlas_sheet_page_class_init (AtlasSheetPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = atlas_sheet_page_dispose;
  object_class->finalize = atlas_sheet_page_finalize;
  widget_class->map = atlas_sheet_page_map;

  g_type_ensure (ATLAS_TYPE_RECORD_ROW);

  gtk_widget_class_set_template_from_resource (widget_class, ATLAS_UI "atlas-sheet-page.ui");
  gtk_widget_class_bind_template_child (widget_class, AtlasSheetPage, stack);
  gtk_widget_class_bind_template_child (widget_class, AtlasSheetPage, warning);
  gtk_widget_class_bind_template_child (widget_class, AtlasSheetPage, table_fault);
  gtk_widget_class_bind_template_child (widget_class, AtlasSheetPage, text);
  gtk_widget_class_bind_template_child (widget_class, AtlasSheetPage, columns_fault);
  gtk_widget_class_bind_template_child (widget_class, AtlasSheetPage, column_list);
  gtk_widget_class_bind_template_child (widget_class, AtlasSheetPage, dates);
  gtk_widget_class_bind_template_child (widget_class, AtlasSheetPage, area);
  gtk_widget_class_bind_template_child (widget_class, AtlasSheetPage, counts);
  gtk_widget_class_bind_template_child (widget_class, AtlasSheetPage, encoding);
  gtk_widget_class_bind_template_child (widget_class, AtlasSheetPage, preview_fault);
  gtk_widget_class_bind_template_child (widget_class, AtlasSheetPage, like_box);
  gtk_widget_class_bind_template_child (widget_class, AtlasSheetPage, like_list);
  gtk_widget_class_bind_template_child (widget_class, AtlasSheetPage, refused_box);
  gtk_widget_class_bind_template_child (widget_class, AtlasSheetPage, refused_list);
  gtk_widget_class_bind_template_child (widget_class, AtlasSheetPage, more);
  gtk_widget_class_install_action (widget_class, "sheet.choose", NULL, choose_action);
  gtk_widget_class_install_action (widget_class, "sheet.next", NULL, next_action);
  gtk_widget_class_install_action (widget_class, "sheet.back", NULL, back_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, GDK_CONTROL_MASK, "sheet.next",
                                       NULL);
}

static void
atlas_sheet_page_init (AtlasSheetPage *self)
{
  g_autoptr(GtkStringList) orders = gtk_string_list_new (NULL);

  self->choices = g_hash_table_new (NULL, NULL);
  self->fields = gtk_string_list_new (NULL);
  gtk_string_list_append (self->fields, _("Passed over"));
  for (guint i = 0; i < atlas_sheet_n_fields (); i++)
    {
      g_autofree char *label = atlas_sheet_label_field (i);

      gtk_string_list_append (self->fields, label);
    }

  gtk_widget_init_template (GTK_WIDGET (self));

  gtk_string_list_append (orders, _("Day first: 05/11/2026 is 5 November"));
  gtk_string_list_append (orders, _("Month first: 05/11/2026 is 11 May"));
  adw_combo_row_set_model (self->dates, G_LIST_MODEL (orders));
  atlas_name_combo_row (self->dates, _("How days are written"));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "sheet.back", FALSE);
}

void
atlas_sheet_page_set_session (AtlasSheetPage *self,
                              AtlasSession   *session)
{
  g_return_if_fail (ATLAS_IS_SHEET_PAGE (self));

  g_set_object (&self->session, session);
}

/**
 * atlas_sheet_page_begin:
 *
 * Makes the page ready. A table that was begun with stays.
 */
void
atlas_sheet_page_begin (AtlasSheetPage *self)
{
  g_return_if_fail (ATLAS_IS_SHEET_PAGE (self));

  gtk_widget_set_visible (GTK_WIDGET (self->warning),
                          !atlas_session_is_demonstration (self->session));
}
