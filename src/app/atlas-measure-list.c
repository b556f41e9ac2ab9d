/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-measure-list.h"

#include <glib/gi18n.h>

#include "app/atlas-cell.h"
#include "app/atlas-compat.h"
#include "app/atlas-measure-row.h"
#include "app/atlas-ui.h"
#include "app/atlas-view.h"

/**
 * AtlasMeasureList:
 *
 * The areas of a county or the partnerships of an area, ranked by one measure, or as a table of
 * every measure. What is selected in one is selected in the other, and on the map that
 * [property@MeasureList:selected-id] is bound to.
 */
struct _AtlasMeasureList
{
  AdwBin               parent_instance;

  GListStore          *items;           /* (element-type AtlasMeasureItem) */
  GtkSingleSelection  *selection;       /* (element-type AtlasMeasureItem): sorted, of the table */
  char                *type;            /* (nullable): of the records, for their routes */
  char                *selected_id;     /* (nullable) */
  gboolean             is_filling;      /* rows come and go by us, not by a person */

  /* Template */
  GtkStack            *stack;
  GtkListBox          *list;
  GtkColumnView       *table;
  GtkColumnViewColumn *title_column;
};

G_DEFINE_FINAL_TYPE (AtlasMeasureList, atlas_measure_list, ADW_TYPE_BIN)

typedef enum { PROP_SELECTED_ID = 1 } AtlasMeasureListProperty;
static GParamSpec *props[PROP_SELECTED_ID + 1];

static char *
make_route (AtlasMeasureList *self,
            const char       *id)
{
  return g_strconcat (self->type, "/", id, NULL);
}

static GtkWidget *
create_row_cb (gpointer item,
               gpointer user_data)
{
  AtlasMeasureList *self = user_data;
  g_autofree char *route = make_route (self, atlas_measure_item_get_id (item));

  return atlas_measure_row_new (item, route);
}

static void
select_in_list (AtlasMeasureList *self)
{
  GtkListBoxRow *row;

  gtk_list_box_unselect_all (self->list);
  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    if (g_strcmp0 (atlas_measure_row_get_id (ATLAS_MEASURE_ROW (row)), self->selected_id) == 0)
      gtk_list_box_select_row (self->list, row);
}

static void
select_in_table (AtlasMeasureList *self)
{
  GListModel *model = G_LIST_MODEL (self->selection);
  guint position = GTK_INVALID_LIST_POSITION;

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr(AtlasMeasureItem) item = g_list_model_get_item (model, i);

      if (g_strcmp0 (atlas_measure_item_get_id (item), self->selected_id) == 0)
        position = i;
    }

  gtk_single_selection_set_selected (self->selection, position);
}

static void
show_selected (AtlasMeasureList *self)
{
  self->is_filling = TRUE;
  select_in_list (self);
  select_in_table (self);
  self->is_filling = FALSE;
}

static void
row_selected_cb (AtlasMeasureList *self,
                 GtkListBoxRow    *row)
{
  if (!self->is_filling && row != NULL)
    atlas_measure_list_set_selected_id (self, atlas_measure_row_get_id (ATLAS_MEASURE_ROW (row)));
}

static void
table_selected_cb (AtlasMeasureList *self)
{
  AtlasMeasureItem *item = gtk_single_selection_get_selected_item (self->selection);

  if (!self->is_filling && item != NULL)
    atlas_measure_list_set_selected_id (self, atlas_measure_item_get_id (item));
}

static void
row_activated_cb (AtlasMeasureList *self,
                  GtkListBoxRow    *row)
{
  atlas_measure_list_open (self, atlas_measure_row_get_id (ATLAS_MEASURE_ROW (row)));
}

static void
table_activated_cb (AtlasMeasureList *self,
                    guint             position)
{
  g_autoptr(AtlasMeasureItem) item = NULL;

  item = g_list_model_get_item (G_LIST_MODEL (self->selection), position);
  atlas_measure_list_open (self, atlas_measure_item_get_id (item));
}

