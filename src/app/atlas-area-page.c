/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-area-page.h"

#include <glib/gi18n.h>
#include <string.h>

#include "app/atlas-facts-page.h"
#include "app/atlas-flow.h"
#include "app/atlas-stat.h"
#include "app/atlas-ui.h"
#include "rules/atlas-waiting.h"

#define ROUTE_PLACES "provision?list=places"

/**
 * AtlasAreaPage:
 *
 * The page of an area or of a partnership: what it comes to in a sentence, its numbers, the map of
 * the area's partnerships, and what the directory says of it.
 */
struct _AtlasAreaPage
{
  AdwBin            parent_instance;

  /* Template */
  AtlasFactsPage   *facts;
  GtkWidget        *top;        /* what stands above the facts */
  GtkLabel         *finding;
  AtlasStat        *places_card;
  AtlasStat        *waiting_card;
  AtlasStat        *longest_card;
  AtlasMeasurePane *pane;
};

G_DEFINE_FINAL_TYPE (AtlasAreaPage, atlas_area_page, ADW_TYPE_BIN)

static void
atlas_area_page_class_init (AtlasAreaPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (ATLAS_TYPE_FACTS_PAGE);
  g_type_ensure (ATLAS_TYPE_FLOW);
  g_type_ensure (ATLAS_TYPE_MEASURE_PANE);
  g_type_ensure (ATLAS_TYPE_STAT);

  gtk_widget_class_set_template_from_resource (widget_class, ATLAS_UI "atlas-area-page.ui");
  gtk_widget_class_bind_template_child (widget_class, AtlasAreaPage, facts);
  gtk_widget_class_bind_template_child (widget_class, AtlasAreaPage, top);
  gtk_widget_class_bind_template_child (widget_class, AtlasAreaPage, finding);
  gtk_widget_class_bind_template_child (widget_class, AtlasAreaPage, places_card);
  gtk_widget_class_bind_template_child (widget_class, AtlasAreaPage, waiting_card);
  gtk_widget_class_bind_template_child (widget_class, AtlasAreaPage, longest_card);
  gtk_widget_class_bind_template_child (widget_class, AtlasAreaPage, pane);
}

static void
atlas_area_page_init (AtlasAreaPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  atlas_facts_page_set_top (self->facts, self->top);
  atlas_measure_pane_set_first_kind (self->pane, ATLAS_MEASURE_WAITING);
  atlas_measure_pane_set_embedded (self->pane);
}

GtkWidget *
atlas_area_page_new (void)
{
  return g_object_new (ATLAS_TYPE_AREA_PAGE, NULL);
}

static const AtlasMeasured *
find_subject (AtlasMapFile *file)
{
  const char *slash = strchr (file->facts->route, '/');

  if (g_str_has_prefix (file->facts->route, "area/") || slash == NULL)
    return file->measures->whole;

  for (guint i = 0; i < file->measures->parts->len; i++)
    {
      const AtlasMeasured *part = g_ptr_array_index (file->measures->parts, i);

      if (g_strcmp0 (part->key, slash + 1) == 0)
        return part;
    }

  return file->measures->whole;
}

static void
show_places (AtlasAreaPage       *self,
             const AtlasMeasured *subject,
             AtlasDate            on)
{
  gboolean is_area = strcmp (subject->type, "area") == 0;
  g_auto(AtlasReading) reading = { 0 };

  /* Places are commissioned for areas. */
  gtk_widget_set_visible (GTK_WIDGET (self->places_card), is_area);
  if (!is_area)
    return;

  atlas_measured_read (subject, ATLAS_MEASURE_FREE, on, &reading);
  atlas_stat_set_facts (self->places_card, reading.has_value ? reading.text : "—",
                        ngettext ("place free now", "places free now",
                                  (gulong) MAX (reading.value, 0)),
                        reading.detail);
  atlas_stat_set_route (self->places_card, ROUTE_PLACES);
  atlas_stat_set_mark (self->places_card, subject->is_invented ? _("Demonstration") : NULL);
}

