/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-destination.h"

/**
 * AtlasDestination:
 *
 * A page that somebody can choose from a list: a part of the county, or what a search found.
 * Immutable.
 */
struct _AtlasDestination
{
  GObject parent_instance;

  char   *route;                /* `county`, `area/dspl2`, `partnership/lsp-royston` */
  char   *name;
  char   *within;               /* (nullable): what it belongs to: an area, a kind of record */
};

G_DEFINE_FINAL_TYPE (AtlasDestination, atlas_destination, G_TYPE_OBJECT)

typedef enum { PROP_ROUTE = 1, PROP_NAME, PROP_WITHIN } AtlasDestinationProperty;
static GParamSpec *props[PROP_WITHIN + 1];

static void
atlas_destination_get_property (GObject    *object,
                                guint       property_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  AtlasDestination *self = ATLAS_DESTINATION (object);

  switch ((AtlasDestinationProperty) property_id)
    {
    case PROP_ROUTE:
      g_value_set_string (value, self->route);
      break;

    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;

    case PROP_WITHIN:
      g_value_set_string (value, self->within);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
atlas_destination_finalize (GObject *object)
{
  AtlasDestination *self = ATLAS_DESTINATION (object);

  g_free (self->route);
  g_free (self->name);
  g_free (self->within);

  G_OBJECT_CLASS (atlas_destination_parent_class)->finalize (object);
}

static void
atlas_destination_class_init (AtlasDestinationClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = atlas_destination_get_property;
  object_class->finalize = atlas_destination_finalize;

  props[PROP_ROUTE] = g_param_spec_string ("route", NULL, NULL, NULL,
                                           G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  props[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL,
                                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  props[PROP_WITHIN] = g_param_spec_string ("within", NULL, NULL, NULL,
                                            G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
}

static void
atlas_destination_init (AtlasDestination *self)
{
}

AtlasDestination *
atlas_destination_new (const char *route,
                       const char *name,
                       const char *within)
{
  AtlasDestination *self = g_object_new (ATLAS_TYPE_DESTINATION, NULL);

  self->route = g_strdup (route);
  self->name = g_strdup (name);
  self->within = g_strdup (within);

  return self;
}

const char *
atlas_destination_get_route (AtlasDestination *self)
{
  g_return_val_if_fail (ATLAS_IS_DESTINATION (self), NULL);

  return self->route;
}

const char *
atlas_destination_get_name (AtlasDestination *self)
{
  g_return_val_if_fail (ATLAS_IS_DESTINATION (self), NULL);

  return self->name;
}

const char *
atlas_destination_get_within (AtlasDestination *self)
{
  g_return_val_if_fail (ATLAS_IS_DESTINATION (self), NULL);

  return self->within;
}