static void
atlas_measure_list_get_property (GObject    *object,
                                 guint       property_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  AtlasMeasureList *self = ATLAS_MEASURE_LIST (object);

  switch ((AtlasMeasureListProperty) property_id)
    {
    case PROP_SELECTED_ID:
      g_value_set_string (value, self->selected_id);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
atlas_measure_list_set_property (GObject      *object,
                                 guint         property_id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  AtlasMeasureList *self = ATLAS_MEASURE_LIST (object);

  switch ((AtlasMeasureListProperty) property_id)
    {
    case PROP_SELECTED_ID:
      atlas_measure_list_set_selected_id (self, g_value_get_string (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
atlas_measure_list_dispose (GObject *object)
{
  AtlasMeasureList *self = ATLAS_MEASURE_LIST (object);

  g_clear_object (&self->selection);
  g_clear_object (&self->items);

  G_OBJECT_CLASS (atlas_measure_list_parent_class)->dispose (object);
}

static void
atlas_measure_list_finalize (GObject *object)
{
  AtlasMeasureList *self = ATLAS_MEASURE_LIST (object);

  g_free (self->type);
  g_free (self->selected_id);

  G_OBJECT_CLASS (atlas_measure_list_parent_class)->finalize (object);
}

static void
atlas_measure_list_class_init (AtlasMeasureListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = atlas_measure_list_get_property;
  object_class->set_property = atlas_measure_list_set_property;
  object_class->dispose = atlas_measure_list_dispose;
  object_class->finalize = atlas_measure_list_finalize;

  /**
   * AtlasMeasureList:selected-id:
   *
   * What is meant; bound to the map beside the list.
   */
  props[PROP_SELECTED_ID] = g_param_spec_string ("selected-id", NULL, NULL, NULL,
                                                 G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY |
                                                 G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);

  g_type_ensure (ATLAS_TYPE_CELL);
  g_type_ensure (ATLAS_TYPE_MEASURE_ITEM);

  gtk_widget_class_set_template_from_resource (widget_class, ATLAS_UI "atlas-measure-list.ui");
  gtk_widget_class_bind_template_child (widget_class, AtlasMeasureList, stack);
  gtk_widget_class_bind_template_child (widget_class, AtlasMeasureList, list);
  gtk_widget_class_bind_template_child (widget_class, AtlasMeasureList, table);
  gtk_widget_class_bind_template_child (widget_class, AtlasMeasureList, title_column);
  gtk_widget_class_bind_template_callback (widget_class, row_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, table_activated_cb);
}

static void
atlas_measure_list_init (AtlasMeasureList *self)
{
  GtkSorter *sorter;
  GtkSortListModel *sorted;

  gtk_widget_init_template (GTK_WIDGET (self));

  self->items = g_list_store_new (ATLAS_TYPE_MEASURE_ITEM);
  sorter = g_object_ref (gtk_column_view_get_sorter (self->table));
  sorted = gtk_sort_list_model_new (g_object_ref (G_LIST_MODEL (self->items)), sorter);
  self->selection = gtk_single_selection_new (NULL);
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  gtk_single_selection_set_model (self->selection, G_LIST_MODEL (sorted));
  g_object_unref (sorted);
  g_signal_connect_object (self->selection, "notify::selected-item",
                           G_CALLBACK (table_selected_cb), self, G_CONNECT_SWAPPED);
  atlas_name_column_view (self->table, _("Table of measures"));
  gtk_list_box_bind_model (self->list, G_LIST_MODEL (self->items), create_row_cb, self, NULL);
}

GtkWidget *
atlas_measure_list_new (void)
{
  return g_object_new (ATLAS_TYPE_MEASURE_LIST, NULL);
}

/**
 * atlas_measure_list_set_items:
 * @items: (element-type AtlasMeasureItem): the rows, ranked
 * @type: `area` or `partnership`, which their pages' addresses begin with
 *
 * Shows other rows. What is selected stays selected.
 */
void
atlas_measure_list_set_items (AtlasMeasureList *self,
                              GPtrArray        *items,
                              const char       *type)
{
  g_return_if_fail (ATLAS_IS_MEASURE_LIST (self));

  g_free (self->type);
  self->type = g_strdup (type);

  self->is_filling = TRUE;
  g_list_store_splice (self->items, 0, g_list_model_get_n_items (G_LIST_MODEL (self->items)),
                       items->pdata, items->len);
  self->is_filling = FALSE;
  show_selected (self);
}

/**
 * atlas_measure_list_get_items:
 *
 * Returns: (transfer none) (element-type AtlasMeasureItem): the rows as the table sorts them
 */
GListModel *
atlas_measure_list_get_items (AtlasMeasureList *self)
{
  g_return_val_if_fail (ATLAS_IS_MEASURE_LIST (self), NULL);

  return G_LIST_MODEL (self->selection);
}

const char *
atlas_measure_list_get_selected_id (AtlasMeasureList *self)
{
  g_return_val_if_fail (ATLAS_IS_MEASURE_LIST (self), NULL);

  return self->selected_id;
}

void
atlas_measure_list_set_selected_id (AtlasMeasureList *self,
                                    const char       *id)
{
  char *kept;

  g_return_if_fail (ATLAS_IS_MEASURE_LIST (self));

  if (g_strcmp0 (id, self->selected_id) == 0)
    return;

  kept = g_strdup (id);
  g_free (self->selected_id);
  self->selected_id = kept;
  show_selected (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SELECTED_ID]);
}

/**
 * atlas_measure_list_set_as_table:
 * @as_table: whether every measure is shown, a row for each part
 */
void
atlas_measure_list_set_as_table (AtlasMeasureList *self,
                                 gboolean          as_table)
{
  g_return_if_fail (ATLAS_IS_MEASURE_LIST (self));

  /* Rows that nobody sees would still be read out. */
  gtk_column_view_set_model (self->table,
                             as_table ? GTK_SELECTION_MODEL (self->selection) : NULL);
  gtk_stack_set_visible_child_name (self->stack, as_table ? "table" : "list");
}

/**
 * atlas_measure_list_open:
 * @id: a part of the county
 *
 * Opens the page of a part, as its row does.
 */
void
atlas_measure_list_open (AtlasMeasureList *self,
                         const char       *id)
{
  g_autofree char *route = NULL;

  g_return_if_fail (ATLAS_IS_MEASURE_LIST (self));

  route = make_route (self, id);
  atlas_view_go (GTK_WIDGET (self), route);
}
