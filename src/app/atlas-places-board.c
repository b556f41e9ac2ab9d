/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-places-board.h"

#include <glib/gi18n.h>
#include <string.h>

#include "app/atlas-cell.h"
#include "app/atlas-chip.h"
#include "app/atlas-compat.h"
#include "app/atlas-fact-row.h"
#include "app/atlas-place-row.h"
#include "app/atlas-reflow.h"
#include "app/atlas-ui.h"
#include "app/atlas-view.h"

/* Narrower than this many ems, the table becomes a list of cards. */
#define TABLE_EM 54

/**
 * AtlasPlacesBoard:
 *
 * Commissioned, on roll, held, leaving, free, as last sent: a line for each line of places, and
 * their total. A table where there is room, a list of cards where there is not.
 */
struct _AtlasPlacesBoard
{
  AdwBin               parent_instance;

  GListStore          *rows;    /* (element-type AtlasPlaceRow) */
  GtkFilterListModel  *filtered; /* (element-type AtlasPlaceRow) */
  char                *phase;   /* (nullable): the only one shown */
  char                *words;   /* (nullable): in lower case */

  /* Template */
  GtkStack            *stack;
  GtkColumnView       *table;
  GtkColumnViewColumn *name_column;
  GtkColumnViewColumn *leaving_column;
  GtkListBox          *cards;
  GtkLabel            *total;
};

G_DEFINE_FINAL_TYPE (AtlasPlacesBoard, atlas_places_board, ADW_TYPE_BIN)

static gboolean
is_shown (gpointer item,
          gpointer user_data)
{
  AtlasPlacesBoard *self = user_data;
  AtlasPlaceRow *row = item;
  g_autofree char *name = g_utf8_casefold (atlas_place_row_get_name (row), -1);

  return (self->phase == NULL || g_strcmp0 (self->phase, atlas_place_row_get_phase (row)) == 0) &&
         (self->words == NULL || strstr (name, self->words) != NULL);
}

static void
row_activated_cb (AtlasPlacesBoard *self,
                  guint             position)
{
  g_autoptr(AtlasPlaceRow) row = NULL;

  row = g_list_model_get_item (G_LIST_MODEL (gtk_column_view_get_model (self->table)), position);
  atlas_view_go (GTK_WIDGET (self), atlas_place_row_get_route (row));
}

static GtkWidget *
make_card (gpointer item,
           gpointer user_data)
{
  AtlasPlaceRow *row = item;
  GtkWidget *card = atlas_fact_row_new (atlas_place_row_get_detail (row),
                                        atlas_place_row_get_name (row),
                                        atlas_place_row_get_summary (row));

  atlas_fact_row_set_route (ATLAS_FACT_ROW (card), atlas_place_row_get_route (row));
  if (atlas_place_row_is_invented (row))
    atlas_fact_row_set_mark (ATLAS_FACT_ROW (card), _("Demonstration"), "demonstration");

  return card;
}

static void
reflow (GtkWidget *widget,
        double     width_em)
{
  gtk_stack_set_visible_child_name (ATLAS_PLACES_BOARD (widget)->stack,
                                    width_em >= TABLE_EM ? "table" : "cards");
}

static void
atlas_places_board_dispose (GObject *object)
{
  AtlasPlacesBoard *self = ATLAS_PLACES_BOARD (object);

  g_clear_object (&self->filtered);
  g_clear_object (&self->rows);
  g_clear_pointer (&self->phase, g_free);
  g_clear_pointer (&self->words, g_free);

  G_OBJECT_CLASS (atlas_places_board_parent_class)->dispose (object);
}

static void
atlas_places_board_class_init (AtlasPlacesBoardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = atlas_places_board_dispose;

  g_type_ensure (ATLAS_TYPE_CELL);
  g_type_ensure (ATLAS_TYPE_CHIP);
  g_type_ensure (ATLAS_TYPE_PLACE_ROW);

  gtk_widget_class_set_template_from_resource (widget_class, ATLAS_UI "atlas-places-board.ui");
  gtk_widget_class_bind_template_child (widget_class, AtlasPlacesBoard, stack);
  gtk_widget_class_bind_template_child (widget_class, AtlasPlacesBoard, table);
  gtk_widget_class_bind_template_child (widget_class, AtlasPlacesBoard, name_column);
  gtk_widget_class_bind_template_child (widget_class, AtlasPlacesBoard, leaving_column);
  gtk_widget_class_bind_template_child (widget_class, AtlasPlacesBoard, cards);
  gtk_widget_class_bind_template_child (widget_class, AtlasPlacesBoard, total);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
}

