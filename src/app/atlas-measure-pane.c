/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-measure-pane.h"

#include <glib/gi18n.h>

#include "app/atlas-chip.h"
#include "app/atlas-compat.h"
#include "app/atlas-flow.h"
#include "app/atlas-ui.h"
#include "app/atlas-view.h"
#include "records/atlas-codes.h"

#define MAP_SHARE       (5.0 / 9.0)     /* the map to the list as five to four */
#define SIDE_BY_SIDE_EM 44.0
#define NEVER_EM        1000.0          /* no window is as wide: a table has the whole width */
#define EMBEDDED_HEIGHT 480             /* pixels, of a map on a page with more below it */

/**
 * AtlasMeasurePane:
 *
 * One measure of the parts of a county: what it comes to in a sentence, the map, and the ranked
 * list beside it or, where there is no room, below it. All of them share one selection.
 */
struct _AtlasMeasurePane
{
  AdwBin            parent_instance;

  AtlasMeasureKind  first_kind;   /* of the drop-down */
  char             *shapes_id;    /* (nullable): of what the map shows */
  gboolean          is_showing;   /* the drop-downs are being set by us, not by a person */
  gboolean          as_table;

  /* Template */
  GtkBox           *flow;
  GtkDropDown      *measure;
  GtkDropDown      *phase;
  GtkLabel         *finding;
  GtkLabel         *caption;
  AtlasChip        *mark;
  AtlasMapView     *map;
  GtkBox           *above;
  AtlasMeasureList *list;
  GtkBox           *below;
  GtkLabel         *credits;
};

G_DEFINE_FINAL_TYPE (AtlasMeasurePane, atlas_measure_pane, ADW_TYPE_BIN)

typedef enum { SIGNAL_CHOSEN } AtlasMeasurePaneSignal;
static guint signals[SIGNAL_CHOSEN + 1];

/* Phases in which places are commissioned; the first entry of the drop-down means all. */
static const char * const phases[] = { NULL, "primary", "secondary" };

static void
chosen_cb (AtlasMeasurePane *self)
{
  guint measure = gtk_drop_down_get_selected (self->measure);
  guint phase = gtk_drop_down_get_selected (self->phase);
  guint kind = measure + self->first_kind;

  if (self->is_showing || kind >= ATLAS_N_MEASURES || phase >= G_N_ELEMENTS (phases))
    return;

  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0,
                 atlas_measure_get_scale ((AtlasMeasureKind) kind)->name, phases[phase]);
}

static void
area_activated_cb (AtlasMeasurePane *self,
                   const char       *id)
{
  atlas_measure_list_open (self->list, id);
}

static void
pin_activated_cb (AtlasMeasurePane *self,
                  const char       *id)
{
  g_autofree char *route = g_strconcat ("provision/", id, NULL);

  atlas_view_go (GTK_WIDGET (self), route);
}

static void
go_up_cb (AtlasMeasurePane *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.up", NULL);
}

static void
atlas_measure_pane_finalize (GObject *object)
{
  AtlasMeasurePane *self = ATLAS_MEASURE_PANE (object);

  g_free (self->shapes_id);

  G_OBJECT_CLASS (atlas_measure_pane_parent_class)->finalize (object);
}

