/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-measure-item.h"

#include <glib/gi18n.h>

#define NOT_KNOWN "—"

/**
 * AtlasMeasureItem:
 *
 * One area or partnership of a ranked list and of its table: the measure that is looked at, and a
 * text and a number of every measure. What is not known is a dash.
 */
struct _AtlasMeasureItem
{
  GObject parent_instance;

  char   *id;
  double  fraction;
  char   *texts[16];            /* by AtlasMeasureItemProperty */
  int     numbers[16];
};

G_DEFINE_FINAL_TYPE (AtlasMeasureItem, atlas_measure_item, G_TYPE_OBJECT)

typedef enum {
  PROP_TITLE = 1,
  PROP_DETAIL,
  PROP_VALUE,
  PROP_SPOKEN,
  PROP_COMMISSIONED,
  PROP_FILLED,
  PROP_FREE,
  PROP_WAITING,
  PROP_LONGEST,
  PROP_N_NUMBER,
  PROP_N_COMMISSIONED,
  PROP_N_FILLED,
  PROP_N_FREE,
  PROP_N_WAITING,
  PROP_N_LONGEST,
} AtlasMeasureItemProperty;

static GParamSpec *props[PROP_N_LONGEST + 1];

static void
atlas_measure_item_finalize (GObject *object)
{
  AtlasMeasureItem *self = ATLAS_MEASURE_ITEM (object);

  g_free (self->id);
  for (gsize i = 0; i < G_N_ELEMENTS (self->texts); i++)
    g_free (self->texts[i]);

  G_OBJECT_CLASS (atlas_measure_item_parent_class)->finalize (object);
}

static void
atlas_measure_item_get_property (GObject    *object,
                                 guint       property_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  AtlasMeasureItem *self = ATLAS_MEASURE_ITEM (object);

  if (property_id >= PROP_N_NUMBER)
    g_value_set_int (value, self->numbers[property_id]);
  else
    g_value_set_string (value, self->texts[property_id]);
}

