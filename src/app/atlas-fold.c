/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-fold.h"

#include "app/atlas-reflow.h"

#define DEFAULT_THRESHOLD 40.0          /* em */
#define MAX_THRESHOLD     1000.0        /* em */

/**
 * AtlasFold:
 *
 * A bin that knows whether it is narrow, so that a template can show a table where there is room
 * and a list where there is not. Its threshold is in em: large text makes it narrow too.
 */
struct _AtlasFold
{
  AdwBin   parent_instance;

  double   threshold;           /* em */
  gboolean is_narrow;
};

G_DEFINE_FINAL_TYPE (AtlasFold, atlas_fold, ADW_TYPE_BIN)

typedef enum { PROP_THRESHOLD = 1, PROP_NARROW, PROP_WIDE } AtlasFoldProperty;
static GParamSpec *props[PROP_WIDE + 1];

static void
reflow (GtkWidget *widget,
        double     width_em)
{
  AtlasFold *self = ATLAS_FOLD (widget);
  gboolean is_narrow = width_em < self->threshold;

  if (is_narrow == self->is_narrow)
    return;

  self->is_narrow = is_narrow;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_NARROW]);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_WIDE]);
}

static void
atlas_fold_get_property (GObject    *object,
                         guint       prop_id,
                         GValue     *value,
                         GParamSpec *pspec)
{
  AtlasFold *self = ATLAS_FOLD (object);

  switch ((AtlasFoldProperty) prop_id)
    {
    case PROP_THRESHOLD:
      g_value_set_double (value, self->threshold);
      break;
    case PROP_NARROW:
      g_value_set_boolean (value, self->is_narrow);
      break;
    case PROP_WIDE:
      g_value_set_boolean (value, !self->is_narrow);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
atlas_fold_set_property (GObject      *object,
                         guint         prop_id,
                         const GValue *value,
                         GParamSpec   *pspec)
{
  if (prop_id == PROP_THRESHOLD)
    atlas_fold_set_threshold (ATLAS_FOLD (object), g_value_get_double (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
atlas_fold_class_init (AtlasFoldClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = atlas_fold_get_property;
  object_class->set_property = atlas_fold_set_property;

  /**
   * AtlasFold:threshold:
   *
   * Narrower than this many em, it is narrow.
   */
  props[PROP_THRESHOLD] = g_param_spec_double ("threshold", NULL, NULL, 0, MAX_THRESHOLD,
                                               DEFAULT_THRESHOLD,
                                               G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS |
                                               G_PARAM_EXPLICIT_NOTIFY);

  /**
   * AtlasFold:narrow:
   *
   * Whether it is narrow.
   */
  props[PROP_NARROW] = g_param_spec_boolean ("narrow", NULL, NULL, FALSE,
                                             G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  /**
   * AtlasFold:wide:
   *
   * The other way round, for bindings.
   */
  props[PROP_WIDE] = g_param_spec_boolean ("wide", NULL, NULL, TRUE,
                                           G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
}

static void
atlas_fold_init (AtlasFold *self)
{
  self->threshold = DEFAULT_THRESHOLD;
  gtk_widget_set_layout_manager (GTK_WIDGET (self), atlas_reflow_new (reflow));
}

void
atlas_fold_set_threshold (AtlasFold *self,
                          double     threshold)
{
  g_return_if_fail (ATLAS_IS_FOLD (self));

  if (threshold == self->threshold)
    return;

  self->threshold = threshold;
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_THRESHOLD]);
}

gboolean
atlas_fold_is_narrow (AtlasFold *self)
{
  g_return_val_if_fail (ATLAS_IS_FOLD (self), FALSE);

  return self->is_narrow;
}
