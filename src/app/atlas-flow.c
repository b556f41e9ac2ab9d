/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-flow.h"

#include <math.h>

#define POINTS_AN_INCH      72.0
#define DEFAULT_DPI         96.0
#define DEFAULT_THRESHOLD   36.0        /* em: about 600 pixels at the usual text size */
#define MAX_THRESHOLD       1000.0      /* em */

/**
 * AtlasFlow:
 *
 * Puts children side by side where there is room, and below each other where there is not. How
 * much room is needed is counted in em, so that large text stacks too.
 */
struct _AtlasFlow
{
  GtkLayoutManager parent_instance;

  double           threshold;   /* em */
  int              spacing;     /* pixels */
  gboolean         is_homogeneous;
  double           first_share; /* of the width of a row, where children have set shares */
};

G_DEFINE_FINAL_TYPE (AtlasFlow, atlas_flow, GTK_TYPE_LAYOUT_MANAGER)

typedef enum {
  PROP_THRESHOLD = 1,
  PROP_SPACING,
  PROP_HOMOGENEOUS,
  PROP_FIRST_SHARE,
} AtlasFlowProperty;
static GParamSpec *props[PROP_FIRST_SHARE + 1];

/**
 * atlas_flow_em:
 *
 * Measures text: the size of the letter M in a widget, in pixels. Thresholds in em follow the
 * size of text that a person has chosen.
 */
double
atlas_flow_em (GtkWidget *widget)
{
  PangoContext *context = gtk_widget_get_pango_context (widget);
  const PangoFontDescription *font = pango_context_get_font_description (context);
  double size = (double) pango_font_description_get_size (font) / PANGO_SCALE;
  double dpi = pango_cairo_context_get_resolution (context);

  if (pango_font_description_get_size_is_absolute (font))
    return size;

  return size * (dpi > 0 ? dpi : DEFAULT_DPI) / POINTS_AN_INCH;
}

/**
 * atlas_flow_next:
 * @child: (nullable): a child of @widget, or %NULL before the first
 *
 * Returns: (nullable): the next child of @widget that takes room
 */
GtkWidget *
atlas_flow_next (GtkWidget *widget,
                 GtkWidget *child)
{
  child = child != NULL ? gtk_widget_get_next_sibling (child) : gtk_widget_get_first_child (widget);
  while (child != NULL && !gtk_widget_should_layout (child))
    child = gtk_widget_get_next_sibling (child);

  return child;
}

/**
 * atlas_flow_measure_width:
 * @spacing: pixels between two children
 * @minimum: (out): of the widest child
 * @natural: (out): of all of them side by side
 *
 * Measures the width of children that can stand below each other.
 */
void
atlas_flow_measure_width (GtkWidget *widget,
                          int        spacing,
                          int       *minimum,
                          int       *natural)
{
  int n_children = 0;

  *minimum = 0;
  *natural = 0;
  for (GtkWidget *child = NULL; (child = atlas_flow_next (widget, child)) != NULL;)
    {
      int child_minimum;
      int child_natural;

      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &child_minimum, &child_natural,
                          NULL, NULL);
      *minimum = MAX (*minimum, child_minimum);
      *natural += child_natural;
      n_children++;
    }

  *natural += MAX (n_children - 1, 0) * spacing;
  *natural = MAX (*natural, *minimum);
}

static int
sum_of_minimums (AtlasFlow *self,
                 GtkWidget *widget,
                 int       *n_children)
{
  int widest = 0;
  int sum = 0;

  *n_children = 0;
  for (GtkWidget *child = NULL; (child = atlas_flow_next (widget, child)) != NULL;)
    {
      int minimum;

      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
      widest = MAX (widest, minimum);
      sum += minimum;
      (*n_children)++;
    }

  if (self->is_homogeneous)
    sum = widest * *n_children;
  if (self->is_homogeneous && self->first_share > 0 && *n_children > 1)
    sum = (int) ceil (widest / MIN (self->first_share,
                                    (1 - self->first_share) / (*n_children - 1)));

  return sum + MAX (*n_children - 1, 0) * self->spacing;
}

static gboolean
is_row (AtlasFlow *self,
        GtkWidget *widget,
        int        width)
{
  int n_children;

  return width >= self->threshold * atlas_flow_em (widget) &&
         width >= sum_of_minimums (self, widget, &n_children);
}

