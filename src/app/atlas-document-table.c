/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-document-table.h"

#include <glib/gi18n.h>

#include "app/atlas-cell.h"
#include "app/atlas-compat.h"
#include "app/atlas-fact-row.h"
#include "app/atlas-fold.h"
#include "app/atlas-ui.h"

/* Room that a column needs on the average; a table with less becomes a list. */
#define COLUMN_EM 7.0

/* A column is at least as wide as its longest cell, or as this many letters. */
#define COLUMN_LETTERS 16

#define COLUMN_KEY "atlas-column"
#define WIDTH_KEY  "atlas-width"

#define ATLAS_TYPE_TABLE_LINE (atlas_table_line_get_type ())

G_DECLARE_FINAL_TYPE (AtlasTableLine, atlas_table_line, ATLAS, TABLE_LINE, GObject)

/* One row of the table, for the models of its list widgets. */
struct _AtlasTableLine
{
  GObject parent_instance;

  GStrv   cells;
  char   *spoken;
};

G_DEFINE_FINAL_TYPE (AtlasTableLine, atlas_table_line, G_TYPE_OBJECT)

static void
atlas_table_line_finalize (GObject *object)
{
  AtlasTableLine *self = ATLAS_TABLE_LINE (object);

  g_strfreev (self->cells);
  g_free (self->spoken);

  G_OBJECT_CLASS (atlas_table_line_parent_class)->finalize (object);
}

static void
atlas_table_line_class_init (AtlasTableLineClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = atlas_table_line_finalize;
}

static void
atlas_table_line_init (AtlasTableLine *self)
{
}

/* What stands in a row beside its first cell, with the heads of the columns. */
static char *
word_line (const AtlasBlock *table,
           guint             row)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint column = 1; column < table->columns->len; column++)
    {
      const char *cell = atlas_block_get_cell (table, row, column);

      if (cell == NULL || *cell == '\0')
        continue;

      g_string_append (text, text->len > 0 ? " · " : "");
      /* Translators: head of a column, and the value in a row: On roll: 38 */
      g_string_append_printf (text, _("%s: %s"),
                              g_array_index (table->columns, AtlasColumn, column).title, cell);
    }

  return g_strdup (text->str);
}

static AtlasTableLine *
line_new (const AtlasBlock *table,
          guint             row)
{
  AtlasTableLine *self = g_object_new (ATLAS_TYPE_TABLE_LINE, NULL);

  self->cells = g_new0 (char *, table->columns->len + 1);
  for (guint column = 0; column < table->columns->len; column++)
    {
      const char *cell = atlas_block_get_cell (table, row, column);

      self->cells[column] = g_strdup (cell != NULL ? cell : "");
    }
  self->spoken = word_line (table, row);

  return self;
}

/**
 * AtlasDocumentTable:
 *
 * A table of a document in a window: columns where there is room, a list where there is not. It is
 * as tall as its rows.
 */
struct _AtlasDocumentTable
{
  AdwBin         parent_instance;

  GListStore    *lines;         /* (element-type AtlasTableLine) */

  /* Template */
  AtlasFold     *fold;
  GtkLabel      *title;
  GtkColumnView *table;
  GtkListBox    *list;
};

G_DEFINE_FINAL_TYPE (AtlasDocumentTable, atlas_document_table, ADW_TYPE_BIN)

static void
setup_cell_cb (GtkSignalListItemFactory *factory,
               GtkListItem              *item,
               gpointer                  is_number)
{
  GtkWidget *cell = atlas_cell_new ();
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), is_number != NULL ? 1 : 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_width_chars (GTK_LABEL (label),
                             GPOINTER_TO_INT (g_object_get_data (G_OBJECT (factory), WIDTH_KEY)));
  if (is_number != NULL)
    gtk_widget_add_css_class (label, "numeric");
  adw_bin_set_child (ADW_BIN (cell), label);
  gtk_list_item_set_child (item, cell);
}

static void
bind_cell_cb (GtkSignalListItemFactory *factory,
              GtkListItem              *item,
              gpointer                  user_data)
{
  guint column = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (factory), COLUMN_KEY));
  AtlasTableLine *line = gtk_list_item_get_item (item);
  AtlasCell *cell = ATLAS_CELL (gtk_list_item_get_child (item));
  g_autofree char *spoken = g_strdup_printf ("%s. %s", line->cells[0], line->spoken);

  gtk_label_set_label (GTK_LABEL (adw_bin_get_child (ADW_BIN (cell))), line->cells[column]);
  atlas_cell_set_cell_name (cell, line->cells[column]);
  atlas_cell_set_row_name (cell, spoken);
}

