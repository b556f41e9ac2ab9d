/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-referral-picks.h"

/**
 * AtlasReferralPicks:
 *
 * Which referrals of a list are selected. It remembers the referrals and not their positions, so
 * that they stay selected when the list changes, and selecting all of a long list reads no row.
 */
struct _AtlasReferralPicks
{
  GObject             parent_instance;

  AtlasReferralModel *model;    /* (nullable): NULL until given */
  GHashTable         *picked;   /* (element-type gint64): row numbers */
  gboolean            is_keeping;
};

/* What GTK does when a view does not keep what is selected. */
static gboolean (*default_select_item) (GtkSelectionModel *model,
                                        guint              position,
                                        gboolean           unselect_rest);
static gboolean (*default_select_range) (GtkSelectionModel *model,
                                         guint              position,
                                         guint              n,
                                         gboolean           unselect_rest);

static void list_model_iface_init (GListModelInterface *iface);
static void selection_model_iface_init (GtkSelectionModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (AtlasReferralPicks, atlas_referral_picks, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init)
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_SELECTION_MODEL,
                                                      selection_model_iface_init))

typedef enum { PROP_MODEL = 1 } AtlasReferralPicksProperty;
static GParamSpec *props[PROP_MODEL + 1];

static guint
n_items (AtlasReferralPicks *self)
{
  return self->model != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->model)) : 0;
}

static gboolean
is_picked (AtlasReferralPicks *self,
           guint               position)
{
  gint64 row = atlas_referral_model_get_row (self->model, position);

  return g_hash_table_contains (self->picked, &row);
}

static void
pick (AtlasReferralPicks *self,
      guint               position,
      gboolean            picks)
{
  gint64 row = atlas_referral_model_get_row (self->model, position);

  if (picks)
    g_hash_table_add (self->picked, g_memdup2 (&row, sizeof row));
  else
    g_hash_table_remove (self->picked, &row);
}

static GType
atlas_referral_picks_get_item_type (GListModel *list)
{
  return G_TYPE_OBJECT;
}

static guint
atlas_referral_picks_get_n_items (GListModel *list)
{
  return n_items (ATLAS_REFERRAL_PICKS (list));
}

static gpointer
atlas_referral_picks_get_item (GListModel *list,
                               guint       position)
{
  AtlasReferralPicks *self = ATLAS_REFERRAL_PICKS (list);

  return self->model != NULL ? g_list_model_get_item (G_LIST_MODEL (self->model), position) : NULL;
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = atlas_referral_picks_get_item_type;
  iface->get_n_items = atlas_referral_picks_get_n_items;
  iface->get_item = atlas_referral_picks_get_item;
}

static gboolean
atlas_referral_picks_is_selected (GtkSelectionModel *model,
                                  guint              position)
{
  AtlasReferralPicks *self = ATLAS_REFERRAL_PICKS (model);

  return position < n_items (self) && is_picked (self, position);
}

static GtkBitset *
atlas_referral_picks_get_selection_in_range (GtkSelectionModel *model,
                                             guint              position,
                                             guint              n)
{
  AtlasReferralPicks *self = ATLAS_REFERRAL_PICKS (model);
  GtkBitset *picked = gtk_bitset_new_empty ();
  guint end = MIN (n_items (self), position + MIN (n, G_MAXUINT - position));

  for (guint i = position; g_hash_table_size (self->picked) > 0 && i < end; i++)
    if (is_picked (self, i))
      gtk_bitset_add (picked, i);

  return picked;
}

static gboolean
atlas_referral_picks_set_selection (GtkSelectionModel *model,
                                    GtkBitset         *selected,
                                    GtkBitset         *mask)
{
  AtlasReferralPicks *self = ATLAS_REFERRAL_PICKS (model);
  guint n = n_items (self);
  guint first = G_MAXUINT;
  guint last = 0;
  GtkBitsetIter iter;
  guint position;

  for (gboolean has = gtk_bitset_iter_init_first (&iter, mask, &position);
       has && position < n;
       has = gtk_bitset_iter_next (&iter, &position))
    {
      gboolean picks = gtk_bitset_contains (selected, position);

      if (picks == is_picked (self, position))
        continue;

      pick (self, position, picks);
      first = MIN (first, position);
      last = MAX (last, position);
    }
  if (first <= last)
    gtk_selection_model_selection_changed (model, first, last - first + 1);

  return TRUE;
}

/* Views select what an arrow key comes to, and only that. */
static gboolean
atlas_referral_picks_select_item (GtkSelectionModel *model,
                                  guint              position,
                                  gboolean           unselect_rest)
{
  return ATLAS_REFERRAL_PICKS (model)->is_keeping ||
         default_select_item (model, position, unselect_rest);
}