static void
atlas_measure_pane_class_init (AtlasMeasurePaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = atlas_measure_pane_finalize;

  /**
   * AtlasMeasurePane::chosen:
   * @self: the pane
   * @measure: the name of a measure
   * @phase: (nullable): code of a phase
   *
   * Somebody wants to look at another measure or phase.
   */
  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                         0, NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING,
                                         G_TYPE_STRING);

  g_type_ensure (ATLAS_TYPE_CHIP);
  g_type_ensure (ATLAS_TYPE_FLOW);
  g_type_ensure (ATLAS_TYPE_MAP_VIEW);
  g_type_ensure (ATLAS_TYPE_MEASURE_LIST);

  gtk_widget_class_set_template_from_resource (widget_class, ATLAS_UI "atlas-measure-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, AtlasMeasurePane, flow);
  gtk_widget_class_bind_template_child (widget_class, AtlasMeasurePane, measure);
  gtk_widget_class_bind_template_child (widget_class, AtlasMeasurePane, phase);
  gtk_widget_class_bind_template_child (widget_class, AtlasMeasurePane, finding);
  gtk_widget_class_bind_template_child (widget_class, AtlasMeasurePane, caption);
  gtk_widget_class_bind_template_child (widget_class, AtlasMeasurePane, mark);
  gtk_widget_class_bind_template_child (widget_class, AtlasMeasurePane, map);
  gtk_widget_class_bind_template_child (widget_class, AtlasMeasurePane, above);
  gtk_widget_class_bind_template_child (widget_class, AtlasMeasurePane, list);
  gtk_widget_class_bind_template_child (widget_class, AtlasMeasurePane, below);
  gtk_widget_class_bind_template_child (widget_class, AtlasMeasurePane, credits);
  gtk_widget_class_bind_template_callback (widget_class, chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, area_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, pin_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, go_up_cb);
}

static void
fill_measures (AtlasMeasurePane *self)
{
  g_autoptr(GtkStringList) names = gtk_string_list_new (NULL);

  for (int i = (int) self->first_kind; i < ATLAS_N_MEASURES; i++)
    gtk_string_list_append (names, _(atlas_measure_get_scale ((AtlasMeasureKind) i)->heading));

  self->is_showing = TRUE;
  gtk_drop_down_set_model (self->measure, G_LIST_MODEL (names));
  self->is_showing = FALSE;
}

static void
fill_phases (AtlasMeasurePane *self)
{
  g_autoptr(GtkStringList) names = gtk_string_list_new (NULL);

  gtk_string_list_append (names, _("All phases"));
  for (gsize i = 1; i < G_N_ELEMENTS (phases); i++)
    gtk_string_list_append (names, atlas_codes_label ("phase", phases[i]));

  self->is_showing = TRUE;
  gtk_drop_down_set_model (self->phase, G_LIST_MODEL (names));
  self->is_showing = FALSE;
}

/* A table has the whole width, and no map beside it. */
static void
lay_out (AtlasMeasurePane *self)
{
  GtkLayoutManager *flow = gtk_widget_get_layout_manager (GTK_WIDGET (self->flow));

  gtk_widget_set_visible (GTK_WIDGET (self->map), self->shapes_id != NULL && !self->as_table);
  gtk_widget_set_visible (GTK_WIDGET (self->credits), self->shapes_id != NULL);
  g_object_set (flow, "threshold", self->as_table ? NEVER_EM : SIDE_BY_SIDE_EM, NULL);
}

static void
atlas_measure_pane_init (AtlasMeasurePane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  gtk_widget_set_layout_manager (GTK_WIDGET (self->flow),
                                 g_object_new (ATLAS_TYPE_FLOW, "homogeneous", TRUE, "spacing", 18,
                                               "first-share", MAP_SHARE, NULL));
  atlas_map_view_hide_credits (self->map);
  atlas_name_drop_down (self->measure, _("Measure"));
  atlas_name_drop_down (self->phase, _("Phase"));
  fill_measures (self);
  fill_phases (self);
  lay_out (self);
  g_object_bind_property (self->map, "selected-id", self->list, "selected-id",
                          G_BINDING_BIDIRECTIONAL);
}

GtkWidget *
atlas_measure_pane_new (void)
{
  return g_object_new (ATLAS_TYPE_MEASURE_PANE, NULL);
}

/**
 * atlas_measure_pane_set_first_kind:
 * @first: %ATLAS_MEASURE_WAITING where places are not counted
 *
 * Says which measures can be looked at: this one and those after it.
 */