static int
count_letters (const AtlasBlock *table,
               guint             column)
{
  glong longest = 0;

  for (guint row = 0; row < atlas_block_get_n_rows (table); row++)
    {
      const char *cell = atlas_block_get_cell (table, row, column);

      longest = MAX (longest, cell != NULL ? g_utf8_strlen (cell, -1) : 0);
    }

  return (int) MIN (longest, COLUMN_LETTERS);
}

static void
add_column (AtlasDocumentTable *self,
            const AtlasBlock   *table,
            guint               index)
{
  const AtlasColumn *column = &g_array_index (table->columns, AtlasColumn, index);
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_autoptr(GtkColumnViewColumn) added = NULL;

  g_object_set_data (G_OBJECT (factory), COLUMN_KEY, GUINT_TO_POINTER (index));
  g_object_set_data (G_OBJECT (factory), WIDTH_KEY,
                     GINT_TO_POINTER (count_letters (table, index)));
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cell_cb),
                    GINT_TO_POINTER (column->is_number));
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cell_cb), NULL);
  added = gtk_column_view_column_new (column->title, factory);
  gtk_column_view_column_set_resizable (added, TRUE);
  gtk_column_view_column_set_expand (added, index == 0);
  gtk_column_view_append_column (self->table, added);
}

static GtkWidget *
create_row_cb (gpointer item,
               gpointer user_data)
{
  AtlasTableLine *line = item;

  return atlas_fact_row_new (line->cells[0], line->spoken, NULL);
}

static void
atlas_document_table_dispose (GObject *object)
{
  AtlasDocumentTable *self = ATLAS_DOCUMENT_TABLE (object);

  g_clear_object (&self->lines);

  G_OBJECT_CLASS (atlas_document_table_parent_class)->dispose (object);
}

static void
atlas_document_table_class_init (AtlasDocumentTableClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = atlas_document_table_dispose;

  g_type_ensure (ATLAS_TYPE_FOLD);

  gtk_widget_class_set_template_from_resource (widget_class, ATLAS_UI "atlas-document-table.ui");
  gtk_widget_class_bind_template_child (widget_class, AtlasDocumentTable, fold);
  gtk_widget_class_bind_template_child (widget_class, AtlasDocumentTable, title);
  gtk_widget_class_bind_template_child (widget_class, AtlasDocumentTable, table);
  gtk_widget_class_bind_template_child (widget_class, AtlasDocumentTable, list);
}

static void
atlas_document_table_init (AtlasDocumentTable *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->lines = g_list_store_new (ATLAS_TYPE_TABLE_LINE);
  gtk_list_box_bind_model (self->list, G_LIST_MODEL (self->lines), create_row_cb, NULL, NULL);
}

/**
 * atlas_document_table_new:
 * @table: a table of a document; its texts are copied
 *
 * Returns: (transfer floating): a widget that shows it
 */
GtkWidget *
atlas_document_table_new (const AtlasBlock *table)
{
  AtlasDocumentTable *self = g_object_new (ATLAS_TYPE_DOCUMENT_TABLE, NULL);
  g_autoptr(GtkSelectionModel) model = NULL;
  const char *title = table->text != NULL ? table->text : "";

  for (guint row = 0; row < atlas_block_get_n_rows (table); row++)
    {
      g_autoptr(AtlasTableLine) line = line_new (table, row);

      g_list_store_append (self->lines, line);
    }
  for (guint column = 0; column < table->columns->len; column++)
    add_column (self, table, column);
  atlas_name_column_view (self->table, title);

  model = GTK_SELECTION_MODEL (gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->lines))));
  gtk_column_view_set_model (self->table, model);
  atlas_fold_set_threshold (self->fold, COLUMN_EM * table->columns->len);
  gtk_label_set_label (self->title, title);
  gtk_widget_set_visible (GTK_WIDGET (self->title), *title != '\0');
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->table), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  title, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  title, -1);

  return GTK_WIDGET (self);
}
