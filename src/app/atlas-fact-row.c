/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-fact-row.h"

#include <glib/gi18n.h>

#include "app/atlas-chip.h"
#include "app/atlas-ui.h"
#include "app/atlas-view.h"

/**
 * AtlasFactRow:
 *
 * One fact in a boxed list: what it is, its value, and where the value comes from and how old
 * it is. With a route it opens the page of what it names.
 */
struct _AtlasFactRow
{
  AdwPreferencesRow parent_instance;

  /* Template */
  GtkLabel         *label;
  GtkLabel         *value;
  GtkLabel         *source;
  GtkBox           *suffixes;
  AtlasChip        *mark;
  GtkWidget        *arrow;
};

G_DEFINE_FINAL_TYPE (AtlasFactRow, atlas_fact_row, ADW_TYPE_PREFERENCES_ROW)

static void
show_text (GtkLabel   *label,
           const char *text)
{
  gtk_label_set_label (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL && *text != '\0');
}

static void
name_row (AtlasFactRow *self)
{
  const char *source = gtk_label_get_label (self->source);
  g_autoptr(GString)  spoken = g_string_new (NULL);

  /* Translators: a fact for a screen reader: Lead school: … */
  g_string_append_printf (spoken, _("%s: %s"), gtk_label_get_label (self->label),
                          gtk_label_get_label (self->value));
  if (*source != '\0')
    g_string_append_printf (spoken, ". %s", source);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  spoken->str, -1);
}

static void
atlas_fact_row_class_init (AtlasFactRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (ATLAS_TYPE_CHIP);

  gtk_widget_class_set_template_from_resource (widget_class, ATLAS_UI "atlas-fact-row.ui");
  gtk_widget_class_bind_template_child (widget_class, AtlasFactRow, label);
  gtk_widget_class_bind_template_child (widget_class, AtlasFactRow, value);
  gtk_widget_class_bind_template_child (widget_class, AtlasFactRow, source);
  gtk_widget_class_bind_template_child (widget_class, AtlasFactRow, suffixes);
  gtk_widget_class_bind_template_child (widget_class, AtlasFactRow, mark);
  gtk_widget_class_bind_template_child (widget_class, AtlasFactRow, arrow);
}

static void
atlas_fact_row_init (AtlasFactRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * atlas_fact_row_new:
 * @label: what it is: "Lead school"
 * @value: (nullable): its value; without one the row says "Not known"
 * @source: (nullable): "Published January 2020, not checked since"
 */
GtkWidget *
atlas_fact_row_new (const char *label,
                    const char *value,
                    const char *source)
{
  AtlasFactRow *self = g_object_new (ATLAS_TYPE_FACT_ROW, NULL);

  show_text (self->label, label);
  show_text (self->value, value != NULL ? value : _("Not known"));
  show_text (self->source, source);
  name_row (self);

  return GTK_WIDGET (self);
}

/**
 * atlas_fact_row_set_route:
 * @route: (nullable): the page that the row opens
 */
void
atlas_fact_row_set_route (AtlasFactRow *self,
                          const char   *route)
{
  g_return_if_fail (ATLAS_IS_FACT_ROW (self));

  atlas_view_set_route (GTK_ACTIONABLE (self), route);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), route != NULL);
  gtk_widget_set_visible (self->arrow, route != NULL);
}

/**
 * atlas_fact_row_set_mark:
 * @mark: (nullable): "Approximate", "Demonstration"
 * @kind: (nullable): a kind of #AtlasChip
 */
void
atlas_fact_row_set_mark (AtlasFactRow *self,
                         const char   *mark,
                         const char   *kind)
{
  g_return_if_fail (ATLAS_IS_FACT_ROW (self));

  atlas_chip_set_kind (self->mark, kind);
  atlas_chip_set_label (self->mark, mark);
}

/**
 * atlas_fact_row_add_suffix:
 *
 * Adds a button or a picture at the end of the row.
 */
void
atlas_fact_row_add_suffix (AtlasFactRow *self,
                           GtkWidget    *suffix)
{
  g_return_if_fail (ATLAS_IS_FACT_ROW (self));
  g_return_if_fail (GTK_IS_WIDGET (suffix));

  gtk_widget_set_valign (suffix, GTK_ALIGN_CENTER);
  gtk_box_append (self->suffixes, suffix);
}
