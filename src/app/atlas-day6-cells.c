/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-day6-cells.h"

#include "app/atlas-chip.h"
#include "app/atlas-ui.h"

#define N_CELLS 6       /* school days; SI 2007/1870 reg. 3 */

/**
 * AtlasDay6Cells:
 *
 * The Day 6 clock of one child: six cells, one a school day, and words. The words say all; in
 * a narrow window the cells shrink to nothing.
 */
struct _AtlasDay6Cells
{
  AdwBin     parent_instance;

  int        days_gone;
  gboolean   is_near;

  /* Template */
  GtkWidget *cells;
  AtlasChip *chip;
};

G_DEFINE_FINAL_TYPE (AtlasDay6Cells, atlas_day6_cells, ADW_TYPE_BIN)

typedef enum { PROP_DAYS_GONE = 1, PROP_WORDS, PROP_NEAR } AtlasDay6CellsProperty;
static GParamSpec *props[PROP_NEAR + 1];

static void
atlas_day6_cells_get_property (GObject    *object,
                               guint       property_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  AtlasDay6Cells *self = ATLAS_DAY6_CELLS (object);

  switch ((AtlasDay6CellsProperty) property_id)
    {
    case PROP_DAYS_GONE:
      g_value_set_int (value, self->days_gone);
      break;

    case PROP_WORDS:
      g_value_set_string (value, atlas_chip_get_label (self->chip));
      break;

    case PROP_NEAR:
      g_value_set_boolean (value, self->is_near);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
atlas_day6_cells_set_property (GObject      *object,
                               guint         property_id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  AtlasDay6Cells *self = ATLAS_DAY6_CELLS (object);
  const char *words = atlas_chip_get_label (self->chip);

  switch ((AtlasDay6CellsProperty) property_id)
    {
    case PROP_DAYS_GONE:
      atlas_day6_cells_set (self, g_value_get_int (value), words, self->is_near);
      break;

    case PROP_WORDS:
      atlas_day6_cells_set (self, self->days_gone, g_value_get_string (value), self->is_near);
      break;

    case PROP_NEAR:
      atlas_day6_cells_set (self, self->days_gone, words, g_value_get_boolean (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
atlas_day6_cells_class_init (AtlasDay6CellsClass *klass)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = atlas_day6_cells_get_property;
  object_class->set_property = atlas_day6_cells_set_property;
  props[PROP_DAYS_GONE] = g_param_spec_int ("days-gone", NULL, NULL, 0, N_CELLS, 0, flags);
  props[PROP_WORDS] = g_param_spec_string ("words", NULL, NULL, NULL, flags);
  props[PROP_NEAR] = g_param_spec_boolean ("near", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);

  g_type_ensure (ATLAS_TYPE_CHIP);

  gtk_widget_class_set_template_from_resource (widget_class, ATLAS_UI "atlas-day6-cells.ui");
  gtk_widget_class_bind_template_child (widget_class, AtlasDay6Cells, cells);
  gtk_widget_class_bind_template_child (widget_class, AtlasDay6Cells, chip);
}

static void
atlas_day6_cells_init (AtlasDay6Cells *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  for (int i = 0; i < N_CELLS; i++)
    {
      GtkWidget *cell = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

      gtk_widget_add_css_class (cell, "atlas-day6-cell");
      gtk_widget_set_valign (cell, GTK_ALIGN_CENTER);
      gtk_box_append (GTK_BOX (self->cells), cell);
    }
}

GtkWidget *
atlas_day6_cells_new (void)
{
  return g_object_new (ATLAS_TYPE_DAY6_CELLS, NULL);
}

/**
 * atlas_day6_cells_set:
 * @days_gone: school days gone, 0 to 6
 * @words: (nullable): "Due tomorrow"
 * @is_near: the duty date is today, tomorrow or past
 */
void
atlas_day6_cells_set (AtlasDay6Cells *self,
                      int             days_gone,
                      const char     *words,
                      gboolean        is_near)
{
  GtkWidget *cell;
  int at = 0;

  g_return_if_fail (ATLAS_IS_DAY6_CELLS (self));

  self->days_gone = CLAMP (days_gone, 0, N_CELLS);
  self->is_near = is_near;

  for (cell = gtk_widget_get_first_child (self->cells);
       cell != NULL;
       cell = gtk_widget_get_next_sibling (cell), at++)
    if (at < self->days_gone)
      gtk_widget_add_css_class (cell, "filled");
    else
      gtk_widget_remove_css_class (cell, "filled");

  atlas_chip_set_label (self->chip, words);
  atlas_chip_set_kind (self->chip, is_near ? "due" : NULL);
}
