/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-indicator-bar.h"

#include <glib/gi18n.h>

#include "app/atlas-compat.h"
#include "app/atlas-ui.h"
#include "app/atlas-view.h"
#include "app/atlas-wrap.h"
#include "reports/atlas-term-words.h"

/* Parameters of the route `report/indicators`. */
#define PARAM_SET       "set"
#define PARAM_TERM      "term"
#define PARAM_COHORT    "cohort"
#define PARAM_INDICATOR "indicator"

#define N_CHOICES 4

/**
 * AtlasIndicatorBar:
 *
 * Which set of indicators, which term, of which children, and all of the set or one. What is chosen
 * is a page of its own, so that the way back leads to what was looked at before.
 */
struct _AtlasIndicatorBar
{
  AdwBin       parent_instance;

  AtlasRoute  *route;           /* (nullable): NULL until something is shown */
  GPtrArray   *values[N_CHOICES];       /* (element-type utf8): of a parameter, choice by choice */
  gboolean     is_filling;      /* choices are being filled by us, not chosen */

  /* Template */
  GtkDropDown *set;
  GtkDropDown *term;
  GtkDropDown *cohort;
  GtkDropDown *indicator;
};

G_DEFINE_FINAL_TYPE (AtlasIndicatorBar, atlas_indicator_bar, ADW_TYPE_BIN)

static const char * const params[N_CHOICES] = {
  PARAM_SET, PARAM_TERM, PARAM_COHORT, PARAM_INDICATOR,
};

static GtkDropDown *
get_choice (AtlasIndicatorBar *self,
            guint              nth)
{
  GtkDropDown *choices[N_CHOICES] = { self->set, self->term, self->cohort, self->indicator };

  return choices[nth];
}

/* The indicators of another set have other numbers. */
static void
choice_changed_cb (AtlasIndicatorBar *self,
                   GParamSpec        *pspec,
                   GtkDropDown       *choice)
{
  g_autoptr(AtlasRoute) route = NULL;
  g_autofree char *shown = NULL;
  g_autofree char *text = NULL;

  if (self->is_filling || self->route == NULL)
    return;

  route = atlas_route_copy (self->route);
  for (guint i = 0; i < N_CHOICES; i++)
    {
      guint selected = gtk_drop_down_get_selected (get_choice (self, i));

      if (get_choice (self, i) == choice && selected < self->values[i]->len)
        atlas_route_set_param (route, params[i], g_ptr_array_index (self->values[i], selected));
    }
  if (choice == self->set)
    atlas_route_set_param (route, PARAM_INDICATOR, NULL);
  shown = atlas_route_format (self->route);
  text = atlas_route_format (route);
  if (!g_str_equal (shown, text))
    atlas_view_go (GTK_WIDGET (self), text);
}

static void
atlas_indicator_bar_finalize (GObject *object)
{
  AtlasIndicatorBar *self = ATLAS_INDICATOR_BAR (object);

  g_clear_pointer (&self->route, atlas_route_free);
  for (guint i = 0; i < N_CHOICES; i++)
    g_ptr_array_unref (self->values[i]);

  G_OBJECT_CLASS (atlas_indicator_bar_parent_class)->finalize (object);
}

