/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-finder-row.h"

#include <glib/gi18n.h>

#include "app/atlas-chip.h"
#include "app/atlas-flow.h"
#include "app/atlas-ui.h"
#include "app/atlas-wrap.h"
#include "reports/atlas-words.h"

/**
 * AtlasFinderRow:
 *
 * A line of places for one child: its figures and their age, what stands in the way, why it fits,
 * and the two things that can be done with it.
 */
struct _AtlasFinderRow
{
  AdwPreferencesRow parent_instance;

  char             *route;      /* (nullable) */

  /* Template */
  GtkLabel         *title;
  AtlasChip        *chip;
  AtlasChip        *mark;
  GtkLabel         *figures;
  GtkLabel         *in_the_way;
  GtkLabel         *why;
  GtkLabel         *to_know;
  GtkWidget        *hold;
  GtkWidget        *offer;
};

G_DEFINE_FINAL_TYPE (AtlasFinderRow, atlas_finder_row, ADW_TYPE_PREFERENCES_ROW)

static void
atlas_finder_row_finalize (GObject *object)
{
  g_free (ATLAS_FINDER_ROW (object)->route);

  G_OBJECT_CLASS (atlas_finder_row_parent_class)->finalize (object);
}

static void
atlas_finder_row_class_init (AtlasFinderRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = atlas_finder_row_finalize;

  g_type_ensure (ATLAS_TYPE_CHIP);
  g_type_ensure (ATLAS_TYPE_FLOW);
  g_type_ensure (ATLAS_TYPE_WRAP);

  gtk_widget_class_set_template_from_resource (widget_class, ATLAS_UI "atlas-finder-row.ui");
  gtk_widget_class_bind_template_child (widget_class, AtlasFinderRow, title);
  gtk_widget_class_bind_template_child (widget_class, AtlasFinderRow, chip);
  gtk_widget_class_bind_template_child (widget_class, AtlasFinderRow, mark);
  gtk_widget_class_bind_template_child (widget_class, AtlasFinderRow, figures);
  gtk_widget_class_bind_template_child (widget_class, AtlasFinderRow, in_the_way);
  gtk_widget_class_bind_template_child (widget_class, AtlasFinderRow, why);
  gtk_widget_class_bind_template_child (widget_class, AtlasFinderRow, to_know);
  gtk_widget_class_bind_template_child (widget_class, AtlasFinderRow, hold);
  gtk_widget_class_bind_template_child (widget_class, AtlasFinderRow, offer);
}

static void
atlas_finder_row_init (AtlasFinderRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
show_words (GtkLabel   *label,
            const char *format,
            const char *facts)
{
  g_autoptr(GString) words = g_string_new (format);

  g_string_replace (words, "%s", facts, 1);
  gtk_label_set_label (label, words->str);
  gtk_widget_set_visible (GTK_WIDGET (label), *facts != '\0');
}

static char *
word_standing (const AtlasFindResult *result)
{
  guint n = 0;

  for (guint i = 0; i < result->facts->len; i++)
    n += g_array_index (result->facts, AtlasFindFact, i).bearing == ATLAS_FIND_IN_THE_WAY;

  if (n == 0)
    return g_strdup (_("Fits"));

  /* Translators: how many facts speak against a place. */
  return g_strdup_printf (ngettext ("%u thing in the way", "%u things in the way", n), n);
}

/* What the figures above say already is not said again. */
static char *
word_why (AtlasFinder           *finder,
          const AtlasFindResult *result)
{
  g_autoptr(GString) words = g_string_new (NULL);

  for (guint i = 0; i < result->facts->len; i++)
    {
      const AtlasFindFact *fact = &g_array_index (result->facts, AtlasFindFact, i);
      g_autofree char *text = NULL;

      if (fact->bearing != ATLAS_FIND_FITS || fact->about == ATLAS_FIND_FREE ||
          fact->about == ATLAS_FIND_DISTANCE)
        continue;
      text = atlas_finder_word_fact (finder, result, fact);
      g_string_append_printf (words, "%s%s", words->len > 0 ? " · " : "", text);
    }

  return g_string_free (g_steal_pointer (&words), FALSE);
}

static char *
word_figures (AtlasFinder           *finder,
              const AtlasFindResult *result)
{
  g_autofree char *places = atlas_words_free (&result->line->free);
  g_autofree char *sent = atlas_words_as_last_sent (&result->line->free, finder->on);

  if (result->miles == ATLAS_MILES_UNKNOWN)
    return g_strdup_printf (_("%1$s · %2$s"), places, sent);

  /* Translators: places free; how old that is; miles from home. */
  return g_strdup_printf (_("%1$s · %2$s · %3$.1f miles"), places, sent, result->miles);
}

static void
set_target (GtkWidget  *button,
            const char *label,
            const char *place)
{
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", place);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
}

static void
show_result (AtlasFinderRow        *self,
             AtlasFinder           *finder,
             const AtlasFindResult *result)
{
  AtlasPlaceLine *line = atlas_finder_get_place (finder, result);
  const char *place = atlas_record_get_id (ATLAS_RECORD (line->place));
  g_autofree char *name = atlas_finder_word_name (finder, result);
  g_autofree char *standing = word_standing (result);
  g_autofree char *figures = word_figures (finder, result);
  g_autofree char *why = word_why (finder, result);
  g_autofree char *in_the_way = atlas_finder_word_facts (finder, result, ATLAS_FIND_IN_THE_WAY);
  g_autofree char *to_know = atlas_finder_word_facts (finder, result, ATLAS_FIND_TO_KNOW);
  g_autofree char *spoken = g_strdup_printf (_("%1$s · %2$s · %3$s"), name, standing, figures);
  g_autofree char *hold = g_strdup_printf (_("Hold a place at %s"), name);
  g_autofree char *offer = g_strdup_printf (_("Offer a place at %s"), name);
  gboolean is_marked = atlas_finder_is_invented (finder, result) && !line->provision->invented;

  gtk_label_set_label (self->title, name);
  atlas_chip_set_label (self->chip, standing);
  atlas_chip_set_kind (self->chip, result->fits ? NULL : "due");
  atlas_chip_set_label (self->mark, is_marked ? _("Demonstration figure") : NULL);
  atlas_chip_set_kind (self->mark, "demonstration");
  gtk_label_set_label (self->figures, figures);
  show_words (self->in_the_way, _("In the way: %s"), in_the_way);
  show_words (self->why, _("Why it fits: %s"), why);
  show_words (self->to_know, _("To know: %s"), to_know);
  set_target (self->hold, hold, place);
  set_target (self->offer, offer, place);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, spoken,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, in_the_way, -1);
}

GtkWidget *
atlas_finder_row_new (AtlasFinder           *finder,
                      const AtlasFindResult *result)
{
  AtlasFinderRow *self = g_object_new (ATLAS_TYPE_FINDER_ROW, NULL);
  AtlasPlaceLine *line = atlas_finder_get_place (finder, result);

  self->route = atlas_record_get_route (ATLAS_RECORD (line->provision));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), self->route != NULL);
  show_result (self, finder, result);

  return GTK_WIDGET (self);
}

/**
 * atlas_finder_row_get_route:
 *
 * Returns: (nullable): the page of the provision
 */
const char *
atlas_finder_row_get_route (AtlasFinderRow *self)
{
  g_return_val_if_fail (ATLAS_IS_FINDER_ROW (self), NULL);

  return self->route;
}
