/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-reflow.h"

#include "app/atlas-flow.h"

/**
 * AtlasReflow:
 *
 * Gives a widget's only child all the room there is, and then has the widget choose what to show
 * in it. That may not change while sizes are being given out, so it changes just after, before
 * anything is drawn.
 */
struct _AtlasReflow
{
  GtkLayoutManager parent_instance;

  AtlasReflowFunc  func;
  guint            idle_id;
};

G_DEFINE_FINAL_TYPE (AtlasReflow, atlas_reflow, GTK_TYPE_LAYOUT_MANAGER)

static gboolean
reflow_in_idle (gpointer user_data)
{
  AtlasReflow *self = user_data;
  GtkWidget *widget = gtk_layout_manager_get_widget (GTK_LAYOUT_MANAGER (self));

  self->idle_id = 0;
  self->func (widget, gtk_widget_get_width (widget) / atlas_flow_em (widget));

  return G_SOURCE_REMOVE;
}

static void
atlas_reflow_measure (GtkLayoutManager *manager,
                      GtkWidget        *widget,
                      GtkOrientation    orientation,
                      int               for_size,
                      int              *minimum,
                      int              *natural,
                      int              *minimum_baseline,
                      int              *natural_baseline)
{
  GtkWidget *child = gtk_widget_get_first_child (widget);

  if (child != NULL)
    gtk_widget_measure (child, orientation, for_size, minimum, natural, minimum_baseline,
                        natural_baseline);
}

static void
atlas_reflow_allocate (GtkLayoutManager *manager,
                       GtkWidget        *widget,
                       int               width,
                       int               height,
                       int               baseline)
{
  AtlasReflow *self = ATLAS_REFLOW (manager);
  GtkWidget *child = gtk_widget_get_first_child (widget);

  if (child != NULL)
    gtk_widget_allocate (child, width, height, baseline, NULL);
  if (self->idle_id == 0)
    self->idle_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, reflow_in_idle, self, NULL);
}

static void
atlas_reflow_unroot (GtkLayoutManager *manager)
{
  g_clear_handle_id (&ATLAS_REFLOW (manager)->idle_id, g_source_remove);
}

static void
atlas_reflow_dispose (GObject *object)
{
  g_clear_handle_id (&ATLAS_REFLOW (object)->idle_id, g_source_remove);

  G_OBJECT_CLASS (atlas_reflow_parent_class)->dispose (object);
}

static void
atlas_reflow_class_init (AtlasReflowClass *klass)
{
  GtkLayoutManagerClass *manager_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = atlas_reflow_dispose;
  manager_class->measure = atlas_reflow_measure;
  manager_class->allocate = atlas_reflow_allocate;
  manager_class->unroot = atlas_reflow_unroot;
}

static void
atlas_reflow_init (AtlasReflow *self)
{
}

/**
 * atlas_reflow_new:
 * @func: called after each new size of the widget
 *
 * Returns: (transfer full): a layout for a widget with one child
 */
GtkLayoutManager *
atlas_reflow_new (AtlasReflowFunc func)
{
  AtlasReflow *self = g_object_new (ATLAS_TYPE_REFLOW, NULL);

  self->func = func;

  return GTK_LAYOUT_MANAGER (self);
}