static void
show_waiting (AtlasAreaPage       *self,
              const AtlasMeasured *subject,
              AtlasDate            on)
{
  g_autofree char *count = g_strdup_printf ("%d", subject->waiting);
  g_autofree char *route = g_strdup_printf ("referrals?%s=%s", subject->type, subject->key);
  g_autofree char *days = NULL;
  gboolean is_known = subject->waiting > 0 && subject->since != ATLAS_DATE_NONE;
  int longest = is_known ? atlas_days_since (subject->since, on) : 0;

  atlas_stat_set_facts (self->waiting_card, count,
                        ngettext ("child waits for a place", "children wait for a place",
                                  (gulong) subject->waiting), NULL);
  atlas_stat_set_route (self->waiting_card, subject->waiting > 0 ? route : NULL);

  days = is_known ? g_strdup_printf ("%d", longest) : g_strdup ("—");
  atlas_stat_set_facts (self->longest_card, days,
                        ngettext ("day, the longest wait", "days, the longest wait",
                                  (gulong) longest), NULL);
}

/**
 * atlas_area_page_show:
 * @file: what was read of an area or a partnership
 * @shapes: (nullable): of the county
 * @kind: the measure of the map
 * @is_demonstration: whether the store is the demonstration
 */
void
atlas_area_page_show (AtlasAreaPage   *self,
                      AtlasMapFile    *file,
                      AtlasMapShapes  *shapes,
                      AtlasMeasureKind kind,
                      gboolean         is_demonstration)
{
  const AtlasMeasured *subject;
  g_autoptr(AtlasGeometry) partnerships = NULL;

  g_return_if_fail (ATLAS_IS_AREA_PAGE (self));
  g_return_if_fail (file->facts != NULL);

  subject = find_subject (file);
  gtk_label_set_label (self->finding, file->finding != NULL ? file->finding : file->title);
  show_places (self, subject, file->measures->on);
  show_waiting (self, subject, file->measures->on);

  if (shapes != NULL && file->measures->parts->len == 0)
    {
      const char *ids[] = { subject->key, NULL };
      g_autoptr(AtlasGeometry) area = atlas_geometry_select (shapes->areas, ids);

      atlas_measure_pane_set_shapes (self->pane, file->area, area, shapes->areas);
      atlas_measure_pane_show (self->pane, file->measures, kind, NULL, is_demonstration);
    }
  else if (shapes != NULL && shapes->partnerships != NULL)
    {
      g_autoptr(GPtrArray) ids = g_ptr_array_new ();
      g_autofree char *credits = NULL;

      for (guint i = 0; i < file->measures->parts->len; i++)
        {
          AtlasMeasured *part = g_ptr_array_index (file->measures->parts, i);

          g_ptr_array_add (ids, part->key);
        }
      g_ptr_array_add (ids, NULL);
      partnerships = atlas_geometry_select (shapes->partnerships,
                                            (const char * const *) ids->pdata);
      /* Translators: whose data a map shows. */
      credits = g_strdup_printf (_("Names and territories of partnerships are provisional. %s"),
                                 atlas_geometry_get_attribution (shapes->partnerships));
      atlas_measure_pane_set_shapes (self->pane, file->area, partnerships, shapes->areas);
      atlas_measure_pane_show (self->pane, file->measures, kind, credits, is_demonstration);
    }
  else
    {
      atlas_measure_pane_set_shapes (self->pane, NULL, NULL, NULL);
      atlas_measure_pane_show (self->pane, file->measures, kind, NULL, is_demonstration);
    }
  atlas_measure_pane_set_pins (self->pane, file->pins);
  atlas_measure_list_set_selected_id (atlas_measure_pane_get_list (self->pane),
                                      subject != file->measures->whole ? subject->key : NULL);
  atlas_facts_page_set_facts (self->facts, file->facts);
}

AtlasMeasurePane *
atlas_area_page_get_pane (AtlasAreaPage *self)
{
  g_return_val_if_fail (ATLAS_IS_AREA_PAGE (self), NULL);

  return self->pane;
}
