/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-scope.h"

/**
 * AtlasScope:
 *
 * A part of the county that can be looked at: all of it, an area or a partnership. Immutable.
 */
struct _AtlasScope
{
  GObject parent_instance;

  char   *route;                /* `county`, `area/dspl2`, `partnership/lsp-royston` */
  char   *name;
  char   *within;               /* (nullable): name of the area that a partnership lies in */
};

G_DEFINE_FINAL_TYPE (AtlasScope, atlas_scope, G_TYPE_OBJECT)

typedef enum { PROP_ROUTE = 1, PROP_NAME, PROP_WITHIN } AtlasScopeProperty;
static GParamSpec *props[PROP_WITHIN + 1];

static void
atlas_scope_get_property (GObject    *object,
                          guint       property_id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  AtlasScope *self = ATLAS_SCOPE (object);

  switch ((AtlasScopeProperty) property_id)
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
atlas_scope_finalize (GObject *object)
{
  AtlasScope *self = ATLAS_SCOPE (object);

  g_free (self->route);
  g_free (self->name);
  g_free (self->within);

  G_OBJECT_CLASS (atlas_scope_parent_class)->finalize (object);
}

static void
atlas_scope_class_init (AtlasScopeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = atlas_scope_get_property;
  object_class->finalize = atlas_scope_finalize;

  props[PROP_ROUTE] = g_param_spec_string ("route", NULL, NULL, NULL,
                                           G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  props[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL,
                                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  props[PROP_WITHIN] = g_param_spec_string ("within", NULL, NULL, NULL,
                                            G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
}

static void
atlas_scope_init (AtlasScope *self)
{
}

AtlasScope *
atlas_scope_new (const char *route,
                 const char *name,
                 const char *within)
{
  AtlasScope *self = g_object_new (ATLAS_TYPE_SCOPE, NULL);

  self->route = g_strdup (route);
  self->name = g_strdup (name);
  self->within = g_strdup (within);

  return self;
}

const char *
atlas_scope_get_route (AtlasScope *self)
{
  g_return_val_if_fail (ATLAS_IS_SCOPE (self), NULL);

  return self->route;
}

const char *
atlas_scope_get_name (AtlasScope *self)
{
  g_return_val_if_fail (ATLAS_IS_SCOPE (self), NULL);

  return self->name;
}

const char *
atlas_scope_get_within (AtlasScope *self)
{
  g_return_val_if_fail (ATLAS_IS_SCOPE (self), NULL);

  return self->within;
}
