/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-stat.h"

#include <glib/gi18n.h>

#include "app/atlas-chip.h"
#include "app/atlas-ui.h"
#include "app/atlas-view.h"

/**
 * AtlasStat:
 *
 * A card with one number, what it counts and a line more: "14 places free now, of 212". With a
 * route it opens the page that the number comes from.
 */
struct _AtlasStat
{
  GtkButton  parent_instance;

  char      *route;             /* (nullable) */

  /* Template */
  GtkLabel  *value;
  GtkLabel  *label;
  GtkLabel  *detail;
  AtlasChip *mark;
};

G_DEFINE_FINAL_TYPE (AtlasStat, atlas_stat, GTK_TYPE_BUTTON)

typedef enum { PROP_ROUTE = 1 } AtlasStatProperty;
static GParamSpec *props[PROP_ROUTE + 1];

static void
atlas_stat_get_property (GObject    *object,
                         guint       property_id,
                         GValue     *value,
                         GParamSpec *pspec)
{
  AtlasStat *self = ATLAS_STAT (object);

  switch ((AtlasStatProperty) property_id)
    {
    case PROP_ROUTE:
      g_value_set_string (value, self->route);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
atlas_stat_set_property (GObject      *object,
                         guint         property_id,
                         const GValue *value,
                         GParamSpec   *pspec)
{
  AtlasStat *self = ATLAS_STAT (object);

  switch ((AtlasStatProperty) property_id)
    {
    case PROP_ROUTE:
      atlas_stat_set_route (self, g_value_get_string (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
atlas_stat_finalize (GObject *object)
{
  g_free (ATLAS_STAT (object)->route);

  G_OBJECT_CLASS (atlas_stat_parent_class)->finalize (object);
}

static void
atlas_stat_class_init (AtlasStatClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = atlas_stat_get_property;
  object_class->set_property = atlas_stat_set_property;
  object_class->finalize = atlas_stat_finalize;

  /**
   * AtlasStat:route:
   *
   * The page that the card opens; without one it cannot be pressed or focused.
   */
  props[PROP_ROUTE] = g_param_spec_string ("route", NULL, NULL, NULL,
                                           G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY |
                                           G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);

  g_type_ensure (ATLAS_TYPE_CHIP);

  gtk_widget_class_set_template_from_resource (widget_class, ATLAS_UI "atlas-stat.ui");
  gtk_widget_class_bind_template_child (widget_class, AtlasStat, value);
  gtk_widget_class_bind_template_child (widget_class, AtlasStat, label);
  gtk_widget_class_bind_template_child (widget_class, AtlasStat, detail);
  gtk_widget_class_bind_template_child (widget_class, AtlasStat, mark);
}

static void
atlas_stat_init (AtlasStat *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
  gtk_widget_set_focusable (GTK_WIDGET (self), FALSE);
}

GtkWidget *
atlas_stat_new (const char *route)
{
  return g_object_new (ATLAS_TYPE_STAT, "route", route, NULL);
}

/**
 * atlas_stat_set_facts:
 * @value: the number, or a dash when it is not known
 * @label: what it counts, so that number and label read as a sentence
 * @detail: (nullable): a line more
 */
void
atlas_stat_set_facts (AtlasStat  *self,
                      const char *value,
                      const char *label,
                      const char *detail)
{
  g_autofree char *spoken = NULL;

  g_return_if_fail (ATLAS_IS_STAT (self));
  g_return_if_fail (value != NULL && label != NULL);

  gtk_label_set_label (self->value, value);
  gtk_label_set_label (self->label, label);
  gtk_label_set_label (self->detail, detail != NULL ? detail : "");
  gtk_widget_set_visible (GTK_WIDGET (self->detail), detail != NULL);

  /* Translators: a number, what it counts, a line more: 14 places free now, of 212 */
  spoken = g_strdup_printf (detail != NULL ? _("%1$s %2$s, %3$s") : "%1$s %2$s",
                            value, label, detail);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
}

/**
 * atlas_stat_set_mark:
 * @mark: (nullable): "Demonstration" beside an invented figure about a real body
 */
void
atlas_stat_set_mark (AtlasStat  *self,
                     const char *mark)
{
  g_return_if_fail (ATLAS_IS_STAT (self));

  atlas_chip_set_label (self->mark, mark);
}

void
atlas_stat_set_route (AtlasStat  *self,
                      const char *route)
{
  g_return_if_fail (ATLAS_IS_STAT (self));

  if (g_strcmp0 (self->route, route) == 0)
    return;

  g_free (self->route);
  self->route = g_strdup (route);

  atlas_view_set_route (GTK_ACTIONABLE (self), route);
  gtk_widget_set_can_target (GTK_WIDGET (self), route != NULL);
  gtk_widget_set_focusable (GTK_WIDGET (self), route != NULL);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ROUTE]);
}