void
atlas_measure_pane_set_first_kind (AtlasMeasurePane *self,
                                   AtlasMeasureKind  first)
{
  g_return_if_fail (ATLAS_IS_MEASURE_PANE (self));

  self->first_kind = first;
  fill_measures (self);
}

/**
 * atlas_measure_pane_set_embedded:
 *
 * Makes the pane a part of a page that scrolls, rather than the page.
 */
void
atlas_measure_pane_set_embedded (AtlasMeasurePane *self)
{
  g_return_if_fail (ATLAS_IS_MEASURE_PANE (self));

  gtk_widget_set_size_request (GTK_WIDGET (self->map), -1, EMBEDDED_HEIGHT);
}

void
atlas_measure_pane_add_above (AtlasMeasurePane *self,
                              GtkWidget        *widget)
{
  g_return_if_fail (ATLAS_IS_MEASURE_PANE (self));

  gtk_box_append (self->above, widget);
}

void
atlas_measure_pane_add_below (AtlasMeasurePane *self,
                              GtkWidget        *widget)
{
  g_return_if_fail (ATLAS_IS_MEASURE_PANE (self));

  gtk_box_append (self->below, widget);
  gtk_widget_set_visible (GTK_WIDGET (self->below), TRUE);
}

/**
 * atlas_measure_pane_set_shapes:
 * @id: (nullable): says which shapes they are; the same again change nothing
 * @areas: (nullable): what the map shows; without it there is no map
 * @context: (nullable): land round them
 */
void
atlas_measure_pane_set_shapes (AtlasMeasurePane *self,
                               const char       *id,
                               AtlasGeometry    *areas,
                               AtlasGeometry    *context)
{
  g_return_if_fail (ATLAS_IS_MEASURE_PANE (self));

  if (areas == NULL)
    id = NULL;
  if (id != NULL && g_strcmp0 (id, self->shapes_id) == 0)
    return;

  g_free (self->shapes_id);
  self->shapes_id = g_strdup (id);
  if (areas != NULL)
    atlas_map_view_set_features (self->map, areas, context);
  lay_out (self);
}

/**
 * atlas_measure_pane_set_pins:
 * @pins: (element-type AtlasPin): the provisions
 */
void
atlas_measure_pane_set_pins (AtlasMeasurePane *self,
                             GArray           *pins)
{
  g_return_if_fail (ATLAS_IS_MEASURE_PANE (self));

  if (self->shapes_id != NULL)
    atlas_map_view_set_pins (self->map, (const AtlasPin *) (gpointer) pins->data, pins->len);
}

static void
show_choice (AtlasMeasurePane    *self,
             const AtlasMeasures *measures,
             AtlasMeasureKind     kind)
{
  guint phase = 0;

  for (guint i = 1; i < G_N_ELEMENTS (phases); i++)
    if (g_strcmp0 (phases[i], measures->phase) == 0)
      phase = i;

  self->is_showing = TRUE;
  gtk_drop_down_set_selected (self->measure, kind - self->first_kind);
  gtk_drop_down_set_selected (self->phase, phase);
  self->is_showing = FALSE;
}

static void
fill_scale (AtlasMeasure            *to,
            const AtlasMeasureScale *scale)
{
  to->heading = _(scale->heading);
  to->is_count = scale->is_count;
  to->no_data = _(scale->no_data);
  for (int i = 0; i < ATLAS_N_CLASSES; i++)
    to->labels[i] = _(scale->labels[i]);
  for (int i = 0; i < ATLAS_N_CLASSES - 1; i++)
    to->breaks[i] = scale->breaks[i];
}

/* What has no parts is shown whole. */
static const AtlasMeasured *
shown_at (const AtlasMeasures *measures,
          guint                index)
{
  return measures->parts->len > 0 ? g_ptr_array_index (measures->parts, index) : measures->whole;
}

