/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-welcome-page.h"

#include <glib/gi18n.h>

#include "app/atlas-pack-list.h"
#include "app/atlas-ui.h"

/**
 * AtlasWelcomePage:
 *
 * Asks one thing: what to open. It is the first page of all, and the way to another county. Its
 * buttons are the door's actions.
 */
struct _AtlasWelcomePage
{
  AdwBin         parent_instance;

  /* Template */
  GtkWidget     *back_button;
  AdwStatusPage *page;
  GtkWidget     *explore_button;
  GtkLabel      *explore_words;
};

G_DEFINE_FINAL_TYPE (AtlasWelcomePage, atlas_welcome_page, ADW_TYPE_BIN)

static gboolean
atlas_welcome_page_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (ATLAS_WELCOME_PAGE (widget)->explore_button);
}

static void
atlas_welcome_page_class_init (AtlasWelcomePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->grab_focus = atlas_welcome_page_grab_focus;

  gtk_widget_class_set_template_from_resource (widget_class, ATLAS_UI "atlas-welcome-page.ui");
  gtk_widget_class_bind_template_child (widget_class, AtlasWelcomePage, back_button);
  gtk_widget_class_bind_template_child (widget_class, AtlasWelcomePage, page);
  gtk_widget_class_bind_template_child (widget_class, AtlasWelcomePage, explore_button);
  gtk_widget_class_bind_template_child (widget_class, AtlasWelcomePage, explore_words);
}

static void
atlas_welcome_page_init (AtlasWelcomePage *self)
{
  g_autofree char *titles = atlas_pack_list_name_titles ();
  g_autofree char *words = NULL;

  gtk_widget_init_template (GTK_WIDGET (self));

  /* Translators: names of counties, with commas between */
  words = g_strdup_printf (_("A real directory (%s) with made-up children. Nothing that you do "
                             "there can reach anybody."), titles);
  gtk_label_set_label (self->explore_words, words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->explore_button),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, words, -1);
  atlas_welcome_page_show (self, TRUE, NULL);
}

/**
 * atlas_welcome_page_show:
 * @is_first: whether this is the first page of all, from which no way leads back
 * @words: (nullable): why the page is shown, when nobody asked for it
 */
void
atlas_welcome_page_show (AtlasWelcomePage *self,
                         gboolean          is_first,
                         const char       *words)
{
  g_return_if_fail (ATLAS_IS_WELCOME_PAGE (self));

  if (words == NULL)
    words = is_first ? _("Provision Atlas finds a place for every child who is out of school, "
                         "and counts the days until there is one.")
                     : _("Each county is kept on this laptop by itself. Nothing passes from one "
                         "to another.");

  gtk_widget_set_visible (self->back_button, !is_first);
  adw_status_page_set_title (self->page, is_first ? _("Welcome") : _("Add a County"));
  adw_status_page_set_description (self->page, words);
}
