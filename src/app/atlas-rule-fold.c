/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-rule-fold.h"

#include <glib/gi18n.h>

#include "app/atlas-compat.h"
#include "app/atlas-fact-row.h"
#include "reports/atlas-clock-words.h"

/**
 * AtlasRuleFold:
 *
 * A row below a list that opens on the rules which its badges stand on, each in our words with its
 * source. A template names the clocks: `day6 return`.
 */
struct _AtlasRuleFold
{
  AdwBin parent_instance;

  char  *clocks;                /* (nullable): ids, which a space separates */
};

G_DEFINE_FINAL_TYPE (AtlasRuleFold, atlas_rule_fold, ADW_TYPE_BIN)

typedef enum { PROP_CLOCKS = 1 } AtlasRuleFoldProperty;
static GParamSpec *props[PROP_CLOCKS + 1];

/* A rule that has ended governs what happened in its days, and no badge of today. */
static void
add_rules (AdwExpanderRow *fold,
           const char     *id)
{
  gsize n_rules = 0;
  const AtlasClockRule *rules = atlas_clock_rules (&n_rules);

  for (gsize i = 0; i < n_rules; i++)
    {
      g_autofree char *source = NULL;

      if (!g_str_equal (rules[i].id, id) || rules[i].to != NULL)
        continue;

      source = atlas_words_clock_rule_source (&rules[i]);
      adw_expander_row_add_row (fold, atlas_fact_row_new (_(rules[i].label), _(rules[i].words),
                                                          source));
    }
}

static void
atlas_rule_fold_set_clocks (AtlasRuleFold *self,
                            const char    *clocks)
{
  g_auto(GStrv) ids = g_strsplit (clocks != NULL ? clocks : "", " ", -1);
  const char *title = _("What these deadlines stand on");
  GtkWidget *list = gtk_list_box_new ();
  GtkWidget *fold = adw_expander_row_new ();

  g_free (self->clocks);
  self->clocks = g_strdup (clocks);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (fold), title);
  atlas_name_expander_row (ADW_EXPANDER_ROW (fold));
  for (guint i = 0; ids[i] != NULL; i++)
    add_rules (ADW_EXPANDER_ROW (fold), ids[i]);
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  gtk_list_box_append (GTK_LIST_BOX (list), fold);
  adw_bin_set_child (ADW_BIN (self), list);
}

static void
atlas_rule_fold_get_property (GObject    *object,
                              guint       property_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  switch ((AtlasRuleFoldProperty) property_id)
    {
    case PROP_CLOCKS:
      g_value_set_string (value, ATLAS_RULE_FOLD (object)->clocks);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
atlas_rule_fold_set_property (GObject      *object,
                              guint         property_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  switch ((AtlasRuleFoldProperty) property_id)
    {
    case PROP_CLOCKS:
      atlas_rule_fold_set_clocks (ATLAS_RULE_FOLD (object), g_value_get_string (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
atlas_rule_fold_finalize (GObject *object)
{
  g_free (ATLAS_RULE_FOLD (object)->clocks);

  G_OBJECT_CLASS (atlas_rule_fold_parent_class)->finalize (object);
}

static void
atlas_rule_fold_class_init (AtlasRuleFoldClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = atlas_rule_fold_get_property;
  object_class->set_property = atlas_rule_fold_set_property;
  object_class->finalize = atlas_rule_fold_finalize;

  props[PROP_CLOCKS] = g_param_spec_string ("clocks", NULL, NULL, NULL,
                                            G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
}

static void
atlas_rule_fold_init (AtlasRuleFold *self)
{
}
