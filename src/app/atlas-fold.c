/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-fold.h"

#include "app/atlas-flow.h"

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
  guint    update_id;
};

G_DEFINE_FINAL_TYPE (AtlasFold, atlas_fold, ADW_TYPE_BIN)

typedef enum { PROP_THRESHOLD = 1, PROP_NARROW, PROP_WIDE } AtlasFoldProperty;
static GParamSpec *props[PROP_WIDE + 1];

static gboolean
update_in_idle (gpointer user_data)
{
  AtlasFold *self = user_data;
  double width = gtk_widget_get_width (GTK_WIDGET (self));
  gboolean is_narrow = width < self->threshold * atlas_flow_em (GTK_WIDGET (self));

  self->update_id = 0;
  if (is_narrow == self->is_narrow)
    return G_SOURCE_REMOVE;

  self->is_narrow = is_narrow;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_NARROW]);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_WIDE]);

  return G_SOURCE_REMOVE;
}

static void
atlas_fold_measure (GtkWidget     *widget,
                    GtkOrientation orientation,
                    int            for_size,
                    int           *minimum,
                    int           *natural,
                    int           *minimum_baseline,
                    int           *natural_baseline)
{
  GtkWidget *child = adw_bin_get_child (ADW_BIN (widget));

  if (child != NULL)
    gtk_widget_measure (child, orientation, for_size, minimum, natural, minimum_baseline,
                        natural_baseline);
}

/* What is shown may not change while sizes are being given out, so it changes just after. */
static void
atlas_fold_size_allocate (GtkWidget *widget,
                          int        width,
                          int        height,
                          int        baseline)
{
  AtlasFold *self = ATLAS_FOLD (widget);
  GtkWidget *child = adw_bin_get_child (ADW_BIN (widget));

  if (child != NULL)
    gtk_widget_allocate (child, width, height, baseline, NULL);
  if (self->update_id == 0)
    self->update_id = g_idle_add (update_in_idle, self);
}

static GtkSizeRequestMode
atlas_fold_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
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
atlas_fold_dispose (GObject *object)
{
  AtlasFold *self = ATLAS_FOLD (object);

  g_clear_handle_id (&self->update_id, g_source_remove);

  G_OBJECT_CLASS (atlas_fold_parent_class)->dispose (object);
}

static void
atlas_fold_class_init (AtlasFoldClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = atlas_fold_dispose;
  object_class->get_property = atlas_fold_get_property;
  object_class->set_property = atlas_fold_set_property;
  widget_class->get_request_mode = atlas_fold_get_request_mode;
  widget_class->measure = atlas_fold_measure;
  widget_class->size_allocate = atlas_fold_size_allocate;

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
  gtk_widget_set_layout_manager (GTK_WIDGET (self), NULL);
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