static void
atlas_places_board_init (AtlasPlacesBoard *self)
{
  GtkSorter *sorter;
  GtkSortListModel *sorted;
  GtkFilter *filter;

  gtk_widget_set_layout_manager (GTK_WIDGET (self), atlas_reflow_new (reflow));
  gtk_widget_init_template (GTK_WIDGET (self));
  atlas_name_column_view (self->table, _("Places board"));

  self->rows = g_list_store_new (ATLAS_TYPE_PLACE_ROW);
  filter = GTK_FILTER (gtk_custom_filter_new (is_shown, self, NULL));
  self->filtered = gtk_filter_list_model_new (g_object_ref (G_LIST_MODEL (self->rows)), filter);
  sorter = g_object_ref (gtk_column_view_get_sorter (self->table));
  sorted = gtk_sort_list_model_new (g_object_ref (G_LIST_MODEL (self->filtered)), sorter);
  gtk_column_view_set_model (self->table,
                             GTK_SELECTION_MODEL (gtk_no_selection_new (G_LIST_MODEL (sorted))));
  gtk_list_box_bind_model (self->cards, G_LIST_MODEL (self->filtered), make_card, NULL, NULL);
}

static void
show_total (AtlasPlacesBoard *self,
            AtlasCapacity    *capacity)
{
  const AtlasFree *total = &capacity->total;
  g_autofree char *sent = g_strdup_printf (ngettext ("%u of %u line with a return in time",
                                                     "%u of %u lines with a return in time",
                                                     capacity->lines->len),
                                           capacity->n_sent, capacity->lines->len);
  g_autofree char *text = NULL;

  if (total->is_known)
    /* Translators: the sum of the places board; the last part says how many lines are up to date */
    text = g_strdup_printf (_("Total: %d commissioned, %d on roll, %d held, %d leaving soon, "
                              "%d free now. %s."),
                            total->commissioned, total->on_roll, total->held + total->offered,
                            total->leaving, MAX (total->free, 0), sent);
  else
    text = g_strdup_printf (_("Total: %d commissioned. No return received."), total->commissioned);

  gtk_label_set_label (self->total, text);
}

/**
 * atlas_places_board_set_capacity:
 * @capacity: the position to show
 */
void
atlas_places_board_set_capacity (AtlasPlacesBoard *self,
                                 AtlasCapacity    *capacity)
{
  g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *day = NULL;
  g_autofree char *title = NULL;

  g_return_if_fail (ATLAS_IS_PLACES_BOARD (self));

  for (guint i = 0; i < capacity->lines->len; i++)
    g_ptr_array_add (rows, atlas_place_row_new (g_ptr_array_index (capacity->lines, i),
                                                capacity->on));
  g_list_store_splice (self->rows, 0, g_list_model_get_n_items (G_LIST_MODEL (self->rows)),
                       rows->pdata, rows->len);

  day = atlas_date_format_short (capacity->leaving_by);
  /* Translators: heading of a column; %s is a day, as 6 Dec */
  title = g_strdup_printf (_("Leaving by %s"), day);
  gtk_column_view_column_set_title (self->leaving_column, title);
  show_total (self, capacity);
}

/**
 * atlas_places_board_filter:
 * @phase: (nullable): the only phase to show
 * @words: (nullable): what the name must hold
 *
 * Returns: how many lines are shown
 */
guint
atlas_places_board_filter (AtlasPlacesBoard *self,
                           const char       *phase,
                           const char       *words)
{
  g_return_val_if_fail (ATLAS_IS_PLACES_BOARD (self), 0);

  g_free (self->phase);
  g_free (self->words);
  self->phase = g_strdup (phase);
  self->words = words != NULL && *words != '\0' ? g_utf8_casefold (words, -1) : NULL;
  gtk_filter_changed (gtk_filter_list_model_get_filter (self->filtered),
                      GTK_FILTER_CHANGE_DIFFERENT);

  return g_list_model_get_n_items (G_LIST_MODEL (self->filtered));
}

guint
atlas_places_board_get_total (AtlasPlacesBoard *self)
{
  g_return_val_if_fail (ATLAS_IS_PLACES_BOARD (self), 0);

  return g_list_model_get_n_items (G_LIST_MODEL (self->rows));
}

/**
 * atlas_places_board_to_table:
 *
 * Returns: (transfer full): what is shown, as a spreadsheet or an e-mail takes it
 */
char *
atlas_places_board_to_table (AtlasPlacesBoard *self)
{
  GListModel *rows = G_LIST_MODEL (gtk_column_view_get_model (self->table));
  g_autoptr(GString) text = g_string_new (NULL);

  atlas_place_row_append_heading (text);
  for (guint i = 0; i < g_list_model_get_n_items (rows); i++)
    {
      g_autoptr(AtlasPlaceRow) row = g_list_model_get_item (rows, i);

      atlas_place_row_append_table (row, text);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}
