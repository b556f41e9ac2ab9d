/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-facts-page.h"

#include <glib/gi18n.h>
#include <string.h>

#include "app/atlas-fact-row.h"
#include "app/atlas-ui.h"

/**
 * AtlasFactsPage:
 *
 * A page of facts in sections, each fact with its source and age; what names another page opens it.
 * Above them there is room for what can be done.
 */
struct _AtlasFactsPage
{
  AdwBin             parent_instance;

  char              *route;     /* (nullable): of the facts that are shown */

  /* Template */
  GtkScrolledWindow *scroller;
  AdwBin            *top;
  GtkBox            *sections;
};

G_DEFINE_FINAL_TYPE (AtlasFactsPage, atlas_facts_page, ADW_TYPE_BIN)

static void
atlas_facts_page_finalize (GObject *object)
{
  AtlasFactsPage *self = ATLAS_FACTS_PAGE (object);

  g_clear_pointer (&self->route, g_free);

  G_OBJECT_CLASS (atlas_facts_page_parent_class)->finalize (object);
}

static void
atlas_facts_page_class_init (AtlasFactsPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->finalize = atlas_facts_page_finalize;

  gtk_widget_class_set_template_from_resource (widget_class, ATLAS_UI "atlas-facts-page.ui");
  gtk_widget_class_bind_template_child (widget_class, AtlasFactsPage, scroller);
  gtk_widget_class_bind_template_child (widget_class, AtlasFactsPage, top);
  gtk_widget_class_bind_template_child (widget_class, AtlasFactsPage, sections);
}

static void
atlas_facts_page_init (AtlasFactsPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * atlas_facts_page_new:
 *
 * Makes an empty page.
 */
GtkWidget *
atlas_facts_page_new (void)
{
  return g_object_new (ATLAS_TYPE_FACTS_PAGE, NULL);
}

static GtkWidget *
make_row (const AtlasFact *fact)
{
  GtkWidget *row = atlas_fact_row_new (fact->label, fact->value, fact->source);

  if (fact->route != NULL)
    atlas_fact_row_set_route (ATLAS_FACT_ROW (row), fact->route);
  if (fact->mark != NULL)
    atlas_fact_row_set_mark (ATLAS_FACT_ROW (row), fact->mark,
                             strcmp (fact->mark, _("Demonstration")) == 0 ? "demonstration" : NULL);

  return row;
}

static GtkWidget *
make_section (const AtlasFactSection *section)
{
  GtkWidget *group = adw_preferences_group_new ();

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), section->title);
  for (guint i = 0; i < section->facts->len; i++)
    adw_preferences_group_add (ADW_PREFERENCES_GROUP (group),
                               make_row (g_ptr_array_index (section->facts, i)));

  return group;
}

/**
 * atlas_facts_page_set_facts:
 * @facts: what to show
 *
 * Shows facts. A page that is read again stays where it was scrolled to.
 */
void
atlas_facts_page_set_facts (AtlasFactsPage *self,
                            AtlasFacts     *facts)
{
  GtkWidget *child;

  g_return_if_fail (ATLAS_IS_FACTS_PAGE (self));

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->sections))) != NULL)
    gtk_box_remove (self->sections, child);
  for (guint i = 0; i < facts->sections->len; i++)
    gtk_box_append (self->sections, make_section (g_ptr_array_index (facts->sections, i)));

  if (g_strcmp0 (self->route, facts->route) != 0)
    gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
  g_free (self->route);
  self->route = g_strdup (facts->route);
}

/**
 * atlas_facts_page_set_top:
 * @top: (nullable): a widget above the facts
 */
void
atlas_facts_page_set_top (AtlasFactsPage *self,
                          GtkWidget      *top)
{
  g_return_if_fail (ATLAS_IS_FACTS_PAGE (self));

  adw_bin_set_child (self->top, top);
}