static gboolean
atlas_referral_picks_select_range (GtkSelectionModel *model,
                                   guint              position,
                                   guint              n,
                                   gboolean           unselect_rest)
{
  return default_select_range (model, position, n,
                               unselect_rest && !ATLAS_REFERRAL_PICKS (model)->is_keeping);
}

static void
selection_model_iface_init (GtkSelectionModelInterface *iface)
{
  default_select_item = iface->select_item;
  default_select_range = iface->select_range;
  iface->select_item = atlas_referral_picks_select_item;
  iface->select_range = atlas_referral_picks_select_range;
  iface->is_selected = atlas_referral_picks_is_selected;
  iface->get_selection_in_range = atlas_referral_picks_get_selection_in_range;
  iface->set_selection = atlas_referral_picks_set_selection;
}

/* What is not in the list any more is not selected either: nothing is done out of sight. */
static void
items_changed_cb (AtlasReferralPicks *self,
                  guint               position,
                  guint               n_removed,
                  guint               n_added)
{
  g_autoptr(GHashTable) before = self->picked;

  self->picked = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  for (guint i = 0; g_hash_table_size (before) > 0 && i < n_items (self); i++)
    {
      gint64 row = atlas_referral_model_get_row (self->model, i);

      if (g_hash_table_contains (before, &row))
        pick (self, i, TRUE);
    }
  g_list_model_items_changed (G_LIST_MODEL (self), position, n_removed, n_added);
}

static void
set_model (AtlasReferralPicks *self,
           AtlasReferralModel *model)
{
  g_return_if_fail (self->model == NULL);

  self->model = g_object_ref (model);
  g_signal_connect_object (model, "items-changed", G_CALLBACK (items_changed_cb), self,
                           G_CONNECT_SWAPPED);
}

static void
atlas_referral_picks_set_property (GObject      *object,
                                   guint         property_id,
                                   const GValue *value,
                                   GParamSpec   *pspec)
{
  switch ((AtlasReferralPicksProperty) property_id)
    {
    case PROP_MODEL:
      set_model (ATLAS_REFERRAL_PICKS (object), g_value_get_object (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
atlas_referral_picks_dispose (GObject *object)
{
  g_clear_object (&ATLAS_REFERRAL_PICKS (object)->model);

  G_OBJECT_CLASS (atlas_referral_picks_parent_class)->dispose (object);
}

static void
atlas_referral_picks_finalize (GObject *object)
{
  g_hash_table_unref (ATLAS_REFERRAL_PICKS (object)->picked);

  G_OBJECT_CLASS (atlas_referral_picks_parent_class)->finalize (object);
}

static void
atlas_referral_picks_class_init (AtlasReferralPicksClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->set_property = atlas_referral_picks_set_property;
  object_class->dispose = atlas_referral_picks_dispose;
  object_class->finalize = atlas_referral_picks_finalize;

  props[PROP_MODEL] = g_param_spec_object ("model", NULL, NULL, ATLAS_TYPE_REFERRAL_MODEL,
                                           G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY |
                                           G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
}

static void
atlas_referral_picks_init (AtlasReferralPicks *self)
{
  self->picked = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
}

/**
 * atlas_referral_picks_toggle:
 * @position: a position in the list
 *
 * Selects a referral, or no longer.
 */
void
atlas_referral_picks_toggle (AtlasReferralPicks *self,
                             guint               position)
{
  g_return_if_fail (ATLAS_IS_REFERRAL_PICKS (self));

  if (position >= n_items (self))
    return;

  pick (self, position, !is_picked (self, position));
  gtk_selection_model_selection_changed (GTK_SELECTION_MODEL (self), position, 1);
}

/**
 * atlas_referral_picks_set_keeping:
 * @is_keeping: whether what is selected stays so until somebody says otherwise
 */
void
atlas_referral_picks_set_keeping (AtlasReferralPicks *self,
                                  gboolean            is_keeping)
{
  g_return_if_fail (ATLAS_IS_REFERRAL_PICKS (self));

  self->is_keeping = is_keeping;
}

guint
atlas_referral_picks_get_count (AtlasReferralPicks *self)
{
  g_return_val_if_fail (ATLAS_IS_REFERRAL_PICKS (self), 0);

  return g_hash_table_size (self->picked);
}

/**
 * atlas_referral_picks_dup_rows:
 *
 * Returns: (transfer full) (element-type gint64): row numbers of what is selected, as listed
 */
GArray *
atlas_referral_picks_dup_rows (AtlasReferralPicks *self)
{
  GArray *rows = g_array_new (FALSE, FALSE, sizeof (gint64));

  g_return_val_if_fail (ATLAS_IS_REFERRAL_PICKS (self), rows);

  for (guint i = 0; i < n_items (self); i++)
    {
      gint64 row = atlas_referral_model_get_row (self->model, i);

      if (g_hash_table_contains (self->picked, &row))
        g_array_append_val (rows, row);
    }

  return rows;
}