static void
atlas_measure_item_class_init (AtlasMeasureItemClass *klass)
{
  static const char * const names[] = {
    NULL, "title", "detail", "value", "spoken", "commissioned", "filled", "free", "waiting",
    "longest", "n-number", "n-commissioned", "n-filled", "n-free", "n-waiting", "n-longest",
  };
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = atlas_measure_item_finalize;
  object_class->get_property = atlas_measure_item_get_property;

  for (guint i = PROP_TITLE; i <= PROP_N_LONGEST; i++)
    props[i] = i >= PROP_N_NUMBER
               ? g_param_spec_int (names[i], NULL, NULL, G_MININT, G_MAXINT, 0, flags)
               : g_param_spec_string (names[i], NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
}

static void
atlas_measure_item_init (AtlasMeasureItem *self)
{
}

/* The columns of the table, in the order of AtlasMeasureKind. */
static void
fill_columns (AtlasMeasureItem    *self,
              const AtlasMeasured *part,
              AtlasDate            on)
{
  gboolean is_known = part->places.is_known;

  self->numbers[PROP_N_COMMISSIONED] = is_known ? part->places.commissioned : -1;
  self->texts[PROP_COMMISSIONED] = is_known
                                   ? g_strdup_printf ("%d", part->places.commissioned)
                                   : g_strdup (NOT_KNOWN);
  for (int i = 0; i < ATLAS_N_MEASURES; i++)
    {
      g_auto(AtlasReading) reading = { 0 };

      atlas_measured_read (part, (AtlasMeasureKind) i, on, &reading);
      self->numbers[PROP_N_FILLED + i] = reading.has_value ? (int) reading.value : -1;
      self->texts[PROP_FILLED + i] = reading.has_value ? g_strdup (reading.text)
                                                       : g_strdup (NOT_KNOWN);
    }
}

static AtlasMeasureItem *
item_new (const AtlasMeasured *part,
          AtlasMeasureKind     kind,
          AtlasDate            on)
{
  AtlasMeasureItem *self = g_object_new (ATLAS_TYPE_MEASURE_ITEM, NULL);
  g_auto(AtlasReading) reading = { 0 };

  atlas_measured_read (part, kind, on, &reading);
  self->id = g_strdup (part->key);
  self->fraction = reading.has_value ? reading.value : -1;
  self->numbers[PROP_N_NUMBER] = part->number != NULL
                                 ? (int) g_ascii_strtoll (part->number, NULL, 10) : 0;
  self->texts[PROP_TITLE] = atlas_measured_word_title (part);
  self->texts[PROP_DETAIL] = g_strdup (reading.detail);
  self->texts[PROP_VALUE] = reading.has_value ? g_strdup (reading.text) : g_strdup (NOT_KNOWN);
  self->texts[PROP_SPOKEN] = g_strdup (reading.spoken);
  fill_columns (self, part, on);

  return self;
}

/**
 * atlas_measure_items_new:
 * @measures: what was counted
 * @kind: what is looked at
 *
 * Makes the rows of a ranked list, in the order of the need for places.
 *
 * Returns: (transfer full) (element-type AtlasMeasureItem): the rows
 */
GPtrArray *
atlas_measure_items_new (const AtlasMeasures *measures,
                         AtlasMeasureKind     kind)
{
  g_autoptr(GPtrArray) ranked = atlas_measures_rank (measures, kind);
  GPtrArray *items = g_ptr_array_new_with_free_func (g_object_unref);
  double full = kind == ATLAS_MEASURE_FILLED ? 100 : 1;

  for (guint i = 0; i < ranked->len; i++)
    {
      AtlasMeasureItem *item = item_new (g_ptr_array_index (ranked, i), kind, measures->on);

      /* Counts and days are as long as the longest; per cent are of a hundred. */
      if (kind != ATLAS_MEASURE_FILLED)
        full = MAX (full, item->fraction);
      g_ptr_array_add (items, item);
    }

  for (guint i = 0; i < items->len; i++)
    {
      AtlasMeasureItem *item = g_ptr_array_index (items, i);

      item->fraction = CLAMP (item->fraction / full, 0, 1);
    }

  return items;
}

const char *
atlas_measure_item_get_id (AtlasMeasureItem *self)
{
  return self->id;
}

const char *
atlas_measure_item_get_title (AtlasMeasureItem *self)
{
  return self->texts[PROP_TITLE];
}

const char *
atlas_measure_item_get_detail (AtlasMeasureItem *self)
{
  return self->texts[PROP_DETAIL];
}

const char *
atlas_measure_item_get_value (AtlasMeasureItem *self)
{
  return self->texts[PROP_VALUE];
}

const char *
atlas_measure_item_get_spoken (AtlasMeasureItem *self)
{
  return self->texts[PROP_SPOKEN];
}

/**
 * atlas_measure_item_get_fraction:
 *
 * Returns: how long the bar is, 0 to 1
 */
double
atlas_measure_item_get_fraction (AtlasMeasureItem *self)
{
  return self->fraction;
}

/**
 * atlas_measure_items_append_table:
 * @items: (element-type AtlasMeasureItem): rows, in their order
 * @text: where to
 *
 * Writes a table as a spreadsheet or an e-mail takes it: tabs and ends of lines.
 */
void
atlas_measure_items_append_table (GListModel *items,
                                  GString    *text)
{
  g_string_append_printf (text, "%s\t%s\t%s\t%s\t%s\t%s\n", _("Part of the county"),
                          _("Commissioned"), _("Filled"), _("Free"), _("Children waiting"),
                          _("Longest wait"));
  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr(AtlasMeasureItem) item = g_list_model_get_item (items, i);

      g_string_append (text, item->texts[PROP_TITLE]);
      for (int column = PROP_COMMISSIONED; column <= PROP_LONGEST; column++)
        g_string_append_printf (text, "\t%s", item->texts[column]);
      g_string_append_c (text, '\n');
    }
}
