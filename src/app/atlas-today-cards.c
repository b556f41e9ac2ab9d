/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-today-cards.h"

#include <glib/gi18n.h>

#include "app/atlas-flow.h"
#include "app/atlas-stat.h"
#include "app/atlas-today-lists.h"
#include "app/atlas-ui.h"

/**
 * AtlasTodayCards:
 *
 * Today in three numbers, each a way in: children to place by Day 6, places free, reviews due.
 */
struct _AtlasTodayCards
{
  AdwBin     parent_instance;

  /* Template */
  AtlasStat *children_card;
  AtlasStat *places_card;
  AtlasStat *reviews_card;
};

G_DEFINE_FINAL_TYPE (AtlasTodayCards, atlas_today_cards, ADW_TYPE_BIN)

static void
atlas_today_cards_class_init (AtlasTodayCardsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (ATLAS_TYPE_FLOW);
  g_type_ensure (ATLAS_TYPE_STAT);

  gtk_widget_class_set_template_from_resource (widget_class, ATLAS_UI "atlas-today-cards.ui");
  gtk_widget_class_bind_template_child (widget_class, AtlasTodayCards, children_card);
  gtk_widget_class_bind_template_child (widget_class, AtlasTodayCards, places_card);
  gtk_widget_class_bind_template_child (widget_class, AtlasTodayCards, reviews_card);
}

static void
atlas_today_cards_init (AtlasTodayCards *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
atlas_today_cards_new (void)
{
  return g_object_new (ATLAS_TYPE_TODAY_CARDS, NULL);
}

static void
show_figure (AtlasStat        *card,
             AtlasTodayFigure *figure)
{
  atlas_stat_set_facts (card, figure->value, figure->label, figure->detail);
  atlas_stat_set_route (card, figure->route);
  atlas_today_figure_clear (figure);
}

/**
 * atlas_today_cards_set_today:
 * @today: what was read
 */
void
atlas_today_cards_set_today (AtlasTodayCards  *self,
                             const AtlasToday *today)
{
  AtlasTodayFigure figure = { 0 };

  g_return_if_fail (ATLAS_IS_TODAY_CARDS (self));

  atlas_today_figure_children (today, &figure);
  show_figure (self->children_card, &figure);
  atlas_today_figure_places (today, &figure);
  show_figure (self->places_card, &figure);
  atlas_stat_set_mark (self->places_card,
                       today->has_invented_figures ? _("Demonstration") : NULL);
  atlas_today_figure_reviews (today, &figure);
  show_figure (self->reviews_card, &figure);
}
