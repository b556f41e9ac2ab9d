/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-out-item.h"

#include "drawing/atlas-out-document.h"

/**
 * AtlasOutItem:
 *
 * One child of the list of those who are not in full-time education: a reference and no name, and
 * every reason in words.
 */
struct _AtlasOutItem
{
  GObject parent_instance;

  char   *route;
  char   *title;
  char   *reasons;
  char   *spoken;
  guint   choices;              /* bits: of which choices of the filter it is */
};

G_DEFINE_FINAL_TYPE (AtlasOutItem, atlas_out_item, G_TYPE_OBJECT)

typedef enum { PROP_TITLE = 1, PROP_REASONS, PROP_SPOKEN } AtlasOutItemProperty;
static GParamSpec *props[PROP_SPOKEN + 1];

static void
atlas_out_item_finalize (GObject *object)
{
  AtlasOutItem *self = ATLAS_OUT_ITEM (object);

  g_free (self->route);
  g_free (self->title);
  g_free (self->reasons);
  g_free (self->spoken);

  G_OBJECT_CLASS (atlas_out_item_parent_class)->finalize (object);
}

static void
atlas_out_item_get_property (GObject    *object,
                             guint       property_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  AtlasOutItem *self = ATLAS_OUT_ITEM (object);

  switch ((AtlasOutItemProperty) property_id)
    {
    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;
    case PROP_REASONS:
      g_value_set_string (value, self->reasons);
      break;
    case PROP_SPOKEN:
      g_value_set_string (value, self->spoken);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
atlas_out_item_class_init (AtlasOutItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = atlas_out_item_finalize;
  object_class->get_property = atlas_out_item_get_property;

  props[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  props[PROP_REASONS] = g_param_spec_string ("reasons", NULL, NULL, NULL, flags);
  props[PROP_SPOKEN] = g_param_spec_string ("spoken", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
}

static void
atlas_out_item_init (AtlasOutItem *self)
{
}

static AtlasOutItem *
item_new (const AtlasOutOfSchool *list,
          const AtlasOutRow      *row)
{
  AtlasOutItem *self = g_object_new (ATLAS_TYPE_OUT_ITEM, NULL);

  self->route = g_strconcat ("child/", row->child, NULL);
  self->title = atlas_out_word_child (row);
  self->reasons = atlas_out_word_reasons (list, row);
  self->spoken = g_strdup_printf ("%s. %s", self->title, self->reasons);
  for (guint choice = 0; choice < ATLAS_OUT_N_CHOICES; choice++)
    self->choices |= atlas_out_choice_has (choice, row) ? 1u << choice : 0;

  return self;
}

/**
 * atlas_out_items_new:
 * @list: children who are not in full-time education
 *
 * Returns: (transfer full): an item for each, in the list's order
 */
GListStore *
atlas_out_items_new (const AtlasOutOfSchool *list)
{
  g_autoptr(GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  GListStore *store = g_list_store_new (ATLAS_TYPE_OUT_ITEM);

  for (guint i = 0; i < list->rows->len; i++)
    g_ptr_array_add (items, item_new (list, g_ptr_array_index (list->rows, i)));
  g_list_store_splice (store, 0, 0, items->pdata, items->len);

  return store;
}

/**
 * atlas_out_item_get_route:
 *
 * Returns: the page of the child
 */
const char *
atlas_out_item_get_route (AtlasOutItem *self)
{
  g_return_val_if_fail (ATLAS_IS_OUT_ITEM (self), NULL);

  return self->route;
}

/**
 * atlas_out_item_is_in:
 * @choice: a choice of the filter
 *
 * Returns: whether the child is shown with it
 */
gboolean
atlas_out_item_is_in (AtlasOutItem *self,
                      guint         choice)
{
  return (self->choices & 1u << choice) != 0;
}
