/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-cell.h"

#include <string.h>

/**
 * AtlasCell:
 *
 * The outermost widget of a cell in a list or column view. It gives its row a name for screen
 * readers, because GTK 4.8 calls every row "GtkListItemWidget".
 */
struct _AtlasCell
{
  AdwBin parent_instance;

  char  *row_name;              /* (nullable) */
  char  *cell_name;             /* (nullable) */
  guint  position;
};

G_DEFINE_FINAL_TYPE (AtlasCell, atlas_cell, ADW_TYPE_BIN)

typedef enum { PROP_ROW_NAME = 1, PROP_CELL_NAME, PROP_POSITION } AtlasCellProperty;
static GParamSpec *props[PROP_POSITION + 1];

static void
label (GtkWidget  *widget,
       const char *name)
{
  if (widget != NULL && name != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    name, -1);
}

/* A list view's row is the parent; a column view has a cell between. */
static void
name_ancestors (AtlasCell *self)
{
  GtkWidget *parent = gtk_widget_get_parent (GTK_WIDGET (self));

  if (parent == NULL)
    return;

  if (strstr (G_OBJECT_TYPE_NAME (parent), "ColumnViewCell") != NULL)
    {
      label (parent, self->cell_name != NULL ? self->cell_name : self->row_name);
      label (gtk_widget_get_parent (parent), self->row_name);
    }
  else if (strstr (G_OBJECT_TYPE_NAME (parent), "ListItemWidget") != NULL)
    {
      label (parent, self->row_name);
    }
}

static void
atlas_cell_root (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (atlas_cell_parent_class)->root (widget);

  name_ancestors (ATLAS_CELL (widget));
}

static void
atlas_cell_get_property (GObject    *object,
                         guint       property_id,
                         GValue     *value,
                         GParamSpec *pspec)
{
  AtlasCell *self = ATLAS_CELL (object);

  switch ((AtlasCellProperty) property_id)
    {
    case PROP_ROW_NAME:
      g_value_set_string (value, self->row_name);
      break;

    case PROP_CELL_NAME:
      g_value_set_string (value, self->cell_name);
      break;

    case PROP_POSITION:
      g_value_set_uint (value, self->position);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
atlas_cell_set_property (GObject      *object,
                         guint         property_id,
                         const GValue *value,
                         GParamSpec   *pspec)
{
  AtlasCell *self = ATLAS_CELL (object);

  switch ((AtlasCellProperty) property_id)
    {
    case PROP_ROW_NAME:
      atlas_cell_set_row_name (self, g_value_get_string (value));
      break;

    case PROP_CELL_NAME:
      atlas_cell_set_cell_name (self, g_value_get_string (value));
      break;

    case PROP_POSITION:
      self->position = g_value_get_uint (value);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
atlas_cell_finalize (GObject *object)
{
  AtlasCell *self = ATLAS_CELL (object);

  g_free (self->row_name);
  g_free (self->cell_name);

  G_OBJECT_CLASS (atlas_cell_parent_class)->finalize (object);
}

static void
atlas_cell_class_init (AtlasCellClass *klass)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = atlas_cell_get_property;
  object_class->set_property = atlas_cell_set_property;
  object_class->finalize = atlas_cell_finalize;
  GTK_WIDGET_CLASS (klass)->root = atlas_cell_root;

  /**
   * AtlasCell:row-name:
   *
   * What a screen reader says for the whole row: "Stevenage, 88 per cent filled".
   */
  props[PROP_ROW_NAME] = g_param_spec_string ("row-name", NULL, NULL, NULL, flags);

  /**
   * AtlasCell:cell-name:
   *
   * In a column view, what it says for this cell; the row's name without one.
   */
  props[PROP_CELL_NAME] = g_param_spec_string ("cell-name", NULL, NULL, NULL, flags);

  /**
   * AtlasCell:position:
   *
   * Where its row stands in the list, if that is bound.
   */
  props[PROP_POSITION] = g_param_spec_uint ("position", NULL, NULL, 0, G_MAXUINT, 0,
                                            G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
}

static void
atlas_cell_init (AtlasCell *self)
{
}

GtkWidget *
atlas_cell_new (void)
{
  return g_object_new (ATLAS_TYPE_CELL, NULL);
}

void
atlas_cell_set_row_name (AtlasCell  *self,
                         const char *row_name)
{
  g_return_if_fail (ATLAS_IS_CELL (self));

  if (g_strcmp0 (self->row_name, row_name) == 0)
    return;

  g_free (self->row_name);
  self->row_name = g_strdup (row_name);
  name_ancestors (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ROW_NAME]);
}

void
atlas_cell_set_cell_name (AtlasCell  *self,
                          const char *cell_name)
{
  g_return_if_fail (ATLAS_IS_CELL (self));

  if (g_strcmp0 (self->cell_name, cell_name) == 0)
    return;

  g_free (self->cell_name);
  self->cell_name = g_strdup (cell_name);
  name_ancestors (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_CELL_NAME]);
}

guint
atlas_cell_get_position (AtlasCell *self)
{
  g_return_val_if_fail (ATLAS_IS_CELL (self), 0);

  return self->position;
}
