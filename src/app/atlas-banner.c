/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-banner.h"

#include "app/atlas-ui.h"

/**
 * AtlasBanner:
 *
 * One strip above every page, for a state that lasts: the demonstration, a store without a seal.
 */
struct _AtlasBanner
{
  AdwBin       parent_instance;

  /* Template */
  GtkRevealer *revealer;
  GtkWidget   *strip;
  GtkLabel    *label;
};

G_DEFINE_FINAL_TYPE (AtlasBanner, atlas_banner, ADW_TYPE_BIN)

static void
atlas_banner_class_init (AtlasBannerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class, ATLAS_UI "atlas-banner.ui");
  gtk_widget_class_bind_template_child (widget_class, AtlasBanner, revealer);
  gtk_widget_class_bind_template_child (widget_class, AtlasBanner, strip);
  gtk_widget_class_bind_template_child (widget_class, AtlasBanner, label);
}

static void
atlas_banner_init (AtlasBanner *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * atlas_banner_set_text:
 * @text: (nullable): a sentence, or %NULL to take the strip away
 */
void
atlas_banner_set_text (AtlasBanner    *self,
                       AtlasBannerTone tone,
                       const char     *text)
{
  g_return_if_fail (ATLAS_IS_BANNER (self));

  if (text != NULL)
    {
      gtk_label_set_label (self->label, text);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->strip),
                                      GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
    }

  if (tone == ATLAS_BANNER_DEMONSTRATION)
    gtk_widget_add_css_class (self->strip, "demonstration");
  else
    gtk_widget_remove_css_class (self->strip, "demonstration");

  gtk_revealer_set_reveal_child (self->revealer, text != NULL);
}