/* The first child of a row may have another share than those that follow it, which are equal. */
static void
set_shares (AtlasFlow        *self,
            GtkRequestedSize *sizes,
            int               n_children,
            int               width)
{
  double left = width - (n_children - 1) * self->spacing;
  double first = self->first_share > 0 && n_children > 1 ? left * self->first_share
                                                         : left / n_children;

  sizes[0].minimum_size = (int) MAX (first, 0);
  for (int i = 1; i < n_children; i++)
    sizes[i].minimum_size = (int) MAX ((left - sizes[0].minimum_size) / (n_children - 1), 0);
}

/* Widths of the children of a row, in their order; the caller frees. */
static GtkRequestedSize *
share_width (AtlasFlow *self,
             GtkWidget *widget,
             int        width,
             int       *n_children)
{
  GtkRequestedSize *sizes;
  int n_expand = 0;
  int at = 0;
  int left = width - sum_of_minimums (self, widget, n_children);

  sizes = g_new0 (GtkRequestedSize, *n_children + 1);
  if (*n_children == 0)
    return sizes;

  for (GtkWidget *child = NULL; (child = atlas_flow_next (widget, child)) != NULL;)
    {
      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &sizes[at].minimum_size,
                          &sizes[at].natural_size, NULL, NULL);
      sizes[at].data = child;
      n_expand += gtk_widget_compute_expand (child, GTK_ORIENTATION_HORIZONTAL) ? 1 : 0;
      at++;
    }

  if (self->is_homogeneous)
    {
      set_shares (self, sizes, *n_children, width);
      return sizes;
    }

  left = gtk_distribute_natural_allocation (MAX (left, 0), (guint) *n_children, sizes);
  for (int i = 0; i < *n_children && n_expand > 0; i++)
    if (gtk_widget_compute_expand (sizes[i].data, GTK_ORIENTATION_HORIZONTAL))
      sizes[i].minimum_size += left / n_expand;

  return sizes;
}

static int
height_of_row (AtlasFlow *self,
               GtkWidget *widget,
               int        width)
{
  g_autofree GtkRequestedSize *sizes = NULL;
  int n_children;
  int tallest = 0;

  sizes = share_width (self, widget, width, &n_children);
  for (int i = 0; i < n_children; i++)
    {
      int height;

      gtk_widget_measure (sizes[i].data, GTK_ORIENTATION_VERTICAL, sizes[i].minimum_size,
                          &height, NULL, NULL, NULL);
      tallest = MAX (tallest, height);
    }

  return tallest;
}

static void
height_of_column (AtlasFlow *self,
                  GtkWidget *widget,
                  int        width,
                  int       *minimum,
                  int       *natural)
{
  int n_children = 0;

  *minimum = 0;
  *natural = 0;
  for (GtkWidget *child = NULL; (child = atlas_flow_next (widget, child)) != NULL;)
    {
      int child_minimum;
      int child_natural;

      gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, width, &child_minimum, &child_natural,
                          NULL, NULL);
      *minimum += child_minimum;
      *natural += child_natural;
      n_children++;
    }

  *minimum += MAX (n_children - 1, 0) * self->spacing;
  *natural += MAX (n_children - 1, 0) * self->spacing;
}

static GtkSizeRequestMode
atlas_flow_get_request_mode (GtkLayoutManager *manager,
                             GtkWidget        *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
atlas_flow_measure (GtkLayoutManager *manager,
                    GtkWidget        *widget,
                    GtkOrientation    orientation,
                    int               for_size,
                    int              *minimum,
                    int              *natural,
                    int              *minimum_baseline,
                    int              *natural_baseline)
{
  AtlasFlow *self = ATLAS_FLOW (manager);
  int narrowest;
  int widest;

  atlas_flow_measure_width (widget, self->spacing, &narrowest, &widest);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = narrowest;
      *natural = widest;
      return;
    }

  if (is_row (self, widget, for_size < 0 ? widest : for_size))
    *minimum = *natural = height_of_row (self, widget, for_size < 0 ? widest : for_size);
  else
    height_of_column (self, widget, for_size < 0 ? widest : for_size, minimum, natural);

  /* Without a width the least height is asked for, and that is a row's. */
  if (for_size < 0)
    *minimum = MIN (*minimum, height_of_row (self, widget, widest));
}

static void
allocate_child (GtkWidget *child,
                int        x,
                int        y,
                int        width,
                int        height)
{
  gtk_widget_size_allocate (child, &(GtkAllocation) { x, y, width, height }, -1);
}

static void
allocate_row (AtlasFlow *self,
              GtkWidget *widget,
              int        width,
              int        height)
{
  g_autofree GtkRequestedSize *sizes = NULL;
  gboolean is_rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int n_children;
  int x = 0;

  sizes = share_width (self, widget, width, &n_children);
  for (int i = 0; i < n_children; i++)
    {
      int child_width = sizes[i].minimum_size;

      allocate_child (sizes[i].data, is_rtl ? width - x - child_width : x, 0, child_width, height);
      x += child_width + self->spacing;
    }
}

