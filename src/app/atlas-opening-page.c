/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-opening-page.h"

#include "app/atlas-ui.h"

#define PATIENCE_MS 300         /* what takes less shows nothing, so that nothing flickers */

/**
 * AtlasOpeningPage:
 *
 * What is shown while a store is opened or made. Empty at first; after a moment it says what
 * is going on.
 */
struct _AtlasOpeningPage
{
  AdwBin       parent_instance;

  guint        reveal_id;

  /* Template */
  GtkRevealer *revealer;
  GtkSpinner  *spinner;
  GtkLabel    *words;
};

G_DEFINE_FINAL_TYPE (AtlasOpeningPage, atlas_opening_page, ADW_TYPE_BIN)

static gboolean
reveal_cb (gpointer user_data)
{
  AtlasOpeningPage *self = user_data;

  self->reveal_id = 0;
  gtk_spinner_start (self->spinner);
  gtk_revealer_set_reveal_child (self->revealer, TRUE);

  return G_SOURCE_REMOVE;
}

static void
atlas_opening_page_map (GtkWidget *widget)
{
  AtlasOpeningPage *self = ATLAS_OPENING_PAGE (widget);

  GTK_WIDGET_CLASS (atlas_opening_page_parent_class)->map (widget);

  if (self->reveal_id == 0)
    self->reveal_id = g_timeout_add (PATIENCE_MS, reveal_cb, self);
}

static void
atlas_opening_page_unmap (GtkWidget *widget)
{
  AtlasOpeningPage *self = ATLAS_OPENING_PAGE (widget);

  g_clear_handle_id (&self->reveal_id, g_source_remove);
  gtk_spinner_stop (self->spinner);
  gtk_revealer_set_reveal_child (self->revealer, FALSE);

  GTK_WIDGET_CLASS (atlas_opening_page_parent_class)->unmap (widget);
}

static void
atlas_opening_page_dispose (GObject *object)
{
  g_clear_handle_id (&ATLAS_OPENING_PAGE (object)->reveal_id, g_source_remove);

  G_OBJECT_CLASS (atlas_opening_page_parent_class)->dispose (object);
}

static void
atlas_opening_page_class_init (AtlasOpeningPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = atlas_opening_page_dispose;
  widget_class->map = atlas_opening_page_map;
  widget_class->unmap = atlas_opening_page_unmap;

  gtk_widget_class_set_template_from_resource (widget_class, ATLAS_UI "atlas-opening-page.ui");
  gtk_widget_class_bind_template_child (widget_class, AtlasOpeningPage, revealer);
  gtk_widget_class_bind_template_child (widget_class, AtlasOpeningPage, spinner);
  gtk_widget_class_bind_template_child (widget_class, AtlasOpeningPage, words);
}

static void
atlas_opening_page_init (AtlasOpeningPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * atlas_opening_page_set_words:
 * @words: what is going on: "Making the demonstration, 3,000 of 12,000 records"
 */
void
atlas_opening_page_set_words (AtlasOpeningPage *self,
                              const char       *words)
{
  g_return_if_fail (ATLAS_IS_OPENING_PAGE (self));
  g_return_if_fail (words != NULL);

  gtk_label_set_label (self->words, words);
}
