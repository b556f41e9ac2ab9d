/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-welcome-page.h"

#include "app/atlas-ui.h"

/**
 * AtlasWelcomePage:
 *
 * The first run asks one thing: what to open. Its buttons are the window's actions.
 */
struct _AtlasWelcomePage
{
  AdwBin parent_instance;
};

G_DEFINE_FINAL_TYPE (AtlasWelcomePage, atlas_welcome_page, ADW_TYPE_BIN)

static void
atlas_welcome_page_class_init (AtlasWelcomePageClass *klass)
{
  gtk_widget_class_set_template_from_resource (GTK_WIDGET_CLASS (klass),
                                               ATLAS_UI "atlas-welcome-page.ui");
}

static void
atlas_welcome_page_init (AtlasWelcomePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