static void
allocate_column (AtlasFlow *self,
                 GtkWidget *widget,
                 int        width,
                 int        height)
{
  int minimum;
  int natural;
  int n_expand = 0;
  int extra;
  int y = 0;

  height_of_column (self, widget, width, &minimum, &natural);
  extra = MAX (height - natural, 0);

  for (GtkWidget *child = NULL; (child = atlas_flow_next (widget, child)) != NULL;)
    n_expand += gtk_widget_compute_expand (child, GTK_ORIENTATION_VERTICAL) ? 1 : 0;

  for (GtkWidget *child = NULL; (child = atlas_flow_next (widget, child)) != NULL;)
    {
      int least;
      int wanted;

      gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, width, &least, &wanted, NULL, NULL);
      if (height < natural)
        wanted = least;
      if (n_expand > 0 && gtk_widget_compute_expand (child, GTK_ORIENTATION_VERTICAL))
        wanted += extra / n_expand;

      allocate_child (child, 0, y, width, wanted);
      y += wanted + self->spacing;
    }
}

static void
atlas_flow_allocate (GtkLayoutManager *manager,
                     GtkWidget        *widget,
                     int               width,
                     int               height,
                     int               baseline)
{
  AtlasFlow *self = ATLAS_FLOW (manager);

  if (is_row (self, widget, width))
    allocate_row (self, widget, width, height);
  else
    allocate_column (self, widget, width, height);
}

static void
atlas_flow_get_property (GObject    *object,
                         guint       property_id,
                         GValue     *value,
                         GParamSpec *pspec)
{
  AtlasFlow *self = ATLAS_FLOW (object);

  switch ((AtlasFlowProperty) property_id)
    {
    case PROP_THRESHOLD:
      g_value_set_double (value, self->threshold);
      break;

    case PROP_SPACING:
      g_value_set_int (value, self->spacing);
      break;

    case PROP_HOMOGENEOUS:
      g_value_set_boolean (value, self->is_homogeneous);
      break;

    case PROP_FIRST_SHARE:
      g_value_set_double (value, self->first_share);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
atlas_flow_set_property (GObject      *object,
                         guint         property_id,
                         const GValue *value,
                         GParamSpec   *pspec)
{
  AtlasFlow *self = ATLAS_FLOW (object);

  switch ((AtlasFlowProperty) property_id)
    {
    case PROP_THRESHOLD:
      self->threshold = g_value_get_double (value);
      break;

    case PROP_SPACING:
      self->spacing = g_value_get_int (value);
      break;

    case PROP_HOMOGENEOUS:
      self->is_homogeneous = g_value_get_boolean (value);
      break;

    case PROP_FIRST_SHARE:
      self->first_share = g_value_get_double (value);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
      return;
    }

  gtk_layout_manager_layout_changed (GTK_LAYOUT_MANAGER (self));
}

static void
atlas_flow_class_init (AtlasFlowClass *klass)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkLayoutManagerClass *manager_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  object_class->get_property = atlas_flow_get_property;
  object_class->set_property = atlas_flow_set_property;
  manager_class->get_request_mode = atlas_flow_get_request_mode;
  manager_class->measure = atlas_flow_measure;
  manager_class->allocate = atlas_flow_allocate;

  /**
   * AtlasFlow:threshold:
   *
   * Below this width, in em, children stand below each other.
   */
  props[PROP_THRESHOLD] = g_param_spec_double ("threshold", NULL, NULL, 0, MAX_THRESHOLD,
                                               DEFAULT_THRESHOLD, flags);
  props[PROP_SPACING] = g_param_spec_int ("spacing", NULL, NULL, 0, G_MAXINT, 0, flags);
  props[PROP_HOMOGENEOUS] = g_param_spec_boolean ("homogeneous", NULL, NULL, FALSE, flags);

  /**
   * AtlasFlow:first-share:
   *
   * In a homogeneous row: how much of its width the first child gets; 0 for as much as the others.
   */
  props[PROP_FIRST_SHARE] = g_param_spec_double ("first-share", NULL, NULL, 0, 1, 0, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
}

static void
atlas_flow_init (AtlasFlow *self)
{
  self->threshold = DEFAULT_THRESHOLD;
}

GtkLayoutManager *
atlas_flow_new (void)
{
  return g_object_new (ATLAS_TYPE_FLOW, NULL);
}