static void
show_on_map (AtlasMeasurePane    *self,
             const AtlasMeasures *measures,
             AtlasMeasureKind     kind)
{
  g_autoptr(GArray) values = g_array_new (FALSE, FALSE, sizeof (AtlasAreaValue));
  g_autoptr(GArray) readings = g_array_new (FALSE, FALSE, sizeof (AtlasReading));
  AtlasMeasure scale = { 0 };

  G_STATIC_ASSERT (ATLAS_N_CLASSES == ATLAS_MEASURE_N_CLASSES);
  g_array_set_clear_func (readings, (GDestroyNotify) atlas_reading_clear);
  fill_scale (&scale, atlas_measure_get_scale (kind));
  for (guint i = 0; i < MAX (measures->parts->len, 1); i++)
    {
      const AtlasMeasured *part = shown_at (measures, i);
      AtlasReading reading;
      AtlasAreaValue value = { 0 };

      atlas_measured_read (part, kind, measures->on, &reading);
      g_array_append_val (readings, reading);
      value.id = part->key;
      value.number = part->number;
      value.name = part->name;
      value.has_value = reading.has_value;
      value.value = reading.value;
      value.value_text = reading.text;
      value.spoken = reading.spoken;
      g_array_append_val (values, value);
    }

  atlas_map_view_set_values (self->map, &scale, (const AtlasAreaValue *) (gpointer) values->data,
                             values->len);
}

/**
 * atlas_measure_pane_show:
 * @measures: what was counted
 * @kind: what is looked at
 * @credits: (nullable): more than the attribution of the shapes, under the map
 * @is_demonstration: whether the store is the demonstration
 */
void
atlas_measure_pane_show (AtlasMeasurePane    *self,
                         const AtlasMeasures *measures,
                         AtlasMeasureKind     kind,
                         const char          *credits,
                         gboolean             is_demonstration)
{
  g_autofree char *finding = NULL;
  g_autofree char *caption = NULL;
  g_autoptr(GPtrArray) items = NULL;

  g_return_if_fail (ATLAS_IS_MEASURE_PANE (self));

  kind = MAX (kind, self->first_kind);
  finding = atlas_measures_word_finding (measures, kind);
  caption = atlas_measures_word_caption (measures, kind);
  items = atlas_measure_items_new (measures, kind);

  show_choice (self, measures, kind);
  gtk_label_set_label (self->finding, finding);
  gtk_label_set_label (self->caption, caption);
  atlas_chip_set_label (self->mark, is_demonstration ? _("Demonstration") : NULL);
  if (self->shapes_id != NULL)
    {
      AtlasChoropleth *map = atlas_map_view_get_choropleth (self->map);

      show_on_map (self, measures, kind);
      atlas_map_view_set_texts (self->map, finding, caption, credits);
      gtk_label_set_label (self->credits, atlas_choropleth_get_credits (map));
      atlas_map_view_set_mark (self->map, is_demonstration
                               ? _("Demonstration county. Nothing here is real.") : NULL);
    }
  atlas_measure_list_set_items (self->list, items,
                                atlas_measures_get_part_type (measures));
  gtk_widget_set_visible (GTK_WIDGET (self->list), measures->parts->len > 0);
}

void
atlas_measure_pane_set_as_table (AtlasMeasurePane *self,
                                 gboolean          as_table)
{
  g_return_if_fail (ATLAS_IS_MEASURE_PANE (self));

  self->as_table = as_table;
  atlas_measure_list_set_as_table (self->list, as_table);
  lay_out (self);
}

/**
 * atlas_measure_pane_get_map:
 *
 * Returns: (transfer none): the map, which has no features when its pack has no shapes
 */
AtlasMapView *
atlas_measure_pane_get_map (AtlasMeasurePane *self)
{
  g_return_val_if_fail (ATLAS_IS_MEASURE_PANE (self), NULL);

  return self->map;
}

AtlasMeasureList *
atlas_measure_pane_get_list (AtlasMeasurePane *self)
{
  g_return_val_if_fail (ATLAS_IS_MEASURE_PANE (self), NULL);

  return self->list;
}
