/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-chip.h"

#include "app/atlas-ui.h"

/**
 * AtlasChip:
 *
 * A word or two in a box: "Due tomorrow", "Approximate", "Demonstration".
 */
struct _AtlasChip
{
  AdwBin    parent_instance;

  char     *kind;               /* (nullable): a class of style.css */

  /* Template */
  GtkLabel *text;
};

G_DEFINE_FINAL_TYPE (AtlasChip, atlas_chip, ADW_TYPE_BIN)

typedef enum { PROP_LABEL = 1, PROP_KIND } AtlasChipProperty;
static GParamSpec *props[PROP_KIND + 1];

static void
atlas_chip_get_property (GObject    *object,
                         guint       property_id,
                         GValue     *value,
                         GParamSpec *pspec)
{
  AtlasChip *self = ATLAS_CHIP (object);

  switch ((AtlasChipProperty) property_id)
    {
    case PROP_LABEL:
      g_value_set_string (value, atlas_chip_get_label (self));
      break;

    case PROP_KIND:
      g_value_set_string (value, self->kind);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
atlas_chip_set_property (GObject      *object,
                         guint         property_id,
                         const GValue *value,
                         GParamSpec   *pspec)
{
  AtlasChip *self = ATLAS_CHIP (object);

  switch ((AtlasChipProperty) property_id)
    {
    case PROP_LABEL:
      atlas_chip_set_label (self, g_value_get_string (value));
      break;

    case PROP_KIND:
      atlas_chip_set_kind (self, g_value_get_string (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
atlas_chip_finalize (GObject *object)
{
  g_free (ATLAS_CHIP (object)->kind);

  G_OBJECT_CLASS (atlas_chip_parent_class)->finalize (object);
}

static void
atlas_chip_class_init (AtlasChipClass *klass)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = atlas_chip_get_property;
  object_class->set_property = atlas_chip_set_property;
  object_class->finalize = atlas_chip_finalize;

  /**
   * AtlasChip:label:
   *
   * What it says. A chip without a label is not shown.
   */
  props[PROP_LABEL] = g_param_spec_string ("label", NULL, NULL, NULL, flags);

  /**
   * AtlasChip:kind:
   *
   * `due` for a duty date that is near, `demonstration` for an invented figure, %NULL otherwise.
   */
  props[PROP_KIND] = g_param_spec_string ("kind", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);

  gtk_widget_class_set_template_from_resource (widget_class, ATLAS_UI "atlas-chip.ui");
  gtk_widget_class_bind_template_child (widget_class, AtlasChip, text);
}

static void
atlas_chip_init (AtlasChip *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
atlas_chip_new (const char *label,
                const char *kind)
{
  return g_object_new (ATLAS_TYPE_CHIP, "label", label, "kind", kind, NULL);
}

const char *
atlas_chip_get_label (AtlasChip *self)
{
  g_return_val_if_fail (ATLAS_IS_CHIP (self), NULL);

  return gtk_label_get_label (self->text);
}

void
atlas_chip_set_label (AtlasChip  *self,
                      const char *label)
{
  g_return_if_fail (ATLAS_IS_CHIP (self));

  if (label == NULL)
    label = "";

  gtk_widget_set_visible (GTK_WIDGET (self), *label != '\0');
  if (g_str_equal (atlas_chip_get_label (self), label))
    return;

  gtk_label_set_label (self->text, label);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_LABEL]);
}

void
atlas_chip_set_kind (AtlasChip  *self,
                     const char *kind)
{
  g_return_if_fail (ATLAS_IS_CHIP (self));

  if (g_strcmp0 (self->kind, kind) == 0)
    return;

  if (self->kind != NULL)
    gtk_widget_remove_css_class (GTK_WIDGET (self), self->kind);
  g_free (self->kind);
  self->kind = g_strdup (kind);
  if (kind != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self), kind);

  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_KIND]);
}