static void
atlas_indicator_bar_class_init (AtlasIndicatorBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = atlas_indicator_bar_finalize;

  g_type_ensure (ATLAS_TYPE_WRAP);

  gtk_widget_class_set_template_from_resource (widget_class, ATLAS_UI "atlas-indicator-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, AtlasIndicatorBar, set);
  gtk_widget_class_bind_template_child (widget_class, AtlasIndicatorBar, term);
  gtk_widget_class_bind_template_child (widget_class, AtlasIndicatorBar, cohort);
  gtk_widget_class_bind_template_child (widget_class, AtlasIndicatorBar, indicator);
  gtk_widget_class_bind_template_callback (widget_class, choice_changed_cb);
}

static void
atlas_indicator_bar_init (AtlasIndicatorBar *self)
{
  for (guint i = 0; i < N_CHOICES; i++)
    self->values[i] = g_ptr_array_new_with_free_func (g_free);
  gtk_widget_init_template (GTK_WIDGET (self));
  atlas_name_drop_down (self->set, _("Set of indicators"));
  atlas_name_drop_down (self->term, _("Term"));
  atlas_name_drop_down (self->cohort, _("Children"));
  atlas_name_drop_down (self->indicator, _("Indicator"));
}

/* Takes @value and @label. */
static void
add (AtlasIndicatorBar *self,
     guint              nth,
     GPtrArray         *labels,
     char              *value,
     char              *label)
{
  g_ptr_array_add (self->values[nth], value);
  g_ptr_array_add (labels, label);
}

static void
list_choices (AtlasIndicatorBar     *self,
              const AtlasIndicators *indicators,
              guint                  nth,
              GPtrArray             *labels)
{
  if (nth == 0)
    for (guint i = 0; i < indicators->sets->len; i++)
      add (self, nth, labels, g_strdup (g_ptr_array_index (indicators->sets, i)),
           /* Translators: the name of a set of indicators, as "2020". */
           g_strdup_printf (_("Indicators of %s"),
                            (char *) g_ptr_array_index (indicators->sets, i)));
  if (nth == 1)
    for (guint i = indicators->terms->len; i > 0; i--)
      {
        const AtlasTerm *term = &g_array_index (indicators->terms, AtlasTerm, i - 1);

        add (self, nth, labels, atlas_term_to_code (term), atlas_term_words (term));
      }
  if (nth == 2)
    for (int i = 0; i < ATLAS_N_PUPILS; i++)
      add (self, nth, labels, g_strdup (atlas_pupils_to_code ((AtlasPupils) i)),
           g_strdup (atlas_pupils_label ((AtlasPupils) i)));
  if (nth != 3)
    return;

  add (self, nth, labels, NULL, g_strdup (_("All indicators")));
  for (guint i = 0; i < indicators->rows->len; i++)
    add (self, nth, labels, g_strdup_printf ("%u", i + 1),
         /* Translators: the number of an indicator in its set, and its words. */
         g_strdup_printf (_("%1$u. %2$s"), i + 1,
                          ((AtlasIndicatorRow *) g_ptr_array_index (indicators->rows, i))->text));
}

/* What is shown of a parameter: of a set and a term that are not asked for, the usual ones. */
static char *
word_shown (const AtlasIndicators *indicators,
            const AtlasRoute      *route,
            guint                  nth)
{
  if (nth == 0)
    return g_strdup (indicators->set);
  if (nth == 1)
    return atlas_term_to_code (atlas_indicators_get_term (indicators, indicators->n_trend - 1));
  if (nth == 2)
    return g_strdup (atlas_pupils_to_code (indicators->pupils));

  return g_strdup (atlas_route_get_param (route, PARAM_INDICATOR));
}

/**
 * atlas_indicator_bar_show:
 * @self: a bar
 * @indicators: what is shown
 * @route: its page
 *
 * Fills the choices, with what is shown chosen.
 */
void
atlas_indicator_bar_show (AtlasIndicatorBar     *self,
                          const AtlasIndicators *indicators,
                          const AtlasRoute      *route)
{
  g_return_if_fail (ATLAS_IS_INDICATOR_BAR (self));

  g_clear_pointer (&self->route, atlas_route_free);
  self->route = atlas_route_copy (route);
  self->is_filling = TRUE;
  for (guint nth = 0; nth < N_CHOICES; nth++)
    {
      g_autoptr(GPtrArray) labels = g_ptr_array_new_with_free_func (g_free);
      g_autofree char *shown = word_shown (indicators, route, nth);
      g_autoptr(GtkStringList) model = NULL;
      guint selected = 0;

      g_ptr_array_set_size (self->values[nth], 0);
      list_choices (self, indicators, nth, labels);
      for (guint i = 0; i < self->values[nth]->len; i++)
        if (g_strcmp0 (g_ptr_array_index (self->values[nth], i), shown) == 0)
          selected = i;
      g_ptr_array_add (labels, NULL);
      model = gtk_string_list_new ((const char * const *) labels->pdata);
      gtk_drop_down_set_model (get_choice (self, nth), G_LIST_MODEL (model));
      gtk_drop_down_set_selected (get_choice (self, nth), selected);
      gtk_widget_set_visible (GTK_WIDGET (get_choice (self, nth)), labels->len > 2);
    }
  self->is_filling = FALSE;
}
